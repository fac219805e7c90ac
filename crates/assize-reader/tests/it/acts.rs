//! What is drafted of acts of force: whose day a day is, what did not come to pass, which figure is of which incident.

use crate::referents::{acceptable, subject};
use assize_reader::{Document, read};
use std::collections::BTreeSet;

/// The typed drafts on incidents and campaigns, as `killed `nine farmers` on 2031-06-16`, without the type of their subject.
fn drafts(text: &str) -> BTreeSet<String> {
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    acceptable(text, &reading);
    let told = reading.drafts.iter().filter_map(|draft| {
        let property = draft.proposition.property();
        let (of, name) = property.split_once('.')?;
        let day = draft.proposition.happened_on.as_ref().map(|day| format!(" on {day}")).unwrap_or_default();
        let campaign = if of == "campaign" { "campaign " } else { "" };
        let known = matches!(of, "campaign" | "incident");
        known.then(|| format!("{campaign}{name} `{}`{day}", draft.proposition.value.exact))
    });
    told.collect()
}

/// Whether a text has a draft of a property, whatever its day and value.
fn has(text: &str, property: &str) -> bool {
    drafts(text).iter().any(|draft| draft.starts_with(&format!("{property} ")))
}

/// The subjects of the tolls of a text.
fn incidents(text: &str) -> usize {
    let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
    let tolls = reading.drafts.iter().filter(|draft| draft.proposition.property() == "incident.killed");
    let subjects: BTreeSet<String> =
        tolls.map(|draft| format!("{} {}", draft.proposition.subject.0, subject(&reading, draft))).collect();
    subjects.len()
}

#[test]
fn the_day_on_which_an_act_is_spoken_of_is_not_its_day() {
    for text in [
        "The killing of nine farmers in Brill was condemned on Monday.",
        "On Monday, the ministry condemned the killing of nine farmers in Brill.",
        "A report on the killing of nine farmers in Brill was published on Monday.",
        "Two men were charged on Monday with the killing of nine farmers in Brill.",
        "The minister resigned on Monday over the killing of nine farmers in Brill.",
        "The army apologised on Monday for a strike that killed nine farmers in Brill.",
    ] {
        assert!(has(text, "killed"), "{text}");
        assert!(!has(text, "happened-on"), "{text}: {:?}", drafts(text));
    }
}

#[test]
fn the_day_of_a_verb_that_only_carries_an_act_is_its_day() {
    for text in [
        "The killing of nine farmers on Monday was condemned.",
        "The raid on Brill was carried out on Monday and killed nine farmers.",
        "The attack took place on Monday near Brill. It killed nine farmers.",
        "Nine farmers died in a raid on Brill on Monday.",
        "A bomb attack shook Brill on Monday, killing nine farmers.",
        "Two guards were killed in an attack in Brill on Monday, police said on Tuesday.",
    ] {
        let days: Vec<String> = drafts(text).into_iter().filter(|d| d.starts_with("happened-on")).collect();
        assert_eq!(days, ["happened-on `Monday` on 2031-06-16"], "{text}");
    }
}

#[test]
fn what_did_not_come_to_pass_is_no_toll() {
    for text in [
        "The man tried to kill a guard in Brill on Monday.",
        "Rebels threatened to kill nine farmers.",
        "If the army kills one more farmer, Red Sail will march.",
        "Instead of killing nine farmers, rebels freed them.",
        "The bomb would have killed nine farmers, police said.",
        "The army did not kill nine farmers.",
        "Rebels planned to storm Brill, killing nine guards.",
    ] {
        assert!(!has(text, "killed"), "{text}: {:?}", drafts(text));
    }
}

#[test]
fn what_was_done_in_trying_is_a_toll() {
    assert!(has("The man tried to flee, killing nine guards.", "killed"));
    assert!(has("The driver failed to stop, killing nine farmers in Brill.", "killed"));
    assert!(has("Rebels used a drone to kill nine farmers in Brill on Monday.", "killed"));
    assert!(has("Nine farmers may have been killed in Brill on Monday.", "killed"));
}

