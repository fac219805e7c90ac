//! Dates that may be uncertain: a subset of EDTF (ISO 8601-2:2019) and its sound comparison.
//!
//! Read and written: `2025`, `2025-09`, `2025-09-02`; each with `~` (approximate), `?` (uncertain) or `%` (both);
//! intervals `A/B`; open ends `..` (no end) and empty ends (end not known).
//!
//! A date is never narrowed to a guessed day or midnight. It stands for every day it may be, its [`Interval`], and two
//! dates are before or after each other only where that holds for every choice of days:
//!
//! - `~` widens a date by one unit of its own precision on both sides (`2025-10~` is September to November 2025);
//! - `?` and `%` say that the date may be wrong altogether, so they bound nothing.
//!
//! EDTF itself leaves the width of `~` open; ours is set in `docs/decisions/002-uncertain-dates.md`.

use jiff::{ToSpan, civil};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// The months by their English names, in small letters, as texts and tables write them out.
pub const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// A calendar day of the proleptic Gregorian calendar, without a time zone.
pub type Day = civil::Date;

/// Why a string is not a date of the subset.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum EdtfError {
    /// Not of a form that is read here.
    #[error(
        "`{0}` is not a date: expected `2025`, `2025-09`, `2025-09-02`, each with an optional `~`, `?` or `%`, or `A/B`"
    )]
    Form(String),
    /// The form of a day, but no such day.
    #[error("`{0}` is not a day of the calendar")]
    NoSuchDay(String),
    /// An interval whose first end lies after its second.
    #[error("`{0}` ends before it begins")]
    Reversed(String),
}

/// A date as a source or a person gives it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Edtf {
    /// One date, at the precision it was given.
    Date(EdtfDate),
    /// A span of time with two ends.
    Interval(End, End),
}

/// One date: a year, a month of a year or a day, perhaps qualified.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EdtfDate {
    first: Day,
    precision: Precision,
    /// `~`: near this date.
    pub approximate: bool,
    /// `?`: perhaps not this date at all.
    pub uncertain: bool,
}

/// The unit a date is given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Precision {
    /// A year.
    Year,
    /// A month of a year.
    Month,
    /// A day.
    Day,
}

/// An end of an interval.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum End {
    /// `..`: there is no end on this side.
    Open,
    /// Nothing written: there is an end, and it is not known.
    Unknown,
    /// A date.
    Date(EdtfDate),
}

/// The days a date may be, both ends included; `None` is unbounded on that side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Interval {
    /// No day before this one.
    pub earliest: Option<Day>,
    /// No day after this one.
    pub latest: Option<Day>,
}

/// How two dates stand to each other, whatever days they turn out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Relation {
    /// The first lies before the second.
    Before,
    /// Both are the same single day. Which came first on that day is not known.
    SameDay,
    /// The first lies after the second.
    After,
    /// The days overlap, so neither order holds for certain.
    CannotBeEstablished,
}

/// Whether something holds of every day a date may be, of none, or of some.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// Of every day.
    Yes,
    /// Of no day.
    No,
    /// Of some, or the ends are not known.
    CannotBeEstablished,
}

impl Interval {
    /// No bound on either side.
    pub const UNBOUNDED: Self = Self { earliest: None, latest: None };

    /// Exactly one day.
    pub const fn day(day: Day) -> Self {
        Self { earliest: Some(day), latest: Some(day) }
    }

    /// How the first stands to the second; sound for every choice of days within the two.
    pub fn relation(&self, other: &Self) -> Relation {
        let surely_before =
            |a: &Self, b: &Self| matches!((a.latest, b.earliest), (Some(a), Some(b)) if a < b);
        if surely_before(self, other) {
            Relation::Before
        } else if surely_before(other, self) {
            Relation::After
        } else if self == other && self.earliest.is_some() && self.earliest == self.latest {
            Relation::SameDay
        } else {
            Relation::CannotBeEstablished
        }
    }

    /// Whether some day may lie in both.
    pub fn may_meet(&self, other: &Self) -> bool {
        !matches!(self.relation(other), Relation::Before | Relation::After)
    }

    /// The fewest and most days from `earlier` to `self`, negative where `self` comes first; `None` is unbounded.
    pub fn days_since(&self, earlier: &Self) -> (Option<i32>, Option<i32>) {
        let between = |from: Option<Day>, to: Option<Day>| Some((to? - from?).get_days());
        (between(earlier.latest, self.earliest), between(earlier.earliest, self.latest))
    }
}

