//! Fingerprints that are kept: a disposable file of a case that says where near-copies may be, so that a text is compared without all others being read.
//!
//! It holds, for each text, its hash, how many prints it has, its family, and the texts it was found to be a near-copy of; and for each print
//! which texts have it, in buckets. Of a print only the first texts are kept that are ever looked at. It never answers for the texts: what is
//! new is compared on the archived words, and so is every near-copy that a family is told by. Every row bears a hash of itself; every bucket is
//! there, empty or not; families are held by their number of members, and all of them together by count and sum: a row that was altered or taken out is
//! noticed. Then, and where the file is missing, damaged, or of another [`METHOD`](super::METHOD), it is made anew from the texts.
//!
//! What is confidential is never kept: such texts are entered in a transaction that stays in memory and is taken back once the question is
//! answered. Where the file holds one, because it was not confidential before, it is made anew.
//!
//! Somebody who can write into the case could make a file that hides a near-copy. What must not be fooled asks [`super::families`].

mod rows;

use super::{
    Fingerprint, LOOKED_AT,
    join::{self, About, Groups, Linker, Sets, Shelf, no_of, posting, print_of},
    number,
    run::{self, Text},
};
use crate::{
    case::Case,
    disk::{self, Trouble},
    store::StoreError,
};
use assize_record::BlobHash;
use rows::{Meta, Row, bits_for, bucket_of};
use rusqlite::{Connection, TransactionBehavior};
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
    rc::Rc,
};

/// Most texts that are entered at once: their fingerprints are held in memory.
const BATCH: usize = 50_000;

/// The kept fingerprints of a case.
#[derive(Debug)]
pub struct Kept {
    path: PathBuf,
    connection: Option<Connection>,
    notes: Vec<String>,
}

/// Where the words of a text are to be had; `None` where they cannot be read.
type Read<'r> = &'r dyn Fn(&BlobHash) -> Option<String>;

impl Kept {
    /// The kept fingerprints of the case in a folder. Nothing is read yet.
    pub fn of_case(case: &Path) -> Self {
        Self { path: Case::new(case).near(), connection: None, notes: Vec::new() }
    }

    /// The families among these texts, as [`super::families`] gives them; with `of`, those alone that hold one of these. Texts that are not
    /// entered yet are entered, but for those in `unkept`, of which nothing stays on the disk. A text that cannot be read is in none.
    ///
    /// # Errors
    /// [`StoreError::Index`], [`StoreError::Io`] where no such file can be written: then ask [`super::families`].
    pub fn families(
        &mut self,
        texts: &BTreeSet<BlobHash>,
        unkept: &BTreeSet<BlobHash>,
        of: Option<&BTreeSet<BlobHash>>,
        read: Read<'_>,
    ) -> Result<Vec<Vec<BlobHash>>, StoreError> {
        let first = self.ask(texts, unkept, of, read);
        let again = match first {
            Err(trouble) if !trouble.is_passing() => {
                self.notes
                    .push(format!("kept fingerprints of texts: {}; they were made anew", trouble.words()));
                self.forget()?;
                self.ask(texts, unkept, of, read)
            }
            answer => answer,
        };
        again.map_err(|trouble| match trouble {
            Trouble::Sqlite(source) => StoreError::Index { path: self.path.clone(), source },
            Trouble::Differs(why) => StoreError::Damaged { file: self.path.clone(), why: why.to_owned() },
        })
    }

