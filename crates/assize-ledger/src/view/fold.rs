//! Entries into a view.

use super::{
    ActView, AnchorView, AsKnown, BridgeView, FoldDoubt, LinkView, PassageView, SetAside, SourceView,
    TextView, View, ViewParts, Why,
    find::reach,
    publication::{self, Ranked},
    reviews::{Difference, Fate},
    stored::Stored,
};
use crate::state::{
    ActorStanding, Index, Marks, NONE, Received, State,
    judge::{ANY_ROLE, EDITS},
};
use assize_record::{
    EntityType, Entry, EntryId, Interval, Kind, Proposition, Speaker, Value, Words,
    body::{Act, ActorRole, Body, Claim, Entity, Passage},
    entry::{Role, Salt},
    sign::PublicKey,
};
use std::collections::{BTreeMap, BTreeSet};

impl View {
    /// Folds entries into a view. `entries` may come in any order and more than once; `founders` are the keys that trust starts
    /// from. Entries must have been checked ([`assize_record::Entry::check`]), and words filled into passages and anchors that store
    /// their span alone ([`assize_record::Entry::fill`]).
    pub fn fold(entries: &[Received], founders: &[PublicKey], as_known: AsKnown) -> Self {
        let mut index = Index::new(entries, as_known.recorded_by);
        let state = State::of(&mut index, founders);
        let parts = ViewParts { as_known, ..ViewParts::default() };
        let mut fold = Fold {
            index: &index,
            state: &state,
            view: parts,
            published: Vec::new(),
            named: Named::default(),
            names: BTreeMap::new(),
            claim_nodes: Vec::new(),
            fates: BTreeMap::new(),
            differences: Vec::new(),
            version_nodes: BTreeMap::new(),
            one_of: BTreeMap::new(),
            salts: BTreeMap::new(),
        };
        fold.evidence();
        fold.claims();
        fold.judgements();
        fold.set_aside();
        fold.schema();
        fold.editions();
        fold.marks();
        fold.gists();
        fold.things();
        let Fold { view: mut parts, named, names, salts, .. } = fold;
        parts.actors =
            state.actors.iter().filter_map(|(key, actor)| Some((*key, actor.name.clone()?))).collect();
        let holding = |roles: &[ActorRole]| {
            let holds = |actor: &ActorStanding| {
                actor.is_person() && roles.iter().any(|role| actor.roles.contains(role))
            };
            state.actors.iter().filter(|(_, actor)| holds(actor)).map(|(key, _)| *key).collect()
        };
        let people = state.actors.iter().filter(|(_, actor)| actor.is_person());
        parts.people = people.map(|(key, _)| *key).collect();
        parts.editors = holding(EDITS);
        parts.reviewers = holding(ANY_ROLE);
        parts.doubts.extend(circles(&state.part_of).chain(circles(&state.syndicated_from)));
        parts.doubts.extend(state.doubts);
        parts.same = state.same;
        parts.members = state.members;
        parts.contested = state.contested;
        parts.different = state.different;
        parts.part_of = state.part_of;
        parts.syndicated_from = state.syndicated_from;
        let converted = named.converted.into_iter().map(|(anchor, of)| (anchor, of.entity)).collect();
        let mut view = Self::of(parts);
        view.set_one_review_apart();
        let bodiless =
            index.nodes.iter().filter(|node| node.entry.body.is_none()).map(|node| node.entry.id).collect();
        let (replaced, destroyed) = (state.replaced, state.destroyed);
        view.stored = Stored { names, converted, replaced, destroyed, bodiless, salts };
        view
    }
}

pub(super) struct Fold<'f, 'e> {
    pub(super) index: &'f Index<'e>,
    pub(super) state: &'f State,
    pub(super) view: ViewParts,
    /// Publication of each source in the view, by node, sorted.
    published: Vec<(u32, Publicity)>,
    /// What claims, acts and bridges speak of.
    pub(super) named: Named,
    /// See [`Stored::names`].
    pub(super) names: BTreeMap<EntryId, Vec<EntryId>>,
    /// The node of each claim in the view, in the order of the claims.
    pub(super) claim_nodes: Vec<u32>,
    /// What became of claims that heads alone do not settle.
    pub(super) fates: BTreeMap<u32, Fate>,
    /// Claims on which people differ.
    pub(super) differences: Vec<Difference>,
    /// For claims that were made of one draft: the one that all are known by.
    pub(super) one_of: BTreeMap<u32, u32>,
    /// Where each of their versions stands in [`ViewParts::differing`].
    pub(super) version_nodes: BTreeMap<u32, (usize, usize)>,
    /// See [`Stored::salts`].
    salts: BTreeMap<EntryId, Salt>,
}

