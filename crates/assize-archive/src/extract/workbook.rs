//! Workbooks: every sheet as comma-separated values, a row a line.
//!
//! The text of a workbook begins each sheet with a line of its own: a form feed, the sheet's name, a tab, and the ranges of merged cells with
//! blanks between (`A2:A5 C7:D7`). The line after it is row 1; rows without words are empty lines, so that line and row have one number. Cells
//! have the value that was last saved, never a formula: whole numbers without a point, days as `2031-05-03`, instants as
//! `2031-05-03T21:10:00`, both by the format of the cell. What a form feed, line end or tab would break is a blank in its place.

use super::{ExtractError, Extracted, Limits, limits::within};
use assize_record::body::Publication;
use calamine::{Data, DataRef, Dimensions, ExcelDateTime, Ods, OdsError, Reader as _, Xlsx, XlsxError};
use std::{
    borrow::Cow,
    fmt::Write as _,
    io::{self, Cursor, Read as _},
};
use zip::ZipArchive;

/// Extractor and version.
const EXTRACTOR: &str = "assize-table@1";

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const ODS: &str = "application/vnd.oasis.opendocument.spreadsheet";

/// Reads a workbook.
pub(super) fn extract(bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let open_document = check(bytes, limits)?;
    let mut text = SheetText::new(limits);
    let mut notes = if open_document { ods(bytes, &mut text) } else { xlsx(bytes, &mut text) }?;
    if text.cells == 0 {
        return Err(ExtractError::NoText("no sheet of the workbook has words or figures".into()));
    }
    notes.push(
        "of a workbook; places of words are those in its sheets as comma-separated values, not in the file"
            .to_owned(),
    );
    Ok(Extracted {
        text: text.text,
        extractor: EXTRACTOR.to_owned(),
        media_type: if open_document { ODS } else { XLSX }.to_owned(),
        publication: Publication::default(),
        notes,
    })
}

/// Holds what the archive says of itself against the limits, before anything of it is unpacked. Whether it is an OpenDocument.
fn check(bytes: &[u8], limits: &Limits) -> Result<bool, ExtractError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let mut unpacked: u64 = 0;
    for at in 0..archive.len() {
        let part = archive.by_index_raw(at).map_err(|error| broken(&error))?;
        unpacked = unpacked.saturating_add(part.size());
    }
    within("the workbook unpacked", unpacked, "bytes", limits.table_unpacked_bytes, "table_unpacked_bytes")?;
    let mut kind = String::new();
    if let Ok(part) = archive.by_name("mimetype") {
        part.take(ODS.len() as u64).read_to_string(&mut kind).map_err(|error| broken(&error))?;
    }
    Ok(kind == ODS)
}

fn fault(error: XlsxError) -> ExtractError {
    match error {
        XlsxError::Password => {
            ExtractError::NotRead("a workbook with a password".into(), "save it without and add that".into())
        }
        other => broken(&other),
    }
}

/// Ranges of merged cells of one sheet; none of a sheet that is a chart.
fn merged<R: io::Read + io::Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
) -> Result<Vec<Dimensions>, ExtractError> {
    match workbook.merge_cells_by_sheet_name(name) {
        Ok(merged) => Ok(merged),
        Err(XlsxError::NotAWorksheet(_)) => Ok(Vec::new()),
        Err(error) => Err(fault(error)),
    }
}

/// Puts the cells of one sheet into the text; `false` for a sheet that is a chart.
fn cells_of<R: io::Read + io::Seek>(
    workbook: &mut Xlsx<R>,
    name: &str,
    text: &mut SheetText<'_>,
) -> Result<bool, ExtractError> {
    let mut reader = match workbook.worksheet_cells_reader(name) {
        Ok(reader) => reader,
        Err(XlsxError::NotAWorksheet(_)) => return Ok(false),
        Err(error) => return Err(fault(error)),
    };
    while let Some(cell) = reader.next_cell().map_err(fault)? {
        let (row, column) = cell.get_position();
        text.cell(row, column, &words(cell.get_value()))?;
    }
    Ok(true)
}

