//! `score gold`: the hand-made items of the first real article, field by field.

use crate::{Asked, files};
use assize_reader::{Document, Reading, read};
use assize_record::{Draft, Span};
use serde_json::Value;
use std::collections::BTreeMap;

/// How a reading met one field of an item.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Outcome {
    /// The same bytes, or the same value.
    Exact,
    /// Bytes in common.
    Overlaps,
    /// Nothing.
    Missed,
}

impl Outcome {
    const fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::Overlaps => "overlaps",
            Self::Missed => "missed",
        }
    }

    /// How the words of a gold span were met.
    fn of_span(wanted: Span, found: &[Span]) -> Self {
        if found.contains(&wanted) {
            Self::Exact
        } else if found.iter().any(|f| f.overlaps(&wanted)) {
            Self::Overlaps
        } else {
            Self::Missed
        }
    }

    const fn of_value(right: bool) -> Self {
        if right { Self::Exact } else { Self::Missed }
    }
}

/// One field of one item.
type Scored = (&'static str, Outcome);

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let shared = asked.corpora.join("..");
    let mut fields: BTreeMap<&'static str, [u32; 3]> = BTreeMap::new();
    println!("every item, field by field");
    for path in files(&shared.join("gold"), ".jsonl")? {
        let name = path.file_stem().and_then(|n| n.to_str()).unwrap_or("").to_owned();
        let article = shared.join("real").join(format!("{name}.txt"));
        let text =
            std::fs::read_to_string(&article).map_err(|error| format!("`{}`: {error}", article.display()))?;
        let lines =
            std::fs::read_to_string(&path).map_err(|error| format!("`{}`: {error}", path.display()))?;
        let items: Vec<Value> = lines.lines().filter_map(|line| serde_json::from_str(line).ok()).collect();
        let published = items.iter().find_map(|item| item["dct"].as_str()?.parse().ok());
        let document = match published {
            Some(on) => Document::published(&text, on),
            None => Document::undated(&text),
        };
        let reading = read(&document);
        for item in &items {
            let scored = score_item(item, &reading);
            let words: Vec<String> =
                scored.iter().map(|(field, outcome)| format!("{field} {}", outcome.name())).collect();
            println!("{:>4}  {}", item["id"].to_string(), words.join(", "));
            for (field, outcome) in scored {
                fields.entry(field).or_default()[outcome as usize] += 1;
            }
        }
    }
    println!("\n{:<12}{:>8}{:>12}{:>8}", "field", "exact", "or overlap", "items");
    for (name, [exact, overlap, missed]) in &fields {
        println!("{name:<12}{exact:>8}{:>12}{:>8}", exact + overlap, exact + overlap + missed);
    }
    Ok(())
}

fn spans(item: &Value, key: &str) -> Vec<Span> {
    let one = |v: &Value| Some(Span::new(v["start"].as_u64()? as usize, v["end"].as_u64()? as usize));
    match &item[key] {
        Value::Array(list) => list.iter().filter_map(one).collect(),
        other => one(other).into_iter().collect(),
    }
}

fn score_item(item: &Value, reading: &Reading) -> Vec<Scored> {
    let mut scored = Vec::new();
    let wanted = spans(item, "content");
    let about: Vec<&Draft> =
        reading.drafts.iter().filter(|d| wanted.iter().any(|w| w.overlaps(&d.passage.span()))).collect();
    let contents: Vec<Span> = reading.drafts.iter().map(|d| d.passage.span()).collect();
    let sources: Vec<Span> = about
        .iter()
        .flat_map(|d| d.via.iter().chain([&d.speaker]))
        .filter_map(|s| s.span.as_ref().map(|w| w.span()))
        .collect();
    let cues: Vec<Span> = about.iter().filter_map(|d| d.cue.as_ref().map(|w| w.span())).collect();
    let hedges: Vec<Span> = about.iter().flat_map(|d| &d.hedges).map(|h| Span::new(h.start, h.end)).collect();
    let times: Vec<Span> = reading.times.iter().map(|t| t.span).collect();
    // An item marks a quantity with its noun or the number alone; both are drafted.
    let counted: Vec<Span> = reading.quantities.iter().flat_map(|q| [q.span, q.number]).collect();
    for (field, key, found) in [
        ("content", "content", &contents),
        ("source", "source", &sources),
        ("cue", "cue", &cues),
        ("hedge", "hedge_expr", &hedges),
        ("date", "date_expr", &times),
        ("quantity", "qty_expr", &counted),
    ] {
        scored.extend(spans(item, key).iter().map(|wanted| (field, Outcome::of_span(*wanted, found))));
    }
    scored.extend(date_value(item, reading));
    scored.extend(unnamed(item, &about));
    scored.extend(quantity_values(item, reading));
    scored
}

