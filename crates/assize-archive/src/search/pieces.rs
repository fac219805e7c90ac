//! A text in the paragraphs that are searched, and the words that are shown of one.

use super::fold::Folded;
use std::ops::Range;

/// From how many bytes on a paragraph is taken apart at the end of a line or sentence, so that more than one place of it can be found.
const PIECE: usize = 2048;
/// How many bytes of a paragraph are shown.
const SHOWN: usize = 280;

/// The paragraphs of a text, as they are searched: what stands between blank lines; of a long one, its lines or sentences.
pub fn pieces(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = 0;
    for paragraph in text.split("\n\n") {
        let start = at + (paragraph.len() - paragraph.trim_start().len());
        let end = start + paragraph.trim().len();
        at += paragraph.len() + 2;
        if start < end {
            cut(text, start..end, &mut found);
        }
    }
    found
}

/// Takes a paragraph apart.
fn cut(text: &str, paragraph: Range<usize>, found: &mut Vec<Range<usize>>) {
    let mut start = paragraph.start;
    if paragraph.len() > PIECE {
        let mut last = start;
        let mut before = ' ';
        for (at, letter) in text[paragraph.clone()].char_indices() {
            let at = paragraph.start + at;
            let ends = before == '\n'
                || letter.is_whitespace() && matches!(before, '.' | '?' | '!' | '؟' | '۔' | '।')
                || matches!(before, '。' | '？' | '！');
            if ends && last < at {
                last = at;
            }
            if at - start >= PIECE && last > start {
                found.push(start..start + text[start..last].trim_end().len());
                start = last + (text[last..].len() - text[last..].trim_start().len());
                last = start;
            }
            before = letter;
        }
    }
    if start < paragraph.end {
        found.push(start..paragraph.end);
    }
}

/// The bytes of a paragraph that are shown of it: around as many of the words found in it as fit, never cut within a word.
pub fn excerpt(paragraph: &str, found: &[Range<usize>]) -> Range<usize> {
    let Some(shown) = densest(found).filter(|_| paragraph.len() > SHOWN) else { return 0..paragraph.len() };
    let spare = SHOWN.saturating_sub(shown.len());
    let folded = Folded::of(paragraph);
    let from = shown.start.saturating_sub(spare / 3);
    let to = shown.end + (spare - (shown.start - from));
    let start = (0..folded.len()).map(|at| folded.span(at).start).find(|start| *start >= from);
    let end = (0..folded.len()).rev().map(|at| folded.span(at).end).find(|end| *end <= to);
    let start = if from == 0 { 0 } else { start.unwrap_or(shown.start).min(shown.start) };
    let end = if to >= paragraph.len() { paragraph.len() } else { end.unwrap_or(shown.end).max(shown.end) };
    start..end
}

/// The first stretch of what may be shown with most words found.
fn densest(found: &[Range<usize>]) -> Option<Range<usize>> {
    let mut best: Option<(usize, Range<usize>)> = None;
    let mut end = 0;
    for (first, span) in found.iter().enumerate() {
        end = end.max(first + 1);
        while end < found.len() && found[end].end - span.start <= SHOWN {
            end += 1;
        }
        if best.as_ref().is_none_or(|(count, _)| end - first > *count) {
            best = Some((end - first, span.start..found[end - 1].end));
        }
    }
    best.map(|(_, shown)| shown)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_by_blank_lines_and_long_ones_by_sentences() {
        let text = "\n\nOne.\n\n  Two\nlines. \n\n\n\nThree";
        let all: Vec<&str> = pieces(text).into_iter().map(|span| &text[span]).collect();
        assert_eq!(all, ["One.", "Two\nlines.", "Three"]);
        for long in
            ["A boat was sunk off Lowford. ".repeat(500), "A line\n".repeat(2000), "船は沈没。".repeat(2000)]
        {
            let found = pieces(&long);
            assert!(found.len() > 3, "{}", &long[..5]);
            assert!(found.iter().all(|span| span.len() <= PIECE + 32), "{}", &long[..5]);
            let all: String = found.iter().map(|span| &long[span.clone()]).collect();
            let solid = |text: &str| text.split_whitespace().collect::<String>();
            assert_eq!(solid(&all), solid(&long), "nothing is left out");
        }
        assert_eq!(pieces(&"x".repeat(9000)), std::iter::once(0..9000).collect::<Vec<_>>());
        assert!(pieces(" \n\n ").is_empty());
    }

    #[test]
    fn an_excerpt_holds_what_was_found_and_cuts_no_word() {
        let text = format!("{}KEY é KEY {}", "E\u{301}cole 🚤 ".repeat(100), "船".repeat(300));
        let at: Vec<Range<usize>> = text.match_indices("KEY").map(|(at, key)| at..at + key.len()).collect();
        let shown = excerpt(&text, &at);
        assert!(shown.len() <= SHOWN && shown.start <= at[0].start && at[1].end <= shown.end, "{shown:?}");
        assert!(text[shown.clone()].starts_with("E\u{301}cole"), "{}", &text[shown]);
        assert_eq!(excerpt("short", std::slice::from_ref(&(0..5))), 0..5);
    }
}
