//! The batch against the one-by-one evaluator, and laws that hold of any evidence.

use assize_record::body::{GradeLetter, Side};
use assize_weigh::standard::{
    Lanes, Outcome, Proofs,
    batch::{Batch, Plans},
    evidence::{Item, SlotKind, weigh},
    expression::Expression,
    proof::Counts,
};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

const TESTS: [&str; 4] = ["a and b and not c", "a or (b and not d)", "not (a or b)", "a"];
const INCIDENTS: u32 = 4;

fn plans() -> Plans {
    let mut plans = Plans::default();
    for (at, test) in TESTS.into_iter().enumerate() {
        let expression = Expression::parse(test).expect(test);
        let mut kinds = vec![SlotKind::Fact; expression.elements().len()];
        if at == 1 {
            (kinds[1], kinds[2]) = (SlotKind::Legal, SlotKind::Redacted);
        }
        plans.add(&expression, &kinds).expect("few");
    }
    plans
}

/// Elements of all tests together: 3 + 3 + 2 + 1.
const SLOTS: u16 = 9;

fn any_item() -> impl Strategy<Value = Item> {
    let grades = [GradeLetter::A, GradeLetter::B, GradeLetter::C, GradeLetter::D];
    let place = (0..SLOTS, 0..3_u16, any::<bool>(), 0..2_u16, 0..2_u8);
    let word = (0..6_u32, prop::sample::select(grades.to_vec()), 0..100_u32, 0..20_i32, 0..20_u8);
    (place, word).prop_map(
        |((slot, unit, side, argument, leg), (origin, grade, claim, known_from, presumed))| Item {
            slot,
            unit,
            side: if side { Side::For } else { Side::Against },
            argument,
            leg: if argument == 0 { 0 } else { leg },
            group: origin / 2,
            origin,
            grade,
            claim,
            voices: u8::try_from(1 + origin % 3).expect("small"),
            presumption: presumed == 0,
            known_from,
        },
    )
}

/// What passes a leg, said as plainly as can be: for each reading, distinct voices by the best grade each has.
fn leg_passes(items: &[Item], level: usize, many: bool, proofs: &Proofs) -> bool {
    let items: Vec<&Item> = items.iter().filter(|item| !item.presumption).collect();
    let mut voices: BTreeMap<u32, (GradeLetter, u32)> = BTreeMap::new();
    for item in items {
        let (who, count) = if many { (item.origin, u32::from(item.voices)) } else { (item.group, 1) };
        let known = voices.entry(who).or_insert((item.grade, count));
        known.0 = known.0.min(item.grade);
    }
    let mut counts = Counts::default();
    for (grade, count) in voices.into_values() {
        counts.add(grade, count);
    }
    proofs.levels[level].any.iter().any(|line| {
        line.iter()
            .all(|part| counts.0[..=part.grade as usize].iter().sum::<u32>() >= u32::from(part.origins))
    })
}

fn side_stands(items: &[Item], side: Side, level: usize, many: bool, proofs: &Proofs) -> bool {
    let arguments: BTreeSet<u16> = items.iter().filter(|i| i.side == side).map(|i| i.argument).collect();
    arguments.into_iter().any(|argument| {
        let own: Vec<Item> =
            items.iter().copied().filter(|i| i.side == side && i.argument == argument).collect();
        let legs: BTreeSet<u8> = own.iter().map(|i| i.leg).collect();
        legs.into_iter().all(|leg| {
            let leg: Vec<Item> = own.iter().copied().filter(|i| i.leg == leg).collect();
            leg_passes(&leg, level, many, proofs)
        })
    })
}

