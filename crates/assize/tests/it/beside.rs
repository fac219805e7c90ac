//! What stands beside the signed files decides nothing: drafts, texts and things of strangers, older copies, clocks, paths in data.

use crate::{
    ARTICLES, Room, case_of, files,
    replicas::{people, without_sum},
};
use std::{fs, os::unix::fs::symlink, path::PathBuf, process::Command};

/// A first draft of a toll.
fn toll(room: &Room) -> String {
    let drafts = room.ok(&["--case", "case", "--json", "drafts"]).json();
    let toll = drafts.iter().find(|draft| draft["proposition"]["property"] == "incident.killed");
    toll.expect("a toll")["id"].as_str().expect("an id").to_owned()
}

fn readings(room: &Room) -> Vec<PathBuf> {
    let all = files(&room.path("case/drafts"));
    let all = all.into_iter().map(|(name, _)| room.path("case/drafts").join(name));
    all.filter(|path| path.extension().is_some_and(|end| end == "ndjson")).collect()
}

#[test]
fn a_figure_put_under_the_id_of_a_draft_is_never_the_readers_word() {
    let room = case_of(&ARTICLES[..1]);
    let id = toll(&room);
    let [reading] = &readings(&room)[..] else { panic!("one text") };
    let honest = fs::read_to_string(reading).expect("drafts");
    let altered = honest.replace("\"min\":9,\"max\":9", "\"min\":777,\"max\":777");
    assert_ne!(altered, honest);
    let unsealed: String =
        altered.lines().filter(|line| !line.contains("seal")).map(|l| format!("{l}\n")).collect();
    for (what, text) in [("under the seal", &altered), ("without it", &unsealed)] {
        fs::write(reading, text).expect("altered");
        let ran = room.ok(&["--case", "case", "--json", "weigh", "--drafts"]);
        assert!(!ran.out.contains("777") && ran.err.contains("was altered"), "{what}: {}", ran.err);
        fs::write(reading, text).expect("altered");
        let ran = room.ok(&["--case", "case", "accept", &id, "--dry-run"]);
        assert!(!(ran.out + &ran.err).contains("777"), "{what}");
    }
    // What was put right is sealed again, and nobody is told twice.
    assert_eq!(fs::read_to_string(reading).expect("drafts"), honest);
    let ran = room.ok(&["--case", "case", "accept", &id]);
    assert!(!ran.err.contains("altered"), "{}", ran.err);
    // Another machine has another secret, and finds nothing wrong with an honest file.
    let ran = people(&room)[1].run_in("case", &["--json", "drafts"]);
    assert!(!ran.err.contains("altered"), "{}", ran.err);
}

#[test]
fn what_a_stranger_brings_is_shown_as_theirs_and_counts_nowhere() {
    let room = case_of(&ARTICLES[..1]);
    let [ann, ben, ..] = people(&room);
    ann.run_in("case", &["accept", "--property", "incident.killed", "--doubts"]);
    let status = |key: &str| ann.run_in("case", &["--json", "status"]).json()[0][key].clone();
    let before: Vec<_> =
        ["sources", "unread_texts", "undecided_drafts", "incidents_placed"].map(status).into();
    let weighed = ann.run_in("case", &["--json", "weigh"]).out;
    // A source of ours with other facts and another text, a source and an incident of the stranger's own.
    ben.room
        .command(&["init", "theirs"])
        .env("ASSIZE_CONFIG_DIR", room.path("config-ben"))
        .output()
        .expect("made");
    ben.run_in(
        "theirs",
        &["add", "gazette.txt", "--published", "2019-01-01", "--publisher", "Ministry of Truth"],
    );
    room.write("other.txt", "A strike on May 9 killed 40 people, somebody said.\n");
    ben.run_in("theirs", &["add", "other.txt", "--published", "2031-05-09"]);
    let sheet = "[[entity]]\nkey = \"incident/invented\"\nname = \"Strike of 9 May\"\n";
    room.write("sheet.toml", sheet);
    ben.run_in("theirs", &["import", "sheet.toml"]);
    second_text(&room);
    ann.run_in("case", &["merge", "theirs"]);
    assert_eq!(ann.run_in("case", &["--json", "weigh"]).out, weighed);
    let after: Vec<_> =
        ["sources", "unread_texts", "undecided_drafts", "incidents_placed"].map(status).into();
    assert_eq!(after, before);
    let theirs = status("of_strangers");
    assert_eq!(
        (&theirs["sources"], &theirs["texts"], &theirs["incidents"]),
        (&1.into(), &1.into(), &1.into())
    );
    let listed = ann.run_in("case", &["incidents"]);
    assert!(listed.out.contains("whom nobody here vouches for"), "{}", listed.out);
    assert!(!ann.run_in("case", &["--json", "candidates"]).out.contains("Strike of 9 May"));
    ann.run_in("case", &["read"]);
    assert!(
        !ann.run_in("case", &["--json", "drafts"]).out.contains("ninety"),
        "a second text of our source is not read"
    );
    ann.run_in("case", &["verify"]);
}

