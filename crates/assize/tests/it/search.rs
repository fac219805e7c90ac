//! `assize search`: what it finds stands there byte by byte, and what may not be searched is found by nothing.

use crate::{ARTICLES, Ran, Room, case_of, files, secrets::SECRETS};
use serde_json::Value as Json;
use std::fs;

impl Room {
    fn search(&self, case: &str, query: &str) -> Vec<Json> {
        let found = self.ok(&["--case", case, "--json", "search", query]).json();
        found.iter().for_each(|hit| self.holds(case, hit));
        found
    }

    /// Every hit names the bytes of its text.
    fn holds(&self, case: &str, hit: &Json) {
        assert_eq!(hit["schema"], "assize.search/1");
        let Some(source) = hit["source"].as_str() else { return };
        let text = self.ok(&["--case", case, "--json", "text", source]).json();
        let text = text.iter().find(|text| text["text"] == hit["text"]).expect("the text");
        let words = text["words"].as_str().expect("words");
        let at = |of: &Json| {
            let end = |name: &str| usize::try_from(of[name].as_u64().expect("a byte")).expect("a number");
            words.get(end("start")..end("end")).map(str::to_owned)
        };
        assert_eq!(at(hit).as_deref(), hit["exact"].as_str(), "{hit}");
        for word in hit["words"].as_array().into_iter().flatten() {
            assert_eq!(at(word).as_deref(), word["exact"].as_str(), "{word}");
        }
    }
}

/// In which parts something was found, hit by hit.
fn parts(found: &[Json]) -> Vec<&str> {
    found.iter().filter_map(|hit| hit["in"].as_str()).collect()
}

fn index(room: &Room) -> std::path::PathBuf {
    room.path("case/search.sqlite")
}

#[test]
fn texts_claims_and_names_are_found_where_they_stand() {
    let room = case_of(&ARTICLES);
    room.accept_tolls("case");
    let found = room.search("case", "killed nine");
    assert_eq!(parts(&found), ["texts", "texts", "claims", "claims"], "{found:?}");
    let words: Vec<&str> =
        found[0]["words"].as_array().expect("words").iter().filter_map(|w| w["exact"].as_str()).collect();
    assert_eq!(words.len(), 2, "{found:?}");
    assert_eq!(found[2]["property"], "incident.killed");
    let orsay = room.search("case", "\"off cape orsay\"");
    assert_eq!(parts(&orsay).iter().filter(|part| **part == "texts").count(), 3);
    assert_eq!(room.search("case", "\"orsay cape\"").len(), 0);
    assert_eq!(parts(&room.search("case", "smok* resid*")).len(), 0);
    assert!(parts(&room.search("case", "RESID*")).contains(&"texts"));
    let only = room.ok(&["--case", "case", "--json", "search", "killed", "--in", "claims", "--limit", "1"]);
    assert_eq!(parts(&only.json()), ["claims"]);
    assert!(only.err.contains("claims, the first 1 shown"), "{}", only.err);
    // A name that a person gives, beside the one before.
    let thing = room.ok(&["--case", "case", "--json", "things"]).json();
    let vale =
        thing.iter().find(|thing| thing["name"].as_str().is_some_and(|name| name.contains("Ruth Vale")));
    let vale = vale.and_then(|thing| thing["id"].as_str()).expect("a speaker").to_owned();
    room.ok(&["--case", "case", "rename", &vale, "Commodore Vale of Brill", "--type", "person", "--yes"]);
    let named = room.search("case", "commodore brill");
    let name = named.iter().find(|hit| hit["in"] == "names").expect("the name");
    assert_eq!(name["type"], "person");
    assert!(named.iter().any(|hit| hit["in"] == "claims"), "claims by the name of who speaks: {named:?}");
    assert!(parts(&room.search("case", "ruth vale")).contains(&"names"), "by the words of the text too");
    // Another case knows nothing of it.
    room.ok(&["init", "other"]);
    assert!(room.search("other", "killed").is_empty());
}

