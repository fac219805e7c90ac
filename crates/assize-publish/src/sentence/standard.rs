//! What the page of a standard held against an incident opens with.

use super::{
    Sentence,
    words::{number, plural},
};
use assize_weigh::standard::{
    assessment::{HeldAs, Tally, if_applied},
    outcome::Outcome,
};

/// What it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) standard: String,
    /// What it is held against, and where that stands.
    pub(crate) subject: (String, String),
    pub(crate) held_as: HeldAs,
    /// The outcome where it applies, in the words of the finding.
    pub(crate) outcome: Outcome,
    pub(crate) outcome_words: String,
    /// Whether it applies at all, where something has to be so for that.
    pub(crate) applies: Option<Outcome>,
    pub(crate) tally: Tally,
    /// How many speakers are heard on its elements. Each is for or against an element: what is met may be a breach, so that sides of a whole standard would
    /// count together those who say opposite things.
    pub(crate) speakers: usize,
}

impl Opening {
    pub(crate) fn sentences(&self) -> Vec<Sentence> {
        vec![self.first(), self.second()]
    }

    fn first(&self) -> Sentence {
        let held = match self.held_as {
            HeldAs::InForce => "",
            HeldAs::PerhapsInForce => ", which may not have been in force or may not bind those who acted,",
            HeldAs::Comparator => {
                ", which did not bind those who acted or was not in force and is held up as a comparator,"
            }
        };
        let on = Sentence::default()
            .text("On this record, ")
            .named(self.standard.clone())
            .text(format!("{held} is "))
            .text(match self.outcome {
                Outcome::Unknown => "unknown".to_owned(),
                _ => self.outcome_words.clone(),
            })
            .text(" in ")
            .link(self.subject.0.clone(), self.subject.1.clone());
        match self.applies {
            None | Some(Outcome::Met) => on.text("."),
            Some(applies) => on.text(format!("{}.", if_applied(self.outcome, "", applies))),
        }
    }

    fn second(&self) -> Sentence {
        let Tally { met, not_met, contested, unknown, not_engaged } = self.tally;
        let parts = [
            (met, "met"),
            (not_met, "not met"),
            (contested, "contested"),
            (unknown, "unknown"),
            (not_engaged, "not engaged"),
        ];
        let told: Vec<String> = parts
            .iter()
            .filter(|(n, _)| *n > 0)
            .map(|(n, word)| format!("{} {word}", number((*n).into())))
            .collect();
        let all: u32 = parts.iter().map(|(n, _)| n).sum();
        Sentence::default().text(format!(
            "Of the {} of its test, {}; {}.",
            plural(all as usize, "element"),
            super::words::list(&told),
            match self.speakers {
                0 => "nobody is heard on it".to_owned(),
                1 => "one speaker is heard, beside the element that the words are on".to_owned(),
                n => format!(
                    "{} are heard, each beside the element that the words are on",
                    plural(n, "speaker")
                ),
            },
        ))
    }
}
