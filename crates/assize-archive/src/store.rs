//! The ledger on disk: appending, reading, erasing and merging entries.
//!
//! **What counts.** A batch counts once a checkpoint covers it. [`Store::append`] writes bodies, heads, tiles and then the checkpoint,
//! each synced before the next, and returns only when the checkpoint is durable. Lines that no checkpoint covers are left over from
//! a write that was cut short: readers stop before them and say so, and the next writer moves them to `ledger/set-aside/`, under the
//! SHA-256 of their bytes.
//!
//! **Who writes.** One writer at a time, held apart by a lock on `ledger/lock` for the length of one operation. Readers take no lock:
//! they read up to the checkpoint they found, and everything up to there never changes but for erased bodies.
//!
//! **Times.** The store has no clock. The caller gives the receipt time of each batch; where a clock was wrong it may lie before that of the last batch, which `verify` notes.

mod check;
mod erase;
mod error;
mod history;
mod logs;
mod merge;
mod packs;
mod reader;
mod receipts;
mod recover;
mod replica;
mod writer;

pub use error::StoreError;
pub use logs::{Fork, LogState};
pub use merge::Leave;
pub use reader::{Reader, Received};
pub(crate) use reader::{parse_body, parse_head};
pub(crate) use writer::wait_for;
pub use writer::{Patience, SetAside};

pub(crate) use history::{Found, Times, times};
pub(crate) use logs::{FirstReceipts, leaf, leaves};
pub use receipts::Batch;
pub(crate) use receipts::Receipts;

use crate::{
    case::{self, Case},
    disk,
    fault::Fault,
    log::{Checkpoint, Tree, VerifierKey, check_origin},
    segment,
};
use assize_record::{
    Entry, EntryId, Hash, Kind,
    sign::{PublicKey, SecretKey},
};
use check::{Checked, Trust};
use jiff::Timestamp;
use std::{collections::BTreeSet, path::PathBuf};
use writer::{Bring, Writer};

/// The ledger of one case.
#[derive(Debug)]
pub struct Store {
    case: Case,
    receipts: Receipts,
    segment_bytes: u64,
    pack_lines: u64,
    writer: Option<Writer>,
    set_aside: Vec<SetAside>,
    patience: Patience,
    is_held: bool,
}

/// Keeps writers out of a case until it is dropped.
#[derive(Debug)]
pub struct LockedOut(#[expect(dead_code, reason = "the lock ends with it")] std::fs::File);

/// What a batch came to, or how the log stood after an earlier one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// Entries that the log covers now.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
    /// When the newest checkpoint was signed.
    pub received_at: Timestamp,
    /// Entries that this batch added.
    pub added: u64,
    /// Bodies that this batch brought for entries that had none.
    pub bodies_found: u64,
}

/// What a merge came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    /// Of the entries taken in.
    pub receipt: Receipt,
    /// What was left out of the other case because it is damaged.
    pub faults: Vec<Fault>,
    /// Logs of which the other case holds another history than this one.
    pub forks: Vec<Fork>,
}

impl Store {
    /// Makes the ledger of a new case and signs its first, empty checkpoint. Other files may stand in the folder already.
    ///
    /// `origin` names the log for good; it must hold no white space and no `+`, and should be an address or path that nobody else uses.
    /// `key` signs this log from now on; `at` is the time by the caller's clock.
    ///
    /// # Errors
    /// [`StoreError::Exists`] where there is a ledger already; [`StoreError::Checkpoint`] for a bad name or time; [`StoreError::Io`].
    pub fn create(
        dir: impl Into<PathBuf>,
        origin: &str,
        key: &SecretKey,
        at: Timestamp,
    ) -> Result<Self, StoreError> {
        let case = Case::new(dir);
        check_origin(origin)?;
        let log = case.log();
        if log.checkpoint().exists() || !Receipts::load(&case)?.is_empty() {
            return Err(StoreError::Exists(case.root().to_owned()));
        }
        for folder in [case.heads(), case.bodies(), log.receipts(), case.blobs()] {
            disk::make_folder(&folder)?;
        }
        let verifier = VerifierKey { name: origin.to_owned(), key: key.public() };
        disk::replace(&log.key_beside(), format!("{verifier}\n").as_bytes())?;
        let first = Checkpoint::sign(origin, 0, Tree::new().root(), None, key, at)?;
        writer::write_receipts(&log, &[first], &Receipts::load(&case)?.end, packs::PACK_LINES)?;
        Self::open(case.root())
    }

