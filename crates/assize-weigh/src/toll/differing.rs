//! Ranges over what people differ on: as if no version counted, and as if each did, whichever is wider.

use crate::{
    grouped::Grouped,
    origin::Origins,
    toll::{End, Engine, Part, Role, TollFinding, TollLine, WithVersions, grading::Facts, parts},
};
use assize_ledger::{View, view::Standing};
use assize_record::{EntryId, Status};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A view with all versions among its claims, and their origins: what the wide end of a range is taken from, and nothing else. It stays
/// apart so that no grade, count or outcome can see a version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Wide {
    pub(crate) view: View,
    pub(crate) origins: Origins,
}

impl<'v> Engine<'v> {
    /// The engine over the things that people differ about, with every version.
    pub(super) fn wide(origins: &'v Origins, among: Option<&BTreeSet<EntryId>>) -> Option<Box<Self>> {
        let wide = origins.wide()?;
        let differing = wide.view.claims().iter().filter(|claim| claim.standing == Standing::Differing);
        let mut subjects: BTreeSet<EntryId> = differing
            .filter(|claim| {
                let property = claim.proposition.property.as_str();
                Role::of(property).is_some() || parts::kind_of(property, None).is_some()
            })
            .map(|claim| claim.proposition.subject)
            .filter(|subject| among.is_none_or(|among| among.contains(subject)))
            .collect();
        let (view, origins) = (&wide.view, &wide.origins);
        // What people differ on of an attack widens its incident too, and that is bounded by all its attacks.
        let attacks = parts::attacks(view);
        while let Some((incident, parts)) = attacks.iter().find(|(incident, parts)| {
            let any = parts.iter().any(|part| subjects.contains(part));
            any && !(subjects.contains(*incident) && parts.is_subset(&subjects))
        }) {
            subjects.insert(*incident);
            subjects.extend(parts);
        }
        (!subjects.is_empty()).then(|| {
            let grouped = Grouped::about(view, &subjects);
            let (ranks, scopes) = (super::ranks::Ranks::default(), super::scope::Scopes::default());
            Box::new(Self { view, origins, grouped, attacks, ranks, scopes, wide: None })
        })
    }

    /// What an incident's lines are widened by; `None` where people differ on none of its claims.
    pub(super) fn wide_facts(&self, subject: EntryId) -> Option<(&Self, Facts<'v>)> {
        let wide = self.wide.as_deref()?;
        wide.with_parts(subject)
            .into_iter()
            .any(|id| !wide.grouped.cells_of(id).is_empty())
            .then(|| (wide, Facts::of(wide, subject)))
    }
}

impl TollFinding {
    /// Widens the ranges by those of the same incident with every version, which is of this view.
    pub(super) fn widen(&mut self, view: &View, with: Self) {
        let is_version =
            |id: &EntryId| view.claim(*id).is_some_and(|claim| claim.standing == Standing::Differing);
        let of = |line: &TollLine| (line.role, line.status, line.group);
        let mut all: BTreeMap<(Role, Option<Status>, Option<EntryId>), TollLine> =
            std::mem::take(&mut self.lines)
                .into_iter()
                .map(|line| (of(&line), Arc::unwrap_or_clone(line)))
                .collect();
        for other in with.lines.into_iter().map(Arc::unwrap_or_clone) {
            let versions: Vec<EntryId> = other.claims.iter().copied().filter(is_version).collect();
            if versions.is_empty() {
                continue;
            }
            let line = all.entry(of(&other)).or_insert_with(|| TollLine {
                group: other.group,
                status: other.status,
                ..TollLine::empty(other.role, other.own)
            });
            // An end that claims of the other line set which nobody differs on is none of this line's: they count for it only with versions.
            let of_line = |end: &End| {
                let known = |id: &EntryId| line.claims.binary_search(id).is_ok() || versions.contains(id);
                end.claims.iter().all(known)
            };
            let (low, high) = (other.low.filter(of_line), other.high.filter(of_line));
            line.low = merged(line.low.take(), low, u64::min);
            line.high = merged(line.high.take(), high, u64::max);
            line.low = line.low.take().or_else(|| line.high.clone());
            line.high = line.high.take().or_else(|| line.low.clone());
            let ends = || line.low.iter().chain(&line.high).flat_map(|end| &end.claims);
            let sets = |part: &Part| part.claims.iter().all(|claim| ends().any(|id| id == claim));
            let mut by_parts: Vec<Part> =
                line.by_parts.iter().cloned().chain(other.by_parts).filter(sets).collect();
            by_parts.sort();
            by_parts.dedup();
            line.by_parts = by_parts;
            line.conventions.extend(other.conventions.into_iter().filter(|of| is_version(&of.claim)));
            line.conventions.sort_unstable();
            line.claims.extend(&versions);
            line.claims.sort_unstable();
            line.differing = versions;
        }
        self.lines = all.into_values().map(Arc::new).collect();
        self.with_versions = Some(WithVersions { label: with.grade.label, counts: with.counts });
    }
}

/// The end that is further out, with the claims of both where they are equal.
fn merged(one: Option<End>, other: Option<End>, further: fn(u64, u64) -> u64) -> Option<End> {
    match (one, other) {
        (Some(one), Some(other)) if one.value == other.value => {
            let claims = one.claims.into_iter().chain(other.claims).collect();
            let open = one.open || other.open;
            let by_convention = one.by_convention && other.by_convention;
            Some(End { value: one.value, open, by_convention, claims: crate::finding::in_order(claims) })
        }
        (Some(one), Some(other)) if further(one.value, other.value) == one.value => Some(one),
        (one, other) => other.or(one),
    }
}