/// The day, where the item gives one as EDTF.
fn date_value(item: &Value, reading: &Reading) -> Option<Scored> {
    let date = item["date"].as_str().filter(|date| !date.contains(' '))?;
    let dates = spans(item, "date_expr");
    let right = reading.times.iter().any(|t| {
        dates.iter().any(|d| d.overlaps(&t.span)) && t.edtf.as_ref().is_some_and(|e| e.to_string() == date)
    });
    Some(("day", Outcome::of_value(right)))
}

/// The number of unnamed speakers.
fn unnamed(item: &Value, about: &[&Draft]) -> Option<Scored> {
    let min = item["anon"]["min"].as_u64()?;
    let max = item["anon"]["max"].as_u64();
    let right = about.iter().filter_map(|d| d.speaker.count).any(|c| c.min == Some(min) && c.max == max);
    Some(("unnamed", Outcome::of_value(right)))
}

/// The ends of each quantity; `value` stands for both.
fn quantity_values(item: &Value, reading: &Reading) -> Vec<Scored> {
    let quantities = match &item["qty"] {
        Value::Array(list) => list.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    let places = spans(item, "qty_expr");
    let ends = quantities.iter().filter_map(|quantity| {
        let value = quantity["value"].as_u64();
        let (min, max) = (quantity["min"].as_u64().or(value), quantity["max"].as_u64().or(value));
        (min.is_some() || max.is_some()).then_some((min, max))
    });
    ends.map(|(min, max)| {
        let here = |q: &&assize_reader::quantity::Counted| places.iter().any(|p| p.overlaps(&q.span));
        let right = reading.quantities.iter().filter(here).any(|q| q.min == min && q.max == max);
        ("ends", Outcome::of_value(right))
    })
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_met_exactly_in_part_or_not() {
        let wanted = Span::new(4, 9);
        assert!(Outcome::of_span(wanted, &[Span::new(0, 2), Span::new(4, 9)]) == Outcome::Exact);
        assert!(Outcome::of_span(wanted, &[Span::new(8, 12)]) == Outcome::Overlaps);
        assert!(Outcome::of_span(wanted, &[Span::new(9, 12)]) == Outcome::Missed);
    }

    #[test]
    fn fields_of_an_item_are_told_apart() {
        let text = "A strike on May 3 killed at least nine people, two officials said.";
        let reading = read(&Document::published(text, "2031-06-20".parse().expect("a date")));
        let item = serde_json::json!({
            "id": 1,
            "content": { "start": 0, "end": 45 },
            "source": [{ "start": 47, "end": 60 }],
            "cue": [{ "start": 61, "end": 65 }],
            "date_expr": [{ "start": 12, "end": 17 }],
            "date": "2031-05-04",
            "qty_expr": [{ "start": 25, "end": 45 }],
            "qty": { "min": 9, "max": null },
            "anon": { "min": 2, "max": 2 },
        });
        let found: Vec<String> = score_item(&item, &reading)
            .iter()
            .map(|(field, outcome)| format!("{field} {}", outcome.name()))
            .collect();
        assert_eq!(
            found.join(", "),
            "content exact, source exact, cue exact, date exact, quantity exact, day missed, unnamed exact, ends exact"
        );
    }
}
