//! Letters and digits that are not what they seem.
//!
//! A word that mixes scripts is looked at after Unicode Technical Standard 39, section 5.1; Han, the scripts of Japan and Korea and Bopomofo go together
//! with any other, as its highly restrictive level allows. It is marked where a letter of the lesser script has the same skeleton (section 4) as a
//! letter of the greater: `Тhe` with a Cyrillic Т, and not `kΩ`. A word wholly of letters that look like Latin ones is marked where every word around it is
//! Latin (section 4.2). A number that mixes the digits of several scripts is marked after section 5.3. Letters and digits that are only another dress of
//! ASCII ones (compatibility characters: fullwidth, mathematical) are marked where they are mixed with plain ones, and mathematical ones always.

use super::{Mark, MarkKind, OPEN, hidden};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};
use unicode_normalization::UnicodeNormalization;
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};
use unicode_security::confusable_detection::skeleton;

/// A letter or digit of a word.
type Letter = (usize, char);

/// Marks the words of a line; `seen` says which characters show themselves.
pub(super) fn find(chars: &[(usize, char)], seen: &[bool], found: &mut Vec<Mark>) {
    // Without any of these there is nothing to compare.
    let plain = |c: char| c.is_ascii() || (matches!(c.script(), Script::Latin) && dressed(c).is_none());
    if chars.iter().all(|(_, c)| !c.is_alphanumeric() || plain(*c)) {
        return;
    }
    let text: Vec<char> = chars.iter().map(|(_, c)| *c).collect();
    let words = words(chars, seen);
    let lone = LoneScripts::of(&words, chars);
    for word in &words {
        let letters: Vec<Letter> = word.iter().map(|at| chars[*at]).collect();
        let (Some(&last), Some(&(start, c))) = (word.last(), letters.last()) else { continue };
        let mut sorts = Sorts::default();
        odd_script(&letters, &mut sorts);
        undressed(&letters, &mut sorts);
        if sorts.0.is_empty() {
            lone.look(&letters, &mut sorts);
        }
        let end = end_of(chars, seen, last, start + c.len_utf8());
        if !is_named(&text[..word[0]], &sorts) {
            put(sorts, end, &text[last + 1..], found);
        }
    }
    for number in numbers(chars) {
        let letters: Vec<Letter> = number.iter().map(|at| chars[*at]).collect();
        let (Some(&last), Some(&(start, c))) = (number.last(), letters.last()) else { continue };
        let mut sorts = Sorts::default();
        odd_digits(&letters, &mut sorts);
        put(sorts, end_of(chars, seen, last, start + c.len_utf8()), &text[last + 1..], found);
    }
}

/// Whether a word stands in a mark that says what it is: what is shown twice is marked once.
fn is_named(before: &[char], sorts: &Sorts) -> bool {
    let [(sort, _)] = &sorts.0[..] else { return false };
    [format!("{OPEN}{sort} "), format!(", {sort} ")].iter().any(|named| {
        let from = before.len().saturating_sub(named.chars().count());
        named.chars().eq(before[from..].iter().copied())
    })
}

/// What letters are, each with those letters, in order of their first.
#[derive(Default)]
struct Sorts(Vec<(String, BTreeSet<char>)>);

impl Sorts {
    fn add(&mut self, sort: &str, c: char) {
        match self.0.iter_mut().find(|(known, _)| known == sort) {
            Some((_, letters)) => drop(letters.insert(c)),
            None => self.0.push((sort.to_owned(), BTreeSet::from([c]))),
        }
    }
}

/// Puts a mark behind a word, but not where the same stands there already: what is shown twice is marked once.
fn put(sorts: Sorts, at: usize, after: &[char], found: &mut Vec<Mark>) {
    if sorts.0.is_empty() {
        return;
    }
    let listed = |(sort, letters): (String, BTreeSet<char>)| (sort, letters.into_iter().collect());
    let mark =
        Mark { start: at, end: at, kind: MarkKind::Letters(sorts.0.into_iter().map(listed).collect()) };
    let again = after.first() == Some(&OPEN)
        && mark.bracketed().chars().eq(after.iter().copied().take(mark.bracketed().chars().count()));
    if !again {
        found.push(mark);
    }
}

/// The words of a line, as places of their letters and digits. What is not seen parts no word; letters of East Asia do, which stand beside any other.
fn words(chars: &[(usize, char)], seen: &[bool]) -> Vec<Vec<usize>> {
    let (mut words, mut word) = (Vec::new(), Vec::new());
    for (at, (_, c)) in chars.iter().enumerate() {
        if c.is_alphanumeric() && !is_east_asian(*c) {
            word.push(at);
        } else if seen[at] && !hidden::is_mark(*c) && !word.is_empty() {
            words.push(std::mem::take(&mut word));
        }
    }
    words.push(word);
    words
}

