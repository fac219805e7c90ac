//! What is refused in a page: tags before it is parsed ([`check_tags`]), and the tree before it is worked on ([`check_tree`]).

use super::{
    ExtractError, Limits,
    limits::{passed, within},
};
use dom_query::{Document, NodeData, NodeRef};

/// Raw tags may be nested this many times deeper than elements before a page is refused unparsed: the count ignores end tags
/// that may be left out.
const RAW_DEPTH_FACTOR: u64 = 8;

/// Counts open tags and their attributes without parsing, so that a page made of nothing but `<div>` is refused before a tree is built of it,
/// and a tag of a million attributes before each is compared with all the others.
pub(super) fn check_tags(html: &str, limits: &Limits) -> Result<(), ExtractError> {
    let most = limits.html_depth.saturating_mul(RAW_DEPTH_FACTOR);
    let bytes = html.as_bytes();
    let (mut depth, mut all_attributes, mut at) = (0_u64, 0_u64, 0);
    // What looks like a tag inside the value of an attribute has none.
    let mut in_tag_until = 0;
    while let Some(found) = memchr::memchr(b'<', &bytes[at..]) {
        at += found + 1;
        let rest = &bytes[at..];
        if rest.starts_with(b"!--") {
            at += memchr::memmem::find(rest, b"-->").unwrap_or(rest.len());
            continue;
        }
        let closes = rest.first() == Some(&b'/');
        let name_start = usize::from(closes);
        let length = rest[name_start..].iter().take_while(|b| b.is_ascii_alphanumeric()).count();
        let name = rest[name_start..name_start + length].to_ascii_lowercase();
        if name.is_empty() || !name[0].is_ascii_alphabetic() {
            continue;
        }
        if at >= in_tag_until {
            let (attributes, length) = attributes_of(&rest[name_start..]);
            in_tag_until = at + name_start + length;
            within_tag(attributes, limits)?;
            all_attributes += attributes;
        }
        within("the page", all_attributes, "attributes", limits.html_attributes, "html_attributes")?;
        if has_optional_end(&name) {
            continue;
        }
        depth = if closes { depth.saturating_sub(1) } else { depth + 1 };
        if depth > most {
            return Err(too_deep(format!("at least {depth}"), limits));
        }
        // What stands in these is not markup.
        if !closes && matches!(name.as_slice(), b"script" | b"style" | b"textarea" | b"title" | b"xmp") {
            let end = [b"</", name.as_slice()].concat();
            at += find_ignoring_case(rest, &end).unwrap_or(rest.len());
        }
    }
    Ok(())
}

fn within_tag(attributes: u64, limits: &Limits) -> Result<(), ExtractError> {
    within("one tag", attributes, "attributes", limits.html_tag_attributes, "html_tag_attributes")
}

/// How many attributes a tag has that begins with its name, and where it ends; what counts as one is said by the tokenizer of the HTML standard
/// (13.2.5.32 to 39).
fn attributes_of(tag: &[u8]) -> (u64, usize) {
    let is_blank = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | 0x0c);
    let mut at = tag.iter().take_while(|byte| !is_blank(byte) && !matches!(byte, b'/' | b'>')).count();
    let skip =
        |at: usize, wanted: &dyn Fn(&u8) -> bool| at + tag[at..].iter().take_while(|b| wanted(b)).count();
    let mut count = 0;
    loop {
        at = skip(at, &|byte| is_blank(byte) || *byte == b'/');
        match tag.get(at) {
            None | Some(b'>') => return (count, at),
            Some(_) => count += 1,
        }
        // A name may begin with `=`.
        at = skip(at + 1, &|byte| !is_blank(byte) && !matches!(byte, b'/' | b'>' | b'='));
        let after = skip(at, &is_blank);
        if tag.get(after) != Some(&b'=') {
            continue;
        }
        at = skip(after + 1, &is_blank);
        at = match tag.get(at) {
            Some(quote @ (b'"' | b'\'')) => match memchr::memchr(*quote, &tag[at + 1..]) {
                Some(length) => at + length + 2,
                None => return (count, tag.len()),
            },
            _ => skip(at, &|byte| !is_blank(byte) && *byte != b'>'),
        };
    }
}

/// Void elements, and those whose end tag may be left out.
fn has_optional_end(name: &[u8]) -> bool {
    const NAMES: [&[u8]; 34] = [
        b"area",
        b"base",
        b"br",
        b"col",
        b"embed",
        b"hr",
        b"img",
        b"input",
        b"link",
        b"meta",
        b"param",
        b"source",
        b"track",
        b"wbr",
        b"p",
        b"li",
        b"dt",
        b"dd",
        b"option",
        b"optgroup",
        b"tr",
        b"td",
        b"th",
        b"tbody",
        b"thead",
        b"tfoot",
        b"colgroup",
        b"rt",
        b"rp",
        b"html",
        b"head",
        b"body",
        b"caption",
        b"path",
    ];
    NAMES.contains(&name)
}

fn find_ignoring_case(haystack: &[u8], needle: &[u8]) -> Option<usize> {
    haystack.windows(needle.len()).position(|window| window.eq_ignore_ascii_case(needle))
}

/// Measures the tree that was built: its depth, since what comes after walks it by recursion; its nodes; and what it takes to write its texts
/// out again, which finding the main content does.
pub(super) fn check_tree(page: &Document, limits: &Limits) -> Result<(), ExtractError> {
    let mut level = vec![page.root()];
    let (mut depth, mut nodes, mut escaped) = (0_u64, 0_u64, 0_u64);
    while !level.is_empty() {
        if depth > limits.html_depth {
            return Err(too_deep(format!("at least {depth}"), limits));
        }
        let mut below = Vec::new();
        for child in level.iter().flat_map(|node| node.children_it(false)) {
            nodes += 1;
            within("the page", nodes, "nodes", limits.html_nodes, "html_nodes")?;
            escaped = escaped.saturating_add(escaping(&child));
            if child.may_have_children() {
                below.push(child);
            }
        }
        within(
            "escaping the words of this page",
            escaped,
            "bytes gone over",
            limits.html_escape_bytes,
            "html_escape_bytes",
        )?;
        level = below;
        depth += 1;
    }
    Ok(())
}

/// Bytes that the serializer goes over to escape the words or attributes of a node: for each `&` and each first byte of a no-break space it
/// looks for the next angle bracket anew.
fn escaping(node: &NodeRef<'_>) -> u64 {
    node.query_or(0, |inner| match &inner.data {
        NodeData::Text { contents } => looked_over(contents.as_bytes(), false),
        NodeData::Element(element) => {
            element.attrs.iter().map(|attribute| looked_over(attribute.value.as_bytes(), true)).sum()
        }
        _ => 0,
    })
}

fn looked_over(bytes: &[u8], in_attribute: bool) -> u64 {
    let (mut bracket, mut sum) = (bytes.len(), 0_u64);
    for (at, byte) in bytes.iter().enumerate().rev() {
        match byte {
            b'<' | b'>' => bracket = at,
            b'"' if in_attribute => bracket = at,
            b'&' | 0xc2 => sum = sum.saturating_add((bracket - at) as u64),
            _ => {}
        }
    }
    sum
}

fn too_deep(found: String, limits: &Limits) -> ExtractError {
    passed("nesting of elements", found, limits.html_depth, "html_depth")
}
