//! Decisions that go wrong, or that could mean two things.

use crate::{
    desk::{Article, Desk, named, referent, thing, words},
    world::founders,
};
use assize_ledger::{
    Amendment, LedgerError, NewThing, State, Thing, View,
    undo::{self, Batch, Decision, Way},
    view::{FoldDoubt, Why},
};
use assize_record::{
    EntityType, Entry, EntryId, Kind, Quantity, ReferentNumber, Speaker, Stance, Unit, body::ActorRole,
    entry::Verdict,
};

fn two(desk: &mut Desk) -> (Article, Article) {
    (
        desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05"),
        desk.article("Four", 4, "Port Lume", "Tom Vale", "2031-05-05"),
    )
}

fn on(id: EntryId) -> Thing<'static> {
    Thing::OnRecord(id)
}

/// The last decisions of key 1, where each batch ends at one of these numbers of entries.
fn last(desk: &Desk, ends: &[usize], way: Way, count: usize) -> Vec<Decision> {
    let entries: Vec<&Entry> = desk.world.entries.iter().map(|r| &r.entry).collect();
    let mut batches: Vec<Batch<'_>> = ends.windows(2).map(|w| entries[w[0]..w[1]].to_vec()).collect();
    batches.reverse();
    let state = State::fold(&desk.world.entries, &founders(), None);
    undo::last(&batches, &state, &crate::world::key(1).public(), way, count)
}

#[test]
fn a_refused_decision_leaves_nothing_in_the_batch() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let campaign = desk.world.entity(1, "campaign/raids", None);
    desk.world.actor(1, 4, false, &[ActorRole::Reviewer]);
    desk.accept(&orsay);
    desk.accept(&lume);
    let placed = desk.sit(1, |s| s.place(named("Orsay"), &[thing(&orsay, 1)], &[campaign], &[], "")).unwrap();
    let nowhere = EntryId::from_bytes([9; 32]);
    let before = desk.world.entries.len();
    desk.sit(1, |s| {
        // A whole that is not on the record; a person who is not an incident; a type that does not fit; a candidate that it is.
        assert!(s.place(named("Lume"), &[thing(&lume, 1)], &[nowhere], &[], "").is_err());
        assert!(s.place(named("Lume"), &[thing(&lume, 1), thing(&lume, 2)], &[], &[], "").is_err());
        assert!(s.link(&thing(&lume, 2), Verdict::Same, &on(placed), "").is_err());
        assert!(s.link(&thing(&lume, 1), Verdict::PartOf, &on(nowhere), "").is_err());
        assert!(s.rename(nowhere, Some("x"), None, None).is_err());
        Ok(())
    })
    .unwrap();
    assert_eq!(desk.world.entries.len(), before);
    // Of several links to take back, one is somebody else's.
    desk.world.link(4, lume.anchor(1), Verdict::Same, orsay.anchor(1));
    desk.world.entries.swap_remove(desk.world.entries.len() - 1);
    let theirs = desk.world.link(1, lume.anchor(2), Verdict::Same, orsay.anchor(2));
    let own = desk.world.link(4, orsay.anchor(2), Verdict::Same, lume.anchor(2));
    let before = desk.world.entries.len();
    desk.sit(4, |s| {
        let error = s.unlink(lume.anchor(2), orsay.anchor(2), "").unwrap_err();
        assert!(matches!(error, LedgerError::NotAuthorised(_)), "{error}");
        Ok(())
    })
    .unwrap();
    assert_eq!(desk.world.entries.len(), before, "neither {theirs} nor {own} is taken back");
}

#[test]
fn what_follows_a_refused_decision_names_what_is_on_record_before_it() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let nowhere = EntryId::from_bytes([9; 32]);
    desk.sit(1, |s| {
        s.accept(&orsay.first())?;
        assert!(s.place(named("Lume"), &[thing(&lume, 1)], &[nowhere], &[], "").is_err());
        s.accept(&lume.first())
    })
    .unwrap();
    let on_record: Vec<EntryId> = desk.world.entries.iter().map(|r| r.entry.id).collect();
    for received in &desk.world.entries {
        let lost = received.entry.head.prev.iter().find(|id| !on_record.contains(id));
        assert_eq!(lost, None, "an author's entry before this one is one that was never entered");
    }
}

