//! The file that says where a query may hold: disposable, never asked what stands there.
//!
//! It is brought up to what may be searched at each look: what is new is entered, what is gone is taken out. A text that is gone was made
//! confidential, withheld or destroyed, so the file is then made anew rather than mended. Every place that is answered was looked at in the
//! words; where one does not hold, and where the file cannot be read, it is made anew too, and that is noted.
//!
//! Somebody who can write into the case could make a file that hides a place. What must not be fooled asks [`super::scan`].

use super::{
    Answer, Part, Place, Query, Shelf, pieces_of,
    rows::{self, Brought, Candidate},
};
use crate::{
    case::Case,
    disk::{self, Trouble},
    store::StoreError,
};
use assize_record::EntryId;
use rusqlite::Connection;
use std::{
    collections::BTreeMap,
    fs::File,
    ops::Range,
    path::{Path, PathBuf},
};

/// The file of a case.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    notes: Vec<String>,
}

impl Kept {
    /// That of the case in a folder. Nothing is read yet.
    pub fn of_case(case: &Path) -> Self {
        Self { path: Case::new(case).search(), notes: Vec::new() }
    }

    /// The first places at which a query holds, part by part, as [`super::scan`] gives them.
    ///
    /// # Errors
    /// [`StoreError::Index`], [`StoreError::Io`], [`StoreError::Damaged`] where no such file can be written or trusted: then ask [`super::scan`].
    pub fn find(
        &mut self,
        shelf: &dyn Shelf,
        query: &Query,
        parts: &[Part],
        limit: usize,
    ) -> Result<Vec<Answer>, StoreError> {
        let again = match self.ask(shelf, query, parts, limit) {
            Err(Refused::Trouble(trouble)) if !trouble.is_passing() => {
                self.notes.push(format!("the search index: {}; it was made anew", trouble.words()));
                self.forget()?;
                self.ask(shelf, query, parts, limit)
            }
            answer => answer,
        };
        again.map_err(|refused| match refused {
            Refused::Store(error) => error,
            Refused::Trouble(Trouble::Sqlite(source)) => {
                StoreError::Index { path: self.path.clone(), source }
            }
            Refused::Trouble(Trouble::Differs(why)) => {
                StoreError::Damaged { file: self.path.clone(), why: why.to_owned() }
            }
        })
    }

    /// How often the file was made anew because it was not what it should be, and why.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// Removes the file, which is made anew when it is asked.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn forget(&self) -> Result<(), StoreError> {
        let _lock = self.lock()?;
        disk::remove_database(&self.path)
    }

    fn ask(
        &self,
        shelf: &dyn Shelf,
        query: &Query,
        parts: &[Part],
        limit: usize,
    ) -> Result<Vec<Answer>, Refused> {
        let connection = self.settled(shelf)?;
        let asked = query.in_sqlite();
        let candidates = parts.iter().map(|part| Ok((*part, rows::candidates(&connection, *part, &asked)?)));
        let candidates: Vec<_> = candidates.collect::<Result<_, Trouble>>()?;
        drop(connection);
        let answers = candidates.into_iter().map(|(part, found)| answer(shelf, query, part, found, limit));
        Ok(answers.collect::<Result<_, Trouble>>()?)
    }

    /// The file, open and holding what may be searched.
    fn settled(&self, shelf: &dyn Shelf) -> Result<Connection, Refused> {
        let sum = rows::sum_of(shelf);
        if self.is_plain()
            && let Some(connection) = rows::open(&self.path)?
            && rows::holds(&connection, &sum)?
        {
            return Ok(connection);
        }
        let _lock = self.lock()?;
        if !self.is_plain() {
            disk::remove_database(&self.path)?;
        }
        let mut connection = rows::make(&self.path)?;
        if rows::bring(&mut connection, shelf, &sum)? == Brought::Up {
            return Ok(connection);
        }
        drop(connection);
        disk::remove_database(&self.path)?;
        let mut connection = rows::make(&self.path)?;
        match rows::bring(&mut connection, shelf, &sum)? {
            Brought::Up => Ok(connection),
            Brought::Not => Err(Trouble::Differs("it was written by another program meanwhile").into()),
        }
    }

    /// Whether there is a file: a link or pipe of that name is nobody's.
    fn is_plain(&self) -> bool {
        std::fs::symlink_metadata(&self.path).is_ok_and(|about| about.is_file())
    }

    /// Keeps other writers out until it is dropped. Its file means nothing, and stays: whoever waits for it holds the same one.
    fn lock(&self) -> Result<File, StoreError> {
        let mut name = self.path.file_name().unwrap_or_default().to_os_string();
        name.push("-lock");
        let path = self.path.with_file_name(name);
        let file = File::options().create(true).append(true).open(&path).map_err(disk::io_at(&path))?;
        file.lock().map_err(disk::io_at(&path))?;
        Ok(file)
    }
}

/// Candidates in the order of their items, the first of them held against the words.
fn answer(
    shelf: &dyn Shelf,
    query: &Query,
    part: Part,
    candidates: Vec<Candidate>,
    limit: usize,
) -> Result<Answer, Trouble> {
    let order: BTreeMap<EntryId, usize> =
        shelf.items(part).iter().enumerate().map(|(at, item)| (item.id, at)).collect();
    let mut ordered = Vec::with_capacity(candidates.len());
    for (id, start, end) in candidates {
        let at = order.get(&id).ok_or(Trouble::Differs("it holds what is not there"))?;
        ordered.push((*at, start, end, id));
    }
    ordered.sort_unstable();
    let total = ordered.len();
    ordered.truncate(limit);
    let mut places = Vec::with_capacity(ordered.len());
    for one in ordered.chunk_by(|a, b| a.3 == b.3) {
        let id = one[0].3;
        // What cannot be read is answered by nobody.
        let Some(words) = shelf.words(part, &id) else { continue };
        let pieces = pieces_of(part, &words);
        for (_, start, end, _) in one {
            places.push(held(part, id, &words, &pieces, *start..*end, query)?);
        }
    }
    Ok(Answer { places, total })
}

/// A place as the words have it, or why the file is not to be trusted.
fn held(
    part: Part,
    id: EntryId,
    words: &str,
    pieces: &[Range<usize>],
    span: Range<usize>,
    query: &Query,
) -> Result<Place, Trouble> {
    let span = if part == Part::Texts { span } else { 0..words.len() };
    let is_there = pieces.binary_search_by_key(&(span.start, span.end), |one| (one.start, one.end)).is_ok();
    let piece = words.get(span.clone()).filter(|_| is_there);
    let found = piece.and_then(|piece| Some((piece, query.find(piece)?)));
    let (piece, found) = found.ok_or(Trouble::Differs("a row is not as it was written"))?;
    Ok(Place { id, span, words: piece.to_owned(), found })
}

/// Why there is no answer.
enum Refused {
    Trouble(Trouble),
    Store(StoreError),
}

impl From<Trouble> for Refused {
    fn from(trouble: Trouble) -> Self {
        Self::Trouble(trouble)
    }
}

impl From<StoreError> for Refused {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}
