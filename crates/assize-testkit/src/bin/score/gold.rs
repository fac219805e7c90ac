//! `score gold`: the hand-made items of the first real article, field by field.

use crate::{Asked, files};
use assize_reader::{Document, Reading, read};
use assize_record::{Draft, Span};
use serde_json::Value;
use std::collections::BTreeMap;

/// How many of a field's spans or values were met.
#[derive(Default)]
struct Field {
    exact: u32,
    overlap: u32,
    all: u32,
}

pub(crate) fn score(asked: &Asked) -> Result<(), String> {
    let shared = asked.corpora.join("..");
    let mut fields: BTreeMap<&'static str, Field> = BTreeMap::new();
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
            score_item(item, &reading, &mut fields, asked.errors);
        }
    }
    println!("{:<16}{:>8}{:>12}{:>8}", "field", "exact", "or overlap", "items");
    for (name, field) in &fields {
        println!("{name:<16}{:>8}{:>12}{:>8}", field.exact, field.overlap, field.all);
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

fn score_item(item: &Value, reading: &Reading, fields: &mut BTreeMap<&'static str, Field>, errors: bool) {
    let contents: Vec<Span> = reading.drafts.iter().map(|d| d.passage.span()).collect();
    let mut count = |name: &'static str, wanted: &[Span], found: &[Span]| {
        for span in wanted {
            let field = fields.entry(name).or_default();
            field.all += 1;
            let exact = found.contains(span);
            field.exact += u32::from(exact);
            let overlap = found.iter().any(|f| f.overlaps(span));
            field.overlap += u32::from(overlap);
            if errors && !exact {
                println!(
                    "{name} item {}: {}..{} {}",
                    item["id"],
                    span.start,
                    span.end,
                    if overlap { "only overlaps" } else { "missed" }
                );
            }
        }
    };
    let wanted = spans(item, "content");
    count("content", &wanted, &contents);
    let about: Vec<&Draft> =
        reading.drafts.iter().filter(|d| wanted.iter().any(|w| w.overlaps(&d.passage.span()))).collect();
    let sources: Vec<Span> = about
        .iter()
        .flat_map(|d| d.via.iter().chain([&d.speaker]))
        .filter_map(|s| s.span.as_ref().map(|w| w.span()))
        .collect();
    let cues: Vec<Span> = about.iter().filter_map(|d| d.cue.as_ref().map(|w| w.span())).collect();
    let hedges: Vec<Span> = about.iter().flat_map(|d| &d.hedges).map(|h| Span::new(h.start, h.end)).collect();
    let times: Vec<Span> = reading.times.iter().map(|t| t.span).collect();
    count("source", &spans(item, "source"), &sources);
    count("cue", &spans(item, "cue"), &cues);
    count("hedge_expr", &spans(item, "hedge_expr"), &hedges);
    count("date_expr", &spans(item, "date_expr"), &times);
    let values: Vec<Span> = reading.quantities.iter().map(|q| q.span).collect();
    count("qty_expr", &spans(item, "qty_expr"), &values);
    let mut value = |name: &'static str, right: bool| {
        let field = fields.entry(name).or_default();
        field.all += 1;
        field.exact += u32::from(right);
        field.overlap += u32::from(right);
    };
    if let Some(date) = item["date"].as_str() {
        let dates = spans(item, "date_expr");
        let right = reading.times.iter().any(|t| {
            dates.iter().any(|d| d.overlaps(&t.span))
                && t.edtf.as_ref().is_some_and(|e| e.to_string() == date)
        });
        value("date value", right);
    }
    if let Some(min) = item["anon"]["min"].as_u64() {
        let max = item["anon"]["max"].as_u64();
        let right = about.iter().filter_map(|d| d.speaker.count).any(|c| c.min == Some(min) && c.max == max);
        value("anon count", right);
    }
    let quantities = match &item["qty"] {
        Value::Array(list) => list.clone(),
        Value::Null => Vec::new(),
        one => vec![one.clone()],
    };
    for quantity in quantities {
        let (min, max) = (quantity["min"].as_u64(), quantity["max"].as_u64());
        let places = spans(item, "qty_expr");
        let right = reading
            .quantities
            .iter()
            .any(|q| places.iter().any(|p| p.overlaps(&q.span)) && q.min == min && q.max == max);
        value("qty value", right);
    }
}
