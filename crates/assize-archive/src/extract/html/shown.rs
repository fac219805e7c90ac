//! What the page shows of its publication: the day and the authors beside its headline.

use super::{
    super::{date, fact},
    furniture::Kind,
    select::Weighed,
    tree::{Tree, is_block},
};

/// Words of class or id that say an element holds a day.
const DATED: &[&str] = &[
    "date",
    "dates",
    "dateline",
    "datum",
    "datetime",
    "fecha",
    "published",
    "publish",
    "pubdate",
    "posted",
    "publishdate",
    "publishingdate",
    "authored",
    "submitted",
    "time",
    "timestamp",
    "created",
    "createdate",
    "erschienen",
    "data",
    "dtreviewed",
    "postdate",
    "byline",
    "meta",
    "info",
    "subline",
];
/// Words that say the day is another's: of a change, of a comment, of another story.
const OTHER: &[&str] = &[
    "updated", "update", "modified", "comment", "comments", "related", "event", "expires", "teaser",
    "widget", "sidebar", "footer",
];
/// Most letters of an element that shows a day: more is running text.
const DAY_LETTERS: usize = 200;

/// What the page shows of its publication.
#[derive(Debug, Default)]
pub(in crate::extract) struct Shown {
    /// The day, and whether it stands where days of other things stand too.
    pub(in crate::extract) day: Option<(date::Found, bool)>,
    /// The authors, joined by commas.
    pub(in crate::extract) authors: Option<String>,
}

impl Shown {
    /// What a page shows. `language` is what it says of its own.
    pub(super) fn of(tree: &Tree<'_>, weighed: &Weighed, main: Option<usize>, language: &str) -> Self {
        Self { day: day(tree, weighed, main, language), authors: authors(tree, weighed, main) }
    }
}

/// The day that the page shows, in EDTF, and whether its order is open. Elements near the headline go first, then those that are named after
/// a day, then any short line of the article's head.
fn day(
    tree: &Tree<'_>,
    weighed: &Weighed,
    main: Option<usize>,
    language: &str,
) -> Option<(date::Found, bool)> {
    let language = language.to_ascii_lowercase().replace('_', "-");
    let month_first = language.starts_with("en-us") || language == "en" || language.starts_with("en-ph");
    let headline = (0..tree.nodes.len()).find(|at| tree.is(*at, &["h1"]) && !tree.words(*at).is_empty());
    let near = |at: usize| near(headline, main, at);
    let elsewhere = |at: usize| {
        let mut apart = tree.around(at).chain([at]).filter(|around| !holds(tree, *around, main, headline));
        apart.any(|around| {
            weighed.kinds[around] == Some(Kind::Comments)
                || weighed.kinds[around] == Some(Kind::Hidden)
                || tree.is(around, &["nav", "footer", "aside"])
                || tree.nodes[around].names.split(' ').any(|name| OTHER.contains(&name))
                    && !tree.is(around, &["body"])
        })
    };
    let mut best: Option<(u32, usize, date::Found)> = None;
    for at in 0..tree.nodes.len() {
        let node = &tree.nodes[at];
        let is_time = node.name == "time" || node.name == "abbr";
        let is_stated = tree.attribute(at, "itemprop") == "datepublished";
        let is_named = is_stated || node.names.split(' ').any(|name| DATED.contains(&name));
        let is_line = is_block(&node.name) && near(at) < 60 && !tells(tree, at);
        if node.name.is_empty() || !(is_time || is_named || is_line) || node.end - at > 40 {
            continue;
        }
        let words = if weighed.shown_in(tree, at) > DAY_LETTERS { String::new() } else { tree.words(at) };
        let is_published = node.name == "abbr" || is_stated || node.names.contains(" published ");
        let attribute = |name: &str| node.node.attr(name);
        let other = || is_published.then(|| attribute("title").or_else(|| attribute("content"))).flatten();
        let stamp = attribute("datetime").or_else(other);
        let stamped = stamp
            .and_then(|stamp| date::read(&stamp))
            .map(|day| date::Found { day: day.to_string(), is_open: false });
        // A line that is only near shows a day where it is little else: in a sentence it is the day of what the sentence tells.
        if !(is_time || is_named) && is_running_text(&words) {
            continue;
        }
        let found = stamped
            .filter(|found| found.day.len() == 10)
            .or_else(|| if words.len() <= DAY_LETTERS { date::find(&words, month_first) } else { None });
        let Some(found) = found else { continue };
        if elsewhere(at) {
            continue;
        }
        let rank = match (is_time, is_named, near(at)) {
            (true, _, ..=120) => 0,
            (_, true, ..=120) => 1,
            (.., ..=60) => 2,
            (true, ..) => 3,
            (_, true, _) => 4,
            _ => continue,
        };
        if best.as_ref().is_none_or(|(least, near_by, _)| (rank, near(at)) < (*least, *near_by)) {
            best = Some((rank, near(at), found));
        }
    }
    let best = best.map(|(rank, _, found)| (found, rank > 1));
    best.or_else(|| {
        Some((labelled(tree, weighed, &elsewhere, month_first).or_else(|| opening(tree, main?))?, true))
    })
}

