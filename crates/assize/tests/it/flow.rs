//! From an article to a site.

use crate::{Room, files};

#[test]
fn an_article_goes_in_and_a_site_with_words_comes_out() {
    let room = Room::with_article();
    let drafts = room.ok(&["--case", "case", "--json", "drafts"]).json();
    assert!(!drafts.is_empty(), "the article holds attributed statements");
    let text = crate::ARTICLE;
    for draft in &drafts {
        let passage = &draft["passage"];
        let (start, end) = (passage["start"].as_u64().expect("start"), passage["end"].as_u64().expect("end"));
        assert_eq!(&text[start as usize..end as usize], passage["exact"].as_str().expect("exact"));
    }
    // Nothing counts until a person has decided.
    let weighed = room.ok(&["--case", "case", "weigh"]);
    assert!(weighed.err.contains("no claim has been reviewed"), "{}", weighed.err);
    let id = drafts[0]["id"].as_str().expect("id");
    room.ok(&["--case", "case", "accept", &id[..12]]);
    let left = room.ok(&["--case", "case", "--json", "drafts"]).json();
    assert_eq!(left.len(), drafts.len() - 1, "an accepted draft is decided");
    let weighed = room.ok(&["--case", "case", "publish", "--out", "site"]);
    assert!(!weighed.err.contains("no claim has been reviewed"), "one claim stands now");
    let csv = std::fs::read_to_string(room.path("site/data/claims.csv")).expect("the dataset");
    let claim = csv.lines().nth(1).and_then(|row| row.split(',').next()).expect("one claim");
    let why = room.ok(&["--case", "case", "why", &claim[..16]]);
    assert!(why.out.contains("▔") && why.out.contains("entered by tester"), "{}", why.out);
}

#[test]
fn accepted_claims_alone_reach_the_site_unless_a_preview_is_asked_for() {
    let room = Room::with_article();
    room.ok(&["--case", "case", "publish", "--out", "site"]);
    room.ok(&["--case", "case", "publish", "--out", "preview", "--drafts"]);
    let text = |folder: &str| {
        files(&room.path(folder))
            .into_iter()
            .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
            .collect::<String>()
    };
    let (site, preview) = (text("site"), text("preview"));
    assert!(!site.contains("smugglers"), "no unreviewed words in a site");
    assert!(
        preview.contains("smugglers") && preview.contains("Preview. "),
        "a preview shows drafts and says what it is"
    );
    for (name, content) in [("site", &site), ("preview", &preview)] {
        assert_eq!(content.matches("<script").count(), 1, "{name}: the one of the search");
        assert!(!content.contains("src=\"http") && !content.contains("href=\"http"), "{name}");
    }
}

#[test]
fn building_a_site_twice_gives_the_same_bytes() {
    let room = Room::with_article();
    for out in ["a", "b"] {
        room.ok(&["--case", "case", "publish", "--drafts", "--out", out]);
    }
    assert_eq!(files(&room.path("a")), files(&room.path("b")));
}

#[test]
fn the_same_bytes_twice_are_one_source() {
    let room = Room::with_article();
    room.write("copy.txt", crate::ARTICLE);
    let again = room
        .ok(&[
            "--case",
            "case",
            "--json",
            "add",
            "copy.txt",
            "--published",
            "2031-05-05",
            "--publisher",
            "The Gazette",
        ])
        .json();
    assert_eq!(again[0]["already"], true);
    let ids = room.ok(&["--case", "case", "--json", "add", "article.txt"]).json();
    assert_eq!(ids[0]["source"], again[0]["source"]);
}

#[test]
fn a_broken_file_is_named_and_the_rest_goes_on() {
    let room = Room::with_article();
    room.write("in/bad.txt", [b'a', 0xff, b'b']);
    room.write("in/good.txt", "The harbour master said nobody was hurt.\n");
    room.write("in/bomb.zip", b"PK\x03\x04 not opened");
    let ran = room.assize(&["--case", "case", "--json", "add", "in"]);
    assert_eq!(ran.code, 3, "{}", ran.err);
    assert!(ran.err.contains("bad.txt") && ran.err.contains("bomb.zip"), "{}", ran.err);
    assert_eq!(ran.json().len(), 1, "the good file is in");
}

