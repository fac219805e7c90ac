//! The verbs that attribute words, read from `schema/lexicons/cues.txt`.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::OnceLock,
};

/// What a cue verb does with its content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Class {
    /// A clause or quotation, before or after it: `said`.
    Say,
    /// Names its listener first: `told`.
    Tell,
    /// A thought: `believes`.
    Think,
    /// A document or survey speaks: `shows`.
    Show,
    /// Attributes a quotation only: `continued`, `read`.
    Quote,
    /// A view of something: `criticized`.
    View,
    /// An act done by speaking: `declined`, `ordered`.
    Act,
    /// It only seems so: `seems`, `appears`.
    Seem,
}

/// The form of a verb, as far as its spelling tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// `say`
    Base,
    /// `says`
    Present,
    /// `said`, where past and participle are alike or it is the past
    Past,
    /// `known`
    Participle,
    /// `saying`
    Gerund,
    /// `sure`, after a form of *be*.
    Adjective,
}

/// One form of a cue verb.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The verb.
    pub lemma: &'static str,
    /// What it does.
    pub class: Class,
    /// Its form.
    pub form: Form,
    /// It speaks only before a clause or quotation.
    pub clause: bool,
    /// Particles and prepositions that belong to it.
    pub particles: Vec<&'static str>,
}

static CUES: &str = include_str!("../../../../schema/lexicons/cues.txt");

static OCCASIONS: &str = include_str!("../../../../schema/lexicons/occasions.txt");

/// Whether a word in lower case is an occasion or a time to speak: `speech`, `monday`.
pub(super) fn is_occasion(word: &str) -> bool {
    static TABLE: OnceLock<(BTreeSet<&'static str>, Sieve)> = OnceLock::new();
    let (table, sieve) = TABLE.get_or_init(|| {
        let words: BTreeSet<&str> = OCCASIONS.lines().filter(|line| !line.starts_with('#')).collect();
        let sieve = Sieve::of(words.iter().copied());
        (words, sieve)
    });
    sieve.may_hold(word) && table.contains(word)
}

/// The entry of a word in lower case.
pub fn lookup(word: &str) -> Option<&'static Entry> {
    static TABLE: OnceLock<(BTreeMap<String, Entry>, Sieve)> = OnceLock::new();
    let (table, sieve) = TABLE.get_or_init(|| {
        let table = build();
        let sieve = Sieve::of(table.keys().map(String::as_str));
        (table, sieve)
    });
    if sieve.may_hold(word) { table.get(word) } else { None }
}

/// Lets most words pass by without a search: first letter, last letter and length of the words of a set.
#[derive(Debug)]
pub(super) struct Sieve(Vec<bool>);

impl Sieve {
    /// The sieve of a set of words in lower case.
    pub(super) fn of<'w>(words: impl Iterator<Item = &'w str>) -> Self {
        let mut slots = vec![false; 32 * 32 * 16];
        for slot in words.filter_map(Self::slot) {
            slots[slot] = true;
        }
        Self(slots)
    }

    /// Whether the set may hold the word; surely not where this is false.
    pub(super) fn may_hold(&self, word: &str) -> bool {
        Self::slot(word).is_some_and(|slot| self.0[slot])
    }

    fn slot(word: &str) -> Option<usize> {
        let (first, last) = (*word.as_bytes().first()?, *word.as_bytes().last()?);
        Some(usize::from(first & 31) * 512 + usize::from(last & 31) * 16 + word.len().min(15))
    }
}

/// A noun that carries content: whether a clause may follow it, and the words that tie an object to it.
type Nouns = BTreeMap<String, (bool, Vec<&'static str>)>;

fn nouns() -> &'static (Nouns, Sieve) {
    static TABLE: OnceLock<(Nouns, Sieve)> = OnceLock::new();
    TABLE.get_or_init(|| {
        let mut table = Nouns::new();
        for line in CUES.lines() {
            let mut fields = line.split_whitespace();
            let (Some(noun), Some("noun")) = (fields.next(), fields.next()) else { continue };
            let clause = line.split_whitespace().nth(2) == Some("that");
            let ties: Vec<&'static str> = fields.filter_map(|field| field.strip_prefix('+')).collect();
            table.insert(present(noun), (clause, ties.clone()));
            table.insert(noun.to_owned(), (clause, ties));
        }
        let sieve = Sieve::of(table.keys().map(String::as_str));
        (table, sieve)
    })
}

/// Whether a word in lower case is a noun that carries content.
pub(super) fn is_noun(word: &str) -> bool {
    let (table, sieve) = nouns();
    sieve.may_hold(word) && table.contains_key(word)
}

/// Whether a clause may follow the noun.
pub(super) fn noun_takes_clause(word: &str) -> bool {
    nouns().0.get(word).is_some_and(|(clause, _)| *clause)
}

