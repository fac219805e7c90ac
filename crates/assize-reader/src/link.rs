//! Which acts of a text are one incident.
//!
//! Acts of one sentence belong together unless their days or places tell them apart. Elsewhere an act joins the incident of its day,
//! else that of its place, else the one that the text speaks of: an act named by a verb or with `the` speaks of what was told before, one
//! with `a` only where nothing contradicts, one with `another` never. What is told of many acts together is of no single incident.

pub mod anchored;
pub mod instrument;
mod search;

use crate::{
    act::{Act, Fate, Naming, Source, long},
    document::lexis::Class,
    tag::{Shape, Tag},
    timex::Time,
};
use assize_record::{Edtf, Span};
use search::Search;
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
    /// Names in its places, in small letters, without those of countries.
    names: BTreeSet<String>,
    /// Countries in its places.
    countries: BTreeSet<String>,
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
    /// The incident of an act that words name: `of the attack`.
    pub fn named(&self, words: Span) -> Option<usize> {
        let from = self.places.partition_point(|(place, _)| place.end <= words.start);
        let named = self.places[from..].iter().take_while(|(place, _)| place.start < words.end);
        named.filter_map(|(_, incident)| *incident).next()
    }

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
        if let Some(found) = self.of_entry(source, span) {
            return Some((found, self.incidents.len() > 1));
        }
        // Without an act in the sentence, what is said may be of the one that the paragraph told last.
        let paragraph = |span: Span| source.segments.paragraph_at(span.start);
        let mut before = self.places[..at].iter().rev();
        let Some(last) = before.find(|(_, incident)| incident.is_some()) else {
            // The only incident, told of further on.
            return (self.incidents.len() == 1).then_some((0, true));
        };
        // Reports of agencies have a paragraph for each sentence.
        let goes_on = paragraph(last.0).zip(paragraph(span)).is_some_and(|(last, here)| here <= last + 1);
        let near = goes_on || self.incidents.len() == 1;
        let incident = last.1.filter(|_| near)?;
        Some((incident, self.incidents.len() > 1))
    }
}

impl Linked {
    /// The incident of a line of a form, `Date: 3 May`: that of the paragraph before the form, else that told behind it.
    fn of_entry(&self, source: &Source<'_>, span: Span) -> Option<usize> {
        let paragraphs = &source.segments.paragraphs;
        let entry = |at: usize| paragraphs[at].slice(source.text).is_some_and(is_entry);
        let at = source.segments.paragraph_at(span.start).filter(|at| entry(*at))?;
        let first = (0..=at).rev().take(FORM).take_while(|at| entry(*at)).last()?;
        let told = |(place, incident): &(Span, Option<usize>)| {
            let of = source.segments.paragraph_at(place.start);
            incident.filter(|_| of.is_some_and(|of| !entry(of))).map(|incident| (of, incident))
        };
        let from = self.places.partition_point(|(place, _)| place.end <= paragraphs[first].start);
        let before = self.places[..from].iter().rev().take(8).find_map(told);
        let heads = before.filter(|(of, _)| *of == first.checked_sub(1)).map(|(_, incident)| incident);
        heads.or_else(|| self.places[from..].iter().take(8).find_map(told).map(|(_, incident)| incident))
    }
}

/// A form has at most so many lines.
const FORM: usize = 24;

