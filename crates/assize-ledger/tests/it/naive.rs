//! The definitions of `docs/decisions/010-roles-and-trust.md`, read off one by one, slowly.

use assize_ledger::Received;
use assize_record::{
    DraftId, Entry, EntryId, Kind,
    body::{Actor, ActorRole, Body},
    entry::{Role, Verdict},
    sign::PublicKey,
};
use std::collections::{BTreeMap, BTreeSet};

const REVIEWERS: [ActorRole; 3] = [ActorRole::Owner, ActorRole::Editor, ActorRole::Reviewer];

/// What one person stands for, by which review, and whether they may settle what others differ on.
struct Position {
    by: PublicKey,
    stand: Option<EntryId>,
    review: EntryId,
    settles: bool,
}

pub(crate) struct Naive<'e> {
    entries: BTreeMap<EntryId, &'e Entry>,
    received: BTreeMap<EntryId, Option<jiff::Timestamp>>,
    founders: Vec<PublicKey>,
    roles: BTreeMap<PublicKey, BTreeSet<ActorRole>>,
    vouched: BTreeSet<PublicKey>,
    machines: BTreeSet<PublicKey>,
}

impl<'e> Naive<'e> {
    pub(crate) fn new(entries: &'e [Received], founders: &[PublicKey]) -> Self {
        let mut naive = Self {
            entries: entries.iter().map(|r| (r.entry.id, &r.entry)).collect(),
            received: entries.iter().map(|r| (r.entry.id, r.received_at)).collect(),
            founders: founders.to_vec(),
            roles: BTreeMap::new(),
            vouched: BTreeSet::new(),
            machines: BTreeSet::new(),
        };
        naive.grant();
        naive
    }

    pub(crate) fn effective(&self) -> Vec<EntryId> {
        self.entries.values().filter(|e| self.is_effective(e)).map(|e| e.id).collect()
    }

    pub(crate) fn accepted(&self) -> Vec<EntryId> {
        let claims = self.entries.values().filter(|e| e.head.kind == Kind::Claim);
        claims.filter(|e| self.is_accepted(e)).map(|e| e.id).collect()
    }

    pub(crate) fn is_person(&self, key: Option<PublicKey>) -> bool {
        key.is_some_and(|key| self.vouched.contains(&key) && !self.machines.contains(&key))
    }

    /// Every id of a cluster with several members, and the smallest effective one of its cluster.
    pub(crate) fn same(&self) -> BTreeMap<EntryId, EntryId> {
        let mut pairs: Vec<(EntryId, EntryId)> = Vec::new();
        for e in self.entries.values().filter(|e| self.is_effective(e) || self.is_in_place(e)) {
            let ends = (e.head.first(Role::From), e.head.first(Role::To));
            if let (Some(Verdict::Same), (Some(from), Some(to))) = (e.head.verdict, ends)
                && self.is_effective(e)
                && self.is_person(e.head.by)
                && from != to
                && self.can_be_one(from, to)
            {
                pairs.push((from, to));
            }
            for replaced in e.head.refs_as(Role::Replaces).filter_map(|id| self.entries.get(&id)) {
                let allowed = e.head.by == replaced.head.by
                    || self.has_any(e.head.by, &[ActorRole::Owner, ActorRole::Editor]);
                if e.head.kind == Kind::Entity && allowed {
                    pairs.push((e.id, replaced.id));
                }
            }
        }
        let mut clusters: Vec<BTreeSet<EntryId>> = Vec::new();
        for (a, b) in pairs {
            let (joined, apart): (Vec<_>, Vec<_>) =
                clusters.into_iter().partition(|cluster| cluster.contains(&a) || cluster.contains(&b));
            clusters = apart;
            clusters.push(joined.into_iter().flatten().chain([a, b]).collect());
        }
        // Known by the entity that a person of this record named it by first, unless that was retracted; else by what a stranger calls
        // it, or by the first anchor; sources by the smallest id.
        let canonical = |cluster: &BTreeSet<EntryId>| {
            let rank = |id: &&EntryId| {
                let e = self.entries[*id];
                let thing = e.head.kind != Kind::Source;
                let ended =
                    if e.head.kind == Kind::Entity { self.is_retracted(e) } else { !self.is_effective(e) };
                let stranger = e.head.kind == Kind::Entity && !self.is_person(e.head.by);
                let at = self.received[*id].filter(|_| thing);
                (ended, e.head.kind == Kind::Anchor, stranger, thing && at.is_none(), at, **id)
            };
            *cluster.iter().min_by_key(rank).expect("a cluster has members")
        };
        let named = clusters.iter().map(|cluster| (cluster, canonical(cluster)));
        named.flat_map(|(cluster, canonical)| cluster.iter().map(move |id| (*id, canonical))).collect()
    }

