//! What a claim's origin is recognised by.

use super::{
    Origin,
    apart::{Apart, Named, Traits},
    copies::Copies,
    name::NameTable,
};
use assize_ledger::{View, view::ClaimView};
use assize_record::{EntityType, EntryId, Speaker, SpeakerKind};
use std::collections::{BTreeMap, BTreeSet};

/// What an origin is recognised by. Claims with equal keys are of one origin, at either end.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Key {
    /// A party, or a person or outlet that belongs to none: the top of a part-of chain, canonical. An anchor that nobody has linked is
    /// its own.
    Party(EntryId),
    /// An outlet without an entity: the publisher of a source, or one that passed a word on, by normalised name.
    Outlet(String),
    /// A source whose publisher is not known; after syndication.
    Source(EntryId),
    /// A person or organisation known by name alone, in one source, after syndication.
    Name(String, EntryId),
    /// A document known by name alone, and who quotes it.
    Document(String, Box<Key>),
    /// Whoever wrote a digest: what it says in its own word is not the word of what it is a digest of.
    Digest(EntryId),
    /// Unnamed people: their party, who first passed on their word, how many at most.
    Unnamed(Option<EntryId>, Box<Key>, u32),
}

/// What is told apart at the low end: an origin, with what a claim adds on which other it may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Voice {
    pub(super) key: Key,
    more: Option<Box<More>>,
}

/// What a claim adds on which voice it may be.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
struct More {
    /// Whether it passes a word on, as an outlet does: outlets are parties of their own.
    passes_on: bool,
    /// What the text calls somebody whom nobody has linked.
    called: Option<(Option<EntryId>, String)>,
    /// Outlets that the source may be a copy of, where somebody has told it apart from some of its family.
    may_be: Vec<Key>,
    /// Families of copies that it is in, by number: it may be of the outlet of any of them.
    families: Vec<u32>,
}

/// What a voice is or may be.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Token {
    Party(EntryId),
    Outlet(String),
    Source(EntryId),
    UnknownOutlet,
    Called(Option<EntryId>, String),
    /// All outlets of a family of copies: one token, so that a large family is no list for each of its members.
    Family(u32),
}

/// What is needed to find the voice of a claim, worked out once for a view.
pub(super) struct Keys<'v> {
    view: &'v View,
    tops: BTreeMap<EntryId, EntryId>,
    by_name: BTreeMap<String, Option<EntryId>>,
    /// How sources write the name of an outlet, by its normalised name; the first in order where they differ.
    written: BTreeMap<String, &'v str>,
    outlets: BTreeMap<EntryId, Voice>,
    /// By the number of a family of copies, the outlets of its sources.
    families: Vec<Vec<Key>>,
}

impl<'v> Keys<'v> {
    pub(super) fn of(view: &'v View, copies: &Copies) -> Self {
        // An entity of the record is the outlet of its name; where several things have the name, none of them is.
        let mut by_name: BTreeMap<String, Option<EntryId>> = BTreeMap::new();
        for (id, entity) in view.entities().iter().filter(|(id, _)| !view.anchors().contains_key(*id)) {
            if matches!(entity.entity_type, EntityType::Person | EntityType::Organisation) {
                let canonical = view.canonical(*id);
                let known = by_name.entry(normal(&entity.name)).or_insert(Some(canonical));
                *known = known.filter(|known| *known == canonical);
            }
        }
        let tops = view.part_of().keys().map(|id| (*id, root(*id, view.part_of()))).collect();
        let mut written: BTreeMap<String, &str> = BTreeMap::new();
        for stated in view.sources().values().filter_map(|source| source.publication.publisher.as_ref()) {
            let name = stated.value.trim();
            let known = written.entry(normal(name)).or_insert(name);
            *known = name.min(*known);
        }
        let mut keys = Self { view, tops, by_name, written, outlets: BTreeMap::new(), families: Vec::new() };
        let outlets: BTreeMap<EntryId, Key> =
            view.sources().keys().map(|id| (*id, keys.outlet(*id))).collect();
        let different: BTreeSet<EntryId> = view.different().iter().flat_map(|(a, b)| [*a, *b]).collect();
        keys.families = copies.sets().iter().map(|set| outlets_of(set, &outlets)).collect();
        keys.outlets = outlets
            .iter()
            .map(|(source, key)| {
                (*source, Voice { key: key.clone(), more: more(view, copies, &outlets, &different, *source) })
            })
            .collect();
        keys
    }

