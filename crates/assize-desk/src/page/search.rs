//! Words found in texts, in what claims say and in names, each with the way to where it stands.

use super::{Sight, draw, outlet, searched, shown, title};
use crate::{serve::App, snapshot::Remarks};
use assize_case::{
    failure::Failure,
    line::count,
    search::{Field, Found, Hit, Options, Part, Passage, search},
};
use assize_ledger::view::ClaimView;
use assize_reader::segment;
use assize_record::EntityType;
use axum::{
    extract::{Query, State},
    response::Response,
};
use maud::{Markup, html};
use serde::Deserialize;
use std::sync::Arc;

/// What is looked for.
#[derive(Debug, Clone, Default, Deserialize)]
pub(crate) struct Asked {
    /// Words, as a person writes them.
    #[serde(default)]
    q: String,
    /// The one part that is asked for.
    #[serde(rename = "in")]
    part: Option<String>,
}

/// Most hits of each part, and of one that is asked for alone.
const FEW: usize = 10;
const MANY: usize = 200;

pub(crate) async fn page(State(app): State<Arc<App>>, Query(asked): Query<Asked>) -> Response {
    draw(app, move |sight| {
        let body = html! {
            h1 { "Search" }
            @if asked.q.trim().is_empty() {
                p { "Words are looked for in one paragraph, in whatever case, with accents or without." }
            } @else {
                (results(sight, &asked)?)
            }
            dl.keys {
                dt { "boat lowford" } dd { "both words in one paragraph" }
                dt { "“sank a boat”" } dd { "these words in a row" }
                dt { "drown*" } dd { "whatever begins so" }
            }
        };
        Ok(searched(sight, "/search", "Search", &asked.q, &body))
    })
    .await
}

fn results(sight: &Sight, asked: &Asked) -> Result<Markup, Failure> {
    let snapshot = &sight.snapshot;
    let part = Part::ALL.into_iter().find(|part| asked.part.as_deref() == Some(part.name()));
    let limit = if part.is_some() { MANY } else { FEW };
    let options = Options { query: &asked.q, part, limit };
    let material = snapshot.material(&sight.session);
    let remarks = Remarks::default();
    let all = match search(&sight.session, &snapshot.view, material, &options, &remarks) {
        Ok(all) => all,
        // What somebody types is no error of the page.
        Err(failure) => return Ok(html! { p.warn { (shown(&failure.message)) } }),
    };
    let none = all.iter().all(|found| found.total == 0);
    Ok(html! {
        @for remark in remarks.into_lines() { p.warn { (shown(&remark)) } }
        @if none { p.lead { "Nothing found." } }
        @for found in all.iter().filter(|found| found.total > 0) { (one(sight, asked, found)?) }
        @if material.confidential > 0 { p.soft { (count(material.confidential, "source")) " not searched: confidential." } }
    })
}

/// What was found in one part.
fn one(sight: &Sight, asked: &Asked, found: &Found) -> Result<Markup, Failure> {
    let (heading, noun) = match found.part {
        Part::Texts => ("In texts", "paragraph"),
        Part::Claims => ("In claims", "claim"),
        Part::Names => ("In names", "name"),
    };
    let more = found.total > found.hits.len();
    Ok(html! {
        section id=(found.part.name()) {
            h2 { (heading) " " span.soft { (count(found.total, noun)) @if more { ", the first " (found.hits.len()) } } }
            ol.plain.hits {
                @for hit in &found.hits { li.box { (self::hit(sight, found.part, hit)?) } }
            }
            @if more && asked.part.is_none() {
                form action="/search" {
                    input type="hidden" name="q" value=(asked.q); input type="hidden" name="in" value=(found.part.name());
                    button { "More of these" }
                }
            }
        }
    })
}

