//! Gives times their dates: against the day of publication, or against the date that the text named last.

use super::{
    Anchor, Time, TimeKind,
    calendar::{self, Stretch},
    shape::{Direction, Feast, From, Match, Shape, Toward},
    tense,
};
use crate::lexeme::{Lexemes, TimeUnit};
use assize_record::{Day, Edtf, Span};
use std::collections::BTreeMap;

/// What dates are counted from, moving through the text.
#[derive(Debug, Clone)]
pub(super) struct Context {
    /// The day of publication.
    pub(super) published: Option<Day>,
    /// Whether the text tells of a time far from its publication, so that a month or day without a year takes the year that the
    /// text named last.
    pub(super) narrative: bool,
    /// The date named last.
    mentioned: Option<(Stretch, Span)>,
    /// The day named last.
    mentioned_day: Option<(Day, Span)>,
    /// Where the narrative stands: the date named last that was not named in passing.
    timeline: Option<(Stretch, Span)>,
    /// Where the time that is being resolved begins.
    at: usize,
    /// The quarter named last, other than by its distance from another.
    quarter: Option<(i16, i8, Span)>,
    /// The years of days that were named with one: a day and month named again without are of that year.
    named: BTreeMap<(i8, i8), (i16, Span)>,
    /// Whether the time that is being resolved opens a line.
    opens_line: bool,
    /// The date that the entry before this one began with: days of entries without a year go on from it.
    last_entry: Option<Stretch>,
    /// The year that a yearly report covers: months and days without a year are of that year.
    covered: Option<i16>,
}

/// A bare year further than this from where a narrative stands is named in passing.
const FAR_YEARS: u32 = 15;

/// How many bytes after a quarter was named `a year earlier` still means that quarter of the year before.
const QUARTER_REACH: usize = 1_500;

/// How many bytes after a month was named with its year a day of that month is of the same year.
const MONTH_REACH: usize = 300;

/// A feast within so many days ahead is nearer than that of the year before.
const FEAST_AHEAD_DAYS: i64 = 92;

/// A date that was found, or the pattern of one that could not be.
struct Answer {
    stretch: Option<Stretch>,
    /// The value where there is no stretch.
    pattern: String,
    anchor: Anchor,
}

impl Answer {
    const fn found(stretch: Stretch, anchor: Anchor) -> Self {
        Self { stretch: Some(stretch), pattern: String::new(), anchor }
    }

    fn open(pattern: &str, anchor: Anchor) -> Self {
        Self { stretch: None, pattern: pattern.to_owned(), anchor }
    }

    fn value(&self) -> String {
        self.stretch.map_or_else(|| self.pattern.clone(), |stretch| stretch.timex3())
    }
}

impl Context {
    pub(super) const fn new(published: Option<Day>, narrative: bool, covered: Option<i16>) -> Self {
        Self {
            published,
            narrative,
            mentioned: None,
            mentioned_day: None,
            timeline: None,
            at: 0,
            quarter: None,
            named: BTreeMap::new(),
            opens_line: false,
            last_entry: None,
            covered,
        }
    }

    /// Resolves one time and takes note of it for those that follow.
    pub(super) fn time(&mut self, t: Lexemes<'_>, found: &Match) -> Time {
        let span = t.span(found.start, found.end);
        self.at = span.start;
        let ahead = tense::points_ahead(t, found);
        let mut time = Time {
            span,
            kind: TimeKind::Date,
            timex3: String::new(),
            modifier: found.modifier,
            edtf: None,
            rule: found.rule,
            anchor: Anchor::None,
        };
        match &found.shape {
            Shape::Duration(value) => (time.kind, time.timex3) = (TimeKind::Duration, value.clone()),
            Shape::Set(value) => (time.kind, time.timex3) = (TimeKind::Set, value.clone()),
            Shape::Reference(value) => time.timex3 = (*value).to_owned(),
            Shape::Clock(day, hour, minute) => {
                let answer = self.day_of(day.as_deref(), ahead);
                let minutes = minute.map_or_else(String::new, |minute| format!(":{minute:02}"));
                let minutes = if minutes.is_empty() { ":00".to_owned() } else { minutes };
                time.kind = TimeKind::Time;
                time.timex3 = format!("{}T{hour:02}{minutes}", answer.value());
                (time.edtf, time.anchor) = (answer.stretch.and_then(|s| s.edtf()), answer.anchor);
                self.note(answer.stretch, span);
            }
            Shape::Part(day, code) => {
                let answer = self.day_of(day.as_deref(), ahead);
                time.kind = TimeKind::Time;
                time.timex3 = format!("{}T{code}", answer.value());
                (time.edtf, time.anchor) = (answer.stretch.and_then(|s| s.edtf()), answer.anchor);
                self.note(answer.stretch, span);
            }
            shape => {
                let answer = self.date(shape, ahead);
                time.timex3 = answer.value();
                time.edtf = answer.stretch.and_then(|stretch| edtf_of(stretch, found));
                time.anchor = answer.anchor;
                self.note(answer.stretch, span);
                self.note_year(shape, answer.stretch, span);
                // Only a year in words of its own begins a list of entries.
                let full = matches!(shape, Shape::Fixed(_) | Shape::Of(..)) || self.last_entry.is_some();
                if self.opens_line && full {
                    self.last_entry = answer.stretch.or(self.last_entry);
                }
                self.move_on(t, found, answer.stretch, span, ahead);
            }
        }
        time
    }

