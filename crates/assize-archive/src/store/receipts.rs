//! The checkpoints of a case: the newest on opening, any other when it is asked for.

use super::{
    StoreError,
    history::{self, Times},
    packs,
};
use crate::{
    case::{Case, LogDir},
    disk,
    fault::Fault,
    log::{Checkpoint, CheckpointError, Continues, VerifierKey},
    segment::{self, Segment},
};
use assize_record::{BlobHash, sign::PublicKey};
use jiff::Timestamp;
use std::{
    path::{Path, PathBuf},
    sync::{Arc, OnceLock},
    time::Duration,
};

/// Everything that is known of the log's state without reading an entry.
///
/// Opening reads `checkpoint` and the last pack, and checks the signatures of the newest receipt alone. What came before is read by
/// [`Receipts::batch_of`] and [`Receipts::times`], and checked as a whole by [`crate::verify`].
#[derive(Debug, Clone)]
pub(crate) struct Receipts {
    /// Where they stand.
    pub(crate) log: LogDir,
    /// The log's key, where the file that holds it is sound.
    pub(crate) key: Option<VerifierKey>,
    /// The packs, in order.
    pub(crate) packs: Vec<Segment>,
    /// Where the last pack ends.
    pub(crate) end: End,
    newest: Option<Checkpoint>,
    covered: u64,
    /// The log that this one goes on from.
    pub(crate) continues: Option<Continues>,
    /// Keys that vouch for checkpoints; empty to take the log's own.
    trusted: Vec<PublicKey>,
    others: OnceLock<Arc<Vec<Self>>>,
    continued: OnceLock<Option<Arc<Self>>>,
    /// What is wrong with key and newest checkpoint.
    pub(crate) faults: Vec<Fault>,
    pub(crate) cache: history::Cache,
}

/// The end of the last pack.
#[derive(Debug, Clone, Default)]
pub(crate) struct End {
    /// Number of the pack; 0 where there is none.
    pub(crate) number: u32,
    /// Whole lines in it.
    pub(crate) lines: u64,
    /// Bytes up to the end of the last whole line.
    pub(crate) bytes: u64,
    /// SHA-256 of the last whole line, or of the last checkpoint in a file of its own where there is no line.
    pub(crate) hash: Option<BlobHash>,
    /// Whether a line without a newline follows.
    pub(crate) is_torn: bool,
    /// Whether the last receipt is missing or damaged there, and only `checkpoint` has it.
    pub(crate) lacks_newest: bool,
}

/// A batch of the log: its entries, by position, and when they were received.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Batch {
    /// Position of its first entry, from 0.
    pub from: u64,
    /// One past the position of its last entry: the size of the log once it was received.
    pub to: u64,
    /// When it was received. `None` only where every receipt from there on is damaged.
    pub received_at: Option<Timestamp>,
}

/// What the end of the packs, or the newest of the old files, says.
struct Last {
    place: (PathBuf, Option<u64>),
    size: u64,
    checkpoint: Option<Checkpoint>,
}

/// How often a log is looked at again before what is wrong with it is believed.
const LOOKS: usize = 4;

impl Receipts {
    /// Reads key and newest checkpoint, and checks its signatures against the case's own key. That key vouches for nothing
    /// beyond the case itself; it does show a flipped bit.
    pub(crate) fn load(case: &Case) -> Result<Self, StoreError> {
        Self::load_trusting(case.log(), &[])
    }

    /// As [`Receipts::load`], and looks again where something is wrong: the log may be about to be exchanged for another one, which is two renames.
    pub(crate) fn load_settled(case: &Case) -> Result<Self, StoreError> {
        for _ in 0..LOOKS {
            if let Ok(found) = Self::load(case)
                && found.newest().is_some()
                && found.faults.is_empty()
                && found.log == case.log()
            {
                return Ok(found);
            }
            std::thread::sleep(Duration::from_millis(2));
        }
        Self::load(case)
    }