/// Whether an element is a headline or a part of a table: a day in it is that of what is told there.
fn tells(tree: &Tree<'_>, at: usize) -> bool {
    tree.around(at).chain([at]).any(|around| tree.is(around, &["table", "h1", "h2", "h3"]))
}

/// Whether words read as running text: many of them, and no list of facts parted by bars and dots.
fn is_running_text(words: &str) -> bool {
    const MOST: usize = 12;
    let parted = words.contains(['|', '·', '•', '—']);
    !parted && words.split_whitespace().count() > MOST
}

/// Words that say a day is that of publication, in lower case.
const PUBLISHED: &[&str] = &[
    "veröffentlicht am",
    "veröffentlicht:",
    "erschienen am",
    "pressemitteilung vom",
    "meldung vom",
    "published on",
    "published:",
    "first published",
    "posted on",
    "publié le",
    "mis en ligne le",
    "mise en ligne",
    "publicado el",
    "publicado em",
    "publicado:",
    "fecha de publicación",
    "pubblicato il",
    "opublikowano",
    "gepubliceerd op",
];

/// The first day in a short block that says it is one of publication.
fn labelled(
    tree: &Tree<'_>,
    weighed: &Weighed,
    elsewhere: &dyn Fn(usize) -> bool,
    month_first: bool,
) -> Option<date::Found> {
    let mut blocks = (0..tree.nodes.len()).filter(|at| {
        let node = &tree.nodes[*at];
        // A page of one long text is not copied for each element around it.
        is_block(&node.name) && node.end - at < 40 && weighed.shown_in(tree, *at) <= DAY_LETTERS
    });
    blocks.find_map(|at| {
        let words = tree.words(at);
        if words.len() > DAY_LETTERS || elsewhere(at) {
            return None;
        }
        let lower = words.to_lowercase();
        let label = PUBLISHED.iter().find_map(|label| Some(lower.find(label)? + label.len()))?;
        // What follows the label, and no day of something else.
        date::find(lower.get(label..)?.get(..40).or_else(|| lower.get(label..))?, month_first)
    })
}

/// The day that the article's text opens with: `27.1.2022 – The council …`.
fn opening(tree: &Tree<'_>, main: usize) -> Option<date::Found> {
    const FIRST: usize = 3;
    let texts = tree.inside(main).filter(|at| tree.nodes[*at].words.trim().len() > 20 && !tells(tree, *at));
    texts.take(FIRST).find_map(|at| {
        let words = tree.nodes[at].words.trim_start();
        let opens = words.starts_with(|c: char| c.is_ascii_digit());
        let head: String = words.chars().take(20).collect();
        date::find(&head, false).filter(|found| opens && !found.is_open)
    })
}

