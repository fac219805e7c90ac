use assize_archive::near::{NEAR_PERCENT, near_copies, near_copies_from, similarity_percent};
use assize_record::BlobHash;
use proptest::prelude::*;
use std::collections::BTreeSet;

const COPY: &str = "The office said on Tuesday that a boat had been struck off the coast, and that all who were aboard had died, \
                    though it gave neither their number nor their names, and took no questions on what had been known before.";

fn hashed(texts: &[String]) -> Vec<(BlobHash, &str)> {
    texts.iter().map(|text| (BlobHash::of(text.as_bytes()), text.as_str())).collect()
}

#[test]
fn punctuation_case_and_layout_do_not_make_another_text() {
    let other = COPY.to_uppercase().replace(' ', "\n\n").replace(',', " —");
    assert_eq!(similarity_percent(COPY, &other), 100);
    assert_eq!(near_copies(&hashed(&[COPY.to_owned(), other])).len(), 1);
}

#[test]
fn a_reprint_with_a_new_opening_is_near_and_another_story_is_not() {
    let reprint = format!("CAPITAL (Wire) — {COPY} More follows.");
    let other = COPY.split(' ').rev().collect::<Vec<_>>().join(" ");
    let found = near_copies(&hashed(&[COPY.to_owned(), reprint.clone(), other]));
    let mut pair = [COPY, &reprint].map(|text| BlobHash::of(text.as_bytes()));
    pair.sort();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!((found[0].0, found[0].1), (pair[0], pair[1]));
    assert!((NEAR_PERCENT..100).contains(&found[0].2));
}

#[test]
fn short_and_empty_texts_are_compared_too() {
    assert_eq!(similarity_percent("Two words", "two WORDS."), 100);
    assert_eq!(similarity_percent("Two words", "two others"), 0);
    assert_eq!(similarity_percent("", " … "), 0);
    let texts = ["", "…", "Two words", "two words!"].map(str::to_owned);
    assert_eq!(near_copies(&hashed(&texts)).len(), 1);
}

#[test]
fn a_text_held_many_times_gives_one_pair_each() {
    let texts: Vec<String> = (0..300).map(|n| format!("{COPY}{}", ".".repeat(n))).collect();
    let found = near_copies(&hashed(&texts));
    assert_eq!(found.len(), 299);
    assert_eq!(found.iter().map(|(first, _, _)| first).collect::<BTreeSet<_>>().len(), 1);
}

/// A text of `length` words drawn from a stream that `seed` starts.
fn words(mut seed: u64, length: usize) -> Vec<String> {
    let mut next = || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        seed >> 33
    };
    (0..length).map(|_| format!("w{}", next() % 5_000)).collect()
}

/// Texts of which some are edits of others.
fn corpus() -> impl Strategy<Value = Vec<String>> {
    let edits = prop::collection::vec((any::<prop::sample::Index>(), "[a-z]{1,6}"), 0..12);
    let family = (any::<u64>(), 1_usize..260, prop::collection::vec(edits, 1..4)).prop_map(
        |(seed, length, variants)| {
            let base = words(seed, length);
            let edited = variants.into_iter().map(|edits| {
                let mut text = base.clone();
                edits.into_iter().for_each(|(at, word)| {
                    let at = at.index(text.len());
                    text[at] = word;
                });
                text.join(" ")
            });
            edited.collect::<Vec<_>>()
        },
    );
    prop::collection::vec(family, 1..5).prop_map(|families| families.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn hashing_finds_what_comparing_every_pair_finds(texts in corpus()) {
        let unique: BTreeSet<String> = texts.into_iter().collect();
        let texts: Vec<String> = unique.into_iter().collect();
        let found = near_copies_from(&hashed(&texts), 70);
        let mut expected = Vec::new();
        for (at, a) in texts.iter().enumerate() {
            for b in &texts[at + 1..] {
                let percent = similarity_percent(a, b);
                if percent >= 70 {
                    let mut pair = [a, b].map(|text| BlobHash::of(text.as_bytes()));
                    pair.sort();
                    expected.push((pair[0], pair[1], percent));
                }
            }
        }
        expected.sort();
        // Texts of the same runs are listed with the first of them alone; no two here are, unless an edit changed nothing.
        let same = |pairs: &[(BlobHash, BlobHash, u8)]| pairs.iter().any(|(_, _, percent)| *percent == 100);
        if !same(&expected) {
            prop_assert_eq!(&found, &expected);
        }
        for pair in &found {
            prop_assert!(expected.contains(pair));
        }
    }

    #[test]
    fn order_and_repeats_change_nothing(texts in corpus(), turn in any::<prop::sample::Index>()) {
        let forward = hashed(&texts);
        let mut turned = forward.clone();
        turned.rotate_left(turn.index(forward.len()));
        turned.extend_from_within(..1);
        prop_assert_eq!(near_copies(&forward), near_copies(&turned));
    }
}
