//! What a table holds and changes, shown before anything is written.

use super::plan::{Change, Plan};
use crate::output::{Output, count, one_line};
use assize_ledger::View;
use assize_record::{Quantity, Status, quantity::grouped};
use serde_json::{Value as Json, json};
use std::collections::{BTreeMap, BTreeSet};

/// Most lines of one sort.
const SHOWN: usize = 40;

pub(super) fn report(plan: &Plan, view: &View, dry_run: bool, output: &mut Output) {
    if output.json {
        output.object(&as_json(plan, view, dry_run));
        return;
    }
    let (file, table) = (&plan.file, &plan.table);
    for note in &plan.notes {
        output.talk(format!("{file}: {note}"));
    }
    list(output, &table.faults, "refused", |fault| format!("{file}: {fault}"));
    list(output, &plan.impossible, "that do not add up", |row| {
        format!("{file}: {}: `{}` does not add up: {}", row.at, row.key, row.words)
    });
    for passed in &table.passed {
        output.talk(format!(
            "{file}: passed over by the mapping: {} with `{}` in `{}`",
            count(passed.rows, "row"),
            one_line(&passed.words, 40),
            passed.column
        ));
    }
    if !table.unread.is_empty() {
        output.talk(format!("{file}: columns not read: {}", table.unread.join(", ")));
    }
    if let Some(sheet) = &table.sheet {
        let others = table.other_sheets.join(", ");
        let others = if others.is_empty() { String::new() } else { format!("; not read: {others}") };
        output.talk(format!("{file}: sheet `{sheet}` was read{others}"));
    }
    list(output, &plan.changed, "changed cells", change);
    list(output, &plan.gone, "rows that are gone", |key| format!("gone, and still on record: `{key}`"));
    output.talk(sizes(plan));
    list(output, &plan.alike, "new incidents with a candidate", |alike| {
        format!(
            "`{}` may be {} ({}): {}; `assize candidates` lists more once it is entered",
            alike.key,
            view.label(alike.candidate),
            alike.candidate.short(),
            alike.reasons.join("; ")
        )
    });
    for total in totals(plan) {
        output.talk(total.line());
    }
}

/// At most so many lines, then how many more there are. Faults are said even where little is.
fn list<T>(output: &Output, all: &[T], what: &str, line: impl Fn(&T) -> String) {
    for one in all.iter().take(SHOWN) {
        output.talk(line(one));
    }
    if all.len() > SHOWN {
        output.talk(format!("… and {} more {what}; --json lists all", all.len() - SHOWN));
    }
}

fn change(change: &Change) -> String {
    let (at, key, column) = (&change.at, &change.key, &change.column);
    let cell =
        if column.is_empty() { format!("{at} of `{key}`") } else { format!("{at} ({column}) of `{key}`") };
    match (&change.before, &change.after) {
        (Some(before), Some(after)) => format!("{cell}: {before} → {after}"),
        (None, Some(after)) => format!("{cell}: {after}, where nothing was stated"),
        (before, None) => format!(
            "{cell}: nothing is stated any more; {} still stands",
            before.as_deref().unwrap_or_default()
        ),
    }
}

fn sizes(plan: &Plan) -> String {
    let cells = plan.changed.len();
    let rows: BTreeSet<&str> = plan.changed.iter().map(|change| change.key.as_str()).collect();
    format!(
        "{}: {}: {} new, {} changed in {}, {} same, {} gone; {} refused, {} that do not add up",
        plan.file,
        count(plan.table.rows.len(), "row"),
        plan.new,
        rows.len(),
        count(cells, "cell"),
        plan.same,
        plan.gone.len(),
        plan.table.refused,
        plan.impossible.iter().map(|row| row.key.as_str()).collect::<BTreeSet<_>>().len()
    )
}

/// What a figure counts, in words: `civilians killed`.
pub(super) fn counted(property: &str, status: Option<Status>) -> String {
    let role = property.rsplit('.').next().unwrap_or_default();
    let of = match status {
        None => return role.to_owned(),
        Some(Status::Civilian) => "civilians",
        Some(Status::Combatant) => "combatants",
        Some(Status::Child) => "children",
        Some(Status::Woman) => "women",
        Some(Status::Unknown) => "people of unknown status",
        Some(Status::Part) => "some of those",
    };
    format!("{of} {role}")
}

