//! What words mean to a toll: people, what becomes of them, and things that are no toll.

use super::Role;
use crate::{
    lexeme::{Lex, Lexemes},
    timex::{Time, TimeKind},
};
use assize_record::{Status, Unit};
use std::sync::LazyLock;

/// What a word means here.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Sense {
    /// Nothing here.
    Other,
    /// A person, or people.
    Person(Option<Status>, Number),
    /// A relative: one person with a possessive before it.
    Kin(Option<Status>, Number),
    /// What becomes of people.
    Fate(Role, Form),
    /// Something counted that is no person.
    Thing(Role, Unit),
    /// Whose word it is: officials, witnesses.
    Source(Number),
    /// Soldiers and police: people, and sometimes deployed.
    Troop(Number),
}

/// Singular or plural.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Number {
    One,
    Many,
}

/// How a word for a fate is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// `killing`, `kills`: those it happens to come after.
    Active,
    /// `killed`: after those it happened to, or before them.
    Past,
    /// `died`, `survived`: after those it happened to only.
    Own,
    /// `dead`, `missing`: after or before the noun.
    State,
    /// `deaths`, `injuries`: counted themselves, or `of` people.
    Noun,
    /// `death`, `killing`: of people.
    Event,
}

static COUNTED: &str = include_str!("../../../../schema/lexicons/counted.txt");

static DICTIONARY: LazyLock<Vec<(&'static str, Sense)>> = LazyLock::new(|| {
    let lines = COUNTED.lines().filter(|line| !line.starts_with('#'));
    let mut entries: Vec<(&'static str, Sense)> = lines.flat_map(entry).flatten().collect();
    // A word that stands twice keeps its first sense; sorting is stable.
    entries.sort_by_key(|(word, _)| *word);
    entries.dedup_by_key(|(word, _)| *word);
    entries
});

/// The words of one line of the lexicon with their senses.
fn entry(line: &'static str) -> Option<impl Iterator<Item = (&'static str, Sense)>> {
    let mut columns = line.split('\t');
    let (kind, first, second, third) = (columns.next()?, columns.next()?, columns.next()?, columns.next()?);
    let status = status(third);
    let pair = |one: Sense, many: Sense| [Some((first, one)), Some((second, many))];
    let words = match kind {
        "person" => pair(Sense::Person(status, Number::One), Sense::Person(status, Number::Many)),
        "kin" => pair(Sense::Kin(status, Number::One), Sense::Kin(status, Number::Many)),
        "source" => pair(Sense::Source(Number::One), Sense::Source(Number::Many)),
        "troop" => pair(Sense::Troop(Number::One), Sense::Troop(Number::Many)),
        "fate" => [Some((first, Sense::Fate(role(second)?, form(third)?))), None],
        "thing" => [Some((first, Sense::Thing(role(second)?, unit(third)?))), None],
        _ => return None,
    };
    Some(words.into_iter().flatten().filter(|(word, _)| *word != "-"))
}

fn status(name: &str) -> Option<Status> {
    Some(match name {
        "civilian" => Status::Civilian,
        "child" => Status::Child,
        "woman" => Status::Woman,
        "combatant" => Status::Combatant,
        _ => return None,
    })
}

fn role(name: &str) -> Option<Role> {
    Role::ALL.iter().copied().find(|role| role.name() == name)
}

fn form(name: &str) -> Option<Form> {
    Some(match name {
        "active" => Form::Active,
        "past" => Form::Past,
        "own" => Form::Own,
        "state" => Form::State,
        "noun" => Form::Noun,
        "event" => Form::Event,
        _ => return None,
    })
}

fn unit(name: &str) -> Option<Unit> {
    Some(match name {
        "dollars" => Unit::Dollars,
        "groups" => Unit::Groups,
        "items" => Unit::Items,
        "percent" => Unit::Percent,
        "sources" => Unit::Sources,
        "strikes" => Unit::Strikes,
        "vessels" => Unit::Vessels,
        "votes" => Unit::Votes,
        _ => return None,
    })
}

static COUNTRIES: &str = include_str!("../../../../schema/lexicons/countries.txt");

/// Nouns of nationality, singular.
static NATIONALITIES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    let lines = COUNTRIES.lines().filter(|line| !line.starts_with('#'));
    let mut names: Vec<&str> = lines
        .filter_map(|line| line.split('|').nth(3))
        .flat_map(|names| names.split(','))
        .filter(|name| !name.is_empty())
        .collect();
    names.sort_unstable();
    names
});

