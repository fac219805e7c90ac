//! What people decided on claims, as a view has it: one draft is one claim, versions that say the same are one, and what people differ on
//! stands apart (`docs/decisions/017-two-reviews.md`).

use super::{ClaimView, Differing, ReviewView, Reviewed, Standing, View, fold::Fold};
use crate::state::{
    Marks, NONE,
    judge::ANY_ROLE,
    review::{self, Outcome, Position, Stand},
};
use assize_record::{
    DraftId, EntryId, Kind,
    body::{Body, Claim},
    entry::{Role, Verdict},
    sign::PublicKey,
};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The name of the setting that asks for two reviews of each claim of a property. Its value is the id of the property, or [`ALL`].
pub const REVIEW_TWO: &str = "review.two";

/// The value of [`REVIEW_TWO`] that means every property.
pub const ALL: &str = "*";

/// What became of a claim that was decided on together with others.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fate {
    /// It stands, by these reviews.
    Stands(Vec<u32>),
    /// People differ, and somebody stands for it.
    Differs,
    /// Another version stands.
    Superseded,
    /// None stands.
    Rejected,
}

/// A claim on which people differ, by nodes.
pub(super) struct Difference {
    root: u32,
    versions: Vec<u32>,
    positions: Vec<Position>,
}

impl<'e> Fold<'_, 'e> {
    /// Looks again at claims whose heads alone do not settle them: claims of one draft that people entered apart, and versions of a claim,
    /// of which two may say the same: whoever stands for either stands for both.
    pub(super) fn settle_reviews(&mut self) {
        let (index, state) = (self.index, self.state);
        let reviews = &state.reviews;
        let roots = reviews.reviewed();
        let drafted = |root: &u32| Some((self.content(*root)?.drafted.as_ref()?.draft, *root));
        let mut by_draft: Vec<(DraftId, u32)> = roots.iter().filter_map(drafted).collect();
        by_draft.sort_unstable();
        let mut apart: BTreeSet<u32> = BTreeSet::new();
        let mut groups: Vec<Vec<u32>> = Vec::new();
        for of_one in by_draft.chunk_by(|a, b| a.0 == b.0).filter(|of_one| of_one.len() > 1) {
            let first = of_one.iter().map(|(_, root)| *root).min_by_key(|at| review::when(index, *at));
            self.one_of.extend(of_one.iter().filter_map(|(_, root)| Some((*root, first?))));
            apart.extend(of_one.iter().map(|(_, root)| *root));
            groups.push(of_one.iter().map(|(_, root)| *root).collect());
        }
        let differing = index.of_kind(Kind::Claim).filter(|at| state.marks(*at).any(Marks::DIFFER));
        let again: BTreeSet<u32> =
            differing.map(|at| reviews.root(at)).chain(reviews.amended_again()).collect();
        groups.extend(again.into_iter().filter(|root| !apart.contains(root)).map(|root| vec![root]));
        for roots in groups {
            self.settle_group(&roots);
        }
        self.list_reviews(&roots);
    }

    /// Lists who reviewed what, so that a further review can name those before it.
    fn list_reviews(&mut self, roots: &[u32]) {
        let (index, state) = (self.index, self.state);
        for root in roots {
            let known_by = self.one_of.get(root).copied().unwrap_or(*root);
            let claim = index.id(known_by);
            for version in state.reviews.versions(*root) {
                if version != known_by {
                    self.view.first_claims.insert(index.id(version), claim);
                }
                for review in state.reviews.of(version) {
                    let entry = index.node(review).entry;
                    let settles = index.refs_as(review, Role::Of).any(|of| {
                        index.kind(of) == Kind::Review && index.node(of).by != index.node(review).by
                    });
                    if let Some(by) = index.author(review) {
                        self.view.reviews.push(ReviewView { claim, by, id: entry.id, settles });
                    }
                }
            }
        }
        self.view.reviews.sort_unstable();
        self.view.reviews.dedup();
    }

    fn settle_group(&mut self, roots: &[u32]) {
        let (index, state) = (self.index, self.state);
        let mut versions: Vec<u32> = roots.iter().flat_map(|root| state.reviews.versions(*root)).collect();
        versions.sort_unstable_by_key(|at| review::when(index, *at));
        let retracted = |at: u32| state.marks(at).any(Marks::RETRACTED);
        let positions = state.reviews.positions(
            index,
            &versions,
            |at, by| state.is_gone_for(index, at, by),
            |by| self.has_a_role(by),
        );
        let stands = |at: &u32| positions.iter().any(|position| position.stand == Stand::For(*at));
        let said = |at: u32| {
            self.content(at).map(|claim| (plain(claim), index.first(at, Role::Passage, Kind::Passage)))
        };
        // Of versions that say the same in the same passage, the first counts.
        let mut first: Vec<(Option<(Claim, u32)>, u32)> = Vec::new();
        let mut same: BTreeMap<u32, u32> = BTreeMap::new();
        for at in versions.iter().copied().filter(stands) {
            let said = said(at);
            let known = first.iter().find(|(other, _)| said.is_some() && *other == said);
            let version = known.map_or(at, |(_, first)| *first);
            same.insert(at, version);
            if version == at {
                first.push((said, at));
            }
        }
        let version = |at: u32| same.get(&at).copied().unwrap_or(at);
        let positions: Vec<Position> = positions.iter().map(|position| position.with(version)).collect();
        let outcome = review::outcome(index, &positions);
        for at in versions.iter().copied().filter(|at| !retracted(*at)) {
            let fate = match outcome {
                Outcome::Undecided => continue,
                Outcome::Settled(Stand::Against) => Fate::Rejected,
                Outcome::Settled(Stand::For(stands)) if stands == at => {
                    let agrees = positions.iter().filter(|position| position.stand == Stand::For(at));
                    Fate::Stands(agrees.map(|position| position.review).collect())
                }
                Outcome::Differing if same.get(&at) == Some(&at) => Fate::Differs,
                _ => Fate::Superseded,
            };
            self.fates.insert(at, fate);
        }
        if outcome == Outcome::Differing {
            let versions = first.into_iter().map(|(_, at)| at).collect();
            let root = roots.iter().copied().min_by_key(|at| review::when(index, *at)).unwrap_or(roots[0]);
            self.differences.push(Difference { root, versions, positions });
        }
    }

    /// Puts claims on which people differ into the view. Where the content of no version is at hand, nothing is left to show.
    pub(super) fn differing(&mut self) {
        for Difference { root, versions, positions } in std::mem::take(&mut self.differences) {
            let mut shown = Vec::new();
            for at in versions {
                if self.state.marks(at).any(Marks::UNGROUNDED) {
                    continue;
                }
                let behind = positions.iter().filter(|position| position.stand == Stand::For(at));
                let behind: Vec<u32> = behind.map(|position| position.review).collect();
                if let Some(claim) = self.claim(at, Standing::Differing, &behind) {
                    self.version_nodes.insert(at, (self.view.differing.len(), shown.len()));
                    shown.push(claim);
                }
            }
            if shown.is_empty() {
                continue;
            }
            let reviews = positions.iter().filter_map(|position| {
                let entry = self.index.node(position.review).entry;
                let version = match position.stand {
                    Stand::For(at) => Some(self.index.id(at)),
                    Stand::Against => None,
                };
                Some(Reviewed {
                    id: entry.id,
                    by: self.index.author(position.review)?,
                    verdict: entry.head.verdict?,
                    version,
                })
            });
            let reviews = reviews.collect();
            let draft = self.content(root).and_then(|claim| Some(claim.drafted.as_ref()?.draft));
            self.view.differing.push(Differing { id: self.index.id(root), draft, versions: shown, reviews });
        }
    }

    /// The people behind reviews, in order of key.
    pub(super) fn people(&self, reviews: impl IntoIterator<Item = u32>) -> Vec<PublicKey> {
        let by = reviews.into_iter().filter_map(|review| self.index.author(review));
        let mut people: Vec<PublicKey> = by.collect();
        people.sort_unstable();
        people.dedup();
        people
    }

    fn has_a_role(&self, key: u32) -> bool {
        let standing = (key != NONE).then(|| self.state.actors.get(&self.index.keys[key as usize])).flatten();
        standing
            .is_some_and(|actor| actor.is_person() && ANY_ROLE.iter().any(|role| actor.roles.contains(role)))
    }

    /// What a claim says, where its content is at hand.
    pub(super) fn content(&self, at: u32) -> Option<&'e Arc<Claim>> {
        match &self.index.node(at).entry.body {
            Some((_, Body::Claim(claim))) => Some(claim),
            _ => None,
        }
    }
}

