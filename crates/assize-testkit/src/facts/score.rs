//! The drafts of one text against its facts and traps.

use super::{
    FactsError,
    agree::{covers, finds, refuses, together_cover, voices, voices_loosely, within},
    draft::Draft,
    gold::{About, Fact, Gold, GoldValue, Trap},
    place::{self, Weights},
    words::contained,
};
use assize_record::{SpeakerKind, Stance};
use std::collections::{BTreeMap, BTreeSet};

/// How the drafts of one text met its facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextScore {
    /// The text.
    pub name: String,
    /// Each fact, in their order.
    pub facts: Vec<FactScore>,
    /// Drafts of all kinds.
    pub drafts: usize,
    /// Drafts with a property of their own.
    pub typed_drafts: usize,
    /// Those of them that find and place a fact.
    pub matched: usize,
    /// The typed drafts that find and place no fact, by their place among the drafts.
    pub unmatched: Vec<usize>,
    /// How the facts without a property are covered.
    pub covered: Covered,
    /// Traps of the text.
    pub traps: usize,
    /// The traps that a draft fell into.
    pub sprung: Vec<Sprung>,
    /// Incidents of the text, and those of them that a subject stands for.
    pub incidents: (usize, usize),
    /// Subjects of typed drafts that are incidents, and those of them that stand for no incident of the text. What is undated in format 1
    /// is not one thing and is not among the second.
    pub subjects: (usize, usize),
    /// The subject of each incident that has one.
    pub mapping: Vec<(String, String)>,
}

/// Facts without a property, of which four fifths of the words stand in passages of drafts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct Covered {
    /// Such facts.
    pub facts: usize,
    /// Those covered by one statement.
    pub by_statement: usize,
    /// Those covered by one draft with a property of its own.
    pub by_typed: usize,
    /// Those covered by one draft of either kind.
    pub by_one: usize,
    /// Those covered by all drafts of the text together.
    pub by_all: usize,
}

impl Covered {
    /// Adds another text.
    pub(super) const fn add(&mut self, other: &Self) {
        self.facts += other.facts;
        self.by_statement += other.by_statement;
        self.by_typed += other.by_typed;
        self.by_one += other.by_one;
        self.by_all += other.by_all;
    }
}

/// How one fact was met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FactScore {
    /// Its id in the text.
    pub id: String,
    /// Its property, where it has one.
    pub property: Option<String>,
    /// What sort of speaker it has.
    pub speaker: SpeakerKind,
    /// Whether its subject is one that a draft could be placed on: it has a property and is about an incident, the campaign or an
    /// instrument.
    pub placeable: bool,
    /// Whether a draft says it.
    pub found: bool,
    /// Whether such a draft is about the right thing.
    pub placed: bool,
    /// Whether such a draft gives that thing a day within its days.
    pub dated: bool,
    /// Whether such a draft has the right speaker.
    pub voiced: bool,
    /// The same, where a draft with the right words may leave open what its speaker is.
    pub voiced_loosely: bool,
    /// For a day: whether it is found, or some typed draft of the same words carries it along.
    pub carried: bool,
    /// The drafts that find it, by their place among the drafts.
    pub finding: Vec<usize>,
}

impl FactScore {
    /// Whether a draft says it of the right thing in the right mouth.
    pub const fn is_whole(&self) -> bool {
        self.found && self.placed && self.voiced
    }
}

/// A trap that a draft fell into.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sprung {
    /// The words of the trap.
    pub exact: String,
    /// The property of the draft.
    pub property: String,
    /// The words of its value.
    pub value: String,
    /// Its subject.
    pub subject: String,
}

