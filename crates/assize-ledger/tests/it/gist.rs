//! The gist of a claim: whose counts, and which of several.

use crate::world::{World, founders, key};
use assize_ledger::{AsKnown, LedgerError, Pen, Sitting, View, view::FoldDoubt};
use assize_record::{
    EntryId, Kind, Vocabulary,
    body::{ActorRole, Body, Remark},
    entry::{Role, Verdict},
};

/// A claim by key 2, who has no role, accepted by key 1; key 3 reviews, key 4 edits, and nobody knows key 9.
fn world() -> (World, EntryId) {
    let mut world = World::new();
    world.actor(1, 2, false, &[]);
    world.actor(1, 3, false, &[ActorRole::Reviewer]);
    world.actor(1, 4, false, &[ActorRole::Editor]);
    let (_, text) = world.text(1, "Nine people died.", None);
    let passage = world.passage(text, 0, "Nine people died.");
    let strike = world.entity(1, "incident/strike", None);
    let claim = world.claim(2, passage, strike, 9, None);
    world.accept(1, claim);
    (world, claim)
}

fn note(world: &mut World, by: u8, claim: EntryId, words: &str, replaces: Option<EntryId>) -> EntryId {
    let mut refs = vec![(Role::Of, claim)];
    refs.extend(replaces.map(|id| (Role::Replaces, id)));
    world.sign(by, refs, Some(Verdict::Gist), Body::Note(Remark { words: words.to_owned() }))
}

fn view(world: &World) -> View {
    View::fold(&world.entries, &founders(), AsKnown::default())
}

fn gist(world: &World, claim: EntryId) -> Option<String> {
    view(world).gist(claim).map(|gist| gist.words.clone())
}

#[test]
fn a_gist_by_somebody_who_may_not_counted() {
    let (mut world, claim) = world();
    world.actor(1, 5, false, &[]);
    for by in [5, 9] {
        let by = note(&mut world, by, claim, "Nobody died.", None);
        assert_eq!(gist(&world, claim), None);
        assert!(view(&world).doubts().contains(&FoldDoubt::NotAuthorised { entry: by }));
    }
    note(&mut world, 2, claim, "It says nine.", None);
    assert_eq!(gist(&world, claim).as_deref(), Some("It says nine."), "who entered the claim may");
    note(&mut world, 3, claim, "The paper says nine.", None);
    assert_eq!(
        gist(&world, claim).as_deref(),
        Some("The paper says nine."),
        "who reviews may, and the last counts"
    );
}

#[test]
fn a_gist_taken_back_still_stood_or_took_the_one_before_it_along() {
    let (mut world, claim) = world();
    let first = note(&mut world, 1, claim, "One.", None);
    let second = note(&mut world, 1, claim, "Two.", Some(first));
    assert_eq!(gist(&world, claim).as_deref(), Some("Two."));
    assert_eq!(view(&world).gists().len(), 1);
    world.retract(1, second);
    assert_eq!(gist(&world, claim).as_deref(), Some("One."));
    world.retract(1, first);
    assert_eq!(gist(&world, claim), None);

    let third = note(&mut world, 1, claim, "Three.", None);
    world.withhold(1, third);
    assert_eq!(gist(&world, claim), None, "out of sight");
}

#[test]
fn which_gist_counts_hung_on_the_order_of_entries() {
    let (mut world, claim) = world();
    note(&mut world, 2, claim, "A.", None);
    note(&mut world, 3, claim, "B.", None);
    let straight = gist(&world, claim);
    world.entries.reverse();
    assert_eq!(gist(&world, claim), straight);
}

#[test]
fn a_sitting_writes_one_note_that_replaces_what_its_author_may_end() {
    let (mut world, claim) = world();
    let own = note(&mut world, 3, claim, "Mine.", None);
    let others = note(&mut world, 2, claim, "Theirs.", None);
    let vocabulary = Vocabulary::shipped();
    let sit = |world: &World, by: u8, words: &str| {
        let view = view(world);
        let mut pen = Pen::new(key(by), None, || [7; 16]);
        let mut sitting = Sitting::new(&view, &vocabulary, &mut pen);
        sitting.gist(claim, words).map(|_| sitting.finish())
    };
    let replaced = |batch: &[assize_record::Entry]| {
        assert!(batch.len() == 1 && batch[0].head.kind == Kind::Note);
        batch[0].head.refs_as(Role::Replaces).collect::<Vec<_>>()
    };
    assert_eq!(replaced(&sit(&world, 3, "Mine again.").unwrap()), [own], "a reviewer ends their own");
    let by_editor = replaced(&sit(&world, 4, "For all.").unwrap());
    assert_eq!(by_editor.iter().copied().collect::<std::collections::BTreeSet<_>>(), [own, others].into());
    assert!(matches!(sit(&world, 9, "No."), Err(LedgerError::NotAuthorised(_))));
    assert!(matches!(sit(&world, 4, "Theirs."), Err(LedgerError::SameGist(_))));
    for words in [" ", "Two\nlines.", &"long ".repeat(200)] {
        assert!(matches!(sit(&world, 4, words), Err(LedgerError::Gist { .. })), "{words:.20}");
    }
}
