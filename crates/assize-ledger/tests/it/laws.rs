//! What holds of every record, on random ones.

use crate::{
    naive::Naive,
    world::{World, at, founders, key},
};
use assize_ledger::{AsKnown, Received, State, View, merge};
use assize_record::{
    EntryId, Kind,
    body::{ActorRole, Body, Bridge, Grade, GradeLetter, Side},
    entry::{Role, Verdict},
};
use proptest::{prelude::*, sample::Index};

/// One thing somebody does. Indices pick among what there is.
#[derive(Debug, Clone)]
enum Act {
    Claim(u8, Index, Option<Index>),
    Entity(u8, Option<Index>),
    Review(u8, Index, Verdict),
    Answer(u8, Index, Verdict, Vec<Index>),
    Retract(u8, Index),
    RetractLast(u8),
    Withhold(u8, Index),
    Link(u8, Index, Index, Verdict),
    Grade(u8, Index),
    Bridge(u8, Index),
    Actor(u8, u8, bool, Vec<ActorRole>),
    Evidence(u8),
}

fn act() -> impl Strategy<Value = Act> {
    // Key 1 is the founder; 2 is named a machine's and 3 an editor's at the start; 4 to 6 are strangers until somebody names them.
    let by =
        || prop_oneof![4 => Just(1_u8), 2 => Just(2_u8), 3 => Just(3_u8), 2 => Just(4_u8), 1 => 5_u8..=6];
    let index = any::<Index>;
    let review =
        || prop_oneof![3 => Just(Verdict::Accept), 1 => Just(Verdict::Reject), 2 => Just(Verdict::Amend)];
    let link = prop_oneof![
        3 => Just(Verdict::Same),
        1 => Just(Verdict::Different),
        1 => Just(Verdict::PartOf),
        1 => Just(Verdict::SyndicatedFrom)
    ];
    let role = prop_oneof![Just(ActorRole::Owner), Just(ActorRole::Editor), Just(ActorRole::Reviewer)];
    let roles = prop::collection::vec(role, 0..3);
    prop_oneof![
        4 => (by(), index(), prop::option::weighted(0.3, index())).prop_map(|(b, s, r)| Act::Claim(b, s, r)),
        1 => (by(), prop::option::weighted(0.4, index())).prop_map(|(b, r)| Act::Entity(b, r)),
        4 => (by(), index(), review()).prop_map(|(b, o, v)| Act::Review(b, o, v)),
        4 => (by(), index(), review(), prop::collection::vec(index(), 1..5)).prop_map(|(b, o, v, s)| Act::Answer(b, o, v, s)),
        3 => (by(), index()).prop_map(|(b, o)| Act::Retract(b, o)),
        2 => by().prop_map(Act::RetractLast),
        1 => (by(), index()).prop_map(|(b, o)| Act::Withhold(b, o)),
        2 => (by(), index(), index(), link).prop_map(|(b, f, t, v)| Act::Link(b, f, t, v)),
        1 => (by(), index()).prop_map(|(b, o)| Act::Grade(b, o)),
        1 => (by(), index()).prop_map(|(b, o)| Act::Bridge(b, o)),
        2 => (by(), 1_u8..=6, any::<bool>(), roles).prop_map(|(b, o, m, r)| Act::Actor(b, o, m, r)),
        1 => by().prop_map(Act::Evidence),
    ]
}

fn of_kind(world: &World, kind: Kind) -> Vec<EntryId> {
    world.entries.iter().filter(|r| r.entry.head.kind == kind).map(|r| r.entry.id).collect()
}

fn pick(world: &World, kind: Kind, index: &Index) -> Option<EntryId> {
    let all = of_kind(world, kind);
    (!all.is_empty()).then(|| *index.get(&all))
}

fn any_entry(world: &World, index: &Index) -> EntryId {
    index.get(&world.entries).entry.id
}

