//! Words that are written from right to left, in a line of ours.
//!
//! A right-to-left word carries the numbers and punctuation beside it along (Unicode Standard Annex 9, section 3.3.4). Pages set words of a source apart where
//! they print them (`bdi`, `dir="auto"`); what they did not set apart is found here.

use std::ops::Range;
use unicode_bidi::{BidiClass, bidi_class};

/// Stretches of right-to-left words, with the numbers in them, as bytes.
pub(super) fn stretches(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    let mut open = false;
    for (at, c) in text.char_indices() {
        let end = at + c.len_utf8();
        // The table is asked for what is not in every text: of ASCII, letters alone are of a class that matters here.
        if c.is_ascii() {
            open &= !c.is_ascii_alphabetic();
            continue;
        }
        match bidi_class(c) {
            BidiClass::R | BidiClass::AL | BidiClass::AN => {
                match found.last_mut().filter(|_| open) {
                    Some(last) => last.end = end,
                    None => found.push(at..end),
                }
                open = true;
            }
            BidiClass::L => open = false,
            // Marks on a letter belong to it.
            BidiClass::NSM => {
                if let Some(last) = found.last_mut().filter(|last| last.end == at) {
                    last.end = end;
                }
            }
            _ => {}
        }
    }
    found
}

/// Whether some of it is written from right to left.
pub(crate) fn is_rtl(text: &str) -> bool {
    !text.is_ascii() && !stretches(text).is_empty()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_asked_of_the_table_is_as_it_says() {
        for c in '\0'..='\u{7f}' {
            let class = bidi_class(c);
            assert_eq!(class == BidiClass::L, c.is_ascii_alphabetic(), "{c:?}");
            assert!(!matches!(class, BidiClass::R | BidiClass::AL | BidiClass::AN | BidiClass::NSM), "{c:?}");
        }
    }
}
