//! Who or what the words of a value name.

use super::{drafts::Layers, raw::Thing};
use crate::{speech::speaker::DOUBT, tag::gazetteer};
use assize_record::{Doubt, EntityType, Words};

/// The person or body that the words name; a doubt where it may be another.
pub(super) fn entity(layers: &Layers<'_>, words: &Words, kind: EntityType, doubts: &mut Vec<Doubt>) -> Thing {
    const BODIES: &[&str] = &[
        "government",
        "regime",
        "ministry",
        "army",
        "navy",
        "forces",
        "military",
        "agency",
        "state",
        "cartel",
        "command",
        "corps",
        "police",
    ];
    let lower = words.exact.to_lowercase();
    if kind == EntityType::Organisation && (BODIES.iter().any(|b| lower.contains(b)) || lower.contains("’s "))
    {
        return Thing::agent(&words.exact, words.span(), kind);
    }
    let (name, others) = person(layers, words);
    if !others.is_empty() {
        let question =
            format!("`{}` is taken to be `{name}`; it may also be `{}`", words.exact, others.join("` or `"));
        let (schema, kind, rule) = (DOUBT.to_owned(), "person".to_owned(), "referent.person".to_owned());
        doubts.push(Doubt { schema, words: words.clone(), kind, question, rule });
    }
    // That a rule looks for a person does not show that the words name one.
    Thing::agent(&name, words.span(), EntityType::Agent)
}

/// The fullest name of the person that the words end in, without titles; of an office (`the president`), who is named with it.
/// Who else of the document may be meant comes with it.
fn person(layers: &Layers<'_>, words: &Words) -> (String, Vec<String>) {
    let capital = |w: &&str| w.starts_with(char::is_uppercase);
    let last = words.exact.split_whitespace().next_back().filter(capital);
    let found = match last {
        Some(last) => Some(layers.registry.resolve(last, words.start)),
        None => {
            let office = words.exact.to_lowercase();
            layers.registry.holder(office.strip_prefix("the ").unwrap_or(&office), words.start)
        }
    };
    let Some(found) = found.filter(|found| !found.name.is_empty()) else {
        return (words.exact.clone(), Vec::new());
    };
    // `Northern President Ruth Vale`: the name begins after the title.
    let name = found.name.as_str();
    let mut titles = name.match_indices(' ').filter(|(at, _)| {
        let word = name[..*at].rsplit(' ').next().unwrap_or("");
        gazetteer::is_title(&word.to_lowercase())
    });
    let bare = titles.next_back().map_or(name, |(at, _)| name[at..].trim());
    (bare.to_owned(), found.others)
}
