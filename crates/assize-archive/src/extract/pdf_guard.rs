//! What is refused in a PDF before it is read.
//!
//! `lopdf` unpacks whatever a file claims to be packed and believes the sizes it states; `pdf-extract` follows forms and page trees
//! by recursion. Neither sets a limit, so limits are set here: on the raw bytes, before anything is parsed ([`check_bytes`]); on
//! every object, while the file is loaded ([`load`]); on the graph of forms and pages, before text is taken out ([`check_document`]).

use super::{ExtractError, Limits, limits::passed, pdf_unpack};
use pdf_extract::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};
use std::{
    cell::{Cell, OnceCell},
    collections::{BTreeMap, BTreeSet},
    rc::Rc,
};

/// Page trees deeper than this are not made by any writer.
const PARENTS: usize = 64;
/// Forms inside forms.
const FORMS: usize = 32;
/// All parts together may unpack to this many times the limit: images are never unpacked here, but are counted with the rest.
pub(super) const PARTS_FACTOR: u64 = 8;
/// About what one parsed value takes in memory.
const VALUE_BYTES: u64 = 64;
/// Sizes that a file states and that are believed when memory is set aside. No real file comes near.
const SIZES: &[(&[u8], u64)] =
    &[(b"/Columns", 200_000), (b"/Colors", 64), (b"/BitsPerComponent", 64), (b"/W", 1_000_000)];

thread_local! {
    /// Bytes that loading may still take, on the thread that reads one file; `None` once it has run out.
    static LEFT: Cell<Option<u64>> = const { Cell::new(None) };
    static FILE_BYTES: Cell<u64> = const { Cell::new(0) };
}

/// Looks at the raw bytes: encryption, sizes that would exhaust memory, and parts that unpack beyond the limit. What a part's own
/// dictionary says is not relied on: everything that follows a `stream` keyword is tried.
pub(super) fn check_bytes(bytes: &[u8], limits: &Limits) -> Result<(), ExtractError> {
    check_names(bytes)?;
    let most = limits.pdf_unpacked_bytes;
    let mut left = most.saturating_mul(PARTS_FACTOR);
    for at in positions(bytes, b"stream") {
        if bytes[..at].ends_with(b"end") {
            continue;
        }
        let packed = skip_line_end(&bytes[at + b"stream".len()..]);
        let unpacked = pdf_unpack::inflated_length(packed, most.min(left));
        if unpacked > most {
            return Err(too_much(limits));
        }
        left = left.checked_sub(unpacked).ok_or_else(|| too_much(limits))?;
    }
    Ok(())
}

/// Loads a document; every object is charged against the limit, so that a table that names one object a million times, or a part
/// packed twice over, is given up.
pub(super) fn load(bytes: &[u8], limits: &Limits) -> Result<Document, ExtractError> {
    FILE_BYTES.set(bytes.len() as u64);
    LEFT.set(Some(limits.pdf_unpacked_bytes));
    let options = LoadOptions { filter: Some(admit), ..LoadOptions::default() };
    let loaded = Document::load_mem_with_options(bytes, options);
    if LEFT.take().is_none() {
        return Err(too_much(limits));
    }
    loaded.map_err(|error| ExtractError::Broken(format!("this PDF cannot be read: {error}")))
}

/// Looks at the loaded document: page trees that lead in a circle, and forms that contain themselves.
pub(super) fn check_document(document: &Document) -> Result<(), ExtractError> {
    for page in document.get_pages().values() {
        let mut id = *page;
        for step in 0.. {
            let parent = document
                .get_dictionary(id)
                .and_then(|page| page.get(b"Parent"))
                .and_then(Object::as_reference);
            match parent {
                Ok(parent) if step < PARENTS => id = parent,
                Ok(_) => return Err(circle("its page tree")),
                Err(_) => break,
            }
        }
    }
    let anywhere = OnceCell::new();
    let forms: BTreeMap<ObjectId, Rc<[ObjectId]>> = document
        .objects
        .iter()
        .filter_map(|(id, object)| Some((*id, drawn_by(document, object, &anywhere)?)))
        .collect();
    let mut settled = BTreeSet::new();
    for form in forms.keys() {
        check_form(*form, &forms, &mut settled)?;
    }
    Ok(())
}

pub(super) fn too_much(limits: &Limits) -> ExtractError {
    passed(
        "what this PDF unpacks to",
        format!("more than {} bytes", limits.pdf_unpacked_bytes),
        limits.pdf_unpacked_bytes,
        "pdf_unpacked_bytes",
    )
}

