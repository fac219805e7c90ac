//! The desk: a case in a browser on the same machine.
//!
//! **Owns:** pages on which a person reads a text with every draft lit beside its words, decides with single keys, says what is one incident, takes
//! back, and reviews blind. **Refuses:** deciding or weighing anything itself. Each decision is one batch of entries through
//! [`assize_case::decision`], as on the command line. What was decided stands in the ledger, where somebody is stands in the address; nothing is kept in the browser.
//!
//! It listens on the loopback alone. A form counts only if a page of this desk sent it (`guard`).

mod act;
mod guard;
mod local;
mod marked;
mod page;
mod reviewed;
mod serve;
mod snapshot;

pub use serve::{Options, serve};
