//! Fills of slots, and how much of a key's fill an answer's fill earns.

use super::template::slot;
use jiff::civil::Date;

/// One fill of a slot: what may stand there.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Fill {
    /// Whether it may be left out.
    pub optional: bool,
    /// The right values, any of which will do.
    pub alternatives: Vec<Alternative>,
}

impl Fill {
    /// A fill of one value.
    pub fn plain(value: &str) -> Self {
        Self::about(value, "")
    }

    /// A fill of one value that says what it is about.
    pub fn about(value: &str, referent: &str) -> Self {
        let referents = if referent.is_empty() { Vec::new() } else { vec![referent.to_owned()] };
        Self { optional: false, alternatives: vec![Alternative { value: value.to_owned(), referents }] }
    }
}

/// One value and the fills of another slot that it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// The value.
    pub value: String,
    /// What it is about, any of which will do.
    pub referents: Vec<String>,
}

/// How much an answer earns, in halves.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Credit {
    /// Nothing.
    Wrong,
    /// Half.
    Partial,
    /// All.
    Full,
}

/// What the answer's fill earns against the key's.
pub fn credit(number: usize, key: &Fill, answer: &Fill) -> Credit {
    let mut best = Credit::Wrong;
    for key in &key.alternatives {
        for answer in &answer.alternatives {
            best = best.max(alternative(number, key, answer));
        }
    }
    best
}

fn alternative(number: usize, key: &Alternative, answer: &Alternative) -> Credit {
    let value = match number {
        slot::DATE => date(&key.value, &answer.value),
        slot::LOCATION => location(&key.value, &answer.value),
        slot::NUMBER | slot::TOTAL | 14 | 17 => count(&key.value, &answer.value),
        6 | slot::INDIVIDUAL | slot::ORGANIZATION | slot::THING | slot::NAME | slot::DESCRIPTION => {
            string(&key.value, &answer.value)
        }
        _ => set(number, &key.value, &answer.value),
    };
    if value < Credit::Full || key.referents.is_empty() {
        return value;
    }
    let referent = key
        .referents
        .iter()
        .flat_map(|key| answer.referents.iter().map(move |answer| string(key, answer)))
        .max()
        .unwrap_or(Credit::Wrong);
    // A right value about somebody else counts half (guidelines 3.1.2; for numbers so judged by eye on tst3 as a rule).
    if referent == Credit::Full { Credit::Full } else { Credit::Partial }
}

/// Set values: equal, or the key's value is a kind of the answer's in the shallow hierarchy.
fn set(number: usize, key: &str, answer: &str) -> Credit {
    if key == answer {
        return Credit::Full;
    }
    let within = match number {
        slot::TYPE => answer == "ATTACK",
        slot::CONFIDENCE => (key, answer) == ("SUSPECTED OR ACCUSED BY AUTHORITIES", "SUSPECTED OR ACCUSED"),
        slot::EFFECT => matches!(
            (key, answer),
            ("NO INJURY OR DEATH", "NO INJURY" | "NO DEATH") | ("NO DEATH", "NO INJURY")
        ),
        16 => (key, answer) == ("SOME DAMAGE", "DESTROYED"),
        13 => (key, answer) == ("GOVERNMENT OFFICE OR RESIDENCE", "POLITICAL FIGURE OFFICE OR RESIDENCE"),
        slot::PERSON_TYPE => matches!(
            (key, answer),
            ("GOVERNMENT OFFICIAL" | "FORMER GOVERNMENT OFFICIAL", "POLITICAL FIGURE")
                | ("FORMER GOVERNMENT OFFICIAL", "GOVERNMENT OFFICIAL")
                | ("FORMER ACTIVE MILITARY", "ACTIVE MILITARY")
        ),
        7 => match answer {
            "GUN" => ["MACHINE GUN", "MORTAR", "HANDGUN", "RIFLE"].contains(&key),
            "EXPLOSIVE" => {
                ["BOMB", "VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB", "GRENADE", "MOLOTOV COCKTAIL"]
                    .contains(&key)
            }
            "BOMB" => ["VEHICLE BOMB", "DYNAMITE", "MINE", "AERIAL BOMB"].contains(&key),
            "PROJECTILE" => ["MISSILE", "ROCKET"].contains(&key),
            _ => false,
        },
        _ => false,
    };
    if within { Credit::Partial } else { Credit::Wrong }
}