fn positions<'b>(bytes: &'b [u8], needle: &'b [u8]) -> impl Iterator<Item = usize> + 'b {
    let mut from = 0;
    std::iter::from_fn(move || {
        let found = from + bytes[from..].windows(needle.len()).position(|window| window == needle)?;
        from = found + needle.len();
        Some(found)
    })
}

fn skip_line_end(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match &bytes[blanks..] {
        [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => rest,
        rest => rest,
    }
}

/// Names that decide how a file is loaded: `/Encrypt`, and sizes. None may be spelt with `#` escapes, which only serves to hide them.
fn check_names(bytes: &[u8]) -> Result<(), ExtractError> {
    if positions(bytes, b"/Encrypt").next().is_some() {
        return Err(ExtractError::Encrypted);
    }
    for at in positions(bytes, b"#") {
        let start = bytes[at.saturating_sub(32)..at].iter().rposition(|byte| *byte == b'/');
        let Some(start) = start.map(|start| at.saturating_sub(32) + start) else { continue };
        let Some(name) = unescaped(&bytes[start..bytes.len().min(start + 64)]) else { continue };
        if name == b"/Encrypt" || SIZES.iter().any(|(known, _)| name == *known) {
            return Err(ExtractError::Broken(
                "this PDF hides a name that decides how it is loaded".to_owned(),
            ));
        }
    }
    for (name, most) in SIZES {
        for at in positions(bytes, name) {
            let numbers = numbers_after(&bytes[at + name.len()..]);
            // A table whose entries take no bytes never ends.
            let is_endless = *name == b"/W" && numbers.len() >= 3 && numbers[..3] == [0, 0, 0];
            if is_endless || numbers.iter().any(|number| number > most) {
                let name = String::from_utf8_lossy(name);
                return Err(ExtractError::Broken(format!(
                    "this PDF states a size for `{name}` that cannot be"
                )));
            }
        }
    }
    Ok(())
}

/// A name with its `#xx` escapes resolved, up to the first byte that ends a name; `None` where it has none. Packed bytes are looked at too, and
/// in a long file some of them read `/W#`.
fn unescaped(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut name = vec![b'/'];
    let (mut at, mut is_escaped) = (1, false);
    while let Some(byte) = bytes.get(at) {
        let escaped = bytes.get(at + 1..at + 3).and_then(|hex| std::str::from_utf8(hex).ok());
        match (byte, escaped.and_then(|hex| u8::from_str_radix(hex, 16).ok())) {
            (b'#', Some(value)) => {
                name.push(value);
                is_escaped = true;
                at += 3;
            }
            (byte, _) if byte.is_ascii_alphanumeric() => {
                name.push(*byte);
                at += 1;
            }
            _ => break,
        }
    }
    is_escaped.then_some(name)
}

/// Whole numbers that follow a name, alone or in an array, past blanks and comments.
fn numbers_after(bytes: &[u8]) -> Vec<u64> {
    let mut numbers = Vec::new();
    let (mut at, mut in_array) = (0, false);
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'%' => at += bytes[at..].iter().take_while(|b| !matches!(b, b'\n' | b'\r')).count(),
            b'[' if !in_array && numbers.is_empty() => (in_array, at) = (true, at + 1),
            b'0'..=b'9' | b'+' => {
                let digits =
                    bytes[at + usize::from(*byte == b'+')..].iter().take_while(|b| b.is_ascii_digit());
                let digits: Vec<u8> = digits.copied().collect();
                let text = String::from_utf8_lossy(&digits);
                numbers.push(text.parse().unwrap_or(if digits.is_empty() { 0 } else { u64::MAX }));
                at += digits.len().max(1) + usize::from(*byte == b'+' && !digits.is_empty());
                if !in_array {
                    break;
                }
            }
            byte if byte.is_ascii_whitespace() || *byte == 0 => at += 1,
            _ => break,
        }
    }
    numbers
}

/// Called for every object as it is loaded; the file's limit stands in [`LEFT`]. An object beyond it is dropped, and the file refused
/// after loading.
fn admit(id: ObjectId, object: &mut Object) -> Option<(ObjectId, Object)> {
    let left = LEFT.get()?;
    let cost = match &mut *object {
        Object::Stream(stream) => stream_cost(stream, left),
        other => values_in(other).saturating_mul(VALUE_BYTES),
    };
    let remaining = left.checked_sub(cost);
    LEFT.set(remaining);
    remaining?;
    Some(match object {
        // The loader keeps the stream itself and looks only at whether something is returned.
        Object::Stream(_) => (id, Object::Null),
        other => (id, other.clone()),
    })
}

