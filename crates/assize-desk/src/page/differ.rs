//! Claims on which people who reviewed them differ. A third person settles it.

use super::{Sight, draw, layout, shown, token};
use crate::{reviewed, serve::App};
use assize_case::wording::{Wording, reason};
use assize_ledger::view::{ClaimView, Differing};
use assize_record::Entry;
use axum::{extract::State, response::Response};
use maud::{Markup, html};
use std::sync::Arc;

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    draw(app, |sight| {
        let view = &sight.snapshot.view;
        let body = html! {
            h1 { "Where people differ" }
            p { "What people differ on supports nothing until somebody who is none of them settles it. What they agree on is not shown." }
            @if view.differing().is_empty() { p { "Nobody differs." } }
            @for differing in view.differing() { (one(sight, differing)) }
        };
        Ok(layout(sight, "/differ", "Where people differ", &body))
    })
    .await
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
