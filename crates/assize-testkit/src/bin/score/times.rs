//! Dates against TimeML tags: strict and relaxed spans, and the value of those that overlap, as TempEval-3 counts them; beside the
//! answers of rivals that were asked the same documents (`benches/rivals/`), with the processor time of each.

use crate::{Asked, f1, files};
use assize_reader::{Document, segment, timex};
use assize_testkit::timeml::{self, Counts, GoldTime, TimeMl};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Instant,
};

/// HeidelTime's published strict, relaxed and value F1 (Strötgen and Gertz; TempEval-3 for Platinum).
const PUBLISHED: [(&str, [f64; 3]); 4] = [
    ("TimeBank", [85.3, 92.2, 79.5]),
    ("AQUAINT", [81.3, 92.9, 73.0]),
    ("WikiWars", [85.4, 92.4, 82.4]),
    ("Platinum", [81.8, 90.7, 78.1]),
];

/// The answers of a rival, as `benches/rivals/timeml.py` writes them.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Rival {
    system: String,
    cpu_seconds: f64,
    bytes: usize,
    documents: Vec<RivalDocument>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct RivalDocument {
    corpus: String,
    file: String,
    bytes: usize,
    times: Vec<(usize, usize, String, String)>,
}

/// One corpus, read.
struct Corpus {
    name: String,
    documents: Vec<(String, TimeMl)>,
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let (only, rivals) = asked_for(&asked.rest)?;
    println!(
        "corpus     system                                docs  gold  found | strict relaxed value | published HeidelTime | type of relaxed"
    );
    let (mut seconds, mut bytes) = (0.0, 0);
    for (name, folder) in folders(&asked.corpora)? {
        if only.as_ref().is_some_and(|only| !name.eq_ignore_ascii_case(only)) {
            continue;
        }
        let corpus = read(name, &folder)?;
        let begun = cpu_now();
        let answers: Vec<_> = corpus.documents.iter().map(|(_, document)| ours(document)).collect();
        seconds += cpu_now() - begun;
        bytes += corpus.documents.iter().map(|(_, document)| document.text.len()).sum::<usize>();
        let mut counts = Counts::default();
        for ((file, document), (answers, rules)) in corpus.documents.iter().zip(&answers) {
            counts.add(answers, &document.times);
            if asked.errors {
                differences(document, file, answers, rules);
            }
        }
        row(&corpus.name, "assize", corpus.documents.len(), &counts);
        for rival in &rivals {
            let (documents, counts) = against(&corpus, rival)?;
            if documents > 0 {
                row(&corpus.name, &rival.system, documents, &counts);
            }
        }
    }
    println!("\nsystem                                  bytes    CPU s      kB/s");
    speed("assize", bytes, seconds);
    rivals.iter().for_each(|rival| speed(&rival.system, rival.bytes, rival.cpu_seconds));
    Ok(())
}

/// The one corpus asked for, and the rivals' answers.
fn asked_for(rest: &[String]) -> Result<(Option<String>, Vec<Rival>), String> {
    let (mut only, mut rivals) = (None, Vec::new());
    let mut rest = rest.iter();
    while let Some(argument) = rest.next() {
        if argument != "--rival" {
            only = Some(argument.clone());
            continue;
        }
        let path = rest.next().ok_or("--rival wants a file of answers")?;
        let text = std::fs::read_to_string(path).map_err(|error| format!("`{path}`: {error}"))?;
        rivals.push(serde_json::from_str(&text).map_err(|error| format!("`{path}`: {error}"))?);
    }
    Ok((only, rivals))
}

/// Every folder of TempEval-3, whichever are there, and WikiWars.
fn folders(corpora: &Path) -> Result<Vec<(String, PathBuf)>, String> {
    let tempeval = corpora.join("tempeval3");
    let mut found = Vec::new();
    if let Ok(entries) = std::fs::read_dir(&tempeval) {
        for path in entries.filter_map(|entry| Some(entry.ok()?.path())).filter(|path| path.is_dir()) {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            found.push((name, path));
        }
    }
    found.sort();
    let wikiwars = corpora.join("wikiwars/whole-tml/tml");
    if wikiwars.is_dir() {
        found.push(("WikiWars".to_owned(), wikiwars));
    }
    if found.is_empty() { Err(format!("no TimeML below `{}`", corpora.display())) } else { Ok(found) }
}

fn read(name: String, folder: &Path) -> Result<Corpus, String> {
    let mut documents = Vec::new();
    for path in files(folder, ".tml")? {
        let xml = std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
        let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        documents.extend(timeml::parse(&xml).map(|document| (file, document)));
    }
    Ok(Corpus { name, documents })
}

/// What this reader answers, and the rule of each answer.
fn ours(gold: &TimeMl) -> (Vec<GoldTime>, Vec<&'static str>) {
    let published =
        gold.created.as_deref().and_then(|created| created.get(..10).unwrap_or(created).parse().ok());
    let document = Document {
        text: &gold.text,
        published: published
            .map(|on| assize_reader::Published { on, provenance: assize_reader::Provenance::Stated }),
    };
    let (times, _) = timex::times(&document, &segment(&gold.text));
    times
        .into_iter()
        .map(|time| {
            (GoldTime { span: time.span, kind: time.kind.name().to_owned(), value: time.timex3 }, time.rule)
        })
        .unzip()
}

