//! The state of an instrument, a list, a zone or a delegation at a time, computed once and read by every command and page.
//!
//! A state follows from dated changes: put on, taken off; given, taken back; in force from, until, revoked. **A later change governs an
//! earlier one.** What is said without a date held all along, until a dated change says otherwise; that something is on a list, from the day of
//! saying on. Where a change may lie on either side of the time asked about, the answer cannot be established. A change that is said to have come only later speaks against, since the thing
//! was not so before.

use super::Answer;
use crate::facts::{Dated, Facts};
use assize_ledger::view::ClaimView;
use assize_record::{Edtf, EntityType, EntryId, Interval, Relation, edtf::End};
use std::collections::BTreeMap;

/// One dated change, and who says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Change {
    /// Whether it began; else it ended.
    pub(crate) on: bool,
    /// When. Left out: it held all along where it began, it was never so where it is denied.
    pub(crate) when: Option<Interval>,
    pub(crate) entries: Vec<EntryId>,
}

/// How a day counts on which something changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum SameDay {
    /// What begins on a day holds on it: lists and periods count by days.
    Holds,
    /// Whether it came before is not known: an order may be given after the act.
    NotKnown,
}

/// What held at a time, and the claims on either side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct State {
    pub(crate) answer: Answer,
    /// Claims by which it held.
    pub(crate) holds: Vec<EntryId>,
    /// Claims by which it had ended, or never began.
    pub(crate) ended: Vec<EntryId>,
    /// Claims by which it began only later.
    pub(crate) later: Vec<EntryId>,
    /// Claims on changes of which it cannot be told whether they came before.
    pub(crate) open: Vec<EntryId>,
}

impl State {
    /// All claims it rests on.
    pub(crate) fn entries(&self) -> Vec<EntryId> {
        let all = [&self.holds, &self.ended, &self.later, &self.open];
        crate::finding::in_order(all.into_iter().flatten().copied().collect())
    }
}

/// The state at a time.
pub(crate) fn state(changes: &[Change], at: &Interval, same_day: SameDay) -> State {
    let relation = |change: &Change| match &change.when {
        None => Relation::Before,
        Some(when) => match when.relation(at) {
            Relation::SameDay if same_day == SameDay::Holds && change.on => Relation::Before,
            Relation::SameDay => Relation::CannotBeEstablished,
            other => other,
        },
    };
    let placed: Vec<(&Change, Relation)> = changes.iter().map(|change| (change, relation(change))).collect();
    // Whether one change surely came before another.
    let precedes = |a: &Change, b: &Change| match (&a.when, &b.when) {
        (None, Some(_)) => a.on,
        (Some(a), Some(b)) => a.relation(b) == Relation::Before,
        (_, None) => false,
    };
    let governed = |change: &Change| {
        // Who denies a thing altogether is not answered by one who says when it began.
        let denied = !change.on && change.when.is_none();
        !denied
            && placed.iter().any(|(other, when)| {
                *when == Relation::Before && other.on != change.on && precedes(change, other)
            })
    };
    let standing = |on: bool, when: Relation| -> Vec<EntryId> {
        let those = placed.iter().filter(|(change, placed)| {
            change.on == on && *placed == when && (when == Relation::After || !governed(change))
        });
        crate::finding::in_order(those.flat_map(|(change, _)| change.entries.iter().copied()).collect())
    };
    let (mut holds, mut ended) = (standing(true, Relation::Before), standing(false, Relation::Before));
    let (may_hold, may_have_ended) =
        (standing(true, Relation::CannotBeEstablished), standing(false, Relation::CannotBeEstablished));
    // Begun again after an end that came later: that tells nothing of the time asked about.
    let ended_in_between = |begun: &Change| {
        placed.iter().any(|(other, when)| !other.on && *when != Relation::Before && precedes(other, begun))
    };
    let later: Vec<EntryId> = placed
        .iter()
        .filter(|(change, when)| change.on && *when == Relation::After && !ended_in_between(change))
        .flat_map(|(change, _)| change.entries.iter().copied())
        .collect();
    let no = !ended.is_empty() || (!later.is_empty() && may_hold.is_empty());
    let answer = match (!holds.is_empty(), no) {
        (true, true) => Answer::Contested,
        (true, false) if may_have_ended.is_empty() => Answer::Yes,
        (false, true) if may_hold.is_empty() => Answer::No,
        (false, false) if may_hold.is_empty() && may_have_ended.is_empty() => Answer::NothingOnRecord,
        _ => Answer::CannotBeEstablished,
    };
    let mut open = Vec::new();
    if answer == Answer::CannotBeEstablished {
        open = [std::mem::take(&mut holds), std::mem::take(&mut ended)].concat();
    }
    open.extend(may_hold.into_iter().chain(may_have_ended));
    let later = if matches!(answer, Answer::No | Answer::Contested) { later } else { Vec::new() };
    State { answer, holds, ended, later, open: crate::finding::in_order(open) }
}

