//! Order of authority: which instruments existed, applied, were known, came after; who could approve; where.
//!
//! Signed, in force and disclosed are three dates and stay three. Every relation is one of before, same day, after, cannot be
//! established; every answer carries the claims that give it. Differing claims are shown as contested, never resolved.

pub mod order;
pub(crate) mod power;
pub(crate) mod state;
pub mod timeline;
pub mod zone;

pub use order::{OrderTable, order};
pub use timeline::{TimelineEvent, timeline};
pub use zone::Shapes;

use assize_record::{Interval, Relation, edtf::Within};
use serde::Serialize;

/// The answer to a question of yes or no that dates decide.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Answer {
    /// By every claim, whatever days its dates turn out to be.
    Yes,
    /// By none.
    No,
    /// Claims differ.
    Contested,
    /// The dates do not tell.
    CannotBeEstablished,
    /// Nothing on this record says.
    NothingOnRecord,
}

crate::named!(Answer);

impl Answer {
    /// One answer from those at several dates that are claimed.
    pub(crate) fn all(each: impl IntoIterator<Item = Self>) -> Self {
        let found: std::collections::BTreeSet<Self> = each.into_iter().collect();
        let mut telling = found.iter().filter(|answer| **answer != Self::NothingOnRecord);
        match (telling.next(), telling.next()) {
            (None, _) => Self::NothingOnRecord,
            (Some(only), None) => *only,
            _ if found.contains(&Self::Contested) => Self::Contested,
            _ if found.contains(&Self::Yes) && found.contains(&Self::No) => Self::Contested,
            _ => Self::CannotBeEstablished,
        }
    }

    /// One answer from those of several claims. A claim that does not tell gives way to one that does.
    pub(crate) fn of(each: impl IntoIterator<Item = Within>) -> Self {
        let (mut yes, mut no, mut open) = (false, false, false);
        for within in each {
            match within {
                Within::Yes => yes = true,
                Within::No => no = true,
                Within::CannotBeEstablished => open = true,
            }
        }
        match (yes, no, open) {
            (true, true, _) => Self::Contested,
            (true, false, _) => Self::Yes,
            (false, true, _) => Self::No,
            (false, false, true) => Self::CannotBeEstablished,
            (false, false, false) => Self::NothingOnRecord,
        }
    }
}

/// Whether something that happened on `first` had happened by `second`. On one and the same day that is not known.
pub(crate) fn had_happened(first: &Interval, second: &Interval) -> Within {
    match first.relation(second) {
        Relation::Before => Within::Yes,
        Relation::After => Within::No,
        Relation::SameDay | Relation::CannotBeEstablished => Within::CannotBeEstablished,
    }
}
