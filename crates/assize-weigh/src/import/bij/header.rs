//! Which column is what. Headers vary from sheet to sheet: `Minimum people killed`, `Min killed`, `civilians_max`.

use std::collections::BTreeMap;

/// The columns of a table.
pub(super) struct Columns {
    pub(super) strike: usize,
    pub(super) date: usize,
    /// Columns of figures: position, what they count, which end.
    pub(super) figures: Vec<(usize, Counted, Bound)>,
    /// How many columns there are.
    pub(super) count: usize,
    names: Vec<String>,
}

/// What a column of figures counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Counted {
    Killed,
    Civilians,
    Children,
    Women,
    Injured,
}

/// Which end of a range a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Bound {
    Min,
    Max,
    /// A column without an end in its name: a figure, or a range such as `3-5`.
    Both,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Column {
    Strike,
    Date,
    Figure(Counted, Bound),
}

impl Columns {
    /// Finds the columns by their names; also the names of those that are not read.
    ///
    /// # Errors
    /// The words in question and what is wrong: a column that is missing, or two for the same thing.
    pub(super) fn find(record: &csv::StringRecord) -> Result<(Self, Vec<String>), (String, String)> {
        let names: Vec<String> = record.iter().map(|name| name.trim().to_owned()).collect();
        let mut found: BTreeMap<Column, usize> = BTreeMap::new();
        let mut unread = Vec::new();
        for (at, name) in names.iter().enumerate() {
            match column(name) {
                None => unread.push(name.clone()),
                Some(column) => {
                    if let Some(first) = found.insert(column, at) {
                        let words = format!("{} | {name}", names[first]);
                        return Err((
                            words,
                            "two columns for the same thing; rename or remove one".to_owned(),
                        ));
                    }
                }
            }
        }
        let needed = |column, what: &str| {
            let words = || super::cell::excerpt(&names.join(" | "));
            let missing = || (words(), format!("no column for {what} in the header"));
            found.get(&column).copied().ok_or_else(missing)
        };
        let strike = needed(Column::Strike, "the strike id")?;
        let date = needed(Column::Date, "the date")?;
        let figures: Vec<(usize, Counted, Bound)> = found
            .iter()
            .filter_map(|(column, at)| match column {
                Column::Figure(counted, bound) => Some((*at, *counted, *bound)),
                Column::Strike | Column::Date => None,
            })
            .collect();
        for (at, counted, bound) in &figures {
            let twice = |other: &&(usize, Counted, Bound)| other.1 == *counted && other.2 != *bound;
            if *bound == Bound::Both
                && let Some(other) = figures.iter().find(twice)
            {
                let words = format!("{} | {}", names[*at], names[other.0]);
                let message =
                    format!("a column without an end beside one for the {}; keep one sort", other.2.name());
                return Err((words, message));
            }
        }
        if !figures.iter().any(|(_, counted, _)| *counted == Counted::Killed) {
            needed(Column::Figure(Counted::Killed, Bound::Min), "the people killed")?;
        }
        Ok((Self { strike, date, figures, count: names.len(), names }, unread))
    }

    /// The name of a column.
    pub(super) fn name(&self, at: usize) -> String {
        self.names.get(at).cloned().unwrap_or_default()
    }
}

impl Bound {
    const fn name(self) -> &'static str {
        match self {
            Self::Min => "minimum",
            Self::Max => "maximum",
            Self::Both => "range",
        }
    }
}

/// The character between cells: a comma, unless the header has none and has semicolons or tabs.
pub(super) fn delimiter(text: &str) -> u8 {
    let header = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    match (header.contains(','), header.contains(';'), header.contains('\t')) {
        (false, true, _) => b';',
        (false, false, true) => b'\t',
        _ => b',',
    }
}

const STRIKE: [&str; 11] =
    ["strike", "id", "number", "no", "ref", "reference", "code", "index", "attack", "incident", "bureau"];
const DATE: [&str; 6] = ["date", "of", "strike", "attack", "day", "the"];
const MINIMUM: [&str; 5] = ["min", "minimum", "low", "lowest", "least"];
const MAXIMUM: [&str; 5] = ["max", "maximum", "high", "highest", "most"];
const KILLED: [&str; 5] = ["killed", "deaths", "dead", "fatalities", "kills"];
const INJURED: [&str; 4] = ["injured", "injuries", "wounded", "hurt"];
const CHILDREN: [&str; 2] = ["child", "children"];
const CIVILIANS: [&str; 2] = ["civilian", "civilians"];
const WOMEN: [&str; 2] = ["woman", "women"];
const OTHERS: [&str; 6] = ["militant", "militants", "combatant", "combatants", "names", "named"];

fn column(name: &str) -> Option<Column> {
    let words: Vec<String> = name
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let has = |any: &[&str]| words.iter().any(|word| any.contains(&word.as_str()));
    let only = |any: &[&str]| !words.is_empty() && words.iter().all(|word| any.contains(&word.as_str()));
    if only(&STRIKE) {
        return Some(Column::Strike);
    }
    if only(&DATE) && has(&["date", "day"]) {
        return Some(Column::Date);
    }
    let bound = match (has(&MINIMUM), has(&MAXIMUM)) {
        (true, false) => Bound::Min,
        (false, true) => Bound::Max,
        (false, false) => Bound::Both,
        (true, true) => return None,
    };
    let of_whom = [&CHILDREN[..], &CIVILIANS, &WOMEN];
    let counted = if has(&INJURED) {
        // Injured civilians or children are another column than the ones read here.
        if has(&KILLED) || of_whom.iter().any(|words| has(words)) {
            return None;
        }
        Counted::Injured
    } else if has(&CHILDREN) {
        Counted::Children
    } else if has(&CIVILIANS) {
        Counted::Civilians
    } else if has(&WOMEN) {
        Counted::Women
    } else if has(&KILLED) && !has(&OTHERS) {
        Counted::Killed
    } else {
        return None;
    };
    Some(Column::Figure(counted, bound))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headers_are_known_by_their_words() {
        let figure = |counted, bound| Some(Column::Figure(counted, bound));
        let check = |name: &str, expected| assert_eq!(column(name), expected, "{name}");
        check("Strike ID", Some(Column::Strike));
        check("strike_id", Some(Column::Strike));
        check("Date", Some(Column::Date));
        check("Date of strike", Some(Column::Date));
        check("Minimum people killed", figure(Counted::Killed, Bound::Min));
        check("Max killed", figure(Counted::Killed, Bound::Max));
        check("Maximum civilians reported killed", figure(Counted::Civilians, Bound::Max));
        check("children_min", figure(Counted::Children, Bound::Min));
        check("Minimum people injured", figure(Counted::Injured, Bound::Min));
        check("Civilians", figure(Counted::Civilians, Bound::Both));
        check("Location", None);
        check("Most recent update", None);
        check("Civilians injured (max)", None);
        check("Militants killed", None);
        check("", None);
    }
}
