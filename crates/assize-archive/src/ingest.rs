//! From files to blobs and entries: what `assize add` does before anything is signed.

mod in_order;

use crate::{
    blob::{BlobError, Blobs},
    extract::{ExtractError, Extracted, walk},
    original::{self, ReadFault},
    plain::Links,
    worker::Extractor,
};
use assize_record::{
    BlobHash, Edtf, Entry, EntryId,
    body::{Body, Capture, Publication, Source, Stated, Text},
    entry::{EntryError, Role, Salt},
};
use in_order::in_order;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::{Path, PathBuf},
};

/// Where a fact is from that the person who adds a file gives.
const GIVEN: &str = "given";

/// The sources and texts that a record has, and how new ones are entered.
pub struct Evidence<'s> {
    sources: BTreeMap<BlobHash, Entry>,
    texts: BTreeMap<(EntryId, BlobHash, String), Entry>,
    destroyed: &'s BTreeSet<EntryId>,
    confidential: bool,
    salt: &'s mut dyn FnMut() -> Salt,
}

impl<'s> Evidence<'s> {
    /// What a record has. `destroyed` are entries whose content an owner destroyed; `confidential` says whether new sources are salted, so
    /// that no id or hash in the ledger tells who has the file that it is here; `salt` gives fresh random salt.
    pub fn of<'e>(
        record: impl Iterator<Item = &'e Entry>,
        destroyed: &'s BTreeSet<EntryId>,
        confidential: bool,
        salt: &'s mut dyn FnMut() -> Salt,
    ) -> Self {
        let (mut sources, mut texts) = (BTreeMap::new(), BTreeMap::new());
        for entry in record {
            match &entry.body {
                // A source without salt goes first: salting a second one would hide nothing.
                Some((salt, Body::Source(source)))
                    if salt.is_empty() || !sources.contains_key(&source.sha256) =>
                {
                    sources.insert(source.sha256, entry.clone());
                }
                Some((_, Body::Text(text))) => {
                    let source = entry.head.first(Role::Source);
                    let of = source.map(|source| (source, text.sha256, text.extractor.clone()));
                    of.into_iter().for_each(|of| {
                        texts.entry(of).or_insert_with(|| entry.clone());
                    });
                }
                _ => {}
            }
        }
        Self { sources, texts, destroyed, confidential, salt }
    }

    /// The source of these bytes: the one on record, or a new one.
    fn source(&mut self, body: Source) -> Result<Entry, AddError> {
        if let Some(known) = self.sources.get(&body.sha256) {
            return Ok(known.clone());
        }
        let open = Entry::source(body.clone(), Salt::none())?;
        if self.destroyed.contains(&open.id) {
            return Err(AddError::Destroyed(open.id));
        }
        let sha256 = body.sha256;
        let source = if self.confidential { Entry::source(body, (self.salt)())? } else { open };
        self.sources.insert(sha256, source.clone());
        Ok(source)
    }

    /// The text of a source: the one on record, or a new one, which is salted where the source is.
    fn text(&mut self, source: &Entry, body: Text) -> Result<Entry, AddError> {
        let of = (source.id, body.sha256, body.extractor.clone());
        if let Some(known) = self.texts.get(&of) {
            return Ok(known.clone());
        }
        let salted = source.body.as_ref().is_some_and(|(salt, _)| !salt.is_empty());
        let salt = if salted { (self.salt)() } else { Salt::none() };
        let text = Entry::text(source.id, body, salt)?;
        self.texts.insert(of, text.clone());
        Ok(text)
    }
}

/// A file whose original and text are now in the archive.
#[derive(Debug, Clone)]
pub struct Added {
    /// The file it was taken from.
    pub file: PathBuf,
    /// The source: the original's bytes.
    pub source: Entry,
    /// The text taken out of it.
    pub text_entry: Entry,
    /// Media type as recognised.
    pub media_type: String,
    /// Facts of publication: what was given, and for the rest what the original states.
    pub publication: Publication,
    /// The text itself.
    pub text: String,
    /// Words of the text, parted by blanks.
    pub words: usize,
    /// What a person should know about the extraction.
    pub notes: Vec<String>,
    /// Whether these very bytes were in the archive before.
    pub already: bool,
}

/// A file that was not added.
#[derive(Debug, thiserror::Error)]
#[error("`{}`: {error}", file.display())]
pub struct AddFault {
    /// The file.
    pub file: PathBuf,
    /// Why not.
    #[source]
    pub error: AddError,
}

/// Why a file is not added.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// It cannot be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// It is passed over in its folder.
    #[error(transparent)]
    Walk(#[from] walk::WalkFault),
    /// It holds nothing to add: a folder without files.
    #[error("holds no files that could be added")]
    Nothing,
    /// No text can be taken out of it.
    #[error(transparent)]
    Extract(#[from] ExtractError),
    /// It cannot be stored.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A fact that was given is of no use.
    #[error("{name} `{value}` was given: {problem}")]
    Given {
        /// Which fact.
        name: &'static str,
        /// What was given.
        value: String,
        /// What is wrong with it.
        problem: String,
    },
    /// These very bytes were on the record, and an owner destroyed them.
    #[error(
        "its content was destroyed here: source {}; adding it again would undo that", .0.short()
    )]
    Destroyed(EntryId),
    /// The entry cannot be made.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

