//! Number phrases: bound words, number, and the noun that is counted.

use super::{
    lexicon::{Form, Number, Sense, Words},
    person,
};
use crate::{
    lexeme::{Lex, Lexemes},
    numeral,
};
use assize_record::Status;

/// A number phrase of one sentence, in lexemes.
#[derive(Debug, Clone)]
pub(super) struct Phrase {
    /// First lexeme.
    pub(super) start: usize,
    /// One past the number.
    pub(super) number_end: usize,
    /// One past the noun; the same as `number_end` where none is named.
    pub(super) end: usize,
    /// The noun, where one is named.
    pub(super) head: Option<usize>,
    pub(super) ends: Ends,
    pub(super) status: Option<Status>,
    /// One person by an article or possessive: `a paramedic`, `his wife`.
    pub(super) single: bool,
    /// A sign of money stands before it.
    pub(super) money: bool,
}

/// The ends a number gives.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) min: Option<u64>,
    pub(super) max: Option<u64>,
    pub(super) approx: Option<String>,
}

impl Ends {
    pub(super) fn exactly(number: u64) -> Self {
        Self { min: Some(number), max: Some(number), approx: None }
    }
}

/// What bound words do to the number after them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bound {
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    About,
    Plain,
}

/// All number phrases of a sentence, in order and without overlap.
pub(super) fn phrases(words: &Words<'_>) -> Vec<Phrase> {
    let mut phrases = Vec::new();
    let mut at = 0;
    while at < words.len() {
        match phrase(words, at) {
            Some(found) => {
                at = found.end.max(at + 1);
                phrases.push(found);
            }
            None => at += 1,
        }
    }
    phrases
}

fn phrase(words: &Words<'_>, index: usize) -> Option<Phrase> {
    let t = words.t;
    // `no one was killed`
    if words.dated(index) || t.word(index) == "one" && index > 0 && words.says(index - 1, &["no"]) {
        return None;
    }
    if let Some(part) = share_of(words, index) {
        return Some(part);
    }
    let money = matches!(t.lex(index), Lex::Mark('$' | '£' | '€'));
    let (bound, at) =
        bound(t, index + usize::from(money)).unwrap_or((Bound::Plain, index + usize::from(money)));
    let money = money || matches!(t.lex(at), Lex::Mark('$' | '£' | '€'));
    let at = at + usize::from(money && matches!(t.lex(at), Lex::Mark('$' | '£' | '€')));
    if words.dated(at) && bound != Bound::Plain {
        return None;
    }
    if let Some((ends, number_end)) = number(words, at, bound) {
        if words.dated(at) {
            return None;
        }
        let (head, end, status) = noun(words, number_end);
        // Articles are no part of a number; bound words are.
        let start = if bound == Bound::Plain && !money { at } else { index };
        return Some(Phrase { start, number_end, end, head, ends, status, single: false, money });
    }
    (bound == Bound::Plain && !money).then(|| person::single(words, index)).flatten()
}

/// `half of the 20 passengers`, `most of the 14`, `none of the six`: some of a number, not the number.
fn share_of(words: &Words<'_>, index: usize) -> Option<Phrase> {
    let t = words.t;
    let share = words.says(index, &["half", "most", "some", "none"]);
    if !share
        || !words.says(index + 1, &["of"])
        || !t.is(index + 2, &["the", "its", "his", "her", "their", "those", "these"])
    {
        return None;
    }
    let (total, number_end) = whole(t, index + 3).filter(|_| !words.dated(index + 3))?;
    let ends = match t.words(index).to_ascii_lowercase().as_str() {
        "none" => Ends::exactly(0),
        "half" if total.is_multiple_of(2) => Ends::exactly(total / 2),
        "half" => Ends { min: Some(total / 2), max: Some(total / 2 + 1), approx: Some("half".to_owned()) },
        "most" => Ends { min: Some(total / 2 + 1), max: Some(total), approx: Some("most".to_owned()) },
        _ => Ends { min: None, max: Some(total), approx: Some("some".to_owned()) },
    };
    let (head, end, status) = noun(words, number_end);
    Some(Phrase { start: index, number_end, end, head, ends, status, single: false, money: false })
}

