//! Small parts, pieces of any length: nothing depends on how a text arrives.
#![no_main]
use assize_reader::{Part, Stream};

fn parts(text: &str, piece: usize) -> Vec<Part> {
    let mut stream = Stream::in_parts(None, 128);
    let (mut parts, mut rest) = (Vec::new(), text);
    while !rest.is_empty() {
        let (head, tail) = rest.split_at(rest.ceil_char_boundary(piece));
        parts.extend(stream.push(head));
        rest = tail;
    }
    parts.push(stream.finish());
    parts
}

libfuzzer_sys::fuzz_target!(|input: (u8, &str)| {
    let (piece, text) = input;
    let whole = parts(text, usize::MAX);
    assert_eq!(parts(text, usize::from(piece).max(1)), whole);
    for draft in whole.iter().flat_map(|part| &part.reading.drafts) {
        assert!(draft.passage.check(text).is_ok());
    }
});
