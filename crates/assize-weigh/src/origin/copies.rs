//! Sources that a measure takes for copies of one another and that nobody has decided on.

use assize_record::EntryId;
use std::collections::{BTreeMap, BTreeSet};

/// Sets of sources that may be copies of one another, as a measure of near-copies groups them. It proposes; nothing of it is on the
/// record. Sources of one set that no person has linked (`syndicated-from`) or told apart (`different`) are one outlet at
/// the low end and many at the high end.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Copies {
    sets: Vec<BTreeSet<EntryId>>,
    of_source: BTreeMap<EntryId, Vec<u32>>,
}

impl Copies {
    /// Copies by sets of source ids. A set of one says nothing; a source may be in several sets.
    pub fn of(sets: impl IntoIterator<Item = BTreeSet<EntryId>>) -> Self {
        let mut copies = Self::default();
        for set in sets.into_iter().filter(|set| set.len() > 1) {
            let number = u32::try_from(copies.sets.len()).unwrap_or(u32::MAX);
            for source in &set {
                copies.of_source.entry(*source).or_default().push(number);
            }
            copies.sets.push(set);
        }
        copies
    }

    /// Sources that are in a set with this one, itself left out.
    pub(super) fn beside(&self, source: EntryId) -> BTreeSet<EntryId> {
        let sets = self.of_source.get(&source).into_iter().flatten();
        let beside = sets.filter_map(|set| self.sets.get(*set as usize)).flatten().copied();
        beside.filter(|other| *other != source).collect()
    }
}
