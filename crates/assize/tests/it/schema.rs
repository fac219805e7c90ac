//! A case's own schema by files alone: an invented State's orders, standard, proof standard, method and property, held against an
//! invented incident; what an edit, an undo and a merge do to it; files that somebody made to break it.

use crate::{Ran, Room, files};
use std::fs;

/// An invented article: nothing in it happened, and there is no such State.
const ARTICLE: &str = "Orsa patrol fires on ferry\n\n\
    At least six people were killed on June 4 when a patrol boat of the State of Orsa fired on a ferry off Lume, the harbour office said.\n\n\
    The minister approved the use of force that morning, according to the patrol log. No warning was given, two passengers said.\n\n\
    A harbour pilot was aboard, the ferry company said. Standing Order 12 was signed on March 1 and published on April 2, the gazette records.\n";

const STANDARD: &str = r#"id = "orsa.force"
title = "Orders for the use of force at sea of the State of Orsa"
kind = "limit"
against = "incident"
binds = "the armed forces of the State of Orsa"
based_on = "us.ppg.2013"

[[version]]
name = "as issued"
in_force = ["2031-03-01", ".."]
public_from = "2031-04-02"
basis = "full"
checked = "primary"
cite = "Standing Order 12 of the State of Orsa, part 3"
test = "approved and warned and not piloted"
[version.element]
approved = { ask = "the minister approved the use of force beforehand", cite = "order 3.1" }
warned   = { ask = "the vessel was warned before it was fired on", cite = "order 3.2" }
piloted  = { ask = "a pilot of the harbour was aboard", cite = "order 3.4", flag = "incident.pilot-aboard" }
"#;

const PROOF: &str = r#"id = "orsa-commission"
version = 1
default = "one-voice"
cite = "Rules of evidence of the Orsa commission of inquiry, rule 9"
[[level]]
name = "one-voice"
ask = "one origin of any grade"
any = [[{ origins = 1, grade = "D" }]]
[[level]]
name = "two-voices"
ask = "two origins of grade C or better"
any = [[{ origins = 2, grade = "C" }]]
"#;

const METHOD: &str = r#"id = "harbour-record"
name = "Harbour Record"
version = "1"
rule = "The lowest figure that any source gives for this incident, and nothing above it."
[citation]
title = "How we count"
publisher = "The Harbour Record"
edition = "first"
year = 2031
url = "https://example.org/how-we-count"
checked = "primary"
[figures]
roles = ["killed"]
least_grade = "D"
revision = "moves"
range = "lowest"
best = "lowest"
[grading]
scheme = "none"
[campaign]
low = ["ungraded"]
high = ["ungraded"]
"#;

const PROPERTY: &str = r#"[property."incident.pilot-aboard"]
subject = ["incident"]
value = "flag"
meaning = "Whether a pilot of the harbour was aboard."
example = "The harbour pilot had left the boat an hour before → no"
"#;

const SHEET: &str = r#"[[entity]]
key = "incident/ferry"
name = "Firing on the ferry off Lume"
[[entity]]
key = "organisation/harbour-office"
name = "Harbour office"
[[entity]]
key = "instrument/order-12"
name = "Standing Order 12"

[[source]]
file = "article.txt"
[[source.claim]]
words = "At least six people were killed"
subject = "incident/ferry"
property = "incident.killed"
value = { min = 6 }
speaker = "organisation/harbour-office"
[[source.claim]]
words = "on June 4"
subject = "incident/ferry"
property = "incident.happened-on"
value = { date = "2031-06-04" }
speaker = "narrator"
[[source.claim]]
words = "signed on March 1"
subject = "instrument/order-12"
property = "instrument.signed-on"
value = { date = "2031-03-01" }
speaker = "narrator"
[[source.claim]]
words = "The minister approved the use of force that morning"
subject = "incident/ferry"
property = "statement"
speaker = { kind = "document", description = "the patrol log" }
[[source.claim.bears]]
standard = "orsa.force"
element = "approved"
side = "for"
warrant = "the log says when the minister approved"
[[source.claim]]
words = "No warning was given"
subject = "incident/ferry"
property = "statement"
speaker = { kind = "unnamed", description = "two passengers", min = 2, max = 2 }
[[source.claim.bears]]
standard = "orsa.force"
element = "warned"
side = "against"
warrant = "they were aboard"
[[source.claim]]
words = "A harbour pilot was aboard"
subject = "incident/ferry"
property = "incident.pilot-aboard"
value = { flag = true }
speaker = { kind = "unnamed", description = "the ferry company" }
"#;

