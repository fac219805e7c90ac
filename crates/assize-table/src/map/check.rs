//! A mapping file held against the vocabulary.

use super::{
    Columns, Map, Says, What,
    file::{BlankMeans, Condition, Figure, MapFile, Point, Thing, Words},
};
use assize_record::{EntityType, Unit, Vocabulary, proposition::ValueType};
use std::ops::Range;
use toml::Spanned;

/// What is wrong with a mapping file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct MapFault {
    /// Bytes of the file that it is about.
    pub at: Range<usize>,
    /// What is wrong and what to do.
    pub message: String,
}

fn fault<T>(at: Range<usize>, message: impl Into<String>) -> Result<T, MapFault> {
    Err(MapFault { at, message: message.into() })
}

pub(super) fn check(file: MapFile, vocabulary: &Vocabulary) -> Result<Map, MapFault> {
    is_name(&file.id)?;
    if let Some(prefix) = &file.prefix {
        is_name(prefix)?;
    }
    let columns = &file.key.get_ref().columns;
    if columns.is_empty() || columns.iter().any(Vec::is_empty) {
        return fault(file.key.span(), "a key needs at least one column: columns = [[\"Strike ID\"]]");
    }
    let delimiter = match &file.delimiter {
        Some(mark) => match mark.get_ref().chars().next() {
            Some(c) if mark.get_ref().len() == 1 && c.is_ascii() => Some(c),
            _ => return fault(mark.span(), "a delimiter is one character: \",\", \";\", \"\\t\" or \"|\""),
        },
        None => None,
    };
    let mut facts = Vec::new();
    for said in file.figure {
        facts.push(figure(said, vocabulary)?);
    }
    for said in file.words {
        facts.push(words(said, vocabulary)?);
    }
    for said in file.point {
        facts.push(point(said, vocabulary)?);
    }
    for said in file.thing {
        facts.push(thing(said, vocabulary)?);
    }
    if facts.is_empty() && file.date.is_none() {
        return fault(
            file.id.span(),
            "a mapping says what at least one column means: add [date] or [[figure]]",
        );
    }
    let mut campaigns = Vec::new();
    for campaign in file.campaign {
        conditions(&campaign.span(), &campaign.get_ref().when)?;
        campaigns.push(campaign.into_inner());
    }
    let mut skip = Vec::new();
    for condition in file.skip {
        conditions(&condition.span(), std::slice::from_ref(condition.get_ref()))?;
        skip.push(condition.into_inner());
    }
    Ok(Map {
        id: file.id.into_inner(),
        title: file.title,
        publisher: file.publisher,
        prefix: file.prefix.map(Spanned::into_inner),
        sheets: file.sheets,
        delimiter,
        blank: file.blank,
        key: file.key.into_inner(),
        name: file.name,
        date: file.date,
        facts,
        campaigns,
        skip,
    })
}

fn is_name(name: &Spanned<String>) -> Result<(), MapFault> {
    let fits = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let words = name.get_ref();
    if words.is_empty() || words.len() > 60 || !words.bytes().all(fits) {
        return fault(
            name.span(),
            format!("`{words}` is not a name: use lower-case letters, digits and hyphens"),
        );
    }
    Ok(())
}

/// Whether an incident can have the property, with a value of that type.
fn property(
    name: &str,
    of: ValueType,
    at: &Range<usize>,
    vocabulary: &Vocabulary,
) -> Result<Vec<EntityType>, MapFault> {
    let known =
        vocabulary.property(name).map_err(|error| MapFault { at: at.clone(), message: error.to_string() })?;
    if known.value != of {
        let message = format!("`{name}` takes {}, and {} is read here", known.value.name(), of.name());
        return fault(at.clone(), message);
    }
    if !known.subject.contains(&EntityType::Incident) {
        return fault(at.clone(), format!("`{name}` is not said of an incident, and a row is one"));
    }
    Ok(known.entity.clone())
}

