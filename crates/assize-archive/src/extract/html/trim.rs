//! What stands before and after the article in its element, and what stands between its headline and its element.

use super::{
    render::{self, Paragraph},
    select::{Weighed, letters},
    tree::{Tree, is_block},
};
use std::collections::BTreeSet;

/// Openings of lines that lead away from the article, in lower case.
const LEADS_AWAY: &[&str] = &[
    "abonnieren",
    "add a comment",
    "advert",
    "advertisement",
    "alle artikel",
    "also read",
    "also see",
    "also:",
    "articles liés",
    "artikel gefallen",
    "auch interessant",
    "auch lesen",
    "back to gallery",
    "be sociable",
    "besuchen sie unseren",
    "bild anzeigen",
    "categories:",
    "category:",
    "check out our",
    "click here",
    "contenido relacionado",
    "copyright",
    "czytaj także",
    "czytaj też",
    "czytaj więcej",
    "czytaj:",
    "das könnte",
    "das thema könnte",
    "dazu passend",
    "dir gefällt",
    "don't miss",
    "donate",
    "don’t miss",
    "dowiedz się",
    "download the",
    "drucken",
    "empfehlungen aus",
    "empfehlungen der",
    "en savoir plus",
    "entdecke",
    "entérate",
    "explore further",
    "filed under",
    "folge uns",
    "folgen sie",
    "follow us",
    "get the app",
    "go to comments",
    "guarda anche",
    "hier geht es",
    "in case you missed",
    "in other news",
    "inscrivez",
    "jetzt lesen",
    "join our",
    "kategorie:",
    "kommentieren",
    "latest news",
    "latest stories",
    "le puede interesar",
    "lea además",
    "lea aquí",
    "lea más",
    "lea también",
    "lea:",
    "leave a comment",
    "lee además",
    "lee también",
    "lee:",
    "leer más",
    "lees ook",
    "leggi anche",
    "leia mais",
    "leia também",
    "leia:",
    "les også",
    "lesen sie auch",
    "lesen sie hier",
    "lesetipp",
    "lies auch",
    "lire aussi",
    "lire plus",
    "lisez aussi",
    "listen to this",
    "lue myös",
    "läs också",
    "læs også",
    "media playback",
    "mehr aus",
    "mehr dazu",
    "mehr lesen",
    "mehr zum thema",
    "mehr über",
    "mira también",
    "mira:",
    "more from",
    "more great",
    "more news",
    "more on this",
    "more stories",
    "most popular",
    "most read",
    "más en",
    "más información",
    "más noticias",
    "más sobre",
    "newsletter",
    "noticias relacionadas",
    "our latest stories",
    "passend dazu",
    "podobne artykuły",
    "popular now",
    "potrebbe interessarti",
    "previous auto",
    "print this",
    "przeczytaj także",
    "pubblicità",
    "publicidad",
    "publicité",
    "read also",
    "read more",
    "read next",
    "recommended",
    "recommended for you",
    "reklama",
    "related",
    "saiba mais",
    "save this",
    "schlagworte",
    "schon gelesen",
    "see also",
    "see more:",
    "share this",
    "siehe auch",
    "sign up",
    "sigue leyendo",
    "siguenos",
    "subscribe",
    "suivez",
    "support us",
    "sur le même sujet",
    "suscríbete",
    "síguenos",
    "tags /",
    "tags:",
    "te puede interesar",
    "te recomendamos",
    "teilen",
    "temas relacionados",
    "top stories",
    "trending",
    "vea además",
    "vea también",
    "veja mais",
    "veja também",
    "ver también",
    "verwandte",
    "video verfügbar",
    "voir aussi",
    "war der artikel",
    "watch now",
    "watch:",
    "weitere artikel",
    "weitere informationen",
    "weitere meldungen",
    "weitere nachrichten",
    "weitere themen",
    "weitere tipps",
    "weiterführende",
    "weiterlesen",
    "werbung",
    "więcej na ten temat",
    "write a comment",
    "you may also",
    "you might also",
    "zobacz także",
    "zum thema",
    "zurück zum",
    "zurück zur",
    "à lire aussi",
    "à lire également",
    "à voir aussi",
    "подробнее",
    "читайте",
    "читайте также",
    "اقرأ أيضا",
    "اقرأ أيضاً",
    "اقرأ المزيد",
    "شاهد أيضا",
    "شاهد أيضاً",
    "قد يهمك",
];
/// Letters up to which such a line is no paragraph of its own.
const SHORT: usize = 60;
/// Openings of a line that asks its reader to do something for the outlet, in lower case; such a line may be longer.
const ASKS: &[&str] = &[
    "abonnez-vous",
    "follow us on",
    "folgen sie uns",
    "for the latest stories",
    "get the latest",
    "have a tip?",
    "join our",
    "melden sie sich",
    "sign up for",
    "sign up to",
    "stay up to date",
    "subscribe to",
    "support our",
    "suscríbase",
    "suscríbete",
    "síguenos",
    "you can follow",
    "únete a",
];
/// Letters up to which such a line asks for nothing else.
const ASKING: usize = 220;
/// Words of the last lines of a page that speak of the outlet and its readers, in lower case.
const OF_THE_OUTLET: &[&str] = &[
    "affiliate commission",
    "affiliate link",
    "affiliate-link",
    "all rights reserved",
    "alle rechte vorbehalten",
    "check out my website",
    "click here for more information",
    "copyrighted property",
    "derechos reservados",
    "follow @",
    "follow her on twitter",
    "follow him on twitter",
    "follow me on twitter",
    "follow them on twitter",
    "follow us on",
    "hazte miembro",
    "in your inbox",
    "jetzt im abo",
    "moderating all comments",
    "newsletter abonnieren",
    "newsletter anmelden",
    "nuestro canal de",
    "our newsletter",
    "publishing a diversity of letters",
    "requires javascript",
    "share it with a friend",
    "subject to copyright",
    "submit a letter to the editor",
    "subscribe to our",
    "suscríbase",
    "suscríbete",
    "tous droits réservés",
    "unsere app herunter",
    "unseren newsletter",
    "written permission must be obtained",
    "zapraszamy do subskrypcji",
];
/// Letters up to which a last line is such a one, and how many of them there may be.
const LAST: usize = 420;
const LAST_LINES: usize = 4;
/// Bytes up to which what stands before the first and after the last prose is taken for scraps of the page.
const SCRAPS: usize = 400;
/// Letters from which a paragraph that stands there twice is the same one shown again.
const REPEATED: usize = 40;

