//! What cannot be shown to be two voices, and how few a set of voices can be.
//!
//! Two voices may be one where nobody has settled either's party, where they share a party or an outlet, or where one of the names of
//! the first lies within one of the second ("Vale" in "Ruth Vale") and no person has called the two different. That is no
//! equivalence: "Times" may be either of two papers that are surely not each other. So a set is not counted by its groups, which one
//! more claim could join, but by the most voices in it of which no two may be one. That number never falls when a voice
//! is added, and never rises when two of the voices counted are linked.

use super::{
    behind::WhyOne,
    name::{self, NameTable},
};
use assize_record::EntryId;
use std::collections::{BTreeMap, BTreeSet};

/// Most voices that are searched for the exact number; beyond it, whoever shares least is taken first, which may count too few.
const EXACT: u32 = 40;

/// A name, and the thing that has it; `None` for an outlet, which is known by its name alone.
pub(super) type Named = (u32, Option<EntryId>);

/// A voice as the relation sees it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Traits {
    /// What it is, or may be: numbers of parties, outlets, names. Voices that share one may be one.
    pub(super) tokens: Vec<u32>,
    /// Whether its party is not settled.
    pub(super) unsettled: bool,
}

/// Which voices of a view may be one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Apart {
    voices: Vec<Traits>,
    /// By token, in order of name.
    names: Vec<Vec<Named>>,
    /// By name, the names that lie within it or that it lies within, in order.
    related: Vec<Vec<u32>>,
    /// Pairs of things that a person calls different, canonical, the smaller first.
    different: BTreeSet<(EntryId, EntryId)>,
    /// By voice: voices of two components are surely two.
    component: Vec<u32>,
    /// By component: whether any two of its voices may be one.
    alike: Vec<bool>,
    /// By token, what it stands for where that is a family of copies.
    families: BTreeMap<u32, Family>,
}

/// What a family of copies stands for: a voice that has its token has all of these.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Family {
    /// Its outlets, in order.
    tokens: Vec<u32>,
    /// Those, and whatever has a name that meets one of theirs, in order.
    meets: Vec<u32>,
}

impl Family {
    fn meets_any(&self, tokens: &[u32]) -> bool {
        let (few, many) =
            if tokens.len() <= self.meets.len() { (tokens, &*self.meets) } else { (&*self.meets, tokens) };
        few.iter().any(|token| many.binary_search(token).is_ok())
    }
}

impl Apart {
    pub(super) fn of(
        voices: Vec<Traits>,
        mut names: Vec<Vec<Named>>,
        table: NameTable,
        different: BTreeSet<(EntryId, EntryId)>,
        families: BTreeMap<u32, Vec<u32>>,
    ) -> Self {
        for named in &mut names {
            named.sort_unstable();
            named.dedup();
        }
        let related = name::related(&table);
        let component = components(&voices, &names, &related, &families);
        let alike = alike(&voices, &component);
        let mut apart =
            Self { voices, names, related, different, component, alike, families: BTreeMap::new() };
        let mut bearers: Vec<Vec<(u32, Option<EntryId>)>> = Vec::new();
        if !families.is_empty() {
            bearers.resize(apart.related.len(), Vec::new());
            for (token, names) in (0..).zip(&apart.names) {
                names.iter().for_each(|(name, thing)| bearers[*name as usize].push((token, *thing)));
            }
        }
        for (token, tokens) in families {
            let family = apart.family(tokens, &bearers);
            apart.families.insert(token, family);
        }
        apart
    }

    fn family(&self, mut tokens: Vec<u32>, bearers: &[Vec<(u32, Option<EntryId>)>]) -> Family {
        tokens.sort_unstable();
        tokens.dedup();
        let mut meets = tokens.clone();
        for (name, thing) in tokens.iter().flat_map(|token| &self.names[*token as usize]) {
            for other in self.related[*name as usize].iter().chain([name]) {
                let bearing = &bearers[*other as usize];
                let bearing = bearing.iter().filter(|(_, bearer)| !self.is_different(*thing, *bearer));
                meets.extend(bearing.map(|(token, _)| *token));
            }
        }
        meets.sort_unstable();
        meets.dedup();
        Family { tokens, meets }
    }

    /// The component of a voice. Voices of two components are surely two.
    pub(super) fn component(&self, voice: u32) -> u32 {
        self.component[voice as usize]
    }

    /// How many components there are.
    pub(super) fn components(&self) -> usize {
        self.alike.len()
    }

