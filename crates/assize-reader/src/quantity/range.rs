//! One range for one incident, out of every number a narrative of it gives.
//!
//! The sum over joined numbers of a sentence (`a man and two children`) is one claim; parts of a number (`including five
//! children`) are none. The range runs over the claims of all sentences, led by the first that sums up. Nothing is averaged.

use super::{Counted, Role};
use crate::segment::Segments;
use assize_record::Status;

/// No fewer and no more than this.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Range {
    /// The lowest claim.
    pub min: u64,
    /// The highest claim.
    pub max: u64,
}

/// What a narrative of one incident gives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct IncidentRange {
    /// Killed, where a number or a word for one is given.
    pub killed: Option<Range>,
    /// Injured.
    pub injured: Option<Range>,
}

/// How words without a figure are turned into numbers. A convention of whoever counts, never a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// They count nothing.
    FiguresOnly,
    /// As Airwars publishes them (<https://airwars.org/about/methodology/>, the note on its Gaza records of October 2023, and the
    /// reasons its assessments give): a range runs over all claims of one incident; a plural without a figure is at least two;
    /// dozens or a large number are 12 to 24, many are 5 to 10, hundreds 100 to 200; whoever is not known to be a combatant is a
    /// civilian, and combatants are counted apart.
    Airwars,
}

/// One claim: the ends that one sentence gives.
#[derive(Debug, Clone, Copy, Default)]
struct Claim {
    min: Option<u64>,
    max: Option<u64>,
    /// Whether it is no more than a word.
    vague: bool,
    /// Whether it names single people only, who may be some of those another claim counts.
    single: bool,
    /// Whether it is a bare plural, or does not say who was killed and who injured.
    weak: bool,
}

/// The ranges of killed and injured over all claims of a text about one incident.
pub fn incident_range(counted: &[Counted], segments: &Segments, convention: Convention) -> IncidentRange {
    IncidentRange {
        killed: over(&claims(counted, segments, Role::Killed, convention)),
        injured: over(&claims(counted, segments, Role::Injured, convention)),
    }
}

/// The claim of each sentence.
fn claims(counted: &[Counted], segments: &Segments, role: Role, convention: Convention) -> Vec<Claim> {
    let mut claims = Vec::new();
    for sentence in &segments.sentences {
        let from = counted.partition_point(|one| one.span.start < sentence.start);
        let to = counted.partition_point(|one| one.span.start < sentence.end);
        let of_role = counted[from..to].iter().filter(|one| {
            (one.role == role || one.role == Role::Casualties && one.min.is_none()) && !one.part
        });
        let mut sum: Vec<Claim> = Vec::new();
        let mut joins_next = false;
        for one in of_role {
            // Airwars counts civilians; combatants have a count of their own.
            if convention == Convention::Airwars && one.status == Some(Status::Combatant) {
                continue;
            }
            let Some(this) = ends(one, convention) else { continue };
            // Joined by commas and `and`: the parts of one number.
            if !(joins_next || matches!(one.rule, "shared" | "before.with")) {
                claims.extend(add(&sum));
                sum.clear();
            }
            sum.push(this);
            joins_next = one.rule == "after.shared";
        }
        claims.extend(add(&sum));
    }
    claims
}

/// Words that stand in the place of a figure.
const NUMBERLESS: &[&str] = &["hundreds", "thousands", "tens", "millions"];

/// The sum of joined claims. A list that adds up to the number before it names those it counts: `two people, a man and his son`.
fn add(joined: &[Claim]) -> Option<Claim> {
    let (first, rest) = joined.split_first()?;
    let total = |claims: &[Claim], end: fn(&Claim) -> Option<u64>| {
        claims.iter().map(end).try_fold(0_u64, |sum, one| Some(sum.saturating_add(one?)))
    };
    if first.min.is_some_and(|n| n > 1) && total(rest, |claim| claim.min) == first.min {
        return Some(*first);
    }
    Some(Claim {
        min: total(joined, |claim| claim.min),
        max: total(joined, |claim| claim.max),
        vague: joined.iter().all(|claim| claim.vague),
        single: rest.is_empty() && first.single,
        weak: joined.iter().all(|claim| claim.weak),
    })
}

