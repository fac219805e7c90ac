//! The ledger's unit: a signed, content-addressed statement.
//!
//! A **head** is public and hashed: `{body, by?, kind, prev, refs, v, verdict?}`. Its id is the hash of its canonical bytes. The
//! **body** stands apart: the head holds only its commitment, `hash(salt ‖ canonical body)`, so a body can be erased and the
//! head, its id and every reference to it stay as they were. What decides the state of the record (kind, references,
//! verdict) stands in heads alone.

use crate::{
    body::Body,
    canonical::{self, CanonicalError},
    id::{EntryId, Hash, decode_hex, encode_hex, tag},
    sign::{PublicKey, SecretKey, SignError, Signature},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Evidence: the bytes of an original.
    Source,
    /// Evidence: who fetched a source, when and how, and what is known of its publication.
    Capture,
    /// Evidence: the text that an extractor took out of a source.
    Text,
    /// Evidence: words at a span of a text.
    Passage,
    /// Assertion: an anchor that claims are about.
    Entity,
    /// Assertion: what a speaker says in a passage.
    Claim,
    /// Judgement: two entries are the same, different, part of or syndicated from one another.
    Link,
    /// Judgement: a claim bears on an element of a standard, for a stated reason.
    Bridge,
    /// Judgement: how good a claim's word is.
    Grade,
    /// Judgement: a claim is accepted, amended or rejected.
    Review,
    /// Judgement: an entry no longer stands.
    Retract,
    /// Control: a person or machine that signs entries.
    Actor,
    /// Control: take content out of sight for good.
    Withhold,
    /// Control: a standard adopted into the case.
    Standard,
    /// Control: a method adopted into the case.
    Method,
    /// Desk: an act of oversight.
    Act,
    /// Desk: a remark.
    Note,
}

impl Kind {
    /// Whether two organisations that state the same must arrive at one id: no author, no salt.
    pub const fn is_deterministic(self) -> bool {
        matches!(self, Self::Source | Self::Text | Self::Passage)
    }

    /// The name used in heads.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Source => "source",
            Self::Capture => "capture",
            Self::Text => "text",
            Self::Passage => "passage",
            Self::Entity => "entity",
            Self::Claim => "claim",
            Self::Link => "link",
            Self::Bridge => "bridge",
            Self::Grade => "grade",
            Self::Review => "review",
            Self::Retract => "retract",
            Self::Actor => "actor",
            Self::Withhold => "withhold",
            Self::Standard => "standard",
            Self::Method => "method",
            Self::Act => "act",
            Self::Note => "note",
        }
    }
}

/// What a reference is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
    /// The speaker's entity.
    Speaker,
}

/// What a judgement decides. It stands in the head, so that erasing a body changes no state.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
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
}

/// The public, hashed part of an entry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Head {
    /// Version of the format; 1.
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
    #[error("entry version {0} is not read here: this program reads version 1")]
    Version(u8),
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
    #[error(
        "entry {0}: only reviews (accept, amend, reject) and links (same, different, part-of, syndicated-from) carry a verdict, and they must"
    )]
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
    /// [`CanonicalError`] never arises for a head of version 1; it is passed on rather than hidden.
    pub fn id(&self) -> Result<EntryId, CanonicalError> {
        Ok(Hash::of(tag::HEAD, &[&canonical::to_bytes(self)?]))
    }

    /// The references of one role, in order.
    pub fn refs_as(&self, role: Role) -> impl Iterator<Item = EntryId> + '_ {
        self.refs.iter().filter(move |(r, _)| *r == role).map(|(_, id)| *id)
    }

    /// The first reference of a role.
    pub fn first(&self, role: Role) -> Option<EntryId> {
        self.refs_as(role).next()
    }

    fn check(&self, id: EntryId) -> Result<(), EntryError> {
        if self.v != 1 {
            return Err(EntryError::Version(self.v));
        }
        let verdict_fits = match self.kind {
            Kind::Review => matches!(self.verdict, Some(Verdict::Accept | Verdict::Amend | Verdict::Reject)),
            Kind::Link => matches!(
                self.verdict,
                Some(Verdict::Same | Verdict::Different | Verdict::PartOf | Verdict::SyndicatedFrom)
            ),
            _ => self.verdict.is_none(),
        };
        if !verdict_fits {
            return Err(EntryError::Verdict(id));
        }
        let needed: &[(Role, &'static str)] = match self.kind {
            Kind::Capture | Kind::Text => &[(Role::Source, "source")],
            Kind::Passage => &[(Role::Text, "text")],
            Kind::Claim => &[(Role::Passage, "passage"), (Role::Subject, "subject")],
            Kind::Link => &[(Role::From, "from"), (Role::To, "to")],
            Kind::Bridge | Kind::Grade | Kind::Review | Kind::Retract | Kind::Withhold => &[(Role::Of, "of")],
            Kind::Act => &[(Role::Subject, "subject")],
            _ => &[],
        };
        for (role, missing) in needed {
            if self.first(*role).is_none() {
                return Err(EntryError::Refs { id, kind: self.kind, missing });
            }
        }
        if self.kind.is_deterministic() && (self.by.is_some() || !self.prev.is_empty())
            || !self.kind.is_deterministic() && self.by.is_none()
        {
            return Err(EntryError::Salt(id));
        }
        Ok(())
    }
}

impl Entry {
    /// An entry of a deterministic kind: a source, text or passage. Anyone who states the same gets the same id.
    ///
    /// # Errors
    /// [`EntryError`] where the kind needs an author, or a reference is missing.
    pub fn deterministic(refs: Vec<(Role, EntryId)>, body: Body) -> Result<Self, EntryError> {
        let commitment = commit(&Salt::none(), &body)?;
        let head = Head {
            v: 1,
            kind: body.kind(),
            by: None,
            refs,
            prev: Vec::new(),
            verdict: None,
            body: commitment,
        };
        let id = head.id()?;
        head.check(id)?;
        Ok(Self { id, head, body: Some((Salt::none(), body)), signature: None })
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
        let commitment = commit(&salt, &body)?;
        let head =
            Head { v: 1, kind: body.kind(), by: Some(key.public()), refs, prev, verdict, body: commitment };
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
            if commit(salt, body)? != self.head.body {
                return Err(EntryError::Body(id));
            }
        }
        Ok(())
    }
}

/// The commitment to a body: its hash after its salt.
///
/// # Errors
/// [`CanonicalError`] where the body leaves the strict profile.
pub fn commit(salt: &Salt, body: &Body) -> Result<Hash, CanonicalError> {
    Ok(Hash::of(tag::BODY, &[&salt.0, &canonical::to_bytes(body)?]))
}
