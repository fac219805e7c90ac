//! From evidence to the lanes of an element: the one piece of code behind a single assessment and a batch of a hundred thousand.

use super::{
    outcome::Lanes,
    proof::{Counts, Proofs},
};
use assize_record::body::{GradeLetter, Side};

/// One claim on one side of one element.
///
/// INVARIANT: [`weigh`] takes items in the order of this type. The fields stand in the order that groups them: element, unit, side,
/// argument, leg, then voices that cannot be told apart, then origin, then best grade first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// Position of the element among those weighed.
    pub slot: u16,
    /// 0 for evidence on everybody; n for that on the nth person or attack named.
    pub unit: u16,
    /// Which way it points.
    pub side: Side,
    /// 0 for claims that each bear on the element by themselves. Claims of one other number make one argument together.
    pub argument: u16,
    /// The part of the argument that this claim supports; an argument stands where every leg does.
    pub leg: u8,
    /// Number of the group of origins that may be one voice.
    pub group: u32,
    /// Number of the origin.
    pub origin: u32,
    /// Grade of the word.
    pub grade: GradeLetter,
    /// The claim, by its position in the list that the caller keeps.
    pub claim: u32,
    /// The most voices the origin may be.
    pub voices: u8,
    /// Whether it is a presumption: it stands at every proof standard until it is retracted.
    pub presumption: bool,
    /// Day from which it is known, as days since 1970-01-01; [`Item::ALWAYS`] without a bound.
    pub known_from: i32,
}

/// How an element is weighed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum SlotKind {
    /// By evidence.
    Fact,
    /// A legal position: contested once both sides are argued, by anybody; never settled by counting who argues.
    Legal,
    /// Blacked out in this version: unknown for good.
    Redacted,
}

impl Item {
    /// Known at any date.
    pub const ALWAYS: i32 = i32::MIN;

    fn argument_key(&self) -> (Side, u16) {
        (self.side, self.argument)
    }
}

/// The lanes of one element. `items` are all of one slot, in order.
pub fn weigh(kind: SlotKind, items: &[Item], proofs: &Proofs) -> Lanes {
    match kind {
        SlotKind::Redacted => Lanes::UNKNOWN,
        SlotKind::Legal => {
            let argued = |side| items.iter().any(|item| item.side == side);
            let both = argued(Side::For) && argued(Side::Against);
            if both { Lanes::CONTESTED } else { Lanes::UNKNOWN }
        }
        SlotKind::Fact => weigh_units(items, proofs),
    }
}

/// Every person or attack named is weighed on the evidence about it and about everybody; so is anybody who is not named. The
/// element is met where it is met of all.
fn weigh_units(items: &[Item], proofs: &Proofs) -> Lanes {
    let everybody = items.partition_point(|item| item.unit == 0);
    let common = weigh_unit(&items[..everybody], proofs);
    if everybody == items.len() {
        return common;
    }
    items[everybody..].chunk_by(|a, b| a.unit == b.unit).fold(common, |lanes, unit| {
        let mut own: Vec<Item> =
            items[..everybody].iter().chain(unit).map(|item| Item { unit: 0, ..*item }).collect();
        own.sort_unstable();
        lanes.and(weigh_unit(&own, proofs))
    })
}

fn weigh_unit(items: &[Item], proofs: &Proofs) -> Lanes {
    let (mut supported, mut opposed) = (0, 0);
    for argument in items.chunk_by(|a, b| a.argument_key() == b.argument_key()) {
        let stands =
            argument.chunk_by(|a, b| a.leg == b.leg).fold(u8::MAX, |all, leg| all & passes(leg, proofs));
        match argument[0].side {
            Side::For => supported |= stands,
            Side::Against => opposed |= stands,
        }
    }
    Lanes::element(supported, opposed)
}

/// The lanes in which a leg stands: even lanes with each group as one voice, odd lanes with each origin as many as it may be.
fn passes(leg: &[Item], proofs: &Proofs) -> u8 {
    if leg.iter().any(|item| item.presumption) {
        return u8::MAX;
    }
    let (mut fewest, mut most) = (Counts::default(), Counts::default());
    for group in leg.chunk_by(|a, b| a.group == b.group) {
        if let Some(best) = group.iter().map(|item| item.grade).min() {
            fewest.add(best, 1);
        }
        for origin in group.chunk_by(|a, b| a.origin == b.origin) {
            let voices = origin.iter().map(|item| item.voices).max().unwrap_or(1);
            most.add(origin[0].grade, u32::from(voices.max(1)));
        }
    }
    spread(proofs.passed(&fewest)) | spread(proofs.passed(&most)) << 1
}

/// Bit n to bit 2n, for four bits.
const fn spread(mask: u8) -> u8 {
    (mask & 1) | (mask & 2) << 1 | (mask & 4) << 2 | (mask & 8) << 3
}
