//! The timeline of authority, incidents, events and statements: a picture in four lanes, and the same as an ordered list.

use super::{Frame, Page, Weighed, paraphrase, said, toll};
use assize_record::Day;
use assize_weigh::authority::timeline::{self, EventKind, TimelineEvent};
use maud::{Markup, PreEscaped, html};
use std::fmt::Write as _;

/// The lanes, from top to bottom.
const LANES: [(&str, &[EventKind]); 4] = [
    (
        "Instruments",
        &[
            EventKind::Signed,
            EventKind::InForceFrom,
            EventKind::InForceUntil,
            EventKind::Modified,
            EventKind::Revoked,
            EventKind::Disclosed,
        ],
    ),
    ("Incidents", &[EventKind::Incident, EventKind::Attack]),
    ("Events", &[EventKind::Event, EventKind::Dated]),
    ("Statements and acts", &[EventKind::Statement, EventKind::Act]),
];

pub(super) fn pages(frame: &Frame<'_>, weighed: &Weighed) -> Vec<Page> {
    let events = timeline::timeline(frame.view, &weighed.origins);
    let content = html! {
        p { "Signed, in force and disclosed are separate marks. A date that is not known to the day is a bar over every day it may have been. The list below says the same as the picture. "
            "An event stands in the list at the last day it may have been: what may have been at any time of a span comes after what is known to the day within it." }
        (picture(frame, &events))
        h2 { "In order" }
        (list(frame, &events))
    };
    vec![Page { path: "timeline.html".to_owned(), title: "Timeline".to_owned(), content }]
}

fn list(frame: &Frame<'_>, events: &[TimelineEvent]) -> Markup {
    html! {
        @if events.is_empty() { p.blank { "Nothing on this record has a date." } }
        ol.events {
            @for event in events { li {
                time { (frame.figure("", &event.date, &event.entries)) }
                div { span.small { (toll::kebab(&event.kind)) } " "
                    @if event.kind == EventKind::Incident && frame.by_subject.contains_key(&event.subject) {
                        a href=(frame.dossier_path(event.subject)) { (said(&event.name)) }
                    } @else { (said(&event.name)) }
                    @if event.kind == EventKind::Statement { (spoken(frame, event)) }
                    (details(frame, event))
                }
            } }
        }
    }
}

/// What else is said of an event: its kind and figure, who did it, what was done.
fn details(frame: &Frame<'_>, event: &TimelineEvent) -> Markup {
    html! {
        @for (at, detail) in event.details.iter().enumerate() {
            @if at == 0 { " — " } @else { "; " }
            @if detail.property != "act" { (detail.label()) " " }
            (frame.figure("", &detail.value, &detail.entries))
            @if detail.entries.iter().filter_map(|id| frame.view.claim(*id)).any(|claim| frame.view.is_paraphrased_value(claim)) {
                " " (paraphrase())
            }
        }
    }
}

/// The words of a statement.
fn spoken(frame: &Frame<'_>, event: &TimelineEvent) -> Markup {
    let claim = event.entries.iter().find_map(|id| frame.view.claim(*id));
    let words = claim.and_then(|claim| Some((claim.source, frame.view.words_of(claim)?)));
    html! {
        " on " (said(&frame.view.name(event.subject)))
        @if let Some((source, words)) = words { ": " (frame.shown(source, &words.exact)) }
    }
}

/// First and last day of an event that is bounded on both sides.
fn days(event: &TimelineEvent) -> Option<(Day, Day)> {
    Some((event.earliest.as_ref()?.parse().ok()?, event.latest.as_ref()?.parse().ok()?))
}

