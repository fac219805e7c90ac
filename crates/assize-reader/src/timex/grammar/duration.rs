//! Lengths of time, what is counted by them, and what comes back: `seven years`, `three days ago`, `every year`.

use super::{Grammar, Reading};
use crate::{
    lexeme::{Lex, TimeUnit},
    numeral,
    timex::shape::{Direction, From, Shape},
};

/// A count of units: thousandths, or `None` for vague words.
type Count = Option<u64>;

impl Grammar<'_> {
    /// A duration, or the date that a duration before or after another one gives.
    pub(super) fn span_of_time(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let (at, led) = self.lead(index);
        let (count, unit, end) = self.counted(at, led)?;
        // A name, not a length of time: `the Seven Years' War`.
        if t.capital(end - 1) && at > 0 && (t.capital(at) || self.quoted(index)) {
            return None;
        }
        // `the ten-year plan`: the article belongs to the plan.
        if at > index
            && at == index + 1
            && t.word(index) == "the"
            && (t.is_hyphen(at + 1) || !matches!(t.lex(end - 1), Lex::Unit(_, true)))
        {
            return None;
        }
        // Ages are no times.
        let vague_age = matches!(t.lex(at), Lex::Unit(_, true)) && t.is_hyphen(at + 1);
        if t.word(end - 1) == "old" && !vague_age
            || t.word(end) == "old"
            || t.word(end) == "of" && t.word(end + 1) == "age"
        {
            return None;
        }
        let end = end + self.tail(end);
        let hyphenated = t.is_hyphen(at + 1) || t.is_hyphen(end.wrapping_sub(2));
        if at == index
            && !hyphenated
            && let Some(reading) = self.offset(count, unit, end)
        {
            return Some(reading);
        }
        if led && at > index && count.is_none() && matches!(t.word(at - 1), "recent") {
            return Some((Shape::Reference("PAST_REF"), end, "reference.units"));
        }
        if let Some((more, end)) = self.and_more(unit, end) {
            let value = join(duration(count, unit), &more);
            return Some((Shape::Duration(value), end, "duration.sum"));
        }
        Some((Shape::Duration(duration(count, unit)), end, "duration"))
    }

    /// `the last`, `the first`, `another`: words before the count that belong to it. Returns whether there were any.
    fn lead(&self, index: usize) -> (usize, bool) {
        let t = self.t;
        let at = index + usize::from(t.word(index) == "the");
        let leads = [
            "last",
            "past",
            "next",
            "first",
            "final",
            "following",
            "previous",
            "coming",
            "preceding",
            "recent",
            "another",
            "additional",
            "subsequent",
            "succeeding",
            "intervening",
            "latest",
            "entire",
        ];
        if t.is(at, &leads) {
            return (at + 1, true);
        }
        (at, at > index)
    }

    /// Count and unit: `seven years`, `a week`, `five-year`, `several more months`, `years`.
    fn counted(&self, index: usize, led: bool) -> Option<(Count, TimeUnit, usize)> {
        let t = self.t;
        // `decades-long`, `years-old`, `day-long`
        if let Lex::Unit(unit, plural) = t.lex(index)
            && t.is_hyphen(index + 1)
            && (t.words(index + 2) == "long" || plural && t.word(index + 2) == "old")
        {
            let count = if plural { None } else { Some(1000) };
            return (index == 0 || !t.is_hyphen(index - 1)).then_some((count, unit, index + 3));
        }
        let (count, mut next) = self.count(index)?;
        if self.is_vague_plural(index, next) {
            let Lex::Unit(unit, true) = t.lex(next) else { return None };
            return self.plural_alone(index, unit, led).then_some((None, unit, next + 1));
        }
        if t.is_hyphen(next) {
            let Lex::Unit(unit, _) = t.lex(next + 1) else { return None };
            let mut end = next + 2;
            if unit == TimeUnit::Quarter && t.word(end) == "of" {
                return None;
            }
            // `five-year-old`, `month-long`
            if t.is_hyphen(end) && t.words(end + 1) == "long" {
                end += 2;
            }
            let is_age = t.is_dash(end) && t.words(end + 1).starts_with("old");
            return (!is_age).then_some((count, unit, end));
        }
        let between = [
            "more",
            "consecutive",
            "straight",
            "full",
            "additional",
            "working",
            "trading",
            "calendar",
            "successive",
            "whole",
            "further",
        ];
        next += usize::from(t.is(next, &between) || t.words(next) == "long");
        match t.lex(next) {
            Lex::Unit(unit, plural) => {
                // `three quarters of`, `a quarter`: fractions.
                let fraction = unit == TimeUnit::Quarter && (t.word(next + 1) == "of" || !plural);
                let article = matches!(t.word(index), "a" | "an") && next == index + 1;
                if fraction || article && (unit == TimeUnit::Weekend || self.hyphenated(next)) {
                    return None;
                }
                Some((count, unit, next + 1))
            }
            // `one second`, `a split second`: an ordinal after `a`.
            Lex::Ordinal(2) if matches!(t.lex(index), Lex::Cardinal(1) | Lex::Figure(1, _)) => {
                Some((count, TimeUnit::Second, next + 1))
            }
            _ => None,
        }
    }

    /// How many: a cardinal, `a`, `several`, `a couple of`, `half an`, `two to three`. Vague words count nothing.
    fn count(&self, index: usize) -> Option<(Count, usize)> {
        let t = self.t;
        if let Some(first) = numeral::cardinal(t, index) {
            return Some(self.count_on(first.thousandths, first.end));
        }
        match t.word(index) {
            "half" if t.is(index + 1, &["a", "an"]) => Some((Some(500), index + 2)),
            "half" if t.is_hyphen(index + 1) => Some((Some(500), index + 1)),
            "a" | "an" => match t.word(index + 1) {
                "few" => Some((None, index + 2 + usize::from(t.is(index + 2, &["short", "brief", "more"])))),
                "couple" => Some((Some(2000), index + 2 + usize::from(t.word(index + 2) == "of"))),
                "number" if t.word(index + 2) == "of" => Some((None, index + 3)),
                "half" if t.is_hyphen(index + 2) => Some((Some(500), index + 2)),
                "single" | "full" | "whole" | "mere" => Some((Some(1000), index + 2)),
                "additional" => Some((Some(1000), index + 2)),
                _ => Some((Some(1000), index + 1)),
            },
            "few" | "several" | "many" | "numerous" => Some((None, index + 1)),
            "couple" if t.word(index + 1) == "of" => Some((Some(2000), index + 2)),
            "some" => Some((None, index + 1)),
            "dozens" if t.word(index + 1) == "of" => Some((None, index + 2)),
            _ if matches!(t.lex(index), Lex::Unit(_, true)) => Some((None, index)),
            _ => None,
        }
    }

    /// A second figure: `two to three`, `12-18`, `two and a half`, `2 1/2`.
    fn count_on(&self, thousandths: u64, end: usize) -> (Count, usize) {
        let t = self.t;
        if t.word(end) == "and" && t.word(end + 1) == "a" && t.word(end + 2) == "half" {
            return (Some(thousandths + 500), end + 3);
        }
        if matches!(
            (t.lex(end), t.lex(end + 1), t.lex(end + 2)),
            (Lex::Figure(1, 1), Lex::Mark('/'), Lex::Figure(2, 1))
        ) {
            return (Some(thousandths + 500), end + 3);
        }
        if (t.is(end, &["to", "or"]) || t.is_hyphen(end))
            && let Some(second) = numeral::cardinal(t, end + 1)
            && second.thousandths > thousandths
            && matches!(t.lex(second.end), Lex::Unit(..))
        {
            return (None, second.end);
        }
        (Some(thousandths), end)
    }

    fn is_vague_plural(&self, index: usize, next: usize) -> bool {
        index == next && matches!(self.t.lex(index), Lex::Unit(_, true))
    }

    /// A plural unit with nothing to count it: `for years`, `weeks later`, `the months ahead`, but not `office hours`.
    fn plural_alone(&self, index: usize, unit: TimeUnit, led: bool) -> bool {
        let t = self.t;
        if unit == TimeUnit::Quarter || self.hyphenated(index) || index == 0 && !self.counts_from(index + 1) {
            return false;
        }
        let before = t.word_before(index);
        let prepositions = [
            "for", "in", "within", "over", "after", "through", "during", "took", "takes", "take", "last",
            "lasted", "and", "or",
        ];
        prepositions.contains(&before)
            || self.counts_from(index + 1)
            || led && (before != "the" || t.is(index + 1, &["ahead"]))
    }

    fn counts_from(&self, index: usize) -> bool {
        self.t.is(index, &["ago", "later", "earlier", "before", "after"])
    }

    /// Words after a unit that belong to it: `or so`, `or two`, `or more`.
    fn tail(&self, end: usize) -> usize {
        let t = self.t;
        if t.word(end) == "or" && t.is(end + 1, &["so", "more", "two", "less"]) {
            return 2;
        }
        0
    }

    /// `two years and six months`, `a minute and a half`.
    fn and_more(&self, unit: TimeUnit, end: usize) -> Option<(String, usize)> {
        let t = self.t;
        if t.word(end) != "and" && !t.is_mark(end, ',') {
            return None;
        }
        if t.word(end) == "and"
            && t.word(end + 1) == "a"
            && t.word(end + 2) == "half"
            && !matches!(t.lex(end + 3), Lex::Unit(..))
        {
            return Some((duration(Some(500), unit), end + 3));
        }
        let (count, second, after) = self.counted(end + 1, false)?;
        (rank(second) < rank(unit) && count.is_some()).then(|| (duration(count, second), after))
    }

    /// `three days ago`, `two months later`, `a year earlier`.
    fn offset(&self, count: Count, unit: TimeUnit, end: usize) -> Option<Reading> {
        let t = self.t;
        let count = match count {
            Some(thousandths) if thousandths.is_multiple_of(1000) => Some(thousandths / 1000),
            _ => None,
        };
        let ends_clause = |index: usize| {
            matches!(t.lex(index), Lex::Mark(_)) || t.is(index, &["and", "but", "in", "when", "at", "by"])
        };
        let (direction, from, end) = match t.word(end) {
            "ago" => (Direction::Before, From::Published, end + 1),
            "earlier" | "previously" => (Direction::Before, From::Mentioned, end + 1),
            "later" | "afterward" | "afterwards" => (Direction::After, From::Mentioned, end + 1),
            "hence" => (Direction::After, From::Published, end + 1),
            "from" if t.is(end + 1, &["now", "today"]) => (Direction::After, From::Published, end + 2),
            "before" if t.is(end + 1, &["that"]) && ends_clause(end + 2) => {
                (Direction::Before, From::Mentioned, end + 2)
            }
            "before" if ends_clause(end + 1) => (Direction::Before, From::Mentioned, end + 1),
            "after" if t.is(end + 1, &["that"]) && ends_clause(end + 2) => {
                (Direction::After, From::Mentioned, end + 2)
            }
            _ => {
                // `year-earlier`, `year-ago`
                return None;
            }
        };
        let rule = if from == From::Published { "offset.published" } else { "offset.mentioned" };
        Some((Shape::Offset(count, unit, direction, from), end, rule))
    }

    /// `every year`, `each Monday`, `daily`, `twice a week`, `per day`; also `year-earlier` and `year-ago`.
    pub(super) fn set(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let done = |value: &str, end: usize| Some((Shape::Set(value.to_owned()), end, "set"));
        let name = t.capital(index)
            && (t.capital(index + 1) || index > 0 && t.capital(index - 1) && t.lex(index - 1) == Lex::Word);
        if t.lex(index) == Lex::Word
            && let Some(weekday) = self.weekdays(index)
        {
            return Some((Shape::Set(format!("XXXX-WXX-{weekday}")), index + 1, "set.weekdays"));
        }
        match t.word(index) {
            "every" | "each" => self.every(index + 1),
            "per" => match t.lex(index + 1) {
                Lex::Unit(unit, false) => done(&duration(Some(1000), unit), index + 2),
                _ => None,
            },
            "a" | "an" => {
                let Lex::Unit(unit, false) = t.lex(index + 1) else { return None };
                let rate = !self.hyphenated(index + 1)
                    && !t.is(index + 2, &["ago", "earlier", "later", "before", "after", "and", "or"])
                    && self.is_rate(index);
                if rate { done(&duration(Some(1000), unit), index + 2) } else { None }
            }
            "daily" | "everyday" if !name => done("P1D", index + 1),
            "hourly" if !name => done("PT1H", index + 1),
            "weekly" if !name => done("P1W", index + 1),
            "monthly" if !name => done("P1M", index + 1),
            "annually" | "yearly" if !name => done("P1Y", index + 1),
            "the" | "year" | "comparable" => self.year_before(index),
            _ => None,
        }
    }

    /// `year-earlier`, `the year-ago quarter`, `the comparable year-earlier period`.
    fn year_before(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let mut at = index + usize::from(t.word(index) == "the");
        at += usize::from(t.is(at, &["comparable", "corresponding"]));
        if t.word(at) != "year" || !t.is_hyphen(at + 1) || !t.is(at + 2, &["earlier", "ago"]) {
            return None;
        }
        let next = at + 3;
        let next =
            next + usize::from(matches!(t.lex(next), Lex::Ordinal(1..=4)) && t.word(next + 1) == "quarter");
        let named = t.is(next, &["quarter", "period"]);
        // Without a noun of time the article belongs to what was there a year ago.
        if !named && at > index {
            return None;
        }
        let shape = Shape::Offset(Some(1), TimeUnit::Year, Direction::Before, From::Mentioned);
        Some((shape, next + usize::from(named), "offset.mentioned"))
    }

    /// Whether what stands before `a year` is paid, made or done by it.
    fn is_rate(&self, index: usize) -> bool {
        let t = self.t;
        let Some(before) = index.checked_sub(1) else { return false };
        if t.is(before, &["twice", "times", "once", "percent"]) || t.is_mark(before, '%') {
            return true;
        }
        if matches!(t.lex(before), Lex::Scale(_) | Lex::Figure(..) | Lex::Decimal(_)) {
            return true;
        }
        // `50 men a month`: a plural that is counted.
        let plural = t.lex(before) == Lex::Word && t.words(before).ends_with('s') && !t.capital(before);
        plural
            && before > 0
            && (1..=3).any(|back| {
                before
                    .checked_sub(back)
                    .is_some_and(|at| numeral::cardinal(t, at).is_some_and(|n| n.end <= before))
            })
    }

    /// `Mondays`: a weekday that comes back.
    pub(super) fn weekdays(&self, index: usize) -> Option<i8> {
        let words = self.t.words(index);
        if !words.ends_with("days") || !self.t.capital(index) {
            return None;
        }
        let names = ["Mondays", "Tuesdays", "Wednesdays", "Thursdays", "Fridays", "Saturdays", "Sundays"];
        (1_i8..).zip(names).find_map(|(number, name)| (name == words).then_some(number))
    }

    /// What follows `every`.
    fn every(&self, index: usize) -> Option<Reading> {
        let t = self.t;
        let other = t.word(index) == "other";
        let at = index + usize::from(other);
        let done = |value: String, end: usize| Some((Shape::Set(value), end, "set.every"));
        let times = if other { 2000 } else { 1000 };
        match t.lex(at) {
            Lex::Unit(unit, false) => done(duration(Some(times), unit), at + 1),
            Lex::Weekday(weekday, _) => match t.lex(at + 1) {
                Lex::DayPart(code) => done(format!("XXXX-WXX-{weekday}T{code}"), at + 2),
                _ => done(format!("XXXX-WXX-{weekday}"), at + 1),
            },
            Lex::Month(month, _) if t.capital(at) => done(format!("XXXX-{month:02}"), at + 1),
            Lex::Season(season) => done(format!("XXXX-{}", season_code(season)), at + 1),
            Lex::DayPart(code) => done(format!("XXXX-XX-XXT{code}"), at + 1),
            _ => {
                let (count @ Some(_), next) = self.count(at)? else { return None };
                let Lex::Unit(unit, true) = t.lex(next) else { return None };
                done(duration(count, unit), next + 1)
            }
        }
    }
}

