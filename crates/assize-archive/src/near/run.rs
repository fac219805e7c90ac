//! Passages that two texts share: followed from a common print in both directions, on the words.

use super::{NEAR_PERCENT, RUN, SHARE, Shared, print, words};
use std::{collections::BTreeMap, ops::Range};

/// Most words between two parts of one passage, on either side.
const GAP: usize = 4;
/// Least words that must be the same after a change for the passage to go on.
const ANCHOR: usize = 4;
/// Most places of one print in one text that are followed.
const PLACES: usize = 8;
/// Most steps, for each word of either text. What is copied once takes two; only text that repeats itself takes more.
const STEPS: usize = 32;

/// A text that passages are looked for in.
pub(super) struct Text {
    words: Vec<u64>,
    /// Prints and where they stand, in order, at most `PLACES` of each.
    prints: Vec<(u32, u32)>,
    /// How many prints there are, each counted once.
    distinct: usize,
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        let words = words::hashes(text);
        let mut prints = Vec::with_capacity(words.len() / 2);
        print::each(&words, |print, at| prints.push((print, at)));
        prints.sort_unstable();
        let (mut before, mut times, mut distinct) = (None, 0, 0);
        prints.retain(|(print, _)| {
            times = if before == Some(*print) { times + 1 } else { 1 };
            distinct += usize::from(times == 1);
            before = Some(*print);
            times <= PLACES
        });
        Self { words, prints, distinct }
    }

    pub(super) fn has_words_of(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

/// Words that are the same in both texts, in a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    a: usize,
    b: usize,
    words: usize,
}

/// A passage, as its parts in order: between them are small changes.
pub(super) struct Run {
    parts: Vec<Part>,
}

impl Run {
    pub(super) fn words(&self) -> usize {
        self.parts.iter().map(|part| part.words).sum()
    }

    /// The words it takes in the first text.
    pub(super) fn a(&self) -> Range<usize> {
        let last = self.parts.last().map_or(0, |part| part.a + part.words);
        self.parts.first().map_or(0, |part| part.a)..last
    }

    /// The words it takes in the second text.
    pub(super) fn b(&self) -> Range<usize> {
        let last = self.parts.last().map_or(0, |part| part.b + part.words);
        self.parts.first().map_or(0, |part| part.b)..last
    }
}

/// How much two texts share.
pub(super) fn shared(a: &Text, b: &Text) -> Shared {
    let words = [a.words.len(), b.words.len()];
    if a.words == b.words {
        let passages = usize::from(words[0] >= RUN);
        return Shared { passages, words, covered: words, near: words[0] > 0 };
    }
    let (seeds, common) = seeds(a, b);
    let runs = follow(a, b, seeds);
    let parts = || runs.iter().flat_map(|run| &run.parts);
    let covered = [
        union(parts().map(|part| part.a..part.a + part.words).collect()),
        union(parts().map(|part| part.b..part.b + part.words).collect()),
    ];
    let is_covered = |at: usize| covered[at] * 100 >= words[at] * NEAR_PERCENT;
    let near = is_candidate(common, a.distinct.min(b.distinct)) && (is_covered(0) || is_covered(1));
    Shared { passages: runs.len(), words, covered, near: near && !runs.is_empty() }
}

/// Whether texts with so many prints in common, of so many that the lesser has, may be near-copies.
pub(super) const fn is_candidate(common: usize, fewer: usize) -> bool {
    common >= 2 && common * SHARE >= fewer
}

/// The passages that two texts share.
pub(super) fn runs(a: &Text, b: &Text) -> Vec<Run> {
    follow(a, b, seeds(a, b).0)
}

/// Places of common prints, in order of the first text, and how many prints are common.
fn seeds(a: &Text, b: &Text) -> (Vec<(u32, u32)>, usize) {
    let (mut seeds, mut common) = (Vec::new(), 0);
    let (mut i, mut j) = (0, 0);
    while let (Some((x, _)), Some((y, _))) = (a.prints.get(i), b.prints.get(j)) {
        if x != y {
            i += usize::from(x < y);
            j += usize::from(y < x);
            continue;
        }
        common += 1;
        let end = |prints: &[(u32, u32)], from: usize| {
            from + prints[from..].iter().take_while(|(print, _)| print == x).count()
        };
        let (i_end, j_end) = (end(&a.prints, i), end(&b.prints, j));
        for (_, at) in &a.prints[i..i_end] {
            seeds.extend(b.prints[j..j_end].iter().map(|(_, there)| (*at, *there)));
        }
        (i, j) = (i_end, j_end);
    }
    seeds.sort_unstable();
    (seeds, common)
}

