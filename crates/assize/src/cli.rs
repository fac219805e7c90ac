//! The command line: every command and flag, with its help.

use clap::{Args, Parser, Subcommand};
use std::path::PathBuf;

/// Turns reporting on the use of lethal force into a record that can be checked.
///
/// Every number, date and finding opens the exact words of an archived source. Strictly retrospective; takes no side: it
/// prints who said what, never what is true.
#[derive(Debug, Parser)]
#[command(name = "assize", version, propagate_version = true, max_term_width = 110)]
#[command(
    after_help = "Exit codes: 0 done · 1 done, with faults found · 2 usage · 3 bad input · 4 integrity\n\
    First steps: `assize demo` builds and weighs a complete example case."
)]
pub(crate) struct Cli {
    /// The case folder; found from the current folder upwards where left out.
    #[arg(long, global = true, value_name = "DIR", env = "ASSIZE_CASE")]
    pub(crate) case: Option<PathBuf>,
    /// Print JSON to stdout (each object names its schema); lists that stream are NDJSON.
    #[arg(long, global = true)]
    pub(crate) json: bool,
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
    /// Read texts and propose drafts.
    Read(Read),
    /// List drafts that nobody has decided on.
    Drafts(Drafts),
    /// Accept drafts as claims.
    Accept(Decide),
    /// Reject drafts or claims, with a reason.
    Reject(Decide),
    /// Accept a draft with corrections.
    Amend(Amend),
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
    /// Walk back from a figure, an outcome, a claim or any id to the underlined words.
    Why(Why),
    /// Say what changed between two known-at dates, and which entries did it.
    Diff(Diff),
    /// Build the site and its datasets.
    Publish(Publish),
    /// Check hashes, log, signatures and spans; name every fault by file and line.
    Verify(Verify),
    /// Take in every entry of another case (set union).
    Merge(Merge),
    /// Build the example case end to end and print what it made.
    Demo(Demo),
    /// Print a shell completion script.
    Completions {
        /// Which shell.
        shell: clap_complete::Shell,
    },
    /// Print the manual page.
    Man,
}

/// The two axes of time.
#[derive(Debug, Args, Clone, Default)]
pub(crate) struct AsKnownArgs {
    /// Only what had been published by the end of this day (YYYY-MM-DD).
    #[arg(long, value_name = "DAY")]
    pub(crate) known_at: Option<String>,
    /// Only what this record held at this instant (RFC 3339), by trusted receipts.
    #[arg(long, value_name = "INSTANT")]
    pub(crate) recorded_at: Option<String>,
    /// Also count machine drafts that nobody has reviewed. They are marked.
    #[arg(long)]
    pub(crate) drafts: bool,
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
    /// What it is: article, transcript, document, digest.
    #[arg(long)]
    pub(crate) kind: Option<String>,
    /// Largest file to take in, in MiB.
    #[arg(long, value_name = "MIB")]
    pub(crate) max_mib: Option<u64>,
    /// Say what would be added, and add nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
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
}

/// `assize drafts`
#[derive(Debug, Args)]
pub(crate) struct Drafts {
    /// Only drafts of these sources.
    #[arg(value_name = "SOURCE")]
    pub(crate) sources: Vec<String>,
    /// Only drafts of this property.
    #[arg(long)]
    pub(crate) property: Option<String>,
}

/// `assize accept` and `assize reject`
#[derive(Debug, Args)]
pub(crate) struct Decide {
    /// Ids of drafts or claims, or their first digits.
    #[arg(required = true, value_name = "ID")]
    pub(crate) ids: Vec<String>,
    /// Why. Needed to reject.
    #[arg(long, default_value = "")]
    pub(crate) reason: String,
    /// Say what would be decided, and decide nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `assize amend`
#[derive(Debug, Args)]
pub(crate) struct Amend {
    /// Id of the draft, or its first digits.
    pub(crate) id: String,
    /// Another property.
    #[arg(long)]
    pub(crate) property: Option<String>,
    /// Another subject, as a key `type/name`.
    #[arg(long)]
    pub(crate) subject: Option<String>,
    /// Another lower end.
    #[arg(long)]
    pub(crate) min: Option<u64>,
    /// Another upper end.
    #[arg(long)]
    pub(crate) max: Option<u64>,
    /// Another date (EDTF).
    #[arg(long)]
    pub(crate) happened_on: Option<String>,
    /// Why.
    #[arg(long, default_value = "")]
    pub(crate) reason: String,
}

/// `assize import`
#[derive(Debug, Args)]
pub(crate) struct Import {
    /// Claim sheets, or tables with --format.
    #[arg(required = true, value_name = "FILE")]
    pub(crate) files: Vec<PathBuf>,
    /// Layout of a table.
    #[arg(long, value_enum)]
    pub(crate) format: Option<TableFormat>,
    /// Say what would be imported, and import nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// Layouts that `import --format` reads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum TableFormat {
    /// The Bureau of Investigative Journalism's strike tables.
    Bij,
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
    /// Proof standard whose outcomes are printed in full; the others stand beside as a profile.
    #[arg(long, value_name = "PROOF", default_value = "reasonable-grounds")]
    pub(crate) proof: String,
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

/// `assize why`
#[derive(Debug, Args)]
pub(crate) struct Why {
    /// An id (first digits suffice), an entity key such as `incident/2025-09-02`, or a figure: `campaign/boat-strikes killed`.
    #[arg(required = true, value_name = "ID")]
    pub(crate) what: Vec<String>,
    /// Method, for figures.
    #[arg(long, default_value = "ucdp")]
    pub(crate) method: String,
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

/// `assize publish`
#[derive(Debug, Args)]
pub(crate) struct Publish {
    /// Folder to write; made where it is missing.
    #[arg(long, value_name = "DIR", default_value = "site")]
    pub(crate) out: PathBuf,
    /// When.
    #[command(flatten)]
    pub(crate) as_known: AsKnownArgs,
    /// Show the whole text of every source, not only of digests. Only where rights allow it.
    #[arg(long)]
    pub(crate) full_texts: bool,
    /// Say what would be written, and write nothing.
    #[arg(long)]
    pub(crate) dry_run: bool,
}

/// `assize verify`
#[derive(Debug, Args)]
pub(crate) struct Verify {}

/// `assize merge`
#[derive(Debug, Args)]
pub(crate) struct Merge {
    /// The other case's folder.
    pub(crate) other: PathBuf,
}

/// `assize demo`
#[derive(Debug, Args)]
pub(crate) struct Demo {
    /// Folder to build in.
    #[arg(long, value_name = "DIR", default_value = "target/demo")]
    pub(crate) out: PathBuf,
    /// Folder of the example, with digests, sheets and zones.
    #[arg(long, value_name = "DIR", default_value = "examples/boat-strikes")]
    pub(crate) example: PathBuf,
}
