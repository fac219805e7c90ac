//! Text in capitals put back into small letters, with the same byte offsets.
//!
//! Wire copy and headlines stand in capitals, where no letter tells a name from a word. The shadow of such a text has its
//! common words in small letters and what is left, the likely names, with a capital. It only guides the layers: every span is
//! still cut from the bytes of the text itself.

use crate::nation;
use std::{borrow::Cow, sync::LazyLock};

static ENGLISH: &str = include_str!("../../../schema/lexicons/english.txt");
static COMMON: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| ENGLISH.lines().filter(|line| !line.starts_with('#')).collect());

/// Letters a run of lines must have to be judged at all.
const ENOUGH: usize = 12;

/// The text with its stretches of capitals put into small letters; the text itself where there are none.
pub fn shadow(text: &str) -> Cow<'_, str> {
    let mut out: Option<Vec<u8>> = None;
    let (mut run, mut at) = (None::<usize>, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match capitals(line) {
            Some(true) => run = run.or(Some(at)),
            // A line without letters neither begins nor ends a run.
            None => {}
            Some(false) => {
                if let Some(from) = run.take() {
                    lower(text, from, at, out.get_or_insert_with(|| text.as_bytes().to_vec()));
                }
            }
        }
        at = end;
    }
    if let Some(from) = run {
        lower(text, from, text.len(), out.get_or_insert_with(|| text.as_bytes().to_vec()));
    }
    match out.map(String::from_utf8) {
        Some(Ok(shadow)) => Cow::Owned(shadow),
        _ => Cow::Borrowed(text),
    }
}

/// Whether a line is in capitals; `None` where it has no letters to tell by.
fn capitals(line: &str) -> Option<bool> {
    let upper = line.bytes().filter(u8::is_ascii_uppercase).count();
    let lower = line.bytes().filter(u8::is_ascii_lowercase).count();
    match upper + lower {
        0 => None,
        // A short line goes with its neighbours: no small letter in it.
        n if n < ENOUGH => (lower > 0).then_some(false),
        n => Some(upper * 10 >= n * 9),
    }
}

/// A word of a stretch of capitals.
#[derive(Clone, Copy)]
struct Word<'t> {
    start: usize,
    /// In capitals, without `'S`.
    written: &'t str,
}

fn lower(text: &str, from: usize, to: usize, out: &mut [u8]) {
    let Some(stretch) = text.get(from..to) else { return };
    let words = words(stretch, from);
    let small = stretch.to_ascii_lowercase();
    let word = |at: usize| {
        words.get(at).and_then(|w| small.get(w.start - from..w.start - from + w.written.len())).unwrap_or("")
    };
    let gap = |at: usize| match (words.get(at.wrapping_sub(1)), words.get(at)) {
        (Some(before), Some(word)) => text.get(before.start + before.written.len()..word.start).unwrap_or(""),
        (None, Some(_)) => "\n\n",
        _ => "",
    };
    let mut named_until = 0;
    for (at, this) in words.iter().enumerate() {
        if at >= named_until {
            named_until = at + nation::name_length(&|ahead| word(at + ahead), &|ahead| gap(at + ahead));
        }
        let known = at < named_until;
        let between = gap(at);
        let begins =
            between.contains("--") || between.contains("\n\n") || between.contains(['.', '!', '?', ']']);
        let number = |other: usize| word(other).bytes().any(|b| b.is_ascii_digit());
        let calendar = match word(at) {
            "may" | "march" => number(at + 1) || (at > 0 && number(at - 1)),
            other => nation::is_calendar(other),
        };
        let title =
            crate::tag::gazetteer::is_title(word(at)) && !word(at + 1).is_empty() && !is_common(word(at + 1));
        let keep = if acronym(text, *this) {
            this.written.len()
        } else {
            usize::from(known || begins || calendar || title || !is_common(word(at)))
        };
        let end = this.start + this.written.len();
        let first = this.written.chars().next().map_or(0, char::len_utf8);
        let keep = if keep == 1 { first } else { keep };
        for (offset, letter) in this.written.char_indices().filter(|(offset, _)| *offset >= keep) {
            small_letter(letter, this.start + offset, out);
        }
        // `'S` after the word.
        if let Some([b'\'', s @ b'S']) = out.get_mut(end..end + 2) {
            *s = b's';
        }
    }
}

/// Writes a letter small where that takes as many bytes.
fn small_letter(letter: char, at: usize, out: &mut [u8]) {
    let mut small = letter.to_lowercase();
    let (Some(small), None) = (small.next(), small.next()) else { return };
    if small != letter
        && small.len_utf8() == letter.len_utf8()
        && let Some(bytes) = out.get_mut(at..at + letter.len_utf8())
    {
        small.encode_utf8(bytes);
    }
}

