//! The record as one reader sees it: effective entries with their content, as known at a time.

mod claims;
mod days;
mod drafts;
mod find;
mod fold;
mod gist;
mod marks;
mod publication;
mod reviews;
mod schema;
mod shown;
mod stored;

pub use days::{DayOf, put_forward};
pub use find::reach;
pub(crate) use fold::{Canonical, canonical_act, canonical_proposition, canonical_speaker};
pub use marks::Privacy;
pub use reviews::{ALL, REVIEW_TWO};
pub use shown::{PARAPHRASE, ROW, shown};

use assize_record::{
    BlobHash, DraftId, EntityType, EntryId, Interval, Kind, Span, Value, Vocabulary, Words,
    body::{Act, Body, Bridge, Claim, Edition, Entity, Grade, Publication, Stated},
    edtf::{Day, Edtf},
    entry::{Head, Verdict},
    sign::PublicKey,
};
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The time a view is taken at, on two axes that never mix.
///
/// `published_by` asks what could be known from what had been published by the end of a day; `recorded_by` asks what this record
/// held at an instant, by trusted receipts. Left out, an axis does not restrict. An author's own clock plays no part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct AsKnown {
    /// Only claims and acts whose source was published, for certain, on or before this day. A source whose date of
    /// publication is not known counts from the day its first receipt shows.
    pub published_by: Option<Day>,
    /// Only entries that a trusted receipt shows to have been on the record at this instant.
    pub recorded_by: Option<Timestamp>,
}

/// The record as known at a time. A pure function of a set of entries with their receipts, and of [`AsKnown`]. See [`View::fold`], and
/// [`View::of`] for one put together by hand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct View {
    parts: ViewParts,
    /// Positions in `claims`, by canonical subject, then id.
    by_subject: Vec<u32>,
    /// Keys of this case's roster, and the entities they name.
    roster: BTreeMap<String, BTreeSet<EntryId>>,
    unplaced: BTreeSet<EntryId>,
    /// Positions in `marks`, by what the thing or source is known by.
    marks_of: BTreeMap<EntryId, Vec<usize>>,
    /// Positions in `gists` of those that count, by claim.
    gist_of: BTreeMap<EntryId, usize>,
    stored: stored::Stored,
}

