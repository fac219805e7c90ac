//! The ledger's unit: a signed, content-addressed statement.
//!
//! A **head** is public and hashed: `{body, by?, kind, prev, refs, v, verdict?}`. Its id is the hash of its canonical bytes. The
//! **body** stands apart: the head holds only its commitment, `hash(salt ‖ canonical body)`, so a body can be erased and the
//! head, its id and every reference to it stay as they were. What decides the state of the record (kind, references,
//! verdict) stands in heads alone.

mod error;
mod evidence;
mod salt;

pub use error::EntryError;
pub use salt::{OfText, Salt};

use crate::{
    body::Body,
    canonical::{self, CanonicalError},
    id::{EntryId, Hash, tag},
    sign::{PublicKey, SecretKey, Signature},
};
use serde::{Deserialize, Serialize};

/// What an entry is.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Kind {
    /// Evidence: the bytes of an original.
    Source,
    /// Evidence: who fetched a source, when and how, and what is known of its publication.
    Capture,
    /// Evidence: the text that an extractor took out of a source.
    Text,
    /// Evidence: words at a span of a text.
    Passage,
    /// Assertion: what a text speaks of at a span; known by that place alone.
    Anchor,
    /// Assertion: a thing of the record that a person names.
    Entity,
    /// Assertion: what a speaker says in a passage.
    Claim,
    /// Judgement: two entries are the same, different, part of or syndicated from one another.
    Link,
    /// Judgement: a claim bears on an element of a standard, for a stated reason.
    Bridge,
    /// Judgement: how good a claim's word is.
    Grade,
    /// Judgement: claims are accepted, amended or rejected.
    Review,
    /// Judgement: entries no longer stand.
    Retract,
    /// Judgement: an entity is private or public, a source confidential.
    Mark,
    /// Control: a person or machine that signs entries.
    Actor,
    /// Control: take content out of sight for good.
    Withhold,
    /// Control: a standard adopted into the case.
    Standard,
    /// Control: a method adopted into the case.
    Method,
    /// Control: a proof standard adopted into the case.
    Proof,
    /// Control: a file of properties adopted into the case.
    Property,
    /// Control: a lexicon of the reader adopted into the case.
    Lexicon,
    /// Control: a standing rule of the case: always take this name for that entity.
    Rule,
    /// Control: a setting that changes a figure.
    Setting,
    /// Desk: an act of oversight.
    Act,
    /// Desk: a remark, or the gist of a claim.
    Note,
    /// Desk: something somebody is asked to settle.
    Question,
    /// Evidence: a later edition of a table takes the place of an earlier one, row by row.
    Edition,
    /// Control: the word of somebody outside on when a checkpoint was there.
    Stamp,
    /// Control: the wrapped key of content that is encrypted at rest.
    Seal,
}

impl Kind {
    /// Every one of them.
    pub const fn all() -> &'static [Self] {
        <Self as strum::VariantArray>::VARIANTS
    }

    /// Whether two organisations that state the same must arrive at one id: no author, no salt.
    pub const fn is_deterministic(self) -> bool {
        matches!(self, Self::Source | Self::Text | Self::Passage | Self::Anchor)
    }

    /// Whether it is something that the record speaks of: anchors and entities are linked to one another.
    pub const fn is_thing(self) -> bool {
        matches!(self, Self::Anchor | Self::Entity)
    }

    /// The version of the format that entries of this kind are written in. Sources and texts are written as in version 1, because
    /// nothing in them changed and one file must keep one id; those that are confidential from the start are of version 2, which salts
    /// them.
    pub const fn written_in(self, salt: Salt) -> u8 {
        match self {
            Self::Source | Self::Text if salt.is_empty() => 1,
            _ => 2,
        }
    }

    /// Whether version 1 of the format has it.
    pub const fn in_version_1(self) -> bool {
        matches!(
            self,
            Self::Source
                | Self::Capture
                | Self::Text
                | Self::Passage
                | Self::Entity
                | Self::Claim
                | Self::Link
                | Self::Bridge
                | Self::Grade
                | Self::Review
                | Self::Retract
                | Self::Actor
                | Self::Withhold
                | Self::Standard
                | Self::Method
                | Self::Act
                | Self::Note
        )
    }

    /// The name used in heads.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a reference is for.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Role {
    /// What a judgement is about: the claim reviewed, the entry retracted, graded or withheld.
    Of,
    /// The entry that this one takes the place of.
    Replaces,
    /// The source of a text or capture.
    Source,
    /// The text of a passage.
    Text,
    /// The passage of a claim, bridge or act.
    Passage,
    /// The subject of a claim or act.
    Subject,
    /// First end of a link: for `part-of` the part, for `syndicated-from` the copy.
    From,
    /// Second end of a link: for `part-of` the whole, for `syndicated-from` the root.
    To,
    /// The speaker's anchor or entity.
    Speaker,
    /// Any other anchor or entity that a claim speaks of: a group, a value, a party, who passes the word on.
    Named,
}

