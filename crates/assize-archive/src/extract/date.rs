//! Publication dates as pages write them, to an EDTF day.
//!
//! A stamp with a time stands for the day in the offset it states itself: `2025-12-18T23:30:00-05:00` is 18 December. No zone is
//! guessed. A form whose day is ambiguous (`05/06/2025`) is not read.

mod months;

use assize_record::Edtf;
use months::{MONTHS, OF_TWO_WORDS};
use std::borrow::Cow;

/// Years in which pages were published.
const YEARS: std::ops::RangeInclusive<u32> = 1990..=2040;

/// A day in running words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    /// The day, in EDTF.
    pub(super) day: String,
    /// Whether day and month could stand the other way round.
    pub(super) is_open: bool,
}

/// What stands within a day and is no part of it.
const FILLING: &[&str] = &[
    "st", "nd", "rd", "th", "de", "of", "del", "den", "er", "ב", "م", "º", "年", "月", "日", "년", "월", "일",
];

/// The first day that words state: `2. August 2012`, `December 29th, 2019`, `26/10/2018`, `2012-06-04`, `2020年1月14日`. `month_first` says how
/// the page's language writes figures alone; with points the day goes first everywhere.
pub(super) fn find(words: &str, month_first: bool) -> Option<Found> {
    let words = in_plain_figures(words);
    // Each number or word, and what stands between it and the next.
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let mut rest = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    while !rest.is_empty() && parts.len() < 400 {
        let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let end =
            rest.find(|c: char| c.is_ascii_digit() != is_digit || !c.is_alphanumeric()).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        let gap = after.find(|c: char| c.is_alphanumeric()).unwrap_or(after.len());
        // A month under both its names is one: `آذار/مارس`.
        let is_again = || {
            let named = |part: &str| month_of(&part.to_lowercase());
            parts.last().is_some_and(|(before, _)| named(part).is_some() && named(before) == named(part))
        };
        if !FILLING.contains(&part.to_lowercase().as_str()) && !is_again() {
            parts.push((part, &after[..gap]));
        }
        rest = &after[gap..];
    }
    parts.windows(3).find_map(|window| {
        triple([window[0].0, window[1].0, window[2].0], window[0].1, window[1].1, month_first)
    })
}

fn triple(parts: [&str; 3], gap: &str, gap_after: &str, month_first: bool) -> Option<Found> {
    let number = |at: usize| parts[at].parse::<u32>().ok();
    let year = |at: usize| number(at).filter(|year| parts[at].len() == 4 && YEARS.contains(year));
    let day = |at: usize| number(at).filter(|day| parts[at].len() <= 2 && (1..=31).contains(day));
    let month = |at: usize| number(at).filter(|month| parts[at].len() <= 2 && (1..=12).contains(month));
    let named = |at: usize| month_of(&parts[at].to_lowercase());
    let is_far = |gap: &str| gap.chars().count() > 3;
    if is_far(gap) || is_far(gap_after) {
        return None;
    }
    let sure = |year: u32, month: u32, day: u32| {
        let stated = format!("{year:04}-{month:02}-{day:02}");
        stated.parse::<Edtf>().ok().map(|_| Found { day: stated, is_open: false })
    };
    if let (Some(day), Some(month), Some(year)) = (day(0), named(1), year(2)) {
        return sure(year, month, day);
    }
    if let (Some(month), Some(day), Some(year)) = (named(0), day(1), year(2)) {
        return sure(year, month, day);
    }
    if let (Some(year), Some(month), Some(day)) = (year(0), named(1), day(2)) {
        return sure(year, month, day);
    }
    let gaps = (gap.trim(), gap_after.trim());
    if let (Some(year), Some(month), Some(day)) = (year(0), month(1), day(2))
        && (gaps.0 == gaps.1 && matches!(gaps.0, "-" | "/" | ".") || gap.is_empty())
    {
        return sure(year, month, day);
    }
    let short_year = || number(2).filter(|_| parts[2].len() == 2 && gaps.0 == ".").map(|year| 2000 + year);
    let year = year(2).or_else(|| short_year().filter(|year| YEARS.contains(year)))?;
    let (first, second) = (day(0)?, day(1)?);
    match gaps {
        (".", ".") => sure(year, second, first),
        ("/", "/") | ("-", "-") | ("|", "|") if second > 12 => sure(year, first, second),
        ("/", "/") | ("-", "-") | ("|", "|") if first > 12 || first == second => sure(year, second, first),
        ("/", "/") | ("-", "-") => {
            let (month, day) = if month_first { (first, second) } else { (second, first) };
            sure(year, month, day).map(|found| Found { is_open: true, ..found })
        }
        _ => None,
    }
}

