//! Originals and extracted texts, each under the SHA-256 of its bytes.
//!
//! A blob whose hash is `abcd…` stands at `archive/sha256/ab/cd…`: a folder of the first two digits, then a file named by the other
//! 62. There are no other files and no extensions, so `sha256sum` alone can check an archive. A blob is written to a
//! temporary file beside those folders (`.new-…`), synced, renamed, and the folder synced: after a crash it is either whole or
//! not there. What a process that is gone has left is removed by the next that stores a blob. Symbolic links are never followed, neither as folder nor as file: what they point to is not in the archive.

use crate::{
    disk,
    plain::{self, BLOB_BYTES, Links, PlainError},
    store::StoreError,
};
use assize_record::BlobHash;
use std::{
    collections::BTreeSet,
    fs::{self, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
};

/// Prefix of a file that is still being written.
const UNFINISHED: &str = ".new-";

/// The folder that holds blobs.
#[derive(Debug, Clone)]
pub struct Blobs {
    folder: PathBuf,
    /// Whether leftovers were looked for.
    swept: Arc<OnceLock<()>>,
}

/// Why a blob cannot be stored or handed out.
#[derive(Debug, thiserror::Error)]
pub enum BlobError {
    /// The file system refused.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// There is no such blob.
    #[error("blob {hash} is missing: expected at `{}`", path.display())]
    Missing {
        /// The blob.
        hash: BlobHash,
        /// Where it should be.
        path: PathBuf,
    },
    /// The bytes no longer have the hash they are named by.
    #[error("`{}` is altered: its bytes hash to {found}; restore it from a copy", path.display())]
    Altered {
        /// The blob.
        hash: BlobHash,
        /// Its file.
        path: PathBuf,
        /// What its bytes hash to now.
        found: BlobHash,
    },
    /// Something that is not a folder stands where one belongs.
    #[error("`{}` is not a plain folder: links are not followed in the archive", path.display())]
    NotPlain {
        /// What stands there.
        path: PathBuf,
    },
    /// Something that is not a plain file stands in its place, or one that is longer than any blob.
    #[error(transparent)]
    NotAFile(PlainError),
}

/// What is wrong with one file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct BlobFault {
    /// The file or folder.
    pub path: PathBuf,
    /// What is wrong with it.
    pub kind: BlobFaultKind,
}

/// What may be wrong with a file of the archive.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum BlobFaultKind {
    /// A blob that the ledger names is not there.
    Missing(BlobHash),
    /// The bytes no longer have the hash they are named by.
    Altered {
        /// The hash it is named by.
        named: BlobHash,
        /// The hash it has.
        found: BlobHash,
    },
    /// A file that is not named by a hash, or not where its name belongs, or a link.
    Unknown,
    /// A write that was cut short. Nothing refers to it; it may be deleted.
    Unfinished,
    /// It could not be read; the words are the system's.
    Unreadable(String),
}

/// Files that are named as blobs, and faults for everything else.
type Scan = (Vec<(BlobHash, PathBuf)>, Vec<BlobFault>);

impl std::fmt::Display for BlobFault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let path = self.path.display();
        match &self.kind {
            BlobFaultKind::Missing(hash) => write!(f, "`{path}` is missing: blob {hash}"),
            BlobFaultKind::Altered { found, .. } => {
                write!(f, "`{path}` is altered: its bytes hash to {found}")
            }
            BlobFaultKind::Unknown => write!(f, "`{path}` is not a blob of this archive"),
            BlobFaultKind::Unfinished => {
                write!(f, "`{path}` is left from a write that was cut short; it may be deleted")
            }
            BlobFaultKind::Unreadable(why) => write!(f, "`{path}` cannot be read: {why}"),
        }
    }
}

impl BlobError {
    fn from_store(error: StoreError) -> Self {
        match error {
            StoreError::Io { path, source } => Self::Io { path, source },
            StoreError::NotPlain(error) => Self::NotAFile(error),
            StoreError::Blob(error) => error,
            other => Self::Io { path: PathBuf::new(), source: io::Error::other(other.to_string()) },
        }
    }
}

impl Blobs {
    /// Opens the folder of blobs (`archive/sha256` of a case), and makes it where it is not there yet.
    ///
    /// # Errors
    /// [`BlobError::Io`], or [`BlobError::NotPlain`] where a link or file stands in its place.
    pub fn open(folder: impl Into<PathBuf>) -> Result<Self, BlobError> {
        let folder = folder.into();
        if !is_plain_folder(&folder)? {
            fs::create_dir_all(&folder).map_err(at(&folder))?;
            if let Some(parent) = folder.parent().filter(|p| !p.as_os_str().is_empty()) {
                plain::sync_folder(parent).map_err(at(parent))?;
            }
        }
        Ok(Self { folder, swept: Arc::default() })
    }