/// The state at each date that is claimed of something. The answers are one; the claims are those of all.
pub(crate) fn state_on(changes: &[Change], dates: &[Dated], same_day: SameDay) -> State {
    // Without a date only what held all along can be told.
    let days: Vec<Interval> = if dates.is_empty() {
        vec![Interval::UNBOUNDED]
    } else {
        dates.iter().map(Dated::interval).collect()
    };
    let states: Vec<State> = days.iter().map(|day| state(changes, day, same_day)).collect();
    let all = |of: fn(&State) -> &Vec<EntryId>| {
        crate::finding::in_order(states.iter().flat_map(|state| of(state).iter().copied()).collect())
    };
    State {
        answer: Answer::all(states.iter().map(|state| state.answer)),
        holds: all(|state| &state.holds),
        ended: all(|state| &state.ended),
        later: all(|state| &state.later),
        open: all(|state| &state.open),
    }
}

/// The property of which an undated claim holds from when it was said.
const LIST: &str = "list.includes";

/// Who says of a list, without a date, that something is or is not on it says so of the day of saying. Since when is another question.
fn by_then(claim: &ClaimView) -> Option<Interval> {
    crate::finding::said(claim).map(|said| Interval { earliest: None, latest: said.latest })
}

/// When what a claim says began or ended.
fn from(claim: &ClaimView) -> Option<Interval> {
    claim.proposition.happened_on.as_ref().map(Edtf::begins)
}

/// Changes of a property whose value is a thing, and of one that ends it, for one such thing. A dated denial of the first is an end as well.
pub(crate) fn of_thing(
    facts: &Facts<'_>,
    subject: EntryId,
    (begins, ends): (&str, &str),
    thing: EntryId,
) -> Vec<Change> {
    let of = |claims: BTreeMap<EntryId, Vec<&ClaimView>>,
              on: bool,
              undated: Option<Interval>|
     -> Vec<Change> {
        let claims = claims.get(&thing).into_iter().flatten();
        claims.map(|claim| Change { on, when: from(claim).or(undated), entries: vec![claim.id] }).collect()
    };
    let mut changes: Vec<Change> = facts
        .entities(subject, begins)
        .get(&thing)
        .into_iter()
        .flatten()
        .map(|claim| {
            let undated = (begins == LIST).then(|| by_then(claim)).flatten();
            Change { on: true, when: from(claim).or(undated), entries: vec![claim.id] }
        })
        .collect();
    let denials = facts.denied_entities(subject, begins);
    changes.extend(denials.get(&thing).into_iter().flatten().map(|claim| {
        let undated = (begins == LIST).then(|| by_then(claim)).flatten();
        Change { on: false, when: from(claim).or(undated), entries: vec![claim.id] }
    }));
    // Of an end without a date it is not known whether it came before.
    changes.extend(of(facts.entities(subject, ends), false, Some(Interval::UNBOUNDED)));
    // Nothing is on a list, and nobody holds a power under an order, that is no longer in force.
    changes.extend(in_force(facts, subject).into_iter().filter(|change| !change.on));
    changes
}

/// The ends alone.
pub(crate) fn ends(facts: &Facts<'_>, subject: EntryId, ends: &str, thing: EntryId) -> Vec<Change> {
    let claims = facts.entities(subject, ends).remove(&thing).unwrap_or_default();
    let end = |claim: &ClaimView| Change {
        on: false,
        when: from(claim).or(Some(Interval::UNBOUNDED)),
        entries: vec![claim.id],
    };
    claims.into_iter().map(end).collect()
}

