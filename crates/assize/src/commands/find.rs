//! What a person means by an id, a key or a date.

use crate::failure::Failure;
use assize_ledger::View;
use assize_record::{EntityType, EntryId, Value, vocabulary::nearest};

/// The incident, campaign or other entity that is meant: a key (`incident/2025-09-02`), a key without its type, first digits of an id, or
/// the date of an incident.
pub(crate) fn subject(view: &View, what: &str) -> Result<EntryId, Failure> {
    if let Some(id) = view.by_key(what) {
        return Ok(id);
    }
    let named: Vec<EntryId> = ["incident", "campaign", "instrument"]
        .iter()
        .filter_map(|kind| view.by_key(&format!("{kind}/{what}")))
        .collect();
    if let [only] = named[..] {
        return Ok(only);
    }
    let mut found: Vec<EntryId> = on_day(view, what);
    if found.is_empty() && what.len() >= 4 {
        found.extend(
            view.entities().keys().filter(|id| id.to_string().starts_with(what)).map(|id| view.canonical(*id)),
        );
    }
    found.sort_unstable();
    found.dedup();
    match found[..] {
        [only] => Ok(only),
        [] => {
            let keys = view.entities().values().map(|entity| entity.key.as_str());
            let help = nearest(what, keys).map_or_else(
                || "name it by key (`incident/2025-09-02`), date or id".to_owned(),
                |near| format!("did you mean `{near}`?"),
            );
            Err(Failure::usage(format!("nothing on this record is called `{what}`")).help(help))
        }
        _ => {
            let keys: Vec<_> = found
                .iter()
                .filter_map(|id| view.entities().get(id))
                .map(|entity| entity.key.as_str())
                .collect();
            Err(Failure::usage(format!("`{what}` may be {}", keys.join(", ")))
                .help("name one of them by its key"))
        }
    }
}

/// Incidents that some claim puts on this very day.
fn on_day(view: &View, day: &str) -> Vec<EntryId> {
    let on = |value: &Value| matches!(value, Value::Date(date) if date.to_string() == day);
    let claims = view
        .claims
        .iter()
        .filter(|claim| claim.proposition.property == "incident.happened-on" && on(&claim.proposition.value));
    claims
        .map(|claim| claim.proposition.subject)
        .filter(|id| view.entities().get(id).is_some_and(|entity| entity.entity_type == EntityType::Incident))
        .collect()
}
