//! The second review, blind: drafts as the reader made them, with nothing that anybody else decided.

use super::{
    Sight, draw, layout, outlet, shown,
    source::{At, Reading, whole},
    title,
};
use crate::{reviewed, serve::App};
use assize_case::line::count;
use axum::{
    extract::{Path, Query, State},
    response::Response,
};
use maud::html;
use std::sync::Arc;

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    draw(app, |sight| {
        let snapshot = &sight.snapshot;
        let blind = snapshot.blind(&sight.session);
        let standing = reviewed::standing(blind);
        let rows: Vec<_> = blind
            .sources()
            .iter()
            .filter_map(|(id, source)| {
                let kept = snapshot.of_source(*id)?;
                let open = kept.inputs().filter(|input| reviewed::state(blind, &standing, input).0.is_open()).count();
                (open > 0).then_some((*id, source, open))
            })
            .collect();
        let body = html! {
            h1 { "Second review" }
            p { "You see what the reader proposes and what you decided yourself. What others decided, linked, named or corrected is out of sight, and so is every toll." }
            p.soft { "A second person reviews with a key of their own, which an owner adds once: `assize actor add NAME KEY --role reviewer`." }
            @if rows.is_empty() { p { "Nothing waits for your review." } }
            ul.plain { @for (id, source, open) in &rows { li { a href=(format!("/second/{}", id.short())) { (shown(&title(source))) } " " span.soft { (shown(&outlet(source))) ", " (count(*open, "draft")) } } } }
        };
        Ok(layout(sight, "/second", "Second review", &body))
    })
    .await
}

pub(crate) async fn source(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    Query(at): Query<At>,
) -> Response {
    draw(app, move |sight: &Sight| whole(&Reading::of(sight, &id, true)?, &At { done: None, ..at })).await
}
