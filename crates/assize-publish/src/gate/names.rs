//! Names in running words: where they stand, and what stands there instead.

use super::words::{Token, addresses, consonants, is_unspaced, letters, sound, tokens, unescape_percent};
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::{Bound::Included, Range},
};

/// What stands where a name was masked.
pub(crate) const MASK: &str = "[name withheld]";

/// Names to find, with those that are no hit although they hold the same words.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Names {
    /// Whole names by their first word.
    whole: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Words that stand for the person alone.
    surnames: BTreeSet<String>,
    /// Those of them, and names of one word, that are nothing but a name, whatever they are written with.
    rare: BTreeSet<String>,
    /// First names, with the other words of the names that they begin, and whether they are nothing but a name.
    given: BTreeMap<String, (BTreeSet<String>, bool)>,
    /// How surnames sound.
    sounds: BTreeSet<String>,
    /// How the words of whole names sound, without vowels, by the first of them.
    whole_sounds: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Names that may be printed, by their first word.
    printable: BTreeMap<String, BTreeSet<Vec<String>>>,
    /// Letters in a row of whole names that are found whatever stands between them, by the first two: names in scripts that write without
    /// spaces, and long ones of two words and more.
    letters: BTreeMap<(char, Option<char>), BTreeSet<Vec<char>>>,
    /// Words that stand without a capital in what is printed: these are no names.
    common: BTreeSet<String>,
}

/// Where a word of a name stands for the person by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Alone {
    /// Nowhere: it is an office or the like.
    Never,
    /// With a capital: it is a common word too.
    Capital,
    /// Wherever it stands: it is nothing but a name.
    Always,
}

/// First names that stand for a person in one source, since it names the person elsewhere.
pub(crate) type Given = BTreeSet<String>;

impl Names {
    /// Adds a name that must not be printed. `alone` says where a word of it stands for the person by itself.
    pub(crate) fn hide(&mut self, name: &str, alone: impl Fn(&str) -> Alone) {
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
        let words: Vec<String> = capitals.iter().map(|token| token.word.clone()).collect();
        insert(&mut self.whole, tokens.iter().map(|token| token.word.clone()).collect());
        if let [only] = &words[..]
            && alone(only) == Alone::Always
            && only.chars().count() >= STEM
        {
            self.rare.insert(only.clone());
        }
        // Where a name begins with a particle, its first capitalised word may be the surname.
        let first = usize::from(tokens.first().is_some_and(|token| token.capital));
        let surnames = capitals.iter().skip(first).map(|token| token.word.clone());
        // What an apostrophe or a hyphen parts is written as one word too.
        let joined = capitals.windows(2).filter_map(|pair| {
            let sign = name[pair[0].at.end..pair[1].at.start].chars().next()?;
            let near = pair[0].at.end + sign.len_utf8() == pair[1].at.start && !sign.is_whitespace();
            near.then(|| format!("{}{}", pair[0].word, pair[1].word))
        });
        for word in surnames.chain(joined).filter(|word| word.chars().count() > 1) {
            self.surname(word, &alone);
        }
        if let [given, rest @ ..] = &words[..]
            && first == 1
            && !rest.is_empty()
            && given.chars().count() > 1
            && alone(given) != Alone::Never
        {
            let entry = self.given.entry(given.clone()).or_default();
            entry.0.extend(rest.iter().cloned());
            entry.1 |= alone(given) == Alone::Always;
        }
        let sounds: Vec<String> = words.iter().map(|word| consonants(&sound(word))).collect();
        if sounds.len() > 1 && sounds.iter().map(|sound| sound.chars().count()).sum::<usize>() > STEM {
            insert(&mut self.whole_sounds, sounds);
        }
        // Of "The ministry" the article alone is no name.
        if words.len() > 1 || tokens.len() == 1 || words.iter().all(|word| alone(word) == Alone::Always) {
            insert(&mut self.whole, words);
        }
    }