/// A rival's answers to a corpus: how many documents it was asked, and the counts over those.
fn against(corpus: &Corpus, rival: &Rival) -> Result<(usize, Counts), String> {
    let known: BTreeMap<&str, &TimeMl> =
        corpus.documents.iter().map(|(file, gold)| (file.as_str(), gold)).collect();
    let (mut documents, mut counts) = (0, Counts::default());
    for answered in rival.documents.iter().filter(|answered| answered.corpus == corpus.name) {
        let gold = known.get(answered.file.as_str()).filter(|gold| gold.text.len() == answered.bytes);
        let gold = gold.ok_or_else(|| format!("{} was asked another `{}`", rival.system, answered.file))?;
        let times: Vec<GoldTime> = answered
            .times
            .iter()
            .map(|(start, end, kind, value)| GoldTime {
                span: assize_record::Span::new(*start, *end),
                kind: kind.clone(),
                value: value.clone(),
            })
            .collect();
        counts.add(&times, &gold.times);
        documents += 1;
    }
    Ok((documents, counts))
}

fn row(corpus: &str, system: &str, documents: usize, c: &Counts) {
    let published = PUBLISHED.iter().find(|(name, _)| name.eq_ignore_ascii_case(corpus));
    let published = published.map_or_else(
        || "  -     -     -  ".to_owned(),
        |(_, figures)| figures.map(|figure| format!("{figure:>5.1}")).join(" "),
    );
    println!(
        "{corpus:<10} {system:<36} {documents:>5} {:>5}  {:>5} | {:>5.1}  {:>5.1}  {:>5.1}  | {published}    | {:.1} % (P {:.1} R {:.1})",
        c.gold,
        c.found,
        f1(c.strict, c.found, c.gold),
        f1(c.relaxed, c.found, c.gold),
        f1(c.value, c.found, c.gold),
        100.0 * c.kind as f64 / c.relaxed.max(1) as f64,
        100.0 * c.relaxed as f64 / c.found.max(1) as f64,
        100.0 * c.relaxed as f64 / c.gold.max(1) as f64,
    );
}

fn speed(system: &str, bytes: usize, seconds: f64) {
    println!("{system:<36} {bytes:>8} {seconds:>8.2} {:>9.1}", bytes as f64 / 1e3 / seconds.max(1e-9));
}

/// Processor seconds of this thread, where the system tells; else those on the wall.
fn cpu_now() -> f64 {
    static BEGUN: std::sync::OnceLock<Instant> = std::sync::OnceLock::new();
    let counted = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let nanoseconds: Option<f64> = counted.and_then(|line| line.split(' ').next()?.parse().ok());
    nanoseconds.map_or_else(|| BEGUN.get_or_init(Instant::now).elapsed().as_secs_f64(), |count| count / 1e9)
}

/// Prints every answer that differs from the tags, and every tag without an answer.
fn differences(gold: &TimeMl, file: &str, answers: &[GoldTime], rules: &[&str]) {
    let pairs = timeml::pairs(answers, &gold.times);
    for ((answer, rule), pair) in answers.iter().zip(rules).zip(&pairs) {
        let (said, value) = (words(gold, answer.span), format!("{} {}", answer.kind, answer.value));
        let around = place(gold, answer.span, file);
        let Some(tag) = pair.map(|index| &gold.times[index]) else {
            println!("extra\t{said}\t{value}\t{rule}\t{around}");
            continue;
        };
        let same_value = tag.value == answer.value;
        if tag.span != answer.span || !same_value {
            let sort = if same_value { "span" } else { "value" };
            let tagged = words(gold, tag.span);
            println!("{sort}\t{said} | {tagged}\t{value} | {} {}\t{rule}\t{around}", tag.kind, tag.value);
        }
    }
    for (_, tag) in gold.times.iter().enumerate().filter(|(index, _)| !pairs.contains(&Some(*index))) {
        println!(
            "missed\t{}\t{} {}\t{}",
            words(gold, tag.span),
            tag.kind,
            tag.value,
            place(gold, tag.span, file)
        );
    }
}

fn words(gold: &TimeMl, span: assize_record::Span) -> String {
    span.slice(&gold.text).unwrap_or_default().replace(['\n', '\t'], " ")
}

fn place(gold: &TimeMl, span: assize_record::Span, file: &str) -> String {
    let from = gold.text.floor_char_boundary(span.start.saturating_sub(60));
    let to = gold.text.ceil_char_boundary((span.end + 40).min(gold.text.len()));
    format!(
        "…{}…\t{file} {}",
        gold.text[from..to].replace(['\n', '\t'], " "),
        gold.created.as_deref().unwrap_or("-")
    )
}
