//! Hedges and negations.
#![no_main]
use assize_reader::{factuality, segment};

libfuzzer_sys::fuzz_target!(|text: &str| {
    for mark in factuality::marks(text, &text.to_ascii_lowercase(), &segment(text)) {
        assert!(mark.words.slice(text).is_some_and(|words| !words.is_empty()));
        assert!(mark.scope.slice(text).is_some() && mark.scope.contains(&mark.words));
    }
});