impl EdtfDate {
    /// A day, without qualifier.
    pub const fn day(day: Day) -> Self {
        Self { first: day, precision: Precision::Day, approximate: false, uncertain: false }
    }

    /// The unit it is given in.
    pub const fn precision(&self) -> Precision {
        self.precision
    }

    /// Every day it may be.
    pub fn interval(&self) -> Interval {
        if self.uncertain {
            return Interval::UNBOUNDED;
        }
        let unit = match self.precision {
            Precision::Year => 1.year(),
            Precision::Month => 1.month(),
            Precision::Day => 1.day(),
        };
        let widen = if self.approximate { unit } else { 0.days() };
        let last = match self.precision {
            Precision::Year => self.first.last_of_year(),
            Precision::Month => self.first.last_of_month(),
            Precision::Day => self.first,
        };
        // A month later than the last of a month must be the last of that month too, so widen before taking ends.
        let latest = self.first.checked_add(widen).ok().map(|first| match self.precision {
            Precision::Year => first.last_of_year(),
            Precision::Month => first.last_of_month(),
            Precision::Day => first,
        });
        Interval { earliest: self.first.checked_sub(widen).ok(), latest: latest.or(Some(last)) }
    }
}

impl End {
    /// Every day this end may be; an open or unknown end bounds nothing.
    pub fn interval(&self) -> Interval {
        match self {
            Self::Date(date) => date.interval(),
            Self::Open | Self::Unknown => Interval::UNBOUNDED,
        }
    }
}

impl Edtf {
    /// One day.
    pub const fn day(day: Day) -> Self {
        Self::Date(EdtfDate::day(day))
    }

    /// From one day to another, both included.
    pub const fn days(from: Day, to: Day) -> Self {
        Self::Interval(End::Date(EdtfDate::day(from)), End::Date(EdtfDate::day(to)))
    }

    /// Every day it may be, or may last over.
    pub fn interval(&self) -> Interval {
        match self {
            Self::Date(date) => date.interval(),
            Self::Interval(from, to) => {
                Interval { earliest: from.interval().earliest, latest: to.interval().latest }
            }
        }
    }

    /// Where this, as a period, begins.
    pub fn begins(&self) -> Interval {
        match self {
            Self::Date(date) => date.interval(),
            Self::Interval(from, _) => from.interval(),
        }
    }

    /// Where this, as a period, ends.
    pub fn ends(&self) -> Interval {
        match self {
            Self::Date(date) => date.interval(),
            Self::Interval(_, to) => to.interval(),
        }
    }

    /// How this date stands to another.
    pub fn relation(&self, other: &Self) -> Relation {
        self.interval().relation(&other.interval())
    }

    /// Whether `day` falls into this period (both ends included), for every day that `day` and the ends may be.
    ///
    /// A bare month or year counts as the whole of it. `..` never ends; an end left empty is not known.
    pub fn covers(&self, day: &Self) -> Within {
        let day = day.interval();
        let (begun, ended) = match self {
            Self::Date(date) => {
                let period = date.interval();
                let begins = Interval { earliest: period.earliest, latest: period.earliest };
                let ends = Interval { earliest: period.latest, latest: period.latest };
                if date.approximate || date.uncertain {
                    // Only the outer bounds of an approximate period are known, never its inside.
                    let outside = !period.may_meet(&day);
                    return if outside { Within::No } else { Within::CannotBeEstablished };
                }
                (not_after(&begins, &day), not_after(&day, &ends))
            }
            Self::Interval(from, to) => {
                let begins = match from {
                    End::Date(date) if !date.approximate && !date.uncertain => {
                        let first = date.interval().earliest;
                        Interval { earliest: first, latest: first }
                    }
                    other => other.interval(),
                };
                let ends = match to {
                    End::Date(date) if !date.approximate && !date.uncertain => {
                        let last = date.interval().latest;
                        Interval { earliest: last, latest: last }
                    }
                    other => other.interval(),
                };
                (
                    if *from == End::Open { Within::Yes } else { not_after(&begins, &day) },
                    if *to == End::Open { Within::Yes } else { not_after(&day, &ends) },
                )
            }
        };
        match (begun, ended) {
            (Within::No, _) | (_, Within::No) => Within::No,
            (Within::Yes, Within::Yes) => Within::Yes,
            _ => Within::CannotBeEstablished,
        }
    }
}

