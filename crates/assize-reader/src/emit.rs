//! The lines of `assize read --stdout --emit times,quantities,sentences`: one JSON object each.

use crate::{
    quantity::Counted,
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

fn words(schema: &str, text: &str, span: Span) -> Map<String, Value> {
    let mut line = Map::new();
    line.insert("schema".to_owned(), json!(schema));
    line.insert("start".to_owned(), json!(span.start));
    line.insert("end".to_owned(), json!(span.end));
    line.insert("exact".to_owned(), json!(span.slice(text).unwrap_or_default()));
    line
}

/// One time. `anchor` is `published`, `text`, `none`, `missing`, or the words of the event it is counted from.
pub fn time(text: &str, time: &Time) -> Value {
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
pub fn anchor(text: &str, anchor: Anchor) -> String {
    match anchor {
        Anchor::None => "none".to_owned(),
        Anchor::Published => "published".to_owned(),
        Anchor::Text(_) => "text".to_owned(),
        Anchor::Missing => "missing".to_owned(),
        Anchor::Event(span) => span.slice(text).unwrap_or_default().to_owned(),
    }
}

/// One quantity.
pub fn quantity(text: &str, counted: &Counted) -> Value {
    let mut line = words(QUANTITY_SCHEMA, text, counted.span);
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
pub fn sentence(text: &str, span: Span) -> Value {
    Value::Object(words(SENTENCE_SCHEMA, text, span))
}
