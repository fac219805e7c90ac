//! Speed on synthetic records: `cargo run --release -p assize-testkit --bin bench -- fold`.

mod candidates;
mod desk;
mod fold;
mod meter;
mod reader;
mod reuse;
mod speed;
mod standards;
mod tables;
mod weigh;
mod worker;

use std::process::ExitCode;

const USAGE: &str = "usage: bench fold|standards|weigh [CLAIMS]\n       bench candidates [INCIDENTS]\n       bench reuse [TEXTS]\n       bench speed FOLDER\n       bench tables [ROWS]\n       bench reader [LARGEST BYTES [SHAPE]]\n       bench worker PROGRAM [PAGES]\n       bench desk PROGRAM [ENTRIES]";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["candidates", rest @ ..] => candidates::run(rest),
        ["desk", rest @ ..] => desk::run(rest),
        ["fold", rest @ ..] => fold::run(rest),
        ["standards", rest @ ..] => standards::run(rest),
        ["reader", rest @ ..] => reader::run(rest),
        ["reuse", rest @ ..] => reuse::run(rest),
        ["speed", rest @ ..] => speed::run(rest),
        ["tables", rest @ ..] => tables::run(rest),
        ["weigh", rest @ ..] => weigh::run(rest),
        ["worker", rest @ ..] => worker::run(rest),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("{message}");
            ExitCode::from(2)
        }
    }
}

/// The first argument as a number, or `default` where there is none.
fn count(arguments: &[&str], default: u32) -> Result<u32, String> {
    match arguments {
        [] => Ok(default),
        [text] => text.replace('_', "").parse().map_err(|_| format!("`{text}` is not a number\n{USAGE}")),
        _ => Err(USAGE.to_owned()),
    }
}