#[test]
fn decisions_of_one_sitting_know_of_one_another() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let keyed = |name: &str| NewThing { key: Some("incident/raid".to_owned()), ..named(name) };
    desk.sit(1, |s| {
        let first = s.place(keyed("Orsay"), &[thing(&orsay, 1)], &[], &[], "")?;
        let error = s.place(keyed("Lume"), &[thing(&lume, 1)], &[], &[], "").unwrap_err();
        assert!(matches!(error, LedgerError::KeyTaken(_)), "{error}");
        s.link(&thing(&lume, 1), Verdict::Different, &on(first), "")?;
        let error = s.link(&thing(&lume, 1), Verdict::Same, &thing(&orsay, 1), "").unwrap_err();
        assert!(matches!(error, LedgerError::SaidDifferent { .. }), "{error}");
        s.link(&thing(&orsay, 2), Verdict::Same, &thing(&lume, 2), "")?;
        let error = s.link(&thing(&lume, 2), Verdict::Same, &thing(&orsay, 2), "").unwrap_err();
        assert!(matches!(error, LedgerError::OneThing(_)), "{error}");
        Ok(())
    })
    .unwrap();
    let view = desk.view();
    assert!(view.contested().is_empty() && view.by_key("incident/raid").is_some());
    assert_eq!(view.links().len(), 3);
}

#[test]
fn an_incident_of_its_own_is_not_one_that_is_placed() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let first = desk.sit(1, |s| s.place(named("Raid"), &[thing(&orsay, 1)], &[], &[], "")).unwrap();
    let error = desk.sit(1, |s| s.place(named("Other"), &[thing(&orsay, 1)], &[], &[], "")).unwrap_err();
    assert!(matches!(error, LedgerError::Placed { .. }), "{error}");
    let error =
        desk.sit(1, |s| s.place(named("Other"), &[thing(&lume, 1)], &[], &[lume.anchor(1)], "")).unwrap_err();
    assert!(matches!(error, LedgerError::OneThing(_)), "it cannot differ from itself: {error}");
    // Two anchors that are one and that nobody named yet are placed together, and each is linked once.
    let other = desk.article("Two", 2, "Verland", "Ana Ode", "2031-05-06");
    desk.sit(1, |s| s.link(&thing(&lume, 1), Verdict::Same, &thing(&other, 1), "")).unwrap();
    let id = desk
        .sit(1, |s| {
            s.place(named("Both"), &[thing(&lume, 1), thing(&other, 1), thing(&lume, 1)], &[], &[], "")
        })
        .unwrap();
    let view = desk.view();
    assert_eq!((view.canonical(lume.anchor(1)), view.canonical(other.anchor(1))), (id, id));
    assert_eq!(view.links().iter().filter(|link| link.to == id).count(), 2);
    assert_eq!(view.canonical(orsay.anchor(1)), first);
}

#[test]
fn a_key_is_of_the_type_that_it_names() {
    let mut desk = Desk::new();
    let (orsay, _) = two(&mut desk);
    for key in ["person/raid", "raid", "incident/"] {
        let new = NewThing { key: Some(key.to_owned()), ..named("Raid") };
        let error = desk.sit(1, |s| s.place(new, &[thing(&orsay, 1)], &[], &[], "")).unwrap_err();
        assert!(matches!(error, LedgerError::Key(_) | LedgerError::KeyType { .. }), "{key}: {error}");
    }
    let new = NewThing { key: Some("incident/raid".to_owned()), ..named("Raid") };
    let id = desk.sit(1, |s| s.place(new, &[thing(&orsay, 1)], &[], &[], "")).unwrap();
    let rename = |desk: &mut Desk, kind, key: Option<&str>| desk.sit(1, |s| s.rename(id, None, kind, key));
    let error = rename(&mut desk, Some(EntityType::Attack), None).unwrap_err();
    assert!(matches!(error, LedgerError::KeyType { .. }), "its key would say incident: {error}");
    rename(&mut desk, Some(EntityType::Attack), Some("attack/raid")).unwrap();
    assert_eq!(desk.view().type_of(id), Some(EntityType::Attack));
    assert_eq!(desk.view().by_key("attack/raid"), Some(id));
}

