//! What the reader proposes: referents, drafts of claims about them, and what it could not settle.
//!
//! These are the lines of `assize read --stdout` (schemas [`REFERENT_SCHEMA`] and [`SCHEMA`]), not ledger entries: nothing here is
//! stored in the ledger, and nothing here counts until a person's review makes a claim of it.
//!
//! Whatever a draft speaks of (an incident, an order, a person) is a [`Referent`] of its text, known by a number that holds within
//! one reading only. Whether two texts speak of one thing is never said here: a person's link says so.

use crate::{
    body::Body,
    edtf::Edtf,
    entry::{Entry, EntryError, OfText},
    id::{self, BlobHash, DraftId, Hash},
    proposition::EntityType,
    quantity::{Quantity, Status},
    span::{Span, Words},
    speaker::{Confidence, Hedge, SpeakerKind, Stance},
    vocabulary::PropertyId,
};
use serde::{Deserialize, Serialize};

/// The schema name that every draft line carries.
pub const SCHEMA: &str = "assize.draft/2";

/// The schema name that every referent line carries.
pub const REFERENT_SCHEMA: &str = "assize.referent/1";

/// The number of a referent within one reading, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ReferentNumber(pub u32);

/// What a text speaks of, local to that text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Referent {
    /// [`REFERENT_SCHEMA`].
    pub schema: String,
    /// SHA-256 of the text.
    pub text: BlobHash,
    /// Its number within the reading.
    #[serde(rename = "ref")]
    pub number: ReferentNumber,
    /// What the reader takes it for.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// The head words that name it. No two referents of one reading have heads of one span, so that a head can stand for it.
    pub head: Words,
    /// Where else it is mentioned; the head is not repeated.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub mentions: Vec<Span>,
    /// The rule by which its mentions were taken for one thing; empty where there is one mention only.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub linked_by: String,
    /// When it happened, as far as the text says.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened_on: Option<Edtf>,
    /// The places the text puts it at, in its words.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<String>,
    /// What was struck, in the words of the text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub targets: Vec<String>,
    /// What it is part of: an attack of an incident, an incident of a campaign, an agency of a government.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub part_of: Vec<ReferentNumber>,
}

/// A claim that a machine proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// [`SCHEMA`].
    pub schema: String,
    /// See [`Draft::id_in`].
    pub id: DraftId,
    /// The content of the statement alone, without its source and cue.
    pub passage: Words,
    /// Whose word it is.
    pub speaker: DraftSpeaker,
    /// Those who pass the word on, from the speaker outwards to the publication.
    pub via: Vec<DraftSpeaker>,
    /// The words that attribute it: `said`, `according to`.
    pub cue: Option<Words>,
    /// What the speaker does with it.
    pub stance: Stance,
    /// Words that weaken or bound it.
    pub hedges: Vec<Hedge>,
    /// When it was said.
    pub said_on: Option<Edtf>,
    /// The dates that its words name.
    pub times: Vec<DraftTime>,
    /// What is said.
    pub proposition: DraftProposition,
    /// Reader and version: `assize-reader@0.1.0`.
    pub reader: String,
    /// The rule that proposed it.
    pub rule: String,
    /// How sure the rule is.
    pub confidence: Confidence,
}

/// A speaker as the text has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftSpeaker {
    /// What sort of speaker.
    pub kind: SpeakerKind,
    /// The referent, for a named speaker or a document.
    #[serde(rename = "ref", default, skip_serializing_if = "Option::is_none")]
    pub referent: Option<ReferentNumber>,
    /// The fullest name the text gives a named speaker, also where a pronoun or surname stands at the span.
    pub name: Option<String>,
    /// The words of the fullest mention.
    pub description: String,
    /// How many, for unnamed speakers.
    pub count: Option<DraftCount>,
    /// Where the speaker stands; `None` only for the narrator.
    pub span: Option<Words>,
}

/// Ends of a number of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftCount {
    /// No fewer than this.
    pub min: Option<u64>,
    /// No more than this.
    pub max: Option<u64>,
}

/// A date that the words name, with the rule that resolved it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftTime {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub exact: String,
    /// The days it may be; `None` where it hangs on an event that has no date yet.
    pub edtf: Option<Edtf>,
    /// The rule that resolved it.
    pub rule: String,
    /// What it was resolved by: `published`, `text`, `none`, or the words of the event it hangs on.
    pub resolved_by: String,
}

