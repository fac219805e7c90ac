//! Merging records: set union.

use crate::state::Received;
use assize_record::{
    Entry, EntryId,
    body::{Anchor, Body, Passage},
};
use std::{cmp::Reverse, collections::BTreeMap};

/// The union of two sets of entries, each entry once, in order of id. Commutative, associative and idempotent.
///
/// Of several copies of an entry the earliest receipt counts; a body wins over none, and one with its words at hand over one without, so content that one side erased comes back
/// with the other side's copy unless the caller leaves it out. Whether the other side's receipts are trusted is for the caller to
/// say: clear `received_at` of those that are not. Receipts in logs are united.
#[must_use]
pub fn merge(ours: &[Received], theirs: &[Received]) -> Vec<Received> {
    let mut union: BTreeMap<EntryId, Received> = BTreeMap::new();
    for received in ours.iter().chain(theirs) {
        match union.get_mut(&received.entry.id) {
            None => {
                union.insert(received.entry.id, received.clone());
            }
            Some(known) => {
                let times = [known.received_at, received.received_at];
                let mut receipts = [&known.receipts[..], &received.receipts].concat();
                if rank(received) < rank(known) {
                    *known = received.clone();
                }
                receipts.sort_unstable();
                receipts.dedup();
                known.receipts = receipts;
                known.received_at = times.into_iter().flatten().min();
            }
        }
    }
    union.into_values().collect()
}

/// Which copy is kept. Two signatures over one id can both be valid, so the smaller is taken.
fn rank(received: &Received) -> (Reverse<Content>, Option<&[u8; 64]>) {
    let signature = received.entry.signature.as_ref().map(assize_record::sign::Signature::as_bytes);
    (Reverse(content(&received.entry)), signature)
}

/// How much of an entry's content is at hand.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Content {
    /// Its body was erased.
    Erased,
    /// A passage or anchor whose text is not there to read its words from.
    Spans,
    /// All of it.
    Whole,
}

/// How much of a copy of an entry is at hand: of several, the fullest is read.
pub(crate) const fn content(entry: &Entry) -> Content {
    match &entry.body {
        None => Content::Erased,
        Some((_, Body::Passage(Passage { exact: None, .. }) | Body::Anchor(Anchor { exact: None, .. }))) => {
            Content::Spans
        }
        Some(_) => Content::Whole,
    }
}
