//! Pages: what every one of them shares, and the list of them.

mod about;
mod conflicts;
mod dossier;
mod downloads;
mod matrix;
mod methods;
mod order;
mod oversight;
mod overview;
mod review;
mod sources;
mod timeline;
mod toll;
mod words;

use crate::{
    files::{self, Files},
    gate::Public,
    site::Settings,
};
use assize_ledger::{
    View,
    view::{ClaimView, PARAPHRASE, Standing},
};
use assize_record::{EntityType, EntryId, Speaker, SpeakerKind, Stance, body::Entity};
use assize_weigh::{
    coherence::{self, Incoherence},
    conflict::{self as conflict_rules, Conflict},
    origin::Origins,
    standard::{
        StandardError,
        assess::{self, Options},
        assessment::Assessment,
    },
    toll::{self as toll_rules, Tolls},
};
use maud::{DOCTYPE, Markup, html};
use std::collections::BTreeMap;

/// Everything a page is rendered from.
pub(crate) struct Frame<'a> {
    pub(crate) public: &'a Public,
    pub(crate) view: &'a View,
    pub(crate) settings: &'a Settings,
    /// Claims by canonical subject, in order of id.
    pub(crate) by_subject: BTreeMap<EntryId, Vec<&'a ClaimView>>,
    /// The word for each thing in paths.
    slugs: BTreeMap<EntryId, String>,
}

/// One page: where it lies and what it says.
pub(crate) struct Page {
    /// Path within the site: `incident/2025-09-02.html`.
    pub(crate) path: String,
    /// Title, without the name of the case.
    pub(crate) title: String,
    /// The content of `main`, after the heading.
    pub(crate) content: Markup,
}

/// The pages named in the navigation, with their titles.
const NAVIGATION: [(&str, &str); 7] = [
    ("index.html", "Overview"),
    ("timeline.html", "Timeline"),
    ("oversight.html", "Oversight"),
    ("conflicts.html", "Conflicts"),
    ("sources.html", "Sources"),
    ("methods.html", "Methods"),
    ("data.html", "Data"),
];

/// Everything that weighing comes to, computed once from the public view.
pub(crate) struct Weighed {
    pub(crate) origins: Origins,
    pub(crate) tolls: Tolls,
    pub(crate) conflicts: Vec<Conflict>,
    pub(crate) incoherences: Vec<Incoherence>,
    pub(crate) assessments: Vec<Assessment>,
}

impl Weighed {
    /// Weighs a public view by every method and standard of the settings.
    pub(crate) fn of(public: &Public, settings: &Settings) -> Result<Self, StandardError> {
        let view = public.view();
        let origins = Origins::with_copies(view, &settings.copies);
        let assessments = match (&settings.standards, &settings.proofs) {
            (Some(standards), Some(proofs)) => {
                assess::assess_all(view, &origins, standards, proofs, &settings.shapes, &Options::default())?
            }
            _ => Vec::new(),
        };
        Ok(Self {
            tolls: toll_rules::tolls(view, &origins, &settings.methods),
            conflicts: conflict_rules::conflicts(view, &origins),
            incoherences: coherence::coherence_with(view, &origins),
            assessments: assessments.into_iter().filter(|found| !found.findings.is_empty()).collect(),
            origins,
        })
    }

    /// Conflicts and revisions about one entity.
    pub(crate) fn conflicts_about(&self, subject: EntryId) -> impl Iterator<Item = &Conflict> {
        self.conflicts.iter().filter(move |conflict| conflict.subject == subject)
    }
}

/// Words of a source, or of whoever names things, as they stand in a sentence of ours: set apart where some of them are written from right to left, so that they
/// order themselves and nothing beside them.
pub(crate) fn said(words: &str) -> Markup {
    html! { @if files::is_rtl(words) { bdi { (words) } } @else { (words) } }
}

