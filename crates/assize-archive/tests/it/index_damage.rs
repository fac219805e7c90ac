//! Two thousand damages to the index, of rows and of bytes: no answer changes.

use crate::{
    index::{Answers, restore, sundry},
    made::{at, create, key},
};
use assize_archive::{index::Index, store::Store};
use rusqlite::{Connection, params};
use std::{fs, path::Path};
use tempfile::tempdir;

/// Numbers without a source of randomness: the same damages each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from((self.0 >> 33) % end.max(1) as u64).expect("small")
    }
}

/// Takes out, alters or exchanges rows or records.
fn damage_rows(path: &Path, dice: &mut Dice) {
    let connection = Connection::open(path).expect("opened");
    connection.execute_batch("PRAGMA synchronous = OFF").expect("set");
    let mut query = connection.prepare("SELECT id, content FROM bucket ORDER BY id").expect("prepared");
    let rows = query.query_map([], |row| Ok((row.get(0)?, row.get(1)?))).expect("asked");
    let rows: Vec<(i64, Vec<u8>)> = rows.map(|row| row.expect("a row")).collect();
    let (id, mut content) = rows[dice.below(rows.len())].clone();
    match dice.below(5) {
        0 => {
            connection.execute("DELETE FROM bucket WHERE id = ?1", [id]).expect("deleted");
            return;
        }
        1 => {
            // A whole record, and the digest as it was.
            let from = dice.below(content.len());
            let to = (from + 12).min(content.len());
            content.drain(from..to);
        }
        2 => {
            let (_, other) = &rows[dice.below(rows.len())];
            content = other.clone();
        }
        3 => content.clear(),
        _ => {
            let at = dice.below(content.len());
            content[at] ^= 1 << dice.below(8);
        }
    }
    connection
        .execute("UPDATE bucket SET content = ?2 WHERE id = ?1", params![id, content])
        .expect("updated");
}

fn damage_bytes(path: &Path, dice: &mut Dice) {
    let mut bytes = fs::read(path).expect("readable");
    match dice.below(4) {
        0 => bytes.truncate(dice.below(bytes.len())),
        1 => {
            let from = dice.below(bytes.len());
            let to = (from + dice.below(5000)).min(bytes.len());
            bytes[from..to].fill(0);
        }
        _ => {
            for _ in 0..=dice.below(3) {
                let at = dice.below(bytes.len());
                bytes[at] ^= 1 << dice.below(8);
            }
        }
    }
    fs::write(path, bytes).expect("writable");
}

#[test]
fn two_thousand_damages_change_no_answer() {
    let dir = tempdir().expect("a folder");
    let mut store = create(dir.path());
    for batch in 0..4 {
        let entries: Vec<_> = (batch * 6..batch * 6 + 6).map(sundry).collect();
        store.append(&entries, &key(), at(1 + i64::from(batch))).expect("appended");
    }
    let store = Store::open(dir.path()).expect("a case");
    let expected = Answers::naive(&store);
    let path = store.case().index();
    drop(Index::open(&store).expect("built"));
    let connection = Connection::open(&path).expect("opened");
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("moved into one file");
    drop(connection);
    let sound = fs::read(&path).expect("readable");
    let (mut dice, mut noticed) = (Dice(7), 0);
    for round in 0..2000 {
        restore(&path, &sound);
        if round % 2 == 0 {
            damage_rows(&path, &mut dice)
        } else {
            damage_bytes(&path, &mut dice)
        }
        let index = Index::open(&store).expect("opened, or made anew");
        assert_eq!(Answers::of(&index, &expected), expected, "round {round}");
        noticed += usize::from(!index.notes().is_empty());
    }
    // Many bytes of a SQLite file mean nothing; a row always does, unless it was exchanged for itself.
    assert!(noticed > 1000, "{noticed} of 2000 noticed");
}
