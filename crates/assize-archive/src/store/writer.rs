//! The state a writer keeps between batches, and the writing itself.

use super::{
    Receipt, Receipts, Store, StoreError,
    check::Checked,
    erase, packs,
    receipts::End,
    recover::{load_heads, load_lacking, mend_packs, newest_sound, note_lacking, sweep, trim_tail},
};
use crate::{
    case::{self, Case, LogDir},
    disk::{self, Pending},
    index::Index,
    log::{Checkpoint, Tree, tiles, tiles_outgrown, tiles_since},
    segment::{self, BodyLine, Lack},
};
use assize_record::{BlobHash, EntryId, canonical, sign::SecretKey};
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, BTreeSet, HashSet},
    fs::{File, TryLockError},
    path::{Path, PathBuf},
    time::Duration,
};

/// Lines that no checkpoint covered, moved out of the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// The file they stood in, relative to the case.
    pub from: PathBuf,
    /// The first of them, from 1.
    pub line: u64,
    /// How many, a torn last one included.
    pub lines: u64,
    /// Where they are now, relative to the case.
    pub to: PathBuf,
}

/// Which bodies are lacking, and why.
pub(crate) type Lacking = BTreeMap<EntryId, Lack>;

/// What a writer knows of the ledger, all of it held against the newest checkpoint.
#[derive(Debug)]
pub(crate) struct Writer {
    known: Known,
    tree: Tree,
    lacking: Lacking,
    newest: Checkpoint,
    /// Length of each file as this writer left it, to notice another writer.
    ends: Vec<(PathBuf, u64)>,
}

/// By what a writer knows whether an entry is on record.
#[derive(Debug)]
enum Known {
    /// All ids, read from the heads.
    All(HashSet<EntryId>),
    /// The index. A batch that is small beside the log is written without reading the log.
    Index(Box<Index>),
}

/// Which bodies a batch brings for entries that are on record without one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bring {
    /// Those that never came.
    Absent,
    /// All that are not there. The caller has left out those that an owner destroyed.
    Missing,
}

/// Batches of more entries than this leave the index to whoever asks it next.
const FOLLOWED: usize = 1000;

/// What of a batch is to be written.
#[derive(Debug, Default)]
struct Lines<'c> {
    added: Vec<EntryId>,
    heads: Vec<&'c [u8]>,
    bodies: Vec<&'c [u8]>,
    /// Lines for the list of lacking bodies: entries that came without one.
    lacks: Vec<Vec<u8>>,
    /// The same for bodies that came later.
    found: Vec<Vec<u8>>,
}

/// How long a writer waits for another one.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// The longest that it waits.
    pub limit: Duration,
    /// What it does once it has waited for a second: tell somebody.
    pub notice: fn(),
}

impl Default for Patience {
    /// A minute, in silence.
    fn default() -> Self {
        Self { limit: Duration::from_secs(60), notice: || {} }
    }
}

/// Between two looks at a lock that another writer holds.
const LOOK: Duration = Duration::from_millis(5);

/// Locks the ledger for writing until the file is dropped. Another writer is waited for: it holds the lock for one batch.
pub(crate) fn lock(case: &Case, patience: Patience) -> Result<File, StoreError> {
    let path = case.lock();
    let file = File::options().create(true).append(true).open(&path).map_err(disk::io_at(&path))?;
    let is_locked = wait_for(patience, || match file.try_lock() {
        Ok(()) => Ok(true),
        Err(TryLockError::WouldBlock) => Ok(false),
        Err(TryLockError::Error(error)) => Err(disk::io_at(&path)(error)),
    })?;
    if is_locked { Ok(file) } else { Err(StoreError::Locked(case.root().to_owned())) }
}

/// Tries again and again, as long as patience lasts. Says whether it came to anything.
pub(crate) fn wait_for(
    patience: Patience,
    mut attempt: impl FnMut() -> Result<bool, StoreError>,
) -> Result<bool, StoreError> {
    let (mut waited, mut told) = (Duration::ZERO, false);
    loop {
        if attempt()? {
            return Ok(true);
        }
        if waited >= patience.limit {
            return Ok(false);
        }
        if !told && waited >= Duration::from_secs(1) {
            (patience.notice)();
            told = true;
        }
        std::thread::sleep(LOOK);
        waited += LOOK;
    }
}

