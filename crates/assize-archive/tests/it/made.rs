//! Invented entries, keys and times for the tests of this crate.

use assize_archive::{blob::Blobs, store::Store};
use assize_record::{
    BlobHash, Entry, EntryId,
    body::{Body, Passage, Remark, Source, Text},
    entry::{Role, Salt},
    sign::SecretKey,
};
use jiff::Timestamp;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
};

pub(crate) const ORIGIN: &str = "cases.example/invented";

pub(crate) fn key() -> SecretKey {
    SecretKey::from_seed([7; 32])
}

/// A time `n` minutes into the test.
pub(crate) fn at(n: i64) -> Timestamp {
    Timestamp::from_second(1_764_000_000 + 60 * n).expect("within range")
}

pub(crate) fn create(dir: &Path) -> Store {
    create_named(dir, ORIGIN)
}

/// A case whose log has another name.
pub(crate) fn create_named(dir: &Path, origin: &str) -> Store {
    Store::create(dir, origin, &key(), at(0)).expect("an empty folder")
}

/// A signed remark; different for each number.
pub(crate) fn note(n: u32) -> Entry {
    let mut salt = [0; 16];
    salt[..4].copy_from_slice(&n.to_be_bytes());
    let words = format!("remark {n}, “quoted” \\ e\u{301} \u{1}");
    Entry::signed(&key(), Salt::new(salt), Vec::new(), Vec::new(), None, Body::Note(Remark { words }))
        .expect("a note needs nothing more")
}

pub(crate) fn notes(numbers: std::ops::Range<u32>) -> Vec<Entry> {
    numbers.map(note).collect()
}

/// A source, its text and a passage of it, as entries.
pub(crate) fn quoted(text: &str, start: usize, end: usize) -> [Entry; 3] {
    let sha256 = BlobHash::of(text.as_bytes());
    let bytes = text.len() as u64;
    let source = Entry::deterministic(Vec::new(), Body::Source(Source { sha256, bytes })).expect("valid");
    let content = Text { sha256, bytes, extractor: "assize-text@1".to_owned() };
    let extracted =
        Entry::deterministic(vec![(Role::Source, source.id)], Body::Text(content)).expect("valid");
    let words = Passage { start: start as u64, end: end as u64, exact: Some(text[start..end].to_owned()) };
    let passage =
        Entry::deterministic(vec![(Role::Text, extracted.id)], Body::Passage(words)).expect("valid");
    [source, extracted, passage]
}

/// Every plain file below a folder, relative to it, in order.
pub(crate) fn files(root: &Path) -> Vec<PathBuf> {
    let (mut folders, mut found) = (vec![root.to_owned()], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let entry = entry.expect("an entry");
            if entry.file_type().expect("a type").is_dir() {
                folders.push(entry.path());
            } else {
                found.push(entry.path().strip_prefix(root).expect("below").to_owned());
            }
        }
    }
    found.sort();
    found
}

/// What is destroyed in it.
pub(crate) fn destroyed() -> BTreeSet<EntryId> {
    [note(2).id, note(33).id].into()
}

/// A case that has some of everything: several segments and receipts, a text with passages, bodies erased and absent, another case
/// merged in, and lines set aside.
pub(crate) fn full_case(dir: &Path) -> Store {
    let text = "Officials said nine people were aboard. A relative said there were eleven.";
    let other = tempfile::tempdir().expect("a folder");
    let mut theirs = create_named(other.path(), "cases.example/other");
    theirs.append(&notes(30..34), &key(), at(1)).expect("appended");
    theirs.erase(&[note(31).id]).expect("erased");
    let mut store = create(dir).with_segment_bytes(1800);
    let blobs = Blobs::open(store.case().blobs()).expect("a folder");
    blobs.put(text.as_bytes()).expect("stored");
    let mut first = quoted(text, 15, 26).to_vec();
    first.extend(quoted(text, 62, 68));
    first.extend(notes(0..5));
    store.append(&first, &key(), at(1)).expect("appended");
    store.append(&notes(5..9), &key(), at(2)).expect("appended");
    store.merge_from(&theirs, &assize_archive::store::Leave::default(), &key(), at(3)).expect("merged");
    store.erase(&[note(2).id, note(33).id]).expect("erased");
    let heads = dir.join("ledger/heads/000001.jsonl");
    let last = fs::read_dir(heads.parent().expect("a folder")).expect("a folder").count();
    let last = heads.with_file_name(format!("{last:06}.jsonl"));
    let torn = [fs::read(&last).expect("written"), b"{\"head\":{".to_vec()].concat();
    fs::write(&last, torn).expect("writable");
    let mut store = Store::open(dir).expect("a case").with_segment_bytes(1800);
    assert_eq!(store.recover().expect("recovered").len(), 1);
    store.append(&notes(9..12), &key(), at(4)).expect("appended");
    store
}
