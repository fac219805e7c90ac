//! The page of a source.

use super::Frame;
use super::frame::stands;
use crate::site::Settings;
use crate::{
    files::web_address,
    page::{
        parts::Words,
        source::{Passage, Reading, Source, Stretch, Text},
    },
    sentence::question,
};
use assize_ledger::{
    View,
    view::{ClaimView, Standing},
};
use assize_record::{EntityType, EntryId, Span};
use assize_weigh::gist::{self, Whose};
use std::collections::BTreeMap;

/// So many passages stand on one page.
const PAGE: usize = 60;

/// Claims by passage, and passages by text, for all sources.
pub(crate) struct Quoted<'a> {
    claims: BTreeMap<EntryId, Vec<&'a ClaimView>>,
    passages: BTreeMap<EntryId, Vec<(EntryId, Span)>>,
    texts: BTreeMap<EntryId, Vec<EntryId>>,
}

impl<'a> Quoted<'a> {
    pub(crate) fn of(view: &'a View) -> Self {
        let mut quoted = Self { claims: BTreeMap::new(), passages: BTreeMap::new(), texts: BTreeMap::new() };
        for claim in view.claims().iter().chain(view.not_counted()) {
            quoted.claims.entry(claim.passage).or_default().push(claim);
        }
        for (id, passage) in view.passages() {
            quoted.passages.entry(passage.text).or_default().push((*id, passage.words.span()));
        }
        for spans in quoted.passages.values_mut() {
            // In order of place, longest first where they begin together.
            spans.sort_by_key(|(id, span)| (span.start, std::cmp::Reverse(span.end), *id));
        }
        for (id, text) in view.texts() {
            quoted.texts.entry(text.source).or_default().push(*id);
        }
        quoted
    }

    /// Passages of sources with so many that they take several pages, and the part each stands on. Where the whole text is shown they all stand in that.
    pub(crate) fn parts(&self, settings: &Settings) -> BTreeMap<EntryId, usize> {
        let mut parts = BTreeMap::new();
        for texts in self.texts.values() {
            let mut before = 0;
            for text in texts {
                let spans = self.passages.get(text).map_or(&[][..], Vec::as_slice);
                if !settings.full_texts.contains_key(text) {
                    let later = spans.iter().enumerate().map(|(at, (id, _))| (*id, (before + at) / PAGE));
                    parts.extend(later.filter(|(_, part)| *part > 0));
                }
                before += spans.len();
            }
        }
        parts
    }

    /// How many pages a source takes.
    pub(crate) fn pages(&self, source: EntryId) -> usize {
        let texts = self.texts.get(&source).into_iter().flatten();
        let passages: usize = texts.map(|text| self.passages.get(text).map_or(0, Vec::len)).sum();
        passages.div_ceil(PAGE).max(1)
    }

    /// The claims of one source.
    pub(crate) fn claims_of(&self, source: EntryId) -> impl Iterator<Item = &'a ClaimView> + '_ {
        let texts = self.texts.get(&source).into_iter().flatten();
        let passages = texts.flat_map(|text| self.passages.get(text).into_iter().flatten());
        passages.flat_map(|(id, _)| self.claims.get(id).into_iter().flatten().copied())
    }
}

/// What a source is called.
pub(crate) fn title(frame: &Frame<'_>, source: EntryId) -> String {
    let facts = &frame.view.sources()[&source].publication;
    facts.title.as_ref().map_or_else(|| frame.publisher(source), |title| title.value.clone())
}

/// One of the pages of a source.
pub(crate) fn of(frame: &Frame<'_>, source: EntryId, part: usize) -> Source {
    let quoted = &frame.quoted;
    let view = &frame.view.sources()[&source];
    let mut facts = vec![
        ("Publisher".to_owned(), frame.publisher(source), None),
        ("Published".to_owned(), frame.published(source), None),
    ];
    let publication = &view.publication;
    let outlet = publication.url.as_ref().and_then(|url| web_address(&url.value));
    let url = publication.url.as_ref().filter(|_| outlet.is_none());
    let known = [
        ("Author", publication.author.as_ref()),
        ("Address", url),
        ("Kind", publication.kind.as_ref()),
        ("Digest of", publication.digest_of.as_ref()),
        ("Language", publication.language.as_ref()),
    ];
    for (name, fact) in known {
        facts.extend(fact.map(|fact| (name.to_owned(), fact.value.clone(), Some(fact.from.clone()))));
    }
    for (name, rivals) in &view.rivals {
        let rivals: Vec<String> =
            rivals.iter().map(|rival| format!("{} ({})", rival.value, rival.from)).collect();
        facts.push((format!("Disputed: {name}"), rivals.join("; "), None));
    }
    facts.extend(view.captured_at.as_ref().map(|at| ("Captured".to_owned(), at.clone(), None)));
    let masked = frame.public.is_masked(source);
    let mut texts = Vec::new();
    let mut before = 0;
    for id in quoted.texts.get(&source).into_iter().flatten() {
        let text = self::text(frame, *id, masked, (before, part));
        before += quoted.passages.get(id).map_or(0, Vec::len);
        texts.extend(text);
    }
    let pages = quoted.pages(source);
    let parts = (0..pages).map(|part| {
        (
            format!("part {}", part + 1),
            Frame::source_part(source, part).trim_start_matches("sources/").to_owned(),
        )
    });
    Source {
        parts: if pages > 1 { parts.collect() } else { Vec::new() },
        part,
        facts: if part == 0 { facts } else { Vec::new() },
        outlet,
        digest_of: frame.view.digest_of(source),
        hash: view.sha256.map(|hash| hash.to_string()),
        masked,
        texts,
    }
}

