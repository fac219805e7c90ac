//! `score roles [--errors] [FILE.tsv]`: who did what to whom, in sentences made for it; a sentence counts where it is wholly right.

use crate::Asked;
use assize_reader::rules::Analysed;
use assize_testkit::roles::{Role, RolesScore, sentences};
use std::path::PathBuf;

/// What the reader finds in a sentence.
fn roles(sentence: &str) -> Vec<Role> {
    let grammar = crate::grammar();
    let analysed = Analysed::new(grammar, sentence);
    let mut found = Vec::new();
    for one in analysed.sentences() {
        let word = |at: usize| {
            one.tokens.get(at).and_then(|token| sentence.get(token.start..token.end)).unwrap_or("")
        };
        for predicate in &one.predicates {
            let heads = |phrases: &[usize]| -> Vec<&str> {
                phrases.iter().map(|at| word(one.phrases[*at].head)).collect()
            };
            let mut agents = heads(predicate.agent());
            agents.extend(one.modifying_agent(predicate).map(word));
            found.push(Role::new(word(predicate.head), agents, heads(predicate.patient())));
        }
    }
    found
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let default = || asked.corpora.join("../gold/roles/sentences.tsv");
    let file = asked.rest.first().map_or_else(default, PathBuf::from);
    if asked.rest.is_empty() && !file.is_file() {
        println!("skipped: no sentences at `{}`; name a file: score roles FILE.tsv", file.display());
        return Ok(());
    }
    let lines = std::fs::read_to_string(&file).map_err(|error| format!("`{}`: {error}", file.display()))?;
    let set = sentences(&lines).map_err(|error| format!("`{}`: {error}", file.display()))?;
    let score = RolesScore::of(&set, roles);
    if asked.errors {
        for (sentence, found) in &score.wrong {
            let written = |roles: &[Role]| roles.iter().map(Role::to_string).collect::<Vec<_>>().join("; ");
            println!("{}: {}", sentence.kind, sentence.text);
            println!("   wanted {}\n   found  {}", written(&sentence.asked), written(found));
        }
    }
    println!("{:<12}{:>14}{:>6}", "kind", "wholly right", "of");
    for (kind, (right, all)) in &score.kinds {
        println!("{kind:<12}{right:>14}{all:>6}");
    }
    let (right, all) = score.total();
    println!("{:<12}{right:>14}{all:>6}", "all");
    Ok(())
}
