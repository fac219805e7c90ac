//! How well the tagger does on the documents it was not trained on.

use crate::conllu::TaggedDocument;
use assize_reader::tag::{self, Model, Tag, Token};
use std::collections::BTreeMap;

/// Counts over the held-out documents.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TagScore {
    /// Words.
    pub words: u64,
    /// Words with the right tag.
    pub right: u64,
    /// Words where our own cutting of the raw sentence gives the same word, of [`Self::words`].
    pub cut: u64,
    /// Words that our own cutting gives.
    pub own_words: u64,
}

/// Scores `model` on gold words, and the cutting into words on the raw sentences.
pub fn sum<'d>(model: &Model, documents: impl IntoIterator<Item = &'d TaggedDocument>) -> TagScore {
    let mut total = TagScore::default();
    for document in documents {
        let score = score_document(model, document);
        total.words += score.words;
        total.right += score.right;
        total.cut += score.cut;
        total.own_words += score.own_words;
    }
    total
}

/// The same for one document.
pub fn score_document(model: &Model, document: &TaggedDocument) -> TagScore {
    let mut score = TagScore::default();
    let mut keys = Vec::new();
    for sentence in &document.sentences {
        let (text, mut tokens) = spaced(sentence.words.iter().map(|(form, _)| form.as_str()));
        model.tag(&text, &mut tokens, &mut keys);
        for (token, (_, gold)) in tokens.iter().zip(&sentence.words) {
            score.words += 1;
            score.right += u64::from(token.tag.name() == gold);
        }
        let (same, own) = same_words(&sentence.text, &sentence.words);
        score.cut += same;
        score.own_words += own;
    }
    score
}

/// How often one tag was given for another, the most frequent first.
pub fn confusions<'d>(
    model: &Model,
    documents: impl IntoIterator<Item = &'d TaggedDocument>,
) -> Vec<((String, &'static str), u32)> {
    let mut counts: BTreeMap<(String, &'static str), u32> = BTreeMap::new();
    let mut keys = Vec::new();
    for sentence in documents.into_iter().flat_map(|document| &document.sentences) {
        let (text, mut tokens) = spaced(sentence.words.iter().map(|(form, _)| form.as_str()));
        model.tag(&text, &mut tokens, &mut keys);
        for (token, (_, gold)) in tokens.iter().zip(&sentence.words) {
            if token.tag.name() != gold {
                *counts.entry((gold.clone(), token.tag.name())).or_default() += 1;
            }
        }
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// The words as tokens of a text that has a space between any two.
fn spaced<'w>(words: impl Iterator<Item = &'w str>) -> (String, Vec<Token>) {
    let (mut text, mut tokens) = (String::new(), Vec::new());
    for form in words {
        let start = text.len();
        text.push_str(form);
        tokens.push(Token { start, end: text.len(), tag: Tag::NN, shape: tag::token::shape(form) });
        text.push(' ');
    }
    (text, tokens)
}

/// How many gold words our own cutting finds, and how many words it makes.
fn same_words(text: &str, gold: &[(String, String)]) -> (u64, u64) {
    let mut tokens = Vec::new();
    tag::tokenize(text, 0, text.len(), &mut tokens);
    let (mut at, mut same) = (0, 0);
    for (form, _) in gold {
        let Some(found) = text[at..].find(form.as_str()) else { continue };
        let (start, end) = (at + found, at + found + form.len());
        at = end;
        same += u64::from(
            tokens.binary_search_by_key(&start, |t| t.start).is_ok_and(|index| tokens[index].end == end),
        );
    }
    (same, tokens.len() as u64)
}
