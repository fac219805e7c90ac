//! A mapping that the header and cells of a table suggest: something to look through and change, not something to trust.

use crate::{
    date,
    grid::{self, Form, SheetText},
    header::folded,
    read::TableError,
};
use assize_record::slug;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt::Write as _,
};

/// Rows that are looked at for the header.
const HEADER_WITHIN: usize = 60;
/// Rows whose cells are looked at.
const LOOKED_AT: usize = 2_000;

/// Prints a mapping file for a table. `file` is its name.
///
/// # Errors
/// [`TableError`] where there is no such sheet, or no row that could be a header.
pub fn guess(file: &str, text: &str, form: Form, sheet: Option<&str>) -> Result<String, TableError> {
    let sheets = grid::sheets(text, form);
    let names: Vec<String> = sheets.iter().filter_map(|sheet| sheet.name.clone()).collect();
    let meant = |other: &&SheetText<'_>| {
        sheet.is_none_or(|name| other.name.as_ref().is_some_and(|other| other.eq_ignore_ascii_case(name)))
    };
    let looked = sheets.iter().filter(meant).filter_map(|sheet| Some((look(sheet, form)?, sheet)));
    let best = looked.max_by_key(|(look, _)| (look.known, look.names.len()));
    let (look, of) = match (best, sheet) {
        (Some((look, of)), _) if look.known > 0 || sheet.is_some() || sheets.len() == 1 => (look, of),
        (_, Some(name)) => return Err(TableError::NoSheet { name: name.to_owned(), sheets: names }),
        (Some((look, of)), None) => (look, of),
        (None, None) => return Err(TableError::Empty),
    };
    Ok(Guess { file, sheet: of.name.as_deref(), look: &look }.toml())
}

/// What a column seems to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Key,
    Day,
    LastDay,
    Figure(&'static str, Option<&'static str>, Bound),
    Words(&'static str),
    Latitude,
    Longitude,
    Series,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Bound {
    Min,
    Max,
    Exact,
}

/// What was seen of a sheet.
struct Look {
    names: Vec<String>,
    kinds: BTreeMap<usize, Kind>,
    /// How many columns seem to be something.
    known: usize,
    /// The first words of each column.
    shown: BTreeMap<usize, String>,
    /// Columns whose cells are all there and all different.
    distinct: Vec<usize>,
    evidence: BTreeMap<usize, date::Evidence>,
    /// Columns of days that are whole numbers.
    serial: BTreeSet<usize>,
}

fn look(sheet: &SheetText<'_>, form: Form) -> Option<Look> {
    let delimiters: &[u8] = if form == Form::Workbook { b"," } else { b",;\t|" };
    let mut best: Option<(usize, usize, u8, u64, Vec<String>)> = None;
    for delimiter in delimiters {
        let mut rows = sheet.rows(*delimiter);
        for _ in 0..HEADER_WITHIN {
            let Some(read) = rows.next() else { break };
            let names: Vec<String> =
                read.cells.iter().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
            let known = names.iter().filter(|name| kind(name).is_some()).count();
            let filled = names.iter().filter(|name| !name.is_empty()).count();
            if filled > 1 && best.as_ref().is_none_or(|(most, cells, ..)| (known, filled) > (*most, *cells)) {
                best = Some((known, filled, *delimiter, read.row, names));
            }
        }
    }
    let (_, _, delimiter, row, names) = best?;
    let mut kinds = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (at, name) in names.iter().enumerate() {
        if let Some(kind) = kind(name)
            && (taken.insert(kind) || matches!(kind, Kind::Words(_)))
        {
            kinds.insert(at, kind);
        }
    }
    let known = kinds.len();
    let mut look = Look {
        names,
        kinds,
        known,
        shown: BTreeMap::new(),
        distinct: Vec::new(),
        evidence: BTreeMap::new(),
        serial: BTreeSet::new(),
    };
    look.cells(sheet, delimiter, row);
    Some(look)
}

impl Look {
    fn cells(&mut self, sheet: &SheetText<'_>, delimiter: u8, header: u64) {
        let mut seen: Vec<BTreeSet<String>> = vec![BTreeSet::new(); self.names.len()];
        let mut repeated: BTreeSet<usize> = BTreeSet::new();
        let mut rows = sheet.rows(delimiter);
        let mut looked = 0;
        while let Some(read) = rows.next() {
            if read.row <= header || read.cells.iter().all(|cell| cell.trim().is_empty()) {
                continue;
            }
            looked += 1;
            if looked > LOOKED_AT {
                break;
            }
            for (at, seen) in seen.iter_mut().enumerate() {
                let cell = read.cells.get(at).unwrap_or_default().trim();
                if !cell.is_empty() {
                    self.shown.entry(at).or_insert_with(|| cell.chars().take(30).collect());
                }
                if cell.is_empty() || !seen.insert(cell.to_owned()) {
                    repeated.insert(at);
                }
                if matches!(self.kinds.get(&at), Some(Kind::Day | Kind::LastDay)) {
                    self.evidence.entry(at).or_default().note(cell, read.row);
                    if cell.len() > 4 && cell.bytes().all(|byte| byte.is_ascii_digit()) {
                        self.serial.insert(at);
                    }
                }
            }
        }
        self.distinct = (0..self.names.len()).filter(|at| looked > 0 && !repeated.contains(at)).collect();
    }

    fn first(&self, wanted: Kind) -> Option<usize> {
        self.kinds.iter().find(|(_, kind)| **kind == wanted).map(|(at, _)| *at)
    }
}

struct Guess<'g> {
    file: &'g str,
    sheet: Option<&'g str>,
    look: &'g Look,
}

