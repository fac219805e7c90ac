//! The timeline: instruments with their three dates, incidents, statements, acts of oversight.

use crate::{facts::Facts, origin::Origins};
use assize_ledger::View;
use assize_record::{Day, Edtf, EntityType, EntryId, edtf::End};
use serde::Serialize;
use std::collections::BTreeMap;

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
    /// Became public.
    Disclosed,
    /// An incident took place.
    Incident,
    /// Somebody said something.
    Statement,
    /// An act of oversight.
    Act,
}

crate::named!(EventKind);

/// All dated events of a view, in order of their earliest day. Claims that give one subject different dates make different events.
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
            EntityType::Incident => {
                for day in view.days_of(*id) {
                    events.push(dated(day.date, EventKind::Incident, *id, view.name(*id), day.claims));
                }
            }
            _ => {}
        }
    }
    statements(view, origins, &mut events);
    for act in view.acts() {
        if let Some(date) = &act.act.happened_on {
            let subject = view.canonical(act.subject);
            events.push(dated(date, EventKind::Act, subject, view.name(subject), vec![act.id]));
        }
    }
    let mut keyed: Vec<(Option<Day>, Option<Day>, TimelineEvent)> = events;
    // Without a first day, what is known is by when; without either, last.
    keyed.sort_by_cached_key(|(earliest, latest, event)| {
        let first = earliest.or(*latest);
        (first.is_none(), first, *latest, event.clone())
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
        let who = origins
            .origin(claim.id)
            .map_or_else(|| claim.speaker.description.clone(), |origin| origin.label.clone());
        let subject = view.canonical(claim.proposition.subject);
        said.entry((date, subject, who)).or_default().push(claim.id);
    }
    for ((date, subject, who), entries) in said {
        events.push(dated(date, EventKind::Statement, subject, who, entries));
    }
}
