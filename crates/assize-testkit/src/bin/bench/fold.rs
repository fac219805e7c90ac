//! The fold of a large record.

use crate::{count, meter};
use assize_ledger::{AsKnown, Received, State, View};
use assize_testkit::synthetic::{self, Shape};

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let claims = count(arguments, 1_000_000)?;
    let made = meter::step("make entries (not counted)", claims as usize, || {
        synthetic::entries(Shape::of_claims(claims)).map_err(|error| error.to_string())
    })?;
    let base = jiff::Timestamp::UNIX_EPOCH.as_second();
    let entries: Vec<Received> = (base..)
        .zip(made)
        .map(|(second, entry)| Received::new(entry, jiff::Timestamp::from_second(second).ok()))
        .collect();
    let (founders, n) = ([synthetic::founder()], entries.len());
    println!("{claims} claims, {n} entries of {} bytes", size_of::<Received>());
    let state = meter::step("state (heads alone)", n, || State::fold(&entries, &founders, None));
    println!("  {} effective, {} accepted", state.effective().count(), state.accepted().count());
    drop(state);
    let view = meter::step("view", n, || View::fold(&entries, &founders, AsKnown::default()));
    println!("  {} claims stand, {} set aside", view.claims().len(), view.set_aside().len());
    drop(view);
    let half = jiff::Timestamp::from_second(base + n as i64 / 2).ok();
    let then = AsKnown { recorded_by: half, published_by: None };
    let view = meter::step("view, as recorded half way", n, || View::fold(&entries, &founders, then));
    println!("  {} claims stood", view.claims().len());
    drop(view);
    let by = AsKnown { recorded_by: None, published_by: "2031-06-30".parse().ok() };
    let view = meter::step("view, as published by a day", n, || View::fold(&entries, &founders, by));
    println!("  {} claims stood", view.claims().len());
    meter::step("claims by subject", view.claims().len(), || view.claims_by_subject().len());
    if let Some(peak) = meter::peak_mib() {
        println!("peak memory {peak} MiB");
    }
    Ok(())
}