#[test]
fn a_person_settles_a_type_that_the_reader_got_wrong() {
    let mut desk = Desk::new();
    let (orsay, _) = two(&mut desk);
    desk.accept(&orsay);
    let id = desk
        .sit(1, |s| s.rename(orsay.anchor(1), Some("First strike"), Some(EntityType::Attack), None))
        .unwrap();
    let view = desk.view();
    assert_eq!(
        (view.canonical(orsay.anchor(1)), view.type_of(orsay.anchor(1))),
        (id, Some(EntityType::Attack))
    );
    assert_eq!(view.doubts(), &[], "what a person says it is outweighs the reader");
    // An agent of the text is a person, and never an incident.
    desk.sit(1, |s| s.rename(orsay.anchor(2), None, Some(EntityType::Organisation), None)).unwrap();
    assert_eq!(desk.view().type_of(orsay.anchor(2)), Some(EntityType::Organisation));
    let incident = desk.world.entity(1, "incident/a", None);
    let error = desk.sit(1, |s| s.link(&thing(&orsay, 2), Verdict::Same, &on(incident), "")).unwrap_err();
    assert!(matches!(error, LedgerError::TypesDiffer { .. }), "{error}");
}

#[test]
fn a_person_and_an_organisation_are_not_joined_by_an_agent_between_them() {
    let mut desk = Desk::new();
    let agent = desk.world.entity(1, "agent/ode", None);
    let person = desk.world.entity(1, "person/ode", None);
    let organisation = desk.world.entity(1, "organisation/ode", None);
    desk.sit(1, |s| s.link(&on(agent), Verdict::Same, &on(person), "")).unwrap();
    let error = desk.sit(1, |s| s.link(&on(organisation), Verdict::Same, &on(agent), "")).unwrap_err();
    assert!(matches!(error, LedgerError::TypesDiffer { .. }), "{error}");
    // What two copies of the record joined in that way is doubted.
    desk.world.link(1, organisation, Verdict::Same, agent);
    assert!(desk.view().doubts().contains(&FoldDoubt::TypesDiffer { of: agent }));
}

#[test]
fn unlink_takes_apart_no_more_than_it_must() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let verland = desk.article("Two", 2, "Verland", "Ana Ode", "2031-05-06");
    let place = |desk: &mut Desk| {
        desk.sit(1, |s| {
            s.place(named("Raid"), &[thing(&orsay, 1), thing(&lume, 1), thing(&verland, 1)], &[], &[], "")
        })
        .unwrap()
    };
    let raid = place(&mut desk);
    let apart = |view: &View, a: EntryId, b: EntryId| view.canonical(a) != view.canonical(b);
    let (a, b, c) = (orsay.anchor(1), lume.anchor(1), verland.anchor(1));
    // Named by the thing it is one with, from either side.
    desk.sit(1, |s| s.unlink(raid, a, "")).unwrap();
    let view = desk.view();
    assert!(apart(&view, a, raid) && !apart(&view, b, raid) && !apart(&view, c, raid));
    desk.sit(1, |s| s.unlink(b, c, "")).unwrap();
    let view = desk.view();
    assert!(apart(&view, b, c) && apart(&view, b, raid) && !apart(&view, c, raid));
    // Renamed, it is known by its first id, and its anchors can still be taken out by either id.
    let renamed = desk.sit(1, |s| s.rename(raid, Some("The raid"), None, None)).unwrap();
    desk.sit(1, |s| s.link(&thing(&orsay, 1), Verdict::Same, &on(renamed), "")).unwrap();
    for id in [renamed, raid] {
        desk.sit(1, |s| s.unlink(id, a, "")).unwrap();
        assert!(apart(&desk.view(), a, raid) && !apart(&desk.view(), c, raid));
        desk.sit(1, |s| s.link(&thing(&orsay, 1), Verdict::Same, &on(renamed), "")).unwrap();
    }
    assert!(matches!(desk.sit(1, |s| s.unlink(a, b, "")), Err(LedgerError::NotLinked { .. })));
}

