//! What the tagger looks at, as hashes, so that training and reading cannot drift apart.

use super::{Shape, Tag, Token};

/// How many features one token has.
pub const COUNT: usize = 33;

/// Hashes of one word that several features share.
#[derive(Debug, Clone, Copy, Default)]
pub struct WordKey {
    /// The word in lower case.
    pub word: u32,
    suffix3: u32,
    suffix2: u32,
    suffix1: u32,
    prefix: u32,
    shape: u32,
    /// The tags the word was seen with in training, as a hash; 0 where it was not seen.
    pub class: u32,
    /// The most frequent tags of the word as written and in small letters, or of its stem; 0 where neither is known.
    pub lexicon: u32,
    /// What the dictionary says the word or its stem can be; 0 where it knows neither.
    pub senses: u32,
}

/// What stands for the dictionary's answer to a number in figures.
const NUMBER: u32 = 1;

const SEED: u32 = 0x811c_9dc5;

fn step(hash: u32, byte: u8) -> u32 {
    (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
}

fn hash(bytes: &[u8]) -> u32 {
    bytes.iter().fold(SEED, |h, b| step(h, b.to_ascii_lowercase()))
}

fn mix(feature: u32, a: u32, b: u32) -> u32 {
    let mut h = feature.wrapping_mul(0x9e37_79b1)
        ^ a.rotate_left(9).wrapping_mul(0x85eb_ca6b)
        ^ b.wrapping_mul(0xc2b2_ae35);
    h ^= h >> 15;
    h = h.wrapping_mul(0x2c1b_3c6d);
    h ^ (h >> 13)
}

impl WordKey {
    /// The key of a word without context.
    pub fn of(word: &str, shape: Shape) -> Self {
        // Curled and straight apostrophes and quotation marks are one word to the tagger.
        let word = match word {
            "’s" => "'s",
            "’" => "'",
            "n’t" => "n't",
            "’re" => "'re",
            "’ve" => "'ve",
            "’ll" => "'ll",
            "’d" => "'d",
            "’m" => "'m",
            "–" | "--" => "—",
            other => other,
        };
        let bytes = word.as_bytes();
        // Digits are one letter: it matters that a number has four of them, not which.
        if shape == Shape::Digit && bytes.iter().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b',')) {
            let length = u32::try_from(bytes.len().min(5)).unwrap_or(5);
            let word = mix(77, length, 0);
            return Self {
                word,
                suffix3: word,
                suffix2: word,
                suffix1: 1,
                prefix: 1,
                shape: shape as u32,
                class: 0,
                lexicon: NUMBER,
                senses: NUMBER,
            };
        }
        let tail = |n: usize| hash(&bytes[bytes.len().saturating_sub(n)..]);
        let hyphen = u32::from(bytes.contains(&b'.'));
        Self {
            word: hash(bytes),
            suffix3: tail(3),
            suffix2: tail(2),
            suffix1: mix(5, tail(4), u32::from(bytes.len() < 4)),
            prefix: hash(&bytes[..bytes.len().min(3)]),
            shape: shape as u32 + 8 * hyphen + 16 * u32::from(bytes.len() < 4),
            class: 0,
            lexicon: 0,
            senses: 0,
        }
    }

    /// Whether it is a number in figures, of which no dictionary knows anything.
    pub const fn is_number(&self) -> bool {
        self.lexicon == NUMBER
    }

    /// The key that stands before the first and after the last word.
    pub const EDGE: Self = Self {
        word: 3,
        suffix3: 3,
        suffix2: 3,
        suffix1: 3,
        prefix: 3,
        shape: 99,
        class: 3,
        lexicon: 3,
        senses: 99,
    };
}

/// The keys of two words before, the word itself, and two after.
#[derive(Debug, Clone, Copy)]
pub struct Window<'k> {
    /// Two before.
    pub before2: &'k WordKey,
    /// One before.
    pub before: &'k WordKey,
    /// The word.
    pub here: &'k WordKey,
    /// One after.
    pub after: &'k WordKey,
    /// Two after.
    pub after2: &'k WordKey,
    /// Whether the word opens its sentence.
    pub first: bool,
}

