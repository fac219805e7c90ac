//! Times, with and without a day of publication.
#![no_main]
use assize_reader::{Document, segment, timex};
use assize_testkit::faults::PUBLISHED;

libfuzzer_sys::fuzz_target!(|text: &str| {
    let segments = segment(text);
    for document in [Document::undated(text), Document::published(text, PUBLISHED.parse().expect("a date"))] {
        let (times, doubts) = timex::times(&document, &segments);
        assert!(times.iter().all(|time| time.span.slice(text).is_some_and(|words| !words.is_empty())));
        assert!(times.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start));
        assert!(doubts.iter().all(|doubt| doubt.words.check(text).is_ok()));
    }
});
