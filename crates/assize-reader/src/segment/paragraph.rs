//! Paragraphs, and whether a text was broken into lines of a fixed width.

use super::trim;
use assize_record::Span;

/// Lines longer than this are not taken for lines of a fixed width.
const WIDEST_WRAP: usize = 110;
/// A text needs this many line breaks within blocks before its width can be told.
const FEWEST_BREAKS: usize = 4;

pub(super) fn paragraphs(text: &str) -> Vec<Span> {
    let lines = lines(text);
    let width = wrap_width(text, &lines);
    let mut paragraphs: Vec<Span> = Vec::with_capacity(lines.len());
    let mut last_line: Option<Span> = None;
    for line in lines {
        let words = trim(text, line);
        if words.is_empty() {
            last_line = None;
            continue;
        }
        let joins = match (last_line, width) {
            (Some(before), Some(width)) => words.start == line.start && is_full(text, before, line, width),
            _ => false,
        };
        match paragraphs.last_mut() {
            Some(paragraph) if joins => paragraph.end = words.end,
            _ => paragraphs.push(words),
        }
        last_line = Some(line);
    }
    paragraphs
}

/// Lines without their breaks.
fn lines(text: &str) -> Vec<Span> {
    let mut lines = Vec::new();
    let mut start = 0;
    for (at, break_char) in
        text.match_indices(['\n', '\r', '\u{0B}', '\u{0C}', '\u{85}', '\u{2028}', '\u{2029}'])
    {
        // A carriage return and its line feed are one break, not an empty line.
        if break_char == "\n" && at == start && at > 0 && text.as_bytes()[at - 1] == b'\r' {
            start = at + 1;
            continue;
        }
        lines.push(Span::new(start, at));
        start = at + break_char.len();
    }
    lines.push(Span::new(start, text.len()));
    lines
}

/// The width a text was broken to, where nearly all its line breaks within blocks are explained by one.
fn wrap_width(text: &str, lines: &[Span]) -> Option<usize> {
    let width = lines.iter().map(|line| trim(text, *line).end - line.start).max()?;
    if width > WIDEST_WRAP {
        return None;
    }
    let is_block = |pair: &&[Span]| pair.iter().all(|line| !trim(text, *line).is_empty());
    let breaks = lines.windows(2).filter(is_block).count();
    let full =
        lines.windows(2).filter(is_block).filter(|pair| is_full(text, pair[0], pair[1], width)).count();
    (breaks >= FEWEST_BREAKS && full * 10 >= breaks * 6).then_some(width)
}

/// Whether the first word of the next line would not have fitted on this one.
fn is_full(text: &str, line: Span, next: Span, width: usize) -> bool {
    let first_word = next.slice(text).and_then(|words| words.split_whitespace().next()).map_or(0, str::len);
    let slack = width / 10;
    line.len() + 1 + first_word + slack > width
}
