//! What keeps an id from being guessed.

use super::{Entry, Kind};
use crate::{
    body::Body,
    id::{EntryId, Hash, decode_hex, encode_hex, tag},
};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};

/// Random bytes that keep a commitment from being guessed, and with it the id: whoever holds the very bytes of a file cannot tell from a
/// head that a case has it. The salt stands beside the body and goes with it, so that nobody can tell once the body is destroyed. Empty
/// for deterministic kinds, but for what a confidential source is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Salt(Option<[u8; 16]>);

/// A text as its passages and anchors are entered: by its id, and with the salt that they take theirs from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OfText {
    id: EntryId,
    salt: Salt,
}

impl Salt {
    /// Salt of 16 bytes for a salted kind.
    pub const fn new(bytes: [u8; 16]) -> Self {
        Self(Some(bytes))
    }

    /// No salt, for deterministic kinds.
    pub const fn none() -> Self {
        Self(None)
    }

    /// Whether there is none.
    pub const fn is_empty(&self) -> bool {
        self.0.is_none()
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |bytes| bytes)
    }

    /// The salt of what a salted text holds at a span: the same in every copy of a case, so that two people who decide on one passage
    /// enter one passage, and not to be found without the text's own salt. None where the text has none.
    fn of_span(self, kind: Kind, start: u64, end: u64) -> Self {
        let Some(salt) = self.0 else { return self };
        let parts: [&[u8]; 4] = [&salt, kind.name().as_bytes(), &start.to_be_bytes(), &end.to_be_bytes()];
        let hash = Hash::of(tag::SALT, &parts);
        let mut bytes = [0; 16];
        bytes.copy_from_slice(&hash.as_bytes()[..16]);
        Self(Some(bytes))
    }
}

impl OfText {
    /// A text whose id and salt are known.
    pub const fn new(id: EntryId, salt: Salt) -> Self {
        Self { id, salt }
    }

    /// The text of an entry that has its body.
    pub fn of(text: &Entry) -> Option<Self> {
        let (salt, _) = text.body.as_ref()?;
        Some(Self { id: text.id, salt: *salt })
    }

    /// The text's entry.
    pub const fn id(&self) -> EntryId {
        self.id
    }

    /// Its salt; [`Salt::none`] where it has none.
    pub const fn salt(&self) -> Salt {
        self.salt
    }

    /// The salt that a passage or anchor of this text has; [`Salt::none`] where the text has none. `None` for any other body.
    pub fn salt_of(&self, body: &Body) -> Option<Salt> {
        let (start, end) = match body {
            Body::Passage(passage) => (passage.start, passage.end),
            Body::Anchor(anchor) => (anchor.start, anchor.end),
            _ => return None,
        };
        Some(self.salt.of_span(body.kind(), start, end))
    }
}

impl Serialize for Salt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&encode_hex(self.bytes()))
    }
}

impl<'de> Deserialize<'de> for Salt {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        let bytes = decode_hex(&hex).filter(|bytes| matches!(bytes.len(), 0 | 16));
        let bytes = bytes.ok_or_else(|| D::Error::custom("a salt is 0 or 32 hexadecimal digits"))?;
        Ok(Self(<[u8; 16]>::try_from(bytes).ok()))
    }
}
