//! The words of a text, as hashes.

use std::ops::Range;

/// The least that FNV-1a starts from and multiplies by (Fowler, Noll and Vo 1991).
const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;

/// Of each ASCII byte its small letter or digit; 0 of what is neither.
const SMALL: [u8; 128] = {
    let mut table = [0; 128];
    let mut at: u8 = 0;
    while at < 128 {
        if at.is_ascii_alphanumeric() {
            table[at as usize] = at.to_ascii_lowercase();
        }
        at += 1;
    }
    table
};

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
    let (mut at, mut start, mut hash) = (0, 0, SEED);
    let mut inside = false;
    while let Some(&byte) = bytes.get(at) {
        if byte < 128 {
            let small = SMALL[byte as usize];
            if small == 0 {
                if inside {
                    found(mix(hash), start, at);
                    inside = false;
                }
            } else {
                if !inside {
                    (start, hash, inside) = (at, SEED, true);
                }
                hash = step(hash, small);
            }
            at += 1;
            continue;
        }
        let Some(letter) = text[at..].chars().next() else { break };
        let end = at + letter.len_utf8();
        if is_invisible(letter) {
            // A place where a word may be broken does not break it.
        } else if !letter.is_alphanumeric() {
            if inside {
                found(mix(hash), start, at);
                inside = false;
            }
        } else if stands_alone(letter) {
            if inside {
                found(mix(hash), start, at);
                inside = false;
            }
            found(mix(of_letter(SEED, letter)), at, end);
        } else {
            if !inside {
                (start, hash, inside) = (at, SEED, true);
            }
            hash = letter.to_lowercase().fold(hash, of_letter);
        }
        at = end;
    }
    if inside {
        found(mix(hash), start, bytes.len());
    }
}

fn step(hash: u64, byte: u8) -> u64 {
    (hash ^ u64::from(byte)).wrapping_mul(PRIME)
}

fn of_letter(hash: u64, letter: char) -> u64 {
    u32::from(letter).to_le_bytes().into_iter().fold(hash, step)
}

/// Soft hyphens, joiners and the mark of byte order.
const fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{ad}' | '\u{200c}' | '\u{200d}' | '\u{2060}' | '\u{feff}')
}

/// Letters of scripts that put no space between words: each counts as a word.
const fn stands_alone(letter: char) -> bool {
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
