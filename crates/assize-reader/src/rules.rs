//! Rules as those who write them meet them: their examples checked, one rule tried on a text, a sentence shown as rules see it.

use crate::{
    Document,
    document::{
        host::View,
        parse::{Parsed, parse},
        predicate::Predicate,
        sentence::Sentence,
    },
    grammar::Grammar,
    quantity, segment, timex,
};
use assize_record::{Span, Vocabulary};
pub use assize_rules::{Fault, Rules, SourceFile};
use assize_rules::{Matches, Output, Phrase, Program, Value, check_examples};

/// The day on which examples are published.
const DAY: &str = "2031-06-20";

mod shipped {
    use super::SourceFile;

    include!(concat!(env!("OUT_DIR"), "/shipped.rs"));
}

/// The shipped words of English as written, by the name of the file.
pub const WORDS: &[SourceFile<'static>] = shipped::WORDS;
/// The shipped rules of English as written, by the name of the file.
pub const RULES: &[SourceFile<'static>] = shipped::RULES;

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

    /// Everything that the rules of a grammar find in it, in the order of the sentences.
    pub fn find(&self, grammar: &Grammar) -> Vec<Found> {
        let program = &grammar.program;
        let mut matches = Matches::default();
        let mut all = Vec::new();
        for ((at, sentence), view) in self.sentences().iter().enumerate().zip(self.views(grammar)) {
            program.matches(&view, &mut matches);
            for found in matches.found() {
                let span = |phrase: &Phrase| sentence.bytes(&(phrase.start as usize..phrase.end as usize));
                let captures = found.captures.iter();
                all.push(Found {
                    rule: program.rule(found.rule).map(|rule| rule.id.clone()).unwrap_or_default(),
                    sentence: at,
                    span: span(&found.span),
                    captures: captures
                        .map(|(capture, phrase)| (program.capture_name(capture).to_owned(), span(&phrase)))
                        .collect(),
                });
            }
        }
        all
    }

    /// Each sentence as rules see it: tokens with tags and classes, predicates with their roles. One line each.
    pub fn shown(&self, grammar: &Grammar) -> Vec<Vec<String>> {
        self.sentences().iter().map(|sentence| self.shown_sentence(grammar, sentence)).collect()
    }

    fn words(&self, span: Span) -> &str {
        span.slice(&self.text).unwrap_or("")
    }

    fn shown_sentence(&self, grammar: &Grammar, sentence: &Sentence) -> Vec<String> {
        let mut lines = Vec::new();
        for (at, token) in sentence.tokens.iter().enumerate() {
            let word = sentence.words.get(at).copied().unwrap_or_default();
            let classes: Vec<&str> =
                word.classes.iter().map(|class| grammar.lexicon.class_name(class)).collect();
            let (words, tag) = (self.words(Span::new(token.start, token.end)), token.tag.name());
            lines.push(format!("{words:<20} {tag:<5} {}", classes.join(" ")).trim_end().to_owned());
        }
        lines.extend(sentence.predicates.iter().map(|predicate| self.shown_predicate(sentence, predicate)));
        lines
    }

    fn shown_predicate(&self, sentence: &Sentence, predicate: &Predicate) -> String {
        let token = |at: usize| self.words(sentence.bytes(&(at..at + 1)));
        let phrase = |at: &usize| {
            sentence
                .phrases
                .get(*at)
                .map(|phrase| self.words(sentence.bytes(&phrase.run())))
                .unwrap_or_default()
        };
        let list = |phrases: &[usize]| phrases.iter().map(phrase).collect::<Vec<_>>().join(" | ");
        let obliques: Vec<String> = predicate
            .obliques
            .iter()
            .map(|(at, behind)| format!("{} {}", token(*at), phrase(behind)))
            .collect();
        let governor = predicate.governor.and_then(|at| sentence.predicates.get(at));
        format!(
            "  {} ({:?}{}{}{}) agent: {}  patient: {}  second: {}  with: {}  times: {}  under: {}",
            token(predicate.head),
            predicate.form,
            if predicate.passive { ", passive" } else { "" },
            if predicate.negated { ", negated" } else { "" },
            if predicate.modal.is_some() { ", modal" } else { "" },
            list(predicate.agent()),
            list(predicate.patient()),
            list(&predicate.second),
            obliques.join(", "),
            predicate.times.len(),
            governor.map(|verb| token(verb.head)).unwrap_or_default(),
        )
        .trim_end()
        .to_owned()
    }
}

/// What a rule found: the words of each capture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The rule.
    pub rule: String,
    /// Place in [`Analysed::sentences`].
    pub sentence: usize,
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
    Analysed::new(grammar, text).find(grammar)
}

/// A text as rules see it: the lines of [`Analysed::shown`].
pub fn shown(grammar: &Grammar, text: &str) -> Vec<String> {
    Analysed::new(grammar, text).shown(grammar).concat()
}

/// What an output line says: `act fate=killed agent target`.
pub fn output(program: &Program, output: &Output) -> String {
    let mut words = vec![output.name.clone()];
    words.extend(output.values.iter().map(|(key, value)| match value {
        Value::Word(word) => format!("{key}={word}"),
        Value::Capture(capture) => match program.capture_name(*capture) {
            name if name == key => key.clone(),
            name => format!("{key}={name}"),
        },
    }));
    words.join(" ")
}

