//! Publication dates as pages write them, to an EDTF day.
//!
//! A stamp with a time stands for the day in the offset it states itself: `2025-12-18T23:30:00-05:00` is 18 December. No zone is
//! guessed. A form whose day is ambiguous (`05/06/2025`) is not read.

use assize_record::Edtf;

/// Names of months, by month; whole, or their first letters where these are three or more.
const MONTHS: [&[&str]; 12] = [
    &[
        "january",
        "januar",
        "janvier",
        "enero",
        "janeiro",
        "gennaio",
        "stycznia",
        "styczeń",
        "januari",
        "jänner",
        "januara",
        "января",
    ],
    &[
        "february",
        "februar",
        "février",
        "febrero",
        "fevereiro",
        "febbraio",
        "lutego",
        "luty",
        "februari",
        "feber",
        "февраля",
    ],
    &["march", "märz", "maerz", "mars", "marzo", "março", "marca", "marzec", "maart", "mrz", "марта"],
    &["april", "avril", "abril", "aprile", "kwietnia", "kwiecień", "апреля"],
    &["may", "mai", "mayo", "maio", "maggio", "maja", "maj", "mei", "мая"],
    &["june", "juni", "juin", "junio", "junho", "giugno", "czerwca", "czerwiec", "июня"],
    &["july", "juli", "juillet", "julio", "julho", "luglio", "lipca", "lipiec", "июля"],
    &["august", "août", "agosto", "sierpnia", "sierpień", "augustus", "августа"],
    &[
        "september",
        "septembre",
        "septiembre",
        "setembro",
        "settembre",
        "września",
        "wrzesień",
        "setiembre",
        "сентября",
    ],
    &[
        "october",
        "oktober",
        "octobre",
        "octubre",
        "outubro",
        "ottobre",
        "października",
        "październik",
        "октября",
    ],
    &["november", "novembre", "noviembre", "novembro", "listopada", "listopad", "ноября"],
    &[
        "december",
        "dezember",
        "décembre",
        "diciembre",
        "dezembro",
        "dicembre",
        "grudnia",
        "grudzień",
        "декабря",
    ],
];
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

/// The first day that words state: `2. August 2012`, `December 29th, 2019`, `26/10/2018`, `2012-06-04`, `2020年1月14日`. `month_first` says how
/// the page's language writes figures alone; with points the day goes first everywhere.
pub(super) fn find(words: &str, month_first: bool) -> Option<Found> {
    // Each number or word, and what stands between it and the next.
    let mut parts: Vec<(&str, &str)> = Vec::new();
    let mut rest = words.trim_start_matches(|c: char| !c.is_alphanumeric());
    while !rest.is_empty() && parts.len() < 400 {
        let is_digit = rest.starts_with(|c: char| c.is_ascii_digit());
        let end =
            rest.find(|c: char| c.is_ascii_digit() != is_digit || !c.is_alphanumeric()).unwrap_or(rest.len());
        let (part, after) = rest.split_at(end);
        let gap = after.find(|c: char| c.is_alphanumeric()).unwrap_or(after.len());
        if !matches!(
            part.to_lowercase().as_str(),
            "st" | "nd"
                | "rd"
                | "th"
                | "de"
                | "of"
                | "del"
                | "den"
                | "er"
                | "º"
                | "年"
                | "月"
                | "日"
                | "년"
                | "월"
                | "일"
        ) {
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
        ("/", "/") | ("-", "-") if second > 12 => sure(year, first, second),
        ("/", "/") | ("-", "-") if first > 12 || first == second => sure(year, second, first),
        ("/", "/") | ("-", "-") => {
            let (month, day) = if month_first { (first, second) } else { (second, first) };
            sure(year, month, day).map(|found| Found { is_open: true, ..found })
        }
        _ => None,
    }
}

/// The day in an address: `/2019/08/02/`, `/2012-06/04/`, `-20220124-`.
pub(super) fn in_address(address: &str) -> Option<String> {
    let path = address.split_once("://").map_or(address, |(_, rest)| rest);
    let path = &path[path.find('/')?..];
    let digits: Vec<(usize, &str)> = path
        .split(|c: char| !c.is_ascii_digit())
        .filter(|run| !run.is_empty())
        .map(|run| (run.as_ptr() as usize - path.as_ptr() as usize, run))
        .collect();
    let valid = |year: &str, month: &str, day: &str| {
        let is_year = year.parse().is_ok_and(|year: u32| YEARS.contains(&year));
        let stated = format!("{year}-{month}-{day}");
        (is_year && month.len() == 2 && day.len() == 2 && stated.parse::<Edtf>().is_ok()).then_some(stated)
    };
    let parted = digits.windows(3).find_map(|run| {
        let near = |a: (usize, &str), b: (usize, &str)| a.0 + a.1.len() + 1 == b.0;
        (near(run[0], run[1]) && near(run[1], run[2])).then(|| valid(run[0].1, run[1].1, run[2].1)).flatten()
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
