//! Manual pages.

use crate::Room;
use std::{collections::BTreeSet, fs};

/// Commands, as `assize --help` lists them.
fn commands(room: &Room) -> BTreeSet<String> {
    let help = room.ok(&["--help"]).out;
    let list = help.split("Commands:\n").nth(1).and_then(|rest| rest.split("\n\n").next()).expect("commands");
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
    let mut expected: BTreeSet<String> =
        commands(&room).iter().map(|name| format!("assize-{name}.1")).collect();
    assert!(expected.len() > 30, "{expected:?}");
    expected.insert("assize.1".to_owned());
    assert_eq!(pages, expected);
    assert!(ran.err.contains(&format!("{} pages", pages.len())), "{}", ran.err);
    let main = fs::read_to_string(room.path("share/man1/assize.1")).expect("a page");
    for page in pages.iter().filter(|page| *page != "assize.1") {
        let named = page.trim_end_matches(".1").replace('-', "\\-");
        assert!(main.contains(&format!("{named}(1)")), "{named} in {main}");
    }
    assert_eq!(main.matches("(1)\n").count(), pages.len() - 1, "no other page is named");
    let link = fs::read_to_string(room.path("share/man1/assize-link.1")).expect("a page");
    assert!(
        link.contains("taken\\-from") && link.contains("\\-\\-case"),
        "options, also those of all: {link}"
    );
    assert_eq!(room.ok(&["man"]).out, main, "without a folder the first page is printed");
}
