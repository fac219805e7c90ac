//! One sentence: its tokens, noun phrases and predicates.

use super::{phrase::Phrase, predicate::Predicate};
use crate::tag::{Tag, Token};
use assize_record::Span;
use std::ops::Range;

/// Tokens of a sentence: first, and one past the last.
pub type Run = Range<usize>;

/// One sentence of a parsed document.
#[derive(Debug, Clone)]
pub struct Sentence {
    /// The bytes.
    pub span: Span,
    /// Which paragraph it stands in.
    pub paragraph: usize,
    /// The words and marks.
    pub tokens: Vec<Token>,
    /// What the lexicon knows of each token.
    pub words: Vec<Word>,
    /// The noun phrases, in order; none overlaps another.
    pub phrases: Vec<Phrase>,
    /// What is told: verb groups, and nouns that name an act.
    pub predicates: Vec<Predicate>,
    /// For each token the clause it stands in.
    pub clauses: Vec<u32>,
    /// Times of the document that begin in this sentence, by index, with their tokens.
    pub times: Vec<(usize, Run)>,
    /// Whether it asks: it ends in a question mark, or stands in a turn that asks.
    pub question: bool,
}

/// What is known of a token beside its tag.
pub type Word = super::lexis::Word;

impl Sentence {
    /// A sentence of which nothing is known but its bytes and tokens.
    pub(super) fn new(span: Span, paragraph: usize, tokens: Vec<Token>) -> Self {
        let (words, phrases, predicates) = (Vec::new(), Vec::new(), Vec::new());
        let (clauses, times, question) = (Vec::new(), Vec::new(), false);
        Self { span, paragraph, tokens, words, phrases, predicates, clauses, times, question }
    }

    /// The word at `at` in small letters, given the whole text in small letters; empty past the end.
    pub fn word<'t>(&self, lower: &'t str, at: usize) -> &'t str {
        self.tokens.get(at).and_then(|token| lower.get(token.start..token.end)).unwrap_or("")
    }

    /// Where the clause of a token opens.
    pub fn clause_start(&self, at: usize) -> Option<usize> {
        let clause = self.clauses.get(at)?;
        self.clauses.iter().position(|other| other == clause)
    }

    /// The tag at `at`; a full stop past the end.
    pub fn tag(&self, at: usize) -> Tag {
        self.tokens.get(at).map_or(Tag::STOP, |token| token.tag)
    }

    /// The bytes of a run of tokens; empty where the run is.
    pub fn bytes(&self, run: &Run) -> Span {
        match (self.tokens.get(run.start), run.end.checked_sub(1).and_then(|last| self.tokens.get(last))) {
            (Some(first), Some(last)) if first.start <= last.end => Span::new(first.start, last.end),
            _ => Span::new(self.span.start, self.span.start),
        }
    }

    /// The noun phrase that holds a token.
    pub fn phrase_at(&self, token: usize) -> Option<usize> {
        let at = self.phrases.partition_point(|phrase| phrase.end <= token);
        self.phrases.get(at).filter(|phrase| phrase.start <= token).map(|_| at)
    }

    /// The tokens that lie inside a span.
    pub fn tokens_in(&self, span: Span) -> Run {
        let from = self.tokens.partition_point(|token| token.start < span.start);
        let to = self.tokens.partition_point(|token| token.end <= span.end);
        from..to.max(from)
    }
}