    /// How often the file was made anew because it was not what it should be, and why.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    fn ask(
        &mut self,
        texts: &BTreeSet<BlobHash>,
        unkept: &BTreeSet<BlobHash>,
        of: Option<&BTreeSet<BlobHash>>,
        read: Read<'_>,
    ) -> Result<Vec<Vec<BlobHash>>, Trouble> {
        let connection = match &mut self.connection {
            Some(connection) => connection,
            none => none.insert(rows::open(&self.path)?),
        };
        for hash in unkept {
            if rows::row_of(connection, hash)?.is_some() {
                return Err(Trouble::Differs("they held a text that is confidential"));
            }
        }
        let meta = Meta::read(connection)?;
        let kept: BTreeSet<BlobHash> = texts.difference(unkept).copied().collect();
        if !meta.is_of(&kept, &[]) {
            for batch in missing(connection, &meta, &kept, of)?.chunks(BATCH) {
                let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
                enter(&transaction, batch, read)?;
                transaction.commit()?;
            }
        }
        let unkept: Vec<BlobHash> = texts.intersection(unkept).copied().collect();
        // Pages that a transaction changes stay in memory until it is committed, which this one never is.
        connection.execute_batch("PRAGMA temp_store = MEMORY;")?;
        connection.pragma_update(None, "cache_spill", unkept.is_empty())?;
        let behavior =
            if unkept.is_empty() { TransactionBehavior::Deferred } else { TransactionBehavior::Immediate };
        let transaction = connection.transaction_with_behavior(behavior)?;
        enter(&transaction, &unkept, read)?;
        let meta = Meta::read(&transaction)?;
        let found = match of {
            None => rows::all_families(&transaction, &meta)?,
            Some(of) => rows::families_of(&transaction, of, &|hash| read(hash).is_some())?,
        };
        let mut families = Vec::new();
        for family in found {
            families.extend(held(&family, texts, of, read)?);
        }
        families.sort_unstable();
        Ok(families)
    }

    /// Removes the file, which is made anew when it is asked for.
    ///
    /// # Errors
    /// [`StoreError::Io`].
    pub fn forget(&mut self) -> Result<(), StoreError> {
        self.connection = None;
        disk::remove_database(&self.path)
    }
}

/// The texts that are not entered. As a rule they are among those asked about, and the others need not be looked through.
fn missing(
    connection: &Connection,
    meta: &Meta,
    texts: &BTreeSet<BlobHash>,
    of: Option<&BTreeSet<BlobHash>>,
) -> Result<Vec<BlobHash>, Trouble> {
    let mut missing = Vec::new();
    for hash in of.into_iter().flatten().filter(|hash| texts.contains(hash)) {
        if rows::row_of(connection, hash)?.is_none() {
            missing.push(*hash);
        }
    }
    if !meta.is_of(texts, &missing) {
        let known = rows::all_hashes(connection, meta)?;
        missing = texts.difference(&known).copied().collect();
    }
    Ok(missing)
}

/// A family as it is told, held against the words: near-copies that join it are compared again. Where not all of it is in sight, what is
/// left is compared anew.
fn held(
    family: &BTreeMap<u32, Row>,
    texts: &BTreeSet<BlobHash>,
    of: Option<&BTreeSet<BlobHash>>,
    read: Read<'_>,
) -> Result<Vec<Vec<BlobHash>>, Trouble> {
    let mut there: BTreeMap<u32, Rc<Text>> = BTreeMap::new();
    let mut in_sight = family.values().all(|row| texts.contains(&row.hash));
    let mut sets = Sets::of(family.len());
    let places: BTreeMap<u32, u32> = family.keys().copied().zip(0..).collect();
    for (no, row) in family {
        let is_asked = of.is_none_or(|of| of.contains(&row.hash));
        for other in &row.joined {
            let (Some(own), Some(place)) = (places.get(no), places.get(other)) else {
                return Err(Trouble::Differs("a near-copy is in another family"));
            };
            sets.join(*own, *place);
            if !in_sight || !is_asked {
                continue;
            }
            for (no, row) in [(no, row), (other, &family[other])] {
                if !there.contains_key(no)
                    && let Some(text) = read(&row.hash)
                {
                    there.insert(*no, Rc::new(Text::of(&text)));
                }
            }
            match (there.get(no), there.get(other)) {
                (Some(own), Some(theirs)) if run::shared(own, theirs).near => {}
                (Some(_), Some(_)) => return Err(Trouble::Differs("two texts are no near-copies")),
                _ => in_sight = false,
            }
        }
    }
    if places.values().any(|place| sets.root(*place) != 0) {
        return Err(Trouble::Differs("a family does not hang together"));
    }
    if in_sight {
        let mut family: Vec<BlobHash> = family.values().map(|row| row.hash).collect();
        family.sort_unstable();
        return Ok(vec![family]);
    }
    let left: Vec<(BlobHash, String)> = family
        .values()
        .filter(|row| texts.contains(&row.hash))
        .filter_map(|row| Some((row.hash, read(&row.hash)?)))
        .collect();
    let left: Vec<(BlobHash, &str)> = left.iter().map(|(hash, text)| (*hash, text.as_str())).collect();
    let mut families = super::families(&left);
    families.retain(|family| of.is_none_or(|of| family.iter().any(|hash| of.contains(hash))));
    Ok(families)
}

