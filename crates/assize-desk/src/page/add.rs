//! Files dropped in, and what they state of their publication.

use super::{draw, layout, outlet, shown, title, token};
use crate::serve::App;
use axum::{extract::State, response::Response};
use maud::html;
use std::sync::Arc;

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    draw(app, |sight| {
        let view = &sight.snapshot.view;
        let mut recent: Vec<_> = view
            .sources()
            .iter()
            .filter(|(id, source)| source.sha256.is_some() && !view.strangers().contains(*id))
            .collect();
        recent.sort_by_key(|(id, source)| (source.published_on.is_some(), std::cmp::Reverse(source.received_at), **id));
        let fact = |fact: &Option<assize_record::body::Stated>| fact.as_ref().map(|fact| fact.value.clone()).unwrap_or_default();
        let from = |fact: &Option<assize_record::body::Stated>| fact.as_ref().map(|fact| fact.from.clone()).unwrap_or_default();
        let body = html! {
            h1 { "Add articles" }
            @if let Some(left) = sight.app.left() { p.note role="status" { (shown(&left)) } }
            @if sight.app.read_only { p { "This desk was opened to read only." } } @else {
            form.drop method="post" action="/add" enctype="multipart/form-data" {
                (token(sight))
                label.all { "Saved pages, PDFs, texts, or a WARC" input type="file" name="file" multiple required; }
                p.soft { "Drop files on this box. The originals are kept under their SHA-256 and never change. Nothing is fetched from a network." }
                details { summary { "State what the files do not" }
                    label { "Outlet " input name="publisher" autocomplete="off"; }
                    label { "Date of publication " input name="published" placeholder="2031-05-03" autocomplete="off"; }
                    label { "Byline " input name="author" autocomplete="off"; }
                    label { "Address " input name="url" autocomplete="off"; }
                    label { input type="checkbox" name="confidential" value="1"; " Confidential: published by no path" }
                }
                button.main { "Add and read" }
            }
            h2 { "As found" }
            p.soft { "A wrong date moves every relative day in a text. Correct it here; the text is read again." }
            @for (id, source) in recent.iter().take(20) {
                details.box open[source.published_on.is_none()] {
                    summary { (shown(&title(source))) " · " (shown(&outlet(source))) @if source.published_on.is_none() { " " b { "no date" } } }
                    form method="post" action="/publication" {
                        (token(sight)) input type="hidden" name="source" value=(id);
                        label { "Outlet " input name="publisher" value=(fact(&source.publication.publisher)) autocomplete="off"; em { (from(&source.publication.publisher)) } }
                        label { "Date " input name="published" placeholder="2031-05-03" value=(fact(&source.publication.published_on)) autocomplete="off"; em { (from(&source.publication.published_on)) } }
                        label { "Byline " input name="author" value=(fact(&source.publication.author)) autocomplete="off"; em { (from(&source.publication.author)) } }
                        label { "Headline " input name="title" value=(fact(&source.publication.title)) autocomplete="off"; em { (from(&source.publication.title)) } }
                        button { "Correct" } " " a href=(format!("/source/{}", id.short())) { "Read it" }
                    }
                }
            }
            }
        };
        Ok(layout(sight, "/add", "Add articles", &body))
    })
    .await
}
