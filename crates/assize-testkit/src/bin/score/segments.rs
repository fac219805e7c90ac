//! `score segments`: where sentences begin, against the sentences of GUM, beside plain UAX #29.
//!
//! A document is put together again from its sentences: a line a paragraph as GUM marks them, spaces between sentences.

use crate::{Asked, f1};
use assize_reader::segment;
use std::collections::{BTreeMap, BTreeSet};
use unicode_segmentation::UnicodeSegmentation;

#[derive(Default)]
struct Counts {
    gold: usize,
    ours: usize,
    ours_right: usize,
    plain: usize,
    plain_right: usize,
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let path = asked.corpora.join("gum/gum_free_train.conllu");
    let corpus = std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let mut genres: BTreeMap<String, Counts> = BTreeMap::new();
    for (name, text, gold) in documents(&corpus) {
        let genre = name.split('_').nth(1).unwrap_or("other").to_owned();
        for row in [genre, "~ all".to_owned()] {
            count(&text, &gold, genres.entry(row).or_default());
        }
    }
    println!("{:<20}{:>12}{:>14}{:>16}", "sentence starts", "sentences", "reader F1", "plain UAX-29");
    for (genre, counts) in &genres {
        println!(
            "{:<20}{:>12}{:>14.2}{:>16.2}",
            genre.trim_start_matches("~ "),
            counts.gold,
            f1(counts.ours_right, counts.ours, counts.gold),
            f1(counts.plain_right, counts.plain, counts.gold)
        );
    }
    Ok(())
}

/// Name, text and sentence starts of each document.
fn documents(corpus: &str) -> Vec<(String, String, BTreeSet<usize>)> {
    let mut documents: Vec<(String, String, BTreeSet<usize>)> = Vec::new();
    let mut begins_paragraph = false;
    for line in corpus.lines() {
        if let Some(name) = line.strip_prefix("# newdoc id = ") {
            documents.push((name.to_owned(), String::new(), BTreeSet::new()));
        } else if line.starts_with("# newpar") {
            begins_paragraph = true;
        } else if let (Some(words), Some((_, text, starts))) =
            (line.strip_prefix("# text = "), documents.last_mut())
        {
            if !text.is_empty() {
                text.push(if begins_paragraph { '\n' } else { ' ' });
            }
            starts.insert(text.len());
            text.push_str(words.trim());
            begins_paragraph = false;
        }
    }
    documents
}

fn count(text: &str, gold: &BTreeSet<usize>, counts: &mut Counts) {
    let ours: Vec<usize> = segment(text).sentences.iter().map(|sentence| sentence.start).collect();
    let mut plain = Vec::new();
    let mut start = 0;
    for line in text.split('\n') {
        let pieces = line.split_sentence_bound_indices().filter(|(_, piece)| !piece.trim().is_empty());
        plain.extend(pieces.map(|(at, piece)| start + at + piece.len() - piece.trim_start().len()));
        start += line.len() + 1;
    }
    counts.gold += gold.len();
    counts.ours += ours.len();
    counts.ours_right += ours.iter().filter(|at| gold.contains(at)).count();
    counts.plain += plain.len();
    counts.plain_right += plain.iter().filter(|at| gold.contains(at)).count();
}
