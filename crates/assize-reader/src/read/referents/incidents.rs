//! Which attacks of a text are one incident, and which of them a draft is about.
//!
//! The layers tie a draft to the day of its attack. A day is not enough: attacks at different places on one day are kept apart, and so is every attack
//! of which the text gives no day. A draft is about the incident that the words nearest to it tell of. Where those stand in another sentence, or
//! say nothing of a place, and the text tells of others that day, it is a guess, and the draft says so.

use super::places::Whereabouts;
use crate::{
    incident::{Incident, Place},
    read::{drafts::Layers, raw},
    topic::Topic,
};
use assize_record::{Confidence, Edtf, Span};
use std::collections::BTreeMap;

/// What the text tells of one incident beside its drafts.
#[derive(Debug, Clone, Default)]
pub(in crate::read) struct Told {
    /// The day that stands for it.
    day: Option<Edtf>,
    /// The words that tell of it, in order.
    pub(super) mentions: Vec<Span>,
    pub(super) happened_on: Option<Edtf>,
    pub(super) places: Vec<String>,
    pub(super) targets: Vec<String>,
}

/// The incidents of a text.
#[derive(Debug, Default)]
pub(in crate::read) struct Table {
    told: Vec<Told>,
    /// `None` are those whose day the text does not give.
    by_day: BTreeMap<Option<Edtf>, Day>,
    /// For each act of violence, its incident.
    of_act: Vec<usize>,
    /// Where acts are told of, in order of the text.
    mentions: Vec<Mention>,
}

/// The incidents of a day, or those without.
#[derive(Debug, Default)]
struct Day {
    /// Incidents with the places of their acts.
    incidents: Vec<(usize, Vec<Whereabouts>)>,
    /// Where they are told of, in order of the text.
    mentions: Vec<Mention>,
    /// Incidents of which no act is told, by paragraph; of a known day there is one.
    silent: BTreeMap<usize, usize>,
}

/// Words that tell of an act.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Mention {
    span: Span,
    incident: usize,
    /// Whether the act could be part of another incident of the day as well.
    unsure: bool,
}

/// So many incidents of one day are looked at for a place that fits, the latest first; time stays in proportion to the text.
const MEMORY: usize = 32;
/// So many places of an incident are remembered.
const PLACES: usize = 8;

impl Table {
    /// What is told of an incident.
    pub(super) fn told(&self, incident: usize) -> Option<&Told> {
        self.told.get(incident)
    }

    fn of(layers: &Layers<'_>) -> Self {
        let mut table = Self::default();
        for act in layers.acts_of_violence {
            let day = day_of(layers, act);
            let incident = table.incident_of(layers, act, day.as_ref());
            table.of_act.push(incident);
            table.tell(layers, act, incident);
            let of_day = table.by_day.entry(day).or_default();
            let unsure = act.place.is_none() && of_day.incidents.len() > 1;
            let mentions = act.mentions.iter().map(|(span, _)| Mention { span: *span, incident, unsure });
            of_day.mentions.extend(mentions.clone());
            table.mentions.extend(mentions);
        }
        table.mentions.sort_unstable();
        table.by_day.values_mut().for_each(|day| day.mentions.sort_unstable());
        for told in &mut table.told {
            told.mentions.sort_unstable();
            told.mentions.dedup();
        }
        table
    }

    /// The incident that an act is part of: the latest of its day whose places do not contradict its own, else a new one. Without a day it is
    /// one of its own: what the incident layer did not take for one act is not joined here.
    fn incident_of(&mut self, layers: &Layers<'_>, act: &Incident, day: Option<&Edtf>) -> usize {
        let next = self.told.len();
        let of_day = self.by_day.entry(day.cloned()).or_default();
        let place = act.place.as_ref().map(|place| Whereabouts::of(layers.lower, place));
        let fits = |places: &[Whereabouts]| {
            place.as_ref().is_none_or(|place| places.iter().all(|other| place.fits(other)))
        };
        let mut recent = of_day.incidents.iter_mut().rev().take(MEMORY);
        let found = recent.find(|(_, places)| day.is_some() && fits(places));
        match found {
            Some((incident, places)) => {
                places.extend(place.filter(|place| places.len() < PLACES && !places.contains(place)));
                *incident
            }
            None => {
                of_day.incidents.push((next, place.into_iter().collect()));
                self.told.push(Told { day: day.cloned(), ..Told::default() });
                next
            }
        }
    }

    fn tell(&mut self, layers: &Layers<'_>, act: &Incident, incident: usize) {
        let told = &mut self.told[incident];
        let words = |span: Span| span.slice(layers.original).map(str::to_owned);
        told.mentions.extend(act.mentions.iter().map(|(span, _)| *span));
        let add = |list: &mut Vec<String>, words: String| {
            if !list.iter().any(|known| known.to_lowercase() == words.to_lowercase()) {
                list.push(words);
            }
        };
        for place in act.place.iter().flat_map(place_names).filter_map(words) {
            add(&mut told.places, place);
        }
        let named = act.targets.iter().filter_map(|target| target.name);
        for target in act.things.iter().copied().chain(named).filter_map(words) {
            add(&mut told.targets, target);
        }
        if told.happened_on.is_none() {
            told.happened_on = act.date.as_ref().map(|(edtf, _)| edtf.clone());
        }
    }

