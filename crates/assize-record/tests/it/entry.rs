//! Entries of two versions, and words that are read from their text.

use assize_record::{
    BlobHash, EntityType, Entry, EntryId, Kind, Span, Words,
    body::{Anchor, Body, Entity, Passage, Remark, Source, Text},
    canonical,
    entry::{EntryError, OfText, Role, Salt, Verdict, commit},
    sign::SecretKey,
    span::WordsError,
};
use proptest::prelude::*;
use std::collections::BTreeSet;

const TEXT: &str = "Nine men were killed.";

fn some(n: u8) -> EntryId {
    EntryId::from_bytes([n; 32])
}

/// A text without salt.
fn open(n: u8) -> OfText {
    OfText::new(some(n), Salt::none())
}

fn passage(exact: Option<&str>) -> Entry {
    let body = Passage { start: 0, end: 4, exact: exact.map(str::to_owned) };
    Entry::deterministic(vec![(Role::Text, some(1))], Body::Passage(body)).unwrap()
}

#[test]
fn the_words_of_a_passage_are_in_no_hash() {
    let (full, bare) = (passage(Some("Nine")), passage(None));
    assert_eq!((full.id, full.head.v), (bare.id, 2));
    full.check().unwrap();
    assert_eq!(passage(Some("Four")).id, full.id, "whoever reads it holds the words against the text");
    let stored = full.body.as_ref().unwrap().1.to_bytes(2).unwrap();
    assert_eq!(String::from_utf8(stored).unwrap(), r#"{"passage":{"end":4,"start":0}}"#);
    // Version 1 stores them, and cannot do without.
    let stored = full.body.as_ref().unwrap().1.to_bytes(1).unwrap();
    assert!(String::from_utf8(stored).unwrap().contains("Nine"));
    assert!(bare.body.as_ref().unwrap().1.to_bytes(1).is_err());
}

#[test]
fn words_are_filled_in_from_the_text_and_only_from_it() {
    let mut entry = passage(None);
    entry.fill(TEXT).unwrap();
    assert_eq!(entry, passage(Some("Nine")));
    let mut anchor = Entry::anchor(open(1), Span::new(14, 20)).unwrap();
    anchor.fill(TEXT).unwrap();
    let Some((_, Body::Anchor(Anchor { exact, .. }))) = &anchor.body else { panic!("an anchor") };
    assert_eq!(exact.as_deref(), Some("killed"));
    let error = passage(None).fill("Né").unwrap_err();
    assert_eq!(error, WordsError::OutOfText { start: 0, end: 4, len: 3 });
    // Words that version 1 stored are not put right in silence: they are held against the text.
    let mut other = passage(Some("Four"));
    other.fill(TEXT).unwrap();
    assert_eq!(other, passage(Some("Four")));
    assert!(other.body.as_ref().unwrap().1.check_stored(2).is_err());
    assert!(other.body.as_ref().unwrap().1.check_stored(1).is_ok());
    // What is no place in a text is left as it is.
    let mut note = signed(Vec::new(), None, Body::Note(Remark::default())).unwrap();
    let before = note.clone();
    note.fill(TEXT).unwrap();
    assert_eq!((note.span(), note), (None, before));
    let mut erased = Entry { body: None, ..passage(None) };
    erased.fill("").unwrap();
    assert_eq!(erased.body, None);
}

fn signed(refs: Vec<(Role, EntryId)>, verdict: Option<Verdict>, body: Body) -> Result<Entry, EntryError> {
    Entry::signed(&SecretKey::from_seed([7; 32]), Salt::new([1; 16]), refs, Vec::new(), verdict, body)
}

#[test]
fn anchors_are_the_same_for_everybody_and_differ_by_place_and_by_what_they_stand_for() {
    let anchor = |text, start, end| Entry::anchor(open(text), Span::new(start, end)).unwrap().id;
    assert_eq!(anchor(1, 2, 6), anchor(1, 2, 6));
    let converted = |text, entity| Entry::converted_anchor(some(text), some(entity)).unwrap();
    let ids = [
        anchor(1, 2, 6),
        anchor(2, 2, 6),
        anchor(1, 3, 6),
        anchor(1, 2, 7),
        anchor(1, 0, 0),
        converted(1, 3).id,
        converted(1, 4).id,
        converted(2, 3).id,
    ];
    let different: BTreeSet<EntryId> = ids.into();
    assert_eq!(different.len(), ids.len());
    let entry = converted(1, 3);
    entry.check().unwrap();
    assert_eq!((entry.head.first(Role::Text), entry.head.first(Role::Of)), (Some(some(1)), Some(some(3))));
    assert!(entry.head.by.is_none() && entry.signature.is_none() && entry.head.kind == Kind::Anchor);
}

#[test]
fn sources_and_texts_are_written_as_version_1_wrote_them_and_all_else_as_version_2() {
    for kind in Kind::all() {
        let old = matches!(kind, Kind::Source | Kind::Text);
        assert_eq!(kind.written_in(Salt::none()), if old { 1 } else { 2 }, "{}", kind.name());
        assert_eq!(kind.written_in(Salt::new([1; 16])), 2, "{}", kind.name());
        assert!(kind.in_version_1() || !old);
        assert_eq!(kind.is_deterministic(), matches!(kind.name(), "source" | "text" | "passage" | "anchor"));
        assert_eq!(kind.is_thing(), matches!(kind.name(), "anchor" | "entity"));
    }
    assert_eq!(Kind::all().iter().filter(|kind| kind.in_version_1()).count(), 17);
}

#[test]
fn a_verdict_goes_with_its_kind_alone() {
    let remark = Remark::default;
    let of = || vec![(Role::Of, some(1))];
    let ends = || vec![(Role::From, some(1)), (Role::To, some(2))];
    let all = || Verdict::all().iter().copied().map(Some).chain([None]);
    let taken = |refs: &dyn Fn() -> Vec<(Role, EntryId)>, body: &Body| -> Vec<&'static str> {
        let fits = all().filter(|verdict| signed(refs(), *verdict, body.clone()).is_ok());
        fits.map(|verdict| verdict.map_or("none", Verdict::name)).collect()
    };
    assert_eq!(taken(&of, &Body::Review(remark())), ["accept", "amend", "reject"]);
    assert_eq!(taken(&ends, &Body::Link(remark())), ["same", "different", "part-of", "syndicated-from"]);
    assert_eq!(taken(&of, &Body::Retract(remark())), ["undo", "none"]);
    assert_eq!(taken(&of, &Body::Withhold(remark())), ["hide", "destroy", "none"]);
    assert_eq!(taken(&of, &Body::Note(remark())), ["gist", "none"]);
    assert_eq!(
        taken(&of, &Body::Mark(assize_record::body::Mark::default())),
        ["private", "public", "confidential"]
    );
    let entity =
        Entity { entity_type: EntityType::Incident, key: None, name: "Raid".to_owned(), shape: None };
    assert_eq!(taken(&Vec::new, &Body::Entity(entity)), ["none"]);
}