/// Bound words and the index after them: `at least`, `between … and` is read with the number.
fn bound(t: Lexemes<'_>, index: usize) -> Option<(Bound, usize)> {
    let next = |words: &[&str]| t.is(index + 1, words);
    let said = |at: usize, word: &str| t.words(at).eq_ignore_ascii_case(word);
    let first = match t.word(index) {
        "at" if next(&["least"]) => (Bound::AtLeast, index + 2),
        "at" if next(&["most"]) => (Bound::AtMost, index + 2),
        "no" if next(&["fewer", "less"]) && t.is(index + 2, &["than"]) => (Bound::AtLeast, index + 3),
        "no" if next(&["more"]) && t.is(index + 2, &["than"]) => (Bound::AtMost, index + 3),
        "more" if next(&["than"]) => (Bound::MoreThan, index + 2),
        "over" => (Bound::MoreThan, index + 1),
        "fewer" | "less" if next(&["than"]) => (Bound::LessThan, index + 2),
        "under" => (Bound::LessThan, index + 1),
        "up" if next(&["to"]) => (Bound::AtMost, index + 2),
        "as" if next(&["many"]) && t.is(index + 2, &["as"]) => (Bound::AtMost, index + 3),
        "about" | "around" | "approximately" | "roughly" | "nearly" | "almost" | "some" | "estimated" => {
            (Bound::About, index + 1)
        }
        "an" | "a" if next(&["estimated"]) => (Bound::About, index + 2),
        "close" if next(&["to"]) => (Bound::About, index + 2),
        "a" if next(&["total"]) && t.is(index + 2, &["of"]) => (Bound::Plain, index + 3),
        "the" | "all" | "another" | "other" | "these" | "those" | "only" | "just" => {
            (Bound::Plain, index + 1)
        }
        _ if said(index, "upwards") && next(&["of"]) => (Bound::AtLeast, index + 2),
        _ if said(index, "minimum") && next(&["of"]) => (Bound::AtLeast, index + 2),
        _ => return None,
    };
    // `at least another 12`, `some of the 14` is not bound here.
    let after = first.1 + usize::from(t.is(first.1, &["another", "the", "estimated"]));
    Some((first.0, after))
}

/// The number itself with its range, and the index after it.
fn number(words: &Words<'_>, index: usize, bound: Bound) -> Option<(Ends, usize)> {
    let t = words.t;
    if t.word(index) == "between"
        && let Some(low) = whole(t, loose(words, index + 1))
        && t.is(low.1, &["and", "to"])
        && let Some(high) = whole(t, loose(words, low.1 + 1))
    {
        return (low.0 <= high.0)
            .then_some((Ends { min: Some(low.0), max: Some(high.0), approx: None }, high.1));
    }
    if let Some((ends, end)) = vague(words, index) {
        return Some((ends, end));
    }
    // A figure that is part of a word, a time or a larger figure is none: `F-16`, `9:30`.
    let glued = index > 0
        && t.joined(index)
        && matches!(t.lex(index), Lex::Figure(..) | Lex::Decimal(_))
        && !matches!(
            t.lex(index - 1),
            Lex::Mark('(' | '[' | '“' | '"' | '‘' | '\'' | '$' | '£' | '€' | '~' | '—')
        );
    if glued {
        return None;
    }
    let (low, end) = whole(t, index)?;
    // `16-year-old` is an age and `three-storey` a kind: the number does not count what follows.
    let ranged = t.is_dash(end) || t.is(end, &["to", "or"]);
    // `a 50-47 vote`: the larger side comes first.
    let voted = (1..=4)
        .filter_map(|back| index.checked_sub(back))
        .any(|at| words.says(at, &["vote", "votes", "voted"]));
    if (t.is_hyphen(end) || voted && t.is(end, &["to"]))
        && let Some((second, after)) = whole(t, end + 1)
        && (voted || words.says(after, &["vote", "votes"]))
    {
        return Some((Ends { min: Some(low.min(second)), max: Some(low.max(second)), approx: None }, after));
    }
    if ranged
        && let Some((high, after)) = whole(t, end + 1)
        && high > low
        && !words.dated(end + 1)
    {
        return Some((Ends { min: Some(low), max: Some(high), approx: None }, after));
    }
    if bound == Bound::AtLeast
        && let Some((high, after)) = up_to(words, end)
        && high >= low
    {
        return Some((Ends { min: Some(low), max: Some(high), approx: None }, after));
    }
    let approx = |at: usize| Some(t.words(at.checked_sub(1)?).to_lowercase());
    let ends = match bound {
        Bound::Plain => Ends::exactly(low),
        Bound::AtLeast => Ends { min: Some(low), max: None, approx: None },
        Bound::MoreThan => Ends { min: low.checked_add(1), max: None, approx: None },
        Bound::AtMost => Ends { min: None, max: Some(low), approx: None },
        Bound::LessThan => Ends { min: None, max: low.checked_sub(1), approx: None },
        Bound::About => Ends { min: Some(low), max: Some(low), approx: approx(index) },
    };
    // `20 or more`, `a dozen or so`
    if t.word(end) == "or" && t.is(end + 1, &["more"]) {
        return Some((Ends { max: None, ..ends }, end + 2));
    }
    if t.word(end) == "or" && t.is(end + 1, &["so"]) {
        return Some((Ends { approx: Some("or so".to_owned()), ..ends }, end + 2));
    }
    Some((ends, end))
}

