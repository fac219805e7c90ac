//! Toll methods as data: `schema/methods/*.toml`, one recorder's published rule a file.

use crate::{
    id::MethodId,
    toll::{GradeLabel, Role},
};
use assize_record::body::GradeLetter;
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
    /// Which figures count and what becomes of them.
    pub figures: Figures,
    /// How an incident is graded.
    pub grading: Grading,
    /// How incidents add up.
    pub campaign: Summing,
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
    Primary,
    /// Only against what others write about it.
    SecondHand,
}

crate::named!(Checked);

/// Which figures count and what becomes of them.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Figures {
    /// What the recorder itself counts. The same rule is applied to everything else that is counted, and marked as such.
    pub roles: BTreeSet<Role>,
    /// The weakest grade a figure may have; weaker ones are left out, with the reason.
    pub least_grade: GradeLetter,
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
    pub low: BTreeSet<GradeLabel>,
    /// Grades whose high ends add up to the campaign's high end.
    pub high: BTreeSet<GradeLabel>,
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
        let method: Self = toml::from_str(toml).map_err(|error| MethodError::Shape {
            message: error.to_string(),
            brief: error.message().to_owned(),
            at: error.span(),
        })?;
        let given = method.grading.labels();
        let mut named = method.campaign.low.iter().chain(&method.campaign.high);
        if let Some(label) = named.find(|label| !given.contains(label)) {
            return Err(MethodError::NeverGiven { method: method.id, label: *label });
        }
        if let Some(label) = method.campaign.low.difference(&method.campaign.high).next() {
            return Err(MethodError::LowOnly { label: *label, method: method.id });
        }
        Ok(method)
    }

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
            assert!(method.citation.url.starts_with("https://"), "{}", method.id);
            assert!(method.rule.len() > 80 && method.citation.year > 2000, "{}", method.id);
        }
    }

    #[test]
    fn an_unknown_key_is_refused_by_name() {
        let toml = SHIPPED[2].replace("least_grade", "least_grad");
        let error = Method::parse(&toml).expect_err("unknown key");
        assert!(error.to_string().contains("least_grad"), "{error}");
        let toml = SHIPPED[2].replace("independent = 2", "independant = 2");
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
