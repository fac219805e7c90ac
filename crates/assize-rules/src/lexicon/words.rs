//! The strings of a lexicon, found by hash.

use serde::{Deserialize, Serialize};

use super::Symbol;
use crate::fault::whole;

/// Every string of a lexicon, found by hash. Symbol 0 is the empty string.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct Words {
    text: String,
    ends: Vec<u32>,
    slots: Vec<u32>,
}

impl Words {
    pub(super) fn new() -> Words {
        Words { text: String::new(), ends: vec![0], slots: vec![0; 16] }
    }

    pub(super) fn len(&self) -> usize {
        self.ends.len() - 1
    }

    pub(super) fn text(&self, symbol: Symbol) -> &str {
        let at = symbol.0 as usize;
        let start = at.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        let end = self.ends.get(at).copied().unwrap_or(0);
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }

    pub(super) fn find(&self, word: &str) -> Option<Symbol> {
        if word.is_empty() {
            return None;
        }
        self.probe(word).ok().map(Symbol)
    }

    /// The symbol of a word, or the empty slot where it belongs.
    fn probe(&self, word: &str) -> Result<u32, usize> {
        let mask = self.slots.len().saturating_sub(1);
        let mut slot = hash(word.as_bytes()) as usize & mask;
        for _ in 0..self.slots.len() {
            match self.slots.get(slot).copied().unwrap_or(0) {
                0 => return Err(slot),
                symbol if self.text(Symbol(symbol)) == word => return Ok(symbol),
                _ => slot = (slot + 1) & mask,
            }
        }
        Err(slot)
    }

    /// The symbol of a word, a new one if need be.
    pub(super) fn intern(&mut self, word: &str) -> Symbol {
        match self.probe(word) {
            Ok(symbol) => Symbol(symbol),
            Err(slot) => {
                let symbol = whole(self.ends.len());
                self.text.push_str(word);
                self.ends.push(whole(self.text.len()));
                if let Some(place) = self.slots.get_mut(slot) {
                    *place = symbol;
                }
                if self.ends.len() * 2 > self.slots.len() {
                    self.grow();
                }
                Symbol(symbol)
            }
        }
    }

    fn grow(&mut self) {
        self.slots = vec![0; self.slots.len() * 2];
        for symbol in 1..whole(self.ends.len()) {
            if let Err(slot) = self.probe(self.text(Symbol(symbol)))
                && let Some(place) = self.slots.get_mut(slot)
            {
                *place = symbol;
            }
        }
    }
}

/// A fast hash of short strings: eight bytes a step, each folded into the product.
fn hash(bytes: &[u8]) -> u64 {
    const FACTOR: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut state = bytes.len() as u64;
    for chunk in bytes.chunks(8) {
        let mut word = [0; 8];
        word.iter_mut().zip(chunk).for_each(|(to, from)| *to = *from);
        state = (state ^ u64::from_le_bytes(word)).wrapping_mul(FACTOR);
        state ^= state >> 29;
    }
    state
}
