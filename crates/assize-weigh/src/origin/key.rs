//! What a claim's origin is recognised by.

use super::Origin;
use assize_ledger::{View, view::ClaimView};
use assize_record::{EntityType, EntryId, Speaker, SpeakerKind};
use std::collections::{BTreeMap, BTreeSet};

/// What an origin is recognised by. Claims with equal keys are of one origin.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A party, or a person or outlet that belongs to none: the top of a part-of chain, canonical.
    Party(EntryId),
    /// A person or outlet without an entity, by normalised name.
    Name(String),
    /// A source whose publisher is not known; after syndication.
    Source(EntryId),
    /// A document without an entity: its name, and who quotes it.
    Document(String, Box<Key>),
    /// Unnamed people: their party, who first passed on their word, how many at most.
    Unnamed(Option<EntryId>, Box<Key>, u32),
    /// All unnamed people without a stated party. Only ever a group.
    NoParty,
}

impl Key {
    /// The group at the low end: what this cannot be shown to be separate from.
    pub(super) fn group(&self) -> Self {
        match self {
            Self::Unnamed(Some(party), ..) => Self::Party(*party),
            Self::Unnamed(None, ..) => Self::NoParty,
            other => other.clone(),
        }
    }
}

/// What is needed to find the key of a claim, worked out once for a view.
pub(super) struct Keys<'v> {
    view: &'v View,
    tops: BTreeMap<EntryId, EntryId>,
    by_name: BTreeMap<String, EntryId>,
    outlets: BTreeMap<EntryId, Key>,
}

impl<'v> Keys<'v> {
    pub(super) fn of(view: &'v View) -> Self {
        let mut by_name = BTreeMap::new();
        for (id, entity) in view.entities() {
            if matches!(entity.entity_type, EntityType::Person | EntityType::Organisation) {
                let canonical = view.canonical(*id);
                let known = by_name.entry(normal(&entity.name)).or_insert(canonical);
                *known = canonical.min(*known);
            }
        }
        let tops = view.part_of().keys().map(|id| (*id, root(*id, view.part_of()))).collect();
        let mut keys = Self { view, tops, by_name, outlets: BTreeMap::new() };
        keys.outlets = view.sources().keys().map(|id| (*id, keys.outlet(*id))).collect();
        keys
    }

    /// The key of a claim's origin.
    pub(super) fn of_claim(&self, claim: &ClaimView) -> Key {
        let speaker = &claim.speaker;
        match speaker.kind {
            SpeakerKind::Narrator => self.relay(claim),
            SpeakerKind::Named => self.named(speaker),
            SpeakerKind::Document => match (speaker.entity, speaker.party) {
                (Some(entity), _) | (None, Some(entity)) => Key::Party(self.top(entity)),
                (None, None) => Key::Document(normal(&speaker.description), Box::new(self.relay(claim))),
            },
            SpeakerKind::Unnamed | SpeakerKind::Unclear => {
                let party = speaker.party.map(|party| self.top(party));
                Key::Unnamed(party, Box::new(self.relay(claim)), voices(speaker))
            }
        }
    }

    /// The origin that a key stands for. `names` are some of its speakers, three at most.
    pub(super) fn origin(&self, key: &Key, names: &BTreeSet<&str>) -> Origin {
        let one = if names.len() == 1 { names.first().copied() } else { None };
        let around = |name: String| match one {
            Some(speaker) if !speaker.is_empty() && normal(speaker) != normal(&name) => {
                format!("{speaker} ({name})")
            }
            _ => name,
        };
        let (label, party, voices_max) = match key {
            Key::Party(id) => (around(self.view.name(*id)), Some(*id), 1),
            Key::Name(name) => {
                (one.filter(|speaker| !speaker.is_empty()).unwrap_or(name).to_owned(), None, 1)
            }
            Key::Source(id) => (format!("source {}", id.short()), None, 1),
            Key::Document(name, relay) => (format!("{name}, quoted by {}", self.label(relay)), None, 1),
            Key::Unnamed(party, relay, voices) => {
                let people = one.filter(|words| !words.is_empty()).unwrap_or("people not named");
                let of = party.map_or(String::new(), |party| format!("{}; ", self.view.name(party)));
                (format!("{people} ({of}{})", self.label(relay)), *party, *voices)
            }
            Key::NoParty => ("people not named".to_owned(), None, 1),
        };
        Origin { label, party, voices_min: 1, voices_max }
    }

