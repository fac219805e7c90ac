//! Who says what, and what was done instead of speaking.
#![no_main]
use assize_reader::{document::parse, segment, speech};

libfuzzer_sys::fuzz_target!(|text: &str| {
    let (lower, segments) = (text.to_ascii_lowercase(), segment(text));
    for attribution in speech::attributions(text, &lower, &segments, &parse::alone(text, &lower, &segments)) {
        assert!(attribution.cue.slice(text).is_some());
        assert!(attribution.source.is_none_or(|source| source.slice(text).is_some()));
        assert!(attribution.content.iter().all(|content| content.slice(text).is_some()));
    }
    for act in speech::acts::acts(&lower, &segments) {
        assert!(act.clause.slice(text).is_some() && act.cue.slice(text).is_some());
    }
});
