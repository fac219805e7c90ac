//! Finding the main content: the element that holds nearly all good words of the page and little else.
//!
//! Good words are those of blocks that read as prose: long enough, or ending as a sentence does, and not mostly links. Each element is
//! weighed by how much of the page's good words it holds (recall) and how much of what it holds is good (precision); names such as
//! `articleBody`, `article` or `main` count for it.

use super::{
    furniture::{Kind, Label, label_of},
    tree::{Tree, is_block},
};
use std::collections::BTreeMap;

/// What the page's elements are, and how many words of each sort stand before each.
pub(super) struct Weighed {
    /// What each element is; `None` for plain content.
    pub(super) kinds: Vec<Option<Kind>>,
    /// How much the block of each text reads as prose: 0 not at all, 1 perhaps, 2 it does.
    pub(super) shares: Vec<u8>,
    /// Whether an element lies over the page.
    over: Vec<bool>,
    /// Letters before each node: all, hidden ones too.
    every: Vec<u32>,
    /// All that are shown.
    all: Vec<u32>,
    /// Letters of links.
    linked: Vec<u32>,
    /// Letters of good words, in halves of what they count.
    good: Vec<u32>,
    /// Letters outside furniture.
    kept: Vec<u32>,
    /// Letters of good words outside furniture.
    kept_good: Vec<u32>,
}

impl Weighed {
    /// Weighs a page.
    pub(super) fn of(tree: &Tree<'_>) -> Self {
        let count = tree.nodes.len();
        let mut labels: Vec<Option<Label>> = (0..count).map(|at| label_of(tree, at)).collect();
        let mut letters: Vec<u32> = tree.nodes.iter().map(|node| letters(&node.words)).collect();
        let mut in_link = vec![false; count];
        let mut block = vec![0_usize; count];
        for at in 0..count {
            let node = &tree.nodes[at];
            in_link[at] = in_link[node.parent] || node.name == "a";
            block[at] = if is_block(&node.name) { at } else { block[node.parent] };
        }
        // Words that stand in each block itself.
        let (mut own, mut own_linked, mut ends) =
            (vec![0_u32; count], vec![0_u32; count], vec![false; count]);
        for at in 0..count {
            if letters[at] > 0 {
                own[block[at]] += letters[at];
                own_linked[block[at]] += if in_link[at] { letters[at] } else { 0 };
                ends[block[at]] = is_end(&tree.nodes[at].words);
            }
        }
        let shares: Vec<u8> = (0..count)
            .map(|at| {
                goodness(&tree.nodes[block[at]].name, own[block[at]], own_linked[block[at]], ends[block[at]])
            })
            .collect();
        let good_of = |at: usize| {
            let share = u32::from(shares[at]);
            if in_link[at] && share < 2 { 0 } else { letters[at] * share }
        };
        let mut good: Vec<u32> = (0..count).map(|at| if letters[at] > 0 { good_of(at) } else { 0 }).collect();
        let every = sums(letters.iter().copied());
        hide(tree, &mut labels, &mut letters, &mut good);
        let mut weighed = Self {
            every,
            all: sums(letters.iter().copied()),
            linked: sums((0..count).map(|at| if in_link[at] { letters[at] } else { 0 })),
            good: sums(good.iter().copied()),
            kinds: Vec::new(),
            shares,
            over: Vec::new(),
            kept: Vec::new(),
            kept_good: Vec::new(),
        };
        weighed.pardon(tree, &mut labels);
        let mut out = vec![false; count];
        for at in 0..count {
            out[at] = out[tree.nodes[at].parent] || labels[at].is_some();
        }
        let keep = |at: usize, value: u32| if out[at] { 0 } else { value };
        weighed.kept = sums((0..count).map(|at| keep(at, letters[at])));
        weighed.kept_good = sums((0..count).map(|at| keep(at, good[at])));
        weighed.over = labels.iter().map(|label| label.is_some_and(Label::is_overlaid)).collect();
        weighed.kinds = labels.into_iter().map(|label| Some(label?.kind)).collect();
        weighed
    }

