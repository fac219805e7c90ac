//! `assize rules`: the rules by which texts are read, for those who write them.

mod check;
mod trying;

use crate::{
    cli::RulesCommand,
    failure::{Exit, Failure, Outcome},
    output::{Output, column, count},
};
use assize_reader::{
    grammar::Grammar,
    rules::{self, Fault},
};
use assize_record::vocabulary::nearest;
use serde_json::json;
use std::ops::Range;

pub(crate) fn run(what: &RulesCommand, output: &mut Output) -> Outcome {
    match what {
        RulesCommand::List { words } => list(words, output),
        RulesCommand::Show { id } => show(id, output),
        RulesCommand::Check { folder } => check::run(folder.as_deref(), output),
        RulesCommand::Try(args) => trying::run(args, output),
    }
}

fn list(words: &[String], output: &mut Output) -> Outcome {
    let program = &Grammar::english().program;
    let words: Vec<String> = words.iter().map(|word| word.to_lowercase()).collect();
    let mut listed = 0;
    for rule in program.rules() {
        let outputs: Vec<String> = rule.outputs.iter().map(|one| rules::output(program, one)).collect();
        let (id, description, file, line) = (&rule.id, &rule.description, &rule.file, rule.line);
        let whole = format!("{id} {description} {} {file}", outputs.join(" ")).to_lowercase();
        if !words.iter().all(|word| whole.contains(word)) {
            continue;
        }
        listed += 1;
        if output.json {
            output.object(&json!({
                "schema": "assize.rule/1", "id": id, "description": description, "outputs": outputs, "file": file,
                "line": line,
            }));
            continue;
        }
        output.line(format!("{} {}", column(id, 34), outputs.join("; ")));
        output.line(format!("    {description} · {file}:{line}"));
    }
    match program.rules().len() {
        all if words.is_empty() => output.talk(count(all, "rule")),
        all => output.talk(format!("{listed} of {}", count(all, "rule"))),
    }
    Ok(Exit::Done)
}

fn show(id: &str, output: &mut Output) -> Outcome {
    let Some((definitions, rule)) = rules::written(rules::RULES, id) else {
        let known = Grammar::english().program.rules().iter().map(|rule| rule.id.as_str());
        let help = nearest(id, known).map_or_else(
            || "`assize rules list WORD` shows the rules that have a word".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        return Err(Failure::usage(format!("no rule is called `{id}`")).help(help));
    };
    if output.json {
        output.object(&json!({
            "schema": "assize.rule-text/1", "id": id, "file": rule.file, "line": rule.line,
            "definitions": definitions, "text": rule.text,
        }));
        return Ok(Exit::Done);
    }
    output.talk(format!("{}:{}", rule.file, rule.line));
    if !definitions.is_empty() {
        definitions.iter().for_each(|line| output.line(line));
        output.line("");
    }
    // Line by line, so that nothing in a file can act on a terminal.
    rule.text.lines().for_each(|line| output.line(line));
    Ok(Exit::Done)
}

/// The bytes of the line that a fault is in, without its end.
fn line_of(text: &str, fault: &Fault) -> Range<usize> {
    let before = (fault.line as usize).saturating_sub(1);
    let mut lines = text.split_inclusive('\n');
    let start: usize = lines.by_ref().take(before).map(str::len).sum();
    start..start + lines.next().unwrap_or("").trim_end().len()
}

/// The bytes of the sign that a fault is about: a name, quoted words, the words of a table that it names, or a mark.
fn sign_of(text: &str, fault: &Fault) -> Range<usize> {
    let line = line_of(text, fault);
    let words = text.get(line.clone()).unwrap_or("");
    let named = fault.message.split('`').nth(1).filter(|_| fault.file.ends_with(".tsv"));
    if let Some((name, at)) = named.and_then(|name| Some((name, words.find(name)?))) {
        return line.start + at..line.start + at + name.len();
    }
    let skipped = (fault.column as usize).saturating_sub(1);
    let at = words.char_indices().nth(skipped).map_or(words.len(), |(at, _)| at);
    let rest = words.get(at..).unwrap_or("");
    let named = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '$' | '_' | '.');
    let length = match rest.chars().next() {
        _ if fault.file.ends_with(".tsv") => rest.find('\t').unwrap_or(rest.len()),
        Some('"') => rest.get(1..).and_then(|inside| inside.find('"')).map_or(rest.len(), |at| at + 2),
        Some(letter) if named(letter) => rest.find(|letter| !named(letter)).unwrap_or(rest.len()),
        Some(mark) => mark.len_utf8(),
        None => 0,
    };
    line.start + at..line.start + at + length
}
