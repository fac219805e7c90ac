//! The command line: every command and flag, with its help.

mod copies;
mod finding;
mod keeping;
mod rules;

pub(crate) use assize_case::asked::{
    Accept, Amend, AsKnownArgs, ByHand, Candidates, Decide, Different, Drafts, Incident, Incidents, Link,
    Publish, Rename, Retract, Sure, Things, Undo, Unlink,
};
pub(crate) use copies::{ActorCommand, ActorRoleArg, Backup, KeyCommand, Restore};
pub(crate) use finding::{Search, SearchPart};
pub(crate) use keeping::{Destroy, Mark, MarkArg, Withhold};
pub(crate) use rules::{RulesCommand, Try};

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Turns reporting on the use of lethal force into a record that can be checked.
///
/// Every number, date and finding opens the exact words of an archived source. Strictly retrospective; takes no side: it
/// prints who said what, never what is true.
#[derive(Debug, Parser)]
#[command(name = "assize", version, propagate_version = true, max_term_width = 110)]
#[command(
    after_help = "Exit codes: 0 done · 1 done, with faults found · 2 usage · 3 bad input · 4 integrity · 5 the record moved meanwhile ·\n            74 output could not be written\n\
    First steps: `assize demo --small` shows each step on three articles; `assize demo` builds and weighs a complete example case."
)]
pub(crate) struct Cli {
    /// The case folder; found from the current folder upwards where left out.
    #[arg(long, global = true, value_name = "DIR", env = "ASSIZE_CASE")]
    pub(crate) case: Option<PathBuf>,
    /// Print JSON to stdout (each object names its schema); lists that stream are NDJSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
    /// Say that the clock is right, where what it says cannot be held to be.
    #[arg(long, global = true, hide_short_help = true)]
    pub(crate) clock_ok: bool,
    /// How long to wait for another process that writes to the case.
    #[arg(long, global = true, value_name = "SECONDS", default_value_t = 60, hide_short_help = true)]
    pub(crate) wait: u64,
    /// Say nothing on stderr but errors.
    #[arg(long, short, global = true)]
    pub(crate) quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// One command each.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Make a new case.
    Init(Init),
    /// Archive originals, extract their text and read what they state of their publication.
    Add(Add),
    /// Print the text that was taken out of a source, with what is to be known of it.
    Text(Text),
    /// Read texts and propose drafts.
    Read(Read),
    /// List drafts that nobody has decided on.
    Drafts(Drafts),
    /// Accept drafts as claims, or review claims.
    Accept(Accept),
    /// Reject drafts or claims, with a reason.
    Reject(Decide),
    /// Accept a draft with corrections, or correct a claim.
    Amend(Amend),
    /// Enter a claim that no draft makes: the words of a source, and what they say.
    Claim(ByHand),
    /// Open the case in a browser: read each text with its drafts lit, and decide with single keys.
    Desk(Desk),
    /// List claims on which people who reviewed them differ: each version, who decided how, and how to settle it.
    Differ(Differ),
    /// List incidents: those on record, and those that texts speak of and nobody has placed.
    Incidents(Incidents),
    /// List what else is on record: people, organisations, instruments, campaigns.
    Things(Things),
    /// Make an incident of its own of what a text speaks of, and name it.
    Incident(Incident),
    /// Say that two things are the same, or that one is part of the other, or taken over from it.
    Link(Link),
    /// Take back what links two things.
    Unlink(Unlink),
    /// Say that two things are different, so that the pair is never proposed again.
    Different(Different),
    /// Show which incidents may be the same, with reasons.
    Candidates(Candidates),
    /// Give a thing another name, type or key.
    Rename(Rename),
    /// Take back an entry: a claim, review, link or bridge.
    Retract(Retract),
    /// Take back your last decisions.
    Undo(Undo),
    /// Keep a source confidential, or a person private; or say that somebody may be named in public.
    Mark(Mark),
    /// Take content out of sight. Can be undone.
    Withhold(Withhold),
    /// Destroy content for good: its bytes go, its head and receipts stay. For owners.
    Destroy(Destroy),
    /// Say how the case stands: what is undecided, unplaced, in doubt.
    Status,
    /// Import coded claims from claim sheets (TOML), or figures from a table (CSV).
    Import(Import),
    /// Compute tolls, conflicts and coherence under every method.
    Weigh(Weigh),
    /// Hold incidents against standards: met, not met, contested or unknown for each element.
    Assess(Assess),
    /// List instruments, incidents and statements in order of date.
    Timeline(Timeline),
    /// List oversight acts, and requests outstanding.
    Oversight(Oversight),
    /// Find words in texts, in what claims say and in names, each with where it stands.
    Search(Search),
    /// Walk back from a figure, an outcome, a claim or any id to the underlined words.
    Why(Why),
    /// Say what changed between two known-at dates, and which entries did it.
    Diff(Diff),
    /// Add standards, methods, proof standards and properties of your own, or leave shipped ones out.
    Schema(Schema),
    /// Look at the reader's rules, check rules of your own, try a pattern on a text. Needs no case.
    Rules {
        /// What to do.
        #[command(subcommand)]
        what: RulesCommand,
    },
    /// List and make settings that change figures: which claims need two reviews.
    Setting(Setting),
    /// Write incidents, claims or sources as a table for a spreadsheet.
    Export(Export),
    /// Build the site and its datasets.
    Publish(Publish),
    /// Check hashes, log, signatures and spans; name every fault by file and line.
    Verify(Verify),
    /// Take in every entry and log of another copy, or of another case (set union).
    Merge(Merge),
    /// Say whose word counts in a case: list, add and remove people and machines.
    Actor {
        /// What to do.
        #[command(subcommand)]
        what: ActorCommand,
    },
    /// Encrypt your private key with a passphrase, or exchange it for a new one.
    Key {
        /// What to do.
        #[command(subcommand)]
        what: KeyCommand,
    },
    /// Write a case into one file: everything that cannot be made anew, and no private key.
    Backup(Backup),
    /// Unpack a backup into a new folder, and verify it.
    Restore(Restore),
    /// Build the example case end to end and print what it made.
    Demo(Demo),
    /// Print a shell completion script.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page, or write one for each command.
    Man(Man),
    /// Read originals that are handed in on standard input; started by other commands.
    #[command(hide = true)]
    Worker(Worker),
}

