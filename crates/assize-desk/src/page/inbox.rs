//! What waits: sources with open drafts, what people differ on, what lacks a day, a place or a campaign.

use super::{Sight, draw, layout, outlet, shown, title, token};
use crate::{reviewed, serve::App};
use assize_case::{incidents, line::count};
use assize_record::EntryId;
use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;
use std::{collections::BTreeSet, sync::Arc};

/// Which of the sources are shown.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Which {
    show: Option<String>,
    done: Option<String>,
}

/// One source in the list.
struct Row {
    id: EntryId,
    title: String,
    outlet: String,
    open: usize,
    differing: usize,
    all: usize,
    unplaced: usize,
    read: bool,
}

pub(crate) async fn page(State(app): State<Arc<App>>, Query(which): Query<Which>) -> Response {
    draw(app, move |sight| {
        let rows = rows(sight);
        let of = |fits: &dyn Fn(&Row) -> bool| rows.iter().filter(|row| fits(row)).count();
        let lists = [
            ("open", "open drafts", of(&|row| row.open > 0)),
            ("unread", "not read yet", of(&|row| !row.read)),
            ("unplaced", "incidents not placed", of(&|row| row.unplaced > 0)),
            ("differ", "people differ", of(&|row| row.differing > 0)),
            ("done", "done", of(&|row| row.read && row.open == 0)),
            ("all", "all", rows.len()),
        ];
        let chosen = which.show.as_deref().filter(|show| lists.iter().any(|(name, ..)| name == show));
        let chosen = chosen.unwrap_or(if lists[0].2 > 0 { "open" } else { "all" });
        let fits = |row: &&Row| match chosen {
            "open" => row.open > 0,
            "unread" => !row.read,
            "unplaced" => row.unplaced > 0,
            "differ" => row.differing > 0,
            "done" => row.read && row.open == 0,
            _ => true,
        };
        let shown_rows: Vec<&Row> = rows.iter().filter(fits).collect();
        let said = which.done.as_deref().map(|entry| super::log::said(sight, entry)).unwrap_or_default();
        let body = html! {
            h1 { "Inbox" }
            @if !said.is_empty() { p.note role="status" { (said) } }
            (go_on(sight, &rows))
            nav.tabs aria-label="Which sources" {
                @for (name, words, n) in lists { a href=(format!("/?show={name}")) aria-current=[(name == chosen).then_some("true")] { (words) " " b { (n) } } }
            }
            @if rows.is_empty() { p { "No source yet. " a href="/add" { "Add articles" } ": drop files, and they are read at once." } }
            @else { (table(&shown_rows)) }
            @if shown_rows.iter().any(|row| !row.read) && !sight.app.read_only {
                form method="post" action="/read" { (token(sight)) button { "Read what is not read yet" } }
            }
            (lacking(sight))
        };
        Ok(layout(sight, "/", "Inbox", &body))
    })
    .await
}

/// Every source, those with most to do first.
fn rows(sight: &Sight) -> Vec<Row> {
    let view = &sight.snapshot.view;
    let standing = reviewed::standing(view);
    let mut rows: Vec<Row> = view
        .sources()
        .iter()
        .filter(|(id, source)| source.sha256.is_some() && !view.strangers().contains(*id))
        .map(|(id, source)| {
            let kept = sight.snapshot.of_source(*id);
            let (open, differing, all) =
                kept.map_or((0, 0, 0), |kept| reviewed::progress(view, &standing, kept));
            let unplaced = kept.map_or(0, |kept| {
                let anchors = kept.inputs().filter_map(|input| {
                    let number = input.draft.proposition.subject;
                    let force = input.referent(number).is_ok_and(|of| {
                        matches!(
                            of.entity_type,
                            assize_record::EntityType::Incident | assize_record::EntityType::Attack
                        )
                    });
                    input.anchor(number).ok().filter(|anchor| force && view.canonical(*anchor) == *anchor)
                });
                anchors.collect::<BTreeSet<_>>().len()
            });
            Row {
                id: *id,
                title: title(source),
                outlet: outlet(source),
                open,
                differing,
                all,
                unplaced,
                read: kept.is_some(),
            }
        })
        .collect();
    rows.sort_by(|a, b| {
        (a.open == 0, &a.outlet, &a.title, a.id).cmp(&(b.open == 0, &b.outlet, &b.title, b.id))
    });
    rows
}

/// Where this person decided last, as the log says.
fn go_on(sight: &Sight, rows: &[Row]) -> Markup {
    let snapshot = &sight.snapshot;
    let view = &snapshot.view;
    let last = snapshot.entries.iter().rev().find_map(|received| {
        let entry = &received.entry;
        let of_claim = entry.head.by == Some(snapshot.own) && entry.head.kind == assize_record::Kind::Claim;
        let passage = entry.head.first(assize_record::entry::Role::Passage).filter(|_| of_claim)?;
        let text = view.passages().get(&passage)?.text;
        view.texts().get(&text).map(|text| text.source)
    });
    let row = last.and_then(|source| rows.iter().find(|row| row.id == source && row.open > 0));
    html! { @if let Some(row) = row {
        p { a.button.main href=(format!("/source/{}", row.id.short())) { "Go on where you stopped" } " " (shown(&row.title)) ", " (count(row.open, "draft")) " open" }
    } }
}

fn table(rows: &[&Row]) -> Markup {
    html! {
        div.scroll { table.stack {
            thead { tr { th { "Source" } th { "Outlet, date" } th.n { "Open" } th.n { "Of" } th { "Waits for" } } }
            tbody { @for (at, row) in rows.iter().enumerate() {
                tr {
                    th scope="row" data-l="" { @if row.read { a autofocus[at == 0] href=(format!("/source/{}", row.id.short())) { (shown(&row.title)) } } @else { (shown(&row.title)) } }
                    td data-l="Outlet, date" { (shown(&row.outlet)) }
                    td.n data-l="Open" { (row.open) }
                    td.n data-l="Of" { (row.all) }
                    td data-l="Waits for" {
                        @if !row.read { "reading" }
                        @if row.unplaced > 0 { a href=(format!("/link?source={}", row.id.short())) { (count(row.unplaced, "incident")) " to place" } " " }
                        @if row.differing > 0 { a href="/differ" { (row.differing) " differ" } }
                    }
                }
            } }
        } }
    }
}

/// Incidents that lack a day, a place or a campaign.
fn lacking(sight: &Sight) -> Markup {
    let view = &sight.snapshot.view;
    let rows: Vec<_> = sight.snapshot.incidents().iter().filter(|row| row.standing == "placed").collect();
    let part = |id: &EntryId| view.part_of().contains_key(id);
    let lists: [(&str, Vec<&incidents::Row>); 3] = [
        ("no day", rows.iter().copied().filter(|row| row.days.is_empty()).collect()),
        ("no place", rows.iter().copied().filter(|row| row.places.is_empty()).collect()),
        ("no campaign", rows.iter().copied().filter(|row| !part(&row.id)).collect()),
    ];
    html! {
        @for (what, rows) in lists.iter().filter(|(_, rows)| !rows.is_empty()) {
            details.box {
                summary { (count(rows.len(), "incident")) " with " (what) }
                ul { @for row in rows.iter().take(200) { li { a href=(format!("/incident/{}", row.id.short())) { (shown(&row.name)) } } } }
                @if rows.len() > 200 { p.soft { "and " (rows.len() - 200) " more" } }
            }
        }
    }
}
