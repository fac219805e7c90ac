//! The other logs that a case holds: those of other copies, and those that this copy's own log goes on from.

use super::{Receipts, StoreError, history, writer};
use crate::{
    case::{Case, LogDir},
    disk::{self, Pending},
    fault::Fault,
    log::{TILE_WIDTH, Tile, Tree, leaf_hash, tiles},
};
use assize_record::{EntryId, Hash, sign::PublicKey};
use jiff::Timestamp;
use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

/// A log, as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogState {
    /// Its id: the first 16 hexadecimal digits of the SHA-256 of its verifier key.
    pub id: String,
    /// Its name.
    pub origin: String,
    /// The key that signs it.
    pub key: PublicKey,
    /// Entries that it covers.
    pub size: u64,
    /// Root over them.
    pub root: Hash,
}

/// Two states of one log of which neither is the beginning of the other: its key has signed two histories.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fork {
    /// The state held here.
    pub ours: LogState,
    /// The other one.
    pub theirs: LogState,
}

impl std::fmt::Display for Fork {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (ours, theirs) = (&self.ours, &self.theirs);
        write!(
            f,
            "key {} has signed two histories of log `{}`: {} entries with root {} here, {} entries with root {} there",
            ours.key, ours.origin, ours.size, ours.root, theirs.size, theirs.root
        )
    }
}

/// How a log that comes with a merge stands to the same one here.
pub(super) enum Standing {
    /// It is not here.
    New,
    /// It is here as far as it goes.
    Known,
    /// It goes on from what is here.
    Longer,
    /// See [`Fork`].
    Fork(Box<Fork>),
}

/// A log of another case that holds against itself.
pub(super) struct Found {
    pub(super) receipts: Receipts,
    pub(super) state: LogState,
    tree: Tree,
}

/// The folders of other logs, by id. Whatever else stands there is passed over.
pub(crate) fn list(case: &Case) -> Result<Vec<(String, LogDir)>, StoreError> {
    let all = disk::list(&case.logs())?.into_iter();
    let is_id = |name: &str| name.len() == 16 && name.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let named = all.filter(|(name, _, kind)| kind.is_dir() && is_id(name));
    Ok(named.map(|(id, ..)| (id.clone(), case.other_log(&id))).collect())
}

/// Leaf hashes from the lowest tiles; `None` where a tile is missing or too short.
pub(crate) fn leaves(log: &LogDir, size: u64) -> Vec<Option<Hash>> {
    let mut leaves = Vec::new();
    for tile in tiles(size).into_iter().take_while(|tile| tile.level == 0) {
        let bytes = disk::read(&log.path().join(tile.path())).ok().flatten().unwrap_or_default();
        for at in 0..usize::try_from(tile.width.min(TILE_WIDTH)).unwrap_or(0) {
            let hash = bytes.get(32 * at..32 * at + 32).and_then(|bytes| bytes.try_into().ok());
            leaves.push(hash.map(Hash::from_bytes));
        }
    }
    leaves
}

/// The leaf hash at one position of a log of this size; `None` where its tile is missing or too short.
pub(crate) fn leaf(log: &LogDir, size: u64, at: u64) -> Option<Hash> {
    let number = at / TILE_WIDTH;
    let width = size.checked_sub(number * TILE_WIDTH)?.min(TILE_WIDTH);
    let bytes = disk::read(&log.path().join(Tile { level: 0, number, width }.path())).ok()??;
    let from = 32 * usize::try_from(at % TILE_WIDTH).ok()?;
    bytes.get(from..from + 32)?.try_into().ok().map(Hash::from_bytes)
}

/// The tree of a log, from its tiles; `None` where they do not lead to the root of its newest checkpoint.
fn tree(receipts: &Receipts) -> Option<Tree> {
    let newest = receipts.newest()?;
    let mut tree = Tree::new();
    leaves(&receipts.log, newest.size)
        .into_iter()
        .map_while(|leaf| leaf)
        .for_each(|leaf| tree.push_leaf(leaf));
    (tree.len() == newest.size && tree.root() == newest.root).then_some(tree)
}

impl Receipts {
    /// The log as others see it; `None` where its key or newest checkpoint is damaged.
    pub(crate) fn state(&self) -> Option<LogState> {
        let (key, newest) = (self.key.as_ref()?, self.newest()?);
        let (origin, id) = (key.name.clone(), key.log_id());
        Some(LogState { id, origin, key: key.key, size: newest.size, root: newest.root })
    }
}

