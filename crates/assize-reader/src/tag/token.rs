//! Words of a sentence, cut as the treebank cuts them: `do|n't`, `Iraqi|-|British`, `Sept.`.

use super::Tag;

/// A word or mark, with its place in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Token {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// Part of speech.
    pub tag: Tag,
    /// How it is written.
    pub shape: Shape,
}

/// How a word is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum Shape {
    /// `house`
    Lower,
    /// `House`
    Capital,
    /// `CIA`, `U.S.`
    Upper,
    /// `McCain`, `iPhone`
    Mixed,
    /// `1,200`, `2nd`
    Digit,
    /// `“`, `,`
    Mark,
}

/// Short forms that keep their full stop.
const SHORT: &[&str] = &[
    "adm", "apr", "aug", "ave", "brig", "capt", "cmdr", "co", "col", "corp", "cpl", "dec", "dr", "et", "feb",
    "gen", "gov", "hon", "inc", "jan", "jr", "jul", "jun", "lt", "ltd", "maj", "mr", "mrs", "ms", "mt", "no",
    "nov", "oct", "op", "pfc", "ph", "prof", "rep", "reps", "rev", "sen", "sens", "sep", "sept", "sgt", "sr",
    "st", "vs", "ariz", "calif", "colo", "conn", "fla", "ill", "kan", "ky", "mass", "md", "mich", "minn",
    "miss", "mo", "neb", "nev", "okla", "ore", "pa", "tenn", "tex", "va", "vt", "wash", "wis", "wyo", "al",
];

fn is_short(word: &str) -> bool {
    let written = word == "vs" || word == "et" || word.starts_with(|c: char| c.is_ascii_uppercase());
    written && word.len() <= 5 && SHORT.iter().any(|short| short.eq_ignore_ascii_case(word))
}

/// Cuts `text[start..end]` into tokens, all tagged [`Tag::NN`] until the model has seen them.
///
/// `start` and `end` must lie on character boundaries; where they do not, nothing is cut. Every byte that is not white space
/// belongs to one token.
pub fn tokenize(text: &str, start: usize, end: usize, out: &mut Vec<Token>) {
    let Some(sentence) = text.get(start..end) else { return };
    let mut at = 0;
    while let Some(first) = sentence[at..].chars().next() {
        if first.is_whitespace() {
            at += first.len_utf8();
            continue;
        }
        let length = if first.is_alphanumeric() {
            word(&sentence[at..])
        } else {
            mark(&sentence[at..], first, at, sentence)
        };
        push_word(sentence, at, at + length, start, out);
        at += length;
    }
}

/// Length of the word that `rest` begins with.
fn word(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    let mut length = 0;
    let mut stops = false;
    for (at, c) in rest.char_indices() {
        if c.is_alphanumeric() || c == '\u{301}' {
            length = at + c.len_utf8();
            continue;
        }
        let next = rest[at + c.len_utf8()..].chars().next();
        let joins = match c {
            '\'' | '’' => next.is_some_and(char::is_alphabetic),
            ',' | ':' => digit_at(bytes, at.wrapping_sub(1)) && next.is_some_and(|n| n.is_ascii_digit()),
            '.' => next.is_some_and(char::is_alphanumeric),
            '/' => digit_at(bytes, at.wrapping_sub(1)) && next.is_some_and(|n| n.is_ascii_digit()),
            '&' => next.is_some_and(char::is_uppercase) && at <= 2,
            '_' | '@' => true,
            _ => false,
        };
        if !joins {
            break;
        }
        stops |= c == '.';
        length = at + c.len_utf8();
    }
    // A stop belongs to initials (`U.S.`, `R.`) and to known short forms, never to a number.
    if bytes.get(length) == Some(&b'.') {
        let letters = rest[..length].bytes().any(|b| b.is_ascii_alphabetic());
        let initial = length == 1 && bytes[0].is_ascii_uppercase() && bytes[0] != b'I';
        let initials = stops && rest[..length].split('.').all(|part| part.chars().count() == 1);
        if letters && (initial || initials || is_short(&rest[..length])) {
            length += 1;
        }
    }
    length
}