/// What a claim says, without what a reader made of it.
fn plain(claim: &Claim) -> Claim {
    Claim { drafted: None, anchors: Vec::new(), ..claim.clone() }
}

impl View {
    /// Whether the case asks for two reviews of each claim of a property.
    pub fn asks_two(&self, property: &str) -> bool {
        self.settings()
            .iter()
            .any(|made| made.name == REVIEW_TWO && (made.value == ALL || made.value == property))
    }

    /// Whether a claim has one review where the case asks for two.
    pub fn lacks_review(&self, claim: &ClaimView) -> bool {
        claim.standing == Standing::Accepted
            && claim.reviewers.len() < 2
            && self.asks_two(&claim.proposition.property)
    }

    /// Sets claims apart that have one review where the case asks for two.
    pub(super) fn set_one_review_apart(&mut self) {
        if !self.settings().iter().any(|made| made.name == REVIEW_TWO) {
            return;
        }
        let claims = std::mem::take(&mut self.parts.claims);
        let (lacking, enough) = claims.into_iter().partition(|claim| self.lacks_review(claim));
        self.parts.claims = enough;
        self.parts.one_review = lacking;
        self.by_subject = self.order_by_subject();
    }

    /// The view with claims counted that have one review where the case asks for two.
    #[must_use]
    pub fn counting_one_review(mut self) -> Self {
        let mut more = std::mem::take(&mut self.parts.one_review);
        if more.is_empty() {
            return self;
        }
        self.parts.claims.append(&mut more);
        self.parts.claims.sort_unstable_by_key(|claim| claim.id);
        self.by_subject = self.order_by_subject();
        match self.parts.vocabulary.take() {
            Some(vocabulary) => self.with_vocabulary(vocabulary),
            None => self,
        }
    }

