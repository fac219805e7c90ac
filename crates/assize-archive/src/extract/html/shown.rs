//! What the page shows of its publication: the day and the authors beside its headline.

mod byline;
mod day;

use super::{
    super::date,
    furniture::Kind,
    select::Weighed,
    tree::{Tree, is_block},
};
use std::cmp::Reverse;

/// Words that say the day is another's: of a change, of a comment, of another story.
const OTHER: &[&str] =
    &["updated", "update", "modified", "comment", "comments", "related", "event", "expires"];
/// Words that say the same, but not of what stands between the headline and the text.
const BESIDE: &[&str] = &["teaser", "widget", "sidebar", "footer", "recommended"];

/// What the page shows of its publication.
#[derive(Debug, Default)]
pub(in crate::extract) struct Shown {
    /// The day, and whether it stands where days of other things stand too.
    pub(in crate::extract) day: Option<(date::Found, bool)>,
    /// Whether it stands between the headline and the text.
    pub(in crate::extract) is_beside: bool,
    /// The authors, joined by commas.
    pub(in crate::extract) authors: Option<String>,
    /// The address that the headline links to.
    pub(in crate::extract) link: Option<String>,
}

impl Shown {
    /// What a page shows. `language` is what it says of its own, `title` what it is called.
    pub(super) fn of(
        tree: &Tree<'_>,
        weighed: &Weighed,
        main: Option<usize>,
        language: &str,
        title: &str,
    ) -> Self {
        let place = Place::of(tree, weighed, main, title);
        let (day, at) = day::day(&place, language).map_or((None, None), |(day, at)| (Some(day), at));
        Self {
            day: day.or_else(|| Some((day::in_title(title)?, true))),
            is_beside: at.is_some_and(|at| place.head.contains(&at)),
            authors: byline::authors(&place),
            link: place.link(),
        }
    }
}

/// Where the headline and the article stand in a page.
struct Place<'t, 'p> {
    tree: &'t Tree<'p>,
    weighed: &'t Weighed,
    main: Option<usize>,
    headline: Option<usize>,
    /// What stands between the headline and the text, a little more on either side.
    head: std::ops::Range<usize>,
    /// What stands in the element that holds the article and its headline.
    article: std::ops::Range<usize>,
}

impl<'t, 'p> Place<'t, 'p> {
    fn of(tree: &'t Tree<'p>, weighed: &'t Weighed, main: Option<usize>, title: &str) -> Self {
        /// Elements and texts before the headline, after the first words, and most between them.
        const BEFORE: usize = 15;
        const AFTER: usize = 12;
        const BETWEEN: usize = 200;
        let headline = headline(tree, weighed, main, title);
        let reads = |at: &usize| !tree.nodes[*at].words.is_empty() && weighed.shares[*at] >= 2;
        let opening = main.map(|main| tree.inside(main).find(reads).unwrap_or(main));
        let top = match (headline, opening) {
            (Some(headline), Some(opening)) if headline < opening => Some(headline),
            _ => main,
        };
        let head = match (top, opening) {
            (Some(top), Some(opening)) if opening - top <= BETWEEN => {
                top.saturating_sub(BEFORE)..opening + AFTER
            }
            _ => 0..0,
        };
        let is_article = |at: &usize| {
            let names = &tree.nodes[*at].names;
            tree.is(*at, &["article"])
                || ["post", "hentry", "article", "entry", "beitrag", "artikel"]
                    .iter()
                    .any(|word| names.split(' ').any(|name| name == *word))
        };
        let article = main.and_then(|main| {
            tree.around(main).filter(is_article).filter(|at| !tree.is(*at, &["body", "html"])).last()
        });
        let article = article.map_or(0..0, |at| tree.inside(at));
        Self { tree, weighed, main, headline, head, article }
    }

    /// How many elements and texts lie between the headline, or where the article opens, and another; far where there is neither.
    fn near(&self, at: usize) -> usize {
        self.headline.into_iter().chain(self.main).map(|place| place.abs_diff(at)).min().unwrap_or(200)
    }

