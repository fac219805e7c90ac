//! Drafts are known by their text, property and spans, and by nothing else.

use assize_record::{
    BlobHash, Confidence, Draft, DraftId, EntityType, EntryId, Quantity, Referent, ReferentNumber, Span,
    SpeakerKind, Stance, Unit, Vocabulary, Words,
    body::Body,
    draft::{DraftProposition, DraftSpans, DraftSpeaker, DraftValue, REFERENT_SCHEMA, SCHEMA},
    entry::{OfText, Salt},
};
use std::collections::BTreeSet;

const TEXT: &str = "Nine men were killed, Ana Ode said.";

fn words(exact: &str) -> Words {
    let start = TEXT.find(exact).unwrap();
    Words { start, end: start + exact.len(), exact: exact.to_owned() }
}

fn incident() -> Referent {
    Referent {
        schema: REFERENT_SCHEMA.to_owned(),
        text: BlobHash::of(TEXT.as_bytes()),
        number: ReferentNumber(1),
        entity_type: EntityType::Incident,
        head: words("killed"),
        mentions: Vec::new(),
        linked_by: String::new(),
        happened_on: None,
        places: Vec::new(),
        targets: Vec::new(),
        part_of: Vec::new(),
    }
}

fn draft() -> Draft {
    let value = words("Nine men");
    let value = DraftValue {
        min: Some(9),
        max: Some(9),
        unit: Some(Unit::People),
        approx: None,
        date: None,
        flag: None,
        entity: None,
        start: value.start,
        end: value.end,
        exact: value.exact,
    };
    let killed = Vocabulary::shipped().id("incident.killed").unwrap();
    let draft = Draft {
        schema: SCHEMA.to_owned(),
        id: DraftId::from_bytes([0; 32]),
        passage: words("Nine men were killed"),
        speaker: DraftSpeaker {
            kind: SpeakerKind::Named,
            referent: Some(ReferentNumber(2)),
            name: Some("Ana Ode".to_owned()),
            description: "Ana Ode".to_owned(),
            count: None,
            span: Some(words("Ana Ode")),
        },
        via: Vec::new(),
        cue: Some(words("said")),
        stance: Stance::Asserts,
        hedges: Vec::new(),
        said_on: None,
        times: Vec::new(),
        proposition: DraftProposition::new(&killed, ReferentNumber(1), value),
        reader: "assize-reader@0.1.0".to_owned(),
        rule: "quantity.casualty".to_owned(),
        confidence: Confidence::High,
    };
    draft.seal(&BlobHash::of(TEXT.as_bytes()), &incident())
}

#[test]
fn the_id_hangs_on_text_property_and_spans() {
    let text = BlobHash::of(TEXT.as_bytes());
    let spans = DraftSpans {
        passage: Span::new(0, 20),
        value: Span::new(0, 8),
        subject: Span::new(14, 20),
        speaker: Some(Span::new(22, 29)),
    };
    let first = Draft::id_in(&text, "incident.killed", spans);
    assert_eq!(draft().id, first);
    // Vector: another program must arrive at the same.
    assert_eq!(first.to_string(), "d77dce41a1f00ed92acd8be1b4a215668d1107bbe7a0c3e084834586d801d394");
    let other = |change: &dyn Fn(&mut DraftSpans)| {
        let mut spans = spans;
        change(&mut spans);
        Draft::id_in(&text, "incident.killed", spans)
    };
    let ids: BTreeSet<DraftId> = [
        first,
        Draft::id_in(&BlobHash::of(b"another text"), "incident.killed", spans),
        Draft::id_in(&text, "incident.injured", spans),
        other(&|spans| spans.passage.start = 1),
        other(&|spans| spans.passage.end = 21),
        other(&|spans| spans.value.start = 1),
        other(&|spans| spans.value.end = 9),
        other(&|spans| spans.subject.start = 13),
        other(&|spans| spans.subject.end = 21),
        other(&|spans| spans.speaker = None),
        // No span is taken for an absent one, nor for another's.
        other(&|spans| spans.speaker = Some(Span::new(0, 0))),
        other(&|spans| std::mem::swap(&mut spans.passage, &mut spans.value)),
    ]
    .into();
    assert_eq!(ids.len(), 12);
}