/// The mark of words that nobody but the author of a digest wrote.
fn paraphrase() -> Markup {
    unquoted(PARAPHRASE)
}

/// The mark of words that are no quotation.
fn unquoted(mark: &str) -> Markup {
    html! { span.mark-paraphrase { (mark) } }
}

/// How somebody stands to what they are quoted with.
fn stands(stance: Stance) -> &'static str {
    match stance {
        Stance::Asserts => "",
        Stance::Denies => " denies",
        Stance::Doubts => " doubts",
        Stance::Reports => " passes on",
    }
}

/// Renders every page into the site.
pub(crate) fn write_all(frame: &Frame<'_>, weighed: &Weighed, files: &mut Files) {
    let mut pages = Vec::new();
    pages.extend(overview::pages(frame, weighed));
    pages.extend(dossier::pages(frame, weighed));
    pages.extend(review::pages(frame, weighed));
    pages.extend(conflicts::pages(frame, weighed));
    pages.extend(timeline::pages(frame, weighed));
    pages.extend(oversight::pages(frame));
    pages.extend(methods::pages(frame));
    pages.extend(downloads::pages());
    pages.extend(sources::pages(frame));
    pages.extend(words::pages(frame));
    pages.extend(about::pages(frame));
    for page in pages {
        let markup = frame.layout(&page);
        files.page(page.path, markup);
    }
}

impl<'a> Frame<'a> {
    pub(crate) fn new(public: &'a Public, settings: &'a Settings) -> Self {
        let view = public.view();
        let mut by_subject: BTreeMap<EntryId, Vec<&ClaimView>> = BTreeMap::new();
        for claim in view.claims() {
            by_subject.entry(claim.proposition.subject).or_default().push(claim);
        }
        Self { public, view, settings, by_subject, slugs: slugs(view) }
    }

    /// Canonical entities of one type, in order of key.
    pub(crate) fn entities(&self, entity_type: EntityType) -> Vec<(EntryId, &'a Entity)> {
        let mut found: Vec<_> = self
            .view
            .entities()
            .iter()
            .filter(|(id, entity)| entity.entity_type == entity_type && self.view.canonical(**id) == **id)
            .map(|(id, entity)| (*id, entity))
            .collect();
        found.sort_by(|a, b| (&a.1.key, a.0).cmp(&(&b.1.key, b.0)));
        found
    }

    /// Where a source's page lies.
    pub(crate) fn source_path(source: EntryId) -> String {
        format!("sources/{}.html", source.short())
    }

    /// The address of a claim's words, from the root of the site.
    pub(crate) fn words_href(&self, claim: &ClaimView) -> String {
        format!("{}#p-{}", Self::source_path(claim.source), claim.passage.short())
    }

    /// `text` as a link to the words of the first of `claims`, and the others behind it. This is the only way that pages print a
    /// figure, date or outcome: without claims there is nothing to print.
    pub(crate) fn figure(&self, root: &str, text: &str, claims: &[EntryId]) -> Markup {
        let places: Vec<_> = claims.iter().filter_map(|id| self.place(*id)).collect();
        let Some(((href, caption), rest)) = places.split_first() else {
            return html! { span.blank { "no claim on this record" } };
        };
        html! {
            a href={ (root) (href) } title=(caption) { (said(text)) }
            @if !rest.is_empty() {
                span.more {
                    @for (at, (href, caption)) in rest.iter().take(8).enumerate() {
                        " " a href={ (root) (href) } title=(caption) { (at + 2) }
                    }
                    @if rest.len() > 8 { " +" (rest.len() - 8) }
                }
            }
        }
    }

    /// Where the words of a claim or an act stand, and whose they are.
    pub(crate) fn place(&self, entry: EntryId) -> Option<(String, String)> {
        if let Some(claim) = self.view.any_claim(entry) {
            return Some((self.words_href(claim), self.caption(claim)));
        }
        let act = self.view.acts().iter().find(|act| act.id == entry)?;
        let (source, passage) = (act.source?, act.passage?);
        let (publisher, published) = self.publication(source);
        Some((
            format!("{}#p-{}", Self::source_path(source), passage.short()),
            format!("{publisher}, {published}"),
        ))
    }

