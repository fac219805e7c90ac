//! What a text speaks of: whether two things are one, what names them, and that every draft can be accepted.

use assize_reader::{Document, Reading, read};
use assize_record::{
    Confidence, Draft, EntityType, EntryId, Proposition, Referent, ReferentNumber, Span, Value, Vocabulary,
    Words,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::LazyLock,
};

static VOCABULARY: LazyLock<Vocabulary> = LazyLock::new(Vocabulary::shipped);

/// A referent by type, head words and day: ``incident `killed` on 2031-05-03``.
pub(crate) fn referent(reading: &Reading, number: ReferentNumber) -> String {
    let found = reading.referents.iter().find(|referent| referent.number == number);
    found.map_or_else(|| "nothing".to_owned(), named)
}

fn named(referent: &Referent) -> String {
    let day = referent.happened_on.as_ref().map(|day| format!(" on {day}")).unwrap_or_default();
    format!("{} `{}`{day}", referent.entity_type.name(), referent.head.exact)
}

/// What a draft is about.
pub(crate) fn subject(reading: &Reading, draft: &Draft) -> String {
    referent(reading, draft.proposition.subject)
}

/// Fails where a draft of the reading could not be accepted, or a referent could not be an anchor.
pub(crate) fn acceptable(text: &str, reading: &Reading) {
    let mut heads = BTreeSet::new();
    for (number, referent) in (1..).zip(&reading.referents) {
        assert_eq!(referent.number.0, number, "numbers without a gap in `{text}`");
        assert_eq!(referent.head.check(text), Ok(()), "head in `{text}`");
        assert!(!referent.head.span().is_empty(), "an empty head in `{text}`");
        assert!(heads.insert(referent.head.span()), "two referents `{}` in `{text}`", referent.head.exact);
        for mention in &referent.mentions {
            assert!(mention.slice(text).is_some(), "a mention outside `{text}`");
            assert!(*mention != referent.head.span(), "the head is repeated in `{text}`");
        }
        assert_eq!(referent.linked_by.is_empty(), referent.mentions.is_empty(), "linked by, in `{text}`");
    }
    let listed: BTreeMap<ReferentNumber, &Referent> =
        reading.referents.iter().map(|referent| (referent.number, referent)).collect();
    let (mut ids, mut spoken_of) = (BTreeSet::new(), BTreeSet::new());
    for draft in &reading.drafts {
        assert!(ids.insert(draft.id), "two drafts {} in `{text}`", draft.id);
        let said = &draft.proposition;
        let speakers = draft.via.iter().chain([&draft.speaker]).filter_map(|speaker| speaker.referent);
        let others = said.group.into_iter().chain(said.value.entity).chain(speakers);
        for number in others.chain([said.subject]) {
            assert!(listed.contains_key(&number), "no referent {} in `{text}`", number.0);
            spoken_of.insert(number);
        }
        let subject = listed[&said.subject];
        assert_eq!(draft.found_id(&subject.text, subject), draft.id, "the id of a draft in `{text}`");
        let checked = VOCABULARY.check(&proposition(draft), subject.entity_type);
        assert_eq!(checked, Ok(()), "`{}` in `{text}`", draft.passage.exact);
    }
    assert_eq!(spoken_of.len(), reading.referents.len(), "a referent that no draft speaks of, in `{text}`");
}

/// The proposition as a ledger would have it, with ids that do not matter.
fn proposition(draft: &Draft) -> Proposition {
    let (said, anything) = (&draft.proposition, EntryId::from_bytes([0; 32]));
    let value = &said.value;
    let values = [
        value.quantity().map(Value::Quantity),
        value.date.clone().map(Value::Date),
        value.flag.map(Value::Flag),
        value.entity.map(|_| Value::Entity(anything)),
    ];
    assert!(values.iter().flatten().count() <= 1, "a value of two types: {value:?}");
    Proposition {
        subject: anything,
        property: said.property().to_owned(),
        value: values.into_iter().flatten().next().unwrap_or_else(|| Value::Words(value.exact.clone())),
        status: said.status,
        group: said.group.map(|_| anything),
        happened_on: said.happened_on.clone(),
        happened_at: None,
    }
}

