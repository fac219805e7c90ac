//! Words as the scorer compares them: folded to small letters, without the ones that carry nothing.

use std::collections::BTreeSet;

/// Words that carry nothing.
const EMPTY: [&str; 24] = [
    "a", "an", "and", "at", "be", "been", "by", "for", "had", "has", "have", "in", "is", "it", "its", "of",
    "on", "or", "that", "the", "to", "was", "were", "with",
];

/// A part of a whole, compared without rounding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Share {
    part: usize,
    whole: usize,
}

impl Share {
    const NONE: Self = Self { part: 0, whole: 1 };

    /// Whether it is at least so many hundredths.
    pub(super) const fn at_least(self, hundredths: usize) -> bool {
        self.part * 100 >= self.whole * hundredths
    }
}

/// All words of a text, in small letters.
pub(super) fn all(text: &str) -> Vec<String> {
    let lower = text.to_lowercase();
    let inside = |c: char| c.is_alphanumeric() || matches!(c, '_' | '’' | '\'' | '.' | '-');
    let pieces = lower.split(|c: char| !inside(c));
    pieces
        .map(|piece| piece.trim_matches(['.', '\'', '’', '-']))
        .filter(|piece| !piece.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words of a text that carry something; all of them where none does.
pub(super) fn telling(text: &str) -> Vec<String> {
    let all = all(text);
    let is_empty = |word: &String| EMPTY.contains(&word.as_str());
    if all.iter().all(is_empty) {
        return all;
    }
    all.into_iter().filter(|word| !is_empty(word)).collect()
}

/// How alike two phrases are: twice their common words of the words of both (Dice 1945).
pub(super) fn alike(a: &str, b: &str) -> Share {
    let (a, b, common) = sets(a, b);
    if a == 0 || b == 0 {
        return Share::NONE;
    }
    Share { part: 2 * common, whole: a + b }
}

/// How much of the shorter phrase stands in the other.
pub(super) fn contained(a: &str, b: &str) -> Share {
    let (a, b, common) = sets(a, b);
    if a == 0 || b == 0 {
        return Share::NONE;
    }
    Share { part: common, whole: a.min(b) }
}

/// How much of the words at `whole` stands at `part`, both byte ranges of a text.
pub(super) fn covered(text: &str, whole: (usize, usize), part: (usize, usize)) -> Share {
    covered_by(text, whole, &[part])
}

/// How much of the words at `whole` stands at several parts that do not overlap.
pub(super) fn covered_by(text: &str, whole: (usize, usize), parts: &[(usize, usize)]) -> Share {
    let wanted = all(text.get(whole.0..whole.1).unwrap_or_default()).len().max(1);
    let inside = |part: &(usize, usize)| {
        let (start, end) = (whole.0.max(part.0), whole.1.min(part.1));
        if start >= end {
            return 0;
        }
        let (start, end) = (text.ceil_char_boundary(start), text.floor_char_boundary(end));
        all(text.get(start..end).unwrap_or_default()).len()
    };
    Share { part: parts.iter().map(inside).sum(), whole: wanted }
}

fn sets(a: &str, b: &str) -> (usize, usize, usize) {
    let set = |text: &str| telling(text).into_iter().collect::<BTreeSet<String>>();
    let (a, b) = (set(a), set(b));
    (a.len(), b.len(), a.intersection(&b).count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_keep_their_inner_stops_and_lose_their_outer_ones() {
        assert_eq!(
            all("The U.S. boat’s ‘crew’ – 1,200 men-at-arms."),
            ["the", "u.s", "boat’s", "crew", "1", "200", "men-at-arms"]
        );
    }

    #[test]
    fn a_phrase_of_empty_words_keeps_them() {
        assert_eq!(telling("in the harbour"), ["harbour"]);
        assert_eq!(telling("it was"), ["it", "was"]);
    }

    #[test]
    fn likeness_is_counted_from_both_sides_and_containment_from_the_shorter() {
        let (a, b) = ("two harbour guards", "the guards");
        assert!(alike(a, b).at_least(50) && !alike(a, b).at_least(51), "2 × 1 of 3 + 1");
        assert!(contained(a, b).at_least(100));
        assert!(!contained("two sailors", b).at_least(1));
        assert!(!alike("", b).at_least(1) && !contained("", "").at_least(1), "nothing is like nothing");
    }

    #[test]
    fn cover_counts_words_and_rounds_nothing() {
        let text = "one two three four five six";
        let cover = covered(text, (0, text.len()), (0, 18));
        assert!(cover.at_least(66) && !cover.at_least(67), "four of six");
        assert!(!covered(text, (0, 3), (4, 7)).at_least(1), "another place");
        let cut = covered("né à Ode", (0, 10), (2, 10));
        assert!(cut.at_least(66) && !cut.at_least(67), "a character cut in two is left out");
    }
}
