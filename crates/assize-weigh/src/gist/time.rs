//! Dates and times of day in a sentence. What is uncertain stays so.

use assize_record::{
    Edtf, Proposition, Value,
    edtf::{EdtfDate, End, Precision},
};

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A date with its preposition: `on 3 May 2031`, `in about May 2031`, `between 3 May 2031 and 5 May 2031`.
pub fn on(date: &Edtf) -> String {
    match date {
        Edtf::Date(date) => {
            let at = if date.precision() == Precision::Day { "on" } else { "in" };
            format!("{}{at} {}", perhaps(*date), about(*date))
        }
        Edtf::Interval(End::Date(from), End::Date(to)) => {
            format!("between {} and {}", named(*from), named(*to))
        }
        _ => period(date),
    }
}

/// A date as a span of time: `from 3 May 2031 to 5 May 2031`, `from 3 May 2031 on`.
pub fn period(date: &Edtf) -> String {
    match date {
        Edtf::Date(_) => on(date),
        Edtf::Interval(End::Date(from), End::Open) => format!("from {} on", named(*from)),
        Edtf::Interval(End::Open, End::Date(to)) => format!("until {}", named(*to)),
        Edtf::Interval(End::Open, End::Open) => "at all times".to_owned(),
        Edtf::Interval(from, to) => format!("from {} to {}", end(*from), end(*to)),
    }
}

/// A date without a preposition where it can be had.
pub fn plain(date: &Edtf) -> String {
    match date {
        Edtf::Date(date) => named(*date),
        Edtf::Interval(..) => period(date),
    }
}

/// When something happened or held, behind what is said of it; empty where that is not said.
pub(super) fn when(said: &Proposition) -> String {
    let day = said.happened_on.as_ref().map(on);
    let time = said.happened_at.as_ref().map(|time| of_day(&time.to_string()));
    let is_date = matches!(said.value, Value::Date(_));
    match (day, time) {
        (None, None) => String::new(),
        (Some(day), None) => format!(", {day}"),
        (Some(day), Some((_, time))) => format!(", {day}, {time}"),
        (None, Some((_, time))) if is_date => format!(", {time}"),
        (None, Some((day, time))) => format!(", {day}, {time}"),
    }
}

/// The day and the time of a moment as files write it.
fn of_day(moment: &str) -> (String, String) {
    let (times, clock) = moment.split_once(' ').unwrap_or((moment, "local"));
    let clock = match clock {
        "local" => "local time".to_owned(),
        "UTC" => "UTC".to_owned(),
        offset => format!("UTC{offset}"),
    };
    let (from, to) = times.split_once('/').unwrap_or((times, times));
    let day = |moment: &str| moment.split('T').next().and_then(|day| day.parse::<Edtf>().ok());
    let time = |moment: &str, minutes: &str| {
        let time = moment.split_once('T').map_or("", |(_, time)| time);
        if time.contains(':') { time.to_owned() } else { format!("{time}:{minutes}") }
    };
    let (first, last) = (time(from, "00"), time(to, "59"));
    let time = if first == last { format!("at {first}") } else { format!("between {first} and {last}") };
    let days = match (day(from), day(to)) {
        (Some(Edtf::Date(first)), Some(Edtf::Date(last))) if first != last => {
            format!("between {} and {}", named(first), named(last))
        }
        (Some(first), _) => on(&first),
        (None, _) => String::new(),
    };
    (days, format!("{time} {clock}"))
}

fn end(end: End) -> String {
    match end {
        End::Open => "no set day".to_owned(),
        End::Unknown => "a day not known".to_owned(),
        End::Date(date) => named(date),
    }
}

fn named(date: EdtfDate) -> String {
    format!("{}{}", perhaps(date), about(date))
}

const fn perhaps(date: EdtfDate) -> &'static str {
    if date.uncertain { "perhaps " } else { "" }
}

fn about(date: EdtfDate) -> String {
    let mut exact = date;
    (exact.approximate, exact.uncertain) = (false, false);
    let about = if date.approximate { "about " } else { "" };
    // Without a qualifier the first day of the interval is that of the date.
    let Some(first) = exact.interval().earliest else { return String::new() };
    let month =
        usize::try_from(first.month() - 1).ok().and_then(|at| MONTHS.get(at)).copied().unwrap_or_default();
    match date.precision() {
        Precision::Day => format!("{about}{} {month} {}", first.day(), first.year()),
        Precision::Month => format!("{about}{month} {}", first.year()),
        Precision::Year => format!("{about}{}", first.year()),
    }
}
