//! A reading of a part, moved to where the part stands in the whole text.

use crate::{
    read::{Reading, referents::each_number},
    timex::{Anchor, Time},
};
use assize_record::{BlobHash, Draft, Span, Words, draft::DraftSpeaker};
use std::collections::BTreeMap;

/// Moves every span by `by` bytes and every referent's number by `numbered`, and seals the drafts anew: an id holds the spans and the hash of
/// the text.
pub(super) fn reading(reading: &mut Reading, text: &BlobHash, by: usize, numbered: u32) {
    for referent in &mut reading.referents {
        referent.text = *text;
        referent.number.0 += numbered;
        referent.part_of.iter_mut().for_each(|whole| whole.0 += numbered);
        words(&mut referent.head, by);
        referent.mentions.iter_mut().for_each(|at| span(at, by));
    }
    let mut ids = BTreeMap::new();
    for mut one in std::mem::take(&mut reading.drafts) {
        each_number(&mut one, &mut |number| number.0 += numbered);
        let before = one.id;
        let number = one.proposition.subject;
        let at = reading.referents.binary_search_by_key(&number, |referent| referent.number);
        let Some(subject) = at.ok().and_then(|at| reading.referents.get(at)) else { continue };
        let moved = draft(one, by).seal(text, subject);
        ids.insert(before, moved.id);
        reading.drafts.push(moved);
    }
    for conflict in &mut reading.conflicts {
        for id in [&mut conflict.left, &mut conflict.right] {
            *id = ids.get(id).copied().unwrap_or(*id);
        }
    }
    for doubt in &mut reading.doubts {
        words(&mut doubt.words, by);
    }
    for time in &mut reading.times {
        moved_time(time, by);
    }
    for counted in &mut reading.quantities {
        span(&mut counted.span, by);
        span(&mut counted.number, by);
        if let Some(predicate) = &mut counted.predicate {
            span(predicate, by);
        }
    }
    for sentence in &mut reading.sentences {
        span(sentence, by);
    }
}

fn moved_time(time: &mut Time, by: usize) {
    span(&mut time.span, by);
    if let Anchor::Event(at) | Anchor::Text(at) = &mut time.anchor {
        span(at, by);
    }
}

fn draft(mut draft: Draft, by: usize) -> Draft {
    words(&mut draft.passage, by);
    speaker(&mut draft.speaker, by);
    draft.via.iter_mut().for_each(|via| speaker(via, by));
    if let Some(cue) = &mut draft.cue {
        words(cue, by);
    }
    for hedge in &mut draft.hedges {
        (hedge.start, hedge.end) = (hedge.start + by, hedge.end + by);
    }
    for time in &mut draft.times {
        (time.start, time.end) = (time.start + by, time.end + by);
    }
    let value = &mut draft.proposition.value;
    (value.start, value.end) = (value.start + by, value.end + by);
    draft
}

fn speaker(speaker: &mut DraftSpeaker, by: usize) {
    if let Some(at) = &mut speaker.span {
        words(at, by);
    }
}

fn words(words: &mut Words, by: usize) {
    (words.start, words.end) = (words.start + by, words.end + by);
}

fn span(span: &mut Span, by: usize) {
    *span = Span::new(span.start + by, span.end + by);
}
