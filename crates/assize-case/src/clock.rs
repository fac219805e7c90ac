//! The clock that receipts are signed by, held against what else tells how much time has passed.
//!
//! Receipts say what was known when, so a clock that is wrong by years must not get into them unseen. The system's clock is compared with what it
//! said earlier (`clock.toml` beside the keys) and, since the machine was last started, with the time that it has been running. Where the two
//! are more than a day apart, or a year where the machine was started in between, nothing is signed without `--clock-ok`. A log whose last receipt
//! lies ahead of a clock that is right goes on, with a note in `verify`.

use crate::{
    failure::Failure,
    keys,
    talk::{Talk, Terminal},
};
use assize_archive::plain::{self, Links, WRITTEN_BYTES};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// `clock.toml`: what the clock said when it was held to be right.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Kept {
    #[serde(default)]
    reading: Vec<Reading>,
}

/// What the clock said, and how long the machine had been running.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Reading {
    /// Seconds since 1970, as the clock said.
    clock: i64,
    /// Which start of the machine; left out where the system does not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    boot: Option<String>,
    /// Seconds since then.
    running: i64,
}

/// Readings that are kept: a person may have said of two clocks that they are right.
const READINGS: usize = 4;
/// Seconds after which a reading is kept anew.
const HOLDS: i64 = 6 * 3600;
/// Seconds that a clock may be off against the time that the machine has been running.
const LEAP: i64 = 24 * 3600;
/// Seconds that it may be ahead of an earlier reading where the machine was started in between.
const AWAY: i64 = 366 * 24 * 3600;
/// Seconds that it may be ahead of a log's last receipt on a machine that remembers nothing: a record may lie untouched for years.
const UNKNOWN: i64 = 5 * AWAY;

/// The time to sign a receipt by. `last` is the newest receipt of the log; `is_ok` says that a person has looked at the clock.
///
/// # Errors
/// Where the clock is off and nobody has said that it is right.
pub fn now(last: Option<Timestamp>, is_ok: bool) -> Result<Timestamp, Failure> {
    let at = Timestamp::now();
    let reading = Reading { clock: at.as_second(), boot: boot(), running: running().unwrap_or(0) };
    let path = keys::config()?.join("clock.toml");
    let mut kept: Kept = plain::read_text(&path, Links::Follow, WRITTEN_BYTES)
        .ok()
        .and_then(|text| toml::from_str(&text).ok())
        .unwrap_or_default();
    match judge(&kept.reading, &reading, last) {
        // One of the same day says as much.
        Ok(Some(of)) if of.boot == reading.boot && reading.running - of.running < HOLDS => {
            return Ok(going_on(at, last));
        }
        Ok(of) => kept.reading.retain(|known| Some(known) != of.as_ref()),
        Err(_) if is_ok => {}
        Err(why) => {
            return Err(Failure::input(format!("the clock says {at:.0}, {why}; nothing was written"))
                .help("set the clock right; if it is, say so with --clock-ok"));
        }
    }
    kept.reading.insert(0, reading);
    kept.reading.truncate(READINGS);
    // What is not kept is compared with less the next time.
    let _ = toml::to_string(&kept).map(|text| plain::write(&path, text.as_bytes()));
    Ok(going_on(at, last))
}

/// Seconds by which a last receipt may be ahead: another process may have signed it a moment ago.
const BESIDE: i64 = 300;

/// Says so where the log's last receipt lies ahead.
fn going_on(at: Timestamp, last: Option<Timestamp>) -> Timestamp {
    if let Some(last) = last.filter(|last| at.as_second() + BESIDE < last.as_second()) {
        (&Terminal as &dyn Talk).warn(format!(
            "the newest receipt of this log states {last:.0}, which lies ahead of the clock: it goes on from {at:.0}, and `assize verify` notes it"
        ));
    }
    at
}