const ALL: [&str; 4] = ["orsa.force", "orsa-commission", "harbour-record", "incident.pilot-aboard"];

/// Runs a command in the case.
fn run(room: &Room, args: &[&str]) -> Ran {
    room.assize(&[&["--case", "case"], args].concat())
}

fn ok(room: &Room, args: &[&str]) -> Ran {
    room.ok(&[&["--case", "case"], args].concat())
}

fn write_schema(room: &Room, case: &str) {
    room.write(&format!("{case}/schema/standards/orsa.force.toml"), STANDARD);
    room.write(&format!("{case}/schema/proofs/orsa-commission.toml"), PROOF);
    room.write(&format!("{case}/schema/methods/harbour-record.toml"), METHOD);
    room.write(&format!("{case}/schema/properties/incident.pilot-aboard.toml"), PROPERTY);
}

fn add_article(room: &Room, case: &str) {
    room.write("article.txt", ARTICLE);
    let dated = ["--published", "2031-06-05", "--publisher", "The Gazette"];
    room.ok(&[&["--case", case, "add", "article.txt"], &dated[..]].concat());
}

/// A case with the article and the files, none of them adopted.
fn case() -> Room {
    let room = Room::new();
    room.ok(&["init", "case"]);
    add_article(&room, "case");
    write_schema(&room, "case");
    room.write("sheet.toml", SHEET);
    room
}

/// The same, adopted, with the claims entered.
fn adopted() -> Room {
    let room = case();
    ok(&room, &[&["schema", "adopt"], &ALL[..], &["--yes"]].concat());
    ok(&room, &["import", "sheet.toml"]);
    room
}

/// Outcomes of the elements of a standard: `approved met`.
fn outcomes(room: &Room, extra: &[&str]) -> Vec<String> {
    let args = ["--json", "assess", "--incident", "incident/ferry", "--standard", "orsa.force"];
    let found = ok(room, &[&args, extra].concat()).json();
    let elements = found[0]["findings"][0]["elements"].as_array().expect("elements").clone();
    let words = |value: &serde_json::Value| value.as_str().unwrap_or("?").to_owned();
    elements
        .iter()
        .map(|element| format!("{} {}", words(&element["element"]), words(&element["reading"]["outcome"])))
        .collect()
}

