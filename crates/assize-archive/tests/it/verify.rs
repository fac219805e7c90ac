//! Every damage is named by file, and nothing else is refused.

use crate::made::{at, create, destroyed, files, full_case, key, note, notes, quoted};
use assize_archive::{
    blob::Blobs,
    fault::{At, Fault, Severity},
    store::Store,
    verify::verify,
};
use assize_record::{
    Entry, EntryId,
    body::{Body, Passage, Remark},
    entry::{Role, Salt, Verdict},
    sign::SecretKey,
};
use proptest::prelude::*;
use std::{
    collections::BTreeSet,
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, OnceLock},
};
use tempfile::{TempDir, tempdir};

fn faults(dir: &Path) -> Vec<Fault> {
    verify(dir, &[key().public()], &destroyed()).expect("a case")
}

fn serious(dir: &Path) -> Vec<Fault> {
    faults(dir).into_iter().filter(|fault| fault.severity == Severity::Fault).collect()
}

/// Whether a fault is about a file, or says that the file may be what is gone.
fn names(fault: &Fault, file: &Path) -> bool {
    fault.file == file || fault.what.contains(&*file.to_string_lossy())
}

/// Files whose damage must show: all but keys, index and the empty lock.
fn guarded(dir: &Path) -> Vec<PathBuf> {
    let mut found = files(dir);
    found.retain(|file| {
        !file.starts_with("keys") && !file.starts_with("index.sqlite") && !file.ends_with("lock")
    });
    found
}

/// One case shared by the tests that damage it and put it back.
fn shared() -> &'static Mutex<TempDir> {
    static SHARED: OnceLock<Mutex<TempDir>> = OnceLock::new();
    SHARED.get_or_init(|| {
        let dir = tempdir().expect("a folder");
        full_case(dir.path());
        Mutex::new(dir)
    })
}

/// Entries of the shared case.
const ENTRIES: usize = 4 + 5 + 4 + 4 + 3;

