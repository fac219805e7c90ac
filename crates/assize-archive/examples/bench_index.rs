//! Measures what grows with a ledger: rebuilding its index, and one decision on it.
//!
//! `cargo run --release -p assize-archive --example bench_index [ENTRIES [RUNS [SINGLE]]]`, with 1,000,000 entries, 3 runs and 0 single batches
//! unless said otherwise. Makes a ledger in a temporary folder (`TMPDIR`), and prints medians.
//!
//! CPU seconds of this process, to the end (the file synced):
//! - **base**: SQLite filled in bulk with a row an entry and a row a reference, ready and sorted in memory, plus SHA-256 over every head;
//! - **rebuild**: [`assize_archive::index::rebuild`], from the files; **ratio** to base, which should be at most 1.5;
//! - **read**: all entries with their bodies, ids and commitments checked.
//!
//! Milliseconds on the wall, of 50: everything from opening store and index to finding one entry and its referrers, appending a decision of six
//! entries (two of them signed) and bringing the index up to date; and beside it 4 kB written and synced. The same again after SINGLE batches
//! of one entry each.

#![allow(clippy::disallowed_methods, reason = "tests read what they wrote themselves")]

use assize_archive::{
    index::{self, Index},
    store::Store,
};
use assize_record::{
    BlobHash, Entry, EntryId, Hash,
    body::{Anchor, Body, Passage, Remark},
    canonical,
    entry::{Role, Salt, Verdict},
    sign::SecretKey,
};
use jiff::Timestamp;
use rusqlite::{Connection, params};
use std::{error::Error, fs, io::Write as _, path::Path, time::Instant};

/// Entries of one durable batch.
const BATCH: u32 = 1000;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let entries: u32 = arguments.next().map_or(Ok(1_000_000), |count| count.parse())?;
    let runs: usize = arguments.next().map_or(Ok(3), |count| count.parse())?;
    let single: u32 = arguments.next().map_or(Ok(0), |count| count.parse())?;
    let dir = std::env::temp_dir().join(format!("assize-bench-{}", std::process::id()));
    let result = measure(&dir, entries, runs).and_then(|()| decide_again(&dir, entries, single));
    fs::remove_dir_all(&dir)?;
    result
}

fn measure(dir: &Path, entries: u32, runs: usize) -> Result<(), Box<dyn Error>> {
    let key = SecretKey::from_seed([7; 32]);
    let now = Timestamp::from_second(1_764_000_000)?;
    let mut store = Store::create(dir, "bench.example/index", &key, now)?;
    let mut appended = [0.0; 2];
    for from in (0..entries).step_by(BATCH as usize) {
        let batch = make(&key, from..entries.min(from + BATCH))?;
        // Every other batch as what was just signed.
        let own = from / BATCH % 2;
        let clock = Clock::start();
        if own == 1 {
            store.append_own(&batch, &key, now, store.covered())?;
        } else {
            store.append(&batch, &key, now)?;
        }
        appended[own as usize] += clock.cpu() * 1e6 / batch.len() as f64;
    }
    let batches = f64::from(entries.div_ceil(BATCH)) / 2.0;
    let [checked, own] = appended.map(|all| all / batches);
    println!(
        "{entries} entries appended in batches of {BATCH}: {checked:.1} CPU µs an entry, signatures checked; {own:.1} as just signed"
    );

    let store = Store::open(dir)?;
    let (rows, heads) = load_rows(&store)?;
    let mut figures = [Vec::new(), Vec::new(), Vec::new()];
    for _ in 0..runs {
        let clock = Clock::start();
        insert_alone(&dir.join("base.sqlite"), &rows, &heads)?;
        figures[0].push(clock.cpu());
        let clock = Clock::start();
        index::rebuild(&store)?;
        figures[1].push(clock.cpu());
        let clock = Clock::start();
        let read = store.read()?.filter(Result::is_ok).count();
        figures[2].push(clock.cpu());
        if read != entries as usize {
            return Err(format!("{read} of {entries} entries read").into());
        }
    }
    let bytes = |name: &str| fs::metadata(dir.join(name)).map_or(0, |found| found.len() / 1_000_000);
    let [base, rebuild, read] = figures.map(median);
    println!(
        "base    {base:.2} CPU s, {} MB: bulk insert of ready, sorted rows, plus SHA-256",
        bytes("base.sqlite")
    );
    println!("rebuild {rebuild:.2} CPU s, {} MB", bytes("index.sqlite"));
    println!("ratio   {:.2}", rebuild / base);
    println!("read    {read:.2} CPU s");
    Ok(())
}

