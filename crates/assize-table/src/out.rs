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

    fn text(&self) -> String {
        match self {
            Self::Blank => String::new(),
            Self::Words(words) | Self::Link(words) => words.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

/// A table of values. `bom` puts the mark before it by which some programs know UTF-8.
pub fn csv(grid: &Grid, bom: bool) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    let header = grid.columns.iter().map(|column| column.name.as_bytes().to_vec());
    // A vector takes every byte.
    let _ = writer.write_record(header);
    for row in &grid.rows {
        let _ = writer.write_record(row.iter().map(|field| facing::cell(&field.text()).into_bytes()));
    }
    let table = writer.into_inner().unwrap_or_default();
    let mark: &[u8] = if bom { b"\xef\xbb\xbf" } else { b"" };
    [mark, &table].concat()
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
    let mut workbook = Workbook::new();
    // The same record gives the same bytes.
    let fixed = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    workbook.set_properties(&fixed);
    let chunks: Vec<&[Vec<Field>]> =
        if grid.rows.is_empty() { vec![&[]] } else { grid.rows.chunks(ROWS).collect() };
    for (at, rows) in chunks.into_iter().enumerate() {
        let sheet = workbook.add_worksheet();
        let name = if at == 0 { grid.name.to_owned() } else { format!("{} {}", grid.name, at + 1) };
        sheet.set_name(name)?;
        write_sheet(sheet, grid, rows)?;
    }
    write_guide(workbook.add_worksheet(), grid)?;
    Ok(workbook.save_to_buffer()?)
}

fn write_sheet(sheet: &mut Worksheet, grid: &Grid, rows: &[Vec<Field>]) -> Result<(), OutError> {
    let bold = Format::new().set_bold();
    let mut links = 0;
    for (at, column) in (0..).zip(&grid.columns) {
        sheet.write_string_with_format(0, at, column.name, &bold)?;
        sheet.set_column_width(at, column.width)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (row, fields) in (1..).zip(rows) {
        for (column, field) in (0..).zip(fields) {
            match field {
                Field::Blank => {}
                #[expect(clippy::cast_precision_loss, reason = "figures of the record are exact below 2⁵³")]
                Field::Number(number) => {
                    sheet.write_number(row, column, *number as f64)?;
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

fn write_guide(sheet: &mut Worksheet, grid: &Grid) -> Result<(), OutError> {
    let (bold, wrap) = (Format::new().set_bold(), Format::new().set_text_wrap().set_align(FormatAlign::Top));
    sheet.set_name("reading guide")?;
    sheet.set_column_width(0, 24)?;
    sheet.set_column_width(1, 110)?;
    let mut row = 0;
    for paragraph in &grid.guide {
        sheet.write_string_with_format(row, 1, fitting(paragraph), &wrap)?;
        row += 1;
    }
    row += 1;
    sheet.write_string_with_format(row, 0, "column", &bold)?;
    sheet.write_string_with_format(row, 1, "what it holds", &bold)?;
    for column in &grid.columns {
        row += 1;
        sheet.write_string_with_format(row, 0, column.name, &wrap)?;
        sheet.write_string_with_format(row, 1, column.meaning, &wrap)?;
    }
    Ok(())
}
