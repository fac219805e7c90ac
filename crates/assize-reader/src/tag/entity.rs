//! The names of a document and the people behind them, so that a surname leads back to the fullest name.

use super::{Shape, Token, gazetteer};
use std::collections::{BTreeMap, BTreeSet};

/// Every name of a text, by the last word of it.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    /// Last word of a name to the names that end in it: first byte, full name.
    by_last: BTreeMap<String, Vec<(usize, String)>>,
    /// First word of a name to the same.
    by_first: BTreeMap<String, Vec<(usize, String)>>,
    /// Title in lower case (`president`) to the names it stood before.
    by_title: BTreeMap<String, Vec<(usize, String)>>,
    /// Names that a title stood before; `The` is none.
    titled: BTreeSet<String>,
    /// Last words of names that also stood alone after them, without title or article.
    alone: BTreeSet<String>,
}

/// What a name may refer to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    /// The fullest name.
    pub name: String,
    /// Other people of the document whom the words may mean.
    pub others: Vec<String>,
}

/// Whether a word in lower case joins the parts of a person's name: `al`, `de`.
pub(crate) fn is_joint(word: &str) -> bool {
    matches!(word, "de" | "del" | "da" | "la" | "van" | "von" | "bin" | "al" | "el" | "-" | "di")
}

/// Whether a token can be part of a name.
pub fn is_name_part(text: &str, token: &Token) -> bool {
    let word = text.get(token.start..token.end).unwrap_or("");
    matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Mixed)
        && word.starts_with(char::is_uppercase)
}

/// A registry with more last names than this is not carried into the next part of a text.
const MOST_CARRIED: usize = 10_000;

impl Registry {
    /// Makes the names ready for a part of the text that follows: all of them stand before it. Memory stays bounded: where there are too
    /// many, they are forgotten.
    pub fn carry_over(&mut self) {
        if self.by_last.len().max(self.by_title.len()) > MOST_CARRIED {
            *self = Self::default();
            return;
        }
        for list in
            self.by_last.values_mut().chain(self.by_first.values_mut()).chain(self.by_title.values_mut())
        {
            list.iter_mut().for_each(|(at, _)| *at = 0);
        }
    }

    /// Takes in the names of one sentence.
    pub fn take_in(&mut self, text: &str, tokens: &[Token]) {
        let mut at = 0;
        while at < tokens.len() {
            if !is_name_part(text, &tokens[at]) {
                at += 1;
                continue;
            }
            let end = run_end(text, tokens, at);
            self.add(text, &tokens[at..end]);
            at = end;
        }
    }

    fn add(&mut self, text: &str, run: &[Token]) {
        let word = |t: &Token| text.get(t.start..t.end).unwrap_or("");
        let skip = run
            .iter()
            .take_while(|t| word(t) == "The" || gazetteer::is_title(&word(t).to_lowercase()))
            .count();
        let name = &run[skip..];
        let (Some(first), Some(last)) = (name.first(), name.last()) else { return };
        if let [only] = run
            && let Some((known, _)) = self.by_last.get_key_value(&word(only).to_lowercase())
            && !self.alone.contains(known)
        {
            self.alone.insert(known.clone());
        }
        let known = |list: Option<&Vec<(usize, String)>>, full: &str| {
            list.is_some_and(|l| l.iter().any(|(_, n)| n == full))
        };
        if let Some(full) = text.get(first.start..last.end).filter(|_| name.len() >= 2 && name.len() <= 5) {
            let key = word(last).to_lowercase();
            if !known(self.by_last.get(&key), full) && self.by_last.get(&key).is_none_or(|l| l.len() < 50) {
                self.by_last.entry(key).or_default().push((first.start, full.to_owned()));
                self.by_first
                    .entry(word(first).to_lowercase())
                    .or_default()
                    .push((first.start, full.to_owned()));
            }
        }
        if let (Some(title), Some(name)) =
            (skip.checked_sub(1).map(|i| word(&run[i]).to_lowercase()), text.get(first.start..last.end))
        {
            if title != "the" && !self.titled.contains(name) {
                self.titled.insert(name.to_owned());
            }
            let list = self.by_title.entry(title).or_default();
            if list.len() < 50 && !list.iter().any(|(_, n)| n == name) {
                list.push((first.start, name.to_owned()));
            }
        }
    }

    /// Whom a name means: the fullest name of the document that ends in the same word and does not contradict it.
    ///
    /// `before` is where the name stands; of two people the one named last before it is taken and the other given in `others`.
    pub fn resolve(&self, name: &str, before: usize) -> Reference {
        let last = name.split_whitespace().next_back().unwrap_or(name).to_lowercase();
        let words: Vec<&str> = name.split_whitespace().collect();
        let list = self.by_last.get(&last).map_or(&[][..], Vec::as_slice);
        let fits: Vec<&(usize, String)> = list.iter().filter(|(_, full)| compatible(&words, full)).collect();
        choose(&fits, name, before)
    }

