//! A case in one file, and back.

use crate::{
    files,
    replicas::{assert_same, findings, people, shared},
};
use std::fs;

#[test]
fn a_backup_is_the_case_and_what_is_written_after_it_is_kept_apart() {
    let (room, tolls) = shared();
    let [ann, ben, ..] = people(&room);
    room.write("case/site/index.html", "not the case's");
    room.write("case/drafts/index.sqlite-wal", "");
    let made = ann.run_in("case", &["--json", "backup", "one.tar"]).json();
    assert_eq!(made[0]["left_out"], serde_json::json!(["site"]), "{made:?}");
    assert_eq!(made[0]["log"]["size"].as_u64(), Some(room.heads("case").len() as u64));
    ann.run_in("case", &["backup", "two.tar"]);
    let read = |name: &str| fs::read(room.path(name)).expect("a file");
    assert!(read("one.tar") == read("two.tar"), "one state gives the same bytes");
    let taken = ann.try_in("case", &["backup", "two.tar"]);
    assert!(taken.code == 2 && taken.err.contains("there already"), "{}", taken.err);
    ann.run_in("case", &["accept", &tolls[1]]);
    let full = room.assize(&["restore", "one.tar", "case"]);
    assert!(full.code == 2 && full.err.contains("not an empty folder"), "{}", full.err);
    let restored = room.ok(&["restore", "one.tar", "back"]);
    assert!(restored.err.contains("verified"), "{}", restored.err);
    for (file, bytes) in files(&room.path("back")) {
        // A partial tile has been outgrown since.
        let is_there = room.path("case").join(&file).is_file() || file.starts_with("ledger/log/tile");
        assert!(is_there, "{}", file.display());
        assert!(file.extension().is_none_or(|ending| ending != "sqlite"), "{}", file.display());
        assert!(!String::from_utf8_lossy(&bytes).contains("not the case's"));
    }
    // The original is ahead: what was restored goes on in a log of its own, and both come together.
    let told = ann.run_in("back", &["accept", &tolls[2]]);
    assert!(told.err.contains("log of its own"), "{}", told.err);
    ann.run_in("back", &["merge", "case"]);
    ann.run_in("case", &["merge", "back"]);
    assert_same(&findings(&ann, "back"), &findings(&ann, "case"), "restored and merged");
    ann.run_in("back", &["verify"]);
    // The original is lost: only what was signed since tells that the backup is older.
    fs::remove_dir_all(room.path("case")).expect("removable");
    room.ok(&["restore", "two.tar", "case"]);
    let told = ann.run_in("case", &["accept", &tolls[3]]);
    assert!(told.err.contains("an older copy was put back"), "{}", told.err);
    // Somebody else may read it too, and is no owner.
    room.ok(&["restore", "one.tar", "bens"]);
    ben.run_in("bens", &["accept", &tolls[3]]);
    ben.run_in("bens", &["verify"]);
}

#[test]
fn a_backup_that_is_none_leaves_nothing() {
    let (room, _) = shared();
    let [ann, ..] = people(&room);
    ann.run_in("case", &["backup", "good.tar"]);
    let good = fs::read(room.path("good.tar")).expect("a file");
    /// Puts another name, type or size into the first header, with its sum put right.
    fn forged(good: &[u8], change: impl FnOnce(&mut [u8])) -> Vec<u8> {
        let mut bytes = good.to_vec();
        change(&mut bytes[..512]);
        bytes[148..156].fill(b' ');
        let sum: u32 = bytes[..512].iter().map(|byte| u32::from(*byte)).sum();
        bytes[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        bytes
    }
    let named = |name: &str| {
        forged(&good, |header| {
            header[..100].fill(0);
            header[..name.len()].copy_from_slice(name.as_bytes());
        })
    };
    let cases = [
        ("nothing", Vec::new()),
        ("text", b"words".repeat(1000)),
        ("cut", good[..good.len() - 1024].to_vec()),
        ("cut more", good[..good.len() / 2].to_vec()),
        ("up", named("../escaped")),
        ("up within", named("ledger/../../escaped")),
        ("absolute", named("/tmp/assize-escaped")),
        ("other", named("elsewhere/file")),
        ("key", named("keys/default.key")),
        ("link", forged(&good, |header| header[156] = b'2')),
        ("device", forged(&good, |header| header[156] = b'3')),
        ("long name", forged(&good, |header| header[156] = b'L')),
        ("flipped", {
            let mut bytes = good.clone();
            bytes[3] ^= 1;
            bytes
        }),
    ];
    for (name, bytes) in cases {
        room.write("bad.tar", bytes);
        let refused = room.assize(&["restore", "bad.tar", "out"]);
        assert_eq!(refused.code, 3, "{name}: {}", refused.err);
        assert!(refused.err.contains("bad.tar"), "{name}: {}", refused.err);
        assert!(!room.path("out").exists() && !room.path("escaped").exists(), "{name}");
        let left = fs::read_dir(room.path("")).expect("a folder").flatten();
        let left: Vec<_> =
            left.filter(|e| e.file_name().to_string_lossy().starts_with(".restoring")).collect();
        assert!(left.is_empty(), "{name}: {left:?}");
    }
    // What holds as a file and not as a record is restored, and said.
    let mut altered = good.clone();
    let at =
        altered.windows(20).rposition(|words| words.starts_with(b"\"kind\":\"review\"")).expect("a review");
    altered[at + 9] = b'R';
    room.write("altered.tar", altered);
    let told = room.assize(&["restore", "altered.tar", "out"]);
    assert_eq!(told.code, 4, "{}", told.err);
    assert!(told.out.contains("ledger/heads/"), "{}", told.out);
}
