//! Phrases, found by their first word.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::words::Words;
use super::{FormId, Reading, Symbol};
use crate::fault::whole;

/// Phrases by the symbol of their first word, longest first.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Phrases {
    starts: Vec<u32>,
    rows: Vec<PhraseRow>,
    words: Vec<Symbol>,
    readings: Vec<Reading>,
}

#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
struct PhraseRow {
    words: (u32, u32),
    readings: (u32, u32),
}

fn part<T>(all: &[T], (start, end): (u32, u32)) -> &[T] {
    all.get(start as usize..end as usize).unwrap_or_default()
}

impl Phrases {
    pub(super) fn longest(
        &self,
        words: impl Fn(usize) -> Option<FormId>,
        at: usize,
    ) -> Option<(usize, &[Reading])> {
        let first = words(at)?.0 as usize;
        let rows = part(&self.rows, (*self.starts.get(first)?, *self.starts.get(first + 1)?));
        rows.iter().find_map(|row| {
            let wanted = part(&self.words, row.words);
            let stands = |(offset, symbol): (usize, &Symbol)| words(at + offset) == Some(FormId(symbol.0));
            wanted.iter().enumerate().all(stands).then(|| (wanted.len(), part(&self.readings, row.readings)))
        })
    }

    pub(super) fn readings(&self) -> impl Iterator<Item = &Reading> {
        self.readings.iter()
    }

    /// Every phrase in words, with its readings.
    pub(super) fn written<'p>(&'p self, words: &'p Words) -> impl Iterator<Item = (String, &'p [Reading])> {
        self.rows.iter().map(|row| {
            let texts: Vec<&str> =
                part(&self.words, row.words).iter().map(|word| words.text(*word)).collect();
            (texts.join(" "), part(&self.readings, row.readings))
        })
    }

    /// Lays out phrases with their readings.
    pub(super) fn build(all: &BTreeMap<&str, &Vec<Reading>>, words: &mut Words) -> Phrases {
        let mut split: Vec<(Vec<Symbol>, &Vec<Reading>)> = all
            .iter()
            .map(|(phrase, readings)| (phrase.split(' ').map(|word| words.intern(word)).collect(), *readings))
            .collect();
        split.sort_by(|(one, _), (two, _)| (one.first(), two.len(), one).cmp(&(two.first(), one.len(), two)));
        let (mut rows, mut row_words, mut readings) = (Vec::new(), Vec::new(), Vec::new());
        let mut counts = vec![0; words.len() + 2];
        for (phrase, read) in &split {
            let from = (whole(row_words.len()), whole(readings.len()));
            row_words.extend_from_slice(phrase);
            readings.extend_from_slice(read);
            let (words, readings) = ((from.0, whole(row_words.len())), (from.1, whole(readings.len())));
            rows.push(PhraseRow { words, readings });
            if let Some(count) = phrase.first().and_then(|first| counts.get_mut(first.0 as usize + 1)) {
                *count += 1;
            }
        }
        Phrases { starts: sums(&counts), rows, words: row_words, readings }
    }
}

/// Running sums of counts.
fn sums(counts: &[u32]) -> Vec<u32> {
    let sum = |sum: &mut u32, count: &u32| {
        *sum += count;
        Some(*sum)
    };
    counts.iter().scan(0, sum).collect()
}
