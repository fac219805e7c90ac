//! Reading what the files hold beyond what the index has read of them.

use super::{
    Trouble, length,
    meta::{Meta, Read},
    table::{Line, Place, Record, key_of},
};
use crate::{
    case::{self, Case},
    disk,
    fault::Fault,
    segment::{self, BodyLine, Segment},
    store::parse_head,
};
use assize_record::{
    BlobHash, DraftId, EntryId, Hash,
    entry::{Kind, Role},
    sign::PublicKey,
};
use std::{
    collections::HashMap,
    io::{Read as _, Seek as _, SeekFrom},
};

/// Entries and bodies that are new to the index.
#[derive(Debug, Default)]
pub(super) struct Tail {
    /// Position of the first.
    pub(super) first: u64,
    /// Ids by position; those of lines that do not hold are zero.
    pub(super) ids: Vec<EntryId>,
    commitments: Vec<Hash>,
    /// Where they stand.
    pub(super) places: Vec<Place>,
    /// What they refer to.
    pub(super) refs: Vec<Record>,
    /// Terms of their bodies.
    pub(super) terms: Vec<Record>,
    /// The last entry of each author that has one here.
    pub(super) authors: HashMap<PublicKey, u32>,
    /// Bodies that came later than their heads, by position.
    pub(super) late: Vec<(u32, Line)>,
    /// What is wrong with the lines read.
    pub(super) faults: Vec<Fault>,
}

/// Looks up entries that the index has already.
pub(super) trait Known {
    /// Position, kind and commitment of an entry on record; whether it has a body.
    fn find(&self, id: &EntryId) -> Result<Option<(u32, Kind, Hash, bool)>, Trouble>;
    /// Position of the last entry of an author.
    fn last_by(&self, key: &PublicKey) -> Result<Option<u32>, Trouble>;
}

/// Nothing is known before the first build.
pub(super) struct Nothing;

impl Known for Nothing {
    fn find(&self, _: &EntryId) -> Result<Option<(u32, Kind, Hash, bool)>, Trouble> {
        Ok(None)
    }

    fn last_by(&self, _: &PublicKey) -> Result<Option<u32>, Trouble> {
        Ok(None)
    }
}

/// A term, as the index files it: by eight bytes that give no name away.
pub(super) fn draft_term(draft: &DraftId) -> u64 {
    key_of(draft.as_bytes())
}

/// The term of an entity's key.
pub(super) fn name_term(key: &str) -> u64 {
    key_of(Hash::of("assize/index/key", &[key.as_bytes()]).as_bytes())
}

/// The term of an entity's name.
pub(super) fn called_term(name: &str) -> u64 {
    key_of(Hash::of("assize/index/name", &[name.as_bytes()]).as_bytes())
}

/// The term of a blob.
pub(super) fn blob_term(blob: &BlobHash) -> u64 {
    key_of(blob.as_bytes())
}

/// The number of a kind or role in the index.
pub(super) fn number_of<T: PartialEq>(all: &[T], value: &T) -> u8 {
    all.iter().position(|other| other == value).and_then(|at| u8::try_from(at).ok()).unwrap_or(u8::MAX)
}

/// Reads heads up to `covered`, then bodies, and takes note in `meta` of how far.
pub(super) fn tail(case: &Case, meta: &mut Meta, covered: u64, known: &impl Known) -> Result<Tail, Trouble> {
    let mut tail = Tail { first: meta.size, ..Tail::default() };
    heads(case, meta, covered, known, &mut tail)?;
    // Its length tells whether bodies went since.
    meta.lacking = length(&case.lacking())?;
    bodies(case, meta, known, &mut tail)?;
    tail.faults.iter().for_each(|fault| meta.note(fault));
    meta.size = tail.first + tail.places.len() as u64;
    Ok(tail)
}

/// Segments, each with how far it is read.
type Unread = Vec<(Segment, Read)>;

