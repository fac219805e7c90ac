//! The dateline of a wire report, which says when and where it was sent: `LIMA, 3 May 89 (XYZ) --`.

use crate::document::{Provenance, Published};
use assize_record::{Edtf, edtf::MONTHS};

/// How far into a text a dateline may reach, in bytes.
const REACH: usize = 240;

/// The day that a text's dateline gives, if it begins with one.
///
/// A dateline ends in a dash and names day, month and year before it. A year of two figures is of the twentieth century from 50 on.
pub fn published(text: &str) -> Option<Published> {
    let words: Vec<&str> = text
        .get(..end(text)?)?
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .collect();
    let day = |word: &str| word.parse::<u8>().ok().filter(|day| (1..=31).contains(day) && word.len() <= 2);
    let year = |word: &str| match (word.len(), word.parse::<u16>().ok()?) {
        (2, year) if year >= 50 => Some(1900 + year),
        (2, year) => Some(2000 + year),
        (4, year) => Some(year),
        _ => None,
    };
    words.windows(3).find_map(|three| {
        let (day, month, year) = match (month(three[0]), month(three[1])) {
            (None, Some(month)) => (day(three[0])?, month, year(three[2])?),
            (Some(month), None) => (day(three[1])?, month, year(three[2])?),
            _ => return None,
        };
        let on: Edtf = format!("{year:04}-{month:02}-{day:02}").parse().ok()?;
        Some(Published { on, provenance: Provenance::Stated })
    })
}

/// Where the dash of a dateline stands, if a text has one so near its beginning.
pub fn end(text: &str) -> Option<usize> {
    let start = text.len() - text.trim_start().len();
    let mut end = text.len().min(start + REACH);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(start..end)?;
    ["--", "—", "–", " - "].iter().filter_map(|dash| head.find(dash)).min().map(|dash| start + dash)
}

fn month(word: &str) -> Option<u8> {
    let word = word.to_ascii_lowercase();
    let at = MONTHS
        .iter()
        .position(|month| *month == word || word.len() >= 3 && word.len() <= 4 && month.starts_with(&word))?;
    u8::try_from(at + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_give_the_day() {
        let day = |text: &str| published(text).map(|published| published.on.to_string());
        assert_eq!(day("  LIMA, 3 MAY 89 (XYZ) -- [TEXT] THE").as_deref(), Some("1989-05-03"));
        assert_eq!(day("PORT OLAF, June 12, 2031 (XYZ) — The").as_deref(), Some("2031-06-12"));
        assert_eq!(day("The talks began on 3 May 1989 in Lima."), None);
        assert_eq!(day("LIMA, NO DATE (XYZ) -- THE"), None);
    }
}
