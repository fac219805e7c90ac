//! The content of entries, versions 1 and 2.
//!
//! This is the one module whose types are stored (`docs/format-2.md`). What version 1 has and version 2 has not, or the other way
//! round, is decided in [`version`]; a change to any of these types needs vectors for old reader, new reader and old writer.

mod blobs;
pub mod version;

use crate::{
    edtf::Edtf,
    entry::Kind,
    id::{BlobHash, DraftId, EntryId, Hash},
    proposition::{EntityType, Proposition},
    sign::PublicKey,
    speaker::{Basis, HedgeKind, Speaker, Stance},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// The content of an entry, tagged with its kind: `{"claim":{…}}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Body {
    /// See [`Source`].
    Source(Source),
    /// See [`Capture`].
    Capture(Box<Capture>),
    /// See [`Text`].
    Text(Text),
    /// See [`Passage`].
    Passage(Passage),
    /// See [`Anchor`].
    Anchor(Anchor),
    /// See [`Entity`].
    Entity(Entity),
    /// See [`Claim`].
    Claim(Arc<Claim>),
    /// See [`Remark`]: why the two are linked.
    Link(Remark),
    /// See [`Bridge`].
    Bridge(Bridge),
    /// See [`Grade`].
    Grade(Grade),
    /// See [`Remark`]: why the claim is accepted, amended or rejected.
    Review(Remark),
    /// See [`Remark`]: why the entry no longer stands.
    Retract(Remark),
    /// See [`Mark`].
    Mark(Mark),
    /// See [`Actor`].
    Actor(Actor),
    /// See [`Remark`]: why the content is taken out of sight.
    Withhold(Remark),
    /// See [`Adopted`].
    Standard(Adopted),
    /// See [`Adopted`].
    Method(Adopted),
    /// See [`Adopted`].
    Proof(Adopted),
    /// See [`Adopted`].
    Property(Adopted),
    /// See [`Adopted`].
    Lexicon(Adopted),
    /// See [`Rule`].
    Rule(Rule),
    /// See [`Setting`].
    Setting(Setting),
    /// See [`Act`].
    Act(Box<Act>),
    /// See [`Remark`].
    Note(Remark),
    /// See [`Question`].
    Question(Question),
    /// See [`Edition`].
    Edition(Edition),
    /// See [`Stamp`].
    Stamp(Stamp),
    /// See [`Seal`].
    Seal(Seal),
}

/// The bytes of an original. What is known of its publication stands in its captures, so that two organisations that hold the
/// same bytes arrive at one source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// SHA-256 of the bytes.
    pub sha256: BlobHash,
    /// Length in bytes.
    pub bytes: u64,
}

/// Who fetched a source, when and how, and what is known of its publication.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Capture {
    /// When it was fetched or added, RFC 3339 in UTC, by the collector's own clock.
    pub captured_at: String,
    /// Tool and version: `assize@0.1.0`.
    pub tool: String,
    /// Name of the file it was taken from, without its folder.
    pub file: String,
    /// Media type as recognised: `text/html`.
    pub media_type: String,
    /// Facts of publication.
    pub publication: Publication,
}

/// What is known of a source's publication. Each fact says where it is from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Publication {
    /// The outlet.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub publisher: Option<Stated>,
    /// The byline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Stated>,
    /// The headline or title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<Stated>,
    /// The date of publication; `value` is EDTF.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published_on: Option<Stated>,
    /// The canonical address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Stated>,
    /// What it is: `article`, `transcript`, `document`, `digest`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Stated>,
    /// For a digest: what it is a digest of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest_of: Option<Stated>,
    /// The language, BCP 47.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Stated>,
}

/// A fact and where it was stated: `json-ld`, `opengraph`, `meta`, `byline`, `shown`, `address`, `title`, `pdf-info`, `front-matter`, `given`; for the
/// address of an archived page also `archive-address`, `memento` or `archive-toolbar`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stated {
    /// The fact.
    pub value: String,
    /// Where it was stated.
    pub from: String,
}

/// The plain text that an extractor took out of a source; immutable.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Text {
    /// SHA-256 of the text's UTF-8 bytes.
    pub sha256: BlobHash,
    /// Length in bytes.
    pub bytes: u64,
    /// Extractor and version: `assize-html@1`.
    pub extractor: String,
}

/// Words at a span of a text.
///
/// Version 1 stores the words. Version 2 stores the span alone, so that no hash gives a name away; whoever reads the entry from a case
/// fills the words in from the archived text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passage {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// The words, where they are at hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exact: Option<String>,
}

/// What a text speaks of at a span: the head words that name an incident, an order, a person. It holds no words and no type, and has
/// no author, so that everybody who decides on it arrives at one id. Whoever reads it from a case fills the words in from the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Anchor {
    /// First byte.
    pub start: u64,
    /// One past the last byte.
    pub end: u64,
    /// The words, where they are at hand. Never stored.
    #[serde(default, skip)]
    pub exact: Option<String>,
}

