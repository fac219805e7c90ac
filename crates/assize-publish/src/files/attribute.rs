//! Elements and attributes that pages are made of. All others are shown as text or left out: nothing that a browser would run, load or follow comes from a
//! source, not even by way of a page that was written without care.

use super::token::{Tag, escaped};
use assize_record::facing::{self, CLOSE, OPEN};
use std::borrow::Cow;

/// Elements of the head.
const HEAD: [&str; 5] = ["html", "head", "meta", "link", "title"];

/// Elements of the body.
const BODY: [&str; 50] = [
    "a",
    "bdi",
    "blockquote",
    "body",
    "br",
    "caption",
    "circle",
    "code",
    "details",
    "div",
    "em",
    "figcaption",
    "figure",
    "footer",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "li",
    "line",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "path",
    "polyline",
    "rect",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "svg",
    "table",
    "tbody",
    "td",
    "text",
    "th",
    "thead",
    "time",
    "title",
    "tr",
    "tspan",
    "ul",
    "wbr",
];

/// Attributes that pages carry.
const ATTRIBUTES: [&str; 41] = [
    "aria-current",
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "charset",
    "class",
    "colspan",
    "content",
    "cx",
    "cy",
    "d",
    "datetime",
    "dir",
    "height",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "open",
    "points",
    "r",
    "rel",
    "role",
    "rowspan",
    "scope",
    "tabindex",
    "text-anchor",
    "title",
    "transform",
    "viewBox",
    "width",
    "x",
    "x1",
    "x2",
    "xmlns",
    "y",
    "y1",
    "y2",
    "start",
];

/// Elements that have no end.
const VOID: [&str; 4] = ["br", "link", "meta", "wbr"];

/// Elements within a line: words go on through them.
const INLINE: [&str; 12] =
    ["a", "bdi", "code", "em", "mark", "small", "span", "strong", "sub", "sup", "time", "wbr"];

/// Whether pages are made of it. `body` says whether the body has begun.
pub(super) fn is_ours(tag: &Tag<'_>, body: bool) -> bool {
    if body {
        BODY.contains(&tag.name) || tag.closes && tag.name == "html"
    } else {
        HEAD.contains(&tag.name) || tag.name == "body"
    }
}

pub(super) fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

pub(super) fn is_inline(name: &str) -> bool {
    INLINE.contains(&name)
}

/// Writes a tag with the attributes that pages carry, each as it may face a reader.
pub(super) fn write(tag: &Tag<'_>, page: &mut String) {
    page.push_str(if tag.closes { "</" } else { "<" });
    page.push_str(tag.name);
    for (name, value) in &tag.attributes {
        let Some(value) = value else {
            if ATTRIBUTES.contains(name) {
                page.push(' ');
                page.push_str(name);
            }
            continue;
        };
        if !ATTRIBUTES.contains(name) || *name == "href" && leads_away(value) {
            continue;
        }
        page.push(' ');
        page.push_str(name);
        page.push_str("=\"");
        escaped(&facing::bracketed(&bounded(value)), page);
        page.push('"');
    }
    page.push_str(if tag.alone { "/>" } else { ">" });
}

/// The most characters of a value, and of a title: a source's name stands in the value of every link to it.
const LONGEST: usize = 600;

/// Text that stands where it cannot be laid out, cut with a word on how much is left out.
pub(super) fn bounded(words: &str) -> Cow<'_, str> {
    match words.char_indices().nth(LONGEST) {
        Some((end, _)) => {
            format!("{}{OPEN}{} more characters{CLOSE}", &words[..end], words[end..].chars().count()).into()
        }
        None => words.into(),
    }
}

/// Whether an address is any but one of this site: one with a scheme, of another host, or that a browser would read otherwise than it is written.
fn leads_away(address: &str) -> bool {
    let first = address.split(['/', '?', '#']).next().unwrap_or_default();
    first.contains(':') || address.starts_with('/') || address.contains(|c: char| c == '\\' || c.is_control())
}

#[cfg(test)]
mod tests {
    use super::leads_away;

    #[test]
    fn only_what_lies_in_the_site_is_led_to() {
        for away in [
            "https://example.org/",
            "//example.org",
            "javascript:alert(1)",
            "java\nscript:alert(1)",
            "data:text/html,x",
            "/etc",
            "\\\\host",
            "JAVASCRIPT:x",
        ] {
            assert!(leads_away(away), "{away}");
        }
        for here in ["", "#main", "../index.html", "sources/0a.html#p-1", "methods.html#a:b"] {
            assert!(!leads_away(here), "{here}");
        }
    }
}
