//! The weights, as they are compiled in, and greedy tagging from left to right.
//!
//! Layout of the file, little-endian: magic `ASZTAG2\0`; number of lexicon words (u32), then each as hash (u32), class (u32),
//! sure tag (u8, 255 for none); number of features (u32), then each as key (u32), number of weights (u8), then tag (u8) and
//! weight (i8) pairs.

use super::{NAMES, Tag, Token, feature};
use std::sync::OnceLock;

/// What the file begins with.
pub const MAGIC: &[u8; 8] = b"ASZTAG2\0";

/// Tag index for "no single tag".
pub const UNSURE: u8 = 255;

static BUILT_IN: &[u8] = include_bytes!("../../weights/tagger.bin");

/// The weights of the tagger, ready for look-up.
#[derive(Debug)]
pub struct Model {
    words: Table<(u32, u8)>,
    features: Table<(u32, u8)>,
    weights: Vec<(u8, i8)>,
}

/// Why bytes are not a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadModel(pub &'static str);

/// Open addressing over 32-bit keys; filled once, never removed from.
#[derive(Debug)]
struct Table<V> {
    mask: usize,
    slots: Vec<Option<(u32, V)>>,
}

impl<V: Copy> Table<V> {
    fn new(count: usize) -> Self {
        let size = (count * 2).next_power_of_two().max(16);
        Self { mask: size - 1, slots: vec![None; size] }
    }

    fn insert(&mut self, key: u32, value: V) {
        let mut at = key as usize & self.mask;
        while self.slots[at].is_some() {
            at = (at + 1) & self.mask;
        }
        self.slots[at] = Some((key, value));
    }

    fn get(&self, key: u32) -> Option<V> {
        let mut at = key as usize & self.mask;
        while let Some((found, value)) = self.slots[at] {
            if found == key {
                return Some(value);
            }
            at = (at + 1) & self.mask;
        }
        None
    }
}

struct Bytes<'b>(&'b [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Result<[u8; N], BadModel> {
        let (head, rest) = self.0.split_first_chunk::<N>().ok_or(BadModel("cut short"))?;
        self.0 = rest;
        Ok(*head)
    }

    fn u32(&mut self) -> Result<u32, BadModel> {
        Ok(u32::from_le_bytes(self.take()?))
    }

    fn u8(&mut self) -> Result<u8, BadModel> {
        Ok(self.take::<1>()?[0])
    }
}

impl Model {
    /// The model that is compiled in.
    pub fn built_in() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self::read(BUILT_IN).unwrap_or_else(|_| Self::empty()))
    }

    /// A model that knows nothing and calls every word a noun.
    pub fn empty() -> Self {
        Self { words: Table::new(0), features: Table::new(0), weights: Vec::new() }
    }

    /// Reads a model from the bytes of its file.
    ///
    /// # Errors
    /// [`BadModel`] where the bytes are not laid out as the module says.
    pub fn read(bytes: &[u8]) -> Result<Self, BadModel> {
        let mut bytes = Bytes(bytes);
        if &bytes.take::<8>()? != MAGIC {
            return Err(BadModel("another magic"));
        }
        let count = bytes.u32()? as usize;
        if count > bytes.0.len() {
            return Err(BadModel("more words than bytes"));
        }
        let mut words = Table::new(count);
        for _ in 0..count {
            words.insert(bytes.u32()?, (bytes.u32()?, bytes.u8()?));
        }
        let count = bytes.u32()? as usize;
        if count > bytes.0.len() {
            return Err(BadModel("more features than bytes"));
        }
        let mut features = Table::new(count);
        let mut weights = Vec::with_capacity(count * 3);
        for _ in 0..count {
            let (key, n) = (bytes.u32()?, bytes.u8()?);
            features.insert(key, (u32::try_from(weights.len()).map_err(|_| BadModel("too large"))?, n));
            for _ in 0..n {
                let [tag, weight] = bytes.take::<2>()?;
                if usize::from(tag) >= NAMES.len() {
                    return Err(BadModel("an unknown tag"));
                }
                weights.push((tag, i8::from_le_bytes([weight])));
            }
        }
        Ok(Self { words, features, weights })
    }

    /// Tags the tokens of one sentence in place. `keys` is scratch space, kept between calls.
    pub fn tag(&self, text: &str, tokens: &mut [Token], keys: &mut Vec<feature::WordKey>) {
        feature::keys(text, tokens, keys);
        let mut sure = Vec::with_capacity(tokens.len());
        for key in keys.iter_mut() {
            let (class, tag) = self.words.get(key.word).unwrap_or((0, UNSURE));
            key.class = class;
            sure.push(tag);
        }
        let (mut tag1, mut tag2) = (Tag(NAMES.len() as u8), Tag(NAMES.len() as u8));
        for (at, token) in tokens.iter_mut().enumerate() {
            let tag = match sure[at] {
                UNSURE => self.best(&feature::features(&feature::window(keys, at), tag1, tag2)),
                tag => Tag(tag),
            };
            token.tag = tag;
            (tag2, tag1) = (tag1, tag);
        }
    }

    fn best(&self, features: &[u32; feature::COUNT]) -> Tag {
        let mut scores = [0i32; 64];
        for key in features {
            if let Some((from, count)) = self.features.get(*key) {
                let from = from as usize;
                for (tag, weight) in &self.weights[from..from + usize::from(count)] {
                    scores[usize::from(tag & 63)] += i32::from(*weight);
                }
            }
        }
        let best = (0..NAMES.len()).max_by_key(|tag| (scores[*tag], usize::MAX - tag)).unwrap_or(0);
        // There are fewer than 256 tags.
        Tag(best as u8)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_weights_are_whole() {
        let model = Model::read(BUILT_IN).expect("the compiled-in file");
        assert!(model.weights.len() > 10_000);
    }

    #[test]
    fn broken_weights_are_refused() {
        assert_eq!(Model::read(b"ASZ").err(), Some(BadModel("cut short")));
        assert_eq!(Model::read(b"ASZTAG9\0\0\0\0\0").err(), Some(BadModel("another magic")));
        let half = &BUILT_IN[..BUILT_IN.len() / 2];
        assert!(Model::read(half).is_err());
    }
}
