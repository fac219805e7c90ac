//! `assize desk`: the case in a browser on this machine.

use crate::{
    case::{self, Session},
    cli::{Cli, Desk},
    failure::{Exit, Outcome},
    output::Output,
};
use assize_desk::Options;
use serde_json::json;
use std::{
    io::Write as _,
    process::{Command, Stdio},
};

pub(crate) fn run(cli: &Cli, args: &Desk, output: &mut Output) -> Outcome {
    serve(&case::find(cli)?, args, cli.clock_ok, output)
}

/// Serves a case until the person at the terminal has had enough.
pub(super) fn serve(session: &Session, args: &Desk, clock_ok: bool, output: &mut Output) -> Outcome {
    let dir = session.dir.clone();
    let options = Options { dir, port: args.port, read_only: args.read_only, clock_ok };
    assize_desk::serve(options, |address| {
        if output.json {
            output.object(&json!({ "schema": "assize.desk/1", "address": address }));
        } else {
            output.line(address);
        }
        // Whoever started it waits for the address.
        let _ = std::io::stdout().flush();
        output.talk("the desk answers on this machine alone, until you stop it with Ctrl-C");
        if !args.no_open {
            open(address, output);
        }
    })?;
    Ok(Exit::Done)
}

/// Opens the address in the user's browser, where there is one.
fn open(address: &str, output: &Output) {
    let opener = if cfg!(target_os = "macos") { "open" } else { "xdg-open" };
    let mut command = Command::new(opener);
    let quiet = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    if quiet.spawn().is_err() {
        output.talk("no browser could be opened: open that address yourself");
    }
}
