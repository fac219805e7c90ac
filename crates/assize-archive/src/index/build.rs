//! Building the index in bulk.

use super::{VERSION, at, stamp_of};
use crate::{
    case, disk,
    segment::{self, HeadLine},
    store::{Store, StoreError},
};
use assize_record::{
    EntryId,
    entry::Kind,
    sign::PublicKey,
};
use rusqlite::{Connection, params};
use std::path::Path;

/// Tables without row numbers, so that each is one tree in the order it is filled in.
const SCHEMA: &str = "
CREATE TABLE stamp (version INTEGER NOT NULL, size INTEGER NOT NULL, root TEXT NOT NULL);
CREATE TABLE segments (segment INTEGER PRIMARY KEY, file TEXT NOT NULL);
CREATE TABLE entries (id BLOB PRIMARY KEY, kind TEXT NOT NULL, by BLOB, segment INTEGER NOT NULL, line INTEGER NOT NULL,
    byte INTEGER NOT NULL, received_at INTEGER) WITHOUT ROWID;
CREATE TABLE refs (\"to\" BLOB NOT NULL, role TEXT NOT NULL, \"from\" BLOB NOT NULL, PRIMARY KEY (\"to\", role, \"from\")) WITHOUT ROWID;
";

/// Everything that goes into the index. References stand apart from their entries, so that rows are small to sort.
#[derive(Default)]
struct Rows {
    entries: Vec<EntryRow>,
    /// To, role, from.
    refs: Vec<(EntryId, &'static str, EntryId)>,
    segments: Vec<String>,
}

/// A row of `entries`.
struct EntryRow {
    id: EntryId,
    kind: Kind,
    by: Option<PublicKey>,
    segment: u32,
    line: u64,
    byte: u64,
    received_at: Option<i64>,
}

/// Builds the index from the heads and puts it in place of the old one. Heads are held against their ids; lines that do not hold are left
/// out, and are [`crate::verify`]'s to name.
///
/// # Errors
/// [`StoreError::Index`]; [`StoreError::Io`]; [`StoreError::Damaged`] where there is no sound checkpoint to stamp it with.
pub fn rebuild(store: &Store) -> Result<(), StoreError> {
    let path = store.case().index();
    let unfinished = path.with_file_name(format!("{}index.sqlite", disk::UNFINISHED));
    match std::fs::remove_file(&unfinished) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            return Err(disk::io_at(&unfinished)(error));
        }
        _ => {}
    }
    let mut rows = read_heads(store)?;
    rows.entries.sort_unstable_by_key(|row| row.id);
    rows.entries.dedup_by_key(|row| row.id);
    rows.refs.sort_unstable();
    rows.refs.dedup();
    let stamp = stamp_of(store.checkpoint()).ok_or_else(|| StoreError::Damaged {
        file: case::CHECKPOINT.into(),
        why: "no sound checkpoint to build an index from".to_owned(),
    })?;
    fill(&unfinished, &rows, &stamp).map_err(at(&path))?;
    let file = std::fs::File::open(&unfinished).map_err(disk::io_at(&unfinished))?;
    file.sync_all().map_err(disk::io_at(&unfinished))?;
    std::fs::rename(&unfinished, &path).map_err(disk::io_at(&path))?;
    disk::sync_folder(disk::folder_of(&path))
}

fn read_heads(store: &Store) -> Result<Rows, StoreError> {
    let covered = store.covered();
    let mut rows = Rows::default();
    let mut position = 0;
    let times = store.times()?;
    for (number, segment) in (0_u32..).zip(segment::list(store.case(), case::HEADS)?.0) {
        let bytes = disk::read(&segment.path)?.unwrap_or_default();
        for line in segment::lines(&bytes) {
            if position == covered {
                break;
            }
            let received_at = times.batch_of(position).received_at.map(|time| time.as_second());
            position += 1;
            let sound =
                HeadLine::split(line.bytes).filter(|parts| line.whole && parts.found_id() == parts.id);
            let Some((id, head)) = sound.and_then(|parts| Some((parts.id, parts.parse().ok()?))) else {
                continue;
            };
            rows.refs.extend(head.refs.iter().map(|(role, to)| (*to, role.name(), id)));
            let (line, byte) = (line.number, line.from as u64);
            rows.entries.push(EntryRow {
                id,
                kind: head.kind,
                by: head.by,
                segment: number,
                line,
                byte,
                received_at,
            });
        }
        rows.segments.push(segment.file.to_string_lossy().into_owned());
    }
    Ok(rows)
}

fn fill(path: &Path, rows: &Rows, (version, size, root): &(i64, i64, String)) -> rusqlite::Result<()> {
    let mut connection = Connection::open(path)?;
    debug_assert_eq!(*version, VERSION);
    // Nothing here needs to survive a crash: the file is put in place only once it is whole and synced.
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;",
    )?;
    let transaction = connection.transaction()?;
    transaction.execute_batch(SCHEMA)?;
    transaction.execute("INSERT INTO stamp VALUES (?1, ?2, ?3)", params![version, size, root])?;
    for (number, file) in rows.segments.iter().enumerate() {
        transaction.execute("INSERT INTO segments VALUES (?1, ?2)", params![number as i64, file])?;
    }
    let mut insert = transaction.prepare("INSERT INTO entries VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)")?;
    for row in &rows.entries {
        let by = row.by.as_ref().map(|key| key.as_bytes().as_slice());
        let kind = row.kind.name();
        let (line, byte) = (row.line.cast_signed(), row.byte.cast_signed());
        insert.execute(params![
            row.id.as_bytes().as_slice(),
            kind,
            by,
            row.segment,
            line,
            byte,
            row.received_at
        ])?;
    }
    drop(insert);
    let mut insert = transaction.prepare("INSERT INTO refs VALUES (?1, ?2, ?3)")?;
    for (to, role, from) in &rows.refs {
        insert.execute(params![to.as_bytes().as_slice(), role, from.as_bytes().as_slice()])?;
    }
    drop(insert);
    transaction.commit()
}