    /// The incident of an act told in the sentence of words, of whatever day.
    fn told_with(&self, layers: &Layers<'_>, words: Span) -> Option<usize> {
        let found = in_sentence(layers, &self.mentions, words);
        found.map(|mention| mention.incident)
    }

    /// The incident of a day that words of a passage are about, and whether that is a guess among several.
    fn about(
        &mut self,
        layers: &Layers<'_>,
        day: Option<&Edtf>,
        words: Span,
        passage: Span,
    ) -> (usize, bool) {
        let next = self.told.len();
        let of_day = self.by_day.entry(day.cloned()).or_default();
        if let Some(mention) = in_sentence(layers, &of_day.mentions, words) {
            return (mention.incident, mention.unsure);
        }
        let paragraph = |span: Span| layers.segments.paragraphs.partition_point(|p| p.end <= span.start);
        let around = paragraph(words);
        let at = of_day.mentions.partition_point(|mention| mention.span.start <= words.start);
        let before = at.checked_sub(1).and_then(|at| of_day.mentions.get(at));
        let after = of_day.mentions.get(at);
        // Without a day, only what the paragraph told last can be meant.
        let near = match day {
            Some(_) => before.or(after),
            None => before.filter(|mention| paragraph(mention.span) == around),
        };
        // No act is told here, but a place may be.
        if let Some(place) = Whereabouts::named_in(layers.text, passage) {
            let fits = |places: &[Whereabouts]| places.iter().all(|other| place.fits(other));
            let mut recent = of_day.incidents.iter().rev().take(MEMORY);
            let may_be =
                |incident: usize| day.is_some() || near.is_some_and(|near| near.incident == incident);
            let found = recent.find(|(incident, places)| may_be(*incident) && fits(places));
            let incident = match found {
                Some((incident, _)) => *incident,
                None => {
                    of_day.incidents.push((next, vec![place]));
                    self.told.push(Told { day: day.cloned(), ..Told::default() });
                    next
                }
            };
            of_day.mentions.insert(at, Mention { span: words, incident, unsure: false });
            return (incident, false);
        }
        if let Some(mention) = near {
            return (mention.incident, of_day.incidents.len() > 1);
        }
        let paragraph = if day.is_some() { 0 } else { around };
        let incident = *of_day.silent.entry(paragraph).or_insert(next);
        if incident == next {
            self.told.push(Told { day: day.cloned(), ..Told::default() });
        }
        (incident, false)
    }
}

/// Ties each draft about attacks to one incident.
pub(in crate::read) fn place(layers: &Layers<'_>, drafts: &mut [raw::Draft]) -> Table {
    let mut table = Table::of(layers);
    for draft in drafts {
        let said = &mut draft.proposition;
        let Topic::Attacks(day) = &said.subject else { continue };
        let value = Span::new(said.value.start, said.value.end);
        let own = said.act.and_then(|act| table.of_act.get(act).copied());
        let own = own.filter(|incident| table.told[*incident].day == *day);
        // A guess gives way to what the sentence itself tells.
        let own = own.or_else(|| table.told_with(layers, value).filter(|_| draft.guessed));
        let (incident, guess) = match own {
            Some(incident) => (incident, false),
            None => table.about(layers, day.as_ref(), value, draft.passage.span()),
        };
        let day = table.told[incident].day.clone();
        if guess && !draft.guessed {
            (draft.guessed, draft.confidence) = (true, Confidence::Low);
        }
        said.happened_on.clone_from(&day);
        said.subject = Topic::Incident(incident, day);
    }
    table
}

/// The day of an act: that of the words around it, by which drafts are tied too. Where those leave it open, its own date comes before a guess.
fn day_of(layers: &Layers<'_>, act: &Incident) -> Option<Edtf> {
    let around = act.mentions.first().map(|(mention, _)| layers.incidents.incident_at(*mention));
    let (guess, day) = around.map_or((true, None), |subject| (subject.open, subject.topic.day().cloned()));
    let Some((own, _)) = act.date.as_ref().filter(|_| guess) else { return day };
    let days = own.interval();
    let one = days.earliest.is_some() && days.earliest == days.latest;
    if one { Some(own.clone()) } else { day.filter(|day| day.interval().may_meet(&days)) }
}

/// The words that name a place: all of them together, and those that stand elsewhere.
fn place_names(place: &Place) -> impl Iterator<Item = Span> + '_ {
    let elsewhere = |span: &Span| !place.span.is_some_and(|whole| whole.contains(span));
    place.span.into_iter().chain(place.parts.iter().map(|(span, _)| *span).filter(elsewhere))
}

/// The last mention before words in their sentence, else the first behind them.
fn in_sentence(layers: &Layers<'_>, mentions: &[Mention], words: Span) -> Option<Mention> {
    let sentence = |span: Span| layers.segments.sentence_at(span.start);
    let here = sentence(words);
    let at = mentions.partition_point(|mention| mention.span.start <= words.start);
    let within = |mention: &&Mention| sentence(mention.span) == here;
    let before = at.checked_sub(1).and_then(|at| mentions.get(at)).filter(within);
    before.or_else(|| mentions.get(at).filter(within)).copied()
}
