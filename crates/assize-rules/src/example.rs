//! Checking the examples of rules with the host's analysis.

use crate::fault::{Fault, Place};
use crate::host::{Host, Phrase};
use crate::matching::{Match, Matches};
use crate::program::Program;
use crate::rule::Example;

/// Runs the examples: `analyse` gives the sentences of an example's text.
///
/// A `yes` line must be met by a match with exactly its captures, and a rule may match a text no more
/// often than it has `yes` lines with that text. A `no` line must not be matched. Words are compared
/// without spaces and in small letters, so the host's tokens do not matter.
pub fn check_examples<H: Host>(
    examples: &[Example],
    program: &Program,
    analyse: impl Fn(&str) -> Vec<H>,
) -> Vec<Fault> {
    let mut matches = Matches::default();
    let mut faults = Vec::new();
    for example in examples {
        let place = Place { file: &example.file, line: example.line, column: 1 };
        let Some(rule) = program.find(&example.rule) else {
            faults.push(place.fault(format!("`{}` is not a rule of the program", example.rule)));
            continue;
        };
        let mut found = Vec::new();
        for host in analyse(&example.text) {
            program.matches(&host, &mut matches);
            let of_rule = matches.found().iter().filter(|one| one.rule == rule);
            found.extend(of_rule.map(|one| stated(program, &host, one)));
        }
        faults.extend(check(examples, example, &found).map(|message| place.fault(message)));
    }
    faults
}

/// Captures by name, each with its phrases.
type Stated = Vec<(String, Vec<String>)>;

fn check(examples: &[Example], example: &Example, found: &[Stated]) -> Option<String> {
    let Some(captures) = &example.captures else {
        let first = found.first()?;
        return Some(format!("rule `{}` matches its `no` line: {}", example.rule, written(first)));
    };
    let mut wanted: Stated = captures.iter().filter(|(_, phrases)| !phrases.is_empty()).cloned().collect();
    wanted.sort();
    let same = |one: &Stated, two: &Stated| {
        one.len() == two.len()
            && one.iter().zip(two).all(|((name, phrases), (other, more))| {
                name == other && phrases.iter().map(|one| folded(one)).eq(more.iter().map(|one| folded(one)))
            })
    };
    if !found.iter().any(|found| same(found, &wanted)) {
        let nearest = found
            .first()
            .map_or_else(|| "does not match".to_owned(), |found| format!("captures {}", written(found)));
        return Some(format!("rule `{}` {nearest}; its `yes` line says {}", example.rule, written(&wanted)));
    }
    let twins = |other: &&Example| {
        other.rule == example.rule && other.text == example.text && other.captures.is_some()
    };
    let lines = examples.iter().filter(twins).count();
    (found.len() > lines).then(|| {
        let other = found.iter().find(|found| !same(found, &wanted)).map(written).unwrap_or_default();
        format!(
            "rule `{}` matches {} times, with `yes` lines for {lines}; also {other}",
            example.rule,
            found.len()
        )
    })
}

fn written(stated: &Stated) -> String {
    let parts: Vec<String> =
        stated.iter().map(|(name, phrases)| format!("{name}={}", phrases.join(" | "))).collect();
    format!("`{}`", parts.join("  "))
}

fn folded(words: &str) -> String {
    words.chars().filter(|letter| !letter.is_whitespace()).flat_map(char::to_lowercase).collect()
}

/// The captures of a match in words, by name.
fn stated(program: &Program, host: &impl Host, found: &Match) -> Stated {
    let mut stated: Stated = Vec::new();
    for (capture, phrase) in found.captures.iter() {
        let name = program.capture_name(capture);
        match stated.iter_mut().find(|(known, _)| known == name) {
            Some((_, phrases)) => phrases.push(words(host, phrase)),
            None => stated.push((name.to_owned(), vec![words(host, phrase)])),
        }
    }
    stated.sort();
    stated
}

fn words(host: &impl Host, phrase: Phrase) -> String {
    let words: Vec<&str> = (phrase.start..phrase.end).map(|at| host.word(at as usize)).collect();
    words.join(" ")
}
