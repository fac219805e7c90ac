//! Names in running words: where they stand, and what stands there instead.

use std::{
    collections::{BTreeMap, BTreeSet},
    ops::{Bound::Included, Range},
};
use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// What stands where a name was masked.
pub(crate) const MASK: &str = "[name withheld]";

/// Names to find, with those that are no hit although they hold the same words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Names {
    /// Whole names by their first word.
    whole: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Words that stand for the person alone.
    surnames: BTreeSet<String>,
    /// Names that may be printed, by their first word.
    printable: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Letters in a row of whole names that are found whatever stands between them, by the first two: names in scripts that write without
    /// spaces, and long ones of two words and more.
    letters: BTreeMap<(char, Option<char>), BTreeSet<Vec<char>>>,
    /// Words that stand without a capital in what is printed: these are no names.
    common: BTreeSet<String>,
}

/// A word of a text.
struct Token {
    /// Without case and marks.
    word: String,
    at: Range<usize>,
    /// Whether it begins with a capital, or its script has none.
    capital: bool,
}

impl Names {
    /// Adds a name that must not be printed. `surnames` says whether a word of it stands for the person alone.
    pub(crate) fn hide(&mut self, name: &str, surnames: impl Fn(&str) -> bool) {
        let tokens = tokens(name);
        let letters: Vec<char> = letters(name).into_iter().map(|(c, ..)| c).collect();
        let is_long = is_name(name) && tokens.len() > 1 && letters.len() >= 2 * STEM;
        if let Some(first) = letters.first().filter(|_| is_long || letters.iter().copied().any(is_unspaced)) {
            self.letters.entry((*first, letters.get(1).copied())).or_default().insert(letters);
        }
        if !is_name(name) {
            return;
        }
        let capitals: Vec<&Token> = tokens.iter().filter(|token| token.capital).collect();
        let all: Vec<String> = tokens.iter().map(|token| token.word.clone()).collect();
        insert(&mut self.whole, all);
        insert(&mut self.whole, capitals.iter().map(|token| token.word.clone()).collect());
        // Where a name begins with a particle, its first capitalised word may be the surname.
        let first = usize::from(tokens.first().is_some_and(|token| token.capital));
        for token in capitals.iter().skip(first).filter(|token| token.word.chars().count() > 1) {
            if surnames(&token.word) {
                self.surnames.insert(token.word.clone());
            }
        }
    }

    /// Adds a name that may be printed, whatever words it shares with one that must not.
    pub(crate) fn allow(&mut self, name: &str) {
        insert(&mut self.printable, tokens(name).into_iter().map(|token| token.word).collect());
    }

    /// Whether the whole of a name that must not be printed stands in some words, whatever may be printed.
    pub(crate) fn holds_whole(&self, words: &str) -> bool {
        self.any_whole(&tokens(words))
    }

    fn any_whole(&self, tokens: &[Token]) -> bool {
        (0..tokens.len()).any(|at| longest(&self.whole, &tokens[at..]).is_some())
    }

