//! `assize rules check`: rules and words of a folder beside the shipped ones, and every example.

use super::{line_of, sign_of};
use crate::{
    failure::{Exit, Failure, Outcome, file_failure},
    output::{Output, count},
};
use assize_archive::plain::{self, Links, WRITTEN_BYTES};
use assize_reader::{
    grammar::Grammar,
    rules::{self, Fault, RULES, Rules, SourceFile, WORDS},
};
use serde_json::json;
use std::{
    fs,
    path::{Path, PathBuf},
};

/// A file of rules or words that a person wrote.
struct Own {
    path: PathBuf,
    name: String,
    text: String,
}

pub(super) fn run(folder: Option<&Path>, output: &mut Output) -> Outcome {
    let own = folder.map_or_else(|| Ok(Vec::new()), |folder| own(folder, output))?;
    let of = |ending: &str| {
        own.iter().filter(|file| file.path.extension().is_some_and(|end| end == ending)).collect()
    };
    let (words, rules) = (beside(WORDS, of("tsv"), output), beside(RULES, of("rule"), output));
    let compiled = Grammar::compile(&words, &rules, &rules::properties());
    let faults = match &compiled {
        Ok(grammar) => rules::check(grammar, &rules),
        Err(faults) => faults.clone(),
    };
    let text = |fault: &Fault| {
        let file = words.iter().chain(&rules).find(|file| file.name == fault.file);
        file.map_or("", |file| file.text)
    };
    // What the examples of a rule come to is not known before the rule itself is sound.
    let broken: Vec<Option<&str>> = faults
        .iter()
        .filter(|fault| !is_of_example(fault, text(fault)))
        .map(|fault| rule_of(fault, text(fault)))
        .collect();
    let faults: Vec<&Fault> = faults
        .iter()
        .filter(|fault| !is_of_example(fault, text(fault)) || !broken.contains(&rule_of(fault, text(fault))))
        .collect();
    faults.iter().for_each(|fault| report(fault, text(fault), output));
    let Some(grammar) = compiled.ok().filter(|_| faults.is_empty()) else {
        output.talk(count(faults.len(), "fault"));
        return Ok(Exit::Faults);
    };
    let ruled = grammar.program.rules();
    let examples = Rules::parse(&rules).map(|rules| rules.examples().to_vec()).unwrap_or_default();
    let counted = |name: Option<&str>| {
        let held = ruled.iter().filter(|rule| name.is_none_or(|name| rule.file == name)).count();
        let shown = examples.iter().filter(|example| name.is_none_or(|name| example.file == name)).count();
        (held, shown)
    };
    for Own { path, name, .. } in &own {
        let (held, shown) = counted(Some(name));
        let words = path.extension().is_some_and(|end| end == "tsv");
        if output.json {
            output.object(
                &json!({ "schema": "assize.rule-file/1", "file": name, "rules": held, "examples": shown }),
            );
        } else if words {
            output.line(format!("{name}  words, no fault"));
        } else {
            output.line(format!("{name}  {}, {}, no fault", count(held, "rule"), count(shown, "example")));
        }
    }
    let (held, shown) = counted(None);
    output.talk(format!("{}, {}, no fault", count(held, "rule"), count(shown, "example")));
    Ok(Exit::Done)
}

/// The files of rules and words in a folder, by name.
fn own(folder: &Path, output: &Output) -> Result<Vec<Own>, Failure> {
    let entries = fs::read_dir(folder).map_err(|error| file_failure(folder, &error))?;
    let mut paths: Vec<PathBuf> = entries.filter_map(|entry| entry.ok().map(|entry| entry.path())).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "rule" || ending == "tsv"));
    paths.sort();
    if paths.is_empty() {
        return Err(Failure::input(format!("`{}` holds no `*.rule` and no `*.tsv`", folder.display()))
            .help("docs/rules.md says what stands in them"));
    }
    let (mut files, mut failures) = (Vec::new(), Vec::new());
    for path in paths {
        match plain::read_text(&path, Links::Follow, WRITTEN_BYTES) {
            Ok(text) => files.push(Own { name: path.display().to_string(), path, text }),
            Err(error) => failures.push(Failure::input(error)),
        }
    }
    let last = failures.pop();
    failures.iter().for_each(|failure| output.failure(failure));
    last.map_or(Ok(files), Err)
}

/// The shipped files and a person's own. Who checks the folder that a shipped file comes from has it read in its place.
fn beside<'s>(shipped: &[SourceFile<'s>], own: Vec<&'s Own>, output: &Output) -> Vec<SourceFile<'s>> {
    let is = |own: &Own, shipped: &SourceFile<'_>| {
        own.path.canonicalize().is_ok_and(|path| path.ends_with(shipped.name))
    };
    let mut files = Vec::new();
    for file in shipped {
        match own.iter().find(|own| is(own, file)) {
            Some(own) => output.talk(format!("`{}` in place of the shipped file", own.name)),
            None => files.push(*file),
        }
    }
    files.extend(own.iter().map(|own| SourceFile { name: &own.name, text: &own.text }));
    files
}

fn report(fault: &Fault, text: &str, output: &mut Output) {
    if output.json {
        output.object(&json!({
            "schema": "assize.rule-fault/1", "file": fault.file, "line": fault.line, "column": fault.column,
            "what": fault.message, "help": fault.hint,
        }));
        return;
    }
    let line = line_of(text, fault);
    let written = text.get(line.clone()).unwrap_or("");
    let indent = written.len() - written.trim_start().len();
    let sign = sign_of(text, fault);
    // What is wrong with a line as a whole stands at its beginning.
    let whole = sign.start <= line.start + indent && !fault.file.ends_with(".tsv");
    let range = if whole { line.start + indent..line.end } else { sign };
    let failure =
        Failure::input(headline(fault, text)).at(&fault.file, text, vec![(range, fault.message.clone())]);
    output.failure(&match &fault.hint {
        Some(hint) => failure.help(hint),
        None => failure,
    });
}

/// The rule that the line of a fault belongs to.
fn rule_of<'t>(fault: &Fault, text: &'t str) -> Option<&'t str> {
    let above: Vec<&str> = text.lines().take(fault.line as usize).collect();
    let rule = above.iter().rev().find_map(|line| line.trim_start().strip_prefix("rule "))?;
    rule.split_whitespace().next()
}

/// Whether a fault is about what an example says, rather than about what cannot be read.
fn is_of_example(fault: &Fault, text: &str) -> bool {
    let line = text.get(line_of(text, fault)).unwrap_or("").trim_start();
    fault.column == 1 && (line.starts_with("yes") || line.starts_with("no"))
}

/// What a fault comes to.
fn headline(fault: &Fault, text: &str) -> String {
    if fault.file.ends_with(".tsv") {
        return format!("the words of `{}` cannot be used", fault.file);
    }
    match rule_of(fault, text) {
        Some(id) if is_of_example(fault, text) => format!("an example of rule `{id}` does not hold"),
        Some(id) => format!("rule `{id}` cannot be used"),
        None => format!("the rules of `{}` cannot be used", fault.file),
    }
}