    fn note(&mut self, stretch: Option<Stretch>, span: Span) {
        let Some(stretch) = stretch else { return };
        self.mentioned = Some((stretch, span));
        if let Stretch::Day(day) = stretch {
            self.mentioned_day = Some((day, span));
        }
    }

    /// Says of the time that is resolved next whether it opens a line.
    pub(super) const fn entry(&mut self, opens_line: bool) {
        self.opens_line = opens_line;
    }

    /// Takes note of the year of a day that is named with it.
    fn note_year(&mut self, shape: &Shape, stretch: Option<Stretch>, span: Span) {
        if let (Shape::Fixed(_) | Shape::Of(..), Some(Stretch::Day(day))) = (shape, stretch) {
            self.named.insert((day.month(), day.day()), (day.year(), span));
        }
    }

    /// Moves the narrative to a date, unless it was named in passing: `the census of 1850`, `until 1870`, `since May 1914`.
    ///
    /// A year far from where the narrative stands is named in passing too, and so is what lies ahead of it: `planned for 1976`.
    fn move_on(
        &mut self,
        t: Lexemes<'_>,
        found: &Match,
        stretch: Option<Stretch>,
        span: Span,
        ahead: Option<bool>,
    ) {
        let Some(stretch) = stretch else { return };
        if let (Stretch::Quarter(year, quarter), false) = (stretch, matches!(found.shape, Shape::Offset(..)))
        {
            self.quarter = Some((year, quarter, span));
        }
        let before = t.word_before(found.start);
        let in_passing = match found.shape {
            Shape::Fixed(Stretch::Year(_) | Stretch::Decade(_) | Stretch::Century(_)) => {
                !matches!(before, "in" | "during" | "throughout" | "by")
                    && found.start > 0
                    && found.modifier.is_none()
                    || ahead == Some(true)
                    || self.timeline.is_some_and(|(at, _)| {
                        i32::from(at.year()).abs_diff(i32::from(stretch.year())) > FAR_YEARS
                    })
            }
            Shape::Fixed(_) if ahead == Some(true) => true,
            Shape::Fixed(_) => matches!(before, "until" | "till" | "since" | "before" | "than"),
            Shape::Offset(..) => matches!(
                found.shape,
                Shape::Offset(_, TimeUnit::Year | TimeUnit::Decade | TimeUnit::Century, ..)
            ),
            _ => false,
        };
        if !in_passing || self.timeline.is_none() {
            self.timeline = Some((stretch, span));
        }
    }

    /// The day of a time of day.
    fn day_of(&self, shape: Option<&Shape>, ahead: Option<bool>) -> Answer {
        match shape {
            Some(shape) => self.date(shape, ahead),
            None => match (self.mentioned_day, self.published) {
                (Some((day, span)), _) => Answer::found(Stretch::Day(day), Anchor::Text(span)),
                (None, Some(day)) if !self.narrative => Answer::found(Stretch::Day(day), Anchor::Published),
                _ => Answer::open("XXXX-XX-XX", Anchor::Missing),
            },
        }
    }

