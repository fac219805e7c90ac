//! Ed25519 signatures over entry ids.

use crate::id::{EntryId, decode_hex, encode_hex};
use ed25519_dalek::{Signature as Ed25519, Signer, SigningKey, VerifyingKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error as _};
use std::{fmt, str::FromStr};

/// Who signs: an Ed25519 public key, shown as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PublicKey([u8; 32]);

/// An Ed25519 signature, shown as 128 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Signature([u8; 64]);

/// A private key. It has no `Debug`, no `Serialize` and no way into a case folder.
pub struct SecretKey(SigningKey);

/// Why a key or signature is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// Not the right number of hexadecimal digits.
    #[error("expected {0} lower-case hexadecimal digits")]
    Hex(usize),
    /// The bytes are no point of the curve.
    #[error("not an Ed25519 public key")]
    Key,
    /// The signature does not belong to this key and id.
    #[error("signature does not match")]
    Mismatch,
}

impl PublicKey {
    /// Takes 32 raw bytes as a key; whether they are a point of the curve shows on [`PublicKey::verify`].
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The 32 raw bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// Checks a signature over an entry id, strictly (no small-order keys, no malleable signatures).
    ///
    /// # Errors
    /// [`SignError`] where the key is none or the signature does not match.
    pub fn verify(&self, id: &EntryId, signature: &Signature) -> Result<(), SignError> {
        self.verify_bytes(id.as_bytes(), signature)
    }

    /// Checks a signature over any bytes, strictly.
    ///
    /// # Errors
    /// [`SignError`] where the key is none or the signature does not match.
    pub fn verify_bytes(&self, message: &[u8], signature: &Signature) -> Result<(), SignError> {
        let key = VerifyingKey::from_bytes(&self.0).map_err(|_| SignError::Key)?;
        key.verify_strict(message, &Ed25519::from_bytes(&signature.0)).map_err(|_| SignError::Mismatch)
    }
}

impl SecretKey {
    /// A key from 32 secret bytes. Where they come from (the system's randomness, a test) is the caller's business.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// The public half.
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key().to_bytes())
    }

    /// Signs an entry id.
    pub fn sign(&self, id: &EntryId) -> Signature {
        self.sign_bytes(id.as_bytes())
    }

    /// Signs any bytes.
    pub fn sign_bytes(&self, message: &[u8]) -> Signature {
        Signature(self.0.sign(message).to_bytes())
    }
}

impl Signature {
    /// Takes 64 raw bytes.
    pub const fn from_bytes(bytes: [u8; 64]) -> Self {
        Self(bytes)
    }

    /// The 64 raw bytes.
    pub const fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

macro_rules! hex {
    ($name:ident, $digits:literal) => {
        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.pad(&encode_hex(&self.0))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = SignError;

            fn from_str(hex: &str) -> Result<Self, SignError> {
                let bytes = decode_hex(hex).and_then(|bytes| bytes.try_into().ok());
                bytes.map(Self).ok_or(SignError::Hex($digits))
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let hex = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                hex.parse().map_err(D::Error::custom)
            }
        }
    };
}

hex!(PublicKey, 64);
hex!(Signature, 128);

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::BlobHash;

    #[test]
    fn a_signature_belongs_to_one_key_and_one_id() {
        let (ours, theirs) = (SecretKey::from_seed([1; 32]), SecretKey::from_seed([2; 32]));
        let (id, other) =
            (EntryId::from_hash(BlobHash::of(b"a").hash()), EntryId::from_hash(BlobHash::of(b"b").hash()));
        let signature = ours.sign(&id);
        assert_eq!(ours.public().verify(&id, &signature), Ok(()));
        assert_eq!(ours.public().verify(&other, &signature), Err(SignError::Mismatch));
        assert_eq!(theirs.public().verify(&id, &signature), Err(SignError::Mismatch));
    }
}