/// Words whose figures of other scripts are written as `0` to `9`, and Arabic months of two words under a name of one.
fn in_plain_figures(words: &str) -> Cow<'_, str> {
    if words.is_ascii() {
        return Cow::Borrowed(words);
    }
    let plain = |c: char| {
        let zero = match c {
            '\u{660}'..='\u{669}' => 0x660,
            '\u{6f0}'..='\u{6f9}' => 0x6f0,
            '\u{966}'..='\u{96f}' => 0x966,
            _ => return c,
        };
        char::from_digit(u32::from(c) - zero, 10).unwrap_or(c)
    };
    // Marks of direction stand between figures and say nothing.
    let is_mark = |c: &char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}');
    let mut words: String = words.chars().filter(|c| !is_mark(c)).map(plain).collect();
    for (two, one) in OF_TWO_WORDS {
        if words.contains(two) {
            words = words.replace(two, one);
        }
    }
    Cow::Owned(words)
}

/// Whether words are a day and hardly anything else: a time, a day of the week, a word that says of what the day is.
pub(super) fn is_bare(words: &str) -> bool {
    /// Letters beside those of a day.
    const BESIDE: usize = 16;
    let words = words.trim();
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let named = words
        .split(|c: char| !c.is_alphanumeric())
        .find(|word| word.chars().count() > 2 && month_of(&word.to_lowercase()).is_some())
        .map_or(0, |month| month.chars().count());
    let runs = words.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    letters <= named + BESIDE && runs <= 6 && find(words, false).is_some()
}

/// The day in an address: `/2019/08/02/`, `/2019/8/2/`, `/2012-06/04/`, `-20220124-`, `/29-10-2021`.
pub(super) fn in_address(address: &str) -> Option<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let digits: Vec<(usize, &str)> = path
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| (run.as_ptr() as usize - path.as_ptr() as usize, run))
        .collect();
    let valid = |year: &str, month: &str, day: &str| {
        let is_year = year.len() == 4 && year.parse().is_ok_and(|year: u32| YEARS.contains(&year));
        let stated = format!("{year}-{month:0>2}-{day:0>2}");
        (is_year && month.len() <= 2 && day.len() <= 2 && stated.parse::<Edtf>().is_ok()).then_some(stated)
    };
    let near = |a: (usize, &str), b: (usize, &str)| a.0 + a.1.len() + 1 == b.0;
    let slashes = |run: &[(usize, &str)]| {
        let gap = |at: (usize, &str)| path.as_bytes().get(at.0 + at.1.len()) == Some(&b'/');
        run.iter().all(|at| gap(*at))
    };
    let is_two = |part: &str| part.len() == 2;
    let parted = digits.windows(3).find_map(|run| {
        let [first, second, third] = [run[0].1, run[1].1, run[2].1];
        if !near(run[0], run[1]) || !near(run[1], run[2]) {
            return None;
        }
        if is_two(second) && is_two(third) || slashes(run) {
            return valid(first, second, third);
        }
        // The other way round only where the first figure can be no month.
        let opens = path.as_bytes().get(run[0].0.wrapping_sub(1)) == Some(&b'/');
        let is_day = is_two(first) && is_two(second) && first.parse().is_ok_and(|day: u32| day > 12) && opens;
        if is_day { valid(third, second, first) } else { None }
    });
    parted.or_else(|| {
        digits
            .iter()
            .filter(|(_, run)| run.len() == 8)
            .find_map(|(_, run)| valid(&run[..4], &run[4..6], &run[6..]))
    })
}

/// The day (or month, or year, if the page gives no more) that a stamp stands for; `None` where it cannot be told.
pub(super) fn read(stamp: &str) -> Option<Edtf> {
    let stamp = stamp.trim();
    // Words of another language with a day and a year; more figures could be a second day.
    let figures = stamp.split(|c: char| !c.is_ascii_digit()).filter(|run| !run.is_empty()).count();
    let far = || find(stamp, false).filter(|found| !found.is_open && figures == 2).map(|found| found.day);
    iso(stamp).or_else(|| compact(stamp)).or_else(|| in_words(stamp)).or_else(far)?.parse().ok()
}

/// `2025`, `2025-12`, `2025-12-18`, the last also followed by a time.
fn iso(stamp: &str) -> Option<String> {
    let digits = stamp.bytes().take_while(|b| b.is_ascii_digit() || *b == b'-').count();
    let whole_stamp_is = |length| stamp.len() == length;
    let is_shape = |shape: &str| {
        stamp.len() >= shape.len()
            && shape
                .bytes()
                .zip(stamp.bytes())
                .all(|(s, b)| if s == b'9' { b.is_ascii_digit() } else { s == b })
    };
    if is_shape("9999-99-99") && digits == 10 {
        return is_time(&stamp[10..]).then(|| stamp[..10].to_owned());
    }
    // A time after it says that this is a stamp whose zero was left out.
    if is_shape("9999-99-9T") {
        return is_time(&stamp[9..]).then(|| format!("{}0{}", &stamp[..8], &stamp[8..9]));
    }
    // A time with an offset of its own runs the digits on: `2025-12-18T10:00-05:00` was taken above, so here only bare forms.
    ((is_shape("9999-99") && whole_stamp_is(7)) || (is_shape("9999") && whole_stamp_is(4)))
        .then(|| stamp.to_owned())
}

