//! The lines of `assize read --stdout`: one JSON object each, with a `schema` that says which.

use super::{Conflict, Reading};
use crate::{
    emit::{self, Stretch},
    quantity::Counted,
    timex::Time,
};
use assize_record::{Doubt, Draft, Referent, Span};
use serde_json::json;

/// The line of a referent.
pub fn referent(referent: &Referent) -> String {
    serde_json::to_string(referent).unwrap_or_default()
}

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
pub fn time<'t>(text: impl Into<Stretch<'t>>, time: &Time) -> String {
    emit::time(text, time).to_string()
}

/// The line of a quantity.
pub fn quantity<'t>(text: impl Into<Stretch<'t>>, counted: &Counted) -> String {
    emit::quantity(text, counted).to_string()
}

/// The line of a sentence.
pub fn sentence<'t>(text: impl Into<Stretch<'t>>, span: Span) -> String {
    emit::sentence(text, span).to_string()
}

/// All lines of a reading: referents, drafts, conflicts, doubts; then times, quantities and sentences.
pub fn all<'t>(text: impl Into<Stretch<'t>>, reading: &Reading) -> Vec<String> {
    let text = text.into();
    let mut lines: Vec<String> = reading.referents.iter().map(referent).collect();
    lines.extend(reading.drafts.iter().map(draft));
    lines.extend(reading.conflicts.iter().map(conflict));
    lines.extend(reading.doubts.iter().map(doubt));
    lines.extend(reading.times.iter().map(|t| time(text, t)));
    lines.extend(reading.quantities.iter().map(|q| quantity(text, q)));
    lines.extend(reading.sentences.iter().map(|s| sentence(text, *s)));
    lines
}
