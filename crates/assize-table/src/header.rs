//! Which column is what.

use crate::{
    address,
    map::{Campaign, Columns, Condition, Map, What},
};
use csv::StringRecord;
use std::collections::{BTreeMap, BTreeSet};

/// A name as it is compared: case, line breaks and blanks between words do not matter.
pub(crate) fn folded(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// The header of a sheet, and what the mapping finds in it.
#[derive(Debug, Clone)]
pub(crate) struct Header {
    /// Names as they stand there.
    pub(crate) names: Vec<String>,
    by_name: BTreeMap<String, Vec<usize>>,
    used: BTreeSet<usize>,
}

/// The columns of a mapping in one sheet.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    pub(crate) key: Vec<usize>,
    /// First and last day.
    pub(crate) date: Option<(usize, Option<usize>)>,
    /// For each entry of the mapping, its columns: the lower end, the upper or only one.
    pub(crate) facts: Vec<(Option<usize>, Option<usize>)>,
    /// For each entry, the columns of its conditions.
    pub(crate) conditions: Vec<Vec<Option<usize>>>,
    pub(crate) campaigns: Vec<CampaignColumns>,
    pub(crate) skip: Vec<Option<usize>>,
}

/// The columns of a campaign's conditions, and those that its name takes words of.
#[derive(Debug, Clone)]
pub(crate) struct CampaignColumns {
    pub(crate) when: Vec<Option<usize>>,
    pub(crate) name: Vec<(String, usize)>,
    /// Its name takes words of a column that is not there.
    pub(crate) absent: bool,
}

/// Why a row is not the header, or not a sound one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum NotFound {
    /// Columns that are not there, by the first name of each, and how many needed ones are.
    Missing(Vec<String>, usize),
    /// Two columns of one name: both, from 0.
    Twice(String, usize, usize),
}

impl Header {
    pub(crate) fn of(record: &StringRecord) -> Self {
        let names: Vec<String> =
            record.iter().map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, name) in names.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            by_name.entry(folded(name)).or_default().push(at);
        }
        Self { names, by_name, used: BTreeSet::new() }
    }

    /// The columns of a mapping.
    pub(crate) fn find(&mut self, map: &Map) -> Result<Found, NotFound> {
        let (mut missing, mut there) = (Vec::new(), 0);
        let mut key = Vec::new();
        for columns in &map.key.columns {
            match self.column(columns)? {
                Some(at) => key.push(at),
                None => missing.extend(columns.first().cloned()),
            }
        }
        there += key.len();
        let mut date = None;
        if let Some(columns) = &map.date {
            match self.column(&columns.column)? {
                Some(at) => {
                    there += 1;
                    date = Some((at, self.column(&columns.end)?));
                }
                None => missing.extend(columns.column.first().cloned()),
            }
        }
        let mut facts = Vec::new();
        let mut conditions = Vec::new();
        for says in &map.facts {
            facts.push(self.fact(&says.what)?);
            let when = if let What::Thing(thing) = &says.what { &thing.when[..] } else { &[] };
            conditions.push(self.conditions(when)?);
        }
        let is_figure = |(says, found): (&crate::map::Says, &(Option<usize>, Option<usize>))| {
            matches!(says.what, What::Figure { .. }) && *found != (None, None)
        };
        let figures = map.facts.iter().zip(&facts).any(is_figure);
        let wanted = map.facts.iter().find_map(|says| match &says.what {
            What::Figure { min, exact, .. } => min.first().or(exact.first()),
            _ => None,
        });
        match wanted {
            Some(wanted) if !figures => missing.push(wanted.clone()),
            _ => there += usize::from(figures),
        }
        if !missing.is_empty() {
            return Err(NotFound::Missing(missing, there));
        }
        let mut campaigns = Vec::new();
        for campaign in &map.campaigns {
            campaigns.push(self.campaign(campaign)?);
        }
        let skip = self.conditions(&map.skip)?;
        Ok(Found { key, date, facts, conditions, campaigns, skip })
    }

    /// Names of columns that nothing was read from.
    pub(crate) fn unread(&self) -> Vec<String> {
        let unread =
            self.names.iter().enumerate().filter(|(at, name)| !name.is_empty() && !self.used.contains(at));
        unread.map(|(_, name)| name.clone()).collect()
    }

    /// Where a column is, by the first of its names that is there.
    fn column(&mut self, names: &Columns) -> Result<Option<usize>, NotFound> {
        for name in names {
            if let Some(letters) = name.strip_prefix('#') {
                let at =
                    address::column(letters).filter(|at| self.names.get(*at).is_none_or(String::is_empty));
                if let Some(at) = at {
                    self.used.insert(at);
                    return Ok(Some(at));
                }
                continue;
            }
            match self.by_name.get(&folded(name)).map(Vec::as_slice) {
                Some([at]) => {
                    self.used.insert(*at);
                    return Ok(Some(*at));
                }
                Some([first, second, ..]) => return Err(NotFound::Twice(name.clone(), *first, *second)),
                _ => {}
            }
        }
        Ok(None)
    }

    fn fact(&mut self, what: &What) -> Result<(Option<usize>, Option<usize>), NotFound> {
        Ok(match what {
            What::Figure { min, max, exact, .. } if exact.is_empty() => {
                (self.column(min)?, self.column(max)?)
            }
            What::Figure { exact, .. } => (None, self.column(exact)?),
            What::Words { column, .. } => (None, self.column(column)?),
            What::Point { latitude, longitude, .. } => (self.column(latitude)?, self.column(longitude)?),
            What::Thing(thing) => (None, self.column(&thing.column)?),
        })
    }

    fn conditions(&mut self, all: &[Condition]) -> Result<Vec<Option<usize>>, NotFound> {
        all.iter().map(|condition| self.column(&condition.column)).collect()
    }

    fn campaign(&mut self, campaign: &Campaign) -> Result<CampaignColumns, NotFound> {
        let when = self.conditions(&campaign.when)?;
        let (mut name, mut absent) = (Vec::new(), false);
        for word in braced(&campaign.name) {
            match self.column(&vec![word.to_owned()])? {
                Some(at) => name.push((word.to_owned(), at)),
                None => absent = true,
            }
        }
        Ok(CampaignColumns { when, name, absent })
    }
}

/// The words in braces: `{Country}`.
fn braced(pattern: &str) -> impl Iterator<Item = &str> {
    pattern.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(word, _)| word)
}