/// `assize init`
#[derive(Debug, Args)]
pub(crate) struct Init {
    /// Name of the case, and of its folder.
    pub(crate) name: String,
    /// Language of the pages (BCP 47).
    #[arg(long, default_value = "en")]
    pub(crate) language: String,
    /// Your name, as others see it beside your entries.
    #[arg(long = "as", value_name = "NAME", env = "ASSIZE_NAME")]
    pub(crate) person: Option<String>,
}

/// `assize add`
#[derive(Debug, Args)]
pub(crate) struct Add {
    /// Files or folders.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Canonical address.
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// The outlet.
    #[arg(long)]
    pub(crate) publisher: Option<String>,
    /// The byline.
    #[arg(long)]
    pub(crate) author: Option<String>,
    /// The headline.
    #[arg(long)]
    pub(crate) title: Option<String>,
    /// Date of publication (EDTF: 2025-12-18, 2025-12, 2025-12-18~).
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// What it is: article, transcript, document, digest, table.
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Largest file to take in, in MiB.
    #[arg(long, value_name = "MIB")]
    pub(crate) max_mib: Option<u64>,
    /// Raise or lower a limit on what one file may ask of this machine, as NAME=NUMBER; docs/limits.md lists them. Can be given more than once.
    #[arg(long, value_name = "LIMIT")]
    pub(crate) limit: Vec<String>,
    /// Published by no path, and no id or hash in the ledger tells whoever has the file that it is here.
    #[arg(long)]
    pub(crate) confidential: bool,
    /// Say what would be added, and add nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
    /// For files on record: take their text out with today's extractor, show how it differs from the one on record, enter it beside that, and carry over
    /// to it what you decided on words that stand in both. One decision, shown and asked for first.
    #[arg(long)]
    pub(crate) again: bool,
    /// With --again: write without asking. Needed where there is no terminal to ask on.
    #[arg(long, short, requires = "again")]
    pub(crate) yes: bool,
}