/// The words of a file that make up one rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written<'s> {
    /// Name of the file.
    pub file: &'s str,
    /// Line of the file on which it begins, from 1.
    pub line: usize,
    /// Its lines, up to its last example.
    pub text: &'s str,
}

/// The text of a rule, and the `define` lines of its file that it uses, in the order of the file.
pub fn written<'s>(files: &[SourceFile<'s>], id: &str) -> Option<(Vec<&'s str>, Written<'s>)> {
    files.iter().find_map(|file| {
        let (line, text) = rule_text(file.text, id)?;
        Some((definitions(file.text, text), Written { file: file.name, line, text }))
    })
}

/// The line on which a rule begins, and its text.
fn rule_text<'s>(text: &'s str, id: &str) -> Option<(usize, &'s str)> {
    let (mut start, mut end, mut at) = (None, 0, 0);
    for (line, number) in text.split_inclusive('\n').zip(1..) {
        let mut words = line.split_whitespace();
        let first = words.next().unwrap_or("");
        if first == "rule" {
            if start.is_some() {
                break;
            }
            start = (words.next() == Some(id)).then_some((number, at));
        }
        at += line.len();
        if !first.is_empty() && !first.starts_with('#') {
            end = at;
        }
    }
    let (number, start) = start?;
    Some((number, text.get(start..end)?.trim_end()))
}

/// The `define` lines that a rule uses, and those that these use.
fn definitions<'s>(file: &'s str, rule: &str) -> Vec<&'s str> {
    let uses = |text: &str, name: &str| {
        text.split(|letter: char| !letter.is_alphanumeric() && !"-_$".contains(letter))
            .any(|word| word == name)
    };
    let lines: Vec<&str> = file.lines().filter(|line| line.trim_start().starts_with("define ")).collect();
    let mut used: Vec<&str> = Vec::new();
    for line in lines.into_iter().rev() {
        let name = line.split_whitespace().nth(1).unwrap_or("");
        if uses(rule, name) || used.iter().any(|later| uses(later, name)) {
            used.push(line);
        }
    }
    used.reverse();
    used
}

/// What a pattern that is tried is called.
const TRIED: &str = "try";

/// The shipped words with one rule, `try`: a pattern, and behind a line break whatever conditions it has.
///
/// # Errors
/// Every fault of the pattern. Lines and columns are those of the pattern.
pub fn tried(pattern: &str) -> Result<Grammar, Vec<Fault>> {
    const BEFORE: &str = "match ";
    let rule =
        format!("rule {TRIED} \"what is tried\"\n{BEFORE}{pattern}\n=> act role=mention\nyes -\nno -\n");
    Grammar::compile(WORDS, &[SourceFile { name: "PATTERN", text: &rule }], &properties()).map_err(|faults| {
        let moved = faults.into_iter().map(|fault| {
            let cut = if fault.line == 2 { BEFORE.len() } else { 0 };
            let column = fault.column.saturating_sub(u32::try_from(cut).unwrap_or(0)).max(1);
            Fault { line: fault.line.saturating_sub(1).max(1), column, ..fault }
        });
        moved.collect()
    })
}

/// Names of the shipped properties, to which rules may lead.
pub fn properties() -> Vec<String> {
    Vocabulary::shipped().iter().map(|(name, _)| name.to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_rule_has_its_text() {
        let program = &Grammar::english().program;
        for rule in program.rules() {
            let (_, written) = written(RULES, &rule.id).expect("the text of a rule");
            assert!(written.text.starts_with(&format!("rule {} \"{}\"", rule.id, rule.description)));
            assert_eq!((written.file, written.line), (rule.file.as_str(), rule.line as usize));
            assert!(written.text.contains("\nyes ") && written.text.contains("\nno "), "{}", rule.id);
            assert_eq!(written.text.matches("match ").count(), 1, "{}", rule.id);
        }
    }

    #[test]
    fn a_rule_ends_before_comments_and_brings_its_definitions() {
        let text = "define A = \"a\"\ndefine B = A | \"b\"\ndefine C = \"c\"\n\nrule x \"x\"\n  match B\nno  x\n\n# ── next\n\nrule y \"y\"\n";
        let files = [SourceFile { name: "f", text }];
        let (definitions, one) = written(&files, "x").expect("a rule");
        assert_eq!(definitions, ["define A = \"a\"", "define B = A | \"b\""]);
        assert_eq!(one, Written { file: "f", line: 5, text: "rule x \"x\"\n  match B\nno  x" });
        assert!(written(&files, "z").is_none());
    }

    #[test]
    fn faults_of_a_pattern_stand_where_they_are_in_it() {
        let faults = tried("[cue: kil & VERB]").expect_err("no such class");
        assert_eq!((faults[0].line, faults[0].column), (1, 7), "{faults:?}");
        assert_eq!(faults[0].hint.as_deref(), Some("did you mean `kill`?"));
        let faults = tried("[cue: kill & VERB]\n  with agnt [agent: NP]").expect_err("no such role");
        assert_eq!((faults[0].line, faults[0].column), (2, 8), "{faults:?}");
        assert!(tried("").is_err());
    }

    #[test]
    fn a_pattern_with_conditions_finds_captures() {
        let grammar = tried("[cue: kill & VERB]\n with agent [agent: NP]").expect("a pattern");
        let found = find(&grammar, "The town was quiet. Police killed two men near Lowford.");
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!(found[0].sentence, 1);
        let names: Vec<&str> = found[0].captures.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["cue", "agent"]);
    }
}
