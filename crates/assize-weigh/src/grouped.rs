//! Claims laid out by subject, property, status and group, so that each question of the record is one slice.

use assize_ledger::{View, view::ClaimView};
use assize_record::{EntryId, Status};
use std::collections::BTreeSet;

/// The claims of a view, laid out by what they are about.
#[derive(Debug)]
pub(crate) struct Grouped<'v> {
    claims: Vec<&'v ClaimView>,
    cells: Vec<Cell<'v>>,
    /// The first bytes of each subject with where its cells begin, in order: comparing whole ids costs more than all else.
    subjects: Vec<(u64, u32)>,
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
        Self::from_groups(view.claims_by_subject().into_values())
    }

    /// The claims about some subjects.
    pub(crate) fn about(view: &'v View, subjects: &BTreeSet<EntryId>) -> Self {
        Self::from_groups(subjects.iter().map(|subject| view.claims_about(*subject).collect()))
    }

    /// Groups of claims about one subject each, in order of subject.
    fn from_groups(groups: impl Iterator<Item = Vec<&'v ClaimView>>) -> Self {
        let mut grouped = Self { claims: Vec::new(), cells: Vec::new(), subjects: Vec::new() };
        for mut group in groups.filter(|group| !group.is_empty()) {
            group.sort_unstable_by(|a, b| place(a).cmp(&place(b)).then(a.id.cmp(&b.id)));
            let (subject, ..) = whole_place(group[0]);
            let cells = u32::try_from(grouped.cells.len()).unwrap_or(u32::MAX);
            grouped.subjects.push((first_bytes(subject), cells));
            let from = grouped.cells.len();
            for claim in group {
                let at = grouped.claims.len();
                match grouped.cells[from..].last_mut() {
                    Some(cell) if (cell.property, cell.status, cell.group) == place(claim) => {
                        cell.last = at + 1;
                    }
                    _ => {
                        let (subject, property, status, group) = whole_place(claim);
                        let cell = Cell { subject, property, status, group, first: at, last: at + 1 };
                        grouped.cells.push(cell);
                    }
                }
                grouped.claims.push(claim);
            }
        }
        grouped
    }

    /// All cells, in order of subject, property, status and group.
    pub(crate) fn cells(&self) -> &[Cell<'v>] {
        &self.cells
    }

    /// The cells of one subject, in order.
    pub(crate) fn cells_of(&self, subject: EntryId) -> &[Cell<'v>] {
        let bytes = first_bytes(subject);
        let at = self.subjects.partition_point(|(first, _)| *first < bytes);
        let alike = self.subjects[at..].iter().take_while(|(first, _)| *first == bytes);
        for (beside, (_, first)) in alike.enumerate() {
            let first = *first as usize;
            if self.cells[first].subject == subject {
                let next = self.subjects.get(at + beside + 1);
                let last = next.map_or(self.cells.len(), |(_, next)| *next as usize);
                return &self.cells[first..last];
            }
        }
        &[]
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
        self.in_cells(self.cells_of(subject), property)
    }

    /// The claims of one property in cells of one subject.
    pub(crate) fn in_cells<'g>(
        &'g self,
        cells: &'g [Cell<'v>],
        property: &'g str,
    ) -> impl Iterator<Item = &'v ClaimView> + 'g {
        cells
            .iter()
            .filter(move |cell| cell.property == property)
            .flat_map(|cell| self.claims(cell).iter().copied())
    }

    /// Subjects that something is said of, in order.
    pub(crate) fn subjects(&self) -> impl Iterator<Item = EntryId> + '_ {
        self.cells.chunk_by(|a, b| a.subject == b.subject).map(|cells| cells[0].subject)
    }
}

fn place(claim: &ClaimView) -> (&str, Option<Status>, Option<EntryId>) {
    let proposition = &claim.proposition;
    (proposition.property.as_str(), proposition.status, proposition.group)
}

fn whole_place(claim: &ClaimView) -> (EntryId, &str, Option<Status>, Option<EntryId>) {
    let (property, status, group) = place(claim);
    (claim.proposition.subject, property, status, group)
}

/// Enough of an id to find it by, in the order of ids.
fn first_bytes(id: EntryId) -> u64 {
    id.as_bytes().first_chunk().copied().map_or(0, u64::from_be_bytes)
}
