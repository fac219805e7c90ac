//! What a site is made of, as one hash: so that a site of which nothing changed is not made again.
//!
//! It stands for every file of the case that anything is computed from. The ledger, the case's own schema and `case.toml` go into it by their bytes;
//! files of the archive, which are known by their hashes and may be large, by their size and the times of their last change, which nobody sets back. Where a hash is
//! another one although nothing changed (a case that was copied, another build of the program), a site is made in full, and comes out the same.

use crate::{
    case::Session,
    failure::{Failure, file_failure},
};
use assize_record::{BlobHash, Hash, sign::PublicKey};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

/// What everything that is computed from a case by this program rests on, with `options` and the key that signs.
///
/// # Errors
/// [`Failure`] where a file of the case cannot be read.
pub fn made_of(session: &Session, options: &str, key: &PublicKey) -> Result<Hash, Failure> {
    let mut parts: Vec<Vec<u8>> = vec![options.as_bytes().to_vec(), key.to_string().into_bytes()];
    // The shipped schema and all rules are in the program.
    let program = std::env::current_exe().and_then(fs::metadata);
    parts.push(program.map_or_else(|_| Vec::new(), |known| stamp(&known)));
    for (name, by_bytes) in [("case.toml", true), ("schema", true), ("ledger", true), ("archive", false)] {
        let mut files = Vec::new();
        let top = session.dir.join(name);
        below(&top, &mut files).map_err(|error| file_failure(&top, &error))?;
        files.sort();
        for file in files {
            parts.push(
                file.strip_prefix(&session.dir).unwrap_or(&file).to_string_lossy().into_owned().into_bytes(),
            );
            let read = if by_bytes { bytes(&file) } else { fs::metadata(&file).map(|known| stamp(&known)) };
            parts.push(read.map_err(|error| file_failure(&file, &error))?);
        }
    }
    let parts: Vec<&[u8]> = parts.iter().map(Vec::as_slice).collect();
    Ok(Hash::of("assize/made-of/v1", &parts))
}

/// Size, and when the file and what is known of it last changed, to the nanosecond.
fn stamp(known: &fs::Metadata) -> Vec<u8> {
    let mut stamp = known.len().to_be_bytes().to_vec();
    let changed = known.modified().ok().and_then(|at| at.duration_since(std::time::UNIX_EPOCH).ok());
    stamp.extend(changed.map_or(0, |since| since.as_nanos()).to_be_bytes());
    #[cfg(unix)]
    {
        use std::os::unix::fs::MetadataExt as _;
        stamp.extend(known.ctime().to_be_bytes());
        stamp.extend(known.ctime_nsec().to_be_bytes());
    }
    stamp
}

/// SHA-256 of a file.
fn bytes(file: &Path) -> io::Result<Vec<u8>> {
    Ok(BlobHash::of(&fs::read(file)?).to_string().into_bytes())
}

fn below(path: &Path, files: &mut Vec<PathBuf>) -> io::Result<()> {
    let known = match fs::symlink_metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        known => known?,
    };
    if !known.is_dir() {
        files.push(path.to_owned());
        return Ok(());
    }
    fs::read_dir(path)?.try_for_each(|entry| below(&entry?.path(), files))
}
