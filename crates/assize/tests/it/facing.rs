//! Hostile words through the program: every command is run on a case that holds nothing else, and what it prints is walked.
//!
//! Commands are listed by the program itself, so that a new one is run too.

use crate::{Ran, Room, files};
use assize_testkit::hostile::{active, forbidden, pages, strings};
use std::collections::BTreeSet;

/// The commands that the program has, with their own commands below them.
fn commands(room: &Room) -> Vec<Vec<String>> {
    let below = |of: &[&str]| -> Vec<String> {
        let help = room.ok(&[of, &["--help"]].concat()).out;
        let lines =
            help.lines().skip_while(|line| *line != "Commands:").skip(1).take_while(|line| !line.is_empty());
        // What wraps begins further in.
        let names = lines.filter(|line| line.starts_with("  ") && !line.starts_with("   "));
        names
            .filter_map(|line| line.split_whitespace().next())
            .map(str::to_owned)
            .filter(|name| name != "help")
            .collect()
    };
    let mut all = Vec::new();
    for name in below(&[]) {
        let inner = below(&[&name]);
        all.extend(inner.into_iter().map(|inner| vec![name.clone(), inner]));
        all.push(vec![name]);
    }
    all
}

/// What a command is given, where it needs something. What is not here is run bare, and with a hostile word.
fn arguments<'a>(command: &[String], what: &'a str) -> Vec<Vec<&'a str>> {
    match command.join(" ").as_str() {
        // They write outside the case, or ask for a passphrase.
        "demo" | "init" | "man" | "key passphrase" | "key" | "backup" => vec![],
        // It serves until it is stopped; its pages have a walk of their own.
        "desk" => vec![],
        "publish" => vec![vec!["--out", "site", "--drafts", "--full-texts", "--mask-names"]],
        "mark" => vec![vec!["list"], vec!["--", what], vec!["--", what, "private"]],
        "destroy" | "withhold" | "retract" | "undo" => vec![vec!["--", what]],
        "read" => vec![vec![], vec!["--again"]],
        _ => vec![vec![], vec!["--", what], vec!["--yes", "--", what, what]],
    }
}

fn look(ran: &Ran, args: &[&str], faults: &mut Vec<String>) {
    for (stream, text) in [("stdout", &ran.out), ("stderr", &ran.err)] {
        faults.extend(forbidden(text).map(|found| format!("{args:.60?} {stream}: {found}")));
    }
}

/// Runs every command on the case, with and without `--json`. Counts the runs.
fn walk(room: &Room, words: &[&str]) -> (Vec<String>, BTreeSet<String>, usize) {
    let (mut faults, mut ran, mut runs) = (Vec::new(), BTreeSet::new(), 0);
    for (command, word) in commands(room).iter().zip(words.iter().cycle()) {
        for args in arguments(command, word) {
            // A site is built once; what it is like as files is looked at below.
            let both: &[bool] = if command[0] == "publish" { &[false] } else { &[false, true] };
            for &json in both {
                let mut all = vec!["--case", "case"];
                all.extend(json.then_some("--json"));
                all.extend(command.iter().map(String::as_str));
                all.extend(&args);
                let done = room.assize(&all);
                assert_ne!(done.code, 101, "{all:?} panics: {}", done.err);
                look(&done, &all, &mut faults);
                if json && matches!(done.code, 0 | 1) {
                    let lines = done.out.lines().filter(|line| line.starts_with('{'));
                    lines.for_each(|line| {
                        drop(serde_json::from_str::<serde_json::Value>(line).expect("JSON"))
                    });
                }
                runs += 1;
                if done.code == 0 {
                    ran.insert(command.join(" "));
                }
            }
        }
    }
    (faults, ran, runs)
}

