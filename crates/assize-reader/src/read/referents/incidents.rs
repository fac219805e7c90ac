//! Which attacks of a text are one incident.
//!
//! The layers tie a draft to the day of its attack. Where they tell of attacks at different places on one day, or of several attacks without a day,
//! a day is not enough: the drafts are kept apart by the attack they stand with.

use crate::{
    assembly::UNDATED,
    incident::{Incident, gazetteer},
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

/// Which acts are told of each incident, by its key.
pub(crate) type Acts = BTreeMap<String, BTreeSet<usize>>;

/// Gives drafts about attacks that the text keeps apart keys of their own. Returns which acts each of them is.
pub(crate) fn apart(layers: &Layers<'_>, drafts: &mut [keyed::Draft]) -> Acts {
    let mut acts = Acts::new();
    let mut by_key: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (at, draft) in
        drafts.iter().enumerate().filter(|(_, d)| d.proposition.subject.starts_with("incident/"))
    {
        by_key.entry(draft.proposition.subject.clone()).or_default().push(at);
    }
    for (key, of_key) in by_key {
        let sites = sites_of(layers, &key, of_key.iter().map(|at| value_of(&drafts[*at])));
        let groups = grouped(&key, &sites);
        let name = |group: usize| if group > 0 { format!("{key}{NTH}{group}") } else { key.clone() };
        for (site, group) in sites.iter().zip(&groups) {
            acts.entry(name(*group)).or_default().extend(site.act);
        }
        for at in of_key {
            let group = nearest(layers, &sites, value_of(&drafts[at])).map_or(0, |site| groups[site]);
            drafts[at].proposition.subject = name(group);
        }
    }
    acts
}

fn value_of(draft: &keyed::Draft) -> Span {
    Span::new(draft.proposition.value.start, draft.proposition.value.end)
}

/// Somewhere that the text puts an attack.
struct Site {
    /// Where the words stand.
    at: Span,
    /// The place; `None` where the text gives none.
    place: Option<Spot>,
    /// The act that is told there.
    act: Option<usize>,
}

/// A place by the names that the text gives it.
struct Spot {
    country: Option<&'static str>,
    names: BTreeSet<String>,
}

/// The acts of a key, and the places named in sentences of its drafts that tell of no act, in the order of the text.
fn sites_of(layers: &Layers<'_>, key: &str, values: impl Iterator<Item = Span>) -> Vec<Site> {
    let acts = layers.acts_of_violence.iter().enumerate();
    let of_key = acts.filter(|(_, act)| key_of(layers, act) == key);
    let mut sites: Vec<Site> = of_key
        .flat_map(|(at, act)| {
            act.mentions.iter().map(move |(span, _)| Site {
                at: *span,
                place: spot(layers, act),
                act: Some(at),
            })
        })
        .collect();
    let told: BTreeSet<Option<usize>> =
        sites.iter().map(|site| layers.segments.sentence_at(site.at.start)).collect();
    let sentences: BTreeSet<usize> =
        values.filter_map(|value| layers.segments.sentence_at(value.start)).collect();
    for sentence in sentences.into_iter().filter(|sentence| !told.contains(&Some(*sentence))) {
        let Some(span) = layers.segments.sentences.get(sentence) else { continue };
        sites.extend(named_places(layers.text, *span).into_iter().map(|(at, name)| Site {
            at,
            place: Some(Spot { country: None, names: BTreeSet::from([name]) }),
            act: None,
        }));
    }
    sites.sort_by_key(|site| site.at);
    sites
}

/// The group of each site: those of one day that nothing keeps apart are one, acts without a day each one.
fn grouped(key: &str, sites: &[Site]) -> Vec<usize> {
    let undated = key == UNDATED;
    let mut groups: Vec<Vec<usize>> = Vec::new();
    let mut found = Vec::with_capacity(sites.len());
    for (at, site) in sites.iter().enumerate() {
        let fits = |group: &Vec<usize>| {
            let same_act = site.act.is_some() && group.iter().any(|other| sites[*other].act == site.act);
            let apart =
                undated && site.act.is_some() && group.iter().any(|other| sites[*other].act.is_some());
            same_act || !apart && group.iter().all(|other| one(&sites[*other], site))
        };
        let group = groups.iter().rposition(fits).unwrap_or_else(|| {
            groups.push(Vec::new());
            groups.len() - 1
        });
        groups[group].push(at);
        found.push(group);
    }
    found
}

/// What the text tells of some acts that are one incident.
pub(super) fn told(layers: &Layers<'_>, acts: &BTreeSet<usize>) -> Told {
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
    told
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

/// Whether nothing that the text says of two sites keeps them apart: their places share a name, or one is told without a place.
fn one(a: &Site, b: &Site) -> bool {
    let (Some(a), Some(b)) = (&a.place, &b.place) else { return true };
    if let (Some(a), Some(b)) = (a.country, b.country)
        && a != b
    {
        return false;
    }
    let within =
        |a: &str, b: &str| a == b || a.split(' ').any(|word| word == b) || b.split(' ').any(|word| word == a);
    a.names.is_empty() || b.names.is_empty() || a.names.iter().any(|a| b.names.iter().any(|b| within(a, b)))
}

fn spot(layers: &Layers<'_>, act: &Incident) -> Option<Spot> {
    let place = act.place.as_ref()?;
    let parts = place.parts.iter().map(|(span, _)| *span);
    let spans = parts.chain(place.span);
    let names =
        spans.filter_map(|span| span.slice(layers.lower)).map(|name| name.trim().to_owned()).collect();
    Some(Spot { country: place.country, names })
}

/// Words before the name of a place.
const BEFORE: &[&str] = &["in", "at", "near", "off", "outside", "around"];

/// Words between: `in the town of Varna`.
const KINDS: &[&str] = &[
    "the",
    "town",
    "towns",
    "village",
    "villages",
    "city",
    "port",
    "district",
    "province",
    "region",
    "state",
    "area",
    "camp",
    "of",
    "northern",
    "southern",
    "eastern",
    "western",
    "central",
    "coast",
    "island",
    "refugee",
    "neighbourhood",
    "neighborhood",
];

/// Names that stand behind words for a place, in lower case.
fn named_places(text: &str, sentence: Span) -> Vec<(Span, String)> {
    let words: Vec<(usize, &str)> = {
        let part = sentence.slice(text).unwrap_or_default();
        let mut at = 0;
        part.split_whitespace()
            .map(|word| {
                let start = at + part[at..].find(word).unwrap_or_default();
                at = start + word.len();
                (sentence.start + start, word)
            })
            .collect()
    };
    let mut found = Vec::new();
    for (at, (_, word)) in words.iter().enumerate() {
        if !BEFORE.contains(&word.to_lowercase().as_str()) {
            continue;
        }
        let mut first = at + 1;
        while words.get(first).is_some_and(|(_, word)| KINDS.contains(word)) {
            first += 1;
        }
        let name = words[first.min(words.len())..].iter().take(4);
        let mut end = first;
        for (_, word) in name {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            if !bare.starts_with(char::is_uppercase) || gazetteer::is_calendar(&bare.to_lowercase()) {
                break;
            }
            end += 1;
            // A comma or full stop ends the name.
            if bare.len() < word.len() {
                break;
            }
        }
        if let (Some((from, _)), Some((last, word))) = (words.get(first), words.get(end.saturating_sub(1)))
            && end > first
        {
            let bare = word.trim_end_matches(|c: char| !c.is_alphanumeric());
            let span = Span::new(*from, last + bare.len());
            found.extend(span.slice(text).map(|name| (span, name.to_lowercase())));
        }
    }
    found
}

/// The site that stands nearest to words: in their sentence, else before them, else after.
fn nearest(layers: &Layers<'_>, sites: &[Site], words: Span) -> Option<usize> {
    let sentence = layers.segments.sentence_at(words.start);
    let rank = |(at, site): (usize, &Site)| {
        let here = layers.segments.sentence_at(site.at.start) == sentence;
        let before = site.at.start <= words.start;
        // In a sentence the place that comes first is where it happened; elsewhere the nearest before.
        (!here, !here && !before, if here { site.at.start } else { site.at.start.abs_diff(words.start) }, at)
    };
    sites.iter().enumerate().map(rank).min().map(|(.., at)| at)
}
