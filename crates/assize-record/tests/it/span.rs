//! Spans and the words at them.

use assize_record::{
    Span, Words,
    span::WordsError::{Differ, OutOfText},
};
use proptest::prelude::*;

/// Two bytes, three bytes and four bytes a letter among those of one.
const TEXT: &str = "né — 𝄞 x";

#[test]
fn lengths_are_in_bytes_and_never_below_none() {
    for (start, end, len) in [(0, 0, 0), (2, 6, 4), (5, 6, 1), (6, 5, 0), (usize::MAX, 0, 0)] {
        let span = Span::new(start, end);
        assert_eq!((span.len(), span.is_empty()), (len, len == 0), "{start}..{end}");
    }
}

#[test]
fn spans_hold_and_overlap_one_another_by_bytes() {
    // Of 10..20: whether it holds the other, is held by it, and overlaps it.
    let check = |start, end, holds, held, overlaps| {
        let (span, other) = (Span::new(10, 20), Span::new(start, end));
        assert_eq!((span.contains(&other), other.contains(&span)), (holds, held), "{start}..{end}");
        assert_eq!((span.overlaps(&other), other.overlaps(&span)), (overlaps, overlaps), "{start}..{end}");
    };
    check(10, 20, true, true, true);
    check(10, 19, true, false, true);
    check(11, 20, true, false, true);
    check(9, 20, false, true, true);
    check(10, 21, false, true, true);
    check(9, 11, false, false, true);
    check(19, 21, false, false, true);
    check(0, 10, false, false, false);
    check(20, 30, false, false, false);
    check(0, 5, false, false, false);
    check(12, 12, true, false, true);
}

#[test]
fn a_span_that_cuts_a_letter_or_leaves_the_text_is_not_one() {
    let words = |start, end| Span::new(start, end).slice(TEXT);
    assert_eq!(words(1, 3), Some("é"));
    assert_eq!(words(4, 7), Some("—"));
    assert_eq!(words(8, 12), Some("𝄞"));
    assert_eq!(words(0, TEXT.len()), Some(TEXT));
    assert_eq!(words(TEXT.len(), TEXT.len()), Some(""));
    for (start, end) in [(2, 3), (1, 2), (5, 7), (8, 10), (0, TEXT.len() + 1), (7, 4), (99, 99)] {
        assert_eq!(words(start, end), None, "{start}..{end}");
        assert_eq!(Span::new(start, end).words(TEXT), None, "{start}..{end}");
    }
}

#[test]
fn words_that_are_not_at_their_span_say_what_is() {
    let words = Words { start: 1, end: 3, exact: "e\u{301}".to_owned() };
    // The same letter in two code points is another word.
    let differ = Differ { start: 1, end: 3, expected: "e\u{301}".to_owned(), found: "é".to_owned() };
    assert_eq!(words.check(TEXT), Err(differ));
    assert_eq!(words.check("n"), Err(OutOfText { start: 1, end: 3, len: 1 }));
    let sentence = words.check(TEXT).unwrap_err().to_string();
    assert_eq!(sentence, "bytes 1..3 read `é`, not `e\u{301}`");
    let sentence = words.check("n").unwrap_err().to_string();
    assert_eq!(sentence, "bytes 1..3 are not a span of this text of 1 bytes");
}

#[test]
fn spans_go_by_where_they_begin() {
    let mut spans = [Span::new(3, 4), Span::new(1, 9), Span::new(1, 2)];
    spans.sort_unstable();
    assert_eq!(spans, [Span::new(1, 2), Span::new(1, 9), Span::new(3, 4)]);
}

/// Every byte of a span, slowly.
fn bytes(span: Span) -> Vec<usize> {
    (span.start..span.end).collect()
}

proptest! {
    #[test]
    fn spans_are_sets_of_bytes(a in 0_usize..12, b in 0_usize..12, c in 0_usize..12, d in 0_usize..12) {
        let (one, other) = (Span::new(a, b), Span::new(c, d));
        prop_assert_eq!(one.len(), bytes(one).len());
        if !one.is_empty() && !other.is_empty() {
            let (ours, theirs) = (bytes(one), bytes(other));
            prop_assert_eq!(one.overlaps(&other), ours.iter().any(|byte| theirs.contains(byte)));
            prop_assert_eq!(one.contains(&other), theirs.iter().all(|byte| ours.contains(byte)));
        }
    }

    #[test]
    fn words_of_a_span_hold_there_and_nowhere_else(text in "[aé—𝄞 ]{0,12}", start in 0_usize..24, end in 0_usize..24) {
        let span = Span::new(start, end);
        let Some(words) = span.words(&text) else { return Ok(()) };
        prop_assert_eq!(words.check(&text), Ok(()));
        prop_assert_eq!(words.span(), span);
        prop_assert_eq!(words.exact.len(), span.len());
        prop_assert_eq!(&text[start..end], words.exact.as_str());
        let other = Words { exact: format!("{}x", words.exact), ..words };
        prop_assert!(other.check(&text).is_err());
    }
}