/// Writes receipts, of one batch each: first the lines in the last pack, which make them count, then `checkpoint`, where C2SP readers look.
/// `end` is where the packs end now; gives where they end after each.
pub(crate) fn write_receipts(
    log: &LogDir,
    checkpoints: &[Checkpoint],
    end: &End,
    pack_lines: u64,
) -> Result<Vec<End>, StoreError> {
    disk::make_folder(&log.receipts())?;
    let mut ends: Vec<End> = Vec::with_capacity(checkpoints.len());
    let mut pack = Vec::new();
    let write = |number: u32, lines: &[u8]| disk::append(&segment::name_of(log.receipts(), number), lines);
    for checkpoint in checkpoints {
        let end = ends.last().unwrap_or(end);
        let mut line = packs::line(checkpoint, end.hash)?;
        let hash = Some(BlobHash::of(&line));
        line.push(b'\n');
        let begins = end.number == 0 || end.lines >= pack_lines;
        let (number, lines, bytes) =
            if begins { (end.number + 1, 0, 0) } else { (end.number, end.lines, end.bytes) };
        if begins && !pack.is_empty() {
            write(number - 1, &pack)?;
            pack.clear();
        }
        let bytes = bytes + line.len() as u64;
        pack.append(&mut line);
        ends.push(End { number, lines: lines + 1, bytes, hash, ..End::default() });
    }
    if let (Some(last), Some(end)) = (checkpoints.last(), ends.last()) {
        write(end.number, &pack)?;
        disk::replace(&log.checkpoint(), &last.to_bytes())?;
    }
    Ok(ends)
}

/// Keeps checkpoints that do not go together with those of a log held here, in one file named by its SHA-256.
pub(crate) fn keep_foreign(case: &Case, checkpoints: &[Checkpoint]) -> Result<(), StoreError> {
    let mut lines = Vec::new();
    for checkpoint in checkpoints {
        lines.extend(canonical::to_bytes(&checkpoint.note.to_string())?);
        lines.push(b'\n');
    }
    disk::make_folder(&case.foreign())?;
    let path = case.foreign().join(format!("{}.jsonl", BlobHash::of(&lines)));
    if path.exists() { Ok(()) } else { disk::replace(&path, &lines) }
}

/// How long before the last receipt a clock may have been looked at by whoever waited for its writer.
const WAITED: jiff::SignedDuration = jiff::SignedDuration::from_mins(5);

impl Writer {
    /// Reads the ids of all heads, holds their root against the newest checkpoint, and sets aside what no checkpoint covers.
    pub(crate) fn load(case: &Case, receipts: &mut Receipts) -> Result<(Self, Vec<SetAside>), StoreError> {
        let newest = newest_sound(receipts)?;
        sweep(case)?;
        let mut set_aside = Vec::new();
        mend_packs(case, receipts, &newest, &mut set_aside)?;
        let (ids, tree) = load_heads(case, &newest, &mut set_aside)?;
        let covered = |line: &[u8]| BodyLine::split(line).is_some_and(|parts| ids.contains(&parts.id));
        let (segments, _) = segment::list(case, case::BODIES)?;
        for segment in segments.iter().rev() {
            let bytes = disk::read(&segment.path)?.unwrap_or_default();
            if trim_tail(case, segment, &bytes, covered, &mut set_aside)? {
                break;
            }
        }
        let lacking = load_lacking(case, &ids, &mut set_aside)?;
        let mut writer = Self { known: Known::All(ids), tree, lacking, newest, ends: Vec::new() };
        writer.finish_log(case)?;
        writer.note_ends(case)?;
        Ok((writer, set_aside))
    }

    /// The newest checkpoint.
    pub(crate) const fn newest(&self) -> &Checkpoint {
        &self.newest
    }

    /// The tree of the log; whole where the writer has read it as a whole.
    pub(crate) const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Whether it has read the log as a whole.
    pub(crate) const fn is_full(&self) -> bool {
        matches!(self.known, Known::All(_))
    }

    /// Whether the files are as this writer left them.
    pub(crate) fn is_current(&self, case: &Case) -> Result<bool, StoreError> {
        Ok(self.ends == ends(case)?)
    }

    /// Remembers how the files stand.
    pub(crate) fn note_ends(&mut self, case: &Case) -> Result<(), StoreError> {
        self.ends = ends(case)?;
        Ok(())
    }

