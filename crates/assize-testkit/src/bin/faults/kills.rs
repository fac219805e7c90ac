//! Kill -9 at every call that changes a file, of every command that writes.

use crate::Part;
use assize_testkit::rig::{
    Base, Report, Step, Tried,
    oracle::Undisturbed,
    steps,
    strace::{self, CHANGING, Point},
};

/// About how many calls there are, of all commands.
const ALL: u64 = 2600;

pub(crate) fn run(part: &Part<'_>) -> Tried<Report> {
    let mut report = Report::default();
    if !strace::is_there() {
        report.remarks.push("strace is not there or may not trace: no call is killed at".to_owned());
        return Ok(report);
    }
    let base = Base::new(&part.asked.program, part.asked.seed)?;
    for step in steps(&base) {
        if !wanted(part, step.name) {
            continue;
        }
        base.reset()?;
        let points = strace::points(&base.world, &step, CHANGING)?;
        let meant: Vec<&Point> = points
            .iter()
            .filter(|point| point.changes && part.takes(&format!("{}/{}", step.name, point.name()), ALL))
            .collect();
        if meant.is_empty() {
            continue;
        }
        let undisturbed = Undisturbed::of(&base, &step)?;
        for point in meant {
            one(&base, &step, point, &undisturbed, &mut report)?;
        }
    }
    Ok(report)
}

/// Whether `--only` may mean a trial of this step.
pub(crate) fn wanted(part: &Part<'_>, step: &str) -> bool {
    part.asked.only.as_ref().is_none_or(|only| only.split('/').next() == Some(step))
}

fn one(base: &Base, step: &Step, point: &Point, whole: &Undisturbed, report: &mut Report) -> Tried<()> {
    base.reset()?;
    let trial = format!("{}/{}", step.name, point.name());
    let under = strace::disturbed(point, "signal=KILL");
    let under: Vec<&str> = under.iter().map(String::as_str).collect();
    let ran = base.world.run_under(step.person, &under, &step.words())?;
    if ran.is_killed() {
        report.count("kills");
    } else {
        // Threads do not always come to the same number of calls.
        report.count("ended before");
        if ran.code != Some(0) {
            report.fault(&trial, ran.short());
        }
    }
    let at = |error: String| format!("killed at {} of {}: {error}", point.call, point.file);
    report.hold(&trial, whole.cut_short(base, step).map_err(at));
    report.hold(&trial, whole.again(base, step).map_err(at));
    Ok(())
}
