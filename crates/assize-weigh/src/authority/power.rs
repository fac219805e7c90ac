//! Who could approve: the engagement authority under an instrument or for one incident, and those it was given to, on a day.

use super::state::{self, Change, SameDay, State};
use crate::facts::{Dated, Facts};
use assize_record::EntryId;

/// A power of one person, and whether it was theirs at the time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Power {
    /// Of which sort.
    pub(crate) kind: PowerKind,
    /// The instrument or the incident that it is said of.
    pub(crate) under: EntryId,
    /// How it stood.
    pub(crate) state: State,
}

/// What sort of power.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum PowerKind {
    /// The engagement authority itself.
    Engagement,
    /// Given by whoever has it.
    Delegated,
}

impl PowerKind {
    pub(crate) const fn property(self) -> &'static str {
        match self {
            Self::Engagement => "authority.engagement",
            Self::Delegated => "authority.delegated-to",
        }
    }

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Engagement => "engagement-authority",
            Self::Delegated => "delegated",
        }
    }
}

impl Power {
    pub(crate) const fn in_words(&self) -> &'static str {
        match self.kind {
            PowerKind::Engagement => "the engagement authority",
            PowerKind::Delegated => "one to whom the engagement authority was given",
        }
    }
}

/// The powers that are said of one person under instruments or for incidents.
pub(crate) fn powers(facts: &Facts<'_>, under: &[EntryId], person: EntryId, when: &[Dated]) -> Vec<Power> {
    let mut found = Vec::new();
    // What is taken back for one act is taken back there, wherever it was given.
    let lost: Vec<Vec<Change>> =
        under.iter().map(|of| state::ends(facts, *of, "authority.revoked", person)).collect();
    for kind in [PowerKind::Engagement, PowerKind::Delegated] {
        for (at, under) in under.iter().copied().enumerate() {
            let mut changes = state::of_thing(facts, under, (kind.property(), "authority.revoked"), person);
            let elsewhere = lost.iter().enumerate().filter(|(other, _)| *other != at);
            changes.extend(elsewhere.flat_map(|(_, changes)| changes.iter().cloned()));
            // That somebody lost a power says nothing of one they were never said to have.
            if changes.iter().any(|change| change.on)
                || facts.denied_entities(under, kind.property()).contains_key(&person)
            {
                let state = state::state_on(&changes, when, SameDay::NotKnown);
                found.push(Power { kind, under, state });
            }
        }
    }
    found
}
