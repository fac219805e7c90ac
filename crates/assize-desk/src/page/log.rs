//! Every decision, by whom, newest first, each to be taken back.

use super::{Sight, draw, layout, shown, source::At, token};
use crate::serve::App;
use assize_case::wording::Wording;
use assize_ledger::Received;
use assize_record::{EntryId, Kind};
use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::html;
use serde::Deserialize;
use std::sync::Arc;

/// How far back.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct From {
    before: Option<usize>,
    done: Option<String>,
}

/// Decisions on one page.
const PAGE: usize = 50;

/// One decision: entries that were written together by one person.
struct Made<'s> {
    entries: Vec<&'s Received>,
    end: usize,
}

/// Kinds of entry that are decisions; texts and passages are what they rest on.
fn is_decision(kind: Kind) -> bool {
    !matches!(kind, Kind::Source | Kind::Text | Kind::Passage | Kind::Anchor)
}

/// The newest decisions before a position: entries of one author with one receipt belong together.
fn made(sight: &Sight, before: usize) -> Vec<Made<'_>> {
    let entries = &sight.snapshot.entries;
    let end = before.min(entries.len());
    let same =
        |a: &&Received, b: &&Received| a.received_at == b.received_at && a.entry.head.by == b.entry.head.by;
    let mut all: Vec<Made<'_>> = Vec::new();
    let decided = entries[..end].iter().enumerate().rev();
    for (at, received) in decided.filter(|(_, received)| is_decision(received.entry.head.kind)) {
        let goes_on =
            all.last().and_then(|last| last.entries.last()).is_some_and(|other| same(other, &received));
        if goes_on {
            all.last_mut().into_iter().for_each(|last| last.entries.push(received));
        } else if all.len() == PAGE {
            break;
        } else {
            all.push(Made { entries: vec![received], end: at + 1 });
        }
    }
    all
}

pub(crate) async fn page(State(app): State<Arc<App>>, Query(from): Query<From>) -> Response {
    draw(app, move |sight| {
        let snapshot = &sight.snapshot;
        let wording = Wording::of(&snapshot.view, &snapshot.entries, &snapshot.founders);
        let all = made(sight, from.before.unwrap_or(usize::MAX));
        let next = all.last().map(|made| made.end.saturating_sub(made.entries.len()));
        let at = At { draft: None, done: from.done.clone() };
        let said = at.done.as_deref().map(|entry| said(sight, entry)).unwrap_or_default();
        let body = html! {
            h1 { "Log" }
            @if !said.is_empty() { p.note role="status" { (said) } }
            @if !sight.app.read_only {
                form.inline method="post" action="/undo" { (token(sight)) input type="hidden" name="back" value="/log"; button { "Take back my last decision" } }
                " "
                form.inline method="post" action="/undo" { (token(sight)) input type="hidden" name="back" value="/log"; input type="hidden" name="redo" value="1"; button { "Put back what I last took back" } }
            }
            ol.plain { @for made in &all {
                @let ids: Vec<EntryId> = made.entries.iter().rev().map(|received| received.entry.id).collect();
                @let stands: Vec<EntryId> = ids.iter().copied().filter(|id| wording.state().is_effective(*id)).collect();
                li.box {
                    p.soft { (made.entries.last().and_then(|received| received.received_at).map_or_else(|| "time not known".to_owned(), |at| at.strftime("%Y-%m-%d %H:%M").to_string()))
                        " · " (shown(&made.entries.first().map_or_else(String::new, |received| wording.by(&received.entry)))) }
                    @for line in wording.items(&ids, false).iter().take(8) { p.gone[stands.is_empty()] { (shown(line)) } }
                    @if stands.is_empty() { p.soft { "taken back" } }
                    @else if !sight.app.read_only { details { summary { "Take back" }
                        form method="post" action="/retract" { (token(sight)) input type="hidden" name="back" value="/log";
                            @for id in stands.iter().take(4096) { input type="hidden" name="id" value=(id); }
                            @let resting = resting(&wording, &stands, snapshot);
                            @if !resting.is_empty() { p { "Rests on it and stays:" } ul { @for line in &resting { li { (shown(line)) } } } }
                            label { "Why " input name="reason" required autocomplete="off"; } button { "Take back" } } } }
                }
            } }
            @if let Some(next) = next.filter(|next| *next > 0 && all.len() == PAGE) { p { a href=(format!("/log?before={next}")) { "Older" } } }
        };
        Ok(layout(sight, "/log", "Log", &body))
    })
    .await
}

/// Later decisions that refer to these and stand.
fn resting(wording: &Wording<'_>, of: &[EntryId], snapshot: &crate::snapshot::Snapshot) -> Vec<String> {
    let rests = snapshot.entries.iter().map(|received| &received.entry).filter(|entry| {
        !of.contains(&entry.id)
            && entry.head.kind != Kind::Retract
            && wording.state().is_effective(entry.id)
            && entry.head.refs.iter().any(|(_, id)| of.contains(id))
    });
    rests.take(8).map(|entry| wording.entry(entry)).collect()
}

/// What an entry that was just written says.
pub(crate) fn said(sight: &Sight, digits: &str) -> String {
    let snapshot = &sight.snapshot;
    let found = snapshot
        .entries
        .iter()
        .rev()
        .take(4096)
        .find(|received| digits.len() >= 6 && received.entry.id.to_string().starts_with(digits));
    // What somebody else wrote, or what is older, is no answer to what was just sent.
    let newest = snapshot.entries.iter().rev().find(|received| received.entry.head.by == Some(snapshot.own));
    let Some(found) =
        found.filter(|found| newest.is_some_and(|newest| newest.received_at == found.received_at))
    else {
        return String::new();
    };
    let wording = Wording::of(&snapshot.view, &snapshot.entries, &snapshot.founders);
    let at =
        snapshot.entries.iter().rposition(|received| received.entry.id == found.entry.id).unwrap_or_default();
    let together: Vec<EntryId> = snapshot.entries[..=at]
        .iter()
        .rev()
        .take_while(|received| {
            received.received_at == found.received_at
                && received.entry.head.by.is_none_or(|by| Some(by) == found.entry.head.by)
        })
        .map(|received| received.entry.id)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .collect();
    let items = wording.items(&together, false);
    let words = items.into_iter().take(3).collect::<Vec<_>>().join("; ");
    super::shown(&format!("{words}. Undo takes it back.")).into_owned()
}
