//! Single people: by an article or possessive (`a paramedic`, `his wife`), or by name where a fate is told of them.

use super::{
    lexicon::{Form, Number, Sense, Words},
    phrase::{Ends, Phrase},
};
use crate::lexeme::Lex;

/// One person by an article or a possessive: `a paramedic`, `an elderly woman`, `his wife`, `the mother`.
pub(super) fn single(words: &Words<'_>, index: usize) -> Option<Phrase> {
    let t = words.t;
    let possessive = t.is(index, &["his", "her", "their", "its", "my", "our"]);
    let article = t.is(index, &["a", "an", "another"]);
    let the = t.word(index) == "the";
    if !(possessive || article || the) {
        return named(words, index);
    }
    // `a 2-year-old local boy`
    for at in index + 1..index + 8 {
        if words.dated(at) {
            return None;
        }
        let (status, number, kin) = match words.sense(at) {
            Sense::Person(status, number) => (status, number, false),
            Sense::Kin(status, number) => (status, number, true),
            Sense::Troop(number) => (None, number, false),
            Sense::Other => match t.lex(at) {
                Lex::Word | Lex::Mark('-') | Lex::Figure(..) => continue,
                Lex::Unit(..) | Lex::Cardinal(_) | Lex::Ordinal(_)
                    if t.is_hyphen(at + 1) || t.is_hyphen(at.wrapping_sub(1)) =>
                {
                    continue;
                }
                // `a fourth victim`
                Lex::Ordinal(_) if article && at == index + 1 => continue,
                Lex::Key if t.is(at, &["old", "young", "local", "former", "pregnant", "new", "year"]) => {
                    continue;
                }
                _ => return None,
            },
            _ => return None,
        };
        if matches!(words.sense(at + 1), Sense::Person(..) | Sense::Troop(_) | Sense::Source(_)) {
            continue;
        }
        if number != Number::One || !(article || possessive || kin) {
            return None;
        }
        // `his wife and daughter`, `a husband and wife`
        let pair = words.t.is(at + 1, &["and"])
            && (matches!(words.sense(at + 2), Sense::Kin(_, Number::One))
                || words.says(at + 2, &["child", "baby", "infant"]))
            && kin;
        let ends = Ends::exactly(if pair { 2 } else { 1 });
        return Some(Phrase {
            start: index,
            number_end: index,
            end: at + if pair { 3 } else { 1 },
            head: Some(at),
            ends,
            status,
            single: true,
            money: false,
        });
    }
    None
}

/// People by name, where a verb says what became of them: `Ada R. Quill (54) was killed`, `killing Ada Quill and Ben Lark`.
///
/// Names of places do not die: a name needs two words, and the verb right before it, or after it and an aside in brackets or commas.
fn named(words: &Words<'_>, index: usize) -> Option<Phrase> {
    if !is_name(words, index) || is_name(words, index.wrapping_sub(1)) || place_before(words, index) {
        return None;
    }
    let mut end = name_end(words, index)?;
    let mut after = aside_end(words, end);
    let mut count = 1;
    // A list of names, each with its aside: bounded, so that a text of names alone stays linear.
    while count < LIST {
        let Some(next) = link_end(words, after) else { break };
        let Some(next_end) = name_start(words, next)
            .and_then(|start| name_end(words, start))
            .or_else(|| relative_end(words, next))
        else {
            break;
        };
        end = next_end;
        after = aside_end(words, end);
        count += 1;
    }
    let dies = dies(words, after, count > 1) || killed_before(words, index) && !speaks_for(words, end);
    dies.then(|| Phrase {
        start: index,
        number_end: index,
        end: after,
        head: None,
        ends: Ends::exactly(count),
        status: None,
        single: true,
        money: false,
    })
}

/// How many names a list may hold.
const LIST: u64 = 12;

fn is_name(words: &Words<'_>, at: usize) -> bool {
    let t = words.t;
    t.lex(at) == Lex::Word && t.capital(at) && words.sense(at) == Sense::Other && !words.dated(at)
}

fn place_before(words: &Words<'_>, index: usize) -> bool {
    index > 0 && (words.t.is_hyphen(index - 1) || words.t.is(index - 1, &["in", "at", "near", "of", "on"]))
}

/// Small words inside names.
const PARTICLES: &[&str] = &["al", "el", "abu", "bin", "ibn", "de", "la", "van", "von", "del"];

/// One past a name of at least two words.
fn name_end(words: &Words<'_>, index: usize) -> Option<usize> {
    let t = words.t;
    let mut end = index + 1;
    let mut count = 1;
    while end < index + 12 {
        let particle = t.is_dash(end) && t.joined(end)
            || t.is_mark(end, '.') && t.joined(end)
            || t.is_apostrophe(end) && t.joined(end);
        if is_name(words, end) {
            count += 1;
        } else if !(particle && is_name(words, end + 1)
            || PARTICLES.contains(&t.words(end)) && (is_name(words, end + 1) || t.is_hyphen(end + 1)))
        {
            break;
        }
        end += 1;
    }
    (count >= 2).then_some(end)
}

