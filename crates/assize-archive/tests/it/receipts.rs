//! Receipts in packs, and those that an earlier program kept in files of their own.

use crate::made::{at, create, key, note, notes};
use assize_archive::{
    fault::{At, Severity},
    store::{Batch, Store, StoreError},
    verify::{is_damaged, verify},
};
use std::{collections::BTreeSet, fs, path::Path};
use tempfile::tempdir;

/// A case of ten batches of one to three entries, in packs of four receipts.
fn in_packs(dir: &Path) -> (Store, Vec<u64>) {
    let mut store = create(dir).with_pack_lines(4);
    let (mut sizes, mut next) = (Vec::new(), 0);
    for batch in 0..10_u32 {
        let to = next + 1 + batch % 3;
        store.append(&notes(next..to), &key(), at(1 + i64::from(batch))).expect("appended");
        next = to;
        sizes.push(u64::from(to));
    }
    (store, sizes)
}

/// Turns a case into one that an earlier program has made.
fn make_old(dir: &Path) {
    let folder = dir.join("ledger/log/checkpoints");
    fs::create_dir_all(&folder).expect("makeable");
    for checkpoint in Store::open(dir).expect("a case").checkpoints().expect("readable") {
        fs::write(folder.join(format!("{:020}", checkpoint.size)), checkpoint.to_bytes()).expect("writable");
    }
    fs::remove_dir_all(dir.join("ledger/log/receipts")).expect("removable");
}

fn check_times(store: &Store, sizes: &[u64]) {
    let mut from = 0;
    for (batch, to) in (1..).zip(sizes.iter().copied()) {
        for position in from..to {
            let expected = Batch { from, to, received_at: Some(at(batch)) };
            assert_eq!(store.batch_of(position), Some(expected), "position {position}");
            assert_eq!(store.received_at(position), Some(at(batch)));
        }
        from = to;
    }
    assert_eq!(store.batch_of(from), None);
    for (position, received) in store.load().expect("readable").0.iter().enumerate() {
        assert_eq!(received.received_at, store.received_at(position as u64));
    }
}

#[test]
fn each_entry_is_found_in_its_batch_across_packs() {
    let dir = tempdir().expect("a folder");
    let (store, sizes) = in_packs(dir.path());
    check_times(&store, &sizes);
    check_times(&Store::open(dir.path()).expect("a case"), &sizes);
    let lines = |pack: u32| {
        let path = dir.path().join(format!("ledger/log/receipts/{pack:06}.jsonl"));
        fs::read_to_string(path).expect("a pack").lines().count()
    };
    assert_eq!([lines(1), lines(2), lines(3)], [4, 4, 3]);
    assert!(!dir.path().join("ledger/log/checkpoints").exists());
    assert_eq!(store.checkpoints().expect("readable").len(), 11);
}