/// Four lanes over the days of the incidents, with a margin; what lies outside is in the list alone.
fn picture(frame: &Frame<'_>, events: &[TimelineEvent]) -> Markup {
    let incidents: Vec<(Day, Day)> =
        events.iter().filter(|event| event.kind == EventKind::Incident).filter_map(days).collect();
    let (Some(first), Some(last)) =
        (incidents.iter().map(|(a, _)| *a).min(), incidents.iter().map(|(_, b)| *b).max())
    else {
        return html! {};
    };
    let margin = ((last - first).get_days() / 3).max(21);
    let (from, to) = (shift(first, -margin), shift(last, margin / 3));
    let width = (to - from).get_days().max(1);
    let place = |day: Day| 140 + i64::from((day - from).get_days()) * 860 / i64::from(width);
    let mut svg = String::new();
    let mut top = 6_i64;
    for (name, kinds) in LANES {
        let inside: Vec<_> = events
            .iter()
            .filter(|event| kinds.contains(&event.kind))
            .filter_map(|event| days(event).map(|span| (event, span)))
            .filter(|(_, (a, b))| *a <= to && *b >= from)
            .collect();
        let rows = stack(
            &inside
                .iter()
                .map(|(_, (a, b))| (place((*a).max(from)), place((*b).min(to))))
                .collect::<Vec<_>>(),
        );
        let height = (rows.iter().max().map_or(0, |row| row + 1) as i64 * 11 + 18).max(34);
        let _ = write!(
            svg,
            r#"<rect class="lane" x="138" y="{top}" width="866" height="{height}"/><text x="130" y="{}" text-anchor="end">{name}</text>"#,
            top + height / 2 + 4
        );
        for ((event, (a, b)), row) in inside.iter().zip(&rows) {
            mark(
                frame,
                event,
                place((*a).max(from)),
                place((*b).min(to)),
                top + 9 + *row as i64 * 11,
                &mut svg,
            );
        }
        top += height + 6;
    }
    months(from, to, top, &place, &mut svg);
    html! {
        figure.scroll tabindex="0" role="region" aria-label="Timeline" {
            (PreEscaped(format!(r#"<svg viewBox="0 0 1010 {}" width="1010" role="group" aria-label="Instruments, incidents, events and statements in four lanes; the list below says the same">{svg}</svg>"#, top + 22)))
            figcaption { "Marks link to the words. Diamonds: signed. Triangles: disclosed. Circles: incidents and everything else. Bars: any day of the bar." }
        }
    }
}

/// A row for each mark, the lowest where it does not touch the one before.
fn stack(marks: &[(i64, i64)]) -> Vec<usize> {
    let mut ends: Vec<i64> = Vec::new();
    marks
        .iter()
        .map(|(a, b)| {
            let row = ends.iter().position(|end| *end + 10 < *a).unwrap_or(ends.len());
            if row == ends.len() {
                ends.push(*b);
            } else {
                ends[row] = *b;
            }
            row
        })
        .collect()
}

fn mark(frame: &Frame<'_>, event: &TimelineEvent, x1: i64, x2: i64, y: i64, svg: &mut String) {
    let title = toll::escape(&format!("{}: {} {}", event.date, toll::kebab(&event.kind), event.name));
    let shape = if x2 - x1 > 8 {
        format!(r#"<rect class="possible" x="{x1}" y="{}" width="{}" height="6"/>"#, y - 3, x2 - x1)
    } else {
        match event.kind {
            EventKind::Signed => format!(r#"<path class="bar" d="M{x1} {}l5 5l-5 5l-5 -5z"/>"#, y - 5),
            EventKind::Disclosed => format!(r#"<path class="bar" d="M{x1} {}l5 9h-10z"/>"#, y - 5),
            _ => format!(r#"<circle class="bar" cx="{x1}" cy="{y}" r="4"/>"#),
        }
    };
    let href = event.entries.iter().find_map(|id| frame.place(*id)).map(|(href, _)| href);
    let _ = match href {
        Some(href) => write!(svg, r#"<a href="{}"><title>{title}</title>{shape}</a>"#, toll::escape(&href)),
        None => write!(svg, "<g><title>{title}</title>{shape}</g>"),
    };
}

/// A tick and a name at the first of each month.
fn months(from: Day, to: Day, top: i64, place: &dyn Fn(Day) -> i64, svg: &mut String) {
    let mut day = from.last_of_month();
    while let Ok(first) = day.tomorrow() {
        if first > to {
            return;
        }
        let x = place(first);
        let _ = write!(
            svg,
            r#"<path class="axis" d="M{x} 6V{top}"/><text x="{x}" y="{}" text-anchor="middle">{}</text>"#,
            top + 14,
            first.strftime("%Y-%m")
        );
        day = first.last_of_month();
    }
}

fn shift(day: Day, days: i32) -> Day {
    use jiff::ToSpan as _;
    day.saturating_add(days.days())
}
