//! `assize timeline`: instruments, incidents and statements in order; for one incident, the order of authority.

use super::weigh;
use crate::{
    case,
    cli::{Cli, Timeline},
    failure::{Exit, Outcome},
    output::{Output, column, one_line},
    secrets::Confidential,
    texts, wording,
};
use assize_case::{find, methods::shapes};
use assize_ledger::View;
use assize_record::{EntryId, Relation, Value};
use assize_weigh::authority::{
    Answer,
    order::{self, DateAgainst, OrderTable},
    timeline::{self, EventKind, TimelineEvent},
};
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Timeline, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.view(&args.as_known, output)?;
    let confidential = Confidential::of(&view);
    if let Some(what) = &args.incident {
        let incident = find::subject(&session, &view, what)?;
        let table = order::order(&view, incident, &shapes(&session, &view)?);
        let found = json!(table);
        if output.json {
            output.object(&confidential.flag(found));
        } else {
            print(&view, &table, output);
            confidential.foot(&found).into_iter().for_each(|line| output.line(line));
        }
        return Ok(Exit::Done);
    }
    let events = timeline::timeline(&view, &texts::origins(&session, &view, texts::Look::Kept, output));
    if !output.json {
        output.line(weigh::as_known(&view));
    }
    for event in &events {
        if output.json {
            let mut object = json!(event);
            object["schema"] = "assize.event/1".into();
            output.object(&confidential.flag(object));
            continue;
        }
        let kind = match event.details.iter().find(|detail| detail.property == "event.kind") {
            Some(kind) => kind.value.clone(),
            None => json!(event.kind).as_str().unwrap_or_default().replace('-', " "),
        };
        let about = if event.kind == EventKind::Statement {
            format!("{} on {}", event.name, view.name(event.subject))
        } else {
            format!("{}{}", event.name, details(&view, event))
        };
        let id = event.entries.first().map_or_else(String::new, EntryId::short);
        output.line(format!(
            "{} {} {} {id}{}",
            column(&event.date, 24),
            column(&kind, 15),
            column(&one_line(&about, 90), 70),
            confidential.word(&event.entries)
        ));
    }
    output.talk(format!(
        "{} events; `assize timeline --incident DATE` holds one against the instruments of its day",
        events.len()
    ));
    Ok(Exit::Done)
}

/// What else is said of an event, behind its name.
fn details(view: &View, event: &TimelineEvent) -> String {
    let mut told = String::new();
    for detail in event.details.iter().filter(|detail| detail.property != "event.kind") {
        told.push_str(if told.is_empty() { ": " } else { "; " });
        let claim = detail.entries.iter().find_map(|id| view.claim(*id));
        match claim.filter(|claim| matches!(claim.proposition.value, Value::Words(_))) {
            _ if detail.property == "act" => told.push_str(&detail.value),
            Some(claim) => {
                let words = wording::value(view, &claim.proposition, Some(claim.source));
                told.push_str(&format!("{} {words}", detail.label()));
            }
            None => told.push_str(&format!("{} {}", detail.label(), detail.value)),
        }
    }
    told
}

fn print(view: &View, table: &OrderTable, output: &mut Output) {
    output.line(format!("order of authority: {} — {}", table.name, weigh::as_known(view)));
    output.line(format!(
        "  {} {} {} {} {} {}",
        column("instrument", 44),
        column("signed", 30),
        column("existed", 22),
        column("in force that day", 22),
        column("disclosed by then", 22),
        "came after"
    ));
    for row in &table.instruments {
        output.line(format!(
            "  {} {} {} {} {} {}",
            column(&row.name, 44),
            column(&dates(&row.signed), 30),
            column(answer(row.existed), 22),
            column(answer(row.in_force_then), 22),
            column(answer(row.public_then), 22),
            answer(row.came_after)
        ));
        for version in &row.versions {
            output.line(format!(
                "      later version: {}; it existed that day: {}",
                version.name,
                answer(version.existed)
            ));
        }
        for link in &row.chain {
            output.line(format!("      {} {}", link.relation.replace('-', " "), link.name));
        }
        for person in &row.people {
            output.line(format!("      {} {}", person.part.replace('-', " "), person.name));
        }
    }
    for zone in &table.zones {
        output.line(format!("  zone: {} — in force that day: {}", zone.name, answer(zone.in_force_then)));
        for position in &zone.positions {
            let verdict = json!(position.placement.verdict).as_str().unwrap_or_default().replace('-', " ");
            output.line(format!(
                "      position {}: {verdict}, {} km from the edge, known within {} km",
                position.entry.short(),
                position.placement.edge_km,
                position.placement.within_km
            ));
        }
    }
    for list in &table.lists {
        for group in &list.groups {
            output.line(format!(
                "  list: {} — {} listed that day: {}",
                list.name,
                group.name,
                answer(group.listed)
            ));
        }
    }
    for row in &table.approval {
        let under = row.under.map_or_else(String::new, |under| format!(" under {}", view.name(under)));
        let approved = if row.approved.is_empty() { "" } else { "; said to have approved" };
        let denied = if row.approval_denied.is_empty() { "" } else { "; said not to have approved" };
        let given: Vec<&str> = row.given_by.iter().map(|giver| giver.name.as_str()).collect();
        let given = if given.is_empty() { String::new() } else { format!(" by {}", given.join(", ")) };
        let power = match row.power {
            "none-on-record" => "no claim on this record gives or denies the power to approve".to_owned(),
            power => format!(
                "{}{given}{under}; theirs that day: {}",
                power.replace('-', " "),
                answer(row.held_then)
            ),
        };
        output.line(format!("  approval: {}: {power}{approved}{denied}", row.name));
    }
    for row in &table.command {
        output.line(format!("  command: {} ({})", row.name, view.name(row.of)));
    }
    for note in &table.notes {
        output.line(format!("  note: {note}"));
    }
}

fn dates(dates: &[DateAgainst]) -> String {
    let words = |date: &DateAgainst| {
        let relations: Vec<&str> = date
            .relations
            .iter()
            .map(|relation| match relation {
                Relation::Before => "before",
                Relation::After => "after",
                Relation::SameDay => "same day",
                Relation::CannotBeEstablished => "order cannot be established",
            })
            .collect();
        format!("{} ({})", date.date, relations.join(", "))
    };
    if dates.is_empty() {
        "nothing on this record".to_owned()
    } else {
        dates.iter().map(words).collect::<Vec<_>>().join("; ")
    }
}

fn answer(answer: Answer) -> &'static str {
    match answer {
        Answer::Yes => "yes",
        Answer::No => "no",
        Answer::Contested => "claims differ",
        Answer::CannotBeEstablished => "cannot be established",
        Answer::NothingOnRecord => "nothing on record",
    }
}
