//! What is refused in a PDF before it is read.
//!
//! `lopdf` unpacks whatever a file claims to be packed, and `pdf-extract` follows forms and page trees by recursion. Neither sets a limit,
//! so limits are set here: on bytes, before anything is parsed; on every stream, while the file is loaded; on the graph
//! of forms and pages, before text is taken out.

use super::{ExtractError, Limits};
use flate2::read::{DeflateDecoder, ZlibDecoder};
use pdf_extract::{Document, Object, ObjectId};
use std::{
    collections::{BTreeMap, BTreeSet},
    io::Read,
};

/// Page trees deeper than this are not made by any writer.
const PARENTS: usize = 64;
/// Forms inside forms.
const FORMS: usize = 32;

/// Looks at the raw bytes: encryption, and compressed parts that grow beyond the limit. What a part's own dictionary says is not
/// relied on: everything that follows a `stream` keyword is tried.
pub(super) fn check_bytes(bytes: &[u8], limits: &Limits) -> Result<(), ExtractError> {
    if contains(bytes, b"/Encrypt") {
        return Err(ExtractError::Encrypted);
    }
    let mut left = limits.pdf_unpacked_bytes;
    let mut at = 0;
    while let Some(found) = find(&bytes[at..], b"stream") {
        let start = at + found;
        at = start + b"stream".len();
        if bytes[..start].ends_with(b"end") {
            continue;
        }
        let packed = skip_line_end(&bytes[at..]);
        let unpacked = unpacked_length(packed, left);
        left = left.checked_sub(unpacked).ok_or_else(|| too_much(limits))?;
    }
    Ok(())
}

fn too_much(limits: &Limits) -> ExtractError {
    ExtractError::Limit {
        what: "what this PDF unpacks to",
        found: format!("more than {} bytes", limits.pdf_unpacked_bytes),
        limit: limits.pdf_unpacked_bytes,
        name: "pdf_unpacked_bytes",
    }
}

fn contains(bytes: &[u8], needle: &[u8]) -> bool {
    find(bytes, needle).is_some()
}

fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    bytes.windows(needle.len()).position(|window| window == needle)
}

fn skip_line_end(bytes: &[u8]) -> &[u8] {
    let blanks = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    match &bytes[blanks..] {
        [b'\r', b'\n', rest @ ..] | [b'\n' | b'\r', rest @ ..] => rest,
        rest => rest,
    }
}

/// How long the data gets when inflated, counted up to one more than `most`. Nothing is kept.
fn unpacked_length(packed: &[u8], most: u64) -> u64 {
    let count = |reader: &mut dyn Read| {
        let mut buffer = [0_u8; 16 * 1024];
        let mut total = 0_u64;
        while total <= most {
            match reader.read(&mut buffer) {
                Ok(0) | Err(_) => break,
                Ok(read) => total += read as u64,
            }
        }
        total
    };
    match count(&mut ZlibDecoder::new(packed)) {
        // Where the header is wrong readers skip it and try again.
        0 if packed.len() > 2 => count(&mut DeflateDecoder::new(&packed[2..])),
        total => total,
    }
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
    let forms: BTreeMap<ObjectId, Vec<ObjectId>> =
        document.objects.iter().filter_map(|(id, object)| Some((*id, drawn_by(document, object)?))).collect();
    let mut settled = BTreeSet::new();
    for form in forms.keys() {
        check_form(*form, &forms, &mut settled)?;
    }
    Ok(())
}

fn circle(what: &str) -> ExtractError {
    ExtractError::Broken(format!("this PDF cannot be read: {what} leads in a circle or too deep"))
}

/// What a stream may draw: the objects of its own resources.
fn drawn_by(document: &Document, object: &Object) -> Option<Vec<ObjectId>> {
    let stream = object.as_stream().ok()?;
    let inner = |value: &Object| {
        document.dereference(value).ok().and_then(|(_, found)| found.as_dict().ok().cloned())
    };
    let resources = inner(stream.dict.get(b"Resources").ok()?)?;
    let drawn = inner(resources.get(b"XObject").ok()?)?;
    Some(drawn.iter().filter_map(|(_, value)| value.as_reference().ok()).collect())
}

/// Walks from one form to all that it draws, without recursion.
fn check_form(
    form: ObjectId,
    forms: &BTreeMap<ObjectId, Vec<ObjectId>>,
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