#[test]
fn an_invented_states_own_order_is_held_against_an_incident_by_files_alone() {
    let room = case();
    // Nothing counts before it is adopted: the sheet names a standard and a property that there are none of.
    let ran = run(&room, &["import", "sheet.toml"]);
    assert_eq!(ran.code, 3);
    assert!(ran.err.contains("unknown property `incident.pilot-aboard`"), "{}", ran.err);
    assert!(ran.err.contains("unknown standard `orsa.force`"), "{}", ran.err);

    let checked = ok(&room, &["schema", "check"]);
    assert_eq!(checked.out.lines().count(), 4, "{}", checked.out);
    let asked = run(&room, &["schema", "adopt", "orsa.force"]);
    assert_eq!(asked.code, 3, "its rule asks for a property that is not adopted yet: {}", asked.err);
    ok(&room, &[&["schema", "adopt"], &ALL[..], &["--yes"]].concat());
    ok(&room, &["import", "sheet.toml"]);

    assert_eq!(
        outcomes(&room, &["--proof", "orsa-commission"]),
        ["approved met", "warned not-met", "piloted met"]
    );
    let strict = outcomes(&room, &["--proof", "orsa-commission/two-voices"]);
    assert!(strict.iter().all(|line| line.ends_with("unknown")), "{strict:?}");
    let tolls = ok(&room, &["--json", "weigh", "--incident", "incident/ferry", "--method", "harbour-record"]);
    assert_eq!(tolls.json()[0]["lines"][0]["low"]["value"], 6);
    let order = ok(&room, &["timeline", "--incident", "incident/ferry"]).out;
    assert!(order.contains("Standing Order 12"), "{order}");
    ok(&room, &["verify"]);

    // What is not about the country is left out, and everything says so.
    ok(&room, &["schema", "leave-out", "us.*", "origins-and-grades", "--yes"]);
    let held = ok(&room, &["assess", "--incident", "incident/ferry"]).out;
    assert!(held.contains("State of Orsa") && !held.contains("War Powers"), "{held}");
    assert!(held.contains("proof standard one-voice"), "the case's own policy is the first now: {held}");
    let gone = run(&room, &["assess", "--standard", "us.ppg.2013"]);
    assert!(gone.code == 2 && gone.err.contains("take-in us.ppg.2013"), "{}", gone.err);
    ok(&room, &["publish", "--out", "site"]);
    let page = fs::read_to_string(room.path("site/methods.html")).expect("the page of methods");
    assert!(page.contains("orsa.force") && page.contains("harbour-record") && !page.contains("us.ppg.2013@"));
    let hash = ok(&room, &["--json", "schema", "list"]).json();
    let own = hash.iter().find(|line| line["id"] == "orsa.force").expect("listed");
    assert!(page.contains(own["sha256"].as_str().expect("a hash")), "{page}");
    let data: String = files(&room.path("site"))
        .into_iter()
        .map(|(_, bytes)| String::from_utf8_lossy(&bytes).into_owned())
        .collect();
    assert!(!data.contains("us.war-powers"), "left out of every page and dataset");
    ok(&room, &["schema", "take-in", "us.ppg.2013", "--yes"]);
    ok(&room, &["assess", "--standard", "us.ppg.2013"]);
}

#[test]
fn an_edited_file_is_reported_and_changes_nothing_until_it_is_adopted_again() {
    let room = adopted();
    let before = ok(&room, &["--json", "assess", "--incident", "incident/ferry"]).out;
    let path = "case/schema/standards/orsa.force.toml";
    room.write(
        path,
        STANDARD.replace("approved and warned and not piloted", "approved and not (warned and piloted)"),
    );
    let ran = ok(&room, &["--json", "assess", "--incident", "incident/ferry"]);
    assert_eq!(ran.out, before);
    assert!(ran.err.contains("is not what was adopted and changes nothing"), "{}", ran.err);
    let list = ok(&room, &["schema", "list"]).out;
    assert!(list.contains("the file differs"), "{list}");
    assert!(ok(&room, &["status"]).out.contains("1 file of the schema edited"));
    fs::remove_file(room.path(path)).expect("there");
    assert_eq!(
        ok(&room, &["--json", "assess", "--incident", "incident/ferry"]).out,
        before,
        "the archive has it"
    );
    room.write(
        path,
        STANDARD.replace("approved and warned and not piloted", "approved and not (warned and piloted)"),
    );
    ok(&room, &["schema", "adopt", "orsa.force", "--yes"]);
    let after = ok(&room, &["--json", "assess", "--incident", "incident/ferry"]);
    assert_ne!(after.out, before);
    assert!(!after.err.contains("warning"), "{}", after.err);
    // The old file is a blob still, and the old adoption an entry: undo brings both back.
    ok(&room, &["undo", "--yes"]);
    assert_eq!(ok(&room, &["--json", "assess", "--incident", "incident/ferry"]).out, before);
}

