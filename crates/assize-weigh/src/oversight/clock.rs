//! Clocks: a time within which something has to be done, and a time after which something has to stop. The two are told apart everywhere: a
//! strike within the sixty days meets no duty, and a report is not what a duty to stop waits for.

use crate::{
    facts::{Dated, Facts},
    id::StandardId,
    standard::{
        Element, Standard, Standards,
        derive::{Derived, dated, first_of, stands, starts},
        format::{Against, DateOf, DateRelation, DateTest, Kind, Rule},
        held::{Subject, held},
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
    /// What the time is for.
    pub asks: Asks,
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
    /// What is on this record of the thing that had to be done, or that had to stop.
    pub events: Vec<ClockEvent>,
}

/// What a time is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Asks {
    /// Something has to be done within it.
    ToDo,
    /// Something has to stop when it ends.
    ToStop,
}

/// Something that was done in time or late, or that went on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockEvent {
    /// When, EDTF.
    pub date: String,
    /// Entries that say so.
    pub entries: Vec<EntryId>,
    /// Whether it fell within the time; left out where that cannot be established.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub within: Option<bool>,
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

crate::named!(ClockState, Asks);

/// Clocks that say the same, of one duty: one line for all their subjects.
pub fn alike(clocks: &[Clock]) -> Vec<Vec<&Clock>> {
    let mut rows: Vec<Vec<&Clock>> = Vec::new();
    for clock in clocks {
        let same = |row: &&mut Vec<&Clock>| {
            let first = row[0];
            // What was done, or went on, has its own day and its own words.
            first.events.is_empty()
                && clock.events.is_empty()
                && (&first.standard, &first.element, first.in_words())
                    == (&clock.standard, &clock.element, clock.in_words())
        };
        match rows.iter_mut().find(same) {
            Some(row) => row.push(clock),
            None => rows.push(vec![clock]),
        }
    }
    for row in &mut rows {
        row.sort_by(|a, b| (&a.starts, &a.name).cmp(&(&b.starts, &b.name)));
    }
    rows
}

impl Clock {
    /// How it stands, in one sentence of the record: what was done and whether in time, or what went on after the end.
    pub fn in_words(&self) -> String {
        let of = |within: Option<bool>| self.events.iter().filter(move |event| event.within == within);
        match self.asks {
            Asks::ToDo => {
                let mut parts: Vec<String> = Vec::new();
                for event in &self.events {
                    parts.push(match event.within {
                        Some(true) => format!("done on {}, within the {}", event.date, self.length),
                        Some(false) => format!("done on {}, after the {}", event.date, self.length),
                        None => format!(
                            "done on {}; whether within the {} cannot be told",
                            event.date, self.length
                        ),
                    });
                }
                match (parts.is_empty(), self.state) {
                    (false, _) => parts.join("; "),
                    (true, ClockState::Running) => {
                        "not yet due; nothing said to be about it is on this record".to_owned()
                    }
                    (true, ClockState::RunOut) => {
                        format!(
                            "the {} have passed; nothing said to be about it is on this record",
                            self.length
                        )
                    }
                    (true, ClockState::CannotBeEstablished) => {
                        format!(
                            "whether the {} have passed cannot be told; nothing said to be about it is on this record",
                            self.length
                        )
                    }
                }
            }
            Asks::ToStop => {
                let after: Vec<&ClockEvent> = of(Some(false)).collect();
                let open = of(None).count();
                let mut words = match (after.first(), self.state) {
                    (Some(first), _) => {
                        let number = after.len();
                        let days = if number == 1 { "day" } else { "days" };
                        format!("force after the end: on {number} {days}, first on {}", first.date)
                    }
                    (None, ClockState::Running) => "the time has not ended".to_owned(),
                    (None, _) => "no force after the end is on this record".to_owned(),
                };
                if open > 0 {
                    words.push_str(&format!("; of {open} more it cannot be told whether they fall after it"));
                }
                words
            }
        }
    }
}

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
        for subject in subjects {
            // A clock runs for those it binds, by the version in force when its subject took place.
            let asked = Subject::of(&facts, subject);
            let Some(version) = held(&facts, standard, &asked, false).into_iter().rfind(|held| held.offered)
            else {
                continue;
            };
            for element in &version.version.elements {
                let Some(Rule::Date(test)) = &element.rule else { continue };
                if !matches!(test.is, DateRelation::Within | DateRelation::Beyond) {
                    continue;
                }
                for start in begins(&facts, subject, test) {
                    clocks.push(clock(&facts, (standard, element, test), subject, &start, as_of));
                }
            }
        }
    }
    clocks
}

/// What starts the clock. Of incidents, the one that is first on this record for certain, else all that may be.
fn begins(facts: &Facts<'_>, subject: EntryId, test: &DateTest) -> Vec<Dated> {
    let all = starts(&mut Derived::default(), facts, subject, test);
    if test.than == DateOf::FirstIncident { first_of(&all) } else { all }
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
    // What had to be done before the time began to run is not what it waits for; nor is what came after the day asked about.
    let events = events
        .into_iter()
        .filter(|event| event.interval().relation(&start.interval()) != Relation::Before)
        .filter(|event| event.interval().relation(&Interval::day(as_of)) != Relation::After)
        .map(|event| {
            let (day, within) =
                (event.interval().earliest, stands(&within, &event.interval(), &start.interval()));
            (day, ClockEvent { within, date: event.date.to_string(), entries: event.entries })
        })
        .collect();
    let mut events: Vec<(Option<Day>, ClockEvent)> = events;
    events.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.date.cmp(&b.1.date)));
    let events = events.into_iter().map(|(_, event)| event).collect();
    Clock {
        standard: standard.id.clone(),
        title: standard.title.clone(),
        asks: if test.is == DateRelation::Beyond { Asks::ToStop } else { Asks::ToDo },
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
        events,
    }
}