/// Changes of whether an instrument, a zone or a list is in force: its periods, and its revocation.
pub(crate) fn in_force(facts: &Facts<'_>, thing: EntryId) -> Vec<Change> {
    let mut changes = Vec::new();
    for said in facts.dates(thing, "instrument.in-force") {
        let (begin, end) = match &said.date {
            Edtf::Interval(begin, end) => (*begin, *end),
            Edtf::Date(only) => (End::Date(*only), End::Open),
        };
        let when = |end: End| match end {
            End::Date(date) => Some(date.interval()),
            End::Open | End::Unknown => None,
        };
        changes.push(Change { on: true, when: when(begin), entries: said.entries.clone() });
        if let Some(when) = when(end) {
            changes.push(Change { on: false, when: Some(when), entries: said.entries });
        }
    }
    for said in facts.dates(thing, "instrument.revoked-on") {
        changes.push(Change { on: false, when: Some(said.interval()), entries: said.entries });
    }
    changes
}

/// When an instrument was changed: as said of it, and by the signing of its later versions and of what amends it.
pub(crate) fn modified(facts: &Facts<'_>, instrument: EntryId) -> Vec<Dated> {
    let mut dates = facts.dates(instrument, "instrument.modified-on");
    for version in versions(facts, instrument) {
        let signed = facts.dates(version, "instrument.signed-on");
        dates.extend(if signed.is_empty() { began(facts, version) } else { signed });
    }
    dates
}

/// When an instrument came into force: where its periods begin. A period begins on a date of its own; the date of a signing may be an interval
/// because it is uncertain, and is taken whole.
pub(crate) fn began(facts: &Facts<'_>, instrument: EntryId) -> Vec<Dated> {
    let periods = facts.dates(instrument, "instrument.in-force").into_iter();
    let begins = periods.filter_map(|period| {
        let date = match &period.date {
            Edtf::Date(only) => Edtf::Date(*only),
            Edtf::Interval(End::Date(begin), _) => Edtf::Date(*begin),
            Edtf::Interval(..) => return None,
        };
        Some(Dated { date, entries: period.entries })
    });
    begins.collect()
}

/// The instruments that designate a zone.
pub(crate) fn designated_by(facts: &Facts<'_>, zone: EntryId) -> Vec<EntryId> {
    let view = facts.view;
    let instruments = view
        .entities()
        .iter()
        .filter(|(id, entity)| entity.entity_type == EntityType::Instrument && view.canonical(**id) == **id);
    let designates = |id: &EntryId| facts.entities(*id, "instrument.zone").contains_key(&zone);
    instruments.map(|(id, _)| *id).filter(designates).collect()
}

/// Changes of whether a zone is in force: its own periods, or, where nobody gives any, those of the instruments that designate it, which are in
/// force from their signing unless somebody says when.
pub(crate) fn zone_in_force(facts: &Facts<'_>, zone: EntryId, designated_by: &[EntryId]) -> Vec<Change> {
    let own = in_force(facts, zone);
    if !own.is_empty() {
        return own;
    }
    let mut changes = Vec::new();
    for instrument in designated_by {
        let periods = in_force(facts, *instrument);
        if !periods.iter().any(|change| change.on) {
            let signed = facts.dates(*instrument, "instrument.signed-on").into_iter();
            changes.extend(signed.map(|said| Change {
                on: true,
                when: Some(said.interval()),
                entries: said.entries,
            }));
        }
        changes.extend(periods);
    }
    changes
}

