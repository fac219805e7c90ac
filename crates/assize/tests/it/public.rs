//! What leaves the house: secrets and private names, searched in every byte that is published.

use crate::{Ran, Room, files};
use std::{collections::BTreeSet, path::Path};

/// Twenty people whom nobody has decided to name.
const PRIVATE: [&str; 20] = [
    "Velira Ostrand",
    "Tomas Quillon",
    "Benna Hartock",
    "Idris Calvane",
    "Oona Merrick",
    "Pavel Strande",
    "Suri Kolvane",
    "Hugo Tarrant",
    "Nadia Bexley",
    "Ewan Drostle",
    "Mila Zanett",
    "Rufus Ockham",
    "Leila Marsden",
    "Caspar Thule",
    "Yara Vennick",
    "Otto Brandel",
    "Nita Corvallo",
    "Dario Plenn",
    "Freya Holtz",
    "Jonas Wyndle",
];

/// Fifty words that stand in confidential sources alone.
fn secrets() -> Vec<String> {
    let syllables = ["zarq", "vilm", "oxen", "tyrb", "quev", "jund", "wexi", "plof", "kraz", "yomb"];
    (0..50)
        .map(|n| {
            format!(
                "{}{}{}",
                syllables[n % 10],
                syllables[(n / 10 + 3) % 10],
                ["ado", "ano", "us", "ith", "ora"][n / 10]
            )
        })
        .collect()
}

fn memo(words: &[String]) -> String {
    let [a, b, c, d, e] = words else { unreachable!("five words a memo") };
    let capital = |word: &str| word[..1].to_uppercase() + &word[1..];
    format!(
        "Memo on operation {a}\n\nAt least 41 people were killed on May 3 in a strike off Cape {}, Colonel {} {} said.\n\nThe {d} file says that the boat was unarmed, {} told the ministry.\n",
        capital(b),
        capital(c),
        capital(b),
        capital(e)
    )
}

/// A case of ten public articles that name twenty people, and ten confidential memos that hold fifty secrets; all of it accepted, linked and named.
pub(crate) fn with_secrets() -> Room {
    let room = Room::new();
    room.ok(&["init", "case"]);
    let run = |args: &[&str]| room.ok(&[&["--case", "case"], args].concat());
    for (n, pair) in PRIVATE.chunks(2).enumerate() {
        let surname = |name: &str| name.split(' ').nth(1).expect("two words").to_owned();
        let text = format!(
            "{} names the dead\n\nA strike on May {} killed {} people off Cape Orsay, {} said on Sunday.\n\n“They were fishermen,” {} told the paper. {}, who saw it, said that {} boats burned. {} wept.\n\n“{} was never aboard,” the mayor said.\n",
            pair[0],
            n + 3,
            n + 4,
            pair[0],
            surname(pair[0]),
            pair[1],
            n + 2,
            surname(pair[1]),
            pair[1]
        );
        let file = format!("report-{n}.txt");
        room.write(&file, text);
        let title = format!("{} and the dead of May", surname(pair[1]));
        run(&[
            "add",
            &file,
            "--published",
            "2031-05-20",
            "--publisher",
            &format!("Paper {n}"),
            "--title",
            &title,
        ]);
    }
    let secrets = secrets();
    for (n, words) in secrets.chunks(5).enumerate() {
        let file = format!("{}-{n}.txt", words[4]);
        room.write(&file, memo(words));
        run(&[
            "add",
            "--confidential",
            &file,
            "--published",
            "2031-05-21",
            "--title",
            &format!("On {}", words[0]),
            "--publisher",
            &words[1],
        ]);
    }
    run(&["read"]);
    run(&["accept", "--property", "incident.killed", "--doubts"]);
    run(&["accept", "--property", "statement", "--doubts"]);
    // An incident named after a secret, and a public one tied to a memo with a reason that holds another.
    let incidents = run(&["--json", "incidents"]).json();
    let label = |row: &serde_json::Value| {
        row["label"].as_str().or(row["name"].as_str()).unwrap_or_default().to_owned()
    };
    let of = |file: &str| {
        let found = incidents.iter().find(|row| label(row).contains(file)).expect("an incident of each file");
        found["id"].as_str().expect("an id")[..12].to_owned()
    };
    run(&[
        "incident",
        &format!("Strike that {} ordered", secrets[2]),
        "--from",
        &of(&format!("{}-0.txt", secrets[4])),
        "--yes",
    ]);
    run(&["incident", "Strike of 3 May", "--from", &of("report-0.txt"), "--yes"]);
    run(&[
        "link",
        &of(&format!("{}-1.txt", secrets[9])),
        "Strike of 3 May",
        "--reason",
        &format!("says the {} file", secrets[8]),
        "--yes",
    ]);
    run(&[
        "link",
        &of("report-1.txt"),
        "Strike of 3 May",
        "--reason",
        &format!("{} says so", PRIVATE[4]),
        "--yes",
    ]);
    room
}

