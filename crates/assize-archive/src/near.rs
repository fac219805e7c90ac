//! Near-copies and shared passages: which texts took their words from one another, as wire copy reprinted by several outlets does.
//!
//! A text is taken as its words (letters and digits of any script, lower case). Its **prints** are hashes of eight words in a row, of which
//! winnowing keeps one in every four (Schleimer, Wilkerson and Aiken 2003): what two texts share for eleven words or more always leaves
//! a print in common. From such a print the words of both are followed in both directions, over small changes, and what holds for twenty words
//! or more is a **passage** that the two share. **Near-copies** are two texts of which one has at least [`NEAR_PERCENT`] of its words in
//! passages shared with the other: copies, edited copies, and a text cut short or put whole into a longer one. A quoted sentence is a shared
//! passage and makes no near-copies. A **family** is what near-copies join.
//!
//! Every answer is checked on the words; prints only say where to look. Nothing is random: the same texts give the same answer in whatever
//! order they come. What stands in very many texts costs no more than its share: of the texts that have a print only the first
//! [`LOOKED_AT`] are looked at, so a pair is missed only where all that it shares stands in more texts than that. Those are then
//! compared with the same first ones.
//!
//! A near-copy is a fact about words. Whether one text was taken from the other is for a person to judge (a `syndicated-from` link).

mod join;
mod kept;
mod print;
mod run;
mod words;

pub use kept::Kept;
pub(crate) use words::stands_alone;

use assize_record::BlobHash;
use join::{About, Groups, Linker, Sets, Shelf};
use run::Text;
use std::{collections::BTreeMap, convert::Infallible, ops::Range, rc::Rc};

/// What fingerprints are made by: algorithm, version and parameters. One of another method is no use and is made anew.
pub const METHOD: &str = "winnow/1 words=8 window=4 run=20 gap=4 anchor=4 near=70 share=25";
/// From how many of its words in shared passages, in percent, a text is a near-copy.
pub const NEAR_PERCENT: usize = 70;
/// Least words of a shared passage.
pub const RUN: usize = 20;
/// Most texts of one print that others are compared with: the first.
pub const LOOKED_AT: usize = 512;
/// Most texts that have a print by which passages are looked for: what more texts have is common wording.
pub const COMMON: usize = 64;
/// Near-copies have one in so many prints in common, of the one that has fewer.
const SHARE: usize = 4;

/// The fingerprint of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fingerprint {
    /// What it was made by: [`METHOD`].
    pub method: &'static str,
    /// How many words the text has.
    pub words: u32,
    /// A hash of all words in their order: texts that differ only in punctuation, case and layout have the same.
    pub digest: u64,
    /// Its prints, in order, each once.
    pub prints: Vec<u32>,
}

impl Fingerprint {
    /// The fingerprint of a text.
    pub fn of(text: &str) -> Self {
        Self::of_words(&words::hashes(text))
    }

    fn of_words(words: &[u64]) -> Self {
        let mut prints = Vec::with_capacity(words.len() / 2);
        print::each(words, |print, _| prints.push(print));
        prints.sort_unstable();
        prints.dedup();
        let digest = words.iter().fold(0, |digest: u64, word| words::mix(digest.rotate_left(5) ^ word));
        Self { method: METHOD, words: number(words.len()), digest, prints }
    }
}

/// A passage that two texts share: the bytes it takes in each, and how many words are the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// Where it stands in the first text.
    pub a: Range<usize>,
    /// Where it stands in the second text.
    pub b: Range<usize>,
    /// Words that are the same in both.
    pub words: usize,
}

/// How much of each of two texts stands in passages that they share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shared {
    /// Passages of at least [`RUN`] words.
    pub passages: usize,
    /// Words of each text.
    pub words: [usize; 2],
    /// Words of each that stand in shared passages.
    pub covered: [usize; 2],
    /// Whether the two are near-copies.
    pub near: bool,
}

impl Shared {
    /// The larger of the two shares, in whole percent, rounded down: 100 only where all words of one text are shared.
    pub fn percent(&self) -> usize {
        let share = |at: usize| (self.covered[at] * 100).checked_div(self.words[at]).unwrap_or(0);
        share(0).max(share(1))
    }
}

/// How much two texts share.
pub fn shared(a: &str, b: &str) -> Shared {
    run::shared(&Text::of(a), &Text::of(b))
}