/// Past `at least` and `more than` inside a range: `between nine and more than 40`.
fn loose(words: &Words<'_>, at: usize) -> usize {
    let bound = words.says(at, &["at"]) && words.says(at + 1, &["least", "most"])
        || words.says(at, &["more", "over"]) && words.says(at + 1, &["than"]);
    at + 2 * usize::from(bound)
}

/// `at least 16 and up to 26`, `at least two but possibly up to nine`: the upper end and the index after it.
fn up_to(words: &Words<'_>, index: usize) -> Option<(u64, usize)> {
    let t = words.t;
    let mut at = index + usize::from(t.is_mark(index, ','));
    if !words.says(at, &["and", "but", "or"]) {
        return None;
    }
    at += 1;
    while words.says(at, &["possibly", "perhaps", "potentially", "maybe"]) {
        at += 1;
    }
    let to = if words.says(at, &["up"]) && words.says(at + 1, &["to"])
        || words.says(at, &["at"]) && words.says(at + 1, &["most"])
    {
        at + 2
    } else if words.says(at, &["as"]) && words.says(at + 1, &["many"]) && words.says(at + 2, &["as"]) {
        at + 3
    } else {
        return None;
    };
    whole(t, loose(words, to))
}

fn whole(t: Lexemes<'_>, index: usize) -> Option<(u64, usize)> {
    if t.word(index) == "one" && t.is(index + 1, &["of"]) {
        return Some((1, index + 1));
    }
    let numeral = numeral::cardinal(t, index)?;
    Some((numeral.whole()?, numeral.end))
}

