//! `assize things`: what is on record beside incidents: people, organisations, instruments, campaigns.

use crate::{
    case,
    cli::{Cli, Things},
    failure::{Exit, Outcome},
    output::{Output, column, count, one_line},
};
use assize_case::decision::place::entity_type;
use assize_ledger::View;
use assize_record::{EntityType, EntryId, Speaker};
use serde_json::json;
use std::collections::{BTreeMap, BTreeSet};

/// One thing as it is listed.
#[derive(Default)]
struct Row {
    /// Claims about it.
    about: usize,
    /// Claims that it says or passes on.
    said: usize,
    /// The texts that these claims quote.
    texts: BTreeSet<EntryId>,
}

pub(crate) fn run(cli: &Cli, args: &Things, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    let kind = args.entity_type.as_deref().map(entity_type).transpose()?;
    let view = session.view(&args.as_known, output)?;
    let rows = rows(&view);
    let listed = |found: EntityType| match kind {
        // An agent is a person or an organisation: the text does not show which.
        Some(kind) => found == kind || found == EntityType::Agent && kind.is_agent(),
        None => !matches!(found, EntityType::Incident | EntityType::Attack),
    };
    let mut shown: Vec<(EntityType, String, EntryId, &Row)> = rows
        .iter()
        .filter_map(|(id, row)| {
            Some((view.type_of(*id).filter(|found| listed(*found))?, view.label(*id), *id, row))
        })
        .collect();
    shown.sort_by(|a, b| (a.0.name(), &a.1, a.2).cmp(&(b.0.name(), &b.1, b.2)));
    for (kind, name, id, row) in &shown {
        if output.json {
            let named = view.names_of(*id).next().is_some();
            let vouched = !view.is_of_strangers(*id);
            output.object(&json!({
                "schema": "assize.thing/1", "id": id, "name": name, "handle": view.handle(*id), "type": kind.name(), "named": named, "vouched": vouched,
                "claims_about": row.about, "claims_by": row.said, "texts": row.texts, "members": view.cluster(*id),
            }));
            continue;
        }
        output.line(format!(
            "{}  {} {} {}{}",
            id.short(),
            column(&one_line(name, 44), 44),
            column(kind.name(), 13),
            counts(row),
            if view.is_of_strangers(*id) {
                "  (entered by somebody whom nobody here vouches for)"
            } else {
                ""
            },
        ));
    }
    output.talk(format!(
        "{}; next: assize why ID, assize link A B --reason …, assize rename ID \"Name\" --type TYPE",
        count(shown.len(), "thing")
    ));
    Ok(Exit::Done)
}

/// `2 claims about it, 1 by it, in 2 texts`.
fn counts(row: &Row) -> String {
    match (row.about, row.said) {
        (0, 0) => "no claim".to_owned(),
        (about, 0) => format!("{} about it, in {}", count(about, "claim"), count(row.texts.len(), "text")),
        (0, said) => format!("{} by it, in {}", count(said, "claim"), count(row.texts.len(), "text")),
        (about, said) => {
            format!("{} about it, {said} by it, in {}", count(about, "claim"), count(row.texts.len(), "text"))
        }
    }
}

/// Everything that the record speaks of, by the ids it is known by.
fn rows(view: &View) -> BTreeMap<EntryId, Row> {
    let mut rows: BTreeMap<EntryId, Row> = BTreeMap::new();
    for id in view.entities().keys() {
        rows.entry(view.canonical(*id)).or_default();
    }
    for claim in view.claims() {
        let text = view.passages().get(&claim.passage).map(|passage| passage.text);
        let subject = view.canonical(claim.proposition.subject);
        let speakers = std::iter::once(&claim.speaker).chain(&claim.via);
        let said = |speaker: &Speaker| speaker.entity.map(|id| view.canonical(id));
        let said: BTreeSet<EntryId> = speakers.filter_map(said).collect();
        if let Some(row) = rows.get_mut(&subject) {
            row.about += 1;
            row.texts.extend(text);
        }
        for id in said {
            if let Some(row) = rows.get_mut(&id) {
                row.said += 1;
                row.texts.extend(text);
            }
        }
    }
    rows
}
