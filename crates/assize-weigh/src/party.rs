//! Who acted, and of which State: through whom an incident was conducted by, and what those are part of.
//!
//! A thing of the record is a State where its name is the name of one in `schema/lexicons/countries.txt` (ISO 3166), as "Republic of X",
//! "Government of X" and "X government" are; nothing is taken from a name that only holds a country's ("Islamic State of X"). Everything
//! that people linked as part of it is of that State.

use crate::{
    authority::Answer,
    facts::Facts,
    standard::format::{Binds, Who},
};
use assize_ledger::{View, view::reach};
use assize_record::{EntityType, EntryId, edtf::Within};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

const COUNTRIES: &str = include_str!("../../../schema/lexicons/countries.txt");

/// Codes by name, in lower case.
static STATES: LazyLock<BTreeMap<&str, &str>> = LazyLock::new(|| {
    let lines = COUNTRIES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut states = BTreeMap::new();
    for line in lines {
        let mut fields = line.split('|');
        let (Some(code), Some(name)) = (fields.next(), fields.next()) else { continue };
        for name in std::iter::once(name).chain(fields.next().unwrap_or_default().split(',')) {
            if !name.is_empty() {
                states.insert(name, code);
            }
        }
    }
    states
});

/// Whether that is the ISO 3166 code of a State or territory.
pub fn is_state(code: &str) -> bool {
    STATES.values().any(|known| *known == code)
}

/// The code of the State that a name is the name of.
pub fn state_named(name: &str) -> Option<&'static str> {
    let name = name.to_lowercase();
    let mut bare = name.trim();
    loop {
        if let Some(code) = STATES.get(bare) {
            return Some(*code);
        }
        let shorter = ["the ", "government of ", "republic of ", "state of ", "kingdom of "]
            .iter()
            .find_map(|prefix| bare.strip_prefix(prefix))
            .or_else(|| bare.strip_suffix(" government"))
            .or_else(|| bare.strip_prefix("islamic republic of "));
        bare = shorter?.trim();
    }
}

/// Who conducted an incident, each with the claims that say so.
pub(crate) fn actors(facts: &Facts<'_>, incident: EntryId) -> BTreeMap<EntryId, Vec<EntryId>> {
    let said = facts.entities(incident, "incident.conducted-by");
    said.into_iter().map(|(who, claims)| (who, claims.iter().map(|claim| claim.id).collect())).collect()
}

/// The thing and everything that it is part of.
fn with_wholes(view: &View, who: EntryId) -> BTreeSet<EntryId> {
    let mut all = reach(view.part_of(), who);
    all.insert(view.canonical(who));
    all
}

/// Whether a standard binds any of those who acted; contested where it binds one and not another.
pub(crate) fn bound<'a>(view: &View, binds: &Binds, actors: impl IntoIterator<Item = &'a EntryId>) -> Answer {
    Answer::of(actors.into_iter().map(|actor| binds_one(view, binds, *actor)))
}

fn binds_one(view: &View, binds: &Binds, actor: EntryId) -> Within {
    let wholes = with_wholes(view, actor);
    let states: BTreeSet<&str> = wholes
        .iter()
        .filter_map(|id| view.entities().get(id))
        .filter(|entity| entity.entity_type == EntityType::Organisation)
        .filter_map(|entity| state_named(&entity.name))
        .collect();
    let among = |codes: &[String]| codes.iter().any(|code| states.contains(code.as_str()));
    let named = binds.parties.iter().any(|key| view.by_key(key).is_some_and(|id| wholes.contains(&id)));
    match binds.who {
        Who::EveryParty | Who::InWords => Within::Yes,
        _ if named || among(&binds.states) => Within::Yes,
        _ if among(&binds.not) => Within::No,
        Who::EveryState if !states.is_empty() => Within::Yes,
        // Whose organ it is nobody has said.
        Who::Named if states.is_empty() => Within::CannotBeEstablished,
        Who::Named => Within::No,
        Who::EveryState | Who::Treaty => Within::CannotBeEstablished,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_state_is_known_by_its_own_name_and_not_by_one_that_holds_it() {
        assert_eq!(state_named("United Kingdom"), Some("GB"));
        assert_eq!(state_named("the Government of France"), Some("FR"));
        assert_eq!(state_named("United States government"), Some("US"));
        assert_eq!(state_named("Islamic State of Iraq"), None);
        assert_eq!(state_named("Northern Navy"), None);
        assert!(is_state("GB") && !is_state("XX"));
    }
}
