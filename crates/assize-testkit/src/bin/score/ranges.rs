//! Ranges of killed and injured over incident narratives against the ranges their recorder published.
//!
//! A range is *given* where the reader says one; *both ends* are right where both figures are the published ones, *lower* and
//! *upper* where that one is; it lies *within* where it is no wider than the published range on either side, so that it claims
//! nothing the recorder does not. Each is a share of all published ranges: a range that is not given is wrong under each. Where
//! none is published, none should be given (*left open*). Every `*.jsonl` of the folder is scored, each by itself, unless a file
//! is named.
//!
//! Only figures are printed: the narratives name the dead.

use crate::Asked;
use assize_reader::{
    Document,
    quantity::{self, Convention, IncidentRange, Range},
    segment, timex,
};
use serde_json::Value;
use std::{path::PathBuf, time::Instant};

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
    fn count(&mut self, wanted: Option<Range>, found: Option<Range>) {
        let Some(Range { min: low, max: high }) = wanted else {
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
    let named: Vec<PathBuf> = asked.rest.iter().map(PathBuf::from).collect();
    let paths =
        if named.is_empty() { crate::files(&asked.corpora.join("airwars-gaza"), ".jsonl")? } else { named };
    for path in &paths {
        let lines =
            std::fs::read_to_string(path).map_err(|error| format!("`{}`: {error}", path.display()))?;
        println!("{}", path.file_stem().unwrap_or_default().to_string_lossy());
        score_lines(&lines, asked.errors)?;
    }
    Ok(())
}

fn score_lines(lines: &str, errors: bool) -> Result<(), String> {
    let (mut killed, mut injured) = (Tally::default(), Tally::default());
    let (mut bytes, begun) = (0, Instant::now());
    for line in lines.lines().filter(|line| !line.trim().is_empty()) {
        let record: Value = serde_json::from_str(line).map_err(|error| error.to_string())?;
        let text = record["narrative"].as_str().unwrap_or_default();
        bytes += text.len();
        let found = range_of(text);
        let (wanted_killed, wanted_injured) = (published(&record, "killed"), published(&record, "injured"));
        killed.count(wanted_killed, found.killed);
        injured.count(wanted_injured, found.injured);
        if errors {
            let found = (shown(found.killed), shown(found.injured));
            println!(
                "{}\tkilled {} | {}\tinjured {} | {}",
                record["code"].as_str().unwrap_or("?"),
                found.0,
                shown(wanted_killed),
                found.1,
                shown(wanted_injured)
            );
        }
    }
    killed.print("killed");
    injured.print("injured");
    println!("{:.1} MB/s", bytes as f64 / 1e6 / begun.elapsed().as_secs_f64());
    Ok(())
}

fn range_of(text: &str) -> IncidentRange {
    let document = Document::undated(text);
    let segments = segment(text);
    let (times, _) = timex::times(&document, &segments);
    let counted = quantity::quantities(&document, &segments, &times);
    quantity::incident_range(&counted, &segments, Convention::Airwars)
}

fn published(record: &Value, name: &str) -> Option<Range> {
    Some(Range { min: record[name].get(0)?.as_u64()?, max: record[name].get(1)?.as_u64()? })
}

fn shown(range: Option<Range>) -> String {
    range.map_or_else(|| "-".to_owned(), |range| format!("{}-{}", range.min, range.max))
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

#[cfg(test)]
mod tests {
    use super::*;

    type Ends = Option<(u64, u64)>;

    fn tally(pairs: &[(Ends, Ends)]) -> Tally {
        let range = |ends: Ends| ends.map(|(min, max)| Range { min, max });
        let mut tally = Tally::default();
        for (wanted, found) in pairs {
            tally.count(range(*wanted), range(*found));
        }
        tally
    }

    #[test]
    fn a_range_is_within_where_it_claims_nothing_more() {
        let wanted = Some((4, 9));
        let within = |found| tally(&[(wanted, Some(found))]).within;
        assert_eq!([(4, 9), (4, 4), (5, 8), (9, 9)].map(within), [1; 4]);
        assert_eq!([(3, 9), (4, 10), (1, 2), (10, 12)].map(within), [0; 4]);
    }

    #[test]
    fn ends_are_counted_one_by_one_over_all_published() {
        let found = tally(&[
            (Some((4, 9)), Some((4, 9))),
            (Some((4, 9)), Some((4, 8))),
            (Some((4, 9)), Some((5, 9))),
            (Some((4, 9)), None),
        ]);
        assert_eq!((found.published, found.given, found.exact), (4, 3, 1));
        assert_eq!((found.low, found.high, found.within), (2, 2, 3));
    }

    #[test]
    fn what_is_not_published_should_be_left_open() {
        let found = tally(&[(None, None), (None, Some((1, 1)))]);
        assert_eq!((found.published, found.none, found.none_right), (0, 2, 1));
    }

    #[test]
    fn a_file_of_narratives_is_read_line_by_line() {
        let line =
            r#"{"code": "X1", "narrative": "Two men were killed.", "killed": [2, 2], "injured": null}"#;
        assert_eq!(score_lines(&format!("{line}\n\n{line}\n"), false), Ok(()));
        assert!(score_lines("no record", false).is_err());
        assert_eq!(range_of("Two men were killed.").killed, Some(Range { min: 2, max: 2 }));
    }
}
