//! An exported table of claims that a person has changed, read back.

use crate::{
    address::Address,
    grid::{self, Form},
    header::folded,
};
use std::collections::BTreeMap;

/// Columns that are read back, beside the id.
pub const EDITED: [&str; 4] = ["status", "min", "max", "value"];

/// The column of ids.
pub const ID: &str = "claim";

/// The columns by which an exported table of claims is known.
const KNOWN_BY: [&str; 6] = [ID, "property", "status", "min", "max", "value"];

/// One row as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edited {
    /// The id of its claim, or the first digits.
    pub id: String,
    /// Where the id stands.
    pub at: Address,
    /// Every column by name, with its place.
    pub cells: BTreeMap<String, (String, Address)>,
}

/// The rows of an exported table of claims; `None` where the table is another one.
pub fn read(text: &str, form: Form) -> Option<Vec<Edited>> {
    let mut edited = Vec::new();
    let mut known = false;
    for sheet in grid::sheets(text, form) {
        let delimiters: &[u8] = if form == Form::Workbook { b"," } else { b",;\t" };
        let columns = |delimiter: &u8| {
            let mut rows = sheet.rows(*delimiter);
            let names: Vec<String> = rows.next()?.cells.iter().map(folded).collect();
            KNOWN_BY.iter().all(|name| names.iter().any(|other| other == name)).then_some((*delimiter, names))
        };
        let Some((delimiter, names)) = delimiters.iter().find_map(columns) else { continue };
        known = true;
        let mut rows = sheet.rows(delimiter);
        rows.next();
        while let Some(read) = rows.next() {
            let address = |column| Address { sheet: sheet.name.clone(), row: read.row, column: Some(column) };
            let cells: BTreeMap<String, (String, Address)> = names
                .iter()
                .enumerate()
                .map(|(at, name)| {
                    let cell = read.cells.get(at).unwrap_or_default().trim();
                    (name.clone(), (plain(cell).to_owned(), address(at)))
                })
                .collect();
            if let Some((id, at)) = cells.get(ID).filter(|(id, _)| !id.is_empty()) {
                edited.push(Edited { id: id.clone(), at: at.clone(), cells: cells.clone() });
            }
        }
    }
    known.then_some(edited)
}

/// A cell without the apostrophe that keeps a program from running it.
fn plain(cell: &str) -> &str {
    cell.strip_prefix('\'').unwrap_or(cell)
}
