//! Ranges of killed and injured over incident narratives against the ranges their recorder published.
//!
//! Only figures are printed: the narratives name the dead.

use crate::Asked;
use assize_reader::{
    Document,
    quantity::{self, Convention, Range},
    segment, timex,
};
use serde_json::Value;
use std::time::Instant;

#[derive(Default)]
struct Tally {
    published: usize,
    given: usize,
    exact: usize,
    low: usize,
    high: usize,
    within: usize,
    none_right: usize,
    none: usize,
}

impl Tally {
    fn count(&mut self, gold: Option<(u64, u64)>, found: Option<Range>) {
        let Some((low, high)) = gold else {
            self.none += 1;
            self.none_right += usize::from(found.is_none());
            return;
        };
        self.published += 1;
        let Some(found) = found else { return };
        self.given += 1;
        self.exact += usize::from(found.min == low && found.max == high);
        self.low += usize::from(found.min == low);
        self.high += usize::from(found.max == high);
        self.within += usize::from(low <= found.min && found.max <= high);
    }

    fn print(&self, name: &str) {
        let of = |part: usize| 100.0 * part as f64 / self.published.max(1) as f64;
        println!(
            "{name:<8} {:>4} published | given {:>5.1} %  both ends {:>5.1} %  lower {:>5.1} %  upper {:>5.1} %  within {:>5.1} % | {} unpublished, {} left open",
            self.published,
            of(self.given),
            of(self.exact),
            of(self.low),
            of(self.high),
            of(self.within),
            self.none,
            self.none_right,
        );
    }
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let path = asked
        .rest
        .first()
        .map_or_else(|| asked.corpora.join("airwars-gaza/dev.jsonl"), std::path::PathBuf::from);
    let lines = std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let (mut killed, mut injured) = (Tally::default(), Tally::default());
    let (mut bytes, begun) = (0, Instant::now());
    for line in lines.lines() {
        let record: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let text = record["narrative"].as_str().unwrap_or_default();
        bytes += text.len();
        let document = Document::undated(text);
        let segments = segment(text);
        let (times, _) = timex::times(&document, &segments);
        let counted = quantity::quantities(&document, &segments, &times);
        let found = quantity::incident_range(&counted, &segments, Convention::Airwars);
        let gold = |name: &str| Some((record[name].get(0)?.as_u64()?, record[name].get(1)?.as_u64()?));
        killed.count(gold("killed"), found.killed);
        injured.count(gold("injured"), found.injured);
        if asked.errors {
            let show = |range: Option<Range>| {
                range.map_or_else(|| "-".to_owned(), |range| format!("{}-{}", range.min, range.max))
            };
            let gold =
                |name: &str| gold(name).map_or_else(|| "-".to_owned(), |(low, high)| format!("{low}-{high}"));
            println!(
                "{}\tkilled {} | {}\tinjured {} | {}",
                record["code"].as_str().unwrap_or("?"),
                show(found.killed),
                gold("killed"),
                show(found.injured),
                gold("injured")
            );
        }
    }
    killed.print("killed");
    injured.print("injured");
    println!("{:.1} MB/s", bytes as f64 / 1e6 / begun.elapsed().as_secs_f64());
    Ok(())
}

/// Prints the quantities of text files, a line of JSON each, for reading through.
pub(crate) fn dump(asked: &Asked) -> Result<(), String> {
    for path in &asked.rest {
        let text = std::fs::read_to_string(path).map_err(|error| format!("`{path}`: {error}"))?;
        let document = Document::undated(&text);
        let segments = segment(&text);
        let (times, _) = timex::times(&document, &segments);
        for counted in quantity::quantities(&document, &segments, &times) {
            println!("{}", assize_reader::emit::quantity(&text, &counted));
        }
    }
    Ok(())
}