impl Guess<'_> {
    fn toml(&self) -> String {
        let stem = self.file.rsplit_once('.').map_or(self.file, |(stem, _)| stem);
        let id: String =
            slug(stem).chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').take(40).collect();
        let id = if id.is_empty() { "table".to_owned() } else { id };
        let mut toml = String::new();
        let _ = writeln!(
            toml,
            "# Guessed from the header and cells of `{}`: look through every line.",
            plain(self.file)
        );
        let _ = writeln!(toml, "id = {}", quoted(&id));
        let _ = writeln!(toml, "title = {}", quoted(&format!("Rows of {}", self.file)));
        let _ = writeln!(
            toml,
            "# Who publishes it; keys of incidents begin with the prefix, and must stay as they are once rows were entered."
        );
        let _ = writeln!(toml, "# publisher = \"The Gazette\"");
        let _ = writeln!(toml, "prefix = {}", quoted(&id));
        if let Some(sheet) = self.sheet {
            let _ = writeln!(toml, "sheets = [{}]", quoted(sheet));
        }
        self.key(&mut toml);
        self.date(&mut toml);
        self.figures(&mut toml);
        for (at, kind) in &self.look.kinds {
            if let Kind::Words(property) = kind {
                let _ = writeln!(
                    toml,
                    "\n[[words]]  # {}\nproperty = \"{property}\"\ncolumn = [{}]",
                    self.example(*at),
                    self.name(*at)
                );
            }
        }
        self.point(&mut toml);
        if let Some(at) = self.look.first(Kind::Series) {
            let _ = writeln!(
                toml,
                "\n[[campaign]]  # {}\nname = {}",
                self.example(at),
                quoted(&format!("{{{}}}", self.look.names[at]))
            );
        }
        self.unused(&mut toml);
        toml
    }

    fn key(&self, toml: &mut String) {
        let look = self.look;
        let day_and_place = [look.first(Kind::Day), look.first(Kind::Words("incident.place"))];
        let (columns, repeat) = match look.first(Kind::Key).or(look.distinct.first().copied()) {
            Some(at) => (vec![at], false),
            None => (day_and_place.into_iter().flatten().collect(), true),
        };
        let names: Vec<String> = columns.iter().map(|at| format!("[{}]", self.name(*at))).collect();
        let _ = writeln!(
            toml,
            "\n[key]  # what makes a row known again in the next edition\ncolumns = [{}]",
            names.join(", ")
        );
        if repeat {
            let _ = writeln!(
                toml,
                "# No column has a key of its own: rows that are alike are numbered in their order.\nrepeat = \"number\""
            );
        }
    }

    fn date(&self, toml: &mut String) {
        let look = self.look;
        let Some(at) = look.first(Kind::Day) else { return };
        let _ = writeln!(toml, "\n[date]  # {}\ncolumn = [{}]", self.example(at), self.name(at));
        if let Some(end) = look.first(Kind::LastDay) {
            let _ = writeln!(toml, "end = [{}]", self.name(end));
        }
        let seen = look.evidence.get(&at).copied().unwrap_or_default();
        let order = date::order_in_name(&look.names[at]).or(seen.order());
        let (order, why) = match (order, seen.day_first, seen.month_first) {
            (Some(date::Order::DayFirst), row, _) => ("day-first", row),
            (Some(date::Order::MonthFirst), _, row) => ("month-first", row),
            _ => ("column", None),
        };
        let why = why.map_or_else(String::new, |row| format!("  # row {row} can be read in no other way"));
        let _ = writeln!(toml, "order = \"{order}\"{why}");
        if look.serial.contains(&at) {
            let _ = writeln!(toml, "serials = \"1900\"  # cells hold numbers of days");
        }
    }

    fn figures(&self, toml: &mut String) {
        let mut figures: BTreeMap<_, Vec<(Bound, usize)>> = BTreeMap::new();
        for (at, kind) in &self.look.kinds {
            if let Kind::Figure(property, status, bound) = kind {
                figures.entry((property, *status)).or_default().push((*bound, *at));
            }
        }
        for ((property, status), columns) in figures {
            let (exact, ends): (Vec<_>, Vec<_>) =
                columns.into_iter().partition(|(bound, _)| *bound == Bound::Exact);
            for columns in [ends, exact].into_iter().filter(|columns| !columns.is_empty()) {
                let _ = writeln!(toml, "\n[[figure]]\nproperty = \"{property}\"");
                if let Some(status) = status {
                    let _ = writeln!(toml, "status = \"{status}\"");
                }
                for (bound, at) in columns {
                    let end = match bound {
                        Bound::Min => "min",
                        Bound::Max => "max",
                        Bound::Exact => "exact",
                    };
                    let _ = writeln!(toml, "{end} = [{}]  # {}", self.name(at), self.example(at));
                }
            }
        }
    }

    fn point(&self, toml: &mut String) {
        let look = self.look;
        if let (Some(latitude), Some(longitude)) = (look.first(Kind::Latitude), look.first(Kind::Longitude)) {
            let _ = writeln!(
                toml,
                "\n# How near the positions are only whoever made the table can say.\n# [[point]]\n# property = \"incident.position\"\n# latitude = [{}]\n# longitude = [{}]\n# within_km = 5",
                self.name(latitude),
                self.name(longitude)
            );
        }
    }

    fn unused(&self, toml: &mut String) {
        let look = self.look;
        let unused: Vec<String> = look
            .names
            .iter()
            .enumerate()
            .filter(|(at, name)| !name.is_empty() && !look.kinds.contains_key(at))
            .map(|(_, name)| format!("# {}", plain(name)))
            .collect();
        if !unused.is_empty() {
            let _ = writeln!(toml, "\n# Columns that nothing is read from:\n{}", unused.join("\n"));
        }
    }

    fn name(&self, at: usize) -> String {
        let name = &self.look.names[at];
        if name.is_empty() { format!("\"#{}\"", crate::address::letters(at)) } else { quoted(name) }
    }

    fn example(&self, at: usize) -> String {
        self.look
            .shown
            .get(&at)
            .map_or_else(|| "no cell is filled".to_owned(), |words| format!("such as {}", plain(words)))
    }
}

