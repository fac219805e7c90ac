//! The readings of a case, and a disposable index that says where each draft and referent stands.
//!
//! A reading is one NDJSON file a text under `drafts/`: what the reader proposed, which can be deleted at any time. The index
//! (`drafts/index.sqlite`) says which file holds a draft or referent, never what it says: every row that is used is held against the line
//! that it names. It is brought up to date when a reading is written, and made anew where it is missing, of another version, or does
//! not fit the files: where a row is false, where something is not found and rows are missing, where it cannot be read.

use crate::{disk, segment, store::StoreError};
use assize_record::{
    BlobHash, Draft, DraftId, EntryId, Hash, Referent,
    entry::{OfText, Salt},
    id::tag,
};
use rusqlite::{Connection, OptionalExtension as _, params};
use serde::{Deserialize, Serialize};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Version of the tables; an index of another is made anew.
const VERSION: i64 = 2;

/// One reading: the referents of a text, and the drafts about them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reading {
    /// The salt of a text that has one: referents become anchors with it.
    pub salt: Salt,
    /// The referents, in order of number.
    pub referents: Vec<Referent>,
    /// The drafts, in the order of their passages.
    pub drafts: Vec<Draft>,
}

impl Reading {
    /// The text of this id, which it is a reading of, as its passages and anchors are entered.
    pub const fn of(&self, text: EntryId) -> OfText {
        OfText::new(text, self.salt)
    }

    /// Ids of the anchors that its referents are or would be, in the text of this id.
    fn anchors(&self, text: EntryId) -> impl Iterator<Item = EntryId> + '_ {
        let text = self.of(text);
        self.referents.iter().filter_map(move |referent| Some(referent.anchor(text).ok()?.id))
    }
}

/// The first line of the reading of a salted text.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TextLine {
    schema: String,
    salt: Salt,
}

/// The schema name that such a line carries.
const TEXT_SCHEMA: &str = "assize.text/1";

/// The last line of a reading.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SealLine {
    schema: String,
    seal: Hash,
}

/// The schema name that such a line carries.
const SEAL_SCHEMA: &str = "assize.reading-seal/1";

/// What a machine seals the readings with that its own reader has made. A file of drafts is not signed, so that whoever can write to it could put
/// a figure under the id of another one; a reading without the seal of this machine is made anew before anybody decides on it.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Secret(…)")
    }
}

impl Secret {
    /// A secret of 32 random bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    fn seal(&self, text: EntryId, bytes: &[u8]) -> Hash {
        // All parts are of fixed length, so that nothing can be put at their end.
        let bytes = BlobHash::of(bytes);
        Hash::of(tag::READING, &[&self.0, text.as_bytes(), bytes.hash().as_bytes()])
    }
}

/// By which a reading is known to be up to date: the reader, and the date it was told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ReadBy {
    /// Reader and version.
    pub reader: String,
    /// The date of publication it was told; empty where none was.
    pub published: String,
}

/// Why a line of a reading cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{}` line {line}: {what}", file.display())]
pub struct LineFault {
    /// The file.
    pub file: PathBuf,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong with it.
    pub what: String,
}

/// All readings of a case.
#[derive(Debug)]
pub struct Readings {
    folder: PathBuf,
    index: Option<Connection>,
}

impl Readings {
    /// The readings of the case in a folder. Nothing is read yet.
    pub fn of_case(case: &Path) -> Self {
        Self { folder: case.join("drafts"), index: None }
    }

    /// The file of a text's reading.
    pub fn path(&self, text: EntryId) -> PathBuf {
        self.folder.join(format!("{text}.ndjson"))
    }

    /// Writes the reading of a text, in place of what an earlier one has left.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::Index`].
    pub fn write(
        &mut self,
        text: EntryId,
        by: &ReadBy,
        reading: &Reading,
        secret: &Secret,
    ) -> Result<(), StoreError> {
        disk::make_folder(&self.folder)?;
        let mut lines = Vec::new();
        if !reading.salt.is_empty() {
            let line = TextLine { schema: TEXT_SCHEMA.to_owned(), salt: reading.salt };
            lines.extend(serde_json::to_vec(&line).map_err(|error| StoreError::Canonical(json(&error)))?);
            lines.push(b'\n');
        }
        let referents = reading.referents.iter().map(serde_json::to_vec);
        for line in referents.chain(reading.drafts.iter().map(serde_json::to_vec)) {
            lines.extend(line.map_err(|error| StoreError::Canonical(json(&error)))?);
            lines.push(b'\n');
        }
        let seal = SealLine { schema: SEAL_SCHEMA.to_owned(), seal: secret.seal(text, &lines) };
        lines.extend(serde_json::to_vec(&seal).map_err(|error| StoreError::Canonical(json(&error)))?);
        lines.push(b'\n');
        disk::sweep(&self.folder)?;
        disk::replace_unsynced(&self.path(text), &lines)?;
        let path = self.folder.join("index.sqlite");
        let index = self.index()?;
        let result = enter(index, text, by, reading);
        result.map_err(|source| StoreError::Index { path, source })
    }

