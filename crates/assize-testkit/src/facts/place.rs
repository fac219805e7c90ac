//! Which subject of the drafts stands for which incident: the best mapping of one to one.

use super::FactsError;
use std::collections::BTreeMap;

/// So many subjects can be told apart in one text.
pub(super) const MOST: usize = 128;

/// How well each subject fits each incident, in halves: two for every fact of the incident that a draft of the subject finds, one where
/// the subject's day fits.
pub(super) type Weights = BTreeMap<(usize, String), u32>;

/// The subject of each incident that has one. No subject stands for two incidents; the sum of weights is the greatest there is. Among
/// equals, an incident goes without before it takes a subject, and takes the first by name.
///
/// # Errors
/// [`FactsError::Subjects`] for more than [`MOST`] subjects.
pub(super) fn best(incidents: usize, weights: &Weights) -> Result<BTreeMap<usize, String>, FactsError> {
    let mut subjects: Vec<&str> = weights.keys().map(|(_, subject)| subject.as_str()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    if subjects.len() > MOST {
        return Err(FactsError::Subjects(subjects.len()));
    }
    let mut search = Search { incidents, subjects: &subjects, weights, known: BTreeMap::new() };
    let (_, chosen) = search.from(0, 0);
    Ok(chosen.into_iter().map(|(incident, subject)| (incident, subjects[subject].to_owned())).collect())
}

/// The weight of a mapping and its pairs of incident and subject.
type Mapping = (u32, Vec<(usize, usize)>);

struct Search<'w> {
    incidents: usize,
    subjects: &'w [&'w str],
    weights: &'w Weights,
    known: BTreeMap<(usize, u128), Mapping>,
}

impl Search<'_> {
    /// The best mapping of the incidents from one on, with the subjects that are not used yet.
    fn from(&mut self, incident: usize, used: u128) -> Mapping {
        if incident == self.incidents {
            return (0, Vec::new());
        }
        if let Some(known) = self.known.get(&(incident, used)) {
            return known.clone();
        }
        let mut best = self.from(incident + 1, used);
        for (at, subject) in self.subjects.iter().enumerate() {
            let free = used >> at & 1 == 0;
            let Some(weight) = self.weights.get(&(incident, (*subject).to_owned())).filter(|_| free) else {
                continue;
            };
            let (rest, mut chosen) = self.from(incident + 1, used | 1 << at);
            if rest + weight > best.0 {
                chosen.push((incident, at));
                best = (rest + weight, chosen);
            }
        }
        self.known.insert((incident, used), best.clone());
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mapped(incidents: usize, weights: &[(usize, &str, u32)]) -> Vec<(usize, String)> {
        let weights =
            weights.iter().map(|(incident, subject, weight)| ((*incident, (*subject).to_owned()), *weight));
        best(incidents, &weights.collect()).expect("few subjects").into_iter().collect()
    }

    #[test]
    fn a_subject_stands_for_one_incident_only() {
        let found = mapped(2, &[(0, "a", 4), (1, "a", 6)]);
        assert_eq!(found, [(1, "a".to_owned())], "the incident that it fits better");
    }

    #[test]
    fn the_sum_counts_and_not_the_first_choice() {
        let found = mapped(2, &[(0, "a", 6), (0, "b", 4), (1, "a", 4)]);
        assert_eq!(found, [(0, "b".to_owned()), (1, "a".to_owned())], "4 + 4 is more than 6");
    }

    #[test]
    fn a_fitting_day_settles_what_is_even() {
        assert_eq!(mapped(1, &[(0, "a", 2), (0, "b", 3)]), [(0, "b".to_owned())]);
        assert_eq!(mapped(1, &[(0, "b", 2), (0, "a", 2)]), [(0, "a".to_owned())], "else the first by name");
    }

    #[test]
    fn more_subjects_than_can_be_told_apart_are_refused() {
        let weights = (0..=MOST).map(|n| ((0, format!("incident/{n}")), 2)).collect();
        assert_eq!(
            best(1, &weights).expect_err("too many").to_string(),
            "drafts speak of 129 subjects that could stand for incidents; at most 128 can be mapped"
        );
    }
}
