//! What is printed.

use crate::arguments::Asked;
use assize_testkit::rig::Report;
use std::collections::BTreeMap;

/// The most faults of one sort that are printed.
const SHOWN: usize = 12;

/// A line of counts, and every fault with the command that repeats it.
pub(crate) fn print_mode(asked: &Asked, mode: &str, report: &Report, seconds: f64) {
    println!("{mode}: {}; {} faults; {seconds:.0} s", report.line(), report.faults.len());
    let mut shown: BTreeMap<String, usize> = BTreeMap::new();
    for fault in &report.faults {
        // Faults that differ only in numbers and ids are one sort.
        let step = fault.trial.split('/').next().unwrap_or_default();
        let sort: String = fault.what.chars().filter(|c| !c.is_ascii_hexdigit()).take(90).collect();
        let times = shown.entry(format!("{step} {sort}")).or_default();
        *times += 1;
        if *times <= 2 && shown.len() <= SHOWN * 8 {
            println!("  {}: {}", fault.trial, fault.what);
            println!("    faults {mode} --seed {} --only {}", asked.seed, fault.trial);
        }
    }
    for (sort, times) in shown.iter().filter(|(_, times)| **times > 2) {
        println!("  {times} times in all: {sort}");
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
