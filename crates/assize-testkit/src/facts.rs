//! Drafts held against whole articles that a careful person has drafted by hand.
//!
//! A text of the set has *incidents*, *facts* (each about an incident, the campaign or an instrument, with a property of the
//! vocabulary where it has one) and *traps*: the wrong draft that a careless reader makes at that place. Of each fact it is asked
//! whether a draft
//!
//! - **found** it: has its property, shares words with it and agrees in value; a fact without a property is found where the passage
//!   of a draft holds four fifths of its words;
//! - **placed** it: is also about the right thing. For an incident its subject is an incident or attack, subjects stand for incidents by
//!   the best mapping of one to one, and the day that the draft or its subject carries is not outside the days of the incident;
//! - **dated** it: is placed, and carries a day within the days of the incident;
//! - **voiced** it: is placed, and its speaker agrees too.
//!
//! A typed draft that meets no fact is right, harmless or wrong only by a person's [verdict](Verdict); [`show`] lays facts and drafts
//! side by side.
//!
//! Drafts are read as lines of JSON, so that the formats `assize.draft/1` and `assize.draft/2` are scored by one code, saved lines and
//! lines read just now alike. The script that came with the set measures the same but for `placed`, which it gives without a look at the day, and `dated`.

mod agree;
mod draft;
mod gold;
mod place;
mod rival;
mod score;
mod show;
mod tally;
#[cfg(test)]
mod tests;
mod verdict;
mod words;

pub use draft::{Draft, DraftWords, drafts};
pub use gold::{About, Fact, Gold, GoldSpeaker, GoldValue, Incident, Trap, Wrong};
pub use rival::rival;
pub use score::{Covered, FactScore, Sprung, TextScore, score};
pub use show::show;
pub use tally::{PropertyTally, Row, Tally};
pub use verdict::{Judged, Precision, Verdict, Verdicts};

/// Why a set or its drafts could not be scored.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// A file that could not be read.
    #[error("`{file}`: {error}")]
    File {
        /// The file.
        file: String,
        /// What the system said.
        error: std::io::Error,
    },
    /// A file of facts that is not of the expected shape.
    #[error("`{file}`: {error}")]
    Shape {
        /// The file.
        file: String,
        /// Where and what.
        error: serde_json::Error,
    },
    /// Facts that do not fit their text or the vocabulary.
    #[error("`{file}`, {place}: {what}")]
    Gold {
        /// The file.
        file: String,
        /// The fact, incident or trap.
        place: String,
        /// What is wrong.
        what: String,
    },
    /// A line of drafts that cannot be scored.
    #[error("line {line} of the drafts: {what}")]
    Line {
        /// Its number, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A line of verdicts that cannot be read.
    #[error("line {line} of the verdicts: {what}")]
    Verdict {
        /// Its number, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// More subjects than the mapping can hold.
    #[error("drafts speak of {0} subjects that could stand for incidents; at most {max} can be mapped", max = place::MOST)]
    Subjects(usize),
}