/// The segments that may hold something new, with where to go on in each.
fn unread(case: &Case, folder: &str, read: &[Read]) -> Result<(Unread, Vec<Fault>), Trouble> {
    let (segments, faults) = segment::list(case, folder)?;
    let last = read.last().copied();
    let rest = segments.into_iter().filter_map(|segment| {
        let begin = Read { segment: segment.number, bytes: 0, lines: 0 };
        match last {
            Some(last) if segment.number < last.segment => None,
            Some(last) if segment.number == last.segment => Some((segment, last)),
            _ => Some((segment, begin)),
        }
    });
    Ok((rest.collect(), faults))
}

fn read_from(segment: &Segment, from: u64) -> Result<Vec<u8>, Trouble> {
    if from == 0 {
        return Ok(disk::read(&segment.path)?.unwrap_or_default());
    }
    let io = |error| Trouble::Store(disk::io_at(&segment.path)(error));
    let Some(mut file) = disk::open(&segment.path)? else { return Ok(Vec::new()) };
    file.seek(SeekFrom::Start(from)).map_err(io)?;
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes).map_err(io)?;
    Ok(bytes)
}

fn advance(all: &mut Vec<Read>, read: Read) {
    match all.last_mut() {
        Some(last) if last.segment == read.segment => *last = read,
        _ => all.push(read),
    }
}

/// The place of a line that begins at a byte of what was read from `read` on.
fn line_at(read: &Read, from: usize, number: u64) -> Result<Line, Trouble> {
    let byte = u32::try_from(read.bytes + from as u64);
    let line = u32::try_from(read.lines + number);
    match (byte, line) {
        (Ok(byte), Ok(line)) => Ok(Line { segment: read.segment, byte, line }),
        _ => Err(Trouble::differs("a segment of more than 4 GB has no index")),
    }
}

fn heads(
    case: &Case,
    meta: &mut Meta,
    covered: u64,
    known: &impl Known,
    tail: &mut Tail,
) -> Result<(), Trouble> {
    let (segments, mut faults) = unread(case, case::HEADS, &meta.heads)?;
    tail.faults.append(&mut faults);
    let mut position = meta.size;
    for (segment, read) in segments {
        if position == covered {
            break;
        }
        let bytes = read_from(&segment, read.bytes)?;
        let (mut end, mut lines) = (0, 0);
        for line in segment::lines(&bytes) {
            if position == covered {
                break;
            }
            (end, lines) = (line.from + line.bytes.len() + usize::from(line.whole), line.number);
            let at = line_at(&read, line.from, line.number)?;
            let parsed = if line.whole {
                parse_head(line.bytes)
            } else {
                Err("cut short: no newline at its end".to_owned())
            };
            let number =
                u32::try_from(position).map_err(|_| Trouble::differs("the log is too long for an index"))?;
            position += 1;
            match parsed {
                Ok((parts, head)) => {
                    let before = match &head.by {
                        Some(by) => match tail.authors.insert(*by, number) {
                            Some(before) => before + 1,
                            None => known.last_by(by)?.map_or(0, |before| before + 1),
                        },
                        None => 0,
                    };
                    tail.refs.extend(
                        head.refs
                            .iter()
                            .map(|(role, to)| (key_of(to.as_bytes()), number, number_of(Role::all(), role))),
                    );
                    tail.ids.push(parts.id);
                    tail.commitments.push(head.body);
                    let kind = number_of(Kind::all(), &head.kind);
                    tail.places.push(Place { head: at, body: Line::default(), before, kind });
                }
                Err(why) => {
                    tail.faults.push(Fault::line(&segment.file, u64::from(at.line), why));
                    tail.ids.push(EntryId::from_bytes([0; 32]));
                    tail.commitments.push(Hash::from_bytes([0; 32]));
                    tail.places.push(Place { kind: u8::MAX, ..Place::default() });
                }
            }
        }
        let whole = Read { bytes: read.bytes + end as u64, lines: read.lines + lines, ..read };
        advance(&mut meta.heads, whole);
    }
    Ok(())
}

