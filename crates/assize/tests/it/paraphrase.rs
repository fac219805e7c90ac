//! The words of a digest: nobody's but its author's, so they stand in no quotation marks, wherever they are printed.

use crate::{Room, files};
use std::fs;

const DIGEST: &str = "---\npublisher: The Gazette\npublished: 2031-05-05\ntitle: Digest: how the boat was sunk\nkind: digest\n\
    digest of: an article by A. Quill\n---\n\n\
    A strike on May 3 killed at least nine people on a boat off Cape Orsay, Adm. Ruth Vale said.\n\n\
    The harbour ministry put the dead at seven men who had slept on deck.\n\n\
    No page of the order names a parliament that allowed it. The order leaves the choice to one clerk.\n\n\
    The Council wrote to the ministry and asked for the film of the sinking.\n";

const SHEET: &str = r#"
[[entity]]
key = "incident/cape"
name = "Strike off Cape Orsay"
[[entity]]
key = "person/vale"
name = "Ruth Vale"
public = "holds office"
[[entity]]
key = "organisation/ministry"
name = "the harbour ministry"
[[entity]]
key = "organisation/council"
name = "the Council"
[[entity]]
key = "instrument/order"
name = "The order of the harbour"
[[entity]]
key = "request/film"
name = "The film"

[[source]]
file = "digest.txt"
[[source.claim]]
words = "killed at least nine people on a boat off Cape Orsay"
subject = "incident/cape"
property = "incident.killed"
value = { min = 9, max = 9 }
speaker = "person/vale"
hedges = [{ exact = "at least nine people on a boat", kind = "bound" }]
[[source.claim]]
words = "put the dead at seven men who had slept on deck"
subject = "incident/cape"
property = "incident.killed"
value = { min = 7, max = 7 }
speaker = "organisation/ministry"
said_on = "2031-05-04"
[[source.claim]]
words = "A strike on May 3"
subject = "incident/cape"
property = "incident.happened-on"
value = { date = "2031-05-03" }
speaker = "person/vale"
[[source.claim]]
words = "No page of the order names a parliament that allowed it"
subject = "incident/cape"
property = "statement"
speaker = "narrator"
[[source.claim.bears]]
standard = "un.charter.51"
element = "armed_attack"
side = "against"
warrant = "an order without leave"
[[source.claim]]
words = "The order leaves the choice"
subject = "instrument/order"
property = "statement"
speaker = "publisher"
[[source.claim]]
words = "leaves the choice to one clerk"
subject = "instrument/order"
property = "instrument.provides"
speaker = "narrator"
[[source.act]]
words = "asked for the film of the sinking"
matter = "request/film"
act = "requested"
who = "organisation/council"
whom = "organisation/ministry"
what = "the film"
"#;

fn words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

/// What stands in quotation marks, or in an element that quotes.
fn quoted(text: &str) -> Vec<String> {
    let between = |open: &str, close: &str| -> Vec<String> {
        let parts = text.split(open).skip(1);
        parts.filter_map(|rest| Some(rest.split_once(close)?.0.to_owned())).collect()
    };
    let mut found = between("“", "”");
    found.extend(between("<blockquote", "</blockquote>"));
    found.extend(between("<q", "</q>"));
    found.extend(between("&quot;", "&quot;"));
    if !text.contains("<html") {
        found.extend(between("\"", "\""));
    }
    found
}

/// Words of the digest that stand in quotation marks there: three in a row of it.
fn misquoted(text: &str) -> Vec<String> {
    let digest = words(DIGEST.rsplit("---").next().unwrap_or_default());
    let runs: Vec<&[String]> = digest.windows(3).collect();
    let is_of = |quotation: &String| words(quotation).windows(3).any(|run| runs.contains(&run));
    quoted(text).into_iter().filter(is_of).collect()
}

fn none_misquoted(what: &str, text: &str) {
    let found = misquoted(text);
    assert!(found.is_empty(), "{what}: {found:?}\n{text}");
}

fn case() -> Room {
    let room = Room::new();
    room.ok(&["init", "case"]);
    room.write("digest.txt", DIGEST);
    room.write("sheet.toml", SHEET);
    room.ok(&["--case", "case", "add", "digest.txt"]);
    room.ok(&["--case", "case", "read"]);
    room.ok(&["--case", "case", "import", "sheet.toml"]);
    room
}

