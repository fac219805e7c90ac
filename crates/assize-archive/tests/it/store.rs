//! Appending, reading, erasing, merging, and what a cut-short write leaves.

use crate::made::{at, create, create_named, key, note, notes, quoted};
use assize_archive::store::{Patience, Store, StoreError};
use assize_record::{Entry, EntryId, sign::SecretKey};
use std::{collections::BTreeSet, fs};
use tempfile::tempdir;

fn ids(entries: &[Entry]) -> Vec<EntryId> {
    entries.iter().map(|entry| entry.id).collect()
}

fn read(store: &Store) -> Vec<Entry> {
    let (received, faults) = store.load().expect("readable");
    assert_eq!(faults, []);
    received.into_iter().map(|received| received.entry).collect()
}

#[test]
fn what_is_appended_is_read_back_with_its_receipt() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path()).with_segment_bytes(2000);
    let (first, second) = (notes(0..20), notes(15..40));
    assert_eq!(store.append(&first, &key(), at(1)).expect("appended").added, 20);
    let receipt = store.append(&second, &key(), at(2)).expect("appended");
    assert_eq!((receipt.size, receipt.added, receipt.received_at), (40, 20, at(2)));
    assert_eq!(store.append(&second, &key(), at(3)).expect("nothing new").added, 0);
    let reopened = Store::open(dir.path()).expect("a case");
    assert_eq!(read(&reopened), notes(0..40));
    for (n, received) in reopened.load().expect("readable").0.into_iter().enumerate() {
        assert_eq!(received.received_at, Some(if n < 20 { at(1) } else { at(2) }), "entry {n}");
    }
    let segments = fs::read_dir(dir.path().join("ledger/heads")).expect("a folder").count();
    assert!(segments > 2, "{segments} segments");
}

#[test]
fn a_store_refuses_what_does_not_hold() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    store.append(&notes(0..1), &key(), at(5)).expect("appended");
    let forged = Entry { signature: note(2).signature, ..note(1) };
    assert!(matches!(store.append(&[forged], &key(), at(6)), Err(StoreError::Entry { .. })));
    let other = SecretKey::from_seed([8; 32]);
    assert!(matches!(store.append(&notes(1..2), &other, at(6)), Err(StoreError::Key { .. })));
    assert!(matches!(store.erase(&[note(9).id]), Err(StoreError::NoEntry(_))));
    assert!(matches!(Store::create(dir.path(), "a", &key(), at(0)), Err(StoreError::Exists(_))));
    assert!(matches!(Store::open(dir.path().join("x")), Err(StoreError::NotACase(_))));
    assert_eq!(read(&Store::open(dir.path()).expect("a case")), notes(0..1));
}

#[test]
fn a_second_writer_waits_its_turn_and_sees_the_first() {
    let dir = tempdir().expect("a folder");
    let (mut one, mut two) = (create(dir.path()), Store::open(dir.path()).expect("a case"));
    one.append(&notes(0..3), &key(), at(1)).expect("appended");
    two.append(&notes(2..5), &key(), at(2)).expect("appended");
    one.append(&notes(4..7), &key(), at(3)).expect("appended");
    assert_eq!(read(&Store::open(dir.path()).expect("a case")), notes(0..7));
    let lock = fs::File::open(dir.path().join("ledger/lock")).expect("the lock's file");
    lock.lock().expect("nobody holds it");
    let patience = Patience { limit: std::time::Duration::from_millis(30), ..Patience::default() };
    let mut hasty = Store::open(dir.path()).expect("a case").with_patience(patience);
    assert!(matches!(hasty.append(&notes(9..10), &key(), at(4)), Err(StoreError::Locked(_))));
    // Whoever waits gets its turn.
    std::thread::scope(|scope| {
        let waiting = scope.spawn(|| one.append(&notes(9..10), &key(), at(4)).map(|receipt| receipt.added));
        std::thread::sleep(std::time::Duration::from_millis(50));
        drop(lock);
        assert_eq!(waiting.join().expect("no panic").expect("appended"), 1);
    });
    // A decision made on an older state of the log is refused whole.
    let moved = one.append_if(&notes(11..12), &key(), at(5), 3);
    assert!(matches!(moved, Err(StoreError::Moved { expected: 3, found: 8 })), "{moved:?}");
    assert_eq!(one.append_if(&notes(11..12), &key(), at(5), 8).expect("appended").added, 1);
}