#[test]
fn undoing_an_adoption_takes_its_claims_out_and_redo_brings_them_back() {
    let room = case();
    ok(&room, &["schema", "adopt", "incident.pilot-aboard", "--yes"]);
    ok(&room, &["schema", "adopt", "orsa.force", "orsa-commission", "harbour-record", "--yes"]);
    ok(&room, &["import", "sheet.toml"]);
    let before = ok(&room, &["--json", "assess", "--incident", "incident/ferry"]).out;
    let list = ok(&room, &["--json", "schema", "list"]).json();
    let id = list.iter().find(|line| line["id"] == "incident.pilot-aboard").expect("listed");
    assert!(id["state"].as_str().is_some_and(|state| state.contains("adopted by tester")), "{id}");
    // By hand: the import is the newest decision.
    let entry = id["entry"].as_str().expect("the adoption")[..12].to_owned();
    let ran = ok(&room, &["retract", &entry, "--reason", "not ours"]);
    assert!(ran.err.contains("`orsa.force` does not count then"), "{}", ran.err);
    assert!(ran.err.contains("1 claim of properties that are not adopted"), "{}", ran.err);
    let weighed = ok(&room, &["weigh"]);
    assert!(
        weighed.err.contains("1 claim of `incident.pilot-aboard`, a property not adopted here"),
        "{}",
        weighed.err
    );
    let after = ok(&room, &["assess", "--incident", "incident/ferry"]);
    assert!(after.err.contains("standard `orsa.force` was adopted and does not count"), "{}", after.err);
    ok(&room, &["undo", "--yes"]);
    assert_eq!(ok(&room, &["--json", "assess", "--incident", "incident/ferry"]).out, before);
}

#[test]
fn of_two_merged_cases_a_property_counts_where_somebody_of_this_record_adopts_it() {
    let room = Room::new();
    room.ok(&["init", "case", "--as", "Ada"]);
    add_article(&room, "case");
    let other = |args: &[&str]| {
        let out = room
            .command(&[&["--case", "other"], args].concat())
            .env("ASSIZE_CONFIG_DIR", room.path("their-config"))
            .output()
            .expect("the program runs");
        assert!(out.status.success(), "{args:?}: {}", String::from_utf8_lossy(&out.stderr));
    };
    let made = room
        .command(&["init", "other", "--as", "Ben"])
        .env("ASSIZE_CONFIG_DIR", room.path("their-config"))
        .output()
        .expect("the program runs");
    assert!(made.status.success());
    other(&["add", "article.txt", "--published", "2031-06-05", "--publisher", "The Gazette"]);
    write_schema(&room, "other");
    other(&[&["schema", "adopt"], &ALL[..], &["--yes"]].concat());
    room.write("sheet.toml", SHEET);
    other(&["import", "sheet.toml"]);

    let before = ok(&room, &["--json", "weigh"]).out;
    ok(&room, &["merge", "other"]);
    assert_eq!(ok(&room, &["--json", "weigh"]).out, before, "a stranger adopts nothing here");
    let list = ok(&room, &["schema", "list"]);
    assert!(list.out.contains("adopted by Ben, who may not here"), "{}", list.out);
    // Their file, out of the archive, adopted under this record's own signature.
    ok(&room, &["schema", "adopt", "incident.pilot-aboard", "--yes"]);
    let shown = ok(&room, &["schema", "show", "incident.pilot-aboard"]);
    assert_eq!(shown.out.trim(), PROPERTY.trim());
    assert!(shown.err.contains("adopted by Ada"), "{}", shown.err);
    ok(&room, &["verify"]);
}

