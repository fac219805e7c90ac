//! What a text speaks of: referents with heads of their own, and drafts that can be accepted.

use assize_reader::{Document, Reading, read};
use assize_record::{BlobHash, EntityType, EntryId, Proposition, ReferentNumber, Value, Vocabulary};
use std::collections::BTreeSet;

fn reading(text: &str) -> Reading {
    read(&Document::published(text, "2031-05-12".parse().expect("a date")))
}

/// Holds a reading against what is promised of every one.
pub(crate) fn sound(text: &str, reading: &Reading) {
    let vocabulary = Vocabulary::shipped();
    let hash = BlobHash::of(text.as_bytes());
    let heads: BTreeSet<_> = reading.referents.iter().map(|referent| referent.head.span()).collect();
    assert_eq!(heads.len(), reading.referents.len(), "two things of one head: {text}");
    for (number, referent) in (1..).zip(&reading.referents) {
        assert_eq!(referent.number, ReferentNumber(number), "{text}");
        assert_eq!(referent.head.check(text), Ok(()), "{text}");
        assert!(referent.mentions.iter().all(|span| span.slice(text).is_some()), "{text}");
    }
    let of =
        |number: ReferentNumber| reading.referents.get(number.0 as usize - 1).expect("a listed referent");
    let mut ids = BTreeSet::new();
    for draft in &reading.drafts {
        let said = &draft.proposition;
        assert!(ids.insert(draft.id), "two drafts of one id: {text}");
        assert_eq!(draft.found_id(&hash, of(said.subject)), draft.id, "{text}");
        let anything = EntryId::from_bytes([0; 32]);
        let value = said.value.quantity().map(Value::Quantity);
        let value = value
            .or_else(|| said.value.date.clone().map(Value::Date))
            .or_else(|| said.value.flag.map(Value::Flag));
        let value = value.or_else(|| said.value.entity.map(|_| Value::Entity(anything)));
        let proposition = Proposition {
            subject: anything,
            property: said.property().to_owned(),
            value: value.unwrap_or_else(|| Value::Words(said.value.exact.clone())),
            status: None,
            group: None,
            happened_on: None,
        };
        assert_eq!(vocabulary.check(&proposition, of(said.subject).entity_type), Ok(()), "{text}");
        let speakers =
            std::iter::once(&draft.speaker).chain(&draft.via).filter_map(|speaker| speaker.referent);
        speakers
            .chain(said.group)
            .chain(said.value.entity)
            .for_each(|number| assert!(!of(number).head.exact.is_empty()));
    }
}

/// The subjects of tolls: type, day, places, and the figure.
fn tolls(text: &str) -> Vec<(u32, Option<String>, Option<u64>)> {
    let reading = reading(text);
    sound(text, &reading);
    let killed = reading.drafts.iter().filter(|draft| draft.proposition.property() == "incident.killed");
    killed
        .map(|draft| {
            let subject = &reading.referents[draft.proposition.subject.0 as usize - 1];
            let day = subject.happened_on.as_ref().map(ToString::to_string);
            (subject.number.0, day, draft.proposition.value.min)
        })
        .collect()
}

#[test]
fn two_towns_on_one_day_are_two_incidents() {
    let found = tolls(
        "Gunmen killed four farmers in the town of Varna on May 3, police said. On May 3 soldiers killed nine people in the city of Lima, witnesses said.",
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert_ne!(found[0].0, found[1].0, "{found:?}");
    assert!(found.iter().all(|(_, day, _)| day.as_deref() == Some("2031-05-03")), "{found:?}");
}

#[test]
fn one_town_told_twice_is_one_incident() {
    let found = tolls(
        "Gunmen killed four farmers in the town of Varna on May 3, police said. The four farmers were killed on May 3 in Varna, the mayor said.",
    );
    assert!(found.len() >= 2, "{found:?}");
    assert!(found.iter().all(|(number, ..)| *number == found[0].0), "{found:?}");
}

#[test]
fn a_speaker_is_a_person_only_where_the_text_shows_it() {
    let of = |text: &str| {
        let reading = reading(text);
        sound(text, &reading);
        let named = reading.drafts.iter().find_map(|draft| draft.speaker.referent).expect("a named speaker");
        reading.referents[named.0 as usize - 1].entity_type
    };
    assert_eq!(of("A strike on May 3 killed nine people, Adm. Ruth Vale said."), EntityType::Person);
    assert_eq!(
        of("A strike on May 3 killed nine people, the Ministry of Defense said."),
        EntityType::Organisation
    );
    assert_eq!(of("A strike on May 3 killed nine people, Iraq said."), EntityType::Organisation);
    assert_eq!(of("A strike on May 3 killed nine people, Ansar Vale said."), EntityType::Agent);
    assert_eq!(
        of("A strike on May 3 killed nine people, Ruth Vale said. Vale had seen it."),
        EntityType::Person
    );
}

#[test]
fn a_name_is_one_referent_however_it_is_mentioned() {
    let text = "A strike on May 3 killed nine people, Adm. Ruth Vale said. “They drowned,” Vale added. The order was signed by Adm. Ruth Vale.";
    let reading = reading(text);
    sound(text, &reading);
    let vale: Vec<_> =
        reading.referents.iter().filter(|referent| referent.head.exact.contains("Vale")).collect();
    assert_eq!(vale.len(), 1, "{vale:?}");
    assert_eq!(vale[0].head.exact, "Ruth Vale");
    assert!(!vale[0].mentions.is_empty());
}

#[test]
fn an_id_holds_no_number_rule_or_confidence() {
    // A sentence before moves every number and every span, so only the words after it count.
    let text = "A strike on May 3 killed nine people, Adm. Ruth Vale said.";
    let first = reading(text);
    let again = reading(text);
    assert_eq!(first, again);
    let mut draft = first.drafts[0].clone();
    let subject = &first.referents[draft.proposition.subject.0 as usize - 1];
    let hash = BlobHash::of(text.as_bytes());
    draft.rule = "another.rule".to_owned();
    draft.reader = "assize-reader@9".to_owned();
    draft.confidence = assize_record::Confidence::Low;
    assert_eq!(draft.found_id(&hash, subject), first.drafts[0].id);
    draft.passage.end -= 1;
    assert_ne!(draft.found_id(&hash, subject), first.drafts[0].id);
}
