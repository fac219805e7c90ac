//! Which persons may be named, what the others are called, and which words would name them all the same.

use super::{
    Unnamed,
    allowed::{all_claims, named_by_act, named_by_claim},
    names::{self, Alone, Names},
    words::{common_words, words_of},
};
use assize_ledger::{View, view::Privacy};
use assize_record::{EntityType, EntryId, Speaker, SpeakerKind};
use std::collections::{BTreeMap, BTreeSet};

/// The persons of what may be published.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Persons {
    /// Those that are not named, by the id they are known by.
    pub(super) hidden: BTreeMap<EntryId, Hidden>,
    /// Names that must not be printed.
    pub(super) names: Names,
    /// Names of all persons: a standard's outcome is printed for none of them.
    pub(super) everybody: Names,
    /// What named speakers are called whom nothing on the record stands for, by what their sources call them.
    pub(super) loose: BTreeMap<String, String>,
}

/// A person who is not named.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Hidden {
    /// What stands in the place of the name.
    pub(super) label: String,
    /// Whether somebody decided that it is private.
    pub(super) decided: bool,
    /// The first claim, act or bridge that names the person, and at which of its places.
    pub(super) first: (EntryId, usize),
}

/// A name and whether a person wrote it; the others are a reader's.
pub(super) type Given = (String, bool);

impl Persons {
    /// `public` is the view of what may be published, `full` that of the whole record: a person whom any mark on it keeps private stays
    /// so, and a private name is searched for wherever it was learnt. `former` are the names that things had before, by the ids that
    /// they are known by on the whole record, `others` names that must not be printed of whomever else, and `ordinary` says what is a common word.
    pub(super) fn of(
        full: &View,
        public: &View,
        former: &BTreeMap<EntryId, BTreeSet<String>>,
        others: BTreeSet<Given>,
        ordinary: Ordinary,
    ) -> Self {
        let first = first_named(public);
        let (in_public, in_full) = (names_in(public), names_in(full));
        let mut found = Self::default();
        let mut hide = others;
        let outlets = outlets(public);
        let mut undecided: Vec<(EntryId, BTreeSet<Given>)> = Vec::new();
        for (id, first) in in_order(&first) {
            let private = match full.privacy(id) {
                Some(Privacy::Private { shown_as }) => Some(shown_as),
                _ => None,
            };
            // What was taken back since a site's own day may have stood on it: both must say so.
            let names = |view: &View| matches!(view.privacy(id), Some(Privacy::Public { .. }));
            let may_be_named = names(public) && names(full);
            if private.is_none() && (may_be_named || public.privacy(id).is_none()) {
                continue;
            }
            let mut given = in_public.get(&id).cloned().unwrap_or_default();
            given.extend(
                former.get(&full.canonical(id)).into_iter().flatten().map(|name| (name.clone(), true)),
            );
            if private.is_none()
                && public.type_of(id) == Some(EntityType::Agent)
                && is_outlet(&given, &outlets)
            {
                continue;
            }
            let is_named = given.iter().any(|(name, _)| names::is_name(name));
            let own = public.name(id);
            let description = Some(own).filter(|own| !names::is_name(own));
            let shown_as = private.flatten().map(str::to_owned);
            if !is_named && shown_as.is_none() && private.is_none() {
                // It goes by a description already.
                continue;
            }
            let label = shown_as.or(description);
            if label.is_none() {
                undecided.push((id, given.clone()));
            }
            let decided = private.is_some();
            found.hidden.insert(id, Hidden { label: label.unwrap_or_default(), decided, first });
            // A description that stands in the record as a name gives nothing away.
            let label = &found.hidden[&id].label;
            hide.extend(given.into_iter().filter(|(name, _)| name != label));
        }
        for mark in full.marks() {
            if matches!(full.privacy(mark.of), Some(Privacy::Private { shown_as }) if shown_as != Some(&full.name(mark.of)))
            {
                let canonical = full.canonical(mark.of);
                hide.extend(in_full.get(&canonical).into_iter().flatten().cloned());
                hide.extend(former.get(&canonical).into_iter().flatten().map(|name| (name.clone(), true)));
            }
        }
        found.loose = loose(public, &found.hidden);
        hide.extend(found.loose.keys().map(|name| (name.clone(), false)));
        found.number(undecided);
        found.fill_names(public, &in_public, &hide, ordinary);
        found
    }

    /// Everybody that is described and not named.
    pub(super) fn unnamed(&self) -> Vec<Unnamed> {
        let all = self.hidden.iter();
        all.map(|(id, hidden)| Unnamed { id: *id, label: hidden.label.clone(), decided: hidden.decided })
            .collect()
    }

