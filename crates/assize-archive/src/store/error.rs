//! Why the store refuses.

use crate::{log::CheckpointError, plain::PlainError};
use assize_record::{EntryId, canonical::CanonicalError, entry::EntryError, sign::PublicKey};
use std::{io, path::PathBuf};

/// Why a case cannot be made, opened or written to.
///
/// What is wrong with single lines of a case that can be opened is no error but a [`crate::fault::Fault`].
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The file system refused.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A link, pipe or device stands where a plain file belongs, or a file that is longer than any of a case.
    #[error(transparent)]
    NotPlain(PlainError),
    /// There is a ledger already.
    #[error("`{}` holds a ledger already", .0.display())]
    Exists(PathBuf),
    /// There is no ledger.
    #[error("`{}` holds no ledger: no checkpoint at `ledger/log`", .0.display())]
    NotACase(PathBuf),
    /// Somebody else is writing.
    #[error("`{}` is being written to by another process, and has been for as long as is waited: run this again when it is done", .0.display())]
    Locked(PathBuf),
    /// Somebody else has written since the caller looked; nothing was written.
    #[error("the record has {found} entries now, not the {expected} that this decision was made on")]
    Moved {
        /// Entries when the caller looked.
        expected: u64,
        /// Entries now.
        found: u64,
    },
    /// An entry does not hold; nothing of its batch was written.
    #[error("entry {id} is refused: {source}")]
    Entry {
        /// The entry.
        id: EntryId,
        /// Why.
        source: EntryError,
    },
    /// A value that has no canonical form.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A checkpoint cannot be signed.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointError),
    /// The key given is not the log's.
    #[error("the log is signed by key {expected}, not {found}: use the key that the case was made with")]
    Key {
        /// The log's key.
        expected: PublicKey,
        /// The key given.
        found: PublicKey,
    },
    /// Another copy holds more of this copy's own log: an older state of it was put back here.
    #[error(
        "the other copy holds {size} entries of this copy's own log `{origin}`, more than are here: an older copy was put back here, and signing on would make two histories of it"
    )]
    Behind {
        /// The log.
        origin: String,
        /// Its size there.
        size: u64,
    },
    /// Nothing more is signed over a ledger that is damaged.
    #[error("`{}` is damaged: {why}; nothing is written until it is restored from a copy, see `assize verify`", file.display())]
    Damaged {
        /// The file.
        file: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// There is no such entry.
    #[error("no entry {0} in this case")]
    NoEntry(EntryId),
    /// The archive of blobs cannot be read.
    #[error(transparent)]
    Blob(#[from] crate::blob::BlobError),
    /// The index cannot be used.
    #[error("`{}`: {source}; it may be deleted, and is rebuilt from the ledger", path.display())]
    Index {
        /// The index file.
        path: PathBuf,
        /// What SQLite said.
        source: rusqlite::Error,
    },
}
