//! Words in JSON: what it parses to are the exact words; how it is written turns nobody's viewer around.

use super::{MarkKind, found};
use std::borrow::Cow;

/// Written JSON with every character that is hidden, and every letter that is not what it seems, as an escape. It parses to the same.
pub fn json(written: &str) -> Cow<'_, str> {
    if written.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return written.into();
    }
    escape(written, false).into()
}

/// The same, so that it may also stand in a page: `<`, `>` and `&` are escapes too.
pub fn embedded(written: &str) -> String {
    escape(written, true)
}

/// Outside its strings JSON has nothing but ASCII, so what is to be escaped stands in strings.
fn escape(written: &str, markup: bool) -> String {
    let mut shown = String::with_capacity(written.len());
    // An escape ends a word: its letter is no letter of the text.
    let mut rest = written;
    while !rest.is_empty() {
        let end = rest.find('\\').unwrap_or(rest.len());
        let (words, after) = rest.split_at(end);
        fragment(words, markup, &mut shown);
        let long = if after.starts_with("\\u") { 6 } else { 2 };
        let escape = after.char_indices().nth(long).map_or(after.len(), |(at, _)| at);
        shown.push_str(&after[..escape]);
        rest = &after[escape..];
    }
    shown
}

fn fragment(words: &str, markup: bool, shown: &mut String) {
    // Data are whole.
    let marks = found(words, false);
    let mut odd = String::new();
    let mut at = 0;
    let write = |words: &str, hidden: bool, shown: &mut String| {
        if !(hidden || markup && words.contains(['<', '>', '&'])) {
            return shown.push_str(words);
        }
        for c in words.chars() {
            let escaped = hidden || markup && matches!(c, '<' | '>' | '&');
            if escaped {
                for unit in c.encode_utf16(&mut [0; 2]) {
                    shown.push_str(&format!("\\u{unit:04x}"));
                }
            } else {
                shown.push(c);
            }
        }
    };
    for mark in &marks {
        if let MarkKind::Letters(sorts) = &mark.kind {
            odd.clear();
            sorts.iter().for_each(|(_, letters)| odd.push_str(letters));
            let from =
                words[at..mark.start].rfind(|c: char| c.is_whitespace()).map_or(at, |space| at + space);
            write(&words[at..from], false, shown);
            for c in words[from..mark.start].chars() {
                write(c.encode_utf8(&mut [0; 4]), odd.contains(c), shown);
            }
            at = mark.start;
        } else {
            write(&words[at..mark.start], false, shown);
            write(&words[mark.start..mark.end], true, shown);
            at = mark.end;
        }
    }
    write(&words[at..], false, shown);
}
