//! Several copies of a case, each with a log of its own.

use crate::{
    index::check,
    made::{at, create, create_named, files, key, note, notes},
};
use assize_archive::{
    fault::{Fault, Severity},
    index::Index,
    store::{Batch, Merged, Received, Store, StoreError},
    verify::verify,
};
use assize_record::sign::SecretKey;
use std::{collections::BTreeSet, fs, path::Path};
use tempfile::{TempDir, tempdir};

fn person(n: u8) -> SecretKey {
    SecretKey::from_seed([n; 32])
}

fn copy(from: &Path) -> TempDir {
    let to = tempdir().expect("a folder");
    copy_to(from, to.path());
    to
}

fn copy_to(from: &Path, to: &Path) {
    let _ = fs::remove_dir_all(to);
    for file in files(from) {
        let target = to.join(&file);
        fs::create_dir_all(target.parent().expect("below")).expect("a folder");
        fs::copy(from.join(&file), target).expect("copied");
    }
}

fn open(dir: &Path) -> Store {
    Store::open(dir).expect("a case")
}

fn serious(dir: &Path) -> Vec<Fault> {
    let faults = verify(dir, &[key().public()], &BTreeSet::new()).expect("a case");
    faults.into_iter().filter(|fault| fault.severity == Severity::Fault).collect()
}

fn load(store: &Store) -> Vec<Received> {
    let (found, faults) = store.load().expect("readable");
    assert_eq!(faults, []);
    found
}

fn batches(store: &Store) -> Vec<Batch> {
    (0..store.covered()).filter_map(|position| store.batch_of(position)).collect()
}

/// A case of three batches, and a copy in which somebody else writes.
fn two() -> (TempDir, TempDir) {
    let a = tempdir().expect("a folder");
    let mut store = create(a.path());
    for (time, batch) in (1..).zip([0..2, 2..5, 5..6]) {
        store.append(&notes(batch), &key(), at(time)).expect("appended");
    }
    let b = copy(a.path());
    let mut theirs = open(b.path());
    assert!(theirs.begin_replica("cases.example/b", &person(8), at(4)).expect("begun"));
    theirs.append(&notes(6..8), &person(8), at(5)).expect("appended");
    (a, b)
}

#[test]
fn a_copy_goes_on_in_a_log_of_its_own_with_the_receipts_that_came_with_it() {
    let (a, b) = two();
    let (ours, theirs) = (open(a.path()), open(b.path()));
    assert_eq!(batches(&theirs)[..6], batches(&ours)[..]);
    let received = load(&theirs);
    let times: Vec<_> = received.iter().map(|r| r.received_at).collect();
    assert_eq!(times, [1, 1, 2, 2, 2, 3, 5, 5].map(|n| Some(at(n))));
    assert_eq!(received[2].receipts, [(key().public(), at(2))], "taking over is no receipt");
    assert_eq!(received[6].receipts, [(person(8).public(), at(5))]);
    assert_eq!(serious(b.path()), []);
    assert_eq!(theirs.origin(), Some("cases.example/b"));
    assert_eq!(theirs.other_logs().len(), 1);
    check(&theirs, &Index::open(&theirs).expect("built"));
    // Again, as when this one is copied in turn: receipts are read through both.
    let c = copy(b.path());
    let mut third = open(c.path());
    assert!(third.begin_replica("cases.example/c", &person(9), at(6)).expect("begun"));
    assert_eq!(batches(&third), batches(&theirs));
    assert_eq!(third.append(&notes(8..9), &person(9), at(7)).expect("appended").size, 9);
    let third = open(c.path());
    assert_eq!(third.checkpoint_at(5).map(|found| found.origin), Some("cases.example/invented".to_owned()));
    assert_eq!(serious(c.path()), []);
    check(&third, &Index::open(&third).expect("built"));
}

#[test]
fn whoever_looked_before_the_log_was_exchanged_looks_again() {
    let (_, b) = two();
    let mut late = open(b.path());
    let mut first = open(b.path());
    assert!(first.begin_replica("cases.example/b2", &person(7), at(6)).expect("begun"));
    assert!(!late.begin_replica("cases.example/b3", &person(7), at(6)).expect("seen"));
    assert_eq!(late.origin(), Some("cases.example/b2"));
    assert_eq!(late.append(&notes(9..10), &person(7), at(7)).expect("appended").size, 9);
    assert_eq!(serious(b.path()), []);
}

/// Receipts of every entry by id, as all logs together have them.
fn receipts(store: &Store) -> std::collections::BTreeMap<String, Vec<String>> {
    let told = |received: Received| {
        let all = received.receipts.iter().map(|(key, at)| format!("{key} {at}")).collect();
        (received.entry.id.to_string(), all)
    };
    load(store).into_iter().map(told).collect()
}

