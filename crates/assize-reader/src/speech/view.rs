//! One sentence as its tokens, with the quotations they stand in.

use crate::{
    segment::Quote,
    tag::{Tag, Token},
};
use assize_record::Span;

/// A sentence to look for speech in.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'t> {
    /// The whole text.
    pub(super) text: &'t str,
    /// The whole text with its ASCII letters in lower case; same length, same offsets.
    pub(super) lower: &'t str,
    /// The tokens of the sentence.
    pub(super) tokens: &'t [Token],
    /// For each token, the outermost quotation it stands in (with its marks), or [`NONE`].
    pub(super) quoted: &'t [u32],
    /// The outermost quotations of the text.
    pub(super) quotes: &'t [Quote],
    /// The sentence.
    pub(super) sentence: Span,
}

/// In no quotation.
pub(super) const NONE: u32 = u32::MAX;

/// A run of tokens: first, and one past the last.
pub(super) type Run = (usize, usize);

impl<'t> View<'t> {
    /// How many tokens.
    pub(super) fn len(&self) -> usize {
        self.tokens.len()
    }

    /// The word in lower case; empty past the end.
    pub(super) fn word(&self, at: usize) -> &'t str {
        self.tokens.get(at).and_then(|t| self.lower.get(t.start..t.end)).unwrap_or("")
    }

    /// The word as written.
    pub(super) fn written(&self, at: usize) -> &'t str {
        self.tokens.get(at).and_then(|t| self.text.get(t.start..t.end)).unwrap_or("")
    }

    /// The tag; [`Tag::STOP`] past the end.
    pub(super) fn tag(&self, at: usize) -> Tag {
        self.tokens.get(at).map_or(Tag::STOP, |t| t.tag)
    }

    /// Whether the word is one of these.
    pub(super) fn is(&self, at: usize, words: &[&str]) -> bool {
        words.contains(&self.word(at))
    }

    /// The bytes of a run of tokens.
    pub(super) fn span(&self, run: Run) -> Span {
        match (self.tokens.get(run.0), run.1.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => Span::new(first.start, last.end),
            _ => Span::new(self.sentence.start, self.sentence.start),
        }
    }

    /// The quotation a token stands in.
    pub(super) fn quote(&self, at: usize) -> Option<&'t Quote> {
        self.quoted.get(at).and_then(|index| self.quotes.get(*index as usize))
    }

    /// Whether the token opens a quotation.
    pub(super) fn opens(&self, at: usize) -> bool {
        self.quote(at).is_some_and(|q| self.tokens[at].start == q.open.start)
    }

    /// Whether the token is the closing mark of a quotation.
    pub(super) fn closes(&self, at: usize) -> bool {
        self.quote(at).is_some_and(|q| q.close.is_some_and(|close| self.tokens[at].end == close.end))
    }

    /// The first token after the quotation that `at` stands in, or the end.
    pub(super) fn after_quote(&self, at: usize) -> usize {
        let index = self.quoted.get(at).copied().unwrap_or(NONE);
        (at..self.len()).find(|i| self.quoted[*i] != index).unwrap_or(self.len())
    }

    /// Whether the token is a comma.
    pub(super) fn comma(&self, at: usize) -> bool {
        self.word(at) == ","
    }

    /// Whether the token is a dash between clauses.
    pub(super) fn dash(&self, at: usize) -> bool {
        self.is(at, &["—", "–", "--", "-"]) && self.spaced(at)
    }

    fn spaced(&self, at: usize) -> bool {
        let Some(token) = self.tokens.get(at) else { return false };
        matches!(self.written(at), "—" | "--") || self.text.as_bytes().get(token.end) == Some(&b' ')
    }

    /// One past the last token that is not a final stop outside a quotation.
    pub(super) fn body_end(&self) -> usize {
        let mut end = self.len();
        while end > 0
            && self.quoted[end - 1] == NONE
            && matches!(self.word(end - 1), "." | "!" | "?" | ";" | ":" | "…")
        {
            end -= 1;
        }
        end
    }

    /// One past the dateline that opens the sentence: `PORT ADA (AW) — `; 0 where there is none.
    pub(super) fn dateline_end(&self) -> usize {
        let Some(dash) = (1..self.len().min(14)).find(|i| self.dash(*i)) else { return 0 };
        let first = self.written(0);
        let upper = first.len() > 1 && first.bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        let agency = self.is(dash - 1, &[")"]);
        let plain = (0..dash).all(|i| !self.tag(i).is_finite() && self.quoted[i] == NONE);
        if plain && (upper || agency) { dash + 1 } else { 0 }
    }

    /// The closing parenthesis's partner to its left, at or after 0.
    pub(super) fn open_parenthesis(&self, close: usize) -> Option<usize> {
        (close.saturating_sub(24)..close).rev().find(|i| self.is(*i, &["(", "["]))
    }

    /// The opening parenthesis's partner to its right.
    pub(super) fn close_parenthesis(&self, open: usize) -> Option<usize> {
        (open + 1..(open + 24).min(self.len())).find(|i| self.is(*i, &[")", "]"]))
    }
}