    /// Whether an element is around the article or its headline, so that its names say nothing of what else stands in it.
    fn holds(&self, at: usize) -> bool {
        self.main.into_iter().chain(self.headline).any(|held| self.tree.inside(at).contains(&held))
    }

    /// The elements around a node and itself that hold neither article nor headline.
    fn apart(&self, at: usize) -> impl Iterator<Item = usize> + use<'_, 't, 'p> {
        self.tree.around(at).chain([at]).filter(|around| !self.holds(*around))
    }

    fn is_named(&self, at: usize, words: &[&str]) -> bool {
        !self.tree.is(at, &["body"]) && self.tree.nodes[at].names.split(' ').any(|name| words.contains(&name))
    }

    /// Whether what stands here is of something else: a menu, what readers wrote, another story.
    fn is_elsewhere(&self, at: usize, other: &[&str]) -> bool {
        let in_head = self.head.contains(&at);
        self.apart(at).any(|around| {
            matches!(self.weighed.kinds[around], Some(Kind::Comments | Kind::Hidden))
                || self.tree.is(around, &["nav"])
                || !in_head && (self.tree.is(around, &["footer", "aside"]) || self.is_named(around, BESIDE))
                || self.is_named(around, other) && !self.is_named(around, &["published", "created"])
                || !self.tree.nodes[around].name.is_empty()
                    && self.tree.attribute(around, "itemprop") == "datemodified"
        })
    }

    /// The address that the headline, or an element right around it, links to.
    fn link(&self) -> Option<String> {
        let headline = self.headline?;
        let inside = self.tree.inside(headline).find(|at| self.tree.is(*at, &["a"]));
        let link = inside.or_else(|| self.tree.around(headline).find(|at| self.tree.is(*at, &["a"])))?;
        Some(self.tree.nodes[link].node.attr("href")?.to_string())
    }

    /// Whether a node is a headline or a part of a table: a day in it is that of what is told there. A heading that is a day alone is none
    /// where it stands before the headline; below it, it heads what happened on that day.
    fn tells(&self, at: usize) -> bool {
        let is_over = |at: usize| {
            self.headline.is_some_and(|headline| at < headline && self.head.contains(&at))
                && self.weighed.shown_in(self.tree, at) < 60
                && date::is_bare(&self.tree.words(at))
        };
        self.tree.around(at).chain([at]).any(|around| {
            self.tree.is(around, &["h1", "h2", "h3", "h4", "h5", "h6"]) && !is_over(around)
                || self.tree.is(around, &["table"]) && !self.holds(around)
        })
    }
}

/// The headline: the longest heading that the page's title repeats, of these a first heading before others, then the one nearest to the
/// article; else the page's first heading.
fn headline(tree: &Tree<'_>, weighed: &Weighed, main: Option<usize>, title: &str) -> Option<usize> {
    const LETTERS: std::ops::Range<usize> = 12..300;
    let title = title.to_lowercase();
    type Rank = (Reverse<usize>, bool, usize);
    let mut best: Option<(Rank, usize)> = None;
    for at in 0..tree.nodes.len() {
        let is_heading = tree.is(at, &["h1", "h2", "h3", "h4"])
            || is_block(&tree.nodes[at].name)
                && tree.nodes[at].names.split(' ').any(|name| matches!(name, "headline" | "h1" | "title"));
        if !is_heading || !LETTERS.contains(&weighed.shown_in(tree, at)) {
            continue;
        }
        let words = tree.words(at).to_lowercase();
        // The whole of it before a part: the outlet's name stands in titles too.
        let key = (Reverse(words.len()), !tree.is(at, &["h1"]), main.map_or(at, |main| main.abs_diff(at)));
        if best.is_some_and(|(least, _)| key >= least) || !title.contains(&words) {
            continue;
        }
        best = Some((key, at));
    }
    let first = || (0..tree.nodes.len()).find(|at| tree.is(*at, &["h1"]) && !tree.words(*at).is_empty());
    best.map(|(_, at)| at).or_else(first)
}
