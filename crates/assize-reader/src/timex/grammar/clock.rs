//! Times of day.

use super::{Grammar, Reading};
use crate::{lexeme::Lex, timex::shape::Shape};

impl Grammar<'_> {
    /// `9:30 p.m. Monday`, `noon`, `0600 GMT`, `the night of May 8`, `in the morning`.
    pub(super) fn clock(&self, index: usize) -> Option<Reading> {
        self.part_of_day(index).or_else(|| {
            let (hour, minute, end) = self.hour(index)?;
            let end = self.zone(end);
            let (day, end) = self.day_after(end);
            Some((Shape::Clock(day.map(Box::new), hour, minute), end, "clock"))
        })
    }

    fn hour(&self, index: usize) -> Option<(i8, Option<i8>, usize)> {
        let t = self.t;
        match t.word(index) {
            "noon" | "midday" => return Some((12, Some(0), index + 1)),
            "midnight" => return Some((0, Some(0), index + 1)),
            _ => {}
        }
        let (hour, width) = match t.lex(index) {
            Lex::Figure(hour, width) => (hour, width),
            Lex::Cardinal(hour @ 1..=12) => (u64::from(hour), 0),
            _ => return None,
        };
        let mut next = index + 1;
        let mut minute = None;
        if width > 0
            && width < 3
            && t.is_mark(next, ':')
            && t.joined(next)
            && t.joined(next + 1)
            && let Lex::Figure(value @ 0..=59, 2) = t.lex(next + 1)
        {
            minute = i8::try_from(value).ok();
            next += 2;
            if t.is_mark(next, ':') && matches!(t.lex(next + 1), Lex::Figure(0..=59, 2)) {
                next += 2;
            }
        }
        if let Some((afternoon, end)) = self.half_of_day(next) {
            let hour = i8::try_from(hour).ok().filter(|hour| (0..=12).contains(hour))?;
            let hour = hour % 12 + if afternoon { 12 } else { 0 };
            return Some((hour, Some(minute.unwrap_or(0)).filter(|_| minute.is_some()), end));
        }
        if t.word(next) == "o" && t.is_apostrophe(next + 1) && t.words(next + 2).eq_ignore_ascii_case("clock")
        {
            return Some((i8::try_from(hour).ok().filter(|hour| *hour <= 24)?, None, next + 3));
        }
        let led = t.is(
            index.wrapping_sub(1),
            &[
                "at", "by", "around", "about", "until", "from", "before", "after", "between", "and", "to",
                "since",
            ],
        );
        let zoned = t.is(next, &["gmt", "utc", "hours", "hrs", "hr", "local"]);
        if minute.is_some() && hour < 24 && (led || zoned) {
            let end = next + usize::from(t.is(next, &["hours", "hrs", "hr"]));
            return Some((i8::try_from(hour).ok()?, minute, end));
        }
        // `0600 GMT`, `at 1430 hours`
        if width == 4 && zoned && hour < 2400 && hour % 100 < 60 {
            let end = next + usize::from(t.is(next, &["hours", "hrs", "hr"]));
            return Some((i8::try_from(hour / 100).ok()?, i8::try_from(hour % 100).ok(), end));
        }
        None
    }

    /// `p.m.`, `pm`, `a.m.`: whether afternoon, and the index after.
    fn half_of_day(&self, index: usize) -> Option<(bool, usize)> {
        let t = self.t;
        let words = t.words(index);
        if words.eq_ignore_ascii_case("pm") || words.eq_ignore_ascii_case("am") {
            return Some((words.starts_with(['p', 'P']), index + 1));
        }
        let letter = words.eq_ignore_ascii_case("p") || words.eq_ignore_ascii_case("a");
        if !letter || !t.is_mark(index + 1, '.') || !t.words(index + 2).eq_ignore_ascii_case("m") {
            return None;
        }
        // The last full stop belongs to the abbreviation, also where it ends the sentence as well.
        let end = index + 3 + usize::from(t.is_mark(index + 3, '.'));
        Some((words.starts_with(['p', 'P']), end))
    }

    /// Steps over a time zone.
    fn zone(&self, index: usize) -> usize {
        let t = self.t;
        let at = index + usize::from(t.is_mark(index, '('));
        let closes = |end: usize| end + usize::from(at > index && t.is_mark(end, ')'));
        if t.is(at, &["gmt", "utc", "est", "edt", "cst", "cdt", "pst", "pdt", "et", "ct", "pt", "bst", "cet"])
            && t.capital(at)
        {
            return closes(at + 1);
        }
        if t.word(at) == "local" && t.word(at + 1) == "time" {
            return closes(at + 2);
        }
        index
    }

    /// A day right after a time of day: `Monday`, `on May 8`, `yesterday`.
    fn day_after(&self, index: usize) -> (Option<Shape>, usize) {
        let t = self.t;
        let at = index + usize::from(t.is_mark(index, ','));
        let at = at + usize::from(t.word(at) == "on");
        let is_day = |shape: &Shape| {
            matches!(shape, Shape::Weekday(..) | Shape::MonthDay(..) | Shape::DayDelta(_))
                || matches!(shape, Shape::Fixed(super::super::calendar::Stretch::Day(_)))
        };
        match self.date(at) {
            Some((shape, end, _))
                if is_day(&shape) && (at == index || t.is_mark(index, ',') && t.word(at) != "on") =>
            {
                (Some(shape), end)
            }
            // `noon on Thursday`: two times, the second the day of the first.
            Some((shape, ..)) if is_day(&shape) => (Some(shape), index),
            _ => (None, index),
        }
    }

    /// `the night of May 8`, `the morning`, `the early morning hours of May 8`.
    fn part_of_day(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let the = t.word(index) == "the";
        let mut at = index + usize::from(the);
        let early = t.is(at, &["early", "late", "mid"]);
        at += usize::from(early);
        at += usize::from(early && t.is_dash(at));
        let Lex::DayPart(code) = t.lex(at) else { return None };
        let mut next = at + 1;
        next += usize::from(t.word(next) == "hours");
        if t.is(next, &["of", "on"]) || t.is_mark(next, ',') {
            let of = next + 1;
            if let Some((shape, end, _)) = self.date(of)
                && matches!(
                    shape,
                    Shape::Fixed(super::super::calendar::Stretch::Day(_))
                        | Shape::MonthDay(..)
                        | Shape::Weekday(..)
                )
                && t.word(next) == "of"
            {
                return Some((Shape::Part(Some(Box::new(shape)), code), end, "part.of-day"));
            }
        }
        if let Some((shape @ Shape::DayDelta(_), end, _)) = self.deictic(next) {
            return Some((Shape::Part(Some(Box::new(shape)), code), end, "part.of-day"));
        }
        let led = t
            .is(index.wrapping_sub(1), &["in", "during", "by", "on", "until", "since", "throughout", "into"]);
        (the && led && !self.hyphenated(at) && t.word(next) != "of").then_some((
            Shape::Part(None, code),
            next,
            "part",
        ))
    }
}