/// Whether a paragraph is a line of a form: a label of few words, a colon, and what stands in it.
fn is_entry(paragraph: &str) -> bool {
    let Some((label, rest)) = paragraph.split_once(':') else { return false };
    label.split_whitespace().count() <= 4
        && label.starts_with(char::is_uppercase)
        && rest.starts_with(' ')
        && rest.split_whitespace().count() <= 16
        && !rest.contains(". ")
        && !rest.trim_end().ends_with(['.', '”', '"'])
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
        let paragraph = self.paragraph_of(act);
        let names = self.names(act);
        let on = act.time.and_then(|when| when.on(self.source.times));
        let incident = if self.many(act) {
            None
        } else {
            let next = self.linked.incidents.len();
            let found = match self.known(at, on.as_ref(), &names, paragraph) {
                Found::Known(incident) if self.told_anew(at, incident) => Found::New,
                found => found,
            };
            match found {
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
            .filter(|known| {
                known.acts.iter().rev().take(4).any(|act| self.paragraph_of(&self.acts[*act]) == paragraph)
            })
            .count();
        let others = near > 1 || paragraph != self.paragraph && self.linked.incidents.len() > 1;
        let before = self.before(at);
        let doubted = before.is_some_and(|before| self.linked.guessed.get(before) == Some(&true));
        let said = on.is_some() || !names.is_empty() || before.is_some() && !doubted;
        // A bare figure away from any act may be of no act at all: `the sister of one of the dead`.
        let bare = act.rule.is_none() && (paragraph != self.paragraph || doubted);
        let open = others && act.naming != Naming::Definite;
        self.linked.guessed.push(incident.is_some() && !said && (open || bare));
        self.linked.of_act.push(incident);
        let Some(incident) = incident else { return };
        let countries = self.countries(act);
        let known = &mut self.linked.incidents[incident];
        known.acts.push(at);
        known.on = sharper(known.on.take(), on);
        known.names.extend(names);
        known.countries.extend(countries);
        for place in &act.places {
            if !known.places.contains(place) {
                known.places.push(*place);
            }
        }
        (self.focus, self.paragraph) = (Some(incident), paragraph);
    }

    /// The act told before another in its sentence.
    fn before(&self, at: usize) -> Option<usize> {
        at.checked_sub(1).filter(|before| self.acts[*before].sentence == self.acts[at].sentence)
    }

    /// Whether an act is told of many together and so of no single incident.
    fn many(&self, act: &Act) -> bool {
        let time = act.time.and_then(|when| self.source.times.get(when.from));
        let long = time.is_some_and(long);
        // `the 2014 killings of nine men in Lowford`
        let placed = act.naming == Naming::Definite
            && !act.places.is_empty()
            && act.targets.iter().any(|target| target.counted.is_some());
        // `the operations in Yemen and Somalia`, where nothing was told of either
        let elsewhere = || {
            let (names, countries) = (self.names(act), self.countries(act));
            let known = |incident: &Incident| {
                !incident.names.is_disjoint(&names) || !incident.countries.is_disjoint(&countries)
            };
            (!names.is_empty() || !countries.is_empty())
                && !self.linked.incidents.iter().rev().take(MEMORY).any(known)
        };
        // `the fight against drugs`: an operation of which nothing is told opens no incident.
        let bare = !act.forceful
            && act.naming != Naming::Verb
            && (act.series || act.naming != Naming::Definite)
            && act.time.is_none()
            && act.places.is_empty()
            && act.targets.is_empty()
            && act.agents.is_empty();
        let word = self.word(act);
        let told = |at: &usize| self.word(&self.acts[*at]) == word;
        let bare =
            bare && !self.linked.incidents.iter().rev().take(MEMORY).any(|known| known.acts.iter().any(told));
        bare || act.running
            || act.series && !placed && time.is_none() && (!act.forceful || elsewhere())
            || act.series
                && !placed
                && (act.naming != Naming::Definite || long)
                && time.is_none_or(long_or_none)
    }

    /// `the killing of 40 people in operations carried out on 7 April`, after 50 were killed on no day that was told: another toll in a
    /// sentence that has a day is of another incident.
    fn told_anew(&self, at: usize, incident: usize) -> bool {
        let act = &self.acts[at];
        let beside = self.acts[at + 1..].iter().take_while(|other| other.sentence == act.sentence);
        let day = |other: &Act| {
            other.time.and_then(|when| when.on(self.source.times)).is_some_and(|on| is_day(&on))
        };
        act.time.is_none()
            && self.before(at).is_none()
            && self.linked.incidents[incident].on.is_none()
            && !self.tolls_fit(act, incident)
            && beside.into_iter().any(day)
    }

    fn known(&self, at: usize, on: Option<&Edtf>, names: &BTreeSet<String>, paragraph: usize) -> Found {
        let act = &self.acts[at];
        if act.naming == Naming::Another {
            return Found::New;
        }
        let search = Search { linker: self, act, on, names, here: paragraph == self.paragraph };
        if let Some(found) = self.before(at).and_then(|before| search.of_sentence(before)) {
            return found;
        }
        if let Some(on) = on {
            return search.of_day(on, paragraph).into();
        }
        let sentence = &self.source.parsed.sentences[act.sentence];
        // `put the death toll at nine` is of what is being told.
        let toll = sentence.word_class(act.head, Class::TollNoun);
        if act.naming == Naming::Definite
            && !toll
            && let Some(found) = search.of_word()
        {
            return found;
        }
        if !names.is_empty() {
            return search.of_place().into();
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

    /// The names of those who act in an act, in small letters: `Northern`, `Red`, `Sail`.
    fn doers(&self, act: &Act) -> BTreeSet<String> {
        let sentence = &self.source.parsed.sentences[act.sentence];
        let is = |at: usize, class: Class| sentence.word_class(at, class);
        let named =
            |at: &usize| sentence.tag(*at).is_proper() || is(*at, Class::Demonym) || is(*at, Class::Country);
        let spans = act.agents.iter().map(|agent| agent.of.unwrap_or(agent.span));
        let tokens = spans.flat_map(|span| sentence.tokens_in(span)).filter(named);
        tokens.map(|at| sentence.word(self.source.lower, at).to_owned()).collect()
    }

    /// What single people killed in an act were, where the word tells them from most others: `policeman`, `commander`.
    fn offices(&self, act: &Act) -> BTreeSet<String> {
        let sentence = &self.source.parsed.sentences[act.sentence];
        let single = act.targets.iter().filter(|target| act.fate == Some(Fate::Killed) && target.single);
        let heads = single.flat_map(|target| sentence.tokens_in(target.head));
        heads
            .filter(|at| {
                let is = |class: Class| sentence.word_class(*at, class);
                sentence.tag(*at) == Tag::NN
                    && (is(Class::Official) || is(Class::ForceMember) || is(Class::Combatant))
            })
            .map(|at| sentence.word(self.source.lower, at).to_owned())
            .collect()
    }

    /// Whether two acts are of one kind, by the classes of their words.
    fn alike(&self, one: &Act, other: &Act) -> bool {
        const KINDS: [Class; 5] =
            [Class::StrikeNoun, Class::ShootNoun, Class::KillNoun, Class::ExplodeNoun, Class::Operation];
        let is =
            |act: &Act, class: Class| self.source.parsed.sentences[act.sentence].word_class(act.head, class);
        let attack = is(other, Class::AttackNoun) && one.forceful;
        attack || KINDS.into_iter().any(|class| is(one, class) && is(other, class))
    }

    /// The incident with most acts, the first of several.
    fn most(&self) -> Option<usize> {
        let weight = |incident: usize| self.linked.incidents[incident].acts.len();
        let most = (0..self.linked.incidents.len())
            .max_by_key(|incident| (weight(*incident), std::cmp::Reverse(*incident)))?;
        // What a text opens with it is about, unless it tells far more of another.
        let first = 0;
        Some(if 2 * weight(first) >= weight(most) { first } else { most })
    }

    /// The incident that the text tells most of; where it has several of like weight, the one told of last.
    fn main(&self) -> Option<usize> {
        let weight = |incident: &usize| self.linked.incidents[*incident].acts.len();
        let most = self.most()?;
        let focus = self.focus?;
        // An incident of which the text gives the day is told for its own sake; one of which it gives none may have been a scene.
        let dated = |incident: usize| self.linked.incidents[incident].on.is_some();
        if dated(focus) && !dated(most) {
            return Some(focus);
        }
        if weight(&most) >= 2 * weight(&focus) && weight(&most) > 3 { Some(most) } else { Some(focus) }
    }

    fn paragraph_of(&self, act: &Act) -> usize {
        self.source.segments.paragraph_at(act.cue.start).unwrap_or(0)
    }

    /// The word that an act is told by, in small letters.
    fn word(&self, act: &Act) -> &str {
        act.cue.slice(self.source.lower).unwrap_or("")
    }

    /// `the first strike`: whether an act is spoken of as the one that opened a series.
    fn is_first(&self, act: &Act) -> bool {
        act.naming == Naming::Definite && anchored::is_called_first(self.source.parsed, act)
    }

    /// The noun that an act is told by with the nouns that describe it, in small letters; none where none does: `drone strike`.
    fn title(&self, act: &Act) -> Option<&str> {
        let sentence = &self.source.parsed.sentences[act.sentence];
        let first = (0..act.head).rev().take_while(|at| sentence.tag(*at) == Tag::NN).last()?;
        sentence.bytes(&(first..act.head + 1)).slice(self.source.lower)
    }

    /// The names in the places of an act, in small letters; those of countries apart.
    fn names(&self, act: &Act) -> BTreeSet<String> {
        self.named(act, false)
    }

    fn countries(&self, act: &Act) -> BTreeSet<String> {
        self.named(act, true)
    }

    fn named(&self, act: &Act, countries: bool) -> BTreeSet<String> {
        let sentence = &self.source.parsed.sentences[act.sentence];
        let mut names = BTreeSet::new();
        for at in act.places.iter().flat_map(|place| sentence.tokens_in(*place)) {
            let token = &sentence.tokens[at];
            let capital = matches!(token.shape, Shape::Capital | Shape::Upper | Shape::Mixed);
            // `Lowford Province` is told from `Oldford Province` by its name alone.
            let kind = sentence.word_class(at, Class::Settlement);
            if token.tag.is_proper()
                && capital
                && !kind
                && sentence.word_class(at, Class::Country) == countries
            {
                names.insert(sentence.word(self.source.lower, at).to_owned());
            }
        }
        names
    }
}

fn long_or_none(time: &Time) -> bool {
    time.edtf.is_none() || long(time)
}

/// Whether a date is no longer than a month.
fn within_a_month(edtf: &Edtf) -> bool {
    let days = edtf.interval();
    days.earliest
        .zip(days.latest)
        .is_some_and(|(first, last)| first.year() == last.year() && first.month() == last.month())
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