/// The paragraphs of the article: without what stands before its first and after its last that reads as prose and is no part of it, without
/// lines that lead away from it, and each long one once.
///
/// Lines that are but a link are counted in `notes`: one may lead to a document.
pub(super) fn trimmed(
    tree: &Tree<'_>,
    weighed: &Weighed,
    all: Vec<Paragraph>,
    notes: &mut Vec<String>,
) -> Vec<Paragraph> {
    let long = |paragraph: &Paragraph| {
        weighed.shares[paragraph.at] >= 2 && !leads_away(&paragraph.words) && !asks(tree, paragraph)
    };
    // A short sentence beside the long ones is one of them.
    let beside: BTreeSet<usize> = all
        .iter()
        .filter(|paragraph| long(paragraph))
        .filter_map(|paragraph| holder(tree, paragraph.at))
        .collect();
    let is_prose = |paragraph: &Paragraph| {
        long(paragraph)
            || is_sentence(&paragraph.words)
                && holder(tree, paragraph.at).is_some_and(|at| beside.contains(&at))
    };
    let is_part = |paragraph: &Paragraph| {
        let within = |names: &[&str]| tree.around(paragraph.at).any(|around| tree.is(around, names));
        is_prose(paragraph)
            || within(&["figcaption", "table", "pre", "blockquote"])
            || weighed.shares[paragraph.at] > 0 && within(&["li", "dd"])
    };
    let ends = |paragraph: &Paragraph| is_part(paragraph) && !is_of_heading(tree, paragraph.at);
    let Some(last) = all.iter().rposition(ends) else { return all };
    let last = before_the_outlet(tree, &all, last);
    let first = all.iter().position(is_prose).unwrap_or(0);
    // So many words are no scraps: short posts of a live page.
    let is_much = |scraps: &[Paragraph]| scraps.iter().map(|scrap| scrap.words.len()).sum::<usize>() > SCRAPS;
    let first = if is_much(&all[..first]) { 0 } else { first };
    let last = if is_much(&all[last + 1..]) { all.len() } else { last };
    let mut seen = BTreeSet::new();
    let keep = |at: usize, paragraph: &Paragraph| {
        let is_heading = tree.around(paragraph.at).take(3).any(|around| tree.is(around, &["h1", "h2"]));
        (at >= first || is_heading || is_part(paragraph))
            && at <= last
            && !leads_away(&paragraph.words)
            && !asks(tree, paragraph)
            && !is_credit(&paragraph.words)
            && !(at > first && is_link(tree, weighed, paragraph))
    };
    let links = all
        .iter()
        .take(last.saturating_add(1))
        .skip(first + 1)
        .filter(|one| is_link(tree, weighed, one))
        .count();
    if links > 0 {
        notes.push(format!("the text leaves out lines that are but a link to another page ({links})"));
    }
    let kept = all
        .into_iter()
        .enumerate()
        .filter(|(at, paragraph)| keep(*at, paragraph))
        .map(|(_, paragraph)| paragraph);
    let is_caption = |at: usize| tree.around(at).any(|around| tree.is(around, &["figcaption", "figure"]));
    let is_new =
        |paragraph: &Paragraph| paragraph.words.len() < REPEATED || seen.insert(paragraph.words.clone());
    let mut is_new = is_new;
    kept.filter(|paragraph| is_new(paragraph) || !is_caption(paragraph.at)).collect()
}

