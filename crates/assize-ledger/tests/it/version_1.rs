//! Records of version 1 are read as version 2 means them.

use crate::{
    desk::words,
    world::{World, founders, key},
};
use assize_ledger::{AsKnown, Pen, Sitting, Thing, View};
use assize_record::{
    DraftId, EntityType, Entry, EntryId, Proposition, Quantity, Span, Speaker, SpeakerKind, Stance, Unit,
    Value, Vocabulary,
    body::{Body, Claim, Drafted, Entity, Passage, Remark},
    entry::{Head, Role, Salt, Verdict, commit},
};

/// An entry as version 1 wrote it.
fn old(world: &mut World, refs: Vec<(Role, EntryId)>, verdict: Option<Verdict>, body: Body) -> EntryId {
    let deterministic = body.kind().is_deterministic();
    let salt = if deterministic { Salt::none() } else { Salt::new([world.entries.len() as u8; 16]) };
    let head = Head {
        v: 1,
        kind: body.kind(),
        by: (!deterministic).then(|| key(1).public()),
        refs,
        prev: Vec::new(),
        verdict,
        body: commit(1, salt, &body).unwrap(),
    };
    let id = head.id().unwrap();
    let signature = (!deterministic).then(|| key(1).sign(&id));
    world.put(Entry { id, head, body: Some((salt, body)), signature })
}

struct Old {
    world: World,
    texts: [EntryId; 2],
    /// The entity that version 1 made of a date, for both texts.
    day: EntryId,
    speaker: EntryId,
}

const WORDS: [&str; 2] =
    ["Nine people were killed in Orsay, Ana Ode said.", "Four people were killed in Lume, Ana Ode said."];

fn entity(world: &mut World, entity_type: EntityType, key: &str, name: &str) -> EntryId {
    let entity = Entity { entity_type, key: Some(key.to_owned()), name: name.to_owned(), shape: None };
    old(world, Vec::new(), None, Body::Entity(entity))
}

fn claim(
    world: &mut World,
    text: EntryId,
    words: (usize, usize, &str),
    subject: EntryId,
    speaker: Option<EntryId>,
    n: u64,
    drafted: bool,
) -> EntryId {
    let (start, end, exact) = words;
    let passage = Passage { start: start as u64, end: end as u64, exact: Some(exact.to_owned()) };
    let passage = old(world, vec![(Role::Text, text)], None, Body::Passage(passage));
    let body = Claim {
        speaker: Speaker {
            kind: SpeakerKind::Named,
            entity: speaker,
            description: "Ana Ode".to_owned(),
            count: None,
            party: None,
            anonymity: None,
        },
        via: Vec::new(),
        stance: Stance::Asserts,
        hedges: Vec::new(),
        basis: None,
        said_on: None,
        proposition: Proposition {
            subject,
            property: "incident.killed".to_owned(),
            value: Value::Quantity(Quantity::exactly(n, Unit::People)),
            status: None,
            group: None,
            happened_on: None,
            happened_at: None,
        },
        drafted: drafted.then(|| Drafted {
            draft: DraftId::from_bytes([n as u8; 32]),
            reader: "assize-reader@0.1.0".to_owned(),
            rule: "quantity.casualty".to_owned(),
        }),
        anchors: Vec::new(),
    };
    let id = old(
        world,
        vec![(Role::Passage, passage), (Role::Subject, subject)],
        None,
        Body::Claim(std::sync::Arc::new(body)),
    );
    old(world, vec![(Role::Of, id)], Some(Verdict::Accept), Body::Review(Remark::default()));
    id
}

fn record() -> Old {
    let mut world = World::new();
    let texts = WORDS.map(|words| world.text(1, words, Some("2031-05-05")).1);
    let day = entity(&mut world, EntityType::Incident, "incident/2031-05-03", "2031 05 03");
    let speaker = entity(&mut world, EntityType::Person, "person/ana-ode", "Ana Ode");
    for (n, text) in [(9, 0), (4, 1)] {
        let exact = &WORDS[text][..WORDS[text].find(',').unwrap()];
        claim(&mut world, texts[text], (0, exact.len(), exact), day, Some(speaker), n, true);
    }
    Old { world, texts, day, speaker }
}

fn view(world: &World) -> View {
    View::fold(&world.entries, &founders(), AsKnown::default())
}

#[test]
fn two_texts_that_version_1_joined_by_a_date_are_two_incidents() {
    let old = record();
    let view = view(&old.world);
    assert_eq!((view.claims().len(), view.unplaced().len()), (2, 2));
    assert_ne!(view.claims()[0].proposition.subject, view.claims()[1].proposition.subject);
    assert!(
        !view.entities().contains_key(&old.day) && view.by_key("incident/2031-05-03").is_none(),
        "the date is no incident"
    );
    assert!(
        view.claims()
            .iter()
            .all(|claim| claim.speaker.entity.is_none() && claim.speaker.description == "Ana Ode")
    );
    assert!(!view.entities().contains_key(&old.speaker), "a name in two texts made no person");
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
}

