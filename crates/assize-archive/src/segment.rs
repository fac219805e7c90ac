//! Segment files: numbered files of lines, only ever appended to, of bounded size.
//!
//! A head line is `{"head":{…},"id":"…","signature":"…"}`, without `signature` for deterministic kinds; a body line
//! `{"body":{…},"id":"…","salt":"…"}`. Both are canonical JSON as a whole, so each has one form only, and what the ids and
//! commitments cover stands in the line byte for byte.

mod line;
mod strict;

pub(crate) use line::{
    BodyLine, HeadLine, Lack, LackingLine, body_line, head_line, lacking_line, parse_lacking, unhex,
};

use crate::{
    case::Case,
    disk::{self, Pending},
    fault::Fault,
    plain::{self, LEDGER_BYTES, Links, PlainError},
    store::StoreError,
};
use std::path::{Path, PathBuf};

/// A new segment is begun once the last one has this many bytes.
pub const SEGMENT_BYTES: u64 = 8 << 20;

/// One segment file.
#[derive(Debug, Clone)]
pub(crate) struct Segment {
    /// Its number, from 1.
    pub(crate) number: u32,
    /// Where it is.
    pub(crate) path: PathBuf,
    /// Where it is from the case's folder, as faults name it.
    pub(crate) file: PathBuf,
}

/// A line of a segment, without its newline.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'b> {
    /// Number, from 1.
    pub(crate) number: u64,
    /// First byte in the segment.
    pub(crate) from: usize,
    /// The bytes.
    pub(crate) bytes: &'b [u8],
    /// Whether a newline follows. Only the last line can be torn.
    pub(crate) whole: bool,
}

/// The segments of a folder in order, and a fault for whatever else stands there or is missing in between.
pub(crate) fn list(case: &Case, folder: impl AsRef<Path>) -> Result<(Vec<Segment>, Vec<Fault>), StoreError> {
    let folder = folder.as_ref();
    let (mut segments, mut faults) = (Vec::new(), Vec::new());
    for (name, path, kind) in disk::list(&case.root().join(folder))? {
        let number = name.strip_suffix(".jsonl").filter(|digits| digits.len() == 6);
        let number = number.and_then(|digits| digits.parse::<u32>().ok()).filter(|number| *number > 0);
        let file = folder.join(&name);
        match number {
            Some(number) if kind.is_file() => {
                // One that is longer than any is not read, and what stands in the others is.
                match plain::open(&path, Links::Refuse, LEDGER_BYTES) {
                    Err(error @ PlainError::TooLong { .. }) => {
                        faults.push(Fault::file(file, error.to_string()))
                    }
                    _ => segments.push(Segment { number, path, file }),
                }
            }
            Some(_) => faults.push(Fault::file(file, "not a plain file: links are not followed in a case")),
            None if name.starts_with(disk::UNFINISHED) => {
                faults.push(
                    Fault::file(file, "left from a write that was cut short; it may be deleted").note(),
                );
            }
            None => faults.push(Fault::file(file, "not a segment of this case").note()),
        }
    }
    let mut expected = 1;
    for segment in &segments {
        for missing in expected..segment.number {
            faults.push(Fault::file(name_of(folder, missing), "missing"));
        }
        expected = segment.number + 1;
    }
    Ok((segments, faults))
}

/// The file name of a segment, from the case's folder.
pub(crate) fn name_of(folder: impl AsRef<Path>, number: u32) -> PathBuf {
    folder.as_ref().join(format!("{number:06}.jsonl"))
}

/// The lines of a segment. A last one without a newline is torn.
pub(crate) fn lines(bytes: &[u8]) -> impl Iterator<Item = Line<'_>> {
    let (mut from, mut number) = (0, 0);
    std::iter::from_fn(move || {
        let rest = bytes.get(from..).filter(|rest| !rest.is_empty())?;
        let end = memchr::memchr(b'\n', rest);
        let line = Line {
            number: number + 1,
            from,
            bytes: &rest[..end.unwrap_or(rest.len())],
            whole: end.is_some(),
        };
        from += line.bytes.len() + 1;
        number += 1;
        Some(line)
    })
}

/// Appends lines to the last segments of a folder, and begins new ones as they fill up. `pending` syncs each file, and the folder
/// where one is new.
pub(crate) fn append(
    case: &Case,
    folder: &str,
    lines: &[&[u8]],
    limit: u64,
    pending: &mut Pending,
) -> Result<(), StoreError> {
    if lines.is_empty() {
        return Ok(());
    }
    let (segments, _) = list(case, folder)?;
    let mut number = segments.last().map_or(1, |segment| segment.number);
    let mut length = match segments.last() {
        Some(last) => std::fs::metadata(&last.path).map_err(disk::io_at(&last.path))?.len(),
        None => 0,
    };
    let mut here = Vec::new();
    for line in lines {
        if length >= limit {
            if !here.is_empty() {
                pending.append(&case.root().join(name_of(folder, number)), &here)?;
                here.clear();
            }
            number += 1;
            length = 0;
        }
        here.extend_from_slice(line);
        length += line.len() as u64;
    }
    pending.append(&case.root().join(name_of(folder, number)), &here)
}
