//! Dates, times of day, durations and what comes back, with the rule that read each and what it was counted from.
//!
//! Values follow TIMEX3 of TimeML 1.2.1 and, where the calendar knows the days, EDTF. Nothing is counted from a guess: without a day
//! of publication a relative date keeps the pattern of its words (`XXXX-WXX-7`), and a doubt says so. In a text that tells of years
//! long past, months and days without a year take the year that the text named last.

mod calendar;
mod grammar;
mod resolve;
mod shape;
mod tense;

use crate::{
    document::Document,
    lexeme::{self, Lexeme, Lexemes},
    segment::Segments,
};
use assize_record::{Day, Doubt, Edtf, Span};
use calendar::Stretch;
use grammar::Grammar;
use shape::{Match, Shape};

pub use shape::Modifier;

/// Every rule of this layer.
pub const RULES: &[&str] = &[
    "century",
    "clock",
    "day-month",
    "day-month-year",
    "day-month.of-year",
    "day-month.range",
    "day-month.year-ahead",
    "day.alone",
    "day.of-month",
    "day.range",
    "decade",
    "deictic",
    "deictic.part",
    "duration",
    "duration.event",
    "duration.past",
    "duration.sum",
    "duration.year",
    "feast",
    "month",
    "month-day",
    "month-day-year",
    "month-day.of-year",
    "month-day.year-ahead",
    "month-year",
    "month.of-year",
    "month.toward",
    "month.year-ahead",
    "numeric",
    "numeric.compact",
    "offset.mentioned",
    "offset.published",
    "overnight",
    "part",
    "part.of-day",
    "part.toward",
    "quarter",
    "quarter.of-year",
    "reference",
    "reference.units",
    "season",
    "season.toward",
    "set",
    "set.every",
    "set.weekdays",
    "tonight",
    "unit",
    "unit-end",
    "unit.after",
    "unit.article",
    "unit.before",
    "unit.part",
    "unit.period",
    "unit.this",
    "weekday",
    "weekday.part",
    "weekday.toward",
    "weekend",
    "year",
    "year-end",
    "year.range",
];

/// Words that name a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// Where they stand.
    pub span: Span,
    /// What sort of time, after TimeML.
    pub kind: TimeKind,
    /// The value of a TIMEX3 tag.
    pub timex3: String,
    /// What sharpens or blurs it.
    pub modifier: Option<Modifier>,
    /// Every day it may be; `None` for durations, for what comes back, and where no day could be established.
    pub edtf: Option<Edtf>,
    /// The rule that read it.
    pub rule: &'static str,
    /// What it was counted from.
    pub anchor: Anchor,
}

/// The types of TIMEX3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TimeKind {
    /// A date of a day or longer.
    Date,
    /// A time of day.
    Time,
    /// A length of time.
    Duration,
    /// Something that comes back.
    Set,
}

impl TimeKind {
    /// The name in TimeML.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Date => "DATE",
            Self::Time => "TIME",
            Self::Duration => "DURATION",
            Self::Set => "SET",
        }
    }
}

/// What a time was counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Anchor {
    /// Nothing: its own words say it all, or there is nothing to count.
    None,
    /// The day of publication.
    Published,
    /// A date named earlier in the text.
    Text(Span),
    /// An event that has no date yet, by its words.
    Event(Span),
    /// It should be counted from something that is not known.
    Missing,
}

/// Reads every time of a document, in order of their spans, and doubts where one hangs on a date that is not known.
pub fn times(document: &Document<'_>, segments: &Segments) -> (Vec<Time>, Vec<Doubt>) {
    let text = document.text;
    let before_christ = names_years_before_christ(text);
    let mut all: Vec<Lexeme> = Vec::new();
    let mut sentences: Vec<(std::ops::Range<usize>, std::ops::Range<usize>)> =
        Vec::with_capacity(segments.sentences.len());
    let mut matches: Vec<Match> = Vec::new();
    for sentence in &segments.sentences {
        let (first, first_match) = (all.len(), matches.len());
        lexeme::lexemes(text, *sentence, &mut all);
        let t = Lexemes { text, all: &all[first..] };
        Grammar { t, before_christ, depth: 0 }.matches(&mut matches);
        lend_years(t, &mut matches[first_match..]);
        sentences.push((first..all.len(), first_match..matches.len()));
    }
    let published = document.published_day();
    let covered = covered_year(text, published);
    let mut context =
        resolve::Context::new(published, covered.is_none() && is_narrative(published, &matches), covered);
    let mut times = Vec::with_capacity(matches.len());
    let mut doubts = Vec::new();
    for (lexemes, range) in sentences {
        let t = Lexemes { text, all: &all[lexemes] };
        for found in &matches[range] {
            context.entry(opens_line(text, segments, t.span(found.start, found.end)));
            let mut time = context.time(t, found);
            if let Some(event) = event_after(t, found) {
                time.anchor = Anchor::Event(event);
            }
            if time.anchor == Anchor::Missing {
                doubts.extend(doubt(text, &time, published));
            }
            times.push(time);
        }
    }
    (times, doubts)
}