    /// The fewest separate voices that these can be.
    pub(super) fn fewest(&self, mut voices: Vec<u32>) -> u32 {
        voices.sort_unstable_by_key(|voice| (self.component(*voice), *voice));
        voices.dedup();
        let components = voices.chunk_by(|a, b| self.component(*a) == self.component(*b));
        components.map(|voices| self.fewest_of_component(self.component(voices[0]), voices)).sum()
    }

    /// As [`Apart::fewest`], for some voices of one component, each once.
    pub(super) fn fewest_of_component(&self, component: u32, voices: &[u32]) -> u32 {
        if voices.len() < 2 || self.alike.get(component as usize).copied().unwrap_or(true) {
            return u32::from(!voices.is_empty());
        }
        let (open, settled): (Vec<u32>, Vec<u32>) =
            voices.iter().copied().partition(|voice| self.voices[*voice as usize].unsettled);
        let graph = Graph::of(&settled, |a, b| self.may_be_one(a, b));
        let of_settled = graph.most(&graph.all());
        // Those whose party is not settled are one with one another, so they add a voice only where one of them can stand beside as
        // many of the others as there are without it.
        let mut of_others: BTreeSet<u32> =
            settled.iter().flat_map(|voice| &self.voices[*voice as usize].tokens).copied().collect();
        let families: Vec<&Family> = of_others.iter().filter_map(|token| self.families.get(token)).collect();
        of_others.extend(families.into_iter().flat_map(|family| &family.tokens).copied());
        let mut seen: BTreeSet<Vec<u32>> = BTreeSet::new();
        let mut tried: BTreeSet<Vec<u64>> = BTreeSet::new();
        let adds = open.iter().any(|voice| {
            // Many of one name are alike, and looked at once.
            if !seen.insert(self.looks(*voice, &of_others)) {
                return false;
            }
            let mut rest = graph.all();
            for (at, other) in settled.iter().enumerate() {
                if self.may_be_one(*voice, *other) {
                    rest[at / 64] &= !(1 << (at % 64));
                }
            }
            tried.insert(rest.clone()) && graph.most(&rest) == of_settled
        });
        of_settled + u32::from(adds)
    }

    /// What decides which of some settled voices an unsettled one may be: its names, and what it has in common with them.
    fn looks(&self, voice: u32, of_others: &BTreeSet<u32>) -> Vec<u32> {
        let tokens = &self.voices[voice as usize].tokens;
        if !self.different.is_empty() {
            // People tell things apart, not names.
            return tokens.clone();
        }
        let names = tokens.iter().flat_map(|token| &self.names[*token as usize]).map(|(name, _)| *name);
        let mut names: Vec<u32> = names.collect();
        names.sort_unstable();
        names.dedup();
        // The number of no name stands between names and tokens.
        names.push(u32::MAX);
        names.extend(
            tokens.iter().filter(|token| of_others.contains(token) || self.families.contains_key(token)),
        );
        names
    }

    /// Whether two voices cannot be shown to be two.
    pub(super) fn may_be_one(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.voices[a as usize], &self.voices[b as usize]);
        if a.unsettled && b.unsettled {
            return true;
        }
        let pairs = |b: &'_ u32| a.tokens.iter().any(|a| a == b || self.names_meet(*a, *b));
        if b.tokens.iter().any(pairs) {
            return true;
        }
        let families = |voice: &Traits| -> Vec<&Family> {
            voice.tokens.iter().filter_map(|token| self.families.get(token)).collect()
        };
        let (of_a, of_b) = (families(a), families(b));
        of_a.iter().any(|family| {
            family.meets_any(&b.tokens) || of_b.iter().any(|other| family.meets_any(&other.tokens))
        }) || of_b.iter().any(|family| family.meets_any(&a.tokens))
    }

    /// Why two voices may be one; `None` where they are surely two.
    pub(super) fn why_one(&self, a: u32, b: u32) -> Option<WhyOne> {
        let (ours, theirs) = (&self.voices[a as usize], &self.voices[b as usize]);
        if ours.unsettled && theirs.unsettled {
            return Some(WhyOne::NotSettled);
        }
        if ours.tokens.iter().any(|token| theirs.tokens.contains(token)) {
            return Some(WhyOne::InCommon);
        }
        self.may_be_one(a, b).then_some(WhyOne::Names)
    }

    fn names_meet(&self, a: u32, b: u32) -> bool {
        let (a, b) = (&self.names[a as usize], &self.names[b as usize]);
        let (few, many) = if a.len() <= b.len() { (a, b) } else { (b, a) };
        few.iter().any(|(name, thing)| {
            let others = self.related[*name as usize].iter().chain([name]);
            others.into_iter().any(|other| {
                let from = many.partition_point(|(known, _)| known < other);
                let bearing = many[from..].iter().take_while(|(known, _)| known == other);
                bearing.into_iter().any(|(_, bearer)| !self.is_different(*thing, *bearer))
            })
        })
    }

    fn is_different(&self, a: Option<EntryId>, b: Option<EntryId>) -> bool {
        let (Some(a), Some(b)) = (a, b) else { return false };
        !self.different.is_empty() && self.different.contains(&(a.min(b), a.max(b)))
    }
}

