//! Claims of a view: which stand, what they speak of, and what those of version 1 are read as.

use super::{
    ClaimView, DecidedBefore, FoldDoubt, Standing,
    fold::{Converted, Fold, named_by_claim},
    reviews::Fate,
    stored,
};
use crate::state::{Marks, NONE, review};
use assize_record::{
    Entry, EntryId, Kind, Value,
    body::{Body, Claim},
    entry::Role,
};
use std::{collections::btree_map::Entry as Slot, sync::Arc};

impl Fold<'_, '_> {
    /// Claims that stand, those that people differ on, and the drafts that were decided on.
    pub(super) fn claims(&mut self) {
        let accepted = self.index.numbers().filter(|at| self.state.marks(*at).any(Marks::ACCEPTED)).count();
        self.view.claims.reserve_exact(accepted);
        self.settle_reviews();
        for at in self.index.of_kind(Kind::Claim) {
            let node = self.index.node(at);
            let marks = self.state.marks(at);
            if marks.any(Marks::REVIEWED) {
                self.decided(at);
            }
            let stands = match self.fates.get(&at) {
                Some(Fate::Stands(reviews)) => (!marks.any(Marks::UNGROUNDED)).then(|| reviews.clone()),
                Some(_) => None,
                None => marks.any(Marks::ACCEPTED).then(|| self.state.reviews.behind(at).collect::<Vec<_>>()),
            };
            if let Some(reviews) = stands {
                if let Some(claim) = self.claim(at, Standing::Accepted, &reviews) {
                    self.claim_nodes.push(at);
                    self.view.claims.push(claim);
                }
            } else if let (1, Some((_, Body::Claim(claim)))) = (node.entry.head.v, &node.entry.body)
                && claim.drafted.is_some()
            {
                // What only drafts named is no thing of the record, whatever was decided on them.
                self.named.machine.extend(named_by_claim(claim));
            }
        }
        self.differing();
    }

    /// A claim as these reviews let it stand; `None` where the time of the view or the loss of its content leaves it out.
    pub(super) fn claim(&mut self, at: u32, standing: Standing, reviews: &[u32]) -> Option<ClaimView> {
        let node = self.index.node(at);
        let (passage, source) = self.evidence_of(at);
        let publicity = self.publicity(source);
        if !publicity.known {
            return None;
        }
        let Some(Body::Claim(claim)) = self.body(at) else { return None };
        let is_converted = node.entry.head.v == 1 && claim.drafted.is_some();
        let claim =
            if is_converted { Arc::new(self.converted(at, passage, claim)) } else { Arc::clone(claim) };
        let about = claim.proposition.subject;
        if !is_converted {
            self.stands(at, about);
        }
        for taken in &claim.anchors {
            self.named.types.entry(taken.anchor).or_insert(taken.entity_type);
        }
        let mut said = claim;
        let mut entered = Vec::new();
        if self.names_another(&said) {
            let Claim { speaker, via, proposition, .. } = Arc::make_mut(&mut said);
            proposition.subject = self.state.canonical(about);
            let mut changed = false;
            for id in stored::names(speaker, via, proposition) {
                let now = self.state.canonical(*id);
                changed |= now != *id;
                entered.push(*id);
                *id = now;
            }
            if changed {
                self.names.insert(node.entry.id, entered);
            }
        }
        Some(ClaimView {
            id: node.entry.id,
            by: node.entry.head.by,
            standing,
            reviewers: self.people(reviews.iter().copied()),
            passage: self.index.id(passage),
            source: self.index.id(source),
            said,
            about,
            grades: Vec::new(),
            published: publicity.days,
            received_at: node.received_at,
        })
    }

    /// Whether a claim names something that is known by another id.
    fn names_another(&self, claim: &Claim) -> bool {
        !self.state.same.is_empty()
            && named_by_claim(claim).any(|id| self.state.same.get(&id).is_some_and(|now| *now != id))
    }

