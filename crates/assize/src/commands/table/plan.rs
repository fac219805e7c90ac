//! What a table would enter: its rows held against the editions on record.

use super::{
    candidates::{self, Alike},
    open::{Opened, form_of},
    report::counted,
};
use crate::{
    case::Session,
    cli::Import,
    failure::Failure,
    output::{Output, count},
    texts,
};
use assize_ledger::View;
use assize_record::{BlobHash, Edtf, EntryId, Status, body::Body, slug};
use assize_table::{
    Address, Fact, Map, Row, Table,
    diff::{self, Difference},
};
use assize_weigh::coherence::{self, SubTotal};
use std::collections::{BTreeMap, BTreeSet};

/// A table as it was read, and what it changes.
pub(super) struct Plan {
    pub(super) file: String,
    pub(super) map: String,
    pub(super) table: Table,
    pub(super) notes: Vec<String>,
    /// Sources of the editions that this one takes the place of.
    pub(super) before: BTreeSet<EntryId>,
    /// Rows to enter, by position, with the facts to enter of each.
    pub(super) entered: Vec<(usize, Vec<usize>)>,
    pub(super) new: usize,
    pub(super) same: usize,
    pub(super) changed: Vec<Change>,
    /// Keys of rows that the edition before had.
    pub(super) gone: Vec<String>,
    /// Rows that cannot be as stated.
    pub(super) impossible: Vec<Impossible>,
    /// New incidents that may be ones on record.
    pub(super) alike: Vec<Alike>,
}

/// One cell that says otherwise.
pub(super) struct Change {
    pub(super) at: Address,
    pub(super) column: String,
    pub(super) key: String,
    pub(super) before: Option<String>,
    /// `None` where the cell was emptied: what was said before stands.
    pub(super) after: Option<String>,
}

/// Something in a row that cannot be.
pub(super) struct Impossible {
    pub(super) at: Address,
    pub(super) key: String,
    pub(super) words: String,
}

/// What keys of a table's rows begin with.
pub(super) fn prefix(map: &Map, publisher: Option<&str>) -> Result<String, Failure> {
    if let Some(prefix) = &map.prefix {
        return Ok(prefix.clone());
    }
    let none = || {
        Failure::usage("whose table is it? Keys of its rows begin with who publishes it")
            .help("give --publisher, or `prefix` in the mapping")
    };
    publisher.map(slug).ok_or_else(none)
}

impl Plan {
    pub(super) fn of(
        session: &Session,
        view: &View,
        opened: &Opened,
        map: &Map,
        args: &Import,
        output: &Output,
    ) -> Result<Self, Failure> {
        let publisher = args.publisher.as_deref().or(map.publisher.as_deref());
        let prefix = prefix(map, publisher)?;
        let unreadable = |error: assize_table::TableError| {
            Failure::input(format!("`{}`: {error}", opened.name))
                .help("`assize import TABLE --guess` prints a mapping for the columns that there are")
        };
        let table = assize_table::read(&opened.text, opened.form, map, &prefix, args.sheet.as_deref())
            .map_err(unreadable)?;
        let sha256 = BlobHash::of(&opened.bytes);
        let (before, rows) = earlier(session, view, map, &table, sha256, output)?;
        let known = Known::of(view, map);
        let difference = diff::difference(&rows, &table.rows, &table.refused_ids);
        let entered = to_enter(view, &table.rows, &difference, &known);
        let impossible = table.rows.iter().flat_map(|row| impossible(row, table.sheet.as_deref())).collect();
        let new: Vec<&Row> =
            difference.new.iter().copied().filter(|row| view.by_key(&row.id).is_none()).collect();
        let alike = candidates::alike(view, &new, &map.id);
        let (new, same) = (difference.new.len(), difference.same);
        let gone = difference.gone.iter().map(|row| row.key.clone()).collect();
        let changed = changes(&table, &difference);
        Ok(Self {
            file: opened.name.clone(),
            map: map.id.clone(),
            notes: opened.notes.clone(),
            before,
            entered,
            new,
            same,
            changed,
            gone,
            impossible,
            alike,
            table,
        })
    }

    /// Whether the record would be as it is.
    pub(super) fn is_nothing(&self) -> bool {
        self.entered.is_empty()
    }

    pub(super) fn is_sound(&self) -> bool {
        self.table.faults.is_empty() && self.impossible.is_empty()
    }

