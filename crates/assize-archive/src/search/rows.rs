//! The tables of the file. Of texts it holds which folded words stand in which paragraph, and of claims and names the folded words too, so that
//! they can be taken out one by one.

use super::{Item, Part, Shelf, fold::Folded, pieces_of};
use crate::disk::Trouble;
use assize_record::{BlobHash, EntryId};
use rusqlite::{
    Connection, OpenFlags, OptionalExtension as _, Transaction, TransactionBehavior, config::DbConfig, params,
};
use sha2::{Digest as _, Sha256};
use std::{collections::BTreeMap, path::Path, time::Duration};

/// Version of the tables and of the folding; a file of another is made anew.
const VERSION: i64 = 1;
/// How long one process waits for another to write.
const BUSY: Duration = Duration::from_secs(60);

/// Opens a file that is there; `None` where somebody else is just about to make it.
pub(super) fn open(path: &Path) -> Result<Option<Connection>, Trouble> {
    let connection = connect(path, OpenFlags::empty())?;
    Ok(is_made(&connection)?.then_some(connection))
}

/// Opens the file, or makes it. The caller keeps every other writer out.
pub(super) fn make(path: &Path) -> Result<Connection, Trouble> {
    let connection = connect(path, OpenFlags::SQLITE_OPEN_CREATE)?;
    if !is_made(&connection)? {
        connection.execute_batch(&format!(
            "BEGIN IMMEDIATE;
            CREATE TABLE state (id INTEGER PRIMARY KEY, sum BLOB NOT NULL);
            CREATE TABLE item (no INTEGER PRIMARY KEY, part INTEGER NOT NULL, id BLOB NOT NULL, digest BLOB NOT NULL, UNIQUE (part, id));
            CREATE TABLE place (no INTEGER PRIMARY KEY, item INTEGER NOT NULL, start INTEGER NOT NULL, end INTEGER NOT NULL);
            CREATE VIRTUAL TABLE text_words USING fts5(words, content='', columnsize=0, tokenize='ascii');
            CREATE VIRTUAL TABLE said_words USING fts5(words, columnsize=0, tokenize='ascii');
            INSERT INTO said_words(said_words, rank) VALUES('secure-delete', 1);
            PRAGMA user_version = {VERSION};
            COMMIT;"
        ))?;
    }
    Ok(connection)
}

fn connect(path: &Path, more: OpenFlags) -> Result<Connection, Trouble> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX | more;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    // Somebody else may have written the file.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_TRIGGER, false)?;
    // What is taken out is overwritten. No journal is written beside the file: a file that a process left half written says so of itself.
    connection.execute_batch(
        "PRAGMA secure_delete = ON; PRAGMA journal_mode = MEMORY; PRAGMA synchronous = NORMAL;
        PRAGMA temp_store = MEMORY; PRAGMA cache_size = -32768;",
    )?;
    Ok(connection)
}

/// Whether the tables are there.
fn is_made(connection: &Connection) -> Result<bool, Trouble> {
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version == VERSION {
        return Ok(true);
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if version == 0 && tables == 0 { Ok(false) } else { Err(Trouble::Differs("it is of another version")) }
}

/// What all items come to, in whatever order they are.
pub(super) fn sum_of(shelf: &dyn Shelf) -> [u8; 32] {
    let mut sum = Sha256::new();
    for part in Part::ALL {
        let mut items: Vec<&Item> = shelf.items(part).iter().collect();
        items.sort_unstable();
        sum.update([code(part)]);
        sum.update((items.len() as u64).to_le_bytes());
        for item in items {
            sum.update(item.id.as_bytes());
            sum.update(item.digest.as_bytes());
        }
    }
    sum.finalize().into()
}

/// Whether the file holds just what comes to this sum.
pub(super) fn holds(connection: &Connection, sum: &[u8; 32]) -> Result<bool, Trouble> {
    Ok(state(connection)?.is_some_and(|found| found == *sum))
}

/// The sum of what it holds; nothing of one that is new, and an empty one while it is being written.
fn state(connection: &Connection) -> Result<Option<Vec<u8>>, Trouble> {
    let mut query = connection.prepare_cached("SELECT sum FROM state WHERE id = 0")?;
    Ok(query.query_row([], |row| row.get(0)).optional()?)
}

fn set_state(connection: &Connection, sum: &[u8]) -> Result<(), Trouble> {
    connection.execute("INSERT OR REPLACE INTO state VALUES (0, ?1)", [sum])?;
    Ok(())
}

const fn code(part: Part) -> u8 {
    match part {
        Part::Texts => 0,
        Part::Claims => 1,
        Part::Names => 2,
    }
}

/// What became of a file that was to be brought up to what there is.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Brought {
    /// It holds what there is.
    Up,
    /// It must be made anew: it was left half written, or holds a text that may not be searched any more.
    Not,
}

