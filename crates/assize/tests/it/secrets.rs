//! What is confidential, out of sight, or destroyed: on whose word, and what is left of it.

use crate::{ARTICLES, Ran, Room, case_of, files};
use assize_record::{
    BlobHash, Entry, EntryId, Words,
    body::{Source, Text},
    entry::{OfText, Salt, commit},
};
use std::{
    collections::{BTreeSet, HashSet},
    fs,
};

/// An invented leak: nothing in it happened, and its words stand nowhere else.
pub(crate) const LEAK: &str = "Minutes of the Zephyrine committee\n\nA strike on May 3 killed fourteen people on a boat off Cape Orsay, \
    Adm. Ruth Vale said. The Zephyrine annex says the boat was unarmed.\n";

/// Words of the leak that stand in no other article.
pub(crate) const SECRETS: [&str; 4] = ["Zephyrine", "fourteen", "annex says", "zephyr-leak"];

impl Room {
    /// Runs a command as somebody else, with a key of their own.
    pub(crate) fn as_person(&self, who: &str, args: &[&str]) -> Ran {
        let mut command = self.command(args);
        command.env("ASSIZE_CONFIG_DIR", self.path(&format!("config-{who}"))).env("USER", who);
        Self::ran(&mut command)
    }

    pub(crate) fn ok_as(&self, who: &str, args: &[&str]) -> Ran {
        let ran = self.as_person(who, args);
        assert_eq!(ran.code, 0, "{who} {args:?}\n{}\n{}", ran.out, ran.err);
        ran
    }

    /// Accepts the first tolls that the reader found.
    pub(crate) fn accept_tolls(&self, case: &str) {
        let drafts = self.ok(&["--case", case, "--json", "drafts"]).json();
        let tolls = drafts.iter().filter(|draft| draft["proposition"]["property"] == "incident.killed");
        let ids: Vec<&str> = tolls.map(|draft| draft["id"].as_str().expect("an id")).collect();
        self.ok(&[&["--case", case, "accept"], &ids[..]].concat());
    }

    /// A case of an open article and the leak, which is confidential from the first; read, and its tolls accepted.
    pub(crate) fn with_leak() -> Self {
        let room = case_of(&ARTICLES[..1]);
        room.write("zephyr-leak.txt", LEAK);
        room.ok(&["--case", "case", "add", "zephyr-leak.txt", "--confidential", "--published", "2031-05-06"]);
        room.ok(&["--case", "case", "read"]);
        room.accept_tolls("case");
        room
    }

    /// Files of a case that hold any of these words.
    pub(crate) fn holding(&self, case: &str, words: &[&str]) -> Vec<String> {
        let holds = |bytes: &[u8]| {
            let text = String::from_utf8_lossy(bytes).to_lowercase();
            words.iter().any(|word| text.contains(&word.to_lowercase()))
        };
        let all = files(&self.path(case)).into_iter().filter(|(_, bytes)| holds(bytes));
        all.map(|(file, _)| file.display().to_string()).collect()
    }

    /// The id of the source of a file.
    pub(crate) fn source(&self, case: &str, file: &str) -> String {
        let why = self.ok(&["--case", case, "--json", "why", file]).json();
        why[0]["id"].as_str().expect("an id").to_owned()
    }
}