/// When the logs that are held here first received each entry.
///
/// What a log took over from the one it goes on from was received there, so its first checkpoint counts for nothing here.
#[derive(Debug, Default)]
pub(crate) struct FirstReceipts {
    /// Key and base of this copy's own log; `None` where it is the only one and began by itself.
    own: Option<(PublicKey, u64)>,
    others: Vec<OfLog>,
}

#[derive(Debug)]
struct OfLog {
    key: PublicKey,
    positions: HashMap<Hash, u64>,
    times: history::Times,
}

impl FirstReceipts {
    /// Reads all other logs.
    pub(crate) fn read(receipts: &Receipts) -> Result<Self, StoreError> {
        let others = receipts.others();
        let Some(own) = receipts.key.as_ref().filter(|_| !others.is_empty() || receipts.base() > 0) else {
            return Ok(Self::default());
        };
        let mut all = Vec::new();
        for other in others.iter() {
            let Some(key) = &other.key else { continue };
            let positions = (0..).zip(leaves(&other.log, other.covered()));
            let positions = positions.filter(|(at, _)| *at >= other.base());
            let positions = positions.filter_map(|(at, leaf)| Some((leaf?, at))).collect();
            all.push(OfLog { key: key.key, positions, times: history::times(other, false)? });
        }
        Ok(Self { own: Some((own.key, receipts.base())), others: all })
    }

    /// The receipts of an entry that stands at a position of this copy's log, and was received there at that time.
    pub(crate) fn of(
        &self,
        id: &EntryId,
        position: u64,
        at: Option<Timestamp>,
    ) -> Vec<(PublicKey, Timestamp)> {
        let Some((own, base)) = self.own else { return Vec::new() };
        let own = at.filter(|_| position >= base).map(|at| (own, at));
        let leaf = leaf_hash(id);
        let others = self
            .others
            .iter()
            .filter_map(|log| Some((log.key, log.times.batch_of(*log.positions.get(&leaf)?).received_at?)));
        let mut all: Vec<_> = own.into_iter().chain(others).collect();
        all.sort_unstable();
        all
    }
}

impl Found {
    /// Every log of another case, this copy's own among them, as far as they hold: signatures, chain, and roots over their tiles. Each stands
    /// after the one it goes on from.
    pub(super) fn all_of(other: &Receipts, faults: &mut Vec<Fault>) -> Result<Vec<Self>, StoreError> {
        let case = other.log.case();
        let mut all = Vec::new();
        let dirs = list(&case)?.into_iter().map(|(id, log)| (Some(id), log));
        for (id, log) in std::iter::once((None, other.log.clone())).chain(dirs) {
            match Self::check(Receipts::load_trusting(log.clone(), &[])?, id.as_deref())? {
                Ok(found) => all.push(found),
                Err(why) => faults.push(Fault::file(log.name(), format!("{why}; this log is left out"))),
            }
        }
        let steps: Vec<usize> = all.iter().map(|log| log.steps(&all)).collect();
        let mut in_order: Vec<(usize, Self)> = steps.into_iter().zip(all).collect();
        in_order.sort_by_key(|(steps, _)| *steps);
        Ok(in_order.into_iter().map(|(_, log)| log).collect())
    }

    /// How many of these logs it goes on from, one by way of another. A log is kept after the one it goes on from: a merge that is cut
    /// short between the two leaves none that hangs on what is not there.
    fn steps(&self, all: &[Self]) -> usize {
        let before = |log: &Self| {
            let continues = log.receipts.continues.as_ref()?;
            all.iter().find(|other| other.state.origin == continues.origin)
        };
        std::iter::successors(before(self), |log| before(log)).take(all.len()).count()
    }

