//! Evidence by rule: what typed claims say of an element without anybody bridging them.
//!
//! Rules derive, people judge. Each rule is sound under more evidence: it never takes the absence of a claim for evidence.

use super::format::{DateOf, DateRelation, DateTest, Rule};
use crate::{
    authority::zone::{Shapes, Verdict},
    facts::{Dated, Facts, is_asserted, is_denied},
};
use assize_ledger::view::ClaimView;
use assize_record::{
    Edtf, EntryId, Interval, Relation, Value,
    body::{ActKind, Side},
};
use std::collections::BTreeMap;

/// An argument: it stands where every leg does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Argument {
    pub(crate) side: Side,
    pub(crate) legs: Vec<Vec<EntryId>>,
    pub(crate) warrant: String,
}

/// What a rule came to: arguments, and what it saw and could not settle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Derived {
    pub(crate) arguments: Vec<Argument>,
    pub(crate) notes: Vec<String>,
}

impl Derived {
    fn argue(&mut self, side: Side, legs: Vec<Vec<EntryId>>, warrant: String) {
        self.arguments.push(Argument { side, legs, warrant });
    }
}

/// Applies a rule to an incident or a campaign.
pub(crate) fn derive(rule: &Rule, facts: &Facts<'_>, shapes: &Shapes, subject: EntryId) -> Derived {
    let mut derived = Derived::default();
    match rule {
        Rule::Zone(name) => zone(&mut derived, facts, shapes, subject, &format!("zone/{name}")),
        Rule::List(name) => list(&mut derived, facts, subject, &format!("list/{name}")),
        Rule::Authority(name) => authority(&mut derived, facts, subject, &format!("instrument/{name}")),
        Rule::Flag { property, met_when } => flag(&mut derived, facts, subject, property, *met_when),
        Rule::Date(test) => date(&mut derived, facts, subject, test),
    }
    derived
}

fn zone(derived: &mut Derived, facts: &Facts<'_>, shapes: &Shapes, incident: EntryId, key: &str) {
    let Some(zone) = entity(derived, facts, key) else { return };
    let shape =
        facts.view.entities().get(&zone).and_then(|zone| zone.shape).and_then(|hash| shapes.get(&hash));
    let Some(shape) = shape else {
        derived.notes.push(format!("`{key}` has no shape at hand: positions are not tested"));
        return;
    };
    let name = facts.view.name(zone);
    for claim in facts.asserted(incident, "incident.position") {
        let Value::Point(point) = &claim.proposition.value else { continue };
        match shape.place(point) {
            Err(error) => derived.notes.push(error.to_string()),
            Ok(placement) => {
                let (side, word) = match placement.verdict {
                    Verdict::Inside => (Side::For, "inside"),
                    Verdict::Outside => (Side::Against, "outside"),
                    Verdict::CannotBeEstablished => {
                        derived.notes.push(format!(
                            "position within {} km lies {} km from the edge of “{name}”: inside or outside cannot be established",
                            placement.within_km, placement.edge_km
                        ));
                        continue;
                    }
                };
                let warrant = format!(
                    "the position, within {} km, is {word} “{name}”, {} km from its edge",
                    placement.within_km, placement.edge_km
                );
                derived.argue(side, vec![vec![claim.id]], warrant);
            }
        }
    }
}

fn list(derived: &mut Derived, facts: &Facts<'_>, incident: EntryId, key: &str) {
    let Some(list) = entity(derived, facts, key) else { return };
    let name = facts.view.name(list);
    let when = facts.dates(incident, "incident.happened-on");
    let included = facts.entities(list, "list.includes");
    let removed = facts.entities(list, "list.removed");
    let never = facts.denied_entities(list, "list.includes");
    for (group, targets) in facts.entities(incident, "incident.target-group") {
        let group_name = facts.view.name(group);
        let targets = ids(&targets);
        let (on, later) = from_when(included.get(&group), &when);
        if !on.is_empty() {
            let warrant = format!("“{group_name}” was attacked and is on “{name}”");
            derived.argue(Side::For, vec![targets.clone(), on], warrant);
        }
        if !later.is_empty() {
            let warrant = format!("“{group_name}” was attacked and came onto “{name}” only later");
            derived.argue(Side::Against, vec![targets.clone(), later], warrant);
        }
        let (off, _) = from_when(removed.get(&group), &when);
        if !off.is_empty() {
            let warrant = format!("“{group_name}” was attacked and had been taken off “{name}”");
            derived.argue(Side::Against, vec![targets.clone(), off], warrant);
        }
        if let Some(denials) = never.get(&group) {
            let warrant = format!("“{group_name}” was attacked and is said not to be on “{name}”");
            derived.argue(Side::Against, vec![targets, ids(denials)], warrant);
        }
    }
    for (group, denials) in facts.denied_entities(incident, "incident.target-group") {
        if let Some(on) = included.get(&group) {
            let warrant = format!("those attacked are said not to have been of “{}”", facts.view.name(group));
            derived.argue(Side::Against, vec![ids(&denials), ids(on)], warrant);
        }
    }
}