    /// Numbers those who have no description. Of two who may be one by their names, both get one number: what is not known to be two must
    /// not be printed, or counted, as two.
    fn number(&mut self, undecided: Vec<(EntryId, BTreeSet<Given>)>) {
        let words = |given: &BTreeSet<Given>| -> Vec<BTreeSet<String>> {
            let named = given.iter().filter(|(name, _)| names::is_name(name));
            named.map(|(name, _)| words_of(name).into_iter().collect()).collect()
        };
        let mut classes: Vec<Vec<BTreeSet<String>>> = Vec::new();
        let mut class = |own: Vec<BTreeSet<String>>| -> usize {
            let meets = |other: &Vec<BTreeSet<String>>| {
                own.iter().any(|a| other.iter().any(|b| a.is_subset(b) || b.is_subset(a)))
            };
            match classes.iter().position(meets) {
                Some(at) => {
                    classes[at].extend(own);
                    at
                }
                None => {
                    classes.push(own);
                    classes.len() - 1
                }
            }
        };
        for (id, given) in undecided {
            let at = class(words(&given));
            if let Some(hidden) = self.hidden.get_mut(&id) {
                hidden.label = format!("a person not named here ({})", at + 1);
            }
        }
        for (name, label) in &mut self.loose {
            let at = class(vec![words_of(name).into_iter().collect()]);
            *label = format!("a speaker not named here ({})", at + 1);
        }
    }

    fn fill_names(
        &mut self,
        public: &View,
        in_public: &BTreeMap<EntryId, BTreeSet<Given>>,
        hide: &BTreeSet<Given>,
        ordinary: Ordinary,
    ) {
        let common = Common::of(public, ordinary);
        for (name, written) in hide {
            self.names.hide(name, |word| common.alone(word, *written));
        }
        let canonical = public.entities().keys().filter(|id| public.canonical(**id) == **id);
        for id in canonical.clone().filter(|id| public.type_of(**id) == Some(EntityType::Place)) {
            self.names.allow(&public.name(*id));
        }
        let written = hide_written(hide);
        for publisher in publishers(public) {
            // An outlet that goes by somebody's whole name names them, and so does one by a surname that nothing else is called.
            if !self.names.holds_whole(publisher) && !self.names.holds_rare(publisher, &written) {
                self.names.allow(publisher);
            }
        }
        self.names.common(common.words.keys().cloned().collect());
        self.everybody = self.names.clone();
        for id in canonical.filter(|id| !self.hidden.contains_key(*id)) {
            if matches!(public.type_of(*id), Some(EntityType::Person | EntityType::Agent)) {
                for (name, written) in in_public.get(id).into_iter().flatten() {
                    self.names.allow(name);
                    self.everybody.hide(name, |word| common.alone(word, *written));
                }
            }
        }
    }
}

/// Says whether a word in small letters is a common word.
type Ordinary = fn(&str) -> bool;

/// Words that stand in running text without a capital.
struct Common {
    /// By the word: whether it is a common word of a language, and not somebody's name in small letters.
    words: BTreeMap<String, bool>,
    ordinary: Ordinary,
}

impl Common {
    fn of(view: &View, ordinary: Ordinary) -> Self {
        let mut sources: BTreeMap<String, BTreeSet<EntryId>> = BTreeMap::new();
        for passage in view.passages().values() {
            let source = view.texts().get(&passage.text).map_or(passage.text, |text| text.source);
            for word in common_words(&passage.words.exact) {
                sources.entry(word).or_default().insert(source);
            }
        }
        let words = sources.into_iter().map(|(word, sources)| {
            let is_common = sources.len() > 1 || ordinary(&word);
            (word, is_common)
        });
        Self { words: words.collect(), ordinary }
    }

    /// Where a word of a name stands for the person by itself. What a reader took for a name may be an office: a word of it that also stands without
    /// a capital is no surname there.
    fn alone(&self, word: &str, written: bool) -> Alone {
        match self.words.get(word) {
            Some(true) if written => Alone::Capital,
            Some(true) => Alone::Never,
            _ if (self.ordinary)(word) => Alone::Capital,
            _ => Alone::Always,
        }
    }
}

/// Words of names that a person wrote.
fn hide_written(hide: &BTreeSet<Given>) -> BTreeSet<String> {
    hide.iter().filter(|(_, written)| *written).flat_map(|(name, _)| words_of(name)).collect()
}

