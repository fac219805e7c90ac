//! A text, and what is known of its publication.

use assize_record::{Day, Edtf};

mod clause;
pub mod host;
pub mod lexis;
mod mend;
mod nominal;
pub mod parse;
pub mod phrase;
pub mod predicate;
pub mod sentence;
mod verb;

/// A text to read. Its bytes are never rewritten: every answer of the reader is a span of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document<'t> {
    /// The text as extracted.
    pub text: &'t str,
    /// When it was published; `None` where that is not known. Relative dates are then refused.
    pub published: Option<Published>,
}

/// A publication date and how it is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// The date.
    pub on: Edtf,
    /// Who says so.
    pub provenance: Provenance,
}

/// How a publication date is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Provenance {
    /// The source itself states it: its metadata or its dateline.
    Stated,
    /// The person who added the source gives it.
    Given,
    /// It was inferred, from weekdays or from the dates that the text names.
    Inferred,
}

impl<'t> Document<'t> {
    /// A text whose publication date is not known.
    pub const fn undated(text: &'t str) -> Self {
        Self { text, published: None }
    }

    /// A text with a publication date that the caller gives.
    pub const fn published(text: &'t str, on: Edtf) -> Self {
        Self { text, published: Some(Published { on, provenance: Provenance::Given }) }
    }

    /// The single day of publication; `None` where it is not known to the day, so that no weekday is counted from a guess.
    pub fn published_day(&self) -> Option<Day> {
        let interval = self.published.as_ref()?.on.interval();
        interval.earliest.filter(|_| interval.earliest == interval.latest)
    }
}