    /// Where a blob is, or would be.
    pub fn path(&self, hash: &BlobHash) -> PathBuf {
        let hex = hash.to_string();
        self.folder.join(&hex[..2]).join(&hex[2..])
    }

    /// Whether a plain file stands under the blob's name. Its bytes are not read.
    pub fn contains(&self, hash: &BlobHash) -> bool {
        fs::symlink_metadata(self.path(hash)).is_ok_and(|found| found.is_file())
    }

    /// Stores bytes durably. Says whether they are new; storing the same bytes again changes nothing.
    ///
    /// # Errors
    /// [`BlobError::Io`]; [`BlobError::Altered`] where a blob of this name is there with other bytes: it is left as it is, for
    /// somebody to look at.
    pub fn put(&self, bytes: &[u8]) -> Result<(BlobHash, bool), BlobError> {
        let hash = BlobHash::of(bytes);
        let path = self.path(&hash);
        if bytes.len() as u64 > BLOB_BYTES {
            let found = bytes.len() as u64;
            return Err(BlobError::NotAFile(PlainError::TooLong { path, found, limit: BLOB_BYTES }));
        }
        match self.get(&hash) {
            Ok(_) => return Ok((hash, false)),
            Err(BlobError::Missing { .. }) => {}
            Err(other) => return Err(other),
        }
        if self.swept.set(()).is_ok() {
            disk::sweep(&self.folder).map_err(BlobError::from_store)?;
        }
        let folder = self.folder.join(&hash.to_string()[..2]);
        if !is_plain_folder(&folder)? {
            fs::create_dir_all(&folder).map_err(at(&folder))?;
            plain::sync_folder(&self.folder).map_err(at(&self.folder))?;
        }
        let unfinished = self.folder.join(unfinished_name());
        let written = write_synced(&unfinished, bytes)
            .and_then(|()| fs::rename(&unfinished, &path).map_err(at(&path)))
            .and_then(|()| plain::sync_folder(&folder).map_err(at(&folder)));
        if written.is_err() {
            // The error that matters is the first one; a leftover is reported by `verify_all` if this fails too.
            let _ = fs::remove_file(&unfinished);
        }
        written.map(|()| (hash, true))
    }

