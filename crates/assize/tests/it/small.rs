//! `assize demo --small`: what it shows is what typing would do.

use crate::{Ran, Room, files};
use serde_json::Value as Json;
use std::{fs, path::Path};

const BOAT: &str = "Strike off Cape Merrow";
const DEPOT: &str = "Strike on the depot at Ostrel";

/// What a method comes to on the killed of an incident: lowest, highest, articles, origins at two ends. Of all of them, or of civilians where it
/// counts nobody else.
fn toll(room: &Room, case: &str, incident: &str, method: &str) -> [Json; 5] {
    let found =
        room.ok(&["--case", case, "--json", "weigh", "--incident", incident, "--method", method]).json();
    let lines = found[0]["lines"].as_array().expect("lines");
    let killed =
        |status: Json| lines.iter().find(|line| line["role"] == "killed" && line["status"] == status);
    let line = killed(Json::Null).or_else(|| killed("civilian".into())).expect("a line of the killed");
    let behind = |what: &str| line["behind"][what].clone();
    let end = |end: &str| line[end]["value"].clone();
    [end("low"), end("high"), behind("articles"), behind("origins_min"), behind("origins_max")]
}

/// The lines after `$`.
fn typed(ran: &Ran) -> Vec<&str> {
    ran.out.lines().filter_map(|line| line.strip_prefix("$ ")).collect()
}

#[test]
fn two_strikes_of_one_day_come_to_their_own_tolls() {
    let room = Room::new();
    let ran = room.ok(&["demo", "--small", "--out", "demo"]);
    for method in ["airwars", "bij", "new-america", "ucdp"] {
        assert_eq!(toll(&room, "demo/case", BOAT, method), [8, 9, 2, 1, 2].map(Json::from), "{method}");
    }
    // This method takes the lowest figure by its own rule.
    assert_eq!(toll(&room, "demo/case", BOAT, "acled"), [8, 8, 2, 1, 2].map(Json::from));
    for method in ["acled", "airwars", "bij", "new-america"] {
        assert_eq!(toll(&room, "demo/case", DEPOT, method), [4, 4, 1, 1, 2].map(Json::from), "{method}");
    }
    let none = [Json::Null, Json::Null, 0.into(), 0.into(), 0.into()];
    assert_eq!(toll(&room, "demo/case", DEPOT, "ucdp"), none, "two residents alone are below what it takes");
    assert!(room.path("demo/site/index.html").is_file());
    for words in ["“at least eight”", "killed 8 to 9 (2 articles, 1 to 2 origins)", "▔", "rejected 1 draft"]
    {
        assert!(ran.out.contains(words) || ran.err.contains(words), "{words} in\n{}\n{}", ran.out, ran.err);
    }
}

#[test]
fn what_is_shown_is_what_typing_does() {
    let room = Room::new();
    let shown = room.ok(&["demo", "--small", "--out", "demo"]);
    let typed = typed(&shown);
    assert!(typed[0].starts_with("cd ") && typed.len() > 12, "{typed:?}");
    // The same lines in a shell, in another folder with the same articles.
    for (name, bytes) in files(&room.path("demo/articles")) {
        room.write(&format!("again/articles/{}", name.display()), bytes);
    }
    let mut here = room.path("again");
    let mut said = String::new();
    for line in &typed[1..] {
        let (ran, ended) = room.shell(&here, line);
        assert_eq!(ran.code, 0, "{line}\n{}\n{}", ran.out, ran.err);
        said.push_str(&ran.out);
        here = ended;
    }
    for method in ["acled", "airwars", "ucdp"] {
        let [shown, again] = ["demo/case", "again/case"].map(|case| toll(&room, case, BOAT, method));
        assert_eq!(shown, again, "{method}");
    }
    // Ids of what was signed differ, and with them the order of the two incidents in a list; lines that name none are the same.
    let plain = |text: &str| {
        let hex =
            |word: &str| word.len() >= 8 && word.chars().all(|c| c.is_ascii_hexdigit() || "(),:".contains(c));
        let mut lines: Vec<String> = text
            .lines()
            .filter(|line| !line.starts_with(['#', '$']) && !line.starts_with("open ") && !line.is_empty())
            .map(|line| line.split_whitespace().filter(|word| !hex(word)).collect::<Vec<_>>().join(" "))
            .collect();
        lines.sort();
        lines.retain(|line| !line.is_empty());
        lines
    };
    assert_eq!(plain(&shown.out), plain(&said));
}

#[test]
fn what_it_says_to_try_next_can_be_typed() {
    let room = Room::new();
    let ran = room.ok(&["demo", "--small", "--out", "demo"]);
    let tries: Vec<&str> = ran.err.lines().filter_map(|line| line.strip_prefix("  ")).collect();
    let first = tries.iter().position(|line| line.starts_with("cd ")).expect("where to go");
    let mut here = room.path(".");
    for line in &tries[first..] {
        let (ran, ended) = room.shell(&here, line);
        assert_eq!(ran.code, 0, "{line}\n{}\n{}", ran.out, ran.err);
        here = ended;
        if line.contains("Joren Halt") {
            let settled = [8, 9, 2, 2, 2].map(Json::from);
            assert_eq!(toll(&room, "demo/case", BOAT, "ucdp"), settled, "two people, two origins");
        }
    }
    assert!(tries.len() - first > 5, "{tries:?}");
}

#[test]
fn it_keeps_to_its_own_folder_and_to_json() {
    let room = Room::new();
    room.ok(&["init", "mine"]);
    let before = files(&room.path("mine"));
    let mut command = room.command(&["--json", "demo", "--small", "--out", "demo"]);
    let output = command.env("ASSIZE_CASE", room.path("mine")).output().expect("the program runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let out = String::from_utf8(output.stdout).expect("UTF-8");
    let objects: Vec<Json> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let last = objects.last().expect("the demo's own");
    assert_eq!(last["schema"], "assize.demo/1");
    assert!(Path::new(last["index"].as_str().expect("a path")).is_file());
    assert!(files(&room.path("mine")) == before, "the case that ASSIZE_CASE names is left alone");
    fs::remove_dir_all(room.path("demo")).expect("removed");
}

#[test]
fn it_keeps_to_the_keys_of_the_folder_that_it_was_started_in() {
    let room = Room::new();
    let mut demo = room.command(&["demo", "--small", "--out", "demo"]);
    let ran = Room::ran(demo.env("ASSIZE_CONFIG_DIR", "own/config"));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let keys: Vec<_> =
        files(&room.path(".")).into_iter().filter(|(name, _)| name.ends_with("default.key")).collect();
    let names: Vec<_> = keys.iter().map(|(name, _)| name.display().to_string()).collect();
    assert_eq!(names, ["own/config/keys/default.key"], "one key, and none in a case");
}
