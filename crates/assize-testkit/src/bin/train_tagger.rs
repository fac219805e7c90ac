//! Trains the reader's tagger: `train_tagger CORPUS.conllu OUT.bin`. The same corpus gives the same bytes.
//!
//! An averaged perceptron (Collins 2002) over the features of `assize_reader::tag::feature`; every eighth document is held out
//! and never seen. Weights are scaled to one byte; features that matter little are dropped.

use assize_reader::tag::{
    self, NAMES, Tag,
    feature::{self, WordKey},
    model::{MAGIC, UNSURE},
};
use assize_testkit::{conllu, tag_score};
use std::collections::{BTreeMap, HashMap};

const ROUNDS: usize = 25;
const TAGS: usize = NAMES.len();
/// Below this share of the largest weight a weight is not kept.
const SMALLEST: f64 = 0.012;

struct Sentence {
    keys: Vec<WordKey>,
    gold: Vec<u8>,
}

#[derive(Clone)]
struct Row {
    weight: [f32; TAGS],
    total: [f64; TAGS],
    stamp: [u32; TAGS],
}

struct Trainer {
    index: HashMap<u32, usize>,
    rows: Vec<Row>,
    now: u32,
}

impl Trainer {
    fn scores(&self, features: &[u32]) -> [f32; TAGS] {
        let mut scores = [0.0; TAGS];
        for row in features.iter().filter_map(|key| self.index.get(key)) {
            for (score, weight) in scores.iter_mut().zip(&self.rows[*row].weight) {
                *score += weight;
            }
        }
        scores
    }

    fn update(&mut self, features: &[u32], gold: usize, guess: usize) {
        for key in features {
            let next = self.rows.len();
            let at = *self.index.entry(*key).or_insert(next);
            if at == next {
                self.rows.push(Row { weight: [0.0; TAGS], total: [0.0; TAGS], stamp: [0; TAGS] });
            }
            let row = &mut self.rows[at];
            for (tag, change) in [(gold, 1.0), (guess, -1.0)] {
                row.total[tag] += f64::from(self.now - row.stamp[tag]) * f64::from(row.weight[tag]);
                row.stamp[tag] = self.now;
                row.weight[tag] += change;
            }
        }
    }

    fn averaged(&self) -> BTreeMap<u32, [f64; TAGS]> {
        let average = |row: &Row| {
            std::array::from_fn(|tag| {
                let rest = f64::from(self.now - row.stamp[tag]) * f64::from(row.weight[tag]);
                (row.total[tag] + rest) / f64::from(self.now.max(1))
            })
        };
        self.index.iter().map(|(key, row)| (*key, average(&self.rows[*row]))).collect()
    }
}

/// What is known of a word: how often it had each tag.
type Lexicon = BTreeMap<u32, BTreeMap<u8, u32>>;

fn lexicon(sentences: &[Sentence]) -> Lexicon {
    let mut lexicon = Lexicon::new();
    for (key, gold) in sentences.iter().flat_map(|s| s.keys.iter().zip(&s.gold)) {
        *lexicon.entry(key.word).or_default().entry(*gold).or_default() += 1;
    }
    lexicon
}

/// The ambiguity class of a word and its sure tag, if it is frequent and had only one.
fn class_of(tags: &BTreeMap<u8, u32>) -> (u32, u8) {
    let total: u32 = tags.values().sum();
    let mut class = 17u32;
    for (tag, count) in tags {
        if count * 20 >= total {
            class = class.wrapping_mul(131).wrapping_add(u32::from(*tag) + 1);
        }
    }
    let sure = match tags.iter().max_by_key(|(_, count)| **count) {
        Some((tag, count)) if total >= 25 && count * 500 >= total * 499 => *tag,
        _ => UNSURE,
    };
    (class, sure)
}

fn sentences(documents: &[conllu::TaggedDocument]) -> Vec<Sentence> {
    let train = documents.iter().enumerate().filter(|(index, _)| !conllu::held_out(*index));
    train
        .flat_map(|(_, document)| &document.sentences)
        .map(|sentence| {
            let keys =
                sentence.words.iter().map(|(form, _)| WordKey::of(form, tag::token::shape(form))).collect();
            let gold = sentence.words.iter().map(|(_, name)| Tag::named(name).unwrap_or(Tag::NN).0).collect();
            Sentence { keys, gold }
        })
        .collect()
}

