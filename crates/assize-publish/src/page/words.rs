//! The words: one page a source, with every quoted passage marked where it stands.

use super::{Frame, Page, said, stands};
use crate::files::is_rtl;
use assize_ledger::view::{ClaimView, Standing};
use assize_record::{EntryId, Span};
use assize_weigh::gist::{self, Whose};
use maud::{Markup, html};
use std::collections::BTreeMap;

pub(super) fn pages(frame: &Frame<'_>) -> Vec<Page> {
    let mut claims: BTreeMap<EntryId, Vec<&ClaimView>> = BTreeMap::new();
    for claim in frame.view.claims().iter().chain(frame.view.not_counted()) {
        claims.entry(claim.passage).or_default().push(claim);
    }
    frame.view.sources().keys().map(|source| page(frame, *source, &claims)).collect()
}

fn page(frame: &Frame<'_>, source: EntryId, claims: &BTreeMap<EntryId, Vec<&ClaimView>>) -> Page {
    let view = &frame.view.sources()[&source];
    let (publisher, published) = frame.publication(source);
    let title =
        view.publication.title.as_ref().map_or_else(|| publisher.clone(), |title| title.value.clone());
    let facts = [
        ("Author", &view.publication.author),
        ("Address", &view.publication.url),
        ("Kind", &view.publication.kind),
        ("Digest of", &view.publication.digest_of),
        ("Language", &view.publication.language),
    ];
    let texts: Vec<_> = frame.view.texts().iter().filter(|(_, text)| text.source == source).collect();
    let content = html! {
        table {
            caption { "What is known of this source, and from where" }
            tbody {
                tr { th scope="row" { "Publisher" } td { (said(&publisher)) } }
                tr { th scope="row" { "Published" } td { (said(&published)) } }
                @for (name, fact) in facts {
                    @if let Some(fact) = fact {
                        tr { th scope="row" { (name) } td { (said(&fact.value)) " " span.small { "(" (fact.from) ")" } } }
                    }
                }
                @for (name, rivals) in &view.rivals {
                    tr { th scope="row" { "Disputed: " (name) } td { @for rival in rivals { (said(&rival.value)) " (" (rival.from) ") " } } }
                }
                @if frame.public.is_masked(source) { tr { th scope="row" { "SHA-256" } td { "not shown: a name was taken out, and the hash would let it be tried out" } } }
                @if let Some(hash) = view.sha256 { tr { th scope="row" { "SHA-256" } td.hash { (hash) } } }
                @if let Some(at) = &view.captured_at { tr { th scope="row" { "Captured" } td { (at) } } }
                tr { th scope="row" { "Outside timestamp" } td { "none on this record" } }
            }
        }
        @if let Some(of) = frame.view.digest_of(source) {
            p { strong { "Paraphrase. " } "This source is a digest of " (said(&of)) ": its words are those of whoever wrote the digest, and quote nobody." }
        }
        @for (id, text) in texts {
            h2 { "Words" }
            p.small { "Text taken out by " (text.extractor)
                @if let Some(hash) = text.sha256 { "; SHA-256 " span.hash { (hash) } } "." }
            @match frame.settings.full_texts.get(id) {
                Some(full) => (whole(frame, *id, full, claims)),
                None => (passages(frame, *id, claims)),
            }
        }
    };
    Page { path: Frame::source_path(source), title, content }
}

/// Passages of a text in order of place, longest first where they begin together.
fn in_order(frame: &Frame<'_>, text: EntryId) -> Vec<(EntryId, Span)> {
    let mut found: Vec<_> = frame
        .view
        .passages()
        .iter()
        .filter(|(_, passage)| passage.text == text)
        .map(|(id, passage)| (*id, passage.words.span()))
        .collect();
    found.sort_by_key(|(id, span)| (span.start, std::cmp::Reverse(span.end), *id));
    found
}

/// The whole text, with passages marked. Passages may overlap: marks are cut at every boundary, and each passage's anchor stands at its
/// first piece.
fn whole(
    frame: &Frame<'_>,
    text: EntryId,
    full: &str,
    claims: &BTreeMap<EntryId, Vec<&ClaimView>>,
) -> Markup {
    let spans = in_order(frame, text);
    let mut at = 0;
    let paragraphs: Vec<(usize, &str)> = full
        .split('\n')
        .map(|line| {
            let start = at;
            at += line.len() + 1;
            (start, line)
        })
        .filter(|(_, line)| !line.trim().is_empty())
        .collect();
    html! {
        div.text { @for (start, line) in paragraphs { p dir=[is_rtl(line).then_some("auto")] { (marked(start, line, &spans)) } } }
        h2 { "What is read from it" }
        (listing(frame, &spans, claims, false))
    }
}

