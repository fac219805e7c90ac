//! Numbers, plurals, lists and dates in words.

use assize_record::{Day, Edtf, quantity::grouped};
use assize_weigh::gist::time;

/// Stands between a day and its month, and between a figure and what it counts.
pub(crate) const NO_BREAK: char = '\u{a0}';

/// So many names stand in a sentence; the rest are counted.
const NAMES: usize = 3;

/// A number with its noun: `1 incident`, `2 incidents`, `1,240 claims`.
pub(crate) fn plural(n: usize, one: &str) -> String {
    format!("{}{NO_BREAK}{}", number(n as u64), noun(n, one))
}

/// The noun alone: `incident`, `incidents`, `people`.
pub(crate) fn noun(n: usize, one: &str) -> String {
    match (n, one) {
        (1, one) => one.to_owned(),
        (_, "person") => "people".to_owned(),
        (_, one) => match one.strip_suffix('y').filter(|stem| !stem.ends_with(['a', 'e', 'o', 'u'])) {
            Some(stem) => format!("{stem}ies"),
            None => format!("{one}s"),
        },
    }
}

/// A number with its thousands told apart.
pub(crate) fn number(n: u64) -> String {
    grouped(n)
}

/// The first few of some names, and how many more there are. One more is named rather than counted.
pub(crate) fn first_few(names: &[String]) -> (&[String], usize) {
    if names.len() <= NAMES + 1 { (names, 0) } else { (&names[..NAMES], names.len() - NAMES) }
}

/// `a`, `a and b`, `a, b and c`.
pub(crate) fn list<S: AsRef<str>>(all: &[S]) -> String {
    match all {
        [] => String::new(),
        [only] => only.as_ref().to_owned(),
        [first @ .., last] => {
            let first: Vec<&str> = first.iter().map(AsRef::as_ref).collect();
            format!("{} and {}", first.join(", "), last.as_ref())
        }
    }
}

/// Words cut to a number of letters, with a sign that they were. A quotation is never cut within: it is left out whole.
pub(crate) fn cut(words: &str, letters: usize) -> String {
    if words.chars().count() <= letters {
        return words.to_owned();
    }
    let short: String = words.chars().take(letters.saturating_sub(1)).collect();
    let opened = short.matches('“').count() > short.matches('”').count();
    let whole = short.find('“').filter(|_| opened).map_or(short.as_str(), |at| &short[..at]);
    format!("{}…", whole.trim_end())
}

/// Words of a digest without the quotation marks that its author put: on a page they would read as somebody's own. The data keep the exact words.
pub(crate) fn unquoted(words: &str) -> String {
    words.replace(['“', '”'], "")
}

/// The first letter as a capital.
pub(crate) fn capital(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

/// Words as they stand within a sentence.
pub(crate) fn small(words: &str) -> String {
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_lowercase().chain(chars).collect())
}

/// A date in words: `2 September 2025`, `about October 2025`, `between 3 May 2031 and 5 May 2031`.
pub(crate) fn date(date: &Edtf) -> String {
    let words = match date {
        Edtf::Date(_) => time::plain(date),
        Edtf::Interval(..) => time::on(date),
    };
    unbroken(&words)
}

/// A date with its preposition: `on 2 September 2025`, `in about October 2025`.
pub(crate) fn on(date: &Edtf) -> String {
    unbroken(&time::on(date))
}

/// A date that stands in a finding as EDTF. What is none stays as it is.
pub(crate) fn date_of(edtf: &str) -> String {
    edtf.parse::<Edtf>().map_or_else(|_| edtf.to_owned(), |parsed| date(&parsed))
}

/// The same of a date as text.
pub(crate) fn on_text(edtf: &str) -> String {
    edtf.parse::<Edtf>().map_or_else(|_| edtf.to_owned(), |parsed| on(&parsed))
}

/// A day in words.
pub(crate) fn day(day: Day) -> String {
    date_of(&day.to_string())
}

/// A day that must not part from its month.
fn unbroken(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 4);
    let mut before = ' ';
    let mut chars = words.chars().peekable();
    while let Some(c) = chars.next() {
        let joins =
            c == ' ' && before.is_ascii_digit() && chars.peek().is_some_and(|next| next.is_uppercase());
        out.push(if joins { NO_BREAK } else { c });
        before = c;
    }
    out
}

/// Days in words: `1 day`, `3 to 5 days`, `at least 3 days`.
pub(crate) fn days(min: Option<i32>, max: Option<i32>) -> String {
    let count = |n: i32| plural(usize::try_from(n).unwrap_or(0), "day");
    match (min, max) {
        (Some(a), Some(b)) if a == b => count(a),
        (Some(a), Some(b)) => format!("{a} to {}", count(b)),
        (Some(a), None) => format!("at least {}", count(a)),
        (None, Some(b)) => format!("at most {}", count(b)),
        (None, None) => "days not known".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_follow_their_number_and_days_keep_their_month() {
        let plain = |words: String| words.replace(NO_BREAK, " ");
        assert_eq!(plain(plural(1, "incident")), "1 incident");
        assert_eq!(plain(plural(0, "entry")), "0 entries");
        assert_eq!(plain(plural(1240, "day")), "1,240 days");
        assert_eq!(plain(plural(2, "person")), "2 people");
        assert_eq!(date_of("2025-09-02"), "2\u{a0}September 2025");
        assert_eq!(plain(date_of("2025-10~")), "about October 2025");
        assert_eq!(plain(date_of("2025-10-01/2025-10-03")), "between 1 October 2025 and 3 October 2025");
        assert_eq!(date_of("not a date"), "not a date");
        assert_eq!(plain(days(Some(1), Some(1))), "1 day");
        assert_eq!(plain(days(Some(3), Some(5))), "3 to 5 days");
        assert_eq!(list(&["a", "b", "c"]), "a, b and c");
        let four: Vec<String> = ["a", "b", "c", "d"].map(str::to_owned).to_vec();
        assert_eq!(first_few(&four), (&four[..], 0), "one more is named");
    }
}