    /// Takes note of a draft that somebody has decided on.
    fn decided(&mut self, at: u32) {
        let entry = self.index.node(at).entry;
        let Some((_, Body::Claim(claim))) = &entry.body else { return };
        let Some(drafted) = &claim.drafted else { return };
        let of = entry.id;
        // The claim as it was drafted, where it is there and nobody took it back.
        let first = |at: u32| {
            let gone = self.state.marks(at).any(Marks::RETRACTED);
            (gone, review::replaced_by(self.index, at).is_some(), self.index.node(at).received_at, at)
        };
        match self.view.decided.entry(drafted.draft) {
            Slot::Vacant(slot) => _ = slot.insert(of),
            Slot::Occupied(mut slot) => {
                if first(at) < first(self.index.find(slot.get())) {
                    slot.insert(of);
                }
            }
        }
        let (passage, _) = self.evidence_of(at);
        if entry.head.v > 1 || passage == NONE {
            return;
        }
        let evidence = self.index.node(passage).entry;
        if let (Some(text), Some(passage)) = (evidence.head.first(Role::Text), evidence.span()) {
            let value =
                Some(claim.proposition.value.clone()).filter(|value| !matches!(value, Value::Entity(_)));
            let property = claim.proposition.property.clone();
            self.view.decided_before.entry(DecidedBefore { text, property, passage, value }).or_insert(of);
        }
    }

    /// A claim of version 1 that was made of a draft, as version 2 has it: it stands on anchors of its own text, not on entities that
    /// version 1 took from a date or a name. Whom it quotes is known by the words alone.
    fn converted(&mut self, at: u32, passage: u32, claim: &Claim) -> Claim {
        let Some(text) = self.index.node(passage).entry.head.first(Role::Text) else { return claim.clone() };
        let chosen = self.chosen_by_a_person(at, claim);
        let mut anchor = |entity: EntryId| {
            let known = self.index.find(&entity);
            let body = (known != NONE).then(|| self.index.node(known).entry.body.as_ref()).flatten();
            let (Some((_, Body::Entity(named))), Ok(anchor)) = (body, Entry::converted_anchor(text, entity))
            else {
                return entity;
            };
            self.named.machine.insert(entity);
            self.named.types.entry(anchor.id).or_insert(named.entity_type);
            let converted = Converted { text, entity, name: named.name.clone() };
            self.named.converted.insert(anchor.id, converted);
            anchor.id
        };
        let mut claim = claim.clone();
        if !chosen {
            claim.proposition.subject = anchor(claim.proposition.subject);
        }
        claim.proposition.group = claim.proposition.group.map(&mut anchor);
        if let Value::Entity(value) = &mut claim.proposition.value {
            *value = anchor(*value);
        }
        for speaker in std::iter::once(&mut claim.speaker).chain(&mut claim.via) {
            self.named.machine.extend(speaker.entity.take());
        }
        claim
    }

    /// Whether a person gave an amended claim of version 1 another subject than its draft had.
    fn chosen_by_a_person(&self, at: u32, claim: &Claim) -> bool {
        let before = self.index.first(at, Role::Replaces, Kind::Claim);
        before != NONE
            && matches!(&self.index.node(before).entry.body, Some((_, Body::Claim(before)))
                if before.proposition.subject != claim.proposition.subject)
    }

    /// Raises a doubt where an entity that an entry is about does not stand.
    pub(super) fn stands(&mut self, at: u32, entity: EntryId) {
        let found = self.index.find(&entity);
        // An entity that was retracted may be one with others that stand.
        let stands = |at: u32| !self.state.marks(at).any(Marks::RETRACTED.or(Marks::UNGROUNDED));
        let one_of_many = || self.state.members.contains_key(&self.state.canonical(entity));
        if found == NONE || !stands(found) && !one_of_many() {
            self.view.doubts.push(FoldDoubt::Missing { entry: self.index.id(at), missing: entity });
        }
    }
}