    fn surname(&mut self, word: String, alone: &impl Fn(&str) -> Alone) {
        let (alone, length) = (alone(&word), word.chars().count());
        if alone == Alone::Never {
            return;
        }
        if alone == Alone::Always && length >= STEM {
            self.rare.insert(word.clone());
            let sound = sound(&word);
            if length > STEM && sound.chars().count() >= STEM {
                self.sounds.insert(sound);
            }
        }
        self.surnames.insert(word);
    }

    /// Adds a name that may be printed, whatever words it shares with one that must not.
    pub(crate) fn allow(&mut self, name: &str) {
        insert(&mut self.printable, tokens(name).into_iter().map(|token| token.word).collect());
    }

    /// Whether the whole of a name that must not be printed stands in some words, whatever may be printed.
    pub(crate) fn holds_whole(&self, words: &str) -> bool {
        self.any_whole(&tokens(words))
    }

    /// Whether one of `written` stands in some words that is nothing but a name: neither a common word nor a place.
    pub(crate) fn holds_rare(&self, words: &str, written: &BTreeSet<String>) -> bool {
        let is_place = |word: &str| !assize_record::gazetteer::readings(word).is_empty();
        tokens(words).iter().any(|token| {
            written.contains(&token.word)
                && self.rare.contains(&token.word)
                && !is_place(&words[token.at.clone()])
        })
    }

    fn any_whole(&self, tokens: &[Token]) -> bool {
        (0..tokens.len()).any(|at| longest(&self.whole, &tokens[at..]).is_some())
    }

    /// Whether there is nothing to find.
    pub(crate) fn is_empty(&self) -> bool {
        self.whole.is_empty() && self.surnames.is_empty() && self.letters.is_empty()
    }