/// One element of one unit: on the evidence that names it, or else on that about everybody not named.
fn slow_element(
    items: &[Item],
    unit: u16,
    kind: SlotKind,
    level: usize,
    many: bool,
    proofs: &Proofs,
) -> Lanes {
    let both = |items: &[Item]| {
        let stands = |side| side_stands(items, side, level, many, proofs);
        let (mut supported, mut opposed) = (stands(Side::For), stands(Side::Against));
        // A presumption fills what evidence leaves unknown; those of both sides cancel each other.
        let presumed = |side| items.iter().any(|item| item.presumption && item.side == side);
        if !supported && !opposed && presumed(Side::For) != presumed(Side::Against) {
            (supported, opposed) = (presumed(Side::For), presumed(Side::Against));
        }
        Lanes::element(if supported { 255 } else { 0 }, if opposed { 255 } else { 0 })
    };
    match kind {
        SlotKind::Redacted => Lanes::UNKNOWN,
        SlotKind::Legal => {
            let argued = |side| items.iter().any(|item| item.side == side);
            if argued(Side::For) && argued(Side::Against) { Lanes::CONTESTED } else { Lanes::UNKNOWN }
        }
        SlotKind::Fact => {
            let units: BTreeSet<u16> = items.iter().map(|item| item.unit).chain([0]).collect();
            let of =
                |unit: u16| -> Vec<Item> { items.iter().copied().filter(|item| item.unit == unit).collect() };
            both(&of(if units.contains(&unit) { unit } else { 0 }))
        }
    }
}

fn slow_outcome(items: &[Item], test: usize, lane: u8, as_known: i32, proofs: &Proofs) -> Outcome {
    let first: u16 = [0, 3, 6, 8][test];
    let expression = Expression::parse(TESTS[test]).expect("a test");
    let names = expression.elements();
    let slots = first..first + u16::try_from(names.len()).expect("few");
    let known: Vec<Item> = items
        .iter()
        .copied()
        .filter(|item| slots.contains(&item.slot) && item.known_from <= as_known)
        .collect();
    // The test is asked of each person, and of everybody who is not named.
    let units: BTreeSet<u16> = known.iter().map(|item| item.unit).chain([0]).collect();
    let lanes = units.into_iter().fold(Lanes::IDLE, |lanes, unit| {
        lanes.and(expression.evaluate(&|name| {
            let at = names.iter().position(|known| *known == name).expect("named");
            let kind = match (test, at) {
                (1, 1) => SlotKind::Legal,
                (1, 2) => SlotKind::Redacted,
                _ => SlotKind::Fact,
            };
            let slot = first + u16::try_from(at).expect("few");
            let own: Vec<Item> = known.iter().copied().filter(|item| item.slot == slot).collect();
            slow_element(&own, unit, kind, usize::from(lane / 2), lane % 2 == 1, proofs)
        }))
    });
    lanes.outcome(0)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, ..ProptestConfig::default() })]

    #[test]
    fn the_batch_is_the_slow_evaluator_at_any_date_in_any_order(
        evidence in prop::collection::vec((0..INCIDENTS, any_item()), 0..60),
        as_known in 0..21_i32,
    ) {
        let (plans, proofs) = (plans(), Proofs::shipped());
        let batch = Batch::new(&plans, &proofs, INCIDENTS, &evidence).expect("in range");
        let outcomes = batch.weigh(as_known);
        let mut reversed = evidence.clone();
        reversed.reverse();
        reversed.extend(evidence.iter().copied());
        let again = Batch::new(&plans, &proofs, INCIDENTS, &reversed).expect("in range").weigh(as_known);
        for incident in 0..INCIDENTS {
            let own: Vec<Item> = evidence.iter().filter(|(at, _)| *at == incident).map(|(_, item)| *item).collect();
            let one = batch.weigh_one(incident, as_known);
            let mut behind = 0;
            for (test, alone) in one.into_iter().enumerate() {
                let lanes = outcomes.lanes(incident, test);
                prop_assert_eq!(lanes, alone);
                prop_assert_eq!(lanes, again.lanes(incident, test), "order and duplicates do not matter");
                for lane in 0..8 {
                    let slowly = slow_outcome(&own, test, lane, as_known, &proofs);
                    prop_assert_eq!(lanes.outcome(lane), slowly, "incident {}, test {}, lane {}", incident, test, lane);
                }
                behind += batch.behind(&outcomes, incident, test).len();
            }
            prop_assert_eq!(behind, own.len(), "every claim stands behind one outcome");
        }
    }

    #[test]
    fn more_evidence_never_takes_any_away(
        items in prop::collection::vec(any_item(), 0..12),
        more in any_item(),
    ) {
        let proofs = Proofs::shipped();
        let of = |items: &[Item]| {
            // By evidence alone: what is presumed gives way to evidence.
            let mut own: Vec<Item> =
                items.iter().map(|item| Item { slot: 0, presumption: false, ..*item }).collect();
            own.sort_unstable();
            weigh(SlotKind::Fact, &own, &proofs, None)
        };
        // A further claim in an argument of several parts belongs to a part that was there, or the argument is another one.
        prop_assume!(more.argument == 0);
        // Whoever is named for the first time is a further question, which the element is asked of too.
        prop_assume!(more.unit == 0 || items.iter().any(|item| item.unit == more.unit));
        let before = of(&items);
        let after = of(&[items, vec![more]].concat());
        prop_assert_eq!(before.supported & !after.supported, 0);
        prop_assert_eq!(before.opposed & !after.opposed, 0);
        // Passing with one voice is passing with many, and a higher level passes what a lower one does.
        for mask in [after.supported, after.opposed] {
            prop_assert_eq!(mask & 0x55 & !(mask >> 1), 0);
        }
    }

    #[test]
    fn one_changed_claim_changes_its_incident_alone(
        evidence in prop::collection::vec((0..INCIDENTS, any_item()), 1..40),
        changed in prop::collection::vec(any_item(), 0..10),
    ) {
        let (plans, proofs) = (plans(), Proofs::shipped());
        let mut batch = Batch::new(&plans, &proofs, INCIDENTS, &evidence).expect("in range");
        let before = batch.weigh(i32::MAX);
        batch.replace(0, changed.clone()).expect("in range");
        let after = batch.weigh(i32::MAX);
        let fresh: Vec<(u32, Item)> = evidence
            .iter()
            .copied()
            .filter(|(incident, _)| *incident != 0)
            .chain(changed.into_iter().map(|item| (0, item)))
            .collect();
        let fresh = Batch::new(&plans, &proofs, INCIDENTS, &fresh).expect("in range").weigh(i32::MAX);
        for incident in 0..INCIDENTS {
            for test in 0..TESTS.len() {
                prop_assert_eq!(after.lanes(incident, test), fresh.lanes(incident, test));
                if incident > 0 {
                    prop_assert_eq!(after.lanes(incident, test), before.lanes(incident, test));
                }
            }
        }
    }
}

