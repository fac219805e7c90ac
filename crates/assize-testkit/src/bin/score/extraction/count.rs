//! Counting what was taken out, as the repositories of the sets count it.

use super::{
    Run, Taken,
    sets::{Page, Set},
};
use std::collections::{BTreeMap, BTreeSet};

/// Words of a shingle (article-extraction-benchmark, `string_shingle_matching`).
const SHINGLE: usize = 4;
/// Pages printed with `--errors`.
const WORST: usize = 60;

/// One tool, over all sets.
#[derive(Default)]
pub(super) struct Row {
    pub(super) sets: BTreeMap<&'static str, Counts>,
}

/// Figures of one tool on one set.
#[derive(Default)]
pub(super) struct Counts {
    pages: usize,
    cpu: f64,
    /// Means over pages of precision and recall of shingles; F1 of the two means.
    precision: f64,
    recall: f64,
    must: (usize, usize),
    must_not: (usize, usize),
    lost: usize,
    lost_in_silence: usize,
    /// Pages with a note that the text may not be the whole article.
    warned: usize,
    dates: Facts,
    authors: Facts,
}

/// Facts that are right, wrong and absent.
#[derive(Default)]
struct Facts {
    right: usize,
    wrong: usize,
    of: usize,
}

impl Facts {
    fn count(&mut self, said: Option<&str>, found: Option<&str>, equal: impl Fn(&str, &str) -> bool) {
        let Some(said) = said else { return };
        self.of += 1;
        match found {
            Some(found) if equal(said, found) => self.right += 1,
            Some(_) => self.wrong += 1,
            None => {}
        }
    }
}

impl Counts {
    pub(super) fn of(set: &Set, run: &Run) -> Self {
        let mut counts = Self { pages: set.pages.len(), cpu: run.cpu, ..Self::default() };
        let (mut precisions, mut recalls) = (Vec::new(), Vec::new());
        let nothing = Taken::default();
        for page in &set.pages {
            let taken = run.pages.get(&page.key).unwrap_or(&nothing);
            if let Some(gold) = &page.text {
                let (precision, recall) = shingles(gold, &taken.text);
                precisions.extend(precision);
                recalls.extend(recall);
            }
            counts.warned += usize::from(taken.notes.iter().any(|note| is_warning(note)));
            let (kept, let_in) = sentences(page, &taken.text);
            counts.must.0 += kept;
            counts.must.1 += page.must.len();
            counts.must_not.0 += let_in;
            counts.must_not.1 += page.must_not.len();
            if is_lost(page, &taken.text) {
                counts.lost += 1;
                counts.lost_in_silence += usize::from(!taken.notes.iter().any(|note| is_warning(note)));
            }
            counts
                .dates
                .count(page.date.as_deref(), taken.published_on.as_deref(), |said, found| said == found);
            counts.authors.count(page.author.as_deref(), taken.author.as_deref(), same_names);
        }
        (counts.precision, counts.recall) = (mean(&precisions), mean(&recalls));
        counts
    }

    /// The pages on which most was lost or let in, worst first.
    pub(super) fn print_worst(&self, set: &Set, run: &Run) {
        let nothing = Taken::default();
        let mut worst: Vec<(f64, String)> = Vec::new();
        for page in &set.pages {
            let taken = run.pages.get(&page.key).unwrap_or(&nothing);
            let (badness, why) = if let Some(gold) = &page.text {
                let (precision, recall) = shingles(gold, &taken.text);
                let (precision, recall) = (precision.unwrap_or(1.0), recall.unwrap_or(1.0));
                (2.0 - precision - recall, format!("P {precision:.2} R {recall:.2}"))
            } else {
                let (kept, let_in) = sentences(page, &taken.text);
                let lost = page.must.len() - kept;
                let why =
                    format!("lost {lost} of {}, let in {let_in} of {}", page.must.len(), page.must_not.len());
                (lost as f64 * 1.01 + let_in as f64, why)
            };
            worst.push((badness, format!("{why}  {}  {} [{}]", page.key, page.file, taken.notes.join("; "))));
            let fact = |name: &str,
                        said: &Option<String>,
                        found: &Option<String>,
                        equal: &dyn Fn(&str, &str) -> bool| {
                if let Some(said) = said
                    && !found.as_deref().is_some_and(|found| equal(said, found))
                {
                    println!("{name}: said {said}, found {}  {}", found.as_deref().unwrap_or("-"), page.file);
                }
            };
            fact("date", &page.date, &taken.published_on, &|a, b| a == b);
            fact("author", &page.author, &taken.author, &same_names);
        }
        worst.sort_by(|a, b| b.0.total_cmp(&a.0));
        worst
            .iter()
            .filter(|(badness, _)| *badness > 0.05)
            .take(WORST)
            .for_each(|(_, line)| println!("{line}"));
    }
}

/// Whether a note says that the text may not be the whole article; others are of dates, encodings, readers' comments and boxes.
fn is_warning(note: &str) -> bool {
    let speaks = ["the text", "no main content", "the page asks", "the page says", "refused"];
    let is_part = note.starts_with("the text leaves out");
    let is_linked = note.starts_with("the page shows") && note.contains("letters of its article");
    !is_part && speaks.iter().any(|opening| note.starts_with(opening)) || is_linked
}

