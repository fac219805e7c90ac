//! Several people and several copies of one case, as they run the program.

use crate::{ARTICLES, Ran, Room, case_of, files};
use std::{fs, path::Path};

/// A person with a key of their own, in a room.
pub(crate) struct Person<'r> {
    pub(crate) room: &'r Room,
    pub(crate) name: &'static str,
}

impl Person<'_> {
    /// Runs a command in a case, with the person's own key. The room's own key is Ann's.
    pub(crate) fn try_in(&self, case: &str, args: &[&str]) -> Ran {
        let mut command = self.room.command(&[&["--case", case], args].concat());
        command.env("USER", self.name);
        if self.name != "ann" {
            command.env("ASSIZE_CONFIG_DIR", self.room.path(&format!("config-{}", self.name)));
        }
        Room::ran(&mut command)
    }

    pub(crate) fn run_in(&self, case: &str, args: &[&str]) -> Ran {
        let ran = self.try_in(case, args);
        assert_eq!(ran.code, 0, "{} in {case}: {args:?}\n{}\n{}", self.name, ran.out, ran.err);
        ran
    }

    pub(crate) fn key(&self) -> String {
        self.run_in("case", &["actor", "key"]).out.trim().to_owned()
    }
}

pub(crate) fn people(room: &Room) -> [Person<'_>; 4] {
    ["ann", "ben", "cy", "dan"].map(|name| Person { room, name })
}

/// Short ids of what a list prints.
fn ids(ran: &Ran) -> Vec<String> {
    ran.json().iter().map(|row| row["id"].as_str().expect("an id")[..12].to_owned()).collect()
}

/// A case of four articles with one toll each, of which Ann has accepted the first; Ben and Cy are known. With the drafts of the tolls.
pub(crate) fn shared() -> (Room, Vec<String>) {
    let room = case_of(&ARTICLES);
    let [ann, ben, cy, _] = people(&room);
    ann.run_in("case", &["actor", "add", "Ben", &ben.key(), "--role", "editor", "--yes"]);
    ann.run_in("case", &["actor", "add", "Cy", &cy.key(), "--role", "reviewer", "--yes"]);
    let drafts = room.ok(&["--case", "case", "--json", "drafts"]).json();
    let tolls = drafts.iter().filter(|draft| draft["proposition"]["property"] == "incident.killed");
    let tolls: Vec<String> =
        tolls.map(|draft| draft["id"].as_str().expect("an id")[..12].to_owned()).collect();
    ann.run_in("case", &["accept", &tolls[0]]);
    (room, tolls)
}

/// What a case comes to: its lists and findings, and every byte of its site but for who signed the manifest.
pub(crate) fn findings(person: &Person<'_>, case: &str) -> Vec<(String, String)> {
    let mut all: Vec<(String, String)> = [
        &["--json", "weigh"][..],
        &["--json", "incidents"],
        &["--json", "things"],
        &["--json", "assess"],
        &["--json", "timeline"],
    ]
    .iter()
    .map(|args| (args.join(" "), person.run_in(case, args).out))
    .collect();
    let site = format!("{case}-site");
    let _ = fs::remove_dir_all(person.room.path(&site));
    person.run_in(case, &["publish", "--out", &site, "--mask-names"]);
    for (file, bytes) in files(&person.room.path(&site)) {
        let mut text = String::from_utf8_lossy(&bytes).into_owned();
        if file == Path::new("record.json") {
            let manifest: serde_json::Value = serde_json::from_str(&text).expect("a manifest");
            text = manifest["files"].to_string();
        }
        all.push((file.display().to_string(), text));
    }
    assert!(all.len() > 10, "{}", all.len());
    all
}

pub(crate) fn assert_same(found: &[(String, String)], expected: &[(String, String)], what: &str) {
    for ((name, found), (of, expected)) in found.iter().zip(expected) {
        assert_eq!(name, of, "{what}");
        let differs = found.lines().zip(expected.lines()).find(|(a, b)| a != b);
        assert!(found == expected, "{what}, {name}: {differs:?}");
    }
    assert_eq!(found.len(), expected.len(), "{what}");
}

