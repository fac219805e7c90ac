//! Whose receipts order things, where a record is held in several copies.

use crate::world::{World, at, founders, key};
use assize_ledger::{AsKnown, Received, State, View, merge};
use assize_record::{EntryId, body::ActorRole, entry::Verdict};
use proptest::prelude::*;

/// A person who founded the record (1), one whom they know (2), and a stranger (3).
struct Scene {
    world: World,
    ours: EntryId,
    theirs: EntryId,
}

fn scene() -> Scene {
    let mut world = World::new();
    world.actor(1, 1, false, &[ActorRole::Owner]);
    world.actor(1, 2, false, &[ActorRole::Editor]);
    let ours = world.named(1, "incident/ours", "Ours");
    let theirs = world.named(2, "incident/theirs", "Theirs");
    world.link(1, ours, Verdict::Same, theirs);
    Scene { world, ours, theirs }
}

impl Scene {
    /// Gives an entry receipts: whose log, at what second.
    fn receive(&mut self, id: EntryId, receipts: &[(u8, i64)]) {
        let receipts = receipts.iter().map(|(by, second)| (key(*by).public(), at(*second))).collect();
        self.world.entries.iter_mut().find(|r| r.entry.id == id).expect("made").receipts = receipts;
    }

    fn known_by(&self) -> EntryId {
        State::fold(&self.world.entries, &founders(), None).canonical(self.ours)
    }
}

#[test]
fn the_earliest_receipt_by_a_known_person_says_what_came_first() {
    let mut scene = scene();
    assert_eq!(scene.known_by(), scene.ours, "by the one log that there is");
    scene.receive(scene.ours, &[(1, 50), (2, 40)]);
    scene.receive(scene.theirs, &[(1, 60), (2, 30)]);
    assert_eq!(scene.known_by(), scene.theirs);
    scene.receive(scene.ours, &[(1, 50), (3, 1)]);
    assert_eq!(scene.known_by(), scene.theirs, "a stranger's log dates nothing");
    scene.receive(scene.theirs, &[(3, 1)]);
    assert_eq!(scene.known_by(), scene.ours, "nor does it stand for a receipt");
    scene.receive(scene.ours, &[(3, 2)]);
    let first = scene.ours.min(scene.theirs);
    assert_eq!(scene.known_by(), first, "without any, the smaller id");
    // Once somebody vouches for the stranger, their log counts from its beginning.
    scene.world.actor(1, 3, false, &[ActorRole::Reviewer]);
    assert_eq!(scene.known_by(), scene.theirs);
}

#[test]
fn what_was_recorded_by_an_instant_is_what_this_copy_had_received() {
    let mut scene = scene();
    scene.receive(scene.ours, &[(1, 50)]);
    scene.receive(scene.theirs, &[(2, 1)]);
    let as_recorded = |scene: &Scene, second| {
        let as_known = AsKnown { recorded_by: Some(at(second)), ..AsKnown::default() };
        View::fold(&scene.world.entries, &founders(), as_known)
    };
    assert!(
        as_recorded(&scene, 2).entity(scene.theirs).is_none(),
        "an earlier receipt elsewhere brings nothing forward"
    );
    let before = as_recorded(&scene, 100);
    assert_eq!(before.canonical(scene.theirs), scene.ours);
    scene.receive(scene.ours, &[(1, 50), (2, 0)]);
    assert_eq!(as_recorded(&scene, 100), before, "what arrives later changes nothing");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Copies that hold the same entries and logs say the same, whenever each of them received what.
    #[test]
    fn copies_that_hold_the_same_logs_give_one_state(
        receipts in prop::collection::vec(prop::collection::vec((1..4_u8, 0..40_i64), 1..4), 5),
        own in prop::collection::vec(0..40_i64, 5),
        other in prop::collection::vec(0..40_i64, 5),
        part in 0..5_usize,
    ) {
        let mut scene = scene();
        let ids: Vec<EntryId> = scene.world.entries.iter().map(|r| r.entry.id).collect();
        for (id, receipts) in ids.iter().zip(&receipts) {
            scene.receive(*id, receipts);
        }
        let copy = |seconds: &[i64]| -> Vec<Received> {
            let all = scene.world.entries.iter().zip(seconds);
            all.map(|(r, second)| Received { received_at: Some(at(*second)), ..r.clone() }).collect()
        };
        let (ours, theirs) = (copy(&own), copy(&other));
        let state = State::fold(&ours, &founders(), None);
        prop_assert_eq!(&State::fold(&theirs, &founders(), None), &state);
        prop_assert_eq!(&State::fold(&merge(&ours[part..], &theirs), &founders(), None), &state);
        let view = View::fold(&ours, &founders(), AsKnown::default());
        prop_assert_eq!(View::fold(&theirs, &founders(), AsKnown::default()), view);
    }
}
