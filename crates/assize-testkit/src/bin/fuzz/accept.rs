//! `fuzz accept [N] [--seed N] [--threads N] [--shared DIR]`: whether every draft can be accepted, over the examples of the reader's rules,
//! every corpus that stands beside the project, and N texts made by rule (100,000 unless said otherwise).
//!
//! Words of a text are shown for the project's own alone: the others are other people's, and name the dead.

use assize_record::Vocabulary;
use assize_testkit::{
    acceptance,
    sweep::{self, Given, Swept},
};
use std::{
    path::{Path, PathBuf},
    time::Instant,
};

/// So many texts with faults are shown.
const SHOWN: usize = 20;

struct Asked {
    made: u64,
    seed: u64,
    threads: usize,
    shared: PathBuf,
}

/// Whether all is well.
pub(crate) fn run(arguments: impl Iterator<Item = String>) -> Result<bool, String> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let asked = asked(arguments, root.join("../shared"))?;
    let mut texts =
        sweep::rules(&root.join("crates/assize-reader/tests/rules")).map_err(|error| error.to_string())?;
    texts.extend(sweep::corpora(&asked.shared).map_err(|error| error.to_string())?);
    if texts.iter().all(|text| text.collection.is_ours()) {
        println!("skipped: no corpora at `{}`; name their folder with --shared", asked.shared.display());
    }
    let given = Given { texts: &texts, made: asked.made, seed: asked.seed, threads: asked.threads };
    let vocabulary = Vocabulary::shipped();
    let start = Instant::now();
    let swept = sweep::sweep(given, &|text, reading| acceptance::refusals(&text.words, reading, &vocabulary));
    show(&swept);
    println!("{:.1} s on {} threads", start.elapsed().as_secs_f64(), asked.threads);
    Ok(swept.faulty.is_empty())
}

fn show(swept: &Swept) {
    println!(
        "{:<12}{:>10}{:>10}{:>12}{:>12}{:>12}",
        "texts of", "texts", "MB", "referents", "drafts", "with faults"
    );
    let mut sum = sweep::Count::default();
    let line = |name: &str, count: &sweep::Count| {
        println!(
            "{name:<12}{:>10}{:>10.2}{:>12}{:>12}{:>12}",
            count.texts,
            count.bytes as f64 / 1e6,
            count.referents,
            count.drafts,
            count.faulty
        );
    };
    for (collection, count) in &swept.counts {
        line(collection.name(), count);
        sum.add(count);
    }
    line("all", &sum);
    for faulty in swept.faulty.iter().take(SHOWN) {
        println!("{} {}", faulty.collection.name(), faulty.name);
        for fault in &faulty.faults {
            let what = if faulty.collection.is_ours() { fault.what.as_str() } else { "not shown" };
            println!("  {}: {what}", fault.place);
        }
    }
}

fn asked(mut arguments: impl Iterator<Item = String>, shared: PathBuf) -> Result<Asked, String> {
    let mut asked = Asked { made: 100_000, seed: 1, threads: 2, shared };
    while let Some(argument) = arguments.next() {
        let number = |text: &str| {
            text.replace('_', "").parse::<u64>().map_err(|_| format!("`{text}` is not a number"))
        };
        let mut value = || arguments.next().unwrap_or_default();
        match argument.as_str() {
            "--seed" => asked.seed = number(&value())?,
            "--threads" => asked.threads = usize::try_from(number(&value())?).unwrap_or(1),
            "--shared" => asked.shared = value().into(),
            flag if flag.starts_with("--") => return Err(format!("unknown argument `{flag}`")),
            made => asked.made = number(made)?,
        }
    }
    Ok(asked)
}