    /// What dates without a year are counted from: the text in a narrative, else the day of publication.
    fn base(&self) -> Option<(Stretch, Anchor)> {
        match (self.narrative, self.timeline, self.published) {
            (true, Some((stretch, span)), _) => Some((stretch, Anchor::Text(span))),
            (true, None, _) => None,
            (false, _, Some(day)) => Some((Stretch::Day(day), Anchor::Published)),
            (false, _, None) => None,
        }
    }

    fn date(&self, shape: &Shape, ahead: Option<bool>) -> Answer {
        match shape {
            Shape::Fixed(stretch) => Answer::found(*stretch, Anchor::None),
            Shape::MonthDay(month, day) if self.opens_line && self.last_entry.is_some() => {
                let year = self.last_entry.map_or(0, |last| year_in_narrative(last, *month, Toward::Unsaid));
                match calendar::day(year, *month, *day) {
                    Some(day) => Answer::found(Stretch::Day(day), Anchor::None),
                    None => Answer::open("XXXX-XX-XX", Anchor::Missing),
                }
            }
            Shape::MonthDay(month, day) => self.named_day(*month, *day).unwrap_or_else(|| {
                self.in_year(
                    *month,
                    Toward::Unsaid,
                    ahead,
                    *day,
                    &format!("XXXX-{month:02}-{day:02}"),
                    |year| calendar::day(year, *month, *day).map(Stretch::Day),
                )
            }),
            Shape::Month(month, toward) => {
                self.in_year(*month, *toward, ahead, 1, &format!("XXXX-{month:02}"), |year| {
                    Some(Stretch::Month(year, *month))
                })
            }
            Shape::Season(season, toward) => {
                let pattern = Stretch::Season(1, *season).timex3().replacen("0001", "XXXX", 1);
                self.in_year(season.first_month(), *toward, ahead, 1, &pattern, |year| {
                    Some(Stretch::Season(year, *season))
                })
            }
            Shape::Quarter(quarter) => {
                let (month, pattern) = (quarter * 3 - 2, format!("XXXX-Q{quarter}"));
                self.in_year(month, Toward::Unsaid, ahead, 1, &pattern, |year| {
                    Some(Stretch::Quarter(year, *quarter))
                })
            }
            Shape::Half(half) => {
                let (month, pattern) = (half * 6 - 5, format!("XXXX-H{half}"));
                self.in_year(month, Toward::Unsaid, ahead, 1, &pattern, |year| {
                    Some(Stretch::Half(year, *half))
                })
            }
            Shape::DayOnly(day) => self.day_only(*day),
            Shape::Weekday(weekday, toward) => self.weekday(*weekday, *toward, ahead),
            Shape::Weekend(toward) => self.weekend(*toward, ahead),
            Shape::Unit(unit, toward) => self.unit(*unit, *toward),
            Shape::Of(part, year) => self.part_of(part, year, ahead),
            Shape::Offset(count, unit, direction, from) => self.offset(*count, *unit, *direction, *from),
            Shape::DayDelta(days) => self
                .against_publication("XXXX-XX-XX", |day| calendar::plus_days(day, *days).map(Stretch::Day)),
            Shape::Feast(feast) => self.feast(*feast, ahead),
            Shape::Clock(..) | Shape::Part(..) | Shape::Duration(_) | Shape::Set(_) | Shape::Reference(_) => {
                Answer::open("XXXX-XX-XX", Anchor::Missing)
            }
        }
    }

    /// The day that was named with its year before.
    fn named_day(&self, month: i8, day: i8) -> Option<Answer> {
        // A narrative comes back to the days of other years.
        // `in December 2009 … in the small hours of December 17`
        let near = self.mentioned.and_then(|(stretch, span)| match stretch {
            Stretch::Month(year, named) if named == month && self.at < span.end + MONTH_REACH => {
                Some((year, span))
            }
            _ => None,
        });
        let known = self.named.get(&(month, day)).copied().or(near);
        let (year, span) = known.filter(|_| !self.narrative)?;
        let day = calendar::day(year, month, day)?;
        Some(Answer::found(Stretch::Day(day), Anchor::Text(span)))
    }

    fn against_publication(&self, pattern: &str, count: impl Fn(Day) -> Option<Stretch>) -> Answer {
        match self.published.and_then(count) {
            Some(stretch) => Answer::found(stretch, Anchor::Published),
            None => Answer::open(pattern, Anchor::Missing),
        }
    }