    /// Takes labels back that cannot be meant: what holds most of the page is not furniture, whatever its class says (`no-sidebar`,
    /// `with-comments`), nor are all parts that one word names, where they together do.
    fn pardon(&self, tree: &Tree<'_>, labels: &mut [Option<Label>]) {
        let all = f64::from(self.good_in(tree, 0).max(1));
        let mut by_word: BTreeMap<&str, u32> = BTreeMap::new();
        for (at, slot) in labels.iter_mut().enumerate() {
            let Some(label) = *slot else { continue };
            let share = f64::from(self.good_in(tree, at)) / all;
            let holds_article = || {
                tree.inside(at).skip(1).any(|inside| tree.is(inside, &["h1"]) || prior(tree, inside) > 1.1)
            };
            let is_weak = !label.is_strong() && !label.is_overlaid();
            if share > 0.3 && is_weak || share > 0.25 && holds_article() {
                *slot = None;
            }
        }
        let mut at = 0;
        while at < labels.len() {
            let Some(label) = labels[at] else {
                at += 1;
                continue;
            };
            *by_word.entry(label.word).or_default() += self.good_in(tree, at);
            at = tree.inside(at).end;
        }
        for label in labels.iter_mut() {
            let share =
                label.map_or(0.0, |label| f64::from(by_word.get(label.word).copied().unwrap_or(0)) / all);
            if share > 0.4 && label.is_some_and(|label| !label.is_strong() && !label.is_overlaid()) {
                *label = None;
            }
        }
        while let Some(wrong) = self.wrong_label(tree, labels) {
            let Some(label) = labels[wrong] else { break };
            // Where the whole is no furniture, its parts of the same name are none.
            for at in tree.inside(wrong) {
                let is_same = |part: Label| {
                    part.word == label.word || part.kind == Kind::Comments && label.kind == Kind::Comments
                };
                if labels[at].is_some_and(is_same) {
                    labels[at] = None;
                }
            }
        }
    }

    /// The label that holds most of what labels take away, where they leave too little to be the article.
    fn wrong_label(&self, tree: &Tree<'_>, labels: &[Option<Label>]) -> Option<usize> {
        let mut outer = Vec::new();
        let mut at = 0;
        while at < labels.len() {
            if labels[at].is_some() {
                outer.push(at);
                at = tree.inside(at).end;
            } else {
                at += 1;
            }
        }
        let over = |at: usize| labels[at].is_some_and(Label::is_overlaid);
        let overlaid: u32 = outer.iter().filter(|at| over(**at)).map(|at| self.good_in(tree, *at)).sum();
        let taken: u32 = outer.iter().filter(|at| !over(**at)).map(|at| self.good_in(tree, *at)).sum();
        let all = self.good_in(tree, 0) - overlaid;
        let left = all - taken;
        let share = |at: usize| f64::from(self.good_in(tree, at)) / f64::from(all.max(1));
        let is_comments = |at: usize| labels[at].is_some_and(|label| label.kind == Kind::Comments);
        let most = |outer: &mut dyn Iterator<Item = usize>| outer.max_by_key(|at| self.good_in(tree, *at));
        if left * 3 < all {
            let found = most(&mut outer.iter().copied().filter(|at| !over(*at) && !is_comments(*at)));
            if let Some(found) = found.filter(|at| share(*at) > 0.2) {
                return Some(found);
            }
        }
        // What nothing else is left beside is the page.
        if left < LEAST * 2 && left * 10 < all + overlaid {
            let holds_article = |at: usize| {
                self.good_in(tree, at) > left.max(LEAST)
                    && tree
                        .inside(at)
                        .any(|inside| tree.is(inside, &["h1", "article"]) || is_named_body(tree, inside))
            };
            let found = most(&mut outer.iter().copied().filter(|at| holds_article(*at)));
            return found
                .or_else(|| most(&mut outer.iter().copied()))
                .filter(|at| self.good_in(tree, *at) > left.max(LEAST));
        }
        None
    }

    fn good_in(&self, tree: &Tree<'_>, at: usize) -> u32 {
        within(&self.good, tree, at)
    }

    /// Letters of the page that read as prose, what readers wrote and what lies over the page left out.
    pub(super) fn running(&self, tree: &Tree<'_>) -> u32 {
        let mut running = self.good_in(tree, 0);
        let mut at = 0;
        while at < tree.nodes.len() {
            if matches!(self.kinds[at], Some(Kind::Comments | Kind::Hidden))
                || self.kinds[at].is_some() && self.over[at]
            {
                running -= self.good_in(tree, at);
                at = tree.inside(at).end;
            } else {
                at += 1;
            }
        }
        running / 2
    }

    /// Letters of the texts in an element, hidden ones too.
    pub(super) fn shown_in(&self, tree: &Tree<'_>, at: usize) -> usize {
        within(&self.every, tree, at) as usize
    }

    /// Letters that read as prose in an element.
    pub(super) fn good_letters(&self, tree: &Tree<'_>, at: usize) -> u32 {
        self.good_in(tree, at) / 2
    }

    /// Whether the page names an element as its article.
    pub(super) fn is_named(&self, tree: &Tree<'_>, at: usize) -> bool {
        let named = |at: usize| tree.is(at, &["article"]) || is_named_body(tree, at);
        named(at) || tree.around(at).any(named)
    }

