//! The words of a text, as hashes.

use std::ops::Range;

/// Of each byte of ASCII its small letter or digit, 0 of what is neither; [`OTHER`] of all other bytes.
const SMALL: [u8; 256] = {
    let mut table = [OTHER; 256];
    let mut at: u8 = 0;
    while at < 128 {
        table[at as usize] = if at.is_ascii_alphanumeric() { at.to_ascii_lowercase() } else { 0 };
        at += 1;
    }
    table
};
const OTHER: u8 = 0xff;

/// The hash of every word, in order.
pub(super) fn hashes(text: &str) -> Vec<u64> {
    let mut words = Vec::with_capacity(text.len() / 6 + 1);
    each(text, |hash, _, _| words.push(hash));
    words
}

/// The bytes that every word takes, in order.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut spans = Vec::new();
    each(text, |_, start, end| spans.push(start..end));
    spans
}

/// A bijection of 64 bits in which every bit of the input changes half of the output (splitmix64's).
pub(super) const fn mix(x: u64) -> u64 {
    let x = x.wrapping_add(0x9e37_79b9_7f4a_7c15);
    let x = (x ^ (x >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let x = (x ^ (x >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    x ^ (x >> 31)
}

fn each(text: &str, mut found: impl FnMut(u64, usize, usize)) {
    let bytes = text.as_bytes();
    let small = |at: usize| bytes.get(at).map_or(0, |byte| SMALL[usize::from(*byte)]);
    let (mut at, mut start) = (0, 0);
    let mut word = Word::default();
    while at < bytes.len() {
        let mut byte = small(at);
        if byte != OTHER {
            if byte != 0 && word.is_empty() {
                start = at;
            }
            while byte != 0 && byte != OTHER {
                word.push(byte);
                at += 1;
                byte = small(at);
            }
            if byte == 0 {
                if !word.is_empty() {
                    found(word.finish(), start, at);
                }
                at += 1;
            }
            continue;
        }
        let Some(letter) = text[at..].chars().next() else { break };
        let end = at + letter.len_utf8();
        let is_alone = stands_alone(letter);
        if is_invisible(letter) {
            // A place where a word may be broken does not break it.
        } else if is_alone || !letter.is_alphanumeric() {
            if !word.is_empty() {
                found(word.finish(), start, at);
            }
            if is_alone && letter.is_alphanumeric() {
                word.push_letter(letter);
                found(word.finish(), at, end);
            }
        } else {
            if word.is_empty() {
                start = at;
            }
            letter.to_lowercase().for_each(|letter| word.push_letter(letter));
        }
        at = end;
    }
    if !word.is_empty() {
        found(word.finish(), start, bytes.len());
    }
}

/// The hash of a word that is being read: eight bytes at a time.
#[derive(Default)]
struct Word {
    hash: u64,
    /// Bytes that are not in the hash yet; none is zero.
    last: u64,
}

impl Word {
    fn is_empty(&self) -> bool {
        self.last == 0
    }

    fn push(&mut self, byte: u8) {
        if self.last >> 56 != 0 {
            self.hash = mix(self.hash ^ self.last);
            self.last = 0;
        }
        self.last = self.last << 8 | u64::from(byte);
    }

    fn push_letter(&mut self, letter: char) {
        let mut bytes = [0; 4];
        letter.encode_utf8(&mut bytes).bytes().for_each(|byte| self.push(byte));
    }

    fn finish(&mut self) -> u64 {
        let hash = mix(self.hash ^ self.last);
        *self = Self::default();
        hash
    }
}

/// Soft hyphens, joiners and the mark of byte order.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Letters of scripts that put no space between words: each counts as a word.
pub(crate) const fn stands_alone(letter: char) -> bool {
    matches!(letter,
        '\u{0e00}'..='\u{0eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<&str> {
        spans(text).into_iter().map(|span| &text[span]).collect()
    }

    #[test]
    fn words_of_any_script() {
        assert_eq!(words("Don’t – “stop”, 1,000 m²!"), ["Don", "t", "stop", "1", "000", "m²"]);
        assert_eq!(words("Ärzte ohne Straße"), ["Ärzte", "ohne", "Straße"]);
        assert_eq!(words("船は沈没"), ["船", "は", "沈", "没"]);
        assert_eq!(words("قُتل تسعة"), words("قُتل  تسعة"));
        assert_eq!(words(" … "), Vec::<&str>::new());
    }

    #[test]
    fn case_layout_and_soft_hyphens_make_no_other_word() {
        assert_eq!(hashes("Ärzte\nOHNE grenzen"), hashes("ärzte — ohne “Gren\u{ad}zen”"));
        assert_ne!(hashes("ab c"), hashes("a bc"));
    }
}