/// A text that is being entered.
struct New {
    hash: BlobHash,
    print: Fingerprint,
    joined: Vec<u32>,
}

/// Enters texts that are not there yet, within a transaction.
fn enter(transaction: &Connection, hashes: &[BlobHash], read: Read<'_>) -> Result<(), Trouble> {
    if hashes.is_empty() {
        return Ok(());
    }
    let mut meta = Meta::read(transaction)?;
    let first_new = meta.texts;
    let mut new: Vec<New> = Vec::new();
    for hash in hashes {
        // Somebody else may just have entered it.
        if rows::row_of(transaction, hash)?.is_some() {
            continue;
        }
        if let Some(text) = read(hash) {
            new.push(New { hash: *hash, print: Fingerprint::of(&text), joined: Vec::new() });
        }
    }
    if new.is_empty() {
        return Ok(());
    }
    let mut sets = Sets::of(first_new as usize + new.len());
    let mut shelf = OnDisk { connection: transaction, rows: BTreeMap::new(), first_new, new: &new, read };
    // Texts of the same words: the first stands for all of them.
    let mut firsts: BTreeMap<(u64, u32), u32> = BTreeMap::new();
    let mut same: Vec<Option<u32>> = Vec::with_capacity(new.len());
    for (no, one) in (first_new..).zip(&new) {
        let key = (one.print.digest, one.print.words);
        let first = match firsts.get(&key) {
            _ if one.print.words == 0 => None,
            Some(first) => Some(*first),
            None => shelf.first_of(no, key, &mut sets)?,
        };
        firsts.entry(key).or_insert(no);
        if let Some(first) = first {
            sets.join(first, no);
        }
        same.push(first);
    }
    let alone = (first_new..).zip(&new).zip(&same).filter(|(_, same)| same.is_none());
    let mut postings: Vec<u64> = alone
        .flat_map(|((no, one), _)| one.print.prints.iter().map(move |print| posting(*print, no)))
        .collect();
    postings.sort_unstable();
    let groups = file(transaction, &mut meta, &postings, first_new)?;
    drop(postings);
    let mut linker = Linker::new(&groups, false);
    let mut joined: Vec<Vec<u32>> = Vec::with_capacity(new.len());
    for (no, same) in (first_new..).zip(&same) {
        joined.push(match same {
            Some(first) => vec![*first],
            None => linker.link(no, &mut sets, &mut shelf, |_, _| ())?,
        });
    }
    let touched = std::mem::take(&mut shelf.rows);
    for (one, joined) in new.iter_mut().zip(joined) {
        one.joined = joined;
    }
    settle(transaction, &mut meta, new, touched, &mut sets)?;
    meta.write(transaction)
}

/// Files postings in their buckets; returns which texts have prints in common with new ones.
fn file(connection: &Connection, meta: &mut Meta, new: &[u64], first_new: u32) -> Result<Groups, Trouble> {
    let bits = bits_for(meta.postings + new.len() as u64);
    if bits > meta.bits {
        rows::split(connection, meta, bits)?;
    }
    let mut grouped = Vec::new();
    for added in new.chunk_by(|a, b| bucket_of(*a, meta.bits) == bucket_of(*b, meta.bits)) {
        let bucket = bucket_of(added[0], meta.bits);
        let mut all = rows::bucket(connection, meta.bits, bucket)?;
        let before = all.len();
        all.extend_from_slice(added);
        all.sort_unstable();
        let mut kept = Vec::with_capacity(all.len());
        for group in all.chunk_by(|a, b| print_of(*a) == print_of(*b)) {
            if group.len() > 1 && group.last().is_some_and(|last| no_of(*last) >= first_new) {
                grouped.extend_from_slice(group);
            }
            // Nobody ever looks at more.
            kept.extend(group.iter().take(LOOKED_AT));
        }
        meta.postings += (kept.len() - before) as u64;
        rows::write_bucket(connection, meta.bits, bucket, &kept)?;
    }
    Ok(Groups::of(&grouped, first_new))
}

