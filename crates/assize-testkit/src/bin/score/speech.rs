//! `score speech`: sources, cues and contents on PolNeAR's dev documents, from raw text.
//!
//! Spans must be the same but for quotation marks, stops and commas at their ends, and for the `that` that PolNeAR counts into
//! the content and our passages leave out. Speech inside speech is left out: PolNeAR marks the outermost alone.

use crate::Asked;
use assize_reader::{segment, speech};
use assize_record::Span;
use assize_testkit::polnear::{self, Annotated, Hits, Spans};
use std::{collections::BTreeSet, time::Instant};

/// Rivals on the same corpus (source, cue, content): exact F1 as published for CofeNet's test file, and hand rules on dev.
const RIVALS: &[(&str, &str, &str, &str)] = &[
    ("rules (CofeNet paper)", "10.7", "22.8", "5.6"),
    ("CoreNLP", "13.9", "–", "17.5"),
    ("CRF", "50.6", "53.4", "28.6"),
    ("hand rules over gold tags, dev", "52.9", "53.1", "38.3"),
    ("BiLSTM + CRF", "69.6", "66.7", "59.0"),
    ("BERT + CRF", "82.2", "74.9", "71.0"),
    ("CofeNet", "83.2", "75.3", "72.9"),
    ("target, rules", "60", "60", "45"),
    ("target, learned", "72", "70", "60"),
];

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let folder = asked.corpora.join("polnear").join(asked.rest.first().map_or("dev", String::as_str));
    let documents = polnear::read(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut hits = [Hits::default(); 3];
    let (mut named_right, mut named) = (0u64, 0u64);
    let (mut bytes, mut seconds) = (0, 0.0);
    for document in &documents {
        let start = Instant::now();
        let lower = document.text.to_ascii_lowercase();
        let found = speech::attributions(&document.text, &lower, &segment(&document.text));
        seconds += start.elapsed().as_secs_f64();
        bytes += document.text.len();
        let read = spans(&document.text, &found);
        for gold in &document.by {
            hits[0].add(&gold.source, &read.source);
            hits[1].add(&gold.cue, &read.cue);
            hits[2].add(&gold.content, &read.content);
        }
        let (right, all) = named_speakers(document, &read);
        named_right += right;
        named += all;
        if asked.errors {
            differences(document, &read);
            list(document, &found);
        }
    }
    println!("{} documents, exact spans: precision / recall / F1\n", documents.len());
    println!("{:<34}{:>10}{:>10}{:>10}", "", "source", "cue", "content");
    for (name, pick) in [("precision", 0), ("recall", 1), ("F1", 2)] {
        let rate = |hits: &Hits| hits.rates()[pick];
        println!(
            "assize-reader, {name:<19}{:>10.1}{:>10.1}{:>10.1}",
            rate(&hits[0]),
            rate(&hits[1]),
            rate(&hits[2])
        );
    }
    for (name, source, cue, content) in RIVALS {
        println!("{name:<34}{source:>10}{cue:>10}{content:>10}");
    }
    println!(
        "\nnamed speakers: {named_right} of {named} right where the annotators mark a source ({:.1}%, target 85%)",
        100.0 * named_right as f64 / named.max(1) as f64
    );
    println!("{:.2} MB/s, one core", bytes as f64 / 1e6 / seconds);
    Ok(())
}

fn spans(text: &str, found: &[speech::Attribution]) -> Spans {
    let mut spans = Spans::default();
    for attribution in found.iter().filter(|a| a.outer.is_none()) {
        let cue = polnear::convention(text, attribution.cue);
        spans.cue.insert(cue);
        if let Some(source) = attribution.source.map(|s| polnear::convention(text, s)) {
            spans.source.insert(source);
            spans.pairs.insert(cue, source);
        }
        let contents = attribution
            .content
            .iter()
            .map(|c| polnear::convention(text, polnear::with_complementiser(text, *c)));
        spans.content.extend(contents);
    }
    spans
}

/// Attributions to a speaker with a name (a capital past the first word): how many have a source that an annotator marked,
/// word for word or around it, with the content that it goes with.
fn named_speakers(document: &Annotated, read: &Spans) -> (u64, u64) {
    let (mut right, mut all) = (0, 0);
    for (cue, source) in &read.pairs {
        let words = source.slice(&document.text).unwrap_or("");
        let named = words.split_whitespace().next_back().is_some_and(|w| w.starts_with(char::is_uppercase))
            && words.len() > 2;
        if !named || document.by.is_empty() {
            continue;
        }
        all += 1;
        let agreed = document.by.iter().any(|gold| {
            gold.source.iter().any(|s| s.overlaps(source)) && gold.cue.iter().any(|c| c.overlaps(cue))
        });
        right += u64::from(agreed);
    }
    (right, all)
}

/// Every attribution that was read, by rule and place, for looking at classes of errors.
fn list(document: &Annotated, found: &[speech::Attribution]) {
    let place = |span: Span| format!("{}..{}", span.start, span.end);
    for a in found.iter().filter(|a| a.outer.is_none()) {
        let source = a.source.map_or_else(|| "-".to_owned(), place);
        let contents: Vec<String> = a.content.iter().map(|c| place(*c)).collect();
        println!("read {} {} {source} {} {}", document.name, a.rule, place(a.cue), contents.join(","));
    }
}

fn differences(document: &Annotated, read: &Spans) {
    let Some(gold) = document.by.first() else { return };
    let show = |what: &str, spans: &BTreeSet<Span>, other: &BTreeSet<Span>| {
        for span in spans.difference(other) {
            println!("{what} {}:{}..{}", document.name, span.start, span.end);
        }
    };
    show("missed source", &gold.source, &read.source);
    show("missed cue", &gold.cue, &read.cue);
    show("missed content", &gold.content, &read.content);
    show("wrong source", &read.source, &gold.source);
    show("wrong cue", &read.cue, &gold.cue);
    show("wrong content", &read.content, &gold.content);
}
