//! Signed notes, after C2SP signed-note (<https://c2sp.org/signed-note>).
//!
//! A note is text that ends in a newline, an empty line, and signature lines `— <name> <base64(key id ‖ signature)>`. What is read
//! here must come out byte for byte when written again, so a note has one form only.

use assize_record::sign::PublicKey;
use base64::{Engine as _, engine::general_purpose::STANDARD as BASE64};
use sha2::{Digest, Sha256};
use std::fmt;

/// Signature type of a plain Ed25519 note signature.
pub(crate) const ED25519: u8 = 0x01;
/// Signature type of an Ed25519 timestamped cosignature.
pub(crate) const COSIGNATURE: u8 = 0x04;
/// More lines than this are not read.
const MAX_SIGNATURES: usize = 100;

/// A text and its signatures, none of them checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The text, with its final newline.
    pub text: String,
    /// The signatures, in order.
    pub signatures: Vec<NoteSignature>,
}

/// One signature line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteSignature {
    /// Name of the key.
    pub name: String,
    /// The key id; see [`key_id`].
    pub id: [u8; 4],
    /// The signature's bytes; their meaning depends on the type of the key.
    pub bytes: Vec<u8>,
}

/// A named Ed25519 key, written `<name>+<key id>+<base64(0x01 ‖ key)>` as signed-note does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VerifierKey {
    /// Name: the log's origin.
    pub name: String,
    /// The key.
    pub key: PublicKey,
}

/// Why bytes are no signed note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// Not UTF-8, or a control character in it.
    #[error("not plain text")]
    Text,
    /// No empty line between text and signatures.
    #[error("no empty line before the signatures")]
    NoSignatures,
    /// A line that is no signature line.
    #[error("signature line {0} is malformed")]
    Signature(usize),
    /// More signatures than are read.
    #[error("more than {MAX_SIGNATURES} signatures")]
    TooMany,
    /// Not a verifier key.
    #[error("`{0}` is not a verifier key: expected `name+id+base64`")]
    VerifierKey(String),
}

/// The key id: the first four bytes of `SHA-256(name ‖ "\n" ‖ type ‖ key)`.
pub fn key_id(name: &str, signature_type: u8, key: &PublicKey) -> [u8; 4] {
    let mut sha = Sha256::new();
    sha.update(name.as_bytes());
    sha.update([b'\n', signature_type]);
    sha.update(key.as_bytes());
    let digest: [u8; 32] = sha.finalize().into();
    [digest[0], digest[1], digest[2], digest[3]]
}

/// Whether a string may name a key: not empty, no white space, no control characters, no `+`.
pub(crate) fn is_key_name(name: &str) -> bool {
    !name.is_empty() && !name.contains(|c: char| c.is_whitespace() || c.is_control() || c == '+')
}

impl Note {
    /// Reads a note.
    ///
    /// # Errors
    /// [`NoteError`] for anything but the one form a note has.
    pub fn parse(bytes: &[u8]) -> Result<Self, NoteError> {
        let all = std::str::from_utf8(bytes).map_err(|_| NoteError::Text)?;
        if all.contains(|c: char| c.is_ascii_control() && c != '\n') {
            return Err(NoteError::Text);
        }
        // Signature lines are never empty, so the last empty line is the one that parts them from the text.
        let at = all.rfind("\n\n").ok_or(NoteError::NoSignatures)?;
        let (text, lines) = (&all[..=at], &all[at + 2..]);
        let lines = lines.strip_suffix('\n').ok_or(NoteError::NoSignatures)?;
        let mut signatures = Vec::new();
        for (number, line) in lines.split('\n').enumerate() {
            if number == MAX_SIGNATURES {
                return Err(NoteError::TooMany);
            }
            signatures.push(parse_signature(line).ok_or(NoteError::Signature(number + 1))?);
        }
        Ok(Self { text: text.to_owned(), signatures })
    }

    /// The signature lines of one key, by name and id.
    pub fn by(&self, name: &str, id: [u8; 4]) -> impl Iterator<Item = &NoteSignature> {
        self.signatures.iter().filter(move |line| line.name == name && line.id == id)
    }
}

impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}", self.text)?;
        for line in &self.signatures {
            let content: Vec<u8> = line.id.iter().chain(&line.bytes).copied().collect();
            writeln!(f, "\u{2014} {} {}", line.name, BASE64.encode(content))?;
        }
        Ok(())
    }
}

fn parse_signature(line: &str) -> Option<NoteSignature> {
    let (name, content) = line.strip_prefix("\u{2014} ")?.split_once(' ')?;
    let content = BASE64.decode(content).ok()?;
    let (id, bytes) = content.split_first_chunk::<4>()?;
    (is_key_name(name) && !bytes.is_empty()).then(|| NoteSignature {
        name: name.to_owned(),
        id: *id,
        bytes: bytes.to_vec(),
    })
}

impl VerifierKey {
    /// Reads `<name>+<key id>+<base64>`. A changed digit anywhere is noticed: the id is a hash of the rest.
    ///
    /// # Errors
    /// [`NoteError::VerifierKey`].
    pub fn parse(text: &str) -> Result<Self, NoteError> {
        let bad = || NoteError::VerifierKey(text.chars().take(200).collect());
        let mut parts = text.splitn(3, '+');
        let (name, id, content) =
            (parts.next().ok_or_else(bad)?, parts.next().ok_or_else(bad)?, parts.next().ok_or_else(bad)?);
        let content = BASE64.decode(content).map_err(|_| bad())?;
        let key = match content.split_first() {
            Some((&ED25519, key)) => PublicKey::from_bytes(key.try_into().map_err(|_| bad())?),
            _ => return Err(bad()),
        };
        let found = Self { name: name.to_owned(), key };
        (is_key_name(name) && found.id_digits() == id).then_some(found).ok_or_else(bad)
    }

    /// The id of the log that is named and signed so: the first 16 hexadecimal digits of the SHA-256 of this key as it is written. It holds
    /// name and key, so that no other log can take its place.
    pub fn log_id(&self) -> String {
        let digest: [u8; 32] = Sha256::digest(self.to_string().as_bytes()).into();
        assize_record::id::encode_hex(&digest[..8])
    }

    fn id_digits(&self) -> String {
        assize_record::id::encode_hex(&key_id(&self.name, ED25519, &self.key))
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let content: Vec<u8> = std::iter::once(ED25519).chain(*self.key.as_bytes()).collect();
        write!(f, "{}+{}+{}", self.name, self.id_digits(), BASE64.encode(content))
    }
}
