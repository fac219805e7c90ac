//! What an assessment comes to, as it is printed and written (`assize.assessment/1`).

use super::{
    format::{Certainty, Checked, Kind, Per, TextBasis},
    outcome::Outcome,
};
use crate::{finding::TakenAt, id::StandardId};
use assize_record::{
    EntryId,
    body::{GradeLetter, Side},
};
use serde::Serialize;
use std::fmt;

/// The schema of an [`Assessment`].
pub const SCHEMA: &str = "assize.assessment/1";

/// One incident or campaign held against standards.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assessment {
    /// [`SCHEMA`].
    pub schema: &'static str,
    /// The incident or campaign.
    pub subject: EntryId,
    /// What it is called.
    pub name: String,
    /// Whether nobody has placed the incident yet, so that it was assessed only because it was asked for by name. It is printed with
    /// [`crate::toll::Unplaced::WORDS`].
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub unplaced: bool,
    /// As known when.
    pub taken_at: TakenAt,
    /// Proof policy and its version: `origins-and-grades@1`.
    pub policy: String,
    /// The proof standard of every `outcome` below; the others stand in the profiles.
    pub proof: String,
    /// A finding for each version that is in force, may be, or is held up as a comparator.
    pub findings: Vec<VersionFinding>,
    /// What could not be used, and why.
    pub doubts: Vec<String>,
    /// How many of the claims used are drafts that no person has decided on.
    pub drafts: u32,
}

/// An outcome with whatever may be one origin counted as one, and as many as there may be where that differs: unnamed people, and
/// whoever nobody has linked or told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Reading {
    /// Whatever may be one origin as one.
    pub outcome: Outcome,
    /// As many as there may be, where that changes the outcome.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub if_separate: Option<Outcome>,
}

/// The outcome at one proof standard.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct ProfileLine {
    /// The proof standard.
    pub proof: String,
    /// The outcome at it.
    pub reading: Reading,
}

/// How a version is held against the subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum HeldAs {
    /// It was in force at the time.
    InForce,
    /// Whether it was cannot be established from the dates.
    PerhapsInForce,
    /// It was not, or binds nobody of itself; what it would have asked.
    Comparator,
}

crate::named!(HeldAs);

/// One version of a standard, held against the subject.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionFinding {
    /// Id of the standard.
    pub standard: StandardId,
    /// Its title.
    pub title: String,
    /// What meeting it means.
    pub kind: Kind,
    /// Whom it binds.
    pub binds: String,
    /// The version.
    pub version: String,
    /// In force, perhaps, or comparator.
    pub held_as: HeldAs,
    /// Claims on when the subject took place, which decide that.
    pub dated_by: Vec<EntryId>,
    /// When the version was in force, EDTF.
    pub in_force: String,
    /// From when its content could be known, EDTF.
    pub public_from: String,
    /// How much of its text is public.
    pub basis: TextBasis,
    /// Whether the file was checked against the text.
    pub checked: Checked,
    /// The instrument and its parts.
    pub cite: String,
    /// What has to be so for the standard to apply at all; left out where nothing has.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_where: Option<String>,
    /// Whether it applies: the outcome of that. `reading` below says what the standard comes to *where it applies*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies: Option<Reading>,
    /// The test.
    pub test: String,
    /// The outcome at the proof standard of the assessment.
    pub reading: Reading,
    /// The outcome at each proof standard.
    pub profile: Vec<ProfileLine>,
    /// How the elements of the test, and of what it depends on that the standard applies, came out.
    pub tally: Tally,
    /// The elements: those of the test in its order, then facets that it does not use.
    pub elements: Vec<ElementFinding>,
    /// Elements of the test on which not enough is on this record, and which are not blacked out.
    pub missing: Vec<String>,
    /// The outcome under each way that the legal positions could be decided.
    pub arguendo: Vec<Arguendo>,
    /// Claims (and acts) that speak for the standard being met.
    pub supporting: Vec<EntryId>,
    /// Claims (and acts) that speak against it.
    pub opposing: Vec<EntryId>,
    /// Bridges used.
    pub bridges: Vec<EntryId>,
}

/// Elements of a test by outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Tally {
    /// Met.
    pub met: u32,
    /// Not met.
    pub not_met: u32,
    /// Contested.
    pub contested: u32,
    /// Unknown.
    pub unknown: u32,
}

impl Tally {
    /// Counts one more.
    pub const fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Met => self.met += 1,
            Outcome::NotMet => self.not_met += 1,
            Outcome::Contested => self.contested += 1,
            Outcome::Unknown => self.unknown += 1,
        }
    }
}

/// The outcome if the legal positions were decided so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Arguendo {
    /// Legal elements taken as met; the other legal elements are taken as not met.
    pub taken_as_met: Vec<String>,
    /// Legal elements taken as not met.
    pub taken_as_not_met: Vec<String>,
    /// What the standard then comes to.
    pub reading: Reading,
}

/// One element, or one facet of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ElementFinding {
    /// Name, with the facet: `member.held`.
    pub element: String,
    /// The question.
    pub ask: String,
    /// Where it is from.
    pub cite: String,
    /// Whether that was checked against the text.
    pub checked: Checked,
    /// The certainty it names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub certainty: Option<Certainty>,
    /// What it is asked of, each by each.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per: Option<Per>,
    /// Whether it is a legal position.
    pub legal: bool,
    /// Whether it is blacked out: unknown for good in this version.
    pub redacted: bool,
    /// A presumption that the law sets here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presumes: Option<String>,
    /// Whether the test uses it, or what it depends on that the standard applies.
    pub in_test: bool,
    /// The outcome at the proof standard of the assessment.
    pub reading: Reading,
    /// The outcome at each proof standard.
    pub profile: Vec<ProfileLine>,
    /// For elements asked of each person or attack: the outcome for each that is named.
    pub units: Vec<UnitFinding>,
    /// What speaks for and against.
    pub evidence: Vec<Evidence>,
    /// What a rule saw and could not settle, and what rests on a presumption.
    pub notes: Vec<String>,
}

/// One person or attack of an element.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct UnitFinding {
    /// Which, in the record's words; `anybody not named` for the rest.
    pub unit: String,
    /// The outcome for it.
    pub reading: Reading,
}

/// A claim or an act on one side of an element.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evidence {
    /// The side.
    pub side: Side,
    /// The claim, or the oversight act.
    pub entry: EntryId,
    /// Whose word it is, by origin.
    pub origin: String,
    /// Its grade.
    pub grade: GradeLetter,
    /// Why it bears on the element.
    pub warrant: String,
    /// The bridge that says so; left out for evidence by rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridge: Option<EntryId>,
    /// Which person or attack it is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// For evidence that only bears together with other claims: number of the argument and of the part.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub argument: Option<(u16, u8)>,
    /// Whether it is a presumption and not evidence.
    pub presumption: bool,
    /// Whether another bridge puts the same claim on the other side.
    pub bridge_contested: bool,
    /// Whether it is a draft that no person has decided on.
    pub draft: bool,
    /// Whether it has one review where the case asks for two.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub one_review: bool,
}

impl fmt::Display for HeldAs {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::InForce => "in force",
            Self::PerhapsInForce => "perhaps in force",
            Self::Comparator => "comparator",
        })
    }
}
