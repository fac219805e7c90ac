//! Which words name a thing: the first that fit it, and that are no other thing's head.

use super::{Thing, incidents::Told};
use crate::{
    read::{drafts::Layers, raw},
    topic::Topic,
};
use aho_corasick::{AhoCorasick, MatchKind};
use assize_record::{Span, Words};
use std::{collections::BTreeSet, sync::LazyLock};

/// Words for all attacks of a text together.
static SERIES: LazyLock<AhoCorasick> = LazyLock::new(|| {
    finder(&[
        "campaign",
        "operation",
        "offensive",
        "war",
        "conflict",
        "crackdown",
        "strikes",
        "attacks",
        "airstrikes",
        "raids",
        "bombings",
        "killings",
    ])
});

/// Words for one attack.
static ATTACKS: LazyLock<AhoCorasick> = LazyLock::new(|| {
    finder(&[
        "strike",
        "attack",
        "airstrike",
        "raid",
        "shelling",
        "bombing",
        "shooting",
        "ambush",
        "massacre",
        "explosion",
        "blast",
        "killing",
        "killed",
        "struck",
        "hit",
        "shot",
    ])
});

/// Where the head of a thing may be found.
pub(super) struct Heads<'a> {
    pub(super) layers: &'a Layers<'a>,
    pub(super) thing: &'a Thing,
    /// The first draft about it.
    pub(super) draft: Option<&'a raw::Draft>,
    pub(super) told: Option<&'a Told>,
}

impl Heads<'_> {
    /// The best words that are no head yet.
    pub(super) fn first_free(&self, taken: &BTreeSet<Span>) -> Option<Words> {
        let free = |span: &Span| {
            !span.is_empty() && !taken.contains(span) && span.slice(self.layers.original).is_some()
        };
        let found = match self.thing.topic {
            Topic::Incident(..) => self.of_incident().into_iter().find(free),
            Topic::Campaign => self.of_campaign().find(free),
            Topic::Agent(_) => self.of_agent().into_iter().find(free),
            _ => self.named().into_iter().find(free),
        };
        found.or_else(|| self.anything().into_iter().find(free))?.words(self.layers.original)
    }

    /// The verb or noun of the act, else a word for an attack in the sentence of the first draft.
    fn of_incident(&self) -> Vec<Span> {
        let mut spans: Vec<Span> = self.told.iter().flat_map(|told| told.mentions.iter().copied()).collect();
        let sentence = self.draft.and_then(|draft| sentence_of(self.layers, draft.passage.span()));
        spans
            .extend(sentence.into_iter().flat_map(|within| whole_words(&ATTACKS, self.layers.lower, within)));
        spans
    }

    /// The words for a series of attacks, then those for an attack.
    fn of_campaign(&self) -> impl Iterator<Item = Span> + '_ {
        let whole = Span::new(0, self.layers.lower.len());
        let of = move |words| whole_words(words, self.layers.lower, whole);
        of(&SERIES).chain(of(&ATTACKS))
    }

    /// The fullest name where it stands first, else where it is mentioned first.
    fn of_agent(&self) -> Vec<Span> {
        let name = self.thing.name.as_deref().unwrap_or_default();
        let layers = self.layers;
        let first = layers.registry.first(name).map(|at| Span::new(at, at + name.len()));
        let mut spans: Vec<Span> =
            first.into_iter().filter(|span| span.slice(layers.text) == Some(name)).collect();
        let named = self.named();
        spans.extend(named.iter().filter_map(|within| {
            let at = within.slice(layers.text)?.find(name).filter(|_| !name.is_empty())?;
            Some(Span::new(within.start + at, within.start + at + name.len()))
        }));
        spans.extend(named);
        spans
    }

    /// Where it is named, in order.
    fn named(&self) -> Vec<Span> {
        let mut spans = self.thing.spans.clone();
        spans.sort_unstable();
        spans
    }

    /// The words of the first draft about it, or parts of them.
    fn anything(&self) -> Vec<Span> {
        let Some(draft) = self.draft else { return Vec::new() };
        let value = &draft.proposition.value;
        let passage = draft.passage.span();
        let mut spans = vec![Span::new(value.start, value.end), passage];
        spans.extend(words_of(self.layers.original, passage));
        spans
    }
}

fn finder(words: &[&str]) -> AhoCorasick {
    let finder = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(words);
    finder.expect("a dozen words make a small automaton")
}

/// The places of whole words within a span.
fn whole_words<'l>(words: &'l AhoCorasick, lower: &'l str, within: Span) -> impl Iterator<Item = Span> + 'l {
    let part = within.slice(lower).unwrap_or_default();
    let found = words.find_iter(part).map(|found| found.range());
    let whole = found.filter(|range| {
        let before = part[..range.start].chars().next_back();
        let after = part[range.end..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    });
    whole.map(move |range| Span::new(within.start + range.start, within.start + range.end))
}

fn sentence_of(layers: &Layers<'_>, span: Span) -> Option<Span> {
    layers.segments.sentence_at(span.start).and_then(|at| layers.segments.sentences.get(at).copied())
}

/// Single words of a passage, then its beginnings word by word: one of them is no other thing's head.
fn words_of(text: &str, passage: Span) -> impl Iterator<Item = Span> {
    let slice = passage.slice(text).unwrap_or_default();
    let mut ends = Vec::new();
    let mut at = 0;
    for word in slice.split_whitespace() {
        let start = at + slice[at..].find(word).unwrap_or_default();
        at = start + word.len();
        ends.push((start, at));
    }
    let single: Vec<Span> =
        ends.iter().map(|(start, end)| Span::new(passage.start + start, passage.start + end)).collect();
    let growing: Vec<Span> =
        ends.iter().map(|(_, end)| Span::new(passage.start, passage.start + end)).collect();
    single.into_iter().chain(growing)
}