fn figure(said: Spanned<Figure>, vocabulary: &Vocabulary) -> Result<Says, MapFault> {
    let (at, said) = (said.span(), said.into_inner());
    property(&said.property, ValueType::Quantity, &at, vocabulary)?;
    let ends = !said.min.is_empty() || !said.max.is_empty();
    if ends != said.exact.is_empty() {
        return fault(at, "a figure has either `min` and `max`, or `exact`");
    }
    let units = &vocabulary.property(&said.property).map_or(&[][..], |property| &property.unit);
    let unit = said.unit.or_else(|| units.first().copied()).unwrap_or(Unit::Items);
    if !units.is_empty() && !units.contains(&unit) {
        return fault(at, format!("`{}` does not count {}", said.property, unit.name()));
    }
    let what = What::Figure {
        min: said.min,
        max: said.max,
        exact: said.exact,
        status: said.status,
        unit,
        blank_is_zero: said.blank_means == BlankMeans::Zero,
    };
    Ok(Says { property: said.property.into(), what })
}

fn words(said: Spanned<Words>, vocabulary: &Vocabulary) -> Result<Says, MapFault> {
    let (at, said) = (said.span(), said.into_inner());
    property(&said.property, ValueType::Words, &at, vocabulary)?;
    named(&said.column, &at)?;
    if said.separator.as_ref().is_some_and(String::is_empty) {
        return fault(at, "`separator` is empty");
    }
    let list = vocabulary.property(&said.property).map_or(&[][..], |property| &property.one_of);
    if let Some(word) = said.words.values().find(|word| !list.is_empty() && !list.contains(word)) {
        return fault(at, format!("`{}` is not `{word}`: it is one of {}", said.property, list.join(", ")));
    }
    if !list.is_empty() && said.words.is_empty() {
        let message =
            format!("`{}` takes words of a list; say in `words` which word each cell means", said.property);
        return fault(at, message);
    }
    let what = What::Words {
        column: said.column,
        separator: said.separator,
        words: said.words.into_iter().collect(),
    };
    Ok(Says { property: said.property.into(), what })
}

fn point(said: Spanned<Point>, vocabulary: &Vocabulary) -> Result<Says, MapFault> {
    let (at, said) = (said.span(), said.into_inner());
    property(&said.property, ValueType::Point, &at, vocabulary)?;
    named(&said.latitude, &at)?;
    named(&said.longitude, &at)?;
    let what = What::Point { latitude: said.latitude, longitude: said.longitude, within_km: said.within_km };
    Ok(Says { property: said.property.into(), what })
}

fn thing(said: Spanned<Thing>, vocabulary: &Vocabulary) -> Result<Says, MapFault> {
    let (at, said) = (said.span(), said.into_inner());
    let takes = property(&said.property, ValueType::Entity, &at, vocabulary)?;
    let by_column = !said.column.is_empty();
    let key = if by_column { format!("{}/x", said.thing) } else { said.thing.clone() };
    let Some(entity_type) = EntityType::of_key(&key) else {
        let example = if by_column { "organisation" } else { "organisation/northern-navy" };
        return fault(at, format!("`{}` is not a thing: write {example}", said.thing));
    };
    if !takes.is_empty() && !takes.iter().any(|takes| takes.fits(entity_type)) {
        return fault(at, format!("`{}` does not take {}", said.property, entity_type.with_article()));
    }
    if by_column != said.name.is_empty() {
        return fault(at, "a thing has either a `name`, or a `column` with its name");
    }
    conditions(&at, &said.when)?;
    if said.hedge.is_some() && said.when.first().is_none_or(|first| first.column.is_empty()) {
        return fault(
            at,
            "a `hedge` stands in the cell of the first condition: give `when` a `column` with `is`",
        );
    }
    Ok(Says { property: said.property.clone().into(), what: What::Thing(said) })
}

fn named(columns: &Columns, at: &Range<usize>) -> Result<(), MapFault> {
    if columns.is_empty() { fault(at.clone(), "no column is named") } else { Ok(()) }
}

fn conditions(at: &Range<usize>, all: &[Condition]) -> Result<(), MapFault> {
    for one in all {
        let by_cell = !one.is.is_empty() || !one.is_not.is_empty();
        if by_cell == one.column.is_empty() || one.column.is_empty() && one.key.is_empty() {
            return fault(at.clone(), "a condition has a `column` with `is` or `is_not`, or `key`");
        }
    }
    Ok(())
}
