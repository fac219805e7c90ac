//! A flipped bit is named by file, and nothing else is refused.

use crate::{Room, files};
use std::fs;

#[test]
fn verify_passes_what_is_sound() {
    let room = Room::with_article();
    let ran = room.ok(&["--case", "case", "verify"]);
    assert!(ran.err.contains("every hash, signature, tile and span holds"), "{}", ran.err);
}

#[test]
fn one_flipped_bit_in_any_part_is_named() {
    let room = Room::with_article();
    let whole = files(&room.path("case"));
    for part in
        ["ledger/heads/", "ledger/bodies/", "archive/sha256/", "ledger/log/tile/", "ledger/log/checkpoint"]
    {
        let (name, bytes) = whole
            .iter()
            .find(|(name, _)| name.to_string_lossy().starts_with(part))
            .expect("a file of this part");
        let path = room.path("case").join(name);
        let mut flipped = bytes.clone();
        let at = flipped.len() / 2;
        flipped[at] ^= 1;
        fs::write(&path, &flipped).expect("writable");
        let ran = room.assize(&["--case", "case", "verify"]);
        assert_eq!(ran.code, 4, "{part}: {}\n{}", ran.out, ran.err);
        let file = name.file_name().expect("a name").to_string_lossy().into_owned();
        assert!(ran.out.contains(&file), "{part}: {} is not named in\n{}", name.display(), ran.out);
        assert!(ran.err.contains("everything else was verified"), "{}", ran.err);
        // The record stays readable around the fault.
        assert_eq!(room.assize(&["--case", "case", "weigh"]).code, 0, "{part}");
        fs::write(&path, bytes).expect("writable");
    }
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn usage_and_missing_cases_say_what_to_do() {
    let room = Room::new();
    let ran = room.assize(&["weigh"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("assize init"), "{}", ran.err);
    assert_eq!(room.assize(&["wiegh"]).code, 2);
    assert_eq!(room.assize(&["read", "--stdout", "no-such-file.txt"]).code, 3);
    room.ok(&["init", "case"]);
    assert_eq!(room.assize(&["init", "case"]).code, 2, "a case is not made over");
    let ran = room.assize(&["--case", "case", "weigh", "--method", "udcp"]);
    assert_eq!(ran.code, 2);
    assert!(ran.err.contains("did you mean `ucdp`"), "{}", ran.err);
    let ran = room.assize(&["--case", "case", "assess", "--standard", "us.excute-order"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
}

#[test]
fn publish_never_replaces_a_folder_that_it_did_not_write() {
    let room = Room::with_article();
    room.write("mine/notes.txt", "keep me");
    let ran = room.assize(&["--case", "case", "publish", "--out", "mine"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(room.path("mine/notes.txt").is_file());
}

#[test]
fn a_rejection_needs_a_reason_and_stays_on_record() {
    let room = Room::with_article();
    let drafts = room.ok(&["--case", "case", "--json", "drafts"]).json();
    let id = drafts[0]["id"].as_str().expect("id");
    assert_eq!(room.assize(&["--case", "case", "reject", id]).code, 2);
    room.ok(&["--case", "case", "reject", id, "--reason", "a figure of speech"]);
    assert_eq!(room.ok(&["--case", "case", "--json", "drafts"]).json().len(), drafts.len() - 1);
    let tolls = room.ok(&["--case", "case", "--json", "weigh"]);
    assert!(tolls.out.is_empty(), "a rejected claim counts nowhere");
}

#[test]
fn a_record_whose_last_entries_are_cut_off_is_not_published_and_says_so_wherever_it_is_read() {
    let room = Room::with_article();
    room.ok(&["--case", "case", "accept", "--property", "incident.killed", "--doubts"]);
    let heads = room.path("case/ledger/heads/000001.jsonl");
    let text = fs::read_to_string(&heads).expect("heads");
    let lines: Vec<&str> = text.lines().collect();
    let kept: String = lines[..lines.len() - 2].iter().map(|line| format!("{line}\n")).collect();
    fs::write(&heads, kept).expect("cut");
    let ran = room.assize(&["--case", "case", "weigh"]);
    assert!(ran.err.contains("2 more than there are lines"), "{}", ran.err);
    let ran = room.assize(&["--case", "case", "publish", "--out", "site", "--mask-names"]);
    assert!(ran.code == 4 && ran.err.contains("2 of the"), "{}", ran.err);
    assert!(!room.path("site").exists());
    assert_eq!(room.assize(&["--case", "case", "verify"]).code, 4);
    // Without the receipts nothing that is written panics.
    fs::remove_file(room.path("case/ledger/log/receipts/000001.jsonl")).expect("a pack");
    for args in [["undo", "--yes"], ["accept", "--doubts"]] {
        let ran = room.assize(&[&["--case", "case"], &args[..]].concat());
        assert!((2..=4).contains(&ran.code), "{args:?}: {} {}", ran.code, ran.err);
    }
}
