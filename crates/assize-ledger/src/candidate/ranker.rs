//! Finds, among many sketches, those like one.

use super::{
    Candidate,
    posting::{Postings, Term},
    score::{self, DAYS_APART, REPORTED_WITHIN},
    sketch::Sketch,
    traits::{Days, Traits},
};
use std::collections::BTreeSet;

/// Sketches with their index: by day, by square of the globe, by names and rare words.
///
/// Building takes time in proportion to the sketches (and the sorting of their terms); asking takes time in proportion to those of the
/// same days, or of the same places and words where the day is not known.
#[derive(Debug, Clone)]
pub struct Ranker<'s> {
    /// In order of id, so that no order of theirs shows in an answer.
    sketches: Vec<&'s Sketch>,
    traits: Vec<Traits>,
    postings: Postings,
    days: ByDay,
}

/// At most this many sketches are compared in full; where more share days, places or words, those that share most.
const COMPARED: usize = 4_096;
/// A term that more sketches have than this finds none: it says too little to be worth reading the list.
const COMMON: usize = 4_096;

impl<'s> Ranker<'s> {
    /// Indexes sketches.
    pub fn of(sketches: &'s [Sketch]) -> Self {
        let mut sketches: Vec<&Sketch> = sketches.iter().collect();
        sketches.sort_unstable_by_key(|sketch| sketch.id);
        let mut traits: Vec<Traits> = sketches.iter().map(|sketch| Traits::of(sketch)).collect();
        let terms = (0..).zip(&traits).flat_map(|(at, traits)| traits.terms().map(move |term| (term, at)));
        let postings = Postings::of(terms.collect(), sketches.len());
        traits.iter_mut().for_each(|traits| traits.keep_rare_words(&postings));
        let days = ByDay::of(&traits);
        Self { sketches, traits, postings, days }
    }

    /// What may be the same as `sketch`, the likeliest first, at most `limit`. The sketch need not be among those indexed. Left out are
    /// itself, whatever a person linked with it or called different from it, and what happened more than two days apart.
    pub fn candidates(&self, sketch: &Sketch, limit: usize) -> Vec<Candidate> {
        let mut traits = Traits::of(sketch);
        traits.keep_rare_words(&self.postings);
        let mut found: Vec<Candidate> = self
            .comparable(&traits)
            .into_iter()
            .filter_map(|at| {
                let other =
                    self.sketches.get(at as usize).copied().filter(|other| !sketch.is_decided(other))?;
                let theirs = (other, self.traits.get(at as usize)?);
                let (score, reasons) = score::score((sketch, &traits), theirs, &self.postings)?;
                (score >= score::LEAST).then_some(Candidate { id: other.id, reasons, score })
            })
            .collect();
        found.sort_by(|a, b| (b.score, a.id).cmp(&(a.score, b.id)));
        found.truncate(limit);
        found
    }

    /// Positions of the sketches worth comparing: of the days where they are known, else of places and words.
    fn comparable(&self, traits: &Traits) -> BTreeSet<u32> {
        let mut near = match (traits.days, traits.reported) {
            (Some(days), _) => self.days.meeting(days, DAYS_APART),
            (None, Some(reported)) => {
                self.days.meeting((reported.0.saturating_sub(REPORTED_WITHIN), reported.1), 0)
            }
            (None, None) => Vec::new(),
        };
        let sharing = self.sharing(traits);
        if near.len() > COMPARED {
            let known: BTreeSet<u32> = near.into_iter().collect();
            // Of too many on those days, those that also share something; then the others in order of id.
            let both = sharing.iter().map(|(_, at)| *at).filter(|at| known.contains(at));
            near = both.chain(known.iter().copied()).take(COMPARED).collect();
        }
        let dated = traits.days.is_some();
        // A dated one that shares words but no day was left out by its day.
        let others = sharing.into_iter().map(|(_, at)| at).filter(|at| {
            let theirs = self.traits.get(*at as usize).and_then(|other| other.days);
            !dated || theirs.is_none()
        });
        let others: Vec<u32> = others.take(COMPARED).collect();
        near.into_iter().chain(others).collect()
    }

    /// Sketches that share a term with these, with how much the terms tell, the most telling first.
    fn sharing(&self, traits: &Traits) -> Vec<(i32, u32)> {
        let mut terms: BTreeSet<Term> = traits.terms().collect();
        terms.extend(traits.cells_around());
        let mut hits: Vec<(u32, i32)> = Vec::new();
        for term in terms {
            let having = self.postings.with(term);
            if having.len() <= COMMON.max(self.sketches.len() / 50) {
                let rarity = self.postings.rarity(term);
                hits.extend(having.map(|at| (at, rarity)));
            }
        }
        hits.sort_unstable();
        let groups = hits.chunk_by(|a, b| a.0 == b.0);
        let mut shared: Vec<(i32, u32)> =
            groups.map(|group| (group.iter().map(|(_, rarity)| rarity).sum(), group[0].0)).collect();
        shared.sort_unstable_by_key(|(rarity, at)| (std::cmp::Reverse(*rarity), *at));
        shared
    }
}

/// Dated sketches in order of their first day, by how many days they span, so that one that may be any day of a year does not widen the
/// search for those known to the day.
#[derive(Debug, Clone, Default)]
struct ByDay {
    spans: Vec<(i32, Vec<(i32, u32)>)>,
}

impl ByDay {
    fn of(traits: &[Traits]) -> Self {
        let mut spans: Vec<(i32, Vec<(i32, u32)>)> =
            [3, 31, 366, i32::MAX].into_iter().map(|widest| (widest, Vec::new())).collect();
        for (at, days) in (0..).zip(traits).filter_map(|(at, traits)| Some((at, traits.days?))) {
            let width = score::width(days);
            if let Some((_, list)) = spans.iter_mut().find(|(widest, _)| width <= *widest) {
                list.push((days.0, at));
            }
        }
        spans.iter_mut().for_each(|(_, list)| list.sort_unstable());
        Self { spans }
    }

    /// Those that may meet these days, or miss them by no more than `slack`. Some that do not are among them.
    fn meeting(&self, days: Days, slack: i32) -> Vec<u32> {
        let mut found = Vec::new();
        for (widest, list) in &self.spans {
            let earliest = days.0.saturating_sub(slack).saturating_sub(*widest);
            let latest = days.1.saturating_add(slack);
            let from = list.partition_point(|(first, _)| *first < earliest);
            let to = list.partition_point(|(first, _)| *first <= latest);
            found.extend(list.get(from..to).unwrap_or_default().iter().map(|(_, at)| *at));
        }
        found
    }
}
