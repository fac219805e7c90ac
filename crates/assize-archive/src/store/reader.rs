//! Reading entries back.

use super::{FirstReceipts, Receipts, StoreError, Times};
use crate::{
    case::{self, Case},
    disk,
    fault::{Fault, Place},
    segment::{self, BodyLine, HeadLine, Segment},
};
use assize_record::{Entry, EntryId, Head, body::Body, entry::Salt, sign::PublicKey};
use jiff::Timestamp;
use std::{
    collections::VecDeque,
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
};

/// An entry as it stands in a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Received {
    /// The entry; `body` is `None` where it was erased, never came, or is damaged (and then a fault says so).
    pub entry: Entry,
    /// When this copy received it: the time of the first checkpoint that covers it, of its log or of one that it goes on from. `None` only where every checkpoint from there on is
    /// damaged.
    pub received_at: Option<Timestamp>,
    /// The first receipt in each log that is held here, with the log's key, where it was received there and not taken over from a log that
    /// it goes on from. Empty where there is one log that goes on from none: its receipt is `received_at`.
    pub receipts: Vec<(PublicKey, Timestamp)>,
    /// Where its head stands.
    pub place: Place,
    /// Byte at which its line begins.
    pub byte: u64,
    /// Its position in the log, from 0.
    pub position: u64,
}

/// All entries of a case in the order of the log, with a fault for each line that cannot be used.
///
/// Each head is held against its id, each body against its head's commitment; both must be in canonical form. Signatures are the
/// business of [`crate::verify`]. A fault never ends the reading.
#[derive(Debug)]
pub struct Reader {
    covered: u64,
    times: Times,
    firsts: FirstReceipts,
    segments: std::vec::IntoIter<Segment>,
    bodies: Bodies,
    current: Option<Open>,
    /// Lines read so far: the position in the log of the next one.
    position: u64,
    pending: VecDeque<Fault>,
    done: bool,
}

/// A segment of heads in memory.
#[derive(Debug)]
struct Open {
    segment: Segment,
    bytes: Vec<u8>,
    at: usize,
    line: u64,
}

/// Where every body is, and the segments that hold them.
#[derive(Debug)]
pub(crate) struct Bodies {
    files: Vec<(Segment, File)>,
    /// In order of id.
    index: Vec<BodyAt>,
    cached: Option<(usize, Vec<u8>)>,
    pub(crate) faults: Vec<Fault>,
}

/// Where one body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct BodyAt {
    pub(crate) id: EntryId,
    segment: u32,
    line: u32,
    from: u64,
    length: u64,
}

impl Reader {
    pub(crate) fn open(case: &Case, receipts: &Receipts) -> Result<Self, StoreError> {
        let (segments, mut pending) = segment::list(case, case::HEADS)?;
        let mut bodies = Bodies::open(case)?;
        pending.append(&mut bodies.faults);
        let mut times = receipts.times()?;
        pending.append(&mut times.faults);
        Ok(Self {
            covered: receipts.covered(),
            times,
            firsts: FirstReceipts::read(receipts)?,
            segments: segments.into_iter(),
            bodies,
            current: None,
            position: 0,
            pending: pending.into(),
            done: false,
        })
    }

    /// Lines of heads read so far.
    pub const fn position(&self) -> u64 {
        self.position
    }

    fn next_line(&mut self) -> Result<Option<Received>, Fault> {
        while !self.done {
            let Some(open) = &mut self.current else {
                match self.segments.next() {
                    None => {
                        self.done = true;
                        if let Some(missing) = self.covered.checked_sub(self.position).filter(|n| *n > 0) {
                            let what = format!(
                                "the newest checkpoint covers {} entries: {missing} more than there are lines",
                                self.covered
                            );
                            return Err(Fault::file(case::HEADS, what));
                        }
                    }
                    Some(segment) => {
                        let bytes = disk::read(&segment.path);
                        let bytes = bytes.map_err(|error| Fault::file(&segment.file, error.to_string()))?;
                        self.current =
                            Some(Open { segment, bytes: bytes.unwrap_or_default(), at: 0, line: 0 });
                    }
                }
                continue;
            };
            if open.at >= open.bytes.len() {
                self.current = None;
                continue;
            }
            if self.position == self.covered {
                self.done = true;
                let what =
                    "no checkpoint covers the lines from here on: left from a write that was cut short";
                return Err(Fault::line(&open.segment.file, open.line + 1, what).note());
            }
            return self.take_line().map(Some);
        }
        Ok(None)
    }

    fn take_line(&mut self) -> Result<Received, Fault> {
        let Some(open) = &mut self.current else {
            return Err(Fault::file(case::HEADS, "no segment is open"));
        };
        let rest = &open.bytes[open.at..];
        let end = memchr::memchr(b'\n', rest);
        let line = &rest[..end.unwrap_or(rest.len())];
        let byte = open.at as u64;
        open.at += line.len() + 1;
        open.line += 1;
        let position = self.position;
        self.position += 1;
        let (file, number) = (&open.segment.file, open.line);
        let fault = |what: String| Fault::line(file, number, what);
        if end.is_none() {
            return Err(fault("cut short: no newline at its end".to_owned()));
        }
        let (parts, head) = parse_head(line).map_err(fault)?;
        let place = Place::new(file, number);
        let (body, body_fault) = match self.bodies.get(&parts.id, &head) {
            Ok(body) => (body, None),
            Err(fault) => (None, Some(fault)),
        };
        self.pending.extend(body_fault);
        let received_at = self.times.batch_of(position).received_at;
        Ok(Received {
            receipts: self.firsts.of(&parts.id, position, received_at),
            entry: Entry { id: parts.id, head, body, signature: parts.signature },
            received_at,
            place,
            byte,
            position,
        })
    }
}