/// Behind the marks on the last letter, and behind what is not seen and belongs to it.
fn end_of(chars: &[(usize, char)], seen: &[bool], last: usize, end: usize) -> usize {
    let belongs =
        |at: &usize| hidden::is_mark(chars[*at].1) || hidden::is_hidden(chars[*at].1) && chars[*at].1 != '\r';
    let after = (last + 1..chars.len()).take_while(|at| seen[*at] && belongs(at));
    after.last().map_or(end, |at| chars[at].0 + chars[at].1.len_utf8())
}

/// A script that can be held against another; none for letters common to several.
fn script(c: char) -> Option<Script> {
    let known = !matches!(c.script(), Script::Common | Script::Inherited | Script::Unknown);
    (known && !is_east_asian(c)).then(|| c.script())
}

fn is_east_asian(c: char) -> bool {
    matches!(
        c.script(),
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo
    ) || matches!(c, '\u{30fc}' | '\u{ff70}')
}

/// Letters of a lesser script that look like letters of the greater.
fn odd_script(letters: &[Letter], sorts: &mut Sorts) {
    let mut times: BTreeMap<&str, (usize, Script)> = BTreeMap::new();
    for script in letters.iter().filter(|(_, c)| c.is_alphabetic()).filter_map(|(_, c)| script(*c)) {
        times.entry(script.full_name()).or_insert((0, script)).0 += 1;
    }
    if times.len() < 2 {
        return;
    }
    let greatest = times.values().max_by_key(|(times, script)| (*times, *script == Script::Latin));
    let Some(&(_, greatest)) = greatest else { return };
    for (_, c) in letters {
        if let Some(own) = script(*c).filter(|own| *own != greatest)
            && looks_like(*c, greatest)
        {
            sorts.add(own.full_name(), *c);
        }
    }
}

/// Whether a letter has the skeleton of another that is of this script.
fn looks_like(c: char, script: Script) -> bool {
    SKELETONS.get(&skeleton_of(c)).is_some_and(|scripts| scripts.contains(&script))
}

/// Whether a letter looks like one of those that every Latin text is written with.
fn looks_ascii(c: char) -> bool {
    skeleton(c.encode_utf8(&mut [0; 4])).all(|c| c.is_ascii_alphanumeric())
}

fn skeleton_of(c: char) -> String {
    skeleton(c.encode_utf8(&mut [0; 4])).collect()
}

/// The scripts that have a letter of a skeleton.
static SKELETONS: LazyLock<BTreeMap<String, Vec<Script>>> = LazyLock::new(|| {
    let mut scripts: BTreeMap<String, Vec<Script>> = BTreeMap::new();
    // Letters of alphabets; Han, Yi and Hangul, which fill the rest, are held against nothing.
    let letters = ('\u{41}'..='\u{2fff}').chain('\u{a4d0}'..='\u{abff}').chain('\u{10280}'..='\u{118ff}');
    for c in letters.filter(|c| c.is_alphabetic()) {
        if let Some(script) = script(c) {
            let known = scripts.entry(skeleton_of(c)).or_default();
            if !known.contains(&script) {
                known.push(script);
            }
        }
    }
    scripts
});

/// Scripts whose words a line of Latin words may hold to deceive: alphabets with capitals or letters like them.
const LIKE_LATIN: [Script; 6] =
    [Script::Cyrillic, Script::Greek, Script::Armenian, Script::Cherokee, Script::Coptic, Script::Lisu];

/// Scripts of a line, with what says that they are written there in earnest.
struct LoneScripts {
    latin: bool,
    earnest: Vec<Script>,
}

impl LoneScripts {
    fn of(words: &[Vec<usize>], chars: &[(usize, char)]) -> Self {
        let all = words.iter().flatten().map(|at| chars[*at].1);
        let mut lone = Self { latin: false, earnest: Vec::new() };
        for c in all {
            match script(c) {
                Some(Script::Latin) => lone.latin = true,
                Some(script)
                    if LIKE_LATIN.contains(&script) && !lone.earnest.contains(&script) && !looks_ascii(c) =>
                {
                    lone.earnest.push(script);
                }
                _ => {}
            }
        }
        lone
    }

    /// A word of one such script alone, all of whose letters look Latin, among Latin words. Abbreviations in capitals (`ТАСС`) are written so
    /// in earnest, and so is a single Greek letter.
    fn look(&self, letters: &[Letter], sorts: &mut Sorts) {
        let alphabetic: Vec<char> = letters.iter().map(|(_, c)| *c).filter(|c| c.is_alphabetic()).collect();
        let digits = alphabetic.len() < letters.len();
        let Some(own) = alphabetic.first().and_then(|c| script(*c)) else { return };
        let capitals = !digits && alphabetic.len() > 1 && alphabetic.iter().all(|c| c.is_uppercase());
        let symbol = own == Script::Greek && alphabetic.len() == 1 && !digits;
        if !self.latin || self.earnest.contains(&own) || !LIKE_LATIN.contains(&own) || capitals || symbol {
            return;
        }
        if alphabetic.iter().all(|c| script(*c) == Some(own) && looks_ascii(*c)) {
            alphabetic.iter().for_each(|c| sorts.add(own.full_name(), *c));
        }
    }
}

