//! The day of an act, from the words that stand with it.

use super::Source;
use crate::{
    document::{
        lexis::Class,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    tag::Tag,
    timex::{Time, TimeKind},
};

/// The time that a predicate has, by its place among those of the text: its own, that of the noun phrase it is, else the only one of the
/// clause that no verb of speech has.
pub(super) fn of(
    source: &Source<'_>,
    sentence: &Sentence,
    predicate: &Predicate,
    definite: bool,
) -> Option<usize> {
    // `since May`, `between 3 and 5 May`, `in May and June`: none of them is the day.
    let bounds = |run: &std::ops::Range<usize>| {
        let begins = run.start.checked_sub(1).is_some_and(|at| sentence.word_class(at, Class::Boundary))
            || sentence.word_class(run.start, Class::Boundary);
        let time = |at: usize| sentence.times.iter().any(|(_, other)| other.contains(&at));
        let next = sentence.tag(run.end) == Tag::CC
            && (time(run.end + 1) || sentence.tag(run.end + 1) == Tag::IN && time(run.end + 2));
        let back = |by: usize| run.start.checked_sub(by);
        let before = back(1).is_some_and(|at| sentence.tag(at) == Tag::CC) && back(2).is_some_and(time)
            || back(2).is_some_and(|at| sentence.tag(at) == Tag::CC) && back(3).is_some_and(time);
        begins || next || before
    };
    let dated = |index: &usize| {
        let bound = sentence.times.iter().any(|(other, run)| other == index && bounds(run));
        !bound && source.times.get(*index).is_some_and(|time| time.edtf.is_some())
    };
    if let Some(own) = predicate.times.iter().copied().find(dated) {
        return Some(own);
    }
    if predicate.form == Form::Nominal {
        // `the May 3 killing`, `the 2015 raid`
        let before = sentence.times.iter().find(|(_, run)| {
            let owned = sentence.tag(run.end) == Tag::POS && run.end + 1 == predicate.group.start;
            run.end == predicate.group.start
                || owned
                || predicate.group.start < run.start && run.end <= predicate.head
        });
        if let Some((index, _)) = before.filter(|(index, _)| dated(index)) {
            return Some(*index);
        }
    }
    // `before the raid`: what is told on that day is something else.
    if predicate.form == Form::Nominal && definite {
        // `the killing of seven men (and two injured) at Quenby on June 14`
        let behind = sentence.times.iter().find(|(index, run)| run.start > predicate.head && dated(index))?;
        let between = |at: usize| predicate.head < at && at < behind.1.start;
        let acts =
            (0..sentence.tokens.len()).any(|at| between(at) && sentence.word_class(at, Class::ActNoun));
        let verbs = sentence
            .predicates
            .iter()
            .any(|verb| between(verb.head) && verb.form == Form::Finite && !verb.passive);
        return (!acts && !verbs).then_some(behind.0);
    }
    let clause = sentence.clauses.get(predicate.head);
    // `on Tuesday the ministry said` is when it spoke; `last month the ministry said` is when it happened.
    let spoken = |index: usize| {
        if source
            .times
            .get(index)
            .and_then(|time| time.edtf.as_ref())
            .is_some_and(|edtf| !crate::link::is_day(edtf))
        {
            return false;
        }
        let of = |other: &&Predicate| other.times.contains(&index);
        sentence.predicates.iter().filter(of).any(|other| sentence.word_class(other.head, Class::Clausal))
    };
    let other_act = |index: usize| {
        let run = sentence.times.iter().find(|(known, _)| *known == index).map(|(_, run)| run);
        // `the renewal of fighting on May 3`: the time stands with a noun of another act.
        let named = |other: &Predicate| {
            run.is_some_and(|run| {
                let between = other.head < run.start;
                let verb = sentence
                    .predicates
                    .iter()
                    .any(|verb| verb.form == Form::Finite && other.head < verb.head && verb.head < run.start);
                between && !verb
            })
        };
        let of = |other: &&Predicate| {
            other.head != predicate.head
                && other.times.contains(&index)
                && (other.form != Form::Nominal || named(other))
        };
        sentence.predicates.iter().filter(of).any(|other| !sentence.word_class(other.head, Class::Clausal))
    };
    let mut free = sentence.times.iter().filter(|(index, run)| {
        // `an April 6 report`
        let determined = run.start.checked_sub(1).is_some_and(|at| sentence.tag(at) == Tag::DT)
            && sentence.phrase_at(run.end).is_some();
        let named = determined
            || sentence.phrases.iter().any(|phrase| phrase.start < run.start && run.end <= phrase.end);
        dated(index)
            && !named
            && sentence.clauses.get(run.start) == clause
            && !spoken(*index)
            && !other_act(*index)
    });
    let Some(first) = free.next() else { return entry(source, sentence) };
    if free.next().is_none() {
        return Some(first.0);
    }
    // Of several the first behind it, up to the next act.
    let next = sentence
        .predicates
        .iter()
        .filter(|other| other.head > predicate.head && sentence.word_class(other.head, Class::ActNoun))
        .map(|other| other.head)
        .min();
    let behind = sentence
        .times
        .iter()
        .find(|(index, run)| run.start > predicate.head && dated(index) && !spoken(*index))?;
    next.is_none_or(|next| behind.1.start < next).then_some(behind.0)
}

/// The day that the paragraph set before a sentence: `On May 3 a convoy left Lowford. Near Brill soldiers opened fire.`
pub(super) fn scene(source: &Source<'_>, sentence: &Sentence) -> Option<usize> {
    let at = source.segments.paragraph_at(sentence.span.start)?;
    let paragraph = source.segments.paragraphs.get(at)?;
    let from = source.times.partition_point(|time| time.span.start < paragraph.start);
    let to = source.times.partition_point(|time| time.span.end <= sentence.span.start);
    (from..to).rev().find(|index| {
        let day = source.times[*index].edtf.as_ref().is_some_and(crate::link::is_day);
        let told = source
            .parsed
            .sentences
            .partition_point(|other| other.span.end <= source.times[*index].span.start);
        let Some(other) = source.parsed.sentences.get(told) else { return false };
        let free = !other
            .predicates
            .iter()
            .any(|verb| verb.times.contains(index) && other.word_class(verb.head, Class::Clausal));
        let bound = other.times.iter().any(|(known, run)| {
            known == index && run.start.checked_sub(1).is_some_and(|at| other.word_class(at, Class::Boundary))
        });
        day && free && !bound && other.times.iter().any(|(known, _)| known == index)
    })
}

/// The time that an entry of a log begins with: `May 3, 9:05 - Guards shot a man`.
fn entry(source: &Source<'_>, sentence: &Sentence) -> Option<usize> {
    let paragraph = source.segments.paragraphs.get(source.segments.paragraph_at(sentence.span.start)?)?;
    let from = source.times.partition_point(|time| time.span.start < paragraph.start);
    let time =
        source.times.get(from).filter(|time| time.span.start < paragraph.start + 4 && time.edtf.is_some())?;
    let rest = source.text.get(time.span.end..paragraph.end)?;
    // Times of day may follow, then the mark that ends the head of the entry.
    let mark = rest.find([':', '-', '–', '—', '|'])?;
    let head = rest.get(..mark)?;
    let short = head.len() <= 24
        && !head.contains('\n')
        && !head
            .chars()
            .any(|c| c.is_lowercase() && c.is_alphabetic() && head.split_whitespace().count() > 4);
    short.then_some(from)
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
pub(super) fn since(sentence: &Sentence, predicate: &Predicate) -> bool {
    let clause = sentence.clauses.get(predicate.head);
    if predicate.form == Form::Nominal {
        return false;
    }
    // `from April to July`, `as of May`
    let bounded = sentence.times.iter().any(|(_, run)| {
        sentence.clauses.get(run.start) == clause
            && run.start.checked_sub(1).is_some_and(|at| sentence.word_class(at, Class::Boundary))
    });
    bounded
        || (0..sentence.tokens.len()).any(|at| {
            sentence.word_class(at, Class::Since)
                && (sentence.clauses.get(at) == clause
                    || sentence.times.iter().any(|(_, run)| run.start == at + 1))
        })
}