    /// The name that a label gives the speaker of a claim; empty where the label is the outlet's alone.
    pub(super) fn speaker_name<'c>(&'c self, claim: &'c ClaimView) -> &'c str {
        let speaker = &claim.speaker;
        if speaker.kind == SpeakerKind::Narrator {
            return "";
        }
        speaker
            .entity
            .and_then(|entity| self.view.entities().get(&self.view.canonical(entity)))
            .map_or(speaker.description.as_str(), |entity| entity.name.as_str())
    }

    /// Numbers the outlets of all sources in the order of their keys.
    pub(super) fn outlets(&self) -> BTreeMap<EntryId, usize> {
        let mut numbers: BTreeMap<&Key, usize> = self.outlets.values().map(|key| (key, 0)).collect();
        numbers.values_mut().enumerate().for_each(|(at, number)| *number = at);
        self.outlets.iter().map(|(source, key)| (*source, numbers[key])).collect()
    }

    /// Who first passed the word on: the innermost relay that is not the publication itself, else the outlet.
    fn relay(&self, claim: &ClaimView) -> Key {
        match claim.via.iter().find(|relay| relay.kind != SpeakerKind::Narrator) {
            Some(relay) => self.named(relay),
            None => self.outlets.get(&claim.source).cloned().unwrap_or(Key::Source(claim.source)),
        }
    }

    fn named(&self, speaker: &Speaker) -> Key {
        if let Some(entity) = speaker.entity.or(speaker.party) {
            return Key::Party(self.top(entity));
        }
        self.by_words(&speaker.description)
    }

    fn by_words(&self, words: &str) -> Key {
        let name = normal(words);
        match self.by_name.get(&name) {
            Some(entity) => Key::Party(self.top(*entity)),
            None => Key::Name(name),
        }
    }

    fn outlet(&self, source: EntryId) -> Key {
        let root = root(source, self.view.syndicated_from());
        let publisher = |id: EntryId| self.view.sources().get(&id)?.publication.publisher.as_ref();
        match publisher(root) {
            Some(stated) if !stated.value.trim().is_empty() => self.by_words(&stated.value),
            _ => Key::Source(root),
        }
    }

    fn top(&self, entity: EntryId) -> EntryId {
        let canonical = self.view.canonical(entity);
        self.tops.get(&canonical).copied().unwrap_or(canonical)
    }

    fn label(&self, key: &Key) -> String {
        match key {
            Key::Party(id) => self.view.name(*id),
            Key::Name(name) | Key::Document(name, _) => name.clone(),
            Key::Source(id) => format!("source {}", id.short()),
            Key::Unnamed(..) | Key::NoParty => "people not named".to_owned(),
        }
    }
}

/// As many voices as the words say, and no more: "several" without a figure is one.
fn voices(speaker: &Speaker) -> u32 {
    let stated = speaker.count.as_ref().and_then(|count| count.max.or(count.min)).unwrap_or(1);
    u32::try_from(stated.max(1)).unwrap_or(u32::MAX)
}

/// Where links from `id` upwards end: the smallest id that has no link further up, or where they only run in a circle the smallest
/// id of all that are reached. A copy of two roots counts as one of them, so it never adds an origin and never joins the two.
pub(super) fn root(id: EntryId, up: &BTreeMap<EntryId, BTreeSet<EntryId>>) -> EntryId {
    let mut reached = BTreeSet::from([id]);
    let mut open = vec![id];
    let mut ends = BTreeSet::new();
    while let Some(at) = open.pop() {
        match up.get(&at).filter(|wholes| !wholes.is_empty()) {
            None => {
                ends.insert(at);
            }
            Some(wholes) => open.extend(wholes.iter().copied().filter(|whole| reached.insert(*whole))),
        }
    }
    ends.first().or(reached.first()).copied().unwrap_or(id)
}

/// A name as it is compared: lower case, single spaces, without a leading article.
fn normal(name: &str) -> String {
    let words: Vec<String> = name.split_whitespace().map(str::to_lowercase).collect();
    let words = match words.as_slice() {
        [article, rest @ ..] if article == "the" && !rest.is_empty() => rest,
        all => all,
    };
    words.join(" ")
}
