//! Plain files, opened and read so that none of them stops the program: not one that never answers, never ends, or changes while it is read.

use crate::extract::{self, ExtractError, Limits};
use std::{
    fs::{File, Metadata, OpenOptions},
    io::{self, Read as _},
    path::Path,
};

/// Why a file is not read.
#[derive(Debug, thiserror::Error)]
pub enum ReadFault {
    /// The system refused.
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
    /// A folder, where a file is asked for.
    #[error("is a folder, not a file")]
    Folder,
    /// A pipe, socket or device.
    #[error("is not a plain file")]
    Special,
    /// Somebody wrote to it meanwhile.
    #[error("changed while it was read; add it again once nobody writes to it")]
    Changed,
    /// It is empty, or longer than is read.
    #[error(transparent)]
    Length(#[from] ExtractError),
}

/// Whether a link is followed to what it leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Links {
    /// Whoever named the file meant it.
    Followed,
    /// It was found in a folder; it may have become a link since.
    Refused,
}

/// Opens a plain file. Nothing is waited for: what is not a plain file is told by what was opened, not by what stood there before.
///
/// # Errors
/// [`ReadFault`] for anything but a plain file, and what the system says.
pub fn open(path: &Path, links: Links) -> Result<(File, Metadata), ReadFault> {
    let mut options = OpenOptions::new();
    options.read(true);
    without_waiting(&mut options, links);
    let file = match options.open(path) {
        Ok(file) => file,
        // A socket cannot be opened at all.
        Err(error) => {
            let there = std::fs::symlink_metadata(path).map(|about| about.file_type());
            return Err(match there {
                Ok(kind) if !kind.is_file() && !kind.is_dir() && !kind.is_symlink() => ReadFault::Special,
                _ => error.into(),
            });
        }
    };
    let about = file.metadata()?;
    if about.is_dir() {
        return Err(ReadFault::Folder);
    }
    if !about.is_file() {
        return Err(ReadFault::Special);
    }
    Ok((file, about))
}

#[cfg(unix)]
fn without_waiting(options: &mut OpenOptions, links: Links) {
    use rustix::fs::OFlags;
    use std::os::unix::fs::OpenOptionsExt;
    let mut flags = OFlags::NONBLOCK | OFlags::NOCTTY;
    if links == Links::Refused {
        flags |= OFlags::NOFOLLOW;
    }
    options.custom_flags(flags.bits().cast_signed());
}

#[cfg(not(unix))]
fn without_waiting(_: &mut OpenOptions, _: Links) {}

/// The bytes of a plain file. Its length is held against the limits before a byte is read, and again while reading, since a file may grow.
///
/// # Errors
/// [`ReadFault`].
pub fn read(path: &Path, links: Links, limits: &Limits) -> Result<Vec<u8>, ReadFault> {
    let (file, before) = open(path, links)?;
    extract::check_length(before.len(), limits)?;
    let mut bytes = Vec::new();
    (&file).take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    extract::check_length(bytes.len() as u64, limits)?;
    let after = file.metadata()?;
    let written = |about: &Metadata| (about.len(), about.modified().ok());
    if written(&before) != written(&after) || bytes.len() as u64 != after.len() {
        return Err(ReadFault::Changed);
    }
    Ok(bytes)
}
