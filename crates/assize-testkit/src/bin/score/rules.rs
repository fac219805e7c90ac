//! `score rules [SENTENCE]`: checks the examples of the rules, or shows a sentence as rules see it.

use crate::{Asked, files};
use assize_reader::{Document, grammar::Grammar, read_with, rules};
use assize_record::Vocabulary;
use assize_rules::SourceFile;
use std::{
    fs,
    path::{Path, PathBuf},
    sync::OnceLock,
};

static GRAMMAR: OnceLock<Grammar> = OnceLock::new();
static FOLDER: OnceLock<PathBuf> = OnceLock::new();

/// Reads by the words and rules of a folder.
pub(crate) fn schema(folder: PathBuf) {
    match compiled(&folder) {
        Ok(grammar) => {
            // INVARIANT: nothing has asked for a grammar before the arguments are read.
            let _ = GRAMMAR.set(grammar);
            let _ = FOLDER.set(folder);
        }
        Err(faults) => {
            eprintln!("{faults}");
            std::process::exit(2);
        }
    }
}

/// The words and rules to read by: those of `--schema`, else the shipped ones.
pub(crate) fn grammar() -> &'static Grammar {
    GRAMMAR.get().unwrap_or_else(|| Grammar::english())
}

fn compiled(folder: &Path) -> Result<Grammar, String> {
    let (words, rules) = (texts(folder, "lexicons/en", ".tsv")?, texts(folder, "rules/en", ".rule")?);
    let properties: Vec<String> = Vocabulary::shipped().iter().map(|(name, _)| name.to_owned()).collect();
    Grammar::compile(&sources(&words), &sources(&rules), &properties)
        .map_err(|faults| faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))
}

fn texts(folder: &Path, under: &str, ending: &str) -> Result<Vec<(String, String)>, String> {
    let read = |file: &PathBuf| {
        let text = fs::read_to_string(file).map_err(|error| format!("`{}`: {error}", file.display()))?;
        Ok((file.display().to_string(), text))
    };
    files(&folder.join(under), ending)?.iter().map(read).collect()
}

fn sources(files: &[(String, String)]) -> Vec<SourceFile<'_>> {
    files.iter().map(|(name, text)| SourceFile { name, text }).collect()
}

pub(crate) fn check(asked: &Asked) -> Result<(), String> {
    if let Some(sentence) = asked.rest.first() {
        rules::shown(grammar(), sentence).iter().for_each(|line| println!("{line}"));
        for found in rules::find(grammar(), sentence) {
            let captures: Vec<String> = found
                .captures
                .iter()
                .map(|(name, span)| format!("{name}={}", span.slice(sentence).unwrap_or("")))
                .collect();
            println!("{}: {}", found.rule, captures.join("  "));
        }
        let published = "2031-06-20".parse().map_err(|error| format!("{error}"))?;
        for draft in read_with(grammar(), &Document::published(sentence, published)).drafts {
            let said = &draft.proposition;
            let speaker = draft.speaker.name.as_deref().unwrap_or(&draft.speaker.description);
            println!(
                "  {} = {} of {:?} on {} by {} `{speaker}` ({:?}, {})",
                said.property(),
                said.value.exact,
                said.subject,
                said.happened_on.as_ref().map_or_else(|| "-".to_owned(), ToString::to_string),
                draft.speaker.kind.name(),
                draft.stance,
                draft.rule,
            );
        }
        return Ok(());
    }
    let default = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema");
    let folder = FOLDER.get().cloned().unwrap_or(default);
    let rules = texts(&folder, "rules/en", ".rule")?;
    let faults = rules::check(grammar(), &sources(&rules));
    faults.iter().for_each(|fault| println!("{fault}"));
    println!("{} rules, {} faults", grammar().program.rules().len(), faults.len());
    Ok(())
}
