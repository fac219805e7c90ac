//! The bench: everything claimed of one incident, by origin, with its toll.

use super::{Sight, by_digits, draw, layout, link, log, shown, source::At, title, token};
use crate::{reviewed, serve::App};
use assize_case::{failure::Failure, line::count, methods::methods, moves};
use assize_ledger::view::ClaimView;
use assize_record::{EntityType, EntryId};
use assize_weigh::{conflict, origin::Origins, toll};
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;
use std::{collections::BTreeMap, sync::Arc};

/// Which of the incidents.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct From {
    from: Option<usize>,
}

/// Incidents on one page.
const PAGE: usize = 200;

/// All incidents of the record, a page of them at a time.
pub(crate) async fn list(State(app): State<Arc<App>>, Query(of): Query<From>) -> Response {
    draw(app, move |sight| {
        let all = sight.snapshot.incidents();
        let from = of.from.filter(|from| *from < all.len()).unwrap_or(0);
        let to = from.saturating_add(PAGE).min(all.len());
        let rows = &all[from..to];
        let body = html! {
            h1 { "Incidents" }
            @if all.len() > PAGE { p { (from + 1) "–" (to) " of " (all.len()) ", by day; search finds one by its words." } }
            @if rows.is_empty() { p { "None yet: a draft that is accepted, or an incident that you name, makes one." } }
            @else { div.scroll { table.stack {
                thead { tr { th { "Incident" } th { "Day" } th { "Place" } th.n { "Killed, as claimed" } th.n { "Claims" } th.n { "Sources" } } }
                tbody { @for row in rows { tr {
                    th scope="row" data-l="" { a href=(format!("/incident/{}", row.id.short())) { (shown(&row.name)) } @if row.standing != "placed" { " " span.soft { "not placed yet" } } }
                    td data-l="Day" { (join(&row.days)) }
                    td data-l="Place" { (shown(&join(&row.places))) }
                    td.n data-l="Killed, as claimed" { (if row.killed.is_empty() { "not said".to_owned() } else { row.killed.join(" / ") }) }
                    td.n data-l="Claims" { (row.claims) }
                    td.n data-l="Sources" { (row.sources.len()) }
                } } }
            } } }
        };
        let body = html! {
            (body)
            @if all.len() > PAGE { nav.tabs aria-label="Pages of the list" {
                @if from > 0 { a href=(format!("/incidents?from={}", from.saturating_sub(PAGE))) { "Before" } }
                @if to < all.len() { a href=(format!("/incidents?from={to}")) { "Next" } }
            } }
        };
        Ok(layout(sight, "/incidents", "Incidents", &body))
    })
    .await
}

fn join(set: &std::collections::BTreeSet<String>) -> String {
    set.iter().cloned().collect::<Vec<_>>().join(", ")
}

/// The thing of the record that digits in an address mean.
pub(crate) fn canonical_of(sight: &Sight, digits: &str) -> Result<EntryId, Failure> {
    let view = &sight.snapshot.view;
    Ok(view.canonical(by_digits(digits, view.entities().keys().chain(view.anchors().keys()))?))
}

pub(crate) async fn page(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(at): Query<At>,
) -> Response {
    draw(app, move |sight| {
        let view = &sight.snapshot.view;
        let id = canonical_of(sight, &id)?;
        let origins = sight.snapshot.origins();
        let claims: Vec<&ClaimView> = view.claims_about(id).collect();
        let said = at.done.as_deref().map(|entry| log::said(sight, entry)).unwrap_or_default();
        let standing = moves::standing(&sight.session, view, origins, id)?;
        let body = html! {
            h1 { (shown(&view.name(id))) }
            @if !said.is_empty() { p.note role="status" { (said) } }
            @if view.unplaced().contains(&id) { p.warn { "Not placed yet: it adds to no total and supports nothing else. " a href=(format!("/link?a={}", id.short())) { "Place it" } } }
            @if view.contested().contains(&id) { p.warn { "Contested: somebody says that two of its parts are different." } }
            p.lead { @match &standing { Some((_, figures)) => (shown(figures)), None => "Nothing is claimed of it yet." } }
            p { a href=(format!("/incident/{}/preview", id.short())) { "The public page, as on a phone" } }
            (by_method(sight, origins, id)?)
            (conflicts(sight, origins, id))
            h2 { "Claims, by origin" }
            (table(sight, origins, &claims))
            h2 { "What it is" }
            (members(sight, id))
            @if !sight.app.read_only { (rename(sight, id)) }
            h2 { "Perhaps the same" }
            (link::candidates(&link::Ground::of(sight, false), id, &format!("/incident/{}", id.short()), None)?)
        };
        Ok(layout(sight, "/incidents", &view.name(id), &body))
    })
    .await
}

/// The toll by each method, equal ones together.
fn by_method(sight: &Sight, origins: &Origins, id: EntryId) -> Result<Markup, Failure> {
    let view = &sight.snapshot.view;
    let force = matches!(view.type_of(id), Some(EntityType::Incident | EntityType::Attack));
    if !force {
        return Ok(html! {});
    }
    let mut by_line: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for method in methods(&sight.session, view, &[])? {
        let finding = toll::incident(view, origins, id, &method);
        for role in toll::Role::ALL {
            if let Some(over) = toll::over_methods(std::slice::from_ref(&finding), role, None) {
                by_line
                    .entry(format!("{} {}", role.name(), over.in_words()))
                    .or_default()
                    .push(method.name.clone());
            }
        }
    }
    Ok(html! { @if !by_line.is_empty() {
        details { summary { "By method" } ul { @for (line, methods) in &by_line { li { b { (line) } ", computed here by the rule of " (methods.join(", ")) } } } }
    } })
}