/// The three copies of the walk, each with decisions of its own.
fn walk() -> Room {
    let (room, tolls) = shared();
    let [ann, ben, cy, _] = people(&room);
    for stick in ["ann-copy", "ben-copy", "cy-copy"] {
        room.copy("case", stick);
    }
    // The room's own case stays where it was; Ann goes on in a copy, as on another laptop.
    let anchors = ids(&ann.run_in("ann-copy", &["--json", "incidents"]));
    ann.run_in("ann-copy", &["incident", "Orsay boat", "--from", &anchors[0], "--yes"]);
    let begun = ben.run_in("ben-copy", &["accept", &tolls[1], &tolls[2]]);
    assert!(begun.err.contains("in a log of its own"), "{}", begun.err);
    assert!(!begun.err.contains("nobody on this record vouches"), "{}", begun.err);
    let all = ids(&ben.run_in("ben-copy", &["--json", "incidents"]));
    ben.run_in("ben-copy", &["link", &all[0], &all[1], "--reason", "one boat", "--yes"]);
    ben.run_in("ben-copy", &["incident", "The boat off Orsay", "--from", &all[0], "--yes"]);
    cy.run_in("cy-copy", &["accept", &tolls[3], &tolls[1]]);
    cy.run_in("cy-copy", &["amend", &tolls[2], "--max", "12"]);
    let all = ids(&cy.run_in("cy-copy", &["--json", "incidents"]));
    cy.run_in("cy-copy", &["different", &all[0], all.last().expect("some"), "--reason", "two towns"]);
    let quiet =
        cy.run_in("cy-copy", &["incident", "Port Lume", "--from", all.last().expect("some"), "--yes"]);
    assert!(!quiet.err.contains("log of its own"), "said once: {}", quiet.err);
    room
}

#[test]
fn three_copies_merged_in_any_order_say_the_same() {
    let room = walk();
    let [ann, ben, cy, dan] = people(&room);
    let by = [(&ann, "ann-copy"), (&ben, "ben-copy"), (&cy, "cy-copy")];
    let mut expected: Option<Vec<(String, String)>> = None;
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let into = format!("merged-{}{}{}", order[0], order[1], order[2]);
        // As onto a stick: the merge begins a log there.
        room.copy(by[order[0]].1, &into);
        let person = by[order[0]].0;
        for from in &order[1..] {
            person.run_in(&into, &["merge", by[*from].1]);
        }
        person.run_in(&into, &["verify"]);
        let found = findings(person, &into);
        match &expected {
            Some(expected) => assert_same(&found, expected, &into),
            None => expected = Some(found),
        }
    }
    let expected = expected.expect("merged");
    // Pairwise until nothing is new.
    let mut rounds = 0;
    loop {
        let mut added = 0;
        for (person, into) in by {
            for (_, from) in by.iter().filter(|(_, from)| *from != into) {
                let merged = person.run_in(into, &["--json", "merge", from]).json();
                added += merged[0]["entries"].as_u64().expect("a count");
            }
        }
        rounds += 1;
        if added == 0 {
            break;
        }
    }
    assert!(rounds <= 3, "{rounds}");
    for (person, case) in by {
        assert_same(&findings(person, case), &expected, case);
        person.run_in(case, &["verify"]);
        // By the index and by the whole record a decision moves the same.
        index_agrees(person, case);
    }
    // What somebody nobody knows decides is kept, and counts for nothing.
    room.copy("ben-copy", "dan-copy");
    let claim = room.first_of_kind("dan-copy", "claim");
    let begun = dan.run_in("dan-copy", &["reject", &claim, "--reason", "no"]);
    assert!(begun.err.contains("nobody on this record vouches for your key yet"), "{}", begun.err);
    let all = ids(&dan.run_in("dan-copy", &["--json", "incidents"]));
    dan.run_in("dan-copy", &["link", &all[0], all.last().expect("some"), "--reason", "one", "--yes"]);
    dan.run_in("dan-copy", &["verify"]);
    let merged = ann.run_in("ann-copy", &["merge", "dan-copy"]);
    assert!(merged.err.contains(&dan.key()) && merged.err.contains("assize actor add"), "{}", merged.err);
    assert_same(&findings(&ann, "ann-copy"), &expected, "a stranger's copy");
    let listed = ann.run_in("ann-copy", &["actor", "list"]).out;
    let of_dan = listed.lines().find(|line| line.contains(&dan.key())).expect("listed");
    assert!(of_dan.contains("nobody vouches for them"), "{of_dan}");
    // Until an owner says who they are.
    let refused = ben.try_in("ben-copy", &["actor", "add", "Dan", &dan.key(), "--role", "editor", "--yes"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("only owners may"), "{}", refused.err);
    ann.run_in("ann-copy", &["actor", "add", "Dan", &dan.key(), "--role", "editor", "--yes"]);
    assert!(findings(&ann, "ann-copy") != expected, "a known person's decisions count");
    ann.run_in("ann-copy", &["actor", "remove", "Dan", "--reason", "left", "--yes"]);
    assert_same(&findings(&ann, "ann-copy"), &expected, "removed again");
}

