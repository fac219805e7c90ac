//! Several processes at one thing at once: no duplicate, no fault, no decision lost.

use crate::Part;
use assize_testkit::rig::{
    Base, Person, Ran, Report, Tried,
    oracle::{heads, verified},
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::Path,
    thread,
};

/// What four processes do at once.
struct Race {
    name: &'static str,
    /// Their command lines; fewer than four are repeated.
    commands: Vec<Vec<String>>,
    /// Exit codes that are not a fault.
    fair: &'static [i32],
    /// Whether one of them at least must succeed.
    is_won: bool,
}

fn races(base: &Base) -> Vec<Race> {
    let race = |name, commands: &[&[&str]], fair| {
        let words = |args: &&[&str]| {
            ["--case", "case"].iter().chain(args.iter()).map(|word| (*word).to_owned()).collect()
        };
        Race { name, commands: commands.iter().map(words).collect(), fair, is_won: true }
    };
    let (open, other) = (base.tolls[5].as_str(), base.incidents[2].as_str());
    const DECIDED: &[i32] = &[0, 2, 3, 5];
    vec![
        race("accept", &[&["accept", open]], DECIDED),
        race("accept-reject", &[&["accept", open], &["reject", open, "--reason", "no"]], DECIDED),
        race("link", &[&["link", other, "One", "--reason", "same", "--yes"]], DECIDED),
        race("undo", &[&["undo", "--yes"]], DECIDED),
        race("read", &[&["read"]], &[0]),
        race("add", &[&["add", "more/m8.html"]], &[0]),
        race("add-read", &[&["add", "more"], &["read"]], &[0]),
        race("publish", &[&["publish", "--out", "site", "--mask-names"]], &[0, 5]),
        race(
            "destroy-weigh",
            &[&["destroy", "a1.html", "--reason", "x", "--yes"], &["weigh"], &["verify"], &["weigh"]],
            DECIDED,
        ),
        race("merge", &[&["merge", "colleague"], &["merge", "stranger"]], &[0, 5]),
        race("import", &[&["import", "sheet.toml"]], &[0, 5]),
        race("name", &[&["incident", "Two", "--from", other, "--yes"]], DECIDED),
    ]
}

pub(crate) fn run(part: &Part<'_>) -> Tried<Report> {
    let mut report = Report::default();
    let base = Base::new(&part.asked.program, part.asked.seed)?;
    let races = races(&base);
    for (round, number) in part.rounds() {
        let at = usize::try_from(number).unwrap_or(0) % races.len();
        one(&base, &races[at], &round, &mut report)?;
    }
    Ok(report)
}

fn one(base: &Base, race: &Race, trial: &str, report: &mut Report) -> Tried<()> {
    base.reset()?;
    let before = heads(&base.world, "case");
    let all: Vec<Ran> = thread::scope(|scope| {
        let started: Vec<_> = (0..4)
            .map(|n| {
                let args = &race.commands[n % race.commands.len()];
                scope.spawn(move || {
                    let args: Vec<&str> = args.iter().map(String::as_str).collect();
                    base.world.run(Person::Ann, &args)
                })
            })
            .collect();
        started
            .into_iter()
            .map(|one| one.join().map_err(|_| "a racer's thread panicked".to_owned())?)
            .collect::<Tried<Vec<Ran>>>()
    })?;
    report.count("races");
    let name = |what: String| format!("{} raced: {what}", race.name);
    for ran in &all {
        let is_fair = ran.crash().is_none() && ran.code.is_some_and(|code| race.fair.contains(&code));
        if !is_fair {
            report.fault(trial, name(ran.short()));
        }
    }
    if race.is_won && !all.iter().any(|ran| ran.code == Some(0)) {
        report.fault(trial, name("nobody came through".to_owned()));
    }
    report.hold(trial, verified(&base.world, "case").map_err(name));
    let now = heads(&base.world, "case");
    report.hold(trial, assize_testkit::rig::oracle::kept(&before, &now).map_err(name));
    if now.iter().collect::<BTreeSet<_>>().len() != now.len() {
        report.fault(trial, name("an entry stands twice".to_owned()));
    }
    let twice = decided_twice(base);
    if !twice.is_empty() {
        report.fault(trial, name(format!("one draft made several claims: {twice:?}")));
    }
    if race.name == "publish" {
        let ran = base.world.run(Person::Ann, &["--case", "case", "verify", "--site", "site"])?;
        if ran.code != Some(0) {
            report.fault(trial, name(format!("the site does not verify: {}", ran.short())));
        }
    }
    Ok(())
}

/// Drafts that one person made several claims of: none of them taken back, none in the place of another.
pub(crate) fn decided_twice(base: &Base) -> Vec<String> {
    let folder = base.world.path("case/ledger");
    let heads = lines(&folder.join("heads"));
    let named = |head: &Value, role: &str| -> Vec<String> {
        let refs = head["head"]["refs"].as_array().cloned().unwrap_or_default();
        let of_role = refs.iter().filter(|one| one[0] == role);
        of_role.filter_map(|one| one[1].as_str().map(str::to_owned)).collect()
    };
    let retracted: BTreeSet<String> = heads
        .iter()
        .filter(|head| head["head"]["kind"] == "retract")
        .flat_map(|head| named(head, "of"))
        .collect();
    let authors: BTreeMap<String, String> = heads
        .iter()
        .filter(|head| head["head"]["kind"] == "claim" && named(head, "replaces").is_empty())
        .filter_map(|head| Some((head["id"].as_str()?.to_owned(), head["head"]["by"].to_string())))
        .filter(|(id, _)| !retracted.contains(id))
        .collect();
    let mut claims: BTreeMap<(String, String), u64> = BTreeMap::new();
    for body in lines(&folder.join("bodies")) {
        let author = body["id"].as_str().and_then(|id| authors.get(id));
        if let (Some(author), Some(draft)) = (author, find(&body, "draft")) {
            *claims.entry((draft, author.clone())).or_default() += 1;
        }
    }
    claims.into_iter().filter(|(_, count)| *count > 1).map(|((draft, _), _)| draft).collect()
}

/// Every line of JSON in the files of a folder.
fn lines(folder: &Path) -> Vec<Value> {
    let files = fs::read_dir(folder).into_iter().flatten().flatten();
    let bytes: Vec<u8> = files.flat_map(|file| fs::read(file.path()).unwrap_or_default()).collect();
    bytes.split(|byte| *byte == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect()
}

/// The first value under a name, however deep.
fn find(value: &Value, name: &str) -> Option<String> {
    match value {
        Value::Object(map) => map.get(name).map_or_else(
            || map.values().find_map(|inner| find(inner, name)),
            |found| Some(found.as_str().map_or_else(|| found.to_string(), str::to_owned)),
        ),
        Value::Array(all) => all.iter().find_map(|inner| find(inner, name)),
        _ => None,
    }
}