/// The earlier reading that a reading goes together with, where there are any; else why it cannot be right.
fn judge(kept: &[Reading], reading: &Reading, last: Option<Timestamp>) -> Result<Option<Reading>, String> {
    let expected = |known: &Reading| known.clock + (reading.running - known.running);
    let since_start = || kept.iter().filter(|known| known.boot.is_some() && known.boot == reading.boot);
    if let Some(known) = since_start().find(|known| (reading.clock - expected(known)).abs() <= LEAP) {
        return Ok(Some(known.clone()));
    }
    if let Some(known) = since_start().next() {
        return Err(format!(
            "and by the time that this machine has been running it should be about {}",
            shown(expected(known))
        ));
    }
    let goes_with = |earlier: i64, away: i64| (-LEAP..=away).contains(&(reading.clock - earlier));
    if let Some(known) = kept.iter().find(|known| goes_with(known.clock, AWAY)) {
        return Ok(Some(known.clone()));
    }
    if let Some(known) = kept.first() {
        return Err(format!("and has said {} before", shown(known.clock)));
    }
    match last.map(Timestamp::as_second) {
        Some(last) if !goes_with(last, UNKNOWN) => {
            Err(format!("and the newest receipt of this log is of {}", shown(last)))
        }
        _ => Ok(None),
    }
}

fn shown(seconds: i64) -> String {
    Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |at| at.to_string())
}

/// Which start of the machine this is.
fn boot() -> Option<String> {
    let id = plain::read_text(Path::new("/proc/sys/kernel/random/boot_id"), Links::Follow, 4096).ok()?;
    Some(id.trim().to_owned())
}

/// Seconds that the machine has been running, suspended or not.
fn running() -> Option<i64> {
    let text = plain::read_text(Path::new("/proc/uptime"), Links::Follow, 4096).ok()?;
    text.split('.').next()?.trim().parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reading(at: &str, boot: &str, running: i64) -> Reading {
        let clock = at.parse::<Timestamp>().expect("an instant").as_second();
        Reading { clock, boot: Some(boot.to_owned()), running }
    }

    #[test]
    fn a_leap_is_told_from_a_machine_that_was_away() {
        let known = [reading("2031-05-01T12:00:00Z", "a", 1000)];
        let check = |at: &str, boot: &str, running: i64, holds: bool| {
            let found = judge(&known, &reading(at, boot, running), None);
            assert_eq!(found.is_ok(), holds, "{at} {boot} {running}: {found:?}");
        };
        check("2031-05-01T13:00:00Z", "a", 4600, true);
        // A month later on a machine that ran all along, and on one where an hour has passed.
        check("2031-06-01T12:00:00Z", "a", 1000 + 31 * 86400, true);
        check("2031-06-01T12:00:00Z", "a", 4600, false);
        check("1970-01-01T00:00:00Z", "a", 4600, false);
        // Started in between: a month is well possible, a century is not, and no clock goes back.
        check("2031-06-01T12:00:00Z", "b", 10, true);
        check("2131-06-01T12:00:00Z", "b", 10, false);
        check("2031-04-01T12:00:00Z", "b", 10, false);
    }

    #[test]
    fn on_a_new_machine_the_last_receipt_is_what_there_is() {
        let last = "2031-05-01T12:00:00Z".parse().ok();
        let check = |at: &str| judge(&[], &reading(at, "a", 5), last).is_ok();
        assert!(check("2031-07-01T00:00:00Z"));
        assert!(!check("2099-01-01T00:00:00Z") && !check("1990-01-01T00:00:00Z"));
        assert!(judge(&[], &reading("1990-01-01T00:00:00Z", "a", 5), None).is_ok(), "nothing is known yet");
    }

    #[test]
    fn of_two_clocks_that_were_said_to_be_right_either_is() {
        let known = [reading("2099-01-01T00:00:00Z", "a", 2000), reading("2031-05-01T12:00:00Z", "a", 1000)];
        let found = judge(&known, &reading("2031-05-01T13:00:00Z", "a", 4600), None);
        assert_eq!(found, Ok(Some(known[1].clone())));
    }
}