/// A thing of the record, as a person names it. Everything said of it is a claim.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entity {
    /// What it is.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
    /// A short name in this case's roster, `type/name`: `incident/2025-09-02`. It identifies nothing outside the case. Always there in
    /// version 1.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// What people call it.
    pub name: String,
    /// For a zone version: a GeoJSON blob in the archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<BlobHash>,
}

/// What a speaker says in a passage.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Claim {
    /// Whose word it is.
    pub speaker: Speaker,
    /// Those who pass it on, from the speaker outwards to the publication.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub via: Vec<Speaker>,
    /// What the speaker does with it.
    pub stance: Stance,
    /// Words that weaken or bound it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub hedges: Vec<ClaimHedge>,
    /// How the speaker comes to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub basis: Option<Basis>,
    /// When it was said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub said_on: Option<Edtf>,
    /// What is said.
    pub proposition: Proposition,
    /// The draft it was made from, and the reader and rule that proposed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub drafted: Option<Drafted>,
    /// What the reader took the anchors for that the claim speaks of. Version 2.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub anchors: Vec<AnchorType>,
}

/// What an anchor was taken for when a claim about it was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AnchorType {
    /// The anchor.
    pub anchor: EntryId,
    /// Its type.
    #[serde(rename = "type")]
    pub entity_type: EntityType,
}

/// A hedge of a claim, by its words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClaimHedge {
    /// The words.
    pub exact: String,
    /// What sort of hedge.
    pub kind: HedgeKind,
}

/// Where a claim came from, if a machine proposed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Drafted {
    /// Id of the draft.
    pub draft: DraftId,
    /// Reader and version.
    pub reader: String,
    /// Rule.
    pub rule: String,
}

/// A claim bears on an element of a standard, for a stated reason. The claim is the head's `of`; the incident its `subject`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bridge {
    /// Id of the standard.
    pub standard: String,
    /// Name of the element.
    pub element: String,
    /// What the decider believed, what a reasonable one could believe, or what was so; left out where the element has no facets.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub facet: Option<Facet>,
    /// Which way it points.
    pub side: Side,
    /// Why the claim bears on the element. Printed wherever the outcome is.
    pub warrant: String,
    /// For `per = "person"` elements: which of the people, in the record's words.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unit: Option<String>,
    /// Whether this is a presumption (of law or doctrine) rather than evidence; it falls when retracted or rebutted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub presumption: bool,
}

/// A facet of an element that names a certainty.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Facet {
    /// What the decider believed, before.
    Held,
    /// What a reasonable decider could believe on what was known, before.
    Reasonable,
    /// What was so, as shown after.
    Fact,
}

impl Facet {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A side of an element.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Side {
    /// It speaks for the element being met.
    For,
    /// It speaks against.
    Against,
}

impl Side {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// How good a claim's word is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grade {
    /// The letter.
    pub grade: GradeLetter,
    /// Why.
    pub reason: String,
}

/// A document, recording or admission; B direct and disinterested; C interested or indirect; D bare assertion.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
pub enum GradeLetter {
    /// A document, a recording, or an admission.
    A,
    /// Direct and disinterested.
    B,
    /// Interested, or indirect.
    C,
    /// A bare assertion.
    D,
}

impl GradeLetter {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A person or machine that signs entries.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Actor {
    /// The key it signs with.
    pub key: PublicKey,
    /// What people call it.
    pub name: String,
    /// Whether it is a machine. Machines can only draft.
    pub machine: bool,
    /// What it may do beyond its own entries.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<ActorRole>,
    /// The key whose place it takes: both are one person's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<PublicKey>,
}

/// What an actor may do beyond adding entries of its own.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ActorRole {
    /// Grant roles, retract anyone's entries, withhold.
    Owner,
    /// Review claims, and replace or retract other people's.
    Editor,
    /// Review claims.
    Reviewer,
}

impl ActorRole {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A standard or method adopted into the case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Adopted {
    /// Id: `us.execute-order.2025-08-05`, `ucdp`.
    pub id: String,
    /// SHA-256 of its file.
    pub sha256: BlobHash,
}

/// An act of oversight, in the matter that is the head's `subject`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Act {
    /// What was done.
    pub act: ActKind,
    /// Who did it.
    pub who: Speaker,
    /// To or of whom.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub whom: Option<Speaker>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub happened_on: Option<Edtf>,
    /// What was asked for, produced or read, and which version or part of it.
    pub what: String,
    /// Whether only a part was produced, read or answered.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub in_part: bool,
    /// Whether what was produced or read was redacted.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub redacted: bool,
    /// The day an answer is due, where a rule or the request sets one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<Edtf>,
    /// Which incident the act is about, where the matter is not that incident itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub about: Option<EntryId>,
    /// In what capacity somebody read, was barred or was told, in words: `as a member of the committee`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub capacity: Option<String>,
}

/// What is done in an act of oversight.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum ActKind {
    /// Something was asked for.
    Requested,
    /// The request was acknowledged.
    Acknowledged,
    /// It was handed over.
    Produced,
    /// It was refused.
    Refused,
    /// It was read by someone.
    Read,
    /// Someone was briefed on it.
    Briefed,
    /// A report was filed.
    Reported,
    /// Somebody states that no answer has come. A claim of absence, not an absence on this record.
    SaidOutstanding,
    /// Somebody was not let read it, attend or know.
    Barred,
    /// Somebody was asked and would not comment. Neither an answer nor a denial.
    DeclinedComment,
    /// Somebody could not be reached.
    NotReached,
    /// Somebody was asked and did not respond.
    DidNotRespond,
    /// Advice was given, by a lawyer or another adviser.
    Advised,
    /// An inquiry, investigation or review was opened.
    InquiryOpened,
    /// An inquiry found something.
    Found,
    /// A court or another body ruled.
    Ruled,
    /// A body voted.
    Voted,
    /// Compensation was paid or offered.
    Compensated,
    /// Somebody was told of it who had to be, or asked to be.
    Notified,
}

