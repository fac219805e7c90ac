//! Incidents, one a row, with the range of one method and the claims that set its ends.

use super::{Exported, ids};
use crate::{case::Session, cli::Export, failure::Failure};
use assize_case::methods::methods;
use assize_ledger::View;
use assize_record::{EntityType, EntryId, Status, Value};
use assize_table::out::{Column, Field, Grid};
use assize_weigh::{
    origin::Origins,
    toll::{self, Role, TollFinding},
};
use std::collections::{BTreeMap, BTreeSet};

const COLUMNS: [Column; 16] = [
    Column { name: "id", meaning: "The first digits of the incident's id.", width: 14 },
    Column { name: "key", meaning: "Its key in this case.", width: 24 },
    Column { name: "name", meaning: "What it is called.", width: 32 },
    Column {
        name: "days",
        meaning: "The days that claims put it on, in ISO 8601; several where they differ.",
        width: 24,
    },
    Column { name: "places", meaning: "Places in the words of the sources.", width: 36 },
    Column { name: "campaigns", meaning: "The series that it is part of.", width: 30 },
    Column {
        name: "placed",
        meaning: "Whether a person has said which incident it is; one not placed adds to no total.",
        width: 8,
    },
    Column {
        name: "killed_low",
        meaning: "The low end of people killed, under the method named in this guide.",
        width: 10,
    },
    Column { name: "killed_high", meaning: "The high end; empty where it is open.", width: 10 },
    Column { name: "civilians_low", meaning: "The low end of civilians killed.", width: 12 },
    Column { name: "civilians_high", meaning: "The high end.", width: 12 },
    Column { name: "children_low", meaning: "The low end of children killed.", width: 12 },
    Column { name: "children_high", meaning: "The high end.", width: 12 },
    Column {
        name: "claims",
        meaning: "First digits of the claims that set these ends. `assize why ID` shows each with its words.",
        width: 40,
    },
    Column { name: "sources", meaning: "First digits of the sources of all its claims.", width: 30 },
    Column { name: "address", meaning: "Address of the first of them that has one.", width: 40 },
];

/// The people whose ranges are shown.
const OF: [Option<Status>; 3] = [None, Some(Status::Civilian), Some(Status::Child)];

pub(super) fn grid(session: &Session, table: &Exported<'_>, args: &Export) -> Result<Grid, Failure> {
    let view = table.view;
    let asked: Vec<String> = args.method.clone().into_iter().collect();
    let methods = methods(session, view, &asked)?;
    let method = methods.iter().find(|method| method.id == "ucdp").or(methods.first());
    let method = method
        .filter(|_| asked.is_empty())
        .or(methods.first())
        .ok_or_else(|| Failure::usage("this case has no method"))?;
    let tolls = toll::tolls(view, &Origins::of(view), std::slice::from_ref(method));
    let by_incident: BTreeMap<EntryId, &TollFinding> =
        tolls.incidents.iter().map(|found| (found.subject, found)).collect();
    let force = |id: &&EntryId| matches!(view.type_of(**id), Some(EntityType::Incident | EntityType::Attack));
    let canonical = view.entities().keys().filter(|id| view.canonical(**id) == **id).filter(force);
    let mut rows: Vec<(Vec<String>, Vec<Field>)> = canonical
        .filter_map(|id| {
            let days: Vec<String> = view.days_of(*id).iter().map(|day| day.date.to_string()).collect();
            Some((days.clone(), row(table, *id, &days, by_incident.get(id).copied())?))
        })
        .collect();
    rows.sort_by(|(a, _), (b, _)| a.cmp(b));
    Ok(Grid {
        name: "incidents",
        columns: COLUMNS.to_vec(),
        rows: rows.into_iter().map(|(_, row)| row).collect(),
        guide: vec![
            "Incidents on record, one a row. A range is no statement of anybody: its ends are the claims named beside it.".to_owned(),
            format!("Ranges by the published method of {} (`{}`, version {}), computed here by their rule, not by them.", method.name, method.id, method.version),
            "These rows are not read back: export claims, change them and import them.".to_owned(),
        ],
    })
}

/// One incident; `None` where only what is kept back tells of it.
fn row(table: &Exported<'_>, id: EntryId, days: &[String], toll: Option<&TollFinding>) -> Option<Vec<Field>> {
    let view = table.view;
    let all: Vec<_> = view.claims_about(id).collect();
    let shown: Vec<_> = all.iter().filter(|claim| table.shows(claim.source)).collect();
    // An incident of which anything is kept back would show it by its ends.
    let kept_back = shown.len() < all.len();
    if kept_back && shown.is_empty() {
        return None;
    }
    let toll = toll.filter(|_| !kept_back);
    let places: BTreeSet<String> = shown
        .iter()
        .filter(|claim| claim.proposition.property == "incident.place")
        .filter_map(|claim| {
            if let Value::Words(words) = &claim.proposition.value { Some(words.clone()) } else { None }
        })
        .collect();
    let wholes = view.part_of().get(&id).into_iter().flatten();
    let campaigns: Vec<String> = wholes.map(|whole| view.label(*whole)).collect();
    let sources: BTreeSet<EntryId> = shown.iter().map(|claim| claim.source).collect();
    let mut fields = vec![
        Field::words(id.short()),
        Field::words(view.entity(id).and_then(|entity| entity.key.clone()).unwrap_or_default()),
        Field::words(view.label(id)),
        Field::words(days.join("; ")),
        Field::words(places.into_iter().collect::<Vec<_>>().join("; ")),
        Field::words(campaigns.join("; ")),
        Field::words(if view.unplaced().contains(&id) { "no" } else { "yes" }),
    ];
    let mut ends: BTreeSet<EntryId> = BTreeSet::new();
    for status in OF {
        let line = toll.and_then(|toll| toll.line(Role::Killed, status));
        for end in [line.and_then(|line| line.low.as_ref()), line.and_then(|line| line.high.as_ref())] {
            ends.extend(end.iter().flat_map(|end| end.claims.iter().copied()));
            fields.push(Field::number(end.filter(|end| !end.open).map(|end| end.value)));
        }
    }
    fields.extend([ids(ends.iter()), ids(sources.iter()), address(view, &sources)]);
    Some(fields)
}

fn address(view: &View, sources: &BTreeSet<EntryId>) -> Field {
    let address = sources.iter().find_map(|id| view.sources().get(id)?.publication.url.as_ref());
    address.map_or(Field::Blank, |stated| Field::link(&stated.value))
}
