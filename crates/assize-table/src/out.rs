//! The record as a table: CSV, or a workbook with a sheet that says how to read it.
//!
//! Days are ISO words and never numbers of a program. Words that a program would run as a formula are words: in CSV with a leading apostrophe, in a
//! workbook by the type of the cell.

use assize_record::facing::{self, printable};
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Url, Workbook, Worksheet};

/// A table to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grid {
    /// Its name, and that of its sheet: `claims`.
    pub name: &'static str,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows; each has a field for every column.
    pub rows: Vec<Vec<Field>>,
    /// How it is to be read, a paragraph each.
    pub guide: Vec<String>,
}

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub meaning: &'static str,
    /// Its width, in characters.
    pub width: u8,
}

/// A cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Field {
    /// Nothing is stated.
    Blank,
    /// Words, days and ids.
    Words(String),
    /// A figure.
    Number(u64),
    /// Whether something is so.
    Yes(bool),
    /// An address.
    Link(String),
}

/// Why a workbook cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("the workbook cannot be made: {0}")]
pub struct OutError(#[from] rust_xlsxwriter::XlsxError);

impl Field {
    /// Words, or nothing where there are none.
    pub fn words(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Blank } else { Self::Words(words) }
    }

    /// A figure, or nothing.
    pub fn number(number: Option<u64>) -> Self {
        number.map_or(Self::Blank, Self::Number)
    }

    /// An address that a reader may open; anything else is words.
    pub fn link(address: &str) -> Self {
        let opens = address.starts_with("https://") || address.starts_with("http://");
        if opens && !address.contains(char::is_whitespace) {
            Self::Link(address.to_owned())
        } else {
            Self::words(address)
        }
    }

    /// It as text: nothing is an empty one.
    pub fn text(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Words(words) | Self::Link(words) => words.clone(),
            Self::Number(number) => number.to_string(),
            Self::Yes(is) => is.to_string(),
        }
    }
}

/// A table of values. `bom` puts the mark before it by which some programs know UTF-8.
pub fn csv<R: AsRef<[Field]>>(columns: &[Column], rows: impl IntoIterator<Item = R>, bom: bool) -> Vec<u8> {
    let mut csv = Csv::new(columns, bom);
    rows.into_iter().for_each(|row| csv.row(row.as_ref()));
    csv.finish()
}

/// A CSV that is being made, row by row.
#[derive(Debug)]
pub struct Csv(csv::Writer<Vec<u8>>);

impl Csv {
    /// One with its header; see [`csv()`].
    pub fn new(columns: &[Column], bom: bool) -> Self {
        let mark: &[u8] = if bom { b"\xef\xbb\xbf" } else { b"" };
        let mut writer =
            csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(mark.to_vec());
        // A vector takes every byte.
        let _ = writer.write_record(columns.iter().map(|column| column.name));
        Self(writer)
    }

    /// One more row.
    pub fn row(&mut self, row: &[Field]) {
        let _ = self.0.write_record(row.iter().map(|field| facing::cell(&field.text()).into_bytes()));
    }

    /// The bytes.
    pub fn finish(self) -> Vec<u8> {
        self.0.into_inner().unwrap_or_default()
    }
}

/// Rows of one sheet, its header left out.
const ROWS: usize = 1_048_575;
/// The most characters of a cell.
const CELL: usize = 32_767;
/// The longest address that is a link, and the most links of a sheet; what is beyond is words.
const ADDRESS: usize = 2_079;
const LINKS: usize = 65_000;

/// A workbook: the table with its header frozen, on as many sheets as it takes, and the reading guide.
///
/// # Errors
/// [`OutError`] where a name or figure does not fit into a workbook.
pub fn xlsx(grid: &Grid) -> Result<Vec<u8>, OutError> {
    let mut book = Book::new()?;
    book.sheet(grid.name, &grid.columns, &grid.rows)?;
    book.finish(&grid.guide)
}

/// A workbook that is being made, sheet by sheet and row by row: it takes no more memory than its file.
pub struct Book {
    workbook: Workbook,
    /// Each table, with what its columns hold.
    told: Vec<(String, Vec<Column>)>,
}

impl std::fmt::Debug for Book {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Book").field("told", &self.told).finish_non_exhaustive()
    }
}