#[test]
fn claims_follow_what_is_decided() {
    let room = case_of(&ARTICLES[..1]);
    room.accept_tolls("case");
    let claim = room.search("case", "nine killed").iter().find(|hit| hit["in"] == "claims").expect("a claim")
        ["claim"]
        .clone();
    let claim = claim.as_str().expect("an id").to_owned();
    room.ok(&[
        "--case",
        "case",
        "amend",
        &claim,
        "--gist",
        "The admiral puts the dead at a baker’s dozen less four.",
    ]);
    let found = room.search("case", "\"baker's dozen\"");
    assert_eq!(parts(&found), ["claims"]);
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert!(room.search("case", "\"baker's dozen\"").is_empty());
    room.ok(&["--case", "case", "undo", "--yes"]);
    assert!(!parts(&room.search("case", "nine")).contains(&"claims"));
}

#[test]
fn what_is_confidential_withheld_or_destroyed_is_not_found_and_not_kept() {
    let room = Room::with_leak();
    room.ok(&["--case", "case", "search", "killed"]);
    let ran = room.ok(&["--case", "case", "search", "zephyrine"]);
    assert!(
        ran.out.is_empty() && ran.err.contains("1 source not searched: confidential"),
        "{}{}",
        ran.out,
        ran.err
    );
    for word in ["zephyrine", "fourteen", "annex", "unarmed", "minutes"] {
        assert!(room.search("case", word).is_empty(), "{word}");
    }
    let kept = |room: &Room, word: &str| {
        let all = files(&room.path("case")).into_iter().filter(|(file, _)| file.starts_with("search.sqlite"));
        all.map(|(_, bytes)| String::from_utf8_lossy(&bytes).to_lowercase()).any(|text| text.contains(word))
    };
    // The first letters of a word may be those of the one before.
    for word in SECRETS.map(|word| word.to_lowercase()[1..].to_owned()) {
        assert!(!kept(&room, &word), "{word}");
    }
    assert!(index(&room).exists() && kept(&room, "rsay"), "of the open one words are kept");

    // What is marked, withheld and destroyed later, and what `case.toml` keeps back.
    for (how, back) in [("mark", "undo"), ("withhold", "undo"), ("settings", "settings"), ("destroy", "")] {
        let room = case_of(&[
            ARTICLES[0],
            (
                "courier.txt",
                "The Courier",
                "Quixotry killed ten people on May 3 off Brill, a jettison pilot said.\n",
            ),
        ]);
        room.accept_tolls("case");
        assert_eq!(parts(&room.search("case", "quixotry")).first(), Some(&"texts"), "{how}");
        assert!(kept(&room, "uixotry"), "{how}");
        let settings = fs::read_to_string(room.path("case/case.toml")).expect("settings");
        match how {
            "mark" => {
                _ = room.ok(&["--case", "case", "mark", "courier.txt", "confidential", "--reason", "asked"])
            }
            "settings" => {
                let id = room.source("case", "courier.txt");
                _ = room.write("case/case.toml", format!("{settings}confidential = [\"{}\"]\n", &id[..12]));
            }
            _ => _ = room.ok(&["--case", "case", how, "courier.txt", "--reason", "asked", "--yes"]),
        }
        if how != "settings" {
            assert!(!kept(&room, "uixotry"), "{how}: it leaves at once");
        }
        for word in ["quixotry", "jettison", "ten"] {
            assert!(room.search("case", word).is_empty(), "{how} {word}");
        }
        assert!(!kept(&room, "uixotry") && !kept(&room, "ettison"), "{how}");
        assert!(!room.search("case", "killed").is_empty(), "{how}: the other is found");
        match back {
            "undo" => _ = room.ok(&["--case", "case", "undo", "--yes"]),
            "settings" => _ = room.write("case/case.toml", settings),
            _ => continue,
        }
        assert!(!room.search("case", "quixotry").is_empty(), "{how}: it is back");
    }
}

