//! What all findings have in common.

use assize_ledger::{
    AsKnown, View,
    view::{ClaimView, Standing},
};
use assize_record::{EntryId, Interval};
use serde::Serialize;

/// The time a finding is taken at, as it is printed and written: [`AsKnown`] in words.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize)]
pub struct TakenAt {
    /// Published by the end of this day; left out where publication does not restrict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_by: Option<String>,
    /// On the record at this instant, RFC 3339; left out where receipt does not restrict.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded_by: Option<String>,
}

impl From<AsKnown> for TakenAt {
    fn from(as_known: AsKnown) -> Self {
        Self {
            published_by: as_known.published_by.map(|day| day.to_string()),
            recorded_by: as_known.recorded_by.map(|instant| instant.to_string()),
        }
    }
}

/// When the speaker said it: the day the source gives, else the day of publication. `None` where neither is known.
pub(crate) fn said(claim: &ClaimView) -> Option<Interval> {
    claim.said_on.as_ref().map(assize_record::Edtf::interval).or(claim.published)
}

/// How many of these claims are drafts that no person has decided on.
pub(crate) fn drafts<'c>(claims: impl IntoIterator<Item = &'c ClaimView>) -> u32 {
    let count = claims.into_iter().filter(|claim| claim.standing == Standing::Draft).count();
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// How many of these claims, by id, are drafts.
pub(crate) fn drafts_among(view: &View, ids: impl IntoIterator<Item = EntryId>) -> u32 {
    drafts(ids.into_iter().filter_map(|id| view.claim(id)))
}

/// Ids in order, each once.
pub(crate) fn ids<'c>(claims: impl IntoIterator<Item = &'c ClaimView>) -> Vec<EntryId> {
    in_order(claims.into_iter().map(|claim| claim.id).collect())
}

/// Ids in order, each once.
pub(crate) fn in_order(mut ids: Vec<EntryId>) -> Vec<EntryId> {
    ids.sort_unstable();
    ids.dedup();
    // They are kept for as long as the finding.
    ids.shrink_to_fit();
    ids
}

/// How many reviews claims have, of those of which the case asks for two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Reviews {
    /// Claims with one review.
    pub one: u32,
    /// Claims with two or more.
    pub two: u32,
}

impl Reviews {
    /// Of these claims; `None` where the case asks for two reviews of none of them.
    pub(crate) fn of<'c>(view: &View, claims: impl IntoIterator<Item = &'c ClaimView>) -> Option<Self> {
        if view.settings().is_empty() {
            return None;
        }
        let mut reviews = Self::default();
        for claim in claims.into_iter().filter(|claim| claim.standing == Standing::Accepted) {
            if view.lacks_review(claim) {
                reviews.one += 1;
            } else if view.asks_two(&claim.proposition.property) {
                reviews.two += 1;
            }
        }
        (reviews != Self::default()).then_some(reviews)
    }

    /// In words that stand beside a figure: `1 of 3 claims with one review`, `each claim with two reviews`.
    pub fn in_words(self) -> String {
        match (self.one, self.two) {
            (0, _) => "each claim with two reviews".to_owned(),
            (_, 0) => "each claim with one review".to_owned(),
            (one, two) => format!("{one} of {} claims with one review", one + two),
        }
    }
}
