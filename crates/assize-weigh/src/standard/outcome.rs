//! Four outcomes, a fifth value for what is not engaged, and how they combine.
//!
//! A proposition carries two bits: something speaks *for* it, something speaks *against* it. The tables are those of N. Belnap, "A
//! useful four-valued logic" (1977): the only extension of classical *and* that is monotone in information, has met as its identity
//! and not met as its annihilator. They give contested ∧ unknown = 01, and dually contested ∨ unknown = 10: one side is covered, but
//! only by something contested. So two witness bits are carried beside them: *some element is not met uncontested*, and its dual
//! *enough is met uncontested*. Without a witness, a covered side prints as contested.
//!
//! A fifth value stands beside the four: **not engaged**. What is not engaged asks nothing and drops out of a test: it changes neither
//! *and* nor *or*, and stays what it is under *not*. A test of which nothing is left is not engaged itself, never met.
//!
//! INVARIANT: the two evidence bits only ever grow with evidence. So what is printed by evidence alone never goes from met to not met (or
//! back) directly, and never returns to unknown. It may go from contested to not met, when an uncontested failure comes to light; and to
//! not engaged, from which only evidence on what engages it leads back. A presumption is no evidence: see
//! [`Lanes::presumed`].

use serde::{Deserialize, Serialize};
use std::fmt;

/// What weighing an element or a standard comes to.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, strum::IntoStaticStr,
)]
#[serde(rename_all = "kebab-case")]
#[strum(serialize_all = "kebab-case")]
pub enum Outcome {
    /// Enough speaks for it and nothing sufficient against it.
    Met,
    /// Enough speaks against it and nothing sufficient for it.
    NotMet,
    /// Enough speaks on both sides, or it hangs on an element where that is so.
    Contested,
    /// Not enough speaks on either side.
    Unknown,
    /// What it depends on is not so: it asks nothing here.
    NotEngaged,
}

crate::named!(Outcome);

/// Outcomes in eight lanes at once: four proof standards, each with what may be one voice as one (even lanes) and with as many voices
/// as there may be (odd lanes). One bit of each mask is one lane.
///
/// INVARIANT: a lane that is not engaged has both witnesses, which no evidence can give, and neither side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub struct Lanes {
    /// Lanes where enough speaks for it.
    pub supported: u8,
    /// Lanes where enough speaks against it.
    pub opposed: u8,
    /// Lanes with an uncontested witness that it is met.
    pub met: u8,
    /// Lanes with an uncontested witness that it is not met.
    pub not_met: u8,
}

impl Lanes {
    /// Nothing on either side, in every lane.
    pub const UNKNOWN: Self = Self { supported: 0, opposed: 0, met: 0, not_met: 0 };
    /// Not engaged in any lane.
    pub const IDLE: Self = Self { supported: 0, opposed: 0, met: u8::MAX, not_met: u8::MAX };
    /// Met in every lane.
    pub const MET: Self = Self::element(u8::MAX, 0);
    /// Not met in every lane.
    pub const NOT_MET: Self = Self::element(0, u8::MAX);
    /// Contested in every lane.
    pub const CONTESTED: Self = Self::element(u8::MAX, u8::MAX);

    /// An element, from the lanes in which each side stands.
    pub const fn element(supported: u8, opposed: u8) -> Self {
        Self { supported, opposed, met: supported & !opposed, not_met: opposed & !supported }
    }

    /// Lanes in which it is not engaged.
    pub const fn idle(self) -> u8 {
        self.met & self.not_met
    }

    /// The same, not engaged in these lanes.
    #[must_use]
    pub const fn idle_in(self, lanes: u8) -> Self {
        Self {
            supported: self.supported & !lanes,
            opposed: self.opposed & !lanes,
            met: self.met | lanes,
            not_met: self.not_met | lanes,
        }
    }

    /// The same with a presumption on one side, in lanes where what triggers it is met. It fills what evidence leaves unknown, and nothing
    /// else. Also returns the lanes it fills.
    #[must_use]
    pub const fn presumed(self, in_favour: bool, trigger: u8) -> (Self, u8) {
        let fill = trigger & !(self.supported | self.opposed | self.idle());
        let (yes, no) = if in_favour { (fill, 0) } else { (0, fill) };
        let filled = Self {
            supported: self.supported | yes,
            opposed: self.opposed | no,
            met: self.met | yes,
            not_met: self.not_met | no,
        };
        (filled, fill)
    }

    /// Both.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        // What is not engaged leaves the other as it is.
        let (a, b, idle) = (self, other, self.idle() & other.idle());
        Self {
            supported: (a.supported | a.idle()) & (b.supported | b.idle()) & !idle,
            opposed: a.opposed | b.opposed,
            met: a.met & b.met,
            not_met: a.not_met & !a.idle() | b.not_met & !b.idle() | idle,
        }
    }

    /// Either.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        let (a, b, idle) = (self, other, self.idle() & other.idle());
        Self {
            supported: a.supported | b.supported,
            opposed: (a.opposed | a.idle()) & (b.opposed | b.idle()) & !idle,
            met: a.met & !a.idle() | b.met & !b.idle() | idle,
            not_met: a.not_met & b.not_met,
        }
    }

    /// The contrary.
    #[must_use]
    pub const fn negated(self) -> Self {
        Self { supported: self.opposed, opposed: self.supported, met: self.not_met, not_met: self.met }
    }

    /// The outcome in one lane, 0 to 7.
    pub const fn outcome(self, lane: u8) -> Outcome {
        let bit = 1_u8 << (lane & 7);
        if self.idle() & bit != 0 {
            Outcome::NotEngaged
        } else if self.met & bit != 0 {
            Outcome::Met
        } else if self.not_met & bit != 0 {
            Outcome::NotMet
        } else if (self.supported | self.opposed) & bit != 0 {
            Outcome::Contested
        } else {
            Outcome::Unknown
        }
    }
}

impl From<Outcome> for Lanes {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Met => Self::MET,
            Outcome::NotMet => Self::NOT_MET,
            Outcome::Contested => Self::CONTESTED,
            Outcome::Unknown => Self::UNKNOWN,
            Outcome::NotEngaged => Self::IDLE,
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(match self {
            Self::Met => "met",
            Self::NotMet => "not met",
            Self::Contested => "contested",
            Self::Unknown => "unknown",
            Self::NotEngaged => "not engaged",
        })
    }
}