/// The features of a word, given the tags of the two before it.
pub fn features(window: &Window<'_>, tag1: Tag, tag2: Tag) -> [u32; COUNT] {
    let w = window.here;
    let (t1, t2) = (u32::from(tag1.0) + 1, u32::from(tag2.0) + 1);
    let shape = w.shape * 2 + u32::from(window.first);
    [
        mix(1, w.word, 0),
        mix(2, w.suffix3, shape),
        mix(3, w.suffix2, shape),
        mix(4, w.suffix1, 0),
        mix(5, w.prefix, shape),
        mix(6, shape, t1),
        mix(7, t1, t2),
        mix(8, t1, w.word),
        mix(9, window.before.word, 0),
        mix(10, window.before2.word, 0),
        mix(11, window.after.word, 0),
        mix(12, window.after2.word, 0),
        mix(13, window.after.suffix3, t1),
        mix(14, window.after.class, w.class),
        mix(15, window.after.class, t1),
        mix(16, w.class, t1),
        mix(17, w.class, t1 * 64 + t2),
        mix(18, window.before.word, w.word),
        mix(19, w.word, window.after.word),
        mix(20, shape, window.after.shape),
        mix(21, window.after2.class, window.after.class),
        mix(22, window.before.shape, shape),
        mix(23, w.lexicon, shape),
        mix(24, w.lexicon, t1),
        mix(25, w.lexicon, window.after.lexicon),
        mix(26, window.before.lexicon, w.lexicon),
        mix(27, window.after.lexicon, window.after2.lexicon),
        mix(28, w.lexicon, w.suffix3),
        mix(29, w.lexicon, window.after.word),
        mix(30, t1, window.after.lexicon),
        mix(31, w.senses, t1),
        mix(32, w.senses, w.suffix2),
        mix(33, w.senses, window.after.senses * 128 + t1),
    ]
}

/// The hash of a word as written, for the lexicon.
pub fn written(word: &str) -> u32 {
    word.bytes().fold(SEED, step)
}

/// What is known of a word before any text is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Entry {
    /// One more than the index of its most frequent tag; 0 where it is not known.
    pub tag: u8,
    /// What it can be: 1 a noun, 2 a verb, 4 an adjective, 8 an adverb, added up.
    pub senses: u8,
}

/// Endings with a number each, so that `sailed` and `sails` lead to `sail`.
const ENDINGS: &[(&str, u32)] =
    &[("ing", 1), ("ied", 2), ("ed", 2), ("ies", 3), ("es", 3), ("s", 4), ("ly", 5), ("er", 6), ("est", 7)];

/// What the dictionary says of a word, as the two numbers of [`WordKey::lexicon`] and [`WordKey::senses`]: of the word as written and in
/// small letters; where it knows neither, of what is left without an ending.
pub fn look_up(word: &str, entry: impl Fn(u32) -> Option<Entry>) -> (u32, u32) {
    let exact = entry(written(word)).unwrap_or_default();
    let lower = hash(word.as_bytes());
    let small = entry(lower).unwrap_or_default();
    let mut tags = u32::from(exact.tag) * 64 + u32::from(small.tag);
    let mut senses = u32::from(small.senses);
    if tags > 0 && senses > 0 {
        return (1000 + tags, 100 + senses);
    }
    (tags, senses) = (if tags > 0 { 1000 + tags } else { 0 }, if senses > 0 { 100 + senses } else { 0 });
    for (ending, number) in ENDINGS {
        let Some(stem) = without(word, ending) else { continue };
        let stem = hash(stem);
        for stem in [stem, step(stem, b'e'), step(stem, b'y')] {
            let Some(found) = entry(stem) else { continue };
            if tags == 0 && found.tag > 0 {
                tags = 10_000 + number * 64 + u32::from(found.tag);
            }
            if senses == 0 && found.senses > 0 {
                senses = 1000 + number * 16 + u32::from(found.senses);
            }
        }
    }
    (tags, senses)
}

/// The word without its ending, if two letters or more are left.
fn without<'w>(word: &'w str, ending: &str) -> Option<&'w [u8]> {
    let (stem, tail) = word.as_bytes().split_at_checked(word.len().checked_sub(ending.len())?)?;
    (stem.len() >= 2 && tail.eq_ignore_ascii_case(ending.as_bytes())).then_some(stem)
}

/// The keys of all tokens of a sentence.
pub fn keys(text: &str, tokens: &[Token], out: &mut Vec<WordKey>) {
    out.clear();
    out.extend(tokens.iter().map(|t| WordKey::of(text.get(t.start..t.end).unwrap_or(""), t.shape)));
}

/// The window around the token at `at`.
pub fn window<'k>(keys: &'k [WordKey], at: usize) -> Window<'k> {
    let get = |index: Option<usize>| index.and_then(|i| keys.get(i)).unwrap_or(&WordKey::EDGE);
    Window {
        before2: get(at.checked_sub(2)),
        before: get(at.checked_sub(1)),
        here: get(Some(at)),
        after: get(Some(at + 1)),
        after2: get(Some(at + 2)),
        first: at == 0,
    }
}
