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

    /// The sets, each by its number.
    pub(super) fn sets(&self) -> &[BTreeSet<EntryId>] {
        &self.sets
    }

    /// The numbers of the sets that a source is in.
    pub(super) fn of_source(&self, source: EntryId) -> &[u32] {
        self.of_source.get(&source).map_or(&[], Vec::as_slice)
    }
}
