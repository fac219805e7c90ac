//! Answers against tags as TempEval-3 counts them (UzZaman et al., SemEval 2013, section 5): an answer and a tag make at most one
//! pair; strict asks for the same words, relaxed for some in common, and a value counts where a relaxed pair has the same one. All
//! three F1 measures divide by every answer and every tag.

use super::GoldTime;

/// Counts over any number of documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Tags.
    pub gold: usize,
    /// Answers.
    pub found: usize,
    /// Pairs of the same words.
    pub strict: usize,
    /// Pairs that share words.
    pub relaxed: usize,
    /// Pairs with the same value.
    pub value: usize,
    /// Pairs of the same type.
    pub kind: usize,
}

impl Counts {
    /// Adds one document.
    pub fn add(&mut self, answers: &[GoldTime], gold: &[GoldTime]) {
        self.gold += gold.len();
        self.found += answers.len();
        for (answer, tag) in answers.iter().zip(pairs(answers, gold)) {
            let Some(tag) = tag.and_then(|index| gold.get(index)) else { continue };
            self.relaxed += 1;
            self.strict += usize::from(tag.span == answer.span);
            self.value += usize::from(tag.value == answer.value);
            self.kind += usize::from(tag.kind == answer.kind);
        }
    }
}

/// The tag of each answer: the one of the same words, else among those not taken the one that shares most bytes, the first of equals.
pub fn pairs(answers: &[GoldTime], gold: &[GoldTime]) -> Vec<Option<usize>> {
    let mut taken = vec![false; gold.len()];
    let mut pairs = vec![None; answers.len()];
    for (answer, pair) in answers.iter().zip(&mut pairs) {
        *pair = (0..gold.len()).find(|index| !taken[*index] && gold[*index].span == answer.span);
        pair.iter().for_each(|index| taken[*index] = true);
    }
    for (answer, pair) in answers.iter().zip(&mut pairs).filter(|(_, pair)| pair.is_none()) {
        let shared = |index: usize| {
            let (a, b) = (answer.span, gold[index].span);
            a.end.min(b.end).saturating_sub(a.start.max(b.start))
        };
        *pair = (0..gold.len())
            .rev()
            .filter(|index| !taken[*index] && shared(*index) > 0)
            .max_by_key(|index| shared(*index));
        pair.iter().for_each(|index| taken[*index] = true);
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use assize_record::Span;

    fn time(start: usize, end: usize, value: &str) -> GoldTime {
        GoldTime { span: Span::new(start, end), kind: "DATE".to_owned(), value: value.to_owned() }
    }

    fn counts(answers: &[GoldTime], gold: &[GoldTime]) -> (usize, usize, usize) {
        let mut counts = Counts::default();
        counts.add(answers, gold);
        assert_eq!((counts.found, counts.gold), (answers.len(), gold.len()));
        (counts.strict, counts.relaxed, counts.value)
    }

    #[test]
    fn strict_asks_for_the_same_words_and_relaxed_for_some() {
        assert_eq!(counts(&[time(0, 4, "1999")], &[time(0, 4, "1999")]), (1, 1, 1));
        assert_eq!(counts(&[time(0, 9, "1999")], &[time(5, 12, "1999")]), (0, 1, 1));
        assert_eq!(counts(&[time(0, 4, "1999")], &[time(4, 8, "1999")]), (0, 0, 0));
    }

    #[test]
    fn a_value_counts_only_in_a_pair() {
        assert_eq!(counts(&[time(0, 4, "1999")], &[time(0, 4, "1998")]), (1, 1, 0));
        assert_eq!(counts(&[time(0, 4, "1999")], &[time(8, 12, "1999")]), (0, 0, 0));
    }

    #[test]
    fn a_tag_pairs_once() {
        let gold = [time(0, 12, "1999-05")];
        assert_eq!(counts(&[time(0, 3, "1999-05"), time(4, 12, "1999-05")], &gold), (0, 1, 1));
        assert_eq!(pairs(&[time(0, 3, ""), time(4, 12, "")], &gold), [Some(0), None]);
    }

    #[test]
    fn the_same_words_pair_before_an_overlap_takes_the_tag() {
        let gold = [time(4, 12, "1999-05")];
        assert_eq!(pairs(&[time(0, 6, ""), time(4, 12, "")], &gold), [None, Some(0)]);
        let two = [time(0, 3, ""), time(4, 12, "")];
        assert_eq!(pairs(&[time(2, 10, "")], &two), [Some(1)]);
    }
}
