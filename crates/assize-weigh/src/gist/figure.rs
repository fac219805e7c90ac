//! Figures in a sentence: with their ends, what they count, and whether one or many are spoken of.

use super::Telling;
use assize_record::{HedgeKind, Quantity, Status, Unit, quantity::grouped};

/// A figure in words.
pub(super) struct Figure {
    words: String,
    /// Whether what it counts, and the verb beside it, stand as for one.
    pub(super) one: bool,
    /// Exactly none.
    zero: bool,
    /// Words for a figure behind which `of` stands: `dozens`.
    of: bool,
}

/// Words that stand before a number.
const BEFORE: [&str; 15] = [
    "about",
    "around",
    "some",
    "roughly",
    "approximately",
    "nearly",
    "almost",
    "close to",
    "perhaps",
    "an estimated",
    "estimated",
    "more or less",
    "circa",
    "just over",
    "just under",
];

/// Ways in which a source bounds a figure from below or above, that stand before it.
const LEAST: [&str; 2] = ["no fewer than", "not fewer than"];
const MOST: [&str; 4] = ["up to", "as many as", "no more than", "not more than"];

/// Nouns that stand for a figure and take `of`.
const NOUNS: [&str; 10] =
    ["dozens", "scores", "tens", "hundreds", "thousands", "handful", "couple", "number", "majority", "lot"];

impl Figure {
    pub(super) fn of(telling: &Telling<'_>, quantity: &Quantity) -> Self {
        let approx = quantity.approx.as_deref().map(str::trim).filter(|words| !words.is_empty());
        // A bound in the source's own words, where they bound it as its ends do.
        let bound = |known: &[&'static str]| {
            let hedges = telling.claim.hedges.iter().filter(|hedge| hedge.kind == HedgeKind::Bound);
            let mut exact = hedges.map(|hedge| hedge.exact.trim().to_lowercase());
            exact.find_map(|exact| known.iter().find(|words| **words == exact).copied())
        };
        let (words, one) = match (quantity.min, quantity.max) {
            (None, None) => {
                let words = approx.unwrap_or("a number, not given,");
                let of =
                    NOUNS.iter().any(|noun| words.split(' ').next_back() == Some(noun)) || approx.is_none();
                return Self { words: words.to_owned(), one: false, zero: false, of };
            }
            (Some(min), Some(max)) if min == max => {
                let number = spelt(min);
                if let Some(before) = approx.filter(|words| BEFORE.contains(&words.to_lowercase().as_str())) {
                    return Self {
                        words: format!("{before} {number}"),
                        one: min == 1,
                        zero: false,
                        of: false,
                    };
                }
                if min == 0 && approx.is_none() {
                    return Self { words: "no".to_owned(), one: false, zero: true, of: false };
                }
                (number, min == 1)
            }
            (Some(min), Some(max)) => {
                let small = max <= SPELT;
                let number = |n: u64| if small { spelt(n) } else { grouped(n) };
                (format!("between {} and {}", number(min), number(max)), false)
            }
            (Some(min), None) if bound(&["or more"]).is_some() => (format!("{} or more", spelt(min)), false),
            (Some(min), None) => {
                (format!("{} {}", bound(&LEAST).unwrap_or("at least"), spelt(min)), min == 1)
            }
            (None, Some(max)) if bound(&["or fewer"]).is_some() => {
                (format!("{} or fewer", spelt(max)), false)
            }
            (None, Some(max)) => (format!("{} {}", bound(&MOST).unwrap_or("at most"), spelt(max)), max == 1),
        };
        let words = match approx {
            Some(approx) => format!("{words} {}", telling.beside(approx)),
            None => words,
        };
        Self { words, one, zero: false, of: false }
    }

    /// With what it counts: `at least nine people`, `one civilian`, `no people`, `dozens of people`.
    pub(super) fn counted(&self, unit: Unit, status: Option<Status>) -> String {
        let of = if self.of { " of" } else { "" };
        let beside = match status {
            Some(status) if unit != Unit::People => format!(" (of those who are: {})", status.name()),
            _ => String::new(),
        };
        format!("{}{of} {}{beside}", self.words, noun(unit, status, self.one))
    }

    /// Without: `at least eight`, `none`; with the people of one status where only they are counted.
    pub(super) fn alone(&self, status: Option<Status>) -> String {
        match status {
            Some(_) => self.counted(Unit::People, status),
            None if self.zero => "none".to_owned(),
            None => self.words.clone(),
        }
    }
}

fn noun(unit: Unit, status: Option<Status>, one: bool) -> &'static str {
    let (single, plural) = match (unit, status) {
        (Unit::People, Some(Status::Civilian)) => ("civilian", "civilians"),
        (Unit::People, Some(Status::Combatant)) => ("combatant", "combatants"),
        (Unit::People, Some(Status::Child)) => ("child", "children"),
        (Unit::People, Some(Status::Woman)) => ("woman", "women"),
        (Unit::People, Some(Status::Unknown)) => ("person of unknown status", "people of unknown status"),
        (Unit::People, Some(Status::Part)) => ("person of a larger number", "people of a larger number"),
        (Unit::People, None) => ("person", "people"),
        (Unit::Vessels, _) => ("vessel", "vessels"),
        (Unit::Strikes, _) => ("strike", "strikes"),
        (Unit::Groups, _) => ("group", "groups"),
        (Unit::Days, _) => ("day", "days"),
        (Unit::Votes, _) => ("vote", "votes"),
        (Unit::Dollars, _) => ("dollar", "dollars"),
        (Unit::Percent, _) => ("percent", "percent"),
        (Unit::Sources, _) => ("source", "sources"),
        (Unit::Items, _) => ("item", "items"),
    };
    if one { single } else { plural }
}

/// Up to here numbers stand in words.
const SPELT: u64 = 12;

fn spelt(number: u64) -> String {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven",
        "twelve",
    ];
    let word = usize::try_from(number).ok().and_then(|at| WORDS.get(at));
    word.map_or_else(|| grouped(number), |word| (*word).to_owned())
}
