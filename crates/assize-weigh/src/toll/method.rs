//! Toll methods as data: `schema/methods/*.toml`, one recorder's published rule a file.

use crate::{
    id::MethodId,
    toll::{GradeLabel, Role},
};
use assize_record::{Edtf, EntryId, Status, body::GradeLetter};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A toll method. Its parameters are all that the engine knows of a recorder.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Method {
    /// Short name, as on the command line: `bij`.
    pub id: MethodId,
    /// The method that it was written from, where it was from another.
    #[serde(default)]
    pub based_on: Option<MethodId>,
    /// The recorder's name.
    pub name: String,
    /// Version of this file.
    pub version: String,
    /// The rule in our words, as it is printed.
    pub rule: String,
    /// Where the rule is published.
    pub citation: Citation,
    /// Whom the recorder counts; nothing is computed of anybody else. Where a file does not say, everything is computed, and what is not among
    /// `figures.roles` is marked.
    #[serde(default)]
    pub counts: Option<Counts>,
    /// Which events the recorder takes in. What lies outside is computed and says so.
    #[serde(default)]
    pub scope: Option<Scope>,
    /// Which figures count and what becomes of them.
    pub figures: Figures,
    /// How an incident is graded.
    pub grading: Grading,
    /// How incidents add up.
    pub campaign: Summing,
}

/// Whom a recorder counts.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Counts {
    /// The same in words, as it is printed: `civilians killed or injured`.
    pub words: String,
    /// What happened to those it counts.
    pub roles: BTreeSet<Role>,
    /// Which people it has a number of.
    pub whom: BTreeSet<Whom>,
    /// Whether it has numbers of people who are said to be of a group.
    #[serde(default)]
    pub groups: bool,
}

/// People that a recorder has a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Whom {
    /// All of them, whatever their status.
    Everybody,
    /// People said to be civilians.
    Civilian,
    /// People said to be fighters.
    Combatant,
    /// Children.
    Child,
    /// Women.
    Woman,
    /// People whose status is said to be unknown.
    Unknown,
}

/// Which events a recorder takes in.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scope {
    /// The acts, places and times, in words.
    pub words: String,
    /// The first day or period.
    #[serde(default)]
    pub from: Option<Edtf>,
    /// The last day or period.
    #[serde(default)]
    pub until: Option<Edtf>,
    /// Names of places; an event is in one of them where the words for its place name it.
    #[serde(default)]
    pub places: Vec<String>,
    /// What else has to be so, which no record of events can decide by itself: a threshold over a year.
    #[serde(default)]
    pub only_where: Option<String>,
}

/// Where a method is published.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Citation {
    /// Title of the codebook or page.
    pub title: String,
    /// Who publishes it.
    pub publisher: String,
    /// Its version.
    pub edition: String,
    /// Year of that version.
    pub year: u16,
    /// Address.
    pub url: String,
    /// Whether our words were held against the published text.
    pub checked: Checked,
}

/// How a citation was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, Serialize, strum::IntoStaticStr)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Checked {
    /// Against the published text itself.
    #[serde(alias = "primary")]
    FirstHand,
    /// Only against what others write about it.
    SecondHand,
}

crate::named!(Checked);

