//! Plain files, opened so that nothing that stands under their name can harm: a pipe is not waited for, a device not read, a link followed
//! only where the caller says so, and no more bytes are taken than a limit allows.
//!
//! Every file that the program reads goes by here; `clippy.toml` refuses the ways of the standard library.

use crate::disk;
use rustix::{
    fs::{Mode, OFlags},
    io::Errno,
};
use std::{
    fs::File,
    io::{self, Read as _},
    os::fd::OwnedFd,
    path::{Component, Path, PathBuf},
};

/// The longest file of a ledger, in bytes. Segments are begun anew at a sixty-fourth of it.
pub const LEDGER_BYTES: u64 = 512 << 20;
/// The longest blob, in bytes: sixteen times as long as the longest original that is read unless asked to.
pub const BLOB_BYTES: u64 = 1 << 30;
/// The longest file that people write by hand, in bytes: settings, a claim sheet, a file of a schema, the shape of a zone.
pub const WRITTEN_BYTES: u64 = 16 << 20;

/// Whether a link is followed at the end of a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// It is: a person named the path.
    Follow,
    /// It is refused: what it points to is not what the folder holds.
    Refuse,
}

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum PlainError {
    /// The system refused.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Something else than a plain file stands there.
    #[error("`{}` is {what}, not a plain file", path.display())]
    NotPlain {
        /// Where.
        path: PathBuf,
        /// What it is: `a pipe`.
        what: &'static str,
    },
    /// It is longer than such a file may be.
    #[error("`{}` has {found} bytes, more than the {limit} that are read of such a file", path.display())]
    TooLong {
        /// The file.
        path: PathBuf,
        /// Its length, or how much of it was read before that was given up.
        found: u64,
        /// The most that is read.
        limit: u64,
    },
    /// It is not text.
    #[error("`{}`: byte {offset} is not UTF-8", path.display())]
    NotText {
        /// The file.
        path: PathBuf,
        /// The first byte that is not.
        offset: usize,
    },
}

impl PlainError {
    /// Whether there is nothing by that name.
    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Io { source, .. } if source.kind() == io::ErrorKind::NotFound)
    }
}

/// Opens a plain file for reading. Gives it with its length.
///
/// # Errors
/// [`PlainError::Io`], [`PlainError::NotPlain`], or [`PlainError::TooLong`] for one of more than `limit` bytes.
pub fn open(path: &Path, links: Links, limit: u64) -> Result<(File, u64), PlainError> {
    let flags = if links == Links::Refuse { PLAIN | OFlags::NOFOLLOW } else { PLAIN };
    checked(opened(rustix::fs::CWD, path, flags), path, limit)
}

/// Reads a plain file in a folder or below it, `limit` bytes at most. Neither the file nor a folder on the way may be a link, so that nothing
/// outside can be reached; `relative` holds plain names only.
///
/// # Errors
/// As [`read`]; a link on the way is [`PlainError::NotPlain`].
pub fn read_below(folder: &Path, relative: &Path, limit: u64) -> Result<Vec<u8>, PlainError> {
    let shown = folder.join(relative);
    let not_plain = |what| PlainError::NotPlain { path: shown.clone(), what };
    let whole = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let way = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY;
    let mut at = opened(rustix::fs::CWD, whole, way).map_err(|error| io_at(whole)(error.into()))?;
    let mut names = relative.components().peekable();
    while let Some(name) = names.next() {
        let Component::Normal(name) = name else { return Err(not_plain("outside its folder")) };
        let name = Path::new(name);
        if names.peek().is_none() {
            let (file, length) = checked(opened(&at, name, PLAIN | OFlags::NOFOLLOW), &shown, limit)?;
            return taken(file, length, &shown, limit);
        }
        at = match opened(&at, name, way | OFlags::NOFOLLOW) {
            Err(Errno::LOOP) => return Err(not_plain("behind a link")),
            // Where a folder is asked for, a link is said to be none.
            Err(Errno::NOTDIR) => return Err(not_plain("behind a link or a file")),
            opened => opened.map_err(|error| io_at(&shown)(error.into()))?,
        };
    }
    Err(not_plain(FOLDER))
}

/// A pipe without a writer would be waited for, and a terminal taken over.
const PLAIN: OFlags = OFlags::RDONLY.union(OFlags::CLOEXEC).union(OFlags::NONBLOCK).union(OFlags::NOCTTY);