#[test]
fn a_bridge_that_names_nothing_is_refused_with_its_words_underlined() {
    let room = case();
    ok(&room, &[&["schema", "adopt"], &ALL[..], &["--yes"]].concat());
    for (from, to, says) in [
        (
            "standard = \"orsa.force\"",
            "standard = \"orsa.forse\"",
            "unknown standard `orsa.forse`; did you mean `orsa.force`?",
        ),
        (
            "standard = \"orsa.force\"",
            "standard = \"orsa.force@as isued\"",
            "has no version `as isued`; did you mean `as issued`?",
        ),
        (
            "element = \"warned\"",
            "element = \"warmed\"",
            "`orsa.force` has no element `warmed`; did you mean `warned`?",
        ),
        (
            "element = \"warned\"",
            "element = \"warned\"\nfacet = \"held\"",
            "element `warned` of `orsa.force` has no such facet",
        ),
        (
            "property = \"incident.pilot-aboard\"",
            "property = \"incident.pilot-abord\"",
            "did you mean `incident.pilot-aboard`?",
        ),
    ] {
        room.write("bad.toml", SHEET.replace(from, to));
        let ran = run(&room, &["import", "bad.toml"]);
        assert_eq!(ran.code, 3, "{to}");
        assert!(
            ran.err.contains(says) && ran.err.contains("bad.toml:") && ran.err.contains("^^^"),
            "{to}: {}",
            ran.err
        );
    }
    ok(&room, &["schema", "leave-out", "us.*", "--yes"]);
    room.write("bad.toml", SHEET.replace("standard = \"orsa.force\"", "standard = \"us.ppg.2013\""));
    let ran = run(&room, &["import", "bad.toml"]);
    assert!(ran.code == 3 && ran.err.contains("`us.ppg.2013` is left out of this case"), "{}", ran.err);
}

#[test]
fn a_file_made_to_break_something_is_one_clear_error() {
    let room = case();
    ok(&room, &["schema", "adopt", "incident.pilot-aboard", "--yes"]);
    let deep = format!("id = \"deep\"\nx = {}{}\n", "[".repeat(50_000), "]".repeat(50_000));
    let brackets = STANDARD.replace("orsa.force", "brackets").replace(
        "approved and warned",
        &format!("{}approved{} and warned", "(".repeat(5_000), ")".repeat(5_000)),
    );
    let large = format!("{STANDARD}# {}\n", "x".repeat(10 << 20));
    let control = format!("{}\ntitle = 3 # \u{1b}[31m\n", "id = \"control\"");
    for (path, content, says) in [
        ("standards/deep.toml", deep, "max recursion depth"),
        ("standards/brackets.toml", brackets, "nested deeper than"),
        ("standards/orsa.large.toml", large, "has 10"),
        (
            "standards/us.ppg.2013.toml",
            STANDARD.replace("orsa.force", "us.ppg.2013"),
            "is a shipped standard, which nothing redefines",
        ),
        ("standards/other.toml", STANDARD.to_owned(), "`orsa.force` is not the name of the file"),
        (
            "standards/unfounded.toml",
            STANDARD.replace("orsa.force", "unfounded").replace("us.ppg.2013", "us.ppg.2014"),
            "did you mean `us.ppg.2013`?",
        ),
        (
            "standards/flag.toml",
            STANDARD.replace("orsa.force", "flag").replace("incident.pilot-aboard", "incident.killed"),
            "does not answer yes or no",
        ),
        (
            "standards/twice.toml",
            format!(
                "{}\nid = \"twice\"\n",
                STANDARD.replace("orsa.force", "twice").replace("[[version]]", "id = \"twice\"\n[[version]]")
            ),
            "duplicate key",
        ),
        ("standards/control.toml", control, "invalid"),
        ("standards/Bad Name.toml", STANDARD.to_owned(), "`Bad Name` is not an id"),
        (
            "methods/bij.toml",
            METHOD.replace("harbour-record", "bij"),
            "is a shipped method, which nothing redefines",
        ),
        (
            "methods/never.toml",
            METHOD.replace("harbour-record", "never").replace("low = [\"ungraded\"]", "low = [\"weak\"]"),
            "never gives `weak`",
        ),
        (
            "proofs/levels.toml",
            PROOF.replace("orsa-commission", "levels").replace("two-voices", "one-voice"),
            "its name stands twice",
        ),
        (
            "proofs/many.toml",
            PROOF.replace("orsa-commission", "many").replace("origins = 2", "origins = 200"),
            "ask for 1 to 9 origins",
        ),
        ("properties/again.toml", PROPERTY.to_owned(), "is a property of two files"),
        (
            "properties/shipped.toml",
            PROPERTY.replace("incident.pilot-aboard", "incident.killed"),
            "is a shipped property, which nothing redefines",
        ),
        (
            "properties/thing.toml",
            PROPERTY.replace("incident.pilot-aboard", "incident.thing").replace("\"flag\"", "\"entity\""),
            "name the types of it",
        ),
        ("properties/bytes.toml", "\u{0}".to_owned(), "key with no value"),
    ] {
        let at = format!("case/schema/{path}");
        room.write(&at, content);
        let ran = run(&room, &["schema", "adopt", &at, "--yes"]);
        assert_eq!(ran.code, 3, "{path}: {}", ran.err);
        assert!(ran.err.contains(says), "{path}: {}", ran.err.chars().take(600).collect::<String>());
        assert_eq!(ran.err.matches("error:").count(), 1, "{path}: {}", ran.err);
        assert!(ran.err.len() < 1_500 && !ran.err.contains('\u{1b}'), "{path}: {} bytes", ran.err.len());
        fs::remove_file(room.path(&at)).expect("there");
    }
    room.write("case/schema/standards/latin.toml", [0xff, 0xfe]);
    let ran = run(&room, &["schema", "check"]);
    assert!(ran.code == 3 && ran.err.contains("is not UTF-8 text"), "{}", ran.err);
    let ran =
        run(&room, &["schema", "adopt", "orsa.force", "case/schema/standards/orsa.force.toml", "--dry-run"]);
    assert_eq!(ran.code, 0, "one file named twice is one file: {}", ran.err);
    ok(&room, &["verify"]);
}

