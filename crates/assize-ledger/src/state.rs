//! What stands, decided from heads and from the bodies of `actor` entries alone.
//!
//! `effective(e)` holds where no effective, authorised entry retracts `e` and none that keeps its place replaces it. An entry keeps its place
//! until it is retracted, also when it is replaced in turn: what was corrected twice stands once. References are hashes, so they cannot form a
//! cycle and the definition is a recursion that ends. Who is authorised is set in `docs/decisions/010-roles-and-trust.md`. Of a claim and those
//! put in its place, reviews say which stands (`docs/decisions/017-two-reviews.md`).

mod authority;
mod cluster;
mod index;
pub(crate) mod judge;
pub(crate) mod review;
mod settle;
mod withhold;

pub use authority::ActorStanding;
pub(crate) use index::{Index, NONE};

use crate::view::FoldDoubt;
use assize_record::{Entry, EntryId, sign::PublicKey};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// An entry and the receipts that show it on the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The entry, checked by whoever read it ([`Entry::check`]); the fold does not verify signatures again.
    pub entry: Entry,
    /// When this copy of the record received it; `None` where that is not known. What *recorded by* asks.
    pub received_at: Option<Timestamp>,
    /// The first receipt in each log that is held, with the key that signs the log. Things are ordered by the earliest of those by keys of
    /// known persons, so that copies which hold the same logs give the same answer. `received_at` stands for it where it is empty, and in
    /// what was recorded by an instant.
    pub receipts: Vec<(PublicKey, Timestamp)>,
}

impl Received {
    /// An entry of a record that has one log, which a known person signs.
    pub const fn new(entry: Entry, received_at: Option<Timestamp>) -> Self {
        Self { entry, received_at, receipts: Vec::new() }
    }

    /// The earliest receipt in a log that one of these people signs; this copy's own where no other log is held.
    pub fn first_receipt(&self, people: &BTreeSet<PublicKey>) -> Option<Timestamp> {
        if self.receipts.is_empty() {
            return self.received_at;
        }
        self.receipts.iter().filter(|(key, _)| people.contains(key)).map(|(_, at)| *at).min()
    }
}

/// What stands of a set of entries. It does not depend on their order, on duplicates, or on the content of any body but those of
/// `actor` entries.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    ids: Vec<EntryId>,
    marks: Vec<Marks>,
    /// For every anchor, entity or source of a cluster with more than one member: the one that the cluster is known by.
    pub same: BTreeMap<EntryId, EntryId>,
    /// The members of each cluster of anchors and entities, by the one that it is known by.
    pub members: BTreeMap<EntryId, Vec<EntryId>>,
    /// Entities that were replaced, each with what stands in its place.
    pub replaced: BTreeSet<(EntryId, EntryId)>,
    /// Canonical ids of clusters that hold a `different` link between two of their members.
    pub contested: BTreeSet<EntryId>,
    /// Pairs that a person links as `different`, by their own ids, the smaller first.
    pub different: BTreeSet<(EntryId, EntryId)>,
    /// `part-of` links between canonical ids: part to wholes.
    pub part_of: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// `syndicated-from` links between canonical ids: copy to roots.
    pub syndicated_from: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// Requests of others to take content out of sight: the `withhold` entry and what it asks for. Nothing follows from them.
    pub requests: BTreeSet<(EntryId, EntryId)>,
    /// Entries whose content is destroyed by the word of an owner of this record: those that an effective `withhold destroy` names, and
    /// all that quotes them or is said of them. Whether it is gone from the disk is another matter.
    pub destroyed: BTreeSet<EntryId>,
    /// How every key stands of which an `actor` entry that stands, or being a founder, says anything.
    pub actors: BTreeMap<PublicKey, ActorStanding>,
    /// Every retraction that its author may make, whether or not it stands: what it retracts, and the retraction. Sorted.
    retractions: Vec<(EntryId, EntryId)>,
    /// Which reviews count, and who stands for which claim.
    pub(crate) reviews: review::Reviews,
    /// What the fold saw and could not settle, sorted.
    pub doubts: Vec<FoldDoubt>,
}

