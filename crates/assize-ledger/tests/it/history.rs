//! Random histories: people decide in sittings, on copies of one record that diverge and merge.

use crate::{
    desk::{Article, Desk, named, thing},
    naive::Naive,
    world::{at, founders, key},
};
use assize_ledger::{
    Amendment, AsKnown, LedgerError, NewThing, Received, Sitting, State, Thing, View, merge,
    undo::{self, Batch, Decision, Way},
    view::ClaimView,
};
use assize_record::{EntityType, Entry, EntryId, Kind, Quantity, Unit, body::ActorRole, entry::Verdict};
use proptest::{prelude::*, sample::Index};
use std::collections::{BTreeMap, BTreeSet};

/// One decision. Indices pick among what there is.
#[derive(Debug, Clone)]
enum Act {
    Accept(Index),
    Reject(Index),
    Amend(Index),
    AmendClaim(Index),
    Decide(Index, bool),
    Link(Index, Index, Verdict),
    Place(Index, Option<Index>, Option<Index>),
    Rename(Index, Option<EntityType>),
    Unlink(Index, Index),
    Retract(Index),
    Undo(usize),
    Redo,
}

fn act() -> impl Strategy<Value = Act> {
    let index = any::<Index>;
    let verdict =
        prop_oneof![4 => Just(Verdict::Same), 1 => Just(Verdict::Different), 1 => Just(Verdict::PartOf)];
    let kind =
        prop_oneof![Just(EntityType::Person), Just(EntityType::Organisation), Just(EntityType::Attack)];
    prop_oneof![
        4 => index().prop_map(Act::Accept),
        1 => index().prop_map(Act::Reject),
        1 => index().prop_map(Act::Amend),
        1 => index().prop_map(Act::AmendClaim),
        1 => (index(), any::<bool>()).prop_map(|(a, b)| Act::Decide(a, b)),
        5 => (index(), index(), verdict).prop_map(|(a, b, v)| Act::Link(a, b, v)),
        3 => (index(), prop::option::of(index()), prop::option::of(index())).prop_map(|(a, b, c)| Act::Place(a, b, c)),
        2 => (index(), prop::option::of(kind)).prop_map(|(a, b)| Act::Rename(a, b)),
        2 => (index(), index()).prop_map(|(a, b)| Act::Unlink(a, b)),
        1 => index().prop_map(Act::Retract),
        2 => (1_usize..4).prop_map(Act::Undo),
        1 => Just(Act::Redo),
    ]
}

/// What people say on a record, without what was set aside on the way.
pub(crate) fn said(view: &View) -> impl PartialEq + std::fmt::Debug + use<> {
    let parts = view.clone().into_parts();
    let roster: Vec<(String, Option<EntryId>)> =
        view.keys().map(|key| (key.to_owned(), view.by_key(key))).collect();
    (
        (
            parts.claims,
            parts.bridges,
            parts.acts,
            parts.decided,
            parts.anchors,
            parts.entities,
            parts.authors,
        ),
        (parts.same, parts.members, parts.part_of, parts.different, parts.contested, parts.links),
        (view.unplaced().clone(), roster, parts.doubts),
    )
}

/// One person's copy of the record.
struct Copy {
    desk: Desk,
    by: u8,
    articles: Vec<Article>,
    /// Batches of its log, by ids.
    log: Vec<Vec<EntryId>>,
}

/// A record of four articles, with an editor (3) and a reviewer (4) beside its founder (1).
fn start() -> (Desk, Vec<Article>) {
    let mut desk = Desk::new();
    desk.world.actor(1, 3, false, &[ActorRole::Editor]);
    desk.world.actor(1, 4, false, &[ActorRole::Reviewer]);
    let towns = ["Orsay", "Port Lume", "Verland", "Tessel"];
    let articles = towns
        .iter()
        .zip(2_u64..)
        .map(|(town, n)| desk.article(&format!("Some {n}"), n, town, "Ana Ode", "2031-05-05"));
    let articles = articles.collect();
    (desk, articles)
}

impl Copy {
    fn new(by: u8, number: u64) -> Self {
        let (mut desk, articles) = start();
        desk.salt_from(number * 1_000_000);
        Self { desk, by, articles, log: Vec::new() }
    }

