//! Winnowing: which hashes of eight words in a row stand for a text.
//!
//! Schleimer, Wilkerson and Aiken 2003, "Winnowing: local algorithms for document fingerprinting", section 4: of every four hashes in a
//! row the least is kept, of equal ones the last, and one that is kept already is kept on ("robust winnowing"). What two texts share
//! for `WORDS + WINDOW - 1` words leaves a hash that both keep; what they share for fewer than `WORDS` words leaves none.

use super::words::mix;

/// Words to a hash.
pub(super) const WORDS: usize = 8;
/// Hashes of which one is kept.
pub(super) const WINDOW: usize = 4;
/// An odd number without pattern; hashes roll as polynomials of it.
const BASE: u64 = 0x9e37_79b9_7f4a_7c15;
const OUT: u64 = BASE.wrapping_pow(WORDS as u32);

/// Hands over each print with the word it begins at. A text of fewer than eight words has one, of all its words.
pub(super) fn each(words: &[u64], mut found: impl FnMut(u32, u32)) {
    let fold =
        |words: &[u64]| words.iter().fold(0, |hash: u64, word| hash.wrapping_mul(BASE).wrapping_add(*word));
    if words.len() < WORDS {
        if !words.is_empty() {
            found(short(mix(fold(words) ^ words.len() as u64)), 0);
        }
        return;
    }
    let count = words.len() - WORDS + 1;
    let mut rolled = fold(&words[..WORDS]);
    let mut window = [u64::MAX; WINDOW];
    let mut kept: Option<usize> = None;
    for at in 0..count {
        if at > 0 {
            let out = words[at - 1].wrapping_mul(OUT);
            rolled = rolled.wrapping_mul(BASE).wrapping_add(words[at + WORDS - 1]).wrapping_sub(out);
        }
        let hash = mix(rolled);
        window[at % WINDOW] = hash;
        if at + 1 < WINDOW && at + 1 < count {
            continue;
        }
        let first = (at + 1).saturating_sub(WINDOW);
        let least = match kept {
            Some(kept) if kept >= first && window[kept % WINDOW] <= hash => continue,
            Some(kept) if kept >= first => at,
            _ => (first..=at).rev().min_by_key(|at| window[at % WINDOW]).unwrap_or(at),
        };
        kept = Some(least);
        found(short(window[least % WINDOW]), u32::try_from(least).unwrap_or(u32::MAX));
    }
}

const fn short(hash: u64) -> u32 {
    (hash >> 32) as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn prints(words: &[u64]) -> Vec<(u32, u32)> {
        let mut all = Vec::new();
        each(words, |print, at| all.push((print, at)));
        all
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn every_window_has_one_and_what_is_shared_for_eleven_words_leaves_one(
            before in prop::collection::vec(0_u64..50, 0..40),
            shared in prop::collection::vec(0_u64..50, 11..40),
            after in prop::collection::vec(0_u64..50, 0..40),
            other in prop::collection::vec(50_u64..90, 0..40),
        ) {
            let mixed = |parts: [&[u64]; 3]| parts.concat().into_iter().map(mix).collect::<Vec<_>>();
            let (a, b) = (mixed([&before, &shared, &after]), mixed([&other, &shared, &other]));
            let (of_a, of_b) = (prints(&a), prints(&b));
            prop_assert!(of_a.iter().any(|(print, _)| of_b.iter().any(|(other, _)| print == other)));
            let places: Vec<usize> = of_a.iter().map(|(_, at)| *at as usize).collect();
            prop_assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
            for first in 0..=(a.len() - WORDS + 1).saturating_sub(WINDOW) {
                prop_assert!(places.iter().any(|at| (first..first + WINDOW).contains(at)));
            }
        }
    }

    #[test]
    fn one_word_over_and_over_keeps_one_in_four() {
        assert_eq!(prints(&vec![7; 1_000_000]).len(), 249_998);
    }
}