fn ends(one: &Counted, convention: Convention) -> Option<Claim> {
    let plural = one.rule.starts_with("plural.") && one.min.is_none();
    let worded = plural
        || one.approx.as_deref().is_some_and(|words| NUMBERLESS.iter().any(|start| words.starts_with(start)));
    if !worded && (one.min.is_some() || one.max.is_some()) {
        let single = one.number.is_empty() || one.rule == "plural.another";
        let claim = Claim { min: one.min, max: one.max, single, ..Claim::default() };
        return (one.max != Some(0)).then_some(claim);
    }
    if convention == Convention::FiguresOnly {
        return None;
    }
    let (min, max) = in_figures(one.approx.as_deref().unwrap_or(""));
    let weak = plural && one.approx.is_none() || one.role == Role::Casualties;
    Some(Claim { min: Some(min), max: Some(max), vague: true, weak, ..Claim::default() })
}

/// What [`Convention::Airwars`] makes of words.
fn in_figures(words: &str) -> (u64, u64) {
    let says = |any: &[&str]| any.iter().any(|word| words.contains(word));
    if says(&["thousand"]) {
        (1000, 2000)
    } else if says(&["hundred"]) {
        (100, 200)
    } else if says(&["dozen", "scores", "large", "tens"]) {
        (12, 24)
    } else if says(&["many"]) {
        (5, 10)
    } else {
        (2, 2)
    }
}

/// The range over claims.
///
/// The first claim that counts more than single people leads, in figures or in words: it is the narrative's own summing up. Where it
/// gives two ends they stand; an exact one is widened by a later one that is higher by no more than half; an open end is filled
/// from the figures that follow, or from words where none do. Words for more (dozens) take the place of words for less (others).
/// Single people and bare plurals lead only where there is nothing else.
fn over(claims: &[Claim]) -> Option<Range> {
    let lead = claims
        .iter()
        .position(|claim| !claim.single && !claim.weak)
        .or_else(|| claims.iter().position(|claim| claim.vague))
        .unwrap_or(0);
    let (first, later) = claims.get(lead..)?.split_first()?;
    if first.vague {
        let most = claims.iter().filter(|claim| claim.vague && !claim.weak).max_by_key(|claim| claim.max);
        let most = most.unwrap_or(first);
        return Some(Range { min: most.min?, max: most.max? });
    }
    let figures = || {
        claims.iter().enumerate().filter(|(at, claim)| *at != lead && !claim.vague).map(|(_, claim)| claim)
    };
    let highest = figures().filter_map(|claim| claim.max.or(claim.min)).max();
    let (min, max) = match (first.min, first.max) {
        (Some(min), Some(max)) if min < max => (min, max),
        (Some(min), Some(max)) => {
            let near = highest.filter(|later| *later <= max.saturating_add(max.div_ceil(2)));
            (min, near.map_or(max, |later| later.max(max)))
        }
        (Some(min), None) => {
            let worded =
                later.iter().filter(|claim| claim.vague && !claim.weak).filter_map(|claim| claim.max).max();
            let alone = figures().all(|claim| claim.single);
            // A figure more than twice as high counts something else.
            let highest = figures()
                .filter_map(|claim| claim.max.or(claim.min))
                .filter(|later| *later <= min.saturating_mul(3).max(min.saturating_add(3)))
                .max();
            (min, highest.max(worded.filter(|_| alone)).map_or(min, |later| later.max(min)))
        }
        (None, Some(max)) => {
            let low = figures()
                .filter_map(|claim| claim.min)
                .filter(|low| *low <= max && low.saturating_mul(2) >= max)
                .min();
            (low.unwrap_or(max), max)
        }
        (None, None) => return None,
    };
    Some(Range { min, max })
}
