//! Durable writing: a file and its folder are both synced, and a file is replaced whole or not at all.

use crate::{
    plain::{self, LEDGER_BYTES, Links, PlainError},
    store::StoreError,
};
use rusqlite::ErrorCode;
use std::{
    collections::BTreeSet,
    fs::{self, File, OpenOptions},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

/// Prefix of a file that is still being written; left over only by a crash, and then of no meaning.
pub(crate) const UNFINISHED: &str = ".new-";

/// Makes a folder and those above it, and syncs the folder it was made in.
pub(crate) fn make_folder(path: &Path) -> Result<(), StoreError> {
    if path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        if !parent.as_os_str().is_empty() {
            make_folder(parent)?;
        }
        match fs::create_dir(path) {
            Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(io_at(path)(error)),
            _ => {}
        }
        return sync_folder(parent);
    }
    fs::create_dir_all(path).map_err(io_at(path))
}

/// Without this a rename or a new file that was reported as done may be gone after a power cut.
pub(crate) fn sync_folder(path: &Path) -> Result<(), StoreError> {
    plain::sync_folder(path).map_err(io_at(path))
}

/// Writes a file whole: to a temporary one beside it, synced, renamed, and the folder synced.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace_unsynced(path, bytes)?;
    sync_folder(folder_of(path))
}

/// Removes what processes that are gone have left of files they were writing in a folder.
pub(crate) fn sweep(folder: &Path) -> Result<(), StoreError> {
    sweep_of(folder, None)
}

/// The same of one file alone, in a folder that holds other people's.
pub(crate) fn sweep_of(folder: &Path, of: Option<&str>) -> Result<(), StoreError> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    for (name, path, kind) in list(folder)? {
        let parts = name.strip_prefix(UNFINISHED).and_then(|rest| rest.split_once('-'));
        let process = parts.filter(|(_, rest)| of.is_none_or(|of| of == *rest)).map(|(process, _)| process);
        let process = process.and_then(|digits| rustix::process::Pid::from_raw(digits.parse().ok()?));
        let is_gone = process.is_some_and(|process| {
            rustix::process::test_kill_process(process) == Err(rustix::io::Errno::SRCH)
        });
        if is_gone && kind.is_file() {
            match fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(io_at(&path)(error)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// Removes a file, where it is there, and syncs its folder.
pub(crate) fn remove(path: &Path) -> Result<(), StoreError> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder(folder_of(path)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(io_at(path)(error)),
    }
}

/// Removes an SQLite file, with what stands beside it.
pub(crate) fn remove_database(path: &Path) -> Result<(), StoreError> {
    ["", "-wal", "-shm", "-journal"].into_iter().try_for_each(|end| {
        let mut path = path.as_os_str().to_owned();
        path.push(end);
        remove(Path::new(&path))
    })
}

/// Whether an error of SQLite says nothing about the file: it may not be written, or somebody else is at it.
pub(crate) fn is_passing(error: &rusqlite::Error) -> bool {
    matches!(
        error.sqlite_error_code(),
        Some(
            ErrorCode::DatabaseBusy
                | ErrorCode::DatabaseLocked
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied
                | ErrorCode::CannotOpen
                | ErrorCode::DiskFull
                | ErrorCode::OutOfMemory
        )
    )
}

/// As [`replace`], without syncing the folder, for callers that write many files into one.
pub(crate) fn replace_unsynced(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    replace_as(path, bytes, OpenOptions::new().write(true).create(true).truncate(true))
}

/// The same by other options: a mode of its own.
pub(crate) fn replace_as(path: &Path, bytes: &[u8], options: &OpenOptions) -> Result<(), StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Another process may write the same file.
    let unfinished = path.with_file_name(format!("{UNFINISHED}{}-{name}", std::process::id()));
    let written = options
        .open(&unfinished)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| fs::rename(&unfinished, path));
    written.map_err(|error| {
        // The first error is the one that matters; a leftover means nothing.
        let _ = fs::remove_file(&unfinished);
        io_at(path)(error)
    })
}

/// Appends to a file and syncs it; syncs the folder too where the file is new.
pub(crate) fn append(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(io_at(path))?;
    file.write_all(bytes).and_then(|()| file.sync_all()).map_err(io_at(path))?;
    if is_new { sync_folder(folder_of(path)) } else { Ok(()) }
}

/// Files written and not synced yet. Several are synced at once, which takes hardly longer than one.
#[derive(Debug, Default)]
pub(crate) struct Pending {
    files: Vec<(PathBuf, File)>,
    folders: BTreeSet<PathBuf>,
}

impl Pending {
    /// Appends to a file.
    pub(crate) fn append(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        if !path.exists() {
            self.folders.insert(folder_of(path).to_owned());
        }
        let mut file = OpenOptions::new().create(true).append(true).open(path).map_err(io_at(path))?;
        file.write_all(bytes).map_err(io_at(path))?;
        self.files.push((path.to_owned(), file));
        Ok(())
    }

