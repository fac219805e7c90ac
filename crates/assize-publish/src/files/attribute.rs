//! Elements and attributes that pages are made of. All others are shown as text or left out: nothing that a browser would run, load or follow comes from a
//! source, not even by way of a page that was written without care.

use super::token::{Tag, escaped};
use assize_record::facing::{self, CLOSE, OPEN};
use std::borrow::Cow;

/// Elements of the head.
const HEAD: [&str; 6] = ["html", "head", "meta", "link", "title", "script"];

/// Elements of the body.
const BODY: [&str; 58] = [
    "a",
    "bdi",
    "blockquote",
    "body",
    "br",
    "caption",
    "circle",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "g",
    "h1",
    "h2",
    "h3",
    "h4",
    "header",
    "input",
    "label",
    "legend",
    "li",
    "line",
    "main",
    "mark",
    "nav",
    "ol",
    "p",
    "path",
    "polyline",
    "pre",
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
const ATTRIBUTES: [&str; 46] = [
    "aria-current",
    "aria-describedby",
    "aria-hidden",
    "aria-label",
    "aria-labelledby",
    "charset",
    "checked",
    "class",
    "colspan",
    "content",
    "cx",
    "cy",
    "d",
    "datetime",
    "defer",
    "dir",
    "height",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "open",
    "points",
    "property",
    "r",
    "rel",
    "role",
    "rowspan",
    "scope",
    "src",
    "tabindex",
    "text-anchor",
    "title",
    "transform",
    "type",
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
const VOID: [&str; 5] = ["br", "input", "link", "meta", "wbr"];

/// Elements within a line: words go on through them.
const INLINE: [&str; 12] =
    ["a", "bdi", "code", "em", "mark", "small", "span", "strong", "sub", "sup", "time", "wbr"];

/// Whether pages are made of it. `body` says whether the body has begun.
pub(super) fn is_ours(tag: &Tag<'_>, body: bool) -> bool {
    let value = |wanted: &str| {
        let found = tag.attributes.iter().find(|(name, _)| *name == wanted);
        found.and_then(|(_, value)| value.as_deref())
    };
    match (tag.name, body) {
        // The one script that there is lies beside the page that it serves; whatever else calls itself one is text.
        ("script", false) => tag.closes || value("src") == Some(SCRIPT),
        // A choice within a page, which is sent nowhere.
        ("input", true) => matches!(value("type"), Some("radio" | "checkbox")),
        (name, true) => BODY.contains(&name) || tag.closes && name == "html",
        (name, false) => HEAD.contains(&name) || name == "body",
    }
}

/// The script of the search.
pub(crate) const SCRIPT: &str = "search.js";

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
        if !ATTRIBUTES.contains(name) || *name == "href" && leads_away(value) && !may_lead_away(tag, value) {
            continue;
        }
        page.push(' ');
        page.push_str(name);
        page.push_str("=\"");
        // A line of a picture is as long as it is; it holds nothing but numbers and letters that say how they are joined.
        if *name == "d" && value.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '.' | '-')) {
            page.push_str(value);
        } else {
            escaped(&facing::bracketed(&bounded(value)), page);
        }
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

/// Whether a tag of ours leads to the address of an outlet, or says where its own page is published: it says so, and the address is a plain one.
fn may_lead_away(tag: &Tag<'_>, address: &str) -> bool {
    let rel = tag.attributes.iter().find(|(name, _)| *name == "rel").and_then(|(_, value)| value.as_deref());
    let says_so = matches!((tag.name, rel), ("a", Some("external noreferrer")) | ("link", Some("canonical")));
    says_so && web_address(address).is_some()
}

/// The longest address that is led to.
const ADDRESS: usize = 2000;

/// An address on the web as it may be led to, if it is one: of `http` or `https`, in ASCII without anything that a browser would read otherwise than it is
/// written, with a host by name or number and no name or password before it.
pub(crate) fn web_address(address: &str) -> Option<String> {
    let address = address.trim();
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://"))?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let (name, port) = host.split_once(':').unwrap_or((host, "443"));
    let named = name.split('.').count() > 1
        && name.split('.').all(|part| {
            !part.is_empty()
                && !part.to_ascii_lowercase().starts_with("xn--")
                && part.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
        });
    let plain =
        |c: char| c.is_ascii_graphic() && !matches!(c, '"' | '<' | '>' | '\\' | '`' | '{' | '}' | '|' | '^');
    let sound = named
        && !port.is_empty()
        && port.chars().all(|c| c.is_ascii_digit())
        && address.chars().all(plain)
        && address.len() <= ADDRESS;
    sound.then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::{leads_away, web_address};

    #[test]
    fn only_plain_addresses_of_the_web_are_led_to() {
        for plain in ["https://example.org/a?b=c#d", "http://example.org:8080/", "https://a.example.org"] {
            assert_eq!(web_address(plain).as_deref(), Some(plain));
        }
        for other in [
            "javascript:alert(1)",
            "https://user@example.org/",
            "https://exаmple.org/",
            "https://xn--exmple-4nf.org/",
            "https://example.org/\u{202e}",
            "https://example.org/a b",
            "https://localhost/",
            "https://example.org:/",
            "https:/example.org",
            "//example.org",
            "https://example.org\\@evil.example",
        ] {
            assert_eq!(web_address(other), None, "{other}");
        }
    }

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