/// Words of letters and figures; an apostrophe joins letters, `'S` is left outside.
fn words(stretch: &str, from: usize) -> Vec<Word<'_>> {
    let (mut words, mut start) = (Vec::new(), None::<usize>);
    let mut push = |start: &mut Option<usize>, end: usize| {
        if let Some(start) = start.take() {
            words.push(Word { start: from + start, written: stretch.get(start..end).unwrap_or("") });
        }
    };
    let mut skip = 0;
    for (at, c) in stretch.char_indices() {
        if at < skip {
            continue;
        }
        let mut ahead = stretch.get(at + c.len_utf8()..).unwrap_or("").chars();
        let (next, second) = (ahead.next(), ahead.next());
        let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match c {
            c if c.is_alphanumeric() => start = start.or(Some(at)),
            '\'' if start.is_some() && letter(next) && (next != Some('S') || letter(second)) => {}
            '\'' if start.is_some() && next == Some('S') => {
                push(&mut start, at);
                skip = at + 2;
            }
            _ => push(&mut start, at),
        }
    }
    push(&mut start, stretch.len());
    words
}

/// Whether a word stays in capitals: initials, and short unknown words that stand in brackets or have no vowel.
fn acronym(text: &str, word: Word<'_>) -> bool {
    let around = |at: Option<usize>| at.and_then(|at| text.as_bytes().get(at)).copied().unwrap_or(b' ');
    let before = around(word.start.checked_sub(1));
    let after = around(Some(word.start + word.written.len()));
    if word.written.len() == 1 {
        return after == b'.' || before == b'.' && after != b' ';
    }
    if word.written.len() > 6 || !word.written.is_ascii() || is_common(&word.written.to_ascii_lowercase()) {
        return false;
    }
    let bracketed = matches!(before, b'[' | b'(') && matches!(after, b']' | b')');
    bracketed || !word.written.contains(['A', 'E', 'I', 'O', 'U', 'Y'])
}

/// Whether a word in small letters is a common word of English, in any of its regular forms.
pub fn is_common(word: &str) -> bool {
    let listed = |word: &str| COMMON.binary_search(&word).is_ok();
    if listed(word) || word.bytes().any(|b| b.is_ascii_digit()) {
        return true;
    }
    let Some(first) = word.split('\'').next().filter(|part| part.len() < word.len()) else {
        return ENDINGS.iter().any(|(ending, adds)| {
            word.strip_suffix(ending).filter(|stem| stem.len() >= 3).is_some_and(|stem| {
                let doubled =
                    stem.len() > 3 && stem.as_bytes()[stem.len() - 1] == stem.as_bytes()[stem.len() - 2];
                adds.iter()
                    .any(|add| if add.is_empty() { listed(stem) } else { listed(&format!("{stem}{add}")) })
                    || doubled
                        && ending.len() > 1
                        && stem.is_char_boundary(stem.len() - 1)
                        && listed(&stem[..stem.len() - 1])
            })
        });
    };
    listed(first)
}

/// Endings of regular forms, with what their stems may have lost.
const ENDINGS: &[(&str, &[&str])] = &[
    ("ies", &["y"]),
    ("ied", &["y"]),
    ("ier", &["y"]),
    ("ily", &["y"]),
    ("s", &[""]),
    ("es", &[""]),
    ("ed", &["", "e"]),
    ("d", &[""]),
    ("ing", &["", "e"]),
    ("ers", &["", "e"]),
    ("er", &["", "e"]),
    ("rs", &[""]),
    ("r", &[""]),
    ("ly", &[""]),
];

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let shadow = shadow(text);
        assert_eq!(shadow, expected);
        assert_eq!(shadow.len(), text.len());
    }

    #[test]
    fn capitals_become_words_and_names() {
        check(
            "   LIMA, 3 MAY 89 (XYZ) -- [TEXT] TWO BOMBS EXPLODED NEAR ODRIA'S HOUSE IN EL SALVADOR, GENERAL ODRIA SAID.\n",
            "   Lima, 3 May 89 (XYZ) -- [Text] Two bombs exploded near Odria's house in El Salvador, General Odria said.\n",
        );
        check("The mayor left.\n", "The mayor left.\n");
    }

    #[test]
    fn a_headline_is_recased_alone() {
        check(
            "THREE FISHERMEN KILLED OFF PERU\nThe navy said so.\n",
            "Three fishermen killed off Peru\nThe navy said so.\n",
        );
        check("ÉTÉ AND ÑANDÚ WERE CLOSED TODAY\n", "Été and Ñandú were closed today\n");
    }

    #[test]
    fn regular_forms_are_common() {
        for word in ["explosions", "kidnapped", "armies", "denied", "attackers", "policeman", "the"] {
            assert!(is_common(word), "{word}");
        }
        for word in ["odria", "fmln", "quijano"] {
            assert!(!is_common(word), "{word}");
        }
    }
}