#[test]
fn erased_bodies_are_gone_and_heads_stay() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path()).with_segment_bytes(1500);
    let mut all = notes(0..30);
    all.extend(quoted("nine people were aboard", 0, 4));
    store.append(&all, &key(), at(1)).expect("appended");
    let gone = [all[3].id, all[17].id, all[32].id];
    assert_eq!(store.erase(&gone).expect("erased"), 3);
    assert_eq!(store.erase(&gone).expect("erased already"), 0);
    store.append(&all, &key(), at(2)).expect("sending them again does not bring them back");
    let found = read(&Store::open(dir.path()).expect("a case"));
    assert_eq!(ids(&found), ids(&all));
    for entry in &found {
        assert_eq!(entry.body.is_none(), gone.contains(&entry.id), "{}", entry.id);
        assert_eq!(entry.check(), Ok(()));
    }
    for folder in ["heads", "bodies"] {
        for file in fs::read_dir(dir.path().join("ledger").join(folder)).expect("a folder") {
            let text = fs::read_to_string(file.expect("a file").path()).expect("text");
            assert!(!text.contains("remark 17,"), "the words are gone from the disk");
        }
    }
}

#[test]
fn merging_is_a_union_and_brings_bodies_that_were_absent() {
    let (a, b, c) = (tempdir().expect("a"), tempdir().expect("b"), tempdir().expect("c"));
    let (mut ours, mut theirs, mut third) =
        (create(a.path()), create_named(b.path(), "b"), create_named(c.path(), "c"));
    ours.append(&notes(0..6), &key(), at(1)).expect("appended");
    theirs.append(&notes(4..10), &key(), at(1)).expect("appended");
    theirs.erase(&[note(4).id, note(8).id]).expect("erased");
    ours.erase(&[note(5).id]).expect("erased");
    let gone = BTreeSet::from([note(5).id]);
    let merged = ours
        .merge_from(
            &theirs,
            &assize_archive::store::Leave { destroyed: gone.clone(), ..Default::default() },
            &key(),
            at(9),
        )
        .expect("merged");
    assert_eq!((merged.receipt.added, merged.faults, merged.forks), (4, vec![], vec![]));
    let found = read(&ours);
    let without: Vec<u32> =
        (0..10).filter(|n| found.iter().any(|e| e.id == note(*n).id && e.body.is_none())).collect();
    assert_eq!(without, [5, 8], "their erasure of 4 is theirs; 8 never came; 5 is destroyed here");
    third.append(&notes(8..9), &key(), at(1)).expect("appended");
    let receipt = ours
        .merge_from(&third, &assize_archive::store::Leave::default(), &key(), at(10))
        .expect("merged")
        .receipt;
    assert_eq!((receipt.added, receipt.bodies_found), (0, 1));
    let receipt = theirs
        .merge_from(&ours, &assize_archive::store::Leave::default(), &key(), at(11))
        .expect("merged")
        .receipt;
    assert_eq!(receipt.bodies_found, 2, "what no owner destroyed was lost, and comes back");
    let whole = read(&theirs).iter().filter(|entry| entry.body.is_some()).count();
    assert_eq!(whole, 10, "they have 5 of their own");
    let set = |store: &Store| read(store).iter().map(|entry| entry.id).collect::<BTreeSet<_>>();
    assert_eq!(set(&ours), set(&theirs));
    let logs: BTreeSet<String> = ours.other_logs().into_iter().map(|log| log.origin).collect();
    assert_eq!(logs, ["b", "c"].map(str::to_owned).into(), "their logs are kept");
    assert!(!a.path().join("ledger/foreign").exists(), "and nothing is foreign");
}

#[test]
fn what_was_decided_apart_stays_apart_after_a_merge() {
    let (a, b) = (tempdir().expect("a"), tempdir().expect("b"));
    let (mut ours, mut theirs) = (create(a.path()).with_pack_lines(3), create_named(b.path(), "b"));
    ours.append(&notes(0..2), &key(), at(1)).expect("appended");
    for (second, batch) in (1..).zip([0..2, 2..5, 5..6, 1..3, 6..9]) {
        theirs.append(&notes(batch), &key(), at(second)).expect("appended");
    }
    ours.merge_from(&theirs, &assize_archive::store::Leave::default(), &key(), at(9)).expect("merged");
    let check = |store: &Store| {
        let batches: Vec<(u64, u64)> = (0..9)
            .filter_map(|position| store.batch_of(position))
            .map(|batch| (batch.from, batch.to))
            .collect();
        let expected = [(0, 2), (0, 2), (2, 5), (2, 5), (2, 5), (5, 6), (6, 9), (6, 9), (6, 9)];
        assert_eq!(batches, expected);
    };
    check(&ours);
    check(&Store::open(a.path()).expect("a case"));
    let faults =
        assize_archive::verify::verify(a.path(), &[key().public()], &BTreeSet::new()).expect("a case");
    assert!(faults.iter().all(|fault| fault.severity == assize_archive::fault::Severity::Note), "{faults:?}");
    ours.append(&notes(9..10), &key(), at(10)).expect("appended");
    let receipt =
        ours.merge_from(&theirs, &assize_archive::store::Leave::default(), &key(), at(11)).expect("merged");
    assert_eq!(receipt.receipt.added, 0, "a second time nothing is new, and no receipt is written");
    assert_eq!(ours.covered(), 10);
}