    /// Finds the year for a part of a year that begins with `month`.
    fn in_year(
        &self,
        month: i8,
        toward: Toward,
        ahead: Option<bool>,
        day_of_month: i8,
        pattern: &str,
        make: impl Fn(i16) -> Option<Stretch>,
    ) -> Answer {
        let points_at_text = matches!(toward, Toward::Same | Toward::Previous | Toward::Following);
        let base = if points_at_text {
            self.mentioned.map(|(stretch, span)| (stretch, Anchor::Text(span))).or_else(|| self.base())
        } else {
            self.base()
        };
        let Some((base, anchor)) = base else { return Answer::open(pattern, Anchor::Missing) };
        let year = match (&anchor, base) {
            (Anchor::Text(_), _) => year_in_narrative(base, month, toward),
            (Anchor::Published, Stretch::Day(_)) if self.covered.is_some() && toward == Toward::Unsaid => {
                self.covered.unwrap_or_else(|| base.year())
            }
            (_, Stretch::Day(today)) => {
                year_in_news(today, month, day_of_month, toward, ahead, pattern.len() > 7)
            }
            _ => base.year(),
        };
        make(year)
            .map_or_else(|| Answer::open(pattern, Anchor::Missing), |stretch| Answer::found(stretch, anchor))
    }

    fn day_only(&self, day: i8) -> Answer {
        let to_a_month = |stretch: &Stretch| !matches!(stretch, Stretch::Quarter(..) | Stretch::Season(..));
        let found = self.mentioned.filter(|(stretch, _)| to_a_month(stretch)).and_then(|(stretch, span)| {
            let day = calendar::day(stretch.year(), stretch.month()?, day)?;
            Some((day, span))
        });
        found.map_or_else(
            || Answer::open(&format!("XXXX-XX-{day:02}"), Anchor::Missing),
            |(day, span)| Answer::found(Stretch::Day(day), Anchor::Text(span)),
        )
    }

    fn weekday(&self, weekday: i8, toward: Toward, ahead: Option<bool>) -> Answer {
        let pattern = format!("XXXX-WXX-{weekday}");
        let points_at_text = matches!(toward, Toward::Same | Toward::Previous | Toward::Following);
        let (base, anchor) = match (self.narrative || points_at_text, self.mentioned_day, self.published) {
            (true, Some((day, span)), _) => (day, Anchor::Text(span)),
            (_, _, Some(day)) => (day, Anchor::Published),
            _ => return Answer::open(&pattern, Anchor::Missing),
        };
        let day = match toward {
            Toward::Unsaid if matches!(anchor, Anchor::Text(_)) => {
                calendar::weekday_on_or_after(base, weekday)
            }
            Toward::Unsaid if ahead == Some(true) => calendar::weekday_on_or_after(base, weekday),
            Toward::Unsaid | Toward::Same => calendar::weekday_on_or_before(base, weekday),
            Toward::Last | Toward::Previous | Toward::Latest => {
                calendar::plus_days(base, -1).and_then(|day| calendar::weekday_on_or_before(day, weekday))
            }
            Toward::This => calendar::weekday_on_or_after(base, weekday),
            Toward::Next | Toward::Following => {
                calendar::plus_days(base, 1).and_then(|day| calendar::weekday_on_or_after(day, weekday))
            }
        };
        day.map_or_else(
            || Answer::open(&pattern, Anchor::Missing),
            |day| Answer::found(Stretch::Day(day), anchor),
        )
    }

    /// A weekend in the past is the last one begun, unless words point elsewhere.
    fn weekend(&self, toward: Toward, ahead: Option<bool>) -> Answer {
        self.against_publication("XXXX-WXX-WE", |day| {
            let this = calendar::monday(day);
            let begun = calendar::plus_days(this, 5)? <= day;
            let weeks = match toward {
                Toward::Next | Toward::Following => 1,
                Toward::This => 0,
                Toward::Unsaid if ahead == Some(true) || begun => 0,
                _ => -1,
            };
            Some(Stretch::Weekend(calendar::plus_days(this, weeks * 7)?))
        })
    }

