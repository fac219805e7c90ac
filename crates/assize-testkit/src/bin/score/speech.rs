//! `score speech [dev|train|test]`: sources, cues and contents on a folder of PolNeAR's documents, from raw text; exact, where they share a
//! word, and by sort of source. How spans count, and how CofeNet's program counts them, stands in [`polnear`].
//!
//! Spans must be the same but for quotation marks, stops and commas at their ends, and for the `that` that PolNeAR counts into
//! the content and our passages leave out. Speech inside speech is left out: PolNeAR marks the outermost alone.

use crate::Asked;
use assize_reader::{document::parse, segment, speech};
use assize_record::Span;
use assize_testkit::polnear::{self, Annotated, Attributed, Hits, Overlaps, SourceKind, Spans, source_kind};
use std::{
    collections::{BTreeMap, BTreeSet},
    time::Instant,
};

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

/// Counts over all documents.
#[derive(Default)]
struct Counts {
    exact: [Hits; 3],
    overlap: [Overlaps; 3],
    kinds: BTreeMap<SourceKind, Kind>,
    named: u64,
    named_right: u64,
}

/// Counts of the attributions with one sort of source.
#[derive(Default)]
struct Kind {
    gold: u64,
    found: u64,
    exact: [u64; 3],
    read: u64,
    right: u64,
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let split = asked.rest.first().map_or("dev", String::as_str);
    let folder = asked.corpora.join("polnear").join(split);
    let documents = polnear::read(&folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut counts = Counts::default();
    let (mut bytes, mut seconds) = (0, 0.0);
    for document in &documents {
        let start = Instant::now();
        let lower = document.text.to_ascii_lowercase();
        let segments = segment(&document.text);
        let parsed = parse::alone(&document.text, &lower, &segments);
        let found = speech::attributions(&document.text, &lower, &segments, &parsed);
        seconds += start.elapsed().as_secs_f64();
        bytes += document.text.len();
        let read = spans(&document.text, &found);
        counts.add(document, &read);
        if asked.errors {
            differences(document, &read);
            list(document, &found);
        }
    }
    println!("{} documents of `{split}`: precision / recall / F1\n", documents.len());
    println!("{:<34}{:>10}{:>10}{:>10}", "exact spans", "source", "cue", "content");
    table(counts.exact.map(|hits| hits.rates()));
    for (name, source, cue, content) in RIVALS {
        println!("{name:<34}{source:>10}{cue:>10}{content:>10}");
    }
    println!("\n{:<34}{:>10}{:>10}{:>10}", "spans that share a word", "source", "cue", "content");
    table(counts.overlap.map(|overlaps| overlaps.rates()));
    counts.print_kinds();
    println!(
        "\nnamed speakers: {} of {} right where the annotators mark a source ({:.1}%, target 85%)",
        counts.named_right,
        counts.named,
        100.0 * counts.named_right as f64 / counts.named.max(1) as f64
    );
    println!("{:.2} MB/s, one core", bytes as f64 / 1e6 / seconds);
    Ok(())
}

fn table(roles: [[f64; 3]; 3]) {
    for (name, pick) in [("precision", 0), ("recall", 1), ("F1", 2)] {
        let [source, cue, content] = roles.map(|rates| rates[pick]);
        println!("assize-reader, {name:<19}{source:>10.1}{cue:>10.1}{content:>10.1}");
    }
}

impl Counts {
    fn add(&mut self, document: &Annotated, read: &Spans) {
        for gold in &document.by {
            let roles =
                [(&gold.source, &read.source), (&gold.cue, &read.cue), (&gold.content, &read.content)];
            for (role, (gold, read)) in roles.into_iter().enumerate() {
                self.exact[role].add(gold, read);
                self.overlap[role].add(gold, read);
            }
            for attributed in &gold.attributions {
                self.add_kind(&document.text, attributed, read);
            }
        }
        for attributed in &read.attributions {
            let kind = self.kinds.entry(source_kind(&document.text, &attributed.source)).or_default();
            kind.read += 1;
            let cue = |gold: &Spans| attributed.cue.iter().any(|c| polnear::overlaps_any(c, &gold.cue));
            kind.right += u64::from(document.by.iter().any(cue));
        }
        let (right, all) = named_speakers(document, read);
        self.named_right += right;
        self.named += all;
    }

    fn add_kind(&mut self, text: &str, gold: &Attributed, read: &Spans) {
        let kind = self.kinds.entry(source_kind(text, &gold.source)).or_default();
        kind.gold += 1;
        let same =
            read.attributions.iter().find(|r| r.cue.iter().any(|c| polnear::overlaps_any(c, &gold.cue)));
        kind.found += u64::from(same.is_some());
        kind.exact[0] += u64::from(same.is_some_and(|r| r.source == gold.source));
        kind.exact[1] += u64::from(same.is_some_and(|r| r.cue == gold.cue));
        kind.exact[2] += u64::from(gold.content.iter().all(|c| read.content.contains(c)));
    }

    fn print_kinds(&self) {
        println!(
            "\n{:<12}{:>12}{:>8}{:>10}{:>8}{:>10}{:>8}{:>14}",
            "by source", "attributions", "found", "source", "cue", "content", "read", "precision"
        );
        for (name, kind) in [
            ("named", SourceKind::Named),
            ("unnamed", SourceKind::Unnamed),
            ("a pronoun", SourceKind::Pronoun),
            ("nobody", SourceKind::Nobody),
        ] {
            let Some(k) = self.kinds.get(&kind) else { continue };
            let share = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
            println!(
                "{name:<12}{:>12}{:>7.1}%{:>9.1}%{:>7.1}%{:>9.1}%{:>8}{:>13.1}%",
                k.gold,
                share(k.found, k.gold),
                share(k.exact[0], k.gold),
                share(k.exact[1], k.gold),
                share(k.exact[2], k.gold),
                k.read,
                share(k.right, k.read)
            );
        }
    }
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
        let contents: BTreeSet<Span> = contents.collect();
        spans.content.extend(&contents);
        add_attribution(&mut spans, cue, attribution.source.map(|s| polnear::convention(text, s)), contents);
    }
    spans
}

/// Adds an attribution, or further content to that of the same cue.
fn add_attribution(spans: &mut Spans, cue: Span, source: Option<Span>, content: BTreeSet<Span>) {
    match spans.attributions.iter_mut().find(|a| a.cue.contains(&cue)) {
        Some(same) => same.content.extend(content),
        None => {
            let (source, cue) = (source.into_iter().collect(), BTreeSet::from([cue]));
            spans.attributions.push(Attributed { source, cue, content });
        }
    }
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
