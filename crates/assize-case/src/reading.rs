//! Texts of a case into drafts.

use crate::{
    case::{Session, store_failure},
    drafts,
    failure::Failure,
    keys,
    talk::Talk,
    texts,
};
use assize_archive::readings::{ReadBy, Reading, Readings};
use assize_ledger::{AsKnown, View};
use assize_reader::{Document, read::READER};
use assize_record::{Edtf, EntryId};
use std::path::Path;

/// What was found in texts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Claims proposed.
    pub drafts: usize,
    /// Drafts of one text that cannot both hold.
    pub conflicts: usize,
    /// What the reader could not settle.
    pub doubts: usize,
    /// Texts that this reader had read with this date.
    pub again: usize,
}

/// Reads texts of a case into its drafts folder: those whose sources are named, or all. `step` is called after each, with how many there are.
///
/// # Errors
/// A source that is not there, and a folder that cannot be written.
pub fn read(
    session: &Session,
    wanted: &[String],
    talk: &dyn Talk,
    step: &mut dyn FnMut(usize),
) -> Result<Counts, Failure> {
    let view = session.fold(&session.entries(talk)?, AsKnown::default());
    let chosen = choose(&view, wanted)?;
    let all = chosen.len();
    let mut counts = Counts::default();
    let mut readings = Readings::of_case(&session.dir);
    let secret = keys::of_readings()?;
    for (text, source) in chosen {
        let Some(sha256) = view.texts()[&text].sha256 else { continue };
        let words = match texts::text(session, &sha256) {
            Ok(words) => words,
            Err(failure) => {
                talk.warn(format!("text {}: {failure}; passed over", text.short()));
                continue;
            }
        };
        let published = view.sources().get(&source).and_then(|source| source.published_on.clone());
        let by = ReadBy {
            reader: READER.to_owned(),
            published: published.as_ref().map_or_else(String::new, ToString::to_string),
        };
        if readings.read_by(text).map_err(store_failure)?.as_ref() == Some(&by)
            && let Some(kept) = drafts::of_text(session, &view, text, talk)?
        {
            // The same reader on the same text with the same date gives the same.
            counts.drafts += kept.drafts.len();
            counts.again += 1;
            step(all);
            continue;
        }
        let read = again(&words, published);
        let salt = view.of_text(text).salt();
        let reading = Reading { salt, referents: read.referents, drafts: read.drafts };
        readings.write(text, &by, &reading, &secret).map_err(store_failure)?;
        counts.drafts += reading.drafts.len();
        counts.conflicts += read.conflicts.len();
        counts.doubts += read.doubts.len();
        step(all);
    }
    Ok(counts)
}

/// A text read once more, for what is not kept: doubts and conflicts.
pub fn again(words: &str, published: Option<Edtf>) -> assize_reader::Reading {
    assize_reader::read(&document(words, published))
}

fn document(words: &str, published: Option<Edtf>) -> Document<'_> {
    published.map_or_else(|| Document::undated(words), |on| Document::published(words, on))
}

/// Texts by source: all, or those whose source, file name or id is named.
fn choose(view: &View, wanted: &[String]) -> Result<Vec<(EntryId, EntryId)>, Failure> {
    let all = || view.texts().iter().map(|(text, entry)| (*text, entry.source));
    if wanted.is_empty() {
        return Ok(all().collect());
    }
    let mut chosen = Vec::new();
    for name in wanted {
        let file = texts::file_name(Path::new(name));
        let matches = |source: EntryId| {
            source.to_string().starts_with(name.as_str())
                || view.sources().get(&source).is_some_and(|source| source.files.contains(&file))
        };
        let found: Vec<_> = all().filter(|(_, source)| matches(*source)).collect();
        if found.is_empty() {
            return Err(Failure::usage(format!("no source is called `{name}`"))
                .help("name it by the first digits of its id or by its file name"));
        }
        chosen.extend(found);
    }
    chosen.sort_unstable();
    chosen.dedup();
    Ok(chosen)
}