    /// The bytes of a blob, held against its hash.
    ///
    /// # Errors
    /// [`BlobError::Missing`], [`BlobError::Altered`], [`BlobError::NotPlain`] or [`BlobError::NotAFile`] for a link, or [`BlobError::Io`].
    pub fn get(&self, hash: &BlobHash) -> Result<Vec<u8>, BlobError> {
        let path = self.path(hash);
        let missing = || BlobError::Missing { hash: *hash, path: path.clone() };
        if let Some(folder) = path.parent()
            && !is_plain_folder(folder)?
        {
            return Err(missing());
        }
        let bytes = match read_blob(&path) {
            Err(BlobError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => {
                return Err(missing());
            }
            read => read?,
        };
        let found = BlobHash::of(&bytes);
        if found == *hash { Ok(bytes) } else { Err(BlobError::Altered { hash: *hash, path, found }) }
    }

    /// Removes a blob for good, with what writes of it that were cut short have left. Says whether it was there.
    ///
    /// # Errors
    /// [`BlobError::Io`]. Whatever it holds is removed, also where it was altered.
    pub fn remove(&self, hash: &BlobHash) -> Result<bool, BlobError> {
        let path = self.path(hash);
        let Some(folder) = path.parent() else { return Ok(false) };
        if !is_plain_folder(folder)? {
            return Ok(false);
        }
        // What is longer than any blob, or a link, goes too; only what a write has left of it cannot be told.
        let is_there = fs::symlink_metadata(&path).is_ok();
        let bytes = plain::read(&path, Links::Refuse, BLOB_BYTES).ok();
        // An earlier program left them in the folder of the blob.
        for (left, name, _) in list_folder(folder)?.into_iter().chain(list_folder(&self.folder)?) {
            if name.starts_with(UNFINISHED) {
                // A write that was cut short leaves the beginning of a blob; another one may be going on.
                let part = read_blob(&left)?;
                let is_part =
                    !part.is_empty() && bytes.as_ref().is_some_and(|bytes| bytes.starts_with(&part));
                if is_part {
                    fs::remove_file(&left).map_err(at(&left))?;
                }
            }
        }
        if is_there {
            fs::remove_file(&path).map_err(at(&path))?;
        }
        plain::sync_folder(folder).map_err(at(folder))?;
        Ok(is_there)
    }

    /// The hashes of all blobs by their names, in order. Bytes are not read; see [`Blobs::verify_all`].
    ///
    /// # Errors
    /// [`BlobError::Io`] where the folder cannot be listed.
    pub fn list(&self) -> Result<Vec<BlobHash>, BlobError> {
        let (files, _) = self.scan()?;
        Ok(files.into_iter().map(|(hash, _)| hash).collect())
    }

    /// Reads every blob and names every file that is altered, unreadable, unknown or unfinished, in order of path.
    ///
    /// # Errors
    /// [`BlobError::Io`] where the folder itself cannot be listed.
    pub fn verify_all(&self) -> Result<Vec<BlobFault>, BlobError> {
        self.verify_against(&BTreeSet::new())
    }

    /// As [`Blobs::verify_all`], and names every blob of `expected` that is not there.
    ///
    /// # Errors
    /// [`BlobError::Io`] where the folder itself cannot be listed.
    pub fn verify_against(&self, expected: &BTreeSet<BlobHash>) -> Result<Vec<BlobFault>, BlobError> {
        let (files, mut faults) = self.scan()?;
        let present: BTreeSet<BlobHash> = files.iter().map(|(hash, _)| *hash).collect();
        for hash in expected.difference(&present) {
            faults.push(BlobFault { path: self.path(hash), kind: BlobFaultKind::Missing(*hash) });
        }
        for (named, path) in files {
            match hash_file(&path) {
                Ok(found) if found == named => {}
                Ok(found) => {
                    faults.push(BlobFault { path, kind: BlobFaultKind::Altered { named, found } });
                }
                Err(error) => {
                    faults.push(BlobFault { path, kind: BlobFaultKind::Unreadable(error.to_string()) });
                }
            }
        }
        faults.sort();
        Ok(faults)
    }

    /// All files that are named as blobs, in order of hash, and a fault for everything else.
    fn scan(&self) -> Result<Scan, BlobError> {
        let (mut files, mut faults) = (Vec::new(), Vec::new());
        let mut fault = |path, kind| faults.push(BlobFault { path, kind });
        for (folder, name, kind) in list_folder(&self.folder)? {
            let is_ours = kind.is_dir() && name.len() == 2 && name.bytes().all(is_lower_hex);
            if !is_ours {
                let is_unfinished = kind.is_file() && name.starts_with(UNFINISHED);
                let kind = if is_unfinished { BlobFaultKind::Unfinished } else { BlobFaultKind::Unknown };
                fault(folder, kind);
                continue;
            }
            let inside = match list_folder(&folder) {
                Ok(inside) => inside,
                Err(error) => {
                    fault(folder, BlobFaultKind::Unreadable(error.to_string()));
                    continue;
                }
            };
            for (path, rest, kind) in inside {
                match format!("{name}{rest}").parse::<BlobHash>() {
                    Ok(hash) if kind.is_file() => files.push((hash, path)),
                    _ if kind.is_file() && rest.starts_with(UNFINISHED) => {
                        fault(path, BlobFaultKind::Unfinished);
                    }
                    _ => fault(path, BlobFaultKind::Unknown),
                }
            }
        }
        files.sort();
        faults.sort();
        Ok((files, faults))
    }
}

const fn is_lower_hex(byte: u8) -> bool {
    matches!(byte, b'0'..=b'9' | b'a'..=b'f')
}

/// What a folder holds: path, name, and type without following links. A name that is not UTF-8 is shown with replacement
/// characters, so it can never read as a hash.
fn list_folder(folder: &Path) -> Result<Vec<(PathBuf, String, fs::FileType)>, BlobError> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).map_err(at(folder))? {
        let entry = entry.map_err(at(folder))?;
        let path = entry.path();
        let kind = entry.file_type().map_err(at(&path))?;
        found.push((path, entry.file_name().to_string_lossy().into_owned(), kind));
    }
    Ok(found)
}

fn is_plain_folder(path: &Path) -> Result<bool, BlobError> {
    match fs::symlink_metadata(path) {
        Ok(found) if found.is_dir() => Ok(true),
        Ok(_) => Err(BlobError::NotPlain { path: path.to_owned() }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(source) => Err(BlobError::Io { path: path.to_owned(), source }),
    }
}

/// A name that no other writer of this or another process uses at the same time.
fn unfinished_name() -> String {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    format!("{UNFINISHED}{}-{}", std::process::id(), COUNT.fetch_add(1, Ordering::Relaxed))
}

fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), BlobError> {
    // A leftover of a crashed process may bear this very name once process numbers come round again.
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            return Err(BlobError::Io { path: path.to_owned(), source: error });
        }
        _ => {}
    }
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(at(path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(at(path))
}

fn hash_file(path: &Path) -> Result<BlobHash, PlainError> {
    plain::read(path, Links::Refuse, BLOB_BYTES).map(|bytes| BlobHash::of(&bytes))
}

fn read_blob(path: &Path) -> Result<Vec<u8>, BlobError> {
    plain::read(path, Links::Refuse, BLOB_BYTES).map_err(|error| match error {
        PlainError::Io { path, source } => BlobError::Io { path, source },
        other => BlobError::NotAFile(other),
    })
}

fn at(path: &Path) -> impl FnOnce(io::Error) -> BlobError {
    let path = path.to_owned();
    move |source| BlobError::Io { path, source }
}
