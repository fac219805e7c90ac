//! Numbers joined to one another: a shared verb, a part of the number before, two numbers added up.

use super::Given;
use crate::quantity::{
    Role,
    lexicon::{Form, Sense, Words},
    person,
    phrase::Phrase,
};

/// Phrases joined by commas and `and` share a fate: `a man, two women and a child were killed`.
pub(super) fn share(words: &Words<'_>, phrases: &[Phrase], given: &mut [Option<Given>]) {
    let person =
        |index: usize| phrases[index].head.is_none_or(|head| !matches!(words.sense(head), Sense::Thing(..)));
    for index in (0..phrases.len().saturating_sub(1)).rev() {
        if given[index].is_none()
            && person(index)
            && !names_the_same(words, &phrases[index], &phrases[index + 1])
            && let Some(next) = given[index + 1]
            && next.role.is_toll()
            && next.rule.starts_with("after")
            && next.rule != "after.far"
            && !of_one(words, &phrases[index + 1], next)
            && joined(words, phrases[index].end, phrases[index + 1].start) == Some(false)
        {
            given[index] = Some(Given { rule: "after.shared", ..next });
        }
    }
    for index in 1..phrases.len() {
        let Some(before) = given[index - 1] else { continue };
        if !before.role.is_toll() || !person(index) {
            continue;
        }
        let from = if phrases[index - 1].single {
            person::past_name(words, phrases[index - 1].end).min(phrases[index].start)
        } else {
            phrases[index - 1].end
        };
        let link = joined(words, from, phrases[index].start)
            .or_else(|| joined(words, phrases[index - 1].end, phrases[index].start));
        match link {
            Some(part) if given[index].is_none() => {
                let part = part || before.part || of_them(words, &phrases[index]);
                given[index] = Some(Given { rule: "shared", part, ..before });
            }
            Some(true) => {
                if let Some(this) = given[index].as_mut().filter(|this| this.role == before.role) {
                    this.part = true;
                }
            }
            _ => {}
        }
    }
}

/// `a civilian and a father of two was killed`: a verb for one person after several nouns for the same.
fn of_one(words: &Words<'_>, last: &Phrase, given: Given) -> bool {
    last.single
        && last.head.is_some()
        && given.words.is_some_and(|(from, to)| (from..to).any(|at| words.says(at, &["was"])))
}

/// `a driver, Ada Quill, was killed`: one person, named right after.
fn names_the_same(words: &Words<'_>, person: &Phrase, name: &Phrase) -> bool {
    let named = person.single && name.single && person.head.is_some() && name.head.is_none();
    named && name.start <= person.end + 1 && !words.t.is(name.start - 1, &["and"])
}

/// `were killed, including five children`: a part of the number before, whose fate stands between.
pub(super) fn parts_after_fate(words: &Words<'_>, phrases: &[Phrase], given: &mut [Option<Given>]) {
    for index in 0..phrases.len() {
        let start = phrases[index].start;
        let at = (1..=5)
            .filter_map(|back| start.checked_sub(back))
            .find(|at| words.says(*at, &["including", "among"]));
        let Some(at) = at else { continue };
        if !(at + 1..start).all(|between| {
            words.says(
                between,
                &[
                    "at", "least", "them", "whom", "the", "dead", "victims", "were", "was", "are", "is",
                    "killed", "those", "of",
                ],
            ) || words.t.is_mark(between, ',')
        }) {
            continue;
        }
        let whole = (index.saturating_sub(12)..index)
            .rev()
            .find(|before| given[*before].is_some_and(|given| given.role.is_toll() && !given.part));
        let Some(whole) = whole.and_then(|whole| given[whole]) else { continue };
        if given[index].is_none_or(|this| this.role == whole.role || this.rule.ends_with("shared"))
            && phrases[index].head.is_none_or(|head| !matches!(words.sense(head), Sense::Thing(..)))
        {
            given[index] = Some(Given { role: whole.role, words: None, rule: "part", part: true });
            // Those listed on are parts too.
            for next in index + 1..phrases.len() {
                if joined(words, phrases[next - 1].end, phrases[next].start).is_none()
                    || given[next].is_some_and(|this| !this.rule.contains("shared"))
                {
                    break;
                }
                given[next] = Some(Given { role: whole.role, words: None, rule: "part", part: true });
            }
        }
    }
}

