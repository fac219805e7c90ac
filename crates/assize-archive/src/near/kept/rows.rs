//! The rows of the file: what stands in them, and what is noticed when one is altered or gone.

use super::{Trouble, join::posting};
use crate::near::{METHOD, words::mix};
use assize_record::BlobHash;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
    time::Duration,
};

/// Version of the tables; a file of another is made anew.
const VERSION: i64 = 1;
/// How long one process waits for another to write.
const BUSY: Duration = Duration::from_secs(60);
/// The fewest buckets, and the most postings to a bucket on average, as powers of two: two kilobytes, half a page.
const BITS_MIN: u32 = 6;
const POSTINGS: u64 = 256;

/// Opens the file, or makes it.
pub(super) fn open(path: &Path) -> Result<Connection, Trouble> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(BUSY)?;
    connection.set_prepared_statement_cache_capacity(32);
    let version: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    // What is lost with the power is noticed, and made anew from the texts.
    connection.execute_batch("PRAGMA synchronous = OFF; PRAGMA cache_size = -65536;")?;
    if version == VERSION {
        return Ok(connection);
    }
    let tables: i64 = connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get(0))?;
    if version != 0 || tables > 0 {
        return Err(Trouble::Differs("they are of another version"));
    }
    connection.execute_batch(&format!(
        "PRAGMA journal_mode = WAL;
        BEGIN IMMEDIATE;
        CREATE TABLE IF NOT EXISTS meta (id INTEGER PRIMARY KEY, content BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS bucket (id INTEGER PRIMARY KEY, content BLOB NOT NULL);
        CREATE TABLE IF NOT EXISTS text (no INTEGER PRIMARY KEY, hash BLOB NOT NULL, digest INTEGER NOT NULL, family INTEGER, content BLOB NOT NULL);
        CREATE INDEX IF NOT EXISTS text_hash ON text (hash);
        CREATE INDEX IF NOT EXISTS text_digest ON text (digest);
        CREATE INDEX IF NOT EXISTS text_family ON text (family) WHERE family IS NOT NULL;
        CREATE TABLE IF NOT EXISTS family (root INTEGER PRIMARY KEY, content BLOB NOT NULL);
        PRAGMA user_version = {VERSION};
        COMMIT;"
    ))?;
    let made: i64 = connection.query_row("SELECT count(*) FROM meta", [], |row| row.get(0))?;
    if made == 0 {
        let meta = Meta::default();
        (0..1_u64 << meta.bits).try_for_each(|bucket| write_bucket(&connection, meta.bits, bucket, &[]))?;
        meta.write(&connection)?;
    }
    Ok(connection)
}

/// What is known of the file as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meta {
    /// How many texts are entered; they are numbered from 0.
    pub(super) texts: u32,
    /// The sum (exclusive or) of their hashes.
    sum: [u8; 32],
    /// How many postings there are.
    pub(super) postings: u64,
    /// How many bits of a print tell its bucket.
    pub(super) bits: u32,
    /// How many texts are in a family, and the sum of their mixed numbers.
    grouped: u32,
    grouped_sum: u64,
}

impl Default for Meta {
    fn default() -> Self {
        Self { texts: 0, sum: [0; 32], postings: 0, bits: BITS_MIN, grouped: 0, grouped_sum: 0 }
    }
}

impl Meta {
    pub(super) fn read(connection: &Connection) -> Result<Self, Trouble> {
        let content: Option<Vec<u8>> = connection
            .prepare_cached("SELECT content FROM meta WHERE id = 0")?
            .query_row([], |row| row.get(0))
            .optional()?;
        let content = content.ok_or(Trouble::Differs("they say nothing of themselves"))?;
        let mut content = Content::checked(&content, mix(0))?;
        if content.take(METHOD.len())? != METHOD.as_bytes() {
            return Err(Trouble::Differs("they are of another method"));
        }
        Ok(Self {
            texts: content.u32()?,
            sum: content.hash()?,
            postings: content.u64()?,
            bits: content.u32()?,
            grouped: content.u32()?,
            grouped_sum: content.u64()?,
        })
    }