    fn unit(&self, unit: TimeUnit, toward: Toward) -> Answer {
        let steps = match toward {
            Toward::Last | Toward::Previous => -1,
            Toward::Next | Toward::Following => 1,
            Toward::Latest if unit == TimeUnit::Quarter => -1,
            Toward::This | Toward::Same | Toward::Unsaid | Toward::Latest => 0,
        };
        let points_at_text = matches!(toward, Toward::Same | Toward::Previous | Toward::Following);
        let pattern = pattern(unit);
        let published = self.published.map(|day| (Stretch::Day(day), Anchor::Published));
        // `the quarter` is the one named last, not the one a year earlier; else the last that is complete.
        if let (TimeUnit::Quarter, Toward::Same) = (unit, toward) {
            if let Some((year, quarter, span)) = self.quarter {
                return Answer::found(Stretch::Quarter(year, quarter), Anchor::Text(span));
            }
            return self.unit(unit, Toward::Latest);
        }
        // `last year` is said from the day of publication, unless the story lies far from it.
        let far = |(stretch, _): (Stretch, Span)| {
            self.published.is_none_or(|day| i32::from(stretch.year()).abs_diff(i32::from(day.year())) > 5)
        };
        let base = if points_at_text || self.narrative && self.mentioned.is_some_and(far) {
            self.mentioned_for(unit).or(if self.narrative { None } else { published })
        } else {
            published
        };
        let found = base.and_then(|(base, anchor)| Some((base.offset(unit, steps)?, anchor)));
        found.map_or_else(
            || Answer::open(pattern, Anchor::Missing),
            |(stretch, anchor)| Answer::found(stretch, anchor),
        )
    }

    /// The date named last that is precise enough to count this unit from.
    fn mentioned_for(&self, unit: TimeUnit) -> Option<(Stretch, Anchor)> {
        let (stretch, span) = self.mentioned?;
        if stretch.offset(unit, 0).is_some() {
            return Some((stretch, Anchor::Text(span)));
        }
        self.mentioned_day
            .filter(|(day, _)| stretch.days().is_some_and(|(from, to)| from <= *day && *day <= to))
            .map(|(day, span)| (Stretch::Day(day), Anchor::Text(span)))
    }

    /// A part of a year whose year other words give.
    fn part_of(&self, part: &Shape, year: &Shape, ahead: Option<bool>) -> Answer {
        let base = self.date(year, ahead);
        let Some(year) = base.stretch.map(|stretch| stretch.year()) else { return self.date(part, ahead) };
        let stretch = match part {
            Shape::MonthDay(month, day) => calendar::day(year, *month, *day).map(Stretch::Day),
            Shape::Month(month, _) => Some(Stretch::Month(year, *month)),
            Shape::Season(season, _) => Some(Stretch::Season(year, *season)),
            Shape::Quarter(quarter) => Some(Stretch::Quarter(year, *quarter)),
            Shape::Half(half) => Some(Stretch::Half(year, *half)),
            Shape::Feast(feast) => feast_in(*feast, year).map(Stretch::Day),
            _ => None,
        };
        match stretch {
            Some(stretch) => Answer::found(stretch, base.anchor),
            None => base,
        }
    }

    fn offset(&self, count: Option<u64>, unit: TimeUnit, direction: Direction, from: From) -> Answer {
        let vague = match direction {
            Direction::Before => "PAST_REF",
            Direction::After => "FUTURE_REF",
        };
        let Some(count) = count.and_then(|count| i64::try_from(count).ok()) else {
            return Answer::open(vague, Anchor::None);
        };
        let steps = match direction {
            Direction::Before => -count,
            Direction::After => count,
        };
        let published = self.published.map(|day| (Stretch::Day(day), Anchor::Published));
        let mentioned = self.mentioned_for(unit);
        // A year before a quarter is that quarter of the year before.
        if let (TimeUnit::Year, 1, Some((year, quarter, span))) = (unit, count, self.quarter)
            && self.at.saturating_sub(span.end) < QUARTER_REACH
        {
            let year = i64::from(year) + steps;
            if let Ok(year) = i16::try_from(year) {
                return Answer::found(Stretch::Quarter(year, quarter), Anchor::Text(span));
            }
        }
        let base = match from {
            From::Published => published,
            From::Mentioned if self.narrative => mentioned,
            From::Mentioned => mentioned.or(published),
        };
        let found = base.and_then(|(base, anchor)| Some((base.offset(unit, steps)?, anchor)));
        found.map_or_else(
            || Answer::open(pattern(unit), Anchor::Missing),
            |(stretch, anchor)| Answer::found(stretch, anchor),
        )
    }

