//! A row as what it says.

use crate::address::Address;
use assize_record::{Edtf, EntityType, Quantity, Span, Status, body::ClaimHedge, proposition::Point};
use std::sync::Arc;

/// One row: one incident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Its number in the sheet, from 1.
    pub row: u64,
    /// Its bytes in the text: the passage of whatever it says.
    pub span: Span,
    /// The key of its incident in a case: `incident/gazette-7`.
    pub id: String,
    /// What it is known by, in the table's own words.
    pub key: String,
    /// What its incident is called.
    pub name: String,
    /// The series that it is part of.
    pub whole: Option<Whole>,
    /// What it says.
    pub facts: Vec<Fact>,
}

/// A series of incidents, or another thing that rows name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Whole {
    /// What it is.
    pub entity_type: EntityType,
    /// Its key: `campaign/…`.
    pub key: String,
    /// Its name.
    pub name: String,
}

/// One thing that a row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// Which entry of the mapping it was read by, and which of several in its cell: with the key, what is compared between editions.
    pub slot: (u16, u16),
    /// The columns it was read from, from 0.
    pub columns: (usize, Option<usize>),
    /// The property.
    pub property: Arc<str>,
    /// Which people.
    pub status: Option<Status>,
    /// What is said.
    pub value: FactValue,
    /// With what reservation.
    pub hedge: Option<ClaimHedge>,
}

/// What is said.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactValue {
    /// A figure.
    Quantity(Quantity),
    /// A day or days.
    Date(Edtf),
    /// Words.
    Words(String),
    /// A position.
    Point(Point),
    /// A thing.
    Thing(Whole),
}

impl Row {
    /// The first cell of a fact, in a sheet.
    pub fn cell(&self, fact: &Fact, sheet: Option<&str>) -> Address {
        Address { sheet: sheet.map(str::to_owned), row: self.row, column: Some(fact.columns.0) }
    }

    /// The figure of all people for whom a property is stated: `incident.killed`.
    pub fn figure(&self, property: &str, status: Option<Status>) -> Option<&Quantity> {
        self.facts.iter().find_map(|fact| match &fact.value {
            FactValue::Quantity(quantity) if *fact.property == *property && fact.status == status => {
                Some(quantity)
            }
            _ => None,
        })
    }
}

impl FactValue {
    /// The figure, where it is one.
    pub const fn quantity(&self) -> Option<&Quantity> {
        if let Self::Quantity(quantity) = self { Some(quantity) } else { None }
    }
}

impl std::fmt::Display for FactValue {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Quantity(quantity) => quantity.fmt(f),
            Self::Date(date) => date.fmt(f),
            Self::Words(words) => f.write_str(words),
            Self::Point(point) => write!(f, "{} N, {} E", point.lat, point.lon),
            Self::Thing(thing) => f.write_str(&thing.name),
        }
    }
}
