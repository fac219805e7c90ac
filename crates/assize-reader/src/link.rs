//! Which acts of a text are one incident.
//!
//! Acts of one sentence belong together unless their days or places tell them apart. Elsewhere an act joins the incident of its day,
//! else that of its place, else the one that the text speaks of: an act named by a verb or with `the` speaks of what was told before, one
//! with `a` only where nothing contradicts, one with `another` never. What is told of many acts together is of no single incident.

use crate::{
    act::{Act, Fate, Naming, Source},
    tag::Shape,
    timex::Time,
};
use assize_record::{Edtf, Span};
use std::collections::BTreeSet;

/// An incident as one text tells it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Incident {
    /// The day or days on which the text puts it.
    pub on: Option<Edtf>,
    /// The places that the text names with it.
    pub places: Vec<Span>,
    /// The acts that it is told by, by their places.
    pub acts: Vec<usize>,
    /// Names in its places, in small letters.
    names: BTreeSet<String>,
}

/// The incidents of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Linked {
    /// In the order that the text tells of them.
    pub incidents: Vec<Incident>,
    /// For each act its incident; none where it is told of many together.
    pub of_act: Vec<Option<usize>>,
    /// Where acts are told, with their incidents, in order.
    places: Vec<(Span, Option<usize>)>,
}

impl Linked {
    /// The incident that words are about: that of an act in their sentence, nearest before them, else behind them, else the one told of last.
    /// The flag says that it is a guess.
    pub fn at(&self, source: &Source<'_>, span: Span) -> Option<(usize, bool)> {
        let sentence = |span: Span| source.segments.sentence_at(span.start);
        let here = sentence(span);
        let at = self.places.partition_point(|(place, _)| place.start <= span.start);
        let within =
            |(place, incident): &&(Span, Option<usize>)| sentence(*place) == here && incident.is_some();
        let before = self.places[..at].iter().rev().take(8).find(within);
        let own = before.or_else(|| self.places[at..].iter().take(8).find(within));
        if let Some((_, incident)) = own {
            return incident.map(|incident| (incident, false));
        }
        let last = self.places[..at].iter().rev().find_map(|(_, incident)| *incident);
        last.map(|incident| (incident, self.incidents.len() > 1))
    }
}

/// So many incidents are looked at, the latest first; time stays in proportion to the text.
const MEMORY: usize = 48;

/// Puts the acts of a text into incidents.
pub fn link(source: &Source<'_>, acts: &[Act]) -> Linked {
    let mut linker = Linker { source, acts, linked: Linked::default(), focus: None, paragraph: 0 };
    for at in 0..acts.len() {
        linker.act(at);
    }
    let mut linked = linker.linked;
    linked.places = acts.iter().zip(&linked.of_act).map(|(act, incident)| (act.cue, *incident)).collect();
    linked.places.sort_unstable();
    linked
}

struct Linker<'a, 's> {
    source: &'a Source<'s>,
    acts: &'a [Act],
    linked: Linked,
    /// The incident that the text spoke of last.
    focus: Option<usize>,
    /// The paragraph of the last act.
    paragraph: usize,
}

impl Linker<'_, '_> {
    fn act(&mut self, at: usize) {
        let act = &self.acts[at];
        let paragraph = self.source.segments.paragraph_at(act.cue.start).unwrap_or(0);
        let names = self.names(act);
        let on = act.time.and_then(|time| self.source.times.get(time)).and_then(|time| time.edtf.clone());
        let incident = if self.many(act) {
            None
        } else {
            let found = self.known(at, on.as_ref(), &names, paragraph);
            let next = self.linked.incidents.len();
            let incident = found.unwrap_or(next);
            if incident == next {
                self.linked.incidents.push(Incident::default());
            }
            Some(incident)
        };
        self.linked.of_act.push(incident);
        let Some(incident) = incident else { return };
        let known = &mut self.linked.incidents[incident];
        known.acts.push(at);
        known.on = sharper(known.on.take(), on);
        known.names.extend(names);
        for place in &act.places {
            if !known.places.contains(place) {
                known.places.push(*place);
            }
        }
        (self.focus, self.paragraph) = (Some(incident), paragraph);
    }

    /// Whether an act is told of many together and so of no single incident.
    fn many(&self, act: &Act) -> bool {
        let time = act.time.and_then(|time| self.source.times.get(time));
        let long = time.is_some_and(long);
        act.series
            && (act.naming != Naming::Definite || long)
            && !time.is_some_and(|time| !long_or_none(time))
    }

