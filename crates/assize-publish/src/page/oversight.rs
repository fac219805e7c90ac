//! Oversight: what was asked, answered, refused; what is outstanding, and for how long; clocks of duties.

use super::{Frame, Page, said};
use assize_weigh::oversight::{self, ActLine, Asks, Clock, Matter, OtherAnswer, RequestLine};
use maud::{Markup, html};

pub(super) fn pages(frame: &Frame<'_>) -> Vec<Page> {
    let content = match frame.view.latest_day() {
        None => html! { p.blank { "No source on this record states a date, so no day can be counted." } },
        Some(as_of) => {
            let found = oversight::oversight(frame.view, as_of);
            let clocks = frame
                .settings
                .standards
                .as_ref()
                .map(|standards| oversight::clocks(frame.view, standards, as_of))
                .unwrap_or_default();
            html! {
                p { "Days are counted up to " strong { (found.as_of) } ". That no answer is on this record is one thing; that somebody says none has come is another, and is shown apart. "
                    "A request is answered only by an answer to the one who asked, or to a whole that the one who asked is part of; to say nothing when asked is not to deny." }
                @if found.matters.is_empty() { p.blank { "No act of oversight is on this record." } }
                @for matter in &found.matters { (self::matter(frame, matter)) }
                @if !clocks.is_empty() { h2 { "Clocks" } (self::clocks(frame, &clocks)) }
            }
        }
    };
    vec![Page { path: "oversight.html".to_owned(), title: "Oversight".to_owned(), content }]
}

fn matter(frame: &Frame<'_>, matter: &Matter) -> Markup {
    html! {
        h2 { (said(&matter.name)) }
        @for request in &matter.requests { (self::request(frame, request)) }
        @if !matter.said_outstanding.is_empty() {
            p { "Said to be outstanding: "
                @for said in &matter.said_outstanding { (frame.figure("", &said.who, &[said.entry])) @if let Some(date) = &said.date { " (" (date) ")" } "; " }
            }
        }
        ol.events { @for act in &matter.acts { (self::act(frame, act)) } }
    }
}

fn request(frame: &Frame<'_>, request: &RequestLine) -> Markup {
    let days = match (request.days_min, request.days_max) {
        (Some(a), Some(b)) if a == b => format!("{a} days"),
        (Some(a), Some(b)) => format!("{a} to {b} days"),
        (Some(a), None) => format!("at least {a} days"),
        (None, Some(b)) => format!("at most {b} days"),
        (None, None) => "days not known".to_owned(),
    };
    html! {
        p {
            strong { (request.state.in_words()) } ", "
            (frame.figure("", &days, &[request.request]))
            ": " (said(&request.who)) @if let Some(whom) = &request.whom { " asked " (said(whom)) } @else { " asked" }
            " for " (said(&request.what))
            @if let Some(due) = &request.due_on { "; due " (due) }
            @if let Some(with) = &request.answered_with { "; " (frame.figure("", with, &request.answers)) }
        }
        (others(frame, "Answered to others", &request.answered_to_others))
        (others(frame, "To whom is not said", &request.to_whom_not_said))
    }
}

/// Acts that answer others than the one who asked, or nobody that they name.
fn others(frame: &Frame<'_>, label: &str, others: &[OtherAnswer]) -> Markup {
    html! {
        @if !others.is_empty() {
            p.small { (label) ": "
                @for (at, other) in others.iter().enumerate() {
                    @if at > 0 { ", " } (frame.figure("", &other.in_words(), &[other.entry]))
                } "."
            }
        }
    }
}

fn act(frame: &Frame<'_>, act: &ActLine) -> Markup {
    html! {
        li {
            time { @match &act.date { Some(date) => (frame.figure("", date, &[act.entry])), None => (frame.figure("", "date not stated", &[act.entry])) } }
            div { (said(&act.who)) " — " (said(&act.done())) (said(&act.to_whom())) ": " (said(&act.what)) (said(&act.aside()))
                @if let Some(about) = act.about { ", about " (said(&frame.view.name(about))) } }
        }
    }
}

fn clocks(frame: &Frame<'_>, clocks: &[Clock]) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Clocks" { table {
            caption { "A duty may not apply at all: that is a legal question, which the review sheet shows. Its clock is shown all the same." }
            thead { tr { th scope="col" { "Duty" } th scope="col" { "About" } th scope="col" { "Began" } th scope="col" { "Length" } th scope="col" { "Ends" } th scope="col" { "On this record" } } }
            tbody { @for row in oversight::alike(clocks) { @let clock = row[0]; tr {
                th scope="row" { (clock.title) br; span.small { (clock.ask) } }
                td { @for clock in &row { div { (said(&clock.name)) } } }
                td { @for clock in &row { div { (frame.figure("", &clock.starts, &clock.started_by)) } } }
                td { (clock.length) br; span.small { (match clock.asks { Asks::ToDo => "to do it", Asks::ToStop => "to stop" }) } }
                td { @for clock in &row { div { (clock.ends_earliest.as_deref().unwrap_or("not known")) @if clock.ends_latest != clock.ends_earliest { "/" (clock.ends_latest.as_deref().unwrap_or("not known")) } } } }
                td { (clock.in_words())
                    // Of a duty to stop only what went on after the end is an event; what came before it is not "in time".
                    @for event in clock.events.iter().filter(|event| clock.asks == Asks::ToDo || event.within != Some(true)) {
                        div.small { (frame.figure("", &event.date, &event.entries)) }
                    } }
            } } }
        } }
    }
}