/// `assize desk`
#[derive(Debug, Args)]
pub(crate) struct Desk {
    /// The port to listen on, on this machine alone; 0 for any that is free.
    #[arg(long, default_value_t = 4711)]
    pub(crate) port: u16,
    /// Print the address, and open no browser.
    #[arg(long)]
    pub(crate) no_open: bool,
    /// Show everything and decide nothing.
    #[arg(long)]
    pub(crate) read_only: bool,
}

/// `assize text`
#[derive(Debug, Args)]
pub(crate) struct Text {
    /// A source: its id, first digits, or file name.
    #[arg(value_name = "SOURCE")]
    pub(crate) source: String,
}

/// `assize read`
#[derive(Debug, Args)]
pub(crate) struct Read {
    /// Sources to read (ids, first digits, or file names); all where left out. With --stdout: a file.
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Read one file and write NDJSON to stdout. Needs no case.
    #[arg(long)]
    pub(crate) stdout: bool,
    /// Date of publication for --stdout (EDTF). Without it, relative dates are not resolved.
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// Layers to write with --stdout: drafts, doubts, conflicts, times, quantities, sentences (comma-separated).
    #[arg(long, value_name = "LAYERS", value_delimiter = ',', default_value = "drafts")]
    pub(crate) emit: Vec<String>,
    /// Raise or lower a limit on what the file may ask of this machine with --stdout, as NAME=NUMBER; docs/limits.md lists them. Can be given more than once.
    #[arg(long, value_name = "LIMIT")]
    pub(crate) limit: Vec<String>,
}

/// `assize worker`
#[derive(Debug, Args)]
pub(crate) struct Worker {
    /// Limits, as NAME=NUMBER.
    #[arg(value_name = "LIMIT")]
    pub(crate) limits: Vec<String>,
}