    fn can_be_one(&self, a: EntryId, b: EntryId) -> bool {
        let kind = |id: EntryId| self.entries.get(&id).map(|e| e.head.kind);
        let thing = |kind: Kind| matches!(kind, Kind::Entity | Kind::Anchor);
        matches!((kind(a), kind(b)), (Some(a), Some(b)) if a == b || thing(a) && thing(b))
    }

    fn actors(&self) -> Vec<(Option<PublicKey>, &'e Actor)> {
        let actors = self.entries.values().filter(|e| e.head.kind == Kind::Actor && self.control_stands(e));
        let with_body = actors.filter_map(|e| match &e.body {
            Some((_, Body::Actor(actor))) => Some((e.head.by, actor)),
            _ => None,
        });
        with_body.collect()
    }

    fn grant(&mut self) {
        let actors = self.actors();
        let founder = |by: &Option<PublicKey>| by.is_some_and(|by| self.founders.contains(&by));
        let declared: BTreeSet<PublicKey> = actors
            .iter()
            .filter(|(by, actor)| actor.machine && (*by == Some(actor.key) || founder(by)))
            .map(|(_, actor)| actor.key)
            .collect();
        for founder in self.founders.clone() {
            self.vouched.insert(founder);
            self.roles.entry(founder).or_default().insert(ActorRole::Owner);
        }
        loop {
            let before = self.roles.clone();
            let owners: BTreeSet<PublicKey> = before
                .iter()
                .filter(|(key, roles)| roles.contains(&ActorRole::Owner) && !declared.contains(key))
                .map(|(key, _)| *key)
                .collect();
            for (by, actor) in actors.iter().filter(|(by, _)| by.is_some_and(|by| owners.contains(&by))) {
                assert!(by.is_some());
                self.vouched.insert(actor.key);
                let roles = self.roles.entry(actor.key).or_default();
                // That a founder's key is a machine's, only a founder says (decision 010).
                if actor.machine {
                    if !self.founders.contains(&actor.key) {
                        self.machines.insert(actor.key);
                    }
                } else {
                    roles.extend(actor.roles.iter().copied());
                }
            }
            if before == self.roles {
                break;
            }
        }
        self.machines.extend(declared);
    }

    /// Whether `x` names `e` as what it retracts.
    fn would_retract(x: &Entry, e: &Entry) -> bool {
        let retracts = x.head.kind == Kind::Retract && x.head.refs_as(Role::Of).any(|id| id == e.id);
        x.head.by.is_some() && retracts
    }

    /// Whether `x` names `e` as what it replaces, being of its kind.
    fn would_replace(x: &Entry, e: &Entry) -> bool {
        // Of a claim and what is put in its place, reviews say which stands.
        let kind = x.head.kind == e.head.kind && e.head.kind != Kind::Claim;
        x.head.by.is_some() && kind && x.head.refs_as(Role::Replaces).any(|id| id == e.id)
    }

    fn would_end(x: &Entry, e: &Entry) -> bool {
        Self::would_retract(x, e) || Self::would_replace(x, e)
    }

