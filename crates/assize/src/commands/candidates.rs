//! `assize candidates`: which incidents may be the same, with reasons. Computed each time, never stored, and nothing follows from it.

use crate::{
    cli::{Candidates, Cli},
    failure::{Exit, Outcome},
    output::Output,
};

pub(crate) fn run(_cli: &Cli, _args: &Candidates, _output: &mut Output) -> Outcome {
    Ok(Exit::Done)
}
