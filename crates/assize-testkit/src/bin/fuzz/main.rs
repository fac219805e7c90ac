//! Reads texts that are made to break the reader: `cargo run --release -p assize-testkit --bin fuzz -- --texts 1000000 --seed 1`.
//!
//! The same seed gives the same texts. A fault is printed with its text; the exit code is 1. Time is checked too: a text that takes
//! far longer a byte than others is named. `fuzz accept` asks of every text at hand whether each draft can be accepted (see [`accept`]).

mod accept;

use assize_testkit::{
    faults,
    sweep::{made, message},
};
use std::{panic, process::ExitCode, time::Instant};

/// Slower than this, in nanoseconds a byte over a whole text, is a fault. The reader takes about 200 when it is optimised; a debug build
/// and a busy machine take their share.
const SLOWEST: u64 = 400_000;
/// A text takes this many bytes at least in the reckoning, so that one byte may cost what a document costs.
const SMALLEST: u64 = 500;

struct Asked {
    texts: u64,
    seed: u64,
}

fn main() -> ExitCode {
    panic::set_hook(Box::new(|_| {}));
    let mut arguments = std::env::args().skip(1).peekable();
    let outcome = if arguments.next_if(|first| first == "accept").is_some() {
        accept::run(arguments)
    } else {
        asked(arguments).map(|asked| run(&asked))
    };
    match outcome {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(message) => {
            eprintln!(
                "{message}\nusage: fuzz [--texts N] [--seed N]\n       fuzz accept [N] [--seed N] [--threads N] [--shared DIR]"
            );
            ExitCode::from(2)
        }
    }
}

/// Whether all texts were read without fault.
fn run(asked: &Asked) -> bool {
    let (mut bad, mut bytes, mut slowest) = (0_u64, 0_u64, (0_u64, 0_u64));
    let start = Instant::now();
    for index in 0..asked.texts {
        let text = made(asked.seed, index).words;
        let one = Instant::now();
        let found = panic::catch_unwind(|| faults::of_text(&text));
        let rate =
            u64::try_from(one.elapsed().as_nanos()).unwrap_or(u64::MAX) / (text.len() as u64).max(SMALLEST);
        slowest = slowest.max((rate, index));
        let faults = found.unwrap_or_else(|panic| vec![format!("panic: {}", message(&*panic))]);
        bytes += text.len() as u64;
        if !faults.is_empty() || rate > SLOWEST {
            bad += 1;
            if bad <= 10 {
                println!("text {index}, {rate} ns a byte: {}\n{text:?}\n", faults.join("; "));
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    println!(
        "{} texts, {:.1} MB, {bad} with faults, {seconds:.1} s, {:.2} MB/s; the slowest is text {} with {} ns a byte",
        asked.texts,
        bytes as f64 / 1e6,
        bytes as f64 / 1e6 / seconds,
        slowest.1,
        slowest.0
    );
    bad == 0
}

fn asked(mut arguments: impl Iterator<Item = String>) -> Result<Asked, String> {
    let mut asked = Asked { texts: 100_000, seed: 1 };
    while let Some(name) = arguments.next() {
        let value = arguments.next().unwrap_or_default().replace('_', "");
        let number = value.parse().map_err(|_| format!("`{value}` after {name} is not a number"))?;
        match name.as_str() {
            "--texts" => asked.texts = number,
            "--seed" => asked.seed = number,
            _ => return Err(format!("unknown argument `{name}`")),
        }
    }
    Ok(asked)
}
