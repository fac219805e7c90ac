//! What became of those counted, told by the words before and after a number phrase.

mod after;
mod before;
mod parts;

use after::{after, far_after};
use before::{before, with_the_dead};
use parts::{of_them, parts_after_fate, parts_before_fate, share, together};

use super::{
    Counted, Role, Scope, bare,
    lexicon::{Form, Number, Sense, Words},
    phrase::Phrase,
};
use crate::lexeme::Lex;
use assize_record::{Span, Status, Unit};

/// How far a predicate may stand from the phrase, in lexemes that say nothing of their own.
const REACH: usize = 9;

/// Verbs of losing.
const LOSING: &[&str] = &[
    "claimed", "claiming", "claims", "cost", "costing", "took", "taken", "takes", "taking", "lost", "losing",
];

/// Places and units that have a number for a name.
const NUMBERED: &[&str] = &[
    "area",
    "battalion",
    "block",
    "brigade",
    "camp",
    "checkpoint",
    "district",
    "division",
    "gate",
    "highway",
    "kilometre",
    "route",
    "sector",
    "terminal",
    "unit",
    "ward",
    "zone",
];

/// A role with its words and rule.
#[derive(Debug, Clone, Copy)]
struct Given {
    role: Role,
    words: Option<(usize, usize)>,
    rule: &'static str,
    part: bool,
}

/// Gives every phrase of a sentence its role, and keeps those that count something.
pub(super) fn roles(words: &Words<'_>, phrases: &[Phrase], into: &mut Vec<Counted>) {
    let mut given: Vec<Option<Given>> = phrases.iter().map(|phrase| not_a_toll(words, phrase)).collect();
    for (index, phrase) in phrases.iter().enumerate() {
        // `8 casualties and more than 10 injured`
        let both =
            phrase.head.is_some_and(|head| matches!(words.sense(head), Sense::Fate(Role::Casualties, _)));
        if both {
            given[index] = by_noun(words, phrase);
        }
        if given[index].is_none() && countable(words, phrase) {
            let bar = index.checked_sub(1).map_or(0, |before| phrases[before].end);
            given[index] = after(words, phrase)
                .or_else(|| before(words, phrase, bar))
                .or_else(|| with_the_dead(words, phrase));
        }
    }
    share(words, phrases, &mut given);
    for (phrase, given) in phrases.iter().zip(&mut given).filter(|(_, given)| given.is_none()) {
        if countable(words, phrase) {
            *given = far_after(words, phrase);
        }
    }
    parts_after_fate(words, phrases, &mut given);
    parts_before_fate(words, phrases, &mut given);
    together(words, phrases, &mut given);
    casualties_beside_injured(&mut given);
    let first = into.len();
    for (phrase, given) in phrases.iter().zip(&given) {
        let given = given.or_else(|| by_noun(words, phrase));
        let Some(mut given) = given else { continue };
        given.part |= given.role.is_toll() && of_them(words, phrase);
        into.push(counted(words, phrase, given));
    }
    let before = into.len();
    bare_plurals(words, phrases, into);
    if into.len() > before {
        into[first..].sort_by_key(|one| one.span.start);
    }
}

/// `8 casualties and more than 10 injured`: beside the injured, casualties are the dead.
fn casualties_beside_injured(given: &mut [Option<Given>]) {
    let has = |given: &[Option<Given>], role: Role| given.iter().flatten().any(|given| given.role == role);
    if !has(given, Role::Injured) || has(given, Role::Killed) {
        return;
    }
    for given in given.iter_mut().flatten().filter(|given| given.role == Role::Casualties) {
        given.role = Role::Killed;
    }
}

/// Plurals without a number, where something became of those they name.
fn bare_plurals(words: &Words<'_>, phrases: &[Phrase], into: &mut Vec<Counted>) {
    for phrase in bare::plurals(words, phrases) {
        let bar = phrases.partition_point(|other| other.end <= phrase.start);
        let bar = bar.checked_sub(1).map_or(0, |before| phrases[before].end);
        let given = after(words, &phrase)
            .or_else(|| before(words, &phrase, bar))
            .filter(|given| given.role.is_toll());
        if let Some(given) = given {
            let rule = if phrase.ends.min.is_some() {
                "plural.another"
            } else if phrase.ends.approx.is_some() {
                "plural.others"
            } else {
                "plural.people"
            };
            into.push(counted(words, &phrase, Given { rule, ..given }));
        }
    }
    for (phrase, role) in bare::nouns(words, phrases) {
        let given = Given { role, words: Some((phrase.start, phrase.end)), rule: "plural.noun", part: false };
        into.push(counted(words, &phrase, given));
    }
}

