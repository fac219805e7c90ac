//! The drafts of a case: what the reader proposed, text by text.

pub mod shown;

use crate::{
    case::{Session, store_failure},
    failure::Failure,
    keys, reading,
    talk::Talk,
    texts,
};
use assize_archive::{
    readings::{ReadBy, Reading, Readings},
    store::StoreError,
};
use assize_ledger::{DraftInput, View};
use assize_reader::read::READER;
use assize_record::{
    Draft, EntryId, Referent,
    entry::{OfText, Salt},
};

/// The reading of one text.
pub struct Kept {
    /// Entry id of the source.
    pub source: EntryId,
    /// Entry id of the text.
    pub text: EntryId,
    /// Its salt, where it has one.
    salt: Salt,
    /// Its referents.
    pub referents: Vec<Referent>,
    /// Its drafts, in the order of their passages.
    pub drafts: Vec<Draft>,
}

impl Kept {
    /// Each draft as the ledger takes it.
    pub fn inputs(&self) -> impl Iterator<Item = DraftInput<'_>> {
        self.drafts.iter().map(|draft| self.input(draft))
    }

    /// One of its drafts as the ledger takes it.
    pub fn input<'d>(&'d self, draft: &'d Draft) -> DraftInput<'d> {
        DraftInput {
            source: self.source,
            text: OfText::new(self.text, self.salt),
            draft,
            referents: &self.referents,
        }
    }
}

/// The readings of all texts of a view, in order of text, but of those that a later version of their extractor has taken out anew.
pub fn all(session: &Session, view: &View, talk: &dyn Talk) -> Result<Vec<Kept>, Failure> {
    let mut kept = Vec::new();
    let followed = view.followed_texts();
    // What is out of sight has no text to be read.
    let texts =
        view.texts().iter().filter(|(text, entry)| entry.sha256.is_some() && !followed.contains(text));
    for text in texts.map(|(text, _)| *text) {
        kept.extend(of_text(session, view, text, talk)?);
    }
    Ok(kept)
}

/// The reading of one text; `None` where it was not read yet. Files of drafts are not signed: one that this machine's reader has not sealed is
/// held against the text, and made anew where it says anything else.
pub fn of_text(
    session: &Session,
    view: &View,
    text: EntryId,
    talk: &dyn Talk,
) -> Result<Option<Kept>, Failure> {
    let Some(entry) = view.texts().get(&text) else { return Ok(None) };
    let mut readings = Readings::of_case(&session.dir);
    let secret = keys::of_readings()?;
    let found = readings.sealed(text, &secret).and_then(|sealed| {
        Ok(match sealed {
            Some(reading) => Some((reading, None)),
            None => readings.of_text(text)?.map(|(kept, faults)| (kept, Some(faults))),
        })
    });
    let found = match found {
        Ok(found) => found,
        // Whatever stands there, it is no reading.
        Err(StoreError::NotPlain(error)) => {
            talk.warn(format!("{error}; passed over, as what was not read yet"));
            return Ok(None);
        }
        Err(error) => return Err(store_failure(error)),
    };
    let reading = match found {
        None => return Ok(None),
        Some((reading, None)) => reading,
        Some((kept, Some(faults))) => {
            let Some(sha256) = entry.sha256 else { return Ok(None) };
            let published = view.sources().get(&entry.source).and_then(|source| source.published_on.clone());
            let read = reading::again(&texts::text(session, &sha256)?, published.clone());
            let salt = view.of_text(text).salt();
            let reading = Reading { salt, referents: read.referents, drafts: read.drafts };
            if reading != kept || !faults.is_empty() {
                let fault = faults
                    .first()
                    .map_or_else(|| format!("`{}`", readings.path(text).display()), ToString::to_string);
                talk.warn(format!(
                    "{fault} does not hold what this reader reads in the text: it was altered, or another program wrote it; the text was read anew"
                ));
            }
            let by = ReadBy {
                reader: READER.to_owned(),
                published: published.as_ref().map_or_else(String::new, ToString::to_string),
            };
            // In a folder that cannot be written it is read again the next time.
            let _ = readings.write(text, &by, &reading, &secret);
            reading
        }
    };
    let Reading { salt, referents, drafts } = reading;
    Ok(Some(Kept { source: entry.source, text, salt, referents, drafts }))
}
