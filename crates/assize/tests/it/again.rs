//! A text taken out once more by a better extractor: what was decided on the old one goes over by the places of the very same words.

use crate::{Ran, Room};
use assize_archive::{blob::Blobs, store::Store};
use assize_case::{case::Session, talk::Talk};
use assize_ledger::{AsKnown, View};
use assize_record::{
    BlobHash, Entry,
    body::{Body, Capture, Publication, Source, Stated, Text},
    entry::{Role, Salt},
    sign::SecretKey,
};
use serde_json::Value;
use std::fs;

struct Silent;

impl Talk for Silent {
    fn tell(&self, _: &str) {}
}

const HEADLINE: &str = "Strike off Cape Orsay";
const KILLED: &str = "A strike on May 3 killed nine people on a boat off Cape Orsay, Adm. Ruth Vale said.";
const WOUNDED: &str =
    "Three people were wounded in the strike off Cape Orsay on May 3, a harbour pilot said.";
const MORE: &str =
    "The navy has not said whom it took the crew for. The boat burned until the evening and then sank.";

fn page(paragraphs: &[&str]) -> String {
    let body: Vec<String> = paragraphs.iter().map(|words| format!("<p>{words}</p>")).collect();
    format!(
        "<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><title>Strike off Cape Orsay</title></head>\
         <body><article><h1>Strike off Cape Orsay</h1>\n{}\n</article></body></html>\n",
        body.join("\n")
    )
}

/// A case in which an earlier extractor took these words out of each page.
fn case_of(pages: &[(&str, &[&str], &[&str])]) -> Room {
    let room = Room::new();
    room.ok(&["init", "case"]);
    for (file, today, before) in pages {
        let html = page(today);
        room.write(file, &html);
        entered(&room, file, html.as_bytes(), &format!("{}\n", before.join("\n\n")));
    }
    room.ok(&["--case", "case", "read"]);
    room
}

/// Enters a source with a text that an earlier extractor took out of it.
fn entered(room: &Room, file: &str, original: &[u8], words: &str) {
    let dir = room.path("case");
    let hex = fs::read_to_string(room.path("config/keys/default.key")).expect("a key");
    let seed = assize_record::id::decode_hex(hex.trim()).expect("hexadecimal").try_into().expect("32 bytes");
    let key = SecretKey::from_seed(seed);
    let blobs = Blobs::open(dir.join("archive/sha256")).expect("opened");
    for bytes in [original, words.as_bytes()] {
        blobs.put(bytes).expect("stored");
    }
    let source = Source { sha256: BlobHash::of(original), bytes: original.len() as u64 };
    let source = Entry::source(source, Salt::none()).expect("a source");
    let text = Text {
        sha256: BlobHash::of(words.as_bytes()),
        bytes: words.len() as u64,
        extractor: "assize-html@0".to_owned(),
    };
    let text = Entry::text(source.id, text, Salt::none()).expect("a text");
    let published_on = Some(Stated { value: "2031-05-05".to_owned(), from: "given".to_owned() });
    let capture = Capture {
        captured_at: "2031-06-01T10:00:00Z".to_owned(),
        tool: "assize@0.0.1".to_owned(),
        file: file.to_owned(),
        media_type: "text/html".to_owned(),
        publication: Publication { published_on, ..Publication::default() },
    };
    let refs = vec![(Role::Source, source.id), (Role::Text, text.id)];
    let salt = Salt::new([file.len() as u8; 16]);
    let capture = Entry::signed(&key, salt, refs, Vec::new(), None, Body::Capture(Box::new(capture)));
    let mut store = Store::open(&dir).expect("a case");
    let batch = [source, text, capture.expect("a capture")];
    store.append(&batch, &key, jiff::Timestamp::now()).expect("entered");
    // What the key has signed is remembered beside it.
    let _ = fs::remove_dir_all(room.path("config/replicas"));
}

fn run(room: &Room, args: &[&str]) -> Ran {
    room.ok(&[&["--case", "case"], args].concat())
}

