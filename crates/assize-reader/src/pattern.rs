//! Regular expressions over the bytes of a text, compiled where first asked.
//!
//! A person who opens one article waits for every expression that is compiled. Unicode classes make up most of that time: the automaton
//! of `[^,.;]{3,60}` over characters is built sixty times over. Here a class is over bytes, `\w`, `\s`, `\d` and `\b` are those of
//! ASCII, and a character of several bytes in a class is written out as its bytes. Lengths in braces count bytes. What is found always
//! begins and ends between characters.

use regex_automata::{
    meta::{Config, Regex},
    util::{captures::Captures as Slots, syntax},
};
use std::{ops::Range, sync::OnceLock};

/// An expression that is compiled where it is first used.
#[derive(Debug)]
pub(crate) struct Pattern {
    source: &'static str,
    regex: OnceLock<Option<Regex>>,
}

/// Words that were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match<'t> {
    words: &'t str,
    start: usize,
}

/// A place where a pattern fits, with its named groups.
pub(crate) struct Captures<'t> {
    text: &'t str,
    found: Slots,
}

impl Pattern {
    /// A pattern that is not compiled yet. One that cannot be compiled never matches; a test compiles them all.
    pub(crate) const fn new(source: &'static str) -> Self {
        Self { source, regex: OnceLock::new() }
    }

    fn regex(&self) -> Option<&Regex> {
        // Callers look for a word of the pattern first: a second search for its literals takes longer to prepare than it spares.
        // So do automata whose states are kept: sentences are short, and backtracking needs one table alone.
        let config =
            Config::new().auto_prefilter(false).hybrid(false).onepass(false).dfa(false).utf8_empty(false);
        let bytes = syntax::Config::new().unicode(false).utf8(false);
        let build = || Regex::builder().configure(config).syntax(bytes).build(&over_bytes(self.source)).ok();
        self.regex.get_or_init(build).as_ref()
    }

    /// Whether it can be compiled.
    #[cfg(test)]
    pub(crate) fn is_sound(&self) -> bool {
        self.regex().is_some()
    }

    pub(crate) fn find<'t>(&self, text: &'t str) -> Option<Match<'t>> {
        let found = self.regex()?.find(text)?;
        Some(Match::between_characters(text, found.range()))
    }

    pub(crate) fn captures<'t>(&self, text: &'t str) -> Option<Captures<'t>> {
        let regex = self.regex()?;
        let mut found = regex.create_captures();
        regex.captures(text, &mut found);
        found.is_match().then_some(Captures { text, found })
    }
}

impl<'t> Captures<'t> {
    /// The words of a named group, where it took part.
    pub(crate) fn name(&self, name: &str) -> Option<Match<'t>> {
        self.found.get_group_by_name(name).map(|found| Match::between_characters(self.text, found.range()))
    }

    /// All the words.
    pub(crate) fn whole(&self) -> Option<Match<'t>> {
        self.found.get_match().map(|found| Match::between_characters(self.text, found.range()))
    }
}

impl<'t> Match<'t> {
    /// A class over bytes may begin or end inside a character: what lies half outside is left out.
    fn between_characters(text: &'t str, range: Range<usize>) -> Self {
        let start = text.ceil_char_boundary(range.start);
        let end = text.floor_char_boundary(range.end).max(start);
        Self { words: text.get(start..end).unwrap_or(""), start }
    }

    pub(crate) const fn as_str(&self) -> &'t str {
        self.words
    }

    pub(crate) const fn start(&self) -> usize {
        self.start
    }

    pub(crate) const fn end(&self) -> usize {
        self.start + self.words.len()
    }

    pub(crate) const fn range(&self) -> Range<usize> {
        self.start..self.end()
    }
}

/// The pattern with each class that holds characters of several bytes written as alternatives of bytes.
fn over_bytes(pattern: &str) -> String {
    let mut out = String::with_capacity(pattern.len() * 2);
    let mut chars = pattern.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                out.push(c);
                out.extend(chars.next());
            }
            '[' => class(&mut chars, &mut out),
            _ => out.push(c),
        }
    }
    out
}

/// Reads a class after its bracket. No class holds another, nor a range that ends in a character of several bytes.
fn class(chars: &mut std::str::Chars<'_>, out: &mut String) {
    let (mut plain, mut wide) = (String::new(), Vec::new());
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                plain.push(c);
                plain.extend(chars.next());
            }
            ']' => break,
            _ if c.is_ascii() => plain.push(c),
            _ => wide.push(c),
        }
    }
    if wide.is_empty() {
        out.extend(["[", &plain, "]"]);
        return;
    }
    let Some(excluded) = plain.strip_prefix('^') else {
        let plain = if plain.is_empty() { plain } else { format!("[{plain}]|") };
        let wide: Vec<String> = wide.iter().map(char::to_string).collect();
        out.extend(["(?:", &plain, &wide.join("|"), ")"]);
        return;
    };
    // Marks share their first two bytes: E2 80 of “ ” ‘ ’ – —.
    let thirds: String = wide.iter().map(|c| format!("\\x{:02X}", last_byte(*c))).collect();
    out.push_str(&format!("(?:[^{excluded}\\xE2]|\\xE2[^\\x80]|\\xE2\\x80[^{thirds}])"));
}

fn last_byte(mark: char) -> u8 {
    let mut buffer = [0; 4];
    let bytes = mark.encode_utf8(&mut buffer).as_bytes();
    debug_assert!(
        bytes.starts_with(b"\xE2\x80") && bytes.len() == 3,
        "only such marks stand in negated classes"
    );
    bytes.last().copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(pattern: &'static str, text: &str) -> Option<String> {
        Pattern::new(pattern).captures(text)?.name("who").map(|found| found.as_str().to_owned())
    }

    #[test]
    fn marks_of_three_bytes_end_a_negated_class() {
        let pattern = r"(?P<who>[^,.“”]{3,60}?) was in charge";
        assert_eq!(who(pattern, "“ada öde was in charge").as_deref(), Some("ada öde"));
        assert_eq!(who(pattern, "a, “the” ada’s man – was in charge").as_deref(), Some(" ada’s man –"));
    }

    #[test]
    fn marks_of_three_bytes_stand_whole_in_a_class() {
        assert_eq!(who(r"(?P<who>[“‘x]?near[”’]?) of", "a “near” of").as_deref(), Some("“near”"));
    }

    #[test]
    fn a_match_never_begins_inside_a_character() {
        assert_eq!(who(r"(?P<who>[^,]{1,4}) was", "aéé was").as_deref(), Some("éé"));
        assert_eq!(who(r"(?P<who>[^,]{1,3}) was", "aéé was").as_deref(), Some("é"));
    }
}