    /// As [`Receipts::load`] of any log; where keys are given, only they vouch for checkpoints.
    pub(crate) fn load_trusting(log: LogDir, trusted: &[PublicKey]) -> Result<Self, StoreError> {
        let (packs, faults) = segment::list(&log.case(), log.receipts_name())?;
        let first = packs.first().filter(|pack| pack.number == 1).and_then(history::first_line);
        let mut found = Self {
            log,
            key: None,
            packs,
            end: End::default(),
            newest: None,
            covered: 0,
            continues: first.and_then(|line| packs::parse(&line).ok()?.checkpoint.continues),
            trusted: trusted.to_vec(),
            others: OnceLock::new(),
            continued: OnceLock::new(),
            faults,
            cache: history::Cache::default(),
        };
        found.load_key()?;
        let file = found.log.checkpoint_name();
        let current = match disk::read(&found.log.checkpoint())? {
            Some(bytes) => found.sound(&file, &bytes, None),
            None => {
                found.faults.push(Fault::file(file, "missing"));
                None
            }
        };
        let last =
            if found.packs.is_empty() { found.last_file()? } else { found.last_line(current.as_ref())? };
        found.settle(current, last);
        Ok(found)
    }

    /// Whether there is anything of a log.
    pub(crate) fn is_empty(&self) -> bool {
        self.newest.is_none() && self.packs.is_empty() && self.covered == 0 && self.end.hash.is_none()
    }

    /// Number of entries that a checkpoint covers: the highest size on record, even where that checkpoint itself is damaged.
    pub(crate) const fn covered(&self) -> u64 {
        self.covered
    }

    /// The newest sound checkpoint.
    pub(crate) const fn newest(&self) -> Option<&Checkpoint> {
        self.newest.as_ref()
    }

    /// Entries that another log had received before this one began; 0 where it goes on from none.
    pub(crate) fn base(&self) -> u64 {
        self.continues.as_ref().map_or(0, |continues| continues.checkpoint.size)
    }

    /// All logs of the case but this one whose key and newest checkpoint are sound: by id, and this copy's own first.
    pub(crate) fn others(&self) -> Arc<Vec<Self>> {
        Arc::clone(self.others.get_or_init(|| {
            let case = self.log.case();
            let mine = self.key.as_ref().map(VerifierKey::log_id);
            let kept = super::logs::list(&case).unwrap_or_default();
            let kept = kept.into_iter().map(|(id, log)| (Some(id), log));
            let load = |(id, log): (Option<String>, LogDir)| {
                let found = Self::load_trusting(log, &[]).ok()?;
                let is_sound = found.newest().is_some_and(|newest| newest.size == found.covered());
                let named = found.key.as_ref().map(VerifierKey::log_id);
                let is_named = named.is_some() && named != mine && (id.is_none() || id == named);
                (is_sound && is_named).then_some(found)
            };
            let own = std::iter::once((None, case.log())).filter(|(_, log)| *log != self.log);
            Arc::new(own.chain(kept).filter_map(load).collect())
        }))
    }

    /// Forgets which other logs there are: some were taken in.
    pub(crate) fn forget_others(&mut self) {
        self.others = OnceLock::new();
        self.continued = OnceLock::new();
    }

    /// The log that this one goes on from, where it is held here and has the checkpoint that this one names.
    pub(crate) fn continued(&self) -> Option<Arc<Self>> {
        let continues = self.continues.as_ref()?;
        let named = |log: &&Self| {
            log.key.as_ref().is_some_and(|key| key.name == continues.origin)
                && log
                    .at_size(continues.checkpoint.size)
                    .is_some_and(|there| there.as_previous() == continues.checkpoint)
        };
        let find = || self.others().iter().find(named).cloned().map(Arc::new);
        self.continued.get_or_init(find).clone()
    }

    /// The file of a checkpoint that an earlier program wrote, from the case's folder.
    pub(crate) fn file_of(&self, size: u64) -> PathBuf {
        self.log.checkpoints_name().join(format!("{size:020}"))
    }

