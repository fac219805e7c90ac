//! Compiled rules.

use serde::{Deserialize, Serialize};

use crate::class::{ClassId, ClassSet};
use crate::host::{FeatureId, PhraseKind, RoleId, TagId};
use crate::lexicon::Symbol;
use crate::trigger::Triggers;

/// Number of a rule: its place in [`Program::rules`].
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct RuleId(pub u16);

/// Number of a capture's name; one name has one number in all rules of a program.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct CaptureId(pub u16);

/// Rules ready to run.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Program {
    pub(crate) rules: Vec<CompiledRule>,
    pub(crate) listing: Vec<Rule>,
    pub(crate) captures: Vec<String>,
    pub(crate) triggers: Triggers,
}

/// What a listing shows of a rule.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Rule {
    /// Name, such as `act.killed`.
    pub id: String,
    /// What it recognises.
    pub description: String,
    /// File.
    pub file: String,
    /// Line of the file, from 1.
    pub line: u32,
    /// What it leads to.
    pub outputs: Vec<Output>,
}

/// One `=>` line.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Output {
    /// Place in [`Terms::outputs`](crate::Terms::outputs).
    pub number: u16,
    /// Name of the act or property.
    pub name: String,
    /// Keys with their values, in the order of the line.
    pub values: Vec<(String, Value)>,
}

/// The value of a key.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub enum Value {
    /// What a capture holds.
    Capture(CaptureId),
    /// A word.
    Word(String),
}

/// The steps and conditions of one rule.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct CompiledRule {
    pub(crate) steps: Vec<Step>,
    pub(crate) conditions: Vec<Condition>,
    /// The capture whose head conditions start from: `cue`, else the first.
    pub(crate) cue: Option<CaptureId>,
    /// How far before the trigger a match may begin, at least and at most.
    pub(crate) before: (u32, u32),
}

/// One step of the pattern machine.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum Step {
    /// One token. `tested` by more than its word: it may be the head of a capture.
    Token { test: Test, tested: bool },
    /// A phrase that begins here, whose head passes the test.
    Phrase(PhraseKind, Test),
    /// The next token, or the head of the next phrase, is the head of the captures around it.
    Head,
    /// Up to [`GAP_MAX`] tokens of the clause, shortest first.
    Gap,
    /// Two ways on, the first preferred.
    Split(u32, u32),
    /// One way on.
    Jump(u32),
    /// A capture begins.
    Open(CaptureId),
    /// A capture ends.
    Close(CaptureId),
    /// The pattern is matched.
    End,
}

/// What `..` may skip.
pub(crate) const GAP_MAX: u8 = 12;

/// A test of one token.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum Test {
    Any,
    Word(String),
    Lemma(Symbol),
    Class(ClassId),
    Tags(TagSet),
    All(Vec<Test>),
    Some(Vec<Test>),
    Not(Box<Test>),
}

/// A set of tags.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct TagSet(ClassSet);

impl TagSet {
    pub(crate) fn contains(&self, tag: TagId) -> bool {
        self.0.contains(ClassId(u16::from(tag.0)))
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = TagId> + use<> {
        self.0.iter().filter_map(|class| u8::try_from(class.0).ok().map(TagId))
    }
}

impl FromIterator<TagId> for TagSet {
    fn from_iter<I: IntoIterator<Item = TagId>>(tags: I) -> TagSet {
        TagSet(tags.into_iter().map(|tag| ClassId(u16::from(tag.0))).collect())
    }
}

/// A condition on a match: `with`, `without` or `if`.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) enum Condition {
    /// Follow roles to phrases and capture them.
    With { follow: Follow, capture: Option<CaptureId>, needed: bool, every_role: bool },
    /// A feature, or a phrase in a role, that must be there (`wanted`) or must not.
    Feature { features: Vec<FeatureId>, of: Option<CaptureId>, wanted: bool },
    /// A phrase in a role that must be there (`wanted`) or must not.
    Role { follow: Follow, wanted: bool },
}

/// Roles from a capture (the cue, if none is named) to phrases of one of some kinds.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Follow {
    pub(crate) roles: Vec<RoleId>,
    pub(crate) of: Option<CaptureId>,
    /// Alternatives: a kind of phrase, or any, whose head passes the test.
    pub(crate) accepts: Vec<(Option<PhraseKind>, Test)>,
}

impl Program {
    /// The rules, in the order of the files.
    #[must_use]
    pub fn rules(&self) -> &[Rule] {
        &self.listing
    }

    /// One rule.
    #[must_use]
    pub fn rule(&self, rule: RuleId) -> Option<&Rule> {
        self.listing.get(usize::from(rule.0))
    }

    /// The rule of a name.
    #[must_use]
    pub fn find(&self, id: &str) -> Option<RuleId> {
        let at = self.listing.iter().position(|rule| rule.id == id)?;
        u16::try_from(at).ok().map(RuleId)
    }

    /// What a rule leads to.
    #[must_use]
    pub fn outputs(&self, rule: RuleId) -> &[Output] {
        self.rule(rule).map(|rule| rule.outputs.as_slice()).unwrap_or_default()
    }

    /// The capture of a name.
    #[must_use]
    pub fn capture(&self, name: &str) -> Option<CaptureId> {
        let at = self.captures.iter().position(|known| known == name)?;
        u16::try_from(at).ok().map(CaptureId)
    }

    /// The name of a capture; empty for a capture of another program.
    #[must_use]
    pub fn capture_name(&self, capture: CaptureId) -> &str {
        self.captures.get(usize::from(capture.0)).map_or("", String::as_str)
    }
}
