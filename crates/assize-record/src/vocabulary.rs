//! The properties that claims may use, read from `schema/properties.toml`.

mod pattern;

pub use pattern::{Pattern, Piece, Slot, pieces};

use crate::{
    body::Claim,
    canonical::MAX_INTEGER,
    id::EntryId,
    proposition::{EntityType, Proposition, Value, ValueType},
    quantity::{Quantity, Unit},
    speaker::{Speaker, SpeakerKind},
};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet, btree_map::Entry};

/// The vocabulary of one record: every property by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vocabulary {
    properties: BTreeMap<String, Property>,
}

/// The name of a property that a loaded vocabulary has. There is no other way to one, so whoever holds it holds a name that exists.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PropertyId(String);

/// One property.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct Property {
    /// The types of entity it may be said of.
    pub subject: Vec<EntityType>,
    /// The type of its value.
    pub value: ValueType,
    /// The types of thing that its value may be, where it is one.
    #[serde(default)]
    pub entity: Vec<EntityType>,
    /// What a number may count, where it is one; anything where none is named.
    #[serde(default)]
    pub unit: Vec<Unit>,
    /// The words that its value may be, where it is one of a closed list; any words where none is named.
    #[serde(default, rename = "one_of")]
    pub one_of: Vec<String>,
    /// One sentence: what it means, with its unit.
    pub meaning: String,
    /// An invented sentence and the value it gives.
    pub example: String,
    /// Whether a subject can have several values at once (a list's members) or only one (its size).
    #[serde(default)]
    pub many: bool,
    /// How a claim of it is put into a sentence. Files of before it was there have none.
    #[serde(default)]
    pub gist: Option<Pattern>,
}

/// The most characters of a sentence pattern.
const PATTERN: usize = 300;

impl Property {
    /// What is wrong with it, if anything.
    fn problem(&self, name: &str) -> Option<&'static str> {
        let is_word = |word: &str| {
            !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        };
        if name.len() > 100 || !name.split(['.', '-']).all(is_word) {
            return Some(
                "is not a name: use lower-case letters and digits in words joined by single points or hyphens",
            );
        }
        if self.subject.is_empty() {
            return Some("is said of nothing: name at least one type under `subject`");
        }
        if self.meaning.trim().is_empty() || self.example.trim().is_empty() {
            return Some(
                "says nothing: give `meaning` one sentence and `example` an invented sentence with its value",
            );
        }
        if self.entity.is_empty() == (self.value == ValueType::Entity) {
            return Some(
                "takes a thing, or not: name the types of it under `entity` where `value` is \"entity\", and only there",
            );
        }
        if !self.unit.is_empty() && self.value != ValueType::Quantity {
            return Some("counts nothing: name a `unit` only where `value` is \"quantity\"");
        }
        if !self.one_of.is_empty() && self.value != ValueType::Words {
            return Some("takes no words: give a list under `one_of` only where `value` is \"words\"");
        }
        let distinct: BTreeSet<&String> = self.one_of.iter().collect();
        if distinct.len() < self.one_of.len() || self.one_of.iter().any(|word| !word.split('-').all(is_word))
        {
            return Some(
                "takes one of a list that is none: under `one_of`, name each word once, in lower-case letters and digits joined by single hyphens",
            );
        }
        self.gist.as_ref().and_then(|gist| self.pattern_problem(gist))
    }

    /// What is wrong with its sentence patterns, if anything.
    fn pattern_problem(&self, gist: &Pattern) -> Option<&'static str> {
        let flags = ["yes".to_owned(), "no".to_owned()];
        let words = if self.value == ValueType::Flag { &flags[..] } else { &self.one_of[..] };
        if let Some(given) = gist.words() {
            let given: BTreeSet<&str> = given.collect();
            if words.is_empty() || given != words.iter().map(String::as_str).collect() {
                return Some(
                    "has no sentence for each word: under `gist`, give one pattern for all, or one for each word of `one_of` (`yes` and `no` of a flag)",
                );
            }
        } else if self.value == ValueType::Flag {
            return Some("says neither yes nor no: give `gist` one pattern for `yes` and one for `no`");
        }
        let each = gist.words().is_some();
        for pattern in gist.all() {
            let Some(pieces) = pieces(pattern).filter(|_| pattern.len() <= PATTERN) else {
                return Some(
                    "has a `gist` that cannot be read: `{value}`, `{number}`, `{period}`, `{subject}`, `{group}` and `[was|were]` may stand in it, and 300 bytes at most",
                );
            };
            let has = |slot: Slot| pieces.contains(&Piece::Slot(slot));
            if has(Slot::Number) && self.value != ValueType::Quantity
                || has(Slot::Period) && self.value != ValueType::Date
            {
                return Some(
                    "has no such value: `{number}` stands in the `gist` of a quantity alone, `{period}` in that of a date",
                );
            }
            let said = each || [Slot::Value, Slot::Number, Slot::Period].into_iter().any(has);
            if !said || !has(Slot::Subject) {
                return Some("has a `gist` that leaves something out: it says `{value}` of `{subject}`");
            }
        }
        None
    }

    /// Holds words against the list they must be one of, where there is one. `name` is the property's.
    ///
    /// # Errors
    /// [`VocabularyError::NotOneOf`], with the list and the nearest of it.
    pub fn check_word(&self, name: &str, word: &str) -> Result<(), VocabularyError> {
        if self.one_of.is_empty() || self.one_of.iter().any(|known| known == word) {
            return Ok(());
        }
        Err(VocabularyError::NotOneOf {
            property: name.to_owned(),
            expected: self.one_of.join(", "),
            found: word.to_owned(),
            suggestion: nearest(word, self.one_of.iter().map(String::as_str)).map(str::to_owned),
        })
    }
}

