//! Whose word a claim is, and how it is given.

use crate::{id::EntryId, quantity::Quantity};
use serde::{Deserialize, Serialize};

/// Whose word it is: a person, an organisation, a document, or people described but not named.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Speaker {
    /// Named, unnamed, a document, the publication itself, or not clear.
    pub kind: SpeakerKind,
    /// The speaker's entity, where one stands in the record. Never set for unnamed people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entity: Option<EntryId>,
    /// The words that the source itself uses for the speaker: `three U.S. officials`.
    pub description: String,
    /// How many unnamed people, where the words say or imply it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub count: Option<Quantity>,
    /// The organisation that an unnamed speaker speaks for or from, where the source says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub party: Option<EntryId>,
    /// Why an unnamed speaker is not named, in words: `because they were not authorised to speak`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anonymity: Option<String>,
}

impl Speaker {
    /// The publication's own word, which a claim is where nobody else is named.
    pub fn narrator() -> Self {
        Self {
            kind: SpeakerKind::Narrator,
            entity: None,
            description: "the publication".to_owned(),
            count: None,
            party: None,
            anonymity: None,
        }
    }
}

/// What sort of speaker.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum SpeakerKind {
    /// A person or organisation with a name.
    Named,
    /// People described but not named.
    Unnamed,
    /// A document that is quoted.
    Document,
    /// The publication's own word.
    Narrator,
    /// Someone speaks, and who it is could not be settled.
    Unclear,
}

impl SpeakerKind {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What the speaker does with the proposition.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Stance {
    /// Says it is so.
    Asserts,
    /// Says it is not so.
    Denies,
    /// Says it may not be so, or that it is not known.
    Doubts,
    /// Passes on that it is said, without making it the speaker's own word.
    Reports,
}

impl Stance {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How the speaker comes to know, where the source says so.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Basis {
    /// Was there.
    Witness,
    /// Took part in the decision or the act.
    Participant,
    /// Has read the document or seen the footage.
    Document,
    /// Was told or briefed.
    Briefed,
    /// Knew the people concerned.
    Acquaintance,
    /// Concludes from other facts, or judges as an expert.
    Inference,
    /// An admission against the speaker's own interest.
    Admission,
}

impl Basis {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A word that weakens or bounds a claim, kept with its kind.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hedge {
    /// First byte in the text.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words.
    pub exact: String,
    /// What sort of hedge.
    pub kind: HedgeKind,
}

/// What a hedge does.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum HedgeKind {
    /// Bounds a figure: `at least`, `up to`.
    Bound,
    /// Makes a figure or date rough: `about`, `some`.
    Approximate,
    /// Says that it only seems so: `appears to`, `apparently`.
    Appearance,
    /// Says that it may be so: `may`, `possibly`, `likely`.
    Possibility,
    /// Says that it is not known: `unclear whether`.
    Unknown,
    /// Marks it as somebody's allegation: `alleged`, `suspected`.
    Allegation,
    /// Makes it depend on something: `if`, `unless`.
    Condition,
    /// Supposes what is not the case: `if … were`.
    Counterfactual,
    /// Says that it is so in general and not always: `typically`, `generally`.
    Frequency,
}

impl HedgeKind {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How sure a machine is of its own draft. Never a probability, never shown as a weight of evidence.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Confidence {
    /// The rule leaves nothing to choose.
    High,
    /// The rule chose among few readings.
    Medium,
    /// A guess worth a person's look.
    Low,
}

impl Confidence {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