#[test]
fn thresholds_are_those_of_the_policy() {
    let proofs = Proofs::shipped();
    let check =
        |counts: [u32; 4], passed: u8| assert_eq!(proofs.passed(&Counts(counts)), passed, "{counts:?}");
    check([0, 0, 0, 0], 0b0000);
    check([0, 0, 0, 1], 0b0001);
    check([0, 0, 0, 900], 0b0001);
    check([0, 0, 1, 0], 0b0001);
    check([0, 0, 2, 0], 0b0011);
    check([0, 1, 0, 0], 0b0011);
    check([1, 0, 0, 0], 0b0011);
    check([0, 1, 1, 0], 0b0111);
    check([1, 0, 1, 0], 0b0111);
    check([0, 0, 50, 0], 0b0011);
    check([1, 0, 2, 0], 0b1111);
    check([0, 3, 3, 0], 0b0111);
    check([u32::MAX, u32::MAX, u32::MAX, u32::MAX], 0b1111);
}

#[test]
fn evidence_out_of_range_is_refused() {
    let (plans, proofs) = (plans(), Proofs::shipped());
    let item = Item {
        slot: 0,
        unit: 0,
        side: Side::For,
        argument: 0,
        leg: 0,
        group: 0,
        origin: 0,
        grade: GradeLetter::A,
        claim: 0,
        voices: 1,
        presumption: false,
        known_from: Item::ALWAYS,
    };
    let refused = |incident, item| {
        Batch::new(&plans, &proofs, 2, &[(incident, item)]).expect_err("out of range").to_string()
    };
    assert_eq!(
        refused(2, item),
        "evidence on incident 2, and there are only 2: announce as many as there are"
    );
    assert_eq!(refused(0, Item { slot: 9, ..item }), "evidence on element 9, and the plans have only 9");
    assert!(Batch::new(&plans, &proofs, 0, &[]).expect("empty").weigh(0).all().is_empty());
}
