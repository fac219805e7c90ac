//! Words read in the shadow of a text in capitals, given back as they stand in the text.

use super::raw::{Draft, DraftValue};
use assize_record::{Doubt, Words, draft::DraftSpeaker};

/// Gives every quoted word of the drafts the bytes of the text.
pub(super) fn drafts(original: &str, drafts: &mut [Draft]) {
    for draft in drafts {
        words(original, &mut draft.passage);
        speaker(original, &mut draft.speaker);
        draft.via.iter_mut().for_each(|via| speaker(original, via));
        draft.cue.iter_mut().for_each(|cue| words(original, cue));
        for hedge in &mut draft.hedges {
            exact(original, hedge.start, hedge.end, &mut hedge.exact);
        }
        for time in &mut draft.times {
            exact(original, time.start, time.end, &mut time.exact);
        }
        let DraftValue { start, end, exact: said, .. } = &mut draft.proposition.value;
        exact(original, *start, *end, said);
    }
}

/// The same for doubts.
pub(super) fn doubts(original: &str, doubts: &mut [Doubt]) {
    doubts.iter_mut().for_each(|doubt| words(original, &mut doubt.words));
}

fn speaker(original: &str, speaker: &mut DraftSpeaker) {
    speaker.span.iter_mut().for_each(|span| words(original, span));
}

fn words(original: &str, words: &mut Words) {
    exact(original, words.start, words.end, &mut words.exact);
}

fn exact(original: &str, start: usize, end: usize, said: &mut String) {
    if let Some(bytes) = original.get(start..end).filter(|bytes| bytes != said) {
        bytes.clone_into(said);
    }
}
