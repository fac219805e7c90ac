//! The drafts of a case: one NDJSON file a text under `drafts/`, written by the reader and disposable.

use crate::{
    case::Session,
    failure::{Failure, file_failure},
    output::Output,
};
use assize_ledger::{DraftInput, View};
use assize_record::{Draft, EntryId};
use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
};

/// A draft and where it was read.
pub(crate) struct Kept {
    /// Entry id of the source.
    pub(crate) source: EntryId,
    /// Entry id of the text.
    pub(crate) text: EntryId,
    /// The draft.
    pub(crate) draft: Draft,
}

impl Kept {
    /// As the ledger takes it.
    pub(crate) fn input(&self) -> DraftInput<'_> {
        DraftInput { source: self.source, text: self.text, draft: &self.draft }
    }
}

/// The file of a text's drafts.
pub(crate) fn path(session: &Session, text: EntryId) -> PathBuf {
    session.dir.join("drafts").join(format!("{text}.ndjson"))
}

/// Writes the drafts of a text, in place of what an earlier reading has left.
pub(crate) fn write(session: &Session, text: EntryId, drafts: &[Draft]) -> Result<(), Failure> {
    let path = path(session, text);
    let folder = session.dir.join("drafts");
    fs::create_dir_all(&folder).map_err(|error| file_failure(&folder, &error))?;
    let mut lines = String::new();
    for draft in drafts {
        lines.push_str(&serde_json::to_string(draft).map_err(Failure::input)?);
        lines.push('\n');
    }
    let part = path.with_extension("part");
    fs::write(&part, lines)
        .and_then(|()| fs::rename(&part, &path))
        .map_err(|error| file_failure(&path, &error))
}

/// All drafts of the texts of a view, in order of text and place. A line that is none is named and passed over.
pub(crate) fn read(session: &Session, view: &View, output: &Output) -> Result<Vec<Kept>, Failure> {
    let mut kept = Vec::new();
    for (text, entry) in view.texts() {
        let path = path(session, *text);
        let file = match fs::File::open(&path) {
            Ok(file) => file,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => return Err(file_failure(&path, &error)),
        };
        for (at, line) in BufReader::new(file).lines().enumerate() {
            let line = line.map_err(|error| file_failure(&path, &error))?;
            match serde_json::from_str(&line) {
                Ok(draft) => kept.push(Kept { source: entry.source, text: *text, draft }),
                Err(error) => output.warn(format!(
                    "`{}` line {}: {error}; passed over, `assize read` writes it anew",
                    path.display(),
                    at + 1
                )),
            }
        }
    }
    Ok(kept)
}
