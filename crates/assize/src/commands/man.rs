//! `assize man`: manual pages, made of what `--help` says.

use crate::{
    cli::{Cli, Man},
    failure::{Exit, Failure, Outcome, file_failure},
    output::{Output, count},
};
use clap::CommandFactory;
use serde_json::json;
use std::fs;

pub(crate) fn run(args: &Man, output: &mut Output) -> Outcome {
    let Some(out) = &args.out else {
        let mut page = Vec::new();
        clap_mangen::Man::new(command()).render(&mut page).map_err(Failure::input)?;
        output.write(&String::from_utf8_lossy(&page));
        return Ok(Exit::Done);
    };
    fs::create_dir_all(out).map_err(|error| file_failure(out, &error))?;
    clap_mangen::generate_to(command(), out).map_err(|error| file_failure(out, &error))?;
    let pages = pages();
    if output.json {
        output.object(&json!({ "schema": "assize.man/1", "out": out.display().to_string(), "pages": pages }));
    } else {
        output.line(out.join(&pages[0]).display().to_string());
    }
    output.talk(format!("{} written", count(pages.len(), "page")));
    Ok(Exit::Done)
}

/// The command line without `help`, which has no page: every page that is named can be opened.
fn command() -> clap::Command {
    Cli::command().disable_help_subcommand(true)
}

/// The pages' files: the program's own first, then one a command, and one for each that such a command has of its own.
fn pages() -> Vec<String> {
    fn add(of: &clap::Command, name: &str, pages: &mut Vec<String>) {
        pages.push(format!("{name}.1"));
        for command in of.get_subcommands().filter(|command| !command.is_hide_set()) {
            // `help` of a command has no page either.
            if command.get_name() != "help" {
                add(command, &format!("{name}-{}", command.get_name()), pages);
            }
        }
    }
    let mut pages = Vec::new();
    add(&command(), "assize", &mut pages);
    pages
}