    /// Removes the reading of a text for good, also from the index. Nothing happens where there is none.
    ///
    /// # Errors
    /// [`StoreError::Io`], [`StoreError::Index`].
    pub fn remove(&mut self, text: EntryId) -> Result<(), StoreError> {
        if !self.folder.is_dir() {
            return Ok(());
        }
        disk::remove(&self.path(text))?;
        let path = self.folder.join("index.sqlite");
        let index = self.index()?;
        forget(index, text).map_err(|source| StoreError::Index { path, source })
    }

    /// By what the reading of a text was made; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn read_by(&mut self, text: EntryId) -> Result<Option<ReadBy>, StoreError> {
        if !self.path(text).exists() {
            return Ok(None);
        }
        self.query(|index| {
            index
                .prepare_cached("SELECT reader, published FROM reading WHERE text = ?1")?
                .query_row([text.as_bytes()], |row| {
                    Ok(ReadBy { reader: row.get(0)?, published: row.get(1)? })
                })
                .optional()
        })
    }

    /// The reading of a text, with the lines of it that cannot be used; `None` where there is none.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn of_text(&self, text: EntryId) -> Result<Option<(Reading, Vec<LineFault>)>, StoreError> {
        let Some(bytes) = disk::read(&self.path(text))? else { return Ok(None) };
        Ok(Some(self.parse(text, &bytes)))
    }

    /// The same, where this machine has sealed it with its secret and nothing was altered since.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn sealed(&self, text: EntryId, secret: &Secret) -> Result<Option<Reading>, StoreError> {
        let Some(bytes) = disk::read(&self.path(text))? else { return Ok(None) };
        let body = bytes.strip_suffix(b"\n").unwrap_or(&bytes);
        let begin = memchr::memrchr(b'\n', body).map_or(0, |at| at + 1);
        let is_sealed = serde_json::from_slice::<SealLine>(&body[begin..])
            .is_ok_and(|line| line.schema == SEAL_SCHEMA && line.seal == secret.seal(text, &bytes[..begin]));
        let (reading, faults) = self.parse(text, &bytes);
        Ok(Some(reading).filter(|_| is_sealed && faults.is_empty()))
    }

    fn parse(&self, text: EntryId, bytes: &[u8]) -> (Reading, Vec<LineFault>) {
        let path = self.path(text);
        let (mut reading, mut faults) = (Reading::default(), Vec::new());
        for (at, line) in segment::lines(bytes).map(|line| line.bytes).enumerate() {
            let parsed = if line.starts_with(b"{\"schema\":\"assize.reading-seal/") {
                Ok(())
            } else if line.starts_with(b"{\"schema\":\"assize.referent/") {
                serde_json::from_slice(line).map(|referent| reading.referents.push(referent))
            } else if at == 0 && line.starts_with(b"{\"schema\":\"assize.text/") {
                serde_json::from_slice(line).map(|text: TextLine| reading.salt = text.salt)
            } else {
                serde_json::from_slice(line).map(|draft| reading.drafts.push(draft))
            };
            if let Err(error) = parsed {
                faults.push(LineFault { file: path.clone(), line: at + 1, what: error.to_string() });
            }
        }
        (reading, faults)
    }

    /// The texts whose readings hold drafts with ids that begin with these hexadecimal digits, and those ids; `limit` at most.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn drafts(&mut self, digits: &str, limit: usize) -> Result<Vec<(DraftId, EntryId)>, StoreError> {
        let sql = "SELECT id, max(text) FROM draft WHERE id BETWEEN ?1 AND ?2 GROUP BY id LIMIT ?3";
        let holds = |reading: &Reading, _, id: &[u8; 32]| {
            reading.drafts.iter().any(|draft| draft.id.as_bytes() == id)
        };
        let found = self.with_prefix(sql, digits, limit, holds)?;
        Ok(found.into_iter().map(|(id, text)| (DraftId::from_bytes(id), text)).collect())
    }

    /// The same for referents, by the ids of their anchors.
    ///
    /// # Errors
    /// [`StoreError::Index`].
    pub fn anchors(&mut self, digits: &str, limit: usize) -> Result<Vec<(EntryId, EntryId)>, StoreError> {
        let sql = "SELECT anchor, text FROM referent WHERE anchor BETWEEN ?1 AND ?2 LIMIT ?3";
        let holds = |reading: &Reading, text, id: &[u8; 32]| {
            reading.anchors(text).any(|anchor| anchor.as_bytes() == id)
        };
        let found = self.with_prefix(sql, digits, limit, holds)?;
        Ok(found.into_iter().map(|(id, text)| (EntryId::from_bytes(id), text)).collect())
    }

    /// Rows whose ids begin so, each of them held against the reading that it names.
    fn with_prefix(
        &mut self,
        sql: &str,
        digits: &str,
        limit: usize,
        holds: impl Fn(&Reading, EntryId, &[u8; 32]) -> bool,
    ) -> Result<Vec<([u8; 32], EntryId)>, StoreError> {
        let rows = self.rows(sql, digits, limit);
        let sound = match &rows {
            Ok(rows) if rows.is_empty() => self.is_whole()?,
            Ok(rows) => {
                let mut sound = true;
                for (id, text) in rows {
                    let reading = self.of_text(*text)?;
                    sound &= reading.is_some_and(|(reading, _)| holds(&reading, *text, id));
                }
                sound
            }
            Err(_) => false,
        };
        if sound {
            return rows;
        }
        self.start_anew()?;
        self.rows(sql, digits, limit)
    }

    /// Whether the index has as many rows of each reading as were entered, of the same ids, and knows every reading that is there.
    fn is_whole(&mut self) -> Result<bool, StoreError> {
        let there: BTreeSet<EntryId> = disk::list(&self.folder)?
            .into_iter()
            .filter_map(|(name, _, _)| name.strip_suffix(".ndjson")?.parse().ok())
            .collect();
        let asked = self.query(|index| {
            let mut entered: BTreeMap<EntryId, i64> = BTreeMap::new();
            let mut query = index.prepare("SELECT text, digest FROM reading")?;
            let rows = query.query_map([], |row| Ok((EntryId::from_bytes(row.get(0)?), row.get(1)?)))?;
            for row in rows {
                let (text, digest) = row?;
                entered.insert(text, digest);
            }
            let mut sound = there.iter().all(|text| entered.contains_key(text));
            for sql in [
                "SELECT text, id FROM draft WHERE id >= x''",
                "SELECT text, anchor FROM referent WHERE anchor >= x''",
            ] {
                let mut query = index.prepare(sql)?;
                let rows = query.query_map([], |row| {
                    Ok((EntryId::from_bytes(row.get(0)?), row.get::<_, [u8; 32]>(1)?))
                })?;
                // What is out of order is there and not found.
                let mut before = None;
                for row in rows {
                    let (text, id) = row?;
                    *entered.entry(text).or_default() ^= digest(&id);
                    sound &= before.replace((id, text)).is_none_or(|before| before < (id, text));
                }
            }
            Ok(sound && entered.values().all(|left| *left == 0))
        });
        Ok(asked.unwrap_or(false))
    }

    /// Makes the index anew from the files.
    fn start_anew(&mut self) -> Result<(), StoreError> {
        self.index = None;
        disk::remove_database(&self.folder.join("index.sqlite"))?;
        self.index().map(|_| ())
    }

    fn rows(
        &mut self,
        sql: &str,
        digits: &str,
        limit: usize,
    ) -> Result<Vec<([u8; 32], EntryId)>, StoreError> {
        let end = |digit: char| {
            let rest = 64_usize.checked_sub(digits.len())?;
            format!("{digits}{}", digit.to_string().repeat(rest)).parse::<BlobHash>().ok()
        };
        let (Some(first), Some(last)) = (end('0'), end('f')) else { return Ok(Vec::new()) };
        self.query(|index| {
            let mut query = index.prepare_cached(sql)?;
            let limit = i64::try_from(limit).unwrap_or(i64::MAX);
            let rows = query.query_map(params![first.as_bytes(), last.as_bytes(), limit], |row| {
                Ok((row.get(0)?, EntryId::from_bytes(row.get(1)?)))
            })?;
            rows.collect()
        })
    }

    fn query<T>(&mut self, ask: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T, StoreError> {
        let path = self.folder.join("index.sqlite");
        let index = self.index()?;
        ask(index).map_err(|source| StoreError::Index { path, source })
    }

    /// The index, opened; made anew from the files where it is missing, damaged or of another version.
    fn index(&mut self) -> Result<&mut Connection, StoreError> {
        if self.index.is_none() {
            let path = self.folder.join("index.sqlite");
            disk::make_folder(&self.folder)?;
            let opened =
                Connection::open(&path).and_then(|index| prepare(&index).map(|fresh| (index, fresh)));
            let (index, fresh) = match opened {
                Ok(opened) => opened,
                Err(_) => {
                    // Whatever it is, it is no index of this program; what it would say stands in the files.
                    std::fs::remove_file(&path).map_err(disk::io_at(&path))?;
                    let index = Connection::open(&path);
                    let made = index.and_then(|index| prepare(&index).map(|fresh| (index, fresh)));
                    made.map_err(|source| StoreError::Index { path: path.clone(), source })?
                }
            };
            self.index = Some(index);
            if fresh {
                self.fill(&path)?;
            }
        }
        Ok(self.index.get_or_insert_with(|| unreachable!("an index was opened above")))
    }

    fn fill(&mut self, path: &Path) -> Result<(), StoreError> {
        for (name, _, kind) in disk::list(&self.folder)? {
            let text = name.strip_suffix(".ndjson").and_then(|text| text.parse::<EntryId>().ok());
            let (Some(text), true) = (text, kind.is_file()) else { continue };
            let Some((reading, _)) = self.of_text(text)? else { continue };
            let reader = reading.drafts.first().map_or_else(String::new, |draft| draft.reader.clone());
            // The date it was told is not in the file, so it is read again.
            let by = ReadBy { reader, published: "not known".to_owned() };
            if let Some(index) = &mut self.index {
                enter(index, text, &by, &reading)
                    .map_err(|source| StoreError::Index { path: path.to_owned(), source })?;
            }
        }
        Ok(())
    }
}