    /// The voice of a claim.
    pub(super) fn of_claim(&self, claim: &ClaimView) -> Voice {
        let speaker = &claim.speaker;
        if let Some(outlet) = self.copied_from(claim) {
            return outlet.clone();
        }
        match speaker.kind {
            SpeakerKind::Narrator => self.own_word(claim),
            SpeakerKind::Named => {
                self.spoken(speaker, || Key::Name(normal(&speaker.description), self.root(claim.source)))
            }
            SpeakerKind::Document => self.spoken(speaker, || {
                Key::Document(normal(&speaker.description), Box::new(self.relay(claim).key))
            }),
            SpeakerKind::Unnamed | SpeakerKind::Unclear => {
                let party = speaker.party.map(|party| self.top(party));
                let key = Key::Unnamed(party, Box::new(self.relay(claim).key), voices(speaker));
                Voice { key, more: None }
            }
        }
    }

    /// The voice of a source's own word, or of whoever first passed it on.
    fn own_word(&self, claim: &ClaimView) -> Voice {
        let passed_on = claim.via.iter().any(|relay| relay.kind != SpeakerKind::Narrator);
        if passed_on || !self.view.is_digest(claim.source) {
            return self.relay(claim);
        }
        Voice { key: Key::Digest(self.view.canonical(claim.source)), more: None }
    }

    /// The voice of the outlet that a source was taken over from, where that is whom a copy quotes and nobody has settled who it is:
    /// "the Gazette said" in a copy of the Gazette, or in a digest of it, is the Gazette's own word.
    fn copied_from(&self, claim: &ClaimView) -> Option<&Voice> {
        let speaker = &claim.speaker;
        let settled = speaker.entity.is_some_and(|id| self.is_named(self.view.canonical(id)));
        let root = self.root(claim.source);
        let is_other = root != self.view.canonical(claim.source) || self.view.is_digest(claim.source);
        if settled || speaker.kind != SpeakerKind::Named || !is_other {
            return None;
        }
        let publisher = self.view.sources().get(&root)?.publication.publisher.as_ref()?;
        (normal(&publisher.value) == normal(&speaker.description)).then(|| self.outlets.get(&root)).flatten()
    }

    /// The voice of a source's own word; `None` for one that is not in the view.
    pub(super) fn of_source(&self, source: EntryId) -> Option<&Voice> {
        self.outlets.get(&source)
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
            Key::Outlet(name) => {
                let words = one.filter(|speaker| !speaker.is_empty());
                (words.unwrap_or_else(|| self.written(name)).to_owned(), None, 1)
            }
            Key::Name(name, _) => {
                (one.filter(|speaker| !speaker.is_empty()).unwrap_or(name).to_owned(), None, 1)
            }
            Key::Source(id) => (format!("source {}", id.short()), None, 1),
            Key::Digest(_) => (self.label(key), None, 1),
            Key::Document(name, relay) => (format!("{name}, quoted by {}", self.label(relay)), None, 1),
            Key::Unnamed(party, relay, voices) => {
                let people = described(names);
                let of = party.map_or(String::new(), |party| format!("{}; ", self.view.name(party)));
                (format!("{people} ({of}{})", self.label(relay)), *party, *voices)
            }
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
            .filter(|entity| self.is_named(self.view.canonical(*entity)))
            .and_then(|entity| self.view.entities().get(&self.view.canonical(entity)))
            .map_or(speaker.description.as_str(), |entity| entity.name.as_str())
    }

