//! The command line: the only place with a clock, a terminal, randomness and settings. Everything it says is worked out
//! below it; it refuses logic of its own.

mod case;
mod cli;
mod clock;
mod cloud;
mod commands;
mod deciding;
mod doubts;
mod drafts;
mod failure;
mod keys;
mod moves;
mod originals;
mod output;
mod records;
mod replica;
mod reviews;
mod secrets;
mod seen;
mod texts;
mod wording;

use clap::Parser;
use failure::Exit;
use std::{io::Write as _, process::ExitCode};

fn main() -> ExitCode {
    let cli = match cli::Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            let printed = error.print().and_then(|()| std::io::stdout().flush());
            return match printed {
                _ if error.use_stderr() => Exit::Usage,
                // A closed pipe is no reason to fail.
                Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => Exit::Unwritable,
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