/// Adds a file, or every file of a folder in sorted order. Facts in `given` go before what an original states itself. An
/// error names its file and does not stop the rest.
pub fn add(
    blobs: &Blobs,
    path: &Path,
    given: &Publication,
    extractor: &dyn Extractor,
    evidence: &mut Evidence<'_>,
) -> Vec<Result<Added, AddFault>> {
    let mut all = Vec::new();
    add_each(blobs, path, given, extractor, evidence, &mut |one| all.push(one));
    all
}

/// As [`add`], each handed over as soon as it is in the archive: a folder may hold more than memory does. As many files are read at once as the
/// extractor reads; they are stored, and handed over, in the order of the folder.
pub fn add_each(
    blobs: &Blobs,
    path: &Path,
    given: &Publication,
    extractor: &dyn Extractor,
    evidence: &mut Evidence<'_>,
    take: &mut dyn FnMut(Result<Added, AddFault>),
) {
    let files = walk::walk(path);
    if files.is_empty() {
        return take(Err(AddFault { file: path.to_owned(), error: AddError::Nothing }));
    }
    let at_once = extractor.at_once().min(files.len());
    in_order(
        files.into_iter(),
        at_once,
        |file| taken_out(file, path, given, extractor),
        |taken| {
            take(taken.and_then(|(file, bytes, extracted)| {
                store(blobs, &file, &bytes, extracted, given, evidence)
                    .map_err(|error| AddFault { file, error })
            }));
        },
    );
}

/// The bytes of a file, and what was taken out of it. A link is followed only where it was named itself.
fn taken_out(
    file: Result<PathBuf, walk::WalkFault>,
    named: &Path,
    given: &Publication,
    extractor: &dyn Extractor,
) -> Result<(PathBuf, Vec<u8>, Extracted), AddFault> {
    let file = file.map_err(|fault| AddFault { file: fault.path().to_owned(), error: fault.into() })?;
    let links = if file == named { Links::Follow } else { Links::Refuse };
    let taken = check_given(given).and_then(|()| read_text(&file, links, extractor));
    match taken {
        Ok((bytes, extracted)) => Ok((file, bytes, extracted)),
        Err(error) => Err(AddFault { file, error }),
    }
}

/// The bytes of a plain file, and its text.
///
/// # Errors
/// [`AddError::Read`] and [`AddError::Extract`], neither of which names the file.
pub fn read_text(
    file: &Path,
    links: Links,
    extractor: &dyn Extractor,
) -> Result<(Vec<u8>, Extracted), AddError> {
    let bytes = original::read(file, links, extractor.limits())?;
    let extracted = extractor.extract(&name_of(file), &bytes)?;
    Ok((bytes, extracted))
}

/// The body of the capture that a person signs for a file they added. `captured_at` is RFC 3339 in UTC; `tool` is
/// `name@version`.
pub fn capture(added: &Added, captured_at: String, tool: String) -> Capture {
    Capture {
        captured_at,
        tool,
        file: name_of(&added.file),
        media_type: added.media_type.clone(),
        publication: added.publication.clone(),
    }
}

/// What is known of a publication once given facts go before stated ones.
pub fn merge(given: &Publication, stated: Publication) -> Publication {
    let prefer = |given: &Option<Stated>, stated: Option<Stated>| match given {
        Some(fact) => Some(Stated { value: fact.value.clone(), from: GIVEN.to_owned() }),
        None => stated,
    };
    Publication {
        publisher: prefer(&given.publisher, stated.publisher),
        author: prefer(&given.author, stated.author),
        title: prefer(&given.title, stated.title),
        published_on: prefer(&given.published_on, stated.published_on),
        url: prefer(&given.url, stated.url),
        kind: prefer(&given.kind, stated.kind),
        digest_of: prefer(&given.digest_of, stated.digest_of),
        language: prefer(&given.language, stated.language),
    }
}

/// Enters an original and its text. Nothing is stored unless its text could be taken out.
fn store(
    blobs: &Blobs,
    file: &Path,
    bytes: &[u8],
    extracted: Extracted,
    given: &Publication,
    evidence: &mut Evidence<'_>,
) -> Result<Added, AddError> {
    let source = evidence.source(Source { sha256: BlobHash::of(bytes), bytes: bytes.len() as u64 })?;
    let text = extracted.text.as_bytes();
    let text_entry = evidence.text(
        &source,
        Text { sha256: BlobHash::of(text), bytes: text.len() as u64, extractor: extracted.extractor },
    )?;
    let (_, source_is_new) = blobs.put(bytes)?;
    blobs.put(text)?;
    Ok(Added {
        file: file.to_owned(),
        source,
        text_entry,
        media_type: extracted.media_type,
        publication: merge(given, extracted.publication),
        words: extracted.text.split_whitespace().count(),
        text: extracted.text,
        notes: extracted.notes,
        already: !source_is_new,
    })
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

fn check_given(given: &Publication) -> Result<(), AddError> {
    if let Some(fact) = &given.published_on {
        fact.value.parse::<Edtf>().map_err(|error| AddError::Given {
            name: "date of publication",
            value: fact.value.clone(),
            problem: error.to_string(),
        })?;
    }
    Ok(())
}