    /// Which of these voices may be one.
    pub(super) fn apart<'k>(&self, voices: impl Iterator<Item = &'k Voice>) -> Apart {
        let mut tokens: BTreeMap<Token, u32> = BTreeMap::new();
        let mut number_of = |token: Token| {
            let next = number(tokens.len());
            *tokens.entry(token).or_insert(next)
        };
        let mut families: BTreeMap<u32, Vec<u32>> = BTreeMap::new();
        let traits = voices
            .map(|voice| {
                let (of_voice, unsettled) = self.tokens(voice);
                let mut of_voice: Vec<u32> = of_voice
                    .into_iter()
                    .map(|token| {
                        let outlets = match &token {
                            Token::Family(number) => Some(&self.families[*number as usize]),
                            _ => None,
                        };
                        let at = number_of(token);
                        if let Some(outlets) = outlets.filter(|_| !families.contains_key(&at)) {
                            let of_family = outlets.iter().flat_map(of_outlet).map(&mut number_of).collect();
                            families.insert(at, of_family);
                        }
                        at
                    })
                    .collect();
                of_voice.sort_unstable();
                of_voice.dedup();
                Traits { tokens: of_voice, unsettled }
            })
            .collect();
        let mut table = NameTable::default();
        let names = self.names(&tokens, &mut table);
        let different = self.view.different().iter().map(|(a, b)| {
            let (a, b) = (self.view.canonical(*a), self.view.canonical(*b));
            (a.min(b), a.max(b))
        });
        Apart::of(traits, names, table, different.collect(), families)
    }

    /// What a voice is or may be, and whether its party is not settled.
    fn tokens(&self, voice: &Voice) -> (Vec<Token>, bool) {
        let more = voice.more.as_deref();
        let (mut tokens, mut unsettled) = match &voice.key {
            Key::Party(id) => (vec![Token::Party(*id)], !self.is_named(*id)),
            Key::Unnamed(Some(id), ..) => (vec![Token::Party(*id)], !self.is_named(*id)),
            Key::Unnamed(None, ..) | Key::Name(..) | Key::Document(..) | Key::Digest(_) => (Vec::new(), true),
            outlet @ (Key::Outlet(_) | Key::Source(_)) => (of_outlet(outlet), false),
        };
        if let Some(more) = more {
            unsettled &= !more.passes_on;
            tokens.extend(more.may_be.iter().flat_map(of_outlet));
            tokens.extend(more.families.iter().map(|number| Token::Family(*number)));
            tokens.extend(more.called.iter().map(|(thing, name)| Token::Called(*thing, name.clone())));
        }
        (tokens, unsettled)
    }

    /// The names that each token goes by: of a party, those of everything that is part of it.
    fn names(&self, tokens: &BTreeMap<Token, u32>, table: &mut NameTable) -> Vec<Vec<Named>> {
        let mut names: Vec<Vec<Named>> = vec![Vec::new(); tokens.len()];
        for (token, at) in tokens {
            let (thing, name) = match token {
                Token::Outlet(name) => (None, name),
                Token::Called(thing, name) => (*thing, name),
                Token::Party(_) | Token::Source(_) | Token::UnknownOutlet | Token::Family(_) => continue,
            };
            names[*at as usize].extend(table.number(name).map(|name| (name, thing)));
        }
        let parties = tokens.iter().filter_map(|(token, at)| match token {
            Token::Party(id) => Some((*id, *at)),
            _ => None,
        });
        let parties: BTreeMap<EntryId, u32> = parties.collect();
        let speaks = |kind: EntityType| {
            use EntityType::{Agent, Instrument, Organisation, Person};
            matches!(kind, Person | Organisation | Agent | Instrument)
        };
        for (id, entity) in self.view.entities().iter().filter(|(_, entity)| speaks(entity.entity_type)) {
            let canonical = self.view.canonical(*id);
            if let Some(at) = parties.get(&self.top(canonical)) {
                names[*at as usize].extend(table.number(&entity.name).map(|name| (name, Some(canonical))));
            }
        }
        names
    }

    /// Who first passed the word on: the innermost relay that is not the publication itself, else the outlet.
    fn relay(&self, claim: &ClaimView) -> Voice {
        match claim.via.iter().find(|relay| relay.kind != SpeakerKind::Narrator) {
            Some(relay) => {
                let mut voice = self.spoken(relay, || self.by_words(&relay.description));
                if voice.more.is_some() || matches!(voice.key, Key::Party(id) if !self.is_named(id)) {
                    voice.more.get_or_insert_default().passes_on = true;
                }
                voice
            }
            None => {
                let unknown = Voice { key: Key::Source(claim.source), more: None };
                self.outlets.get(&claim.source).cloned().unwrap_or(unknown)
            }
        }
    }

    /// The voice of whoever is named: of the party that a person has settled, else of what the text shows, with what it is called there.
    fn spoken(&self, speaker: &Speaker, by_words: impl FnOnce() -> Key) -> Voice {
        let own = speaker.entity.map(|entity| self.top(entity));
        if let Some(top) = own.filter(|top| self.is_named(*top)) {
            return Voice { key: Key::Party(top), more: None };
        }
        let party = speaker.party.map(|party| self.top(party));
        let settled = party.filter(|top| self.is_named(*top));
        let key = settled.or(own).or(party).map_or_else(by_words, Key::Party);
        if matches!(key, Key::Outlet(_)) {
            return Voice { key, more: None };
        }
        // What a person named is known by its entities; what nobody linked goes by the words of its text.
        let thing = speaker.entity.map(|entity| self.view.canonical(entity));
        let called = Some((thing, speaker.description.clone()));
        Voice { key, more: Some(Box::new(More { called, ..More::default() })) }
    }

    fn by_words(&self, words: &str) -> Key {
        let name = normal(words);
        match self.by_name.get(&name) {
            Some(Some(entity)) => Key::Party(self.top(*entity)),
            _ => Key::Outlet(name),
        }
    }

    fn outlet(&self, source: EntryId) -> Key {
        let root = self.root(source);
        let publisher = |id: EntryId| self.view.sources().get(&id)?.publication.publisher.as_ref();
        match publisher(root) {
            Some(stated) if !stated.value.trim().is_empty() => self.by_words(&stated.value),
            _ => Key::Source(root),
        }
    }

    /// The source that a source was taken over from, however often; itself where it was not.
    fn root(&self, source: EntryId) -> EntryId {
        root(self.view.canonical(source), self.view.syndicated_from())
    }

    /// Whether a person has named a thing, or linked it to what one named. Anchors alone say what a text shows and nothing more.
    fn is_named(&self, canonical: EntryId) -> bool {
        is_named(self.view, canonical)
    }

    fn top(&self, entity: EntryId) -> EntryId {
        let canonical = self.view.canonical(entity);
        self.tops.get(&canonical).copied().unwrap_or(canonical)
    }

    /// The name of an outlet as its sources write it.
    fn written<'k>(&'k self, name: &'k str) -> &'k str {
        self.written.get(name).copied().unwrap_or(name)
    }

    fn label(&self, key: &Key) -> String {
        match key {
            Key::Party(id) => self.view.name(*id),
            Key::Outlet(name) => self.written(name).to_owned(),
            Key::Name(name, _) | Key::Document(name, _) => name.clone(),
            Key::Source(id) => format!("source {}", id.short()),
            Key::Digest(id) => {
                let of = self.view.digest_of(*id).unwrap_or_default();
                format!("the author of a digest of {of}")
            }
            Key::Unnamed(..) => "people not named".to_owned(),
        }
    }
}

