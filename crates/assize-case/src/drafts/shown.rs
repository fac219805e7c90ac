//! Drafts as they are chosen and shown: filters, doubts, words.

use crate::{
    asked::{ConfidenceArg, Which},
    case::Session,
    decision::Desk,
    failure::Failure,
    line::one_line,
    reading, texts,
};
use assize_ledger::{DraftInput, View, view::shown};
use assize_reader::Conflict;
use assize_record::{Confidence, Doubt, Draft, EntityType, EntryId, Span, SpeakerKind, Words};

/// Which drafts are meant, looked up once.
pub struct Filter {
    sources: Vec<EntryId>,
    property: Option<String>,
    speaker: Option<String>,
    about: Option<EntryId>,
    confidence: Option<Confidence>,
    rule: Option<String>,
}

impl Filter {
    /// Looks up what the flags name. What is not there is an error, never an empty list.
    pub fn of(desk: &Desk<'_>, which: &Which) -> Result<Self, Failure> {
        let finder = desk.finder();
        if let Some(property) = &which.property {
            desk.vocabulary.property(property).map_err(Failure::usage)?;
        }
        Ok(Self {
            sources: which.sources.iter().map(|what| finder.source(what)).collect::<Result<_, _>>()?,
            property: which.property.clone(),
            speaker: which.speaker.as_ref().map(|words| words.to_lowercase()),
            about: which
                .incident
                .as_ref()
                .map(|what| finder.thing(what).map(|found| found.id()))
                .transpose()?,
            confidence: which.confidence.map(|confidence| match confidence {
                ConfidenceArg::High => Confidence::High,
                ConfidenceArg::Medium => Confidence::Medium,
                ConfidenceArg::Low => Confidence::Low,
            }),
            rule: which.rule.clone(),
        })
    }

    /// Whether a draft is meant.
    pub fn fits(&self, desk: &Desk<'_>, input: &DraftInput<'_>) -> bool {
        let (draft, view) = (input.draft, &desk.view);
        let speaker = || match draft.speaker.kind {
            SpeakerKind::Narrator => "narrator".to_owned(),
            _ => {
                format!("{} {}", draft.speaker.name.as_deref().unwrap_or_default(), draft.speaker.description)
                    .to_lowercase()
            }
        };
        let about = |id: EntryId| {
            input
                .anchor(draft.proposition.subject)
                .is_ok_and(|anchor| view.canonical(anchor) == view.canonical(id))
        };
        (self.sources.is_empty() || self.sources.contains(&input.source))
            && self.property.as_ref().is_none_or(|property| draft.proposition.property() == property)
            && self.speaker.as_ref().is_none_or(|words| speaker().contains(words.as_str()))
            && self.about.is_none_or(about)
            && self.confidence.is_none_or(|confidence| draft.confidence == confidence)
            && self.rule.as_ref().is_none_or(|rule| {
                draft.rule == *rule || rule.ends_with('.') && draft.rule.starts_with(rule.as_str())
            })
    }
}

/// What the reader could not settle in a text, read again: doubts are values of the reading and are not kept.
#[derive(Default)]
pub struct Doubts {
    /// All of them.
    pub doubts: Vec<Doubt>,
    /// Drafts that cannot both hold.
    pub conflicts: Vec<Conflict>,
}

impl Doubts {
    /// Of a text, where its words can be had.
    pub fn of(session: &Session, view: &View, text: EntryId) -> Self {
        let sha256 = view.texts().get(&text).and_then(|text| text.sha256);
        let words = sha256.and_then(|sha256| texts::text(session, &sha256).ok());
        words.map_or_else(Self::default, |words| Self::of_words(view, text, &words))
    }

    /// Of a text whose words are at hand.
    pub fn of_words(view: &View, text: EntryId, words: &str) -> Self {
        let source = view.texts().get(&text).and_then(|text| view.sources().get(&text.source));
        let reading = reading::again(words, source.and_then(|source| source.published_on.clone()));
        Self { doubts: reading.doubts, conflicts: reading.conflicts }
    }

    /// Those that a draft hangs on: their words are among those of its speaker, its dates or its value. What a statement's own words leave open
    /// is a doubt of the number or date read from them, and a doubt about the document as a whole is about no draft.
    pub fn about(&self, input: &DraftInput<'_>) -> Vec<&Doubt> {
        let draft = input.draft;
        let mut spans: Vec<Span> = draft.times.iter().map(|time| Span::new(time.start, time.end)).collect();
        if draft.proposition.property() != "statement" {
            spans.push(Span::new(draft.proposition.value.start, draft.proposition.value.end));
        }
        let speakers = std::iter::once(&draft.speaker).chain(&draft.via);
        spans.extend(speakers.filter_map(|speaker| speaker.span.as_ref()).map(Words::span));
        let meets = |a: Span, b: Span| a.start < b.end && b.start < a.end;
        let wide = |doubt: &Doubt| doubt.kind == "document" || doubt.kind == "language";
        let about =
            |doubt: &&Doubt| !wide(doubt) && spans.iter().any(|span| meets(*span, doubt.words.span()));
        self.doubts.iter().filter(about).collect()
    }
}

/// A referent of a source in words: what it is, the words that name it, its day and places.
pub fn described(view: &View, source: Option<EntryId>, referent: &assize_record::Referent) -> String {
    if referent.entity_type == EntityType::Campaign {
        return "all attacks of the text".to_owned();
    }
    let mut words = format!(
        "{} {}",
        referent.entity_type.name(),
        shown(source.is_some_and(|source| view.is_digest(source)), &referent.head.exact)
    );
    if let Some(day) = &referent.happened_on {
        words.push_str(&format!(", {day}"));
    }
    if !referent.places.is_empty() {
        words.push_str(&format!(", {}", referent.places.join(", ")));
    }
    words
}

/// The value of a draft, in words.
pub fn value(draft: &Draft) -> String {
    let value = &draft.proposition.value;
    if let Some(quantity) = value.quantity() {
        let status =
            draft.proposition.status.map_or_else(String::new, |status| format!(" {}", status.name()));
        return format!("{quantity}{status}");
    }
    if let Some(date) = &value.date {
        return date.to_string();
    }
    match value.flag {
        Some(true) => "yes".to_owned(),
        Some(false) => "no".to_owned(),
        None if draft.proposition.property() == "statement" => String::new(),
        None => one_line(&value.exact, 40),
    }
}

/// Whose word a draft is, as it is shown: linked, named, or described.
pub fn speaker(view: &View, input: &DraftInput<'_>) -> String {
    let speaker = &input.draft.speaker;
    let linked = speaker.referent.and_then(|number| input.anchor(number).ok());
    let linked = linked.filter(|anchor| view.canonical(*anchor) != *anchor);
    match (speaker.kind, linked) {
        (_, Some(anchor)) => view.name(anchor),
        (SpeakerKind::Narrator, _) => {
            view.digest_author(speaker.kind, input.source).unwrap_or("the publication").to_owned()
        }
        _ => speaker.name.clone().unwrap_or_else(|| speaker.description.clone()),
    }
}