    pub(super) fn write(&self, connection: &Connection) -> Result<(), Trouble> {
        let mut content = METHOD.as_bytes().to_vec();
        content.extend(self.texts.to_le_bytes());
        content.extend(self.sum);
        content.extend(self.postings.to_le_bytes());
        content.extend(self.bits.to_le_bytes());
        content.extend(self.grouped.to_le_bytes());
        content.extend(self.grouped_sum.to_le_bytes());
        seal(&mut content, mix(0));
        connection.execute("INSERT OR REPLACE INTO meta VALUES (0, ?1)", [content])?;
        Ok(())
    }

    /// Counts a text that is entered.
    pub(super) fn add(&mut self, hash: &BlobHash) {
        self.texts += 1;
        add(&mut self.sum, hash);
    }

    /// Counts a text that has come into a family.
    pub(super) fn group(&mut self, no: u32) {
        self.grouped += 1;
        self.grouped_sum ^= mix(u64::from(no));
    }

    /// Whether exactly these texts are entered, but for some of them.
    pub(super) fn is_of(&self, texts: &BTreeSet<BlobHash>, but: &[BlobHash]) -> bool {
        self.texts as usize + but.len() == texts.len() && {
            let mut sum = [0; 32];
            texts.iter().chain(but).for_each(|hash| add(&mut sum, hash));
            sum == self.sum
        }
    }
}

fn add(sum: &mut [u8; 32], hash: &BlobHash) {
    sum.iter_mut().zip(hash.as_bytes()).for_each(|(sum, byte)| *sum ^= byte);
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) no: u32,
    pub(super) hash: BlobHash,
    pub(super) digest: u64,
    pub(super) words: u32,
    pub(super) prints: u32,
    /// The first text of its family; `None` where it is in none.
    pub(super) family: Option<u32>,
    /// Texts entered before that it was found to be a near-copy of, one for each family that it joined.
    pub(super) joined: Vec<u32>,
}

impl Row {
    /// The first text of its family, or itself.
    pub(super) fn root(&self) -> u32 {
        self.family.unwrap_or(self.no)
    }

    fn key(&self) -> u64 {
        let family = self.family.map_or(u64::MAX, u64::from);
        mix(check(self.hash.as_bytes(), mix(u64::from(self.no) ^ self.digest.rotate_left(7))) ^ family)
    }

    fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Result<Self, Trouble>> {
        let hash: Vec<u8> = row.get(1)?;
        let content: Vec<u8> = row.get(4)?;
        let Ok(hash) = <[u8; 32]>::try_from(hash) else {
            return Ok(Err(Trouble::Differs("a row is not as it was written")));
        };
        let mut read = Self {
            no: row.get(0)?,
            hash: BlobHash::from_bytes(hash),
            digest: row.get::<_, i64>(2)?.cast_unsigned(),
            family: row.get(3)?,
            words: 0,
            prints: 0,
            joined: Vec::new(),
        };
        Ok(read.fill(&content).map(|()| read))
    }

    fn fill(&mut self, content: &[u8]) -> Result<(), Trouble> {
        let mut content = Content::checked(content, self.key())?;
        self.words = content.u32()?;
        self.prints = content.u32()?;
        while !content.0.is_empty() {
            self.joined.push(content.u32()?);
        }
        Ok(())
    }

    pub(super) fn write(&self, connection: &Connection) -> Result<(), Trouble> {
        let mut content = Vec::with_capacity(16 + 4 * self.joined.len());
        for number in [self.words, self.prints].iter().chain(&self.joined) {
            content.extend(number.to_le_bytes());
        }
        seal(&mut content, self.key());
        connection.prepare_cached("INSERT OR REPLACE INTO text VALUES (?1, ?2, ?3, ?4, ?5)")?.execute(
            params![self.no, self.hash.as_bytes(), self.digest.cast_signed(), self.family, content],
        )?;
        Ok(())
    }
}

/// The text of this number.
pub(super) fn row(connection: &Connection, no: u32) -> Result<Row, Trouble> {
    let mut query =
        connection.prepare_cached("SELECT no, hash, digest, family, content FROM text WHERE no = ?1")?;
    let row = query.query_row([no], Row::read).optional()?;
    row.unwrap_or(Err(Trouble::Differs("a text is not there")))
}

/// The text of this hash, where it is entered.
pub(super) fn row_of(connection: &Connection, hash: &BlobHash) -> Result<Option<Row>, Trouble> {
    let mut query =
        connection.prepare_cached("SELECT no, hash, digest, family, content FROM text WHERE hash = ?1")?;
    query.query_row([hash.as_bytes()], Row::read).optional()?.transpose()
}