#[test]
fn a_sound_case_has_no_fault() {
    let dir = tempdir().expect("a folder");
    full_case(dir.path());
    assert_eq!(serious(dir.path()), []);
    let notes: Vec<Fault> = faults(dir.path());
    let said: Vec<&str> = notes.iter().map(|note| note.what.split(':').next().expect("words")).collect();
    let expected = [
        "1 body never here",
        "2 bodies destroyed by an owner",
        "lines that no checkpoint covered, set aside after a write that was cut short",
    ];
    assert_eq!(said, expected, "{notes:?}");
    let untrusted = verify(dir.path(), &[], &destroyed()).expect("a case");
    assert!(untrusted.iter().all(|fault| fault.severity == Severity::Note));
    let stranger =
        verify(dir.path(), &[SecretKey::from_seed([9; 32]).public()], &destroyed()).expect("a case");
    assert!(stranger.iter().any(|fault| fault.file == Path::new("ledger/log/vkey")));
    assert!(stranger.iter().any(|fault| fault.file == Path::new("ledger/log/checkpoint")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn a_flipped_bit_is_named_and_nothing_else_refused(file in any::<prop::sample::Index>(), bit in any::<prop::sample::Index>()) {
        let shared = shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let dir = shared.path();
        let all = guarded(dir);
        let file = file.get(&all);
        let sound = fs::read(dir.join(file)).expect("readable");
        let bit = bit.index(sound.len() * 8);
        let mut bytes = sound.clone();
        bytes[bit / 8] ^= 1 << (bit % 8);
        fs::write(dir.join(file), &bytes).expect("writable");
        let found = serious(dir);
        let read = Store::open(dir).expect("a case").load().expect("readable").0;
        fs::write(dir.join(file), &sound).expect("writable");
        prop_assert!(!found.is_empty(), "{} bit {bit}", file.display());
        for fault in &found {
            prop_assert_eq!(&fault.file, file, "{} bit {}: {:?}", file.display(), bit, found);
        }
        let lost = ENTRIES - read.len();
        let allowed = match (file.starts_with("ledger/heads"), sound[bit / 8]) {
            (true, b'\n') => 2,
            (true, _) => 1,
            _ => 0,
        };
        prop_assert!(lost <= allowed, "{} bit {bit}: {lost} entries lost", file.display());
    }

    #[test]
    fn a_file_cut_short_is_named(file in any::<prop::sample::Index>(), length in any::<prop::sample::Index>()) {
        let shared = shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        let dir = shared.path();
        let all = guarded(dir);
        let file = file.get(&all);
        let sound = fs::read(dir.join(file)).expect("readable");
        let length = length.index(sound.len());
        fs::write(dir.join(file), &sound[..length]).expect("writable");
        let found = serious(dir);
        fs::write(dir.join(file), &sound).expect("writable");
        prop_assert!(found.iter().any(|fault| names(fault, file)), "{} at {length}: {found:?}", file.display());
    }
}

#[test]
fn a_file_of_heads_cut_between_two_lines_is_named() {
    let shared = shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let dir = shared.path();
    for file in guarded(dir).into_iter().filter(|file| file.starts_with("ledger/heads")) {
        let sound = fs::read(dir.join(&file)).expect("readable");
        for length in (0..sound.len()).filter(|at| *at == 0 || sound[at - 1] == b'\n') {
            fs::write(dir.join(&file), &sound[..length]).expect("writable");
            let found = serious(dir);
            assert!(
                found.iter().any(|fault| names(fault, &file)),
                "{} at {length}: {found:?}",
                file.display()
            );
        }
        fs::write(dir.join(&file), &sound).expect("writable");
    }
}

#[test]
fn two_lines_run_into_one_are_named_where_they_stand() {
    let shared = shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let dir = shared.path();
    for file in guarded(dir).into_iter().filter(|file| file.starts_with("ledger/lacking.jsonl")) {
        let sound = fs::read(dir.join(&file)).expect("readable");
        for at in (0..sound.len()).filter(|at| sound[*at] == b'\n') {
            let mut bytes = sound.clone();
            bytes[at] ^= 1;
            fs::write(dir.join(&file), &bytes).expect("writable");
            let found = serious(dir);
            assert!(found.iter().all(|fault| fault.file == file), "byte {at}: {found:?}");
        }
        fs::write(dir.join(&file), sound).expect("writable");
    }
}

#[test]
fn a_file_cut_down_to_nothing_is_named() {
    let shared = shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let dir = shared.path();
    for file in guarded(dir) {
        let sound = fs::read(dir.join(&file)).expect("readable");
        if sound.is_empty() {
            continue;
        }
        fs::write(dir.join(&file), b"").expect("writable");
        let found = serious(dir);
        fs::write(dir.join(&file), sound).expect("writable");
        assert!(found.iter().any(|fault| names(fault, &file)), "{}: {found:?}", file.display());
    }
}

#[test]
fn a_small_case_cut_at_every_byte_is_named_every_time() {
    let dir = tempdir().expect("a folder");
    create(dir.path()).append(&notes(0..2), &key(), at(1)).expect("appended");
    for file in guarded(dir.path()) {
        let sound = fs::read(dir.path().join(&file)).expect("readable");
        for length in 0..sound.len() {
            fs::write(dir.path().join(&file), &sound[..length]).expect("writable");
            let found = serious(dir.path());
            assert!(
                found.iter().any(|fault| names(fault, &file)),
                "{} at {length}: {found:?}",
                file.display()
            );
        }
        fs::write(dir.path().join(&file), &sound).expect("writable");
    }
    assert_eq!(serious(dir.path()), []);
}

#[test]
fn a_deleted_file_is_named() {
    let shared = shared().lock().unwrap_or_else(std::sync::PoisonError::into_inner);
    let dir = shared.path();
    for file in guarded(dir) {
        // What was set aside or came from elsewhere is no part of the record, so nothing promises that it is there.
        if file.starts_with("ledger/set-aside") || file.starts_with("ledger/foreign") {
            continue;
        }
        let sound = fs::read(dir.join(&file)).expect("readable");
        fs::remove_file(dir.join(&file)).expect("removable");
        let found = serious(dir);
        fs::write(dir.join(&file), sound).expect("writable");
        assert!(found.iter().any(|fault| names(fault, &file)), "{}: {found:?}", file.display());
    }
}

fn edit_lines(dir: &Path, file: &str, edit: impl FnOnce(&mut Vec<String>)) {
    let text = fs::read_to_string(dir.join(file)).expect("readable");
    let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
    edit(&mut lines);
    fs::write(dir.join(file), lines.iter().map(|line| format!("{line}\n")).collect::<String>())
        .expect("writable");
}

const HEADS: &str = "ledger/heads/000001.jsonl";
const BODIES: &str = "ledger/bodies/000001.jsonl";

fn check(edit: impl FnOnce(&Path), expected: &[(&str, u64)]) {
    let dir = tempdir().expect("a folder");
    create(dir.path()).append(&notes(0..6), &key(), at(1)).expect("appended");
    edit(dir.path());
    let found = serious(dir.path());
    let places: Vec<(PathBuf, At)> = found.iter().map(|fault| (fault.file.clone(), fault.at)).collect();
    let expected: Vec<(PathBuf, At)> =
        expected.iter().map(|(file, line)| ((*file).into(), At::Line(*line))).collect();
    assert_eq!(places, expected, "{found:?}");
}

#[test]
fn lines_exchanged_doubled_or_taken_out_are_named() {
    check(|dir| edit_lines(dir, HEADS, |lines| lines.swap(1, 3)), &[(HEADS, 2), (HEADS, 4)]);
    check(|dir| edit_lines(dir, HEADS, |lines| drop(lines.remove(2))), &[(HEADS, 3)]);
    check(|dir| edit_lines(dir, HEADS, |lines| drop(lines.pop())), &[(HEADS, 6)]);
    check(|dir| edit_lines(dir, BODIES, |lines| lines.swap(1, 3)), &[]);
    check(|dir| edit_lines(dir, BODIES, |lines| drop(lines.remove(2))), &[(BODIES, 3)]);
    check(|dir| edit_lines(dir, BODIES, |lines| lines.push(lines[0].clone())), &[(BODIES, 7)]);
}

#[test]
fn what_is_well_formed_but_says_something_else_is_named() {
    // A salt of another entry, a body of another entry, and white space that a lenient reader would pass over.
    check(
        |dir| edit_lines(dir, BODIES, |lines| lines[4] = lines[4].replace("remark 4", "remark 5")),
        &[(BODIES, 5)],
    );
    check(
        |dir| edit_lines(dir, HEADS, |lines| lines[0] = lines[0].replace(",\"id\"", ", \"id\"")),
        &[(HEADS, 1)],
    );
    let forge = |dir: &Path| {
        edit_lines(dir, HEADS, |lines| {
            let at = lines[5].len() - 130;
            let other = if &lines[5][at..=at] == "0" { "1" } else { "0" };
            lines[5].replace_range(at..=at, other);
        });
    };
    check(forge, &[(HEADS, 6)]);
}

#[test]
fn references_blobs_and_passages_are_held_against_what_they_name() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    let text = "eleven were aboard";
    let [source, extracted, _] = quoted(text, 0, 6);
    let wrong = Passage { start: 4, end: 400, exact: None };
    let wrong =
        Entry::deterministic(vec![(Role::Text, extracted.id)], Body::Passage(wrong)).expect("well formed");
    let lost = EntryId::from_bytes([9; 32]);
    let dangling = Entry::signed(
        &key(),
        Salt::new([1; 16]),
        vec![(Role::Of, lost)],
        Vec::new(),
        Some(Verdict::Accept),
        Body::Review(Remark::default()),
    )
    .expect("well formed");
    store.append(&[source, extracted, wrong, dangling], &key(), at(1)).expect("the store does not judge");
    let missing = serious(dir.path());
    let blob = Blobs::open(store.case().blobs()).expect("a folder");
    assert!(missing.iter().any(|fault| fault.what.starts_with("missing: stated by")), "{missing:?}");
    blob.put(text.as_bytes()).expect("stored");
    let found = serious(dir.path());
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(found[0].what.contains("bytes 4..400 are not a span of this text"), "{found:?}");
    assert!(found[1].what.contains(&lost.to_string()), "{found:?}");
}

#[test]
fn a_store_signs_nothing_on_top_of_damage() {
    let dir = tempdir().expect("a folder");
    create(dir.path()).append(&notes(0..6), &key(), at(1)).expect("appended");
    edit_lines(dir.path(), HEADS, |lines| lines.swap(0, 1));
    let refused = Store::open(dir.path()).expect("a case").append(&[note(9)], &key(), at(2));
    assert!(refused.is_err_and(|error| error.to_string().contains("ledger/heads")));
}

#[test]
fn what_an_unsigned_list_calls_erased_is_neither_erased_nor_explained() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path()).with_segment_bytes(900);
    store.append(&notes(0..20), &key(), at(1)).expect("appended");
    let bodies: BTreeSet<PathBuf> =
        files(dir.path()).into_iter().filter(|file| file.starts_with("ledger/bodies")).collect();
    let before: Vec<Vec<u8>> =
        bodies.iter().map(|file| fs::read(dir.path().join(file)).expect("readable")).collect();
    let forged: String =
        (0..15).map(|n| format!("{{\"id\":\"{}\",\"why\":\"erased\"}}\n", note(n).id)).collect();
    fs::write(dir.path().join("ledger/lacking.jsonl"), forged).expect("writable");
    let mut store = Store::open(dir.path()).expect("a case").with_segment_bytes(1 << 20);
    store.append(&notes(20..21), &key(), at(2)).expect("appended");
    store.recover().expect("nothing to recover");
    for (file, before) in bodies.iter().zip(before) {
        assert!(fs::read(dir.path().join(file)).expect("there").starts_with(&before), "{}", file.display());
    }
    let none = BTreeSet::new();
    let found = verify(dir.path(), &[key().public()], &none).expect("a case");
    let said: Vec<String> = found.iter().map(|fault| fault.what.clone()).collect();
    assert!(said.len() == 1 && said[0].starts_with("15 bodies on this list as erased and here"), "{said:?}");
    // Taken out by hand, with the list as an excuse: lost, and named.
    fs::remove_file(dir.path().join("ledger/bodies/000001.jsonl")).expect("there");
    fs::write(dir.path().join("ledger/bodies/000001.jsonl"), "").expect("writable");
    let found = verify(dir.path(), &[key().public()], &none).expect("a case");
    assert!(
        found.iter().any(|fault| fault.severity == Severity::Fault && fault.what.contains("are missing"))
    );
    // A copy that has them gives them back, but for what an owner destroys.
    let other = tempdir().expect("a folder");
    let mut honest = create(other.path());
    honest.append(&notes(0..20), &key(), at(1)).expect("appended");
    let gone = BTreeSet::from([note(1).id]);
    let receipt = store
        .merge_from(
            &honest,
            &assize_archive::store::Leave { destroyed: gone.clone(), ..Default::default() },
            &key(),
            at(3),
        )
        .expect("merged")
        .receipt;
    assert!(receipt.bodies_found > 0 && receipt.added == 0, "{receipt:?}");
    let lacking: Vec<EntryId> = Store::open(dir.path())
        .and_then(|store| store.load())
        .expect("readable")
        .0
        .into_iter()
        .filter(|received| received.entry.body.is_none())
        .map(|received| received.entry.id)
        .collect();
    assert_eq!(lacking, [note(1).id]);
    let found = verify(dir.path(), &[key().public()], &gone).expect("a case");
    assert!(found.iter().all(|fault| fault.severity == Severity::Note), "{found:?}");
}
