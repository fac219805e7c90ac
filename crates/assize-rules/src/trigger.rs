//! Which rules are tried at a token.

use serde::{Deserialize, Serialize};

use crate::class::{ClassId, ClassSet};
use crate::host::{Host, TagId};
use crate::lexicon::Symbol;
use crate::program::RuleId;

/// What must stand at the token where a rule is tried.
#[derive(Clone, Debug, Deserialize, Eq, Ord, PartialEq, PartialOrd, Serialize)]
pub(crate) enum Key {
    Word(String),
    Lemma(Symbol),
    Class(ClassId),
    Tag(TagId),
}

/// Rules by what triggers them.
#[derive(Clone, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
pub(crate) struct Triggers {
    words: Vec<(String, RuleId)>,
    lemmas: Vec<(Symbol, RuleId)>,
    classes: Vec<(ClassId, RuleId)>,
    tags: Vec<(TagId, RuleId)>,
    class_set: ClassSet,
    tag_set: ClassSet,
    /// What of words and lemmas rules out most tokens without a search.
    word_mask: ClassSet,
    lemma_mask: ClassSet,
}

fn word_bit(word: &str) -> ClassId {
    let bytes = word.as_bytes();
    let first = bytes.first().copied().unwrap_or(0);
    let last = bytes.last().copied().unwrap_or(0);
    let length = u8::try_from(bytes.len() & 0xFF).unwrap_or(0);
    ClassId(u16::from(first.wrapping_mul(31) ^ last.wrapping_mul(7) ^ length))
}

fn lemma_bit(lemma: Symbol) -> ClassId {
    let [low, next, ..] = lemma.0.to_le_bytes();
    ClassId(u16::from(low ^ next))
}

impl Triggers {
    pub(crate) fn new(keys: impl IntoIterator<Item = (Key, RuleId)>) -> Triggers {
        let mut triggers = Triggers::default();
        for (key, rule) in keys {
            match key {
                Key::Word(word) => {
                    triggers.word_mask.insert(word_bit(&word));
                    triggers.words.push((word, rule));
                }
                Key::Lemma(lemma) => {
                    triggers.lemma_mask.insert(lemma_bit(lemma));
                    triggers.lemmas.push((lemma, rule));
                }
                Key::Class(class) => {
                    triggers.class_set.insert(class);
                    triggers.classes.push((class, rule));
                }
                Key::Tag(tag) => {
                    triggers.tag_set.insert(ClassId(u16::from(tag.0)));
                    triggers.tags.push((tag, rule));
                }
            }
        }
        triggers.words.sort();
        triggers.lemmas.sort();
        triggers.classes.sort();
        triggers.tags.sort();
        triggers
    }

    /// Calls `each` with the rules whose trigger stands at a token; a rule may come more than once.
    pub(crate) fn at(&self, host: &impl Host, at: usize, mut each: impl FnMut(RuleId)) {
        let classes = host.classes(at).intersection(&self.class_set);
        for class in classes.iter() {
            run(&self.classes, |key| key.cmp(&class), &mut each);
        }
        if !self.lemmas.is_empty() {
            let lemma = host.lemma(at);
            if self.lemma_mask.contains(lemma_bit(lemma)) {
                run(&self.lemmas, |key| key.cmp(&lemma), &mut each);
            }
        }
        if !self.words.is_empty() {
            let word = host.word(at);
            if self.word_mask.contains(word_bit(word)) {
                run(&self.words, |key| key.as_str().cmp(word), &mut each);
            }
        }
        if !self.tags.is_empty() {
            let tag = host.tag(at);
            if self.tag_set.contains(ClassId(u16::from(tag.0))) {
                run(&self.tags, |key| key.cmp(&tag), &mut each);
            }
        }
    }
}

/// The rules of the sorted rows whose key compares equal.
fn run<K>(rows: &[(K, RuleId)], order: impl Fn(&K) -> std::cmp::Ordering, each: &mut impl FnMut(RuleId)) {
    let first = rows.partition_point(|(key, _)| order(key).is_lt());
    rows.iter().skip(first).take_while(|(key, _)| order(key).is_eq()).for_each(|(_, rule)| each(*rule));
}
