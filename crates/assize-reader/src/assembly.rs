//! Incidents and campaigns from dates, places and targets, and which of them a figure belongs to.

pub mod anchored;

use crate::{
    quantity::{Counted, Role, Scope},
    segment::Segments,
    timex::Time,
    topic::Topic,
};
use assize_record::{Edtf, Span, Unit};
use std::collections::BTreeSet;

/// Words for an event of lethal force, in lower case.
const EVENTS: &[&str] = &[
    "strike",
    "strikes",
    "attack",
    "attacks",
    "attacked",
    "raid",
    "raids",
    "airstrike",
    "airstrikes",
    "bombing",
    "bombings",
    "shelling",
    "shelled",
    "bombed",
    "missile",
    "explosion",
    "blast",
    "shooting",
    "ambush",
    "killed",
    "killing",
    "struck",
    "hit",
    "sank",
    "targeted",
    "assault",
    "massacre",
    "drone",
];

/// The incidents of a document.
#[derive(Debug, Clone, Default)]
pub struct Incidents {
    /// The days.
    days: BTreeSet<Edtf>,
    /// The day of the one that the text calls the first.
    first: Option<Edtf>,
    /// For each sentence, the day that it or the nearest one before it in the paragraph is about.
    by_sentence: Vec<Option<Edtf>>,
    /// For each sentence, the day that the text was about last, in whatever paragraph.
    before: Vec<Option<Edtf>>,
    /// Whether the sentence itself names the day.
    dated: Vec<bool>,
    /// Whether the sentence counts from a day on, or up to now.
    running: Vec<bool>,
    /// Whether the sentence sums up a period.
    summing: Vec<bool>,
    sentences: Vec<Span>,
}

/// What a figure is a property of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The incident or campaign.
    pub topic: Topic,
    /// Whether the words left it open which incident is meant.
    pub open: bool,
}

/// Words that make a figure one of a whole period.
const SUMMING: &[&str] = &["since", "so far", "in all,", "altogether", "to date"];

/// Verbs that may count up to now.
const RUNNING: &[&str] = &["total", "have killed", "has killed", "have been killed", "has been killed"];

/// What a text calls the attack that opened a campaign.
const FIRST: &[&str] = &["first strike", "first attack", "first boat strike", "first raid", "first bombing"];

impl Incidents {
    /// Finds the incidents: single days that stand in a sentence with a word for an attack. A date on which something was said
    /// (`said`) is none.
    pub fn find(lower: &str, segments: &Segments, times: &[Time], said: &[Span]) -> Self {
        let mut incidents = Self { sentences: segments.sentences.clone(), ..Self::default() };
        let mut at = 0;
        let mut days = Vec::with_capacity(segments.sentences.len());
        for sentence in &segments.sentences {
            while times.get(at).is_some_and(|t| t.span.start < sentence.start) {
                at += 1;
            }
            let words = sentence.slice(lower).unwrap_or("");
            let day = times[at..].iter().take_while(|t| t.span.end <= sentence.end).find_map(|t| {
                let edtf = t.edtf.as_ref().filter(|e| single_day(e))?;
                let of_speech = said.binary_search(&t.span).is_ok();
                (!of_speech && event_near(lower, *sentence, t.span)).then(|| edtf.clone())
            });
            incidents.dated.push(day.is_some());
            let summing = SUMMING.iter().any(|w| words.contains(w));
            incidents.summing.push(summing);
            incidents.running.push(summing || RUNNING.iter().any(|w| words.contains(w)));
            if let Some(day) = &day {
                if incidents.first.is_none() && names_first(words) {
                    incidents.first = Some(day.clone());
                }
                incidents.days.insert(day.clone());
            }
            days.push(day);
        }
        incidents.first = incidents.first.take().or_else(|| incidents.days.first().cloned());
        incidents.carry(lower, segments, days);
        incidents
    }

