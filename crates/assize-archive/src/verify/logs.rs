//! The other logs of a case, and what does not go together with one of them.

use super::{
    Known, Put, Seen,
    history::{check_roots, check_tiles},
};
use crate::{
    case::{Case, LogDir},
    disk,
    fault::Fault,
    log::{Checkpoint, TILE_WIDTH, Tree, VerifierKey, leaf_hash, tiles},
    segment,
    store::{Found, Receipts, StoreError, Times, leaves, times},
};
use assize_record::Hash;
use std::{collections::HashSet, path::Path};

/// A log whose tree is established.
struct Sound {
    key: VerifierKey,
    tree: Tree,
    checkpoints: Vec<Checkpoint>,
}

impl Sound {
    fn new(key: VerifierKey, tree: Tree, times: Times) -> Self {
        let checkpoints = times.receipts.into_iter().filter_map(|found| found.checkpoint).collect();
        Self { key, tree, checkpoints }
    }

    /// Why a checkpoint that this log's key has signed is of another history: the log has another root at its size, or goes on otherwise
    /// after the checkpoint before it.
    fn contradicts(&self, other: &Checkpoint) -> Option<String> {
        let root = self.tree.root_at(other.size).filter(|root| *root != other.root);
        let at_size = root.map(|root| {
            format!("at size {}: root {} here, and {root} in the log that is kept", other.size, other.root)
        });
        at_size.or_else(|| {
            let follows = |found: &&Checkpoint| {
                found.previous == other.previous && found.note.text != other.note.text
            };
            let found = self.checkpoints.iter().find(follows)?;
            let after = other.previous.map_or(0, |previous| previous.size);
            Some(format!(
                "after size {after}: {} entries with root {} here, and {} with root {} in the log that is kept",
                other.size, other.root, found.size, found.root
            ))
        })
    }
}

/// Checks every other log: key, signatures, chain, tiles, and that its leaves are entries of this case. Then holds what is kept as foreign
/// against all logs.
pub(super) fn check(
    case: &Case,
    own: &Receipts,
    own_times: Times,
    known: &Known<'_>,
    seen: &[Seen],
    faults: &mut Vec<Fault>,
) -> Result<(), StoreError> {
    check_continues(own, faults);
    check_clocks(&own_times, faults);
    let own_id = own.key.as_ref().map(VerifierKey::log_id);
    let mine = own.key.clone().map(|key| Sound::new(key, known.history.tree().clone(), own_times));
    let mut all: Vec<Sound> = mine.into_iter().collect();
    let mut entries: Option<HashSet<Hash>> = None;
    for (name, path, kind) in disk::list(&case.logs())? {
        let (file, log) = (case.relative(&path), case.other_log(&name));
        if name.starts_with(disk::UNFINISHED) {
            let what = "left from a merge that was cut short; the next write removes it";
            faults.push(Fault::file(file, what).note());
        } else if !kind.is_dir() {
            faults.push(Fault::file(file, "not a log of this case").note());
        } else {
            let entries = entries.get_or_insert_with(|| known.heads.by_id.keys().map(leaf_hash).collect());
            let receipts = Receipts::load_trusting(log, &[])?;
            match receipts.key.as_ref().map(VerifierKey::log_id) {
                Some(id) if id != name => {
                    let what = format!("makes its log {id}, not the one that the folder is named by");
                    faults.push(Fault::file(receipts.log.key_name(), what));
                }
                Some(id) if Some(&id) == own_id.as_ref() => {
                    faults.push(
                        Fault::file(file, "this copy's own log, a second time; it may be deleted").note(),
                    );
                }
                _ => all.extend(check_log(&receipts, entries, faults)?),
            }
        }
    }
    check_seen(case, &all, seen, faults);
    check_foreign(case, &all, faults)
}

/// Notes receipts that state an earlier time than the one before: one of the two clocks was wrong.
fn check_clocks(times: &Times, faults: &mut Vec<Fault>) {
    let stated = |found: &Found| found.checkpoint.as_ref().and_then(|checkpoint| checkpoint.signed_at);
    for pair in times.receipts.windows(2) {
        if let (Some(before), Some(after)) = (stated(&pair[0]), stated(&pair[1]))
            && after < before
        {
            let what = format!(
                "states {after}, and the one before it {before}: one of the two clocks was wrong, and what was recorded by then is not known"
            );
            faults.push(pair[1].fault(what).note());
        }
    }
}

/// Holds logs against what was seen of them.
fn check_seen(case: &Case, logs: &[Sound], seen: &[Seen], faults: &mut Vec<Fault>) {
    for seen in seen {
        let Some((at, log)) = logs.iter().enumerate().find(|(_, log)| log.key.log_id() == seen.id) else {
            continue;
        };
        let own = case.log();
        let is_own = at == 0 && own.key().is_file();
        let file = if is_own { own.checkpoint_name() } else { case.other_log(&seen.id).checkpoint_name() };
        let (name, here) = (&log.key.name, log.tree.len());
        match log.tree.root_at(seen.size) {
            Some(root) if root == seen.root => {}
            Some(root) => {
                let what = format!(
                    "two histories of log `{name}` were signed at size {}: root {root} here, and {} when it was last seen",
                    seen.size, seen.root
                );
                faults.push(Fault::file(file, what));
            }
            None => {
                let what = format!(
                    "log `{name}` had {} entries when it was last seen, and {here} are here: {}",
                    seen.size,
                    match seen.put {
                        Put::Here =>
                            "it was rolled back, or an older copy was put in its place; merge a copy that has the rest",
                        Put::Back => "an older copy was put back",
                        Put::Elsewhere => "this copy is older",
                    }
                );
                let fault = Fault::file(file, what);
                faults.push(if seen.put == Put::Here { fault } else { fault.note() });
            }
        }
    }
}

