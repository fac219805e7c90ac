//! Retraction and replacement: which entries are effective.

use super::{Index, Marks, State, authority::Authority};
use crate::view::FoldDoubt;
use assize_record::{Kind, entry::Role};

/// An entry that would end another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Attack {
    /// The entry that would no longer stand.
    pub(crate) target: u32,
    /// The entry that retracts or replaces it.
    pub(crate) by: u32,
    /// Whether it puts itself in the target's place.
    pub(crate) replaces: bool,
}

/// What [`Attacks::standing`] finds, by node.
pub(crate) struct Standing {
    /// Nothing that counts retracts or replaces it.
    pub(crate) effective: Vec<bool>,
    /// It keeps the place of what it replaces: nobody retracted it, or something else has its place by now.
    in_place: Vec<bool>,
}

/// Every retraction and replacement, authorised or not, sorted by target.
pub(crate) struct Attacks(Vec<Attack>);

/// Replacements that count, sorted by target: the entry replaced, and the one in its place.
pub(crate) struct Replaced(Vec<(u32, u32)>);

impl Attacks {
    pub(crate) fn of(index: &Index<'_>) -> Self {
        let mut attacks = Vec::new();
        for by in index.numbers() {
            let retracts = index.kind(by) == Kind::Retract;
            for (role, target) in index.refs(by) {
                // Of a claim and what is put in its place, reviews say which stands.
                let replaces = *role == Role::Replaces && index.kind(*target) != Kind::Claim;
                if (replaces || retracts && *role == Role::Of) && *target != by {
                    attacks.push(Attack { target: *target, by, replaces });
                }
            }
        }
        attacks.sort_unstable();
        attacks.dedup();
        Self(attacks)
    }

    /// The attacks on one entry.
    pub(crate) fn on(&self, target: u32) -> &[Attack] {
        let from = self.0.partition_point(|attack| attack.target < target);
        let len = self.0[from..].iter().take_while(|attack| attack.target == target).count();
        &self.0[from..from + len]
    }

    /// Which entries are effective if only the attacks that pass `counts` are heard.
    ///
    /// A retraction counts while it is effective. A replacement counts until it is retracted: one that was itself replaced still keeps the
    /// place of what it replaced, and so does one that was retracted after it was replaced, since what stands now stands there too.
    ///
    /// An entry is decided once everything that attacks it is. Checked ids cannot form a cycle; entries of an unchecked cycle
    /// are never decided, and count as not effective.
    pub(crate) fn standing(&self, len: usize, counts: impl Fn(&Attack) -> bool) -> Standing {
        let mut heard: Vec<(u32, u32, bool)> =
            self.0.iter().filter(|a| counts(a)).map(|a| (a.by, a.target, a.replaces)).collect();
        heard.sort_unstable();
        heard.dedup();
        let mut retracted = vec![false; len];
        let mut replaced = vec![false; len];
        let mut waiting = vec![0_u32; len];
        for (_, target, _) in &heard {
            waiting[*target as usize] += 1;
        }
        let attackers = heard.chunk_by(|a, b| a.0 == b.0).map(|chunk| chunk[0].0);
        let mut ready: Vec<u32> = attackers.filter(|by| waiting[*by as usize] == 0).collect();
        while let Some(by) = ready.pop() {
            let from = heard.partition_point(|(b, ..)| *b < by);
            let (gone, moved) = (retracted[by as usize], replaced[by as usize]);
            for (_, target, replaces) in heard[from..].iter().take_while(|(b, ..)| *b == by) {
                let at = *target as usize;
                if *replaces {
                    replaced[at] |= !gone || moved;
                } else {
                    retracted[at] |= !gone && !moved;
                }
                waiting[at] -= 1;
                if waiting[at] == 0 {
                    ready.push(*target);
                }
            }
        }
        let decided = |at: usize| waiting[at] == 0;
        Standing {
            effective: (0..len).map(|at| decided(at) && !retracted[at] && !replaced[at]).collect(),
            in_place: (0..len).map(|at| decided(at) && (!retracted[at] || replaced[at])).collect(),
        }
    }

    /// Marks what is effective, retracted and replaced, and raises doubts on rivals and on what was not authorised.
    pub(crate) fn settle(&self, index: &Index<'_>, authority: &Authority, state: &mut State) -> Replaced {
        let counts = |attack: &Attack| authority.may_end(index, attack);
        let Standing { effective, in_place } = self.standing(index.len(), counts);
        for (node, effective) in index.numbers().zip(&effective) {
            if *effective {
                state.mark(node, Marks::EFFECTIVE);
            }
        }
        let retractions = self.0.iter().filter(|attack| !attack.replaces && counts(attack));
        state.retractions =
            retractions.map(|attack| (index.id(attack.target), index.id(attack.by))).collect();
        let mut replaced = Vec::new();
        let heard = |attack: &&Attack| {
            let stands = if attack.replaces { &in_place } else { &effective };
            stands[attack.by as usize]
        };
        for attack in self.0.iter().filter(heard) {
            if !counts(attack) {
                state.doubts.push(FoldDoubt::NotAuthorised { entry: index.id(attack.by) });
            } else if attack.replaces {
                state.mark(attack.target, Marks::REPLACED);
                replaced.push((attack.target, attack.by));
            } else {
                state.mark(attack.target, Marks::RETRACTED);
            }
        }
        for rivals in replaced.chunk_by(|a, b| a.0 == b.0).filter(|rivals| rivals.len() > 1) {
            let by = rivals.iter().map(|(_, by)| index.id(*by)).collect();
            state.doubts.push(FoldDoubt::RivalReplacements { of: index.id(rivals[0].0), by });
        }
        Replaced(replaced)
    }
}

impl Replaced {
    /// All of them.
    pub(crate) fn all(&self) -> &[(u32, u32)] {
        &self.0
    }
}
