//! The ledger's unit: a signed, content-addressed statement.
//!
//! A **head** is public and hashed: `{body, by?, kind, prev, refs, v, verdict?}`. Its id is the hash of its canonical bytes. The
//! **body** stands apart: the head holds only its commitment, `hash(salt ‖ canonical body)`, so a body can be erased and the
//! head, its id and every reference to it stay as they were. What decides the state of the record (kind, references,
//! verdict) stands in heads alone.

use crate::{
    body::{Anchor, Body, Passage},
    canonical::{self, CanonicalError},
    id::{EntryId, Hash, decode_hex, encode_hex, tag},
    sign::{PublicKey, SecretKey, SignError, Signature},
    span::{Span, WordsError},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

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
    /// nothing in them changed and one file must keep one id.
    pub const fn written_in(self) -> u8 {
        match self {
            Self::Source | Self::Text => 1,
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
    /// For evidence and anchors of a confidential source: random bytes, so that nobody who guesses the content can find its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub salt: Option<Salt>,
}

/// Random bytes that keep a commitment from being guessed. Empty for deterministic kinds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Salt(Vec<u8>);

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

/// Why an entry is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EntryError {
    /// The bytes are not canonical, or not of the shape.
    #[error(transparent)]
    Canonical(#[from] CanonicalError),
    /// A version this program does not read.
    #[error("entry version {0} is not read here: this program reads versions 1 and 2")]
    Version(u8),
    /// A kind that version 1 does not have.
    #[error("entry {id} is a `{}`, which version 1 of the format does not have", kind.name())]
    NotInVersion {
        /// The entry.
        id: EntryId,
        /// Its kind.
        kind: Kind,
    },
    /// Head and id do not belong together.
    #[error("head hashes to {found}, not to its id {expected}")]
    Id {
        /// The id on record.
        expected: EntryId,
        /// The id that the head has.
        found: EntryId,
    },
    /// Body and commitment do not belong together.
    #[error("body of {0} does not match the commitment in its head")]
    Body(EntryId),
    /// The body is of another kind than the head says.
    #[error("entry {id} is a `{}`, but its body is that of a `{}`", expected.name(), found.name())]
    BodyKind {
        /// The entry.
        id: EntryId,
        /// The kind in the head.
        expected: Kind,
        /// The kind of the body.
        found: Kind,
    },
    /// A salted kind without salt, or a deterministic one with it.
    #[error(
        "entry {0}: a deterministic kind takes no salt, author or signature; every other kind needs all three"
    )]
    Salt(EntryId),
    /// The signature does not hold.
    #[error("entry {id}: {source}")]
    Signature {
        /// The entry.
        id: EntryId,
        /// Why.
        source: SignError,
    },
    /// A judgement without the verdict its kind needs, or a verdict where none belongs.
    #[error("entry {0}: its verdict is missing, or not one that its kind takes")]
    Verdict(EntryId),
    /// References that the kind does not take, or lacks.
    #[error("entry {id}: a `{}` needs a reference `{missing}`", kind.name())]
    Refs {
        /// The entry.
        id: EntryId,
        /// Its kind.
        kind: Kind,
        /// The role that is missing.
        missing: &'static str,
    },
}

impl Salt {
    /// Salt of 16 bytes for a salted kind.
    pub fn new(bytes: [u8; 16]) -> Self {
        Self(bytes.to_vec())
    }

    /// No salt, for deterministic kinds.
    pub const fn none() -> Self {
        Self(Vec::new())
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl Serialize for Salt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode_hex(&self.0))
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        match decode_hex(&hex) {
            Some(bytes) if matches!(bytes.len(), 0 | 16) => Ok(Self(bytes)),
            _ => Err(D::Error::custom("a salt is 0 or 32 hexadecimal digits")),
        }
    }
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
            1 if self.kind.in_version_1() && self.salt.is_none() => {}
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
            || !deterministic && (self.by.is_none() || self.salt.is_some())
        {
            return Err(EntryError::Salt(id));
        }
        Ok(())
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
    /// An entry of a deterministic kind: a source, text or passage. Anyone who states the same gets the same id.
    ///
    /// # Errors
    /// [`EntryError`] where the kind needs an author, or a reference is missing.
    pub fn deterministic(refs: Vec<(Role, EntryId)>, body: Body) -> Result<Self, EntryError> {
        let v = body.kind().written_in();
        let head = Head {
            v,
            kind: body.kind(),
            by: None,
            refs,
            prev: Vec::new(),
            verdict: None,
            body: commit(v, &Salt::none(), &body)?,
            salt: None,
        };
        let id = head.id()?;
        head.check(id)?;
        Ok(Self { id, head, body: Some((Salt::none(), body)), signature: None })
    }

    /// The anchor of a span of a text: what the text speaks of there.
    ///
    /// # Errors
    /// [`EntryError`] never arises for a span below 2^53; it is passed on rather than hidden.
    pub fn anchor(text: EntryId, span: Span) -> Result<Self, EntryError> {
        let body = Body::Anchor(Anchor { start: span.start as u64, end: span.end as u64, exact: None });
        Self::deterministic(vec![(Role::Text, text)], body)
    }

    /// The anchor on which a claim of version 1 stands that was made of a draft: what the text speaks of where version 1 wrote
    /// `entity`. Version 1 used one entity for all texts; see `docs/format-2.md`.
    ///
    /// # Errors
    /// As [`Entry::anchor`].
    pub fn converted_anchor(text: EntryId, entity: EntryId) -> Result<Self, EntryError> {
        let body = Body::Anchor(Anchor { start: 0, end: 0, exact: None });
        Self::deterministic(vec![(Role::Text, text), (Role::Of, entity)], body)
    }

    /// The words of a passage, an anchor or what else stands at a span of a text.
    pub fn span(&self) -> Option<Span> {
        let (start, end) = match self.body.as_ref()? {
            (_, Body::Passage(passage)) => (passage.start, passage.end),
            (_, Body::Anchor(anchor)) => (anchor.start, anchor.end),
            _ => return None,
        };
        Some(Span::new(start.try_into().ok()?, end.try_into().ok()?))
    }

    /// Fills in the words of a passage or anchor that stores its span alone. `text` is the text it is a span of.
    ///
    /// # Errors
    /// [`WordsError`] where the span is not one of this text.
    pub fn fill(&mut self, text: &str) -> Result<(), WordsError> {
        let Some(span) = self.span() else { return Ok(()) };
        let (start, end, len) = (span.start, span.end, text.len());
        let words = span.slice(text).ok_or(WordsError::OutOfText { start, end, len })?;
        if let Some((_, Body::Passage(Passage { exact, .. }) | Body::Anchor(Anchor { exact, .. }))) =
            &mut self.body
        {
            exact.get_or_insert_with(|| words.to_owned());
        }
        Ok(())
    }

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
        let v = body.kind().written_in();
        let commitment = commit(v, &salt, &body)?;
        let by = Some(key.public());
        let head = Head { v, kind: body.kind(), by, refs, prev, verdict, body: commitment, salt: None };
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
            if salt.is_empty() != self.head.kind.is_deterministic() {
                return Err(EntryError::Salt(id));
            }
            if body.kind() != self.head.kind {
                return Err(EntryError::BodyKind { id, expected: self.head.kind, found: body.kind() });
            }
            if commit(self.head.v, salt, body)? != self.head.body {
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
pub fn commit(v: u8, salt: &Salt, body: &Body) -> Result<Hash, CanonicalError> {
    Ok(Hash::of(tag::BODY, &[&salt.0, &body.to_bytes(v)?]))
}