/// A date or range of dates: the first day where one is given, and the last.
fn days(value: &str) -> Option<(Option<Date>, Date)> {
    let (from, to) = match value.split_once('-') {
        Some((from, to)) => (from.trim(), to.trim()),
        None => (value.trim(), value.trim()),
    };
    let to = day(to)?;
    if from.is_empty() { Some((None, to)) } else { Some((Some(day(from)?), to)) }
}

fn day(words: &str) -> Option<Date> {
    let mut words = words.split_whitespace();
    let day: i8 = words.next()?.parse().ok()?;
    let month = words.next()?.get(..3)?;
    let month = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
        .iter()
        .position(|name| *name == month)?;
    let year: i16 = words.next()?.parse().ok()?;
    Date::new(if year < 100 { 1900 + year } else { year }, month as i8 + 1, day).ok()
}

/// Dates after guidelines 3.2.2. "Part of the date" of an open range is read as within a month of its end.
fn date(key: &str, answer: &str) -> Credit {
    let (Some(key), Some(answer)) = (days(key), days(answer)) else {
        return if key == answer { Credit::Full } else { Credit::Wrong };
    };
    if key == answer {
        return Credit::Full;
    }
    let within = |day: Date, (from, to): (Option<Date>, Date)| {
        let from = from.unwrap_or_else(|| to.saturating_sub(jiff::Span::new().days(31)));
        from <= day && day <= to
    };
    let partial = match (key, answer) {
        (key, (None, to)) => key.1 == to,
        (key, (Some(from), to)) => key.0 != Some(key.1) && within(from, key) && within(to, key),
    };
    if partial { Credit::Partial } else { Credit::Wrong }
}

/// Places: all names alike, or at least the country, or all but the country.
fn location(key: &str, answer: &str) -> Credit {
    let names = |value: &str| {
        value
            .split(':')
            .map(|part| part.split('(').next().unwrap_or_default().trim().to_owned())
            .collect::<Vec<_>>()
    };
    let (key_names, answer_names) = (names(key), names(answer));
    if key.split_whitespace().eq(answer.split_whitespace()) || key_names == answer_names {
        return Credit::Full;
    }
    let alike = key_names[0] == answer_names[0]
        || (key_names.len() > 1 && key_names[1..] == answer_names[1..] && !answer.contains(" - "));
    if alike { Credit::Partial } else { Credit::Wrong }
}

/// Numbers: alike, or a single number that is an end of the key's range or its estimate.
fn count(key: &str, answer: &str) -> Credit {
    let squeeze = |value: &str| value.chars().filter(|c| !c.is_whitespace()).collect::<String>();
    let (key, answer) = (squeeze(key), squeeze(answer));
    if key == answer {
        return Credit::Full;
    }
    let ends = key.strip_prefix('~').map_or_else(|| key.split('-').collect::<Vec<_>>(), |of| vec![of]);
    let alike = key.contains(['-', '~']) && !answer.is_empty() && ends.contains(&answer.as_str());
    if alike { Credit::Partial } else { Credit::Wrong }
}

/// Words before a noun that change nothing: those of the official configuration, and words of size.
const UNESSENTIAL: &[&str] = &[
    "A", "THE", "AN", "THIS", "THAT", "THESE", "THOSE", "ONE", "TWO", "THREE", "FOUR", "FIVE", "SIX",
    "SEVEN", "EIGHT", "NINE", "TEN", "MORE", "MOST", "MANY", "SEVERAL", "SOME", "ALL", "FEW", "ANY",
    "ANOTHER", "OTHER", "CERTAIN", "OF", "AT", "LEAST", "THAN", "ABOUT",
];

fn words(value: &str) -> Vec<&str> {
    let mut words: Vec<&str> =
        value.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let essential = words
        .iter()
        .position(|word| !UNESSENTIAL.contains(word) && word.parse::<u64>().is_err())
        .unwrap_or(0);
    words.drain(..essential);
    words
}

/// The noun a phrase is built on: the last word before a preposition or relative pronoun.
fn head<'w>(words: &[&'w str]) -> &'w str {
    let end = words
        .iter()
        .skip(1)
        .position(|word| {
            ["OF", "WHO", "FROM", "IN", "AT", "WITH", "WHICH", "THAT", "ON", "FOR", "BY"].contains(word)
        })
        .map_or(words.len(), |at| at + 1);
    words.get(end.wrapping_sub(1)).copied().unwrap_or_default().trim_end_matches('S')
}