#[test]
fn lines_that_no_checkpoint_covers_are_set_aside() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    store.append(&notes(0..4), &key(), at(1)).expect("appended");
    drop(store);
    // What a crash between the lines and the checkpoint leaves: whole lines, and a torn one.
    let donor = tempdir().expect("a folder");
    create(donor.path()).append(&notes(50..53), &key(), at(1)).expect("appended");
    for file in ["ledger/heads/000001.jsonl", "ledger/bodies/000001.jsonl"] {
        let tail = fs::read(donor.path().join(file)).expect("written");
        let mut bytes = fs::read(dir.path().join(file)).expect("written");
        bytes.extend(&tail[..tail.len() - 9]);
        fs::write(dir.path().join(file), bytes).expect("writable");
    }
    let mut store = Store::open(dir.path()).expect("a case");
    let (found, faults) = store.load().expect("readable");
    assert_eq!(found.into_iter().map(|r| r.entry).collect::<Vec<_>>(), notes(0..4));
    assert!(faults.iter().any(|fault| fault.to_string().starts_with("ledger/heads/000001.jsonl:5: ")));
    let aside = store.recover().expect("recovered").to_vec();
    assert_eq!(aside.iter().map(|a| (a.line, a.lines)).collect::<Vec<_>>(), [(5, 3), (5, 3)]);
    assert!(aside.iter().all(|a| dir.path().join(&a.to).is_file()));
    store.append(&notes(50..60), &key(), at(2)).expect("appended");
    let expected: Vec<Entry> = notes(0..4).into_iter().chain(notes(50..60)).collect();
    assert_eq!(read(&Store::open(dir.path()).expect("a case")), expected);
}

#[test]
fn links_strays_and_blocks_of_zeros_do_no_harm() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    store.append(&notes(0..4), &key(), at(1)).expect("appended");
    let heads = dir.path().join("ledger/heads/000001.jsonl");
    // A file system that had made room before it wrote leaves zeros after a power cut.
    let sound = fs::read(&heads).expect("written");
    fs::write(&heads, [sound.clone(), vec![0; 5000]].concat()).expect("writable");
    fs::write(heads.with_file_name("000001.jsonl~"), b"an editor's copy").expect("writable");
    let mut store = Store::open(dir.path()).expect("a case");
    assert_eq!(store.load().expect("readable").0.len(), 4);
    assert_eq!(store.recover().expect("recovered").len(), 1);
    store.append(&notes(4..5), &key(), at(2)).expect("a stray file stops nobody");
    // What a link points to is not the case's, even where it holds the right bytes.
    let elsewhere = dir.path().join("elsewhere");
    fs::rename(&heads, &elsewhere).expect("moved");
    std::os::unix::fs::symlink(&elsewhere, &heads).expect("linked");
    let mut store = Store::open(dir.path()).expect("a case");
    let (found, faults) = store.load().expect("readable");
    assert_eq!(found, []);
    assert!(faults.iter().any(|fault| fault.what.starts_with("not a plain file")), "{faults:?}");
    assert!(matches!(store.append(&notes(5..6), &key(), at(3)), Err(StoreError::Damaged { .. })));
}

#[test]
fn a_damaged_newest_checkpoint_is_made_up_for_by_its_copy() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    store.append(&notes(0..4), &key(), at(1)).expect("appended");
    let receipt = dir.path().join("ledger/log/receipts/000001.jsonl");
    for broken in [&receipt, &dir.path().join("ledger/log/checkpoint")] {
        let sound = fs::read(broken).expect("written");
        fs::write(broken, &sound[..sound.len() - 50]).expect("writable");
        let opened = Store::open(dir.path()).expect("a case");
        assert_eq!((opened.covered(), opened.faults().len()), (4, 1));
        let received = opened.load().expect("readable").0;
        assert!(received.iter().all(|received| received.received_at == Some(at(1))));
        fs::write(broken, sound).expect("writable");
    }
}