/// `seven people, including two women and a child, were killed`: parts between the number and its verb.
pub(super) fn parts_before_fate(words: &Words<'_>, phrases: &[Phrase], given: &mut [Option<Given>]) {
    for index in 0..phrases.len() {
        let Some(whole) = given[index].filter(|whole| whole.role.is_toll()) else { continue };
        let Some((_, fate)) = whole.words.filter(|(_, to)| *to > phrases[index].end + 2) else { continue };
        let Some(from) = (phrases[index].end..fate).find(|at| words.says(*at, &["including", "among"]))
        else {
            continue;
        };
        for next in index + 1..phrases.len() {
            if phrases[next].end > fate {
                break;
            }
            if phrases[next].start > from
                && let Some(this) = given[next].as_mut().filter(|this| this.role == whole.role)
            {
                this.part = true;
            }
        }
    }
}

/// `six of the house along with 20 others were killed`: two numbers under one verb are added up.
pub(super) fn together(words: &Words<'_>, phrases: &[Phrase], given: &mut [Option<Given>]) {
    let ends = |given: Option<Given>| given.and_then(|given| given.words).map(|(_, to)| to);
    for index in 1..phrases.len() {
        let (Some(first), Some(second)) = (given[index - 1], given[index]) else { continue };
        let start = phrases[index].start;
        let linked = start >= 2
            && (words.says(start - 1, &["with"]) && words.says(start - 2, &["along", "together"])
                || words.says(start - 1, &["as", "to"]) && words.says(start - 2, &["well", "addition"])
                || words.says(start - 1, &["and"]) && phrases[index - 1].single);
        let alike = first.role == second.role && first.role.is_toll() && !first.part && !second.part;
        if linked && alike && first.rule.starts_with("after") && ends(Some(first)) == ends(Some(second)) {
            given[index - 1] = Some(Given { rule: "after.shared", ..first });
        }
    }
}

/// `many of them`, `four of those killed`: some of those counted already.
pub(super) fn of_them(words: &Words<'_>, phrase: &Phrase) -> bool {
    let of = (phrase.number_end.saturating_sub(1)..=phrase.number_end).find(|at| words.says(*at, &["of"]));
    of.is_some_and(|of| {
        words.says(of + 1, &["them", "whom"])
            || words.says(of + 1, &["those", "the"])
                && (matches!(
                    words.sense(of + 2),
                    Sense::Fate(Role::Killed | Role::Injured, Form::Past | Form::State | Form::Noun)
                ) || words.says(of + 2, &["victims"]))
    })
}

/// Whether only joining words stand between two phrases; `Some(true)` where the second is part of the first.
fn joined(words: &Words<'_>, from: usize, to: usize) -> Option<bool> {
    if to <= from || to - from > 6 {
        return None;
    }
    let t = words.t;
    let mut part = false;
    for at in from..to {
        if words.says(at, &["including", "among", "them", "whom"]) {
            part = true;
        } else if !(t.is_mark(at, ',')
            || words.says(
                at,
                &[
                    "and",
                    "as",
                    "well",
                    "along",
                    "with",
                    "plus",
                    "or",
                    "alongside",
                    "together",
                    "&",
                    "also",
                    "her",
                    "his",
                    "their",
                    "the",
                    "another",
                    "other",
                    "all",
                    "only",
                    "just",
                    "these",
                    "those",
                    "both",
                    "of",
                ],
            ))
        {
            return None;
        }
    }
    Some(part)
}
