//! What the words of a time say, before anything is counted from anywhere.

use super::calendar::Stretch;
use crate::lexeme::{Season, TimeUnit};

/// The meaning of the words alone.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shape {
    /// Named in full.
    Fixed(Stretch),
    /// A day of a year not named: month, day.
    MonthDay(i8, i8),
    /// A day of a month not named.
    DayOnly(i8),
    /// A month.
    Month(i8, Toward),
    /// A weekday, Monday 1.
    Weekday(i8, Toward),
    /// A season.
    Season(Season, Toward),
    /// A quarter, or a half, of a year not named.
    Quarter(i8),
    /// The same of half a year.
    Half(i8),
    /// `last week`, `this year`, `that day`.
    Unit(TimeUnit, Toward),
    /// A part of a year given by other words: `last year's third quarter`, `March of that year`.
    Of(Box<Self>, Box<Self>),
    /// So many units before or after something. Without a number: `weeks ago`.
    Offset(Option<u64>, TimeUnit, Direction, From),
    /// Days from publication: `yesterday`.
    DayDelta(i64),
    /// A feast with a rule of its own.
    Feast(Feast),
    /// A time of day, perhaps of a day: hour, minute.
    Clock(Option<Box<Self>>, i8, Option<i8>),
    /// A part of a day, as TimeML names it.
    Part(Option<Box<Self>>, &'static str),
    /// A Saturday and Sunday.
    Weekend(Toward),
    /// A length of time, as its TimeML value.
    Duration(String),
    /// Something that comes back, as its TimeML value.
    Set(String),
    /// `now`, `recently`, `in the future`.
    Reference(&'static str),
}

/// Which way words point.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Toward {
    /// They do not say.
    Unsaid,
    /// `last`.
    Last,
    /// `this`.
    This,
    /// `next`, `coming`.
    Next,
    /// `that`, `the same`: the one just mentioned.
    Same,
    /// `the previous`: the one before that just mentioned.
    Previous,
    /// `the following`: the one after that just mentioned.
    Following,
    /// `the latest`: the last that is complete.
    Latest,
}

/// Before or after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Before,
    After,
}

/// What is counted from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum From {
    /// The day of publication.
    Published,
    /// The date last named in the text.
    Mentioned,
}

/// Feasts that have a name of their own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Feast {
    /// Month and day.
    Fixed(i8, i8),
    /// Days after Easter Sunday.
    Easter(i64),
    /// The nth weekday of a month: month, weekday, nth.
    Nth(i8, i8, i64),
    /// The last Monday of May.
    LastMondayOfMay,
}

/// What stands around a time and sharpens or blurs it: the `mod` of TimeML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Modifier {
    /// `early`, `the beginning of`.
    Start,
    /// `mid-`, `the middle of`.
    Mid,
    /// `late`, `the end of`.
    End,
    /// `about`, `nearly`.
    Approximate,
    /// `more than`.
    MoreThan,
    /// `less than`.
    LessThan,
    /// `at least`.
    EqualOrMore,
    /// `up to`.
    EqualOrLess,
}

impl Modifier {
    /// The name in TimeML.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Start => "START",
            Self::Mid => "MID",
            Self::End => "END",
            Self::Approximate => "APPROX",
            Self::MoreThan => "MORE_THAN",
            Self::LessThan => "LESS_THAN",
            Self::EqualOrMore => "EQUAL_OR_MORE",
            Self::EqualOrLess => "EQUAL_OR_LESS",
        }
    }
}

/// Words that were read as a time.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Match {
    /// First lexeme.
    pub(super) start: usize,
    /// One past the last lexeme.
    pub(super) end: usize,
    /// What they say.
    pub(super) shape: Shape,
    /// Which rule read them.
    pub(super) rule: &'static str,
    /// What sharpens or blurs them.
    pub(super) modifier: Option<Modifier>,
}