    /// The file of a pack, from the case's folder.
    pub(crate) fn pack_of(&self, number: u32) -> PathBuf {
        segment::name_of(self.log.receipts_name(), number)
    }

    /// Takes note of a receipt that was just written.
    pub(crate) fn advance(&mut self, next: &Checkpoint, end: End) {
        if self.packs.last().is_none_or(|last| last.number != end.number) {
            let file = self.pack_of(end.number);
            self.packs.push(Segment { number: end.number, path: self.log.case().root().join(&file), file });
        }
        self.covered = next.size;
        self.newest = Some(next.clone());
        self.end = end;
        self.cache.forget();
    }

    /// The batch that the entry at a position of the log came in. Only the pack that holds its receipt is read.
    pub(crate) fn batch_of(&self, position: u64) -> Option<Batch> {
        history::batch_of(self, position)
    }

    /// The receipt of a log of this size; `None` where none was signed at that size, or it is damaged.
    pub(crate) fn at_size(&self, size: u64) -> Option<Checkpoint> {
        history::at_size(self, size)
    }

    /// When everything was received, in this log and before it began. Reads every receipt; the chain of lines is checked, and signatures
    /// only where it is broken.
    pub(crate) fn times(&self) -> Result<Times, StoreError> {
        let own = history::times(self, false)?;
        let Some(before) = self.continued() else { return Ok(own) };
        let mut all = before.times()?;
        all.receipts.retain(|found| found.size <= self.base());
        all.receipts.extend(own.receipts);
        all.faults.extend(own.faults);
        Ok(all)
    }

