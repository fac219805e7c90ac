//! The file of the index: opening it, making it, and putting a fresh one in its place.

use super::at;
use crate::{
    case::Case,
    disk::{self, is_passing},
    store::StoreError,
};
use rusqlite::{Connection, OpenFlags, config::DbConfig};
use std::{
    path::{Path, PathBuf},
    time::Duration,
};

/// Version of the tables; an index of another is made anew.
const VERSION: i64 = 4;
/// How long one process waits for another to write. Building 1,000,000 entries takes a few seconds.
const BUSY: Duration = Duration::from_secs(60);

/// Moves what was written into the file itself, and syncs it. Failing, as while somebody reads, does no harm: SQLite does it later.
pub(super) fn settle(connection: &Connection) {
    let _ = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()));
}

/// Opens the file, or makes it. Says whether one that was there had to be put away.
pub(super) fn connect(case: &Case) -> Result<(Connection, bool), StoreError> {
    match open_file(&case.index()) {
        Ok(connection) => Ok((connection, false)),
        Err(error) if is_passing(&error) => Err(at(case)(error)),
        Err(_) => Ok((replace(case)?, true)),
    }
}

/// Puts a fresh file in place of one that cannot be used, unless somebody else has just done so.
pub(super) fn replace(case: &Case) -> Result<Connection, StoreError> {
    let path = case.index();
    let lock_path = beside(&path, "-lock");
    let lock = std::fs::File::create(&lock_path).map_err(disk::io_at(&lock_path))?;
    lock.lock().map_err(disk::io_at(&lock_path))?;
    for file in [beside(&path, "-wal"), beside(&path, "-shm"), path.clone()] {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
                return Err(disk::io_at(&file)(error));
            }
            _ => {}
        }
    }
    let connection = open_file(&path).map_err(at(case))?;
    // Whoever waits for the lock makes a file of its own after this one; the lock's file itself means nothing.
    let _ = std::fs::remove_file(&lock_path);
    Ok(connection)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.file_name().unwrap_or_default().to_os_string();
    name.push(ending);
    path.with_file_name(name)
}

fn open_file(path: &Path) -> rusqlite::Result<Connection> {
    let flags =
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(BUSY)?;
    // What is lost with the power is read from the files again, so nothing waits for the disk when it is closed.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    connection.execute_batch("PRAGMA synchronous = NORMAL; PRAGMA cache_size = -16384;")?;
    if version == VERSION {
        return Ok(connection);
    }
    let tables: i64 =
        connection
            .query_row("SELECT count(*) FROM sqlite_schema WHERE name <> 'bucket'", [], |row| row.get(0))?;
    if version != 0 || tables > 0 {
        return Err(rusqlite::Error::InvalidQuery);
    }
    connection.execute_batch(&format!(
        "PRAGMA synchronous = OFF;
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS bucket (id INTEGER PRIMARY KEY, content BLOB NOT NULL);
        PRAGMA user_version = {VERSION};
        COMMIT;"
    ))?;
    Ok(connection)
}
