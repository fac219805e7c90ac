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
    let mut run = 0;
    text.chars().any(|c| {
        run = if breaks(c) { 0 } else { run + 1 };
        run > LONGEST
    })
}

/// Marks what is longer, in place of every mark inside of it; `first` is the first mark of this line.
pub(super) fn find(chars: &[(usize, char)], first: usize, found: &mut Vec<Mark>) {
    let mut cuts: Vec<Mark> = Vec::new();
    let mut run = 0;
    for &(start, c) in chars {
        run = if breaks(c) { 0 } else { run + 1 };
        if run <= LONGEST {
            continue;
        }
        let end = start + c.len_utf8();
        match cuts.last_mut() {
            Some(Mark { end: last, kind: MarkKind::Unbroken(count), .. }) if *last == start => {
                (*last, *count) = (end, *count + 1);
            }
            _ => cuts.push(Mark { start, end, kind: MarkKind::Unbroken(1) }),
        }
    }
    if cuts.is_empty() {
        return;
    }
    let inside = |at: usize| {
        let cut = cuts.partition_point(|cut| cut.end < at);
        cuts.get(cut).is_some_and(|cut| cut.start < at && at <= cut.end)
    };
    let line = found.split_off(first);
    found.extend(line.into_iter().filter(|mark| !inside(mark.end)));
    found.append(&mut cuts);
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
