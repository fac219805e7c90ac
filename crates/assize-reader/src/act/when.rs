//! The day of an act, from the words that stand with it.

use super::Source;
use crate::{
    document::{
        lexis::Class,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    timex::{Time, TimeKind},
};

/// The time that a predicate has, by its place among those of the text: its own, that of the noun phrase it is, else the only one of the
/// clause that no verb of speech has.
pub(super) fn of(source: &Source<'_>, sentence: &Sentence, predicate: &Predicate) -> Option<usize> {
    let dated = |index: &usize| source.times.get(*index).is_some_and(|time| time.edtf.is_some());
    if let Some(own) = predicate.times.iter().copied().find(dated) {
        return Some(own);
    }
    if predicate.form == Form::Nominal {
        // `the May 3 killing`, `the 2015 raid`
        let before = sentence.times.iter().find(|(_, run)| run.end == predicate.group.start);
        if let Some((index, _)) = before.filter(|(index, _)| dated(index)) {
            return Some(*index);
        }
    }
    let clause = sentence.clauses.get(predicate.head);
    let spoken = |index: usize| {
        let of = |other: &&Predicate| other.times.contains(&index);
        sentence.predicates.iter().filter(of).any(|other| sentence.word_class(other.head, Class::Clausal))
    };
    let other_act = |index: usize| {
        sentence.predicates.iter().any(|other| {
            other.head != predicate.head && other.times.contains(&index) && other.form != Form::Nominal
        })
    };
    let mut free = sentence.times.iter().filter(|(index, run)| {
        dated(index) && sentence.clauses.get(run.start) == clause && !spoken(*index) && !other_act(*index)
    });
    let first = free.next()?;
    free.next().is_none().then_some(first.0)
}

/// Whether a time is longer than two months: what is told of it may be many acts.
pub(crate) fn long(time: &Time) -> bool {
    let Some(edtf) = &time.edtf else { return time.kind == TimeKind::Duration };
    let days = edtf.interval();
    match (days.earliest, days.latest) {
        (Some(first), Some(last)) => {
            let number = |day: assize_record::Day| {
                i32::from(day.year()) * 372 + i32::from(day.month()) * 31 + i32::from(day.day())
            };
            number(last) - number(first) > 62
        }
        _ => true,
    }
}

/// Whether the words count from a day on: `since March`.
pub(super) fn since(source: &Source<'_>, sentence: &Sentence, predicate: &Predicate) -> bool {
    let clause = sentence.clauses.get(predicate.head);
    let _ = source;
    (0..sentence.tokens.len()).any(|at| {
        sentence.word_class(at, Class::Since)
            && (sentence.clauses.get(at) == clause
                || sentence.times.iter().any(|(_, run)| run.start == at + 1))
    })
}
