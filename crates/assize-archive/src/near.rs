//! Near-copies: texts that share most of their words in the same order, as wire copy reprinted by several outlets does.
//!
//! A text is taken as the set of its runs of four words (letters and digits only, lower case). The similarity of two texts is the
//! share of runs they have in common among all runs of either (Jaccard). Candidates are found by hashing (Broder 1997, "On the resemblance and
//! containment of documents"; one-permutation hashing after Li, Owen and Zhang 2012, with empty bins filled after
//! Shrivastava 2017), so that 100,000 texts need no 5,000,000,000 comparisons; each candidate is then compared exactly. Nothing is random: the
//! same texts give the same pairs in the same order.
//!
//! A near-copy is a fact about words. Whether one text was taken from the other is for a person to judge (a `syndicated-from` link).

use assize_record::BlobHash;
use std::collections::{BTreeMap, BTreeSet};

/// Similarity from which [`near_copies`] names a pair, in percent.
pub const NEAR_PERCENT: u8 = 70;
/// Least similarity that the hashing is made for, in percent.
const LEAST_PERCENT: u8 = 50;
/// Words to a run.
const RUN: usize = 4;
/// Rows to a band, and bands: a pair at 70% is missed once in 40 million, one at 50% once in 270.
const ROWS: usize = 3;
const BANDS: usize = 42;
const BINS: usize = ROWS * BANDS;
/// Texts of up to `SMALL_MOST` runs get a signature hashed once for every bin, texts from `LARGE_LEAST` runs one hashed once altogether.
/// Those in between get both: two texts at 50% or more differ at most twofold in size, so they always share a kind.
const SMALL_MOST: usize = 128;
const LARGE_LEAST: usize = 64;

/// All pairs of texts that are at least [`NEAR_PERCENT`] alike: `(smaller hash, larger hash, percent)`, in order. Of texts with exactly the
/// same runs each is paired with the first (the smallest hash) only, so that a text held a thousand times gives a thousand pairs and
/// not half a million.
pub fn near_copies(texts: &[(BlobHash, &str)]) -> Vec<(BlobHash, BlobHash, u8)> {
    near_copies_from(texts, NEAR_PERCENT)
}

/// As [`near_copies`], from another similarity; less than 50 percent counts as 50.
pub fn near_copies_from(texts: &[(BlobHash, &str)], percent_min: u8) -> Vec<(BlobHash, BlobHash, u8)> {
    let percent_min = percent_min.max(LEAST_PERCENT);
    let texts: BTreeMap<BlobHash, &str> = texts.iter().copied().collect();
    let texts: Vec<(BlobHash, &str)> = texts.into_iter().collect();
    let mut pairs = Vec::new();
    let mut firsts: BTreeMap<(u64, usize), usize> = BTreeMap::new();
    let mut bands: Vec<(u64, u32)> = Vec::new();
    for (at, (hash, text)) in texts.iter().enumerate() {
        let runs = runs_of(text);
        if runs.is_empty() {
            continue;
        }
        match firsts.entry((digest(&runs), runs.len())) {
            std::collections::btree_map::Entry::Occupied(first) => {
                // Equal digests of equal length: 128 bits would have to collide for this not to be the same set.
                pairs.push((texts[*first.get()].0, *hash, 100));
            }
            std::collections::btree_map::Entry::Vacant(slot) => {
                slot.insert(at);
                add_bands(&mut bands, u32::try_from(at).unwrap_or(u32::MAX), &runs);
            }
        }
    }
    let mut sets: BTreeMap<u32, Vec<u64>> = BTreeMap::new();
    for (a, b) in candidates(bands) {
        for at in [a, b] {
            sets.entry(at).or_insert_with(|| runs_of(texts[at as usize].1));
        }
        let percent = similarity(&sets[&a], &sets[&b]);
        if percent >= percent_min {
            pairs.push((texts[a as usize].0, texts[b as usize].0, percent));
        }
    }
    pairs.sort_unstable();
    pairs
}