#[test]
fn a_reference_that_a_kind_needs_is_missed_by_name() {
    let error =
        signed(vec![(Role::From, some(1))], Some(Verdict::Same), Body::Link(Remark::default())).unwrap_err();
    assert!(matches!(error, EntryError::Refs { kind: Kind::Link, missing: "to", .. }), "{error}");
    let error = signed(Vec::new(), Some(Verdict::Accept), Body::Review(Remark::default())).unwrap_err();
    assert!(error.to_string().ends_with("a `review` needs a reference `of`"), "{error}");
    let error =
        Entry::deterministic(Vec::new(), Body::Anchor(Anchor { start: 0, end: 1, exact: None })).unwrap_err();
    assert!(matches!(error, EntryError::Refs { missing: "text", .. }), "{error}");
}

#[test]
fn a_number_that_the_profile_does_not_take_makes_no_entry() {
    let span = Span::new(0, usize::try_from(canonical::MAX_INTEGER).unwrap() + 1);
    assert!(matches!(Entry::anchor(open(1), span), Err(EntryError::Canonical(_))));
}

#[test]
fn whoever_signs_a_deterministic_kind_or_leaves_out_salt_is_refused() {
    let anchor = Body::Anchor(Anchor { start: 0, end: 1, exact: None });
    let error = signed(vec![(Role::Text, some(1))], None, anchor).unwrap_err();
    assert!(matches!(error, EntryError::Salt(_)), "{error}");
    let key = SecretKey::from_seed([7; 32]);
    let note = Body::Note(Remark::default());
    let error = Entry::signed(&key, Salt::none(), Vec::new(), Vec::new(), None, note.clone()).unwrap_err();
    assert!(matches!(error, EntryError::Salt(_)), "{error}");
    assert!(matches!(Entry::deterministic(Vec::new(), note), Err(EntryError::Salt(_))));
    let mut unsigned = signed(Vec::new(), None, Body::Note(Remark::default())).unwrap();
    unsigned.signature = None;
    assert!(matches!(unsigned.check(), Err(EntryError::Salt(_))));
}

