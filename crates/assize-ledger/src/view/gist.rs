//! The gist of a claim in a person's words.

use super::{GistView, View, fold::Fold};
use crate::state::Marks;
use assize_record::{
    EntryId, Kind,
    body::Body,
    entry::{Role, Verdict},
};
use std::collections::BTreeMap;

impl Fold<'_, '_> {
    /// Notes of claims by whoever may: who entered the claim, and people who may review what others entered.
    pub(super) fn gists(&mut self) {
        for at in self.index.of_kind(Kind::Note).collect::<Vec<_>>() {
            let (marks, node) = (self.state.marks(at), self.index.node(at));
            let head = &node.entry.head;
            if head.verdict != Some(Verdict::Gist)
                || !marks.any(Marks::EFFECTIVE)
                || marks.any(Marks::IGNORED)
            {
                continue;
            }
            let claims = self.index.refs_as(at, Role::Of).filter(|of| self.index.kind(*of) == Kind::Claim);
            let claims: Vec<EntryId> = claims.map(|of| self.index.id(of)).collect();
            let Some(Body::Note(note)) = self.body(at) else { continue };
            let (id, by, received_at) = (node.entry.id, head.by, node.received_at);
            let of = |claim| GistView { id, by, claim, words: note.words.clone(), received_at };
            self.view.gists.extend(claims.into_iter().map(of));
        }
    }
}

impl View {
    /// What a person put in the place of a claim's generated sentence: of several that stand, the last.
    pub fn gist(&self, claim: EntryId) -> Option<&GistView> {
        self.gist_of.get(&claim).map(|at| &self.gists()[*at])
    }

    /// Every gist of a claim that stands, in order of id.
    pub(crate) fn gists_of(&self, claim: EntryId) -> impl Iterator<Item = &GistView> {
        self.gists().iter().filter(move |gist| gist.claim == claim)
    }

    pub(super) fn find_gists(&self) -> BTreeMap<EntryId, usize> {
        let mut last: BTreeMap<EntryId, usize> = BTreeMap::new();
        let gists = self.gists();
        for (at, gist) in gists.iter().enumerate() {
            let order = |at: usize| (gists[at].received_at, gists[at].id);
            let known = last.entry(gist.claim).or_insert(at);
            if order(at) > order(*known) {
                *known = at;
            }
        }
        last
    }
}
