//! What people decided on claims: who stands for which version, and what that comes to. Decided from heads.
//!
//! A claim and the claims that people put in its place are versions of one another. One person has one effective review of them all: their
//! last one. People whose reviews come to different things *differ*, until somebody who is none of them settles it
//! (`docs/decisions/017-two-reviews.md`). Receipts do not tell the order of reviews that came in by one merge, so a review names those that it
//! was made in view of: its author's own before it, and, where it settles what people differ on, theirs.

use super::Index;
use assize_record::{
    Kind,
    entry::{Role, Verdict},
};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Reviews that count, and which claims are versions of one another. All by node, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Reviews {
    /// A claim, and an effective review of it by somebody who may.
    counted: Vec<(u32, u32)>,
    /// A claim, and one that somebody who may puts in its place.
    amended: Vec<(u32, u32)>,
    /// A claim that somebody stands for, and that person's last review.
    behind: Vec<(u32, u32)>,
    /// Each claim that takes the place of another, with the first claim of all.
    roots: BTreeMap<u32, u32>,
}

/// What a person's last review comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stand {
    /// This version counts.
    For(u32),
    /// None does.
    Against,
}

/// What one person decided on a claim and its versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Position {
    /// When they first decided on any of them, for listing.
    first: When,
    /// Their last review that has an effect.
    pub(crate) review: u32,
    /// What it comes to.
    pub(crate) stand: Stand,
    /// Whether they never decided on it but to settle what others differed on, and may.
    pub(crate) settles: bool,
}

/// What all positions come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// Nobody decided.
    Undecided,
    /// People agree, or a third person has settled it.
    Settled(Stand),
    /// People differ.
    Differing,
}

/// By trusted receipt, then id: nodes are in order of id. What has no trusted receipt comes first, so that it overrides nothing.
type When = (Option<Timestamp>, u32);

/// When an entry came onto the record.
pub(crate) fn when(index: &Index<'_>, at: u32) -> When {
    (index.node(at).received_at, at)
}

impl Position {
    /// The same with versions taken for others that say the same.
    pub(crate) fn with(self, version: impl Fn(u32) -> u32) -> Self {
        match self.stand {
            Stand::For(at) => Self { stand: Stand::For(version(at)), ..self },
            Stand::Against => self,
        }
    }
}

impl Reviews {
    /// `counted` are effective reviews by people who may make them, `amended` claims with those put in their place.
    pub(crate) fn new(mut counted: Vec<(u32, u32)>, mut amended: Vec<(u32, u32)>) -> Self {
        counted.sort_unstable();
        amended.sort_unstable();
        let parents: BTreeMap<u32, u32> = amended.iter().map(|(of, by)| (*by, *of)).collect();
        let mut roots: BTreeMap<u32, u32> = BTreeMap::new();
        for from in parents.keys() {
            let (mut at, mut path) = (*from, Vec::new());
            // Checked ids cannot form a cycle; of an unchecked one, no claim is entered twice.
            while let (None, Some(up)) = (roots.get(&at), parents.get(&at))
                && !path.contains(&at)
            {
                path.push(at);
                at = *up;
            }
            let root = roots.get(&at).copied().unwrap_or(at);
            roots.extend(path.into_iter().map(|at| (at, root)));
        }
        Self { counted, amended, behind: Vec::new(), roots }
    }

