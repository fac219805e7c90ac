//! Texts grouped by incident, all in one case: nothing is joined without a person.

use crate::Room;
use std::{collections::BTreeMap, fs, path::Path};

#[test]
fn texts_of_many_incidents_in_one_case_join_nothing() {
    let corpus =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora/syria-incidents/dev.jsonl");
    let Ok(lines) = fs::read_to_string(&corpus) else {
        println!("skipped: the shared inputs are not beside this project");
        return;
    };
    let room = Room::new();
    let mut incident_of: BTreeMap<String, usize> = BTreeMap::new();
    for (at, line) in lines.lines().enumerate() {
        let incident: serde_json::Value = serde_json::from_str(line).expect("a line of JSON");
        for (n, text) in incident["texts"].as_array().expect("texts").iter().enumerate() {
            let name = format!("{at:03}-{n}.txt");
            room.write(&format!("texts/{name}"), text["text"].as_str().expect("words"));
            incident_of.insert(name, at);
        }
    }
    room.ok(&["init", "case"]);
    room.assize(&["--case", "case", "--quiet", "add", "texts", "--published", "2023-12-31"]);
    room.ok(&["--case", "case", "--quiet", "read"]);
    room.assize(&["--case", "case", "--quiet", "accept", "--property", "incident.killed"]);
    let rows = room.ok(&["--case", "case", "--json", "incidents"]).json();
    assert!(rows.len() > 20, "{} incidents", rows.len());
    // Neither two texts nor, so, two incidents are one.
    let joined =
        rows.iter().filter(|row| row["texts"].as_array().is_some_and(|texts| texts.len() > 1)).count();
    assert_eq!(joined, 0, "joined without a person");
    assert!(rows.iter().all(|row| row["standing"] == "unplaced"));
    println!(
        "{} texts of {} incidents: {} incidents on record, none joined",
        incident_of.len(),
        lines.lines().count(),
        rows.len()
    );
}
