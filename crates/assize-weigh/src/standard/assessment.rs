//! What an assessment comes to, as it is printed and written (`assize.assessment/2`).

use super::{
    format::{Certainty, Checked, Frame, Kind, Per, TextBasis},
    outcome::Outcome,
};
use crate::{authority::Answer, finding::TakenAt, id::StandardId};
use assize_record::{
    EntryId,
    body::{GradeLetter, Side},
};
use serde::Serialize;
use std::fmt;

/// The schema of an [`Assessment`].
pub const SCHEMA: &str = "assize.assessment/2";

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
    /// Claims on when the subject took place, on who acted and where: which standards are held against it, and as what, goes by them.
    pub held_by: Vec<EntryId>,
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
    /// It was in force at the time and bound those who acted.
    InForce,
    /// Whether it was, or whom it binds, cannot be established from this record.
    PerhapsInForce,
    /// It was not in force, did not bind those who acted, or binds nobody of itself; what it would have asked.
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
    /// The legal frames it belongs to; none for questions of procedure and of force between States.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub frames: Vec<Frame>,
    /// Whom it binds, in words.
    pub binds: String,
    /// The version.
    pub version: String,
    /// In force, perhaps, or comparator.
    pub held_as: HeldAs,
    /// Whether the version was in force that day.
    pub in_force_then: Answer,
    /// Whether it binds those who acted.
    pub bound: Answer,
    /// Whether those attacked were where it applies; yes where it applies anywhere.
    pub domain: Answer,
    /// Why it is held so, in words.
    pub why_held: Vec<String>,
    /// Claims on when the subject took place, on who acted, where, and when the version began: they decide that.
    pub dated_by: Vec<EntryId>,
    /// When the version was in force, EDTF.
    pub in_force: String,
    /// From when its content could be known, EDTF.
    pub public_from: String,
    /// How much of its text is public.
    pub basis: TextBasis,
    /// Whether the file was checked against the text.
    pub checked: Checked,
    /// Where the text was read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub read: Option<String>,
    /// The lawyer who reviewed the file; nobody yet where left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reviewed_by: Option<String>,
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
    /// Whether it would be another by evidence alone: a presumption fills what evidence leaves unknown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_presumption: bool,
    /// Whether it rests on what was so as shown after, and on nothing that the decider believed or could know.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_hindsight: bool,
    /// How many speakers contradict it without reaching the proof standard.
    #[serde(skip_serializing_if = "is_zero")]
    pub contradicted_by: u32,
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
    /// Not engaged.
    #[serde(skip_serializing_if = "is_zero")]
    pub not_engaged: u32,
}

/// How serde asks.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde hands a reference")]
const fn is_zero(number: &u32) -> bool {
    *number == 0
}

impl Tally {
    /// Counts one more.
    pub const fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Met => self.met += 1,
            Outcome::NotMet => self.not_met += 1,
            Outcome::Contested => self.contested += 1,
            Outcome::Unknown => self.unknown += 1,
            Outcome::NotEngaged => self.not_engaged += 1,
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{} met, {} not met, {} contested, {} unknown",
            self.met, self.not_met, self.contested, self.unknown
        )?;
        if self.not_engaged > 0 {
            write!(f, ", {} not engaged", self.not_engaged)?;
        }
        Ok(())
    }
}

