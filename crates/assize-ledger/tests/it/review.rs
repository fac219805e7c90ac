//! Drafts in a view, and a person's decisions on them.

use crate::world::{World, founders, key};
use assize_ledger::{
    AsKnown, DraftInput, LedgerError, Pen, Received, Sitting, View, accept_draft, amend_draft, reject_draft,
    view::Standing,
};
use assize_record::{
    Confidence, Draft, Entry, EntryId, Hash, Kind, SpeakerKind, Stance, Unit, Value, Words,
    draft::{DraftProposition, DraftSpeaker, DraftValue, SCHEMA},
};

const TEXT: &str = "Nine men were killed, Ana Ode said.";

struct Desk {
    world: World,
    source: EntryId,
    text: EntryId,
    salt: u64,
}

fn desk() -> Desk {
    let mut world = World::new();
    let (source, text) = world.text(1, TEXT, Some("2031-05-05"));
    Desk { world, source, text, salt: 0 }
}

fn draft(subject: &str, killed: u64) -> Draft {
    let ode = TEXT.find("Ana Ode").unwrap();
    let words = |start: usize, end: usize| Words { start, end, exact: TEXT[start..end].to_owned() };
    let draft = Draft {
        schema: SCHEMA.to_owned(),
        id: Hash::from_bytes([0; 32]),
        passage: words(0, 20),
        speaker: DraftSpeaker {
            kind: SpeakerKind::Named,
            name: Some("Ana Ode".to_owned()),
            description: "Ana Ode".to_owned(),
            count: None,
            span: Some(words(ode, ode + 7)),
        },
        via: Vec::new(),
        cue: None,
        stance: Stance::Asserts,
        hedges: Vec::new(),
        said_on: None,
        times: Vec::new(),
        proposition: DraftProposition {
            property: "incident.killed".to_owned(),
            subject: subject.to_owned(),
            happened_on: None,
            status: None,
            group: Some("Red Sail".to_owned()),
            value: DraftValue {
                min: Some(killed),
                max: Some(killed),
                unit: Some(Unit::People),
                approx: None,
                date: None,
                flag: None,
                entity: None,
                start: 0,
                end: 8,
                exact: TEXT[0..8].to_owned(),
            },
        },
        reader: "assize-reader@0.1.0".to_owned(),
        rule: "quantity.casualty".to_owned(),
        confidence: Confidence::High,
    };
    draft.seal(&BlobHash::of(TEXT.as_bytes()))
}

impl Desk {
    fn view(&self) -> View {
        View::fold(&self.world.entries, &founders(), AsKnown::default())
    }

    fn input<'d>(&self, draft: &'d Draft) -> DraftInput<'d> {
        DraftInput { source: self.source, text: self.text, draft }
    }

    fn sit<T>(
        &mut self,
        act: impl FnOnce(&View, &mut dyn assize_ledger::Signer) -> Result<(T, Vec<Entry>), LedgerError>,
    ) -> Result<T, LedgerError> {
        let mut n = self.salt;
        let mut pen = Pen::new(key(1), None, || {
            n += 1;
            u128::from(n).to_be_bytes()
        });
        let (done, entries) = act(&self.view(), &mut pen)?;
        self.salt += 1000;
        for entry in entries {
            entry.check().unwrap();
            self.world.entries.push(Received { entry, received_at: None });
        }
        Ok(done)
    }
}

#[test]
fn drafts_stand_beside_claims_and_use_the_records_entities() {
    let mut desk = desk();
    let incident = desk.world.entity(1, "incident/2031-05-03", None);
    let (one, two) = (draft("incident/2031-05-03", 9), draft("incident/2031-05-04", 8));
    let elsewhere = DraftInput { source: BlobHash::of(b"elsewhere"), ..desk.input(&one) };
    let view = desk.view().with_drafts(&[desk.input(&two), desk.input(&one), desk.input(&one), elsewhere]);
    assert_eq!(view.claims().len(), 2);
    let claim = view.claim(one.id).unwrap();
    assert_eq!((claim.standing, claim.by, claim.proposition.subject), (Standing::Draft, None, incident));
    assert_eq!(view.words_of(claim).unwrap().exact, "Nine men were killed");
    assert_eq!(view.name(claim.speaker.entity.unwrap()), "Ana Ode");
    assert_eq!(view.name(claim.proposition.group.unwrap()), "Red Sail");
    assert_eq!(claim.speaker.entity, view.claim(two.id).unwrap().speaker.entity);
    assert_eq!(desk.view().claims().len(), 0);
    let odd = draft("a boat", 9);
    let view = desk.view().with_drafts(&[desk.input(&odd)]);
    assert!(view.claims().is_empty() && view.doubts().len() == 1);
}

#[test]
fn drafts_follow_the_day_of_publication() {
    let desk = desk();
    let draft = draft("incident/a", 9);
    let count = |day: &str| {
        let as_known = AsKnown { published_by: Some(day.parse().unwrap()), recorded_by: None };
        View::fold(&desk.world.entries, &founders(), as_known).with_drafts(&[desk.input(&draft)]).claims.len()
    };
    assert_eq!((count("2031-05-04"), count("2031-05-05")), (0, 1));
}

#[test]
fn people_who_share_a_name_are_not_guessed_at() {
    let mut desk = desk();
    let named = |desk: &mut Desk, key: &str| desk.world.named(1, key, "Ana Ode");
    let first = named(&mut desk, "person/ode-minister");
    let input = draft("incident/a", 9);
    let speaker = |desk: &Desk| {
        let view = desk.view().with_drafts(&[desk.input(&input)]);
        view.claims()[0].speaker.entity.unwrap()
    };
    assert_eq!(speaker(&desk), first);
    let second = named(&mut desk, "person/ode-captain");
    assert!(![first, second].contains(&speaker(&desk)));
}

