//! `assize demo --small`: a case of three invented articles, made by the very commands that a person would type.

use super::folder;
use crate::{
    case::Session,
    cli::{Cli, Desk},
    commands, drafts,
    failure::{Exit, Failure, Outcome, file_failure},
    output::{Output, column},
};
use assize_ledger::{AsKnown, View};
use assize_record::{DraftId, EntryId};
use clap::Parser;
use serde_json::json;
use std::{env, path::Path};

/// What a person calls the strike that two of the articles tell of.
const BOAT: &str = "Strike off Cape Merrow";
/// What a person calls the strike of the third.
const DEPOT: &str = "Strike on the depot at Ostrel";
/// What is counted here.
const KILLED: &str = "incident.killed";

pub(super) fn run(out: Option<&Path>, output: &mut Output) -> Outcome {
    let out = folder::prepare(out, None)?;
    folder::unpack(&folder::INVENTED, &out.join("articles"))?;
    let mut typist = Typist { typed: Vec::new(), output };
    typist.says("The program types here what a person would, and decides in its own name.");
    typist.go(&out, &out.display().to_string())?;
    play(&mut typist, &out)?;
    let (typed, case, index) = (typist.typed, out.join("case"), out.join("site").join("index.html"));
    if output.json {
        output.object(&json!({ "schema": "assize.demo/1", "case": case.display().to_string(), "index": index.display().to_string(), "commands": typed }));
        return Ok(Exit::Done);
    }
    output.line(format!("\nopen {}", index.display()));
    what_next(&case, output);
    Ok(Exit::Done)
}

/// The same articles, read and no more than begun: what is left is done at the desk.
pub(super) fn desk(out: Option<&Path>, no_open: bool, output: &mut Output) -> Outcome {
    let out = folder::prepare(out, None)?;
    folder::unpack(&folder::INVENTED, &out.join("articles"))?;
    let mut typist = Typist { typed: Vec::new(), output };
    typist.go(&out, &out.display().to_string())?;
    typist.types(&["init", "case", "--as", "the demo"])?;
    typist.go(&out.join("case"), "case")?;
    typist.types(&["add", "../articles"])?;
    typist.types(&["read"])?;
    typist.types(&["accept", "--source", "gazette.html", "--property", KILLED])?;
    output.say(TOUR);
    let args = Desk { port: 0, no_open, read_only: false };
    super::super::desk::serve(&Session::open(Path::new("."))?, &args, false, output)
}

/// What to try, in the order of a first look.
const TOUR: &str = "
A tour of the desk, in ten steps (docs/desk.md has pictures):
 1  Inbox: three articles of a country that does not exist. Open the Gazette's: one figure of it is accepted.
 2  j and k go through its drafts. The words of each are lit; the toll and what accepting would move stand beside them.
 3  a accepts; x and a digit reject, with a reason; w, v, d, h, p, r go to a field, where a digit chooses.
 4  u takes back whatever you did last.
 5  Open the Courier's. i asks which incident it tells of: the Gazette's is a candidate, with reasons. 1 says that they are the same.
 6  Accept its “at least eight”: nine and at least eight now stand side by side, and the bench (Incidents) shows what is disputed.
 7  Open the Herald's. It was the same day and another place: say that it is a new incident, and not the first.
 8  m enters a claim that no draft makes: select its words first.
 9  Log: every decision, by whom, each with what rests on it.
10  Ctrl-C here ends the desk. Everything is in the case: assize weigh, assize why, assize publish.
";

/// The steps from an empty folder to a site.
fn play(typist: &mut Typist<'_>, out: &Path) -> Result<(), Failure> {
    typist.says("A case is a folder. A name stands beside what its owner decides.");
    typist.types(&["init", "case", "--as", "the demo"])?;
    typist.go(&out.join("case"), "case")?;
    typist.says(
        "Three articles of a country that does not exist. Outlet and date are as the pages state them.",
    );
    typist.types(&["add", "../articles"])?;
    typist.says("A machine proposes drafts. They count nowhere until a person has decided.");
    typist.types(&["read"])?;
    typist
        .says("What it proposes on who was killed. One of these is wrong, and the reader doubts it itself.");
    typist.types(&["drafts", "--property", KILLED])?;
    typist.says("A person accepts those without a doubt …");
    typist.types(&["accept", "--property", KILLED])?;
    let wrong = undecided(typist.output)?;
    if !wrong.is_empty() {
        typist.says("… and rejects the other: the sister of “one of the dead” is no further person killed.");
        let mut reject = vec!["reject"];
        reject.extend(wrong.iter().map(String::as_str));
        reject.extend(["--reason", "a sister of one of the dead; nobody more was killed"]);
        typist.types(&reject)?;
    }
    typist.says("Three articles, three incidents: one day or one cape joins nothing.");
    typist.types(&["incidents"])?;
    typist.says("Which may be the same, and what speaks for it. Nothing follows from this list.");
    typist.types(&["candidates"])?;
    let view = view(&Session::open(Path::new("."))?, typist.output)?;
    let [gazette, courier, herald] =
        ["gazette.html", "courier.html", "herald.html"].map(|file| told_in(&view, file));
    typist.says("A person says what the Gazette's strike is called (--yes: do not ask first) …");
    typist.types(&["incident", BOAT, "--from", &gazette?, "--yes"])?;
    typist.says("… that the Courier tells of the same one, and why …");
    typist.types(&[
        "link",
        &courier?,
        BOAT,
        "--reason",
        "the same day, a boat, off the same cape",
        "--yes",
    ])?;
    typist.says("… and that the Herald's is another, though it was the same day.");
    typist.types(&["incident", DEPOT, "--from", &herald?, "--different", BOAT, "--yes"])?;
    typist.says("The tolls, by each method. Nine and “at least eight” stay side by side; the depot's four add to neither.");
    typist.types(&["weigh"])?;
    typist.says("From a figure back to the words.");
    typist.types(&["why", BOAT, "killed"])?;
    typist.says("And a site that opens without a network.");
    typist.types(&["publish", "--out", "../site"])
}