fn stream_cost(stream: &mut Stream, left: u64) -> u64 {
    if stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Image") {
        // Text is taken out of whatever a page draws; a picture holds none, and reading one as text takes long and finds noise.
        stream.dict.remove(b"Filter");
        stream.set_content(b" ".to_vec());
        return VALUE_BYTES;
    }
    if stream.content.is_empty() && stream.start_position.is_some() {
        // Its length is not known yet; it is filled in later, with up to the whole file.
        return FILE_BYTES.get();
    }
    let cost = pdf_unpack::unpacked_length(stream, left).saturating_add(stream.content.len() as u64);
    if cost <= left && stream.dict.has_type(b"ObjStm") && names_an_object_twice(stream) {
        return u64::MAX;
    }
    cost.saturating_add(values_in_dictionary(&stream.dict).saturating_mul(VALUE_BYTES))
}

/// Whether the index of an object stream gives one place to several objects: each would be parsed anew.
fn names_an_object_twice(stream: &Stream) -> bool {
    let Ok(first) = stream.dict.get(b"First").and_then(Object::as_i64) else { return false };
    let Ok(content) = stream.get_plain_content() else { return false };
    let index = usize::try_from(first).ok().and_then(|first| content.get(..first)).unwrap_or_default();
    let index = String::from_utf8_lossy(index);
    let mut seen = BTreeSet::new();
    index.split_whitespace().skip(1).step_by(2).any(|offset| !seen.insert(offset.parse::<u64>().ok()))
}

fn values_in(object: &Object) -> u64 {
    let (mut count, mut waiting) = (0, vec![object]);
    while let Some(value) = waiting.pop() {
        count += 1;
        match value {
            Object::Array(items) => waiting.extend(items),
            Object::Dictionary(inner) => waiting.extend(inner.iter().map(|(_, value)| value)),
            Object::String(bytes, _) | Object::Name(bytes) => count += bytes.len() as u64 / VALUE_BYTES,
            _ => {}
        }
    }
    count
}

fn values_in_dictionary(dictionary: &Dictionary) -> u64 {
    dictionary.iter().map(|(_, value)| values_in(value)).sum()
}

fn circle(what: &str) -> ExtractError {
    ExtractError::Broken(format!("this PDF cannot be read: {what} leads in a circle or too deep"))
}

/// What a stream may draw: the objects of its own resources, or, where it has none and draws at all, of every page's, which are gathered once.
fn drawn_by(
    document: &Document,
    object: &Object,
    anywhere: &OnceCell<Rc<[ObjectId]>>,
) -> Option<Rc<[ObjectId]>> {
    let stream = object.as_stream().ok()?;
    match stream.dict.get(b"Resources") {
        Ok(own) => drawn_from(document, own).map(Rc::from),
        Err(_) => {
            let is_form =
                stream.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|name| name == b"Form");
            let draws = is_form && positions(&stream.get_plain_content().ok()?, b"Do").next().is_some();
            draws.then(|| Rc::clone(anywhere.get_or_init(|| drawn_by_pages(document))))
        }
    }
}

fn drawn_by_pages(document: &Document) -> Rc<[ObjectId]> {
    let mut drawn = BTreeSet::new();
    for page in document.page_iter() {
        let Ok((inline, referred)) = document.get_page_resources(page) else { continue };
        let referred = referred.into_iter().filter_map(|id| document.get_dictionary(id).ok());
        for resources in inline.into_iter().chain(referred) {
            drawn.extend(drawn_in(document, resources).unwrap_or_default());
        }
    }
    drawn.into_iter().collect()
}

fn drawn_from(document: &Document, resources: &Object) -> Option<Vec<ObjectId>> {
    let (_, resources) = document.dereference(resources).ok()?;
    drawn_in(document, resources.as_dict().ok()?)
}

fn drawn_in(document: &Document, resources: &Dictionary) -> Option<Vec<ObjectId>> {
    let (_, drawn) = document.dereference(resources.get(b"XObject").ok()?).ok()?;
    Some(drawn.as_dict().ok()?.iter().filter_map(|(_, value)| value.as_reference().ok()).collect())
}

/// Walks from one form to all that it draws, without recursion.
fn check_form(
    form: ObjectId,
    forms: &BTreeMap<ObjectId, Rc<[ObjectId]>>,
    settled: &mut BTreeSet<ObjectId>,
) -> Result<(), ExtractError> {
    let mut path = vec![(form, 0)];
    while let Some((id, next)) = path.pop() {
        let Some(child) = forms.get(&id).and_then(|drawn| drawn.get(next)) else {
            settled.insert(id);
            continue;
        };
        path.push((id, next + 1));
        if path.iter().any(|(open, _)| open == child) || path.len() > FORMS {
            return Err(circle("a form that it draws"));
        }
        if !settled.contains(child) {
            path.push((*child, 0));
        }
    }
    Ok(())
}
