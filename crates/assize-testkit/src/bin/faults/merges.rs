//! Cases merged in by people who mean harm, or whose disk is broken: what stands here stands as before.

use crate::Part;
use assize_testkit::rig::{
    Base, Person, Ran, Report, Tried,
    hostile::{self, Hostile},
    oracle::{ASKED, Answers, heads, kept, verified},
};
use std::fs;

/// What is asked before and after.
const BEFORE_AND_AFTER: [&[&str]; 3] = [ASKED[0], ASKED[3], &["--json", "status"]];

pub(crate) fn run(part: &Part<'_>) -> Tried<Report> {
    let mut report = Report::default();
    let base = Base::new(&part.asked.program, part.asked.seed)?;
    let said = Answers::with_site(&base.world, "case", &BEFORE_AND_AFTER)?.without_sizes();
    let secret = fs::read_to_string(base.world.path("config-ann/keys/default.key")).unwrap_or_default();
    let all = hostile::all();
    for hostile in &all {
        let trial = format!("{}/{}", hostile.by.name(), hostile.name);
        if part.takes(&trial, all.len() as u64) {
            one(&base, hostile, &trial, &said, secret.trim(), &mut report)?;
        }
    }
    Ok(report)
}

fn one(
    base: &Base,
    hostile: &Hostile,
    trial: &str,
    said: &Answers,
    secret: &str,
    report: &mut Report,
) -> Tried<()> {
    base.reset()?;
    hostile.make(base)?;
    report.count("hostile merges");
    let before = heads(&base.world, "case");
    let merge = || base.world.run_narrow(Person::Ann, &["--case", "case", "merge", hostile.folder]);
    let ran = merge()?;
    report.hold(trial, answered(&ran, secret));
    let verify = verified(&base.world, "case").map_err(|error| format!("after {}: {error}", ran.short()));
    report.hold(trial, verify);
    let now = heads(&base.world, "case");
    report.hold(trial, kept(&before, &now));
    let answers = Answers::with_site(&base.world, "case", &BEFORE_AND_AFTER);
    match answers {
        Err(error) => report.fault(trial, error),
        Ok(now) if hostile.by == Person::Eve => {
            let changes = said.changes(&now.without_sizes());
            changes.into_iter().for_each(|change| report.fault(trial, change));
        }
        Ok(now) => {
            let refused = now.0.iter().find(|(_, code, ..)| *code != Some(0));
            let what = refused.map(|(args, code, _, err)| format!("`{args}` exits {code:?}: {err}"));
            report.hold(trial, what.map_or(Ok(()), Err));
        }
    }
    let again = merge()?;
    report.hold(trial, answered(&again, secret).map_err(|error| format!("merged again: {error}")));
    if heads(&base.world, "case") != now {
        report.fault(trial, format!("merging again takes in more: {}", again.short()));
    }
    Ok(())
}

/// A merge ends by itself, says what it left out, and gives nothing away.
fn answered(ran: &Ran, secret: &str) -> Result<(), String> {
    if let Some(crash) = ran.crash() {
        return Err(format!("merge: {crash}"));
    }
    let said = format!("{}{}", ran.text(), ran.err);
    if !secret.is_empty() && said.contains(secret) {
        return Err("merge printed a private key".to_owned());
    }
    match ran.code {
        Some(0) => Ok(()),
        Some(1 | 3 | 4) if said.contains("warning") || said.contains("error") => Ok(()),
        _ => Err(format!("merge: {}", ran.short())),
    }
}