/// Words in the place of a figure. They give no ends, but `no` does.
fn vague(words: &Words<'_>, index: usize) -> Option<(Ends, usize)> {
    let t = words.t;
    // `dozens” of people`
    let of = |at: usize| {
        let at = at + usize::from(matches!(t.lex(at), Lex::Mark('”' | '"' | '’')) && t.word(at + 1) == "of");
        at + usize::from(t.word(at) == "of")
    };
    let worded = |from: usize, to: usize| {
        let approx = t.span(from, to).slice(t.text).map(str::to_lowercase);
        let (min, max) = approx.as_deref().map_or((None, None), magnitude);
        Some((Ends { min, max, approx }, of(to)))
    };
    if words.says(index, &["tens", "hundreds", "thousands", "millions", "dozens", "scores"]) {
        let mut end = index + 1;
        while t.word(end) == "of" && words.says(end + 1, &["thousands", "millions", "hundreds"]) {
            end += 2;
        }
        // `scores` is a verb too.
        return (end > index + 1 || t.word(index + 1) == "of" || !words.says(index, &["scores"]))
            .then(|| worded(index, end))
            .flatten();
    }
    match t.word(index) {
        "several" if t.is(index + 1, &["dozen"]) || matches!(t.lex(index + 1), Lex::Scale(_)) => {
            worded(index, index + 2)
        }
        // `how many people` asks.
        "both"
            if (index + 1..index + 4).any(|at| matches!(words.sense(at), Sense::Person(_, Number::Many))) =>
        {
            Some((Ends::exactly(2), index + 1))
        }
        "many" if index > 0 && words.says(index - 1, &["how", "so", "too", "as"]) => None,
        "several" | "many" | "numerous" => worded(index, index + 1),
        "a" | "an" if t.is(index + 1, &["few"]) => worded(index, index + 2),
        "a" | "an" if words.says(index + 1, &["couple", "pair"]) => {
            let end = index + 2;
            Some((Ends::exactly(2), if t.word(end) == "of" { end + 1 } else { end }))
        }
        "a" | "an" if words.says(index + 1, &["group", "handful"]) && t.word(index + 2) == "of" => {
            group(words, index + 3).then(|| worded(index, index + 2)).flatten()
        }
        "a" | "an" if a_number(words, index).is_some() => worded(index, a_number(words, index)?),
        "no" if matches!(
            words.sense(index + 1),
            Sense::Person(..) | Sense::Fate(..) | Sense::Source(_) | Sense::Troop(_)
        ) =>
        {
            Some((Ends::exactly(0), index + 1))
        }
        _ if words.says(index, &["twins"]) => Some((Ends::exactly(2), index + 1)),
        _ if words.says(index, &["multiple", "countless"]) => worded(index, index + 1),
        _ if words.says(index, &["large", "small", "unknown"]) && words.says(index + 1, &["numbers"]) => {
            worded(index, index + 2)
        }
        "some" | "other" if words.t.is(index + 1, &["others"]) => worded(index, index + 1),
        _ => None,
    }
}

/// The ends that words for powers of ten give: `tens of thousands` is 10,000 to 99,999.
fn magnitude(words: &str) -> (Option<u64>, Option<u64>) {
    let mut least = 1_u64;
    for word in words.split_whitespace() {
        least = match word {
            "tens" => least.saturating_mul(10),
            "hundreds" => least.saturating_mul(100),
            "thousands" => least.saturating_mul(1_000),
            "millions" => least.saturating_mul(1_000_000),
            "of" => least,
            _ => return (None, None),
        };
    }
    // Nothing is said above millions.
    let most = (least < 1_000_000).then(|| least.saturating_mul(10) - 1);
    (Some(least), most)
}

/// `a number of`, `an as yet unknown number of`: the index after `number`.
fn a_number(words: &Words<'_>, index: usize) -> Option<usize> {
    let t = words.t;
    let number = (index + 1..index + 6).find(|at| words.says(*at, &["number", "amount"]))?;
    let plain = (index + 1..number).all(|at| {
        words.sense(at) == Sense::Other
            && !words.says(at, &["exact", "precise", "total", "definite", "phone"])
            && (matches!(t.lex(at), Lex::Word | Lex::Mark('“' | '"' | '‘' | '\''))
                || words.says(at, &["as", "yet", "still"]))
    });
    let closed = matches!(t.lex(number + 1), Lex::Mark('”' | '"' | '’' | '\''));
    let of = t.word(number + 1 + usize::from(closed)) == "of";
    (plain && (of || number > index + 1)).then_some(number + 1)
}

/// Whether people are named as those of a group: `a group of civilians`.
fn group(words: &Words<'_>, index: usize) -> bool {
    (index..index + 3)
        .any(|at| matches!(words.sense(at), Sense::Person(_, Number::Many) | Sense::Troop(Number::Many)))
}

/// How many words may stand between a number and its noun.
const REACH: usize = 7;

