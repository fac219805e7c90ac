//! What is printed.

use crate::arguments::Asked;
use assize_testkit::rig::{Fault, Report};
use std::collections::BTreeMap;

/// The most faults of one sort that are printed.
const SHOWN: usize = 2;

/// A line of counts, and every fault with the command that repeats it.
pub(crate) fn print_mode(asked: &Asked, mode: &str, report: &Report, seconds: f64) {
    println!("{mode}: {}; {} faults; {seconds:.0} s", report.line(), report.faults.len());
    // Faults of one command that differ only in numbers, ids and where it was disturbed are one sort.
    let mut sorts: BTreeMap<String, Vec<&Fault>> = BTreeMap::new();
    for fault in &report.faults {
        let step = fault.trial.split(['/', ':']).next().filter(|step| !step.starts_with("round-"));
        let step = step.unwrap_or_default();
        let what = fault.what.split_once(": ").map_or(fault.what.as_str(), |(_, what)| what);
        let letters = what.chars().filter(|c| !c.is_ascii_digit() && !matches!(c, 'a'..='f')).take(60);
        sorts.entry(format!("{step} {}", letters.collect::<String>())).or_default().push(fault);
    }
    for faults in sorts.values() {
        for fault in faults.iter().take(SHOWN) {
            println!("  {}: {}", fault.trial, fault.what);
            println!("    faults {mode} --seed {} --only {}", asked.seed, fault.trial);
        }
        if faults.len() > SHOWN {
            println!("    … and {} more like it", faults.len() - SHOWN);
        }
    }
    for remark in &report.remarks {
        println!("  note: {remark}");
    }
}

/// The table at the end.
pub(crate) fn print(asked: &Asked, modes: &[(&str, Report, f64)]) {
    if asked.markdown {
        println!("\n| mode | tried | faults | seconds |\n|---|---|---|---|");
    } else {
        println!();
    }
    for (mode, report, seconds) in modes {
        let (line, faults) = (report.line(), report.faults.len());
        if asked.markdown {
            println!("| `{mode}` | {line} | {faults} | {seconds:.0} |");
        } else {
            println!("{mode:<10} {faults:>5} faults {seconds:>6.0} s   {line}");
        }
    }
}
