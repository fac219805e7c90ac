//! What a row says.

use super::{Reading, Refusal, check_name};
use crate::{
    cell::{range, whole},
    grid::RowText,
    map::{Says, Thing, What},
    row::{Fact, FactValue, Whole},
};
use assize_record::{Edtf, EntityType, Quantity, Status, body::ClaimHedge, proposition::Point, slug};
use std::sync::{Arc, LazyLock};

/// The slot of the day.
const DAY: u16 = 0;

/// The property of a row's day.
static HAPPENED_ON: LazyLock<Arc<str>> = LazyLock::new(|| "incident.happened-on".into());

type Columns = (Option<usize>, Option<usize>);

impl Reading<'_> {
    /// Everything that a row says, in the order of the mapping.
    pub(super) fn facts(&self, read: &RowText<'_>, key: &str) -> Result<Vec<Fact>, Refusal> {
        let mut facts = Vec::new();
        facts.extend(self.day(read)?);
        let all = self.map.facts.iter().zip(&self.found.facts).zip(&self.found.conditions);
        for (slot, ((says, columns), conditions)) in (DAY + 1..).zip(all) {
            match &says.what {
                What::Figure { .. } => facts.extend(self.figure(read, slot, says, *columns)?),
                What::Words { separator, words, .. } => {
                    self.words(read, slot, says, columns.1, (separator.as_deref(), words), &mut facts)?;
                }
                What::Point { within_km, .. } => {
                    facts.extend(self.point(read, slot, says, *columns, *within_km)?)
                }
                What::Thing(thing) => {
                    if self.hold(&thing.when, conditions, read.cells, key) {
                        facts.extend(self.thing(read, slot, says, thing, columns.1, conditions)?);
                    }
                }
            }
        }
        Ok(facts)
    }

    fn day(&self, read: &RowText<'_>) -> Result<Option<Fact>, Refusal> {
        let (Some((first, last)), Some(rule)) = (self.found.date, self.rule) else { return Ok(None) };
        let day = |column: usize| -> Result<Option<Edtf>, Refusal> {
            let cell = self.cell(read, column)?;
            if cell.is_empty() {
                return Ok(None);
            }
            rule.read(cell).map(Some).map_err(|message| (Some(column), cell.to_owned(), message))
        };
        let begins = day(first)?;
        let ends = last.map(day).transpose()?.flatten();
        let value = match (begins, ends, last) {
            (Some(begins), Some(ends), Some(last)) if begins != ends => {
                let both = format!("{begins}/{ends}");
                both.parse().map_err(|_| {
                    (Some(last), both, "this ends before it begins, or is not a span of days".to_owned())
                })?
            }
            (Some(day), ..) | (None, Some(day), _) => day,
            (None, None, _) => return Ok(None),
        };
        Ok(Some(Fact {
            slot: (DAY, 0),
            columns: (first, last),
            property: Arc::clone(&HAPPENED_ON),
            status: None,
            value: FactValue::Date(value),
            hedge: None,
        }))
    }

    fn figure(
        &self,
        read: &RowText<'_>,
        slot: u16,
        says: &Says,
        columns: Columns,
    ) -> Result<Option<Fact>, Refusal> {
        let What::Figure { exact, status, unit, blank_is_zero, .. } = &says.what else { return Ok(None) };
        let by_range = !exact.is_empty();
        let of = |column: Option<usize>| -> Result<Option<(u64, u64)>, Refusal> {
            let Some(column) = column else { return Ok(None) };
            let cell = self.cell(read, column)?;
            if cell.is_empty() {
                return Ok(blank_is_zero.then_some((0, 0)));
            }
            let figure = if by_range { range(cell) } else { whole(cell).map(|figure| (figure, figure)) };
            figure.map(Some).map_err(|message| (Some(column), cell.to_owned(), message))
        };
        let (low, high) = (of(columns.0)?, of(columns.1)?);
        let ends = if by_range {
            (high.map(|ends| ends.0), high.map(|ends| ends.1))
        } else {
            (low.map(|low| low.0), high.map(|high| high.1))
        };
        let (Some(first), (min, max)) = (columns.0.or(columns.1), ends) else { return Ok(None) };
        if (min, max) == (None, None) {
            return Ok(None);
        }
        let quantity = Quantity { min, max, approx: None, unit: *unit };
        let second = columns.1.filter(|second| *second != first);
        Ok(Some(fact((slot, 0), (first, second), says, *status, FactValue::Quantity(quantity))))
    }

    fn words(
        &self,
        read: &RowText<'_>,
        slot: u16,
        says: &Says,
        column: Option<usize>,
        (separator, words): (Option<&str>, &[(String, String)]),
        facts: &mut Vec<Fact>,
    ) -> Result<(), Refusal> {
        let Some(column) = column else { return Ok(()) };
        let cell = self.cell(read, column)?;
        let parts: Vec<&str> = match separator {
            Some(separator) => {
                cell.split(separator).map(str::trim).filter(|part| !self.map.is_blank(part)).collect()
            }
            None => Some(cell).filter(|cell| !cell.is_empty()).into_iter().collect(),
        };
        for (nth, part) in (0..).zip(parts) {
            let value = match words.iter().find(|(word, _)| word.eq_ignore_ascii_case(part)) {
                Some((_, meaning)) => meaning.clone(),
                None if words.is_empty() => part.to_owned(),
                None => {
                    return Err((
                        Some(column),
                        part.to_owned(),
                        "the mapping does not say in `words` what this means".to_owned(),
                    ));
                }
            };
            facts.push(fact((slot, nth), (column, None), says, None, FactValue::Words(value)));
        }
        Ok(())
    }

    fn point(
        &self,
        read: &RowText<'_>,
        slot: u16,
        says: &Says,
        columns: Columns,
        within_km: u64,
    ) -> Result<Option<Fact>, Refusal> {
        let (Some(latitude), Some(longitude)) = columns else { return Ok(None) };
        let degrees = |column: usize, most: f64| -> Result<Option<&str>, Refusal> {
            let cell = self.cell(read, column)?;
            let fits = cell.parse::<f64>().is_ok_and(|degrees| degrees.abs() <= most)
                && cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
            match cell {
                "" => Ok(None),
                cell if fits => Ok(Some(cell)),
                cell => {
                    Err((Some(column), cell.to_owned(), format!("not degrees between -{most} and {most}")))
                }
            }
        };
        let (Some(lat), Some(lon)) = (degrees(latitude, 90.0)?, degrees(longitude, 180.0)?) else {
            return Ok(None);
        };
        let value = FactValue::Point(Point { lon: lon.to_owned(), lat: lat.to_owned(), within_km });
        Ok(Some(fact((slot, 0), (latitude, Some(longitude)), says, None, value)))
    }

    fn thing(
        &self,
        read: &RowText<'_>,
        slot: u16,
        says: &Says,
        thing: &Thing,
        column: Option<usize>,
        conditions: &[Option<usize>],
    ) -> Result<Option<Fact>, Refusal> {
        let whole = if thing.column.is_empty() {
            let Some(entity_type) = EntityType::of_key(&thing.thing) else { return Ok(None) };
            Whole { entity_type, key: thing.thing.clone(), name: thing.name.clone() }
        } else {
            let Some(column) = column else { return Ok(None) };
            let name = self.cell(read, column)?;
            if name.is_empty() {
                return Ok(None);
            }
            check_name(name).map_err(|message| (Some(column), name.to_owned(), message))?;
            let key = format!("{}/{}-{}", thing.thing, self.prefix, slug(name));
            let Some(entity_type) = EntityType::of_key(&key) else { return Ok(None) };
            Whole { entity_type, key, name: name.to_owned() }
        };
        let by = conditions.iter().flatten().next().copied();
        let at = column.or(by).or(self.found.key.first().copied()).unwrap_or_default();
        let mut fact = fact((slot, 0), (at, None), says, None, FactValue::Thing(whole));
        if let (Some(kind), Some(column)) = (thing.hedge, by) {
            let exact = read.cells.get(column).unwrap_or_default().trim().to_owned();
            fact.hedge = Some(ClaimHedge { exact, kind });
        }
        Ok(Some(fact))
    }
}

fn fact(
    slot: (u16, u16),
    columns: (usize, Option<usize>),
    says: &Says,
    status: Option<Status>,
    value: FactValue,
) -> Fact {
    Fact { slot, columns, property: Arc::clone(&says.property), status, value, hedge: None }
}