    fn load_key(&mut self) -> Result<(), StoreError> {
        let file = self.log.key_name();
        let Some(bytes) = disk::read(&self.log.key())? else {
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

    /// Reads a checkpoint from a file of its own; what is wrong with it is a fault.
    fn sound(&mut self, file: &Path, bytes: &[u8], size: Option<u64>) -> Option<Checkpoint> {
        match self.read(bytes, size) {
            Ok(found) => Some(found),
            Err(why) => {
                self.faults.push(Fault::file(file, why));
                None
            }
        }
    }

    /// Reads a checkpoint from a file of its own.
    pub(crate) fn read(&self, bytes: &[u8], size: Option<u64>) -> Result<Checkpoint, String> {
        let found = Checkpoint::parse(bytes).map_err(|error| error.to_string())?;
        if found.to_bytes() != bytes {
            return Err("not in the one form a checkpoint has".to_owned());
        }
        if size.is_some_and(|size| size != found.size) {
            return Err(format!("says size {}, not the size it is named by", found.size));
        }
        self.vouch(&found)?;
        Ok(found)
    }

    /// Checks name and signatures of a checkpoint.
    pub(crate) fn vouch(&self, checkpoint: &Checkpoint) -> Result<(), String> {
        if let Some(key) = self.key.as_ref().filter(|key| key.name != checkpoint.origin) {
            return Err(format!("is of log `{}`, not `{}`", checkpoint.origin, key.name));
        }
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
        Err(worst.to_string())
    }

    /// The newest checkpoint of a case that has no packs: the last of the files named by size.
    fn last_file(&mut self) -> Result<Option<Last>, StoreError> {
        let Some((size, path)) = history::old_files(&self.log)?.pop() else { return Ok(None) };
        let bytes = disk::read(&path)?.unwrap_or_default();
        let file = self.file_of(size);
        self.end.hash = Some(BlobHash::of(&bytes));
        let checkpoint = self.sound(&file, &bytes, Some(size));
        Ok(Some(Last { place: (file, None), size, checkpoint }))
    }

    /// The last line of the last pack that has one.
    fn last_line(&mut self, current: Option<&Checkpoint>) -> Result<Option<Last>, StoreError> {
        let Some(pack) = self.packs.last().cloned() else { return Ok(None) };
        let bytes = disk::read(&pack.path)?.unwrap_or_default();
        let whole = memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1);
        let count = memchr::memchr_iter(b'\n', &bytes[..whole]).count() as u64;
        self.end = End {
            number: pack.number,
            lines: count,
            bytes: whole as u64,
            is_torn: whole < bytes.len(),
            ..End::default()
        };
        if count == 0 {
            self.end.hash = history::hash_before(self, pack.number)?;
            return Ok(None);
        }
        let from = memchr::memrchr(b'\n', &bytes[..whole - 1]).map_or(0, |at| at + 1);
        let line = &bytes[from..whole - 1];
        self.end.hash = Some(BlobHash::of(line));
        let read = packs::parse(line).and_then(|found| {
            // The newest stands in `checkpoint` too, where it has been checked.
            if Some(&found.checkpoint) != current {
                self.vouch(&found.checkpoint)?;
            }
            Ok(found.checkpoint)
        });
        let size = packs::size(line).unwrap_or(0);
        let checkpoint = match read {
            Ok(found) => Some(found),
            Err(why) => {
                self.faults.push(Fault::line(&pack.file, count, why));
                None
            }
        };
        let size = checkpoint.as_ref().map_or(size, |found| found.size);
        Ok(Some(Last { place: (pack.file, Some(count)), size, checkpoint }))
    }

    /// The newest checkpoint stands on disk twice; one copy makes up for the other.
    fn settle(&mut self, current: Option<Checkpoint>, last: Option<Last>) {
        let in_pack = self.end.number > 0;
        let pack = || self.pack_of(self.end.number);
        let after = |what: &str| match &last {
            _ if in_pack => Fault::line(pack(), self.end.lines + 1, what),
            _ => {
                let size = current.as_ref().map_or(0, |current| current.size);
                let begun = last.is_none().then(|| self.pack_of(1));
                Fault::file(begun.unwrap_or_else(|| self.file_of(size)), what)
            }
        };
        let torn = "cut short: no newline at its end";
        let next = self.pack_of(self.end.number + 1);
        let only = format!("missing: only its copy `checkpoint` is there; `{}` may be gone", next.display());
        let (mut faults, mut lacks_newest) = (Vec::new(), false);
        match (&current, last.as_ref().map(|last| (last.size, last.checkpoint.as_ref()))) {
            (Some(current), Some((size, Some(found)))) if current.size == size => {
                if current != found {
                    let file =
                        last.as_ref().map(|last| last.place.0.display().to_string()).unwrap_or_default();
                    faults.push(Fault::file(self.log.checkpoint_name(), format!("differs from `{file}`")));
                }
                if self.end.is_torn {
                    faults.push(after("left from a write that was cut short").note());
                }
            }
            (Some(current), Some((size, Some(_)))) if current.size < size => {
                let what =
                    "older than the newest checkpoint: a write was cut short; the next one puts it right";
                faults.push(Fault::file(self.log.checkpoint_name(), what).note());
                if self.end.is_torn {
                    faults.push(after(torn));
                }
            }
            (Some(_), Some((_, None))) => lacks_newest = true,
            (Some(_), Some(_) | None) => {
                faults.push(after(if self.end.is_torn { torn } else { &only }));
                lacks_newest = true;
            }
            (None, _) if self.end.is_torn => faults.push(after(torn)),
            (None, _) => {}
        }
        let of_last = last.as_ref().and_then(|last| last.checkpoint.clone());
        self.covered = current.as_ref().map_or(0, |current| current.size).max(
            last.as_ref().filter(|last| last.checkpoint.is_some() || !in_pack).map_or(0, |last| last.size),
        );
        self.newest = match (current, of_last) {
            (Some(current), Some(last)) if current.size < last.size => Some(last),
            (Some(current), _) => Some(current),
            (None, last) => last,
        };
        self.end.lacks_newest = lacks_newest;
        self.faults.append(&mut faults);
    }
}
