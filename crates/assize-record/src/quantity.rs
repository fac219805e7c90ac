//! Numbers of people and things, as ranges whose ends a source states.

use serde::{Deserialize, Serialize};
use std::fmt;

/// A count with the ends its words give it.
///
/// `at least 99` is `min = 99` without a maximum; `11` is `min = max = 11`. Words that name no figure ("dozens", "several")
/// keep `approx` and leave the ends empty: turning them into a number is a convention of a toll method, never of a reader.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quantity {
    /// No fewer than this, where the words say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub min: Option<u64>,
    /// No more than this, where the words say so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max: Option<u64>,
    /// Words that make the figure approximate or stand in its place, as stated: `about`, `dozens`, `several`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub approx: Option<String>,
    /// What is counted.
    pub unit: Unit,
}

/// What a [`Quantity`] counts.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Unit {
    /// Persons.
    People,
    /// Boats, ships, submersibles.
    Vessels,
    /// Attacks, by any means.
    Strikes,
    /// Members of a list: groups, organisations.
    Groups,
    /// Days.
    Days,
    /// Votes cast.
    Votes,
    /// United States dollars.
    Dollars,
    /// Hundredths of a whole.
    Percent,
    /// Sources or reports.
    Sources,
    /// Anything else that is counted.
    Items,
}

impl Unit {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

/// What a source says the people counted were. The words are the source's; the record takes no side.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Status {
    /// Not a fighter, in the source's words.
    Civilian,
    /// A fighter or militant, in the source's words.
    Combatant,
    /// A child.
    Child,
    /// A woman.
    Woman,
    /// The source says that it is not known.
    Unknown,
    /// Some of those that another figure counts, whoever they are: one of the wounded who died later, two of the seven. It bounds a whole from below
    /// and is none.
    Part,
}

impl Status {
    /// The name used in files and on pages.
    pub fn name(self) -> &'static str {
        self.into()
    }
}

impl Quantity {
    /// Exactly `n`.
    pub const fn exactly(n: u64, unit: Unit) -> Self {
        Self { min: Some(n), max: Some(n), approx: None, unit }
    }

    /// `n` or more.
    pub const fn at_least(n: u64, unit: Unit) -> Self {
        Self { min: Some(n), max: None, approx: None, unit }
    }

    /// Whether some number satisfies both, so that the two can hold of one thing at one time.
    pub fn compatible(&self, other: &Self) -> bool {
        let fits = |low: Option<u64>, high: Option<u64>| !matches!((low, high), (Some(low), Some(high)) if low > high);
        self.unit != other.unit || (fits(self.min, other.max) && fits(other.min, self.max))
    }

    /// Whether the minimum does not exceed the maximum.
    pub fn is_coherent(&self) -> bool {
        !matches!((self.min, self.max), (Some(min), Some(max)) if min > max)
    }
}

impl Quantity {
    /// The figure with what it counts, large numbers in groups of three digits: `50,000,000 dollars`, `at least 96 percent`.
    pub fn counted(&self) -> String {
        format!("{} {}", self.figure(grouped), self.unit.name())
    }

    fn figure(&self, number: impl Fn(u64) -> String) -> String {
        let figure = match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => number(min),
            (Some(min), Some(max)) => format!("{}–{}", number(min), number(max)),
            (Some(min), None) => format!("at least {}", number(min)),
            (None, Some(max)) => format!("at most {}", number(max)),
            (None, None) => String::new(),
        };
        match &self.approx {
            Some(words) if figure.is_empty() => words.clone(),
            Some(words) => format!("{words} {figure}"),
            None => figure,
        }
    }
}

/// A number in groups of three digits: `12,000`.
pub fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(',');
        }
        out.push(digit);
    }
    out
}

impl fmt::Display for Quantity {
    /// `11`, `at least 99`, `at most 4`, `12–28`, with `approx` words in front.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.figure(|number| number.to_string()))
    }
}
