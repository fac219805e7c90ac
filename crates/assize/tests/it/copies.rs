//! Near-copies on the command line.

use crate::Room;
use std::fs;

/// An invented report, long enough to be copied.
const REPORT: &str = "Nine people were killed on May 3 when a missile struck a speedboat off Cape Invented, the harbour office said. The boat had \
    left the port before dawn with a cargo that nobody has described, and was found burning by two fishing crews, who took three survivors \
    aboard and brought them to the hospital of the next town. The ministry gave neither the names of the dead nor the order under which \
    the missile was fired, and did not answer questions about what had been known of the boat before it left.\n";

fn family_lines(said: &str) -> Vec<&str> {
    said.lines().filter(|line| line.contains("near-copies")).collect()
}

#[test]
fn each_family_is_one_line_that_names_its_files() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    let mut args = vec!["--case", "case", "add"];
    let names: Vec<String> = (0..40).map(|n| format!("copy-{n:02}.txt")).collect();
    for (n, name) in names.iter().enumerate() {
        room.write(name, format!("{REPORT} Edition {n}.\n"));
        args.push(name);
    }
    room.write("other.txt", "Something else happened in another town, and it was told in quite other words by people who had seen it.\n");
    args.push("other.txt");
    let said = room.ok(&args).err;
    let lines = family_lines(&said);
    assert_eq!(lines.len(), 1, "{said}");
    assert!(
        lines[0].starts_with("40 near-copies, which count as one outlet at the low end: `copy-00.txt`, "),
        "{said}"
    );
    assert!(lines[0].contains("`copy-11.txt` and 28 more;"), "{said}");
    // The first published is named first, and one more text names the family once.
    room.write("wire.txt", format!("CAPITAL — {REPORT}"));
    let said = room.ok(&["--case", "case", "add", "wire.txt", "--published", "2031-05-04"]).err;
    let lines = family_lines(&said);
    assert_eq!(lines.len(), 1, "{said}");
    assert!(lines[0].starts_with("41 near-copies, which count as one outlet at the low end: `wire.txt` (2031-05-04), `copy-00.txt`, "), "{said}");
    room.write("new.txt", "A third story, about a harbour and its pilots, shares no sentence with anything that was added to the case before.\n");
    assert!(family_lines(&room.ok(&["--case", "case", "add", "new.txt"]).err).is_empty());
}

#[test]
fn near_copies_without_kept_fingerprints_are_found_from_the_texts() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    room.write("a.txt", REPORT);
    room.write("b.txt", format!("{REPORT} More follows.\n"));
    room.ok(&["--case", "case", "add", "a.txt"]);
    for beside in ["near.sqlite", "near.sqlite-wal", "near.sqlite-shm"] {
        let _ = fs::remove_file(room.path("case").join(beside));
    }
    // Nothing can be kept where a folder stands.
    fs::create_dir(room.path("case/near.sqlite")).expect("makeable");
    let said = room.ok(&["--case", "case", "add", "b.txt"]).err;
    assert_eq!(family_lines(&said).len(), 1, "{said}");
    fs::remove_dir(room.path("case/near.sqlite")).expect("removable");
    fs::write(room.path("case/near.sqlite"), "nothing of the sort").expect("written");
    let said = room.ok(&["--case", "case", "add", "b.txt"]).err;
    assert_eq!(family_lines(&said).len(), 1, "{said}");
    assert!(said.contains("made anew"), "{said}");
}