    /// Reviews of one claim that count.
    pub(crate) fn of(&self, claim: u32) -> impl Iterator<Item = u32> + '_ {
        second(&self.counted, claim)
    }

    /// The one review of a claim that has no other version, as nearly all have; `None` where there is more to weigh.
    pub(crate) fn only(&self, claim: u32) -> Option<u32> {
        let mut all = self.of(claim);
        let only = all.next().filter(|_| all.next().is_none())?;
        let alone = !self.roots.contains_key(&claim) && self.amendments(claim).next().is_none();
        alone.then_some(only)
    }

    /// Claims that were put in the place of one.
    pub(crate) fn amendments(&self, claim: u32) -> impl Iterator<Item = u32> + '_ {
        second(&self.amended, claim)
    }

    /// The last reviews of people who stand for a claim.
    pub(crate) fn behind(&self, claim: u32) -> impl Iterator<Item = u32> + '_ {
        second(&self.behind, claim)
    }

    /// Takes note of who stands for what.
    pub(crate) fn set_behind(&mut self, mut behind: Vec<(u32, u32)>) {
        behind.sort_unstable();
        self.behind = behind;
    }

    /// The claim that a claim is a version of: itself, where it takes the place of none.
    pub(crate) fn root(&self, claim: u32) -> u32 {
        self.roots.get(&claim).copied().unwrap_or(claim)
    }

    /// A claim with all that was put in its place, or in the place of these.
    pub(crate) fn versions(&self, root: u32) -> Vec<u32> {
        if self.amendments(root).next().is_none() {
            return vec![root];
        }
        let mut found = BTreeSet::from([root]);
        let mut open = vec![root];
        while let Some(at) = open.pop() {
            open.extend(self.amendments(at).filter(|by| found.insert(*by)));
        }
        found.into_iter().collect()
    }

    /// Every first claim with more than two versions. Two versions say the same only where one was put in the place of the other and back, or both
    /// in the place of a third.
    pub(crate) fn amended_again(&self) -> impl Iterator<Item = u32> + '_ {
        let mut seen = BTreeSet::new();
        self.roots.values().copied().filter(move |root| !seen.insert(*root))
    }

    /// Every first claim of which one version at least was reviewed, in order.
    pub(crate) fn reviewed(&self) -> Vec<u32> {
        let mut roots: Vec<u32> = self.counted.iter().map(|(claim, _)| self.root(*claim)).collect();
        roots.sort_unstable();
        roots.dedup();
        roots
    }

    /// What each person decided on versions of one claim, in the order in which they first did.
    pub(crate) fn positions(
        &self,
        index: &Index<'_>,
        versions: &[u32],
        is_gone_for: impl Fn(u32, u32) -> bool,
        has_role: impl Fn(u32) -> bool,
    ) -> Vec<Position> {
        let mut all: Vec<(u32, When, u32)> = Vec::new();
        for claim in versions {
            all.extend(self.of(*claim).map(|review| (index.node(review).by, when(index, review), *claim)));
        }
        all.sort_unstable();
        let by_review: BTreeMap<u32, u32> = all.iter().map(|(by, (_, review), _)| (*review, *by)).collect();
        let settles = |by: u32, review: u32| {
            let named = index.refs_as(review, Role::Of).filter_map(|named| by_review.get(&named));
            named.filter(|other| **other != by).collect::<BTreeSet<_>>().len() > 1
        };
        let stand = |by: u32, review: u32, claim: u32| match index.node(review).verdict {
            Some(Verdict::Accept) => (!is_gone_for(claim, by)).then_some(Stand::For(claim)),
            // Whoever amends stands for the version of their own, not for a rival's; and for nothing by this once it is taken back. It is what
            // they signed right before the review; where that is something else, their last one.
            Some(Verdict::Amend) => {
                let own = |version: &u32| index.node(*version).by == by;
                let before = index.node(review).entry.head.prev.first().map(|id| index.find(id));
                let signed = self.amendments(claim).filter(own).find(|version| Some(*version) == before);
                let last = || {
                    let all = self.amendments(claim).filter(own).filter(|version| !is_gone_for(*version, by));
                    all.max_by_key(|version| when(index, *version))
                };
                signed.or_else(last).filter(|version| !is_gone_for(*version, by)).map(Stand::For)
            }
            Some(Verdict::Reject) => Some(Stand::Against),
            _ => None,
        };
        let of_one = all.chunk_by(|a, b| a.0 == b.0).filter_map(|reviews| {
            let (by, first, _) = reviews[0];
            let settles = has_role(by) && reviews.iter().all(|(_, (_, review), _)| settles(by, *review));
            let mut left = reviews.to_vec();
            while let Some(last) = last_of(index, &left) {
                let (_, (_, review), claim) = left.remove(last);
                if let Some(stand) = stand(by, review, claim) {
                    return Some(Position { first, review, stand, settles });
                }
            }
            None
        });
        let mut positions: Vec<Position> = of_one.collect();
        positions.sort_unstable_by_key(|position| position.first);
        positions
    }
}

/// Which of one person's reviews is the last: none of the others names it, and of several such ones it was received last.
fn last_of(index: &Index<'_>, reviews: &[(u32, When, u32)]) -> Option<usize> {
    let is_named = |review: u32| {
        reviews.iter().any(|(_, (_, other), _)| index.refs_as(*other, Role::Of).any(|named| named == review))
    };
    let last = (0..reviews.len()).filter(|at| !is_named(reviews[*at].1.1)).max_by_key(|at| reviews[*at].1);
    // Only unchecked ids can name one another in a circle.
    last.or_else(|| (0..reviews.len()).max_by_key(|at| reviews[*at].1))
}

/// What positions come to. Where they differ, somebody settles it whose review names the last ones of all that differ from it.
pub(crate) fn outcome(index: &Index<'_>, positions: &[Position]) -> Outcome {
    let Some(first) = positions.first() else { return Outcome::Undecided };
    if positions.iter().all(|position| position.stand == first.stand) {
        return Outcome::Settled(first.stand);
    }
    let answers = |one: &Position, other: &Position| {
        one.stand == other.stand || index.refs_as(one.review, Role::Of).any(|named| named == other.review)
    };
    let settling = positions
        .iter()
        .filter(|position| position.settles)
        .find(|one| positions.iter().all(|other| answers(one, other)));
    settling.map_or(Outcome::Differing, |settled| Outcome::Settled(settled.stand))
}

/// A claim that a claim names as the one whose place it takes.
pub(crate) fn replaced_by(index: &Index<'_>, at: u32) -> Option<u32> {
    let of = index.first(at, Role::Replaces, Kind::Claim);
    (of != super::NONE && of != at).then_some(of)
}

fn second(pairs: &[(u32, u32)], of: u32) -> impl Iterator<Item = u32> + '_ {
    let from = pairs.partition_point(|(first, _)| *first < of);
    pairs[from..].iter().take_while(move |(first, _)| *first == of).map(|(_, second)| *second)
}
