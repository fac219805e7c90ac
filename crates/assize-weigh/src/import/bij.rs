//! Tables in the layout of the Bureau of Investigative Journalism: one strike a row, with a minimum and a maximum for the people
//! killed, for civilians and children among them, and for the injured.
//!
//! A row that cannot be read is reported by file, line and words, and left out whole; the rest goes on. A row that can be read but
//! cannot be as stated is imported and named. The layout: data sheets of the Bureau's drone-war project, 2004–2020.

mod cell;
mod header;

use crate::coherence::{self, Check, SubTotal};
use assize_record::{
    Edtf, EntryId, Proposition, Quantity, Span, Speaker, Stance, Status, Unit, Value, body::Claim,
};
use header::{Columns, Counted};
use std::{collections::BTreeMap, fmt};

/// What a table gave.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Table {
    /// Name of the file, as it was handed in.
    pub file: String,
    /// Rows that could be read, in order.
    pub rows: Vec<Row>,
    /// What could not be read, in order of line.
    pub faults: Vec<Fault>,
    /// Rows that cannot be as stated, in order of line.
    pub incoherent: Vec<IncoherentRow>,
    /// Names of columns that were not read, in order.
    pub unread: Vec<String>,
}

/// One strike.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file that it begins on, from 1.
    pub line: u64,
    /// Its bytes in the file, without the line end: the passage of its claims.
    pub span: Span,
    /// The recorder's own name for the strike.
    pub strike: String,
    /// When it happened.
    pub happened_on: Edtf,
    /// What it counts, in order of property and status.
    pub figures: Vec<Figure>,
}

/// One pair of columns of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Figure {
    /// The property: `incident.killed`.
    pub property: &'static str,
    /// Which people; `None` where all are meant.
    pub status: Option<Status>,
    /// From the minimum to the maximum.
    pub quantity: Quantity,
}

/// Something that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Name of the file.
    pub file: String,
    /// Line of the file, from 1.
    pub line: u64,
    /// Name of the column, where it is one cell.
    pub column: Option<String>,
    /// The words that stand there.
    pub words: String,
    /// What is wrong and what to do.
    pub message: String,
}

/// A row that cannot be as stated.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IncoherentRow {
    /// Name of the file.
    pub file: String,
    /// Line of the file, from 1.
    pub line: u64,
    /// The recorder's own name for the strike.
    pub strike: String,
    /// Which check found it.
    pub check: Check,
    /// What cannot be, with the figures.
    pub words: String,
}

/// Reads a table. `file` is only a name, for what is reported.
pub fn read(file: &str, bytes: &[u8]) -> Table {
    let mut reading =
        Reading { table: Table { file: file.to_owned(), ..Table::default() }, seen: BTreeMap::new() };
    match std::str::from_utf8(bytes) {
        Ok(text) => reading.text(text),
        Err(error) => {
            let good = &bytes[..error.valid_up_to()];
            let line = 1 + good.iter().filter(|byte| **byte == b'\n').count() as u64;
            let tail: &[u8] = &bytes[error.valid_up_to()..];
            let words = String::from_utf8_lossy(&tail[..tail.len().min(12)]).into_owned();
            reading.fault(
                line,
                None,
                words,
                "the file is not UTF-8 from here on; save it as UTF-8".to_owned(),
            );
        }
    }
    reading.table
}

impl Row {
    /// The row as claims about `incident`: what it counts, and when it was.
    pub fn claims(&self, incident: EntryId, speaker: &Speaker) -> Vec<Claim> {
        let claim = |property: &str, status, value| Claim {
            speaker: speaker.clone(),
            via: Vec::new(),
            stance: Stance::Asserts,
            hedges: Vec::new(),
            basis: None,
            said_on: None,
            proposition: Proposition {
                subject: incident,
                property: property.to_owned(),
                value,
                status,
                group: None,
                happened_on: None,
                happened_at: None,
            },
            drafted: None,
            anchors: Vec::new(),
        };
        let date = claim("incident.happened-on", None, Value::Date(self.happened_on.clone()));
        let figures = self
            .figures
            .iter()
            .map(|figure| claim(figure.property, figure.status, Value::Quantity(figure.quantity.clone())));
        std::iter::once(date).chain(figures).collect()
    }

