//! What commands print, held against snapshots: help, lists, previews, errors. Ids are numbered in the order in which they appear.

use crate::{ARTICLES, Ran, Room, case_of};
use std::collections::BTreeMap;

/// Ids as `#1`, `#2` … in the order in which they appear, whole or cut to their first digits.
fn numbered(text: &str) -> String {
    let mut known: BTreeMap<String, usize> = BTreeMap::new();
    let mut out = String::new();
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| c.is_ascii_hexdigit()) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let length = rest.find(|c: char| !matches!(c, '0'..='9' | 'a'..='f')).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length.max(1));
        let bounded = !out.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
        let digits = word.bytes().any(|byte| byte.is_ascii_digit());
        if bounded && digits && matches!(word.len(), 8 | 12 | 64) {
            let next = known.len() + 1;
            let number = *known.entry(word[..8].to_owned()).or_insert(next);
            out.push_str(&format!("#{number}"));
        } else {
            out.push_str(word);
        }
        rest = after;
    }
    out.push_str(rest);
    out
}

/// Exit code, stdout and stderr of a command.
fn shown(room: &Room, args: &[&str]) -> String {
    let Ran { code, out, err } = room.assize(args);
    undated(&numbered(&format!("$ assize {}\nexit {code}\n── stdout\n{out}── stderr\n{err}", args.join(" "))))
}

/// Instants and days of this run as `NOW` and `TODAY`.
fn undated(text: &str) -> String {
    let today = jiff::Timestamp::now().to_string()[..10].to_owned();
    let (mut out, mut rest) = (String::new(), text);
    while let Some(at) = rest.find(&today) {
        out.push_str(&rest[..at]);
        rest = &rest[at + today.len()..];
        match rest.strip_prefix('T').and_then(|time| time.split_once('Z')) {
            Some((_, after)) => {
                out.push_str("NOW");
                rest = after;
            }
            None => out.push_str("TODAY"),
        }
    }
    out.push_str(rest);
    out
}

fn case() -> Room {
    case_of(&ARTICLES[..2])
}

/// The anchor of the toll of a source.
fn anchor(room: &Room, file: &str) -> String {
    let drafts =
        room.ok(&["--case", "case", "--json", "drafts", file, "--property", "incident.killed"]).json();
    drafts[0]["about"]["anchor"].as_str().expect("an anchor")[..12].to_owned()
}

