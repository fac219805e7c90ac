//! What of a record may be searched: never what is confidential, withheld or destroyed.

use crate::{case::Session, secrets, wording::value};
use assize_archive::search::{FIELD, Item, Part};
use assize_ledger::{View, view::ClaimView};
use assize_record::{BlobHash, Day, EntryId, Value};
use assize_weigh::gist;
use std::{
    cmp::Reverse,
    collections::{BTreeMap, BTreeSet},
};

/// What of a record may be searched, in the order in which it is answered: texts and claims by their source, the last published first and
/// those without a date last; names by the alphabet. Nothing is ranked by what it says.
#[derive(Debug, Default)]
pub struct Material {
    pub(super) items: BTreeMap<Part, Vec<Item>>,
    /// The words of claims and names, a field each with [`FIELD`] between.
    pub(super) said: BTreeMap<(Part, EntryId), String>,
    /// The blobs of the texts.
    pub(super) blobs: BTreeMap<EntryId, BlobHash>,
    /// The claims, also those that count nowhere.
    pub(super) claims: BTreeMap<EntryId, ClaimView>,
    /// Where a thing is spoken of in a text that may be searched.
    pub(super) anchors: BTreeMap<EntryId, EntryId>,
    /// How many sources are kept out because they are confidential.
    pub confidential: usize,
}

impl Material {
    /// Of the record as it stands.
    pub fn of(session: &Session, view: &View) -> Self {
        let confidential = secrets::kept_back(session, view);
        let rank = ranks(view);
        let mut material = Self { confidential: confidential.len(), ..Self::default() };
        let secret = Secret::of(view, &confidential);
        material.texts(view, &confidential, &rank);
        material.claims(view, &secret, &rank);
        material.names(view, &secret);
        material
    }

    fn texts(&mut self, view: &View, confidential: &BTreeSet<EntryId>, rank: &BTreeMap<EntryId, usize>) {
        let open = view.texts().iter().filter(|(_, text)| !confidential.contains(&text.source));
        let mut texts: Vec<_> =
            open.filter_map(|(id, text)| Some((text.source, *id, text.sha256?))).collect();
        texts.sort_by_key(|(source, id, _)| (rank.get(source), *id));
        self.blobs = texts.iter().map(|(_, id, digest)| (*id, *digest)).collect();
        let items = texts.into_iter().map(|(_, id, digest)| Item { id, digest });
        self.items.insert(Part::Texts, items.collect());
    }

    fn claims(&mut self, view: &View, secret: &Secret<'_>, rank: &BTreeMap<EntryId, usize>) {
        let all = view.claims().iter().chain(view.not_counted()).filter(|claim| claim.by.is_some());
        let all = all.filter(|claim| !secret.is_told_by(view, claim));
        self.claims = all.map(|claim| (claim.id, claim.clone())).collect();
        let place = |claim: &ClaimView| view.words_of(claim).map(|words| words.start);
        let mut order: Vec<&ClaimView> = self.claims.values().collect();
        order.sort_by_key(|claim| (rank.get(&claim.source), place(claim), claim.id));
        let said: Vec<(EntryId, String)> =
            order.into_iter().map(|claim| (claim.id, fields(view, claim))).collect();
        self.say(Part::Claims, said);
    }

    fn names(&mut self, view: &View, secret: &Secret<'_>) {
        let mut said: Vec<(String, EntryId, String)> = Vec::new();
        let things = view.entities().keys().filter(|id| view.canonical(**id) == **id);
        for thing in things.filter(|id| !secret.hidden.contains(id)) {
            let mut names: Vec<&str> = Vec::new();
            for member in std::iter::once(*thing).chain(view.cluster(*thing)) {
                let anchor = view.anchors().get(&member);
                if anchor.is_some_and(|anchor| secret.sources.contains(&anchor.source)) {
                    continue;
                }
                if anchor.is_some() {
                    self.anchors.entry(*thing).or_insert(member);
                }
                let words = anchor.and_then(|anchor| anchor.words.as_ref());
                let given = view.entities().get(&member).map(|entity| entity.name.as_str());
                let name = words.map(|words| words.exact.as_str()).or(given).unwrap_or_default();
                if !name.is_empty() && !names.contains(&name) {
                    names.push(name);
                }
            }
            if let Some(first) = names.first() {
                said.push((first.to_lowercase(), *thing, names.join(&FIELD.to_string())));
            }
        }
        said.sort();
        self.say(Part::Names, said.into_iter().map(|(_, id, words)| (id, words)).collect());
    }

