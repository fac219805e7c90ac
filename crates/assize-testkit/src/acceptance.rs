//! Whether everything that a reading drafts can be accepted.
//!
//! A draft that no person could accept would be worse than none: it would be found out in the middle of a batch. So a record of one text
//! is made, each draft of the reading is accepted in one sitting, and what was written is folded again: every claim must stand.

use crate::sweep::Fault;
use assize_ledger::{AsKnown, DraftInput, LedgerError, Pen, Received, Sitting, View};
use assize_reader::Reading;
use assize_record::{
    BlobHash, Draft, Entry, EntryId, Vocabulary, Words, body,
    entry::{EntryError, OfText, Salt},
    sign::SecretKey,
};
use std::collections::BTreeSet;

/// Everything that stands against accepting each draft of a reading, one after another.
pub fn refusals(text: &str, reading: &Reading, vocabulary: &Vocabulary) -> Vec<Fault> {
    let mut faults = referents(text, reading);
    if !reading.drafts.is_empty() {
        let accepted = accept(text, reading, vocabulary, &mut faults);
        faults.extend(accepted.err().map(|error| fault("the record", &error)));
    }
    faults
}

/// No two referents have one number or the head words of one place: an anchor is known by them.
fn referents(text: &str, reading: &Reading) -> Vec<Fault> {
    let (mut numbers, mut heads) = (BTreeSet::new(), BTreeSet::new());
    let mut faults = Vec::new();
    for referent in &reading.referents {
        let place = format!("referent {}, {}", referent.number.0, referent.entity_type.name());
        let mut say = |what: &str| faults.push(fault(&place, &what));
        if referent.number.0 == 0 || !numbers.insert(referent.number) {
            say("its number is nought or another's");
        }
        if !heads.insert(referent.head.span()) {
            say("its head words are another's");
        }
        if referent.head.check(text).is_err() || referent.mentions.iter().any(|at| at.slice(text).is_none()) {
            say("it stands outside the text");
        }
    }
    faults
}

fn accept(
    text: &str,
    reading: &Reading,
    vocabulary: &Vocabulary,
    faults: &mut Vec<Fault>,
) -> Result<(), LedgerError> {
    let key = SecretKey::from_seed([1; 32]);
    let founders = [key.public()];
    let mut count = 0_u128;
    let mut pen = Pen::new(key, None, || {
        count += 1;
        count.to_be_bytes()
    });
    let (source, words, mut entries) = record(text)?;
    let fold = |entries: &[Received]| View::fold(entries, &founders, AsKnown::default());
    let view = fold(&entries);
    let inputs: Vec<DraftInput<'_>> = reading
        .drafts
        .iter()
        .map(|draft| DraftInput { source, text: words, draft, referents: &reading.referents })
        .collect();
    let mut sitting = Sitting::new(&view, vocabulary, &mut pen);
    let mut claims = Vec::new();
    for (at, input) in inputs.iter().enumerate() {
        match sitting.accept(input) {
            Ok(claim) => claims.push((at, claim)),
            Err(error) => faults.push(fault(&place(at, input.draft), &error)),
        }
    }
    for entry in sitting.finish() {
        if let Err(error) = entry.check() {
            faults.push(fault("an entry", &error));
        }
        entries.push(Received::new(entry, None));
    }
    let after = fold(&entries);
    for (at, claim) in claims {
        let input = &inputs[at];
        let stands = after.claim(claim).is_some_and(|claim| {
            let words = |words: &Words| *words == input.draft.passage;
            after.words_of(claim).is_some_and(words)
                && claim.proposition.property == input.draft.proposition.property()
        });
        if !stands || !after.has_decided(input) {
            faults.push(fault(&place(at, input.draft), &"it was accepted and does not stand"));
        }
    }
    faults.extend(after.doubts().iter().map(|_| fault("the record", &"the fold has a doubt")));
    Ok(())
}

