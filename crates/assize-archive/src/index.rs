//! The disposable index: SQLite over the heads, for finding things by id.
//!
//! It holds nothing that the ledger does not: delete it, and [`Index::open`] builds it again. It is stamped with the size and root of the
//! log it was built from, so one that is out of date is noticed and rebuilt. It is built in memory order: ids and references are
//! sorted first, so that SQLite only ever appends to its trees.

mod build;

pub use build::rebuild;

use crate::{
    case::Case,
    fault::Place,
    log::Checkpoint,
    store::{Store, StoreError},
};
use assize_record::{
    EntryId, Hash,
    entry::{Kind, Role},
    id::encode_hex,
    sign::PublicKey,
};
use jiff::Timestamp;
use rusqlite::{Connection, OpenFlags, OptionalExtension as _, Row, params};
use std::path::{Path, PathBuf};

/// Version of the tables; an index of another is rebuilt.
const VERSION: i64 = 1;

/// The index of a case, as of one checkpoint.
#[derive(Debug)]
pub struct Index {
    path: PathBuf,
    connection: Connection,
}

/// What the index knows of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The entry.
    pub id: EntryId,
    /// What it is.
    pub kind: Kind,
    /// Who says so.
    pub by: Option<PublicKey>,
    /// Where its head stands.
    pub place: Place,
    /// Byte of that file at which its line begins.
    pub byte: u64,
    /// When this case received it.
    pub received_at: Option<Timestamp>,
}

impl Index {
    /// Opens the index of a case; builds it where it is missing, damaged or out of date.
    ///
    /// # Errors
    /// [`StoreError::Index`] where SQLite refuses a fresh one; [`StoreError::Io`] where the heads cannot be read;
    /// [`StoreError::Damaged`] where the case has no sound checkpoint to stamp it with.
    pub fn open(store: &Store) -> Result<Self, StoreError> {
        let path = store.case().index();
        let current = stamp_of(store.checkpoint());
        if let Ok(found) = Self::open_file(&path)
            && found.stamp().is_ok_and(|stamp| Some(stamp) == current)
        {
            return Ok(found);
        }
        rebuild(store)?;
        Self::open_file(&path).map_err(at(&path))
    }

    /// What is known of an entry.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn entry(&self, id: &EntryId) -> Result<Option<Found>, StoreError> {
        let sql = "SELECT id, kind, by, file, line, byte, received_at FROM entries JOIN segments USING (segment) WHERE id = ?1";
        self.connection
            .prepare_cached(sql)
            .and_then(|mut query| query.query_row(params![id.as_bytes()], found_row).optional())
            .map_err(at(&self.path))
    }

    /// Up to `limit` entries whose id begins with these hexadecimal digits, in order of id. Nothing for anything but lower-case digits.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn find(&self, prefix: &str, limit: u32) -> Result<Vec<EntryId>, StoreError> {
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        if prefix.len() > 64 || !prefix.bytes().all(is_digit) {
            return Ok(Vec::new());
        }
        let end =
            |digit: char| format!("{prefix}{}", digit.to_string().repeat(64 - prefix.len())).parse::<Hash>();
        let (Ok(first), Ok(last)) = (end('0'), end('f')) else { return Ok(Vec::new()) };
        let sql = "SELECT id FROM entries WHERE id BETWEEN ?1 AND ?2 ORDER BY id LIMIT ?3";
        let query = || {
            let mut query = self.connection.prepare_cached(sql)?;
            let rows =
                query.query_map(params![first.as_bytes(), last.as_bytes(), limit], |row| hash(row, 0))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        query().map_err(at(&self.path))
    }

    /// The entries that refer to this one, and what for, by role and id.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn referrers(&self, id: &EntryId) -> Result<Vec<(Role, EntryId)>, StoreError> {
        let query = || {
            let mut query = self.connection.prepare_cached(
                "SELECT role, \"from\" FROM refs WHERE \"to\" = ?1 ORDER BY role, \"from\"",
            )?;
            let rows = query.query_map(params![id.as_bytes()], |row| Ok((named(row, 0)?, hash(row, 1)?)))?;
            rows.collect::<rusqlite::Result<Vec<_>>>()
        };
        query().map_err(at(&self.path))
    }

    /// How many entries the index holds.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn count(&self) -> Result<u64, StoreError> {
        let count = self.connection.query_row("SELECT count(*) FROM entries", [], |row| row.get::<_, i64>(0));
        count.map(|count| u64::try_from(count).unwrap_or(0)).map_err(at(&self.path))
    }

    fn open_file(path: &Path) -> rusqlite::Result<Self> {
        // Opened without the flag that creates: an index that is not there is not to come into being empty.
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        Ok(Self { path: path.to_owned(), connection: Connection::open_with_flags(path, flags)? })
    }

    /// Version, size and root it was built from.
    fn stamp(&self) -> rusqlite::Result<(i64, i64, String)> {
        let read = |row: &Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
        self.connection.query_row("SELECT version, size, root FROM stamp", [], read)
    }
}

/// Why the index of a case is out of date; `None` where it is not, or is not there.
pub(crate) fn stale(case: &Case, newest: Option<&Checkpoint>) -> Option<String> {
    let path = case.index();
    if !path.exists() {
        return None;
    }
    match Index::open_file(&path).and_then(|index| index.stamp()) {
        Ok(stamp) if Some(&stamp) == stamp_of(newest).as_ref() => None,
        Ok((_, size, _)) => Some(format!(
            "built from another state of the log, of {size} entries; it is rebuilt on the next use"
        )),
        Err(error) => Some(format!("cannot be read ({error}); it is rebuilt on the next use")),
    }
}

fn stamp_of(checkpoint: Option<&Checkpoint>) -> Option<(i64, i64, String)> {
    let checkpoint = checkpoint?;
    Some((VERSION, i64::try_from(checkpoint.size).ok()?, encode_hex(checkpoint.root.as_bytes())))
}

fn found_row(row: &Row<'_>) -> rusqlite::Result<Found> {
    let by: Option<[u8; 32]> = row.get(2)?;
    let number = |at| row.get::<_, i64>(at).map(|value| u64::try_from(value).unwrap_or(0));
    let received_at: Option<i64> = row.get(6)?;
    Ok(Found {
        id: hash(row, 0)?,
        kind: named(row, 1)?,
        by: by.map(PublicKey::from_bytes),
        place: Place { file: row.get::<_, String>(3)?.into(), line: number(4)? },
        byte: number(5)?,
        received_at: received_at.and_then(|seconds| Timestamp::from_second(seconds).ok()),
    })
}

fn hash(row: &Row<'_>, at: usize) -> rusqlite::Result<EntryId> {
    row.get(at).map(EntryId::from_bytes)
}

/// A word of the format, read back the way it is written in heads.
fn named<T: serde::de::DeserializeOwned>(row: &Row<'_>, at: usize) -> rusqlite::Result<T> {
    let name: String = row.get(at)?;
    serde_json::from_value(serde_json::Value::String(name)).map_err(|error| {
        rusqlite::Error::FromSqlConversionFailure(at, rusqlite::types::Type::Text, Box::new(error))
    })
}

fn at(path: &Path) -> impl FnOnce(rusqlite::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Index { path, source }
}
