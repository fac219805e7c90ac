//! What is one thing: nothing but a person's link says so, and it can be taken back.

use crate::{
    desk::{Article, Desk, named, thing},
    naive::Naive,
    world::founders,
};
use assize_ledger::{
    LedgerError, NewThing, State, Thing, View,
    undo::{self, Batch, Decision, Way},
    view::FoldDoubt,
};
use assize_record::{EntryId, entry::Verdict};
use proptest::{prelude::*, sample::Index};

/// What a view says of the world, without what was set aside on the way.
fn said(view: &View) -> impl PartialEq + std::fmt::Debug + use<> {
    let parts = view.clone().into_parts();
    (
        parts.claims,
        parts.same,
        parts.members,
        parts.part_of,
        parts.different,
        parts.contested,
        parts.entities,
        parts.links,
    )
}

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

/// One decision of a random history. Indices pick among what there is.
#[derive(Debug, Clone)]
enum Act {
    Accept(Index),
    Reject(Index),
    Link(Index, Index, Verdict),
    Place(Index, Option<Index>),
    Rename(Index),
    Unlink(Index, Index),
    Retract(Index),
    Undo(usize),
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    let index = any::<Index>;
    let verdict =
        prop_oneof![4 => Just(Verdict::Same), 1 => Just(Verdict::Different), 1 => Just(Verdict::PartOf)];
    prop_oneof![
        4 => index().prop_map(Act::Accept),
        1 => index().prop_map(Act::Reject),
        5 => (index(), index(), verdict).prop_map(|(a, b, v)| Act::Link(a, b, v)),
        3 => (index(), prop::option::of(index())).prop_map(|(a, b)| Act::Place(a, b)),
        1 => index().prop_map(Act::Rename),
        2 => (index(), index()).prop_map(|(a, b)| Act::Unlink(a, b)),
        1 => index().prop_map(Act::Retract),
        2 => (1_usize..3).prop_map(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

struct History {
    desk: Desk,
    articles: Vec<Article>,
    /// Entries that each decision ended at.
    ends: Vec<usize>,
}

impl History {
    fn new() -> Self {
        let mut desk = Desk::new();
        let towns = ["Orsay", "Port Lume", "Varn", "Tessel"];
        let articles: Vec<Article> = towns
            .iter()
            .zip(2_u64..)
            .map(|(town, n)| desk.article(&format!("Some {n}"), n, town, "Ana Ode", "2031-05-05"))
            .collect();
        let start = desk.world.entries.len();
        Self { desk, articles, ends: vec![start] }
    }

    /// Referents of all articles, and entities on record.
    fn things(&self) -> Vec<Thing<'_>> {
        let referents = self.articles.iter().flat_map(|article| [thing(article, 1), thing(article, 2)]);
        let entities =
            self.desk.world.entries.iter().filter(|r| r.entry.head.kind == assize_record::Kind::Entity);
        referents.chain(entities.map(|r| Thing::OnRecord(r.entry.id))).collect()
    }

    fn last(&self, way: Way, count: usize) -> Vec<Decision> {
        let entries: Vec<&assize_record::Entry> = self.desk.world.entries.iter().map(|r| &r.entry).collect();
        let mut batches: Vec<Batch<'_>> =
            self.ends.windows(2).map(|w| entries[w[0]..w[1]].to_vec()).collect();
        batches.reverse();
        let state = State::fold(&self.desk.world.entries, &founders(), None);
        undo::last(&batches, &state, &crate::world::key(1).public(), way, count)
    }

    /// Plays one act. What is refused enters nothing.
    fn play(&mut self, act: &Act) {
        let articles = self.articles.clone();
        let ids: Vec<EntryId> = self.things().iter().map(|thing| thing.id().unwrap()).collect();
        let referents = || articles.iter().flat_map(|article| [thing(article, 1), thing(article, 2)]);
        let things: Vec<Thing<'_>> =
            referents().chain(ids[articles.len() * 2..].iter().map(|id| Thing::OnRecord(*id))).collect();
        let undone = match act {
            Act::Undo(count) => self.last(Way::Undo, *count),
            Act::Redo => self.last(Way::Redo, 1),
            _ => Vec::new(),
        };
        let view = self.desk.view();
        let links: Vec<EntryId> = view.links().iter().map(|link| link.id).collect();
        let _ = self.desk.sit(1, |sitting| {
            match act {
                Act::Accept(at) => sitting.accept(&at.get(&articles).first()).map(|_| ())?,
                Act::Reject(at) => sitting.reject(&at.get(&articles).first(), "no").map(|_| ())?,
                Act::Link(a, b, verdict) => {
                    sitting.link(a.get(&things), *verdict, b.get(&things), "").map(|_| ())?
                }
                Act::Place(a, b) => {
                    let from: Vec<Thing<'_>> =
                        std::iter::once(a).chain(b).map(|at| thing(at.get(&articles), 1)).collect();
                    sitting.place(named("Placed"), &from, &[], &[], "").map(|_| ())?;
                }
                Act::Rename(at) => sitting.rename(*at.get(&ids), Some("Renamed"), None, None).map(|_| ())?,
                Act::Unlink(a, b) => sitting.unlink(*a.get(&ids), *b.get(&ids), "").map(|_| ())?,
                Act::Retract(at) if !links.is_empty() => {
                    sitting.retract(*at.get(&links), Some(crate::world::key(1).public()), "").map(|_| ())?;
                }
                Act::Retract(_) => {}
                Act::Undo(_) => {
                    undone.iter().try_for_each(|decision| sitting.undo(decision, "").map(|_| ()))?
                }
                Act::Redo => {
                    for id in undone.iter().flat_map(|decision| &decision.entries) {
                        sitting.retract(*id, Some(crate::world::key(1).public()), "")?;
                    }
                }
            }
            Ok(())
        });
        let end = self.desk.world.entries.len();
        if self.ends.last() != Some(&end) {
            self.ends.push(end);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn clusters_equal_a_naive_union_find(acts in prop::collection::vec(act(), 0..24)) {
        let mut history = History::new();
        for act in &acts {
            history.play(act);
        }
        let entries = &history.desk.world.entries;
        let state = State::fold(entries, &founders(), None);
        let naive = Naive::new(entries, &founders());
        prop_assert_eq!(&state.same, &naive.same());
        prop_assert_eq!(state.accepted().collect::<Vec<_>>(), naive.accepted());
        // Two halves of the record, merged in either order, say the same.
        let (a, b): (Vec<_>, Vec<_>) = entries.iter().cloned().enumerate().partition(|(at, _)| at % 2 == 0);
        let (a, b): (Vec<_>, Vec<_>) = (a.into_iter().map(|(_, r)| r).collect(), b.into_iter().map(|(_, r)| r).collect());
        let fold = |entries: &[assize_ledger::Received]| View::fold(entries, &founders(), assize_ledger::AsKnown::default());
        prop_assert_eq!(fold(&assize_ledger::merge(&a, &b)), fold(&assize_ledger::merge(&b, &a)));
        prop_assert_eq!(fold(&assize_ledger::merge(&a, &b)), fold(entries));
    }

    #[test]
    fn undoing_everything_leaves_nothing_and_redoing_gives_it_back(acts in prop::collection::vec(act(), 1..16)) {
        let mut history = History::new();
        let empty = said(&history.desk.view());
        for act in acts.iter().filter(|act| !matches!(act, Act::Undo(_) | Act::Redo)) {
            history.play(act);
        }
        let full = said(&history.desk.view());
        let mut undone = 0;
        while !history.last(Way::Undo, 1).is_empty() {
            history.play(&Act::Undo(1));
            undone += 1;
            prop_assert!(undone < 100);
        }
        prop_assert_eq!(said(&history.desk.view()), empty);
        for _ in 0..undone {
            history.play(&Act::Redo);
        }
        prop_assert_eq!(said(&history.desk.view()), full);
    }
}
