//! Marks: who may be named in public, and which sources are published by no path.

use super::{MarkView, View, fold::Fold};
use crate::state::Marks;
use assize_record::{EntityType, EntryId, Kind, body::Body, entry::Role, entry::Verdict};
use std::collections::BTreeSet;

/// Whether a person may be named in public. See [`View::privacy`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Privacy<'v> {
    /// Nobody has decided: published by description.
    Undecided,
    /// Published by description; by this one where the mark gives one.
    Private {
        /// `one of the 11 men`.
        shown_as: Option<&'v str>,
    },
    /// Published by name, on this ground where the mark gives one.
    Public {
        /// `holds office`.
        ground: Option<&'v str>,
    },
}

impl Fold<'_, '_> {
    /// Marks that stand: those of people that this record knows. Of somebody else, one counts: `confidential` of a source that nobody whom this
    /// record vouches for has captured. It came with that word, and is not published against it.
    pub(super) fn marks(&mut self) {
        for at in self.index.of_kind(Kind::Mark).collect::<Vec<_>>() {
            let (marks, node) = (self.state.marks(at), self.index.node(at));
            let head = &node.entry.head;
            let Some(verdict) = head.verdict.filter(|_| marks.any(Marks::EFFECTIVE)) else { continue };
            let (mut words, mut shown_as) = (String::new(), None);
            // What is kept back is told by heads alone: it stays so where the reason was erased.
            if let Some((_, Body::Mark(mark))) = &node.entry.body
                && !marks.any(Marks::WITHHELD)
            {
                (words, shown_as) = (mark.words.clone(), mark.shown_as.clone());
            }
            for of in self.index.refs_as(at, Role::Of).collect::<Vec<_>>() {
                let kind = self.index.kind(of);
                let fits =
                    if verdict == Verdict::Confidential { kind == Kind::Source } else { kind.is_thing() };
                let counts =
                    !marks.any(Marks::IGNORED) || verdict == Verdict::Confidential && !self.is_ours(of);
                if fits && counts {
                    let (id, of, by) = (node.entry.id, self.index.id(of), head.by);
                    let received_at = node.received_at;
                    let (words, shown_as) = (words.clone(), shown_as.clone());
                    self.view.marks.push(MarkView { id, by, verdict, of, words, shown_as, received_at });
                }
            }
        }
    }

    /// Whether somebody whom this record vouches for captured a source.
    fn is_ours(&self, source: u32) -> bool {
        self.index.of_kind(Kind::Capture).any(|at| {
            self.index.first(at, Role::Source, Kind::Source) == source
                && self.is_vouched(self.index.node(at).entry.head.by)
        })
    }
}

impl View {
    /// Sources that are published by no path: those that are marked, and whatever is linked as the same source.
    pub fn confidential(&self) -> BTreeSet<EntryId> {
        let marks = self.marks().iter().filter(|mark| mark.verdict == Verdict::Confidential);
        let marked: BTreeSet<EntryId> = marks.map(|mark| self.canonical(mark.of)).collect();
        self.sources().keys().copied().filter(|id| marked.contains(&self.canonical(*id))).collect()
    }

    /// Marks that stand of what is one with a thing or source, in order of id.
    pub fn marks_of(&self, id: EntryId) -> impl Iterator<Item = &MarkView> {
        let marks = self.marks_of.get(&self.canonical(id)).into_iter().flatten();
        marks.map(|at| &self.marks()[*at])
    }

    /// Whether a thing may be named in public. One `private` mark outweighs any that is public; of several of one kind the last gives the
    /// words. `None` for what is no person: only persons, and speakers of whom nobody said what they are, are kept private until somebody
    /// decides.
    pub fn privacy(&self, id: EntryId) -> Option<Privacy<'_>> {
        let canonical = self.canonical(id);
        let of = |verdict: Verdict| {
            let marks = self.marks_of(canonical).filter(move |mark| mark.verdict == verdict);
            marks.max_by_key(|mark| (mark.received_at, mark.id))
        };
        if let Some(mark) = of(Verdict::Private) {
            return Some(Privacy::Private { shown_as: mark.shown_as.as_deref() });
        }
        let is_person = matches!(self.type_of(canonical), Some(EntityType::Person | EntityType::Agent));
        let named = of(Verdict::Public);
        match named {
            Some(mark) => Some(Privacy::Public { ground: mark.shown_as.as_deref() }),
            None => is_person.then_some(Privacy::Undecided),
        }
    }
}
