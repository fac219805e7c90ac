//! The process that reads originals.

use super::{confine::allow_cpu, frame};
use crate::extract::{self, ExtractError, Extracted, Limits, limits::within_output};
use std::{
    io::{self, Read, Write},
    panic::{self, AssertUnwindSafe},
    sync::mpsc,
    thread,
};

/// Pages are walked by recursion as deep as `html_depth` allows, and more is set aside only where it is used.
const STACK_BYTES: usize = 64 * 1024 * 1024;
/// Most notes on one file; more are no help to a person.
const NOTES: usize = 100;

/// Answers requests until there are no more. Whoever asks and goes away ends this at once, also in the midst of a file: `ended` is called as
/// soon as no more requests can come and should end the process.
///
/// # Errors
/// Where requests cannot be read or answers not be written.
pub fn serve(
    mut requests: impl Read,
    mut answers: impl Write + Send + 'static,
    limits: &Limits,
    ended: impl FnOnce(),
) -> io::Result<()> {
    panic::set_hook(Box::new(|_| ()));
    let (hand, take) = mpsc::sync_channel::<(String, Vec<u8>)>(0);
    let kept = limits.clone();
    let reading = thread::Builder::new().stack_size(STACK_BYTES).spawn(move || {
        for (name, bytes) in take {
            allow_cpu(kept.cpu_seconds)?;
            let answer = one(&name, &bytes, &kept);
            drop(bytes);
            frame::write_answer(&mut answers, answer)?;
        }
        io::Result::Ok(())
    })?;
    while let Some(request) = frame::read_request(&mut requests, limits.file_bytes)? {
        if hand.send(request).is_err() {
            break;
        }
    }
    ended();
    drop(hand);
    reading.join().unwrap_or_else(|_| Err(io::Error::other("the reading thread came to an end")))
}

fn one(name: &str, bytes: &[u8], limits: &Limits) -> Result<Extracted, ExtractError> {
    let read = panic::catch_unwind(AssertUnwindSafe(|| extract::extract(name, bytes, limits)));
    let mut extracted = read.unwrap_or_else(|_| Err(ExtractError::Crashed("a panic".to_owned())))?;
    let beyond = extracted.notes.len().saturating_sub(NOTES);
    if beyond > 0 {
        extracted.notes.truncate(NOTES);
        extracted.notes.push(format!("{beyond} more notes of this kind"));
    }
    within_output(&extracted, limits)?;
    Ok(extracted)
}