    /// First names that stand for a person in a source, of which these are words: it names the person with more than that.
    pub(crate) fn given_in<'w>(&self, words: impl Iterator<Item = &'w str>) -> Given {
        if self.given.is_empty() {
            return Given::new();
        }
        let capitals = words.flat_map(tokens).filter(|token| token.capital).map(|token| token.word);
        let seen: BTreeSet<String> = capitals.collect();
        let named = seen.iter().filter(|word| {
            self.given.get(*word).is_some_and(|(rest, _)| rest.iter().any(|word| seen.contains(word)))
        });
        named.cloned().collect()
    }

    /// Where names stand in some words, in order, none within another. `given` are first names that stand for a person there.
    pub(crate) fn find(&self, words: &str, given: &Given) -> Vec<Range<usize>> {
        if self.is_empty() {
            return Vec::new();
        }
        let tokens = tokens(words);
        let printable = covered(&self.printable, &tokens);
        let text = Text { words, tokens: &tokens, printable: &printable };
        let mut found: Vec<Range<usize>> = Vec::new();
        // One past the last word of a name: what is found beside the next one ends there.
        let mut past = 0;
        for (at, printable) in printable.iter().enumerate() {
            if let Some(length) = self.whole_at(&text, at) {
                found.push(self.with_initials(&text, at, at + length));
                past = at + length;
            } else if printable.is_none() && self.is_surname_at(&text, at) {
                found.push(self.with_names_beside(&text, at, past));
                past = at + 1;
            } else if self.is_given_at(&text, at, given) {
                found.push(self.with_initials(&text, at, at + 1));
            }
        }
        found.extend(self.in_a_row(words));
        let named = |address: &Range<usize>| {
            self.in_address(&words[address.clone()])
                || text.within(address).iter().any(|token| given.contains(&token.word))
        };
        found.extend(addresses(words).into_iter().filter(named));
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

    /// How many tokens a whole name takes that begins here, however it is spelled.
    fn whole_at(&self, text: &Text<'_>, at: usize) -> Option<usize> {
        let here = &text.tokens[at..];
        let outweighs = |length: &usize| text.printable[at].is_none_or(|end| end < at + *length);
        let spelled = longest(&self.whole, here).filter(|length| {
            // One word alone is a name where it is written as one; and more of a name that may be printed outweighs less of one that may not.
            (*length > 1 || here[0].capital || self.rare.contains(&here[0].word)) && outweighs(length)
        });
        spelled.or_else(|| {
            // Each word of such a name has a capital: most words need not be sounded.
            if !here[0].capital || self.whole_sounds.is_empty() {
                return None;
            }
            let names = self.whole_sounds.get(&consonants(&sound(&here[0].word)))?;
            let fits = |name: &&Vec<String>| {
                here.len() >= name.len()
                    && (0..name.len()).all(|n| {
                        here[n].capital
                            && text.printable[at + n].is_none()
                            && (n == 0
                                || text.between(at + n - 1, at + n).chars().all(|c| c == ' ' || c == '-'))
                            && consonants(&sound(&here[n].word)) == name[n]
                    })
            };
            names.iter().filter(fits).map(Vec::len).max()
        })
    }

    /// Whether a word is a surname, as it stands, with an ending, broken at the end of a line, or spelled in another way.
    fn is_surname_at(&self, text: &Text<'_>, at: usize) -> bool {
        let here = &text.tokens[at];
        let plural = here.word.strip_suffix('s').unwrap_or(&here.word);
        let broken = || {
            let next = text.tokens.get(at + 1).filter(|_| text.between(at, at + 1).trim_end() == "-");
            next.is_some_and(|next| self.rare.contains(&format!("{}{}", here.word, next.word)))
        };
        let by_sound = || {
            let length = here.word.chars().count();
            length > STEM && !self.common.contains(&here.word) && self.sounds.contains(&sound(&here.word))
        };
        self.rare.contains(&here.word)
            || self.rare.contains(plural)
            || here.capital && (self.is_surname(&here.word) || broken() || by_sound())
    }

    /// A surname with the first names and initials that stand before it, from `past` on, and those after it: "Roe, Ana".
    fn with_names_beside(&self, text: &Text<'_>, at: usize, past: usize) -> Range<usize> {
        let mut from = at;
        // A first name before it is the same person's, unless it is a word that stands without a capital elsewhere: "Minister".
        while let Some(mut before) = from.checked_sub(1).filter(|before| *before >= past) {
            let between = text.between(before, from);
            // A particle is part of the name where another word of it stands before: "Abd el-Karim".
            let particle = &text.tokens[before];
            if !particle.capital
                && particle.word.chars().count() < STEM
                && matches!(between, "-" | " ")
                && before > 0
            {
                before -= 1;
            }
            let token = &text.tokens[before];
            let near = match between.trim_end() {
                "" | "-" | "–" => !between.contains('\n'),
                "." => token.word.chars().count() == 1 || self.given.contains_key(&token.word),
                _ => false,
            };
            let is_particle_of_it = before + 1 == from || self.given.contains_key(&token.word);
            if !near
                || !is_particle_of_it
                || !text.words[token.at.clone()].starts_with(char::is_uppercase)
                || text.printable[before].is_some()
                || self.common.contains(&token.word) && !self.given.contains_key(&token.word)
            {
                break;
            }
            from = before;
        }
        let mut end = at + 1;
        if text.tokens.get(end).is_some_and(|next| {
            // The other half of a broken one, or of a double name.
            let hyphened = matches!(text.between(end - 1, end).trim_end(), "-" | "–");
            hyphened
                && (next.capital || self.rare.contains(&format!("{}{}", text.tokens[at].word, next.word)))
        }) {
            end += 1;
        }
        if text.tokens.get(end).is_some_and(|next| {
            let listed = matches!(text.between(end - 1, end), ", " | "," | " ");
            listed
                && next.capital
                && self.given.get(&next.word).is_some_and(|(rest, _)| rest.contains(&text.tokens[at].word))
        }) {
            end += 1;
        }
        text.tokens[from].at.start..self.with_initials(text, from, end).end
    }

    /// Whether a first name stands here that is somebody's in this source, or that has the person's initial after it, and no other surname.
    fn is_given_at(&self, text: &Text<'_>, at: usize, given: &Given) -> bool {
        let here = &text.tokens[at];
        let Some((rest, is_rare)) = self.given.get(&here.word) else { return false };
        let initial = text
            .tokens
            .get(at + 1)
            .filter(|next| next.word.chars().count() == 1 && next.capital && text.between(at, at + 1) == " ");
        let stands_for = initial.is_some_and(|next| rest.iter().any(|word| word.starts_with(&next.word)));
        if !stands_for && !given.contains(&here.word) {
            return false;
        }
        let others = text.tokens.get(at + 1).is_some_and(|next| {
            next.capital
                && next.word.chars().count() > 1
                && text.between(at, at + 1).chars().all(|c| c == ' ' || c == '-')
                && !self.common.contains(&next.word)
        });
        here.capital && !others && text.printable[at].is_none() && (*is_rare || !text.begins_sentence(at))
    }

    /// From one token to before another, with an initial that follows: "Ana R.".
    fn with_initials(&self, text: &Text<'_>, from: usize, end: usize) -> Range<usize> {
        let start = text.tokens[from].at.start;
        let last = text.tokens[end - 1].at.end;
        let initial = text.tokens.get(end).filter(|next| {
            let dotted = text.words[next.at.end..].starts_with('.') || next.at.end == text.words.len();
            next.capital
                && next.word.chars().count() == 1
                && dotted
                && matches!(text.between(end - 1, end), " " | ", ")
        });
        let end = initial.map_or(last, |next| next.at.end);
        // Its stop goes with it, but for one that ends a sentence.
        let goes_on = |rest: &&str| rest.trim_start().starts_with(char::is_lowercase);
        let stop = initial.and(text.words[end..].strip_prefix('.')).filter(goes_on);
        start..end + usize::from(stop.is_some())
    }

    /// The same with whole names alone, as they are spelled.
    pub(crate) fn whole_alone(&self) -> Self {
        let mut alone = Self {
            whole: self.whole.clone(),
            printable: self.printable.clone(),
            letters: self.letters.clone(),
            ..Self::default()
        };
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
            || tokens.iter().any(|token| holds_one(&self.surnames, &token.word))
            || !self.in_a_row(&address).is_empty()
    }

    /// Whether a name stands anywhere in a file, also within another word where it is nothing but a name.
    pub(crate) fn in_file(&self, text: &str) -> bool {
        !self.find(text, &Given::new()).is_empty()
            || tokens(text).iter().any(|token| holds_one(&self.rare, &token.word))
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
            if less == 0 {
                self.surnames.contains(stem)
            } else {
                stem.chars().count() > STEM && self.rare.contains(stem)
            }
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
    pub(crate) fn mask(&self, words: &str, given: &Given) -> Option<String> {
        let found = self.find(words, given);
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

/// Whether a word of an address holds a surname: "mquellin".
fn holds_one(surnames: &BTreeSet<String>, word: &str) -> bool {
    surnames.contains(word)
        || word.char_indices().any(|(at, _)| {
            let rest = &word[at..];
            let starts = |name: &&String| name.chars().count() > STEM && rest.starts_with(name.as_str());
            // Names are in order: those that this begins with stand among those that begin with its first letter.
            // Nothing of the rest is copied: it may be a megabyte, at every letter of it.
            let first = rest.char_indices().nth(1).map_or(rest, |(end, _)| &rest[..end]);
            surnames.range::<str, _>((Included(first), Included(rest))).any(|name| starts(&name))
        })
}

/// Some words, taken apart.
struct Text<'t> {
    words: &'t str,
    tokens: &'t [Token],
    /// For each token in a name that may be printed, one past the last token of that name.
    printable: &'t [Option<usize>],
}

impl Text<'_> {
    /// What stands between two tokens.
    fn between(&self, before: usize, after: usize) -> &str {
        &self.words[self.tokens[before].at.end..self.tokens[after].at.start]
    }

    /// The tokens that begin in a range.
    fn within(&self, range: &Range<usize>) -> &[Token] {
        let before = |end: usize| self.tokens.partition_point(|token| token.at.start < end);
        &self.tokens[before(range.start)..before(range.end)]
    }

    /// Whether a token begins a sentence, where any word has a capital.
    fn begins_sentence(&self, at: usize) -> bool {
        at == 0 || self.between(at - 1, at).contains(['.', '!', '?', ':', '\n', '“', '"'])
    }
}

/// Whether some words are a name rather than a description: they begin with a capital, or their script has none. Short words before it are
/// particles: "de la Serna", "al-Rashid".
pub(crate) fn is_name(words: &str) -> bool {
    let tokens = tokens(words);
    let particle = |token: &&Token| !token.capital && token.word.chars().count() < 4;
    tokens.iter().find(|token| !particle(token)).is_some_and(|token| token.capital)
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

#[cfg(test)]
mod tests {
    use super::*;

    fn names(hidden: &[&str], printable: &[&str]) -> Names {
        let mut names = Names::default();
        hidden.iter().for_each(|name| names.hide(name, |_| Alone::Always));
        printable.iter().for_each(|name| names.allow(name));
        names
    }

    fn masked(names: &Names, words: &str) -> String {
        names.mask(words, &Given::new()).unwrap_or_else(|| words.to_owned())
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
        let given = names.given_in(["Ana María Tufiño", "“Ana left”"].into_iter());
        let beside = |words| names.mask(words, &given);
        assert_eq!(
            beside("Ana said").as_deref(),
            Some("[name withheld] said"),
            "but where the source names her"
        );
        assert_eq!(beside("“Ana T. left”").as_deref(), Some("“[name withheld] left”"));
        assert_eq!(beside("Ana Lume left"), None, "somebody else");
    }

    #[test]
    fn a_surname_within_a_name_that_may_be_printed_stays() {
        let mut names = names(&[], &["Port Lume", "the Lume Gazette"]);
        names.hide("Ana Lume", |_| Alone::Capital);
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
    fn a_surname_is_found_in_small_letters_addresses_and_other_spellings() {
        let mut names =
            names(&["Mara Quellin", "Abd al-Karim Zubarri", "Siobhan O’Dannack", "Jürgen Müllerow"], &[]);
        names.hide("Ben Fisher", |word| if word == "fisher" { Alone::Capital } else { Alone::Always });
        for words in [
            "mara quellin",
            "quellin",
            "Quel-\nlin",
            "mquellin@mail.example",
            "@quellin_m",
            "https://site.example/2031/quellin-speaks",
            "Quellin, Mara",
            "Mara M. Quellin",
            "M. Quellin",
            "Quellin-Ostrey",
            "the Quellins",
            "Qu\u{435}llin",
            "Abdelkarim Zubarri",
            "Abd el-Karim Zubari",
            "Zoubarri",
            "ODannack",
            "O'Dannack",
            "Muellerow",
            "Mullerow",
            "Fisher",
        ] {
            let masked = masked(&names, words);
            let left: String = masked.replace(MASK, "").chars().filter(|c| c.is_alphabetic()).collect();
            assert!(left.chars().count() < 4, "{words}: {masked}");
        }
        for words in ["a fisher said", "Fishermen", "and/or", "Mario Kell", "the Zebra", "Monday.The boat"] {
            assert_eq!(masked(&names, words), words);
        }
    }

    #[test]
    fn the_article_of_an_office_is_no_name() {
        let mut names = Names::default();
        names.hide("The ministry", |_| Alone::Never);
        names.hide("Quellin the elder", |word| if word == "quellin" { Alone::Always } else { Alone::Never });
        assert_eq!(masked(&names, "The second shot"), "The second shot");
        assert_eq!(masked(&names, "The ministry said"), format!("{MASK} said"));
        assert_eq!(masked(&names, "Quellin said"), format!("{MASK} said"));
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