fn digit_at(bytes: &[u8], at: usize) -> bool {
    bytes.get(at).is_some_and(u8::is_ascii_digit)
}

/// Length of the mark that `rest` begins with: a run of one mark, or an apostrophe with the letters it carries (`'s`).
fn mark(rest: &str, first: char, at: usize, sentence: &str) -> usize {
    let width = first.len_utf8();
    match first {
        '.' | '-' | '`' | '*' | '_' | '=' | '—' => rest.chars().take_while(|c| *c == first).count() * width,
        '\'' if rest.starts_with("''") => 2,
        '\'' | '’' => {
            let after = &rest[width..];
            let glued = sentence[..at].chars().next_back().is_some_and(char::is_alphanumeric);
            let letters = after.bytes().take_while(u8::is_ascii_alphabetic).count();
            let clitic = ["s", "re", "ve", "ll", "d", "m", "t"]
                .iter()
                .any(|c| c.eq_ignore_ascii_case(&after[..letters]));
            if glued && clitic { width + letters } else { width }
        }
        _ => width,
    }
}

/// Splits clitics off (`she|'s`, `did|n't`, `can|not`) and pushes what is left.
fn push_word(sentence: &str, start: usize, end: usize, offset: usize, out: &mut Vec<Token>) {
    let word = &sentence[start..end];
    let cut = clitic(word);
    let mut push = |from: usize, to: usize| {
        if from < to {
            let shape = shape(&sentence[from..to]);
            out.push(Token { start: offset + from, end: offset + to, tag: Tag::NN, shape });
        }
    };
    push(start, start + cut);
    push(start + cut, end);
}

/// Where the clitic of a word begins; the word's length where it has none.
fn clitic(word: &str) -> usize {
    let all = word.len();
    if word.eq_ignore_ascii_case("cannot") {
        return 3;
    }
    let Some(at) = word.rfind(['\'', '’']) else { return all };
    if at == 0 {
        return all;
    }
    let width = if word.as_bytes()[at] == b'\'' { 1 } else { 3 };
    let after = word.get(at + width..).unwrap_or("");
    let before = word.as_bytes()[at - 1];
    if after.eq_ignore_ascii_case("t") && before.eq_ignore_ascii_case(&b'n') && at > 1 {
        return at - 1;
    }
    if ["s", "re", "ve", "ll", "d", "m"].iter().any(|c| c.eq_ignore_ascii_case(after)) { at } else { all }
}

/// How `word` is written.
pub fn shape(word: &str) -> Shape {
    let mut letters = 0;
    let mut capitals = 0;
    let mut first_capital = false;
    for c in word.chars() {
        if c.is_ascii_digit() || (c.is_numeric() && letters == 0) {
            return Shape::Digit;
        }
        if c.is_alphabetic() {
            first_capital |= letters == 0 && c.is_uppercase();
            letters += 1;
            capitals += usize::from(c.is_uppercase());
        }
    }
    match (letters, capitals) {
        (0, _) => Shape::Mark,
        (_, 0) => Shape::Lower,
        (1, 1) => Shape::Capital,
        (n, m) if n == m => Shape::Upper,
        (_, 1) if first_capital => Shape::Capital,
        _ => Shape::Mixed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &str) {
        let mut tokens = Vec::new();
        tokenize(text, 0, text.len(), &mut tokens);
        let words: Vec<&str> = tokens.iter().map(|t| &text[t.start..t.end]).collect();
        assert_eq!(words.join("|"), expected);
    }

    #[test]
    fn words_are_cut_as_the_treebank_cuts_them() {
        check("She didn't say “no.”", "She|did|n't|say|“|no|.|”");
        check("the U.S. navy’s boat, hit Sept. 2.", "the|U.S.|navy|’s|boat|,|hit|Sept.|2|.");
        check("Gen. Ada R. Ode paid $1,200.50", "Gen.|Ada|R.|Ode|paid|$|1,200.50");
        check("anti-ship—one", "anti|-|ship|—|one");
        check("O'Brien can’t", "O'Brien|ca|n’t");
        check("the officials' boat", "the|officials|'|boat");
        check("they cannot…", "they|can|not|…");
    }
}