/// One past an aside in brackets or between commas: `(54)`, `, a teacher of 30,`.
fn aside_end(words: &Words<'_>, end: usize) -> usize {
    let t = words.t;
    let closing = |open: char, close: char| {
        t.is_mark(end, open)
            .then(|| (end + 1..end + 14).find(|at| t.is_mark(*at, close)))
            .flatten()
            .map(|at| at + 1)
    };
    let bracket = closing('(', ')');
    let after = bracket.or_else(|| closing(',', ',')).unwrap_or(end);
    // `(54), was killed`
    let was = t.is_mark(after, ',') && t.is(after + 1, &["was", "were"]);
    after + usize::from(bracket.is_some() && was)
}

/// One past the words that link two names of a list.
fn link_end(words: &Words<'_>, at: usize) -> Option<usize> {
    let t = words.t;
    let comma = usize::from(t.is_mark(at, ','));
    let and = usize::from(t.is(at + comma, &["and"]));
    // The comma that closed an aside links as well.
    let closed = at > 0 && t.is_mark(at - 1, ',');
    (comma + and > 0 || closed).then_some(at + comma + and)
}

/// Where the name begins, after an age: `16 year old Ada Quill`.
fn name_start(words: &Words<'_>, at: usize) -> Option<usize> {
    let t = words.t;
    let start = if matches!(t.lex(at), Lex::Figure(..)) {
        (at + 1..at + 7).find(|next| words.says(*next, &["old"]))? + 1
    } else {
        at
    };
    is_name(words, start).then_some(start)
}

/// One past a relative of the one named before, with or without a name: `his small nephew Ben Lark`.
fn relative_end(words: &Words<'_>, at: usize) -> Option<usize> {
    let t = words.t;
    if !t.is(at, &["his", "her", "their"]) {
        return None;
    }
    let kin = (at + 1..at + 7).find(|kin| matches!(words.sense(*kin), Sense::Kin(_, Number::One)))?;
    let comma = usize::from(t.is_mark(kin + 1, ','));
    let name = kin + 1 + comma;
    Some(
        Some(name)
            .filter(|name| is_name(words, *name))
            .and_then(|name| name_end(words, name))
            .unwrap_or(kin + 1),
    )
}

/// One past what names a person after the noun: `a boy named Ben Lark (9)`, `a woman, Ada Quill`; the same index where nothing does.
pub(super) fn past_name(words: &Words<'_>, end: usize) -> usize {
    let t = words.t;
    let start = end + usize::from(t.is_mark(end, ',') || words.says(end, &["named", "called"]));
    if !is_name(words, start) {
        return if t.is_mark(end, '(') { aside_end(words, end) } else { end };
    }
    name_end(words, start).map_or(end, |end| aside_end(words, end))
}

/// Words that may stand between `was` and a fate.
const ADVERBS: &[&str] = &[
    "also",
    "all",
    "both",
    "reportedly",
    "allegedly",
    "reported",
    "later",
    "subsequently",
    "likely",
    "seriously",
    "critically",
];

/// `was killed`, `died`; after several names `were killed`.
fn dies(words: &Words<'_>, after: usize, several: bool) -> bool {
    let t = words.t;
    if matches!(words.sense(after), Sense::Fate(super::Role::Killed, Form::Own)) {
        return true;
    }
    t.is(after, if several { &["were"] } else { &["was"] })
        && (after + 1..after + 5)
            .find_map(|at| match words.sense(at) {
                Sense::Fate(_, Form::Past) => Some(true),
                _ if words.says(at, ADVERBS) => None,
                _ => Some(false),
            })
            .unwrap_or(false)
}

/// Where the words for a person by name begin, with the age before the name: `28 year old Ada Quill`.
pub(super) fn age_start(words: &Words<'_>, index: usize) -> usize {
    let age = |at: &usize| matches!(words.t.lex(*at), Lex::Figure(..) | Lex::Cardinal(_));
    if index > 0 && words.says(index - 1, &["old"]) {
        (1..=6).filter_map(|back| index.checked_sub(back)).find(age).unwrap_or(index)
    } else {
        index
    }
}

/// `killing Ada Quill`, `killed 28 year old Ada Quill`.
fn killed_before(words: &Words<'_>, index: usize) -> bool {
    let at = age_start(words, index);
    let Some(verb) = at.checked_sub(1) else { return false };
    match words.sense(verb) {
        Sense::Fate(role, Form::Active) => role.is_toll(),
        Sense::Fate(super::Role::Killed | super::Role::Injured, Form::Past) => {
            verb > 0 && !words.says(verb - 1, &["was", "were", "been", "being", "be", "those", "people"])
        }
        _ => false,
    }
}

/// `killing Ada Quill's son`, `killing Gull News reporter …`: the name is not the one it happened to.
fn speaks_for(words: &Words<'_>, end: usize) -> bool {
    words.t.is_apostrophe(end)
        || matches!(
            words.sense(end),
            Sense::Person(..) | Sense::Kin(..) | Sense::Source(_) | Sense::Troop(_) | Sense::Thing(..)
        )
}
