//! Words, their forms, lemmas and classes.

mod build;
mod classes;
mod entry;
mod inflection;
mod phrases;
mod words;

use serde::{Deserialize, Serialize};
use strum::{EnumString, IntoStaticStr};

use crate::class::{ClassId, ClassSet};
use crate::fault::{Fault, SourceFile};
use crate::host::TagId;
use build::Builder;
use classes::ClassRow;
use inflection::Inflection;
use phrases::Phrases;
use words::Words;

/// Number of a word or lemma in its lexicon; 0 is no word.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct Symbol(pub u32);

impl Symbol {
    /// No word of the lexicon.
    pub const NONE: Symbol = Symbol(0);
}

/// Number of a written form; the [`Symbol`] of the same string.
#[derive(Clone, Copy, Debug, Deserialize, Eq, Hash, Ord, PartialEq, PartialOrd, Serialize)]
pub struct FormId(pub u32);

/// Part of speech of a lexicon entry.
#[derive(
    Clone,
    Copy,
    Debug,
    Deserialize,
    EnumString,
    Eq,
    Hash,
    IntoStaticStr,
    Ord,
    PartialEq,
    PartialOrd,
    Serialize,
)]
#[strum(serialize_all = "lowercase")]
pub enum Pos {
    /// Noun.
    Noun,
    /// Verb.
    Verb,
    /// Adjective.
    Adj,
    /// Adverb.
    Adv,
    /// Preposition or postposition.
    Prep,
    /// Name.
    Name,
    /// Determiner.
    Det,
    /// Number word.
    Num,
    /// Anything else.
    Other,
}

/// One way to read a written form.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Reading {
    /// Part of speech.
    pub pos: Pos,
    /// Tag of this form; none where the inflection table gives the part of speech no tag.
    pub tag: Option<TagId>,
    /// Lemma.
    pub lemma: Symbol,
    /// Classes of the lemma, with the parents of each.
    pub classes: ClassSet,
}

/// Words and phrases of one language, compiled.
///
/// A few flat tables: one look-up by hash for a form, a slice for its readings.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub struct Lexicon {
    words: Words,
    reading_starts: Vec<u32>,
    readings: Vec<Reading>,
    phrases: Phrases,
    classes: Vec<ClassRow>,
    tags: Vec<String>,
    inflection: Inflection,
}

impl Lexicon {
    /// Reads files whose names end in `classes.tsv` and `inflection.tsv`, and any number of word files
    /// under other names. `tags` are the tagger's names; a [`TagId`] is a place in that list.
    ///
    /// # Errors
    ///
    /// Every fault of every file: an undeclared class, an unknown part of speech or tag, classes that
    /// exclude each other, a line with the wrong number of columns.
    pub fn parse(files: &[SourceFile<'_>], tags: &[&str]) -> Result<Lexicon, Vec<Fault>> {
        Builder::new(tags).add(files)
    }

    /// This lexicon with further words, phrases and classes.
    ///
    /// Symbols and classes keep their numbers, so a program compiled against the narrower lexicon
    /// also runs on the wider one.
    ///
    /// # Errors
    ///
    /// As [`Lexicon::parse`]; a new word may not contradict the classes it already has.
    pub fn with(&self, files: &[SourceFile<'_>]) -> Result<Lexicon, Vec<Fault>> {
        Builder::from(self).add(files)
    }

    /// The form of a word in small letters. A word that occurs only inside phrases has a form without
    /// readings.
    #[must_use]
    pub fn form(&self, lower: &str) -> Option<FormId> {
        self.words.find(lower).map(|symbol| FormId(symbol.0))
    }

    /// The readings of a form, in the order of the files.
    #[must_use]
    pub fn readings(&self, form: FormId) -> &[Reading] {
        let at = form.0 as usize;
        let bounds = self.reading_starts.get(at).zip(self.reading_starts.get(at + 1));
        bounds.and_then(|(start, end)| self.readings.get(*start as usize..*end as usize)).unwrap_or_default()
    }

    /// The longest phrase that begins at a token: how many tokens it has and its readings, at least one.
    pub fn phrases_at(
        &self,
        words: impl Fn(usize) -> Option<FormId>,
        at: usize,
    ) -> Option<(usize, &[Reading])> {
        self.phrases.longest(words, at)
    }

    /// The class of a name.
    #[must_use]
    pub fn class(&self, name: &str) -> Option<ClassId> {
        let at = self.classes.iter().position(|row| row.name == name)?;
        u16::try_from(at).ok().map(ClassId)
    }

    /// The name of a class; empty for a class of another lexicon.
    #[must_use]
    pub fn class_name(&self, class: ClassId) -> &str {
        self.classes.get(usize::from(class.0)).map_or("", |row| &row.name)
    }

    /// A class together with its parents; empty for a class of another lexicon.
    #[must_use]
    pub fn with_parents(&self, class: ClassId) -> ClassSet {
        self.classes.get(usize::from(class.0)).map_or(ClassSet::EMPTY, |row| row.parents)
    }

    /// Name and meaning of every class, in the order of their numbers.
    pub fn classes(&self) -> impl Iterator<Item = (&str, &str)> {
        self.classes.iter().map(|row| (row.name.as_str(), row.meaning.as_str()))
    }

    /// The lemma or word of a symbol; empty for [`Symbol::NONE`] and symbols of other lexicons.
    #[must_use]
    pub fn lemma(&self, symbol: Symbol) -> &str {
        self.words.text(symbol)
    }

    /// The symbol of a lemma or word in small letters; lemmas with spaces have one too.
    #[must_use]
    pub fn symbol(&self, lower: &str) -> Option<Symbol> {
        self.words.find(lower)
    }

    /// The lemma of every reading of a word or phrase; one may come more than once.
    pub fn lemmas(&self) -> impl Iterator<Item = Symbol> {
        self.readings.iter().chain(self.phrases.readings()).map(|reading| reading.lemma)
    }

    /// Whether a symbol is the lemma of a word or phrase.
    #[must_use]
    pub fn is_lemma(&self, symbol: Symbol) -> bool {
        self.lemmas().any(|lemma| lemma == symbol)
    }

    /// How many words, lemmas and words of phrases have a symbol.
    #[must_use]
    pub fn symbols(&self) -> usize {
        self.words.len()
    }

    /// Every reading of a single word, with its form.
    pub fn all_readings(&self) -> impl Iterator<Item = (FormId, &Reading)> {
        (0..self.words.len() + 1).flat_map(|at| {
            let form = FormId(crate::fault::whole(at));
            self.readings(form).iter().map(move |reading| (form, reading))
        })
    }
}