/// The proposition of a draft. Its property comes out of a loaded vocabulary: see [`DraftProposition::new`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftProposition {
    property: String,
    /// What it is about.
    pub subject: ReferentNumber,
    /// When it happened or held.
    pub happened_on: Option<Edtf>,
    /// Which of the people counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The group that membership or affiliation is claimed of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<ReferentNumber>,
    /// What is said of the subject.
    pub value: DraftValue,
}

/// A value with the words it was read from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftValue {
    /// Lower end, for quantities.
    pub min: Option<u64>,
    /// Upper end, for quantities.
    pub max: Option<u64>,
    /// What is counted, for quantities.
    pub unit: Option<crate::Unit>,
    /// Approximate words as stated, for quantities.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approx: Option<String>,
    /// For dates.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<Edtf>,
    /// For yes and no.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flag: Option<bool>,
    /// For another referent of the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<ReferentNumber>,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words. Where nothing else is set, they are the value.
    pub exact: String,
}

/// What the reader saw and could not settle. A value, never an error.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Doubt {
    /// `assize.doubt/1`.
    pub schema: String,
    /// The words in question.
    pub words: Words,
    /// What kind of doubt, for counting: `speaker`, `date`, `quantity`, `subject`, `person`, `language`,
    /// `document`.
    pub kind: String,
    /// One sentence: what could not be settled, and between what.
    pub question: String,
    /// The rule that raised it.
    pub rule: String,
}

impl Referent {
    /// The anchor that stands for this referent in a ledger, once a person decides on it, with its words at hand.
    ///
    /// # Errors
    /// [`EntryError`] never arises for a span within a text; it is passed on rather than hidden.
    pub fn anchor(&self, text: OfText) -> Result<Entry, EntryError> {
        let mut entry = Entry::anchor(text, self.head.span())?;
        if let Some((_, Body::Anchor(anchor))) = &mut entry.body {
            anchor.exact = Some(self.head.exact.clone());
        }
        Ok(entry)
    }
}

impl Draft {
    /// The id of a draft in a text: the hash of the text, the property, and the spans of passage, value, the subject's head and the
    /// speaker. It holds no version, rule, confidence or number, so that a decision survives a better reader.
    pub fn id_in(text: &BlobHash, property: &str, spans: DraftSpans) -> DraftId {
        let mut bytes = Vec::with_capacity(64);
        for span in [Some(spans.passage), Some(spans.value), Some(spans.subject), spans.speaker] {
            // An absent speaker is told from one at the first byte by its end, which no span has.
            let (start, end) = span.map_or((u64::MAX, u64::MAX), |span| (span.start as u64, span.end as u64));
            bytes.extend_from_slice(&start.to_be_bytes());
            bytes.extend_from_slice(&end.to_be_bytes());
        }
        DraftId::from_hash(Hash::of(id::tag::DRAFT_2, &[text.as_bytes(), property.as_bytes(), &bytes]))
    }

    /// The same draft under the id that its text, spans and property give it. `subject` is its subject's referent.
    #[must_use]
    pub fn seal(mut self, text: &BlobHash, subject: &Referent) -> Self {
        self.id = self.found_id(text, subject);
        self
    }

    /// The id that its content has; equal to `id` where the line was not altered.
    pub fn found_id(&self, text: &BlobHash, subject: &Referent) -> DraftId {
        let value = &self.proposition.value;
        let spans = DraftSpans {
            passage: self.passage.span(),
            value: Span::new(value.start, value.end),
            subject: subject.head.span(),
            speaker: self.speaker.span.as_ref().map(Words::span),
        };
        Self::id_in(text, &self.proposition.property, spans)
    }
}

/// The spans that a draft is known by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DraftSpans {
    /// Of the passage.
    pub passage: Span,
    /// Of the value.
    pub value: Span,
    /// Of the head of the subject.
    pub subject: Span,
    /// Of the speaker; `None` for the narrator.
    pub speaker: Option<Span>,
}

impl DraftProposition {
    /// That `subject` has `property` with `value`; nothing else is said yet.
    pub fn new(property: &PropertyId, subject: ReferentNumber, value: DraftValue) -> Self {
        Self {
            property: property.as_str().to_owned(),
            subject,
            happened_on: None,
            status: None,
            group: None,
            value,
        }
    }

    /// Name of the property.
    pub fn property(&self) -> &str {
        &self.property
    }
}

impl DraftValue {
    /// The value as a quantity, where it is one.
    pub fn quantity(&self) -> Option<Quantity> {
        let unit = self.unit?;
        Some(Quantity { min: self.min, max: self.max, approx: self.approx.clone(), unit })
    }
}