/// What a [`View`] is made of.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ViewParts {
    /// When it is taken.
    pub as_known: AsKnown,
    /// Sources by entry id.
    pub sources: BTreeMap<EntryId, SourceView>,
    /// Texts by entry id.
    pub texts: BTreeMap<EntryId, TextView>,
    /// Passages by entry id.
    pub passages: BTreeMap<EntryId, PassageView>,
    /// Anchors that a claim speaks of or a link names, by entry id.
    pub anchors: BTreeMap<EntryId, AnchorView>,
    /// What the record speaks of, by entry id (not only canonical ones): entities as people named them, and anchors by their head words
    /// and the type that they were accepted as. See [`View::canonical`].
    pub entities: BTreeMap<EntryId, Entity>,
    /// Who entered each entity that stands, also where its content is out of sight.
    pub authors: BTreeMap<EntryId, PublicKey>,
    /// Entities entered by somebody this record does not know, whose keys name nothing here that anybody known names; and sources that only
    /// such a one has captured.
    pub strangers: BTreeSet<EntryId>,
    /// Texts of sources that people of this record have captured, which none of them has entered or quoted: they came with a merge, and whose
    /// they are nobody here says. Nothing reads them.
    pub foreign_texts: BTreeMap<EntryId, TextView>,
    /// Claims that stand, in order of id.
    pub claims: Vec<ClaimView>,
    /// Bridges that stand, in order of id.
    pub bridges: Vec<BridgeView>,
    /// Acts of oversight that stand, in order of id.
    pub acts: Vec<ActView>,
    /// For every anchor, entity or source of a cluster with more than one member: the one that the cluster is known by.
    pub same: BTreeMap<EntryId, EntryId>,
    /// The members of each cluster of anchors and entities, by the one that it is known by.
    pub members: BTreeMap<EntryId, Vec<EntryId>>,
    /// Canonical ids of clusters that hold a `different` link between two of their members.
    pub contested: BTreeSet<EntryId>,
    /// `part-of` links between canonical ids: part to wholes.
    pub part_of: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// `syndicated-from` links between sources: copy to roots.
    pub syndicated_from: BTreeMap<EntryId, BTreeSet<EntryId>>,
    /// Links that stand, in order of id.
    pub links: Vec<LinkView>,
    /// Pairs of things or sources that a person links as `different`, by their own ids, the smaller first.
    pub different: BTreeSet<(EntryId, EntryId)>,
    /// Claims that do not stand, and judgements, acts and links that no longer do, so that nobody enters them again unseen. In
    /// order of id.
    pub set_aside: Vec<SetAside>,
    /// The drafts on which a person has decided, whichever way, with the claim that was entered first.
    pub decided: BTreeMap<DraftId, EntryId>,
    /// Decisions of version 1, whose drafts had other ids, with the claim.
    pub decided_before: BTreeMap<DecidedBefore, EntryId>,
    /// Names of those who sign.
    pub actors: BTreeMap<PublicKey, String>,
    /// People whom this record knows: only theirs are judgements.
    pub people: BTreeSet<PublicKey>,
    /// People who may retract and replace what others entered: owners and editors.
    pub editors: BTreeSet<PublicKey>,
    /// People who may review what others entered: owners, editors and reviewers.
    pub reviewers: BTreeSet<PublicKey>,
    /// What the fold saw and could not settle; never silently resolved.
    pub doubts: Vec<FoldDoubt>,
    /// Schema files adopted by somebody who may, in order of kind, name and entry.
    pub adopted: Vec<AdoptedView>,
    /// Schema files that others adopted in their copy of the record. Nothing follows from them here.
    pub offered: Vec<AdoptedView>,
    /// Settings made by somebody who may, in order of name, value and entry.
    pub settings: Vec<SettingView>,
    /// Editions of tables that stand, in order of receipt, then id.
    pub editions: Vec<EditionView>,
    /// Marks that stand, in order of id. See [`View::privacy`] and [`View::confidential`].
    pub marks: Vec<MarkView>,
    /// What people put in the place of generated sentences, in order of id. See [`View::gist`].
    pub gists: Vec<GistView>,
    /// The vocabulary that the claims were held against, where they were.
    pub vocabulary: Option<Arc<Vocabulary>>,
    /// Claims that people accepted and whose property that vocabulary lacks: no part of any weighing.
    pub not_adopted: Vec<ClaimView>,
    /// Claims on which people who reviewed them differ, in order of id. They support nothing until a third person settles it.
    pub differing: Vec<Differing>,
    /// Reviews that count, in order of claim, author and id.
    pub reviews: Vec<ReviewView>,
    /// For claims put in the place of another, or made of a draft that another was made of: the claim by which [`ViewParts::reviews`] and
    /// [`Differing::id`] know them all.
    pub first_claims: BTreeMap<EntryId, EntryId>,
    /// Claims with one review, of properties of which the case asks for two, in order of id: no part of any weighing unless asked for.
    pub one_review: Vec<ClaimView>,
}

/// A claim on which people who reviewed it differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differing {
    /// The claim that was entered first. What is decided on it, or on a version, is decided on all of them.
    pub id: EntryId,
    /// The draft it was made of, if any.
    pub draft: Option<DraftId>,
    /// The versions that somebody stands for, those that say the same once, in order of receipt.
    pub versions: Vec<ClaimView>,
    /// Each person's last review, in the order in which they first decided.
    pub reviews: Vec<Reviewed>,
}

/// One review of a claim or of a version of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReviewView {
    /// The claim, by the first of its versions.
    pub claim: EntryId,
    /// Whose it is.
    pub by: PublicKey,
    /// Entry id of the review.
    pub id: EntryId,
    /// Whether it names reviews of others, to settle what they differ on.
    pub settles: bool,
}

/// One person's review of a claim on which people differ.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// Entry id of the review.
    pub id: EntryId,
    /// Whose it is.
    pub by: PublicKey,
    /// What they decided.
    pub verdict: Verdict,
    /// The version that they stand for; `None` where they reject all.
    pub version: Option<EntryId>,
}

/// A file of a schema, as an entry adopts it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AdoptedView {
    /// What it holds: a standard, a method, proof standards, properties.
    pub kind: Kind,
    /// The id it goes by: `us.ppg.2013`, `bij`.
    pub name: String,
    /// Entry id of the adoption.
    pub id: EntryId,
    /// Who adopted it.
    pub by: Option<PublicKey>,
    /// SHA-256 of the file.
    pub sha256: BlobHash,
    /// First trusted receipt.
    pub received_at: Option<Timestamp>,
}

/// A setting that changes a figure, as an entry makes it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SettingView {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// Entry id of the setting.
    pub id: EntryId,
    /// Who made it.
    pub by: Option<PublicKey>,
}

