//! Sums over the texts of a set.

use super::score::{Covered, TextScore};
use assize_record::SpeakerKind;
use serde::Serialize;
use std::collections::BTreeMap;

/// One line of the table: a text, or several together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Row {
    /// The text, or what they are together.
    pub text: String,
    /// Facts.
    pub facts: usize,
    /// Facts that a draft says.
    pub found: usize,
    /// Facts with a property.
    pub typed_facts: usize,
    /// Those of them that a draft says.
    pub typed_found: usize,
    /// Those of them about an incident, the campaign or an instrument.
    pub placeable: usize,
    /// Those of them that a draft says of the right thing.
    pub placed: usize,
    /// Those of them whose draft gives that thing a day within its days too.
    pub dated: usize,
    /// Facts of all kinds that a draft says of the right thing in the right mouth.
    pub voiced: usize,
    /// Drafts with a property.
    pub typed_drafts: usize,
    /// Those of them that find and place a fact.
    pub matched: usize,
    /// Traps.
    pub traps: usize,
    /// Traps that a draft fell into.
    pub sprung: usize,
    /// Incidents of the text.
    pub incidents: usize,
    /// Those of them that have a subject of their own.
    pub own: usize,
    /// Drafts of all kinds.
    pub drafts: usize,
}

/// How the facts of one property were met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PropertyTally {
    /// The property, or `none`.
    pub property: String,
    /// Facts.
    pub facts: usize,
    /// Facts that a draft says.
    pub found: usize,
    /// Facts that a draft says of the right thing.
    pub placed: usize,
    /// Facts that a draft says of the right thing in the right mouth.
    pub voiced: usize,
}

/// Everything that is counted over some texts.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct Tally {
    /// The sums of the table.
    pub sum: Row,
    /// By property, most facts first; among equals in the order of the texts.
    pub properties: Vec<PropertyTally>,
    /// By sort of speaker: facts found, and those of them that were voiced.
    pub speakers: BTreeMap<SpeakerKind, (usize, usize)>,
    /// Facts voiced where a draft with the right words may leave open what its speaker is.
    pub voiced_loosely: usize,
    /// Days of incidents that the texts state, those drafted as such, and those that some typed draft carries.
    pub days: (usize, usize, usize),
    /// How the facts without a property are covered.
    pub covered: Covered,
    /// Subjects of typed drafts that are incidents, and those that stand for no incident of the text. What is undated in format 1 is not one
    /// thing and is not among the second.
    pub subjects: (usize, usize),
}

impl Row {
    /// The line of one text.
    pub fn of(score: &TextScore) -> Self {
        let count = |of: fn(&super::FactScore) -> bool| score.facts.iter().filter(|fact| of(fact)).count();
        Self {
            text: score.name.clone(),
            facts: score.facts.len(),
            found: count(|fact| fact.found),
            typed_facts: count(|fact| fact.property.is_some()),
            typed_found: count(|fact| fact.property.is_some() && fact.found),
            placeable: count(|fact| fact.placeable),
            placed: count(|fact| fact.placeable && fact.placed),
            dated: count(|fact| fact.dated),
            voiced: count(|fact| fact.voiced),
            typed_drafts: score.typed_drafts,
            matched: score.matched,
            traps: score.traps,
            sprung: score.sprung.len(),
            incidents: score.incidents.0,
            own: score.incidents.1,
            drafts: score.drafts,
        }
    }

    fn add(&mut self, other: &Self) {
        self.facts += other.facts;
        self.found += other.found;
        self.typed_facts += other.typed_facts;
        self.typed_found += other.typed_found;
        self.placeable += other.placeable;
        self.placed += other.placed;
        self.dated += other.dated;
        self.voiced += other.voiced;
        self.typed_drafts += other.typed_drafts;
        self.matched += other.matched;
        self.traps += other.traps;
        self.sprung += other.sprung;
        self.incidents += other.incidents;
        self.own += other.own;
        self.drafts += other.drafts;
    }
}

/// The parts of the set that were made apart, by the names of their texts.
const PARTS: [(&str, &str); 2] = [("t01", "t12"), ("t13", "t24")];

impl Tally {
    /// Counts over texts.
    pub fn of<'s>(name: &str, scores: impl IntoIterator<Item = &'s TextScore>) -> Self {
        let mut tally = Self { sum: Row { text: name.to_owned(), ..Row::default() }, ..Self::default() };
        for score in scores {
            tally.sum.add(&Row::of(score));
            tally.covered.add(&score.covered);
            tally.subjects.0 += score.subjects.0;
            tally.subjects.1 += score.subjects.1;
            score.facts.iter().for_each(|fact| tally.fact(fact));
        }
        tally.properties.sort_by_key(|one| std::cmp::Reverse(one.facts));
        tally
    }

    /// Counts over each part of the set of which some texts, but not all that were scored, are; then over all.
    pub fn by_part(scores: &[TextScore]) -> Vec<Self> {
        let mut tallies = Vec::new();
        for (first, last) in PARTS {
            let inside = |score: &&TextScore| (first..=last).contains(&score.name.as_str());
            let count = scores.iter().filter(inside).count();
            if count > 0 && count < scores.len() {
                tallies.push(Self::of(&format!("{first}–{last}"), scores.iter().filter(inside)));
            }
        }
        tallies.push(Self::of("all", scores));
        tallies
    }

    fn fact(&mut self, fact: &super::FactScore) {
        let name = fact.property.as_deref().unwrap_or("none");
        let at = self.properties.iter().position(|one| one.property == name).unwrap_or_else(|| {
            let property = name.to_owned();
            self.properties.push(PropertyTally { property, facts: 0, found: 0, placed: 0, voiced: 0 });
            self.properties.len() - 1
        });
        let one = &mut self.properties[at];
        one.facts += 1;
        one.found += usize::from(fact.found);
        one.placed += usize::from(fact.placed);
        one.voiced += usize::from(fact.voiced);
        self.voiced_loosely += usize::from(fact.voiced_loosely);
        if fact.found {
            let speaker = self.speakers.entry(fact.speaker).or_default();
            speaker.0 += 1;
            speaker.1 += usize::from(fact.voiced);
        }
        if name == "incident.happened-on" {
            self.days.0 += 1;
            self.days.1 += usize::from(fact.found);
            self.days.2 += usize::from(fact.carried);
        }
    }
}
