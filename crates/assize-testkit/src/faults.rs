//! What must hold of any reading of any text: each span lies in the text, between characters, and quotes its bytes.

use assize_reader::{Document, Reading, Segments, read, segment};
use assize_record::{Draft, Span, Words};

/// The publication date that checks read with.
pub const PUBLISHED: &str = "2031-06-20";

/// Everything wrong with the layers and the reading of a text; empty where all is well.
pub fn of_text(text: &str) -> Vec<String> {
    let document = match PUBLISHED.parse() {
        Ok(on) => Document::published(text, on),
        Err(_) => Document::undated(text),
    };
    let mut faults = of_segments(text, &segment(text));
    faults.extend(of_reading(text, &read(&document)));
    faults
}

/// What is wrong with the parts of a text.
pub fn of_segments(text: &str, segments: &Segments) -> Vec<String> {
    let mut faults = Vec::new();
    ordered(text, "paragraph", &segments.paragraphs, &mut faults);
    ordered(text, "sentence", &segments.sentences, &mut faults);
    for sentence in &segments.sentences {
        let inside = segments
            .paragraph_at(sentence.start)
            .is_some_and(|at| segments.paragraphs[at].contains(sentence));
        if !inside {
            faults.push(format!("sentence {sentence:?} lies in no paragraph"));
        }
    }
    for quote in &segments.quotes {
        for span in [quote.open, quote.inner, quote.outer()].into_iter().chain(quote.close) {
            spans(text, "quotation", span, &mut faults);
        }
    }
    if !segments.quotes.is_sorted_by_key(|quote| quote.open.start) {
        faults.push("quotations are out of order".to_owned());
    }
    faults
}

/// What is wrong with a reading.
pub fn of_reading(text: &str, reading: &Reading) -> Vec<String> {
    let mut faults = Vec::new();
    ordered(text, "sentence", &reading.sentences, &mut faults);
    let times: Vec<Span> = reading.times.iter().map(|time| time.span).collect();
    ordered(text, "time", &times, &mut faults);
    for counted in &reading.quantities {
        spans(text, "quantity", counted.span, &mut faults);
        if let (Some(min), Some(max)) = (counted.min, counted.max)
            && min > max
        {
            faults.push(format!("quantity {:?} has ends {min} and {max}", counted.span));
        }
    }
    if !reading.quantities.is_sorted_by_key(|counted| counted.span.start) {
        faults.push("quantities are out of order".to_owned());
    }
    for draft in &reading.drafts {
        of_draft(text, draft, &mut faults);
    }
    if !reading.drafts.is_sorted_by_key(|draft| (draft.passage.start, draft.passage.end)) {
        faults.push("drafts are out of order".to_owned());
    }
    for doubt in &reading.doubts {
        words(text, &doubt.rule, &doubt.words, &mut faults);
    }
    faults
}

fn of_draft(text: &str, draft: &Draft, faults: &mut Vec<String>) {
    let rule = &draft.rule;
    if draft.passage.exact.trim().is_empty() {
        faults.push(format!("{rule}: an empty passage"));
    }
    let speakers = draft.via.iter().chain([&draft.speaker]).filter_map(|speaker| speaker.span.as_ref());
    for part in speakers.chain([&draft.passage]).chain(&draft.cue) {
        words(text, rule, part, faults);
    }
    for hedge in &draft.hedges {
        exact(text, rule, hedge.start, hedge.end, &hedge.exact, faults);
    }
    for time in &draft.times {
        exact(text, rule, time.start, time.end, &time.exact, faults);
    }
    let value = &draft.proposition.value;
    exact(text, rule, value.start, value.end, &value.exact, faults);
}

fn words(text: &str, rule: &str, words: &Words, faults: &mut Vec<String>) {
    exact(text, rule, words.start, words.end, &words.exact, faults);
}

fn exact(text: &str, rule: &str, start: usize, end: usize, exact: &str, faults: &mut Vec<String>) {
    if start > end || text.get(start..end) != Some(exact) {
        faults.push(format!("{rule}: {start}..{end} is not `{exact}`"));
    }
}

fn spans(text: &str, what: &str, span: Span, faults: &mut Vec<String>) {
    if span.start > span.end || span.slice(text).is_none() {
        faults.push(format!("{what} {span:?} is no span of the text"));
    }
}

/// Spans that are never empty, never overlap and stand in order.
fn ordered(text: &str, what: &str, all: &[Span], faults: &mut Vec<String>) {
    for span in all {
        spans(text, what, *span, faults);
        if span.is_empty() {
            faults.push(format!("{what} {span:?} is empty"));
        }
    }
    if let Some(pair) = all.windows(2).find(|pair| pair[0].end > pair[1].start) {
        faults.push(format!("{what} {:?} and {:?} overlap or are out of order", pair[0], pair[1]));
    }
}
