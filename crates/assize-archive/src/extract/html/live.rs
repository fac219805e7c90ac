//! Live pages: posts under one another, each with the time at which it was written. What a post says is known from that time on and not before, so
//! each post stands under its own.

use super::{super::date, render::Paragraph, select::Weighed, tree::Tree};
use std::collections::BTreeMap;

/// Words of class or id that say a page, or a part of it, is written as things happen.
const LIVE: &[&str] = &["live", "liveblog", "livefeed", "liveticker", "liveposts", "liveupdates", "ticker"];
/// What the JSON-LD of such a page calls it.
const LINKED: &str = "LiveBlogPosting";
/// Fewer posts make no live page.
const LEAST: usize = 3;
/// How many elements and texts of a post are looked at for its time.
const HEAD: usize = 30;
/// Most letters of an element that shows a time: more is running text.
const TIME_LETTERS: usize = 60;

/// One post.
#[derive(Debug)]
struct Post {
    /// The element.
    at: usize,
    /// The element that shows its time.
    time: usize,
    /// The time, as it is written over the post.
    mark: String,
    /// The day and time of its stamp, where it has one.
    stamp: Option<String>,
}

/// The posts of a live page.
#[derive(Debug)]
pub(super) struct Live {
    /// The element whose children they are.
    parent: usize,
    posts: Vec<Post>,
}

impl Live {
    /// The posts of a page; `None` where it is not a live page.
    pub(super) fn of(tree: &Tree<'_>, html: &str) -> Option<Self> {
        let is_linked = html.contains(LINKED);
        let is_named = |at: usize| {
            tree.nodes[at].names.split(' ').any(|name| LIVE.contains(&name))
                && !tree.is(at, &["body", "html"])
        };
        if !is_linked && !(0..tree.nodes.len()).any(is_named) {
            return None;
        }
        let mut by_parent: BTreeMap<(usize, &str), Vec<usize>> = BTreeMap::new();
        for at in 1..tree.nodes.len() {
            let node = &tree.nodes[at];
            if tree.is(at, &["article", "div", "li", "section"]) && node.end - at > 2 {
                by_parent.entry((node.parent, &node.name)).or_default().push(at);
            }
        }
        let is_live = |parent: usize, posts: &[Post]| {
            is_linked
                || tree.around(parent).chain([parent]).any(is_named)
                || posts.iter().all(|post| is_named(post.at))
        };
        let found = by_parent.into_iter().filter(|(_, children)| children.len() >= LEAST);
        let found = found.map(|((parent, _), children)| {
            let posts: Vec<Post> = children.into_iter().filter_map(|at| Post::of(tree, at)).collect();
            Self { parent, posts }
        });
        let found = found.filter(|live| live.posts.len() >= LEAST && is_live(live.parent, &live.posts));
        found.max_by_key(|live| (live.posts.len(), std::cmp::Reverse(live.parent)))
    }

    /// Whether the posts are what the page is about, and no list beside its article: `main` is the article as it is found without them.
    pub(super) fn is_most(&self, tree: &Tree<'_>, weighed: &Weighed, main: Option<usize>) -> bool {
        let good = |at: usize| u64::from(weighed.kept_good_in(tree, at));
        let holds = |one: usize, other: usize| tree.inside(one).contains(&other);
        let is_apart = main.is_some_and(|main| !holds(main, self.parent) && !holds(self.parent, main));
        !is_apart && good(self.parent) * 5 >= good(0) * 2
    }

    /// The element of the article: one that holds all posts.
    pub(super) fn around(&self, tree: &Tree<'_>, main: Option<usize>) -> usize {
        main.filter(|main| tree.inside(*main).contains(&self.parent)).unwrap_or(self.parent)
    }

    /// Puts the time of each post over it.
    pub(super) fn mark(&self, tree: &Tree<'_>, paragraphs: &mut Vec<Paragraph>) {
        for post in &self.posts {
            let times = tree.inside(post.time);
            paragraphs
                .retain(|paragraph| !times.contains(&paragraph.at) || !post.mark.contains(&paragraph.words));
            let inside = tree.inside(post.at);
            if let Some(first) = paragraphs.iter().position(|paragraph| inside.contains(&paragraph.at)) {
                paragraphs.insert(first, Paragraph { words: post.mark.clone(), at: post.at });
            }
        }
    }