fn bodies(case: &Case, meta: &mut Meta, known: &impl Known, tail: &mut Tail) -> Result<(), Trouble> {
    let (segments, mut faults) = unread(case, case::BODIES, &meta.bodies)?;
    tail.faults.append(&mut faults);
    let mut lookup = Lookup::default();
    for (segment, read) in segments {
        let bytes = read_from(&segment, read.bytes)?;
        // Lines after the last body of a covered entry belong to a batch that is being written, or was cut short.
        let (mut end, mut lines, mut pending) = (0, 0, Vec::new());
        for line in segment::lines(&bytes) {
            let at = line_at(&read, line.from, line.number)?;
            let mut fault = |what: String| pending.push(Fault::line(&segment.file, u64::from(at.line), what));
            let Some(parts) = BodyLine::split(line.bytes).filter(|_| line.whole) else {
                fault(
                    if line.whole {
                        "not a body line in canonical form"
                    } else {
                        "cut short: no newline at its end"
                    }
                    .to_owned(),
                );
                continue;
            };
            let found = match lookup.find(&parts.id, tail) {
                Some(at) => {
                    let place = tail.places[at];
                    let kind = Kind::all().get(usize::from(place.kind)).copied();
                    let number = u32::try_from(tail.first)
                        .unwrap_or(u32::MAX)
                        .saturating_add(u32::try_from(at).unwrap_or(u32::MAX));
                    kind.map(|kind| (number, kind, tail.commitments[at], place.body.segment > 0))
                }
                None => known.find(&parts.id)?,
            };
            let Some((position, kind, commitment, has_body)) = found else {
                fault(format!("body of entry {}, which is not in this case", parts.id));
                continue;
            };
            if parts.found_commitment() != commitment {
                fault(format!("body of {} does not match the commitment in its head", parts.id));
            } else if !has_body {
                terms_of(kind, parts.body, position, &mut tail.terms);
                match u64::from(position).checked_sub(tail.first) {
                    Some(new) => tail.places[usize::try_from(new).unwrap_or(usize::MAX)].body = at,
                    None => tail.late.push((position, at)),
                }
            }
            (end, lines) = (line.from + line.bytes.len() + 1, line.number);
            tail.faults.append(&mut pending);
        }
        advance(&mut meta.bodies, Read { bytes: read.bytes + end as u64, lines: read.lines + lines, ..read });
    }
    Ok(())
}

/// Finds new entries by id. Bodies mostly stand in the order of their heads, so the next one is tried first.
#[derive(Default)]
struct Lookup {
    next: usize,
    all: Option<HashMap<EntryId, usize>>,
}

impl Lookup {
    fn find(&mut self, id: &EntryId, tail: &Tail) -> Option<usize> {
        // A few may have no body of their own.
        let near = tail.ids.get(self.next..)?.iter().take(8).position(|next| next == id);
        let at = near.map(|near| self.next + near).or_else(|| {
            let all = self.all.get_or_insert_with(|| {
                let mut all = HashMap::new();
                for (at, id) in tail.ids.iter().enumerate() {
                    all.entry(*id).or_insert(at);
                }
                all
            });
            all.get(id).copied()
        })?;
        self.next = at + 1;
        Some(at)
    }
}

/// The terms that a body is filed under. Taken from the bytes: what is filed wrongly is dropped when it is asked for and checked.
fn terms_of(kind: Kind, body: &[u8], position: u32, terms: &mut Vec<Record>) {
    let digits = |label: &[u8]| {
        let from = memchr::memmem::find(body, label)? + label.len();
        segment::unhex::<32>(body.get(from..from + 64)?)
    };
    let mut called = None;
    let term = match kind {
        Kind::Claim => {
            digits(b"\"drafted\":{\"draft\":\"").map(|draft| draft_term(&DraftId::from_bytes(draft)))
        }
        Kind::Source | Kind::Text => {
            digits(b"\"sha256\":\"").map(|blob| blob_term(&BlobHash::from_bytes(blob)))
        }
        Kind::Entity => {
            let body: Option<serde_json::Value> = serde_json::from_slice(body).ok();
            let stated = |field: &str| body.as_ref()?.get("entity")?.get(field)?.as_str();
            called = stated("name").map(called_term);
            stated("key").map(name_term)
        }
        _ => None,
    };
    terms.extend(term.into_iter().chain(called).map(|term| (term, position, 0)));
}