fn marked(start: usize, line: &str, spans: &[(EntryId, Span)]) -> Markup {
    let here = Span::new(start, start + line.len());
    let inside: Vec<_> = spans.iter().filter(|(_, span)| span.overlaps(&here)).collect();
    let mut cuts: Vec<usize> = inside
        .iter()
        .flat_map(|(_, span)| [span.start, span.end])
        .filter(|cut| here.start < *cut && *cut < here.end)
        .collect();
    cuts.extend([here.start, here.end]);
    cuts.sort_unstable();
    cuts.dedup();
    html! {
        @for pair in cuts.windows(2) {
            @let piece = Span::new(pair[0], pair[1]);
            @let words = Span::new(piece.start - start, piece.end - start).slice(line).unwrap_or_default();
            // An anchor stands at the first piece of its passage in this paragraph; a passage over paragraphs begins once.
            @for (id, span) in &inside {
                @if span.start == piece.start { a id={ "p-" (id.short()) } {} }
            }
            @if inside.iter().any(|(_, span)| span.contains(&piece)) { mark { (words) } } @else { (words) }
        }
    }
}

fn passages(frame: &Frame<'_>, text: EntryId, claims: &BTreeMap<EntryId, Vec<&ClaimView>>) -> Markup {
    html! {
        @if frame.view.texts().get(&text).is_some_and(|text| frame.public.is_masked(text.source)) {
            p.small { "These are the passages that the record quotes. A name was taken out of this source, so its hash and their places in it are not shown." }
        } @else {
            p.small { "Rights do not allow showing the whole text: these are the passages that the record quotes, with their place in it. "
                "Anyone who holds the original can check them against its hash." }
        }
        (listing(frame, &in_order(frame, text), claims, true))
    }
}

fn listing(
    frame: &Frame<'_>,
    spans: &[(EntryId, Span)],
    claims: &BTreeMap<EntryId, Vec<&ClaimView>>,
    anchors: bool,
) -> Markup {
    let of = |id: &EntryId| frame.view.texts().get(&frame.view.passages()[id].text).map(|text| text.source);
    let masked =
        spans.first().and_then(|(id, _)| of(id)).is_some_and(|source| frame.public.is_masked(source));
    html! {
        ol {
            @for (id, span) in spans {
                @let anchor = anchors.then(|| format!("p-{}", id.short()));
                li id=[anchor] {
                    @let words = html! { mark { (said(&frame.view.passages()[id].words.exact)) } };
                    @match of(id) {
                        Some(source) => (frame.block(source, &words, &html! {})),
                        None => p { (words) },
                    }
                    @if !masked { p.small { "bytes " (span.start) "–" (span.end) } }
                    ul {
                        @for claim in claims.get(id).into_iter().flatten() {
                            li { (reading(frame, claim)) }
                        }
                    }
                }
            }
        }
    }
}

/// Whose sentence a gist is.
const fn whose(whose: Whose) -> &'static str {
    match whose {
        Whose::Generated => "gist, generated from the fields of the claim",
        Whose::Person(_) => "gist, written by a person of this record",
    }
}

/// What a claim reads out of its passage, in words.
fn reading(frame: &Frame<'_>, claim: &ClaimView) -> Markup {
    let proposition = &claim.proposition;
    html! {
        (said(&frame.speaker(&claim.speaker, claim.source)))
        (stands(claim.stance))
        ": "
        strong { (said(&frame.view.name(proposition.subject))) } " · " code { (proposition.property) } " · "
        (said(&frame.value(&proposition.value)))
        @if let Some(status) = proposition.status { " (" (format!("{status:?}").to_lowercase()) ")" }
        @if let Some(group) = proposition.group { ", of " (said(&frame.view.name(group))) }
        @if claim.standing == Standing::Differing { " " span.draft { "people differ on it" } }
        " " span.small { "claim " code { (claim.id.short()) } }
        @if let Some(gist) = gist::of(frame.view, claim) {
            p { (said(&gist.words)) " " span.small { (whose(gist.whose)) } }
        }
    }
}
