//! Revision: what an origin said before it said something else.

use crate::{finding, origin::Origins};
use assize_ledger::view::{ClaimView, Standing};
use assize_record::{Day, EntryId, Stance, Value};
use std::collections::BTreeMap;

/// Every claim that its own origin later said otherwise, with the claim that took its place.
///
/// Later means for certain: the whole of the days on which the second may have been said lies after the whole of those of the
/// first. Where the order cannot be established both stand. The claims must be answers to one question.
pub(crate) fn superseded(origins: &Origins, claims: &[&ClaimView]) -> BTreeMap<EntryId, EntryId> {
    superseded_by(claims, |claim| origins.position(claim.id))
}

/// As [`superseded`], with another way to look up the origin of a claim.
pub(crate) fn superseded_by(
    claims: &[&ClaimView],
    origin: impl Fn(&ClaimView) -> Option<usize>,
) -> BTreeMap<EntryId, EntryId> {
    if claims.len() < 2 {
        return BTreeMap::new();
    }
    let mut by_origin: BTreeMap<Option<usize>, Vec<&ClaimView>> = BTreeMap::new();
    for claim in claims {
        by_origin.entry(origin(claim)).or_default().push(claim);
    }
    by_origin.values().filter(|claims| claims.len() > 1).flat_map(|claims| of_one_origin(claims)).collect()
}

/// What one claim says, for telling whether another says the same.
type Says<'c> = (&'c Value, Stance);

fn of_one_origin(claims: &[&ClaimView]) -> Vec<(EntryId, EntryId)> {
    // The last claim, and the last that says something other than it: between them they are later than whatever can be replaced.
    let mut last: Option<(Day, &ClaimView)> = None;
    let mut last_other: Option<(Day, &ClaimView)> = None;
    // A version of what people differ on takes no other claim's place.
    for claim in claims.iter().filter(|claim| claim.standing != Standing::Differing) {
        let Some(day) = finding::said(claim).and_then(|days| days.earliest) else { continue };
        let later = |than: Option<(Day, &ClaimView)>| {
            than.is_none_or(|(other, by)| {
                (day, std::cmp::Reverse(claim.id)) > (other, std::cmp::Reverse(by.id))
            })
        };
        if later(last) {
            if last.is_some_and(|(_, by)| says(by) != says(claim)) {
                last_other = last;
            }
            last = Some((day, claim));
        } else if last.is_some_and(|(_, by)| says(by) != says(claim)) && later(last_other) {
            last_other = Some((day, claim));
        }
    }
    let mut replaced = Vec::new();
    for claim in claims {
        let Some(said_by) = finding::said(claim).and_then(|days| days.latest) else { continue };
        let by = [last, last_other].into_iter().flatten().find(|(_, by)| says(by) != says(claim));
        if let Some((day, by)) = by
            && day > said_by
        {
            replaced.push((claim.id, by.id));
        }
    }
    replaced
}

fn says(claim: &ClaimView) -> Says<'_> {
    (&claim.proposition.value, claim.stance)
}
