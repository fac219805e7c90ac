//! Kill -9 at random times: one writer after another, and several at once with readers beside them.

use crate::Part;
use assize_testkit::rig::{
    Base, Numbers, Person, Ran, Report, Tried,
    oracle::{heads, kept, verified},
};
use std::{
    collections::BTreeMap,
    process::Stdio,
    sync::Mutex,
    thread,
    time::{Duration, Instant},
};

/// Kills of one round, one writer after another in one world.
const KILLS: u64 = 25;
/// Of so many rounds one is of several writers at once.
const CROWDED: u64 = 4;

pub(crate) fn run(part: &Part<'_>) -> Tried<Report> {
    let mut report = Report::default();
    let base = Base::new(&part.asked.program, part.asked.seed)?;
    let rounds = Part { trials: part.trials.div_ceil(KILLS), ..*part };
    // Numbers of a repeated round are not bounded by how many kills were asked for.
    for (trial, round) in rounds.rounds() {
        base.reset()?;
        let numbers = Numbers::of(part.asked.seed, &trial);
        if round % CROWDED == CROWDED - 1 {
            crowd(&base, &trial, numbers, &mut report)?;
        } else {
            alone(&base, &trial, numbers, &mut report)?;
        }
    }
    Ok(report)
}

/// A command of those that are mixed; `None` for a reader.
fn command(base: &Base, numbers: &mut Numbers) -> Vec<String> {
    let words = |words: &[&str]| words.iter().map(|word| (*word).to_owned()).collect::<Vec<_>>();
    let toll = numbers.pick(&base.tolls[5..]).cloned().unwrap_or_default();
    let one = format!("more/m{}.html", 8 + numbers.below(3));
    match numbers.below(14) {
        0 | 1 => words(&["add", &one]),
        2 => words(&["add", "more"]),
        3 => words(&["read"]),
        4..=6 => words(&["accept", &toll]),
        7 => words(&["reject", &toll, "--reason", "no"]),
        8 => words(&["import", "sheet.toml"]),
        9 => words(&["merge", "colleague"]),
        10 => words(&["undo", "--yes"]),
        11 => words(&["different", &base.incidents[2], "One", "--reason", "another"]),
        12 => words(&["amend", &toll, "--max", "70"]),
        _ => words(&["merge", "stranger"]),
    }
}

/// Runs a command and kills it after a while, where it has not ended by then. Says what it acknowledged.
fn shot(base: &Base, person: Person, args: &[String], after: Option<Duration>) -> Tried<Ran> {
    let args: Vec<&str> =
        ["--case", "case", "--json"].into_iter().chain(args.iter().map(String::as_str)).collect();
    let Some(after) = after else { return base.world.run(person, &args) };
    let mut command = base.world.command(person, &[], &args);
    let said = || tempfile::tempfile_in(base.world.scratch()).map_err(|error| error.to_string());
    let (out, err) = (said()?, said()?);
    let copy = |file: &std::fs::File| file.try_clone().map_err(|error| error.to_string());
    command.stdin(Stdio::null()).stdout(copy(&out)?).stderr(copy(&err)?);
    let mut child = command.spawn().map_err(|error| error.to_string())?;
    thread::sleep(after);
    let _ = child.kill();
    let status = child.wait().map_err(|error| error.to_string())?;
    let read = |mut file: std::fs::File| -> Vec<u8> {
        use std::io::{Read as _, Seek as _};
        let mut bytes = Vec::new();
        let _ = file.rewind().and_then(|()| file.read_to_end(&mut bytes));
        bytes
    };
    use std::os::unix::process::ExitStatusExt as _;
    let err = String::from_utf8_lossy(&read(err)).into_owned();
    Ok(Ran { code: status.code(), signal: status.signal(), out: read(out), err, is_hung: false })
}

/// Ids that a command printed as entered or added.
fn acknowledged(ran: &Ran) -> Vec<String> {
    let mut ids = Vec::new();
    for row in ran.json() {
        let listed = ["entries", "claims"].iter().filter_map(|name| row[*name].as_array()).flatten();
        let single = ["source", "text"].iter().map(|name| &row[*name]);
        ids.extend(
            listed.chain(single).filter_map(|id| id.as_str()).filter(|id| id.len() == 64).map(str::to_owned),
        );
    }
    ids
}

