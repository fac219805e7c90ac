//! Orders and law on the day of an incident, as sentences.

use super::Frame;
use crate::{
    page::incident::Order,
    sentence::{Sentence, words},
};
use assize_record::{EntryId, Relation};
use assize_weigh::authority::{
    Answer,
    order::{DateAgainst, InstrumentRow, OrderTable},
};

/// Groups of instruments, zones, lists, approvals and commands; and what could not be tested.
pub(crate) fn of(frame: &Frame<'_>, incident: EntryId) -> (Vec<(String, Vec<Order>)>, Vec<String>) {
    let table = frame.orders.table(incident, &frame.settings.shapes);
    if table.instruments.is_empty() {
        return (Vec::new(), Vec::new());
    }
    let mut groups: Vec<(String, Vec<Order>)> = [
        "In force that day",
        "Written afterwards",
        "Not in force that day",
        "Whether it was in force that day is not established",
    ]
    .map(|heading| (heading.to_owned(), Vec::new()))
    .to_vec();
    for row in &table.instruments {
        let at = match (row.in_force_then, row.came_after) {
            (Answer::Yes, _) => 0,
            (_, Answer::Yes) => 1,
            (Answer::No, _) => 2,
            _ => 3,
        };
        groups[at].1.push(instrument(frame, row));
    }
    groups.push(("Zones".to_owned(), zones(frame, &table)));
    groups.push(("Lists".to_owned(), lists(frame, &table)));
    groups.push(("Approval and command".to_owned(), people(frame, &table)));
    groups.retain(|(_, orders)| !orders.is_empty());
    (groups, table.notes)
}

/// A word, linked where claims stand behind it.
fn linked(frame: &Frame<'_>, before: Sentence, told: &str, entries: &[EntryId]) -> Sentence {
    match frame.cite(entries, None) {
        Some(cite) => before.figure(told, &cite),
        None => before.named(told),
    }
}

/// An answer to a question of yes or no, in words.
const fn answer(of: Answer) -> &'static str {
    match of {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Contested => "contested",
        Answer::CannotBeEstablished => "cannot be established",
        Answer::NothingOnRecord => "nothing on this record",
    }
}

fn instrument(frame: &Frame<'_>, row: &InstrumentRow) -> Order {
    let mut told = vec![dates(frame, "signed ", &row.signed, true)];
    let mut in_force = Sentence::default().text("in force that day: ");
    in_force = linked(frame, in_force, answer(row.in_force_then), &row.in_force_by);
    if !row.in_force.is_empty() {
        in_force.0.extend(dates(frame, " (", &row.in_force, false).text(")").0);
    }
    told.push(in_force);
    let mut public = Sentence::default().text(format!("public that day: {}", answer(row.public_then)));
    if !row.disclosed.is_empty() {
        public.0.extend(dates(frame, ", disclosed ", &row.disclosed, true).0);
    }
    told.push(public);
    for version in &row.versions {
        let existed = answer(version.existed);
        told.push(
            Sentence::default()
                .text("later version ")
                .named(&version.name)
                .text(format!(", existed that day: {existed}")),
        );
    }
    for link in &row.chain {
        let before = Sentence::default().text(format!("{} ", link.relation.replace('-', " ")));
        told.push(linked(frame, before, &link.name, &link.entries));
    }
    for person in &row.people {
        let before = Sentence::default().text(format!("{} ", person.part.replace('-', " ")));
        told.push(linked(frame, before, &person.name, &person.entries));
    }
    told.retain(|sentence| !sentence.0.is_empty());
    Order { name: row.name.clone(), told }
}

fn dates(frame: &Frame<'_>, before: &str, dates: &[DateAgainst], with_relation: bool) -> Sentence {
    let mut sentence = Sentence::default();
    for (at, date) in dates.iter().enumerate() {
        sentence = sentence.text(if at == 0 { before } else { " or " });
        sentence = linked(frame, sentence, &words::date_of(&date.date), &date.entries);
        if with_relation && !date.relations.is_empty() {
            let relations: Vec<String> = date.relations.iter().map(|of| relation(*of, date)).collect();
            sentence = sentence.text(format!(", {}", relations.join(" or ")));
        }
    }
    sentence
}

fn relation(of: Relation, date: &DateAgainst) -> String {
    let days = match (date.days_after_min, date.days_after_max) {
        (Some(a), Some(b)) if a == b => {
            let days = usize::try_from(a.unsigned_abs()).unwrap_or_default();
            format!("{} ", words::plural(days, "day"))
        }
        _ => String::new(),
    };
    match of {
        Relation::Before => format!("{days}before"),
        Relation::After => format!("{days}after"),
        Relation::SameDay => "the same day".to_owned(),
        Relation::CannotBeEstablished => "before or after cannot be established".to_owned(),
    }
}

fn zones(frame: &Frame<'_>, table: &OrderTable) -> Vec<Order> {
    let zones = table.zones.iter().map(|zone| {
        let before = Sentence::default().text("in force that day: ");
        let mut told = vec![linked(frame, before, answer(zone.in_force_then), &zone.entries)];
        for position in &zone.positions {
            let at = &position.placement;
            let verdict = format!("{:?}", at.verdict);
            let verdict = verdict.chars().fold(String::new(), |mut words, c| {
                if c.is_uppercase() && !words.is_empty() {
                    words.push(' ');
                }
                words.extend(c.to_lowercase());
                words
            });
            let words =
                format!("{verdict}, {} km from the edge, known within {} km", at.edge_km, at.within_km);
            told.push(linked(frame, Sentence::default().text("the incident: "), &words, &[position.entry]));
        }
        if zone.positions.is_empty() {
            told.push(Sentence::default().text("no position of the incident is on this record"));
        }
        Order { name: zone.name.clone(), told }
    });
    zones.collect()
}

fn lists(frame: &Frame<'_>, table: &OrderTable) -> Vec<Order> {
    let lists = table.lists.iter().filter(|list| !list.groups.is_empty());
    lists
        .map(|list| {
            let groups = list.groups.iter().map(|group| {
                let before = Sentence::default().named(&group.name).text(" listed that day: ");
                linked(frame, before, answer(group.listed), &group.entries)
            });
            Order { name: list.name.clone(), told: groups.collect() }
        })
        .collect()
}

fn people(frame: &Frame<'_>, table: &OrderTable) -> Vec<Order> {
    let mut orders: Vec<Order> = Vec::new();
    for row in &table.approval {
        let mut told = Vec::new();
        let power = match row.power {
            "engagement-authority" => "authority to approve under an instrument",
            "delegated" => "authority passed on",
            _ => "no authority to approve is on this record",
        };
        let before = Sentence::default()
            .text(power.to_owned() + if row.power == "none-on-record" { "" } else { ", held that day: " });
        told.push(if row.power == "none-on-record" {
            before
        } else {
            linked(frame, before, answer(row.held_then), &row.entries)
        });
        for by in &row.given_by {
            told.push(linked(frame, Sentence::default().text("given by "), &by.name, &by.entries));
        }
        if !row.approved.is_empty() {
            told.push(linked(
                frame,
                Sentence::default(),
                "said to have approved this incident",
                &row.approved,
            ));
        }
        if !row.approval_denied.is_empty() {
            told.push(linked(frame, Sentence::default(), "approval denied", &row.approval_denied));
        }
        orders.push(Order { name: row.name.clone(), told });
    }
    for row in &table.command {
        let of = format!("said to have held command, of {}", frame.view.name(row.of));
        let told = vec![linked(frame, Sentence::default(), &of, &row.entries)];
        orders.push(Order { name: row.name.clone(), told });
    }
    orders
}
