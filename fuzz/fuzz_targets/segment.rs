//! Paragraphs, sentences, quotations.
#![no_main]
use assize_reader::segment;
use assize_testkit::faults;

libfuzzer_sys::fuzz_target!(|text: &str| {
    assert_eq!(faults::of_segments(text, &segment(text)), Vec::<String>::new());
});
