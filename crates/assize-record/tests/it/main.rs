//! Integration tests of the record's types.

#![allow(clippy::unwrap_used, clippy::panic)]

mod draft;
mod entry;
mod facing;
mod names;
mod quantity;
mod span;
mod vectors;
mod vocabulary;
