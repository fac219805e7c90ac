//! The lines of `assize read --stdout`: one JSON object each, with a `schema` that says which.

use super::{Conflict, Reading, drafts};
use crate::timex::Time;
use assize_record::{Doubt, Draft, Span};
use serde_json::json;

/// The line of a draft.
pub fn draft(draft: &Draft) -> String {
    serde_json::to_string(draft).unwrap_or_default()
}

/// The line of a doubt.
pub fn doubt(doubt: &Doubt) -> String {
    serde_json::to_string(doubt).unwrap_or_default()
}

/// The line of a conflict.
pub fn conflict(conflict: &Conflict) -> String {
    let Conflict { left, right, why } = conflict;
    json!({ "schema": "assize.conflict/1", "left": left, "right": right, "why": why }).to_string()
}

/// The line of a time.
pub fn time(text: &str, time: &Time) -> String {
    let line = json!({
        "schema": "assize.time/1",
        "start": time.span.start,
        "end": time.span.end,
        "exact": time.span.slice(text).unwrap_or(""),
        "type": time.kind.name(),
        "timex3": time.timex3,
        "edtf": time.edtf,
        "rule": time.rule,
        "anchor": drafts::anchor(text, &time.anchor),
    });
    line.to_string()
}

/// The line of a sentence.
pub fn sentence(text: &str, span: Span) -> String {
    let exact = span.slice(text).unwrap_or("");
    json!({ "schema": "assize.sentence/1", "start": span.start, "end": span.end, "exact": exact }).to_string()
}

/// All lines of a reading: drafts, conflicts, doubts; then times and sentences.
pub fn all(text: &str, reading: &Reading) -> Vec<String> {
    let mut lines: Vec<String> = reading.drafts.iter().map(draft).collect();
    lines.extend(reading.conflicts.iter().map(conflict));
    lines.extend(reading.doubts.iter().map(doubt));
    lines.extend(reading.times.iter().map(|t| time(text, t)));
    lines.extend(reading.sentences.iter().map(|s| sentence(text, *s)));
    lines
}
