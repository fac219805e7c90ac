//! The index of readings is disposable: whatever becomes of it, drafts and referents are found.

use assize_archive::readings::{ReadBy, Reading, Readings, Secret};
use assize_record::{
    DraftId, EntryId, Referent,
    entry::{OfText, Salt},
};
use rusqlite::Connection;
use std::fs;
use tempfile::{TempDir, tempdir};

fn text(n: u8) -> EntryId {
    EntryId::from_bytes([n; 32])
}

fn referent(n: u32, start: usize) -> Referent {
    serde_json::from_value(serde_json::json!({
        "schema": "assize.referent/1", "text": "00".repeat(32), "ref": n, "type": "incident",
        "head": { "start": start, "end": start + 6, "exact": "strike" }, "mentions": [], "linked_by": "test",
    }))
    .expect("a referent")
}

/// Two readings of three incidents each.
fn case() -> (TempDir, Vec<(EntryId, EntryId)>) {
    let dir = tempdir().expect("a folder");
    let mut readings = Readings::of_case(dir.path());
    let mut anchors = Vec::new();
    // One text has a salt: its anchors are found all the same, also where the index is made anew from the files.
    for (of, salt) in [(text(1), Salt::none()), (text(2), Salt::new([9; 16]))] {
        let referents: Vec<Referent> = (1..4).map(|n| referent(n, n as usize * 10)).collect();
        for referent in &referents {
            anchors.push((referent.anchor(OfText::new(of, salt)).expect("an anchor").id, of));
        }
        let by = ReadBy { reader: "test".to_owned(), published: String::new() };
        readings
            .write(of, &by, &Reading { salt, referents, drafts: Vec::new() }, &Secret::new([7; 32]))
            .expect("written");
    }
    (dir, anchors)
}

fn check(dir: &TempDir, anchors: &[(EntryId, EntryId)], after: &str) {
    let mut readings = Readings::of_case(dir.path());
    for (anchor, of) in anchors {
        let found = readings.anchors(&anchor.to_string()[..12], 8).expect("askable");
        assert_eq!(found, [(*anchor, *of)], "after {after}");
    }
    let none = DraftId::from_bytes([7; 32]).to_string();
    assert_eq!(readings.drafts(&none, 8).expect("askable"), [], "after {after}");
}

#[test]
fn whatever_becomes_of_its_rows_a_referent_is_found() {
    let (dir, anchors) = case();
    check(&dir, &anchors, "nothing");
    let path = dir.path().join("drafts/index.sqlite");
    for sql in [
        "DELETE FROM referent",
        "DELETE FROM referent WHERE anchor = (SELECT min(anchor) FROM referent)",
        "UPDATE referent SET text = (SELECT max(text) FROM reading)",
        "UPDATE referent SET anchor = randomblob(32) WHERE anchor = (SELECT max(anchor) FROM referent)",
        "DELETE FROM reading WHERE text = (SELECT min(text) FROM reading); DELETE FROM referent",
        "DROP TABLE referent",
        "DROP TABLE draft",
        "PRAGMA user_version = 1",
    ] {
        let index = Connection::open(&path).expect("openable");
        index.execute_batch(sql).expect(sql);
        drop(index);
        check(&dir, &anchors, sql);
    }
}

#[test]
fn whatever_becomes_of_its_bytes_a_referent_is_found() {
    let (dir, anchors) = case();
    let path = dir.path().join("drafts/index.sqlite");
    Connection::open(&path)
        .expect("openable")
        .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
        .expect("done");
    let sound = fs::read(&path).expect("readable");
    for at in (0..sound.len()).step_by(101) {
        let mut bytes = sound.clone();
        bytes[at] ^= 0x55;
        fs::write(&path, &bytes).expect("writable");
        check(&dir, &anchors, &format!("a flip at {at}"));
    }
    for length in [0, 10, 100, sound.len() / 2] {
        fs::write(&path, &sound[..length]).expect("writable");
        check(&dir, &anchors, &format!("cut at {length}"));
    }
}

#[test]
fn a_reading_that_is_removed_leaves_nothing_of_itself() {
    let (dir, anchors) = case();
    let mut readings = Readings::of_case(dir.path());
    readings.remove(text(2)).expect("removed");
    readings.remove(text(2)).expect("removing what is gone changes nothing");
    drop(readings);
    for file in fs::read_dir(dir.path().join("drafts")).expect("a folder") {
        let path = file.expect("a file").path();
        let bytes = fs::read(&path).expect("readable");
        for (anchor, of) in anchors.iter().filter(|(_, of)| *of == text(2)) {
            for id in [anchor, of] {
                let there = memchr::memmem::find(&bytes, id.as_bytes()).is_some();
                assert!(!there, "{} holds {id}", path.display());
            }
        }
    }
    check(&dir, &anchors[..3], "a removal");
}

#[cfg(unix)]
#[test]
fn what_is_not_there_is_told_without_making_a_sound_index_anew() {
    use std::os::unix::fs::MetadataExt as _;
    let (dir, anchors) = case();
    let file = || fs::metadata(dir.path().join("drafts/index.sqlite")).expect("an index").ino();
    let before = file();
    // Held open, so that no new file can have its number.
    let _held = fs::File::open(dir.path().join("drafts/index.sqlite")).expect("an index");
    check(&dir, &anchors, "asking for a draft that is not there");
    assert_eq!(file(), before, "the index was made anew");
}
