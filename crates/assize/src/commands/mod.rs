//! One module a command.

mod actor;
mod add;
mod again;
mod assess;
mod backup;
mod candidates;
mod decide;
mod demo;
mod desk;
mod destroy;
mod diff;
mod differ;
mod drafts;
mod export;
mod import;
mod incidents;
mod init;
mod key;
mod man;
mod mark;
mod merge;
mod oversight;
mod publish;
mod read;
mod rules;
mod schema;
mod search;
mod setting;
mod status;
mod table;
mod text;
mod things;
mod timeline;
mod told;
mod verify;
pub(crate) mod weigh;
mod why;
mod withhold;
mod worker;

use crate::{
    cli::{Cli, Command},
    failure::{Exit, Outcome},
    output::Output,
};
use assize_case::decision::review::How;
use clap::CommandFactory;

/// Runs the command that was given.
pub(crate) fn run(cli: &Cli, output: &mut Output) -> Outcome {
    match &cli.command {
        Command::Init(args) => init::run(cli, args, output),
        Command::Add(args) => add::run(cli, args, output),
        Command::Text(args) => text::run(cli, args, output),
        Command::Read(args) => read::run(cli, args, output),
        Command::Drafts(args) => drafts::run(cli, args, output),
        Command::Accept(args) => decide::review(cli, &args.what, How::Accept { doubts: args.doubts }, output),
        Command::Reject(args) => decide::review(cli, args, How::Reject, output),
        Command::Amend(args) => decide::amend(cli, args, output),
        Command::Claim(args) => decide::by_hand(cli, args, output),
        Command::Desk(args) => desk::run(cli, args, output),
        Command::Differ(args) => differ::run(cli, args, output),
        Command::Incidents(args) => incidents::run(cli, args, output),
        Command::Things(args) => things::run(cli, args, output),
        Command::Incident(args) => decide::incident(cli, args, output),
        Command::Link(args) => decide::link(cli, args, output),
        Command::Unlink(args) => decide::unlink(cli, args, output),
        Command::Different(args) => decide::different(cli, args, output),
        Command::Candidates(args) => candidates::run(cli, args, output),
        Command::Rename(args) => decide::rename(cli, args, output),
        Command::Retract(args) => decide::retract(cli, args, output),
        Command::Undo(args) => decide::undo(cli, args, output),
        Command::Mark(args) => mark::run(cli, args, output),
        Command::Withhold(args) => withhold::run(cli, args, output),
        Command::Destroy(args) => destroy::run(cli, args, output),
        Command::Status => status::run(cli, output),
        Command::Export(args) => export::run(cli, args, output),
        Command::Import(args) if table::is_meant(args) => table::run(cli, args, output),
        Command::Import(args) => import::run(cli, args, output),
        Command::Weigh(args) => weigh::run(cli, args, output),
        Command::Assess(args) => assess::run(cli, args, output),
        Command::Why(args) => why::run(cli, args, output),
        Command::Diff(args) => diff::run(cli, args, output),
        Command::Search(args) => search::run(cli, args, output),
        Command::Schema(args) => schema::run(cli, &args.what, output),
        Command::Rules { what } => rules::run(what, output),
        Command::Setting(args) => setting::run(cli, &args.what, output),
        Command::Publish(args) => publish::run(cli, args, output),
        Command::Verify(args) => verify::run(cli, args, output),
        Command::Key { what } => key::run(what, output),
        Command::Backup(args) => backup::backup(cli, args, output),
        Command::Restore(args) => backup::restore(args, output),
        Command::Actor { what } => actor::run(cli, what, output),
        Command::Merge(args) => merge::run(cli, args, output),
        Command::Demo(args) => demo::run(args, output),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(*shell, &mut Cli::command(), "assize", &mut script);
            output.write(&String::from_utf8_lossy(&script));
            Ok(Exit::Done)
        }
        Command::Man(args) => man::run(args, output),
        Command::Worker(args) => worker::run(args),
        Command::Timeline(args) => timeline::run(cli, args, output),
        Command::Oversight(args) => oversight::run(cli, args, output),
    }
}