/// Says where the case lies, and what to try in it.
fn what_next(case: &Path, output: &Output) {
    let tries = [
        ("assize drafts", "what else the reader proposes, right and wrong"),
        (
            "assize incident \"Ada Quill\" --type person --from \"Ada Quill\" --yes",
            "who speaks: not one with …",
        ),
        (
            "assize incident \"Joren Halt\" --type person --from \"Joren Halt\" --yes",
            "… the pilot, so 2 origins",
        ),
        ("assize weigh --known-at 2031-05-04", "the toll as it was known a day after"),
        ("assize assess --incident \"Strike off Cape Merrow\"", "standards: here nearly all is unknown"),
        ("assize undo --yes", "takes the last decision back"),
        ("assize verify", "every hash, signature and span"),
    ];
    output.talk(format!("the case lies in {}; try there:", case.display()));
    output.talk(format!("  cd {}", quoted(&case.display().to_string())));
    for (command, what) in tries {
        output.talk(format!("  {}  # {what}", column(command, 72)));
    }
    if env::var_os("ASSIZE_CASE").is_some() {
        output.talk("ASSIZE_CASE is set and names another case: unset it first");
    }
}

/// Who types commands one after the other.
struct Typist<'o> {
    typed: Vec<String>,
    output: &'o mut Output,
}

impl Typist<'_> {
    /// A remark on what comes next, as a shell would pass it over.
    fn says(&mut self, remark: &str) {
        if !self.output.json {
            self.output.line(format!("\n# {remark}"));
        }
    }

    /// Goes into a folder.
    fn go(&mut self, folder: &Path, as_typed: &str) -> Result<(), Failure> {
        // A folder of keys that is named from here is another one from there.
        crate::keys::config()?;
        env::set_current_dir(folder).map_err(|error| file_failure(folder, &error))?;
        self.shows(format!("cd {}", quoted(as_typed)));
        Ok(())
    }

    /// Runs a command as if it had been typed here.
    fn types(&mut self, args: &[&str]) -> Result<(), Failure> {
        let words: Vec<String> = args.iter().map(|word| quoted(word)).collect();
        self.shows(format!("assize {}", words.join(" ")));
        let mut cli = Cli::try_parse_from(["assize"].iter().chain(args)).map_err(Failure::input)?;
        // The case is the one in this folder, whatever ASSIZE_CASE names.
        cli.case = None;
        match commands::run(&cli, self.output)? {
            Exit::Done => Ok(()),
            _ => Err(Failure::integrity(format!("`assize {}` found faults", words.join(" ")))),
        }
    }

    fn shows(&mut self, line: String) {
        if !self.output.json {
            self.output.line(format!("$ {line}"));
        }
        self.typed.push(line);
    }
}

/// A word as a shell takes it.
fn quoted(word: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || "-_./:=".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.to_owned()
    } else if word.contains(['"', '$', '`', '\\', '!']) {
        format!("'{}'", word.replace('\'', r"'\''"))
    } else {
        format!("\"{word}\"")
    }
}

fn view(session: &Session, output: &Output) -> Result<View, Failure> {
    Ok(View::fold(&session.entries(output)?, &session.founders, AsKnown::default()))
}

/// Drafts on who was killed that nobody has decided on, as `assize drafts` lists them.
fn undecided(output: &Output) -> Result<Vec<String>, Failure> {
    let session = Session::open(Path::new("."))?;
    let view = view(&session, output)?;
    let mut ids: Vec<DraftId> = Vec::new();
    for kept in drafts::all(&session, &view, output)? {
        let killed = kept.inputs().filter(|input| input.draft.proposition.property() == KILLED);
        ids.extend(killed.filter(|input| !view.has_decided(input)).map(|input| input.draft.id));
    }
    Ok(ids.iter().map(|id| id.short()).collect())
}

/// The incident that an article tells of, as `assize incidents` names it.
fn told_in(view: &View, file: &str) -> Result<String, Failure> {
    let from = |text: &EntryId| {
        let source = view.texts().get(text).and_then(|text| view.sources().get(&text.source));
        source.is_some_and(|source| source.files.iter().any(|name| name == file))
    };
    let anchor =
        view.unplaced().iter().find(|id| view.anchors().get(*id).is_some_and(|anchor| from(&anchor.text)));
    anchor
        .map(EntryId::short)
        .ok_or_else(|| Failure::integrity(format!("no incident of `{file}` is on the record")))
}