    /// The view with every version of what people differ on among its claims, each standing as [`Standing::Differing`]: what a range over
    /// all versions is taken from. `None` where people differ on nothing.
    pub fn with_versions(&self) -> Option<Self> {
        if self.differing().is_empty() {
            return None;
        }
        let mut view = self.clone();
        let versions = view.parts.differing.iter().flat_map(|differing| differing.versions.iter().cloned());
        view.parts.claims.extend(versions);
        view.parts.claims.sort_unstable_by_key(|claim| claim.id);
        view.by_subject = view.order_by_subject();
        match view.parts.vocabulary.take() {
            Some(vocabulary) => Some(view.with_vocabulary(vocabulary)),
            None => Some(view),
        }
    }

    /// Claims that count nowhere: those that lack a second review, and versions of what people differ on.
    pub fn not_counted(&self) -> impl Iterator<Item = &ClaimView> {
        let versions = self.differing().iter().flat_map(|differing| &differing.versions);
        self.one_review().iter().chain(versions)
    }

    /// The claim with this id, whether or not it counts.
    pub fn any_claim(&self, id: EntryId) -> Option<&ClaimView> {
        let one_review = self.one_review();
        let apart = one_review.binary_search_by_key(&id, |claim| claim.id).ok().map(|at| &one_review[at]);
        let version = || self.difference(id)?.versions.iter().find(|version| version.id == id);
        self.claim(id).or(apart).or_else(version)
    }

    /// Reviews that count of a claim and its versions, with who made them.
    pub fn reviews_of(&self, claim: EntryId) -> &[ReviewView] {
        let first = self.parts.first_claims.get(&claim).copied().unwrap_or(claim);
        let reviews = &self.parts.reviews;
        let from = reviews.partition_point(|review| review.claim < first);
        let count = reviews[from..].partition_point(|review| review.claim == first);
        &reviews[from..from + count]
    }

    /// What people differ on of which this is a version, or the claim that was entered first.
    pub fn difference(&self, id: EntryId) -> Option<&Differing> {
        let first = self.parts.first_claims.get(&id).copied().unwrap_or(id);
        self.differing().iter().find(|differing| differing.id == first)
    }
}

impl Differing {
    /// What a person decided, in a word.
    pub const fn verb(reviewed: &Reviewed) -> &'static str {
        match reviewed.verdict {
            Verdict::Reject => "rejected",
            Verdict::Amend => "amended",
            _ => "accepted",
        }
    }
}
