//! Incidents, orders and people belong to a text until a person links them; every decision can be undone.

use crate::{ARTICLES, Room, case_of};

fn case() -> Room {
    case_of(&ARTICLES)
}

/// Accepts every draft of a toll.
fn accept_tolls(room: &Room) {
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
}

fn incidents(room: &Room) -> Vec<serde_json::Value> {
    room.ok(&["--case", "case", "--json", "incidents"]).json()
}

/// First digits of the incident of a source's text.
fn of(room: &Room, file: &str) -> String {
    let drafts = room.ok(&["--case", "case", "--json", "drafts", file]).json();
    let any =
        drafts.iter().find(|draft| draft["proposition"]["property"] == "incident.killed").expect("a toll");
    any["about"]["anchor"].as_str().expect("an anchor")[..12].to_owned()
}

fn killed(room: &Room, incident: &str) -> (serde_json::Value, serde_json::Value) {
    let tolls =
        room.ok(&["--case", "case", "--json", "weigh", "--incident", incident, "--method", "ucdp"]).json();
    let line = tolls[0]["lines"]
        .as_array()
        .expect("lines")
        .iter()
        .find(|line| line["role"] == "killed")
        .expect("killed");
    (line["low"]["value"].clone(), line["high"]["value"].clone())
}

#[test]
fn a_machine_joins_nothing_and_a_person_joins_and_takes_apart() {
    let room = case();
    let [gazette, courier, echo, herald] =
        ["gazette.txt", "courier.txt", "echo.txt", "herald.txt"].map(|file| of(&room, file));
    accept_tolls(&room);
    let apart = incidents(&room);
    assert_eq!(apart.len(), 4, "{apart:?}");
    assert!(apart.iter().all(|incident| incident["standing"] == "unplaced"), "{apart:?}");
    room.ok(&["--case", "case", "incident", "Strike off Cape Orsay", "--from", &gazette, "--yes"]);
    room.ok(&[
        "--case",
        "case",
        "link",
        &courier,
        "Strike off Cape Orsay",
        "--reason",
        "same day, same cape",
        "--yes",
    ]);
    room.ok(&[
        "--case",
        "case",
        "link",
        &echo,
        "Strike off Cape Orsay",
        "--reason",
        "retells the Gazette",
        "--yes",
    ]);
    room.ok(&[
        "--case",
        "case",
        "link",
        "echo.txt",
        "gazette.txt",
        "--taken-from",
        "--reason",
        "it says so",
        "--yes",
    ]);
    room.ok(&["--case", "case", "different", &herald, "Strike off Cape Orsay", "--reason", "another town"]);
    let joined = incidents(&room);
    assert_eq!(joined.len(), 2, "{joined:?}");
    let cape = joined.iter().find(|incident| incident["name"] == "Strike off Cape Orsay").expect("named");
    assert_eq!(
        (cape["standing"].as_str(), cape["sources"].as_array().map(Vec::len)),
        (Some("placed"), Some(3))
    );
    // What was said to be different is never joined by accident.
    let refused =
        room.assize(&["--case", "case", "link", &herald, "Strike off Cape Orsay", "--reason", "x", "--yes"]);
    assert_eq!(refused.code, 3);
    assert!(refused.err.contains("different"), "{}", refused.err);
    let weighed = room.ok(&["--case", "case", "--json", "weigh"]).out;
    // One undo takes back one decision, and an undo can be undone.
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert_ne!(room.ok(&["--case", "case", "status", "--json"]).out, "");
    room.ok(&["--case", "case", "undo", "--redo", "--yes"]);
    assert_eq!(room.ok(&["--case", "case", "--json", "weigh"]).out, weighed);
    // Taken apart, everything is as before it was joined.
    room.ok(&[
        "--case",
        "case",
        "unlink",
        &courier,
        "Strike off Cape Orsay",
        "--reason",
        "another boat",
        "--yes",
    ]);
    assert_eq!(incidents(&room).len(), 3);
    assert_eq!(
        killed(&room, &courier).0,
        serde_json::Value::Null.clone(),
        "at least ten of an unnamed pilot is no figure by that method"
    );
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn link_and_unlink_leave_the_findings_byte_for_byte() {
    let room = case();
    let [gazette, courier] = ["gazette.txt", "courier.txt"].map(|file| of(&room, file));
    accept_tolls(&room);
    let findings = |room: &Room| {
        ["weigh", "incidents", "timeline", "assess"]
            .map(|command| room.ok(&["--case", "case", "--json", command]).out)
    };
    let before = findings(&room);
    room.ok(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"]);
    assert_ne!(findings(&room), before);
    room.ok(&["--case", "case", "unlink", &gazette, &courier, "--reason", "two strikes", "--yes"]);
    assert_eq!(findings(&room), before);
    room.ok(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"]);
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert_eq!(findings(&room), before);
}

#[test]
fn a_question_is_asked_before_a_link_is_written() {
    let room = case();
    let [gazette, courier] = ["gazette.txt", "courier.txt"].map(|file| of(&room, file));
    accept_tolls(&room);
    let asked = room.assize(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike"]);
    assert_eq!(asked.code, 2, "{}", asked.err);
    assert!(asked.err.contains("--yes"), "{}", asked.err);
    let dry = room.ok(&["--case", "case", "link", &gazette, &courier, "--dry-run"]);
    assert!(dry.err.contains("killed"), "the figures before and after are shown: {}", dry.err);
    assert_eq!(incidents(&room).len(), 4, "nothing was written");
}

#[test]
fn a_batch_is_accepted_whole_or_every_failure_is_named() {
    let room = case();
    let drafts = room.ok(&["--case", "case", "--json", "drafts"]).json();
    let ids: Vec<String> =
        drafts.iter().map(|draft| draft["id"].as_str().expect("an id")[..16].to_owned()).collect();
    room.ok(&["--case", "case", "accept", &ids[0]]);
    let twice = room.assize(&["--case", "case", "accept", &ids[0], &ids[1], &ids[2]]);
    assert_eq!(twice.code, 3, "{}", twice.err);
    assert!(twice.err.contains(&ids[0][..12]) && twice.err.contains("decided already"), "{}", twice.err);
    let left = room.ok(&["--case", "case", "--json", "drafts"]).json().len();
    assert_eq!(left, drafts.len() - 1, "nothing of the batch was entered");
    room.ok(&["--case", "case", "accept", "--skip-failed", &ids[0], &ids[1], &ids[2]]);
    assert_eq!(room.ok(&["--case", "case", "--json", "drafts"]).json().len(), drafts.len() - 3);
    let unknown = room.assize(&["--case", "case", "accept", "ffffffffffff"]);
    assert_eq!(unknown.code, 2);
    let source = room.assize(&["--case", "case", "drafts", "gazete.txt"]);
    assert_eq!(source.code, 2, "an unknown source is an error, never an empty list");
    assert!(source.err.contains("did you mean `gazette.txt`"), "{}", source.err);
    let property = room.assize(&["--case", "case", "drafts", "--property", "incident.kiled"]);
    assert!(property.err.contains("did you mean `incident.killed`"), "{}", property.err);
    let rejected =
        room.ok(&["--case", "case", "reject", "--source", "herald.txt", "--reason", "another campaign"]);
    assert!(rejected.err.contains("rejected"), "{}", rejected.err);
    assert_eq!(room.ok(&["--case", "case", "--json", "drafts", "herald.txt"]).json().len(), 0);
}

#[test]
fn drafts_name_source_outlet_date_and_sentence() {
    let room = case();
    let shown = room.ok(&["--case", "case", "drafts", "gazette.txt"]).out;
    for words in ["gazette.txt", "The Gazette", "2031-05-05", "Ruth Vale", "off Cape Orsay"] {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    let json = room.ok(&["--case", "case", "--json", "drafts", "gazette.txt"]).json();
    assert_eq!(json[0]["publisher"], "The Gazette");
    assert_eq!(json[0]["published_on"], "2031-05-05");
    assert!(json[0]["source"].as_str().is_some() && json[0]["sentence"].as_str().is_some());
    let filtered = |args: &[&str]| {
        let mut all = vec!["--case", "case", "--json", "drafts"];
        all.extend(args);
        room.ok(&all).json().len()
    };
    assert!(filtered(&["--speaker", "vale"]) >= 1 && filtered(&["--speaker", "vale"]) < filtered(&[]));
    assert_eq!(filtered(&["--rule", "no.such"]), 0);
    assert!(filtered(&["--rule", "speech."]) + filtered(&["--rule", "quantity."]) <= filtered(&[]));
    let why = room.ok(&["--case", "case", "why", &json[0]["id"].as_str().expect("an id")[..16]]);
    assert!(why.out.contains('▔') && why.out.contains("draft"), "{}", why.out);
}

#[test]
fn amend_sets_fields_and_a_correction_of_a_speaker_shows_everywhere() {
    let room = case();
    let drafts = room
        .ok(&["--case", "case", "--json", "drafts", "gazette.txt", "--property", "incident.killed"])
        .json();
    let id = drafts[0]["id"].as_str().expect("an id")[..16].to_owned();
    room.ok(&[
        "--case",
        "case",
        "amend",
        &id,
        "--min",
        "8",
        "--max",
        "none",
        "--status",
        "civilian",
        "--stance",
        "denies",
        "--happened-on",
        "2031-05-02",
        "--reason",
        "one survived",
    ]);
    let claim = room.ok(&["--case", "case", "--json", "why", &of_claim(&room)]).json();
    let said = &claim[0]["proposition"];
    assert_eq!(
        (said["value"]["quantity"]["min"].as_u64(), said["value"]["quantity"]["max"].as_u64()),
        (Some(8), None)
    );
    assert_eq!((said["status"].as_str(), claim[0]["stance"].as_str()), (Some("civilian"), Some("denies")));
    let bad = room.assize(&["--case", "case", "amend", &id, "--stance", "shouts"]);
    assert_eq!(bad.code, 2, "{}", bad.err);
    // Who a speaker is, is said once, of the words of the text, and shows on every draft and claim of them.
    let vale = room.ok(&["--case", "case", "--json", "drafts", "gazette.txt"]).json();
    let statement =
        vale.iter().find(|draft| draft["proposition"]["property"] == "statement").expect("a statement");
    assert_eq!(statement["speaker"]["name"], "Ruth Vale");
    let anchor =
        room.ok(&["--case", "case", "--json", "why", &of_claim(&room)]).json()[0]["speaker"]["entity"]
            .clone();
    let anchor = &anchor.as_str().expect("an anchor")[..12];
    room.ok(&["--case", "case", "rename", anchor, "Ruth B. Vale", "--type", "person", "--yes"]);
    let shown = room.ok(&["--case", "case", "drafts", "gazette.txt"]).out;
    assert!(shown.contains("Ruth B. Vale"), "{shown}");
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert!(!room.ok(&["--case", "case", "drafts", "gazette.txt"]).out.contains("Ruth B. Vale"));
}

/// First digits of the only claim.
fn of_claim(room: &Room) -> String {
    let rows = room.ok(&["--case", "case", "--json", "incidents"]).json();
    rows[0]["handle"].as_str().expect("a handle").to_owned()
}

#[test]
fn four_accepts_of_one_draft_at_once_enter_it_once() {
    let rounds: usize = std::env::var("ASSIZE_RACES").ok().and_then(|n| n.parse().ok()).unwrap_or(3);
    for round in 0..rounds {
        let room = case();
        let drafts = room.ok(&["--case", "case", "--json", "drafts"]).json();
        let id = drafts[round % drafts.len()]["id"].as_str().expect("an id")[..16].to_owned();
        let done: usize = std::thread::scope(|scope| {
            let racers: Vec<_> = (0..4)
                .map(|_| scope.spawn(|| room.assize(&["--case", "case", "accept", &id]).code))
                .collect();
            racers.into_iter().map(|racer| usize::from(racer.join().expect("no panic") == 0)).sum()
        });
        assert_eq!(done, 1, "round {round}");
        let status = room.ok(&["--case", "case", "--json", "status"]).json();
        assert_eq!(status[0]["claims"], 1, "round {round}");
        room.ok(&["--case", "case", "verify"]);
    }
}
