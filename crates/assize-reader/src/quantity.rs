//! Numbers of people and things: what is counted, between which ends, and whether it is a toll at all.
//!
//! Words that name no figure (`dozens`, `several`) keep their words and leave the ends open; turning them into numbers is a
//! [`Convention`], never a reading. What is no toll is named for what it is: votes, money, sources, ages, vessels.

mod bare;
mod lexicon;
mod person;
mod phrase;
mod range;
mod role;

use crate::{
    document::Document,
    lexeme::{self, Lexeme, Lexemes},
    segment::Segments,
    timex::Time,
};
use assize_record::{Span, Status, Unit};

pub use range::{Convention, IncidentRange, Range, incident_range};

/// The id of every rule, in order: which words give a number its role.
pub const RULES: &[&str] = &[
    "after",
    "after.died",
    "after.far",
    "after.lost",
    "after.rubble",
    "after.shared",
    "after.suffered",
    "age",
    "age.apart",
    "before",
    "before.list",
    "before.lives",
    "before.of",
    "before.toll",
    "before.with",
    "money",
    "noun",
    "part",
    "people",
    "percent",
    "plural.another",
    "plural.noun",
    "plural.others",
    "plural.people",
    "present",
    "shared",
    "source",
    "source.speaks",
    "thing",
    "troops",
    "votes",
];

/// A number with what it counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Bound words, number and what is counted: `at least 99 people`.
    pub span: Span,
    /// The number alone, with the words that bound it; empty for one person named by an article.
    pub number: Span,
    /// The words that give the role: `killing`, `were injured`.
    pub predicate: Option<Span>,
    /// No fewer than this, where the words say so.
    pub min: Option<u64>,
    /// No more than this, where the words say so.
    pub max: Option<u64>,
    /// Words that make the figure rough or stand in its place.
    pub approx: Option<String>,
    /// What is counted.
    pub unit: Unit,
    /// What happened to those counted, or what it is instead of a toll.
    pub role: Role,
    /// What the source says the people were.
    pub status: Option<Status>,
    /// One incident, or several together. Only of tolls.
    pub scope: Option<Scope>,
    /// Whether it counts some of those that another number of the sentence counts: `including five children`.
    pub part: bool,
    /// Which rule gave the role.
    pub rule: &'static str,
}

/// What a number says, or what it is instead of a toll.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Killed, dead.
    Killed,
    /// Injured, wounded.
    Injured,
    /// Killed or injured, the words do not say which.
    Casualties,
    /// Missing, under rubble.
    Missing,
    /// Detained, captured, abducted.
    Detained,
    /// Survived, rescued.
    Survived,
    /// There when it happened.
    Present,
    /// People, nothing said of a toll.
    People,
    /// Whose word it is.
    Sources,
    /// Soldiers deployed.
    Troops,
    /// Deaths by drugs.
    DrugDeaths,
    /// So many each year.
    Rate,
    /// Votes cast.
    Votes,
    /// A sum of money.
    Money,
    /// Hundredths.
    Percent,
    /// Somebody's age.
    Age,
    /// A length, area or weight.
    Measure,
    /// Boats and ships.
    Vessels,
    /// Attacks.
    Strikes,
    /// Groups and organisations.
    Groups,
    /// Anything else.
    Things,
}

impl Role {
    /// Every role.
    pub const ALL: &[Self] = &[
        Self::Killed,
        Self::Injured,
        Self::Casualties,
        Self::Missing,
        Self::Detained,
        Self::Survived,
        Self::Present,
        Self::People,
        Self::Sources,
        Self::Troops,
        Self::DrugDeaths,
        Self::Rate,
        Self::Votes,
        Self::Money,
        Self::Percent,
        Self::Age,
        Self::Measure,
        Self::Vessels,
        Self::Strikes,
        Self::Groups,
        Self::Things,
    ];

    /// The name in `assize.quantity/1`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Killed => "killed",
            Self::Injured => "injured",
            Self::Casualties => "casualties",
            Self::Missing => "missing",
            Self::Detained => "detained",
            Self::Survived => "survived",
            Self::Present => "present",
            Self::People => "people",
            Self::Sources => "sources",
            Self::Troops => "troops",
            Self::DrugDeaths => "drug-deaths",
            Self::Rate => "rate",
            Self::Votes => "votes",
            Self::Money => "money",
            Self::Percent => "percent",
            Self::Age => "age",
            Self::Measure => "measure",
            Self::Vessels => "vessels",
            Self::Strikes => "strikes",
            Self::Groups => "groups",
            Self::Things => "things",
        }
    }

    /// Whether it says what became of people.
    pub const fn is_toll(self) -> bool {
        matches!(
            self,
            Self::Killed | Self::Injured | Self::Casualties | Self::Missing | Self::Detained | Self::Survived
        )
    }
}

/// What a toll covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// One incident.
    Incident,
    /// Several together.
    Cumulative,
}

impl Scope {
    /// The name in `assize.quantity/1`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Cumulative => "cumulative",
        }
    }
}

/// Reads every number of a document that counts something. Numbers inside `times` are dates and are left out.
pub fn quantities(document: &Document<'_>, segments: &Segments, times: &[Time]) -> Vec<Counted> {
    let mut all: Vec<Lexeme> = Vec::new();
    let mut counted = Vec::new();
    for sentence in &segments.sentences {
        all.clear();
        lexeme::lexemes(document.text, *sentence, &mut all);
        let t = Lexemes { text: document.text, all: &all };
        let from = times.partition_point(|time| time.span.end <= sentence.start);
        let to = times.partition_point(|time| time.span.start < sentence.end);
        let words = lexicon::Words::new(t, times.get(from..to).unwrap_or_default());
        let phrases = phrase::phrases(&words);
        role::roles(&words, &phrases, &mut counted);
    }
    counted
}
