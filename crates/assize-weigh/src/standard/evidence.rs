//! From evidence to the lanes of an element: the one piece of code behind a single assessment and a batch of a hundred thousand.

use super::{
    format::Per,
    outcome::Lanes,
    proof::{Counts, Proofs},
};
use crate::origin::Origins;
use assize_record::body::{GradeLetter, Side};

/// One claim on one side of one element.
///
/// INVARIANT: [`weigh`] takes items in the order of this type. The fields stand in the order that groups them: element, unit, side,
/// argument, leg, then voices that cannot be told apart, then origin, then best grade first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// Position of the element among those weighed.
    pub slot: u16,
    /// 0 for evidence on everybody who is not named; n for that on the nth person or attack named.
    pub unit: u16,
    /// Which way it points.
    pub side: Side,
    /// 0 for claims that each bear on the element by themselves. Claims of one other number make one argument together.
    pub argument: u16,
    /// The part of the argument that this claim supports; an argument stands where every leg does.
    pub leg: u8,
    /// Number of the group of origins that may be one voice; origins of two groups are surely two. In one group, a [`Separation`] says
    /// how few they may be; without it they are one.
    pub group: u32,
    /// Number of the origin.
    pub origin: u32,
    /// Grade of the word.
    pub grade: GradeLetter,
    /// The claim, by its position in the list that the caller keeps.
    pub claim: u32,
    /// The most voices the origin may be.
    pub voices: u8,
    /// Whether it is a presumption that somebody entered. It is no evidence: it fills, at every proof standard, what evidence leaves
    /// unknown. Only elements of files of the first form take it; others say themselves what triggers theirs.
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

/// The people and the attacks that evidence names, numbered, over all elements of one test.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Units {
    people: Vec<u16>,
    attacks: Vec<u16>,
}

impl Units {
    /// Those of the items known by a day; `per` says of which sort the units of an element are.
    pub fn among(items: &[Item], as_known: i32, per: impl Fn(u16) -> Option<Per>) -> Self {
        let mut found = Self::default();
        for item in items.iter().filter(|item| item.unit > 0 && item.known_from <= as_known) {
            match per(item.slot) {
                Some(Per::Person) => found.people.push(item.unit),
                Some(Per::Attack) => found.attacks.push(item.unit),
                None => {}
            }
        }
        for units in [&mut found.people, &mut found.attacks] {
            units.sort_unstable();
            units.dedup();
        }
        found
    }

    /// What a test comes to of every person in every attack, anybody not named among them: met where it is met of each. `one` is told which
    /// unit of each sort it is about.
    pub fn fold(&self, mut one: impl FnMut(&dyn Fn(Per) -> u16) -> Lanes) -> Lanes {
        let mut lanes = Lanes::IDLE;
        for person in std::iter::once(0).chain(self.people.iter().copied()) {
            for attack in std::iter::once(0).chain(self.attacks.iter().copied()) {
                lanes = lanes.and(one(&|per| match per {
                    Per::Person => person,
                    Per::Attack => attack,
                }));
            }
        }
        lanes
    }
}

/// How few voices the origins of one group may be, where they are not simply one.
#[derive(Debug, Clone, Copy)]
pub struct Separation<'w> {
    pub(crate) origins: &'w Origins,
    /// By [`Item::claim`], the voice of the claim.
    pub(crate) voices: &'w [Option<u32>],
}

/// The lanes of one element for one unit, or for anybody not named where `unit` is 0. A unit that the element names stands alone; one that only
/// others name is among those not named here. `items` are all of one slot, in order.
pub fn weigh_for(
    kind: SlotKind,
    items: &[Item],
    unit: u16,
    proofs: &Proofs,
    separation: Option<&Separation<'_>>,
) -> Lanes {
    if kind != SlotKind::Fact {
        return weigh(kind, items, proofs, separation);
    }
    let of = |unit: u16| {
        let from = items.partition_point(|item| item.unit < unit);
        let to = items.partition_point(|item| item.unit <= unit);
        &items[from..to]
    };
    let own = of(unit);
    weigh_unit(if own.is_empty() { of(0) } else { own }, proofs, separation)
}

