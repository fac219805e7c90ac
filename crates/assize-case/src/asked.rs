//! What a person asks for: which drafts, claims and things are meant, and what is said of them. Every field is a flag of the command
//! line and a field of the desk.

use clap::Args;
use std::path::PathBuf;

/// Which drafts are meant.
#[derive(Debug, Args, Clone, Default)]
pub struct Which {
    /// Only drafts of this source (first digits of its id, or file name).
    #[arg(long = "source", value_name = "SOURCE")]
    pub sources: Vec<String>,
    /// Only drafts of this property.
    #[arg(long)]
    pub property: Option<String>,
    /// Only drafts whose speaker's words hold these (`narrator` for the publication's own word).
    #[arg(long, value_name = "WORDS")]
    pub speaker: Option<String>,
    /// Only drafts about this incident, order or person (as `assize incidents` and `assize drafts` name it).
    #[arg(long, value_name = "THING")]
    pub incident: Option<String>,
    /// Only drafts of this confidence.
    #[arg(long, value_enum)]
    pub confidence: Option<ConfidenceArg>,
    /// Only drafts proposed by this rule, or by rules that begin so (`speech.`).
    #[arg(long)]
    pub rule: Option<String>,
}

impl Which {
    /// Whether every draft is meant.
    pub fn is_all(&self) -> bool {
        self.sources.is_empty()
            && self.property.is_none()
            && self.speaker.is_none()
            && self.incident.is_none()
            && self.confidence.is_none()
            && self.rule.is_none()
    }
}

/// How sure the reader is of a draft.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum ConfidenceArg {
    /// The rule leaves nothing to choose.
    High,
    /// The rule chose among few readings.
    Medium,
    /// A guess worth a person's look.
    Low,
}

/// `assize drafts`
#[derive(Debug, Args, Clone, Default)]
pub struct Drafts {
    /// Only drafts of these sources (first digits of ids, or file names).
    #[arg(value_name = "SOURCE", id = "of_sources")]
    pub sources: Vec<String>,
    /// Which.
    #[command(flatten)]
    pub which: Which,
    /// Also list everything that the reader could not settle in these texts, and drafts that cannot both hold.
    #[arg(long)]
    pub doubts: bool,
    /// For a second review: list what you have not decided on yourself, with nothing that others decided, linked, named or corrected.
    #[arg(long)]
    pub blind: bool,
}

/// `assize accept`
#[derive(Debug, Args, Clone, Default)]
pub struct Accept {
    /// What is accepted.
    #[command(flatten)]
    pub what: Decide,
    /// Also accept drafts with a doubt, as `assize drafts` shows it, where they are chosen by what they say. Named by id they are
    /// accepted all the same.
    #[arg(long)]
    pub doubts: bool,
}

