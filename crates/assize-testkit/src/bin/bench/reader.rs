//! The reader on texts of growing size and awkward shape. Time must grow as the text does.

use crate::meter;
use assize_reader::{Document, read};
use assize_testkit::tricky::{PASSAGES, Random};
use std::time::Instant;

/// A way to make a text of a given size.
struct Shape {
    name: &'static str,
    make: fn(usize) -> String,
}

const SHAPES: &[Shape] = &[
    Shape { name: "paragraphs", make: |size| passages(size, "\n\n") },
    Shape { name: "one line", make: |size| passages(size, " ") },
    Shape { name: "no full stop", make: |size| passages(size, " ").replace(['.', '!', '?'], ",") },
    Shape {
        name: "one sentence of words",
        make: |size| "the strike killed some of them and then ".repeat(size / 40 + 1),
    },
    Shape { name: "opening quotes", make: |size| "“ \"a ‘b ".repeat(size / 15 + 1) },
    Shape { name: "quotes of one word", make: |size| "“one” 'two' \"three\" ".repeat(size / 26 + 1) },
    Shape { name: "digits", make: |size| "1234567890".repeat(size / 10 + 1) },
    Shape { name: "numbers", make: |size| "12 and 300, 4 or 5 ".repeat(size / 19 + 1) },
    Shape { name: "names", make: names },
    Shape {
        name: "dates",
        make: |size| "on May 3, 2031, by Tuesday and three days after the strike ".repeat(size / 59 + 1),
    },
    Shape { name: "cues", make: |size| "he said that she said that the memo said, ".repeat(size / 42 + 1) },
    Shape { name: "cues of sentences", make: |size| "“No,” he said. ".repeat(size / 19 + 1) },
    Shape { name: "short lines", make: |size| "- a\n".repeat(size / 4 + 1) },
    Shape { name: "spaces", make: |size| " ".repeat(size) },
    Shape { name: "one word", make: |size| "a".repeat(size) },
    Shape { name: "stops", make: |size| "a. ".repeat(size / 3 + 1) },
    Shape { name: "combining marks", make: |size| "e\u{301}\u{301} ".repeat(size / 6 + 1) },
    Shape { name: "brackets", make: |size| "((a) ".repeat(size / 5 + 1) },
];

/// Passages in an order of their own with varying numbers, so that no two paragraphs are alike.
fn passages(size: usize, between: &str) -> String {
    let mut random = Random::new(7);
    let mut text = String::with_capacity(size + 400);
    while text.len() < size {
        let passage = random.pick(PASSAGES).replace('3', &(4 + random.below(24)).to_string());
        text.push_str(&passage.replace('\n', " "));
        text.push_str(between);
    }
    text
}

/// Names that all differ.
fn names(size: usize) -> String {
    let mut text = String::with_capacity(size + 40);
    let mut at = 0_usize;
    while text.len() < size {
        let letters: String =
            [at, at / 26, at / 676, at / 17_576].iter().map(|n| char::from(b'a' + (n % 26) as u8)).collect();
        text.push_str(&format!("Mr. Ruth V{letters} said so. Vale said no. "));
        at += 1;
    }
    text
}

pub(crate) fn run(arguments: &[&str]) -> Result<(), String> {
    let largest: usize = match arguments {
        [] => 10_000_000,
        [bytes, ..] => bytes.replace('_', "").parse().map_err(|_| format!("`{bytes}` is not a number"))?,
    };
    let wanted = arguments.get(1).copied();
    println!("{:<24}{:>12}{:>10}{:>9}{:>10}{:>12}", "text", "bytes", "ms", "MB/s", "growth", "peak MiB");
    let mut steepest = (0.0_f64, "");
    for shape in SHAPES.iter().filter(|shape| wanted.is_none_or(|name| shape.name == name)) {
        let (mut size, mut before) = (1_000, None::<f64>);
        while size <= largest {
            let seconds = one(shape, size, before);
            if size >= 1_000_000
                && let Some(before) = before
            {
                steepest =
                    if seconds / before > steepest.0 { (seconds / before, shape.name) } else { steepest };
            }
            before = Some(seconds);
            size *= 10;
        }
    }
    println!(
        "ten times the text takes at most {:.1} times as long from 100 kB on ({})",
        steepest.0, steepest.1
    );
    Ok(())
}

fn one(shape: &Shape, size: usize, before: Option<f64>) -> f64 {
    let text = (shape.make)(size);
    let document =
        "2031-06-20".parse().map_or_else(|_| Document::undated(&text), |on| Document::published(&text, on));
    // Small texts are read often enough to be timed.
    let rounds = (200_000 / size).max(1);
    let start = Instant::now();
    let mut drafts = 0;
    for _ in 0..rounds {
        drafts = read(&document).drafts.len();
    }
    let seconds = start.elapsed().as_secs_f64() / rounds as f64;
    let growth = before.map_or_else(String::new, |before| format!("{:.1}", seconds / before));
    let peak = meter::peak_mib().map_or_else(|| "unknown".to_owned(), |peak| peak.to_string());
    let rate = text.len() as f64 / 1e6 / seconds;
    println!(
        "{:<24}{:>12}{:>10.2}{rate:>9.2}{growth:>10}{peak:>12}   {drafts} drafts",
        shape.name,
        text.len(),
        seconds * 1e3
    );
    seconds
}