#[test]
fn copies_merged_in_any_order_hold_the_same_entries_and_logs() {
    let (a, b) = two();
    let c = copy(b.path());
    let mut third = open(c.path());
    third.begin_replica("cases.example/c", &person(9), at(6)).expect("begun");
    third.append(&notes(20..22), &person(9), at(6)).expect("appended");
    open(a.path()).append(&notes(30..33), &key(), at(7)).expect("appended");
    let merge = |into: &Path, from: &Path, by: &SecretKey, time| {
        let merged = open(into)
            .merge_from(&open(from), &assize_archive::store::Leave::default(), by, at(time))
            .expect("merged");
        assert_eq!((merged.faults, merged.forks), (vec![], vec![]));
        merged.receipt.added
    };
    let all = [(a.path(), key()), (b.path(), person(8)), (c.path(), person(9))];
    for (time, (into, from)) in (10..).zip([(0, 1), (2, 0), (1, 2), (0, 2), (2, 1), (1, 0), (0, 1), (2, 0)]) {
        merge(all[into].0, all[from].0, &all[into].1, time);
    }
    for (into, from) in [(0, 1), (1, 2), (2, 0)] {
        assert_eq!(merge(all[into].0, all[from].0, &all[into].1, 30), 0);
    }
    let expected = receipts(&open(a.path()));
    assert_eq!(expected.len(), 8 + 2 + 3);
    for (dir, _) in &all {
        assert_eq!(receipts(&open(dir)), expected);
        assert_eq!(serious(dir), []);
        let store = open(dir);
        assert_eq!(store.other_logs().len(), 2);
        check(&store, &Index::open(&store).expect("built"));
    }
}

#[test]
fn an_index_follows_logs_that_come_later() {
    let (a, b) = two();
    let mut ours = open(a.path());
    let index = Index::open(&ours).expect("built");
    check(&ours, &index);
    ours.merge_from(&open(b.path()), &assize_archive::store::Leave::default(), &key(), at(9))
        .expect("merged");
    let mut index = Index::open(&ours).expect("brought up to date");
    check(&ours, &index);
    assert_eq!(index.notes(), []);
    open(b.path()).append(&notes(40..44), &person(8), at(10)).expect("appended");
    ours.merge_from(&open(b.path()), &assize_archive::store::Leave::default(), &key(), at(11))
        .expect("merged");
    index.catch_up(&ours).expect("caught up");
    check(&ours, &index);
    assert_eq!(index.notes(), []);
}

#[test]
fn the_longer_of_two_states_of_a_log_is_kept() {
    let (a, b) = two();
    let before = copy(b.path());
    open(b.path()).append(&notes(8..300), &person(8), at(6)).expect("appended");
    open(a.path())
        .merge_from(&open(before.path()), &assize_archive::store::Leave::default(), &key(), at(7))
        .expect("merged");
    let size = |dir: &Path| open(dir).other_logs()[0].size;
    assert_eq!(size(a.path()), 8);
    open(a.path())
        .merge_from(&open(b.path()), &assize_archive::store::Leave::default(), &key(), at(8))
        .expect("merged");
    assert_eq!(size(a.path()), 300);
    let Merged { receipt, forks, .. } = open(a.path())
        .merge_from(&open(before.path()), &assize_archive::store::Leave::default(), &key(), at(9))
        .expect("merged");
    assert_eq!((size(a.path()), receipt.added, forks), (300, 0, vec![]));
    assert_eq!(
        verify(a.path(), &[key().public()], &BTreeSet::new()).expect("a case"),
        [],
        "no tile is left over either"
    );
    // An older copy of one's own log is no second history, and is not signed on.
    open(a.path()).append(&notes(400..401), &key(), at(10)).expect("appended");
    let old = copy(a.path());
    open(a.path()).append(&notes(401..402), &key(), at(11)).expect("appended");
    let behind = open(old.path()).merge_from(
        &open(a.path()),
        &assize_archive::store::Leave::default(),
        &key(),
        at(12),
    );
    assert!(matches!(behind, Err(StoreError::Behind { size: 302, .. })), "{behind:?}");
    assert_eq!(open(old.path()).covered(), 301, "nothing was written");
    let mut old = open(old.path());
    old.begin_replica("cases.example/put-back", &key(), at(12)).expect("begun");
    let merged = old
        .merge_from(&open(a.path()), &assize_archive::store::Leave::default(), &key(), at(13))
        .expect("merged");
    assert_eq!((merged.receipt.added, merged.forks), (1, vec![]));
    assert_eq!(serious(old.case().root()), []);
}