/// What texts call people who are not named: in their own words, of which at most three are known.
fn described(names: &BTreeSet<&str>) -> String {
    let names: Vec<&str> = names.iter().copied().filter(|name| !name.is_empty()).collect();
    match names[..] {
        [] => "people not named".to_owned(),
        [one] => one.to_owned(),
        [one, two] => format!("{one} / {two}"),
        [one, two, ..] => format!("{one} / {two} / …"),
    }
}

/// Whether a person has named a thing, or linked it to what one named.
pub(super) fn is_named(view: &View, canonical: EntryId) -> bool {
    let named = |id: &EntryId| !view.anchors().contains_key(id) && view.entities().contains_key(id);
    match view.members().get(&canonical) {
        Some(members) => members.iter().any(named),
        None => named(&canonical),
    }
}

/// Which outlets a source may be a copy of; `None` where no measure takes it for one, or where a person has said what it was taken over
/// from. `different` holds whatever somebody has told apart from anything.
fn more(
    view: &View,
    copies: &Copies,
    outlets: &BTreeMap<EntryId, Key>,
    different: &BTreeSet<EntryId>,
    source: EntryId,
) -> Option<Box<More>> {
    let canonical = view.canonical(source);
    if copies.of_source(source).is_empty() || view.syndicated_from().contains_key(&canonical) {
        return None;
    }
    let mut more = More::default();
    for number in copies.of_source(source) {
        let set = &copies.sets()[*number as usize];
        let mut others = set.iter().filter(|other| **other != source && outlets.contains_key(*other));
        if !different.contains(&source) && !different.contains(&canonical) {
            more.families.extend(others.next().map(|_| *number));
            continue;
        }
        let others: BTreeSet<EntryId> =
            others.filter(|other| !view.is_different(source, **other)).copied().collect();
        more.may_be.extend(outlets_of(&others, outlets));
    }
    if !more.may_be.is_empty() {
        more.may_be.extend(outlets.get(&source).cloned());
    }
    more.may_be.sort_unstable();
    more.may_be.dedup();
    (!more.may_be.is_empty() || !more.families.is_empty()).then(|| Box::new(more))
}

/// The outlets of sources, each once.
fn outlets_of(sources: &BTreeSet<EntryId>, outlets: &BTreeMap<EntryId, Key>) -> Vec<Key> {
    let mut keys: Vec<Key> = sources.iter().filter_map(|source| outlets.get(source).cloned()).collect();
    keys.sort_unstable();
    keys.dedup();
    keys
}

/// What an outlet is told by. Sources whose publisher is not known cannot be told apart from one another.
fn of_outlet(key: &Key) -> Vec<Token> {
    match key {
        Key::Party(id) => vec![Token::Party(*id)],
        Key::Outlet(name) => vec![Token::Outlet(name.clone())],
        Key::Source(id) => vec![Token::Source(*id), Token::UnknownOutlet],
        Key::Name(..) | Key::Document(..) | Key::Digest(_) | Key::Unnamed(..) => Vec::new(),
    }
}

/// As many voices as the words say, and no more: "several" without a figure is one.
fn voices(speaker: &Speaker) -> u32 {
    let stated = speaker.count.as_ref().and_then(|count| count.max.or(count.min)).unwrap_or(1);
    u32::try_from(stated.max(1)).unwrap_or(u32::MAX)
}

fn number(n: usize) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
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