/// How alike two texts are, in whole percent, rounded down: 100 only where all runs are shared.
pub fn similarity_percent(a: &str, b: &str) -> u8 {
    similarity(&runs_of(a), &runs_of(b))
}

fn similarity(a: &[u64], b: &[u64]) -> u8 {
    let (mut i, mut j, mut shared) = (0, 0, 0_usize);
    while let (Some(x), Some(y)) = (a.get(i), b.get(j)) {
        i += usize::from(x <= y);
        j += usize::from(y <= x);
        shared += usize::from(x == y);
    }
    let all = a.len() + b.len() - shared;
    (shared * 100).checked_div(all).and_then(|percent| u8::try_from(percent).ok()).unwrap_or(0)
}

/// The runs of a text as sorted hashes without repeats. A text of fewer words is one run; a text without words has none.
fn runs_of(text: &str) -> Vec<u64> {
    let words: Vec<u64> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(|word| {
            let letters = word.chars().flat_map(char::to_lowercase);
            letters.fold(0xcbf2_9ce4_8422_2325, |hash, c| mix(hash ^ u64::from(u32::from(c))))
        })
        .collect();
    let fold = |run: &[u64]| run.iter().fold(run.len() as u64, |hash, word| mix(hash.rotate_left(5) ^ word));
    let mut runs: Vec<u64> = if words.len() <= RUN {
        (!words.is_empty()).then(|| fold(&words)).into_iter().collect()
    } else {
        words.windows(RUN).map(fold).collect()
    };
    runs.sort_unstable();
    runs.dedup();
    runs
}

/// A bijection of 64 bits in which every bit of the input changes half of the output (splitmix64's).
const fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn digest(runs: &[u64]) -> u64 {
    runs.iter().fold(0, |hash, run| mix(hash ^ run))
}

fn add_bands(bands: &mut Vec<(u64, u32)>, at: u32, runs: &[u64]) {
    let mut add = |kind: u64, signature: [u64; BINS]| {
        for (band, rows) in signature.chunks_exact(ROWS).enumerate() {
            let key = rows.iter().fold(mix(kind << 32 | band as u64), |hash, row| mix(hash ^ row));
            bands.push((key, at));
        }
    };
    if runs.len() <= SMALL_MOST {
        add(1, small_signature(runs));
    }
    if runs.len() >= LARGE_LEAST {
        add(2, large_signature(runs));
    }
}

/// For every bin the least hash under a permutation of its own.
fn small_signature(runs: &[u64]) -> [u64; BINS] {
    std::array::from_fn(|bin| {
        let key = mix(bin as u64 + 1);
        runs.iter().map(|run| mix(run ^ key)).min().unwrap_or(u64::MAX)
    })
}

/// Every run falls into one bin, which keeps the least; an empty bin takes that of a bin chosen by its own number.
fn large_signature(runs: &[u64]) -> [u64; BINS] {
    let mut bins = [u64::MAX; BINS];
    let bin_of = |hash: u64| (hash >> 32) as usize % BINS;
    for run in runs {
        let bin = &mut bins[bin_of(*run)];
        *bin = (*bin).min(mix(*run));
    }
    std::array::from_fn(|at| {
        let mut from = at;
        let mut step = 0;
        // With 64 runs or more some bin is filled, and the mixed steps reach it.
        while bins[from] == u64::MAX && step < 100 * BINS as u64 {
            step += 1;
            from = bin_of(mix((at as u64) << 32 | step));
        }
        bins[from]
    })
}

/// Pairs that share a band, each once.
fn candidates(mut bands: Vec<(u64, u32)>) -> BTreeSet<(u32, u32)> {
    bands.sort_unstable();
    let mut pairs = BTreeSet::new();
    for bucket in bands.chunk_by(|a, b| a.0 == b.0) {
        for (at, (_, a)) in bucket.iter().enumerate() {
            pairs.extend(bucket[at + 1..].iter().map(|(_, b)| (*a, *b)));
        }
    }
    pairs
}
