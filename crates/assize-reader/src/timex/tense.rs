//! Whether a date without a year or week of its own lies ahead, told by the verbs around it.

use super::shape::Match;
use crate::lexeme::{Lex, Lexemes};

/// How many lexemes are looked at on each side.
const REACH: usize = 14;

/// How near a participle must stand to a date to be its verb, with no noun between: `approved on Tuesday`, `approved late Tuesday`.
const BESIDE: usize = 3;

/// Words that put a date ahead. The simple present beside a date tells what is to come too: `the trial opens Monday`.
const AHEAD: &[&str] = &[
    "effective",
    "payable",
    "deadline",
    "expire",
    "expires",
    "slated",
    "projected",
    "planning",
    "begins",
    "starts",
    "opens",
    "ends",
    "resumes",
    "closes",
    "meets",
    "convenes",
    "airs",
];

/// What a word says of the dates around it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Cue {
    /// They lie ahead: `will`, `scheduled`.
    Ahead,
    /// They lie behind: `was`, `had`.
    Behind,
    /// They lie behind, but what has been given until a day lasts: `has`.
    Perfect,
    /// They lie behind if no auxiliary says otherwise: `approved` may be a verb or describe a noun.
    Participle,
}

/// Whether the words around a time put it into the future: the verb before it decides, else the verb after.
///
/// `None` where no verb says it.
pub(super) fn points_ahead(t: Lexemes<'_>, found: &Match) -> Option<bool> {
    let before = found.start.wrapping_sub(1);
    // `in the six months to June 30`: what is reported on is over.
    if t.word(before) == "to" && matches!(t.lex(before.wrapping_sub(1)), Lex::Unit(..)) {
        return Some(false);
    }
    // `preparations for the Nov. 13 bombing`: what has a name has happened.
    let named = matches!(
        t.words(found.end),
        "attack"
            | "attacks"
            | "bombing"
            | "bombings"
            | "shooting"
            | "shootings"
            | "massacre"
            | "killing"
            | "killings"
            | "raid"
    );
    if named && t.word(before) == "the" {
        return Some(false);
    }
    if t.is(before, &["to", "around"]) {
        return None;
    }
    let said = side(t, (found.start.saturating_sub(REACH)..found.start).rev())
        .or_else(|| side(t, found.end..(found.end + REACH).min(t.len())));
    // `as early as Tuesday`, `as soon as Tuesday`: what may still come.
    let may_come = t.word(before) == "as" && t.is(before.wrapping_sub(1), &["early", "soon"]);
    // What lasts until a day, or is to be done by it, is told ahead of it unless a verb says that it is over.
    if may_come || t.is(before, &["until", "till", "by"]) {
        return Some(said != Some(Cue::Behind));
    }
    // What goes on through a day may end before or after publication.
    if t.is(before, &["through"]) && said == Some(Cue::Participle) {
        return None;
    }
    said.map(|cue| cue == Cue::Ahead)
}

/// What the words on one side of a date say, nearest first.
fn side(t: Lexemes<'_>, indices: impl Iterator<Item = usize>) -> Option<Cue> {
    let (mut participle, mut noun) = (false, false);
    for (distance, index) in indices.enumerate() {
        if matches!(t.lex(index), Lex::Mark(';' | ':' | '(' | ')' | '“' | '”')) {
            break;
        }
        match cue(t, index) {
            Some(Cue::Participle) if distance < BESIDE && !noun => return Some(Cue::Participle),
            Some(Cue::Participle) => participle = true,
            // Saying is done before publication, whatever is said; only a date beside it is the date of saying.
            None if distance < BESIDE && t.is(index, &["said", "told", "reported"]) => {
                return Some(Cue::Participle);
            }
            Some(sure) => return Some(sure),
            None => noun |= t.lex(index) == Lex::Word,
        }
    }
    participle.then_some(Cue::Participle)
}

const fn names_a_day(lex: Lex) -> bool {
    matches!(lex, Lex::Month(..) | Lex::Weekday(..))
}

/// What a word says.
fn cue(t: Lexemes<'_>, index: usize) -> Option<Cue> {
    match t.word(index) {
        "will" | "shall" | "ll" => Some(Cue::Ahead),
        "scheduled" | "due" | "planned" | "expected" | "upcoming" | "plans" | "hopes" => Some(Cue::Ahead),
        "going" if t.word(index + 1) == "to" => Some(Cue::Ahead),
        "is" | "are" if t.word(index + 1) == "to" => Some(Cue::Ahead),
        "would" => Some(Cue::Ahead),
        "be" if t.word(index.wrapping_sub(1)) == "to" && !t.is(index.wrapping_sub(2), &["was", "were"]) => {
            Some(Cue::Ahead)
        }
        "set" if t.is(index + 1, &["for", "to"]) || names_a_day(t.lex(index + 1)) => Some(Cue::Ahead),
        "was" | "were" | "had" | "did" | "made" => Some(Cue::Behind),
        "has" | "have" => Some(Cue::Perfect),
        "" => {
            let word = t.words(index);
            if AHEAD.contains(&word) {
                return Some(Cue::Ahead);
            }
            let participle = word.len() > 4 && word.ends_with("ed") && !t.capital(index);
            // `succeed`, `proceed`, `indeed`, `speed`.
            let other = word.ends_with("ceed") || word.ends_with("deed") || word.ends_with("peed");
            // `will be approved`: the auxiliary decides.
            let passive = t.is(index.wrapping_sub(1), &["be", "being"]);
            (participle && !other && !passive).then_some(Cue::Participle)
        }
        _ => None,
    }
}
