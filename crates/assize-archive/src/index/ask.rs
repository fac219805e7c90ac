//! Questions to the index, each within one transaction, each row held against its entry.

use super::{
    Trouble,
    build::mask,
    meta::Meta,
    scan::{Known, blob_term, called_term, draft_term, name_term},
    table::{self, Family, Line, Place, RUN, RUNS, key_of, read_record},
};
use crate::{
    case::{self, Case},
    disk,
    fault::Place as Stands,
    log::leaf_hash,
    segment,
    store::{self, Batch, Receipts, Received, parse_body, parse_head},
};
use assize_record::{
    BlobHash, DraftId, Entry, EntryId, Hash, Head,
    body::Body,
    entry::{Kind, Role},
    sign::{PublicKey, Signature},
};
use jiff::Timestamp;
use rusqlite::Connection;
use std::{
    cell::RefCell,
    collections::BTreeMap,
    fs::File,
    io::{Read as _, Seek as _, SeekFrom},
    sync::Arc,
};

/// A batch of the log with its entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchOf {
    /// Where it stands in the log, and when it was received.
    pub batch: Batch,
    /// Its entries in order of the log; those on damaged lines are left out.
    pub entries: Vec<EntryId>,
}

/// A head with what its line says beside it.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) id: EntryId,
    pub(super) head: Head,
    signature: Option<Signature>,
    place: Place,
}

/// One state of the index, for one question.
pub(super) struct Snapshot<'a> {
    connection: &'a Connection,
    case: &'a Case,
    receipts: &'a Receipts,
    pub(super) meta: Arc<Meta>,
    files: RefCell<BTreeMap<(&'static str, u32), File>>,
    runs: RefCell<Option<(u64, Vec<u8>)>>,
}

impl<'a> Snapshot<'a> {
    /// The state that is described so, which must not be earlier than that of the receipts.
    pub(super) fn take(
        connection: &'a Connection,
        case: &'a Case,
        receipts: &'a Receipts,
        meta: Arc<Meta>,
    ) -> Result<Self, Trouble> {
        if meta.size < receipts.covered() {
            return Err(Trouble::differs("it is of an earlier state of the log"));
        }
        Ok(Self::of(connection, case, receipts, meta))
    }

    /// The state that is described so.
    pub(super) fn of(
        connection: &'a Connection,
        case: &'a Case,
        receipts: &'a Receipts,
        meta: Arc<Meta>,
    ) -> Self {
        let (files, runs) = (RefCell::new(BTreeMap::new()), RefCell::new(None));
        Self { connection, case, receipts, meta, files, runs }
    }

    /// Position of an entry.
    pub(super) fn position_of(&self, id: &EntryId) -> Result<Option<u32>, Trouble> {
        for position in self.filed(Family::Ids, key_of(id.as_bytes()))? {
            let found = self.head(position.0)?;
            if found.id == *id {
                return Ok(Some(position.0));
            }
        }
        Ok(None)
    }

    /// Positions, and roles, that are filed under a key.
    fn filed(&self, family: Family, key: u64) -> Result<Vec<(u32, u8)>, Trouble> {
        self.filed_in(family, key, self.receipts.covered())
    }

