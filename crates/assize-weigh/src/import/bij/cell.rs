//! Cells: figures and dates.

use super::header::Bound;
use assize_record::{Day, Edtf, canonical::MAX_INTEGER};

/// The two ends that a cell gives; none where it is empty or a dash.
///
/// # Errors
/// What is wrong with it.
pub(super) fn figure(cell: &str, bound: Bound) -> Result<(Option<u64>, Option<u64>), String> {
    if matches!(cell, "" | "-" | "–" | "—") {
        return Ok((None, None));
    }
    match bound {
        Bound::Min => Ok((Some(whole(cell)?), None)),
        Bound::Max => Ok((None, Some(whole(cell)?))),
        Bound::Both => match cell.split_once(['-', '–', '—']) {
            Some((min, max)) => Ok((Some(whole(min.trim())?), Some(whole(max.trim())?))),
            None => whole(cell).map(|figure| (Some(figure), Some(figure))),
        },
    }
}

/// The day that a cell gives: `2011-03-17` and every other date that the record knows, `17/03/2011` with the day first as in the
/// Bureau's sheets, `17 March 2011`, `17-Mar-2011`.
///
/// # Errors
/// What is wrong with it.
pub(super) fn date(cell: &str) -> Result<Edtf, String> {
    if cell.is_empty() {
        return Err("a strike needs a date".to_owned());
    }
    if let Ok(date) = cell.parse() {
        return Ok(date);
    }
    let parts: Vec<&str> = cell.split(['/', '-', ' ', '.']).filter(|part| !part.is_empty()).collect();
    let form = || "not a date: write `2011-03-17`, `17/03/2011` (day first) or `17 March 2011`".to_owned();
    let [day, month, year] = parts.as_slice() else { return Err(form()) };
    let digits =
        |text: &str, most: usize| text.len() <= most && text.bytes().all(|byte| byte.is_ascii_digit());
    if !digits(day, 2) || !digits(year, 4) || year.len() != 4 {
        return Err(form());
    }
    let month = if digits(month, 2) { month.parse().ok() } else { month_by_name(month) };
    let (Ok(day), Some(month), Ok(year)) = (day.parse::<i8>(), month, year.parse::<i16>()) else {
        return Err(form());
    };
    let no_such_day = |_| "not a day of the calendar; the day comes first".to_owned();
    Day::new(year, month, day).map(Edtf::day).map_err(no_such_day)
}

/// The first words of a cell, for a message.
pub(super) fn excerpt(words: &str) -> String {
    words.chars().take(80).collect()
}

fn whole(cell: &str) -> Result<u64, String> {
    let bad = || "not a whole number of people; leave the cell empty where none is stated".to_owned();
    let groups: Vec<&str> = cell.split(',').collect();
    let grouped = groups.len() == 1
        || (1..=3).contains(&groups[0].len()) && groups[1..].iter().all(|group| group.len() == 3);
    let digits: String = groups.concat();
    if !grouped || digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(bad());
    }
    let exact = digits.parse().ok().filter(|figure| *figure <= MAX_INTEGER);
    exact.ok_or_else(|| "a number too large to be exact".to_owned())
}

fn month_by_name(name: &str) -> Option<i8> {
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
    let name = name.to_lowercase();
    let at = MONTHS.iter().position(|month| name.len() >= 3 && month.starts_with(&name))?;
    i8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_are_whole_numbers_or_nothing() {
        assert_eq!(figure("", Bound::Min), Ok((None, None)));
        assert_eq!(figure("1,204", Bound::Max), Ok((None, Some(1204))));
        assert_eq!(figure("3–5", Bound::Both), Ok((Some(3), Some(5))));
        assert_eq!(figure("4", Bound::Both), Ok((Some(4), Some(4))));
        for bad in ["many", "-3", "3.5", "1,2", "12345678901234567890", "3-", "٣"] {
            assert!(figure(bad, Bound::Min).is_err(), "{bad}");
        }
    }

    #[test]
    fn the_day_comes_first() {
        let check = |cell: &str, expected: &str| {
            assert_eq!(date(cell).map(|date| date.to_string()), Ok(expected.to_owned()));
        };
        check("17/03/2031", "2031-03-17");
        check("2031-03-17", "2031-03-17");
        check("2031-03~", "2031-03~");
        check("7 June 2031", "2031-06-07");
        check("07-Jun-2031", "2031-06-07");
        for bad in ["", "03/17/2031", "17/03/31", "30/02/2031", "soon", "1/2/3/2031", "+1/03/2031"] {
            assert!(date(bad).is_err(), "{bad}");
        }
    }
}
