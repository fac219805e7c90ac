//! The folder of a case: where everything stands.
//!
//! ```text
//! case/
//!   case.toml                     settings, the command line's business
//!   ledger/heads/000001.jsonl     heads of entries, one canonical JSON object a line, only ever appended to
//!   ledger/bodies/000001.jsonl    bodies; the only thing that erasure rewrites
//!   ledger/lacking.jsonl          which bodies are gone on purpose, or never came
//!   ledger/log/                   the log whose order the heads have: C2SP tlog-tiles, its key `vkey`, its newest checkpoint
//!   ledger/log/receipts/          every checkpoint ever signed, in packs of lines
//!   ledger/logs/ID/               every other log that is held here, same layout
//!   ledger/foreign/               checkpoints that do not go together with those of a log held here
//!   ledger/set-aside/             lines that no checkpoint covers, moved out of the way after a crash
//!   ledger/lock                   held while somebody writes
//!   archive/sha256/ab/cd…         originals and extracted texts
//!   index.sqlite                  disposable
//!   near.sqlite                   disposable
//!   search.sqlite                 disposable
//! ```

use std::path::{Path, PathBuf};

/// Paths within one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    root: PathBuf,
}

impl Case {
    /// The case in a folder. Nothing is read or written.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder itself.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Settings, as TOML.
    pub fn settings(&self) -> PathBuf {
        self.root.join("case.toml")
    }

    /// Everything of the ledger.
    pub fn ledger(&self) -> PathBuf {
        self.root.join("ledger")
    }

    /// Segments of heads.
    pub fn heads(&self) -> PathBuf {
        self.root.join(HEADS)
    }

    /// Segments of bodies.
    pub fn bodies(&self) -> PathBuf {
        self.root.join(BODIES)
    }

    /// The list of bodies that are lacking on purpose.
    pub fn lacking(&self) -> PathBuf {
        self.root.join(LACKING)
    }

    /// The log whose order the heads have. While one is being exchanged for another (see [`crate::store::Store::begin_replica`]) it may
    /// stand where the next one is made ready.
    pub fn log(&self) -> LogDir {
        let log = |name: &str| LogDir { root: self.root.clone(), name: name.into() };
        let (own, next) = (log(LOG), log(NEXT_LOG));
        if !own.path().exists() && next.checkpoint().exists() { next } else { own }
    }

    /// Where the next log is made ready.
    pub(crate) fn next_log(&self) -> LogDir {
        LogDir { root: self.root.clone(), name: NEXT_LOG.into() }
    }

    /// The other logs that are held here, by id.
    pub fn logs(&self) -> PathBuf {
        self.root.join(LOGS)
    }

    /// One of the other logs.
    pub fn other_log(&self, id: &str) -> LogDir {
        LogDir { root: self.root.clone(), name: Path::new(LOGS).join(id) }
    }

    /// Checkpoints that do not go together with those of a log held here, in files named by their SHA-256.
    pub fn foreign(&self) -> PathBuf {
        self.root.join("ledger/foreign")
    }

    /// Lines that no checkpoint covers, named by their SHA-256.
    pub fn set_aside(&self) -> PathBuf {
        self.root.join("ledger/set-aside")
    }

    /// The file that writers lock.
    pub fn lock(&self) -> PathBuf {
        self.root.join("ledger/lock")
    }

    /// The folder of blobs.
    pub fn blobs(&self) -> PathBuf {
        self.root.join("archive/sha256")
    }

    /// The disposable fingerprints of texts.
    pub fn near(&self) -> PathBuf {
        self.root.join("near.sqlite")
    }

    /// The disposable index of words.
    pub fn search(&self) -> PathBuf {
        self.root.join("search.sqlite")
    }

    /// The disposable index.
    pub fn index(&self) -> PathBuf {
        self.root.join("index.sqlite")
    }

    /// A path as faults name it: relative to the case.
    pub fn relative(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.root).unwrap_or(path).to_owned()
    }
}

/// Segments of heads, from the case's folder.
pub(crate) const HEADS: &str = "ledger/heads";
/// Segments of bodies.
pub(crate) const BODIES: &str = "ledger/bodies";
/// Bodies that are lacking on purpose.
pub(crate) const LACKING: &str = "ledger/lacking.jsonl";
/// The log of this copy.
pub(crate) const LOG: &str = "ledger/log";
/// The one that takes its place, while it is made ready.
const NEXT_LOG: &str = "ledger/log.next";
/// Other logs.
pub(crate) const LOGS: &str = "ledger/logs";
/// Where an earlier program kept the key of the log of this copy.
pub(crate) const OLD_KEY: &str = "keys/log.vkey";

/// The folder of one log. Paths come as they are, or relative to the case, as faults name them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogDir {
    root: PathBuf,
    name: PathBuf,
}

impl LogDir {
    /// The folder.
    pub fn path(&self) -> PathBuf {
        self.root.join(&self.name)
    }

    /// The folder, from the case's.
    pub fn name(&self) -> &Path {
        &self.name
    }

    /// The case that holds it.
    pub(crate) fn case(&self) -> Case {
        Case::new(&self.root)
    }

    /// The log's public key, as a C2SP verifier key. Of this copy's own log, an earlier program kept it elsewhere.
    pub fn key(&self) -> PathBuf {
        self.root.join(self.key_name())
    }

    pub(crate) fn key_name(&self) -> PathBuf {
        let beside = self.name.join(KEY);
        let is_old = || self.root.join(OLD_KEY).exists() && !self.root.join(&beside).exists();
        if self.name == Path::new(LOG) && is_old() { OLD_KEY.into() } else { beside }
    }

    /// Where the key belongs.
    pub(crate) fn key_beside(&self) -> PathBuf {
        self.path().join(KEY)
    }

    /// The newest checkpoint, where C2SP readers look for it.
    pub fn checkpoint(&self) -> PathBuf {
        self.root.join(self.checkpoint_name())
    }

    pub(crate) fn checkpoint_name(&self) -> PathBuf {
        self.name.join("checkpoint")
    }

    /// Every checkpoint ever signed, in packs.
    pub fn receipts(&self) -> PathBuf {
        self.root.join(self.receipts_name())
    }

    pub(crate) fn receipts_name(&self) -> PathBuf {
        self.name.join("receipts")
    }

    /// Checkpoints that an earlier program kept in files of their own, named by size in 20 digits. Read, never written.
    pub fn checkpoints(&self) -> PathBuf {
        self.root.join(self.checkpoints_name())
    }

    pub(crate) fn checkpoints_name(&self) -> PathBuf {
        self.name.join("checkpoints")
    }

    /// The folder of tiles.
    pub(crate) fn tiles(&self) -> PathBuf {
        self.path().join("tile")
    }
}

/// Name of the file that holds a log's key.
const KEY: &str = "vkey";