/// Claims on a change of a list, by whether it had taken effect at the incident for certain, or had not.
fn from_when(claims: Option<&Vec<&ClaimView>>, when: &[Dated]) -> (Vec<EntryId>, Vec<EntryId>) {
    let (mut before, mut after) = (Vec::new(), Vec::new());
    for claim in claims.into_iter().flatten() {
        let Some(from) = &claim.proposition.happened_on else {
            before.push(claim.id);
            continue;
        };
        let stands = |relation: &dyn Fn(Relation) -> bool| {
            when.iter().any(|day| relation(from.begins().relation(&day.interval())))
        };
        if stands(&|relation| matches!(relation, Relation::Before | Relation::SameDay)) {
            before.push(claim.id);
        }
        if stands(&|relation| relation == Relation::After) {
            after.push(claim.id);
        }
    }
    (before, after)
}

fn authority(derived: &mut Derived, facts: &Facts<'_>, incident: EntryId, key: &str) {
    let Some(instrument) = entity(derived, facts, key) else { return };
    let mut holders = Vec::new();
    for (subject, property, what) in [
        (instrument, "authority.engagement", "is the engagement authority under the instrument"),
        (incident, "authority.engagement", "was the engagement authority in this incident"),
        (instrument, "authority.delegated-to", "was given the engagement authority"),
        (incident, "authority.delegated-to", "was given the engagement authority for this incident"),
    ] {
        for (person, claims) in facts.entities(subject, property) {
            holders.push((person, what, ids(&claims)));
        }
    }
    let approved = facts.entities(incident, "incident.approved-by");
    let denied = facts.denied_entities(incident, "incident.approved-by");
    for (person, what, claims) in holders {
        let name = facts.view.name(person);
        if let Some(approvals) = approved.get(&person) {
            let warrant = format!("{name} approved it, and {what}");
            derived.argue(Side::For, vec![ids(approvals), claims.clone()], warrant);
        }
        if let Some(denials) = denied.get(&person) {
            let warrant = format!("{name}, who {what}, is said not to have approved it");
            derived.argue(Side::Against, vec![ids(denials), claims], warrant);
        }
    }
}

fn flag(derived: &mut Derived, facts: &Facts<'_>, subject: EntryId, property: &str, met_when: bool) {
    for claim in facts.all(subject, property) {
        let Value::Flag(value) = claim.proposition.value else { continue };
        let side = match (is_asserted(claim), is_denied(claim)) {
            (true, _) if value == met_when => Side::For,
            (true, _) => Side::Against,
            (_, true) if value == met_when => Side::Against,
            (_, true) => Side::For,
            _ => continue,
        };
        let answer = if (side == Side::For) == met_when { "yes" } else { "no" };
        derived.argue(side, vec![vec![claim.id]], format!("said of it: {property}, {answer}"));
    }
}

fn date(derived: &mut Derived, facts: &Facts<'_>, subject: EntryId, test: &DateTest) {
    let firsts = dated(derived, facts, subject, test.what, test.of.as_deref());
    let seconds = dated(derived, facts, subject, test.than, test.of_than.as_deref());
    let measures = matches!(test.is, DateRelation::Within | DateRelation::Beyond);
    for first in &firsts {
        for second in &seconds {
            let relation = stands(test, &first.interval(), &second.interval());
            let words = format!("{} and {}", first.date, second.date);
            match relation {
                Some(true) if may_support(test) => {
                    let warrant = format!("{words}: {}", describe(test));
                    derived.argue(Side::For, legs(first, second), warrant);
                }
                Some(false) if may_oppose(test) => {
                    let warrant = format!("{words}: not {}", describe(test));
                    derived.argue(Side::Against, legs(first, second), warrant);
                }
                // What came before the other tells nothing of how long after it something happened.
                None if measures && first.interval().relation(&second.interval()) == Relation::Before => {}
                Some(_) => {}
                None => {
                    derived.notes.push(format!("{words}: whether {} cannot be established", describe(test)))
                }
            }
        }
    }
}

fn legs(first: &Dated, second: &Dated) -> Vec<Vec<EntryId>> {
    let mut legs = vec![first.entries.clone(), second.entries.clone()];
    // A date set against itself rests on one leg.
    legs.dedup();
    legs
}

/// Whether the relation may be derived *for*: of the first incident nothing can be, since an earlier one may come to light, except
/// what grows with the distance.
const fn may_support(test: &DateTest) -> bool {
    !matches!(test.than, DateOf::FirstIncident) || matches!(test.is, DateRelation::Beyond)
}

/// Whether it may be derived *against*: "any incident" is not refuted by one of which it does not hold.
const fn may_oppose(test: &DateTest) -> bool {
    let any = matches!(test.what, DateOf::AnyIncident) || matches!(test.than, DateOf::AnyIncident);
    let grows = matches!(test.than, DateOf::FirstIncident) && matches!(test.is, DateRelation::Beyond);
    !(any || grows)
}

