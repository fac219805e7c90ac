//! The command line: the only place with a clock, a terminal, randomness and settings. Everything it says is worked out
//! below it; it refuses logic of its own.

mod case;
mod cli;
mod commands;
mod deciding;
mod output;

pub(crate) use assize_case::{
    cloud, doubts, drafts, failure, keys, names, originals, replica, secrets, seen, texts, wording,
};
use assize_record::facing::printable;
use clap::Parser;
use failure::Exit;
use std::{
    borrow::Cow,
    io::{self, Write as _},
    process::ExitCode,
};

/// Help as clap prints it, and what is wrong with a command line without what its words would do to a terminal.
fn say(error: &clap::Error) -> io::Result<()> {
    let words = error.render().to_string();
    match printable(&words) {
        Cow::Borrowed(_) => error.print()?,
        Cow::Owned(words) => write!(anstream::stderr(), "{words}")?,
    }
    io::stdout().flush()
}

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            return match say(&error) {
                _ if error.use_stderr() => Exit::Usage,
                // A closed pipe is no reason to fail.
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Exit::Unwritable,
                _ => Exit::Done,
            }
            .into();
        }
    };
    case::wait(cli.wait);
    let mut output = output::Output::new(cli.json, cli.quiet);
    let ran = commands::run(&cli, &mut output);
    // What could not be written must not pass for all there is.
    match ran.and_then(|exit| output.finish().map(|()| exit)) {
        Ok(exit) => exit.into(),
        Err(failure) => {
            output.failure(&failure);
            failure.exit.into()
        }
    }
}
