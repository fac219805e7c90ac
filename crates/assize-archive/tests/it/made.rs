//! Invented entries, keys and times for the tests of this crate.

use assize_archive::store::Store;
use assize_record::{
    Entry, Hash,
    body::{Body, Passage, Remark, Source, Text},
    entry::{Role, Salt},
    sign::SecretKey,
};
use jiff::Timestamp;

pub(crate) const ORIGIN: &str = "cases.example/invented";

pub(crate) fn key() -> SecretKey {
    SecretKey::from_seed([7; 32])
}

/// A time `n` minutes into the test.
pub(crate) fn at(n: i64) -> Timestamp {
    Timestamp::from_second(1_764_000_000 + 60 * n).expect("within range")
}

pub(crate) fn create(dir: &std::path::Path) -> Store {
    Store::create(dir, ORIGIN, &key(), at(0)).expect("an empty folder")
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
    let sha256 = Hash::of_blob(text.as_bytes());
    let bytes = text.len() as u64;
    let source = Entry::deterministic(Vec::new(), Body::Source(Source { sha256, bytes })).expect("valid");
    let content = Text { sha256, bytes, extractor: "assize-text@1".to_owned() };
    let extracted =
        Entry::deterministic(vec![(Role::Source, source.id)], Body::Text(content)).expect("valid");
    let words = Passage { start: start as u64, end: end as u64, exact: text[start..end].to_owned() };
    let passage =
        Entry::deterministic(vec![(Role::Text, extracted.id)], Body::Passage(words)).expect("valid");
    [source, extracted, passage]
}
