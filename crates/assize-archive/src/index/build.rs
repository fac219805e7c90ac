//! Filling the index: as a whole from the files, or with what has been written since.

use super::{
    Trouble,
    meta::Meta,
    scan::{self, Known, Nothing, Tail},
    table::{self, Family, Place, RUN, RUNS, Record, key_of, read_record, write_record},
};
use crate::{
    case::Case,
    store::{self, Receipts},
};
use assize_record::{Hash, entry::Kind, sign::PublicKey};
use rusqlite::Connection;
use std::collections::BTreeMap;

/// Builds everything anew, within a transaction that the caller has begun.
pub(super) fn rebuild(connection: &Connection, case: &Case, receipts: &Receipts) -> Result<Meta, Trouble> {
    let generation = match Meta::read(connection) {
        Ok(meta) => meta.map_or(0, |meta| meta.generation),
        // A number that no row can bear yet; two rebuilds of unreadable indexes differ by the log's state.
        Err(_) => receipts.newest().map_or(0, |newest| table::key_of(newest.root.as_bytes()) >> 12),
    };
    let mut meta = Meta::empty(generation + 1, root_of(receipts));
    connection.execute("DELETE FROM bucket", [])?;
    let tail = scan::tail(case, &mut meta, receipts.covered(), &Nothing)?;
    let Tail { ids, places, mut refs, mut terms, authors, .. } = tail;
    let mut keyed: Vec<Record> = (0..)
        .zip(&ids)
        .zip(&places)
        .filter(|(_, place)| place.head.segment > 0)
        .map(|((at, id), _)| (key_of(id.as_bytes()), at, 0))
        .collect();
    drop(ids);
    keyed.sort_unstable();
    refs.sort_unstable();
    refs.dedup();
    terms.sort_unstable();
    let mut last: Vec<Record> = authors.iter().map(|(key, at)| (key_of(key.as_bytes()), *at, 0)).collect();
    last.sort_unstable();
    let leaves = leaves(&mut meta, receipts);
    for (family, records) in Family::KEYED.into_iter().zip([&keyed, &refs, &terms, &last, &leaves]) {
        let count = records.len() as u64;
        let bits = if family == Family::Authors { 0 } else { Family::bits(count) };
        meta.families[family as usize] = (bits, count);
        table::write_all(connection, meta.generation, family, bits, records)?;
    }
    write_places(connection, meta.generation, 0, &places)?;
    meta.write(connection)?;
    Ok(meta)
}

/// Adds what the files hold beyond what the index has, within a transaction that the caller has begun.
pub(super) fn catch_up(
    connection: &Connection,
    case: &Case,
    receipts: &Receipts,
    mut meta: Meta,
    known: &impl Known,
) -> Result<Meta, Trouble> {
    let tail = scan::tail(case, &mut meta, receipts.covered(), known)?;
    meta.root = root_of(receipts);
    let first = u32::try_from(tail.first).unwrap_or(u32::MAX);
    let sound = (first..).zip(&tail.ids).zip(&tail.places).filter(|(_, place)| place.head.segment > 0);
    let ids = sound.map(|((at, id), _)| (key_of(id.as_bytes()), at, 0)).collect();
    add(connection, &mut meta, Family::Ids, ids)?;
    add(connection, &mut meta, Family::Refs, tail.refs)?;
    add(connection, &mut meta, Family::Terms, tail.terms)?;
    add_authors(connection, &mut meta, &tail.authors)?;
    write_places(connection, meta.generation, tail.first, &tail.places)?;
    for (position, line) in tail.late {
        let row = Family::Places.row(0, u64::from(position) / RUN);
        let mut content = table::must(connection, meta.generation, row)?;
        let at = usize::try_from(u64::from(position) % RUN).unwrap_or(0) * Place::LENGTH;
        let there = content.get(at..at + Place::LENGTH).and_then(Place::read);
        let there = there.ok_or_else(|| Trouble::differs("a run of places is too short"))?;
        let mut bytes = Vec::new();
        Place { body: line, ..there }.write(&mut bytes);
        content.splice(at..at + Place::LENGTH, bytes);
        table::write(connection, meta.generation, row, content)?;
    }
    meta.write(connection)?;
    Ok(meta)
}

/// The other logs that are held, as the index names them: id, size and root.
pub(super) fn stamps(receipts: &Receipts) -> Vec<(String, u64, Hash)> {
    let states = receipts.others().iter().filter_map(Receipts::state).collect::<Vec<_>>();
    states.into_iter().map(|state| (state.id, state.size, state.root)).collect()
}

/// What the other logs received themselves, in order of key; takes note of which logs that are.
fn leaves(meta: &mut Meta, receipts: &Receipts) -> Vec<Record> {
    let mut all = Vec::new();
    meta.logs = stamps(receipts);
    for (number, log) in (0..=u8::MAX).zip(receipts.others().iter()) {
        let leaves = (0..).zip(store::leaves(&log.log, log.covered()));
        let own = leaves.filter(|(at, _)| u64::from(*at) >= log.base());
        all.extend(own.filter_map(|(at, leaf)| Some((key_of(leaf?.as_bytes()), at, number))));
    }
    all.sort_unstable();
    all
}

