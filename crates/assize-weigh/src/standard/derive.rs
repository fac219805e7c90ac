//! Evidence by rule: what typed claims say of an element without anybody bridging them.
//!
//! Rules derive, people judge. Each rule is sound under more evidence: it never takes the absence of a claim for evidence.

use super::format::{DateOf, DateRelation, DateTest, Rule};
use crate::{
    authority::{
        Answer,
        power::powers,
        state::{self, SameDay},
        zone::{Shapes, Verdict},
    },
    facts::{Dated, Facts, is_asserted, is_denied},
};
use assize_ledger::view::ClaimView;
use assize_record::{
    Day, Edtf, EntityType, EntryId, Interval, Relation, Value,
    body::{ActKind, Side},
};
use jiff::ToSpan;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Claims that it saw and that settle nothing.
    pub(crate) open: Vec<EntryId>,
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
    let when = facts.dates(incident, "incident.happened-on");
    let designated_by = state::designated_by(facts, zone);
    let state = state::state_on(&state::zone_in_force(facts, zone, &designated_by), &when, SameDay::Holds);
    let over: Vec<EntryId> = state.ended.iter().chain(&state.later).copied().collect();
    if !over.is_empty() {
        derived.argue(Side::Against, vec![over], format!("“{name}” was not in force that day"));
    }
    if matches!(state.answer, Answer::No | Answer::CannotBeEstablished) {
        if state.answer == Answer::CannotBeEstablished {
            let open = short(&state.open);
            derived.notes.push(format!(
                "whether “{name}” was in force that day cannot be established (claims {open})"
            ));
            derived.open.extend(state.open);
        }
        return;
    }
    for claim in facts.asserted(incident, "incident.position") {
        let Value::Point(point) = &claim.proposition.value else { continue };
        match shape.place(point) {
            Err(error) => derived.notes.push(error.to_string()),
            Ok(placement) => {
                let (side, word) = match placement.verdict {
                    Verdict::Inside => (Side::For, "inside"),
                    Verdict::Outside => (Side::Against, "outside"),
                    Verdict::CannotBeEstablished => {
                        derived.open.push(claim.id);
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
    let on_list = |group: EntryId| {
        let changes = state::of_thing(facts, list, ("list.includes", "list.removed"), group);
        state::state_on(&changes, &when, SameDay::Holds)
    };
    for (group, targets) in facts.entities(incident, "incident.target-group") {
        let group_name = facts.view.name(group);
        let listed = on_list(group);
        let targets = ids(&targets);
        let mut argue = |side, entries: Vec<EntryId>, words: &str| {
            if !entries.is_empty() {
                let warrant = format!("“{group_name}” was attacked and {words} “{name}” that day");
                derived.argue(side, vec![targets.clone(), entries], warrant);
            }
        };
        argue(Side::For, listed.holds, "was on");
        argue(Side::Against, listed.ended, "was not, or no longer, on");
        argue(Side::Against, listed.later, "was not yet on");
        if listed.answer == Answer::CannotBeEstablished {
            let words = "whether it was on the list that day cannot be established";
            derived.notes.push(format!("“{group_name}”: {words} (claims {})", short(&listed.open)));
            derived.open.extend(listed.open);
        }
    }
    let attacked: BTreeSet<EntryId> = facts.entities(incident, "incident.target-group").into_keys().collect();
    for (group, denials) in facts.denied_entities(incident, "incident.target-group") {
        let listed = on_list(group);
        // That those attacked were not of one listed group says nothing against another's.
        let bears = attacked.is_empty() || attacked.contains(&group);
        if bears && !listed.holds.is_empty() {
            let warrant = format!(
                "“{}” was on “{name}” that day, and those attacked are said not to have been of it",
                facts.view.name(group)
            );
            derived.argue(Side::Against, vec![ids(&denials), listed.holds], warrant);
        }
    }
}

fn authority(derived: &mut Derived, facts: &Facts<'_>, incident: EntryId, key: &str) {
    let Some(instrument) = entity(derived, facts, key) else { return };
    let when = facts.dates(incident, "incident.happened-on");
    let approved = facts.entities(incident, "incident.approved-by");
    let denied = facts.denied_entities(incident, "incident.approved-by");
    let people: BTreeSet<EntryId> = approved.keys().chain(denied.keys()).copied().collect();
    // One who holds the power and approves is enough: that another did not, or could not, says nothing against it.
    let enough: BTreeSet<EntryId> = approved
        .keys()
        .copied()
        .filter(|person| {
            let powers = powers(facts, &[instrument, incident], *person, &when);
            powers.iter().any(|power| !power.state.holds.is_empty())
        })
        .collect();
    for person in people {
        if !enough.is_empty() && !enough.contains(&person) {
            continue;
        }
        let name = facts.view.name(person);
        for power in powers(facts, &[instrument, incident], person, &when) {
            let what = power.in_words();
            let state = power.state;
            if let Some(approvals) = approved.get(&person) {
                let mut argue = |side, entries: Vec<EntryId>, words: &str| {
                    if !entries.is_empty() {
                        let warrant = format!("{name} approved it, and {words} {what} that day");
                        derived.argue(side, vec![ids(approvals), entries], warrant);
                    }
                };
                argue(Side::For, state.holds.clone(), "was");
                argue(Side::Against, state.ended, "was not, or no longer,");
                argue(Side::Against, state.later, "was not yet");
                if state.answer == Answer::CannotBeEstablished {
                    let open = short(&state.open);
                    derived.notes.push(format!(
                        "whether {name} was {what} that day cannot be established (claims {open})"
                    ));
                    derived.open.extend(&state.open);
                }
            }
            if let (Some(denials), false) = (denied.get(&person), state.holds.is_empty()) {
                let warrant = format!("{name} was {what} that day, and is said not to have approved it");
                derived.argue(Side::Against, vec![ids(denials), state.holds], warrant);
            }
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
    let seconds = starts(derived, facts, subject, test);
    let measures = matches!(test.is, DateRelation::Within | DateRelation::Beyond);
    let reports = matches!(test.what, DateOf::Reported | DateOf::Briefed) && test.is == DateRelation::Within;
    for first in &firsts {
        for second in &seconds {
            // One report in time is enough: a later one is no word against it, and where one may be in time none is.
            let answered = reports
                && firsts.iter().any(|other| {
                    let after = other.interval().relation(&second.interval()) != Relation::Before;
                    after && stands(test, &other.interval(), &second.interval()) != Some(false)
                });
            let relation = stands(test, &first.interval(), &second.interval());
            let words = format!("{} and {}", first.date, second.date);
            match relation {
                Some(true) if may_support(test) => {
                    let warrant = format!("{words}: {}", describe(test));
                    derived.argue(Side::For, legs(first, second), warrant);
                }
                Some(false) if answered => {}
                Some(false) if may_oppose(test) => {
                    let warrant = format!("{words}: not {}", describe(test));
                    derived.argue(Side::Against, legs(first, second), warrant);
                }
                // What came before the other tells nothing of how long after it something happened.
                None if measures && first.interval().relation(&second.interval()) == Relation::Before => {}
                Some(_) => {}
                None => {
                    derived.open.extend(first.entries.iter().chain(&second.entries));
                    derived.notes.push(format!("{words}: whether {} cannot be established", describe(test)));
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

/// What the time of a test is counted from. Where a report starts it and the report was due by some day, whichever is earlier does.
pub(crate) fn starts(
    derived: &mut Derived,
    facts: &Facts<'_>,
    subject: EntryId,
    test: &DateTest,
) -> Vec<Dated> {
    let mut starts = dated(derived, facts, subject, test.than, test.of_than.as_deref());
    let Some(due) = &test.or_due else { return starts };
    // A report from before there was anything to report is of something else, and a second one starts nothing anew.
    let begun = first_of(&dated(derived, facts, subject, due.after, None));
    starts.retain(|report| {
        begun.is_empty()
            || begun.iter().any(|begun| report.interval().relation(&begun.interval()) != Relation::Before)
    });
    starts = first_of(&starts);
    let days = i64::from(due.hours.div_ceil(24)).days();
    let later = |day: Option<Day>| day.and_then(|day| day.checked_add(days).ok());
    for begun in begun {
        let (Some(first), Some(last)) = (later(begun.interval().earliest), later(begun.interval().latest))
        else {
            continue;
        };
        let date = if first == last { Edtf::day(first) } else { Edtf::days(first, last) };
        let due = date.interval();
        // On one and the same day it makes no difference which of the two it is.
        let by_then = |relation| matches!(relation, Relation::Before | Relation::SameDay);
        if !starts.iter().any(|report| by_then(report.interval().relation(&due))) {
            starts.retain(|report| report.interval().relation(&due) != Relation::After);
            starts.push(Dated { date, entries: begun.entries.clone() });
        }
    }
    starts
}

/// Of incidents, the one that is first on this record for certain, else all that may be.
pub(crate) fn first_of(all: &[Dated]) -> Vec<Dated> {
    let surely_later =
        |a: &Dated| all.iter().any(|b| b.interval().relation(&a.interval()) == Relation::Before);
    all.iter().filter(|dated| !surely_later(dated)).cloned().collect()
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
        DateOf::Reported => acts(derived, facts, subject, of, ActKind::Reported),
        DateOf::Briefed => acts(derived, facts, subject, of, ActKind::Briefed),
    }
}

/// Acts of a kind in a matter. Of an incident those that are said to be about it, since a report on another answers nothing; of a campaign
/// all.
fn acts(
    derived: &mut Derived,
    facts: &Facts<'_>,
    subject: EntryId,
    of: Option<&str>,
    kind: ActKind,
) -> Vec<Dated> {
    let campaign = is_a(facts, subject, EntityType::Campaign);
    let members = if campaign { facts.incidents_of(subject) } else { BTreeMap::new() };
    let Some(matter) = entity(derived, facts, &format!("request/{}", of.unwrap_or_default())) else {
        return Vec::new();
    };
    let mut by_date: BTreeMap<&Edtf, Vec<EntryId>> = BTreeMap::new();
    for act in facts.view.acts() {
        let about = act.act.about.map(|about| facts.view.canonical(about));
        if facts.view.canonical(act.subject) == matter
            && match about {
                // Of a campaign: about it, about one of its incidents, or about none.
                Some(about) => about == subject || members.contains_key(&about),
                None => campaign,
            }
            && act.act.act == kind
            && let Some(date) = &act.act.happened_on
        {
            by_date.entry(date).or_default().push(act.id);
        }
    }
    by_date.into_iter().map(|(date, entries)| Dated { date: date.clone(), entries }).collect()
}

fn is_a(facts: &Facts<'_>, id: EntryId, wanted: EntityType) -> bool {
    facts.view.entities().get(&id).is_some_and(|entity| entity.entity_type == wanted)
}

fn entity(derived: &mut Derived, facts: &Facts<'_>, key: &str) -> Option<EntryId> {
    let found = facts.view.by_key(key);
    if found.is_none() {
        derived.notes.push(format!("`{key}` is not on this record"));
    }
    found
}

fn short(entries: &[EntryId]) -> String {
    entries.iter().map(|entry| entry.short()).collect::<Vec<_>>().join(", ")
}

fn ids(claims: &[&ClaimView]) -> Vec<EntryId> {
    claims.iter().map(|claim| claim.id).collect()
}