#[test]
fn what_version_1_joined_can_be_joined_again_and_taken_apart() {
    let mut old = record();
    let before = view(&old.world);
    let vocabulary = Vocabulary::shipped();
    let [one, other] = old.texts.map(|text| Thing::Converted { text, entity: old.day });
    let mut n = 0_u8;
    let mut pen = Pen::new(key(1), None, || {
        n += 1;
        [n; 16]
    });
    let mut sitting = Sitting::new(&before, &vocabulary, &mut pen);
    let link = sitting.link(&one, Verdict::Same, &other, "one raid").unwrap();
    for entry in sitting.finish() {
        old.world.put(entry);
    }
    let joined = view(&old.world);
    assert_eq!(joined.claims()[0].proposition.subject, joined.claims()[1].proposition.subject);
    assert!(joined.unplaced().is_empty());
    old.world.retract(1, link);
    let apart = view(&old.world);
    assert_eq!(apart.claims(), before.claims());
}

#[test]
fn a_sheets_key_still_joins() {
    let mut world = World::new();
    let texts = WORDS.map(|words| world.text(1, words, Some("2031-05-05")).1);
    let cape = entity(&mut world, EntityType::Incident, "incident/cape", "Strike off the cape");
    for (n, text) in [(9, 0), (4, 1)] {
        claim(&mut world, texts[text], (0, 11, &WORDS[text][..11]), cape, None, n, false);
    }
    let view = view(&world);
    assert_eq!(view.claims_about(cape).count(), 2);
    assert_eq!(view.by_key("incident/cape"), Some(cape));
    assert!(view.unplaced().is_empty());
}

#[test]
fn a_draft_that_version_1_decided_on_does_not_come_back() {
    let old = record();
    let view = view(&old.world);
    let mut desk = crate::desk::Desk::new();
    let article = desk.article("Nine", 9, "Orsay", "Ana Ode", "2031-05-05");
    assert_eq!(article.words, WORDS[0]);
    assert!(view.has_decided(&article.first()), "the same words of the same text say the same");
    let eight = {
        let mut other = article.clone();
        other.drafts[0] = crate::desk::toll(
            &article.words,
            "Nine people were killed in Orsay",
            "Nine people",
            8,
            "Ana Ode",
            &article.referents,
        );
        other
    };
    assert!(!view.has_decided(&eight.first()), "another value is another draft");
    assert_eq!(words(WORDS[0], "Nine").span(), Span::new(0, 4));
}

