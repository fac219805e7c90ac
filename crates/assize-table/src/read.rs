//! The rows of a table under a mapping.
//!
//! A row that cannot be read is named by its cell and left out whole; the rest goes on. A row that can be read but cannot be as stated (a minimum
//! above its maximum) is read as it stands: whoever weighs names it.

mod choose;
mod facts;

use crate::{
    address::Address,
    cell::excerpt,
    date,
    grid::{Form, Merged, RowText},
    header::{Found, Header},
    map::{Condition, Map, Repeat},
    row::{Row, Whole},
};
use assize_record::{EntityType, facing::name_fault, slug};
use choose::Chosen;
use csv::StringRecord;
use std::collections::{BTreeMap, BTreeSet};

/// What a table gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// The sheet that was read, in a workbook.
    pub sheet: Option<String>,
    /// Sheets that were not read.
    pub other_sheets: Vec<String>,
    /// The row of the header, from 1.
    pub header: u64,
    /// Rows that could be read, in order.
    pub rows: Vec<Row>,
    /// What could not be read, in order of row.
    pub faults: Vec<Fault>,
    /// How many rows were refused.
    pub refused: usize,
    /// Keys of those that were refused and have one.
    pub refused_ids: BTreeSet<String>,
    /// Rows that the mapping passes over, by the column and cell that says so.
    pub passed: Vec<Passed>,
    /// Names of all columns, in order.
    pub columns: Vec<String>,
    /// Names of columns that were not read, in order.
    pub unread: Vec<String>,
}

/// Rows that the mapping passes over for one reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    /// The column.
    pub column: String,
    /// What stands there.
    pub words: String,
    /// How many rows.
    pub rows: usize,
}

/// A cell or row that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: Address,
    /// Name of the column, where it is one cell.
    pub column: Option<String>,
    /// The words that stand there.
    pub words: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// Why a table cannot be read at all.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableError {
    /// There are no cells.
    #[error("the table is empty: expected a row of column names")]
    Empty,
    /// No row is a header that the mapping knows.
    #[error("no row of {sheet} has the columns of mapping `{map}`: there is none called {}; the nearest is row {row}: {}", .missing.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "), excerpt(.nearest))]
    NoHeader {
        /// The mapping.
        map: String,
        /// The sheet, in words.
        sheet: String,
        /// Columns that are missing in the likeliest row.
        missing: Vec<String>,
        /// The likeliest row, from 1.
        row: u64,
        /// Its cells.
        nearest: String,
    },
    /// Two columns have one name that the mapping uses.
    #[error("two columns are called `{name}`: {first} and {second}; rename the one that is not meant")]
    Twice {
        /// The name.
        name: String,
        /// The first.
        first: Address,
        /// The second.
        second: Address,
    },
    /// There is no such sheet.
    #[error("there is no sheet `{name}`: there are {}", .sheets.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))]
    NoSheet {
        /// What was asked for.
        name: String,
        /// The sheets there are.
        sheets: Vec<String>,
    },
    /// More than one sheet has the columns.
    #[error("several sheets have the columns: {}; say which with --sheet", .0.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))]
    SeveralSheets(Vec<String>),
}

/// Reads a table. `prefix` is what keys of its rows begin with; `sheet` is the sheet of a workbook that is meant, where one is stated.
///
/// # Errors
/// [`TableError`] where no row can be read; what is wrong with single rows is in the [`Table`].
pub fn read(
    text: &str,
    form: Form,
    map: &Map,
    prefix: &str,
    sheet: Option<&str>,
) -> Result<Table, TableError> {
    let Chosen { sheet, others, delimiter, row, header, found } = choose::choose(text, form, map, sheet)?;
    let mut reading = Reading {
        map,
        prefix,
        form,
        header: &header,
        found: &found,
        merged: &sheet.merged,
        rule: None,
        seen: BTreeMap::new(),
        table: Table {
            sheet: sheet.name.clone(),
            other_sheets: others,
            header: row,
            columns: header.names.clone(),
            unread: header.unread(),
            ..Table::default()
        },
    };
    reading.rule = reading.date_rule(|note| {
        let mut rows = sheet.rows(delimiter);
        while let Some(read) = rows.next() {
            if read.row > row {
                note(read.cells, read.row);
            }
        }
    });
    let mut rows = sheet.rows(delimiter);
    while let Some(read) = rows.next() {
        if read.row > row && !reading.row(&read) {
            rows.resume();
        }
    }
    Ok(reading.table)
}

struct Reading<'r> {
    map: &'r Map,
    prefix: &'r str,
    form: Form,
    header: &'r Header,
    found: &'r Found,
    merged: &'r [Merged],
    rule: Option<date::Rule>,
    /// Keys so far, with the first row and how often each was there.
    seen: BTreeMap<String, (u64, u32)>,
    table: Table,
}

/// A row that is refused: the column, the words there, what is wrong.
type Refusal = (Option<usize>, String, String);

