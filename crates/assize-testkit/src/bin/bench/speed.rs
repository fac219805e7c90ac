//! Throughput of the reader by layer, on the texts of a folder.

use crate::meter;
use assize_reader::{
    Document,
    act::{self, Source},
    document::parse,
    grammar::Grammar,
    link, quantity, read, recase, segment, speech,
    tag::entity::Registry,
    timex,
};
use std::{hint::black_box, path::Path};

/// Each text is read alone and on one thread, layer after layer: megabytes a second of processor time.
pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let [folder] = arguments else { return Err("name a folder of texts".to_owned()) };
    let texts = texts(Path::new(folder))?;
    let bytes: usize = texts.iter().map(String::len).sum();
    println!("{} texts, {bytes} bytes", texts.len());
    let grammar = Grammar::english();
    black_box(read(&Document::undated("Guards shot a man.")));
    let each = |name: &str, layer: &dyn Fn(&str)| {
        meter::step(name, bytes, || texts.iter().for_each(|text| layer(text)));
    };
    each("letters and sentences", &|text| {
        black_box(segment(&recase::shadow(text)));
    });
    each("  and times", &|text| {
        let text = recase::shadow(text);
        black_box(timex::times(&Document::undated(&text), &segment(&text)));
    });
    each("  and numbers", &|text| {
        let text = recase::shadow(text);
        let (document, segments) = (Document::undated(&text), segment(&text));
        let (times, _) = timex::times(&document, &segments);
        black_box(quantity::quantities(&document, &segments, &times));
    });
    each("  and sentences parsed", &|text| parsed(grammar, text, false));
    each("  and rules, links, speech", &|text| parsed(grammar, text, true));
    each("the whole reading", &|text| {
        black_box(read(&Document::undated(text)));
    });
    Ok(())
}

fn parsed(grammar: &Grammar, text: &str, acts: bool) {
    let text = recase::shadow(text);
    let lower = text.to_ascii_lowercase();
    let (document, segments) = (Document::undated(&text), segment(&text));
    let (times, _) = timex::times(&document, &segments);
    let numbers = quantity::quantities(&document, &segments, &times);
    let parsed = parse::parse(grammar, &text, &lower, &segments, &times, &numbers);
    let registry = Registry::default();
    let source = Source {
        grammar,
        text: &text,
        lower: &lower,
        parsed: &parsed,
        segments: &segments,
        times: &times,
        numbers: &numbers,
        registry: &registry,
    };
    if acts {
        let (acts, said) = act::read(&source);
        black_box((link::link(&source, &acts), said));
        black_box(speech::attributions(&text, &lower, &segments, &parsed));
    }
    black_box(&parsed.sentences);
}

fn texts(folder: &Path) -> Result<Vec<String>, String> {
    let entries = std::fs::read_dir(folder).map_err(|error| format!("`{}`: {error}", folder.display()))?;
    let mut files: Vec<_> =
        entries.flatten().map(|entry| entry.path()).filter(|path| path.is_file()).collect();
    files.sort();
    Ok(files.iter().filter_map(|file| std::fs::read_to_string(file).ok()).collect())
}