/// Numbers the components: whatever shares a token, a name or related names, and whatever is unsettled.
fn components(
    voices: &[Traits],
    names: &[Vec<Named>],
    related: &[Vec<u32>],
    families: &BTreeMap<u32, Vec<u32>>,
) -> Vec<u32> {
    let (tokens_from, names_from) = (voices.len() + 1, voices.len() + 1 + names.len());
    let mut up: Vec<usize> = (0..names_from + related.len()).collect();
    let mut join = |a: usize, b: usize| {
        let (a, b) = (root(&mut up, a), root(&mut up, b));
        up[a.max(b)] = a.min(b);
    };
    for (at, voice) in voices.iter().enumerate() {
        voice.tokens.iter().for_each(|token| join(at, tokens_from + *token as usize));
        if voice.unsettled {
            join(at, voices.len());
        }
    }
    for (family, tokens) in families {
        tokens.iter().for_each(|token| join(tokens_from + *family as usize, tokens_from + *token as usize));
    }
    for (token, named) in names.iter().enumerate() {
        named.iter().for_each(|(name, _)| join(tokens_from + token, names_from + *name as usize));
    }
    for (name, others) in related.iter().enumerate() {
        others.iter().for_each(|other| join(names_from + name, names_from + *other as usize));
    }
    let mut numbers: BTreeMap<usize, u32> = BTreeMap::new();
    (0..voices.len())
        .map(|at| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            *numbers.entry(root(&mut up, at)).or_insert(next)
        })
        .collect()
}

fn root(up: &mut [usize], node: usize) -> usize {
    let mut at = node;
    while up[at] != at {
        up[at] = up[up[at]];
        at = up[at];
    }
    at
}

/// Whether all voices of each component are unsettled, or share a token.
fn alike(voices: &[Traits], component: &[u32]) -> Vec<bool> {
    struct Shared {
        tokens: Vec<u32>,
        unsettled: bool,
    }
    let mut shared: Vec<Option<Shared>> = Vec::new();
    for (voice, component) in voices.iter().zip(component) {
        let at = *component as usize;
        if shared.len() <= at {
            shared.resize_with(at + 1, || None);
        }
        match &mut shared[at] {
            None => shared[at] = Some(Shared { tokens: voice.tokens.clone(), unsettled: voice.unsettled }),
            Some(shared) => {
                shared.tokens.retain(|token| voice.tokens.contains(token));
                shared.unsettled &= voice.unsettled;
            }
        }
    }
    let whole = |shared: &Option<Shared>| {
        shared.as_ref().is_none_or(|shared| shared.unsettled || !shared.tokens.is_empty())
    };
    shared.iter().map(whole).collect()
}

/// Some voices, and which of them may be one: a row of bits each.
struct Graph {
    rows: Vec<Vec<u64>>,
}

impl Graph {
    fn of(voices: &[u32], may_be_one: impl Fn(u32, u32) -> bool) -> Self {
        let mut rows = vec![vec![0_u64; voices.len().div_ceil(64)]; voices.len()];
        for (a, voice) in voices.iter().enumerate() {
            for (b, other) in voices.iter().enumerate().take(a) {
                if may_be_one(*voice, *other) {
                    rows[a][b / 64] |= 1 << (b % 64);
                    rows[b][a / 64] |= 1 << (a % 64);
                }
            }
        }
        Self { rows }
    }

    fn all(&self) -> Vec<u64> {
        let mut bits = vec![0; self.rows.len().div_ceil(64)];
        (0..self.rows.len()).for_each(|at| bits[at / 64] |= 1 << (at % 64));
        bits
    }

