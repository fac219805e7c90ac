//! Integration tests of the ledger's fold and sheets.

#![allow(clippy::unwrap_used, clippy::panic)]

mod fold;
mod sheet;
mod world;