/// A sitting of key 1 on a record of version 1.
fn sit<T>(
    world: &mut World,
    salt: u8,
    decide: impl FnOnce(&mut Sitting<'_>) -> Result<T, assize_ledger::LedgerError>,
) -> T {
    let before = view(world);
    let vocabulary = Vocabulary::shipped();
    let mut n = [salt; 16];
    let mut pen = Pen::new(key(1), None, || {
        n[0] = n[0].wrapping_add(1);
        n
    });
    let mut sitting = Sitting::new(&before, &vocabulary, &mut pen);
    let done = decide(&mut sitting).unwrap();
    for entry in sitting.finish() {
        if !world.entries.iter().any(|known| known.entry.id == entry.id) {
            world.put(entry);
        }
    }
    done
}

#[test]
fn what_a_claim_of_version_1_is_about_can_be_linked_by_the_id_it_shows() {
    let mut old = record();
    let before = view(&old.world);
    let about: Vec<EntryId> = before.claims().iter().map(|claim| claim.proposition.subject).collect();
    let [one, other] = [about[0], about[1]].map(Thing::OnRecord);
    sit(&mut old.world, 50, |s| s.link(&one, Verdict::Same, &other, "one raid"));
    let joined = view(&old.world);
    assert_eq!(joined.claims()[0].proposition.subject, joined.claims()[1].proposition.subject);
    assert!(joined.doubts().is_empty(), "{:?}", joined.doubts());
    sit(&mut old.world, 90, |s| s.unlink(about[0], about[1], "two towns"));
    let apart = view(&old.world);
    assert_eq!((apart.claims(), apart.unplaced()), (before.claims(), before.unplaced()));
    // Placed as an incident of its own, it keeps its name in words until then.
    assert_eq!(apart.name(about[0]), "2031 05 03");
    let new = assize_ledger::NewThing {
        entity_type: EntityType::Incident,
        name: "Raid on Orsay".to_owned(),
        key: Some("incident/2031-05-03".to_owned()),
    };
    let id = sit(&mut old.world, 130, |s| s.place(new, &[Thing::OnRecord(about[0])], &[], &[about[1]], ""));
    let placed = view(&old.world);
    assert_eq!((placed.canonical(about[0]), placed.name(about[0])), (id, "Raid on Orsay".to_owned()));
    assert_eq!(placed.by_key("incident/2031-05-03"), Some(id), "the date of version 1 holds no key");
    assert_eq!(placed.unplaced().iter().copied().collect::<Vec<_>>(), [about[1]]);
    assert!(placed.doubts().is_empty(), "{:?}", placed.doubts());
}

#[test]
fn an_amended_claim_of_version_1_stands_on_its_own_text() {
    let mut old = record();
    let before = view(&old.world);
    let (claim, about) = (before.claims()[0].id, before.claims()[0].about);
    let change = assize_ledger::Amendment::default().ends(Quantity::exactly(8, Unit::People));
    let id = sit(&mut old.world, 50, |s| s.amend_claim(claim, &change, "one survived"));
    let after = view(&old.world);
    let amended = after.claim(id).unwrap();
    assert_eq!((amended.about, amended.proposition.subject), (about, about));
    assert_eq!(
        (after.type_of(about), after.name(about)),
        (Some(EntityType::Incident), "2031 05 03".to_owned())
    );
    assert_eq!(after.unplaced(), before.unplaced());
    assert!(after.doubts().is_empty(), "{:?}", after.doubts());
    assert!(!after.entities().contains_key(&old.day), "the date is no incident now either");
}

#[test]
fn what_version_1_amended_stands_on_its_text_unless_a_person_chose_its_subject() {
    let mut old = record();
    let chosen = entity(&mut old.world, EntityType::Incident, "incident/cape", "Strike off the cape");
    let claims: Vec<EntryId> = view(&old.world).claims().iter().map(|claim| claim.id).collect();
    let mut amended = Vec::new();
    for (claim, subject) in claims.into_iter().zip([old.day, chosen]) {
        let received = old.world.entries.iter().find(|r| r.entry.id == claim).unwrap();
        let (passage, body) =
            (received.entry.head.first(Role::Passage).unwrap(), received.entry.body.clone());
        let Some((_, Body::Claim(body))) = body else { panic!("a claim") };
        let mut body = std::sync::Arc::unwrap_or_clone(body);
        body.proposition.subject = subject;
        body.proposition.value = Value::Quantity(Quantity::exactly(7, Unit::People));
        let refs = vec![(Role::Passage, passage), (Role::Subject, subject), (Role::Replaces, claim)];
        amended.push(crate::version_1::old(
            &mut old.world,
            refs,
            None,
            Body::Claim(std::sync::Arc::new(body)),
        ));
        crate::version_1::old(
            &mut old.world,
            vec![(Role::Of, claim)],
            Some(Verdict::Amend),
            Body::Review(Remark::default()),
        );
    }
    let view = view(&old.world);
    let about = |id: EntryId| view.claim(id).unwrap().about;
    assert!(view.anchors().contains_key(&about(amended[0])), "of its text");
    assert_eq!(about(amended[1]), chosen, "as a person chose");
    assert!(view.entities().contains_key(&chosen) && !view.entities().contains_key(&old.day));
    assert!(view.doubts().is_empty(), "{:?}", view.doubts());
}

#[test]
fn what_only_a_rejected_draft_of_version_1_named_is_not_shown() {
    let mut old = record();
    let claims: Vec<EntryId> = view(&old.world).claims().iter().map(|claim| claim.id).collect();
    for claim in claims {
        old.world.judge(1, claim, Verdict::Reject);
    }
    let view = view(&old.world);
    assert!(view.claims().is_empty() && view.entities().is_empty(), "{:?}", view.entities());
    assert_eq!(view.keys().count(), 0);
    assert_eq!(view.decided().len(), 2);
}

#[test]
fn a_claim_by_hand_keeps_the_date_as_an_incident_beside_the_texts_that_drafts_were_of() {
    let mut old = record();
    let words = (0, 11, &WORDS[0][..11]);
    let by_hand = claim(&mut old.world, old.texts[0], words, old.day, None, 5, false);
    let view = view(&old.world);
    assert_eq!(view.claim(by_hand).unwrap().proposition.subject, old.day);
    assert_eq!((view.claims_about(old.day).count(), view.unplaced().len()), (1, 2));
    assert_eq!(view.by_key("incident/2031-05-03"), Some(old.day));
}

#[test]
fn two_drafts_of_version_1_in_one_text_about_one_day_stay_one_incident() {
    let mut old = record();
    let exact = "Nine people";
    claim(&mut old.world, old.texts[0], (0, exact.len(), exact), old.day, Some(old.speaker), 11, true);
    let view = view(&old.world);
    assert_eq!((view.claims().len(), view.unplaced().len()), (3, 2));
}

#[test]
fn a_thing_of_version_1_that_no_claim_names_cannot_be_linked() {
    let old = record();
    let before = view(&old.world);
    let vocabulary = Vocabulary::shipped();
    let mut pen = Pen::new(key(1), None, || [9; 16]);
    let mut sitting = Sitting::new(&before, &vocabulary, &mut pen);
    let nothing = Thing::Converted { text: old.texts[0], entity: EntryId::from_bytes([9; 32]) };
    let known = Thing::Converted { text: old.texts[1], entity: old.day };
    assert!(sitting.link(&nothing, Verdict::Same, &known, "").is_err());
    assert_eq!(sitting.finish(), []);
}