/// Follows each print that no passage has passed on its own diagonal.
fn follow(a: &Text, b: &Text, seeds: Vec<(u32, u32)>) -> Vec<Run> {
    let (a, b) = (&a.words, &b.words);
    let mut steps = STEPS * (a.len() + b.len());
    let mut runs = Vec::new();
    // By diagonal, the last part of a passage that lies on it.
    let mut passed: BTreeMap<usize, Range<usize>> = BTreeMap::new();
    let diagonal = |x: usize, y: usize| x + b.len() - y;
    for (x, y) in seeds {
        let (x, y) = (x as usize, y as usize);
        if steps == 0 {
            break;
        }
        if passed.get(&diagonal(x, y)).is_some_and(|part| part.contains(&x)) {
            continue;
        }
        let forth = extend([a.len() - x, b.len() - y], &mut steps, |i, j| a[x + i] == b[y + j]);
        let Some((0, 0, first)) =
            forth.first().copied().filter(|(_, _, words)| *words >= print::WORDS.min(a.len()))
        else {
            // Two prints that are the same by chance.
            continue;
        };
        let back = extend([x, y], &mut steps, |i, j| a[x - 1 - i] == b[y - 1 - j]);
        let mut parts: Vec<Part> = back
            .iter()
            .rev()
            .map(|(i, j, words)| Part { a: x - i - words, b: y - j - words, words: *words })
            .collect();
        match parts.last_mut().filter(|part| part.a + part.words == x && part.b + part.words == y) {
            Some(last) => last.words += first,
            None => parts.push(Part { a: x, b: y, words: first }),
        }
        parts.extend(forth[1..].iter().map(|(i, j, words)| Part { a: x + i, b: y + j, words: *words }));
        for part in &parts {
            passed.insert(diagonal(part.a, part.b), part.a..part.a + part.words);
        }
        let run = Run { parts };
        if run.words() >= RUN {
            runs.push(run);
        }
    }
    runs
}

/// Parts that are the same from a place onwards, as offsets and lengths: over changes of up to `GAP` words, while `ANCHOR` words after them agree.
fn extend(
    left: [usize; 2],
    steps: &mut usize,
    same: impl Fn(usize, usize) -> bool,
) -> Vec<(usize, usize, usize)> {
    let mut parts = Vec::new();
    let (mut i, mut j) = (0, 0);
    loop {
        let most = (left[0] - i).min(left[1] - j).min(*steps);
        let words = (0..most).take_while(|at| same(i + at, j + at)).count();
        *steps -= words;
        if words > 0 {
            parts.push((i, j, words));
        }
        (i, j) = (i + words, j + words);
        *steps = steps.saturating_sub(ANCHOR);
        let goes_on = |(di, dj): &(usize, usize)| {
            i + di + ANCHOR <= left[0]
                && j + dj + ANCHOR <= left[1]
                && (0..ANCHOR).all(|at| same(i + di + at, j + dj + at))
        };
        match GAPS.iter().find(|gap| goes_on(gap)) {
            Some((di, dj)) if *steps > 0 => (i, j) = (i + di, j + dj),
            _ => return parts,
        }
    }
}

/// Changes in the order in which they are tried: the shortest first, words changed before words added or left out.
const GAPS: [(usize, usize); (GAP + 1) * (GAP + 1) - 1] = {
    let mut gaps = [(0, 0); (GAP + 1) * (GAP + 1) - 1];
    let (mut at, mut longer) = (0, 1);
    while longer <= GAP {
        let mut shorter = longer + 1;
        while shorter > 0 {
            shorter -= 1;
            gaps[at] = (longer, shorter);
            at += 1;
            if shorter < longer {
                gaps[at] = (shorter, longer);
                at += 1;
            }
        }
        longer += 1;
    }
    gaps
};

/// How many words these ranges take together.
fn union(mut ranges: Vec<Range<usize>>) -> usize {
    ranges.sort_unstable_by_key(|range| range.start);
    let (mut end, mut words) = (0, 0);
    for range in ranges {
        words += range.end.saturating_sub(range.start.max(end));
        end = end.max(range.end);
    }
    words
}