/// Scores the drafts of a text.
///
/// # Errors
/// [`FactsError::Subjects`] where more subjects could stand for incidents than can be mapped.
pub fn score(gold: &Gold, drafts: &[Draft]) -> Result<TextScore, FactsError> {
    let met = Met::of(gold, drafts)?;
    let facts: Vec<FactScore> = (0..gold.facts.len()).map(|at| met.fact(at)).collect();
    let typed: Vec<usize> = (0..drafts.len()).filter(|at| drafts[*at].is_typed()).collect();
    let right: BTreeSet<usize> = (0..gold.facts.len())
        .filter(|at| gold.facts[*at].property.is_some())
        .flat_map(|at| met.placed(at))
        .collect();
    let unmatched: Vec<usize> = typed.iter().copied().filter(|at| !right.contains(at)).collect();
    let subjects: BTreeSet<&str> = typed
        .iter()
        .map(|at| &drafts[*at])
        .filter(|draft| draft.is_of_incident())
        .map(|draft| draft.subject.as_str())
        .collect();
    let strays =
        subjects.iter().filter(|key| **key != "incident/undated" && !met.stands_for.contains_key(**key));
    Ok(TextScore {
        name: gold.name.clone(),
        drafts: drafts.len(),
        typed_drafts: typed.len(),
        matched: typed.len() - unmatched.len(),
        unmatched,
        covered: met.covered(),
        traps: gold.traps.len(),
        sprung: gold.traps.iter().filter_map(|trap| met.sprung(trap)).collect(),
        incidents: (gold.incidents.len(), met.subject_of.len()),
        subjects: (subjects.len(), strays.count()),
        mapping: met
            .subject_of
            .iter()
            .map(|(at, key)| (gold.incidents[*at].id.clone(), key.clone()))
            .collect(),
        facts,
    })
}

/// Facts and drafts that met.
struct Met<'s> {
    gold: &'s Gold,
    drafts: &'s [Draft],
    /// For each fact, the drafts that find it.
    finding: Vec<Vec<usize>>,
    /// For each incident, the subject that stands for it.
    subject_of: BTreeMap<usize, String>,
    /// The same the other way.
    stands_for: BTreeMap<String, usize>,
}

impl<'s> Met<'s> {
    fn of(gold: &'s Gold, drafts: &'s [Draft]) -> Result<Self, FactsError> {
        let finding: Vec<Vec<usize>> = gold
            .facts
            .iter()
            .map(|fact| (0..drafts.len()).filter(|at| finds(&gold.text, fact, &drafts[*at])).collect())
            .collect();
        let mut weights = Weights::new();
        for (fact, found_by) in gold.facts.iter().zip(&finding) {
            if let (About::Incident(incident), Some(_)) = (fact.about, &fact.property) {
                let days = gold.incidents[incident].days.as_deref();
                let subjects: BTreeSet<&str> = found_by
                    .iter()
                    .map(|at| &drafts[*at])
                    .filter(|draft| draft.is_of_incident() && !refuses(days, draft.carried_on()))
                    .map(|draft| draft.subject.as_str())
                    .collect();
                for subject in subjects {
                    *weights.entry((incident, subject.to_owned())).or_default() += 2;
                }
            }
        }
        for ((incident, subject), weight) in &mut weights {
            let days = gold.incidents[*incident].days.as_deref();
            let fits = drafts.iter().filter(|d| d.subject == *subject).any(|d| fits(days, d));
            *weight += u32::from(fits);
        }
        let subject_of = place::best(gold.incidents.len(), &weights)?;
        let stands_for = subject_of.iter().map(|(incident, key)| (key.clone(), *incident)).collect();
        Ok(Self { gold, drafts, finding, subject_of, stands_for })
    }

    /// The drafts that find a fact and are about the right thing.
    fn placed(&self, fact: usize) -> impl Iterator<Item = usize> {
        let about = self.gold.facts[fact].property.as_ref().map(|_| self.gold.facts[fact].about);
        self.finding[fact].iter().copied().filter(move |at| {
            let draft = &self.drafts[*at];
            let subject = draft.subject.as_str();
            match about {
                None | Some(About::Other) => true,
                Some(About::Incident(incident)) => {
                    let days = self.gold.incidents[incident].days.as_deref();
                    self.subject_of.get(&incident).is_some_and(|key| key == subject)
                        && !refuses(days, draft.carried_on())
                }
                Some(About::Campaign) => subject.starts_with("campaign/"),
                Some(About::Instrument) => subject.starts_with("instrument/") || subject.starts_with("list/"),
            }
        })
    }

    fn fact(&self, at: usize) -> FactScore {
        let fact = &self.gold.facts[at];
        let found = !self.finding[at].is_empty();
        let placed: Vec<&Draft> = self.placed(at).map(|draft| &self.drafts[draft]).collect();
        let placeable = fact.property.is_some() && fact.about != About::Other;
        let voiced = placed.iter().any(|draft| voices(&fact.speaker, draft));
        let dated = placeable && placed.iter().any(|draft| self.dates(fact, draft));
        FactScore {
            id: fact.id.clone(),
            property: fact.property.clone(),
            speaker: fact.speaker.kind,
            placeable,
            found,
            placed: !placed.is_empty(),
            dated,
            voiced,
            voiced_loosely: placed.iter().any(|draft| voices_loosely(&fact.speaker, draft)),
            carried: found || self.carries(fact),
            finding: self.finding[at].clone(),
        }
    }

