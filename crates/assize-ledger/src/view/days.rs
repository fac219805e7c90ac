//! The days that claims put an incident on.

use super::{ClaimView, View};
use assize_record::{Edtf, EntryId, HedgeKind, Stance, Value, body::ClaimHedge};
use std::collections::BTreeMap;

/// A day that an incident is said to have happened on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayOf<'v> {
    /// The day, or the days it may have been.
    pub date: &'v Edtf,
    /// The claims that say so, in order of id; never empty.
    pub claims: Vec<EntryId>,
}

impl View {
    /// The days that claims put an incident, attack or event on, in order: what is said of the day itself, else the days that are said of what
    /// was counted or done there. Denials, doubts and suppositions put it on no day. Every list, page and candidate takes its days
    /// from here, so that none says "not dated" where another dates it.
    pub fn days_of(&self, incident: EntryId) -> Vec<DayOf<'_>> {
        let claims: Vec<&ClaimView> =
            self.claims_about(incident).filter(|claim| put_forward(claim)).collect();
        let itself = |claim: &'_ ClaimView| {
            matches!(claim.proposition.property.as_str(), "incident.happened-on" | "event.happened-on")
        };
        let of_itself = claims.iter().filter(|claim| itself(claim)).filter_map(|claim| {
            let Value::Date(date) = &claim.proposition.value else { return None };
            Some((date, claim.id))
        });
        let days = in_order(of_itself);
        if !days.is_empty() {
            return days;
        }
        let of_it = claims.iter().filter(|claim| {
            let property = claim.proposition.property.as_str();
            property.starts_with("incident.") || property.starts_with("event.")
        });
        in_order(of_it.filter_map(|claim| Some((claim.proposition.happened_on.as_ref()?, claim.id))))
    }
}

/// Whether a claim puts forward what it says: it is no denial, doubt or supposition.
pub fn put_forward(claim: &ClaimView) -> bool {
    let supposed = |hedge: &ClaimHedge| {
        matches!(hedge.kind, HedgeKind::Condition | HedgeKind::Counterfactual | HedgeKind::Unknown)
    };
    matches!(claim.stance, Stance::Asserts | Stance::Reports) && !claim.hedges.iter().any(supposed)
}

fn in_order<'v>(said: impl Iterator<Item = (&'v Edtf, EntryId)>) -> Vec<DayOf<'v>> {
    let mut days: BTreeMap<&Edtf, Vec<EntryId>> = BTreeMap::new();
    for (date, claim) in said {
        days.entry(date).or_default().push(claim);
    }
    let mut days: Vec<DayOf<'_>> = days.into_iter().map(|(date, claims)| DayOf { date, claims }).collect();
    days.sort_by_key(|day| {
        let interval = day.date.interval();
        // What has no first day is known by its last; what has neither comes last.
        let first = interval.earliest.or(interval.latest);
        (first.is_none(), first, interval.latest)
    });
    days
}
