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

pub(crate) use attribute::{SCRIPT, web_address};
pub(crate) use path::words_for_paths;
pub(crate) use rtl::is_rtl;

use assize_record::facing;
use maud::Markup;
use serde::Serialize;

/// Takes one file of a site as it is made: its path, and its bytes. Nothing is kept, so that a site of any size takes no more memory than its largest file.
pub type Out<'o, E> = dyn FnMut(&str, Vec<u8>) -> Result<(), E> + 'o;

/// A site while it is being made.
pub(crate) struct Files<'o, E> {
    out: &'o mut Out<'o, E>,
    /// Paths of pages so far.
    pages: Vec<String>,
}

impl<'o, E> Files<'o, E> {
    pub(crate) const fn new(out: &'o mut Out<'o, E>) -> Self {
        Self { out, pages: Vec::new() }
    }

    /// A page. Markup that no page of ours is made of is shown as the text that it is.
    pub(crate) fn page(&mut self, path: &str, markup: Markup) -> Result<(), E> {
        self.pages.push(path.to_owned());
        (self.out)(path, markup::facing(&markup.into_string()).into_bytes())
    }

    /// A table below `data/`.
    pub(crate) fn table(&mut self, name: &str, table: Table) -> Result<(), E> {
        (self.out)(&format!("data/{name}"), table.into_bytes())
    }

    /// Data below `data/`. It parses to the exact words.
    pub(crate) fn json(&mut self, name: &str, json: Json) -> Result<(), E> {
        (self.out)(&format!("data/{name}"), json.into_bytes())
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

    /// One more value of an array that is being written.
    pub(crate) fn item(&mut self, item: &impl Serialize) {
        self.0.push_str(if self.0.is_empty() { "[\n" } else { ",\n" });
        self.put(item);
    }

    /// Ends such an array.
    pub(crate) fn close(mut self) -> Self {
        self.0.push_str(if self.0.is_empty() { "[]\n" } else { "\n]\n" });
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
