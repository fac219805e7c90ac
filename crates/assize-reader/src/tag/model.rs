//! The weights, as they are compiled in, and greedy tagging from left to right.
//!
//! Layout of the file, little-endian: magic `ASZTAG3\0`; SHA-256 of the corpus and of each of the two lexicons it was made from; then
//! three tables, each with its number of rows (u32) and its keys (u32) in ascending order, and behind the keys
//!
//! - words of the corpus: ambiguity class (u32) of each row, then its sure tag (u8, 255 for none);
//! - words of the lexicons, by their hash as written: one more than the tag (u8, 0 for none), then what they can be (u8);
//! - features: number of weights (u8) of each row; then the number of all weights (u32), their tags (u8) and the weights (i8).
//!
//! Nothing is copied: a key is looked for in the file as it stands, among its neighbours, found by the first bits it begins with.

use super::{NAMES, Shape, Tag, Token, feature, feature::Entry};
use std::sync::OnceLock;

/// What the file begins with.
pub const MAGIC: &[u8; 8] = b"ASZTAG3\0";

/// Tag index for "no single tag".
pub const UNSURE: u8 = 255;

/// How many files a model is made from.
pub const MADE_FROM: usize = 3;

static BUILT_IN: &[u8] = include_bytes!("../../weights/tagger.bin");

/// The weights of the tagger, ready for look-up in the bytes of their file.
#[derive(Debug)]
pub struct Model<'b> {
    made_from: [[u8; 32]; MADE_FROM],
    words: Keys<'b>,
    classes: Numbers<'b>,
    sure: &'b [u8],
    lexicon: Keys<'b>,
    /// For each word of the lexicon one more than its tag.
    likeliest: &'b [u8],
    senses: &'b [u8],
    features: Keys<'b>,
    /// Where the weights of each feature begin; one more than there are features.
    first: Vec<u32>,
    /// The tag that each weight is for.
    tags: &'b [u8],
    weights: &'b [u8],
}

/// Numbers of four bytes, the least of them first.
#[derive(Debug, Clone, Copy, Default)]
struct Numbers<'b>(&'b [[u8; 4]]);

impl Numbers<'_> {
    fn get(&self, at: usize) -> Option<u32> {
        self.0.get(at).map(|bytes| u32::from_le_bytes(*bytes))
    }

    fn iter(&self) -> impl Iterator<Item = u32> {
        self.0.iter().map(|bytes| u32::from_le_bytes(*bytes))
    }
}

/// Why bytes are not a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadModel(pub &'static str);

/// Keys in ascending order, with where each run of equal first bits begins.
#[derive(Debug, Default)]
struct Keys<'b> {
    keys: Numbers<'b>,
    starts: Vec<u32>,
    /// How far to shift a key so that its first bits are left.
    shift: u32,
}

impl<'b> Keys<'b> {
    /// Keys are hashes, spread evenly: with as many runs as a quarter of the keys, a run is about four long.
    fn new(keys: Numbers<'b>) -> Result<Self, BadModel> {
        let count = u32::try_from(keys.0.len()).map_err(|_| BadModel("too large"))?;
        let bits = (count / 4).max(2).ilog2();
        let shift = 32 - bits;
        let mut starts = Vec::with_capacity((1 << bits) + 1);
        let mut last = None;
        for (at, key) in (0_u32..).zip(keys.iter()) {
            if last.is_some_and(|last| last >= key) {
                return Err(BadModel("keys out of order"));
            }
            last = Some(key);
            while starts.len() <= (key >> shift) as usize {
                starts.push(at);
            }
        }
        starts.resize((1 << bits) + 1, count);
        Ok(Self { keys, starts, shift })
    }

    fn find(&self, key: u32) -> Option<usize> {
        let run = key.checked_shr(self.shift)? as usize;
        let (from, to) = (*self.starts.get(run)? as usize, *self.starts.get(run + 1)? as usize);
        let sought = key.to_le_bytes();
        self.keys.0.get(from..to)?.iter().position(|found| *found == sought).map(|at| from + at)
    }
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn some(&mut self, count: usize) -> Result<&'b [u8], BadModel> {
        let (head, rest) = self.0.split_at_checked(count).ok_or(BadModel("cut short"))?;
        self.0 = rest;
        Ok(head)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], BadModel> {
        self.some(N)?.try_into().map_err(|_| BadModel("cut short"))
    }

    fn count(&mut self) -> Result<usize, BadModel> {
        Ok(u32::from_le_bytes(self.array()?) as usize)
    }

    fn numbers(&mut self, count: usize) -> Result<Numbers<'b>, BadModel> {
        let bytes = self.some(count.checked_mul(4).ok_or(BadModel("too large"))?)?;
        Ok(Numbers(bytes.as_chunks::<4>().0))
    }
}

