//! What a text tells of incidents, out of the referents and drafts of a reading alone.
//!
//! A person who reviews sees referents and drafts and nothing else of a reading. Scorers that ask what a person gets begin here; what
//! the reader knew and did not draft does not count.

use assize_record::{Draft, Edtf, EntityType, Referent, ReferentNumber};

/// An incident with its attacks, and the typed drafts about any of them.
#[derive(Debug, Clone)]
pub struct Told<'r> {
    /// The incident, or an attack that is part of none.
    pub subject: &'r Referent,
    /// Its attacks.
    pub attacks: Vec<&'r Referent>,
    /// Drafts with a property of their own.
    pub drafts: Vec<&'r Draft>,
    referents: &'r [Referent],
}

/// The incidents of a reading, in order of number.
pub fn told<'r>(referents: &'r [Referent], drafts: &'r [Draft]) -> Vec<Told<'r>> {
    let is_incident = |number: &ReferentNumber| {
        referents.iter().any(|of| of.number == *number && of.entity_type == EntityType::Incident)
    };
    let stands_alone = |of: &&Referent| match of.entity_type {
        EntityType::Incident => true,
        EntityType::Attack => !of.part_of.iter().any(is_incident),
        _ => false,
    };
    let whole = |subject: &'r Referent| {
        let is_part = |of: &&Referent| {
            of.entity_type == EntityType::Attack
                && of.number != subject.number
                && of.part_of.contains(&subject.number)
        };
        let attacks: Vec<&Referent> = referents.iter().filter(is_part).collect();
        let is_about = |draft: &&Draft| {
            let of = draft.proposition.subject;
            let about = of == subject.number || attacks.iter().any(|attack| attack.number == of);
            about && draft.proposition.property() != "statement"
        };
        let drafts = drafts.iter().filter(is_about).collect();
        Told { subject, attacks, drafts, referents }
    };
    referents.iter().filter(stands_alone).map(whole).collect()
}

