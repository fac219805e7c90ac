//! Dates at the precision they are given in, their TimeML and EDTF forms, and counting from one to another.

use crate::lexeme::{Season, TimeUnit};
use assize_record::{Day, Edtf};
use jiff::{ToSpan, civil};

/// A stretch of the calendar, named at the precision of its words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stretch {
    /// A day.
    Day(Day),
    /// A month: year, month.
    Month(i16, i8),
    /// A year; 0 is 1 BC.
    Year(i16),
    /// A quarter: year, 1 to 4.
    Quarter(i16, i8),
    /// Half a year: year, 1 or 2.
    Half(i16, i8),
    /// A season: year, season. A winter has the year of its December.
    Season(i16, Season),
    /// A week from Monday: its Monday.
    Week(Day),
    /// The Saturday and Sunday of a week: its Monday.
    Weekend(Day),
    /// Ten years, by the first.
    Decade(i16),
    /// A hundred years, by the first: the 20th century by 1900.
    Century(i16),
}

/// The Monday of a day's week.
pub(super) fn monday(day: Day) -> Day {
    let back = i32::from(day.weekday().to_monday_zero_offset());
    day.checked_sub(back.days()).unwrap_or(day)
}

/// `day` plus a number of days, where the calendar reaches.
pub(super) fn plus_days(day: Day, days: i64) -> Option<Day> {
    let span = jiff::Span::new().try_days(days).ok()?;
    day.checked_add(span).ok()
}

/// The first day of a month plus a number of months.
pub(super) fn plus_months(year: i16, month: i8, months: i64) -> Option<(i16, i8)> {
    let index = i64::from(year) * 12 + i64::from(month) - 1 + months;
    Some((i16::try_from(index.div_euclid(12)).ok()?, i8::try_from(index.rem_euclid(12) + 1).ok()?))
}

/// A day of the calendar, if there is one.
pub(super) fn day(year: i16, month: i8, day: i8) -> Option<Day> {
    civil::Date::new(year, month, day).ok()
}

fn year_words(year: i16) -> String {
    if year > 0 { format!("{year:04}") } else { format!("BC{:04}", 1 - i32::from(year)) }
}

impl Season {
    const fn code(self) -> &'static str {
        match self {
            Self::Spring => "SP",
            Self::Summer => "SU",
            Self::Fall => "FA",
            Self::Winter => "WI",
        }
    }

    /// The first month of the season.
    pub(super) const fn first_month(self) -> i8 {
        match self {
            Self::Spring => 3,
            Self::Summer => 6,
            Self::Fall => 9,
            Self::Winter => 12,
        }
    }
}

impl Stretch {
    /// The value of a TIMEX3 tag.
    pub(super) fn timex3(&self) -> String {
        match *self {
            Self::Day(day) if day.year() > 0 => day.to_string(),
            Self::Day(day) => format!("{}-{:02}-{:02}", year_words(day.year()), day.month(), day.day()),
            Self::Month(year, month) => format!("{}-{month:02}", year_words(year)),
            Self::Year(year) => year_words(year),
            Self::Quarter(year, quarter) => format!("{}-Q{quarter}", year_words(year)),
            Self::Half(year, half) => format!("{}-H{half}", year_words(year)),
            Self::Season(year, season) => format!("{}-{}", year_words(year), season.code()),
            Self::Week(monday) | Self::Weekend(monday) => {
                let week = monday.iso_week_date();
                let end = if matches!(self, Self::Weekend(_)) { "-WE" } else { "" };
                format!("{:04}-W{:02}{end}", week.year(), week.week())
            }
            Self::Decade(first) if first > 0 => format!("{:03}", first / 10),
            Self::Decade(first) => format!("BC{:03}", -i32::from(first) / 10),
            Self::Century(first) if first > 0 => format!("{:02}", first / 100),
            Self::Century(first) => format!("BC{:02}", -i32::from(first) / 100),
        }
    }

