//! Sources, texts, passages and anchors: what is entered without an author.

use super::{Entry, EntryError, Head, OfText, Role, Salt, commit};
use crate::{
    body::{Anchor, Body, Passage, Source, Text},
    id::EntryId,
    span::{Span, Words, WordsError},
};

impl Entry {
    /// An entry of a deterministic kind without salt: anyone who states the same gets the same id. What is evidence of a source that may
    /// be confidential is made by [`Entry::source`], [`Entry::text`], [`Entry::passage`] and [`Entry::anchor`].
    ///
    /// # Errors
    /// [`EntryError`] where the kind needs an author, or a reference is missing.
    pub fn deterministic(refs: Vec<(Role, EntryId)>, body: Body) -> Result<Self, EntryError> {
        Self::evidence(refs, Salt::none(), body)
    }

    fn evidence(refs: Vec<(Role, EntryId)>, salt: Salt, body: Body) -> Result<Self, EntryError> {
        let v = body.kind().written_in(salt);
        let commitment = commit(v, salt, &body)?;
        let head =
            Head { v, kind: body.kind(), by: None, refs, prev: Vec::new(), verdict: None, body: commitment };
        let id = head.id()?;
        head.check(id)?;
        Ok(Self { id, head, body: Some((salt, body)), signature: None })
    }

    /// A source. Without salt, everybody who has the file arrives at its id; with one, nobody does who has no copy of the case.
    ///
    /// # Errors
    /// [`EntryError`] never arises for a length below 2^53; it is passed on rather than hidden.
    pub fn source(source: Source, salt: Salt) -> Result<Self, EntryError> {
        Self::evidence(Vec::new(), salt, Body::Source(source))
    }

    /// A text taken out of a source; `salt` is there where the source has one, and is another.
    ///
    /// # Errors
    /// As [`Entry::source`].
    pub fn text(source: EntryId, text: Text, salt: Salt) -> Result<Self, EntryError> {
        Self::evidence(vec![(Role::Source, source)], salt, Body::Text(text))
    }

    /// The passage of words in a text.
    ///
    /// # Errors
    /// [`EntryError`] never arises for a span below 2^53; it is passed on rather than hidden.
    pub fn passage(text: OfText, words: &Words) -> Result<Self, EntryError> {
        let (start, end) = (words.start as u64, words.end as u64);
        let body = Body::Passage(Passage { start, end, exact: Some(words.exact.clone()) });
        Self::within(text, Vec::new(), body)
    }

    /// The anchor of a span of a text: what the text speaks of there.
    ///
    /// # Errors
    /// As [`Entry::passage`].
    pub fn anchor(text: OfText, span: Span) -> Result<Self, EntryError> {
        let body = Body::Anchor(Anchor { start: span.start as u64, end: span.end as u64, exact: None });
        Self::within(text, Vec::new(), body)
    }

    fn within(text: OfText, more: Vec<(Role, EntryId)>, body: Body) -> Result<Self, EntryError> {
        let salt = text.salt_of(&body).unwrap_or_default();
        let refs = std::iter::once((Role::Text, text.id())).chain(more).collect();
        Self::evidence(refs, salt, body)
    }

    /// The anchor on which a claim of version 1 stands that was made of a draft: what the text speaks of where version 1 wrote
    /// `entity`. Version 1 used one entity for all texts; see `docs/format-2.md`.
    ///
    /// # Errors
    /// As [`Entry::anchor`].
    pub fn converted_anchor(text: EntryId, entity: EntryId) -> Result<Self, EntryError> {
        let body = Body::Anchor(Anchor { start: 0, end: 0, exact: None });
        // Version 1 has no text with a salt.
        Self::within(OfText::new(text, Salt::none()), vec![(Role::Of, entity)], body)
    }

    /// The words of a passage, an anchor or what else stands at a span of a text.
    pub fn span(&self) -> Option<Span> {
        let (start, end) = match self.body.as_ref()? {
            (_, Body::Passage(passage)) => (passage.start, passage.end),
            (_, Body::Anchor(anchor)) => (anchor.start, anchor.end),
            _ => return None,
        };
        Some(Span::new(start.try_into().ok()?, end.try_into().ok()?))
    }

    /// Fills in the words of a passage or anchor that stores its span alone. `text` is the text it is a span of.
    ///
    /// # Errors
    /// [`WordsError`] where the span is not one of this text.
    pub fn fill(&mut self, text: &str) -> Result<(), WordsError> {
        let Some(span) = self.span() else { return Ok(()) };
        let (start, end, len) = (span.start, span.end, text.len());
        let words = span.slice(text).ok_or(WordsError::OutOfText { start, end, len })?;
        if let Some((_, Body::Passage(Passage { exact, .. }) | Body::Anchor(Anchor { exact, .. }))) =
            &mut self.body
        {
            exact.get_or_insert_with(|| words.to_owned());
        }
        Ok(())
    }
}
