//! What somebody found who tried to break the record with decisions, two of everything, and files beside it.

use crate::{ARTICLES, Ran, Room, case_of};
use std::fs;

fn case() -> Room {
    let room = case_of(&ARTICLES);
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    room
}

fn in_case(room: &Room, args: &[&str]) -> Ran {
    room.assize(&[&["--case", "case"], args].concat())
}

fn ok(room: &Room, args: &[&str]) -> Ran {
    room.ok(&[&["--case", "case"], args].concat())
}

/// Short ids of the incidents, in the order of the list.
fn incidents(room: &Room) -> Vec<String> {
    let rows = ok(room, &["--json", "incidents"]).json();
    rows.iter().map(|row| row["id"].as_str().expect("an id")[..12].to_owned()).collect()
}

#[test]
fn one_key_names_one_thing_with_the_index_and_without() {
    let room = case();
    let ids = incidents(&room);
    let place = |name: &str, from: &str| {
        in_case(&room, &["incident", name, "--from", from, "--key", "incident/raid", "--yes"])
    };
    assert_eq!(place("One", &ids[0]).code, 0);
    let refused = place("Two", &ids[1]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("incident/raid"), "{}", refused.err);
    ok(&room, &["incident", "Two", "--from", &ids[1], "--yes"]);
    assert_eq!(in_case(&room, &["rename", "Two", "--key", "incident/raid", "--yes"]).code, 3);
}

#[test]
fn one_undo_after_a_merge_takes_back_one_decision() {
    let room = case();
    let ids = incidents(&room);
    room.copy("case", "copy");
    let theirs = |args: &[&str]| room.ok(&[&["--case", "copy"], args].concat());
    theirs(&["link", &ids[0], &ids[1], "--reason", "one boat", "--yes"]);
    theirs(&["incident", "Port", "--from", &ids[2], "--yes"]);
    ok(&room, &["merge", "copy"]);
    assert_eq!(incidents(&room).len(), 3);
    ok(&room, &["undo", "--yes"]);
    let rows = ok(&room, &["--json", "incidents"]).json();
    assert_eq!(rows.len(), 3, "the link stands: {rows:?}");
    assert!(rows.iter().all(|row| row["name"] != "Port"), "{rows:?}");
    ok(&room, &["undo", "--yes"]);
    assert_eq!(incidents(&room).len(), 4);
    ok(&room, &["verify"]);
}

/// What a decision would move, as the program says it.
fn moves(room: &Room, args: &[&str]) -> serde_json::Value {
    let ran = ok(room, &[&["--json"], args, &["--dry-run"]].concat());
    let mut moves = ran.json().pop().expect("a decision")["moves"].clone();
    // A new name has another id each time it is signed.
    for one in moves.as_array_mut().into_iter().flatten() {
        one.as_object_mut().and_then(|one| one.remove("id"));
    }
    moves
}

#[test]
fn what_a_decision_moves_is_the_same_with_the_index_and_without() {
    let room = case();
    let ids = incidents(&room);
    ok(&room, &["link", &ids[0], &ids[1], "--reason", "one boat", "--yes"]);
    let why = ok(&room, &["--json", "why", &ids[0]]).json();
    let (review, link, claim) = {
        let first = |kind| room.first_of_kind("case", kind);
        (first("review"), first("link"), first("claim"))
    };
    let things = ok(&room, &["--json", "things"]).json();
    let person = things.iter().find(|thing| thing.to_string().contains("Vale")).expect("a speaker");
    let person = person["id"].as_str().expect("an id")[..12].to_owned();
    assert!(!why.is_empty());
    let decisions: Vec<Vec<&str>> = vec![
        vec!["retract", &review, "--reason", "x"],
        vec!["retract", &link, "--reason", "x"],
        vec!["retract", &claim, "--reason", "x"],
        vec!["unlink", &ids[0], &ids[1]],
        vec!["link", &ids[2], &ids[3], "--reason", "x"],
        vec!["incident", "Port", "--from", &ids[2]],
        vec!["amend", &claim, "--max", "40"],
        vec!["rename", &person, "Adm. Ruth Vale"],
        vec!["undo"],
        vec!["undo", "3"],
    ];
    let with: Vec<serde_json::Value> = decisions.iter().map(|args| moves(&room, args)).collect();
    assert!(with[0].as_array().is_some_and(|moves| !moves.is_empty()), "a review holds up a claim: {with:?}");
    assert!(ok(&room, &["why", &person]).out.contains("incident.killed"), "what a person says is shown");
    let index = room.path("case/index.sqlite");
    for beside in ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"] {
        let _ = fs::remove_file(room.path("case").join(beside));
    }
    fs::create_dir(&index).expect("makeable");
    for (args, with) in decisions.iter().zip(with) {
        assert_eq!(moves(&room, args), with, "{args:?}");
    }
    assert!(ok(&room, &["why", &person]).out.contains("incident.killed"), "what a person says is shown");
}

