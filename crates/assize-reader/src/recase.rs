//! Text in capitals put back into small letters, with the same byte offsets.
//!
//! Wire copy and headlines stand in capitals, or have one at each word (`Coastguard Fires on Boat`), where no letter tells a name
//! from a word. The shadow of such a text has its common words in small letters and what is left, the likely names, with a capital.
//! It only guides the layers: every span is still cut from the bytes of the text itself.

use crate::{nation, tag::gazetteer};
use std::{
    borrow::Cow,
    cell::LazyCell,
    collections::BTreeSet,
    ops::{Range, RangeInclusive},
    sync::LazyLock,
};

static ENGLISH: &str = include_str!("../../../schema/lexicons/english.txt");
static COMMON: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| ENGLISH.lines().filter(|line| !line.starts_with('#')).collect());

/// Letters a run of lines must have to be judged at all.
const ENOUGH: usize = 12;

/// The text with its stretches of capitals and its headlines put into small letters; the text itself where there are none.
pub fn shadow(text: &str) -> Cow<'_, str> {
    // Where each stretch lies, and whether it is a headline.
    let mut stretches: Vec<(Range<usize>, bool)> = Vec::new();
    let (mut run, mut at) = (None::<usize>, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match capitals(line) {
            Some(true) => run = run.or(Some(at)),
            // A line without letters neither begins nor ends a run.
            None => {}
            Some(false) => {
                stretches.extend(run.take().map(|from| (from..at, false)));
                stretches.extend(is_headline(line).then_some((at..end, true)));
            }
        }
        at = end;
    }
    stretches.extend(run.map(|from| (from..text.len(), false)));
    if stretches.is_empty() {
        return Cow::Borrowed(text);
    }
    let written = LazyCell::new(|| names_within(text));
    let mut out = text.as_bytes().to_vec();
    for (stretch, headline) in stretches {
        lower(text, stretch, headline.then(|| &*written), &mut out);
    }
    String::from_utf8(out).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// Words that keep their small letter in a headline of capitals.
const MINOR: [&str; 36] = [
    "a", "about", "after", "against", "amid", "an", "and", "as", "at", "before", "between", "but", "by",
    "during", "for", "from", "if", "in", "into", "near", "nor", "of", "off", "on", "onto", "or", "over",
    "per", "than", "the", "to", "under", "up", "via", "vs", "with",
];

/// Words of a headline, the fewest and the most.
const HEADLINE: RangeInclusive<usize> = 4..=25;

/// Whether a line has a capital at each word that is not a minor one, common words among them, and does not end as a sentence does.
fn is_headline(line: &str) -> bool {
    let line = line.trim();
    if line.len() > 300 || line.ends_with(['.', ':', ';', ',']) {
        return false;
    }
    let words = line.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let (mut all, mut common) = (0, 0);
    for word in words.filter(|word| !word.is_empty()) {
        all += 1;
        let small = word.to_lowercase();
        if word.starts_with(char::is_lowercase) && !MINOR.contains(&word) {
            return false;
        }
        let counts = all > 1 && word.starts_with(char::is_uppercase) && !MINOR.contains(&small.as_str());
        common += usize::from(counts && is_common(&small));
    }
    HEADLINE.contains(&all) && common >= 2
}

/// Words that stand with a capital within a sentence, and nowhere in small letters: names, as the text writes them.
fn names_within(text: &str) -> BTreeSet<String> {
    let (mut capital, mut small) = (BTreeSet::new(), BTreeSet::new());
    let mut before = false;
    for line in text.lines().filter(|line| !is_headline(line) && capitals(line) != Some(true)) {
        for word in line.split(' ') {
            let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
            let letters = letters.split(['\'', '’']).next().unwrap_or("");
            if letters.starts_with(char::is_lowercase) {
                small.insert(letters.to_owned());
            } else if before && letters.starts_with(char::is_uppercase) {
                capital.insert(letters.to_lowercase());
            }
            before = word.ends_with(char::is_alphanumeric);
        }
        before = false;
    }
    capital.difference(&small).cloned().collect()
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
    /// As the text has it, without `'S`.
    written: &'t str,
}

/// Puts a stretch into small letters. `written` are names as the rest of the text writes them, for a headline that has a capital at each word.
fn lower(
    text: &str,
    Range { start: from, end: to }: Range<usize>,
    written: Option<&BTreeSet<String>>,
    out: &mut [u8],
) {
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
        let title = gazetteer::is_title(word(at)) && !word(at + 1).is_empty() && !is_common(word(at + 1));
        let whole = match written {
            Some(_) => this.written.len() > 1 && !this.written.contains(char::is_lowercase),
            None => acronym(text, *this),
        };
        let office = |at: usize| gazetteer::is_office(&format!("{} {}", word(at), word(at + 1)));
        let held = || office(at) || at > 0 && office(at - 1);
        let known = known || written.is_some_and(|names| names.contains(word(at)) || held());
        let keep = if whole {
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
    fn a_headline_with_a_capital_at_each_word_is_recased_but_for_names() {
        check("Coastguard Fires on Boat off Peru\n", "Coastguard fires on boat off Peru\n");
        check("Police Kill Two in Raid on Odria's House\n", "Police kill two in raid on Odria's house\n");
        // As the text writes them further down.
        check(
            "Red Sail Fires on Two Boats, ONU Says\n\nNine boats of the Red Sail met two others.\n",
            "Red Sail fires on two boats, ONU says\n\nNine boats of the Red Sail met two others.\n",
        );
        check(
            "Rebels Kill Mayor Tom Brown in Odria\n\nNobody saw Tom Brown there.\n",
            "Rebels kill Mayor Tom Brown in Odria\n\nNobody saw Tom Brown there.\n",
        );
        check("Three Killed, Press Secretary Odria Says\n", "Three killed, Press Secretary Odria says\n");
        for plain in [
            "Guards of the Norland Council met here\n",
            "The Harbour Gazette\n",
            "Ana Ode, Tom Lima, Sam Vale\n",
        ] {
            check(plain, plain);
        }
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
