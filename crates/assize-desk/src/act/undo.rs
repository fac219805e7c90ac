//! Decisions taken back.

use super::{Form, alone, back, json_of, lead, with_done, write};
use crate::{page::Sight, reviewed::cut, serve::App, snapshot::Remarks};
use assize_case::{
    asked::{Retract, Sure, Undo},
    decision::{Prepared, prepare},
    failure::Failure,
};
use assize_record::{EntryId, Kind, body::Body, entry::Role};
use axum::{extract::State, response::Response};
use serde_json::json;
use std::sync::Arc;

pub(crate) async fn undo(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, move |app, form| {
        let redo = form.get("redo").is_some();
        let asked = Undo { count: 1, redo, sure: Sure { yes: true, ..Sure::default() } };
        if form.get("sitting").is_some() {
            of_sitting(app, &asked)?;
        }
        let prepared = write(app, &asked, &|_| Ok(()))?;
        let mut sitting = app.sitting();
        // The undo itself is no further decision to take back.
        sitting.made.pop();
        let (from, to) = if redo { (&mut sitting.undone, true) } else { (&mut sitting.made, false) };
        let moved = from.pop();
        if to {
            sitting.made.extend(moved)
        } else {
            sitting.undone.extend(moved)
        }
        drop(sitting);
        if form.by_script && form.get("blind").is_some() {
            let draft = draft_of(&Sight::of(app)?, &prepared);
            let said = "Taken back. Both entries stay in the log.";
            return Ok(json_of(&json!({ "say": said, "again": true, "draft": draft })));
        }
        if form.by_script {
            let draft = draft_of(&Sight::of(app)?, &prepared);
            let moves: Vec<String> = prepared.moves.moved.iter().map(ToString::to_string).collect();
            let moves = if moves.is_empty() { String::new() } else { format!(" {}.", moves.join("; ")) };
            let rests = prepared.decision.notes.iter().filter(|note| note.starts_with("rests on it"));
            let rests: String = rests.map(|note| format!(" {note}.")).collect();
            let what = prepared.decision.words.split_once(": ").map_or("", |(_, what)| what);
            let what = cut(what, 160);
            let said = format!("Taken back: {what}.{moves}{rests} Both entries stay in the log.");
            return Ok(json_of(&json!({ "say": said, "again": true, "draft": draft })));
        }
        Ok(lead(&with_done(&back(form), &prepared)))
    })
    .await
}

/// Refuses where the last decision was not made at this desk since it was opened: what is older, or was done elsewhere, is in the log.
fn of_sitting(app: &Arc<App>, asked: &Undo) -> Result<(), Failure> {
    let elsewhere =
        || Failure::usage("nothing left to take back of this sitting").help("older decisions are in the log");
    let last = app.sitting().made.last().copied().ok_or_else(elsewhere)?;
    let sight = Sight::of(app)?;
    let prepared = prepare(&sight.session, asked, &Remarks::default())?;
    let decided = prepared.decision.json["decisions"].to_string();
    if decided.contains(&last.to_string()) { Ok(()) } else { Err(elsewhere()) }
}

/// The draft whose decision was taken back, where it was one.
fn draft_of(sight: &Sight, prepared: &Prepared) -> Option<String> {
    let taken = prepared.decision.batch.iter().flat_map(|entry| entry.head.refs.iter().map(|(_, id)| *id));
    let taken: std::collections::BTreeSet<EntryId> = taken.collect();
    let claims = sight.snapshot.entries.iter().map(|received| &received.entry);
    claims.filter(|entry| taken.contains(&entry.id)).find_map(|entry| {
        let claim = if entry.head.kind == Kind::Review { entry.head.first(Role::Of)? } else { entry.id };
        let claim = sight.snapshot.entries.iter().find(|received| received.entry.id == claim)?;
        match &claim.entry.body {
            Some((_, Body::Claim(claim))) => claim.drafted.as_ref().map(|drafted| drafted.draft.short()),
            _ => None,
        }
    })
}

pub(crate) async fn retract(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, move |app, form| {
        let ids = form.all("id");
        if ids.is_empty() {
            return Err(Failure::usage("nothing was chosen"));
        }
        let asked = Retract { ids, reason: form.need("reason")?.to_owned(), dry_run: false };
        let prepared = write(app, &asked, &|_| Ok(()))?;
        Ok(lead(&with_done(&back(form), &prepared)))
    })
    .await
}