#[test]
fn unlinking_keeps_what_was_said_to_be_different() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let (a, b) = (orsay.anchor(1), lume.anchor(1));
    desk.sit(1, |s| s.link(&thing(&orsay, 1), Verdict::Same, &thing(&lume, 1), "")).unwrap();
    desk.sit(1, |s| s.link(&on(a), Verdict::Different, &on(b), "")).unwrap();
    assert_eq!(desk.view().contested().len(), 1);
    desk.sit(1, |s| s.unlink(a, b, "")).unwrap();
    let view = desk.view();
    assert_ne!(view.canonical(a), view.canonical(b));
    assert!(view.is_different(a, b) && view.contested().is_empty(), "the pair is not proposed again");
    desk.sit(1, |s| s.unlink(a, b, "")).unwrap();
    assert!(!desk.view().is_different(a, b));
}

#[test]
fn an_amended_claim_still_stands_on_its_anchors() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let claim = desk.accept(&orsay);
    let change = Amendment::default().ends(Quantity::exactly(8, Unit::People));
    let claim = desk.sit(1, |s| s.amend_claim(claim, &change, "")).unwrap();
    let view = desk.view();
    assert_eq!(view.type_of(orsay.anchor(1)), Some(EntityType::Incident));
    assert_eq!(view.type_of(orsay.anchor(2)), Some(EntityType::Agent));
    assert_eq!(view.name(orsay.anchor(2)), "Ana Ode");
    assert!(view.unplaced().contains(&orsay.anchor(1)), "it is as unplaced as it was");
    assert_eq!(view.claim(claim).unwrap().about, orsay.anchor(1));
    // Said of the other article's incident: that anchor is known for what its reading takes it for.
    let change = Amendment { subject: Some(lume.anchor(1)), ..Amendment::default() };
    desk.sit(1, |s| {
        s.enter_thing(&thing(&lume, 1))?;
        s.amend_claim(claim, &change, "")
    })
    .unwrap();
    let view = desk.view();
    assert_eq!(view.type_of(lume.anchor(1)), Some(EntityType::Incident));
    assert!(view.unplaced().contains(&lume.anchor(1)));
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
    // And so for a draft that is amended as it is accepted.
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    desk.sit(1, |s| {
        s.enter_thing(&thing(&lume, 1))?;
        s.amend(&orsay.first(), &change, "")
    })
    .unwrap();
    assert_eq!(desk.view().unplaced().iter().copied().collect::<Vec<_>>(), [lume.anchor(1)]);
}

#[test]
fn taking_a_link_back_reaches_claims_that_were_amended_meanwhile() {
    let mut desk = Desk::new();
    let (orsay, _) = two(&mut desk);
    let minister = desk.world.named(1, "person/ode", "Ana Maria Ode");
    let claim = desk.accept(&orsay);
    desk.sit(1, |s| s.link(&thing(&orsay, 2), Verdict::Same, &on(minister), "")).unwrap();
    let change = Amendment { stance: Some(Stance::Reports), ..Amendment::default() };
    let claim = desk.sit(1, |s| s.amend_claim(claim, &change, "")).unwrap();
    assert_eq!(desk.view().claim(claim).unwrap().speaker.entity, Some(minister));
    desk.sit(1, |s| s.unlink(orsay.anchor(2), minister, "another Ode")).unwrap();
    let view = desk.view();
    assert_eq!(view.claim(claim).unwrap().speaker.entity, Some(orsay.anchor(2)));
    assert_eq!(view.type_of(orsay.anchor(2)), Some(EntityType::Agent));
    // What a person puts in its place is not undone with the link.
    let speaker = Speaker { entity: Some(minister), ..view.claim(claim).unwrap().speaker.clone() };
    let change = Amendment { speaker: Some(speaker), ..Amendment::default() };
    let claim = desk.sit(1, |s| s.amend_claim(claim, &change, "")).unwrap();
    assert_eq!(desk.view().claim(claim).unwrap().speaker.entity, Some(minister));
}