impl fmt::Display for Reading {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.if_separate {
            None => self.outcome.fmt(f),
            Some(other) => f.pad(&format!("{} / {other} if separate voices", self.outcome)),
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
    /// What pages call it: `member (as the decider held it)`.
    #[serde(skip)]
    pub label: String,
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
    /// The question that several standards share, where it is one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub question: Option<String>,
    /// What has to be so for it to be asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub engaged_when: Option<String>,
    /// A presumption that the law sets here.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presumes: Option<String>,
    /// Whether the test uses it, or what it depends on that the standard applies.
    pub in_test: bool,
    /// The outcome at the proof standard of the assessment.
    pub reading: Reading,
    /// Whether a presumption gives it: evidence leaves it unknown.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_presumption: bool,
    /// How many speakers contradict it without reaching the proof standard.
    #[serde(skip_serializing_if = "is_zero")]
    pub contradicted_by: u32,
    /// The outcome at each proof standard.
    pub profile: Vec<ProfileLine>,
    /// For elements asked of each person or attack: the outcome for each that is named.
    pub units: Vec<UnitFinding>,
    /// What speaks for and against.
    pub evidence: Vec<Evidence>,
    /// Claims that a rule saw and that settle nothing: whether they bear on it cannot be established.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub open: Vec<EntryId>,
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

/// An argument on one side of an element: one claim or act, or several that only bear on it together.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Evidence {
    /// The side.
    pub side: Side,
    /// Its parts; it stands where each does. Most have one.
    pub legs: Vec<Vec<Word>>,
    /// Why it bears on the element: the record's reasoning, in the words of whoever bridged it or of the rule. No speaker's word.
    pub warrant: String,
    /// The bridge that says so; left out for evidence by rule.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bridge: Option<EntryId>,
    /// The standard that it was argued for, where another asks the same question.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub argued_for: Option<String>,
    /// What it was said of, where that is not the subject itself but the whole campaign, or an instrument.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub said_of: Option<String>,
    /// Which person or attack it is on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether it invokes a presumption and is no evidence.
    pub presumption: bool,
    /// Whether another bridge puts the same claim on the other side.
    pub bridge_contested: bool,
}

/// A claim or an act in an argument, and whose word it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Word {
    /// The claim, or the oversight act.
    pub entry: EntryId,
    /// Who says it.
    pub speaker: String,
    /// The origin that it counts with.
    pub origin: String,
    /// Its grade.
    pub grade: GradeLetter,
    /// Whether it is a draft that no person has decided on.
    pub draft: bool,
    /// Whether it has one review where the case asks for two.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub one_review: bool,
}

impl Evidence {
    /// Every word in it.
    pub fn words(&self) -> impl Iterator<Item = &Word> {
        self.legs.iter().flatten()
    }

    /// Every claim and act in it.
    pub fn entries(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.words().map(|word| word.entry)
    }
}

impl ElementFinding {
    /// The outcome as it is printed: `met`, `met by presumption`, `met; 1 speaker contradicts`.
    pub fn outcome_in_words(&self) -> String {
        in_words(self.reading, self.by_presumption, self.contradicted_by)
    }
}

impl VersionFinding {
    /// Whether nothing on the record bears on it.
    pub fn is_silent(&self) -> bool {
        self.elements.iter().all(|element| element.evidence.is_empty() && element.open.is_empty())
    }

    /// The outcome as it is printed, with what it rests on where that is not evidence of the time.
    pub fn outcome_in_words(&self) -> String {
        let words = in_words(self.reading, self.by_presumption, self.contradicted_by);
        if self.by_hindsight && self.reading.outcome != Outcome::Unknown {
            format!("{words}, by hindsight alone")
        } else {
            words
        }
    }

    /// The outcome with the condition under which it says anything: `not met if it applies, which is unknown`.
    pub fn conditional_in_words(&self) -> String {
        let words = self.outcome_in_words();
        match self.applies {
            Some(applies) if applies.outcome != Outcome::Met => {
                if_applied(self.reading.outcome, &words, applies.outcome)
            }
            _ => words,
        }
    }
}

/// An outcome where whether the standard applies is not established.
pub fn if_applied(outcome: Outcome, words: &str, applies: Outcome) -> String {
    match (outcome, applies) {
        (Outcome::Unknown, Outcome::Unknown) => format!("{words}, and so is whether it applies"),
        (_, Outcome::Unknown | Outcome::Contested) => format!("{words} if it applies, which is {applies}"),
        _ => format!("{words} if it applied; what it takes for that is {applies}"),
    }
}

fn in_words(reading: Reading, by_presumption: bool, contradicted_by: u32) -> String {
    let mut words = reading.to_string();
    if by_presumption {
        words.push_str(" by presumption");
    }
    match contradicted_by {
        0 => {}
        1 => words.push_str("; 1 speaker contradicts"),
        several => words.push_str(&format!("; {several} speakers contradict")),
    }
    words
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
