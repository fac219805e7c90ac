//! The reader over every text at hand, with a check on each reading.
//!
//! Texts are the examples of the reader's rules, the corpora beside the project as far as they stand there, and texts made by rule
//! ([`crate::tricky`]), each of which can be made again from the seed and its number. Whatever must hold of every reading is given as a
//! function; a panic of reader or check is a fault of that text, and the others are still read.

mod texts;

pub use texts::{Collection, Text, TextsError, corpora, examples, rules};

use crate::{faults::PUBLISHED, tricky};
use assize_reader::{Document, Reading, read};
use std::{
    collections::BTreeMap,
    panic::{self, AssertUnwindSafe},
    sync::atomic::{AtomicU64, Ordering},
    thread,
};

/// What is read.
#[derive(Debug, Clone, Copy)]
pub struct Given<'t> {
    /// Texts that are held.
    pub texts: &'t [Text],
    /// So many texts made by rule beside them.
    pub made: u64,
    /// The seed they are made from.
    pub seed: u64,
    /// Threads that read.
    pub threads: usize,
}

/// What is wrong with a reading.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// Where: a draft by its place in the reading, its rule and property. No words of the text, so that it can always be shown.
    pub place: String,
    /// What is wrong. It may quote the text.
    pub what: String,
}

/// A text with faults.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Faulty {
    /// Where the text is from.
    pub collection: Collection,
    /// Its name there.
    pub name: String,
    /// What is wrong with its reading.
    pub faults: Vec<Fault>,
}

/// How much was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Count {
    /// Texts.
    pub texts: u64,
    /// Their bytes.
    pub bytes: u64,
    /// Referents in their readings.
    pub referents: u64,
    /// Drafts in their readings.
    pub drafts: u64,
    /// Texts with faults.
    pub faulty: u64,
}

impl Count {
    /// Adds what was read elsewhere.
    pub fn add(&mut self, other: &Self) {
        self.texts += other.texts;
        self.bytes += other.bytes;
        self.referents += other.referents;
        self.drafts += other.drafts;
        self.faulty += other.faulty;
    }
}

/// What came of it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Swept {
    /// By collection.
    pub counts: BTreeMap<Collection, Count>,
    /// The texts with faults, in the order in which they were given.
    pub faulty: Vec<Faulty>,
}

/// A check on a reading: everything that is wrong with it.
pub type Check<'c> = dyn Fn(&Text, &Reading) -> Vec<Fault> + Sync + 'c;

/// The text of this number that is made by rule from a seed.
pub fn made(seed: u64, number: u64) -> Text {
    let mut random = tricky::Random::new(seed.wrapping_mul(0x1_0000_0001).wrapping_add(number));
    Text {
        collection: Collection::Fuzz,
        name: format!("text {number} of seed {seed}"),
        published: Some(PUBLISHED.to_owned()),
        words: tricky::text(&mut random),
    }
}

/// Reads everything and checks each reading. What is found does not depend on the number of threads.
pub fn sweep(given: Given<'_>, check: &Check<'_>) -> Swept {
    let next = AtomicU64::new(0);
    let parts: Vec<Part> = thread::scope(|scope| {
        let workers: Vec<_> =
            (0..given.threads.max(1)).map(|_| scope.spawn(|| work(given, &next, check))).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, Part>| {
            worker.join().unwrap_or_else(|panic| panic::resume_unwind(panic))
        };
        workers.into_iter().map(join).collect()
    });
    let (mut swept, mut faulty) = (Swept::default(), Vec::new());
    for part in parts {
        for (collection, count) in part.counts {
            swept.counts.entry(collection).or_default().add(&count);
        }
        faulty.extend(part.faulty);
    }
    faulty.sort_by_key(|(number, _)| *number);
    swept.faulty = faulty.into_iter().map(|(_, faulty)| faulty).collect();
    swept
}