/// Why a vocabulary or a proposition is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum VocabularyError {
    /// The file is not of the expected shape.
    #[error("properties: {message}")]
    Shape {
        /// The line, the key and what is expected there.
        message: String,
        /// The same in one line, without the place.
        brief: String,
        /// The bytes at fault, where they are known.
        at: Option<std::ops::Range<usize>>,
    },
    /// A property that cannot be as it is described.
    #[error("`{property}` {problem}")]
    Described {
        /// The property.
        property: String,
        /// What is wrong, and what to do.
        problem: &'static str,
    },
    /// A property that the vocabulary does not have.
    #[error("unknown property `{property}`{}", suggestion.as_ref().map_or(String::new(), |s| format!("; did you mean `{s}`?")))]
    Unknown {
        /// The word used.
        property: String,
        /// The nearest property there is.
        suggestion: Option<String>,
    },
    /// A value of another type than the property takes.
    #[error("`{property}` takes {}, not {}", expected.in_words(), found.in_words())]
    ValueType {
        /// The property.
        property: String,
        /// What it takes.
        expected: ValueType,
        /// What was given.
        found: ValueType,
    },
    /// A number of something that the property does not count.
    #[error("`{property}` counts {expected}, not {}", found.name())]
    Unit {
        /// The property.
        property: String,
        /// What it counts.
        expected: String,
        /// What was given.
        found: Unit,
    },
    /// A word that is not one of the list that the property takes.
    #[error("`{property}` takes one of {expected}, not `{found}`{}", suggestion.as_ref().map_or(String::new(), |s| format!("; did you mean `{s}`?")))]
    NotOneOf {
        /// The property.
        property: String,
        /// The words it takes.
        expected: String,
        /// What was given.
        found: String,
        /// The nearest word of the list.
        suggestion: Option<String>,
    },
    /// A time that is not of the day it is said of.
    #[error("`{0}`: the time of day is not of the day that is said")]
    OtherDay(String),
    /// A number that no file can hold.
    #[error("{0} is too large: whole numbers up to {MAX_INTEGER} are kept here")]
    TooLarge(u64),
    /// A range whose lower end is above its upper one.
    #[error("from {min} to {max} is no range: the lower end is above the upper")]
    Ends {
        /// The lower end.
        min: u64,
        /// The upper end.
        max: u64,
    },
    /// A thing that cannot be what it is named as.
    #[error("{role} cannot be of type `{}`", found.name())]
    Role {
        /// What it is named as.
        role: String,
        /// Its type.
        found: EntityType,
    },
    /// A subject of another type than the property is said of.
    #[error("`{property}` is said of {expected}, not of {}", found.with_article())]
    SubjectType {
        /// The property.
        property: String,
        /// The types it is said of.
        expected: String,
        /// The type of the subject given.
        found: EntityType,
    },
}

const SHIPPED: &str = include_str!("../../../schema/properties.toml");

