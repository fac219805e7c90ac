//! The order of authority on the day of an incident.

use super::{Frame, said, toll};
use assize_record::{EntryId, Relation};
use assize_weigh::authority::{
    Answer,
    order::{self, DateAgainst, OrderTable},
};
use maud::{Markup, html};

/// Which instruments existed, applied, were known and came after; zones, lists, approval and command.
pub(super) fn table(frame: &Frame<'_>, root: &str, incident: EntryId) -> Markup {
    let table = order::order(frame.view, incident, &frame.settings.shapes);
    if table.instruments.is_empty() {
        return html! {};
    }
    html! {
        h2 id="order" { "Order of authority that day" }
        (instruments(frame, root, &table))
        (places(frame, root, &table))
        (people(frame, root, &table))
        @if !table.notes.is_empty() { ul.small { @for note in &table.notes { li { (note) } } } }
    }
}

fn instruments(frame: &Frame<'_>, root: &str, table: &OrderTable) -> Markup {
    html! {
        div.scroll tabindex="0" role="region" aria-label="Instruments" { table {
            caption { "Signed, in force and disclosed (its existence or its content became public; a statute or treaty is public from the start) are three dates. Each is said to lie before or after the incident only where every day it may have been does. That an instrument was in force that day does not say that it covered the act: its standard asks that." }
            thead { tr {
                th scope="col" { "Instrument" } th scope="col" { "Signed" } th scope="col" { "In force" } th scope="col" { "Disclosed" }
                th scope="col" { "Existed" } th scope="col" { "In force that day" } th scope="col" { "Disclosed by then" } th scope="col" { "Came after" }
            } }
            tbody { @for row in &table.instruments { tr {
                th scope="row" { (said(&row.name))
                    @for version in &row.versions { br; span.small { "later version: " (said(&version.name)) "; existed that day: " (answer(version.existed)) } }
                    @for link in &row.chain { br; span.small { (link.relation.replace('-', " ")) " " (frame.figure(root, &link.name, &link.entries)) } }
                    @for person in &row.people { br; span.small { (person.part.replace('-', " ")) " " (frame.figure(root, &person.name, &person.entries)) } }
                }
                td { (dates(frame, root, &row.signed, true)) }
                td { (dates(frame, root, &row.in_force, false)) }
                td { (dates(frame, root, &row.disclosed, true)) }
                td { (answer(row.existed)) } td { (frame.figure(root, answer(row.in_force_then), &row.in_force_by)) } td { (answer(row.public_then)) } td { (answer(row.came_after)) }
            } } }
        } }
    }
}

fn dates(frame: &Frame<'_>, root: &str, dates: &[DateAgainst], with_relation: bool) -> Markup {
    html! {
        @if dates.is_empty() { span.blank { "nothing on this record" } }
        @for date in dates { div {
            (frame.figure(root, &date.date, &date.entries))
            @if with_relation { @for relation in &date.relations { br; span.small { (relation_words(*relation, date)) } } }
        } }
    }
}

fn relation_words(relation: Relation, date: &DateAgainst) -> String {
    let days = match (date.days_after_min, date.days_after_max) {
        (Some(a), Some(b)) if a == b => format!("{} ", plural(a.unsigned_abs())),
        _ => String::new(),
    };
    match relation {
        Relation::Before => format!("{days}before"),
        Relation::After => format!("{days}after"),
        Relation::SameDay => "the same day".to_owned(),
        Relation::CannotBeEstablished => "order cannot be established".to_owned(),
    }
}

fn plural(days: u32) -> String {
    if days == 1 { "1 day".to_owned() } else { format!("{days} days") }
}

fn places(frame: &Frame<'_>, root: &str, table: &OrderTable) -> Markup {
    html! {
        @if !table.zones.is_empty() {
            h3 { "Zones" }
            table {
                thead { tr { th scope="col" { "Zone" } th scope="col" { "In force that day" } th scope="col" { "Position of the incident" } } }
                tbody { @for zone in &table.zones { tr {
                    th scope="row" { (frame.figure(root, &zone.name, &zone.entries)) }
                    td { (answer(zone.in_force_then)) }
                    td {
                        @if zone.positions.is_empty() { span.blank { "no position on this record" } }
                        @for position in &zone.positions {
                            @let words = format!("{}, {} km from the edge, known within {} km", toll::kebab(&position.placement.verdict), position.placement.edge_km, position.placement.within_km);
                            div { (frame.figure(root, &words, &[position.entry])) }
                        }
                    }
                } } }
            }
        }
        @if !table.lists.is_empty() {
            h3 { "Lists" }
            table {
                thead { tr { th scope="col" { "List" } th scope="col" { "Group attacked" } th scope="col" { "Listed that day" } } }
                tbody { @for list in &table.lists { @for group in &list.groups { tr {
                    th scope="row" { (said(&list.name)) }
                    td { (frame.figure(root, &group.name, &group.entries)) }
                    td { (answer(group.listed)) }
                } } } }
            }
        }
    }
}

fn people(frame: &Frame<'_>, root: &str, table: &OrderTable) -> Markup {
    html! {
        @if !table.approval.is_empty() {
            h3 { "Who could approve" }
            ul { @for row in &table.approval { li {
                (said(&row.name)) ": "
                @if row.power == "none-on-record" { "no claim on this record gives or denies the power to approve" } @else { (frame.figure(root, &row.power.replace('-', " "), &row.entries)) }
                @for giver in &row.given_by { " by " (frame.figure(root, &giver.name, &giver.entries)) }
                @if let Some(under) = row.under { " under " (said(&frame.view.name(under))) "; theirs that day: " (answer(row.held_then)) }
                @if !row.approved.is_empty() { "; " (frame.figure(root, "said to have approved", &row.approved)) }
                @if !row.approval_denied.is_empty() { "; " (frame.figure(root, "said not to have approved", &row.approval_denied)) }
            } } }
        }
        @if !table.command.is_empty() {
            h3 { "Command" }
            ul { @for row in &table.command { li { (frame.figure(root, &row.name, &row.entries)) " — " (said(&frame.view.name(row.of))) } } }
        }
    }
}

fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Contested => "claims differ",
        Answer::CannotBeEstablished => "cannot be established",
        Answer::NothingOnRecord => "nothing on this record",
    }
}