    fn is_control(&self, e: &Entry) -> bool {
        let named = e.head.refs.iter().filter_map(|(_, id)| self.entries.get(id));
        e.head.kind == Kind::Actor || named.into_iter().any(|t| Self::would_end(e, t) && self.is_control(t))
    }

    fn control_stands(&self, e: &Entry) -> bool {
        !self.control_retracted(e) && !self.control_replaced(e)
    }

    fn may_end_control(&self, x: &Entry, e: &Entry) -> bool {
        x.head.by == e.head.by || x.head.by.is_some_and(|by| self.founders.contains(&by))
    }

    fn control_retracted(&self, e: &Entry) -> bool {
        let mut all = self.entries.values();
        all.any(|x| Self::would_retract(x, e) && self.may_end_control(x, e) && self.control_stands(x))
    }

    fn control_replaced(&self, e: &Entry) -> bool {
        let in_place = |x: &Entry| !self.control_retracted(x) || self.control_replaced(x);
        let mut all = self.entries.values();
        all.any(|x| Self::would_replace(x, e) && self.may_end_control(x, e) && in_place(x))
    }

    fn has_any(&self, key: Option<PublicKey>, wanted: &[ActorRole]) -> bool {
        let roles = key.and_then(|key| self.roles.get(&key));
        self.is_person(key) && roles.is_some_and(|roles| wanted.iter().any(|role| roles.contains(role)))
    }

    fn is_effective(&self, e: &'e Entry) -> bool {
        if self.is_control(e) {
            return self.control_stands(e);
        }
        if e.head.kind == Kind::Claim {
            return !self.is_retracted(e) && !self.gave_way(e);
        }
        !self.is_retracted(e) && !self.is_replaced(e)
    }

    fn may_end(&self, x: &Entry, e: &Entry) -> bool {
        x.head.by == e.head.by || self.has_any(x.head.by, &[ActorRole::Owner, ActorRole::Editor])
    }

    fn is_retracted(&self, e: &Entry) -> bool {
        let others = e.head.kind == Kind::Claim && self.somebody_else_accepts(e);
        let mut all = self.entries.values();
        all.any(|x| {
            Self::would_retract(x, e)
                && self.may_end(x, e)
                && self.is_effective(x)
                && !(others && x.head.by == e.head.by)
        })
    }

    /// A claim is not ended by whoever entered it, once somebody else has accepted it.
    fn somebody_else_accepts(&self, claim: &Entry) -> bool {
        self.entries.values().any(|x| {
            x.head.kind == Kind::Review
                && x.head.verdict == Some(Verdict::Accept)
                && x.head.by != claim.head.by
                && x.head.refs_as(Role::Of).any(|id| id == claim.id)
                && self.has_any(x.head.by, &[ActorRole::Owner, ActorRole::Editor, ActorRole::Reviewer])
                && self.is_effective(x)
        })
    }

    /// Whether whoever entered a claim has taken it back.
    fn is_withdrawn(&self, claim: &Entry) -> bool {
        let mut all = self.entries.values();
        all.any(|x| Self::would_retract(x, claim) && x.head.by == claim.head.by && self.is_effective(x))
    }

    fn is_replaced(&self, e: &Entry) -> bool {
        let mut all = self.entries.values();
        all.any(|x| Self::would_replace(x, e) && self.may_end(x, e) && self.is_in_place(x))
    }

    /// Whether it keeps the place of what it replaces: nobody retracted it, or something else has its place by now.
    fn is_in_place(&self, e: &Entry) -> bool {
        !self.is_retracted(e) || self.is_replaced(e)
    }

