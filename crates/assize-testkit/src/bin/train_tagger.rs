//! Trains the reader's tagger: `train_tagger CORPUS.conllu TAGS.txt WORDNET-FOLDER OUT.bin`. The same files give the same bytes.
//!
//! An averaged perceptron (Collins 2002) over the features of `assize_reader::tag::feature`; every eighth document is held out
//! and never seen; with `--choosing` another eighth is set aside to choose features by. Several runs are summed. Weights are scaled to one byte; features that matter little are dropped.

use assize_reader::tag::{
    self, NAMES, Tag,
    feature::{self, Entry, WordKey},
    model::{MADE_FROM, MAGIC, UNSURE},
};
use assize_record::BlobHash;
use assize_testkit::{conllu, tag_score};
use std::{
    collections::{BTreeMap, HashMap},
    path::{Path, PathBuf},
    process::ExitCode,
};

const ROUNDS: usize = 12;
const RUNS: u64 = 5;
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

fn sentences(
    documents: &[conllu::TaggedDocument],
    entries: &BTreeMap<u32, Entry>,
    choosing: bool,
) -> Vec<Sentence> {
    let train = documents
        .iter()
        .enumerate()
        .filter(|(index, _)| !(conllu::held_out(*index) || choosing && conllu::for_choosing(*index)));
    train
        .flat_map(|(_, document)| &document.sentences)
        .map(|sentence| {
            let key = |form: &str| {
                let mut key = WordKey::of(form, tag::token::shape(form));
                if !key.is_number() {
                    (key.lexicon, key.senses) = feature::look_up(form, |hash| entries.get(&hash).copied());
                }
                key
            };
            let keys = sentence.words.iter().map(|(form, _)| key(form)).collect();
            let gold = sentence.words.iter().map(|(_, name)| Tag::named(name).unwrap_or(Tag::NN).0).collect();
            Sentence { keys, gold }
        })
        .collect()
}

fn train(sentences: &mut [Sentence], lexicon: &Lexicon, run: u64) -> Trainer {
    let classes: BTreeMap<u32, (u32, u8)> =
        lexicon.iter().map(|(word, tags)| (*word, class_of(tags))).collect();
    let mut trainer = Trainer { index: HashMap::new(), rows: Vec::new(), now: 0 };
    let mut order: Vec<usize> = (0..sentences.len()).collect();
    let mut state = 0x2545_f491_4f6c_dd1d_u64.wrapping_add(run.wrapping_mul(0x9e37_79b9_7f4a_7c15));
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

/// The entries of both lexicons, by the hash of the word as written: lines of `word TAG` for tags, and the index files of WordNet, in
/// the order noun, verb, adjective, adverb, for what a word can be.
fn entries(tags: &str, senses: &[String]) -> BTreeMap<u32, Entry> {
    let mut entries: BTreeMap<u32, Entry> = BTreeMap::new();
    for line in tags.lines().filter(|line| !line.starts_with(";;;")) {
        let Some((word, tag)) = line.split_once(' ') else { continue };
        let Some(tag) = Tag::named(tag.trim()) else { continue };
        if word.is_ascii() && word.bytes().any(|b| b.is_ascii_alphabetic()) {
            entries.entry(feature::written(word)).or_default().tag = tag.0 + 1;
        }
    }
    for (kind, index) in senses.iter().enumerate() {
        // The lines of the licence begin with white space; a word of several words has a line below.
        let words =
            index.lines().filter(|line| !line.starts_with(' ')).filter_map(|line| line.split(' ').next());
        for word in words.filter(|w| !w.contains('_') && w.bytes().any(|b| b.is_ascii_alphabetic())) {
            entries.entry(feature::written(word)).or_default().senses |= 1 << kind;
        }
    }
    entries
}

/// The sum of the averaged weights of several runs, each in an order of its own: what one order happened to learn is evened out.
fn trained(sentences: &mut [Sentence], lexicon: &Lexicon) -> BTreeMap<u32, [f64; TAGS]> {
    let mut sum: BTreeMap<u32, [f64; TAGS]> = BTreeMap::new();
    for run in 0..RUNS {
        for (key, row) in train(sentences, lexicon, run).averaged() {
            let into = sum.entry(key).or_insert([0.0; TAGS]);
            into.iter_mut().zip(row).for_each(|(into, weight)| *into += weight);
        }
    }
    sum
}

/// The bytes of the file; see `assize_reader::tag::model` for their layout.
fn encode(
    made_from: &[[u8; 32]; MADE_FROM],
    lexicon: &Lexicon,
    entries: &BTreeMap<u32, Entry>,
    weights: &BTreeMap<u32, [f64; TAGS]>,
) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(made_from.as_flattened());
    let known: Vec<_> = lexicon.iter().filter(|(_, tags)| tags.values().sum::<u32>() > 1).collect();
    numbers(&mut out, [known.len() as u32].into_iter().chain(known.iter().map(|(word, _)| **word)));
    numbers(&mut out, known.iter().map(|(_, tags)| class_of(tags).0));
    out.extend(known.iter().map(|(_, tags)| class_of(tags).1));
    numbers(&mut out, [entries.len() as u32].into_iter().chain(entries.keys().copied()));
    out.extend(entries.values().map(|entry| entry.tag));
    out.extend(entries.values().map(|entry| entry.senses));
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
    numbers(&mut out, [kept.len() as u32].into_iter().chain(kept.iter().map(|(key, _)| *key)));
    out.extend(kept.iter().map(|(_, pairs)| pairs.len() as u8));
    let pairs: Vec<(u8, i8)> = kept.into_iter().flat_map(|(_, pairs)| pairs).collect();
    numbers(&mut out, [pairs.len() as u32]);
    out.extend(pairs.iter().map(|(tag, _)| *tag));
    out.extend(pairs.iter().map(|(_, weight)| weight.cast_unsigned()));
    out
}