    fn known(
        &self,
        at: usize,
        on: Option<&Edtf>,
        names: &BTreeSet<String>,
        paragraph: usize,
    ) -> Option<usize> {
        let act = &self.acts[at];
        if act.naming == Naming::Another {
            return None;
        }
        let count = self.linked.incidents.len();
        let recent = || (count.saturating_sub(MEMORY)..count).rev();
        let day_fits = |incident: usize| match (on, &self.linked.incidents[incident].on) {
            (Some(one), Some(other)) => one.interval().may_meet(&other.interval()),
            _ => true,
        };
        let apart = |incident: usize| {
            let known = &self.linked.incidents[incident].names;
            !known.is_empty() && !names.is_empty() && known.is_disjoint(names)
        };
        // What one sentence tells belongs together, unless days or places tell it apart.
        let before = at.checked_sub(1).filter(|before| self.acts[*before].sentence == act.sentence);
        if let Some(incident) = before.and_then(|before| self.linked.of_act[before])
            && day_fits(incident)
            && (!apart(incident) || on.is_none() && act.naming != Naming::Indefinite)
        {
            return Some(incident);
        }
        if let Some(on) = on {
            let same = |incident: &usize| {
                self.linked.incidents[*incident]
                    .on
                    .as_ref()
                    .is_some_and(|other| other.interval().may_meet(&on.interval()))
            };
            let near = recent().find(|incident| same(incident) && !apart(*incident));
            let named = |incident: &usize| act.naming == Naming::Definite && same(incident);
            if let Some(found) = near.or_else(|| recent().find(named)) {
                return Some(found);
            }
            // The incident that the paragraph speaks of may get its day only now.
            let focus =
                self.focus.filter(|focus| self.linked.incidents[*focus].on.is_none() && !apart(*focus));
            return focus.filter(|_| paragraph <= self.paragraph + 1);
        }
        if !names.is_empty() {
            let same = |incident: &usize| !self.linked.incidents[*incident].names.is_disjoint(names);
            if let Some(found) = recent().find(same) {
                return Some(found);
            }
            let focus = self.focus.filter(|focus| {
                self.linked.incidents[*focus].names.is_empty() || act.naming == Naming::Definite
            });
            return focus.filter(|_| paragraph == self.paragraph || act.naming != Naming::Indefinite);
        }
        match act.naming {
            Naming::Indefinite if paragraph != self.paragraph => None,
            _ if paragraph == self.paragraph => self.focus,
            _ => self.main().or(self.focus),
        }
    }

    /// The incident that the text tells most of; where it has several of like weight, the one told of last.
    fn main(&self) -> Option<usize> {
        let weight = |incident: &usize| self.linked.incidents[*incident].acts.len();
        let most = (0..self.linked.incidents.len())
            .max_by_key(|incident| (weight(incident), std::cmp::Reverse(*incident)))?;
        let focus = self.focus?;
        if weight(&most) >= 2 * weight(&focus) && weight(&most) > 3 { Some(most) } else { Some(focus) }
    }

    /// The names in the places of an act, in small letters.
    fn names(&self, act: &Act) -> BTreeSet<String> {
        let sentence = &self.source.parsed.sentences[act.sentence];
        let mut names = BTreeSet::new();
        for place in &act.places {
            for at in sentence.tokens_in(*place) {
                let token = &sentence.tokens[at];
                if token.tag.is_proper()
                    && matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Mixed)
                {
                    names.insert(sentence.word(self.source.lower, at).to_owned());
                }
            }
        }
        names
    }
}

fn long(time: &Time) -> bool {
    crate::act::long(time)
}

fn long_or_none(time: &Time) -> bool {
    time.edtf.is_none() || long(time)
}

/// Of two dates of one incident the one that says more.
fn sharper(known: Option<Edtf>, new: Option<Edtf>) -> Option<Edtf> {
    let days = |edtf: &Edtf| {
        let interval = edtf.interval();
        interval.earliest.zip(interval.latest)
    };
    match (known, new) {
        (Some(known), Some(new)) => {
            let within = days(&known)
                .zip(days(&new))
                .is_some_and(|(known, new)| new.0 >= known.0 && new.1 <= known.1 && new != known);
            Some(if within { new } else { known })
        }
        (known, new) => known.or(new),
    }
}

/// Whether a fate is a toll.
pub const fn is_toll(fate: Fate) -> bool {
    !matches!(fate, Fate::Attacked)
}