/// What one thread found.
#[derive(Default)]
struct Part {
    counts: BTreeMap<Collection, Count>,
    faulty: Vec<(u64, Faulty)>,
}

fn work(given: Given<'_>, next: &AtomicU64, check: &Check<'_>) -> Part {
    let mut part = Part::default();
    let held = given.texts.len() as u64;
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number < held {
            let at = usize::try_from(number).unwrap_or(usize::MAX);
            part.take(number, &given.texts[at], check);
        } else if number - held < given.made {
            part.take(number, &made(given.seed, number - held), check);
        } else {
            return part;
        }
    }
}

impl Part {
    fn take(&mut self, number: u64, text: &Text, check: &Check<'_>) {
        let checked = panic::catch_unwind(AssertUnwindSafe(|| {
            let reading = read(&document(text));
            (reading.referents.len() as u64, reading.drafts.len() as u64, check(text, &reading))
        }));
        let (referents, drafts, faults) = checked.unwrap_or_else(|panic| {
            (0, 0, vec![Fault { place: "panic".to_owned(), what: message(&*panic) }])
        });
        let count = self.counts.entry(text.collection).or_default();
        count.texts += 1;
        count.bytes += text.words.len() as u64;
        count.referents += referents;
        count.drafts += drafts;
        if !faults.is_empty() {
            count.faulty += 1;
            let faulty = Faulty { collection: text.collection, name: text.name.clone(), faults };
            self.faulty.push((number, faulty));
        }
    }
}

fn document(text: &Text) -> Document<'_> {
    match text.published.as_deref().and_then(|day| day.parse().ok()) {
        Some(on) => Document::published(&text.words, on),
        None => Document::undated(&text.words),
    }
}

/// The words of a panic.
pub fn message(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().cloned();
    text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned())).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(words: &[&str]) -> Vec<Text> {
        let text = |(at, words): (usize, &&str)| Text {
            collection: Collection::Rules,
            name: at.to_string(),
            published: Some(PUBLISHED.to_owned()),
            words: (*words).to_owned(),
        };
        words.iter().enumerate().map(text).collect()
    }

    /// Finds fault with texts that hold the word, and panics at another.
    fn check(text: &Text, reading: &Reading) -> Vec<Fault> {
        assert!(!text.words.contains("storm"), "a storm");
        let fault = |place: String| Fault { place, what: text.words.clone() };
        let wrong = text.words.contains("four").then(|| fault(format!("{} drafts", reading.drafts.len())));
        wrong.into_iter().collect()
    }

    #[test]
    fn faults_and_panics_are_those_of_their_text() {
        let texts = held(&["Guards killed four men, the port said.", "Nothing.", "A storm."]);
        let swept = sweep(Given { texts: &texts, made: 0, seed: 1, threads: 2 }, &check);
        let faulty: Vec<(&str, &str)> =
            swept.faulty.iter().map(|one| (one.name.as_str(), one.faults[0].what.as_str())).collect();
        assert_eq!(faulty, [("0", "Guards killed four men, the port said."), ("2", "a storm")]);
        let count = swept.counts[&Collection::Rules];
        assert_eq!((count.texts, count.faulty, count.bytes), (3, 2, 54));
        assert!(count.drafts > 0 && count.referents > 0);
    }

    #[test]
    fn threads_change_nothing_and_texts_can_be_made_again() {
        let texts = held(&["Guards killed four men, the port said."]);
        let given = |threads| Given { texts: &texts, made: 300, seed: 7, threads };
        let one = sweep(given(1), &check);
        assert_eq!(one, sweep(given(3), &check));
        assert_eq!(one.counts[&Collection::Fuzz].texts, 300);
        let again = one.faulty.last().expect("passages speak of four people");
        let number = again.name.split(' ').nth(1).and_then(|number| number.parse().ok()).expect("a number");
        assert_eq!(again.faults[0].what, made(7, number).words);
    }
}
