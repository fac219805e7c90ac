//! Which incident is it: candidates with their reasons and tolls, and a new one.

use super::{Sight, by_digits, draw, layout, log, shown, token};
use crate::serve::App;
use assize_case::{failure::Failure, find::Finder, line::count, moves};
use assize_ledger::{
    View,
    candidate::{Candidate, Ranker, Sketch},
};
use assize_record::{EntityType, EntryId};
use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// Of which incident.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Of {
    a: Option<String>,
    draft: Option<String>,
    source: Option<String>,
    part: Option<String>,
    done: Option<String>,
    /// Whether a second reviewer asks, who must not know what others decided.
    blind: Option<String>,
}

/// What is placed, where, and what whoever places it may know.
#[derive(Clone, Copy)]
pub(crate) struct Ground<'s> {
    sight: &'s Sight,
    view: &'s View,
    sketches: &'s [Sketch],
    blind: bool,
}

impl<'s> Ground<'s> {
    /// The record as it stands, or, for a second reviewer, what the reader proposes and they decided themselves.
    pub(crate) fn of(sight: &'s Sight, blind: bool) -> Self {
        let snapshot = &sight.snapshot;
        let sketches = if blind { snapshot.blind_sketches(&sight.session) } else { snapshot.sketches() };
        Self { sight, view: sight.view(blind), sketches, blind }
    }
}

/// Most candidates that are shown.
const SHOWN: usize = 6;

pub(crate) async fn page(State(app): State<Arc<App>>, Query(of): Query<Of>) -> Response {
    draw(app, move |sight| {
        // What was done may be somebody else's.
        let done = of.done.as_deref().filter(|_| of.blind.is_none());
        let said = done.map(|entry| log::said(sight, entry)).unwrap_or_default();
        let Some(digits) = &of.a else { return waiting(sight, &of, &said) };
        let ground = Ground::of(sight, of.blind.is_some());
        let id = id(&ground, digits)?;
        let back = of.draft.as_ref().map_or_else(|| "/link".to_owned(), |draft| back_to(&ground, id, draft));
        if of.part.is_some() {
            return candidates(&ground, id, &back, Some(()));
        }
        let body = html! {
            h1 { "Which incident is “" (shown(&name_in(sight, ground.view, id))) "”?" }
            @if !said.is_empty() { p.note role="status" { (said) } }
            (quoted(&ground, id))
            (candidates(&ground, id, &back, None)?)
        };
        Ok(layout(sight, if ground.blind { "/second" } else { "/link" }, "Place an incident", &body))
    })
    .await
}

fn back_to(ground: &Ground<'_>, anchor: EntryId, draft: &str) -> String {
    let folder = if ground.blind { "second" } else { "source" };
    let source = ground.sight.snapshot.kept.iter().find(|kept| {
        kept.inputs().any(|input| {
            input.draft.id.to_string().starts_with(draft)
                && input.anchor(input.draft.proposition.subject).is_ok_and(|of| of == anchor)
        })
    });
    let plain: String = draft.chars().filter(char::is_ascii_hexdigit).collect();
    source
        .map_or_else(|| "/link".to_owned(), |kept| format!("/{folder}/{}?draft={plain}", kept.source.short()))
}

/// The thing that digits in an address mean: on the record, or spoken of in a text.
fn id(ground: &Ground<'_>, digits: &str) -> Result<EntryId, Failure> {
    let (sight, view) = (ground.sight, ground.view);
    let of_record = by_digits(
        digits,
        view.entities()
            .keys()
            .chain(view.anchors().keys())
            .collect::<std::collections::BTreeSet<_>>()
            .into_iter(),
    );
    of_record.or_else(|_| Finder::new(&sight.session, view).thing(digits).map(|found| found.id()))
}

/// What an incident is called: the name that a person gave it, else what its text says of it, and in which text.
pub(crate) fn name(sight: &Sight, id: EntryId) -> String {
    name_in(sight, &sight.snapshot.view, id)
}

/// The same in a view.
pub(crate) fn name_in(sight: &Sight, view: &View, id: EntryId) -> String {
    let named = view.entities().contains_key(&id) && !view.unplaced().contains(&id);
    match sight.snapshot.referent(id).filter(|_| !named) {
        Some((kept, referent)) => {
            let words = assize_case::drafts::shown::described(view, Some(kept.source), referent);
            let title = view.sources().get(&kept.source).map(super::outlet).unwrap_or_default();
            format!("{words}, in {title}")
        }
        None => view.label(id),
    }
}

/// Incidents that nobody has placed, by source.
fn waiting(sight: &Sight, of: &Of, said: &str) -> Result<Markup, Failure> {
    let view = &sight.snapshot.view;
    let source = of.source.as_deref().map(|digits| by_digits(digits, view.sources().keys())).transpose()?;
    let mut rows: Vec<(EntryId, EntryId, String)> = Vec::new();
    for kept in sight.snapshot.kept.iter().filter(|kept| source.is_none_or(|source| kept.source == source)) {
        let mut seen = std::collections::BTreeSet::new();
        for input in kept.inputs() {
            let number = input.draft.proposition.subject;
            let (Ok(anchor), Ok(referent)) = (input.anchor(number), input.referent(number)) else { continue };
            let force = matches!(referent.entity_type, EntityType::Incident | EntityType::Attack);
            if force && view.canonical(anchor) == anchor && seen.insert(anchor) {
                let words = assize_case::drafts::shown::described(view, Some(kept.source), referent);
                rows.push((kept.source, anchor, words));
            }
        }
    }
    let body = html! {
        h1 { "Which incident?" }
        @if !said.is_empty() { p.note role="status" { (said) } }
        p { (count(rows.len(), "incident")) " of texts that nobody has placed. Until somebody does, each stands by itself, adds to no total and supports no other." }
        ul.plain { @for (source, anchor, words) in rows.iter().take(300) {
            li { a href=(format!("/link?a={anchor}")) { (shown(words)) } " " span.soft { "in "
                a href=(format!("/source/{}", source.short())) { @match view.sources().get(source) { Some(source) => (shown(&super::title(source))), None => "a source" } } } }
        } }
    };
    Ok(layout(sight, "/link", "Place incidents", &body))
}

