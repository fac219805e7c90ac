//! Which new incidents of a table may be ones on record. Nothing follows from it.

use assize_ledger::{
    View,
    candidate::{Ranker, Sketch, Toll, sketches},
};
use assize_record::{BlobHash, EntryId};
use assize_table::{FactValue, Row};
use std::collections::BTreeSet;

/// A new incident, and what it may be the same as.
pub(super) struct Alike {
    pub(super) key: String,
    pub(super) candidate: EntryId,
    pub(super) reasons: Vec<String>,
}

/// The likeliest candidate of each new row that has one, the likeliest rows first. What tables of the same mapping alone tell of is left out: a
/// recorder lists each incident once.
pub(super) fn alike(view: &View, rows: &[&Row], map: &str) -> Vec<Alike> {
    if rows.is_empty() {
        return Vec::new();
    }
    let editions = view.editions().iter().filter(|edition| edition.edition.map == map);
    let theirs: BTreeSet<EntryId> = editions.map(|edition| edition.source).collect();
    let told_elsewhere = |id: EntryId| {
        let mut claims = view.claims_about(id).peekable();
        claims.peek().is_none() || claims.any(|claim| !theirs.contains(&claim.source))
    };
    let mut drawn = sketches(view);
    drawn.retain(|sketch| !view.is_of_strangers(sketch.id) && told_elsewhere(sketch.id));
    let ranker = Ranker::of(&drawn);
    let mut alike = Vec::new();
    for row in rows {
        if let Some(first) = ranker.candidates(&sketch(row), 1).into_iter().next() {
            let reasons = first.reasons.iter().map(ToString::to_string).collect();
            alike.push((first.score, Alike { key: row.key.clone(), candidate: first.id, reasons }));
        }
    }
    // Stable: rows of one score stay in the order of the table.
    alike.sort_by(|(a, _), (b, _)| b.cmp(a));
    alike.into_iter().map(|(_, alike)| alike).collect()
}

/// A row as candidates are found by. It has no entry yet; its key stands for one.
fn sketch(row: &Row) -> Sketch {
    let mut sketch = Sketch::new(EntryId::from_bytes(*BlobHash::of(row.id.as_bytes()).as_bytes()));
    for fact in &row.facts {
        match (fact.property.as_ref(), &fact.value) {
            (_, FactValue::Date(date)) => sketch.days = Some(date.interval()),
            ("incident.place", FactValue::Words(words)) => sketch.places.push(words.clone()),
            ("incident.means", FactValue::Words(words)) => sketch.means.push(words.clone()),
            ("incident.target", FactValue::Words(words)) => sketch.targets.push(words.clone()),
            ("incident.conducted-by", FactValue::Thing(thing)) => sketch.actors.push(thing.name.clone()),
            (property, FactValue::Quantity(quantity)) => sketch.tolls.push(Toll {
                role: property.rsplit('.').next().unwrap_or_default().to_owned(),
                status: fact.status,
                min: quantity.min,
                max: quantity.max,
            }),
            _ => {}
        }
    }
    sketch
}
