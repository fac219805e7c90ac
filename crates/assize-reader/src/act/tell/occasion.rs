//! Words that say that a sentence tells of another occasion than the one before.

use crate::{
    act::Source,
    document::{
        lexis::Class,
        phrase::Phrase as Noun,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    tag::Tag,
};

/// `In addition to the nine killed on Monday, two guards died`: the comma behind which another act is told.
pub(super) fn besides(sentence: &Sentence) -> Option<usize> {
    let is = |at: usize, class: Class| sentence.word_class(at, class);
    // `Days before the raid, nine guards were killed`
    let period = (0..4)
        .find(|at| is(*at, Class::Period) && (is(at + 1, Class::Preceding) || is(at + 1, Class::Following)));
    let opens = period.is_some() || (0..4).any(|at| is(at, Class::Besides));
    opens.then(|| (0..sentence.tokens.len()).find(|at| sentence.tag(*at) == Tag::COMMA)).flatten()
}

/// `Hours later, soldiers shot two men`: somebody does harm on another occasion of the same day.
pub(super) fn opens_later(source: &Source<'_>, sentence: &Sentence) -> bool {
    let start = usize::from(sentence.tag(0) == Tag::OPEN);
    (start..start + 3).any(|at| {
        sentence.word_class(at, Class::Period)
            && sentence.word(source.lower, at + 1) == "later"
            && sentence.tag(at + 2) == Tag::COMMA
    })
}

/// `In a third incident`, `In another attack`: the sentence tells of one that was not told before.
pub(super) fn opens_another(sentence: &Sentence) -> bool {
    let start = usize::from(sentence.tag(0) == Tag::OPEN);
    if sentence.tag(start) != Tag::IN {
        return false;
    }
    let Some(phrase) = sentence.phrase_at(start + 1).map(|at| &sentence.phrases[at]) else { return false };
    phrase.start == start + 1 && other_occasion(sentence, phrase)
}

/// `The raid follows the killing of two guards`, `days after rebels killed two guards`: what was before the act that the sentence tells of.
pub(super) fn went_before(sentence: &Sentence, predicate: &Predicate) -> bool {
    let is = |at: usize, class: Class| sentence.word_class(at, class);
    if predicate.form == Form::Nominal {
        let phrase = sentence.phrase_at(predicate.head);
        let governor = predicate.governor.and_then(|at| sentence.predicates.get(at));
        return governor.is_some_and(|verb| {
            let act = verb.agent().iter().any(|at| is(sentence.phrases[*at].head, Class::ActNoun));
            act && is(verb.head, Class::Succession)
                && phrase.is_some_and(|phrase| verb.patient().contains(&phrase))
        });
    }
    sentence.clause_start(predicate.head).is_some_and(|at| {
        is(at, Class::Following) && at.checked_sub(1).is_some_and(|before| is(before, Class::Period))
    })
}

/// `another attack`, `a third incident`, `one operation`: one that was not told before.
pub(super) fn other_occasion(sentence: &Sentence, phrase: &Noun) -> bool {
    let is = |at: usize, class: Class| sentence.word_class(at, class);
    let number = sentence.tag(phrase.start) == Tag::CD && sentence.tag(phrase.head) == Tag::NN;
    // `the first strike` is told apart by nothing from the one that was told.
    let marked =
        phrase.run().any(|at| is(at, Class::More) || is(at, Class::Sequence) && !is(at, Class::First));
    (is(phrase.head, Class::ActNoun) || is(phrase.head, Class::Occurrence)) && (number || marked)
}
