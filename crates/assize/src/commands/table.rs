//! `assize import TABLE --map MAP`: a table of another recorder or of a newsroom, archived like any source and entered row by row.
//!
//! The text of the table is taken out by a process that knows no case; it is read under a mapping, held against the edition on record, shown, and
//! entered as one decision.

mod back;
mod candidates;
mod enter;
mod open;
mod plan;
mod report;

use crate::{
    case::{self, Session},
    cli::{Cli, Import},
    deciding,
    failure::{Exit, Failure, Outcome},
    output::Output,
};
use assize_ledger::AsKnown;
use open::Opened;
use plan::Plan;
use std::path::{Path, PathBuf};

/// Whether a table is meant, and not claim sheets.
pub(crate) fn is_meant(args: &Import) -> bool {
    let table = |path: &PathBuf| {
        let ending = path.extension().unwrap_or_default().to_string_lossy().to_ascii_lowercase();
        ["csv", "tsv", "xlsx", "xlsm", "ods"].contains(&ending.as_str())
    };
    args.map.is_some() || args.guess || args.files.iter().all(table)
}

pub(crate) fn run(cli: &Cli, args: &Import, output: &mut Output) -> Outcome {
    if args.guess {
        return guess(args, output);
    }
    let mut session = case::find(cli)?;
    let mut sound = true;
    for path in &args.files {
        match &args.map {
            Some(map) => sound &= one(&mut session, path, map, args, output)?,
            None => read_back(&mut session, path, args, output)?,
        }
    }
    Ok(if sound { Exit::Done } else { Exit::Faults })
}

/// Imports one table; `false` where rows were refused or cannot be as stated.
fn one(
    session: &mut Session,
    path: &Path,
    map: &str,
    args: &Import,
    output: &mut Output,
) -> Result<bool, Failure> {
    let opened = Opened::read(path)?;
    let entries = session.entries(output)?;
    let view = session.fold(&entries, AsKnown::default());
    let map = open::map(map, &session.vocabulary(&view))?;
    let plan = Plan::of(session, &view, &opened, &map, args, output)?;
    report::report(&plan, &view, args.dry_run, output);
    if args.dry_run || plan.is_nothing() {
        return Ok(plan.is_sound());
    }
    plan.can_follow(&view, args)?;
    if !args.yes {
        deciding::confirm(&plan.words(), &[], output)?;
    }
    drop((view, entries));
    let sound = plan.is_sound();
    enter::enter(session, path, &opened, &map, args, output)?;
    Ok(sound)
}

/// Amends claims as an exported table has them now.
fn read_back(session: &mut Session, path: &Path, args: &Import, output: &mut Output) -> Result<(), Failure> {
    let opened = Opened::read(path)?;
    let Some(edited) = assize_table::back::read(&opened.text, opened.form) else {
        let message = format!("`{}` is not a table of claims that `assize export` wrote", path.display());
        return Err(Failure::usage(message).help(
            "give --map MAP to say what its columns mean; `assize import TABLE --guess` prints a mapping to begin with",
        ));
    };
    back::run(session, &opened, &edited, args, output).map(|_| ())
}

/// Prints a mapping that the header and cells of a table suggest. Needs no case.
fn guess(args: &Import, output: &mut Output) -> Outcome {
    let [path] = args.files.as_slice() else {
        return Err(Failure::usage("--guess looks at one table at a time"));
    };
    let opened = Opened::read(path)?;
    let guessed = assize_table::guess::guess(&opened.name, &opened.text, opened.form, args.sheet.as_deref())
        .map_err(|error| Failure::input(format!("`{}`: {error}", path.display())))?;
    for line in guessed.lines() {
        output.line(line);
    }
    output.talk(
        "put this into a file, look through it, and try it with: assize import TABLE --map FILE --dry-run",
    );
    Ok(Exit::Done)
}
