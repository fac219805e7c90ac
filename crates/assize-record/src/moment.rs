//! A time of day as a source gives it: from when to when it may have been, on whose clock, and how precisely.
//!
//! Written as an hour, minute or second of a day, or two of them with `/` between, then the clock: `2031-05-03T21 local`,
//! `2031-05-03T21:10 -04:00`, `2031-05-03T21:10/2031-05-03T21:40 UTC`. A unit stands for all of it: 21 is every second from 21:00:00 to
//! 21:59:59. A day without an hour has no time and is no moment; it never becomes a midnight.
//!
//! `local` is the clock of the place where it happened, whose offset the source does not say. Two moments are before or after each other only where that
//! holds whatever the offset of such a clock was.

use crate::edtf::{Day, Relation};
use jiff::{SignedDuration, civil::DateTime};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::{fmt, str::FromStr};

/// The offsets that clocks of places have had, in minutes: from 12 hours behind to 14 hours ahead.
const OFFSETS: [i32; 2] = [-12 * 60, 14 * 60];

/// Why a string is no moment.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MomentError {
    /// Not of a form that is read here.
    #[error(
        "`{0}` is no time of a day: expected an hour, minute or second and a clock, as `2031-05-03T21:10 local`, `… UTC` or `… -04:00`, or two with `/` between"
    )]
    Form(String),
    /// The form of a time, but no such time.
    #[error("`{0}` is not a time of the calendar")]
    NoSuchTime(String),
    /// An interval whose first end lies after its second.
    #[error("`{0}` ends before it begins")]
    Reversed(String),
}

/// A time of day.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment {
    earliest: DateTime,
    latest: DateTime,
    clock: Clock,
    text: String,
}

/// Whose clock a time is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// The clock of the place where it happened.
    Local,
    /// A clock so many minutes ahead of universal time.
    Offset(i32),
}

impl Moment {
    /// The first second it may have been, on its clock.
    pub const fn earliest(&self) -> DateTime {
        self.earliest
    }

    /// The last second it may have been, on its clock.
    pub const fn latest(&self) -> DateTime {
        self.latest
    }

    /// Whose clock.
    pub const fn clock(&self) -> Clock {
        self.clock
    }

    /// The first and the last day it may have been, on its clock.
    pub fn days(&self) -> (Day, Day) {
        (self.earliest.date(), self.latest.date())
    }

    /// How the first stands to the second, whatever clocks and seconds the two turn out to have been of.
    pub fn relation(&self, other: &Self) -> Relation {
        let ((first, last), (others_first, others_last)) = (self.universal(), other.universal());
        if last < others_first {
            Relation::Before
        } else if others_last < first {
            Relation::After
        } else {
            Relation::CannotBeEstablished
        }
    }

    /// The first and the last second it may have been, in universal time.
    fn universal(&self) -> (DateTime, DateTime) {
        let [behind, ahead] = match self.clock {
            Clock::Local => OFFSETS,
            Clock::Offset(minutes) => [minutes, minutes],
        };
        let less = |time: DateTime, minutes: i32| {
            time.saturating_sub(SignedDuration::from_secs(i64::from(minutes) * 60))
        };
        (less(self.earliest, ahead), less(self.latest, behind))
    }
}

impl FromStr for Moment {
    type Err = MomentError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let form = || MomentError::Form(text.to_owned());
        let (span, clock) = text.split_once(' ').ok_or_else(form)?;
        let clock = clock.parse().map_err(|()| form())?;
        let (from, to) = span.split_once('/').unwrap_or((span, span));
        let none = || MomentError::NoSuchTime(text.to_owned());
        let (earliest, _) = second(from).ok_or_else(form)?.ok_or_else(none)?;
        let (_, latest) = second(to).ok_or_else(form)?.ok_or_else(none)?;
        if latest < earliest {
            return Err(MomentError::Reversed(text.to_owned()));
        }
        Ok(Self { earliest, latest, clock, text: text.to_owned() })
    }
}

impl FromStr for Clock {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "local" => return Ok(Self::Local),
            "UTC" => return Ok(Self::Offset(0)),
            _ => {}
        }
        let sign = match text.get(..1) {
            Some("+") => 1,
            Some("-") => -1,
            _ => return Err(()),
        };
        let (hours, minutes) = text[1..].split_once(':').ok_or(())?;
        let minutes =
            i32::from(two(hours).ok_or(())?) * 60 + i32::from(two(minutes).filter(|m| *m < 60).ok_or(())?);
        let minutes = sign * minutes;
        // Universal time has one name.
        if minutes == 0 || minutes < OFFSETS[0] || minutes > OFFSETS[1] {
            return Err(());
        }
        Ok(Self::Offset(minutes))
    }
}