/// `assize import`
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Claim sheets; or tables (CSV, XLSX, ODS) with --map or --guess.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Enter a table: what its columns mean, as a mapping file or the name of one that ships (acled, airwars, bij, iraq-body-count, new-america,
    /// plain, ucdp-ged).
    #[arg(long, alias = "format", value_name = "MAP")]
    pub(crate) map: Option<String>,
    /// Print a mapping that the header and cells of a table suggest, and import nothing. Needs no case.
    #[arg(long, conflicts_with_all = ["map", "dry_run"])]
    pub(crate) guess: bool,
    /// The sheet of a workbook that is meant.
    #[arg(long, value_name = "SHEET")]
    pub(crate) sheet: Option<String>,
    /// Who publishes the table, where the mapping does not say.
    #[arg(long)]
    pub(crate) publisher: Option<String>,
    /// The day on which this edition of the table was published (EDTF).
    #[arg(long, value_name = "DATE")]
    pub(crate) published: Option<String>,
    /// Address of the table.
    #[arg(long)]
    pub(crate) url: Option<String>,
    /// Enter a table without asking. Needed where there is no terminal to ask on.
    #[arg(long, short)]
    pub(crate) yes: bool,
    /// Say what would be imported, and import nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `assize weigh`
#[derive(Debug, Args)]
pub(crate) struct Weigh {
    /// Only this incident or campaign (key, id or date).
    #[arg(long, value_name = "INCIDENT")]
    pub(crate) incident: Option<String>,
    /// Only these methods.
    #[arg(long, value_name = "METHOD", value_delimiter = ',')]
    pub(crate) method: Vec<String>,
    /// When.
    #[command(flatten)]
    pub(crate) as_known: AsKnownArgs,
}

/// `assize assess`
#[derive(Debug, Args)]
pub(crate) struct Assess {
    /// The incident (key, id or date); every one with evidence where left out.
    #[arg(long, value_name = "INCIDENT")]
    pub(crate) incident: Option<String>,
    /// Only these standards (ids).
    #[arg(long, value_name = "STANDARD", value_delimiter = ',')]
    pub(crate) standard: Vec<String>,
    /// Proof standard whose outcomes are printed in full, as LEVEL or POLICY/LEVEL; the others stand beside as a profile [default: what the case's first policy says, `reasonable-grounds` where it is the shipped one]
    #[arg(long, value_name = "PROOF")]
    pub(crate) proof: Option<String>,
    /// Print only outcomes that changed since this day (YYYY-MM-DD), and the entries that changed them.
    #[arg(long, value_name = "DAY")]
    pub(crate) since: Option<String>,
    /// When.
    #[command(flatten)]
    pub(crate) as_known: AsKnownArgs,
}

/// `assize timeline`
#[derive(Debug, Args)]
pub(crate) struct Timeline {
    /// Print the order of authority for this incident: which instruments existed, applied, were known, came after.
    #[arg(long, value_name = "INCIDENT")]
    pub(crate) incident: Option<String>,
    /// When.
    #[command(flatten)]
    pub(crate) as_known: AsKnownArgs,
}

/// `assize oversight`
#[derive(Debug, Args)]
pub(crate) struct Oversight {
    /// Count days outstanding up to this day; the latest date on record where left out.
    #[arg(long, value_name = "DAY")]
    pub(crate) as_of: Option<String>,
    /// When.
    #[command(flatten)]
    pub(crate) as_known: AsKnownArgs,
}

/// The method that `assize why` answers by where none is asked for.
pub(crate) const WHY_METHOD: &str = "ucdp";

/// `assize why`
#[derive(Debug, Args)]
pub(crate) struct Why {
    /// An id (first digits suffice), an entity key such as `incident/2025-09-02`, or a figure: `campaign/boat-strikes killed`.
    #[arg(required = true, value_name = "ID")]
    pub(crate) what: Vec<String>,
    /// Method, for figures [default: ucdp, or the first that the case has]
    #[arg(long)]
    pub(crate) method: Option<String>,
    /// When.
    #[command(flatten)]
    pub(crate) as_known: AsKnownArgs,
}

/// `assize diff`
#[derive(Debug, Args)]
pub(crate) struct Diff {
    /// The earlier day (YYYY-MM-DD).
    #[arg(long, value_name = "DAY")]
    pub(crate) from: String,
    /// The later day; everything on record where left out.
    #[arg(long, value_name = "DAY")]
    pub(crate) to: Option<String>,
}

/// `assize schema`
#[derive(Debug, Args)]
pub(crate) struct Schema {
    /// What to do.
    #[command(subcommand)]
    pub(crate) what: SchemaCommand,
}

/// What is done with a schema.
#[derive(Debug, Subcommand)]
pub(crate) enum SchemaCommand {
    /// List every file: kind, id, shipped or adopted and by whom, hash, and whether the file in the case differs.
    List,
    /// Print a file as it counts here, or as it ships.
    Show {
        /// Its id.
        id: String,
    },
    /// Check files without adopting them; all in the case's `schema` folder where left out.
    Check {
        /// Files.
        #[arg(value_name = "FILE")]
        files: Vec<PathBuf>,
    },
    /// Write a file to begin with into the case's `schema` folder.
    New {
        /// What it holds.
        #[arg(value_enum)]
        kind: SchemaKindArg,
        /// Its id, which names the file.
        name: String,
    },
    /// Let files count: their hash is signed into the record and their bytes go to the archive.
    Adopt {
        /// Files, or ids of files in the case's `schema` folder or of what a merged case adopted.
        #[arg(required = true, value_name = "ID|FILE")]
        what: Vec<String>,
        /// Whether to ask.
        #[command(flatten)]
        sure: Sure,
    },
    /// Leave shipped standards, methods or proof standards out of this case.
    LeaveOut {
        /// Ids; `us.*` means all that begin with `us.`
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        /// Whether to ask.
        #[command(flatten)]
        sure: Sure,
    },
    /// Take in again what was left out.
    TakeIn {
        /// Ids; `us.*` means all that begin with `us.`
        #[arg(required = true, value_name = "ID")]
        ids: Vec<String>,
        /// Whether to ask.
        #[command(flatten)]
        sure: Sure,
    },
}

/// What a file of a schema holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum SchemaKindArg {
    /// A standard.
    Standard,
    /// A toll method.
    Method,
    /// A policy of proof: its levels.
    Proof,
    /// Properties.
    Property,
}

