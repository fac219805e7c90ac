//! Why an entry is refused.

use super::Kind;
use crate::{canonical::CanonicalError, id::EntryId, sign::SignError};

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
    /// A salted kind without salt, author or signature; a deterministic one with any of them that it does not take.
    #[error(
        "entry {0}: a deterministic kind takes no author, no signature, and salt only where its source is confidential; every other kind \
         needs all three"
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