/// Whether a text stands in a heading.
fn is_of_heading(tree: &Tree<'_>, at: usize) -> bool {
    tree.around(at).take(3).any(|around| tree.is(around, &["h1", "h2", "h3", "h4", "h5", "h6"]))
}

/// The last paragraph before those at the end that speak of the outlet and its readers.
fn before_the_outlet(tree: &Tree<'_>, all: &[Paragraph], last: usize) -> usize {
    let speaks = |paragraph: &Paragraph| {
        let lower = paragraph.words.to_lowercase();
        paragraph.words.chars().count() <= LAST
            && OF_THE_OUTLET.iter().any(|words| lower.contains(words))
            && !super::correction::is_correction(&paragraph.words)
            && !tree
                .around(paragraph.at)
                .any(|around| tree.is(around, &["blockquote", "figcaption", "table"]))
    };
    let lines = (last.saturating_sub(LAST_LINES)..=last).rev();
    let mut end = last;
    for at in lines {
        if at > 0 && speaks(&all[at]) {
            end = at - 1;
        }
    }
    end
}

/// Whether a paragraph is one link and no sentence: the headline of another story.
fn is_link(tree: &Tree<'_>, weighed: &Weighed, paragraph: &Paragraph) -> bool {
    const WORDS: usize = 4;
    let Some(block) = tree.around(paragraph.at).find(|around| is_block(&tree.nodes[*around].name)) else {
        return false;
    };
    let is_apart = tree.is(block, &["p", "div", "h2", "h3", "h4", "h5", "h6", "section", "aside"]);
    let all = weighed.all_in(tree, block);
    let told = paragraph.words.trim_end_matches(['”', '"', '’', '»', ')']);
    is_apart
        && all > 0
        && weighed.linked_in(tree, block) * 20 >= all * 19
        && letters(&paragraph.words) * 10 >= all * 9
        && paragraph.words.split_whitespace().count() >= WORDS
        && !told.ends_with(['.', '!', '…', ':'])
        && !tree.around(block).any(|around| tree.is(around, &["blockquote", "figcaption", "table", "li"]))
}

