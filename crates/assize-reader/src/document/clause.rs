//! Who stands in which role of each predicate, by the order of phrases, verb groups and the words between them.
//!
//! The subject is looked for to the left: over prepositional phrases, over what stands between commas, over relative clauses. Objects,
//! prepositions and times are looked for to the right, up to the next clause. It is a chunk grammar after Abney (1996), without weights.

mod chunk;
mod left;
mod list;
mod right;
mod subject;

use super::{lexis::Class, predicate::Form, sentence::Sentence};
use crate::tag::Tag;
use chunk::{Chunk, chunks};
pub(super) use list::{first_of_list, members};

/// How far to look for a subject or an object, in chunks.
const REACH: usize = 60;

/// Puts phrases into the roles of the verb groups of a sentence.
pub(super) fn resolve(sentence: &mut Sentence) {
    let (chunks, ends) = chunks(sentence);
    list::list(sentence, &chunks);
    let mut clauses = Clauses { chunks: &chunks, left: vec![None; sentence.predicates.len()] };
    for (at, chunk) in chunks.iter().enumerate() {
        if let Chunk::Verb(predicate) = *chunk {
            clauses.subject(sentence, at, predicate);
            clauses.right(sentence, at, predicate);
        }
    }
    // What stands after a list of verbs belongs to each: `shot and killed a driver`.
    for (at, chunk) in chunks.iter().enumerate() {
        let Chunk::Verb(first) = *chunk else { continue };
        let (Some(Chunk::And(_)), Some(Chunk::Verb(second))) = (chunks.get(at + 1), chunks.get(at + 2))
        else {
            continue;
        };
        let second = sentence.predicates[*second].clone();
        let first = &mut sentence.predicates[first];
        if first.object.is_empty() && !first.passive && !second.passive {
            first.object.clone_from(&second.object);
        }
        if first.passive == second.passive {
            if first.by.is_empty() {
                first.by.clone_from(&second.by);
            }
            first.obliques.extend(second.obliques);
            first.times.extend(second.times);
        }
    }
    among(sentence, &chunks);
    for predicate in 0..sentence.predicates.len() {
        let this = &sentence.predicates[predicate];
        // `(and two injured)`, `nine killed`: nobody is named whom they did it to, so it was done to them.
        let harms =
            sentence.word_class(this.head, Class::Kill) || sentence.word_class(this.head, Class::Injure);
        let alone =
            this.form == Form::Finite && this.group.len() == 1 && this.object.is_empty() && !this.passive;
        if harms && alone && sentence.tag(this.head) == Tag::VBD {
            sentence.predicates[predicate].passive = true;
        }
    }
    sentence.clauses = numbers(sentence, &chunks, &ends);
}

/// `Among those killed were two nurses`: those who are named after the verb are whom the participle is about.
fn among(sentence: &mut Sentence, chunks: &[Chunk]) {
    for window in chunks.windows(5) {
        let [
            Chunk::Preposition(_),
            Chunk::Noun(those),
            Chunk::Verb(told),
            Chunk::Verb(be),
            Chunk::Noun(named),
        ] = *window
        else {
            continue;
        };
        let be = sentence.word_class(sentence.predicates[be].head, Class::Be);
        if be
            && sentence.predicates[told].form == Form::Participle
            && sentence.predicates[told].subject == [those]
        {
            sentence.predicates[told].subject = members(sentence, named);
        }
    }
}

struct Clauses<'c> {
    chunks: &'c [Chunk],
    /// For each predicate, the chunk where its clause begins.
    left: Vec<Option<usize>>,
}

/// Where a subject was found.
struct Found {
    phrase: usize,
    /// The chunk that it is.
    at: usize,
}

impl Clauses<'_> {
    fn chunk(&self, at: usize) -> Chunk {
        self.chunks.get(at).copied().unwrap_or(Chunk::Break)
    }

    fn before(&self, at: usize) -> Chunk {
        at.checked_sub(1).map_or(Chunk::Break, |at| self.chunk(at))
    }

    /// The verb group before a chunk, over commas, adverbs, times and phrases, without going past a boundary.
    fn verb_before(&self, sentence: &Sentence, at: usize, finite: bool) -> Option<(usize, usize)> {
        (at.saturating_sub(REACH)..at).rev().find_map(|place| match self.chunk(place) {
            Chunk::Verb(predicate) => {
                let form = sentence.predicates[predicate].form;
                (!finite || form == Form::Finite).then_some((place, predicate))
            }
            _ => None,
        })
    }
}

/// The clause of each token: it changes where one is opened or closed.
fn numbers(sentence: &Sentence, chunks: &[Chunk], ends: &[usize]) -> Vec<u32> {
    let mut clauses = Vec::with_capacity(sentence.tokens.len());
    let mut clause = 0;
    for (chunk, end) in chunks.iter().zip(ends) {
        if matches!(chunk, Chunk::Relative | Chunk::Subordinator(_) | Chunk::Break) {
            clause += 1;
        }
        clauses.resize((*end).min(sentence.tokens.len()).max(clauses.len()), clause);
    }
    clauses.resize(sentence.tokens.len(), clause);
    clauses
}