impl ActKind {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// A reason or remark in words.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Remark {
    /// The words; may be empty.
    pub words: String,
}

/// Whether a person of the record may be published by name, or whether a source may be published at all. The verdict stands in the head.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mark {
    /// Why.
    pub words: String,
    /// How pages describe a private person, or on what ground a public one is named: `one of the 11 men`, `holds office`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shown_as: Option<String>,
}

/// A standing rule of the case: a named speaker of this name is taken to be the entity that is the head's `of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// The name, as texts write it.
    pub name: String,
}

/// A setting that changes a figure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setting {
    /// Its name: `review.two`.
    pub name: String,
    /// Its value, as `docs/format-2.md` gives it.
    pub value: String,
}

/// Something that somebody is asked to settle; the head's `of` says about what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Question {
    /// The question, or what settled it.
    pub words: String,
    /// Whom it is put to; anybody where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<PublicKey>,
}

/// A later edition of a table. The head's `source` is the table; `replaces` the edition before it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Edition {
    /// Name of the mapping it was read by.
    pub map: String,
    /// The column whose value is one row's key.
    pub key: String,
    /// Number of rows.
    pub rows: u64,
}

/// The word of somebody outside on when a checkpoint was there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Stamp {
    /// Who vouches, and how.
    pub scheme: StampScheme,
    /// Size of the log at the checkpoint.
    pub size: u64,
    /// Root of the log at the checkpoint.
    pub root: Hash,
    /// The token, Base64.
    pub token: String,
}

/// How an outside time is vouched for.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum StampScheme {
    /// A time-stamp token of RFC 3161.
    Rfc3161,
    /// A proof of OpenTimestamps.
    Opentimestamps,
    /// A cosignature of another organisation's log (C2SP tlog-witness).
    Witness,
}

impl StampScheme {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The key of content that is encrypted at rest, wrapped to one recipient. The content is the head's `of`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seal {
    /// The recipient, as age writes it.
    pub recipient: String,
    /// The wrapped key, Base64.
    pub wrapped: String,
}

impl Body {
    /// The kind of entry this is the body of.
    pub const fn kind(&self) -> Kind {
        match self {
            Self::Source(_) => Kind::Source,
            Self::Capture(_) => Kind::Capture,
            Self::Text(_) => Kind::Text,
            Self::Passage(_) => Kind::Passage,
            Self::Anchor(_) => Kind::Anchor,
            Self::Entity(_) => Kind::Entity,
            Self::Claim(_) => Kind::Claim,
            Self::Link(_) => Kind::Link,
            Self::Bridge(_) => Kind::Bridge,
            Self::Grade(_) => Kind::Grade,
            Self::Review(_) => Kind::Review,
            Self::Retract(_) => Kind::Retract,
            Self::Mark(_) => Kind::Mark,
            Self::Actor(_) => Kind::Actor,
            Self::Withhold(_) => Kind::Withhold,
            Self::Standard(_) => Kind::Standard,
            Self::Method(_) => Kind::Method,
            Self::Proof(_) => Kind::Proof,
            Self::Property(_) => Kind::Property,
            Self::Lexicon(_) => Kind::Lexicon,
            Self::Rule(_) => Kind::Rule,
            Self::Setting(_) => Kind::Setting,
            Self::Act(_) => Kind::Act,
            Self::Note(_) => Kind::Note,
            Self::Question(_) => Kind::Question,
            Self::Edition(_) => Kind::Edition,
            Self::Stamp(_) => Kind::Stamp,
            Self::Seal(_) => Kind::Seal,
        }
    }
}
