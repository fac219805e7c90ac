//! The reader's rules on the command line: listed, shown, checked and tried. Every text is invented.

use crate::{Ran, Room};
use assize_reader::{grammar::Grammar, rules::SourceFile};
use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::Stdio,
};

const REPORT: &str =
    "The port of Harrow Bay was quiet.\n\nPolice killed two men in a raid near Lowford. Ada Ode left.\n";
const KILLS: &str = "[cue: kill & VERB] [target: NP]";

fn schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema")
}

#[test]
fn the_list_has_every_rule_once_and_words_narrow_it() {
    let room = Room::new();
    let all = room.ok(&["--json", "rules", "list"]).json();
    assert_eq!(all.len(), Grammar::english().program.rules().len());
    let kill = all.iter().find(|rule| rule["id"] == "act.kill").expect("a rule");
    assert_eq!(kill["outputs"][0], "act fate=killed agent target");
    let some = room.ok(&["--json", "rules", "list", "KILLED", "act."]).json();
    assert!(!some.is_empty() && some.len() < all.len(), "{}", some.len());
    let ran = room.ok(&["rules", "list", "act.kill"]);
    let place = format!("schema/rules/en/act.rule:{}", kill["line"]);
    assert!(ran.out.contains(&place), "{}", ran.out);
    assert!(room.ok(&["rules", "list", "no-such-word"]).out.is_empty());
}

#[test]
fn a_rule_is_shown_with_its_examples_and_definitions() {
    let room = Room::new();
    let ran = room.ok(&["rules", "show", "act.kill"]);
    let file = fs::read_to_string(schema().join("rules/en/act.rule")).expect("rules");
    let rule = ran.out.split_once("\n\n").map(|(_, rule)| rule).expect("definitions, then the rule");
    assert!(file.contains(rule.trim_end()), "{rule}");
    assert!(
        ran.out.starts_with("define ")
            && ran.out.contains("\ndefine PEOPLE = ")
            && rule.contains("\nyes ")
            && rule.contains("\nno "),
        "{}",
        ran.out
    );
    assert!(ran.err.contains("schema/rules/en/act.rule:"), "{}", ran.err);
}