/// Which figures count and what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// What the recorder itself counts, in a file that does not say whom it [`Counts`]; the rule is then applied to everything else as well, and
    /// marked as such. Of a file that says so it is what stands there.
    #[serde(default)]
    pub roles: BTreeSet<Role>,
    /// The weakest grade a figure may have; weaker ones are left out, with the reason.
    pub least_grade: GradeLetter,
    /// Weaker figures set the low end all the same, where a figure of that grade sets the high end.
    #[serde(default)]
    pub low_of_any_grade: bool,
    /// What becomes of a figure that its own origin later changed.
    pub revision: RevisionRule,
    /// Which ends the method has.
    pub range: RangeRule,
    /// What its best figure is.
    pub best: BestRule,
    /// An event counts from this many on, where the method has such a threshold.
    #[serde(default)]
    pub counts_from: Option<u64>,
    /// People without a status are civilians unless an origin other than the attacker shows otherwise.
    #[serde(default)]
    pub civilian_unless_shown: bool,
    /// The attacker's own figures are shown apart as well.
    #[serde(default)]
    pub conceded_apart: bool,
    /// Attacks in one area within so many hours are one strike.
    #[serde(default)]
    pub one_strike_within_hours: Option<u8>,
    /// Whose number is bounded from below by what is said of parts of them.
    #[serde(default)]
    pub parts: PartsRule,
    /// Words that stand for a figure by convention.
    #[serde(default)]
    pub words: BTreeMap<String, u64>,
    /// Words that stand for one of two figures by convention, which the recorder chooses case by case: lowest and highest.
    #[serde(default)]
    pub word_ranges: BTreeMap<String, (u64, u64)>,
}

/// Whose number parts bound from below: nine people said to be fighters were killed, so nine at least were.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PartsRule {
    /// Nobody's: a figure for a part stays a figure for that part.
    #[default]
    None,
    /// Everybody's, by every status, and by members and affiliates of a group.
    Everybody,
    /// That of civilians, by women and children.
    Civilian,
}

/// What becomes of a figure that its own origin later changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RevisionRule {
    /// The later one takes its place; it stays cited as superseded.
    Moves,
    /// Both stand.
    Kept,
}

/// Which ends a method has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RangeRule {
    /// From the lowest to the highest figure.
    LowestToHighest,
    /// One figure, the lowest.
    Lowest,
    /// One figure, the lowest of those with the best grade.
    LowestOfBest,
}

impl RangeRule {
    /// Whether the method has one figure and no range.
    pub const fn is_one_figure(self) -> bool {
        matches!(self, Self::Lowest | Self::LowestOfBest)
    }
}

/// What a method's best figure is. Never a midpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum BestRule {
    /// It has none.
    None,
    /// The sum of what is coded for each status.
    SumOfSides,
    /// The lowest figure.
    Lowest,
}

/// How an incident is graded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(tag = "scheme", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Grading {
    /// Not at all.
    None {},
    /// Confirmed by the attacker's own word or by enough independent attributions, else possible.
    ConfirmedOrPossible {
        /// How many origins must attribute it.
        independent: u32,
    },
    /// Corroborated by enough independent origins, else provisional.
    Provisional {
        /// How many origins must report it.
        independent: u32,
    },
    /// Confirmed, fair, weak, contested, discounted.
    FiveGrades {
        /// How many origins make it fair.
        independent: u32,
        /// Whether it is fair only where somebody is said to have acted there.
        #[serde(default)]
        acted: bool,
    },
    /// Confirmed by an official of the force that is said to have carried it out, else possible; not entered without enough outlets.
    Officials {
        /// How many outlets must report it, copies of one story counted once.
        entered_from: u32,
    },
    /// Entered with enough outlets, else not.
    Entered {
        /// How many outlets must report it, copies of one story counted once.
        outlets: u32,
    },
    /// Corroborated by enough outlets, else provisional.
    Outlets {
        /// How many outlets must report it, copies of one story counted once.
        independent: u32,
    },
}

/// How incidents add up to a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Summing {
    /// Grades whose low ends add up to the campaign's low end.
    #[serde(default)]
    pub low: BTreeSet<GradeLabel>,
    /// Grades whose high ends add up to the campaign's high end.
    #[serde(default)]
    pub high: BTreeSet<GradeLabel>,
    /// The ranges that the method has instead of one, each with both ends over the same grades.
    #[serde(default)]
    pub range: Vec<NamedRange>,
}

/// One of several ranges of a campaign.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NamedRange {
    /// What the method calls it: `likely`.
    pub name: String,
    /// Grades that add up to it.
    pub grades: BTreeSet<GradeLabel>,
}

/// A range of a campaign: its name, where there are several, and the grades that add to each end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Adds<'m> {
    pub(super) name: Option<&'m str>,
    pub(super) low: &'m BTreeSet<GradeLabel>,
    pub(super) high: &'m BTreeSet<GradeLabel>,
}