/// The ASCII letter or digit that a character is another dress of, and the dress. Superscripts and ordinals are written so in earnest, and so are roman numerals
/// and circled digits.
fn dressed(c: char) -> Option<&'static str> {
    let dress = match u32::from(c) {
        0xff10..=0xff5a => "fullwidth",
        0x1d400..=0x1d7ff | 0x2102..=0x213a | 0x2145..=0x2149 => "mathematical",
        0x1fbf0..=0x1fbf9 => "segmented",
        0x24b6..=0x24e9 | 0x1f110..=0x1f189 => "enclosed",
        0x2160..=0x217f => "Roman numeral",
        _ => return None,
    };
    let mut plain = std::iter::once(c).nfkc();
    let first = plain.next()?;
    // A mathematical alphabet has Greek letters too.
    (first.is_alphanumeric() && first != c && first.is_ascii() || dress == "mathematical" && first != c)
        .then_some(dress)
}

/// Letters in another dress among plain ones, and mathematical ones anywhere.
fn undressed(letters: &[Letter], sorts: &mut Sorts) {
    let dresses: Vec<Option<&str>> = letters.iter().map(|(_, c)| dressed(*c)).collect();
    let plain =
        letters.iter().zip(&dresses).any(|((_, c), dress)| dress.is_none() && c.is_ascii_alphanumeric());
    for ((_, c), dress) in letters.iter().zip(&dresses) {
        let alone = |dress: &str| dress == "segmented" || dress == "mathematical" && u32::from(*c) >= 0x1d400;
        if let Some(dress) = dress.filter(|dress| plain || alone(dress)) {
            sorts.add(dress, *c);
        }
    }
}

/// The numbers of a line: digits in a row, with what parts thousands and decimals.
fn numbers(chars: &[(usize, char)]) -> Vec<Vec<usize>> {
    let digit = |at: usize| chars.get(at).is_some_and(|(_, c)| zero_of(*c).is_some());
    let (mut numbers, mut number) = (Vec::new(), Vec::new());
    for (at, (_, c)) in chars.iter().enumerate() {
        let parts = matches!(c, '.' | ',' | '\u{66b}' | '\u{66c}' | '’' | '\'' | '\u{a0}' | '\u{202f}');
        if digit(at) {
            number.push(at);
        } else if !(number.is_empty() || parts && digit(at + 1) || hidden::is_hidden(*c)) {
            numbers.push(std::mem::take(&mut number));
        }
    }
    numbers.push(number);
    numbers
}

/// The nought of the digits that a digit is of.
fn zero_of(c: char) -> Option<u32> {
    let code = u32::from(c);
    match c {
        '0'..='9' => Some(u32::from('0')),
        // Sets that begin right behind one another.
        '\u{1d7ce}'..='\u{1d7ff}' => Some(code - (code - 0x1d7ce) % 10),
        '\u{116d0}'..='\u{116e3}' => Some(code - (code - 0x116d0) % 10),
        c if c.is_ascii() || c.general_category() != GeneralCategory::DecimalNumber => None,
        // Digits of a set follow one another.
        _ => (0..10).map(|n| code - n).take_while(|code| is_digit(*code)).last(),
    }
}

fn is_digit(code: u32) -> bool {
    char::from_u32(code).is_some_and(|c| c.general_category() == GeneralCategory::DecimalNumber)
}

/// Digits of a lesser script in a number.
fn odd_digits(digits: &[Letter], sorts: &mut Sorts) {
    let mut times: BTreeMap<u32, usize> = BTreeMap::new();
    for zero in digits.iter().filter_map(|(_, c)| zero_of(*c)) {
        *times.entry(zero).or_default() += 1;
    }
    let greatest = times.iter().max_by_key(|(zero, times)| (**times, **zero == u32::from('0')));
    let Some((&greatest, _)) = greatest.filter(|_| times.len() > 1) else { return };
    for (_, c) in digits.iter().filter(|(_, c)| zero_of(*c).is_some_and(|zero| zero != greatest)) {
        // Those in another dress are named with their word.
        if dressed(*c).is_none() || greatest != u32::from('0') {
            sorts.add(&format!("{} digit", digit_script(*c)), *c);
        }
    }
}

fn digit_script(c: char) -> &'static str {
    match c {
        '0'..='9' => "ASCII",
        '\u{660}'..='\u{669}' => "Arabic",
        '\u{6f0}'..='\u{6f9}' => "Persian",
        c => dressed(c).unwrap_or_else(|| c.script().full_name()),
    }
}