impl Reading<'_> {
    /// How the column of days is read. `cells` goes over all rows once more, where only they show the order.
    fn date_rule(&self, cells: impl FnOnce(&mut dyn FnMut(&StringRecord, u64))) -> Option<date::Rule> {
        let columns = self.map.date.as_ref()?;
        let (first, last) = self.found.date?;
        let mut rule = date::Rule {
            order: columns.order,
            serials: columns.serials,
            evidence: date::Evidence::default(),
        };
        if columns.order != date::Order::Column {
            return Some(rule);
        }
        if let Some(order) = self.header.names.get(first).and_then(|name| date::order_in_name(name)) {
            rule.order = order;
            return Some(rule);
        }
        let mut evidence = date::Evidence::default();
        cells(&mut |record, row| {
            for at in [Some(first), last].into_iter().flatten() {
                evidence.note(record.get(at).unwrap_or_default().trim(), row);
            }
        });
        rule.order = evidence.order().unwrap_or(date::Order::Column);
        rule.evidence = evidence;
        Some(rule)
    }

    /// Reads one row; `false` where a quotation mark in it has swallowed the rows below.
    fn row(&mut self, read: &RowText<'_>) -> bool {
        let width = self.header.names.len();
        // In a workbook no cell is moved by a comma: those beside the header are nobody's.
        let values = self.form == Form::Values;
        let beyond = values && read.cells.iter().skip(width).any(|cell| !cell.trim().is_empty());
        let short = values && read.cells.len() < width;
        if read.cells.iter().all(|cell| self.map.is_blank(cell.trim())) && !read.open {
            return true;
        }
        let words = || read.cells.iter().collect::<Vec<_>>().join(" | ");
        if read.open || values && read.swallows(width) {
            let message =
                "a quotation mark that is opened here is never closed; close it or double it".to_owned();
            self.fault(read.row, (None, words().lines().next().unwrap_or_default().to_owned(), message));
            return false;
        }
        if beyond || short {
            let message = format!(
                "{} cells where the header has {width}; put words with a comma in quotation marks",
                read.cells.len()
            );
            self.fault(read.row, (None, words(), message));
            return true;
        }
        if self.passes_over(read.cells) {
            return true;
        }
        match self.read_row(read) {
            Ok(row) => self.table.rows.push(row),
            Err(refusal) => {
                let key = self.key(read).map(|key| self.id(&slug(&key)));
                self.table.refused_ids.extend(key);
                self.fault(read.row, refusal);
            }
        }
        true
    }

    fn read_row(&mut self, read: &RowText<'_>) -> Result<Row, Refusal> {
        let key = self.key(read)?;
        let whole = self.whole(read, &key)?;
        let name = self.map.name.replace("{key}", &key);
        check_name(&name).map_err(|message| (self.found.key.first().copied(), key.clone(), message))?;
        let facts = self.facts(read, &key)?;
        let id = self.known_by(read.row, &key)?;
        Ok(Row { row: read.row, span: read.span, id, key, name, whole, facts })
    }

    /// The cell of a column without the blanks around it; empty where it states nothing.
    fn cell<'c>(&self, read: &'c RowText<'_>, column: usize) -> Result<&'c str, Refusal> {
        let cell = read.cells.get(column).unwrap_or_default().trim();
        if cell.is_empty()
            && let Some((row, first)) = self.merged.iter().find_map(|merged| merged.hides(read.row, column))
        {
            let first = Address { sheet: None, row, column: Some(first) };
            let message = format!("merged with {first}; take the merging apart and fill in each cell");
            return Err((Some(column), String::new(), message));
        }
        Ok(if self.map.is_blank(cell) { "" } else { cell })
    }

    fn key(&self, read: &RowText<'_>) -> Result<String, Refusal> {
        let mut parts = Vec::new();
        for column in &self.found.key {
            let cell = self.cell(read, *column)?;
            // A line end within a key is a blank.
            parts.extend(cell.split_whitespace());
        }
        let key = parts.join(" ");
        if !key.contains(char::is_alphanumeric) {
            let message = "a row needs a key, by which it is known again in a later edition".to_owned();
            return Err((self.found.key.first().copied(), key, message));
        }
        Ok(key)
    }

    /// The key that the row's incident is known by in a case.
    fn known_by(&mut self, row: u64, key: &str) -> Result<String, Refusal> {
        let slug = slug(key);
        match self.seen.get_mut(&slug) {
            None => {
                let id = self.id(&slug);
                self.seen.insert(slug, (row, 1));
                Ok(id)
            }
            Some((_, times)) if self.map.key.repeat == Repeat::Number => {
                *times += 1;
                let slug = format!("{slug}.{times}");
                Ok(self.id(&slug))
            }
            Some((first, _)) => {
                let message = format!(
                    "this key, or one that differs in marks alone, stands in row {first} already; give each row its own"
                );
                Err((self.found.key.first().copied(), key.to_owned(), message))
            }
        }
    }

    fn id(&self, slug: &str) -> String {
        format!("{}/{}-{slug}", EntityType::Incident.name(), self.prefix)
    }

    /// The series that a row is part of: the first whose conditions hold.
    fn whole(&self, read: &RowText<'_>, key: &str) -> Result<Option<Whole>, Refusal> {
        for (campaign, columns) in self.map.campaigns.iter().zip(&self.found.campaigns) {
            if columns.absent || !self.hold(&campaign.when, &columns.when, read.cells, key) {
                continue;
            }
            let mut name = campaign.name.clone();
            for (word, column) in &columns.name {
                let cell = self.cell(read, *column)?;
                if cell.is_empty() {
                    return Ok(None);
                }
                name = name.replace(&format!("{{{word}}}"), cell);
            }
            let at = columns.name.first().map(|(_, column)| *column);
            check_name(&name).map_err(|message| (at, excerpt(&name), message))?;
            let key = format!("{}/{}-{}", EntityType::Campaign.name(), self.prefix, slug(&name));
            return Ok(Some(Whole { entity_type: EntityType::Campaign, key, name }));
        }
        Ok(None)
    }

    fn hold(&self, all: &[Condition], columns: &[Option<usize>], cells: &StringRecord, key: &str) -> bool {
        all.iter().zip(columns).all(|(condition, column)| holds(condition, *column, cells, key))
    }

    /// Whether the mapping passes a row over; takes note of why.
    fn passes_over(&mut self, cells: &StringRecord) -> bool {
        let held = self.map.skip.iter().zip(&self.found.skip).find(|(condition, column)| {
            let key = self
                .found
                .key
                .iter()
                .filter_map(|at| cells.get(*at))
                .map(str::trim)
                .collect::<Vec<_>>()
                .join(" ");
            holds(condition, **column, cells, &key)
        });
        let Some((_, column)) = held else { return false };
        let name = column.and_then(|at| self.header.names.get(at)).cloned().unwrap_or_default();
        let words = column.and_then(|at| cells.get(at)).unwrap_or_default().trim();
        match self.table.passed.iter_mut().find(|passed| passed.column == name && passed.words == words) {
            Some(passed) => passed.rows += 1,
            None => self.table.passed.push(Passed { column: name, words: words.to_owned(), rows: 1 }),
        }
        true
    }

    fn fault(&mut self, row: u64, (column, words, message): Refusal) {
        self.table.refused += 1;
        let at = Address { sheet: self.table.sheet.clone(), row, column };
        let column = column.and_then(|column| self.header.names.get(column)).cloned();
        self.table.faults.push(Fault { at, column, words: excerpt(&words), message });
    }
}

