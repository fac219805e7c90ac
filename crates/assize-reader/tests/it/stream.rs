//! Reading in parts.

use assize_reader::{Document, Part, Provenance, Published, Stream, read};
use assize_record::{BlobHash, Draft};
use assize_testkit::tricky;
use proptest::prelude::*;
use std::collections::BTreeMap;

fn published() -> Option<Published> {
    Some(Published { on: "2031-06-20".parse().expect("a date"), provenance: Provenance::Given })
}

/// Reads a text in pieces that end at the given places.
fn streamed(text: &str, part: usize, places: &[usize]) -> Vec<Part> {
    let mut ends: Vec<usize> =
        places.iter().map(|at| text.floor_char_boundary(at % (text.len() + 1))).collect();
    ends.sort_unstable();
    ends.push(text.len());
    let mut stream = Stream::in_parts(published(), part);
    let (mut parts, mut start) = (Vec::new(), 0);
    for end in ends {
        parts.extend(stream.push(&text[start..end]));
        start = end;
    }
    parts.push(stream.finish());
    parts
}

proptest! {
    #[test]
    fn how_a_text_arrives_changes_nothing(seed in 0_u64..1_000_000, part in 64_usize..600, places in prop::collection::vec(0_usize..4_000, 0..8)) {
        let text = tricky::text(&mut tricky::Random::new(seed));
        let whole = streamed(&text, part, &[]);
        prop_assert_eq!(&streamed(&text, part, &places), &whole);
        let joined: String = whole.iter().map(|part| part.text.as_str()).collect();
        prop_assert_eq!(joined, text.as_str());
        let numbers = whole.iter().flat_map(|part| &part.reading.referents).map(|referent| referent.number.0);
        prop_assert!(numbers.eq(1..=whole.iter().map(|part| part.reading.referents.len() as u32).sum()));
        for part in &whole {
            let listed: BTreeMap<_, _> = part.reading.referents.iter().map(|one| (one.number, one)).collect();
            for referent in &part.reading.referents {
                prop_assert!(referent.head.check(&text).is_ok());
                prop_assert!(referent.mentions.iter().all(|mention| part.slice(*mention).is_some()));
            }
            for draft in &part.reading.drafts {
                let subject = listed[&draft.proposition.subject];
                prop_assert_eq!(draft.found_id(&subject.text, subject), draft.id);
                let speakers = draft.via.iter().chain([&draft.speaker]).filter_map(|speaker| speaker.referent);
                let others = draft.proposition.group.into_iter().chain(draft.proposition.value.entity);
                prop_assert!(speakers.chain(others).all(|number| listed.contains_key(&number)));
            }
            for draft in &part.reading.drafts {
                prop_assert!(draft.passage.check(&text).is_ok());
                let value = &draft.proposition.value;
                prop_assert_eq!(text.get(value.start..value.end), Some(value.exact.as_str()));
            }
            for doubt in &part.reading.doubts {
                prop_assert!(doubt.words.check(&text).is_ok());
            }
            for time in &part.reading.times {
                prop_assert!(part.slice(time.span).is_some());
            }
            for head in part.reading.referents.iter().map(|referent| referent.head.span()) {
                prop_assert!(part.slice(head).is_some());
            }
        }
    }
}

#[test]
fn a_short_text_reads_as_ever() {
    for seed in 0..60 {
        let text = tricky::text(&mut tricky::Random::new(seed));
        let [part] = &streamed(&text, 1 << 20, &[])[..] else { panic!("one part") };
        let document = Document { text: &text, published: published() };
        assert_eq!(part.reading, read(&document), "{text:?}");
    }
}

#[test]
fn drafts_of_parts_have_the_ids_of_the_whole_text() {
    let filler = "The sea was calm and the wind light.\n\n".repeat(8);
    let text = format!(
        "A strike on May 3 killed nine people, Adm. Ruth Vale said.\n\n{filler}“They were warned twice,” Vale said.\n"
    );
    let whole = BlobHash::of(text.as_bytes());
    let mut stream = Stream::in_parts(published(), 200).of_text(whole);
    let mut parts = stream.push(&text);
    parts.push(stream.finish());
    assert!(parts.iter().filter(|part| !part.reading.drafts.is_empty()).count() > 1);
    for part in &parts {
        let of = |draft: &Draft| {
            part.reading.referents.iter().find(|one| one.number == draft.proposition.subject).expect("listed")
        };
        for draft in &part.reading.drafts {
            assert_eq!(of(draft).text, whole);
            assert_eq!(draft.found_id(&whole, of(draft)), draft.id);
        }
    }
    let first = read(&Document { text: &text, published: published() });
    assert_eq!(parts[0].reading.drafts[0].id, first.drafts[0].id);
}

#[test]
fn a_name_is_known_in_the_next_part_and_a_doubt_marks_the_cut() {
    let filler = "The sea was calm and the wind light.\n\n".repeat(8);
    let text = format!("Adm. Ruth Vale spoke at noon.\n\n{filler}“They were warned twice,” Vale said.\n");
    let parts = streamed(&text, 200, &[]);
    let last = parts.iter().rfind(|part| !part.reading.drafts.is_empty()).expect("a draft");
    assert!(last.start > 0);
    assert_eq!(last.reading.drafts[0].speaker.name.as_deref(), Some("Ruth Vale"));
    assert!(last.reading.doubts.iter().any(|doubt| doubt.rule == "stream.cut"));
}
