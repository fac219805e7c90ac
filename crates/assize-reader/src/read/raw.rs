//! Drafts while they are put together: what they speak of is told apart by topics, which [`super::referents`] turns into referents.

use crate::topic::Topic;
use assize_record::{
    Confidence, Edtf, EntityType, Hedge, Quantity, Span, Stance, Status, Unit, Words,
    draft::{DraftSpeaker, DraftTime},
};

/// A claim that the layers propose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Draft {
    pub(super) passage: Words,
    pub(super) speaker: DraftSpeaker,
    pub(super) via: Vec<DraftSpeaker>,
    pub(super) cue: Option<Words>,
    pub(super) stance: Stance,
    pub(super) hedges: Vec<Hedge>,
    pub(super) said_on: Option<Edtf>,
    pub(super) times: Vec<DraftTime>,
    pub(super) proposition: DraftProposition,
    pub(super) rule: String,
    pub(super) confidence: Confidence,
    /// Whether the words leave open which incident is meant, so that the subject is a guess.
    pub(super) guessed: bool,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftProposition {
    /// Name of the property.
    pub(super) property: String,
    pub(super) subject: Topic,
    /// Where the subject is named, where that is known.
    pub(super) named: Option<Span>,
    /// The act of violence that it is said of, by its place among those of the text.
    pub(super) act: Option<usize>,
    pub(super) happened_on: Option<Edtf>,
    pub(super) status: Option<Status>,
    pub(super) group: Option<Thing>,
    pub(super) value: DraftValue,
}

/// Another thing that the text speaks of, as a value or group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Thing {
    /// The words that name it here.
    pub(super) span: Span,
    pub(super) topic: Topic,
    /// The fullest name of a person or organisation.
    pub(super) name: Option<String>,
    /// What the rule asks it to be.
    pub(super) asked: Option<EntityType>,
}

/// A value with the words it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftValue {
    pub(super) min: Option<u64>,
    pub(super) max: Option<u64>,
    pub(super) unit: Option<Unit>,
    pub(super) approx: Option<String>,
    pub(super) date: Option<Edtf>,
    pub(super) flag: Option<bool>,
    pub(super) entity: Option<Thing>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) exact: String,
}

impl DraftProposition {
    /// That a subject has a property; nothing else is said yet.
    pub(super) fn new(property: &str, subject: Topic, value: DraftValue) -> Self {
        let property = property.to_owned();
        Self {
            property,
            subject,
            named: None,
            act: None,
            happened_on: None,
            status: None,
            group: None,
            value,
        }
    }
}

impl Thing {
    /// The person or organisation of that name.
    pub(super) fn agent(name: &str, span: Span, asked: EntityType) -> Self {
        Self { span, topic: Topic::agent(name), name: Some(name.to_owned()), asked: Some(asked) }
    }

    /// What is no person or organisation.
    pub(super) const fn other(topic: Topic, span: Span) -> Self {
        Self { span, topic, name: None, asked: None }
    }
}

impl DraftValue {
    /// The value as a quantity, where it is one.
    pub(super) fn quantity(&self) -> Option<Quantity> {
        let unit = self.unit?;
        Some(Quantity { min: self.min, max: self.max, approx: self.approx.clone(), unit })
    }
}
