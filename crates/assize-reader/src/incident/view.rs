//! A sentence as its tagged tokens, and the noun phrases in it.

use super::lexicon::{self, Noun};
use crate::tag::{Shape, Tag, Token};
use assize_record::Span;

/// A sentence to look for incidents in.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'t> {
    /// The text, in its shadow's letters.
    pub(super) text: &'t str,
    /// The same in small letters.
    pub(super) lower: &'t str,
    /// The tokens.
    pub(super) tokens: &'t [Token],
    /// Last words of the names of two words and more that the text has, in small letters, sorted.
    pub(super) surnames: &'t [&'t str],
}

/// Last words of runs of capitalised uncommon words.
pub(super) fn surnames<'t>(text: &str, lower: &'t str) -> Vec<&'t str> {
    let (mut found, mut before): (Vec<&str>, Option<usize>) = (Vec::new(), None);
    let mut at = 0;
    for piece in text.split_inclusive(|c: char| c.is_whitespace()) {
        let start = at;
        at += piece.len();
        let word = piece.trim_end().trim_end_matches(|c: char| c.is_ascii_punctuation());
        let small = lower.get(start..start + word.len()).unwrap_or("");
        let small = small.strip_suffix("'s").unwrap_or(small);
        let capital = word.starts_with(|c: char| c.is_uppercase()) && small.len() > 2;
        let uncommon =
            capital && !crate::recase::is_common(small) && super::gazetteer::nation(small).is_none();
        // A mark at the end of the word ends the run after it.
        if uncommon && before.is_some() {
            found.push(small);
        }
        before = (uncommon && piece.trim_end().len() == word.len()).then_some(start);
    }
    found.sort_unstable();
    found.dedup();
    found
}

impl<'t> View<'t> {
    /// How many tokens.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word in small letters; empty past the end.
    pub(super) fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).and_then(|t| self.lower.get(t.start..t.end)).unwrap_or("")
    }

    /// Whether the word is one of these.
    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    /// The tag; [`Tag::STOP`] past the end.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.tokens.get(at).map_or(Tag::STOP, |t| t.tag)
    }

    /// Whether the word is written as a name: a capital that no sentence start explains.
    pub(super) fn capital(&self, at: usize) -> bool {
        self.tokens.get(at).is_some_and(|t| matches!(t.shape, Shape::Capital | Shape::Upper | Shape::Mixed))
    }

    /// The bytes of a run of tokens.
    pub(super) fn span(&self, from: usize, to: usize) -> Span {
        match (self.tokens.get(from), to.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => Span::new(first.start, last.end),
            _ => Span::new(0, 0),
        }
    }
}

/// A noun phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Phrase {
    /// First token.
    pub(super) start: usize,
    /// One past the last.
    pub(super) end: usize,
    /// The noun it is built on.
    pub(super) head: usize,
}

/// Whether a token may stand inside a noun phrase.
fn inside(view: &View<'_>, at: usize) -> bool {
    let tag = view.tag(at);
    if view.is(at, &["today", "yesterday", "tomorrow", "tonight", "including"]) {
        return false;
    }
    // `on 3 May gunmen`: a day is no part of what follows it.
    let calendar = |at: usize| {
        let word = view.word(at);
        super::gazetteer::is_calendar(word) || ["may", "march"].contains(&word) && view.capital(at)
    };
    if calendar(at) || tag == Tag::CD && (calendar(at + 1) || at > 0 && calendar(at - 1)) {
        return false;
    }
    // An editor's word within the phrase: `[retired] general`.
    if at > 0 && bracketed(view, at) {
        return true;
    }
    // `took the nuns hostage`
    if at > 0 && view.is(at, &["hostage", "hostages", "captive", "prisoner"]) && view.tag(at - 1).is_noun() {
        return false;
    }
    if tag.is_noun()
        || matches!(tag, Tag::JJ | Tag::JJR | Tag::JJS | Tag::CD | Tag::HYPH | Tag::POS | Tag::FW)
    {
        return true;
    }
    // `30 wounded`
    if at > 0 && view.tag(at - 1) == Tag::CD && person(view, at) {
        return true;
    }
    // A participle before a noun: `armed men`, `unidentified individuals`.
    matches!(tag, Tag::VBN | Tag::VBG)
        && at + 1 < view.len()
        && (view.tag(at + 1).is_noun() || view.tag(at + 1) == Tag::JJ)
        && lexicon::acts(view.word(at)).is_empty()
}

/// Whether a token is part of one word in small letters in square brackets with a noun after it.
fn bracketed(view: &View<'_>, at: usize) -> bool {
    let opens = |at: usize| {
        view.is(at, &["["])
            && view.is(at + 2, &["]"])
            && !view.capital(at + 1)
            && matches!(view.tag(at + 1), Tag::JJ | Tag::VBN | Tag::NN | Tag::VBD)
            && view.tag(at + 3).is_noun()
    };
    (0..3).any(|back| at.checked_sub(back).is_some_and(opens))
}

