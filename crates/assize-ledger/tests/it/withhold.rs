//! What is out of sight, what is destroyed, and on whose word.

use crate::world::{World, founders};
use assize_ledger::{AsKnown, Received, State, View};
use assize_record::{
    EntryId,
    body::{ActorRole, Body, Grade, GradeLetter, Publication, Remark},
    entry::{Role, Verdict},
};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// Key 1 is a founder and owner, 2 a known person without a role who entered the source and claim, 3 a second owner, 6 nobody known.
struct Scene {
    world: World,
    source: EntryId,
    text: EntryId,
    passage: EntryId,
    incident: EntryId,
    claim: EntryId,
    review: EntryId,
}

fn scene() -> Scene {
    let mut world = World::new();
    world.actor(1, 2, false, &[]);
    world.actor(1, 3, false, &[ActorRole::Owner]);
    let (source, text) = world.text(2, "Nine men were killed, the Gazette said.", Some("2031-05-04"));
    let passage = world.passage(text, 0, "Nine men were killed");
    let incident = world.entity(2, "incident/2031-05-03", None);
    let claim = world.claim(2, passage, incident, 9, None);
    let review = world.accept(2, claim);
    Scene { world, source, text, passage, incident, claim, review }
}

fn fold(entries: &[Received]) -> State {
    State::fold(entries, &founders(), None)
}

fn view(entries: &[Received]) -> View {
    View::fold(entries, &founders(), AsKnown::default())
}

#[test]
fn an_owner_destroys_and_what_quotes_it_or_is_said_of_it_goes_too() {
    let mut scene = scene();
    let of = |id| vec![(Role::Of, id)];
    let grade = Grade { grade: GradeLetter::B, reason: "direct".to_owned() };
    let grade = scene.world.sign(1, of(scene.claim), None, Body::Grade(grade));
    let note = scene.world.sign(1, of(scene.source), None, Body::Note(Remark { words: "leaked".to_owned() }));
    let retract = scene.world.retract(2, scene.review);
    let again = scene.world.accept(3, scene.claim);
    let capture = scene.world.capture(1, scene.source, Publication::default());
    let (other, other_text) = scene.world.text(1, "Four men were killed.", Some("2031-05-04"));
    let kept = scene.world.passage(other_text, 0, "Four men");
    assert_eq!(fold(&scene.world.entries).destroyed, BTreeSet::new());
    let word = scene.world.destroy(3, scene.source);
    let state = fold(&scene.world.entries);
    let Scene { world, source, text, passage, incident, claim, review } = &scene;
    for id in [source, text, passage, claim, review, &grade, &note, &retract, &again, &capture] {
        assert!(state.destroyed.contains(id) && state.is_withheld(*id), "{id}");
    }
    for id in [incident, &other, &kept, &word] {
        assert!(!state.destroyed.contains(id) && !state.is_withheld(*id), "{id}");
    }
    let seen = view(&world.entries);
    assert!(seen.claims().is_empty() && seen.passages().len() == 1);
    assert_eq!(seen.destroyed(), &state.destroyed);
    // The word no longer counts once it is retracted; what is left then is for whoever has it.
    scene.world.retract(3, word);
    assert_eq!(fold(&scene.world.entries).destroyed, BTreeSet::new());
}

#[test]
fn only_an_owner_destroys_and_an_author_hides() {
    let mut scene = scene();
    let asked = scene.world.destroy(2, scene.claim);
    let state = fold(&scene.world.entries);
    assert!(state.destroyed.is_empty() && state.is_withheld(scene.claim), "its author takes it out of sight");
    assert!(state.requests.contains(&(asked, scene.claim)), "and asks an owner to destroy it");
    for by in [2, 6] {
        let request = scene.world.destroy(by, scene.source);
        let state = fold(&scene.world.entries);
        assert!(state.destroyed.is_empty() && !state.is_withheld(scene.source), "key {by}");
        assert!(state.requests.contains(&(request, scene.source)));
    }
    let hidden = scene.world.withhold(1, scene.text);
    let state = fold(&scene.world.entries);
    assert!(state.is_withheld(scene.passage) && state.destroyed.is_empty());
    scene.world.retract(1, hidden);
    assert!(!fold(&scene.world.entries).is_withheld(scene.passage), "hiding can be undone");
}

#[test]
fn who_may_do_what_is_never_destroyed() {
    let mut world = World::new();
    let actor = world.actor(1, 3, false, &[ActorRole::Owner]);
    world.destroy(1, actor);
    let state = fold(&world.entries);
    assert!(state.destroyed.is_empty() && !state.is_withheld(actor));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// What is destroyed is told by heads: taking the bodies out changes neither that nor anything else that stands.
    #[test]
    fn erasing_what_is_destroyed_changes_no_state(
        steps in prop::collection::vec((0_u8..6, prop::sample::select(vec![1_u8, 2, 3, 6]), any::<prop::sample::Index>()), 1..12),
    ) {
        let mut scene = scene();
        let (other, text) = scene.world.text(1, "Four men were killed.", Some("2031-05-04"));
        let passage = scene.world.passage(text, 0, "Four men");
        let claim = scene.world.claim(1, passage, scene.incident, 4, None);
        scene.world.accept(1, claim);
        let mut ids = vec![scene.source, scene.text, scene.passage, scene.claim, scene.review, scene.incident, other, claim];
        for (what, by, of) in steps {
            let of = *of.get(&ids);
            let made = match what {
                0 | 1 => scene.world.destroy(by, of),
                2 => scene.world.withhold(by, of),
                3 => scene.world.retract(by, of),
                4 => scene.world.judge(by, of, Verdict::Reject),
                _ => scene.world.link(by, of, Verdict::Same, scene.incident),
            };
            ids.push(made);
        }
        let state = fold(&scene.world.entries);
        let mut erased = scene.world.entries.clone();
        for received in &mut erased {
            if state.destroyed.contains(&received.entry.id) {
                received.entry.body = None;
            }
        }
        prop_assert_eq!(fold(&erased), state);
        prop_assert!(view(&erased).claims().iter().all(|claim| !view(&erased).destroyed().contains(&claim.id)));
    }
}
