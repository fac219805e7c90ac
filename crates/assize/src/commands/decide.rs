//! The commands that decide: each says what is asked for, and how much is asked first.

use crate::{
    case,
    cli::{Amend, ByHand, Cli, Decide, Different, Incident, Link, Rename, Retract, Sure, Undo, Unlink},
    deciding::{self, Ask},
    failure::Outcome,
    output::Output,
};
use assize_case::decision::{
    Asked,
    review::{How, Reviewed},
};

/// Written at once, or only looked at.
const fn at_once(dry_run: bool) -> Ask {
    if dry_run { Ask::DryRun } else { Ask::Never }
}

/// Written after a person has said yes, or as the flags say.
const fn first(sure: &Sure) -> Ask {
    Ask::of(sure.yes, sure.dry_run)
}

fn run(cli: &Cli, asked: &dyn Asked, ask: Ask, output: &mut Output) -> Outcome {
    deciding::asked(&mut case::find(cli)?, ask, output, asked)
}

pub(crate) fn review(cli: &Cli, what: &Decide, how: How, output: &mut Output) -> Outcome {
    run(cli, &Reviewed { what, how }, at_once(what.dry_run), output)
}

pub(crate) fn amend(cli: &Cli, args: &Amend, output: &mut Output) -> Outcome {
    run(cli, args, at_once(args.dry_run), output)
}

pub(crate) fn by_hand(cli: &Cli, args: &ByHand, output: &mut Output) -> Outcome {
    run(cli, args, at_once(args.dry_run), output)
}

pub(crate) fn incident(cli: &Cli, args: &Incident, output: &mut Output) -> Outcome {
    run(cli, args, first(&args.sure), output)
}

pub(crate) fn link(cli: &Cli, args: &Link, output: &mut Output) -> Outcome {
    run(cli, args, first(&args.sure), output)
}

pub(crate) fn unlink(cli: &Cli, args: &Unlink, output: &mut Output) -> Outcome {
    run(cli, args, first(&args.sure), output)
}

pub(crate) fn different(cli: &Cli, args: &Different, output: &mut Output) -> Outcome {
    run(cli, args, at_once(args.dry_run), output)
}

pub(crate) fn rename(cli: &Cli, args: &Rename, output: &mut Output) -> Outcome {
    run(cli, args, first(&args.sure), output)
}

pub(crate) fn retract(cli: &Cli, args: &Retract, output: &mut Output) -> Outcome {
    run(cli, args, at_once(args.dry_run), output)
}

pub(crate) fn undo(cli: &Cli, args: &Undo, output: &mut Output) -> Outcome {
    run(cli, args, first(&args.sure), output)
}
