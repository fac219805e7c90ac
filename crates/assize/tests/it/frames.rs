//! Orders of authority that nobody wired in: of the United Kingdom by what ships, of an invented State by files alone.

use crate::{Ran, Room, files};
use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

fn example(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples").join(name)
}

/// A case of an example: its sources, and its sheet once its own standards are adopted.
fn case_of(name: &str, sources: &str, adopt: &[&str]) -> Room {
    let room = Room::new();
    room.ok(&["init", "case"]);
    for (file, bytes) in files(&example(name)) {
        room.write(&format!("example/{}", file.display()), &bytes);
        if file.starts_with("schema") {
            room.write(&format!("case/{}", file.display()), bytes);
        }
    }
    let folder = room.path("example").join(sources);
    for (file, _) in files(&folder) {
        room.ok(&["--case", "case", "add", folder.join(file).to_str().expect("plain")]);
    }
    if !adopt.is_empty() {
        room.ok(&[&["--case", "case", "schema", "adopt", "--yes"], adopt].concat());
    }
    room.ok(&["--case", "case", "import", "example/sheet.toml"]);
    room
}

fn assessed(room: &Room) -> Vec<serde_json::Value> {
    // At the lowest proof standard, so that one voice is enough to see what each rule comes to.
    let ran: Ran = room.ok(&["--case", "case", "--json", "assess", "--proof", "scintilla"]);
    ran.json()
}

fn standards(assessment: &serde_json::Value) -> BTreeSet<String> {
    let findings = assessment["findings"].as_array().expect("findings");
    findings.iter().map(|finding| finding["standard"].as_str().expect("an id").to_owned()).collect()
}

fn element<'a>(assessment: &'a serde_json::Value, standard: &str, name: &str) -> &'a str {
    let findings = assessment["findings"].as_array().expect("findings");
    let finding = findings.iter().find(|finding| finding["standard"] == standard).expect(standard);
    let elements = finding["elements"].as_array().expect("elements");
    let element = elements.iter().find(|element| element["element"] == name).expect(name);
    element["reading"]["outcome"].as_str().expect("an outcome")
}

#[test]
fn an_act_of_the_united_kingdom_is_held_against_what_binds_it_and_nothing_else() {
    let room = case_of("raqqa-2015", "digests", &[]);
    let assessments = assessed(&room);
    assert_eq!(assessments.len(), 1);
    let held = standards(&assessments[0]);
    for of_its_own in
        ["uk.prerogative", "uk.charter-51-letter", "uk.isc-inquiry", "uk.human-rights-act", "un.charter.51"]
    {
        assert!(held.contains(of_its_own), "{of_its_own} in {held:?}");
    }
    assert!(held.iter().all(|id| !id.starts_with("us.")), "{held:?}");
    // On land: what applies at sea alone is not held either.
    assert!(held.iter().all(|id| !id.starts_with("law-of-the-sea.")), "{held:?}");
    assert_eq!(element(&assessments[0], "uk.charter-51-letter", "reported"), "met");
    // Asked for by name, another's order says why it is no more than a comparator.
    let other =
        room.ok(&["--case", "case", "assess", "--standard", "us.aumf.2001", "--incident", "2015-08-21"]);
    assert!(
        other.out.contains("comparator") && other.out.contains("does not bind those who acted"),
        "{}",
        other.out
    );
}

#[test]
fn an_invented_state_has_its_own_order_of_authority_by_files_alone() {
    let own = ["orsa.force-order", "orsa.assembly-report", "orsa.delegation"];
    let room = case_of("invented-state", "texts", &own);
    let assessments = assessed(&room);
    assert_eq!(assessments.len(), 2, "two attacks of one day are two incidents");
    let (dawn, evening) = (&assessments[0], &assessments[1]);
    for assessment in [dawn, evening] {
        let held = standards(assessment);
        assert!(own.iter().all(|id| held.contains(*id)), "{held:?}");
        assert!(held.iter().all(|id| !id.starts_with("us.") && !id.starts_with("uk.")), "{held:?}");
        let order = assessment["findings"].as_array().expect("findings").iter();
        let versions: Vec<&str> = order
            .filter(|finding| finding["standard"] == "orsa.force-order")
            .filter_map(|finding| finding["version"].as_str())
            .collect();
        assert_eq!(versions, ["as changed"], "the record dates the change before both");
    }
    // Who held the power at dawn held it that day; who approved in the evening never did.
    assert_eq!(element(dawn, "orsa.force-order", "approved"), "met");
    assert_eq!(element(evening, "orsa.force-order", "approved"), "unknown");
    let oversight = room.ok(&["--case", "case", "oversight"]);
    assert!(oversight.out.contains("done on 2031-09-19, within the 72 hours"), "{}", oversight.out);
    assert!(
        oversight.out.contains("the 72 hours have passed; nothing said to be about it is on this record"),
        "{}",
        oversight.out
    );
}
