//! Which bytes of the archive a body states.

use super::Body;
use crate::id::BlobHash;

impl Body {
    /// The blobs that it states by their hash: an original, a text, a shape, a file that is adopted.
    pub fn blobs(&self) -> impl Iterator<Item = BlobHash> {
        let hash = match self {
            Self::Source(source) => Some(source.sha256),
            Self::Text(text) => Some(text.sha256),
            Self::Entity(entity) => entity.shape,
            Self::Standard(file)
            | Self::Method(file)
            | Self::Proof(file)
            | Self::Property(file)
            | Self::Lexicon(file) => Some(file.sha256),
            _ => None,
        };
        hash.into_iter()
    }
}