    /// Letters shown in an element.
    pub(super) fn all_in(&self, tree: &Tree<'_>, at: usize) -> u32 {
        within(&self.all, tree, at)
    }

    /// Letters of links in an element.
    pub(super) fn linked_in(&self, tree: &Tree<'_>, at: usize) -> u32 {
        within(&self.linked, tree, at)
    }

    /// Letters of good words outside furniture.
    pub(super) fn kept_good_in(&self, tree: &Tree<'_>, at: usize) -> u32 {
        within(&self.kept_good, tree, at)
    }

    /// Whether most of the words in an element are those of links, and there are at least two of these.
    pub(super) fn is_list_of_links(&self, tree: &Tree<'_>, at: usize) -> bool {
        const ASKED: &[&str] = &["div", "section", "ul", "ol", "p", "header", "figure", "table", "article"];
        tree.is(at, ASKED)
            && self.linked_in(tree, at) * 2 > self.all_in(tree, at)
            && tree.inside(at).filter(|inside| tree.is(*inside, &["a"])).nth(1).is_some()
    }

    /// The element that is the main content; `None` where the page has no good words.
    pub(super) fn main(&self, tree: &Tree<'_>) -> Option<usize> {
        let named = self.first_of(tree, |at| is_named_body(tree, at));
        let article = || self.first_of(tree, |at| tree.is(at, &["article"]));
        named.or_else(article).or_else(|| self.best(tree))
    }

    /// Of the elements that a page names as its article: the first that is no mere scrap beside the longest, and of one within another the
    /// one that holds little else. `None` where they hold too little of the page to be it.
    fn first_of(&self, tree: &Tree<'_>, is_named: impl Fn(usize) -> bool) -> Option<usize> {
        let named: Vec<usize> = (1..tree.nodes.len()).filter(|at| is_named(*at)).collect();
        let good = |at: usize| self.kept_good_in(tree, at) / 2;
        // The outermost are apart from each other.
        let mut apart: Vec<usize> = Vec::new();
        for at in named.iter().copied().filter(|at| good(*at) >= LEAST) {
            if apart.last().is_none_or(|last| tree.nodes[*last].end <= at) {
                apart.push(at);
            }
        }
        let longest = apart.iter().map(|at| good(*at)).max()?;
        let has_headline = |at: usize| tree.inside(at).any(|inside| tree.is(inside, &["h1"]));
        let headed = apart.iter().find(|at| good(**at) * 10 >= longest && has_headline(**at)).copied();
        let outer = headed.or_else(|| apart.iter().find(|at| good(**at) * 5 >= longest * 2).copied())?;
        // In parts side by side, none of which has the headline, the article is all of them.
        let least = if headed.is_some() { 20 } else { 4 };
        if good(outer) * least < good(0) {
            return None;
        }
        let outer = self.with_siblings(tree, outer, &apart);
        let inside = named.iter().copied().filter(|at| tree.inside(outer).contains(at) && good(*at) > 0);
        let inside = inside.chain([outer]);
        inside.max_by(|a, b| self.fit(tree, *a, outer).total_cmp(&self.fit(tree, *b, outer)))
    }

    /// The smallest element around all parts of the same `article` that are named as its body: advertisements may part them.
    fn with_siblings(&self, tree: &Tree<'_>, first: usize, apart: &[usize]) -> usize {
        let article_of = |at: usize| tree.around(at).find(|around| tree.is(*around, &["article"]));
        let Some(article) = article_of(first) else { return first };
        let Some(last) = apart.iter().rev().find(|at| article_of(**at) == Some(article)) else {
            return first;
        };
        let both = |around: &usize| tree.inside(*around).contains(last);
        if both(&first) { first } else { tree.around(first).find(both).unwrap_or(article) }
    }

    /// How well an element fits the good words of another around it.
    pub(super) fn fit(&self, tree: &Tree<'_>, at: usize, around: usize) -> f64 {
        let good = f64::from(within(&self.kept_good, tree, at));
        let kept = f64::from(within(&self.kept, tree, at)) * 2.0;
        let whole = f64::from(within(&self.kept_good, tree, around));
        if good == 0.0 || kept == 0.0 || whole == 0.0 {
            return 0.0;
        }
        let (recall, precision) = (good / whole, good / kept);
        2.0 * recall * precision / (recall + precision)
    }

