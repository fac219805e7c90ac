//! The evaluator, a slow one and clingo on the same random trees and worlds.
//!
//! Clingo is no part of the build: where it is not installed the comparison is skipped and says so. `TREES` trees of 100 worlds each are
//! compared; `CLINGO_TREES=1000` makes it 100,000 pairs.

#![expect(clippy::disallowed_methods, reason = "the test runs another program and reads a setting")]

use crate::tables::{ALL, Gate, fast_gated, printed, slow_gated, version};
use assize_weigh::standard::{
    Outcome,
    expression::{ElementRef, Expression},
};
use serde_json::{Value, json};
use std::{
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
};

const TREES: usize = 20;
const WORLDS: usize = 100;
const ELEMENTS: usize = 6;

/// A small generator, so that the same trees come up on every machine.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).expect("31 bits") % limit
    }

    fn tree(&mut self, elements: usize, depth: usize) -> Expression {
        match self.below(if depth == 0 { 1 } else { 5 }) {
            0 => Expression::Element(ElementRef { name: format!("e{}", self.below(elements)), facet: None }),
            1 => Expression::Not(Box::new(self.tree(elements, depth - 1))),
            n => {
                let parts = (0..2 + self.below(2)).map(|_| self.tree(elements, depth - 1)).collect();
                if n < 4 { Expression::And(parts) } else { Expression::Or(parts) }
            }
        }
    }
}

fn letter(outcome: Outcome) -> char {
    match outcome {
        Outcome::Met => 'M',
        Outcome::NotMet => 'N',
        Outcome::Contested => 'C',
        Outcome::Unknown => 'U',
        Outcome::NotEngaged => 'E',
    }
}

/// The nodes of a tree, children first; returns the position of the last.
fn nodes(expression: &Expression, found: &mut Vec<Value>) -> usize {
    let node = match expression {
        Expression::Element(name) => json!([name.name, []]),
        Expression::Not(inner) => json!(["not", [nodes(inner, found)]]),
        Expression::And(parts) => {
            json!(["and", parts.iter().map(|part| nodes(part, found)).collect::<Vec<_>>()])
        }
        Expression::Or(parts) => {
            json!(["or", parts.iter().map(|part| nodes(part, found)).collect::<Vec<_>>()])
        }
    };
    found.push(node);
    found.len() - 1
}

#[test]
fn clingo_says_the_same() {
    let trees = std::env::var("CLINGO_TREES").ok().and_then(|n| n.parse().ok()).unwrap_or(TREES);
    let mut random = Random(2025);
    let (mut input, mut expected) = (String::new(), Vec::new());
    for _ in 0..trees {
        let tree = random.tree(ELEMENTS, 4);
        // What an element depends on lies before it, so that nothing goes in a circle.
        let gates: Vec<Gate> = (1..ELEMENTS)
            .filter_map(|element| {
                let kind = ["engaged", "for", "against"].get(random.below(6)).copied()?;
                Some(Gate { element, kind, on: random.tree(element, 2) })
            })
            .collect();
        let worlds: Vec<Vec<Outcome>> =
            (0..WORLDS).map(|_| (0..ELEMENTS).map(|_| ALL[random.below(ALL.len())]).collect()).collect();
        let mut list = Vec::new();
        let numbered: Vec<Value> =
            gates.iter().map(|gate| json!([gate.element, gate.kind, nodes(&gate.on, &mut list)])).collect();
        nodes(&tree, &mut list);
        let letters: Vec<String> =
            worlds.iter().map(|world| world.iter().copied().map(letter).collect()).collect();
        input.push_str(&json!({ "tree": list, "gates": numbered, "worlds": letters }).to_string());
        input.push('\n');
        let compiled = version(&tree, &gates, ELEMENTS);
        let ours: String = worlds.iter().map(|world| letter(fast_gated(&compiled, world))).collect();
        let slowly: String =
            worlds.iter().map(|world| letter(printed(slow_gated(&tree, &gates, world)))).collect();
        assert_eq!(ours, slowly, "{tree:?} {gates:?}");
        expected.push(ours);
    }
    let Some(found) = clingo(input) else { return };
    let found: Vec<&str> = found.lines().collect();
    assert_eq!(found, expected, "clingo and we differ");
    println!("{} trees × worlds alike", trees * WORLDS);
}

fn clingo(input: String) -> Option<String> {
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../benches/rivals/trees_clingo.py");
    let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
    let child = Command::new(&python)
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            println!("skipped: `{python}` cannot be run: {error}");
            return None;
        }
    };
    let mut pipe = child.stdin.take().expect("asked for a pipe");
    // From a thread of its own: the script may answer, or end, before it has read everything.
    let writer = std::thread::spawn(move || drop(pipe.write_all(input.as_bytes())));
    let output = child.wait_with_output().expect("the script ends");
    writer.join().expect("the writer ends");
    if output.status.code() == Some(69) {
        println!("skipped: {}", String::from_utf8_lossy(&output.stderr).trim());
        return None;
    }
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    Some(String::from_utf8(output.stdout).expect("letters"))
}