const fn season_code(season: crate::lexeme::Season) -> &'static str {
    use crate::lexeme::Season;
    match season {
        Season::Spring => "SP",
        Season::Summer => "SU",
        Season::Fall => "FA",
        Season::Winter => "WI",
    }
}

/// Units in order of length.
const fn rank(unit: TimeUnit) -> u8 {
    match unit {
        TimeUnit::Second => 0,
        TimeUnit::Minute => 1,
        TimeUnit::Hour => 2,
        TimeUnit::Day => 3,
        TimeUnit::Weekend => 4,
        TimeUnit::Week => 5,
        TimeUnit::Fortnight => 6,
        TimeUnit::Month => 7,
        TimeUnit::Quarter => 8,
        TimeUnit::Year => 9,
        TimeUnit::Decade => 10,
        TimeUnit::Century => 11,
    }
}

/// A duration as TimeML writes it. Half a unit is written in the next smaller one where that is whole.
fn duration(count: Count, unit: TimeUnit) -> String {
    let (time, letter, times) = match unit {
        TimeUnit::Second => ("T", "S", 1),
        TimeUnit::Minute => ("T", "M", 1),
        TimeUnit::Hour => ("T", "H", 1),
        TimeUnit::Day => ("", "D", 1),
        TimeUnit::Weekend => ("", "WE", 1),
        TimeUnit::Week => ("", "W", 1),
        TimeUnit::Fortnight => ("", "W", 2),
        TimeUnit::Month => ("", "M", 1),
        TimeUnit::Quarter => ("", "Q", 1),
        TimeUnit::Year => ("", "Y", 1),
        TimeUnit::Decade => ("", "Y", 10),
        TimeUnit::Century => ("", "Y", 100),
    };
    let Some(thousandths) = count.and_then(|count| count.checked_mul(times)) else {
        let letter = match unit {
            TimeUnit::Decade => "DE",
            TimeUnit::Century => "CE",
            _ => letter,
        };
        return format!("P{time}X{letter}");
    };
    let (whole, rest) = (thousandths / 1000, thousandths % 1000);
    let smaller = match unit {
        TimeUnit::Minute => Some(("S", 60)),
        TimeUnit::Hour => Some(("M", 60)),
        TimeUnit::Year => Some(("M", 12)),
        _ => None,
    };
    match (rest, smaller) {
        (0, _) => format!("P{time}{whole}{letter}"),
        (500, Some((small, per))) if whole == 0 => format!("P{time}{}{small}", per / 2),
        (500, Some((small, per))) => format!("P{time}{whole}{letter}{}{small}", per / 2),
        _ => {
            let decimals = format!("{rest:03}");
            format!("P{time}{whole}.{}{letter}", decimals.trim_end_matches('0'))
        }
    }
}

/// Two durations in one: `P2Y` and `P6M` are `P2Y6M`.
fn join(first: String, second: &str) -> String {
    let rest = second.trim_start_matches('P');
    if first.contains('T') { first + rest.trim_start_matches('T') } else { first + rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_written_as_timeml_does() {
        for (count, unit, expected) in [
            (Some(7000), TimeUnit::Year, "P7Y"),
            (None, TimeUnit::Week, "PXW"),
            (Some(2500), TimeUnit::Year, "P2Y6M"),
            (Some(500), TimeUnit::Hour, "PT30M"),
            (Some(500), TimeUnit::Century, "P50Y"),
            (Some(2000), TimeUnit::Decade, "P20Y"),
            (Some(1500), TimeUnit::Day, "P1.5D"),
            (None, TimeUnit::Century, "PXCE"),
        ] {
            assert_eq!(duration(count, unit), expected);
        }
        assert_eq!(join("PT1H".to_owned(), "PT30M"), "PT1H30M");
        assert_eq!(join("P1Y".to_owned(), "P6M"), "P1Y6M");
    }
}