    /// What a person should know of it.
    pub(super) fn note(&self) -> String {
        let stamps: Vec<&str> = self.posts.iter().filter_map(|post| post.stamp.as_deref()).collect();
        let order = match (stamps.first(), stamps.last()) {
            (Some(first), Some(last)) if first > last => ", the newest first",
            (Some(first), Some(last)) if first < last => ", the oldest first",
            _ => "",
        };
        let span = match (stamps.iter().min(), stamps.iter().max()) {
            (Some(first), Some(last)) => format!(", written from {first} to {last}"),
            _ => String::new(),
        };
        format!(
            "a live page of {} posts{span}{order}: each stands under its time, and is known from that time on",
            self.posts.len()
        )
    }
}

impl Post {
    fn of(tree: &Tree<'_>, at: usize) -> Option<Self> {
        let head = tree.inside(at).skip(1).take(HEAD);
        let shows = |time: usize| !tree.nodes[time].name.is_empty() && tree.words(time).len() <= TIME_LETTERS;
        let stamped = |time: usize| tree.is(time, &["time"]) && shows(time);
        let shown = |time: usize| shows(time) && clock(&tree.words(time)).is_some();
        let time =
            head.clone().find(|time| stamped(*time)).or_else(|| head.clone().find(|time| shown(*time)))?;
        let words = tree.words(time);
        let stamp = tree.nodes[time].node.attr("datetime").and_then(|stamp| local(&stamp));
        let says_day = date::find(&words, false).is_some();
        let mark = match &stamp {
            Some(stamp) if !says_day => match clock(&words) {
                // The time as it is shown, with the day that only the stamp gives.
                Some(_) => format!("{} {words}", &stamp[..10]),
                None => stamp.clone(),
            },
            _ if words.is_empty() => return None,
            _ => words,
        };
        Some(Self { at, time, mark, stamp })
    }
}

/// `2031-05-03 14:05` of `2031-05-03T14:05:30+02:00`: the day and the time by the clock of the stamp's own zone.
fn local(stamp: &str) -> Option<String> {
    let stamp = stamp.trim();
    let day = date::read(stamp)?.to_string();
    let time = stamp.get(11..16).and_then(clock)?;
    (day.len() == 10 && stamp.starts_with(&day)).then(|| format!("{day} {time}"))
}

/// The first time of day in words: `14:05`, `9.30 Uhr`, `14h05`.
fn clock(words: &str) -> Option<&str> {
    let bytes = words.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(u8::is_ascii_digit);
    (1..bytes.len()).find_map(|at| {
        let parts = matches!(bytes[at], b':' | b'h' | b'.');
        if !parts || !is_digit(at - 1) || !is_digit(at + 1) || !is_digit(at + 2) || is_digit(at + 3) {
            return None;
        }
        let start = if at >= 2 && is_digit(at - 2) { at - 2 } else { at - 1 };
        let is_apart = start == 0 || !is_digit(start - 1) && bytes[start - 1] != b'.';
        let hour: u32 = words.get(start..at)?.parse().ok()?;
        let minute: u32 = words.get(at + 1..at + 3)?.parse().ok()?;
        (is_apart && hour < 24 && minute < 60).then(|| &words[start..at + 3])
    })
}

#[cfg(test)]
mod tests {
    use super::{clock, local};

    #[test]
    fn times_of_day_are_told_from_other_figures() {
        for (words, time) in [
            ("14:05", Some("14:05")),
            ("Posted at 9:30 by A. Writer", Some("9:30")),
            ("9.30 Uhr", Some("9.30")),
            ("14h05", Some("14h05")),
            ("2 hours ago", None),
            ("3.5.2031", None),
            ("25:00", None),
            ("score 3-2", None),
        ] {
            assert_eq!(clock(words), time, "{words}");
        }
        assert_eq!(local("2031-05-03T14:05:30+02:00").as_deref(), Some("2031-05-03 14:05"));
        assert_eq!(local("2031-05-03"), None);
    }
}