impl Model<'static> {
    /// The model that is compiled in.
    pub fn built_in() -> &'static Self {
        static MODEL: OnceLock<Model<'static>> = OnceLock::new();
        MODEL.get_or_init(|| Model::read(BUILT_IN).unwrap_or_else(|_| Self::empty()))
    }

    /// A model that knows nothing and calls every word a noun.
    pub fn empty() -> Self {
        Self {
            made_from: [[0; 32]; MADE_FROM],
            words: Keys::default(),
            classes: Numbers::default(),
            sure: &[],
            lexicon: Keys::default(),
            likeliest: &[],
            senses: &[],
            features: Keys::default(),
            first: vec![0],
            tags: &[],
            weights: &[],
        }
    }
}

impl<'b> Model<'b> {
    /// SHA-256 of the corpus and of the two lexicons it was made from; zeros for a model that knows nothing.
    pub const fn made_from(&self) -> &[[u8; 32]; MADE_FROM] {
        &self.made_from
    }

    /// Reads a model from the bytes of its file.
    ///
    /// # Errors
    /// [`BadModel`] where the bytes are not laid out as the module says.
    pub fn read(bytes: &'b [u8]) -> Result<Self, BadModel> {
        let mut bytes = Bytes(bytes);
        if &bytes.array::<8>()? != MAGIC {
            return Err(BadModel("another magic"));
        }
        let mut made_from = [[0; 32]; MADE_FROM];
        for hash in &mut made_from {
            *hash = bytes.array()?;
        }
        let count = bytes.count()?;
        let words = Keys::new(bytes.numbers(count)?)?;
        let (classes, sure) = (bytes.numbers(count)?, bytes.some(count)?);
        let count = bytes.count()?;
        let lexicon = Keys::new(bytes.numbers(count)?)?;
        let (likeliest, senses) = (bytes.some(count)?, bytes.some(count)?);
        let count = bytes.count()?;
        let features = Keys::new(bytes.numbers(count)?)?;
        let mut first = Vec::with_capacity(count + 1);
        let mut end = 0_u32;
        first.push(end);
        for count in bytes.some(count)? {
            end = end.checked_add(u32::from(*count)).ok_or(BadModel("too large"))?;
            first.push(end);
        }
        let count = bytes.count()?;
        if count != end as usize {
            return Err(BadModel("another number of weights"));
        }
        let (tags, weights) = (bytes.some(count)?, bytes.some(count)?);
        if tags.iter().any(|tag| usize::from(*tag) >= NAMES.len()) {
            return Err(BadModel("an unknown tag"));
        }
        Ok(Self {
            made_from,
            words,
            classes,
            sure,
            lexicon,
            likeliest,
            senses,
            features,
            first,
            tags,
            weights,
        })
    }

    fn entry(&self, written: u32) -> Option<Entry> {
        let row = self.lexicon.find(written)?;
        Some(Entry { tag: *self.likeliest.get(row)?, senses: *self.senses.get(row)? })
    }

    /// The ambiguity class of a word of the corpus, and its tag where it has but one.
    fn known(&self, word: u32) -> Option<(u32, u8)> {
        let row = self.words.find(word)?;
        Some((self.classes.get(row)?, *self.sure.get(row)?))
    }

    /// Tags the tokens of one sentence in place. `keys` is scratch space, kept between calls.
    pub fn tag(&self, text: &str, tokens: &mut [Token], keys: &mut Vec<feature::WordKey>) {
        self.tag_within(text, tokens, &[], keys);
    }