fn drafts(room: &Room, file: &str, property: &str) -> Vec<Value> {
    run(room, &["--json", "drafts", file, "--property", property]).json()
}

/// The record as it stands.
fn view(room: &Room) -> View {
    let session = Session::open(&room.path("case")).expect("a case");
    session.fold(&session.entries(&Silent).expect("readable"), AsKnown::default())
}

/// For each claim that stands, the words it quotes and whether they are of today's text.
fn quoted(room: &Room) -> Vec<(String, bool)> {
    let view = view(room);
    let of_today = |text: &assize_record::EntryId| view.texts()[text].extractor != "assize-html@0";
    let quoted = view.claims().iter().map(|claim| &view.passages()[&claim.passage]);
    let mut found: Vec<(String, bool)> =
        quoted.map(|passage| (passage.words.exact.clone(), of_today(&passage.text))).collect();
    found.sort();
    found
}

/// The tolls of all incidents under every method, without the ids that they rest on.
fn figures(room: &Room) -> Vec<String> {
    let weighed = run(room, &["--json", "weigh"]).out;
    let is_id = |word: &&str| word.len() == 64 && word.chars().all(|c| c.is_ascii_hexdigit());
    let without = |line: &str| line.split('"').filter(|word| !is_id(word)).collect::<Vec<_>>().join("\"");
    let mut lines: Vec<String> = weighed.lines().map(without).collect();
    lines.sort();
    lines
}

fn accept(room: &Room) {
    for property in ["incident.killed", "incident.injured"] {
        run(room, &["accept", "--property", property, "--doubts"]);
    }
}

/// Two sources with two claims each; of one claim the words changed.
fn two() -> Room {
    let courier_killed =
        "At least ten people were killed on May 3 in a strike off Cape Orsay, the navy said.";
    let courier_wounded = "Four people were wounded in the strike off Cape Orsay on May 3, the navy said.";
    let cut = WOUNDED.replace("Three people", "Thirteen people");
    case_of(&[
        ("gazette.html", &[KILLED, WOUNDED, MORE], &["Menu Home", KILLED, &cut, MORE]),
        (
            "courier.html",
            &[courier_killed, courier_wounded, MORE],
            &["Subscribe now", courier_killed, courier_wounded],
        ),
    ])
}

#[test]
fn decisions_go_over_to_the_new_text_by_the_very_same_words() {
    let room = two();
    let toll = drafts(&room, "gazette.html", "incident.killed");
    let anchor = toll[0]["about"]["anchor"].as_str().expect("an anchor").to_owned();
    accept(&room);
    run(&room, &["incident", "Strike off Cape Orsay", "--from", &anchor, "--yes"]);
    let before = quoted(&room);
    assert_eq!(before.len(), 4, "{before:?}");
    assert!(before.iter().all(|(_, today)| !today), "{before:?}");
    let tolls = figures(&room);

    // Shown first, and not written without a yes.
    let files = ["gazette.html", "courier.html"];
    let asked = room.assize(&["--case", "case", "add", "--again", files[0], files[1]]);
    assert_eq!(asked.code, 2, "{}", asked.err);
    assert!(asked.out.contains("[-Thirteen-]{+Three+} people were wounded"), "{}", asked.out);
    assert!(asked.err.contains("2 texts entered; 3 claims, "), "{}", asked.err);
    assert!(asked.err.contains("its words are not the same there: "), "{}", asked.err);
    let looked = run(&room, &["add", "--again", "--dry-run", files[0], files[1]]);
    assert!(looked.err.contains("would do this: 2 texts entered"), "{}", looked.err);
    assert_eq!(quoted(&room), before);

    run(&room, &["add", "--again", "--yes", files[0], files[1]]);
    let after = quoted(&room);
    let moved: Vec<bool> = after.iter().map(|(_, today)| *today).collect();
    assert_eq!(after.len(), 4, "{after:?}");
    assert_eq!(moved.iter().filter(|today| **today).count(), 3, "{after:?}");
    assert!(after.iter().any(|(words, today)| !today && words.contains("Thirteen")), "{after:?}");
    assert_eq!(figures(&room), tolls, "no figure moves");
    // The place in the new text is the incident that the old one is, and its draft is decided.
    let new = view(&room);
    let placed = new.anchors().iter().filter(|(id, _)| new.name(**id) == "Strike off Cape Orsay");
    assert_eq!(placed.count(), 2);
    run(&room, &["read"]);
    let refused = room.assize(&["--case", "case", "accept", "--property", "incident.killed", "--doubts"]);
    assert!(
        refused.err.contains("no undecided draft fits"),
        "it is not proposed a second time: {}",
        refused.err
    );
    run(&room, &["verify"]);

    // A second run proposes nothing.
    let log = room.heads("case").len();
    let second = run(&room, &["add", "--again", "--yes", files[0], files[1]]);
    assert!(second.err.contains("nothing to enter and nothing to carry over"), "{}", second.err);
    assert_eq!(room.heads("case").len(), log);

    // One undo takes all of it back, and it can be made again.
    run(&room, &["undo", "--yes"]);
    assert_eq!(quoted(&room), before);
    assert_eq!(figures(&room), tolls);
    let third = run(&room, &["add", "--again", "--yes", files[0], files[1]]);
    assert!(third.err.contains("0 texts entered; 3 claims"), "{}", third.err);
    assert_eq!(quoted(&room), after);
}

