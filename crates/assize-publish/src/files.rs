//! The files of a site, as they face a reader: the only way from the record to a file that somebody opens.
//!
//! Whatever a page, a table or a file of data is made of, it goes in here by what it is, and comes out with everything neutralised and marked that
//! [`assize_record::facing`] finds: a [`Page`](crate::page) by its markup, a [`Table`] cell by cell, data by its values. A later page or table has no other
//! way into a [`Site`], so it cannot be forgotten.

mod attribute;
mod markup;
mod parquet;
mod path;
mod rtl;
mod token;

pub(crate) use attribute::{SCRIPT, web_address};
pub(crate) use path::words_for_paths;
pub(crate) use rtl::is_rtl;

use crate::{data::tables::Table, model::Frame};
use assize_record::{BlobHash, facing};
use assize_table::out::{self, Book, Field, OutError};
use assize_weigh::standard::StandardError;
use maud::Markup;
use serde::Serialize;
use std::collections::BTreeMap;

/// Takes one file of a site as it is made: its path, and its bytes. Nothing is kept, so that a site of any size takes no more memory than its largest file.
pub type Out<'o, E> = dyn FnMut(&str, Vec<u8>) -> Result<(), E> + 'o;

/// How the workbook is to be read.
const GUIDE: &str = "One row a claim, an incident, a toll of one method, or a source. A figure says what somebody stated, or what a method makes of it; whether it is so is said nowhere. An empty cell is not zero: nothing is stated.";

/// Why a file cannot be made of what is on record.
#[derive(Debug, thiserror::Error)]
pub enum Unmade {
    /// A standard or proof standard that cannot be used.
    #[error(transparent)]
    Standard(#[from] StandardError),
    /// An entry that cannot be written as it was read.
    #[error("an entry cannot be written: {0}")]
    Entry(assize_record::canonical::CanonicalError),
    /// The workbook cannot be put together.
    #[error(transparent)]
    Workbook(OutError),
    /// A typed table cannot be put together.
    #[error("a Parquet file cannot be made: {0}")]
    Parquet(::parquet::errors::ParquetError),
}

/// A site while it is being made.
pub(crate) struct Files<'o, E> {
    out: &'o mut Out<'o, E>,
    /// Paths of pages so far.
    pages: Vec<String>,
    /// SHA-256 of files of data so far, by their name below `data/`.
    hashes: BTreeMap<String, BlobHash>,
}

impl<'o, E> Files<'o, E> {
    pub(crate) const fn new(out: &'o mut Out<'o, E>) -> Self {
        Self { out, pages: Vec::new(), hashes: BTreeMap::new() }
    }

    /// A page. Markup that no page of ours is made of is shown as the text that it is.
    pub(crate) fn page(&mut self, path: &str, markup: Markup) -> Result<(), E> {
        self.pages.push(path.to_owned());
        (self.out)(path, markup::facing(&markup.into_string()).into_bytes())
    }

