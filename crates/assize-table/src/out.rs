//! The record as a table.
