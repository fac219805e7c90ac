//! How the tables of a lexicon are built.

use std::collections::BTreeMap;

use super::classes::{self, ClassRow, closed, contradiction};
use super::entry::{self, Entry, Heads};
use super::inflection::Inflection;
use super::phrases::Phrases;
use super::words::Words;
use super::{Lexicon, Pos, Reading, Symbol};
use crate::class::{ClassId, ClassSet};
use crate::fault::{Fault, SourceFile, whole};

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
            .zip(0..crate::class::CLASSES_MAX)
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

    /// The forms of every single word: phrases take those of their inflected word.
    fn heads(&self, entries: &[Entry<'_>]) -> Heads {
        let mut heads = Heads::new();
        for (form, readings) in self.forms.iter().filter(|(form, _)| !form.contains(' ')) {
            for reading in readings {
                let key = (self.words.text(reading.lemma).to_owned(), reading.pos);
                heads.entry(key).or_default().push((reading.tag, form.clone()));
            }
        }
        for entry in entries.iter().filter(|entry| !entry.lemma.contains(' ')) {
            let forms = entry.forms(&self.inflection, &Heads::new());
            heads.insert((entry.lemma.clone(), entry.pos), forms);
        }
        heads
    }

    /// Adds the readings of the entries, and gives every reading of a lemma all its classes.
    fn inflect(&mut self, entries: &[Entry<'_>], given: &Given) {
        let heads = self.heads(entries);
        for entry in entries {
            let lemma = self.words.intern(&entry.lemma);
            let classes =
                given.get(&(entry.lemma.clone(), entry.pos)).map_or(entry.classes, |(_, classes)| *classes);
            for (tag, form) in entry.forms(&self.inflection, &heads) {
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