    /// Whether there is nothing to find.
    pub(crate) fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.surnames.is_empty() && self.letters.is_empty()
    }

    /// Where names stand in some words, in order, none within another.
    pub(crate) fn find(&self, words: &str) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(words);
        let printable = covered(&self.printable, &tokens);
        let mut found: Vec<Range<usize>> = Vec::new();
        for at in 0..tokens.len() {
            let here = &tokens[at];
            let length = longest(&self.whole, &tokens[at..]).filter(|length| {
                // One word alone is a name where it is written as one; and more of a name that may be printed outweighs less of one that may not.
                (*length > 1 || here.capital) && printable[at].is_none_or(|end| end < at + length)
            });
            if let Some(length) = length {
                found.push(here.at.start..tokens[at + length - 1].at.end);
            } else if here.capital && printable[at].is_none() && self.is_surname(&here.word) {
                // A first name before it is the same person's, unless it is a word that stands without a capital elsewhere: "Minister".
                let mut from = at;
                while let Some(before) = from.checked_sub(1).map(|before| &tokens[before])
                    && words[before.at.clone()].starts_with(char::is_uppercase)
                    && printable[from - 1].is_none()
                    && words[before.at.end..tokens[from].at.start].chars().all(|c| c == ' ')
                    && !self.common.contains(&before.word)
                {
                    from -= 1;
                }
                found.push(tokens[from].at.start..here.at.end);
            }
        }
        found.extend(self.in_a_row(words));
        found.sort_by_key(|range| (range.start, range.end));
        let mut apart: Vec<Range<usize>> = Vec::new();
        for range in found {
            match apart.last_mut() {
                // What stands beside a name with nothing but space between is the same person's.
                Some(last) if range.start <= last.end || words[last.end..range.start].trim().is_empty() => {
                    last.end = last.end.max(range.end);
                }
                _ => apart.push(range),
            }
        }
        apart
    }

    /// The same without names of one word and surnames alone.
    pub(crate) fn whole_alone(&self) -> Self {
        let mut alone = Self { surnames: BTreeSet::new(), common: BTreeSet::new(), ..self.clone() };
        alone.whole.values_mut().for_each(|names| names.retain(|name| name.len() > 1));
        // Letters of other scripts meet by chance where a page puts one thing beside another.
        alone
            .letters
            .values_mut()
            .for_each(|names| names.retain(|name| name.iter().copied().any(is_unspaced)));
        alone
    }

    /// Whether a name stands in an address or path, however it is written there.
    pub(crate) fn in_address(&self, address: &str) -> bool {
        let address = unescape_percent(address);
        let tokens = tokens(&address);
        self.any_whole(&tokens)
            || tokens.iter().any(|token| self.holds_surname(&token.word))
            || !self.in_a_row(&address).is_empty()
    }

    /// Takes note of words that are no names.
    pub(crate) fn common(&mut self, words: BTreeSet<String>) {
        self.common = words;
    }

    /// Whether a word is a surname, or one with an ending: "the Quellins".
    fn is_surname(&self, word: &str) -> bool {
        let longest = word.chars().count();
        (0..=ENDING).any(|less| {
            let end = word.char_indices().nth(longest.saturating_sub(less)).map_or(word.len(), |(at, _)| at);
            let stem = &word[..end];
            (less == 0 || stem.chars().count() > STEM) && self.surnames.contains(stem)
        })
    }

    /// Whether a word of an address holds a surname: "mquellin".
    fn holds_surname(&self, word: &str) -> bool {
        self.surnames.contains(word)
            || word.char_indices().any(|(at, _)| {
                let rest = &word[at..];
                let starts = |name: &&String| name.chars().count() > STEM && rest.starts_with(name.as_str());
                // Names are in order: those that this begins with stand among those that begin with its first letter.
                // Nothing of the rest is copied: it may be a megabyte, at every letter of it.
                let first = rest.char_indices().nth(1).map_or(rest, |(end, _)| &rest[..end]);
                self.surnames.range::<str, _>((Included(first), Included(rest))).any(|name| starts(&name))
            })
    }

    /// Where the letters of a whole name stand in a row, whatever stands between them but letters: "Mara Quel-", "lin", "MaraQuellin".
    fn in_a_row(&self, words: &str) -> Vec<Range<usize>> {
        if self.letters.is_empty() {
            return Vec::new();
        }
        let letters = letters(words);
        let mut found = Vec::new();
        for (at, (first, ..)) in letters.iter().enumerate() {
            let second = letters.get(at + 1).map(|(c, ..)| *c);
            let keys = [(*first, None), (*first, second)];
            // The last letter of all has no second: its two keys are one.
            let keys = &keys[..if second.is_none() { 1 } else { 2 }];
            for name in keys.iter().filter_map(|key| self.letters.get(key)).flatten() {
                let here = letters.get(at..at + name.len());
                if let Some(here) = here.filter(|here| here.iter().map(|(c, ..)| c).eq(name)) {
                    found.push(here[0].1..here[here.len() - 1].2);
                }
            }
        }
        found
    }

    /// The words with every name masked; `None` where no name stands in them.
    pub(crate) fn mask(&self, words: &str) -> Option<String> {
        let found = self.find(words);
        let mut masked = String::new();
        let mut from = 0;
        for range in &found {
            masked.push_str(&words[from..range.start]);
            masked.push_str(MASK);
            from = range.end;
        }
        masked.push_str(&words[from..]);
        (!found.is_empty()).then_some(masked)
    }
}

/// Whether some words are a name rather than a description: they begin with a capital, or their script has none. Short words before it are
/// particles: "de la Serna", "al-Rashid".
pub(crate) fn is_name(words: &str) -> bool {
    let tokens = tokens(words);
    let particle = |token: &&Token| !token.capital && token.word.chars().count() < 4;
    tokens.iter().find(|token| !particle(token)).is_some_and(|token| token.capital)
}

