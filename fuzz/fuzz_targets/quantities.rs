//! Numbers that count something.
#![no_main]
use assize_reader::{Document, quantity, segment, timex};
use assize_testkit::faults::PUBLISHED;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (document, segments) = (Document::published(text, PUBLISHED.parse().expect("a date")), segment(text));
    let (times, _) = timex::times(&document, &segments);
    for counted in quantity::quantities(&document, &segments, &times) {
        assert!(counted.span.slice(text).is_some() && counted.number.slice(text).is_some());
        assert!(counted.predicate.is_none_or(|words| words.slice(text).is_some()));
        assert!(counted.min.zip(counted.max).is_none_or(|(min, max)| min <= max));
    }
});
