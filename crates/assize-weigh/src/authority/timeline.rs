//! The timeline: instruments with their three dates, incidents and attacks, events that are not force, what else is dated, statements, acts
//! of oversight.
//!
//! An event stands where the last day is that it may have been, and of two with one last day the more precise comes first. So whatever surely
//! came before another stands before it, and what may have been at any time of a span (September to November) never stands before what is
//! known to the day within it. What has no last day comes after all that has one, by its first; what has neither comes last.

use crate::{facts::Facts, origin::Origins, oversight};
use assize_ledger::{
    View,
    view::{ClaimView, put_forward},
};
use assize_record::{Day, Edtf, EntityType, EntryId, Quantity, Value, edtf::End};
use serde::Serialize;
use std::{cmp::Reverse, collections::BTreeMap};

/// One thing that happened on a date, however uncertain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct TimelineEvent {
    /// First day it may have been; left out where not bounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub earliest: Option<String>,
    /// Last day it may have been; left out where not bounded.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub latest: Option<String>,
    /// The date as given, EDTF.
    pub date: String,
    /// What sort of event.
    pub kind: EventKind,
    /// The instrument, incident, matter; for a statement what it is about.
    pub subject: EntryId,
    /// What the subject is called; for a statement who made it.
    pub name: String,
    /// Entries that say so. Several where several claims give one date.
    pub entries: Vec<EntryId>,
    /// What else is said of it: of an event its kind, whose it was, its figure; of what is dated, what was said; of an act, what was done.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub details: Vec<Detail>,
}

/// Something that is said of an event.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Detail {
    /// The property, or `act`, or `at` for a time of day.
    pub property: String,
    /// The value for people: a thing by its name, a figure with its unit.
    pub value: String,
    /// The figure, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quantity: Option<Quantity>,
    /// The entries that say so.
    pub entries: Vec<EntryId>,
}

impl Detail {
    /// The property without its subject, in words: `votes for`.
    pub fn label(&self) -> String {
        let name = self.property.split_once('.').map_or(self.property.as_str(), |(_, name)| name);
        name.replace('-', " ")
    }
}

/// What sort of event a timeline shows. The first five are of instruments, zones and lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum EventKind {
    /// Signed or issued.
    Signed,
    /// Came into force.
    InForceFrom,
    /// Ceased to be in force.
    InForceUntil,
    /// Changed.
    Modified,
    /// Revoked or withdrawn.
    Revoked,
    /// Became public.
    Disclosed,
    /// An incident took place.
    Incident,
    /// An attack of an incident took place.
    Attack,
    /// Something that is not force took place: a vote, a seizure, a reward.
    Event,
    /// Something else that is said of a day: a group listed, an office held, an authority passed on.
    Dated,
    /// Somebody said something.
    Statement,
    /// An act of oversight.
    Act,
}

crate::named!(EventKind);

/// All dated events of a view, in the order that the module says. Claims that give one subject different dates make different events.
pub fn timeline(view: &View, origins: &Origins) -> Vec<TimelineEvent> {
    let facts = Facts::of(view);
    let mut events = Vec::new();
    for (id, entity) in view.entities() {
        if view.canonical(*id) != *id {
            continue;
        }
        match entity.entity_type {
            EntityType::Instrument | EntityType::Zone | EntityType::List => {
                of_instrument(&facts, *id, &mut events)
            }
            EntityType::Incident => days(view, *id, EventKind::Incident, &[], &mut events),
            EntityType::Attack => days(view, *id, EventKind::Attack, &[], &mut events),
            EntityType::Event => days(view, *id, EventKind::Event, &of_event(view, *id), &mut events),
            _ => {}
        }
    }
    statements(view, origins, &mut events);
    said_of_a_day(view, &mut events);
    for act in view.acts() {
        if let Some(date) = &act.act.happened_on {
            let subject = view.canonical(act.subject);
            let mut event = dated(date, EventKind::Act, subject, view.name(subject), vec![act.id]);
            let line = oversight::act_line(act);
            event.2.details = vec![Detail {
                property: "act".to_owned(),
                value: format!("{}: {}{}", line.who, line.done(), line.to_whom()),
                quantity: None,
                entries: vec![act.id],
            }];
            events.push(event);
        }
    }
    let mut keyed: Vec<(Option<Day>, Option<Day>, TimelineEvent)> = events;
    keyed.sort_by_cached_key(|(earliest, latest, event)| {
        // What is known to the day before what may have been on it.
        let rest = (earliest.is_none(), Reverse(*earliest));
        match latest {
            Some(latest) => (false, false, Some(*latest), rest, event.clone()),
            None => (true, earliest.is_none(), *earliest, rest, event.clone()),
        }
    });
    keyed.into_iter().map(|(_, _, event)| event).collect()
}

type Placed = (Option<Day>, Option<Day>, TimelineEvent);

fn dated(date: &Edtf, kind: EventKind, subject: EntryId, name: String, entries: Vec<EntryId>) -> Placed {
    let interval = date.interval();
    let (earliest, latest) = (interval.earliest, interval.latest);
    let text = |day: Option<Day>| day.map(|day| day.to_string());
    let event = TimelineEvent {
        earliest: text(earliest),
        latest: text(latest),
        date: date.to_string(),
        kind,
        subject,
        name,
        entries,
        details: Vec::new(),
    };
    (earliest, latest, event)
}

fn of_dates(facts: &Facts<'_>, id: EntryId, property: &str, kind: EventKind, events: &mut Vec<Placed>) {
    for said in facts.dates(id, property) {
        events.push(dated(&said.date, kind, id, facts.view.name(id), said.entries));
    }
}