/// Writes the new texts and the families that they are in or have joined.
fn settle(
    connection: &Connection,
    meta: &mut Meta,
    new: Vec<New>,
    touched: BTreeMap<u32, Row>,
    sets: &mut Sets,
) -> Result<(), Trouble> {
    let first_new = meta.texts;
    let mut sizes: BTreeMap<u32, u32> = BTreeMap::new();
    for no in (first_new..).take(new.len()) {
        *sizes.entry(sets.root(no)).or_default() += 1;
    }
    let old_roots: BTreeSet<u32> = touched.values().map(Row::root).collect();
    for old in old_roots {
        let root = sets.root(old);
        let is_joined = sizes.contains_key(&root);
        if !is_joined {
            continue;
        }
        let mut members = rows::family(connection, old)?;
        if members.is_empty() {
            let row = touched.get(&old).filter(|row| row.family.is_none());
            let row = row.ok_or(Trouble::Differs("a family has no members"))?;
            members.insert(old, row.clone());
        }
        *sizes.entry(root).or_default() += number(members.len());
        for (_, mut row) in members {
            if row.family.is_none() {
                meta.group(row.no);
            }
            if row.family != Some(root) {
                row.family = Some(root);
                row.write(connection)?;
            }
        }
        rows::forget_family(connection, old)?;
    }
    for (no, one) in (first_new..).zip(new) {
        let root = sets.root(no);
        let family = (sizes.get(&root).copied().unwrap_or(0) > 1).then_some(root);
        if family.is_some() {
            meta.group(no);
        }
        meta.add(&one.hash);
        Row {
            no,
            hash: one.hash,
            digest: one.print.digest,
            words: one.print.words,
            prints: number(one.print.prints.len()),
            family,
            joined: one.joined,
        }
        .write(connection)?;
    }
    for (root, size) in sizes.into_iter().filter(|(_, size)| *size > 1) {
        rows::write_family(connection, root, size)?;
    }
    Ok(())
}

/// Texts that are entered, and those that are being entered.
struct OnDisk<'t> {
    connection: &'t Connection,
    rows: BTreeMap<u32, Row>,
    first_new: u32,
    new: &'t [New],
    read: Read<'t>,
}

impl OnDisk<'_> {
    fn row(&mut self, no: u32) -> Result<&Row, Trouble> {
        match self.rows.entry(no) {
            std::collections::btree_map::Entry::Occupied(row) => Ok(row.into_mut()),
            std::collections::btree_map::Entry::Vacant(slot) => {
                Ok(slot.insert(rows::row(self.connection, no)?))
            }
        }
    }

    /// A text entered before that has the same words as a new one.
    fn first_of(&mut self, no: u32, key: (u64, u32), sets: &mut Sets) -> Result<Option<u32>, Trouble> {
        for row in rows::rows_with(self.connection, key.0)?.into_iter().filter(|row| row.words == key.1) {
            let (Some(own), Some(theirs)) = (self.text(no)?, self.text_of(&row.hash)) else { continue };
            if own.has_words_of(&theirs) {
                let first = row.no;
                sets.join(row.root(), first);
                self.rows.insert(first, row);
                return Ok(Some(first));
            }
        }
        Ok(None)
    }

    fn text_of(&self, hash: &BlobHash) -> Option<Rc<Text>> {
        (self.read)(hash).map(|text| Rc::new(Text::of(&text)))
    }
}

impl Shelf for OnDisk<'_> {
    type Error = Trouble;

    fn about(&mut self, no: u32) -> Result<About, Trouble> {
        if let Some(one) = no.checked_sub(self.first_new) {
            return Ok(About { root: no, prints: number(self.new[one as usize].print.prints.len()) });
        }
        let row = self.row(no)?;
        Ok(About { root: row.root(), prints: row.prints })
    }

    fn text(&mut self, no: u32) -> Result<Option<Rc<Text>>, Trouble> {
        let hash = match no.checked_sub(self.first_new) {
            Some(one) => self.new[one as usize].hash,
            None => self.row(no)?.hash,
        };
        Ok(self.text_of(&hash))
    }
}
