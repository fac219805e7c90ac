//! Lists of words, kept as data files: titles, nouns for people, for bodies and for documents.

use super::Tag;
use crate::{
    document::lexis::{self, Class},
    grammar::Grammar,
};
use assize_rules::Pos;
use std::{collections::BTreeSet, sync::OnceLock};

static TITLES: &str = include_str!("../../../../schema/lexicons/titles.txt");
static PEOPLE: &str = include_str!("../../../../schema/lexicons/people.txt");
static BODIES: &str = include_str!("../../../../schema/lexicons/bodies.txt");
static OFFICES: &str = include_str!("../../../../schema/lexicons/offices.txt");
static PROCEEDINGS: &str = include_str!("../../../../schema/lexicons/proceedings.txt");
static DOCUMENTS: &str = include_str!("../../../../schema/lexicons/documents.txt");

fn words(file: &'static str) -> BTreeSet<&'static str> {
    file.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace).collect()
}

/// Whether a word in lower case stands before names and is no part of them: `president`, `sen.`.
pub fn is_title(word: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| words(TITLES)).contains(word)
}

/// Whether a word in lower case is a noun for people who may be left unnamed: `official`, `witnesses`.
pub fn is_person_noun(word: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| words(PEOPLE)).contains(word)
}

/// Whether a word in lower case is a noun for people, of that list or of the lexicon. In a name such words may mean anything.
pub fn is_people_word(word: &str) -> bool {
    is_person_noun(word) || is_noun_of(word, Class::Person, None)
}

/// Whether the lexicon has a word in lower case as a noun of a class, in any number or in the one that the tag has.
fn is_noun_of(word: &str, class: Class, tag: Option<Tag>) -> bool {
    let grammar = Grammar::english();
    let readings = grammar.lexicon.form(word).map_or(&[][..], |form| grammar.lexicon.readings(form));
    readings.iter().any(|reading| {
        let number = tag.is_none_or(|tag| reading.tag.is_some_and(|found| found.0 == tag.0));
        reading.pos == Pos::Noun && number && lexis::is(grammar, &reading.classes, class)
    })
}

/// Whether it is the plural of such a noun.
pub fn is_people_noun(word: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let plural = |line: &'static str| line.split_whitespace().nth(1);
    SET.get_or_init(|| PEOPLE.lines().filter(|line| !line.starts_with('#')).filter_map(plural).collect())
        .contains(word)
        || is_noun_of(word, Class::Person, Some(Tag::NNS))
}

/// Whether a word in lower case is a noun for a body that speaks as one: `ministry`, `authorities`.
pub fn is_body_noun(word: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| words(BODIES)).contains(word)
}

/// Whether it means several such bodies: `ministries`, but not `authorities`.
pub fn is_bodies_noun(word: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    let plural = |line: &'static str| line.split_whitespace().nth(1);
    SET.get_or_init(|| BODIES.lines().filter(|line| !line.starts_with('#')).filter_map(plural).collect())
        .contains(word)
}

/// Whether two words in lower case are an office that one person holds: `inspector general`.
pub fn is_office(words: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| OFFICES.lines().filter(|line| !line.starts_with('#')).collect()).contains(words)
}

/// Whether a word in lower case tells of an inquiry, a charge or a trial: `charged`, `tribunal`.
pub fn is_proceeding(word: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| words(PROCEEDINGS)).contains(word)
}

/// Whether a word in lower case is a noun for a document that speaks: `order`, `memo`.
pub fn is_document_noun(word: &str) -> bool {
    static SET: OnceLock<BTreeSet<&'static str>> = OnceLock::new();
    SET.get_or_init(|| words(DOCUMENTS)).contains(word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_read() {
        assert!(is_title("adm.") && !is_title("boat"));
        assert!(is_person_noun("official") && is_people_noun("officials") && !is_people_noun("official"));
        assert!(is_document_noun("memo"));
        assert!(is_body_noun("ministry") && is_bodies_noun("ministries") && !is_bodies_noun("authorities"));
    }
}
