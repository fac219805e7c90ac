//! Claims on which people who reviewed them differ, which a third person settles, and what two people placed otherwise.

use super::{Sight, draw, layout, shown, token};
use crate::{reviewed, serve::App};
use assize_case::wording::{Wording, reason};
use assize_ledger::view::{ClaimView, Differing};
use assize_record::{
    Entry, EntryId, Kind,
    entry::{Role, Verdict},
    sign::PublicKey,
};
use axum::{extract::State, response::Response};
use maud::{Markup, html};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    draw(app, |sight| {
        let view = &sight.snapshot.view;
        let body = html! {
            h1 { "Where people differ" }
            p { "What people differ on supports nothing until somebody who is none of them settles it. What they agree on is not shown." }
            @let placed = placed(sight);
            @if view.differing().is_empty() && placed.is_empty() { p { "Nobody differs." } }
            @for differing in view.differing() { (one(sight, differing)) }
            @if !placed.is_empty() {
                h2 { "Placed by two people" }
                p { "Two people said of which incident a text speaks, and each named one. The record takes both at their word and holds them for one. Where they are two, take one out on its bench." }
                ul.plain { @for (anchor, names) in &placed { li.box { (twice(sight, *anchor, names)) } } }
            }
        };
        Ok(layout(sight, "/differ", "Where people differ", &body))
    })
    .await
}

/// What texts speak of that several people placed, each with an incident of another name.
fn placed(sight: &Sight) -> Vec<(EntryId, Vec<String>)> {
    let snapshot = &sight.snapshot;
    let view = &snapshot.view;
    let wording = Wording::of(view, &snapshot.entries, &snapshot.founders);
    let mut said: BTreeMap<EntryId, BTreeMap<String, BTreeSet<PublicKey>>> = BTreeMap::new();
    for entry in snapshot.entries.iter().map(|received| &received.entry) {
        let head = &entry.head;
        let same = head.kind == Kind::Link && head.verdict == Some(Verdict::Same);
        let ends = head.first(Role::From).zip(head.first(Role::To)).zip(head.by);
        let Some(((from, to), by)) = ends.filter(|_| same && wording.state().is_effective(entry.id)) else {
            continue;
        };
        for (anchor, thing) in [(from, to), (to, from)] {
            let named = view.entities().get(&thing).filter(|_| !view.anchors().contains_key(&thing));
            if let Some(named) = named.filter(|_| view.anchors().contains_key(&anchor)) {
                said.entry(anchor).or_default().entry(named.name.clone()).or_default().insert(by);
            }
        }
    }
    let several = |names: &BTreeMap<String, BTreeSet<PublicKey>>| {
        let people: BTreeSet<&PublicKey> = names.values().flatten().collect();
        names.len() > 1 && people.len() > 1
    };
    let found = said.into_iter().filter(|(_, names)| several(names));
    found.map(|(anchor, names)| (anchor, names.into_keys().collect())).collect()
}

/// One of these: where it stands, and what it is said to be. Not by whom.
fn twice(sight: &Sight, anchor: EntryId, names: &[String]) -> Markup {
    let view = &sight.snapshot.view;
    let bench = format!("/incident/{}", view.canonical(anchor).short());
    html! {
        @if let Some(told) = view.anchors().get(&anchor) {
            @if let Some(words) = &told.words { p.q { (shown(&view.shown(told.source, &words.exact))) } }
            @if let Some(source) = view.sources().get(&told.source) { p.soft { a href=(format!("/source/{}", told.source.short())) { (shown(&super::title(source))) } ", " (shown(&super::outlet(source))) } }
        }
        p { @for (at, name) in names.iter().enumerate() { @if at > 0 { " · " } b { (shown(name)) } } " " a href=(bench) { "Bench" } }
    }
}

fn one(sight: &Sight, differing: &Differing) -> Markup {
    let snapshot = &sight.snapshot;
    let view = &snapshot.view;
    let involved = differing.reviews.iter().any(|review| review.by == snapshot.own);
    let third = !involved && view.reviewers().contains(&snapshot.own);
    // The order says nothing: it follows from the claim's id, and not from who came first.
    let mut versions: Vec<&ClaimView> = differing.versions.iter().collect();
    versions.sort_by_key(|version| version.id);
    let rejected = differing.reviews.iter().any(|review| review.version.is_none());
    let words =
        versions.first().and_then(|version| view.words_of(version).map(|words| (version.source, words)));
    let wording = Wording::of(view, &snapshot.entries, &snapshot.founders);
    let entry = |id| -> Option<&Entry> { wording.get(id) };
    html! {
        section.box {
            @if let Some((source, words)) = words { p.q.lead { (shown(&view.shown(source, &words.exact))) } }
            @if let Some(version) = versions.first() { p.soft { @if let Some(source) = view.sources().get(&version.source) { a href=(format!("/source/{}{}", version.source.short(), differing.draft.map_or_else(String::new, |draft| format!("?draft={}", draft.short())))) { (shown(&super::title(source))) } ", " (shown(&super::outlet(source))) } } }
            div.two {
                @for (at, version) in versions.iter().enumerate() {
                    div.box {
                        h2 { (char::from(b'A' + u8::try_from(at % 26).unwrap_or_default())) }
                        p { b { (reviewed::property(&version.proposition.property)) " " (shown(&assize_case::wording::value(view, &version.proposition, Some(version.source)))) } }
                        p { (shown(&reviewed::speaker_of(view, version))) }
                        @if let Some(day) = &version.proposition.happened_on { p { (day) } }
                        @if third { form method="post" action="/settle" { (token(sight)) input type="hidden" name="claim" value=(version.id); button name="act" value="accept" { "This one stands" } } }
                    }
                }
                @if rejected { div.box { h2 { "Rejected" } p { "Somebody says that none of this is a claim of this record." }
                    @if third { form method="post" action="/settle" { (token(sight)) input type="hidden" name="claim" value=(differing.id); label { "Why " input name="reason" required; } button name="act" value="reject" { "None stands" } } } } }
            }
            @if involved { p.soft { "You are one of those who differ: somebody else settles it. You can change your own review where the draft stands in its text." } }
            @else if !third { p.soft { "Somebody with a role in this case settles it." } }
            @if involved || !third { details { summary { "Who said what" } ul { @for review in &differing.reviews {
                li { (shown(view.actors().get(&review.by).map_or("somebody", String::as_str))) " " (Differing::verb(review)) @if let Some(entry) = entry(review.id) { (shown(&reason(entry))) } } } } } }
        }
    }
}