    fn entries(&self) -> &[Received] {
        &self.desk.world.entries
    }

    fn last(&self, way: Way, count: usize) -> Vec<Decision> {
        let entries: BTreeMap<EntryId, &Entry> =
            self.entries().iter().map(|r| (r.entry.id, &r.entry)).collect();
        let newest_first: Vec<Batch<'_>> =
            self.log.iter().rev().map(|batch| batch.iter().map(|id| entries[id]).collect()).collect();
        let state = State::fold(self.entries(), &founders(), None);
        undo::last(&newest_first, &state, &key(self.by).public(), way, count)
    }

    /// Plays one act. What is refused enters nothing.
    fn play(&mut self, act: &Act) {
        let articles = self.articles.clone();
        let referents = articles.iter().flat_map(|article| [thing(article, 1), thing(article, 2)]);
        let entities: Vec<EntryId> =
            self.entries().iter().filter(|r| r.entry.head.kind == Kind::Entity).map(|r| r.entry.id).collect();
        let things: Vec<Thing<'_>> =
            referents.chain(entities.iter().map(|id| Thing::OnRecord(*id))).collect();
        let view = self.desk.view();
        let decisions = match act {
            Act::Undo(count) => self.last(Way::Undo, *count),
            Act::Redo => self.last(Way::Redo, 1),
            _ => Vec::new(),
        };
        let before: BTreeSet<EntryId> = self.entries().iter().map(|r| r.entry.id).collect();
        let by = key(self.by).public();
        let result =
            self.desk.sit(self.by, |sitting| decide(sitting, act, &articles, &things, &view, &decisions, by));
        let new: Vec<EntryId> =
            self.entries().iter().map(|r| r.entry.id).filter(|id| !before.contains(id)).collect();
        assert!(result.is_ok() || new.is_empty(), "{act:?} was refused and left {new:?}");
        if !new.is_empty() {
            self.log.push(new);
        }
    }
}

