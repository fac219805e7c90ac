//! Attributions scored against PolNeAR, whose documents are kept outside the project.
//!
//! A span counts as right where its role and both of its ends are those of an annotated span; precision, recall and F1 are taken per role
//! over all documents. CofeNet's program counts in the same way (`exact_match`): every run of tokens with one label is a span, each
//! part of an interrupted one counts, and a read span is right if the passage holds a gold span of the role with the same first and
//! last token. It differs in two things: it reads tokens of passages, not raw text, and marks of punctuation at the ends count there as
//! annotated, while [`convention`] leaves them out on both sides. Its other figures (`begin`, `jaccard`) are not taken here.

use assize_record::Span;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs, io,
    path::Path,
};

/// What one annotation or one reading of a document holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Spans {
    /// Sources.
    pub source: BTreeSet<Span>,
    /// Cues.
    pub cue: BTreeSet<Span>,
    /// Contents; each part of one that is interrupted counts.
    pub content: BTreeSet<Span>,
    /// Cue with source, for the precision of who speaks.
    pub pairs: BTreeMap<Span, Span>,
    /// Whole attributions.
    pub attributions: Vec<Attributed>,
}

/// One attribution: the parts of each role.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Attributed {
    /// Whose word.
    pub source: BTreeSet<Span>,
    /// What attributes it.
    pub cue: BTreeSet<Span>,
    /// What is said.
    pub content: BTreeSet<Span>,
}

/// What sort of source an attribution names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SourceKind {
    /// A name stands in it.
    Named,
    /// People or documents described without a name.
    Unnamed,
    /// A pronoun alone.
    Pronoun,
    /// Nobody is named.
    Nobody,
}

/// The sort of a source, by its words: a capital past the first word, or a first word in capitals that is no article or number, makes a name.
pub fn source_kind(text: &str, source: &BTreeSet<Span>) -> SourceKind {
    const PRONOUNS: &[&str] = &[
        "he", "she", "it", "they", "we", "i", "you", "who", "which", "that", "his", "her", "their", "its",
        "my", "our", "your", "him", "them", "us", "me", "this", "those", "these",
    ];
    const OPENERS: &[&str] = &[
        "a",
        "an",
        "the",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "some",
        "many",
        "most",
        "several",
        "few",
        "other",
        "others",
        "another",
        "officials",
        "critics",
        "people",
        "but",
        "and",
        "more",
        "all",
        "both",
        "no",
        "voters",
        "supporters",
        "aides",
        "experts",
        "analysts",
        "current",
        "former",
        "sources",
        "polls",
        "poll",
    ];
    let words: Vec<&str> =
        source.iter().filter_map(|s| s.slice(text)).flat_map(str::split_whitespace).collect();
    let capital = |word: &str| word.starts_with(char::is_uppercase);
    match words.as_slice() {
        [] => SourceKind::Nobody,
        [one] if PRONOUNS.contains(&one.to_lowercase().as_str()) => SourceKind::Pronoun,
        [first, rest @ ..] => {
            let opens = capital(first) && !OPENERS.contains(&first.to_lowercase().as_str());
            if opens || rest.iter().any(|w| capital(w)) { SourceKind::Named } else { SourceKind::Unnamed }
        }
    }
}

/// One document with the annotations that different people made of it.
#[derive(Debug, Clone)]
pub struct Annotated {
    /// Its file name without ending.
    pub name: String,
    /// The text.
    pub text: String,
    /// One annotation a person.
    pub by: Vec<Spans>,
}

/// Counts of one kind of span.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Hits {
    /// Spans in both.
    pub both: u64,
    /// Annotated.
    pub gold: u64,
    /// Read.
    pub read: u64,
}

impl Hits {
    /// Adds one comparison.
    pub fn add(&mut self, gold: &BTreeSet<Span>, read: &BTreeSet<Span>) {
        self.both += gold.intersection(read).count() as u64;
        self.gold += gold.len() as u64;
        self.read += read.len() as u64;
    }

    /// Precision, recall and F1 in percent.
    pub fn rates(&self) -> [f64; 3] {
        let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        let f1 = share(2 * self.both, self.gold + self.read);
        [share(self.both, self.read), share(self.both, self.gold), f1]
    }
}

/// Counts of one kind of span where sharing a byte is enough.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Overlaps {
    /// Annotated spans that a read one shares a byte with.
    pub found: u64,
    /// Annotated.
    pub gold: u64,
    /// Read spans that an annotated one shares a byte with.
    pub right: u64,
    /// Read.
    pub read: u64,
}

