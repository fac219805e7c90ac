//! `score facts [DIR] [--drafts DIR] [--miss] [--list] [--json]`: drafts of whole articles against what a careful person drafts of them.
//!
//! Without `--drafts` the texts are read here and now, through the same lines that `assize read --stdout` writes; with it, lines saved as
//! `tNN.ndjson` are scored. `--miss` prints each fact that was not met in everything, `--list` the mapping of incidents, the traps that
//! were sprung and each typed draft; both print words of the texts, which are other people's.

use crate::{Asked, files};
use assize_reader::{Document, read, read::lines};
use assize_record::Vocabulary;
use assize_testkit::facts::{self, Draft, FactScore, Gold, Row, Tally, TextScore};
use serde_json::json;
use std::{fs, path::PathBuf};

/// What is asked beside the scores.
#[derive(Default)]
struct Wanted {
    folder: Option<PathBuf>,
    drafts: Option<PathBuf>,
    miss: bool,
    list: bool,
    json: bool,
}

impl Wanted {
    fn of(rest: &[String]) -> Result<Self, String> {
        let mut wanted = Self::default();
        let mut rest = rest.iter();
        while let Some(argument) = rest.next() {
            match argument.as_str() {
                "--drafts" => wanted.drafts = Some(rest.next().ok_or("--drafts takes a folder")?.into()),
                "--miss" => wanted.miss = true,
                "--list" => wanted.list = true,
                "--json" => wanted.json = true,
                flag if flag.starts_with("--") => {
                    return Err(format!("unknown flag `{flag}`: say --drafts DIR, --miss, --list or --json"));
                }
                folder if wanted.folder.is_none() => wanted.folder = Some(folder.into()),
                other => return Err(format!("`{other}` is one folder too many")),
            }
        }
        Ok(wanted)
    }
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let wanted = Wanted::of(&asked.rest)?;
    let folder = wanted.folder.clone().unwrap_or_else(|| asked.corpora.join("../gold/facts"));
    if wanted.folder.is_none() && !folder.is_dir() {
        println!("skipped: no facts at `{}`; name their folder: score facts DIR", folder.display());
        return Ok(());
    }
    let vocabulary = Vocabulary::shipped();
    let mut scores = Vec::new();
    for file in files(&folder, ".json")? {
        let gold = Gold::load(&file, &vocabulary).map_err(|error| error.to_string())?;
        let drafts = drafts(&wanted, &gold).map_err(|error| format!("{}: {error}", gold.name))?;
        let score = facts::score(&gold, &drafts).map_err(|error| format!("{}: {error}", gold.name))?;
        if !wanted.json {
            show(&wanted, &score, &drafts);
        }
        scores.push(score);
    }
    if scores.is_empty() {
        return Err(format!("`{}` has no facts", folder.display()));
    }
    let tallies = Tally::by_part(&scores);
    let rows: Vec<Row> = scores.iter().map(Row::of).collect();
    if wanted.json {
        println!("{}", json!({ "schema": "assize.score-facts/1", "texts": rows, "together": tallies }));
    } else {
        table(&rows, &tallies);
        tallies.last().into_iter().for_each(details);
    }
    Ok(())
}

fn drafts(wanted: &Wanted, gold: &Gold) -> Result<Vec<Draft>, String> {
    if let Some(folder) = &wanted.drafts {
        let file = folder.join(format!("{}.ndjson", gold.name));
        let saved = fs::read_to_string(&file).map_err(|error| format!("`{}`: {error}", file.display()))?;
        return facts::drafts(saved.lines()).map_err(|error| error.to_string());
    }
    let published = gold.published.parse().map_err(|error| format!("published: {error}"))?;
    let reading = read(&Document::published(&gold.text, published));
    let lines = lines::all(gold.text.as_str(), &reading);
    facts::drafts(lines.iter().map(String::as_str)).map_err(|error| error.to_string())
}

