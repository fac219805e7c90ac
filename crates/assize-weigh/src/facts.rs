//! Claims of a view by subject and property, and which of them count as said outright.

use assize_ledger::{View, view::ClaimView};
use assize_record::{Edtf, EntryId, HedgeKind, Interval, Stance, Value};
use std::collections::BTreeMap;

/// Claims by subject and property, in order of id.
pub(crate) struct Facts<'v> {
    pub(crate) view: &'v View,
    claims: BTreeMap<(EntryId, &'v str), Vec<&'v ClaimView>>,
    incidents: BTreeMap<EntryId, Vec<&'v ClaimView>>,
}

/// Something that is said of a date, and by which entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Dated {
    pub(crate) date: Edtf,
    pub(crate) entries: Vec<EntryId>,
}

impl Dated {
    pub(crate) fn interval(&self) -> Interval {
        self.date.interval()
    }
}

impl<'v> Facts<'v> {
    pub(crate) fn of(view: &'v View) -> Self {
        let mut claims: BTreeMap<_, Vec<&ClaimView>> = BTreeMap::new();
        let mut incidents: BTreeMap<_, Vec<&ClaimView>> = BTreeMap::new();
        for claim in view.claims() {
            let proposition = &claim.proposition;
            let subject = view.canonical(proposition.subject);
            claims.entry((subject, proposition.property.as_str())).or_default().push(claim);
            if proposition.property == "incident.campaign"
                && let Value::Entity(campaign) = &proposition.value
            {
                incidents.entry(view.canonical(*campaign)).or_default().push(claim);
            }
        }
        Self { view, claims, incidents }
    }

    /// All claims of a property on a subject.
    pub(crate) fn all<'s>(&'s self, subject: EntryId, property: &'s str) -> &'s [&'v ClaimView] {
        // The key need not live as long as the view.
        let claims: &BTreeMap<(EntryId, &str), Vec<&'v ClaimView>> = &self.claims;
        claims.get(&(subject, property)).map_or(&[], Vec::as_slice)
    }

    /// Claims that say it outright.
    pub(crate) fn asserted<'s>(
        &'s self,
        subject: EntryId,
        property: &'s str,
    ) -> impl Iterator<Item = &'v ClaimView> + use<'s, 'v> {
        self.all(subject, property).iter().copied().filter(|claim| is_asserted(claim))
    }

    /// Claims that deny it outright.
    pub(crate) fn denied<'s>(
        &'s self,
        subject: EntryId,
        property: &'s str,
    ) -> impl Iterator<Item = &'v ClaimView> + use<'s, 'v> {
        self.all(subject, property).iter().copied().filter(|claim| is_denied(claim))
    }

    /// Asserted entity values of a property, each with the claims that say so.
    pub(crate) fn entities(&self, subject: EntryId, property: &str) -> BTreeMap<EntryId, Vec<&'v ClaimView>> {
        by_entity(self.view, self.asserted(subject, property))
    }

    /// Denied entity values of a property, each with the claims that deny it.
    pub(crate) fn denied_entities(
        &self,
        subject: EntryId,
        property: &str,
    ) -> BTreeMap<EntryId, Vec<&'v ClaimView>> {
        by_entity(self.view, self.denied(subject, property))
    }

    /// Asserted dates of a property, each with the claims that say so.
    pub(crate) fn dates(&self, subject: EntryId, property: &str) -> Vec<Dated> {
        let mut dates: BTreeMap<&Edtf, Vec<EntryId>> = BTreeMap::new();
        for claim in self.asserted(subject, property) {
            if let Value::Date(date) = &claim.proposition.value {
                dates.entry(date).or_default().push(claim.id);
            }
        }
        dates.into_iter().map(|(date, entries)| Dated { date: date.clone(), entries }).collect()
    }

    /// Placed incidents that are asserted to be part of a campaign, each with the claims that say so.
    pub(crate) fn incidents_of(&self, campaign: EntryId) -> BTreeMap<EntryId, Vec<EntryId>> {
        let mut found: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for claim in self.incidents.get(&campaign).into_iter().flatten().filter(|claim| is_asserted(claim)) {
            let incident = self.view.canonical(claim.proposition.subject);
            if !self.view.unplaced().contains(&incident) {
                found.entry(incident).or_default().push(claim.id);
            }
        }
        found
    }

    /// Campaigns that an incident is asserted to be part of.
    pub(crate) fn campaigns_of(&self, incident: EntryId) -> Vec<EntryId> {
        self.entities(incident, "incident.campaign").into_keys().collect()
    }
}

/// Whether the speaker says it outright: no doubt, no hearsay passed on as such, no hedge that leaves it open. A bound or a rough
/// figure is no such hedge.
pub(crate) fn is_asserted(claim: &ClaimView) -> bool {
    claim.stance == Stance::Asserts && !leaves_open(claim)
}

/// Whether the speaker denies it outright.
pub(crate) fn is_denied(claim: &ClaimView) -> bool {
    claim.stance == Stance::Denies && !leaves_open(claim)
}

fn leaves_open(claim: &ClaimView) -> bool {
    claim.hedges.iter().any(|hedge| match hedge.kind {
        HedgeKind::Bound | HedgeKind::Approximate | HedgeKind::Frequency => false,
        HedgeKind::Appearance
        | HedgeKind::Possibility
        | HedgeKind::Unknown
        | HedgeKind::Allegation
        | HedgeKind::Condition
        | HedgeKind::Counterfactual => true,
    })
}

fn by_entity<'v>(
    view: &View,
    claims: impl Iterator<Item = &'v ClaimView>,
) -> BTreeMap<EntryId, Vec<&'v ClaimView>> {
    let mut found: BTreeMap<EntryId, Vec<&ClaimView>> = BTreeMap::new();
    for claim in claims {
        if let Value::Entity(entity) = &claim.proposition.value {
            found.entry(view.canonical(*entity)).or_default().push(claim);
        }
    }
    found
}