/// The element that holds the `p` of a text.
fn holder(tree: &Tree<'_>, at: usize) -> Option<usize> {
    let p = tree.around(at).find(|around| tree.is(*around, &["p"]))?;
    Some(tree.nodes[p].parent)
}

/// Whether a short line is a sentence, and says something by itself: `None was armed.`
fn is_sentence(words: &str) -> bool {
    let told = words.trim_end_matches(['”', '"', '’', '»', ')']);
    told.ends_with(['.', '!', '?'])
        && words.split_whitespace().count() >= 3
        && !leads_away(words)
        && !is_credit(words)
        && !words.contains(['@', '|', '©'])
}

/// Openings of a line that says who took or owns a picture, in lower case.
const CREDITS: &[&str] = &[
    "bild:",
    "bild ",
    "credit:",
    "crédit",
    "créditos",
    "crédito",
    "foto:",
    "foto ",
    "fotos:",
    "getty",
    "image:",
    "photo:",
    "photo by",
    "photos:",
    "picture:",
    "©",
    "(c)",
];

/// Whether a line is of a picture's origin alone.
fn is_credit(words: &str) -> bool {
    let lower = words.trim_start_matches('(').to_lowercase();
    words.chars().count() <= SHORT && CREDITS.iter().any(|opening| lower.starts_with(opening))
}

/// Whether a line asks its reader to do something for the outlet, and is no quotation.
fn asks(tree: &Tree<'_>, paragraph: &Paragraph) -> bool {
    let words = paragraph.words.trim_start_matches(|c: char| !c.is_alphanumeric());
    let is_quoted = paragraph.words.starts_with(['"', '“', '„', '«', '‘', '\'']);
    if is_quoted
        || words.chars().count() > ASKING
        || tree.around(paragraph.at).any(|at| tree.is(at, &["blockquote"]))
    {
        return false;
    }
    let head: String = words.chars().take(40).collect::<String>().to_lowercase();
    ASKS.iter().any(|opening| head.starts_with(opening))
}

/// Whether a short line opens as one that leads to another page does.
fn leads_away(words: &str) -> bool {
    if words.chars().count() > SHORT * 2 {
        return false;
    }
    let words = words.trim_start_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    LEADS_AWAY.iter().any(|opening| words.starts_with(opening))
        && (words.chars().count() <= SHORT || words.contains(':'))
}

/// The paragraphs between the page's headline and the element of the article that read as prose: the standfirst.
pub(super) fn lead(
    tree: &Tree<'_>,
    weighed: &Weighed,
    main: usize,
    is_out: impl Fn(usize) -> bool,
) -> Vec<Paragraph> {
    const MOST: usize = 1_200;
    let Some(headline) = (0..main).rev().find(|at| tree.is(*at, &["h1"])) else { return Vec::new() };
    // The smallest element around both.
    let Some(both) = tree.around(main).find(|around| tree.inside(*around).contains(&headline)) else {
        return Vec::new();
    };
    let is_between = |at: usize| at >= tree.nodes[headline].end && at < main;
    let mut found =
        render::paragraphs(tree, both, |at| is_out(at) || tree.nodes[at].end <= headline || at >= main);
    found.retain(|paragraph| is_between(paragraph.at) && weighed.shares[paragraph.at] >= 2);
    let letters: usize = found.iter().map(|paragraph| paragraph.words.len()).sum();
    if letters > MOST { Vec::new() } else { found }
}

/// Whether a text stands under a picture.
pub(super) fn is_caption(tree: &Tree<'_>, at: usize) -> bool {
    tree.around(at).any(|around| {
        tree.is(around, &["figcaption", "figure"]) || tree.nodes[around].names.contains(" caption ")
    })
}
