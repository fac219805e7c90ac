//! The vocabulary: what may be said of what.

use assize_record::{
    EntityType, EntryId, Proposition, Quantity, Unit, Value, Vocabulary,
    proposition::{Point, ValueType},
    vocabulary::{VocabularyError, nearest},
};

const TOML: &str = r#"
[property."incident.killed"]
subject = ["incident", "attack"]
value = "quantity"
meaning = "People killed."
example = "Nine were killed → 9"

[property."person.role"]
subject = ["person"]
value = "words"
meaning = "What somebody is."
example = "the minister → the minister"
many = true

[property."statement"]
subject = ["agent", "incident"]
value = "words"
meaning = "What is said."
example = "They knew → They knew"
"#;

fn vocabulary() -> Vocabulary {
    Vocabulary::parse(TOML).unwrap()
}

fn said(property: &str, value: Value) -> Proposition {
    let subject = EntryId::from_bytes([1; 32]);
    Proposition {
        subject,
        property: property.to_owned(),
        value,
        status: None,
        group: None,
        happened_on: None,
        happened_at: None,
    }
}

fn nine() -> Value {
    Value::Quantity(Quantity::exactly(9, Unit::People))
}

#[test]
fn a_property_takes_its_subjects_and_its_type_of_value() {
    let check = |property: &str, value: Value, subject, expected: Result<(), &str>| {
        let found = vocabulary().check(&said(property, value), subject).map_err(|error| error.to_string());
        assert_eq!(found.as_ref().err().map(String::as_str), expected.err());
    };
    let words = || Value::Words("the minister".to_owned());
    check("incident.killed", nine(), EntityType::Incident, Ok(()));
    check("incident.killed", nine(), EntityType::Attack, Ok(()));
    check("person.role", words(), EntityType::Person, Ok(()));
    // Of somebody of whom the text does not show which, what can be said of a person or of an organisation.
    check("person.role", words(), EntityType::Agent, Ok(()));
    check("statement", words(), EntityType::Organisation, Ok(()));
    check(
        "person.role",
        words(),
        EntityType::Organisation,
        Err("`person.role` is said of person, not of an organisation"),
    );
    check(
        "incident.killed",
        nine(),
        EntityType::Campaign,
        Err("`incident.killed` is said of incident, attack, not of a campaign"),
    );
    check(
        "incident.killed",
        words(),
        EntityType::Incident,
        Err("`incident.killed` takes a quantity, not words"),
    );
    check("person.role", nine(), EntityType::Person, Err("`person.role` takes words, not a quantity"));
    check(
        "incident.kild",
        nine(),
        EntityType::Incident,
        Err("unknown property `incident.kild`; did you mean `incident.killed`?"),
    );
    check("raid", nine(), EntityType::Incident, Err("unknown property `raid`"));
}

#[test]
fn an_id_of_a_property_exists_only_for_one_that_does() {
    let vocabulary = vocabulary();
    assert_eq!(vocabulary.id("person.role").unwrap().as_str(), "person.role");
    let unknown = VocabularyError::Unknown {
        property: "person.rolle".to_owned(),
        suggestion: Some("person.role".to_owned()),
    };
    assert_eq!(vocabulary.id("person.rolle"), Err(unknown));
    assert!(vocabulary.property("person.role").unwrap().many);
    assert!(!vocabulary.property("incident.killed").unwrap().many);
    let names: Vec<&str> = vocabulary.iter().map(|(name, _)| name).collect();
    assert_eq!(names, ["incident.killed", "person.role", "statement"]);
}

#[test]
fn a_file_with_a_word_that_is_not_known_is_refused_with_its_place() {
    let check = |from: &str, to: &str, part: &str| {
        let error = Vocabulary::parse(&TOML.replacen(from, to, 1)).unwrap_err();
        let VocabularyError::Shape { message, .. } = &error else { panic!("{error}") };
        assert!(message.contains(part) && message.contains("line"), "{message}");
    };
    check("\"attack\"", "\"raid\"", "raid");
    check("\"quantity\"", "\"number\"", "number");
    check("many = true", "several = true", "several");
    check("meaning = \"People killed.\"\n", "", "meaning");
    check("[property.\"incident.killed\"]", "[properti.\"incident.killed\"]", "properti");
}

