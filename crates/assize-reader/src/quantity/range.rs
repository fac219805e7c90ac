//! One range for one incident, out of every number a narrative of it gives.
//!
//! The sum over joined numbers of a sentence (`a man and two children`) is one claim; the range runs over the claims of all
//! sentences. Nothing is averaged and nothing is chosen as right.

use super::{Counted, Role};
use crate::segment::Segments;

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
    /// As Airwars publishes them: a plural without a figure is 2, dozens are 12 to 24, hundreds 100 to 200
    /// (Airwars, *Methodology*, on "casualty ranges").
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
        let mut claim: Option<Claim> = None;
        let mut joins_next = false;
        for one in of_role {
            let Some(this) = ends(one, convention) else { continue };
            claim = Some(match claim {
                // Joined by commas and `and`: the parts of one number.
                Some(sum) if joins_next || matches!(one.rule, "shared" | "before.with") => add(sum, this),
                Some(sum) => {
                    claims.push(sum);
                    this
                }
                None => this,
            });
            joins_next = one.rule == "after.shared";
        }
        claims.extend(claim);
    }
    claims
}

/// Words that stand in the place of a figure.
const NUMBERLESS: &[&str] = &["hundreds", "thousands", "tens", "millions"];

fn add(a: Claim, b: Claim) -> Claim {
    let sum = |a: Option<u64>, b: Option<u64>| Some(a?.saturating_add(b?));
    Claim {
        min: sum(a.min, b.min),
        max: sum(a.max, b.max),
        vague: a.vague && b.vague,
        single: a.single && b.single,
    }
}

fn ends(one: &Counted, convention: Convention) -> Option<Claim> {
    let worded = one.rule.starts_with("plural.") && one.min.is_none()
        || one.approx.as_deref().is_some_and(|words| NUMBERLESS.iter().any(|start| words.starts_with(start)));
    if !worded && (one.min.is_some() || one.max.is_some()) {
        return (one.max != Some(0)).then_some(Claim {
            min: one.min,
            max: one.max,
            vague: false,
            single: one.number.is_empty() || one.rule == "plural.another",
        });
    }
    if convention == Convention::FiguresOnly {
        return None;
    }
    let words = one.approx.as_deref().unwrap_or("");
    let (min, max) = if words.contains("thousand") {
        (1000, 2000)
    } else if words.contains("hundred") {
        (100, 200)
    } else if words.contains("dozens")
        || words.contains("scores")
        || words.contains("dozen")
        || words.contains("large")
    {
        (12, 24)
    } else {
        (2, 2)
    };
    Some(Claim { min: Some(min), max: Some(max), vague: true, single: false })
}

/// The range over claims.
///
/// The first figure leads: it is the narrative's own summing up. Where it gives both ends they stand, unless a later one is higher by
/// no more than half; an open end is filled from the figures that follow. Words count only where no figure is given, and a smaller
/// figure after an exact one is a part of it or an earlier count.
fn over(claims: &[Claim]) -> Option<Range> {
    let figures: Vec<&Claim> = claims.iter().filter(|claim| !claim.vague).collect();
    let used: Vec<&Claim> = if figures.is_empty() { claims.iter().collect() } else { figures };
    let lead = used.iter().find(|claim| !claim.single).or(used.first())?;
    let later_max = used.iter().skip(1).filter_map(|claim| claim.max.or(claim.min)).max();
    let (min, max) = match (lead.min, lead.max) {
        (Some(min), Some(max)) => {
            let near = later_max.filter(|later| *later <= max.saturating_add(max.div_ceil(2)));
            (min, near.map_or(max, |later| later.max(max)))
        }
        (Some(min), None) => (min, later_max.map_or(min, |later| later.max(min))),
        (None, Some(max)) => {
            let low = used
                .iter()
                .skip(1)
                .filter_map(|claim| claim.min)
                .filter(|low| *low <= max && low.saturating_mul(2) >= max)
                .min();
            (low.unwrap_or(max), max)
        }
        (None, None) => return None,
    };
    Some(Range { min, max })
}
