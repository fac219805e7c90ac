//! The example case.

use crate::Room;
use std::path::Path;

#[test]
fn the_demo_builds_the_example_and_its_figures_open_words() {
    let room = Room::new();
    let example = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/boat-strikes");
    let ran = room.ok(&["--json", "demo", "--out", "demo", "--example", &example.to_string_lossy()]);
    let built = &ran.json()[0];
    assert!(room.path("demo/site/index.html").is_file());
    assert!(built["sources"].as_u64() > Some(20) && built["entries"].as_u64() > Some(1000), "{built}");
    room.ok(&["--case", "demo/case", "verify"]);
    let why = room.ok(&["--case", "demo/case", "why", "campaign/boat-strikes", "killed"]);
    assert!(why.out.contains("stated for the whole campaign: at least 99"), "{}", why.out);
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
    // Every outcome but unknown names its claims.
    for element in findings.iter().flat_map(|finding| finding["elements"].as_array().expect("elements")) {
        let outcome = element["reading"]["outcome"].as_str().expect("an outcome");
        let evidence = element["evidence"].as_array().expect("evidence");
        assert!(outcome == "unknown" || !evidence.is_empty(), "{element}");
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
