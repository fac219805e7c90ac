//! How the record has what a view shows under the ids that things are known by.

use super::View;
use assize_record::{
    Entry, EntryId, Proposition, Speaker, Value,
    body::Claim,
    entry::{EntryError, OfText, Salt},
};
use std::collections::{BTreeMap, BTreeSet};

/// What decisions need of the record beside what a view shows. A view that was put together by hand has none of it, and so nothing of
/// it reaches what is published.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Stored {
    /// For each claim that names something which is known by another id: the ids that it names itself, in the order of [`names`].
    pub(super) names: BTreeMap<EntryId, Vec<EntryId>>,
    /// The entity of version 1 that an anchor stands for in its text. Such an anchor need not be on the record yet.
    pub(super) converted: BTreeMap<EntryId, EntryId>,
    /// Entities that were replaced, with what replaces them.
    pub(super) replaced: BTreeSet<(EntryId, EntryId)>,
    /// See [`State::destroyed`](crate::State::destroyed).
    pub(super) destroyed: BTreeSet<EntryId>,
    /// Entries whose bodies are not at hand, for whatever reason.
    pub(super) bodiless: BTreeSet<EntryId>,
    /// Texts that are salted, with their salts.
    pub(super) salts: BTreeMap<EntryId, Salt>,
}

/// Everything that a claim names beside its subject: speakers, group and value.
pub(super) fn names<'c>(
    speaker: &'c mut Speaker,
    via: &'c mut [Speaker],
    said: &'c mut Proposition,
) -> impl Iterator<Item = &'c mut EntryId> {
    let value = if let Value::Entity(id) = &mut said.value { Some(id) } else { None };
    let speakers = std::iter::once(speaker).chain(via);
    let speakers = speakers.flat_map(|speaker| speaker.entity.iter_mut().chain(&mut speaker.party));
    speakers.chain(&mut said.group).chain(value)
}

impl View {
    /// Puts the ids that a claim was entered with in the place of those that they are known by now, so that taking a link back
    /// takes it back from what was made of the claim too.
    pub(crate) fn as_entered(&self, id: EntryId, claim: &mut Claim) {
        let Some(entered) = self.stored.names.get(&id) else { return };
        let Claim { speaker, via, proposition, .. } = claim;
        for (name, entered) in names(speaker, via, proposition).zip(entered) {
            *name = *entered;
        }
    }

    /// A text as its passages and anchors are entered.
    pub fn of_text(&self, text: EntryId) -> OfText {
        OfText::new(text, self.stored.salts.get(&text).copied().unwrap_or_default())
    }

    /// Entries whose content is destroyed by the word of an owner of this record, with all that quotes them or is said of them.
    pub const fn destroyed(&self) -> &BTreeSet<EntryId> {
        &self.stored.destroyed
    }

    /// Entries whose bodies are not at hand: destroyed, never sent, or lost.
    pub const fn bodiless(&self) -> &BTreeSet<EntryId> {
        &self.stored.bodiless
    }

    /// The anchor that stands for an entity of version 1, where `id` is one.
    pub(crate) fn converted(&self, id: EntryId) -> Result<Option<Entry>, EntryError> {
        let of = self.stored.converted.get(&id).zip(self.anchors().get(&id));
        of.map(|(entity, anchor)| Entry::converted_anchor(anchor.text, *entity)).transpose()
    }

    /// Whether an entity took the place of another.
    pub(crate) fn replacements(&self) -> impl Iterator<Item = (EntryId, EntryId)> + '_ {
        self.stored.replaced.iter().copied()
    }
}