impl Role {
    /// Every one of them.
    pub const fn all() -> &'static [Self] {
        <Self as strum::VariantArray>::VARIANTS
    }

    /// The name used in heads.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a judgement decides. It stands in the head, so that erasing a body changes no state.
#[derive(
    Debug,
    Clone,
    Copy,
    PartialEq,
    Eq,
    PartialOrd,
    Ord,
    Hash,
    Serialize,
    Deserialize,
    strum::IntoStaticStr,
    strum::VariantArray,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Verdict {
    /// Review: the claim stands.
    Accept,
    /// Review: the claim stands as its replacement puts it.
    Amend,
    /// Review: the claim does not stand.
    Reject,
    /// Link: both ends are one thing.
    Same,
    /// Link: the ends are two things.
    Different,
    /// Link: the first end is part of the second.
    PartOf,
    /// Link: the first end was taken over from the second.
    SyndicatedFrom,
    /// Mark: an entity is published by description only.
    Private,
    /// Mark: an entity may be published by name; the body says on what ground.
    Public,
    /// Mark: a source is published by no path.
    Confidential,
    /// Retract: a decision of its author is taken back whole.
    Undo,
    /// Withhold: taken out of sight. The meaning of a `withhold` of version 1, which has no verdict.
    Hide,
    /// Withhold: the content is destroyed.
    Destroy,
    /// Note: the gist of a claim, in a person's words.
    Gist,
    /// Question: it is open.
    Open,
    /// Question: it is settled.
    Settled,
}

impl Verdict {
    /// Every one of them.
    pub const fn all() -> &'static [Self] {
        <Self as strum::VariantArray>::VARIANTS
    }

    /// The name used in heads.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// The public, hashed part of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Version of the format: 1 or 2.
    pub v: u8,
    /// What it is.
    pub kind: Kind,
    /// Who says so; left out for deterministic kinds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<PublicKey>,
    /// What it refers to, and what for.
    pub refs: Vec<(Role, EntryId)>,
    /// The author's entry before this one, if any. Empty for deterministic kinds.
    pub prev: Vec<EntryId>,
    /// What it decides, for reviews and links.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub verdict: Option<Verdict>,
    /// Commitment to the body.
    pub body: Hash,
}

/// A whole entry. `body` is `None` once it has been erased.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The hash of the head.
    pub id: EntryId,
    /// The head.
    pub head: Head,
    /// Salt and content, unless erased.
    pub body: Option<(Salt, Body)>,
    /// Signature over the id; `None` for deterministic kinds.
    pub signature: Option<Signature>,
}

impl Head {
    /// The id: the hash of the canonical bytes.
    ///
    /// # Errors
    /// [`CanonicalError`] never arises for a head; it is passed on rather than hidden.
    pub fn id(&self) -> Result<EntryId, CanonicalError> {
        Ok(EntryId::from_hash(Hash::of(tag::HEAD, &[&canonical::to_bytes(self)?])))
    }

