//! Patterns of sentences, as `schema/properties.toml` gives them under `gist`.
//!
//! A pattern is a clause of plain English that says what a claim of one property says. `{value}` stands for the value with what is
//! counted, `{number}` for the figure alone, `{period}` for a date as a span of time, `{subject}` and `{group}` for things by name; of
//! `[was|were]` the first word stands beside one and the second beside any other number.

use serde::Deserialize;
use std::collections::BTreeMap;

/// The sentence pattern of a property: one for every value, or one for each word that a value may be (`yes` and `no` of a flag).
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Pattern {
    /// One for every value.
    One(String),
    /// One for each word.
    Each(BTreeMap<String, String>),
}

/// A piece of a pattern.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'p> {
    /// Words as they stand.
    Words(&'p str),
    /// What stands for something of the claim.
    Slot(Slot),
    /// A word beside one, and beside any other number.
    Agrees(&'p str, &'p str),
}

/// What may stand in a pattern for something of the claim.
#[derive(Debug, Clone, Copy, PartialEq, Eq, strum::EnumString)]
#[strum(serialize_all = "lowercase")]
pub enum Slot {
    /// The value: a figure with what it counts, a date with its preposition, a thing by name, words in quotation marks.
    Value,
    /// The figure without what it counts: `at least eight`, `none`.
    Number,
    /// A date as a span of time: `from 3 May 2031 on`.
    Period,
    /// What it is said of.
    Subject,
    /// The group that membership is claimed of.
    Group,
}

impl Pattern {
    /// The pattern of a value that is, or is not, a word of a list.
    pub fn of(&self, word: Option<&str>) -> Option<&str> {
        match self {
            Self::One(pattern) => Some(pattern),
            Self::Each(patterns) => patterns.get(word?).map(String::as_str),
        }
    }

    /// Every pattern.
    pub(super) fn all(&self) -> impl Iterator<Item = &str> {
        let (one, each) = match self {
            Self::One(pattern) => (Some(pattern), None),
            Self::Each(patterns) => (None, Some(patterns.values())),
        };
        one.into_iter().chain(each.into_iter().flatten()).map(String::as_str)
    }

    /// The words that have patterns of their own.
    pub(super) fn words(&self) -> Option<impl Iterator<Item = &str>> {
        match self {
            Self::One(_) => None,
            Self::Each(patterns) => Some(patterns.keys().map(String::as_str)),
        }
    }
}

/// The pieces of a pattern; `None` where a bracket is not closed, or what stands in one is not known.
pub fn pieces(pattern: &str) -> Option<Vec<Piece<'_>>> {
    let (mut found, mut rest) = (Vec::new(), pattern);
    while let Some(at) = rest.find(['{', '[', '}', ']']) {
        let (before, bracket) = rest.split_at(at);
        if !before.is_empty() {
            found.push(Piece::Words(before));
        }
        let close = if bracket.starts_with('{') { '}' } else { ']' };
        let (inside, after) = bracket.strip_prefix(['{', '['])?.split_once(close)?;
        found.push(match close {
            '}' => Piece::Slot(inside.parse().ok()?),
            _ => {
                let (one, many) = inside.split_once('|')?;
                Piece::Agrees(one, many)
            }
        });
        rest = after;
    }
    if !rest.is_empty() {
        found.push(Piece::Words(rest));
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_is_read_in_pieces_and_a_bracket_left_open_in_none() {
        let of = |pattern| pieces(pattern);
        assert_eq!(
            of("{value} [was|were] killed in {subject}"),
            Some(vec![
                Piece::Slot(Slot::Value),
                Piece::Words(" "),
                Piece::Agrees("was", "were"),
                Piece::Words(" killed in "),
                Piece::Slot(Slot::Subject),
            ])
        );
        assert_eq!(of("a [|s]"), Some(vec![Piece::Words("a "), Piece::Agrees("", "s")]));
        for fault in ["{value", "{subj}", "[was]", "a } b", "[was|were", "{[was|were]}"] {
            assert_eq!(of(fault), None, "{fault}");
        }
    }
}
