//! `assize rules`: its commands and flags.

use clap::{Args, Subcommand};
use std::path::PathBuf;

/// What is done with rules.
#[derive(Debug, Subcommand)]
pub(crate) enum RulesCommand {
    /// List rules: id, what it leads to, what it recognises, and where it stands.
    List {
        /// Only rules with all of these words in their id, description, outputs or file.
        #[arg(value_name = "WORD")]
        words: Vec<String>,
    },
    /// Print a rule as it is written, with its examples and the abbreviations it uses.
    Show {
        /// Its id, such as `act.kill`.
        id: String,
    },
    /// Check the rules (`*.rule`) and words (`*.tsv`) of a folder beside the shipped ones, and every example of all rules; the shipped ones alone where left out.
    Check {
        /// The folder.
        #[arg(value_name = "DIR")]
        folder: Option<PathBuf>,
    },
    /// Try a pattern on texts: print each sentence that it matches, the words underlined, and what each capture holds.
    Try(Try),
}

/// `assize rules try`
#[derive(Debug, Args)]
#[command(
    after_help = "A pattern: '[cue: kill & VERB]'; with conditions, each behind a line break: '[cue: kill & VERB]\n  with patient [target: NP]'.\n\
    docs/rules.md explains them; `assize rules list` and `assize rules show` give examples."
)]
pub(crate) struct Try {
    /// What would stand behind `match` in a rule.
    pub(crate) pattern: String,
    /// Texts, pages or documents; `-` is a text on standard input.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Print every sentence as rules see it: each word with tag and classes, each verb with its roles.
    #[arg(long)]
    pub(crate) show: bool,
    /// Raise or lower a limit on what a file may ask of this machine, as NAME=NUMBER; docs/limits.md lists them. Can be given more than once.
    #[arg(long, value_name = "LIMIT")]
    pub(crate) limit: Vec<String>,
}