/// What decisions would move, with the index and without.
fn index_agrees(person: &Person<'_>, case: &str) {
    let all = ids(&person.run_in(case, &["--json", "incidents"]));
    let (first, last) = (&all[0], all.last().expect("some"));
    let decisions = [
        vec!["--json", "link", first, last, "--reason", "x", "--dry-run"],
        vec!["--json", "rename", first, "Another name", "--dry-run"],
        vec!["--json", "undo", "--dry-run"],
    ];
    let told = |args: &Vec<&str>| {
        let ran = person.try_in(case, args);
        // A reviewer may not rename what somebody else has named; the ids of what would be written are salted afresh each time.
        let moves = ran.json().first().map(|row| (row["moves"].clone(), row["to"].clone()));
        assert!(moves.is_some() || ran.err.contains("was entered by somebody else"), "{args:?}: {}", ran.err);
        (ran.code, moves, ran.err)
    };
    let with: Vec<_> = decisions.iter().map(told).collect();
    let root = person.room.path(case);
    for beside in ["index.sqlite", "index.sqlite-wal", "index.sqlite-shm"] {
        let _ = fs::remove_file(root.join(beside));
    }
    fs::create_dir(root.join("index.sqlite")).expect("makeable");
    for (args, with) in decisions.iter().zip(with) {
        assert_eq!(told(args), with, "{args:?}");
    }
    fs::remove_dir(root.join("index.sqlite")).expect("removable");
}

#[test]
fn one_persons_two_copies_are_two_replicas() {
    let (room, tolls) = shared();
    let [ann, ..] = people(&room);
    room.copy("case", "copy");
    let told = ann.run_in("copy", &["accept", &tolls[1]]);
    assert!(told.err.contains("the one at hand is that of"), "{}", told.err);
    ann.run_in("case", &["accept", &tolls[2]]);
    ann.run_in("copy", &["merge", "case"]);
    ann.run_in("case", &["merge", "copy"]);
    assert_same(&findings(&ann, "copy"), &findings(&ann, "case"), "merged both ways");
    for case in ["case", "copy"] {
        ann.run_in(case, &["verify"]);
    }
    // A folder that was moved is the same replica.
    fs::rename(room.path("copy"), room.path("moved")).expect("moved");
    let told = ann.run_in("moved", &["accept", &tolls[3]]);
    assert!(!told.err.contains("log of its own"), "{}", told.err);
}

#[test]
fn an_older_copy_that_is_put_back_is_not_signed_on() {
    let (room, tolls) = shared();
    let [ann, ..] = people(&room);
    room.copy("case", "kept");
    ann.run_in("case", &["accept", &tolls[1]]);
    room.copy("case", "newer");
    room.copy("kept", "case");
    let told = ann.run_in("case", &["accept", &tolls[2]]);
    assert!(told.err.contains("an older copy was put back"), "{}", told.err);
    ann.run_in("case", &["verify"]);
    ann.run_in("case", &["accept", &tolls[3]]);
    let merged = ann.run_in("case", &["--json", "merge", "newer"]).json();
    assert_eq!(merged[0]["forks"], serde_json::json!([]));
    ann.run_in("case", &["verify"]);
    let accepted = ann.run_in("case", &["--json", "incidents"]).json();
    assert_eq!(accepted.len(), 4);
}

fn copy_folder(from: &Path, to: &Path) {
    for (file, bytes) in files(from) {
        let to = to.join(file);
        fs::create_dir_all(to.parent().expect("below")).expect("makeable");
        fs::write(to, bytes).expect("writable");
    }
}