/// How many elements and texts lie between the headline, or where the article opens, and another; far where there is neither.
fn near(headline: Option<usize>, main: Option<usize>, at: usize) -> usize {
    headline.into_iter().chain(main).map(|place| place.abs_diff(at)).min().unwrap_or(200)
}

/// Whether an element is around the article or its headline, so that its names say nothing of what else stands in it.
fn holds(tree: &Tree<'_>, at: usize, main: Option<usize>, headline: Option<usize>) -> bool {
    main.into_iter().chain(headline).any(|held| tree.inside(at).contains(&held))
}

/// Openings of a byline, in lower case.
const BY: &[&str] = &[
    "artikel von: ",
    "artikel von ",
    "ein beitrag von ",
    "auteur : ",
    "auteur: ",
    "veröffentlicht von ",
    "vom ",
    "text von ",
    "redaktion: ",
    "escrito por ",
    "publicado por ",
    "by ",
    "von ",
    "par ",
    "por ",
    "di ",
    "autor: ",
    "autor ",
    "author: ",
    "author ",
    "text: ",
    "written by ",
    "posted by ",
    "geschrieben von ",
    "reported by ",
];
/// Words that stand around a name on a link to what somebody wrote.
const AROUND_NAME: &[&str] = &[
    "view all posts by",
    "view my complete profile",
    "zeige alle beiträge von",
    "alle beiträge von",
    "show all articles of",
    "afficher mon profil complet",
    "see all posts by",
    "ver todas las entradas de",
    "ver todos os posts de",
    "voir tous les articles de",
    "alle artikel von",
    "mehr von",
    "more from",
    "posts by",
];
/// What stands beside names and is none, in lower case.
const LABELS: &[&str] = &[
    "alle beiträge",
    "auteur",
    "author",
    "autor",
    "by",
    "comments",
    "date",
    "datum",
    "follow",
    "foto",
    "fotos",
    "kommentare",
    "mehr",
    "more",
    "par",
    "photo",
    "por",
    "posted",
    "published",
    "publiziert am",
    "quelle",
    "share",
    "source",
    "stand",
    "text",
    "updated",
    "veröffentlicht",
    "von",
    "aktualisiert",
];
/// Most letters of a byline.
const BYLINE_LETTERS: usize = 120;

/// The authors that the page shows, joined by commas.
fn authors(tree: &Tree<'_>, weighed: &Weighed, main: Option<usize>) -> Option<String> {
    let headline = (0..tree.nodes.len()).find(|at| tree.is(*at, &["h1"]));
    let mut ranked: Vec<(u32, usize, Vec<String>)> = Vec::new();
    for at in 0..tree.nodes.len() {
        let node = &tree.nodes[at];
        // A page of one long text is not copied for each element around it.
        if node.name.is_empty() || node.end - at > 60 || weighed.shown_in(tree, at) > BYLINE_LETTERS {
            continue;
        }
        let named = |words: &[&str]| node.names.split(' ').any(|name| words.contains(&name));
        let rel = || tree.attribute(at, "rel").split(' ').any(|rel| rel == "author");
        let rank = if tree.attribute(at, "itemprop").contains("author") || rel() {
            0
        } else if named(&[
            "author",
            "authors",
            "byline",
            "autor",
            "autoren",
            "auteur",
            "writer",
            "byauthor",
            "authorname",
            "redacteur",
        ]) {
            1
        } else if near(headline, main, at) < 60 {
            2
        } else {
            continue;
        };
        let elsewhere =
            tree.around(at).chain([at]).filter(|around| !holds(tree, *around, main, None)).any(|around| {
                weighed.kinds[around] == Some(Kind::Comments)
                    || tree.is(around, &["nav", "footer", "aside"])
                    || tree.nodes[around].names.split(' ').any(|name| {
                        matches!(
                            name,
                            "comment"
                                | "comments"
                                | "related"
                                | "teaser"
                                | "sidebar"
                                | "footer"
                                | "widget"
                                | "recommended"
                        )
                    })
            });
        let words = tree.words(at);
        if elsewhere || words.is_empty() || words.chars().count() > BYLINE_LETTERS {
            continue;
        }
        let lower = words.to_lowercase();
        let opens = BY.iter().any(|by| lower.starts_with(by)) && words.chars().count() < 60;
        if rank == 2 && !opens {
            continue;
        }
        let names = names_of(&words, rank == 0);
        if !names.is_empty() {
            ranked.push((rank, at, names));
        }
    }
    let near_by = |at: usize| near(headline, main, at) <= 300 || headline.is_none();
    let least = ranked
        .iter()
        .filter(|(_, at, _)| near_by(*at))
        .map(|(rank, ..)| *rank)
        .min()
        .or_else(|| ranked.iter().map(|(rank, ..)| *rank).min())?;
    let mut all: Vec<String> = Vec::new();
    let first = ranked
        .iter()
        .find(|(rank, at, _)| *rank == least && near_by(*at))
        .or_else(|| ranked.iter().find(|(rank, ..)| *rank == least))?
        .1;
    for (rank, at, names) in &ranked {
        if *rank == least && at.abs_diff(first) < 60 {
            for name in names {
                if !all.iter().any(|known| known.to_lowercase().contains(&name.to_lowercase())) {
                    all.push(name.clone());
                }
            }
        }
    }
    (!all.is_empty()).then(|| all.join(", "))
}