    /// Writes a file that nobody reads yet.
    pub(crate) fn write(&mut self, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
        make_folder(folder_of(path))?;
        self.folders.insert(folder_of(path).to_owned());
        let mut file = File::create(path).map_err(io_at(path))?;
        file.write_all(bytes).map_err(io_at(path))?;
        self.files.push((path.to_owned(), file));
        // A long log has thousands of tiles, and a process may not hold so many files.
        if self.files.len() >= 64 { self.sync() } else { Ok(()) }
    }

    /// Makes all of it durable.
    pub(crate) fn sync(&mut self) -> Result<(), StoreError> {
        let files = std::mem::take(&mut self.files);
        let folders = std::mem::take(&mut self.folders);
        let sync = |path: &Path, file: &File| file.sync_data().map_err(io_at(path));
        std::thread::scope(|scope| {
            let of_files = files.iter().map(|(path, file)| scope.spawn(move || sync(path, file)));
            let of_folders = folders.iter().map(|folder| scope.spawn(move || sync_folder(folder)));
            let all: Vec<_> = of_files.chain(of_folders).collect();
            all.into_iter()
                .map(|one| one.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
                .collect::<Result<Vec<()>, _>>()
        })
        .map(drop)
    }
}

/// Cuts a file to a length and syncs it.
pub(crate) fn cut(path: &Path, length: u64) -> Result<(), StoreError> {
    let file = OpenOptions::new().write(true).open(path).map_err(io_at(path))?;
    file.set_len(length).and_then(|()| file.sync_all()).map_err(io_at(path))
}

/// The bytes of a plain file; `None` where there is nothing by that name. A link is refused: what it points to is not the case's.
pub(crate) fn read(path: &Path) -> Result<Option<Vec<u8>>, StoreError> {
    there(plain::read(path, Links::Refuse, LEDGER_BYTES))
}

/// A plain file, opened for reading; `None` where there is nothing by that name.
pub(crate) fn open(path: &Path) -> Result<Option<File>, StoreError> {
    there(plain::open(path, Links::Refuse, LEDGER_BYTES).map(|(file, _)| file))
}

fn there<T>(read: Result<T, PlainError>) -> Result<Option<T>, StoreError> {
    match read {
        Ok(found) => Ok(Some(found)),
        Err(error) if error.is_missing() => Ok(None),
        Err(PlainError::Io { path, source }) => Err(StoreError::Io { path, source }),
        Err(error) => Err(StoreError::NotPlain(error)),
    }
}

/// What a folder holds, by name; nothing where there is no folder. Names that are not UTF-8 come with replacement characters.
pub(crate) fn list(folder: &Path) -> Result<Vec<(String, PathBuf, fs::FileType)>, StoreError> {
    let entries = match fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(io_at(folder)(error)),
    };
    let mut found = Vec::new();
    for entry in entries {
        let entry = entry.map_err(io_at(folder))?;
        let kind = entry.file_type().map_err(io_at(&entry.path()))?;
        found.push((entry.file_name().to_string_lossy().into_owned(), entry.path(), kind));
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

/// All files below a folder, in any order. Links are listed, not followed.
pub(crate) fn walk(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), StoreError> {
    let mut folders = vec![(folder.to_owned(), 0)];
    while let Some((folder, depth)) = folders.pop() {
        for (_, path, kind) in list(&folder)? {
            // Nine levels of a thousand tiles each are more than any log can have.
            if kind.is_dir() && depth < 10 {
                folders.push((path, depth + 1));
            } else {
                found.push(path);
            }
        }
    }
    Ok(())
}

/// Moves a file or folder, and syncs the folders that it was in and is in.
pub(crate) fn rename(from: &Path, to: &Path) -> Result<(), StoreError> {
    fs::rename(from, to).map_err(io_at(from))?;
    // The other way round it might be in neither after a power cut.
    sync_folder(folder_of(to))?;
    sync_folder(folder_of(from))
}

/// The folder a file stands in.
pub(crate) fn folder_of(path: &Path) -> &Path {
    path.parent().unwrap_or(path)
}

/// Names the file in an error of the system.
pub(crate) fn io_at(path: &Path) -> impl FnOnce(io::Error) -> StoreError {
    let path = path.to_owned();
    move |source| StoreError::Io { path, source }
}

/// Why a disposable file has no answer yet.
#[derive(Debug)]
pub(crate) enum Trouble {
    /// It differs from what it was made of, or from itself.
    Differs(&'static str),
    /// SQLite cannot read or write it.
    Sqlite(rusqlite::Error),
}

impl From<rusqlite::Error> for Trouble {
    fn from(error: rusqlite::Error) -> Self {
        Self::Sqlite(error)
    }
}

impl Trouble {
    /// What is wrong.
    pub(crate) fn words(&self) -> String {
        match self {
            Self::Differs(why) => (*why).to_owned(),
            Self::Sqlite(error) => error.to_string(),
        }
    }

    /// Whether it says nothing about the file: it may not be written, or somebody else is at it.
    pub(crate) fn is_passing(&self) -> bool {
        matches!(self, Self::Sqlite(error) if is_passing(error))
    }
}
