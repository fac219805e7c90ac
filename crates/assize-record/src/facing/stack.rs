//! Combining marks piled on one letter, over and under the lines around it.
//!
//! Unicode Technical Standard 39, section 5.4, names four nonspacing marks in a row as the most that is not suspicious. Scripts whose vowels, tones or
//! subjoined letters are such marks (Hebrew with its accents, Tibetan) are given eight.

use super::{CLOSE, Mark, MarkKind, OPEN, hidden};
use unicode_script::{Script, UnicodeScript};

/// The most marks on one letter, for marks that belong to no script.
const PLAIN: usize = 4;
/// The most marks on one letter, for marks of a script of their own.
const SCRIPT: usize = 8;

/// Marks what is piled higher, and what stands on nothing: it would be drawn on what is printed before it. `seen` says which characters show themselves.
pub(super) fn find(chars: &[(usize, char)], seen: &[bool], found: &mut Vec<Mark>) {
    let (mut height, mut based) = (0, false);
    let mut open: Option<Mark> = None;
    for (&(start, c), seen) in chars.iter().zip(seen) {
        if hidden::is_hidden(c) {
            // A joiner or selector at home takes no room, and what follows is piled on what stands before. Elsewhere a sign of ours takes its place.
            based &= *seen && !matches!(c, '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{61c}');
            found.extend(open.take());
            continue;
        }
        if !hidden::is_mark(c) {
            found.extend(open.take());
            (height, based) = (0, bears(c));
            continue;
        }
        height += 1;
        let most = match c.script() {
            _ if !based => 0,
            Script::Inherited | Script::Common => PLAIN,
            _ => SCRIPT,
        };
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

/// Whether a mark may stand on a character: a no-break space is what one is shown on alone.
fn bears(c: char) -> bool {
    let ours = matches!(
        c,
        '"' | '\''
            | '('
            | ')'
            | '['
            | ']'
            | ','
            | ':'
            | ';'
            | '|'
            | '·'
            | '–'
            | '—'
            | '“'
            | '”'
            | OPEN
            | CLOSE
    );
    !ours && (c == '\u{a0}' || !c.is_whitespace())
}
