//! Appending without reading the log: the same log as otherwise, and whatever is in doubt is looked at in full.

use crate::{
    index::{author, check, sundry},
    made::{at, create, files, key, note},
};
use assize_archive::{
    fault::{Fault, Severity},
    index::Index,
    store::{Store, StoreError},
    verify::verify,
};
use assize_record::{
    Entry, EntryId,
    body::{Body, Remark},
    entry::Salt,
};
use std::{collections::BTreeSet, fs, path::Path};
use tempfile::{TempDir, tempdir};

/// A case of some entries with an index, reopened, so that nothing is known of it.
fn indexed(count: u32) -> (TempDir, Store) {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path()).with_segment_bytes(9000);
    store.append(&(0..count).map(sundry).collect::<Vec<_>>(), &key(), at(1)).expect("appended");
    drop(Index::open(&store).expect("built"));
    let store = open(dir.path());
    (dir, store)
}

fn open(dir: &Path) -> Store {
    Store::open(dir).expect("a case").with_segment_bytes(9000)
}

/// What is wrong, but for references and blobs, which these entries make up.
fn damage(dir: &Path) -> Vec<Fault> {
    let mut faults = verify(dir, &[key().public()], &BTreeSet::new()).expect("a case");
    faults.retain(|fault| {
        let made_up = fault.what.contains("refers to entry") || fault.what.contains("missing: stated by");
        fault.severity == Severity::Fault && !made_up
    });
    faults
}

fn ids(store: &Store) -> Vec<EntryId> {
    let (entries, faults) = store.load().expect("readable");
    assert_eq!(faults, []);
    entries.into_iter().map(|received| received.entry.id).collect()
}

/// Heads and bodies read as garbage prove that an append did not read them.
fn with_unreadable_heads<T>(dir: &Path, append: impl FnOnce() -> T) -> T {
    let first = dir.join("ledger/heads/000001.jsonl");
    let sound = fs::read(&first).expect("several segments");
    assert!(dir.join("ledger/heads/000002.jsonl").exists());
    fs::write(&first, vec![b'x'; sound.len()]).expect("writable");
    let result = append();
    fs::write(&first, sound).expect("writable");
    result
}

#[test]
fn a_small_batch_is_appended_without_reading_the_log() {
    let (dir, _) = indexed(120);
    let last: Vec<Entry> = (119..123).map(sundry).collect();
    let receipt = with_unreadable_heads(dir.path(), || open(dir.path()).append(&last, &key(), at(2)));
    // The last of the first batch is on record; the first segment, where it is not, was never opened.
    assert_eq!(receipt.expect("appended").added, 3);
    let expected: Vec<EntryId> = {
        let mut seen = BTreeSet::new();
        (0..123).map(sundry).map(|entry| entry.id).filter(|id| seen.insert(*id)).collect()
    };
    assert_eq!(ids(&open(dir.path())), expected);
    assert_eq!(damage(dir.path()), []);
    check(&open(dir.path()), &Index::open(&open(dir.path())).expect("opened"));
}

#[test]
fn a_log_written_in_small_batches_is_the_log_written_at_once() {
    // Sizes at which tiles fill up and levels begin.
    let (one, two) = (tempdir().expect("a folder"), tempdir().expect("a folder"));
    let (mut slow, mut light) = (create(one.path()), create(two.path()));
    slow.append(&(0..250).map(note).collect::<Vec<_>>(), &key(), at(1)).expect("appended");
    light.append(&(0..250).map(note).collect::<Vec<_>>(), &key(), at(1)).expect("appended");
    drop(Index::open(&light).expect("built"));
    let mut index = Index::open(&light).expect("opened");
    for n in 250..270 {
        slow.append(&[note(n)], &key(), at(2)).expect("appended");
        let mut fresh = Store::open(two.path()).expect("a case");
        fresh.append(&[note(n)], &key(), at(2)).expect("appended");
        index.catch_up(&fresh).expect("caught up");
        assert_eq!(index.last_by(&key().public()).expect("asked"), Some(note(n).id));
    }
    slow.append(&(270..513).map(note).collect::<Vec<_>>(), &key(), at(3)).expect("appended");
    Store::open(two.path())
        .expect("a case")
        .append(&(270..513).map(note).collect::<Vec<_>>(), &key(), at(3))
        .expect("appended");
    let of_record = |dir: &Path| -> Vec<_> {
        let all = files(dir).into_iter().filter(|file| file.starts_with("ledger"));
        all.map(|file| (file.clone(), fs::read(dir.join(file)).expect("readable"))).collect()
    };
    assert!(of_record(one.path()) == of_record(two.path()), "byte for byte the same files");
    assert_eq!(damage(two.path()), []);
}

#[test]
fn an_entry_on_record_is_never_written_twice_whatever_happens_to_the_index() {
    let (dir, _) = indexed(80);
    let path = dir.path().join("index.sqlite");
    let all: Vec<Entry> = (0..80).map(sundry).collect();
    let expected = ids(&open(dir.path()));
    for round in 0..80 {
        let connection = rusqlite::Connection::open(&path).expect("opened");
        let rows = "UPDATE bucket SET content = zeroblob(length(content)) WHERE id % 80 = ?1 OR id >> 56 = 1";
        connection.execute(rows, [round]).expect("updated");
        drop(connection);
        let at_random = &all[usize::try_from(round).expect("small")..][..1];
        let receipt = open(dir.path()).append(at_random, &key(), at(2)).expect("appended");
        assert_eq!(receipt.added, 0, "round {round}");
    }
    assert_eq!(ids(&open(dir.path())), expected);
}