#[test]
fn two_histories_of_one_replica_are_named() {
    let (room, tolls) = shared();
    let [ann, ben, ..] = people(&room);
    room.copy("case", "stick");
    ben.run_in("stick", &["accept", &tolls[1]]);
    // Ben takes everything to another machine, what is remembered beside his key too, and goes on in both places.
    let twin = Room::new();
    room.copy("stick", "two");
    copy_folder(&room.path("config-ben"), &twin.path("config"));
    for (_, bytes) in files(&twin.path("config/replicas")) {
        let text = String::from_utf8(bytes).expect("text");
        assert!(text.contains("stick"), "{text}");
    }
    copy_folder(&room.path("two"), &twin.path("stick"));
    for file in fs::read_dir(twin.path("config/replicas")).expect("a folder").flatten() {
        let text = fs::read_to_string(file.path()).expect("text");
        let there = room.path("stick").canonicalize().expect("there");
        let here = twin.path("stick").canonicalize().expect("there");
        let text = text.replace(&*there.to_string_lossy(), &here.to_string_lossy());
        fs::write(file.path(), without_sum(&text)).expect("writable");
    }
    ben.run_in("stick", &["accept", &tolls[2]]);
    twin.ok(&["--case", "stick", "accept", &tolls[3]]);
    ann.run_in("case", &["merge", "stick"]);
    let other = twin.path("stick");
    let named = ann.try_in("case", &["merge", other.to_str().expect("text")]);
    assert_eq!(named.code, 4, "{}", named.err);
    assert!(named.err.contains("has signed two histories of log"), "{}", named.err);
    let verified = ann.try_in("case", &["verify"]);
    assert_eq!(verified.code, 4);
    assert!(verified.out.contains("two histories of log"), "{}", verified.out);
}

/// What is remembered, as an earlier program wrote it: a file that was altered says nothing.
pub(crate) fn without_sum(remembered: &str) -> String {
    remembered.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect()
}

#[test]
fn what_the_other_copy_has_more_of_ones_own_log_begins_another() {
    let (room, tolls) = shared();
    let [ann, ..] = people(&room);
    room.copy("case", "kept");
    ann.run_in("case", &["accept", &tolls[1]]);
    room.copy("case", "newer");
    room.copy("kept", "case");
    // What was remembered is lost, so that only the other copy shows it.
    for file in fs::read_dir(room.path("config/replicas")).expect("a folder").flatten() {
        let text = fs::read_to_string(file.path()).expect("text");
        let text = without_sum(&text);
        let older = text.lines().filter(|line| !line.starts_with("size") && !line.starts_with("root"));
        let root = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
        let text = format!("{}\nsize = 0\nroot = \"{root}\"\n", older.collect::<Vec<_>>().join("\n"));
        fs::write(file.path(), text).expect("writable");
    }
    let merged = ann.run_in("case", &["merge", "newer"]);
    assert!(merged.err.contains("the other copy holds"), "{}", merged.err);
    ann.run_in("case", &["verify"]);
}

#[test]
fn founders_stand_in_the_log_and_not_in_a_file() {
    let (room, _) = shared();
    let [ann, _, _, dan] = people(&room);
    let expected = findings(&ann, "case");
    let path = room.path("case/case.toml");
    let settings = fs::read_to_string(&path).expect("text");
    assert!(!settings.contains("founders"), "{settings}");
    for founders in ["[]".to_owned(), format!("[\"{}\"]", dan.key())] {
        fs::write(&path, format!("founders = {founders}\n{settings}")).expect("writable");
        assert_same(&findings(&ann, "case"), &expected, &founders);
    }
    fs::write(&path, settings).expect("writable");
    // Nor is whoever founded a case that is merged in a founder here.
    let theirs = case_of(&ARTICLES);
    theirs.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    let other = theirs.path("case");
    let merged = ann.run_in("case", &["merge", other.to_str().expect("text")]);
    assert!(merged.err.contains("nobody here vouches for"), "{}", merged.err);
    let figures = |findings: Vec<(String, String)>| {
        findings.into_iter().find(|(name, _)| name == "--json weigh").expect("weighed").1
    };
    assert_eq!(figures(findings(&ann, "case")), figures(expected));
    let listed = ann.run_in("case", &["--json", "actor", "list"]).json();
    let founders = listed.iter().filter(|actor| actor["founder"] == true).count();
    assert_eq!(founders, 1, "{listed:?}");
}