#[test]
fn what_is_damaged_is_put_right_by_what_goes_as_far() {
    let (a, b) = two();
    let before = copy(b.path());
    open(b.path()).append(&notes(8..20), &person(8), at(6)).expect("appended");
    open(a.path())
        .merge_from(&open(b.path()), &assize_archive::store::Leave::default(), &key(), at(7))
        .expect("merged");
    let log = a.path().join("ledger/logs").join(open(a.path()).other_logs()[0].id.clone());
    fs::write(log.join("tile/0/000.p/20"), [0; 640]).expect("writable");
    open(a.path())
        .merge_from(&open(before.path()), &assize_archive::store::Leave::default(), &key(), at(8))
        .expect("merged");
    assert!(!serious(a.path()).is_empty(), "an older state covers nothing up");
    open(a.path())
        .merge_from(&open(b.path()), &assize_archive::store::Leave::default(), &key(), at(9))
        .expect("merged");
    assert_eq!(serious(a.path()), []);
    assert_eq!(open(a.path()).other_logs()[0].size, 20);
}

#[test]
fn two_histories_under_one_name_are_named() {
    let (a, b) = two();
    let twin = copy(b.path());
    open(b.path()).append(&notes(8..10), &person(8), at(6)).expect("appended");
    open(twin.path()).append(&notes(10..13), &person(8), at(6)).expect("appended");
    open(a.path())
        .merge_from(&open(b.path()), &assize_archive::store::Leave::default(), &key(), at(7))
        .expect("merged");
    let merged = open(a.path())
        .merge_from(&open(twin.path()), &assize_archive::store::Leave::default(), &key(), at(8))
        .expect("merged");
    assert_eq!(merged.receipt.added, 3, "entries are a union all the same");
    let told: Vec<String> = merged.forks.iter().map(ToString::to_string).collect();
    assert_eq!(merged.forks.len(), 1);
    assert!(told[0].contains("10 entries with root") && told[0].contains("11 entries with root"), "{told:?}");
    assert_eq!(open(a.path()).other_logs()[0].size, 10, "what was here first is kept");
    let found = serious(a.path());
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].file.starts_with("ledger/foreign"), "{found:?}");
    assert!(found[0].what.starts_with("two histories of log `cases.example/b`"), "{found:?}");
    // The same where it is this copy's own log.
    let merged = open(b.path())
        .merge_from(&open(twin.path()), &assize_archive::store::Leave::default(), &person(8), at(9))
        .expect("merged");
    assert_eq!((merged.forks.len(), merged.receipt.added), (1, 3));
    // A log of one's own name under another key is another log.
    let c = tempdir().expect("a folder");
    Store::create(c.path(), "cases.example/b", &person(66), at(1)).expect("made");
    let merged = open(b.path())
        .merge_from(&open(c.path()), &assize_archive::store::Leave::default(), &person(8), at(10))
        .expect("merged");
    assert_eq!(merged.forks, []);
    assert_eq!(open(b.path()).other_logs().len(), 2);
}

#[test]
fn logs_that_do_not_hold_are_left_out() {
    let (a, b) = two();
    let flip = |dir: &Path, file: &str| {
        let path = dir.join(file);
        let mut bytes = fs::read(&path).expect("readable");
        let at = bytes.len() / 2;
        bytes[at] ^= 1;
        fs::write(path, bytes).expect("writable");
    };
    for file in ["ledger/log/tile/0/000.p/8", "ledger/log/receipts/000001.jsonl", "ledger/log/vkey"] {
        let bad = copy(b.path());
        flip(bad.path(), file);
        let into = copy(a.path());
        let mut into = open(into.path());
        let merged = into
            .merge_from(&open(bad.path()), &assize_archive::store::Leave::default(), &key(), at(9))
            .expect("merged");
        assert_eq!(merged.receipt.added, 2, "{file}");
        assert_eq!(into.other_logs(), [], "{file}");
        assert!(merged.faults.iter().any(|fault| fault.what.contains("left out")), "{:?}", merged.faults);
        assert_eq!(serious(into.case().root()), []);
    }
}