/// Takes in the other logs as they are now, within a transaction that the caller has begun.
pub(super) fn refresh_logs(
    connection: &Connection,
    receipts: &Receipts,
    mut meta: Meta,
) -> Result<(), Trouble> {
    let family = Family::Leaves;
    let (bits, _) = meta.families[family as usize];
    let (from, to) = (family.row(bits, 0), family.row(bits, (1 << bits) - 1));
    connection.execute("DELETE FROM bucket WHERE id BETWEEN ?1 AND ?2", [from, to])?;
    let records = leaves(&mut meta, receipts);
    let count = records.len() as u64;
    let bits = Family::bits(count);
    meta.families[family as usize] = (bits, count);
    table::write_all(connection, meta.generation, family, bits, &records)?;
    meta.write(connection)
}

fn root_of(receipts: &Receipts) -> Hash {
    receipts.newest().map_or(Hash::from_bytes([0; 32]), |newest| newest.root)
}

/// Adds records to the buckets they belong in.
fn add(
    connection: &Connection,
    meta: &mut Meta,
    family: Family,
    records: Vec<Record>,
) -> Result<(), Trouble> {
    let (bits, count) = meta.families[family as usize];
    let mut buckets: BTreeMap<u64, Vec<Record>> = BTreeMap::new();
    for record in records {
        buckets.entry(Family::bucket(bits, record.0)).or_default().push(record);
    }
    let mut total = count;
    for (number, more) in buckets {
        let row = family.row(bits, number);
        let content = table::must(connection, meta.generation, row)?;
        let mut all: Vec<Record> = content.chunks_exact(family.record()).map(read_record).collect();
        let before = all.len() as u64;
        all.extend(more);
        all.sort_unstable();
        all.dedup();
        total += (all.len() as u64).saturating_sub(before);
        let mut content = Vec::with_capacity(all.len() * family.record() + 16);
        all.iter().for_each(|record| write_record(family, *record, &mut content));
        table::write(connection, meta.generation, row, content)?;
    }
    meta.families[family as usize] = (bits, total);
    if Family::is_crowded(bits, total) { split(connection, meta, family) } else { Ok(()) }
}

/// Splits a family into more buckets.
fn split(connection: &Connection, meta: &mut Meta, family: Family) -> Result<(), Trouble> {
    let (bits, count) = meta.families[family as usize];
    let mut all: Vec<Record> = Vec::with_capacity(usize::try_from(count).unwrap_or(0));
    for number in 0..1_u64 << bits {
        let content = table::must(connection, meta.generation, family.row(bits, number))?;
        all.extend(content.chunks_exact(family.record()).map(read_record));
    }
    let (from, to) = (family.row(bits, 0), family.row(bits, (1 << bits) - 1));
    connection.execute("DELETE FROM bucket WHERE id BETWEEN ?1 AND ?2", [from, to])?;
    let bits = Family::bits(count);
    meta.families[family as usize] = (bits, count);
    table::write_all(connection, meta.generation, family, bits, &all)
}

fn add_authors(
    connection: &Connection,
    meta: &mut Meta,
    authors: &std::collections::HashMap<PublicKey, u32>,
) -> Result<(), Trouble> {
    if authors.is_empty() {
        return Ok(());
    }
    let row = Family::Authors.row(0, 0);
    let content = table::must(connection, meta.generation, row)?;
    let mut all: BTreeMap<u64, u32> = content
        .chunks_exact(Family::Authors.record())
        .map(read_record)
        .map(|(key, at, _)| (key, at))
        .collect();
    all.extend(authors.iter().map(|(key, at)| (key_of(key.as_bytes()), *at)));
    meta.families[Family::Authors as usize] = (0, all.len() as u64);
    let mut content = Vec::new();
    all.iter().for_each(|(key, at)| write_record(Family::Authors, (*key, *at, 0), &mut content));
    table::write(connection, meta.generation, row, content)
}

/// Writes places from a position on, which may be in the middle of a run, and sums up their kinds.
fn write_places(
    connection: &Connection,
    generation: u64,
    first: u64,
    places: &[Place],
) -> Result<(), Trouble> {
    let mut rest = places;
    let mut position = first;
    let mut sums: BTreeMap<u64, BTreeMap<u64, u64>> = BTreeMap::new();
    while !rest.is_empty() {
        let run = position / RUN;
        let here = usize::try_from(RUN - position % RUN).unwrap_or(usize::MAX).min(rest.len());
        let (mine, after) = rest.split_at(here);
        rest = after;
        let row = Family::Places.row(0, run);
        let mut content =
            if position.is_multiple_of(RUN) { Vec::new() } else { table::must(connection, generation, row)? };
        content.truncate(usize::try_from(position % RUN).unwrap_or(0) * Place::LENGTH);
        for place in mine {
            place.write(&mut content);
            *sums.entry(run / RUNS).or_default().entry(run % RUNS).or_default() |= mask(place.kind);
        }
        position += here as u64;
        table::write(connection, generation, row, content)?;
    }
    for (number, runs) in sums {
        let row = Family::Kinds.row(0, number);
        let is_new = first <= number * RUNS * RUN;
        let mut content = if is_new { Vec::new() } else { table::must(connection, generation, row)? };
        for (run, kinds) in runs {
            let at = usize::try_from(run).unwrap_or(0) * 8;
            content.resize(content.len().max(at + 8), 0);
            let before = content[at..at + 8].try_into().map_or(0, u64::from_be_bytes);
            content.splice(at..at + 8, (before | kinds).to_be_bytes());
        }
        table::write(connection, generation, row, content)?;
    }
    Ok(())
}

/// The bit of a kind among those of a run.
pub(super) fn mask(kind: u8) -> u64 {
    if usize::from(kind) < Kind::all().len() { 1 << kind } else { 0 }
}
