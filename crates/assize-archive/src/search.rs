//! Words of a record, found again: in texts, in what claims say, in names of things.
//!
//! A **query** is words, each of which must stand in one paragraph: `boat lowford`. Words in quotation marks stand one after the other, a
//! star after a word takes whatever begins with it. Nothing else means anything, so that nobody writes a query that is wrong. A word is
//! found in whatever case, with or without accents and points, wherever it may be broken (`fold`); scripts that put no space between words
//! are found letter by letter.
//!
//! Where a query may hold is asked of [`Kept`], a disposable file of the case; whether it holds is looked at in the words themselves, by
//! [`Query::find`], before anything is answered. [`scan`] asks every word without that file and answers the same.
//!
//! What may be searched is for the caller to say: the file holds what is handed to it and nothing else.

mod fold;
mod kept;
mod pieces;
mod query;
mod rows;

pub use kept::Kept;
pub use pieces::{excerpt, pieces};
pub use query::{Query, QueryError, WORDS_MAX};

use assize_record::{BlobHash, EntryId};
use std::ops::Range;

/// What a separate field of what is searched begins with: no phrase reaches over it.
pub const FIELD: char = '\u{1e}';

/// What is searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Texts, paragraph by paragraph.
    Texts,
    /// What claims say.
    Claims,
    /// Names of things.
    Names,
}

impl Part {
    /// All of them, in the order in which they are answered.
    pub const ALL: [Self; 3] = [Self::Texts, Self::Claims, Self::Names];

    /// Its word on the command line and in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Texts => "texts",
            Self::Claims => "claims",
            Self::Names => "names",
        }
    }
}

/// Something whose words are searched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// The text, claim or thing.
    pub id: EntryId,
    /// The hash of its words: of a text, that of its blob.
    pub digest: BlobHash,
}

/// What may be searched, and where its words are to be had.
pub trait Shelf {
    /// The items of a part, in the order in which they are answered.
    fn items(&self, part: Part) -> &[Item];

    /// The words of an item, whose hash is its digest; `None` where they cannot be had.
    fn words(&self, part: Part, id: &EntryId) -> Option<String>;
}

/// A place where a query holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The text, claim or thing.
    pub id: EntryId,
    /// Of a text, the bytes of the paragraph; of anything else, all of its words.
    pub span: Range<usize>,
    /// The words of the paragraph.
    pub words: String,
    /// The bytes of each word that was found, within the paragraph's words, in order.
    pub found: Vec<Range<usize>>,
}

/// The first places at which a query holds, and at how many it does.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Answer {
    /// The first of them, item by item, each by where it stands.
    pub places: Vec<Place>,
    /// How many there are; those that are not handed over were not looked at in the words.
    pub total: usize,
}

/// Looks through every word, without a file that is kept.
pub fn scan(shelf: &dyn Shelf, query: &Query, part: Part, limit: usize) -> Answer {
    let mut answer = Answer::default();
    for item in shelf.items(part) {
        let Some(words) = shelf.words(part, &item.id) else { continue };
        for span in pieces_of(part, &words) {
            let piece = &words[span.clone()];
            let Some(found) = query.find(piece) else { continue };
            answer.total += 1;
            if answer.places.len() < limit {
                answer.places.push(Place { id: item.id, span, words: piece.to_owned(), found });
            }
        }
    }
    answer
}

/// The spans of an item that are searched one by one.
fn pieces_of(part: Part, words: &str) -> Vec<Range<usize>> {
    match part {
        Part::Texts => pieces(words),
        // One span, which is what is answered, and no list of numbers.
        Part::Claims | Part::Names => std::iter::once(0..words.len()).collect(),
    }
}
