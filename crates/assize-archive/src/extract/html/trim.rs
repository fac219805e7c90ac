//! What stands before and after the article in its element, and what stands between its headline and its element.

use super::{
    render::{self, Paragraph},
    select::Weighed,
    tree::Tree,
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
    "articles liés",
    "auch interessant",
    "auch lesen",
    "back to gallery",
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
    "hier geht es",
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
    "lea más",
    "lea también",
    "leave a comment",
    "lee también",
    "leer más",
    "lees ook",
    "leggi anche",
    "leia mais",
    "leia também",
    "lesen sie auch",
    "lesen sie hier",
    "lesetipp",
    "lies auch",
    "lire aussi",
    "lire plus",
    "listen to this",
    "media playback",
    "mehr aus",
    "mehr dazu",
    "mehr lesen",
    "mehr zum thema",
    "mehr über",
    "mira también",
    "more from",
    "more news",
    "more on this",
    "more stories",
    "most popular",
    "most read",
    "más información",
    "más noticias",
    "newsletter",
    "noticias relacionadas",
    "our latest stories",
    "passend dazu",
    "popular now",
    "previous auto",
    "print this",
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
    "save this",
    "schlagworte",
    "schon gelesen",
    "see also",
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
    "tags:",
    "te puede interesar",
    "te recomendamos",
    "teilen",
    "temas relacionados",
    "top stories",
    "trending",
    "veja também",
    "verwandte",
    "video verfügbar",
    "watch now",
    "watch:",
    "weitere artikel",
    "weitere informationen",
    "weiterführende",
    "weiterlesen",
    "werbung",
    "write a comment",
    "you may also",
    "you might also",
    "zobacz także",
    "zum thema",
    "zurück zum",
    "zurück zur",
    "à lire aussi",
];
/// Letters up to which such a line is no paragraph of its own.
const SHORT: usize = 60;
/// Bytes up to which what stands before the first and after the last prose is taken for scraps of the page.
const SCRAPS: usize = 400;
/// Letters from which a paragraph that stands there twice is the same one shown again.
const REPEATED: usize = 40;

/// The paragraphs of the article: without what stands before its first and after its last that reads as prose and is no part of it, without
/// lines that lead away from it, and each long one once.
pub(super) fn trimmed(tree: &Tree<'_>, weighed: &Weighed, all: Vec<Paragraph>) -> Vec<Paragraph> {
    let long = |paragraph: &Paragraph| weighed.shares[paragraph.at] >= 2 && !leads_away(&paragraph.words);
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
    let Some(last) = all.iter().rposition(is_part) else { return all };
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
            && !is_credit(&paragraph.words)
    };
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
