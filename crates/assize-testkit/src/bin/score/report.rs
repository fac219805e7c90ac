//! `score report [--write FILE] [--rival FILE]… [--facts-rival FILE] [--verdicts FILE]`: every score, one after the other, as a page of Markdown.
//!
//! Parts that compare rivals stay as FILE has them where no answers of a rival are given.
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

/// The part that is left out where no facts of a rival are given.
const FACTS_OF_A_RIVAL: &str = "Facts of whole articles, a rival";

const PARTS: &[Part] = &[
    Part {
        title: "Facts of whole articles",
        ask: &["facts"],
        about: "Drafts against 538 facts and 168 traps in 24 articles of as many campaigns, drafted by hand by one careful coder. Found: \
                a draft says it. Placed: about the right incident, where subjects and incidents are mapped one to one and a draft whose \
                day lies outside the incident's days is not placed. Dated: placed, with a day within its days. Voiced: placed, in the \
                right mouth. Matched: typed drafts that find and place a fact. Typed precision: matched and judged right, of all typed \
                drafts that are not harmless. Covered: facts without a property whose words a passage of a draft holds. Sprung: traps \
                that a draft fell into. Own subject: incidents that some subject stands for.",
    },
    Part {
        title: FACTS_OF_A_RIVAL,
        ask: &["facts", "--rival"],
        about: "The small English model of spaCy with a list of verbs, and dateparser for days (`benches/rivals/facts_spacy.py`): the \
                same texts, scored by the same code.",
    },
    Part {
        title: "Roles in sentences",
        ask: &["roles"],
        about: "Sentences where every verb asked has the right heads of who did it and whom it was done to; a head too many is as wrong \
                as one too few.",
    },
    Part {
        title: "Incidents as a recorder published them",
        ask: &["syria"],
        about: "Airwars incidents in Syria and reporting on them, from drafts. Day: a typed draft is on the day of the incident. Toll: a \
                figure of the dead on that day lies within the published range with both ends. Place, actor: some incident of the text \
                is at that place, was conducted by one of those belligerents. Status: the dead of that day are said to be civilians. \
                Whole: day, toll, place and actor are of one incident of the text.",
    },
    Part {
        title: "The right incident among the first candidates",
        ask: &["candidates"],
        about: "The same texts: the lines *what the reader drafts* are on drafts, the others are controls made from the corpus.",
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
        title: "Tolls and incidents, on drafts",
        ask: &["tolls", "tst3"],
        about: "MUC-4 test 3, per slot, beside the answers that the 17 systems gave in 1992, all scored by the same code. Slots are filled \
                from referents and drafts alone, which is what a person sees.",
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
cargo run --release -p assize-testkit --bin score -- report --write docs/reader-scores.md --rival heideltime.json --rival recognizers.json --rival chrono.json --facts-rival facts.jsonl --verdicts verdicts.tsv
```

The answers of rivals are made beforehand by the scripts in `benches/rivals/`, each of which says how; without them the parts that compare
rivals (dates, facts of a rival) stay as they were.
Verdicts are a person's on typed drafts that meet no fact (`score facts --judge`); they hold words of the texts and stand outside the project.

The corpora are other people's and stand outside the project; without them nothing is scored. What a person finds who reads the first
article beside its drafts is in [reader-article.md](reader-article.md). Machines were shared while measuring: speeds are for
comparing lines of one table, not for quoting.
";

pub(crate) fn report(asked: &Asked) -> Result<(), String> {
    let mut page = HEAD.to_owned();
    let mut rest = asked.rest.iter();
    let (mut write, mut rivals, mut facts_rival, mut verdicts) = (None, Vec::new(), None, None);
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--write" => write = rest.next(),
            "--rival" => rivals.extend(rest.next()),
            "--facts-rival" => facts_rival = rest.next(),
            "--verdicts" => verdicts = rest.next(),
            other => {
                return Err(format!(
                    "`{other}` is not asked of a report: say --write FILE, --rival FILE, --facts-rival FILE or --verdicts FILE"
                ));
            }
        }
    }
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let before = write.and_then(|file| std::fs::read_to_string(file).ok()).unwrap_or_default();
    for part in PARTS {
        let compares = part.title == FACTS_OF_A_RIVAL && facts_rival.is_none()
            || part.ask == ["times"] && rivals.is_empty();
        if compares && let Some(kept) = part_of(&before, part.title) {
            page += kept;
            continue;
        }
        if part.title == FACTS_OF_A_RIVAL && facts_rival.is_none() {
            continue;
        }
        let mut command = Command::new(&program);
        command.args(part.ask);
        if part.title == FACTS_OF_A_RIVAL {
            command.args(facts_rival);
        } else if let (["facts"], Some(file)) = (part.ask, verdicts) {
            command.arg("--verdicts").arg(file);
        }
        command.arg("--corpora").arg(&asked.corpora);
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

/// A part of a page with its heading, from the line break before it to that before the next.
fn part_of<'p>(page: &'p str, title: &str) -> Option<&'p str> {
    let from = page.find(&format!("\n## {title}\n"))?;
    let rest = &page[from + 1..];
    let end = rest.find("\n## ").map_or(page.len(), |next| from + 1 + next);
    page.get(from..end)
}

#[cfg(test)]
mod tests {
    use super::part_of;

    #[test]
    fn a_part_goes_from_its_heading_to_the_next() {
        let page = "# Scores\n\n## One\n\n1\n\n## One, a rival\n\n2\n";
        assert_eq!(part_of(page, "One"), Some("\n## One\n\n1\n"));
        assert_eq!(part_of(page, "One, a rival"), Some("\n## One, a rival\n\n2\n"));
        assert_eq!(part_of(page, "Two"), None);
    }
}
