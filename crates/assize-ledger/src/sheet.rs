//! Claim sheets: how a person writes coded claims by hand, in TOML.
//!
//! [`parse`] reads one file and reports every fault of it at once, each with the bytes of the TOML it is about. [`entries`] turns
//! sheets into signed entries, leaving out what the record has: importing twice adds nothing, and what a person has since
//! rejected, retracted or replaced is not entered again.

mod check;
mod cursor;
mod known;
mod parse;
mod read;
mod write;

pub(crate) use known::print_claim;
pub use parse::{BridgeFault, BridgeWord, Terms, parse, parse_under, parse_with};
pub use write::{Imported, entries, import};

use crate::error::LedgerError;
use assize_record::{
    BlobHash, EntryId, Moment, Quantity, SpeakerKind, Stance, Status,
    body::{ActKind, Bridge, ClaimHedge, Grade},
    edtf::Edtf,
    entry::{OfText, Verdict},
    proposition::Point,
    speaker::Basis,
};
use std::ops::Range;

/// Something read, and the bytes of the TOML it was read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct At<T> {
    /// What was read.
    pub value: T,
    /// Where.
    pub at: Range<usize>,
}

/// One sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its path, as it was handed in. Paths in the sheet are relative to its folder.
    pub file: String,
    /// Entities that it declares.
    pub entities: Vec<SheetEntity>,
    /// Links.
    pub links: Vec<SheetLink>,
    /// Claims and acts, by source.
    pub sources: Vec<SheetSource>,
}

/// An entity that a sheet declares.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetEntity {
    /// `type/name`.
    pub key: At<String>,
    /// What people call it.
    pub name: String,
    /// For a zone: path of its GeoJSON.
    pub shape: Option<At<String>>,
    /// Whether it may be named in public, where the sheet says so.
    pub mark: Option<SheetMark>,
}

/// Whether a thing may be named in public.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetMark {
    /// [`Verdict::Public`] or [`Verdict::Private`].
    pub verdict: Verdict,
    /// On what ground it is named, or how it is described.
    pub shown_as: String,
}

/// A link between two entities, or between the texts of two files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLink {
    /// First end: a key, or a path for `syndicated-from`.
    pub from: At<String>,
    /// What the link says.
    pub verdict: Verdict,
    /// Second end.
    pub to: At<String>,
    /// Why.
    pub reason: String,
}

/// Claims and acts of one source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSource {
    /// Path of the file.
    pub file: At<String>,
    /// Claims.
    pub claims: Vec<SheetClaim>,
    /// Oversight acts.
    pub acts: Vec<SheetAct>,
}

/// Words, and which time they stand in the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetWords {
    /// The words, as they stand in the text.
    pub words: At<String>,
    /// Which time, from 1, where they stand there more than once.
    pub nth: Option<u64>,
}

/// A claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetClaim {
    /// The words it is read from.
    pub words: SheetWords,
    /// Key of its subject.
    pub subject: At<String>,
    /// Property.
    pub property: String,
    /// Value.
    pub value: SheetValue,
    /// Which of the people counted.
    pub status: Option<Status>,
    /// Key of the group.
    pub group: Option<At<String>>,
    /// When it happened.
    pub happened_on: Option<Edtf>,
    /// At what time of the day.
    pub happened_at: Option<Moment>,
    /// Whose word it is.
    pub speaker: SheetSpeaker,
    /// Who passes it on.
    pub via: Vec<SheetSpeaker>,
    /// What the speaker does with it.
    pub stance: Stance,
    /// How the speaker comes to know.
    pub basis: Option<Basis>,
    /// When it was said.
    pub said_on: Option<Edtf>,
    /// Words that weaken or bound it.
    pub hedges: Vec<At<ClaimHedge>>,
    /// Grade.
    pub grade: Option<Grade>,
    /// Elements it bears on.
    pub bears: Vec<SheetBridge>,
}

/// A bridge of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetBridge {
    /// Key of the incident; the claim's subject where left out.
    pub incident: Option<At<String>>,
    /// The bridge.
    pub bridge: Bridge,
}

