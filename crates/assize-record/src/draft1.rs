//! Drafts of format 1. Goes away with the reader that writes them.
use crate::{
    edtf::Edtf,
    id::{self, Hash},
    quantity::{Quantity, Status},
    span::Words,
    speaker::{Confidence, Hedge, SpeakerKind, Stance},
};
use serde::{Deserialize, Serialize};

/// The schema name that every draft line carries.
pub const SCHEMA: &str = "assize.draft/1";

/// A claim that a machine proposes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Draft {
    /// [`SCHEMA`].
    pub schema: String,
    /// Content id; set by [`Draft::seal`].
    pub id: Hash,
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

/// A speaker as the text has it, before any entity is made of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftSpeaker {
    /// What sort of speaker.
    pub kind: SpeakerKind,
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
    /// What it was resolved against: `published`, `text`, `none`, or the words of the event it hangs on.
    pub anchor: String,
}

/// The proposition of a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DraftProposition {
    /// A property of the vocabulary; `statement` where no typed one fits.
    pub property: String,
    /// Key of the subject, `type/name`: `incident/2025-09-02`, `campaign/text`, `instrument/execute-order`.
    pub subject: String,
    /// When it happened or held.
    pub happened_on: Option<Edtf>,
    /// Which of the people counted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<Status>,
    /// The group that membership or affiliation is claimed of, as named in the text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
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
    /// For other entities: a key `type/name`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<String>,
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

impl Draft {
    /// Sets the id from the text the draft was read in and everything else it holds.
    #[must_use]
    pub fn seal(mut self, text: &Hash) -> Self {
        self.id = Hash::from_bytes([0; 32]);
        let content = serde_json::to_vec(&self).expect("a draft is strings, integers and lists");
        self.id = Hash::of(id::tag::DRAFT, &[text.as_bytes(), &content]);
        self
    }
}

impl DraftValue {
    /// The value as a quantity, where it is one.
    pub fn quantity(&self) -> Option<Quantity> {
        let unit = self.unit?;
        Some(Quantity { min: self.min, max: self.max, approx: self.approx.clone(), unit })
    }
}
