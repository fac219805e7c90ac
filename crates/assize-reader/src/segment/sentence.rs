//! Sentences: the bounds of UAX #29, joined again where they fall inside one.

use super::{
    abbreviation::{Stop, is_starter, stop_after},
    trim,
};
use assize_record::Span;
use unicode_segmentation::UnicodeSegmentation;

/// Adds the sentences of one paragraph.
pub(super) fn sentences(text: &str, paragraph: Span, into: &mut Vec<Span>) {
    let Some(words) = paragraph.slice(text) else { return };
    for (offset, piece) in words.split_sentence_bound_indices() {
        let start = paragraph.start + offset;
        let span = trim(text, Span::new(start, start + piece.len()));
        if span.is_empty() {
            continue;
        }
        match into.last_mut() {
            Some(last) if joins(text, paragraph, *last, span) => last.end = span.end,
            _ => into.push(span),
        }
    }
}

/// A sentence longer than this many bytes is cut: no writer means it as one, and every layer looks around in a sentence.
const LONGEST: usize = 4_000;

/// Cuts what is too long among the sentences from index `first` on; the places are added to `cuts`.
pub(super) fn cut_long(text: &str, first: usize, sentences: &mut Vec<Span>, cuts: &mut Vec<usize>) {
    if !sentences[first..].iter().any(|sentence| sentence.len() > LONGEST) {
        return;
    }
    for mut rest in sentences.split_off(first) {
        while rest.len() > LONGEST {
            let at = place_to_cut(text, rest.start);
            sentences.push(trim(text, Span::new(rest.start, at)));
            cuts.push(at);
            rest = trim(text, Span::new(at, rest.end));
        }
        sentences.push(rest);
    }
    sentences.retain(|sentence| !sentence.is_empty());
}

/// The last break of a line before the limit, else the last semicolon, else the last space, else any place between characters.
fn place_to_cut(text: &str, start: usize) -> usize {
    let from = text.ceil_char_boundary(start + LONGEST / 2);
    let to = text.floor_char_boundary(start + LONGEST);
    let window = text.get(from..to).unwrap_or_default();
    let after =
        |found: Option<usize>| found.and_then(|at| Some(at + window[at..].chars().next()?.len_utf8()));
    after(window.rfind(['\n', '\r']))
        .or_else(|| after(window.rfind(';')))
        .or_else(|| after(window.rfind(char::is_whitespace)))
        .map_or(to, |at| from + at)
}

/// Whether a bound between the two falls inside a sentence.
fn joins(text: &str, paragraph: Span, before: Span, after: Span) -> bool {
    if before.start < paragraph.start {
        return false;
    }
    let (Some(left), Some(right)) = (before.slice(text), after.slice(text)) else { return false };
    let closed = left.trim_end_matches(is_closing);
    let Some(last) = closed.chars().next_back() else {
        // Nothing but marks so far: an opening bracket, a dash, a bullet.
        return true;
    };
    if !right.contains(char::is_alphanumeric) {
        // A mark standing alone belongs to what it follows.
        return true;
    }
    let broken_line =
        Span::new(before.end, after.start).slice(text).is_some_and(|gap| gap.contains(['\n', '\r']));
    if broken_line && !is_terminal(last) {
        return true;
    }
    let opening = right.trim_start_matches(is_opening);
    let Some(head) = opening.chars().next() else { return true };
    if head.is_lowercase() {
        return true;
    }
    last == '.' && closed.len() == left.len() && (goes_on_after_aside(right) || stop_is_inside(closed, right))
}

/// Whether what follows is an aside in brackets with the rest of the sentence behind it: `at 3 a.m. (0100 GMT), hitting …`.
fn goes_on_after_aside(right: &str) -> bool {
    let Some((_, rest)) = right.strip_prefix('(').and_then(|aside| aside.split_once(')')) else {
        return false;
    };
    rest.starts_with(',') || rest.trim_start_matches(' ').starts_with(char::is_lowercase)
}

/// An abbreviation and the word before it are looked for among so many characters.
const LONGEST_WORD: usize = 60;

/// Whether the full stop that ends `left` belongs to an abbreviation, seen from what follows.
fn stop_is_inside(left: &str, right: &str) -> bool {
    let stem = &left[..left.len() - 1];
    let word_start = stem
        .char_indices()
        .rev()
        .take(LONGEST_WORD)
        .find(|(_, c)| !(c.is_alphanumeric() || matches!(c, '.' | '\'' | '’' | '&')))
        .map_or(0, |(at, c)| at + c.len_utf8());
    let word = &stem[word_start..];
    if word_start == 0 && !word.is_empty() && word.len() <= 3 && word.bytes().all(|b| b.is_ascii_digit()) {
        // The number of a list item.
        return true;
    }
    let next =
        right.split(|c: char| !(c.is_alphanumeric() || c == '\'' || c == '’')).next().unwrap_or_default();
    match stop_after(word) {
        Stop::Inside => true,
        Stop::BeforeFigure => next.starts_with(|c: char| c.is_ascii_digit()),
        Stop::BeforeName => !next.is_empty() && !is_starter(next) && follows_a_name(stem, word_start, word),
        Stop::BeforeZone => is_zone_or_day(next),
        Stop::End => false,
    }
}

/// `EST`, `GMT`, `Tuesday`, `Sept`: what a time of day goes on with.
fn is_zone_or_day(word: &str) -> bool {
    const DAYS: [&str; 19] = [
        "Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun", "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul",
        "Aug", "Sep", "Oct", "Nov", "Dec",
    ];
    let zone =
        (2..=4).contains(&word.len()) && word.ends_with('T') && word.bytes().all(|b| b.is_ascii_uppercase());
    zone || DAYS.iter().any(|day| word.starts_with(day))
}

/// A lone capital is an initial only beside a name: `Mark R.`, `J. R.`, or at the start; not in `hepatitis B.`
fn follows_a_name(stem: &str, word_start: usize, word: &str) -> bool {
    if word.chars().count() > 1 || word_start == 0 {
        return true;
    }
    let before = stem[..word_start].trim_end();
    let previous = before.rsplit(char::is_whitespace).next().unwrap_or_default();
    let previous = previous.trim_start_matches(is_opening);
    previous.is_empty() || previous.starts_with(char::is_uppercase) || previous == "and"
}

const fn is_terminal(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
}

const fn is_closing(c: char) -> bool {
    matches!(c, '"' | '\'' | '’' | '”' | '»' | '›' | ')' | ']' | '}')
}

const fn is_opening(c: char) -> bool {
    matches!(c, '"' | '\'' | '‘' | '“' | '„' | '«' | '‹' | '(' | '[' | '{' | '`')
}