fn counted(words: &Words<'_>, phrase: &Phrase, given: Given) -> Counted {
    let t = words.t;
    let role = instead(words, phrase, given.role);
    let unit = unit(words, phrase, role);
    let status = phrase.status.or_else(|| status_before(words, phrase));
    let number = if phrase.single {
        Span::new(t.span(phrase.start, phrase.end).start, t.span(phrase.start, phrase.end).start)
    } else {
        // `tens of thousands of people`: the last `of` is no part of the number.
        let of = phrase.number_end > phrase.start + 1 && t.word(phrase.number_end - 1) == "of";
        t.span(phrase.start, phrase.number_end - usize::from(of))
    };
    Counted {
        span: t.span(phrase.start, phrase.end),
        number,
        predicate: given.words.map(|(from, to)| t.span(from, to)),
        min: phrase.ends.min,
        max: phrase.ends.max,
        approx: phrase.ends.approx.clone(),
        unit,
        role,
        status: status.filter(|_| unit == Unit::People),
        scope: role.is_toll().then(|| scope(words, phrase)),
        part: given.part,
        rule: given.rule,
    }
}

/// Whether the phrase may count people at all.
fn countable(words: &Words<'_>, phrase: &Phrase) -> bool {
    match phrase.head.map(|head| words.sense(head)) {
        None => !phrase.money,
        Some(Sense::Thing(role, _)) => role == Role::Groups,
        Some(_) => true,
    }
}

/// Money, percent, votes, ages: told by the phrase alone.
fn not_a_toll(words: &Words<'_>, phrase: &Phrase) -> Option<Given> {
    let t = words.t;
    let as_role = |role: Role, rule: &'static str| Some(Given { role, words: None, rule, part: false });
    if phrase.money {
        return as_role(Role::Money, "money");
    }
    if t.is_mark(phrase.number_end, '%')
        || t.is(phrase.number_end, &["percent"])
        || words.says(phrase.number_end, &["per"]) && words.says(phrase.number_end + 1, &["cent"])
    {
        return as_role(Role::Percent, "percent");
    }
    if phrase.single {
        return None;
    }
    let end = phrase.number_end;
    let year = |at: usize| words.says(at, &["year", "years", "month", "months", "day", "days"]);
    let old = |at: usize| words.says(at, &["old", "olds"]);
    if year(end) && old(end + 1)
        || t.is_hyphen(end) && year(end + 1) && t.is_hyphen(end + 2) && old(end + 3)
        || year(end) && t.word(end + 1) == "of" && t.word(end + 2) == "age"
    {
        return as_role(Role::Age, "age");
    }
    if t.is_hyphen(end) && year(end + 1) && old(end + 2) {
        return as_role(Role::Age, "age");
    }
    let before = phrase.start.wrapping_sub(1);
    if t.is(before, &["aged", "age", "ages"]) {
        return as_role(Role::Age, "age");
    }
    if let Some((role, rule)) = of_a_noun(words, phrase) {
        return as_role(role, rule);
    }
    // `Ada Quill (54)`, `Ada Quill, 54,`: a small figure set apart right after a name.
    let small = phrase.ends.max.is_some_and(|n| n < 110)
        && matches!(t.lex(phrase.start), Lex::Figure(..))
        && phrase.head.is_none();
    let named = phrase.start >= 2 && t.capital(phrase.start - 2) && t.lex(phrase.start - 2) == Lex::Word;
    let set_apart =
        t.is_mark(before, '(') && t.is_mark(end, ')') || t.is_mark(before, ',') && t.is_mark(end, ',');
    // `Ada Quill, 54 was killed`: the verb is that of the name.
    let verb = t.is_mark(before, ',')
        && (t.is(end, &["was", "were", "and", "is", "has", "had", "who"])
            || words.says(end, &["died", "dies", "said"]))
        && (3..=4).filter_map(|back| phrase.start.checked_sub(back)).all(|at| t.capital(at) || t.is_dash(at))
        && !(3..=6)
            .filter_map(|back| phrase.start.checked_sub(back))
            .any(|at| t.is(at, &["in", "at", "near", "of", "on", "from"]));
    if small && named && (set_apart || verb) {
        return as_role(Role::Age, "age.apart");
    }
    let vote = |at: usize| words.says(at, &["vote", "votes"]);
    let voted = |at: usize| vote(at) || words.says(at, &["voted"]);
    let counted = phrase.head.is_none()
        && (1..=4).filter_map(|back| phrase.start.checked_sub(back)).any(voted)
        && phrase.ends.min != phrase.ends.max;
    if vote(end) || counted {
        return as_role(Role::Votes, "votes");
    }
    None
}

/// A number that says something of the noun before it, and counts nobody who was hurt: ages in a list, children, names of places.
fn of_a_noun(words: &Words<'_>, phrase: &Phrase) -> Option<(Role, &'static str)> {
    let t = words.t;
    let before = phrase.start.wrapping_sub(1);
    // `aged 9, 12 and 14`
    let mut back = phrase.start;
    while back > 0
        && phrase.start - back < 8
        && (matches!(t.lex(back - 1), Lex::Figure(..) | Lex::Cardinal(_))
            || t.is_mark(back - 1, ',')
            || t.is(back - 1, &["and", "or"]))
    {
        back -= 1;
    }
    if phrase.head.is_none() && back > 0 && t.is(back - 1, &["aged", "ages"]) {
        return Some((Role::Age, "age"));
    }
    // `a boy of nine`
    let whose = words.sense(phrase.start.wrapping_sub(2));
    let one = matches!(whose, Sense::Person(_, Number::One));
    if one && phrase.head.is_none() && t.word(before) == "of" {
        return Some((Role::Age, "age"));
    }
    // `a mother of three`
    if matches!(whose, Sense::Kin(_, Number::One)) && t.word(before) == "of" {
        return Some((Role::People, "people"));
    }
    // `Sector 7`, `checkpoint 12`
    if phrase.head.is_none() && words.says(before, NUMBERED) {
        return Some((Role::Things, "thing"));
    }
    None
}

