//! Where a text puts an attack, as far as two attacks can be told apart by it.

use crate::incident::{Place, gazetteer};
use assize_record::Span;

/// A place by its country and the names that the text gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Whereabouts {
    country: Option<&'static str>,
    /// Of a province or region; of a town or district; of what is smaller.
    names: [Option<String>; 3],
    /// Names of which it is not known how far inside a country they lie.
    unlisted: Vec<String>,
}

impl Whereabouts {
    /// The place of an act.
    pub(super) fn of(lower: &str, place: &Place) -> Self {
        let mut names = [const { None }; 3];
        for (span, kind) in &place.parts {
            names[depth(kind)] = span.slice(lower).map(|name| name.trim().to_owned());
        }
        Self { country: place.country, names, unlisted: Vec::new() }
    }

    /// The places that words name: `in the town of Varna`.
    pub(super) fn named_in(text: &str, words: Span) -> Option<Self> {
        let unlisted = named(text, words);
        (!unlisted.is_empty()).then_some(Self { country: None, names: [const { None }; 3], unlisted })
    }

    /// Whether nothing that the text says of two places tells them apart: they are one, or one is within the other.
    pub(super) fn fits(&self, other: &Self) -> bool {
        if self.country.zip(other.country).is_some_and(|(one, other)| one != other) {
            return false;
        }
        if self.unlisted.is_empty() && other.unlisted.is_empty() {
            let mut shared =
                self.names.iter().zip(&other.names).filter_map(|(a, b)| a.as_ref().zip(b.as_ref()));
            return shared.all(|(one, other)| one == other);
        }
        // `Varna` and `Varna port` are one: whole words of one name stand in the other.
        let within =
            |a: &str, b: &str| a == b || a.split(' ').any(|a| a == b) || b.split(' ').any(|b| a == b);
        let nowhere = self.all().next().is_none() || other.all().next().is_none();
        nowhere || self.all().any(|a| other.all().any(|b| within(a, b)))
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.names.iter().flatten().chain(&self.unlisted).map(String::as_str)
    }
}

/// How far inside a country a kind of place lies.
fn depth(kind: &str) -> usize {
    match kind {
        "department" | "province" | "state" | "region" => 0,
        "city" | "municipality" | "town" | "district" | "county" | "village" => 1,
        _ => 2,
    }
}

/// Words before the name of a place.
const BEFORE: &[&str] = &["in", "at", "near", "off", "outside", "around"];

/// Words between: `in the town of Varna`.
const KINDS: &[&str] = &[
    "the",
    "town",
    "towns",
    "village",
    "villages",
    "city",
    "port",
    "district",
    "province",
    "region",
    "state",
    "area",
    "camp",
    "of",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "coast",
    "island",
    "refugee",
    "neighbourhood",
    "neighborhood",
];

/// Names that stand behind words for a place, in lower case.
fn named(text: &str, passage: Span) -> Vec<String> {
    let words: Vec<(usize, &str)> = {
        let part = passage.slice(text).unwrap_or_default();
        let mut at = 0;
        part.split_whitespace()
            .map(|word| {
                let start = at + part[at..].find(word).unwrap_or_default();
                at = start + word.len();
                (passage.start + start, word)
            })
            .collect()
    };
    let mut found = Vec::new();
    for (at, (_, word)) in words.iter().enumerate() {
        if !BEFORE.contains(&word.to_lowercase().as_str()) {
            continue;
        }
        let mut first = at + 1;
        while words.get(first).is_some_and(|(_, word)| KINDS.contains(word)) {
            first += 1;
        }
        let name = words[first.min(words.len())..].iter().take(4);
        let mut end = first;
        for (_, word) in name {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if !bare.starts_with(char::is_uppercase) || gazetteer::is_calendar(&bare.to_lowercase()) {
                break;
            }
            end += 1;
            // A comma or full stop ends the name.
            if bare.len() < word.len() {
                break;
            }
        }
        if let (Some((from, _)), Some((last, word))) = (words.get(first), words.get(end.saturating_sub(1)))
            && end > first
        {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let span = Span::new(*from, last + bare.len());
            let name = span.slice(text).map(str::to_lowercase);
            // What a country is named for may be anything: where somebody came from, what he said of it.
            found.extend(name.filter(|name| gazetteer::nation(name).is_none()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(words: &str) -> Whereabouts {
        Whereabouts::named_in(words, Span::new(0, words.len())).expect("a place")
    }

    #[test]
    fn names_stand_behind_words_for_a_place() {
        let named = |text: &str| named(text, Span::new(0, text.len()));
        assert_eq!(named("killed in the town of Port Lume, said"), ["port lume"]);
        assert_eq!(named("killed off Cape Orsay and near Varna"), ["cape orsay", "varna"]);
        assert_eq!(named("killed at noon in Peru"), [""; 0]);
    }

    #[test]
    fn places_without_a_word_in_common_are_apart() {
        assert!(place("in Varna").fits(&place("in the port of Varna")));
        assert!(!place("in Varna").fits(&place("in Port Lume")));
        let country = Whereabouts { country: Some("PE"), names: [const { None }; 3], unlisted: Vec::new() };
        assert!(place("in Varna").fits(&country));
    }

    #[test]
    fn a_town_fits_its_region_and_not_another_town() {
        let of = |region: Option<&str>, town: Option<&str>| Whereabouts {
            country: None,
            names: [region.map(str::to_owned), town.map(str::to_owned), None],
            unlisted: Vec::new(),
        };
        assert!(of(Some("junin"), None).fits(&of(None, Some("satipo"))));
        assert!(of(Some("junin"), Some("satipo")).fits(&of(Some("junin"), None)));
        assert!(!of(Some("junin"), Some("satipo")).fits(&of(Some("junin"), Some("tarma"))));
        assert!(!of(Some("junin"), None).fits(&of(Some("cusco"), Some("satipo"))));
    }
}