/// What claims, acts and bridges speak of.
#[derive(Default)]
pub(super) struct Named {
    /// What anchors were taken for, by the claim of the smallest id.
    pub(super) types: BTreeMap<EntryId, EntityType>,
    /// Anchors that stand for an entity of version 1 in one text.
    pub(super) converted: BTreeMap<EntryId, Converted>,
    /// Entities that drafts of version 1 speak of.
    pub(super) machine: BTreeSet<EntryId>,
    /// What acts and bridges speak of.
    used: BTreeSet<EntryId>,
}

/// What an anchor stands for that was an entity in version 1.
pub(super) struct Converted {
    pub(super) text: EntryId,
    pub(super) entity: EntryId,
    pub(super) name: String,
}

/// Everything that a claim speaks of.
pub(super) fn named_by_claim(claim: &Claim) -> impl Iterator<Item = EntryId> {
    let Proposition { subject, group, value, .. } = &claim.proposition;
    let value = if let Value::Entity(value) = value { Some(*value) } else { None };
    let speakers = std::iter::once(&claim.speaker).chain(&claim.via).flat_map(named_by_speaker);
    [*subject].into_iter().chain(*group).chain(value).chain(speakers)
}

fn named_by_speaker(speaker: &Speaker) -> impl Iterator<Item = EntryId> {
    speaker.entity.into_iter().chain(speaker.party)
}

/// What the published-by axis needs of a source.
#[derive(Clone, Copy)]
pub(super) struct Publicity {
    pub(super) days: Option<Interval>,
    /// Whether the view's day is late enough to know it.
    pub(super) known: bool,
}

