//! Whether a date without a year or week of its own lies ahead, told by the verbs around it.

use super::shape::Match;
use crate::lexeme::{Lex, Lexemes};

/// How many lexemes are looked at on each side.
const REACH: usize = 14;

/// Whether the words around a time put it into the future: the nearest verb before it decides, else the nearest after.
///
/// `None` where no verb says it.
pub(super) fn points_ahead(t: Lexemes<'_>, found: &Match) -> Option<bool> {
    if t.is(found.start.wrapping_sub(1), &["until", "till", "by", "to", "through", "around"]) {
        return None;
    }
    let clause_ends = |index: usize| matches!(t.lex(index), Lex::Mark(';' | ':' | '(' | ')' | '“' | '”'));
    for index in (found.start.saturating_sub(REACH)..found.start).rev() {
        if clause_ends(index) {
            break;
        }
        if let Some(ahead) = cue(t, index) {
            return Some(ahead);
        }
    }
    for index in found.end..(found.end + REACH).min(t.len()) {
        if clause_ends(index) {
            break;
        }
        if let Some(ahead) = cue(t, index) {
            return Some(ahead);
        }
    }
    None
}

/// What a word says: ahead, not ahead, or nothing.
fn cue(t: Lexemes<'_>, index: usize) -> Option<bool> {
    match t.word(index) {
        "will" | "shall" | "ll" => Some(true),
        "scheduled" | "due" | "planned" | "expected" | "upcoming" | "plans" | "hopes" => Some(true),
        "would" | "should" | "may" if t.word(index) != "may" || !t.capital(index) => None,
        "going" if t.word(index + 1) == "to" => Some(true),
        "is" | "are" if t.word(index + 1) == "to" => Some(true),
        "was" | "were" | "had" | "did" | "has" | "have" | "made" => Some(false),
        // Saying is done before publication, whatever is said; only a date right beside it is the date of saying.
        "said" | "told" | "reported" => None,
        "" => {
            let word = t.words(index);
            if matches!(word, "effective" | "payable" | "deadline" | "expire" | "expires") {
                return Some(true);
            }
            (word.len() > 4 && word.ends_with("ed") && !t.capital(index)).then_some(false)
        }
        _ => None,
    }
}