    /// What in the row cannot be as stated.
    fn incoherences(&self) -> Vec<(Check, String)> {
        let mut found = Vec::new();
        for figure in &self.figures {
            if !figure.quantity.is_coherent() {
                let (min, max) = (figure.quantity.min.unwrap_or(0), figure.quantity.max.unwrap_or(0));
                let words = format!("{}: the minimum {min} is above the maximum {max}", figure.name());
                found.push((Check::MinimumAboveMaximum, words));
            }
        }
        let all = |property: &str| self.figures.iter().find(|f| f.property == property && f.status.is_none());
        for part in self.figures.iter().filter(|figure| figure.status.is_some()) {
            let Some(whole) = all(part.property) else { continue };
            for fault in coherence::sub_total(&part.quantity, &whole.quantity) {
                let (check, how) = match fault {
                    SubTotal::Impossible => (Check::PartAboveWhole, "more than the total"),
                    SubTotal::MinimumAbove => {
                        (Check::PartMinimumAboveWhole, "the minimum is above that of the total")
                    }
                    SubTotal::MaximumAbove => {
                        (Check::PartMaximumAboveWhole, "the maximum is above that of the total")
                    }
                };
                let (part_figure, whole_figure) = (&part.quantity, &whole.quantity);
                let words = format!("{} {part_figure}, {} {whole_figure}: {how}", part.name(), whole.name());
                found.push((check, words));
            }
        }
        found
    }
}

impl Figure {
    fn name(&self) -> &'static str {
        match (self.property, self.status) {
            ("incident.injured", _) => "injured",
            (_, Some(Status::Civilian)) => "civilians killed",
            (_, Some(Status::Child)) => "children killed",
            (_, Some(Status::Woman)) => "women killed",
            _ => "people killed",
        }
    }
}

struct Reading {
    table: Table,
    /// Strikes so far, with their lines.
    seen: BTreeMap<String, u64>,
}