/// Enters a second text of the source that both cases have, with other words, as a stranger's program might.
fn second_text(room: &Room) {
    use assize_archive::{blob::Blobs, store::Store};
    use assize_record::{BlobHash, Entry, body::Text, entry::Salt, sign::SecretKey};
    let dir = room.path("theirs");
    let words = b"A strike on May 3 killed ninety people on a boat off Cape Orsay, Adm. Ruth Vale said.\n";
    let mut store = Store::open(&dir).expect("a case");
    let (entries, _) = store.load().expect("readable");
    let source =
        entries.iter().find(|read| read.entry.head.kind == assize_record::Kind::Source).expect("a source");
    let (sha256, _) = Blobs::open(dir.join("archive/sha256")).expect("opened").put(words).expect("stored");
    assert_eq!(sha256, BlobHash::of(words));
    let text = Text { sha256, bytes: words.len() as u64, extractor: "assize-text@1".to_owned() };
    let text = Entry::text(source.entry.id, text, Salt::none()).expect("a text");
    let hex = fs::read_to_string(room.path("config-ben/keys/default.key")).expect("a key");
    let seed = assize_record::id::decode_hex(hex.trim()).expect("hexadecimal").try_into().expect("32 bytes");
    store.append(&[text], &SecretKey::from_seed(seed), jiff::Timestamp::now()).expect("entered");
    // What the key has signed is remembered beside it.
    let _ = fs::remove_dir_all(room.path("config-ben/replicas"));
}

#[test]
fn an_older_copy_is_told_from_the_newest() {
    let room = case_of(&ARTICLES[..1]);
    let case = |args: &[&str]| room.assize(&[&["--case", "case"], args].concat());
    room.copy("case", "older");
    room.ok(&["--case", "case", "backup", "older.tar"]);
    case(&["accept", "--property", "incident.killed", "--doubts"]);
    room.ok(&["--case", "case", "publish", "--out", "site", "--mask-names"]);
    let verified = room.ok(&["--case", "older", "verify"]);
    assert!(verified.out.contains("this copy is older"), "elsewhere it is a note: {}", verified.out);
    // In its very place it is a roll-back: verify and publish say so.
    fs::rename(room.path("case"), room.path("newest")).expect("moved");
    room.copy("older", "case");
    let verified = case(&["verify"]);
    assert_eq!(verified.code, 4);
    assert!(verified.out.contains("rolled back"), "{}", verified.out);
    let site = files(&room.path("site"));
    for out in ["site", "another"] {
        let published = case(&["publish", "--out", out, "--mask-names"]);
        assert_eq!(published.code, 4, "{}", published.err);
    }
    assert_eq!(files(&room.path("site")), site);
    assert_eq!(case(&["verify", "--site", "site"]).code, 4, "the site rests on more than is here");
    // Restored on purpose, it is an older copy.
    fs::remove_dir_all(room.path("case")).expect("removed");
    let restored = room.ok(&["restore", "older.tar", "case"]);
    assert!(restored.err.contains("older than what your key has signed"), "{}", restored.err);
    let verified = case(&["verify"]);
    assert!(verified.code == 0 && verified.out.contains("an older copy was put back"), "{}", verified.out);
    // The newest copy brings all of it back.
    case(&["merge", "newest"]);
    assert_eq!(case(&["verify"]).code, 0);
    assert_eq!(case(&["publish", "--out", "site", "--mask-names"]).code, 0);
    assert!(room.ok(&["--case", "newest", "merge", "older"]).err.contains("it is older"));
    // Another case in the same folder has a site of its own.
    fs::remove_dir_all(room.path("case")).expect("removed");
    room.ok(&["init", "case"]);
    assert_eq!(case(&["publish", "--out", "site"]).code, 4);
    assert_eq!(case(&["publish", "--out", "another-site"]).code, 0);
}

