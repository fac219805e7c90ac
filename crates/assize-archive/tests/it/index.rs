//! The disposable index.

use crate::made::{at, create, files, full_case, key, note, notes, quoted};
use assize_archive::{fault::Severity, index::Index, store::Store, verify::verify};
use assize_record::entry::{Kind, Role};
use std::fs;
use tempfile::tempdir;

#[test]
fn it_finds_entries_by_id_prefix_and_reference() {
    let dir = tempdir().expect("a folder");
    let store = full_case(dir.path());
    let index = Index::open(&store).expect("built");
    let (received, _) = store.load().expect("readable");
    assert_eq!(index.count().expect("counted"), received.len() as u64);
    for expected in &received {
        let id = expected.entry.id;
        let found = index.entry(&id).expect("asked").expect("there");
        assert_eq!(
            (found.id, found.kind, found.by, &found.place, found.byte, found.received_at),
            (
                id,
                expected.entry.head.kind,
                expected.entry.head.by,
                &expected.place,
                expected.byte,
                expected.received_at
            )
        );
        let line = fs::read(dir.path().join(&found.place.file)).expect("a segment");
        assert!(line[usize::try_from(found.byte).expect("small")..].starts_with(b"{\"head\":"));
        assert_eq!(index.find(&id.to_string()[..13], 9).expect("asked"), [id]);
    }
    assert_eq!(index.find("", 3).expect("asked").len(), 3);
    for none in ["F", "g", &"0".repeat(65), "%", "é"] {
        assert_eq!(index.find(none, 9).expect("asked"), [], "{none}");
    }
    assert_eq!(index.entry(&note(99).id).expect("asked"), None);
    let text = "Officials said nine people were aboard. A relative said there were eleven.";
    let [_, text, passage] = quoted(text, 15, 26);
    let referrers = index.referrers(&text.id).expect("asked");
    assert_eq!(referrers.len(), 2);
    assert!(referrers.contains(&(Role::Text, passage.id)));
    assert_eq!(index.entry(&passage.id).expect("asked").map(|found| found.kind), Some(Kind::Passage));
}

#[test]
fn it_is_rebuilt_when_deleted_damaged_or_out_of_date() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    let path = store.case().index();
    for round in 0..5_u32 {
        store.append(&notes(round * 3..round * 3 + 3), &key(), at(round.into())).expect("appended");
        match round {
            1 => fs::remove_file(&path).expect("removable"),
            2 => fs::write(&path, b"not a database, but long enough to be read as the head of one")
                .expect("writable"),
            3 => fs::write(&path, b"").expect("writable"),
            _ => {}
        }
        if round > 0 && round != 1 {
            let stale = verify(dir.path(), &[key().public()]).expect("a case");
            assert!(
                stale.iter().any(|f| f.file.ends_with("index.sqlite") && f.severity == Severity::Note),
                "{stale:?}"
            );
        }
        let index = Index::open(&Store::open(dir.path()).expect("a case")).expect("built");
        assert_eq!(index.count().expect("counted"), u64::from(round * 3 + 3));
        assert_eq!(verify(dir.path(), &[key().public()]).expect("a case"), []);
    }
    assert!(!files(dir.path()).iter().any(|file| file.to_string_lossy().contains(".new-")));
}
