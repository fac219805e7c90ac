//! What commands print, held against snapshots: help, lists, previews, errors. Ids are numbered in the order in which they appear.

use crate::{ARTICLES, Ran, Room, case_of};
use std::collections::BTreeMap;

/// Ids as `#1`, `#2` … in the order in which they appear, whole or cut to their first digits.
fn numbered(text: &str) -> String {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = rest.find(|c: char| !matches!(c, '0'..='9' | 'a'..='f')).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length.max(1));
        let bounded = !out.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        let digits = word.bytes().any(|byte| byte.is_ascii_digit());
        if bounded && digits && matches!(word.len(), 8 | 12 | 64) {
            let next = known.len() + 1;
            let number = *known.entry(word[..8].to_owned()).or_insert(next);
            out.push_str(&format!("#{number}"));
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Exit code, stdout and stderr of a command.
fn shown(room: &Room, args: &[&str]) -> String {
    let Ran { code, out, err } = room.assize(args);
    numbered(&format!("$ assize {}\nexit {code}\n── stdout\n{out}── stderr\n{err}", args.join(" ")))
}

fn case() -> Room {
    case_of(&ARTICLES[..2])
}

/// The anchor of the toll of a source.
fn anchor(room: &Room, file: &str) -> String {
    let drafts =
        room.ok(&["--case", "case", "--json", "drafts", file, "--property", "incident.killed"]).json();
    drafts[0]["about"]["anchor"].as_str().expect("an anchor")[..12].to_owned()
}

#[test]
fn help_of_every_command() {
    let room = Room::new();
    let mut all = shown(&room, &["--help"]);
    for command in [
        "drafts",
        "accept",
        "reject",
        "amend",
        "incidents",
        "things",
        "incident",
        "link",
        "unlink",
        "different",
        "candidates",
        "rename",
        "retract",
        "undo",
        "status",
        "why",
        "read",
    ] {
        all.push_str(&format!("\n════ {command}\n{}", room.ok(&[command, "--help"]).out));
    }
    for command in ["", "list", "show", "check", "new", "adopt", "leave-out", "take-in"] {
        let args: Vec<&str> =
            ["schema", command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        all.push_str(&format!("\n════ schema {command}\n{}", room.ok(&args).out));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn drafts_and_what_the_reader_could_not_settle() {
    let room = case();
    insta::assert_snapshot!("drafts", shown(&room, &["--case", "case", "drafts"]));
    insta::assert_snapshot!(
        "drafts_with_doubts",
        shown(&room, &["--case", "case", "drafts", "courier.txt", "--doubts"])
    );
    insta::assert_snapshot!("why_draft", {
        let drafts = room.ok(&["--case", "case", "--json", "drafts", "gazette.txt"]).json();
        shown(&room, &["--case", "case", "why", &drafts[0]["id"].as_str().expect("an id")[..12]])
    });
}

#[test]
fn incidents_links_and_undo() {
    let room = case();
    insta::assert_snapshot!("status_before", shown(&room, &["--case", "case", "status"]));
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    let (gazette, courier) = (anchor_on_record(&room, "gazette.txt"), anchor_on_record(&room, "courier.txt"));
    insta::assert_snapshot!("incidents_apart", shown(&room, &["--case", "case", "incidents"]));
    insta::assert_snapshot!("candidates", shown(&room, &["--case", "case", "candidates"]));
    insta::assert_snapshot!(
        "link_asks",
        shown(&room, &["--case", "case", "link", &gazette, &courier, "--reason", "one strike"])
    );
    insta::assert_snapshot!(
        "link",
        shown(&room, &["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"])
    );
    insta::assert_snapshot!(
        "link_again",
        shown(&room, &["--case", "case", "link", &gazette, &courier, "--yes"])
    );
    insta::assert_snapshot!("incidents_joined", shown(&room, &["--case", "case", "incidents"]));
    insta::assert_snapshot!("undo", shown(&room, &["--case", "case", "undo", "--yes"]));
    insta::assert_snapshot!(
        "undo_of_nothing",
        shown(&room, &["--case", "case", "undo", "--redo", "--yes", "--dry-run"])
    );
    insta::assert_snapshot!(
        "different",
        shown(&room, &["--case", "case", "different", &gazette, &courier, "--reason", "two boats"])
    );
    insta::assert_snapshot!(
        "link_of_different",
        shown(&room, &["--case", "case", "link", &gazette, &courier, "--yes"])
    );
    insta::assert_snapshot!(
        "rename",
        shown(&room, &["--case", "case", "rename", &gazette, "Strike off Cape Orsay", "--yes"])
    );
    insta::assert_snapshot!("status_after", shown(&room, &["--case", "case", "status"]));
}

#[test]
fn errors_say_what_to_do() {
    let room = case();
    for (name, args) in [
        ("unknown_thing", &["--case", "case", "link", "Strike off Nowhere", "x", "--yes"][..]),
        ("unknown_source", &["--case", "case", "drafts", "gazete.txt"]),
        ("unknown_draft", &["--case", "case", "accept", "ffffffffffff"]),
        ("unknown_property", &["--case", "case", "drafts", "--property", "incident.kiled"]),
        ("nothing_to_undo", &["--case", "case", "undo", "--yes"]),
        (
            "unknown_type",
            &["--case", "case", "incident", "A", "--from", "gazette", "--type", "boat", "--yes"],
        ),
        ("one_source", &["--case", "case", "link", "gazette", "courier", "--yes"]),
        ("no_reason", &["--case", "case", "reject", "abcdabcd"]),
        ("nothing_named", &["--case", "case", "accept"]),
    ] {
        insta::assert_snapshot!(name, shown(&room, args));
    }
}

fn anchor_on_record(room: &Room, words: &str) -> String {
    let rows = room.ok(&["--case", "case", "--json", "incidents"]).json();
    let row = rows
        .iter()
        .find(|row| row["name"].as_str().is_some_and(|name| name.contains(words)))
        .expect("listed");
    row["id"].as_str().expect("an id")[..12].to_owned()
}

#[test]
fn an_anchor_is_named_before_it_is_on_record() {
    let room = case();
    let gazette = anchor(&room, "gazette.txt");
    insta::assert_snapshot!(
        "incident_of_a_draft",
        shown(&room, &["--case", "case", "incident", "Strike off Cape Orsay", "--from", &gazette, "--yes"])
    );
}

#[test]
fn a_schema_of_its_own() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    let schema = |args: &[&str]| shown(&room, &[&["--case", "case", "schema"], args].concat());
    insta::assert_snapshot!("schema_new", schema(&["new", "standard", "orsa.force"]));
    insta::assert_snapshot!("schema_new_shipped", schema(&["new", "method", "bij"]));
    insta::assert_snapshot!("schema_asks", schema(&["adopt", "orsa.force"]));
    insta::assert_snapshot!("schema_adopt", schema(&["adopt", "orsa.force", "--yes"]));
    insta::assert_snapshot!("schema_adopt_again", schema(&["adopt", "orsa.force", "--yes"]));
    insta::assert_snapshot!("schema_leave_out", schema(&["leave-out", "us.p*", "ibc", "--yes"]));
    insta::assert_snapshot!(
        "schema_leave_out_all_proofs",
        schema(&["leave-out", "origins-and-grades", "--yes"])
    );
    insta::assert_snapshot!(
        "schema_left_out_method",
        shown(&room, &["--case", "case", "weigh", "--method", "ibc"])
    );
    insta::assert_snapshot!("schema_list", schema(&["list"]));
    insta::assert_snapshot!("schema_take_in", schema(&["take-in", "ibc", "--yes"]));
    insta::assert_snapshot!("schema_unknown", schema(&["show", "orsa.forc"]));
    let path = "case/schema/standards/orsa.force.toml";
    let toml = std::fs::read_to_string(room.path(path)).expect("begun");
    room.write(path, toml.replace("approved and warned", "approved and and warned"));
    insta::assert_snapshot!("schema_fault", schema(&["check"]));
    room.write(path, toml.replace("against = \"incident\"", "against = \"incidents\""));
    insta::assert_snapshot!("schema_unknown_word", schema(&["check", path]));
    insta::assert_snapshot!("schema_undo", shown(&room, &["--case", "case", "undo", "3", "--yes"]));
}