/// A table that rows were entered from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EditionView {
    /// Entry id.
    pub id: EntryId,
    /// Who entered it.
    pub by: Option<PublicKey>,
    /// The table's source.
    pub source: EntryId,
    /// What it was read by.
    pub edition: Edition,
    /// First trusted receipt.
    pub received_at: Option<Timestamp>,
}

/// A mark, as an entry makes it of one thing or source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkView {
    /// Entry id of the mark.
    pub id: EntryId,
    /// Who made it.
    pub by: Option<PublicKey>,
    /// `private` or `public` of a thing, `confidential` of a source.
    pub verdict: Verdict,
    /// The thing or source, by its own id.
    pub of: EntryId,
    /// Why; empty where the reason was erased.
    pub words: String,
    /// How pages describe a private thing, or on what ground a public one is named.
    pub shown_as: Option<String>,
    /// First trusted receipt.
    pub received_at: Option<Timestamp>,
}

/// The gist of a claim, as a person puts it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GistView {
    /// Entry id of the note.
    pub id: EntryId,
    /// Whose words they are.
    pub by: Option<PublicKey>,
    /// The claim, by entry id.
    pub claim: EntryId,
    /// One full sentence.
    pub words: String,
    /// First trusted receipt.
    pub received_at: Option<Timestamp>,
}

/// A decision of version 1 on a draft: carried to the draft of version 2 that says the same in the same passage.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DecidedBefore {
    /// The text.
    pub text: EntryId,
    /// The property.
    pub property: String,
    /// The passage.
    pub passage: Span,
    /// The value; `None` for another entity, which version 1 knew by a key.
    pub value: Option<Value>,
}

/// What a text speaks of at a span.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnchorView {
    /// The text's entry id.
    pub text: EntryId,
    /// The source's entry id.
    pub source: EntryId,
    /// Its head words and where they stand; `None` where they cannot be had, or for an anchor that stands for an entity of version 1.
    pub words: Option<Words>,
    /// What it was taken for by whoever accepted a claim about it; `None` where nobody did.
    pub entity_type: Option<EntityType>,
}

/// How far a claim has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Standing {
    /// A person has accepted it.
    Accepted,
    /// People differ on it, and this is a version that somebody stands for. Only where a view was asked for versions, and in
    /// [`ViewParts::differing`].
    Differing,
    /// A machine proposed it and no person has decided. Only in views that were asked to include drafts.
    Draft,
}

/// A source with what its effective captures say of its publication.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceView {
    /// SHA-256 of the bytes.
    pub sha256: Option<BlobHash>,
    /// Facts of publication, merged over captures; a later replacement wins over what it replaces.
    pub publication: Publication,
    /// Facts on which effective captures differ: field name and the rival statements.
    pub rivals: Vec<(String, Vec<Stated>)>,
    /// Names of the files it was taken from.
    pub files: BTreeSet<String>,
    /// When it was first captured, RFC 3339, by the collector's clock.
    pub captured_at: Option<String>,
    /// The date of `publication.published_on`, where it is one.
    pub published_on: Option<Edtf>,
    /// The days it may have been published on: from the earliest to the latest that rival dates allow. `None` where it is not known.
    pub published: Option<Interval>,
    /// First trusted receipt of the source's entry.
    pub received_at: Option<Timestamp>,
}

/// A text and the source it was taken from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextView {
    /// The source's entry id.
    pub source: EntryId,
    /// SHA-256 of the text; `None` where the body was erased.
    pub sha256: Option<BlobHash>,
    /// Extractor and version.
    pub extractor: String,
}

/// A passage: its words and where they stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PassageView {
    /// The text's entry id.
    pub text: EntryId,
    /// Span and words.
    pub words: Words,
}

/// A claim that stands. What it says is read through it: `claim.speaker`, `claim.proposition`, … of [`Claim`]; whatever it names goes by the
/// ids that things are known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClaimView {
    /// Entry id of the claim; for a draft, the id of the draft.
    pub id: EntryId,
    /// Who entered it; `None` for drafts.
    pub by: Option<PublicKey>,
    /// How far it has come.
    pub standing: Standing,
    /// The people who stand for it, in order of key; none for drafts.
    pub reviewers: Vec<PublicKey>,
    /// Entry id of its passage.
    pub passage: EntryId,
    /// Entry id of the source the passage is in.
    pub source: EntryId,
    /// What it says; subject, speakers, entity values and group are canonical ids. Shared with the entry where that names them so itself.
    pub said: Arc<Claim>,
    /// The anchor or entity that it was entered about; [`Proposition::subject`](assize_record::Proposition::subject) is what that is known by now.
    pub about: EntryId,
    /// The grade a person gave it, if any; the last effective one of each grader, all kept.
    pub grades: Vec<(EntryId, Grade)>,
    /// The days its source may have been published on; `None` where that is not known.
    pub published: Option<Interval>,
    /// First trusted receipt.
    pub received_at: Option<Timestamp>,
}