/// Whether the relation holds for every choice of days (`true`), for none (`false`), or cannot be established.
pub(crate) fn stands(test: &DateTest, first: &Interval, second: &Interval) -> Option<bool> {
    let not_after = matches!((first.latest, second.earliest), (Some(a), Some(b)) if a <= b);
    match (test.is, first.relation(second)) {
        (DateRelation::Before, Relation::Before) => Some(true),
        (DateRelation::Before, Relation::After) => Some(false),
        (DateRelation::Before, _) => None,
        (DateRelation::NotAfter, Relation::After) => Some(false),
        (DateRelation::NotAfter, _) => not_after.then_some(true),
        (DateRelation::Within, _) => within(test, first, second),
        (DateRelation::Beyond, _) => within(test, first, second).map(|within| !within),
    }
}

/// Whether `first` falls no longer than the test's length after `second`. Two days n apart lie between n - 1 and n + 1 times 24 hours
/// apart, which is why two days apart is not enough to tell for 48 hours. What comes first is neither within nor beyond.
fn within(test: &DateTest, first: &Interval, second: &Interval) -> Option<bool> {
    let (fewest, most) = first.days_since(second);
    let length = |n: u32| i64::from(n);
    let (fewest, most) = (fewest.map(i64::from), most.map(i64::from));
    let (too_long, short_enough) = match (test.hours, test.days) {
        (Some(hours), _) => (
            fewest.is_some_and(|days| (days - 1) * 24 >= length(hours)),
            most.is_some_and(|days| (days + 1) * 24 <= length(hours)),
        ),
        (None, Some(days)) => (
            fewest.is_some_and(|apart| apart > length(days)),
            most.is_some_and(|apart| apart <= length(days)),
        ),
        (None, None) => (false, false),
    };
    if too_long {
        Some(false)
    } else if short_enough && fewest.is_some_and(|days| days >= 0) {
        Some(true)
    } else {
        None
    }
}

fn describe(test: &DateTest) -> String {
    let name = |what: DateOf| match what {
        DateOf::Incident => "the incident",
        DateOf::AnyIncident => "an incident of the campaign",
        DateOf::FirstIncident => "the first incident of the campaign",
        DateOf::Signed => "the signing",
        DateOf::Disclosed => "the disclosure",
        DateOf::Reported => "the report",
        DateOf::Briefed => "the briefing",
    };
    let length = match (test.hours, test.days) {
        (Some(hours), _) => format!("{hours} hours"),
        (None, Some(days)) => format!("{days} days"),
        (None, None) => String::new(),
    };
    let relation = match test.is {
        DateRelation::Before => "before".to_owned(),
        DateRelation::NotAfter => "not after".to_owned(),
        DateRelation::Within => format!("within {length} after"),
        DateRelation::Beyond => format!("more than {length} after"),
    };
    format!("{} {relation} {}", name(test.what), name(test.than))
}

/// Dates of what a date test names, with what is not on this record noted.
pub(crate) fn dated(
    derived: &mut Derived,
    facts: &Facts<'_>,
    subject: EntryId,
    what: DateOf,
    of: Option<&str>,
) -> Vec<Dated> {
    let mut of_instrument = |property| {
        let key = format!("instrument/{}", of.unwrap_or_default());
        entity(derived, facts, &key).map_or_else(Vec::new, |instrument| facts.dates(instrument, property))
    };
    match what {
        DateOf::Incident => facts.dates(subject, "incident.happened-on"),
        DateOf::Signed => of_instrument("instrument.signed-on"),
        DateOf::Disclosed => of_instrument("instrument.disclosed-on"),
        DateOf::AnyIncident | DateOf::FirstIncident => {
            let incidents = facts.incidents_of(subject);
            incidents.keys().flat_map(|incident| facts.dates(*incident, "incident.happened-on")).collect()
        }
        DateOf::Reported => acts(derived, facts, of, ActKind::Reported),
        DateOf::Briefed => acts(derived, facts, of, ActKind::Briefed),
    }
}

fn acts(derived: &mut Derived, facts: &Facts<'_>, of: Option<&str>, kind: ActKind) -> Vec<Dated> {
    let Some(matter) = entity(derived, facts, &format!("request/{}", of.unwrap_or_default())) else {
        return Vec::new();
    };
    let mut by_date: BTreeMap<&Edtf, Vec<EntryId>> = BTreeMap::new();
    for act in facts.view.acts() {
        if facts.view.canonical(act.subject) == matter
            && act.act.act == kind
            && let Some(date) = &act.act.happened_on
        {
            by_date.entry(date).or_default().push(act.id);
        }
    }
    by_date.into_iter().map(|(date, entries)| Dated { date: date.clone(), entries }).collect()
}

fn entity(derived: &mut Derived, facts: &Facts<'_>, key: &str) -> Option<EntryId> {
    let found = facts.view.by_key(key);
    if found.is_none() {
        derived.notes.push(format!("`{key}` is not on this record"));
    }
    found
}

fn ids(claims: &[&ClaimView]) -> Vec<EntryId> {
    claims.iter().map(|claim| claim.id).collect()
}