/// Letters of some words without case and marks, each with where it stands: neither spaces nor dots between them hide a name.
fn letters(words: &str) -> Vec<(char, usize, usize)> {
    let mut found = Vec::new();
    for (at, c) in words.char_indices() {
        let end = at + c.len_utf8();
        let folded = fold(c.encode_utf8(&mut [0; 4]));
        found.extend(folded.chars().filter(|c| c.is_alphanumeric()).map(|c| (c, at, end)));
    }
    found
}

/// A surname is looked for within a word where it has more letters than these, and a whole name across words where it has twice as many.
const STEM: usize = 4;

/// So many letters may follow a surname.
const ENDING: usize = 3;

/// Names that are known, to tell others from.
pub(crate) struct Known<'n> {
    known: Names,
    hidden: &'n Names,
}

impl<'n> Known<'n> {
    /// `names` are those of everything on record, `hidden` those that must not be printed.
    pub(crate) fn of<'a>(names: impl Iterator<Item = &'a str>, hidden: &'n Names) -> Self {
        let mut known = Names::default();
        names.for_each(|name| known.allow(name));
        Self { known, hidden }
    }

    /// Rows of two capitalised words and more that are no known name, no name of a place, and hold no word that stands without a capital.
    pub(crate) fn rows_beyond(&self, words: &str) -> Vec<String> {
        let tokens = tokens(words);
        let known = covered(&self.known.printable, &tokens);
        let printable = covered(&self.hidden.printable, &tokens);
        let fits = |at: usize| {
            let token = &tokens[at];
            token.capital
                && known[at].is_none()
                && printable[at].is_none()
                && token.word.chars().count() > 1
                && !self.hidden.common.contains(&token.word)
                && words[token.at.clone()].chars().any(char::is_lowercase)
        };
        let mut found = Vec::new();
        let mut at = 0;
        while at < tokens.len() {
            let beside =
                |a: usize, b: usize| words[tokens[a].at.end..tokens[b].at.start].chars().all(|c| c == ' ');
            let mut end = at;
            while end < tokens.len() && fits(end) && (end == at || beside(end - 1, end)) {
                end += 1;
            }
            if end > at + 1 {
                let row = &words[tokens[at].at.start..tokens[end - 1].at.end];
                if assize_record::gazetteer::readings(row).is_empty() {
                    found.push(row.to_owned());
                }
            }
            at = end.max(at + 1);
        }
        found
    }
}

/// Words as they are compared: without case, marks and what is not seen.
pub(crate) fn words_of(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.word).collect()
}

/// Words of a text that stand in it without a capital: these are no names.
pub(crate) fn common_words(text: &str) -> impl Iterator<Item = String> {
    tokens(text).into_iter().filter(|token| !token.capital).map(|token| token.word)
}

fn insert(names: &mut BTreeMap<String, BTreeSet<Vec<String>>>, name: Vec<String>) {
    if let Some(first) = name.first() {
        names.entry(first.clone()).or_default().insert(name);
    }
}

/// How many tokens the longest name takes that begins here.
fn longest(names: &BTreeMap<String, BTreeSet<Vec<String>>>, tokens: &[Token]) -> Option<usize> {
    let names = names.get(&tokens.first()?.word)?;
    let here = names.iter().filter(|name| {
        tokens.len() >= name.len() && name.iter().zip(tokens).all(|(word, token)| *word == token.word)
    });
    here.map(Vec::len).max()
}

/// For each token that lies in a name of these, one past the last token of that name.
fn covered(names: &BTreeMap<String, BTreeSet<Vec<String>>>, tokens: &[Token]) -> Vec<Option<usize>> {
    let mut covered = vec![None; tokens.len()];
    for at in 0..tokens.len() {
        if let Some(length) = longest(names, &tokens[at..]) {
            for end in &mut covered[at..at + length] {
                *end = Some(at + length).max(*end);
            }
        }
    }
    covered
}

/// What is not seen and may stand within a word.
const fn is_unseen(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}'..='\u{2064}' | '\u{feff}' | '\u{202a}'..='\u{202e}')
}

/// Scripts that write without spaces between words: Han, kana, Thai, Lao, Khmer, Burmese.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn tokens(text: &str) -> Vec<Token> {
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

