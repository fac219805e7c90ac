//! The files of a folder, in an order that does not depend on the file system.

use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// A file or folder that is passed over, and why. It never stops the rest.
#[derive(Debug, thiserror::Error)]
pub enum WalkFault {
    /// The system refused.
    #[error("`{}`: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// A link. It may lead out of the folder or round in a circle.
    #[error("`{}` is a symbolic link and is not followed; add what it points to", .0.display())]
    Link(PathBuf),
    /// A pipe, socket or device.
    #[error("`{}` is not a plain file", .0.display())]
    Special(PathBuf),
    /// Folders inside folders beyond what anybody makes by hand.
    #[error("`{}` is nested too deep; add it as a folder of its own", .0.display())]
    TooDeep(PathBuf),
}

impl WalkFault {
    /// The file or folder that is passed over.
    pub fn path(&self) -> &Path {
        match self {
            Self::Io { path, .. } | Self::Link(path) | Self::Special(path) | Self::TooDeep(path) => path,
        }
    }
}

/// How deep folders are followed.
const DEPTH: usize = 128;

/// The plain files at or beneath `path`, sorted by path, folder by folder. Hidden files and folders (names that begin with a dot) are
/// skipped in silence beneath `path`; links, special files and what cannot be listed are named. A link given as `path` itself is followed: whoever
/// names it means it.
pub fn walk(path: &Path) -> Vec<Result<PathBuf, WalkFault>> {
    let mut found = Vec::new();
    let mut waiting = vec![(path.to_owned(), 0_usize)];
    while let Some((path, depth)) = waiting.pop() {
        let kind = if depth == 0 { fs::metadata(&path) } else { fs::symlink_metadata(&path) };
        let kind = match kind {
            Ok(kind) => kind.file_type(),
            Err(source) => {
                found.push(Err(WalkFault::Io { path, source }));
                continue;
            }
        };
        if kind.is_file() {
            found.push(Ok(path));
        } else if kind.is_symlink() {
            found.push(Err(WalkFault::Link(path)));
        } else if !kind.is_dir() {
            found.push(Err(WalkFault::Special(path)));
        } else if depth >= DEPTH {
            found.push(Err(WalkFault::TooDeep(path)));
        } else {
            match children(&path) {
                // The stack is last in, first out.
                Ok(inside) => waiting.extend(inside.into_iter().rev().map(|inside| (inside, depth + 1))),
                Err(source) => found.push(Err(WalkFault::Io { path, source })),
            }
        }
    }
    found
}

fn children(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let mut inside = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().as_encoded_bytes().starts_with(b".") {
            inside.push(entry.path());
        }
    }
    inside.sort();
    Ok(inside)
}
