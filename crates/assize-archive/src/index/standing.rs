//! How the index stands to the log: its stamp against the receipts.

use super::{Trouble, meta::Meta};
use crate::{case::Case, log::Checkpoint, store::Receipts};
use rusqlite::{Connection, OpenFlags};

/// How the index stands to the log.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Standing {
    Current,
    Behind,
    Other(&'static str),
}

/// Why the index of a case is out of date; `None` where it is not, or is not there.
pub(crate) fn stale(case: &Case, receipts: &Receipts) -> Option<String> {
    let path = case.index();
    if !path.exists() {
        return None;
    }
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let meta = Connection::open_with_flags(&path, flags)
        .map_err(Trouble::Sqlite)
        .and_then(|connection| Meta::read(&connection));
    match meta {
        Ok(Some(meta)) if standing(&meta, receipts) == Standing::Current => None,
        Ok(Some(meta)) => Some(format!(
            "of another state of the log, of {} entries; it is brought up to date on the next use",
            meta.size
        )),
        Ok(None) => Some("not filled yet; that is done on the next use".to_owned()),
        Err(Trouble::Differs(why)) => Some(format!("damaged ({why}); it is built anew on the next use")),
        Err(Trouble::Sqlite(error)) => {
            Some(format!("cannot be read ({error}); it is built anew on the next use"))
        }
        Err(Trouble::Store(error)) => {
            Some(format!("cannot be read ({error}); it is built anew on the next use"))
        }
    }
}

/// Holds the stamp against the receipts: an index of an earlier state must have that state's root.
pub(super) fn standing(meta: &Meta, receipts: &Receipts) -> Standing {
    let covered = receipts.covered();
    if meta.size == covered {
        let is_same = receipts.newest().is_some_and(|newest| newest.root == meta.root);
        return if is_same { Standing::Current } else { Standing::Other("of another log") };
    }
    if meta.size > covered {
        return ahead(meta, receipts);
    }
    match receipts.at_size(meta.size) {
        Some(there) if there.root == meta.root => Standing::Behind,
        _ => Standing::Other("of another log"),
    }
}

/// An index that somebody else has brought further than this store looked serves it too, if it is of the log on disk.
fn ahead(meta: &Meta, receipts: &Receipts) -> Standing {
    let found = Receipts::load(&receipts.log.case()).ok();
    let there = found.as_ref().and_then(|found| {
        let newest = found.newest().filter(|newest| newest.size == meta.size);
        newest.cloned().or_else(|| found.at_size(meta.size))
    });
    let is_same = |there: &Checkpoint| there.root == meta.root;
    if there.as_ref().is_some_and(is_same) { Standing::Current } else { Standing::Other("of another log") }
}
