//! Dates against TimeML tags: strict and relaxed spans, and the value of those that overlap, as TempEval-3 counts them.

use crate::{Asked, f1, files};
use assize_reader::{Document, segment, timex};
use assize_testkit::timeml::{self, GoldTime, TimeMl};
use std::time::{Duration, Instant};

/// Corpus, folder, and HeidelTime's strict, relaxed and value F1 on it.
const CORPORA: [(&str, &str, [f64; 3]); 3] = [
    ("TimeBank", "tempeval3/TimeBank", [85.3, 92.2, 79.5]),
    ("AQUAINT", "tempeval3/AQUAINT", [81.3, 92.9, 73.0]),
    ("WikiWars", "wikiwars/whole-tml/tml", [85.4, 92.4, 82.4]),
];

#[derive(Default)]
struct Counts {
    gold: usize,
    found: usize,
    strict: usize,
    relaxed: usize,
    value: usize,
    kind: usize,
    bytes: usize,
    time: Duration,
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    println!(
        "corpus     gold  found | strict        relaxed       value         (HeidelTime)         | type of relaxed | MB/s"
    );
    for (name, folder, rival) in CORPORA {
        if asked.rest.first().is_some_and(|only| !name.eq_ignore_ascii_case(only)) {
            continue;
        }
        let mut counts = Counts::default();
        for path in files(&asked.corpora.join(folder), ".tml")? {
            let xml =
                std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
            let Some(document) = timeml::parse(&xml) else { continue };
            count(&document, &path.display().to_string(), asked.errors, &mut counts);
        }
        let c = &counts;
        let speed = c.bytes as f64 / 1e6 / c.time.as_secs_f64();
        println!(
            "{name:<10} {:>4}  {:>5} | {:>5.1} ({:>5.1}) {:>5.1} ({:>5.1}) {:>5.1} ({:>5.1}) | P {:.1} R {:.1} | {:.1} % | {speed:.1}",
            c.gold,
            c.found,
            f1(c.strict, c.found, c.gold),
            rival[0],
            f1(c.relaxed, c.found, c.gold),
            rival[1],
            f1(c.value, c.found, c.gold),
            rival[2],
            100.0 * c.relaxed as f64 / c.found.max(1) as f64,
            100.0 * c.relaxed as f64 / c.gold.max(1) as f64,
            100.0 * c.kind as f64 / c.relaxed.max(1) as f64,
        );
    }
    Ok(())
}

fn count(gold: &TimeMl, name: &str, errors: bool, counts: &mut Counts) {
    let published =
        gold.created.as_deref().and_then(|created| created.get(..10).unwrap_or(created).parse().ok());
    let document = Document {
        text: &gold.text,
        published: published
            .map(|on| assize_reader::Published { on, provenance: assize_reader::Provenance::Stated }),
    };
    let begun = Instant::now();
    let segments = segment(&gold.text);
    let (times, _) = timex::times(&document, &segments);
    counts.time += begun.elapsed();
    counts.bytes += gold.text.len();
    counts.gold += gold.times.len();
    counts.found += times.len();
    let mut used = vec![false; gold.times.len()];
    for time in &times {
        let best = best_match(time, &gold.times, &used);
        let Some(index) = best else {
            if errors {
                println!(
                    "extra\t{}\t{} {}\t{}\t{}",
                    words(gold, time.span),
                    time.kind.name(),
                    time.timex3,
                    time.rule,
                    place(gold, time.span, name)
                );
            }
            continue;
        };
        used[index] = true;
        let tag = &gold.times[index];
        let strict = tag.span == time.span;
        let value = tag.value == time.timex3;
        counts.relaxed += 1;
        counts.strict += usize::from(strict);
        counts.value += usize::from(value);
        counts.kind += usize::from(tag.kind == time.kind.name());
        if errors && !(strict && value) {
            let sort = if value { "span" } else { "value" };
            println!(
                "{sort}\t{} | {}\t{} {} | {} {}\t{}\t{}",
                words(gold, time.span),
                words(gold, tag.span),
                time.kind.name(),
                time.timex3,
                tag.kind,
                tag.value,
                time.rule,
                place(gold, time.span, name)
            );
        }
    }
    if errors {
        for (tag, _) in gold.times.iter().zip(&used).filter(|(_, used)| !**used) {
            println!(
                "missed\t{}\t{} {}\t{}",
                words(gold, tag.span),
                tag.kind,
                tag.value,
                place(gold, tag.span, name)
            );
        }
    }
}

/// The tag that shares most bytes with a time and is not taken yet.
fn best_match(time: &timex::Time, gold: &[GoldTime], used: &[bool]) -> Option<usize> {
    let shared =
        |tag: &GoldTime| time.span.end.min(tag.span.end).saturating_sub(time.span.start.max(tag.span.start));
    (0..gold.len())
        .filter(|index| !used[*index] && gold[*index].span.overlaps(&time.span))
        .max_by_key(|index| shared(&gold[*index]))
}

fn words(gold: &TimeMl, span: assize_record::Span) -> String {
    span.slice(&gold.text).unwrap_or_default().replace(['\n', '\t'], " ")
}

fn place(gold: &TimeMl, span: assize_record::Span, name: &str) -> String {
    let mut from = span.start.saturating_sub(60);
    while !gold.text.is_char_boundary(from) {
        from += 1;
    }
    let mut to = (span.end + 40).min(gold.text.len());
    while !gold.text.is_char_boundary(to) {
        to -= 1;
    }
    let file = name.rsplit('/').next().unwrap_or(name);
    format!(
        "…{}…\t{file} {}",
        gold.text[from..to].replace(['\n', '\t'], " "),
        gold.created.as_deref().unwrap_or("-")
    )
}
