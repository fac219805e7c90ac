//! A case in one file, and back.
//!
//! A backup is a plain tar file (ustar, no extensions) of what a case cannot rebuild, in order of path, with no times and no owners: the same state
//! gives the same bytes. Locks and indexes are left out, and so is whatever else lies in the folder. Unpacking takes plain files below known
//! folders and nothing else, and writes no more than the file is long.

use crate::{case::Case, disk, store::StoreError};
use assize_record::Hash;
use sha2::{Digest as _, Sha256};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    io::{self, Read, Seek as _, SeekFrom, Write},
    path::{Component, Path, PathBuf},
};
use tar::{Archive, Builder, EntryType, Header};

/// Why a backup cannot be written or unpacked.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A file or folder of the case, or of what is unpacked.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The backup itself.
    #[error("the backup cannot be read or written: {0}")]
    Io(#[from] io::Error),
    /// A name that does not fit into a backup.
    #[error("`{}` has too long a name for a backup: rename it to less than 100 characters", .0.display())]
    Name(PathBuf),
    /// A file was changed while it was read.
    #[error("`{}` changed while it was read: run this again", .0.display())]
    Changed(PathBuf),
    /// What is no part of a case.
    #[error("`{}` in the backup is {what}: this is not a backup of a case, and nothing of it was kept", path.display())]
    Foreign {
        /// Its path, as the backup states it.
        path: PathBuf,
        /// What is wrong with it.
        what: &'static str,
    },
    /// Its end is missing.
    #[error("this is not a backup of a case, or it was cut short: it does not end as one")]
    NoEnd,
    /// Not a backup.
    #[error("this is not a backup of a case: it holds no `case.toml`")]
    NoCase,
}

/// What a backup came to.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Counted {
    /// Files.
    pub files: u64,
    /// Bytes in them.
    pub bytes: u64,
    /// Originals and texts that are not what they are named by. They are in it as they are.
    pub altered: Vec<PathBuf>,
}

/// Files and folders of a case that a backup holds.
const KEPT: [&str; 6] = ["archive", "case.toml", "drafts", "keys", "ledger", "schema"];
/// Length of the zeros that a tar file ends with.
const END: usize = 1024;
/// Folders below one another beyond which nothing of a case lies.
const DEPTH: usize = 16;

/// What of a case goes into a backup, in order of path; and what in its folder does not, but for what can be rebuilt.
///
/// # Errors
/// [`BackupError::Store`] where a folder cannot be read.
pub fn files(case: &Case) -> Result<(Vec<PathBuf>, Vec<PathBuf>), BackupError> {
    let (mut kept, mut left_out) = (BTreeSet::new(), Vec::new());
    for (name, path, kind) in disk::list(case.root())? {
        if !KEPT.contains(&name.as_str()) {
            if !is_disposable(Path::new(&name)) {
                left_out.push(name.into());
            }
        } else if kind.is_dir() {
            let mut found = Vec::new();
            disk::walk(&path, &mut found)?;
            for path in found {
                let name = case.relative(&path);
                let is_plain = fs::symlink_metadata(&path).is_ok_and(|found| found.is_file());
                if !is_plain || why_not(&name).is_some() {
                    if !is_disposable(&name) {
                        left_out.push(name);
                    }
                } else if !is_disposable(&name) {
                    kept.insert(name);
                }
            }
        } else {
            kept.insert(name.into());
        }
    }
    Ok((kept.into_iter().collect(), left_out))
}

/// Writes a backup of these files. The caller holds the case's lock.
///
/// # Errors
/// [`BackupError`]; what was written so far is no backup then.
pub fn write(case: &Case, files: &[PathBuf], to: impl Write) -> Result<Counted, BackupError> {
    let mut builder = Builder::new(to);
    let mut counted = Counted::default();
    for name in files {
        let path = case.root().join(name);
        let Some(file) = disk::open(&path)? else { return Err(BackupError::Changed(name.clone())) };
        let size = file.metadata().map_err(disk::io_at(&path))?.len();
        let mut header = Header::new_ustar();
        header.set_path(name).map_err(|_| BackupError::Name(name.clone()))?;
        header.set_entry_type(EntryType::Regular);
        header.set_size(size);
        header.set_mode(0o644);
        header.set_mtime(0);
        header.set_cksum();
        let mut content = Counting { from: file.take(size), read: 0, hash: Sha256::new() };
        builder.append(&header, &mut content)?;
        if content.read != size {
            return Err(BackupError::Changed(name.clone()));
        }
        let digits = name.strip_prefix("archive/sha256").ok();
        let named = digits.map(|digits| digits.to_string_lossy().replace('/', ""));
        let named = named.and_then(|digits| digits.parse::<Hash>().ok());
        if named.is_some_and(|named| named.as_bytes()[..] != content.hash.finalize()[..]) {
            counted.altered.push(name.clone());
        }
        counted.files += 1;
        counted.bytes += size;
    }
    builder.into_inner()?.flush()?;
    Ok(counted)
}

