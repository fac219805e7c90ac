//! Attributions scored against PolNeAR, whose documents are kept outside the project.

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
