//! Revision: what a speaker said before the same speaker said something else.
//!
//! An origin is what counts, and a party is one origin however many speak for it; but a minister does not take back what a service said. Only
//! whoever said a thing revises it: where two voices of one party differ, both stand.

use crate::{finding, origin::Origins};
use assize_ledger::view::{ClaimView, Standing};
use assize_record::{Day, EntryId, SpeakerKind, Stance, Value};
use std::collections::BTreeMap;

/// Who speaks, as far as a later word of the same can be told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Speaks<'c> {
    /// A person or organisation of the record.
    Entity(EntryId),
    /// An outlet in its own word.
    Outlet(Option<usize>),
    /// Whoever is named so, of one origin.
    Named(&'c str, Option<usize>),
    /// People described and not named: the same only within one source.
    Described(&'c str, Option<usize>, EntryId),
}

/// Who speaks in a claim of some origin.
pub(crate) fn speaks(claim: &ClaimView, origin: Option<usize>) -> Speaks<'_> {
    let speaker = &claim.speaker;
    match (speaker.entity, speaker.kind) {
        (Some(entity), _) => Speaks::Entity(entity),
        (None, SpeakerKind::Narrator) => Speaks::Outlet(origin),
        (None, SpeakerKind::Named | SpeakerKind::Document) => Speaks::Named(&speaker.description, origin),
        (None, _) => Speaks::Described(&speaker.description, origin, claim.source),
    }
}

/// Every claim that its own speaker later said otherwise, with the claim that took its place.
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
    let alike = |claim: &&ClaimView| says(claim) == says(claims[0]);
    if claims.len() < 2 || claims.iter().all(alike) {
        return BTreeMap::new();
    }
    let mut by_speaker: BTreeMap<(Option<usize>, Speaks<'_>), Vec<&ClaimView>> = BTreeMap::new();
    for claim in claims {
        let origin = origin(claim);
        by_speaker.entry((origin, speaks(claim, origin))).or_default().push(claim);
    }
    by_speaker.values().filter(|claims| claims.len() > 1).flat_map(|claims| of_one_speaker(claims)).collect()
}

/// What one claim says, for telling whether another says the same.
type Says<'c> = (&'c Value, Stance);

fn of_one_speaker(claims: &[&ClaimView]) -> Vec<(EntryId, EntryId)> {
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
