//! Words without a break, longer than any page or terminal is wide many times over.
//!
//! A word that a line cannot break in is laid out in one piece, and everything that names it carries it along: a title of a megabyte stands in every link to its
//! source. No writing has such words. Scripts that are written without spaces break between letters (Unicode Standard Annex 14), so they are not counted.

use super::{Mark, MarkKind};
use unicode_script::{Script, UnicodeScript};

/// The most characters of a word that are shown. Addresses are longer than words, and few are longer than this.
const LONGEST: usize = 2_000;

/// Whether some word of the text is longer.
pub(super) fn is_in(text: &str) -> bool {
    // Most texts are shorter than that word.
    if text.len() <= LONGEST {
        return false;
    }
    let mut run = 0;
    text.chars().any(|c| {
        run = if breaks(c) { 0 } else { run + 1 };
        run > LONGEST
    })
}

/// Marks what is longer, and takes it out of what is looked at further.
pub(super) fn cut(chars: &mut Vec<(usize, char)>, found: &mut Vec<Mark>) {
    let (mut run, first) = (0, found.len());
    chars.retain(|&(start, c)| {
        run = if breaks(c) { 0 } else { run + 1 };
        if run <= LONGEST {
            return true;
        }
        let end = start + c.len_utf8();
        match found[first..].last_mut() {
            Some(Mark { end: last, kind: MarkKind::Unbroken(count), .. }) if *last == start => {
                (*last, *count) = (end, *count + 1);
            }
            _ => found.push(Mark { start, end, kind: MarkKind::Unbroken(1) }),
        }
        false
    });
}

/// Whether a line may break at a character.
fn breaks(c: char) -> bool {
    if c.is_ascii() {
        return matches!(c, ' ' | '\n' | '\t' | '-');
    }
    c.is_whitespace()
        || matches!(
            c.script(),
            Script::Han
                | Script::Hiragana
                | Script::Katakana
                | Script::Hangul
                | Script::Bopomofo
                | Script::Yi
                | Script::Thai
                | Script::Lao
                | Script::Khmer
                | Script::Myanmar
                | Script::Tibetan
        )
        || matches!(c, '\u{3000}'..='\u{303f}' | '\u{30fc}' | '\u{ff00}'..='\u{ffef}')
}