/// What the noun alone says: things, sources, people present.
fn by_noun(words: &Words<'_>, phrase: &Phrase) -> Option<Given> {
    let given = |role: Role, rule: &'static str| Some(Given { role, words: None, rule, part: false });
    if phrase.single {
        return None;
    }
    let head = phrase.head?;
    match words.sense(head) {
        Sense::Thing(role, _) => given(role, "thing"),
        Sense::Source(_) => given(Role::Sources, "source"),
        Sense::Troop(Number::Many) if deployed(words, phrase) => given(Role::Troops, "troops"),
        Sense::Person(..) | Sense::Kin(..) | Sense::Troop(_) => {
            let speaks = (phrase.end..phrase.end + 4)
                .any(|at| words.says(at, &["said", "say", "told", "says", "interviewed", "testified"]))
                || phrase.start >= 2
                    && words.says(phrase.start - 1, &["to"])
                    && words.says(phrase.start - 2, &["according"]);
            if speaks {
                return given(Role::Sources, "source.speaks");
            }
            if is_present(words, phrase) {
                given(Role::Present, "present")
            } else {
                given(Role::People, "people")
            }
        }
        _ => None,
    }
}

fn deployed(words: &Words<'_>, phrase: &Phrase) -> bool {
    let range = phrase.start.saturating_sub(5)..(phrase.end + 8).min(words.len());
    range.into_iter().any(|at| {
        words.says(
            at,
            &[
                "deployed",
                "deploying",
                "deploy",
                "sent",
                "sending",
                "surged",
                "stationed",
                "withdrew",
                "withdraw",
                "withdrawing",
                "reinforcements",
                "troops",
            ],
        )
    })
}

fn is_present(words: &Words<'_>, phrase: &Phrase) -> bool {
    let before = phrase.start.saturating_sub(4)..phrase.start;
    let after = phrase.end..(phrase.end + 5).min(words.len());
    before.into_iter().any(|at| {
        words.says(
            at,
            &["carrying", "aboard", "with", "sheltering", "housing", "hosting", "sheltered", "housed"],
        )
    }) || after.into_iter().any(|at| words.says(at, &["aboard", "board", "inside", "sheltering", "present"]))
}

fn unit(words: &Words<'_>, phrase: &Phrase, role: Role) -> Unit {
    match (role, phrase.head.map(|head| words.sense(head))) {
        (Role::Money, _) => Unit::Dollars,
        (Role::Percent, _) => Unit::Percent,
        (Role::Votes, _) => Unit::Votes,
        (Role::Age | Role::Measure | Role::Things, _) => Unit::Items,
        (Role::Sources, Some(Sense::Person(..))) => Unit::People,
        (Role::Sources, _) => Unit::Sources,
        (_, Some(Sense::Thing(_, unit))) => unit,
        _ => Unit::People,
    }
}

/// `12 civilian deaths`, `the killed civilians: 12`.
fn status_before(words: &Words<'_>, phrase: &Phrase) -> Option<Status> {
    (phrase.number_end..phrase.end).find_map(|at| match words.sense(at) {
        Sense::Person(status, _) => status,
        _ => None,
    })
}

/// A death by drugs, or so many each year, is no toll of an incident.
fn instead(words: &Words<'_>, phrase: &Phrase, role: Role) -> Role {
    if role != Role::Killed {
        return role;
    }
    let vast = phrase.ends.min.is_some_and(|n| n >= 10_000)
        || phrase
            .ends
            .approx
            .as_deref()
            .is_some_and(|words| words.contains("thousands") || words.contains("millions"));
    if words.about.overdose || words.about.drugs && vast {
        return Role::DrugDeaths;
    }
    let yearly = (phrase.end..(phrase.end + 4).min(words.len()))
        .any(|at| words.says(at, &["annually", "yearly"]))
        || (phrase.end..(phrase.end + 3).min(words.len())).any(|at| {
            words.says(at, &["a", "every", "each", "per"])
                && words.says(at + 1, &["year", "month", "day", "week"])
        });
    if yearly { Role::Rate } else { role }
}

/// Several incidents together, where the words say so.
fn scope(words: &Words<'_>, phrase: &Phrase) -> Scope {
    let perfect = (phrase.start.saturating_sub(6)..phrase.start).any(|at| {
        words.says(at, &["has", "have"]) && matches!(words.sense(at + 1), Sense::Fate(_, Form::Past))
    });
    if perfect || words.about.several_incidents { Scope::Cumulative } else { Scope::Incident }
}