#[test]
fn people_are_added_and_removed_by_those_who_may() {
    let (room, _) = shared();
    let [ann, ben, cy, dan] = people(&room);
    let bad = ann.try_in("case", &["actor", "add", "X", "not-a-key", "--role", "owner", "--yes"]);
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("is not a public key"), "{}", bad.err);
    assert_eq!(
        ann.try_in("case", &["actor", "add", "X", &dan.key(), "--yes"]).code,
        2,
        "some role is needed"
    );
    let asked = ann.try_in("case", &["actor", "add", "Dan", &dan.key(), "--role", "owner"]);
    assert_eq!(asked.code, 2, "{}", asked.err);
    assert!(asked.err.contains("give --yes"), "{}", asked.err);
    ann.run_in("case", &["actor", "add", "Dan", &dan.key(), "--role", "owner", "--yes"]);
    // An owner may add, and take back what they said themselves.
    room.copy("case", "stick");
    let refused = dan.try_in("stick", &["actor", "remove", "Ben", "--yes"]);
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert!(refused.err.contains("founder"), "{}", refused.err);
    let made =
        ann.run_in("case", &["--json", "actor", "add", "Cy", &cy.key(), "--role", "editor", "--yes"]).json();
    assert_eq!(made[0]["decision"], "actor-added");
    let again = ann.try_in("case", &["actor", "add", "Cy", &cy.key(), "--role", "editor", "--yes"]);
    assert!(again.code == 2 && again.err.contains("already"), "{}", again.err);
    ann.run_in("case", &["actor", "add", "Robot", &"ab".repeat(32), "--machine", "--yes"]);
    ann.run_in("case", &["actor", "remove", &ben.key()[..12], "--reason", "left", "--yes"]);
    let nobody = ann.try_in("case", &["actor", "remove", "Nobody", "--yes"]);
    assert!(nobody.code == 2 && nobody.err.contains("nobody is called"), "{}", nobody.err);
    let listed = ann.run_in("case", &["--json", "actor", "list"]).json();
    let told = |name: &str| {
        let actor = listed.iter().find(|actor| actor["name"] == name);
        actor.map(|actor| {
            (actor["roles"].to_string(), actor["machine"].to_string(), actor["vouched"].to_string())
        })
    };
    let expected = |roles: &str, machine: &str, vouched: &str| {
        Some((roles.to_owned(), machine.to_owned(), vouched.to_owned()))
    };
    assert_eq!(told("Cy"), expected("[\"editor\"]", "false", "true"), "{listed:?}");
    assert_eq!(told("Dan"), expected("[\"owner\"]", "false", "true"));
    assert_eq!(told("Robot"), expected("[]", "true", "true"));
    assert_eq!(told("Ben"), None, "{listed:?}");
    assert_eq!(ann.try_in("case", &["actor", "remove", "ann", "--yes"]).code, 2, "a founder stays");
    room.ok(&["--case", "case", "verify"]);
}

#[test]
fn a_case_is_not_written_where_a_program_keeps_folders_alike() {
    let (room, tolls) = shared();
    let ([ann, ..], toll) = (people(&room), tolls[1].clone());
    for (marker, is_folder, program) in [
        (".dropbox", false, "Dropbox"),
        (".stfolder", true, "Syncthing"),
        ("._sync_1a2b.db", false, "Nextcloud"),
        (".sync_1a2b.db", false, "ownCloud"),
        (".tmp.drivedownload", true, "Google Drive"),
    ] {
        let path = room.path(marker);
        if is_folder {
            fs::create_dir(&path).expect("makeable")
        } else {
            fs::write(&path, "").expect("writable")
        }
        for args in [&["accept", &toll][..], &["merge", "case"]] {
            let refused = ann.try_in("case", args);
            assert_eq!(refused.code, 3, "{marker}: {}", refused.err);
            assert!(
                refused.err.contains(program) && refused.err.contains("assize backup"),
                "{}",
                refused.err
            );
        }
        let refused = room.assize(&["init", "another"]);
        assert_eq!(refused.code, 3, "{}", refused.err);
        assert!(!room.path("another").exists());
        ann.run_in("case", &["weigh"]);
        if is_folder {
            fs::remove_dir(&path).expect("removable")
        } else {
            fs::remove_file(&path).expect("removable")
        }
    }
    fs::create_dir_all(room.path("OneDrive - Somebody")).expect("makeable");
    let refused = room.assize(&["init", "OneDrive - Somebody/another"]);
    assert!(refused.code == 3 && refused.err.contains("OneDrive"), "{}", refused.err);
    // A home folder holds settings under the name of such a marker.
    fs::create_dir(room.path(".dropbox")).expect("makeable");
    ann.run_in("case", &["accept", &toll]);
}