/// Every 32 bytes that whoever has the file can make of it, and of the ids that stand in heads.
pub(crate) fn derivable(file: &str, heads: &[serde_json::Value]) -> HashSet<[u8; 32]> {
    let sha256 = BlobHash::of(file.as_bytes());
    let bytes = file.len() as u64;
    let mut all = HashSet::from([*sha256.as_bytes()]);
    let id = |head: &serde_json::Value| head["id"].as_str()?.parse::<EntryId>().ok();
    let is =
        |head: &serde_json::Value, kind: &str, v: u8| head["head"]["kind"] == kind && head["head"]["v"] == v;
    // Sources and texts that are salted: their ids stand in heads.
    let known: Vec<EntryId> =
        heads.iter().filter(|head| is(head, "source", 2) || is(head, "text", 2)).filter_map(id).collect();
    let mut take = |entry: &Entry| {
        let body = &entry.body.as_ref().expect("a body").1;
        all.extend([*entry.id.as_bytes(), *entry.head.body.as_bytes()]);
        all.extend([1, 2].iter().filter_map(|v| Some(*commit(*v, Salt::none(), body).ok()?.as_bytes())));
    };
    let source = Entry::source(Source { sha256, bytes }, Salt::none()).expect("a source");
    take(&source);
    let text = |of: EntryId| {
        let text = Text { sha256, bytes, extractor: "assize-plain@1".to_owned() };
        Entry::text(of, text, Salt::none()).expect("a text")
    };
    let texts: Vec<EntryId> =
        known.iter().chain([&source.id]).map(|of| text(*of)).inspect(&mut take).map(|t| t.id).collect();
    for (start, end) in (0..file.len())
        .flat_map(|start| (start + 1..=file.len().min(start + 110)).map(move |end| (start, end)))
    {
        let Some(exact) = file.get(start..end) else { continue };
        let words = Words { start, end, exact: exact.to_owned() };
        // Spans of the text by its guessed id; and by any id on record, of the lengths that passages have.
        let of: Vec<EntryId> =
            if end - start > 55 && start < 60 { known.clone() } else { vec![*texts.last().expect("a text")] };
        for of in of {
            let of = OfText::new(of, Salt::none());
            take(&Entry::passage(of, &words).expect("a passage"));
            take(&Entry::anchor(of, words.span()).expect("an anchor"));
        }
    }
    // A span without its text says nothing of the file: where an open text is quoted at the same span, that stands there rightly.
    let open: Vec<String> = heads
        .iter()
        .filter(|head| is(head, "text", 1))
        .filter_map(|head| Some(id(head)?.to_string()))
        .collect();
    for head in
        heads.iter().filter(|head| open.iter().any(|text| head["head"]["refs"][0][1] == text.as_str()))
    {
        let commitment = head["head"]["body"].as_str().and_then(assize_record::id::decode_hex);
        commitment.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()).map(|bytes| all.remove(&bytes));
    }
    all
}

/// Every 32 bytes in a file: as they are, as hexadecimal digits, as base64.
pub(crate) fn values(bytes: &[u8]) -> HashSet<[u8; 32]> {
    let mut all: HashSet<[u8; 32]> = bytes.windows(32).filter_map(|window| window.try_into().ok()).collect();
    for digits in bytes.windows(64).filter(|window| window.iter().all(u8::is_ascii_hexdigit)) {
        let decoded = std::str::from_utf8(digits).ok().and_then(assize_record::id::decode_hex);
        all.extend(decoded.and_then(|bytes| <[u8; 32]>::try_from(bytes).ok()));
    }
    all
}

/// The base64 form of a value, as roots stand in checkpoints.
fn base64(bytes: &[u8]) -> String {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let digit = |bits: u32| DIGITS[(bits & 63) as usize] as char;
    bytes
        .chunks(3)
        .flat_map(|chunk| {
            let bits =
                chunk.iter().chain([&0, &0]).take(3).fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte));
            let all = [digit(bits >> 18), digit(bits >> 12), digit(bits >> 6), digit(bits)];
            all.into_iter().take(chunk.len() + 1).chain(std::iter::repeat_n('=', 3 - chunk.len()))
        })
        .collect()
}