fn play(world: &mut World, act: &Act, turn: usize) -> Option<()> {
    match act {
        Act::Claim(by, subject, replaces) => {
            let passage = *of_kind(world, Kind::Passage).last()?;
            let subject = pick(world, Kind::Entity, subject)?;
            let replaces = replaces.as_ref().and_then(|index| pick(world, Kind::Claim, index));
            world.claim(*by, passage, subject, turn as u64, replaces);
        }
        Act::Entity(by, replaces) => {
            let replaces = replaces.as_ref().and_then(|index| pick(world, Kind::Entity, index));
            world.entity(*by, &format!("incident/{turn}"), replaces);
        }
        Act::Review(by, of, verdict) => {
            world.judge(*by, pick(world, Kind::Claim, of)?, *verdict);
        }
        Act::Answer(by, of, verdict, seen) => {
            let of = pick(world, Kind::Claim, of)?;
            let seen: Vec<EntryId> = seen.iter().filter_map(|seen| pick(world, Kind::Review, seen)).collect();
            world.answer(*by, of, *verdict, &seen);
        }
        Act::Retract(by, of) => {
            world.retract(*by, any_entry(world, of));
        }
        Act::RetractLast(by) => {
            let last = world.entries.last()?.entry.id;
            world.retract(*by, last);
        }
        Act::Withhold(by, of) => {
            world.withhold(*by, any_entry(world, of));
        }
        Act::Link(by, from, to, verdict) => {
            let kind = if *verdict == Verdict::SyndicatedFrom { Kind::Source } else { Kind::Entity };
            let ends = (pick(world, kind, from)?, pick(world, kind, to)?);
            world.link(*by, ends.0, *verdict, ends.1);
        }
        Act::Grade(by, of) => {
            let of = pick(world, Kind::Claim, of)?;
            let grade = Grade { grade: GradeLetter::C, reason: turn.to_string() };
            world.sign(*by, vec![(Role::Of, of)], None, Body::Grade(grade));
        }
        Act::Bridge(by, of) => {
            let of = pick(world, Kind::Claim, of)?;
            let bridge = Bridge {
                standard: "invented".to_owned(),
                element: "zone".to_owned(),
                facet: None,
                side: Side::For,
                warrant: turn.to_string(),
                unit: None,
                presumption: false,
            };
            world.sign(*by, vec![(Role::Of, of)], None, Body::Bridge(bridge));
        }
        Act::Actor(by, of, machine, roles) => {
            world.actor(*by, *of, *machine, roles);
        }
        Act::Evidence(by) => {
            let words = format!("Turn {turn}: men were killed.");
            let (_, text) = world.text(*by, &words, turn.is_multiple_of(2).then_some("2031-05-04"));
            world.passage(text, 0, &words);
        }
    }
    Some(())
}

fn world() -> impl Strategy<Value = World> {
    prop::collection::vec(act(), 0..40).prop_map(|acts| {
        let mut world = World::new();
        world.actor(1, 2, true, &[]);
        world.actor(1, 3, false, &[ActorRole::Editor]);
        let (_, text) = world.text(1, "Nine men were killed.", Some("2031-05-04"));
        world.passage(text, 0, "Nine men");
        let incident = world.entity(1, "incident/a", None);
        world.entity(1, "incident/b", None);
        let passage = of_kind(&world, Kind::Passage)[0];
        world.claim(2, passage, incident, 9, None);
        for (turn, act) in acts.iter().enumerate() {
            // An act that finds nothing to be about is skipped.
            let _ = play(&mut world, act, turn);
        }
        world
    })
}

fn state(entries: &[Received]) -> State {
    State::fold(entries, &founders(), None)
}