#[test]
fn two_histories_of_one_log_are_named_by_whoever_saw_the_other() {
    let room = case_of(&ARTICLES[..1]);
    let draft = toll(&room);
    room.copy("case", "twin");
    // As on two machines with one key: what is remembered beside it does not travel.
    for (name, bytes) in files(&room.path("config")) {
        room.write(&format!("config-twin/{}", name.display()), bytes);
    }
    room.ok(&["--case", "case", "accept", "--property", "incident.killed", "--doubts"]);
    let [remembered] = &files(&room.path("config-twin/replicas"))[..] else { panic!("one log") };
    let moved = String::from_utf8_lossy(&remembered.1).replace("/case\"", "/twin\"");
    let moved = without_sum(&moved);
    room.write(&format!("config-twin/replicas/{}", remembered.0.display()), moved);
    let twin =
        |args: &[&str]| Room::ran(room.command(args).env("ASSIZE_CONFIG_DIR", room.path("config-twin")));
    let ran = twin(&["--case", "twin", "reject", &draft, "--reason", "no"]);
    assert!(ran.code == 0 && !ran.err.contains("log of its own"), "{}", ran.err);
    room.copy("case", "both");
    let merged = room.assize(&["--case", "case", "merge", "twin"]);
    assert_eq!(merged.code, 4, "{}", merged.err);
    assert!(merged.err.contains("two histories"), "{}", merged.err);
    let verified = room.assize(&["--case", "case", "verify"]);
    assert!(verified.code == 4 && verified.out.contains("two histories"), "{}", verified.out);
    // The other copy in the place of this one, whatever its size.
    let _ = fs::remove_dir_all(room.path("case"));
    room.copy("twin", "case");
    let verified = room.assize(&["--case", "case", "verify"]);
    assert_eq!(verified.code, 4, "{}", verified.out);
}

#[test]
fn damage_in_another_copy_is_left_out_with_what_rests_on_it() {
    let room = case_of(&ARTICLES[..1]);
    let [ann, ben, ..] = people(&room);
    ann.run_in("case", &["actor", "add", "Ben", &ben.key(), "--role", "editor", "--yes"]);
    room.copy("case", "theirs");
    for (file, outlet, text) in &ARTICLES[1..3] {
        room.write(file, text);
        ben.run_in("theirs", &["add", file, "--published", "2031-05-05", "--publisher", outlet]);
    }
    ben.run_in("theirs", &["read"]);
    ben.run_in("theirs", &["accept", "--property", "incident.killed", "--doubts"]);
    room.copy("theirs", "sound");
    let of = |kind: &str| room.heads("sound").into_iter().filter(|head| head["head"]["kind"] == kind).count();
    let (claims, sources) = (of("claim"), of("source"));
    // The file of one source is gone, and so is what rests on it; the other comes.
    let courier = assize_record::BlobHash::of(ARTICLES[1].2.as_bytes()).to_string();
    fs::remove_file(room.path("theirs/archive/sha256").join(&courier[..2]).join(&courier[2..]))
        .expect("removed");
    let merged = ann.try_in("case", &["merge", "theirs"]);
    assert_eq!(merged.code, 1, "{}", merged.err);
    assert!(merged.err.contains("states file") && merged.err.contains("rests on entry"), "{}", merged.err);
    let here =
        |kind: &str| room.heads("case").into_iter().filter(|head| head["head"]["kind"] == kind).count();
    assert!(here("claim") < claims && here("claim") > 0 && here("source") == sources - 1);
    let verified = ann.run_in("case", &["verify"]);
    assert!(verified.out.contains("left out of a merge"), "{}", verified.out);
    ann.run_in("case", &["publish", "--out", "site", "--mask-names"]);
    assert_eq!(ann.try_in("case", &["merge", "theirs"]).code, 1, "nothing new, and the same is said");
    // A sound copy brings what was left out.
    ann.run_in("case", &["merge", "sound"]);
    assert_eq!((here("claim"), here("source")), (claims, sources));
    ann.run_in("case", &["verify"]);
}