#[test]
fn the_id_does_not_hang_on_what_a_better_reader_may_change() {
    let text = BlobHash::of(TEXT.as_bytes());
    let mut better = draft();
    better.reader = "assize-reader@0.2.0".to_owned();
    better.rule = "quantity.toll".to_owned();
    better.confidence = Confidence::Low;
    better.stance = Stance::Denies;
    better.proposition.value.max = None;
    better.proposition.happened_on = Some("2031-05-03".parse().unwrap());
    better.speaker.referent = Some(ReferentNumber(9));
    better.proposition.subject = ReferentNumber(7);
    let subject = Referent { number: ReferentNumber(7), entity_type: EntityType::Attack, ..incident() };
    assert_eq!(better.found_id(&text, &subject), draft().id);
    // Said of another referent it is another draft.
    let elsewhere = Referent { head: words("men"), ..incident() };
    assert_ne!(better.found_id(&text, &elsewhere), draft().id);
}

#[test]
fn lines_of_a_reading_are_read_as_they_were_written() {
    let line = serde_json::to_string(&draft()).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&line).unwrap(), draft());
    assert!(line.contains(r#""schema":"assize.draft/2""#) && line.contains(r#""ref":2"#), "{line}");
    let referent = Referent {
        mentions: vec![Span::new(0, 4)],
        linked_by: "link.noun".to_owned(),
        happened_on: Some("2031-05-03".parse().unwrap()),
        places: vec!["Orsay".to_owned()],
        part_of: vec![ReferentNumber(3)],
        ..incident()
    };
    let line = serde_json::to_string(&referent).unwrap();
    assert_eq!(serde_json::from_str::<Referent>(&line).unwrap(), referent);
    for part in [r#""schema":"assize.referent/1""#, r#""ref":1"#, r#""type":"incident""#, r#""part_of":[3]"#]
    {
        assert!(line.contains(part), "{part} in {line}");
    }
    let bare = serde_json::to_string(&incident()).unwrap();
    for absent in ["mentions", "linked_by", "happened_on", "places", "targets", "part_of"] {
        assert!(!bare.contains(absent), "{absent} in {bare}");
    }
    assert!(serde_json::from_str::<Referent>(&bare.replace("\"ref\"", "\"number\"")).is_err());
}

#[test]
fn an_anchor_is_the_place_of_the_head_in_the_text() {
    let of = |n| OfText::new(EntryId::from_bytes([n; 32]), Salt::none());
    let (text, other) = (of(1), of(2));
    let anchor = incident().anchor(text).unwrap();
    // Neither the type nor the number nor other mentions play a part.
    let renumbered = Referent {
        number: ReferentNumber(9),
        entity_type: EntityType::Attack,
        mentions: vec![Span::new(0, 4)],
        ..incident()
    };
    assert_eq!(renumbered.anchor(text).unwrap().id, anchor.id);
    assert_ne!(incident().anchor(other).unwrap().id, anchor.id);
    assert_ne!(Referent { head: words("men"), ..incident() }.anchor(text).unwrap().id, anchor.id);
    anchor.check().unwrap();
    let Some((_, Body::Anchor(body))) = &anchor.body else { panic!("an anchor") };
    assert_eq!((body.start, body.end, body.exact.as_deref()), (14, 20, Some("killed")));
    assert!(
        !String::from_utf8(anchor.body.as_ref().unwrap().1.to_bytes(2).unwrap()).unwrap().contains("killed")
    );
}

#[test]
fn a_value_is_a_quantity_where_something_is_counted() {
    let mut value = draft().proposition.value;
    assert_eq!(value.quantity(), Some(Quantity::exactly(9, Unit::People)));
    value.max = None;
    value.approx = Some("some".to_owned());
    let expected = Quantity { approx: Some("some".to_owned()), ..Quantity::at_least(9, Unit::People) };
    assert_eq!(value.quantity(), Some(expected));
    value.unit = None;
    assert_eq!(value.quantity(), None);
}