    /// Carries the incident of a sentence to those after it in the paragraph.
    fn carry(&mut self, lower: &str, segments: &Segments, days: Vec<Option<Edtf>>) {
        let (mut current, mut last, mut paragraph) = (None::<Edtf>, None::<Edtf>, 0);
        for (sentence, day) in segments.sentences.iter().zip(days) {
            while segments.paragraphs.get(paragraph).is_some_and(|p| p.end <= sentence.start) {
                paragraph += 1;
                current = None;
            }
            if day.is_some() {
                current = day;
            } else if sentence.slice(lower).is_some_and(names_first) {
                current = self.first.clone().or(current);
            }
            self.by_sentence.push(current.clone());
            last = current.clone().or(last);
            self.before.push(last.clone());
        }
    }

    /// The day of the incident that the text calls the first.
    pub const fn first_day(&self) -> Option<&Edtf> {
        self.first.as_ref()
    }

    /// The day of the only incident of the text.
    pub fn only_day(&self) -> Option<&Edtf> {
        let mut days = self.days.iter();
        days.next().filter(|_| days.next().is_none())
    }

    /// The day of the incident that an event's words, in lower case, mean: the first one, or the only one of the text.
    pub fn day_of(&self, words: &str) -> Option<&Edtf> {
        if names_first(words) {
            return self.first_day();
        }
        let event = words.split(|c: char| !c.is_alphanumeric()).any(|word| EVENTS.contains(&word));
        self.only_day().filter(|_| event)
    }

    /// Where the words at `span` leave open which incident is meant: the one that the text was about last, as a guess.
    pub fn last_before(&self, span: Span) -> Option<Subject> {
        let day = self.before.get(self.sentence(span))?.clone()?;
        Some(Subject { topic: Topic::Attacks(Some(day)), open: true })
    }

    fn sentence(&self, span: Span) -> usize {
        self.sentences.partition_point(|s| s.start <= span.start).saturating_sub(1)
    }

    /// How many days there are incidents on.
    pub fn days(&self) -> usize {
        self.days.len()
    }

    /// Whether the sentence at `span` itself names the day of one incident.
    pub fn names_one(&self, span: Span) -> bool {
        let sentence = self.sentence(span);
        self.dated.get(sentence) == Some(&true)
    }

    /// What the words at `span` are about, if they are about one incident.
    pub fn incident_at(&self, span: Span) -> Subject {
        let sentence = self.sentence(span);
        if let Some(day) = self.by_sentence.get(sentence).and_then(Clone::clone) {
            return Subject { topic: Topic::Attacks(Some(day)), open: false };
        }
        Subject { topic: Topic::Attacks(self.only_day().cloned()), open: true }
    }

    /// The property and subject of a figure; `None` where it is no figure of a toll or campaign.
    pub fn property(&self, counted: &Counted) -> Option<(&'static str, Subject)> {
        let sentence = self.sentence(counted.span);
        let of_that_day =
            self.dated.get(sentence) == Some(&true) && self.running.get(sentence) == Some(&false);
        let cumulative = !of_that_day
            && (counted.scope == Some(Scope::Cumulative) || self.summing.get(sentence) == Some(&true));
        let campaign = || Subject { topic: Topic::Campaign, open: false };
        let figure = counted.min.is_some() || counted.max.is_some() || counted.approx.is_some();
        if !figure {
            return None;
        }
        let incident = || self.incident_at(counted.span);
        Some(match (counted.role, cumulative) {
            (Role::Killed, true) => ("campaign.killed", campaign()),
            (Role::Injured, true) => ("campaign.injured", campaign()),
            (Role::Survived, true) => ("campaign.survived", campaign()),
            (Role::Killed, false) => ("incident.killed", incident()),
            (Role::Injured, false) => ("incident.injured", incident()),
            (Role::Survived, false) => ("incident.survived", incident()),
            (Role::Missing, _) => ("incident.missing", incident()),
            (Role::Detained, _) => ("incident.detained", incident()),
            (Role::Present, _) => ("incident.aboard", incident()),
            (Role::Vessels, _) if counted.unit == Unit::Vessels && counted.min.is_some_and(|n| n > 1) => {
                ("campaign.targets", campaign())
            }
            (Role::Strikes, _) if counted.min.is_some_and(|n| n > 2) => ("campaign.strikes", campaign()),
            _ => return None,
        })
    }
}

