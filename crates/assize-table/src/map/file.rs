//! A mapping file as it is written.

use super::MapFault;
use crate::date::{Order, Serials};
use assize_record::{HedgeKind, Status, Unit};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

/// Names that a column may go by, the likeliest first. `#A` is column A where its header is empty.
pub type Columns = Vec<String>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MapFile {
    pub(super) id: Spanned<String>,
    pub(super) title: String,
    pub(super) publisher: Option<String>,
    pub(super) prefix: Option<Spanned<String>>,
    #[serde(default)]
    pub(super) sheets: Vec<String>,
    pub(super) delimiter: Option<Spanned<String>>,
    #[serde(default = "blank")]
    pub(super) blank: Vec<String>,
    pub(super) key: Spanned<Key>,
    #[serde(default = "row_name")]
    pub(super) name: String,
    pub(super) date: Option<DateColumns>,
    #[serde(default)]
    pub(super) figure: Vec<Spanned<Figure>>,
    #[serde(default)]
    pub(super) words: Vec<Spanned<Words>>,
    #[serde(default)]
    pub(super) point: Vec<Spanned<Point>>,
    #[serde(default)]
    pub(super) thing: Vec<Spanned<Thing>>,
    #[serde(default)]
    pub(super) campaign: Vec<Spanned<Campaign>>,
    #[serde(default)]
    pub(super) skip: Vec<Spanned<Condition>>,
    /// Words about the file for whoever reads it.
    #[serde(default)]
    #[expect(dead_code, reason = "read by people")]
    pub(super) about: String,
}

fn blank() -> Vec<String> {
    ["-", "–", "—"].map(str::to_owned).to_vec()
}

fn row_name() -> String {
    "Row {key}".to_owned()
}

/// What makes a row known again.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Key {
    /// Columns whose cells make the key together, each by the names it may go by.
    pub columns: Vec<Columns>,
    /// What two rows with one key are.
    #[serde(default)]
    pub repeat: Repeat,
}

/// What two rows with one key are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Repeat {
    /// A fault: the second is refused.
    #[default]
    Refuse,
    /// Two rows, told apart by a number: for tables without keys of their own.
    Number,
}

/// The columns of the day.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DateColumns {
    /// The day, or the first of several.
    pub column: Columns,
    /// The last of several days.
    #[serde(default)]
    pub end: Columns,
    /// Which of day and month stands first.
    #[serde(default = "by_column")]
    pub order: Order,
    /// What numbers in the column count from, where days are kept as numbers.
    pub serials: Option<Serials>,
}

const fn by_column() -> Order {
    Order::Column
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Figure {
    pub(super) property: String,
    pub(super) status: Option<Status>,
    pub(super) unit: Option<Unit>,
    #[serde(default)]
    pub(super) min: Columns,
    #[serde(default)]
    pub(super) max: Columns,
    #[serde(default)]
    pub(super) exact: Columns,
    #[serde(default)]
    pub(super) blank_means: BlankMeans,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum BlankMeans {
    #[default]
    NotStated,
    Zero,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    pub(super) property: String,
    pub(super) column: Columns,
    pub(super) separator: Option<String>,
    #[serde(default)]
    pub(super) words: BTreeMap<String, String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Point {
    pub(super) property: String,
    pub(super) latitude: Columns,
    pub(super) longitude: Columns,
    pub(super) within_km: u64,
}

/// Somebody or something that a row names, or that the table is about throughout.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Thing {
    /// The property.
    pub property: String,
    /// Its key: `organisation/northern-navy`. With `column`, only the type before the stroke.
    pub thing: String,
    /// Its name, where no column has it.
    #[serde(default)]
    pub name: String,
    /// The column of its name.
    #[serde(default)]
    pub column: Columns,
    /// All that must hold for the row to say so.
    #[serde(default)]
    pub when: Vec<Condition>,
    /// With what reservation: the cell of the first condition holds the words.
    pub hedge: Option<HedgeKind>,
}

/// A series of incidents.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Campaign {
    /// Its name; `{Country}` stands for the cell of the column of that name.
    pub name: String,
    /// All that must hold for a row to be part of it.
    #[serde(default)]
    pub when: Vec<Condition>,
}

/// Something that holds of a row or not.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Condition {
    /// The column …
    #[serde(default)]
    pub column: Columns,
    /// … whose cell is one of these …
    #[serde(default)]
    pub is: Vec<String>,
    /// … or is none of these.
    #[serde(default)]
    pub is_not: Vec<String>,
    /// Patterns of the key, of which one fits: `#` stands for digits, `*` for anything.
    #[serde(default)]
    pub key: Vec<String>,
}

pub(super) fn parse(toml: &str) -> Result<MapFile, MapFault> {
    toml::from_str(toml).map_err(|error| MapFault {
        at: error.span().unwrap_or_default(),
        message: error.message().to_owned(),
    })
}
