//! What is destroyed: on whose word, what is left of it, and what a merge does.

use crate::{
    ARTICLES, Room, case_of, files,
    secrets::{LEAK, SECRETS, derivable, values},
};
use assize_record::BlobHash;
use std::{fs, process::Stdio, time::Duration};

impl Room {
    /// How many bodies are gone, by `status`.
    fn gone(&self, case: &str) -> serde_json::Value {
        self.ok(&["--case", case, "--json", "status"]).json()[0]["content_gone"].clone()
    }

    /// Forges a list of erased bodies, as anybody can who writes into the folder.
    fn forge_erased(&self, case: &str) -> usize {
        let heads = self.heads(case);
        let lines: String =
            heads.iter().map(|head| format!("{{\"id\":{},\"why\":\"erased\"}}\n", head["id"])).collect();
        self.write(&format!("{case}/ledger/lacking.jsonl"), lines);
        heads.len()
    }
}

#[test]
fn what_is_destroyed_is_in_no_byte_of_the_case_and_the_record_verifies() {
    let room = Room::with_leak();
    let ok = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    ok(&["weigh"]);
    ok(&["why", "zephyr-leak.txt"]);
    let before = room.heads("case").len();
    let listed = room.assize(&["--case", "case", "destroy", "zephyr-leak.txt", "--reason", "asked"]);
    assert_eq!(listed.code, 2, "{}", listed.err);
    for words in [
        "goes: the content of",
        "1 claim",
        "1 capture",
        "goes: 1 file of the archive",
        "drafts of 1 text",
        "stays: the heads",
        "killed 14",
    ] {
        assert!(listed.err.contains(words), "{words}: {}", listed.err);
    }
    assert_eq!(room.heads("case").len(), before, "nothing was written");
    assert!(!room.holding("case", &SECRETS).is_empty());
    ok(&["destroy", "zephyr-leak.txt", "--reason", "asked", "--yes"]);
    assert_eq!(room.holding("case", &SECRETS), Vec::<String>::new());
    assert_eq!(room.heads("case").len(), before + 1, "heads stay, and the word that destroyed them");
    let gone = room.gone("case");
    assert!(
        gone["destroyed"].as_u64().expect("a number") >= 8 && gone["lost"] == 0 && gone["pending"] == 0,
        "{gone}"
    );
    for args in [vec!["verify"], vec!["weigh"], vec!["status"]] {
        let said = ok(&args);
        assert!(
            said.out.contains("destroyed by an owner"),
            "{args:?} counts it aloud: {}{}",
            said.out,
            said.err
        );
    }
    assert!(ok(&["weigh"]).out.contains("9") && !ok(&["weigh"]).out.contains("14"));
    assert_eq!(room.holding("case", &SECRETS), Vec::<String>::new(), "nothing that is made anew has it");
    let guesses = derivable(LEAK, &room.heads("case"));
    for (file, bytes) in files(&room.path("case")) {
        assert!(values(&bytes).is_disjoint(&guesses), "{}", file.display());
    }
    // It cannot be taken back, by any way.
    let word = room.first_of_kind("case", "withhold");
    for args in [vec!["undo", "--yes"], vec!["retract", &word, "--reason", "x"]] {
        let refused = room.assize(&[&["--case", "case"], &args[..]].concat());
        assert!(refused.code == 2 && refused.err.contains("bytes are gone"), "{args:?}: {}", refused.err);
    }
    let again = ok(&["destroy", "--pending", "--yes"]);
    assert!(again.err.contains("nothing that an owner destroyed is left"), "{}", again.err);
    // The rest of the case works.
    ok(&["add", "gazette.txt"]);
    ok(&["read"]);
    ok(&["verify"]);
}

