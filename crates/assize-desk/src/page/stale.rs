//! Drafts on which somebody decided and that a newer reader reads otherwise.

use super::{draw, fields::figure, layout, shown, title};
use crate::{
    reviewed::{self, State as Decided},
    serve::App,
};
use assize_case::drafts::shown::value;
use assize_record::Value;
use axum::{extract::State, response::Response};
use maud::html;
use std::sync::Arc;

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    draw(app, |sight| {
        let view = &sight.snapshot.view;
        let mut changed = Vec::new();
        let standing = reviewed::standing(view);
        for kept in &sight.snapshot.kept {
            for item in reviewed::items_by(view, &standing, kept) {
                // What a person put otherwise is theirs, and no reading makes it stale.
                let Some(claim) = item.claim.filter(|_| item.state == Decided::Accepted) else { continue };
                let said = &claim.proposition.value;
                let now = &item.draft.proposition.value;
                let other = match said {
                    Value::Quantity(quantity) => now.quantity().is_some_and(|now| figure(&now) != figure(quantity)),
                    Value::Date(date) => now.date.as_ref().is_some_and(|now| now != date),
                    Value::Flag(flag) => now.flag.is_some_and(|now| now != *flag),
                    _ => false,
                } || claim.proposition.happened_on.is_some() && item.draft.proposition.happened_on.is_some()
                    && claim.proposition.happened_on != item.draft.proposition.happened_on;
                if other {
                    let day = item.draft.proposition.happened_on.as_ref().map_or_else(String::new, |day| format!(", {day}"));
                    let was = claim.proposition.happened_on.as_ref().map_or_else(String::new, |day| format!(", {day}"));
                    let words = format!("you accepted {said}{was}; the reader now says {}{day}", value(item.draft));
                    changed.push((kept.source, item.draft.id.short(), words, item.draft.passage.exact.clone()));
                }
            }
        }
        let mut gone = Vec::new();
        for claim in view.claims() {
            let Some(drafted) = &claim.said.drafted else { continue };
            let Some(kept) = sight.snapshot.of_source(claim.source) else { continue };
            if !kept.drafts.iter().any(|draft| draft.id == drafted.draft) {
                gone.push((claim, reviewed::speaker_of(view, claim)));
            }
        }
        let name = |source| view.sources().get(source).map_or_else(String::new, title);
        let body = html! {
            h1 { "Stale" }
            p { "A newer reader reads some words otherwise than when somebody decided. Nothing changes by itself: the decision stands until you change it." }
            @if changed.is_empty() && gone.is_empty() { p { "Nothing is stale." } }
            @if !changed.is_empty() { h2 { "Read otherwise now" }
                ul.plain { @for (source, draft, words, exact) in &changed { li.box { p { (shown(words)) } p.q { (shown(&view.shown(*source, exact))) }
                    p { a href=(format!("/source/{}?draft={draft}", source.short())) { "Look at it in " (shown(&name(source))) } } } } } }
            @if !gone.is_empty() { h2 { "Accepted, and not proposed any more" }
                ul.plain { @for (claim, who) in gone.iter().take(300) { li { (reviewed::property(&claim.proposition.property)) " " (shown(&claim.proposition.value.to_string())) " · " (shown(who)) " · "
                    a href=(format!("/source/{}", claim.source.short())) { (shown(&name(&claim.source))) } } } } }
        };
        Ok(layout(sight, "/stale", "Stale", &body))
    })
    .await
}
