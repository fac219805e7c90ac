//! What a writer finds before it writes: whether the ledger fits its newest checkpoint, and what a write that was cut short has left.

use super::{
    Receipts, StoreError, packs,
    receipts::End,
    writer::{Lacking, SetAside, write_receipts},
};
use crate::{
    case::{self, Case},
    disk,
    log::{Checkpoint, Tree},
    segment::{self, HeadLine, Segment},
};
use assize_record::{BlobHash, EntryId};
use std::collections::HashSet;

/// Removes files that were still being written when a writer ended. They were never in place, so they mean nothing.
pub(super) fn sweep(case: &Case) -> Result<(), StoreError> {
    for (_, path, _) in
        disk::list(&case.logs())?.iter().filter(|(name, ..)| name.starts_with(disk::UNFINISHED))
    {
        super::logs::remove(path)?;
    }
    let mut folders = vec![case.bodies(), case.foreign(), case.set_aside()];
    let others = super::logs::list(case)?.into_iter().map(|(_, log)| log);
    for log in std::iter::once(case.log()).chain(others) {
        folders.extend([log.path(), log.receipts(), log.checkpoints()]);
    }
    for folder in folders {
        for (name, path, kind) in disk::list(&folder)? {
            if kind.is_file() && name.starts_with(disk::UNFINISHED) {
                std::fs::remove_file(&path).map_err(disk::io_at(&path))?;
            }
        }
    }
    Ok(())
}

/// The newest checkpoint, which must be sound: nothing is signed on top of a doubtful one.
pub(super) fn newest_sound(receipts: &Receipts) -> Result<Checkpoint, StoreError> {
    let end = &receipts.end;
    // A whole line that cannot be read, and no copy of what it said.
    let is_lost = end.number > 0
        && receipts.faults.iter().any(|fault| {
            fault.file.starts_with(receipts.log.receipts_name())
                && fault.severity == crate::fault::Severity::Fault
        });
    match receipts.newest() {
        Some(newest) if newest.size == receipts.covered() && (!is_lost || end.lacks_newest) => {
            Ok(newest.clone())
        }
        _ => {
            let fault = receipts.faults.iter().find(|fault| fault.file.starts_with(receipts.log.name()));
            let file = fault.map_or_else(|| receipts.log.checkpoint_name(), |fault| fault.file.clone());
            let why = fault.map_or_else(|| "no checkpoint is left".to_owned(), |fault| fault.what.clone());
            Err(StoreError::Damaged { file, why })
        }
    }
}

/// Puts the end of the packs right: a line that was cut short is set aside, and a last receipt that only `checkpoint` has is put back where it
/// follows the one before it.
pub(super) fn mend_packs(
    case: &Case,
    receipts: &mut Receipts,
    newest: &Checkpoint,
    set_aside: &mut Vec<SetAside>,
) -> Result<(), StoreError> {
    let end = receipts.end.clone();
    if end.number == 0 || !(end.is_torn || end.lacks_newest) {
        return Ok(());
    }
    let Some(pack) = receipts.packs.last().cloned() else { return Ok(()) };
    let bytes = disk::read(&pack.path)?.unwrap_or_default();
    let mut kept = usize::try_from(end.bytes).unwrap_or(usize::MAX).min(bytes.len());
    let lines: Vec<_> = segment::lines(&bytes[..kept]).collect();
    let mut end = End { is_torn: false, lacks_newest: false, ..end };
    let is_next = |line: &[u8]| {
        packs::parse(line).is_ok_and(|found| newest.previous == Some(found.checkpoint.as_previous()))
    };
    if receipts.end.lacks_newest {
        // Either the last line is damaged and the newest belongs in its place, or it is gone and belongs after it.
        match lines.as_slice() {
            [.., last] if is_next(last.bytes) => {}
            [.., before, last] if is_next(before.bytes) => {
                kept = last.from;
                end = End {
                    lines: end.lines - 1,
                    bytes: kept as u64,
                    hash: Some(BlobHash::of(before.bytes)),
                    ..end
                };
            }
            [_] | [] => {
                kept = 0;
                let hash = super::history::hash_before(receipts, end.number)?;
                end = End { lines: 0, bytes: 0, hash, ..end };
            }
            _ => {
                let why = "its last receipt is not the one before the newest checkpoint".to_owned();
                return Err(StoreError::Damaged { file: pack.file, why });
            }
        }
    }
    move_aside(case, &pack, &bytes, kept, set_aside)?;
    if receipts.end.lacks_newest {
        let ends = write_receipts(&receipts.log, std::slice::from_ref(newest), &end, u64::MAX)?;
        end = ends.into_iter().next_back().unwrap_or(end);
    }
    receipts.end = end;
    Ok(())
}