    /// The first and last day.
    pub(super) fn days(&self) -> Option<(Day, Day)> {
        let months = |year: i16, month: i8, count: i64| {
            let (last_year, last_month) = plus_months(year, month, count - 1)?;
            Some((day(year, month, 1)?, day(last_year, last_month, 1)?.last_of_month()))
        };
        match *self {
            Self::Day(day) => Some((day, day)),
            Self::Month(year, month) => months(year, month, 1),
            Self::Year(year) => months(year, 1, 12),
            Self::Quarter(year, quarter) => months(year, quarter * 3 - 2, 3),
            Self::Half(year, half) => months(year, half * 6 - 5, 6),
            Self::Season(year, season) => months(year, season.first_month(), 3),
            Self::Week(monday) => Some((monday, plus_days(monday, 6)?)),
            Self::Weekend(monday) => Some((plus_days(monday, 5)?, plus_days(monday, 6)?)),
            Self::Decade(first) => months(first, 1, 120),
            Self::Century(first) => months(first, 1, 1200),
        }
    }

    /// The same as EDTF. `None` before the year 1, which the record's subset does not write.
    ///
    /// Seasons have no settled days: their ends are approximate months.
    pub(super) fn edtf(&self) -> Option<Edtf> {
        let (from, to) = self.days()?;
        if from.year() < 1 {
            return None;
        }
        let text = match *self {
            Self::Day(_) | Self::Month(..) | Self::Year(_) => self.timex3(),
            Self::Decade(_) | Self::Century(_) => format!("{:04}/{:04}", from.year(), to.year()),
            Self::Quarter(..) | Self::Half(..) => {
                format!("{:04}-{:02}/{:04}-{:02}", from.year(), from.month(), to.year(), to.month())
            }
            Self::Season(..) => {
                format!("{:04}-{:02}~/{:04}-{:02}~", from.year(), from.month(), to.year(), to.month())
            }
            Self::Week(_) | Self::Weekend(_) => format!("{from}/{to}"),
        };
        text.parse().ok()
    }

    /// The year it begins in.
    pub(super) fn year(&self) -> i16 {
        match *self {
            Self::Day(day) | Self::Week(day) | Self::Weekend(day) => day.year(),
            Self::Month(year, _)
            | Self::Year(year)
            | Self::Quarter(year, _)
            | Self::Half(year, _)
            | Self::Season(year, _)
            | Self::Decade(year)
            | Self::Century(year) => year,
        }
    }

    /// The month it begins in, where it is no longer than a season.
    pub(super) fn month(&self) -> Option<i8> {
        match *self {
            Self::Day(day) | Self::Week(day) | Self::Weekend(day) => Some(day.month()),
            Self::Month(_, month) => Some(month),
            Self::Quarter(_, quarter) => Some(quarter * 3 - 2),
            Self::Season(_, season) => Some(season.first_month()),
            _ => None,
        }
    }

    /// The unit of time it lies `steps` units after (before, if negative), counted from this stretch.
    ///
    /// The answer has the precision of the unit: two years after a day is a year.
    pub(super) fn offset(&self, unit: TimeUnit, steps: i64) -> Option<Self> {
        let (first, _) = self.days()?;
        let in_months =
            |count: i64| plus_months(self.year(), self.month().unwrap_or(1), count.checked_mul(steps)?);
        match unit {
            TimeUnit::Day => match self {
                Self::Day(day) => Some(Self::Day(plus_days(*day, steps)?)),
                _ => None,
            },
            TimeUnit::Week | TimeUnit::Fortnight => {
                let weeks = if unit == TimeUnit::Week { 7_i64 } else { 14 };
                matches!(self, Self::Day(_) | Self::Week(_) | Self::Weekend(_)).then_some(())?;
                Some(Self::Week(monday(plus_days(first, weeks.checked_mul(steps)?)?)))
            }
            TimeUnit::Weekend => Some(Self::Weekend(monday(plus_days(first, steps.checked_mul(7)?)?))),
            TimeUnit::Month => {
                self.month()?;
                in_months(1).map(|(year, month)| Self::Month(year, month))
            }
            TimeUnit::Quarter => {
                self.month()?;
                in_months(3).map(|(year, month)| Self::Quarter(year, (month + 2) / 3))
            }
            TimeUnit::Year => Some(Self::Year(i16::try_from(i64::from(self.year()) + steps).ok()?)),
            TimeUnit::Decade => {
                let first = i64::from(self.year()).div_euclid(10) * 10;
                Some(Self::Decade(i16::try_from(first + steps.checked_mul(10)?).ok()?))
            }
            TimeUnit::Century => {
                let first = i64::from(self.year()).div_euclid(100) * 100;
                Some(Self::Century(i16::try_from(first + steps.checked_mul(100)?).ok()?))
            }
            TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour => None,
        }
    }
}