#[test]
fn of_a_sentence_that_stands_twice_the_one_that_was_meant_is_taken() {
    let middle = "The harbour was closed to all boats at noon, and the lighthouse keeper counted them in.";
    let last = "Nobody has claimed the boat so far, and nobody has asked for the dead.";
    let today = [KILLED, middle, KILLED, last];
    let room = case_of(&[("gazette.html", &today, &["Menu", KILLED, middle, KILLED, last])]);
    let drafts = drafts(&room, "gazette.html", "incident.killed");
    let second = drafts.iter().max_by_key(|draft| draft["passage"]["start"].as_u64()).expect("two drafts");
    assert_eq!(drafts.len(), 2, "{drafts:?}");
    run(&room, &["accept", second["id"].as_str().expect("an id")]);
    run(&room, &["add", "--again", "--yes", "gazette.html"]);
    let view = view(&room);
    assert_eq!(view.claims().len(), 1);
    let claim = &view.claims()[0];
    let passage = &view.passages()[&claim.passage];
    assert!(KILLED.starts_with(&passage.words.exact), "{:?}", passage.words);
    assert!(passage.words.start > middle.len(), "the second, not the first: {:?}", passage.words);
    // One that is left of two is neither.
    let one = [KILLED, last];
    let room = case_of(&[("gazette.html", &one, &[HEADLINE, KILLED, middle, KILLED, last])]);
    run(&room, &["accept", "--property", "incident.killed", "--doubts"]);
    let before = quoted(&room);
    assert_eq!(before.len(), 2, "{before:?}");
    run(&room, &["add", "--again", "--yes", "gazette.html"]);
    assert_eq!(quoted(&room), before, "what may be either does not move");
}

#[test]
fn what_was_rejected_is_rejected_of_the_new_text_too() {
    let room = case_of(&[("gazette.html", &[KILLED, MORE], &["Menu", KILLED, MORE])]);
    let toll = drafts(&room, "gazette.html", "incident.killed");
    run(&room, &["reject", toll[0]["id"].as_str().expect("an id"), "--reason", "another war"]);
    let told = run(&room, &["add", "--again", "--yes", "gazette.html"]);
    assert!(told.err.contains("1 rejection"), "{}", told.err);
    run(&room, &["read"]);
    let second = run(&room, &["add", "--again", "--yes", "gazette.html"]);
    assert!(second.err.contains("nothing to carry over"), "{}", second.err);
    assert!(quoted(&room).is_empty());
    run(&room, &["undo", "--yes"]);
}
