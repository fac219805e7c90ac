//! Who may be named in public, and which sources are published by no path.

use crate::world::{World, key};
use assize_ledger::{AsKnown, View, view::Privacy};
use assize_record::{
    EntryId,
    body::{ActorRole, Body, Mark, Remark},
    entry::{Role, Verdict},
};

fn mark(world: &mut World, by: u8, of: EntryId, verdict: Verdict, shown_as: Option<&str>) -> EntryId {
    let body = Body::Mark(Mark { words: "asked for".to_owned(), shown_as: shown_as.map(str::to_owned) });
    world.sign(by, vec![(Role::Of, of)], Some(verdict), body)
}

fn view(world: &World) -> View {
    View::fold(&world.entries, &[key(1).public()], AsKnown::default())
}

#[test]
fn a_person_is_private_until_somebody_known_decides_and_one_private_mark_outweighs_others() {
    let mut world = World::new();
    let ode = world.named(1, "person/ode", "Ana Ode");
    let navy = world.named(1, "organisation/navy", "the navy");
    assert_eq!(view(&world).privacy(ode), Some(Privacy::Undecided));
    assert_eq!(view(&world).privacy(navy), None);

    mark(&mut world, 9, ode, Verdict::Public, Some("says a stranger"));
    assert_eq!(view(&world).privacy(ode), Some(Privacy::Undecided));

    mark(&mut world, 1, ode, Verdict::Public, Some("holds office"));
    assert_eq!(view(&world).privacy(ode), Some(Privacy::Public { ground: Some("holds office") }));

    // A mark of any member of the cluster is one of the whole.
    let other = world.named(1, "person/ana", "Ana");
    world.link(1, other, Verdict::Same, ode);
    let private = mark(&mut world, 1, other, Verdict::Private, Some("a clerk"));
    assert_eq!(view(&world).privacy(ode), Some(Privacy::Private { shown_as: Some("a clerk") }));

    world.retract(1, private);
    assert_eq!(view(&world).privacy(other), Some(Privacy::Public { ground: Some("holds office") }));
}

#[test]
fn a_mark_whose_reason_is_withheld_still_keeps_back() {
    let mut world = World::new();
    let ode = world.named(1, "person/ode", "Ana Ode");
    let private = mark(&mut world, 1, ode, Verdict::Private, Some("a clerk"));
    world.sign(1, vec![(Role::Of, private)], None, Body::Withhold(Remark::default()));
    assert_eq!(view(&world).privacy(ode), Some(Privacy::Private { shown_as: None }));
}

#[test]
fn a_stranger_marks_confidential_what_they_brought_and_nothing_of_ours() {
    let mut world = World::new();
    let (ours, _) = world.text(1, "Nine people died.", None);
    let (theirs, _) = world.text(9, "Four people died.", None);
    mark(&mut world, 9, ours, Verdict::Confidential, None);
    assert!(view(&world).confidential().is_empty());
    mark(&mut world, 9, theirs, Verdict::Confidential, None);
    assert_eq!(view(&world).confidential(), [theirs].into());

    // Who is vouched for decides on ours.
    world.actor(1, 2, false, &[ActorRole::Reviewer]);
    mark(&mut world, 2, ours, Verdict::Confidential, None);
    assert_eq!(view(&world).confidential(), [ours, theirs].into());
}