#[test]
fn a_claim_sheet_counts_and_its_faults_are_underlined() {
    let room = Room::with_article();
    let sheet = "[[entity]]\nkey = \"incident/cape\"\nname = \"Strike off Cape Invented\"\n\n[[source]]\nfile = \"article.txt\"\n\n\
        [[source.claim]]\nwords = \"At least nine people were killed\"\nsubject = \"incident/cape\"\nproperty = \"incident.killed\"\nvalue = { min = 9 }\nspeaker = \"narrator\"\n";
    room.write("good.toml", sheet);
    room.ok(&["--case", "case", "import", "good.toml"]);
    let again = room.ok(&["--case", "case", "--json", "import", "good.toml"]).json();
    assert_eq!(again[0]["new"]["claim"], 0, "importing twice adds nothing");
    let tolls = room
        .ok(&["--case", "case", "--json", "weigh", "--incident", "incident/cape", "--method", "ucdp"])
        .json();
    assert_eq!(tolls[0]["lines"][0]["low"]["value"], 9);
    let why = room.ok(&["--case", "case", "why", "incident/cape", "killed"]);
    assert!(
        why.out.contains("At least nine people were killed") && why.out.contains("The Gazette"),
        "{}",
        why.out
    );

    room.write("bad.toml", sheet.replace("incident.killed", "incident.kiled"));
    let ran = room.assize(&["--case", "case", "import", "bad.toml"]);
    assert_eq!(ran.code, 3);
    assert!(
        ran.err.contains("bad.toml") && ran.err.contains("did you mean `incident.killed`"),
        "{}",
        ran.err
    );
    room.write("lost.toml", sheet.replace("At least nine", "At least ten"));
    let ran = room.assize(&["--case", "case", "import", "lost.toml"]);
    assert_eq!(ran.code, 3, "words that do not stand in the source are refused");
}

#[test]
fn known_at_answers_from_what_had_been_published() {
    let room = Room::with_article();
    let claims =
        |day: &str| room.ok(&["--case", "case", "--json", "weigh", "--drafts", "--known-at", day]).out;
    assert_eq!(claims("2031-05-04"), "", "nothing had been published the day before");
    let bad = room.assize(&["--case", "case", "weigh", "--known-at", "yesterday"]);
    assert_eq!(bad.code, 2);
    assert!(bad.err.contains("YYYY-MM-DD"), "{}", bad.err);
}

#[test]
fn two_cases_merge_in_either_order_to_the_same_findings() {
    let room = Room::with_article();
    room.ok(&["init", "other"]);
    room.write(
        "second.txt",
        "Ten people were killed off Cape Invented on May 3, a harbour pilot told the Courier.\n",
    );
    room.ok(&[
        "--case",
        "other",
        "add",
        "second.txt",
        "--published",
        "2031-05-06",
        "--publisher",
        "The Courier",
    ]);
    let sheet = |file: &str, words: &str, n: u8| {
        format!(
            "[[entity]]\nkey = \"incident/cape\"\nname = \"Strike\"\n[[source]]\nfile = \"{file}\"\n[[source.claim]]\nwords = \"{words}\"\nsubject = \"incident/cape\"\nproperty = \"incident.killed\"\nvalue = {{ min = {n}, max = {n} }}\nspeaker = \"narrator\"\n"
        )
    };
    room.write("a.toml", sheet("article.txt", "nine people were killed", 9));
    room.write("b.toml", sheet("second.txt", "Ten people were killed", 10));
    room.ok(&["--case", "case", "import", "a.toml"]);
    room.ok(&["--case", "other", "import", "b.toml"]);
    for (folder, name) in [("case", "case-1"), ("other", "other-1")] {
        for (path, bytes) in files(&room.path(folder)) {
            room.write(&format!("{name}/{}", path.display()), bytes);
        }
    }
    room.ok(&["--case", "case-1", "merge", "other"]);
    room.ok(&["--case", "other-1", "merge", "case"]);
    for command in ["weigh", "assess", "timeline"] {
        let one = room.ok(&["--case", "case-1", "--json", command]).out;
        let two = room.ok(&["--case", "other-1", "--json", command]).out;
        assert_eq!(one, two, "{command}");
        assert!(command != "weigh" || !one.is_empty());
    }
}