    /// Opens the ledger of a case. Nothing on disk is changed, and no entry is read yet.
    ///
    /// # Errors
    /// [`StoreError::NotACase`] where no checkpoint is found, sound or not; [`StoreError::Io`].
    pub fn open(dir: impl Into<PathBuf>) -> Result<Self, StoreError> {
        let case = Case::new(dir);
        let receipts = Receipts::load_settled(&case)?;
        if receipts.is_empty() && !case.log().checkpoint().exists() {
            return Err(StoreError::NotACase(case.root().to_owned()));
        }
        Ok(Self {
            case,
            receipts,
            segment_bytes: segment::SEGMENT_BYTES,
            pack_lines: packs::PACK_LINES,
            writer: None,
            set_aside: Vec::new(),
            patience: Patience::default(),
            is_held: false,
        })
    }

    /// The same with segments of another size, in bytes. For tests; files of any size can be read.
    #[must_use]
    pub const fn with_segment_bytes(mut self, bytes: u64) -> Self {
        self.segment_bytes = bytes;
        self
    }

    /// The same with another patience for other writers.
    #[must_use]
    pub const fn with_patience(mut self, patience: Patience) -> Self {
        self.patience = patience;
        self
    }

    /// The same with packs of receipts of another length, in lines. For tests; packs of any length can be read.
    #[must_use]
    pub const fn with_pack_lines(mut self, lines: u64) -> Self {
        self.pack_lines = lines;
        self
    }

    /// The folder and its paths.
    pub const fn case(&self) -> &Case {
        &self.case
    }

    /// Name of the log, where key or a checkpoint is sound.
    pub fn origin(&self) -> Option<&str> {
        let newest = self.receipts.newest().map(|checkpoint| checkpoint.origin.as_str());
        self.receipts.key.as_ref().map(|key| key.name.as_str()).or(newest)
    }

    /// The log of this copy; `None` where its key or newest checkpoint is damaged.
    pub fn log(&self) -> Option<LogState> {
        self.receipts.state()
    }

    /// The other logs that are held here and hold, by id.
    pub fn other_logs(&self) -> Vec<LogState> {
        self.receipts.others().iter().filter_map(Receipts::state).collect()
    }

    /// The checkpoint that this copy's log, or one that it goes on from, has at this size; `None` where it has none there.
    pub fn checkpoint_at(&self, size: u64) -> Option<Checkpoint> {
        self.receipts.at_size(size)
    }

    /// The root that a log held here was signed with at a size, by its id; `None` where it is not here, or has no checkpoint of that size.
    pub fn root_of(&self, id: &str, size: u64) -> Option<Hash> {
        let is_it = |receipts: &&Receipts| receipts.state().is_some_and(|state| state.id == id);
        let others = self.receipts.others();
        let found = std::iter::once(&self.receipts).chain(others.iter()).find(is_it)?;
        found.at_size(size).map(|checkpoint| checkpoint.root)
    }