impl<'r> Told<'r> {
    /// The drafts of a property.
    pub fn of(&self, property: &str) -> impl Iterator<Item = &'r Draft> {
        self.drafts.iter().copied().filter(move |draft| draft.proposition.property() == property)
    }

    /// The days that a draft puts its subject on: its own, or else those of its attack, or else those of the incident.
    pub fn days_of(&self, draft: &'r Draft) -> Option<&'r Edtf> {
        let attack = self.attacks.iter().find(|attack| attack.number == draft.proposition.subject);
        let own = draft.proposition.value.date.as_ref().or(draft.proposition.happened_on.as_ref());
        own.or_else(|| attack.and_then(|attack| attack.happened_on.as_ref()))
            .or(self.subject.happened_on.as_ref())
    }

    /// The days of the incident: those drafted as such, or else the referent's, or else the first that a draft carries.
    pub fn days(&self) -> Option<&'r Edtf> {
        let drafted = self.of("incident.happened-on").find_map(|draft| draft.proposition.value.date.as_ref());
        drafted
            .or(self.subject.happened_on.as_ref())
            .or_else(|| self.drafts.iter().find_map(|draft| self.days_of(draft)))
    }

    /// Its places in the words of the text: those drafted, and those of its referents.
    pub fn places(&self) -> Vec<&'r str> {
        let drafted = self.of("incident.place").map(|draft| draft.proposition.value.exact.as_str());
        let mut places: Vec<&str> = drafted.collect();
        let referents = [self.subject].into_iter().chain(self.attacks.iter().copied());
        places.extend(referents.flat_map(|of| of.places.iter().map(String::as_str)));
        let mut seen = std::collections::BTreeSet::new();
        places.retain(|place| seen.insert(*place));
        places
    }

    /// The values of a property as words, with the name of the thing where the value is one.
    pub fn words_of(&self, property: &str) -> Vec<String> {
        let words = |draft: &Draft| {
            let value = &draft.proposition.value;
            let thing = value.entity.and_then(|of| self.referents.iter().find(|one| one.number == of));
            match thing {
                Some(thing) if thing.head.exact != value.exact => {
                    format!("{} {}", value.exact, thing.head.exact)
                }
                _ => value.exact.clone(),
            }
        };
        self.of(property).map(words).collect()
    }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use serde_json::{Value, json};

    /// A referent of a kind on a day, if any.
    pub(crate) fn referent(number: u32, kind: &str, on: Option<&str>, part_of: &[u32]) -> Referent {
        let line = json!({ "schema": "assize.referent/1", "text": "0".repeat(64), "ref": number, "type": kind,
            "head": { "start": 0, "end": 6, "exact": "strike" }, "part_of": part_of });
        let mut line = line;
        if let Some(on) = on {
            line["happened_on"] = json!(on);
        }
        serde_json::from_value(line).expect("a line of a referent")
    }

    /// A draft of a property of a referent, in the narrator's mouth.
    pub(crate) fn draft(subject: u32, property: &str, value: Value) -> Draft {
        let mut whole =
            json!({ "min": null, "max": null, "unit": null, "start": 0, "end": 6, "exact": "strike" });
        for (key, one) in value.as_object().expect("fields of a value") {
            whole[key] = one.clone();
        }
        let line = json!({ "schema": "assize.draft/2", "id": "0".repeat(64),
            "passage": { "start": 0, "end": 6, "exact": "strike" },
            "speaker": { "kind": "narrator", "name": null, "description": "", "count": null, "span": null },
            "via": [], "cue": null, "stance": "asserts", "hedges": [], "said_on": null, "times": [],
            "proposition": { "property": property, "subject": subject, "happened_on": null, "value": whole },
            "reader": "r", "rule": "r", "confidence": "high" });
        serde_json::from_value(line).expect("a line of a draft")
    }

    #[test]
    fn an_attack_counts_with_its_incident_and_on_its_own_day() {
        let referents = [
            referent(1, "incident", Some("2031-05-03"), &[]),
            referent(2, "attack", Some("2031-05-04"), &[1]),
            referent(3, "attack", None, &[]),
            referent(4, "person", None, &[]),
        ];
        let drafts = [
            draft(1, "incident.killed", json!({ "min": 2 })),
            draft(2, "incident.killed", json!({ "min": 3 })),
            draft(3, "incident.killed", json!({ "min": 4 })),
            draft(4, "person.role", json!({})),
            draft(1, "statement", json!({})),
        ];
        let found = told(&referents, &drafts);
        let numbers: Vec<(u32, usize)> =
            found.iter().map(|told| (told.subject.number.0, told.drafts.len())).collect();
        assert_eq!(numbers, [(1, 2), (3, 1)], "statements and people are no part of it");
        let days: Vec<Option<String>> =
            drafts.iter().take(2).map(|one| found[0].days_of(one).map(ToString::to_string)).collect();
        assert_eq!(days, [Some("2031-05-03".to_owned()), Some("2031-05-04".to_owned())]);
        assert_eq!(found[1].days(), None);
    }

    #[test]
    fn a_drafted_day_stands_over_that_of_the_referent() {
        let referents = [referent(1, "incident", Some("2031-05"), &[])];
        let drafts = [draft(1, "incident.happened-on", json!({ "date": "2031-05-03" }))];
        let found = told(&referents, &drafts);
        assert_eq!(found[0].days().map(ToString::to_string).as_deref(), Some("2031-05-03"));
    }

    #[test]
    fn a_thing_is_named_by_its_words_and_its_head() {
        let mut group = referent(2, "organisation", None, &[]);
        group.head.exact = "Red Sail".to_owned();
        let referents = [referent(1, "incident", None, &[]), group];
        let drafts = [draft(1, "incident.conducted-by", json!({ "entity": 2, "exact": "its men" }))];
        assert_eq!(told(&referents, &drafts)[0].words_of("incident.conducted-by"), ["its men Red Sail"]);
    }
}