fn look_up(word: &str) -> Sense {
    let mut buffer = [0_u8; 16];
    let Some(target) = buffer.get_mut(..word.len()) else { return Sense::Other };
    target.copy_from_slice(word.as_bytes());
    target.make_ascii_lowercase();
    let target = &*target;
    DICTIONARY
        .binary_search_by(|(name, _)| name.as_bytes().cmp(target))
        .map_or_else(|_| nationality(word, target), |index| DICTIONARY[index].1)
}

/// `Afghans`: a nationality in the plural, from the word and its small letters.
fn nationality(word: &str, lower: &[u8]) -> Sense {
    let one = lower.strip_suffix(b"s").filter(|_| word.starts_with(|c: char| c.is_ascii_uppercase()));
    let known =
        one.is_some_and(|one| NATIONALITIES.binary_search_by(|name| name.as_bytes().cmp(one)).is_ok());
    if known { Sense::Person(None, Number::Many) } else { Sense::Other }
}

/// The lexemes of a sentence with their senses, and which of them belong to a date.
pub(super) struct Words<'a> {
    pub(super) t: Lexemes<'a>,
    senses: Vec<Sense>,
    dated: Vec<bool>,
    /// Words of the whole sentence that decide what a number in it can be.
    pub(super) about: About,
}

/// What a whole sentence speaks of.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct About {
    pub(super) drugs: bool,
    pub(super) overdose: bool,
    pub(super) rubble: bool,
    /// Several incidents together.
    pub(super) several_incidents: bool,
}

impl<'a> Words<'a> {
    pub(super) fn new(t: Lexemes<'a>, times: &[Time]) -> Self {
        let senses = t.all.iter().enumerate().map(|(index, lexeme)| match lexeme.lex {
            Lex::Word | Lex::Key => look_up(t.words(index)),
            _ => Sense::Other,
        });
        let dates = times.iter().filter(|time| time.kind != TimeKind::Set || time.timex3.starts_with('P'));
        let mut dated = vec![false; t.len()];
        for time in dates {
            let from = t.all.partition_point(|lexeme| lexeme.span.end <= time.span.start);
            let to = t.all.partition_point(|lexeme| lexeme.span.start < time.span.end);
            dated.get_mut(from..to).unwrap_or_default().fill(true);
        }
        let mut words = Self { senses: senses.collect(), dated, about: About::default(), t };
        words.about = words.look_about();
        words
    }

    fn look_about(&self) -> About {
        let mut about = About::default();
        for at in 0..self.len() {
            match self.sense(at) {
                Sense::Thing(Role::Strikes | Role::Vessels, _) => {
                    let plural = self.t.words(at).ends_with('s');
                    let figure = |back: usize| {
                        matches!(self.t.lex(back), Lex::Figure(..) | Lex::Cardinal(2..) | Lex::Scale(_))
                            && !self.dated(back)
                    };
                    about.several_incidents |= plural && (at.saturating_sub(4)..at).any(figure);
                }
                Sense::Other => {
                    about.overdose |= self.says(at, &["overdose", "overdoses"]);
                    about.drugs |= self
                        .says(at, &["fentanyl", "opioid", "opioids", "narcotics", "drug", "drugs", "narco"]);
                    about.rubble |= self.says(at, &["rubble", "debris"]);
                    about.several_incidents |= self.says(at, &["since"])
                        && (self.dated(at + 1) || self.dated(at + 2))
                        || self.says(at, &["so"]) && self.says(at + 1, &["far"])
                        || self.says(at, &["to"]) && self.says(at + 1, &["date"])
                        || self.says(at, &["altogether", "overall", "cumulative"]);
                }
                _ => {}
            }
        }
        about
    }

    pub(super) fn sense(&self, index: usize) -> Sense {
        self.senses.get(index).copied().unwrap_or(Sense::Other)
    }

    pub(super) fn dated(&self, index: usize) -> bool {
        self.dated.get(index).copied().unwrap_or(false)
    }

    pub(super) fn len(&self) -> usize {
        self.senses.len()
    }

    /// Whether the words at an index are one of these, in small letters.
    pub(super) fn says(&self, index: usize, words: &[&str]) -> bool {
        let found = self.t.words(index);
        !found.is_empty() && words.iter().any(|word| found.eq_ignore_ascii_case(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_of_the_lexicon_is_read() {
        for line in COUNTED.lines().filter(|line| !line.starts_with('#')) {
            assert!(entry(line).is_some(), "{line}");
        }
        assert_eq!(look_up("Killed"), Sense::Fate(Role::Killed, Form::Past));
        assert_eq!(look_up("CHILDREN"), Sense::Person(Some(Status::Child), Number::Many));
        assert_eq!(look_up("wife"), Sense::Kin(Some(Status::Woman), Number::One));
        assert_eq!(look_up("Afghans"), Sense::Person(None, Number::Many));
        assert_eq!(look_up("nothing"), Sense::Other);
    }
}