fn unescape_percent(address: &str) -> String {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(hidden: &[&str], printable: &[&str]) -> Names {
        let mut names = Names::default();
        hidden.iter().for_each(|name| names.hide(name, |_| true));
        printable.iter().for_each(|name| names.allow(name));
        names
    }

    fn masked(names: &Names, words: &str) -> String {
        names.mask(words).unwrap_or_else(|| words.to_owned())
    }

    #[test]
    fn a_name_is_masked_whole_and_by_surname_alone_in_every_way_of_writing() {
        let names = names(&["Ana María Tufiño"], &[]);
        for words in [
            "Ana María Tufiño",
            "ANA MARIA TUFINO",
            "Tufin\u{303}o",
            "TUFIÑO",
            "Tufi\u{ad}ño",
            "Ana Mari\u{301}a Tufiño",
        ] {
            assert_eq!(masked(&names, words), MASK, "{words}");
        }
        assert_eq!(masked(&names, "said Tufiño’s brother"), format!("said {MASK}’s brother"));
        assert_eq!(masked(&names, "ana maría tufiño said"), format!("{MASK} said"));
        assert_eq!(masked(&names, "Ana said"), "Ana said", "a first name alone is nobody's");
    }

    #[test]
    fn a_surname_within_a_name_that_may_be_printed_stays() {
        let names = names(&["Ana Lume"], &["Port Lume", "the Lume Gazette"]);
        assert_eq!(masked(&names, "Lume left Port Lume"), format!("{MASK} left Port Lume"));
        assert_eq!(masked(&names, "The Lume Gazette on Ana Lume"), format!("The Lume Gazette on {MASK}"));
        assert_eq!(masked(&names, "a lume of wood"), "a lume of wood");
    }

    #[test]
    fn addresses_and_scripts_without_spaces_or_capitals_are_searched() {
        let hidden = names(&["Ana Roe", "張偉", "عمر حسن"], &[]);
        assert!(hidden.in_address("https://a.example/2031/ana-roe-speaks"));
        assert!(hidden.in_address("https://a.example/?q=ana%20ROE"));
        assert!(!hidden.in_address("https://a.example/2031/heroes"));
        assert_eq!(masked(&hidden, "他說張偉在那裡"), format!("他說{MASK}在那裡"));
        assert_eq!(masked(&hidden, "قال عمر حسن إن"), format!("قال {MASK} إن"));
    }

    #[test]
    fn a_name_is_found_across_lines_spaces_endings_and_within_other_words() {
        let mut names = names(&["Mara Quellin", "Said al-Rashid", "Ben Ng"], &[]);
        for words in [
            "Mara Quel-\nlin",
            "M a r a Q u e l l i n",
            "MaraQuellin",
            "Mara Quellins",
            "Quellinov\u{e1}",
            "Quellin\u{2bc}s",
            "Ng",
            "al-Rashid",
            "Said al Rashid",
        ] {
            let masked = masked(&names, words);
            let left: String = masked.replace(MASK, "").chars().filter(|c| c.is_alphabetic()).collect();
            assert!(left.chars().count() < 3, "{words}: {masked}");
        }
        assert!(
            names.in_address("https://a.example/u/mquellin/2031") && names.in_address("incident/maraquellin")
        );
        assert!(!names.in_address("https://a.example/sailing"));
        names.common(["minister".to_owned()].into());
        assert_eq!(masked(&names, "her cousin Benno Quellin wept"), format!("her cousin {MASK} wept"));
        assert_eq!(masked(&names, "Minister Quellin said"), format!("Minister {MASK} said"));
    }

    #[test]
    fn rows_of_capitalised_words_that_nothing_stands_for_are_told() {
        let mut hidden = names(&["Ana Roe"], &["Port Lume"]);
        hidden.common(["navy".to_owned()].into());
        let known = Known::of(["the Lume Gazette"].into_iter(), &hidden);
        let words =
            "Hugo Tamm told the Lume Gazette in Port Lume that a Navy Officer and NATO and Nerys Hobb left";
        assert_eq!(known.rows_beyond(words), ["Hugo Tamm", "Nerys Hobb"]);
    }

    #[test]
    fn a_description_is_no_name() {
        let hidden = names(&["the fisherman from Santa Marta"], &[]);
        assert!(hidden.is_empty());
        assert!(!is_name("one of the 11 men") && is_name("Ana Roe") && is_name("張偉"));
        assert!(is_name("al-Rashid") && is_name("de la Serna") && !is_name("the fisherman"));
    }
}
