//! Several decisions on one draft (`docs/decisions/014-one-draft-one-claim.md`).

use super::{FoldDoubt, fold::Fold};
use crate::state::Marks;
use assize_record::{
    DraftId, EntryId, Kind,
    body::{Body, Claim},
    entry::{Role, Verdict},
};
use std::{collections::BTreeMap, sync::Arc};

impl<'e> Fold<'_, 'e> {
    /// One draft is one claim, however often it was decided on: two people may accept it in two copies of a case, and what was taken
    /// back and decided anew can be put back. A rejection counts against every claim of the draft, unless whoever rejects it has
    /// accepted that claim since. Of claims by one person the last one counts, and of claims that say the same the first.
    /// Claims of several people that differ stand side by side, with a doubt.
    pub(super) fn one_claim_a_draft(&mut self) {
        let (index, state) = (self.index, self.state);
        let decided = |at: &u32| {
            let marks = state.marks(*at);
            marks.any(Marks::EFFECTIVE) && marks.any(Marks::ACCEPTED.or(Marks::REJECT))
        };
        let drafted = |at: u32| Some((self.content(at)?.drafted.as_ref()?.draft, at));
        let mut made: Vec<(DraftId, u32)> =
            index.of_kind(Kind::Claim).filter(decided).filter_map(drafted).collect();
        made.sort_unstable();
        let several: Vec<&[(DraftId, u32)]> =
            made.chunk_by(|a, b| a.0 == b.0).filter(|claims| claims.len() > 1).collect();
        if several.is_empty() {
            return;
        }
        let mut reviews: BTreeMap<u32, Vec<u32>> =
            several.iter().copied().flatten().map(|(_, at)| (*at, Vec::new())).collect();
        let counts =
            |at: &u32| state.marks(*at).any(Marks::EFFECTIVE) && !state.marks(*at).any(Marks::IGNORED);
        for review in index.of_kind(Kind::Review).filter(counts) {
            for of in index.refs_as(review, Role::Of) {
                if let Some(of_claim) = reviews.get_mut(&of) {
                    of_claim.push(review);
                }
            }
        }
        for claims in several {
            self.settle_draft(claims, &reviews);
        }
    }

    fn settle_draft(&mut self, claims: &[(DraftId, u32)], reviews: &BTreeMap<u32, Vec<u32>>) {
        let (index, state) = (self.index, self.state);
        // By trusted receipt, then id.
        let when = |at: u32| (index.node(at).received_at, at);
        let of = |at: u32, verdict: Verdict| {
            let all = reviews.get(&at).into_iter().flatten().copied();
            all.filter(move |review| index.node(*review).verdict == Some(verdict))
        };
        let accepted = || claims.iter().map(|(_, at)| *at).filter(|at| state.marks(*at).any(Marks::ACCEPTED));
        let rejections: Vec<u32> = claims.iter().flat_map(|(_, at)| of(*at, Verdict::Reject)).collect();
        let withdrawn = |rejection: u32, at: u32| {
            let node = index.node(rejection);
            of(at, Verdict::Accept)
                .any(|review| index.node(review).by == node.by && when(review) > when(rejection))
        };
        let refused: Vec<u32> =
            accepted().filter(|at| rejections.iter().any(|rejection| !withdrawn(*rejection, *at))).collect();
        self.superseded.extend(&refused);
        for at in refused {
            let others = rejections.iter().filter(|by| index.node(**by).by != index.node(at).by);
            let reviews: Vec<EntryId> = others.map(|by| index.id(*by)).collect();
            if !reviews.is_empty() {
                self.view.doubts.push(FoldDoubt::ReviewersDiffer { claim: index.id(at), reviews });
            }
        }
        let mut standing: Vec<u32> = accepted().filter(|at| !self.superseded.contains(at)).collect();
        standing.sort_unstable_by_key(|at| when(*at));
        // Of one person's, the last.
        let mut last: BTreeMap<u32, u32> = BTreeMap::new();
        for at in &standing {
            last.insert(index.node(*at).by, *at);
        }
        standing.retain(|at| last.get(&index.node(*at).by) == Some(at));
        let said = |at: u32| Some((self.content(at)?, index.first(at, Role::Passage, Kind::Passage)));
        // Of equal ones, the first.
        let mut kept: Vec<u32> = Vec::new();
        for at in standing {
            if !kept.iter().any(|known| said(*known) == said(at)) {
                kept.push(at);
            }
        }
        self.superseded.extend(accepted().filter(|at| !kept.contains(at)));
        if kept.len() > 1 {
            let mut claims: Vec<EntryId> = kept.iter().map(|at| index.id(*at)).collect();
            claims.sort_unstable();
            self.view.doubts.push(FoldDoubt::OneDraft { claims });
        }
    }

    /// What a claim says, where its content is at hand.
    fn content(&self, at: u32) -> Option<&'e Arc<Claim>> {
        match &self.index.node(at).entry.body {
            Some((_, Body::Claim(claim))) => Some(claim),
            _ => None,
        }
    }
}
