//! Heads against the log: order, tiles, roots.

use super::heads::{HeadAt, Heads};
use crate::{
    case::{self, Case, LogDir},
    disk,
    fault::Fault,
    log::{Tile, Tree, leaf_hash, tiles},
    segment,
    store::{Receipts, StoreError, Times, leaves},
};
use assize_record::{EntryId, Hash};
use std::{
    collections::{BTreeMap, BTreeSet, HashMap},
    path::{Path, PathBuf},
};

/// The log as far as it can be established.
#[derive(Debug, Default)]
pub(super) struct History {
    tree: Tree,
    /// Position of each leaf; filled only where heads and log differ.
    positions: HashMap<Hash, u64>,
}

impl History {
    /// Establishes the log from heads and tiles, whichever lead to the newest root, and holds everything else against it.
    pub(super) fn check(
        case: &Case,
        receipts: &Receipts,
        times: &Times,
        heads: &Heads,
        faults: &mut Vec<Fault>,
    ) -> Result<Self, StoreError> {
        let covered = receipts.covered();
        let tile_leaves = leaves(&receipts.log, covered);
        let lines = &heads.lines[..heads.covered];
        let newest = receipts.newest();
        let holds = |tree: &Tree| newest.is_some_and(|newest| tree.root_at(newest.size) == Some(newest.root));
        let from_lines = tree_of_lines(lines, &tile_leaves);
        let tree = if holds(&from_lines) && from_lines.len() == covered {
            from_lines
        } else {
            let mut from_tiles = Tree::new();
            tile_leaves.iter().map_while(|leaf| *leaf).for_each(|leaf| from_tiles.push_leaf(leaf));
            if !holds(&from_tiles) {
                let what = "neither heads nor tiles lead to the root of the newest checkpoint";
                faults.push(Fault::file(receipts.log.name(), what));
                faults.push(Fault::file(case::HEADS, what));
                if from_lines.len() == covered { from_lines } else { from_tiles }
            } else {
                from_tiles
            }
        };
        let mut history = Self { tree, positions: HashMap::new() };
        history.check_order(case, lines, covered, faults)?;
        check_roots(&history.tree, times, faults);
        check_tiles(&receipts.log, &history.tree, faults)?;
        Ok(history)
    }

    /// The log as far as it can be established.
    pub(super) const fn tree(&self) -> &Tree {
        &self.tree
    }

    /// Whether an entry is in the log. Known only where heads and log differ: elsewhere the heads say it.
    pub(super) fn holds(&self, id: &EntryId) -> bool {
        self.positions.contains_key(&leaf_hash(id))
    }

    /// Each covered line must be the entry that the log has at its place.
    fn check_order(
        &mut self,
        case: &Case,
        lines: &[HeadAt],
        covered: u64,
        faults: &mut Vec<Fault>,
    ) -> Result<(), StoreError> {
        let fits = |(at, line): (usize, &HeadAt)| {
            line.head.is_some() && self.tree.leaf(at as u64) == Some(leaf_hash(&line.id))
        };
        if lines.len() as u64 == covered && lines.iter().enumerate().all(fits) {
            return Ok(());
        }
        for at in 0..self.tree.len() {
            let leaf = self.tree.leaf(at);
            self.positions.extend(leaf.map(|leaf| (leaf, at)));
        }
        let same_length = lines.len() as u64 == covered;
        let (mut seen, mut furthest) = (BTreeSet::new(), None);
        for (at, line) in lines.iter().enumerate().filter(|(_, line)| line.head.is_some()) {
            let position = self.positions.get(&leaf_hash(&line.id)).copied();
            let what = match position {
                None => Some(format!("entry {} is not in the log", line.id)),
                Some(position) if same_length && position != at as u64 => Some(format!(
                    "entry {} is number {} of the log, but stands as number {}",
                    line.id,
                    position + 1,
                    at + 1
                )),
                Some(position) if !same_length && furthest.is_some_and(|furthest| position < furthest) => {
                    Some(format!(
                        "entry {} is number {} of the log, and stands out of order",
                        line.id,
                        position + 1
                    ))
                }
                Some(_) => None,
            };
            faults.extend(what.map(|what| Fault::line(&line.place.file, line.place.line, what)));
            seen.extend(position);
            furthest = furthest.max(position);
        }
        if !same_length {
            self.name_missing(case, lines, &seen, covered, faults)?;
        }
        Ok(())
    }

