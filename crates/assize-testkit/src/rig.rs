//! The fault rig: what is needed to drive the built program as a black box and to break it on purpose.
//!
//! A [`World`] is a folder with cases and the configuration folders of several invented people. [`Base`] is a prepared world that is put back before each trial.
//! [`steps`] lists the commands that write. [`oracle`] says what must hold after anything that happened to one of them. The program `faults` has the modes.

mod articles;
mod base;
pub mod disk;
pub mod hostile;
pub mod oracle;
mod process;
pub mod replay;
mod report;
mod snapshot;
mod steps;
pub mod strace;
mod world;

pub use articles::{article, leak};
pub use base::Base;
pub use process::{Ran, finish};
pub use report::{Fault, Report};
pub use snapshot::{Node, Snapshot};
pub use steps::{Makes, Step, steps};
pub use world::{Person, World};

/// Why a trial could not be made at all: the rig's own failure, never a finding.
pub type Tried<T> = Result<T, String>;

/// Numbers that follow from a seed (splitmix64; Steele, Lea and Flood, 2014).
#[derive(Debug, Clone)]
pub struct Numbers(u64);

impl Numbers {
    /// The numbers of a seed and a label.
    pub fn of(seed: u64, label: &str) -> Self {
        let start = label.bytes().fold(seed ^ 0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        let mut numbers = Self(start);
        numbers.next();
        numbers
    }

    /// The next one.
    #[expect(clippy::should_implement_trait, reason = "it never ends, and is asked for one at a time")]
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let z = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }

    /// One below a bound; 0 where the bound is 0.
    pub fn below(&mut self, bound: usize) -> usize {
        usize::try_from(self.next() % (bound.max(1) as u64)).unwrap_or(0)
    }

    /// One of several; `None` of none.
    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> Option<&'t T> {
        let at = self.below(from.len());
        from.get(at)
    }
}