/// Whether no sentence that must be kept is.
fn is_lost(page: &Page, text: &str) -> bool {
    !page.must.is_empty() && sentences(page, text).0 == 0
}

fn sentences(page: &Page, text: &str) -> (usize, usize) {
    let text = one_blank(text);
    let count = |all: &[String]| all.iter().filter(|words| text.contains(&one_blank(words))).count();
    (count(&page.must), count(&page.must_not))
}

/// Whether a text holds these words, whatever the blanks between them (trafilatura, `eval_common.norm`).
pub(super) fn has(text: &str, words: &str) -> bool {
    one_blank(text).contains(&one_blank(words))
}

/// Soft hyphens, which only say where a word may break, are no part of it.
fn one_blank(text: &str) -> String {
    text.replace('\u{ad}', "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Precision where anything was found or let in, recall where anything was there (`precision_score` and `recall_score`).
fn shingles(gold: &str, found: &str) -> (Option<f64>, Option<f64>) {
    let (gold, found) = (bag(gold), bag(found));
    let total = |bag: &BTreeMap<Vec<&str>, usize>| bag.values().sum::<usize>();
    let both: usize =
        gold.iter().map(|(shingle, n)| (*n).min(found.get(shingle).copied().unwrap_or(0))).sum();
    let (of_gold, of_found) = (total(&gold), total(&found));
    let share = |all: usize| if both == all { 1.0 } else { both as f64 / all as f64 };
    ((of_found > 0).then(|| share(of_found)), (of_gold > 0).then(|| share(of_gold)))
}

fn bag(text: &str) -> BTreeMap<Vec<&str>, usize> {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    let words: Vec<&str> = text.split(|c| !is_word(c)).filter(|word| !word.is_empty()).collect();
    let mut bag = BTreeMap::new();
    if words.is_empty() {
        return bag;
    }
    for at in 0..words.len().saturating_sub(SHINGLE - 1).max(1) {
        *bag.entry(words[at..(at + SHINGLE).min(words.len())].to_vec()).or_insert(0) += 1;
    }
    bag
}

/// Whether the names are the same, whatever parts them and however they are capitalised: pages print bylines in capitals by style.
fn same_names(said: &str, found: &str) -> bool {
    let names = |all: &str| -> BTreeSet<String> {
        let all = [" and ", " und ", " & ", " y "]
            .iter()
            .fold(all.to_lowercase(), |all, and| all.replace(and, "; "));
        all.split([';', ',']).map(one_blank).filter(|name| !name.is_empty()).collect()
    };
    names(said) == names(found)
}

fn mean(all: &[f64]) -> f64 {
    if all.is_empty() { 0.0 } else { all.iter().sum::<f64>() / all.len() as f64 }
}

/// One table for each set: a row for each tool.
pub(super) fn print(rows: &BTreeMap<String, Row>) {
    for (set, title) in [
        ("articles", "article-extraction-benchmark: whole texts"),
        ("readability", "mozilla's pages: whole texts"),
    ] {
        println!(
            "\n{title}\n\n| tool | F1 | precision | recall | pages a CPU second |\n|---|---|---|---|---|"
        );
        for (name, counts) in of_set(rows, set) {
            let f1 = 2.0 * counts.precision * counts.recall / (counts.precision + counts.recall);
            println!(
                "| {name} | {f1:.3} | {:.3} | {:.3} | {} |",
                counts.precision,
                counts.recall,
                speed(counts)
            );
        }
    }
    println!(
        "\ntrafilatura's set: sentences and facts\n\n| tool | must-have kept | must-not let in | wholly lost | without a note | pages warned of | dates right | wrong | authors right | wrong | pages a CPU second |\n\
         |---|---|---|---|---|---|---|---|---|---|---|"
    );
    for (name, counts) in of_set(rows, "sentences") {
        let share = |(part, all): (usize, usize)| format!("{:.1} %", 100.0 * part as f64 / all.max(1) as f64);
        println!(
            "| {name} | {} | {} | {} | {} | {} | {} of {} | {} | {} of {} | {} | {} |",
            share(counts.must),
            share(counts.must_not),
            counts.lost,
            counts.lost_in_silence,
            counts.warned,
            counts.dates.right,
            counts.dates.of,
            counts.dates.wrong,
            counts.authors.right,
            counts.authors.of,
            counts.authors.wrong,
            speed(counts),
        );
    }
}

fn of_set<'r>(
    rows: &'r BTreeMap<String, Row>,
    set: &'r str,
) -> impl Iterator<Item = (&'r String, &'r Counts)> {
    rows.iter().filter_map(move |(name, row)| Some((name, row.sets.get(set)?)))
}

fn speed(counts: &Counts) -> String {
    if counts.cpu > 0.0 { format!("{:.0}", counts.pages as f64 / counts.cpu) } else { "–".to_owned() }
}
