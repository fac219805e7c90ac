//! Lines as bytes, there and back.

use super::strict;
use assize_record::{
    EntryId, Head,
    body::Body,
    canonical::{self, CanonicalError},
    entry::{Entry, Salt},
    id::{Hash, tag},
    sign::Signature,
};
use serde::{Deserialize, Serialize};

/// A head line taken apart; nothing about the head is checked yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HeadLine<'b> {
    /// Canonical bytes of the head.
    pub(crate) head: &'b [u8],
    /// The id on record.
    pub(crate) id: EntryId,
    /// The signature on record.
    pub(crate) signature: Option<Signature>,
}

/// A body line taken apart; nothing about the body is checked yet.
#[derive(Debug, Clone, Copy)]
pub(crate) struct BodyLine<'b> {
    /// Canonical bytes of the body.
    pub(crate) body: &'b [u8],
    /// The entry it belongs to.
    pub(crate) id: EntryId,
    /// The salt: 0 or 16 bytes.
    salt: ([u8; 16], usize),
}

/// Why a body is lacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Lack {
    /// It was erased here, for good.
    Erased,
    /// It never came: the entry was merged in without it.
    Absent,
    /// It came later, after it had been absent.
    Found,
}

/// A line of the list of lacking bodies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct LackingLine {
    /// The entry.
    pub(crate) id: EntryId,
    /// Why.
    pub(crate) why: Lack,
}

impl<'b> HeadLine<'b> {
    /// Takes a line apart from its end, where id and signature have fixed lengths. `None` where the frame is not the one form.
    pub(crate) fn split(line: &'b [u8]) -> Option<Self> {
        let rest = line.strip_prefix(b"{\"head\":")?.strip_suffix(b"\"}")?;
        let (rest, signature) = match split_hex::<64>(rest, b",\"signature\":\"") {
            // Before a signature the id's closing quote is still there.
            Some((rest, signature)) => (rest.strip_suffix(b"\"")?, Some(Signature::from_bytes(signature))),
            None => (rest, None),
        };
        let (head, id) = split_hex::<32>(rest, b",\"id\":\"")?;
        Some(Self { head, id: EntryId::from_bytes(id), signature })
    }

    /// The id that the head's bytes have.
    pub(crate) fn found_id(&self) -> EntryId {
        EntryId::from_hash(Hash::of(tag::HEAD, &[self.head]))
    }

    /// Reads the head, strictly.
    pub(crate) fn parse(&self) -> Result<Head, CanonicalError> {
        strict::head(self.head).map_or_else(|| canonical::from_bytes(self.head), Ok)
    }
}

impl<'b> BodyLine<'b> {
    /// Takes a line apart. `None` where the frame is not the one form.
    pub(crate) fn split(line: &'b [u8]) -> Option<Self> {
        let rest = line.strip_prefix(b"{\"body\":")?.strip_suffix(b"\"}")?;
        let (rest, salt) = match split_hex::<16>(rest, b",\"salt\":\"") {
            Some((rest, salt)) => (rest, (salt, 16)),
            None => (rest.strip_suffix(b",\"salt\":\"")?, ([0; 16], 0)),
        };
        let (body, id) = split_hex::<32>(rest.strip_suffix(b"\"")?, b",\"id\":\"")?;
        Some(Self { body, id: EntryId::from_bytes(id), salt })
    }

    /// The commitment that salt and body have.
    pub(crate) fn found_commitment(&self) -> Hash {
        Hash::of(tag::BODY, &[&self.salt.0[..self.salt.1], self.body])
    }

