//! The disposable index: where things stand in the files, never what they say.
//!
//! SQLite holds, for each entry, where its head and body stand; what refers to it; and under eight bytes of a hash, which drafts were decided on, which
//! keys and blobs there are, which kinds stand where, and who signed last. Every row that is used is held against its entry: the line at the place is read, hashed
//! and compared. What refers to what, and what is filed under a term, is held by count and digest (see `table`), so that a row that was taken out or altered
//! is noticed too. Any difference builds the index again, once, with a note, and the question is asked again: an answer is right, or there is
//! none.
//!
//! Where the leaves of other logs are is filed too, under their stamps; they are filed again when one of those is another.
//!
//! The index is stamped with size and root of the log. It catches up from the end of the files when the log has grown, and is built anew when
//! the log is another one or bodies were erased. Several processes may use it at once: SQLite keeps writers apart, and readers see one state
//! throughout a question. An index that is ahead of a store answers for the store: later entries are left out.
//!
//! What must not be fooled by somebody who can write into the case (publishing, assessing, verifying) reads the files.

mod ask;
mod build;
mod file;
mod meta;
mod scan;
mod standing;
mod table;

pub use ask::BatchOf;

use crate::{
    case::Case,
    disk::{self, is_passing},
    fault::Fault,
    plain::PlainError,
    segment,
    store::{Receipts, Received, Store, StoreError},
};
use ask::Snapshot;
use assize_record::{
    BlobHash, DraftId, EntryId,
    entry::{Kind, Role},
    sign::PublicKey,
};
use file::{connect, replace, settle};
use meta::Meta;
use rusqlite::Connection;
pub(crate) use standing::stale;
use standing::{Standing, standing};
use std::{cell::RefCell, path::Path, sync::Arc};

/// More new entries than these are moved into the file at once rather than whenever SQLite does it.
const LARGE: u64 = 10_000;
/// The index numbers other logs with a byte. Where there are more, the files are read.
const LOGS: usize = 256;

/// The index of a case, for questions about one state of it.
#[derive(Debug)]
pub struct Index {
    case: Case,
    receipts: Receipts,
    connection: RefCell<Connection>,
    meta: RefCell<Option<(Vec<u8>, Arc<Meta>)>>,
    notes: RefCell<Vec<Fault>>,
}

/// Why a question has no answer yet.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// The index differs from the files, or from itself.
    Differs(String),
    /// SQLite cannot read or write it.
    Sqlite(rusqlite::Error),
    /// The files cannot be read.
    Store(StoreError),
}

impl Trouble {
    fn differs(what: &str) -> Self {
        Self::Differs(what.to_owned())
    }
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Trouble {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Index {
    /// Opens the index of a case; builds it where there is none, brings it up to date where the log has grown.
    ///
    /// # Errors
    /// [`StoreError::Index`] where SQLite cannot write one, as in a folder that is read-only: then read the files; [`StoreError::Io`] where
    /// the files cannot be read; [`StoreError::Damaged`] where the case has no sound checkpoint to stamp it with.
    pub fn open(store: &Store) -> Result<Self, StoreError> {
        Self::of(store.case(), store.receipts(), true)
    }

    /// As [`Index::open`], but an index that is not there stays so.
    pub(crate) fn of(case: &Case, receipts: &Receipts, make: bool) -> Result<Self, StoreError> {
        let path = case.index();
        if receipts.newest().is_none_or(|newest| newest.size != receipts.covered()) {
            let why = "no sound checkpoint to build an index from".to_owned();
            return Err(StoreError::Damaged { file: receipts.log.checkpoint_name(), why });
        }
        if receipts.others().len() > LOGS {
            let why = format!("more than {LOGS} logs have no index");
            return Err(StoreError::Damaged { file: crate::case::LOGS.into(), why });
        }
        if !make && !path.exists() {
            return Err(StoreError::NotACase(path));
        }
        let (connection, was_unusable) = connect(case)?;
        let index = Self {
            case: case.clone(),
            receipts: receipts.clone(),
            connection: RefCell::new(connection),
            meta: RefCell::default(),
            notes: RefCell::default(),
        };
        if was_unusable {
            index.note("was of another version or could not be read, and was made anew");
        }
        index.refresh()?;
        Ok(index)
    }

    /// Brings the index up to the state of a store of the same case, as after an append.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn catch_up(&mut self, store: &Store) -> Result<(), StoreError> {
        self.follow(store.receipts())
    }

    pub(crate) fn follow(&mut self, receipts: &Receipts) -> Result<(), StoreError> {
        self.receipts = receipts.clone();
        self.refresh()
    }

    /// The entry of this id, whole; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Index`], [`StoreError::Io`]; [`StoreError::Damaged`] where the files changed while they were read.
    pub fn entry(&self, id: &EntryId) -> Result<Option<Received>, StoreError> {
        self.ask(|snapshot| {
            let found = snapshot.position_of(id)?;
            found.map(|position| snapshot.received(position)).transpose()
        })
    }

    /// The position in the log (from 0) of an entry.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn position(&self, id: &EntryId) -> Result<Option<u64>, StoreError> {
        self.ask(|snapshot| Ok(snapshot.position_of(id)?.map(u64::from)))
    }