#[test]
fn who_has_a_confidential_file_finds_nothing_of_it_in_heads_log_and_fingerprints() {
    let room = Room::with_leak();
    room.ok(&["--case", "case", "weigh"]);
    let heads = room.heads("case");
    let guesses = derivable(LEAK, &heads);
    let forms: HashSet<String> = guesses.iter().map(|guess| base64(guess)).collect();
    let open = derivable(ARTICLES[0].2, &[]);
    let (mut looked, mut control) = (0, 0);
    for (file, bytes) in files(&room.path("case")) {
        let name = file.display().to_string();
        let is_public = name.starts_with("ledger/heads")
            || name.starts_with("ledger/log")
            || name.starts_with("near.sqlite");
        if !is_public {
            continue;
        }
        let found = values(&bytes);
        looked += found.len();
        assert!(found.is_disjoint(&guesses), "{name} holds a hash that the file gives away");
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for word in text.split(|c: char| !(c.is_ascii_alphanumeric() || matches!(c, '+' | '/' | '='))) {
            assert!(!forms.contains(word), "{name}");
        }
        control += found.intersection(&open).count();
    }
    assert!(
        looked > 1000 && control >= 4,
        "of the article that is open the same search finds hashes: {control}"
    );
    assert!(room.path("case/near.sqlite").exists(), "fingerprints were looked at");
    // The words stand in the archive, the drafts and the bodies: what a copy of the heads alone does not have.
    for file in room.holding("case", &SECRETS) {
        assert!(
            ["archive/", "drafts/", "ledger/bodies/"].iter().any(|folder| file.starts_with(folder)),
            "{file}"
        );
    }
    room.ok(&["--case", "case", "verify"]);
    // Added again, as if it were open, it stays the source that it is.
    let added = room.ok(&["--case", "case", "--json", "add", "zephyr-leak.txt"]).json();
    assert_eq!(
        (&added[0]["already"], added[0]["source"].as_str()),
        (&true.into(), Some(room.source("case", "zephyr-leak.txt").as_str()))
    );
}

#[test]
fn the_flag_travels_with_every_merge_and_two_copies_enter_one_passage() {
    let room = Room::with_leak();
    for (who, from) in [("ben", "case"), ("cleo", "ben")] {
        room.ok_as(who, &["init", who]);
        room.ok_as(who, &["--case", who, "merge", from]);
        let marks = room.ok_as(who, &["--case", who, "--json", "mark", "list"]).json();
        assert!(
            marks.iter().any(|mark| mark["mark"] == "confidential" && mark["name"] == "zephyr-leak.txt"),
            "{who}"
        );
        // Whoever takes it in enters the same passages and anchors for the same spans.
        room.ok_as(who, &["--case", who, "read"]);
        let drafts = room.ok_as(who, &["--case", who, "--json", "drafts", "zephyr-leak.txt"]).json();
        let ids: Vec<&str> = drafts.iter().filter_map(|draft| draft["id"].as_str()).collect();
        assert!(!ids.is_empty(), "statements are left to accept");
        let passages =
            |case: &str| room.heads(case).iter().filter(|head| head["head"]["kind"] == "passage").count();
        let before = passages(who);
        let accepted = room.as_person(who, &["--case", who, "accept", ids[0]]);
        assert_eq!(accepted.code, 0, "{}", accepted.err);
        assert_eq!(passages(who), before, "it quotes the passage that was there: {}", accepted.err);
        let weighed = room.ok_as(who, &["--case", who, "weigh", "--drafts"]);
        assert!(weighed.out.contains("confidential"), "{}", weighed.out);
        room.ok_as(who, &["--case", who, "verify"]);
    }
}