/// A case made of hostile pages, with hostile words in everything that a person types.
fn hostile_case() -> Room {
    let room = Room::new();
    room.ok(&["init", "case"]);
    let mut given: Vec<String> = Vec::new();
    let some = |file: &str| {
        ["words-0", "entities", "data", "unclosed", "bytes", "a\u{202e}"]
            .iter()
            .any(|begin| file.starts_with(begin))
    };
    for page in pages().into_iter().filter(|page| some(&page.file)) {
        given.push(format!("pages/{}", page.file));
        room.write(&format!("pages/{}", page.file), page.bytes);
    }
    let mut add = vec!["--case", "case", "add"];
    add.extend(given.iter().map(String::as_str));
    let mut faults = Vec::new();
    look(&room.assize(&add), &add, &mut faults);
    room.ok(&["--case", "case", "read"]);
    let anchor = &self::anchor(&room);
    for (n, string) in strings().iter().enumerate().filter(|(_, string)| typed(&string.words)) {
        let words = string.words.as_str();
        room.write(
            "typed.txt",
            format!("A strike on May {} killed nine people off Cape Orsay, {words} said.\n", n % 28 + 1),
        );
        let said = |flag: &str| format!("--{flag}={words}");
        let [publisher, author, title, url, reason, shown] =
            ["publisher", "author", "title", "url", "reason", "as"].map(said);
        let add = ["add", "typed.txt", &publisher, &author, &title, &url, "--published", "2031-05-05"];
        let turn = [
            vec!["link", "--yes", &reason, "--", "typed.txt", words],
            vec!["mark", &reason, &shown, "--", anchor, "private"],
            vec!["incident", "--from", anchor, "--yes", &reason, "--", words],
            vec!["setting", "set", "--", words, words],
            vec!["why", "--", words],
            vec!["import", "--", words],
        ];
        let rename = ["rename", "--yes", "--", anchor, words];
        for args in [&add[..], &rename[..], &turn[n % turn.len()]] {
            let args = [&["--case", "case"], args].concat();
            look(&room.assize(&args), &args, &mut faults);
        }
    }
    room.ok(&["--case", "case", "read"]);
    self::anchor(&room);
    assert!(faults.is_empty(), "{faults:#?}");
    room
}

/// Accepts every toll; the first incident on record.
fn anchor(room: &Room) -> String {
    room.ok(&["--case", "case", "accept", "--property", "incident.killed", "--doubts", "--skip-failed"]);
    let incidents = room.ok(&["--case", "case", "--json", "incidents"]).json();
    incidents[0]["id"].as_str().expect("an id").to_owned()
}

/// Whether a string can be an argument of a command.
fn typed(words: &str) -> bool {
    words.len() < 3000 && !words.contains('\0')
}

#[test]
fn no_command_prints_what_would_turn_on_its_reader() {
    let room = hostile_case();
    let all = strings();
    let words: Vec<&str> =
        all.iter().map(|string| string.words.as_str()).filter(|words| typed(words)).collect();
    let (faults, ran, runs) = walk(&room, &words);
    assert!(faults.is_empty(), "{} faults: {:#?}", faults.len(), &faults[..faults.len().min(12)]);
    // What lists must have listed.
    for name in [
        "weigh",
        "drafts",
        "incidents",
        "things",
        "timeline",
        "status",
        "verify",
        "differ",
        "mark",
        "actor list",
        "oversight",
        "assess",
        "candidates",
    ] {
        assert!(ran.contains(name), "`{name}` did not run: {ran:?}");
    }
    println!("{} strings typed, {runs} runs of {} commands", words.len(), commands(&room).len());
    let mut looked = 0;
    // What no text is (workbook, Parquet) is looked into by the tests of the site.
    let binary =
        |path: &std::path::Path| path.extension().is_some_and(|end| end == "xlsx" || end == "parquet");
    for (path, bytes) in files(&room.path("site")).into_iter().filter(|(path, _)| !binary(path)) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let what = path.extension().filter(|end| *end == "html").and_then(|_| active(&text));
        assert_eq!(forbidden(&text).or(what), None, "{}", path.display());
        looked += 1;
    }
    assert!(looked > 40, "{looked} files");
}

#[test]
fn a_name_that_holds_what_cannot_be_seen_is_refused_and_one_of_look_alikes_is_told_of() {
    let room = Room::with_article();
    let anchor = &self::anchor(&room);
    for name in ["Strike\u{202e}", "Str\u{200b}ike", "\u{3164}", "Strike\u{ad}"] {
        let ran = room.assize(&["--case", "case", "incident", name, "--from", anchor, "--yes"]);
        assert!(ran.code != 0 && ran.err.contains("cannot be seen"), "{name:?}: {}", ran.err);
    }
    let ran = room.ok(&["--case", "case", "incident", "\u{422}he strike", "--from", anchor, "--yes"]);
    assert!(
        format!("{}{}", ran.out, ran.err).contains("letters that look like others: Cyrillic \u{422}"),
        "{}{}",
        ran.out,
        ran.err
    );
    room.ok(&["--case", "case", "rename", anchor, "ضربة قبالة می\u{200c}ناب", "--yes"]);
}