/// The source, text, and every passage and anchor up to a length, of a text; with salts, or as whoever holds the file would make them.
fn evidence(text: &str, salts: Option<[[u8; 16]; 2]>) -> Vec<Entry> {
    let [of_source, of_text] = salts.map_or([Salt::none(); 2], |salts| salts.map(Salt::new));
    let (sha256, bytes) = (BlobHash::of(text.as_bytes()), text.len() as u64);
    let source = Entry::source(Source { sha256, bytes }, of_source).unwrap();
    let body = Text { sha256, bytes, extractor: "assize-plain@1".to_owned() };
    let text_entry = Entry::text(source.id, body, of_text).unwrap();
    let of = OfText::of(&text_entry).unwrap();
    let mut all = vec![source, text_entry];
    for (start, end) in
        (0..text.len()).flat_map(|start| (start + 1..=text.len()).map(move |end| (start, end)))
    {
        let words = Words { start, end, exact: text[start..end].to_owned() };
        all.push(Entry::passage(of, &words).unwrap());
        all.push(Entry::anchor(of, words.span()).unwrap());
    }
    all
}

#[test]
fn who_has_a_confidential_file_finds_none_of_its_hashes() {
    let text = "Nine men";
    let hidden = evidence(text, Some([[5; 16], [6; 16]]));
    hidden.iter().for_each(|entry| entry.check().unwrap());
    let mut derivable = BTreeSet::from([*BlobHash::of(text.as_bytes()).as_bytes()]);
    // By the file alone, and by the file with the ids that stand in heads.
    let (source, text_entry) = (&hidden[0], &hidden[1]);
    for guess in evidence(text, None) {
        derivable.extend([*guess.id.as_bytes(), *guess.head.body.as_bytes()]);
        let body = &guess.body.as_ref().unwrap().1;
        let refs = match guess.head.kind {
            Kind::Source => Vec::new(),
            Kind::Text => vec![(Role::Source, source.id)],
            _ => vec![(Role::Text, text_entry.id)],
        };
        let guess = Entry::deterministic(refs, body.clone()).unwrap();
        derivable.extend([*guess.id.as_bytes(), *guess.head.body.as_bytes()]);
        derivable.insert(*commit(2, Salt::none(), body).unwrap().as_bytes());
    }
    for entry in &hidden {
        for value in [entry.id.as_bytes(), entry.head.body.as_bytes()] {
            assert!(!derivable.contains(value), "{} {}", entry.head.kind.name(), entry.id);
        }
        assert!(!entry.body.as_ref().unwrap().0.is_empty());
    }
    let ids: BTreeSet<EntryId> = hidden.iter().map(|entry| entry.id).collect();
    assert_eq!(ids.len(), hidden.len());
}

#[test]
fn salt_goes_with_head_and_version() {
    let hidden = evidence("Nine", Some([[5; 16], [6; 16]]));
    let open = evidence("Nine", None);
    for (hidden, open) in hidden.iter().zip(&open) {
        assert_eq!(hidden.head.v, 2);
        let bare = |entry: &Entry| Entry {
            body: entry.body.clone().map(|(_, b)| (Salt::none(), b)),
            ..entry.clone()
        };
        assert!(bare(hidden).check().is_err(), "{}", hidden.head.kind.name());
        let salted = Entry { body: open.body.clone().map(|(_, b)| (Salt::new([1; 16]), b)), ..open.clone() };
        assert!(salted.check().is_err(), "{}", open.head.kind.name());
        // Once the body is gone nothing tells what it was.
        Entry { body: None, ..hidden.clone() }.check().unwrap();
    }
    // One file has one id without salt.
    let second = Entry { head: assize_record::Head { v: 2, ..open[0].head.clone() }, ..open[0].clone() };
    let second = Entry { id: second.head.id().unwrap(), ..second };
    assert!(matches!(second.check(), Err(EntryError::Salt(_))));
}

proptest! {
    #[test]
    fn the_salt_of_a_place_follows_from_its_text_and_from_nothing_else(
        salt in any::<[u8; 16]>(), other in any::<[u8; 16]>(), start in 0_usize..90, len in 1_usize..9,
    ) {
        let words = Words { start, end: start + len, exact: "x".repeat(len) };
        let of = |salt: [u8; 16]| OfText::new(some(1), Salt::new(salt));
        let one = Entry::passage(of(salt), &words).unwrap();
        prop_assert_eq!(&one, &Entry::passage(of(salt), &words).unwrap());
        let anchor = Entry::anchor(of(salt), words.span()).unwrap();
        let salts = [&one, &anchor].map(|entry| entry.body.as_ref().unwrap().0);
        prop_assert_ne!(salts[0], salts[1]);
        prop_assert_ne!(salts[0], Salt::new(salt));
        let shifted = Words { start: start + 1, end: start + 1 + len, ..words.clone() };
        prop_assert_ne!(Entry::passage(of(salt), &shifted).unwrap().body.unwrap().0, salts[0]);
        if salt != other {
            prop_assert_ne!(Entry::passage(of(other), &words).unwrap().id, one.id);
        }
    }
}