    /// The same where a word may have only some tags: `allowed` has a bit for each tag, of each token; a token beyond it may have any.
    pub fn tag_within(
        &self,
        text: &str,
        tokens: &mut [Token],
        allowed: &[u64],
        keys: &mut Vec<feature::WordKey>,
    ) {
        feature::keys(text, tokens, keys);
        let mut sure = Vec::with_capacity(tokens.len());
        for (key, token) in keys.iter_mut().zip(tokens.iter()) {
            let (class, tag) = self.known(key.word).unwrap_or((0, UNSURE));
            key.class = class;
            if !key.is_number() {
                let word = text.get(token.start..token.end).unwrap_or("");
                (key.lexicon, key.senses) = feature::look_up(word, |hash| self.entry(hash));
            }
            sure.push(tag);
        }
        let (mut tag1, mut tag2) = (Tag(NAMES.len() as u8), Tag(NAMES.len() as u8));
        for (at, token) in tokens.iter_mut().enumerate() {
            let mask = allowed.get(at).copied().filter(|mask| *mask != 0).unwrap_or(u64::MAX);
            let tag = match sure[at] {
                tag if tag != UNSURE && mask & (1 << (tag & 63)) != 0 => Tag(tag),
                _ => self.best(&feature::features(&feature::window(keys, at), tag1, tag2), mask),
            };
            token.tag = tag;
            (tag2, tag1) = (tag1, tag);
        }
        names(tokens);
    }

    fn best(&self, features: &[u32; feature::COUNT], mask: u64) -> Tag {
        if mask.count_ones() == 1 {
            // There are fewer than 256 tags.
            return Tag(mask.trailing_zeros() as u8);
        }
        let mut scores = [0i32; 64];
        for key in features {
            if let Some(row) = self.features.find(*key) {
                let (from, to) = (self.first[row] as usize, self.first[row + 1] as usize);
                for (tag, weight) in self.tags[from..to].iter().zip(&self.weights[from..to]) {
                    scores[usize::from(tag & 63)] += i32::from(weight.cast_signed());
                }
            }
        }
        let best = (0..NAMES.len())
            .filter(|tag| mask & (1 << tag) != 0)
            .max_by_key(|tag| (scores[*tag], usize::MAX - tag))
            .unwrap_or(0);
        // There are fewer than 256 tags.
        Tag(best as u8)
    }
}

/// A word with a capital behind a name in a sentence of small letters goes on with the name, however much it looks like a verb: `United States`.
fn names(tokens: &mut [Token]) {
    let capital = |token: &Token| matches!(token.shape, Shape::Capital | Shape::Mixed);
    let capitals = tokens.iter().filter(|token| capital(token)).count();
    let small = tokens.iter().filter(|token| token.shape == Shape::Lower).count();
    if small < capitals {
        return;
    }
    for at in 1..tokens.len() {
        let (before, this) = (tokens[at - 1], tokens[at]);
        let verb = matches!(this.tag, Tag::VBZ | Tag::VBP);
        if verb && capital(&this) && capital(&before) && before.tag == Tag::NNP {
            tokens[at].tag = if this.tag == Tag::VBZ { Tag::NNPS } else { Tag::NNP };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_weights_are_whole() {
        let model = Model::read(BUILT_IN).expect("the compiled-in file");
        assert!(model.weights.len() > 10_000);
        assert!(model.made_from().iter().all(|hash| *hash != [0; 32]));
    }

    #[test]
    fn a_word_never_trained_on_is_known_by_its_stem() {
        let entry =
            |hash| (hash == feature::written("trawl")).then_some(Entry { tag: Tag::VB.0 + 1, senses: 3 });
        let ((plain, _), (ending, _)) = (feature::look_up("Trawl", entry), feature::look_up("trawls", entry));
        assert!(plain > 0 && ending > 0 && plain != ending);
        assert_eq!(feature::look_up("qwzx", entry), (0, 0));
    }

    #[test]
    fn a_model_that_knows_nothing_still_tags() {
        let (text, mut tokens, mut keys) = ("Boats sank", Vec::new(), Vec::new());
        crate::tag::tokenize(text, 0, text.len(), &mut tokens);
        Model::empty().tag(text, &mut tokens, &mut keys);
        assert!(tokens.iter().all(|token| token.tag == Tag::NN));
    }

    #[test]
    fn broken_weights_are_refused() {
        assert_eq!(Model::read(b"ASZ").err(), Some(BadModel("cut short")));
        assert_eq!(Model::read(b"ASZTAG2\0\0\0\0\0").err(), Some(BadModel("another magic")));
        let half = &BUILT_IN[..BUILT_IN.len() / 2];
        assert!(Model::read(half).is_err());
    }
}