/// The passages that two texts share, in the order of the first.
pub fn passages(a: &str, b: &str) -> Vec<Passage> {
    let (spans_a, spans_b) = (words::spans(a), words::spans(b));
    let bytes = |spans: &[Range<usize>], words: Range<usize>| {
        spans[words.start].start..spans[words.end.saturating_sub(1)].end
    };
    let mut found: Vec<Passage> = run::runs(&Text::of(a), &Text::of(b))
        .iter()
        .map(|run| Passage { a: bytes(&spans_a, run.a()), b: bytes(&spans_b, run.b()), words: run.words() })
        .collect();
    found.sort_unstable_by_key(|passage| (passage.a.start, passage.a.end, passage.b.start, passage.b.end));
    found.dedup();
    found
}

/// The families of these texts: each in order of hash, and in the order of their first. A text that is nobody's near-copy is in none.
pub fn families(texts: &[(BlobHash, &str)]) -> Vec<Vec<BlobHash>> {
    let texts: BTreeMap<BlobHash, &str> = texts.iter().copied().collect();
    let (hashes, texts): (Vec<BlobHash>, Vec<&str>) = texts.into_iter().unzip();
    let mut sets = compare(&texts, false, |_, _, _| ());
    let mut families: BTreeMap<u32, Vec<BlobHash>> = BTreeMap::new();
    for (no, hash) in hashes.into_iter().enumerate() {
        families.entry(sets.root(number(no))).or_default().push(hash);
    }
    families.into_values().filter(|family| family.len() > 1).collect()
}

/// Hands over pairs of texts that share a passage, by their places in the list and the later one first; says of each text the first of its family.
/// Within a family no more pairs are looked for than it takes to join it, and none by what stands in more than [`COMMON`] texts. A text with exactly the words of an earlier one is in
/// its family and not looked at further.
pub fn reuse(texts: &[&str], found: impl FnMut(usize, usize, &Shared)) -> Vec<usize> {
    let mut sets = compare(texts, true, found);
    (0..texts.len()).map(|no| sets.root(number(no)) as usize).collect()
}

fn compare(texts: &[&str], passages: bool, mut found: impl FnMut(usize, usize, &Shared)) -> Sets {
    let mut sets = Sets::of(texts.len());
    let mut prints = Vec::with_capacity(texts.len());
    let mut postings = Vec::new();
    let mut firsts: BTreeMap<(u64, u32), u32> = BTreeMap::new();
    for (no, text) in texts.iter().enumerate() {
        let (no, print) = (number(no), Fingerprint::of(text));
        prints.push(number(print.prints.len()));
        if print.words == 0 {
            continue;
        }
        match firsts.entry((print.digest, print.words)) {
            std::collections::btree_map::Entry::Occupied(first) => sets.join(*first.get(), no),
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(no);
                postings.extend(print.prints.iter().map(|print| join::posting(*print, no)));
            }
        }
    }
    drop(firsts);
    postings.sort_unstable();
    let groups = Groups::of(&postings, 0);
    drop(postings);
    let mut shelf = InMemory { texts, prints: &prints, seen: vec![None; SEEN.min(texts.len())] };
    let mut linker = Linker::new(&groups, passages);
    for no in 0..number(texts.len()) {
        let linked = linker.link(no, &mut sets, &mut shelf, |other, shared| {
            found(no as usize, other as usize, shared);
        });
        let Ok(_) = linked;
    }
    sets
}

/// Texts that are at hand.
struct InMemory<'t> {
    texts: &'t [&'t str],
    prints: &'t [u32],
    /// Texts looked at before: each place holds the last of those that fall on it.
    seen: Vec<Option<(u32, Rc<Text>)>>,
}

/// Most texts that are held ready: some seventy megabytes of news.
const SEEN: usize = 1 << 14;
const SEEN_BYTES: usize = 1 << 14;

impl Shelf for InMemory<'_> {
    type Error = Infallible;

    fn about(&mut self, no: u32) -> Result<About, Infallible> {
        Ok(About { root: no, prints: self.prints[no as usize] })
    }

    fn text(&mut self, no: u32) -> Result<Option<Rc<Text>>, Infallible> {
        let at = no as usize % self.seen.len();
        match &self.seen[at] {
            Some((seen, text)) if *seen == no => Ok(Some(Rc::clone(text))),
            _ => {
                let text = Rc::new(Text::of(self.texts[no as usize]));
                if self.texts[no as usize].len() <= SEEN_BYTES {
                    self.seen[at] = Some((no, Rc::clone(&text)));
                }
                Ok(Some(text))
            }
        }
    }
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}
