//! The plain text of an original, and what the original itself states of its publication.
//!
//! [`extract()`] is a pure function of a file's name and bytes: the same bytes give the same text wherever and whenever they are
//! read, so a text is named by its source and its extractor's version. Any change of the text that an extractor makes of some
//! input is a new version of that extractor.
//!
//! | extractor | reads | text |
//! |---|---|---|
//! | `assize-text@1` | plain text | the file's bytes exactly, a byte order mark included, if they are UTF-8; UTF-16 with a mark is decoded |
//! | `assize-digest@1` | plain text with front matter | what follows the front matter and the blank lines after it, byte for byte |
//! | `assize-html@4` | HTML | headline, then the main content, a paragraph a line, blank lines between; see [`html`] |
//! | `assize-pdf@2` | PDF | the text of the pages in reading order, a paragraph a line, blank lines between; see [`pdf`] |
//! | `assize-table@1` | XLSX and ODS workbooks | every sheet as comma-separated values, a row a line, each sheet under a line with its name |
//!
//! Other compressed and office files, images and mail are refused by name and never unpacked.

mod archived;
mod charset;
mod date;
mod fact;
mod front_matter;
pub mod html;
mod html_guard;
mod json_ld;
pub mod limits;
mod metadata;
pub mod pdf;
mod pdf_guard;
mod pdf_layout;
mod pdf_operators;
mod pdf_unpack;
mod plain;
mod sniff;
pub mod walk;
mod workbook;

pub use limits::Limits;

use assize_record::body::Publication;
use limits::within;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;

/// What was taken out of an original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Extracted {
    /// The plain text, UTF-8.
    pub text: String,
    /// Extractor and version: `assize-html@1`.
    pub extractor: String,
    /// Media type as recognised by content, then name.
    pub media_type: String,
    /// What the original itself states of its publication; each fact says where it stood.
    pub publication: Publication,
    /// What a person should know about the extraction: an assumed encoding, two dates that differ, a part left out.
    pub notes: Vec<String>,
}

/// Why no text can be taken out of a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, Serialize, Deserialize)]
pub enum ExtractError {
    /// There are no bytes, or none that are text.
    #[error("no text: {0}")]
    NoText(Cow<'static, str>),
    /// More than a limit allows.
    #[error(
        "{what} comes to {found}, more than the {limit} that `{name}` allows; raise that limit if you trust the file"
    )]
    Limit {
        /// What was measured.
        what: Cow<'static, str>,
        /// How much there is, with its unit; `at least` where counting was given up.
        found: String,
        /// How much is allowed.
        limit: u64,
        /// Name of the field of [`Limits`].
        name: Cow<'static, str>,
    },
    /// More time or memory than a limit allows.
    #[error(
        "reading it took more than the {limit} that `{name}` allows; raise that limit if you trust the file"
    )]
    Took {
        /// How much is allowed, with its unit.
        limit: String,
        /// Name of the field of [`Limits`].
        name: Cow<'static, str>,
    },
    /// A type of file that is not read.
    #[error("{0} is not read here: {1}")]
    NotRead(Cow<'static, str>, Cow<'static, str>),
    /// Bytes that are not UTF-8, in a file that states no other encoding.
    #[error("byte {offset} is not UTF-8, and the file states no other encoding; convert it to UTF-8 first")]
    NotUtf8 {
        /// Offset of the first byte that cannot be decoded.
        offset: usize,
    },
    /// A zero byte in plain text.
    #[error("byte {offset} is zero: this is not plain text, or UTF-16 without a byte order mark")]
    ZeroByte {
        /// Offset of the first zero byte.
        offset: usize,
    },
    /// Front matter that cannot be read.
    #[error("line {line}: {problem}")]
    FrontMatter {
        /// Line of the file, counted from 1.
        line: usize,
        /// What is wrong, and what to do.
        problem: String,
    },
    /// A PDF that cannot be opened without its password, or whose rights are restricted.
    #[error("this PDF is encrypted; save a copy without password or restrictions and add that")]
    Encrypted,
    /// A PDF or page that is damaged, or beyond what is read here.
    #[error("{0}")]
    Broken(String),
    /// The process that read it came to an end of its own.
    #[error("the reader of this file crashed ({0}); the file is left out")]
    Crashed(String),
    /// There is no process to read it in.
    #[error("no process could be started to read it in: {0}")]
    NoReader(String),
}

/// Extractors and versions that there are.
pub const EXTRACTORS: [&str; 5] =
    ["assize-text@1", "assize-digest@1", "assize-html@4", "assize-pdf@2", "assize-table@1"];

/// Takes the text and the facts of publication out of an original. Type is recognised by content first, then by name.
///
/// # Errors
/// [`ExtractError`]: what is wrong and what to do. The caller knows the file's name and adds it.
pub fn extract(file_name: &str, bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    check_length(bytes.len() as u64, limits)?;
    match sniff::recognise(file_name, bytes)? {
        sniff::Type::Html => html::extract(bytes, limits),
        sniff::Type::Pdf => pdf::extract(bytes, limits),
        sniff::Type::Plain { media_type } => plain::extract(bytes, media_type),
        sniff::Type::Workbook => workbook::extract(bytes, limits),
    }
}

/// Whether a file that begins with `head` is plain text in UTF-8 without front matter, so that its bytes are its text and it can be read
/// piece by piece. `head` is its first four kilobytes, or all of it.
///
/// # Errors
/// [`ExtractError::NotRead`] for a type of file that is never read.
pub fn is_bare_text(file_name: &str, head: &[u8]) -> Result<bool, ExtractError> {
    let plain = matches!(sniff::recognise(file_name, head)?, sniff::Type::Plain { .. });
    let marked = head.starts_with(&[0xff, 0xfe]) || head.starts_with(&[0xfe, 0xff]);
    let front_matter =
        head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().starts_with(b"---");
    Ok(plain && !marked && !front_matter)
}

/// Refuses a file by its length, before it is read.
///
/// # Errors
/// [`ExtractError::NoText`] for an empty file, [`ExtractError::Limit`] for one that is too long.
pub fn check_length(bytes: u64, limits: &Limits) -> Result<(), ExtractError> {
    if bytes == 0 {
        return Err(ExtractError::NoText("the file is empty".into()));
    }
    within("the file", bytes, "bytes", limits.file_bytes, "file_bytes")?;
    // It is held in memory more than once.
    within("the file", bytes, "bytes", limits.memory_bytes, "memory_bytes")
}
