//! What changed in an assessment between two views, and the entries that did it.

use super::assessment::{Assessment, ElementFinding, Evidence, Reading, VersionFinding};
use crate::{diff::Change, id::StandardId};
use assize_record::EntryId;
use std::collections::{BTreeMap, BTreeSet};

/// Compares two assessments of one subject. Each change names the entries that caused it: claims and bridges that came, went or were
/// graded anew, on the elements that changed.
///
/// Outcomes are compared at the proof standard of the assessments; the two should be taken at the same one.
pub fn assess_since(before: &Assessment, after: &Assessment) -> Vec<Change> {
    let index = |assessment: &Assessment| -> BTreeMap<(StandardId, String), VersionFinding> {
        let findings = assessment.findings.iter().cloned();
        findings.map(|finding| ((finding.standard.clone(), finding.version.clone()), finding)).collect()
    };
    let (old, new) = (index(before), index(after));
    let keys: BTreeSet<&(StandardId, String)> = old.keys().chain(new.keys()).collect();
    let mut changes = Vec::new();
    for key in keys {
        let what = format!("{}, {} ({}): ", after.name, key.0, key.1);
        match (old.get(key), new.get(key)) {
            (Some(old), Some(new)) => compare(&what, old, new, &mut changes),
            // A version on which nothing bears comes and goes unseen.
            (gone, come) if gone.into_iter().chain(come).all(VersionFinding::is_silent) => {}
            // A version comes or goes with what is known of when, by whom and where.
            (gone, come) => changes.push(Change {
                what: format!("{what}outcome"),
                before: gone.map(|finding| words(&finding.reading)),
                after: come.map(|finding| words(&finding.reading)),
                because: redated(before, after, &key.0),
            }),
        }
    }
    changes
}

/// Claims on when the subject took place, on who acted and where that only one of the two knows; all where they are the same, since a version
/// goes by the dates of its instrument too.
fn redated(before: &Assessment, after: &Assessment, standard: &str) -> Vec<EntryId> {
    let known = |assessment: &Assessment| -> BTreeSet<EntryId> {
        let findings = assessment.findings.iter().filter(|finding| finding.standard == standard);
        let of_versions = findings.flat_map(|finding| finding.dated_by.iter().copied());
        assessment.held_by.iter().copied().chain(of_versions).collect()
    };
    let (old, new) = (known(before), known(after));
    let changed: Vec<EntryId> = old.symmetric_difference(&new).copied().collect();
    if changed.is_empty() { old.union(&new).copied().collect() } else { changed }
}

fn compare(what: &str, old: &VersionFinding, new: &VersionFinding, changes: &mut Vec<Change>) {
    let mut all_because = BTreeSet::new();
    let mut of_elements = Vec::new();
    let differ = |a: &VersionFinding, b: &VersionFinding| -> Vec<EntryId> {
        a.dated_by.iter().filter(|entry| !b.dated_by.contains(entry)).copied().collect()
    };
    // Of when it took place, who acted and where: what rules derive goes by that as well.
    let moved: BTreeSet<EntryId> = differ(old, new).into_iter().chain(differ(new, old)).collect();
    if old.held_as != new.held_as {
        let because = moved.clone();
        changes.push(Change {
            what: format!("{what}held as"),
            before: Some(old.held_as.to_string()),
            after: Some(new.held_as.to_string()),
            because: because.into_iter().collect(),
        });
    }
    for element in &new.elements {
        let Some(before) = old.elements.iter().find(|other| other.element == element.element) else {
            continue;
        };
        let mut because = differing(before, element);
        if because.is_empty() && before.reading != element.reading {
            // The same words from other origins: links between speakers or sources moved them together or apart.
            because = before.evidence.iter().chain(&element.evidence).flat_map(Evidence::entries).collect();
        }
        if element.in_test {
            all_because.extend(because.iter().copied());
        }
        if before.reading != element.reading {
            because.extend(moved.iter().copied());
            all_because.extend(moved.iter().copied());
            of_elements.push(Change {
                what: format!("{what}{}", element.element),
                before: Some(words(&before.reading)),
                after: Some(words(&element.reading)),
                because: because.into_iter().collect(),
            });
        }
    }
    if let (Some(before), Some(after)) = (&old.applies, &new.applies)
        && before != after
    {
        changes.push(Change {
            what: format!("{what}applies"),
            before: Some(words(before)),
            after: Some(words(after)),
            because: all_because.iter().copied().collect(),
        });
    }
    if old.reading != new.reading {
        changes.push(Change {
            what: format!("{what}outcome"),
            before: Some(words(&old.reading)),
            after: Some(words(&new.reading)),
            because: all_because.into_iter().collect(),
        });
    }
    changes.extend(of_elements);
}

/// Entries of evidence that stands on one of the two and not, in all it is, on the other.
fn differing(old: &ElementFinding, new: &ElementFinding) -> BTreeSet<EntryId> {
    let old: BTreeSet<&Evidence> = old.evidence.iter().collect();
    let new: BTreeSet<&Evidence> = new.evidence.iter().collect();
    let changed = old.symmetric_difference(&new);
    changed.flat_map(|evidence| evidence.entries().chain(evidence.bridge)).collect()
}

fn words(reading: &Reading) -> String {
    reading.to_string()
}