#[test]
fn words_of_a_digest_stood_in_quotation_marks() {
    assert_eq!(misquoted("he said “the choice to one clerk”").len(), 1, "the test finds what it looks for");
    let room = case();
    let draft = room.ok(&["--case", "case", "--json", "drafts"]).json();
    let draft = draft[0]["id"].as_str().expect("a draft")[..12].to_owned();
    let mut said = vec![("drafts", room.ok(&["--case", "case", "drafts"]))];
    said.push(("doubts", room.ok(&["--case", "case", "drafts", "--doubts"])));
    let preview = room.assize(&["--case", "case", "accept", &draft, "--doubts"]);
    said.push(("accept", preview));
    let claim = room.first_of_kind("case", "claim");
    let anchor = room.first_of_kind("case", "anchor");
    let passage = room.first_of_kind("case", "passage");
    for args in [
        vec!["drafts"],
        vec!["incidents"],
        vec!["things"],
        vec!["candidates"],
        vec!["weigh"],
        vec!["weigh", "--conflicts"],
        vec!["assess", "--incident", "incident/cape"],
        vec!["timeline"],
        vec!["timeline", "--incident", "incident/cape"],
        vec!["oversight"],
        vec!["differ"],
        vec!["status"],
        vec!["why", "incident/cape"],
        vec!["why", "instrument/order"],
        vec!["why", &claim],
        vec!["why", &anchor],
        vec!["why", &passage],
        vec!["why", &draft],
        vec!["rename", &anchor, "The sinking", "--yes"],
        vec!["link", &anchor, "incident/cape", "--reason", "one strike", "--yes"],
        vec!["undo", "--yes"],
        vec!["reject", &claim, "--reason", "a test"],
        vec!["undo", "--yes"],
    ] {
        let mut all = vec!["--case", "case"];
        all.extend(&args);
        said.push((args[0], room.assize(&all)));
    }
    assert!(said.iter().filter(|(_, ran)| ran.code == 0).count() > 18, "most commands say something");
    for (command, ran) in &said {
        none_misquoted(command, &ran.out);
        none_misquoted(command, &ran.err);
    }
    assert!(said.iter().any(|(_, ran)| ran.out.contains("paraphrase: ")));

    room.ok(&["--case", "case", "publish", "--out", "site", "--full-texts", "--mask-names"]);
    let mut pages = 0;
    for (path, bytes) in files(&room.path("site")) {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if path.extension().is_some_and(|end| end == "html") {
            pages += 1;
            none_misquoted(&path.display().to_string(), &text);
        }
    }
    assert!(pages > 8, "{pages}");
    let page = |name: &str| fs::read_to_string(room.path("site").join(name)).expect("a page");
    let index = page("conflicts.html");
    assert!(index.contains(">paraphrase</span>"), "{index}");
    assert!(index.contains("as summarised in a digest of an article by A. Quill"), "{index}");
    let claims = page("data/claims.csv");
    assert!(claims.starts_with("\u{feff}") || claims.contains("source_kind"), "{claims}");
    let header = claims.lines().next().expect("a header");
    let at = |name: &str| header.split(',').position(|column| column.trim_matches('"') == name);
    assert!(at("source_kind").is_some() && at("paraphrase").is_some(), "{header}");
    assert!(page("data/claims.json").replace(' ', "").contains("\"paraphrase\":\"true\""));
}

#[test]
fn a_remark_of_a_digest_was_the_word_of_the_outlet_it_is_a_digest_of() {
    let room = case();
    let why = room.ok(&["--case", "case", "why", "instrument/order"]);
    assert!(why.out.contains("who     the digest's author"), "{}", why.out);
    assert!(why.out.contains("origin  the author of a digest of an article by A. Quill"), "{}", why.out);
    // What the outlet says itself has the outlet as its speaker.
    assert_eq!(why.out.matches("who     The Gazette").count(), 1, "{}", why.out);
    assert_eq!(why.out.matches("origin  The Gazette").count(), 1, "{}", why.out);
    room.write("other.txt", "The order leaves the choice to one clerk.\n");
    room.ok(&["--case", "case", "add", "other.txt"]);
    room.write("other.toml", SHEET.replace("digest.txt", "other.txt"));
    let ran = room.assize(&["--case", "case", "import", "other.toml"]);
    assert!(ran.code != 0 && ran.err.contains("states no publisher"), "{}", ran.err);
}
