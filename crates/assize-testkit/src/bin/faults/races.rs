//! Several processes at one thing at once: no duplicate, no fault, no decision lost.

use crate::Part;
use assize_testkit::rig::{
    Base, Person, Ran, Report, Tried,
    oracle::{heads, verified},
};
use std::{collections::BTreeMap, fs, thread};

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
    if now.iter().collect::<std::collections::BTreeSet<_>>().len() != now.len() {
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

/// Drafts of which several claims stand on record, each made as the first decision on it.
pub(crate) fn decided_twice(base: &Base) -> Vec<String> {
    let on_record: std::collections::BTreeSet<String> = heads(&base.world, "case").into_iter().collect();
    let mut claims: BTreeMap<String, u64> = BTreeMap::new();
    for file in fs::read_dir(base.world.path("case/ledger/bodies")).into_iter().flatten().flatten() {
        let bytes = fs::read(file.path()).unwrap_or_default();
        for line in bytes.split(|byte| *byte == b'\n') {
            let Ok(line) = serde_json::from_slice::<serde_json::Value>(line) else { continue };
            let is_covered = line["id"].as_str().is_some_and(|id| on_record.contains(id));
            let draft = find(&line, "draft");
            if let Some(draft) = draft.filter(|_| is_covered) {
                // Who signed it is in the head; an amended one replaces the one before and says so there.
                *claims.entry(format!("{draft} {}", find(&line, "max").unwrap_or_default())).or_default() += 1;
            }
        }
    }
    claims.into_iter().filter(|(_, count)| *count > 1).map(|(draft, _)| draft).collect()
}

/// The first value under a name, however deep.
fn find(value: &serde_json::Value, name: &str) -> Option<String> {
    match value {
        serde_json::Value::Object(map) => map.get(name).map_or_else(
            || map.values().find_map(|inner| find(inner, name)),
            |found| Some(found.as_str().map_or_else(|| found.to_string(), str::to_owned)),
        ),
        serde_json::Value::Array(all) => all.iter().find_map(|inner| find(inner, name)),
        _ => None,
    }
}
