//! Tables of invented incidents.

mod guessed;
mod hostile;
mod maps;
mod out;
mod rows;
mod workbooks;

use assize_record::Vocabulary;
use assize_table::{Form, Map, Table, TableError, map, read};

/// A mapping that ships.
fn shipped(name: &str) -> Map {
    Map::parse(map::shipped(name).expect("it ships"), &Vocabulary::shipped()).expect("sound")
}

/// A mapping of a test.
fn parsed(toml: &str) -> Map {
    Map::parse(toml, &Vocabulary::shipped()).expect("a sound mapping")
}

/// Rows of values under the plain mapping, of the Gazette.
fn plain(text: &str) -> Result<Table, TableError> {
    read(text, Form::Values, &shipped("plain"), "gazette", None)
}

/// What a table refuses, a line each.
fn refusals(table: &Table) -> Vec<String> {
    table.faults.iter().map(ToString::to_string).collect()
}

/// What a row says, a line each.
fn said(table: &Table, row: usize) -> Vec<String> {
    let facts = table.rows[row].facts.iter();
    facts
        .map(|fact| {
            let status = fact.status.map_or_else(String::new, |status| format!(" {}", status.name()));
            format!("{}{status} {}", fact.property, fact.value)
        })
        .collect()
}