/// Every word that must not be published, where it stands in a site.
pub(crate) fn found_in(room: &Room, site: &str) -> BTreeSet<String> {
    let mut words: Vec<String> = secrets();
    words.extend(PRIVATE.iter().flat_map(|name| name.split(' ').skip(1)).map(str::to_lowercase));
    words.extend(PRIVATE.iter().map(|name| name.to_lowercase()));
    let mut found = BTreeSet::new();
    for (path, bytes) in files(&room.path(site)) {
        let text = String::from_utf8_lossy(&bytes).to_lowercase();
        let path = path.display().to_string().to_lowercase();
        found.extend(
            words
                .iter()
                .filter(|word| text.contains(*word) || path.contains(*word))
                .map(|word| format!("{word} in {path}")),
        );
    }
    found
}

#[test]
fn fifty_secrets_and_twenty_names_are_in_no_published_byte_also_after_a_merge() {
    assert_eq!(secrets().iter().collect::<BTreeSet<_>>().len(), 50);
    let room = with_secrets();
    let refused: Ran = room.assize(&["--case", "case", "publish", "--out", "site"]);
    assert_eq!(refused.code, 3, "{}", refused.err);
    assert!(refused.err.contains("undecided") && refused.err.contains("quoted words"), "{}", refused.err);
    assert!(!room.path("site").exists());

    room.ok(&["--case", "case", "publish", "--out", "site", "--mask-names", "--bundle", "bundle"]);
    assert_eq!(found_in(&room, "site"), BTreeSet::new());
    assert_eq!(found_in(&room, "bundle"), BTreeSet::new());
    assert_eq!(verified(&room, "bundle"), (true, String::new()));
    no_hash_can_be_tried_out(&room, "bundle");
    let overview = std::fs::read_to_string(room.path("site/index.html")).expect("an overview");
    assert!(overview.contains("Strike of 3 May"), "{overview}");
    assert!(
        !files(&room.path("site")).iter().any(|(_, bytes)| String::from_utf8_lossy(bytes).contains(">41<"))
    );
    room.ok(&["--case", "case", "publish", "--out", "without", "--leave-names-out"]);
    assert_eq!(found_in(&room, "without"), BTreeSet::new());

    // Decided one way and the other, the names of the others stay out.
    room.ok(&["--case", "case", "mark", PRIVATE[0], "private", "--as", "a witness"]);
    room.ok(&["--case", "case", "publish", "--out", "marked", "--mask-names"]);
    assert_eq!(found_in(&room, "marked"), BTreeSet::new());
    assert!(
        files(&room.path("marked"))
            .iter()
            .any(|(_, bytes)| String::from_utf8_lossy(bytes).contains("a witness"))
    );

    // Somebody else's case takes all of it in; what was confidential stays so.
    room.ok(&["init", "other"]);
    room.write("own.txt", "A strike on May 9 killed three people off Cape Orsay, a pilot said.\n");
    room.ok(&["--case", "other", "add", "own.txt", "--published", "2031-05-22", "--publisher", "The Herald"]);
    room.ok(&["--case", "other", "merge", "case"]);
    room.ok(&["--case", "other", "read"]);
    room.ok(&["--case", "other", "publish", "--out", "merged", "--mask-names"]);
    assert_eq!(found_in(&room, "merged"), BTreeSet::new());
    room.ok(&["--case", "other", "publish", "--out", "preview", "--drafts"]);
    assert_eq!(found_in(&room, "preview"), BTreeSet::new());
}

