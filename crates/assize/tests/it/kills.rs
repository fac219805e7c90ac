//! A decision is killed at any moment: nothing acknowledged is lost, the record holds, and the next command works.
//!
//! `ASSIZE_KILLS` sets how often each command is killed, 4 where it is not set.

use crate::{ARTICLES, Room, case_of};
use std::{collections::BTreeSet, process::Stdio, time::Duration};

/// Ids of all heads.
fn heads(room: &Room) -> BTreeSet<String> {
    room.heads("k").iter().filter_map(|head| Some(head["id"].as_str()?.to_owned())).collect()
}

fn kills() -> u64 {
    std::env::var("ASSIZE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(4)
}

/// In a copy, so that each decision begins a log of the copy's own first.
#[test]
fn a_decision_that_is_killed_loses_nothing_acknowledged() {
    let kills = kills();
    let room = case_of(&ARTICLES);
    let ok = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    let drafts = ok(&["--json", "drafts"]).json();
    let draft = |n: usize| -> String {
        let tolls = drafts.iter().filter(|draft| draft["proposition"]["property"] == "incident.killed");
        tolls
            .skip(n)
            .map(|draft| draft["id"].as_str().expect("an id")[..12].to_owned())
            .next()
            .expect("a toll")
    };
    let (d0, d1, d2, d3) = (draft(0), draft(1), draft(2), draft(3));
    ok(&["accept", &d0, &d1, &d2]);
    let rows = ok(&["--json", "incidents"]).json();
    let ids: Vec<String> =
        rows.iter().map(|row| row["id"].as_str().expect("an id")[..12].to_owned()).collect();
    ok(&["incident", "One", "--from", &ids[0], "--yes"]);
    ok(&["link", &ids[1], "One", "--reason", "one boat", "--yes"]);
    let review = room.first_of_kind("case", "review");
    let commands: Vec<Vec<&str>> = vec![
        vec!["accept", &d3],
        vec!["reject", &d3, "--reason", "no"],
        vec!["amend", &d3, "--max", "70"],
        vec!["incident", "Two", "--from", &ids[2], "--yes"],
        vec!["link", &ids[2], "One", "--reason", "same", "--yes"],
        vec!["link", "echo.txt", "gazette.txt", "--taken-from", "--reason", "says so", "--yes"],
        vec!["unlink", &ids[1], "One", "--yes"],
        vec!["different", &ids[2], "One", "--reason", "another"],
        vec!["rename", "One", "Uno", "--yes"],
        vec!["retract", &review, "--reason", "x"],
        vec!["undo", "--yes"],
        vec!["undo", "2", "--yes"],
    ];
    for args in &commands {
        for kill in 0..kills {
            room.copy("case", "k");
            let before = heads(&room);
            let case = [&["--case", "k"], &args[..]].concat();
            let mut child =
                room.command(&case).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
            std::thread::sleep(Duration::from_micros(40_000 * kill / kills + 500));
            let _ = child.kill();
            let acknowledged = child.wait().expect("ended").success();
            let verified = room.assize(&["--case", "k", "verify"]);
            assert_eq!(verified.code, 0, "{args:?} killed: {}{}", verified.out, verified.err);
            let after = heads(&room);
            assert!(before.is_subset(&after), "{args:?}: what was there is there");
            assert!(!acknowledged || after.len() > before.len(), "{args:?}: acknowledged and not there");
            let again = room.assize(&case);
            assert!(matches!(again.code, 0 | 2 | 3), "{args:?} again: {} {}", again.code, again.err);
            let now = heads(&room);
            assert!(now.len() > before.len(), "{args:?}: decided once at least: {}", again.err);
            room.ok(&["--case", "k", "verify"]);
        }
    }
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
