//! The flat tables of a lexicon and how they are built.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::classes::{self, ClassRow, closed, contradiction};
use super::entry::{self, Entry};
use super::inflection::Inflection;
use super::{FormId, Lexicon, Pos, Reading, Symbol};
use crate::class::{ClassId, ClassSet};
use crate::fault::{Fault, SourceFile, whole};

/// Every string of a lexicon, found by hash. Symbol 0 is the empty string.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Words {
    text: String,
    ends: Vec<u32>,
    slots: Vec<u32>,
}

impl Words {
    fn new() -> Words {
        Words { text: String::new(), ends: vec![0], slots: vec![0; 16] }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    pub(super) fn text(&self, symbol: Symbol) -> &str {
        let at = symbol.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(super) fn find(&self, word: &str) -> Option<Symbol> {
        if word.is_empty() {
            return None;
        }
        self.probe(word).ok().map(Symbol)
    }

    /// The symbol of a word, or the empty slot where it belongs.
    fn probe(&self, word: &str) -> Result<u32, usize> {
        let mask = self.slots.len().saturating_sub(1);
        let mut slot = hash(word.as_bytes()) as usize & mask;
        for _ in 0..self.slots.len() {
            match self.slots.get(slot).copied().unwrap_or(0) {
                0 => return Err(slot),
                symbol if self.text(Symbol(symbol)) == word => return Ok(symbol),
                _ => slot = (slot + 1) & mask,
            }
        }
        Err(slot)
    }

    fn intern(&mut self, word: &str) -> Symbol {
        match self.probe(word) {
            Ok(symbol) => Symbol(symbol),
            Err(slot) => {
                let symbol = whole(self.ends.len());
                self.text.push_str(word);
                self.ends.push(whole(self.text.len()));
                if let Some(place) = self.slots.get_mut(slot) {
                    *place = symbol;
                }
                if self.ends.len() * 2 > self.slots.len() {
                    self.grow();
                }
                Symbol(symbol)
            }
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for symbol in 1..whole(self.ends.len()) {
            if let Err(slot) = self.probe(self.text(Symbol(symbol)))
                && let Some(place) = self.slots.get_mut(slot)
            {
                *place = symbol;
            }
        }
    }
}

/// A fast hash of short strings: eight bytes a step, each folded into the product.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        state = (state ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
        state ^= state >> 29;
    }
    state
}

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

