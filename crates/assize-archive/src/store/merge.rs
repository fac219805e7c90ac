//! What of another case is not taken in.

use super::{StoreError, check::Checked};
use assize_record::{BlobHash, EntryId};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What a merge leaves out.
#[derive(Debug, Clone, Default)]
pub struct Leave {
    /// Entries that an owner of this record destroys, by all that both cases hold: they come without their content.
    pub destroyed: BTreeSet<EntryId>,
    /// Files that are not here, and that the other case does not have or has altered: what states them is left out, and what rests on that.
    pub files: BTreeSet<BlobHash>,
    /// Entries that say something of their text that is not so, with why.
    pub entries: BTreeMap<EntryId, String>,
}

/// The entries of a batch that rest on what is neither here nor in the batch, or state a file that cannot be had: by place, with why. What an
/// entry follows (`prev`) it does not rest on.
pub(super) fn left_out(
    entries: &[Checked<'_>],
    leave: &Leave,
    on_record: impl FnOnce(&[EntryId]) -> Result<Vec<bool>, StoreError>,
) -> Result<BTreeMap<usize, String>, StoreError> {
    let among: HashSet<EntryId> = entries.iter().map(|checked| checked.entry.id).collect();
    let refs =
        |checked: &Checked<'_>| checked.entry.head.refs.iter().map(|(_, id)| *id).collect::<Vec<EntryId>>();
    // Those here are not looked at again, whatever they rest on.
    let asked: BTreeSet<EntryId> =
        entries.iter().flat_map(|checked| refs(checked).into_iter().chain([checked.entry.id])).collect();
    let asked: Vec<EntryId> = asked.into_iter().collect();
    let there = on_record(&asked)?;
    let here: HashSet<EntryId> =
        asked.iter().zip(there).filter(|(_, there)| *there).map(|(id, _)| *id).collect();
    let mut out: BTreeMap<usize, String> = BTreeMap::new();
    let mut out_ids: HashSet<EntryId> = HashSet::new();
    for (at, checked) in entries.iter().enumerate().filter(|(_, checked)| !here.contains(&checked.entry.id)) {
        if let Some(why) = leave.entries.get(&checked.entry.id) {
            out.insert(at, why.clone());
            out_ids.insert(checked.entry.id);
            continue;
        }
        let stated = checked.entry.body.iter().flat_map(|(_, body)| body.blobs());
        if let Some(file) = stated.into_iter().find(|file| leave.files.contains(file)) {
            out.insert(at, format!("states file {file}, which the other copy does not have as it was"));
            out_ids.insert(checked.entry.id);
        }
    }
    loop {
        let before = out.len();
        for (at, checked) in entries.iter().enumerate() {
            if here.contains(&checked.entry.id) || out.contains_key(&at) {
                continue;
            }
            let is_missing =
                |id: &EntryId| !here.contains(id) && (out_ids.contains(id) || !among.contains(id));
            if let Some(on) = refs(checked).into_iter().find(is_missing) {
                out.insert(at, format!("rests on entry {on}, which does not come with it"));
                out_ids.insert(checked.entry.id);
            }
        }
        if out.len() == before {
            return Ok(out);
        }
    }
}

/// Takes entries out of a batch; `ends` are where its parts end.
pub(super) fn remove(entries: &mut Vec<Checked<'_>>, ends: &mut [usize], out: &BTreeMap<usize, String>) {
    if out.is_empty() {
        return;
    }
    for end in ends.iter_mut() {
        *end -= out.range(..*end).count();
    }
    let mut at = 0;
    entries.retain(|_| {
        let is_kept = !out.contains_key(&at);
        at += 1;
        is_kept
    });
}
