//! What stands, one rule a test.

use crate::world::{World, at, founders, key};
use assize_ledger::{
    AsKnown, Received, State, View, merge,
    view::{FoldDoubt, Why},
};
use assize_record::{
    BlobHash, EntryId, Vocabulary,
    body::{ActorRole, Adopted, Body, Publication, Setting, Stated},
    entry::{Role, Verdict},
};
use std::sync::Arc;

/// One accepted claim by key 1, about one incident.
struct Scene {
    world: World,
    source: EntryId,
    passage: EntryId,
    incident: EntryId,
    claim: EntryId,
}

fn scene() -> Scene {
    let mut world = World::new();
    let (source, text) = world.text(1, "Nine men were killed, the Gazette said.", Some("2031-05-04"));
    let passage = world.passage(text, 0, "Nine men were killed");
    let incident = world.entity(1, "incident/2031-05-03", None);
    let claim = world.claim(1, passage, incident, 9, None);
    Scene { world, source, passage, incident, claim }
}

impl Scene {
    fn state(&self) -> State {
        State::fold(&self.world.entries, &founders(), None)
    }

    fn view(&self) -> View {
        View::fold(&self.world.entries, &founders(), AsKnown::default())
    }
}

fn not_authorised(state: &State, entry: EntryId) -> bool {
    state.doubts.contains(&FoldDoubt::NotAuthorised { entry })
}

#[test]
fn a_claim_stands_only_once_a_person_accepts_it() {
    let mut scene = scene();
    assert!(!scene.state().is_accepted(scene.claim));
    assert_eq!(scene.view().set_aside()[0].why, Why::Undecided);
    scene.world.accept(1, scene.claim);
    assert!(scene.state().is_accepted(scene.claim));
    let view = scene.view();
    assert_eq!(view.claims().len(), 1);
    assert_eq!(view.words_of(&view.claims()[0]).unwrap().exact, "Nine men were killed");
    assert_eq!(view.claims_by_source().keys().copied().collect::<Vec<_>>(), [scene.source]);
    assert_eq!(view.claims_by_subject().keys().copied().collect::<Vec<_>>(), [scene.incident]);
}

#[test]
fn a_machine_or_a_stranger_accepts_nothing() {
    let mut scene = scene();
    scene.world.actor(1, 2, true, &[ActorRole::Owner, ActorRole::Reviewer]);
    scene.world.actor(3, 3, false, &[ActorRole::Owner]);
    let reviews = [scene.world.accept(2, scene.claim), scene.world.accept(3, scene.claim)];
    let theirs = scene.world.claim(2, scene.passage, scene.incident, 8, None);
    let own = scene.world.accept(2, theirs);
    let state = scene.state();
    assert!(!state.is_accepted(scene.claim) && !state.is_accepted(theirs));
    assert!(reviews.iter().chain([&own]).all(|review| not_authorised(&state, *review)));
}

#[test]
fn a_reviewer_rejects_and_a_retracted_reject_is_gone() {
    let mut scene = scene();
    scene.world.actor(1, 2, false, &[ActorRole::Reviewer]);
    scene.world.accept(1, scene.claim);
    let reject = scene.world.judge(2, scene.claim, Verdict::Reject);
    assert!(!scene.state().is_accepted(scene.claim));
    let view = scene.view();
    let [differing] = &view.differing()[..] else { panic!("{:?}", view.differing()) };
    assert_eq!((differing.id, differing.versions.len(), differing.reviews.len()), (scene.claim, 1, 2));
    assert_eq!(differing.versions[0].reviewers, [key(1).public()]);
    assert!(view.claims().is_empty() && view.set_aside().is_empty());
    let retract = scene.world.retract(2, reject);
    assert!(scene.state().is_accepted(scene.claim));
    scene.world.retract(2, retract);
    assert!(!scene.state().is_accepted(scene.claim), "a retracted retraction ends nothing");
}

