//! What stands to the left of a verb: over prepositional phrases, what stands between commas, and relative clauses.

use super::{
    super::{lexis::Class, predicate::Form, sentence::Sentence},
    Clauses, Found, REACH,
    chunk::Chunk,
};
use crate::tag::Tag;

impl Clauses<'_> {
    /// The subject of a finite verb or the noun that a participle describes, to the left of a chunk.
    pub(super) fn look_left(&self, sentence: &Sentence, from: usize, form: Form) -> Option<Found> {
        let mut at = from;
        let mut comma = false;
        for _ in 0..REACH {
            let place = at.checked_sub(1)?;
            match self.chunk(place) {
                Chunk::Noun(phrase) => {
                    let head = self.list_start(sentence, place);
                    match self.before(head) {
                        Chunk::Preposition(_) => {
                            // A participle describes the noun next to it: `in a raid conducted near`.
                            if form == Form::Participle && !comma {
                                return Some(Found { phrase, at: place });
                            }
                            at = head - 1;
                            // `53 people, including two women and a child, were killed`
                            if comma && form == Form::Finite && matches!(self.before(at), Chunk::Comma) {
                                (at, comma) = (at - 1, false);
                            }
                            continue;
                        }
                        Chunk::Verb(verb) if form != Form::Participle => {
                            if let Some(outer) = self.over(sentence, verb) {
                                at = outer;
                                continue;
                            }
                            return Some(Found { phrase, at: place });
                        }
                        Chunk::Comma if comma && form != Form::Participle => {
                            // `X, Y, shot`: Y stands beside X.
                            if let Some(outer) = self.apposed(head) {
                                // `the editor and founder of the paper, Ada Ode, was shot`: the name stands for the offices.
                                if self.offices(sentence, outer)
                                    && sentence.tag(sentence.phrases[phrase].head) == Tag::NNP
                                {
                                    return Some(Found { phrase, at: place });
                                }
                                at = outer;
                                comma = false;
                                continue;
                            }
                            return Some(Found { phrase, at: place });
                        }
                        _ => return Some(Found { phrase, at: place }),
                    }
                }
                Chunk::Comma if !comma && form != Form::Participle => {
                    comma = true;
                    match self.parenthesis(sentence, place) {
                        Some(opens) => at = opens,
                        None => at = place,
                    }
                    if self.parenthesis(sentence, place).is_none()
                        && !matches!(self.before(place), Chunk::Noun(_))
                    {
                        return None;
                    }
                }
                Chunk::Verb(verb) => {
                    let outer = self.over(sentence, verb)?;
                    at = outer;
                }
                Chunk::Time(_) | Chunk::Adverb | Chunk::Preposition(_) => at = place,
                _ => return None,
            }
        }
        None
    }

    /// The chunk at which the list that ends at `at` begins.
    pub(super) fn list_start(&self, sentence: &Sentence, at: usize) -> usize {
        let mut start = at;
        for _ in 0..30 {
            let Chunk::Noun(this) = self.chunk(start) else { break };
            let back = (1..=3).find(|back| {
                start.checked_sub(*back).is_some_and(|before| {
                    matches!(self.chunk(before), Chunk::Noun(phrase) if sentence.phrases[phrase].next == Some(this))
                })
            });
            let Some(back) = back else { break };
            start -= back;
        }
        start
    }

    /// Where a verb group only describes a noun, the place just after that noun: `the men killed by police were`.
    pub(super) fn over(&self, sentence: &Sentence, verb: usize) -> Option<usize> {
        let predicate = &sentence.predicates[verb];
        let describes = predicate.antecedent.is_some()
            || matches!(predicate.form, Form::Participle | Form::Infinitive)
            || predicate.form == Form::Gerund && !predicate.subject.is_empty();
        if !describes {
            return None;
        }
        let left = self.left.get(verb).copied().flatten()?;
        (left > 0).then_some(left)
    }

    /// The chunk after the noun phrase that the words between commas, ending before `comma`, belong to.
    pub(super) fn parenthesis(&self, sentence: &Sentence, comma: usize) -> Option<usize> {
        let mut at = comma;
        for _ in 0..REACH {
            let place = at.checked_sub(1)?;
            if self.chunk(place) == Chunk::Comma && matches!(self.before(place), Chunk::Noun(_)) {
                let inside = self.chunk(place + 1);
                let said = (place + 1..comma).any(|inner| {
                    matches!(self.chunk(inner), Chunk::Verb(verb)
                        if sentence.word_class(sentence.predicates[verb].head, Class::Clausal)
                        && sentence.predicates[verb].form == Form::Finite)
                });
                let verbs = (place + 1..comma).any(|inner| {
                    matches!(self.chunk(inner), Chunk::Verb(verb) if sentence.predicates[verb].form == Form::Finite)
                });
                let opens = match inside {
                    Chunk::Relative => true,
                    Chunk::Noun(_) => !verbs || said,
                    Chunk::Verb(verb) => sentence.predicates[verb].form != Form::Finite,
                    Chunk::Preposition(_) | Chunk::Subordinator(_) | Chunk::Adverb => true,
                    _ => false,
                };
                return opens.then_some(place);
            }
            if matches!(self.chunk(place), Chunk::Break | Chunk::Quote) {
                return None;
            }
            at = place;
        }
        None
    }

    /// The chunk after the phrase that an apposition beginning at `at` stands beside.
    pub(super) fn apposed(&self, at: usize) -> Option<usize> {
        let comma = at.checked_sub(1)?;
        match self.before(comma) {
            Chunk::Noun(_) => Some(comma),
            _ => None,
        }
    }
}