    fn check(receipts: Receipts, id: Option<&str>) -> Result<Result<Self, String>, StoreError> {
        let Some(state) = receipts.state() else { return Ok(Err("its key or checkpoint is damaged".into())) };
        if id.is_some_and(|id| id != state.id) {
            return Ok(Err(format!("its key makes it log {}", state.id)));
        }
        let times = history::times(&receipts, true)?;
        let is_fault = |fault: &&Fault| fault.severity == crate::fault::Severity::Fault;
        if let Some(fault) = receipts.faults.iter().chain(&times.faults).find(is_fault) {
            return Ok(Err(fault.to_string()));
        }
        let Some(tree) = tree(&receipts) else {
            return Ok(Err("its tiles do not lead to the root of its newest checkpoint".into()));
        };
        let checkpoints = times.receipts.iter().filter_map(|found| found.checkpoint.as_ref());
        if let Some(wrong) = checkpoints.into_iter().find(|c| tree.root_at(c.size) != Some(c.root)) {
            return Ok(Err(format!(
                "its checkpoint of size {} signs another root than its tiles have",
                wrong.size
            )));
        }
        Ok(Ok(Self { receipts, state, tree }))
    }

    /// How it stands to the same log here; `own` is this copy's.
    pub(super) fn standing(&self, case: &Case, own: &Receipts) -> Result<Standing, StoreError> {
        let is_own = own.key.as_ref().is_some_and(|key| key.log_id() == self.state.id);
        let here = if is_own {
            own.clone()
        } else {
            let log = case.other_log(&self.state.id);
            if !log.path().exists() {
                return Ok(Standing::New);
            }
            Receipts::load_trusting(log, &[])?
        };
        let (Some(ours), Some(tree)) = (here.state(), tree(&here)) else {
            // What is damaged here is put right by what is sound there, where that goes as far.
            let is_mended = !is_own && self.state.size >= here.covered();
            return Ok(if is_mended { Standing::Longer } else { Standing::Known });
        };
        let size = ours.size.min(self.state.size);
        if tree.root_at(size) != self.tree.root_at(size) {
            return Ok(Standing::Fork(Box::new(Fork { ours, theirs: self.state.clone() })));
        }
        Ok(if self.state.size > ours.size { Standing::Longer } else { Standing::Known })
    }

    /// Keeps a copy among the other logs of a case: beside, and then in place, where it is new; otherwise what it has more is added in the
    /// order in which a writer would, so that one that is cut short leaves a log that holds.
    pub(super) fn keep(&self, case: &Case, is_new: bool) -> Result<(), StoreError> {
        let to = case.other_log(&self.state.id);
        disk::make_folder(&case.logs())?;
        if !is_new {
            return self.write(&to);
        }
        let beside = case.other_log(&format!("{}{}", disk::UNFINISHED, self.state.id));
        remove(&beside.path())?;
        disk::make_folder(&beside.path())?;
        self.write(&beside)?;
        disk::rename(&beside.path(), &to.path())
    }

    fn write(&self, to: &LogDir) -> Result<(), StoreError> {
        let from = &self.receipts.log;
        if let Some(key) = &self.receipts.key {
            disk::replace(&to.key_beside(), format!("{key}\n").as_bytes())?;
        }
        let mut pending = Pending::default();
        writer::write_tiles(to, &self.tree, 0, &mut pending)?;
        pending.sync()?;
        let old = history::old_files(from)?.into_iter().map(|(_, path)| (path, to.checkpoints()));
        let packs = self.receipts.packs.iter().map(|pack| (pack.path.clone(), to.receipts()));
        let newest = std::iter::once((from.checkpoint(), to.path()));
        for (path, folder) in old.chain(packs).chain(newest) {
            disk::make_folder(&folder)?;
            let bytes = disk::read(&path)?.unwrap_or_default();
            let to = folder.join(path.file_name().unwrap_or_default());
            if disk::read(&to)?.as_deref() != Some(&bytes) {
                disk::replace(&to, &bytes)?;
            }
        }
        drop_outgrown(to, self.state.size)
    }
}

/// Removes partial tiles that a log of this size has outgrown.
fn drop_outgrown(log: &LogDir, size: u64) -> Result<(), StoreError> {
    let kept: Vec<PathBuf> = tiles(size).iter().map(|tile| log.path().join(tile.path())).collect();
    let mut found = Vec::new();
    disk::walk(&log.tiles(), &mut found)?;
    for path in found.iter().filter(|path| !kept.contains(path)) {
        // A leftover partial tile is harmless, so failing to remove one is too.
        let _ = fs::remove_file(path);
        let _ = fs::remove_dir(disk::folder_of(path));
    }
    Ok(())
}

/// Removes a folder of this program's own making; one that is not there is fine.
pub(super) fn remove(folder: &Path) -> Result<(), StoreError> {
    match fs::remove_dir_all(folder) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(disk::io_at(folder)(error)),
        _ => Ok(()),
    }
}
