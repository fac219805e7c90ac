//! Instruments and what is said of them; circumstances of an attack.
#![no_main]
use assize_reader::{Document, authority, circumstance, segment, timex};
use assize_testkit::faults::PUBLISHED;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (document, segments) = (Document::published(text, PUBLISHED.parse().expect("a date")), segment(text));
    let (times, _) = timex::times(&document, &segments);
    let lower = text.to_ascii_lowercase();
    assert!(authority::provisions(&lower, &segments, &times).iter().all(|p| p.value.slice(text).is_some()));
    assert!(
        circumstance::circumstances(text, &lower, &segments).iter().all(|c| c.value.slice(text).is_some())
    );
});
