//! The drafts of one text against its facts and traps.

use super::{
    FactsError,
    agree::{covers, finds, voices, voices_loosely, within},
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
    /// What was missed, for a person who asks; `None` where nothing was.
    pub missed: Option<Missed>,
}

/// A fact that was not met in everything.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missed {
    /// Its words.
    pub exact: String,
    /// Its speaker's words.
    pub speaker: String,
    /// Speakers and subjects of drafts that find it.
    pub drafts: Vec<(SpeakerKind, String, String)>,
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
    let typed: Vec<&Draft> = drafts.iter().filter(|draft| draft.is_typed()).collect();
    let right: BTreeSet<&str> = (0..gold.facts.len())
        .filter(|at| gold.facts[*at].property.is_some())
        .flat_map(|at| met.placed(at))
        .map(|draft| drafts[draft].id.as_str())
        .collect();
    let subjects: BTreeSet<&str> =
        typed.iter().map(|draft| draft.subject.as_str()).filter(|key| key.starts_with("incident/")).collect();
    let strays =
        subjects.iter().filter(|key| **key != "incident/undated" && !met.stands_for.contains_key(**key));
    Ok(TextScore {
        name: gold.name.clone(),
        drafts: drafts.len(),
        typed_drafts: typed.len(),
        matched: typed.iter().filter(|draft| right.contains(draft.id.as_str())).count(),
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
                let subjects: BTreeSet<&str> =
                    found_by.iter().map(|at| drafts[*at].subject.as_str()).collect();
                for subject in subjects {
                    *weights.entry((incident, subject.to_owned())).or_default() += 2;
                }
            }
        }
        for ((incident, subject), weight) in &mut weights {
            *weight += u32::from(fits(gold.incidents[*incident].days.as_deref(), subject));
        }
        let subject_of = place::best(gold.incidents.len(), &weights)?;
        let stands_for = subject_of.iter().map(|(incident, key)| (key.clone(), *incident)).collect();
        Ok(Self { gold, drafts, finding, subject_of, stands_for })
    }

    /// The drafts that find a fact and are about the right thing.
    fn placed(&self, fact: usize) -> impl Iterator<Item = usize> {
        let about = self.gold.facts[fact].property.as_ref().map(|_| self.gold.facts[fact].about);
        self.finding[fact].iter().copied().filter(move |at| {
            let subject = self.drafts[*at].subject.as_str();
            match about {
                None | Some(About::Other) => true,
                Some(About::Incident(incident)) => {
                    self.subject_of.get(&incident).is_some_and(|key| key == subject)
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
        let whole = found && !placed.is_empty() && voiced;
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
            missed: (!whole).then(|| self.missed(at)),
        }
    }

    /// Whether a draft gives the thing that a fact is about a day within its days, and none where it has none.
    fn dates(&self, fact: &Fact, draft: &Draft) -> bool {
        let About::Incident(incident) = fact.about else { return true };
        let day = draft.happened_on.as_deref().or(draft.day.as_deref());
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

    fn missed(&self, at: usize) -> Missed {
        let fact = &self.gold.facts[at];
        let drafts = self.finding[at].iter().map(|draft| &self.drafts[*draft]);
        Missed {
            exact: fact.exact.clone(),
            speaker: fact.speaker.exact.clone(),
            drafts: drafts.map(|d| (d.kind, d.description.clone(), d.subject.clone())).collect(),
        }
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

/// Whether the day in the key of a subject fits an incident.
fn fits(days: Option<&str>, subject: &str) -> bool {
    let day = subject.split_once('/').map_or("", |(_, day)| day);
    match days {
        Some(days) => within(days, Some(day)),
        None => day == "undated",
    }
}
