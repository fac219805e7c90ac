//! Texts that no writer means: nothing breaks, and every answer quotes its bytes.

use assize_reader::{Document, read};
use assize_testkit::{faults, tricky};

#[test]
fn no_tricky_text_breaks_a_span() {
    for index in 0..400 {
        let text = tricky::text(&mut tricky::Random::new(index));
        assert_eq!(faults::of_text(&text), Vec::<String>::new(), "text {index}: {text:?}");
    }
}

#[test]
fn a_cut_sentence_leaves_a_doubt() {
    let text = "The strike killed four of them and ".repeat(200);
    let reading = read(&Document::undated(&text));
    let cuts: Vec<_> = reading.doubts.iter().filter(|doubt| doubt.rule == "segment.cut").collect();
    assert_eq!(cuts.len(), 1, "7,000 bytes are two pieces");
    assert_eq!(cuts[0].kind, "document");
}