#[test]
fn an_open_source_that_was_destroyed_is_not_added_again_and_a_shared_file_stays() {
    let room = case_of(&ARTICLES);
    let ok = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    // Somebody else has the same bytes as a confidential source of theirs.
    room.ok_as("ben", &["init", "ben"]);
    room.ok_as("ben", &["--case", "ben", "add", "courier.txt", "--confidential"]);
    ok(&["merge", "ben"]);
    let hash = BlobHash::of(ARTICLES[1].2.as_bytes()).to_string();
    let blob = room.path("case/archive/sha256").join(&hash[..2]).join(&hash[2..]);
    assert!(blob.exists());
    let open = room.heads("case").iter().filter(|head| head["head"]["kind"] == "source").count();
    assert_eq!(open, 5, "two sources of the same bytes");
    let told = ok(&["destroy", &room.source_id("case"), "--reason", "theirs", "--yes"]);
    assert!(told.err.contains("stays: 1 file that another entry states too"), "{}", told.err);
    assert!(blob.exists(), "the open source states it too");
    ok(&["verify"]);
    let source = room.source("case", "courier.txt");
    let told = ok(&["destroy", &source, "--reason", "all of it", "--yes"]);
    assert!(told.err.contains("whoever has the file"), "an id of bytes alone is said to stay: {}", told.err);
    assert!(!blob.exists());
    ok(&["verify"]);
    let refused = room.assize(&["--case", "case", "add", "courier.txt"]);
    assert!(refused.code == 3 && refused.err.contains("was destroyed here"), "{}", refused.err);
    assert!(!blob.exists());
}

#[test]
fn an_unsigned_list_of_erased_bodies_destroys_nothing() {
    let room = Room::with_leak();
    let bodies = || -> Vec<Vec<u8>> {
        files(&room.path("case/ledger/bodies")).into_iter().map(|(_, bytes)| bytes).collect()
    };
    let before = bodies();
    let forged = room.forge_erased("case");
    for args in [
        vec!["weigh"],
        vec!["retract", &room.first_of_kind("case", "review"), "--reason", "x"],
        vec!["undo", "--yes"],
        vec!["destroy", "--pending", "--yes"],
    ] {
        room.ok(&[&["--case", "case"], &args[..]].concat());
    }
    for (after, before) in bodies().iter().zip(&before) {
        assert!(after.starts_with(before), "every body is where it was");
    }
    let said = room.ok(&["--case", "case", "verify"]);
    assert!(said.out.contains(&format!("{forged} bodies on this list as erased and here")), "{}", said.out);
    let gone = room.gone("case");
    assert!(["destroyed", "lost", "absent", "pending"].iter().all(|kind| gone[kind] == 0), "{gone}");
}