    /// Reads salt and body, strictly.
    pub(crate) fn parse(&self) -> Result<(Salt, Body), CanonicalError> {
        let body: Body = if strict::is_canonical(self.body) {
            serde_json::from_slice(self.body).map_err(|error| CanonicalError::Json(error.to_string()))?
        } else {
            canonical::from_bytes(self.body)?
        };
        // Canonical bytes whose keys are all known can differ from those of the value only by stating what is left out otherwise,
        // such as a flag that is not set; that makes them longer.
        let mut count = Count(0);
        serde_json::to_writer(&mut count, &body).map_err(|error| CanonicalError::Json(error.to_string()))?;
        if count.0 != self.body.len() {
            return Err(CanonicalError::Json("states something that canonical form leaves out".to_owned()));
        }
        let salt = if self.salt.1 == 0 { Salt::none() } else { Salt::new(self.salt.0) };
        Ok((salt, body))
    }
}

/// The head line of an entry, with its newline.
pub(crate) fn head_line(entry: &Entry) -> Result<Vec<u8>, CanonicalError> {
    let head = canonical::to_bytes(&entry.head)?;
    let mut line = Vec::with_capacity(head.len() + 256);
    line.extend_from_slice(b"{\"head\":");
    line.extend_from_slice(&head);
    line.extend_from_slice(format!(",\"id\":\"{}\"", entry.id).as_bytes());
    if let Some(signature) = &entry.signature {
        line.extend_from_slice(format!(",\"signature\":\"{signature}\"").as_bytes());
    }
    line.extend_from_slice(b"}\n");
    Ok(line)
}

/// The body line of an entry, with its newline.
pub(crate) fn body_line(v: u8, id: &EntryId, salt: &Salt, body: &Body) -> Result<Vec<u8>, CanonicalError> {
    let body = body.to_bytes(v)?;
    let salt = canonical::to_bytes(salt)?;
    let mut line = Vec::with_capacity(body.len() + 160);
    line.extend_from_slice(b"{\"body\":");
    line.extend_from_slice(&body);
    line.extend_from_slice(format!(",\"id\":\"{id}\",\"salt\":").as_bytes());
    line.extend_from_slice(&salt);
    line.extend_from_slice(b"}\n");
    Ok(line)
}

/// A line of the list of lacking bodies, with its newline.
pub(crate) fn lacking_line(id: EntryId, why: Lack) -> Result<Vec<u8>, CanonicalError> {
    let mut line = canonical::to_bytes(&LackingLine { id, why })?;
    line.push(b'\n');
    Ok(line)
}

/// Reads a line of the list of lacking bodies, strictly.
pub(crate) fn parse_lacking(line: &[u8]) -> Result<LackingLine, CanonicalError> {
    canonical::from_bytes(line)
}

/// Counts the bytes written to it.
struct Count(usize);

impl std::io::Write for Count {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 += bytes.len();
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Splits off `label` and 2 × N hexadecimal digits from the end.
fn split_hex<'b, const N: usize>(bytes: &'b [u8], label: &[u8]) -> Option<(&'b [u8], [u8; N])> {
    let (rest, digits) = bytes.split_at_checked(bytes.len().checked_sub(2 * N)?)?;
    Some((rest.strip_suffix(label)?, unhex(digits)?))
}

/// What each byte is worth as a lower-case hexadecimal digit; more than 15 where it is none.
const DIGITS: [u8; 256] = {
    let (mut digits, mut at) = ([0xff; 256], 0_u8);
    while at < 16 {
        let byte = if at < 10 { b'0' + at } else { b'a' + at - 10 };
        digits[byte as usize] = at;
        at += 1;
    }
    digits
};

/// Bytes from lower-case hexadecimal digits, without allocating.
pub(crate) fn unhex<const N: usize>(digits: &[u8]) -> Option<[u8; N]> {
    let (pairs, rest) = digits.as_chunks::<2>();
    if pairs.len() != N || !rest.is_empty() {
        return None;
    }
    let (mut bytes, mut all) = ([0; N], 0);
    for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
        let (high, low) = (DIGITS[usize::from(*high)], DIGITS[usize::from(*low)]);
        all |= high | low;
        *byte = high << 4 | low & 15;
    }
    (all < 16).then_some(bytes)
}