fn decide(
    sitting: &mut Sitting<'_>,
    act: &Act,
    articles: &[Article],
    things: &[Thing<'_>],
    view: &View,
    decisions: &[Decision],
    by: assize_record::sign::PublicKey,
) -> Result<(), LedgerError> {
    let change = Amendment::default().ends(Quantity::exactly(7, Unit::People));
    let id = |at: &Index| at.get(things).id();
    let all: Vec<&ClaimView> = view.claims().iter().chain(view.not_counted()).collect();
    let claim = |at: &Index| (!all.is_empty()).then(|| *at.get(&all));
    match act {
        Act::Accept(at) => drop(sitting.accept(&at.get(articles).first())?),
        Act::Reject(at) => drop(sitting.reject(&at.get(articles).first(), "no")?),
        Act::Amend(at) => drop(sitting.amend(&at.get(articles).first(), &change, "")?),
        Act::AmendClaim(at) => {
            claim(at).map(|claim| sitting.amend_claim(claim.id, &change, "")).transpose().map(drop)?;
        }
        Act::Decide(at, accept) => {
            claim(at).map(|claim| sitting.decide(claim.id, *accept, "")).transpose().map(drop)?;
        }
        Act::Link(a, b, verdict) => drop(sitting.link(a.get(things), *verdict, b.get(things), "")?),
        Act::Place(a, b, c) => {
            let at = |at: &Index| thing(at.get(articles), 1);
            let from: Vec<Thing<'_>> = std::iter::once(a).chain(b).map(at).collect();
            let different: Vec<EntryId> = match c {
                Some(c) if view.entity(at(c).id()?).is_some() => vec![at(c).id()?],
                _ => Vec::new(),
            };
            let key = c.is_none().then(|| format!("incident/{}", a.index(5)));
            sitting.place(NewThing { key, ..named("Placed") }, &from, &[], &different, "").map(drop)?;
        }
        Act::Rename(at, kind) => drop(sitting.rename(id(at)?, Some("Renamed"), *kind, None)?),
        Act::Unlink(a, b) => drop(sitting.unlink(id(a)?, id(b)?, "")?),
        Act::Retract(at) if !view.links().is_empty() => {
            let link = at.get(view.links());
            sitting.retract(link.id, link.by, "").map(drop)?;
        }
        Act::Retract(_) => {}
        Act::Undo(_) => decisions.iter().try_for_each(|decision| sitting.undo(decision, "").map(drop))?,
        Act::Redo => {
            for id in decisions.iter().flat_map(|decision| &decision.entries) {
                sitting.retract(*id, Some(by), "")?;
            }
        }
    }
    Ok(())
}

fn fold(entries: &[Received]) -> View {
    View::fold(entries, &founders(), AsKnown::default())
}

/// What is one thing, whatever it is known by.
fn partition(state: &State) -> BTreeSet<Vec<EntryId>> {
    state
        .members
        .values()
        .map(|members| members.iter().copied().collect::<BTreeSet<_>>().into_iter().collect())
        .collect()
}

/// Copies of the founder on two machines, of the editor and of the reviewer.
fn copies() -> Vec<Copy> {
    [(1, 0), (1, 1), (3, 2), (4, 3)].into_iter().map(|(by, number)| Copy::new(by, number)).collect()
}

/// Which copy does what, and which copies meet.
#[derive(Debug, Clone)]
enum Turn {
    Act(usize, Act),
    Meet(usize, usize),
}

fn turns(most: usize) -> impl Strategy<Value = Vec<Turn>> {
    let turn = prop_oneof![
        5 => (0..4_usize, act()).prop_map(|(copy, act)| Turn::Act(copy, act)),
        1 => (0..4_usize, 0..4_usize).prop_map(|(a, b)| Turn::Meet(a, b)),
    ];
    prop::collection::vec(turn, 0..most)
}

/// Turns in which people decide on drafts and claims, take it back and put it back, and nothing else.
fn deciding(most: usize) -> impl Strategy<Value = Vec<Turn>> {
    let index = any::<Index>;
    let act = prop_oneof![
        5 => index().prop_map(Act::Accept),
        3 => index().prop_map(Act::Reject),
        3 => index().prop_map(Act::Amend),
        3 => index().prop_map(Act::AmendClaim),
        3 => (index(), any::<bool>()).prop_map(|(a, b)| Act::Decide(a, b)),
        2 => (1_usize..3).prop_map(Act::Undo),
        1 => Just(Act::Redo),
    ];
    let turn = prop_oneof![
        4 => (0..4_usize, act).prop_map(|(copy, act)| Turn::Act(copy, act)),
        1 => (0..4_usize, 0..4_usize).prop_map(|(a, b)| Turn::Meet(a, b)),
    ];
    prop::collection::vec(turn, 0..most)
}

fn played(turns: &[Turn]) -> Vec<Copy> {
    let mut copies = copies();
    for turn in turns {
        match turn {
            Turn::Act(copy, act) => copies[*copy].play(act),
            Turn::Meet(a, b) => {
                let entries = merge(copies[*a].entries(), copies[*b].entries());
                copies[*a].desk.world.entries.clone_from(&entries);
                copies[*b].desk.world.entries = entries;
            }
        }
    }
    copies
}

fn union(copies: &[Copy]) -> Vec<Received> {
    copies.iter().fold(Vec::new(), |all, copy| merge(&all, copy.entries()))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn clusters_of_copies_that_met_equal_a_naive_union_find(turns in turns(32)) {
        let copies = played(&turns);
        let all = union(&copies);
        let state = State::fold(&all, &founders(), None);
        let naive = Naive::new(&all, &founders());
        prop_assert_eq!(&state.same, &naive.same());
        prop_assert_eq!(state.accepted().collect::<Vec<_>>(), naive.accepted());
        prop_assert_eq!(state.effective().collect::<Vec<_>>(), naive.effective());
        // In whatever order they meet, they say the same.
        let back = copies.iter().rev().fold(Vec::new(), |all, copy| merge(copy.entries(), &all));
        prop_assert_eq!(fold(&all), fold(&back));
        let (left, right) = (union(&copies[..2]), union(&copies[2..]));
        prop_assert_eq!(fold(&all), fold(&merge(&right, &left)));
    }

    #[test]
    fn drafts_that_copies_decided_apart_are_one_claim_with_reviews(turns in deciding(32)) {
        let all = union(&played(&turns));
        let (view, naive) = (fold(&all), Naive::new(&all, &founders()));
        let (_, articles) = start();
        let mut standing = BTreeSet::new();
        let mut differing = 0;
        for draft in articles.iter().map(|article| article.drafts[0].id) {
            let come_to = naive.on_draft(draft);
            let people = |by: &BTreeSet<assize_record::sign::PublicKey>| by.iter().copied().collect::<Vec<_>>();
            if let [(Some(id), by)] = come_to.iter().collect::<Vec<_>>()[..] {
                prop_assert_eq!(view.claim(*id).map(|claim| claim.reviewers.clone()), Some(people(by)));
                standing.insert(*id);
            } else if come_to.len() > 1 {
                differing += 1;
                let found = view.differing().iter().find(|found| found.draft == Some(draft)).unwrap();
                let versions: BTreeMap<_, _> =
                    found.versions.iter().map(|claim| (claim.id, claim.reviewers.clone())).collect();
                let naive = come_to.iter().filter_map(|(id, by)| Some(((*id)?, people(by))));
                prop_assert_eq!(versions, naive.collect::<BTreeMap<_, _>>());
                prop_assert_eq!(found.reviews.len(), come_to.values().map(BTreeSet::len).sum::<usize>());
            }
        }
        let claims: BTreeSet<EntryId> = view.claims().iter().map(|claim| claim.id).collect();
        prop_assert_eq!((claims, view.differing().len()), (standing, differing));
    }

    #[test]
    fn order_duplicates_and_receipts_join_nothing(turns in turns(24), order in any::<Vec<Index>>(), receipts in prop::collection::vec(prop::option::of(0_i64..99), 40)) {
        let all = union(&played(&turns));
        let mut mixed = all.clone();
        for (from, index) in order.iter().enumerate().take(all.len()) {
            mixed.swap(from, index.index(all.len()));
        }
        mixed.extend(order.iter().map(|index| Received { received_at: None, ..index.get(&all).clone() }));
        prop_assert_eq!(fold(&mixed), fold(&all));
        // Without a trusted receipt, or with others, clusters go by other ids and hold the same.
        for (received, second) in mixed.iter_mut().zip(receipts.iter().cycle()) {
            received.received_at = second.map(at);
        }
        let (ours, theirs) = (State::fold(&all, &founders(), None), State::fold(&mixed, &founders(), None));
        prop_assert_eq!(partition(&ours), partition(&theirs));
        prop_assert_eq!(&ours.different, &theirs.different);
        let clusters = |state: &State| -> BTreeSet<Vec<EntryId>> { state.contested.iter().map(|of| { let mut members = state.members[of].clone(); members.sort(); members }).collect() };
        prop_assert_eq!(clusters(&ours), clusters(&theirs));
        // Which of several decisions on one draft was the last is told by receipts, and with it what claims speak of.
        let (ours, theirs) = (fold(&all), fold(&mixed));
        let claims = |view: &View| {
            let differing = view.differing().iter().flat_map(|differing| &differing.versions);
            let claims: BTreeSet<EntryId> = view.claims().iter().chain(differing).map(|claim| claim.id).collect();
            claims
        };
        if claims(&ours) == claims(&theirs) {
            prop_assert_eq!(ours.unplaced(), theirs.unplaced());
        }
    }

    #[test]
    fn erased_bodies_change_no_cluster(turns in turns(24), erased in prop::collection::vec(any::<bool>(), 40)) {
        let all = union(&played(&turns));
        let mut left = all.clone();
        for (received, erased) in left.iter_mut().zip(erased.iter().cycle()) {
            if *erased && received.entry.head.kind != Kind::Actor {
                received.entry.body = None;
            }
        }
        prop_assert_eq!(State::fold(&left, &founders(), None), State::fold(&all, &founders(), None));
        let (full, left) = (fold(&all), fold(&left));
        prop_assert_eq!((full.same(), full.members(), full.contested()), (left.same(), left.members(), left.contested()));
        prop_assert_eq!((full.part_of(), full.different()), (left.part_of(), left.different()));
        let authors = |view: &View| view.clone().into_parts().authors;
        prop_assert_eq!(authors(&full), authors(&left));
        // What was one with a name alone that somebody took back is not placed with its body either.
        prop_assert!(left.unplaced().iter().all(|id| !left.same().contains_key(id) || full.unplaced().contains(id)));
    }

    #[test]
    fn nobody_joins_what_people_did_not_join(turns in turns(32)) {
        let all = union(&played(&turns));
        let view = fold(&all);
        let heads = all.iter().map(|r| &r.entry.head);
        let linked: BTreeSet<EntryId> = heads
            .filter(|head| head.verdict == Some(Verdict::Same))
            .flat_map(|head| head.refs.iter().map(|(_, id)| *id))
            .collect();
        for (_, articles) in [start()] {
            for (n, article) in articles.iter().enumerate() {
                let anchor = article.anchor(1);
                if !linked.contains(&anchor) {
                    prop_assert_eq!(view.cluster(anchor), vec![anchor]);
                    let about = view.claims_about(anchor).all(|claim| claim.source == article.source);
                    prop_assert!(about, "{}", n);
                }
            }
        }
    }

    #[test]
    fn undoing_everything_leaves_nothing(turns in turns(24)) {
        let mut copies = played(&turns);
        let empty = said(&start().0.view());
        let mut all = union(&copies);
        // Taking back a retraction brings back what somebody else had entered, who may then take that back too.
        for round in 0.. {
            prop_assert!(round < 40);
            let mut done = true;
            for copy in &mut copies {
                copy.desk.world.entries.clone_from(&all);
                while !copy.last(Way::Undo, 1).is_empty() {
                    done = false;
                    copy.play(&Act::Undo(3));
                }
                all = merge(&all, copy.entries());
            }
            if done {
                break;
            }
        }
        prop_assert_eq!(said(&fold(&all)), empty);
    }

    #[test]
    fn redoing_gives_back_what_was_undone(acts in prop::collection::vec(act(), 1..16), step in 1_usize..4) {
        let mut copy = Copy::new(1, 0);
        for act in acts.iter().filter(|act| !matches!(act, Act::Undo(_) | Act::Redo)) {
            copy.play(act);
        }
        let full = said(&copy.desk.view());
        let all = copy.last(Way::Undo, usize::MAX).len();
        let mut left = all;
        while left > 0 {
            copy.play(&Act::Undo(step));
            // Each takes back as many as it says, and none of those goes on standing.
            left = left.saturating_sub(step);
            prop_assert_eq!(copy.last(Way::Undo, usize::MAX).len(), left);
        }
        prop_assert_eq!(said(&copy.desk.view()), said(&start().0.view()));
        for _ in 0..all {
            copy.play(&Act::Redo);
        }
        prop_assert_eq!(said(&copy.desk.view()), full);
    }

    #[test]
    fn what_is_unlinked_is_two(turns in turns(24), a in any::<Index>(), b in any::<Index>()) {
        let mut copies = played(&turns);
        let all = union(&copies);
        let view = fold(&all);
        let members: Vec<&Vec<EntryId>> = view.members().values().collect();
        prop_assume!(!members.is_empty());
        let cluster = a.get(&members);
        let (from, to) = (*a.get(cluster), *b.get(cluster));
        prop_assume!(from != to);
        let copy = &mut copies[0];
        copy.desk.world.entries = all;
        let result = copy.desk.sit(1, |sitting| sitting.unlink(from, to, ""));
        let after = copy.desk.view();
        match result {
            Ok(taken) => {
                prop_assert!(after.canonical(from) != after.canonical(to));
                prop_assert!(!taken.is_empty());
                prop_assert_eq!(after.different(), view.different());
            }
            // An entity and what took its place are one without a link.
            Err(LedgerError::NotLinked { .. }) => prop_assert!(view.entered_by(from).is_none() || view.entered_by(to).is_none()),
            Err(other) => prop_assert!(false, "{other}"),
        }
    }
}
