//! From files to blobs and entries: what `assize add` does before anything is signed.

use crate::{
    blob::{BlobError, Blobs},
    extract::{self, ExtractError, Limits, walk},
};
use assize_record::{
    Edtf, Entry,
    body::{Body, Capture, Publication, Source, Stated, Text},
    entry::{EntryError, Role},
};
use std::{
    fs::File,
    io::{self, Read as _},
    path::{Path, PathBuf},
};

/// Where a fact is from that the person who adds a file gives.
const GIVEN: &str = "given";

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
    #[error("cannot be read: {0}")]
    Io(#[from] io::Error),
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
    /// The entry cannot be made.
    #[error(transparent)]
    Entry(#[from] EntryError),
}

/// Adds a file, or every file of a folder in sorted order. Facts in `given` go before what an original states itself. An
/// error names its file and does not stop the rest.
pub fn add(blobs: &Blobs, path: &Path, given: &Publication, limits: &Limits) -> Vec<Result<Added, AddFault>> {
    let files = walk::walk(path);
    if files.is_empty() {
        return vec![Err(AddFault { file: path.to_owned(), error: AddError::Nothing })];
    }
    files
        .into_iter()
        .map(|file| match file {
            Ok(file) => add_file(blobs, &file, given, limits),
            Err(fault) => Err(AddFault { file: fault.path().to_owned(), error: fault.into() }),
        })
        .collect()
}

/// Adds one file. Nothing is stored unless its text could be taken out.
///
/// # Errors
/// [`AddFault`], naming the file.
pub fn add_file(blobs: &Blobs, file: &Path, given: &Publication, limits: &Limits) -> Result<Added, AddFault> {
    add_checked(blobs, file, given, limits).map_err(|error| AddFault { file: file.to_owned(), error })
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

fn add_checked(blobs: &Blobs, file: &Path, given: &Publication, limits: &Limits) -> Result<Added, AddError> {
    check_given(given)?;
    let bytes = read(file, limits)?;
    let extracted = extract::extract(&name_of(file), &bytes, limits)?;
    let (source_hash, source_is_new) = blobs.put(&bytes)?;
    let (text_hash, _) = blobs.put(extracted.text.as_bytes())?;
    let source = Entry::deterministic(
        Vec::new(),
        Body::Source(Source { sha256: source_hash, bytes: bytes.len() as u64 }),
    )?;
    let text_entry = Entry::deterministic(
        vec![(Role::Source, source.id)],
        Body::Text(Text {
            sha256: text_hash,
            bytes: extracted.text.len() as u64,
            extractor: extracted.extractor,
        }),
    )?;
    Ok(Added {
        file: file.to_owned(),
        source,
        text_entry,
        media_type: extracted.media_type,
        publication: merge(given, extracted.publication),
        text: extracted.text,
        notes: extracted.notes,
        already: !source_is_new,
    })
}

fn name_of(file: &Path) -> String {
    file.file_name().unwrap_or(file.as_os_str()).to_string_lossy().into_owned()
}

/// The bytes of a plain file. Its length is held against the limit before a byte is read, and again while reading, since a file
/// may grow and a special file states no length.
fn read(file: &Path, limits: &Limits) -> Result<Vec<u8>, AddError> {
    let opened = File::open(file)?;
    let about = opened.metadata()?;
    if !about.is_file() {
        return Err(walk::WalkFault::Special(file.to_owned()).into());
    }
    extract::check_length(about.len(), limits)?;
    let mut bytes = Vec::new();
    opened.take(limits.file_bytes.saturating_add(1)).read_to_end(&mut bytes)?;
    extract::check_length(bytes.len() as u64, limits)?;
    Ok(bytes)
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
