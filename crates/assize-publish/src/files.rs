//! The files of a site, as they face a reader: the only way from the record to a file that somebody opens.
//!
//! Whatever a page, a table or a file of data is made of, it goes in here by what it is, and comes out with everything neutralised and marked that
//! [`assize_record::facing`] finds: a [`Page`](crate::page) by its markup, a [`Table`] cell by cell, data by its values. A later page or table has no other
//! way into a [`Site`], so it cannot be forgotten.

mod attribute;
mod markup;
mod path;
mod rtl;
mod token;

pub(crate) use path::words_for_paths;
pub(crate) use rtl::is_rtl;

use crate::site::Site;
use assize_record::facing;
use maud::Markup;

/// A site while it is being made.
#[derive(Default)]
pub(crate) struct Files(Site);

impl Files {
    /// A page. Markup that no page of ours is made of is shown as the text that it is.
    pub(crate) fn page(&mut self, path: String, markup: Markup) {
        self.0.insert(path, markup::facing(&markup.into_string()).into_bytes());
    }

    /// A table below `data/`.
    pub(crate) fn table(&mut self, name: &str, table: Table) {
        self.0.insert(format!("data/{name}"), table.into_bytes());
    }

    /// Data below `data/`: JSON with sorted keys and a last line break. It parses to the exact words.
    pub(crate) fn json(&mut self, name: &str, value: &serde_json::Value) {
        let mut text = serde_json::to_string_pretty(value).expect("a JSON value is always JSON");
        text.push('\n');
        self.0.insert(format!("data/{name}"), facing::embedded(&text).into_bytes());
    }

    /// The style sheet, in which no word of a source stands.
    pub(crate) fn style(&mut self, name: &str, sheet: &'static str) {
        self.0.insert(name.to_owned(), sheet.as_bytes().to_vec());
    }

    pub(crate) fn into_site(self) -> Site {
        self.0
    }
}

/// A table of cells: CSV after RFC 4180, in UTF-8.
pub(crate) struct Table(csv::Writer<Vec<u8>>);

impl Table {
    pub(crate) fn new(columns: &[&str]) -> Self {
        let mut writer = csv::WriterBuilder::new();
        let writer = writer.flexible(true).terminator(csv::Terminator::CRLF).from_writer(Vec::new());
        let mut table = Self(writer);
        table.row(columns);
        table
    }

    pub(crate) fn row<T: AsRef<str>>(&mut self, fields: &[T]) {
        let cells = fields.iter().map(|field| facing::cell(field.as_ref()));
        self.0.write_record(cells.map(String::into_bytes)).expect("a vector takes every byte");
    }

    fn into_bytes(self) -> Vec<u8> {
        self.0.into_inner().expect("a vector takes every byte")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_cannot_become_a_formula_or_break_the_row() {
        let mut table = Table::new(&["a", "b", "c", "d", "e", "f"]);
        table.row(&["=1+1", "-3", "a,b", "say \"no\"", "two\nlines", "@x"]);
        let bytes = table.into_bytes();
        assert_eq!(
            String::from_utf8_lossy(&bytes),
            "a,b,c,d,e,f\r\n'=1+1,-3,\"a,b\",\"say \"\"no\"\"\",\"two\nlines\",'@x\r\n"
        );
    }
}
