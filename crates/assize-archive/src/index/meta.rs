//! What the index says of itself: the state of the log it was built from, and how far it has read the files.

use super::{Trouble, table};
use crate::fault::{At, Fault, Severity};
use assize_record::Hash;
use rusqlite::Connection;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The row of it. Families begin further up.
const ROW: i64 = 0;
/// More faults than these are not kept: one is enough to have the files read instead.
const FAULTS: usize = 200;

/// See the module.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Meta {
    /// Counts rebuilds, so that no row of an earlier one is taken for one of this.
    pub(super) generation: u64,
    /// Entries that it holds.
    pub(super) size: u64,
    /// Root over them.
    pub(super) root: Hash,
    /// Bits of the buckets of each keyed family, and records in it.
    pub(super) families: [(u8, u64); 5],
    /// The other logs whose leaves it holds: id, size, root.
    pub(super) logs: Vec<(String, u64, Hash)>,
    /// How far the heads are read.
    pub(super) heads: Vec<Read>,
    /// How far the bodies are read.
    pub(super) bodies: Vec<Read>,
    /// How far the list of lacking bodies is read, in bytes.
    pub(super) lacking: u64,
    /// What was wrong with the files: file, line, what.
    pub(super) faults: Vec<(String, u64, String)>,
}

/// How far a segment is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Read {
    pub(super) segment: u32,
    pub(super) bytes: u64,
    pub(super) lines: u64,
}

impl Meta {
    /// Of an index that holds nothing yet.
    pub(super) const fn empty(generation: u64, root: Hash) -> Self {
        Self {
            generation,
            size: 0,
            root,
            families: [(0, 0); 5],
            logs: Vec::new(),
            heads: Vec::new(),
            bodies: Vec::new(),
            lacking: 0,
            faults: Vec::new(),
        }
    }

    /// Reads it; `None` where the index was never filled.
    pub(super) fn read(connection: &Connection) -> Result<Option<Self>, Trouble> {
        let Some(bytes) = table::read(connection, 0, ROW)? else { return Ok(None) };
        serde_json::from_slice(&bytes).map(Some).map_err(|_| Trouble::differs("its first row cannot be read"))
    }

    /// The same, where it is there; taken from what was read last time if nothing has changed.
    pub(super) fn read_again(
        connection: &Connection,
        last: &mut Option<(Vec<u8>, Arc<Self>)>,
    ) -> Result<Arc<Self>, Trouble> {
        let bytes = table::read(connection, 0, ROW)?.ok_or_else(|| Trouble::differs("it is empty"))?;
        match last {
            Some((before, meta)) if *before == bytes => Ok(Arc::clone(meta)),
            _ => {
                let meta = serde_json::from_slice(&bytes);
                let meta = Arc::new(meta.map_err(|_| Trouble::differs("its first row cannot be read"))?);
                *last = Some((bytes, Arc::clone(&meta)));
                Ok(meta)
            }
        }
    }

    /// Writes it.
    pub(super) fn write(&self, connection: &Connection) -> Result<(), Trouble> {
        let bytes = serde_json::to_vec(self).map_err(|error| Trouble::Differs(error.to_string()))?;
        table::write(connection, 0, ROW, bytes)
    }

    /// Bits of a keyed family.
    pub(super) const fn bits(&self, family: table::Family) -> u8 {
        self.families[family as usize].0
    }

    /// Keeps a fault of the files.
    pub(super) fn note(&mut self, fault: &Fault) {
        if self.faults.len() < FAULTS && fault.severity == Severity::Fault {
            let line = if let At::Line(line) = fault.at { line } else { 0 };
            self.faults.push((fault.file.to_string_lossy().into_owned(), line, fault.what.clone()));
        }
    }

    /// The faults of the files.
    pub(super) fn faults(&self) -> Vec<Fault> {
        let fault = |(file, line, what): &(String, u64, String)| match line {
            0 => Fault::file(file, what),
            line => Fault::line(file, *line, what),
        };
        self.faults.iter().map(fault).collect()
    }
}