/// A description that narrows a source down to one person was published without a word.
#[test]
fn a_description_that_may_tell_who_speaks_is_named_before_it_goes_out() {
    let room = Room::with_article();
    let sheet = |description: &str, file: &str| {
        room.write(
            file,
            format!(
                "[[entity]]\nkey = \"incident/cape\"\nname = \"Strike off Cape Invented\"\n[[source]]\nfile = \"article.txt\"\n\
                 [[source.claim]]\nwords = \"the boat carried fishermen\"\nsubject = \"incident/cape\"\nproperty = \"statement\"\n\
                 speaker = {{ kind = \"unnamed\", description = \"{description}\", min = 1, max = 1 }}\n"
            ),
        );
        room.ok(&["--case", "case", "import", file]);
    };
    sheet("a government official", "plain.toml");
    let plain = room.ok(&["--case", "case", "publish", "--out", "plain"]);
    assert!(!plain.err.contains("may tell who"), "{}", plain.err);
    sheet("a cook who works in the kitchen of the base", "narrow.toml");
    let narrow = room.ok(&["--case", "case", "publish", "--out", "narrow"]);
    assert!(narrow.err.contains("a cook who works in the kitchen of the base"), "{}", narrow.err);
    assert!(narrow.err.contains("may tell who one or two unnamed speakers are"), "{}", narrow.err);
}

/// What the bundle's own script says of it, which needs nothing of this program: whether all of it holds, and what does not.
fn verified(room: &Room, bundle: &str) -> (bool, String) {
    let script = room.path(bundle).join("verify.py");
    let ran = std::process::Command::new("python3").arg("-B").arg(script).output().expect("Python runs");
    let told = String::from_utf8_lossy(&ran.stdout);
    let fault = |line: &&str| !line.contains("signed by") && !line.ends_with(" verified");
    let mut faults: Vec<&str> = told.lines().filter(fault).collect();
    let error = String::from_utf8_lossy(&ran.stderr);
    faults.extend(error.lines());
    (ran.status.success(), faults.join("\n"))
}

/// A link stands for what is not in the bundle, and what is nested without end is told of, not fallen over.
fn what_is_no_plain_file_is_a_fault(room: &Room, held: &Path) {
    let (beside, linked) = (room.path("beside"), held.join("originals"));
    std::fs::create_dir(&beside).expect("a folder");
    std::fs::write(beside.join("aaaa"), "x").expect("written");
    std::os::unix::fs::symlink(&beside, &linked).expect("a link");
    assert!(verified(room, "bundle").1.contains("originals: a link, or no plain file"));
    std::fs::remove_file(&linked).expect("removed");
    for (name, other) in [("heads.jsonl", "[".repeat(100_000)), ("record.json", "{}".to_owned())] {
        let (file, kept) = (held.join(name), beside.join(name));
        std::fs::rename(&file, &kept).expect("moved");
        std::os::unix::fs::symlink(&kept, &file).expect("a link");
        assert!(verified(room, "bundle").1.contains("is no plain file"), "{name} is a link");
        std::fs::remove_file(&file).expect("removed");
        std::fs::write(&file, other).expect("written");
        let told = verified(room, "bundle").1;
        assert!(told.contains("cannot be read") && !told.contains("Traceback"), "{told}");
        std::fs::rename(&kept, &file).expect("moved back");
    }
    assert_eq!(verified(room, "bundle"), (true, String::new()));
}