#[test]
fn a_case_of_an_earlier_program_opens_unchanged_and_goes_on() {
    let dir = tempdir().expect("a folder");
    let (_, mut sizes) = in_packs(dir.path());
    make_old(dir.path());
    let opened = Store::open(dir.path()).expect("a case");
    assert_eq!(opened.faults(), []);
    check_times(&opened, &sizes);
    assert!(!is_damaged(&verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case")));
    let mut store = opened.with_pack_lines(4);
    let covered = u32::try_from(store.covered()).expect("few");
    for batch in 0..6 {
        store.append(&[note(covered + batch)], &key(), at(11 + i64::from(batch))).expect("appended");
        sizes.push(u64::from(covered + batch + 1));
    }
    let reopened = Store::open(dir.path()).expect("a case");
    check_times(&reopened, &sizes);
    assert_eq!(fs::read_dir(dir.path().join("ledger/log/checkpoints")).expect("kept").count(), 11);
    assert_eq!(verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case"), []);
    // The first line of the packs is chained to the last of the old files.
    let last = dir.path().join(format!("ledger/log/checkpoints/{covered:020}"));
    fs::remove_file(&last).expect("removable");
    let faults = verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case");
    assert!(
        faults.iter().any(|fault| fault.what.contains(&format!("{covered:020}"))
            && fault.file == Path::new("ledger/log/receipts/000001.jsonl")
            && fault.at == At::Line(1)),
        "{faults:?}"
    );
}

type Edit = fn(&mut Vec<String>);

#[test]
fn a_line_deleted_exchanged_or_altered_is_named_by_file_and_line() {
    let flip: Edit = |lines| {
        let at = lines[1].find("previous\":\"").expect("a hash") + 14;
        let other = if lines[1].as_bytes()[at] == b'0' { "1" } else { "0" };
        lines[1].replace_range(at..=at, other);
    };
    let time: Edit = |lines| {
        // A letter within the last signature, which holds the time.
        let at = lines[1].rfind("\\n\",").expect("the note ends") - 90;
        let other = if lines[1].as_bytes()[at] == b'A' { "B" } else { "A" };
        lines[1].replace_range(at..=at, other);
    };
    let cases: [(&str, Edit, u32, &[u64]); 6] = [
        ("deleted", |lines| drop(lines.remove(1)), 2, &[2]),
        ("first deleted", |lines| drop(lines.remove(0)), 2, &[1]),
        ("last deleted", |lines| drop(lines.pop()), 3, &[3]),
        ("exchanged", |lines| lines.swap(1, 2), 2, &[2, 3]),
        ("hash altered", flip, 2, &[2]),
        ("time altered", time, 2, &[2]),
    ];
    for (name, edit, pack, expected) in cases {
        let dir = tempdir().expect("a folder");
        let (_, sizes) = in_packs(dir.path());
        let file = format!("ledger/log/receipts/{pack:06}.jsonl");
        let path = dir.path().join(&file);
        let mut lines: Vec<String> =
            fs::read_to_string(&path).expect("a pack").lines().map(str::to_owned).collect();
        edit(&mut lines);
        fs::write(&path, lines.iter().map(|line| format!("{line}\n")).collect::<String>()).expect("writable");
        let faults = verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case");
        let serious: Vec<_> = faults.iter().filter(|fault| fault.severity == Severity::Fault).collect();
        for line in expected {
            assert!(
                serious.iter().any(|fault| fault.file == Path::new(&file) && fault.at == At::Line(*line)),
                "{name}, line {line}: {serious:?}"
            );
        }
        assert!(serious.iter().all(|fault| fault.file == Path::new(&file)), "{name}: {serious:?}");
        // A time is never earlier than the truth, and all other times are right.
        let store = Store::open(dir.path()).expect("a case");
        let mut from = 0;
        for (batch, to) in (1..).zip(sizes.iter().copied()) {
            for position in from..to {
                let found = store.received_at(position).expect("a time");
                assert!(found >= at(batch) && found <= at(batch + 1), "{name}, position {position}");
            }
            from = to;
        }
    }
}

#[test]
fn a_newest_receipt_that_only_its_copy_has_is_put_back() {
    type Damage = fn(&Path);
    let cases: [Damage; 3] = [
        |path| {
            let bytes = fs::read(path).expect("a pack");
            fs::write(path, &bytes[..bytes.len() - 40]).expect("writable");
        },
        |path| {
            let mut bytes = fs::read(path).expect("a pack");
            let at = bytes.len() - 300;
            bytes[at] ^= 1;
            fs::write(path, bytes).expect("writable");
        },
        |path| {
            let text = fs::read_to_string(path).expect("a pack");
            let lines: Vec<&str> = text.lines().collect();
            let kept: String = lines[..lines.len() - 1].iter().map(|line| format!("{line}\n")).collect();
            fs::write(path, kept).expect("writable");
        },
    ];
    for (case, damage) in cases.into_iter().enumerate() {
        let dir = tempdir().expect("a folder");
        let (store, _) = in_packs(dir.path());
        let covered = u32::try_from(store.covered()).expect("few");
        let path = dir.path().join("ledger/log/receipts/000003.jsonl");
        let sound = fs::read(&path).expect("a pack");
        damage(&path);
        assert!(is_damaged(Store::open(dir.path()).expect("a case").faults()));
        let mut store = Store::open(dir.path()).expect("a case");
        store.append(&[note(covered)], &key(), at(20)).expect("appended");
        assert!(fs::read(&path).expect("a pack").starts_with(&sound));
        let faults = verify(dir.path(), &[key().public()], &BTreeSet::new()).expect("a case");
        assert!(!is_damaged(&faults), "{faults:?}");
        if case == 2 {
            continue;
        }
        // Where the copy is gone too, nothing is signed on top.
        damage(&path);
        fs::remove_file(dir.path().join("ledger/log/checkpoint")).expect("removable");
        let mut store = Store::open(dir.path()).expect("a case");
        let result = store.append(&[note(covered + 1)], &key(), at(21));
        assert!(matches!(result, Err(StoreError::Damaged { .. })), "{result:?}");
    }
}