/// Whether a sentence, in lower case, speaks of the attack that opened a campaign.
fn names_first(words: &str) -> bool {
    FIRST.iter().any(|w| words.contains(w))
}

/// Whether a date is one day, so that it may name an incident.
fn single_day(edtf: &Edtf) -> bool {
    let days = edtf.interval();
    matches!(edtf, Edtf::Date(_)) && days.earliest.is_some() && days.earliest == days.latest
}

/// Whether a word for an attack stands in the same clause, within reach of the date.
fn event_near(lower: &str, sentence: Span, time: Span) -> bool {
    let mut from = sentence.start.max(time.start.saturating_sub(120));
    let mut to = sentence.end.min(time.end + 60);
    while !lower.is_char_boundary(from) {
        from += 1;
    }
    while !lower.is_char_boundary(to) {
        to -= 1;
    }
    let reach = |text: &str| text.split(|c: char| !c.is_alphanumeric()).any(|w| EVENTS.contains(&w));
    let before = lower.get(from..time.start).unwrap_or("");
    let after = lower.get(time.end..to).unwrap_or("");
    // An order or a letter of that day is not an attack of that day.
    let named = |text: &str| {
        let next = text.trim_start();
        ["execute order", "order", "directive", "memo", "opinion", "statement", "letter", "classified"]
            .iter()
            .any(|w| next.starts_with(w))
    };
    let issued = before.trim_end().ends_with(" on") && {
        let verb = before.trim_end().trim_end_matches(" on");
        ["issued", "signed", "said", "dated", "published", "confirmed", "told reporters"]
            .iter()
            .any(|w| verb.ends_with(w))
    };
    let until = before.trim_end().ends_with("until");
    !named(after)
        && !issued
        && !until
        && (reach(before.rsplit([';', '—']).next().unwrap_or(""))
            || reach(after.split([';', '—']).next().unwrap_or("")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{document::Document, quantity, segment, timex};

    fn check(text: &str, expected: &[(&str, &str, Option<u64>)]) {
        let on = "2031-06-20".parse().expect("a date");
        let document = Document::published(text, on);
        let segments = segment::segment(text);
        let (times, _) = timex::times(&document, &segments);
        let counted = quantity::quantities(&document, &segments, &times);
        let incidents = Incidents::find(&text.to_ascii_lowercase(), &segments, &times, &[]);
        let found: Vec<_> = counted
            .iter()
            .filter_map(|c| incidents.property(c).map(|(property, subject)| (property, subject.topic, c.min)))
            .collect();
        let found: Vec<_> = found.iter().map(|(p, topic, n)| (*p, topic.to_string(), *n)).collect();
        let found: Vec<_> = found.iter().map(|(p, topic, n)| (*p, topic.as_str(), *n)).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn a_toll_belongs_to_the_incident_of_its_day() {
        check(
            "A strike on May 3 killed four people.",
            &[("incident.killed", "the incident of 2031-05-03", Some(4))],
        );
        check(
            "A strike on May 3 sank a boat. Four people were killed.",
            &[("incident.killed", "the incident of 2031-05-03", Some(4))],
        );
        check("The strike killed four people.", &[("incident.killed", "an incident without a day", Some(4))]);
    }

    #[test]
    fn a_day_of_an_order_is_no_incident() {
        check(
            "The order issued on May 3 permits strikes. Four people were killed.",
            &[("incident.killed", "an incident without a day", Some(4))],
        );
    }
}
