//! The system refuses a call: a full disk, a broken one, too many files, an interrupted call.

use crate::{Part, kills::wanted};
use assize_testkit::rig::{
    Base, Ran, Report, Step, Tried,
    oracle::Undisturbed,
    steps,
    strace::{self, Point},
};

const CALLS: &str = "openat,mkdir,write,pwrite64,fsync,fdatasync,rename,ftruncate";
/// About how many calls and errors of them there are, of all commands.
const ALL: u64 = 30_000;

/// The errors that a call may end in.
fn errors(call: &str) -> &'static [&'static str] {
    match call {
        "openat" => &["EMFILE", "ENOSPC", "EIO", "EDQUOT", "EINTR"],
        "mkdir" | "rename" => &["ENOSPC", "EIO", "EDQUOT"],
        "ftruncate" => &["EIO", "EINTR"],
        _ => &["ENOSPC", "EIO", "EDQUOT", "EINTR"],
    }
}

pub(crate) fn run(part: &Part<'_>) -> Tried<Report> {
    let mut report = Report::default();
    if !strace::is_there() {
        report.remarks.push("strace is not there or may not trace: no error is injected".to_owned());
        return Ok(report);
    }
    let base = Base::new(&part.asked.program, part.asked.seed)?;
    for step in steps(&base) {
        if !wanted(part, step.name) {
            continue;
        }
        base.reset()?;
        let points = strace::points(&base.world, &step, CALLS)?;
        let mut undisturbed = None;
        for (point, error) in
            points.iter().flat_map(|point| errors(&point.call).iter().map(move |e| (point, *e)))
        {
            let trial = format!("{}/{}/{error}", step.name, point.name());
            if !part.takes(&trial, ALL) {
                continue;
            }
            if undisturbed.is_none() {
                undisturbed = Some(Undisturbed::of(&base, &step)?);
            }
            if let Some(whole) = &undisturbed {
                one(&base, &step, point, error, whole, &mut report)?;
            }
        }
    }
    Ok(report)
}

fn one(
    base: &Base,
    step: &Step,
    point: &Point,
    error: &str,
    whole: &Undisturbed,
    report: &mut Report,
) -> Tried<()> {
    base.reset()?;
    let trial = format!("{}/{}/{error}", step.name, point.name());
    let under = strace::disturbed(point, &format!("error={error}"));
    let under: Vec<&str> = under.iter().map(String::as_str).collect();
    let ran = base.world.run_under(step.person, &under, &step.words())?;
    report.count("errors");
    let at = |said: String| format!("{error} at {} of {}: {said}", point.call, point.file);
    report.hold(&trial, answered(&ran, point, error).map_err(at));
    if ran.code == Some(0) {
        report.count("went on");
        let added = assize_testkit::rig::oracle::heads(&base.world, step.case).len();
        if added != whole.before.len() + whole.added {
            report.fault(&trial, at(format!("it says that it is done and is not: {}", ran.short())));
        }
    }
    report.hold(&trial, whole.cut_short(base, step).map_err(at));
    report.hold(&trial, whole.again(base, step).map_err(at));
    Ok(())
}

/// Whether what the program said of the error is right.
fn answered(ran: &Ran, point: &Point, error: &str) -> Result<(), String> {
    if let Some(crash) = ran.crash() {
        return Err(crash);
    }
    match ran.code {
        // What is said on stderr is said as far as it can be.
        Some(0) if error == "EINTR" || point.is_disposable() || point.file == "stderr" => Ok(()),
        // Reading may go another way round; whether the command did what it says is looked at.
        Some(0) if !point.changes => Ok(()),
        // A second lock or a clean-up may fail without harm, but what must be durable may not.
        Some(0) => Err(format!("it says that it is done: {}", ran.short())),
        // No local file system interrupts the opening of a folder, and the standard library does not try again; it is told.
        Some(_) if error == "EINTR" && !point.lists => Err(format!("not tried again: {}", ran.short())),
        Some(_) if ran.err.contains("error") || ran.err.contains("fault") || point.file == "stderr" => Ok(()),
        _ => Err(format!("no message: {}", ran.short())),
    }
}