fn json(error: &serde_json::Error) -> assize_record::canonical::CanonicalError {
    assize_record::canonical::CanonicalError::Json(error.to_string())
}

/// Makes the tables where they are not there. Says whether it did.
fn prepare(index: &Connection) -> rusqlite::Result<bool> {
    index.busy_timeout(std::time::Duration::from_secs(10))?;
    let version: i64 = index.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    if version == VERSION {
        return Ok(false);
    }
    index.execute_batch(&format!(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;
        BEGIN IMMEDIATE;
        DROP TABLE IF EXISTS draft; DROP TABLE IF EXISTS referent; DROP TABLE IF EXISTS reading;
        CREATE TABLE draft (id BLOB NOT NULL, text BLOB NOT NULL, PRIMARY KEY (id, text)) WITHOUT ROWID;
        CREATE INDEX draft_text ON draft (text);
        CREATE TABLE referent (anchor BLOB PRIMARY KEY, text BLOB NOT NULL) WITHOUT ROWID;
        CREATE INDEX referent_text ON referent (text);
        CREATE TABLE reading (text BLOB PRIMARY KEY, reader TEXT NOT NULL, published TEXT NOT NULL, digest INTEGER NOT NULL) WITHOUT ROWID;
        PRAGMA user_version = {VERSION};
        COMMIT;"
    ))?;
    Ok(true)
}

