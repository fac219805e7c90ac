//! Words for acts of violence, for people and things they are done to, and the names of armed groups, as data files.

use super::{Fate, Kind};
use std::{collections::BTreeMap, sync::LazyLock};

static ACTS: &str = include_str!("../../../../schema/lexicons/incidents.txt");
static NOUNS: &str = include_str!("../../../../schema/lexicons/targets.txt");
static GROUPS: &str = include_str!("../../../../schema/lexicons/armed-groups.txt");

/// How a word tells of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A verb done to its object.
    Act,
    /// A verb whose subject suffers it.
    Befall,
    /// A noun for the act.
    Noun,
    /// A word for people in a state.
    State,
}

/// A word for an act or its outcome.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Act {
    /// How it tells.
    pub class: Class,
    /// What kind of incident; `None` where the outcome goes with any kind.
    pub kind: Option<Kind>,
    /// What becomes of those it is done to, if the word says so.
    pub fate: Option<Fate>,
}

static BY_FORM: LazyLock<BTreeMap<&'static str, Vec<Act>>> = LazyLock::new(|| {
    let mut by_form: BTreeMap<&'static str, Vec<Act>> = BTreeMap::new();
    for line in ACTS.lines().filter(|line| !line.starts_with('#')) {
        let Some((head, forms)) = line.split_once(':') else { continue };
        let mut words = head.split(' ');
        let class = match words.next() {
            Some("act") => Class::Act,
            Some("befall") => Class::Befall,
            Some("noun") => Class::Noun,
            _ => Class::State,
        };
        let kind = words.next().and_then(Kind::named);
        let fate = words.next().and_then(Fate::named);
        for form in forms.split_whitespace() {
            by_form.entry(form).or_default().push(Act { class, kind, fate });
        }
    }
    by_form
});

/// What a word in small letters tells of acts, by class.
pub fn acts(word: &str) -> &'static [Act] {
    BY_FORM.get(word).map_or(&[], Vec::as_slice)
}

/// What a noun names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// People who are no combatants.
    Civilian,
    /// People of whom nothing more is said.
    Anyone,
    /// Soldiers, police, other armed forces of a state.
    Force,
    /// People who carry out violence.
    Fighter,
    /// Organisations.
    Body,
    /// Buildings, vehicles, works.
    Thing,
    /// What violence is done with.
    Weapon,
}

static BY_NOUN: LazyLock<BTreeMap<&'static str, Vec<Noun>>> = LazyLock::new(|| {
    let mut by_noun: BTreeMap<&'static str, Vec<Noun>> = BTreeMap::new();
    for line in NOUNS.lines().filter(|line| !line.starts_with('#')) {
        let Some((class, words)) = line.split_once(':') else { continue };
        let noun = match class {
            "civilian" => Noun::Civilian,
            "anyone" => Noun::Anyone,
            "force" => Noun::Force,
            "fighter" => Noun::Fighter,
            "body" => Noun::Body,
            "weapon" => Noun::Weapon,
            _ => Noun::Thing,
        };
        for word in words.split_whitespace() {
            by_noun.entry(word).or_default().push(noun);
        }
    }
    by_noun
});

/// What a noun in small letters names; several classes where it may be more than one.
pub fn noun(word: &str) -> &'static [Noun] {
    BY_NOUN.get(word).map_or(&[], Vec::as_slice)
}

/// The names of armed groups, each with the first name of its group.
static NAMES: LazyLock<BTreeMap<&'static str, &'static str>> = LazyLock::new(|| {
    let lines = GROUPS.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    lines
        .flat_map(|line| line.split('|').map(|name| (name, line.split('|').next().unwrap_or(name))))
        .collect()
});

/// The first name of the armed group that goes by this name in small letters.
pub fn armed_group(name: &str) -> Option<&'static str> {
    NAMES.get(name).copied()
}

/// First words of names of armed groups.
static OPENINGS: LazyLock<BTreeMap<&'static str, usize>> = LazyLock::new(|| {
    let mut longest = BTreeMap::new();
    for name in NAMES.keys() {
        let words = name.split_whitespace().count();
        let first = name.split_whitespace().next().unwrap_or(name);
        let entry = longest.entry(first).or_insert(words);
        *entry = words.max(*entry);
    }
    longest
});

/// How many words a name of an armed group that begins with this word has at most; 0 for none.
pub fn longest_group(first: &str) -> usize {
    OPENINGS.get(first).copied().unwrap_or(0)
}
