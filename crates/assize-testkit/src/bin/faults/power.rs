//! The power goes at any call: only what was synced is there afterwards, or that and some of the rest.

use crate::{Part, kills::wanted};
use assize_testkit::rig::{
    Base, Makes, Numbers, Person, Report, Step, Tried,
    disk::{Call, Disk, Survives},
    oracle::{heads, kept, verified},
    replay, steps,
    strace::{self, is_disposable},
};
use std::collections::BTreeSet;

/// About how many cuts there are, of all commands.
const ALL: u64 = 15_000;

pub(crate) fn run(part: &Part<'_>) -> Tried<Report> {
    let mut report = Report::default();
    if !strace::is_there() {
        report.remarks.push("strace is not there or may not trace: no power is cut".to_owned());
        return Ok(report);
    }
    let base = Base::new(&part.asked.program, part.asked.seed)?;
    for (number, step) in (0..).zip(steps(&base)) {
        // Each command is one thread's alone: recording it takes longer than a cut.
        let is_mine = part.asked.only.is_some() || number % part.asked.threads == part.thread;
        if is_mine && wanted(part, step.name) {
            command(part, &base, &step, &mut report)?;
        }
    }
    Ok(report)
}

/// Records a command, and cuts the power at its calls.
fn command(part: &Part<'_>, base: &Base, step: &Step, report: &mut Report) -> Tried<()> {
    base.reset()?;
    let before = heads(&base.world, step.case);
    let (ran, calls) = replay::record(&base.world, step)?;
    if ran.code != Some(0) {
        return Err(format!("{} under strace: {}", step.name, ran.short()));
    }
    let after = heads(&base.world, step.case);
    let mut disk = Disk::of(&base.state);
    let mut cuts = 0;
    for (at, call) in calls.iter().enumerate() {
        disk.play(call);
        // Whatever it has printed by its end was promised.
        let is_end = at + 1 == calls.len();
        if matches!(call, Call::Said) && !is_end {
            continue;
        }
        for (name, survives) in
            [("none", Survives::Nothing), ("some", Survives::Some), ("more", Survives::Some)]
        {
            let trial = format!("{}/{at}/{name}", step.name);
            let mut numbers = Numbers::of(part.asked.seed, &trial);
            let is_taken = match &part.asked.only {
                Some(only) => trial == *only || trial.starts_with(&format!("{only}/")),
                None => is_end || part.trials >= ALL || numbers.next() % ALL < part.trials,
            };
            if !is_taken {
                continue;
            }
            cuts += 1;
            report.count("cuts");
            base.world.restore(&disk.after_a_cut(survives, &mut numbers))?;
            let known = if is_end { &after } else { &before };
            let held = survived(base, step, known, is_end);
            let what = |error: String| {
                format!(
                    "power cut after call {at} of {}, {call}, {name} of the rest survives: {error}",
                    calls.len(),
                    call = told(call)
                )
            };
            report.hold(&trial, held.map_err(what));
        }
    }
    if cuts > 0 {
        forgotten(step, &disk, report);
    }
    Ok(())
}

/// What must hold once the power is back.
fn survived(base: &Base, step: &Step, known: &[String], is_end: bool) -> Result<(), String> {
    let world = &base.world;
    let is_new = matches!(step.makes, Makes::Case(_));
    if !is_new || is_end {
        verified(world, step.case)?;
        kept(known, &heads(world, step.case))?;
    }
    if is_end {
        return match step.makes {
            Makes::Site(folder) => {
                let ran = world.run(Person::Ann, &["--case", "case", "verify", "--site", folder])?;
                if ran.code == Some(0) { Ok(()) } else { Err(format!("the site: {}", ran.short())) }
            }
            Makes::Backup(file) => {
                let ran = world.run(Person::Ann, &["restore", file, "from-cut"])?;
                if ran.code == Some(0) { Ok(()) } else { Err(format!("the backup: {}", ran.short())) }
            }
            _ => Ok(()),
        };
    }
    let ran = world.run(step.person, &step.words())?;
    if let Some(crash) = ran.crash() {
        return Err(format!("run again: {crash}"));
    }
    if ran.code != Some(0) && !ran.code.is_some_and(|code| step.again.contains(&code)) {
        return Err(format!("run again: {}", ran.short()));
    }
    verified(world, step.case).map_err(|error| format!("after it was run again: {error}"))?;
    kept(known, &heads(world, step.case))
}

/// What would be gone though the command has said that it is done. What is made anew where it is missing may be.
fn forgotten(step: &Step, disk: &Disk, report: &mut Report) {
    let lost: BTreeSet<String> = disk
        .forgets()
        .into_iter()
        .filter(|what| !is_disposable(&what.replacen(' ', " /", 1)))
        .filter(|what| !what.starts_with("removal ") && !what.ends_with("/lock"))
        .collect();
    let Some(first) = lost.first() else { return };
    let (count, last) = (lost.len(), lost.last().unwrap_or(first));
    let more = if count > 1 { format!(" … {last} ({count} in all)") } else { String::new() };
    report.fault(&format!("{}/end", step.name), format!("done is said, and not synced: {first}{more}"));
}

/// A call in a few words.
fn told(call: &Call) -> String {
    match call {
        Call::Open { path, .. } => format!("open {}", path.display()),
        Call::Folder(path) => format!("mkdir {}", path.display()),
        Call::Write { path, bytes, .. } => format!("write {} bytes to {}", bytes.len(), path.display()),
        Call::Sync(path) => format!("sync {}", path.display()),
        Call::Rename(from, to) => format!("rename {} to {}", from.display(), to.display()),
        Call::Link(from, to) => format!("link {} as {}", from.display(), to.display()),
        Call::Remove(path) => format!("remove {}", path.display()),
        Call::Length(path, length) => format!("cut {} to {length}", path.display()),
        Call::Said => "its last word".to_owned(),
    }
}
