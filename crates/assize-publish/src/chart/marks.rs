//! Marks of outcomes. They differ by shape before tone, and the word always stands beside.

use assize_weigh::standard::outcome::Outcome;
use maud::{Markup, html};

/// What a mark says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mark {
    /// Filled square: met, agreed.
    Full,
    /// Square with a bar: not met.
    Bar,
    /// Square halved: contested.
    Halved,
    /// Broken circle: unknown.
    Broken,
    /// Small circle: not engaged.
    Idle,
}

impl From<Outcome> for Mark {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Met => Self::Full,
            Outcome::NotMet => Self::Bar,
            Outcome::Contested => Self::Halved,
            Outcome::Unknown => Self::Broken,
            Outcome::NotEngaged => Self::Idle,
        }
    }
}

/// A mark beside its word, which says it to whoever does not see it.
pub(crate) fn mark(of: impl Into<Mark>) -> Markup {
    html! {
        svg.ic viewBox="0 0 16 16" aria-hidden="true" {
            @match of.into() {
                Mark::Full => path.m d="M2 2h12v12H2z" {},
                Mark::Bar => { path.o d="M2 2h12v12H2z" {} path.o d="M5 8h6" {} },
                Mark::Halved => { path.o d="M2 2h12v12H2z" {} path.m d="M2 14L14 2v12z" {} },
                Mark::Broken => circle.b cx="8" cy="8" r="5.5" {},
                Mark::Idle => circle.o cx="8" cy="8" r="3" {},
            }
        }
    }
}

/// Marks side by side, one for each element, beside words that say their numbers.
pub(crate) fn row(of: &[Outcome]) -> Markup {
    let mut paths = [String::new(), String::new(), String::new()];
    for (at, outcome) in of.iter().enumerate() {
        let x = at * 18;
        let square = |path: &mut String| path.push_str(&format!("M{} 2h12v12h-12z", x + 2));
        match Mark::from(*outcome) {
            Mark::Full => square(&mut paths[0]),
            Mark::Bar => {
                square(&mut paths[1]);
                paths[1].push_str(&format!("M{} 8h6", x + 5));
            }
            Mark::Halved => {
                square(&mut paths[1]);
                paths[0].push_str(&format!("M{} 14l12 -12v12z", x + 2));
            }
            Mark::Broken => {
                paths[2].push_str(&format!("M{} 8a5.5 5.5 0 1 0 11 0a5.5 5.5 0 1 0 -11 0", x + 2))
            }
            Mark::Idle => paths[1].push_str(&format!("M{} 8a3 3 0 1 0 6 0a3 3 0 1 0 -6 0", x + 5)),
        }
    }
    let [full, lines, broken] = paths;
    let width = of.len() * 18;
    html! {
        svg.ics viewBox={ "0 0 " (width) " 16" } width=(width) height="16" aria-hidden="true" {
            @if !full.is_empty() { path.m d=(full) {} }
            @if !lines.is_empty() { path.o d=(lines) {} }
            @if !broken.is_empty() { path.b d=(broken) {} }
        }
    }
}
