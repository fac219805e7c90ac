//! The stretches of a sentence that the clause rules see.

use super::super::{lexis::Class, predicate::Form, sentence::Sentence};
use crate::tag::{Shape, Tag};

/// A stretch of a sentence as the clause rules see it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::document) enum Chunk {
    /// A noun phrase.
    Noun(usize),
    /// A verb group.
    Verb(usize),
    /// A preposition.
    Preposition(usize),
    /// `and`, `or`, `but`.
    And(usize),
    /// A comma.
    Comma,
    /// `who`, `which`, `that` after what it describes.
    Relative,
    /// `that`, `because`, `when`: a clause follows.
    Subordinator(usize),
    /// A time, by its place among those of the sentence.
    Time(usize),
    /// An adverb or particle.
    Adverb,
    /// An opening or closing mark of a quotation.
    Quote,
    /// A semicolon, colon, dash or bracket.
    Break,
    /// Anything else.
    Other,
}

/// The chunks of a sentence, with the token at which each ends.
pub(super) fn chunks(sentence: &Sentence) -> (Vec<Chunk>, Vec<usize>) {
    let mut chunks = Vec::with_capacity(sentence.tokens.len());
    let mut ends = Vec::with_capacity(sentence.tokens.len());
    let (mut verb, mut time) = (0, 0);
    let mut at = 0;
    while at < sentence.tokens.len() {
        while sentence.times.get(time).is_some_and(|(_, run)| run.end <= at) {
            time += 1;
        }
        if let Some((_, run)) = sentence.times.get(time).filter(|(_, run)| run.contains(&at)) {
            // `in Monday's raid`: the noun, and its time.
            let owned = sentence.phrase_at(run.end + 1).filter(|_| sentence.tag(run.end) == Tag::POS);
            if let Some(phrase) = owned.filter(|phrase| sentence.phrases[*phrase].start == run.end + 1) {
                chunks.extend([Chunk::Noun(phrase), Chunk::Time(time)]);
                at = sentence.phrases[phrase].end;
                ends.extend([at, at]);
                time += 1;
                continue;
            }
            chunks.push(Chunk::Time(time));
            at = run.end.max(at + 1);
            ends.push(at);
            time += 1;
            continue;
        }
        if quoted_phrase(sentence, at) {
            at += 1;
            continue;
        }
        if let Some(end) = aged(sentence, &chunks, at) {
            at = end;
            continue;
        }
        if let Some(end) = bracketed(sentence, &chunks, at) {
            at = end;
            continue;
        }
        if let Some(phrase) = sentence.phrase_at(at) {
            let found = &sentence.phrases[phrase];
            let relative = matches!(sentence.tag(found.head), Tag::WP);
            // `the city's market`: what is owned stands for both.
            let owned = sentence.phrases.get(phrase + 1).filter(|next| next.possessor == Some(phrase));
            if let Some(owned) = owned.filter(|_| sentence.tag(found.end) == Tag::POS) {
                at = owned.start;
                continue;
            }
            chunks.push(if relative { Chunk::Relative } else { Chunk::Noun(phrase) });
            at = found.end;
            ends.push(at);
            continue;
        }
        if let Some(found) = sentence.predicates.get(verb).filter(|predicate| predicate.group.start == at) {
            chunks.push(Chunk::Verb(verb));
            at = found.group.end;
            ends.push(at);
            verb += 1;
            continue;
        }
        chunks.push(single(sentence, &chunks, at));
        at += 1;
        ends.push(at);
    }
    (chunks, ends)
}

/// Where an age behind a person ends: `killed a driver, 37, and two others`.
fn aged(sentence: &Sentence, before: &[Chunk], at: usize) -> Option<usize> {
    let Some(Chunk::Noun(person)) = before.last() else { return None };
    let person = sentence.phrases[*person].head;
    let age = sentence.tag(at) == Tag::COMMA
        && sentence.tag(at + 1) == Tag::CD
        && sentence
            .tokens
            .get(at + 1)
            .is_some_and(|token| token.shape == Shape::Digit && token.end - token.start <= 2)
        && sentence.tag(at + 2) == Tag::COMMA;
    let one = matches!(sentence.tag(person), Tag::NN | Tag::NNP)
        && (sentence.word_class(person, Class::Person) || sentence.tag(person).is_proper());
    (age && one).then_some(at + 2)
}

/// A bracket of so many words is a clause of its own.
const BRACKET: usize = 8;

/// A bracket between a subject and its verb may be longer.
const BEFORE_VERB: usize = 40;