impl Overlaps {
    /// Adds one comparison.
    pub fn add(&mut self, gold: &BTreeSet<Span>, read: &BTreeSet<Span>) {
        let shared = |some: &BTreeSet<Span>, others: &BTreeSet<Span>| {
            some.iter().filter(|s| overlaps_any(s, others)).count() as u64
        };
        self.found += shared(gold, read);
        self.gold += gold.len() as u64;
        self.right += shared(read, gold);
        self.read += read.len() as u64;
    }

    /// Precision, recall and F1 in percent.
    pub fn rates(&self) -> [f64; 3] {
        let share = |part: u64, whole: u64| if whole == 0 { 0.0 } else { 100.0 * part as f64 / whole as f64 };
        let (precision, recall) = (share(self.right, self.read), share(self.found, self.gold));
        let f1 =
            if precision + recall == 0.0 { 0.0 } else { 2.0 * precision * recall / (precision + recall) };
        [precision, recall, f1]
    }
}

/// Whether a span shares a byte with one of `others`.
pub fn overlaps_any(span: &Span, others: &BTreeSet<Span>) -> bool {
    others.iter().any(|other| other.overlaps(span))
}

/// Reads every document of a folder that holds `text/` and `attributions/`, in the order of names.
///
/// # Errors
/// Where the folder or a file of it cannot be read.
pub fn read(folder: &Path) -> io::Result<Vec<Annotated>> {
    let mut documents: BTreeMap<String, Annotated> = BTreeMap::new();
    for entry in fs::read_dir(folder.join("text"))? {
        let path = entry?.path();
        let Some(name) = path.file_stem().and_then(|n| n.to_str()) else { continue };
        let text = fs::read_to_string(&path)?;
        documents.insert(name.to_owned(), Annotated { name: name.to_owned(), text, by: Vec::new() });
    }
    let mut files: Vec<_> =
        fs::read_dir(folder.join("attributions"))?.filter_map(|e| e.ok().map(|e| e.path())).collect();
    files.sort();
    for path in files {
        let Some(stem) = path.file_stem().and_then(|n| n.to_str()) else { continue };
        // The file of an annotator is named after the text, an underscore and four characters.
        let Some((name, _)) = stem.rsplit_once('_') else { continue };
        let Some(document) = documents.get_mut(name) else { continue };
        let spans = annotation(&document.text, &fs::read_to_string(&path)?);
        document.by.push(spans);
    }
    Ok(documents.into_values().filter(|d| !d.by.is_empty()).collect())
}

/// The spans of a stand-off file, whose offsets count characters.
fn annotation(text: &str, file: &str) -> Spans {
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut spans = Spans::default();
    let mut parts: BTreeMap<&str, Vec<Span>> = BTreeMap::new();
    for line in file.lines() {
        let mut fields = line.split('\t');
        let (Some(id), Some(what)) = (fields.next(), fields.next()) else { continue };
        if id.starts_with('E') {
            let part = |role: &str| {
                what.split(' ')
                    .find_map(|p| p.strip_prefix(role))
                    .and_then(|t| parts.get(t)?.first().copied())
            };
            if let (Some(cue), Some(source)) = (part("Cue:"), part("Source:")) {
                spans.pairs.insert(cue, source);
            }
            spans.attributions.push(attributed(what, &parts));
            continue;
        }
        let Some((kind, places)) = what.split_once(' ') else { continue };
        let found: Vec<Span> =
            places.split(';').filter_map(|p| place(&bytes, p)).map(|s| convention(text, s)).collect();
        match kind {
            "Source" => spans.source.extend(&found),
            "Cue" => spans.cue.extend(&found),
            "Content" => spans.content.extend(&found),
            _ => continue,
        }
        parts.insert(id, found);
    }
    spans
}

/// The parts of one event line: `Attribution:T1 Content:T3 Cue:T2 Source:T4`, where a role may stand more than once with a number.
fn attributed(what: &str, parts: &BTreeMap<&str, Vec<Span>>) -> Attributed {
    let mut attributed = Attributed::default();
    for (role, id) in what.split(' ').filter_map(|part| part.split_once(':')) {
        let Some(spans) = parts.get(id) else { continue };
        match role.trim_end_matches(|c: char| c.is_ascii_digit()) {
            "Source" => attributed.source.extend(spans),
            "Cue" => attributed.cue.extend(spans),
            "Content" => attributed.content.extend(spans),
            _ => {}
        }
    }
    attributed
}