/// The weekday `weekday` (Monday 1) on or before a day.
pub(super) fn weekday_on_or_before(day: Day, weekday: i8) -> Option<Day> {
    let back = (i64::from(day.weekday().to_monday_one_offset()) - i64::from(weekday)).rem_euclid(7);
    plus_days(day, -back)
}

/// The weekday `weekday` (Monday 1) on or after a day.
pub(super) fn weekday_on_or_after(day: Day, weekday: i8) -> Option<Day> {
    let ahead = (i64::from(weekday) - i64::from(day.weekday().to_monday_one_offset())).rem_euclid(7);
    plus_days(day, ahead)
}

/// Easter Sunday of a year, after the anonymous Gregorian algorithm (Meeus, *Astronomical Algorithms*, ch. 8).
pub(super) fn easter(year: i16) -> Option<Day> {
    let y = i32::from(year);
    let (a, b, c) = (y % 19, y / 100, y % 100);
    let (d, e, f) = (b / 4, b % 4, (b + 8) / 25);
    let g = (b - f + 1) / 3;
    let h = (19 * a + b - d - g + 15) % 30;
    let (i, k) = (c / 4, c % 4);
    let l = (32 + 2 * e + 2 * i - h - k) % 7;
    let m = (a + 11 * h + 22 * l) / 451;
    let month = (h + l - 7 * m + 114) / 31;
    let day_of_month = (h + l - 7 * m + 114) % 31 + 1;
    day(year, i8::try_from(month).ok()?, i8::try_from(day_of_month).ok()?)
}

/// The `nth` weekday of a month.
pub(super) fn nth_weekday(year: i16, month: i8, weekday: i8, nth: i64) -> Option<Day> {
    plus_days(weekday_on_or_after(day(year, month, 1)?, weekday)?, 7 * (nth - 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn on(text: &str) -> Day {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn stretches_are_written_in_both_forms() {
        for (stretch, timex3, edtf) in [
            (Stretch::Day(on("2025-09-02")), "2025-09-02", Some("2025-09-02")),
            (Stretch::Week(on("2013-03-11")), "2013-W11", Some("2013-03-11/2013-03-17")),
            (Stretch::Weekend(on("2013-03-11")), "2013-W11-WE", Some("2013-03-16/2013-03-17")),
            (Stretch::Week(on("2024-12-30")), "2025-W01", Some("2024-12-30/2025-01-05")),
            (Stretch::Quarter(2025, 3), "2025-Q3", Some("2025-07/2025-09")),
            (Stretch::Season(2024, Season::Winter), "2024-WI", Some("2024-12~/2025-02~")),
            (Stretch::Decade(1990), "199", Some("1990/1999")),
            (Stretch::Century(1900), "19", Some("1900/1999")),
            (Stretch::Year(-479), "BC0480", None),
        ] {
            assert_eq!(stretch.timex3(), timex3);
            assert_eq!(stretch.edtf().map(|edtf| edtf.to_string()).as_deref(), edtf);
        }
    }

    #[test]
    fn counting_keeps_the_precision_of_the_unit() {
        let start = Stretch::Day(on("2025-12-18"));
        for (unit, steps, expected) in [
            (TimeUnit::Day, -3, "2025-12-15"),
            (TimeUnit::Week, -1, "2025-W50"),
            (TimeUnit::Month, -12, "2024-12"),
            (TimeUnit::Quarter, 1, "2026-Q1"),
            (TimeUnit::Year, -20, "2005"),
            (TimeUnit::Decade, -1, "201"),
            (TimeUnit::Century, -1, "19"),
        ] {
            assert_eq!(start.offset(unit, steps).map(|s| s.timex3()).as_deref(), Some(expected));
        }
        assert_eq!(Stretch::Year(2025).offset(TimeUnit::Day, 1), None, "a year has no single next day");
    }

    #[test]
    fn moving_feasts() {
        assert_eq!(easter(2025), Some(on("2025-04-20")));
        assert_eq!(easter(1998), Some(on("1998-04-12")));
        assert_eq!(nth_weekday(2025, 11, 4, 4), Some(on("2025-11-27")));
    }
}
