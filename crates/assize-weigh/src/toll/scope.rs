//! Whether a recorder itself takes in such an event. What it does not take in is computed by its rule all the same, and says so.

use crate::{
    facts::is_asserted,
    id::MethodId,
    toll::{Engine, grading::Facts, method::Method},
};
use assize_ledger::view::ClaimView;
use assize_record::{EntryId, Interval, Value};
use serde::Serialize;
use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

/// That a recorder itself does not take in an event, as far as a record shows.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct OutOfScope {
    /// Whether its days settle it; else nothing on the record puts it where the recorder looks, or the recorder asks for what no record of
    /// events can decide.
    pub surely: bool,
    /// The recorder's name.
    pub recorder: String,
    /// In words: `Harbour Watch itself does not record such events: it records deaths in the strait since 2030`.
    pub words: String,
}

impl OutOfScope {
    /// As it stands in a row; `words` says what the recorder takes in.
    pub fn in_short(&self) -> String {
        self.words.split_once(": it records ").map_or_else(
            || format!("whether {} itself records such events is not decided here", self.recorder),
            |(short, _)| short.to_owned(),
        )
    }
}

/// What has been said of methods so far, each once.
#[derive(Default)]
pub(super) struct Scopes(RefCell<BTreeMap<(MethodId, Why), Arc<OutOfScope>>>);

/// Why an event is not shown to be one that a recorder takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Why {
    Days,
    Places,
    OnlyWhere,
}

impl<'v> Engine<'v> {
    /// Where an incident is not shown to be one that the recorder takes in.
    pub(super) fn scope(
        &self,
        incident: EntryId,
        facts: &Facts<'v>,
        method: &Method,
    ) -> Option<Arc<OutOfScope>> {
        let scope = method.scope.as_ref()?;
        let (name, only) = (&method.name, &scope.words);
        let before = |day: &Interval| {
            let from = scope.from.as_ref().and_then(|from| from.interval().earliest);
            day.latest.zip(from).is_some_and(|(day, from)| day < from)
        };
        let after = |day: &Interval| {
            let until = scope.until.as_ref().and_then(|until| until.interval().latest);
            day.earliest.zip(until).is_some_and(|(day, until)| day > until)
        };
        if !facts.days.is_empty() && facts.days.iter().all(|day| before(day) || after(day)) {
            let words = || format!("{name} itself does not record such events: it records {only}");
            return Some(self.said(method, Why::Days, words));
        }
        let in_place = |claim: &'v ClaimView| match &claim.proposition.value {
            Value::Words(words) => scope.places.iter().any(|place| names(words, place)),
            _ => false,
        };
        let places =
            || self.grouped.about_property(incident, "incident.place").filter(|claim| is_asserted(claim));
        if !scope.places.is_empty() && !places().any(in_place) {
            let words = || {
                format!(
                    "{name} itself does not record such events, as far as this record shows: it records {only}"
                )
            };
            return Some(self.said(method, Why::Places, words));
        }
        let only_where = scope.only_where.as_ref()?;
        let words =
            || format!("{name} itself records such events only where {only_where}; that is not decided here");
        Some(self.said(method, Why::OnlyWhere, words))
    }

    fn said(&self, method: &Method, why: Why, words: impl Fn() -> String) -> Arc<OutOfScope> {
        let mut all = self.scopes.0.borrow_mut();
        let new = || {
            let (surely, recorder) = (why == Why::Days, method.name.clone());
            Arc::new(OutOfScope { surely, recorder, words: words() })
        };
        all.entry((method.id.clone(), why)).or_insert_with(new).clone()
    }
}

/// Whether words hold a name, as whole words.
fn names(words: &str, name: &str) -> bool {
    let split = |text: &str| -> Vec<String> {
        let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        words.map(str::to_lowercase).collect()
    };
    let (words, name) = (split(words), split(name));
    !name.is_empty() && words.windows(name.len()).any(|window| window == name)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn a_place_is_named_by_whole_words() {
        assert!(names("off the coast of North Orsa, at night", "north orsa"));
        assert!(!names("in Orsania", "Orsa"));
        assert!(!names("", "Orsa") && !names("Orsa", ""));
    }
}
