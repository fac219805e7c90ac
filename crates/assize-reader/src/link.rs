//! Which acts of a text are one incident.
//!
//! Acts of one sentence belong together unless their days or places tell them apart. Elsewhere an act joins the incident of its day,
//! else that of its place, else the one that the text speaks of: an act named by a verb or with `the` speaks of what was told before, one
//! with `a` only where nothing contradicts, one with `another` never. What is told of many acts together is of no single incident.

use crate::{
    act::{Act, Fate, Naming, Source},
    document::lexis::Class,
    tag::{Shape, Tag},
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
    /// For each act whether the words leave open which incident it is part of.
    pub guessed: Vec<bool>,
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
        // What a sentence tells of many together is of no single incident.
        let near = self.places[..at].iter().rev().take(8).chain(self.places[at..].iter().take(8));
        if near.clone().any(|(place, _)| sentence(*place) == here) {
            return None;
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

/// Where an act belongs.
enum Found {
    Known(usize),
    New,
    Many,
}

impl From<Option<usize>> for Found {
    fn from(found: Option<usize>) -> Self {
        found.map_or(Self::New, Self::Known)
    }
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
            let next = self.linked.incidents.len();
            match self.known(at, on.as_ref(), &names, paragraph) {
                Found::Known(incident) => Some(incident),
                Found::New => {
                    self.linked.incidents.push(Incident::default());
                    Some(next)
                }
                Found::Many => None,
            }
        };
        let near = self
            .linked
            .incidents
            .iter()
            .filter(|known| known.acts.iter().rev().take(4).any(|act| self.paragraph_of(*act) == paragraph))
            .count();
        let others = near > 1 || paragraph != self.paragraph && self.linked.incidents.len() > 1;
        let said = on.is_some()
            || !names.is_empty()
            || at.checked_sub(1).is_some_and(|before| self.acts[before].sentence == act.sentence);
        self.linked.guessed.push(incident.is_some() && !said && others && act.naming != Naming::Definite);
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
        // `the 2014 killings of nine men in Lowford`
        let placed = act.naming == Naming::Definite
            && !act.places.is_empty()
            && act.targets.iter().any(|target| target.counted.is_some());
        act.running
            || act.series
                && !placed
                && (act.naming != Naming::Definite || long)
                && time.is_none_or(long_or_none)
    }

    fn known(&self, at: usize, on: Option<&Edtf>, names: &BTreeSet<String>, paragraph: usize) -> Found {
        let act = &self.acts[at];
        if act.naming == Naming::Another {
            return Found::New;
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
        // `the killing of Ada Ode` is not that of Tom Ode.
        let victims = self.victims(act);
        let other_victim = |incident: usize| {
            act.naming != Naming::Verb && !victims.is_empty() && {
                let known: BTreeSet<String> = self.linked.incidents[incident]
                    .acts
                    .iter()
                    .rev()
                    .take(MEMORY)
                    .flat_map(|at| self.victims(&self.acts[*at]))
                    .collect();
                !known.is_empty() && known.is_disjoint(&victims)
            }
        };
        // What one sentence tells belongs together, unless days or places tell it apart.
        let before = at.checked_sub(1).filter(|before| self.acts[*before].sentence == act.sentence);
        // What goes on in a sentence about many goes on about them.
        if let Some(before) = before
            && self.linked.of_act[before].is_none()
            && self.acts[before].forceful
            && on.is_none()
            && act.naming == Naming::Verb
        {
            return Found::Many;
        }
        if let Some(incident) = before.and_then(|before| self.linked.of_act[before])
            && day_fits(incident)
            && !other_victim(incident)
            && (!apart(incident) || on.is_none() && act.naming != Naming::Indefinite)
        {
            return Found::Known(incident);
        }
        if let Some(on) = on {
            let coarse = !is_day(on);
            let same = |incident: &usize| {
                let known = &self.linked.incidents[*incident];
                // Of a month or year there may be many: what they share must be more than that.
                let shared =
                    !known.names.is_disjoint(names) || act.naming == Naming::Definite && names.is_empty();
                known.on.as_ref().is_some_and(|other| {
                    other.interval().may_meet(&on.interval())
                        && (!coarse && is_day(other) || shared && self.tolls_fit(act, *incident))
                })
            };
            let near = recent().find(|incident| same(incident) && !apart(*incident));
            let named = |incident: &usize| act.naming == Naming::Definite && same(incident);
            if let Some(found) = near.or_else(|| recent().find(named)) {
                return Found::Known(found);
            }
            // The incident that the paragraph speaks of may get its day only now.
            let focus =
                self.focus.filter(|focus| self.linked.incidents[*focus].on.is_none() && !apart(*focus));
            let only = self.linked.incidents.len() == 1 && act.naming != Naming::Indefinite;
            return focus.filter(|_| only || paragraph <= self.paragraph + 1).into();
        }
        // `the raid` is the one that was called a raid before.
        if act.naming == Naming::Definite {
            let acts_of = |incident: &usize| {
                self.linked.incidents[*incident].acts.iter().rev().take(MEMORY).map(|at| &self.acts[*at])
            };
            let word = |incident: &usize| {
                !apart(*incident) && acts_of(incident).any(|other| self.word(other) == self.word(act))
            };
            let kind =
                |incident: &usize| !apart(*incident) && acts_of(incident).any(|other| self.alike(other, act));
            let here = self.focus.filter(|_| paragraph == self.paragraph);
            let main = self.most();
            let found = here.filter(&word).or_else(|| here.filter(&kind));
            let found = found.or_else(|| main.filter(&word)).or_else(|| recent().find(&word));
            let found = found.or_else(|| main.filter(&kind)).or_else(|| recent().find(&kind));
            let found = if victims.is_empty() { found } else { found.filter(|found| !other_victim(*found)) };
            if !victims.is_empty() && found.is_none() {
                let same = recent().find(|incident| {
                    let known = &self.linked.incidents[*incident];
                    known
                        .acts
                        .iter()
                        .rev()
                        .take(MEMORY)
                        .any(|at| !self.victims(&self.acts[*at]).is_disjoint(&victims))
                });
                return same.into();
            }
            if let Some(found) = found {
                return Found::Known(found);
            }
        }
        if !names.is_empty() {
            let same = |incident: &usize| !self.linked.incidents[*incident].names.is_disjoint(names);
            if let Some(found) = recent().find(same) {
                return Found::Known(found);
            }
            let focus = self.focus.filter(|focus| {
                self.linked.incidents[*focus].names.is_empty() || act.naming == Naming::Definite
            });
            return focus.filter(|_| paragraph == self.paragraph || act.naming != Naming::Indefinite).into();
        }
        let found = match act.naming {
            Naming::Indefinite if paragraph != self.paragraph => None,
            _ if paragraph == self.paragraph => self.focus,
            _ => self.main().or(self.focus),
        };
        found.into()
    }

    /// Whether an act kills no other number than those known of an incident.
    fn tolls_fit(&self, act: &Act, incident: usize) -> bool {
        let killed = |act: &Act| {
            let targets = act.targets.iter().filter(|_| act.fate == Some(Fate::Killed));
            targets.filter_map(|party| self.source.numbers.get(party.counted?)?.min).max()
        };
        let Some(new) = killed(act) else { return true };
        let known: Vec<u64> =
            self.linked.incidents[incident].acts.iter().filter_map(|at| killed(&self.acts[*at])).collect();
        known.is_empty() || known.contains(&new)
    }

    /// The names of single people killed in an act, in small letters.
    fn victims(&self, act: &Act) -> BTreeSet<String> {
        let sentence = &self.source.parsed.sentences[act.sentence];
        let named = act.targets.iter().filter(|target| act.fate == Some(Fate::Killed) && target.single);
        let tokens = named.flat_map(|target| sentence.tokens_in(target.span));
        tokens
            .filter(|at| sentence.tag(*at) == Tag::NNP && !sentence.word_class(*at, Class::Person))
            .map(|at| sentence.word(self.source.lower, at).to_owned())
            .collect()
    }

    /// Whether two acts are of one kind, by the classes of their words.
    fn alike(&self, one: &Act, other: &Act) -> bool {
        const KINDS: [Class; 5] =
            [Class::StrikeNoun, Class::ShootNoun, Class::KillNoun, Class::ExplodeNoun, Class::Operation];
        let is =
            |act: &Act, class: Class| self.source.parsed.sentences[act.sentence].word_class(act.head, class);
        KINDS.into_iter().any(|class| is(one, class) && is(other, class))
    }

    /// The incident with most acts, the first of several.
    fn most(&self) -> Option<usize> {
        (0..self.linked.incidents.len()).max_by_key(|incident| {
            (self.linked.incidents[*incident].acts.len(), std::cmp::Reverse(*incident))
        })
    }

    /// The incident that the text tells most of; where it has several of like weight, the one told of last.
    fn main(&self) -> Option<usize> {
        let weight = |incident: &usize| self.linked.incidents[*incident].acts.len();
        let most = self.most()?;
        let focus = self.focus?;
        if weight(&most) >= 2 * weight(&focus) && weight(&most) > 3 { Some(most) } else { Some(focus) }
    }

    fn paragraph_of(&self, act: usize) -> usize {
        self.source.segments.paragraph_at(self.acts[act].cue.start).unwrap_or(0)
    }

    /// The word that an act is told by, in small letters.
    fn word(&self, act: &Act) -> &str {
        act.cue.slice(self.source.lower).unwrap_or("")
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

/// Whether a date is one day.
pub(crate) fn is_day(edtf: &Edtf) -> bool {
    let days = edtf.interval();
    days.earliest.is_some() && days.earliest == days.latest
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
