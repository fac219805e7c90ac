//! Words on a terminal.

use super::{Mark, MarkKind, marked, marks};
use std::borrow::Cow;

/// A character that stands there more often in a row is counted.
const WRITTEN: usize = 8;

/// The words with every character escaped that cannot be seen or does something to what stands around it (`\u{202e}`), and behind every word that
/// is not what it looks like which of its letters are not (`⟦Cyrillic Т⟧`). Line ends and tabs stay. Twice is as good as once.
pub fn printable(words: &str) -> Cow<'_, str> {
    let marks = marks(words);
    if marks.is_empty() {
        return words.into();
    }
    marked(words, &marks, escaped).into()
}

/// One mark in text that knows no markup.
pub(super) fn escaped(shown: &mut String, mark: &Mark, _: &str) {
    match &mark.kind {
        MarkKind::Character(c, times) => {
            (0..(*times).min(WRITTEN)).for_each(|_| shown.extend(c.escape_unicode()));
            if *times > WRITTEN {
                shown.push_str(&format!("⟦×{times}⟧"));
            }
        }
        MarkKind::Stack(_) | MarkKind::Unbroken(_) | MarkKind::Letters(_) => {
            shown.push_str(&mark.bracketed())
        }
    }
}