/// Enters what is new and takes out what is gone. The caller keeps every other writer out.
pub(super) fn bring(
    connection: &mut Connection,
    shelf: &dyn Shelf,
    sum: &[u8; 32],
) -> Result<Brought, Trouble> {
    match state(connection)? {
        Some(found) if found == sum => return Ok(Brought::Up),
        Some(found) if found.is_empty() => return Ok(Brought::Not),
        _ => {}
    }
    let mut kept = items(connection)?;
    let mut new: Vec<(Part, Item)> = Vec::new();
    for part in Part::ALL {
        for item in shelf.items(part) {
            match kept.get(&(code(part), item.id)) {
                Some((_, digest)) if *digest == item.digest => _ = kept.remove(&(code(part), item.id)),
                _ => new.push((part, *item)),
            }
        }
    }
    if kept.keys().any(|(part, _)| *part == code(Part::Texts)) {
        return Ok(Brought::Not);
    }
    set_state(connection, &[])?;
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for (no, _) in kept.into_values() {
        transaction.prepare_cached("DELETE FROM said_words WHERE rowid = ?1")?.execute([no])?;
        transaction.prepare_cached("DELETE FROM item WHERE no = ?1")?.execute([no])?;
    }
    let mut lacks = false;
    for (part, item) in new {
        match shelf.words(part, &item.id) {
            Some(words) => enter(&transaction, part, &item, &words)?,
            None => lacks = true,
        }
    }
    transaction.commit()?;
    // What could not be read is looked for again next time.
    set_state(connection, if lacks { &[1] } else { sum })?;
    Ok(Brought::Up)
}

type Items = BTreeMap<(u8, EntryId), (i64, BlobHash)>;

fn items(connection: &Connection) -> Result<Items, Trouble> {
    let mut query = connection.prepare("SELECT part, id, no, digest FROM item")?;
    let rows = query.query_map([], |row| {
        let key = (row.get(0)?, EntryId::from_bytes(row.get(1)?));
        Ok((key, (row.get(2)?, BlobHash::from_bytes(row.get(3)?))))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}

fn enter(transaction: &Transaction<'_>, part: Part, item: &Item, words: &str) -> Result<(), Trouble> {
    transaction
        .prepare_cached("INSERT INTO item (part, id, digest) VALUES (?1, ?2, ?3)")?
        .execute(params![code(part), item.id.as_bytes(), item.digest.as_bytes()])?;
    let no = transaction.last_insert_rowid();
    if part != Part::Texts {
        let line = Folded::of(words).line();
        transaction
            .prepare_cached("INSERT INTO said_words (rowid, words) VALUES (?1, ?2)")?
            .execute(params![no, line])?;
        return Ok(());
    }
    for span in pieces_of(part, words) {
        let line = Folded::of(&words[span.clone()]).line();
        let (start, end) = (number(span.start), number(span.end));
        transaction
            .prepare_cached("INSERT INTO place (item, start, end) VALUES (?1, ?2, ?3)")?
            .execute(params![no, start, end])?;
        let place = transaction.last_insert_rowid();
        transaction
            .prepare_cached("INSERT INTO text_words (rowid, words) VALUES (?1, ?2)")?
            .execute(params![place, line])?;
    }
    Ok(())
}

fn number(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

/// Where a query may hold: an item, and of a text where the paragraph begins and ends.
pub(super) type Candidate = (EntryId, usize, usize);

/// Where a query may hold in a part.
pub(super) fn candidates(
    connection: &Connection,
    part: Part,
    query: &str,
) -> Result<Vec<Candidate>, Trouble> {
    let rows = match part {
        Part::Texts => {
            "SELECT item.id, place.start, place.end FROM text_words JOIN place ON place.no = text_words.rowid
             JOIN item ON item.no = place.item WHERE text_words MATCH ?1 AND item.part = ?2"
        }
        Part::Claims | Part::Names => {
            "SELECT item.id, 0, 0 FROM said_words JOIN item ON item.no = said_words.rowid
             WHERE said_words MATCH ?1 AND item.part = ?2"
        }
    };
    let mut rows = connection.prepare_cached(rows)?;
    let rows = rows.query_map(params![query, code(part)], |row| {
        let at = |nth| row.get::<_, i64>(nth).map(|at| usize::try_from(at).unwrap_or(usize::MAX));
        Ok((EntryId::from_bytes(row.get(0)?), at(1)?, at(2)?))
    })?;
    Ok(rows.collect::<rusqlite::Result<_>>()?)
}