/// Takes a head line apart, and holds it against its id and kind.
pub(crate) fn parse_head(line: &[u8]) -> Result<(HeadLine<'_>, Head), String> {
    let parts = HeadLine::split(line).ok_or("not a head line in canonical form")?;
    let found = parts.found_id();
    if found != parts.id {
        return Err(format!("head hashes to {found}, not to its id {}", parts.id));
    }
    let head = parts.parse().map_err(|error| error.to_string())?;
    head.check(parts.id).map_err(|error| error.to_string())?;
    if head.by.is_some() != parts.signature.is_some() {
        return Err(format!("entry {}: author and signature belong together", parts.id));
    }
    Ok((parts, head))
}

/// Takes the body line of an entry apart, and holds it against the commitment in its head.
pub(crate) fn parse_body(line: &[u8], id: EntryId, head: &Head) -> Result<(Salt, Body), String> {
    let parts = BodyLine::split(line).filter(|parts| parts.id == id).ok_or("changed while it was read")?;
    if parts.found_commitment() != head.body {
        return Err(format!("body of {id} does not match the commitment in its head"));
    }
    let (salt, body) = parts.parse().map_err(|error| error.to_string())?;
    body.check_stored(head.v).map_err(|error| error.to_string())?;
    if body.kind() != head.kind || !head.takes(salt) {
        let (expected, found) = (head.kind.name(), body.kind().name());
        return Err(format!("entry {id} is a `{expected}`, but its body or salt is that of a `{found}`"));
    }
    Ok((salt, body))
}

impl Iterator for Reader {
    type Item = Result<Received, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(fault) = self.pending.pop_front() {
            return Some(Err(fault));
        }
        match self.next_line() {
            Ok(Some(received)) => Some(Ok(received)),
            Ok(None) => {
                self.pending.extend(std::mem::take(&mut self.bodies.faults));
                self.pending.pop_front().map(Err)
            }
            Err(fault) => Some(Err(fault)),
        }
    }
}

impl Bodies {
    /// Finds where every body is. Lines that cannot be are faults; nothing of their content is checked yet.
    pub(crate) fn open(case: &Case) -> Result<Self, StoreError> {
        let (segments, mut faults) = segment::list(case, case::BODIES)?;
        let (mut files, mut index) = (Vec::new(), Vec::new());
        let last = segments.last().map(|last| last.number);
        for segment in segments {
            let at = files.len();
            let Some(mut file) = disk::open(&segment.path)? else { continue };
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map_err(disk::io_at(&segment.path))?;
            for line in segment::lines(&bytes) {
                let parts = BodyLine::split(line.bytes).filter(|_| line.whole);
                match parts {
                    Some(parts) => index.push(BodyAt {
                        id: parts.id,
                        segment: u32::try_from(at).unwrap_or(u32::MAX),
                        line: u32::try_from(line.number).unwrap_or(u32::MAX),
                        from: line.from as u64,
                        length: line.bytes.len() as u64,
                    }),
                    None if !line.whole => {
                        let what = "cut short: no newline at its end";
                        let fault = Fault::line(&segment.file, line.number, what);
                        // A write that was cut short leaves no more than this, and what it wrote does not count. Whoever lacks a body says so.
                        faults.push(if Some(segment.number) == last { fault.note() } else { fault });
                    }
                    None => {
                        faults.push(Fault::line(
                            &segment.file,
                            line.number,
                            "not a body line in canonical form",
                        ));
                    }
                }
            }
            files.push((segment, file));
        }
        index.sort_unstable();
        Ok(Self { files, index, cached: None, faults })
    }

    /// The place of a body, as faults name it.
    pub(crate) fn place(&self, body: &BodyAt) -> Place {
        let (segment, _) = &self.files[body.segment as usize];
        Place::new(&segment.file, body.line.into())
    }

    /// The body of an entry, held against the commitment in its head; `None` where there is none on record.
    ///
    /// # Errors
    /// The fault of the one line that bears the entry's id but not its body.
    pub(crate) fn get(&mut self, id: &EntryId, head: &Head) -> Result<Option<(Salt, Body)>, Fault> {
        let first = self.index.partition_point(|body| body.id < *id);
        let mut fault = None;
        for at in first..self.index.len() {
            let body = self.index[at];
            if body.id != *id {
                break;
            }
            match self.check(body, head) {
                Ok(found) => return Ok(Some(found)),
                Err(found) => fault = Some(found),
            }
        }
        fault.map_or(Ok(None), Err)
    }

    fn check(&mut self, at: BodyAt, head: &Head) -> Result<(Salt, Body), Fault> {
        let place = self.place(&at);
        let fault = |what: String| Fault::line(&place.file, place.line, what);
        let line = self.bytes(at).map_err(|error| fault(error.to_string()))?;
        parse_body(line, at.id, head).map_err(fault)
    }

    fn bytes(&mut self, at: BodyAt) -> std::io::Result<&[u8]> {
        let segment = at.segment as usize;
        if self.cached.as_ref().is_none_or(|(cached, _)| *cached != segment) {
            // Read through the handle that was indexed: erasure replaces the file, and this one stays as it was.
            let file = &mut self.files[segment].1;
            let mut bytes = Vec::new();
            file.seek(SeekFrom::Start(0))?;
            file.read_to_end(&mut bytes)?;
            self.cached = Some((segment, bytes));
        }
        let from = usize::try_from(at.from).unwrap_or(usize::MAX);
        let to = from.saturating_add(usize::try_from(at.length).unwrap_or(usize::MAX));
        let bytes = self.cached.as_ref().and_then(|(_, bytes)| bytes.get(from..to));
        bytes.ok_or_else(|| std::io::Error::other("changed while it was read"))
    }
}