/// The texts of this digest, in order of number.
pub(super) fn rows_with(connection: &Connection, digest: u64) -> Result<Vec<Row>, Trouble> {
    let mut query = connection.prepare_cached(
        "SELECT no, hash, digest, family, content FROM text WHERE digest = ?1 ORDER BY no LIMIT 4",
    )?;
    query.query_map([digest.cast_signed()], Row::read)?.map(|row| row?).collect()
}

/// The members of a family, by number; none where nobody is in it.
pub(super) fn family(connection: &Connection, root: u32) -> Result<BTreeMap<u32, Row>, Trouble> {
    let mut query =
        connection.prepare_cached("SELECT no, hash, digest, family, content FROM text WHERE family = ?1")?;
    let rows = query.query_map([root], Row::read)?;
    let members: BTreeMap<u32, Row> =
        rows.map(|row| row?.map(|row| (row.no, row))).collect::<Result<_, Trouble>>()?;
    let content: Option<Vec<u8>> = connection
        .prepare_cached("SELECT content FROM family WHERE root = ?1")?
        .query_row([root], |row| row.get(0))
        .optional()?;
    let size = match content {
        Some(content) => Content::checked(&content, mix(u64::from(root)))?.u32()?,
        None => 0,
    };
    if size as usize == members.len() { Ok(members) } else { Err(Trouble::Differs("a family is not whole")) }
}

pub(super) fn write_family(connection: &Connection, root: u32, size: u32) -> Result<(), Trouble> {
    let mut content = size.to_le_bytes().to_vec();
    seal(&mut content, mix(u64::from(root)));
    connection
        .prepare_cached("INSERT OR REPLACE INTO family VALUES (?1, ?2)")?
        .execute(params![root, content])?;
    Ok(())
}

pub(super) fn forget_family(connection: &Connection, root: u32) -> Result<(), Trouble> {
    connection.prepare_cached("DELETE FROM family WHERE root = ?1")?.execute([root])?;
    Ok(())
}

/// All families, each by the numbers of its members.
pub(super) fn all_families(connection: &Connection, meta: &Meta) -> Result<Vec<BTreeMap<u32, Row>>, Trouble> {
    let mut query = connection
        .prepare_cached("SELECT no, hash, digest, family, content FROM text WHERE family IS NOT NULL")?;
    let mut families: BTreeMap<u32, BTreeMap<u32, Row>> = BTreeMap::new();
    let mut found = Meta { grouped: 0, grouped_sum: 0, ..meta.clone() };
    for row in query.query_map([], Row::read)? {
        let row = row??;
        found.group(row.no);
        families.entry(row.root()).or_default().insert(row.no, row);
    }
    if found != *meta {
        return Err(Trouble::Differs("a text of a family is not there"));
    }
    Ok(families.into_values().collect())
}

/// The families of these texts. A text that can be read must be there.
pub(super) fn families_of(
    connection: &Connection,
    of: &BTreeSet<BlobHash>,
    is_readable: &dyn Fn(&BlobHash) -> bool,
) -> Result<Vec<BTreeMap<u32, Row>>, Trouble> {
    let mut roots = BTreeSet::new();
    for hash in of {
        match row_of(connection, hash)? {
            Some(row) => roots.extend(row.family),
            None if is_readable(hash) => return Err(Trouble::Differs("a text is not there")),
            None => {}
        }
    }
    roots.into_iter().map(|root| family(connection, root)).collect()
}

/// The hashes of all texts that are entered.
pub(super) fn all_hashes(connection: &Connection, meta: &Meta) -> Result<BTreeSet<BlobHash>, Trouble> {
    let mut query = connection.prepare_cached("SELECT hash FROM text")?;
    let rows = query.query_map([], |row| Ok(BlobHash::from_bytes(row.get(0)?)))?;
    let hashes: BTreeSet<BlobHash> = rows.collect::<rusqlite::Result<_>>()?;
    if meta.is_of(&hashes, &[]) { Ok(hashes) } else { Err(Trouble::Differs("a text is not there")) }
}

