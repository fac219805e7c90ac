//! A case's own schema, as entries adopt it, and the vocabulary that claims are held against.

use super::{AdoptedView, EditionView, SettingView, View, fold::Fold};
use crate::state::Marks;
use assize_record::{Kind, Vocabulary, body::Body, entry::Role};
use std::sync::Arc;

impl Fold<'_, '_> {
    /// Adoptions and settings that stand. One by somebody who may not make it is kept apart: it was made in another copy of the record.
    pub(super) fn schema(&mut self) {
        let kinds = [Kind::Standard, Kind::Method, Kind::Proof, Kind::Property, Kind::Setting];
        let nodes: Vec<u32> = kinds.into_iter().flat_map(|kind| self.index.of_kind(kind)).collect();
        for at in nodes {
            let (marks, node) = (self.state.marks(at), self.index.node(at));
            if !marks.any(Marks::EFFECTIVE) {
                continue;
            }
            let (entry, received_at) = (node.entry, node.received_at);
            let (kind, id, by) = (entry.head.kind, entry.id, entry.head.by);
            let ignored = marks.any(Marks::IGNORED);
            match self.body(at) {
                Some(
                    Body::Standard(file) | Body::Method(file) | Body::Proof(file) | Body::Property(file),
                ) => {
                    let (name, sha256) = (file.id.clone(), file.sha256);
                    let to = if ignored { &mut self.view.offered } else { &mut self.view.adopted };
                    to.push(AdoptedView { kind, name, id, by, sha256, received_at });
                }
                Some(Body::Setting(made)) if !ignored => {
                    let (name, value) = (made.name.clone(), made.value.clone());
                    self.view.settings.push(SettingView { name, value, id, by });
                }
                _ => {}
            }
        }
        self.view.adopted.sort_unstable();
        self.view.offered.sort_unstable();
        self.view.settings.sort_unstable();
    }
}

impl Fold<'_, '_> {
    /// Editions of tables that stand.
    pub(super) fn editions(&mut self) {
        for at in self.index.of_kind(Kind::Edition) {
            let (marks, node) = (self.state.marks(at), self.index.node(at));
            let source = node.entry.head.first(Role::Source);
            if let (true, Some(source), Some(Body::Edition(edition))) =
                (marks.any(Marks::EFFECTIVE), source, self.body(at))
            {
                self.view.editions.push(EditionView {
                    id: node.entry.id,
                    by: node.entry.head.by,
                    source,
                    edition: edition.clone(),
                    received_at: node.received_at,
                });
            }
        }
        self.view.editions.sort_unstable_by_key(|edition| (edition.received_at, edition.id));
    }
}

impl View {
    /// Holds the claims against a vocabulary: those whose property it lacks are set apart, and no part of any weighing. Nothing of
    /// this is on the record; under another vocabulary they are back.
    #[must_use]
    pub fn with_vocabulary(mut self, vocabulary: Arc<Vocabulary>) -> Self {
        let mut all = std::mem::take(&mut self.parts.claims);
        all.append(&mut self.parts.not_adopted);
        let (known, unknown): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|claim| vocabulary.property(&claim.proposition.property).is_ok());
        self.parts.claims = known;
        self.parts.claims.sort_unstable_by_key(|claim| claim.id);
        self.parts.not_adopted = unknown;
        self.parts.vocabulary = Some(vocabulary);
        self.by_subject = self.order_by_subject();
        self.unplaced = self.find_unplaced();
        self
    }
}
