//! Which attacks of a text are one incident.
//!
//! The layers tie a draft to the day of its attack. Where they tell of attacks at different places on one day, or of several attacks without a day,
//! a day is not enough: the drafts are kept apart by the attack they stand with.

use crate::{
    assembly::UNDATED,
    incident::{Incident, Place},
    read::{drafts::Layers, keyed},
};
use assize_record::{Edtf, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What the text tells of an incident beside its drafts.
#[derive(Debug, Clone, Default)]
pub(super) struct Told {
    pub(super) mentions: Vec<Span>,
    pub(super) happened_on: Option<Edtf>,
    pub(super) places: Vec<String>,
    pub(super) targets: Vec<String>,
}

/// Separates the day of an incident from its number among those of the day.
const NTH: char = '#';

/// Gives drafts about attacks that the text keeps apart keys of their own.
pub(crate) fn apart(layers: &Layers<'_>, drafts: &mut [keyed::Draft]) {
    let keys: BTreeSet<String> = drafts
        .iter()
        .map(|draft| draft.proposition.subject.clone())
        .filter(|key| key.starts_with("incident/"))
        .collect();
    for key in keys {
        let groups = groups_of(layers, &key);
        if groups.len() < 2 {
            continue;
        }
        for draft in drafts.iter_mut().filter(|draft| draft.proposition.subject == key) {
            let value = Span::new(draft.proposition.value.start, draft.proposition.value.end);
            if let Some(group) = nearest(layers, &groups, value).filter(|group| *group > 0) {
                draft.proposition.subject = format!("{key}{NTH}{group}");
            }
        }
    }
}

/// What the text tells of the incident of a key.
pub(super) fn told(layers: &Layers<'_>, key: &str) -> Option<Told> {
    if !key.starts_with("incident/") {
        return None;
    }
    let (day, nth) = key.split_once(NTH).unwrap_or((key, "0"));
    let groups = groups_of(layers, day);
    let acts = groups.get(nth.parse::<usize>().ok()?)?;
    let mut told = Told::default();
    let words = |span: Span| span.slice(layers.original).map(str::to_owned);
    for act in acts.iter().filter_map(|at| layers.acts_of_violence.get(*at)) {
        told.mentions.extend(act.mentions.iter().map(|(span, _)| *span));
        told.places.extend(act.place.as_ref().and_then(|place| place.span).and_then(words));
        let named = act.targets.iter().filter_map(|target| target.name);
        told.targets.extend(act.things.iter().copied().chain(named).filter_map(words));
        if told.happened_on.is_none() {
            told.happened_on = act.date.as_ref().map(|(edtf, _)| edtf.clone());
        }
    }
    told.mentions.sort_unstable();
    for list in [&mut told.places, &mut told.targets] {
        let mut seen = BTreeSet::new();
        list.retain(|words| seen.insert(words.to_lowercase()));
    }
    Some(told)
}

/// The acts that the layers tie to a key, in groups that may each be one incident: those of one day by place, those without a day one by one.
fn groups_of(layers: &Layers<'_>, key: &str) -> Vec<Vec<usize>> {
    let acts = layers.acts_of_violence;
    let of_key: Vec<usize> = (0..acts.len()).filter(|at| key_of(layers, &acts[*at]) == key).collect();
    let mut groups: Vec<Vec<usize>> = Vec::new();
    for at in of_key {
        let found =
            groups.iter().rposition(|group| group.iter().all(|other| one(layers, &acts[*other], &acts[at])));
        match found {
            Some(group) => groups[group].push(at),
            None => groups.push(vec![at]),
        }
    }
    groups
}

/// The key of an act: its own day, else that of the words around it.
fn key_of(layers: &Layers<'_>, act: &Incident) -> String {
    let own = act.date.as_ref().map(|(edtf, _)| format!("incident/{edtf}"));
    let around = || {
        let mention = act.mentions.first().map(|(span, _)| *span);
        mention.map_or_else(|| UNDATED.to_owned(), |span| layers.incidents.incident_at(span).key)
    };
    own.unwrap_or_else(around)
}

/// Whether nothing that the text says of two acts of one day keeps them apart: their places are one, or one within the other, or not told.
fn one(layers: &Layers<'_>, a: &Incident, b: &Incident) -> bool {
    match (&a.place, &b.place) {
        (Some(a), Some(b)) => fits(layers, a, b),
        _ => true,
    }
}

fn fits(layers: &Layers<'_>, a: &Place, b: &Place) -> bool {
    if let (Some(a), Some(b)) = (a.country, b.country)
        && a != b
    {
        return false;
    }
    let (inner, outer) = (names(layers, a), names(layers, b));
    inner.is_empty() || outer.is_empty() || {
        // Of each kind of place that both name, the names must agree.
        let shared: Vec<&u8> = inner.keys().filter(|rank| outer.contains_key(*rank)).collect();
        shared.iter().all(|rank| inner[*rank] == outer[*rank])
    }
}

/// The names of a place by how far inside a country they lie.
fn names(layers: &Layers<'_>, place: &Place) -> BTreeMap<u8, String> {
    let parts = place.parts.iter();
    let named =
        parts.filter_map(|(span, kind)| Some((depth(kind), span.slice(layers.lower)?.trim().to_owned())));
    let mut names: BTreeMap<u8, String> = named.collect();
    if names.is_empty() {
        let words = place.span.and_then(|span| span.slice(layers.lower));
        names.extend(words.map(|words| (1, words.trim().to_owned())));
    }
    names
}

/// How far inside a country a kind of place lies.
fn depth(kind: &str) -> u8 {
    match kind {
        "department" | "province" | "state" | "region" => 0,
        "city" | "municipality" | "town" | "district" | "county" | "village" => 1,
        _ => 2,
    }
}

/// The group that stands nearest to words: in their sentence, else before them, else after.
fn nearest(layers: &Layers<'_>, groups: &[Vec<usize>], words: Span) -> Option<usize> {
    let sentence = layers.segments.sentence_at(words.start);
    let mentions = groups.iter().enumerate().flat_map(|(group, acts)| {
        let spans = acts.iter().flat_map(|at| layers.acts_of_violence[*at].mentions.iter());
        spans.map(move |(span, _)| (group, *span))
    });
    let rank = |(group, span): (usize, Span)| {
        let here = layers.segments.sentence_at(span.start) == sentence;
        let before = span.start <= words.start;
        (!here, !before, span.start.abs_diff(words.start), group)
    };
    mentions.map(rank).min().map(|(.., group)| group)
}
