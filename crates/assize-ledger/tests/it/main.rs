//! Integration tests of the ledger's fold and sheets.

#![allow(clippy::unwrap_used, clippy::panic)]

mod fold;
mod laws;
mod naive;
mod review;
mod sheet;
mod world;
