//! What commands say: errors, previews and decisions, in words that a person can act on.

use crate::{ARTICLES, Room, case_of};

fn case() -> Room {
    case_of(&ARTICLES)
}

/// First digits of the anchor that the toll of a source speaks of.
fn anchor(room: &Room, file: &str) -> String {
    let drafts =
        room.ok(&["--case", "case", "--json", "drafts", file, "--property", "incident.killed"]).json();
    drafts[0]["about"]["anchor"].as_str().expect("an anchor")[..12].to_owned()
}

#[test]
fn an_error_off_a_terminal_carried_the_jargon_of_its_renderer() {
    let room = case();
    let ran = room.assize(&["--case", "case", "drafts", "gazete.txt"]);
    assert_eq!(ran.code, 2);
    assert_eq!(ran.err, "error: no source is called `gazete.txt`\nhelp: did you mean `gazette.txt`?\n");
    room.write("bad.toml", "[[source]]\nfile = \"gazette.txt\"\n\n[[source.claim]]\nword = \"x\"\n");
    let ran = room.assize(&["--case", "case", "import", "bad.toml"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.starts_with("error: ") && !ran.err.contains("iagnostic"), "{}", ran.err);
    assert!(ran.err.contains("bad.toml:5:1") && ran.err.contains("^^^^ unknown key `word`"), "{}", ran.err);
}

#[test]
fn a_preview_off_a_terminal_was_squeezed_into_one_line() {
    let room = case();
    let [gazette, courier] = ["gazette.txt", "courier.txt"].map(|file| anchor(&room, file));
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    let asked = room.assize(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike"]);
    assert_eq!(asked.code, 2);
    let lines: Vec<&str> = asked.err.lines().collect();
    assert!(lines[0].starts_with("would do this: ") && lines[1].starts_with("  "), "{}", asked.err);
    assert!(lines.iter().any(|line| line.starts_with("error: nothing was written")), "{}", asked.err);
    assert!(lines.last().is_some_and(|line| line.starts_with("help: give --yes")), "{}", asked.err);
}

/// Two articles in which a person of one name speaks; nobody says that they are one.
const OF_ONE_NAME: [(&str, &str, &str); 2] = [
    (
        "gazette.html",
        "The Gazette",
        "<p>Nine people were killed in a strike on May 3 off Cape Orsay, harbour master Ruth Vale said.</p>\n\
         <p>Vale said the boat carried fishermen.</p>\n",
    ),
    (
        "courier.html",
        "The Courier",
        "<p>Four people were killed in a strike on May 4 in the town of Port Lume, harbour master Ruth Vale said.</p>\n",
    ),
];

fn drafts(room: &Room, file: &str, property: &str) -> Vec<serde_json::Value> {
    room.ok(&["--case", "case", "--json", "drafts", file, "--property", property]).json()
}

/// First digits of the first draft of a toll.
fn toll(room: &Room, file: &str) -> String {
    drafts(room, file, "incident.killed")[0]["id"].as_str().expect("an id")[..12].to_owned()
}

/// Accepts one draft; first digits of its claim.
fn accepted(room: &Room, draft: &str) -> String {
    let made = room.ok(&["--case", "case", "--json", "accept", draft]).json();
    made[0]["claims"][0].as_str().expect("a claim")[..12].to_owned()
}

#[test]
fn a_person_on_record_was_called_by_no_name() {
    let room = case_of(&OF_ONE_NAME);
    let unknown = room.assize(&["--case", "case", "why", "Ruth Vale"]);
    assert_eq!(unknown.code, 2, "only drafts speak of her");
    accepted(&room, &toll(&room, "gazette.html"));
    let why = room.ok(&["--case", "case", "why", "Ruth Vale"]);
    assert!(why.err.contains("1 by it") && why.out.contains("incident.killed"), "{}\n{}", why.err, why.out);
    let things = room.ok(&["--case", "case", "--json", "things", "--type", "person"]).json();
    assert_eq!(things.len(), 1, "{things:?}");
    assert_eq!(things[0]["claims_by"], 1, "{things:?}");
    // Of two that nobody linked, neither is meant: both are offered by id.
    accepted(&room, &toll(&room, "courier.html"));
    let several = room.assize(&["--case", "case", "why", "Ruth Vale"]);
    assert_eq!(several.code, 2, "{}", several.err);
    let things = room.ok(&["--case", "case", "--json", "things", "--type", "person"]).json();
    let ids: Vec<&str> = things.iter().map(|thing| &thing["id"].as_str().expect("an id")[..12]).collect();
    assert!(ids.len() == 2 && ids.iter().all(|id| several.err.contains(id)), "{}", several.err);
    assert!(!several.err.contains("did you mean"), "{}", several.err);
    // Linked, they are one thing with one name.
    room.ok(&["--case", "case", "link", ids[0], ids[1], "--reason", "one harbour master", "--yes"]);
    room.ok(&["--case", "case", "why", "Ruth Vale"]);
    let listed = room.ok(&["--case", "case", "things", "--type", "person"]).out;
    assert!(listed.contains("2 claims by it, in 2 texts"), "{listed}");
}

#[test]
fn a_name_was_proposed_for_itself() {
    let room = case_of(&OF_ONE_NAME);
    let ran = room.assize(&["--case", "case", "link", "Ruth Vale", "Cape Orsay", "--yes"]);
    assert_eq!(ran.code, 2);
    assert!(!ran.err.contains("did you mean `Ruth Vale`"), "{}", ran.err);
    accepted(&room, &toll(&room, "gazette.html"));
    let near = room.assize(&["--case", "case", "link", "Ruth Vail", "Cape Orsay", "--yes"]);
    assert!(near.err.contains("did you mean `Ruth Vale`"), "{}", near.err);
}

#[test]
fn an_amended_speaker_was_words_where_a_person_of_that_name_is_on_record() {
    let room = case_of(&OF_ONE_NAME);
    accepted(&room, &toll(&room, "gazette.html"));
    let courier = toll(&room, "courier.html");
    let amended = room
        .ok(&[
            "--case",
            "case",
            "--json",
            "amend",
            &courier,
            "--speaker",
            "Ruth Vale",
            "--reason",
            "as it says",
        ])
        .json();
    let claim = amended[0]["claim"].as_str().expect("a claim");
    let told = room.ok(&["--case", "case", "--json", "why", claim]).json();
    let person = &room.ok(&["--case", "case", "--json", "things", "--type", "person"]).json()[0];
    assert_eq!(told[0]["speaker"]["entity"], person["id"], "{told:?}");
}

#[test]
fn accepted_claims_had_no_ids_and_a_forgotten_end_was_not_seen() {
    let room = case_of(&OF_ONE_NAME);
    let accepted = room.ok(&[
        "--case",
        "case",
        "accept",
        "--source",
        "gazette",
        "--property",
        "incident.killed",
        "--doubts",
    ]);
    let line = accepted.err.lines().find(|line| line.contains("incident.killed")).expect("the claim is told");
    let id = line.trim().split("  ").next().expect("an id");
    assert!(id.len() == 12 && line.contains("· 9 ·") && line.contains("Ruth Vale"), "{line}");
    let amended = room.ok(&[
        "--case",
        "case",
        "amend",
        id,
        "--min",
        "11",
        "--max",
        "none",
        "--reason",
        "counted again",
    ]);
    assert!(amended.err.contains("· at least 11 ·"), "{}", amended.err);
}

#[test]
fn a_draft_that_was_decided_was_named_by_64_digits_and_no_command() {
    let room = case_of(&OF_ONE_NAME);
    let draft = toll(&room, "gazette.html");
    let claim = accepted(&room, &draft);
    let ran = room.assize(&["--case", "case", "accept", &draft]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(
        ran.err.contains("accepted by tester") && ran.err.contains(&format!("assize amend {claim}")),
        "{}",
        ran.err
    );
    assert!(!ran.err.split(|c: char| !c.is_ascii_hexdigit()).any(|word| word.len() == 64), "{}", ran.err);
    // A correction is what is corrected next.
    let amended = room
        .ok(&["--case", "case", "--json", "amend", &claim, "--min", "8", "--reason", "one survived"])
        .json();
    let next = &amended[0]["claim"].as_str().expect("a claim")[..12];
    let gone = room.assize(&["--case", "case", "amend", &claim, "--min", "7"]);
    assert!(gone.code == 2 && gone.err.contains(&format!("assize amend {next}")), "{}", gone.err);
    // What was rejected is accepted by changing one's review, and not rejected twice.
    let other = toll(&room, "courier.html");
    room.ok(&["--case", "case", "reject", &other, "--reason", "another war"]);
    let ran = room.assize(&["--case", "case", "reject", &other, "--reason", "another war"]);
    assert!(
        ran.err.contains("rejected by tester: another war") && ran.err.contains("assize undo"),
        "{}",
        ran.err
    );
    room.ok(&["--case", "case", "accept", &other]);
    room.ok(&["--case", "case", "undo", "--yes"]);
    let again = room.assize(&["--case", "case", "reject", &other, "--reason", "another war"]);
    assert_eq!(again.code, 3, "{}", again.err);
}

#[test]
fn why_of_what_does_not_stand_was_a_page_of_json() {
    let room = case_of(&OF_ONE_NAME);
    let claim = accepted(&room, &toll(&room, "gazette.html"));
    let amended = room
        .ok(&["--case", "case", "--json", "amend", &claim, "--min", "8", "--reason", "one survived"])
        .json();
    let next = &amended[0]["claim"].as_str().expect("a claim")[..12];
    let old = room.ok(&["--case", "case", "why", &claim]).out;
    assert!(old.contains(&format!("replaced by {next}")) && old.contains("entered by tester"), "{old}");
    let retracted =
        room.ok(&["--case", "case", "retract", next, "--reason", "no such count", "--json"]).json();
    let retraction = retracted[0]["entries"][0].as_str().expect("a retraction")[..12].to_owned();
    let gone = room.ok(&["--case", "case", "why", next]).out;
    assert!(gone.contains("taken back by tester: no such count"), "{gone}");
    let back = room.ok(&["--case", "case", "why", &retraction]).out;
    assert!(back.contains("retraction: entered ") && back.contains("reason: no such count"), "{back}");
    let other = toll(&room, "courier.html");
    let rejected = room.ok(&["--case", "case", "--json", "reject", &other, "--reason", "another war"]).json();
    for entry in rejected[0]["entries"].as_array().expect("entries") {
        let told = room.ok(&["--case", "case", "why", &entry.as_str().expect("an id")[..16]]).out;
        assert!(!told.contains('{'), "{told}");
    }
    let told = room.ok(&["--case", "case", "why", &other]).out;
    assert!(told.contains("rejected by tester: another war"), "{told}");
    let json = room.ok(&["--case", "case", "--json", "why", &other]).json();
    assert_eq!(json[0]["schema"], "assize.why-entry/1");
}

#[test]
fn why_of_a_source_was_json_and_its_file_no_name() {
    let room = case_of(&OF_ONE_NAME);
    accepted(&room, &toll(&room, "gazette.html"));
    room.ok(&[
        "--case",
        "case",
        "link",
        "courier",
        "gazette",
        "--taken-from",
        "--reason",
        "retells it",
        "--yes",
    ]);
    for name in ["gazette.html", "gazette"] {
        let told = room.ok(&["--case", "case", "why", name]).out;
        for words in
            ["The Gazette", "2031-05-05", "quoted by 1 claim", "taken over", "says tester: retells it"]
        {
            assert!(told.contains(words), "{words}: {told}");
        }
    }
    let text = room.ok(&["--case", "case", "why", "gazette"]).out;
    let text = text.split("  text ").nth(1).and_then(|rest| rest.split(':').next()).expect("its text");
    let told = room.ok(&["--case", "case", "why", text]).out;
    assert!(told.contains("gazette.html") && told.contains("draft"), "{told}");
}

#[test]
fn a_source_was_known_by_its_ending_alone() {
    let room = case_of(&OF_ONE_NAME);
    let with = room.ok(&["--case", "case", "--json", "drafts", "gazette.html"]).out;
    assert_eq!(room.ok(&["--case", "case", "--json", "drafts", "--source", "gazette"]).out, with);
    let near = room.assize(&["--case", "case", "drafts", "--source", "gazete"]);
    assert!(near.err.contains("did you mean `gazette`"), "{}", near.err);
    let link = room.assize(&["--case", "case", "link", "courier.html", "gazette.html", "--yes"]);
    assert_eq!(link.code, 2);
    assert!(link.err.contains("is a source") && link.err.contains("--taken-from"), "{}", link.err);
}

#[test]
fn an_undo_said_1_link() {
    let room = case();
    let [gazette, courier] = ["gazette.txt", "courier.txt"].map(|file| anchor(&room, file));
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    room.ok(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"]);
    let undone = room.ok(&["--case", "case", "undo", "--yes"]).err;
    assert!(
        undone.starts_with("took back 1 decision: same: “") && undone.contains("in courier.txt"),
        "{undone}"
    );
    let redone = room.ok(&["--case", "case", "undo", "--redo", "--yes"]).err;
    assert!(redone.starts_with("put back 1 decision: same: “"), "{redone}");
    room.ok(&["--case", "case", "unlink", &gazette, &courier, "--reason", "two boats", "--yes"]);
    let undone = room.ok(&["--case", "case", "undo", "--yes"]).err;
    assert!(undone.contains("stands again: same: “"), "{undone}");
    let claim =
        accepted(&room, &drafts(&room, "gazette.txt", "statement")[0]["id"].as_str().expect("an id")[..12]);
    let undone = room.ok(&["--case", "case", "undo", "--yes"]).err;
    assert!(
        undone.starts_with("took back 1 decision: accepted ") && undone.contains("statement"),
        "{undone} {claim}"
    );
}

#[test]
fn both_ends_of_a_link_had_one_name() {
    let room = case();
    let [gazette, courier] = ["gazette.txt", "courier.txt"].map(|file| anchor(&room, file));
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    room.ok(&[
        "--case",
        "case",
        "incident",
        "Strike off Cape Orsay",
        "--from",
        &gazette,
        "--from",
        &courier,
        "--yes",
    ]);
    let apart = room.ok(&["--case", "case", "unlink", &gazette, &courier, "--yes"]).err;
    let first = apart.lines().next().expect("a line");
    assert!(first.contains("in gazette.txt") && first.contains("in courier.txt"), "{apart}");
}

#[test]
fn a_rename_said_nothing_of_the_key_and_the_old_name_was_unknown() {
    let room = case();
    let gazette = anchor(&room, "gazette.txt");
    room.ok(&["--case", "case", "incident", "Strike off Cape Orsay", "--from", &gazette, "--yes"]);
    let keyed = room
        .ok(&["--case", "case", "rename", "Strike off Cape Orsay", "--key", "incident/orsay", "--yes"])
        .err;
    assert!(keyed.contains("has the key `incident/orsay`"), "{keyed}");
    room.ok(&["--case", "case", "rename", "incident/orsay", "The Orsay strike", "--yes"]);
    let old = room.assize(&["--case", "case", "why", "Strike off Cape Orsay"]);
    assert_eq!(old.code, 2);
    assert!(old.err.contains("`The Orsay strike`"), "{}", old.err);
}

#[test]
fn a_name_in_a_list_changed_when_its_drafts_were_decided() {
    let room = case();
    let name = |args: &[&str]| -> Vec<String> {
        let rows = room.ok(&[&["--case", "case", "--json", "incidents"], args].concat()).json();
        let mut names: Vec<String> =
            rows.iter().map(|row| row["name"].as_str().expect("a name").to_owned()).collect();
        names.sort();
        names
    };
    let before = name(&["--drafts"]);
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    assert_eq!(name(&[]), before);
    room.ok(&["--case", "case", "accept", "--property", "incident.happened-on"]);
    assert_eq!(name(&[]), before);
}

#[test]
fn a_claim_was_put_to_an_incident_of_another_day_without_a_word() {
    let room = case_of(&OF_ONE_NAME);
    let gazette = anchor(&room, "gazette.html");
    let ran = room.ok(&[
        "--case",
        "case",
        "amend",
        &toll(&room, "courier.html"),
        "--subject",
        &gazette,
        "--reason",
        "x",
    ]);
    assert!(ran.err.contains("2031-05-04") && ran.err.contains("happened on 2031-05-03"), "{}", ran.err);
}

/// One of two officials speaks in the second sentence, and the text does not say which.
const DOUBTED: [(&str, &str, &str); 1] = [(
    "gazette.txt",
    "The Gazette",
    "Nine people were killed in a strike on May 3 off Cape Orsay, harbour master Ruth Vale said. Admiral Tom Brand praised the crew.\n\n\
     “Four people were killed in a strike on May 4 off Port Lume,” she said.\n",
)];

#[test]
fn sure_drafts_with_a_doubt_about_their_speaker_were_accepted_by_their_confidence() {
    let room = case_of(&DOUBTED);
    let all = room.ok(&["--case", "case", "--json", "drafts"]).json();
    let doubted =
        |draft: &&serde_json::Value| draft["doubts"].as_array().is_some_and(|doubts| !doubts.is_empty());
    let (with, without) =
        (all.iter().filter(doubted).count(), all.iter().filter(|draft| !doubted(draft)).count());
    assert!(with > 0 && without > 0, "{all:?}");
    let listed = room.ok(&["--case", "case", "drafts"]).out;
    assert!(listed.matches("    doubt: ").count() >= with, "{listed}");
    let ran = room.ok(&["--case", "case", "accept", "--source", "gazette"]);
    assert!(ran.err.contains(&format!("left out: {with} draft")), "{}", ran.err);
    assert_eq!(room.ok(&["--case", "case", "--json", "drafts"]).json().len(), with);
    let none = room.assize(&["--case", "case", "accept", "--source", "gazette"]);
    assert!(none.code == 2 && none.err.contains("--doubts"), "{}", none.err);
    room.ok(&["--case", "case", "accept", "--source", "gazette", "--doubts"]);
    assert_eq!(room.ok(&["--case", "case", "--json", "drafts"]).json().len(), 0);
}

#[test]
fn what_one_text_told_apart_was_never_a_candidate() {
    let room = case_of(&[(
        "gazette.txt",
        "The Gazette",
        "A drone strike killed four people in Lima on May 3, harbour master Ruth Vale said.\n\n\
         A drone strike killed nine people in Cusco on May 3, a harbour pilot said.\n",
    )]);
    room.ok(&["--case", "case", "accept", "--property", "incident.killed", "--doubts"]);
    let rows = room.ok(&["--case", "case", "--json", "candidates"]).json();
    assert_eq!(rows.len(), 2, "the reader tells two: {rows:?}");
    for row in rows {
        let reasons = row["candidates"][0]["reasons"].to_string();
        assert!(reasons.contains("one text tells of both"), "{row:?}");
    }
}

#[test]
fn every_missing_text_had_a_warning_of_its_own() {
    let room = case();
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    std::fs::remove_dir_all(room.path("case/archive/sha256")).expect("removable");
    std::fs::create_dir_all(room.path("case/archive/sha256")).expect("a folder");
    let ran = room.ok(&["--case", "case", "incidents"]);
    let warned: Vec<&str> = ran.err.lines().filter(|line| line.starts_with("warning: ")).collect();
    assert!(warned.len() == 1 && warned[0].contains("4 texts cannot be had"), "{}", ran.err);
}

#[test]
fn a_second_correction_brought_the_first_claim_back() {
    let room = case();
    let mut claim = accepted(&room, &toll(&room, "gazette.txt"));
    for killed in ["8", "7"] {
        let amended = room
            .ok(&[
                "--case",
                "case",
                "--json",
                "amend",
                &claim,
                "--min",
                killed,
                "--max",
                killed,
                "--reason",
                "counted again",
            ])
            .json();
        amended[0]["claim"].as_str().expect("a claim").clone_into(&mut claim);
    }
    let rows = room.ok(&["--case", "case", "--json", "incidents"]).json();
    assert_eq!((rows[0]["claims"].as_u64(), rows[0]["killed"].to_string().as_str()), (Some(1), "[\"7\"]"));
}