/// The noun a number counts: its index, the index after it, and the status that the words give.
fn noun(words: &Words<'_>, index: usize) -> (Option<usize>, usize, Option<Status>) {
    let t = words.t;
    let mut status = None;
    let mut at = index;
    // `11 of the 14 people`: the part is counted, of the same kind as the whole.
    if t.word(at) == "of" && t.is(at + 1, &["the", "his", "her", "their", "its", "those", "them"]) {
        at += 2;
        if t.word(at - 1) == "them" {
            return (None, at, None);
        }
        if let Some((_, after)) = whole(t, at) {
            at = after;
        }
    }
    let limit = (at + REACH).min(words.len());
    while at < limit {
        match words.sense(at) {
            // `five other family members`
            Sense::Person(..) if words.says(at, &["other"]) && person_follows(words, at) => {}
            Sense::Person(found, _) | Sense::Kin(found, _) => {
                status = status.or(found);
                return last_noun(words, at, status);
            }
            Sense::Source(_) | Sense::Troop(_) => return last_noun(words, at, status),
            Sense::Thing(..) => return last_noun(words, at, status),
            Sense::Fate(_, Form::Noun) => return (Some(at), at + 1, status),
            Sense::Fate(_, Form::Past | Form::State) if person_follows(words, at) => {}
            Sense::Fate(..) => break,
            Sense::Other if words.dated(at) => break,
            Sense::Other => match t.lex(at) {
                Lex::Word => {}
                Lex::Mark('“' | '”' | '"' | '-' | '\'' | '’' | '‘') => {}
                Lex::Mark('.') if t.joined(at) => {}
                // `two U.S. soldiers`: letters of a short form may be words of their own.
                _ if t.capital(at) && t.is_mark(at + 1, '.') && t.joined(at + 1) => {}
                Lex::Key
                    if t.is(
                        at,
                        &[
                            "other",
                            "more",
                            "new",
                            "of",
                            "former",
                            "current",
                            "additional",
                            "local",
                            "old",
                            "and",
                        ],
                    ) =>
                {
                    let joins = t.word(at) != "and"
                        || matches!(t.lex(at - 1), Lex::Word | Lex::Key)
                            && at > index
                            && person_follows(words, at);
                    let of = t.word(at) != "of" || at == index;
                    if !(joins && of) {
                        break;
                    }
                }
                _ => break,
            },
        }
        at += 1;
    }
    match unknown(words, index) {
        Some(head) => (Some(head), head + 1, status),
        None => (None, index, status),
    }
}

/// A noun that no list knows, by the verb after it: `12 miners were killed`, `four glaziers suffered burns`.
fn unknown(words: &Words<'_>, index: usize) -> Option<usize> {
    let t = words.t;
    let plain = |at: usize| t.lex(at) == Lex::Word && words.sense(at) == Sense::Other && !words.dated(at);
    let verb = |next: usize| {
        t.is(next, &["were", "was", "had", "have", "are", "who"])
            || words.says(next, &["suffered", "sustained"])
            || matches!(words.sense(next), Sense::Fate(_, Form::Past | Form::Own))
    };
    let head = (index..index + 3).take_while(|at| plain(*at)).find(|at| verb(at + 1))?;
    t.words(head).ends_with('s').then_some(head)
}

/// Nouns in a row: the last is counted (`three police officers`), any may give the status.
fn last_noun(
    words: &Words<'_>,
    first: usize,
    status: Option<Status>,
) -> (Option<usize>, usize, Option<Status>) {
    let (mut head, mut status) = (first, status);
    loop {
        match words.sense(head + 1) {
            Sense::Person(found, _) => status = status.or(found),
            Sense::Troop(_) | Sense::Source(_) | Sense::Thing(..) => {}
            Sense::Fate(_, Form::Noun) => {}
            _ => return (Some(head), head + 1, status),
        }
        if words.dated(head + 1) {
            return (Some(head), head + 1, status);
        }
        head += 1;
    }
}

fn person_follows(words: &Words<'_>, index: usize) -> bool {
    (index + 1..index + 5).take_while(|at| !matches!(words.t.lex(*at), Lex::Mark(_))).any(|at| {
        matches!(words.sense(at), Sense::Person(..) | Sense::Source(_) | Sense::Troop(_) | Sense::Kin(..))
    })
}