/// Unpacks a backup into a folder that is there and empty, and syncs what it writes.
///
/// # Errors
/// [`BackupError`]; whatever is in the folder then is no case.
pub fn unpack(mut from: File, into: &Path) -> Result<Counted, BackupError> {
    let mut end = [1; END];
    let is_long = from.seek(SeekFrom::End(-(END as i64))).is_ok();
    if !is_long || from.read_exact(&mut end).is_err() || end != [0; END] {
        return Err(BackupError::NoEnd);
    }
    from.rewind()?;
    let mut archive = Archive::new(io::BufReader::new(from));
    let (mut counted, mut folders) = (Counted::default(), BTreeSet::new());
    let mut has_settings = false;
    // Raw: names and sizes are those of the headers, and nothing that a header says is read into memory.
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        let name = entry.path()?.into_owned();
        let foreign = |what| BackupError::Foreign { path: name.clone(), what };
        if entry.header().entry_type() != EntryType::Regular {
            return Err(foreign("not a plain file"));
        }
        if let Some(what) = why_not(&name) {
            return Err(foreign(what));
        }
        has_settings |= name == Path::new("case.toml");
        let path = into.join(&name);
        let folder = disk::folder_of(&path).to_owned();
        fs::create_dir_all(&folder).map_err(disk::io_at(&folder))?;
        let mut file = match File::create_new(&path) {
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                return Err(foreign("there twice"));
            }
            file => file.map_err(disk::io_at(&path))?,
        };
        let size = entry.header().entry_size()?;
        let read = io::copy(&mut entry, &mut file).map_err(disk::io_at(&path))?;
        if read != size {
            return Err(foreign("cut short"));
        }
        file.sync_all().map_err(disk::io_at(&path))?;
        folders.extend(folder.ancestors().take_while(|at| at.starts_with(into)).map(Path::to_owned));
        counted.files += 1;
        counted.bytes += size;
    }
    if !has_settings {
        return Err(BackupError::NoCase);
    }
    folders.iter().try_for_each(|folder| disk::sync_folder(folder))?;
    Ok(counted)
}

/// Why a path has no place in a backup; `None` where it has.
fn why_not(name: &Path) -> Option<&'static str> {
    let parts: Vec<Component<'_>> = name.components().collect();
    if !parts.iter().all(|part| matches!(part, Component::Normal(_))) || parts.len() > DEPTH {
        return Some("not a path within a case");
    }
    let top = parts.first().and_then(|part| part.as_os_str().to_str()).unwrap_or_default();
    if !KEPT.contains(&top) || (parts.len() == 1) != (top == "case.toml") {
        return Some("no part of a case");
    }
    // Private keys never lie in a case.
    if name.extension().is_some_and(|ending| ending == "key") {
        return Some("named like a private key");
    }
    None
}

/// Whether a file is made anew where it is missing, or means nothing.
fn is_disposable(name: &Path) -> bool {
    let file = name.file_name().unwrap_or_default().to_string_lossy();
    let is_index = |begin: &str| {
        ["", "-wal", "-shm", "-lock", "-journal"].iter().any(|end| file == format!("{begin}{end}"))
    };
    let parent = name.parent().unwrap_or(name);
    let of_case =
        parent == Path::new("") && ["index.sqlite", "near.sqlite", "search.sqlite"].into_iter().any(is_index);
    let of_drafts = parent == Path::new("drafts") && is_index("index.sqlite");
    let is_unfinished =
        name.components().any(|part| part.as_os_str().to_string_lossy().starts_with(disk::UNFINISHED));
    let is_next = name.starts_with("ledger/log.next");
    of_case || of_drafts || is_unfinished || is_next || name == Path::new("ledger/lock")
}

/// Counts and hashes what is read.
struct Counting<R> {
    from: R,
    read: u64,
    hash: Sha256,
}

impl<R: Read> Read for Counting<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.from.read(buffer)?;
        self.read += read as u64;
        self.hash.update(&buffer[..read]);
        Ok(read)
    }
}
