//! Words and rules of the reader as data.
//!
//! This crate owns the lexicon (words, forms, classes) and the rule language: it parses, checks,
//! compiles and matches both. It opens no file, knows no language and analyses no text: the files come
//! as [`SourceFile`], the analysed sentence as a [`Host`], the names of tags, roles, features and
//! properties as [`Terms`].

mod class;
mod example;
mod fault;
mod host;
mod lexicon;
mod matching;
mod program;
mod rule;
mod trigger;

pub use class::{ClassId, ClassSet};
pub use example::check_examples;
pub use fault::{Fault, SourceFile};
pub use host::{FeatureId, Host, KeyTerm, OutputTerm, Phrase, PhraseKind, RoleId, TagId, Terms};
pub use lexicon::{FormId, Lexicon, Pos, Reading, Symbol};
pub use matching::{BEFORE_MAX, Captures, Match, Matches, STEPS_MAX};
pub use program::{CaptureId, Output, Program, Rule, RuleId, Value};
pub use rule::{Example, Rules};
