//! Entries held against themselves before they are written, and the lines they are stored as.

use super::StoreError;
use crate::segment::{self, BodyLine, HeadLine};
use assize_record::{
    Entry, EntryId,
    sign::{PublicKey, SecretKey, Signature},
};

/// An entry that holds, with the lines it is stored as.
pub(crate) struct Checked<'e> {
    pub(super) entry: &'e Entry,
    pub(super) head: Vec<u8>,
    pub(super) body: Option<Vec<u8>>,
}

/// What is known of signatures before they are checked.
pub(super) enum Trust<'k> {
    /// Nothing. One by this key is made again and compared, which takes half as long as checking it and is as strict.
    Nobody(&'k SecretKey),
    /// Those by this key were made a moment ago, by the caller.
    Own(PublicKey),
    /// All were checked before.
    All,
}

/// Holds entries against themselves, on all cores.
pub(super) fn check<'e>(entries: &'e [Entry], trust: &Trust<'_>) -> Result<Vec<Checked<'e>>, StoreError> {
    let is_by = |by: &PublicKey, signature: &Signature, id: &EntryId| match trust {
        Trust::Nobody(key) => *by == key.public() && *signature == key.sign(id),
        Trust::Own(key) => by == key,
        Trust::All => true,
    };
    let refused = |entry: &Entry, source| StoreError::Entry { id: entry.id, source };
    let check = |entry: &'e Entry| -> Result<Checked<'e>, StoreError> {
        let head = segment::head_line(entry)?;
        let body = match &entry.body {
            Some((salt, body)) => match segment::body_line(entry.head.v, &entry.id, salt, body) {
                Ok(line) => Some(line),
                Err(error) => return Err(refused(entry, error.into())),
            },
            None => None,
        };
        let is_signed = match (&entry.head.by, &entry.signature) {
            (None, None) => true,
            (Some(by), Some(signature)) => is_by(by, signature, &entry.id),
            _ => false,
        };
        if !is_signed || !holds(entry, &head, body.as_deref()) {
            // This has the last word, and says what is wrong.
            entry.check().map_err(|source| refused(entry, source))?;
        }
        Ok(Checked { entry, head, body })
    };
    crate::verify::on_all_cores(entries, check).into_iter().collect()
}

/// Whether the lines of an entry fit its id and commitment. `false` says nothing.
fn holds(entry: &Entry, head: &[u8], body: Option<&[u8]>) -> bool {
    let bare = |line: &[u8]| line.len().saturating_sub(1);
    let is_head = HeadLine::split(&head[..bare(head)]).is_some_and(|parts| parts.found_id() == entry.id);
    let is_body = match (body, &entry.body) {
        (Some(line), Some((salt, body))) => {
            BodyLine::split(&line[..bare(line)])
                .is_some_and(|parts| parts.found_commitment() == entry.head.body)
                && body.kind() == entry.head.kind
                && entry.head.takes(*salt)
        }
        (None, None) => true,
        _ => false,
    };
    is_head && is_body && entry.head.check(entry.id).is_ok()
}
