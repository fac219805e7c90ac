//! The lines of `assize read --stdout --emit times,quantities,sentences`: one JSON object each.

use crate::{
    quantity::Counted,
    stream::Part,
    timex::{Anchor, Time},
};
use assize_record::Span;
use serde_json::{Map, Value, json};

/// The schema of a time line.
pub const TIME_SCHEMA: &str = "assize.time/1";
/// The schema of a quantity line.
pub const QUANTITY_SCHEMA: &str = "assize.quantity/1";
/// The schema of a sentence line.
pub const SENTENCE_SCHEMA: &str = "assize.sentence/1";

/// Words and where they stand in the whole text: all of it, or a part.
#[derive(Debug, Clone, Copy)]
pub struct Stretch<'t> {
    text: &'t str,
    start: usize,
}

impl<'t> From<&'t str> for Stretch<'t> {
    fn from(text: &'t str) -> Self {
        Self { text, start: 0 }
    }
}

impl<'t> From<&'t String> for Stretch<'t> {
    fn from(text: &'t String) -> Self {
        Self { text, start: 0 }
    }
}

impl<'t> From<&'t Part> for Stretch<'t> {
    fn from(part: &'t Part) -> Self {
        Self { text: &part.text, start: part.start }
    }
}

impl<'t> Stretch<'t> {
    fn slice(self, span: Span) -> &'t str {
        let range = span.start.checked_sub(self.start).zip(span.end.checked_sub(self.start));
        range.and_then(|(start, end)| self.text.get(start..end)).unwrap_or_default()
    }
}

fn words(schema: &str, text: Stretch<'_>, span: Span) -> Map<String, Value> {
    let mut line = Map::new();
    line.insert("schema".to_owned(), json!(schema));
    line.insert("start".to_owned(), json!(span.start));
    line.insert("end".to_owned(), json!(span.end));
    line.insert("exact".to_owned(), json!(text.slice(span)));
    line
}

/// One time. `anchor` is `published`, `text`, `none`, `missing`, or the words of the event it is counted from.
pub fn time<'t>(text: impl Into<Stretch<'t>>, time: &Time) -> Value {
    let text = text.into();
    let mut line = words(TIME_SCHEMA, text, time.span);
    line.insert("type".to_owned(), json!(time.kind.name()));
    line.insert("timex3".to_owned(), json!(time.timex3));
    if let Some(modifier) = time.modifier {
        line.insert("mod".to_owned(), json!(modifier.name()));
    }
    line.insert("edtf".to_owned(), json!(time.edtf.as_ref().map(ToString::to_string)));
    line.insert("rule".to_owned(), json!(time.rule));
    line.insert("anchor".to_owned(), json!(anchor(text, time.anchor)));
    Value::Object(line)
}

/// What a time was counted from, in the words of the draft schema.
pub fn anchor<'t>(text: impl Into<Stretch<'t>>, anchor: Anchor) -> String {
    match anchor {
        Anchor::None => "none".to_owned(),
        Anchor::Published => "published".to_owned(),
        Anchor::Text(_) => "text".to_owned(),
        Anchor::Missing => "missing".to_owned(),
        Anchor::Event(span) => text.into().slice(span).to_owned(),
    }
}

/// One quantity.
pub fn quantity<'t>(text: impl Into<Stretch<'t>>, counted: &Counted) -> Value {
    let mut line = words(QUANTITY_SCHEMA, text.into(), counted.span);
    line.insert("min".to_owned(), json!(counted.min));
    line.insert("max".to_owned(), json!(counted.max));
    if let Some(approx) = &counted.approx {
        line.insert("approx".to_owned(), json!(approx));
    }
    line.insert("unit".to_owned(), json!(counted.unit));
    line.insert("role".to_owned(), json!(counted.role.name()));
    line.insert("status".to_owned(), json!(counted.status));
    line.insert("scope".to_owned(), json!(counted.scope.map(super::quantity::Scope::name)));
    if counted.part {
        line.insert("part".to_owned(), json!(true));
    }
    line.insert("rule".to_owned(), json!(counted.rule));
    Value::Object(line)
}

/// One sentence.
pub fn sentence<'t>(text: impl Into<Stretch<'t>>, span: Span) -> Value {
    Value::Object(words(SENTENCE_SCHEMA, text.into(), span))
}