fn train(sentences: &mut [Sentence], lexicon: &Lexicon) -> Trainer {
    let classes: BTreeMap<u32, (u32, u8)> =
        lexicon.iter().map(|(word, tags)| (*word, class_of(tags))).collect();
    let mut trainer = Trainer { index: HashMap::new(), rows: Vec::new(), now: 0 };
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    for round in 0..ROUNDS {
        for at in (1..order.len()).rev() {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            order.swap(at, (state >> 33) as usize % (at + 1));
        }
        let (mut right, mut all) = (0u32, 0u32);
        for sentence in &order {
            let Sentence { keys, gold } = &mut sentences[*sentence];
            let mut sure = Vec::new();
            for key in keys.iter_mut() {
                let (class, tag) = classes[&key.word];
                // A word seen but once stands in for the words that will never have been seen.
                key.class = if lexicon[&key.word].values().sum::<u32>() > 1 { class } else { 0 };
                sure.push(tag);
            }
            let (mut tag1, mut tag2) = (Tag(TAGS as u8), Tag(TAGS as u8));
            for at in 0..gold.len() {
                let mut guess = sure[at];
                if guess == UNSURE {
                    trainer.now += 1;
                    let features = feature::features(&feature::window(keys, at), tag1, tag2);
                    let scores = trainer.scores(&features);
                    let best = (0..TAGS)
                        .max_by(|a, b| scores[*a].total_cmp(&scores[*b]).then(b.cmp(a)))
                        .unwrap_or(0);
                    if best != usize::from(gold[at]) {
                        trainer.update(&features, usize::from(gold[at]), best);
                    }
                    guess = best as u8;
                }
                right += u32::from(guess == gold[at]);
                all += 1;
                (tag2, tag1) = (tag1, Tag(guess));
            }
        }
        eprintln!(
            "round {}: {:.2}% of the words it trains on",
            round + 1,
            100.0 * f64::from(right) / f64::from(all)
        );
    }
    trainer
}

fn encode(lexicon: &Lexicon, weights: &BTreeMap<u32, [f64; TAGS]>) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    let known: Vec<_> = lexicon.iter().filter(|(_, tags)| tags.values().sum::<u32>() > 1).collect();
    out.extend((known.len() as u32).to_le_bytes());
    for (word, tags) in known {
        let (class, sure) = class_of(tags);
        out.extend(word.to_le_bytes());
        out.extend(class.to_le_bytes());
        out.push(sure);
    }
    let mut sizes: Vec<f64> = weights.values().flatten().map(|w| w.abs()).filter(|w| *w > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    let largest = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 5000)).copied().unwrap_or(1.0);
    let mut kept = Vec::new();
    for (key, row) in weights {
        let pairs: Vec<(u8, i8)> = (0u8..)
            .zip(row)
            .filter(|(_, w)| w.abs() >= SMALLEST * largest)
            .map(|(tag, w)| (tag, (w / largest * 127.0).round().clamp(-127.0, 127.0) as i8))
            .collect();
        if !pairs.is_empty() {
            kept.push((*key, pairs));
        }
    }
    out.extend((kept.len() as u32).to_le_bytes());
    for (key, pairs) in kept {
        out.extend(key.to_le_bytes());
        out.push(pairs.len() as u8);
        for (tag, weight) in pairs {
            out.extend([tag, weight.to_le_bytes()[0]]);
        }
    }
    out
}

fn main() -> std::process::ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [corpus, out] = &arguments[..] else {
        eprintln!("usage: train_tagger CORPUS.conllu OUT.bin");
        return std::process::ExitCode::from(2);
    };
    let text = match std::fs::read_to_string(corpus) {
        Ok(text) => text,
        Err(error) => {
            eprintln!("cannot read `{corpus}`: {error}");
            return std::process::ExitCode::from(3);
        }
    };
    let documents = conllu::read(&text);
    let mut sentences = sentences(&documents);
    let lexicon = lexicon(&sentences);
    let trainer = train(&mut sentences, &lexicon);
    let bytes = encode(&lexicon, &trainer.averaged());
    if let Ok(model) = tag::Model::read(&bytes) {
        let score = tag_score::score(&model, &documents, true);
        let percent = 100.0 * score.right as f64 / score.words.max(1) as f64;
        eprintln!("{} bytes; {percent:.2}% of {} held-out words", bytes.len(), score.words);
    }
    if let Err(error) = std::fs::write(out, bytes) {
        eprintln!("cannot write `{out}`: {error}");
        return std::process::ExitCode::from(3);
    }
    std::process::ExitCode::SUCCESS
}