fn reading(text: &str) -> Reading {
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    acceptable(text, &reading);
    reading
}

/// The tolls of a text, each with its incident.
fn tolls(text: &str) -> Vec<(String, String)> {
    let reading = reading(text);
    let tolls = reading.drafts.iter().filter(|draft| draft.proposition.property() == "incident.killed");
    tolls.map(|draft| (draft.proposition.value.exact.clone(), place_and(&reading, draft))).collect()
}

/// The subject of a draft, by number and place.
fn place_and(reading: &Reading, draft: &Draft) -> String {
    let number = draft.proposition.subject;
    let found = reading.referents.iter().find(|referent| referent.number == number).expect("a referent");
    format!("{} at {:?}", number.0, found.places)
}

/// How many incidents the tolls of a text stand on.
fn incidents(text: &str) -> usize {
    tolls(text).into_iter().map(|(_, subject)| subject).collect::<BTreeSet<_>>().len()
}

/// Whether a doubt says that the words do not show which incident a figure belongs to.
fn is_doubted(text: &str, figure: &str) -> bool {
    reading(text).doubts.iter().any(|doubt| doubt.kind == "subject" && doubt.words.exact == figure)
}

#[test]
fn two_places_on_one_day_are_two_incidents() {
    let text = "A bomb killed nine people in Lima on May 3. Gunmen killed four people in Arequipa on May 3.";
    assert_eq!(incidents(text), 2, "{:?}", tolls(text));
    assert!(reading(text).conflicts.is_empty());
}

#[test]
fn a_city_and_its_country_on_one_day_are_one_incident() {
    let text = "An attack killed nine people in Peru on May 3. The attack in Lima on May 3 killed 11 people.";
    assert_eq!(incidents(text), 1, "{:?}", tolls(text));
    assert_eq!(reading(text).conflicts.len(), 1);
}

#[test]
fn one_place_on_two_days_is_two_incidents() {
    let text = "A bomb killed nine people in Lima on May 3. A bomb killed four people in Lima on May 9.";
    assert_eq!(incidents(text), 2, "{:?}", tolls(text));
}

#[test]
fn undated_attacks_told_apart_are_not_one() {
    let text = "A bomb killed nine people in Lima.\n\nThe ministry said nothing about it.\n\nIt rained on all of the coast that year.\n\nIn Arequipa gunmen killed four people.";
    assert_eq!(incidents(text), 2, "{:?}", tolls(text));
}

#[test]
fn a_figure_away_from_two_attacks_of_its_day_is_a_guess() {
    let text = "A bomb killed nine people in Lima on May 3. Gunmen killed four people in Arequipa on May 3. A bus had 12 people aboard.";
    let reading = reading(text);
    let aboard = reading.drafts.iter().find(|draft| draft.proposition.property() == "incident.aboard");
    assert_eq!(aboard.map(|draft| draft.confidence), Some(Confidence::Low));
    assert!(is_doubted(text, "12 people"));
    let one = text.replace("Arequipa", "Lima");
    assert!(!is_doubted(&one, "12 people"));
}

#[test]
fn heads_are_the_words_of_the_act_and_the_fullest_name() {
    let text = "Vale spoke to the Gazette. “It sank,” Vale said. Adm. Ruth Vale said the strike on May 3 killed nine people.";
    let reading = reading(text);
    let all: Vec<String> = reading.referents.iter().map(named).collect();
    assert!(all.contains(&"person `Ruth Vale`".to_owned()), "{all:?}");
    assert!(all.contains(&"incident `strike` on 2031-05-03".to_owned()), "{all:?}");
}

