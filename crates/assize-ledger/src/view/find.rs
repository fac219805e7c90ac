//! Finding things in a view.

use super::{ClaimView, View};
use assize_record::{EntryId, Words};
use std::collections::BTreeMap;

impl View {
    /// The canonical id of an entity: itself, or the smallest id of its cluster.
    pub fn canonical(&self, id: EntryId) -> EntryId {
        self.same.get(&id).copied().unwrap_or(id)
    }

    /// The canonical id of the entity with this key; the smallest id where several share it.
    pub fn by_key(&self, key: &str) -> Option<EntryId> {
        self.entities.iter().find(|(_, entity)| entity.key == key).map(|(id, _)| self.canonical(*id))
    }

    /// The name of an entity, or the first digits of its id where it is not on the record.
    pub fn name(&self, id: EntryId) -> String {
        let canonical = self.canonical(id);
        let named = self.entities.get(&canonical).or_else(|| self.entities.get(&id));
        named.map_or_else(|| canonical.short(), |entity| entity.name.clone())
    }

    /// The day this view can be counted up to: the one it was asked for, else the latest day on which any of its sources may have
    /// been published. `None` where no source states a date.
    pub fn latest_day(&self) -> Option<assize_record::Day> {
        let published =
            self.sources.values().filter_map(|source| source.published_on.as_ref()?.interval().latest);
        self.as_known.published_by.or_else(|| published.max())
    }

    /// The claim with this id.
    pub fn claim(&self, id: EntryId) -> Option<&ClaimView> {
        self.claims.binary_search_by_key(&id, |claim| claim.id).ok().map(|at| &self.claims[at])
    }

    /// The words of a claim's passage.
    pub fn words_of(&self, claim: &ClaimView) -> Option<&Words> {
        self.passages.get(&claim.passage).map(|passage| &passage.words)
    }

    /// Claims by canonical subject, each list in order of id.
    pub fn claims_by_subject(&self) -> BTreeMap<EntryId, Vec<&ClaimView>> {
        self.claims_by(|claim| claim.proposition.subject)
    }

    /// Claims by source, each list in order of id.
    pub fn claims_by_source(&self) -> BTreeMap<EntryId, Vec<&ClaimView>> {
        self.claims_by(|claim| claim.source)
    }

    fn claims_by(&self, key: impl Fn(&ClaimView) -> EntryId) -> BTreeMap<EntryId, Vec<&ClaimView>> {
        let mut pairs: Vec<(EntryId, &ClaimView)> =
            self.claims.iter().map(|claim| (key(claim), claim)).collect();
        pairs.sort_by_key(|(key, _)| *key);
        let groups = pairs.chunk_by(|a, b| a.0 == b.0);
        groups.map(|group| (group[0].0, group.iter().map(|(_, claim)| *claim).collect())).collect()
    }
}
