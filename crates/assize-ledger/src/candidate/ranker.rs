//! Finds, among many sketches, those like one.

use super::{
    Candidate,
    posting::{Postings, Term},
    reason::Reason,
    score::{self, DAYS_APART, REPORTED_WITHIN},
    sketch::Sketch,
    traits::{Days, Traits},
};
use assize_record::EntryId;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

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
    undated: Vec<bool>,
    by_text: BTreeMap<EntryId, Vec<u32>>,
}

/// At most this many sketches of the same days are compared in full; where there are more, those that share most.
const COMPARED: usize = 4_096;
/// At most this many that share places or words and whose day does not tell.
const SHARING: usize = 1_024;
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
        traits.iter_mut().for_each(|traits| traits.weigh(&postings));
        let days = ByDay::of(&traits);
        let undated = traits.iter().map(|traits| traits.days.is_none()).collect();
        let mut by_text: BTreeMap<EntryId, Vec<u32>> = BTreeMap::new();
        for (at, sketch) in (0..).zip(&sketches) {
            sketch.texts.iter().for_each(|text| by_text.entry(*text).or_default().push(at));
        }
        Self { sketches, traits, postings, days, undated, by_text }
    }

    /// What may be the same as `sketch`, the likeliest first, at most `limit`. The sketch need not be among those indexed. Left out are
    /// itself, whatever a person linked with it or called different from it, and what happened more than two days apart.
    pub fn candidates(&self, sketch: &Sketch, limit: usize) -> Vec<Candidate> {
        let mut traits = Traits::of(sketch);
        traits.weigh(&self.postings);
        let mut found: Vec<Candidate> = self
            .comparable(&traits)
            .into_iter()
            .filter_map(|at| {
                let other =
                    self.sketches.get(at as usize).copied().filter(|other| !sketch.is_decided(other))?;
                let theirs = (other, self.traits.get(at as usize)?);
                let (score, reasons) = score::score((sketch, &traits), theirs)?;
                (score >= score::LEAST).then_some(Candidate { id: other.id, reasons, score })
            })
            .collect();
        found.sort_by(|a, b| (b.score, a.id).cmp(&(a.score, b.id)));
        found.truncate(limit);
        found
    }

    /// What one text tells of beside `sketch`, on days that may be one, and that is too unlike it to be among its
    /// [`Ranker::candidates`]: the reader kept the two apart, and may have been wrong. The likeliest first, at most `limit`.
    pub fn told_apart(&self, sketch: &Sketch, limit: usize) -> Vec<Candidate> {
        let mut traits = Traits::of(sketch);
        traits.weigh(&self.postings);
        let together: BTreeSet<u32> =
            sketch.texts.iter().filter_map(|text| self.by_text.get(text)).flatten().copied().collect();
        let mut found: Vec<Candidate> = together
            .into_iter()
            .filter_map(|at| {
                let other =
                    self.sketches.get(at as usize).copied().filter(|other| !sketch.is_decided(other))?;
                let theirs = (other, self.traits.get(at as usize)?);
                let (score, reasons) = score::score((sketch, &traits), theirs)?;
                let one_day = !reasons.iter().any(|reason| matches!(reason, Reason::DaysApart(_)));
                (score < score::LEAST && one_day).then_some(Candidate { id: other.id, reasons, score })
            })
            .collect();
        found.sort_by_key(|candidate| (Reverse(candidate.score), candidate.id));
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
        if near.len() > COMPARED {
            // Of too many on those days, those that share most; where they share equally, in order of id.
            near.sort_unstable();
            let told = self.sharing(traits, |at| near.binary_search(&at).is_ok());
            near = told.into_iter().chain(near).take(COMPARED).collect();
        }
        // One that has another day was left out by it.
        let dated = traits.days.is_some();
        let others = self.sharing(traits, |at| !dated || self.is_undated(at));
        near.into_iter().chain(others).collect()
    }

    fn is_undated(&self, at: u32) -> bool {
        self.undated.get(at as usize).copied().unwrap_or(false)
    }

    /// Sketches that share terms with this one, those whose terms tell most first, at most [`SHARING`].
    fn sharing(&self, traits: &Traits, wanted: impl Fn(u32) -> bool) -> Vec<u32> {
        let mut terms: BTreeSet<Term> = traits.terms().collect();
        terms.extend(traits.cells_around());
        let mut told = vec![0_i32; self.sketches.len()];
        for term in terms {
            let having = self.postings.with(term);
            if having.len() <= COMMON.max(self.sketches.len() / 50) {
                let rarity = self.postings.rarity(term);
                for at in having {
                    if let Some(points) = told.get_mut(*at as usize) {
                        *points += rarity;
                    }
                }
            }
        }
        let shared = (0..).zip(told).filter(|(at, points)| *points > 0 && wanted(*at));
        let mut shared: Vec<(Reverse<i32>, u32)> = shared.map(|(at, points)| (Reverse(points), at)).collect();
        if shared.len() > SHARING {
            shared.select_nth_unstable(SHARING);
            shared.truncate(SHARING);
        }
        shared.sort_unstable();
        shared.into_iter().map(|(_, at)| at).collect()
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::candidate::Toll;
    use assize_record::Interval;
    use proptest::prelude::*;

    const PLACES: &[&str] = &[
        "Cusco, Peru",
        "Lima",
        "the village of Zyrkan, Cusco",
        "Zirkan",
        "Tripoli",
        "Syria",
        "Upper Odd",
        "",
    ];
    const WORDS: &[&str] = &["lantern", "harbour", "cannery", "ferryman"];

    type Told = (Option<(i8, i8)>, usize, u64, usize, Option<i8>);

    fn told() -> impl Strategy<Value = Told> {
        let day = proptest::option::weighted(0.8, (0_i8..20, 0_i8..6));
        (day, 0..PLACES.len(), 0_u64..9, 0..WORDS.len(), proptest::option::of(0_i8..20))
    }

    fn sketch(n: u8, (days, place, killed, word, reported): Told) -> Sketch {
        let mut sketch = Sketch::new(EntryId::from_bytes([n.wrapping_mul(151); 32]));
        let day = |n: i8| assize_record::Day::constant(2031, 5, 1 + n);
        sketch.days = days
            .map(|(first, more)| Interval { earliest: Some(day(first)), latest: Some(day(first + more)) });
        sketch.reported = reported.map(|n| Interval::day(day(n)));
        sketch.places = vec![PLACES[place].to_owned()];
        sketch.tolls =
            vec![Toll { role: "killed".to_owned(), status: None, min: Some(killed), max: Some(killed) }];
        sketch.words.insert(WORDS[word].to_owned());
        sketch
    }

    /// Every sketch compared with every other.
    fn naive(ranker: &Ranker<'_>, sketch: &Sketch) -> Vec<Candidate> {
        let mut traits = Traits::of(sketch);
        traits.weigh(&ranker.postings);
        let mut found: Vec<Candidate> = Vec::new();
        for (other, theirs) in ranker.sketches.iter().zip(&ranker.traits) {
            if let Some((score, reasons)) = score::score((sketch, &traits), (other, theirs))
                && score >= score::LEAST
                && !sketch.is_decided(other)
            {
                found.push(Candidate { id: other.id, reasons, score });
            }
        }
        found.sort_by_key(|candidate| (Reverse(candidate.score), candidate.id));
        found
    }

    proptest! {
        #[test]
        fn the_index_finds_what_comparing_all_finds(told in proptest::collection::vec(told(), 1..40)) {
            let sketches: Vec<Sketch> = (0..).zip(told).map(|(n, told)| sketch(n, told)).collect();
            let ranker = Ranker::of(&sketches);
            for sketch in &sketches {
                let (found, all) = (ranker.candidates(sketch, usize::MAX), naive(&ranker, sketch));
                // What shares neither day, square, name nor word may be left out: a town against the region around it, say.
                prop_assert!(found.iter().all(|candidate| all.contains(candidate)));
                let dated = |id: EntryId| sketches.iter().any(|other| other.id == id && other.days.is_some());
                if sketch.days.is_some() {
                    let dated_of = |list: &[Candidate]| -> Vec<Candidate> {
                        list.iter().filter(|candidate| dated(candidate.id)).cloned().collect()
                    };
                    prop_assert_eq!(dated_of(&found), dated_of(&all));
                }
                prop_assert!(found.is_sorted_by_key(|candidate| (Reverse(candidate.score), candidate.id)));
            }
        }

        #[test]
        fn the_order_of_sketches_changes_no_answer(
            told in proptest::collection::vec(told(), 2..30), turn in 0_usize..30,
        ) {
            let sketches: Vec<Sketch> = (0..).zip(told).map(|(n, told)| sketch(n, told)).collect();
            let mut other = sketches.clone();
            other.reverse();
            other.rotate_left(turn % sketches.len());
            let (a, b) = (Ranker::of(&sketches), Ranker::of(&other));
            for sketch in &sketches {
                prop_assert_eq!(a.candidates(sketch, 5), b.candidates(sketch, 5));
            }
        }

        #[test]
        fn days_that_cannot_be_one_are_no_candidates(told in proptest::collection::vec(told(), 2..30)) {
            let sketches: Vec<Sketch> = (0..).zip(told).map(|(n, told)| sketch(n, told)).collect();
            let ranker = Ranker::of(&sketches);
            for sketch in &sketches {
                for candidate in ranker.candidates(sketch, usize::MAX) {
                    let other = sketches.iter().find(|other| other.id == candidate.id).and_then(|other| other.days);
                    let Some((a, b)) = sketch.days.zip(other) else { continue };
                    let (fewest, most) = a.days_since(&b);
                    prop_assert!(fewest.is_none_or(|days| days <= 2) && most.is_none_or(|days| days >= -2));
                }
            }
        }
    }
}