impl Vocabulary {
    /// Reads a vocabulary from TOML: a table `property` of tables by name.
    ///
    /// # Errors
    /// [`VocabularyError::Shape`] with the line and what is wrong there.
    pub fn parse(toml: &str) -> Result<Self, VocabularyError> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            property: BTreeMap<String, Property>,
        }
        let file: File = toml::from_str(toml).map_err(|error| VocabularyError::Shape {
            message: error.to_string(),
            brief: error.message().to_owned(),
            at: error.span(),
        })?;
        for (name, property) in &file.property {
            if let Some(problem) = property.problem(name) {
                return Err(VocabularyError::Described { property: name.clone(), problem });
            }
        }
        Ok(Self { properties: file.property })
    }

    /// Adds the properties of another vocabulary that this one lacks; what it has, it keeps. Returns the names that both have.
    pub fn add(&mut self, other: Self) -> Vec<String> {
        let mut both = Vec::new();
        for (name, property) in other.properties {
            match self.properties.entry(name) {
                Entry::Occupied(known) => both.push(known.key().clone()),
                Entry::Vacant(new) => {
                    new.insert(property);
                }
            }
        }
        both
    }

    /// The shipped file.
    pub const fn shipped_file() -> &'static str {
        SHIPPED
    }

    /// The vocabulary in `schema/properties.toml`, built into the program.
    pub fn shipped() -> Self {
        Self::parse(SHIPPED).expect("the shipped vocabulary is read by a test")
    }

    /// The property of that name.
    ///
    /// # Errors
    /// [`VocabularyError::Unknown`], with the nearest name.
    pub fn property(&self, name: &str) -> Result<&Property, VocabularyError> {
        self.properties.get(name).ok_or_else(|| VocabularyError::Unknown {
            property: name.to_owned(),
            suggestion: nearest(name, self.properties.keys().map(String::as_str)).map(str::to_owned),
        })
    }

    /// The id of the property of that name.
    ///
    /// # Errors
    /// [`VocabularyError::Unknown`], with the nearest name.
    pub fn id(&self, name: &str) -> Result<PropertyId, VocabularyError> {
        self.property(name).map(|_| PropertyId(name.to_owned()))
    }

    /// All properties in order of name.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Property)> {
        self.properties.iter().map(|(name, property)| (name.as_str(), property))
    }

    /// Holds a proposition against the vocabulary. `subject` is the type of its subject.
    ///
    /// # Errors
    /// [`VocabularyError`] where the property is unknown or takes another subject or value.
    pub fn check(&self, proposition: &Proposition, subject: EntityType) -> Result<(), VocabularyError> {
        let property = self.property(&proposition.property)?;
        let found = proposition.value.value_type();
        if property.value != found {
            return Err(VocabularyError::ValueType {
                property: proposition.property.clone(),
                expected: property.value,
                found,
            });
        }
        if !property.subject.iter().any(|allowed| allowed.fits(subject)) {
            let expected = property.subject.iter().map(|kind| kind.name()).collect::<Vec<_>>().join(", ");
            return Err(VocabularyError::SubjectType {
                property: proposition.property.clone(),
                expected,
                found: subject,
            });
        }
        if let Value::Quantity(quantity) = &proposition.value {
            ordered(quantity)?;
            if !property.unit.is_empty() && !property.unit.contains(&quantity.unit) {
                return Err(VocabularyError::Unit {
                    property: proposition.property.clone(),
                    expected: property.unit.iter().map(|unit| unit.name()).collect::<Vec<_>>().join(" or "),
                    found: quantity.unit,
                });
            }
        }
        if !proposition.times_agree() {
            return Err(VocabularyError::OtherDay(proposition.property.clone()));
        }
        if let Value::Words(words) = &proposition.value {
            property.check_word(&proposition.property, words)?;
        }
        Ok(())
    }

    /// Holds a claim against the vocabulary: its proposition, and that whatever it names can be what it is named as. Speakers, parties and
    /// groups are people or organisations; a document speaks as one. `type_of` gives the type of a thing, `None` where it is not
    /// known to the caller, and then nothing is held against it.
    ///
    /// # Errors
    /// [`VocabularyError`] as [`Vocabulary::check`]; [`VocabularyError::Role`] where a thing cannot be what it is named as.
    pub fn check_claim(
        &self,
        claim: &Claim,
        type_of: impl Fn(EntryId) -> Option<EntityType>,
    ) -> Result<(), VocabularyError> {
        use EntityType::{Agent, Instrument, Organisation, Person};
        let said = &claim.proposition;
        if let Some(subject) = type_of(said.subject) {
            self.check(said, subject)?;
        }
        let fits = |role: &str, id: Option<EntryId>, allowed: &[EntityType]| {
            let found = id.and_then(&type_of);
            match found.filter(|found| !allowed.iter().any(|allowed| allowed.fits(*found))) {
                Some(found) => Err(VocabularyError::Role { role: role.to_owned(), found }),
                None => Ok(()),
            }
        };
        let agents: &[EntityType] = &[Person, Organisation, Agent];
        if let Value::Entity(value) = &said.value {
            let allowed = &self.property(&said.property)?.entity;
            fits(&format!("the value of `{}`", said.property), Some(*value), allowed)?;
        }
        fits("a group", said.group, agents)?;
        for speaker in std::iter::once(&claim.speaker).chain(&claim.via) {
            let Speaker { kind, entity, party, count, .. } = speaker;
            let documents: &[EntityType] = &[Person, Organisation, Agent, Instrument];
            let allowed = if *kind == SpeakerKind::Document { documents } else { agents };
            fits("a speaker", *entity, allowed)?;
            fits("a party", *party, agents)?;
            count.as_ref().map_or(Ok(()), ordered)?;
        }
        Ok(())
    }
}