/// Takes the rows of a text out, with the bytes they stood in.
fn forget(index: &mut Connection, text: EntryId) -> rusqlite::Result<()> {
    index.pragma_update(None, "secure_delete", true)?;
    let transaction = index.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    for sql in [
        "DELETE FROM draft WHERE text = ?1",
        "DELETE FROM referent WHERE text = ?1",
        "DELETE FROM reading WHERE text = ?1",
    ] {
        transaction.execute(sql, [text.as_bytes()])?;
    }
    transaction.commit()?;
    index.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))
}

fn enter(index: &mut Connection, text: EntryId, by: &ReadBy, reading: &Reading) -> rusqlite::Result<()> {
    let transaction = index.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let of = text.as_bytes();
    transaction.execute("DELETE FROM draft WHERE text = ?1", [of])?;
    transaction.execute("DELETE FROM referent WHERE text = ?1", [of])?;
    let drafts: BTreeSet<[u8; 32]> = reading.drafts.iter().map(|draft| *draft.id.as_bytes()).collect();
    let anchors: BTreeSet<[u8; 32]> = reading.anchors(text).map(|anchor| *anchor.as_bytes()).collect();
    let all = drafts.iter().chain(&anchors).fold(0, |all, id| all ^ digest(id));
    transaction.execute(
        "INSERT OR REPLACE INTO reading VALUES (?1, ?2, ?3, ?4)",
        params![of, by.reader, by.published, all],
    )?;
    {
        let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO draft VALUES (?1, ?2)")?;
        for id in &drafts {
            insert.execute(params![id, of])?;
        }
        let mut insert = transaction.prepare_cached("INSERT OR REPLACE INTO referent VALUES (?1, ?2)")?;
        for id in &anchors {
            insert.execute(params![id, of])?;
        }
    }
    transaction.commit()
}

/// What an id adds to the digest of a reading's rows: with a row twice or not at all the sum differs.
fn digest(id: &[u8; 32]) -> i64 {
    let [a, b, c, d, e, f, g, h, ..] = *id;
    i64::from_be_bytes([a, b, c, d, e, f, g, h])
}