#[test]
fn every_value_has_the_type_that_files_name() {
    let point = Point { lon: "1.5".to_owned(), lat: "-2".to_owned(), within_km: 5 };
    for (value, value_type, name, shown) in [
        (nine(), ValueType::Quantity, "quantity", "9"),
        (Value::Date("2031-05".parse().unwrap()), ValueType::Date, "date", "2031-05"),
        (Value::Entity(EntryId::from_bytes([0xab; 32])), ValueType::Entity, "entity", "abababababab"),
        (Value::Flag(true), ValueType::Flag, "flag", "yes"),
        (Value::Flag(false), ValueType::Flag, "flag", "no"),
        (Value::Point(point), ValueType::Point, "point", "-2, 1.5 (within 5 km)"),
        (Value::Words("a boat".to_owned()), ValueType::Words, "words", "a boat"),
    ] {
        assert_eq!((value.value_type(), value_type.name()), (value_type, name));
        assert_eq!(value.to_string(), shown);
        let json = serde_json::to_value(&value).unwrap();
        assert!(json.as_object().unwrap().contains_key(name), "{json}");
        assert_eq!(serde_json::from_value::<Value>(json).unwrap(), value);
    }
}

#[test]
fn the_nearest_word_differs_in_a_third_of_its_letters_at_most() {
    let check = |word: &str, known: &[&str], expected: Option<&str>| {
        assert_eq!(nearest(word, known.iter().copied()), expected, "{word}");
    };
    check("killed", &["injured", "killed"], Some("killed"));
    check("kild", &["killed"], Some("killed"));
    check("kid", &["killed"], None);
    check("abc", &["abx", "xbc"], Some("abx"));
    check("abc", &["axd"], None);
    check("ab", &["a"], Some("a"));
    check("axbxcx", &["abc"], None);
    check("abc", &["axbxcx"], None);
    check("injuredd", &["injured", "injury"], Some("injured"));
    // Letters, not bytes: of six, two may differ.
    check("éàèùçô", &["éàèùxx"], Some("éàèùxx"));
    check("éàèùçô", &["éàèxxx"], None);
    // Two letters that changed places are two edits.
    check("inicdent", &["incident"], Some("incident"));
    check("", &["a"], None);
    check("a", &[], None);
}

#[test]
fn types_fit_themselves_and_an_agent_fits_who_can_speak() {
    for a in EntityType::all() {
        for b in EntityType::all() {
            let agents = [EntityType::Person, EntityType::Organisation];
            let by_agent = *a == EntityType::Agent && agents.contains(b)
                || *b == EntityType::Agent && agents.contains(a);
            assert_eq!(a.fits(*b), a == b || by_agent, "{} and {}", a.name(), b.name());
        }
        assert_eq!(a.is_agent(), matches!(a.name(), "person" | "organisation" | "agent"));
        assert_eq!(a.name().parse(), Ok(*a));
        assert_eq!(serde_json::to_value(a).unwrap(), a.name());
        assert_eq!(EntityType::of_key(&format!("{}/x", a.name())), Some(*a));
        assert_eq!(EntityType::of_key(&format!("{}/", a.name())), None);
        assert_eq!(EntityType::of_key(a.name()), None);
    }
    assert_eq!(EntityType::of_key("boat/x"), None);
    assert_eq!(EntityType::of_key("incident/2031-05-03/second"), Some(EntityType::Incident));
    assert_eq!(EntityType::all().len(), 13);
}

#[test]
fn a_word_outside_a_closed_list_was_taken() {
    let toml = r#"
[property."boat.hull"]
subject = ["vessel"]
value = "words"
one_of = ["wood", "steel", "hide-and-tar"]
meaning = "What the hull is made of."
example = "a steel boat → steel"
"#;
    let vocabulary = Vocabulary::parse(toml).unwrap();
    let check = |word: &str| {
        let said = said("boat.hull", Value::Words(word.to_owned()));
        vocabulary.check(&said, EntityType::Vessel).map_err(|error| error.to_string())
    };
    assert_eq!(check("hide-and-tar"), Ok(()));
    let list = "`boat.hull` takes one of wood, steel, hide-and-tar, not";
    assert_eq!(check("glass"), Err(format!("{list} `glass`")));
    assert_eq!(check("stel"), Err(format!("{list} `stel`; did you mean `steel`?")));
    assert_eq!(check("a steel boat"), Err(format!("{list} `a steel boat`")));
    for (from, to) in [("\"words\"", "\"flag\""), ("\"steel\"", "\"wood\""), ("\"steel\"", "\"Steel hull\"")]
    {
        assert!(Vocabulary::parse(&toml.replace(from, to)).is_err(), "{to}");
    }
}
