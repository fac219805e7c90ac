//! Ranges in words. An open end says so wherever it stands, and no midpoint is ever made.

use super::{Cite, Sentence, words::number};

/// An end of a range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Bound {
    pub(crate) value: u64,
    /// Whether it only bounds: at a high end "or more", at a low end "or fewer".
    pub(crate) open: bool,
    /// Whether nobody stated it so, and a rule of the method takes it for words without a figure, or for those people.
    pub(crate) by_convention: bool,
    pub(crate) cite: Cite,
}

/// A range with the words behind each end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Range {
    pub(crate) low: Option<Bound>,
    pub(crate) high: Option<Bound>,
}

impl Bound {
    /// As a low end reads: open, it is no more than that.
    pub(super) fn low_words(&self) -> String {
        let fewer = if self.open { " or fewer" } else { "" };
        format!("{}{fewer}", figure(self.value))
    }

    /// As a high end reads: open, it is no less than that.
    pub(super) fn high_words(&self) -> String {
        let more = if self.open { " or more" } else { "" };
        format!("{}{more}", figure(self.value))
    }
}

/// A figure: nobody is `none`.
fn figure(value: u64) -> String {
    if value == 0 { "none".to_owned() } else { number(value) }
}

impl Range {
    /// Whether both ends say one closed figure.
    pub(crate) fn is_one(&self) -> bool {
        matches!((&self.low, &self.high), (Some(low), Some(high)) if low.value == high.value && !low.open && !high.open)
    }

    /// Whether an end stands by a convention.
    pub(crate) fn by_convention(&self) -> bool {
        self.low.iter().chain(&self.high).any(|end| end.by_convention)
    }

    /// `11`, `9 to 11`, `13 or more`, `up to 40`, `no figure`.
    pub(crate) fn plain(&self) -> String {
        self.write(Sentence::default()).plain()
    }

    /// The same with each end linked, behind what a sentence has said so far.
    pub(crate) fn write(&self, before: Sentence) -> Sentence {
        match (&self.low, &self.high) {
            (None, None) => before.text("no figure"),
            (None, Some(high)) => before.text("up to ").figure(high.high_words(), &high.cite),
            (Some(low), None) => before.figure(format!("{} or more", figure(low.value)), &low.cite),
            (Some(low), Some(high)) if low.value == high.value => {
                let words = match (low.open, high.open) {
                    (_, true) => high.high_words(),
                    (true, false) => low.low_words(),
                    (false, false) => figure(low.value),
                };
                before.figure(words, if high.open { &high.cite } else { &low.cite })
            }
            (Some(low), Some(high)) => {
                before.figure(low.low_words(), &low.cite).text(" to ").figure(high.high_words(), &high.cite)
            }
        }
    }
}