impl<'e> Fold<'_, 'e> {
    /// The content of an entry; a doubt where it is out of sight or gone.
    pub(super) fn body(&mut self, at: u32) -> Option<&'e Body> {
        let entry = self.index.node(at).entry;
        if self.state.marks(at).any(Marks::WITHHELD) {
            self.view.doubts.push(FoldDoubt::Withheld { entry: entry.id });
            return None;
        }
        let body = entry.body.as_ref().map(|(_, body)| body);
        if body.is_none() {
            self.view.doubts.push(FoldDoubt::Erased { entry: entry.id });
        }
        body
    }

    /// Sources, texts, passages and entities. Evidence that was replaced stays readable: what quotes it still quotes it.
    fn evidence(&mut self) {
        let mut captures: Vec<(u32, u32)> = Vec::new();
        let (mut sources, mut texts) = (Vec::new(), Vec::new());
        let mut passages = Vec::with_capacity(self.index.of_kind(Kind::Passage).count());
        let mut entities = Vec::new();
        for at in self.index.numbers() {
            let node = self.index.node(at);
            let (marks, id) = (self.state.marks(at), node.entry.id);
            let readable = !marks.any(Marks::RETRACTED.or(Marks::UNGROUNDED));
            match self.index.kind(at) {
                Kind::Source if readable => {
                    let sha256 = self.body(at).and_then(|body| match body {
                        Body::Source(source) => Some(source.sha256),
                        _ => None,
                    });
                    let source =
                        SourceView { sha256, received_at: node.received_at, ..SourceView::default() };
                    sources.push((at, source));
                }
                Kind::Capture if marks.any(Marks::EFFECTIVE) => {
                    captures.push((self.index.first(at, Role::Source, Kind::Source), at));
                }
                Kind::Text if readable => {
                    let source = self.index.id(self.index.first(at, Role::Source, Kind::Source));
                    if let Some((salt, _)) = node.entry.body.as_ref().filter(|(salt, _)| !salt.is_empty()) {
                        self.salts.insert(id, *salt);
                    }
                    let text = match self.body(at) {
                        Some(Body::Text(text)) => {
                            TextView { source, sha256: Some(text.sha256), extractor: text.extractor.clone() }
                        }
                        _ => TextView { source, sha256: None, extractor: String::new() },
                    };
                    texts.push((id, text));
                }
                Kind::Passage if readable => {
                    let text = self.index.id(self.index.first(at, Role::Text, Kind::Text));
                    match self.body(at) {
                        Some(Body::Passage(Passage { start, end, exact: Some(exact) })) => {
                            if let (Ok(start), Ok(end)) = ((*start).try_into(), (*end).try_into()) {
                                let words = Words { start, end, exact: exact.clone() };
                                passages.push((id, PassageView { text, words }));
                            }
                        }
                        // Its text is not at hand, so neither are its words.
                        Some(_) => self.view.doubts.push(FoldDoubt::Erased { entry: id }),
                        None => {}
                    }
                }
                Kind::Entity if marks.any(Marks::EFFECTIVE) => {
                    self.view.authors.extend(node.entry.head.by.map(|by| (id, by)));
                    if !self.is_known_person(node.entry.head.by) {
                        self.view.strangers.insert(id);
                    }
                    if let Some(Body::Entity(entity)) = self.body(at) {
                        entities.push((id, entity.clone()));
                    }
                }
                _ => {}
            }
        }
        self.view.texts = texts.into_iter().collect();
        self.set_foreign_texts_apart(&captures);
        self.view.passages = passages.into_iter().collect();
        self.view.entities = entities.into_iter().collect();
        self.publications(sources, captures);
    }

    /// Takes out texts of our sources that nobody known has anything to do with. A text has no author, so it is known by whose capture names
    /// it and whose words are quoted from it; where captures of an earlier program name none, by which came first.
    fn set_foreign_texts_apart(&mut self, captures: &[(u32, u32)]) {
        let mut by_source: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for (id, text) in &self.view.texts {
            by_source.entry(text.source).or_default().push(*id);
        }
        by_source.retain(|_, texts| texts.len() > 1);
        if by_source.is_empty() {
            return;
        }
        let known = |at: u32| self.is_vouched(self.index.node(at).entry.head.by);
        let ours: BTreeSet<EntryId> =
            captures.iter().filter(|(_, at)| known(*at)).map(|(source, _)| self.index.id(*source)).collect();
        let named = captures.iter().map(|(_, at)| *at).filter(|at| known(*at));
        let named = named.map(|at| self.index.first(at, Role::Text, Kind::Text));
        let quoting = [Kind::Claim, Kind::Act].into_iter().flat_map(|kind| self.index.of_kind(kind));
        let quoted = quoting.filter(|at| known(*at)).filter_map(|at| {
            let passage = self.index.first(at, Role::Passage, Kind::Passage);
            (passage != NONE).then(|| self.index.first(passage, Role::Text, Kind::Text))
        });
        let known: BTreeSet<EntryId> =
            named.chain(quoted).filter(|text| *text != NONE).map(|text| self.index.id(text)).collect();
        for (_, texts) in by_source.into_iter().filter(|(source, _)| ours.contains(source)) {
            let mut foreign: Vec<EntryId> = texts.iter().copied().filter(|id| !known.contains(id)).collect();
            if foreign.len() == texts.len() {
                let came = |id: &EntryId| {
                    let received_at = self.index.node_of(id).and_then(|node| node.received_at);
                    (received_at.is_none(), received_at, *id)
                };
                foreign.sort_unstable_by_key(came);
                foreign.remove(0);
            }
            for id in foreign {
                self.view.foreign_texts.extend(self.view.texts.remove_entry(&id));
            }
        }
    }

    fn publications(&mut self, mut sources: Vec<(u32, SourceView)>, mut captures: Vec<(u32, u32)>) {
        captures.sort_unstable();
        let published_by = self.view.as_known.published_by;
        let mut foreign: BTreeSet<u32> = BTreeSet::new();
        for (at, source) in &mut sources {
            let from = captures.partition_point(|(of, _)| of < at);
            let of_source = captures[from..].iter().take_while(|(of, _)| of == at);
            let mut ranked = Vec::new();
            for (_, capture) in of_source {
                let known = self.is_vouched(self.index.node(*capture).entry.head.by);
                if let Some(Body::Capture(capture)) = self.body(*capture) {
                    ranked.push(Ranked { stranger: !known, capture });
                }
            }
            if ranked.iter().all(|ranked| ranked.stranger) {
                foreign.insert(*at);
            }
            let days = publication::merge(source, &ranked);
            let known = published_by.is_none_or(|day| publication::by(day, days, source));
            self.published.push((*at, Publicity { days, known }));
        }
        if !foreign.is_empty() {
            // What somebody known quotes is of this record, whoever brought it.
            for at in [Kind::Claim, Kind::Act].into_iter().flat_map(|kind| self.index.of_kind(kind)) {
                if self.is_vouched(self.index.node(at).entry.head.by) {
                    foreign.remove(&self.evidence_of(at).1);
                }
            }
            self.view.strangers.extend(foreign.into_iter().map(|at| self.index.id(at)));
        }
        self.view.sources = sources.into_iter().map(|(at, source)| (self.index.id(at), source)).collect();
    }

    pub(super) fn is_vouched(&self, by: Option<PublicKey>) -> bool {
        by.and_then(|by| self.state.actors.get(&by)).is_some_and(|actor| actor.vouched)
    }

    fn is_known_person(&self, by: Option<PublicKey>) -> bool {
        by.and_then(|by| self.state.actors.get(&by)).is_some_and(ActorStanding::is_person)
    }

    pub(super) fn publicity(&self, source: u32) -> Publicity {
        let found = self.published.binary_search_by_key(&source, |(at, _)| *at);
        found.map_or(Publicity { days: None, known: false }, |at| self.published[at].1)
    }

    /// The passage and source that an entry quotes; [`NONE`] twice where it quotes nothing.
    pub(super) fn evidence_of(&self, at: u32) -> (u32, u32) {
        let passage = self.index.first(at, Role::Passage, Kind::Passage);
        let text = if passage == NONE { NONE } else { self.index.first(passage, Role::Text, Kind::Text) };
        let source = if text == NONE { NONE } else { self.index.first(text, Role::Source, Kind::Source) };
        (passage, source)
    }

    /// Bridges and grades follow the recorded-by axis alone; acts were published like claims.
    fn judgements(&mut self) {
        let mut grades: Vec<(u32, u32)> = Vec::new();
        for at in self.index.numbers() {
            let marks = self.state.marks(at);
            if !marks.any(Marks::EFFECTIVE) || marks.any(Marks::IGNORED) {
                continue;
            }
            match self.index.kind(at) {
                Kind::Grade => grades.extend(self.index.refs_as(at, Role::Of).map(|of| (of, at))),
                Kind::Bridge => self.bridge(at),
                Kind::Act => self.act(at),
                Kind::Link => self.link(at),
                _ => {}
            }
        }
        grades.sort_unstable();
        for (claim, at) in grades {
            let version = self.version_nodes.get(&claim).copied();
            let Some(place) = self.place(claim).map(Ok).or(version.map(Err)) else { continue };
            if let Some(Body::Grade(grade)) = self.body(at) {
                let graded = match place {
                    Ok(place) => &mut self.view.claims[place],
                    Err((differing, version)) => &mut self.view.differing[differing].versions[version],
                };
                graded.grades.push((self.index.id(at), grade.clone()));
            }
        }
    }

    fn link(&mut self, at: u32) {
        let entry = self.index.node(at).entry;
        let (from, to) = (entry.head.first(Role::From), entry.head.first(Role::To));
        let reason = match &entry.body {
            Some((_, Body::Link(reason))) if !self.state.marks(at).any(Marks::WITHHELD) => {
                reason.words.clone()
            }
            _ => String::new(),
        };
        if let (Some(verdict), Some(from), Some(to)) = (entry.head.verdict, from, to) {
            let (id, by) = (entry.id, entry.head.by);
            self.view.links.push(LinkView { id, by, verdict, from, to, reason });
        }
    }

    /// Where a claim stands in the view, if it does.
    fn place(&self, claim: u32) -> Option<usize> {
        self.claim_nodes.binary_search(&claim).ok()
    }

    fn bridge(&mut self, at: u32) {
        let node = self.index.node(at);
        let index = self.index;
        for claim in index.refs_as(at, Role::Of) {
            let Some(place) = self.place(claim) else { continue };
            let about = self.view.claims[place].proposition.subject;
            let Some(Body::Bridge(bridge)) = self.body(at) else { return };
            let subject = node.entry.head.first(Role::Subject);
            self.named.used.extend(subject);
            self.view.bridges.push(BridgeView {
                id: node.entry.id,
                by: node.entry.head.by,
                claim: self.index.id(claim),
                subject: subject.map_or(about, |subject| self.state.canonical(subject)),
                bridge: bridge.clone(),
                received_at: node.received_at,
            });
        }
    }

    fn act(&mut self, at: u32) {
        let node = self.index.node(at);
        let marks = self.state.marks(at);
        let (passage, source) = self.evidence_of(at);
        let publicity = if passage == NONE {
            // An act that quotes nothing was published nowhere: it is known from its own receipt.
            let own = SourceView { received_at: node.received_at, ..SourceView::default() };
            let known = self.view.as_known.published_by.is_none_or(|day| publication::by(day, None, &own));
            Publicity { days: None, known }
        } else {
            self.publicity(source)
        };
        if marks.any(Marks::UNGROUNDED) || !publicity.known {
            return;
        }
        let Some(subject) = node.entry.head.first(Role::Subject) else { return };
        let Some(Body::Act(act)) = self.body(at) else { return };
        self.stands(at, subject);
        self.named.used.extend([subject].into_iter().chain(act.about));
        self.named.used.extend([&act.who].into_iter().chain(&act.whom).flat_map(named_by_speaker));
        let id_of = |at: u32| (at != NONE).then(|| self.index.id(at));
        let (passage, source) = (id_of(passage), id_of(source));
        self.view.acts.push(ActView {
            id: node.entry.id,
            subject: self.state.canonical(subject),
            passage,
            source,
            act: canonical_act(act, self.state),
            published: publicity.days,
        });
    }

    /// Anchors, and what the record speaks of beside what people named.
    fn things(&mut self) {
        let ends = self.view.links.iter().flat_map(|link| [link.from, link.to]);
        let linked = self.state.members.values().flatten().copied().chain(ends);
        let linked = linked
            .filter(|id| self.index.node_of(id).is_some_and(|node| node.entry.head.kind == Kind::Anchor));
        let all: BTreeSet<EntryId> = self.named.types.keys().copied().chain(linked).collect();
        for id in all {
            if let Some((anchor, name)) = self.anchor(id) {
                if let Some(entity_type) = anchor.entity_type {
                    let entity = Entity { entity_type, key: None, name, shape: None };
                    self.view.entities.insert(id, entity);
                }
                self.view.anchors.insert(id, anchor);
            }
        }
        // What only drafts of version 1 spoke of is known by its anchors now.
        let linked = |id: &EntryId| self.state.same.contains_key(id);
        let mut machine = std::mem::take(&mut self.named.machine);
        if !machine.is_empty() {
            for at in &self.claim_nodes {
                // A draft of version 1 speaks of anchors by now.
                match &self.index.node(*at).entry {
                    Entry { head, body: Some((_, Body::Claim(claim))), .. }
                        if head.v > 1 || claim.drafted.is_none() =>
                    {
                        named_by_claim(claim).for_each(|id| _ = machine.remove(&id));
                    }
                    _ => {}
                }
            }
        }
        for id in machine.iter().filter(|id| !self.named.used.contains(*id) && !linked(id)) {
            self.view.entities.remove(id);
        }
        self.name_clusters();
    }

    fn anchor(&self, id: EntryId) -> Option<(AnchorView, String)> {
        let entity_type = self.named.types.get(&id).copied();
        let source_of = |text: EntryId| self.view.texts.get(&text).map(|text| text.source);
        if let Some(Converted { text, name, .. }) = self.named.converted.get(&id) {
            let anchor = AnchorView { text: *text, source: source_of(*text)?, words: None, entity_type };
            return Some((anchor, name.clone()));
        }
        let entry = self.index.node_of(&id)?.entry;
        let text = entry.head.first(Role::Text)?;
        if let Some(of) = entry.head.first(Role::Of) {
            let body = self.index.node_of(&of).and_then(|node| node.entry.body.as_ref());
            let name = if let Some((_, Body::Entity(of))) = body { of.name.clone() } else { id.short() };
            return Some((AnchorView { text, source: source_of(text)?, words: None, entity_type }, name));
        }
        let exact = match &entry.body {
            // Where its text is out of sight, so are its words.
            Some((_, Body::Anchor(anchor))) if !self.state.is_withheld(id) => anchor.exact.clone(),
            _ => None,
        };
        let words =
            exact.zip(entry.span()).map(|(exact, span)| Words { start: span.start, end: span.end, exact });
        let name = words.as_ref().map_or_else(|| id.short(), |words| words.exact.clone());
        Some((AnchorView { text, source: source_of(text)?, words, entity_type }, name))
    }

    /// A cluster goes by the id of whoever named it first, and by the name that stands in that one's place; else by the first name
    /// that a person of this record gave it, that a stranger did, or that a text does.
    fn name_clusters(&mut self) {
        let mut by: BTreeMap<EntryId, Vec<EntryId>> = BTreeMap::new();
        for (replaced, with) in &self.state.replaced {
            by.entry(*replaced).or_default().push(*with);
        }
        for (canonical, members) in &self.state.members {
            self.doubt_types(*canonical, members);
            if self.view.entities.contains_key(canonical) {
                continue;
            }
            let known = |id: &&EntryId| self.view.entities.contains_key(*id);
            let rank = |id: &&EntryId| {
                let received_at = self.index.node_of(id).and_then(|node| node.received_at);
                let of_a_text = self.view.anchors.contains_key(*id);
                let stranger = self.view.strangers.contains(*id);
                (of_a_text, stranger, received_at.is_none(), received_at, **id)
            };
            let heirs = reach(&by, *canonical);
            let named = heirs.iter().filter(known).min_by_key(rank);
            let named = named.or_else(|| members.iter().filter(known).min_by_key(rank));
            if let Some(named) = named.and_then(|id| self.view.entities.get(id)).cloned() {
                self.view.entities.insert(*canonical, named);
            }
        }
    }

    /// Raises a doubt where people say of one thing that it is of two types; or, where nobody named it, where readers do.
    fn doubt_types(&mut self, canonical: EntryId, members: &[EntryId]) {
        let (mut named, mut read) = (BTreeSet::new(), BTreeSet::new());
        for id in members {
            let Some(entity) = self.view.entities.get(id) else { continue };
            let types = if self.view.anchors.contains_key(id) { &mut read } else { &mut named };
            types.insert(entity.entity_type);
        }
        let types: Vec<EntityType> = if named.is_empty() { read } else { named }.into_iter().collect();
        // An agent fits a person and an organisation, which do not fit each other.
        if types.iter().any(|a| types.iter().any(|b| !a.fits(*b))) {
            self.view.doubts.push(FoldDoubt::TypesDiffer { of: canonical });
        }
    }

    fn set_aside(&mut self) {
        let mut aside: BTreeMap<u32, SetAside> = BTreeMap::new();
        for at in self.index.numbers() {
            let Some(why) = self.why_aside(at) else { continue };
            let node = self.index.node(at);
            let withheld = self.state.marks(at).any(Marks::WITHHELD);
            let body = node.entry.body.as_ref().filter(|_| !withheld).map(|(_, body)| body.clone());
            let (id, head) = (node.entry.id, node.entry.head.clone());
            aside.insert(at, SetAside { id, head, body, why, reviewers: BTreeSet::new() });
        }
        for at in self.index.of_kind(Kind::Review).filter(|at| self.state.marks(*at).any(Marks::EFFECTIVE)) {
            // Nearly all reviews are of claims that stand.
            for of in self.index.refs_as(at, Role::Of).filter(|of| self.why_aside(*of).is_some()) {
                let by = self.index.node(at).entry.head.by;
                if let (Some(entry), Some(by)) = (aside.get_mut(&of), by) {
                    entry.reviewers.insert(by);
                }
            }
        }
        self.view.set_aside = aside.into_values().collect();
    }

    fn why_aside(&self, at: u32) -> Option<Why> {
        let marks = self.state.marks(at);
        let found = why_aside(self.index.kind(at), marks);
        match self.fates.get(&at) {
            Some(Fate::Stands(_) | Fate::Differs) if !marks.any(Marks::UNGROUNDED) => None,
            Some(Fate::Stands(_) | Fate::Differs) => Some(Why::Ungrounded),
            // What was put in its place says more than that another version stands.
            Some(_) if marks.any(Marks::REPLACED) => Some(Why::Replaced),
            Some(Fate::Superseded) => Some(Why::Superseded),
            Some(Fate::Rejected) => Some(Why::Rejected),
            None => found,
        }
    }
}

