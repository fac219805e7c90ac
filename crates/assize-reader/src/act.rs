//! Acts of force as sentences tell them: who did what to whom, with what, where and when.
//!
//! What counts as an act and who stands in which part of it is said by rules (`schema/rules`) over predicates; here their matches
//! become [`Act`]s: people are counted, places and days are taken from what stands with the predicate. What is planned, feared,
//! ordered, asked or denied by the sentence itself is left out. Which acts are one incident is decided by [`crate::link`].

mod party;
mod place;
mod tell;
mod when;

use crate::{
    document::parse::Parsed, grammar::Grammar, quantity::Counted, segment::Segments, tag::entity::Registry,
    timex::Time,
};
use assize_record::Span;
use assize_rules::RuleId;

pub(crate) use party::plain as plain_number;
pub use party::{Kind, Party};
pub use when::When;
pub(crate) use when::long;

/// An act of force, told once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Act {
    /// The sentence, by its place in the parsed text.
    pub sentence: usize,
    /// The word that tells it.
    pub cue: Span,
    /// The token of that word.
    pub head: usize,
    /// The rule that found it; none where only a number tells it.
    pub rule: Option<RuleId>,
    /// What became of those it was done to.
    pub fate: Option<Fate>,
    /// Who did it.
    pub agents: Vec<Party>,
    /// Whom or what it was done to.
    pub targets: Vec<Party>,
    /// With what.
    pub means: Vec<Span>,
    /// The places named with it.
    pub places: Vec<Span>,
    /// The time named with it.
    pub time: Option<When>,
    /// How it is named.
    pub naming: Naming,
    /// Whether it is one of many, told together: `attacks`, `have killed`.
    pub series: bool,
    /// Whether it is told of a period up to now: `since March`.
    pub running: bool,
    /// Whether it shows force by itself: not an arrest, an operation or a clash alone.
    pub forceful: bool,
    /// Whether it is named by a noun that somebody is said to have carried out: `conducted an operation`.
    pub done: bool,
    /// Whether the words leave open whether it happened: `may have killed`.
    pub possible: bool,
}

/// What became of those an act was done to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// Killed.
    Killed,
    /// Injured and not killed.
    Injured,
    /// Killed or injured.
    Casualties,
    /// Lived through it.
    Survived,
    /// Not found.
    Missing,
    /// Arrested or taken.
    Detained,
    /// There when it happened.
    Present,
    /// Attacked, shot at, hit: what became of them is not said.
    Attacked,
}

/// How an act is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// By a verb with a tense.
    Verb,
    /// By a noun with `the`, `this`, a possessive or a name: one that was told before, or that everybody knows.
    Definite,
    /// By a noun with `a` or without an article.
    Indefinite,
    /// By a noun with `another`, `a second`, `a separate`.
    Another,
}

/// What acts are read from.
#[derive(Clone, Copy)]
pub struct Source<'s> {
    /// The words and rules.
    pub grammar: &'s Grammar,
    /// The text in the letters of its shadow.
    pub text: &'s str,
    /// The same in small letters.
    pub lower: &'s str,
    /// Its sentences, parsed.
    pub parsed: &'s Parsed,
    /// Its paragraphs and quotations.
    pub segments: &'s Segments,
    /// Its times.
    pub times: &'s [Time],
    /// Its numbers.
    pub numbers: &'s [Counted],
    /// Its names.
    pub registry: &'s Registry,
}

/// Something that a rule says of a thing beside acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// The sentence.
    pub sentence: usize,
    /// The word that tells it.
    pub cue: Span,
    /// The act of force that it is told of, where the rule captures one as `act`.
    pub act: Option<Span>,
    /// The rule.
    pub rule: RuleId,
    /// Which of the outputs of the rule.
    pub output: usize,
    /// The words of each key, as spans.
    pub words: Vec<(String, Span)>,
    /// Whether the sentence itself denies it.
    pub negated: bool,
}

/// Gives the first act of a paragraph that no time stands with the day that the paragraph set before it.
fn scenes(source: &Source<'_>, acts: &mut [Act]) {
    let mut last = None;
    for act in acts {
        let paragraph = source.segments.paragraph_at(act.cue.start);
        let first = paragraph != last;
        last = paragraph;
        let told = act.naming == Naming::Verb && act.forceful && !act.series && !act.running;
        if first && told && act.time.is_none() {
            let sentence = &source.parsed.sentences[act.sentence];
            act.time = when::scene(source, sentence).map(When::at);
        }
    }
}

/// Every act of a text, and everything else that rules say, in order.
pub fn read(source: &Source<'_>) -> (Vec<Act>, Vec<Said>) {
    let mut acts = Vec::new();
    let mut said = Vec::new();
    let mut matches = assize_rules::Matches::default();
    for index in 0..source.parsed.sentences.len() {
        tell::sentence(source, index, &mut matches, &mut acts, &mut said);
    }
    party::counted(source, &mut acts);
    acts.sort_by_key(|act| (act.sentence, act.cue.start, act.cue.end));
    scenes(source, &mut acts);
    (acts, said)
}
