//! Rendered markup as tags and text.
//!
//! This reads what `maud` and our own pictures write, and nothing else: lower-case names, values in double quotes, no comments. What is written otherwise was not
//! written by a page of ours, and is text.

/// A piece of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Token<'m> {
    /// `<!DOCTYPE html>`.
    Doctype,
    /// A tag.
    Tag(Tag<'m>),
    /// Text, with its entities decoded.
    Text(String),
}

/// A tag, with the values of its attributes decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag<'m> {
    pub(super) name: &'m str,
    pub(super) closes: bool,
    /// `<path …/>`.
    pub(super) alone: bool,
    pub(super) attributes: Vec<(&'m str, Option<String>)>,
    /// As it was written.
    pub(super) written: &'m str,
}

const DOCTYPE: &str = "<!DOCTYPE html>";

/// Every token of a page, in order. The texts and what is written of tags make up the whole of it.
pub(super) fn tokens(markup: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = markup;
    if let Some(after) = rest.strip_prefix(DOCTYPE) {
        found.push(Token::Doctype);
        rest = after;
    }
    while !rest.is_empty() {
        let at = rest.find('<').unwrap_or(rest.len());
        text(&rest[..at], &mut found);
        rest = &rest[at..];
        if let Some(tag) = tag(rest) {
            rest = &rest[tag.written.len()..];
            found.push(Token::Tag(tag));
        } else if !rest.is_empty() {
            text("<", &mut found);
            rest = &rest[1..];
        }
    }
    found
}

fn text<'m>(words: &str, found: &mut Vec<Token<'m>>) {
    if words.is_empty() {
        return;
    }
    match found.last_mut() {
        Some(Token::Text(before)) => before.push_str(&decoded(words)),
        _ => found.push(Token::Text(decoded(words))),
    }
}

fn tag(rest: &str) -> Option<Tag<'_>> {
    let inside = rest.strip_prefix('<')?;
    let (closes, inside) = inside.strip_prefix('/').map_or((false, inside), |inside| (true, inside));
    let name = word(inside)?;
    let mut after = &inside[name.len()..];
    let mut attributes = Vec::new();
    loop {
        let trimmed = after.trim_start();
        let (alone, end) = trimmed.strip_prefix('/').map_or((false, trimmed), |end| (true, end));
        if let Some(end) = end.strip_prefix('>') {
            let written = &rest[..rest.len() - end.len()];
            return Some(Tag { name, closes, alone, attributes, written });
        }
        // An attribute is parted from what is before it.
        let name = (trimmed.len() < after.len()).then(|| word(trimmed))??;
        after = &trimmed[name.len()..];
        let value = match after.strip_prefix("=\"") {
            Some(quoted) => {
                let end = quoted.find('"')?;
                after = &quoted[end + 1..];
                Some(decoded(&quoted[..end]))
            }
            None => None,
        };
        attributes.push((name, value));
    }
}

/// A name of an element or attribute.
fn word(text: &str) -> Option<&str> {
    let is_part = |c: char| c.is_ascii_alphanumeric() || c == '-';
    let end = text.find(|c| !is_part(c)).unwrap_or(text.len());
    text.starts_with(|c: char| c.is_ascii_alphabetic()).then(|| &text[..end])
}

/// The four entities that escaping writes. Any other is text.
const ENTITIES: [(&str, &str); 4] = [("&amp;", "&"), ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\"")];

fn decoded(words: &str) -> String {
    let mut text = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        let (entity, plain) =
            ENTITIES.iter().find(|(entity, _)| rest.starts_with(entity)).unwrap_or(&("&", "&"));
        text.push_str(plain);
        rest = &rest[entity.len()..];
    }
    text + rest
}

/// Text as it stands in a page, in content or in a value.
pub(super) fn escaped(words: &str, page: &mut String) {
    for c in words.chars() {
        match c {
            '&' => page.push_str("&amp;"),
            '<' => page.push_str("&lt;"),
            '>' => page.push_str("&gt;"),
            '"' => page.push_str("&quot;"),
            c => page.push(c),
        }
    }
}
