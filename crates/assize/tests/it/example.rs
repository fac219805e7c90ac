//! The example case.

use crate::{Room, files};
use std::{fs, path::Path};

#[test]
fn the_demo_builds_the_example_and_its_figures_open_words() {
    let room = Room::new();
    // Nothing lies beside the program but what it holds itself.
    let built = &room.ok(&["--json", "demo", "--out", "demo"]).json()[0];
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/boat-strikes");
    assert!(
        files(&room.path("demo/example")) == files(&example),
        "the example in the program is as it lies here"
    );
    assert!(room.path("demo/site/index.html").is_file());
    assert!(built["sources"].as_u64() > Some(20) && built["entries"].as_u64() > Some(1000), "{built}");
    room.ok(&["--case", "demo/case", "verify"]);
    let why = room.ok(&["--case", "demo/case", "why", "campaign/boat-strikes", "killed"]);
    assert!(why.out.contains("stated for the whole campaign as of 2025-12-17: at least 99"), "{}", why.out);
    assert!(why.out.contains("▔"), "words are underlined");
    let assessed = room.ok(&["--case", "demo/case", "--json", "assess", "--incident", "2025-09-02"]).json();
    let findings = assessed[0]["findings"].as_array().expect("findings");
    let order = findings
        .iter()
        .find(|finding| finding["standard"] == "us.execute-order.2025-08-05")
        .expect("the execute order");
    assert_eq!(order["held_as"], "in-force");
    let member = order["elements"]
        .as_array()
        .expect("elements")
        .iter()
        .find(|element| element["element"] == "member.fact")
        .expect("member.fact");
    let sides: Vec<&str> = member["evidence"]
        .as_array()
        .expect("evidence")
        .iter()
        .filter_map(|evidence| evidence["side"].as_str())
        .collect();
    assert!(
        sides.contains(&"for") && sides.contains(&"against"),
        "officials and relatives contradict each other"
    );
    // Every outcome but unknown, and what follows from another element, names its claims.
    for element in findings.iter().flat_map(|finding| finding["elements"].as_array().expect("elements")) {
        let outcome = element["reading"]["outcome"].as_str().expect("an outcome");
        let evidence = element["evidence"].as_array().expect("evidence");
        let follows = outcome == "not-engaged" || element["by_presumption"] == true;
        assert!(outcome == "unknown" || follows || !evidence.is_empty(), "{element}");
    }
    let table = room.ok(&["--case", "demo/case", "timeline", "--incident", "2025-09-02"]);
    assert!(
        table.out.contains("2025-09-05 (after)"),
        "the opinion was signed after the first strike\n{}",
        table.out
    );
    let before = room
        .ok(&[
            "--case",
            "demo/case",
            "--json",
            "assess",
            "--incident",
            "2025-09-02",
            "--known-at",
            "2025-09-03",
        ])
        .json();
    assert_ne!(before[0]["findings"], assessed[0]["findings"], "less was known the day after");
    let diff = room
        .ok(&["--case", "demo/case", "--json", "diff", "--from", "2025-10-01", "--to", "2025-12-18"])
        .json();
    assert!(
        !diff.is_empty()
            && diff.iter().all(|change| change["because"].as_array().is_some_and(|ids| !ids.is_empty()))
    );
}

#[test]
fn a_demo_takes_away_nothing_but_an_earlier_demo() {
    let room = Room::new();
    room.write("mine/case/case.toml", "name = \"mine\"\n");
    let ran = room.assize(&["demo", "--out", "mine"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(ran.err.contains("holds other files"), "{}", ran.err);
    assert!(room.path("mine/case/case.toml").is_file(), "nothing was touched");

    room.write(
        "own/digests/note.txt",
        "---\npublisher: The Gazette\npublished: 2031-05-05\nkind: digest\n---\n\nA strike on May 3 killed nine people.\n",
    );
    room.write("own/note.toml", "[[entity]]\nkey = \"incident/cape\"\nname = \"Strike off Cape Invented\"\n");
    let built = &room.ok(&["--json", "demo", "--out", "demo", "--example", "own"]).json()[0];
    assert_eq!((built["sources"].as_u64(), built["example"].as_str()), (Some(1), Some("own")), "{built}");
    room.write("demo/note.txt", "kept");
    room.ok(&["demo", "--out", "demo", "--example", "own"]);
    assert_eq!(fs::read_to_string(room.path("demo/note.txt")).expect("still there"), "kept");
    fs::rename(room.path("own"), room.path("demo/example")).expect("moved");
    let ran = room.assize(&["demo", "--out", "demo", "--example", "demo/example"]);
    assert_eq!(ran.code, 2, "{}", ran.err);
    assert!(room.path("demo/example/digests/note.txt").is_file(), "what is to be read is not taken away");
    assert_eq!(room.assize(&["demo", "--out", "demo", "--example", "nowhere"]).code, 2);
}