fn of_instrument(facts: &Facts<'_>, id: EntryId, events: &mut Vec<Placed>) {
    of_dates(facts, id, "instrument.signed-on", EventKind::Signed, events);
    of_dates(facts, id, "instrument.modified-on", EventKind::Modified, events);
    of_dates(facts, id, "instrument.revoked-on", EventKind::Revoked, events);
    of_dates(facts, id, "instrument.disclosed-on", EventKind::Disclosed, events);
    for said in facts.dates(id, "instrument.in-force") {
        let (from, until) = match &said.date {
            Edtf::Interval(from, until) => (*from, *until),
            Edtf::Date(only) => (End::Date(*only), End::Unknown),
        };
        for (end, kind) in [(from, EventKind::InForceFrom), (until, EventKind::InForceUntil)] {
            if let End::Date(date) = end {
                let name = facts.view.name(id);
                events.push(dated(&Edtf::Date(date), kind, id, name, said.entries.clone()));
            }
        }
    }
}

/// One event for what one origin said of one subject on one date, however many claims it makes.
fn statements(view: &View, origins: &Origins, events: &mut Vec<Placed>) {
    let mut said: BTreeMap<(&Edtf, EntryId, String), Vec<EntryId>> = BTreeMap::new();
    for claim in view.claims() {
        let Some(date) = &claim.said_on else { continue };
        // Who said it, and not the party it counts with: two voices of one party are two.
        let who = match claim.speaker.entity {
            Some(entity) => view.name(view.canonical(entity)),
            None => origins
                .origin(claim.id)
                .map_or_else(|| claim.speaker.description.clone(), |origin| origin.label.clone()),
        };
        let subject = view.canonical(claim.proposition.subject);
        said.entry((date, subject, who)).or_default().push(claim.id);
    }
    for ((date, subject, who), entries) in said {
        events.push(dated(date, EventKind::Statement, subject, who, entries));
    }
}

/// The days that claims put an incident, attack or event on.
fn days(view: &View, id: EntryId, kind: EventKind, details: &[Detail], events: &mut Vec<Placed>) {
    for day in view.days_of(id) {
        let times = times(view, &day.claims);
        let mut event = dated(day.date, kind, id, view.name(id), day.claims);
        event.2.details = times.into_iter().chain(details.iter().cloned()).collect();
        events.push(event);
    }
}

/// What is said of an event beside its day, in this order, each with whoever says so.
const OF_EVENT: [&str; 7] = [
    "event.kind",
    "event.by",
    "event.about",
    "event.figure",
    "event.votes-for",
    "event.votes-against",
    "event.campaign",
];

fn of_event(view: &View, id: EntryId) -> Vec<Detail> {
    let mut said: BTreeMap<(usize, &Value), Vec<EntryId>> = BTreeMap::new();
    for claim in view.claims_about(id).filter(|claim| put_forward(claim)) {
        let proposition = &claim.proposition;
        if let Some(at) = OF_EVENT.iter().position(|property| proposition.property == *property) {
            said.entry((at, &proposition.value)).or_default().push(claim.id);
        }
    }
    said.into_iter().map(|((at, value), entries)| detail(view, OF_EVENT[at], value, entries)).collect()
}

fn detail(view: &View, property: &str, value: &Value, entries: Vec<EntryId>) -> Detail {
    let (value, quantity) = match value {
        Value::Entity(id) => (view.name(*id), None),
        Value::Quantity(quantity) => (quantity.counted(), Some(quantity.clone())),
        other => (other.to_string(), None),
    };
    Detail { property: property.to_owned(), value, quantity, entries }
}

/// What is said to have been so on some day of a person, a group, an instrument, a list, a place, or of who could approve an attack: one event for
/// what is said of one subject and day, however many claims say it.
fn said_of_a_day(view: &View, events: &mut Vec<Placed>) {
    let mut said: BTreeMap<(&Edtf, EntryId, &str, &Value), Vec<EntryId>> = BTreeMap::new();
    for claim in view.claims().iter().filter(|claim| put_forward(claim)) {
        let proposition = &claim.proposition;
        let Some(date) = &proposition.happened_on else { continue };
        let subject = view.canonical(proposition.subject);
        if is_shown_by_its_day(view, subject, claim) {
            let of = (date, subject, proposition.property.as_str(), &proposition.value);
            said.entry(of).or_default().push(claim.id);
        }
    }
    for ((date, subject, property, value), entries) in said {
        let mut event = dated(date, EventKind::Dated, subject, view.name(subject), entries.clone());
        event.2.details = times(view, &entries);
        event.2.details.push(detail(view, property, value, entries));
        events.push(event);
    }
}

/// The times of day that claims give.
fn times(view: &View, claims: &[EntryId]) -> Vec<Detail> {
    let mut times: BTreeMap<String, Vec<EntryId>> = BTreeMap::new();
    for claim in claims.iter().filter_map(|id| view.claim(*id)) {
        if let Some(time) = &claim.proposition.happened_at {
            times.entry(time.to_string()).or_default().push(claim.id);
        }
    }
    let at = |(value, entries)| Detail { property: "at".to_owned(), value, quantity: None, entries };
    times.into_iter().map(at).collect()
}

/// Whether the day of a claim is shown as what it says happened then. The day of what is said of an incident, attack or event is that one's own, unless
/// it is about who could approve; of a campaign, its running totals have days of their own.
fn is_shown_by_its_day(view: &View, subject: EntryId, claim: &ClaimView) -> bool {
    let value = &claim.proposition.value;
    match view.type_of(subject) {
        Some(EntityType::Incident | EntityType::Attack | EntityType::Event) => {
            !claim.proposition.property.starts_with("incident.")
                && !claim.proposition.property.starts_with("event.")
        }
        Some(EntityType::Campaign) => !matches!(value, Value::Quantity(_)),
        _ => !matches!(value, Value::Date(_)),
    }
}