    fn say(&mut self, part: Part, said: Vec<(EntryId, String)>) {
        let items = said.iter().map(|(id, words)| Item { id: *id, digest: BlobHash::of(words.as_bytes()) });
        self.items.insert(part, items.collect());
        self.said.extend(said.into_iter().map(|(id, words)| ((part, id), words)));
    }
}

/// What a claim is found by: its gist, or the words that it quotes; property; value; what it is about.
fn fields(view: &View, claim: &ClaimView) -> String {
    let gist = gist::of(view, claim).map(|gist| gist.words);
    let said = gist.or_else(|| view.words_of(claim).map(|words| words.exact.clone())).unwrap_or_default();
    let fields = [
        said,
        claim.proposition.property.clone(),
        value(view, &claim.proposition, None),
        view.name(claim.about),
    ];
    fields.map(|field| field.replace(FIELD, " ")).join(&FIELD.to_string())
}

/// The places of the sources: the last published first, those without a date last.
fn ranks(view: &View) -> BTreeMap<EntryId, usize> {
    let day = |id: &EntryId| -> Option<Day> {
        let published = view.sources()[id].published?;
        published.latest.or(published.earliest)
    };
    let mut sources: Vec<_> = view.sources().keys().map(|id| (Reverse(day(id)), *id)).collect();
    sources.sort_unstable();
    sources.into_iter().enumerate().map(|(at, (_, id))| (id, at)).collect()
}

/// What only confidential sources speak of.
struct Secret<'c> {
    sources: &'c BTreeSet<EntryId>,
    /// Things that nothing but confidential sources speaks of.
    hidden: BTreeSet<EntryId>,
}

impl<'c> Secret<'c> {
    fn of(view: &View, sources: &'c BTreeSet<EntryId>) -> Self {
        let (mut open, mut told) = (BTreeSet::new(), BTreeSet::new());
        let mut note = |source: EntryId, things: Vec<EntryId>| {
            let into = if sources.contains(&source) { &mut told } else { &mut open };
            into.extend(things.into_iter().map(|thing| view.canonical(thing)));
        };
        view.anchors().iter().for_each(|(id, anchor)| note(anchor.source, vec![*id]));
        for claim in view.claims().iter().chain(view.not_counted()).chain(view.not_adopted()) {
            note(claim.source, things(claim));
        }
        for act in view.acts() {
            act.source.into_iter().for_each(|source| note(source, vec![act.subject]));
        }
        Self { sources, hidden: told.difference(&open).copied().collect() }
    }

    /// Whether what a claim says may hold words of a confidential source: its own, or those by which a thing that it names is known.
    fn is_told_by(&self, view: &View, claim: &ClaimView) -> bool {
        let is_secret = |thing: EntryId| {
            let canonical = view.canonical(thing);
            let anchor = view.anchors().get(&canonical);
            self.hidden.contains(&canonical)
                || anchor.is_some_and(|anchor| self.sources.contains(&anchor.source))
        };
        self.sources.contains(&claim.source) || things(claim).into_iter().any(is_secret)
    }
}

/// The things that a claim names.
fn things(claim: &ClaimView) -> Vec<EntryId> {
    let speakers = std::iter::once(&claim.speaker).chain(&claim.via);
    let mut things: Vec<EntryId> =
        speakers.flat_map(|speaker| [speaker.entity, speaker.party]).flatten().collect();
    things.extend([claim.about, claim.proposition.subject]);
    things.extend(claim.proposition.group);
    if let Value::Entity(id) = claim.proposition.value {
        things.push(id);
    }
    things
}
