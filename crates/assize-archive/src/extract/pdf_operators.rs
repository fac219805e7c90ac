//! What the pages of a PDF ask for, counted before any of it is done: pages, operators, and how deep states are saved.
//!
//! `pdf-extract` keeps every operator of a stream in memory, copies the state of the page for each `q`, and runs a form as often as it is
//! drawn: a form that draws another ten times, which draws another ten times, never ends.

use super::{
    ExtractError, Limits,
    limits::{passed, within},
    pdf_guard,
};
use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;

/// Forms inside forms, and page trees, deeper than this are refused before.
const DEPTH: usize = 64;

/// Refuses a document whose pages ask for more than the limits allow.
pub(super) fn check(document: &Document, limits: &Limits) -> Result<(), ExtractError> {
    within("this PDF", document.objects.len() as u64, "objects", limits.pdf_objects, "pdf_objects")?;
    let mut counter = Counter { document, forms: BTreeMap::new(), lengths: BTreeMap::new() };
    let mut all = Asked::default();
    let nothing = Dictionary::new();
    for (page, id) in (1_u64..).zip(document.page_iter()) {
        if page > limits.pdf_pages {
            return Err(passed(
                "this PDF",
                format!("more than {} pages", limits.pdf_pages),
                limits.pdf_pages,
                "pdf_pages",
            ));
        }
        // A page may name one stream a million times.
        if counter.length_of(id) > limits.pdf_unpacked_bytes {
            return Err(pdf_guard::too_much(limits));
        }
        let Ok(content) = document.get_page_content(id) else { continue };
        let resources = resources_of(document, id).unwrap_or(&nothing);
        all.add(&counter.asked_by(&content, resources, 0), 1);
        all.check(limits)?;
    }
    Ok(())
}

/// What a stream asks for, together with all that it draws.
#[derive(Debug, Clone, Default)]
struct Asked {
    operators: u64,
    bytes: u64,
    saved: u64,
}

impl Asked {
    fn add(&mut self, other: &Self, times: u64) {
        self.operators = self.operators.saturating_add(other.operators.saturating_mul(times));
        self.bytes = self.bytes.saturating_add(other.bytes.saturating_mul(times));
        self.saved = self.saved.max(other.saved);
    }

    fn check(&self, limits: &Limits) -> Result<(), ExtractError> {
        within(
            "what the pages of this PDF run",
            self.operators,
            "operators",
            limits.pdf_operators,
            "pdf_operators",
        )?;
        within(
            "one page of this PDF",
            self.saved,
            "saved states",
            limits.pdf_saved_states,
            "pdf_saved_states",
        )?;
        if self.bytes > limits.pdf_unpacked_bytes.saturating_mul(pdf_guard::PARTS_FACTOR) {
            return Err(pdf_guard::too_much(limits));
        }
        Ok(())
    }
}

struct Counter<'d> {
    document: &'d Document,
    /// What a form asks for, by the form and the resources that its names are looked up in.
    forms: BTreeMap<(ObjectId, usize), Asked>,
    /// Lengths of streams, unpacked.
    lengths: BTreeMap<ObjectId, u64>,
}

impl<'d> Counter<'d> {
    /// Length of all that a page is drawn by, put together.
    fn length_of(&mut self, page: ObjectId) -> u64 {
        let document = self.document;
        let lengths = document.get_page_contents(page).into_iter().map(|id| {
            *self.lengths.entry(id).or_insert_with(|| {
                let stream = document.get_object(id).and_then(Object::as_stream);
                stream.map_or(0, |stream| content_of(stream).len() as u64 + 1)
            })
        });
        lengths.fold(0, u64::saturating_add)
    }

    fn asked_by(&mut self, content: &[u8], resources: &'d Dictionary, depth: usize) -> Asked {
        let counted = count(content);
        let mut asked =
            Asked { operators: counted.operators, bytes: content.len() as u64, saved: counted.saved };
        for (name, times) in counted.drawn {
            let drawn = self.form(&name, resources, depth + 1);
            asked.add(&drawn, times);
        }
        asked
    }

    fn form(&mut self, name: &[u8], resources: &'d Dictionary, depth: usize) -> Asked {
        let document = self.document;
        let found = resources.get_deref(b"XObject", document).and_then(Object::as_dict);
        let found = found.and_then(|drawn| drawn.get(name)).and_then(|form| document.dereference(form));
        let Ok((Some(id), Object::Stream(form))) = found else { return Asked::default() };
        if depth > DEPTH {
            return Asked { operators: u64::MAX, ..Asked::default() };
        }
        let own = form.dict.get_deref(b"Resources", document).and_then(Object::as_dict);
        let resources = own.unwrap_or(resources);
        let key = (id, std::ptr::from_ref(resources).addr());
        if let Some(known) = self.forms.get(&key) {
            return known.clone();
        }
        let asked = self.asked_by(&content_of(form), resources, depth);
        self.forms.insert(key, asked.clone());
        asked
    }
}