/// The lanes of one element over everybody. `items` are all of one slot, in order.
pub fn weigh(kind: SlotKind, items: &[Item], proofs: &Proofs, separation: Option<&Separation<'_>>) -> Lanes {
    match kind {
        SlotKind::Redacted => Lanes::UNKNOWN,
        SlotKind::Legal => {
            let argued = |side| items.iter().any(|item| item.side == side);
            let both = argued(Side::For) && argued(Side::Against);
            if both { Lanes::CONTESTED } else { Lanes::UNKNOWN }
        }
        SlotKind::Fact => weigh_units(items, proofs, separation),
    }
}

/// Every person or attack named is weighed on the evidence about it, and everybody who is not named on that about them. A named unit stands
/// alone: what is said of all the others says nothing of it. The element is met where it is met of each, so that naming somebody for the
/// first time asks a further question: only for the same people does more evidence never return an outcome to unknown.
fn weigh_units(items: &[Item], proofs: &Proofs, separation: Option<&Separation<'_>>) -> Lanes {
    let everybody_else = items.partition_point(|item| item.unit == 0);
    let common = weigh_unit(&items[..everybody_else], proofs, separation);
    items[everybody_else..]
        .chunk_by(|a, b| a.unit == b.unit)
        .fold(common, |lanes, unit| lanes.and(weigh_unit(unit, proofs, separation)))
}

fn weigh_unit(items: &[Item], proofs: &Proofs, separation: Option<&Separation<'_>>) -> Lanes {
    let (mut supported, mut opposed) = (0, 0);
    let (mut presumed, mut contrary) = (false, false);
    for argument in items.chunk_by(|a, b| a.argument_key() == b.argument_key()) {
        let legs = argument.chunk_by(|a, b| a.leg == b.leg);
        let stands = legs.fold(u8::MAX, |all, leg| all & passes(leg, proofs, separation));
        let entered = argument.iter().any(|item| item.presumption);
        match argument[0].side {
            Side::For => (supported, presumed) = (supported | stands, presumed | entered),
            Side::Against => (opposed, contrary) = (opposed | stands, contrary | entered),
        }
    }
    let lanes = Lanes::element(supported, opposed);
    // Presumptions of both sides cancel each other.
    if presumed == contrary { lanes } else { lanes.presumed(presumed, u8::MAX).0 }
}

/// The lanes in which a leg stands: even lanes with each group as few voices as it may be, odd lanes with each origin as many.
fn passes(leg: &[Item], proofs: &Proofs, separation: Option<&Separation<'_>>) -> u8 {
    let (mut fewest, mut most) = (Counts::default(), Counts::default());
    let mut evidence = Vec::new();
    let leg = if leg.iter().any(|item| item.presumption) {
        evidence.extend(leg.iter().copied().filter(|item| !item.presumption));
        &evidence[..]
    } else {
        leg
    };
    for group in leg.chunk_by(|a, b| a.group == b.group) {
        match separation {
            Some(separation) if group.iter().any(|item| item.origin != group[0].origin) => {
                separation.count(group, &mut fewest);
            }
            _ => fewest.add(group.iter().map(|item| item.grade).min().unwrap_or(GradeLetter::D), 1),
        }
        for origin in group.chunk_by(|a, b| a.origin == b.origin) {
            let voices = origin.iter().map(|item| item.voices).max().unwrap_or(1);
            most.add(origin[0].grade, u32::from(voices.max(1)));
        }
    }
    spread(proofs.passed(&fewest)) | spread(proofs.passed(&most)) << 1
}

impl Separation<'_> {
    /// Adds the fewest voices of a group, by grade: so many of A, so many of B or better, and so on.
    fn count(&self, group: &[Item], fewest: &mut Counts) {
        let mut counted = 0;
        for grade in [GradeLetter::A, GradeLetter::B, GradeLetter::C, GradeLetter::D] {
            let good = group.iter().filter(|item| item.grade <= grade);
            let voices: Vec<u32> =
                good.filter_map(|item| self.voices.get(item.claim as usize).copied().flatten()).collect();
            // Word whose voice is not known is one with everybody.
            let least = u32::from(group.iter().any(|item| item.grade <= grade));
            let at_least = self.origins.fewest(voices).max(least).max(counted);
            fewest.add(grade, at_least - counted);
            counted = at_least;
        }
    }
}

/// Bit n to bit 2n, for four bits.
const fn spread(mask: u8) -> u8 {
    (mask & 1) | (mask & 2) << 1 | (mask & 4) << 2 | (mask & 8) << 3
}