#[test]
fn an_amendment_by_another_person_is_a_version_until_a_third_settles() {
    let mut scene = scene();
    scene.world.actor(1, 2, false, &[ActorRole::Reviewer]);
    let first = scene.world.accept(1, scene.claim);
    let ours = scene.world.claim(2, scene.passage, scene.incident, 8, Some(scene.claim));
    assert!(scene.state().is_accepted(scene.claim), "what nobody reviewed takes no place");
    let second = scene.world.judge(2, scene.claim, Verdict::Amend);
    let state = scene.state();
    assert!(!state.is_accepted(scene.claim) && !state.is_accepted(ours));
    let view = scene.view();
    let versions: Vec<EntryId> = view.differing()[0].versions.iter().map(|claim| claim.id).collect();
    assert_eq!(versions, [scene.claim, ours]);
    // Neither of the two can settle it, whatever their review names; each can come round.
    let again = scene.world.answer(2, ours, Verdict::Accept, &[first, second]);
    assert_eq!(scene.view().differing().len(), 1);
    scene.world.retract(2, again);
    let round = scene.world.answer(1, ours, Verdict::Accept, &[first]);
    assert!(scene.view().claims()[0].reviewers.len() == 2 && scene.state().is_accepted(ours));
    scene.world.retract(1, round);
    scene.world.actor(1, 3, false, &[ActorRole::Reviewer]);
    for (verdict, of, stands) in [
        (Verdict::Accept, scene.claim, vec![scene.claim]),
        (Verdict::Accept, ours, vec![ours]),
        (Verdict::Reject, ours, vec![]),
    ] {
        let review = scene.world.answer(3, of, verdict, &[first, second]);
        let view = scene.view();
        assert_eq!(view.claims().iter().map(|claim| claim.id).collect::<Vec<_>>(), stands, "{verdict:?}");
        assert!(view.differing().is_empty());
        scene.world.retract(3, review);
    }
    // Without having seen them one is a third who differs; without a role one settles nothing.
    let unaware = scene.world.accept(3, scene.claim);
    assert_eq!(scene.view().differing().len(), 1);
    scene.world.retract(3, unaware);
    scene.world.actor(1, 4, false, &[]);
    scene.world.answer(4, ours, Verdict::Accept, &[first, second]);
    assert_eq!(scene.view().differing().len(), 1);
}

#[test]
fn whoever_differs_after_it_was_settled_opens_it_again() {
    let mut scene = scene();
    for n in 2..=5 {
        scene.world.actor(1, n, false, &[ActorRole::Reviewer]);
    }
    let first = scene.world.accept(1, scene.claim);
    let second = scene.world.judge(2, scene.claim, Verdict::Reject);
    scene.world.answer(3, scene.claim, Verdict::Accept, &[first, second]);
    assert!(scene.state().is_accepted(scene.claim));
    scene.world.accept(4, scene.claim);
    assert_eq!(scene.view().claims()[0].reviewers.len(), 3);
    let last = scene.world.judge(5, scene.claim, Verdict::Reject);
    assert_eq!(scene.view().differing()[0].reviews.len(), 5);
    scene.world.retract(5, last);
    // One of those who differed changes their mind: the settlement did not have that in view.
    scene.world.claim(2, scene.passage, scene.incident, 8, Some(scene.claim));
    scene.world.answer(2, scene.claim, Verdict::Amend, &[second]);
    assert_eq!(scene.view().differing()[0].versions.len(), 2);
}

#[test]
fn roles_come_from_founders_and_the_owners_they_name() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let stranger = scene.world.retract(5, scene.claim);
    assert!(not_authorised(&scene.state(), stranger));
    let owner = scene.world.actor(1, 4, false, &[ActorRole::Owner]);
    scene.world.actor(4, 5, false, &[ActorRole::Editor]);
    assert!(!scene.state().is_effective(scene.claim));
    scene.world.retract(1, owner);
    assert!(scene.state().is_effective(scene.claim), "with the owner goes what the owner granted");
}

#[test]
fn owners_cannot_end_each_others_grants_in_a_circle() {
    let mut scene = scene();
    let second = scene.world.actor(1, 2, false, &[ActorRole::Owner]);
    scene.world.actor(2, 3, false, &[ActorRole::Owner]);
    let coup = scene.world.retract(3, second);
    let state = scene.state();
    assert!(state.is_effective(second) && not_authorised(&state, coup));
}

#[test]
fn our_withhold_hides_and_other_is_a_request() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let request = scene.world.withhold(6, scene.passage);
    let state = scene.state();
    assert!(!state.is_withheld(scene.passage) && state.requests.contains(&(request, scene.passage)));
    scene.world.withhold(1, scene.source);
    let state = scene.state();
    assert!(state.is_withheld(scene.passage) && state.is_accepted(scene.claim));
    let view = scene.view();
    assert!(view.claims().is_empty() && view.passages().is_empty());
    assert!(view.doubts().contains(&FoldDoubt::Withheld { entry: scene.claim }));
}

