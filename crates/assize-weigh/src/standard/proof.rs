//! Proof standards: how many origins of which grade a side needs before it stands.
//!
//! Each level is an absolute threshold on one side. A comparison of the two sides could never yield *contested*, and more evidence
//! against could undo a side that stood.

use super::StandardError;
use crate::id::ProofId;
use assize_record::body::GradeLetter;
use serde::{Deserialize, Serialize};

/// Most levels a policy may have: two lanes each.
pub const MAX_LEVELS: usize = 4;

/// Most origins a level may ask for.
pub const MAX_ORIGINS: u8 = 9;

const SHIPPED: &str = include_str!("../../../../schema/proofs/origins-and-grades.toml");

/// A policy of proof: its levels, lowest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proofs {
    /// Id of the policy.
    pub id: ProofId,
    /// The policy that it was written from, where it was from another.
    pub based_on: Option<ProofId>,
    /// Its version.
    pub version: u32,
    /// Where the levels come from.
    pub cite: String,
    /// Position of the level used where none is asked for.
    pub default: usize,
    /// The levels.
    pub levels: Vec<Level>,
    cap: u8,
    passed: Vec<u8>,
}

/// One level of proof.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Level {
    /// Its name: `reasonable-grounds`.
    pub name: String,
    /// What it asks, in words.
    pub ask: String,
    /// Passed where all parts of one line are.
    pub any: Vec<Vec<Part>>,
}

/// A part of a line: so many origins of this grade or a better one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Part {
    /// How many origins.
    pub origins: u8,
    /// The lowest grade that counts.
    pub grade: GradeLetter,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    id: ProofId,
    based_on: Option<ProofId>,
    version: u32,
    default: String,
    cite: String,
    level: Vec<Level>,
}

/// Origins on one side by the best grade each has: A, B, C, D.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Counts(pub [u32; 4]);

impl Counts {
    /// Adds `voices` origins whose best grade is this.
    pub const fn add(&mut self, grade: GradeLetter, voices: u32) {
        let at = grade as usize;
        self.0[at] = self.0[at].saturating_add(voices);
    }
}

impl Proofs {
    /// Reads a policy from TOML.
    ///
    /// # Errors
    /// [`StandardError`] with the file, the key and what to do.
    pub fn parse(file: &str, toml: &str) -> Result<Self, StandardError> {
        let key = |key: &str, problem: String| StandardError::key(file, key, problem);
        let read: File = toml::from_str(toml).map_err(|error| StandardError::shape(file, &error))?;
        if read.level.is_empty() || read.level.len() > MAX_LEVELS {
            return Err(key("level", format!("give one to {MAX_LEVELS} levels, not {}", read.level.len())));
        }
        for (at, level) in read.level.iter().enumerate() {
            if read.level[..at].iter().any(|other| other.name == level.name) {
                return Err(key(&format!("level `{}`", level.name), "its name stands twice".to_owned()));
            }
            let parts = level.any.iter().flatten();
            if level.any.is_empty() || level.any.iter().any(Vec::is_empty) {
                return Err(key(&format!("level `{}`", level.name), "needs a line with a part".to_owned()));
            }
            if parts.clone().any(|part| part.origins == 0 || part.origins > MAX_ORIGINS) {
                return Err(key(
                    &format!("level `{}`", level.name),
                    format!("ask for 1 to {MAX_ORIGINS} origins"),
                ));
            }
        }
        let default = read.level.iter().position(|level| level.name == read.default).ok_or_else(|| {
            let names: Vec<&str> = read.level.iter().map(|level| level.name.as_str()).collect();
            key("default", format!("`{}` is none of the levels; use {}", read.default, names.join(", ")))
        })?;
        let cap = read.level.iter().flat_map(|level| level.any.iter().flatten()).map(|p| p.origins).max();
        let mut proofs = Self {
            id: read.id,
            based_on: read.based_on,
            version: read.version,
            cite: read.cite,
            default,
            levels: read.level,
            cap: cap.unwrap_or(1),
            passed: Vec::new(),
        };
        proofs.passed = proofs.table();
        Ok(proofs)
    }

    /// The shipped file, as name and content.
    pub const fn shipped_file() -> (&'static str, &'static str) {
        ("origins-and-grades.toml", SHIPPED)
    }

    /// The policy in `schema/proofs/origins-and-grades.toml`, built into the program.
    pub fn shipped() -> Self {
        Self::parse("origins-and-grades.toml", SHIPPED).expect("the shipped policy is read by a test")
    }

    /// The level of that name.
    ///
    /// # Errors
    /// [`StandardError::Unknown`], which lists the levels there are.
    pub fn level(&self, name: &str) -> Result<usize, StandardError> {
        self.levels.iter().position(|level| level.name == name).ok_or_else(|| StandardError::Unknown {
            what: "proof standard",
            name: name.to_owned(),
            known: self.levels.iter().map(|level| level.name.clone()).collect::<Vec<_>>().join(", "),
        })
    }

    /// The levels that these origins pass: bit n is level n.
    pub fn passed(&self, counts: &Counts) -> u8 {
        let mut at_least = 0_u32;
        let mut index = 0_usize;
        for count in counts.0 {
            at_least = at_least.saturating_add(count);
            let capped = at_least.min(u32::from(self.cap)) as usize;
            index = index * (usize::from(self.cap) + 1) + capped;
        }
        self.passed[index]
    }

    /// What [`Proofs::passed`] looks up: a bit per level for each number of origins at A, at B or better, and so on, up to the
    /// most that any level asks for.
    fn table(&self) -> Vec<u8> {
        let base = usize::from(self.cap) + 1;
        (0..base.pow(4))
            .map(|index| {
                let at_least = |grade: GradeLetter| index / base.pow(3 - grade as u32) % base;
                self.levels.iter().enumerate().fold(0, |mask, (bit, level)| {
                    let passes = level.any.iter().any(|line| {
                        line.iter().all(|part| at_least(part.grade) >= usize::from(part.origins))
                    });
                    mask | u8::from(passes) << bit
                })
            })
            .collect()
    }
}