/// One decision, before and after many of a single entry.
fn decide_again(dir: &Path, entries: u32, single: u32) -> Result<(), Box<dyn Error>> {
    println!("one decision on {entries} entries: {}", decide(dir, entries)?);
    if single == 0 {
        return Ok(());
    }
    let key = SecretKey::from_seed([7; 32]);
    let now = Timestamp::from_second(1_764_000_000)?;
    let mut store = Store::open(dir)?;
    let mut figures = Vec::new();
    for n in 0..single {
        let entry = make(&key, entries + 1000 + n..entries + 1001 + n)?;
        let clock = Instant::now();
        store.append(&entry, &key, now)?;
        figures.push(clock.elapsed().as_secs_f64() * 1000.0);
    }
    let tenth = figures.len() / 10;
    let (first, last) = (figures[..tenth].to_vec(), figures[figures.len() - tenth..].to_vec());
    println!(
        "{single} batches of one entry: {:.2} ms each at first, {:.2} at last, index kept up to date",
        median(first),
        median(last)
    );
    println!("one decision after them: {}", decide(dir, entries + 500)?);
    let clock = Instant::now();
    drop(Store::open(dir)?);
    println!("opening the store alone: {:.2} ms", clock.elapsed().as_secs_f64() * 1000.0);
    Ok(())
}

fn decide(dir: &Path, entries: u32) -> Result<String, Box<dyn Error>> {
    let key = SecretKey::from_seed([7; 32]);
    let now = Timestamp::from_second(1_764_000_000)?;
    drop(Index::open(&Store::open(dir)?)?);
    let mut parts = [const { Vec::new() }; 5];
    let mut syncs = Vec::new();
    for n in 0..50 {
        let n = entries + n;
        let target = EntryId::from_hash(Hash::of("bench", &[&n.to_be_bytes()]));
        let start = Instant::now();
        let lap = || start.elapsed().as_secs_f64() * 1000.0;
        let mut store = Store::open(dir)?;
        let index = Index::open(&store)?;
        let opened = lap();
        let some = index.with_prefix("7", 1)?;
        let found = some.first().map(|id| index.entry(id)).transpose()?.flatten().ok_or("nothing found")?;
        let to = found.entry.head.refs.first().map_or(target, |(_, to)| *to);
        std::hint::black_box(index.referrers(&to)?);
        let asked = lap();
        let mut salt = [9; 16];
        salt[..4].copy_from_slice(&n.to_be_bytes());
        let words = Body::Passage(Passage { start: 1, end: 2, exact: None });
        let mut batch = vec![Entry::deterministic(vec![(Role::Text, target)], words)?];
        for end in 2..5 {
            let anchor = Body::Anchor(Anchor { start: 1, end, exact: None });
            batch.push(Entry::deterministic(vec![(Role::Text, target)], anchor)?);
        }
        for of in 0..2 {
            salt[5] = of;
            let remark = Body::Review(Remark { words: "an invented reason".to_owned() });
            let refs = vec![(Role::Of, batch[usize::from(of)].id)];
            batch.push(Entry::signed(
                &key,
                Salt::new(salt),
                refs,
                Vec::new(),
                Some(Verdict::Accept),
                remark,
            )?);
        }
        store.append_own(&batch, &key, now, store.covered())?;
        let appended = lap();
        let mut index = index;
        index.catch_up(&store)?;
        let all = lap();
        let synced = Instant::now();
        let path = dir.join("four-kilobytes");
        let mut file = fs::File::create(&path)?;
        file.write_all(&[0; 4096])?;
        file.sync_all()?;
        for (part, value) in
            parts.iter_mut().zip([opened, asked - opened, appended - asked, all - appended, all])
        {
            part.push(value);
        }
        syncs.push(synced.elapsed().as_secs_f64() * 1000.0);
    }
    let sync = median(syncs);
    let [opened, asked, appended, caught_up, all] = parts.map(median);
    Ok(format!(
        "{all:.2} ms ({opened:.2} to open, {asked:.2} to ask, {appended:.2} to append, {caught_up:.2} to catch up); 4 kB written and synced {sync:.2} ms"
    ))
}

/// A quarter passages, a quarter remarks, half reviews.
fn make(key: &SecretKey, numbers: std::ops::Range<u32>) -> Result<Vec<Entry>, Box<dyn Error>> {
    let target = |n: u32| EntryId::from_hash(Hash::of("bench", &[&n.to_be_bytes()]));
    numbers
        .map(|n| {
            let mut salt = [0; 16];
            salt[..4].copy_from_slice(&n.to_be_bytes());
            let words = Remark {
                words: format!("number {n}: an invented reason of some length, with “quotation marks”"),
            };
            let salt = Salt::new(salt);
            Ok(match n % 4 {
                0 => {
                    let words = Passage { start: n.into(), end: u64::from(n) + 21, exact: None };
                    Entry::deterministic(vec![(Role::Text, target(n / 400))], Body::Passage(words))?
                }
                1 => Entry::signed(key, salt, Vec::new(), vec![target(n)], None, Body::Note(words))?,
                _ => {
                    let refs = vec![(Role::Of, target(n / 3))];
                    Entry::signed(
                        key,
                        salt,
                        refs,
                        vec![target(n)],
                        Some(Verdict::Accept),
                        Body::Review(words),
                    )?
                }
            })
        })
        .collect()
}

