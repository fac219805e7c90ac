//! Rule files: their text, their syntax tree and its compilation.

mod compile;
mod element;
mod emit;
mod node;
mod parse;
mod resolve;
mod scan;

use crate::fault::{Fault, Place, SourceFile};
use crate::host::Terms;
use crate::lexicon::Lexicon;
use crate::program::Program;
use element::Element;

/// Rules as written, with their examples.
#[derive(Clone, Debug)]
pub struct Rules<'s> {
    pub(crate) rules: Vec<RuleText<'s>>,
    examples: Vec<Example>,
    /// Names of abbreviations.
    defined: Vec<Name<'s>>,
}

/// A `yes` or `no` line.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Example {
    /// The rule.
    pub rule: String,
    /// The sentence.
    pub text: String,
    /// What a `yes` line says of every capture: the words of each phrase. None for a `no` line.
    pub captures: Option<Vec<(String, Vec<String>)>>,
    /// File.
    pub file: String,
    /// Line of the file, from 1.
    pub line: u32,
}

/// One rule as written.
#[derive(Clone, Debug)]
pub(crate) struct RuleText<'s> {
    pub(crate) place: Place<'s>,
    pub(crate) id: &'s str,
    pub(crate) description: &'s str,
    pub(crate) pattern: Option<Element<'s>>,
    pub(crate) conditions: Vec<ConditionText<'s>>,
    pub(crate) outputs: Vec<OutputText<'s>>,
}

/// A word of a file with its place.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Name<'s> {
    pub(crate) place: Place<'s>,
    pub(crate) text: &'s str,
}

/// A `with`, `without` or `if` line.
#[derive(Clone, Debug)]
pub(crate) struct ConditionText<'s> {
    pub(crate) place: Place<'s>,
    pub(crate) kind: ConditionKind,
    pub(crate) names: Vec<Name<'s>>,
    pub(crate) of: Option<Name<'s>>,
    pub(crate) constraint: Option<Element<'s>>,
}

/// What a condition line begins with; of `with`, what its quantifier says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum ConditionKind {
    With { needed: bool, every_role: bool },
    Without,
    If,
}

/// A `=>` line.
#[derive(Clone, Debug)]
pub(crate) struct OutputText<'s> {
    pub(crate) name: Name<'s>,
    pub(crate) values: Vec<(Name<'s>, Name<'s>)>,
}

impl<'s> Rules<'s> {
    /// Reads rule files.
    ///
    /// # Errors
    ///
    /// Every line that is not of the language, every rule that is not whole: see the crate's grammar.
    pub fn parse(files: &[SourceFile<'s>]) -> Result<Rules<'s>, Vec<Fault>> {
        parse::parse(files)
    }

    /// The `yes` and `no` lines, in the order of the files.
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.examples
    }

    /// Checks every name against the lexicon and the host's terms, and compiles.
    ///
    /// # Errors
    ///
    /// Every unknown class, lemma, tag, role, feature, output, key, value and capture, and patterns
    /// that nothing triggers.
    pub fn compile(&self, lexicon: &Lexicon, terms: &Terms<'_>) -> Result<Program, Vec<Fault>> {
        compile::compile(self, lexicon, terms)
    }
}
