//! Entries into a view.

use super::{
    ActView, AsKnown, BridgeView, ClaimView, FoldDoubt, PassageView, SetAside, SourceView, Standing,
    TextView, View, Why,
    publication::{self, Ranked},
};
use crate::state::{Index, Marks, NONE, Received, State};
use assize_record::{
    EntryId, Interval, Kind, Proposition, Speaker, Value, Words,
    body::{Act, Body, Claim},
    entry::Role,
    sign::PublicKey,
};
use std::collections::{BTreeMap, BTreeSet};

impl View {
    /// Folds entries into a view. `entries` may come in any order and more than once; `founders` are the keys that trust starts
    /// from. Entries must have been checked ([`assize_record::Entry::check`]).
    pub fn fold(entries: &[Received], founders: &[PublicKey], as_known: AsKnown) -> Self {
        let index = Index::new(entries, as_known.recorded_by);
        let state = State::of(&index, founders);
        let mut fold = Fold { index: &index, state: &state, view: Self::default(), published: Vec::new() };
        fold.view.as_known = as_known;
        fold.evidence();
        fold.claims();
        fold.judgements();
        fold.set_aside();
        let mut view = fold.view;
        view.actors =
            state.actors.iter().filter_map(|(key, actor)| Some((*key, actor.name.clone()?))).collect();
        view.doubts.extend(state.doubts);
        view.doubts.sort_unstable();
        view.doubts.dedup();
        view.same = state.same;
        view.contested = state.contested;
        view.different = state.different;
        view.part_of = state.part_of;
        view.syndicated_from = state.syndicated_from;
        view
    }
}

struct Fold<'f, 'e> {
    index: &'f Index<'e>,
    state: &'f State,
    view: View,
    /// Publication of each source in the view, by node, sorted.
    published: Vec<(u32, Publicity)>,
}

/// What the published-by axis needs of a source.
#[derive(Clone, Copy)]
struct Publicity {
    days: Option<Interval>,
    /// Whether the view's day is late enough to know it.
    known: bool,
}

