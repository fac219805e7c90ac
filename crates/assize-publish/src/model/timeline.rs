//! The timeline: orders and law, incidents, and events with acts and statements, in three lanes and as one ordered list.

use super::{Frame, conflicts, rows};
use crate::{
    chart::lanes::{self, lanes},
    page::plain::{Event, Timeline},
    sentence::{Cite, Sentence, words},
};
use assize_record::{Day, EntryId};
use assize_weigh::authority::timeline::{self as rules, EventKind, TimelineEvent};
use std::collections::BTreeMap;

/// So many events stand on one page.
const PAGE: usize = 100;

/// So many people are named with a day that is one of several.
const FEW: usize = 3;

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
    let events = once_each(rules::timeline(frame.view, &frame.weighed.origins));
    let parts = conflicts::parts(events.len(), PAGE, "timeline.html");
    let numbered: Vec<(String, String)> = parts
        .iter()
        .enumerate()
        .map(|(at, (_, path))| {
            let first =
                events.get(at * PAGE).map_or_else(String::new, |event| words::date_of(&event.first().date));
            (format!("from {first}"), path.clone())
        })
        .collect();
    parts
        .iter()
        .enumerate()
        .map(|(part, (_, path))| {
            let here: Vec<&Dated> = events.iter().skip(part * PAGE).take(PAGE).collect();
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

/// Something dated, once, with every day that is stated for it.
struct Dated(Vec<TimelineEvent>);

impl Dated {
    /// It stands where the first of its days does.
    fn first(&self) -> &TimelineEvent {
        &self.0[0]
    }
}

/// Puts the days that are stated for one incident, attack or event together. Of an instrument each day is another event.
fn once_each(events: Vec<TimelineEvent>) -> Vec<Dated> {
    let mut all: Vec<Dated> = Vec::new();
    let mut known: BTreeMap<(EventKind, EntryId), usize> = BTreeMap::new();
    for event in events {
        let once = matches!(event.kind, EventKind::Incident | EventKind::Attack | EventKind::Event);
        match known.get(&(event.kind, event.subject)).filter(|_| once) {
            Some(at) => all[*at].0.push(event),
            None => {
                known.insert((event.kind, event.subject), all.len());
                all.push(Dated(vec![event]));
            }
        }
    }
    all
}

fn opening(events: &[Dated]) -> Sentence {
    let count = |lane_of: usize| events.iter().filter(|event| lane(event.first().kind) == lane_of).count();
    let told = format!(
        "This record dates {} of orders and law, {} and attacks, and {} more: votes, statements and acts among them.",
        words::plural(count(0), "event"),
        words::plural(count(1), "incident"),
        words::plural(count(2), "event"),
    );
    Sentence::default().text(told)
}

/// First and last day that an event may have been by any day stated for it, where all are bounded on both sides.
fn days(event: &Dated) -> Option<(Day, Day)> {
    let ends = |event: &TimelineEvent| -> Option<(Day, Day)> {
        Some((event.earliest.as_ref()?.parse().ok()?, event.latest.as_ref()?.parse().ok()?))
    };
    let all: Vec<(Day, Day)> = event.0.iter().map(ends).collect::<Option<_>>()?;
    Some((all.iter().map(|(a, _)| *a).min()?, all.iter().map(|(_, b)| *b).max()?))
}

/// The days of the incidents with a margin; what lies outside is in the list alone, and so are statements.
fn picture(frame: &Frame<'_>, events: &[&Dated]) -> Option<crate::chart::Canvas> {
    let incidents = || {
        let of = events.iter().filter(|event| event.first().kind == EventKind::Incident);
        of.filter_map(|event| days(event))
    };
    let (first, last) = (incidents().map(|(a, _)| a).min()?, incidents().map(|(_, b)| b).max()?);
    let margin = ((last - first).get_days() / 3).max(21);
    let (from, to) = (shift(first, -margin), shift(last, margin / 3));
    let shown = events.iter().filter(|event| event.first().kind != EventKind::Statement);
    let inside: Vec<lanes::Event> = shown
        .filter_map(|event| Some((event, days(event)?)))
        .filter(|(_, (a, b))| *a >= from && *b <= to)
        .filter_map(|(dated, days)| {
            let event = dated.first();
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
            let dates: Vec<String> = dated.0.iter().map(|event| words::date_of(&event.date)).collect();
            let title = format!("{}: {label}", dates.join("; "));
            Some(lanes::Event { lane: lane(event.kind), days, label, title, href })
        })
        .collect();
    (inside.len() <= lanes::MOST).then(|| lanes(&LANES, &inside)).flatten()
}

/// One stated day, with whose word it is where another is stated too.
fn day_of(
    frame: &Frame<'_>,
    event: &TimelineEvent,
    with_who: bool,
) -> (String, Option<Cite>, Option<String>) {
    let claims = event.entries.iter().filter_map(|id| frame.view.claim(*id));
    let mut who: Vec<String> = claims.map(|claim| frame.speaker(&claim.speaker, claim.source)).collect();
    who.sort();
    who.dedup();
    let more = who.len().saturating_sub(FEW);
    who.truncate(FEW);
    if more > 0 {
        who.push(format!("{} more", words::number(more as u64)));
    }
    let who = (with_who && !who.is_empty()).then(|| words::list(&who));
    (words::date_of(&event.date), frame.cite(&event.entries, None), who)
}

fn shift(day: Day, days: i32) -> Day {
    use jiff::ToSpan as _;
    day.saturating_add(days.days())
}

fn event(frame: &Frame<'_>, dated: &Dated) -> Event {
    let event = dated.first();
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
    let mut said: Vec<&rules::Detail> = Vec::new();
    for detail in dated.0.iter().flat_map(|event| &event.details) {
        if !said.contains(&detail) {
            said.push(detail);
        }
    }
    let details = said.into_iter().map(|detail| {
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
        dates: dated.0.iter().map(|event| day_of(frame, event, dated.0.len() > 1)).collect(),
        kind: event.kind.name().replace('-', " "),
        told,
        words: quoted,
        details: details.collect(),
    }
}
