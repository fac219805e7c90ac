//! Drafts in a view, and a person's decisions on them.

use crate::desk::{Article, Desk, words};
use assize_ledger::{Amendment, AsKnown, DraftInput, LedgerError, View, view::Standing};
use assize_record::{
    EntityType, EntryId, HedgeKind, Kind, Quantity, ReferentNumber, Speaker, SpeakerKind, Stance, Status,
    Unit, Value, body::ClaimHedge, speaker::Basis,
};

fn desk() -> (Desk, Article) {
    let mut desk = Desk::new();
    let article = desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05");
    (desk, article)
}

fn drafted(desk: &Desk, inputs: &[DraftInput<'_>]) -> View {
    desk.view().with_drafts(inputs, &desk.vocabulary)
}

#[test]
fn drafts_stand_beside_claims_on_anchors_of_their_text() {
    let (mut desk, article) = desk();
    let input = article.first();
    let elsewhere = DraftInput { source: EntryId::from_bytes([9; 32]), ..input };
    let view = drafted(&desk, &[input, input, elsewhere]);
    assert_eq!(view.claims().len(), 1);
    let claim = &view.claims()[0];
    assert_eq!((claim.standing, claim.by, claim.about), (Standing::Draft, None, article.anchor(1)));
    assert_eq!(view.words_of(claim).unwrap().exact, "Nine people were killed in Orsay");
    assert_eq!(view.name(claim.speaker.entity.unwrap()), "Ana Ode");
    assert_eq!(view.type_of(claim.speaker.entity.unwrap()), Some(EntityType::Agent));
    assert!(view.unplaced().contains(&article.anchor(1)));
    assert_eq!(desk.view().claims().len(), 0);
    desk.accept(&article);
    assert_eq!(drafted(&desk, &[article.first()]).claims().len(), 1, "the draft itself no longer shows");
}

#[test]
fn drafts_follow_the_day_of_publication() {
    let (desk, article) = desk();
    let count = |day: &str| {
        let as_known = AsKnown { published_by: Some(day.parse().unwrap()), recorded_by: None };
        let view = View::fold(&desk.world.entries, &crate::world::founders(), as_known);
        view.with_drafts(&[article.first()], &desk.vocabulary).claims().len()
    };
    assert_eq!((count("2031-05-04"), count("2031-05-05")), (0, 1));
}

#[test]
fn an_accepted_draft_stands_and_is_decided() {
    let (mut desk, article) = desk();
    let id = desk.accept(&article);
    let view = desk.view();
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
    assert_eq!(
        (view.claims().len(), view.claims()[0].standing, view.claims()[0].id),
        (1, Standing::Accepted, id)
    );
    assert!(view.has_decided(&article.first()));
    let again = desk.sit(1, |sitting| sitting.accept(&article.first()));
    assert!(matches!(again, Err(LedgerError::Decided(_))));
}

#[test]
fn accepting_an_agent_writes_no_person() {
    let (mut desk, article) = desk();
    desk.accept(&article);
    let view = desk.view();
    assert_eq!(view.type_of(article.anchor(2)), Some(EntityType::Agent));
    assert!(
        desk.world.entries.iter().all(|received| received.entry.head.kind != Kind::Entity),
        "nobody named anything"
    );
    desk.sit(1, |sitting| sitting.rename(article.anchor(2), None, Some(EntityType::Person), None)).unwrap();
    assert_eq!(desk.view().type_of(article.anchor(2)), Some(EntityType::Person));
    assert_eq!(desk.view().name(article.anchor(2)), "Ana Ode");
}

#[test]
fn a_rejection_is_on_record_and_can_be_taken_back() {
    let (mut desk, article) = desk();
    desk.sit(1, |sitting| sitting.reject(&article.first(), "said of another boat")).unwrap();
    let view = desk.view();
    assert!(view.claims().is_empty() && view.has_decided(&article.first()));
    let review = desk.world.entries.iter().find(|r| r.entry.head.kind == Kind::Review).unwrap().entry.id;
    desk.world.retract(1, review);
    assert_eq!(drafted(&desk, &[article.first()]).claims().len(), 1, "back among the drafts");
    let before = desk.world.entries.len();
    desk.accept(&article);
    assert_eq!(desk.world.entries.len(), before + 1, "one review, of the claim that is there");
    assert_eq!(desk.view().claims().len(), 1);
}

#[test]
fn an_amended_draft_keeps_what_the_machine_read() {
    let (mut desk, article) = desk();
    let change = Amendment::default().ends(Quantity::exactly(8, Unit::People));
    desk.sit(1, |sitting| sitting.amend(&article.first(), &change, "one survived")).unwrap();
    let view = desk.view();
    assert_eq!((view.claims().len(), view.set_aside().len()), (1, 1));
    assert_eq!(view.claims()[0].proposition.value, Value::Quantity(Quantity::exactly(8, Unit::People)));
    assert!(view.has_decided(&article.first()));
}

#[test]
fn an_amendment_sets_every_field() {
    let (mut desk, article) = desk();
    let other = desk.world.entity(1, "incident/other", None);
    let group = desk.world.entity(1, "organisation/red-sail", None);
    let speaker = Speaker {
        kind: SpeakerKind::Unnamed,
        entity: None,
        description: "two sailors".to_owned(),
        count: Some(Quantity::exactly(2, Unit::People)),
        party: Some(group),
        anonymity: None,
    };
    let change = Amendment {
        property: Some("incident.injured".to_owned()),
        subject: Some(other),
        value: Some(Value::Quantity(Quantity::at_least(3, Unit::People))),
        status: Some(Some(Status::Civilian)),
        group: Some(Some(group)),
        happened_on: Some(Some("2031-05-03".parse().unwrap())),
        stance: Some(Stance::Denies),
        speaker: Some(speaker.clone()),
        via: Some(vec![speaker.clone()]),
        said_on: Some(Some("2031-05-04".parse().unwrap())),
        hedges: Some(vec![ClaimHedge { exact: "at least".to_owned(), kind: HedgeKind::Bound }]),
        basis: Some(Some(Basis::Witness)),
        passage: Some(words(&article.words, "Nine people")),
    };
    let id = desk.sit(1, |sitting| sitting.amend(&article.first(), &change, "")).unwrap();
    let view = desk.view();
    let claim = view.claim(id).unwrap();
    assert_eq!(claim.proposition.property, "incident.injured");
    assert_eq!((claim.proposition.subject, claim.proposition.group), (other, Some(group)));
    assert_eq!(claim.proposition.value, Value::Quantity(Quantity::at_least(3, Unit::People)));
    assert_eq!(
        (claim.proposition.status, claim.stance, claim.basis),
        (Some(Status::Civilian), Stance::Denies, Some(Basis::Witness))
    );
    assert_eq!(claim.proposition.happened_on.as_ref().unwrap().to_string(), "2031-05-03");
    assert_eq!(claim.said_on.as_ref().unwrap().to_string(), "2031-05-04");
    assert_eq!((&claim.speaker, &claim.via[..], claim.hedges.len()), (&speaker, &[speaker.clone()][..], 1));
    assert_eq!(view.words_of(claim).unwrap().exact, "Nine people");
    // A claim on the record is corrected in the same way, and a fact can be taken away.
    let change =
        Amendment { status: Some(None), happened_on: Some(None), basis: Some(None), ..Amendment::default() };
    let id = desk.sit(1, |sitting| sitting.amend_claim(id, &change, "")).unwrap();
    let view = desk.view();
    let claim = view.claim(id).unwrap();
    assert_eq!((view.claims().len(), claim.proposition.status, claim.basis), (1, None, None));
    assert!(claim.proposition.happened_on.is_none());
}

#[test]
fn a_refused_decision_enters_nothing() {
    let (mut desk, article) = desk();
    let before = desk.world.entries.len();
    let mut altered = article.clone();
    altered.drafts[0].proposition = assize_record::draft::DraftProposition::new(
        &desk.vocabulary.id("incident.injured").unwrap(),
        ReferentNumber(1),
        altered.drafts[0].proposition.value.clone(),
    );
    let error = desk.sit(1, |sitting| sitting.accept(&altered.first())).unwrap_err();
    assert!(matches!(error, LedgerError::Altered(_)), "{error}");
    let mut nobody = article.clone();
    nobody.drafts[0].speaker.referent = Some(ReferentNumber(7));
    let error = desk.sit(1, |sitting| sitting.accept(&nobody.first())).unwrap_err();
    assert!(matches!(error, LedgerError::NoReferent { number: 7, .. }), "{error}");
    let lost = DraftInput { text: crate::world::open(article.source), ..article.first() };
    assert!(matches!(desk.sit(1, |sitting| sitting.accept(&lost)), Err(LedgerError::NoSource(_))));
    let change = Amendment { property: Some("incident.kiled".to_owned()), ..Amendment::default() };
    let error = desk.sit(1, |sitting| sitting.amend(&article.first(), &change, "")).unwrap_err();
    assert!(error.to_string().contains("did you mean `incident.killed`?"), "{error}");
    assert_eq!(desk.world.entries.len(), before);
    // Refused decisions of one sitting leave nothing behind beside those that were made.
    desk.sit(1, |sitting| {
        assert!(sitting.accept(&altered.first()).is_err() && sitting.accept(&nobody.first()).is_err());
        sitting.accept(&article.first())
    })
    .unwrap();
    assert_eq!(desk.world.entries.len(), before + 5, "passage, two anchors, claim, review");
}

#[test]
fn decisions_on_claims_of_the_record() {
    let (mut desk, article) = desk();
    let claim = desk.accept(&article);
    let nowhere = EntryId::from_bytes([8; 32]);
    assert!(matches!(desk.sit(1, |sitting| sitting.decide(nowhere, true, "")), Err(LedgerError::NoClaim(_))));
    desk.sit(1, |sitting| sitting.decide(claim, false, "not said at all")).unwrap();
    assert!(desk.view().claims().is_empty());
}

#[test]
fn a_reviewer_amends_what_another_entered_and_cannot_take_it_back() {
    let (mut desk, article) = desk();
    desk.world.actor(1, 4, false, &[assize_record::body::ActorRole::Reviewer]);
    let claim = desk.accept(&article);
    let change = Amendment { stance: Some(Stance::Denies), ..Amendment::default() };
    let error = desk.sit(5, |sitting| sitting.amend_claim(claim, &change, "")).unwrap_err();
    assert!(matches!(error, LedgerError::NotAuthorised(_)), "{error}");
    let by = desk.view().claim(claim).unwrap().by;
    assert!(desk.sit(4, |sitting| sitting.retract(claim, by, "")).is_err());
    desk.sit(4, |sitting| sitting.amend_claim(claim, &change, "")).unwrap();
    let view = desk.view();
    assert!(view.claims().is_empty() && view.differing()[0].versions.len() == 2);
}

/// A claim that was corrected twice stood beside its last correction: what replaced it was itself replaced, and counted no longer.
#[test]
fn what_was_corrected_twice_stands_once() {
    let (mut desk, article) = desk();
    let mut last = desk.accept(&article);
    for killed in [8, 7, 6] {
        let change = Amendment::default().ends(Quantity::exactly(killed, Unit::People));
        last = desk.sit(1, |sitting| sitting.amend_claim(last, &change, "counted again")).unwrap();
        let view = desk.view();
        assert_eq!(view.claims().iter().map(|claim| claim.id).collect::<Vec<_>>(), [last], "{killed}");
        assert!(view.doubts().is_empty(), "{:?}", view.doubts());
    }
    // A correction that is taken back alone gives its place to the one before it, whatever came after.
    desk.world.retract(1, last);
    let view = desk.view();
    let killed = view.claims().iter().map(|claim| claim.proposition.value.to_string()).collect::<Vec<_>>();
    assert_eq!(killed, ["7"]);
}

#[test]
fn what_was_renamed_twice_is_one_thing_by_its_last_name() {
    let (mut desk, article) = desk();
    desk.accept(&article);
    let agent = article.anchor(2);
    for name in ["Ana B. Ode", "Ana Bea Ode", "A. Ode", "Ana Ode"] {
        desk.sit(1, |sitting| sitting.rename(agent, Some(name), Some(EntityType::Person), None)).unwrap();
        let view = desk.view();
        assert_eq!((view.name(agent).as_str(), view.names_of(agent).count()), (name, 1));
        let people = view.entities().keys().filter(|id| view.type_of(**id) == Some(EntityType::Person));
        let known: std::collections::BTreeSet<EntryId> = people.map(|id| view.canonical(*id)).collect();
        assert_eq!(known.len(), 1, "{name}");
    }
}
