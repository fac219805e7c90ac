//! What a program asks of an analysed sentence, and the names a host brings to the rules.

use serde::{Deserialize, Serialize};
use strum::{EnumIter, EnumString, IntoStaticStr};

use crate::class::ClassSet;
use crate::lexicon::Symbol;

/// Number of a tag: its place in [`Terms::tags`].
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct TagId(pub u8);

/// Number of a role: its place in [`Terms::roles`].
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct RoleId(pub u8);

/// Number of a feature: its place in [`Terms::features`].
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct FeatureId(pub u8);

/// Kinds of phrases that a rule can ask for.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    EnumIter,
    EnumString,
    Eq,
    Hash,
    IntoStaticStr,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
)]
pub enum PhraseKind {
    /// Noun phrase.
    #[strum(serialize = "NP")]
    Noun,
    /// Verb group.
    #[strum(serialize = "VG")]
    Verb,
    /// Prepositional phrase.
    #[strum(serialize = "PP")]
    Preposition,
    /// A number or range, with its bounds.
    #[strum(serialize = "NUMBER")]
    Number,
    /// An expression of time.
    #[strum(serialize = "TIME")]
    Time,
    /// A place.
    #[strum(serialize = "PLACE")]
    Place,
    /// A quotation.
    #[strum(serialize = "QUOTE")]
    Quote,
    /// Who says something.
    #[strum(serialize = "SPEAKER")]
    Speaker,
    /// A clause.
    #[strum(serialize = "CLAUSE")]
    Clause,
}

/// A phrase: tokens of the sentence.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Phrase {
    /// First token.
    pub start: u32,
    /// Token after the last; more than `start`.
    pub end: u32,
    /// Head token.
    pub head: u32,
}

/// One analysed sentence.
///
/// A token out of range has no word, no classes, no phrase: a host answers every number and never
/// panics. Phrases are not empty and lie inside the sentence; others are passed over.
pub trait Host {
    /// Number of tokens.
    fn len(&self) -> usize;
    /// Whether there is no token.
    fn is_empty(&self) -> bool {
        self.len() == 0
    }
    /// The word in small letters.
    fn word(&self, at: usize) -> &str;
    /// The lemma, [`Symbol::NONE`] if the lexicon does not have it.
    fn lemma(&self, at: usize) -> Symbol;
    /// The classes of the token with their parents.
    fn classes(&self, at: usize) -> &ClassSet;
    /// The tag.
    fn tag(&self, at: usize) -> TagId;
    /// The phrase of a kind that begins at a token.
    fn phrase_at(&self, at: usize, kind: PhraseKind) -> Option<Phrase>;
    /// The phrases that stand in a role to a head token; the parts of a coordination are phrases of
    /// their own.
    fn role(&self, head: usize, role: RoleId) -> impl Iterator<Item = Phrase> + '_;
    /// Whether a head token has a feature.
    fn feature(&self, head: usize, feature: FeatureId) -> bool;
    /// The clause of a token: tokens of one clause have one number.
    fn clause(&self, at: usize) -> u32;
    /// Whether a phrase that was reached by a role is of a kind. As given: a phrase of the kind begins
    /// where it begins and has its head or its end.
    fn is_kind(&self, phrase: Phrase, kind: PhraseKind) -> bool {
        self.phrase_at(phrase.start as usize, kind)
            .is_some_and(|other| other.head == phrase.head || other.end == phrase.end)
    }
}

/// The names a host brings: rules may use no other.
///
/// Numbers ([`TagId`], [`RoleId`], [`FeatureId`], [`Output::name`](crate::Output)) are places in these lists.
#[derive(Clone, Copy, Debug, Default)]
pub struct Terms<'t> {
    /// Tags of the tagger, in its order; the same list that the lexicon was parsed with.
    pub tags: &'t [&'t str],
    /// Groups of tags, such as `VERB`.
    pub tag_groups: &'t [(&'t str, &'t [&'t str])],
    /// Roles that `with` may follow; prepositions are roles too.
    pub roles: &'t [&'t str],
    /// Features that `if` and `without` may ask for.
    pub features: &'t [&'t str],
    /// What rules may lead to.
    pub outputs: &'t [OutputTerm<'t>],
}

/// An act or property that a rule may lead to, with the keys it takes.
#[derive(Clone, Copy, Debug)]
pub struct OutputTerm<'t> {
    /// Name, such as `incident.killed`.
    pub name: &'t str,
    /// Its keys.
    pub keys: &'t [KeyTerm<'t>],
}

/// A key of an output. A value is a capture of the rule or one of `words`.
#[derive(Clone, Copy, Debug)]
pub struct KeyTerm<'t> {
    /// Name.
    pub name: &'t str,
    /// Words the value may be; with none, only a capture.
    pub words: &'t [&'t str],
}