    /// Whether a full name is a person's for sure: it, or its last word, stood behind a title.
    pub fn is_person(&self, name: &str) -> bool {
        let last = name.rsplit(' ').next().unwrap_or(name);
        self.titled.contains(name) || self.titled.contains(last)
    }

    /// Whether the last word of a full name also stood alone after it: names of people are cut down so.
    pub fn is_cut_down(&self, name: &str) -> bool {
        let last = name.rsplit(' ').next().filter(|last| *last != name);
        last.is_some_and(|last| self.alone.contains(&last.to_lowercase()))
    }

    /// The first byte of a full name where the text first has it.
    pub fn first(&self, name: &str) -> Option<usize> {
        let last = name.split_whitespace().next_back()?.to_lowercase();
        let (at, _) = self.by_last.get(&last)?.iter().find(|(_, full)| full == name)?;
        Some(*at)
    }

    /// Whom a title alone means: `the president`.
    pub fn holder(&self, title: &str, before: usize) -> Option<Reference> {
        let list = self.by_title.get(title)?;
        let names: Vec<(usize, String)> =
            list.iter().map(|(at, name)| (*at, self.resolve(name, before).name)).collect();
        let mut fits: Vec<&(usize, String)> = Vec::new();
        for entry in &names {
            if !fits.iter().any(|(_, n)| *n == entry.1) {
                fits.push(entry);
            }
        }
        fits.first().map(|first| choose(&fits, &first.1, before))
    }
}

/// Where the run of name words that begins at `at` ends.
fn run_end(text: &str, tokens: &[Token], at: usize) -> usize {
    let word = |i: usize| tokens.get(i).and_then(|t| text.get(t.start..t.end)).unwrap_or("");
    let close = |i: usize| tokens.get(i).is_some_and(|t| t.start <= tokens[i - 1].end + 1);
    let mut end = at + 1;
    while end < tokens.len() && end < at + 12 && close(end) {
        if is_name_part(text, &tokens[end]) {
            end += 1;
        } else if is_joint(word(end))
            && tokens.get(end + 1).is_some_and(|t| is_name_part(text, t))
            && close(end + 1)
        {
            end += 2;
        } else {
            break;
        }
    }
    end
}

/// Whether `words` may be a shorter form of `full`: same last word, and each other word stands in it in order.
fn compatible(words: &[&str], full: &str) -> bool {
    let mut parts = full.split_whitespace();
    words.iter().all(|word| parts.any(|part| part.eq_ignore_ascii_case(word)))
}

fn choose(fits: &[&(usize, String)], name: &str, before: usize) -> Reference {
    let fullest = |name: &str| {
        let longer = fits.iter().filter(|(_, n)| compatible(&name.split_whitespace().collect::<Vec<_>>(), n));
        longer.map(|(_, n)| n.as_str()).max_by_key(|n| n.len()).unwrap_or(name).to_owned()
    };
    let near = fits.iter().filter(|(at, _)| *at <= before).max_by_key(|(at, _)| *at).or_else(|| fits.first());
    let Some((_, chosen)) = near else { return Reference { name: name.to_owned(), others: Vec::new() } };
    let chosen = fullest(chosen);
    let mut others: Vec<String> = fits.iter().map(|(_, n)| fullest(n)).filter(|n| *n != chosen).collect();
    others.sort();
    others.dedup();
    Reference { name: chosen, others }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::tokenize;

    fn registry(text: &str) -> Registry {
        let (mut registry, mut tokens) = (Registry::default(), Vec::new());
        tokenize(text, 0, text.len(), &mut tokens);
        registry.take_in(text, &tokens);
        registry
    }

    #[test]
    fn a_surname_leads_to_the_fullest_name() {
        let text = "Adm. Ruth B. Vale and Minister Tom Ode met. Vale left.";
        assert_eq!(registry(text).resolve("Vale", 45).name, "Ruth B. Vale");
        assert_eq!(registry(text).resolve("Ruth Vale", 45).name, "Ruth B. Vale");
        assert_eq!(registry(text).holder("minister", 45).map(|r| r.name), Some("Tom Ode".to_owned()));
    }

    #[test]
    fn two_people_of_one_surname_are_both_given() {
        let text = "Sen. Ada Ode spoke; then spokesman Tom Ode answered. Ode left.";
        let reference = registry(text).resolve("Ode", 55);
        assert_eq!((reference.name.as_str(), reference.others), ("Tom Ode", vec!["Ada Ode".to_owned()]));
    }
}