fn quoted(ground: &Ground<'_>, id: EntryId) -> Markup {
    let view = ground.view;
    html! { @if let Some((source, words)) = view.quoted(id) { p.q { (shown(&view.shown(source, words))) } } }
}

/// What may be the same, each with reasons, its toll, and two answers; and an incident of its own. No answer is chosen beforehand.
pub(crate) fn candidates(
    ground: &Ground<'_>,
    id: EntryId,
    back: &str,
    part: Option<()>,
) -> Result<Markup, Failure> {
    let Ground { sight, view, sketches, blind } = *ground;
    let canonical = view.canonical(id);
    let sketch = sketches.iter().find(|sketch| sketch.id == canonical || sketch.members.contains(&id));
    let mut found: Vec<Candidate> = Vec::new();
    if let Some(sketch) = sketch {
        let ranker = Ranker::of(sketches);
        found = ranker.candidates(sketch, SHOWN);
        found.extend(ranker.told_apart(sketch, SHOWN));
    }
    let campaigns: Vec<EntryId> = view
        .entities()
        .keys()
        .filter(|other| {
            view.canonical(**other) == **other && view.type_of(**other) == Some(EntityType::Campaign)
        })
        .copied()
        .collect();
    let mut rows = Vec::new();
    for (at, candidate) in found.iter().enumerate() {
        // A second reviewer sees no toll.
        let figures = match blind {
            true => None,
            false => {
                let standing = moves::standing(&sight.session, view, sight.snapshot.origins(), candidate.id)?;
                Some(standing.map_or_else(|| "only drafts speak of it".to_owned(), |(_, figures)| figures))
            }
        };
        rows.push((at + 1, candidate, name_in(sight, view, candidate.id), figures));
    }
    // What somebody named is placed: it can be one with another, and no new one.
    let placed = canonical != id || !view.anchors().contains_key(&id) && view.entities().contains_key(&id);
    let next = rows.len() + 1;
    let suggested = if placed { String::new() } else { suggested(sight, id) };
    Ok(html! {
        @if sight.app.read_only { p { "This desk was opened to read only." } }
        @else {
        form.pick.place-form method="post" action="/place" {
            (token(sight))
            input type="hidden" name="a" value=(id);
            input type="hidden" name="back" value=(back);
            @if blind { input type="hidden" name="blind" value="1"; }
            @if rows.is_empty() { p { "Nothing on this record is like it." } }
            @for (at, candidate, name, figures) in &rows {
                div.cand {
                    button name="same" value=(candidate.id) data-choice=(at) { kbd { (at) } "The same as " b { (shown(name)) } }
                    div.why { (shown(&candidate.reasons.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))) }
                    @if let Some(figures) = figures { div.figs { (shown(figures)) } }
                    @if part.is_none() { (words_of(ground, candidate.id)) button.small name="different" value=(candidate.id) { "Different" } }
                }
            }
            @if !rows.is_empty() { label { "Why, for whoever reads the record later " input name="reason" autocomplete="off"; } }
        }
        @if !placed { form.pick method="post" action="/place" {
            (token(sight))
            input type="hidden" name="a" value=(id);
            input type="hidden" name="back" value=(back);
            @if blind { input type="hidden" name="blind" value="1"; }
            label { "A new incident, called " input name="name" value=(suggested) required autocomplete="off" data-choice-field=(next); }
            @if !campaigns.is_empty() { label { "Part of " select name="part_of" { option value="" { "no campaign" } @for campaign in &campaigns { option value=(campaign) { (shown(&view.name(*campaign))) } } } } }
            @for (_, candidate, name, _) in &rows { @if view.entities().contains_key(&candidate.id) { label { input type="checkbox" name="not" value=(candidate.id); " and not " (shown(name)) } } }
            button data-choice=(next) { kbd { (next) } "A new incident" }
        } }
        @if part.is_some() { p { a href=(format!("/link?a={id}{}", if blind { "&blind=1" } else { "" })) { "Compare in full" } } }
        }
    })
}

fn words_of(ground: &Ground<'_>, id: EntryId) -> Markup {
    let view = ground.view;
    html! { @if let Some((source, words)) = view.quoted(id) { div.q { (shown(&view.shown(source, words))) } } }
}

/// A name for an incident that nobody named, of the words, place and day that its text has: a person puts it as they like.
fn suggested(sight: &Sight, anchor: EntryId) -> String {
    let Some((_, referent)) = sight.snapshot.referent(anchor) else { return String::new() };
    let mut head = referent.head.exact.chars();
    let head: String = head.next().into_iter().flat_map(char::to_uppercase).chain(head).collect();
    let day = referent.happened_on.as_ref().map(ToString::to_string);
    std::iter::once(head).chain(referent.places.first().cloned()).chain(day).collect::<Vec<_>>().join(", ")
}