/// Words that break no line of a comment.
fn plain(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// A TOML string.
fn quoted(words: &str) -> String {
    toml::Value::String(words.to_owned()).to_string()
}

const MINIMUM: [&str; 5] = ["min", "minimum", "low", "lowest", "least"];
const MAXIMUM: [&str; 5] = ["max", "maximum", "high", "highest", "most"];
const KILLED: [&str; 7] = ["killed", "deaths", "dead", "fatalities", "kills", "died", "fatality"];
const INJURED: [&str; 4] = ["injured", "injuries", "wounded", "hurt"];
const CHILDREN: [&str; 2] = ["child", "children"];
const CIVILIANS: [&str; 3] = ["civilian", "civilians", "civs"];
const WOMEN: [&str; 2] = ["woman", "women"];
const FIGHTERS: [&str; 4] = ["militant", "militants", "combatant", "combatants"];
const IDS: [&str; 12] = [
    "strike",
    "id",
    "number",
    "no",
    "ref",
    "reference",
    "code",
    "index",
    "attack",
    "incident",
    "key",
    "event",
];
const DAYS: [&str; 9] = ["date", "of", "strike", "attack", "day", "the", "incident", "event", "start"];

fn kind(name: &str) -> Option<Kind> {
    let name = folded(name);
    let words: Vec<&str> =
        name.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let only = |any: &[&str]| !words.is_empty() && words.iter().all(|word| any.contains(word));
    let format = |word: &&str| word.bytes().all(|byte| b"dmy".contains(&byte));
    if has(&["date", "day"]) && words.iter().all(|word| DAYS.contains(word) || format(word)) {
        return Some(Kind::Day);
    }
    if only(&["end", "date", "until", "to", "last", "day"]) && has(&["date", "day", "until"]) {
        return Some(Kind::LastDay);
    }
    if only(&IDS) && !only(&["strike", "attack", "incident", "event"]) {
        return Some(Kind::Key);
    }
    if let Some(figure) = figure(&words) {
        return Some(figure);
    }
    match words.as_slice() {
        ["latitude" | "lat"] => Some(Kind::Latitude),
        ["longitude" | "lon" | "lng" | "long"] => Some(Kind::Longitude),
        ["campaign" | "series" | "conflict"] => Some(Kind::Series),
        [
            "location" | "place" | "village" | "city" | "town" | "area" | "province" | "district" | "region"
            | "country" | "where",
        ] => Some(Kind::Words("incident.place")),
        ["target"] => Some(Kind::Words("incident.target")),
        ["weapon" | "weapons" | "means"]
        | ["strike" | "attack", "type"]
        | ["type", "of", "attack" | "strike"] => Some(Kind::Words("incident.means")),
        _ => None,
    }
}

/// A figure by the words of its column; `None` for one of whom both ends or nothing is said.
fn figure(words: &[&str]) -> Option<Kind> {
    let has = |any: &[&str]| words.iter().any(|word| any.contains(word));
    let bound = match (has(&MINIMUM), has(&MAXIMUM)) {
        (true, false) => Bound::Min,
        (false, true) => Bound::Max,
        (false, false) => Bound::Exact,
        (true, true) => return None,
    };
    if has(&["names", "named", "name", "ratio", "rate", "average", "avg"]) || has(&KILLED) && has(&INJURED) {
        return None;
    }
    let status = if has(&CHILDREN) {
        Some("child")
    } else if has(&WOMEN) {
        Some("woman")
    } else if has(&CIVILIANS) {
        Some("civilian")
    } else if has(&FIGHTERS) {
        Some("combatant")
    } else {
        None
    };
    if has(&INJURED) {
        return Some(Kind::Figure("incident.injured", status, bound));
    }
    (has(&KILLED) || status.is_some() && (bound != Bound::Exact || words.len() == 1)).then_some(Kind::Figure(
        "incident.killed",
        status,
        bound,
    ))
}
