//! Every layer, and the drafts that follow from them.
#![no_main]
use assize_testkit::faults;

libfuzzer_sys::fuzz_target!(|text: &str| {
    assert_eq!(faults::of_text(text), Vec::<String>::new());
});
