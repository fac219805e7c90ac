//! Why something is a candidate, as values with a sentence each.

use assize_record::Status;
use std::fmt;

/// One thing that speaks for two incidents being the same, or against it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Both happened on the same single day.
    SameDay,
    /// The days that each may be have some in common, and at least one of the two is not known to the day.
    DaysOverlap,
    /// The days do not meet, by this many days.
    DaysApart(u32),
    /// One of them is not dated, and nothing tells when it was reported.
    DayNotKnown,
    /// One of them is not dated; it was reported no more than this many days after the other may have happened.
    ReportedWithin(u32),
    /// Both places are known: the least and the most that they lie apart, in whole kilometres.
    Apart {
        /// No less than this.
        min_km: u32,
        /// No more than this.
        max_km: u32,
    },
    /// One of the places has no coordinates.
    DistanceNotKnown,
    /// Both are put at a place of this name.
    SamePlaceName(String),
    /// Names of places that may be spellings of one, or of which one holds the other.
    LikePlaceNames(String, String),
    /// Numbers of people in one role: those of each that lie nearest.
    Tolls {
        /// `killed`, `injured`.
        role: String,
        /// Which of the people; `None` where all are meant.
        status: Option<Status>,
        /// Of the one asked about.
        ours: Count,
        /// Of the candidate.
        theirs: Count,
    },
    /// Both name this one as the force that struck.
    SameActor(String),
    /// Both name this as what was struck.
    SameTarget(String),
    /// Both name this as the weapon or platform.
    SameMeans(String),
    /// They share so many words that few others have.
    SharedWords(u32),
    /// One text speaks of both, and its reader kept them apart.
    ToldApart,
}

/// A number of people with its ends. `None` is open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// No fewer than this.
    pub min: Option<u64>,
    /// No more than this.
    pub max: Option<u64>,
}

impl fmt::Display for Count {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(min), Some(max)) if min == max => write!(f, "{min}"),
            (Some(min), Some(max)) => write!(f, "{min} to {max}"),
            (Some(min), None) => write!(f, "at least {min}"),
            (None, Some(max)) => write!(f, "at most {max}"),
            (None, None) => f.write_str("an unknown number"),
        }
    }
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SameDay => f.write_str("same day"),
            Self::DaysOverlap => f.write_str("days overlap"),
            Self::DaysApart(1) => f.write_str("1 day apart"),
            Self::DaysApart(days) => write!(f, "{days} days apart"),
            Self::DayNotKnown => f.write_str("day not known"),
            Self::ReportedWithin(0) => f.write_str("one not dated, reported the day of the other"),
            Self::ReportedWithin(1) => f.write_str("one not dated, reported within 1 day of the other"),
            Self::ReportedWithin(days) => {
                write!(f, "one not dated, reported within {days} days of the other")
            }
            Self::Apart { min_km, max_km } => apart(f, *min_km, *max_km),
            Self::DistanceNotKnown => f.write_str("distance not known"),
            Self::SamePlaceName(name) => write!(f, "both at {name}"),
            Self::LikePlaceNames(ours, theirs) => write!(f, "{ours} and {theirs} may be one place"),
            Self::Tolls { role, status, ours, theirs } => {
                let people = people(*status);
                if ours == theirs {
                    write!(f, "both {ours}{people} {role}")
                } else {
                    write!(f, "{ours} and {theirs}{people} {role}")
                }
            }
            Self::SameActor(name) | Self::SameTarget(name) | Self::SameMeans(name) => {
                write!(f, "both name {name}")
            }
            Self::SharedWords(1) => f.write_str("share 1 rare word"),
            Self::SharedWords(count) => write!(f, "share {count} rare words"),
            Self::ToldApart => f.write_str("one text tells of both"),
        }
    }
}

/// Which people are counted: a part is never said as the whole.
const fn people(status: Option<Status>) -> &'static str {
    match status {
        None => "",
        Some(Status::Civilian) => " civilians",
        Some(Status::Combatant) => " combatants",
        Some(Status::Child) => " children",
        Some(Status::Woman) => " women",
        Some(Status::Unknown) => " people of unknown status",
        Some(Status::Part) => " people of a larger number",
    }
}

/// A distance in words. A difference that no reader would act on is left out.
fn apart(f: &mut fmt::Formatter<'_>, min_km: u32, max_km: u32) -> fmt::Result {
    match (min_km, max_km) {
        (0, max) => write!(f, "at most {max} km apart"),
        (min, max) if max - min <= min.max(10) / 5 => write!(f, "{} km apart", u32::midpoint(min, max)),
        (min, max) => write!(f, "{min} to {max} km apart"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_a_plain_sentence() {
        let count = |min, max| Count { min, max };
        let told = |status, ours, theirs| Reason::Tolls { role: "killed".to_owned(), status, ours, theirs };
        let killed = |ours, theirs| told(None, ours, theirs);
        let three = count(Some(3), Some(3));
        for (reason, words) in [
            (Reason::SameDay, "same day"),
            (Reason::DaysApart(1), "1 day apart"),
            (Reason::DaysApart(2), "2 days apart"),
            (Reason::ReportedWithin(3), "one not dated, reported within 3 days of the other"),
            (Reason::Apart { min_km: 0, max_km: 4 }, "at most 4 km apart"),
            (Reason::Apart { min_km: 38, max_km: 42 }, "40 km apart"),
            (Reason::Apart { min_km: 40, max_km: 90 }, "40 to 90 km apart"),
            (Reason::DistanceNotKnown, "distance not known"),
            (Reason::SamePlaceName("Odd".to_owned()), "both at Odd"),
            (killed(count(Some(5), Some(5)), count(Some(6), Some(6))), "5 and 6 killed"),
            (killed(count(Some(5), Some(5)), count(Some(5), Some(5))), "both 5 killed"),
            (killed(count(Some(3), None), count(Some(3), Some(7))), "at least 3 and 3 to 7 killed"),
            (told(Some(Status::Child), three, three), "both 3 children killed"),
            (Reason::SameActor("the coast guard".to_owned()), "both name the coast guard"),
            (Reason::SharedWords(4), "share 4 rare words"),
        ] {
            assert_eq!(reason.to_string(), words);
        }
    }
}
