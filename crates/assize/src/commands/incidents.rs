//! `assize incidents`: what is on record as an incident, and what texts speak of that nobody has placed.

use crate::{
    case,
    cli::{Cli, Incidents},
    failure::{Exit, Outcome},
    output::{Output, column, count, one_line},
    secrets::Confidential,
};
use assize_case::incidents::{Row, of_strangers, rows, waiting};
use assize_ledger::View;
use assize_record::{EntityType, EntryId};
use serde_json::json;
use std::collections::BTreeSet;

pub(crate) fn run(cli: &Cli, args: &Incidents, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let view = session.view(&args.as_known, output)?;
    let rows = rows(&view);
    let shown: Vec<&Row> = rows.iter().filter(|row| !args.unplaced || row.standing != "placed").collect();
    let confidential = Confidential::of(&view);
    for row in &shown {
        print(&view, &confidential, row, output);
    }
    let unplaced = rows.iter().filter(|row| row.standing == "unplaced").count();
    let strange = of_strangers(&rows);
    let mut words = vec![count(shown.len() - strange, "incident")];
    if strange > 0 {
        words.push(format!("{strange} more of people whom nobody here vouches for"));
    }
    if unplaced > 0 {
        words.push(format!("{unplaced} not yet placed: they add to no total. Next: assize candidates"));
    }
    if !args.as_known.drafts {
        let waiting = waiting(&session, &view, output)?;
        if waiting > 0 {
            words.push(format!("{} more that only drafts speak of: assize incidents --drafts", waiting));
        }
    }
    output.talk(words.join("; "));
    Ok(Exit::Done)
}

fn print(view: &View, confidential: &Confidential, row: &Row, output: &mut Output) {
    let contested = view.contested().contains(&row.id);
    let claims = || view.claims_about(row.id).map(|claim| &claim.id);
    if output.json {
        let texts: BTreeSet<EntryId> = view
            .cluster(row.id)
            .iter()
            .filter_map(|id| view.anchors().get(id))
            .map(|anchor| anchor.text)
            .collect();
        output.object(&json!({
            "schema": "assize.incident/1", "id": row.id, "name": row.name, "handle": view.handle(row.id), "standing": row.standing,
            "type": view.type_of(row.id).map(EntityType::name), "days": row.days, "places": row.places, "killed": row.killed,
            "claims": row.claims, "sources": row.sources, "texts": texts, "members": view.cluster(row.id), "contested": contested,
            "part_of": view.part_of().get(&row.id), "claims_not_counted": row.not_counted, "confidential": confidential.marks(claims()),
        }));
        return;
    }
    let standing = match row.standing {
        "placed" => "",
        "unplaced" => "not yet placed",
        "stranger" => "entered by somebody whom nobody here vouches for",
        _ => "drafts only",
    };
    let killed = if row.killed.is_empty() {
        "no toll".to_owned()
    } else {
        format!("killed {}", row.killed.join(" / "))
    };
    // A figure is never cut: half of one is another.
    let apart = match row.not_counted {
        0 => String::new(),
        n => format!(", {n} not counted (differing or one review)"),
    };
    output.line(format!(
        "{}  {} {killed:<22} {}{apart}{}{}",
        row.id.short(),
        column(&one_line(&row.name, 56), 56),
        count(row.claims, "claim"),
        confidential.word(claims()),
        if standing.is_empty() { String::new() } else { format!("  ({standing})") },
    ));
    if contested {
        output.line("              contested: somebody says that two of its parts are different");
    }
    if let Some((source, words)) = view.quoted(row.id) {
        output.line(format!("              {}", view.shown(source, &one_line(words, 94))));
    }
    if !row.days.is_empty() || !row.places.is_empty() {
        let more: Vec<&str> = row.days.iter().chain(&row.places).map(String::as_str).collect();
        output.line(format!("              {}", one_line(&more.join(", "), 96)));
    }
}