    /// The claim that a claim takes the place of, if its author may put it there.
    fn original(&self, claim: &Entry) -> Option<&'e Entry> {
        let named = claim.head.refs_as(Role::Replaces).filter_map(|id| self.entries.get(&id)).copied();
        let original = named.into_iter().find(|e| e.head.kind == Kind::Claim)?;
        let may = claim.head.by == original.head.by || self.has_any(claim.head.by, &REVIEWERS);
        may.then_some(original)
    }

    fn root(&self, claim: &'e Entry) -> &'e Entry {
        self.original(claim).map_or(claim, |original| self.root(original))
    }

    /// Claims that take the place of this one and that nobody took back.
    fn put_in_place(&self, claim: &Entry) -> Vec<&'e Entry> {
        let claims = self.entries.values().copied().filter(|e| e.head.kind == Kind::Claim);
        claims
            .filter(|e| self.original(e).is_some_and(|of| of.id == claim.id) && !self.is_retracted(e))
            .collect()
    }

    fn when(&self, e: &Entry) -> (Option<jiff::Timestamp>, EntryId) {
        (self.received[&e.id], e.id)
    }

    /// What each person stands for among versions of a claim.
    fn stands(&self, roots: &[EntryId]) -> Vec<Position> {
        let mut reviews: Vec<(&Entry, &Entry)> = Vec::new();
        for review in self.entries.values().copied().filter(|r| r.head.kind == Kind::Review) {
            for claim in review.head.refs_as(Role::Of).filter_map(|id| self.entries.get(&id)).copied() {
                let own = review.head.by == claim.head.by && self.is_person(review.head.by);
                let may = own || self.has_any(review.head.by, &REVIEWERS);
                if claim.head.kind == Kind::Claim
                    && may
                    && self.is_effective(review)
                    && roots.contains(&self.root(claim).id)
                {
                    reviews.push((review, claim));
                }
            }
        }
        let mut people: Vec<PublicKey> = reviews.iter().filter_map(|(review, _)| review.head.by).collect();
        people.sort();
        people.dedup();
        let names = |a: &Entry, b: &Entry| a.head.refs_as(Role::Of).any(|id| id == b.id);
        let stand = |review: &Entry, claim: &'e Entry| match review.head.verdict {
            Some(Verdict::Accept) => {
                let own = review.head.by == claim.head.by && self.is_withdrawn(claim);
                (!own && !self.is_retracted(claim)).then_some(Some(claim.id))
            }
            Some(Verdict::Amend) => {
                // The version that was signed right before the review; where that is something else, the last one.
                let of_own = |e: &Entry| e.head.by == review.head.by;
                let gone = |e: &Entry| self.is_retracted(e) || self.is_withdrawn(e);
                let mut all = self.entries.values().copied();
                let signed = all.find(|e| {
                    let in_place = self.original(e).is_some_and(|of| of.id == claim.id);
                    in_place && of_own(e) && review.head.prev.first() == Some(&e.id)
                });
                let last = || {
                    let own = self.put_in_place(claim).into_iter().filter(|e| of_own(e));
                    own.filter(|e| !gone(e)).max_by_key(|e| self.when(e))
                };
                signed.or_else(last).filter(|e| !gone(e)).map(|e| Some(e.id))
            }
            _ => Some(None),
        };
        let position = |by: PublicKey| {
            let mut own: Vec<(&Entry, &'e Entry)> =
                reviews.iter().copied().filter(|(review, _)| review.head.by == Some(by)).collect();
            // Whoever only ever answered two people who had decided before.
            let answers = |review: &Entry| {
                let others =
                    reviews.iter().filter(|(other, _)| other.head.by != Some(by) && names(review, other));
                others.map(|(other, _)| other.head.by).collect::<BTreeSet<_>>().len() > 1
            };
            let settles = self.has_any(Some(by), &REVIEWERS) && own.iter().all(|(review, _)| answers(review));
            while !own.is_empty() {
                let unnamed = own.iter().filter(|(one, _)| !own.iter().any(|(other, _)| names(other, one)));
                let (review, claim) = *unnamed.max_by_key(|(review, claim)| (self.when(review), claim.id))?;
                if let Some(stand) = stand(review, claim) {
                    return Some(Position { by, stand, review: review.id, settles });
                }
                own.retain(|(other, of)| (other.id, of.id) != (review.id, claim.id));
            }
            None
        };
        people.into_iter().filter_map(position).collect()
    }

    /// What people come to: nothing, one thing, or, where they differ, all that anybody stands for. With who stands for it.
    fn come_to(&self, stands: &[Position]) -> BTreeMap<Option<EntryId>, BTreeSet<PublicKey>> {
        let answered = |one: &Position, other: &Position| {
            one.stand == other.stand
                || self.entries[&one.review].head.refs_as(Role::Of).any(|id| id == other.review)
        };
        let agree = stands.iter().all(|one| one.stand == stands[0].stand);
        let settled = stands
            .iter()
            .find(|one| agree || one.settles && stands.iter().all(|other| answered(one, other)))
            .map(|one| one.stand);
        let mut come_to: BTreeMap<Option<EntryId>, BTreeSet<PublicKey>> = BTreeMap::new();
        for one in stands.iter().filter(|one| settled.is_none_or(|settled| settled == one.stand)) {
            come_to.entry(one.stand).or_default().insert(one.by);
        }
        come_to
    }

    /// What people come to on a draft, over every claim that anybody made of it. Of versions that say the same, the first counts.
    pub(crate) fn on_draft(&self, draft: DraftId) -> BTreeMap<Option<EntryId>, BTreeSet<PublicKey>> {
        let said = |id: EntryId| match &self.entries[&id].body {
            Some((_, Body::Claim(claim))) => Some(claim),
            _ => None,
        };
        let claims = self.entries.values().copied().filter(|e| e.head.kind == Kind::Claim);
        let made =
            |e: &&Entry| said(e.id).and_then(|claim| Some(claim.drafted.as_ref()?.draft)) == Some(draft);
        let roots: Vec<EntryId> =
            claims.filter(made).filter(|e| self.original(e).is_none()).map(|e| e.id).collect();
        let mut stands = self.stands(&roots);
        let all: Vec<EntryId> = stands.iter().filter_map(|one| one.stand).collect();
        let equal = |a: EntryId, b: EntryId| {
            let of = |id| (&said(id).unwrap().proposition, self.entries[&id].head.first(Role::Passage));
            of(a) == of(b)
        };
        for one in &mut stands {
            if let Some(id) = &mut one.stand {
                let same = all.iter().copied().filter(|other| equal(*id, *other));
                *id = same.min_by_key(|other| self.when(self.entries[other])).unwrap();
            }
        }
        self.come_to(&stands)
    }

    /// Whether another claim was put in its place, and what people decided is not this one.
    fn gave_way(&self, claim: &'e Entry) -> bool {
        let come_to = self.come_to(&self.stands(&[self.root(claim).id]));
        !come_to.is_empty() && !come_to.contains_key(&Some(claim.id)) && !self.put_in_place(claim).is_empty()
    }

    fn is_accepted(&self, claim: &'e Entry) -> bool {
        let come_to = self.come_to(&self.stands(&[self.root(claim).id]));
        come_to.keys().eq([&Some(claim.id)])
            && self.rests(
                claim,
                &[(Role::Passage, Kind::Passage), (Role::Text, Kind::Text), (Role::Source, Kind::Source)],
            )
    }

    /// Whether the evidence is on the record, and no part of it retracted.
    fn rests(&self, e: &Entry, steps: &[(Role, Kind)]) -> bool {
        let Some(((role, kind), rest)) = steps.split_first() else { return true };
        let on_record = e.head.refs_as(*role).filter_map(|id| self.entries.get(&id));
        let Some(evidence) = on_record.into_iter().find(|e| e.head.kind == *kind) else { return false };
        let retracted = self.entries.values().any(|x| {
            x.head.kind == Kind::Retract
                && x.head.refs_as(Role::Of).any(|id| id == evidence.id)
                && self.has_any(x.head.by, &[ActorRole::Owner, ActorRole::Editor])
                && self.is_effective(x)
        });
        !retracted && self.rests(evidence, rest)
    }
}