impl Reading {
    fn text(&mut self, text: &str) {
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let body = &text[mark..];
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(header::delimiter(body))
            .from_reader(body.as_bytes());
        let mut record = csv::StringRecord::new();
        let mut columns: Option<Columns> = None;
        loop {
            match reader.read_record(&mut record) {
                Ok(false) => break,
                Ok(true) => {}
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    self.fault(line, None, String::new(), format!("not a table of values: {error}"));
                    break;
                }
            }
            let begins = record.position().cloned().unwrap_or_else(csv::Position::new);
            let (start, end) = (begins.byte() as usize, reader.position().byte() as usize);
            let raw = body.get(start..end).unwrap_or_default();
            // The reader skips empty lines before a record; they belong to its bytes but not to its row.
            let row = raw.trim_start_matches(['\r', '\n']);
            let first = start + (raw.len() - row.len());
            let line = begins.line() + raw[..raw.len() - row.len()].matches('\n').count() as u64;
            let row = row.trim_end_matches(['\r', '\n']);
            if row.matches('"').count() % 2 == 1 {
                let message =
                    "a quotation mark that is opened here is never closed; close it or double it".to_owned();
                self.fault(line, None, cell::excerpt(row), message);
                continue;
            }
            let span = Span::new(mark + first, mark + first + row.len());
            match &columns {
                None => match Columns::find(&record) {
                    Ok((found, unread)) => {
                        self.table.unread = unread;
                        columns = Some(found);
                    }
                    Err((words, message)) => {
                        self.fault(line, None, words, message);
                        return;
                    }
                },
                Some(_) if record.iter().all(|cell| cell.trim().is_empty()) => {}
                Some(columns) => self.row(columns, &record, line, span),
            }
        }
        if columns.is_none() && self.table.faults.is_empty() {
            let message = "the table is empty: expected a line of column names".to_owned();
            self.fault(1, None, String::new(), message);
        }
    }

    fn row(&mut self, columns: &Columns, record: &csv::StringRecord, line: u64, span: Span) {
        let before = self.table.faults.len();
        if record.len() != columns.count {
            let words = record.iter().collect::<Vec<_>>().join(" | ");
            let message = format!("{} cells where the header has {}", record.len(), columns.count);
            self.fault(line, None, cell::excerpt(&words), message);
            return;
        }
        let at = |column: usize| record.get(column).unwrap_or_default().trim();
        let strike = at(columns.strike).to_owned();
        if strike.is_empty() {
            self.fault(
                line,
                Some(columns.name(columns.strike)),
                String::new(),
                "a strike needs an id".to_owned(),
            );
        } else if let Some(first) = self.seen.get(&strike) {
            let message = format!("this strike stands on line {first} already; give each row its own id");
            self.fault(line, Some(columns.name(columns.strike)), strike.clone(), message);
        }
        let happened_on = match cell::date(at(columns.date)) {
            Ok(date) => Some(date),
            Err(message) => {
                let words = cell::excerpt(at(columns.date));
                self.fault(line, Some(columns.name(columns.date)), words, message);
                None
            }
        };
        let mut figures: BTreeMap<Counted, (Option<u64>, Option<u64>)> = BTreeMap::new();
        for (column, counted, bound) in &columns.figures {
            match cell::figure(at(*column), *bound) {
                Ok((min, max)) => {
                    let ends = figures.entry(*counted).or_default();
                    *ends = (ends.0.or(min), ends.1.or(max));
                }
                Err(message) => {
                    let words = cell::excerpt(at(*column));
                    self.fault(line, Some(columns.name(*column)), words, message);
                }
            }
        }
        let Some(happened_on) = happened_on.filter(|_| self.table.faults.len() == before) else { return };
        self.seen.insert(strike.clone(), line);
        let stated = figures.into_iter().filter(|(_, (min, max))| min.is_some() || max.is_some());
        let figures = stated.map(|(counted, (min, max))| {
            let (property, status) = counted.property();
            Figure { property, status, quantity: Quantity { min, max, approx: None, unit: Unit::People } }
        });
        let row = Row { line, span, strike, happened_on, figures: figures.collect() };
        for (check, words) in row.incoherences() {
            let (file, strike) = (self.table.file.clone(), row.strike.clone());
            self.table.incoherent.push(IncoherentRow { file, line, strike, check, words });
        }
        self.table.rows.push(row);
    }

    fn fault(&mut self, line: u64, column: Option<String>, words: String, message: String) {
        let file = self.table.file.clone();
        self.table.faults.push(Fault { file, line, column, words, message });
    }
}

impl fmt::Display for Fault {
    /// `strikes.csv:7: `Maximum killed` says `many`: not a whole number`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: ", self.file, self.line)?;
        match (&self.column, self.words.is_empty()) {
            (Some(column), false) => write!(f, "`{column}` says `{}`: {}", self.words, self.message),
            (Some(column), true) => write!(f, "`{column}` is empty: {}", self.message),
            (None, false) => write!(f, "`{}`: {}", self.words, self.message),
            (None, true) => f.write_str(&self.message),
        }
    }
}

impl fmt::Display for IncoherentRow {
    /// `strikes.csv:7: strike `A3`: children killed 9, people killed 4–6: more than the total`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: strike `{}`: {}", self.file, self.line, self.strike, self.words)
    }
}

impl Counted {
    const fn property(self) -> (&'static str, Option<Status>) {
        match self {
            Self::Killed => ("incident.killed", None),
            Self::Civilians => ("incident.killed", Some(Status::Civilian)),
            Self::Children => ("incident.killed", Some(Status::Child)),
            Self::Women => ("incident.killed", Some(Status::Woman)),
            Self::Injured => ("incident.injured", None),
        }
    }
}