    fn feast(&self, feast: Feast, ahead: Option<bool>) -> Answer {
        let Some((base, anchor)) = self.base() else { return Answer::open("XXXX-XX-XX", Anchor::Missing) };
        let this = feast_in(feast, base.year());
        let near = |day: Day, today: Day| {
            ahead.is_none() && calendar::plus_days(today, FEAST_AHEAD_DAYS).is_some_and(|limit| day <= limit)
        };
        let year = match (this, base) {
            (Some(day), Stretch::Day(today))
                if day > today
                    && ahead != Some(true)
                    && !near(day, today)
                    && matches!(anchor, Anchor::Published) =>
            {
                base.year() - 1
            }
            _ => base.year(),
        };
        feast_in(feast, year).map_or_else(
            || Answer::open("XXXX-XX-XX", Anchor::Missing),
            |day| Answer::found(Stretch::Day(day), anchor),
        )
    }
}

/// Publication decides: the past, unless a verb or a word points ahead.
fn year_in_news(
    today: Day,
    month: i8,
    day: i8,
    toward: Toward,
    ahead: Option<bool>,
    to_the_day: bool,
) -> i16 {
    let (year, this_month) = (today.year(), today.month());
    let later = month > this_month || (to_the_day && month == this_month && day > today.day());
    match toward {
        Toward::Last | Toward::Previous => year - i16::from(month >= this_month),
        Toward::Next | Toward::Following => year + i16::from(month <= this_month),
        Toward::This | Toward::Same | Toward::Latest => year,
        // A date that lies ahead in the year but more than half a year behind today means the next one.
        Toward::Unsaid if ahead == Some(true) => year + i16::from(month + 6 < this_month),
        // No verb decides: a date up to three months ahead is nearer than the same one nine months ago.
        Toward::Unsaid if ahead.is_none() && later && month <= this_month + 3 => year,
        Toward::Unsaid if ahead.is_none() && month + 9 <= this_month => year + 1,
        Toward::Unsaid => year - i16::from(later),
    }
}

/// The text decides: a narrative moves forward, so a month much earlier in the year than the last one belongs to the next year.
fn year_in_narrative(base: Stretch, month: i8, toward: Toward) -> i16 {
    let year = base.year();
    match toward {
        Toward::Previous | Toward::Last => year - i16::from(base.month().is_some_and(|named| month >= named)),
        Toward::Following | Toward::Next => {
            year + i16::from(base.month().is_some_and(|named| month <= named))
        }
        _ => year + i16::from(base.month().is_some_and(|named| named - month >= 9)),
    }
}

fn feast_in(feast: Feast, year: i16) -> Option<Day> {
    match feast {
        Feast::Fixed(month, day) => calendar::day(year, month, day),
        Feast::Easter(days) => calendar::plus_days(calendar::easter(year)?, days),
        Feast::Nth(month, weekday, nth) => calendar::nth_weekday(year, month, weekday, nth),
        Feast::LastMondayOfMay => calendar::weekday_on_or_before(calendar::day(year, 5, 31)?, 1),
    }
}

const fn pattern(unit: TimeUnit) -> &'static str {
    match unit {
        TimeUnit::Year => "XXXX",
        TimeUnit::Month => "XXXX-XX",
        TimeUnit::Week | TimeUnit::Fortnight => "XXXX-WXX",
        TimeUnit::Weekend => "XXXX-WXX-WE",
        TimeUnit::Quarter => "XXXX-QX",
        TimeUnit::Decade => "XXX",
        TimeUnit::Century => "XX",
        TimeUnit::Day => "XXXX-XX-XX",
        TimeUnit::Hour | TimeUnit::Minute | TimeUnit::Second => "XXXX-XX-XXTXX",
    }
}

/// The days a stretch may be. `about 1998` widens it.
fn edtf_of(stretch: Stretch, found: &Match) -> Option<Edtf> {
    let edtf = stretch.edtf()?;
    if found.modifier == Some(super::Modifier::Approximate)
        && let Edtf::Date(mut date) = edtf
    {
        date.approximate = true;
        return Some(Edtf::Date(date));
    }
    Some(edtf)
}