/// What of a text stands on one part of its source's pages; `None` where nothing does. `before` passages of other texts come first.
fn text(frame: &Frame<'_>, id: EntryId, masked: bool, (before, part): (usize, usize)) -> Option<Text> {
    let quoted = &frame.quoted;
    let text = &frame.view.texts()[&id];
    let spans = quoted.passages.get(&id).map_or(&[][..], Vec::as_slice);
    let mark = frame.view.unquoted(text.source);
    let here = spans.iter().enumerate().filter(|(at, _)| (before + at) / PAGE == part);
    let passages = here.map(|(_, (passage, span))| Passage {
        id: format!("p-{}", passage.short()),
        words: Words { words: frame.view.passages()[passage].words.exact.clone(), mark },
        span: (!masked).then_some((span.start, span.end)),
        readings: quoted
            .claims
            .get(passage)
            .into_iter()
            .flatten()
            .map(|claim| reading(frame, claim))
            .collect(),
    });
    let passages: Vec<Passage> = passages.collect();
    let whole = frame.settings.full_texts.get(&id).filter(|_| part == 0);
    let text = Text {
        extractor: text.extractor.clone(),
        hash: text.sha256.map(|hash| hash.to_string()),
        whole: whole.map(|full| paragraphs(full, spans)),
        in_whole: frame.settings.full_texts.contains_key(&id),
        passages,
    };
    (text.whole.is_some() || !text.passages.is_empty() || part == 0).then_some(text)
}

/// The whole text in paragraphs, cut at every boundary of a passage. Passages may overlap; the anchor of each stands at its first piece.
fn paragraphs(full: &str, spans: &[(EntryId, Span)]) -> Vec<Vec<Stretch>> {
    let mut at = 0;
    let mut paragraphs = Vec::new();
    for line in full.split('\n') {
        let start = at;
        at += line.len() + 1;
        if !line.trim().is_empty() {
            paragraphs.push(stretches(start, line, spans));
        }
    }
    paragraphs
}

fn stretches(start: usize, line: &str, spans: &[(EntryId, Span)]) -> Vec<Stretch> {
    let here = Span::new(start, start + line.len());
    let inside: Vec<_> = spans.iter().filter(|(_, span)| span.overlaps(&here)).collect();
    let ends = inside.iter().flat_map(|(_, span)| [span.start, span.end]);
    let mut cuts: Vec<usize> = ends.filter(|cut| here.start < *cut && *cut < here.end).collect();
    cuts.extend([here.start, here.end]);
    cuts.sort_unstable();
    cuts.dedup();
    cuts.windows(2)
        .map(|pair| {
            let piece = Span::new(pair[0], pair[1]);
            let begin = inside.iter().filter(|(_, span)| span.start == piece.start);
            Stretch {
                begin: begin.map(|(id, _)| format!("p-{}", id.short())).collect(),
                words: Span::new(piece.start - start, piece.end - start)
                    .slice(line)
                    .unwrap_or_default()
                    .to_owned(),
                quoted: inside.iter().any(|(_, span)| span.contains(&piece)),
            }
        })
        .collect()
}

/// What a claim reads out of its passage: its sentence, or, where it has none, its fields.
fn reading(frame: &Frame<'_>, claim: &ClaimView) -> Reading {
    let proposition = &claim.proposition;
    let subject = proposition.subject;
    let is_page =
        frame.told_of.contains(&subject) && frame.view.type_of(subject) == Some(EntityType::Incident);
    let gist = gist::of(frame.view, claim);
    let by_person = gist.as_ref().is_some_and(|gist| matches!(gist.whose, Whose::Person(_)));
    let told = gist.map_or_else(
        || {
            let status =
                proposition.status.map_or_else(String::new, |status| format!(" ({})", status.name()));
            let group = proposition
                .group
                .map_or_else(String::new, |group| format!(", of {}", frame.view.name(group)));
            format!(
                "{}{}: {}{status}{group}",
                frame.speaker(&claim.speaker, claim.source),
                stands(claim.stance),
                frame.value_of(claim)
            )
        },
        |gist| gist.words,
    );
    Reading {
        told,
        subject: (frame.view.name(subject), is_page.then(|| frame.incident_path(subject))),
        property: question::of(&proposition.property),
        reason: claim.speaker.anonymity.clone(),
        differing: claim.standing == Standing::Differing,
        by_person,
        claim: claim.id.short(),
    }
}