fn alone(base: &Base, trial: &str, mut numbers: Numbers, report: &mut Report) -> Tried<()> {
    let mut known = heads(&base.world, "case");
    let mut usual: BTreeMap<String, Duration> = BTreeMap::new();
    let mut kills = 0;
    while kills < KILLS {
        let args = command(base, &mut numbers);
        let most = usual.get(&args[0]).copied().unwrap_or(Duration::from_millis(25));
        let share = u32::try_from(numbers.below(1100)).unwrap_or(0);
        let start = Instant::now();
        let after = most * share / 1000;
        let is_shot = numbers.below(8) != 0;
        let ran = shot(base, Person::Ann, &args, is_shot.then_some(after))?;
        if !is_shot && ran.code == Some(0) {
            usual.insert(args[0].clone(), start.elapsed());
        }
        let what = |error: String| format!("{args:?}: {error}");
        if let Some(crash) = ran.crash() {
            report.fault(trial, what(crash));
        }
        if ran.is_killed() {
            kills += 1;
            report.count("kills");
        } else if !matches!(ran.code, Some(0 | 2 | 3)) {
            report.fault(trial, what(ran.short()));
        } else {
            report.count("ended before");
            kills += u64::from(is_shot);
        }
        let now = heads(&base.world, "case");
        report.hold(trial, kept(&known, &now).map_err(what));
        if ran.code == Some(0) {
            report.hold(
                trial,
                kept(&acknowledged(&ran), &now).map_err(|e| format!("{args:?} acknowledged: {e}")),
            );
            known.extend(acknowledged(&ran));
        }
        report.hold(trial, verified(&base.world, "case").map_err(what));
    }
    Ok(())
}

/// What the threads of a crowd share.
#[derive(Default)]
struct Seen {
    report: Report,
    acknowledged: Vec<String>,
}

fn crowd(base: &Base, trial: &str, mut numbers: Numbers, report: &mut Report) -> Tried<()> {
    let before = heads(&base.world, "case");
    let seen = Mutex::new(Seen::default());
    let starts: Vec<Numbers> = (0..6).map(|n| Numbers::of(numbers.next(), &format!("writer {n}"))).collect();
    thread::scope(|scope| {
        let writers = starts.into_iter().enumerate();
        let all: Vec<_> = writers
            .map(|(n, numbers)| {
                scope.spawn({
                    let seen = &seen;
                    move || member(base, trial, n, numbers, seen)
                })
            })
            .collect();
        all.into_iter()
            .map(|one| one.join().map_err(|_| "a writer's thread panicked".to_owned())?)
            .collect::<Tried<Vec<()>>>()
    })?;
    let seen = seen.into_inner().map_err(|_| "a thread panicked".to_owned())?;
    report.join(seen.report);
    let now = heads(&base.world, "case");
    report.hold(trial, kept(&before, &now));
    report.hold(trial, kept(&seen.acknowledged, &now).map_err(|error| format!("acknowledged: {error}")));
    report.hold(trial, verified(&base.world, "case"));
    let drafts = super::races::decided_twice(base);
    report.hold(trial, if drafts.is_empty() { Ok(()) } else { Err(format!("made two claims: {drafts:?}")) });
    Ok(())
}

/// One of several: writes mostly, is killed sometimes, reads sometimes and then must see no fault.
fn member(base: &Base, trial: &str, n: usize, mut numbers: Numbers, seen: &Mutex<Seen>) -> Tried<()> {
    let locked = || seen.lock().map_err(|_| "a thread panicked".to_owned());
    for _ in 0..8 {
        if numbers.below(3) == 0 {
            let site = format!("site-{n}");
            let readers: [&[&str]; 5] = [
                &["verify"],
                &["weigh"],
                &["drafts"],
                &["incidents"],
                &["publish", "--mask-names", "--out", &site],
            ];
            let args = numbers.pick(&readers).copied().unwrap_or(&["verify"]);
            let ran = base.world.run(Person::Ann, &[&["--case", "case"], args].concat())?;
            let mut locked = locked()?;
            locked.report.count("reads beside writers");
            if let Some(crash) = ran.crash() {
                locked.report.fault(trial, format!("{args:?}: {crash}"));
            } else if ran.code != Some(0) || cries_fault(&ran.err) {
                locked.report.fault(trial, format!("{} beside writers: {}", args[0], ran.short()));
            }
            continue;
        }
        let args = command(base, &mut numbers);
        let after = Duration::from_micros(numbers.below(30_000) as u64);
        let ran = shot(base, Person::Ann, &args, (numbers.below(3) == 0).then_some(after))?;
        let mut locked = locked()?;
        if let Some(crash) = ran.crash() {
            locked.report.fault(trial, format!("{args:?}: {crash}"));
        }
        if ran.is_killed() {
            locked.report.count("kills");
        } else if !matches!(ran.code, Some(0 | 2 | 3 | 5)) {
            locked.report.fault(trial, format!("{args:?} beside writers: {}", ran.short()));
        } else if ran.code == Some(0) {
            locked.acknowledged.extend(acknowledged(&ran));
        }
    }
    Ok(())
}

/// Whether a reader was told of damage where there is none.
fn cries_fault(err: &str) -> bool {
    let words =
        ["does not match", "damaged", "is not a ", "not the entry", "fault", "more than there are lines"];
    err.lines().any(|line| line.starts_with("warning") && words.iter().any(|word| line.contains(word)))
}
