//! Publication dates as pages write them, to an EDTF day.
//!
//! A stamp with a time stands for the day in the offset it states itself: `2025-12-18T23:30:00-05:00` is 18 December. No zone is
//! guessed. A form whose day is ambiguous (`05/06/2025`) is not read.

use assize_record::Edtf;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// The day (or month, or year, if the page gives no more) that a stamp stands for; `None` where it cannot be told.
pub(super) fn read(stamp: &str) -> Option<Edtf> {
    let stamp = stamp.trim();
    iso(stamp).or_else(|| compact(stamp)).or_else(|| in_words(stamp))?.parse().ok()
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
    let at = MONTHS.iter().position(|month| {
        *month == word
            || (word.len() == 3 && month.starts_with(word))
            || (word == "sept" && *month == "september")
    })?;
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