#[test]
fn a_lost_blob_is_named_and_stops_a_site() {
    let room = adopted();
    let list = ok(&room, &["--json", "schema", "list"]).json();
    let own = list.iter().find(|line| line["id"] == "harbour-record").expect("listed");
    let hash = own["sha256"].as_str().expect("a hash");
    fs::remove_file(room.path(&format!("case/archive/sha256/{}/{}", &hash[..2], &hash[2..])))
        .expect("archived");
    let weighed = ok(&room, &["weigh"]);
    assert!(weighed.err.contains("`harbour-record` was adopted and does not count"), "{}", weighed.err);
    let ran = run(&room, &["publish", "--out", "site"]);
    assert!(ran.code == 4 && !room.path("site").exists(), "{}", ran.err);
    assert_eq!(run(&room, &["verify"]).code, 4, "named by verify too");
    // The file in the folder is the same: adopting it again puts the blob back.
    ok(&room, &["schema", "adopt", "harbour-record", "--yes"]);
    ok(&room, &["publish", "--out", "site"]);
}

#[test]
fn what_the_page_and_the_program_offer_to_begin_with_could_be_adopted() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    for kind in ["standard", "method", "proof", "property"] {
        ok(&room, &["schema", "new", kind, &format!("begun.{kind}")]);
        assert_eq!(
            run(&room, &["schema", "new", kind, &format!("begun.{kind}")]).code,
            2,
            "nothing is overwritten"
        );
    }
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/schema.md");
    let page = fs::read_to_string(page).expect("the page");
    let mut blocks = page.split("```toml\n").skip(1).map(|rest| rest.split("```").next().expect("closed"));
    for name in
        ["properties/ferries", "standards/orsa.force", "proofs/orsa-commission", "methods/harbour-record"]
    {
        room.write(&format!("case/schema/{name}.toml"), blocks.next().expect("an example of each kind"));
    }
    let checked = ok(&room, &["schema", "check"]);
    assert_eq!(checked.out.lines().count(), 8, "{}", checked.out);
}
