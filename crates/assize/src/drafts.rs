//! The drafts of a case: what the reader proposed, text by text.

use crate::{case::Session, failure::Failure, output::Output};
use assize_archive::readings::{LineFault, Reading, Readings};
use assize_ledger::{DraftInput, View};
use assize_record::{
    Draft, EntryId, Referent,
    entry::{OfText, Salt},
};

/// The reading of one text.
pub(crate) struct Kept {
    /// Entry id of the source.
    pub(crate) source: EntryId,
    /// Entry id of the text.
    pub(crate) text: EntryId,
    /// Its salt, where it has one.
    salt: Salt,
    /// Its referents.
    pub(crate) referents: Vec<Referent>,
    /// Its drafts, in the order of their passages.
    pub(crate) drafts: Vec<Draft>,
}

impl Kept {
    /// Each draft as the ledger takes it.
    pub(crate) fn inputs(&self) -> impl Iterator<Item = DraftInput<'_>> {
        self.drafts.iter().map(|draft| self.input(draft))
    }

    /// One of its drafts as the ledger takes it.
    pub(crate) fn input<'d>(&'d self, draft: &'d Draft) -> DraftInput<'d> {
        DraftInput {
            source: self.source,
            text: OfText::new(self.text, self.salt),
            draft,
            referents: &self.referents,
        }
    }
}

/// The readings of all texts of a view, in order of text. A line that cannot be used is named and passed over.
pub(crate) fn all(session: &Session, view: &View, output: &Output) -> Result<Vec<Kept>, Failure> {
    let readings = Readings::of_case(&session.dir);
    let mut kept = Vec::new();
    // What is out of sight has no text to be read.
    for (text, entry) in view.texts().iter().filter(|(_, entry)| entry.sha256.is_some()) {
        kept.extend(of_text(&readings, *text, entry.source, output)?);
    }
    Ok(kept)
}

/// The reading of one text; `None` where it was not read yet.
pub(crate) fn of_text(
    readings: &Readings,
    text: EntryId,
    source: EntryId,
    output: &Output,
) -> Result<Option<Kept>, Failure> {
    let Some((reading, faults)) = readings.of_text(text).map_err(crate::case::store_failure)? else {
        return Ok(None);
    };
    report(&faults, output);
    let Reading { salt, referents, drafts } = reading;
    Ok(Some(Kept { source, text, salt, referents, drafts }))
}

/// Old readings fail line by line in the same way, so they are named once.
fn report(faults: &[LineFault], output: &Output) {
    if let Some(first) = faults.first() {
        let more =
            if faults.len() > 1 { format!(", and {} more lines", faults.len() - 1) } else { String::new() };
        output.warn(format!("{first}{more}; passed over, `assize read` writes the file anew"));
    }
}