    /// The same without reading the heads, where the index fits the newest checkpoint and the files end where it has read to. The tree is
    /// that of the tiles at its right edge. `None` where anything is in doubt: then [`Writer::load`] finds out what.
    pub(crate) fn load_light(case: &Case, receipts: &Receipts) -> Result<Option<Self>, StoreError> {
        let newest = newest_sound(receipts)?;
        if !receipts.faults.is_empty() || receipts.end.is_torn {
            return Ok(None);
        }
        let Ok(index) = Index::of(case, receipts, false) else { return Ok(None) };
        if !index.is_at_end_of_files().unwrap_or(false) {
            return Ok(None);
        }
        let log = receipts.log.path();
        let tree = Tree::edge(newest.size, |tile| disk::read(&log.join(tile.path())).ok().flatten());
        let Some(tree) = tree.filter(|tree| tree.root() == newest.root) else { return Ok(None) };
        let bytes = disk::read(&case.lacking())?.unwrap_or_default();
        let mut lacking = Lacking::new();
        for line in segment::lines(&bytes) {
            let Some(found) = segment::parse_lacking(line.bytes).ok().filter(|_| line.whole) else {
                return Ok(None);
            };
            note_lacking(&mut lacking, found);
        }
        let last = segment::lines(&bytes).last().and_then(|line| segment::parse_lacking(line.bytes).ok());
        if let Some(last) = last
            && index.on_record([&last.id].into_iter()).ok() != Some(vec![true])
        {
            return Ok(None);
        }
        let mut writer =
            Self { known: Known::Index(Box::new(index)), tree, lacking, newest, ends: Vec::new() };
        writer.note_ends(case)?;
        Ok(Some(writer))
    }

