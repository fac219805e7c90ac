//! Whether a date without a year or week of its own lies ahead, told by the verbs around it.

use super::shape::Match;
use crate::lexeme::{Lex, Lexemes};

/// How many lexemes are looked at on each side.
const REACH: usize = 14;

/// Whether the words around a time put it into the future: the nearest verb before it decides, else the nearest after.
pub(super) fn points_ahead(t: Lexemes<'_>, found: &Match) -> bool {
    let clause_ends = |index: usize| matches!(t.lex(index), Lex::Mark(';' | ':' | '(' | ')' | '“' | '”'));
    for index in (found.start.saturating_sub(REACH)..found.start).rev() {
        if clause_ends(index) {
            break;
        }
        if let Some(ahead) = cue(t, index) {
            return ahead;
        }
    }
    for index in found.end..(found.end + REACH).min(t.len()) {
        if clause_ends(index) {
            break;
        }
        if let Some(ahead) = cue(t, index) {
            return ahead;
        }
    }
    false
}

/// What a word says: ahead, not ahead, or nothing.
fn cue(t: Lexemes<'_>, index: usize) -> Option<bool> {
    match t.word(index) {
        "will" | "shall" | "ll" => Some(true),
        "scheduled" | "due" | "planned" | "expected" | "upcoming" | "plans" | "hopes" => Some(true),
        "would" | "should" | "may" if t.word(index) != "may" || !t.capital(index) => None,
        "going" if t.word(index + 1) == "to" => Some(true),
        "is" | "are" if t.word(index + 1) == "to" => Some(true),
        "said" | "was" | "were" | "had" | "did" | "told" | "reported" | "has" | "have" | "made" => Some(false),
        "" => {
            let word = t.words(index);
            (word.len() > 4 && word.ends_with("ed") && !t.capital(index)).then_some(false)
        }
        _ => None,
    }
}