    /// Who says it, where and when: the caption of a quotation.
    pub(crate) fn caption(&self, claim: &ClaimView) -> String {
        let mut caption = self.speaker(&claim.speaker, claim.source);
        for via in &claim.via {
            caption.push_str(", by way of ");
            caption.push_str(&self.speaker(via, claim.source));
        }
        let (publisher, published) = self.publication(claim.source);
        format!("{caption}{}{} — {publisher}, {published}", stands(claim.stance), self.digested(claim.source))
    }

    /// The same in content, where words in another direction are set apart.
    pub(crate) fn caption_shown(&self, claim: &ClaimView) -> Markup {
        let (publisher, published) = self.publication(claim.source);
        html! {
            (said(&self.speaker(&claim.speaker, claim.source)))
            @for via in &claim.via { ", by way of " (said(&self.speaker(via, claim.source))) }
            (stands(claim.stance)) (said(&self.digested(claim.source))) " — " (said(&publisher)) ", " (said(&published))
        }
    }

    /// What a digest is of, as it stands behind the name of a speaker; empty for every other source.
    pub(crate) fn digested(&self, source: EntryId) -> String {
        let of = self.view.digest_of(source);
        of.map_or_else(String::new, |of| format!(", as summarised in a digest of {of}"))
    }

    /// Words of a source as they stand in a sentence of ours: in quotation marks, or, where they are a digest's, without and marked. Pages show
    /// words of a source by this and by [`Frame::quotation`] alone.
    pub(crate) fn shown(&self, source: EntryId, words: &str) -> Markup {
        html! {
            @match self.view.unquoted(source) {
                Some(mark) => { (unquoted(mark)) " " (said(words)) }
                None => { "“" (said(words)) "”" }
            }
        }
    }

    /// Words of a source in a block of their own, with what stands below them: a quotation, or, where they are a digest's, none.
    pub(crate) fn block(&self, source: EntryId, words: &Markup, below: &Markup) -> Markup {
        html! {
            @match self.view.unquoted(source) {
                Some(mark) => div.paraphrase { p { (unquoted(mark)) " " (words) } (below) },
                None => blockquote { p { (words) } (below) },
            }
        }
    }

    /// A speaker in the source's words; the narrator is the publication.
    pub(crate) fn speaker(&self, speaker: &Speaker, source: EntryId) -> String {
        match (speaker.kind, speaker.entity) {
            (SpeakerKind::Narrator, _) => self
                .view
                .digest_author(speaker.kind, source)
                .map_or_else(|| format!("{} in its own word", self.publication(source).0), str::to_owned),
            (SpeakerKind::Named, Some(entity)) => self.view.name(entity),
            _ => match &speaker.anonymity {
                Some(reason) => format!("{} (not named: {reason})", speaker.description),
                None => speaker.description.clone(),
            },
        }
    }

    /// Publisher and date of a source, or what stands in their place.
    pub(crate) fn publication(&self, source: EntryId) -> (String, String) {
        let facts = self.view.sources().get(&source).map(|source| &source.publication);
        let value = |stated: Option<&assize_record::body::Stated>, none: &str| {
            stated.map_or_else(|| none.to_owned(), |stated| stated.value.clone())
        };
        (
            value(facts.and_then(|facts| facts.publisher.as_ref()), "publisher not stated"),
            value(facts.and_then(|facts| facts.published_on.as_ref()), "date not stated"),
        )
    }

