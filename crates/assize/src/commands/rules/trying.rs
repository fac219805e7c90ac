//! `assize rules try`: a pattern on texts.

use super::sign_of;
use crate::{
    cli::Try,
    failure::{Exit, Failure, Outcome},
    originals,
    output::{Output, column, count},
};
use assize_archive::{extract::check_length, ingest, plain::Links, worker::Extractor};
use assize_reader::{
    grammar::Grammar,
    rules::{self, Analysed, Fault, Found},
};
use assize_record::{Span, facing::printable};
use serde_json::json;
use std::{
    io::{self, Read as _},
    path::Path,
};

/// The most characters of a sentence on one line.
const WIDTH: usize = 100;

pub(super) fn run(args: &Try, output: &mut Output) -> Outcome {
    let grammar = rules::tried(&args.pattern).map_err(|faults| refused(&args.pattern, &faults))?;
    let pool = originals::pool(originals::limits(None, &args.limit)?)?;
    let (mut matched, mut sentences, mut failures) = (0, 0, Vec::new());
    for file in &args.files {
        match text_of(file, &pool) {
            Ok(text) => {
                let name = if is_standard_input(file) {
                    "standard input".to_owned()
                } else {
                    file.display().to_string()
                };
                let analysed = Analysed::new(&grammar, &text);
                sentences += analysed.sentences().len();
                matched +=
                    Tried { grammar: &grammar, analysed: &analysed, file: &name }.print(args.show, output);
            }
            Err(failure) => failures.push(failure),
        }
    }
    output.talk(format!("{matched} of {} matched", count(sentences, "sentence")));
    let last = failures.pop();
    failures.iter().for_each(|failure| output.failure(failure));
    last.map_or(Ok(Exit::Done), Err)
}

/// A pattern with its faults underlined.
fn refused(pattern: &str, faults: &[Fault]) -> Failure {
    let spans = faults.iter().map(|fault| (sign_of(pattern, fault), fault.message.clone())).collect();
    let failure = Failure::usage("the pattern cannot be used").at("PATTERN", pattern, spans);
    let hints: Vec<&str> = faults.iter().filter_map(|fault| fault.hint.as_deref()).collect();
    match hints.is_empty() {
        true => failure.help("docs/rules.md explains patterns; `assize rules show act.kill` prints one"),
        false => failure.help(hints.join("\n")),
    }
}

fn is_standard_input(file: &Path) -> bool {
    file == Path::new("-")
}

/// The text of a file, taken out as `assize add` takes it out.
fn text_of(file: &Path, extractor: &dyn Extractor) -> Result<String, Failure> {
    if !is_standard_input(file) {
        let read = ingest::read_text(file, Links::Follow, extractor);
        let failed = |error| Failure::input(format!("`{}`: {error}", file.display()));
        return read.map(|(_, extracted)| extracted.text).map_err(failed);
    }
    let failed = |error: &dyn std::error::Error| Failure::input(format!("standard input: {error}"));
    let mut bytes = Vec::new();
    let limits = extractor.limits();
    let mut input = io::stdin().lock().take(limits.file_bytes.saturating_add(1));
    input.read_to_end(&mut bytes).map_err(|error| failed(&error))?;
    check_length(bytes.len() as u64, limits).map_err(|error| failed(&error))?;
    let extracted = extractor.extract("standard-input.txt", &bytes).map_err(|error| failed(&error))?;
    Ok(extracted.text)
}

/// A text that a pattern is tried on.
struct Tried<'t> {
    grammar: &'t Grammar,
    analysed: &'t Analysed,
    file: &'t str,
}

