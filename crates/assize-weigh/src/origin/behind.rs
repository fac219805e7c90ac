//! Who stands behind some claims, by name: why their origins are counted as they are, and what would settle it.

use super::Origins;
use assize_record::EntryId;
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The origins behind some claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Behind {
    /// The fewest separate origins that they can be.
    pub origins_min: u32,
    /// The most that they can be.
    pub origins_max: u32,
    /// Each origin, in order of [`Origins::list`].
    pub origins: Vec<Named>,
    /// Which of them may be one, and why. Empty where all are surely apart.
    pub may_be_one: Vec<MayBeOne>,
}

/// One origin behind some claims.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// What it is, in words.
    pub label: String,
    /// The most separate voices it can be: people not named are counted by what the words say.
    pub voices_max: u32,
    /// Those of the claims that are its word, in order of id.
    pub claims: Vec<EntryId>,
}

/// Origins of which some may be one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MayBeOne {
    /// Which, as positions in [`Behind::origins`].
    pub among: Vec<usize>,
    /// Why.
    pub why: WhyOne,
}

/// Why two origins cannot be shown to be two.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WhyOne {
    /// Nobody has settled who either of them is, or for whom they speak.
    NotSettled,
    /// They have a party or an outlet in common, or their sources may be copies of one text.
    InCommon,
    /// The name of one is, or lies within, the name of the other.
    Names,
}

impl WhyOne {
    /// What a person can do so that it is one or two.
    pub const fn settled_by(self) -> &'static str {
        match self {
            Self::NotSettled => {
                "say who they are (assize incident NAME --type person --from ANCHOR, assize link) or for whom they speak (assize amend CLAIM --party WHO)"
            }
            Self::InCommon => {
                "say whether one text was taken over from the other (assize link A B --taken-from, assize different A B), or who is meant by words for people of one party"
            }
            Self::Names => "say whether the two are one (assize link A B, assize different A B)",
        }
    }
}

impl fmt::Display for WhyOne {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NotSettled => "nobody has settled who they are or for whom they speak",
            Self::InCommon => "they share a party or an outlet, or one text may be a copy of the other",
            Self::Names => "the name of one is, or lies within, the name of the other",
        })
    }
}

impl Origins {
    /// Who stands behind these claims, as [`Origins::counts`] counts them.
    pub fn behind(&self, claims: impl IntoIterator<Item = EntryId>) -> Behind {
        let mut by_origin: BTreeMap<usize, (BTreeSet<u32>, BTreeSet<EntryId>)> = BTreeMap::new();
        for claim in claims {
            let Some(voice) = self.voice(claim) else { continue };
            let (voices, of) = by_origin.entry(self.position_of(voice)).or_default();
            voices.insert(voice);
            of.insert(claim);
        }
        let voices: Vec<&BTreeSet<u32>> = by_origin.values().map(|(voices, _)| voices).collect();
        let all: Vec<u32> = voices.iter().flat_map(|voices| voices.iter().copied()).collect();
        let (origins_min, origins_max) = self.counts_of(all);
        let named = |(at, (_, claims)): (&usize, &(BTreeSet<u32>, BTreeSet<EntryId>))| Named {
            label: self.list[*at].label.clone(),
            voices_max: self.list[*at].voices_max,
            claims: claims.iter().copied().collect(),
        };
        Behind {
            origins_min,
            origins_max,
            may_be_one: self.may_be_one(&voices),
            origins: by_origin.iter().map(named).collect(),
        }
    }

    /// Those whom nobody has settled are one with one another, so they are named together; everything else is a pair.
    fn may_be_one(&self, voices: &[&BTreeSet<u32>]) -> Vec<MayBeOne> {
        let mut not_settled: BTreeSet<usize> = BTreeSet::new();
        let mut pairs = Vec::new();
        for (second, theirs) in voices.iter().enumerate() {
            for (first, ours) in voices.iter().enumerate().take(second) {
                let each = ours.iter().flat_map(|our| theirs.iter().map(move |their| (*our, *their)));
                match each.filter_map(|(a, b)| self.apart.why_one(a, b)).min() {
                    Some(WhyOne::NotSettled) => not_settled.extend([first, second]),
                    Some(why) => pairs.push(MayBeOne { among: vec![first, second], why }),
                    None => {}
                }
            }
        }
        let open = MayBeOne { among: not_settled.into_iter().collect(), why: WhyOne::NotSettled };
        std::iter::once(open).filter(|open| !open.among.is_empty()).chain(pairs).collect()
    }
}