/// What was decided of one entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Marks(u16);

impl Marks {
    /// No authorised entry that counts retracts or replaces it.
    pub(crate) const EFFECTIVE: Self = Self(1);
    /// An effective, authorised entry retracts it.
    pub(crate) const RETRACTED: Self = Self(2);
    /// An authorised entry that keeps its place replaces it; of a claim, another that was put in its place, where neither stands or that does.
    pub(crate) const REPLACED: Self = Self(4);
    /// A claim that people accept, whose differences somebody settled, in a passage that stands.
    pub(crate) const ACCEPTED: Self = Self(8);
    /// The reviews of a claim and its versions come to this one.
    pub(crate) const ACCEPT: Self = Self(16);
    /// They come to a rejection.
    pub(crate) const REJECT: Self = Self(32);
    /// A claim with an effective, authorised review.
    pub(crate) const REVIEWED: Self = Self(64);
    /// Its content is out of sight.
    pub(crate) const WITHHELD: Self = Self(128);
    /// A judgement or act whose author may not make it.
    pub(crate) const IGNORED: Self = Self(256);
    /// Part of a chain of evidence that is missing a link, or of which a link was retracted.
    pub(crate) const UNGROUNDED: Self = Self(512);
    /// People differ on the claim, and somebody stands for this version.
    pub(crate) const DIFFER: Self = Self(1024);
    /// The reviews of a claim and its versions come to another one, which was not put in the place of this.
    pub(crate) const SUPERSEDED: Self = Self(2048);
    /// A claim that whoever entered it has taken back, and that somebody else had accepted: it is theirs by now.
    pub(crate) const WITHDRAWN: Self = Self(8192);
    /// Its content is destroyed by an owner's word.
    pub(crate) const DESTROYED: Self = Self(4096);