#[test]
fn what_a_crash_left_is_set_aside_before_a_small_batch_too() {
    for file in ["heads", "bodies"] {
        for tail in [
            &b"{\"head\":{"[..],
            b"{\"body\":{\"note\":{\"words\":\"\"}},\"id\":\"00\",\"salt\":\"\"}\n",
            &[0; 300],
        ] {
            let (dir, store) = indexed(90);
            let last = fs::read_dir(dir.path().join("ledger").join(file)).expect("a folder").count();
            let path = dir.path().join(format!("ledger/{file}/{last:06}.jsonl"));
            let bytes = [fs::read(&path).expect("written"), tail.to_vec()].concat();
            fs::write(&path, bytes).expect("writable");
            drop(store);
            let mut store = open(dir.path());
            store.append(&[note(1)], &key(), at(2)).expect("appended");
            assert_eq!(store.set_aside().len(), 1, "{file}");
            assert_eq!(damage(dir.path()), []);
            check(&store, &Index::open(&store).expect("opened"));
        }
    }
}

#[test]
fn a_tile_that_does_not_lead_to_the_root_is_looked_into() {
    let (dir, _) = indexed(100);
    let size = ids(&open(dir.path())).len();
    let tile = dir.path().join(format!("ledger/log/tile/0/000.p/{size}"));
    let mut bytes = fs::read(&tile).expect("a tile");
    bytes[77] ^= 1;
    fs::write(&tile, bytes).expect("writable");
    open(dir.path()).append(&[note(1)], &key(), at(2)).expect("appended from the heads");
    assert_eq!(damage(dir.path()), []);
    // Where the heads are damaged as well, nothing is signed.
    let tile = dir.path().join(format!("ledger/log/tile/0/000.p/{}", size + 1));
    fs::write(&tile, b"").expect("writable");
    let heads = dir.path().join("ledger/heads/000001.jsonl");
    let text = fs::read_to_string(&heads).expect("text");
    let mut lines: Vec<&str> = text.lines().collect();
    lines.swap(0, 1);
    fs::write(&heads, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).expect("writable");
    let result = open(dir.path()).append(&[note(2)], &key(), at(3));
    assert!(matches!(result, Err(StoreError::Damaged { .. })), "{result:?}");
}

#[test]
fn bodies_that_were_absent_or_erased_stay_what_they_are_in_a_small_batch() {
    let (dir, mut store) = indexed(90);
    let entries: Vec<Entry> = (200..203).map(note).collect();
    let bare = Entry { body: None, ..entries[0].clone() };
    store.append(&[bare, entries[1].clone()], &key(), at(2)).expect("appended");
    store.erase(&[entries[1].id]).expect("erased");
    drop(Index::open(&open(dir.path())).expect("opened"));
    let receipt = open(dir.path()).append(&entries, &key(), at(3)).expect("appended");
    assert_eq!((receipt.added, receipt.bodies_found), (1, 1));
    let store = open(dir.path());
    let index = Index::open(&store).expect("opened");
    check(&store, &index);
    let has_body =
        |entry: &Entry| index.entry(&entry.id).expect("asked").expect("there").entry.body.is_some();
    assert_eq!(entries.iter().map(has_body).collect::<Vec<_>>(), [true, false, true]);
    let lost = damage(dir.path());
    assert!(
        lost.len() == 1 && lost[0].what.starts_with("1 bodies are missing"),
        "no owner destroyed it: {lost:?}"
    );
}

#[test]
fn a_decision_made_on_an_older_state_is_refused() {
    let (dir, store) = indexed(60);
    let covered = store.covered();
    open(dir.path()).append_if(&[note(1)], &key(), at(2), covered).expect("nobody else has written");
    let result = open(dir.path()).append_if(&[note(2)], &key(), at(3), covered);
    let Err(StoreError::Moved { expected, found }) = result else { panic!("{result:?}") };
    assert_eq!((expected, found), (covered, covered + 1));
    let result = open(dir.path()).append_own(&[note(2)], &key(), at(3), covered);
    assert!(matches!(result, Err(StoreError::Moved { .. })), "{result:?}");
    // Only the caller's own signatures are taken as they are, and nothing but signatures.
    let other = author(1);
    let remark = || Body::Note(Remark { words: "of somebody else".to_owned() });
    let signed =
        |key| Entry::signed(key, Salt::new([3; 16]), Vec::new(), Vec::new(), None, remark()).expect("valid");
    let forged = Entry { signature: note(5).signature, ..signed(&other) };
    let altered = Entry { body: note(5).body, ..note(6) };
    for bad in [forged, altered] {
        let result = open(dir.path()).append_own(&[bad], &key(), at(3), covered + 1);
        assert!(matches!(result, Err(StoreError::Entry { .. })), "{result:?}");
    }
    assert_eq!(open(dir.path()).covered(), covered + 1);
}
