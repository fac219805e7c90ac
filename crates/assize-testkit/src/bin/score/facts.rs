//! `score facts [DIR] [--only tNN] [--drafts DIR | --rival FILE] [--verdicts FILE] [--show] [--judge] [--json]`: drafts of whole articles
//! against what a careful person drafts of them.
//!
//! The texts are read here and now, through the same lines that `assize read --stdout` writes; with `--drafts`, lines saved as
//! `tNN.ndjson` are scored, with `--rival` the facts of another program (`benches/rivals/facts_spacy.py`). `--show` prints each fact that
//! was not met with the drafts beside it. `--judge` prints each typed draft that meets no fact and was not judged yet as a line for the
//! file of verdicts: put `right`, `harmless` or `wrong` for its `?` and append it there. Both print words of the texts, which are other
//! people's, so the file stands outside the project.

use crate::{Asked, files};
use assize_reader::{Document, read::lines, read_with};
use assize_record::Vocabulary;
use assize_testkit::facts::{self, Draft, Gold, Judged, Precision, Row, Tally, TextScore, Verdicts};
use serde_json::json;
use std::{fs, path::PathBuf};

/// What is asked beside the scores.
#[derive(Default)]
struct Wanted {
    folder: Option<PathBuf>,
    only: Vec<String>,
    drafts: Option<PathBuf>,
    rival: Option<String>,
    verdicts: Verdicts,
    show: bool,
    judge: bool,
    json: bool,
}

const FLAGS: &str = "--only tNN, --drafts DIR, --rival FILE, --verdicts FILE, --show, --judge or --json";

impl Wanted {
    fn of(rest: &[String]) -> Result<Self, String> {
        let mut wanted = Self::default();
        let mut rest = rest.iter();
        while let Some(argument) = rest.next() {
            let mut value = |what: &str| rest.next().ok_or_else(|| format!("{argument} takes a {what}"));
            match argument.as_str() {
                "--only" => wanted.only.push(value("text")?.clone()),
                "--drafts" => wanted.drafts = Some(value("folder")?.into()),
                "--rival" => wanted.rival = Some(text_of(value("file")?)?),
                "--verdicts" => {
                    let lines = text_of(value("file")?)?;
                    wanted.verdicts = Verdicts::of(&lines).map_err(|error| error.to_string())?;
                }
                "--show" => wanted.show = true,
                "--judge" => wanted.judge = true,
                "--json" => wanted.json = true,
                flag if flag.starts_with("--") => {
                    return Err(format!("unknown flag `{flag}`: say {FLAGS}"));
                }
                folder if wanted.folder.is_none() => wanted.folder = Some(folder.into()),
                other => return Err(format!("`{other}` is one folder too many")),
            }
        }
        Ok(wanted)
    }
}

fn text_of(file: &str) -> Result<String, String> {
    fs::read_to_string(file).map_err(|error| format!("`{file}`: {error}"))
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let wanted = Wanted::of(&asked.rest)?;
    let folder = wanted.folder.clone().unwrap_or_else(|| asked.corpora.join("../gold/facts"));
    if wanted.folder.is_none() && !folder.is_dir() {
        println!("skipped: no facts at `{}`; name their folder: score facts DIR", folder.display());
        return Ok(());
    }
    let vocabulary = Vocabulary::shipped();
    let (mut scores, mut precision) = (Vec::new(), Precision::default());
    for file in files(&folder, ".json")? {
        let name = file.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        if !wanted.only.is_empty() && !wanted.only.contains(&name) {
            continue;
        }
        let gold = Gold::load(&file, &vocabulary).map_err(|error| error.to_string())?;
        let drafts = drafts(&wanted, &gold).map_err(|error| format!("{}: {error}", gold.name))?;
        let score = facts::score(&gold, &drafts).map_err(|error| format!("{}: {error}", gold.name))?;
        precision.add(&Precision::of(&gold, &drafts, &score, &wanted.verdicts));
        if wanted.show {
            println!("{}", facts::show(&gold, &drafts, &score, &wanted.verdicts));
        }
        if wanted.judge {
            judge(&wanted, &gold, &drafts, &score);
        }
        scores.push(score);
    }
    if scores.is_empty() {
        return Err(format!("`{}` has no facts that are asked for", folder.display()));
    }
    // Lines for the file of verdicts stand alone.
    if wanted.judge {
        return Ok(());
    }
    let tallies = Tally::by_part(&scores);
    let rows: Vec<Row> = scores.iter().map(Row::of).collect();
    if wanted.json {
        let together = json!({ "schema": "assize.score-facts/2", "texts": rows, "together": tallies, "precision": precision });
        println!("{together}");
    } else {
        table(&rows, &tallies);
        tallies.last().into_iter().for_each(|tally| details(tally, &precision));
    }
    Ok(())
}

fn drafts(wanted: &Wanted, gold: &Gold) -> Result<Vec<Draft>, String> {
    if let Some(lines) = &wanted.rival {
        return facts::rival(gold, lines).map_err(|error| error.to_string());
    }
    if let Some(folder) = &wanted.drafts {
        let file = folder.join(format!("{}.ndjson", gold.name));
        let saved = fs::read_to_string(&file).map_err(|error| format!("`{}`: {error}", file.display()))?;
        return facts::drafts(saved.lines()).map_err(|error| error.to_string());
    }
    let published = gold.published.parse().map_err(|error| format!("published: {error}"))?;
    let reading = read_with(crate::grammar(), &Document::published(&gold.text, published));
    let lines = lines::all(gold.text.as_str(), &reading);
    facts::drafts(lines.iter().map(String::as_str)).map_err(|error| error.to_string())
}

/// A line for the file of verdicts for each typed draft that meets no fact and was not judged.
fn judge(wanted: &Wanted, gold: &Gold, drafts: &[Draft], score: &TextScore) {
    let unmatched = score.unmatched.iter().filter_map(|at| drafts.get(*at));
    for draft in unmatched.filter(|draft| wanted.verdicts.on(gold, draft).is_none()) {
        println!("?\t{}", Judged::of(gold, draft));
    }
}

/// A column: its heading, and its figure in a line.
type Column = (&'static str, fn(&Row) -> usize);

const COLUMNS: [Column; 15] = [
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
    ("incidents", |row| row.incidents),
    ("own subject", |row| row.own),
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

fn details(tally: &Tally, precision: &Precision) {
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
    let Precision { typed, matched, right, harmless, wrong, unjudged } = precision;
    let (least, most) = precision.share();
    println!(
        "typed precision {least:.1} % (at most {most:.1} %): of {typed} typed drafts {matched} matched, {right} judged right, {harmless} harmless, {wrong} wrong, {unjudged} unjudged"
    );
    let covered = &tally.covered;
    println!(
        "facts without a property {}, covered by one draft {} (a statement {}, a typed draft {}), by all drafts together {}",
        covered.facts, covered.by_one, covered.by_statement, covered.by_typed, covered.by_all
    );
    println!(
        "incidents {}, with a subject of their own {}; incidents among the subjects of typed drafts {}, of no incident of the text {}",
        sum.incidents, sum.own, tally.subjects.0, tally.subjects.1
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