/// The key of a manifest vouches for the quoted words: one that signed no entry is a stranger's, unless it is named.
fn a_manifest_of_a_stranger_is_objected_to(room: &Room) {
    let args = ["--case", "case", "publish", "--out", "theirs-site", "--mask-names", "--bundle", "theirs"];
    let ran = Room::ran(room.command(&args).env("ASSIZE_CONFIG_DIR", room.path("stranger")));
    assert_eq!(ran.code, 0, "{}", ran.err);
    let told = verified(room, "theirs").1;
    assert!(
        told.contains("record.json: its key signed no entry here") && told.contains("1 faults"),
        "{told}"
    );
    let key = told.split("--key ").nth(1).and_then(|rest| rest.split_whitespace().next()).expect("the key");
    let named = |key: &str| {
        let script = room.path("theirs").join("verify.py");
        let mut python = std::process::Command::new("python3");
        python.arg("-B").arg(script).args(["--key", key]).status().expect("Python runs").success()
    };
    assert!(named(key) && !named(&key.replace(|c: char| c.is_ascii_digit(), "0")));
}

/// No hash of a source or text that holds a name, and no id that follows from one, stands in a bundle.
fn no_hash_can_be_tried_out(room: &Room, bundle: &str) {
    let told: String = files(&room.path(bundle))
        .iter()
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    let mut heads = 0;
    for (_, bytes) in files(&room.path("case/ledger/bodies")) {
        for line in String::from_utf8_lossy(&bytes).lines() {
            let line: serde_json::Value = serde_json::from_str(line).expect("a body");
            for kind in ["source", "text"] {
                let Some(sha256) = line["body"][kind]["sha256"].as_str() else { continue };
                heads += 1;
                // Every article of the case names somebody, and every memo is confidential.
                for hash in [sha256, line["id"].as_str().expect("an id")] {
                    assert!(!told.contains(hash), "{kind} {hash}");
                }
            }
        }
    }
    assert!(heads >= 40, "{heads}");
}

#[test]
fn a_bundle_is_checked_without_this_program_and_holds_nothing_that_was_rejected() {
    let room = Room::with_article();
    let drafts = room.ok(&["--case", "case", "--json", "drafts"]).json();
    let of = |property: &str| {
        let of = |draft: &&serde_json::Value| draft["proposition"]["property"] == property;
        let found = drafts.iter().find(of).unwrap_or_else(|| panic!("{property}: {drafts:#?}"));
        found["id"].as_str().expect("an id").to_owned()
    };
    room.ok(&["--case", "case", "accept", &of("incident.killed"), "--doubts"]);
    room.ok(&["--case", "case", "reject", &of("statement"), "--reason", "quollfish"]);
    let publish = ["--case", "case", "publish", "--out", "site", "--mask-names", "--bundle", "bundle"];
    let told = room.ok(&publish);
    assert!(told.err.contains("in the bundle"), "{}", told.err);
    let all = files(&room.path("bundle"));
    let text = |name: &str| {
        String::from_utf8_lossy(&std::fs::read(room.path("bundle").join(name)).expect(name)).into_owned()
    };
    let bodies = text("bodies.jsonl");
    for kind in ["source", "text", "passage", "anchor", "claim"] {
        assert!(bodies.contains(&format!("{{\"body\":{{\"{kind}\":")), "{kind}: {bodies}");
    }
    assert!(text("passages.jsonl").contains("nine people were killed"), "{}", text("passages.jsonl"));
    assert!(text("README.md").contains("No claim that the site shows is left out."), "{}", text("README.md"));
    for (path, bytes) in &all {
        let text = String::from_utf8_lossy(bytes);
        for word in
            ["were smugglers", "carried fishermen", "quollfish", "tester", "The ministry did not respond"]
        {
            assert!(!text.contains(word), "{word} in {}", path.display());
        }
    }
    assert_eq!(verified(&room, "bundle"), (true, String::new()));
    let sums = std::process::Command::new("sha256sum")
        .args(["--quiet", "-c", "SHA256SUMS"])
        .current_dir(room.path("bundle"))
        .status();
    assert!(sums.expect("sha256sum runs").success());
    room.ok(&["--case", "case", "verify", "--site", "bundle"]);
    // The same again is the same bytes.
    room.ok(&publish);
    assert_eq!(files(&room.path("bundle")), all);
    // One byte anywhere, a file less, a line less, a file more: each is a fault.
    let held = room.path("bundle");
    for (path, bytes) in
        all.iter().filter(|(path, _)| path.extension().is_some() && !path.ends_with(".assize-site"))
    {
        let file = held.join(path);
        if path.ends_with("verify.py") {
            continue;
        }
        let mut other = bytes.clone();
        let at = other.len() / 2;
        other[at] = if other[at] == b'1' { b'2' } else { b'1' };
        std::fs::remove_file(&file).expect("a file");
        let gone = verified(&room, "bundle");
        assert!(!gone.0 && !gone.1.is_empty(), "without {}", path.display());
        std::fs::write(&file, other).expect("written");
        let changed = verified(&room, "bundle");
        assert!(!changed.0 && !changed.1.is_empty(), "{} changed", path.display());
        std::fs::write(&file, bytes).expect("written");
    }
    assert_eq!(verified(&room, "bundle"), (true, String::new()));
    std::fs::write(held.join("more.txt"), "x").expect("written");
    assert!(verified(&room, "bundle").1.contains("more.txt: not named by record.json"));
    std::fs::remove_file(held.join("more.txt")).expect("removed");
    what_is_no_plain_file_is_a_fault(&room, &held);
    a_manifest_of_a_stranger_is_objected_to(&room);
    // An original goes along only where it is named.
    let source = room.ok(&[
        "--case",
        "case",
        "--json",
        "publish",
        "--out",
        "site",
        "--mask-names",
        "--bundle",
        "with",
        "--with-originals",
        "article.txt",
    ]);
    assert_eq!(source.code, 0);
    let original = files(&room.path("with")).into_iter().find(|(path, _)| path.starts_with("originals"));
    assert_eq!(
        original.expect("the original").1,
        std::fs::read(room.path("article.txt")).expect("the article")
    );
    assert_eq!(verified(&room, "with"), (true, String::new()));
    let drafts =
        room.assize(&["--case", "case", "publish", "--out", "preview", "--drafts", "--bundle", "no"]);
    assert!(drafts.code == 2 && !room.path("no").exists(), "{}", drafts.err);
}

