//! `assize candidates`: which incidents may be the same, with reasons. Computed each time, never stored, and nothing follows from it.

use crate::{
    case,
    cli::{AsKnownArgs, Candidates, Cli},
    failure::{Exit, Failure, Outcome},
    output::{Output, count, one_line},
    secrets::Confidential,
};
use assize_case::find;
use assize_ledger::{
    View,
    candidate::{Ranker, Sketch, sketches},
};
use assize_record::EntryId;
use serde_json::json;

pub(crate) fn run(cli: &Cli, args: &Candidates, output: &mut Output) -> Outcome {
    let session = case::find(cli)?;
    // What is proposed supports nothing, so a claim may speak for it that one person reviewed.
    let as_known = AsKnownArgs { drafts: args.drafts, one_review: true, ..AsKnownArgs::default() };
    let view = session.view(&as_known, output)?;
    let mut drawn = sketches(&view);
    drawn.retain(|sketch| !view.is_of_strangers(sketch.id));
    let ranker = Ranker::of(&drawn);
    let asked: Vec<&Sketch> = match &args.incident {
        Some(what) => {
            let id = find::subject(&session, &view, what)?;
            let found = drawn.iter().find(|sketch| sketch.id == id);
            let none = || {
                Failure::usage(format!("`{what}` is not an incident")).help("`assize incidents` lists them")
            };
            vec![found.ok_or_else(none)?]
        }
        None => drawn.iter().filter(|sketch| view.unplaced().contains(&sketch.id)).collect(),
    };
    let mut shown = 0;
    let confidential = Confidential::of(&view);
    for sketch in &asked {
        shown += show(&view, &confidential, &ranker, sketch, args.limit, output);
    }
    output.talk(if asked.is_empty() {
        "every incident on record is placed".to_owned()
    } else {
        format!(
            "{} for {}; next: assize link A B --reason …, assize different A B --reason …, assize incident NAME --from A",
            count(shown, "candidate"),
            count(asked.len(), "incident")
        )
    });
    Ok(Exit::Done)
}

/// One incident with its candidates. Says how many there are.
fn show(
    view: &View,
    confidential: &Confidential,
    ranker: &Ranker<'_>,
    sketch: &Sketch,
    limit: usize,
    output: &mut Output,
) -> usize {
    let marks = |id: EntryId| confidential.marks(view.claims_about(id).map(|claim| &claim.id));
    let named = |id: EntryId| format!("{}{}", named(view, id), if marks(id) { ", confidential" } else { "" });
    let mut found = ranker.candidates(sketch, limit);
    // Last, what its own text tells of beside it.
    found.extend(ranker.told_apart(sketch, limit));
    if output.json {
        let candidates: Vec<_> = found
            .iter()
            .map(|candidate| {
                let reasons: Vec<String> = candidate.reasons.iter().map(ToString::to_string).collect();
                json!({ "id": candidate.id, "name": view.label(candidate.id), "reasons": reasons, "confidential": marks(candidate.id) })
            })
            .collect();
        output.object(&json!({ "schema": "assize.candidates/1", "id": sketch.id, "name": view.label(sketch.id), "confidential": marks(sketch.id), "candidates": candidates }));
        return found.len();
    }
    output.line(format!("{}  {}", sketch.id.short(), one_line(&named(sketch.id), 100)));
    if let Some((source, words)) = view.quoted(sketch.id) {
        output.line(format!("              {}", view.shown(source, &one_line(words, 94))));
    }
    for candidate in &found {
        let reasons: Vec<String> = candidate.reasons.iter().map(ToString::to_string).collect();
        output.line(format!("    {}  {}", candidate.id.short(), one_line(&named(candidate.id), 90)));
        if let Some((source, words)) = view.quoted(candidate.id) {
            output.line(format!("                  {}", view.shown(source, &one_line(words, 90))));
        }
        output.line(format!("                  {}", reasons.join("; ")));
    }
    if found.is_empty() {
        output.line("    no candidates");
    }
    found.len()
}

fn named(view: &View, id: EntryId) -> String {
    let placed = if view.unplaced().contains(&id) { " (not yet placed)" } else { "" };
    format!("{}{placed}", view.label(id))
}