#[test]
fn no_query_is_an_error_of_the_search() {
    let room = case_of(&ARTICLES[..2]);
    let long = "orsay ".repeat(1700);
    let marks = format!("orsay{}", "\u{301}".repeat(5000));
    let finds = [
        "orsay",
        "\"orsay",
        "orsay\"",
        "orsay*",
        "(orsay",
        "orsay) -",
        "^orsay",
        "orsay:*",
        "\"cape orsay\" \"\"",
        "o\u{301}rsay",
        "ＯＲＳＡＹ",
        "\u{202e}orsay\u{202c}",
        "orsay 🚤",
        "cape; -- orsay",
        "orsay'",
        "«cape orsay»",
        &long,
        &marks,
    ];
    for query in finds {
        let found = room.search("case", query);
        assert!(parts(&found).contains(&"texts"), "{}", &query[..query.len().min(40)]);
    }
    for query in [
        "orsay NOT cape",
        "orsay OR nothing",
        "NEAR(cape orsay)",
        "words:orsay",
        "قتل",
        "船",
        "* orsayx",
        &"x".repeat(10_000),
        "rsay",
    ] {
        assert!(room.search("case", query).is_empty(), "{query}");
    }
    let many: String = (0..100).map(|n| format!("w{n} ")).collect();
    for query in ["", " ", "\"", "***", "🚤", "\u{301}", "\u{202e}", &many, &"x".repeat(20_000)] {
        let ran = room.assize(&["--case", "case", "search", "--", query]);
        let shown = &query[..query.floor_char_boundary(20)];
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{shown}: {}", ran.err);
        assert!(ran.err.lines().all(|line| line.chars().count() < 300), "{shown}");
    }
    assert_eq!(room.ok(&["--case", "case", "search", "orsay", "--limit", "0"]).out, "");
}

#[test]
fn without_its_index_the_same_is_found() {
    let room = case_of(&ARTICLES);
    room.accept_tolls("case");
    let ask = || -> Ran { room.ok(&["--case", "case", "search", "killed may"]) };
    let (first, second) = (ask(), ask());
    assert!(!first.out.is_empty() && index(&room).exists());
    assert_eq!((&first.out, &first.err), (&second.out, &second.err));
    fs::remove_file(index(&room)).expect("removed");
    assert_eq!(ask().err, first.err, "one that is gone is made anew in silence");
    let file = rusqlite::Connection::open(index(&room)).expect("it opens");
    file.execute("UPDATE place SET start = 0, end = 3", []).expect("altered");
    drop(file);
    let again = ask();
    assert_eq!(again.out, first.out);
    assert!(
        again.err.contains("note: the search index: a row is not as it was written; it was made anew"),
        "{}",
        again.err
    );
    assert_eq!(ask().err, first.err);
    // Nothing can be kept where a folder stands, as in a folder that is read-only.
    fs::remove_file(index(&room)).expect("removed");
    fs::create_dir(index(&room)).expect("makeable");
    let scanned = ask();
    assert_eq!(scanned.out, first.out);
    assert!(scanned.err.contains("every word was looked at"), "{}", scanned.err);
    // A text that is not there is named, and the others are found.
    fs::remove_dir(index(&room)).expect("removable");
    let lost = room.ok(&["--case", "case", "--json", "text", "herald.txt"]).json();
    assert_eq!(lost.len(), 1);
    let blob = files(&room.path("case/archive"))
        .into_iter()
        .find(|(_, bytes)| bytes.starts_with(b"A strike on May 3 killed four"));
    fs::remove_file(room.path("case/archive").join(blob.expect("the text").0)).expect("removed");
    let ran = ask();
    assert!(ran.out.contains("gazette.txt") && !ran.out.contains("herald.txt"), "{}", ran.out);
    assert!(ran.err.contains("warning: "), "{}", ran.err);
}
