//! Heads, line by line.

use super::on_all_cores;
use crate::{
    case::{self, Case},
    disk,
    fault::{Fault, Place},
    segment::{self, HeadLine, Line},
    store::StoreError,
};
use assize_record::{Entry, EntryId, Head};
use std::collections::HashMap;

/// All lines of heads.
#[derive(Debug, Default)]
pub(super) struct Heads {
    /// Lines that a checkpoint covers, in order: the head where the line holds.
    pub(super) lines: Vec<HeadAt>,
    /// Number of each sound line by id, covered or not.
    pub(super) by_id: HashMap<EntryId, usize>,
    /// Lines beyond what a checkpoint covers; they are in `lines` after `covered`.
    pub(super) covered: usize,
}

/// One line of heads.
#[derive(Debug)]
pub(super) struct HeadAt {
    pub(super) place: Place,
    pub(super) id: EntryId,
    /// `None` where the line does not hold.
    pub(super) head: Option<Head>,
}

impl Heads {
    /// Checks frame, canonical form, id, shape and signature of every line.
    pub(super) fn check(case: &Case, covered: u64, faults: &mut Vec<Fault>) -> Result<Self, StoreError> {
        let (segments, mut found) = segment::list(case, case::HEADS)?;
        faults.append(&mut found);
        let mut heads = Self::default();
        let covered = usize::try_from(covered).unwrap_or(usize::MAX);
        for segment in segments {
            let bytes = match disk::read(&segment.path) {
                Ok(bytes) => bytes.unwrap_or_default(),
                Err(error) => {
                    faults.push(Fault::file(&segment.file, error.to_string()));
                    continue;
                }
            };
            let lines: Vec<Line<'_>> = segment::lines(&bytes).collect();
            for (line, checked) in lines.iter().zip(on_all_cores(&lines, check_line)) {
                let place = Place::new(&segment.file, line.number);
                let at = heads.lines.len();
                let (id, head) = match checked {
                    Ok((id, head)) => (id, Some(head)),
                    Err((id, what)) => {
                        let fault = Fault::line(&place.file, place.line, what);
                        faults.push(if at < covered { fault } else { fault.note() });
                        (id, None)
                    }
                };
                if head.is_some()
                    && let Some(first) = heads.by_id.insert(id, at)
                {
                    let what = format!("entry {id} stands at {} already", heads.lines[first].place);
                    faults.push(Fault::line(&place.file, place.line, what));
                    heads.by_id.insert(id, first);
                }
                heads.lines.push(HeadAt { place, id, head });
            }
        }
        heads.covered = covered.min(heads.lines.len());
        if let Some(first) = heads.lines.get(heads.covered) {
            let count = heads.lines.len() - heads.covered;
            let what = format!(
                "no checkpoint covers the {count} lines from here on: left from a write that was cut short"
            );
            faults.push(Fault::line(&first.place.file, first.place.line, what).note());
        }
        Ok(heads)
    }
}

/// The id and head of a line, or what is wrong with it beside the id it most likely had.
fn check_line(line: &Line<'_>) -> Result<(EntryId, Head), (EntryId, String)> {
    let none = EntryId::from_bytes([0; 32]);
    if !line.whole {
        return Err((none, "cut short: no newline at its end".to_owned()));
    }
    let parts =
        HeadLine::split(line.bytes).ok_or_else(|| (none, "not a head line in canonical form".to_owned()))?;
    let (id, found) = (parts.id, parts.found_id());
    if id != found {
        return Err((id, format!("head hashes to {found}, not to its id {id}")));
    }
    let head = parts.parse().map_err(|error| (id, error.to_string()))?;
    let entry = Entry { id, head, body: None, signature: parts.signature };
    entry.check().map_err(|error| (id, error.to_string()))?;
    Ok((id, entry.head))
}