fn check_log(
    receipts: &Receipts,
    entries: &HashSet<Hash>,
    faults: &mut Vec<Fault>,
) -> Result<Option<Sound>, StoreError> {
    faults.extend(receipts.faults.iter().cloned());
    let mut times = times(receipts, true)?;
    faults.append(&mut times.faults);
    check_continues(receipts, faults);
    let found = leaves(&receipts.log, receipts.covered());
    let mut tree = Tree::new();
    found.iter().map_while(|leaf| *leaf).for_each(|leaf| tree.push_leaf(leaf));
    let newest = receipts.newest();
    if newest.is_none_or(|newest| tree.root_at(newest.size) != Some(newest.root)) {
        name_tiles(&receipts.log, receipts.covered(), &found, entries, faults);
        return Ok(None);
    }
    check_roots(&tree, &times, faults);
    check_tiles(&receipts.log, &tree, faults)?;
    let lacking = found.iter().flatten().filter(|leaf| !entries.contains(leaf)).count();
    if lacking > 0 {
        let what = format!("{lacking} of its entries are not here: they were left out of a merge as damaged");
        faults.push(Fault::file(receipts.log.name(), what).note());
    }
    Ok(receipts.key.clone().map(|key| Sound::new(key, tree, times)))
}

/// Names the lowest tiles that are missing, cut short, or hold what is no entry: the root does not follow from them.
fn name_tiles(
    log: &LogDir,
    size: u64,
    found: &[Option<Hash>],
    entries: &HashSet<Hash>,
    faults: &mut Vec<Fault>,
) {
    let before = faults.len();
    let lowest = tiles(size).into_iter().take_while(|tile| tile.level == 0);
    let width = usize::try_from(TILE_WIDTH).unwrap_or(usize::MAX);
    for (tile, leaves) in lowest.zip(found.chunks(width)) {
        let file = log.name().join(tile.path());
        let is_lacking = |leaf: &Option<Hash>| leaf.is_none_or(|leaf| !entries.contains(&leaf));
        let Some(at) = leaves.iter().position(is_lacking) else { continue };
        faults.push(match leaves[at] {
            None => Fault::file(file, "missing or cut short"),
            Some(_) => Fault::byte(file, 32 * at as u64, "not the hash of an entry of this case"),
        });
    }
    if faults.len() == before {
        faults.push(Fault::file(log.name(), "its tiles do not lead to the root of its newest checkpoint"));
    }
}

/// What a log took over must be held here.
fn check_continues(receipts: &Receipts, faults: &mut Vec<Fault>) {
    let Some(continues) = &receipts.continues else { return };
    if receipts.continued().is_none() {
        let (origin, size) = (&continues.origin, continues.checkpoint.size);
        let what = format!(
            "goes on from log `{origin}` at size {size}, which is not under `ledger/logs` as it was: when those entries were received is not known"
        );
        faults.push(Fault::line(receipts.pack_of(1), 1, what));
    }
}

/// Names what was kept because it shows a second history of a log.
fn check_foreign(case: &Case, logs: &[Sound], faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    for (_, path, kind) in disk::list(&case.foreign())? {
        if !kind.is_file() {
            continue;
        }
        let Some(bytes) = disk::read(&path).ok().flatten() else { continue };
        let lines = segment::lines(&bytes).filter_map(|line| {
            let note: String = serde_json::from_slice(line.bytes).ok()?;
            Some((line.number, Checkpoint::parse(note.as_bytes()).ok()?))
        });
        let forked = lines.into_iter().find_map(|(line, checkpoint)| {
            let log = logs.iter().find(|log| log.key.name == checkpoint.origin)?;
            let what = log.contradicts(&checkpoint).filter(|_| checkpoint.verify(&log.key.key).is_ok())?;
            Some((line, format!("two histories of log `{}` were signed {what}", checkpoint.origin)))
        });
        if let Some((line, what)) = forked {
            faults.push(Fault::line(case.relative(&path), line, what));
        }
    }
    Ok(())
}

/// Names that programs which keep folders alike give to a file that was changed on two sides.
const CONFLICTED: [&str; 6] =
    ["conflicted copy", ".sync-conflict-", "_conflict-", "(conflict", " (1)", "conflict copy"];

/// Names the files of the ledger that a program which keeps folders alike has put beside another one.
pub(super) fn check_conflicted(case: &Case, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    let mut found = Vec::new();
    disk::walk(&case.ledger(), &mut found)?;
    let name = |path: &Path| path.file_name().unwrap_or_default().to_string_lossy().to_lowercase();
    for path in found.iter().filter(|path| CONFLICTED.iter().any(|part| name(path).contains(part))) {
        let what = "a conflicted copy: a program that keeps folders alike has written here. Keep the case where no such program is, and carry it with `assize backup` or `assize merge`";
        faults.push(Fault::file(case.relative(path), what));
    }
    Ok(())
}
