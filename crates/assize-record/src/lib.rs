//! The vocabulary of Assize as types, and the bytes they are stored and hashed as.
//!
//! **Owns:** ids and hashes, byte spans with their exact words, dates that may be uncertain, quantities with
//! ends, speakers, propositions, drafts and doubts, ledger entries, their canonical bytes and signatures.
//!
//! **Refuses:** input and output, clocks, maps with random order. Nothing here opens a file, asks for the time or
//! depends on the order in which things arrived; `clippy.toml` beside this crate makes that a build failure.

pub mod body;
pub mod canonical;
pub mod draft;
pub mod edtf;
pub mod entry;
pub mod facing;
pub mod gazetteer;
pub mod id;
pub mod moment;
pub mod place;
pub mod proposition;
pub mod quantity;
pub mod sign;
mod slug;
pub mod span;
pub mod speaker;
pub mod vocabulary;

pub use draft::{Doubt, Draft, Referent, ReferentNumber};
pub use edtf::{Day, Edtf, Interval, Relation};
pub use entry::{Entry, Head, Kind};
pub use id::{BlobHash, DraftId, EntryId, Hash};
pub use moment::Moment;
pub use proposition::{EntityType, Proposition, Value};
pub use quantity::{Quantity, Status, Unit};
pub use slug::slug;
pub use span::{Span, Words};
pub use speaker::{Basis, Confidence, Hedge, HedgeKind, Speaker, SpeakerKind, Stance};
pub use vocabulary::{PropertyId, Vocabulary};
