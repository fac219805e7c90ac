//! Two editions of one table, cell by cell.

use crate::row::{Fact, FactValue, Row};
use std::collections::{BTreeMap, BTreeSet};

/// What a later edition changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference<'t> {
    /// Rows that the edition before has not.
    pub new: Vec<&'t Row>,
    /// Rows of which at least one cell says otherwise.
    pub changed: Vec<Changed<'t>>,
    /// How many rows say the same.
    pub same: usize,
    /// Rows of the edition before that are no longer there, in its order. Nothing of them is taken back.
    pub gone: Vec<&'t Row>,
}

/// A row of which cells say otherwise.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Changed<'t> {
    /// The row as it is now.
    pub row: &'t Row,
    /// What is said otherwise or for the first time, with what was said before.
    pub now: Vec<(&'t Fact, Option<&'t Fact>)>,
    /// What was said and is not said any more.
    pub emptied: Vec<&'t Fact>,
}

/// Compares two editions by the keys of their rows. `refused` are keys of the later one that could not be read: they are not gone.
pub fn difference<'t>(before: &'t [Row], now: &'t [Row], refused: &BTreeSet<String>) -> Difference<'t> {
    let known: BTreeMap<&str, &Row> = before.iter().map(|row| (row.id.as_str(), row)).collect();
    let there: BTreeSet<&str> = now.iter().map(|row| row.id.as_str()).collect();
    let mut difference = Difference::default();
    for row in now {
        let Some(earlier) = known.get(row.id.as_str()) else {
            difference.new.push(row);
            continue;
        };
        let changed = changed(earlier, row);
        if changed.now.is_empty() && changed.emptied.is_empty() {
            difference.same += 1;
        } else {
            difference.changed.push(changed);
        }
    }
    let is_gone = |row: &&Row| !there.contains(row.id.as_str()) && !refused.contains(&row.id);
    difference.gone = before.iter().filter(is_gone).collect();
    difference
}

fn changed<'t>(before: &'t Row, now: &'t Row) -> Changed<'t> {
    let by_slot = |row: &'t Row| -> BTreeMap<(u16, u16), &'t Fact> {
        row.facts.iter().map(|fact| (fact.slot, fact)).collect()
    };
    let (earlier, later) = (by_slot(before), by_slot(now));
    let says = |fact: &Fact| -> (FactValue, Option<String>) {
        (fact.value.clone(), fact.hedge.as_ref().map(|hedge| hedge.exact.clone()))
    };
    let mut changed = Changed { row: now, now: Vec::new(), emptied: Vec::new() };
    for (slot, fact) in &later {
        let was = earlier.get(slot).copied();
        if was.is_none_or(|was| says(was) != says(fact)) {
            changed.now.push((fact, was));
        }
    }
    changed.emptied =
        earlier.iter().filter(|(slot, _)| !later.contains_key(*slot)).map(|(_, fact)| *fact).collect();
    changed
}