impl Book {
    /// One without a sheet. The same record gives the same bytes.
    ///
    /// # Errors
    /// [`OutError`] never in practice: the day that is set is a fixed one.
    pub fn new() -> Result<Self, OutError> {
        let mut workbook = Workbook::new();
        let fixed = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
        workbook.set_properties(&fixed);
        Ok(Self { workbook, told: Vec::new() })
    }

    /// A table with its header frozen, on as many sheets as it takes.
    ///
    /// # Errors
    /// [`OutError`] where a name or figure does not fit into a workbook.
    pub fn sheet<R: AsRef<[Field]>>(
        &mut self,
        name: &str,
        columns: &[Column],
        rows: impl IntoIterator<Item = R>,
    ) -> Result<(), OutError> {
        self.told.push((name.to_owned(), columns.to_vec()));
        let mut rows = rows.into_iter().peekable();
        let mut number = 1;
        loop {
            let sheet = self.workbook.add_worksheet_with_constant_memory()?;
            sheet.set_name(if number == 1 { name.to_owned() } else { format!("{name} {number}") })?;
            write_sheet(sheet, columns, rows.by_ref().take(ROWS))?;
            number += 1;
            if rows.peek().is_none() {
                return Ok(());
            }
        }
    }

    /// The bytes of the file, with a sheet that says how to read it.
    ///
    /// # Errors
    /// [`OutError`] where the file cannot be put together.
    pub fn finish(mut self, guide: &[String]) -> Result<Vec<u8>, OutError> {
        write_guide(self.workbook.add_worksheet(), guide, &self.told)?;
        Ok(self.workbook.save_to_buffer()?)
    }
}

fn write_sheet<R: AsRef<[Field]>>(
    sheet: &mut Worksheet,
    columns: &[Column],
    rows: impl Iterator<Item = R>,
) -> Result<(), OutError> {
    let bold = Format::new().set_bold();
    let mut links = 0;
    for (at, column) in (0..).zip(columns) {
        sheet.set_column_width(at, column.width)?;
        sheet.write_string_with_format(0, at, column.name, &bold)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, fields) in (1..).zip(rows) {
        for (column, field) in (0..).zip(fields.as_ref()) {
            match field {
                Field::Blank => {}
                #[expect(clippy::cast_precision_loss, reason = "figures of the record are exact below 2⁵³")]
                Field::Number(number) => {
                    sheet.write_number(row, column, *number as f64)?;
                }
                Field::Yes(is) => {
                    sheet.write_boolean(row, column, *is)?;
                }
                Field::Link(address) if address.len() <= ADDRESS && links < LINKS => {
                    links += 1;
                    sheet.write_url(row, column, Url::new(address.as_str()))?;
                }
                Field::Words(words) | Field::Link(words) => {
                    sheet.write_string(row, column, fitting(&printable(words)))?;
                }
            }
        }
    }
    Ok(())
}

/// Words as a cell takes them.
fn fitting(words: &str) -> String {
    const CUT: &str = "… (cut here: a cell holds no more; the CSV has it whole)";
    if words.encode_utf16().count() <= CELL {
        return words.to_owned();
    }
    let mut kept = String::new();
    let mut units = CUT.encode_utf16().count();
    for c in words.chars() {
        units += c.len_utf16();
        if units > CELL {
            break;
        }
        kept.push(c);
    }
    kept + CUT
}

fn write_guide(
    sheet: &mut Worksheet,
    guide: &[String],
    told: &[(String, Vec<Column>)],
) -> Result<(), OutError> {
    let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    sheet.set_name("reading guide")?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 110)?;
    let mut row = 0;
    for paragraph in guide {
        sheet.write_string_with_format(row, 1, fitting(&printable(paragraph)), &wrap)?;
        row += 1;
    }
    for (name, columns) in told {
        row += 1;
        let title = if told.len() > 1 { format!("{name}: column") } else { "column".to_owned() };
        sheet.write_string_with_format(row, 0, title, &bold)?;
        sheet.write_string_with_format(row, 1, "what it holds", &bold)?;
        row += 1;
        for column in columns {
            sheet.write_string_with_format(row, 0, column.name, &wrap)?;
            sheet.write_string_with_format(row, 1, column.meaning, &wrap)?;
            row += 1;
        }
    }
    Ok(())
}