fn xlsx(bytes: &[u8], text: &mut SheetText<'_>) -> Result<Vec<String>, ExtractError> {
    let mut workbook: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(fault)?;
    let mut notes = Vec::new();
    for name in workbook.sheet_names() {
        let merged = merged(&mut workbook, &name)?;
        text.sheet(&name, &merged)?;
        if !cells_of(&mut workbook, &name, text)? {
            continue;
        }
        let mut reader = workbook.worksheet_cells_reader(&name).map_err(fault)?;
        let mut formulas: u64 = 0;
        while let Some(formula) = reader.next_formula().map_err(fault)? {
            formulas += u64::from(!formula.get_value().is_empty());
        }
        text.end_of_sheet()?;
        note_formulas(&name, formulas, &mut notes);
    }
    Ok(notes)
}

fn ods(bytes: &[u8], text: &mut SheetText<'_>) -> Result<Vec<String>, ExtractError> {
    let fault = |error: OdsError| match error {
        OdsError::Password => {
            ExtractError::NotRead("a workbook with a password".into(), "save it without and add that".into())
        }
        other => broken(&other),
    };
    let mut workbook: Ods<_> = calamine::open_workbook_from_rs(Cursor::new(bytes)).map_err(fault)?;
    let mut notes = Vec::new();
    for name in workbook.sheet_names() {
        text.sheet(&name, &[])?;
        let range = workbook.worksheet_range(&name).map_err(fault)?;
        let (first_row, first_column) = range.start().unwrap_or_default();
        for (row, column, value) in range.used_cells() {
            let at =
                |start: u32, offset: usize| start.saturating_add(u32::try_from(offset).unwrap_or(u32::MAX));
            text.cell(at(first_row, row), at(first_column, column), &words(&as_ref(value)))?;
        }
        text.end_of_sheet()?;
        let formulas = workbook.worksheet_formula(&name).map_err(fault)?;
        let formulas = formulas.used_cells().filter(|(_, _, formula)| !formula.is_empty()).count();
        note_formulas(&name, formulas as u64, &mut notes);
    }
    Ok(notes)
}

fn note_formulas(sheet: &str, formulas: u64, notes: &mut Vec<String>) {
    if formulas > 0 {
        notes.push(format!(
            "sheet `{sheet}`: {formulas} cells hold formulas; the values that were last saved are read"
        ));
    }
}

fn broken(error: &impl std::fmt::Display) -> ExtractError {
    ExtractError::Broken(format!("this workbook cannot be read: {error}; save it anew as XLSX or CSV"))
}

fn as_ref(value: &Data) -> DataRef<'_> {
    match value {
        Data::String(words) => DataRef::SharedString(words),
        Data::Float(number) => DataRef::Float(*number),
        Data::Int(number) => DataRef::Int(*number),
        Data::Bool(flag) => DataRef::Bool(*flag),
        Data::DateTime(at) => DataRef::DateTime(*at),
        Data::DateTimeIso(at) => DataRef::DateTimeIso(at.clone()),
        Data::DurationIso(of) => DataRef::DurationIso(of.clone()),
        Data::Error(error) => DataRef::Error(error.clone()),
        _ => DataRef::Empty,
    }
}

/// The words of a cell.
fn words<'c>(value: &'c DataRef<'_>) -> Cow<'c, str> {
    match value {
        DataRef::String(words) => Cow::Borrowed(words),
        DataRef::SharedString(words) => Cow::Borrowed(words),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number_in_words(*number)),
        DataRef::Bool(true) => Cow::Borrowed("TRUE"),
        DataRef::Bool(false) => Cow::Borrowed("FALSE"),
        DataRef::DateTime(at) => Cow::Owned(instant(at)),
        DataRef::DateTimeIso(at) => Cow::Borrowed(at.strip_suffix("T00:00:00").unwrap_or(at)),
        DataRef::DurationIso(of) => Cow::Borrowed(of),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
        _ => Cow::Borrowed(""),
    }
}

/// The largest number up to which every whole number is exact.
const EXACT: f64 = 9_007_199_254_740_992.0;

#[expect(clippy::cast_possible_truncation, reason = "whole numbers below the limit are exact")]
fn number_in_words(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < EXACT {
        (number as i64).to_string()
    } else {
        number.to_string()
    }
}