/// A source with one text.
fn record(text: &str) -> Result<(EntryId, OfText, Vec<Received>), EntryError> {
    let (sha256, bytes) = (BlobHash::of(text.as_bytes()), text.len() as u64);
    let source = Entry::source(body::Source { sha256, bytes }, Salt::none())?;
    let extracted = body::Text { sha256, bytes, extractor: "assize-plain@1".to_owned() };
    let words = Entry::text(source.id, extracted, Salt::none())?;
    let ids = (source.id, OfText::new(words.id, Salt::none()));
    let received = [source, words].map(|entry| Received::new(entry, None));
    Ok((ids.0, ids.1, received.into()))
}

fn place(at: usize, draft: &Draft) -> String {
    format!("draft {} by {}, {}", at + 1, draft.rule, draft.proposition.property())
}

fn fault(place: &str, what: &dyn std::fmt::Display) -> Fault {
    Fault { place: place.to_owned(), what: what.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sweep::{Given, examples, rules, sweep};
    use assize_reader::{Document, read};
    use std::path::Path;

    const TEXT: &str = "Guards killed four men off Port Ode on May 3, the Navy said. “Two of them were fishermen,” said Ruth Vale.";

    fn reading() -> Reading {
        read(&Document::published(TEXT, "2031-06-20".parse().expect("a date")))
    }

    fn refused(reading: &Reading) -> Vec<String> {
        let faults = refusals(TEXT, reading, &Vocabulary::shipped());
        faults.into_iter().map(|fault| fault.what).collect()
    }

    #[test]
    fn a_sound_reading_can_be_accepted() {
        let reading = reading();
        assert!(reading.drafts.iter().any(|draft| draft.proposition.property() == "incident.killed"));
        assert_eq!(refused(&reading), [""; 0]);
    }

    #[test]
    fn a_draft_that_was_altered_or_comes_twice_is_refused() {
        let mut altered = reading();
        altered.drafts[0].proposition.value.end -= 1;
        assert_eq!(refused(&altered).len(), 1);
        let mut twice = reading();
        twice.drafts.push(twice.drafts[0].clone());
        assert_eq!(refused(&twice).len(), 1);
    }

    #[test]
    fn a_subject_of_another_type_and_a_missing_referent_are_refused() {
        let killed = |reading: &Reading| {
            let killed = |draft: &&Draft| draft.proposition.property() == "incident.killed";
            reading.drafts.iter().find(killed).map(|draft| draft.proposition.subject)
        };
        let mut person = reading();
        let subject = killed(&person).expect("a toll");
        let referents = person.referents.iter_mut().filter(|referent| referent.number == subject);
        referents.for_each(|referent| referent.entity_type = assize_record::EntityType::Person);
        assert!(refused(&person).iter().any(|what| what.contains("`incident.killed` is said of")));
        let mut missing = reading();
        missing.referents.retain(|referent| referent.number != subject);
        assert!(!refused(&missing).is_empty());
    }

    #[test]
    fn two_referents_of_one_head_are_a_fault() {
        let mut reading = reading();
        let mut again = reading.referents[0].clone();
        again.number.0 = 999;
        reading.referents.push(again);
        assert_eq!(refused(&reading), ["its head words are another's"]);
    }

    #[test]
    fn every_draft_of_every_rule_example_can_be_accepted() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../assize-reader/tests/rules");
        let mut texts = rules(&folder).expect("examples of layers");
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../schema/rules/en");
        texts.extend(examples(&folder).expect("examples of rules"));
        assert!(texts.len() > 1000, "{} examples", texts.len());
        let vocabulary = Vocabulary::shipped();
        let swept = sweep(Given { texts: &texts, made: 500, seed: 8, threads: 2 }, &|text, reading| {
            refusals(&text.words, reading, &vocabulary)
        });
        let faulty: Vec<String> = swept
            .faulty
            .iter()
            .flat_map(|one| {
                one.faults.iter().map(|fault| format!("{}: {}: {}", one.name, fault.place, fault.what))
            })
            .collect();
        assert!(faulty.is_empty(), "{}", faulty.join("\n"));
    }
}
