//! Text and its publication date in; what it speaks of, drafts and doubts out.
//!
//! **Owns:** everything between the plain text of a source and the claims that a machine may propose from it. Each layer is a
//! module with its own types and its own score: `document`, `segment`, `timex`, `quantity`, and those that build on them.
//!
//! **Refuses:** input and output, the network, clocks, the ledger. A text goes in as bytes that are never rewritten, and every
//! answer is a span of those bytes. Without a publication date no relative date is resolved: it stays symbolic and a doubt
//! says so. Disagreement between two figures is emitted, never settled.

pub mod act;
pub mod dateline;
pub mod document;
pub mod emit;
pub mod factuality;
pub mod grammar;
pub mod language;
mod lexeme;
pub mod link;
pub mod nation;
mod numeral;
mod pattern;
pub mod quantity;
pub mod read;
pub mod recase;
pub mod rules;
pub mod segment;
pub mod speech;
pub mod stream;
pub mod tag;
pub mod timex;
pub mod topic;

pub use document::{Document, Provenance, Published};
pub use read::{Conflict, Reading, read, read_with};
pub use segment::{Quote, Segments, segment};
pub use stream::{Part, Stream};