#[test]
fn a_merge_restores_what_was_lost_and_never_what_an_owner_destroyed() {
    let room = Room::with_leak();
    let ok = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    // Ben takes it in, and is an owner of both records; then both have the same.
    room.ok_as("ben", &["init", "ben"]);
    room.ok_as("ben", &["--case", "ben", "merge", "case"]);
    room.make_owner(None, "case", &room.key_of(Some("ben"), "ben"));
    room.make_owner(Some("ben"), "ben", &room.key_of(None, "case"));
    ok(&["merge", "ben"]);
    room.ok_as("ben", &["--case", "ben", "merge", "case"]);
    room.copy("ben", "before");
    // Bodies taken out by hand, with a forged list as the excuse: lost, said, and restored.
    room.forge_erased("case");
    let path = room.path("case/ledger/bodies/000001.jsonl");
    fs::write(&path, "").expect("writable");
    let lost = room.assize(&["--case", "case", "verify"]);
    assert!(lost.code == 4 && lost.out.contains("are missing"), "{}", lost.out);
    assert!(ok(&["status"]).out.contains("lost: assize verify names it"));
    let merged = ok(&["merge", "ben"]);
    assert!(merged.err.contains("have it again"), "{}", merged.err);
    ok(&["verify"]);
    assert_eq!(room.gone("case")["lost"], 0);
    // An owner destroys in one copy. The other has it out of sight with the next merge, and destroys it when told to.
    room.ok_as("ben", &["--case", "ben", "destroy", &room.source_id("ben"), "--reason", "asked", "--yes"]);
    assert_eq!(room.holding("ben", &SECRETS), Vec::<String>::new());
    assert!(ok(&["weigh"]).out.contains("14"));
    let merged = ok(&["merge", "ben"]);
    assert!(
        merged.err.contains("to be destroyed in this copy too: assize destroy --pending"),
        "{}",
        merged.err
    );
    assert!(!ok(&["weigh"]).out.contains("14"), "out of sight at once");
    assert!(!room.holding("case", &SECRETS).is_empty());
    assert!(ok(&["verify"]).out.contains("still here: `assize destroy --pending`"));
    let listed = room.assize(&["--case", "case", "destroy", "--pending"]);
    assert!(listed.code == 2 && listed.err.contains("goes: 1 file of the archive"), "{}", listed.err);
    ok(&["destroy", "--pending", "--yes"]);
    assert_eq!(room.holding("case", &SECRETS), Vec::<String>::new());
    // A copy from before brings nothing back: neither words, nor bytes, nor drafts.
    let merged = ok(&["merge", "before"]);
    assert!(!merged.err.contains("have it again"), "{}", merged.err);
    assert_eq!(room.holding("case", &SECRETS), Vec::<String>::new());
    ok(&["verify"]);
    // Nor does somebody who never had it get it from the word alone.
    room.ok_as("cleo", &["init", "cleo"]);
    room.ok_as("cleo", &["--case", "cleo", "merge", "case"]);
    let absent =
        room.ok_as("cleo", &["--case", "cleo", "--json", "status"]).json()[0]["content_gone"].clone();
    assert!(absent["absent"].as_u64().expect("a number") > 0, "{absent}");
    room.ok_as("cleo", &["--case", "cleo", "verify"]);
}

#[test]
fn destroying_that_is_killed_is_finished_by_the_next_run() {
    let kills: u64 = std::env::var("ASSIZE_KILLS").ok().and_then(|n| n.parse().ok()).unwrap_or(6);
    let room = Room::with_leak();
    let source = room.source_id("case");
    for kill in 0..kills {
        room.copy("case", "k");
        let args = ["--case", "k", "destroy", &source, "--reason", "asked", "--yes"];
        let mut child =
            room.command(&args).stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("runs");
        std::thread::sleep(Duration::from_micros(60_000 * kill / kills + 500));
        let _ = child.kill();
        let _ = child.wait();
        let verified = room.assize(&["--case", "k", "verify"]);
        assert_eq!(verified.code, 0, "killed: {}{}", verified.out, verified.err);
        let again = room.assize(&args);
        assert_eq!(again.code, 0, "{}", again.err);
        assert_eq!(room.holding("k", &SECRETS), Vec::<String>::new(), "killed at {kill}");
        room.ok(&["--case", "k", "verify"]);
        assert_eq!(room.gone("k")["pending"], 0);
    }
}

#[test]
fn only_an_owner_destroys() {
    let room = Room::with_leak();
    // Ben works in a copy of it, in a log of his own; nobody has said that he is an owner.
    room.copy("case", "k");
    let source = room.source_id("k");
    let refused = room.as_person("ben", &["--case", "k", "destroy", &source, "--reason", "x", "--yes"]);
    assert!(refused.code == 2 && refused.err.contains("only an owner"), "{}", refused.err);
    assert!(!room.holding("k", &SECRETS).is_empty());
    assert!(!room.holding("case", &SECRETS).is_empty());
}

/// Who may do what, and bare places, stay.
#[test]
fn what_holds_no_content_is_not_withheld() {
    let room = Room::with_leak();
    for kind in ["actor", "anchor", "mark"] {
        let id = room.first_of_kind("case", kind);
        for command in ["withhold", "destroy"] {
            let refused = room.assize(&["--case", "case", command, &id, "--reason", "x", "--yes"]);
            assert!(
                refused.code == 2 && refused.err.contains("holds no content"),
                "{command} {kind}: {}",
                refused.err
            );
        }
    }
}