/// The names of a byline: `By A. Writer and B. Clerk` holds two. `is_sure` says that the page marks it as a name.
fn names_of(words: &str, is_sure: bool) -> Vec<String> {
    let mut words = fact::one_line(words);
    for around in AROUND_NAME {
        // Letters may change length in lower case; then it is left as it is.
        let lower = words.to_lowercase();
        if lower.len() == words.len()
            && let Some(at) = lower.find(around)
        {
            words = format!(
                "{} {}",
                words.get(..at).unwrap_or_default(),
                words.get(at + around.len()..).unwrap_or_default()
            );
        }
    }
    let lower = words.to_lowercase();
    let mut rest = words.trim().trim_matches(|c: char| !c.is_alphanumeric() && c != '.').to_owned();
    let lead = rest.to_lowercase();
    if let Some(by) = BY.iter().find(|by| lead.starts_with(**by)) {
        rest = rest.get(by.len()..).unwrap_or_default().to_owned();
    } else if !is_sure && lower.split_whitespace().count() > 5 {
        return Vec::new();
    }
    // A day or a time after the name is no part of it.
    let end = rest
        .find(|c: char| c.is_ascii_digit() || matches!(c, '|' | '•' | '·' | '→' | '(' | '–' | '/' | '@'))
        .unwrap_or(rest.len());
    let rest = rest[..end]
        .replace(" and ", ", ")
        .replace(" und ", ", ")
        .replace(" & ", ", ")
        .replace(" et ", ", ")
        .replace(" y ", ", ");
    let is_name = |name: &&str| {
        let count = name.split_whitespace().count();
        let lower = name.to_lowercase();
        let is_label = LABELS.iter().any(|label| {
            lower.strip_prefix(label).is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', ':']))
        });
        (1..=5).contains(&count)
            && name.chars().count() > 2
            && name.chars().any(char::is_alphabetic)
            && !is_label
            && !fact::is_no_name(name)
    };
    let bare = |name: &str| -> String {
        let mut name = name.trim().trim_end_matches([':', '-', ' ']);
        for end in [" am", " vor", " on", " le", " el", " em"] {
            name = name.strip_suffix(end).unwrap_or(name);
        }
        name.to_owned()
    };
    let names: Vec<String> = rest.split([',', ';']).map(bare).collect();
    names.iter().map(String::as_str).filter(is_name).map(str::to_owned).collect()
}
