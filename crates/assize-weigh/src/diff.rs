//! What changed between two views, and the entries that did it.

use assize_record::EntryId;
use serde::Serialize;

/// One finding that differs between two views.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Change {
    /// Which finding, in words: `killed in “strike of 2 May”, by bij`.
    pub what: String,
    /// What it was; `None` where there was no such finding.
    pub before: Option<String>,
    /// What it is now; `None` where there is none any more.
    pub after: Option<String>,
    /// Entries that did it: claims that came, went or changed, and judgements on them. In order of id.
    pub because: Vec<EntryId>,
}