#[test]
fn a_thing_keeps_its_head_when_words_are_added_behind_it() {
    let text =
        "A strike on May 3 killed nine people, Adm. Ruth Vale said. The execute order was signed on May 1.";
    let heads = |text: &str| -> BTreeSet<(Span, EntityType)> {
        let reading = reading(text);
        reading.referents.iter().map(|referent| (referent.head.span(), referent.entity_type)).collect()
    };
    let before = heads(text);
    assert!(before.iter().any(|(_, kind)| *kind == EntityType::Instrument), "{before:?}");
    let after = heads(&format!("{text} The order was not published. “We know them,” Vale said on May 9."));
    assert!(before.is_subset(&after), "{before:?} {after:?}");
}

#[test]
fn a_speaker_is_never_a_person_by_default() {
    let kinds = |text: &str| -> Vec<(EntityType, String)> {
        let reading = reading(text);
        let speakers =
            reading.drafts.iter().filter_map(|draft| draft.speaker.referent).collect::<BTreeSet<_>>();
        let named = reading.referents.iter().filter(|referent| speakers.contains(&referent.number));
        named.map(|referent| (referent.entity_type, referent.head.exact.clone())).collect()
    };
    let check = |text: &str, kind: EntityType, name: &str| {
        assert_eq!(kinds(text), [(kind, name.to_owned())], "{text}");
    };
    check("Red Sail said the boat had sunk.", EntityType::Agent, "Red Sail");
    check("Adm. Ruth Vale said the boat had sunk.", EntityType::Person, "Ruth Vale");
    check("The Harbour Ministry said the boat had sunk.", EntityType::Organisation, "Harbour Ministry");
}

#[test]
fn ids_hold_no_reader_rule_or_number() {
    // The same draft, first and third in its text.
    let text = "A strike on May 3 killed nine people, Adm. Ruth Vale said.";
    let reading = reading(text);
    let draft = reading.drafts.iter().find(|draft| draft.proposition.property() == "incident.killed");
    let draft = draft.expect("a toll");
    let mut other = draft.clone();
    (other.reader, other.rule) = ("another@9".to_owned(), "another.rule".to_owned());
    other.proposition.value.min = Some(8);
    let subject = reading.referents.iter().find(|referent| referent.number == draft.proposition.subject);
    let subject = subject.expect("a referent");
    let moved = Referent { number: ReferentNumber(99), ..subject.clone() };
    assert_eq!(other.found_id(&subject.text, &moved), draft.id);
    let head = Words { start: 0, end: 1, exact: "A".to_owned() };
    assert_ne!(other.found_id(&subject.text, &Referent { head, ..subject.clone() }), draft.id);
}

/// The subjects of tolls: type, day, places, and the figure.
fn dated_tolls(text: &str) -> Vec<(u32, Option<String>, Option<u64>)> {
    let reading = reading(text);
    acceptable(text, &reading);
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
    let found = dated_tolls(
        "Gunmen killed four farmers in the town of Varna on May 3, police said. On May 3 soldiers killed nine people in the city of Lima, witnesses said.",
    );
    assert_eq!(found.len(), 2, "{found:?}");
    assert_ne!(found[0].0, found[1].0, "{found:?}");
    assert!(found.iter().all(|(_, day, _)| day.as_deref() == Some("2031-05-03")), "{found:?}");
}

#[test]
fn one_town_told_twice_is_one_incident() {
    let found = dated_tolls(
        "Gunmen killed four farmers in the town of Varna on May 3, police said. The four farmers were killed on May 3 in Varna, the mayor said.",
    );
    assert!(found.len() >= 2, "{found:?}");
    assert!(found.iter().all(|(number, ..)| *number == found[0].0), "{found:?}");
}

#[test]
fn a_speaker_is_a_person_only_where_the_text_shows_it() {
    let of = |text: &str| {
        let reading = reading(text);
        acceptable(text, &reading);
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
    acceptable(text, &reading);
    let vale: Vec<_> =
        reading.referents.iter().filter(|referent| referent.head.exact.contains("Vale")).collect();
    assert_eq!(vale.len(), 1, "{vale:?}");
    assert_eq!(vale[0].head.exact, "Ruth Vale");
    assert!(!vale[0].mentions.is_empty());
}