/// Whether `tie` ties an object to the noun: `call for`.
pub(super) fn noun_takes(word: &str, tie: &str) -> bool {
    nouns().0.get(word).is_some_and(|(_, ties)| ties.contains(&tie))
}

fn build() -> BTreeMap<String, Entry> {
    let mut table = BTreeMap::new();
    let mut adjectives = Vec::new();
    for line in CUES.lines() {
        let mut fields = line.split_whitespace();
        let (Some(lemma), Some(class)) = (fields.next(), fields.next()) else { continue };
        if class == "feel" {
            let particles: Vec<&'static str> = fields.filter_map(|field| field.strip_prefix('+')).collect();
            let (class, form) = (Class::Think, Form::Adjective);
            adjectives.push((lemma, Entry { lemma, class, form, clause: true, particles }));
            continue;
        }
        let class = match class {
            "say" => Class::Say,
            "tell" => Class::Tell,
            "think" => Class::Think,
            "show" => Class::Show,
            "quote" => Class::Quote,
            "view" => Class::View,
            "act" => Class::Act,
            "seem" => Class::Seem,
            _ => continue,
        };
        if lemma.starts_with('#') {
            continue;
        }
        let (particles, rest): (Vec<&str>, Vec<&str>) = fields.partition(|field| field.starts_with('+'));
        let clause = rest.contains(&"clause");
        let finite = rest.contains(&"finite");
        let irregular = &rest[usize::from(clause) + usize::from(finite)..];
        let particles: Vec<&'static str> = particles.iter().map(|p| &p[1..]).collect();
        let mut add = |word: String, form: Form| {
            table.entry(word).or_insert_with(|| Entry {
                lemma,
                class,
                form,
                clause,
                particles: particles.clone(),
            });
        };
        let (past, participle) = match *irregular {
            [past, participle, ..] => (past.to_owned(), participle.to_owned()),
            [past] => (past.to_owned(), past.to_owned()),
            [] => (regular_past(lemma), regular_past(lemma)),
        };
        add(lemma.to_owned(), Form::Base);
        add(present(lemma), Form::Present);
        if !finite {
            add(gerund(lemma), Form::Gerund);
        }
        add(past, Form::Past);
        add(participle, Form::Participle);
    }
    // A form of a verb (`worried`) goes before an adjective.
    for (word, entry) in adjectives {
        table.entry(word.to_owned()).or_insert(entry);
    }
    table
}

fn consonant_y(lemma: &str) -> bool {
    lemma.ends_with('y') && !lemma.ends_with("ay") && !lemma.ends_with("ey") && !lemma.ends_with("oy")
}

/// Verbs that double their last consonant.
fn doubled(lemma: &str) -> bool {
    matches!(
        lemma,
        "admit"
            | "rip"
            | "slam"
            | "rebut"
            | "plan"
            | "dub"
            | "quip"
            | "brag"
            | "pan"
            | "refer"
            | "prefer"
            | "infer"
            | "beg"
            | "regret"
    )
}

fn present(lemma: &str) -> String {
    if consonant_y(lemma) {
        format!("{}ies", &lemma[..lemma.len() - 1])
    } else if ["s", "sh", "ch", "x"].iter().any(|end| lemma.ends_with(end)) {
        format!("{lemma}es")
    } else {
        format!("{lemma}s")
    }
}

fn regular_past(lemma: &str) -> String {
    if consonant_y(lemma) {
        format!("{}ied", &lemma[..lemma.len() - 1])
    } else if lemma.ends_with('e') {
        format!("{lemma}d")
    } else if doubled(lemma) {
        format!("{lemma}{}ed", &lemma[lemma.len() - 1..])
    } else {
        format!("{lemma}ed")
    }
}

fn gerund(lemma: &str) -> String {
    if lemma == "lie" {
        "lying".to_owned()
    } else if lemma.ends_with('e') && !lemma.ends_with("ee") {
        format!("{}ing", &lemma[..lemma.len() - 1])
    } else if doubled(lemma) {
        format!("{lemma}{}ing", &lemma[lemma.len() - 1..])
    } else {
        format!("{lemma}ing")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_is_found() {
        for (word, lemma, form) in [
            ("said", "say", Form::Past),
            ("denies", "deny", Form::Present),
            ("admitted", "admit", Form::Past),
            ("known", "know", Form::Participle),
            ("noting", "note", Form::Gerund),
            ("agreeing", "agree", Form::Gerund),
        ] {
            let entry = lookup(word).unwrap_or_else(|| panic!("{word}"));
            assert_eq!((entry.lemma, entry.form), (lemma, form), "{word}");
        }
        assert!(lookup("boat").is_none());
    }
}