#[test]
fn no_path_in_a_sheet_reaches_beyond_its_folder_and_nothing_is_waited_for() {
    let room = case_of(&ARTICLES[..1]);
    let blobs = || files(&room.path("case/archive")).len();
    let before = blobs();
    let key = room.path("config/keys/default.key");
    room.write("sheets/square.geojson", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[1,0],[1,1],[0,0]]]}");
    room.write("sheets/broken.geojson", "{\"type\":");
    symlink(&key, room.path("sheets/link.geojson")).expect("linked");
    symlink(room.path("config"), room.path("sheets/out")).expect("linked");
    let made = Command::new("mkfifo").arg(room.path("sheets/pipe.geojson")).status();
    assert!(made.expect("mkfifo").success());
    fs::File::create(room.path("sheets/sparse.geojson"))
        .and_then(|file| file.set_len(20 << 30))
        .expect("sparse");
    let import = |path: &str| {
        let zone = |name: &str, shape: &str| {
            format!("[[entity]]\nkey = \"zone/{name}\"\nname = \"{name}\"\nshape = \"{shape}\"\n")
        };
        room.write("sheets/zones.toml", zone("good", "square.geojson") + &zone("bad", path));
        room.assize(&["--case", "case", "import", "sheets/zones.toml"])
    };
    let absolute = key.display().to_string();
    for (path, why) in [
        (absolute.as_str(), "does not begin at the sheet"),
        ("../config/keys/default.key", "leaves the sheet's folder"),
        ("link.geojson", "a link"),
        ("out/keys/default.key", "behind a link"),
        ("pipe.geojson", "a pipe"),
        ("sparse.geojson", "more than the"),
        ("broken.geojson", "GeoJSON"),
        ("none.geojson", "none.geojson"),
    ] {
        let ran = import(path);
        assert_eq!(ran.code, 3, "{path}: {}", ran.err);
        assert!(ran.err.contains(why), "{path}: {}", ran.err);
        assert_eq!(blobs(), before, "{path}: nothing is stored of a sheet with a fault");
    }
    assert_eq!(import("./square.geojson").code, 0);
    assert_eq!(blobs(), before + 1);
    for pipe in ["case/case.toml", "case/ledger/heads/000001.jsonl", "case/drafts/pipe.ndjson"] {
        room.copy("case", "kept");
        let _ = fs::remove_file(room.path(pipe));
        assert!(Command::new("mkfifo").arg(room.path(pipe)).status().expect("mkfifo").success());
        for command in ["verify", "weigh", "drafts"] {
            let ran = room.assize(&["--case", "case", command]);
            assert!(ran.code >= 0, "{pipe} {command}");
        }
        fs::remove_file(room.path(pipe)).expect("removed");
        room.copy("kept", "case");
    }
    let pipe = room.path("pipe.toml");
    assert!(Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
    assert_eq!(room.assize(&["--case", "case", "import", "pipe.toml"]).code, 3);
}

