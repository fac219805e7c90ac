//! Which words name a thing: the first that fit it, and that are no other thing's head.

use super::{Thing, incidents::Told};
use crate::{
    assembly::CAMPAIGN,
    read::{drafts::Layers, keyed},
};
use assize_record::Span;

/// Words for all attacks of a text together.
const SERIES: &[&str] = &[
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
];

/// Words for one attack.
const ATTACK: &[&str] = &[
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
];

/// Words that can be the head of a thing, the best first.
pub(super) fn of<'a>(
    layers: &'a Layers<'a>,
    thing: &'a Thing,
    draft: Option<&'a keyed::Draft>,
    told: Option<&'a Told>,
) -> Box<dyn Iterator<Item = Span> + 'a> {
    let whole = Span::new(0, layers.lower.len());
    let first_of = |among: &'a [&'a str], within: Span| {
        among.iter().filter_map(move |word| find(layers.lower, within, word)).min().into_iter()
    };
    let value = draft.map(|draft| Span::new(draft.proposition.value.start, draft.proposition.value.end));
    let passage = draft.map(|draft| draft.passage.span());
    let name = thing.name.iter().filter_map(move |name| {
        let lower = name.to_lowercase();
        // Letters that change their length in lower case would give other bytes.
        (lower.len() == name.len()).then(|| find(layers.lower, whole, &lower))?
    });
    let spelled = thing.key.split_once('/').map(|(_, name)| name.replace('-', " "));
    let spelled = spelled.into_iter().filter_map(move |words| find(layers.lower, whole, &words));
    let sentence = passage.and_then(|span| sentence_of(layers, span));
    let words = passage.into_iter().flat_map(|span| words_of(layers.original, span));
    if thing.key == CAMPAIGN {
        return Box::new(first_of(SERIES, whole).chain(first_of(ATTACK, whole)).chain(passage).chain(words));
    }
    if thing.key.starts_with("incident/") {
        let mentions = told.into_iter().flat_map(|told| told.mentions.iter().copied());
        let near = sentence.into_iter().flat_map(move |within| {
            ATTACK.iter().filter_map(move |word| find(layers.lower, within, word)).min()
        });
        return Box::new(mentions.chain(near).chain(value).chain(passage).chain(words));
    }
    Box::new(name.chain(thing.spans.iter().copied()).chain(spelled).chain(value).chain(passage).chain(words))
}

/// The first place of whole words within a span.
fn find(lower: &str, within: Span, words: &str) -> Option<Span> {
    let part = within.slice(lower).filter(|_| !words.is_empty())?;
    let bounded = |at: usize| {
        let before = part[..at].chars().next_back();
        let after = part[at + words.len()..].chars().next();
        !before.is_some_and(char::is_alphanumeric) && !after.is_some_and(char::is_alphanumeric)
    };
    let at = part.match_indices(words).map(|(at, _)| at).find(|at| bounded(*at))? + within.start;
    Some(Span::new(at, at + words.len()))
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