fn view(entries: &[Received]) -> View {
    View::fold(entries, &founders(), AsKnown::default())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn order_and_duplicates_do_not_matter(
        world in world(),
        order in any::<Vec<Index>>(),
        twice in any::<Vec<Index>>(),
    ) {
        let mut entries = world.entries.clone();
        for (at, index) in order.iter().enumerate().take(entries.len()) {
            let other = index.index(entries.len());
            entries.swap(at, other);
        }
        for index in &twice {
            let mut copy = index.get(&world.entries).clone();
            copy.entry.body = copy.entry.body.filter(|_| index.index(2) == 0);
            copy.received_at = None;
            entries.insert(index.index(entries.len()), copy);
        }
        prop_assert_eq!(view(&entries), view(&world.entries));
        prop_assert_eq!(state(&entries), state(&world.entries));
    }

    #[test]
    fn merging_is_set_union(world in world(), sides in prop::collection::vec(1_u8..8, 60)) {
        let side = |bit: u8| -> Vec<Received> {
            let pairs = world.entries.iter().zip(sides.iter().cycle());
            let mut part: Vec<Received> = pairs.filter(|(_, s)| *s & bit != 0).map(|(r, _)| r.clone()).collect();
            // Each side has its own receipts, and has erased other bodies.
            for (at, received) in part.iter_mut().enumerate() {
                received.received_at = received.received_at.filter(|_| at % usize::from(bit + 1) != 0);
                if received.entry.head.kind != Kind::Actor && at % 7 == usize::from(bit) {
                    received.entry.body = None;
                }
            }
            part
        };
        let (a, b, c) = (side(1), side(2), side(4));
        let ab = merge(&a, &b);
        prop_assert_eq!(&ab, &merge(&b, &a));
        prop_assert_eq!(merge(&ab, &c), merge(&a, &merge(&b, &c)));
        prop_assert_eq!(&ab, &merge(&ab, &ab));
        let joined: Vec<Received> = a.iter().chain(&b).cloned().collect();
        prop_assert_eq!(view(&ab), view(&joined));
    }

    #[test]
    fn late_arrivals_change_nothing_recorded_before(world in world(), cut in any::<Index>()) {
        let cut = cut.index(world.entries.len());
        let as_known = AsKnown { published_by: None, recorded_by: Some(at(cut as i64)) };
        let then = View::fold(&world.entries[..=cut], &founders(), as_known);
        let mut later = world.entries.clone();
        for received in later.iter_mut().skip(cut + 1).step_by(2) {
            received.received_at = None;
        }
        prop_assert_eq!(View::fold(&later, &founders(), as_known), then);
        let of = |entries| State::fold(entries, &founders(), as_known.recorded_by);
        prop_assert_eq!(of(&later), of(&world.entries[..=cut]));
    }

    #[test]
    fn erasing_content_changes_no_state(world in world(), erased in prop::collection::vec(any::<bool>(), 60)) {
        let mut entries = world.entries.clone();
        for (received, erased) in entries.iter_mut().zip(erased.iter().cycle()) {
            if *erased && received.entry.head.kind != Kind::Actor {
                received.entry.body = None;
            }
        }
        prop_assert_eq!(state(&entries), state(&world.entries));
        let (full, left) = (view(&world.entries), view(&entries));
        prop_assert!(left.claims().iter().all(|claim| full.claim(claim.id).is_some()));
    }

    #[test]
    fn equals_the_slow_evaluator(world in world()) {
        let naive = Naive::new(&world.entries, &founders());
        let state = state(&world.entries);
        prop_assert_eq!(state.effective().collect::<Vec<_>>(), naive.effective());
        prop_assert_eq!(state.accepted().collect::<Vec<_>>(), naive.accepted());
        prop_assert_eq!(state.same, naive.same());
    }

    #[test]
    fn a_retraction_taken_back_leaves_all_as_it_was(mut world in world(), of in any::<Index>()) {
        let of = any_entry(&world, &of);
        let before = state(&world.entries);
        let retract = world.retract(1, of);
        world.retract(1, retract);
        let after = state(&world.entries);
        let still = |state: &State, id: &EntryId| (state.is_effective(*id), state.is_accepted(*id));
        for received in &world.entries[..world.entries.len() - 2] {
            let id = &received.entry.id;
            prop_assert_eq!(still(&before, id), still(&after, id));
        }
        prop_assert_eq!(before.same, after.same);
    }

    #[test]
    fn without_a_persons_review_nothing_is_accepted(world in world()) {
        let machine = key(2).public();
        let by_machines: Vec<Received> = world
            .entries
            .iter()
            .filter(|r| r.entry.head.kind != Kind::Review || r.entry.head.by == Some(machine))
            .cloned()
            .collect();
        // The founder's entry that names key 2 a machine may be retracted on the way; then it is a stranger, or somebody's person.
        let naive = Naive::new(&by_machines, &founders());
        if !naive.is_person(Some(machine)) {
            prop_assert_eq!(state(&by_machines).accepted().count(), 0);
            prop_assert_eq!(view(&by_machines).claims().len(), 0);
        }
        let none: Vec<Received> =
            world.entries.iter().filter(|r| r.entry.head.kind != Kind::Review).cloned().collect();
        prop_assert_eq!(state(&none).accepted().count(), 0);
    }
}