#[test]
fn a_source_marked_later_is_marked_wherever_a_figure_rests_on_it() {
    let room = case_of(&ARTICLES);
    room.accept_tolls("case");
    let case = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    case(&["weigh"]);
    let hash = BlobHash::of(ARTICLES[1].2.as_bytes());
    let kept = || {
        fs::read(room.path("case/near.sqlite")).is_ok_and(|bytes| values(&bytes).contains(hash.as_bytes()))
    };
    let wal = || {
        fs::read(room.path("case/near.sqlite-wal"))
            .is_ok_and(|bytes| values(&bytes).contains(hash.as_bytes()))
    };
    assert!(kept() || wal(), "its fingerprints are kept");
    assert!(!case(&["weigh"]).out.contains("confidential"));
    let dry = case(&["mark", "courier.txt", "confidential", "--reason", "asked", "--dry-run"]);
    assert!(dry.err.contains("whoever has the file"), "{}", dry.err);
    assert!(case(&["mark", "list"]).out.is_empty());
    let marked = case(&["mark", "courier.txt", "confidential", "--reason", "the pilot asked"]);
    assert!(
        marked.err.contains("whoever has the file"),
        "its ids are not salted, and that is said: {}",
        marked.err
    );
    assert!(!kept() && !wal(), "and its fingerprints go at once");
    for args in [vec!["weigh"], vec!["why", "courier.txt"]] {
        assert!(case(&args).out.contains("confidential"), "{args:?}");
    }
    assert!(!kept() && !wal(), "they do not come back");
    let weighed = case(&["--json", "weigh"]).json();
    let flagged: Vec<_> = weighed.iter().filter(|finding| finding["confidential"].is_array()).collect();
    assert!(!flagged.is_empty() && flagged.len() < weighed.len(), "only what rests on it");
    let claim = flagged[0]["confidential"][0].as_str().expect("an id");
    let why = case(&["--json", "why", claim]).json();
    assert_eq!(why[0]["confidential"], true);
    let source = room.source("case", "courier.txt");
    // Marking it twice says nothing new; another source takes no such mark as this.
    for (args, words) in [
        (vec!["mark", "courier.txt", "confidential", "--reason", "the pilot asked"], "already"),
        (vec!["mark", &source, "private"], "does not take this mark"),
        (vec!["mark", "courier.txt"], "to be marked as"),
        (vec!["mark", "courier.txt", "confidential", "--as", "x"], "shown as nothing"),
        (vec!["mark", "gazette.txt", "--clear"], "no such mark"),
    ] {
        let refused = room.assize(&[&["--case", "case"], &args[..]].concat());
        assert!(matches!(refused.code, 2 | 3) && refused.err.contains(words), "{args:?}: {}", refused.err);
    }
    case(&["mark", "courier.txt", "--clear", "--reason", "published since"]);
    assert!(case(&["mark", "list"]).out.is_empty() && !case(&["weigh"]).out.contains("confidential"));
    case(&["undo", "--yes"]);
    assert!(
        case(&["mark", "list"]).out.contains("courier.txt"),
        "taking it back is a decision that can be undone"
    );
}

#[test]
fn people_are_marked_private_and_public_with_a_ground() {
    let room = case_of(&ARTICLES);
    room.accept_tolls("case");
    let case = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    case(&["incident", "Ruth Vale", "--type", "person", "--from", "Ruth Vale", "--yes"]);
    let bare = room.assize(&["--case", "case", "mark", "Ruth Vale", "public"]);
    assert!(bare.code == 2 && bare.err.contains("on what ground"), "{}", bare.err);
    case(&["mark", "Ruth Vale", "public", "--as", "holds office"]);
    let private = case(&["mark", "Ruth Vale", "private", "--as", "an officer", "--reason", "threatened"]);
    assert!(private.err.contains("shown as “an officer”"), "{}", private.err);
    let marks = case(&["--json", "mark", "list"]).json();
    let said: BTreeSet<(&str, &str)> = marks
        .iter()
        .map(|mark| (mark["mark"].as_str().expect("a mark"), mark["shown_as"].as_str().expect("words")))
        .collect();
    assert_eq!(said, [("private", "an officer"), ("public", "holds office")].into());
    case(&["mark", "Ruth Vale", "private", "--clear", "--reason", "over"]);
    assert_eq!(case(&["--json", "mark", "list"]).json().len(), 1);
}

