//! The timeline: orders and law, incidents, and events with acts and statements, in three lanes and as one ordered list.

use super::{Frame, conflicts, rows};
use crate::{
    chart::lanes::{self, lanes},
    page::plain::{Event, Timeline},
    sentence::{Sentence, words},
};
use assize_record::Day;
use assize_weigh::authority::timeline::{self as rules, EventKind, TimelineEvent};

/// So many events stand on one page.
const PAGE: usize = 100;

/// The lanes, from top to bottom.
const LANES: [&str; 3] = ["Orders, law", "Incidents", "Events"];

const fn lane(kind: EventKind) -> usize {
    match kind {
        EventKind::Signed
        | EventKind::InForceFrom
        | EventKind::InForceUntil
        | EventKind::Modified
        | EventKind::Revoked
        | EventKind::Disclosed => 0,
        EventKind::Incident | EventKind::Attack => 1,
        EventKind::Event | EventKind::Dated | EventKind::Statement | EventKind::Act => 2,
    }
}

/// All pages of the timeline, with their paths.
pub(crate) fn pages(frame: &Frame<'_>) -> Vec<(String, Timeline)> {
    let events = rules::timeline(frame.view, &frame.weighed.origins);
    let parts = conflicts::parts(events.len(), PAGE, "timeline.html");
    let numbered: Vec<(String, String)> = parts
        .iter()
        .enumerate()
        .map(|(at, (_, path))| {
            let first = events.get(at * PAGE).map_or_else(String::new, |event| words::date_of(&event.date));
            (format!("from {first}"), path.clone())
        })
        .collect();
    parts
        .iter()
        .enumerate()
        .map(|(part, (_, path))| {
            let here: Vec<&TimelineEvent> = events.iter().skip(part * PAGE).take(PAGE).collect();
            let page = Timeline {
                opening: vec![opening(&events)],
                lanes: picture(frame, &here),
                events: here.iter().map(|event| self::event(frame, event)).collect(),
                parts: numbered.clone(),
                part,
            };
            (path.clone(), page)
        })
        .collect()
}

fn opening(events: &[TimelineEvent]) -> Sentence {
    let count = |lane_of: usize| events.iter().filter(|event| lane(event.kind) == lane_of).count();
    let told = format!(
        "{} of orders and law, {} of incidents and attacks and {} of other events are dated on this record.",
        words::plural(count(0), "day"),
        words::plural(count(1), "day"),
        words::plural(count(2), "day"),
    );
    Sentence::default().text(told)
}

/// First and last day of an event that is bounded on both sides.
fn days(event: &TimelineEvent) -> Option<(Day, Day)> {
    Some((event.earliest.as_ref()?.parse().ok()?, event.latest.as_ref()?.parse().ok()?))
}

/// The days of the incidents with a margin; what lies outside is in the list alone, and so are statements.
fn picture(frame: &Frame<'_>, events: &[&TimelineEvent]) -> Option<crate::chart::Canvas> {
    let incidents =
        || events.iter().filter(|event| event.kind == EventKind::Incident).filter_map(|event| days(event));
    let (first, last) = (incidents().map(|(a, _)| a).min()?, incidents().map(|(_, b)| b).max()?);
    let margin = ((last - first).get_days() / 3).max(21);
    let (from, to) = (shift(first, -margin), shift(last, margin / 3));
    let shown = events.iter().filter(|event| event.kind != EventKind::Statement);
    let inside: Vec<lanes::Event> = shown
        .filter_map(|event| Some((event, days(event)?)))
        .filter(|(_, (a, b))| *a >= from && *b <= to)
        .filter_map(|(event, days)| {
            let href = match event.kind {
                EventKind::Incident if frame.told_of.contains(&event.subject) => {
                    frame.incident_path(event.subject)
                }
                _ => frame.cite(&event.entries, None)?.href,
            };
            let name = event
                .details
                .first()
                .filter(|_| event.kind == EventKind::Act)
                .map_or(&event.name, |detail| &detail.value);
            let label = match event.kind {
                EventKind::Incident | EventKind::Attack | EventKind::Event | EventKind::Dated => name.clone(),
                kind => format!("{}: {name}", kind.name().replace('-', " ")),
            };
            let title = format!("{}: {label}", words::date_of(&event.date));
            Some(lanes::Event { lane: lane(event.kind), days, label, title, href })
        })
        .collect();
    (inside.len() <= lanes::MOST).then(|| lanes(&LANES, &inside)).flatten()
}

fn shift(day: Day, days: i32) -> Day {
    use jiff::ToSpan as _;
    day.saturating_add(days.days())
}

fn event(frame: &Frame<'_>, event: &TimelineEvent) -> Event {
    let is_page = event.kind == EventKind::Incident && frame.told_of.contains(&event.subject);
    let mut told = if is_page {
        Sentence::default().link(&event.name, frame.incident_path(event.subject))
    } else {
        Sentence::default().named(&event.name)
    };
    let mut quoted = None;
    if event.kind == EventKind::Statement {
        told = told.text(" on ").named(frame.view.name(event.subject));
        let claim = event.entries.iter().find_map(|id| frame.view.claim(*id));
        quoted = claim
            .and_then(|claim| Some(rows::shown(frame, claim.source, &frame.view.words_of(claim)?.exact)));
    }
    let details = event.details.iter().map(|detail| {
        let before = if detail.property == "act" { String::new() } else { format!("{} ", detail.label()) };
        let sentence = Sentence::default().text(before);
        let mut said = detail.entries.iter().filter_map(|id| frame.view.claim(*id));
        let digest = said.any(|claim| frame.view.is_paraphrase(claim));
        let value = if digest { words::unquoted(&detail.value) } else { detail.value.clone() };
        let sentence = match frame.cite(&detail.entries, None) {
            Some(cite) => sentence.figure(value, &cite),
            None => sentence.named(value),
        };
        let claims = detail.entries.iter().filter_map(|id| frame.view.claim(*id));
        (sentence, claims.into_iter().any(|claim| frame.view.is_paraphrased_value(claim)))
    });
    Event {
        lane: lane(event.kind),
        date: words::date_of(&event.date),
        cite: frame.cite(&event.entries, None),
        kind: event.kind.name().replace('-', " "),
        told,
        words: quoted,
        details: details.collect(),
    }
}