/// A fact that was not met in everything, with at most two of the drafts that say it.
fn show_missed(name: &str, fact: &FactScore) {
    let Some(missed) = &fact.missed else { return };
    let said = |yes: bool, word: &'static str| if yes { word } else { "-" };
    let drafts =
        missed.drafts.iter().take(2).map(|(_, speaker, subject)| format!("`{speaker}` of {subject}"));
    println!(
        "{name} {} {} {} {} | by {} | drafted: {} | {}",
        fact.id,
        fact.property.as_deref().unwrap_or("none"),
        said(fact.found, "found"),
        said(fact.placed, "placed"),
        missed.speaker,
        drafts.collect::<Vec<_>>().join(", "),
        missed.exact.replace('\n', " "),
    );
}

fn show(wanted: &Wanted, score: &TextScore, drafts: &[Draft]) {
    let name = &score.name;
    if wanted.miss {
        score.facts.iter().for_each(|fact| show_missed(name, fact));
    }
    if wanted.list {
        println!("## {name}");
        for (incident, subject) in &score.mapping {
            println!("   {incident} is {subject}");
        }
        for sprung in &score.sprung {
            println!("   sprung: {} | {} {} {}", sprung.exact, sprung.property, sprung.value, sprung.subject);
        }
        for draft in drafts.iter().filter(|draft| draft.is_typed()) {
            println!(
                "   {} {} | {} | {} | {}",
                draft.property,
                draft.subject,
                draft.value.exact,
                draft.speaker,
                draft.passage.exact.replace('\n', " ")
            );
        }
    }
}

/// A column: its heading, and its figure in a line.
type Column = (&'static str, fn(&Row) -> usize);

const COLUMNS: [Column; 13] = [
    ("facts", |row| row.facts),
    ("found", |row| row.found),
    ("typed facts", |row| row.typed_facts),
    ("typed found", |row| row.typed_found),
    ("placeable", |row| row.placeable),
    ("placed", |row| row.placed),
    ("dated", |row| row.dated),
    ("voiced", |row| row.voiced),
    ("typed drafts", |row| row.typed_drafts),
    ("matched", |row| row.matched),
    ("traps", |row| row.traps),
    ("sprung", |row| row.sprung),
    ("all drafts", |row| row.drafts),
];

fn table(rows: &[Row], tallies: &[Tally]) {
    let headings: Vec<&str> = COLUMNS.iter().map(|(heading, _)| *heading).collect();
    println!("| text    | {} |", headings.join(" | "));
    println!("|---------|{}", headings.iter().map(|one| "-".repeat(one.len() + 2) + "|").collect::<String>());
    for row in rows.iter().chain(tallies.iter().map(|tally| &tally.sum)) {
        let cells: Vec<String> =
            COLUMNS.iter().map(|(heading, of)| format!("{:>1$}", of(row), heading.len())).collect();
        println!("| {:<7} | {} |", row.text, cells.join(" | "));
    }
}

fn details(tally: &Tally) {
    let share = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
    let sum = &tally.sum;
    println!(
        "\ntyped facts found {:.1} %, placed {:.1} %, dated {:.1} %; all facts found {:.1} %, voiced {:.1} %",
        share(sum.typed_found, sum.typed_facts),
        share(sum.placed, sum.placeable),
        share(sum.dated, sum.placeable),
        share(sum.found, sum.facts),
        share(sum.voiced, sum.facts),
    );
    println!("voiced where a speaker of the right words may be unclear: {}", tally.voiced_loosely);
    println!(
        "incidents {}, with a subject of their own {}; incidents among the subjects of typed drafts {}, of no incident of the text {}",
        tally.incidents.0, tally.incidents.1, tally.subjects.0, tally.subjects.1
    );
    let (stated, drafted, carried) = tally.days;
    println!("days stated {stated}, drafted as such {drafted}, carried by some typed draft {carried}");
    let speakers = tally.speakers.iter().map(|(kind, (found, voiced))| {
        let name = serde_json::to_value(kind).ok();
        format!("{} {voiced} of {found}", name.as_ref().and_then(|name| name.as_str()).unwrap_or_default())
    });
    println!("voiced of found, by speaker: {}", speakers.collect::<Vec<_>>().join(", "));
    println!("\n{:<32}{:>6}{:>7}{:>8}{:>8}", "property", "facts", "found", "placed", "voiced");
    for one in &tally.properties {
        println!("{:<32}{:>6}{:>7}{:>8}{:>8}", one.property, one.facts, one.found, one.placed, one.voiced);
    }
}