#[test]
fn undo_of_several_decisions_takes_back_what_the_later_ones_replaced() {
    let mut desk = Desk::new();
    let (orsay, _) = two(&mut desk);
    let mut ends = vec![desk.world.entries.len()];
    let empty = desk.view();
    let id = desk.sit(1, |s| s.place(named("Raid"), &[thing(&orsay, 1)], &[], &[], "")).unwrap();
    ends.push(desk.world.entries.len());
    desk.sit(1, |s| s.rename(id, Some("The raid"), None, None)).unwrap();
    ends.push(desk.world.entries.len());
    desk.accept(&orsay);
    ends.push(desk.world.entries.len());
    let claim = desk.view().claims()[0].id;
    let change = Amendment { stance: Some(Stance::Denies), ..Amendment::default() };
    desk.sit(1, |s| s.amend_claim(claim, &change, "")).unwrap();
    ends.push(desk.world.entries.len());
    let decisions = last(&desk, &ends, Way::Undo, 4);
    assert_eq!(decisions.len(), 4);
    desk.sit(1, |s| decisions.iter().try_for_each(|decision| s.undo(decision, "").map(|_| ()))).unwrap();
    let view = desk.view();
    assert_eq!(
        (view.entities(), view.claims(), view.same()),
        (empty.entities(), empty.claims(), empty.same())
    );
    assert!(view.links().is_empty() && !view.has_decided(&orsay.first()));
    ends.push(desk.world.entries.len());
    assert!(last(&desk, &ends, Way::Undo, 1).is_empty(), "nothing is left to take back");
}

#[test]
fn what_was_amended_and_undone_is_a_draft_again() {
    let mut desk = Desk::new();
    let (orsay, _) = two(&mut desk);
    let mut ends = vec![desk.world.entries.len()];
    let change = Amendment::default().ends(Quantity::exactly(8, Unit::People));
    desk.sit(1, |s| s.amend(&orsay.first(), &change, "")).unwrap();
    ends.push(desk.world.entries.len());
    let decisions = last(&desk, &ends, Way::Undo, 1);
    desk.sit(1, |s| s.undo(&decisions[0], "")).unwrap();
    assert!(!desk.view().has_decided(&orsay.first()) && desk.view().claims().is_empty());
    desk.accept(&orsay);
    let view = desk.view();
    assert_eq!(view.claims().len(), 1);
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
}

#[test]
fn an_incident_whose_name_was_taken_back_alone_is_not_placed() {
    let mut desk = Desk::new();
    let (orsay, _) = two(&mut desk);
    desk.accept(&orsay);
    let id = desk.sit(1, |s| s.place(named("Raid"), &[thing(&orsay, 1)], &[], &[], "")).unwrap();
    assert!(desk.view().unplaced().is_empty());
    desk.world.retract(1, id);
    let view = desk.view();
    assert!(view.unplaced().contains(&orsay.anchor(1)), "what it was linked to does not stand");
    assert_eq!(view.name(orsay.anchor(1)), "killed");
}

#[test]
fn a_cluster_goes_by_the_name_that_took_the_place_of_its_first() {
    let mut desk = Desk::new();
    let first = desk.world.named(1, "incident/a", "Raid");
    let other = desk.world.named(1, "incident/b", "Attack at dawn");
    desk.sit(1, |s| s.rename(first, Some("Raid on Orsay"), None, None)).unwrap();
    desk.sit(1, |s| s.link(&on(first), Verdict::Same, &on(other), "")).unwrap();
    let view = desk.view();
    assert_eq!((view.canonical(other), view.name(other)), (first, "Raid on Orsay".to_owned()));
}

