//! Breaks the built program on purpose, and says what does not hold: `cargo run --release -p assize-testkit --bin faults -- quick`.
//!
//! Each mode prints one line of counts, and every fault with the command that repeats it; a table stands at the end. What must hold is in
//! `docs/faults.md`. The exit code is 1 where something did not hold, 2 where the rig itself could not work.

mod arguments;
mod errors;
mod flips;
mod kills;
mod merges;
mod power;
mod races;
mod random;
mod structure;
mod table;

use arguments::{Asked, Size};
use assize_testkit::rig::{Report, Tried};
use std::{process::ExitCode, thread, time::Instant};

/// A mode, for one of several threads.
type Run = fn(&Part<'_>) -> Tried<Report>;

/// The modes, each with how many trials a quick and a long run ask for.
const MODES: [(&str, Run, u64, u64); 8] = [
    ("kills", kills::run, 50, 1_000_000),
    ("random", random::run, 60, 10_000),
    ("errors", errors::run, 35, 2_500),
    ("flips", flips::run, 30, 2_400),
    ("structure", structure::run, 20, 600),
    ("merges", merges::run, 10, 1_000_000),
    ("power", power::run, 30, 6_000),
    ("races", races::run, 12, 1_100),
];

/// The share of a mode that one thread works on.
pub(crate) struct Part<'a> {
    pub(crate) asked: &'a Asked,
    /// Which of the threads this is, from 0.
    pub(crate) thread: u64,
    /// How many trials are asked for of all threads.
    pub(crate) trials: u64,
}

impl Part<'_> {
    /// Whether a trial with this label, one of about `all`, is this thread's and among those that the seed chooses.
    pub(crate) fn takes(&self, label: &str, all: u64) -> bool {
        if let Some(only) = &self.asked.only {
            return self.thread == 0 && (label == only || label.starts_with(&format!("{only}/")));
        }
        let mut numbers = assize_testkit::rig::Numbers::of(self.asked.seed, label);
        let is_mine = numbers.next() % self.asked.threads == self.thread;
        is_mine && (self.trials >= all || numbers.next() % all.max(1) < self.trials)
    }

    /// Labels of numbered rounds that are this thread's.
    pub(crate) fn rounds(&self) -> impl Iterator<Item = (String, u64)> + '_ {
        let all = (0..self.trials).map(|round| (format!("round-{round}"), round));
        all.filter(|(label, round)| match &self.asked.only {
            Some(only) => self.thread == 0 && only == label,
            None => round % self.asked.threads == self.thread,
        })
    }
}

fn main() -> ExitCode {
    let asked = match arguments::asked(std::env::args().skip(1), &MODES.map(|mode| mode.0)) {
        Ok(asked) => asked,
        Err(message) => {
            eprintln!("{message}\n{}", arguments::USAGE);
            return ExitCode::from(2);
        }
    };
    let mut table = Vec::new();
    for (mode, run, quick, long) in MODES {
        if !asked.modes.is_empty() && !asked.modes.iter().any(|name| name == mode) {
            continue;
        }
        let trials = match asked.size {
            Size::Quick => quick,
            Size::Long => long,
            Size::Number(number) => number,
        };
        let start = Instant::now();
        match in_threads(&asked, run, trials) {
            Ok(report) => {
                let seconds = start.elapsed().as_secs_f64();
                table::print_mode(&asked, mode, &report, seconds);
                table.push((mode, report, seconds));
            }
            Err(message) => {
                eprintln!("{mode}: the rig does not work: {message}");
                return ExitCode::from(2);
            }
        }
    }
    table::print(&asked, &table);
    let faults = table.iter().any(|(_, report, _)| !report.faults.is_empty());
    ExitCode::from(u8::from(faults))
}

fn in_threads(asked: &Asked, run: Run, trials: u64) -> Tried<Report> {
    thread::scope(|scope| {
        let threads = if asked.only.is_some() { 1 } else { asked.threads };
        let all: Vec<_> =
            (0..threads).map(|thread| scope.spawn(move || run(&Part { asked, thread, trials }))).collect();
        let mut report = Report::default();
        for one in all {
            report.join(one.join().map_err(|_| "a thread of the rig panicked".to_owned())??);
        }
        Ok(report)
    })
}