    /// The references of one role, in order.
    pub fn refs_as(&self, role: Role) -> impl Iterator<Item = EntryId> + '_ {
        self.refs.iter().filter(move |(r, _)| *r == role).map(|(_, id)| *id)
    }

    /// The first reference of a role.
    pub fn first(&self, role: Role) -> Option<EntryId> {
        self.refs_as(role).next()
    }

    /// Holds a head against its kind: version, verdict, references, and what a deterministic kind leaves out.
    ///
    /// # Errors
    /// The first [`EntryError`] found.
    pub fn check(&self, id: EntryId) -> Result<(), EntryError> {
        match self.v {
            1 if self.kind.in_version_1() => {}
            2 => {}
            1 => return Err(EntryError::NotInVersion { id, kind: self.kind }),
            other => return Err(EntryError::Version(other)),
        }
        if !self.verdict_fits() {
            return Err(EntryError::Verdict(id));
        }
        for role in needed(self.kind) {
            if self.first(*role).is_none() {
                return Err(EntryError::Refs { id, kind: self.kind, missing: role.name() });
            }
        }
        let deterministic = self.kind.is_deterministic();
        if deterministic && (self.by.is_some() || !self.prev.is_empty())
            || !deterministic && self.by.is_none()
        {
            return Err(EntryError::Salt(id));
        }
        Ok(())
    }

    /// Whether a body with this salt, or without any, belongs to this head. Of a passage or anchor the head does not tell: it is its
    /// text's that decides.
    pub const fn takes(&self, salt: Salt) -> bool {
        match self.kind {
            // One file has one id: there is no second one in version 2, but for a confidential source.
            Kind::Source | Kind::Text => salt.is_empty() == (self.v == 1),
            Kind::Passage | Kind::Anchor => salt.is_empty() || self.v > 1,
            _ => !salt.is_empty(),
        }
    }

    fn verdict_fits(&self) -> bool {
        use Verdict::{
            Accept, Amend, Confidential, Destroy, Different, Gist, Hide, Open, PartOf, Private, Public,
            Reject, Same, Settled, SyndicatedFrom, Undo,
        };
        let v2 = self.v >= 2;
        match (self.kind, self.verdict) {
            (Kind::Review, Some(Accept | Amend | Reject))
            | (Kind::Link, Some(Same | Different | PartOf | SyndicatedFrom)) => true,
            (Kind::Mark, Some(Private | Public | Confidential))
            | (Kind::Withhold, Some(Hide | Destroy))
            | (Kind::Retract, Some(Undo))
            | (Kind::Note, Some(Gist))
            | (Kind::Question, Some(Open | Settled)) => v2,
            (Kind::Review | Kind::Link | Kind::Mark | Kind::Question, None) => false,
            (_, None) => true,
            _ => false,
        }
    }
}

/// The references that a kind cannot do without.
const fn needed(kind: Kind) -> &'static [Role] {
    match kind {
        Kind::Capture | Kind::Text | Kind::Edition => &[Role::Source],
        Kind::Passage | Kind::Anchor => &[Role::Text],
        Kind::Claim => &[Role::Passage, Role::Subject],
        Kind::Link => &[Role::From, Role::To],
        Kind::Bridge
        | Kind::Grade
        | Kind::Review
        | Kind::Retract
        | Kind::Withhold
        | Kind::Mark
        | Kind::Question
        | Kind::Rule
        | Kind::Seal => &[Role::Of],
        Kind::Act => &[Role::Subject],
        _ => &[],
    }
}

impl Entry {
    /// A signed entry.
    ///
    /// # Errors
    /// [`EntryError`] where the kind takes no author, or a reference or verdict is missing.
    pub fn signed(
        key: &SecretKey,
        salt: Salt,
        refs: Vec<(Role, EntryId)>,
        prev: Vec<EntryId>,
        verdict: Option<Verdict>,
        body: Body,
    ) -> Result<Self, EntryError> {
        let v = body.kind().written_in(salt);
        let commitment = commit(v, salt, &body)?;
        let by = Some(key.public());
        let head = Head { v, kind: body.kind(), by, refs, prev, verdict, body: commitment };
        let id = head.id()?;
        head.check(id)?;
        if salt.is_empty() {
            return Err(EntryError::Salt(id));
        }
        Ok(Self { id, head, body: Some((salt, body)), signature: Some(key.sign(&id)) })
    }

    /// Holds an entry against itself: head and id, shape, body and commitment, signature.
    ///
    /// # Errors
    /// The first [`EntryError`] found.
    pub fn check(&self) -> Result<(), EntryError> {
        let id = self.id;
        let found = self.head.id()?;
        if found != id {
            return Err(EntryError::Id { expected: id, found });
        }
        self.head.check(id)?;
        match (&self.head.by, &self.signature) {
            (Some(by), Some(signature)) => {
                by.verify(&id, signature).map_err(|source| EntryError::Signature { id, source })?;
            }
            (None, None) => {}
            _ => return Err(EntryError::Salt(id)),
        }
        if let Some((salt, body)) = &self.body {
            if !self.head.takes(*salt) {
                return Err(EntryError::Salt(id));
            }
            if body.kind() != self.head.kind {
                return Err(EntryError::BodyKind { id, expected: self.head.kind, found: body.kind() });
            }
            if commit(self.head.v, *salt, body)? != self.head.body {
                return Err(EntryError::Body(id));
            }
        }
        Ok(())
    }
}

/// The commitment to a body in one version of the format: its hash after its salt.
///
/// # Errors
/// [`CanonicalError`] where the body leaves the strict profile, or the version has no such body.
pub fn commit(v: u8, salt: Salt, body: &Body) -> Result<Hash, CanonicalError> {
    Ok(Hash::of(tag::BODY, &[salt.bytes(), &body.to_bytes(v)?]))
}