    /// The key that founded the case: the author of the `actor` entry of version 2 that its log begins with. No merge puts an entry before
    /// it, and every log that goes on from this one begins with it too. `None` where the log begins with anything else, as in cases that
    /// version 1 made, or where that line is damaged.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn founder(&self) -> Result<Option<PublicKey>, StoreError> {
        let first = segment::list(&self.case, case::HEADS)?.0.into_iter().next();
        let first = first.filter(|first| first.number == 1 && self.covered() > 0);
        let Some(line) = first.as_ref().and_then(history::first_line) else { return Ok(None) };
        let Ok((parts, head)) = parse_head(&line) else { return Ok(None) };
        let entry = Entry { id: parts.id, head, body: None, signature: parts.signature };
        let is_genesis = entry.head.kind == Kind::Actor && entry.head.v >= 2 && entry.check().is_ok();
        Ok(entry.head.by.filter(|_| is_genesis))
    }

    /// The key that signs the log, as the case states it.
    pub fn log_key(&self) -> Option<PublicKey> {
        self.receipts.key.as_ref().map(|key| key.key)
    }

    /// Number of entries that a checkpoint covers.
    pub fn covered(&self) -> u64 {
        self.receipts.covered()
    }

    /// The newest sound checkpoint.
    pub fn checkpoint(&self) -> Option<&Checkpoint> {
        self.receipts.newest()
    }

    /// Every sound checkpoint by size: what was received when. Reads all receipts.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn checkpoints(&self) -> Result<Vec<Checkpoint>, StoreError> {
        let receipts = times(&self.receipts, false)?.receipts;
        Ok(receipts.into_iter().filter_map(|found| found.checkpoint).collect())
    }

    /// When the entry at a position of the log (from 0) was received: the time of the first checkpoint that covers it. Where that one is
    /// damaged, the time of the next: later than the truth, never earlier.
    pub fn received_at(&self, position: u64) -> Option<Timestamp> {
        self.receipts.batch_of(position)?.received_at
    }

    /// The batch that the entry at a position of the log came in; `None` where the log is shorter. Reads one pack of receipts.
    pub fn batch_of(&self, position: u64) -> Option<Batch> {
        self.receipts.batch_of(position)
    }

    /// Entries whose bodies never came, as the list of lacking bodies says, which is not signed.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn absent(&self) -> Result<BTreeSet<EntryId>, StoreError> {
        let bytes = disk::read(&self.case.lacking())?.unwrap_or_default();
        let mut absent = BTreeSet::new();
        for line in segment::lines(&bytes).filter_map(|line| segment::parse_lacking(line.bytes).ok()) {
            match line.why {
                segment::Lack::Absent => absent.insert(line.id),
                _ => absent.remove(&line.id),
            };
        }
        Ok(absent)
    }

    /// The receipts.
    pub(crate) const fn receipts(&self) -> &Receipts {
        &self.receipts
    }

    /// What is wrong with the key and the newest checkpoint, as found on opening.
    pub fn faults(&self) -> &[Fault] {
        &self.receipts.faults
    }

    /// Lines that this store moved out of the way because no checkpoint covered them.
    pub fn set_aside(&self) -> &[SetAside] {
        &self.set_aside
    }

    /// Reads all entries that a checkpoint covers, in the order of the log. See [`Reader`].
    ///
    /// # Errors
    /// [`StoreError::Io`] where a folder or file cannot be read at all. What is wrong with single lines comes as faults
    /// between the entries.
    pub fn read(&self) -> Result<Reader, StoreError> {
        Reader::open(&self.case, &self.receipts)
    }

    /// All entries, and all faults found on the way.
    ///
    /// # Errors
    /// As [`Store::read`].
    pub fn load(&self) -> Result<(Vec<Received>, Vec<Fault>), StoreError> {
        let (mut entries, mut faults) = (Vec::new(), self.receipts.faults.clone());
        for item in self.read()? {
            match item {
                Ok(received) => entries.push(received),
                Err(fault) => faults.push(fault),
            }
        }
        Ok((entries, faults))
    }

    /// As [`Store::load`], but a fault is believed only where it is there while nobody writes: a writer may replace what is being read.
    ///
    /// # Errors
    /// As [`Store::load`].
    pub fn load_settled(&self) -> Result<(Vec<Received>, Vec<Fault>), StoreError> {
        let (entries, faults) = self.load()?;
        if !crate::verify::is_damaged(&faults) {
            return Ok((entries, faults));
        }
        if self.is_held {
            return Ok((entries, faults));
        }
        match self.lock_out() {
            Ok(_lock) => Self::open(self.case.root())?.load(),
            // In a folder that is read-only nobody writes.
            Err(_) => Ok((entries, faults)),
        }
    }

    /// Keeps every writer out until what is given is dropped. Whoever reads meanwhile opens the case anew, by [`Store::held`].
    ///
    /// # Errors
    /// [`StoreError::Locked`]; [`StoreError::Io`] where nothing can be locked, as in a folder that is read-only.
    pub fn lock_out(&self) -> Result<LockedOut, StoreError> {
        writer::lock(&self.case, self.patience).map(LockedOut)
    }

    /// The same, of which the caller keeps writers out: what is found is believed at once.
    #[must_use]
    pub const fn held(mut self) -> Self {
        self.is_held = true;
        self
    }

    /// Adds a batch: those entries that are not there yet (set union, in the order given), and bodies for those whose body was
    /// absent. Either all of the batch is durable and covered by a checkpoint when this returns, or it does not count.
    ///
    /// Bodies that were erased here stay erased, whoever sends them again; see [`Store::merge_from`] for those that were lost.
    ///
    /// # Errors
    /// [`StoreError::Entry`] names the first entry that does not hold; [`StoreError::Key`];
    /// [`StoreError::Locked`] where somebody else goes on writing for longer than is waited; [`StoreError::Damaged`] where the ledger does not fit its newest checkpoint,
    /// so that signing on would cover up damage; [`StoreError::Io`].
    pub fn append(
        &mut self,
        entries: &[Entry],
        key: &SecretKey,
        at: Timestamp,
    ) -> Result<Receipt, StoreError> {
        let checked = check::check(entries, &Trust::Nobody(key))?;
        self.write(entries.len(), |writer, store| {
            writer.append(store, &checked, &[checked.len()], Bring::Absent, key, at)
        })
    }

    /// As [`Store::append`], but only where the log still has the size that the caller looked at.
    ///
    /// # Errors
    /// [`StoreError::Moved`] where somebody has written meanwhile, and then nothing is written; otherwise as [`Store::append`].
    pub fn append_if(
        &mut self,
        entries: &[Entry],
        key: &SecretKey,
        at: Timestamp,
        covered: u64,
    ) -> Result<Receipt, StoreError> {
        let checked = check::check(entries, &Trust::Nobody(key))?;
        self.write_if(&checked, key, at, covered)
    }

    /// As [`Store::append_if`] for what the caller has just signed: signatures by `key` are taken as they are, all else is checked. Never for
    /// entries that came from a file or from somebody else.
    ///
    /// # Errors
    /// As [`Store::append_if`].
    pub fn append_own(
        &mut self,
        entries: &[Entry],
        key: &SecretKey,
        at: Timestamp,
        covered: u64,
    ) -> Result<Receipt, StoreError> {
        let checked = check::check(entries, &Trust::Own(key.public()))?;
        self.write_if(&checked, key, at, covered)
    }

    fn write_if(
        &mut self,
        checked: &[Checked<'_>],
        key: &SecretKey,
        at: Timestamp,
        covered: u64,
    ) -> Result<Receipt, StoreError> {
        self.write(checked.len(), |writer, store| {
            let found = store.covered();
            if found != covered {
                return Err(StoreError::Moved { expected: covered, found });
            }
            writer.append(store, checked, &[checked.len()], Bring::Absent, key, at)
        })
    }

    /// Erases bodies for good: they are put on the list of lacking bodies, then the segments that hold them are rewritten without them, and
    /// so are lines that were set aside. Heads, ids, references, log and every receipt stay as they are. Says how many bodies were there to
    /// erase. One that was cut short is called again.
    ///
    /// What may be erased is for the caller to say: the content of entries that an owner's signed `withhold` destroys. No other method
    /// erases anything.
    ///
    /// # Errors
    /// [`StoreError::NoEntry`] where an id is not in this case, and then nothing is erased; otherwise as [`Store::append`].
    pub fn erase(&mut self, ids: &[EntryId]) -> Result<u64, StoreError> {
        self.write(WHOLE, |writer, store| writer.erase(store, ids))
    }

    /// Takes in another case: all its entries that are not here (set union), with their bodies as far as it has them, in the batches
    /// in which they stand there, all received at `at`. A body that is missing here comes from there, unless it is to be left out.
    ///
    /// An entry that does not hold is left out, and so is what rests on it or on a file that cannot be had, so that nothing here refers to what is not
    /// here. A copy that has it brings it later.
    ///
    /// Every log of the other case is kept with its receipts, as far as it holds: of two states of one log the longer. Whose receipts count
    /// is for the fold to say; `received_at` is this copy's own.
    ///
    /// # Errors
    /// As [`Store::append`]; [`StoreError::Behind`] where the other case holds more of this copy's own log, and then nothing is written: begin a
    /// replica. What is damaged in the other case is left out and returned as faults, not errors.
    pub fn merge_from(
        &mut self,
        other: &Self,
        leave: &Leave,
        key: &SecretKey,
        at: Timestamp,
    ) -> Result<Merged, StoreError> {
        let mut faults = Vec::new();
        let logs = logs::Found::all_of(&other.receipts, &mut faults)?;
        for log in &logs {
            if self.log().is_some_and(|own| own.id == log.state.id)
                && matches!(log.standing(&self.case, &self.receipts)?, logs::Standing::Longer)
            {
                return Err(StoreError::Behind { origin: log.state.origin.clone(), size: log.state.size });
            }
        }
        let (received, mut found) = other.load()?;
        faults.append(&mut found);
        let (mut entries, mut places) = (Vec::with_capacity(received.len()), Vec::new());
        // Where each batch of the other log ends.
        let mut ends: Vec<usize> = Vec::new();
        let mut end = 0;
        let checks = crate::verify::on_all_cores(&received, |received| received.entry.check());
        for (Received { mut entry, place, position, .. }, check) in received.into_iter().zip(checks) {
            if position >= end {
                ends.push(entries.len());
                end = other.batch_of(position).map_or(position + 1, |batch| batch.to);
            }
            if leave.destroyed.contains(&entry.id) {
                entry.body = None;
            }
            if let Err(error) = check {
                faults.push(Fault::line(&place.file, place.line, error.to_string()));
                entry.body = None;
                if entry.check().is_err() {
                    continue;
                }
            }
            entries.push(entry);
            places.push(place);
        }
        let mut checked = check::check(&entries, &Trust::All)?;
        ends.push(entries.len());
        let mut forks = Vec::new();
        let receipt = self.write(entries.len(), |writer, store| {
            let rests = merge::left_out(&checked, leave, |ids| writer.on_record(store, ids))?;
            faults.extend(
                rests.iter().map(|(at, why)| Fault::line(&places[*at].file, places[*at].line, why.clone())),
            );
            merge::remove(&mut checked, &mut ends, &rests);
            let receipt = writer.append(store, &checked, &ends, Bring::Missing, key, at)?;
            for log in &logs {
                match log.standing(&store.case, &store.receipts)? {
                    logs::Standing::Known => {}
                    logs::Standing::New => log.keep(&store.case, true)?,
                    logs::Standing::Longer => log.keep(&store.case, false)?,
                    logs::Standing::Fork(fork) => {
                        let theirs = times(&log.receipts, false)?.receipts;
                        let theirs: Vec<_> =
                            theirs.into_iter().filter_map(|found| found.checkpoint).collect();
                        writer::keep_foreign(&store.case, &theirs)?;
                        forks.push(*fork);
                    }
                }
            }
            Ok(receipt)
        })?;
        self.receipts.forget_others();
        Ok(Merged { receipt, faults, forks })
    }

    /// Runs work on the files of the case while nobody writes.
    ///
    /// # Errors
    /// [`StoreError::Locked`], [`StoreError::Io`].
    pub fn hold<T>(&mut self, work: impl FnOnce(&Self) -> T) -> Result<T, StoreError> {
        let _lock = writer::lock(&self.case, self.patience)?;
        replica::finish(&self.case)?;
        self.receipts = Receipts::load(&self.case)?;
        Ok(work(self))
    }

    /// Sets aside whatever a write that was cut short has left, and says what. [`Store::append`] does the same first.
    ///
    /// # Errors
    /// As [`Store::append`].
    pub fn recover(&mut self) -> Result<&[SetAside], StoreError> {
        self.write(WHOLE, |_, _| Ok(()))?;
        Ok(&self.set_aside)
    }

    /// Runs one writing operation under the lock, on a state that is known to match the disk. A batch that is small beside the log is written
    /// without reading the log, where the index allows it; `batch` is its length, or [`WHOLE`].
    fn write<T>(
        &mut self,
        batch: usize,
        operation: impl FnOnce(&mut Writer, &mut Self) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let _lock = writer::lock(&self.case, self.patience)?;
        let is_exchanged = replica::finish(&self.case)?;
        let kept = match self.writer.take().filter(|_| !is_exchanged) {
            Some(writer) if (batch < WHOLE || writer.is_full()) && writer.is_current(&self.case)? => {
                Some(writer)
            }
            _ => None,
        };
        let mut writer = match kept {
            Some(writer) => writer,
            None => {
                self.receipts = Receipts::load(&self.case)?;
                let is_small = (batch as u64).saturating_mul(SMALL) <= self.covered();
                let light = if is_small { Writer::load_light(&self.case, &self.receipts)? } else { None };
                match light {
                    Some(writer) => writer,
                    None => {
                        let (writer, set_aside) = Writer::load(&self.case, &mut self.receipts)?;
                        self.set_aside.extend(set_aside);
                        writer
                    }
                }
            }
        };
        // Kept only after success: whatever a failed operation left half done is found again by loading afresh.
        let result = operation(&mut writer, self)?;
        writer.note_ends(&self.case)?;
        self.writer = Some(writer);
        Ok(result)
    }
}

/// Length of a batch that stands for an operation which needs the log as a whole.
const WHOLE: usize = usize::MAX;
/// A batch is small where the log is so many times as long. Looking up an entry in the index takes as long as reading a few of the log.
const SMALL: u64 = 8;