fn hit(sight: &Sight, part: Part, hit: &Hit) -> Result<Markup, Failure> {
    let view = &sight.snapshot.view;
    let quoted = part == Part::Texts;
    let is_digest = hit.passage.as_ref().is_some_and(|passage| view.is_digest(passage.source));
    Ok(html! {
        @for (nth, field) in hit.fields.iter().enumerate() {
            p.q[quoted].soft[!quoted && nth > 0] dir="auto" {
                @if quoted && is_digest { span.soft { (assize_ledger::view::PARAPHRASE) ": " } }
                (lit(field))
            }
        }
        @if part == Part::Claims && let Some(passage) = &hit.passage {
            p.q.soft dir="auto" { (shown(&view.shown(passage.source, &passage.words.exact))) }
        }
        p.where {
            @match part {
                Part::Texts => (source(sight, hit.passage.as_ref(), None, "")?),
                Part::Claims => {
                    @let claim = sight.snapshot.material(&sight.session).claim(hit.id);
                    (source(sight, hit.passage.as_ref(), claim, "claim in ")?)
                    @if let Some(claim) = claim {
                        @let about = view.canonical(claim.about);
                        " · about " (thing(sight, about))
                        @if view.claim(hit.id).is_none() { " · counts nowhere yet" }
                    }
                }
                Part::Names => {
                    (thing(sight, hit.id)) " "
                    span.soft { (view.type_of(hit.id).map_or("thing", EntityType::name)) ", " (count(view.claims_about(hit.id).count(), "claim")) " about it"
                        @if view.is_of_strangers(hit.id) { ", entered by somebody whom nobody here vouches for" } }
                    @if hit.passage.is_some() { " · " (source(sight, hit.passage.as_ref(), None, "told of in ")?) }
                }
            }
        }
    })
}

/// The words with what was looked for marked.
fn lit(field: &Field) -> Markup {
    html! {
        @if field.is_cut.0 { "… " }
        @for (words, found) in field.pieces() { @if found { mark { (shown(words)) } } @else { (shown(words)) } }
        @if field.is_cut.1 { " …" }
    }
}

/// A thing, with the way to all that is claimed of it.
fn thing(sight: &Sight, id: assize_record::EntryId) -> Markup {
    html! { a href=(format!("/incident/{}", id.short())) { (shown(&sight.snapshot.view.label(id))) } }
}

/// A source, with the way to the paragraph and to a draft of these words where there is one.
fn source(
    sight: &Sight,
    passage: Option<&Passage>,
    claim: Option<&ClaimView>,
    before: &str,
) -> Result<Markup, Failure> {
    let snapshot = &sight.snapshot;
    let Some(passage) = passage else { return Ok(html! { (before) "no words of a text" }) };
    let Some(known) = snapshot.view.sources().get(&passage.source) else { return Ok(html! {}) };
    let (start, end) = (passage.words.start, passage.words.end);
    let kept = snapshot.of_source(passage.source).filter(|kept| kept.text == passage.text);
    let address = kept
        .map(|kept| {
            let meets = |span: assize_record::Span| span.start < end && start < span.end;
            // The draft that a claim was made of, else the first that is told in these words.
            let made = claim.and_then(|claim| claim.said.drafted.as_ref()).map(|drafted| drafted.draft);
            let draft = kept.drafts.iter().find(|draft| Some(draft.id) == made);
            let draft = draft.or_else(|| kept.drafts.iter().find(|draft| meets(draft.passage.span())));
            let draft = draft.map_or_else(String::new, |draft| format!("?draft={}", draft.id.short()));
            let words = snapshot.words(&sight.session, passage.text)?;
            let paragraphs = segment(&words).paragraphs;
            let paragraph = paragraphs.iter().find(|paragraph| meets(**paragraph));
            let place = paragraph.map_or_else(String::new, |span| format!("#b{}", span.start));
            Ok::<_, Failure>(format!("/source/{}{draft}{place}", passage.source.short()))
        })
        .transpose()?;
    Ok(html! {
        (before)
        @match address {
            Some(address) => a href=(address) { (shown(&title(known))) },
            None => { b { (shown(&title(known))) } " (not read yet)" },
        }
        " " span.soft { (shown(&outlet(known))) " · bytes " (start) "–" (end) }
    })
}