    /// Which of these entries are new to the record, the first of each id only. `None` where the index is in doubt.
    fn new_among(&mut self, entries: &[Checked<'_>]) -> Option<Vec<bool>> {
        match &mut self.known {
            Known::All(ids) => Some(entries.iter().map(|checked| ids.insert(checked.entry.id)).collect()),
            Known::Index(index) => {
                let mut seen = HashSet::new();
                let there = index.on_record(entries.iter().map(|checked| &checked.entry.id)).ok()?;
                let all = entries.iter().zip(there);
                Some(all.map(|(checked, is_there)| seen.insert(checked.entry.id) && !is_there).collect())
            }
        }
    }

    /// Which of these entries are on record.
    pub(super) fn on_record(&mut self, store: &mut Store, ids: &[EntryId]) -> Result<Vec<bool>, StoreError> {
        if let Known::Index(index) = &self.known
            && let Ok(there) = index.on_record(ids.iter())
        {
            return Ok(there);
        }
        if !self.is_full() {
            let case = store.case.clone();
            let (full, set_aside) = Self::load(&case, &mut store.receipts)?;
            store.set_aside.extend(set_aside);
            *self = full;
        }
        match &self.known {
            Known::All(all) => Ok(ids.iter().map(|id| all.contains(id)).collect()),
            Known::Index(_) => Ok(vec![false; ids.len()]),
        }
    }

    /// Entries of a batch that are on record without a body and are to have the one that the batch brings. What is there is looked up in
    /// the files: the list of lacking bodies is not signed.
    fn wanting(
        &self,
        case: &Case,
        entries: &[Checked<'_>],
        are_new: &[bool],
        bring: Bring,
    ) -> Result<HashSet<EntryId>, StoreError> {
        let brought =
            entries.iter().zip(are_new).filter(|(checked, is_new)| !**is_new && checked.body.is_some());
        let brought = brought.map(|(checked, _)| checked.entry.id);
        let mut wanting: HashSet<EntryId> = brought
            .filter(|id| bring == Bring::Missing || self.lacking.get(id) == Some(&Lack::Absent))
            .collect();
        if !wanting.is_empty() {
            erase::each_body(case, |id| {
                wanting.remove(&id);
            })?;
        }
        Ok(wanting)
    }

    /// Sorts out what of a batch is to be written where, and takes note of bodies that are lacking or found.
    fn lines<'c>(
        &mut self,
        entries: &'c [Checked<'_>],
        are_new: &[bool],
        is_wanting: impl Fn(&EntryId) -> bool,
    ) -> Result<Lines<'c>, StoreError> {
        let mut lines = Lines::default();
        for (checked, is_new) in entries.iter().zip(are_new.iter().copied()) {
            let id = checked.entry.id;
            let is_absent = !is_new && is_wanting(&id);
            if is_new {
                lines.heads.push(checked.head.as_slice());
                lines.added.push(id);
            }
            match &checked.body {
                Some(body) if is_new || is_absent => {
                    lines.bodies.push(body.as_slice());
                    if is_absent {
                        lines.found.push(segment::lacking_line(id, Lack::Found)?);
                        self.lacking.insert(id, Lack::Found);
                    }
                }
                None if is_new => {
                    lines.lacks.push(segment::lacking_line(id, Lack::Absent)?);
                    self.lacking.insert(id, Lack::Absent);
                }
                _ => {}
            }
        }
        Ok(lines)
    }

    /// See [`Store::append`]. `ends` are where batches end in `entries`, the last with them: each gets a receipt of its own, so that what
    /// was decided apart stays apart. Where a write of several is cut short, the first of them count.
    pub(crate) fn append(
        &mut self,
        store: &mut Store,
        entries: &[Checked<'_>],
        ends: &[usize],
        bodies: Bring,
        key: &SecretKey,
        at: Timestamp,
    ) -> Result<Receipt, StoreError> {
        self.check_signer(store, key)?;
        // Whoever waited for another writer looked at the clock before that one signed.
        let at = match self.newest.signed_at {
            Some(last) if at < last && last.duration_since(at) <= WAITED => last,
            _ => at,
        };
        let case = store.case.clone();
        let are_new = match self.new_among(entries) {
            Some(are_new) => are_new,
            None => {
                let (full, set_aside) = Self::load(&case, &mut store.receipts)?;
                store.set_aside.extend(set_aside);
                *self = full;
                self.new_among(entries).unwrap_or_default()
            }
        };
        let wanting = self.wanting(&case, entries, &are_new, bodies)?;
        let Lines { added, heads, bodies, lacks, found } =
            self.lines(entries, &are_new, |id| wanting.contains(id))?;
        if !lacks.is_empty() {
            disk::append(&case.lacking(), &lacks.concat())?;
        }
        let mut pending = Pending::default();
        segment::append(&case, case::BODIES, &bodies, store.segment_bytes, &mut pending)?;
        if !found.is_empty() {
            // What is said to have been found must be there.
            pending.sync()?;
            disk::append(&case.lacking(), &found.concat())?;
        }
        if !added.is_empty() {
            segment::append(&case, case::HEADS, &heads, store.segment_bytes, &mut pending)?;
            let old = self.tree.len();
            let mut checkpoints: Vec<Checkpoint> = Vec::new();
            let (mut rest, mut from) = (added.iter(), 0);
            for to in ends {
                let count = are_new[from..*to].iter().filter(|is_new| **is_new).count();
                from = *to;
                if count > 0 {
                    rest.by_ref().take(count).for_each(|id| self.tree.push(id));
                    let before = checkpoints.last().unwrap_or(&self.newest);
                    let (size, root) = (self.tree.len(), self.tree.root());
                    let next = Checkpoint::sign(&before.origin, size, root, Some(before), key, at)?;
                    checkpoints.push(next);
                }
            }
            let log = case.log();
            write_tiles(&log, &self.tree, old, &mut pending)?;
            pending.sync()?;
            let ends = write_receipts(&log, &checkpoints, &store.receipts.end, store.pack_lines)?;
            drop_partial_tiles(&log, old, self.tree.len());
            for (checkpoint, end) in checkpoints.into_iter().zip(ends) {
                store.receipts.advance(&checkpoint, end);
                self.newest = checkpoint;
            }
        }
        if let Known::Index(index) = &mut self.known
            && added.len() + found.len() <= FOLLOWED
        {
            // The batch counts whatever becomes of the index, which is put right when it is next opened.
            let _ = index.follow(&store.receipts);
        }
        Ok(Receipt {
            size: self.newest.size,
            root: self.newest.root,
            received_at: self.newest.signed_at.unwrap_or(at),
            added: added.len() as u64,
            bodies_found: found.len() as u64,
        })
    }

    /// See [`Store::erase`].
    pub(crate) fn erase(&mut self, store: &Store, ids: &[EntryId]) -> Result<u64, StoreError> {
        let Known::All(known) = &self.known else {
            let why = "was not read in full before erasing".to_owned();
            return Err(StoreError::Damaged { file: case::HEADS.into(), why });
        };
        if let Some(unknown) = ids.iter().find(|id| !known.contains(id)) {
            return Err(StoreError::NoEntry(*unknown));
        }
        let ids: BTreeSet<EntryId> = ids.iter().copied().collect();
        let mut there = BTreeSet::new();
        erase::each_body(&store.case, |id| {
            if ids.contains(&id) {
                there.insert(id);
            }
        })?;
        // The list says so before a body goes, each time one does, so that whoever looks at the files knows that they shrink.
        let mut lines = Vec::new();
        for id in &ids {
            if self.lacking.insert(*id, Lack::Erased) != Some(Lack::Erased) || there.contains(id) {
                lines.extend(segment::lacking_line(*id, Lack::Erased)?);
            }
        }
        if !lines.is_empty() {
            disk::append(&store.case.lacking(), &lines)?;
        }
        erase::bodies(&store.case, &ids)?;
        erase::set_aside(&store.case, &ids)?;
        Ok(there.len() as u64)
    }

    fn check_signer(&self, store: &Store, key: &SecretKey) -> Result<(), StoreError> {
        let found = key.public();
        if let Some(expected) = store.log_key().filter(|expected| *expected != found) {
            return Err(StoreError::Key { expected, found });
        }
        Ok(())
    }

    /// Puts `checkpoint` and tiles right where a crash came between them and the checkpoint that counts.
    fn finish_log(&self, case: &Case) -> Result<(), StoreError> {
        let (log, bytes) = (case.log(), self.newest.to_bytes());
        if disk::read(&log.checkpoint())?.as_deref() != Some(&bytes) {
            disk::replace(&log.checkpoint(), &bytes)?;
        }
        for tile in tiles(self.tree.len()) {
            let path = log.path().join(tile.path());
            // What was at the right edge when the power went may be there without its bytes.
            let is_there = match tile.is_full() {
                true => std::fs::metadata(&path).is_ok_and(|found| found.len() == 32 * tile.width),
                false => disk::read(&path)?.as_deref() == tile.bytes(&self.tree).as_deref(),
            };
            if !is_there {
                return self.restore_tiles(&log);
            }
        }
        Ok(())
    }

    /// Writes all tiles anew, each of them whole or not at all: readers may be at them.
    fn restore_tiles(&self, log: &LogDir) -> Result<(), StoreError> {
        let mut folders = BTreeSet::new();
        for tile in tiles(self.tree.len()) {
            let path = log.path().join(tile.path());
            disk::make_folder(disk::folder_of(&path))?;
            disk::replace_unsynced(&path, &tile.bytes(&self.tree).unwrap_or_default())?;
            folders.insert(disk::folder_of(&path).to_owned());
        }
        folders.iter().try_for_each(|folder| disk::sync_folder(folder))
    }
}