/// What goes into the index, ready to insert.
struct EntryRow {
    id: EntryId,
    kind: &'static str,
    by: Option<[u8; 32]>,
    line: u64,
    byte: u64,
    refs: Vec<(EntryId, EntryId)>,
}

/// Rows in order of id, and the bytes of all heads.
type Rows = (Vec<EntryRow>, Vec<Vec<u8>>);

fn load_rows(store: &Store) -> Result<Rows, Box<dyn Error>> {
    let (mut rows, mut heads) = (Vec::new(), Vec::new());
    for received in store.load()?.0 {
        let entry = received.entry;
        heads.push(canonical::to_bytes(&entry.head)?);
        rows.push(EntryRow {
            id: entry.id,
            kind: entry.head.kind.name(),
            by: entry.head.by.map(|key| *key.as_bytes()),
            line: received.place.line,
            byte: received.byte,
            refs: entry.head.refs.iter().map(|(_, to)| (*to, entry.id)).collect(),
        });
    }
    rows.sort_unstable_by_key(|row| row.id);
    Ok((rows, heads))
}

fn insert_alone(path: &Path, rows: &[EntryRow], heads: &[Vec<u8>]) -> Result<(), Box<dyn Error>> {
    let _ = fs::remove_file(path);
    let mut connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA locking_mode = EXCLUSIVE; PRAGMA cache_size = -65536;
         CREATE TABLE entries (id BLOB PRIMARY KEY, kind TEXT NOT NULL, by BLOB, segment INTEGER NOT NULL, line INTEGER NOT NULL,
             byte INTEGER NOT NULL, received_at INTEGER) WITHOUT ROWID;
         CREATE TABLE refs (\"to\" BLOB NOT NULL, role TEXT NOT NULL, \"from\" BLOB NOT NULL, PRIMARY KEY (\"to\", role, \"from\")) WITHOUT ROWID;",
    )?;
    let transaction = connection.transaction()?;
    let mut insert = transaction.prepare("INSERT INTO entries VALUES (?1, ?2, ?3, 0, ?4, ?5, 1764000000)")?;
    for row in rows {
        let by = row.by.as_ref().map(<[u8; 32]>::as_slice);
        insert.execute(params![
            row.id.as_bytes(),
            row.kind,
            by,
            row.line.cast_signed(),
            row.byte.cast_signed()
        ])?;
    }
    drop(insert);
    let mut refs: Vec<_> = rows.iter().flat_map(|row| &row.refs).collect();
    refs.sort_unstable();
    let mut insert = transaction.prepare("INSERT INTO refs VALUES (?1, 'of', ?2)")?;
    for (to, from) in refs {
        insert.execute(params![to.as_bytes(), from.as_bytes()])?;
    }
    drop(insert);
    transaction.commit()?;
    drop(connection);
    fs::File::open(path)?.sync_all()?;
    let any = heads.iter().map(|head| BlobHash::of(head)).fold(0, |sum: u8, hash| sum ^ hash.as_bytes()[0]);
    std::hint::black_box(any);
    Ok(())
}

fn median(mut seconds: Vec<f64>) -> f64 {
    seconds.sort_by(f64::total_cmp);
    seconds[seconds.len() / 2]
}

/// CPU time of this process where the system tells it (Linux, in hundredths of a second), time on the wall elsewhere.
struct Clock(Option<f64>, Instant);

impl Clock {
    fn start() -> Self {
        Self(cpu_seconds(), Instant::now())
    }

    fn cpu(&self) -> f64 {
        match (self.0, cpu_seconds()) {
            (Some(then), Some(now)) => now - then,
            _ => self.1.elapsed().as_secs_f64(),
        }
    }
}

fn cpu_seconds() -> Option<f64> {
    let stat = fs::read_to_string("/proc/self/stat").ok()?;
    // Fields 14 and 15, user and system time, counted after the command's name, which may hold anything.
    let mut fields = stat.rsplit_once(')')?.1.split_whitespace().skip(11);
    let ticks = fields.next()?.parse::<f64>().ok()? + fields.next()?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}