    /// The most of `left` of which no two may be one.
    fn most(&self, left: &[u64]) -> u32 {
        let mut left = left.to_vec();
        let mut taken = 0;
        loop {
            let Some(at) = self.reduce(&mut left, &mut taken) else { return taken };
            if count(&left) > EXACT {
                // Whoever shares least.
                let least = members(&left).min_by_key(|at| self.degree(*at, &left)).unwrap_or(at);
                self.take(least, &mut left);
                taken += 1;
                continue;
            }
            let mut without = left.clone();
            without[at / 64] &= !(1 << (at % 64));
            self.take(at, &mut left);
            return taken + self.most(&without).max(1 + self.most(&left));
        }
    }

    /// Takes what can be taken without loss, and drops what another always stands for as well. Returns the one that shares most of what
    /// is left; `None` where nothing is.
    fn reduce(&self, left: &mut [u64], taken: &mut u32) -> Option<usize> {
        loop {
            let all: Vec<usize> = members(left).collect();
            // One whose neighbours are all one another's: taking it costs no more than one voice.
            let simplicial = all.iter().copied().find(|at| {
                let near = self.near(*at, left);
                members(&near).all(|other| {
                    let mut within = self.near(other, left);
                    within[other / 64] |= 1 << (other % 64);
                    near.iter().zip(&within).all(|(near, within)| near & !within == 0)
                })
            });
            let Some(at) = simplicial else {
                return all.into_iter().max_by_key(|at| (self.degree(*at, left), std::cmp::Reverse(*at)));
            };
            self.take(at, left);
            *taken += 1;
        }
    }

    fn near(&self, at: usize, left: &[u64]) -> Vec<u64> {
        self.rows[at].iter().zip(left).map(|(row, left)| row & left).collect()
    }

    fn degree(&self, at: usize, left: &[u64]) -> u32 {
        self.rows[at].iter().zip(left).map(|(row, left)| (row & left).count_ones()).sum()
    }

    fn take(&self, at: usize, left: &mut [u64]) {
        left.iter_mut().zip(&self.rows[at]).for_each(|(left, row)| *left &= !row);
        left[at / 64] &= !(1 << (at % 64));
    }
}

fn count(bits: &[u64]) -> u32 {
    bits.iter().map(|bits| bits.count_ones()).sum()
}

fn members(bits: &[u64]) -> impl Iterator<Item = usize> + '_ {
    bits.iter().enumerate().flat_map(|(word, bits)| {
        (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| word * 64 + bit)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NAMES: [&str; 7] = ["vale", "ruth vale", "mark vale", "ruth", "mark", "dane", "ruth mark vale"];

    /// Voices by their tokens and whether they are unsettled; token n goes by a name of its own, if by any.
    fn apart(voices: Vec<(Vec<u32>, bool)>) -> Apart {
        let traits = |(tokens, unsettled)| Traits { tokens, unsettled };
        let mut table = NameTable::default();
        let names =
            NAMES.iter().map(|name| table.number(name).map(|name| (name, None)).into_iter().collect());
        let names = names.collect();
        Apart::of(voices.into_iter().map(traits).collect(), names, table, BTreeSet::new(), BTreeMap::new())
    }

    /// The most of which no two may be one, by trying every set.
    fn by_trying(apart: &Apart, voices: &[u32]) -> u32 {
        let sets = 0_u32..1 << voices.len();
        let chosen = |set: u32| voices.iter().enumerate().filter(move |(at, _)| set >> at & 1 == 1);
        let surely_apart = |set: &u32| {
            chosen(*set).all(|(_, a)| chosen(*set).all(|(_, b)| a == b || !apart.may_be_one(*a, *b)))
        };
        sets.filter(surely_apart).map(u32::count_ones).max().unwrap_or(0)
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn the_fewest_is_the_most_that_are_surely_apart(
            voices in prop::collection::vec((prop::collection::vec(0_u32..7, 0..3), prop::bool::weighted(0.3)), 1..10),
        ) {
            let all: Vec<u32> = (0..voices.len() as u32).collect();
            let apart = apart(voices);
            prop_assert_eq!(apart.fewest(all.clone()), by_trying(&apart, &all));
        }
    }

    #[test]
    fn many_that_share_much_are_counted_in_little_time() {
        // A chain of names in a ring, each within the next, beyond what is searched exactly: never too many.
        let voices: Vec<(Vec<u32>, bool)> = (0..400).map(|at| (vec![at, (at + 1) % 400], false)).collect();
        let traits = voices.into_iter().map(|(tokens, unsettled)| Traits { tokens, unsettled }).collect();
        let apart =
            Apart::of(traits, vec![Vec::new(); 400], NameTable::default(), BTreeSet::new(), BTreeMap::new());
        assert_eq!(apart.fewest((0..400).collect()), 200);
    }
}
