//! What the overview opens with.

use super::{
    Cite, Sentence,
    range::Range,
    words::{noun, number, plural},
};

/// What the opening of the overview rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Opening {
    pub(crate) incidents: usize,
    /// Incidents that nobody has placed, among them.
    pub(crate) unplaced: usize,
    pub(crate) sources: usize,
    /// The first and the last day, in words.
    pub(crate) span: Option<(String, String)>,
    pub(crate) campaigns: Vec<Campaign>,
}

/// What is counted and stated for one campaign.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Campaign {
    /// Its name, where the site has several.
    pub(crate) name: Option<String>,
    pub(crate) href: String,
    /// Placed incidents of it.
    pub(crate) incidents: usize,
    /// Ranges under the methods that count all the dead, equal ones together, the widest reach first.
    pub(crate) sums: Vec<Sum>,
    /// What others last stated for the whole, the newest first.
    pub(crate) stated: Vec<Stated>,
}

/// A range that one or several methods come to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sum {
    pub(crate) methods: Vec<String>,
    pub(crate) range: Range,
    /// Incidents that add to the low end and to the high end.
    pub(crate) low_incidents: usize,
    pub(crate) high_incidents: usize,
    /// Whether people who reviewed a claim that sets an end differ on it.
    pub(crate) differing: bool,
}

/// A total that somebody states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    pub(crate) figure: String,
    pub(crate) who: String,
    pub(crate) as_of: Option<String>,
    pub(crate) cite: Cite,
    /// Whether it lies outside every range computed here.
    pub(crate) outside: bool,
}

impl Opening {
    /// The first sentence of each campaign says how many by whose rule; the second what others state and what the lowest sum leaves out.
    pub(crate) fn sentences(&self) -> Vec<Sentence> {
        let mut all = Vec::new();
        for campaign in &self.campaigns {
            // What people differ on supports no sentence until a third person settles it.
            if campaign.sums.iter().any(|sum| sum.differing) {
                let told = "How many were killed is not settled: people who reviewed some of these reports differ; the ranges below take in what each says.";
                all.push(Sentence::default().text(told));
            } else {
                all.extend(campaign.counted());
            }
            all.extend(campaign.stated());
        }
        if all.is_empty() {
            let span = self.span.as_ref().map_or_else(String::new, |(first, last)| {
                if first == last { format!(", {first}") } else { format!(", {first} to {last}") }
            });
            let incidents = plural(self.incidents, "incident");
            let sources = plural(self.sources, "source");
            all.push(Sentence::default().text(format!(
                "{incidents} on this record{span}, from {sources}; no total is computed or stated."
            )));
        }
        if self.unplaced > 0 {
            let n = self.unplaced;
            let (is, have) = if n == 1 { ("is", "has") } else { ("are", "have") };
            all.push(Sentence::default().text(format!(
                "{} {is} told of and {have} not been placed by anybody: {} to no total.",
                plural(n, "more incident"),
                if n == 1 { "it adds" } else { "they add" },
            )));
        }
        all
    }
}

impl Campaign {
    fn counted(&self) -> Option<Sentence> {
        let highest =
            self.sums.iter().max_by_key(|sum| sum.range.high.as_ref().map(|end| (end.value, end.open)))?;
        let lowest = self.sums.iter().min_by_key(|sum| sum.range.low.as_ref().map_or(0, |end| end.value))?;
        let high = highest.range.high.as_ref()?;
        let sentence = Sentence::default()
            .text("Reports collected here put the people killed in ")
            .link(plural(self.incidents, "incident"), self.href.clone())
            .text(if self.name.is_some() { " of " } else { "" });
        let sentence = match &self.name {
            Some(name) => sentence.named(name.clone()),
            None => sentence,
        };
        let sentence = sentence
            .text(" at ")
            .figure(high.high_words(), &high.cite)
            .text(format!(
                " at the highest, computed here by the {} of ",
                noun(highest.methods.len(), "rule")
            ))
            .names(&highest.methods);
        let Some(low) = lowest.range.low.as_ref() else {
            return Some(
                sentence
                    .text("; no incident adds to a lowest sum by the ")
                    .text(format!("{} of ", noun(lowest.methods.len(), "rule")))
                    .names(&lowest.methods)
                    .text("."),
            );
        };
        if low.value == high.value {
            return Some(sentence.text(", and no method used here gives less."));
        }
        let some = lowest.low_incidents < self.incidents;
        let sentence = sentence.text(", or at ").figure(low.low_words(), &low.cite);
        Some(if some {
            sentence
                .text(format!(
                    " where only the {} {} counted that the {} of ",
                    plural(lowest.low_incidents, "incident"),
                    if lowest.low_incidents == 1 { "is" } else { "are" },
                    noun(lowest.methods.len(), "rule")
                ))
                .names(&lowest.methods)
                .text(if lowest.methods.len() == 1 {
                    " takes as established, which is no minimum of the dead."
                } else {
                    " take as established, which is no minimum of the dead."
                })
        } else {
            sentence
                .text(format!(" at the lowest, by the {} of ", noun(lowest.methods.len(), "rule")))
                .names(&lowest.methods)
                .text(".")
        })
    }

    fn stated(&self) -> Option<Sentence> {
        let (first, rest) = self.stated.split_first()?;
        let mut sentence = Sentence::default().text("Others last stated ");
        for (at, stated) in std::iter::once(first).chain(rest).enumerate() {
            sentence = sentence
                .text(if at == 0 { "" } else { " and " })
                .figure(stated.figure.clone(), &stated.cite)
                .text(" (")
                .named(stated.who.clone());
            let as_of = stated.as_of.as_ref().map_or_else(String::new, |day| format!(", as of {day}"));
            sentence = sentence.text(format!("{as_of})"));
        }
        let outside = self.stated.iter().filter(|stated| stated.outside).count();
        Some(match (outside, self.stated.len()) {
            (0, _) => sentence.text("."),
            (1, 1) => sentence.text(", outside every range computed here."),
            (n, all) if n == all => sentence.text(", all outside every range computed here."),
            (n, _) => {
                sentence.text(format!(", {} of them outside every range computed here.", number(n as u64)))
            }
        })
    }
}
