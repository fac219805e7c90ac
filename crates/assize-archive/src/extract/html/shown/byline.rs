//! The authors that a page shows.

use super::{
    super::{
        super::{date, fact},
        furniture::Kind,
    },
    Place,
};

/// Openings of a byline, in lower case.
const BY: &[&str] = &[
    "artikel von: ",
    "artikel von ",
    "ein artikel von ",
    "ein beitrag von ",
    "beitrag von ",
    "blog beitrag von ",
    "auteur : ",
    "auteur: ",
    "veröffentlicht von ",
    "verfasst von ",
    "erstellt von ",
    "eingestellt von ",
    "gespeichert von ",
    "vom ",
    "text von ",
    "redaktion: ",
    "escrito por ",
    "publicado por ",
    "publié par ",
    "by ",
    "by: ",
    "von ",
    "von: ",
    "par ",
    "por ",
    "di ",
    "scritto da ",
    "door ",
    "autor: ",
    "autor ",
    "autorin: ",
    "autoren: ",
    "autoren ",
    "author: ",
    "author ",
    "authors: ",
    "text: ",
    "written by ",
    "written by: ",
    "posted by ",
    "geschrieben von ",
    "reported by ",
    "автор: ",
    "yazan: ",
    "بقلم ",
    "بقلم: ",
    "كتب ",
    "كتبت ",
    "מאת ",
    "מאת: ",
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

/// Words of class or id that say an element holds the author.
const WRITERS: &[&str] = &[
    "author",
    "authors",
    "byline",
    "bylines",
    "autor",
    "autoren",
    "auteur",
    "autorenzeile",
    "writer",
    "byauthor",
    "authorname",
    "postauthor",
    "redacteur",
    "verfasser",
];
/// Words that say an element speaks of another's.
const OF_OTHERS: &[&str] = &["comment", "comments", "related"];

/// The authors that the page shows, joined by commas.
pub(super) fn authors(place: &Place<'_, '_>) -> Option<String> {
    let (tree, weighed, headline) = (place.tree, place.weighed, place.headline);
    let mut ranked: Vec<(u32, usize, Vec<String>)> = Vec::new();
    for at in 0..tree.nodes.len() {
        let node = &tree.nodes[at];
        // A page of one long text is not copied for each element around it.
        if node.name.is_empty() || node.end - at > 60 || weighed.shown_in(tree, at) > BYLINE_LETTERS {
            continue;
        }
        let rel = || tree.attribute(at, "rel").split(' ').any(|rel| rel == "author");
        let rank = if tree.attribute(at, "itemprop").contains("author") || rel() {
            0
        } else if place.is_named(at, WRITERS) {
            1
        } else if place.near(at) < 60 {
            2
        } else {
            continue;
        };
        // What stands at the foot of the article itself is of it.
        let is_foot = place.article.contains(&at) && rank < 2;
        let elsewhere = place.apart(at).any(|around| {
            let is_beside = || {
                tree.is(around, &["aside"])
                    || place.is_named(around, &["teaser", "sidebar", "widget", "recommended"])
                    || !is_foot && (tree.is(around, &["footer"]) || place.is_named(around, &["footer"]))
            };
            weighed.kinds[around] == Some(Kind::Comments)
                || tree.is(around, &["nav"])
                || place.is_named(around, OF_OTHERS)
                || !place.head.contains(&at) && is_beside()
        });
        let words = tree.words(at);
        if elsewhere || words.is_empty() || words.chars().count() > BYLINE_LETTERS {
            continue;
        }
        let opens = by_of(&words).is_some() && words.chars().count() < 60;
        let beside = if rank > 0 && !opens && place.head.contains(&at) { beside_day(&words) } else { None };
        if let Some(name) = beside {
            ranked.push((rank, at, vec![name]));
            continue;
        }
        if rank == 2 && !opens {
            continue;
        }
        let names = names_of(&words, rank == 0);
        if !names.is_empty() {
            ranked.push((rank, at, names));
        }
    }
    let near_by = |at: usize| place.near(at) <= 300 || headline.is_none();
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

/// The opening of a byline, in lower case, where words open with one.
fn by_of(words: &str) -> Option<&'static str> {
    let lower = words.to_lowercase();
    BY.iter().copied().filter(|by| lower.starts_with(by)).max_by_key(|by| by.len())
}

/// Words after which a byline goes on with a day or a label, in lower case.
const THEN: &[&str] = &[
    "am",
    "vor",
    "on",
    "le",
    "el",
    "em",
    "hace",
    "publiziert",
    "published",
    "posted",
    "updated",
    "shares",
    "veröffentlicht",
    "aktualisiert",
    "uhr",
    "http",
    "https",
    "www",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// A byline up to where a day or a label follows the name.
fn before_day(words: &str) -> &str {
    let starts = words.match_indices(|c: char| c.is_whitespace() || matches!(c, ':' | '.'));
    let starts = starts.map(|(at, gap)| at + gap.len()).filter(|at| {
        let word = words.get(*at..).unwrap_or_default();
        let word: String = word.chars().take_while(|c| c.is_alphanumeric()).collect();
        THEN.contains(&word.to_lowercase().as_str())
    });
    let end = starts.min().unwrap_or(words.len());
    words.get(..end).unwrap_or(words).trim_end_matches(|c: char| !c.is_alphanumeric() && c != '.')
}

/// The name in a line that is a day and a name: `25.10.2031 - A. Writer`, `Posted on October 2, 2031 by A. Writer`.
fn beside_day(words: &str) -> Option<String> {
    const MOST: usize = 80;
    if words.chars().count() > MOST {
        return None;
    }
    date::find(words, false)?;
    let is_name = |part: &&str| {
        let is_word = |word: &str| {
            word.starts_with(char::is_uppercase)
                && word.chars().all(|c| c.is_alphabetic() || matches!(c, '.' | '-' | '’' | '\''))
        };
        let words: Vec<&str> = part.split_whitespace().collect();
        (2..=3).contains(&words.len())
            && words.iter().all(|word| is_word(word))
            && date::month_of_any(part).is_none()
    };
    let part = |by: &str| words.split_once(by).map(|(_, name)| name);
    let after = [" by ", " von ", " par ", " por "].iter().find_map(|by| part(by));
    if let Some(name) = after.and_then(|name| name.split(['|', '•', '·', ',', '(']).next()) {
        return names_of(name, true).into_iter().next();
    }
    let mut parts = words.split(['|', '•', '·', '–', ',']).flat_map(|part| part.split(" - ")).map(str::trim);
    parts.find(is_name).map(str::to_owned)
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
    // A label that nothing parts from the name.
    for label in ["Author", "Autor", "By"] {
        if let Some(name) = rest.strip_prefix(label).filter(|name| name.starts_with(char::is_uppercase)) {
            rest = name.to_owned();
        }
    }
    if let Some(by) = by_of(&rest) {
        rest = rest.get(by.len()..).unwrap_or_default().to_owned();
    } else if !is_sure && lower.split_whitespace().count() > 5 {
        return Vec::new();
    }
    // A day or a time after the name is no part of it.
    let end = rest
        .find(|c: char| c.is_ascii_digit() || matches!(c, '|' | '•' | '·' | '→' | '(' | '–' | '/' | '@'))
        .unwrap_or(rest.len());
    let rest = before_day(&rest[..end])
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
    let bare = |name: &str| -> String { name.trim().trim_end_matches([':', '-', ' ']).to_owned() };
    let names: Vec<String> = rest.split([',', ';']).map(bare).collect();
    names.iter().map(String::as_str).filter(is_name).map(str::to_owned).collect()
}
