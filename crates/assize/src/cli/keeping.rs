//! What is kept back: `assize mark`, `assize withhold`, `assize destroy`.

use clap::{Args, ValueEnum};

/// `assize mark`
#[derive(Debug, Args)]
#[command(
    after_help = "assize mark list\nassize mark leak.pdf confidential --reason \"the source asked for it\"\n\
    assize mark \"Ruth Vale\" public --as \"holds office\"\nassize mark 1a2b3c4d private --as \"one of the 11 men\""
)]
pub(crate) struct Mark {
    /// The source (file name or first digits of its id), or the thing (key, name or first digits); `list` lists all marks.
    #[arg(value_name = "WHAT|list")]
    pub(crate) what: String,
    /// `confidential` for a source: published by no path. `private` or `public` for a thing: shown by description, or by name.
    #[arg(value_enum, value_name = "MARK")]
    pub(crate) mark: Option<MarkArg>,
    /// How pages describe what is private, or on what ground what is public is named. Needed for `public`.
    #[arg(long = "as", value_name = "WORDS")]
    pub(crate) shown_as: Option<String>,
    /// Take back your marks of it; where none is yours, an owner or editor takes back another's. With a mark, that one alone.
    #[arg(long)]
    pub(crate) clear: bool,
    /// Why.
    #[arg(long, default_value = "")]
    pub(crate) reason: String,
    /// Show what would be written, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// What a source or thing is marked as.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum MarkArg {
    /// A source: published by no path.
    Confidential,
    /// A thing: published by description.
    Private,
    /// A thing: published by name.
    Public,
}

/// `assize withhold`
#[derive(Debug, Args)]
pub(crate) struct Withhold {
    /// Sources, texts, passages, claims, entities: ids, their first digits, file names, names.
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Why. It stays on record, so it should not repeat what is withheld.
    #[arg(long)]
    pub(crate) reason: String,
    /// Write without asking. Needed where there is no terminal to ask on.
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Show what would move, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `assize destroy`
#[derive(Debug, Args)]
pub(crate) struct Destroy {
    /// Sources, texts, passages, claims, entities: ids, their first digits, file names, names.
    #[arg(required_unless_present = "pending", conflicts_with = "pending", value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Why. It stays on record, so it should not repeat what is destroyed.
    #[arg(long, required_unless_present = "pending", default_value = "")]
    pub(crate) reason: String,
    /// List what owners have destroyed and is still in this copy, and destroy it here.
    #[arg(long)]
    pub(crate) pending: bool,
    /// Destroy without asking. Needed where there is no terminal to ask on.
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// List what would go, and destroy nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}
