//! Claims that no draft makes, and the ends of a claim's words.

use super::{
    Form, alone,
    decide::{answer, ends, set_speaker},
    write,
};
use crate::{
    page::{Sight, source::Reading},
    serve::App,
};
use assize_case::{
    asked::{ByHand, Fields},
    failure::Failure,
};
use assize_record::{Span, proposition::ValueType};
use axum::{extract::State, response::Response};
use std::sync::Arc;

pub(crate) async fn missed(State(app): State<Arc<App>>, form: Form) -> Response {
    alone(app, form, entered).await
}

fn entered(app: &Arc<App>, form: &Form) -> Result<Response, Failure> {
    let sight = Sight::of(app)?;
    let source = form.need("source")?.to_owned();
    let (property, value, words) = (form.need("property")?, form.need("value")?, form.need("words")?);
    let mut fields = Fields {
        property: Some(property.to_owned()),
        subject: Some(form.need("subject")?.to_owned()),
        ..Fields::default()
    };
    let known = sight.snapshot.vocabulary.property(property).map_err(Failure::usage)?;
    match known.value {
        ValueType::Quantity => {
            let (min, max) = ends(value)?;
            let end = |of: Option<u64>| of.map(|end| end.to_string());
            (fields.min, fields.max) = (end(min), end(max));
            let unit = known.unit.first().copied().unwrap_or(assize_record::Unit::People);
            fields.unit = serde_json::to_value(unit).ok().and_then(|unit| unit.as_str().map(str::to_owned));
        }
        ValueType::Date => fields.date = Some(value.to_owned()),
        ValueType::Flag => fields.flag = Some(value.to_owned()),
        ValueType::Entity => fields.entity = Some(value.to_owned()),
        _ => fields.words = Some(value.to_owned()),
    }
    let other = form.get("speaker_other").map(|name| format!("named:{name}"));
    set_speaker(&mut fields, other.as_deref().or(form.get("speaker")));
    fields.happened_on = form.get("happened_on").map(str::to_owned);
    fields.status = form.get("status").map(str::to_owned);
    fields.hedge = form.all("hedge");
    let asked = ByHand {
        source: source.clone(),
        says: words.to_owned(),
        fields,
        reason: form.get("reason").unwrap_or_default().to_owned(),
        dry_run: false,
    };
    let prepared = write(app, &asked, &|_| Ok(()))?;
    let after = Sight::of(app)?;
    let reading = Reading::of(&after, &source, false)?;
    let moves: Vec<String> = prepared.moves.moved.iter().map(ToString::to_string).collect();
    let moves = if moves.is_empty() { String::new() } else { format!(" {}.", moves.join("; ")) };
    let said = format!("+ by hand: {} {value}.{moves} u takes it back.", crate::reviewed::property(property));
    let next = reading.next(0);
    let number = next.map_or(1, |item| item.number);
    answer(&reading, next, number, &said, Some(&prepared), form.by_script)
}

/// A span with its ends moved by so many words: out where positive, in where negative. `None` where nothing would be left.
pub(super) fn moved(text: &str, span: Span, from: i64, to: i64) -> Option<Span> {
    let words: Vec<Span> = words(text);
    let first = words.iter().position(|word| word.end > span.start)?;
    let last = words.iter().rposition(|word| word.start < span.end)?;
    let at = |index: usize, by: i64| -> Option<usize> {
        let moved = i64::try_from(index).ok()?.checked_add(by)?;
        usize::try_from(moved.clamp(0, i64::try_from(words.len()).ok()? - 1)).ok()
    };
    let (first, last) = (at(first, from.checked_neg()?)?, at(last, to)?);
    (first <= last).then(|| {
        // An end that was not moved stays where the reader put it, within its word.
        let start = if from == 0 { span.start } else { words[first].start };
        let end = if to == 0 { span.end } else { words[last].end };
        (start < end).then(|| Span::new(start, end))
    })?
}

/// The words of a text by its blanks.
fn words(text: &str) -> Vec<Span> {
    let begin = text.as_ptr() as usize;
    text.split_whitespace()
        .map(|word| {
            let start = word.as_ptr() as usize - begin;
            Span::new(start, start + word.len())
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "At Lowford three\u{301} people, 👩‍👩‍👧 among them, died on Monday.";

    fn at(words: &str) -> Span {
        let start = TEXT.find(words).expect("words of the text");
        Span::new(start, start + words.len())
    }

    #[test]
    fn ends_move_by_whole_words_and_never_into_one() {
        let of = |from, to| moved(TEXT, at("people,"), from, to).and_then(|span| span.slice(TEXT));
        assert_eq!(of(1, 0), Some("three\u{301} people,"));
        assert_eq!(of(0, 1), Some("people, 👩‍👩‍👧"));
        assert_eq!(of(2, 2), Some("Lowford three\u{301} people, 👩‍👩‍👧 among"));
        assert_eq!(of(99, 99), Some(TEXT));
        assert_eq!(
            moved(TEXT, at("Lowford three\u{301}"), -1, 0).and_then(|span| span.slice(TEXT)),
            Some("three\u{301}")
        );
        assert_eq!(of(-1, 0), None, "nothing would be left");
    }
}
