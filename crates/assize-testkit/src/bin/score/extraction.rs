//! What is taken out of public test pages, beside what other tools take out of them.
//!
//! Reads folders that lie outside the project, each recognised by what it holds: scrapinghub's article-extraction-benchmark
//! (`ground-truth.json`), trafilatura's own set (`tests/evaldata.json`) and mozilla's pages (`test/test-pages`). Figures are counted as those
//! repositories count them: shingles of four words for whole texts, sentences that must and must not be there, dates and authors equal.
//!
//! `--rivals DIR` reads what other tools took out (`SET-TOOL.json`, the form of [`Run`]) and counts it in the same way; `--keep NAME` writes
//! what was taken out now beside them, so that before and after come from one command.

mod count;
mod sets;

use crate::Asked;
use assize_archive::extract::{ExtractError, Extracted, Limits, extract, html};
use count::{Counts, Row};
use sets::{Page, Set};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// What one tool took out of the pages of one set.
#[derive(Debug, Default, serde::Serialize, serde::Deserialize)]
struct Run {
    /// Seconds of processor time for all pages.
    cpu: f64,
    /// By page.
    pages: BTreeMap<String, Taken>,
}

/// What was taken out of one page. A tool that states no facts leaves them empty.
#[derive(Debug, Clone, Default, serde::Serialize, serde::Deserialize)]
#[serde(default)]
struct Taken {
    text: String,
    published_on: Option<String>,
    author: Option<String>,
    title: Option<String>,
    notes: Vec<String>,
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let (mut folders, mut rivals, mut keep, mut only) = (Vec::new(), None, None, None);
    let mut rest = asked.rest.iter();
    while let Some(argument) = rest.next() {
        match argument.as_str() {
            "--rivals" => rivals = rest.next().map(PathBuf::from),
            "--keep" => keep = rest.next(),
            "--only" => only = rest.next(),
            folder => folders.push(PathBuf::from(folder)),
        }
    }
    if folders.is_empty() {
        return Err("name the folders that hold the test pages".to_owned());
    }
    let mut rows: BTreeMap<String, Row> = BTreeMap::new();
    for folder in &folders {
        let mut set = sets::read(folder)?;
        if let Some(only) = only {
            set.pages.retain(|page| page.key.contains(only.as_str()) || page.file.contains(only.as_str()));
            set.pages.iter().for_each(show);
            continue;
        }
        let own = taken_now(&set, |page, limits| extract("page.html", &page.bytes, limits));
        let bare = taken_now(&set, |page, limits| html::without_captions(&page.bytes, limits));
        let mut runs = vec![("assize".to_owned(), own), ("assize, captions left out".to_owned(), bare)];
        if let Some(folder) = &rivals {
            runs.extend(kept(folder, set.name)?);
        }
        for (name, run) in &runs {
            let counts = Counts::of(&set, run);
            if name == "assize" && asked.errors {
                counts.print_worst(&set, run);
            }
            rows.entry(name.clone()).or_default().sets.insert(set.name, counts);
        }
        if let (Some(name), Some(folder)) = (keep, &rivals) {
            write(folder, set.name, name, &runs[0].1)?;
        }
    }
    if only.is_none() {
        count::print(&rows);
    }
    Ok(())
}

/// Reads every page of a set in this process.
fn taken_now(set: &Set, read: impl Fn(&Page, &Limits) -> Result<Extracted, ExtractError>) -> Run {
    let limits = Limits::default();
    let started = cpu_seconds();
    let pages = set.pages.iter().map(|page| (page.key.clone(), taken(read(page, &limits)))).collect();
    Run { cpu: cpu_seconds() - started, pages }
}

/// Processor time of this thread so far, where the system tells it; else zero, and no speed is printed.
fn cpu_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap_or_default();
    let nanoseconds = told.split_whitespace().next().and_then(|first| first.parse::<u64>().ok());
    nanoseconds.unwrap_or(0) as f64 / 1e9
}

fn taken(found: Result<Extracted, ExtractError>) -> Taken {
    match found {
        Ok(found) => {
            let fact = |stated: Option<assize_record::body::Stated>| stated.map(|stated| stated.value);
            // The first paragraph is the title that the page states; other tools give it apart, and the sets hold bodies.
            let title = found.publication.title.as_ref().map(|title| title.value.as_str());
            let (first, rest) = found.text.split_once("\n\n").unwrap_or((found.text.as_str(), ""));
            let text = if Some(first.trim_end()) == title { rest } else { &found.text };
            Taken {
                text: text.to_owned(),
                published_on: fact(found.publication.published_on),
                author: fact(found.publication.author),
                title: fact(found.publication.title),
                notes: found.notes,
            }
        }
        // Whoever adds the page is told so: nothing is lost in silence.
        Err(error) => Taken { notes: vec![format!("refused: {error}")], ..Taken::default() },
    }
}

/// Prints what is taken out of one page, with what the set says of it.
fn show(page: &Page) {
    let found = taken(extract("page.html", &page.bytes, &Limits::default()));
    println!("== {} ({})", page.key, page.file);
    println!("date {:?} author {:?} title {:?}", found.published_on, found.author, found.title);
    println!("said {:?} {:?}", page.date, page.author);
    found.notes.iter().for_each(|note| println!("note: {note}"));
    println!("{}", found.text);
    if let Some(gold) = &page.text {
        println!("-- expected\n{gold}");
    }
    page.must.iter().for_each(|words| println!("-- must: {} {words}", count::has(&found.text, words)));
    page.must_not
        .iter()
        .for_each(|words| println!("-- must not: {} {words}", count::has(&found.text, words)));
}

/// What other tools took out of a set.
fn kept(folder: &Path, set: &str) -> Result<Vec<(String, Run)>, String> {
    let mut runs = Vec::new();
    for path in crate::files(folder, ".json")? {
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let Some(tool) = name.strip_prefix(&format!("{set}-")) else { continue };
        let run = std::fs::read_to_string(&path).map_err(|error| error.to_string());
        let run = run.and_then(|text| serde_json::from_str(&text).map_err(|error| error.to_string()));
        runs.push((tool.to_owned(), run.map_err(|error| format!("`{}`: {error}", path.display()))?));
    }
    Ok(runs)
}

fn write(folder: &Path, set: &str, name: &str, run: &Run) -> Result<(), String> {
    let path = folder.join(format!("{set}-{name}.json"));
    let text = serde_json::to_string(run).map_err(|error| error.to_string())?;
    std::fs::write(&path, text).map_err(|error| format!("`{}`: {error}", path.display()))
}