    /// The same of positions before an end.
    fn filed_in(&self, family: Family, key: u64, end: u64) -> Result<Vec<(u32, u8)>, Trouble> {
        let bits = self.meta.bits(family);
        let row = family.row(bits, Family::bucket(bits, key));
        let content = table::must(self.connection, self.meta.generation, row)?;
        let record = family.record();
        let (mut low, mut high) = (0, content.len() / record);
        while low < high {
            let middle = low + (high - low) / 2;
            if read_record(&content[middle * record..]).0 < key {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        let rest = content[low * record..].chunks_exact(record).map(read_record);
        let mine = rest.take_while(|found| found.0 == key).filter(|found| u64::from(found.1) < end);
        Ok(mine.map(|found| (found.1, found.2)).collect())
    }

    fn place(&self, position: u32) -> Result<Place, Trouble> {
        let (run, at) = (u64::from(position) / RUN, u64::from(position) % RUN);
        let mut kept = self.runs.borrow_mut();
        if kept.as_ref().is_none_or(|(number, _)| *number != run) {
            let content = table::must(self.connection, self.meta.generation, Family::Places.row(0, run))?;
            *kept = Some((run, content));
        }
        let from = usize::try_from(at).unwrap_or(usize::MAX) * Place::LENGTH;
        let bytes = kept.as_ref().and_then(|(_, bytes)| bytes.get(from..from + Place::LENGTH));
        bytes.and_then(Place::read).ok_or_else(|| Trouble::differs("a run of places is too short"))
    }

    /// The head at a position, held against its id.
    pub(super) fn head(&self, position: u32) -> Result<Found, Trouble> {
        let place = self.place(position)?;
        let line = self.line(case::HEADS, place.head)?;
        let (parts, head) = parse_head(&line).map_err(Trouble::Differs)?;
        Ok(Found { id: parts.id, signature: parts.signature, head, place })
    }

    /// The entry at a position, whole.
    pub(super) fn received(&self, position: u32) -> Result<Received, Trouble> {
        let Found { id, head, signature, place } = self.head(position)?;
        let body = match place.body.segment {
            0 => None,
            _ => {
                Some(parse_body(&self.line(case::BODIES, place.body)?, id, &head).map_err(Trouble::Differs)?)
            }
        };
        let file = segment::name_of(case::HEADS, place.head.segment);
        let received_at = self.receipts.batch_of(position.into()).and_then(|batch| batch.received_at);
        Ok(Received {
            receipts: self.first_receipts(&id, position.into(), received_at)?,
            entry: Entry { id, head, body, signature },
            received_at,
            place: Stands::new(&file, place.head.line.into()),
            byte: place.head.byte.into(),
            position: position.into(),
        })
    }

    /// The first receipt of an entry in every log that is held here. A row says where its leaf is; the leaf is read and compared.
    fn first_receipts(
        &self,
        id: &EntryId,
        position: u64,
        at: Option<Timestamp>,
    ) -> Result<Vec<(PublicKey, Timestamp)>, Trouble> {
        let others = self.receipts.others();
        if others.is_empty() && self.receipts.base() == 0 {
            return Ok(Vec::new());
        }
        let leaf = leaf_hash(id);
        let own = self.receipts.key.as_ref().filter(|_| position >= self.receipts.base());
        let mut all: Vec<(PublicKey, Timestamp)> =
            own.zip(at).map(|(key, at)| (key.key, at)).into_iter().collect();
        for (at, number) in self.filed_in(Family::Leaves, key_of(leaf.as_bytes()), u64::MAX)? {
            let stamp = self.meta.logs.get(usize::from(number));
            let (name, ..) = stamp.ok_or_else(|| Trouble::differs("a row names no log"))?;
            let is_named = |log: &&Receipts| log.key.as_ref().is_some_and(|key| key.log_id() == *name);
            let at = u64::from(at);
            // The index may know of logs that were taken in after this store looked.
            let log = others.iter().find(is_named).filter(|log| at < log.covered());
            let Some((log, key)) = log.and_then(|log| Some((log, log.key.as_ref()?.key))) else { continue };
            if store::leaf(&log.log, log.covered(), at) != Some(leaf) {
                return Err(Trouble::differs("a row names another leaf"));
            }
            all.extend(log.batch_of(at).and_then(|batch| batch.received_at).map(|at| (key, at)));
        }
        all.sort_unstable();
        Ok(all)
    }

    fn line(&self, folder: &'static str, at: Line) -> Result<Vec<u8>, Trouble> {
        if at.segment == 0 {
            return Err(Trouble::differs("a row names a line that was damaged"));
        }
        let path = self.case.root().join(segment::name_of(folder, at.segment));
        let mut files = self.files.borrow_mut();
        let file = match files.entry((folder, at.segment)) {
            std::collections::btree_map::Entry::Occupied(open) => open.into_mut(),
            std::collections::btree_map::Entry::Vacant(free) => match disk::open(&path) {
                Ok(Some(file)) => free.insert(file),
                Ok(None) => return Err(Trouble::differs("a row names a file that is gone")),
                Err(error) => return Err(Trouble::Store(error)),
            },
        };
        let io = |error| Trouble::Store(disk::io_at(&path)(error));
        file.seek(SeekFrom::Start(at.byte.into())).map_err(io)?;
        let (mut bytes, mut chunk) = (Vec::new(), 1024);
        loop {
            let from = bytes.len();
            let read = file.by_ref().take(chunk).read_to_end(&mut bytes).map_err(io)?;
            if let Some(end) = memchr::memchr(b'\n', &bytes[from..]) {
                bytes.truncate(from + end);
                return Ok(bytes);
            }
            if read == 0 {
                return Err(Trouble::differs("a row names a line that is not there"));
            }
            chunk *= 4;
        }
    }

    pub(super) fn referrers(&self, id: &EntryId) -> Result<Vec<(Role, EntryId)>, Trouble> {
        let mut all = Vec::new();
        for (position, role) in self.filed(Family::Refs, key_of(id.as_bytes()))? {
            let found = self.head(position)?;
            let role = Role::all().get(usize::from(role)).copied();
            let role = role.ok_or_else(|| Trouble::differs("a row names no role"))?;
            if found.head.refs.contains(&(role, *id)) {
                all.push((role, found.id));
            }
        }
        all.sort_unstable();
        all.dedup();
        Ok(all)
    }

    pub(super) fn with_prefix(&self, digits: &str, limit: usize) -> Result<Vec<EntryId>, Trouble> {
        let end = |fill: &str| {
            let digits = format!("{digits}{}", fill.repeat(64 - digits.len()));
            digits.parse::<Hash>().map(|hash| key_of(hash.as_bytes())).unwrap_or(0)
        };
        let (first, last) = (end("0"), end("f"));
        let bits = self.meta.bits(Family::Ids);
        let mut found = Vec::new();
        for number in Family::bucket(bits, first)..=Family::bucket(bits, last) {
            let content = table::must(self.connection, self.meta.generation, Family::Ids.row(bits, number))?;
            let mut before = None;
            for (key, position, _) in content.chunks_exact(Family::Ids.record()).map(read_record) {
                if key < first || key > last || u64::from(position) >= self.receipts.covered() {
                    continue;
                }
                // Ids of one key come in any order, so all of them are looked at.
                if found.len() >= limit && before != Some(key) {
                    break;
                }
                before = Some(key);
                let id = self.head(position)?.id;
                if key_of(id.as_bytes()) != key {
                    return Err(Trouble::differs("a row names another entry"));
                }
                if id.to_string().starts_with(digits) {
                    found.push(id);
                }
            }
            if found.len() >= limit {
                break;
            }
        }
        found.sort_unstable();
        found.dedup();
        found.truncate(limit);
        Ok(found)
    }

    /// Entries filed under a term whose body fits.
    fn with_term(&self, term: u64, fits: impl Fn(&Body) -> bool) -> Result<Vec<EntryId>, Trouble> {
        let mut all = Vec::new();
        for (position, _) in self.filed(Family::Terms, term)? {
            let found = self.head(position)?;
            let line = self.line(case::BODIES, found.place.body)?;
            let (_, body) = parse_body(&line, found.id, &found.head).map_err(Trouble::Differs)?;
            if fits(&body) {
                all.push(found.id);
            }
        }
        Ok(all)
    }

    pub(super) fn decisions_on(&self, draft: &DraftId) -> Result<Vec<EntryId>, Trouble> {
        self.with_term(draft_term(draft), |body| match body {
            Body::Claim(claim) => claim.drafted.as_ref().is_some_and(|drafted| drafted.draft == *draft),
            _ => false,
        })
    }

    pub(super) fn entities_with_key(&self, key: &str) -> Result<Vec<EntryId>, Trouble> {
        self.with_term(name_term(key), |body| match body {
            Body::Entity(entity) => entity.key.as_deref() == Some(key),
            _ => false,
        })
    }

    pub(super) fn entities_called(&self, name: &str) -> Result<Vec<EntryId>, Trouble> {
        self.with_term(called_term(name), |body| match body {
            Body::Entity(entity) => entity.name == name,
            _ => false,
        })
    }

    pub(super) fn of_blob(&self, blob: &BlobHash) -> Result<Vec<EntryId>, Trouble> {
        self.with_term(blob_term(blob), |body| match body {
            Body::Source(source) => source.sha256 == *blob,
            Body::Text(text) => text.sha256 == *blob,
            _ => false,
        })
    }

    pub(super) fn of_kind(&self, kind: Kind) -> Result<Vec<EntryId>, Trouble> {
        let number = super::scan::number_of(Kind::all(), &kind);
        let covered = self.receipts.covered();
        let mut all = Vec::new();
        for sum in 0..covered.div_ceil(RUN * RUNS) {
            let content = table::must(self.connection, self.meta.generation, Family::Kinds.row(0, sum))?;
            let masks = content.chunks_exact(8).map(|mask| mask.try_into().map_or(0, u64::from_be_bytes));
            for (run, _) in (sum * RUNS..).zip(masks).filter(|(_, kinds)| kinds & mask(number) != 0) {
                for position in run * RUN..covered.min((run + 1) * RUN) {
                    let position = u32::try_from(position).unwrap_or(u32::MAX);
                    if self.place(position)?.kind == number {
                        let found = self.head(position)?;
                        if found.head.kind != kind {
                            return Err(Trouble::differs("a row names another kind"));
                        }
                        all.push(found.id);
                    }
                }
            }
        }
        Ok(all)
    }

    /// Position of the last entry that a key signed before `covered`.
    pub(super) fn last_by(&self, key: &PublicKey) -> Result<Option<u32>, Trouble> {
        let content = table::must(self.connection, self.meta.generation, Family::Authors.row(0, 0))?;
        let wanted = key_of(key.as_bytes());
        let all = content.chunks_exact(Family::Authors.record()).map(read_record);
        let mut at = all.into_iter().find(|found| found.0 == wanted).map(|found| found.1);
        // The index may be ahead of the store.
        while let Some(position) = at.filter(|position| u64::from(*position) >= self.receipts.covered()) {
            at = self.place(position)?.before.checked_sub(1);
        }
        match at {
            Some(position) if self.head(position)?.head.by != Some(*key) => {
                Err(Trouble::differs("a row names another author"))
            }
            at => Ok(at),
        }
    }

    pub(super) fn batches_of(&self, key: &PublicKey, count: usize) -> Result<Vec<BatchOf>, Trouble> {
        let mut all = Vec::new();
        let mut at = self.last_by(key)?;
        while let Some(position) = at.filter(|_| all.len() < count) {
            if self.head(position)?.head.by != Some(*key) {
                return Err(Trouble::differs("a row names another author"));
            }
            let batch = self.receipts.batch_of(position.into());
            let batch = batch.ok_or_else(|| Trouble::differs("an entry has no receipt"))?;
            let mut entries = Vec::new();
            for position in batch.from..batch.to {
                let position = u32::try_from(position).unwrap_or(u32::MAX);
                if self.place(position)?.head.segment > 0 {
                    entries.push(self.head(position)?.id);
                }
            }
            all.push(BatchOf { batch, entries });
            while let Some(before) = at.filter(|before| u64::from(*before) >= batch.from) {
                at = self.place(before)?.before.checked_sub(1);
            }
        }
        Ok(all)
    }
}

impl Known for Snapshot<'_> {
    fn find(&self, id: &EntryId) -> Result<Option<(u32, Kind, Hash, bool)>, Trouble> {
        for (position, _) in self.filed(Family::Ids, key_of(id.as_bytes()))? {
            if u64::from(position) >= self.meta.size {
                continue;
            }
            let found = self.head(position)?;
            if found.id == *id {
                return Ok(Some((position, found.head.kind, found.head.body, found.place.body.segment > 0)));
            }
        }
        Ok(None)
    }

    fn last_by(&self, key: &PublicKey) -> Result<Option<u32>, Trouble> {
        Snapshot::last_by(self, key)
    }
}
