//! Byte spans and the exact words at them.

use serde::{Deserialize, Serialize};

/// A half-open range of bytes in an immutable text. `start` and `end` fall on character boundaries of that text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` to `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// Length in bytes; 0 where `end` is not after `start`.
    pub const fn len(&self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether the span holds no byte.
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `other` lies wholly inside this span.
    pub const fn contains(&self, other: &Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether the two share a byte.
    pub const fn overlaps(&self, other: &Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The words at this span, or `None` where it leaves the text or cuts a character.
    pub fn slice<'t>(&self, text: &'t str) -> Option<&'t str> {
        text.get(self.start..self.end)
    }

    /// The span with its words.
    pub fn words(&self, text: &str) -> Option<Words> {
        self.slice(text).map(|exact| Words { start: self.start, end: self.end, exact: exact.to_owned() })
    }
}

/// A span together with the exact words that stand there.
///
/// INVARIANT: `exact` equals the bytes of the text at the span. It is checked with [`Words::check`] whenever words are
/// written or read; words are never searched for again or anchored to something that looks alike.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Words {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// The words, byte for byte.
    pub exact: String,
}

/// Words that are not at their span.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WordsError {
    /// The span leaves the text, is reversed, or cuts a character in two.
    #[error("bytes {start}..{end} are not a span of this text of {len} bytes")]
    OutOfText {
        /// First byte asked for.
        start: usize,
        /// One past the last byte asked for.
        end: usize,
        /// Length of the text.
        len: usize,
    },
    /// Other words stand at the span.
    #[error("bytes {start}..{end} read `{found}`, not `{expected}`")]
    Differ {
        /// First byte.
        start: usize,
        /// One past the last byte.
        end: usize,
        /// The words the record quotes.
        expected: String,
        /// The words that stand there.
        found: String,
    },
}

impl Words {
    /// The span without the words.
    pub const fn span(&self) -> Span {
        Span::new(self.start, self.end)
    }

    /// Checks the words against the text they are quoted from.
    ///
    /// # Errors
    /// [`WordsError`] where the span is not one of this text, or other words stand there.
    pub fn check(&self, text: &str) -> Result<(), WordsError> {
        let (start, end) = (self.start, self.end);
        match self.span().slice(text) {
            None => Err(WordsError::OutOfText { start, end, len: text.len() }),
            Some(found) if found == self.exact => Ok(()),
            Some(found) => {
                Err(WordsError::Differ { start, end, expected: self.exact.clone(), found: found.to_owned() })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_hold_only_at_their_own_bytes() {
        let text = "the crew of nine — all missing";
        let words = Span::new(12, 16).words(text).expect("inside the text");
        assert_eq!(words.exact, "nine");
        assert_eq!(words.check(text), Ok(()));
        let moved = Words { start: 11, end: 15, ..words.clone() };
        assert!(matches!(moved.check(text), Err(WordsError::Differ { .. })));
        let cut = Words { start: 18, end: 20, ..words };
        assert!(matches!(cut.check(text), Err(WordsError::OutOfText { .. })), "inside the dash");
    }
}