#[test]
fn a_strangers_name_does_not_become_that_of_our_incident() {
    let mut desk = Desk::new();
    let theirs = desk.world.named(7, "incident/theirs", "What they call it");
    let ours = desk.world.named(1, "incident/ours", "Strike off Orsay");
    desk.sit(1, |s| s.link(&on(ours), Verdict::Same, &on(theirs), "they mean the same")).unwrap();
    let view = desk.view();
    assert_eq!((view.canonical(theirs), view.name(theirs)), (ours, "Strike off Orsay".to_owned()));
    assert_eq!(view.by_key("incident/ours"), Some(ours));
}

#[test]
fn anchors_that_only_a_link_names_are_in_the_view() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let campaign = desk.world.entity(1, "campaign/raids", None);
    desk.sit(1, |s| {
        s.link(&thing(&orsay, 1), Verdict::PartOf, &on(campaign), "")?;
        s.link(&thing(&orsay, 1), Verdict::Different, &thing(&lume, 1), "")
    })
    .unwrap();
    let view = desk.view();
    assert!(view.anchors().contains_key(&orsay.anchor(1)) && view.anchors().contains_key(&lume.anchor(1)));
    assert_eq!(view.anchors()[&orsay.anchor(1)].words.as_ref().unwrap().exact, "killed");
}

#[test]
fn nothing_is_part_of_a_part_of_itself() {
    let mut desk = Desk::new();
    let ids = ["a", "b", "c"].map(|name| desk.world.entity(1, &format!("campaign/{name}"), None));
    desk.sit(1, |s| s.link(&on(ids[0]), Verdict::PartOf, &on(ids[1]), "")).unwrap();
    desk.sit(1, |s| s.link(&on(ids[1]), Verdict::PartOf, &on(ids[2]), "")).unwrap();
    let error = desk.sit(1, |s| s.link(&on(ids[2]), Verdict::PartOf, &on(ids[0]), "")).unwrap_err();
    assert!(matches!(error, LedgerError::Circle { .. }), "{error}");
}

#[test]
fn somebody_elses_undecided_claim_is_not_amended_in_vain() {
    let mut desk = Desk::new();
    desk.world.actor(1, 4, false, &[ActorRole::Reviewer]);
    desk.world.actor(1, 5, false, &[ActorRole::Reviewer]);
    let (orsay, lume) = two(&mut desk);
    for article in [&orsay, &lume] {
        let claim = desk.sit(4, |s| s.accept(&article.first())).unwrap();
        let review = desk.world.entries.iter().find(|r| {
            r.entry.head.kind == Kind::Review
                && r.entry.head.refs_as(assize_record::entry::Role::Of).any(|of| of == claim)
        });
        let review = review.unwrap().entry.id;
        desk.world.retract(4, review);
    }
    let change = Amendment::default().ends(Quantity::exactly(8, Unit::People));
    let amended = desk.sit(5, |s| s.amend(&orsay.first(), &change, "")).unwrap();
    let accepted = desk.sit(5, |s| s.accept(&lume.first())).unwrap();
    let view = desk.view();
    assert!(view.claim(amended).is_some() && view.claim(accepted).is_some(), "{:?}", view.doubts());
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
}

#[test]
fn two_mentions_in_one_draft_are_two_anchors_and_one_referent_is_one() {
    let mut desk = Desk::new();
    let mut article = desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05");
    article.referents.push(referent(&article.words, 3, EntityType::Organisation, "people"));
    article.drafts[0].proposition.group = Some(ReferentNumber(3));
    article.drafts[0].via = vec![article.drafts[0].speaker.clone()];
    let id = desk.accept(&article);
    let head = &desk.world.entries.iter().find(|r| r.entry.id == id).unwrap().entry.head;
    let refs: Vec<(&str, EntryId)> = head.refs.iter().skip(1).map(|(role, id)| (role.name(), *id)).collect();
    assert_eq!(
        refs,
        [("subject", article.anchor(1)), ("speaker", article.anchor(2)), ("named", article.anchor(3))]
    );
    assert_eq!(words(&article.words, "people").exact, desk.view().name(article.anchor(3)));
}