#[test]
fn help_of_every_command() {
    let room = Room::new();
    let mut all = shown(&room, &["--help"]);
    for command in [
        "drafts",
        "accept",
        "reject",
        "amend",
        "incidents",
        "things",
        "incident",
        "link",
        "unlink",
        "different",
        "candidates",
        "rename",
        "retract",
        "undo",
        "status",
        "search",
        "why",
        "read",
        "demo",
        "man",
    ] {
        all.push_str(&format!("\n════ {command}\n{}", room.ok(&[command, "--help"]).out));
    }
    for command in ["", "list", "show", "check", "new", "adopt", "leave-out", "take-in"] {
        let args: Vec<&str> =
            ["schema", command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        all.push_str(&format!("\n════ schema {command}\n{}", room.ok(&args).out));
    }
    for command in ["", "list", "show", "check", "try"] {
        let args: Vec<&str> =
            ["rules", command, "--help"].into_iter().filter(|word| !word.is_empty()).collect();
        all.push_str(&format!("\n════ rules {command}\n{}", room.ok(&args).out));
    }
    insta::assert_snapshot!(all);
}

#[test]
fn drafts_and_what_the_reader_could_not_settle() {
    let room = case();
    insta::assert_snapshot!("drafts", shown(&room, &["--case", "case", "drafts"]));
    insta::assert_snapshot!(
        "drafts_with_doubts",
        shown(&room, &["--case", "case", "drafts", "courier.txt", "--doubts"])
    );
    insta::assert_snapshot!("why_draft", {
        let drafts = room.ok(&["--case", "case", "--json", "drafts", "gazette.txt"]).json();
        shown(&room, &["--case", "case", "why", &drafts[0]["id"].as_str().expect("an id")[..12]])
    });
}

#[test]
fn incidents_links_and_undo() {
    let room = case();
    insta::assert_snapshot!("status_before", shown(&room, &["--case", "case", "status"]));
    room.ok(&["--case", "case", "accept", "--property", "incident.killed"]);
    let (gazette, courier) = (anchor_on_record(&room, "gazette.txt"), anchor_on_record(&room, "courier.txt"));
    insta::assert_snapshot!("incidents_apart", shown(&room, &["--case", "case", "incidents"]));
    insta::assert_snapshot!("candidates", shown(&room, &["--case", "case", "candidates"]));
    insta::assert_snapshot!(
        "link_asks",
        shown(&room, &["--case", "case", "link", &gazette, &courier, "--reason", "one strike"])
    );
    insta::assert_snapshot!(
        "link",
        shown(&room, &["--case", "case", "link", &gazette, &courier, "--reason", "one strike", "--yes"])
    );
    insta::assert_snapshot!(
        "link_again",
        shown(&room, &["--case", "case", "link", &gazette, &courier, "--yes"])
    );
    insta::assert_snapshot!("incidents_joined", shown(&room, &["--case", "case", "incidents"]));
    insta::assert_snapshot!("undo", shown(&room, &["--case", "case", "undo", "--yes"]));
    insta::assert_snapshot!(
        "undo_of_nothing",
        shown(&room, &["--case", "case", "undo", "--redo", "--yes", "--dry-run"])
    );
    insta::assert_snapshot!(
        "different",
        shown(&room, &["--case", "case", "different", &gazette, &courier, "--reason", "two boats"])
    );
    insta::assert_snapshot!(
        "link_of_different",
        shown(&room, &["--case", "case", "link", &gazette, &courier, "--yes"])
    );
    insta::assert_snapshot!(
        "rename",
        shown(&room, &["--case", "case", "rename", &gazette, "Strike off Cape Orsay", "--yes"])
    );
    insta::assert_snapshot!("status_after", shown(&room, &["--case", "case", "status"]));
}

#[test]
fn errors_say_what_to_do() {
    let room = case();
    for (name, args) in [
        ("unknown_thing", &["--case", "case", "link", "Strike off Nowhere", "x", "--yes"][..]),
        ("unknown_source", &["--case", "case", "drafts", "gazete.txt"]),
        ("unknown_draft", &["--case", "case", "accept", "ffffffffffff"]),
        ("unknown_property", &["--case", "case", "drafts", "--property", "incident.kiled"]),
        ("nothing_to_undo", &["--case", "case", "undo", "--yes"]),
        (
            "unknown_type",
            &["--case", "case", "incident", "A", "--from", "gazette", "--type", "boat", "--yes"],
        ),
        ("one_source", &["--case", "case", "link", "gazette", "courier", "--yes"]),
        ("no_reason", &["--case", "case", "reject", "abcdabcd"]),
        ("nothing_named", &["--case", "case", "accept"]),
    ] {
        insta::assert_snapshot!(name, shown(&room, args));
    }
}

fn anchor_on_record(room: &Room, words: &str) -> String {
    let rows = room.ok(&["--case", "case", "--json", "incidents"]).json();
    let row = rows
        .iter()
        .find(|row| row["name"].as_str().is_some_and(|name| name.contains(words)))
        .expect("listed");
    row["id"].as_str().expect("an id")[..12].to_owned()
}

#[test]
fn an_anchor_is_named_before_it_is_on_record() {
    let room = case();
    let gazette = anchor(&room, "gazette.txt");
    insta::assert_snapshot!(
        "incident_of_a_draft",
        shown(&room, &["--case", "case", "incident", "Strike off Cape Orsay", "--from", &gazette, "--yes"])
    );
}

#[test]
fn decisions_and_figures_as_they_are_said() {
    let room = case_of(&ARTICLES[..3]);
    let draft = |file: &str| -> String {
        let drafts =
            room.ok(&["--case", "case", "--json", "drafts", file, "--property", "incident.killed"]).json();
        drafts[0]["id"].as_str().expect("an id")[..12].to_owned()
    };
    let (gazette, courier, echo) = (draft("gazette.txt"), draft("courier.txt"), draft("echo.txt"));
    let show = |args: &[&str]| shown(&room, &[&["--case", "case"], args].concat());
    insta::assert_snapshot!("accept", show(&["accept", &gazette]));
    insta::assert_snapshot!("accept_again", show(&["accept", &gazette]));
    insta::assert_snapshot!("reject", show(&["reject", &echo, "--reason", "retells the Gazette"]));
    insta::assert_snapshot!(
        "amend",
        show(&["amend", &courier, "--min", "11", "--max", "12", "--reason", "as printed"])
    );
    insta::assert_snapshot!("amend_reversed", show(&["amend", &gazette, "--min", "12", "--max", "3"]));
    let (one, two) = (anchor_on_record(&room, "gazette.txt"), anchor_on_record(&room, "courier.txt"));
    // Which of two anchors a cluster goes by hangs on the second in which each was received; a name is one.
    room.ok(&["--case", "case", "incident", "Strike off Cape Orsay", "--from", &one, "--yes"]);
    room.ok(&["--case", "case", "link", &two, "Strike off Cape Orsay", "--reason", "one boat", "--yes"]);
    insta::assert_snapshot!("things", show(&["things"]));
    insta::assert_snapshot!("weigh", show(&["weigh"]));
    insta::assert_snapshot!("why_thing", show(&["why", &one]));
    insta::assert_snapshot!("why_figure", show(&["why", &one, "killed"]));
    insta::assert_snapshot!("why_nothing", show(&["why", &one, "injured"]));
    insta::assert_snapshot!("why_source", show(&["why", "gazette.txt"]));
    insta::assert_snapshot!(
        "unlink",
        show(&["unlink", &two, "Strike off Cape Orsay", "--reason", "two boats", "--yes"])
    );
    insta::assert_snapshot!("unlink_nothing", show(&["unlink", &one, &two, "--yes"]));
    let why = room.ok(&["--case", "case", "--json", "why", &one]).json();
    let claim = why.iter().find_map(|object| object["claim"].as_str()).expect("a claim")[..12].to_owned();
    insta::assert_snapshot!("retract", show(&["retract", &claim, "--reason", "wrong boat"]));
    insta::assert_snapshot!("why_retracted", show(&["why", &claim]));
    insta::assert_snapshot!("retract_again", show(&["retract", &claim, "--reason", "wrong boat"]));
}

#[test]
fn a_schema_of_its_own() {
    let room = Room::new();
    room.ok(&["init", "case"]);
    let schema = |args: &[&str]| shown(&room, &[&["--case", "case", "schema"], args].concat());
    insta::assert_snapshot!("schema_new", schema(&["new", "standard", "orsa.force"]));
    insta::assert_snapshot!("schema_new_shipped", schema(&["new", "method", "bij"]));
    insta::assert_snapshot!("schema_asks", schema(&["adopt", "orsa.force"]));
    insta::assert_snapshot!("schema_adopt", schema(&["adopt", "orsa.force", "--yes"]));
    insta::assert_snapshot!("schema_adopt_again", schema(&["adopt", "orsa.force", "--yes"]));
    insta::assert_snapshot!("schema_leave_out", schema(&["leave-out", "us.p*", "ibc", "--yes"]));
    insta::assert_snapshot!(
        "schema_leave_out_all_proofs",
        schema(&["leave-out", "origins-and-grades", "--yes"])
    );
    insta::assert_snapshot!(
        "schema_left_out_method",
        shown(&room, &["--case", "case", "weigh", "--method", "ibc"])
    );
    insta::assert_snapshot!("schema_list", schema(&["list"]));
    insta::assert_snapshot!("schema_take_in", schema(&["take-in", "ibc", "--yes"]));
    insta::assert_snapshot!("schema_unknown", schema(&["show", "orsa.forc"]));
    let path = "case/schema/standards/orsa.force.toml";
    let toml = std::fs::read_to_string(room.path(path)).expect("begun");
    room.write(path, toml.replace("approved and warned", "approved and and warned"));
    insta::assert_snapshot!("schema_fault", schema(&["check"]));
    room.write(path, toml.replace("against = \"incident\"", "against = \"incidents\""));
    insta::assert_snapshot!("schema_unknown_word", schema(&["check", path]));
    insta::assert_snapshot!("schema_undo", shown(&room, &["--case", "case", "undo", "3", "--yes"]));
}

/// A text in which nothing happened.
const REPORT: &str = "The port of Harrow Bay was quiet.\n\nPolice killed two men in a raid near Lowford. Ada Ode left the town.\n";

/// A rule that holds, one whose example does not, and one with a class that there is none of.
const OWN_RULES: &str = "rule own.kill \"somebody kills somebody\"\n  match [cue: kill & VERB]\n  with agent [agent: NP]\n  \
    => act fate=killed agent\nyes Police killed two men.  cue=killed  agent=Police\nno  Police left.\n";

#[test]
fn rules_of_the_reader() {
    let room = Room::new();
    room.write("report.txt", REPORT);
    room.write("quiet.txt", "Nothing happened in Brill.\n");
    let rules = |args: &[&str]| shown(&room, &[&["rules"], args].concat());
    insta::assert_snapshot!("rules_unknown", rules(&["show", "act.kil"]));
    insta::assert_snapshot!(
        "rules_try",
        rules(&["try", "[cue: kill & VERB] [target: NP]", "report.txt", "quiet.txt"])
    );
    insta::assert_snapshot!("rules_try_show", rules(&["try", "--show", "[cue: happen & VERB]", "quiet.txt"]));
    insta::assert_snapshot!("rules_bad_pattern", rules(&["try", "[cue: kill & VERB", "report.txt"]));
    insta::assert_snapshot!(
        "rules_unknown_class",
        rules(&["try", "[cue: kil & VERB] [target: NP]", "report.txt"])
    );
    insta::assert_snapshot!(
        "rules_unknown_role",
        rules(&["try", "[cue: kill & VERB]\n  with agnt [agent: NP]", "report.txt"])
    );
    room.write("own/mine.rule", OWN_RULES);
    room.write("own/mine.tsv", "horsewhip\tverb\tbeat\t-\thand\n");
    // How many rules ship is no part of it.
    insta::assert_snapshot!("rules_check", rules(&["--quiet", "check", "own"]));
    room.write("own/mine.rule", OWN_RULES.replace("cue=killed  agent=Police", "cue=killed"));
    insta::assert_snapshot!("rules_check_example", rules(&["check", "own"]));
    room.write("own/mine.rule", OWN_RULES.replace("kill &", "kil &").replace("fate=killed", "fate=kiled"));
    insta::assert_snapshot!("rules_check_unknown_class", rules(&["check", "own"]));
    room.write("own/mine.tsv", "horsewhip\tverb\tbeet\t-\thand\n");
    insta::assert_snapshot!("rules_check_words", rules(&["check", "own"]));
}
