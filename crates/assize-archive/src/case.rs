//! The folder of a case: where everything stands.
//!
//! ```text
//! case/
//!   case.toml                     settings, the command line's business
//!   ledger/heads/000001.jsonl     heads of entries, one canonical JSON object a line, only ever appended to
//!   ledger/bodies/000001.jsonl    bodies; the only thing that erasure rewrites
//!   ledger/lacking.jsonl          which bodies are gone on purpose, or never came
//!   ledger/log/                   the Merkle log in C2SP tlog-tiles layout, and its newest checkpoint
//!   ledger/log/receipts/          every checkpoint ever signed, in packs of lines
//!   ledger/foreign/               checkpoints of other cases that were merged in: kept, never trusted
//!   ledger/set-aside/             lines that no checkpoint covers, moved out of the way after a crash
//!   ledger/lock                   held while somebody writes
//!   archive/sha256/ab/cd…         originals and extracted texts
//!   keys/log.vkey                 the log's public key
//!   index.sqlite                  disposable
//!   near.sqlite                   disposable
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

    /// The log: `checkpoint`, `receipts/`, `tile/`.
    pub fn log(&self) -> PathBuf {
        self.root.join(LOG)
    }

    /// The newest checkpoint, where C2SP readers look for it.
    pub fn checkpoint(&self) -> PathBuf {
        self.root.join(CHECKPOINT)
    }

    /// Every checkpoint ever signed, in packs.
    pub fn receipts(&self) -> PathBuf {
        self.root.join(RECEIPTS)
    }

    /// Checkpoints that an earlier program kept in files of their own, named by size in 20 digits. Read, never written.
    pub fn checkpoints(&self) -> PathBuf {
        self.root.join(CHECKPOINTS)
    }

    /// Checkpoints of other cases, named by their SHA-256.
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

    /// Public keys and roles.
    pub fn keys(&self) -> PathBuf {
        self.root.join("keys")
    }

    /// The log's public key, as a C2SP verifier key.
    pub fn log_key(&self) -> PathBuf {
        self.root.join(LOG_KEY)
    }

    /// The disposable fingerprints of texts.
    pub fn near(&self) -> PathBuf {
        self.root.join("near.sqlite")
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
/// The log.
pub(crate) const LOG: &str = "ledger/log";
/// The newest checkpoint.
pub(crate) const CHECKPOINT: &str = "ledger/log/checkpoint";
/// Packs of receipts.
pub(crate) const RECEIPTS: &str = "ledger/log/receipts";
/// Checkpoints in files of their own.
pub(crate) const CHECKPOINTS: &str = "ledger/log/checkpoints";
/// The log's public key.
pub(crate) const LOG_KEY: &str = "keys/log.vkey";
