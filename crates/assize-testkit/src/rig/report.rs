//! What a mode counted and found.

use std::{collections::BTreeMap, fmt::Write as _};

/// Something that must hold and did not.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The trial: what `--only` takes.
    pub trial: String,
    /// What happened.
    pub what: String,
}

/// Counts and faults of a mode.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// How often each thing was done.
    pub counts: BTreeMap<&'static str, u64>,
    /// What did not hold.
    pub faults: Vec<Fault>,
    /// What a person should know and is no fault.
    pub remarks: Vec<String>,
}

impl Report {
    /// Counts one.
    pub fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
    }

    /// Notes a fault.
    pub fn fault(&mut self, trial: &str, what: impl Into<String>) {
        self.faults.push(Fault { trial: trial.to_owned(), what: what.into() });
    }

    /// Notes a fault where there is one.
    pub fn hold(&mut self, trial: &str, held: Result<(), String>) {
        if let Err(what) = held {
            self.fault(trial, what);
        }
    }

    /// Takes in what another thread found.
    pub fn join(&mut self, other: Self) {
        for (what, count) in other.counts {
            *self.counts.entry(what).or_default() += count;
        }
        self.faults.extend(other.faults);
        self.remarks.extend(other.remarks);
    }

    /// `3 kills, 2 reruns`
    pub fn line(&self) -> String {
        let mut line = String::new();
        for (what, count) in &self.counts {
            let comma = if line.is_empty() { "" } else { ", " };
            let _ = write!(line, "{comma}{count} {what}");
        }
        line
    }
}