fn opened(at: impl std::os::fd::AsFd, path: &Path, flags: OFlags) -> Result<OwnedFd, Errno> {
    let at = at.as_fd();
    rustix::io::retry_on_intr(|| rustix::fs::openat(at, path, flags, Mode::empty()))
}

/// What was opened, where it is a plain file of a length that is read.
fn checked(opened: Result<OwnedFd, Errno>, path: &Path, limit: u64) -> Result<(File, u64), PlainError> {
    let file = match opened {
        Ok(file) => File::from(file),
        Err(Errno::LOOP) => return Err(PlainError::NotPlain { path: path.to_owned(), what: "a link" }),
        Err(Errno::NXIO) => return Err(PlainError::NotPlain { path: path.to_owned(), what: "a socket" }),
        Err(error) => return Err(io_at(path)(error.into())),
    };
    let about = file.metadata().map_err(io_at(path))?;
    if !about.is_file() {
        return Err(PlainError::NotPlain { path: path.to_owned(), what: what_is(about.file_type()) });
    }
    if about.len() > limit {
        return Err(PlainError::TooLong { path: path.to_owned(), found: about.len(), limit });
    }
    Ok((file, about.len()))
}

/// The bytes of a plain file, `limit` at most.
///
/// # Errors
/// As [`open`]; [`PlainError::TooLong`] too where the file grows past the limit while it is read.
pub fn read(path: &Path, links: Links, limit: u64) -> Result<Vec<u8>, PlainError> {
    let (file, length) = open(path, links, limit)?;
    taken(file, length, path, limit)
}

/// All bytes of a file, which may grow meanwhile.
fn taken(file: File, length: u64, path: &Path, limit: u64) -> Result<Vec<u8>, PlainError> {
    let mut bytes = Vec::with_capacity(usize::try_from(length).unwrap_or(0).saturating_add(1));
    file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(io_at(path))?;
    if bytes.len() as u64 > limit {
        return Err(PlainError::TooLong { path: path.to_owned(), found: bytes.len() as u64, limit });
    }
    Ok(bytes)
}

/// The words of a plain file, `limit` bytes at most.
///
/// # Errors
/// As [`read`]; [`PlainError::NotText`].
pub fn read_text(path: &Path, links: Links, limit: u64) -> Result<String, PlainError> {
    String::from_utf8(read(path, links, limit)?).map_err(|error| PlainError::NotText {
        path: path.to_owned(),
        offset: error.utf8_error().valid_up_to(),
    })
}

/// Makes what was created, renamed or removed in a folder durable.
///
/// # Errors
/// Those of the system.
pub fn sync_folder(folder: &Path) -> io::Result<()> {
    open_folder(folder)?.sync_all()
}

/// A folder, opened to be synced or locked.
pub(crate) fn open_folder(folder: &Path) -> io::Result<File> {
    let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
    let flags = OFlags::RDONLY | OFlags::CLOEXEC | OFlags::DIRECTORY;
    Ok(File::from(opened(rustix::fs::CWD, folder, flags)?))
}

/// Writes a file whole or not at all: beside, synced, renamed, and the folder synced. Folders above it are made where they are missing.
///
/// # Errors
/// Those of the system; what was there before is as it was then.
pub fn write(path: &Path, bytes: &[u8]) -> Result<(), crate::store::StoreError> {
    let folder = disk::folder_of(path);
    disk::make_folder(folder)?;
    disk::sweep(folder)?;
    disk::replace(path, bytes)
}

/// The same for what its owner alone may read.
///
/// # Errors
/// As [`write()`].
pub fn write_private(path: &Path, bytes: &[u8]) -> Result<(), crate::store::StoreError> {
    use std::os::unix::fs::OpenOptionsExt as _;
    let folder = disk::folder_of(path);
    disk::make_folder(folder)?;
    disk::sweep(folder)?;
    // Never over one that is there: that would keep its mode.
    disk::replace_as(path, bytes, std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600))?;
    disk::sync_folder(folder)
}

/// Where a file is written before it gets its name, in the same folder; what processes that are gone have left there under that name is removed.
///
/// # Errors
/// Those of the system.
pub fn beside(path: &Path) -> Result<PathBuf, crate::store::StoreError> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    disk::sweep_of(disk::folder_of(path), Some(&name))?;
    Ok(path.with_file_name(format!("{}{}-{name}", disk::UNFINISHED, std::process::id())))
}