#[test]
fn two_files_at_once_and_standard_input() {
    let room = Room::new();
    room.write("one.txt", REPORT);
    room.write("two.txt", "Gunmen killed a guard at Quenby.\n");
    let found = room.ok(&["--json", "rules", "try", KILLS, "one.txt", "two.txt"]).json();
    let of: Vec<_> =
        found.iter().map(|found| (found["file"].as_str().unwrap_or(""), &found["line"])).collect();
    assert_eq!(of, [("one.txt", &3.into()), ("two.txt", &1.into())]);
    assert_eq!(found[0]["captures"][1]["words"], "two men");
    let start = found[0]["start"].as_u64().and_then(|at| usize::try_from(at).ok()).expect("a place");
    assert!(REPORT[start..].starts_with("killed two men"), "{found:?}");
    let mut child = room
        .command(&["rules", "try", KILLS, "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("the program runs");
    child.stdin.take().expect("a pipe").write_all(REPORT.as_bytes()).expect("written");
    let out = String::from_utf8_lossy(&child.wait_with_output().expect("it ends").stdout).into_owned();
    assert!(
        out.starts_with(
            "standard input:3\n  Police killed two men in a raid near Lowford.\n         ^^^^^^^^^^^^^^\n"
        ),
        "{out}"
    );
}

#[test]
fn a_file_that_cannot_be_read_does_not_keep_others_from_being_tried() {
    let room = Room::new();
    room.write("one.txt", REPORT);
    room.write("empty.txt", "");
    room.write("latin.txt", b"Police killed two men in Caf\xe9 Brill.\n");
    let Ran { code, out, err } =
        room.assize(&["rules", "try", KILLS, "empty.txt", "latin.txt", "gone.txt", "one.txt"]);
    assert_eq!(code, 3, "{err}");
    assert!(out.contains("one.txt:3"), "{out}");
    for part in ["`empty.txt`: no text", "`latin.txt`: byte 28 is not UTF-8", "`gone.txt`"] {
        assert!(err.contains(part), "{part} in\n{err}");
    }
}

#[test]
fn check_says_one_where_something_is_wrong_and_three_where_it_cannot_look() {
    let room = Room::new();
    let ran = room.ok(&["rules", "check"]);
    assert!(ran.err.contains("no fault"), "{}", ran.err);
    // A folder of the project is read in place of what ships.
    let folder = schema().join("rules/en");
    let ran = room.ok(&["rules", "check", folder.to_str().expect("a path")]);
    assert!(ran.err.contains("in place of the shipped file") && ran.out.contains("act.rule"), "{}", ran.err);
    room.write("words/mine.tsv", "no-such\tverb\tno-such-class\t-\thand\n");
    let ran = room.assize(&["--json", "rules", "check", "words"]);
    assert_eq!(ran.code, 1, "{}", ran.err);
    let faults = ran.json();
    assert_eq!((&faults[0]["file"], &faults[0]["line"]), (&"words/mine.tsv".into(), &1.into()));
    room.write("twice/mine.rule", "rule act.kill \"a second\"\n  match kill\n  => act\nyes x\nno y\n");
    let ran = room.assize(&["rules", "check", "twice"]);
    assert!(
        ran.code == 1 && ran.err.contains("rule `act.kill` already stands at schema/rules/en/act.rule"),
        "{}",
        ran.err
    );
    room.write("latin/mine.rule", b"# Caf\xe9\n");
    room.write("none/notes.txt", "nothing");
    for folder in ["latin", "none", "gone"] {
        assert_eq!(room.assize(&["rules", "check", folder]).code, 3, "{folder}");
    }
    room.write("empty/mine.rule", "");
    room.ok(&["rules", "check", "empty"]);
}

/// The blocks of `docs/rules.md` that hold rules and words.
#[test]
fn what_the_page_on_rules_shows_holds() {
    let page = include_str!("../../../../docs/rules.md");
    let blocks = page.split("```text\n").skip(1).filter_map(|rest| rest.split("```").next());
    let (rules, words): (Vec<&str>, Vec<&str>) = blocks.partition(|block| block.starts_with("rule "));
    assert!(rules.len() > 1 && words.len() == 1, "{rules:?} {words:?}");
    let room = Room::new();
    room.write("own/page.rule", rules.join("\n"));
    room.write("own/page.tsv", words.join("\n"));
    room.ok(&["rules", "check", "own"]);
}

/// A language is a folder of words and one of rules.
#[test]
fn every_language_compiles() {
    let mut languages = 0;
    for folder in fs::read_dir(schema().join("lexicons")).expect("lexicons").flatten() {
        if !folder.path().is_dir() {
            continue;
        }
        languages += 1;
        let name = folder.file_name().to_string_lossy().into_owned();
        let words = texts(&folder.path(), "tsv");
        let rules = texts(&schema().join("rules").join(&name), "rule");
        let compiled =
            Grammar::compile(&sources(&words), &sources(&rules), &assize_reader::rules::properties());
        let faults = compiled.err().unwrap_or_default();
        assert!(
            faults.is_empty(),
            "{name}: {}",
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        );
    }
    assert!(languages >= 2, "{languages}");
}

fn texts(folder: &Path, ending: &str) -> Vec<(String, String)> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path());
    let mut files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == ending)).collect();
    files.sort();
    files.iter().map(|path| (path.display().to_string(), fs::read_to_string(path).expect("text"))).collect()
}

fn sources(files: &[(String, String)]) -> Vec<SourceFile<'_>> {
    files.iter().map(|(name, text)| SourceFile { name, text }).collect()
}
