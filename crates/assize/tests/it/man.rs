//! Manual pages.

use crate::Room;
use std::{collections::BTreeSet, fs};

/// Commands, as `--help` lists them; of `assize`, or of one that has commands of its own.
fn commands(room: &Room, of: &[&str]) -> BTreeSet<String> {
    let help = room.ok(&[of, &["--help"]].concat()).out;
    let list =
        help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).unwrap_or_default();
    let names = list.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    let first = |line: &str| line.split_whitespace().next().map(str::to_owned);
    names.filter_map(first).filter(|name| name != "help").collect()
}

#[test]
fn every_command_has_a_page_and_every_page_named_is_there() {
    let room = Room::new();
    let ran = room.ok(&["man", "--out", "share/man1"]);
    assert_eq!(ran.out.trim(), "share/man1/assize.1");
    let pages: BTreeSet<String> = fs::read_dir(room.path("share/man1"))
        .expect("the folder")
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect();
    // Every page, and the one that names it.
    let mut expected: BTreeSet<(String, String)> = BTreeSet::new();
    for name in commands(&room, &[]) {
        for own in commands(&room, &[&name]) {
            expected.insert((format!("assize-{name}-{own}.1"), format!("assize-{name}.1")));
        }
        expected.insert((format!("assize-{name}.1"), "assize.1".to_owned()));
    }
    assert!(expected.len() > 35, "{expected:?}");
    let mut all: BTreeSet<String> = expected.iter().map(|(page, _)| page.clone()).collect();
    all.insert("assize.1".to_owned());
    assert_eq!(pages, all);
    assert!(ran.err.contains(&format!("{} pages", pages.len())), "{}", ran.err);
    let read = |page: &str| fs::read_to_string(room.path("share/man1").join(page)).expect("a page");
    for (page, by) in &expected {
        let named = page.trim_end_matches(".1").replace('-', "\\-");
        assert!(read(by).contains(&format!("{named}(1)")), "{named} in {by}");
    }
    let of_main = expected.iter().filter(|(_, by)| by == "assize.1").count();
    assert_eq!(read("assize.1").matches("(1)\n").count(), of_main, "no other page is named");
    let link = fs::read_to_string(room.path("share/man1/assize-link.1")).expect("a page");
    assert!(
        link.contains("taken\\-from") && link.contains("\\-\\-case"),
        "options, also those of all: {link}"
    );
    assert_eq!(room.ok(&["man"]).out, read("assize.1"), "without a folder the first page is printed");
}
