//! Which incidents may be the same: proposals for a person to decide on, computed and never stored.
//!
//! **Owns:** the [`Sketch`] of an incident (when, where, who, how many, in which words), the [`Ranker`] that finds sketches like one of
//! them among many, and each [`Reason`] in plain words.
//!
//! **Refuses:** joining anything. A score orders proposals and says nothing else; it is no probability and is printed nowhere.
//!
//! Nothing is told from where an entry stands in a file, and equal scores are ordered by id, so the same sketches give the same answer in
//! every order.

mod drawn;
mod name;
mod posting;
mod ranker;
mod reason;
mod score;
mod sketch;
mod traits;

pub use drawn::sketches;
pub use ranker::Ranker;
pub use reason::{Count, Reason};
pub use sketch::{Sketch, Toll, rare_words};

use assize_record::EntryId;

/// An incident that may be the one that was asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// What it is known by: the id of its sketch.
    pub id: EntryId,
    /// What speaks for it and against it, in the order of when, where, how many, who, words.
    pub reasons: Vec<Reason>,
    /// Orders candidates of one incident; larger is likelier. Not comparable between incidents.
    pub score: i32,
}
