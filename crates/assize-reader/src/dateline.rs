//! The dateline of a wire report, which says when and where it was sent: `LIMA, 3 May 89 (XYZ) --`.

use crate::{
    document::{Provenance, Published},
    nation,
};
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

/// The end of a place in capitals that opens a paragraph without a dash behind it: `LIMA The army said`, `LIMA/QUITO, Peru Nine men died`.
/// A name in capitals that is no place (`NATO Secretary`) is none.
pub fn bare(paragraph: &str) -> Option<usize> {
    let capitals = |word: &str| {
        word.chars().filter(|c| c.is_alphabetic()).count() > 2 && !word.chars().any(char::is_lowercase)
    };
    let written = |word: &str| word.starts_with(char::is_uppercase) && word.contains(char::is_lowercase);
    let is_place = |name: &str| nation::is_known(&name.trim_end_matches([',', '.']).to_lowercase());
    let words: Vec<&str> = paragraph.split(' ').take(8).collect();
    let upper = words.iter().take_while(|word| capitals(word)).count();
    let name = words.get(..upper).filter(|name| (1..=4).contains(&name.len()))?.join(" ");
    let article = words.get(upper).is_some_and(|word| matches!(*word, "A" | "An" | "The"));
    if !(name.split('/').any(is_place) || article && name.len() > 4) {
        return None;
    }
    let country = name.ends_with(',') && words.get(upper).is_some_and(|word| is_place(word));
    let count = upper + usize::from(country);
    let next = words.get(count)?;
    let goes_on = article || written(next) || next.chars().filter(|c| *c == '.').count() > 1;
    let end: usize = words[..count].iter().map(|word| word.len() + 1).sum();
    (goes_on && (country || !name.ends_with(','))).then(|| end - 1)
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

    #[test]
    fn a_place_in_capitals_opens_a_story_without_a_dash() {
        let place = |text: &'static str| bare(text).and_then(|end| text.get(..end));
        assert_eq!(place("LIMA The army said nine men died."), Some("LIMA"));
        assert_eq!(place("LIMA/QUITO, Peru Nine men died."), Some("LIMA/QUITO, Peru"));
        assert_eq!(place("THE HAGUE Judges ruled."), Some("THE HAGUE"));
        assert_eq!(place("LIMA U.S. jets struck."), Some("LIMA"));
        for none in [
            "NATO Secretary Ode left.",
            "LIMA RAID KILLS NINE",
            "LIMA raid kills nine",
            "Lima The army left.",
        ] {
            assert_eq!(place(none), None, "{none}");
        }
    }
}
