//! Which mentions of laws, orders and opinions are one instrument.
//!
//! A mention joins the instrument that was called the same; `the order` is the last one whose name ends so. Names, numbers and days in a
//! mention tell instruments apart, and so do `another` and `a second`.

use super::MEMORY;
use crate::{
    act::Source,
    document::{lexis::Class, phrase::Phrase, sentence::Sentence},
    tag::Tag,
};
use assize_record::{Edtf, Span};
use std::collections::BTreeSet;

/// An instrument as one text tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Instrument {
    /// Its name in full: the nouns of the longest mention.
    pub name: Span,
    /// The words of the lemmas of its nouns, the head last, in the longest mention.
    lemmas: Vec<String>,
    /// Names and numbers in its mentions, in small letters.
    names: BTreeSet<String>,
    /// The day or year in its mentions.
    on: Option<Edtf>,
}

/// The instruments of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Instruments {
    /// In the order that the text tells of them.
    pub all: Vec<Instrument>,
    /// The mentions in order, each with its instrument.
    mentions: Vec<(Span, usize)>,
}

impl Instruments {
    /// The instruments that a text speaks of.
    pub fn of(source: &Source<'_>) -> Self {
        let mut instruments = Self::default();
        for sentence in &source.parsed.sentences {
            for phrase in &sentence.phrases {
                if let Some(mention) = Mention::of(source, sentence, phrase) {
                    instruments.mention(mention);
                }
            }
        }
        instruments
    }

    /// The instrument that words name.
    pub fn at(&self, span: Span) -> Option<usize> {
        let from = self.mentions.partition_point(|(mention, _)| mention.end <= span.start);
        let over = self.mentions[from..].iter().take_while(|(mention, _)| mention.start < span.end);
        over.map(|(_, instrument)| *instrument).next()
    }

    /// The instrument that a speaker's words name.
    pub fn called(&self, text: &str, words: &str) -> Option<usize> {
        let same = |(span, _): &&(Span, usize)| {
            span.slice(text).is_some_and(|mention| words.starts_with(mention) || mention.ends_with(words))
        };
        self.mentions.iter().find(same).map(|(_, instrument)| *instrument)
    }

    fn mention(&mut self, mention: Mention) {
        let known = self.known(&mention);
        let at = known.unwrap_or(self.all.len());
        self.mentions.push((mention.span, at));
        match self.all.get_mut(at) {
            Some(instrument) => {
                if mention.lemmas.len() > instrument.lemmas.len() {
                    (instrument.name, instrument.lemmas) = (mention.name, mention.lemmas);
                }
                instrument.names.extend(mention.names);
                instrument.on = instrument.on.take().or(mention.on);
            }
            None => {
                let Mention { name, lemmas, names, on, .. } = mention;
                self.all.push(Instrument { name, lemmas, names, on });
            }
        }
    }

    /// The instrument that a mention means: one of the same name, else the last whose name ends so.
    fn known(&self, mention: &Mention) -> Option<usize> {
        if mention.another {
            return None;
        }
        let recent = || (self.all.len().saturating_sub(MEMORY)..self.all.len()).rev();
        let fits = |at: &usize| mention.fits(&self.all[*at]);
        let same = recent().filter(fits).find(|at| self.all[*at].lemmas == mention.lemmas);
        let ends = |at: &usize| {
            let known = &self.all[*at].lemmas;
            known.ends_with(&mention.lemmas) || mention.definite && mention.lemmas.ends_with(known)
        };
        let ends =
            || recent().filter(|_| mention.definite || !mention.names.is_empty()).filter(fits).find(ends);
        same.filter(|_| mention.definite || !mention.names.is_empty() || mention.lemmas.len() > 1)
            .or_else(ends)
    }
}

/// Words that name an instrument.
struct Mention {
    span: Span,
    name: Span,
    lemmas: Vec<String>,
    names: BTreeSet<String>,
    on: Option<Edtf>,
    definite: bool,
    another: bool,
}

impl Mention {
    fn of(source: &Source<'_>, sentence: &Sentence, phrase: &Phrase) -> Option<Self> {
        let is = |at: usize, class: Class| sentence.word_class(at, class);
        if !is(phrase.head, Class::Instrument) {
            return None;
        }
        let names: BTreeSet<String> = phrase
            .run()
            .filter(|at| *at != phrase.head && !is(*at, Class::Instrument))
            .filter(|at| sentence.tag(*at).is_proper() || sentence.tag(*at) == Tag::CD)
            .map(|at| sentence.word(source.lower, at).to_owned())
            .collect();
        // What a lexicon has as one phrase carries its lemma at the head alone.
        let first = (phrase.start..phrase.head)
            .rev()
            .take_while(|at| matches!(sentence.tag(*at), Tag::NN | Tag::NNS))
            .last()
            .unwrap_or(phrase.head);
        let lemma =
            |at: usize| sentence.words.get(at).map_or("", |word| source.grammar.lexicon.lemma(word.lemma));
        let lemmas: Vec<String> =
            (first..=phrase.head).flat_map(|at| lemma(at).split(' ')).map(str::to_owned).collect();
        let lemmas: Vec<String> = lemmas.into_iter().filter(|lemma| !lemma.is_empty()).collect();
        let time = sentence.times.iter().find(|(_, run)| {
            phrase.start <= run.start && run.end <= phrase.end
                || run.start == phrase.end && sentence.tag(run.start) != Tag::IN
        });
        let on = time.and_then(|(index, _)| source.times.get(*index)?.edtf.clone());
        let determined =
            matches!(sentence.tag(phrase.start), Tag::DT | Tag::PRPS) || phrase.possessor.is_some();
        Some(Self {
            span: sentence.bytes(&phrase.run()),
            name: sentence.bytes(&(first..phrase.end.min(phrase.head + 1))),
            lemmas,
            names,
            on,
            definite: determined && !is(phrase.start, Class::Indefinite),
            another: phrase.run().any(|at| is(at, Class::More)),
        })
    }

    /// Whether neither names nor days tell it apart from an instrument.
    fn fits(&self, known: &Instrument) -> bool {
        let names = self.names.is_empty() || known.names.is_empty() || !self.names.is_disjoint(&known.names);
        let days = match (&self.on, &known.on) {
            (Some(one), Some(other)) => one.interval().may_meet(&other.interval()),
            _ => true,
        };
        names && days
    }
}