    /// What it comes to, in one line.
    pub(super) fn words(&self) -> String {
        let cells: usize = self.entered.iter().map(|(_, facts)| facts.len()).sum();
        format!(
            "you enter {} of `{}` with {} as what this table says, in one decision",
            count(self.entered.len(), "row"),
            self.file,
            count(cells, "claim")
        )
    }

    /// Whether what a later edition says can be known to be later.
    pub(super) fn can_follow(&self, view: &View, args: &Import) -> Result<(), Failure> {
        let revises = self.changed.iter().any(|change| change.before.is_some() && change.after.is_some());
        if !revises {
            return Ok(());
        }
        let stated = args.published.as_deref().and_then(|day| day.parse::<Edtf>().ok());
        let Some(day) = stated.and_then(|day| day.interval().earliest) else {
            return Err(Failure::usage(
                "cells say otherwise than in the edition before, and nothing says that this one is later",
            )
            .help("give the day on which it was published: --published DAY"));
        };
        for source in &self.before {
            let published = view.sources().get(source).and_then(|source| source.published);
            if published.and_then(|days| days.latest).is_none_or(|latest| latest >= day) {
                let file = view.sources().get(source).and_then(|source| source.files.first().cloned());
                let file = file.unwrap_or_else(|| source.short());
                return Err(Failure::usage(format!(
                    "`{file}`, the edition before, is not known to have been published before {day}"
                ))
                .help("state the day of each: `assize add FILE --published DAY` for one on record"));
            }
        }
        Ok(())
    }
}