    /// The entries that refer to this one, and what for, by role and id.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn referrers(&self, id: &EntryId) -> Result<Vec<(Role, EntryId)>, StoreError> {
        self.ask(|snapshot| snapshot.referrers(id))
    }

    /// Up to `limit` entries whose id begins with these hexadecimal digits, in order of id. Nothing for anything but lower-case digits.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn with_prefix(&self, digits: &str, limit: usize) -> Result<Vec<EntryId>, StoreError> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if digits.len() > 64 || !digits.bytes().all(is_digit) {
            return Ok(Vec::new());
        }
        self.ask(|snapshot| snapshot.with_prefix(digits, limit))
    }

    /// The claims that were made of a draft, accepted or not, in order of the log.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn decisions_on(&self, draft: &DraftId) -> Result<Vec<EntryId>, StoreError> {
        self.ask(|snapshot| snapshot.decisions_on(draft))
    }

    /// The entities of this very name, effective or not, in order of the log.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn entities_called(&self, name: &str) -> Result<Vec<EntryId>, StoreError> {
        self.ask(|snapshot| snapshot.entities_called(name))
    }

    /// The entities that state this key, effective or not, in order of the log.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn entities_with_key(&self, key: &str) -> Result<Vec<EntryId>, StoreError> {
        self.ask(|snapshot| snapshot.entities_with_key(key))
    }

    /// The sources and texts that are these bytes, in order of the log.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn of_blob(&self, blob: &BlobHash) -> Result<Vec<EntryId>, StoreError> {
        self.ask(|snapshot| snapshot.of_blob(blob))
    }

    /// All entries of a kind, in order of the log. Quick for kinds that are rare or stand together.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn of_kind(&self, kind: Kind) -> Result<Vec<EntryId>, StoreError> {
        self.ask(|snapshot| snapshot.of_kind(kind))
    }

    /// The last entry that this key signed.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn last_by(&self, key: &PublicKey) -> Result<Option<EntryId>, StoreError> {
        self.ask(|snapshot| {
            let last = snapshot.last_by(key)?;
            last.map(|position| Ok(snapshot.head(position)?.id)).transpose()
        })
    }

    /// The last `count` batches in which this key signed an entry, newest first, each with all its entries in order of the log.
    ///
    /// # Errors
    /// As [`Index::entry`].
    pub fn batches_of(&self, key: &PublicKey, count: usize) -> Result<Vec<BatchOf>, StoreError> {
        self.ask(|snapshot| snapshot.batches_of(key, count))
    }

    /// Entries that the index answers for: those that the store's newest checkpoint covers.
    pub const fn size(&self) -> u64 {
        self.receipts.covered()
    }

    /// How often the index was found to differ and built anew, as notes.
    pub fn notes(&self) -> Vec<Fault> {
        self.notes.borrow().clone()
    }

    /// What was wrong with the files when the index read them; the entries on those lines are in no answer.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn faults(&self) -> Result<Vec<Fault>, StoreError> {
        self.ask(|snapshot| Ok(snapshot.meta.faults()))
    }

    /// Which of these entries are on record; what is in doubt is said at once, and nothing is built anew.
    pub(crate) fn on_record<'i>(&self, ids: impl Iterator<Item = &'i EntryId>) -> Result<Vec<bool>, Trouble> {
        let connection = self.connection.borrow();
        within(&connection, "BEGIN", || {
            let snapshot = self.snapshot(&connection)?;
            ids.map(|id| snapshot.position_of(id).map(|found| found.is_some())).collect()
        })
    }

    /// The state as it is now. What the index says of itself is mostly what it said last time.
    fn snapshot<'a>(&'a self, connection: &'a Connection) -> Result<Snapshot<'a>, Trouble> {
        let meta = Meta::read_again(connection, &mut self.meta.borrow_mut())?;
        Snapshot::take(connection, &self.case, &self.receipts, meta)
    }

    /// Whether the files end where the index has read to, so that nothing lies there that no checkpoint covers.
    pub(crate) fn is_at_end_of_files(&self) -> Result<bool, Trouble> {
        let connection = self.connection.borrow();
        let Some(meta) = Meta::read(&connection)? else { return Ok(false) };
        let is_sound = meta.faults.is_empty();
        Ok(is_sound
            && standing(&meta, &self.receipts) == Standing::Current
            && ends_at(&self.case, crate::case::HEADS, &meta.heads)?
            && ends_at(&self.case, crate::case::BODIES, &meta.bodies)?
            && length(&self.case.lacking())? == meta.lacking)
    }

    /// Asks; where the index differs, builds it anew and asks again.
    fn ask<T>(&self, question: impl Fn(&Snapshot<'_>) -> Result<T, Trouble>) -> Result<T, StoreError> {
        let first = {
            let connection = self.connection.borrow();
            within(&connection, "BEGIN", || question(&self.snapshot(&connection)?))
        };
        match first {
            Ok(answer) => return Ok(answer),
            Err(trouble) => self.mend(trouble)?,
        }
        let connection = self.connection.borrow();
        let second = within(&connection, "BEGIN", || question(&self.snapshot(&connection)?));
        second.map_err(|trouble| self.error(trouble))
    }

    /// Builds the index anew after trouble that this can mend.
    fn mend(&self, trouble: Trouble) -> Result<(), StoreError> {
        match trouble {
            Trouble::Store(error) => return Err(error),
            Trouble::Sqlite(error) if is_passing(&error) => return Err(self.error(Trouble::Sqlite(error))),
            Trouble::Differs(what) => {
                self.note(&format!("differed from the files ({what}) and was built anew"));
                let connection = self.connection.borrow();
                let rebuilt = self.rebuild(&connection);
                match rebuilt {
                    Ok(()) => return Ok(()),
                    Err(Trouble::Store(error)) => return Err(error),
                    Err(Trouble::Sqlite(error)) if is_passing(&error) => {
                        return Err(self.error(Trouble::Sqlite(error)));
                    }
                    Err(_) => {}
                }
            }
            Trouble::Sqlite(error) => self.note(&format!("could not be read ({error}) and was made anew")),
        }
        // Not even that: the file itself is damaged.
        self.replace_file()?;
        let connection = self.connection.borrow();
        self.rebuild(&connection).map_err(|trouble| self.error(trouble))
    }

    fn replace_file(&self) -> Result<(), StoreError> {
        // The old connection is closed first, on an empty one in memory, so that it leaves nothing behind under the new file's name.
        let memory = Connection::open_in_memory().map_err(|source| at(&self.case)(source))?;
        drop(self.connection.replace(memory));
        let fresh = replace(&self.case)?;
        self.connection.replace(fresh);
        Ok(())
    }

    fn rebuild(&self, connection: &Connection) -> Result<(), Trouble> {
        // An index that is ahead of this store is built up to where the log is now.
        let receipts = self.newest_receipts()?;
        within(connection, "BEGIN IMMEDIATE", || {
            build::rebuild(connection, &self.case, &receipts).map(drop)
        })?;
        if receipts.covered() > LARGE {
            settle(connection);
        }
        Ok(())
    }

    /// The receipts as they are on disk, where they go further than these; other logs as they are now.
    fn newest_receipts(&self) -> Result<Receipts, Trouble> {
        let found = Receipts::load(&self.case)?;
        let is_sound = found.newest().is_some_and(|newest| newest.size == found.covered());
        if is_sound && found.covered() > self.receipts.covered() {
            return Ok(found);
        }
        let mut mine = self.receipts.clone();
        mine.forget_others();
        Ok(mine)
    }

    /// Builds or catches up, whichever is needed.
    fn refresh(&self) -> Result<(), StoreError> {
        let first = self.try_refresh();
        match first {
            Ok(()) => Ok(()),
            Err(trouble) => self.mend(trouble),
        }
    }

    fn try_refresh(&self) -> Result<(), Trouble> {
        let connection = self.connection.borrow();
        let look = || -> Result<bool, Trouble> {
            let Some(meta) = Meta::read(&connection)? else { return Ok(false) };
            let is_current = standing(&meta, &self.receipts) == Standing::Current;
            Ok(is_current && self.is_read(&meta)? && meta.logs == build::stamps(&self.receipts))
        };
        if within(&connection, "BEGIN", look)? {
            return Ok(());
        }
        let mut is_large = false;
        within(&connection, "BEGIN IMMEDIATE", || {
            let receipts = self.newest_receipts()?;
            // Somebody else may have done it in the meantime.
            match Meta::read(&connection)? {
                None => {
                    is_large = receipts.covered() > LARGE;
                    build::rebuild(&connection, &self.case, &receipts).map(drop)
                }
                Some(meta) => {
                    let standing = if self.has_shrunk(&meta)? {
                        Standing::Other("bodies were erased")
                    } else {
                        standing(&meta, &receipts)
                    };
                    let grown = receipts.covered().saturating_sub(meta.size);
                    is_large = grown > LARGE;
                    match standing {
                        Standing::Current if self.is_read(&meta)? => Ok(()),
                        Standing::Current | Standing::Behind if grown <= meta.size / 2 => {
                            let known =
                                Snapshot::of(&connection, &self.case, &receipts, Arc::new(meta.clone()));
                            build::catch_up(&connection, &self.case, &receipts, meta, &known).map(drop)
                        }
                        _ => build::rebuild(&connection, &self.case, &receipts).map(drop),
                    }
                }
            }?;
            match Meta::read(&connection)? {
                Some(meta) if meta.logs != build::stamps(&receipts) => {
                    build::refresh_logs(&connection, &receipts, meta)
                }
                _ => Ok(()),
            }
        })?;
        if is_large {
            settle(&connection);
        }
        Ok(())
    }

    /// Whether the files of bodies are read to their end, as far as their lengths tell.
    fn is_read(&self, meta: &Meta) -> Result<bool, Trouble> {
        Ok(length(&self.case.lacking())? == meta.lacking
            && ends_at(&self.case, crate::case::BODIES, &meta.bodies)?
            && !self.has_shrunk(meta)?)
    }

    /// Whether bodies were erased since: the list says so before the files do.
    fn has_shrunk(&self, meta: &Meta) -> Result<bool, Trouble> {
        let bytes = disk::read(&self.case.lacking())?.unwrap_or_default();
        let from = usize::try_from(meta.lacking).unwrap_or(usize::MAX);
        let Some(more) = bytes.get(from..) else { return Ok(true) };
        let erased = |line: segment::Line<'_>| {
            segment::parse_lacking(line.bytes).is_ok_and(|line| line.why == segment::Lack::Erased)
        };
        if segment::lines(more).any(erased) {
            return Ok(true);
        }
        for read in &meta.bodies {
            let path = self.case.root().join(segment::name_of(crate::case::BODIES, read.segment));
            if length(&path)? < read.bytes {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn note(&self, what: &str) {
        self.notes.borrow_mut().push(Fault::file("index.sqlite", what).note());
    }

    fn error(&self, trouble: Trouble) -> StoreError {
        match trouble {
            Trouble::Store(error) => error,
            Trouble::Sqlite(source) => at(&self.case)(source),
            Trouble::Differs(why) => StoreError::Damaged { file: "index.sqlite".into(), why },
        }
    }
}

/// Removes the index of a case, with the bytes it was kept in. It is made anew where it is asked for.
///
/// # Errors
/// [`StoreError::Io`].
pub fn forget(case: &Case) -> Result<(), StoreError> {
    disk::remove_database(&case.index())
}

/// Builds the index of a case anew, whatever it is now.
///
/// # Errors
/// As [`Index::open`].
pub fn rebuild(store: &Store) -> Result<(), StoreError> {
    let (connection, _) = connect(store.case())?;
    let index = Index {
        case: store.case().clone(),
        receipts: store.receipts().clone(),
        connection: RefCell::new(connection),
        meta: RefCell::default(),
        notes: RefCell::default(),
    };
    let rebuilt = {
        let connection = index.connection.borrow();
        index.rebuild(&connection)
    };
    match rebuilt {
        Ok(()) => Ok(()),
        Err(trouble) => index.mend(trouble),
    }
}

/// Runs reads or writes as one transaction.
fn within<T>(
    connection: &Connection,
    begin: &str,
    work: impl FnOnce() -> Result<T, Trouble>,
) -> Result<T, Trouble> {
    connection.execute_batch(begin)?;
    let result = work();
    match result {
        Ok(done) => {
            connection.execute_batch("COMMIT")?;
            Ok(done)
        }
        Err(trouble) => {
            // Where even this fails the transaction has ended by itself.
            let _ = connection.execute_batch("ROLLBACK");
            Err(trouble)
        }
    }
}

/// Whether the segments of a folder end where they were read to.
fn ends_at(case: &Case, folder: &str, read: &[meta::Read]) -> Result<bool, Trouble> {
    let last = segment::list(case, folder)?.0.pop();
    match (last, read.last()) {
        (None, None) => Ok(true),
        (Some(last), Some(read)) => Ok(last.number == read.segment && length(&last.path)? == read.bytes),
        _ => Ok(false),
    }
}

/// Length of a file; 0 where there is none.
fn length(path: &Path) -> Result<u64, StoreError> {
    match std::fs::symlink_metadata(path) {
        Ok(found) if found.is_file() => Ok(found.len()),
        Ok(_) => {
            Err(StoreError::NotPlain(PlainError::NotPlain { path: path.to_owned(), what: "something else" }))
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(0),
        Err(error) => Err(disk::io_at(path)(error)),
    }
}

fn at(case: &Case) -> impl FnOnce(rusqlite::Error) -> StoreError {
    let path = case.index();
    move |source| StoreError::Index { path, source }
}
