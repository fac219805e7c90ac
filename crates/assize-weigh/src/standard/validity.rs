//! Versions follow each other without an undeclared gap and without an overlap.

use super::{StandardError, format::Standard};
use assize_record::{
    Day, Edtf, Interval,
    edtf::{End, Precision, Within},
};
use jiff::ToSpan;

/// Checks the versions of a standard: each begins where the one before ends, or says why not.
///
/// Two versions meet where one handover date, however uncertain, ends the first and begins the second; or where the second begins on
/// the day after the first ends. A gap has to be declared with `gap_after` on the version before it.
///
/// # Errors
/// [`StandardError::Key`] with the two versions at fault.
pub fn check(file: &str, standard: &Standard) -> Result<(), StandardError> {
    let versions = &standard.versions;
    let fail = |key: String, problem: String| Err(StandardError::key(file, &key, problem));
    if versions.is_empty() {
        return fail("version".to_owned(), "a standard has at least one version".to_owned());
    }
    for (at, version) in versions.iter().enumerate() {
        if versions[..at].iter().any(|other| other.name == version.name) {
            return fail(format!("version `{}`", version.name), "its name stands twice".to_owned());
        }
        if version.gap_after.is_some() && at + 1 == versions.len() {
            let problem = "there is no version after it: take `gap_after` out".to_owned();
            return fail(format!("version `{}`", version.name), problem);
        }
    }
    for pair in versions.windows(2) {
        let [before, after] = pair else { continue };
        let key = format!("version `{}`, in_force", after.name);
        match between(&before.in_force, &after.in_force) {
            Join::Meet if before.gap_after.is_some() => {
                let problem = format!("`{}` declares a gap that is none: take `gap_after` out", before.name);
                return fail(key, problem);
            }
            Join::Gap if before.gap_after.is_none() => {
                let problem = format!(
                    "leaves a gap after `{}`: let it begin where that ends, or say why with `gap_after`",
                    before.name
                );
                return fail(key, problem);
            }
            Join::Overlap => {
                let problem = format!("overlaps `{}`: let one begin where the other ends", before.name);
                return fail(key, problem);
            }
            Join::Meet | Join::Gap => {}
        }
    }
    Ok(())
}

/// Whether a version was in force on a date, for every day that the date and the version's ends may be.
///
/// An end of a version is a moment somewhere within the date it is given as: "until 2017-10" ends on some day of that month, so within it
/// the answer cannot be established. `..` does not end.
pub fn covers(in_force: &Edtf, date: &Interval) -> Within {
    let (begin, end) = match in_force {
        Edtf::Interval(begin, end) => (*begin, *end),
        Edtf::Date(only) => (End::Date(*only), End::Date(*only)),
    };
    let begun = if begin == End::Open { Within::Yes } else { not_after(&begin.interval(), date) };
    let lasts = if end == End::Open { Within::Yes } else { not_after(date, &end.interval()) };
    match (begun, lasts) {
        (Within::No, _) | (_, Within::No) => Within::No,
        (Within::Yes, Within::Yes) => Within::Yes,
        _ => Within::CannotBeEstablished,
    }
}

fn not_after(a: &Interval, b: &Interval) -> Within {
    match (a.earliest, a.latest, b.earliest, b.latest) {
        (_, Some(a_latest), Some(b_earliest), _) if a_latest <= b_earliest => Within::Yes,
        (Some(a_earliest), _, _, Some(b_latest)) if a_earliest > b_latest => Within::No,
        _ => Within::CannotBeEstablished,
    }
}

/// The versions in force for certain, and those that may be, on a day.
pub fn in_force_on(standard: &Standard, day: Day) -> (Vec<usize>, Vec<usize>) {
    let mut found = (Vec::new(), Vec::new());
    for (at, version) in standard.versions.iter().enumerate() {
        match covers(&version.in_force, &Interval::day(day)) {
            Within::Yes => found.0.push(at),
            Within::CannotBeEstablished => found.1.push(at),
            Within::No => {}
        }
    }
    found
}

enum Join {
    Meet,
    Gap,
    Overlap,
}

fn between(before: &Edtf, after: &Edtf) -> Join {
    let (end, begin) = match (before, after) {
        (Edtf::Interval(_, end), Edtf::Interval(begin, _)) => (*end, *begin),
        _ => return Join::Overlap,
    };
    let (End::Date(end), End::Date(begin)) = (end, begin) else { return Join::Overlap };
    // One uncertain date at which one gives way to the other.
    if end == begin && (end.precision() != Precision::Day || end.approximate || end.uncertain) {
        return Join::Meet;
    }
    match (end.interval().latest, begin.interval().earliest) {
        (Some(last), Some(first)) => match last.checked_add(1.day()) {
            Ok(next) if first == next => Join::Meet,
            Ok(next) if first > next => Join::Gap,
            _ => Join::Overlap,
        },
        _ => Join::Overlap,
    }
}