#[test]
fn a_claim_falls_with_its_source() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    scene.world.retract(1, scene.source);
    assert!(!scene.state().is_accepted(scene.claim));
    assert_eq!(scene.view().set_aside()[0].why, Why::Ungrounded);
}

#[test]
fn clusters_go_by_who_named_them_first_and_show_what_is_contested() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let others: Vec<EntryId> =
        (0..3).map(|n| scene.world.entity(1, &format!("incident/other-{n}"), None)).collect();
    scene.world.link(1, others[0], Verdict::Same, scene.incident);
    scene.world.link(1, others[1], Verdict::Same, others[0]);
    scene.world.link(1, others[1], Verdict::Different, scene.incident);
    scene.world.link(7, others[2], Verdict::Same, scene.incident);
    let view = scene.view();
    // Known by the entity that named it first, whatever its id.
    assert_eq!(view.claims()[0].proposition.subject, scene.incident);
    assert_eq!(view.canonical(others[2]), others[2], "a stranger's link joins nothing");
    assert!(view.contested().contains(&scene.incident));
}

#[test]
fn a_corrected_entity_is_still_the_one_that_claims_name() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let corrected = scene.world.entity(1, "incident/2031-05-02", Some(scene.incident));
    let view = scene.view();
    assert_eq!(view.claims()[0].proposition.subject, scene.incident, "an id that somebody has quoted stays");
    assert_eq!(view.by_key("incident/2031-05-02"), Some(scene.incident));
    assert_ne!(corrected, scene.incident);
    assert_eq!(view.by_key("incident/2031-05-03"), None);
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
}

#[test]
fn published_by_holds_only_for_certain() {
    let check = |published_on: Option<&str>, by: &str, expected: bool| {
        let mut world = World::new();
        let (_, text) = world.text(1, "Nine men were killed.", published_on);
        let passage = world.passage(text, 0, "Nine men");
        let incident = world.entity(1, "incident/a", None);
        let claim = world.claim(1, passage, incident, 9, None);
        world.accept(1, claim);
        let as_known = AsKnown { published_by: Some(by.parse().unwrap()), recorded_by: None };
        let view = View::fold(&world.entries, &founders(), as_known);
        assert_eq!(view.claims().len(), usize::from(expected), "{published_on:?} by {by}");
    };
    check(Some("2031-05-04"), "2031-05-04", true);
    check(Some("2031-05-04"), "2031-05-03", false);
    check(Some("2031-05"), "2031-05-30", false);
    check(Some("2031-05"), "2031-05-31", true);
    check(Some("2031-05-04~"), "2031-05-04", false);
    // Receipts of this world begin on 2030-03-17.
    check(None, "2030-03-17", true);
    check(None, "2030-03-16", false);
    check(Some("2031-05-04?"), "2030-03-17", true);
    check(Some("early May"), "2030-03-16", false);
}

#[test]
fn rival_dates_count_from_the_later() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let on = |day: &str| Publication {
        published_on: Some(Stated { value: day.to_owned(), from: "meta".to_owned() }),
        ..Publication::default()
    };
    scene.world.capture(1, scene.source, on("2031-05-09"));
    scene.world.capture(8, scene.source, on("2031-07-01"));
    let known = |day: &str| {
        let as_known = AsKnown { published_by: Some(day.parse().unwrap()), recorded_by: None };
        View::fold(&scene.world.entries, &founders(), as_known).claims().len()
    };
    assert_eq!((known("2031-05-08"), known("2031-05-09")), (0, 1), "a stranger's date restricts nothing");
    let view = scene.view();
    assert_eq!(view.sources()[&scene.source].rivals[0].1.len(), 2, "nor is it shown as a rival of ours");
}

#[test]
fn what_came_later_does_not_change_what_was_recorded() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let then = at(scene.world.entries.len() as i64 - 1);
    let as_known = AsKnown { published_by: None, recorded_by: Some(then) };
    let before = View::fold(&scene.world.entries, &founders(), as_known);
    scene.world.retract(1, scene.claim);
    scene.world.entries.push(Received { received_at: None, ..scene.world.entries[0].clone() });
    assert_eq!(View::fold(&scene.world.entries, &founders(), as_known), before);
    assert!(scene.view().claims().is_empty());
}

#[test]
fn an_erased_body_is_a_doubt_and_nothing_else_changes() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let state = scene.state();
    for received in &mut scene.world.entries {
        received.entry.body = None;
    }
    assert_eq!(scene.state(), state);
    let view = scene.view();
    assert!(view.claims().is_empty() && view.doubts().contains(&FoldDoubt::Erased { entry: scene.claim }));
}