#[test]
fn ages_children_and_numbers_of_places_are_no_tolls() {
    let killed = |text: &str| -> Vec<String> {
        let tolls = drafts(text).into_iter().filter(|draft| draft.starts_with("killed"));
        tolls.map(|draft| draft.replace(" on 2031-06-16", "")).collect()
    };
    assert_eq!(killed("A boy of nine was shot dead in Brill on Monday."), ["killed `A boy`"]);
    assert_eq!(killed("A mother of three was killed in Brill on Monday."), ["killed `A mother`"]);
    assert_eq!(killed("The raid in Sector 7 killed two farmers on Monday."), ["killed `two farmers`"]);
    let brothers = "Two brothers, aged 12 and 14, were killed in Brill on Monday.";
    assert_eq!(killed(brothers), ["killed `Two brothers`"]);
    assert_eq!(killed("A group of nine was killed in Brill on Monday.").len(), 1);
}

#[test]
fn what_stands_between_a_subject_and_its_verb_parts_neither_from_day_and_place() {
    for text in [
        "On June 16, three farmers (two men and a woman) were killed by soldiers in Brill.",
        "On June 16, three farmers (Ada Ode, 34, Ruth Vale, 25, and Tom Ode, 40) were killed by soldiers in Brill.",
        "On June 16, three farmers (most of them from Quenby) were killed by soldiers in Brill.",
    ] {
        let drafts = drafts(text);
        for draft in
            ["killed `three farmers`", "place `Brill`", "conducted-by `soldiers`", "happened-on `June 16`"]
        {
            assert!(drafts.contains(&format!("{draft} on 2031-06-16")), "{text}: {drafts:?}");
        }
    }
}

#[test]
fn where_a_place_lies_parts_no_verb_from_its_day() {
    let text = "On June 16, in Brill, Harrow Province, three farmers and two guards were killed.";
    let drafts = drafts(text);
    for draft in ["killed `three farmers`", "killed `two guards`", "place `Brill, Harrow Province`"] {
        assert!(drafts.contains(&format!("{draft} on 2031-06-16")), "{drafts:?}");
    }
}

#[test]
fn a_bracket_that_tells_is_a_clause_of_its_own() {
    let text = "Soldiers shot three farmers (and two guards died) in Brill on June 16.";
    assert!(has(text, "killed"), "{:?}", drafts(text));
}

#[test]
fn another_occasion_is_another_incident() {
    let first = "Soldiers killed two farmers in Quenby on Monday. ";
    for second in [
        "A separate raid left three guards dead.",
        "In another attack, rebels killed three guards.",
        "The attack came days after rebels killed three guards.",
    ] {
        assert_eq!(incidents(&format!("{first}{second}")), 2, "{second}");
    }
    assert_eq!(
        incidents(
            "A raid on Brill killed nine farmers on Monday. The raid follows the killing of two guards."
        ),
        2
    );
    for same in ["The raid left two farmers dead.", "Two farmers died in the attack."] {
        assert_eq!(incidents(&format!("{first}{same}")), 1, "{same}");
    }
}

#[test]
fn sums_over_several_places_or_a_period_are_of_no_single_incident() {
    for text in [
        "Rebel attacks on Quenby, Brill and Harrow Bay killed at least two farmers.",
        "During the reporting period, soldiers killed 12 farmers in Harrow.",
        "Soldiers have killed 12 farmers in Harrow so far this year.",
    ] {
        assert!(!has(text, "killed"), "{text}: {:?}", drafts(text));
        assert!(has(text, "campaign killed"), "{text}: {:?}", drafts(text));
    }
    assert!(has("Two men were killed in two air strikes in Brill on Monday.", "killed"));
    assert!(has("Soldiers killed 12 farmers in Harrow over the past day.", "killed"));
}