impl<'e> Fold<'_, 'e> {
    /// The content of an entry; a doubt where it is out of sight or gone.
    fn body(&mut self, at: u32) -> Option<&'e Body> {
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
        let count = |kind: Kind| self.index.nodes.iter().filter(|node| node.kind == kind).count();
        let (mut sources, mut texts) = (Vec::new(), Vec::new());
        let mut passages = Vec::with_capacity(count(Kind::Passage));
        let mut entities = Vec::new();
        for at in self.index.numbers() {
            let node = self.index.node(at);
            let (marks, id) = (self.state.marks(at), node.entry.id);
            let readable = !marks.any(Marks::RETRACTED.or(Marks::UNGROUNDED));
            match node.kind {
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
                    if let Some(Body::Passage(passage)) = self.body(at)
                        && let (Ok(start), Ok(end)) = (passage.start.try_into(), passage.end.try_into())
                    {
                        let words = Words { start, end, exact: passage.exact.clone() };
                        passages.push((id, PassageView { text, words }));
                    }
                }
                Kind::Entity if marks.any(Marks::EFFECTIVE) => {
                    if let Some(Body::Entity(entity)) = self.body(at) {
                        entities.push((id, entity.clone()));
                    }
                }
                _ => {}
            }
        }
        self.view.texts = texts.into_iter().collect();
        self.view.passages = passages.into_iter().collect();
        self.view.entities = entities.into_iter().collect();
        self.publications(sources, captures);
    }

    fn publications(&mut self, mut sources: Vec<(u32, SourceView)>, mut captures: Vec<(u32, u32)>) {
        captures.sort_unstable();
        let published_by = self.view.as_known.published_by;
        for (at, source) in &mut sources {
            let from = captures.partition_point(|(of, _)| of < at);
            let of_source = captures[from..].iter().take_while(|(of, _)| of == at);
            let mut ranked = Vec::new();
            for (_, capture) in of_source {
                let by = self.index.node(*capture).entry.head.by;
                let known = by.and_then(|by| self.state.actors.get(&by)).is_some_and(|actor| actor.vouched);
                if let Some(Body::Capture(capture)) = self.body(*capture) {
                    ranked.push(Ranked { stranger: !known, capture });
                }
            }
            let days = publication::merge(source, &ranked);
            let known = published_by.is_none_or(|day| publication::by(day, days, source));
            self.published.push((*at, Publicity { days, known }));
        }
        self.view.sources = sources.into_iter().map(|(at, source)| (self.index.id(at), source)).collect();
    }

    fn publicity(&self, source: u32) -> Publicity {
        let found = self.published.binary_search_by_key(&source, |(at, _)| *at);
        found.map_or(Publicity { days: None, known: false }, |at| self.published[at].1)
    }

    /// The passage and source that an entry quotes; [`NONE`] twice where it quotes nothing.
    fn evidence_of(&self, at: u32) -> (u32, u32) {
        let passage = self.index.first(at, Role::Passage, Kind::Passage);
        let text = if passage == NONE { NONE } else { self.index.first(passage, Role::Text, Kind::Text) };
        let source = if text == NONE { NONE } else { self.index.first(text, Role::Source, Kind::Source) };
        (passage, source)
    }

    fn claims(&mut self) {
        let accepted = self.index.numbers().filter(|at| self.state.marks(*at).any(Marks::ACCEPTED)).count();
        self.view.claims.reserve_exact(accepted);
        for at in self.index.numbers() {
            let node = self.index.node(at);
            if node.kind != Kind::Claim {
                continue;
            }
            let marks = self.state.marks(at);
            if marks.any(Marks::ACCEPT.or(Marks::REJECT).or(Marks::AMEND))
                && let Some((_, Body::Claim(Claim { drafted: Some(drafted), .. }))) = &node.entry.body
            {
                self.view.decided.insert(drafted.draft);
            }
            if !marks.any(Marks::ACCEPTED) {
                continue;
            }
            let (passage, source) = self.evidence_of(at);
            let publicity = self.publicity(source);
            if !publicity.known {
                continue;
            }
            let Some(Body::Claim(claim)) = self.body(at) else { continue };
            self.stands(at, claim.proposition.subject);
            let claim = ClaimView {
                id: node.entry.id,
                by: node.entry.head.by,
                standing: Standing::Accepted,
                passage: self.index.id(passage),
                source: self.index.id(source),
                speaker: canonical_speaker(&claim.speaker, self.state),
                via: claim.via.iter().map(|via| canonical_speaker(via, self.state)).collect(),
                stance: claim.stance,
                hedges: claim.hedges.clone(),
                basis: claim.basis,
                said_on: claim.said_on.clone(),
                proposition: canonical_proposition(&claim.proposition, self.state),
                grades: Vec::new(),
                published: publicity.days,
                received_at: node.received_at,
            };
            self.view.claims.push(claim);
        }
    }

    /// Raises a doubt where an entity that an entry is about does not stand.
    fn stands(&mut self, at: u32, entity: EntryId) {
        let found = self.index.find(&entity);
        let ended = Marks::RETRACTED;
        if found == NONE || self.state.marks(found).any(ended) {
            self.view.doubts.push(FoldDoubt::Missing { entry: self.index.id(at), missing: entity });
        }
    }

    /// Bridges and grades follow the recorded-by axis alone; acts were published like claims.
    fn judgements(&mut self) {
        let mut grades: Vec<(EntryId, u32)> = Vec::new();
        for at in self.index.numbers() {
            let marks = self.state.marks(at);
            if !marks.any(Marks::EFFECTIVE) || marks.any(Marks::IGNORED) {
                continue;
            }
            match self.index.node(at).kind {
                Kind::Grade => grades.extend(
                    self.index
                        .refs_as(at, Role::Of)
                        .filter(|of| self.is_claim(*of))
                        .map(|of| (self.index.id(of), at)),
                ),
                Kind::Bridge => self.bridge(at),
                Kind::Act => self.act(at),
                _ => {}
            }
        }
        grades.sort_unstable();
        for (claim, at) in grades {
            let Ok(place) = self.view.claims.binary_search_by_key(&claim, |claim| claim.id) else { continue };
            if let Some(Body::Grade(grade)) = self.body(at) {
                self.view.claims[place].grades.push((self.index.id(at), grade.clone()));
            }
        }
    }

    fn is_claim(&self, at: u32) -> bool {
        self.index.node(at).kind == Kind::Claim && self.state.marks(at).any(Marks::ACCEPTED)
    }

    fn bridge(&mut self, at: u32) {
        let node = self.index.node(at);
        let claims: Vec<u32> = self.index.refs_as(at, Role::Of).filter(|of| self.is_claim(*of)).collect();
        for claim in claims {
            let claim_id = self.index.id(claim);
            let Some(about) = self.view.claim(claim_id).map(|claim| claim.proposition.subject) else {
                continue;
            };
            let Some(Body::Bridge(bridge)) = self.body(at) else { return };
            let subject = node.entry.head.first(Role::Subject);
            self.view.bridges.push(BridgeView {
                id: node.entry.id,
                by: node.entry.head.by,
                claim: claim_id,
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

    fn set_aside(&mut self) {
        let mut aside: BTreeMap<u32, SetAside> = BTreeMap::new();
        for at in self.index.numbers() {
            let node = self.index.node(at);
            let Some(why) = why_aside(node.kind, self.state.marks(at)) else { continue };
            let withheld = self.state.marks(at).any(Marks::WITHHELD);
            let body = node.entry.body.as_ref().filter(|_| !withheld).map(|(_, body)| body.clone());
            let (id, head) = (node.entry.id, node.entry.head.clone());
            aside.insert(at, SetAside { id, head, body, why, reviewers: BTreeSet::new() });
        }
        let all = if aside.is_empty() { 0..0 } else { self.index.numbers() };
        for at in all {
            let node = self.index.node(at);
            if node.kind == Kind::Review && self.state.marks(at).any(Marks::EFFECTIVE) {
                for of in self.index.refs_as(at, Role::Of) {
                    if let (Some(entry), Some(by)) = (aside.get_mut(&of), node.entry.head.by) {
                        entry.reviewers.insert(by);
                    }
                }
            }
        }
        self.view.set_aside = aside.into_values().collect();
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
