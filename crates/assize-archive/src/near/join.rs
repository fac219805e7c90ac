//! Which texts are compared: those that have prints in common.

use super::{
    COMMON, LOOKED_AT, Shared,
    run::{self, Text},
};
use std::rc::Rc;

/// Most comparisons of one text that find no near-copy. Whoever shares most of its prints is compared first.
const TRIES: usize = 64;
/// Most comparisons of one text for the sake of passages.
const TRIES_PASSAGES: usize = 256;

/// A print and the number of a text that has it, in the order of which postings stand.
pub(super) const fn posting(print: u32, no: u32) -> u64 {
    (print as u64) << 32 | no as u64
}

pub(super) const fn print_of(posting: u64) -> u32 {
    (posting >> 32) as u32
}

pub(super) const fn no_of(posting: u64) -> u32 {
    (posting & u32::MAX as u64) as u32
}

/// What must be known of a text before it is compared.
#[derive(Debug, Clone, Copy)]
pub(super) struct About {
    /// The first text of its family, or itself.
    pub(super) root: u32,
    /// How many prints it has.
    pub(super) prints: u32,
}

/// Where texts are to be had.
pub(super) trait Shelf {
    type Error;
    fn about(&mut self, no: u32) -> Result<About, Self::Error>;
    /// `None` where it cannot be read.
    fn text(&mut self, no: u32) -> Result<Option<Rc<Text>>, Self::Error>;
}

/// Texts that have a print in common: of each print the first [`LOOKED_AT`] texts, by number.
pub(super) struct Groups {
    members: Vec<u32>,
    starts: Vec<usize>,
    /// New texts and the groups they are in, in order.
    of_new: Vec<(u32, u32)>,
}

impl Groups {
    /// From postings in order. Groups without a text from number `first_new` on are left out.
    pub(super) fn of(postings: &[u64], first_new: u32) -> Self {
        let (mut members, mut starts, mut of_new) = (Vec::new(), vec![0], Vec::new());
        for group in postings.chunk_by(|a, b| print_of(*a) == print_of(*b)) {
            if group.len() < 2 || group.last().is_none_or(|last| no_of(*last) < first_new) {
                continue;
            }
            let at = super::number(starts.len() - 1);
            members.extend(group.iter().take(LOOKED_AT).map(|posting| no_of(*posting)));
            starts.push(members.len());
            let from = group.partition_point(|posting| no_of(*posting) < first_new);
            of_new.extend(group[from..].iter().map(|posting| (no_of(*posting), at)));
        }
        of_new.sort_unstable();
        Self { members, starts, of_new }
    }

    fn of_text(&self, no: u32) -> impl Iterator<Item = &[u32]> {
        let from = self.of_new.partition_point(|(text, _)| *text < no);
        let of_text = self.of_new[from..].iter().take_while(move |(text, _)| *text == no);
        of_text
            .map(|(_, group)| &self.members[self.starts[*group as usize]..self.starts[*group as usize + 1]])
    }
}

/// Families, by the numbers of their texts: the first text of a family stands for it.
pub(super) struct Sets {
    up: Vec<u32>,
}

impl Sets {
    pub(super) fn of(texts: usize) -> Self {
        Self { up: (0..super::number(texts)).collect() }
    }

    pub(super) fn root(&mut self, no: u32) -> u32 {
        let mut at = no;
        while self.up[at as usize] != at {
            self.up[at as usize] = self.up[self.up[at as usize] as usize];
            at = self.up[at as usize];
        }
        at
    }

    pub(super) fn join(&mut self, a: u32, b: u32) {
        let (a, b) = (self.root(a), self.root(b));
        self.up[a.max(b) as usize] = a.min(b);
    }
}

/// Compares texts with those before them.
pub(super) struct Linker<'g> {
    groups: &'g Groups,
    passages: bool,
    counts: Vec<u64>,
}

impl<'g> Linker<'g> {
    /// Where `passages` are asked for, texts that only may share one are compared as well.
    pub(super) fn new(groups: &'g Groups, passages: bool) -> Self {
        Self { groups, passages, counts: Vec::new() }
    }

    /// Joins a text with the families it belongs to, and returns the texts it was joined to, one for each of them. Hands over what it shares with
    /// each text that it was compared with and shares a passage with.
    pub(super) fn link<S: Shelf>(
        &mut self,
        no: u32,
        sets: &mut Sets,
        shelf: &mut S,
        mut found: impl FnMut(u32, &Shared),
    ) -> Result<Vec<u32>, S::Error> {
        let mut joined = Vec::new();
        let common = self.common(no);
        if common.is_empty() {
            return Ok(joined);
        }
        let own = shelf.about(no)?.prints;
        let mut candidates = Vec::new();
        for (other, common, rare) in common {
            let about = shelf.about(other)?;
            if about.root != other && sets.root(other) == other {
                sets.join(about.root, other);
            }
            let fewer = own.min(about.prints).max(1);
            let may_be_near = run::is_candidate(common as usize, fewer as usize);
            if may_be_near || self.passages && rare >= 2 {
                let share = u64::from(common) * 1_000_000 / u64::from(fewer);
                candidates.push((std::cmp::Reverse((may_be_near, share)), other));
            }
        }
        candidates.sort_unstable();
        let mut text = None;
        let (mut tries, mut tries_passages) = (0, 0);
        for (std::cmp::Reverse((may_be_near, _)), other) in candidates {
            if sets.root(other) == sets.root(no) {
                continue;
            }
            let used = if may_be_near { &mut tries } else { &mut tries_passages };
            if *used == if may_be_near { TRIES } else { TRIES_PASSAGES } {
                continue;
            }
            *used += 1;
            if text.is_none() {
                text = shelf.text(no)?;
            }
            let (Some(own), Some(theirs)) = (&text, shelf.text(other)?) else { continue };
            let shared = run::shared(own, &theirs);
            if shared.passages > 0 {
                found(other, &shared);
            }
            if shared.near {
                sets.join(other, no);
                joined.push(other);
                tries -= usize::from(may_be_near);
            }
        }
        Ok(joined)
    }

    /// Texts before this one that have at least two prints in common with it, how many, and how many of those that few texts have.
    fn common(&mut self, no: u32) -> Vec<(u32, u32, u32)> {
        const RARE: u64 = 1 << 32;
        let mut touched = Vec::new();
        for group in self.groups.of_text(no) {
            let step = if group.len() <= COMMON { RARE + 1 } else { 1 };
            for other in group.iter().take_while(|other| **other < no) {
                let at = *other as usize;
                if self.counts.len() <= at {
                    self.counts.resize(at + 1, 0);
                }
                if self.counts[at] == 0 {
                    touched.push(*other);
                }
                self.counts[at] += step;
            }
        }
        touched
            .into_iter()
            .map(|other| (other, std::mem::take(&mut self.counts[other as usize])))
            .filter(|(_, count)| count % RARE >= 2)
            .map(|(other, count)| (other, (count % RARE) as u32, (count / RARE) as u32))
            .collect()
    }
}