/// Strings as the people who scored MUC-4 judged them by eye: alike but for unessential words; the whole key with up to
/// four words more; part of the key, or the same noun.
pub fn string(key: &str, answer: &str) -> Credit {
    let (key, answer) = (words(key), words(answer));
    if key == answer {
        return Credit::Full;
    }
    if key.is_empty() || answer.is_empty() {
        return Credit::Wrong;
    }
    if answer.windows(key.len()).any(|window| window == key) {
        return if answer.len() - key.len() <= 4 { Credit::Full } else { Credit::Partial };
    }
    if key.windows(answer.len()).any(|window| window == answer) || head(&key) == head(&answer) {
        return Credit::Partial;
    }
    Credit::Wrong
}

#[cfg(test)]
mod tests {
    use super::{Credit::*, *};

    #[test]
    fn dates_after_the_guidelines() {
        for (key, answer, expected) in [
            ("03 MAY 89", "3 MAY 1989", Full),
            ("03 MAY 89", "- 03 MAY 89", Partial),
            ("- 03 MAY 89", "02 MAY 89", Partial),
            ("01 MAY 89 - 03 MAY 89", "02 MAY 89", Partial),
            ("03 MAY 89", "- 04 MAY 89", Wrong),
            ("03 MAY 89", "04 MAY 89", Wrong),
            ("- 03 MAY 89", "03 JAN 89", Wrong),
        ] {
            assert_eq!(date(key, answer), expected, "{key} | {answer}");
        }
    }

    #[test]
    fn places_by_their_names() {
        for (key, answer, expected) in [
            ("FREEDONIA: PORT OLAF (CITY)", "FREEDONIA: PORT OLAF (TOWN)", Full),
            ("FREEDONIA: PORT OLAF (CITY)", "FREEDONIA", Partial),
            ("FREEDONIA", "FREEDONIA: LOWFORD (CITY)", Partial),
            ("FREEDONIA: PORT OLAF (CITY)", "SYLVANIA: PORT OLAF (CITY)", Partial),
            ("FREEDONIA", "SYLVANIA", Wrong),
        ] {
            assert_eq!(location(key, answer), expected, "{key} | {answer}");
        }
    }

    #[test]
    fn numbers_and_whom_they_count() {
        for (key, answer, expected) in [
            (("6 -", "CLERKS"), ("6-", "CLERKS"), Full),
            (("5 - 7", "CLERKS"), ("7", "CLERKS"), Partial),
            (("~7", "CLERKS"), ("7", "CLERKS"), Partial),
            (("7", "CLERKS"), ("7", "OFFICE CLERKS"), Full),
            (("7", "OFFICE CLERKS"), ("7", "CLERKS"), Partial),
            (("7", "CLERKS"), ("7", "MINERS"), Partial),
            (("7", "CLERKS"), ("6", "CLERKS"), Wrong),
        ] {
            let (key, answer) = (Fill::about(key.0, key.1), Fill::about(answer.0, answer.1));
            assert_eq!(credit(slot::NUMBER, &key, &answer), expected, "{key:?} | {answer:?}");
        }
    }

    #[test]
    fn set_values_and_whom_they_are_about() {
        let effect = |key: (&str, &str), answer: (&str, &str)| {
            credit(slot::EFFECT, &Fill::about(key.0, key.1), &Fill::about(answer.0, answer.1))
        };
        assert_eq!(effect(("DEATH", "CLERKS"), ("DEATH", "THE TWO CLERKS")), Full);
        assert_eq!(effect(("DEATH", "CLERKS"), ("DEATH", "MINERS")), Partial);
        assert_eq!(effect(("DEATH", "CLERKS"), ("INJURY", "CLERKS")), Wrong);
        assert_eq!(effect(("NO INJURY OR DEATH", "-"), ("NO INJURY", "-")), Partial);
    }

    #[test]
    fn strings_by_their_words() {
        for (key, answer, expected) in [
            ("CLERKS", "THE 3 CLERKS", Full),
            ("ANN DOE", "MAYOR ANN DOE", Full),
            ("ANN DOE", "DOE", Partial),
            ("CLERK", "CLERKS", Partial),
            ("MINERS", "CLERKS", Wrong),
        ] {
            assert_eq!(string(key, answer), expected, "{key} | {answer}");
        }
    }
}
