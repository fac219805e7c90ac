//! Rows of a table under a mapping: read, and held against the edition before.

use crate::meter;
use assize_record::Vocabulary;
use assize_table::{Form, Map, Table, diff::difference, map, read};
use std::fmt::Write as _;

/// Rows that are to be read in a second of processor time.
const BAR: f64 = 100_000.0;

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let rows = crate::count(arguments, 100_000)?;
    let map = Map::parse(map::shipped("bij").ok_or("no such mapping")?, &Vocabulary::shipped())
        .map_err(|fault| fault.to_string())?;
    let few = measure(&map, rows / 10)?;
    let many = measure(&map, rows)?;
    let growth = (many / few) / 10.0;
    println!("{rows} rows take {:.2} times as much for each as {} do", growth, rows / 10);
    if f64::from(rows) / many < BAR {
        return Err(format!("below the bar of {BAR} rows in a second"));
    }
    Ok(())
}

/// Seconds that reading so many rows takes.
fn measure(map: &Map, rows: u32) -> Result<f64, String> {
    let text = table(rows, 0);
    let (before, seconds) = timed(&text, map)?;
    if before.rows.len() != rows as usize {
        return Err(format!("{} of {rows} rows were read", before.rows.len()));
    }
    let after = table(rows, 7);
    let (now, _) = timed(&after, map)?;
    let started = meter::cpu_seconds();
    let found = difference(&before.rows, &now.rows, &now.refused_ids);
    let compared = started.zip(meter::cpu_seconds()).map_or(0.0, |(began, done)| done - began);
    println!(
        "{rows:>9} rows, {:>4} MB: read {seconds:.3} s ({:.0} a s), compared {compared:.3} s ({} changed), peak {} MiB",
        text.len() / 1_000_000,
        f64::from(rows) / seconds,
        found.changed.len(),
        meter::peak_mib().unwrap_or_default()
    );
    Ok(seconds)
}

fn timed(text: &str, map: &Map) -> Result<(Table, f64), String> {
    let started = meter::cpu_seconds().ok_or("processor time is not known here")?;
    let table = read(text, Form::Values, map, "bij", None).map_err(|error| error.to_string())?;
    let done = meter::cpu_seconds().ok_or("processor time is not known here")?;
    Ok((table, done - started))
}

/// Invented strikes; every row whose number `more` divides has one more at the upper end.
fn table(rows: u32, more: u32) -> String {
    let mut text = "Strike ID,Date,Location,Area,Minimum total people killed,Maximum total people killed,Minimum civilians reported killed,Maximum civilians reported killed,\
        Minimum children reported killed,Maximum children reported killed,Minimum reported injured,Maximum reported injured,Strike link,Index\n"
        .to_owned();
    for n in 0..rows {
        let high = n % 9 + 2 + u32::from(more > 0 && n % more == 0);
        let _ = writeln!(
            text,
            "Ob{n},2031-{:02}-{:02},\"Lowford, by the mill\",Quenby,{},{high},0,1,0,0,1,3,https://lowford.example/{n},{n}",
            n % 12 + 1,
            n % 28 + 1,
            n % 9
        );
    }
    text
}