/// The first and the last second of an hour, minute or second of a day: `None` where it is of no such form, and within it where there is none.
fn second(text: &str) -> Option<Option<(DateTime, DateTime)>> {
    let (day, time) = text.split_once('T')?;
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let bytes = day.as_bytes();
    let form = bytes.len() == 10
        && (bytes[4], bytes[7]) == (b'-', b'-')
        && digits(&bytes[..4])
        && digits(&bytes[5..7])
        && digits(&bytes[8..]);
    let parts: Vec<Option<i8>> = time.split(':').map(two).collect();
    if !form || parts.len() > 3 || parts.contains(&None) {
        return None;
    }
    let part = |at: usize| parts.get(at).copied().flatten();
    let hour = part(0)?;
    let at = |minute: i8, second: i8| {
        let time = jiff::civil::Time::new(hour, minute, second, 0).ok()?;
        Some(DateTime::from_parts(day.parse().ok()?, time))
    };
    let first = at(part(1).unwrap_or(0), part(2).unwrap_or(0));
    let last = at(part(1).unwrap_or(59), part(2).unwrap_or(59));
    Some(first.zip(last))
}

/// Two digits.
fn two(text: &str) -> Option<i8> {
    (text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Moment({})", self.text)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.text)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn moment(text: &str) -> Moment {
        text.parse().unwrap_or_else(|error| panic!("{error}"))
    }

    #[test]
    fn a_time_is_all_of_the_unit_it_was_given_in() {
        let ends = |text: &str| {
            let moment = moment(text);
            assert_eq!(moment.to_string(), text);
            (moment.earliest().to_string(), moment.latest().to_string())
        };
        let to = |a: &str, b: &str| (a.to_owned(), b.to_owned());
        assert_eq!(ends("2031-05-03T21 local"), to("2031-05-03T21:00:00", "2031-05-03T21:59:59"));
        assert_eq!(ends("2031-05-03T21:10 -04:00"), to("2031-05-03T21:10:00", "2031-05-03T21:10:59"));
        assert_eq!(ends("2031-05-03T21:10:05 UTC"), to("2031-05-03T21:10:05", "2031-05-03T21:10:05"));
        assert_eq!(
            ends("2031-05-03T23/2031-05-04T02 local"),
            to("2031-05-03T23:00:00", "2031-05-04T02:59:59")
        );
        assert_eq!(moment("2031-05-03T00 local").days(), moment("2031-05-03T23 local").days());
    }

    #[test]
    fn a_day_was_taken_for_its_midnight() {
        for text in [
            "2031-05-03",
            "2031-05-03 local",
            "2031-05-03T local",
            "2031-05-03T21",
            "2031-05-03T21:1 local",
            "2031-05-03T21 Z",
            "2031-05-03T21 +00:00",
            "2031-05-03T21 +15:00",
            "2031-05-03T21 -04:60",
            "31-05-03T21 local",
            "2031-5-03T21 local",
            "2031-05-03T21:10:00.5 local",
            "2031-05-03T21  local",
            "2031-05-03T21/ local",
        ] {
            assert!(matches!(text.parse::<Moment>(), Err(MomentError::Form(_))), "{text}");
        }
        for text in ["2031-02-30T21 local", "2031-05-03T24 local", "2031-05-03T21:60 local"] {
            assert!(matches!(text.parse::<Moment>(), Err(MomentError::NoSuchTime(_))), "{text}");
        }
        let reversed = "2031-05-03T21/2031-05-03T20 UTC".parse::<Moment>();
        assert!(matches!(reversed, Err(MomentError::Reversed(_))));
    }

    #[test]
    fn times_on_two_clocks_are_ordered_only_where_every_clock_agrees() {
        let check = |a: &str, b: &str, expected| {
            assert_eq!(moment(a).relation(&moment(b)), expected, "{a} and {b}");
            let reversed = match expected {
                Relation::Before => Relation::After,
                Relation::After => Relation::Before,
                other => other,
            };
            assert_eq!(moment(b).relation(&moment(a)), reversed, "{b} and {a}");
        };
        check("2031-05-03T21:10 -04:00", "2031-05-04T02:00 UTC", Relation::Before);
        check("2031-05-03T21:10 -04:00", "2031-05-04T01:10 UTC", Relation::CannotBeEstablished);
        check("2031-05-03T21:10 local", "2031-05-04T02:00 UTC", Relation::CannotBeEstablished);
        check("2031-05-03T21:10 local", "2031-05-04T09:11 UTC", Relation::Before);
        check("2031-05-03T21:10 local", "2031-05-04T09:10 UTC", Relation::CannotBeEstablished);
        check("2031-05-03T21:10 local", "2031-05-03T07:09 UTC", Relation::After);
    }
}
