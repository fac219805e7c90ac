//! TimeML documents: the plain text, the day of publication, and the TIMEX3 tags.

mod pairing;

use assize_record::Span;
use std::collections::BTreeMap;

pub use pairing::{Counts, pairs};

/// One document with its gold times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeMl {
    /// The text of the `TEXT` element without tags.
    pub text: String,
    /// The value of the creation time.
    pub created: Option<String>,
    /// The tags of the text.
    pub times: Vec<GoldTime>,
}

/// One TIMEX3 tag, of the gold or of a system.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GoldTime {
    /// The words.
    pub span: Span,
    /// `type`.
    pub kind: String,
    /// `value`.
    pub value: String,
}

/// Reads a document; `None` where it has no `TEXT` element.
pub fn parse(xml: &str) -> Option<TimeMl> {
    let created = xml.split_once("<DCT>").and_then(|(_, rest)| {
        let (dct, _) = rest.split_once("</DCT>")?;
        attributes(dct.split_once("<TIMEX3")?.1.split('>').next()?).remove("value")
    });
    let (_, rest) = xml.split_once("<TEXT>")?;
    let (body, _) = rest.split_once("</TEXT>")?;
    let mut document = TimeMl { text: String::new(), created, times: Vec::new() };
    let mut open: Vec<(usize, BTreeMap<String, String>)> = Vec::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once('<') {
        document.text.push_str(&unescape(before));
        let Some((tag, after)) = after.split_once('>') else { break };
        rest = after;
        if let Some(attribute_text) = tag.strip_prefix("TIMEX3") {
            open.push((document.text.len(), attributes(attribute_text)));
        } else if tag == "/TIMEX3"
            && let Some((start, mut attributes)) = open.pop()
        {
            let words = &document.text[start..];
            let start = start + (words.len() - words.trim_start().len());
            document.times.push(GoldTime {
                span: Span::new(start, document.text.trim_end().len().max(start)),
                kind: attributes.remove("type").unwrap_or_default(),
                value: attributes.remove("value").unwrap_or_default(),
            });
        }
    }
    document.text.push_str(&unescape(rest));
    document.times.sort_by_key(|time| time.span);
    Some(document)
}

fn attributes(text: &str) -> BTreeMap<String, String> {
    let mut attributes = BTreeMap::new();
    let mut rest = text;
    while let Some((name, after)) = rest.split_once("=\"") {
        let Some((value, after)) = after.split_once('"') else { break };
        attributes.insert(name.trim().to_owned(), unescape(value));
        rest = after;
    }
    attributes
}

fn unescape(text: &str) -> String {
    if !text.contains('&') {
        return text.to_owned();
    }
    text.replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&apos;", "'")
        .replace("&amp;", "&")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_become_spans_of_the_plain_text() {
        let xml = "<TimeML><DCT><TIMEX3 tid=\"t0\" type=\"DATE\" value=\"2001-02-03\">x</TIMEX3></DCT><TEXT>A &amp; B met \
                   <EVENT eid=\"e1\">on</EVENT> <TIMEX3 tid=\"t1\" type=\"DATE\" value=\"2001-02-02\"> Friday </TIMEX3>.</TEXT></TimeML>";
        let document = parse(xml).expect("a document");
        assert_eq!(document.text, "A & B met on  Friday .");
        assert_eq!(document.created.as_deref(), Some("2001-02-03"));
        assert_eq!(document.times.len(), 1);
        assert_eq!(document.times[0].span.slice(&document.text), Some("Friday"));
        assert_eq!(document.times[0].value, "2001-02-02");
        assert_eq!(parse("<TimeML/>"), None);
    }
}
