//! How alike two sketches are, with what speaks for it and against it.
//!
//! Points were set by hand so that day and place decide and the rest orders what they leave open. They say nothing of how likely it is
//! that two incidents are one.

use super::{
    name::{Likeness, likeness},
    reason::{Count, Reason},
    sketch::{Sketch, Toll},
    traits::{Days, Thing, Traits, Weighed},
};
use assize_record::place::{self, Place};

/// Below this many points there is too little to propose anything.
pub(super) const LEAST: i32 = 150;
/// Days that lie further apart than this are not one incident, whatever else agrees.
pub(super) const DAYS_APART: i32 = 2;
/// How many days before a report an undated incident is looked for.
pub(super) const REPORTED_WITHIN: i32 = 30;

/// What two sketches have for being one, in points, and why; `None` where their days cannot be one.
pub(super) fn score(
    (ours, our): (&Sketch, &Traits),
    (theirs, their): (&Sketch, &Traits),
) -> Option<(i32, Vec<Reason>)> {
    let mut reasons = Vec::new();
    let mut points = by_day(our, their, &mut reasons)?;
    points += by_place(our, their, &mut reasons);
    points += by_tolls(&ours.tolls, &theirs.tolls, &mut reasons);
    for (ours, theirs, most, reason) in [
        (&our.actors, &their.actors, 120, Reason::SameActor as fn(String) -> Reason),
        (&our.targets, &their.targets, 80, Reason::SameTarget),
        (&our.means, &their.means, 50, Reason::SameMeans),
    ] {
        if let Some((rarity, words)) = shared(ours, theirs) {
            points += most / 4 + most * 3 / 4 * rarity / 1000;
            reasons.push(reason(words));
        }
    }
    points += by_words(&our.words, &their.words, &mut reasons);
    if !ours.texts.is_disjoint(&theirs.texts) {
        points -= 150;
        reasons.push(Reason::ToldApart);
    }
    Some((points, reasons))
}

/// `None` where the days rule it out.
fn by_day(our: &Traits, their: &Traits, reasons: &mut Vec<Reason>) -> Option<i32> {
    let (points, reason) = match (our.days, their.days) {
        (Some(ours), Some(theirs)) => {
            let gap = gap(ours, theirs);
            if gap > DAYS_APART {
                return None;
            }
            let width = width(ours).max(width(theirs));
            let points = match width {
                0..=1 => 400,
                2..=3 => 320,
                4..=10 => 220,
                11..=31 => 130,
                32..=366 => 50,
                _ => 10,
            };
            match gap {
                0 if width <= 1 => (points, Reason::SameDay),
                0 => (points, Reason::DaysOverlap),
                1 => (points / 2, Reason::DaysApart(1)),
                _ => (points / 4, Reason::DaysApart(gap.unsigned_abs())),
            }
        }
        (Some(happened), None) => by_report(happened, their.reported)?,
        (None, Some(happened)) => by_report(happened, our.reported)?,
        (None, None) => (0, Reason::DayNotKnown),
    };
    reasons.push(reason);
    Some(points)
}

/// An incident whose day is not told was not reported before it happened, and news is mostly of the last days.
fn by_report(happened: Days, reported: Option<Days>) -> Option<(i32, Reason)> {
    let Some(reported) = reported else { return Some((0, Reason::DayNotKnown)) };
    if happened.0 > reported.1 {
        return None;
    }
    // From the latest day it may have happened to the first it may have been reported.
    let after = i64::from(reported.0) - i64::from(happened.1);
    let within = u32::try_from(after.max(0)).ok();
    let points = match after {
        ..=2 => 180,
        3..=7 => 90,
        8..=30 => 30,
        _ => 0,
    };
    let reason = within.filter(|_| points > 0).map_or(Reason::DayNotKnown, Reason::ReportedWithin);
    Some((if width(happened) > 3 { points / 3 } else { points }, reason))
}

/// Days between two stretches that do not meet; 0 where they do.
pub(super) const fn gap(a: Days, b: Days) -> i32 {
    if a.1 < b.0 {
        b.0.saturating_sub(a.1)
    } else if b.1 < a.0 {
        a.0.saturating_sub(b.1)
    } else {
        0
    }
}

pub(super) const fn width(days: Days) -> i32 {
    days.1.saturating_sub(days.0).saturating_add(1)
}

fn by_place(our: &Traits, their: &Traits, reasons: &mut Vec<Reason>) -> i32 {
    let named = by_names(our, their);
    let apart = distance(&our.places, &their.places);
    let Some((min, max)) = apart else {
        if !our.names.is_empty() && !their.names.is_empty() {
            reasons.push(Reason::DistanceNotKnown);
        }
        return named.map_or(0, |(points, reason)| {
            reasons.push(reason);
            points
        });
    };
    let near = by_distance(min, max);
    reasons.push(Reason::Apart { min_km: min.floor() as u32, max_km: max.ceil() as u32 });
    let Some((points, reason)) = named else { return near };
    reasons.push(reason);
    // A distance and a name tell the same thing twice, unless they contradict each other.
    if near < 0 { near + points } else { near.max(points) + near.min(points) / 4 }
}

/// The distance of the two places that lie nearest for certain: where several are named, any may be the one that is meant.
fn distance(ours: &[Place], theirs: &[Place]) -> Option<(f64, f64)> {
    let pairs =
        ours.iter().flat_map(|our| theirs.iter().filter_map(move |their| place::distance_km(our, their)));
    pairs.reduce(|a, b| if (b.1, b.0) < (a.1, a.0) { b } else { a })
}