fn not_after(a: &Interval, b: &Interval) -> Within {
    match (a.earliest, a.latest, b.earliest, b.latest) {
        (_, Some(a_latest), Some(b_earliest), _) if a_latest <= b_earliest => Within::Yes,
        (Some(a_earliest), _, _, Some(b_latest)) if a_earliest > b_latest => Within::No,
        _ => Within::CannotBeEstablished,
    }
}

impl FromStr for EdtfDate {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let form = || EdtfError::Form(text.chars().take(80).collect());
        let (digits, approximate, uncertain) = match text.as_bytes().last() {
            Some(b'~') => (&text[..text.len() - 1], true, false),
            Some(b'?') => (&text[..text.len() - 1], false, true),
            Some(b'%') => (&text[..text.len() - 1], true, true),
            _ => (text, false, false),
        };
        let mut parts = digits.split('-');
        let mut number = |width: usize| match parts.next() {
            None => Ok(None),
            Some(part) if part.len() == width && part.bytes().all(|b| b.is_ascii_digit()) => {
                part.parse::<i16>().map(Some).map_err(|_| form())
            }
            Some(_) => Err(form()),
        };
        let (year, month, day) = (number(4)?.ok_or_else(form)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return Err(form());
        }
        let precision = match (month, day) {
            (None, _) => Precision::Year,
            (Some(_), None) => Precision::Month,
            (Some(_), Some(_)) => Precision::Day,
        };
        // Two digits always fit an i8.
        let two = |n: Option<i16>| n.map_or(1, |n| n as i8);
        let first =
            Day::new(year, two(month), two(day)).map_err(|_| EdtfError::NoSuchDay(text.to_owned()))?;
        Ok(Self { first, precision, approximate, uncertain })
    }
}

impl FromStr for Edtf {
    type Err = EdtfError;

    fn from_str(text: &str) -> Result<Self, EdtfError> {
        let Some((from, to)) = text.split_once('/') else { return text.parse().map(Self::Date) };
        let end = |part: &str| match part {
            ".." => Ok(End::Open),
            "" => Ok(End::Unknown),
            date => date.parse().map(End::Date),
        };
        let (from, to) = (end(from)?, end(to)?);
        if matches!((from, to), (End::Open | End::Unknown, End::Open | End::Unknown)) {
            return Err(EdtfError::Form(text.to_owned()));
        }
        if from.interval().relation(&to.interval()) == Relation::After {
            return Err(EdtfError::Reversed(text.to_owned()));
        }
        Ok(Self::Interval(from, to))
    }
}

impl fmt::Display for EdtfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}", self.first.year())?;
        if self.precision >= Precision::Month {
            write!(f, "-{:02}", self.first.month())?;
        }
        if self.precision == Precision::Day {
            write!(f, "-{:02}", self.first.day())?;
        }
        f.write_str(match (self.approximate, self.uncertain) {
            (false, false) => "",
            (true, false) => "~",
            (false, true) => "?",
            (true, true) => "%",
        })
    }
}

impl fmt::Display for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Open => f.write_str(".."),
            Self::Unknown => Ok(()),
            Self::Date(date) => date.fmt(f),
        }
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(date) => date.fmt(f),
            Self::Interval(from, to) => write!(f, "{from}/{to}"),
        }
    }
}

impl fmt::Debug for EdtfDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for End {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Debug for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Edtf {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn edtf(text: &str) -> Edtf {
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn every_form_survives_a_round_trip() {
        for text in [
            "2025",
            "2025~",
            "2025-09",
            "2025-09?",
            "2025-09-02",
            "2025-09-02%",
            "0001-01-01",
            "9999-12-31~",
            "2025-09-02/2025-12-18",
            "2025-08~/..",
            "../2025-09",
            "2025-09-02/",
            "/2025-09-02",
            "2025/2026-03",
        ] {
            assert_eq!(edtf(text).to_string(), text);
        }
    }

    #[test]
    fn what_is_no_date_says_so() {
        for bad in [
            "",
            "25",
            "2025-9-2",
            "2025-02-30",
            "2025-13",
            "2025-09-02T00:00",
            "../..",
            "/",
            "2025--",
            "２０２５",
            "2025-12/2025-01",
            "2025-01/2025-02/2025-03",
            "2025-",
            "~",
            "+2025",
            "2025-1é",
        ] {
            assert!(bad.parse::<Edtf>().is_err(), "{bad}");
        }
    }

    fn check(a: &str, expected: Relation, b: &str) {
        assert_eq!(edtf(a).relation(&edtf(b)), expected, "{a} and {b}");
    }