impl Summing {
    /// The ranges, in the method's order.
    pub(super) fn ranges(&self) -> Vec<Adds<'_>> {
        if self.range.is_empty() {
            return vec![Adds { name: None, low: &self.low, high: &self.high }];
        }
        self.range.iter().map(|of| Adds { name: Some(&of.name), low: &of.grades, high: &of.grades }).collect()
    }

    /// Whether an incident of a grade adds to any of them.
    pub(super) fn takes(&self, label: GradeLabel) -> bool {
        self.ranges().iter().any(|range| range.high.contains(&label))
    }
}

/// Why a method file is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MethodError {
    /// The file is not of the expected shape, or has a key that is not known.
    #[error("method: {message}")]
    Shape {
        /// The line, the key and what is expected there.
        message: String,
        /// The same in one line, without the place.
        brief: String,
        /// The bytes at fault, where they are known.
        at: Option<std::ops::Range<usize>>,
    },
    /// A grade in the campaign's rule that the method's own scheme never gives.
    #[error("method `{method}`: its grading never gives `{}`; name only grades that it gives under `campaign`", label.name())]
    NeverGiven {
        /// The method.
        method: MethodId,
        /// The grade.
        label: GradeLabel,
    },
    /// What adds up to the low end must also add up to the high end.
    #[error("method `{method}`: `{}` adds to the low end of a campaign and not to the high end; name it under both", label.name())]
    LowOnly {
        /// The method.
        method: MethodId,
        /// The grade.
        label: GradeLabel,
    },
}

const SHIPPED: [&str; 6] = [
    include_str!("../../../../schema/methods/acled.toml"),
    include_str!("../../../../schema/methods/airwars.toml"),
    include_str!("../../../../schema/methods/bij.toml"),
    include_str!("../../../../schema/methods/ibc.toml"),
    include_str!("../../../../schema/methods/new-america.toml"),
    include_str!("../../../../schema/methods/ucdp.toml"),
];

impl Method {
    /// Reads a method from TOML.
    ///
    /// # Errors
    /// [`MethodError::Shape`] with the line, for a key that is unknown or missing; the other variants for rules that cannot be.
    pub fn parse(toml: &str) -> Result<Self, MethodError> {
        let mut method: Self = toml::from_str(toml).map_err(|error| MethodError::Shape {
            message: error.to_string(),
            brief: error.message().to_owned(),
            at: error.span(),
        })?;
        let refused = |brief: &str| {
            let message = format!("method `{}`: {brief}", method.id);
            Err(MethodError::Shape { message, brief: brief.to_owned(), at: None })
        };
        match &method.counts {
            None if method.figures.roles.is_empty() => {
                return refused("it does not say whom it counts; give it a table [counts]");
            }
            Some(_) if !method.figures.roles.is_empty() => {
                return refused(
                    "`roles` stands under [counts] and under [figures]; name them under [counts] alone",
                );
            }
            Some(counts) if counts.roles.is_empty() || counts.whom.is_empty() => {
                return refused("[counts] names nobody; give `roles` and `whom`");
            }
            _ => {}
        }
        let sums = &method.campaign;
        if !(sums.range.is_empty() || sums.low.is_empty() && sums.high.is_empty()) {
            return refused(
                "a campaign has `low` and `high`, or ranges with names of their own; give one of the two",
            );
        }
        if let Some(counts) = &method.counts {
            method.figures.roles = counts.roles.clone();
        }
        let given = method.grading.labels();
        let of_ranges = method.campaign.range.iter().flat_map(|range| &range.grades);
        let mut named = method.campaign.low.iter().chain(&method.campaign.high).chain(of_ranges);
        if let Some(label) = named.find(|label| !given.contains(label)) {
            return Err(MethodError::NeverGiven { method: method.id, label: *label });
        }
        if let Some(label) = method.campaign.low.difference(&method.campaign.high).next() {
            return Err(MethodError::LowOnly { label: *label, method: method.id });
        }
        Ok(method)
    }

