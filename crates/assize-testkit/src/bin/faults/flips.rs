//! One bit of one file is flipped: `verify` names the file, and nothing else changes what it says in silence.

use crate::Part;
use assize_testkit::rig::{
    Base, Numbers, Person, Report, Tried,
    oracle::{ASKED, Answers},
};
use std::{
    fs,
    path::{Path, PathBuf},
};

/// What stands in a file, and so what must come of a flip in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    /// Covered by hashes and signatures: `verify` must name it.
    Held,
    /// Made anew where it is damaged: nothing changes, or a note says so.
    Disposable,
    /// Written by people, and signed by nobody: no figure hangs on it.
    Settings,
    /// The user's own, beside the key.
    Own,
}

/// The kinds of files, by the beginning of their names.
const KINDS: [(&str, Sort); 16] = [
    ("case/ledger/heads/", Sort::Held),
    ("case/ledger/bodies/", Sort::Held),
    ("case/ledger/log/tile/", Sort::Held),
    ("case/ledger/log/checkpoint", Sort::Held),
    ("case/ledger/log/receipts/", Sort::Held),
    ("case/ledger/log/vkey", Sort::Held),
    ("case/ledger/logs/", Sort::Held),
    ("case/archive/sha256/", Sort::Held),
    ("case/drafts/", Sort::Disposable),
    ("case/index.sqlite", Sort::Disposable),
    ("case/near.sqlite", Sort::Disposable),
    ("case/search.sqlite", Sort::Disposable),
    ("case/case.toml", Sort::Settings),
    ("case/schema/", Sort::Settings),
    ("config-ann/keys/", Sort::Own),
    ("config-ann/replicas/", Sort::Own),
];

/// The sort of a file of the world.
pub(crate) fn sort_of(file: &Path) -> Option<(usize, Sort)> {
    let name = file.to_string_lossy();
    KINDS.iter().position(|(begins, _)| name.starts_with(begins)).map(|at| (at, KINDS[at].1))
}

/// A world with logs of other copies in it, and what it says.
pub(crate) fn prepared(part: &Part<'_>) -> Tried<(Base, Answers)> {
    let mut base = Base::new(&part.asked.program, part.asked.seed)?;
    base.world.ok(Person::Ann, &["--case", "case", "merge", "colleague"])?;
    // The index stands beside the log from here on.
    for args in ASKED {
        base.world.run(Person::Ann, &[&["--case", "case"], args].concat())?;
    }
    base.state = base.world.snapshot()?;
    let said = Answers::with_site(&base.world, "case", &ASKED)?;
    Ok((base, said))
}

pub(crate) fn run(part: &Part<'_>) -> Tried<Report> {
    let mut report = Report::default();
    let (base, said) = prepared(part)?;
    for (trial, number) in part.rounds() {
        let mut numbers = Numbers::of(part.asked.seed, &trial);
        let kind = usize::try_from(number).unwrap_or(0) % KINDS.len();
        let files: Vec<(&Path, &[u8])> = base
            .state
            .files()
            .filter(|(file, bytes)| !bytes.is_empty() && sort_of(file).is_some_and(|(at, _)| at == kind))
            .collect();
        let Some((file, bytes)) = numbers.pick(&files).copied() else {
            report.fault(&trial, format!("the world has no file `{}`", KINDS[kind].0));
            continue;
        };
        let (at, bit) = (numbers.below(bytes.len()), numbers.below(8));
        let mut flipped = bytes.to_vec();
        flipped[at] ^= 1 << bit;
        base.reset()?;
        fs::write(base.world.path(file), &flipped).map_err(|error| error.to_string())?;
        report.count("flips");
        let what = |error: String| format!("bit {bit} of byte {at} of {}: {error}", file.display());
        let held = told(&base, file, KINDS[kind].1, &mut report);
        report.hold(&trial, held.map_err(what));
        fs::write(base.world.path(file), &flipped).map_err(|error| error.to_string())?;
        let now = unchanged(&base, &said, KINDS[kind].1);
        report.hold(&trial, now.map_err(what));
    }
    Ok(report)
}

/// Whether `verify` says of a file what it must.
fn told(base: &Base, file: &Path, sort: Sort, report: &mut Report) -> Result<(), String> {
    let ran = base.world.run_narrow(Person::Ann, &["--case", "case", "verify"])?;
    if let Some(crash) = ran.crash() {
        return Err(format!("verify: {crash}"));
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let inner: PathBuf = file.iter().skip(1).collect();
    let said = format!("{}{}", ran.text(), ran.err);
    let is_named = said.contains(&*inner.to_string_lossy()) || said.contains(&name);
    match sort {
        Sort::Held if ran.code == Some(0) => Err(format!("verify does not notice: {}", ran.short())),
        Sort::Held if !is_named => Err(format!("verify does not name it: {}", ran.short())),
        Sort::Held => {
            report.count("named by verify");
            Ok(())
        }
        Sort::Disposable if ran.code != Some(0) => Err(format!("verify: {}", ran.short())),
        Sort::Own if ran.code != Some(0) => Err(format!("verify: {}", ran.short())),
        Sort::Settings if !matches!(ran.code, Some(0 | 2..=4)) => Err(format!("verify: {}", ran.short())),
        _ => Ok(()),
    }
}

/// Whether what a case says is what it said, or comes with a word on it.
fn unchanged(base: &Base, said: &Answers, sort: Sort) -> Result<(), String> {
    let now = match sort {
        // Its name and language stand on the site, as they are written; the key signs it.
        Sort::Settings | Sort::Own => Answers::of(&base.world, "case", &ASKED)?,
        _ => Answers::with_site(&base.world, "case", &ASKED)?,
    };
    let silent = said.silent_change(&now);
    silent.map_or(Ok(()), Err)?;
    if sort == Sort::Own {
        let ran = base.world.run(Person::Ann, &["--case", "case", "accept", &base.tolls[5]])?;
        if let Some(crash) = ran.crash() {
            return Err(format!("accept: {crash}"));
        }
        assize_testkit::rig::oracle::verified(&base.world, "case")
            .map_err(|error| format!("after the next decision ({}): {error}", ran.short()))?;
    }
    Ok(())
}
