//! Dates that point from another: `last week`, `that year`, `yesterday`.

use super::{Grammar, Reading};
use crate::{
    lexeme::{Lex, TimeUnit},
    timex::shape::{Shape, Toward},
};

/// Whether the words after `before` or `after` name an event rather than go on with the sentence.
fn begins_event(t: crate::lexeme::Lexemes<'_>, index: usize) -> bool {
    t.is(index, &["the", "his", "her", "its", "their", "our", "a", "an"]) || t.capital(index)
}

impl Grammar<'_> {
    /// `last week`, `this May`, `the following year`, `that night`, `the same day`, `the year before`.
    pub(super) fn toward(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let the = t.word(index) == "the";
        let its = t.is(index, &["its", "their", "his", "her", "our"]);
        let at = index + usize::from(the || its);
        let (toward, mut next) = match t.word(at) {
            "last" => (Toward::Last, at + 1),
            "past" if the || t.is(index.wrapping_sub(1), &["this"]) => (Toward::Last, at + 1),
            "this" if !the && t.is(at + 1, &["past"]) => (Toward::Last, at + 2),
            "this" if !the && t.is(at + 1, &["coming"]) => (Toward::Next, at + 2),
            "this" if !the => (Toward::This, at + 1),
            "that" if !the => (Toward::Same, at + 1),
            "same" if the => (Toward::Same, at + 1),
            "next" if the => (Toward::Following, at + 1),
            "next" | "coming" => (Toward::Next, at + 1),
            "previous" | "preceding" | "prior" => (Toward::Previous, at + 1),
            "following" | "subsequent" | "succeeding" if the => (Toward::Following, at + 1),
            "current" => (Toward::This, at + 1),
            "latest" if the => (Toward::Latest, at + 1),
            "end" | "ended" => return None,
            _ if the => return self.article_unit(at),
            _ => return None,
        };
        if toward == Toward::Same && t.word(next) == "same" {
            next += 1;
        }
        let fiscal = t.word(next) == "fiscal";
        next += usize::from(fiscal);
        let reading = |shape: Shape, end: usize, rule: &'static str| Some((shape, end, rule));
        match t.lex(next) {
            // `the last week of August`, `the last year of the war`: the last of those, not of those past.
            Lex::Unit(..)
                if (the || t.word_before(index) == "the")
                    && toward == Toward::Last
                    && t.word(next + 1) == "of" =>
            {
                None
            }
            Lex::Unit(TimeUnit::Second | TimeUnit::Minute | TimeUnit::Hour, _) => None,
            Lex::Unit(TimeUnit::Weekend, false) => reading(Shape::Weekend(toward), next + 1, "weekend"),
            // `the past decade` lasts up to now; it is not the one before this.
            Lex::Unit(unit @ (TimeUnit::Decade | TimeUnit::Century), false) if t.word(next - 1) == "past" => {
                let years = if unit == TimeUnit::Decade { "P10Y" } else { "P100Y" };
                reading(Shape::Duration(years.to_owned()), next + 1, "duration.past")
            }
            // `last day`, `this day` are seldom dates; `the next day`, `that day` are.
            Lex::Unit(TimeUnit::Day, false)
                if matches!(toward, Toward::Last | Toward::Next | Toward::Latest) =>
            {
                None
            }
            // `"This Week"`: a title.
            Lex::Unit(..) if t.capital(next) && self.quoted(index) => None,
            Lex::Unit(unit, false)
                if !self.hyphenated(next) || t.is_dash(next + 1) && !t.joined(next + 1) =>
            {
                reading(Shape::Unit(unit, toward), next + 1, "unit")
            }
            Lex::Month(month, short) if t.capital(next) && !fiscal => {
                let end = next + 1 + usize::from(short && t.is_mark(next + 1, '.'));
                if let Some((Shape::MonthDay(month, day), end, _)) = self.month_date(next) {
                    return reading(Shape::MonthDay(month, day), end, "month-day");
                }
                reading(Shape::Month(month, toward), end, "month.toward")
            }
            // `that Sun`: a name.
            Lex::Weekday(_, true) if toward == Toward::Same && !t.is_mark(next + 1, '.') => None,
            Lex::Weekday(weekday, _) if t.capital(next) => {
                if let Some((shape @ Shape::MonthDay(..), end, rule)) = self.date(next) {
                    return reading(shape, end, rule);
                }
                let shape = Shape::Weekday(weekday, toward);
                match t.lex(next + 1) {
                    Lex::DayPart(code) => {
                        reading(Shape::Part(Some(Box::new(shape)), code), next + 2, "weekday.part")
                    }
                    _ => reading(shape, next + 1, "weekday.toward"),
                }
            }
            Lex::Season(season) => reading(Shape::Season(season, toward), next + 1, "season.toward"),
            Lex::DayPart(code) => {
                let base = match toward {
                    Toward::Last => Shape::DayDelta(-1),
                    Toward::This => Shape::DayDelta(0),
                    Toward::Next => Shape::DayDelta(1),
                    other => Shape::Unit(TimeUnit::Day, other),
                };
                reading(Shape::Part(Some(Box::new(base)), code), next + 1, "part.toward")
            }
            // `the latest period`: the quarter that is reported on.
            _ if toward == Toward::Latest && t.word(next) == "period" => {
                reading(Shape::Unit(TimeUnit::Quarter, toward), next + 1, "unit.period")
            }
            _ if matches!(toward, Toward::Last | Toward::This) => {
                self.feast(next).filter(|(shape, ..)| matches!(shape, Shape::Feast(_)))
            }
            _ => None,
        }
    }

    /// `the quarter`, `the weekend`, `the year before`; other units with a bare article are seldom dates.
    fn article_unit(&self, at: usize) -> Option<Reading> {
        let t = self.t;
        if t.is(at, &["comparable", "corresponding"])
            && matches!(t.lex(at + 1), Lex::Unit(TimeUnit::Quarter, false))
        {
            return Some((Shape::Unit(TimeUnit::Quarter, Toward::Same), at + 2, "unit.article"));
        }
        if t.word(at) == "fiscal" && matches!(t.lex(at + 1), Lex::Unit(TimeUnit::Year, false)) {
            return Some((Shape::Duration("P1Y".to_owned()), at + 2, "duration.year"));
        }
        // `the full year`
        let whole = t.is(at, &["full", "whole", "entire"]);
        let at = at + usize::from(whole);
        let Lex::Unit(unit, false) = t.lex(at) else { return None };
        if self.hyphenated(at) || whole && unit != TimeUnit::Year {
            return None;
        }
        let next = at + 1;
        let before = at.wrapping_sub(2 + usize::from(whole));
        let closes = |index: usize| {
            !matches!(t.lex(index), Lex::Word | Lex::Key)
                || t.is(index, &["and", "but", "in", "at", "when", "while"])
        };
        let ends_phrase = |index: usize| {
            !t.capital(at)
                && (closes(index)
                    || t.is(index, &["was", "were", "is", "are", "will", "would", "had", "has"]))
        };
        match (unit, t.word(next)) {
            (TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year, "before")
                if closes(next + 1) =>
            {
                Some((Shape::Unit(unit, Toward::Previous), next + 1, "unit.before"))
            }
            (TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year, "after" | "following")
                if closes(next + 1) =>
            {
                Some((Shape::Unit(unit, Toward::Following), next + 1, "unit.after"))
            }
            // `the day after the strike`: counted from an event.
            (TimeUnit::Day | TimeUnit::Week | TimeUnit::Month | TimeUnit::Year, "before" | "after")
                if begins_event(t, next + 1) =>
            {
                let one = match unit {
                    TimeUnit::Day => "P1D",
                    TimeUnit::Week => "P1W",
                    TimeUnit::Month => "P1M",
                    _ => "P1Y",
                };
                Some((Shape::Duration(one.to_owned()), next, "duration.event"))
            }
            (TimeUnit::Year, "ended" | "ending") => {
                Some((Shape::Duration("P1Y".to_owned()), next, "duration.year"))
            }
            // `for the year`, `the first half of the year`: this one.
            (TimeUnit::Year, _) if t.is(before, &["for", "of", "during"]) && ends_phrase(next) => {
                Some((Shape::Unit(unit, Toward::This), next, "unit.this"))
            }
            (TimeUnit::Week, _) if t.is(before, &["for", "during"]) && ends_phrase(next) => {
                Some((Shape::Unit(unit, Toward::This), next, "unit.this"))
            }
            (TimeUnit::Quarter, _) if !t.is(next, &["of", "century"]) => {
                Some((Shape::Unit(unit, Toward::Same), next, "unit.article"))
            }
            (TimeUnit::Weekend, _) => Some((Shape::Weekend(Toward::Unsaid), next, "weekend")),
            _ => None,
        }
    }

    /// A unit after `the end of` and the like: `the year`, `the month`; and `year-end` without article is read elsewhere.
    pub(super) fn bare_unit(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        if t.word(index) != "the" {
            return None;
        }
        let Lex::Unit(
            unit @ (TimeUnit::Week
            | TimeUnit::Month
            | TimeUnit::Year
            | TimeUnit::Decade
            | TimeUnit::Century
            | TimeUnit::Day),
            false,
        ) = t.lex(index + 1)
        else {
            return None;
        };
        Some((Shape::Unit(unit, Toward::Same), index + 2, "unit.part"))
    }

    /// `today`, `yesterday morning`, `tonight`.
    pub(super) fn deictic(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let days = match t.word(index) {
            "today" => 0,
            "yesterday" => -1,
            "tomorrow" => 1,
            "tonight" => {
                return Some((Shape::Part(Some(Box::new(Shape::DayDelta(0))), "NI"), index + 1, "tonight"));
            }
            "overnight" if !t.capital(index) => {
                return Some((Shape::Part(None, "NI"), index + 1, "overnight"));
            }
            "year"
                if t.word(index + 1) == "end"
                    && t.is(index.wrapping_sub(1), &["by", "at", "until", "before", "around", "since"]) =>
            {
                return Some((Shape::Unit(TimeUnit::Year, Toward::This), index + 2, "year-end"));
            }
            "year" if t.is_hyphen(index + 1) && t.word(index + 2) == "end" => {
                return Some((Shape::Unit(TimeUnit::Year, Toward::This), index + 3, "year-end"));
            }
            "year" | "month"
                if matches!(t.lex(index + 1), Lex::Mark('\'' | '’'))
                    && t.word(index + 2) == "s"
                    && t.word(index + 3) == "end" =>
            {
                let unit = if t.word(index) == "year" { TimeUnit::Year } else { TimeUnit::Month };
                return Some((Shape::Unit(unit, Toward::Same), index + 4, "unit-end"));
            }
            _ => return None,
        };
        let shape = Shape::DayDelta(days);
        match t.lex(index + 1) {
            Lex::DayPart(code) => Some((Shape::Part(Some(Box::new(shape)), code), index + 2, "deictic.part")),
            _ => Some((shape, index + 1, "deictic")),
        }
    }
}
