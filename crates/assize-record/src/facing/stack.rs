//! Combining marks piled on one letter, over and under the lines around it.
//!
//! Unicode Technical Standard 39, section 5.4, names four nonspacing marks in a row as the most that is not suspicious. Scripts whose vowels, tones or
//! subjoined letters are such marks (Hebrew with its accents, Tibetan) are given eight.

use super::{Mark, MarkKind, hidden};
use unicode_script::{Script, UnicodeScript};

/// The most marks on one letter, for marks that belong to no script.
const PLAIN: usize = 4;
/// The most marks on one letter, for marks of a script of their own.
const SCRIPT: usize = 8;

/// Marks what is piled higher.
pub(super) fn find(chars: &[(usize, char)], found: &mut Vec<Mark>) {
    let mut height = 0;
    let mut open: Option<Mark> = None;
    for &(start, c) in chars {
        if hidden::is_hidden(c) {
            // It is marked, or at home and takes no room. What is piled on it is piled on what stands before.
            found.extend(open.take());
            continue;
        }
        if !hidden::is_mark(c) {
            found.extend(open.take());
            height = 0;
            continue;
        }
        height += 1;
        let most = if matches!(c.script(), Script::Inherited | Script::Common) { PLAIN } else { SCRIPT };
        if height <= most {
            found.extend(open.take());
            continue;
        }
        let end = start + c.len_utf8();
        match &mut open {
            Some(Mark { end: last, kind: MarkKind::Stack(count), .. }) => (*last, *count) = (end, *count + 1),
            _ => open = Some(Mark { start, end, kind: MarkKind::Stack(1) }),
        }
    }
    found.extend(open);
}
