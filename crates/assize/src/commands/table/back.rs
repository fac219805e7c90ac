//! An exported table of claims that a person has changed: each row that says otherwise than the record is one amendment.

use super::open::Opened;
use crate::{
    case::Session,
    cli::Import,
    commands::export,
    deciding::{self, Ask, Decision, Desk, Scope},
    failure::{Failure, Outcome},
    output::{Output, count},
};
use assize_case::talk::Talk;
use assize_ledger::{Amendment, view::ClaimView};
use assize_record::{Edtf, EntryId, Quantity, Status, Value};
use assize_table::{
    Address,
    back::{EDITED, Edited},
    out::Field,
};
use serde_json::json;
use std::collections::BTreeMap;

/// What a person changed in one row.
struct Row<'d> {
    claim: &'d ClaimView,
    change: Amendment,
    words: Vec<String>,
}

pub(super) fn run(
    session: &mut Session,
    opened: &Opened,
    edited: &[Edited],
    args: &Import,
    output: &mut Output,
) -> Outcome {
    let ask = Ask::of(args.yes, args.dry_run);
    deciding::decide_with(session, ask, output, &Scope::Whole, |desk, output| {
        plan(desk, opened, edited, output)
    })
}

fn plan(
    desk: &Desk<'_>,
    opened: &Opened,
    edited: &[Edited],
    talk: &dyn Talk,
) -> Result<Option<Decision>, Failure> {
    let by_id: BTreeMap<String, &ClaimView> =
        desk.view.claims().iter().map(|claim| (claim.id.to_string(), claim)).collect();
    let (mut rows, mut faults) = (Vec::new(), Vec::new());
    for row in edited {
        match changed(&by_id, row) {
            Ok(Some(row)) => rows.push(row),
            Ok(None) => {}
            Err((at, message)) => faults.push(format!("`{}`: {at}: {message}", opened.name)),
        }
    }
    if let Some(first) = faults.first() {
        faults.iter().skip(1).take(20).for_each(|fault| talk.warn(fault));
        return Err(Failure::input(format!("{first}; nothing was written")));
    }
    if rows.is_empty() {
        talk.talk(format!(
            "{}: {}, and none says otherwise than the record",
            opened.name,
            count(edited.len(), "row")
        ));
        return Ok(None);
    }
    let (claims, batch) = desk.sit(|sitting| {
        let amend = |row: &Row<'_>| {
            let reason = format!("changed in `{}`: {}", opened.name, row.words.join("; "));
            sitting.amend_claim(row.claim.id, &row.change, &reason)
        };
        rows.iter().map(amend).collect::<Result<Vec<EntryId>, _>>()
    })?;
    let cells: Vec<String> = rows.iter().flat_map(|row| row.words.clone()).collect();
    Ok(Some(Decision {
        batch,
        about: rows.iter().map(|row| row.claim.about).collect(),
        words: format!("amended {} as `{}` has it now", count(rows.len(), "claim"), opened.name),
        claims,
        notes: cells.clone(),
        json: json!({ "amended": rows.iter().map(|row| row.claim.id).collect::<Vec<_>>(), "cells": cells }),
    }))
}

type Refusal = (Address, String);

/// What a row says otherwise than its claim.
fn changed<'d>(by_id: &BTreeMap<String, &'d ClaimView>, row: &Edited) -> Result<Option<Row<'d>>, Refusal> {
    let mut found = by_id.range(row.id.clone()..).take_while(|(id, _)| id.starts_with(&row.id));
    let (first, second) = (found.next(), found.next());
    let (Some((_, claim)), None) = (first, second) else {
        let why = if second.is_some() {
            "more than one claim begins with these digits"
        } else {
            "no claim that stands has this id"
        };
        return Err((row.at.clone(), format!("`{}`: {why}", row.id)));
    };
    let before: BTreeMap<&str, Field> = export::fields(claim).into_iter().collect();
    let mut words = Vec::new();
    for name in EDITED {
        let Some((cell, at)) = row.cells.get(name) else { continue };
        let was = before.get(name).map(shown).unwrap_or_default();
        // The name of a thing is printed in its place, and not read back.
        let is_thing = matches!(claim.proposition.value, Value::Entity(_)) && name == "value";
        if *cell != was && !is_thing {
            let shown = |words: &str| if words.is_empty() { "nothing".to_owned() } else { words.to_owned() };
            words.push(format!("{at} ({name}): {} → {}", shown(&was), shown(cell)));
        }
    }
    if words.is_empty() {
        return Ok(None);
    }
    let change = amendment(claim, row)?;
    Ok(Some(Row { claim, change, words }))
}

fn shown(field: &Field) -> String {
    match field {
        Field::Blank => String::new(),
        Field::Words(words) | Field::Link(words) => assize_record::facing::printable(words).trim().to_owned(),
        Field::Number(number) => number.to_string(),
        Field::Yes(is) => is.to_string(),
    }
}

fn amendment(claim: &ClaimView, row: &Edited) -> Result<Amendment, Refusal> {
    let cell = |name: &str| row.cells.get(name).map_or(("", &row.at), |(words, at)| (words.as_str(), at));
    let (status, at) = cell("status");
    let status = match status {
        "" => None,
        words => Some(status_of(words).ok_or_else(|| {
            (at.clone(), format!("`{words}` is none of civilian, combatant, child, woman, unknown"))
        })?),
    };
    let whole = |name: &str| -> Result<Option<u64>, Refusal> {
        let (words, at) = cell(name);
        match words {
            "" => Ok(None),
            words => {
                words.parse().map(Some).map_err(|_| (at.clone(), format!("`{words}` is not a whole number")))
            }
        }
    };
    let (value, at) = cell("value");
    let value = match &claim.proposition.value {
        Value::Quantity(quantity) => {
            let (min, max) = (whole("min")?, whole("max")?);
            if (min, max) == (None, None) {
                return Err((
                    cell("min").1.clone(),
                    "a figure needs an end; to take the claim back, `assize reject` it".to_owned(),
                ));
            }
            let approx = Some(value.to_owned()).filter(|words| !words.is_empty());
            Some(Value::Quantity(Quantity { min, max, approx, unit: quantity.unit }))
        }
        Value::Date(_) => {
            let day: Edtf = value
                .parse()
                .map_err(|_| (at.clone(), format!("`{value}` is not a date: write 2031-03-17")))?;
            Some(Value::Date(day))
        }
        Value::Flag(_) => match value {
            "yes" | "TRUE" => Some(Value::Flag(true)),
            "no" | "FALSE" => Some(Value::Flag(false)),
            _ => return Err((at.clone(), format!("`{value}` is neither yes nor no"))),
        },
        Value::Words(_) if value.is_empty() => {
            return Err((
                at.clone(),
                "no words are left; to take the claim back, `assize reject` it".to_owned(),
            ));
        }
        Value::Words(_) => Some(Value::Words(value.to_owned())),
        Value::Point(_) | Value::Entity(_) => None,
    };
    if value.is_none() && status == claim.proposition.status {
        return Err((at.clone(), "a position or a thing is amended with `assize amend`".to_owned()));
    }
    let value = value.filter(|value| *value != claim.proposition.value);
    let status = Some(status).filter(|status| *status != claim.proposition.status);
    Ok(Amendment { value, status, ..Amendment::default() })
}

fn status_of(words: &str) -> Option<Status> {
    use Status::{Child, Civilian, Combatant, Part, Unknown, Woman};
    [Civilian, Combatant, Child, Woman, Unknown, Part].into_iter().find(|status| status.name() == words)
}
