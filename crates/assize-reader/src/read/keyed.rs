//! Drafts while they are put together: what they speak of is told apart by keys, which [`super::referents`] turns into referents.
//!
//! A key is `type/name`, and holds within one reading: `incident/2031-05-03` are the drafts that the layers tie to an attack of that
//! day, `campaign/text` those about all attacks of the text.

use assize_record::{
    Confidence, Edtf, Hedge, Quantity, Stance, Status, Unit, Words,
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
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct DraftProposition {
    /// Name of the property.
    pub(super) property: String,
    /// Key of the subject.
    pub(super) subject: String,
    pub(super) happened_on: Option<Edtf>,
    pub(super) status: Option<Status>,
    /// The group as named in the text.
    pub(super) group: Option<String>,
    pub(super) value: DraftValue,
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
    /// Key of another thing that the text speaks of.
    pub(super) entity: Option<String>,
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) exact: String,
}

impl DraftValue {
    /// The value as a quantity, where it is one.
    pub(super) fn quantity(&self) -> Option<Quantity> {
        let unit = self.unit?;
        Some(Quantity { min: self.min, max: self.max, approx: self.approx.clone(), unit })
    }
}