fn content_of(stream: &Stream) -> Vec<u8> {
    stream.decompressed_content().unwrap_or_else(|_| stream.content.clone())
}

/// The resources of a page, or of the nearest node above it that has any.
fn resources_of(document: &Document, page: ObjectId) -> Option<&Dictionary> {
    let mut node = document.get_dictionary(page).ok()?;
    for _ in 0..DEPTH {
        if let Ok(resources) = node.get_deref(b"Resources", document).and_then(Object::as_dict) {
            return Some(resources);
        }
        node = node.get_deref(b"Parent", document).and_then(Object::as_dict).ok()?;
    }
    None
}

/// The operators of one content stream.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    operators: u64,
    /// The most states that are saved at once.
    saved: u64,
    /// Names of what is drawn, with how often.
    drawn: BTreeMap<Vec<u8>, u64>,
}

fn count(content: &[u8]) -> Counted {
    let mut counted = Counted::default();
    let (mut at, mut open, mut name) = (0, 0_u64, &content[..0]);
    while let Some(byte) = content.get(at) {
        let rest = &content[at..];
        let run = |wanted: fn(&u8) -> bool| rest.iter().take_while(|byte| wanted(byte)).count();
        at += match byte {
            b'%' => run(|byte| !matches!(byte, b'\n' | b'\r')),
            b'(' => literal(rest),
            b'<' if rest.get(1) != Some(&b'<') => run(|byte| *byte != b'>'),
            b'/' => {
                let length = 1 + rest[1..].iter().take_while(|byte| is_regular(byte)).count();
                name = &rest[1..length];
                length
            }
            byte if is_of_operator(byte) => {
                let length = run(is_of_operator);
                counted.operators += 1;
                match &rest[..length] {
                    b"q" => open += 1,
                    b"Q" => open = open.saturating_sub(1),
                    b"Do" => *counted.drawn.entry(unescaped(name)).or_default() += 1,
                    _ => {}
                }
                counted.saved = counted.saved.max(open);
                // The bytes of an inline image are no operators.
                if &rest[..length] == b"ID" { length + image(&rest[length..]) } else { length }
            }
            _ => 1,
        };
    }
    counted
}

/// A name with its `#xx` resolved.
fn unescaped(name: &[u8]) -> Vec<u8> {
    let (mut out, mut at) = (Vec::with_capacity(name.len()), 0);
    while let Some(byte) = name.get(at) {
        let hex = name.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match hex.filter(|_| *byte == b'#').and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(meant) => {
                out.push(meant);
                at += 3;
            }
            None => {
                out.push(*byte);
                at += 1;
            }
        }
    }
    out
}

fn is_of_operator(byte: &u8) -> bool {
    byte.is_ascii_alphabetic() || matches!(byte, b'*' | b'\'' | b'"')
}

fn is_regular(byte: &u8) -> bool {
    !byte.is_ascii_whitespace()
        && !matches!(byte, 0 | b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

/// Length of a string in brackets, which may hold others.
fn literal(bytes: &[u8]) -> usize {
    let (mut depth, mut at) = (0_usize, 0);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'\\' => at += 1,
            b'(' => depth += 1,
            b')' if depth == 1 => return at + 1,
            b')' => depth -= 1,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

/// Length of the data of an inline image, up to its `EI`.
fn image(bytes: &[u8]) -> usize {
    let ends = |at: &usize| {
        let blank = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_whitespace);
        *at > 0 && blank(bytes.get(at - 1)) && blank(bytes.get(at + 2))
    };
    memchr::memmem::find_iter(bytes, b"EI").find(ends).unwrap_or(bytes.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn operators_are_counted_and_what_only_looks_like_one_is_not() {
        let counted =
            count(b"q q Q % q q\n(q \\) (q) q) Tj <71 71> Tj /q gs [(a) -5 (b)] TJ /X0 Do /X#30 Do /Y Do q*");
        let drawn = BTreeMap::from([(b"X0".to_vec(), 2), (b"Y".to_vec(), 1)]);
        assert_eq!(counted, Counted { operators: 11, saved: 2, drawn });
        let image = count(b"q BI /W 2 ID q q q q EIq q\nEI Q q1q");
        assert_eq!((image.operators, image.saved), (7, 2));
        assert_eq!(count(b"(never closed q q q").operators, 0);
        assert_eq!(count(b"((((((((").operators, 0);
    }
}
