//! What is one thing: nothing but a person's link says so, and it can be taken back.

use crate::{
    desk::{Desk, named, thing},
    history::said,
};
use assize_ledger::{LedgerError, NewThing, Thing, View, view::FoldDoubt};
use assize_record::entry::Verdict;

#[test]
fn two_towns_on_one_day_are_two_incidents_until_a_person_links_them() {
    let mut desk = Desk::new();
    let (orsay, lume) = (
        desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05"),
        desk.article("Four", 4, "Port Lume", "Tom Vale", "2031-05-05"),
    );
    desk.accept(&orsay);
    desk.accept(&lume);
    let before = desk.view();
    assert_eq!(before.unplaced().len(), 2);
    assert_ne!(before.claims()[0].proposition.subject, before.claims()[1].proposition.subject);
    desk.sit(1, |sitting| sitting.link(&thing(&orsay, 1), Verdict::Same, &thing(&lume, 1), "one raid"))
        .unwrap();
    let joined = desk.view();
    assert_eq!(joined.claims()[0].proposition.subject, joined.claims()[1].proposition.subject);
    assert!(joined.unplaced().is_empty());
    desk.sit(1, |sitting| sitting.unlink(orsay.anchor(1), lume.anchor(1), "two towns")).unwrap();
    assert_eq!(said(&desk.view()), said(&before));
}

#[test]
fn undated_articles_of_two_years_never_become_one() {
    let mut desk = Desk::new();
    let one = desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05");
    let other = desk.article("Two", 2, "Orsay", "Ana Ode", "2032-05-05");
    desk.accept(&one);
    desk.accept(&other);
    let view = desk.view();
    assert_ne!(view.claims()[0].proposition.subject, view.claims()[1].proposition.subject);
    assert_ne!(
        one.anchor(2),
        other.anchor(2),
        "one name in two articles is two speakers until somebody says otherwise"
    );
}

#[test]
fn a_correction_of_a_referent_shows_on_all_its_claims_and_drafts() {
    let mut desk = Desk::new();
    let article = desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05");
    let minister = desk.world.named(1, "person/ode", "Ana Maria Ode");
    desk.sit(1, |sitting| sitting.link(&thing(&article, 2), Verdict::Same, &Thing::OnRecord(minister), ""))
        .unwrap();
    let speaker = |view: &View| view.claims()[0].speaker.entity;
    let drafted = desk.view().with_drafts(&[article.first()], &desk.vocabulary);
    assert_eq!(speaker(&drafted), Some(minister));
    desk.accept(&article);
    assert_eq!(speaker(&desk.view()), Some(minister));
    assert_eq!(desk.view().name(article.anchor(2)), "Ana Maria Ode");
    desk.sit(1, |sitting| sitting.unlink(article.anchor(2), minister, "another Ode")).unwrap();
    assert_eq!(speaker(&desk.view()), Some(article.anchor(2)));
}

#[test]
fn an_incident_of_its_own_is_placed_named_and_part_of_a_campaign() {
    let mut desk = Desk::new();
    let (orsay, lume) = (
        desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05"),
        desk.article("Four", 4, "Port Lume", "Tom Vale", "2031-05-05"),
    );
    let campaign = desk.world.entity(1, "campaign/raids", None);
    desk.accept(&orsay);
    let lume_id =
        desk.sit(1, |sitting| sitting.place(named("Port Lume"), &[thing(&lume, 1)], &[], &[], "")).unwrap();
    let id = desk
        .sit(1, |sitting| sitting.place(named("Orsay"), &[thing(&orsay, 1)], &[campaign], &[lume_id], ""))
        .unwrap();
    let view = desk.view();
    assert_eq!((view.name(orsay.anchor(1)), view.canonical(orsay.anchor(1))), ("Orsay".to_owned(), id));
    assert!(view.part_of()[&id].contains(&campaign) && view.unplaced().is_empty());
    assert!(
        view.is_different(orsay.anchor(1), lume.anchor(1)),
        "what is said of a thing is said of all that it is one with"
    );
    let error = desk
        .sit(1, |sitting| sitting.link(&thing(&orsay, 1), Verdict::Same, &thing(&lume, 1), ""))
        .unwrap_err();
    assert!(matches!(error, LedgerError::SaidDifferent { .. }), "{error}");
    let error = desk
        .sit(1, |sitting| sitting.link(&thing(&orsay, 2), Verdict::Same, &Thing::OnRecord(id), ""))
        .unwrap_err();
    assert!(matches!(error, LedgerError::TypesDiffer { .. }), "{error}");
    let taken = NewThing { key: Some("campaign/raids".to_owned()), ..named("Other") };
    assert!(matches!(
        desk.sit(1, |sitting| sitting.place(taken, &[], &[], &[], "")),
        Err(LedgerError::KeyTaken(_))
    ));
    // Renamed, it is still known by the id that people have quoted.
    desk.sit(1, |sitting| sitting.rename(id, Some("Strike off Orsay"), None, Some("incident/orsay")))
        .unwrap();
    let view = desk.view();
    assert_eq!((view.canonical(orsay.anchor(1)), view.name(id)), (id, "Strike off Orsay".to_owned()));
    assert_eq!(view.by_key("incident/orsay"), Some(id));
}

#[test]
fn a_strangers_name_key_and_link_decide_nothing() {
    let mut desk = Desk::new();
    let (orsay, lume) = (
        desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05"),
        desk.article("Four", 4, "Port Lume", "Tom Vale", "2031-05-05"),
    );
    desk.accept(&orsay);
    desk.accept(&lume);
    let before = desk.view();
    desk.world.link(7, orsay.anchor(1), Verdict::Same, lume.anchor(1));
    let ours = desk.world.entity(1, "incident/orsay", None);
    desk.world.entity(7, "incident/orsay", None);
    let view = desk.view();
    assert_eq!(view.same(), before.same());
    assert_eq!(
        view.by_key("incident/orsay"),
        Some(ours),
        "a stranger's key names nothing that one of us names"
    );
}

#[test]
fn one_key_for_two_things_names_neither_and_shows() {
    let mut desk = Desk::new();
    desk.world.actor(1, 4, false, &[]);
    let ours = desk.world.entity(1, "incident/orsay", None);
    let theirs = desk.world.entity(4, "incident/orsay", None);
    let view = desk.view();
    assert_eq!(view.by_key("incident/orsay"), None);
    assert!(
        view.doubts().iter().any(|doubt| matches!(doubt, FoldDoubt::KeyClash { of, .. } if of.len() == 2))
    );
    assert_ne!(view.handle(ours), view.handle(theirs));
    desk.world.link(1, ours, Verdict::Same, theirs);
    assert_eq!(desk.view().by_key("incident/orsay"), Some(ours));
}

#[test]
fn things_of_two_types_linked_elsewhere_are_doubted() {
    let mut desk = Desk::new();
    let (incident, person) =
        (desk.world.entity(1, "incident/a", None), desk.world.entity(1, "person/a", None));
    desk.world.link(1, incident, Verdict::Same, person);
    assert!(desk.view().doubts().contains(&FoldDoubt::TypesDiffer { of: incident }));
}