    /// Whether any of `other` is set.
    pub(crate) const fn any(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// Whether nothing retracts or replaces it.
    const fn is_effective(self) -> bool {
        self.any(Self::EFFECTIVE) && !self.any(Self::REPLACED)
    }

    /// Sets all of `other`.
    pub(crate) const fn set(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Takes all of `other` away.
    pub(crate) const fn clear(&mut self, other: Self) {
        self.0 &= !other.0;
    }

    /// Both together.
    pub(crate) const fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// What both have.
    pub(crate) const fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

impl State {
    /// Folds a set of entries, in any order and with any duplicates. `founders` are the keys that trust starts from;
    /// `recorded_by` leaves out every entry without a receipt at or before that instant.
    pub fn fold(entries: &[Received], founders: &[PublicKey], recorded_by: Option<Timestamp>) -> Self {
        let mut index = Index::new(entries, recorded_by);
        Self::of(&mut index, founders)
    }

    /// Who may do what is settled first, without any receipt; then whose receipts count.
    pub(crate) fn of(index: &mut Index<'_>, founders: &[PublicKey]) -> Self {
        let mut state = Self { marks: vec![Marks::default(); index.len()], ..Self::default() };
        state.ids.clone_from(&index.ids);
        state.doubts.extend(
            index
                .missing
                .iter()
                .map(|(node, missing)| FoldDoubt::Missing { entry: index.id(*node), missing: *missing }),
        );
        let attacks = settle::Attacks::of(index);
        let authority = authority::Authority::of(index, &attacks, founders, &mut state.doubts);
        index.order_by_receipts_of(|key| authority.is_person(key));
        index.by_persons(|key| authority.person(key));
        let index = &*index;
        let replaced = attacks.settle(index, &authority, &mut state);
        judge::judge(index, &authority, &mut state);
        state.destroyed = state.with(|marks| marks.any(Marks::DESTROYED)).collect();
        cluster::cluster(index, &authority, &replaced, &mut state);
        state.actors = authority.into_actors(index);
        state.doubts.sort_unstable();
        state.doubts.dedup();
        state
    }

    /// Whether the entry is on the record and no authorised entry that counts retracts or replaces it.
    pub fn is_effective(&self, id: EntryId) -> bool {
        self.marks_of(id).is_effective()
    }

    /// Whether the entry would be on the record and retracted by nobody, were these entries taken back. What was replaced was not
    /// retracted: it would be effective again without its replacement.
    pub fn stands_without(&self, id: EntryId, taken: &BTreeSet<EntryId>) -> bool {
        // An entry is decided once everything that retracts it is. `None` while that is not so: forged ids may form a cycle.
        let mut decided: BTreeMap<EntryId, Option<bool>> = BTreeMap::new();
        let mut open = vec![id];
        while let Some(at) = open.last().copied() {
            decided.entry(at).or_default();
            let retracted_by = || self.retractions_of(at).filter(|by| !taken.contains(by));
            if let Some(next) = retracted_by().find(|by| !decided.contains_key(by)) {
                open.push(next);
                continue;
            }
            let retracted = retracted_by().any(|by| decided.get(&by) == Some(&Some(true)));
            decided.insert(at, Some(!retracted && self.ids.binary_search(&at).is_ok()));
            open.pop();
        }
        decided.get(&id).copied().flatten().unwrap_or_default()
    }

    pub(crate) fn retractions_of(&self, id: EntryId) -> impl Iterator<Item = EntryId> + '_ {
        let from = self.retractions.partition_point(|(of, _)| *of < id);
        self.retractions[from..].iter().take_while(move |(of, _)| *of == id).map(|(_, by)| *by)
    }

    /// Whether the entry is a claim that stands by its heads alone: people who reviewed it and its versions agree on it, or a third person
    /// settled it, and no part of its passage was retracted. A [`View`](crate::View) also knows which claims were made of one draft, and which
    /// versions say the same.
    pub fn is_accepted(&self, id: EntryId) -> bool {
        self.marks_of(id).any(Marks::ACCEPTED)
    }

    /// Whether the entry's content is out of sight, by a `withhold` of its own or of the text or source that it quotes.
    pub fn is_withheld(&self, id: EntryId) -> bool {
        self.marks_of(id).any(Marks::WITHHELD)
    }

    /// Effective entries in order of id.
    pub fn effective(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.with(Marks::is_effective)
    }

    /// Claims that stand, in order of id.
    pub fn accepted(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.with(|marks| marks.any(Marks::ACCEPTED))
    }

    /// Number of different entries.
    pub fn len(&self) -> usize {
        self.ids.len()
    }

    /// Whether there is no entry.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty()
    }

    /// The id that an anchor, entity or source is known by: its own, or that of its cluster.
    pub fn canonical(&self, id: EntryId) -> EntryId {
        self.same.get(&id).copied().unwrap_or(id)
    }

    pub(crate) fn marks(&self, node: u32) -> Marks {
        self.marks[node as usize]
    }

    pub(crate) fn unmark(&mut self, node: u32, marks: Marks) {
        self.marks[node as usize].clear(marks);
    }

    pub(crate) fn mark(&mut self, node: u32, marks: Marks) {
        self.marks[node as usize].set(marks);
    }

    /// Whether a claim is taken back as far as somebody's word on it goes: for everybody, or for whoever entered it alone.
    pub(crate) fn is_gone_for(&self, index: &Index<'_>, claim: u32, by: u32) -> bool {
        let marks = self.marks(claim);
        marks.any(Marks::RETRACTED) || marks.any(Marks::WITHDRAWN) && index.node(claim).by == by
    }

    fn marks_of(&self, id: EntryId) -> Marks {
        self.ids.binary_search(&id).map_or(Marks::default(), |at| self.marks[at])
    }

    fn with(&self, fits: fn(Marks) -> bool) -> impl Iterator<Item = EntryId> + '_ {
        self.ids.iter().zip(&self.marks).filter(move |(_, marks)| fits(**marks)).map(|(id, _)| *id)
    }
}