#[test]
fn a_key_of_several_things_is_a_fault_of_the_sheet_that_uses_it() {
    let room = case();
    let ids = incidents(&room);
    room.copy("case", "copy");
    let place = |case: &str, name: &str, from: &str| {
        room.ok(&["--case", case, "incident", name, "--from", from, "--key", "incident/raid", "--yes"]);
    };
    place("case", "One", &ids[0]);
    place("copy", "Two", &ids[1]);
    ok(&room, &["merge", "copy"]);
    assert!(ok(&room, &["status"]).out.contains("incident/raid"));
    room.write(
        "sheet.toml",
        "[[entity]]\nkey = \"incident/raid\"\nname = \"Raid\"\n\n[[source]]\nfile = \"gazette.txt\"\n\n[[source.claim]]\nsubject = \"incident/raid\"\nproperty = \"incident.killed\"\nspeaker = \"narrator\"\nwords = \"killed nine people\"\nvalue = { min = 9, max = 9, unit = \"people\" }\n",
    );
    let ran = in_case(&room, &["import", "sheet.toml"]);
    assert_eq!(ran.code, 3, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("names several things"), "{}", ran.err);
}

#[test]
fn names_cannot_rewrite_the_terminal() {
    let room = case();
    let ids = incidents(&room);
    let refused = in_case(&room, &["incident", "a\u{1b}[2K\u{202e}b", "--from", &ids[0], "--yes"]);
    assert_eq!(refused.code, 3);
    assert!(!refused.err.contains(['\u{1b}', '\u{202e}']), "{:?}", refused.err);
    let unknown = in_case(&room, &["why", "a\u{1b}[2K\rb"]);
    assert!(!unknown.err.contains(['\u{1b}', '\r']), "{:?}", unknown.err);
}

#[cfg(target_os = "linux")]
#[test]
fn what_cannot_be_written_is_no_success() {
    let room = case();
    for args in
        [&["--json", "incidents"][..], &["drafts"], &["status"], &["completions", "bash"], &["--help"]]
    {
        let full = fs::File::options().write(true).open("/dev/full").expect("a full device");
        let status = room.command(&[&["--case", "case"], args].concat()).stdout(full).status().expect("runs");
        assert_eq!(status.code(), Some(74), "{args:?}");
    }
}

#[test]
fn an_undo_works_where_no_index_can_be_written() {
    let room = case();
    let ids = incidents(&room);
    ok(&room, &["link", &ids[0], &ids[1], "--reason", "one boat", "--yes"]);
    for beside in ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"] {
        let _ = fs::remove_file(room.path("case").join(beside));
    }
    fs::create_dir(room.path("case/index.sqlite")).expect("makeable");
    ok(&room, &["undo", "--yes"]);
    assert_eq!(incidents(&room).len(), 4);
}

#[test]
fn a_name_that_looks_like_an_id_does_not_take_its_place() {
    let room = case();
    let ids = incidents(&room);
    let whole = ok(&room, &["--json", "incidents"]).json();
    let whole = |short: &str| {
        let all = whole.iter().filter_map(|row| row["id"].as_str());
        all.filter(|id| id.starts_with(short)).map(str::to_owned).next().expect("an incident")
    };
    ok(&room, &["incident", &ids[0], "--from", &ids[1], "--yes"]);
    let refused = in_case(&room, &["different", &ids[0], &ids[2], "--reason", "another"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("may be"), "{}", refused.err);
    let meant =
        ok(&room, &["--json", "different", &whole(&ids[0]), &ids[2], "--reason", "another", "--dry-run"]);
    let decision = &meant.json()[0];
    assert_eq!(decision["from"].as_str(), Some(whole(&ids[0]).as_str()), "{decision}");
}

#[test]
fn somebody_whom_only_a_link_speaks_of_can_be_named() {
    let room = case();
    let drafts = ok(&room, &["--json", "drafts"]).json();
    let all = ok(&room, &["--json", "things"]).json();
    let person = all.iter().find(|thing| thing.to_string().contains("Vale")).expect("a speaker");
    let person = person["id"].as_str().expect("an id")[..12].to_owned();
    assert!(!drafts.is_empty());
    // The claim that spoke of her is taken back; the link stays.
    ok(&room, &["different", &person, &incidents(&room)[0], "--reason", "a person"]);
    for incident in incidents(&room) {
        for said in ok(&room, &["--json", "why", &incident]).json() {
            if let Some(claim) = said["claim"].as_str() {
                ok(&room, &["retract", &claim[..12], "--reason", "x"]);
            }
        }
    }
    ok(&room, &["rename", &person, "Admiral Ruth Vale", "--yes"]);
    let things = ok(&room, &["--json", "things", "--type", "person"]).out;
    assert!(things.contains("Admiral Ruth Vale"), "{things}");
}
