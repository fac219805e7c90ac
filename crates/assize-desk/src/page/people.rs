//! People and organisations of the record; what the case weighs by.

use super::{draw, layout, shown, token};
use crate::serve::App;
use assize_case::{line::count, methods::methods};
use assize_record::EntryId;
use axum::{extract::State, response::Response};
use maud::html;
use std::{collections::BTreeMap, sync::Arc};

pub(crate) async fn page(State(app): State<Arc<App>>) -> Response {
    draw(app, |sight| {
        let view = &sight.snapshot.view;
        let mut claims: BTreeMap<EntryId, usize> = BTreeMap::new();
        for claim in view.claims() {
            if let Some(id) = claim.speaker.entity {
                *claims.entry(view.canonical(id)).or_default() += 1;
            }
        }
        let mut rows: Vec<(EntryId, String, &str, usize)> = view
            .entities()
            .iter()
            .filter(|(id, entity)| view.canonical(**id) == **id && entity.entity_type.is_agent())
            .map(|(id, entity)| (*id, view.name(*id), entity.entity_type.name(), claims.get(id).copied().unwrap_or_default()))
            .collect();
        rows.sort_by(|a, b| (std::cmp::Reverse(a.3), &a.1, a.0).cmp(&(std::cmp::Reverse(b.3), &b.1, b.0)));
        let mut by_name: BTreeMap<&str, Vec<EntryId>> = BTreeMap::new();
        for (id, name, ..) in &rows {
            by_name.entry(name).or_default().push(*id);
        }
        let body = html! {
            h1 { "People and organisations" }
            p { "Who speaks in accepted claims. One name in two texts may be two people: until somebody says that they are the same, they are apart, and count as one origin at the low end." }
            @if rows.is_empty() { p { "None yet." } }
            div.scroll { table.stack {
                thead { tr { th { "Name" } th { "Type" } th.n { "Claims" } th { "The same name" } } }
                tbody { @for (id, name, kind, n) in rows.iter().take(2000) { tr {
                    th scope="row" data-l="" { (shown(name)) @if let Some((source, words)) = view.quoted(*id) { div.soft.q { (shown(&view.shown(source, &crate::reviewed::cut(words, 120)))) } } }
                    td data-l="Type" { (kind) }
                    td.n data-l="Claims" { (count(*n, "claim")) }
                    td data-l="The same name" {
                        @if !sight.app.read_only { @for other in by_name.get(name.as_str()).into_iter().flatten().filter(|other| *other != id) {
                            form.inline method="post" action="/place" { (token(sight)) input type="hidden" name="a" value=(id); input type="hidden" name="back" value="/people"; input type="hidden" name="reason" value="one name";
                                button name="same" value=(other) { "the same as the other one" } " " button name="different" value=(other) { "somebody else" } }
                        } }
                    }
                } } }
            } }
        };
        Ok(layout(sight, "/people", "People and organisations", &body))
    })
    .await
}

pub(crate) async fn schema(State(app): State<Arc<App>>) -> Response {
    draw(app, |sight| {
        let schema = sight.session.schema_of(&sight.snapshot.view);
        let methods = methods(&sight.session, &sight.snapshot.view, &[])?;
        let body = html! {
            h1 { "What this case weighs by" }
            h2 { "Toll methods" }
            ul { @for method in &methods { li { b { (method.name) } " (" (method.id) ")" } } }
            h2 { "Standards" }
            ul { @for standard in schema.standards.iter() { li { b { (standard.title) } " (" (standard.id) ")" } } }
            p { "`assize schema` changes them." }
        };
        Ok(layout(sight, "", "What this case weighs by", &body))
    })
    .await
}
