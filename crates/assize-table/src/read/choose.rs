//! Which sheet of a table holds its rows, what parts its cells, and which row is the header.

use super::TableError;
use crate::{
    address::Address,
    grid::{self, Form, SheetText},
    header::{Found, Header, NotFound},
    map::Map,
};

/// Where the rows are.
pub(super) struct Chosen<'t> {
    pub(super) sheet: SheetText<'t>,
    pub(super) others: Vec<String>,
    pub(super) delimiter: u8,
    /// The row of the header, from 1.
    pub(super) row: u64,
    pub(super) header: Header,
    pub(super) found: Found,
}

/// A header in one sheet.
struct There {
    delimiter: u8,
    row: u64,
    header: Header,
    found: Found,
}

/// Rows that are looked at for the header: titles and notes may stand above it.
const LOOKED_AT: usize = 60;

pub(super) fn choose<'t>(
    text: &'t str,
    form: Form,
    map: &Map,
    sheet: Option<&str>,
) -> Result<Chosen<'t>, TableError> {
    let sheets = grid::sheets(text, form);
    let names: Vec<String> = sheets.iter().filter_map(|sheet| sheet.name.clone()).collect();
    let named = |name: &str| {
        let is = |sheet: &SheetText<'_>| {
            sheet.name.as_ref().is_some_and(|other| other.trim().eq_ignore_ascii_case(name.trim()))
        };
        sheets.iter().position(is)
    };
    let (at, there) = match sheet {
        Some(name) => {
            let none = || TableError::NoSheet { name: name.to_owned(), sheets: names.clone() };
            let at = named(name).ok_or_else(none)?;
            (at, header_of(&sheets[at], form, map)?)
        }
        None => match map.sheets.iter().find_map(|name| named(name)) {
            Some(at) => (at, header_of(&sheets[at], form, map)?),
            None => only(&sheets, form, map)?,
        },
    };
    let mut sheets = sheets;
    let sheet = sheets.swap_remove(at);
    let others = names.into_iter().filter(|name| sheet.name.as_ref() != Some(name)).collect();
    let There { delimiter, row, header, found } = there;
    Ok(Chosen { sheet, others, delimiter, row, header, found })
}

/// The only sheet that has the columns.
fn only(sheets: &[SheetText<'_>], form: Form, map: &Map) -> Result<(usize, There), TableError> {
    let (mut with, mut fault) = (Vec::new(), None);
    for (at, sheet) in sheets.iter().enumerate() {
        match header_of(sheet, form, map) {
            Ok(there) => with.push((at, there)),
            Err(error) => {
                // A sheet that has a column twice, or nearly all of them, is what was meant.
                let twice = matches!(error, TableError::Twice { .. });
                if fault.is_none() || twice {
                    fault = Some(error);
                }
            }
        }
    }
    if with.len() > 1 {
        let names = with.iter().filter_map(|(at, _)| sheets[*at].name.clone()).collect();
        return Err(TableError::SeveralSheets(names));
    }
    with.pop().ok_or(fault.unwrap_or(TableError::Empty))
}

fn header_of(sheet: &SheetText<'_>, form: Form, map: &Map) -> Result<There, TableError> {
    let stated = map.delimiter.and_then(|mark| u8::try_from(mark).ok()).map(|mark| vec![mark]);
    let delimiters =
        if form == Form::Workbook { vec![b','] } else { stated.unwrap_or_else(|| b",;\t|".to_vec()) };
    let mut nearest: Option<(usize, TableError)> = None;
    for delimiter in delimiters {
        let mut rows = sheet.rows(delimiter);
        for _ in 0..LOOKED_AT {
            let Some(read) = rows.next() else { break };
            let row = read.row;
            let mut header = Header::of(read.cells);
            match header.find(map) {
                Ok(found) => return Ok(There { delimiter, row, header, found }),
                Err(NotFound::Twice(name, first, second)) => {
                    let cell = |column| Address { sheet: sheet.name.clone(), row, column: Some(column) };
                    return Err(TableError::Twice { name, first: cell(first), second: cell(second) });
                }
                Err(NotFound::Missing(missing, there)) => {
                    if nearest.as_ref().is_none_or(|(most, _)| there > *most) {
                        let name = sheet
                            .name
                            .as_ref()
                            .map_or_else(|| "the table".to_owned(), |name| format!("sheet `{name}`"));
                        let nearest_row = read.cells.iter().collect::<Vec<_>>().join(" | ");
                        let error = TableError::NoHeader {
                            map: map.id.clone(),
                            sheet: name,
                            missing,
                            row,
                            nearest: nearest_row,
                        };
                        nearest = Some((there, error));
                    }
                    if read.open {
                        rows.resume();
                    }
                }
            }
        }
    }
    Err(nearest.map_or(TableError::Empty, |(_, error)| error))
}