/// The value of a claim.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SheetValue {
    /// The words themselves.
    Words,
    /// A count.
    Quantity(Quantity),
    /// A date.
    Date(Edtf),
    /// Key of an entity.
    Entity(At<String>),
    /// Yes or no.
    Flag(bool),
    /// A position.
    Point(Point),
    /// One word of a closed list.
    Word(String),
}

/// Whose word it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetSpeaker {
    /// What sort of speaker.
    pub kind: SpeakerKind,
    /// Key of the speaker's entity. A named speaker without one and without a description is the publisher of the source.
    pub entity: Option<At<String>>,
    /// The source's own words for the speaker, where given.
    pub description: Option<String>,
    /// How many unnamed people.
    pub count: Option<Quantity>,
    /// Key of the party.
    pub party: Option<At<String>>,
    /// Why an unnamed speaker is not named.
    pub anonymity: Option<String>,
}

impl SheetSpeaker {
    /// Whether it is the outlet in its own word, by the name that the source states.
    pub(crate) fn is_publisher(&self) -> bool {
        self.kind == SpeakerKind::Named && self.entity.is_none() && self.description.is_none()
    }
}

/// An oversight act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetAct {
    /// The words it is read from.
    pub words: SheetWords,
    /// Key of the matter: a request, or an instrument, incident, campaign or event.
    pub matter: At<String>,
    /// What was done.
    pub act: ActKind,
    /// By whom.
    pub who: SheetSpeaker,
    /// To whom.
    pub whom: Option<SheetSpeaker>,
    /// When.
    pub happened_on: Option<Edtf>,
    /// What was asked for, produced or read.
    pub what: String,
    /// Whether only a part.
    pub in_part: bool,
    /// Whether redacted.
    pub redacted: bool,
    /// When an answer is due.
    pub due_on: Option<Edtf>,
    /// Key of the incident it is about.
    pub incident: Option<At<String>>,
    /// In what capacity somebody read, was barred or was told.
    pub capacity: Option<String>,
}

/// One fault of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {problem}")]
pub struct SheetError {
    /// Path of the sheet.
    pub file: String,
    /// Bytes of the TOML that it is about.
    pub at: Range<usize>,
    /// What is wrong.
    pub problem: LedgerError,
}

/// Every fault found, in order of file and place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct SheetErrors(pub Vec<SheetError>);

/// An archived text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileText<'t> {
    /// The text's entry.
    pub text: OfText,
    /// Entry id of its source.
    pub source: EntryId,
    /// The text.
    pub words: &'t str,
}

/// What the case's archive has of the files that sheets name. Paths are those of [`Sheet::path`].
pub trait Files {
    /// The text of a file.
    fn text(&self, path: &str) -> Option<FileText<'_>>;

    /// The archived GeoJSON of a zone's shape.
    fn shape(&self, path: &str) -> Result<BlobHash, String>;
}

impl Sheet {
    /// A path of the sheet, taken from the folder that the sheet is in: `cases/a.toml` and `texts/b.txt` give `cases/texts/b.txt`.
    /// No path that a sheet states leaves its folder.
    pub fn path(&self, relative: &str) -> String {
        let folder = self.file.rfind('/').map_or("", |end| &self.file[..=end]);
        let parts: Vec<&str> = relative.split('/').filter(|part| !matches!(*part, "" | ".")).collect();
        format!("{folder}{}", parts.join("/"))
    }

    /// Paths of the texts that its claims, acts and links quote, each once.
    pub fn texts(&self) -> Vec<String> {
        let sources = self.sources.iter().map(|source| &source.file);
        let links = self.links.iter().filter(|link| link.verdict == Verdict::SyndicatedFrom);
        let ends = links.flat_map(|link| [&link.from, &link.to]);
        let mut paths: Vec<String> = sources.chain(ends).map(|path| self.path(&path.value)).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }

    /// Paths of the shapes that its zones name, each once.
    pub fn shapes(&self) -> Vec<String> {
        let shapes = self.entities.iter().filter_map(|entity| entity.shape.as_ref());
        let mut paths: Vec<String> = shapes.map(|path| self.path(&path.value)).collect();
        paths.sort_unstable();
        paths.dedup();
        paths
    }
}