#[test]
fn every_damage_to_another_log_is_named() {
    let (a, b) = two();
    open(b.path()).append(&notes(8..300), &person(8), at(6)).expect("appended");
    open(a.path())
        .merge_from(&open(b.path()), &assize_archive::store::Leave::default(), &key(), at(7))
        .expect("merged");
    open(b.path()).begin_replica("cases.example/b2", &person(8), at(8)).expect("begun");
    for dir in [a.path(), b.path()] {
        assert_eq!(serious(dir), []);
        let logs: Vec<_> = files(dir).into_iter().filter(|file| file.starts_with("ledger/logs")).collect();
        assert!(logs.len() >= 6, "{logs:?}");
        for file in logs {
            let path = dir.join(&file);
            let sound = fs::read(&path).expect("readable");
            let mut flipped = sound.clone();
            flipped[sound.len() / 3] ^= 4;
            for bytes in [Some(flipped), Some(sound[..sound.len() - 1].to_vec()), Some(Vec::new()), None] {
                match bytes {
                    Some(bytes) => fs::write(&path, bytes).expect("writable"),
                    None => fs::remove_file(&path).expect("removable"),
                }
                let found = serious(dir);
                let names =
                    |fault: &Fault| fault.file == file || fault.what.contains(&*file.to_string_lossy());
                assert!(found.iter().any(names), "{}: {found:?}", file.display());
                // Nothing else is taken with it.
                assert_eq!(open(dir).load().expect("readable").0.len(), 300);
                fs::write(&path, &sound).expect("writable");
            }
        }
    }
    // Where the log that it goes on from is gone, what came with it is dated later, never earlier.
    let gone = copy(b.path());
    fs::remove_dir_all(gone.path().join("ledger/logs")).expect("removable");
    assert!(serious(gone.path()).iter().any(|fault| fault.what.starts_with("goes on from log")));
    assert_eq!(open(gone.path()).received_at(0), Some(at(8)));
}

#[test]
fn an_exchange_of_logs_that_is_cut_short_leaves_a_case_that_opens() {
    let (_, b) = two();
    let expected = load(&open(b.path()));
    let mut store = open(b.path());
    store.begin_replica("cases.example/b2", &person(7), at(9)).expect("begun");
    drop(store);
    let id =
        open(b.path()).other_logs().into_iter().find(|log| log.origin == "cases.example/b").expect("kept").id;
    let (log, next) = (b.path().join("ledger/log"), b.path().join("ledger/log.next"));
    let kept = b.path().join("ledger/logs").join(id);
    // Between the two renames.
    fs::rename(&log, &next).expect("moved");
    assert_eq!(serious(b.path()), []);
    assert_eq!(load(&open(b.path())), expected);
    let mut store = open(b.path());
    assert_eq!(store.append(&[note(50)], &person(7), at(10)).expect("appended").size, 9);
    assert!(log.exists() && !next.exists());
    assert_eq!(serious(b.path()), []);
    // Before the first: the new one was ready, or half ready, and is not in force.
    let (_, b) = two();
    let done = copy(b.path());
    open(done.path()).begin_replica("cases.example/b2", &person(7), at(9)).expect("begun");
    for is_half in [false, true] {
        copy_to(&done.path().join("ledger/log"), &b.path().join("ledger/log.next"));
        if is_half {
            fs::remove_file(b.path().join("ledger/log.next/checkpoint")).expect("removable");
        }
        assert_eq!(open(b.path()).origin(), Some("cases.example/b"));
        assert_eq!(serious(b.path()), []);
        open(b.path()).recover().expect("recovered");
        assert!(!b.path().join("ledger/log.next").exists());
    }
    assert!(kept.exists());
}

#[test]
fn a_log_whose_key_an_earlier_program_kept_elsewhere_is_exchanged_too() {
    let a = tempdir().expect("a folder");
    create(a.path()).append(&notes(0..3), &key(), at(1)).expect("appended");
    fs::create_dir(a.path().join("keys")).expect("makeable");
    fs::rename(a.path().join("ledger/log/vkey"), a.path().join("keys/log.vkey")).expect("moved");
    let mut store = open(a.path());
    store.append(&notes(3..4), &key(), at(2)).expect("appended");
    assert!(a.path().join("keys/log.vkey").exists());
    assert_eq!(serious(a.path()), []);
    store.begin_replica("cases.example/b", &person(8), at(3)).expect("begun");
    assert!(!a.path().join("keys/log.vkey").exists());
    assert_eq!(serious(a.path()), []);
    assert_eq!(open(a.path()).received_at(3), Some(at(2)));
}

#[test]
fn conflicted_copies_are_named() {
    let a = tempdir().expect("a folder");
    create_named(a.path(), "x").append(&notes(0..3), &key(), at(1)).expect("appended");
    for name in ["000001 (Ada's conflicted copy 2031-05-05).jsonl", "000001.sync-conflict-20310505-1.jsonl"] {
        let path = a.path().join("ledger/heads").join(name);
        fs::copy(a.path().join("ledger/heads/000001.jsonl"), &path).expect("copied");
        let found = serious(a.path());
        assert!(found.iter().any(|fault| fault.what.starts_with("a conflicted copy")), "{found:?}");
        fs::remove_file(path).expect("removable");
    }
}
