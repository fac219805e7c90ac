//! The checkpoints of a case, as far as they can be read.

use super::StoreError;
use crate::{
    case::{self, Case},
    disk,
    fault::Fault,
    log::{Checkpoint, VerifierKey},
};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// Everything that is known of the log's state without reading an entry.
#[derive(Debug, Clone, Default)]
pub(crate) struct Receipts {
    /// The log's key, where the file that holds it is sound.
    pub(crate) key: Option<VerifierKey>,
    /// Sizes that a checkpoint was signed for, in order, with the checkpoint where it is sound.
    pub(crate) sizes: Vec<(u64, Option<Checkpoint>)>,
    /// Content of the file `checkpoint`, where it is sound.
    pub(crate) current: Option<Checkpoint>,
    /// What is wrong with any of them.
    pub(crate) faults: Vec<Fault>,
}

/// The file of a checkpoint, from the case's folder.
pub(crate) fn file_of(size: u64) -> PathBuf {
    Path::new(case::CHECKPOINTS).join(format!("{size:020}"))
}

impl Receipts {
    /// Reads key and checkpoints, and checks each checkpoint's signatures against the case's own key. That key vouches for nothing
    /// beyond the case itself; it does show a flipped bit.
    pub(crate) fn load(case: &Case) -> Result<Self, StoreError> {
        let mut found = Self::default();
        found.load_key(case)?;
        for (name, path, kind) in disk::list(&case.checkpoints())? {
            let file = Path::new(case::CHECKPOINTS).join(&name);
            let size = name.parse::<u64>().ok().filter(|_| name.len() == 20);
            match size {
                Some(size) if kind.is_file() => {
                    let bytes = disk::read(&path)?.unwrap_or_default();
                    let checkpoint = found.sound(&file, &bytes, Some(size));
                    found.sizes.push((size, checkpoint));
                }
                None if name.starts_with(disk::UNFINISHED) => {
                    found.faults.push(
                        Fault::file(file, "left from a write that was cut short; it may be deleted").note(),
                    );
                }
                _ => found.faults.push(Fault::file(file, "not a checkpoint of this case")),
            }
        }
        match disk::read(&case.checkpoint())? {
            Some(bytes) => found.current = found.sound(Path::new(case::CHECKPOINT), &bytes, None),
            None => found.faults.push(Fault::file(case::CHECKPOINT, "missing")),
        }
        found.fill_from_current();
        Ok(found)
    }

    /// Number of entries that a checkpoint covers: the highest size on record, even where that checkpoint itself is damaged.
    pub(crate) fn covered(&self) -> u64 {
        self.sizes.last().map_or(0, |(size, _)| *size)
    }

    /// The newest sound checkpoint.
    pub(crate) fn newest(&self) -> Option<&Checkpoint> {
        self.sizes.iter().rev().find_map(|(_, checkpoint)| checkpoint.as_ref())
    }

    /// When the entry at a position was received: the time of the first checkpoint that covers it. Where that one is damaged, the
    /// time of the next: later than the truth, never earlier.
    pub(crate) fn received_at(&self, position: u64) -> Option<Timestamp> {
        let first = self.sizes.partition_point(|(size, _)| *size <= position);
        self.sizes[first..].iter().find_map(|(_, checkpoint)| checkpoint.as_ref()?.signed_at)
    }

    fn load_key(&mut self, case: &Case) -> Result<(), StoreError> {
        let file = case::LOG_KEY;
        let Some(bytes) = disk::read(&case.log_key())? else {
            self.faults.push(Fault::file(file, "missing"));
            return Ok(());
        };
        let text = std::str::from_utf8(&bytes).ok().and_then(|text| text.strip_suffix('\n'));
        match text.map(VerifierKey::parse) {
            Some(Ok(key)) => self.key = Some(key),
            _ => self
                .faults
                .push(Fault::file(file, "not a verifier key: expected `name+id+base64` on one line")),
        }
        Ok(())
    }

    fn sound(&mut self, file: &Path, bytes: &[u8], size: Option<u64>) -> Option<Checkpoint> {
        let why = match Checkpoint::parse(bytes) {
            Err(error) => error.to_string(),
            Ok(found) if found.to_bytes() != bytes => "not in the one form a checkpoint has".to_owned(),
            Ok(found) if size.is_some_and(|size| size != found.size) => {
                format!("says size {}, not the size it is named by", found.size)
            }
            Ok(found) => match &self.key {
                Some(key) if found.origin != key.name => {
                    format!("is of log `{}`, not `{}`", found.origin, key.name)
                }
                Some(key) => match found.verify(&key.key) {
                    Ok(_) => return Some(found),
                    Err(error) => error.to_string(),
                },
                None => return Some(found),
            },
        };
        self.faults.push(Fault::file(file, why));
        None
    }

    /// The newest checkpoint stands on disk twice; one copy makes up for the other.
    fn fill_from_current(&mut self) {
        let Some(current) = self.current.clone() else { return };
        match self.sizes.binary_search_by_key(&current.size, |(size, _)| *size) {
            Ok(at) => {
                let _ = self.sizes[at].1.get_or_insert(current);
            }
            Err(at) => {
                self.faults
                    .push(Fault::file(file_of(current.size), "missing: only its copy `checkpoint` is there"));
                self.sizes.insert(at, (current.size, Some(current)));
            }
        }
    }
}
