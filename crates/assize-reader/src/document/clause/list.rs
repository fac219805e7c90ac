//! Lists of phrases: `two men, a boy and a nurse`.

use super::{
    super::{lexis::Class, predicate::Form, sentence::Sentence},
    chunk::Chunk,
};
use crate::tag::Tag;

/// Joins phrases of one list, and notes the preposition before each.
pub(super) fn list(sentence: &mut Sentence, chunks: &[Chunk]) {
    for (at, chunk) in chunks.iter().enumerate() {
        let Chunk::Noun(phrase) = *chunk else { continue };
        if let Some(Chunk::Preposition(token)) = at.checked_sub(1).and_then(|before| chunks.get(before)) {
            sentence.phrases[phrase].preposition = Some(*token);
        }
        let next = match chunks.get(at + 1..(at + 4).min(chunks.len())) {
            Some([Chunk::And(_), Chunk::Noun(next), ..]) => Some((*next, at + 2)),
            Some([Chunk::Comma, Chunk::And(_), Chunk::Noun(next), ..]) => Some((*next, at + 3)),
            // A comma joins only where `and` follows further on.
            Some([Chunk::Comma, Chunk::Noun(next), ..]) if list_goes_on(chunks, at + 2) => {
                Some((*next, at + 2))
            }
            _ => None,
        };
        let Some((next, place)) = next else { continue };
        // `killed two men and police said`: what follows is the subject of a clause of its own.
        let object = matches!(at.checked_sub(1).and_then(|before| chunks.get(before)), Some(Chunk::Verb(_)));
        let clause = matches!(chunks.get(place + 1), Some(Chunk::Verb(verb)) if sentence.predicates[*verb].form == Form::Finite);
        let owner = sentence.tag(sentence.phrases[next].end) == Tag::POS;
        // `hit Brill, and nine men were killed`, `removed the commander, but the ministry did not respond`
        let apart = matches!(chunks.get(at + 1), Some(Chunk::Comma))
            && matches!(chunks.get(at + 2), Some(Chunk::And(_)))
            && clause
            && !owner
            && chunks[..at].iter().any(|chunk| {
                matches!(chunk, Chunk::Verb(verb)
                if sentence.predicates[*verb].form == Form::Finite
                    && !sentence.word_class(sentence.predicates[*verb].head, Class::Clausal))
            });
        // `was attacked by gunmen and two guards were hurt`: behind a preposition, people who have a verb of their own.
        let behind =
            matches!(at.checked_sub(1).and_then(|before| chunks.get(before)), Some(Chunk::Preposition(_)));
        let told = |chunk: &Chunk| {
            matches!(chunk, Chunk::Verb(verb)
                if sentence.predicates[*verb].form == Form::Finite
                    && !sentence.word_class(sentence.predicates[*verb].head, Class::Clausal))
        };
        let follows = behind
            && matches!(chunks.get(at + 1), Some(Chunk::And(_)))
            && clause
            && !owner
            && people(sentence, next)
            && chunks[..at].iter().any(told);
        if apart || follows {
            continue;
        }
        // `Ada Ode, a nurse, and ...` says what she is.
        let named = sentence.tag(sentence.phrases[phrase].head).is_proper();
        let described = matches!(chunks.get(at + 1), Some(Chunk::Comma))
            && sentence.tag(sentence.phrases[next].start) == Tag::DT
            && !sentence.tag(sentence.phrases[next].head).is_proper();
        if named && described && sentence.word_class(sentence.phrases[next].head, Class::Person) {
            continue;
        }
        // `in Brill, three farmers and two guards were killed`
        let comma = matches!(chunks.get(at + 1), Some(Chunk::Comma));
        let where_and_who = comma && named && in_place(sentence, chunks, at) && people(sentence, next);
        if object && clause && !owner || pronoun(sentence, next) || where_and_who {
            continue;
        }
        sentence.phrases[phrase].next = Some(next);
    }
}

/// Whether the name at a chunk, or the first of the names before it, stands behind a preposition of place.
fn in_place(sentence: &Sentence, chunks: &[Chunk], at: usize) -> bool {
    let first = (0..4)
        .map(|back| at.saturating_sub(2 * back))
        .find(|at| !matches!(at.checked_sub(1).and_then(|before| chunks.get(before)), Some(Chunk::Comma)));
    let before = first.and_then(|first| first.checked_sub(1)).and_then(|before| chunks.get(before));
    matches!(before, Some(Chunk::Preposition(token))
        if sentence.word_class(*token, Class::Locative) && !sentence.word_class(*token, Class::Surface))
}

fn people(sentence: &Sentence, phrase: usize) -> bool {
    let phrase = &sentence.phrases[phrase];
    !sentence.tag(phrase.head).is_proper()
        && (phrase.counted.is_some() || sentence.word_class(phrase.head, Class::Person))
}

fn pronoun(sentence: &Sentence, phrase: usize) -> bool {
    let phrase = &sentence.phrases[phrase];
    phrase.start + 1 == phrase.end
        && sentence.tag(phrase.head) == Tag::PRP
        && sentence.word_class(phrase.head, Class::Subjective)
}

fn list_goes_on(chunks: &[Chunk], from: usize) -> bool {
    let mut at = from;
    for _ in 0..10 {
        match chunks.get(at..(at + 4).min(chunks.len())) {
            Some([Chunk::Noun(_), Chunk::And(_), Chunk::Noun(_), ..]) => return true,
            Some([Chunk::Noun(_), Chunk::Comma, Chunk::And(_), Chunk::Noun(_)]) => return true,
            Some([Chunk::Noun(_), Chunk::Comma, Chunk::Noun(_), ..]) => at += 2,
            _ => return false,
        }
    }
    false
}

/// The first phrase of the list that a phrase stands in.
pub(in crate::document) fn first_of_list(sentence: &Sentence, phrase: usize) -> usize {
    let mut first = phrase;
    for before in (phrase.saturating_sub(30)..phrase).rev() {
        if sentence.phrases[before].next == Some(first) {
            first = before;
        }
    }
    first
}

/// A phrase and those after it in its list.
pub(in crate::document) fn members(sentence: &Sentence, phrase: usize) -> Vec<usize> {
    let mut members = vec![phrase];
    let mut at = phrase;
    while let Some(next) = sentence.phrases[at].next.filter(|next| *next > at) {
        members.push(next);
        at = next;
    }
    members
}
