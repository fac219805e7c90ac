//! Integration tests of the ledger's fold and sheets.

#![allow(clippy::unwrap_used, clippy::panic)]

mod candidate;
mod decisions;
mod desk;
mod fold;
mod gist;
mod history;
mod identity;
mod laws;
mod marks;
mod naive;
mod neighbourhood;
mod receipts;
mod review;
mod sheet;
mod version_1;
mod withhold;
mod world;
