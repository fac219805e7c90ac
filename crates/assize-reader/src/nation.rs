//! Places of the world, as data files: countries with their nationalities, cities and regions.

use std::sync::LazyLock;

static PLACES: &str = include_str!("../../../schema/lexicons/places.txt");
static COUNTRIES: &str = include_str!("../../../schema/lexicons/countries.txt");

/// A place by its name, in small letters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    /// The countries that have such a place, the likeliest first; `+` after the code marks a region.
    countries: &'static str,
}

impl Entry {
    /// The codes of the countries with whether the place is a region there.
    pub fn countries(self) -> impl Iterator<Item = (&'static str, bool)> {
        self.countries.split(' ').map(|code| (code.trim_end_matches('+'), code.ends_with('+')))
    }
}

/// Every name of a country or nationality, with its code and what it is.
static NATIONS: LazyLock<Vec<(&'static str, &'static str, Nation)>> = LazyLock::new(|| {
    let mut names = Vec::new();
    for line in COUNTRIES.lines().filter(|line| !line.starts_with('#')) {
        let mut fields = line.split('|');
        let (Some(code), Some(name), Some(others), Some(people)) =
            (fields.next(), fields.next(), fields.next(), fields.next())
        else {
            continue;
        };
        names.push((name, code, Nation::Country));
        names.extend(others.split(',').filter(|n| !n.is_empty()).map(|name| (name, code, Nation::Country)));
        names.extend(people.split(',').filter(|n| !n.is_empty()).map(|name| (name, code, Nation::People)));
    }
    names.sort_unstable();
    names
});

/// What a name of a nation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Nation {
    /// The name of the country.
    Country,
    /// An adjective or noun of nationality.
    People,
}

/// The code of the country that a name in small letters is of, and what sort of name it is.
pub fn nation(name: &str) -> Option<(&'static str, Nation)> {
    let find = |name: &str| {
        let at = NATIONS.partition_point(|(known, ..)| *known < name);
        NATIONS.get(at).filter(|(known, ..)| *known == name).map(|(_, code, what)| (*code, *what))
    };
    find(name).or_else(|| {
        let singular = name.strip_suffix('s').or_else(|| name.strip_suffix("men"))?;
        find(singular).filter(|(_, what)| *what == Nation::People)
    })
}

/// The name of a country by its code, in small letters.
pub fn country_name(code: &str) -> Option<&'static str> {
    COUNTRIES.lines().find_map(|line| line.strip_prefix(code)?.strip_prefix('|')?.split('|').next())
}

/// Where each line of [`PLACES`] begins. Its lines are in order, but for those of its head.
static LINES: LazyLock<Vec<u32>> = LazyLock::new(|| {
    let starts = PLACES.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
    // The file is far shorter than four gigabytes.
    [0].into_iter().chain(starts).map(|at| at as u32).collect()
});

/// The name on the line that begins at a byte of [`PLACES`], and what follows it.
fn line(start: u32) -> (&'static str, &'static str) {
    PLACES.get(start as usize..).and_then(|line| line.split_once(['\t', '\n'])).unwrap_or(("", ""))
}

/// Whether a name in small letters is that of a listed place, or of a country or its people.
pub fn is_known(name: &str) -> bool {
    place(name).is_some() || nation(name).is_some()
}

/// The place of that name in small letters, if one is listed.
pub fn place(name: &str) -> Option<Entry> {
    listed(name).0
}

/// The place of that name, and whether names of more words begin with it: they stand right after it.
fn listed(name: &str) -> (Option<Entry>, bool) {
    let at = LINES.partition_point(|start| {
        let (known, _) = line(*start);
        known.starts_with('#') || known.is_empty() || known < name
    });
    let (known, rest) = LINES.get(at).map_or(("", ""), |start| line(*start));
    let equal = known == name && !name.is_empty();
    let next = LINES.get(at + usize::from(equal)).map_or("", |start| line(*start).0);
    let entry = equal.then(|| Entry { countries: rest.split('\n').next().unwrap_or("") });
    (entry, begins(next, name))
}

/// Whether a name is these words and more.
fn begins(longer: &str, name: &str) -> bool {
    longer.strip_prefix(name).is_some_and(|rest| rest.starts_with(' '))
}

/// Whether names of nations begin with these words and go on.
fn begins_nation(name: &str) -> bool {
    let at = NATIONS.partition_point(|(known, ..)| *known <= name);
    NATIONS.get(at).is_some_and(|(known, ..)| begins(known, name))
}

/// The most words a listed name has.
pub const LONGEST: usize = 4;

/// How many words from the first on are the name of a place or nation; 0 for none.
///
/// `word` gives the word so many ahead in small letters, `gap` what stands before it.
pub fn name_length<'w>(word: &dyn Fn(usize) -> &'w str, gap: &dyn Fn(usize) -> &'w str) -> usize {
    let mut name = String::new();
    let mut length = 0;
    for ahead in 0..LONGEST {
        let next = word(ahead);
        if next.is_empty() || ahead > 0 && !gap(ahead).chars().all(|c| c.is_whitespace() || c == '\'') {
            break;
        }
        if ahead > 0 {
            name.push(' ');
        }
        name.push_str(next);
        let (entry, goes_on) = listed(&name);
        if entry.is_some() || nation(&name).is_some() {
            length = ahead + 1;
        }
        if !goes_on && !begins_nation(&name) {
            break;
        }
    }
    length
}

/// Whether a word in small letters is a month (but for those that are also verbs) or day of the week.
pub fn is_calendar(word: &str) -> bool {
    const DAYS: &[&str] = &[
        "january",
        "february",
        "april",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
        "jan",
        "feb",
        "apr",
        "jun",
        "jul",
        "aug",
        "sep",
        "sept",
        "oct",
        "nov",
        "dec",
        "monday",
        "tuesday",
        "wednesday",
        "thursday",
        "friday",
        "saturday",
        "sunday",
        "christmas",
        "easter",
    ];
    DAYS.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found() {
        assert_eq!(nation("el salvador"), Some(("SV", Nation::Country)));
        assert_eq!(nation("peruvians"), Some(("PE", Nation::People)));
        assert_eq!(nation("boats"), None);
        assert_eq!(place("lima").and_then(|entry| entry.countries().next()), Some(("PE", false)));
        assert_eq!(country_name("PE"), Some("peru"));
    }

    #[test]
    fn every_listed_place_is_found() {
        let lines: Vec<&str> = PLACES.lines().filter(|line| !line.starts_with('#')).collect();
        assert!(lines.len() > 20_000);
        for line in lines {
            let (name, countries) = line.split_once('\t').expect("a name and its countries");
            assert_eq!(place(name).map(|entry| entry.countries), Some(countries), "{name}");
            let words: Vec<&str> = name.split(' ').collect();
            let length = name_length(&|at| words.get(at).copied().unwrap_or(""), &|_| " ");
            assert!(length == words.len() || words.len() > LONGEST || name.contains('-'), "{name}");
        }
        assert!(place("").is_none() && place("zzzz").is_none() && place("a").is_none());
    }
}
