//! Scores the layers of the reader against corpora kept outside the project, beside the rivals' figures.
//!
//! ```text
//! score times [--errors] [--corpora DIR] [--rival FILE]… [CORPUS]
//! score ranges [--errors] [--corpora DIR]
//! score quantities FILE…
//! score segments
//! score tags
//! score speech [--errors] [dev|train|test]
//! score gold
//! score facts [DIR] [--only tNN] [--drafts DIR | --rival FILE] [--verdicts FILE] [--show] [--judge] [--json]
//! score roles [--errors] [FILE.tsv]
//! score syria [--errors] [--seed S] [--texts N] [--drafts N] [FILE]
//! score report [--write FILE] [--rival FILE]… [--facts-rival FILE] [--verdicts FILE]
//! score tolls [--errors] [dev|tst1|tst2|tst3|tst4]
//! score candidates [--errors] [FILE]
//! score extraction [--errors] [--only PART] [--rivals DIR [--keep NAME]] DIR…
//! score rules [SENTENCE]
//! ```
//!
//! With `--schema DIR` facts, roles, syria and rules are read by the words and rules of that folder (`DIR/lexicons/en`, `DIR/rules/en`), so
//! that a rule can be tried without a build. `rules` checks every example, or shows a sentence as rules see it and what they find in it.

/// Prints a line. Whoever reads the first lines only has closed the other end, which is no fault: the program ends there.
macro_rules! println {
    () => { crate::put(format_args!("\n")) };
    ($($words:tt)*) => { crate::put(format_args!("{}\n", format_args!($($words)*))) };
}

/// Prints words without the end of a line.
macro_rules! print {
    ($($words:tt)*) => { crate::put(format_args!($($words)*)) };
}

mod candidates;
mod extraction;
mod facts;
mod gold;
mod ranges;
mod report;
mod roles;
mod rules;
mod segments;
mod speech;
mod syria;
mod tags;
mod times;
mod tolls;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What every scorer is asked with.
pub(crate) struct Asked {
    /// The folder of corpora.
    pub(crate) corpora: PathBuf,
    /// Whether to print each difference.
    pub(crate) errors: bool,
    /// Whatever else was given.
    pub(crate) rest: Vec<String>,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let layer = arguments.next().unwrap_or_default();
    let mut asked = Asked {
        corpora: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/corpora"),
        errors: false,
        rest: Vec::new(),
    };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--errors" => asked.errors = true,
            "--schema" => rules::schema(arguments.next().map(PathBuf::from).unwrap_or_default()),
            "--corpora" => asked.corpora = arguments.next().map(PathBuf::from).unwrap_or_default(),
            _ => asked.rest.push(argument),
        }
    }
    // Facts stand beside the corpora, or wherever they are named.
    if !matches!(layer.as_str(), "facts" | "roles" | "rules" | "extraction") && !asked.corpora.is_dir() {
        eprintln!("skipped: no corpora at `{}`; name their folder with --corpora", asked.corpora.display());
        return ExitCode::SUCCESS;
    }
    let outcome = match layer.as_str() {
        "times" => times::score(&asked),
        "ranges" => ranges::score(&asked),
        "quantities" => ranges::dump(&asked),
        "segments" => segments::score(&asked),
        "tags" => tags::score(&asked),
        "speech" => speech::score(&asked),
        "extraction" => extraction::score(&asked),
        "gold" => gold::score(&asked),
        "facts" => facts::score(&asked),
        "tolls" => tolls::score(&asked),
        "candidates" => candidates::score(&asked),
        "roles" => roles::score(&asked),
        "rules" => rules::check(&asked),
        "syria" => syria::score(&asked),
        "report" => report::report(&asked),
        other => Err(format!(
            "unknown layer `{other}`: say times, ranges, segments, tags, speech, gold, extraction, facts, roles, syria, tolls, candidates or report"
        )),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// The words and rules to read by.
pub(crate) fn grammar() -> &'static assize_reader::grammar::Grammar {
    rules::grammar()
}

fn put(words: std::fmt::Arguments<'_>) {
    use std::io::Write;
    if std::io::stdout().write_fmt(words).is_err() {
        std::process::exit(0);
    }
}

/// The files of a folder with an ending, in order of name.
pub(crate) fn files(folder: &Path, ending: &str) -> Result<Vec<PathBuf>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.to_string_lossy().ends_with(ending))
        .collect();
    files.sort();
    Ok(files)
}

/// Precision, recall and F1 of counts.
pub(crate) fn f1(right: usize, found: usize, gold: usize) -> f64 {
    if right == 0 { 0.0 } else { 200.0 * right as f64 / (found + gold) as f64 }
}