#[test]
fn a_wrong_clock_is_noticed_before_it_signs_and_a_log_goes_on_after_one() {
    let room = case_of(&ARTICLES[..1]);
    let said = fs::read_to_string(room.path("config/clock.toml")).expect("what the clock said");
    let now = jiff::Timestamp::now().as_second();
    let moved = |by: i64| {
        let line = |line: &str| match line.strip_prefix("clock = ") {
            Some(seconds) => format!("clock = {}\n", seconds.parse::<i64>().expect("seconds") + by),
            None => format!("{line}\n"),
        };
        room.write("config/clock.toml", said.lines().map(line).collect::<String>());
    };
    room.write("note.txt", "Two people were killed on May 4, a nurse said.\n");
    let add = |more: &[&str]| room.assize(&[&["--case", "case", "add", "note.txt"], more].concat());
    for by in [70 * 365 * 86400, -70 * 365 * 86400, 3 * 86400] {
        moved(by);
        let before = room.heads("case").len();
        let ran = add(&[]);
        assert_eq!(ran.code, 3, "{by}: {}", ran.err);
        assert!(ran.err.contains("--clock-ok"), "{}", ran.err);
        assert_eq!(room.heads("case").len(), before);
        // Reading asks no clock.
        room.ok(&["--case", "case", "verify"]);
    }
    assert_eq!(add(&["--clock-ok"]).code, 0);
    room.write("config/clock.toml", &said);
    // A log whose last receipt lies ahead.
    let seed: [u8; 32] = assize_record::id::decode_hex(
        fs::read_to_string(room.path("config/keys/default.key")).expect("a key").trim(),
    )
    .and_then(|bytes| bytes.try_into().ok())
    .expect("a key");
    let key = assize_record::sign::SecretKey::from_seed(seed);
    let ahead = jiff::Timestamp::from_second(now + 20 * 365 * 86400).expect("a time");
    let dir = room.path("ahead");
    assize_archive::store::Store::create(&dir, "assize.case/ahead/00112233", &key, ahead).expect("made");
    room.write(
        "ahead/case.toml",
        format!("name = \"ahead\"\nlanguage = \"en\"\nfounders = [\"{}\"]\n", key.public()),
    );
    let ran = room.ok(&["--case", "ahead", "add", "note.txt"]);
    assert!(ran.err.contains("lies ahead of the clock"), "{}", ran.err);
    let verified = room.ok(&["--case", "ahead", "verify"]);
    assert!(verified.out.contains("one of the two clocks was wrong"), "{}", verified.out);
}

#[test]
fn content_that_is_gone_is_counted_and_nothing_is_published_of_a_record_that_lost_some() {
    let room = case_of(&ARTICLES[..2]);
    let [ann, ben, ..] = people(&room);
    ann.run_in("case", &["actor", "add", "Ben", &ben.key(), "--role", "editor", "--yes"]);
    room.copy("case", "theirs");
    ben.run_in("theirs", &["accept", "--property", "incident.killed", "--doubts"]);
    room.copy("theirs", "sound");
    // The content of a claim never comes.
    let claim =
        room.heads("theirs").into_iter().find(|head| head["head"]["kind"] == "claim").expect("a claim");
    let id = claim["id"].as_str().expect("an id").to_owned();
    let take = |case: &str| {
        let bodies = room.path(case).join("ledger/bodies/000001.jsonl");
        let text = fs::read_to_string(&bodies).expect("bodies");
        let line = format!("\"id\":\"{id}\"");
        fs::write(
            &bodies,
            text.lines().filter(|l| !l.contains(&line)).map(|l| format!("{l}\n")).collect::<String>(),
        )
        .expect("written");
    };
    take("theirs");
    ann.try_in("case", &["merge", "theirs"]);
    for command in ["verify", "weigh", "status"] {
        let ran = ann.try_in("case", &[command]);
        assert!((ran.out + &ran.err).contains("never here"), "{command}");
    }
    ann.run_in("case", &["publish", "--out", "site", "--mask-names"]);
    let about = fs::read_to_string(room.path("site/about.html")).expect("a page");
    assert!(about.contains("The content of 1 entry never came"), "{about}");
    // A copy that has it brings it; where it is lost after that, nothing is published.
    ann.run_in("case", &["merge", "sound"]);
    ann.run_in("case", &["publish", "--out", "site", "--mask-names"]);
    assert!(!fs::read_to_string(room.path("site/about.html")).expect("a page").contains("never came"));
    take("case");
    assert_eq!(ann.try_in("case", &["verify"]).code, 4);
    let ran = ann.try_in("case", &["publish", "--out", "site", "--mask-names"]);
    assert!(ran.code == 4 && ran.err.contains("is lost"), "{}", ran.err);
    ann.run_in("case", &["merge", "sound"]);
    ann.run_in("case", &["verify"]);
    ann.run_in("case", &["publish", "--out", "site", "--mask-names"]);
}
