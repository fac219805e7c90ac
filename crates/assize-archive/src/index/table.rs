//! Rows of the index: buckets of sorted records, each with a digest of its own.
//!
//! A bucket holds the records of one family whose keys begin with the same bits, or one run of positions. It ends in 16 bytes of the SHA-256 of
//! generation, row number and records. So a record or row that was taken out, altered or exchanged is noticed when the bucket is read: the
//! digest holds the *set* of what refers to an entry, not each reference alone. A digest is no defence against somebody who changes the
//! index on purpose; what must not be fooled reads the files.

use super::Trouble;
use assize_record::BlobHash;
use rusqlite::{Connection, OptionalExtension as _, params};

/// Positions of one bucket of places.
pub(super) const RUN: u64 = 128;
/// Runs of places that one bucket of kinds sums up.
pub(super) const RUNS: u64 = 1024;
/// Records of a bucket beyond which its family is split further, on average; and what it is split into.
const CROWDED: u64 = 512;
const ROOMY: u64 = 128;
const DIGEST: usize = 16;

/// What a row is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Family {
    /// Eight bytes of an id, position.
    Ids,
    /// Eight bytes of the id referred to, position of the referrer, role.
    Refs,
    /// Eight bytes of a hash of a term, position.
    Terms,
    /// Eight bytes of a key, position of its last entry.
    Authors,
    /// Eight bytes of a leaf's hash, its position in one of the other logs, which of them.
    Leaves,
    /// Where the entries of a run of positions stand.
    Places,
    /// Which kinds there are in each of many runs.
    Kinds,
}

impl Family {
    /// Those that are found by a key.
    pub(super) const KEYED: [Self; 5] = [Self::Ids, Self::Refs, Self::Terms, Self::Authors, Self::Leaves];

    /// Length of a record in bytes.
    pub(super) const fn record(self) -> usize {
        match self {
            Self::Refs | Self::Leaves => 13,
            Self::Ids | Self::Terms | Self::Authors => 12,
            Self::Places => Place::LENGTH,
            Self::Kinds => 8,
        }
    }

    /// The row of a bucket.
    pub(super) const fn row(self, bits: u8, number: u64) -> i64 {
        (((self as u64 + 1) << 56) | ((bits as u64) << 48) | number).cast_signed()
    }

    /// The bucket that a key belongs in.
    pub(super) const fn bucket(bits: u8, key: u64) -> u64 {
        if bits == 0 { 0 } else { key >> (64 - bits) }
    }

    /// Into how many bits' worth of buckets so many records are split.
    pub(super) fn bits(count: u64) -> u8 {
        (0..24).find(|bits| count >> bits <= ROOMY).unwrap_or(24)
    }

    /// Whether the buckets have grown so long that they should be split.
    pub(super) const fn is_crowded(bits: u8, count: u64) -> bool {
        bits < 24 && count >> bits > CROWDED
    }
}

/// Where an entry stands. Segments are numbered from 1; 0 stands for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Place {
    pub(super) head: Line,
    pub(super) body: Line,
    /// The entry that the same author signed before, as position plus 1; 0 where there is none.
    pub(super) before: u32,
    /// The kind, as its number in [`assize_record::Kind::all`].
    pub(super) kind: u8,
}

/// A line of a segment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Line {
    pub(super) segment: u32,
    pub(super) byte: u32,
    pub(super) line: u32,
}

impl Place {
    pub(super) const LENGTH: usize = 29;

    pub(super) fn write(&self, out: &mut Vec<u8>) {
        for number in [
            self.head.segment,
            self.head.byte,
            self.head.line,
            self.body.segment,
            self.body.byte,
            self.body.line,
            self.before,
        ] {
            out.extend(number.to_be_bytes());
        }
        out.push(self.kind);
    }

    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| Some(u32::from_be_bytes(bytes.get(4 * at..4 * at + 4)?.try_into().ok()?));
        let line = |at| Some(Line { segment: number(at)?, byte: number(at + 1)?, line: number(at + 2)? });
        Some(Self { head: line(0)?, body: line(3)?, before: number(6)?, kind: *bytes.get(28)? })
    }
}

/// A record of a keyed family: key, position, and for references the role, for leaves the log.
pub(super) type Record = (u64, u32, u8);

pub(super) fn write_record(family: Family, record: Record, out: &mut Vec<u8>) {
    out.extend(record.0.to_be_bytes());
    out.extend(record.1.to_be_bytes());
    if family.record() == 13 {
        out.push(record.2);
    }
}

pub(super) fn read_record(bytes: &[u8]) -> Record {
    let key = bytes.first_chunk::<8>().map_or(0, |key| u64::from_be_bytes(*key));
    let position = bytes.get(8..12).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes);
    (key, position, bytes.get(12).copied().unwrap_or(0))
}

/// The first eight bytes of a hash as a key.
pub(super) fn key_of(hash: &[u8; 32]) -> u64 {
    hash.first_chunk::<8>().map_or(0, |key| u64::from_be_bytes(*key))
}

fn digest(generation: u64, row: i64, content: &[u8]) -> [u8; DIGEST] {
    let mut bytes = Vec::with_capacity(content.len() + 16);
    bytes.extend(generation.to_be_bytes());
    bytes.extend(row.to_be_bytes());
    bytes.extend_from_slice(content);
    let hash = BlobHash::of(&bytes);
    let mut digest = [0; DIGEST];
    digest.copy_from_slice(&hash.as_bytes()[..DIGEST]);
    digest
}

/// Reads a row; `None` where there is none. What the digest does not fit differs.
pub(super) fn read(connection: &Connection, generation: u64, row: i64) -> Result<Option<Vec<u8>>, Trouble> {
    let mut query = connection.prepare_cached("SELECT content FROM bucket WHERE id = ?1")?;
    let found: Option<Vec<u8>> = query.query_row([row], |row| row.get(0)).optional()?;
    let Some(mut content) = found else { return Ok(None) };
    let end = content.len().checked_sub(DIGEST);
    let end = end.ok_or_else(|| Trouble::differs("a row is too short"))?;
    if digest(generation, row, &content[..end]) != content[end..] {
        return Err(Trouble::differs("a row does not fit its digest"));
    }
    content.truncate(end);
    Ok(Some(content))
}

/// Reads a row that must be there.
pub(super) fn must(connection: &Connection, generation: u64, row: i64) -> Result<Vec<u8>, Trouble> {
    read(connection, generation, row)?.ok_or_else(|| Trouble::differs("a row is missing"))
}

/// Writes a row.
pub(super) fn write(
    connection: &Connection,
    generation: u64,
    row: i64,
    mut content: Vec<u8>,
) -> Result<(), Trouble> {
    let digest = digest(generation, row, &content);
    content.extend(digest);
    let mut insert = connection.prepare_cached("INSERT OR REPLACE INTO bucket VALUES (?1, ?2)")?;
    insert.execute(params![row, content])?;
    Ok(())
}

/// Writes all buckets of a keyed family, empty ones too. The records are in order.
pub(super) fn write_all(
    connection: &Connection,
    generation: u64,
    family: Family,
    bits: u8,
    records: &[Record],
) -> Result<(), Trouble> {
    let mut rest = records;
    for number in 0..1_u64 << bits {
        let count = rest.partition_point(|record| Family::bucket(bits, record.0) <= number);
        let (mine, after) = rest.split_at(count);
        rest = after;
        let mut content = Vec::with_capacity(mine.len() * family.record() + DIGEST);
        mine.iter().for_each(|record| write_record(family, *record, &mut content));
        write(connection, generation, family.row(bits, number), content)?;
    }
    Ok(())
}
