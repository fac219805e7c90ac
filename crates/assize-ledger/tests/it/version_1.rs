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
        body: commit(1, &salt, &body).unwrap(),
        salt: None,
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
        },
        drafted: drafted.then(|| Drafted {
            draft: DraftId::from_bytes([n as u8; 32]),
            reader: "assize-reader@0.1.0".to_owned(),
            rule: "quantity.casualty".to_owned(),
        }),
        anchors: Vec::new(),
    };
    let id = old(world, vec![(Role::Passage, passage), (Role::Subject, subject)], None, Body::Claim(body));
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