/// How many bits of a print must tell its bucket for so many postings.
pub(super) const fn bits_for(postings: u64) -> u32 {
    let mut bits = BITS_MIN;
    while bits < 30 && postings > POSTINGS << bits {
        bits += 1;
    }
    bits
}

pub(super) const fn bucket_of(posting: u64, bits: u32) -> u64 {
    posting >> (64 - bits)
}

/// The postings of a bucket, in order.
pub(super) fn bucket(connection: &Connection, bits: u32, bucket: u64) -> Result<Vec<u64>, Trouble> {
    let mut query = connection.prepare_cached("SELECT content FROM bucket WHERE id = ?1")?;
    let content: Option<Vec<u8>> = query.query_row([bucket.cast_signed()], |row| row.get(0)).optional()?;
    let content = content.ok_or(Trouble::Differs("a bucket is not there"))?;
    let mut content = Content::checked(&content, bucket_key(bits, bucket))?;
    let mut postings = Vec::with_capacity(content.0.len() / 8 + 1);
    while !content.0.is_empty() {
        postings.push(content.u64()?);
    }
    Ok(postings)
}

pub(super) fn write_bucket(
    connection: &Connection,
    bits: u32,
    bucket: u64,
    postings: &[u64],
) -> Result<(), Trouble> {
    let mut content = Vec::with_capacity(8 * postings.len() + 8);
    postings.iter().for_each(|posting| content.extend(posting.to_le_bytes()));
    seal(&mut content, bucket_key(bits, bucket));
    connection
        .prepare_cached("INSERT OR REPLACE INTO bucket VALUES (?1, ?2)")?
        .execute(params![bucket.cast_signed(), content])?;
    Ok(())
}

/// Splits every bucket, within a transaction that the caller has begun: from the last on, since what comes of a bucket stands further back.
pub(super) fn split(connection: &Connection, meta: &mut Meta, bits: u32) -> Result<(), Trouble> {
    let parts = 1_u64 << (bits - meta.bits);
    for old in (0..1_u64 << meta.bits).rev() {
        let postings = bucket(connection, meta.bits, old)?;
        let mut left = postings.as_slice();
        for new in old * parts..(old + 1) * parts {
            let end = left.partition_point(|posting| bucket_of(*posting, bits) == new);
            write_bucket(connection, bits, new, &left[..end])?;
            left = &left[end..];
        }
        if !left.is_empty() {
            return Err(Trouble::Differs("a print is in another's bucket"));
        }
    }
    meta.bits = bits;
    Ok(())
}

const fn bucket_key(bits: u32, bucket: u64) -> u64 {
    mix(posting(bits, 1) ^ bucket)
}

/// Puts the hash of what a row holds, and of what it is, before it.
fn seal(content: &mut Vec<u8>, key: u64) {
    let check = check(content, key).to_le_bytes();
    content.splice(0..0, check);
}

fn check(content: &[u8], key: u64) -> u64 {
    let (words, rest) = content.as_chunks::<8>();
    let last = rest.iter().fold(content.len() as u64, |last, byte| last << 8 | u64::from(*byte));
    mix(words.iter().fold(key, |check, word| mix(check ^ u64::from_le_bytes(*word))) ^ last)
}

/// What a row holds, read from the front.
struct Content<'c>(&'c [u8]);

impl<'c> Content<'c> {
    fn checked(content: &'c [u8], key: u64) -> Result<Self, Trouble> {
        let altered = Trouble::Differs("a row is not as it was written");
        match content.split_first_chunk::<8>() {
            Some((sum, rest)) if u64::from_le_bytes(*sum) == check(rest, key) => Ok(Self(rest)),
            _ => Err(altered),
        }
    }

    fn take(&mut self, length: usize) -> Result<&'c [u8], Trouble> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or(Trouble::Differs("a row is too short"))?;
        self.0 = rest;
        Ok(taken)
    }

    fn u32(&mut self) -> Result<u32, Trouble> {
        Ok(self.take(4)?.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
    }

    fn u64(&mut self) -> Result<u64, Trouble> {
        Ok(self.take(8)?.iter().rev().fold(0, |number, byte| number << 8 | u64::from(*byte)))
    }

    fn hash(&mut self) -> Result<[u8; 32], Trouble> {
        let mut hash = [0; 32];
        hash.copy_from_slice(self.take(32)?);
        Ok(hash)
    }
}
