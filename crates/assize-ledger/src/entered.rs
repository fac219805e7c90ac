//! What one sitting has entered so far, so that its decisions know of one another and one that is refused leaves nothing behind.

use assize_record::{DraftId, EntityType, EntryId, entry::Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// Everything that the decisions of a sitting have entered. Things are named by what the view knows them by.
#[derive(Default)]
pub(crate) struct Entered {
    anchors: BTreeMap<EntryId, EntityType>,
    entities: BTreeMap<EntryId, EntityType>,
    replaced: BTreeSet<EntryId>,
    evidence: BTreeSet<EntryId>,
    decided: BTreeSet<DraftId>,
    keys: BTreeMap<String, EntryId>,
    links: BTreeMap<(Verdict, EntryId), Vec<EntryId>>,
    /// What was entered, in order.
    steps: Vec<Step>,
}

/// One thing that was entered.
enum Step {
    Anchor(EntryId),
    Entity(EntryId),
    Replaced(EntryId),
    Evidence(EntryId),
    Decided(DraftId),
    Key(String),
    Link(Verdict, EntryId),
}

impl Entered {
    /// A text speaks of something of this type.
    pub(crate) fn anchor(&mut self, id: EntryId, entity_type: EntityType) {
        if self.anchors.insert(id, entity_type).is_none() {
            self.steps.push(Step::Anchor(id));
        }
    }

    /// A person names something of this type.
    pub(crate) fn entity(&mut self, id: EntryId, entity_type: EntityType) {
        self.entities.insert(id, entity_type);
        self.steps.push(Step::Entity(id));
    }

    /// A name gives way to another.
    pub(crate) fn replaced(&mut self, id: EntryId) {
        if self.replaced.insert(id) {
            self.steps.push(Step::Replaced(id));
        }
    }

    /// A passage or anchor is entered. Whether it was not before.
    pub(crate) fn evidence(&mut self, id: EntryId) -> bool {
        let new = self.evidence.insert(id);
        if new {
            self.steps.push(Step::Evidence(id));
        }
        new
    }

    /// A draft is decided on.
    pub(crate) fn decided(&mut self, id: DraftId) {
        if self.decided.insert(id) {
            self.steps.push(Step::Decided(id));
        }
    }

    /// A key names a thing.
    pub(crate) fn key(&mut self, key: &str, of: EntryId) {
        if self.keys.insert(key.to_owned(), of).is_none() {
            self.steps.push(Step::Key(key.to_owned()));
        }
    }

    /// Two things are linked.
    pub(crate) fn link(&mut self, from: EntryId, verdict: Verdict, to: EntryId) {
        let symmetric = matches!(verdict, Verdict::Same | Verdict::Different);
        for (from, to) in std::iter::once((from, to)).chain(symmetric.then_some((to, from))) {
            self.links.entry((verdict, from)).or_default().push(to);
            self.steps.push(Step::Link(verdict, from));
        }
    }

    /// What the reader takes an anchor for that was entered.
    pub(crate) fn anchor_type(&self, id: EntryId) -> Option<EntityType> {
        self.anchors.get(&id).copied()
    }

    /// What a person says an entity is that was entered.
    pub(crate) fn entity_type(&self, id: EntryId) -> Option<EntityType> {
        self.entities.get(&id).copied()
    }

    /// Whether an entity of the record gave way to another.
    pub(crate) fn is_replaced(&self, id: EntryId) -> bool {
        self.replaced.contains(&id)
    }

    /// Whether a draft was decided on.
    pub(crate) fn is_decided(&self, id: DraftId) -> bool {
        self.decided.contains(&id)
    }

    /// What a key names that was entered.
    pub(crate) fn by_key(&self, key: &str) -> Option<EntryId> {
        self.keys.get(key).copied()
    }

    /// The other ends of links of one verdict.
    pub(crate) fn linked(&self, verdict: Verdict, from: EntryId) -> &[EntryId] {
        self.links.get(&(verdict, from)).map_or(&[], Vec::as_slice)
    }

    /// How much was entered so far.
    pub(crate) const fn mark(&self) -> usize {
        self.steps.len()
    }

    /// Forgets what was entered after a mark.
    pub(crate) fn back_to(&mut self, mark: usize) {
        for step in self.steps.drain(mark..).rev() {
            match step {
                Step::Anchor(id) => drop(self.anchors.remove(&id)),
                Step::Entity(id) => drop(self.entities.remove(&id)),
                Step::Replaced(id) => drop(self.replaced.remove(&id)),
                Step::Evidence(id) => drop(self.evidence.remove(&id)),
                Step::Decided(id) => drop(self.decided.remove(&id)),
                Step::Key(key) => drop(self.keys.remove(&key)),
                Step::Link(verdict, from) => drop(self.links.get_mut(&(verdict, from)).and_then(Vec::pop)),
            }
        }
    }
}
