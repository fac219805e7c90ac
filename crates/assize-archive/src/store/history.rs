//! Every receipt of a case: which batch an entry came in, and whether the chain holds.

use super::{Receipts, StoreError, packs, receipts::Batch};
use crate::{
    case::LogDir,
    disk,
    fault::{At, Fault},
    log::{Checkpoint, Previous},
    segment::{self, Segment},
};
use assize_record::BlobHash;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex},
};

/// When each batch of a log was received, in order of size.
#[derive(Debug, Clone, Default)]
pub(crate) struct Times {
    /// Each receipt that can be read.
    pub(crate) receipts: Vec<Found>,
    /// What is wrong with any of them.
    pub(crate) faults: Vec<Fault>,
}

/// A receipt and where it stands.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Its size.
    pub(crate) size: u64,
    /// The checkpoint, where it is sound.
    pub(crate) checkpoint: Option<Checkpoint>,
    /// The file, from the case's folder.
    pub(crate) file: PathBuf,
    /// The line, where the file has several.
    pub(crate) line: At,
}

/// The pack that was read last: entries of one answer are often of one time.
#[derive(Debug, Default)]
pub(crate) struct Cache(Mutex<Kept>);

#[derive(Debug, Default)]
struct Kept {
    pack: Option<Arc<Pack>>,
    /// Sizes and paths of the old files.
    old: Option<Arc<Vec<(u64, PathBuf)>>>,
}

/// A pack in memory.
#[derive(Debug)]
struct Pack {
    number: u32,
    bytes: Vec<u8>,
    /// Where each whole line begins and ends.
    lines: Vec<(usize, usize)>,
}

impl Clone for Cache {
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Cache {
    /// Forgets what was read: more has been written.
    pub(crate) fn forget(&self) {
        if let Ok(mut kept) = self.0.lock() {
            kept.pack = None;
        }
    }
}

impl Pack {
    fn read(segment: &Segment) -> Option<Self> {
        let bytes = disk::read(&segment.path).ok().flatten()?;
        let lines = segment::lines(&bytes).filter(|line| line.whole);
        let lines = lines.map(|line| (line.from, line.from + line.bytes.len())).collect();
        Some(Self { number: segment.number, bytes, lines })
    }