/// `20251218` and `20251218T101500Z`.
fn compact(stamp: &str) -> Option<String> {
    let day = stamp.get(..8).filter(|day| day.bytes().all(|b| b.is_ascii_digit()))?;
    let rest = &stamp[8..];
    // More digits would be seconds since 1970, or fourteen digits of date and time.
    let is_end =
        rest.is_empty() || is_time(rest) || (rest.len() == 6 && rest.bytes().all(|b| b.is_ascii_digit()));
    is_end.then(|| format!("{}-{}-{}", &day[..4], &day[4..6], &day[6..]))
}

/// Nothing, or `T` or a blank and a time with an optional zone. The time itself is not kept.
fn is_time(rest: &str) -> bool {
    let Some(first) = rest.chars().next() else { return true };
    let rest = rest[first.len_utf8()..].trim_start();
    matches!(first, 'T' | 't' | ' ' | '\u{a0}')
        && rest.starts_with(|c: char| c.is_ascii_digit())
        && rest.len() <= 40
        && rest
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, ':' | '.' | ',' | '+' | '-' | ' ' | '/' | '_'))
}

/// `December 18, 2025`, `18 December 2025`, `Thu, 18 Dec 2025 10:00:00 GMT`: exactly one month by name, one year of four
/// digits, one day of one or two.
fn in_words(stamp: &str) -> Option<String> {
    if stamp.len() > 80 {
        return None;
    }
    let (mut month, mut year, mut day) = (None, None, None);
    for word in stamp.split(|c: char| c.is_whitespace() || c == ',').filter(|word| !word.is_empty()) {
        let word = word.trim_end_matches('.').to_ascii_lowercase();
        let number = ["st", "nd", "rd", "th"].iter().find_map(|end| word.strip_suffix(end)).unwrap_or(&word);
        let is_number = number.bytes().all(|b| b.is_ascii_digit());
        let slot = if let Some(found) = month_of(&word) {
            (&mut month, found)
        } else if is_number && number.len() == 4 {
            (&mut year, number.parse().ok()?)
        } else if is_number && matches!(number.len(), 1 | 2) && year.is_none() {
            (&mut day, number.parse().ok()?)
        } else {
            continue;
        };
        if slot.0.replace(slot.1).is_some() {
            return None;
        }
    }
    Some(format!("{:04}-{:02}-{:02}", year?, month?, day?))
}

/// The first month by name in words.
pub(super) fn month_of_any(words: &str) -> Option<u32> {
    words.split(|c: char| !c.is_alphabetic()).find_map(|word| month_of(&word.to_lowercase()))
}

fn month_of(word: &str) -> Option<u32> {
    let letters = word.chars().count();
    let is = |name: &str| name == word || ((3..=5).contains(&letters) && name.starts_with(word));
    let at = MONTHS.iter().position(|names| names.iter().any(|name| is(name)))?;
    u32::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn stamps_stand_for_the_day_of_their_own_offset() {
        for (stamp, expected) in [
            ("2025-12-18", "2025-12-18"),
            (" 2025-12-18T23:30:00-05:00 ", "2025-12-18"),
            ("2025-12-18T23:30:00.000Z", "2025-12-18"),
            ("2025-12-18T10:00-0500", "2025-12-18"),
            ("2025-12-18 23:30:00 UTC", "2025-12-18"),
            ("2025-12", "2025-12"),
            ("2025", "2025"),
            ("20251218", "2025-12-18"),
            ("20251218T101500Z", "2025-12-18"),
            ("20251218101500", "2025-12-18"),
            ("December 18, 2025", "2025-12-18"),
            ("Sept. 2, 2025, 9:41 p.m. ET", "2025-09-02"),
            ("Thu, 18 Dec 2025 10:00:00 GMT", "2025-12-18"),
            ("2nd May 2025", "2025-05-02"),
        ] {
            assert_eq!(read(stamp).map(|date| date.to_string()).as_deref(), Some(expected), "{stamp}");
        }
    }

    #[test]
    fn what_is_ambiguous_or_no_date_is_not_read() {
        for stamp in [
            "",
            "05/06/2025",
            "2025-13-01",
            "2025-02-30",
            "1766012400",
            "yesterday",
            "December 2025 18 19",
            "2025-12-18garbage",
            "2025-12-18T",
            "2025-1-2",
            "２０２５-12-18",
            "18 Dec 2025 to 19 Dec 2025",
        ] {
            assert_eq!(read(stamp), None, "{stamp}");
        }
    }
}