#[test]
fn a_copy_with_its_words_is_read_wherever_it_stands() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let full = scene.view();
    // Another copy of the record, whose archive does not have the text, knows no words of its passages.
    let mut bare = scene.world.entries.clone();
    for received in &mut bare {
        if let Some((_, Body::Passage(passage))) = &mut received.entry.body {
            passage.exact = None;
        }
    }
    let fold = |entries: &[Received]| View::fold(entries, &founders(), AsKnown::default());
    let (ours, theirs) = (scene.world.entries.as_slice(), bare.as_slice());
    assert_eq!(fold(&[theirs, ours].concat()), full);
    assert_eq!(fold(&[ours, theirs].concat()), full);
    assert_eq!(fold(&merge(theirs, ours)), full);
    assert_eq!(merge(theirs, ours), merge(ours, theirs));
    assert!(fold(theirs).doubts().contains(&FoldDoubt::Erased { entry: scene.passage }));
}

#[test]
fn ids_that_form_a_cycle_end_the_fold_all_the_same() {
    let mut scene = scene();
    let one = scene.world.retract(1, scene.claim);
    let two = scene.world.retract(1, one);
    // Forged: no checked entry can name one that names it.
    let forged = scene.world.entries.iter_mut().find(|r| r.entry.id == one).unwrap();
    forged.entry.head.refs[0].1 = two;
    let state = scene.state();
    assert!(!state.is_effective(one) && !state.is_effective(two) && state.is_effective(scene.claim));
    assert_eq!(state.actors[&key(1).public()].roles.len(), 1);
}

#[test]
fn an_adoption_counts_by_owners_and_editors_and_is_kept_apart_by_others() {
    let mut world = World::new();
    world.actor(1, 4, false, &[ActorRole::Reviewer]);
    world.actor(1, 5, false, &[ActorRole::Editor]);
    let file = |id: &str, bytes: &[u8]| Adopted { id: id.to_owned(), sha256: BlobHash::of(bytes) };
    let setting = Setting { name: "schema.leave-out".to_owned(), value: "method/bij".to_owned() };
    let by_editor = world.sign(5, vec![], None, Body::Property(file("ferries", b"one")));
    let by_reviewer = world.sign(4, vec![], None, Body::Property(file("ferries", b"two")));
    world.sign(4, vec![], None, Body::Setting(setting.clone()));
    let set = world.sign(1, vec![], None, Body::Setting(setting));
    let view = View::fold(&world.entries, &founders(), AsKnown::default());
    let ids =
        |files: &[assize_ledger::view::AdoptedView]| files.iter().map(|file| file.id).collect::<Vec<_>>();
    assert_eq!(ids(view.adopted()), [by_editor]);
    assert_eq!(ids(view.offered()), [by_reviewer]);
    assert_eq!(view.settings().iter().map(|made| made.id).collect::<Vec<_>>(), [set]);
    // What is replaced gives way; what is retracted is gone, and what it replaced stands again.
    let again =
        world.sign(1, vec![(Role::Replaces, by_editor)], None, Body::Property(file("ferries", b"three")));
    let view = View::fold(&world.entries, &founders(), AsKnown::default());
    assert_eq!(ids(view.adopted()), [again]);
    world.retract(1, again);
    let view = View::fold(&world.entries, &founders(), AsKnown::default());
    assert_eq!(ids(view.adopted()), [by_editor]);
}

#[test]
fn a_claim_whose_property_the_vocabulary_lacks_is_set_apart_and_comes_back() {
    let mut scene = scene();
    scene.world.accept(1, scene.claim);
    let view = View::fold(&scene.world.entries, &founders(), AsKnown::default());
    assert_eq!(view.claims().len(), 1);
    let small = "[property.statement]\nsubject = [\"person\"]\nvalue = \"words\"\nmeaning = \"What was said.\"\nexample = \"It was dark\"\n";
    let small = Arc::new(Vocabulary::parse(small).expect("reads"));
    let without = view.clone().with_vocabulary(small);
    assert_eq!((without.claims().len(), without.not_adopted().len()), (0, 1));
    let subject = view.claims()[0].proposition.subject;
    assert_eq!(without.claims_about(subject).count(), 0);
    let back = without.with_vocabulary(Arc::new(Vocabulary::shipped()));
    assert_eq!((back.claims(), back.not_adopted().len()), (view.claims(), 0));
    assert_eq!(back.claims_about(subject).count(), 1);
}