/// The noun phrases of a sentence, in order. A determiner opens a phrase, a possessive joins two.
pub(super) fn phrases(view: &View<'_>) -> Vec<Phrase> {
    let (mut phrases, mut at) = (Vec::new(), 0);
    while at < view.len() {
        let start = at;
        while matches!(view.tag(at), Tag::DT | Tag::PRPS | Tag::PDT) || bound(view, at) > 0 {
            at += bound(view, at).max(1);
        }
        let body = at;
        while at < view.len() && inside(view, at) && !(at > body && opens_number(view, at)) {
            at += 1;
        }
        let head =
            (body..at).rev().find(|i| view.tag(*i).is_noun() || view.tag(*i) == Tag::CD || person(view, *i));
        match head {
            Some(head) => {
                phrases.push(Phrase { start, end: head + 1, head });
                at = head + 1;
            }
            None if matches!(view.tag(start), Tag::PRP | Tag::WP) => {
                at = start + 1;
            }
            None => at = at.max(start + 1),
        }
    }
    phrases
}

/// An adjective or participle that stands for people: `the wounded`, `10 dead`.
fn person(view: &View<'_>, at: usize) -> bool {
    view.is(at, &["dead", "wounded", "injured", "missing"])
}

/// A number right after a noun begins a new phrase: `the attack 10 people`.
fn opens_number(view: &View<'_>, at: usize) -> bool {
    let many = view.is(at, &["many", "several", "few", "various", "other"]);
    (view.tag(at) == Tag::CD || many) && view.tag(at - 1).is_noun() && (many || !view.capital(at - 1))
}

/// How many tokens of words that bound a number stand here: `at least`, `more than`.
fn bound(view: &View<'_>, at: usize) -> usize {
    let number = |at: usize| view.tag(at) == Tag::CD;
    if view.is(at, &["at", "more", "less", "fewer", "up"])
        && view.is(at + 1, &["least", "most", "than", "to"])
        && number(at + 2)
    {
        return 2;
    }
    let rough = ["about", "approximately", "some", "over", "nearly", "almost", "around", "only", "roughly"];
    usize::from(view.is(at, &rough) && number(at + 1))
}

impl Phrase {
    /// What the noun names; the last word that says so, for `police patrol` and `bus driver` the last.
    pub(super) fn nouns(&self, view: &View<'_>) -> &'static [Noun] {
        lexicon::noun(view.word(self.head))
    }

    /// Whether it may be people: by its noun, or as a name.
    pub(super) fn is_people(&self, view: &View<'_>) -> bool {
        let nouns = self.nouns(view);
        if nouns.is_empty() {
            return name(view, self).is_some();
        }
        nouns.iter().any(|noun| matches!(noun, Noun::Civilian | Noun::Anyone | Noun::Force | Noun::Fighter))
    }

    /// Whether it may be a thing.
    pub(super) fn is_thing(&self, view: &View<'_>) -> bool {
        self.nouns(view).contains(&Noun::Thing)
    }

    /// Whether it is what violence is done with.
    pub(super) fn is_weapon(&self, view: &View<'_>) -> bool {
        self.nouns(view).contains(&Noun::Weapon)
    }
}

/// The tokens of a person's name at the end of a phrase: a run of capitals that is no place, month or word for people.
pub(super) fn name(view: &View<'_>, phrase: &Phrase) -> Option<(usize, usize)> {
    let part = |at: usize| {
        let word = view.word(at);
        view.capital(at)
            && !word.bytes().any(|b| b.is_ascii_digit())
            && lexicon::noun(word).is_empty()
            && !crate::tag::gazetteer::is_title(word)
            && super::gazetteer::nation(word).is_none()
            && !super::gazetteer::is_calendar(word)
            && word.len() > 2
            && !["gmt", "mm", "km", "kg"].contains(&word)
    };
    let joint = |at: usize| {
        view.is(at, &["de", "del", "la", "y", "da", "dos", "van", "von", "bin", "al", "el", "los", "-"])
    };
    let end = phrase.head + 1;
    let mut from = end;
    while from > phrase.start && (part(from - 1) || joint(from - 1) && from < end) {
        from -= 1;
    }
    while from < end && !part(from) {
        from += 1;
    }
    if from == end {
        return None;
    }
    // `peasants Victor Diaz`: a common word between a plural and a name begins the name.
    if from >= phrase.start + 2
        && view.tag(from - 2) == Tag::NNS
        && !lexicon::noun(view.word(from - 2)).is_empty()
        && lexicon::noun(view.word(from - 1)).is_empty()
        && view.tag(from - 1).is_noun()
    {
        from -= 1;
    }
    let all: Vec<&str> = (from..end).map(|at| view.word(at)).collect();
    let joined = all.join(" ");
    if super::gazetteer::place(&joined).is_some()
        || super::gazetteer::nation(&joined).is_some()
        || lexicon::armed_group(&joined).is_some()
    {
        return None;
    }
    // `La Palma`, `San Ramon`: names of places and papers.
    if view.is(from, &["la", "las", "los", "el", "san", "santa", "villa", "puerto", "o"])
        && from == phrase.start
    {
        return None;
    }
    // One word alone is a person where it has a title or a longer name of the text ends in it.
    let titled = (phrase.start..from)
        .any(|at| crate::tag::gazetteer::is_title(view.word(at)) || !lexicon::noun(view.word(at)).is_empty());
    if end - from == 1 && !titled {
        let surname = view.surnames.binary_search(&view.word(from)).is_ok();
        let upper = view.tokens.get(from).is_some_and(|token| token.shape == Shape::Upper);
        if upper || !surname {
            return None;
        }
    }
    // One word that is written small elsewhere is no name.
    (end - from > 1 || !crate::recase::is_common(all.first().copied().unwrap_or(""))).then_some((from, end))
}