fn why_aside(kind: Kind, marks: Marks) -> Option<Why> {
    let judged = matches!(kind, Kind::Claim | Kind::Link | Kind::Bridge | Kind::Grade | Kind::Act);
    if !judged {
        return None;
    }
    if marks.any(Marks::RETRACTED) {
        Some(Why::Retracted)
    } else if marks.any(Marks::REPLACED) {
        Some(Why::Replaced)
    } else if kind != Kind::Claim || marks.any(Marks::ACCEPTED) {
        None
    } else if marks.any(Marks::SUPERSEDED) {
        Some(Why::Superseded)
    } else if marks.any(Marks::REJECT) {
        Some(Why::Rejected)
    } else if marks.any(Marks::UNGROUNDED) {
        Some(Why::Ungrounded)
    } else {
        Some(Why::Undecided)
    }
}

/// The speaker with canonical entities.
pub(crate) fn canonical_speaker(speaker: &Speaker, state: &impl Canonical) -> Speaker {
    let mut speaker = speaker.clone();
    speaker.entity = speaker.entity.map(|id| state.canonical_of(id));
    speaker.party = speaker.party.map(|id| state.canonical_of(id));
    speaker
}

/// The proposition with canonical entities.
pub(crate) fn canonical_proposition(proposition: &Proposition, state: &impl Canonical) -> Proposition {
    let mut proposition = proposition.clone();
    proposition.subject = state.canonical_of(proposition.subject);
    proposition.group = proposition.group.map(|id| state.canonical_of(id));
    if let Value::Entity(id) = &mut proposition.value {
        *id = state.canonical_of(*id);
    }
    proposition
}