/// `assize accept` and `assize reject`
#[derive(Debug, Args, Clone, Default)]
pub struct Decide {
    /// Ids of drafts or claims, or their first digits.
    #[arg(value_name = "ID", required_unless_present_any = ["sources", "property", "speaker", "incident", "confidence", "rule", "blind"])]
    pub ids: Vec<String>,
    /// All undecided drafts that fit, beside those named by id.
    #[command(flatten)]
    pub which: Which,
    /// Why. Needed to reject.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// All drafts that fit and that you have not decided on yourself, also those that others have: a second review.
    #[arg(long)]
    pub blind: bool,
    /// Decide on what can be decided, and name the rest; otherwise one failure leaves all undecided.
    #[arg(long)]
    pub skip_failed: bool,
    /// Say what would be decided, and decide nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// `assize amend`
#[derive(Debug, Args, Clone, Default)]
pub struct Amend {
    /// Id of the draft or claim, or its first digits.
    pub id: String,
    /// What is changed.
    #[command(flatten)]
    pub fields: Fields,
    /// Why.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// Say what would be entered, and enter nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// `assize claim`
#[derive(Debug, Args, Clone, Default)]
pub struct ByHand {
    /// The source: first digits of its id, or its file name.
    pub source: String,
    /// The exact words that say it, or their beginning and end with ` ... ` between.
    #[arg(long, value_name = "WORDS")]
    pub says: String,
    /// What is said.
    #[command(flatten)]
    pub fields: Fields,
    /// Why.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// Say what would be entered, and enter nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// What a claim says, field by field. Where one is left out, what stands stays.
#[derive(Debug, Args, Clone, Default)]
pub struct Fields {
    /// Another property.
    #[arg(long)]
    pub property: Option<String>,
    /// Another subject: a key, a name as `assize incidents` prints it, or first digits of an id.
    #[arg(long, value_name = "THING")]
    pub subject: Option<String>,
    /// Another lower end; `none` takes it away.
    #[arg(long, value_name = "NUMBER")]
    pub min: Option<String>,
    /// Another upper end; `none` takes it away.
    #[arg(long, value_name = "NUMBER")]
    pub max: Option<String>,
    /// Approximate words as stated (`about`, `dozens`); `none` takes them away.
    #[arg(long, value_name = "WORDS")]
    pub approx: Option<String>,
    /// What is counted: people, vessels, strikes, groups …
    #[arg(long)]
    pub unit: Option<String>,
    /// A date as value (EDTF).
    #[arg(long)]
    pub date: Option<String>,
    /// Yes or no as value.
    #[arg(long, value_name = "yes|no")]
    pub flag: Option<String>,
    /// Words as value.
    #[arg(long)]
    pub words: Option<String>,
    /// Another thing as value.
    #[arg(long, value_name = "THING")]
    pub entity: Option<String>,
    /// Which of the people: civilian, combatant, child, woman, unknown, part (some of those that another figure counts); `none` for all of them.
    #[arg(long)]
    pub status: Option<String>,
    /// The group that membership is claimed of; `none` for no group.
    #[arg(long, value_name = "THING")]
    pub group: Option<String>,
    /// When it happened or held (EDTF); `none` takes it away.
    #[arg(long, value_name = "DATE")]
    pub happened_on: Option<String>,
    /// What the speaker does: asserts, denies, doubts, reports.
    #[arg(long)]
    pub stance: Option<String>,
    /// Whose word it is, by name or thing. With --speaker-kind unnamed or document: its words.
    #[arg(long, value_name = "WHO")]
    pub speaker: Option<String>,
    /// What sort of speaker: named, unnamed, document, narrator, unclear.
    #[arg(long, value_name = "KIND")]
    pub speaker_kind: Option<String>,
    /// How many unnamed people speak.
    #[arg(long, value_name = "NUMBER")]
    pub speaker_count: Option<u64>,
    /// The organisation that an unnamed speaker speaks for; `none` for none.
    #[arg(long, value_name = "THING")]
    pub party: Option<String>,
    /// Who passes the word on, from the speaker outwards; `none` for nobody.
    #[arg(long, value_name = "WHO")]
    pub via: Vec<String>,
    /// When it was said (EDTF); `none` takes it away.
    #[arg(long, value_name = "DATE")]
    pub said_on: Option<String>,
    /// Words that weaken or bound it, as `KIND:WORDS` (bound, approximate, appearance, possibility, unknown, allegation …); `none` for none.
    #[arg(long, value_name = "KIND:WORDS")]
    pub hedge: Vec<String>,
    /// How the speaker comes to know: witness, participant, document, briefed, acquaintance, inference, admission; `none` where not said.
    #[arg(long)]
    pub basis: Option<String>,
    /// Other words of the same text that say it.
    #[arg(long, value_name = "WORDS")]
    pub passage: Option<String>,
    /// Its gist, one full sentence of your own in the place of the generated one; `none` takes it back.
    #[arg(long, value_name = "SENTENCE")]
    pub gist: Option<String>,
}

/// `assize incidents`
#[derive(Debug, Args)]
pub struct Incidents {
    /// Only incidents that nobody has placed.
    #[arg(long)]
    pub unplaced: bool,
    /// When.
    #[command(flatten)]
    pub as_known: AsKnownArgs,
}

/// `assize things`
#[derive(Debug, Args)]
pub struct Things {
    /// Only things of this type: person, organisation, instrument, campaign … (agents too, which may be either of the first two).
    #[arg(long = "type", value_name = "TYPE")]
    pub entity_type: Option<String>,
    /// When.
    #[command(flatten)]
    pub as_known: AsKnownArgs,
}

/// Whether a decision may be written without asking.
#[derive(Debug, Args, Clone, Default)]
pub struct Sure {
    /// Why.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// Write without asking. Needed where there is no terminal to ask on.
    #[arg(long, short)]
    pub yes: bool,
    /// Show what would move, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// `assize incident`
#[derive(Debug, Args)]
pub struct Incident {
    /// What to call it.
    pub name: String,
    /// What the texts speak of that is this incident: as `assize incidents` and `assize drafts` name it. May be given several times.
    #[arg(long, required = true, value_name = "ANCHOR")]
    pub from: Vec<String>,
    /// The campaign, or the incident of an attack, that it is part of.
    #[arg(long, value_name = "THING")]
    pub part_of: Vec<String>,
    /// Incidents that it is not. May be given several times.
    #[arg(long, value_name = "THING")]
    pub different: Vec<String>,
    /// A short name in this case, `type/name`.
    #[arg(long)]
    pub key: Option<String>,
    /// What it is, where it is no incident: person, organisation, instrument, campaign …
    #[arg(long = "type", value_name = "TYPE")]
    pub entity_type: Option<String>,
    /// Whether to ask.
    #[command(flatten)]
    pub sure: Sure,
}

/// `assize link`
#[derive(Debug, Args)]
pub struct Link {
    /// First end; with --part-of the part, with --taken-from the copy.
    pub a: String,
    /// Second end.
    pub b: String,
    /// The first is part of the second.
    #[arg(long, conflicts_with = "taken_from")]
    pub part_of: bool,
    /// The first is a source that was taken over from the second: both are one origin.
    #[arg(long)]
    pub taken_from: bool,
    /// Whether to ask.
    #[command(flatten)]
    pub sure: Sure,
}

/// `assize unlink`
#[derive(Debug, Args)]
pub struct Unlink {
    /// What is taken out.
    pub a: String,
    /// What it is taken out of, or what it is linked with.
    pub b: String,
    /// Whether to ask.
    #[command(flatten)]
    pub sure: Sure,
}

/// `assize different`
#[derive(Debug, Args)]
pub struct Different {
    /// One thing.
    pub a: String,
    /// The other.
    pub b: String,
    /// Why.
    #[arg(long, default_value = "")]
    pub reason: String,
    /// Show what would move, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// `assize candidates`
#[derive(Debug, Args)]
pub struct Candidates {
    /// The incident; every unplaced one where left out.
    #[arg(value_name = "INCIDENT")]
    pub incident: Option<String>,
    /// How many candidates of each.
    #[arg(long, default_value_t = 3)]
    pub limit: usize,
    /// Also incidents that only drafts speak of.
    #[arg(long)]
    pub drafts: bool,
}

/// `assize rename`
#[derive(Debug, Args)]
pub struct Rename {
    /// The thing.
    pub thing: String,
    /// Its new name.
    pub name: Option<String>,
    /// Its type: person, organisation, incident, campaign, instrument …
    #[arg(long = "type", value_name = "TYPE")]
    pub entity_type: Option<String>,
    /// Its short name in this case, `type/name`.
    #[arg(long)]
    pub key: Option<String>,
    /// Whether to ask.
    #[command(flatten)]
    pub sure: Sure,
}

/// `assize retract`
#[derive(Debug, Args)]
pub struct Retract {
    /// Ids of entries, or their first digits.
    #[arg(required = true, value_name = "ID")]
    pub ids: Vec<String>,
    /// Why.
    #[arg(long, required = true)]
    pub reason: String,
    /// Show what would move, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// `assize undo`
#[derive(Debug, Args)]
pub struct Undo {
    /// How many decisions, newest first.
    #[arg(default_value_t = 1)]
    pub count: usize,
    /// Take back your last undo instead.
    #[arg(long)]
    pub redo: bool,
    /// Whether to ask.
    #[command(flatten)]
    pub sure: Sure,
}

/// The two axes of time.
#[derive(Debug, Args, Clone, Default)]
pub struct AsKnownArgs {
    /// Only what had been published by the end of this day (YYYY-MM-DD).
    #[arg(long, value_name = "DAY")]
    pub known_at: Option<String>,
    /// Only what this record held at this instant (RFC 3339), by trusted receipts.
    #[arg(long, value_name = "INSTANT")]
    pub recorded_at: Option<String>,
    /// Also count machine drafts that nobody has reviewed. They are marked.
    #[arg(long)]
    pub drafts: bool,
    /// Also count claims with one review where the case asks for two. Every figure says so.
    #[arg(long)]
    pub one_review: bool,
}

/// `assize publish`
#[derive(Debug, Args, Clone, Default)]
pub struct Publish {
    /// Folder to write; made where it is missing.
    #[arg(long, value_name = "DIR", default_value = "site")]
    pub out: PathBuf,
    /// When.
    #[command(flatten)]
    pub as_known: AsKnownArgs,
    /// Show the whole text of every source, not only of digests. Only where rights allow it.
    #[arg(long)]
    pub full_texts: bool,
    /// Mask the names of persons that nobody has decided to publish, wherever they stand in words.
    #[arg(long, conflicts_with = "leave_names_out")]
    pub mask_names: bool,
    /// Mask this name too, of whomever: nothing on record need stand for it. May be given again; with --mask-names or --leave-names-out.
    #[arg(long, value_name = "NAME")]
    pub mask: Vec<String>,
    /// Leave out claims and acts whose quoted words hold such a name.
    #[arg(long)]
    pub leave_names_out: bool,
    /// Publish nothing that speaks of this thing; may be given again.
    #[arg(long, value_name = "THING")]
    pub leave_out: Vec<String>,
    /// Where the site is published, as `https://example.org/case/`: pages quote it, and the list of pages for search engines needs it.
    #[arg(long, value_name = "URL", value_parser = address)]
    pub address: Option<String>,
    /// Write the public bundle to this folder too: the signed entries that the site stands on, and how to check them without this program.
    #[arg(long, value_name = "DIR")]
    pub bundle: Option<PathBuf>,
    /// Put the original of this source into the bundle, where its rights allow that. May be given again.
    #[arg(long, value_name = "SOURCE", requires = "bundle")]
    pub with_originals: Vec<String>,
    /// Say what would be written, and write nothing.
    #[arg(long)]
    pub dry_run: bool,
}

/// An address on the web, with a last `/`.
fn address(text: &str) -> Result<String, String> {
    let known = assize_publish::site::address(text);
    known
        .ok_or_else(|| format!("`{text}` is not an address on the web: expected `https://example.org/case/`"))
}