/// Refuses a number whose lower end is above its upper one, or that no file can hold.
fn ordered(quantity: &Quantity) -> Result<(), VocabularyError> {
    match (quantity.min, quantity.max) {
        (Some(large), _) | (_, Some(large)) if large > MAX_INTEGER => Err(VocabularyError::TooLarge(large)),
        (Some(min), Some(max)) if min > max => Err(VocabularyError::Ends { min, max }),
        _ => Ok(()),
    }
}

impl PropertyId {
    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The word among `known` that is fewest edits from `word`, if at most a third of it differs.
pub fn nearest<'k>(word: &str, known: impl Iterator<Item = &'k str>) -> Option<&'k str> {
    let limit = word.chars().count().div_ceil(3);
    known.map(|k| (edits(word, k), k)).filter(|(n, _)| *n <= limit).min().map(|(_, k)| k)
}

fn edits(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.chars().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], i + 1);
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = (diagonal + usize::from(x != *y)).min(above + 1).min(row[j] + 1);
            diagonal = above;
        }
    }
    row[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_vocabulary_reads_and_explains_itself() {
        let vocabulary = Vocabulary::shipped();
        for (name, property) in vocabulary.iter() {
            assert!(property.meaning.len() > 20 && !property.example.is_empty(), "{name}");
            assert!(!property.subject.is_empty(), "{name}");
            assert_eq!(property.entity.is_empty(), property.value != ValueType::Entity, "{name}");
            assert!(property.unit.is_empty() || property.value == ValueType::Quantity, "{name}");
        }
    }

    fn flag(gist: &str) -> Result<Vocabulary, VocabularyError> {
        let head = "[property.\"incident.piloted\"]\nsubject = [\"incident\"]\nvalue = \"flag\"\n";
        let told = "meaning = \"Whether a pilot was aboard.\"\nexample = \"The pilot had left → no\"\n";
        Vocabulary::parse(&format!("{head}{told}{gist}"))
    }

    #[test]
    fn a_file_of_before_there_were_patterns_still_parses_and_a_pattern_that_leaves_something_out_does_not() {
        assert!(
            flag("").is_ok_and(|read| read.property("incident.piloted").is_ok_and(|of| of.gist.is_none()))
        );
        flag("gist = { yes = \"a pilot was aboard in {subject}\", no = \"no pilot was in {subject}\" }")
            .expect("both");
        for (gist, why) in [
            ("gist = \"{subject} had a pilot\"", "says neither yes nor no"),
            ("gist = { yes = \"a pilot was in {subject}\" }", "has no sentence for each word"),
            ("gist = { yes = \"a pilot was aboard\", no = \"none in {subject}\" }", "leaves something out"),
            ("gist = { yes = \"a {pilot} in {subject}\", no = \"none in {subject}\" }", "cannot be read"),
            ("gist = { yes = \"{number} in {subject}\", no = \"none in {subject}\" }", "has no such value"),
        ] {
            let error = flag(gist).expect_err(gist).to_string();
            assert!(error.contains(why), "{gist}: {error}");
        }
    }

    #[test]
    fn every_shipped_property_but_the_statement_has_a_pattern() {
        let vocabulary = Vocabulary::shipped();
        let bare: Vec<&str> =
            vocabulary.iter().filter(|(_, property)| property.gist.is_none()).map(|(name, _)| name).collect();
        assert_eq!(bare, ["statement"]);
    }

    #[test]
    fn an_unknown_property_names_its_neighbour() {
        let error = Vocabulary::shipped().property("incident.kiled").expect_err("no such property");
        assert_eq!(error.to_string(), "unknown property `incident.kiled`; did you mean `incident.killed`?");
    }
}