/// `assize differ`
#[derive(Debug, Args)]
pub(crate) struct Differ {
    /// Only what is differed on about this incident, order or person; all where left out.
    #[arg(value_name = "THING")]
    pub(crate) about: Option<String>,
    /// List instead the claims that have one review where the case asks for two.
    #[arg(long)]
    pub(crate) one_review: bool,
}

/// `assize setting`
#[derive(Debug, Args)]
pub(crate) struct Setting {
    /// What to do.
    #[command(subcommand)]
    pub(crate) what: SettingCommand,
}

/// What is done with settings.
#[derive(Debug, Subcommand)]
pub(crate) enum SettingCommand {
    /// List the settings of this case, and those there can be.
    List,
    /// Make a setting. Only an owner or editor may.
    Set {
        /// Its name: `review.two`.
        name: String,
        /// Its value: for `review.two` a property, or `*` for every property.
        value: String,
        /// Whether to ask.
        #[command(flatten)]
        sure: Sure,
    },
    /// Take a setting back.
    Unset {
        /// Its name.
        name: String,
        /// Its value.
        value: String,
        /// Whether to ask.
        #[command(flatten)]
        sure: Sure,
    },
}

/// `assize export`
#[derive(Debug, Args)]
pub(crate) struct Export {
    /// Workbook or table of values.
    #[arg(long, value_enum)]
    pub(crate) format: ExportFormat,
    /// What stands in the rows. Claims can be changed and read back with `assize import`.
    #[arg(long, value_enum)]
    pub(crate) of: ExportOf,
    /// File to write; CSV goes to standard output where left out.
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
    /// Begin CSV with the mark by which some programs know UTF-8.
    #[arg(long)]
    pub(crate) bom: bool,
    /// Method of the ranges of incidents [default: ucdp, or the first that the case has]
    #[arg(long)]
    pub(crate) method: Option<String>,
    /// Put in what confidential sources say.
    #[arg(long)]
    pub(crate) confidential: bool,
    /// When.
    #[command(flatten)]
    pub(crate) as_known: AsKnownArgs,
}

/// Forms of a table out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ExportFormat {
    /// A workbook with a reading guide.
    Xlsx,
    /// Values parted by commas.
    Csv,
}

/// What stands in the rows of a table out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum ExportOf {
    /// Incidents with their ranges.
    Incidents,
    /// Claims with their words.
    Claims,
    /// Sources.
    Sources,
}

/// `assize verify`
#[derive(Debug, Args)]
pub(crate) struct Verify {
    /// Check the files of a published site against its manifest instead, and that somebody of this record signed it.
    #[arg(long, value_name = "DIR")]
    pub(crate) site: Option<PathBuf>,
}

/// `assize merge`
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The other case's folder.
    pub(crate) other: PathBuf,
}

/// `assize man`
#[derive(Debug, Args)]
pub(crate) struct Man {
    /// Folder to write `assize.1`, `assize-add.1` and so on to, one page a command; made where it is missing.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
}

/// `assize demo`
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder to build in, empty or of an earlier demo, which is replaced. A new temporary folder where left out.
    #[arg(long, value_name = "DIR")]
    pub(crate) out: Option<PathBuf>,
    /// Build a small case of three invented articles instead: each command is shown as you would type it, with what it prints.
    #[arg(long, conflicts_with = "example")]
    pub(crate) small: bool,
    /// Build that small case as far as a desk is for: articles read, one figure accepted, nothing placed; and open it in a browser.
    #[arg(long, conflicts_with_all = ["example", "small"])]
    pub(crate) desk: bool,
    /// With --desk: print the address, and open no browser.
    #[arg(long, requires = "desk")]
    pub(crate) no_open: bool,
    /// Build an example of your own: a folder with claim sheets, and `digests` and `zones` below it. The one in the program where left out.
    #[arg(long, value_name = "DIR")]
    pub(crate) example: Option<PathBuf>,
}