/// Figures of one series added up as the table states them.
struct Total {
    name: String,
    rows: usize,
    /// By what is counted, in the order of the mapping.
    figures: Vec<((String, Option<Status>), Sum)>,
}

#[derive(Default)]
struct Sum {
    min: u64,
    max: u64,
    /// Rows that state only one end, or none of a figure that others state.
    open: usize,
}

fn totals(plan: &Plan) -> Vec<Total> {
    let mut totals: BTreeMap<String, Total> = BTreeMap::new();
    for row in &plan.table.rows {
        let name = row.whole.as_ref().map_or("rows of no series", |whole| whole.name.as_str());
        let total = totals.entry(name.to_owned()).or_insert_with(|| Total {
            name: name.to_owned(),
            rows: 0,
            figures: Vec::new(),
        });
        total.rows += 1;
        for fact in &row.facts {
            if let Some(quantity) = fact.value.quantity() {
                total.add(&fact.property, fact.status, quantity);
            }
        }
    }
    totals.into_values().collect()
}

impl Sum {
    fn add(&mut self, quantity: &Quantity) {
        self.min = self.min.saturating_add(quantity.min.or(Some(0)).unwrap_or_default());
        self.max = self.max.saturating_add(quantity.max.or(quantity.min).unwrap_or_default());
        self.open += usize::from(quantity.max.is_none());
    }

    fn words(&self) -> String {
        let range = if self.min == self.max {
            grouped(self.min)
        } else {
            format!("{}–{}", grouped(self.min), grouped(self.max))
        };
        if self.open == 0 { range } else { format!("{range} or more") }
    }
}

impl Total {
    fn add(&mut self, property: &str, status: Option<Status>, quantity: &Quantity) {
        let of =
            |(counted, _): &((String, Option<Status>), Sum)| counted.0 == property && counted.1 == status;
        let at = self.figures.iter().position(of).unwrap_or_else(|| {
            self.figures.push(((property.to_owned(), status), Sum::default()));
            self.figures.len() - 1
        });
        self.figures[at].1.add(quantity);
    }

    fn line(&self) -> String {
        let figures: Vec<String> = self
            .figures
            .iter()
            .map(|((property, status), sum)| format!("{} {}", counted(property, *status), sum.words()))
            .collect();
        format!(
            "{}: {}; added up as the table states them: {}",
            self.name,
            count(self.rows, "row"),
            figures.join("; ")
        )
    }

    fn json(&self) -> Json {
        let figures: Vec<Json> = self
            .figures
            .iter()
            .map(|((property, status), sum)| {
                json!({ "property": property, "status": status.map(Status::name), "min": sum.min, "max": sum.max, "open": sum.open })
            })
            .collect();
        json!({ "name": self.name, "rows": self.rows, "figures": figures })
    }
}

fn as_json(plan: &Plan, view: &View, dry_run: bool) -> Json {
    let table = &plan.table;
    let faults: Vec<Json> = table
        .faults
        .iter()
        .map(|fault| json!({ "cell": fault.at.to_string(), "column": fault.column, "words": fault.words, "message": fault.message }))
        .collect();
    let impossible: Vec<Json> = plan
        .impossible
        .iter()
        .map(|row| json!({ "cell": row.at.to_string(), "key": row.key, "words": row.words }))
        .collect();
    let changed: Vec<Json> = plan
        .changed
        .iter()
        .map(|change| json!({ "cell": change.at.to_string(), "column": change.column, "key": change.key, "before": change.before, "after": change.after }))
        .collect();
    let passed: Vec<Json> = table
        .passed
        .iter()
        .map(|passed| json!({ "column": passed.column, "words": passed.words, "rows": passed.rows }))
        .collect();
    let alike: Vec<Json> = plan
        .alike
        .iter()
        .map(|alike| json!({ "key": alike.key, "id": alike.candidate, "name": view.label(alike.candidate), "reasons": alike.reasons }))
        .collect();
    json!({
        "schema": "assize.table/1", "file": plan.file, "map": plan.map, "sheet": table.sheet, "rows": table.rows.len(), "new": plan.new,
        "changed": changed, "same": plan.same, "gone": plan.gone, "refused": table.refused, "faults": faults, "impossible": impossible,
        "passed_over": passed, "columns_not_read": table.unread, "candidates": alike, "totals": totals(plan).iter().map(Total::json).collect::<Vec<_>>(),
        "dry_run": dry_run,
    })
}