/// Later versions of an instrument, and what amends it.
pub(crate) fn versions(facts: &Facts<'_>, instrument: EntryId) -> Vec<EntryId> {
    let view = facts.view;
    let others = view.entities().iter().filter(|(id, entity)| {
        entity.entity_type == EntityType::Instrument && view.canonical(**id) == **id && **id != instrument
    });
    let of = |other: EntryId| {
        ["instrument.version-of", "instrument.amends"]
            .iter()
            .any(|property| facts.entities(other, property).contains_key(&instrument))
    };
    others.map(|(id, _)| *id).filter(|other| of(*other)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(date: &str) -> Interval {
        date.parse::<Edtf>().expect("a date").interval()
    }

    fn answer(changes: &[(bool, Option<&str>)], day: &str) -> Answer {
        let changes: Vec<Change> = changes
            .iter()
            .enumerate()
            .map(|(n, (on, when))| Change {
                on: *on,
                when: when.map(at),
                entries: vec![EntryId::from_hash(assize_record::BlobHash::of(&[n as u8]).hash())],
            })
            .collect();
        state(&changes, &at(day), SameDay::NotKnown).answer
    }

    #[test]
    fn the_latest_change_before_governs() {
        let listed = [(true, Some("2025-02")), (false, Some("2025-07-01"))];
        assert_eq!(answer(&listed, "2025-09-02"), Answer::No);
        assert_eq!(answer(&listed, "2025-05-02"), Answer::Yes);
        assert_eq!(answer(&listed, "2025-01-02"), Answer::No);
        assert_eq!(answer(&listed, "2025-07-01"), Answer::CannotBeEstablished);
        let again = [listed[0], listed[1], (true, Some("2025-08-01"))];
        assert_eq!(answer(&again, "2025-09-02"), Answer::Yes);
        assert_eq!(answer(&again, "2025-07-15"), Answer::No, "begun again only later");
    }

    #[test]
    fn what_is_said_without_a_date_gives_way_to_a_dated_change() {
        assert_eq!(answer(&[(true, None)], "2025-09-02"), Answer::Yes);
        assert_eq!(answer(&[(true, None), (false, Some("2025-07"))], "2025-09-02"), Answer::No);
        assert_eq!(answer(&[(true, None), (false, Some("2025-10"))], "2025-09-02"), Answer::Yes);
        assert_eq!(answer(&[(true, Some("2025-02")), (false, None)], "2025-09-02"), Answer::Contested);
        assert_eq!(answer(&[(true, None), (false, None)], "2025-09-02"), Answer::Contested);
    }

    #[test]
    fn a_change_that_may_have_come_after_leaves_the_answer_open() {
        assert_eq!(
            answer(&[(true, Some("2025-02")), (false, Some("2025-09"))], "2025-09-02"),
            Answer::CannotBeEstablished
        );
        assert_eq!(answer(&[(true, Some("2025-09"))], "2025-09-02"), Answer::CannotBeEstablished);
        assert_eq!(answer(&[(true, Some("2025-09-20"))], "2025-09-02"), Answer::No);
        // Two who differ on when it began.
        assert_eq!(
            answer(&[(true, Some("2025-02")), (true, Some("2025-11"))], "2025-09-02"),
            Answer::Contested
        );
        assert_eq!(answer(&[], "2025-09-02"), Answer::NothingOnRecord);
    }

    /// The slow evaluator: every day that each change and the time asked about may be.
    fn slowly(changes: &[(u8, u8)], at: (u8, u8)) -> Answer {
        fn worlds(changes: &[(u8, u8)], days: &mut Vec<u8>, at: u8, found: &mut [bool; 2]) {
            let Some((from, to)) = changes.get(days.len()) else {
                // Changes take turns, the first a beginning. One on the very day may have come before or after.
                let before = days.iter().filter(|day| **day < at).count();
                let by_then = days.iter().filter(|day| **day <= at).count();
                for number in before..=by_then {
                    found[number % 2] = true;
                }
                return;
            };
            for day in *from..=*to {
                days.push(day);
                worlds(changes, days, at, found);
                days.pop();
            }
        }
        let mut found = [false; 2];
        for day in at.0..=at.1 {
            worlds(changes, &mut Vec::new(), day, &mut found);
        }
        match found {
            [true, true] => Answer::CannotBeEstablished,
            [true, false] => Answer::No,
            _ => Answer::Yes,
        }
    }

    proptest::proptest! {
        /// Beginnings and ends in turn, each of an uncertain day and none overlapping another, against every world that they allow.
        #[test]
        fn the_state_is_that_of_every_world_that_the_dates_allow(
            lengths in proptest::collection::vec((0_u8..3, 0_u8..3), 1..5),
            from in 0_u8..24,
            length in 0_u8..4,
        ) {
            let (mut day, mut spans) = (1_u8, Vec::new());
            for (gap, length) in lengths {
                let begin = day + gap;
                spans.push((begin, begin + length));
                day = begin + length + 1;
            }
            let date = |day: u8| format!("2030-01-{:02}", day + 1);
            let interval = |(from, to): (u8, u8)| at(&format!("{}/{}", date(from), date(to)));
            let changes: Vec<Change> = spans
                .iter()
                .enumerate()
                .map(|(n, span)| Change { on: n % 2 == 0, when: Some(interval(*span)), entries: Vec::new() })
                .collect();
            // Claims stand for their changes, so that none is lost from sight.
            let changes: Vec<Change> = changes
                .into_iter()
                .enumerate()
                .map(|(n, change)| Change {
                    entries: vec![EntryId::from_hash(assize_record::BlobHash::of(&[n as u8]).hash())],
                    ..change
                })
                .collect();
            let asked = (from, from + length);
            let found = state(&changes, &interval(asked), SameDay::NotKnown);
            proptest::prop_assert_eq!(found.answer, slowly(&spans, asked), "{:?} at {:?}", spans, asked);
        }
    }
}