/// The editions on record that hold rows of a table, and their rows, of each row the last that is known.
fn earlier(
    session: &Session,
    view: &View,
    map: &Map,
    table: &Table,
    sha256: BlobHash,
    output: &Output,
) -> Result<(BTreeSet<EntryId>, Vec<Row>), Failure> {
    let ids: BTreeSet<&str> = table.rows.iter().map(|row| row.id.as_str()).collect();
    let (mut before, mut rows): (BTreeSet<EntryId>, BTreeMap<String, Row>) = Default::default();
    for edition in view.editions().iter().filter(|edition| edition.edition.map == map.id) {
        let source = edition.source;
        let Some(facts) = view.sources().get(&source) else { continue };
        let publisher = facts.publication.publisher.as_ref().map(|stated| stated.value.as_str());
        let Ok(prefix) = prefix(map, publisher) else { continue };
        let text = view.texts().values().find(|text| text.source == source);
        let Some((text, hash)) = text.and_then(|text| Some((text, text.sha256?))) else { continue };
        let words = texts::text(session, &hash)?;
        let sheet = sheet_of(&edition.edition.key);
        match assize_table::read(&words, form_of(&text.extractor), map, &prefix, sheet.as_deref()) {
            Ok(read) if read.rows.iter().any(|row| ids.contains(row.id.as_str())) => {
                if facts.sha256 != Some(sha256) {
                    before.insert(source);
                }
                let on_record = read.rows.into_iter().filter(|row| view.by_key(&row.id).is_some());
                rows.extend(on_record.map(|row| (row.id.clone(), row)));
            }
            Ok(_) => {}
            Err(error) => output.warn(format!(
                "edition {} on record cannot be read by this mapping any more: {error}",
                edition.id.short()
            )),
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by_key(|row| row.row);
    Ok((before, rows))
}

/// What an edition's key is called: the sheet, if any, and the columns.
pub(super) fn key_of(table: &Table, map: &Map) -> String {
    let columns: Vec<&str> =
        map.key.columns.iter().filter_map(|names| names.first()).map(String::as_str).collect();
    let sheet = table.sheet.as_ref().map_or_else(String::new, |sheet| format!("'{sheet}'!"));
    format!("{sheet}{}", columns.join(" + "))
}

fn sheet_of(key: &str) -> Option<String> {
    let (sheet, _) = key.strip_prefix('\'')?.rsplit_once("'!")?;
    Some(sheet.to_owned())
}

/// What tables of one mapping have said on this record, whether it stands or was set aside.
struct Known(BTreeSet<(EntryId, String, Option<Status>)>);

impl Known {
    fn of(view: &View, map: &Map) -> Self {
        let editions = view.editions().iter().filter(|edition| edition.edition.map == map.id);
        let sources: BTreeSet<EntryId> = editions.map(|edition| edition.source).collect();
        let mut known = BTreeSet::new();
        for claim in view.claims().iter().chain(view.not_counted()) {
            if sources.contains(&claim.source) {
                let said = &claim.proposition;
                known.insert((said.subject, said.property.clone(), said.status));
            }
        }
        for aside in view.set_aside() {
            if let Some(Body::Claim(claim)) = &aside.body {
                let said = &claim.proposition;
                known.insert((view.canonical(said.subject), said.property.clone(), said.status));
            }
        }
        Self(known)
    }

    fn has(&self, view: &View, row: &Row, fact: &Fact) -> bool {
        view.by_key(&row.id).is_some_and(|id| {
            self.0.contains(&(view.canonical(id), fact.property.as_ref().to_owned(), fact.status))
        })
    }
}

/// What is to be entered of each row: of a new one everything, of a known one what it says otherwise, and what the record has never had of it.
fn to_enter(
    view: &View,
    rows: &[Row],
    difference: &Difference<'_>,
    known: &Known,
) -> Vec<(usize, Vec<usize>)> {
    let new: BTreeSet<&str> = difference.new.iter().map(|row| row.id.as_str()).collect();
    let changed: BTreeMap<&str, &diff::Changed<'_>> =
        difference.changed.iter().map(|changed| (changed.row.id.as_str(), changed)).collect();
    let mut entered = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        let is_new = new.contains(row.id.as_str());
        let otherwise = |fact: &Fact| {
            changed
                .get(row.id.as_str())
                .is_some_and(|changed| changed.now.iter().any(|(now, _)| now.slot == fact.slot))
        };
        let facts: Vec<usize> = (0..row.facts.len())
            .filter(|fact| {
                let fact = &row.facts[*fact];
                is_new || otherwise(fact) || !known.has(view, row, fact)
            })
            .collect();
        if !facts.is_empty() || is_new && view.by_key(&row.id).is_none() {
            entered.push((at, facts));
        }
    }
    entered
}

fn changes(table: &Table, difference: &Difference<'_>) -> Vec<Change> {
    let mut changes = Vec::new();
    for changed in &difference.changed {
        let row = changed.row;
        let change = |fact: &Fact, before: Option<&Fact>, after: Option<&Fact>| {
            let column = differs_in(fact, before, after);
            Change {
                at: Address { sheet: table.sheet.clone(), row: row.row, column: Some(column) },
                column: table.columns.get(column).cloned().unwrap_or_default(),
                key: row.key.clone(),
                before: before.map(|fact| fact.value.to_string()),
                after: after.map(|fact| fact.value.to_string()),
            }
        };
        changes.extend(changed.now.iter().map(|(fact, before)| change(fact, *before, Some(fact))));
        changes.extend(changed.emptied.iter().map(|fact| change(fact, Some(fact), None)));
    }
    changes
}

/// The column of the two that a figure was read from that says otherwise: the second, where the lower end is as it was.
fn differs_in(fact: &Fact, before: Option<&Fact>, after: Option<&Fact>) -> usize {
    let low = |fact: Option<&Fact>| fact.and_then(|fact| fact.value.quantity()).map(|quantity| quantity.min);
    let (first, second) = fact.columns;
    let same_low = before.is_some() && after.is_some() && low(before).is_some() && low(before) == low(after);
    second.filter(|_| same_low).unwrap_or(first)
}

/// What in a row cannot be as stated.
fn impossible(row: &Row, sheet: Option<&str>) -> Vec<Impossible> {
    let mut found = Vec::new();
    let figures: Vec<_> = row.facts.iter().filter_map(|fact| Some((fact, fact.value.quantity()?))).collect();
    let named = |fact: &Fact| counted(&fact.property, fact.status);
    for (fact, quantity) in &figures {
        let mut note = |words: String| {
            found.push(Impossible { at: row.cell(fact, sheet), key: row.key.clone(), words });
        };
        if let (false, Some(min), Some(max)) = (quantity.is_coherent(), quantity.min, quantity.max) {
            note(format!("{}: the minimum {min} is above the maximum {max}", named(fact)));
        }
        let Some(whole) = row.figure(&fact.property, None).filter(|_| fact.status.is_some()) else {
            continue;
        };
        for fault in coherence::sub_total(quantity, whole) {
            let how = match fault {
                SubTotal::Impossible => "more than the total",
                SubTotal::MinimumAbove => "the minimum is above that of the total",
                SubTotal::MaximumAbove => "the maximum is above that of the total",
            };
            note(format!("{} {quantity}, of {whole} in all: {how}", named(fact)));
        }
    }
    found
}
