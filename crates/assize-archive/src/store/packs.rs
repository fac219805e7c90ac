//! Receipts in packs: files of up to 1,024 lines, one a checkpoint, each holding the hash of the line before it.
//!
//! A line is canonical JSON, `{"note":"…","previous":"…"}`: the signed note of the checkpoint, and the SHA-256 of the line before
//! without its newline. The chain goes on from pack to pack. The first line of all names the bytes of the last checkpoint that an earlier
//! program kept in a file of its own, and nothing where there is none.

use crate::log::Checkpoint;
use assize_record::{
    BlobHash,
    canonical::{self, CanonicalError},
};
use serde::{Deserialize, Serialize};

/// Lines after which a new pack is begun. Packs of any length are read.
pub(crate) const PACK_LINES: u64 = 1024;

/// A line, as it stands in the file.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    note: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    previous: Option<BlobHash>,
}

/// A receipt read from its line; no signature is checked yet.
#[derive(Debug, Clone)]
pub(crate) struct ReceiptLine {
    pub(crate) checkpoint: Checkpoint,
    /// SHA-256 of the line before.
    pub(crate) previous: Option<BlobHash>,
}

/// The line of a checkpoint, without its newline.
pub(crate) fn line(checkpoint: &Checkpoint, previous: Option<BlobHash>) -> Result<Vec<u8>, CanonicalError> {
    canonical::to_bytes(&Line { note: checkpoint.note.to_string(), previous })
}

/// Reads a line. Nothing but the one form that its content has is accepted.
pub(crate) fn parse(bytes: &[u8]) -> Result<ReceiptLine, String> {
    let shape: Line = serde_json::from_slice(bytes).map_err(|error| format!("not a receipt: {error}"))?;
    let checkpoint = Checkpoint::parse(shape.note.as_bytes()).map_err(|error| error.to_string())?;
    let found = ReceiptLine { checkpoint, previous: shape.previous };
    match line(&found.checkpoint, found.previous) {
        Ok(expected) if expected == bytes => Ok(found),
        _ => Err("not in the one form that a receipt has".to_owned()),
    }
}

/// The size that a line speaks of, read from its beginning alone; `None` where it does not begin as a receipt does.
pub(crate) fn size(line: &[u8]) -> Option<u64> {
    let rest = line.strip_prefix(b"{\"note\":\"")?;
    let from = memchr::memmem::find(rest, b"\\n")? + 2;
    let rest = &rest[from..];
    let digits = &rest[..memchr::memmem::find(rest, b"\\n")?];
    std::str::from_utf8(digits).ok()?.parse().ok()
}
