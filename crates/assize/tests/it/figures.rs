//! What is printed of figures: nothing that no claim says, and no part for the whole.

use crate::{ARTICLES, Room, case_of};

/// A case of the four articles, with every toll accepted.
fn case() -> Room {
    let room = case_of(&ARTICLES);
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    room
}

/// First digits of the incident that the text of a file speaks of.
fn incident(room: &Room, file: &str) -> String {
    let all = room.ok(&["--case", "case", "--json", "incidents"]).json();
    let found = all.iter().find(|found| found["name"].as_str().is_some_and(|name| name.contains(file)));
    found.expect("an incident")["id"].as_str().expect("an id")[..12].to_owned()
}

#[test]
fn weigh_gives_an_incident_that_nobody_placed_no_grade() {
    let room = case();
    let out = room.ok(&["--case", "case", "weigh"]).out;
    assert_eq!(out.matches("every method").count(), 4, "{out}");
    assert_eq!(out.matches("not graded: not yet placed").count(), 4, "{out}");
    for grade in ["corroborated", "provisional", "confirmed", "weak", "fair"] {
        assert!(!out.contains(&format!("{grade}:")) && !out.contains(&format!("{grade};")), "{grade}: {out}");
    }
}

#[test]
fn weigh_prints_a_grade_beside_no_line() {
    let room = case();
    let (gazette, courier) = (incident(&room, "gazette.txt"), incident(&room, "courier.txt"));
    room.ok(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"]);
    let out = room.ok(&["--case", "case", "weigh", "--incident", &gazette]).out;
    let lines: Vec<&str> = out.lines().filter(|line| line.contains(" article")).collect();
    assert!(!lines.is_empty(), "{out}");
    for grade in ["corroborated", "provisional", "possible", "weak", "ungraded"] {
        assert!(lines.iter().all(|line| !line.contains(grade)), "{grade}: {out}");
    }
    assert!(!out.contains("0 articles"), "{out}");
    assert!(out.contains("possible: no claim on this record says who carried it out"), "{out}");
}

#[test]
fn why_lists_what_a_method_leaves_out_and_never_says_that_there_is_no_claim() {
    let room = case();
    let courier = incident(&room, "courier.txt");
    let why = room.ok(&["--case", "case", "why", &courier, "killed"]);
    assert!(!why.out.contains("no claim") && !why.err.contains("no claim"), "{}{}", why.out, why.err);
    assert!(why.out.contains("left out by ucdp: its grade D is below"), "{}", why.out);
    assert!(why.out.contains("At least ten people"), "its words are shown: {}", why.out);
    assert!(why.out.contains("by other methods: ") && why.out.contains(" by bij"), "{}", why.out);
    let none = room.assize(&["--case", "case", "why", &courier, "injured"]);
    assert_eq!(none.code, 3);
    assert!(none.err.contains("no claim is entered on this record"), "{}", none.err);
}

#[test]
fn why_names_the_origins_and_what_would_settle_their_number() {
    let room = case();
    let (gazette, courier) = (incident(&room, "gazette.txt"), incident(&room, "courier.txt"));
    room.ok(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"]);
    let why = room.ok(&["--case", "case", "why", &gazette, "killed", "--method", "bij"]).out;
    assert!(why.contains("behind it: 2 articles, 1 to 2 origins"), "{why}");
    assert!(why.contains("Ruth Vale") && why.contains("harbour pilot"), "{why}");
    assert!(why.contains("may be one: ") && why.contains("to settle it, "), "{why}");
}

#[test]
fn why_of_a_claim_shows_its_hedges_day_and_status() {
    let room = case();
    let claim = |room: &Room| {
        let why = room.ok(&["--case", "case", "--json", "why", &incident(room, "courier.txt")]).json();
        why.iter().find_map(|object| object["claim"].as_str()).expect("a claim")[..12].to_owned()
    };
    room.ok(&["--case", "case", "amend", &claim(&room), "--status", "child", "--via", "Orsay Radio"]);
    let why = room.ok(&["--case", "case", "why", &claim(&room)]).out;
    assert!(why.contains("· at least 10 · child · on 2031-05-03"), "{why}");
    assert!(why.contains("via     Orsay Radio"), "{why}");
    assert!(why.contains("hedged  “At least” (bound)"), "{why}");
}

#[test]
fn a_part_is_never_listed_as_the_whole() {
    let room = case();
    let courier = incident(&room, "courier.txt");
    let why = room.ok(&["--case", "case", "--json", "why", &courier]).json();
    let claim = why.iter().find_map(|object| object["claim"].as_str()).expect("a claim")[..12].to_owned();
    let amended = room.ok(&["--case", "case", "amend", &claim, "--status", "child"]);
    assert!(amended.err.contains("→ killed at least 10, set by 10 said to be children"), "{}", amended.err);
    let alone = room.ok(&["--case", "case", "incidents"]).out;
    assert!(alone.contains("killed at least 10 (c"), "{alone}");
    let gazette = incident(&room, "gazette.txt");
    room.ok(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"]);
    let joined = room.ok(&["--case", "case", "incidents"]).out;
    assert!(
        joined.contains("killed 9 / at least 10 (child) "),
        "more of them than of all is said beside it: {joined}"
    );
}

#[test]
fn a_preview_shows_the_highest_figure_of_any_method_and_says_where_nothing_moves() {
    let room = case();
    let (gazette, courier) = (incident(&room, "gazette.txt"), incident(&room, "courier.txt"));
    let preview =
        room.ok(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--dry-run"]).err;
    assert!(preview.contains("→ killed 9 to 10 or more (2 articles, 1 to 2 origins)"), "{preview}");
    assert!(!preview.contains("acled"), "{preview}");
    let apart = room.ok(&["--case", "case", "different", &gazette, &courier, "--reason", "two boats"]).err;
    assert!(apart.contains("moves no figure of these 2 incidents"), "{apart}");
}

#[test]
fn why_opens_no_strikes_and_no_recorder_of_civilians() {
    let room = case();
    let gazette = incident(&room, "gazette.txt");
    // A recorder of civilians has no figure of people whose status nobody gives, and says whom it counts.
    let none = room.assize(&["--case", "case", "why", &gazette, "killed", "--method", "ibc"]);
    assert_eq!(none.code, 3);
    assert!(none.err.contains("Iraq Body Count counts civilians killed or injured"), "{}", none.err);
    let why = room.ok(&["--case", "case", "why", &gazette, "killed", "--method", "airwars"]).out;
    assert!(why.contains("killed, civilian: 9 (by convention)") && why.contains("▔"), "{why}");
    assert!(why.contains("computed here by their rule"), "{why}");
    let weigh = room.ok(&["--case", "case", "weigh"]).out;
    assert!(weigh.contains("killed, civilian, computed here by their rule"), "{weigh}");
    assert!(weigh.contains("* stands by a convention of the method; nobody stated it so"), "{weigh}");
    let rows = weigh.lines().filter(|line| line.trim_start().starts_with("ibc "));
    assert!(rows.clone().count() == 0, "{weigh}");
}

#[test]
fn why_opens_another_figure_of_an_incident_than_weigh_prints_where_it_has_parts() {
    let room = case();
    let (gazette, courier) = (incident(&room, "gazette.txt"), incident(&room, "courier.txt"));
    for (name, from) in [("Raid", &gazette), ("Second strike", &courier)] {
        room.ok(&["--case", "case", "incident", name, "--from", from, "--yes"]);
    }
    room.ok(&[
        "--case",
        "case",
        "link",
        "Second strike",
        "Raid",
        "--part-of",
        "--reason",
        "of one night",
        "--yes",
    ]);
    let ran = room.assize(&["--case", "case", "weigh", "--incident", "Raid", "--method", "bij"]);
    assert_eq!(ran.code, 1, "more were killed in a part of it than in all of it");
    let weigh = ran.out;
    assert!(weigh.contains("set by 10 in “Second strike”") && weigh.contains("10+"), "{weigh}");
    let why = room.ok(&["--case", "case", "why", "Raid", "killed", "--method", "bij"]).out;
    assert!(why.contains("highest: 10, and only a bound") && why.contains("At least ten people"), "{why}");
}

#[test]
fn weigh_hints_at_a_figure_that_it_printed_or_at_none() {
    let room = case();
    let err = room.ok(&["--case", "case", "weigh"]).err;
    let hint = err.split("next: assize ").nth(1).expect("a hint").lines().next().expect("a line");
    let mut args = vec!["--case", "case"];
    args.extend(hint.split_whitespace());
    let why = room.ok(&args).out;
    assert!(why.contains("lowest"), "{hint}: {why}");
    let empty = Room::with_article();
    let err = empty.ok(&["--case", "case", "weigh"]).err;
    assert!(!err.contains("next: assize why"), "{err}");
}

#[test]
fn a_conflict_over_a_part_is_not_said_to_be_over_the_whole() {
    let room = case();
    let claims: Vec<String> = ["gazette.txt", "courier.txt"]
        .iter()
        .map(|file| {
            let why = room.ok(&["--case", "case", "--json", "why", &incident(&room, file)]).json();
            why.iter().find_map(|object| object["claim"].as_str()).expect("a claim")[..12].to_owned()
        })
        .collect();
    for claim in &claims {
        room.ok(&["--case", "case", "amend", claim, "--status", "child"]);
    }
    let (gazette, courier) = (incident(&room, "gazette.txt"), incident(&room, "courier.txt"));
    room.ok(&["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"]);
    let out = room.ok(&["--case", "case", "weigh"]).out;
    assert!(out.contains("incident.killed, child: "), "{out}");
    assert!(!out.contains("incident.killed: "), "{out}");
}
