//! What is told of whom: a verb group or a noun that names an act, with the phrases that stand in its roles.

use super::sentence::Run;

/// A verb group or a noun that names an act.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Predicate {
    /// The group with its auxiliaries; of a noun its phrase.
    pub group: Run,
    /// The word that says what is told.
    pub head: usize,
    /// How it stands in its clause.
    pub form: Form,
    /// Whether the subject is who it is done to.
    pub passive: bool,
    /// Whether it is said not to be so.
    pub negated: bool,
    /// The modal, where there is one: `may`, `would`.
    pub modal: Option<usize>,
    /// Subjects, as phrases of the sentence.
    pub subject: Vec<usize>,
    /// Objects.
    pub object: Vec<usize>,
    /// Who did it where `by` says so.
    pub by: Vec<usize>,
    /// A second object: `shot him dead` has none, `told her that` has.
    pub second: Vec<usize>,
    /// Phrases with the preposition before them.
    pub obliques: Vec<(usize, usize)>,
    /// Times, as indices of the document's times.
    pub times: Vec<usize>,
    /// The predicate that this one depends on: `ordered` of `to shoot`, `said` of `that they shot`.
    pub governor: Option<usize>,
    /// The phrase that a relative clause describes.
    pub antecedent: Option<usize>,
    /// Nouns that stand before a noun that names an act, or what stands before it as its owner: `police raid`.
    pub modifier: Option<usize>,
}

/// How a predicate stands in its clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Form {
    /// With a subject and a tense.
    #[default]
    Finite,
    /// `to shoot`, `can shoot` has a tense.
    Infinitive,
    /// `shooting`, without an auxiliary.
    Gerund,
    /// `shot by police`, after what it describes.
    Participle,
    /// `the shooting`, `a raid`.
    Nominal,
}

impl Predicate {
    /// Who does it, whatever the voice.
    pub fn agent(&self) -> &[usize] {
        if self.passive || self.form == Form::Nominal || self.subject.is_empty() {
            &self.by
        } else {
            &self.subject
        }
    }

    /// Whom or what it is done to, whatever the voice.
    pub fn patient(&self) -> &[usize] {
        if self.passive { &self.subject } else { &self.object }
    }
}