#[test]
fn a_site_of_which_nothing_changed_is_not_made_again_and_one_that_was_touched_is() {
    let room = Room::with_article();
    room.ok(&["--case", "case", "accept", "--property", "incident.killed", "--doubts"]);
    let publish = |out: &str| room.ok(&["--case", "case", "publish", "--mask-names", "--out", out]);
    let quick = |ran: &Ran| ran.err.contains("nothing that this site is made of has changed");
    assert!(!quick(&publish("site")), "there is none yet");
    let first = files(&room.path("site"));
    let again = publish("site");
    assert!(quick(&again) && again.err.contains("of which 0 changed"), "{}", again.err);
    assert_eq!(files(&room.path("site")), first);
    // Made in full beside it, it is the same to the byte, but for the manifest that each has of its own.
    let same = |a: &str, b: &str| {
        let of = |site: &str| {
            files(&room.path(site)).into_iter().filter(|(path, _)| !path.ends_with("record.json"))
        };
        assert!(of(a).eq(of(b)), "{a} and {b}");
    };
    assert!(!quick(&publish("beside")));
    same("site", "beside");
    // A page that was changed, taken away or put there is noticed, and mended.
    let page = room.path("site/index.html");
    let whole = std::fs::read(&page).expect("a page");
    let mut other = whole.clone();
    let last = other.len() - 9;
    other[last] ^= 1;
    // Pages may be one file with those of the edition before: a new one is put in its place.
    std::fs::remove_file(&page).expect("a page");
    std::fs::write(&page, other).expect("written");
    assert!(!quick(&publish("site")));
    assert_eq!(std::fs::read(&page).expect("a page"), whole);
    std::fs::remove_file(&page).expect("a page");
    assert!(!quick(&publish("site")));
    assert_eq!(files(&room.path("site")), first);
    // What others put there is not taken away.
    room.write("site/more.html", "x");
    std::fs::create_dir_all(room.path("site/.git/objects")).expect("a folder");
    let refused = room.assize(&["--case", "case", "publish", "--mask-names", "--out", "site"]);
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("did not write: `.git`, `more.html`"), "{}", refused.err);
    assert!(room.path("site/more.html").exists() && room.path("site/.git/objects").exists());
    std::fs::remove_file(room.path("site/more.html")).expect("removed");
    std::fs::remove_dir_all(room.path("site/.git")).expect("removed");
    assert!(quick(&publish("site")));
    assert_eq!(files(&room.path("site")), first);
    // Another option, another decision, another word in the settings: each makes it anew.
    let named = room.ok(&[
        "--case",
        "case",
        "publish",
        "--mask-names",
        "--out",
        "site",
        "--address",
        "https://example.org/",
    ]);
    assert!(!quick(&named));
    publish("site");
    assert!(quick(&publish("site")));
    let settings = std::fs::read_to_string(room.path("case/case.toml")).expect("settings");
    room.write("case/case.toml", format!("contact = \"desk@example.org\"\n{settings}"));
    assert!(!quick(&publish("site")));
    assert!(
        std::fs::read_to_string(room.path("site/about.html")).expect("a page").contains("desk@example.org")
    );
    room.ok(&["--case", "case", "accept", "--property", "statement", "--doubts"]);
    assert!(!quick(&publish("site")));
    assert!(quick(&publish("site")));
    publish("full");
    same("site", "full");
}