    /// A quotation with its caption, linked to its place in the source.
    pub(crate) fn quotation(&self, root: &str, claim: &ClaimView) -> Markup {
        html! {
            @let is_unquoted = self.view.unquoted(claim.source).is_some();
            @let below = html! {
                footer {
                    a href={ (root) (self.words_href(claim)) } { (self.caption_shown(claim)) }
                    @if claim.standing == Standing::Draft { " " span.draft { "machine draft, not reviewed" } }
                }
            };
            @match self.view.words_of(claim) {
                Some(words) if is_unquoted => (self.block(claim.source, &said(&words.exact), &below)),
                Some(words) => (self.block(claim.source, &html! { "“" (said(&words.exact)) "”" }, &below)),
                None => div { (below) },
            }
        }
    }

    /// `as known on …`, in words.
    pub(crate) fn as_known(&self) -> String {
        let at = self.view.as_known();
        let mut words = at.published_by.map_or_else(
            || "As known from everything on this record".to_owned(),
            |day| format!("As known from what had been published by {day}"),
        );
        if let Some(instant) = at.recorded_by {
            words.push_str(&format!(", as this record stood at {instant}"));
        }
        words
    }

    fn layout(&self, page: &Page) -> Markup {
        let root = "../".repeat(page.path.matches('/').count());
        let case = &self.settings.case_name;
        html! {
            (DOCTYPE)
            html lang=(self.settings.language) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'";
                    meta name="referrer" content="no-referrer";
                    title { (page.title) " · " (case) }
                    link rel="stylesheet" href={ (root) "style.css" };
                }
                body {
                    a.skip href="#main" { "Skip to content" }
                    nav.site aria-label="Site" {
                        strong { (said(case)) }
                        @for (path, title) in NAVIGATION {
                            @if path == page.path { a href={ (root) (path) } aria-current="page" { (title) } }
                            @else { a href={ (root) (path) } { (title) } }
                        }
                    }
                    main id="main" {
                        h1 { (said(&page.title)) }
                        p.as-known { (self.as_known()) "." }
                        @if self.public.is_preview() {
                            p.preview role="note" {
                                strong { "Preview. " }
                                "Some of what stands here was proposed by a machine and reviewed by nobody. It is marked, and it is not for publication."
                            }
                        }
                        (page.content)
                        (self.cite_box(page, &root))
                    }
                }
            }
        }
    }

    fn cite_box(&self, page: &Page, root: &str) -> Markup {
        html! {
            footer.cite {
                p {
                    "Cite as: " em { (said(&page.title)) } ", " (said(&self.settings.case_name)) ", "
                    (self.as_known()) "."
                }
                p.small { "Who said what, by whose word and under which method; never what is true. " a href={ (root) "about.html" } { "About this site" } " · " a href={ (root) "corrections.html" } { "Corrections and contact" } }
            }
        }
    }
}

impl Frame<'_> {
    /// The word for a thing in paths. It is that thing's own.
    pub(crate) fn slug(&self, id: EntryId) -> String {
        let canonical = self.view.canonical(id);
        self.slugs.get(&canonical).cloned().unwrap_or_else(|| canonical.short())
    }

    /// A value as people read it: entities by name.
    pub(crate) fn value(&self, value: &assize_record::Value) -> String {
        match value {
            assize_record::Value::Entity(id) => self.view.name(*id),
            other => other.to_string(),
        }
    }
}

/// A word for each thing, of the part of its handle after the type. What a site has pages of lies in one folder, so no two of these share one.
fn slugs(view: &View) -> BTreeMap<EntryId, String> {
    let canonical = view.entities().keys().filter(|id| view.canonical(**id) == **id);
    let named: Vec<(EntryId, Option<EntityType>, String)> = canonical
        .map(|id| {
            let handle = view.handle(*id);
            let name = handle.split_once('/').map_or(handle.as_str(), |(_, name)| name).to_owned();
            let paged = |of: &EntityType| !matches!(of, EntityType::Incident | EntityType::Campaign);
            (*id, view.type_of(*id).filter(paged), name)
        })
        .collect();
    files::words_for_paths(&named)
}
