//! Originals, read whole or not at all: a file that changes while it is read is none that anybody can be shown.

use crate::{
    extract::{self, ExtractError, Limits},
    plain::{self, Links, PlainError},
};
use std::{
    fs::{File, Metadata},
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

/// Opens a plain file, as [`plain::open`].
///
/// # Errors
/// [`ReadFault`] for anything but a plain file, and what the system says.
pub fn open(path: &Path, links: Links) -> Result<(File, Metadata), ReadFault> {
    let (file, _) = plain::open(path, links, u64::MAX)?;
    let about = file.metadata()?;
    Ok((file, about))
}

impl From<PlainError> for ReadFault {
    fn from(error: PlainError) -> Self {
        match error {
            PlainError::Io { source, .. } => Self::Io(source),
            PlainError::NotPlain { what: plain::FOLDER, .. } => Self::Folder,
            _ => Self::Special,
        }
    }
}

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