#[test]
fn folders_that_lie_in_one_another_and_bundles_of_another_record_are_refused_before_anything_is_written() {
    let room = Room::with_article();
    room.ok(&["--case", "case", "accept", "--property", "incident.killed", "--doubts"]);
    let publish = |case: &str, out: &str, more: &[&str]| {
        let mut words = vec!["--case", case, "publish", "--mask-names", "--out", out];
        words.extend(more);
        room.assize(&words)
    };
    for (out, bundle) in
        [("site", "site/bundle"), ("bundle/site", "bundle"), ("case", "bundle"), ("case/archive/x", "bundle")]
    {
        for dry in [&[][..], &["--dry-run"]] {
            let refused = publish("case", out, &[&["--bundle", bundle][..], dry].concat());
            assert_eq!(refused.code, 2, "{out} {bundle}: {}", refused.err);
        }
    }
    assert!(!room.path("site").exists() && !room.path("bundle").exists());
    assert_eq!(publish("case", "site", &["--bundle", "bundle"]).code, 0);
    let (site, bundle) = (files(&room.path("site")), files(&room.path("bundle")));
    // Another case writes beside, and not over it.
    std::fs::copy(room.path("article.txt"), room.path("other.txt")).expect("copied");
    room.ok(&["init", "other", "--as", "B. Reader"]);
    room.ok(&["--case", "other", "add", "other.txt"]);
    let refused = publish("other", "other-site", &["--bundle", "bundle"]);
    assert_eq!(refused.code, 4, "{}", refused.err);
    assert!(refused.err.contains("another one"), "{}", refused.err);
    assert_eq!(files(&room.path("bundle")), bundle);
    // An original that may not go out stops the site too.
    let more = ["--bundle", "bundle", "--with-originals", "article.txt", "--mask", "Ada Quill"];
    let refused = publish("case", "site", &more);
    assert!(refused.code == 3 && refused.err.contains("an original that was asked for"), "{}", refused.err);
    assert_eq!((files(&room.path("site")), files(&room.path("bundle"))), (site, bundle));
}

#[test]
fn a_name_to_be_masked_that_masks_nothing_is_no_promise() {
    let room = Room::with_article();
    let publish = |name: &str| {
        room.assize(&["--case", "case", "publish", "--out", "site", "--mask-names", "--mask", name])
    };
    for nothing in ["", ".", "@vale", "vale"] {
        let ran = publish(nothing);
        assert!(
            ran.code == 2 && ran.err.contains("would mask nothing"),
            "`{nothing}`: {} {}",
            ran.code,
            ran.err
        );
        assert!(!room.path("site").exists(), "{nothing}");
    }
    let misspelt = publish("Qarrowby");
    assert!(misspelt.code == 0 && misspelt.err.contains("stands so in no text"), "{}", misspelt.err);
}
