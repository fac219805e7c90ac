//! The text of a table, and the mapping it is read under.

use crate::{failure::Failure, originals, texts};
use assize_archive::{
    extract::ExtractError,
    ingest::{self, AddError},
    plain::{self, BLOB_BYTES, Links, WRITTEN_BYTES},
};
use assize_record::Vocabulary;
use assize_table::{Address, Form, Map, map};
use std::path::Path;

/// A table whose text was taken out.
pub(super) struct Opened {
    /// Its name without folder.
    pub(super) name: String,
    pub(super) bytes: Vec<u8>,
    pub(super) text: String,
    pub(super) form: Form,
    /// What is to be known of the text.
    pub(super) notes: Vec<String>,
}

/// The extractor of workbooks.
pub(super) const WORKBOOK: &str = "assize-table@";

impl Opened {
    pub(super) fn read(path: &Path) -> Result<Self, Failure> {
        let pool = originals::pool(originals::limits(None, &[])?)?;
        let (bytes, extracted) =
            ingest::read_text(path, Links::Follow, &pool).map_err(|error| not_read(path, &error))?;
        let form = form_of(&extracted.extractor);
        Ok(Self { name: texts::file_name(path), bytes, text: extracted.text, form, notes: extracted.notes })
    }
}

/// What a text is, by what took it out.
pub(super) fn form_of(extractor: &str) -> Form {
    if extractor.starts_with(WORKBOOK) { Form::Workbook } else { Form::Values }
}

/// Why a table is not read; of bytes that are not UTF-8, the cell.
fn not_read(path: &Path, error: &AddError) -> Failure {
    let named = |what: &str| Failure::input(format!("`{}`: {what}", path.display()));
    let AddError::Extract(ExtractError::NotUtf8 { offset }) = error else { return named(&error.to_string()) };
    let bytes = plain::read(path, Links::Follow, BLOB_BYTES).unwrap_or_default();
    let before = &bytes[..(*offset).min(bytes.len())];
    let line = before.iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
    let row = before.iter().filter(|byte| **byte == b'\n').count() as u64 + 1;
    let mark = [b'\t', b';', b','].into_iter().find(|mark| before[line..].contains(mark)).unwrap_or(b',');
    let column = before[line..].iter().filter(|byte| **byte == mark).count();
    let cell = Address { sheet: None, row, column: Some(column) };
    named(&format!("cell {cell} is not UTF-8")).help("save the table as `CSV UTF-8`, or as XLSX or ODS")
}

/// The mapping of this name that ships, or of this file.
pub(super) fn map(name: &str, vocabulary: &Vocabulary) -> Result<Map, Failure> {
    let (file, toml) = match map::shipped(name) {
        Some(toml) => (format!("{name}.toml"), toml.to_owned()),
        None => {
            let path = Path::new(name);
            if !path.exists() {
                let known: Vec<&str> = map::names().collect();
                return Err(Failure::usage(format!("there is no mapping `{name}`"))
                    .help(format!("give a file, or one of those that ship: {}", known.join(", "))));
            }
            let toml = plain::read_text(path, Links::Follow, WRITTEN_BYTES).map_err(Failure::input)?;
            (name.to_owned(), toml)
        }
    };
    Map::parse(&toml, vocabulary).map_err(|fault| {
        let labels = vec![(fault.at.clone(), fault.message.clone())];
        Failure::input(format!("mapping `{file}`: {}", fault.message)).at(&file, &toml, labels)
    })
}