fn conflicts(sight: &Sight, origins: &Origins, id: EntryId) -> Markup {
    let view = &sight.snapshot.view;
    let found: Vec<_> =
        conflict::conflicts(view, origins).into_iter().filter(|found| found.subject == id).collect();
    html! { @if !found.is_empty() {
        h2 { "What is disputed" }
        ul { @for found in &found {
            li { b { (reviewed::property(&found.property)) } ": "
                @for (at, position) in found.positions.iter().enumerate() { @if at > 0 { " · " } (shown(&position.words)) " (" (position.behind.to_string()) ")" }
            }
        } }
    } }
}

fn table(sight: &Sight, origins: &Origins, claims: &[&ClaimView]) -> Markup {
    let view = &sight.snapshot.view;
    let label = |claim: &ClaimView| {
        origins
            .position(claim.id)
            .and_then(|at| origins.list.get(at))
            .map_or_else(|| "origin not known".to_owned(), |origin| origin.label.clone())
    };
    let mut by_origin: BTreeMap<String, Vec<&ClaimView>> = BTreeMap::new();
    for claim in claims {
        by_origin.entry(label(claim)).or_default().push(claim);
    }
    html! {
        @if claims.is_empty() { p { "None." } }
        @for (origin, claims) in &by_origin {
            section.box {
                h3 { "Origin: " (shown(&reviewed::cut(origin, 160))) }
                ul.plain { @for claim in claims { li.claim {
                    b { (shown(&reviewed::claim_words(view, claim))) }
                    " · " (shown(&reviewed::speaker_of(view, claim)))
                    @if let Some(words) = view.words_of(claim) { " " span.q { (shown(&view.shown(claim.source, &words.exact))) } }
                    " " a href=(address(sight, claim)) { @match view.sources().get(&claim.source) { Some(source) => (shown(&title(source))), None => "source" } }
                    " " span.soft { "claim " (claim.id.short()) ", " (count(claim.reviewers.len(), "review")) }
                } } }
            }
        }
    }
}

/// Where a claim stands in its text.
fn address(sight: &Sight, claim: &ClaimView) -> String {
    let draft = claim.said.drafted.as_ref().map(|drafted| drafted.draft.short());
    let kept = sight.snapshot.of_source(claim.source);
    let draft = draft.filter(|draft| kept.is_some_and(|kept| reviewed::find(kept, draft).is_some()));
    format!(
        "/source/{}{}",
        claim.source.short(),
        draft.map_or_else(String::new, |draft| format!("?draft={draft}"))
    )
}

/// What people joined, each with where it is told.
fn members(sight: &Sight, id: EntryId) -> Markup {
    let view = &sight.snapshot.view;
    let wholes: Vec<EntryId> = view.part_of().get(&id).into_iter().flatten().copied().collect();
    html! {
        ul.plain { @for member in view.cluster(id) {
            li {
                @match view.anchors().get(&member) {
                    Some(anchor) => { "told of in " a href=(format!("/source/{}", anchor.source.short())) { @match view.sources().get(&anchor.source) { Some(source) => (shown(&title(source))), None => "a source" } }
                        @if let Some(words) = &anchor.words { " as " span.q { (shown(&view.shown(anchor.source, &words.exact))) } } }
                    // The name that this person gave, also where the whole goes by another one.
                    None => { "named by a person: " @match view.entities().get(&member) { Some(entity) => (shown(&entity.name)), None => (shown(&view.name(member))) } }
                }
                @if member != id && !sight.app.read_only { " "
                    form.inline method="post" action="/place" { (token(sight)) input type="hidden" name="how" value="unlink"; input type="hidden" name="a" value=(member); input type="hidden" name="b" value=(id);
                        input type="hidden" name="back" value=(format!("/incident/{}", id.short())); button { "Take out" } } }
            }
        } }
        @for whole in wholes { p { "Part of " a href=(format!("/incident/{}", whole.short())) { (shown(&view.name(whole))) } } }
    }
}

fn rename(sight: &Sight, id: EntryId) -> Markup {
    let view = &sight.snapshot.view;
    let campaigns: Vec<EntryId> = view
        .entities()
        .keys()
        .filter(|other| {
            view.canonical(**other) == **other && view.type_of(**other) == Some(EntityType::Campaign)
        })
        .copied()
        .collect();
    html! {
        details.box { summary { "Rename, or make it part of something" }
            form method="post" action="/place" { (token(sight)) input type="hidden" name="how" value="rename"; input type="hidden" name="a" value=(id);
                input type="hidden" name="back" value=(format!("/incident/{}", id.short()));
                label { "Name " input name="name" value=(view.name(id)) required; } button { "Rename" } }
            @if !campaigns.is_empty() { form method="post" action="/place" { (token(sight)) input type="hidden" name="how" value="part"; input type="hidden" name="a" value=(id);
                input type="hidden" name="back" value=(format!("/incident/{}", id.short()));
                label { "Part of " select name="b" { @for campaign in &campaigns { option value=(campaign) { (shown(&view.name(*campaign))) } } } } button { "Say so" } } }
        }
    }
}