/// Gives a day without a year that of the day it is joined to: `between the 9th of August and the 11th of August 1971`.
fn lend_years(t: Lexemes<'_>, matches: &mut [Match]) {
    for at in (1..matches.len()).rev() {
        let (Shape::MonthDay(month, day), Shape::Fixed(Stretch::Day(last))) =
            (&matches[at - 1].shape, &matches[at].shape)
        else {
            continue;
        };
        let between = t.span(matches[at - 1].start, matches[at - 1].end).end
            ..t.span(matches[at].start, matches[at].end).start;
        let words = t.text.get(between).unwrap_or("").trim().to_ascii_lowercase();
        let joined = matches!(
            words.strip_suffix(" the").unwrap_or(&words),
            "and" | "to" | "-" | "–" | "through" | "until" | "till" | "or"
        );
        let year = last.year() - i16::from(*month > last.month());
        if let Some(day) = calendar::day(year, *month, *day).filter(|_| joined) {
            matches[at - 1].shape = Shape::Fixed(Stretch::Day(day));
        }
    }
}

/// Whether a time is the first word of its line, as the day of an entry is.
fn opens_line(text: &str, segments: &Segments, time: Span) -> bool {
    let line = segments.paragraph_at(time.start).and_then(|at| segments.paragraphs.get(at));
    let before = line.and_then(|line| text.get(line.start..time.start));
    before.is_some_and(|before| before.len() <= 6 && !before.contains(char::is_alphanumeric))
}

/// Whether some year is named as before Christ, so that bare three-figure years may be too.
fn names_years_before_christ(text: &str) -> bool {
    text.match_indices(" BC").any(|(at, _)| {
        let followed = text
            .as_bytes()
            .get(at + 3)
            .is_none_or(|b| !b.is_ascii_alphabetic() || text[at..].starts_with(" BCE"));
        followed && text[..at].ends_with(|c: char| c.is_ascii_digit())
    })
}

/// Words by which a yearly report speaks of the year that it covers.
const YEARLY: &[&str] = &["uring the year", "year’s end", "year's end"];

/// The year that a yearly report covers, which comes out in the first half of the next.
fn covered_year(text: &str, published: Option<Day>) -> Option<i16> {
    let day = published.filter(|day| day.month() <= 7)?;
    let told = YEARLY.iter().map(|words| text.matches(words).count()).sum::<usize>();
    let year = day.year() - 1;
    let named = text.contains(&year.to_string());
    (told >= 2 || told == 1 && named).then_some(year)
}

/// A text is a narrative where most of the dates it names in full lie years before its publication, and they are many beside
/// those that point to the day of publication (`yesterday`, `on Sunday`, `last week`).
fn is_narrative(published: Option<Day>, matches: &[Match]) -> bool {
    let (mut far, mut far_in_full, mut near, mut deictic) = (0_usize, 0_usize, 0_usize, 0_usize);
    for found in matches {
        match &found.shape {
            Shape::Fixed(Stretch::Day(_) | Stretch::Month(..) | Stretch::Year(_)) => {
                let Shape::Fixed(stretch) = &found.shape else { continue };
                match published {
                    Some(day) if (stretch.year() - day.year()).abs() <= 1 => near += 1,
                    _ => {
                        far += 1;
                        far_in_full += usize::from(!matches!(stretch, Stretch::Year(_)));
                    }
                }
            }
            Shape::DayDelta(_) | Shape::Weekday(..) => deictic += 1,
            Shape::Unit(_, shape::Toward::Last | shape::Toward::This) => deictic += 1,
            _ => {}
        }
    }
    // Years alone may be the background of a piece of news; a chronicle up to today names many near dates too.
    let background = far_in_full < 2 && far < 6;
    let chronicle = far_in_full >= 6 && far > near && far > 2 * deictic;
    !background && far >= 3 && far > 2 * near && far > 2 * deictic || chronicle
}

/// The event that a duration is counted from: the words after `three days after`.
fn event_after(t: Lexemes<'_>, found: &Match) -> Option<Span> {
    if !matches!(found.shape, Shape::Duration(_))
        || !t.is(found.end, &["after", "before", "following", "since"])
    {
        return None;
    }
    let first = found.end + 1;
    let closes =
        |index: usize| matches!(t.lex(index), lexeme::Lex::Mark(mark) if !matches!(mark, '\'' | '’' | '-'));
    let limit = t.len().min(first + 12);
    let end = (first..limit).find(|index| closes(*index)).unwrap_or(limit);
    (end > first).then(|| t.span(first, end))
}

fn doubt(text: &str, time: &Time, published: Option<Day>) -> Option<Doubt> {
    let question = if published.is_none() {
        "which day it is cannot be established without the day of publication"
    } else {
        "the date it is counted from is not named before it"
    };
    Some(Doubt {
        schema: "assize.doubt/1".to_owned(),
        words: time.span.words(text)?,
        kind: "date".to_owned(),
        question: question.to_owned(),
        rule: format!("timex.{}", time.rule),
    })
}