/// Where a bracket behind a noun phrase ends that only names or describes it: `the Harbour Guard (HG) fired`, `a man (34) was shot`.
fn bracketed(sentence: &Sentence, before: &[Chunk], at: usize) -> Option<usize> {
    if sentence.tag(at) != Tag::LRB || !matches!(before.last(), Some(Chunk::Noun(_) | Chunk::Time(_))) {
        return None;
    }
    let close = (at + 1..at + 2 + BEFORE_VERB).find(|inner| sentence.tag(*inner) == Tag::RRB)?;
    // `three farmers (two men and a woman) were killed`: what parts the subject from its verb only describes it.
    let verb =
        sentence.predicates.iter().any(|verb| verb.group.start == close + 1 && verb.form == Form::Finite);
    if !verb && close > at + 1 + BRACKET {
        return None;
    }
    // `(most of them from Quenby)`, `(of the 5th Brigade)`
    let whole = sentence.word_class(at + 1, Class::Quantity) && sentence.word_class(at + 2, Class::PartWord);
    let part = verb && (sentence.tag(at + 1) == Tag::IN || whole);
    let tells = (at + 1..close).any(|inner| {
        sentence.tag(inner).is_verb()
            || !part && sentence.tag(inner) == Tag::IN && !sentence.tag(inner + 1).is_noun()
            || !verb
                && sentence.phrase_at(inner).is_some_and(|phrase| {
                    let phrase = &sentence.phrases[phrase];
                    phrase.counted.is_some() && phrase.end > phrase.start + 1
                })
    });
    (!tells).then_some(close + 1)
}

/// A mark of quotation beside a phrase that is quoted alone: `and “foreign personnel” killed`.
fn quoted_phrase(sentence: &Sentence, at: usize) -> bool {
    let alone = |phrase: Option<usize>| {
        phrase.map(|phrase| &sentence.phrases[phrase]).is_some_and(|phrase| {
            phrase.start.checked_sub(1).is_some_and(|before| sentence.tag(before) == Tag::OPEN)
                && (sentence.tag(phrase.end) == Tag::CLOSE
                    || sentence.tag(phrase.end) == Tag::COMMA && sentence.tag(phrase.end + 1) == Tag::CLOSE)
        })
    };
    match sentence.tag(at) {
        Tag::OPEN => alone(sentence.phrase_at(at + 1)),
        Tag::CLOSE => alone(at.checked_sub(1).and_then(|before| sentence.phrase_at(before))),
        _ => false,
    }
}

/// A token that stands in no phrase and no verb group.
fn single(sentence: &Sentence, before: &[Chunk], at: usize) -> Chunk {
    let word = sentence.words.get(at).copied().unwrap_or_default();
    let after_noun = matches!(before.last(), Some(Chunk::Noun(_)))
        || matches!(before, [.., Chunk::Noun(_), Chunk::Comma] | [.., Chunk::Noun(_), Chunk::Preposition(_)]);
    match sentence.tag(at) {
        Tag::WDT if told(sentence, before, at) => Chunk::Subordinator(at),
        Tag::WDT | Tag::WPS if after_noun => Chunk::Relative,
        Tag::WDT | Tag::WRB => Chunk::Subordinator(at),
        // After a noun `that` may open a relative clause; after a verb it opens what is said.
        Tag::IN | Tag::DT if word.is(Class::Complementizer) => Chunk::Subordinator(at),
        Tag::IN | Tag::TO if word.is(Class::Subordinator) && clause_follows(sentence, at) => {
            Chunk::Subordinator(at)
        }
        Tag::IN | Tag::TO => Chunk::Preposition(at),
        Tag::CC => Chunk::And(at),
        Tag::COMMA => Chunk::Comma,
        Tag::OPEN | Tag::CLOSE => Chunk::Quote,
        Tag::COLON | Tag::LRB | Tag::RRB | Tag::STOP => Chunk::Break,
        // `Lowford | Two killed`
        Tag::SYM | Tag::NN | Tag::NNP | Tag::LS
            if sentence.tokens.get(at).is_some_and(|token| token.shape == Shape::Mark) =>
        {
            Chunk::Break
        }
        Tag::RB | Tag::RBR | Tag::RBS | Tag::RP | Tag::UH => Chunk::Adverb,
        _ => Chunk::Other,
    }
}

/// `told a reporter that gunmen`: what was told follows, with a subject of its own.
fn told(sentence: &Sentence, before: &[Chunk], at: usize) -> bool {
    let [.., Chunk::Verb(verb), Chunk::Noun(_)] = before else { return false };
    sentence.word_class(sentence.predicates[*verb].head, Class::Tell) && sentence.phrase_at(at + 1).is_some()
}

/// Whether a finite verb follows before the next comma, with a noun phrase between: `after police shot`, not `after a raid`.
fn clause_follows(sentence: &Sentence, at: usize) -> bool {
    let mut next = at + 1;
    let mut noun = false;
    for _ in 0..8 {
        if let Some(phrase) = sentence.phrase_at(next) {
            noun = true;
            next = sentence.phrases[phrase].end;
            continue;
        }
        if let Some(predicate) = sentence.predicates.iter().find(|predicate| predicate.group.start == next) {
            return noun && predicate.form == Form::Finite || predicate.form != Form::Infinitive && !noun;
        }
        let time = sentence.times.iter().find(|(_, run)| run.contains(&next));
        match (time, sentence.tag(next)) {
            (Some((_, run)), _) => next = run.end.max(next + 1),
            (None, Tag::IN | Tag::CC | Tag::RB | Tag::POS) => next += 1,
            _ => return false,
        }
    }
    false
}
