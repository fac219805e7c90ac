//! The case that a command line means.

use crate::{cli::Cli, failure::Failure};
pub(crate) use assize_case::case::*;

/// The case of `--case`, or the one that the current folder lies in.
pub(crate) fn find(cli: &Cli) -> Result<Session, Failure> {
    Session::find(cli.case.as_deref(), cli.quiet, cli.clock_ok)
}
