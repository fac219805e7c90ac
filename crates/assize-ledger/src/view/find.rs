//! Finding things in a view.

use super::{
    ActView, AdoptedView, AnchorView, AsKnown, BridgeView, ClaimView, DecidedBefore, Differing, EditionView,
    FoldDoubt, GistView, LinkView, MarkView, PassageView, SetAside, SettingView, SourceView, TextView, View,
    ViewParts,
};
use assize_record::{DraftId, EntityType, EntryId, Vocabulary, Words, body::Entity, sign::PublicKey, slug};
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// The most characters of words quoted as a label.
const LABEL: usize = 80;

/// Gives a part of a view to read.
macro_rules! parts {
    ($($(#[$doc:meta])* $name:ident: $of:ty;)+) => {$(
        $(#[$doc])*
        pub const fn $name(&self) -> &$of {
            &self.parts.$name
        }
    )+};
}

/// Everything that steps lead to from one thing; the thing itself only where they lead back to it. With `part_of`, what it is part of, however far
/// up.
pub fn reach<'s, C>(steps: &'s BTreeMap<EntryId, C>, from: EntryId) -> BTreeSet<EntryId>
where
    &'s C: IntoIterator<Item = &'s EntryId>,
{
    let (mut reached, mut open) = (BTreeSet::new(), vec![from]);
    while let Some(at) = open.pop() {
        open.extend(steps.get(&at).into_iter().flatten().copied().filter(|to| reached.insert(*to)));
    }
    reached
}

impl View {
    /// A view of parts put together by hand, as tests and previews do. Claims, bridges, acts and entries set aside are put in order of id.
    #[must_use]
    pub fn of(mut parts: ViewParts) -> Self {
        parts.claims.sort_unstable_by_key(|claim| claim.id);
        parts.bridges.sort_unstable_by_key(|bridge| bridge.id);
        parts.acts.sort_unstable_by_key(|act| act.id);
        parts.set_aside.sort_unstable_by_key(|aside| aside.id);
        parts.differing.sort_unstable_by_key(|differing| differing.id);
        parts.one_review.sort_unstable_by_key(|claim| claim.id);
        let mut view = Self { parts, ..Self::default() };
        view.by_subject = view.order_by_subject();
        view.roster = view.find_roster();
        view.unplaced = view.find_unplaced();
        view.gist_of = view.find_gists();
        for (at, mark) in view.parts.marks.iter().enumerate() {
            view.marks_of.entry(view.canonical(mark.of)).or_default().push(at);
        }
        for (key, of) in view.roster.iter().filter(|(_, of)| of.len() > 1) {
            let of = of.iter().copied().collect();
            view.parts.doubts.push(FoldDoubt::KeyClash { key: key.clone(), of });
        }
        view.parts.doubts.sort_unstable();
        view.parts.doubts.dedup();
        view
    }

    /// The parts, to make another view of.
    #[must_use]
    pub fn into_parts(mut self) -> ViewParts {
        self.parts.doubts.retain(|doubt| !matches!(doubt, FoldDoubt::KeyClash { .. }));
        self.parts
    }

    parts! {
        /// See [`ViewParts::sources`].
        sources: BTreeMap<EntryId, SourceView>;
        /// See [`ViewParts::texts`].
        texts: BTreeMap<EntryId, TextView>;
        /// See [`ViewParts::passages`].
        passages: BTreeMap<EntryId, PassageView>;
        /// See [`ViewParts::anchors`].
        anchors: BTreeMap<EntryId, AnchorView>;
        /// See [`ViewParts::entities`].
        entities: BTreeMap<EntryId, Entity>;
        /// See [`ViewParts::foreign_texts`].
        foreign_texts: BTreeMap<EntryId, TextView>;
        /// See [`ViewParts::strangers`].
        strangers: BTreeSet<EntryId>;
        /// See [`ViewParts::claims`].
        claims: Vec<ClaimView>;
        /// See [`ViewParts::bridges`].
        bridges: Vec<BridgeView>;
        /// See [`ViewParts::acts`].
        acts: Vec<ActView>;
        /// See [`ViewParts::adopted`].
        adopted: Vec<AdoptedView>;
        /// See [`ViewParts::offered`].
        offered: Vec<AdoptedView>;
        /// See [`ViewParts::editions`].
        editions: Vec<EditionView>;
        /// See [`ViewParts::marks`].
        marks: Vec<MarkView>;
        /// See [`ViewParts::gists`].
        gists: Vec<GistView>;
        /// See [`ViewParts::settings`].
        settings: Vec<SettingView>;
        /// See [`ViewParts::not_adopted`].
        not_adopted: Vec<ClaimView>;
        /// See [`ViewParts::vocabulary`].
        vocabulary: Option<Arc<Vocabulary>>;
        /// See [`ViewParts::same`].
        same: BTreeMap<EntryId, EntryId>;
        /// See [`ViewParts::members`].
        members: BTreeMap<EntryId, Vec<EntryId>>;
        /// See [`ViewParts::contested`].
        contested: BTreeSet<EntryId>;
        /// See [`ViewParts::part_of`].
        part_of: BTreeMap<EntryId, BTreeSet<EntryId>>;
        /// See [`ViewParts::syndicated_from`].
        syndicated_from: BTreeMap<EntryId, BTreeSet<EntryId>>;
        /// See [`ViewParts::links`].
        links: Vec<LinkView>;
        /// See [`ViewParts::different`].
        different: BTreeSet<(EntryId, EntryId)>;
        /// See [`ViewParts::set_aside`].
        set_aside: Vec<SetAside>;
        /// See [`ViewParts::decided`].
        decided: BTreeMap<DraftId, EntryId>;
        /// See [`ViewParts::decided_before`].
        decided_before: BTreeMap<DecidedBefore, EntryId>;
        /// See [`ViewParts::actors`].
        actors: BTreeMap<PublicKey, String>;
        /// See [`ViewParts::people`].
        people: BTreeSet<PublicKey>;
        /// See [`ViewParts::editors`].
        editors: BTreeSet<PublicKey>;
        /// See [`ViewParts::reviewers`].
        reviewers: BTreeSet<PublicKey>;
        /// See [`ViewParts::differing`].
        differing: Vec<Differing>;
        /// See [`ViewParts::first_claims`].
        first_claims: BTreeMap<EntryId, EntryId>;
        /// See [`ViewParts::one_review`].
        one_review: Vec<ClaimView>;
        /// See [`ViewParts::doubts`].
        doubts: Vec<FoldDoubt>;
    }

    /// When it is taken.
    pub const fn as_known(&self) -> AsKnown {
        self.parts.as_known
    }

    /// The id that a thing is known by: its own, or that of its cluster.
    pub fn canonical(&self, id: EntryId) -> EntryId {
        self.parts.same.get(&id).copied().unwrap_or(id)
    }

    /// Everything that is one thing with `id`, itself included.
    pub fn cluster(&self, id: EntryId) -> Vec<EntryId> {
        let canonical = self.canonical(id);
        self.parts.members.get(&canonical).cloned().unwrap_or_else(|| vec![canonical])
    }

    /// Whether only people whom this record does not know have entered a thing.
    pub fn is_of_strangers(&self, id: EntryId) -> bool {
        let strangers = &self.parts.strangers;
        !strangers.is_empty() && self.cluster(id).iter().all(|member| strangers.contains(member))
    }

    /// The thing that this key names in the case's roster. `None` where no entity has it, and where several do: see
    /// [`View::named_by_key`].
    pub fn by_key(&self, key: &str) -> Option<EntryId> {
        let named = self.roster.get(key)?;
        if named.len() == 1 { named.first().copied() } else { None }
    }

    /// All things that a key names, by the ids they are known by. More than one is a clash: two people used one key.
    pub fn named_by_key(&self, key: &str) -> impl Iterator<Item = EntryId> + '_ {
        self.roster.get(key).into_iter().flatten().copied()
    }

    /// Every key of the roster.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.roster.keys().map(String::as_str)
    }

    /// The entity or anchor that a thing is known by.
    pub fn entity(&self, id: EntryId) -> Option<&Entity> {
        let entities = &self.parts.entities;
        entities.get(&self.canonical(id)).or_else(|| entities.get(&id))
    }

    /// Entities that name a thing: the members of its cluster that a person entered and that nobody replaced.
    pub fn names_of(&self, id: EntryId) -> impl Iterator<Item = EntryId> {
        self.cluster(id).into_iter().filter(|member| self.parts.authors.contains_key(member))
    }

    /// Who entered an entity.
    pub fn entered_by(&self, entity: EntryId) -> Option<PublicKey> {
        self.parts.authors.get(&entity).copied()
    }

    /// The type of a thing.
    pub fn type_of(&self, id: EntryId) -> Option<EntityType> {
        self.entity(id).map(|entity| entity.entity_type)
    }

    /// The name of a thing, or the first digits of its id where it is not on the record.
    pub fn name(&self, id: EntryId) -> String {
        self.entity(id).map_or_else(|| self.canonical(id).short(), |entity| entity.name.clone())
    }

    /// What to call a thing in a list: its name, or, where nobody named it, the words at its anchor, as they are shown of that source, with the file they stand
    /// in. It hangs on no claim, so that a thing is called the same whatever is decided about it.
    pub fn label(&self, id: EntryId) -> String {
        let canonical = self.canonical(id);
        let Some(anchor) = self.parts.anchors.get(&canonical) else { return self.name(id) };
        let name = self.name(id);
        let words = anchor.words.as_ref().map_or(name.as_str(), |words| words.exact.as_str());
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let short: String = words.chars().take(LABEL).collect();
        let cut = if short.len() < words.len() { "…" } else { "" };
        let file = self.parts.sources.get(&anchor.source).and_then(|source| source.files.first());
        let file = file.map_or_else(String::new, |file| format!(" in {file}"));
        format!("{}{file}", self.shown(anchor.source, &format!("{}{cut}", short.trim_end())))
    }

    /// The shortest words quoted of something that nobody named which hold the words at its anchor, and the source they stand in: what a list
    /// shows beside its label.
    pub fn quoted(&self, id: EntryId) -> Option<(EntryId, &str)> {
        let canonical = self.canonical(id);
        let anchor = self.parts.anchors.get(&canonical)?;
        let head = anchor.words.as_ref()?.span();
        let quoted = self.claims_about(canonical).filter_map(|claim| self.parts.passages.get(&claim.passage));
        let holds =
            |passage: &&PassageView| passage.text == anchor.text && passage.words.span().contains(&head);
        let words = quoted.filter(holds).map(|passage| passage.words.exact.as_str());
        words.min_by_key(|words| (words.len(), *words)).map(|words| (anchor.source, words))
    }

    /// A short word for a thing that is its own: its key where that names nothing else, else type, name and the first digits of its id.
    pub fn handle(&self, id: EntryId) -> String {
        let canonical = self.canonical(id);
        let Some(entity) = self.entity(id) else { return canonical.short() };
        match &entity.key {
            Some(key) if self.by_key(key) == Some(canonical) => key.clone(),
            _ => format!(
                "{}/{}-{}",
                entity.entity_type.name(),
                slug(&entity.name),
                &canonical.to_string()[..8]
            ),
        }
    }

    /// Incidents and attacks that a text speaks of and that nobody has placed yet: anchors that are one with nothing that stands. Each
    /// stands by itself, adds to no campaign and corroborates nothing.
    pub const fn unplaced(&self) -> &BTreeSet<EntryId> {
        &self.unplaced
    }

    /// Texts of whose source a later version of the same extractor has taken out another: they stay for what quotes them, and nothing new is
    /// proposed of them.
    pub fn followed_texts(&self) -> BTreeSet<EntryId> {
        let parted = |text: &TextView| -> Option<(EntryId, String, u32)> {
            let (name, version) = text.extractor.rsplit_once('@')?;
            Some((text.source, name.to_owned(), version.parse().ok()?))
        };
        let mut newest: BTreeMap<(EntryId, String), u32> = BTreeMap::new();
        for (source, name, version) in self.parts.texts.values().filter_map(parted) {
            let last = newest.entry((source, name)).or_default();
            *last = version.max(*last);
        }
        let is_followed = |text: &TextView| {
            parted(text).is_some_and(|(source, name, version)| newest[&(source, name)] > version)
        };
        self.parts.texts.iter().filter(|(_, text)| is_followed(text)).map(|(id, _)| *id).collect()
    }

    /// Whether a person has said that the two are different things.
    pub fn is_different(&self, a: EntryId, b: EntryId) -> bool {
        let (ours, theirs) = (self.cluster(a), self.cluster(b));
        let said = |a: &EntryId, b: &EntryId| self.parts.different.contains(&(*a.min(b), *a.max(b)));
        ours.iter().any(|a| theirs.iter().any(|b| said(a, b)))
    }

    /// The day this view can be counted up to: the one it was asked for, else the latest day on which any of its sources may have
    /// been published. `None` where no source states a date.
    pub fn latest_day(&self) -> Option<assize_record::Day> {
        let sources = self.parts.sources.values();
        let published = sources.filter_map(|source| source.published_on.as_ref()?.interval().latest);
        self.parts.as_known.published_by.or_else(|| published.max())
    }

    /// The claim with this id.
    pub fn claim(&self, id: EntryId) -> Option<&ClaimView> {
        let claims = &self.parts.claims;
        claims.binary_search_by_key(&id, |claim| claim.id).ok().map(|at| &claims[at])
    }

    /// The words of a claim's passage.
    pub fn words_of(&self, claim: &ClaimView) -> Option<&Words> {
        self.parts.passages.get(&claim.passage).map(|passage| &passage.words)
    }

    /// The claims about one thing, in order of id.
    pub fn claims_about(&self, subject: EntryId) -> impl Iterator<Item = &ClaimView> {
        let subject = self.canonical(subject);
        let claims = &self.parts.claims;
        let of = move |at: &u32| claims[*at as usize].proposition.subject;
        let from = self.by_subject.partition_point(|at| of(at) < subject);
        self.by_subject[from..].iter().take_while(move |at| of(at) == subject).map(|at| &claims[*at as usize])
    }

    /// Claims by canonical subject, each list in order of id.
    pub fn claims_by_subject(&self) -> BTreeMap<EntryId, Vec<&ClaimView>> {
        let claims: Vec<&ClaimView> =
            self.by_subject.iter().map(|at| &self.parts.claims[*at as usize]).collect();
        let groups = claims.chunk_by(|a, b| a.proposition.subject == b.proposition.subject);
        groups.map(|group| (group[0].proposition.subject, group.to_vec())).collect()
    }

    /// Claims by source, each list in order of id.
    pub fn claims_by_source(&self) -> BTreeMap<EntryId, Vec<&ClaimView>> {
        let mut pairs: Vec<(EntryId, &ClaimView)> =
            self.parts.claims.iter().map(|claim| (claim.source, claim)).collect();
        pairs.sort_by_key(|(source, _)| *source);
        let groups = pairs.chunk_by(|a, b| a.0 == b.0);
        groups.map(|group| (group[0].0, group.iter().map(|(_, claim)| *claim).collect())).collect()
    }

    pub(super) fn order_by_subject(&self) -> Vec<u32> {
        let claims = &self.parts.claims;
        let mut order: Vec<u32> = (0..u32::try_from(claims.len()).unwrap_or(u32::MAX)).collect();
        // Claims are in order of id, and the sort is stable. Each subject is looked up once: claims lie far apart.
        order.sort_by_cached_key(|at| claims[*at as usize].proposition.subject);
        order
    }

    /// A key names what the people of this record call so; where none of them does, what strangers call so.
    fn find_roster(&self) -> BTreeMap<String, BTreeSet<EntryId>> {
        let mut roster: BTreeMap<String, BTreeSet<EntryId>> = BTreeMap::new();
        let keyed = |stranger: bool| {
            let entities = self.parts.entities.iter();
            entities.filter(move |(id, _)| self.parts.strangers.contains(id) == stranger)
        };
        for (id, entity) in keyed(false) {
            if let Some(key) = &entity.key {
                roster.entry(key.clone()).or_default().insert(self.canonical(*id));
            }
        }
        let ours: BTreeSet<String> = roster.keys().cloned().collect();
        for (id, entity) in keyed(true) {
            if let Some(key) = entity.key.as_ref().filter(|key| !ours.contains(*key)) {
                roster.entry(key.clone()).or_default().insert(self.canonical(*id));
            }
        }
        roster
    }

    pub(super) fn find_unplaced(&self) -> BTreeSet<EntryId> {
        let force =
            |id: &EntryId| matches!(self.type_of(*id), Some(EntityType::Incident | EntityType::Attack));
        let stands = |id: &EntryId| {
            let ViewParts { entities, anchors, authors, .. } = &self.parts;
            entities.contains_key(id) || anchors.contains_key(id) || authors.contains_key(id)
        };
        let alone = |id: &EntryId| {
            !self.parts.same.contains_key(id)
                || !self.cluster(*id).iter().any(|other| other != id && stands(other))
        };
        self.parts.anchors.keys().copied().filter(|id| alone(id) && force(id)).collect()
    }
}
