//! Content ids: SHA-256 under a domain tag.
//!
//! Every hash in Assize is taken as `SHA-256(len(tag) ‖ tag ‖ len(bytes) ‖ bytes)` with lengths as eight bytes, big
//! endian, so no input of one domain can be read as an input of another. The one exception is [`BlobHash`], the
//! plain SHA-256 of an archived file: anyone must be able to check it with `sha256sum`.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use std::{fmt, str::FromStr};

/// Domain tags. Each names one kind of thing that is hashed, and the version of its format.
pub mod tag {
    /// An entry head, in canonical bytes.
    pub const HEAD: &str = "assize/head/v1";
    /// An entry body, in canonical bytes, after its salt.
    pub const BODY: &str = "assize/body/v1";
    /// The salt of a passage or anchor, from that of its text.
    pub const SALT: &str = "assize/salt/v1";
    /// A machine draft, in canonical bytes without its own id.
    pub const DRAFT: &str = "assize/draft/v1";
    /// What a draft of format 2 is known by: see `crate::draft::Draft::id_in`.
    pub const DRAFT_2: &str = "assize/draft/v2";
    /// A doubt of the reader, in canonical bytes.
    pub const DOUBT: &str = "assize/doubt/v1";
    /// The manifest of a published site, in canonical bytes without its signature.
    pub const MANIFEST: &str = "assize/manifest/v1";
    /// What a published site calls what must not go by its own id.
    pub const ALIAS: &str = "assize/public/alias/v1";
    /// What seals a reading kept on a machine, in bytes, with that machine's secret.
    pub const READING: &str = "assize/reading/v1";
    /// A finding of the weigher, in canonical bytes.
    pub const FINDING: &str = "assize/finding/v1";
}

/// 32 bytes that name something by its content. Shown as 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash([u8; 32]);

/// A kind of id: a [`struct@Hash`] that no other kind can be taken for.
macro_rules! id {
    ($($(#[$doc:meta])* $name:ident;)+) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(Hash);

        impl $name {
            /// Takes 32 raw bytes as an id.
            pub const fn from_bytes(bytes: [u8; 32]) -> Self {
                Self(Hash::from_bytes(bytes))
            }

            /// Takes a hash as an id of this kind.
            pub const fn from_hash(hash: Hash) -> Self {
                Self(hash)
            }

            /// The hash.
            pub const fn hash(&self) -> Hash {
                self.0
            }

            /// The 32 raw bytes.
            pub const fn as_bytes(&self) -> &[u8; 32] {
                self.0.as_bytes()
            }

            /// The first twelve digits, for people. Never stored, never compared.
            pub fn short(&self) -> String {
                self.0.short()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(f)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, f)
            }
        }

        impl FromStr for $name {
            type Err = HashError;

            fn from_str(hex: &str) -> Result<Self, HashError> {
                hex.parse().map(Self)
            }
        }
    )+};
}

id! {
    /// The id of a ledger entry: the hash of its head under [`tag::HEAD`].
    EntryId;
    /// The plain SHA-256 of an archived file or of an extracted text, as `sha256sum` prints it.
    BlobHash;
    /// The id of a machine draft. See [`crate::draft::Draft::id_in`].
    DraftId;
}

/// Why a string is not a [`struct@Hash`].
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is not a hash: expected 64 lower-case hexadecimal digits")]
pub struct HashError(pub String);

impl Hash {
    /// Takes 32 raw bytes as a hash.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 raw bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first twelve digits, for people. Never stored, never compared.
    pub fn short(&self) -> String {
        self.to_string()[..12].to_owned()
    }

    fn plain(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The hash of `parts` under a domain tag; each part is preceded by its length.
    pub fn of(domain: &str, parts: &[&[u8]]) -> Self {
        let mut sha = Sha256::new();
        for part in std::iter::once(domain.as_bytes()).chain(parts.iter().copied()) {
            sha.update((part.len() as u64).to_be_bytes());
            sha.update(part);
        }
        Self(sha.finalize().into())
    }
}

impl BlobHash {
    /// The plain SHA-256 of `bytes`.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Hash::plain(bytes))
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut hex = [0_u8; 64];
        for (at, byte) in self.0.iter().enumerate() {
            hex[2 * at] = DIGITS[usize::from(byte >> 4)];
            hex[2 * at + 1] = DIGITS[usize::from(byte & 15)];
        }
        f.pad(std::str::from_utf8(&hex).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = HashError;

    fn from_str(hex: &str) -> Result<Self, HashError> {
        let bad = || HashError(hex.chars().take(80).collect());
        decode_hex(hex).ok_or_else(bad)?.try_into().map(Self).map_err(|_| bad())
    }
}

/// Bytes from lower-case hexadecimal digits; `None` for anything else.
pub fn decode_hex(hex: &str) -> Option<Vec<u8>> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    hex.as_bytes().chunks(2).map(|pair| Some(digit(pair[0])? << 4 | digit(*pair.get(1)?)?)).collect()
}

/// Lower-case hexadecimal digits of `bytes`.
pub fn encode_hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|d| char::from_digit(d.into(), 16))
        .collect()
}

impl Serialize for Hash {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hash {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let hex = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        hex.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blob_hash_is_what_sha256sum_prints() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(BlobHash::of(b"abc").to_string(), expected);
    }

    #[test]
    fn parts_are_kept_apart() {
        assert_ne!(Hash::of("t", &[b"ab", b"c"]), Hash::of("t", &[b"a", b"bc"]));
        assert_ne!(Hash::of("t", &[b"x"]), Hash::of("tx", &[]));
    }

    #[test]
    fn only_64_lower_case_digits_parse() {
        let hash = Hash::plain(b"abc");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for bad in ["", "ab", &hash.to_string().to_uppercase(), &format!("{hash}0"), "é"] {
            assert!(bad.parse::<Hash>().is_err(), "{bad}");
        }
    }
}
