//! Words of a text as names are compared: without case, marks, what is not seen and look-alike letters; how a word sounds; and what is an
//! address or a handle.

use std::ops::Range;
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};
use unicode_security::confusable_detection::skeleton;

/// A word of a text.
pub(super) struct Token {
    /// Without case and marks.
    pub(super) word: String,
    pub(super) at: Range<usize>,
    /// Whether it begins with a capital, or its script has none.
    pub(super) capital: bool,
}

/// Letters of some words without case and marks, each with where it stands: neither spaces nor dots between them hide a name.
pub(super) fn letters(words: &str) -> Vec<(char, usize, usize)> {
    let mut found = Vec::new();
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        found.extend(folded.chars().filter(|c| c.is_alphanumeric()).map(|c| (c, at, end)));
    }
    found
}

/// Words as they are compared: without case, marks and what is not seen.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// Words of running text that stand in it without a capital: these are no names. What stands in an address or a handle has none in any case.
pub(crate) fn common_words(text: &str) -> impl Iterator<Item = String> {
    let addresses = addresses(text);
    tokens(text)
        .into_iter()
        .filter(move |token| !token.capital && !lies_in(&addresses, token.at.start))
        .map(|token| token.word)
}

/// Whether a place lies in one of some ranges, which are in order and apart.
fn lies_in(ranges: &[Range<usize>], at: usize) -> bool {
    ranges.get(ranges.partition_point(|range| range.end <= at)).is_some_and(|range| range.contains(&at))
}

/// The ASCII letter that a letter of another script looks like, by the skeletons of Unicode Technical Standard 39, section 4.
fn look_alike(c: char) -> Option<char> {
    let mut skeleton = skeleton(c.encode_utf8(&mut [0; 4])).collect::<Vec<char>>().into_iter();
    skeleton.next().filter(|first| first.is_ascii_alphabetic() && skeleton.len() == 0)
}

/// Where addresses, e-mail addresses and handles stand: what is written without spaces, with the signs that running words do not have within.
pub(super) fn addresses(text: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    for piece in text.split(|c: char| c.is_whitespace() || is_quote(c)) {
        let at = from..from + piece.len();
        from = text[at.end..].chars().next().map_or(at.end, |c| at.end + c.len_utf8());
        // What stands in brackets or before a stop is not the bracket's or the stop's.
        let bare = piece.trim_matches(|c: char| !c.is_alphanumeric() && !matches!(c, '@' | '#' | '/'));
        if is_address(bare) {
            let start = at.start + piece.find(bare).unwrap_or_default();
            found.push(start..start + bare.len());
        }
    }
    found
}

const fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '«' | '»' | '<' | '>' | '(' | ')' | '[' | ']')
}

fn is_address(piece: &str) -> bool {
    // `unit.example` is a domain; `Monday.The` is a stop without its space, and `a.m` two letters.
    let is_domain = |(before, after): (&str, &str)| {
        before.ends_with(|c: char| c.is_alphanumeric())
            && after.chars().take_while(char::is_ascii_lowercase).count() > 1
    };
    piece.len() > 1
        && (piece.contains(['@', '#', '_'])
            || piece.contains("//")
            || piece.rsplit_once('.').is_some_and(is_domain)
            || piece.split_once('/').and_then(|(host, _)| host.rsplit_once('.')).is_some_and(is_domain))
}

/// How a word sounds, whatever it is written with: two that romanise one name in two ways are equal. Doubled letters are one, vowels in a row are the
/// first of them, and letters that one sound is commonly written with are one letter.
pub(super) fn sound(word: &str) -> String {
    const PAIRS: [(&str, &str); 13] = [
        ("sch", "s"),
        ("tch", "s"),
        ("sh", "s"),
        ("ch", "s"),
        ("ph", "f"),
        ("kh", "k"),
        ("gh", "g"),
        ("dh", "d"),
        ("th", "t"),
        ("ck", "k"),
        ("dj", "j"),
        ("ou", "u"),
        ("qu", "kv"),
    ];
    let folded = PAIRS.iter().fold(word.to_owned(), |word, (pair, one)| word.replace(pair, one));
    let mut sounds = String::new();
    for c in folded.chars() {
        let c = match c {
            'q' | 'c' => 'k',
            'e' | 'y' => 'i',
            'o' => 'u',
            'z' => 's',
            'w' => 'v',
            // It is not heard after another letter.
            'h' if !sounds.is_empty() => continue,
            c => c,
        };
        let last = sounds.chars().next_back();
        if last != Some(c) && !(is_vowel(c) && last.is_some_and(is_vowel)) {
            sounds.push(c);
        }
    }
    sounds
}

/// The same without vowels, but for the first letter.
pub(super) fn consonants(sound: &str) -> String {
    sound.char_indices().filter(|(at, c)| *at == 0 || !is_vowel(*c)).map(|(_, c)| c).collect()
}

const fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'i' | 'u')
}

/// What is not seen and may stand within a word.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}

/// Scripts that write without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
pub(super) const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

pub(super) fn tokens(text: &str) -> Vec<Token> {
    let mut found = Vec::new();
    let mut start = None;
    let mut end = 0;
    // Apostrophes that count as letters end a word all the same.
    let is_part = |c: char| {
        (c.is_alphanumeric() || is_combining_mark(c) || is_unseen(c)) && !matches!(c, '\u{2b0}'..='\u{2ff}')
    };
    let mut close = |from: usize, to: usize| {
        let piece = &text[from..to];
        let word = fold(piece);
        if !word.is_empty() {
            let first = piece.chars().find(|c| c.is_alphanumeric());
            let capital = first.is_some_and(|c| c.is_alphabetic() && !c.is_lowercase());
            found.push(Token { word, at: from..to, capital });
        }
    };
    for (at, c) in text.char_indices() {
        if is_part(c) {
            start.get_or_insert(at);
            end = at + c.len_utf8();
        } else if let Some(from) = start.take() {
            close(from, end);
        }
    }
    if let Some(from) = start {
        close(from, end);
    }
    found
}

fn fold(word: &str) -> String {
    let plain = word.nfkd().filter(|c| !is_combining_mark(*c) && !is_unseen(*c));
    // A letter of another script within a word of Latin ones is the Latin one that it looks like.
    let is_latin = word.contains(|c: char| c.is_ascii_alphabetic());
    let plain = plain.map(|c| if is_latin && !c.is_ascii() { look_alike(c).unwrap_or(c) } else { c });
    let lower = plain.flat_map(char::to_lowercase).filter(|c| !is_combining_mark(*c));
    lower.fold(String::new(), |mut folded, c| {
        // Letters that no decomposition takes apart and that are written plain as often as not.
        match c {
            'ß' => folded.push_str("ss"),
            'æ' => folded.push_str("ae"),
            'œ' => folded.push_str("oe"),
            'ø' => folded.push('o'),
            'đ' | 'ð' => folded.push('d'),
            'ł' => folded.push('l'),
            'ı' => folded.push('i'),
            'þ' => folded.push_str("th"),
            c => folded.push(c),
        }
        folded
    })
}

pub(super) fn unescape_percent(address: &str) -> String {
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|two| std::str::from_utf8(two).ok());
        match hex.and_then(|two| u8::from_str_radix(two, 16).ok()).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(if *first == b'+' { b' ' } else { *first });
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
