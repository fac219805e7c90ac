//! Dates of the calendar: days, months, years, decades, centuries, quarters, seasons, feasts.

use super::{Grammar, Reading, year::full_year};
use crate::{
    lexeme::{Lex, TimeUnit},
    timex::{
        calendar::{self, Stretch},
        shape::{Feast, Match, Shape, Toward},
    },
};

/// Words before a figure or an ambiguous name that make it a date.
pub(super) const BEFORE_DATE: &[&str] = &[
    "in",
    "since",
    "by",
    "until",
    "till",
    "from",
    "of",
    "after",
    "before",
    "during",
    "early",
    "late",
    "mid",
    "through",
    "throughout",
    "around",
    "circa",
    "year",
    "fiscal",
    "to",
    "between",
    "and",
    "last",
    "this",
    "next",
    "on",
    "end",
    "beginning",
    "every",
    "each",
    "into",
    "previous",
    "following",
    "late",
    "than",
    "or",
];

impl Grammar<'_> {
    /// Any date of the calendar, with an article that belongs to it.
    pub(super) fn date(&self, index: usize) -> Option<Reading> {
        let mut best: Option<Reading> = None;
        for reading in [
            self.numeric(index),
            self.weekday_date(index),
            self.month_date(index),
            self.day_month(index),
            self.quarter(index),
            self.season(index),
            self.decade(index),
            self.century(index),
            self.feast(index),
            self.toward(index),
            self.deictic(index),
            self.year(index),
        ]
        .into_iter()
        .flatten()
        {
            if best.as_ref().is_none_or(|best| reading.1 > best.1) {
                best = Some(reading);
            }
        }
        best
    }

    /// `2025-09-02`, `9/2/2025`, `2025/09/02`, `02.09.2025`, `20250902`.
    fn numeric(&self, index: usize) -> Option<Reading> {
        let Lex::Figure(first, width) = self.t.lex(index) else { return None };
        if width == 8 && !self.hyphenated(index) {
            let day = self.fixed_day(first / 10_000, first / 100 % 100, first % 100)?;
            return (19_000_000..21_000_000).contains(&first).then_some((day, index + 1, "numeric.compact"));
        }
        let separator = self.t.lex(index + 1);
        if !matches!(separator, Lex::Mark('-' | '/' | '.')) || self.t.lex(index + 3) != separator {
            return None;
        }
        if (1..=4).any(|step| !self.t.joined(index + step)) {
            return None;
        }
        let (Lex::Figure(second, _), Lex::Figure(third, third_width)) =
            (self.t.lex(index + 2), self.t.lex(index + 4))
        else {
            return None;
        };
        let shape = match (width, third_width) {
            (4, 1..=2) => self.fixed_day(first, second, third)?,
            // With full stops the day stands first.
            (1..=2, 4) if separator == Lex::Mark('.') => self.fixed_day(third, second, first)?,
            (1..=2, 2 | 4) if separator == Lex::Mark('/') => {
                let year = if third_width == 4 { third } else { full_year(third) };
                self.fixed_day(year, first, second).or_else(|| self.fixed_day(year, second, first))?
            }
            _ => return None,
        };
        Some((shape, index + 5, "numeric"))
    }

    fn fixed_day(&self, year: u64, month: u64, day: u64) -> Option<Shape> {
        let day =
            calendar::day(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
        Some(Shape::Fixed(Stretch::Day(day)))
    }

    /// `Tuesday`, `Tuesday, Sept. 2`, `Tuesday night`, `Tuesday the 2nd`.
    fn weekday_date(&self, index: usize) -> Option<Reading> {
        let Lex::Weekday(weekday, short) = self.t.lex(index) else { return None };
        if !self.t.capital(index) {
            return None;
        }
        let mut next = index + 1;
        let stop = short && self.t.is_mark(next, '.');
        next += usize::from(stop);
        let after_comma = next + usize::from(self.t.is_mark(next, ','));
        let after_article = after_comma + usize::from(self.t.word(after_comma) == "the");
        if let Some((shape, end, rule)) =
            self.month_date(after_comma).or_else(|| self.day_month(after_article))
            && matches!(shape, Shape::Fixed(Stretch::Day(_)) | Shape::MonthDay(..))
        {
            return Some((shape, end, rule));
        }
        if short && !stop && !self.t.is(index.wrapping_sub(1), &["on", "last", "next", "this"]) {
            return None;
        }
        if short
            && stop
            && !self
                .t
                .is(index.wrapping_sub(1), &["on", "last", "next", "this", "late", "early", "until", "by"])
        {
            return None;
        }
        let shape = Shape::Weekday(weekday, Toward::Unsaid);
        if let Lex::DayPart(code) = self.t.lex(next) {
            return Some((Shape::Part(Some(Box::new(shape)), code), next + 1, "weekday.part"));
        }
        Some((shape, next, "weekday"))
    }

    /// `May`, `May 5`, `May 5, 2013`, `May 2013`, `May of last year`, `May 5th`.
    pub(super) fn month_date(&self, index: usize) -> Option<Reading> {
        let Lex::Month(month, short) = self.t.lex(index) else { return None };
        if !self.t.capital(index) {
            return None;
        }
        let stop = short && self.t.is_mark(index + 1, '.');
        let next = index + 1 + usize::from(stop);
        if let Some((day, after)) = self.day_figure(next) {
            if let Some((year, end)) = self.year_after(after) {
                let day = calendar::day(year, month, day)?;
                return Some((Shape::Fixed(Stretch::Day(day)), end, "month-day-year"));
            }
            let shape = Shape::MonthDay(month, day);
            if let Some((base, end)) = self.of_year(after) {
                return Some((Shape::Of(Box::new(shape), Box::new(base)), end, "month-day.of-year"));
            }
            if let Some(year) = self.year_ahead(after, month) {
                let day = calendar::day(year, month, day)?;
                return Some((Shape::Fixed(Stretch::Day(day)), after, "month-day.year-ahead"));
            }
            return Some((shape, after, "month-day"));
        }
        if let Some((year, end)) = self.year_after(next) {
            return Some((Shape::Fixed(Stretch::Month(year, month)), end, "month-year"));
        }
        let shape = Shape::Month(month, Toward::Unsaid);
        if let Some((base, end)) = self.of_year(next) {
            return Some((Shape::Of(Box::new(shape), Box::new(base)), end, "month.of-year"));
        }
        if !self.stands_for_a_month(index, month, short, next) {
            return None;
        }
        if let Some(year) = self.year_ahead(next, month) {
            return Some((Shape::Fixed(Stretch::Month(year, month)), next, "month.year-ahead"));
        }
        Some((shape, next, "month"))
    }

    /// Whether a month's name alone is one: `May`, `March`, `June` and `Jan` are other words too.
    fn stands_for_a_month(&self, index: usize, month: i8, short: bool, next: usize) -> bool {
        let before = self.t.word_before(index);
        let led = BEFORE_DATE.contains(&before) || (index > 0 && self.t.is_dash(index - 1));
        let beside_month = index >= 2 && matches!(self.t.lex(index - 2), Lex::Month(..));
        let ahead_of_month = (self.t.is(next, &["and", "to", "or", "through", "until"])
            || self.t.is_dash(next))
            && matches!(self.t.lex(next + 1), Lex::Month(..));
        // `the March summit`, but not `the March on the capital`.
        let before_noun = !short
            && matches!(before, "the" | "a" | "its" | "his" | "her" | "their")
            && self.t.lex(next) == Lex::Word
            && !self.t.capital(next);
        let ambiguous = matches!(month, 3 | 5) || short;
        let names_a_person =
            matches!(month, 4 | 6 | 8) && self.t.lex(next) == Lex::Word && self.t.capital(next);
        // `in March`, but not `The March on the capital` or `on March`.
        // `Jan Novak`
        if short && !self.t.is_mark(index + 1, '.') && self.t.lex(next) == Lex::Word && self.t.capital(next) {
            return false;
        }
        if ambiguous {
            return before_noun
                || (led && before != "on" && before != "to" || beside_month || ahead_of_month)
                || (before == "to" && index >= 2 && matches!(self.t.lex(index - 2), Lex::Month(..)));
        }
        if names_a_person {
            return led && before != "and" && before != "to";
        }
        true
    }

    /// A day of a month: `5`, `5th`, `fifth`, `twenty-first`.
    pub(super) fn day_figure(&self, index: usize) -> Option<(i8, usize)> {
        let t = self.t;
        let (value, end) = match t.lex(index) {
            Lex::Figure(value, 1..=2) => {
                // A time of day, a sum, or a part of another figure.
                let clock = t.is_mark(index + 1, ':')
                    && t.joined(index + 1)
                    && t.joined(index + 2)
                    && matches!(t.lex(index + 2), Lex::Figure(..));
                let other = t.is(index + 1, &["percent", "a", "p"])
                    && !t.is(index + 1, &["a"])
                    && !t.is_mark(index + 1, ',');
                if clock || t.is_mark(index + 1, '%') || (other && t.is_mark(index + 2, '.')) {
                    return None;
                }
                (u32::try_from(value).ok()?, index + 1)
            }
            Lex::OrdinalFigure(value) => (value, index + 1),
            Lex::Ordinal(value) => (value, index + 1),
            Lex::Cardinal(tens @ (20 | 30)) => {
                let next = index + 1 + usize::from(t.is_hyphen(index + 1));
                let Lex::Ordinal(ones @ 1..=9) = t.lex(next) else { return None };
                (tens + ones, next + 1)
            }
            _ => return None,
        };
        (1..=31).contains(&value).then_some((i8::try_from(value).ok()?, end))
    }

    /// `5 May`, `5th of May 2013`, `the 5th of May`, `8–9 May 1940` for the 8.
    pub(super) fn day_month(&self, index: usize) -> Option<Reading> {
        let start = index + usize::from(self.t.word(index) == "the");
        let (day, mut next) = self.day_figure(start)?;
        let plain = matches!(self.t.lex(start), Lex::Figure(..));
        next += usize::from(self.t.word(next) == "of");
        if let Lex::Month(month, short) = self.t.lex(next)
            && self.t.capital(next)
        {
            let after = next + 1 + usize::from(short && self.t.is_mark(next + 1, '.'));
            let of_that = self.t.word(next - 1) == "of"
                || plain
                || matches!(self.t.lex(start), Lex::OrdinalFigure(_) | Lex::Ordinal(_));
            if !of_that {
                return None;
            }
            if let Some((year, end)) = self.year_after(after) {
                let day = calendar::day(year, month, day)?;
                return Some((Shape::Fixed(Stretch::Day(day)), end, "day-month-year"));
            }
            if let Some((base, end)) = self.of_year(after) {
                return Some((
                    Shape::Of(Box::new(Shape::MonthDay(month, day)), Box::new(base)),
                    end,
                    "day-month.of-year",
                ));
            }
            if let Some(year) = self.year_ahead(after, month) {
                let day = calendar::day(year, month, day)?;
                return Some((Shape::Fixed(Stretch::Day(day)), after, "day-month.year-ahead"));
            }
            return Some((Shape::MonthDay(month, day), after, "day-month"));
        }
        if self.t.word(start) == "the"
            || start > index
            || !matches!(self.t.lex(start), Lex::Figure(..) | Lex::OrdinalFigure(_))
        {
            return self.day_of_that_month(start, day, next);
        }
        self.first_of_range(start, day)
    }

    /// `the 12th of that month`.
    fn day_of_that_month(&self, start: usize, day: i8, next: usize) -> Option<Reading> {
        let ordinal = matches!(self.t.lex(start), Lex::OrdinalFigure(_));
        // `on the 5th`
        let alone = matches!(self.t.lex(start + 1), Lex::Mark(_) | Lex::Key)
            && self.t.word(start + 1) != "of"
            && !self.hyphenated(start);
        let led = start >= 2 && self.t.word(start - 1) == "the" && self.t.word(start - 2) == "on";
        if ordinal && led && alone {
            return Some((Shape::DayOnly(day), start + 1, "day.alone"));
        }
        let of_that = self.t.is(next, &["that", "the", "this"])
            && self.t.word(next.checked_sub(1)?) == "of"
            && (self.t.word(next + 1) == "month"
                || (self.t.word(next + 1) == "same" && self.t.word(next + 2) == "month"));
        if ordinal && of_that {
            let end = next + 2 + usize::from(self.t.word(next + 1) == "same");
            return Some((Shape::DayOnly(day), end, "day.of-month"));
        }
        None
    }

    /// The first day of `8–9 May 1940`, `8 and 9 May`.
    fn first_of_range(&self, index: usize, day: i8) -> Option<Reading> {
        let link = index + 1;
        if !(self.t.is_dash(link) || self.t.is(link, &["and", "to", "or", "through", "until"])) {
            return None;
        }
        let (second_day, next) = self.day_figure(link + 1)?;
        let Lex::Month(month, _) = self.t.lex(next) else { return None };
        if !self.t.capital(next) || second_day <= day {
            return None;
        }
        let (shape, _, _) = self.day_month(link + 1)?;
        let shape = match shape {
            Shape::Fixed(Stretch::Day(second)) => {
                Shape::Fixed(Stretch::Day(calendar::day(second.year(), month, day)?))
            }
            Shape::MonthDay(..) => Shape::MonthDay(month, day),
            _ => return None,
        };
        Some((shape, index + 1, "day-month.range"))
    }

    /// The second end of a range, read from the first: the 9 of `May 8–9`, the 45 of `1939–45`.
    pub(super) fn continued(&self, index: usize, before: Option<&Match>) -> Option<Reading> {
        let before = before?;
        if before.end + 1 != index {
            return None;
        }
        let link = before.end;
        let Lex::Figure(value, width) = self.t.lex(index) else { return None };
        let hyphen = self.t.is_dash(link) && self.t.joined(index);
        if let Shape::Fixed(Stretch::Year(year)) = before.shape
            && width == 2
            && hyphen
            && year > 0
        {
            let end = i16::try_from(value).ok()?;
            let full = year - year % 100 + end;
            return (end > year % 100).then_some((
                Shape::Fixed(Stretch::Year(full)),
                index + 1,
                "year.range",
            ));
        }
        let day_before = match before.shape {
            Shape::MonthDay(_, day) => day,
            Shape::Fixed(Stretch::Day(day))
                if before.rule == "month-day.year-ahead" || before.rule == "month-day" =>
            {
                day.day()
            }
            Shape::DayOnly(day) => day,
            _ => return None,
        };
        if !matches!(self.t.lex(before.end - 1), Lex::Figure(..)) {
            return None;
        }
        let (day, end) = self.day_figure(index)?;
        let listed = self.t.is(link, &["and", "to", "through", "until", "or"]) || self.t.is_mark(link, ',');
        // `May 8 and 9 others`: a figure that counts something is no day.
        let counts =
            matches!(self.t.lex(end), Lex::Word | Lex::Unit(..) | Lex::Scale(_)) && !self.t.capital(end);
        if day <= day_before || !(hyphen || listed && !counts) {
            return None;
        }
        if let Some((year, after)) = self.year_after(end)
            && let Shape::Fixed(Stretch::Day(first)) = before.shape
        {
            return Some((
                Shape::Fixed(Stretch::Day(calendar::day(year, first.month(), day)?)),
                after,
                "day.range",
            ));
        }
        Some((Shape::DayOnly(day), end, "day.range"))
    }

    /// Whether a quarter may begin at a word of no list: `Q3`.
    pub(super) fn begins_quarter(&self, index: usize) -> bool {
        self.t.words(index).eq_ignore_ascii_case("q")
            && matches!(self.t.lex(index + 1), Lex::Figure(1..=4, 1))
            && self.t.joined(index + 1)
    }

    /// `the third quarter`, `third-quarter`, `Q3 2013`, `the first half of 2013`, `this year's third quarter`.
    fn quarter(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        if self.begins_quarter(index) {
            let Lex::Figure(quarter, _) = t.lex(index + 1) else { return None };
            let quarter = Shape::Quarter(i8::try_from(quarter).ok()?);
            return Some(self.in_year(quarter, index + 2, "quarter"));
        }
        let mut at = index + usize::from(t.word(index) == "the");
        let third_quarter_of = at;
        // A year before it: `the 1989 third quarter`, `last year's fourth quarter`, `the year-earlier quarter`.
        let mut base = None;
        if let Some((year, next)) = self.year_figure(at) {
            base = Some(Shape::Fixed(Stretch::Year(year)));
            at = next;
        } else if let Some((shape @ Shape::Unit(TimeUnit::Year, _), next, _)) = self.toward(at)
            && matches!(t.lex(next), Lex::Mark('\'' | '’'))
            && t.word(next + 1) == "s"
        {
            base = Some(shape);
            at = next + 2;
        }
        if t.word(at) == "fiscal" {
            at += 1 + usize::from(t.is_hyphen(at + 1));
        }
        let number = match t.lex(at) {
            Lex::Ordinal(number @ 1..=4) | Lex::OrdinalFigure(number @ 1..=4) => i8::try_from(number).ok()?,
            Lex::Key if t.is(at, &["last", "latter"]) && t.word(at + 1) == "half" => 2,
            _ => return None,
        };
        at += 1;
        if t.word(at) == "fiscal" {
            at += 1;
        }
        at += usize::from(t.is_hyphen(at));
        let shape = match (t.word(at), number) {
            ("quarter", _) => Shape::Quarter(number),
            ("half", 1 | 2) if t.word(at + 1) == "of" || base.is_some() => Shape::Half(number),
            _ => return None,
        };
        if let Some(base) = base {
            return Some((Shape::Of(Box::new(shape), Box::new(base)), at + 1, "quarter.of-year"));
        }
        let reading = self.in_year(shape, at + 1, "quarter");
        // `the third-quarter loss`: the article belongs to the loss.
        if third_quarter_of > index && t.is_hyphen(at - 1) && reading.1 == at + 1 {
            return None;
        }
        // `the first half of the match`
        (!matches!(reading.0, Shape::Half(_))).then_some(reading)
    }

    /// A part of a year with the year that follows it, where one does.
    fn in_year(&self, shape: Shape, index: usize, rule: &'static str) -> Reading {
        let at = index + usize::from(self.t.is(index, &["of", "in"]) || self.t.is_mark(index, ','));
        let at = at + usize::from(self.t.word(at) == "fiscal");
        if let Some((year, end)) = self.year_after(at) {
            return (Shape::Of(Box::new(shape), Box::new(Shape::Fixed(Stretch::Year(year)))), end, rule);
        }
        if let Some((base, end)) = self.of_year(index) {
            return (Shape::Of(Box::new(shape), Box::new(base)), end, rule);
        }
        (shape, index, rule)
    }

    /// `the summer of 2013`, `summer 2013`, `in the spring`, `this fall` is read by its own rule.
    fn season(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let the = t.word(index) == "the";
        let mut at = index + usize::from(the);
        if the && t.is(at, &["early", "late", "mid"]) {
            at += 1 + usize::from(t.is_dash(at + 1));
        }
        let Lex::Season(season) = t.lex(at) else { return None };
        let shape = Shape::Season(season, Toward::Unsaid);
        let (shape, end, rule) = self.in_year(shape, at + 1, "season");
        if matches!(shape, Shape::Of(..)) {
            return Some((shape, end, rule));
        }
        let before = t.word_before(index);
        let beside_season =
            matches!(before, "and" | "or") && index >= 2 && matches!(t.lex(index - 2), Lex::Season(_));
        // `the winter` alone; `the winter months` and `the spring` of a clock are not.
        let whole = the && t.is(at, &["summer", "winter", "autumn"]) && t.lex(at + 1) != Lex::Word;
        let led = beside_season
            || whole
            || matches!(
                before,
                "in" | "by"
                    | "since"
                    | "until"
                    | "during"
                    | "through"
                    | "early"
                    | "late"
                    | "mid"
                    | "into"
                    | "last"
                    | "throughout"
                    | "over"
                    | "as"
            )
            || index > 0 && t.is_dash(index - 1);
        // `the fall of the city`, `spring water`, `the Prague Spring`.
        let other = t.word(at + 1) == "of"
            || t.capital(at) && index > 0
            || (matches!(t.lex(at + 1), Lex::Word) && t.words(at) == "fall");
        (led && !other).then_some((shape, end, rule))
    }

    /// `Christmas Eve`, `Thanksgiving`, `the Fourth of July`, `New Year's Day`.
    pub(super) fn feast(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        if !t.capital(index) {
            return None;
        }
        let possessive =
            |at: usize| 2 * usize::from(matches!(t.lex(at), Lex::Mark('\'' | '’')) && t.word(at + 1) == "s");
        let day = |at: usize| t.word(at) == "day" && t.capital(at);
        let (feast, end) = match t.word(index) {
            "christmas" if t.word(index + 1) == "eve" => (Feast::Fixed(12, 24), index + 2),
            "christmas" => (Feast::Fixed(12, 25), index + 1 + usize::from(day(index + 1))),
            "new" if t.word(index + 1) == "year" && t.capital(index + 1) => {
                let next = index + 2 + possessive(index + 2);
                match t.word(next) {
                    "eve" => (Feast::Fixed(12, 31), next + 1),
                    "day" => (Feast::Fixed(1, 1), next + 1),
                    _ => return None,
                }
            }
            "thanksgiving" => (Feast::Nth(11, 4, 4), index + 1 + usize::from(day(index + 1))),
            "halloween" => (Feast::Fixed(10, 31), index + 1),
            "independence" if day(index + 1) => (Feast::Fixed(7, 4), index + 2),
            "labor" if day(index + 1) => (Feast::Nth(9, 1, 1), index + 2),
            "memorial" if day(index + 1) => (Feast::LastMondayOfMay, index + 2),
            "valentine" if day(index + 1 + possessive(index + 1)) => {
                (Feast::Fixed(2, 14), index + 2 + possessive(index + 1))
            }
            "easter" => {
                let sunday = matches!(t.lex(index + 1), Lex::Weekday(7, false));
                let monday = matches!(t.lex(index + 1), Lex::Weekday(1, false));
                (Feast::Easter(i64::from(monday)), index + 1 + usize::from(sunday || monday))
            }
            _ if t.words(index) == "Good" && matches!(t.lex(index + 1), Lex::Weekday(5, false)) => {
                (Feast::Easter(-2), index + 2)
            }
            _ => return None,
        };
        let (shape, end, rule) = self.in_year(Shape::Feast(feast), end, "feast");
        Some((shape, end, rule))
    }
}