    fn line(&self, at: usize) -> Option<&[u8]> {
        let (from, to) = *self.lines.get(at)?;
        self.bytes.get(from..to)
    }
}

impl Times {
    /// The batch of the entry at a position.
    pub(crate) fn batch_of(&self, position: u64) -> Batch {
        let first = self.receipts.partition_point(|found| found.size <= position);
        let from = first.checked_sub(1).map_or(0, |before| self.receipts[before].size);
        let after = &self.receipts[first..];
        let received_at = after.iter().find_map(|found| found.checkpoint.as_ref()?.signed_at);
        Batch { from, to: after.first().map_or(position + 1, |found| found.size), received_at }
    }
}

impl Found {
    /// A fault of this receipt.
    pub(crate) fn fault(&self, what: String) -> Fault {
        Fault { at: self.line, ..Fault::file(&self.file, what) }
    }
}

/// Checkpoints in files of their own, as an earlier program kept them: size and path, in order.
pub(crate) fn old_files(log: &LogDir) -> Result<Vec<(u64, PathBuf)>, StoreError> {
    let files = disk::list(&log.checkpoints())?.into_iter();
    Ok(files
        .filter_map(|(name, path, kind)| Some((size_of(&name).filter(|_| kind.is_file())?, path)))
        .collect())
}

fn size_of(name: &str) -> Option<u64> {
    name.parse().ok().filter(|_| name.len() == 20)
}

/// What the first line of a pack has to name: the last whole line of the pack before, or the last of the old files.
pub(crate) fn hash_before(receipts: &Receipts, number: u32) -> Result<Option<BlobHash>, StoreError> {
    let before = receipts.packs.iter().rev().filter(|pack| pack.number < number);
    for pack in before {
        if let Some(last) =
            Pack::read(pack).as_ref().and_then(|pack| pack.line(pack.lines.len().checked_sub(1)?))
        {
            return Ok(Some(BlobHash::of(last)));
        }
    }
    match old_files(&receipts.log)?.pop() {
        Some((_, path)) => Ok(disk::read(&path)?.map(|bytes| BlobHash::of(&bytes))),
        None => Ok(None),
    }
}

/// The batch of the entry at a position, from the one pack that holds its receipt.
pub(crate) fn batch_of(receipts: &Receipts, position: u64) -> Option<Batch> {
    if position >= receipts.covered() {
        return None;
    }
    let quick = if position < receipts.base() {
        receipts.continued().and_then(|before| before.batch_of(position))
    } else {
        quick(receipts, position).and_then(|found| {
            let from = found.previous?.size;
            Some(Batch { from, to: found.size, received_at: found.signed_at })
        })
    };
    quick.or_else(|| {
        // Something is damaged on the way: look at all there is.
        Some(receipts.times().ok()?.batch_of(position))
    })
}

/// The receipt of a size: the one that covers the entry before it as its last.
pub(crate) fn at_size(receipts: &Receipts, size: u64) -> Option<Checkpoint> {
    if size < receipts.base() {
        return receipts.continued()?.at_size(size);
    }
    let newest = receipts.newest().filter(|newest| newest.size == size);
    let found = newest.cloned().or_else(|| quick(receipts, size.checked_sub(1)?));
    let found = found.or_else(|| {
        let all = times(receipts, false).ok()?.receipts;
        all.into_iter().filter(|found| found.size == size).find_map(|found| found.checkpoint)
    });
    found.filter(|found| found.size == size)
}

/// The same where everything on the way is sound.
fn quick(receipts: &Receipts, position: u64) -> Option<Checkpoint> {
    let (mut low, mut high) = (0, receipts.packs.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if first_size(&receipts.packs[middle])? <= position {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    // The receipt is in the pack before the first that begins beyond the position, or is the first line of that one.
    let Some(at) = low.checked_sub(1) else { return quick_old(receipts, position) };
    let pack = cached(receipts, at)?;
    let mut sizes = (0, pack.lines.len());
    while sizes.0 < sizes.1 {
        let middle = sizes.0 + (sizes.1 - sizes.0) / 2;
        if packs::size(pack.line(middle)?)? <= position {
            sizes.0 = middle + 1;
        } else {
            sizes.1 = middle;
        }
    }
    let from = packs::size(pack.line(sizes.0.checked_sub(1)?)?)?;
    let (pack, line) = match pack.lines.len() {
        count if sizes.0 < count => (pack, sizes.0),
        _ if at + 1 < receipts.packs.len() => (cached(receipts, at + 1)?, 0),
        _ => return None,
    };
    let found = packs::parse(pack.line(line)?).ok()?;
    let next = match pack.line(line + 1) {
        Some(next) => Some(packs::parse(next).ok()?.previous),
        None => match receipts.packs.iter().find(|other| other.number > pack.number) {
            Some(after) => Some(packs::parse(&first_line(after)?).ok()?.previous),
            None => None,
        },
    };
    let is_sound = match next {
        Some(previous) => previous == Some(BlobHash::of(pack.line(line)?)),
        None => receipts.newest() == Some(&found.checkpoint),
    };
    let follows = found.checkpoint.previous.is_some_and(|previous| previous.size == from);
    (is_sound && follows).then_some(found.checkpoint)
}

fn cached(receipts: &Receipts, at: usize) -> Option<Arc<Pack>> {
    let segment = receipts.packs.get(at)?;
    let mut kept = receipts.cache.0.lock().ok()?;
    if let Some(pack) = kept.pack.as_ref().filter(|pack| pack.number == segment.number) {
        return Some(Arc::clone(pack));
    }
    let pack = Arc::new(Pack::read(segment)?);
    kept.pack = Some(Arc::clone(&pack));
    Some(pack)
}

/// The receipt that covers a position, where it stands in one of the old files or right after them.
fn quick_old(receipts: &Receipts, position: u64) -> Option<Checkpoint> {
    let old = {
        let mut kept = receipts.cache.0.lock().ok()?;
        match &kept.old {
            Some(old) => Arc::clone(old),
            None => Arc::clone(kept.old.insert(Arc::new(old_files(&receipts.log).ok()?))),
        }
    };
    let at = old.partition_point(|(size, _)| *size <= position);
    let Some((size, path)) = old.get(at) else {
        // The first line of all; it is chained to the last of these files.
        let pack = cached(receipts, 0)?;
        let found = packs::parse(pack.line(0)?).ok()?;
        let last = disk::read(&old.last()?.1).ok().flatten()?;
        let follows = found
            .checkpoint
            .previous
            .is_some_and(|previous| Some(previous.size) == old.last().map(|last| last.0));
        return (follows && found.previous == Some(BlobHash::of(&last))).then_some(found.checkpoint);
    };
    let found = receipts.read(&disk::read(path).ok().flatten()?, Some(*size)).ok()?;
    let before = at.checked_sub(1).map(|before| old[before].0);
    (found.previous.map(|previous| previous.size) == before && found.size > position).then_some(found)
}

/// The longest first line, in bytes: a receipt, or the entry that a case begins with.
const FIRST_LINE: usize = 1 << 20;

/// The first line of a file; `None` where it has none that ends.
pub(crate) fn first_line(pack: &Segment) -> Option<Vec<u8>> {
    use std::io::Read as _;
    let mut file = disk::open(&pack.path).ok().flatten()?;
    let mut bytes = Vec::new();
    loop {
        let from = bytes.len();
        let read = file.by_ref().take(2048).read_to_end(&mut bytes).ok()?;
        if let Some(end) = memchr::memchr(b'\n', &bytes[from..]) {
            bytes.truncate(from + end);
            return Some(bytes);
        }
        if read == 0 || bytes.len() > FIRST_LINE {
            return None;
        }
    }
}

fn first_size(pack: &Segment) -> Option<u64> {
    packs::size(&first_line(pack)?)
}

/// Every receipt of one log. The chain is always checked; `strictly`, so is every signature, otherwise those where the chain is broken.
pub(crate) fn times(receipts: &Receipts, strictly: bool) -> Result<Times, StoreError> {
    let mut chain =
        Chain { receipts, found: Times::default(), before: Before::default(), is_first_line: false };
    chain.old_files()?;
    let old = chain.found.receipts.len();
    chain.is_first_line = true;
    for pack in &receipts.packs {
        chain.pack(pack, strictly)?;
    }
    if !strictly && chain.found.faults.iter().any(|fault| fault.severity == crate::fault::Severity::Fault) {
        return times(receipts, true);
    }
    chain.add_newest(old);
    let mut found = chain.found;
    // Lines that were exchanged are named, and still tell the time of what they cover.
    found.receipts.sort_by_key(|receipt| receipt.size);
    Ok(found)
}

/// What the next receipt has to name.
#[derive(Default)]
struct Before {
    /// `None` before the first, or where the one before cannot be read.
    previous: Option<Previous>,
    /// SHA-256 of the line or file before.
    hash: Option<BlobHash>,
    /// Whether a receipt came before.
    any: bool,
    /// Whether the one before has a fault of its own.
    is_faulty: bool,
}

struct Chain<'a> {
    receipts: &'a Receipts,
    found: Times,
    before: Before,
    /// Whether the next line is the first of all packs.
    is_first_line: bool,
}

impl Chain<'_> {
    fn old_files(&mut self) -> Result<(), StoreError> {
        for (name, path, kind) in disk::list(&self.receipts.log.checkpoints())? {
            let file = self.receipts.log.checkpoints_name().join(&name);
            match size_of(&name) {
                Some(size) if kind.is_file() => {
                    let bytes = disk::read(&path)?.unwrap_or_default();
                    let read = self.receipts.read(&bytes, Some(size));
                    let hash = BlobHash::of(&bytes);
                    self.take(Found { size, checkpoint: None, file, line: At::File }, read, None, hash);
                }
                None if name.starts_with(disk::UNFINISHED) => {
                    let what = "left from a write that was cut short; it may be deleted";
                    self.found.faults.push(Fault::file(file, what).note());
                }
                _ => self.found.faults.push(Fault::file(file, "not a checkpoint of this case")),
            }
        }
        Ok(())
    }

    fn pack(&mut self, segment: &Segment, strictly: bool) -> Result<(), StoreError> {
        let bytes = disk::read(&segment.path)?.unwrap_or_default();
        let lines: Vec<_> = segment::lines(&bytes).filter(|line| line.whole).collect();
        let receipts = self.receipts;
        let read = crate::verify::on_all_cores(&lines, |line| {
            let read = packs::parse(line.bytes).and_then(|found| {
                if strictly {
                    receipts.vouch(&found.checkpoint)?;
                }
                Ok(found)
            });
            (read, BlobHash::of(line.bytes))
        });
        for (line, (read, hash)) in lines.iter().zip(read) {
            let size = packs::size(line.bytes).unwrap_or(0);
            let found =
                Found { size, checkpoint: None, file: segment.file.clone(), line: At::Line(line.number) };
            let previous = read.as_ref().map_or(None, |found| found.previous);
            self.take(found, read.map(|found| found.checkpoint), Some(previous), hash);
            self.is_first_line = false;
        }
        Ok(())
    }

    /// Holds a receipt against the one before it. `named` is the hash that its line states; `None` for old files, which state none.
    fn take(
        &mut self,
        mut found: Found,
        read: Result<Checkpoint, String>,
        named: Option<Option<BlobHash>>,
        hash: BlobHash,
    ) {
        let checkpoint = match read {
            Ok(checkpoint) => checkpoint,
            Err(why) => {
                self.found.faults.push(found.fault(why));
                self.before = Before { any: true, is_faulty: true, ..Before::default() };
                if named.is_none() {
                    self.found.receipts.push(found);
                }
                return;
            }
        };
        let before = std::mem::take(&mut self.before);
        let names_it = |hash: &Option<BlobHash>| named.is_none_or(|named| named == *hash);
        // An earlier program's files are named by size, so it is the missing file itself that can be named.
        if named.is_none()
            && let Some(previous) = checkpoint.previous.filter(|previous| {
                !before.is_faulty && before.previous.is_none_or(|there| there != *previous)
            })
        {
            let there = before.previous.map_or(0, |there| there.size);
            let what = if previous.size > there || !before.any {
                "missing"
            } else {
                "not the checkpoint that the next one names"
            };
            self.found.faults.push(Fault::file(self.receipts.file_of(previous.size.max(there)), what));
        }
        let what = match (checkpoint.previous, before.previous) {
            (Some(_), _) if named.is_none() => None,
            // The first of its log, or the first that goes on from another one.
            (None, _) if !before.any && names_it(&None) => None,
            (None, _) if before.is_faulty => None,
            (None, _) => Some("names no receipt before it, but there is one".to_owned()),
            (Some(previous), _) if !before.any => {
                let file = self.receipts.file_of(previous.size);
                Some(format!(
                    "names a receipt of size {} before it, which is missing, or `{}` is",
                    previous.size,
                    file.display()
                ))
            }
            (Some(previous), Some(there)) if previous != there => Some(format!(
                "names a receipt of size {} before it, not the one of size {} that stands there: one is missing or exchanged{}",
                previous.size,
                there.size,
                if self.is_first_line {
                    format!(", or `{}` is", self.receipts.file_of(previous.size).display())
                } else {
                    String::new()
                }
            )),
            (Some(_), Some(_)) if !before.is_faulty && !names_it(&before.hash) => {
                Some("does not name the line before it: one of the two was altered".to_owned())
            }
            _ => None,
        };
        let is_faulty = what.is_some();
        self.found.faults.extend(what.map(|what| found.fault(what)));
        self.before =
            Before { previous: Some(checkpoint.as_previous()), hash: Some(hash), any: true, is_faulty };
        found.size = checkpoint.size;
        found.checkpoint = Some(checkpoint);
        self.found.receipts.push(found);
    }

    /// The newest receipt may stand in `checkpoint` alone.
    fn add_newest(&mut self, old: usize) {
        let Some(newest) = self.receipts.newest() else { return };
        let end = &self.receipts.end;
        match self.found.receipts.iter_mut().find(|found| found.size == newest.size) {
            Some(found) => {
                found.checkpoint.get_or_insert_with(|| newest.clone());
            }
            None => {
                let packed = end.number > 0 || old == 0;
                let (file, line) = if packed {
                    (self.receipts.pack_of(end.number.max(1)), At::Line(end.lines + 1))
                } else {
                    (self.receipts.file_of(newest.size), At::File)
                };
                self.found.receipts.push(Found {
                    size: newest.size,
                    checkpoint: Some(newest.clone()),
                    file,
                    line,
                });
            }
        }
    }
}