/// Gives a file the name that it is for, where nothing has it yet, and syncs the folder.
///
/// # Errors
/// Those of the system; [`io::ErrorKind::AlreadyExists`] where something has that name.
pub fn name_new(from: &Path, to: &Path) -> io::Result<()> {
    use rustix::fs::{CWD, RenameFlags};
    match rustix::fs::renameat_with(CWD, from, CWD, to, RenameFlags::NOREPLACE) {
        Ok(()) => {}
        // A file system that cannot tell.
        Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) if !to.exists() => std::fs::rename(from, to)?,
        Err(error) => return Err(error.into()),
    }
    sync_folder(disk::folder_of(to))
}

/// As [`write_private`], where nothing has that name yet.
///
/// # Errors
/// As [`write_private`]; [`io::ErrorKind::AlreadyExists`] where something has it.
pub fn write_private_new(path: &Path, bytes: &[u8]) -> Result<(), crate::store::StoreError> {
    use std::{io::Write as _, os::unix::fs::OpenOptionsExt as _};
    disk::make_folder(disk::folder_of(path))?;
    let beside = beside(path)?;
    let written = std::fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(&beside)
        .and_then(|mut file| file.write_all(bytes).and_then(|()| file.sync_all()))
        .and_then(|()| name_new(&beside, path));
    written.map_err(|error| {
        let _ = std::fs::remove_file(&beside);
        disk::io_at(path)(error)
    })
}

/// Makes a folder and those above it, durably.
///
/// # Errors
/// Those of the system.
pub fn make_folder(path: &Path) -> Result<(), crate::store::StoreError> {
    disk::make_folder(path)
}

/// What a folder is called in [`PlainError::NotPlain`].
pub(crate) const FOLDER: &str = "a folder";

/// What stands where a plain file belongs.
fn what_is(kind: std::fs::FileType) -> &'static str {
    use std::os::unix::fs::FileTypeExt as _;
    match kind {
        kind if kind.is_dir() => FOLDER,
        kind if kind.is_symlink() => "a link",
        kind if kind.is_fifo() => "a pipe",
        kind if kind.is_socket() => "a socket",
        _ => "a device",
    }
}

fn io_at(path: &Path) -> impl FnOnce(io::Error) -> PlainError {
    let path = path.to_owned();
    move |source| PlainError::Io { path, source }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_plain_file_is_named_and_never_waited_for() {
        let dir = tempfile::tempdir().expect("a folder");
        let pipe = dir.path().join("pipe");
        rustix::fs::mkfifoat(rustix::fs::CWD, &pipe, Mode::RUSR | Mode::WUSR).expect("made");
        let link = dir.path().join("link");
        let file = dir.path().join("file");
        std::fs::write(&file, "12345").expect("written");
        std::os::unix::fs::symlink(&file, &link).expect("linked");
        let why = |path: &Path, links, limit| {
            read(path, links, limit).map(|bytes| bytes.len()).map_err(|error| error.to_string())
        };
        assert!(why(&pipe, Links::Follow, 9).is_err_and(|why| why.ends_with("is a pipe, not a plain file")));
        assert!(why(dir.path(), Links::Follow, 9).is_err_and(|why| why.contains("a folder")));
        assert!(why(Path::new("/dev/zero"), Links::Follow, 9).is_err_and(|why| why.contains("a device")));
        assert!(why(&link, Links::Refuse, 9).is_err_and(|why| why.contains("a link")));
        assert_eq!(why(&link, Links::Follow, 9), Ok(5));
        assert_eq!(why(&file, Links::Refuse, 5), Ok(5), "just as long as it may be");
        assert!(why(&file, Links::Refuse, 4).is_err_and(|why| why.contains("5 bytes, more than the 4")));
        let below = |relative: &str| {
            read_below(dir.path(), Path::new(relative), 9).map_err(|error| error.to_string())
        };
        std::fs::create_dir(dir.path().join("in")).expect("made");
        std::fs::write(dir.path().join("in/file"), "1").expect("written");
        std::os::unix::fs::symlink(dir.path().join("in"), dir.path().join("out")).expect("linked");
        assert_eq!(below("in/file"), Ok(b"1".to_vec()));
        for (relative, why) in [
            ("link", "a link"),
            ("out/file", "behind a link"),
            ("pipe", "a pipe"),
            ("../x", "outside"),
            ("in", "a folder"),
        ] {
            assert!(below(relative).is_err_and(|error| error.contains(why)), "{relative}");
        }
        assert!(read(&dir.path().join("none"), Links::Follow, 9).is_err_and(|error| error.is_missing()));
    }
}
