//! `score tags`: the tagger on the documents of GUM that were held out from its training.

use crate::Asked;
use assize_reader::tag::{Model, tokenize};
use assize_testkit::{conllu, tag_score};
use std::{collections::BTreeMap, time::Instant};

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let path = asked.corpora.join("gum/gum_free_train.conllu");
    let text = std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
    let documents = conllu::read(&text);
    let model = Model::built_in();
    let mut genres: BTreeMap<String, Vec<conllu::TaggedDocument>> = BTreeMap::new();
    for (index, document) in documents.iter().enumerate() {
        if conllu::held_out(index) {
            let genre = document.name.split('_').nth(1).unwrap_or("other").to_owned();
            genres.entry(genre).or_default().push(document.clone());
        }
    }
    println!("{:<34}{:>8}{:>10}{:>22}", "held-out documents", "words", "right %", "words cut alike %");
    for (genre, documents) in &genres {
        print_row(genre, tag_score::sum(model, documents));
    }
    print_row("all", tag_score::sum(model, genres.values().flatten()));
    println!("{:<34}{:>8}{:>10}", "target", "", "96.0");
    println!("{:<34}{:>8}{:>10}", "harper-brill (as measured before)", "", "88–92");
    let hashes =
        model.made_from().map(|hash| hash.iter().take(6).map(|b| format!("{b:02x}")).collect::<String>());
    println!("weights made from corpus {}…, tags {}…, senses {}… (SHA-256)", hashes[0], hashes[1], hashes[2]);
    speed(model, &documents);
    Ok(())
}

fn print_row(name: &str, score: tag_score::TagScore) {
    let share = |part: u64, whole: u64| 100.0 * part as f64 / whole.max(1) as f64;
    let alike = share(2 * score.cut, score.words + score.own_words);
    println!("{name:<34}{:>8}{:>10.2}{alike:>22.2}", score.words, share(score.right, score.words));
}

fn speed(model: &Model, documents: &[conllu::TaggedDocument]) {
    let sentences: Vec<&str> = documents.iter().flat_map(|d| &d.sentences).map(|s| s.text.as_str()).collect();
    let (mut tokens, mut keys, mut count) = (Vec::new(), Vec::new(), 0u64);
    let start = Instant::now();
    for _ in 0..3 {
        for sentence in &sentences {
            tokens.clear();
            tokenize(sentence, 0, sentence.len(), &mut tokens);
            model.tag(sentence, &mut tokens, &mut keys);
            count += tokens.len() as u64;
        }
    }
    println!("{:.0} tokens a second, one core (target 500000)", count as f64 / start.elapsed().as_secs_f64());
}
