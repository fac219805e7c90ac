//! People and organisations: one key a name, and what the text shows them to be.

use crate::{
    incident,
    read::drafts::{Layers, slug},
};
use assize_record::EntityType;

/// Words that end or make the name of a body, in lower case.
const BODIES: &[&str] = &[
    "administration",
    "affairs",
    "agency",
    "alliance",
    "army",
    "association",
    "authority",
    "brigade",
    "bureau",
    "cartel",
    "center",
    "centre",
    "coalition",
    "command",
    "commission",
    "committee",
    "company",
    "congress",
    "corps",
    "council",
    "court",
    "defense",
    "defence",
    "department",
    "directorate",
    "embassy",
    "federation",
    "force",
    "forces",
    "foundation",
    "front",
    "government",
    "group",
    "guard",
    "house",
    "institute",
    "intelligence",
    "journal",
    "media",
    "military",
    "militia",
    "ministry",
    "mission",
    "movement",
    "nations",
    "navy",
    "network",
    "news",
    "observatory",
    "office",
    "organisation",
    "organization",
    "parliament",
    "party",
    "pentagon",
    "police",
    "post",
    "press",
    "project",
    "regime",
    "regiment",
    "republic",
    "rights",
    "senate",
    "service",
    "services",
    "society",
    "state",
    "states",
    "taliban",
    "times",
    "tribunal",
    "troops",
    "tv",
    "union",
    "unit",
    "university",
    "watch",
];

/// The key of a name: whatever has it is one thing of the text.
pub(super) fn key(name: &str) -> String {
    format!("agent/{}", slug(name))
}

/// The same from a key `person/name` or `organisation/name`.
pub(super) fn key_of(key: &str) -> String {
    format!("agent/{}", key.split_once('/').map_or(key, |(_, name)| name))
}

/// The name that a key was made of, as the text writes it: the fullest name of the text that ends in the same word, or, for an office, the name
/// of whoever holds it; the words themselves where there is none.
pub(super) fn fullest(layers: &Layers<'_>, key: &str, words: &str, before: usize) -> String {
    let spelled = key.split_once('/').map_or(key, |(_, name)| name).replace('-', " ");
    if slug(words) != slug(&spelled)
        && let Some(at) = layers.lower.find(&spelled)
        && let Some(name) = layers.text.get(at..at + spelled.len())
    {
        return name.to_owned();
    }
    let last = words.split_whitespace().next_back().filter(|word| word.starts_with(char::is_uppercase));
    let found = last.map(|last| layers.registry.resolve(last, before).name);
    found.filter(|name| slug(name).ends_with(&slug(words))).unwrap_or_else(|| words.to_owned())
}

/// What the text shows a named speaker or actor to be; an agent where it shows neither.
pub(super) fn type_of(layers: &Layers<'_>, name: &str, asked: Option<EntityType>) -> EntityType {
    if let Some(asked) = asked.filter(|asked| *asked != EntityType::Agent) {
        return asked;
    }
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let acronym = |word: &str| word.len() >= 2 && word.chars().all(|c| c.is_ascii_uppercase() || c == '.');
    let body = words.iter().any(|word| BODIES.contains(word))
        || name.split_whitespace().any(acronym)
        || incident::gazetteer::nation(lower.strip_prefix("the ").unwrap_or(&lower)).is_some();
    match (layers.registry.is_person(name), body) {
        (true, false) => EntityType::Person,
        (false, true) => EntityType::Organisation,
        // A name that is later cut down to its last word, without an article, is a person's.
        (false, false) if words.len() >= 2 && cut_down(layers.text, name) => EntityType::Person,
        _ => EntityType::Agent,
    }
}

/// Whether the last word of a name stands alone elsewhere in the text.
fn cut_down(text: &str, name: &str) -> bool {
    let Some(last) = name.split_whitespace().next_back().filter(|word| word.starts_with(char::is_uppercase))
    else {
        return false;
    };
    let whole = |at: usize| {
        let after = text[at + last.len()..].chars().next();
        let mut before = text[..at].split_whitespace().rev();
        let gap = text[..at].ends_with(|c: char| c.is_whitespace() || matches!(c, '“' | '"' | '('));
        let previous = before.next().unwrap_or_default();
        let lone = !previous.starts_with(char::is_uppercase) && !previous.eq_ignore_ascii_case("the");
        gap && lone && !after.is_some_and(|c| c.is_alphanumeric() || c == '-')
    };
    text.match_indices(last).take(64).any(|(at, _)| whole(at))
}