/// Serials from here on are no day that a workbook can hold.
const BEYOND: f64 = 2_958_466.0;

/// A day, an instant or, below one day, a time; what is no such is the number.
fn instant(at: &ExcelDateTime) -> String {
    let serial = at.as_f64();
    if !at.is_datetime() || !(0.0..BEYOND).contains(&serial) {
        return number_in_words(serial);
    }
    let (year, month, day, hour, minute, second, _) = at.to_ymd_hms_milli();
    if serial < 1.0 {
        return format!("{hour:02}:{minute:02}:{second:02}");
    }
    let mut words = format!("{year:04}-{month:02}-{day:02}");
    if serial.fract() != 0.0 {
        let _ = write!(words, "T{hour:02}:{minute:02}:{second:02}");
    }
    words
}

/// The text as it grows, cell by cell, held against the limits.
struct SheetText<'l> {
    text: String,
    limits: &'l Limits,
    /// Cells with words so far.
    cells: u64,
    /// The row and column that the next words would stand in, in the sheet at hand.
    at: (u32, u32),
}

impl<'l> SheetText<'l> {
    const fn new(limits: &'l Limits) -> Self {
        Self { text: String::new(), limits, cells: 0, at: (0, 0) }
    }

    fn sheet(&mut self, name: &str, merged: &[Dimensions]) -> Result<(), ExtractError> {
        self.at = (0, 0);
        self.text.push('\u{c}');
        self.text.extend(name.chars().map(plain));
        self.text.push('\t');
        let ranges: Vec<String> =
            merged.iter().map(|of| format!("{}:{}", cell(of.start), cell(of.end))).collect();
        self.text.push_str(&ranges.join(" "));
        self.text.push('\n');
        self.check_length()
    }

    /// Puts words where they stand. Cells come row by row; one that comes late is a fault of the file.
    fn cell(&mut self, row: u32, column: u32, words: &str) -> Result<(), ExtractError> {
        if words.is_empty() {
            return Ok(());
        }
        if (row, column) < self.at {
            return Err(ExtractError::Broken(format!(
                "this workbook cannot be read: cell {} comes twice or out of order; save it anew",
                cell((row, column))
            )));
        }
        self.cells += 1;
        within("the workbook", self.cells, "cells", self.limits.table_cells, "table_cells")?;
        for _ in self.at.0..row {
            self.text.push('\n');
            self.at = (self.at.0 + 1, 0);
        }
        // The next words after those of column 2 have one comma before them in column 3, two in column 4.
        let commas = column - self.at.1 + u32::from(self.at.1 > 0);
        self.text.extend(std::iter::repeat_n(',', commas as usize));
        self.quote(words);
        self.at = (row, column + 1);
        self.check_length()
    }

    fn end_of_sheet(&mut self) -> Result<(), ExtractError> {
        if self.at.1 > 0 {
            self.text.push('\n');
        }
        self.check_length()
    }

    fn quote(&mut self, words: &str) {
        if words.contains([',', '"', ';', '\t']) {
            self.text.push('"');
            for c in words.chars().map(plain) {
                if c == '"' {
                    self.text.push('"');
                }
                self.text.push(c);
            }
            self.text.push('"');
        } else {
            self.text.extend(words.chars().map(plain));
        }
    }

    fn check_length(&self) -> Result<(), ExtractError> {
        within(
            "the text of the workbook",
            self.text.len() as u64,
            "bytes",
            self.limits.table_text_bytes,
            "table_text_bytes",
        )
    }
}

/// A character that breaks no line and parts no cells.
fn plain(c: char) -> char {
    if c.is_control() { ' ' } else { c }
}

/// `B7`, of a row and column from 0.
fn cell((row, column): (u32, u32)) -> String {
    let mut letters = Vec::new();
    let mut rest = column;
    loop {
        letters.push(b'A' + u8::try_from(rest % 26).unwrap_or_default());
        rest /= 26;
        if rest == 0 {
            break;
        }
        rest -= 1;
    }
    let letters: String = letters.iter().rev().map(|letter| char::from(*letter)).collect();
    format!("{letters}{}", u64::from(row) + 1)
}