    /// Whether the method has a number of these people at all. Of a file that does not say whom it counts, of everybody.
    pub fn counts(&self, role: Role, status: Option<Status>, group: Option<EntryId>) -> bool {
        let Some(counts) = &self.counts else { return status != Some(Status::Part) };
        let whom = match status {
            None => Whom::Everybody,
            Some(Status::Civilian) => Whom::Civilian,
            Some(Status::Combatant) => Whom::Combatant,
            Some(Status::Child) => Whom::Child,
            Some(Status::Woman) => Whom::Woman,
            Some(Status::Unknown) => Whom::Unknown,
            // Some of those counted are no figure of their own: they bound the whole.
            Some(Status::Part) => return false,
        };
        counts.roles.contains(&role) && (counts.groups || group.is_none()) && counts.whom.contains(&whom)
    }

    /// What the recorder counts, in words; `None` where the file does not say.
    pub fn counts_in_words(&self) -> Option<String> {
        self.counts.as_ref().map(|counts| format!("{} counts {}", self.name, counts.words))
    }

    /// Said with every figure: nobody but this program computed it.
    pub const COMPUTED: &'static str = "computed here by their rule";

    /// The methods in `schema/methods/`, built into the program, in order of id.
    pub fn shipped() -> Vec<Self> {
        SHIPPED
            .iter()
            .map(|toml| Self::parse(toml).expect("the shipped methods are read by a test"))
            .collect()
    }

    /// The shipped method of that id.
    pub fn by_id(id: &str) -> Option<Self> {
        Self::shipped().into_iter().find(|method| method.id == id)
    }

    /// The shipped files, in order of id.
    pub const fn shipped_files() -> &'static [&'static str] {
        &SHIPPED
    }
}

impl Grading {
    /// The grades that the scheme can give.
    pub const fn labels(&self) -> &'static [GradeLabel] {
        match self {
            Self::None {} => &[GradeLabel::Ungraded],
            Self::ConfirmedOrPossible { .. } => &[GradeLabel::Confirmed, GradeLabel::Possible],
            Self::Provisional { .. } | Self::Outlets { .. } => {
                &[GradeLabel::Corroborated, GradeLabel::Provisional]
            }
            Self::Officials { .. } => &[GradeLabel::Confirmed, GradeLabel::Possible, GradeLabel::NotEntered],
            Self::Entered { .. } => &[GradeLabel::Entered, GradeLabel::NotEntered],
            Self::FiveGrades { .. } => &[
                GradeLabel::Confirmed,
                GradeLabel::Fair,
                GradeLabel::Weak,
                GradeLabel::Contested,
                GradeLabel::Discounted,
            ],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shipped_method_reads_and_cites_its_codebook() {
        let methods = Method::shipped();
        let ids: Vec<&str> = methods.iter().map(|method| method.id.as_str()).collect();
        assert_eq!(ids, ["acled", "airwars", "bij", "ibc", "new-america", "ucdp"]);
        for method in &methods {
            assert!(method.citation.url.starts_with("http"), "{}", method.id);
            assert!(method.rule.len() > 80 && method.citation.year > 2000, "{}", method.id);
        }
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let toml = SHIPPED[2].replace("least_grade", "least_grad");
        let error = Method::parse(&toml).expect_err("unknown key");
        assert!(error.to_string().contains("least_grad"), "{error}");
        let toml = SHIPPED[2].replace("entered_from = 2", "entered_form = 2");
        assert!(Method::parse(&toml).is_err());
    }

    #[test]
    fn a_campaign_cannot_add_up_grades_that_are_never_given() {
        let toml = SHIPPED[2].replace("\"possible\"", "\"weak\"");
        let error = Method::parse(&toml).expect_err("never given");
        assert!(error.to_string().contains("`weak`"), "{error}");
        let toml = SHIPPED[2].replace("high = [\"confirmed\", ", "high = [");
        assert!(matches!(Method::parse(&toml), Err(MethodError::LowOnly { .. })));
    }
}