#[test]
fn an_accepted_draft_stands_and_is_decided() {
    let mut desk = desk();
    let draft = draft("incident/2031-05-03", 9);
    let input = desk.input(&draft);
    desk.sit(|view, pen| Ok(((), accept_draft(view, &input, pen)?))).unwrap();
    let view = desk.view();
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
    assert_eq!((view.claims().len(), view.claims()[0].standing), (1, Standing::Accepted));
    assert_eq!(view.words_of(&view.claims()[0]).unwrap().exact, "Nine men were killed");
    assert_eq!(view.clone().with_drafts(&[input]).claims.len(), 1, "the draft itself no longer shows");
    let again = desk.sit(|view, pen| Ok(((), accept_draft(view, &input, pen)?)));
    assert!(matches!(again, Err(LedgerError::Decided(_))));
}

#[test]
fn a_rejection_is_on_record_and_can_be_taken_back() {
    let mut desk = desk();
    let draft = draft("incident/2031-05-03", 9);
    let input = desk.input(&draft);
    desk.sit(|view, pen| Ok(((), reject_draft(view, &input, "said of another boat", pen)?))).unwrap();
    let view = desk.view();
    assert!(view.claims().is_empty() && view.with_drafts(&[input]).claims.is_empty());
    let review = desk.world.entries.iter().find(|r| r.entry.head.kind == Kind::Review).unwrap().entry.id;
    desk.world.retract(1, review);
    assert_eq!(desk.view().with_drafts(&[input]).claims.len(), 1, "back among the drafts");
    let before = desk.world.entries.len();
    desk.sit(|view, pen| Ok(((), accept_draft(view, &input, pen)?))).unwrap();
    assert_eq!(desk.world.entries.len(), before + 1, "one review, of the claim that is there");
    assert_eq!(desk.view().claims().len(), 1);
}

#[test]
fn an_amended_draft_keeps_what_the_machine_read() {
    let mut desk = desk();
    let read = draft("incident/2031-05-03", 9);
    let meant = draft("incident/2031-05-03", 8);
    let input = desk.input(&read);
    desk.sit(|view, pen| Ok(((), amend_draft(view, &input, &meant, "one survived", pen)?))).unwrap();
    let view = desk.view();
    assert_eq!((view.claims().len(), view.set_aside().len()), (1, 1));
    let Value::Quantity(killed) = &view.claims()[0].proposition.value else { panic!("a quantity") };
    assert_eq!(killed.min, Some(8));
    assert!(view.decided().contains(&read.id) && !view.decided().contains(&meant.id));
}

#[test]
fn one_sitting_enters_each_entity_once() {
    let mut desk = desk();
    let (one, two) = (draft("incident/2031-05-03", 9), draft("incident/2031-05-03", 8));
    let (first, second) = (desk.input(&one), desk.input(&two));
    desk.sit(|view, pen| {
        let mut sitting = Sitting::new(view, pen);
        sitting.accept(&first)?;
        let id = sitting.accept(&second)?;
        assert!(matches!(sitting.accept(&second), Err(LedgerError::Decided(_))));
        Ok((id, sitting.finish()))
    })
    .unwrap();
    let view = desk.view();
    assert_eq!((view.claims().len(), view.entities().len()), (2, 3));
    assert_eq!(view.claims()[0].passage, view.claims()[1].passage);
}

#[test]
fn decisions_on_claims_of_the_record() {
    let mut desk = desk();
    let draft = draft("incident/2031-05-03", 9);
    let input = desk.input(&draft);
    desk.sit(|view, pen| Ok(((), accept_draft(view, &input, pen)?))).unwrap();
    let view = desk.view();
    let (claim, passage) = (view.claims()[0].id, view.claims()[0].passage);
    let subject = view.claims()[0].proposition.subject;
    desk.sit(|view, pen| {
        let mut sitting = Sitting::new(view, pen);
        let amended = crate::world::killed(subject, 7);
        sitting.amend_claim(claim, passage, amended, "miscounted")?;
        let nowhere = BlobHash::of(b"nowhere");
        assert!(matches!(sitting.decide(nowhere, true, ""), Err(LedgerError::NoClaim(_))));
        Ok(((), sitting.finish()))
    })
    .unwrap();
    let view = desk.view();
    assert_eq!(view.claims().len(), 1);
    let amended = view.claims()[0].id;
    assert_ne!(amended, claim);
    desk.sit(|view, pen| {
        let mut sitting = Sitting::new(view, pen);
        sitting.decide(amended, false, "not said at all")?;
        Ok(((), sitting.finish()))
    })
    .unwrap();
    assert!(desk.view().claims().is_empty());
}

#[test]
fn a_draft_that_the_vocabulary_does_not_take_enters_nothing() {
    let mut desk = desk();
    let mut odd = draft("incident/a", 9);
    odd.proposition.property = "incident.kiled".to_owned();
    let elsewhere = draft("incident/a", 9);
    let (wrong, lost) = (desk.input(&odd), DraftInput { text: desk.source, ..desk.input(&elsewhere) });
    let before = desk.world.entries.len();
    let error = desk.sit(|view, pen| Ok(((), accept_draft(view, &wrong, pen)?))).unwrap_err();
    assert!(error.to_string().contains("did you mean `incident.killed`?"), "{error}");
    let error = desk.sit(|view, pen| Ok(((), accept_draft(view, &lost, pen)?))).unwrap_err();
    assert!(matches!(error, LedgerError::NoSource(_)));
    assert_eq!(desk.world.entries.len(), before);
}
