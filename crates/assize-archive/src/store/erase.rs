//! Taking bodies out of files for good.

use super::StoreError;
use crate::{
    case::{self, Case},
    disk,
    segment::{self, BodyLine, Line},
};
use assize_record::{BlobHash, EntryId};
use std::collections::BTreeSet;

/// Calls `note` with the id of each body line.
pub(super) fn each_body(case: &Case, mut note: impl FnMut(EntryId)) -> Result<(), StoreError> {
    for segment in segment::list(case, case::BODIES)?.0 {
        let bytes = disk::read(&segment.path)?.unwrap_or_default();
        let lines = segment::lines(&bytes).filter(|line| line.whole);
        lines.filter_map(|line| BodyLine::split(line.bytes)).for_each(|parts| note(parts.id));
    }
    Ok(())
}

/// Rewrites every segment of bodies that holds one of these without it.
pub(super) fn bodies(case: &Case, ids: &BTreeSet<EntryId>) -> Result<(), StoreError> {
    for segment in segment::list(case, case::BODIES)?.0 {
        let bytes = disk::read(&segment.path)?.unwrap_or_default();
        let goes = |line: &Line<'_>| {
            line.whole && BodyLine::split(line.bytes).is_some_and(|parts| ids.contains(&parts.id))
        };
        if let Some(kept) = without(&bytes, goes) {
            disk::replace(&segment.path, &kept)?;
        }
    }
    Ok(())
}

/// The same for lines that were set aside. Of one that was cut short nobody can tell whose it is, so it goes too.
pub(super) fn set_aside(case: &Case, ids: &BTreeSet<EntryId>) -> Result<(), StoreError> {
    for (_, path, kind) in disk::list(&case.set_aside())? {
        if !kind.is_file() {
            continue;
        }
        let bytes = disk::read(&path)?.unwrap_or_default();
        let goes = |line: &Line<'_>| {
            line.bytes.starts_with(b"{\"body\":")
                && BodyLine::split(line.bytes).is_none_or(|parts| ids.contains(&parts.id))
        };
        let Some(kept) = without(&bytes, goes) else { continue };
        if !kept.is_empty() {
            disk::replace(&case.set_aside().join(format!("{}.jsonl", BlobHash::of(&kept))), &kept)?;
        }
        disk::remove(&path)?;
    }
    Ok(())
}

/// The bytes without some lines; `None` where all stay.
fn without(bytes: &[u8], goes: impl Fn(&Line<'_>) -> bool) -> Option<Vec<u8>> {
    let mut kept = Vec::with_capacity(bytes.len());
    for line in segment::lines(bytes).filter(|line| !goes(line)) {
        kept.extend_from_slice(&bytes[line.from..line.from + line.bytes.len() + usize::from(line.whole)]);
    }
    (kept.len() < bytes.len()).then_some(kept)
}