/// Several processes at once in a folder that was just copied: one of them begins its log.
#[test]
fn a_copied_folder_is_written_by_several_at_once() {
    let (room, _) = shared();
    for _ in 0..3 {
        room.copy("case", "copy");
        let before = room.heads("copy").len();
        let children: Vec<_> = (1..5_u8)
            .map(|n| {
                let key = format!("{n:02x}").repeat(32);
                let args =
                    ["--case", "copy", "actor", "add", "Somebody", &key, "--role", "reviewer", "--yes"];
                let mut command = room.command(&args);
                command.stdout(std::process::Stdio::null()).stderr(std::process::Stdio::piped());
                command.spawn().expect("runs")
            })
            .collect();
        let mut begun = 0;
        for child in children {
            let ended = child.wait_with_output().expect("ended");
            let told = String::from_utf8_lossy(&ended.stderr);
            assert!(ended.status.success(), "{told}");
            begun += told.matches("in a log of its own").count();
        }
        assert_eq!(begun, 1);
        assert_eq!(room.heads("copy").len(), before + 4);
        room.ok(&["--case", "copy", "verify"]);
    }
}

/// A case as the first program left it: receipts in files named by size, the key elsewhere, founders in `case.toml`.
#[test]
fn a_case_that_an_earlier_program_made_goes_on_where_it_is() {
    use assize_archive::store::Store;
    use assize_record::sign::SecretKey;
    let room = Room::new();
    let seed = [5; 32];
    room.write("config/keys/default.key", assize_record::id::encode_hex(&seed));
    let (key, dir) = (SecretKey::from_seed(seed), room.path("case"));
    let at = jiff::Timestamp::from_second(1_700_000_000).expect("a time");
    Store::create(&dir, "assize.case/old/00112233", &key, at).expect("made");
    room.write(
        "case/case.toml",
        format!("name = \"old\"\nlanguage = \"en\"\nfounders = [\"{}\"]\n", key.public()),
    );
    let store = Store::open(&dir).expect("a case");
    for checkpoint in store.checkpoints().expect("readable") {
        room.write(&format!("case/ledger/log/checkpoints/{:020}", checkpoint.size), checkpoint.to_bytes());
    }
    fs::remove_dir_all(dir.join("ledger/log/receipts")).expect("removable");
    fs::create_dir(dir.join("keys")).expect("makeable");
    fs::rename(dir.join("ledger/log/vkey"), dir.join("keys/log.vkey")).expect("moved");
    room.write("gazette.txt", ARTICLES[0].2);
    let [ann, ben, ..] = people(&room);
    let told = ann.run_in("case", &["add", "gazette.txt", "--published", "2031-05-05"]);
    assert!(!told.err.contains("log of its own"), "taken as it is, in silence: {}", told.err);
    ann.run_in("case", &["read"]);
    ann.run_in("case", &["accept", "--property", "incident.killed"]);
    assert!(ann.run_in("case", &["weigh"]).out.contains('9'), "its founder is known by its settings");
    assert!(dir.join("keys/log.vkey").is_file(), "nothing is moved that need not be");
    ann.run_in("case", &["verify"]);
    // It is copied like any other.
    room.copy("case", "copy");
    let told = ben.run_in(
        "copy",
        &["incident", "Orsay", "--from", &ids(&ben.run_in("copy", &["--json", "incidents"]))[0], "--yes"],
    );
    assert!(told.err.contains("signed by another key"), "{}", told.err);
    ben.run_in("copy", &["verify"]);
    ann.run_in("case", &["merge", "copy"]);
    ann.run_in("case", &["verify"]);
    // What is remembered since shows an older state.
    assert_eq!(fs::read_dir(room.path("config/replicas")).expect("a folder").count(), 1);
}
