//! Tables: a row of somebody's sheet as what it says of one incident, and the record as a sheet.
//!
//! **Owns:** mapping files, which say what each column of a table means; the rows of a table with their figures, days, places and campaigns,
//! each with the cells it was read from; the comparison of two editions of a table, cell by cell; a mapping guessed from a header; tables out,
//! as CSV and XLSX.
//!
//! **Refuses:** files (the text of a workbook is taken out by `assize-archive`, in a process of its own), the ledger, and judgement: a row that
//! cannot be read is left out whole and named by its cell, and no figure or day is guessed.

mod address;
pub mod back;
mod cell;
mod date;
pub mod diff;
mod grid;
pub mod guess;
mod header;
pub mod map;
pub mod out;
mod read;
mod row;

pub use address::Address;
pub use grid::Form;
pub use map::{Map, MapFault};
pub use read::{Fault, Passed, Table, TableError, read};
pub use row::{Fact, FactValue, Row, Whole};