    /// Names each run of log entries that no line holds, at the line where it would be.
    fn name_missing(
        &self,
        case: &Case,
        lines: &[HeadAt],
        seen: &BTreeSet<u64>,
        covered: u64,
        faults: &mut Vec<Fault>,
    ) -> Result<(), StoreError> {
        // Number of the line after the one that holds a position: where the next one would be.
        let line_after = |position: u64| -> Option<usize> {
            let leaf = self.tree.leaf(position)?;
            let at = lines.iter().position(|line| line.head.is_some() && leaf_hash(&line.id) == leaf)?;
            Some(at + 1)
        };
        // A file that is there and holds no line was cut down to nothing: where its lines would be, it is the one to name.
        let newest = segment::list(case, case::HEADS)?.0.last().map_or(0, |last| last.number);
        let names: Vec<PathBuf> = (1..=newest).map(|number| segment::name_of(case::HEADS, number)).collect();
        let filled: BTreeSet<&PathBuf> = lines.iter().map(|line| &line.place.file).collect();
        let mut expected = 0;
        for next in seen.iter().copied().chain([covered]) {
            if next > expected {
                let run = format!("entries {} to {next} of the log are not here as they were", expected + 1);
                let at = expected.checked_sub(1).and_then(line_after).unwrap_or(0);
                let emptied = |beside: &Path, step: isize| {
                    let at = names.iter().position(|name| name == beside)?;
                    names.get(at.checked_add_signed(step)?).filter(|name| !filled.contains(*name))
                };
                let (file, line) = match (lines.get(at), lines.last()) {
                    (Some(there), _) => {
                        match emptied(&there.place.file, -1).filter(|_| there.place.line == 1) {
                            Some(name) => (name.clone(), 1),
                            None => (there.place.file.clone(), there.place.line),
                        }
                    }
                    (None, Some(last)) => match emptied(&last.place.file, 1) {
                        Some(name) => (name.clone(), 1),
                        None => (last.place.file.clone(), last.place.line + 1),
                    },
                    (None, None) => (segment::name_of(case::HEADS, 1), 1),
                };
                let what = if next == covered {
                    let after = segment::name_of(case::HEADS, newest + 1);
                    format!("{run}: cut off, or `{}` is gone", after.display())
                } else {
                    run
                };
                // Between two files nothing shows which of them held what is gone.
                let before = at.checked_sub(1).and_then(|at| lines.get(at)).map(|line| &line.place.file);
                let what = match before.filter(|before| line == 1 && **before != file) {
                    Some(before) => {
                        format!("{what}; they stood here or at the end of `{}`", before.display())
                    }
                    None => what,
                };
                faults.push(Fault::line(file, line, what));
            }
            expected = next + 1;
        }
        Ok(())
    }
}

/// Every checkpoint of a log must sign the root that its tree has at that size.
pub(super) fn check_roots(tree: &Tree, times: &Times, faults: &mut Vec<Fault>) {
    for receipt in &times.receipts {
        let Some(checkpoint) = &receipt.checkpoint else { continue };
        match tree.root_at(checkpoint.size) {
            Some(root) if root == checkpoint.root => {}
            Some(root) => {
                let what = format!("signs root {}, but the log has {root} at this size", checkpoint.root);
                faults.push(receipt.fault(what));
            }
            None => {
                let what = format!("covers {} entries, of which the log has {}", checkpoint.size, tree.len());
                faults.push(receipt.fault(what));
            }
        }
    }
}

/// Every tile of a log must be that of its tree.
pub(super) fn check_tiles(log: &LogDir, tree: &Tree, faults: &mut Vec<Fault>) -> Result<(), StoreError> {
    let case = log.case();
    let expected: BTreeMap<PathBuf, Tile> =
        tiles(tree.len()).into_iter().map(|tile| (log.path().join(tile.path()), tile)).collect();
    for (path, tile) in &expected {
        let file = case.relative(path);
        let found = match disk::read(path) {
            Ok(Some(found)) => found,
            Ok(None) => {
                faults.push(Fault::file(file, "missing"));
                continue;
            }
            Err(error) => {
                faults.push(Fault::file(file, error.to_string()));
                continue;
            }
        };
        let expected = tile.bytes(tree).unwrap_or_default();
        if found != expected {
            let at = found.iter().zip(&expected).take_while(|(a, b)| a == b).count();
            faults.push(Fault::byte(file, at as u64, "not the hashes of the log"));
        }
    }
    let mut found = Vec::new();
    disk::walk(&log.tiles(), &mut found)?;
    for path in found.into_iter().filter(|path| !expected.contains_key(path)) {
        faults.push(
            Fault::file(case.relative(&path), "not a tile of this log at its size; it may be deleted").note(),
        );
    }
    Ok(())
}

/// A tree over the ids of lines. A line that does not hold stands in by the log's own leaf, or else the id it most likely had.
fn tree_of_lines(lines: &[HeadAt], tile_leaves: &[Option<Hash>]) -> Tree {
    let mut tree = Tree::new();
    for (at, line) in lines.iter().enumerate() {
        match (&line.head, tile_leaves.get(at).copied().flatten()) {
            (None, Some(leaf)) => tree.push_leaf(leaf),
            _ => tree.push(&line.id),
        }
    }
    tree
}
