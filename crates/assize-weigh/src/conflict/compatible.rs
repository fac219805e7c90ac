//! Whether two statements can both hold.

use assize_ledger::View;
use assize_record::{Edtf, EntryId, Interval, Value, edtf::End, proposition::Point};
use std::{borrow::Cow, collections::BTreeSet};

/// What a claim says on a question, without who says it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Says<'v> {
    /// The value.
    pub(super) value: Cow<'v, Value>,
    /// Whether it is denied.
    pub(super) denied: bool,
    /// When it held, where that is said.
    pub(super) held_on: Option<Interval>,
    /// For a cumulative figure, the days it may be the state of.
    pub(super) as_of: Option<Interval>,
}

impl<'v> Says<'v> {
    /// To deny a yes is to say no.
    pub(super) fn of(
        value: &'v Value,
        denied: bool,
        held_on: Option<Interval>,
        as_of: Option<Interval>,
    ) -> Self {
        match (value, denied) {
            (Value::Flag(flag), true) => {
                Self { value: Cow::Owned(Value::Flag(!flag)), denied: false, held_on, as_of }
            }
            _ => Self { value: Cow::Borrowed(value), denied, held_on, as_of },
        }
    }
}

/// For each statement, in their order, whether it cannot hold together with some other.
pub(super) fn clashing<'s, 'v: 's>(view: &View, statements: impl Iterator<Item = &'s Says<'v>>) -> Vec<bool> {
    let all: Vec<&Says<'v>> = statements.collect();
    if all_figures_meet(&all) {
        return vec![false; all.len()];
    }
    // Whatever clashes at all most often clashes with the first or the last in order of value: they are tried first.
    let ends = [all.first().copied(), all.last().copied()];
    let clashes = |one: &Says<'v>| {
        let mut others = ends.into_iter().flatten().chain(all.iter().copied());
        others.any(|other| !can_both_hold(view, one, other))
    };
    all.iter().map(|one| clashes(one)).collect()
}

/// Whether one number satisfies every figure, so that no pair needs looking at.
fn all_figures_meet(all: &[&Says<'_>]) -> bool {
    let mut highest_min = 0;
    let mut lowest_max = u64::MAX;
    for says in all {
        match (&*says.value, says.denied) {
            (Value::Quantity(quantity), false) => {
                highest_min = highest_min.max(quantity.min.unwrap_or(0));
                lowest_max = lowest_max.min(quantity.max.unwrap_or(u64::MAX));
            }
            _ => return false,
        }
    }
    highest_min <= lowest_max
}

fn can_both_hold(view: &View, a: &Says<'_>, b: &Says<'_>) -> bool {
    if let (Some(first), Some(second)) = (&a.held_on, &b.held_on)
        && !first.may_meet(second)
    {
        return true;
    }
    match (a.denied, b.denied) {
        (true, true) => return true,
        (true, false) => return !is_of(view, &b.value, &a.value),
        (false, true) => return !is_of(view, &a.value, &b.value),
        (false, false) => {}
    }
    match (&*a.value, &*b.value) {
        (Value::Quantity(first), Value::Quantity(second)) => first.compatible(second),
        (Value::Date(first), Value::Date(second)) => dates_can_both_hold(first, second),
        (Value::Flag(first), Value::Flag(second)) => first == second,
        (Value::Entity(first), Value::Entity(second)) => {
            first == second || is_part(view, *first, *second) || is_part(view, *second, *first)
        }
        (Value::Point(first), Value::Point(second)) => points_can_both_hold(first, second),
        // Words differ without contradicting each other, and values of two types are no answer to one question.
        _ => true,
    }
}

/// Whether to deny one value is to deny another: the same, or a whole that it is part of.
fn is_of(view: &View, said: &Value, denied: &Value) -> bool {
    match (said, denied) {
        (Value::Entity(part), Value::Entity(whole)) => part == whole || is_part(view, *part, *whole),
        _ => said == denied,
    }
}

/// Two dates must share a day; two periods must be able to begin together and end together.
fn dates_can_both_hold(a: &Edtf, b: &Edtf) -> bool {
    match (a, b) {
        (Edtf::Interval(a_from, a_to), Edtf::Interval(b_from, b_to)) => {
            let ends_meet = |a: &End, b: &End| match (a, b) {
                (End::Open, End::Date(_)) | (End::Date(_), End::Open) => false,
                _ => a.interval().may_meet(&b.interval()),
            };
            ends_meet(a_from, b_from) && ends_meet(a_to, b_to)
        }
        _ => a.interval().may_meet(&b.interval()),
    }
}

pub(super) fn is_part(view: &View, part: EntryId, whole: EntryId) -> bool {
    let mut reached = BTreeSet::from([part]);
    let mut open = vec![part];
    while let Some(at) = open.pop() {
        for up in view.part_of().get(&at).into_iter().flatten() {
            if *up == whole {
                return true;
            }
            if reached.insert(*up) {
                open.push(*up);
            }
        }
    }
    false
}

/// Two positions can be one place where their circles touch. A position that is no number settles nothing.
fn points_can_both_hold(a: &Point, b: &Point) -> bool {
    let degrees = |words: &String| words.parse::<f64>().ok().filter(|degrees| degrees.is_finite());
    let both = |point: &Point| degrees(&point.lon).zip(degrees(&point.lat));
    let (Some((a_lon, a_lat)), Some((b_lon, b_lat))) = (both(a), both(b)) else { return true };
    let (a_lat, b_lat) = (a_lat.to_radians(), b_lat.to_radians());
    let half = |degrees: f64| (degrees.to_radians() / 2.0).sin().powi(2);
    // Haversine on a sphere of the mean radius of the earth (IUGG), 0.5% at worst; positions are reported far more coarsely.
    let chord = ((b_lat - a_lat) / 2.0).sin().powi(2) + a_lat.cos() * b_lat.cos() * half(b_lon - a_lon);
    let distance_km = 2.0 * 6371.0088 * chord.sqrt().min(1.0).asin();
    distance_km <= a.within_km.saturating_add(b.within_km) as f64 * 1.005 + 0.01
}