#[test]
fn its_author_or_an_owner_takes_content_out_of_sight_and_a_stranger_only_asks() {
    let room = Room::with_leak();
    let ok = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    let asked = room.assize(&["--case", "case", "withhold", "zephyr-leak.txt", "--reason", "asked"]);
    assert!(asked.code == 2 && asked.err.contains("killed 14"), "what moves is shown first: {}", asked.err);
    let claim = room.first_of_kind("case", "claim");
    ok(&["withhold", "zephyr-leak.txt", "--reason", "asked", "--yes"]);
    assert!(!ok(&["weigh"]).out.contains("14"), "its figures are gone from sight");
    for args in [
        vec!["drafts"],
        vec!["weigh"],
        vec!["status"],
        vec!["incidents"],
        vec!["why", &claim],
        vec!["--json", "why", &claim],
    ] {
        let shown = ok(&args);
        assert!(!SECRETS[..3].iter().any(|word| shown.out.contains(word)), "{args:?}: {}", shown.out);
    }
    let twice =
        room.assize(&["--case", "case", "withhold", &room.source_id("case"), "--reason", "x", "--yes"]);
    assert!(twice.code == 2 && twice.err.contains("out of sight already"), "{}", twice.err);
    ok(&["undo", "--yes"]);
    assert!(ok(&["weigh"]).out.contains("14"), "hiding can be undone");
    // Somebody else hides it in their own copy; here that is a request, until they are an owner here.
    room.ok_as("ben", &["init", "ben"]);
    room.ok_as("ben", &["--case", "ben", "merge", "case"]);
    room.ok_as("ben", &["--case", "ben", "withhold", &room.source_id("case"), "--reason", "mine", "--yes"]);
    ok(&["merge", "ben"]);
    assert!(ok(&["weigh"]).out.contains("14"), "a stranger's word hides nothing");
    room.make_owner(None, "case", &room.key_of(Some("ben"), "ben"));
    assert!(!ok(&["weigh"]).out.contains("14"), "an owner's does");
    ok(&["verify"]);
}

impl Room {
    /// The id of the leak's source, which is the only one of version 2.
    pub(crate) fn source_id(&self, case: &str) -> String {
        let heads = self.heads(case);
        let salted = |head: &&serde_json::Value| head["head"]["kind"] == "source" && head["head"]["v"] == 2;
        heads.iter().find(salted).expect("one")["id"].as_str().expect("an id").to_owned()
    }

    /// Makes somebody an owner of the record of a case.
    pub(crate) fn make_owner(&self, by: Option<&str>, case: &str, key: &str) {
        let args = ["--case", case, "actor", "add", "Another owner", key, "--role", "owner", "--yes"];
        match by {
            Some(who) => self.ok_as(who, &args),
            None => self.ok(&args),
        };
    }

    /// The public key of somebody, or of whoever runs the tests.
    pub(crate) fn key_of(&self, who: Option<&str>, case: &str) -> String {
        let args = ["--case", case, "actor", "key"];
        let ran = match who {
            Some(who) => self.ok_as(who, &args),
            None => self.ok(&args),
        };
        let key = ran.out.split_whitespace().find(|word| word.len() == 64);
        key.expect("a key of 64 digits").to_owned()
    }
}

#[test]
fn sheets_and_places_of_a_confidential_text_are_salted_too_and_adding_is_not_undone() {
    let room = Room::with_leak();
    let ok = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    room.write(
        "leak.toml",
        "[[entity]]\nkey = \"incident/orsay\"\nname = \"Strike off Cape Orsay\"\n\n[[source]]\nfile = \"zephyr-leak.txt\"\n\n\
         [[source.claim]]\nwords = \"killed fourteen people\"\nsubject = \"incident/orsay\"\nproperty = \"incident.killed\"\n\
         value = { min = 14, max = 14 }\nspeaker = \"organisation/committee\"\n\n[[entity]]\nkey = \"organisation/committee\"\nname = \"the committee\"\n",
    );
    let imported = room.assize(&["--case", "case", "import", "leak.toml"]);
    assert_eq!(imported.code, 0, "{}", imported.err);
    let rows = ok(&["--json", "incidents", "--unplaced"]).json();
    let anchor = rows.iter().find(|row| row["confidential"] == true).expect("the leak's")["id"].clone();
    ok(&["incident", "Off Orsay", "--from", anchor.as_str().expect("an id"), "--yes"]);
    // Verifying holds the salt of every passage and anchor against that of its text.
    ok(&["verify"]);
    for args in [vec!["incidents"], vec!["timeline"], vec!["weigh"], vec!["candidates"]] {
        let shown = ok(&args).out;
        let rests = shown.lines().any(|line| line.contains("confidential"));
        assert!(rests || args[0] == "candidates" && shown.is_empty(), "{args:?}: {shown}");
    }
    // The mark came with the source: taking back decisions one after another never takes it back.
    for _ in 0..12 {
        room.assize(&["--case", "case", "undo", "--yes"]);
    }
    assert!(ok(&["mark", "list"]).out.contains("zephyr-leak.txt"));
}
