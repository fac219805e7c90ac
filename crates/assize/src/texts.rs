//! Texts of a case, from its blobs.

use crate::{case::Session, failure::Failure, output::Output};
use assize_ledger::View;
use assize_record::{EntryId, Hash};
use std::{collections::BTreeMap, path::Path};

/// The wording of one text.
pub(crate) fn text(session: &Session, sha256: &Hash) -> Result<String, Failure> {
    let bytes = session.blobs.get(sha256).map_err(Failure::integrity)?;
    String::from_utf8(bytes).map_err(|_| Failure::integrity(format!("text {sha256} is not UTF-8")))
}

/// The wording of every text that can be had, by text entry id. A text whose blob is missing or altered is named and left out.
pub(crate) fn all(session: &Session, view: &View, output: &Output) -> BTreeMap<EntryId, String> {
    let mut found = BTreeMap::new();
    for (id, entry) in view.texts() {
        let Some(sha256) = &entry.sha256 else { continue };
        match text(session, sha256) {
            Ok(text) => {
                found.insert(*id, text);
            }
            Err(failure) => output.warn(format!("text {}: {failure}; left out", id.short())),
        }
    }
    found
}

/// The source and its first text that were archived from a file with exactly these bytes.
pub(crate) fn of_file(view: &View, bytes: &[u8]) -> Option<(EntryId, EntryId)> {
    let sha256 = BlobHash::of(bytes);
    let source = view.sources().iter().find(|(_, source)| source.sha256 == Some(sha256)).map(|(id, _)| *id)?;
    let text = view.texts().iter().find(|(_, text)| text.source == source).map(|(id, _)| *id)?;
    Some((source, text))
}

/// Name of a file without its folder.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
