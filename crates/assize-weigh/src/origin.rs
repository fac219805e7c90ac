//! Origins: the unit of independence.
//!
//! Two claims are of one origin where they come down to one syndication root, one primary source and one party. Statements that one
//! party makes about itself are one origin however many spokesmen repeat them. Source of the rule: Every Casualty, Standards for
//! Casualty Recording (2016), on independence of sources: different outlets, authors and primary sources.

use assize_ledger::View;
use assize_record::{EntryId, body::GradeLetter};
use std::collections::BTreeMap;

/// The origins of all claims of a view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// Origins in a fixed order; [`Origins::index`] points into it.
    pub list: Vec<Origin>,
    /// Claim id to position in `list`.
    pub index: BTreeMap<EntryId, usize>,
    /// Claim id to the grade its word has: a person's, or the default rule's.
    pub grades: BTreeMap<EntryId, GradeLetter>,
}

/// One origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Origin {
    /// What it is, in words: `Donald Trump (United States executive)`.
    pub label: String,
    /// The party at the top of the speaker's part-of chain, canonical.
    pub party: Option<EntryId>,
    /// The fewest separate voices it can be: n unnamed officials may be one voice.
    pub voices_min: u32,
    /// The most separate voices it can be.
    pub voices_max: u32,
}

impl Origins {
    /// Computes the origin and grade of every claim of a view.
    pub fn of(_view: &View) -> Self {
        Self::default()
    }
}
