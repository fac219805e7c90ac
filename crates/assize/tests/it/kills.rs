//! A merge is killed at any moment, and finished by the next. Every command that writes is killed at every call by the program `faults` of the
//! testkit; see `docs/faults.md`.
//!
//! `ASSIZE_KILLS` sets how often the merge is killed, 4 times this number; 4 where it is not set.

use crate::{ARTICLES, Room, case_of};
use std::{collections::BTreeSet, process::Stdio, time::Duration};

/// Ids of all heads.
fn heads(room: &Room) -> BTreeSet<String> {
    room.heads("k").iter().filter_map(|head| Some(head["id"].as_str()?.to_owned())).collect()
}

fn kills() -> u64 {
    std::env::var("ASSIZE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

/// A merge is many writes: entries, then each log. Whatever it is cut short at, the case holds, and merging again finishes.
#[test]
fn a_merge_that_is_killed_is_finished_by_the_next() {
    let kills = kills();
    let room = case_of(&ARTICLES);
    room.copy("case", "other");
    room.ok(&["--case", "other", "accept", "--property", "incident.killed"]);
    room.copy("other", "third");
    room.ok(&["--case", "third", "undo", "--yes"]);
    room.copy("case", "k");
    room.ok(&["--case", "k", "merge", "third"]);
    let (expected, logs) = (heads(&room), crate::files(&room.path("k/ledger/logs")).len());
    for kill in 0..kills * 4 {
        room.copy("case", "k");
        let mut child = room
            .command(&["--case", "k", "merge", "third"])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("runs");
        std::thread::sleep(Duration::from_micros(80_000 * kill / (kills * 4) + 500));
        let _ = child.kill();
        child.wait().expect("ended");
        let verified = room.assize(&["--case", "k", "verify"]);
        assert_eq!(verified.code, 0, "killed: {}{}", verified.out, verified.err);
        let again = room.assize(&["--case", "k", "merge", "third"]);
        assert_eq!(again.code, 0, "again: {}", again.err);
        assert_eq!(heads(&room), expected);
        assert!(crate::files(&room.path("k/ledger/logs")).len() >= logs, "every log is there");
        let verified = room.ok(&["--case", "k", "verify"]);
        assert!(!verified.out.contains("left from"), "{}", verified.out);
    }
}