/// The outlets of what is published.
fn publishers(view: &View) -> impl Iterator<Item = &str> {
    let stated = view.sources().values().filter_map(|source| source.publication.publisher.as_ref());
    stated.map(|publisher| publisher.value.as_str())
}

/// Whatever words stand in a row in the name of an outlet.
fn outlets(view: &View) -> BTreeSet<Vec<String>> {
    let names: BTreeSet<Vec<String>> = publishers(view).map(words_of).collect();
    let rows = |name: &Vec<String>| -> Vec<Vec<String>> {
        (1..=name.len()).flat_map(|length| name.windows(length).map(<[String]>::to_vec)).collect()
    };
    names.iter().flat_map(rows).collect()
}

/// Whether something of which nobody has said what it is goes by the name of an outlet: "the Gazette said".
fn is_outlet(given: &BTreeSet<Given>, outlets: &BTreeSet<Vec<String>>) -> bool {
    !given.is_empty() && given.iter().all(|(name, _)| outlets.contains(&words_of(name)))
}

/// Everything that the things of a view are called: by people, and by the texts that speak of them.
fn names_in(view: &View) -> BTreeMap<EntryId, BTreeSet<Given>> {
    let mut found: BTreeMap<EntryId, BTreeSet<Given>> = BTreeMap::new();
    let mut note = |id: EntryId, name: &str, written: bool| {
        if !name.trim().is_empty() {
            found.entry(view.canonical(id)).or_default().insert((name.to_owned(), written));
        }
    };
    for (id, entity) in view.entities() {
        note(*id, &entity.name, !view.anchors().contains_key(id));
    }
    for speaker in speakers(view).filter(|speaker| speaker.kind == SpeakerKind::Named) {
        if let Some(entity) = speaker.entity {
            note(entity, &speaker.description, false);
        }
    }
    found
}

/// Everybody who is quoted, passes something on or acts.
fn speakers(view: &View) -> impl Iterator<Item = &Speaker> {
    let claims = all_claims(view).flat_map(|claim| std::iter::once(&claim.speaker).chain(&claim.via));
    claims.chain(view.acts().iter().flat_map(|act| std::iter::once(&act.act.who).chain(&act.act.whom)))
}

/// Named speakers whom nothing on the record stands for: whether they are persons is not known. One that has the name of an organisation on
/// record, or of somebody who may be named, is taken to be that one.
fn loose(view: &View, hidden: &BTreeMap<EntryId, Hidden>) -> BTreeMap<String, String> {
    let printed: BTreeSet<Vec<String>> = view
        .entities()
        .keys()
        .filter(|id| !hidden.contains_key(&view.canonical(**id)))
        .map(|id| words_of(&view.name(*id)))
        .chain(publishers(view).map(words_of))
        .collect();
    let is_loose = |speaker: &&Speaker| {
        speaker.kind == SpeakerKind::Named
            && speaker.entity.is_none()
            && names::is_name(&speaker.description)
            && !printed.contains(&words_of(&speaker.description))
    };
    speakers(view).filter(is_loose).map(|speaker| (speaker.description.clone(), String::new())).collect()
}

/// For each thing, the first claim, act or bridge that names it, and where in it.
fn first_named(view: &View) -> BTreeMap<EntryId, (EntryId, usize)> {
    let mut first: BTreeMap<EntryId, (EntryId, usize)> = BTreeMap::new();
    let mut note = |by: EntryId, named: &mut dyn Iterator<Item = EntryId>| {
        for (place, id) in named.enumerate() {
            let at = first.entry(view.canonical(id)).or_insert((by, place));
            *at = (*at).min((by, place));
        }
    };
    all_claims(view).for_each(|claim| note(claim.id, &mut named_by_claim(claim)));
    view.acts().iter().for_each(|act| note(act.id, &mut named_by_act(act.subject, &act.act)));
    view.bridges().iter().for_each(|bridge| note(bridge.id, &mut std::iter::once(bridge.subject)));
    // What is reached only as the whole of something comes last, in order of id.
    for id in view.entities().keys().map(|id| view.canonical(*id)) {
        first.entry(id).or_insert((id, usize::MAX));
    }
    first
}

fn in_order(first: &BTreeMap<EntryId, (EntryId, usize)>) -> Vec<(EntryId, (EntryId, usize))> {
    let mut order: Vec<_> = first.iter().map(|(id, first)| (*id, *first)).collect();
    order.sort_by_key(|(id, (by, place))| (*place == usize::MAX, *by, *place, *id));
    order
}
