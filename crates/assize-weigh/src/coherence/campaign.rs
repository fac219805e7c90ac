//! Campaign totals against the incidents that make them up.

use super::{Check, Checks};
use crate::{
    conflict::stated_on,
    grouped::Cell,
    revision,
    toll::{as_of, is_supposed, members, takes_part},
};
use assize_ledger::view::ClaimView;
use assize_record::{Day, EntryId, Interval, Quantity, Stance, Status, Unit, Value};
use std::collections::BTreeMap;

/// One property of a campaign and the property of its incidents that it adds up.
const TOTALS: [(&str, &str); 3] = [
    ("campaign.killed", "incident.killed"),
    ("campaign.injured", "incident.injured"),
    ("campaign.survived", "incident.survived"),
];

/// What one origin says of one incident: the last day it may have been on, the least it counts, its claims.
type Counted = (Day, u64, Vec<EntryId>);

impl<'v> Checks<'v> {
    /// What one origin states for a campaign up to a day cannot be less than what it states for the incidents that had surely happened
    /// by then.
    pub(super) fn campaigns(&mut self) {
        let grouped = self.grouped;
        for (campaign, incidents) in members(self.view, grouped) {
            for (total, single) in TOTALS {
                let totals: Vec<&ClaimView> = grouped
                    .about_property(campaign, total)
                    .filter(|claim| bounded(claim).is_some())
                    .collect();
                if totals.is_empty() {
                    continue;
                }
                let mut counted: BTreeMap<(Option<usize>, Option<Status>), Vec<Counted>> = BTreeMap::new();
                // What nobody has placed adds to no campaign.
                for incident in incidents.keys().filter(|id| !self.view.unplaced().contains(*id)) {
                    self.count(*incident, single, &mut counted);
                }
                counted.values_mut().for_each(|incidents| incidents.sort_unstable());
                for claim in totals {
                    let origin = self.origins.position(claim.id);
                    if let Some(incidents) = counted.get(&(origin, claim.proposition.status)) {
                        self.total(claim, incidents);
                    }
                }
            }
        }
    }

    /// What is counted up to a day cannot be less than what was counted up to an earlier one.
    pub(super) fn falling_totals(&mut self) {
        let grouped = self.grouped;
        for cell in grouped.cells().iter().filter(|cell| cell.property.starts_with("campaign.")) {
            let mut by_unit: BTreeMap<Unit, Vec<(Interval, &'v ClaimView, &'v Quantity)>> = BTreeMap::new();
            for claim in grouped.claims(cell).iter().copied() {
                let put_forward =
                    matches!(claim.stance, Stance::Asserts | Stance::Reports) && !is_supposed(claim);
                if let (Value::Quantity(quantity), Some(days), true) =
                    (&claim.proposition.value, stated_on(claim), put_forward && is_possible(claim))
                {
                    by_unit.entry(quantity.unit).or_default().push((days, claim, quantity));
                }
            }
            for totals in by_unit.values() {
                self.falling(cell, totals);
            }
        }
    }

    fn falling(&mut self, cell: &Cell<'v>, totals: &[(Interval, &'v ClaimView, &'v Quantity)]) {
        // What is the state of a known last day, in order of that; and up to each the greatest.
        let mut ended: Vec<(Day, u64, EntryId)> = totals
            .iter()
            .filter_map(|(days, claim, quantity)| Some((days.latest?, quantity.min?, claim.id)))
            .collect();
        ended.sort_unstable();
        let greatest: Vec<(u64, Day, EntryId)> = ended
            .iter()
            .scan((0, None), |(most, at), (day, least, id)| {
                if at.is_none() || *least > *most {
                    (*most, *at) = (*least, Some((*day, *id)));
                }
                at.map(|(day, id)| (*most, day, id))
            })
            .collect();
        for (days, claim, quantity) in totals {
            let (Some(most), Some(first)) = (quantity.max, days.earliest) else { continue };
            let before = ended.partition_point(|(day, ..)| *day < first);
            let Some((least, day, by)) = before.checked_sub(1).map(|at| greatest[at]) else { continue };
            if least > most {
                let what = cell.property.trim_start_matches("campaign.");
                let words = format!("{what} {most} in all up to {first}, {least} up to {day}");
                let across = self.origins.position(by) != self.origins.position(claim.id);
                self.report(cell.subject, Check::TotalFalls, words, across, vec![claim.id, by]);
            }
        }
    }

    fn total(&mut self, claim: &ClaimView, incidents: &[Counted]) {
        let Some((most, day)) = bounded(claim).zip(as_of(claim).and_then(|days| days.earliest)) else {
            return;
        };
        let by_then = &incidents[..incidents.partition_point(|(last, ..)| *last <= day)];
        let sum = by_then.iter().fold(0_u64, |sum, (_, least, _)| sum.saturating_add(*least));
        if sum > most {
            let words =
                format!("{most} in all up to {day}, but {sum} in {} incidents by then", by_then.len());
            let claims = by_then.iter().flat_map(|(.., claims)| claims.iter().copied()).chain([claim.id]);
            let subject = claim.proposition.subject;
            self.report(subject, Check::CampaignBelowIncidents, words, false, claims.collect());
        }
    }

    /// Adds the least that each origin counts for an incident whose day is known.
    fn count(
        &self,
        incident: EntryId,
        property: &str,
        counted: &mut BTreeMap<(Option<usize>, Option<Status>), Vec<Counted>>,
    ) {
        let Some(last) = self.incident_over(incident) else { return };
        for cell in self.grouped.cells_of(incident) {
            if cell.property != property || cell.group.is_some() {
                continue;
            }
            let claims: Vec<&ClaimView> =
                self.grouped.claims(cell).iter().copied().filter(|claim| takes_part(claim).is_ok()).collect();
            let replaced = revision::superseded(self.origins, &claims);
            let mut least: BTreeMap<Option<usize>, (u64, Vec<EntryId>)> = BTreeMap::new();
            for claim in claims.iter().filter(|claim| !replaced.contains_key(&claim.id)) {
                let figure = takes_part(claim).ok().and_then(|quantity| quantity.min).unwrap_or(0);
                let origin = self.origins.position(claim.id);
                let entry = least.entry(origin).or_insert((figure, Vec::new()));
                entry.0 = entry.0.min(figure);
                entry.1.push(claim.id);
            }
            for (origin, (figure, claims)) in least {
                counted.entry((origin, cell.status)).or_default().push((last, figure, claims));
            }
        }
    }

    /// The last day on which anybody puts the incident; `None` where one of them sets no bound, or nobody dates it.
    fn incident_over(&self, incident: EntryId) -> Option<Day> {
        let mut over: Option<Day> = None;
        for claim in self.grouped.about_property(incident, "incident.happened-on") {
            if let (Value::Date(date), Stance::Asserts) = (&claim.proposition.value, claim.stance) {
                let latest = date.interval().latest?;
                over = Some(over.map_or(latest, |over| over.max(latest)));
            }
        }
        over
    }
}

fn is_possible(claim: &ClaimView) -> bool {
    !matches!(&claim.proposition.value, Value::Quantity(quantity) if !quantity.is_coherent())
}

/// The most that a total allows, where it sets a bound.
fn bounded(claim: &ClaimView) -> Option<u64> {
    takes_part(claim).ok()?.max
}