impl Tried<'_> {
    /// Prints every match, and with `show` every sentence. Says how many sentences matched.
    fn print(&self, show: bool, output: &mut Output) -> usize {
        let found = self.analysed.find(self.grammar);
        let shown = if show { self.analysed.shown(self.grammar) } else { Vec::new() };
        let (mut matched, mut line, mut counted) = (0, 1, 0);
        for (at, sentence) in self.analysed.sentences().iter().enumerate() {
            let before = self.analysed.text.get(counted..sentence.span.start).unwrap_or("");
            line += before.matches('\n').count();
            counted = counted.max(sentence.span.start);
            let mut matches = found.iter().filter(|found| found.sentence == at).peekable();
            matched += usize::from(matches.peek().is_some());
            if matches.peek().is_none() && show && !output.json {
                self.sentence(line, sentence.span, None, output);
            }
            matches.for_each(|found| self.found(line, sentence.span, found, output));
            if let Some(lines) = shown.get(at) {
                self.shown(line, sentence.span, lines, output);
            }
        }
        matched
    }

    fn found(&self, line: usize, sentence: Span, found: &Found, output: &mut Output) {
        let words = |span: Span| span.slice(&self.analysed.text).unwrap_or("");
        if output.json {
            let capture = |(name, span): &(String, Span)| json!({ "name": name, "words": words(*span), "start": span.start, "end": span.end });
            let captures: Vec<_> = found.captures.iter().map(capture).collect();
            output.object(&json!({
                "schema": "assize.rule-match/1", "file": self.file, "line": line, "sentence": words(sentence),
                "words": words(found.span), "start": found.span.start, "end": found.span.end, "captures": captures,
            }));
            return;
        }
        self.sentence(line, sentence, Some(found.span), output);
        let width = found.captures.iter().map(|(name, _)| name.chars().count()).max().unwrap_or(0);
        for (name, span) in &found.captures {
            output.line(format!("  {}  {}", column(name, width), blanked(words(*span))));
        }
    }

    fn shown(&self, line: usize, sentence: Span, lines: &[String], output: &mut Output) {
        if output.json {
            output.object(&json!({
                "schema": "assize.rule-sentence/1", "file": self.file, "line": line,
                "sentence": sentence.slice(&self.analysed.text).unwrap_or(""), "shown": lines,
            }));
            return;
        }
        lines.iter().for_each(|line| output.line(format!("    {line}")));
    }

    /// File and line, the sentence, and carets under what matched.
    fn sentence(&self, line: usize, sentence: Span, words: Option<Span>, output: &mut Output) {
        output.line(format!("{}:{line}", self.file));
        underlined(&self.analysed.text, sentence, words).iter().for_each(|line| output.line(line));
    }
}

/// A sentence in lines that fit, with carets under some of its words.
fn underlined(text: &str, sentence: Span, words: Option<Span>) -> Vec<String> {
    let words = words.unwrap_or(Span::new(sentence.end, sentence.end));
    let pieces = [
        (sentence.start, words.start, false),
        (words.start, words.end, true),
        (words.end, sentence.end, false),
    ];
    let mut letters: Vec<(char, bool)> = Vec::new();
    for (start, end, marked) in pieces {
        // What is shown in place of a character takes its own width.
        let piece = blanked(text.get(start..end).unwrap_or(""));
        letters.extend(printable(&piece).chars().map(|letter| (letter, marked)));
    }
    let (mut rest, mut lines) = (&letters[..], Vec::new());
    while !rest.is_empty() {
        let blank = rest.iter().take(WIDTH).rposition(|(letter, _)| *letter == ' ').filter(|at| *at > 0);
        let cut = if rest.len() <= WIDTH { rest.len() } else { blank.map_or(WIDTH, |at| at + 1) };
        let (line, after) = rest.split_at(cut);
        rest = after;
        let shown: String = line.iter().map(|(letter, _)| *letter).collect();
        let carets: String = line.iter().map(|(_, marked)| if *marked { '^' } else { ' ' }).collect();
        let both = [shown, carets];
        lines.extend(
            both.iter()
                .map(|line| line.trim_end())
                .filter(|line| !line.is_empty())
                .map(|line| format!("  {line}")),
        );
    }
    lines
}

/// Words on one line, character by character.
fn blanked(words: &str) -> String {
    words.replace(char::is_whitespace, " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_sentences_are_broken_between_words_and_the_carets_with_them() {
        let text = "The harbour office of Lowford said that\nthe guards at the second gate of the town had killed two men who stood by the wall.";
        let start = text.find("killed two men").expect("words");
        let lines = underlined(text, Span::new(0, text.len()), Some(Span::new(start, start + 14)));
        assert_eq!(
            lines,
            [
                "  The harbour office of Lowford said that the guards at the second gate of the town had killed two",
                "                                                                                        ^^^^^^^^^^^",
                "  men who stood by the wall.",
                "  ^^^",
            ]
        );
    }

    #[test]
    fn hidden_characters_do_not_shift_the_carets() {
        let lines = underlined("a\u{202e} b", Span::new(0, 6), Some(Span::new(5, 6)));
        let at = lines[0].chars().count() - 1;
        assert_eq!(lines[1].chars().count() - 1, at, "{lines:?}");
        assert!(lines[0].contains("202e"), "{lines:?}");
    }
}