/// Figures of the claims that stand, in order.
fn figures(desk: &Desk) -> Vec<u64> {
    let view = desk.view();
    let mut found: Vec<u64> = view
        .claims()
        .iter()
        .filter_map(|claim| match &claim.proposition.value {
            assize_record::Value::Quantity(quantity) => quantity.min,
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found
}

fn as_n(n: u64) -> Amendment {
    let value = assize_record::Value::Quantity(Quantity::exactly(n, Unit::People));
    Amendment { value: Some(value), ..Amendment::default() }
}

/// A record on which a draft was accepted, that was taken back, and somebody decided anew; the retraction last.
fn taken_back(again: impl FnOnce(&mut Desk, &Article)) -> (Desk, EntryId) {
    let mut desk = Desk::new();
    let article = desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05");
    let from = desk.world.entries.len();
    desk.accept(&article);
    let ends = [from, desk.world.entries.len()];
    let decision = last(&desk, &ends, Way::Undo, 1).remove(0);
    let undone = desk.sit(1, |s| s.undo(&decision, "")).unwrap();
    assert!(figures(&desk).is_empty());
    again(&mut desk, &article);
    (desk, undone)
}

#[test]
fn a_draft_accepted_again_and_put_back_is_one_claim() {
    let (mut desk, undone) = taken_back(|desk, article| {
        desk.accept(article);
    });
    desk.sit(1, |s| {
        s.retract(undone, None, "").or_else(|_| s.retract(undone, Some(crate::world::key(1).public()), ""))
    })
    .unwrap();
    assert_eq!(figures(&desk), [9]);
    assert_eq!(desk.view().set_aside().iter().filter(|aside| aside.why == Why::Superseded).count(), 1);
    assert!(desk.view().differing().is_empty());
}

#[test]
fn of_two_decisions_of_one_person_on_one_draft_the_last_counts() {
    let author = Some(crate::world::key(1).public());
    let (mut desk, undone) = taken_back(|desk, article| {
        desk.sit(1, |s| s.amend(&article.first(), &as_n(3), "")).unwrap();
    });
    desk.sit(1, |s| s.retract(undone, author, "")).unwrap();
    assert_eq!(figures(&desk), [3], "amended after it was accepted");
    let (mut desk, undone) = taken_back(|desk, article| {
        desk.sit(1, |s| s.reject(&article.first(), "no")).unwrap();
    });
    desk.sit(1, |s| s.retract(undone, author, "")).unwrap();
    assert!(figures(&desk).is_empty(), "rejected after it was accepted");
    assert!(desk.view().differing().is_empty());
}

#[test]
fn one_draft_decided_in_two_copies_is_one_claim_with_two_reviews() {
    let mut desk = Desk::new();
    desk.world.actor(1, 4, false, &[ActorRole::Reviewer]);
    let article = desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05");
    let before = desk.world.entries.clone();
    let decide = |desk: &mut Desk, by: u8, n: Option<u64>| {
        desk.world.entries.clone_from(&before);
        desk.salt_from(u64::from(by) * 10_000);
        let done = match n {
            Some(n) => desk.sit(by, |s| s.amend(&article.first(), &as_n(n), "")),
            None => desk.sit(by, |s| s.accept(&article.first())),
        };
        done.unwrap();
        desk.world.entries.clone()
    };
    let merged = |desk: &mut Desk, all: [Vec<assize_ledger::Received>; 2]| {
        desk.world.entries.clone_from(&before);
        all.into_iter().flatten().for_each(|received| desk.receive(vec![received.entry]));
    };
    let (a, b) = (decide(&mut desk, 1, None), decide(&mut desk, 4, None));
    for all in [[a.clone(), b.clone()], [b, a.clone()]] {
        merged(&mut desk, all);
        assert_eq!(figures(&desk), [9], "both say the same");
        assert_eq!(desk.view().claims()[0].reviewers.len(), 2);
    }
    let c = decide(&mut desk, 4, Some(5));
    for all in [[a.clone(), c.clone()], [c, a]] {
        merged(&mut desk, all);
        assert!(figures(&desk).is_empty(), "each has their own figure");
        let view = desk.view();
        let [differing] = &view.differing()[..] else { panic!("{:?}", view.differing()) };
        assert_eq!((differing.versions.len(), differing.draft), (2, Some(article.drafts[0].id)));
    }
}

#[test]
fn links_put_back_into_a_circle_are_doubted() {
    let mut desk = Desk::new();
    let ids = ["raids", "war"].map(|key| desk.world.entity(1, &format!("campaign/{key}"), None));
    desk.world.link(1, ids[0], Verdict::PartOf, ids[1]);
    assert!(!desk.view().doubts().iter().any(|doubt| matches!(doubt, FoldDoubt::Circle { .. })));
    desk.world.link(1, ids[1], Verdict::PartOf, ids[0]);
    let mut of = ids.to_vec();
    of.sort_unstable();
    assert!(desk.view().doubts().contains(&FoldDoubt::Circle { of }));
    let sources = [desk.world.text(1, "One text.", None).0, desk.world.text(1, "Its copy.", None).0];
    desk.sit(1, |s| {
        s.link(&on(sources[1]), Verdict::SyndicatedFrom, &on(sources[0]), "")?;
        let error = s.link(&on(sources[0]), Verdict::SyndicatedFrom, &on(sources[1]), "").unwrap_err();
        assert!(matches!(error, LedgerError::Circle { .. }), "{error}");
        Ok(())
    })
    .unwrap();
}

#[test]
fn nothing_is_named_as_what_it_cannot_be() {
    let mut desk = Desk::new();
    let (orsay, lume) = two(&mut desk);
    let claim = desk.accept(&orsay);
    desk.accept(&lume);
    let before = desk.world.entries.len();
    let (incident, person) = (orsay.anchor(1), orsay.anchor(2));
    let spoken_by = |id: EntryId| Amendment {
        speaker: Some(Speaker {
            kind: assize_record::SpeakerKind::Named,
            entity: Some(id),
            description: "It".to_owned(),
            count: None,
            party: None,
            anonymity: None,
        }),
        ..Amendment::default()
    };
    desk.sit(1, |s| {
        let error = s.place(named("X"), &[on(orsay.source)], &[], &[], "").unwrap_err();
        assert!(matches!(&error, LedgerError::TypesDiffer { from, .. } if from == "a source"), "{error}");
        let error = s.amend_claim(claim, &spoken_by(incident), "").unwrap_err();
        assert_eq!(error.to_string(), "a speaker cannot be of type `incident`");
        let vessels = Amendment {
            value: Some(assize_record::Value::Quantity(Quantity::exactly(9, Unit::Vessels))),
            ..Amendment::default()
        };
        let error = s.amend_claim(claim, &vessels, "").unwrap_err();
        assert_eq!(error.to_string(), "`incident.killed` counts people, not vessels");
        let error = s.link(&on(person), Verdict::PartOf, &on(incident), "").unwrap_err();
        assert!(matches!(error, LedgerError::NoPart { .. }), "{error}");
        let error = s
            .name(&on(incident), NewThing { entity_type: EntityType::Person, ..named("Ana") }, "")
            .unwrap_err();
        assert!(matches!(error, LedgerError::SaidOfIt { .. }), "{error}");
        for name in ["", " \t", "a\u{1b}[2K", "a\nb", "a\u{202e}b", &"x".repeat(301)] {
            let error = s.place(named(name), &[on(incident)], &[], &[], "").unwrap_err();
            assert!(matches!(error, LedgerError::Name { .. }), "{name:?}: {error}");
        }
        Ok(())
    })
    .unwrap();
    assert_eq!(desk.world.entries.len(), before);
}

#[test]
fn a_person_settles_what_the_reader_took_something_for() {
    let mut desk = Desk::new();
    let article = desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05");
    // Nobody has accepted anything about it yet.
    let new = NewThing { entity_type: EntityType::Organisation, ..named("Ana Ode Society") };
    let id = desk.sit(1, |s| s.name(&thing(&article, 2), new, "")).unwrap();
    let view = desk.view();
    assert_eq!(view.type_of(article.anchor(2)), Some(EntityType::Organisation));
    assert_eq!(view.canonical(article.anchor(2)), id);
}
