//! The checkpoints of a case, as far as they can be read.

use super::StoreError;
use crate::{
    case::{self, Case},
    disk,
    fault::Fault,
    log::{Checkpoint, CheckpointError, VerifierKey},
};
use assize_record::sign::PublicKey;
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
    /// Keys that vouch for checkpoints; empty to take the case's own.
    trusted: Vec<PublicKey>,
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
        Self::load_trusting(case, &[])
    }

    /// As [`Receipts::load`], but where keys are given, only they vouch for checkpoints.
    pub(crate) fn load_trusting(case: &Case, trusted: &[PublicKey]) -> Result<Self, StoreError> {
        let mut found = Self { trusted: trusted.to_vec(), ..Self::default() };
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
        found.check_chain();
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
                _ => match self.vouch(&found) {
                    Ok(()) => return Some(found),
                    Err(error) => error.to_string(),
                },
            },
        };
        self.faults.push(Fault::file(file, why));
        None
    }

    fn vouch(&self, checkpoint: &Checkpoint) -> Result<(), CheckpointError> {
        let own: Vec<PublicKey> = self.key.iter().map(|key| key.key).collect();
        let keys = if self.trusted.is_empty() { &own } else { &self.trusted };
        if keys.is_empty() {
            return Ok(());
        }
        let mut worst = CheckpointError::Unsigned;
        for key in keys {
            match checkpoint.verify(key) {
                Ok(_) => return Ok(()),
                Err(CheckpointError::Unsigned) => {}
                Err(error) => worst = error,
            }
        }
        Err(worst)
    }

    /// Each checkpoint names the one before it, so a receipt that was deleted or exchanged shows.
    fn check_chain(&mut self) {
        let mut before: Option<&(u64, Option<Checkpoint>)> = None;
        let mut faults = Vec::new();
        for this in &self.sizes {
            let (_, Some(checkpoint)) = this else {
                before = Some(this);
                continue;
            };
            match (before, checkpoint.previous) {
                (None, None) => {}
                (None, Some(previous)) => faults.push(Fault::file(file_of(previous.size), "missing")),
                (Some(_), None) => {
                    faults.push(Fault::file(
                        file_of(checkpoint.size),
                        "names no checkpoint before it, but there is one",
                    ));
                }
                (Some((size, _)), Some(previous)) if *size != previous.size => {
                    let what = if previous.size > *size {
                        "missing"
                    } else {
                        "not the checkpoint that the next one names"
                    };
                    faults.push(Fault::file(file_of(previous.size.max(*size)), what));
                }
                (Some((_, Some(found))), Some(previous)) if found.as_previous() != previous => {
                    faults
                        .push(Fault::file(file_of(found.size), "not the checkpoint that the next one names"));
                }
                _ => {}
            }
            before = Some(this);
        }
        self.faults.append(&mut faults);
    }

    /// The newest checkpoint stands on disk twice; one copy makes up for the other.
    fn fill_from_current(&mut self) {
        let Some(current) = self.current.clone() else { return };
        match self.sizes.binary_search_by_key(&current.size, |(size, _)| *size) {
            Ok(at) => {
                let stored = self.sizes[at].1.get_or_insert_with(|| current.clone());
                if *stored != current {
                    let what = format!("differs from `{}`", file_of(current.size).display());
                    self.faults.push(Fault::file(case::CHECKPOINT, what));
                } else if at + 1 < self.sizes.len() {
                    let what =
                        "older than the newest checkpoint: a write was cut short; the next one puts it right";
                    self.faults.push(Fault::file(case::CHECKPOINT, what).note());
                }
            }
            Err(at) => {
                self.faults
                    .push(Fault::file(file_of(current.size), "missing: only its copy `checkpoint` is there"));
                self.sizes.insert(at, (current.size, Some(current)));
            }
        }
    }
}