    #[test]
    fn order_holds_only_for_every_choice_of_days() {
        check("2025-09-02", Relation::Before, "2025-09-05");
        check("2025-09-05", Relation::After, "2025-09-02");
        check("2025-09-02", Relation::SameDay, "2025-09-02");
        check("2025-09", Relation::CannotBeEstablished, "2025-09-02");
        check("2025-08", Relation::Before, "2025-09-02");
        check("2025-08~", Relation::CannotBeEstablished, "2025-09-02");
        check("2025-07~", Relation::Before, "2025-09-02");
        check("2020?", Relation::CannotBeEstablished, "2025-09-02");
        check("2025-09-05/..", Relation::After, "2025-09-02");
        check("2025-09-05/", Relation::After, "2025-09-02");
        check("../2025-09-05", Relation::CannotBeEstablished, "2025-09-02");
    }

    #[test]
    fn a_period_covers_what_lies_in_it_for_certain() {
        for (period, day, expected) in [
            ("2025-08-05/2025-10~", "2025-08-05", Within::Yes),
            ("2025-08-05/2025-10~", "2025-08-04", Within::No),
            ("2025-08-05/2025-10~", "2025-10-15", Within::CannotBeEstablished),
            ("2025-08-05/2025-10~", "2025-12-01", Within::No),
            ("2025-08-05/..", "2031-01-01", Within::Yes),
            ("2025-08-05/", "2025-08-06", Within::CannotBeEstablished),
            ("2025-08", "2025-08-31", Within::Yes),
            ("2025-08", "2025-09", Within::No),
            ("2025-08~", "2025-08-10", Within::CannotBeEstablished),
            ("2025-08/2025-09", "2025-08-15", Within::Yes),
            ("2025-08-05/2025-09", "2025-08", Within::CannotBeEstablished),
        ] {
            assert_eq!(edtf(period).covers(&edtf(day)), expected, "{period} covers {day}");
        }
    }

    #[test]
    fn days_between_are_a_range() {
        let since = |a: &str, b: &str| edtf(a).interval().days_since(&edtf(b).interval());
        assert_eq!(since("2025-09-05", "2025-09-02"), (Some(3), Some(3)));
        assert_eq!(since("2025-09", "2025-08-31"), (Some(1), Some(30)));
        assert_eq!(since("2025-09/..", "2025-08-31"), (Some(1), None));
    }

    fn any_edtf() -> impl Strategy<Value = Edtf> {
        let date = (2020_i16..2030, 1_i8..=12, 1_i8..=28, 0..3, any::<bool>()).prop_map(
            |(y, m, d, p, approximate)| {
                let text = match p {
                    0 => format!("{y:04}"),
                    1 => format!("{y:04}-{m:02}"),
                    _ => format!("{y:04}-{m:02}-{d:02}"),
                };
                let mut date: EdtfDate = text.parse().expect("a date");
                date.approximate = approximate;
                date
            },
        );
        prop_oneof![
            date.clone().prop_map(Edtf::Date),
            (date.clone(), date.clone())
                .prop_filter_map("reversed", |(a, b)| format!("{a}/{b}").parse().ok()),
            date.clone().prop_map(|a| Edtf::Interval(End::Date(a), End::Open)),
            date.prop_map(|a| Edtf::Interval(End::Open, End::Date(a))),
        ]
    }

    fn some_day(interval: Interval, pick: i32) -> Day {
        let low = interval.earliest.unwrap_or(civil::date(2000, 1, 1));
        let high = interval.latest.unwrap_or(civil::date(2050, 1, 1));
        let width = (high - low).get_days().max(0);
        low.checked_add((pick.rem_euclid(width + 1)).days()).expect("inside the calendar")
    }

    proptest! {
        #[test]
        fn relation_is_sound_and_antisymmetric(a in any_edtf(), b in any_edtf(), i in any::<i32>(), j in any::<i32>()) {
            let (x, y) = (some_day(a.interval(), i), some_day(b.interval(), j));
            match a.relation(&b) {
                Relation::Before => { prop_assert!(x < y); prop_assert_eq!(b.relation(&a), Relation::After); }
                Relation::After => { prop_assert!(x > y); prop_assert_eq!(b.relation(&a), Relation::Before); }
                Relation::SameDay => prop_assert_eq!(x, y),
                Relation::CannotBeEstablished => {
                    prop_assert_eq!(b.relation(&a), Relation::CannotBeEstablished);
                }
            }
        }

        #[test]
        fn text_and_value_round_trip(a in any_edtf()) {
            prop_assert_eq!(a.to_string().parse::<Edtf>().expect("own form"), a);
        }
    }
}
