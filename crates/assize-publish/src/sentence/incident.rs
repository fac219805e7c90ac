//! What the page of an incident opens with.

use super::{
    Cite, Sentence,
    range::Range,
    words::{noun, number},
};

/// What the opening of an incident rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    /// The days it is said to have happened on, in words with their preposition, in order.
    pub(crate) days: Vec<(String, Cite)>,
    pub(crate) killed: Killed,
    /// Whether nobody has placed it beside the other incidents.
    pub(crate) unplaced: bool,
    /// Whose word the figures are, in order of the day they said it.
    pub(crate) speakers: Vec<String>,
    /// What is contested about it, each with where it stands.
    pub(crate) contested: Vec<(String, String)>,
}

/// How many were killed, as far as the record says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Killed {
    /// No claim counts anybody.
    Uncounted,
    /// Claims count, and no method has a figure of all.
    NoFigure,
    /// A range over the methods that count all who were killed.
    Counted(Box<Counted>),
}

/// A range over methods.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Counted {
    pub(crate) range: Range,
    /// Methods that have a figure.
    pub(crate) methods: usize,
    /// Methods that give the lowest figure, and those that give the highest, by name.
    pub(crate) lowest_by: Vec<String>,
    pub(crate) highest_by: Vec<String>,
    /// Independent origins behind it, at the fewest and at the most.
    pub(crate) origins: (u32, u32),
    /// Whether people who reviewed its claims differ.
    pub(crate) differing: bool,
    /// Parts of the people counted that set an end: `9 said to be fighters`.
    pub(crate) parts: Option<String>,
    /// Words of its claims that leave open what they count.
    pub(crate) said_with: Vec<String>,
}

impl Opening {
    /// The first sentence says how many, when and by what; the second by whose word and what is contested.
    pub(crate) fn sentences(&self) -> Vec<Sentence> {
        let mut all = vec![self.first()];
        all.extend(self.second());
        all.extend(self.third());
        all
    }

    fn when(&self, sentence: Sentence) -> Sentence {
        let mut sentence = sentence;
        for (at, (day, cite)) in self.days.iter().enumerate() {
            sentence = sentence.text(if at == 0 { " " } else { " or " }).figure(day.clone(), cite);
        }
        sentence
    }

    fn first(&self) -> Sentence {
        match &self.killed {
            Killed::Uncounted => self
                .when(Sentence::default().text("No report collected here counts how many were killed"))
                .text("."),
            Killed::NoFigure => self
                .when(Sentence::default().text("No method used here has a figure for all who were killed"))
                .text("; what each report says stands below."),
            // What people differ on supports no sentence until a third person settles it.
            Killed::Counted(counted) if counted.differing => self
                .when(Sentence::default().text("How many were killed"))
                .text(" is not settled: people who reviewed these reports differ on it; the ranges below take in what each says."),
            Killed::Counted(counted) => self.counted(counted),
        }
    }

    fn counted(&self, counted: &Counted) -> Sentence {
        let sentence =
            self.when(Sentence::default().text("Reports collected here put the people killed")).text(" at ");
        let sentence = if counted.range.is_one() || counted.lowest_by == counted.highest_by {
            let sentence = counted.range.write(sentence);
            let by = counted.methods;
            if by == 1 {
                sentence.text(" by the one method used here that has a figure of all the dead")
            } else {
                sentence.text(format!(
                    " by all {} methods used here that have a figure of all the dead",
                    number(by as u64)
                ))
            }
        } else {
            let Range { low, high } = &counted.range;
            let mut sentence = sentence;
            if let Some(low) = low {
                sentence = sentence
                    .figure(low.low_words(), &low.cite)
                    .text(format!(
                        " at the lowest, computed here by the {} of ",
                        noun(counted.lowest_by.len(), "rule")
                    ))
                    .names(&counted.lowest_by)
                    .text(", and at ");
            }
            if let Some(high) = high {
                sentence = sentence
                    .figure(high.high_words(), &high.cite)
                    .text(format!(" at the highest, by the {} of ", noun(counted.highest_by.len(), "rule")))
                    .names(&counted.highest_by);
            }
            sentence
        };
        let sentence = if counted.range.by_convention() {
            sentence.text(", with a figure that nobody stated and a rule takes for words without one")
        } else {
            sentence
        };
        let sentence = match &counted.parts {
            Some(parts) => sentence.text(", set by ").named(parts.clone()),
            None => sentence,
        };
        sentence.text(format!(", {}.", origins(counted.origins)))
    }

    fn second(&self) -> Option<Sentence> {
        let said_with = match &self.killed {
            Killed::Counted(counted) if !counted.said_with.is_empty() => Some(&counted.said_with),
            _ => None,
        };
        if self.speakers.is_empty() {
            return None;
        }
        let sentence = Sentence::default().text("It is the word of ").names(&self.speakers);
        Some(match said_with {
            Some(words) => sentence.text(", said with ").names(words).text("."),
            None => sentence.text("."),
        })
    }

    fn third(&self) -> Option<Sentence> {
        let mut sentence = Sentence::default();
        if !self.contested.is_empty() {
            let n = self.contested.len();
            sentence = sentence.text(if n == 1 { "Contested: " } else { "Contested are " });
            for (at, (what, href)) in self.contested.iter().enumerate() {
                let joint = match at {
                    0 => "",
                    _ if at + 1 == n => " and ",
                    _ => ", ",
                };
                sentence = sentence.text(joint).link(what.clone(), href.clone());
            }
            sentence = sentence.text(".");
        }
        if self.unplaced {
            let space = if sentence == Sentence::default() { "" } else { " " };
            sentence = sentence.text(format!(
                "{space}Nobody has yet placed this incident beside the others: it adds to no total and corroborates nothing."
            ));
        }
        (sentence != Sentence::default()).then_some(sentence)
    }
}

/// Origins in a sentence. Fewer than two support each other by nothing.
fn origins((fewest, most): (u32, u32)) -> String {
    match (fewest, most) {
        (0, 0) => "from no origin that can be told".to_owned(),
        (1, 1) => "all from one origin".to_owned(),
        (a, b) if a == b => format!("from {} origins", number(a.into())),
        (a, b) => format!("from {} to {} origins", number(a.into()), number(b.into())),
    }
}
