//! Clocks that run from a duty: the 48-hour report, the 60 days.

use crate::{
    facts::{Dated, Facts},
    id::StandardId,
    standard::{
        Element, Standard, Standards,
        derive::{Derived, dated, stands},
        format::{Against, DateOf, DateRelation, DateTest, Kind, Rule},
    },
};
use assize_ledger::View;
use assize_record::{Day, EntityType, EntryId, Interval, Relation};
use jiff::ToSpan;
use serde::Serialize;

/// A time that a duty sets, against what is on this record, as of a day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clock {
    /// The standard.
    pub standard: StandardId,
    /// Its title.
    pub title: String,
    /// The element that sets the time.
    pub element: String,
    /// What the element asks.
    pub ask: String,
    /// The campaign or incident.
    pub subject: EntryId,
    /// What it is called.
    pub name: String,
    /// What starts it, EDTF: the first incident on this record, or the report.
    pub starts: String,
    /// Entries that give the start.
    pub started_by: Vec<EntryId>,
    /// How long it runs: `48 hours`, `60 days`.
    pub length: String,
    /// First day on which it may run out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_earliest: Option<String>,
    /// Last day on which it may run out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ends_latest: Option<String>,
    /// How it stands as of the day.
    pub state: ClockState,
    /// Fewest days that it has run beyond its end by the day; negative while it runs.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_over_min: Option<i32>,
    /// Most.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days_over_max: Option<i32>,
    /// What is on this record of the thing that the clock waits for, or that was to end: date and entries, and how it stands to the end.
    pub met_by: Vec<ClockEvent>,
}

/// Something that a clock waits for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockEvent {
    /// When, EDTF.
    pub date: String,
    /// Entries that say so.
    pub entries: Vec<EntryId>,
    /// Whether it fell within the time; left out where that cannot be established.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_time: Option<bool>,
}

/// How a clock stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ClockState {
    /// Its time has not run out.
    Running,
    /// It has.
    RunOut,
    /// The dates do not tell.
    CannotBeEstablished,
}

crate::named!(ClockState);

/// The clocks of all duties, for the campaigns and incidents of a view, as of a day. A duty may not apply at all (a legal question that
/// the assessment of its standard shows); its clock is shown all the same.
pub fn clocks(view: &View, standards: &Standards, as_of: Day) -> Vec<Clock> {
    let facts = Facts::of(view);
    let mut clocks = Vec::new();
    for standard in standards.iter().filter(|standard| standard.kind == Kind::Duty) {
        let wanted = match standard.against {
            Against::Campaign => EntityType::Campaign,
            Against::Incident => EntityType::Incident,
        };
        let subjects: Vec<EntryId> = view
            .entities()
            .iter()
            .filter(|(id, entity)| entity.entity_type == wanted && view.canonical(**id) == **id)
            .filter(|(id, _)| !view.unplaced().contains(*id))
            .map(|(id, _)| *id)
            .collect();
        let Some(version) = standard.versions.last() else { continue };
        for element in &version.elements {
            let Some(Rule::Date(test)) = &element.rule else { continue };
            if !matches!(test.is, DateRelation::Within | DateRelation::Beyond) {
                continue;
            }
            for subject in &subjects {
                for start in starts(&facts, *subject, test) {
                    clocks.push(clock(&facts, (standard, element, test), *subject, &start, as_of));
                }
            }
        }
    }
    clocks
}

/// What starts the clock. Of incidents, the one that is first on this record for certain, else all that may be.
fn starts(facts: &Facts<'_>, subject: EntryId, test: &DateTest) -> Vec<Dated> {
    let all = dated(&mut Derived::default(), facts, subject, test.than, test.of_than.as_deref());
    if test.than != DateOf::FirstIncident {
        return all;
    }
    let surely_later =
        |a: &Dated| all.iter().any(|b| b.interval().relation(&a.interval()) == Relation::Before);
    all.iter().filter(|dated| !surely_later(dated)).cloned().collect()
}

fn clock(
    facts: &Facts<'_>,
    (standard, element, test): (&Standard, &Element, &DateTest),
    subject: EntryId,
    start: &Dated,
    as_of: Day,
) -> Clock {
    // Whole days: two days apart may be more or less than 48 hours, which the test of each event allows for.
    let days = test.days.unwrap_or_else(|| test.hours.unwrap_or(0).div_ceil(24));
    let end = |day: Option<Day>| day.and_then(|day| day.checked_add(i64::from(days).days()).ok());
    let ends = Interval { earliest: end(start.interval().earliest), latest: end(start.interval().latest) };
    let (days_over_min, days_over_max) = Interval::day(as_of).days_since(&ends);
    let state = match Interval::day(as_of).relation(&ends) {
        Relation::After => ClockState::RunOut,
        Relation::Before => ClockState::Running,
        Relation::SameDay | Relation::CannotBeEstablished => ClockState::CannotBeEstablished,
    };
    let events = dated(&mut Derived::default(), facts, subject, test.what, test.of.as_deref());
    let within = DateTest { is: DateRelation::Within, ..test.clone() };
    let met_by = events
        .into_iter()
        .filter(|event| event.interval().relation(&start.interval()) != Relation::Before)
        .map(|event| ClockEvent {
            in_time: stands(&within, &event.interval(), &start.interval()),
            date: event.date.to_string(),
            entries: event.entries,
        })
        .collect();
    Clock {
        standard: standard.id.clone(),
        title: standard.title.clone(),
        element: element.name.clone(),
        ask: element.ask.clone(),
        subject,
        name: facts.view.name(subject),
        starts: start.date.to_string(),
        started_by: start.entries.clone(),
        length: test.hours.map_or_else(|| format!("{days} days"), |hours| format!("{hours} hours")),
        ends_earliest: ends.earliest.map(|day| day.to_string()),
        ends_latest: ends.latest.map(|day| day.to_string()),
        state,
        days_over_min,
        days_over_max,
        met_by,
    }
}