/// Points of a distance: how near they may be, by how little is left open.
fn by_distance(min_km: f64, max_km: f64) -> i32 {
    let near = match min_km {
        ..=0.0 => 400,
        ..=5.0 => 360,
        ..=15.0 => 280,
        ..=30.0 => 180,
        ..=60.0 => 80,
        ..=100.0 => 20,
        _ => return -200,
    };
    let open = match (max_km - min_km) / 2.0 {
        ..=10.0 => 100,
        ..=25.0 => 80,
        ..=60.0 => 45,
        ..=150.0 => 25,
        ..=500.0 => 5,
        _ => 0,
    };
    near * open / 100
}

/// The likest names of places, and half of what the next pair adds.
fn by_names(our: &Traits, their: &Traits) -> Option<(i32, Reason)> {
    let mut found: Vec<(i32, Reason)> = Vec::new();
    for ours in &our.names {
        let alike = their.names.iter().filter_map(|theirs| Some((likeness(ours, theirs)?, theirs)));
        // The first of those that are equally alike, in the order in which the names stand in the sketch.
        let Some((how, theirs)) = alike.reduce(|a, b| if b.0 > a.0 { b } else { a }) else { continue };
        // The rarer of two spellings may be rare for being misspelt. Names of regions tell less than they are rare.
        let rarity = ours.rarity.min(theirs.rarity);
        let points = match how {
            Likeness::Same => 300 * rarity,
            Likeness::Spelling => 250 * rarity,
            Likeness::Within if ours.key.len() < theirs.key.len() => 200 * ours.rarity_within,
            Likeness::Within => 200 * theirs.rarity_within,
        } / if ours.is_wide { 2500 } else { 1000 };
        let reason = match how {
            Likeness::Same => Reason::SamePlaceName(ours.words.clone()),
            _ => Reason::LikePlaceNames(ours.words.clone(), theirs.words.clone()),
        };
        found.push((points, reason));
    }
    found.sort_by_key(|(points, _)| std::cmp::Reverse(*points));
    let next = found.get(1).map_or(0, |(points, _)| points / 2);
    found.into_iter().next().map(|(points, reason)| (points + next, reason))
}

fn by_tolls(ours: &[Toll], theirs: &[Toll], reasons: &mut Vec<Reason>) -> i32 {
    let mut best: Vec<(&str, i32, Reason)> = Vec::new();
    for (our, their) in ours.iter().flat_map(|our| theirs.iter().map(move |their| (our, their))) {
        if our.role != their.role || our.status != their.status {
            continue;
        }
        let count = |toll: &Toll| Count { min: toll.min, max: toll.max };
        let (points, ours, theirs) = (by_toll(our, their), count(our), count(their));
        let reason = || Reason::Tolls { role: our.role.clone(), status: our.status, ours, theirs };
        match best.iter_mut().find(|(role, ..)| *role == our.role) {
            // Of two that tell as much, the one of everybody is what people ask for.
            Some((_, known, told)) if (*known, is_of_all(told)) < (points, our.status.is_none()) => {
                (*known, *told) = (points, reason());
            }
            Some(_) => {}
            None => best.push((&our.role, points, reason())),
        }
    }
    best.sort_by(|a, b| (b.1, a.0).cmp(&(a.1, b.0)));
    let points = best.iter().map(|(_, points, _)| points).sum::<i32>().clamp(-120, 180);
    reasons.extend(best.into_iter().map(|(.., reason)| reason));
    points
}

/// Whether a reason compares numbers of everybody, not of people of one status.
const fn is_of_all(reason: &Reason) -> bool {
    matches!(reason, Reason::Tolls { status: None, .. })
}

/// Large numbers that agree tell more than small ones; reports of one incident often differ by a few.
fn by_toll(a: &Toll, b: &Toll) -> i32 {
    let (low, high) = (a.min.max(b.min).unwrap_or(0), [a.max, b.max].into_iter().flatten().min());
    let high = high.unwrap_or(u64::MAX);
    if low <= high {
        let exact = a.min == a.max && b.min == b.max;
        let size = i32::try_from(low.max(1).ilog2()).unwrap_or(0);
        return if exact { 40 + (15 * size).min(60) } else { 20 + (8 * size).min(40) };
    }
    let between = low - high;
    match () {
        () if between <= 1 || between * 4 <= low => 20,
        () if between * 2 <= low => -20,
        () => -80,
    }
}

/// The pair that shares the rarest word, with how rare it is and what they have in common.
fn shared(ours: &[Thing], theirs: &[Thing]) -> Option<(i32, String)> {
    let mut best: Option<(i32, String)> = None;
    for (our, their) in ours.iter().flat_map(|our| theirs.iter().map(move |their| (our, their))) {
        let common = our.terms.iter().filter(|(term, _)| their.terms.iter().any(|(other, _)| other == term));
        let Some(rarity) = common.map(|(_, rarity)| *rarity).max() else { continue };
        if best.as_ref().is_none_or(|(known, _)| rarity > *known) {
            // The shorter is what both say.
            let words = if our.words.len() <= their.words.len() { &our.words } else { &their.words };
            best = Some((rarity, words.clone()));
        }
    }
    best
}

/// Rare words in common. Both lists are in order.
fn by_words(ours: &[Weighed], theirs: &[Weighed], reasons: &mut Vec<Reason>) -> i32 {
    let (mut a, mut b) = (ours, theirs);
    let (mut count, mut points) = (0, 0);
    while let ([x, rest_a @ ..], [y, rest_b @ ..]) = (a, b) {
        if x.0 == y.0 {
            count += 1;
            points += 40 * x.1 / 1000;
        }
        a = if x.0 <= y.0 { rest_a } else { a };
        b = if y.0 <= x.0 { rest_b } else { b };
    }
    if count > 0 {
        reasons.push(Reason::SharedWords(count));
    }
    points.min(300)
}
