//! Rules as those who write them meet them: their examples checked, one rule tried on a text, a sentence shown as rules see it.

use crate::{
    Document,
    document::{
        host::View,
        parse::{Parsed, parse},
        sentence::Sentence,
    },
    grammar::Grammar,
    quantity, segment, timex,
};
use assize_record::Span;
use assize_rules::{Fault, Matches, Phrase, Rules, SourceFile, check_examples};

/// The day on which examples are published.
const DAY: &str = "2031-06-20";

/// A text as rules see it.
#[derive(Debug, Clone)]
pub struct Analysed {
    /// The text.
    pub text: String,
    lower: String,
    parsed: Parsed,
}

impl Analysed {
    /// Analyses a text by the words of a grammar.
    pub fn new(grammar: &Grammar, text: &str) -> Self {
        let published = DAY.parse().ok();
        let document =
            published.map_or_else(|| Document::undated(text), |day| Document::published(text, day));
        let segments = segment::segment(text);
        let (times, _) = timex::times(&document, &segments);
        let numbers = quantity::quantities(&document, &segments, &times);
        let lower = text.to_ascii_lowercase();
        let parsed = parse(grammar, text, &lower, &segments, &times, &numbers);
        Self { text: text.to_owned(), lower, parsed }
    }

    /// Its sentences.
    pub fn sentences(&self) -> &[Sentence] {
        &self.parsed.sentences
    }

    /// Its sentences, ready for rules.
    pub fn views<'a>(&'a self, grammar: &'a Grammar) -> Vec<View<'a>> {
        self.parsed.sentences.iter().map(|sentence| View::new(grammar, sentence, &self.lower)).collect()
    }
}

/// What a rule found: the words of each capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The rule.
    pub rule: String,
    /// The words it covers.
    pub span: Span,
    /// Each capture with its words, in order.
    pub captures: Vec<(String, Span)>,
}

/// Checks the examples of rule files against the rules of a grammar that was compiled from them.
pub fn check(grammar: &Grammar, files: &[SourceFile<'_>]) -> Vec<Fault> {
    let rules = match Rules::parse(files) {
        Ok(rules) => rules,
        Err(faults) => return faults,
    };
    let mut analysed: Vec<Analysed> = Vec::new();
    for example in rules.examples() {
        if !analysed.iter().any(|known| known.text == example.text) {
            analysed.push(Analysed::new(grammar, &example.text));
        }
    }
    let views = |text: &str| {
        let found = analysed.iter().find(|known| known.text == text);
        found.map(|known| known.views(grammar)).unwrap_or_default()
    };
    check_examples(rules.examples(), &grammar.program, views)
}

/// Everything that the rules of a grammar find in a text.
pub fn find(grammar: &Grammar, text: &str) -> Vec<Found> {
    let analysed = Analysed::new(grammar, text);
    let mut matches = Matches::default();
    let mut all = Vec::new();
    for (sentence, view) in analysed.sentences().iter().zip(analysed.views(grammar)) {
        grammar.program.matches(&view, &mut matches);
        for found in matches.found() {
            let span = |phrase: &Phrase| sentence.bytes(&(phrase.start as usize..phrase.end as usize));
            let captures = found.captures.iter();
            all.push(Found {
                rule: grammar.program.rule(found.rule).map(|rule| rule.id.clone()).unwrap_or_default(),
                span: span(&found.span),
                captures: captures
                    .map(|(capture, phrase)| {
                        (grammar.program.capture_name(capture).to_owned(), span(&phrase))
                    })
                    .collect(),
            });
        }
    }
    all
}

/// A sentence as rules see it: tokens with tags and classes, phrases, predicates with their roles. One line each.
pub fn shown(grammar: &Grammar, text: &str) -> Vec<String> {
    let analysed = Analysed::new(grammar, text);
    let mut lines = Vec::new();
    for sentence in analysed.sentences() {
        let words = |span: Span| span.slice(text).unwrap_or("").to_owned();
        for (at, token) in sentence.tokens.iter().enumerate() {
            let word = sentence.words.get(at).copied().unwrap_or_default();
            let classes: Vec<&str> =
                word.classes.iter().map(|class| grammar.lexicon.class_name(class)).collect();
            lines.push(format!(
                "{:<20} {:<5} {}",
                words(Span::new(token.start, token.end)),
                token.tag.name(),
                classes.join(" ")
            ));
        }
        let phrase = |at: &usize| {
            sentence.phrases.get(*at).map(|phrase| words(sentence.bytes(&phrase.run()))).unwrap_or_default()
        };
        let list = |phrases: &[usize]| phrases.iter().map(phrase).collect::<Vec<_>>().join(" | ");
        for predicate in &sentence.predicates {
            let head = words(sentence.bytes(&(predicate.head..predicate.head + 1)));
            let obliques: Vec<String> = predicate
                .obliques
                .iter()
                .map(|(at, behind)| format!("{} {}", words(sentence.bytes(&(*at..*at + 1))), phrase(behind)))
                .collect();
            let governor = predicate.governor.and_then(|at| sentence.predicates.get(at));
            let governor =
                governor.map(|verb| words(sentence.bytes(&(verb.head..verb.head + 1)))).unwrap_or_default();
            lines.push(format!(
                "  {head} ({:?}{}{}{}) agent: {}  patient: {}  second: {}  with: {}  times: {}  under: {governor}",
                predicate.form,
                if predicate.passive { ", passive" } else { "" },
                if predicate.negated { ", negated" } else { "" },
                if predicate.modal.is_some() { ", modal" } else { "" },
                list(predicate.agent()),
                list(predicate.patient()),
                list(&predicate.second),
                obliques.join(", "),
                predicate.times.len(),
            ));
        }
    }
    lines
}
