//! `classes.tsv`: names, parents and exclusions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::class::{ClassId, ClassSet};
use crate::fault::{Fault, Place, SourceFile};

/// A declared class.
#[derive(Clone, Debug, Deserialize, Eq, PartialEq, Serialize)]
pub(super) struct ClassRow {
    pub(super) name: String,
    /// The class and everything above it.
    pub(super) parents: ClassSet,
    pub(super) excludes: ClassSet,
    pub(super) meaning: String,
}

/// The lines of a table that are not empty and no comment, with their columns.
pub(super) fn lines<'s>(file: &SourceFile<'s>) -> impl Iterator<Item = (Place<'s>, Vec<&'s str>)> {
    let name = file.name;
    file.text.lines().zip(1..).filter_map(move |(line, number)| {
        let written = !line.trim().is_empty() && !line.starts_with('#');
        let place = Place { file: name, line: number, column: 1 };
        written.then(|| (place, line.split('\t').map(str::trim).collect()))
    })
}

/// Whether a name is `[a-z][a-z0-9-]*`.
fn named(name: &str) -> bool {
    name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// Words of a cell; a cell of `-` has none.
pub(super) fn cell(text: &str) -> impl Iterator<Item = &str> {
    text.split_whitespace().filter(|word| *word != "-")
}

/// Adds the classes of the files to those already there.
pub(super) fn parse(files: &[SourceFile<'_>], rows: &mut Vec<ClassRow>, faults: &mut Vec<Fault>) {
    let mut declared = Vec::new();
    for (place, cells) in files.iter().flat_map(lines) {
        let [name, parents, excludes, meaning] = cells[..] else {
            faults.push(place.fault("a class has four columns: class, parents, excludes, meaning"));
            continue;
        };
        if !named(name) {
            faults.push(place.fault(format!("`{name}` is not a class name: `[a-z][a-z0-9-]*`")));
        } else if rows.iter().any(|row| row.name == name) {
            faults.push(place.fault(format!("class `{name}` is declared twice")));
        } else if let Some(number) =
            u16::try_from(rows.len()).ok().filter(|number| *number < crate::class::CLASSES_MAX)
        {
            let parents_of = ClassSet::from_iter([ClassId(number)]);
            let (name, meaning) = (name.to_owned(), meaning.to_owned());
            rows.push(ClassRow { name, parents: parents_of, excludes: ClassSet::EMPTY, meaning });
            declared.push((place, usize::from(number), parents, excludes));
        } else {
            faults.push(place.fault("a lexicon has at most 384 classes"));
        }
    }
    let numbers: BTreeMap<String, ClassId> = rows
        .iter()
        .zip(0..crate::class::CLASSES_MAX)
        .map(|(row, number)| (row.name.clone(), ClassId(number)))
        .collect();
    for &(place, at, parents, excludes) in &declared {
        let parents = known(parents, &numbers, place, faults);
        let excludes = known(excludes, &numbers, place, faults);
        if let Some(row) = rows.get_mut(at) {
            row.parents = row.parents.union(&parents);
            row.excludes = excludes;
        }
    }
    close(rows);
    for (place, at, ..) in declared {
        let Some(row) = rows.get(at) else { continue };
        if let Some((one, two)) = contradiction(row.parents, rows) {
            let name = &row.name;
            faults.push(
                place.fault(format!("class `{name}` and its parents may not be both `{one}` and `{two}`")),
            );
        }
    }
}

/// The classes named in a cell; a fault for each that nobody declares.
pub(super) fn known(
    text: &str,
    numbers: &BTreeMap<String, ClassId>,
    place: Place<'_>,
    faults: &mut Vec<Fault>,
) -> ClassSet {
    let mut set = ClassSet::EMPTY;
    for name in cell(text) {
        match numbers.get(name) {
            Some(class) => set.insert(*class),
            None => {
                let fault = place.fault(format!("class `{name}` is not declared"));
                faults.push(fault.near(name, numbers.keys().map(String::as_str)));
            }
        }
    }
    set
}

/// Adds parents of parents until nothing changes.
fn close(rows: &mut [ClassRow]) {
    loop {
        let before: Vec<ClassSet> = rows.iter().map(|row| row.parents).collect();
        for row in rows.iter_mut() {
            row.parents = closed(row.parents, &before);
        }
        if rows.iter().zip(&before).all(|(row, before)| row.parents == *before) {
            return;
        }
    }
}

/// The set with the parents of each of its classes.
pub(super) fn closed(set: ClassSet, parents: &[ClassSet]) -> ClassSet {
    set.iter().filter_map(|class| parents.get(usize::from(class.0))).fold(set, |all, above| all.union(above))
}

/// The first two classes of a set that exclude each other.
pub(super) fn contradiction(set: ClassSet, rows: &[ClassRow]) -> Option<(&str, &str)> {
    set.iter().find_map(|class| {
        let row = rows.get(usize::from(class.0))?;
        let other = row.excludes.intersection(&set).iter().next()?;
        Some((row.name.as_str(), rows.get(usize::from(other.0))?.name.as_str()))
    })
}
