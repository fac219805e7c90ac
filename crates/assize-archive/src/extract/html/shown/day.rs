//! The day of publication that a page shows.

use super::{
    super::{super::date, furniture::Kind, tree::is_block},
    OTHER, Place,
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
/// Most letters of an element that shows a day: more is running text.
const DAY_LETTERS: usize = 200;

/// The day that a title ends in after the outlet's name: `What was said | The Outlet | 23.05.2031`. Right after the headline it may be that of what
/// is told.
pub(super) fn in_title(title: &str) -> Option<date::Found> {
    title.lines().find_map(|title| {
        let parts: Vec<&str> = title.split(['|', '–', '—']).flat_map(|part| part.split(" - ")).collect();
        let last = parts.last().filter(|last| parts.len() > 2 && date::is_bare(last))?;
        date::find(last, false).filter(|found| !found.is_open)
    })
}

/// The day that the page shows, in EDTF, and whether its order is open. Elements near the headline go first, then those that are named after
/// a day, then any short line of the article's head.
pub(super) fn day(place: &Place<'_, '_>, language: &str) -> Option<((date::Found, bool), Option<usize>)> {
    /// Letters of a line that is little else than a day.
    const LINE: usize = 60;
    let (tree, weighed) = (place.tree, place.weighed);
    let language = language.to_ascii_lowercase().replace('_', "-");
    let month_first = language.starts_with("en-us") || language == "en" || language.starts_with("en-ph");
    let mut best: Option<(u32, usize, date::Found, usize)> = None;
    for at in 0..tree.nodes.len() {
        let node = &tree.nodes[at];
        let near = place.near(at);
        if node.end - at > 40 {
            continue;
        }
        let is_time = node.name == "time" || node.name == "abbr";
        let is_stated = !node.name.is_empty() && tree.attribute(at, "itemprop") == "datepublished";
        let is_named = is_stated || node.names.split(' ').any(|name| DATED.contains(&name));
        let length = weighed.shown_in(tree, at);
        // What stands within a line shows a day where it is nothing else.
        let is_bare = || {
            let has_figure =
                || tree.inside(at).any(|at| tree.nodes[at].words.contains(|c: char| c.is_numeric()));
            (6..LINE).contains(&length) && has_figure() && date::is_bare(&tree.words(at))
        };
        let is_line = near < 60 && (is_block(&node.name) || is_bare()) && !place.tells(at);
        let has_headline =
            place.headline.is_some_and(|headline| headline != at && tree.inside(at).contains(&headline));
        if !(is_time || is_named || is_line) || has_headline {
            continue;
        }
        let words = if length > DAY_LETTERS { String::new() } else { tree.words(at) };
        let is_published = node.name == "abbr" || is_stated || node.names.contains(" published ");
        let attribute = |name: &str| if node.name.is_empty() { None } else { node.node.attr(name) };
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
        if place.is_elsewhere(at, OTHER) {
            continue;
        }
        let rank = match (is_time, is_named, near) {
            (true, _, ..=120) => 0,
            (_, true, ..=120) => 1,
            (.., ..=60) => 2,
            (true, ..) => 3,
            (_, true, _) => 4,
            _ => continue,
        };
        if best.as_ref().is_none_or(|(least, near_by, ..)| (rank, near) < (*least, *near_by)) {
            best = Some((rank, near, found, at));
        }
    }
    let best = best.map(|(rank, _, found, at)| ((found, rank > 1), Some(at)));
    best.or_else(|| Some(((labelled(place, month_first).or_else(|| opening(place))?, true), None)))
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
    "data publikacji",
    "gepubliceerd op",
    "date de publication",
    "date published",
    "publication date",
    "erscheinungsdatum",
    "опубликовано",
    "дата публикации",
    "опубліковано",
    "yayınlanma",
    "نشر في",
    "تاريخ النشر",
];

/// What stands around the day in a line that says when a text was put up, and not what it tells of.
const POSTED: (&str, &[&str]) = ("wurde am ", &["gepostet", "eintrag wurde am", "beitrag wurde am"]);

/// The first day that a line says is one of publication.
fn labelled(place: &Place<'_, '_>, month_first: bool) -> Option<date::Found> {
    /// Letters after the words that say so.
    const AFTER: usize = 40;
    let (tree, weighed) = (place.tree, place.weighed);
    let mut lines = (0..tree.nodes.len()).filter(|at| {
        let node = &tree.nodes[*at];
        // A page of one long text is not copied for each element around it.
        (is_block(&node.name) || node.name.is_empty())
            && node.end - at < 40
            && weighed.shown_in(tree, *at) <= DAY_LETTERS
    });
    lines.find_map(|at| {
        let words = tree.words(at);
        if words.len() > DAY_LETTERS {
            return None;
        }
        let lower = words.to_lowercase();
        let posted = || POSTED.1.iter().any(|done| lower.contains(done)).then_some(POSTED.0);
        let label = PUBLISHED.iter().copied().chain(posted());
        let end = label.filter_map(|label| Some(lower.find(label)? + label.len())).next()?;
        let is_other = place.apart(at).any(|around| {
            matches!(weighed.kinds[around], Some(Kind::Comments | Kind::Hidden))
                || tree.is(around, &["nav"])
                || place.is_named(around, OTHER)
                || !place.head.contains(&at) && place.is_named(around, &["teaser"])
        });
        if is_other {
            return None;
        }
        // What follows the label, and no day of something else.
        let after: String = lower.get(end..)?.chars().take(AFTER).collect();
        date::find(&after, month_first)
    })
}

/// The day that the article's text opens with: `27.1.2022 – The council …`.
fn opening(place: &Place<'_, '_>) -> Option<date::Found> {
    const FIRST: usize = 3;
    let tree = place.tree;
    let texts =
        tree.inside(place.main?).filter(|at| tree.nodes[*at].words.trim().len() > 20 && !place.tells(*at));
    texts.take(FIRST).find_map(|at| {
        let words = tree.nodes[at].words.trim_start().trim_start_matches('(');
        let opens = words.starts_with(|c: char| c.is_ascii_digit());
        let head: String = words.chars().take(20).collect();
        date::find(&head, false).filter(|found| opens && !found.is_open)
    })
}
