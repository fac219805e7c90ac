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
        "demo" | "init" | "man" | "key passphrase" | "key" => vec![],
        "publish" => vec![vec!["--out", "site", "--drafts", "--full-texts", "--mask-names"]],
        "read" => vec![vec![], vec!["--again"]],
        _ => vec![vec![], vec![what], vec![what, what], vec!["--reason", what], vec!["--yes", what]],
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
            for json in [false, true] {
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
    for page in pages().into_iter().filter(|page| !page.file.starts_with("words-2")) {
        given.push(format!("pages/{}", page.file));
        room.write(&format!("pages/{}", page.file), page.bytes);
    }
    let mut add = vec!["--case", "case", "add"];
    add.extend(given.iter().map(String::as_str));
    let added = room.assize(&add);
    assert_eq!(forbidden(&added.out).or_else(|| forbidden(&added.err)), None);
    room.ok(&["--case", "case", "read"]);
    for string in strings().iter().filter(|string| string.words.len() < 2000 && !string.words.contains('\0'))
    {
        let words = string.words.as_str();
        let place = |name: &str| {
            room.write(name, format!("A strike on May 3 killed nine people off Cape Orsay, {words} said.\n"))
        };
        place("typed.txt");
        let said = |flag: &str| format!("--{flag}={words}");
        let [publisher, author, title, url, kind] = ["publisher", "author", "title", "url", "kind"].map(said);
        let args = [
            "--case",
            "case",
            "add",
            "typed.txt",
            &publisher,
            &author,
            &title,
            &url,
            &kind,
            "--published",
            "2031-05-05",
        ];
        let ran = room.assize(&args);
        let mut faults = Vec::new();
        look(&ran, &args, &mut faults);
        let (name, reason) = (format!("--name={words}"), format!("--reason={words}"));
        for args in [
            vec!["incident", "Named", "--yes", &reason],
            vec!["incident", "--yes", "--", words],
            vec!["link", "--yes", &reason, "--", "typed.txt", words],
            vec!["mark", &reason, "--", "typed.txt", "confidential"],
            vec!["actor", "add", &name, "--yes", "--", words],
            vec!["why", "--", words],
            vec!["drafts", "--", words],
            vec!["import", "--", words],
        ] {
            let args = [&["--case", "case"], &args[..]].concat();
            look(&room.assize(&args), &args, &mut faults);
        }
        assert!(faults.is_empty(), "{}: {faults:#?}", string.name);
    }
    room.ok(&["--case", "case", "read"]);
    room
}

#[test]
fn no_command_prints_what_would_turn_on_its_reader() {
    let room = hostile_case();
    let all = strings();
    let words: Vec<&str> = all
        .iter()
        .map(|string| string.words.as_str())
        .filter(|words| words.len() < 3000 && !words.contains('\0'))
        .collect();
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
        "mark list",
        "actor list",
        "oversight",
        "assess",
        "candidates",
    ] {
        assert!(ran.contains(name), "`{name}` did not run: {ran:?}");
    }
    println!("{} strings typed, {runs} runs of {} commands", words.len(), commands(&room).len());
    let mut looked = 0;
    for (path, bytes) in files(&room.path("site")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let what = path.extension().filter(|end| *end == "html").and_then(|_| active(&text));
        assert_eq!(forbidden(&text).or(what), None, "{}", path.display());
        looked += 1;
    }
    assert!(looked > 50, "{looked} files");
}

#[test]
fn a_name_that_holds_what_cannot_be_seen_is_refused_and_one_of_look_alikes_is_told_of() {
    let room = Room::with_article();
    for name in ["Strike\u{202e}", "Str\u{200b}ike", "\u{3164}", "Strike\u{ad}"] {
        let ran = room.assize(&["--case", "case", "incident", name, "--yes"]);
        assert!(ran.code != 0 && ran.err.contains("cannot be seen"), "{name:?}: {}", ran.err);
    }
    let ran = room.ok(&["--case", "case", "incident", "\u{422}he strike", "--yes"]);
    assert!(
        format!("{}{}", ran.out, ran.err).contains("letters that look like others: Cyrillic \u{422}"),
        "{}{}",
        ran.out,
        ran.err
    );
    room.ok(&["--case", "case", "incident", "ضربة قبالة می\u{200c}ناب", "--yes"]);
}