    /// Whether a draft gives the thing that a fact is about a day within its days, and none where it has none.
    fn dates(&self, fact: &Fact, draft: &Draft) -> bool {
        let About::Incident(incident) = fact.about else { return true };
        let day = draft.carried_on().or(draft.day.as_deref());
        match &self.gold.incidents[incident].days {
            Some(days) => within(days, day),
            None => day.is_none(),
        }
    }

    /// Whether some typed draft of the same words has the day that a fact gives.
    fn carries(&self, fact: &Fact) -> bool {
        let GoldValue::Days(days) = &fact.value else { return false };
        self.drafts.iter().filter(|draft| draft.is_typed()).any(|draft| {
            within(days, draft.stated_on.as_deref()) && fact.span.overlaps(&draft.passage.span())
        })
    }

    /// How the facts without a property are covered.
    fn covered(&self) -> Covered {
        let text = &self.gold.text;
        let mut covered = Covered::default();
        for fact in self.gold.facts.iter().filter(|fact| fact.property.is_none()) {
            let by = |typed: bool| {
                self.drafts.iter().any(|draft| draft.is_typed() == typed && covers(text, fact.span, draft))
            };
            let (by_typed, by_statement) = (by(true), by(false));
            covered.facts += 1;
            covered.by_typed += usize::from(by_typed);
            covered.by_statement += usize::from(by_statement);
            covered.by_one += usize::from(by_typed || by_statement);
            covered.by_all += usize::from(together_cover(text, fact.span, self.drafts));
        }
        covered
    }

    /// The last draft that fell into a trap.
    fn sprung(&self, trap: &Trap) -> Option<Sprung> {
        let fell = |at: &usize| {
            let draft = &self.drafts[*at];
            match &trap.wrong.property {
                None => {
                    draft.stance == Stance::Asserts
                        && draft.kind != SpeakerKind::Unclear
                        && covers(&self.gold.text, trap.span, draft)
                }
                Some(property) => {
                    draft.property == *property
                        && wrong(trap, draft)
                        && !self.is_rightful(trap, property, *at)
                }
            }
        };
        let draft = &self.drafts[(0..self.drafts.len()).rev().find(fell)?];
        Some(Sprung {
            exact: trap.exact.clone(),
            property: draft.property.clone(),
            value: draft.value.exact.clone(),
            subject: draft.subject.clone(),
        })
    }

    /// Whether a draft at a trap is the right draft of another incident.
    fn is_rightful(&self, trap: &Trap, property: &str, draft: usize) -> bool {
        let About::Incident(wrong) = trap.wrong.about else { return false };
        let finds_another = self.gold.facts.iter().zip(&self.finding).any(|(fact, found_by)| {
            fact.property.as_deref() == Some(property)
                && fact.about != trap.wrong.about
                && found_by.contains(&draft)
        });
        finds_another && self.stands_for.get(&self.drafts[draft].subject) != Some(&wrong)
    }
}

/// Whether a draft has the place and the value that a trap is set for.
fn wrong(trap: &Trap, draft: &Draft) -> bool {
    let by_day = draft.day.is_some() && draft.times.iter().any(|time| trap.span.overlaps(time));
    if !trap.span.overlaps(&draft.value.span()) && !by_day {
        return false;
    }
    match &trap.wrong.value {
        None => true,
        Some(GoldValue::Quantity(min, max)) => draft.ends == (*min, *max),
        Some(GoldValue::Days(days)) => within(days, draft.day.as_deref()),
        Some(GoldValue::Words(words)) => contained(words, &draft.value.exact).at_least(50),
    }
}

/// Whether the day that a draft puts its subject on fits an incident: the same or narrower, and none where the text gives none.
fn fits(days: Option<&str>, draft: &Draft) -> bool {
    match days {
        Some(days) => within(days, draft.carried_on()),
        None => draft.carried_on().is_none(),
    }
}