    /// The tables below `data/`, each of its rows made once for all of its files: CSV after RFC 4180, in UTF-8; Parquet with types; a sheet of the workbook `book`;
    /// and of claims JSON. What a spreadsheet would run is words in the first and third; the others hold the exact words.
    pub(crate) fn tables(&mut self, book: &str, frame: &Frame<'_>) -> Result<(), E>
    where
        E: From<Unmade>,
    {
        let mut workbook = Book::new().map_err(Unmade::Workbook)?;
        for table in Table::ALL {
            let (name, sheet) = (table.name(), table.sheet());
            let columns: Vec<&str> = table.columns().map(|told| told.name).collect();
            let mut csv = out::Csv::new(&sheet, false);
            let mut typed = parquet::Typed::new(table.columns()).map_err(Unmade::Parquet)?;
            let mut json = table.opened();
            let mut fault = Ok(());
            let rows = table.rows(frame).inspect(|row| {
                csv.row(row);
                if fault.is_ok() {
                    fault = typed.row(row.clone());
                }
                if let Some(json) = &mut json {
                    json.item(&filled(&columns, row));
                }
            });
            workbook.sheet(name, &sheet, rows).map_err(Unmade::Workbook)?;
            fault.map_err(Unmade::Parquet)?;
            self.data(&format!("{name}.csv"), csv.finish())?;
            self.data(&format!("{name}.parquet"), typed.finish().map_err(Unmade::Parquet)?)?;
            if let Some(json) = json {
                self.json(&format!("{name}.json"), json.close_with("}\n"))?;
            }
        }
        let guide = [format!("{}, {}.", frame.settings.case_name, frame.house.as_known), GUIDE.to_owned()];
        self.data(book, workbook.finish(&guide).map_err(Unmade::Workbook)?)
    }

    /// Data below `data/`. It parses to the exact words.
    pub(crate) fn json(&mut self, name: &str, json: Json) -> Result<(), E> {
        self.data(name, json.into_bytes())
    }

    fn data(&mut self, name: &str, bytes: Vec<u8>) -> Result<(), E> {
        self.hashes.insert(name.to_owned(), BlobHash::of(&bytes));
        (self.out)(&format!("data/{name}"), bytes)
    }

    /// SHA-256 of a file of data that has been made.
    pub(crate) fn hash(&self, name: &str) -> Option<BlobHash> {
        self.hashes.get(name).copied()
    }

    /// A file of text that no browser lays out: a feed, a list of pages, citations. `words` have been escaped for its form.
    pub(crate) fn text(&mut self, path: &str, words: &str) -> Result<(), E> {
        (self.out)(path, facing::bracketed(words).into_owned().into_bytes())
    }

    /// The one script: ours, with data that it looks through.
    pub(crate) fn script(&mut self, script: &'static str, name: &str, data: Json) -> Result<(), E> {
        let mut bytes = format!("const {name} = ").into_bytes();
        bytes.extend(data.into_bytes());
        bytes.extend(script.as_bytes());
        (self.out)(SCRIPT, bytes)
    }

    /// The style sheet, in which no word of a source stands.
    pub(crate) fn style(&mut self, name: &str, sheet: &'static str) -> Result<(), E> {
        (self.out)(name, sheet.as_bytes().to_vec())
    }

    /// Paths of the pages so far.
    pub(crate) fn pages(&self) -> &[String] {
        &self.pages
    }
}

/// The fields of a row that are filled, by the names of their columns.
fn filled(columns: &[&str], row: &[Field]) -> serde_json::Map<String, serde_json::Value> {
    let all = columns.iter().zip(row).map(|(name, field)| ((*name).to_owned(), field.text()));
    all.filter(|(_, text)| !text.is_empty()).map(|(name, text)| (name, text.into())).collect()
}

/// JSON, written value by value, one a line in its arrays.
#[derive(Debug, Default)]
pub(crate) struct Json(String);

impl Json {
    /// Anything whole.
    pub(crate) fn of(value: &impl Serialize) -> Self {
        let mut json = Self::default();
        json.put(value);
        json.0.push('\n');
        json
    }

    /// An array below a name, or alone.
    pub(crate) fn array<T: Serialize>(
        mut self,
        before: &str,
        items: impl IntoIterator<Item = T>,
        after: &str,
    ) -> Self {
        self.0.push_str(before);
        self.0.push('[');
        for (at, item) in items.into_iter().enumerate() {
            self.0.push_str(if at == 0 { "\n" } else { ",\n" });
            self.put(&item);
        }
        self.0.push_str("\n]");
        self.0.push_str(after);
        self
    }

    /// An array below a name that is written value by value.
    pub(crate) fn opened(before: &str) -> Self {
        Self(format!("{before}["))
    }

    /// One more value of an array that is being written.
    pub(crate) fn item(&mut self, item: &impl Serialize) {
        self.0.push_str(match self.0.as_bytes().last() {
            None => "[\n",
            Some(b'[') => "\n",
            Some(_) => ",\n",
        });
        self.put(item);
    }

    /// One more value of a file that has one a line.
    pub(crate) fn line(&mut self, item: &impl Serialize) {
        self.put(item);
        self.0.push('\n');
    }

    /// Ends such an array.
    pub(crate) fn close(mut self) -> Self {
        self.0.push_str(if self.0.is_empty() { "[]\n" } else { "\n]\n" });
        self
    }

    /// Ends an array that was opened below a name.
    pub(crate) fn close_with(mut self, after: &str) -> Self {
        self.0.push_str("\n]");
        self.0.push_str(after);
        self
    }

    fn put(&mut self, value: &impl Serialize) {
        let text = serde_json::to_string(value).expect("what findings are made of is always JSON");
        self.0.push_str(&facing::embedded(&text));
    }

    fn into_bytes(self) -> Vec<u8> {
        self.0.into_bytes()
    }
}