/// The act with canonical entities.
pub(crate) fn canonical_act(act: &Act, state: &impl Canonical) -> Act {
    let mut act = act.clone();
    act.who = canonical_speaker(&act.who, state);
    act.whom = act.whom.map(|whom| canonical_speaker(&whom, state));
    act.about = act.about.map(|about| state.canonical_of(about));
    act
}

/// Whatever knows the canonical id of an entity.
pub(crate) trait Canonical {
    /// The canonical id: itself where it is in no cluster.
    fn canonical_of(&self, id: EntryId) -> EntryId;
}

impl Canonical for State {
    fn canonical_of(&self, id: EntryId) -> EntryId {
        self.canonical(id)
    }
}

impl Canonical for View {
    fn canonical_of(&self, id: EntryId) -> EntryId {
        self.canonical(id)
    }
}

/// Things that links lead from back to themselves, each circle once.
fn circles(up: &BTreeMap<EntryId, BTreeSet<EntryId>>) -> impl Iterator<Item = FoldDoubt> {
    // Only what has links in both directions can lie on a circle.
    let ends: BTreeSet<EntryId> = up.values().flatten().copied().collect();
    let reached: BTreeMap<EntryId, BTreeSet<EntryId>> =
        up.keys().filter(|id| ends.contains(*id)).map(|id| (*id, reach(up, *id))).collect();
    let on = |a: &EntryId, b: &EntryId| reached.get(a).is_some_and(|reached| reached.contains(b));
    let all: BTreeSet<Vec<EntryId>> = reached
        .keys()
        .filter(|id| on(id, id))
        .map(|id| reached.keys().filter(|other| on(id, other) && on(other, id)).copied().collect())
        .collect();
    all.into_iter().map(|of| FoldDoubt::Circle { of })
}
