//! What is told of an incident, as far as it helps to find others like it.

use assize_record::{EntryId, Interval, Status, place::Circle};
use std::collections::BTreeSet;

/// What is told of one incident: by one text, or by all that a person linked.
///
/// Every list may be empty: an incident without a day or place is compared by what it has.
#[derive(Debug, Clone, PartialEq)]
pub struct Sketch {
    /// What it is known by: an anchor not placed yet, or a cluster's canonical id.
    pub id: EntryId,
    /// Everything that is one thing with it by a person's link, itself included.
    pub members: BTreeSet<EntryId>,
    /// What a person says is different from one of its members.
    pub different: BTreeSet<EntryId>,
    /// The texts that speak of it.
    pub texts: BTreeSet<EntryId>,
    /// The days on which it may have happened; `None` where nothing tells.
    pub days: Option<Interval>,
    /// The days on which its sources were published. Helps only where `days` is `None`.
    pub reported: Option<Interval>,
    /// Names of places, in the words of the sources, each from the narrowest outwards: `the village of Upper Odd, Odd province`.
    pub places: Vec<String>,
    /// Positions that a source states.
    pub positions: Vec<Circle>,
    /// Names of those said to have struck.
    pub actors: Vec<String>,
    /// What was struck, in the words of the sources.
    pub targets: Vec<String>,
    /// Weapon or platform, in the words of the sources.
    pub means: Vec<String>,
    /// How many were killed, injured and so on, as the sources differ.
    pub tolls: Vec<Toll>,
    /// Words of the passages that speak of it: see [`rare_words`].
    pub words: BTreeSet<String>,
}

/// How many people of one description, as a source has it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Toll {
    /// The last part of the property: `killed`, `injured`, `survived`.
    pub role: String,
    /// Which of the people; `None` where all are meant.
    pub status: Option<Status>,
    /// No fewer than this.
    pub min: Option<u64>,
    /// No more than this.
    pub max: Option<u64>,
}

impl Sketch {
    /// A sketch of which nothing is told yet.
    pub fn new(id: EntryId) -> Self {
        Self {
            id,
            members: BTreeSet::from([id]),
            different: BTreeSet::new(),
            texts: BTreeSet::new(),
            days: None,
            reported: None,
            places: Vec::new(),
            positions: Vec::new(),
            actors: Vec::new(),
            targets: Vec::new(),
            means: Vec::new(),
            tolls: Vec::new(),
            words: BTreeSet::new(),
        }
    }

    /// Whether the other is itself, one with it already, or said to be different by a person.
    pub(super) fn is_decided(&self, other: &Self) -> bool {
        !self.members.is_disjoint(&other.members)
            || !self.different.is_disjoint(&other.members)
            || !other.different.is_disjoint(&self.members)
    }
}

/// The words of a passage that may tell it from others: in lower case, of five letters and more, each once. Which of them are rare is
/// for the [`super::Ranker`] to say, by all sketches.
pub fn rare_words(passage: &str) -> BTreeSet<String> {
    let words = passage.split(|c: char| !c.is_alphanumeric() && c != '-');
    words.map(|word| word.trim_matches('-').to_lowercase()).filter(|word| word.chars().count() >= 5).collect()
}