    fn best(&self, tree: &Tree<'_>) -> Option<usize> {
        let mut best: Option<(f64, usize)> = None;
        for at in 0..tree.nodes.len() {
            let node = &tree.nodes[at];
            let is_small =
                matches!(node.name.as_str(), "p" | "li" | "h1" | "h2" | "h3" | "ul" | "ol" | "td" | "tr");
            if !is_block(&node.name) || is_small && node.names.is_empty() {
                continue;
            }
            let score = prior(tree, at) * self.fit(tree, at, 0);
            if score > 0.0 && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, at));
            }
        }
        best.map(|(_, at)| at)
    }
}

/// Takes what is not shown out of all counts; where that is most of the page's words, scripts would have shown it.
fn hide(tree: &Tree<'_>, labels: &mut [Option<Label>], letters: &mut [u32], good: &mut [u32]) {
    let is_hidden = |label: &Option<Label>| label.is_some_and(|label| label.kind == Kind::Hidden);
    let mut hidden = vec![false; labels.len()];
    for at in 0..labels.len() {
        hidden[at] = at > 0 && hidden[tree.nodes[at].parent] || is_hidden(&labels[at]);
    }
    let all: u32 = good.iter().sum();
    let unseen: u32 = good.iter().zip(&hidden).filter(|(_, hidden)| **hidden).map(|(good, _)| good).sum();
    if unseen > all / 2 {
        labels.iter_mut().filter(|label| is_hidden(label)).for_each(|label| *label = None);
        return;
    }
    for at in 0..labels.len() {
        if hidden[at] {
            (letters[at], good[at]) = (0, 0);
        }
    }
}

/// Least letters of an element that a page names as its article.
const LEAST: u32 = 200;

/// Whether its names say that an element is the body of an article.
fn is_named_body(tree: &Tree<'_>, at: usize) -> bool {
    const FIRST: &[&str] = &[
        "article", "post", "entry", "story", "blog", "news", "artikel", "single", "articulo", "nota",
        "noticia",
    ];
    const SECOND: &[&str] =
        &["body", "content", "text", "copy", "contents", "entry", "inhalt", "texto", "cuerpo", "contenido"];
    const WHOLE: &[&str] = &[
        "articlebody",
        "articletext",
        "articlecontent",
        "storytext",
        "storybody",
        "postcontent",
        "entrycontent",
        "postbody",
        "maincontent",
        "bodytext",
        "artikeltext",
    ];
    let node = &tree.nodes[at];
    if !matches!(node.name.as_str(), "div" | "section" | "article" | "main" | "td") {
        return false;
    }
    if matches!(tree.attribute(at, "itemprop").as_str(), "articlebody" | "reviewbody") {
        return true;
    }
    let mut before = "";
    node.names.split(' ').filter(|word| !word.is_empty()).any(|word| {
        let pair = FIRST.contains(&before) && SECOND.contains(&word);
        before = word;
        pair || WHOLE.contains(&word)
    })
}

/// What the names of an element say for it.
fn prior(tree: &Tree<'_>, at: usize) -> f64 {
    let node = &tree.nodes[at];
    let word = |words: &[&str]| node.names.split(' ').any(|name| words.contains(&name));
    match node.name.as_str() {
        "body" => 0.85,
        _ if is_named_body(tree, at) => 1.2,
        "article" => 1.12,
        "main" => 1.08,
        _ if word(&["article", "content", "main", "post", "entry", "story", "hentry"]) => 1.05,
        _ => 1.0,
    }
}

/// How much the words of a block count, in halves.
fn goodness(name: &str, letters: u32, linked: u32, ends: bool) -> u8 {
    if linked * 2 > letters {
        return 0;
    }
    let is_heading = matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6");
    match letters {
        65.. => 2,
        25.. if ends => 2,
        _ if matches!(name, "td" | "th" | "dd" | "dt") => 1,
        _ if is_heading || name == "p" || name == "li" => 1,
        25.. => 1,
        _ => 0,
    }
}

/// Letters and digits of words, by bytes that begin a character and are no blank.
pub(super) fn letters(words: &str) -> u32 {
    u32::try_from(words.chars().filter(|c| !c.is_whitespace()).count()).unwrap_or(u32::MAX)
}

fn is_end(words: &str) -> bool {
    words.trim_end().ends_with(['.', '!', '?', '…', '”', '"', '“', '»', ':', '。', '」', ')'])
}

fn sums(values: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut sum = 0_u32;
    let mut sums = vec![0];
    sums.extend(values.map(|value| {
        sum = sum.saturating_add(value);
        sum
    }));
    sums
}

fn within(sums: &[u32], tree: &Tree<'_>, at: usize) -> u32 {
    let end = tree.nodes.get(at).map_or(at, |node| node.end);
    sums.get(end).copied().unwrap_or(0) - sums.get(at).copied().unwrap_or(0)
}