/// Writes the tiles that a log of this tree's size has and one of `old` did not.
pub(crate) fn write_tiles(
    log: &LogDir,
    tree: &Tree,
    old: u64,
    pending: &mut Pending,
) -> Result<(), StoreError> {
    for tile in tiles_since(old, tree.len()) {
        pending.write(&log.path().join(tile.path()), &tile.bytes(tree).unwrap_or_default())?;
    }
    Ok(())
}

/// Removes partial tiles that a longer or full one has taken the place of.
fn drop_partial_tiles(log: &LogDir, old: u64, new: u64) {
    for tile in tiles_outgrown(old, new) {
        let path = log.path().join(tile.path());
        // A leftover partial tile is harmless, so failing to remove one is too.
        let _ = std::fs::remove_file(&path);
        let _ = std::fs::remove_dir(disk::folder_of(&path));
    }
}

/// Length of the last of each sort of files that writers append to. A writer leaves none of them as they were.
fn ends(case: &Case) -> Result<Vec<(PathBuf, u64)>, StoreError> {
    let mut found = Vec::new();
    let mut note = |path: &Path| match std::fs::metadata(path) {
        Ok(metadata) => {
            found.push((path.to_owned(), metadata.len()));
            Ok(())
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(disk::io_at(path)(error)),
    };
    for folder in [case::HEADS.into(), case::BODIES.into(), case.log().receipts_name()] {
        if let Some(last) = segment::list(case, folder)?.0.last() {
            note(&last.path)?;
        }
    }
    note(&case.lacking())?;
    Ok(found)
}
