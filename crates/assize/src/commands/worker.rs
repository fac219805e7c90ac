//! `assize worker`: the process that reads originals for the commands that are handed some. It says nothing to a person.

use crate::{
    cli::Worker,
    failure::{Exit, Failure, Outcome},
};
use assize_archive::{
    extract::Limits,
    worker::{confine, serve},
};
use std::io;

pub(crate) fn run(args: &Worker) -> Outcome {
    let limits = Limits::stated(args.limits.iter().map(String::as_str)).map_err(Failure::usage)?;
    confine(&limits).map_err(|error| Failure::input(format!("cannot be confined: {error}")))?;
    // Nobody is left to answer once nobody asks: also what is being read ends here.
    serve(io::stdin().lock(), io::stdout(), &limits, || std::process::exit(0)).map_err(Failure::input)?;
    Ok(Exit::Done)
}
