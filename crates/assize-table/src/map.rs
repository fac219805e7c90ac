//! Mapping files: what each column of a table means.
//!
//! A mapping is TOML; `docs/tables.md` shows one. What it names and the vocabulary does not know stops with an error that shows the place:
//! nothing defaults. Those that ship are read in the same way as a newsroom's own.

mod check;
mod file;

pub use check::MapFault;
pub use file::{Campaign, Columns, Condition, DateColumns, Key, Repeat, Thing};

use assize_record::{Status, Unit, Vocabulary};
use std::sync::Arc;

/// Mapping files that ship, by name.
const SHIPPED: [(&str, &str); 7] = [
    ("acled", include_str!("../../../schema/maps/acled.toml")),
    ("airwars", include_str!("../../../schema/maps/airwars.toml")),
    ("bij", include_str!("../../../schema/maps/bij.toml")),
    ("iraq-body-count", include_str!("../../../schema/maps/iraq-body-count.toml")),
    ("new-america", include_str!("../../../schema/maps/new-america.toml")),
    ("plain", include_str!("../../../schema/maps/plain.toml")),
    ("ucdp-ged", include_str!("../../../schema/maps/ucdp-ged.toml")),
];

/// The mapping file of this name that ships.
pub fn shipped(name: &str) -> Option<&'static str> {
    SHIPPED.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

/// Names of the mapping files that ship, in order.
pub fn names() -> impl Iterator<Item = &'static str> {
    SHIPPED.iter().map(|(name, _)| *name)
}

/// A mapping that was read and found sound.
#[derive(Debug, Clone, PartialEq)]
pub struct Map {
    /// Its name: `bij`.
    pub id: String,
    /// Whose tables it reads, in words.
    pub title: String,
    /// Who publishes them, where that is always the same.
    pub publisher: Option<String>,
    /// What keys of its rows begin with; without one, who publishes the table.
    pub prefix: Option<String>,
    /// Sheets that hold rows, the likeliest first; the only one with the columns where none is named.
    pub sheets: Vec<String>,
    /// What parts cells, where that is not found by the header.
    pub delimiter: Option<char>,
    /// What cells hold that state nothing, beside being empty.
    pub blank: Vec<String>,
    /// What makes a row known again in a later edition.
    pub key: Key,
    /// What a row is called: `Strike {key}`.
    pub name: String,
    /// The day.
    pub date: Option<DateColumns>,
    /// What a row says, in the order of the file.
    pub facts: Vec<Says>,
    /// Series that rows belong to; the first whose conditions hold.
    pub campaigns: Vec<Campaign>,
    /// Rows that are passed over.
    pub skip: Vec<Condition>,
}

/// One thing that a row says of its incident.
#[derive(Debug, Clone, PartialEq)]
pub struct Says {
    /// The property.
    pub property: Arc<str>,
    /// What is said.
    pub what: What,
}

/// How it is read.
#[derive(Debug, Clone, PartialEq)]
pub enum What {
    /// A figure, from one column or two ends from two.
    Figure {
        /// The column of the lower end.
        min: Columns,
        /// The column of the upper end.
        max: Columns,
        /// The column of a figure or a range, in place of the two.
        exact: Columns,
        /// Which people.
        status: Option<Status>,
        /// What is counted.
        unit: Unit,
        /// Whether a cell that states nothing means none.
        blank_is_zero: bool,
    },
    /// Words, or one word of a closed list.
    Words {
        /// The column.
        column: Columns,
        /// What parts several in one cell.
        separator: Option<String>,
        /// What each word of the column is called in the vocabulary; where it is empty, the words are taken as they are.
        words: Vec<(String, String)>,
    },
    /// A position.
    Point {
        /// Degrees north.
        latitude: Columns,
        /// Degrees east.
        longitude: Columns,
        /// Within how many kilometres.
        within_km: u64,
    },
    /// Somebody or something by name.
    Thing(Thing),
}

impl Map {
    /// Reads a mapping file under a vocabulary.
    ///
    /// # Errors
    /// [`MapFault`] with the place and what to do.
    pub fn parse(toml: &str, vocabulary: &Vocabulary) -> Result<Self, MapFault> {
        check::check(file::parse(toml)?, vocabulary)
    }

    /// Whether a cell states nothing.
    pub(crate) fn is_blank(&self, cell: &str) -> bool {
        cell.is_empty() || self.blank.iter().any(|blank| blank.eq_ignore_ascii_case(cell))
    }
}
