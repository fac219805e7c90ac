//! Origins: the unit of independence.
//!
//! Two claims are of one origin where they come down to one syndication root, one primary source and one party. Statements that one
//! party makes about itself are one origin however many spokesmen repeat them. Source of the rule: Every Casualty, Standards for
//! Casualty Recording (2016), on independence of sources: different outlets, authors and primary sources.
//!
//! How a claim comes to its origin:
//!
//! - **A named speaker** is of the party at the top of the `part-of` chain of the speaker's entity; without an entity, of the party
//!   that is stated, else of the entity of that name, else of the name itself. Which article quotes the speaker plays no part.
//! - **The outlet's own word** is of the outlet: the publisher of the syndication root, as an entity where one has that name. Where
//!   the word is passed on (`via`), it is of the first who did so: "X reported earlier" is X's word.
//! - **Unnamed people** are of their party, the outlet that first passed on their word, and their number. At the low end they cannot
//!   be told apart from anybody else of their party; at the high end they are as many voices as the words say, never more.
//! - **A document** is of its entity's party, else of its name and the outlet that quotes it.
//!
//! Nothing here looks at what other claims say, so that a new claim never moves an old one to another origin; only judgements
//! (links) and facts of publication do.

mod grade;
mod key;

use assize_ledger::{View, view::ClaimView};
use assize_record::{EntryId, body::GradeLetter};
use key::{Key, Keys};
use serde::Serialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
};

/// The origins of all claims of a view.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origins {
    /// Origins in a fixed order; [`Origins::index`] points into it.
    pub list: Vec<Origin>,
    /// Claim id to position in `list`.
    pub index: BTreeMap<EntryId, usize>,
    /// Claim id to the grade its word has: a person's, or the default rule's.
    pub grades: BTreeMap<EntryId, GradeLetter>,
    /// For each origin the group it falls into at the low end: origins of one group cannot be shown to be separate voices. Use
    /// [`Origins::counts`], or count distinct groups for the low end and [`Origin::voices_max`] of distinct origins for the high.
    pub groups: Vec<usize>,
    /// Source id to the number of its outlet, after syndication; two copies of one wire story have one outlet.
    pub outlets: BTreeMap<EntryId, usize>,
}

/// One origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
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

/// How many articles and origins stand behind some claims: "14 articles, 3 origins".
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize)]
pub struct Summary {
    /// Sources that the claims stand in, copies counted one by one.
    pub articles: u32,
    /// The fewest origins they can be.
    pub origins_min: u32,
    /// The most origins they can be.
    pub origins_max: u32,
}

impl Origins {
    /// Computes the origin and grade of every claim of a view.
    pub fn of(view: &View) -> Self {
        let keys = Keys::of(view);
        let mut interned: BTreeMap<Key, usize> = BTreeMap::new();
        let mut first_seen = Vec::with_capacity(view.claims().len());
        for claim in view.claims() {
            let next = interned.len();
            first_seen.push(*interned.entry(keys.of_claim(claim)).or_insert(next));
        }
        // Numbers follow the order of keys, not of arrival.
        let mut rank = vec![0_usize; interned.len()];
        for (position, seen) in interned.values().enumerate() {
            rank[*seen] = position;
        }
        let position: Vec<usize> = first_seen.into_iter().map(|seen| rank[seen]).collect();
        let mut names: Vec<BTreeSet<&str>> = vec![BTreeSet::new(); interned.len()];
        for (claim, at) in view.claims().iter().zip(&position) {
            // Three are enough to know that a label cannot name them all.
            if names[*at].len() < 3 {
                names[*at].insert(keys.speaker_name(claim));
            }
        }
        let mut groups_seen: BTreeMap<Key, usize> = BTreeMap::new();
        for key in interned.keys() {
            groups_seen.insert(key.group(), 0);
        }
        groups_seen.values_mut().enumerate().for_each(|(at, number)| *number = at);
        Self {
            groups: interned.keys().map(|key| groups_seen[&key.group()]).collect(),
            list: interned.keys().zip(&names).map(|(key, names)| keys.origin(key, names)).collect(),
            index: view.claims().iter().map(|claim| claim.id).zip(position).collect(),
            grades: view.claims().iter().map(|claim| (claim.id, grade::of_claim(view, claim))).collect(),
            outlets: keys.outlets(),
        }
    }

    /// The origin of a claim; `None` for a claim that is not in the view.
    pub fn origin(&self, claim: EntryId) -> Option<&Origin> {
        self.index.get(&claim).map(|at| &self.list[*at])
    }

    /// The fewest and the most separate origins behind these claims. At the low end unnamed people are one voice with everybody of
    /// their party; at the high end each distinct group of them is as many voices as its words say.
    pub fn counts(&self, claims: impl IntoIterator<Item = EntryId>) -> (u32, u32) {
        self.counts_at(claims.into_iter().filter_map(|claim| self.index.get(&claim).copied()).collect())
    }

    /// As [`Origins::counts`], for origins that are already looked up.
    pub(crate) fn counts_at(&self, mut positions: Vec<usize>) -> (u32, u32) {
        positions.sort_unstable();
        positions.dedup();
        let most = positions.iter().fold(0_u32, |sum, at| sum.saturating_add(self.list[*at].voices_max));
        let mut groups: Vec<usize> = positions.into_iter().map(|at| self.groups[at]).collect();
        groups.sort_unstable();
        groups.dedup();
        (u32::try_from(groups.len()).unwrap_or(u32::MAX), most)
    }

    /// How many articles and how many origins stand behind these claims.
    pub fn summary<'c>(&self, claims: impl IntoIterator<Item = &'c ClaimView>) -> Summary {
        let mut sources = BTreeSet::new();
        let mut ids = Vec::new();
        for claim in claims {
            sources.insert(claim.source);
            ids.push(claim.id);
        }
        let (origins_min, origins_max) = self.counts(ids);
        Summary { articles: u32::try_from(sources.len()).unwrap_or(u32::MAX), origins_min, origins_max }
    }
}

/// The party of an entity: the top of its part-of chain, canonical; itself where it is part of nothing. Where it is part of several,
/// the one with the smallest id.
pub fn top(view: &View, entity: EntryId) -> EntryId {
    key::root(view.canonical(entity), view.part_of())
}

impl fmt::Display for Summary {
    /// `14 articles, 3 origins`; `14 articles, 3 to 7 origins` where unnamed people leave it open.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plural = |n: u32| if n == 1 { "" } else { "s" };
        write!(f, "{} article{}, ", self.articles, plural(self.articles))?;
        if self.origins_min == self.origins_max {
            write!(f, "{} origin{}", self.origins_min, plural(self.origins_min))
        } else {
            write!(f, "{} to {} origins", self.origins_min, self.origins_max)
        }
    }
}
