//! What is for several people and several copies: actors, keys, backups.

use super::Sure;
use clap::{Args, Subcommand};
use std::path::PathBuf;

/// `assize backup`
#[derive(Debug, Args)]
pub(crate) struct Backup {
    /// The file to write, a plain tar file. It must not be there yet.
    pub(crate) file: PathBuf,
}

/// `assize restore`
#[derive(Debug, Args)]
pub(crate) struct Restore {
    /// The backup.
    pub(crate) file: PathBuf,
    /// The folder to make; an empty one will do.
    pub(crate) dir: PathBuf,
}

/// What is done with actors.
#[derive(Debug, Subcommand)]
pub(crate) enum ActorCommand {
    /// Print your own public key, for an owner to add.
    Key,
    /// List everybody who is known or has signed something: name, roles, entries, key.
    List,
    /// Say who a key is and what it may do; what it has signed counts from then on. Owners only.
    Add {
        /// What to call them.
        name: String,
        /// Their public key, as their `assize actor key` prints it.
        key: String,
        /// What they may do. May be given several times.
        #[arg(long, required_unless_present = "machine", conflicts_with = "machine")]
        role: Vec<ActorRoleArg>,
        /// It is a machine: it may add and draft, and never judges.
        #[arg(long)]
        machine: bool,
        /// Their key before, whose place this one takes: both are one person's.
        #[arg(long, value_name = "KEY", conflicts_with = "machine")]
        was: Option<String>,
        /// Whether to ask.
        #[command(flatten)]
        sure: Sure,
    },
    /// Take back that somebody is known: nothing that they have signed counts then.
    Remove {
        /// Their name, or their key.
        #[arg(value_name = "NAME|KEY")]
        who: String,
        /// Whether to ask.
        #[command(flatten)]
        sure: Sure,
    },
}

/// What somebody may do beyond entries of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, clap::ValueEnum)]
pub(crate) enum ActorRoleArg {
    /// Everything, and say who others are.
    Owner,
    /// Review, and retract or replace what others entered.
    Editor,
    /// Accept, amend and reject.
    Reviewer,
}

/// What is done with the user's own key.
#[derive(Debug, Subcommand)]
pub(crate) enum KeyCommand {
    /// Encrypt your private key with a passphrase, or give it another one.
    ///
    /// It is asked for on the terminal whenever the key signs, or read from the file that ASSIZE_PASSPHRASE_FILE names; a new one from the file that
    /// ASSIZE_NEW_PASSPHRASE_FILE names. Who loses it loses the key: keep a copy of both.
    Passphrase {
        /// Keep the key without one.
        #[arg(long)]
        remove: bool,
    },
    /// Print your key as 24 words, to be written down and kept where nobody else reads them.
    ///
    /// Whoever has them can sign as you. The words are those of BIP-39 in English; `assize key recover` makes the key of them again.
    Words,
    /// Make your key of the 24 words that `assize key words` printed, on a machine that has none yet.
    ///
    /// They are asked for on the terminal, or read from standard input.
    Recover,
    /// Exchange your key for a new one, in every case that it signs on this machine.
    ///
    /// Where you are an owner, your old key says that the new one may do the same; elsewhere, what an owner must run is printed. The old key is kept
    /// as `old-ID.key`: what it has signed stays yours, and where you are the founder you still are so by it alone.
    Rotate {
        /// Do it without asking. Needed where there is no terminal to ask on.
        #[arg(long, short)]
        yes: bool,
    },
}