fn numbers(out: &mut Vec<u8>, numbers: impl IntoIterator<Item = u32>) {
    out.extend(numbers.into_iter().flat_map(u32::to_le_bytes));
}

/// The files to train from, and where the weights go.
struct Asked {
    choosing: bool,
    corpus: PathBuf,
    tags: PathBuf,
    /// The folder of WordNet's index files.
    senses: PathBuf,
    out: PathBuf,
}

fn asked() -> Result<Asked, String> {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let choosing = arguments.iter().any(|a| a == "--choosing");
    arguments.retain(|a| a != "--choosing");
    let [corpus, tags, senses, out] = <[String; 4]>::try_from(arguments)
        .map_err(|_| "usage: train_tagger [--choosing] CORPUS.conllu TAGS.txt WORDNET-FOLDER OUT.bin")?
        .map(PathBuf::from);
    Ok(Asked { choosing, corpus, tags, senses, out })
}

fn run() -> Result<(), String> {
    let Asked { choosing, corpus, tags, senses, out } = asked()?;
    let read = |path: &Path| {
        std::fs::read_to_string(path).map_err(|error| format!("cannot read `{}`: {error}", path.display()))
    };
    let (text, tags) = (read(&corpus)?, read(&tags)?);
    let files = ["index.noun", "index.verb", "index.adj", "index.adv"];
    let senses =
        files.iter().map(|file| read(&senses.join(file))).collect::<Result<Vec<String>, String>>()?;
    let documents = conllu::read(&text);
    let entries = entries(&tags, &senses);
    let made_from = [text.as_bytes(), tags.as_bytes(), senses.concat().as_bytes()]
        .map(|bytes| *BlobHash::of(bytes).as_bytes());
    let mut sentences = sentences(&documents, &entries, choosing);
    let lexicon = lexicon(&sentences);
    let bytes = encode(&made_from, &lexicon, &entries, &trained(&mut sentences, &lexicon));
    let model =
        tag::Model::read(&bytes).map_err(|error| format!("what was written is no model: {}", error.0))?;
    let held_out = if choosing { conllu::for_choosing } else { conllu::held_out };
    let held: Vec<_> = documents.iter().enumerate().filter(|(i, _)| held_out(*i)).map(|(_, d)| d).collect();
    if choosing {
        for ((gold, found), count) in tag_score::confusions(&model, held.iter().copied()).into_iter().take(24)
        {
            eprintln!("{count:>5}  {gold} tagged {found}");
        }
    }
    let score = tag_score::sum(&model, held.iter().copied());
    let percent = 100.0 * score.right as f64 / score.words.max(1) as f64;
    eprintln!("{} bytes; {percent:.2}% of {} held-out words", bytes.len(), score.words);
    std::fs::write(&out, bytes).map_err(|error| format!("cannot write `{}`: {error}", out.display()))
}

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}