fn place(bytes: &[usize], text: &str) -> Option<Span> {
    let (from, to) = text.split_once(' ')?;
    Some(Span::new(*bytes.get(from.parse::<usize>().ok()?)?, *bytes.get(to.parse::<usize>().ok()?)?))
}

/// A span without the quotation marks, stops and commas at its ends: those are a matter of each annotator's habit.
pub fn convention(text: &str, span: Span) -> Span {
    let Some(words) = span.slice(text) else { return span };
    let mark = |c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '“' | '”' | '\'' | '‘' | '’' | ',' | '.' | ';' | ':' | '!' | '?')
    };
    let start = span.start + (words.len() - words.trim_start_matches(mark).len());
    let inner = words.trim_matches(mark);
    if inner.is_empty() { span } else { Span::new(start, start + inner.len()) }
}

/// A passage as PolNeAR would mark it: with the `that` which our passages leave out.
pub fn with_complementiser(text: &str, span: Span) -> Span {
    let Some(before) = text.get(..span.start) else { return span };
    // The quotation mark that opens the words may stand between.
    let bare = before.trim_end_matches(['"', '“', '‘', '\'']);
    if bare.ends_with(" that ") { Span::new(bare.len() - 5, span.end) } else { span }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "Ada Ode said “the boat sank,” and that she left.";
    const FILE: &str = "T1\tSource 0 7\tAda Ode\nT2\tCue 8 12\tsaid\nT3\tContent 13 29;30 47\t…\nT4\tAttribution 8 12\tsaid\n\
                        E1\tAttribution:T4 Content:T3 Cue:T2 Source:T1\n";

    fn set(spans: &[(usize, usize)]) -> BTreeSet<Span> {
        spans.iter().map(|(a, b)| Span::new(*a, *b)).collect()
    }

    #[test]
    fn offsets_of_characters_become_bytes_without_marks_at_the_ends() {
        let spans = annotation(TEXT, FILE);
        let words = |spans: &BTreeSet<Span>| spans.iter().filter_map(|s| s.slice(TEXT)).collect::<Vec<_>>();
        assert_eq!(words(&spans.source), ["Ada Ode"]);
        assert_eq!(words(&spans.content), ["the boat sank", "and that she left"]);
        assert_eq!(spans.attributions.len(), 1);
        assert_eq!(spans.attributions[0].content.len(), 2);
    }

    #[test]
    fn exact_hits_want_both_ends_and_overlaps_one_byte() {
        let (gold, read) = (set(&[(0, 4), (10, 20)]), set(&[(0, 4), (12, 20), (30, 31)]));
        let (mut hits, mut overlaps) = (Hits::default(), Overlaps::default());
        hits.add(&gold, &read);
        overlaps.add(&gold, &read);
        assert_eq!((hits.both, hits.gold, hits.read), (1, 2, 3));
        assert_eq!(overlaps.rates()[1], 100.0);
        assert!((overlaps.rates()[0] - 200.0 / 3.0).abs() < 1e-9);
        assert!((hits.rates()[2] - 40.0).abs() < 1e-9);
    }

    #[test]
    fn that_counts_into_the_content_even_before_a_quotation() {
        let text = "She said that “boats” sank and that it rained.";
        let quoted = text.find("boats").expect("there");
        let plain = text.find("it rained").expect("there");
        let start = |at: usize| with_complementiser(text, Span::new(at, text.len())).start;
        assert_eq!(start(quoted), text.find("that “").expect("there"));
        assert_eq!(start(plain), plain - 5);
        assert_eq!(start(0), 0);
    }

    #[test]
    fn sources_are_named_unnamed_pronouns_or_nobody() {
        let text = "Ada Ode, The port, two officials, Officials in Hull, she, MPs";
        let kind = |words: &str| {
            let at = text.find(words).expect("there");
            source_kind(text, &set(&[(at, at + words.len())]))
        };
        assert_eq!(kind("Ada Ode"), SourceKind::Named);
        assert_eq!(kind("The port"), SourceKind::Unnamed);
        assert_eq!(kind("two officials"), SourceKind::Unnamed);
        assert_eq!(kind("Officials in Hull"), SourceKind::Named);
        assert_eq!(kind("she"), SourceKind::Pronoun);
        assert_eq!(source_kind(text, &BTreeSet::new()), SourceKind::Nobody);
    }
}