pub(super) fn load_heads(
    case: &Case,
    newest: &Checkpoint,
    set_aside: &mut Vec<SetAside>,
) -> Result<(HashSet<EntryId>, Tree), StoreError> {
    let (mut ids, mut tree) = (HashSet::new(), Tree::new());
    let (segments, faults) = segment::list(case, case::HEADS)?;
    if let Some(fault) = faults.into_iter().find(|fault| fault.severity == crate::fault::Severity::Fault) {
        return Err(StoreError::Damaged { file: fault.file, why: fault.what });
    }
    for segment in &segments {
        let bytes = disk::read(&segment.path)?.unwrap_or_default();
        let mut kept = 0;
        for line in segment::lines(&bytes) {
            if tree.len() == newest.size {
                break;
            }
            let parts = HeadLine::split(line.bytes).filter(|_| line.whole);
            let parts = parts.ok_or_else(|| StoreError::Damaged {
                file: segment.file.clone(),
                why: format!("line {} is not a head line", line.number),
            })?;
            ids.insert(parts.id);
            tree.push(&parts.id);
            kept = line.from + line.bytes.len() + 1;
        }
        move_aside(case, segment, &bytes, kept, set_aside)?;
    }
    if tree.len() != newest.size || tree.root() != newest.root {
        let why =
            format!("its {} lines are not the {} entries of the newest checkpoint", tree.len(), newest.size);
        return Err(StoreError::Damaged { file: case::HEADS.into(), why });
    }
    Ok((ids, tree))
}

pub(super) fn load_lacking(
    case: &Case,
    ids: &HashSet<EntryId>,
    set_aside: &mut Vec<SetAside>,
) -> Result<Lacking, StoreError> {
    let path = case.lacking();
    let bytes = disk::read(&path)?.unwrap_or_default();
    let pseudo = Segment { number: 1, path, file: case::LACKING.into() };
    let known = |line: &[u8]| segment::parse_lacking(line).is_ok_and(|line| ids.contains(&line.id));
    trim_tail(case, &pseudo, &bytes, known, set_aside)?;
    let lines = segment::lines(&bytes).filter(|line| line.whole);
    Ok(lines
        .filter_map(|line| segment::parse_lacking(line.bytes).ok())
        .filter(|line| ids.contains(&line.id))
        .fold(Lacking::new(), |mut lacking, line| {
            note_lacking(&mut lacking, line);
            lacking
        }))
}

/// Takes in a line of the list: the last of an entry says how its body stands.
pub(super) fn note_lacking(lacking: &mut Lacking, line: segment::LackingLine) {
    lacking.insert(line.id, line.why);
}

/// Sets aside the lines at the end of a file that belong to no covered entry. Says whether a line is left.
pub(super) fn trim_tail(
    case: &Case,
    segment: &Segment,
    bytes: &[u8],
    is_covered: impl Fn(&[u8]) -> bool,
    set_aside: &mut Vec<SetAside>,
) -> Result<bool, StoreError> {
    let last = segment::lines(bytes).filter(|line| line.whole && is_covered(line.bytes)).last();
    let kept = last.map_or(0, |line| line.from + line.bytes.len() + 1);
    move_aside(case, segment, bytes, kept, set_aside)?;
    Ok(last.is_some())
}

fn move_aside(
    case: &Case,
    segment: &Segment,
    bytes: &[u8],
    kept: usize,
    set_aside: &mut Vec<SetAside>,
) -> Result<(), StoreError> {
    let tail = bytes.get(kept..).filter(|tail| !tail.is_empty());
    let Some(tail) = tail else { return Ok(()) };
    let folder = case.set_aside();
    disk::make_folder(&folder)?;
    let to = folder.join(format!("{}.jsonl", BlobHash::of(tail)));
    disk::replace(&to, tail)?;
    disk::cut(&segment.path, kept as u64)?;
    set_aside.push(SetAside {
        from: segment.file.clone(),
        line: segment::lines(&bytes[..kept]).count() as u64 + 1,
        lines: segment::lines(tail).count() as u64,
        to: case.relative(&to),
    });
    Ok(())
}