impl std::ops::Deref for ClaimView {
    type Target = Claim;

    fn deref(&self) -> &Claim {
        &self.said
    }
}

impl std::ops::DerefMut for ClaimView {
    /// What it says, to change it in this view alone.
    fn deref_mut(&mut self) -> &mut Claim {
        Arc::make_mut(&mut self.said)
    }
}

/// A bridge that stands: a claim bears on an element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BridgeView {
    /// Entry id of the bridge.
    pub id: EntryId,
    /// Who made it.
    pub by: Option<PublicKey>,
    /// The claim, by entry id.
    pub claim: EntryId,
    /// The incident (or instrument) it is made for, canonical.
    pub subject: EntryId,
    /// Standard, element, facet, side, warrant.
    pub bridge: Bridge,
    /// First trusted receipt.
    pub received_at: Option<Timestamp>,
}

/// A person's link that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkView {
    /// Entry id of the link.
    pub id: EntryId,
    /// Who made it.
    pub by: Option<PublicKey>,
    /// What it says.
    pub verdict: Verdict,
    /// First end, by its own id.
    pub from: EntryId,
    /// Second end, by its own id.
    pub to: EntryId,
    /// Why; empty where the reason was erased.
    pub reason: String,
}

/// An act of oversight that stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActView {
    /// Entry id of the act.
    pub id: EntryId,
    /// The matter, a canonical entity id.
    pub subject: EntryId,
    /// The passage that says so, if one does.
    pub passage: Option<EntryId>,
    /// Entry id of the source of that passage.
    pub source: Option<EntryId>,
    /// The act.
    pub act: Act,
    /// The days its source may have been published on.
    pub published: Option<Interval>,
}

/// An entry that does not stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SetAside {
    /// Its id.
    pub id: EntryId,
    /// Its head.
    pub head: Head,
    /// Its content, unless erased or withheld.
    pub body: Option<Body>,
    /// Why it does not stand.
    pub why: Why,
    /// Whose effective reviews it has, for a claim.
    pub reviewers: BTreeSet<PublicKey>,
}

/// Why an entry does not stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, strum::IntoStaticStr)]
#[strum(serialize_all = "lowercase")]
pub enum Why {
    /// A claim that no person has accepted yet.
    Undecided,
    /// A claim that everybody who reviewed it rejects, or whose rejection settled what people differed on.
    Rejected,
    /// A claim whose passage, text or source was retracted, or is not on the record.
    Ungrounded,
    /// Somebody authorised retracted it.
    Retracted,
    /// Somebody authorised replaced it; or, of a claim, another was put in its place and it no longer stands itself.
    Replaced,
    /// A claim of which another version counts: the same person's last one, an equal one before it, or the one that was settled for.
    Superseded,
}

/// What the fold could not settle.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FoldDoubt {
    /// Several effective entries replace one: shown side by side, never last-writer-wins.
    RivalReplacements {
        /// The entry replaced.
        of: EntryId,
        /// Those that replace it.
        by: Vec<EntryId>,
    },
    /// An entry tried to retract, replace, review or withhold what its author may not.
    NotAuthorised {
        /// The entry that is ignored.
        entry: EntryId,
    },
    /// A reference to an entry that is not on this record, or that does not stand on it.
    Missing {
        /// The entry that refers.
        entry: EntryId,
        /// What is missing.
        missing: EntryId,
    },
    /// One key of this case's roster names several things: none of them is meant by it until one is renamed or they are linked.
    KeyClash {
        /// The key.
        key: String,
        /// The entities, by the ids they are known by.
        of: Vec<EntryId>,
    },
    /// Links lead from things back to themselves: each is part of its own part, or taken over from its own copy. Nothing follows from
    /// such a circle until one of the links is taken back.
    Circle {
        /// The things or sources on the circle, in order of id.
        of: Vec<EntryId>,
    },
    /// People say of things linked as one that they are of different types; or, where nobody named them, readers do.
    TypesDiffer {
        /// What the cluster is known by.
        of: EntryId,
    },
    /// An entry whose body was erased: it still stands, without content.
    Erased {
        /// The entry.
        entry: EntryId,
    },
    /// An entry whose content the case's own organisation took out of sight: it still stands, without content.
    Withheld {
        /// The entry.
        entry: EntryId,
    },
}

impl Why {
    /// The reason in one word.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Standing {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}
