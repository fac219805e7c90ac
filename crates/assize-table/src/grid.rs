//! The text of a table as sheets, rows and cells.
//!
//! A file of values is one sheet without a name. The text of a workbook has each sheet under a line of its own: a form feed, the name, a tab, the
//! ranges of merged cells; below it row 1 is the first line.

use crate::address;
use assize_record::Span;
use csv::StringRecord;

/// What the text of a table is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// The bytes of a file of values parted by commas, semicolons, tabs or bars.
    Values,
    /// What was taken out of a workbook.
    Workbook,
}

/// One sheet.
#[derive(Debug, Clone)]
pub(crate) struct SheetText<'t> {
    /// Its name, in a workbook.
    pub(crate) name: Option<String>,
    /// Cells that are merged into the first of them.
    pub(crate) merged: Vec<Merged>,
    /// Its rows.
    body: &'t str,
    /// Where they begin in the text.
    offset: usize,
}

/// A rectangle of merged cells, rows from 1, columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Merged {
    rows: (u64, u64),
    columns: (usize, usize),
}

/// Most merged ranges of a sheet that are looked at; a sheet with more has them in every row, and is no table.
const MERGED: usize = 10_000;

/// The sheets of a table.
pub(crate) fn sheets(text: &str, form: Form) -> Vec<SheetText<'_>> {
    if form == Form::Values {
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        return vec![SheetText { name: None, merged: Vec::new(), body: &text[mark..], offset: mark }];
    }
    let mut sheets = Vec::new();
    let mut at = 0;
    for part in text.split('\u{c}') {
        if let Some((head, body)) = part.split_once('\n') {
            let (name, merged) = head.split_once('\t').unwrap_or((head, ""));
            let merged = merged.split(' ').filter_map(range).take(MERGED).collect();
            sheets.push(SheetText { name: Some(name.to_owned()), merged, body, offset: at + head.len() + 1 });
        }
        at += part.len() + 1;
    }
    sheets
}

fn range(words: &str) -> Option<Merged> {
    let (first, last) = words.split_once(':')?;
    let cell = |words: &str| {
        let digits = words.find(|c: char| c.is_ascii_digit())?;
        Some((words[digits..].parse::<u64>().ok()?, address::column(&words[..digits])?))
    };
    let (first, last) = (cell(first)?, cell(last)?);
    Some(Merged { rows: (first.0, last.0), columns: (first.1, last.1) })
}

impl Merged {
    /// The first cell, where another one is meant that lies in the range.
    pub(crate) fn hides(&self, row: u64, column: usize) -> Option<(u64, usize)> {
        let first = (self.rows.0, self.columns.0);
        let inside =
            (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column);
        (inside && (row, column) != first).then_some(first)
    }
}

impl<'t> SheetText<'t> {
    /// Its rows, with cells parted by `delimiter`.
    pub(crate) fn rows(&self, delimiter: u8) -> Rows<'t> {
        Rows::new(self.body, self.offset, delimiter)
    }
}

/// The rows of a sheet, one after another.
pub(crate) struct Rows<'t> {
    body: &'t str,
    /// Where `body` begins in the text.
    offset: usize,
    delimiter: u8,
    reader: csv::Reader<&'t [u8]>,
    /// Where the reader begins in `body`, and the line there, from 0.
    from: (usize, u64),
    /// Where the last row begins in `body`, and its line, from 0.
    last: (usize, u64),
    record: StringRecord,
}

/// One row.
pub(crate) struct RowText<'r> {
    /// Its number, from 1.
    pub(crate) row: u64,
    /// Its bytes in the text, without the line end.
    pub(crate) span: Span,
    /// Its cells.
    pub(crate) cells: &'r StringRecord,
    /// A quotation mark that is opened in it is never closed.
    pub(crate) open: bool,
    /// Its bytes, and what parts its cells.
    raw: &'r str,
    delimiter: u8,
}

impl RowText<'_> {
    /// Whether a quotation mark in it has taken in rows below, in a table of so many columns: what the mark encloses is several lines, and one of
    /// them is a row by itself, or the row does not have its cells.
    pub(crate) fn swallows(&self, width: usize) -> bool {
        let lines: Vec<&str> = self.raw.lines().collect();
        let [_, inner @ .., last] = lines.as_slice() else { return false };
        let cells = |line: &str| line.split(char::from(self.delimiter)).count();
        // Where the first cell is the one with line ends, the last line has all cells.
        let first_is_long = self.cells.get(0).is_some_and(|cell| cell.contains('\n'));
        self.cells.len() != width
            || inner.iter().any(|line| cells(line) >= width)
            || !first_is_long && cells(last) >= width
    }
}

/// Whether a row ends within a quotation mark. A mark opens where a cell begins, and closes where it is not doubled.
fn ends_open(row: &str, delimiter: u8) -> bool {
    let (mut within, mut at_start) = (false, true);
    let mut bytes = row.bytes().peekable();
    while let Some(byte) = bytes.next() {
        match (within, byte) {
            (true, b'"') if bytes.peek() == Some(&b'"') => drop(bytes.next()),
            (true, b'"') => within = false,
            (true, _) => {}
            (false, b'"') if at_start => within = true,
            (false, _) => {}
        }
        at_start = !within && byte == delimiter;
    }
    within
}

impl<'t> Rows<'t> {
    fn new(body: &'t str, offset: usize, delimiter: u8) -> Self {
        let reader = reader(body, delimiter);
        Self { body, offset, delimiter, reader, from: (0, 0), last: (0, 0), record: StringRecord::new() }
    }

    /// The next row that is not empty.
    pub(crate) fn next(&mut self) -> Option<RowText<'_>> {
        if !self.reader.read_record(&mut self.record).ok()? {
            return None;
        }
        let begins = self.record.position().map_or((0, 1), |at| (at.byte() as usize, at.line()));
        let (start, end) = (self.from.0 + begins.0, self.from.0 + self.reader.position().byte() as usize);
        let raw = self.body.get(start..end).unwrap_or_default();
        // The reader skips empty lines before a record; they belong to its bytes but not to its row.
        let row = raw.trim_start_matches(['\r', '\n']);
        let skipped = &raw[..raw.len() - row.len()];
        let first = start + skipped.len();
        let line = self.from.1 + begins.1 - 1 + newlines(skipped);
        let row = row.trim_end_matches(['\r', '\n']);
        self.last = (first, line);
        Some(RowText {
            row: line + 1,
            span: Span::new(self.offset + first, self.offset + first + row.len()),
            cells: &self.record,
            open: ends_open(row, self.delimiter),
            raw: row,
            delimiter: self.delimiter,
        })
    }

    /// Goes on at the line after the first of the last row: a quotation mark in it has swallowed what follows.
    pub(crate) fn resume(&mut self) {
        let rest = self.body.get(self.last.0..).unwrap_or_default();
        let next = rest.find('\n').map_or(self.body.len(), |end| self.last.0 + end + 1);
        self.from = (next, self.last.1 + 1);
        self.reader = reader(self.body.get(next..).unwrap_or_default(), self.delimiter);
    }
}

fn newlines(text: &str) -> u64 {
    text.bytes().filter(|byte| *byte == b'\n').count() as u64
}

fn reader(body: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter)
        .from_reader(body.as_bytes())
}
