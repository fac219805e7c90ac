//! People and organisations: what the text shows them to be.

use crate::{
    nation::nation,
    tag::{entity::Registry, gazetteer},
};
use assize_record::EntityType;
use std::collections::BTreeSet;

/// Words that end or make the name of a body, in lower case.
const BODIES: &[&str] = &[
    "administration",
    "affairs",
    "agency",
    "alliance",
    "army",
    "assembly",
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

/// What the text shows a named speaker or actor to be; an agent where it shows neither, or both. `asked` is what the rules ask it to be.
pub(super) fn type_of(registry: &Registry, name: &str, asked: &BTreeSet<EntityType>) -> EntityType {
    let lower = name.to_lowercase();
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let Some((last, before)) = words.split_last() else { return EntityType::Agent };
    // `Defense Minister Ruth Vale` is a person, `Justice Department` is none.
    let body = BODIES.contains(last);
    let titled = !body && before.iter().any(|word| gazetteer::is_title(word));
    let person = titled || !body && (registry.is_person(name) || registry.is_cut_down(name));
    let organisation =
        asked.contains(&EntityType::Organisation) || body || !titled && is_body(name, &lower, &words);
    match (person, organisation) {
        (true, false) => EntityType::Person,
        (false, true) => EntityType::Organisation,
        _ => EntityType::Agent,
    }
}

/// Whether a name has a word of a body, is a country's, or holds an acronym.
fn is_body(name: &str, lower: &str, words: &[&str]) -> bool {
    let acronym = |word: &str| word.len() >= 2 && word.chars().all(|c| c.is_ascii_uppercase());
    words.iter().any(|word| BODIES.contains(word))
        || name.split_whitespace().any(acronym)
        || nation(lower.strip_prefix("the ").unwrap_or(lower)).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tag::tokenize;

    fn check(text: &str, name: &str, asked: Option<EntityType>, expected: EntityType) {
        let (mut registry, mut tokens) = (Registry::default(), Vec::new());
        tokenize(text, 0, text.len(), &mut tokens);
        registry.take_in(text, &tokens);
        assert_eq!(type_of(&registry, name, &asked.into_iter().collect()), expected, "{name} in `{text}`");
    }

    #[test]
    fn a_named_speaker_is_a_person_only_where_the_text_shows_it() {
        check("Adm. Ruth Vale spoke.", "Ruth Vale", None, EntityType::Person);
        check("Ruth Vale spoke. At noon Vale left.", "Ruth Vale", None, EntityType::Person);
        check("Ruth Vale spoke.", "Ruth Vale", None, EntityType::Agent);
        check("Red Sail spoke.", "Red Sail", None, EntityType::Agent);
        check("Defense Minister Ruth Vale spoke.", "Defense Minister Ruth Vale", None, EntityType::Person);
    }

    #[test]
    fn a_body_is_an_organisation_and_never_a_person() {
        check("The Harbour Ministry spoke.", "Harbour Ministry", None, EntityType::Organisation);
        check(
            "The Vale Commission met. The Commission spoke.",
            "Vale Commission",
            None,
            EntityType::Organisation,
        );
        check("The Justice Department spoke.", "Justice Department", None, EntityType::Organisation);
        check("UNHCR spoke.", "UNHCR", None, EntityType::Organisation);
        check("The United States spoke.", "United States", None, EntityType::Organisation);
        check("Red Sail spoke.", "Red Sail", Some(EntityType::Organisation), EntityType::Organisation);
    }

    #[test]
    fn what_a_rule_asks_does_not_outweigh_what_the_text_shows() {
        check("Adm. Ruth Vale spoke.", "Ruth Vale", Some(EntityType::Organisation), EntityType::Agent);
    }
}