fn holds(condition: &Condition, column: Option<usize>, cells: &StringRecord, key: &str) -> bool {
    let by_key = condition.key.is_empty() || condition.key.iter().any(|pattern| fits(pattern, key));
    if condition.column.is_empty() {
        return by_key;
    }
    let Some(cell) = column.map(|column| cells.get(column).unwrap_or_default().trim()) else { return false };
    let among = |words: &[String]| words.iter().any(|word| word.trim().eq_ignore_ascii_case(cell));
    by_key && (condition.is.is_empty() || among(&condition.is)) && !among(&condition.is_not)
}

/// Whether a key fits a pattern in which `#` stands for digits and `*` for anything.
fn fits(pattern: &str, key: &str) -> bool {
    let Some(first) = pattern.chars().next() else { return key.is_empty() };
    let rest = &pattern[first.len_utf8()..];
    match first {
        '*' => key.char_indices().map(|(at, _)| at).chain([key.len()]).any(|at| fits(rest, &key[at..])),
        '#' => {
            let digits = key.bytes().take_while(u8::is_ascii_digit).count();
            digits > 0 && fits(rest, &key[digits..])
        }
        c => key.strip_prefix(c).is_some_and(|key| fits(rest, key)),
    }
}

/// The most characters of a name.
const NAME: usize = 300;

fn check_name(name: &str) -> Result<(), String> {
    if name.chars().count() > NAME {
        return Err(format!("a name longer than {NAME} characters"));
    }
    name_fault(name).map_or(Ok(()), |fault| Err(format!("a name that {fault}")))
}

impl std::fmt::Display for Fault {
    /// `Sheet1!F12 (Maximum killed): “many”: not a whole number`.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.at)?;
        if let Some(column) = self.column.as_ref().filter(|column| !column.is_empty()) {
            write!(f, " ({column})")?;
        }
        if self.words.is_empty() {
            write!(f, ": {}", self.message)
        } else {
            write!(f, ": “{}”: {}", self.words, self.message)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::fits;

    #[test]
    fn patterns_of_keys() {
        assert!(fits("YEM#", "YEM001") && fits("YEM#*", "YEM001a") && fits("*", "") && fits("B#", "B7"));
        assert!(!fits("B#", "Ob7") && !fits("YEM#", "YEM001a") && !fits("B#", "B"));
    }
}