    fn written<'p>(&'p self, words: &'p Words) -> impl Iterator<Item = (String, &'p [Reading])> {
        self.rows.iter().map(|row| {
            let texts: Vec<&str> =
                part(&self.words, row.words).iter().map(|word| words.text(*word)).collect();
            (texts.join(" "), part(&self.readings, row.readings))
        })
    }

    fn build(all: &BTreeMap<&str, &Vec<Reading>>, words: &mut Words) -> Phrases {
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

/// A lexicon while it grows.
pub(super) struct Builder {
    words: Words,
    forms: BTreeMap<String, Vec<Reading>>,
    classes: Vec<ClassRow>,
    tags: Vec<String>,
    inflection: Inflection,
}

impl From<&Lexicon> for Builder {
    fn from(lexicon: &Lexicon) -> Builder {
        let mut forms: BTreeMap<String, Vec<Reading>> = BTreeMap::new();
        for (form, reading) in lexicon.all_readings() {
            forms.entry(lexicon.lemma(Symbol(form.0)).to_owned()).or_default().push(*reading);
        }
        forms.extend(lexicon.phrases.written(&lexicon.words).map(|(text, read)| (text, read.to_vec())));
        Builder {
            words: lexicon.words.clone(),
            forms,
            classes: lexicon.classes.clone(),
            tags: lexicon.tags.clone(),
            inflection: lexicon.inflection.clone(),
        }
    }
}

/// By lemma: the place of its first line, and all its classes.
type Given = BTreeMap<(String, Pos), (Option<String>, ClassSet)>;

impl Builder {
    pub(super) fn new(tags: &[&str]) -> Builder {
        Builder {
            words: Words::new(),
            forms: BTreeMap::new(),
            classes: Vec::new(),
            tags: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            inflection: Inflection::default(),
        }
    }

    pub(super) fn add(mut self, files: &[SourceFile<'_>]) -> Result<Lexicon, Vec<Fault>> {
        let mut faults = Vec::new();
        let named = |ending: &str| -> Vec<SourceFile<'_>> {
            files.iter().filter(|file| file.name.ends_with(ending)).copied().collect()
        };
        classes::parse(&named("classes.tsv"), &mut self.classes, &mut faults);
        self.inflection.parse(&named("inflection.tsv"), &self.tags, &mut faults);
        let other = |file: &&SourceFile<'_>| {
            !file.name.ends_with("classes.tsv") && !file.name.ends_with("inflection.tsv")
        };
        let words: Vec<SourceFile<'_>> = files.iter().filter(other).copied().collect();
        let numbers: BTreeMap<String, ClassId> = self
            .classes
            .iter()
            .zip(0..=u8::MAX)
            .map(|(row, number)| (row.name.clone(), ClassId(number)))
            .collect();
        let entries = entry::parse(&words, &numbers, &self.tags, &mut faults);
        let given = self.gather(&entries, &mut faults);
        if !faults.is_empty() {
            return Err(faults);
        }
        self.inflect(&entries, &given);
        Ok(self.freeze())
    }

    /// Classes of every lemma with their parents; a fault where two exclude each other.
    fn gather(&self, entries: &[Entry<'_>], faults: &mut Vec<Fault>) -> Given {
        let mut given: Given = BTreeMap::new();
        for reading in self.forms.values().flatten() {
            let key = (self.words.text(reading.lemma).to_owned(), reading.pos);
            let all = given.entry(key).or_default();
            all.1 = all.1.union(&reading.classes);
        }
        let parents: Vec<ClassSet> = self.classes.iter().map(|row| row.parents).collect();
        for entry in entries {
            let all = given.entry((entry.lemma.clone(), entry.pos)).or_default();
            let before = contradiction(all.1, &self.classes).is_some();
            let known = !all.1.is_empty();
            all.1 = all.1.union(&closed(entry.classes, &parents));
            let clash = contradiction(all.1, &self.classes).filter(|_| !before);
            if let Some((one, two)) = clash {
                let mut message = format!("`{}` may not be both `{one}` and `{two}`", entry.lemma);
                match &all.0 {
                    Some(first) => message.push_str(&format!("; its other line is {first}")),
                    None if known => message.push_str("; it already has classes in the lexicon"),
                    None => {}
                }
                faults
                    .push(entry.place.fault(message).hint("`classes.tsv` says that they exclude each other"));
            }
            all.0.get_or_insert_with(|| format!("{}:{}", entry.place.file, entry.place.line));
        }
        given
    }

    /// Adds the readings of the entries, and gives every reading of a lemma all its classes.
    fn inflect(&mut self, entries: &[Entry<'_>], given: &Given) {
        let singles: BTreeMap<(&str, Pos), &Entry<'_>> =
            entries.iter().map(|entry| ((entry.lemma.as_str(), entry.pos), entry)).collect();
        for entry in entries {
            let lemma = self.words.intern(&entry.lemma);
            let classes =
                given.get(&(entry.lemma.clone(), entry.pos)).map_or(entry.classes, |(_, classes)| *classes);
            for (tag, form) in entry.forms(&self.inflection, &singles) {
                let readings = self.forms.entry(form).or_default();
                let reading = Reading { pos: entry.pos, tag, lemma, classes };
                if !readings.contains(&reading) {
                    readings.push(reading);
                }
            }
        }
        let words = &self.words;
        for readings in self.forms.values_mut() {
            for reading in readings.iter_mut() {
                let key = (words.text(reading.lemma).to_owned(), reading.pos);
                if let Some((_, classes)) = given.get(&key) {
                    reading.classes = *classes;
                }
            }
            let mut kept: Vec<Reading> = Vec::with_capacity(readings.len());
            for reading in readings.drain(..) {
                if !kept.contains(&reading) {
                    kept.push(reading);
                }
            }
            *readings = kept;
        }
    }

    fn freeze(mut self) -> Lexicon {
        let (mut single, mut phrases) = (BTreeMap::new(), BTreeMap::new());
        for (form, readings) in &self.forms {
            if form.contains(' ') {
                phrases.insert(form.as_str(), readings);
            } else {
                single.insert(self.words.intern(form), readings);
            }
        }
        // Words of phrases take their symbols before the readings are laid out by symbol.
        let phrases = Phrases::build(&phrases, &mut self.words);
        let mut starts = vec![0];
        let mut readings: Vec<Reading> = Vec::new();
        for symbol in 0..=self.words.len() {
            if let Some(read) = single.get(&Symbol(whole(symbol))) {
                readings.extend_from_slice(read);
            }
            starts.push(whole(readings.len()));
        }
        Lexicon {
            words: self.words,
            reading_starts: starts,
            readings,
            phrases,
            classes: self.classes,
            tags: self.tags,
            inflection: self.inflection,
        }
    }
}
