//! Sentences that pages open with, built from findings.
//!
//! **Owns:** plurals, ranges, open ends, hedges, dates and lists in words, and the order in which a sentence says who, when and how many. A sentence is
//! a row of [`Piece`]s, so that a page can link each figure and a test can read it plain.
//!
//! **Refuses:** the record. What a sentence says comes in as a small struct that a test can build by hand; a figure without claims cannot be made.

pub(crate) mod incident;
pub(crate) mod overview;
pub(crate) mod question;
pub(crate) mod range;
pub(crate) mod standard;
pub(crate) mod words;

use assize_record::EntryId;

/// Where the words behind a figure stand, and how many sources they stand in.
///
/// INVARIANT: made by [`Cite::new`] alone, from claims that are there: no figure is printed without the ids behind it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Cite {
    /// The words of the first claim, from the root of the site.
    pub(crate) href: String,
    /// Where all of the claims are listed, from the root of the site.
    pub(crate) listed: String,
    /// Who says it first, where and when.
    pub(crate) title: String,
    /// Sources that the claims stand in.
    pub(crate) sources: usize,
    /// The claims.
    pub(crate) claims: Vec<EntryId>,
}

impl Cite {
    /// `None` without a claim.
    pub(crate) fn new(
        claims: &[EntryId],
        sources: usize,
        href: String,
        listed: Option<String>,
        title: String,
    ) -> Option<Self> {
        let listed = listed.unwrap_or_else(|| href.clone());
        (!claims.is_empty()).then(|| Self { href, listed, title, sources, claims: claims.to_vec() })
    }
}

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
    /// Words of ours.
    Text(String),
    /// Words of whoever names things: a name, a description.
    Named(String),
    /// A figure, date or outcome, with the words behind it.
    Figure(String, Cite),
    /// Words that lead to a page.
    Link(String, String),
}

/// A sentence, piece by piece.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Sentence(pub(crate) Vec<Piece>);

impl Sentence {
    pub(crate) fn text(mut self, words: impl AsRef<str>) -> Self {
        let words = words.as_ref();
        match self.0.last_mut() {
            Some(Piece::Text(before)) => before.push_str(words),
            _ if words.is_empty() => {}
            _ => self.0.push(Piece::Text(words.to_owned())),
        }
        self
    }

    pub(crate) fn named(mut self, words: impl Into<String>) -> Self {
        self.0.push(Piece::Named(words.into()));
        self
    }

    pub(crate) fn figure(mut self, words: impl Into<String>, cite: &Cite) -> Self {
        self.0.push(Piece::Figure(words.into(), cite.clone()));
        self
    }

    pub(crate) fn link(mut self, words: impl Into<String>, href: impl Into<String>) -> Self {
        self.0.push(Piece::Link(words.into(), href.into()));
        self
    }

    /// Names one after another: `A`, `A and B`, `A, B and C`, with `more` in all told behind the third.
    pub(crate) fn names(mut self, names: &[String]) -> Self {
        let (shown, more) = words::first_few(names);
        for (at, name) in shown.iter().enumerate() {
            let joint = match at {
                0 => "",
                _ if at + 1 == shown.len() && more == 0 => " and ",
                _ => ", ",
            };
            self = self.text(joint).named(name.clone());
        }
        if more > 0 { self.text(format!(" and {}", words::plural(more, "other"))) } else { self }
    }

    /// As it reads, without links.
    pub(crate) fn plain(&self) -> String {
        let pieces = self.0.iter().map(|piece| match piece {
            Piece::Text(words) | Piece::Named(words) | Piece::Figure(words, _) | Piece::Link(words, _) => {
                words.as_str()
            }
        });
        pieces.collect::<String>().replace(words::NO_BREAK, " ")
    }
}

#[cfg(test)]
mod tests;
