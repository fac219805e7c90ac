//! Words that a source, or whoever types a name, may use against a reader; and what none of them may come to on a page, in a table or on a terminal.
//!
//! What is forbidden is written down here anew, without the module that takes it out, so that one can be held against the other.

mod pages;
mod strings;

pub use pages::{HostilePage, pages};
pub use strings::{Hostile, strings};

/// Characters that may face nobody, wherever they stand: controls, what turns the direction of writing, what cannot be seen. Joiners, marks of direction, selectors and tags
/// are looked at by [`forbidden`].
fn is_forbidden(c: char) -> bool {
    matches!(c,
        '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{115f}' | '\u{1160}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e001f}'
        | '\u{1d173}'..='\u{1d17a}')
}

/// The first character of a text that may face nobody, with what stands around it. What is at home in some writing is forbidden between letters of ASCII.
pub fn forbidden(text: &str) -> Option<String> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\t')) {
        return None;
    }
    let chars: Vec<(usize, char)> = text.char_indices().collect();
    let ascii = |at: Option<usize>| at.and_then(|at| chars.get(at)).is_none_or(|(_, c)| c.is_ascii());
    let mut marks = 0;
    for (at, (start, c)) in chars.iter().enumerate() {
        let between = ascii(at.checked_sub(1)) && ascii(Some(at + 1));
        let keycap = chars.get(at + 1).is_some_and(|(_, c)| *c == '\u{20e3}');
        let lost = match c {
            '\u{200b}'..='\u{200f}'
            | '\u{61c}'
            | '\u{180b}'..='\u{180f}'
            | '\u{34f}'
            | '\u{e0100}'..='\u{e01ef}' => between,
            '\u{fe00}'..='\u{fe0f}' => between && !keycap,
            '\u{e0020}'..='\u{e007f}' => !text.contains('\u{1f3f4}'),
            '\r' => chars.get(at + 1).is_none_or(|(_, c)| *c != '\n'),
            c => is_forbidden(*c),
        };
        marks = if matches!(c, '\u{300}'..='\u{36f}') { marks + 1 } else { 0 };
        if lost || marks > 4 {
            let from = text.floor_char_boundary(start.saturating_sub(60));
            let to = text.ceil_char_boundary((start + 60).min(text.len()));
            return Some(format!("{:?} in {:?}", c, &text[from..to]));
        }
    }
    None
}

/// Elements that pages of a site are made of.
const ELEMENTS: [&str; 61] = [
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
    "head",
    "header",
    "html",
    "input",
    "label",
    "legend",
    "li",
    "line",
    "link",
    "main",
    "mark",
    "meta",
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
    "ul",
    "wbr",
];

/// What a page must not hold: an element that pages are not made of, a handler, an address outside the site.
pub fn active(page: &str) -> Option<String> {
    let mut rest = page.strip_prefix("<!DOCTYPE html>").unwrap_or(page);
    while let Some(at) = rest.find('<') {
        rest = &rest[at + 1..];
        let Some(end) = rest.find('>') else { return Some(format!("a tag without an end: {:.80}", rest)) };
        let tag = &rest[..end];
        let name = tag.trim_start_matches('/').split([' ', '/']).next().unwrap_or_default();
        // The one script that there is, which searches and which its page does without.
        if matches!(tag, "script src=\"search.js\" defer" | "/script") {
            continue;
        }
        // A choice within a page is sent nowhere.
        let asks = name == "input" && !tag.contains("type=\"radio\"") && !tag.contains("type=\"checkbox\"");
        if !ELEMENTS.contains(&name) || asks {
            return Some(format!("<{tag}>"));
        }
        // Quoted values hold no quote, so every second piece is a value.
        for pair in tag.split('"').collect::<Vec<_>>().chunks(2) {
            let attribute = pair[0].trim().trim_end_matches('=').rsplit(' ').next().unwrap_or_default();
            let value = pair.get(1).unwrap_or(&"").to_lowercase();
            let scheme = value.split(['/', '?', '#']).next().is_some_and(|first| first.contains(':'))
                || value.starts_with('/');
            let loads = matches!(
                attribute,
                "src"
                    | "srcset"
                    | "srcdoc"
                    | "style"
                    | "action"
                    | "formaction"
                    | "data"
                    | "background"
                    | "ping"
                    | "xlink:href"
            );
            // Where a source itself lies, by a link that says that it leads away, to an address of the web.
            let outlet = tag.starts_with("a ") && tag.ends_with(" rel=\"external noreferrer\"");
            let outlet = outlet && (value.starts_with("https://") || value.starts_with("http://"));
            if attribute.starts_with("on") || loads || attribute == "href" && scheme && !outlet {
                return Some(format!("<{tag}>"));
            }
            if attribute == "http-equiv" && value != "content-security-policy" {
                return Some(format!("<{tag}>"));
            }
        }
        rest = &rest[end..];
    }
    None
}

/// The text of a page, as somebody reads it.
pub fn text_of(page: &str) -> String {
    let mut text = String::new();
    let mut rest = page;
    while let Some(at) = rest.find('<') {
        text.push_str(&rest[..at]);
        let end = rest[at..].find('>').map_or(rest.len(), |end| at + end + 1);
        rest = &rest[end..];
    }
    text.push_str(rest);
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
