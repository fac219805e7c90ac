//! Claims laid out by subject, property, status and group, so that each question of the record is one slice.

use assize_ledger::{View, view::ClaimView};
use assize_record::{EntryId, Status};
use std::collections::BTreeSet;

/// The claims of a view, laid out by what they are about.
#[derive(Debug)]
pub(crate) struct Grouped<'v> {
    claims: Vec<&'v ClaimView>,
    cells: Vec<Cell<'v>>,
}

/// One question: a property of a subject, of people of one status and one group.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cell<'v> {
    /// What it is about, canonical.
    pub(crate) subject: EntryId,
    /// The property.
    pub(crate) property: &'v str,
    /// Which of the people counted.
    pub(crate) status: Option<Status>,
    /// The group that membership is claimed of.
    pub(crate) group: Option<EntryId>,
    first: usize,
    last: usize,
}

impl<'v> Grouped<'v> {
    /// All claims.
    pub(crate) fn of(view: &'v View) -> Self {
        Self::from_claims(view.claims().iter().collect())
    }

    /// The claims about some subjects.
    pub(crate) fn about(view: &'v View, subjects: &BTreeSet<EntryId>) -> Self {
        let of_these = |claim: &&ClaimView| subjects.contains(&claim.proposition.subject);
        Self::from_claims(view.claims().iter().filter(of_these).collect())
    }

    fn from_claims(mut claims: Vec<&'v ClaimView>) -> Self {
        claims.sort_unstable_by(|a, b| place(a).cmp(&place(b)).then(a.id.cmp(&b.id)));
        let mut cells: Vec<Cell<'v>> = Vec::new();
        for (at, claim) in claims.iter().enumerate() {
            match cells.last_mut() {
                Some(cell) if (cell.subject, cell.property, cell.status, cell.group) == place(claim) => {
                    cell.last = at + 1;
                }
                _ => {
                    let (subject, property, status, group) = place(claim);
                    cells.push(Cell { subject, property, status, group, first: at, last: at + 1 });
                }
            }
        }
        Self { claims, cells }
    }

    /// All cells, in order of subject, property, status and group.
    pub(crate) fn cells(&self) -> &[Cell<'v>] {
        &self.cells
    }

    /// The cells of one subject, in order.
    pub(crate) fn cells_of(&self, subject: EntryId) -> &[Cell<'v>] {
        let first = self.cells.partition_point(|cell| cell.subject < subject);
        let count = self.cells[first..].partition_point(|cell| cell.subject == subject);
        &self.cells[first..first + count]
    }

    /// The claims of a cell, in order of id.
    pub(crate) fn claims(&self, cell: &Cell<'v>) -> &[&'v ClaimView] {
        &self.claims[cell.first..cell.last]
    }

    /// The claims of one property of a subject, whatever their status and group.
    pub(crate) fn about_property<'g>(
        &'g self,
        subject: EntryId,
        property: &'g str,
    ) -> impl Iterator<Item = &'v ClaimView> + 'g {
        self.cells_of(subject)
            .iter()
            .filter(move |cell| cell.property == property)
            .flat_map(|cell| self.claims(cell).iter().copied())
    }

    /// Subjects that something is said of, in order.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.cells.chunk_by(|a, b| a.subject == b.subject).map(|cells| cells[0].subject)
    }
}

fn place(claim: &ClaimView) -> (EntryId, &str, Option<Status>, Option<EntryId>) {
    let proposition = &claim.proposition;
    (proposition.subject, proposition.property.as_str(), proposition.status, proposition.group)
}
