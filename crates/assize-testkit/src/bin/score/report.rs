//! `score report [--write FILE] [--rival FILE]`: every score, one after the other, as a page of Markdown.
//!
//! Each layer is scored by this same program in a process of its own, so that the page holds what a person sees who asks for one
//! layer, and a layer that fails is said so in its place.

use crate::Asked;
use std::process::Command;

/// One part of the page: its heading, what was asked, what stands before the figures.
struct Part {
    title: &'static str,
    ask: &'static [&'static str],
    about: &'static str,
}

const PARTS: &[Part] = &[
    Part {
        title: "Facts of whole articles",
        ask: &["facts"],
        about: "Drafts against 538 facts and 168 traps in 24 articles of as many campaigns, drafted by hand by one careful coder. Found: \
                a draft says it. Placed: of the right thing. Dated: with a day within its days. Voiced: placed, in the right mouth. \
                Matched: typed drafts that find and place a fact. Sprung: traps that a draft fell into.",
    },
    Part {
        title: "Tags",
        ask: &["tags"],
        about: "GUM documents held out by document, never trained on. Target: 96 % and 500,000 tokens a second.",
    },
    Part { title: "Sentences", ask: &["segments"], about: "Sentence ends against GUM, beside plain UAX-29." },
    Part {
        title: "Dates and durations",
        ask: &["times"],
        about: "TempEval-3 rules: strict is the same words, relaxed shares some, value is the right value among the relaxed. Rivals \
                named with CPU seconds were run on the same files and scored by the same code; figures in brackets are published ones.",
    },
    Part {
        title: "Speech",
        ask: &["speech", "dev"],
        about: "PolNeAR development documents from raw text. Rivals' figures are those published for CofeNet's test file.",
    },
    Part {
        title: "Tolls and incidents",
        ask: &["tolls", "tst3"],
        about: "MUC-4 test 3, per slot, beside the answers that the 17 systems gave in 1992, all scored by the same code.",
    },
    Part {
        title: "Casualty ranges",
        ask: &["ranges"],
        about: "Airwars narratives beside the published range. Targets: both ends in 70 %, within the published range in 90 %.",
    },
    Part {
        title: "The first article",
        ask: &["gold"],
        about: "Hand-made items of the first real article; how each was met, field by field.",
    },
];

const HEAD: &str = "# Scores of the reader

Made by one command; nothing on this page is written by hand:

```sh
cargo run --profile tools -p assize-testkit --bin score -- report --write docs/reader-scores.md --rival heideltime.json --rival recognizers.json --rival chrono.json
```

The answers of rivals are made beforehand by the scripts in `benches/rivals/`, each of which says how; without them only ours are scored.

The corpora are other people's and stand outside the project; without them nothing is scored. What a person finds who reads the first
article beside its drafts is in [reader-article.md](reader-article.md). Machines were shared while measuring: speeds are for
comparing lines of one table, not for quoting.
";

pub(crate) fn report(asked: &Asked) -> Result<(), String> {
    let mut page = HEAD.to_owned();
    let mut rest = asked.rest.iter();
    let (mut write, mut rivals) = (None, Vec::new());
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--write" => write = rest.next(),
            "--rival" => rivals.extend(rest.next()),
            other => {
                return Err(format!("`{other}` is not asked of a report: say --write FILE or --rival FILE"));
            }
        }
    }
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    for part in PARTS {
        let mut command = Command::new(&program);
        command.args(part.ask).arg("--corpora").arg(&asked.corpora);
        if part.ask == ["times"] {
            rivals.iter().for_each(|file| {
                command.arg("--rival").arg(file);
            });
        }
        let output = command.output().map_err(|error| format!("`{}`: {error}", part.ask.join(" ")))?;
        let figures = if output.status.success() { output.stdout } else { output.stderr };
        let figures = String::from_utf8_lossy(&figures);
        let ask = part.ask.join(" ");
        page += &format!("\n## {}\n\n{}\n\n`score {ask}`\n\n", part.title, part.about);
        page += &format!("```text\n{}\n```\n", figures.trim_matches('\n'));
    }
    match write {
        Some(file) => std::fs::write(file, page).map_err(|error| format!("`{file}`: {error}")),
        None => {
            print!("{page}");
            Ok(())
        }
    }
}
