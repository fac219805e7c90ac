//! A table that a person answers for, as entries.

use super::{
    open::Opened,
    plan::{self, Plan},
};
use crate::{
    case::Session,
    cli::{Add, Import},
    commands::add,
    deciding::Desk,
    failure::Failure,
    output::{Output, count},
    texts,
};
use assize_ledger::{
    NewThing,
    rows::{RowClaim, RowEntry, RowValue, RowsEntry},
};
use assize_record::{EntityType, Value, Words, body::Edition};
use assize_table::{Fact, FactValue, Map, Row, Whole};
use std::path::Path;

/// How often a table is worked out anew because others wrote meanwhile.
const TRIES: usize = 64;

/// Archives the table and enters what of it the record does not have, as one batch.
pub(super) fn enter(
    session: &mut Session,
    path: &Path,
    opened: &Opened,
    map: &Map,
    args: &Import,
    output: &mut Output,
) -> Result<(), Failure> {
    archive(session, path, map, args, output)?;
    for _ in 0..TRIES {
        let covered = session.store.covered();
        let (batch, entered) = {
            let desk = Desk::open(session, output)?;
            let plan = Plan::of(session, &desk.view, opened, map, args, output)?;
            let rows = entry(&desk, &plan, opened, map)?;
            let (entered, batch) = desk.sit(|sitting| sitting.enter_rows(&rows))?;
            (batch, entered)
        };
        if session.append_if(&batch, covered)?.is_some() {
            output.talk(format!(
                "entered {} and {} as one decision; `assize undo` takes it back",
                count(entered.incidents, "new incident"),
                count(entered.claims, "claim")
            ));
            output.talk("next: assize weigh");
            return Ok(());
        }
        session.refresh()?;
    }
    Err(Failure::moved(
        "other processes kept writing to this case; the table is archived and nothing of it was entered",
    )
    .help("run it again"))
}

/// Adds the table as a source.
fn archive(
    session: &mut Session,
    path: &Path,
    map: &Map,
    args: &Import,
    output: &Output,
) -> Result<(), Failure> {
    let files = Add {
        files: vec![path.to_owned()],
        url: args.url.clone(),
        publisher: args.publisher.clone().or_else(|| map.publisher.clone()),
        author: None,
        title: None,
        published: args.published.clone(),
        kind: Some("table".to_owned()),
        max_mib: None,
        limit: Vec::new(),
        confidential: false,
        dry_run: false,
        again: false,
        yes: false,
    };
    let (_, faults) = add::add(session, &files, output)?;
    faults.into_iter().next().map_or(Ok(()), Err)
}

fn entry<'p>(desk: &Desk<'_>, plan: &'p Plan, opened: &Opened, map: &Map) -> Result<RowsEntry<'p>, Failure> {
    let view = &desk.view;
    let (source, text) = texts::of_file(view, &opened.bytes)
        .ok_or_else(|| Failure::integrity(format!("`{}` was archived and is not there", opened.name)))?;
    let rows = plan.entered.iter().map(|(at, facts)| row(&plan.table.rows[*at], facts, &opened.text));
    Ok(RowsEntry {
        source,
        text: view.of_text(text),
        edition: Edition {
            map: map.id.clone(),
            key: plan::key_of(&plan.table, map),
            rows: plan.table.rows.len() as u64,
        },
        before: &plan.before,
        rows: rows.collect(),
        reason: format!("as the table says, read by the mapping `{}`", map.id),
    })
}

fn row(row: &Row, facts: &[usize], text: &str) -> RowEntry {
    let exact = row.span.slice(text).unwrap_or_default().to_owned();
    RowEntry {
        incident: NewThing {
            entity_type: EntityType::Incident,
            name: row.name.clone(),
            key: Some(row.id.clone()),
        },
        whole: row.whole.as_ref().map(thing),
        words: Words { start: row.span.start, end: row.span.end, exact },
        claims: facts.iter().map(|fact| claim(&row.facts[*fact])).collect(),
    }
}

fn claim(fact: &Fact) -> RowClaim {
    let value = match &fact.value {
        FactValue::Quantity(quantity) => RowValue::Plain(Value::Quantity(quantity.clone())),
        FactValue::Date(date) => RowValue::Plain(Value::Date(date.clone())),
        FactValue::Words(words) => RowValue::Plain(Value::Words(words.clone())),
        FactValue::Point(point) => RowValue::Plain(Value::Point(point.clone())),
        FactValue::Thing(whole) => RowValue::Thing(thing(whole)),
    };
    RowClaim {
        property: fact.property.as_ref().to_owned(),
        status: fact.status,
        value,
        hedge: fact.hedge.clone(),
    }
}

fn thing(whole: &Whole) -> NewThing {
    NewThing { entity_type: whole.entity_type, name: whole.name.clone(), key: Some(whole.key.clone()) }
}
