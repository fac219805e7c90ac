//! What became of those counted, told by the words before them.

use super::{Given, LOSING, REACH};
use crate::quantity::{
    Role,
    lexicon::{Form, Sense, Words},
    person,
    phrase::Phrase,
};

/// `was killed along with his three children`.
pub(super) fn with_the_dead(words: &Words<'_>, phrase: &Phrase) -> Option<Given> {
    let mut with = phrase.start.checked_sub(1)?;
    // `along with his three children`
    if words.says(with, &["his", "her", "their", "the"]) {
        with = with.checked_sub(1)?;
    }
    if !words.says(with, &["with", "alongside", "by"]) {
        return None;
    }
    for at in (phrase.start.saturating_sub(6)..with).rev() {
        match words.sense(at) {
            Sense::Fate(role, Form::Past | Form::Own) => {
                let linked = words.says(with, &["alongside"])
                    || (at + 1..with)
                        .any(|between| words.says(between, &["along", "together", "accompanied"]));
                return linked.then_some(Given {
                    role,
                    words: Some((at, at + 1)),
                    rule: "before.with",
                    part: false,
                });
            }
            _ if words.says(at, &["along", "together", "accompanied", "alongside"])
                || words.t.is_mark(at, ',') => {}
            _ => return None,
        }
    }
    None
}

/// Words that may stand between a fate and the number it happened to.
const BEFORE_NUMBER: &[&str] = &[
    "to",
    "at",
    "the",
    "by",
    "rose",
    "risen",
    "rises",
    "reached",
    "stands",
    "stood",
    "climbed",
    "increased",
    "as",
    "many",
    "high",
    "from",
    "is",
    "was",
    "now",
    "total",
    "number",
    "those",
    "people",
    "both",
    "all",
    "another",
    "a",
    "and",
    "between",
    "reportedly",
    "had",
    "has",
    "been",
    "lives",
    "put",
    "least",
    "up",
    "further",
    "estimated",
    "about",
    "around",
    "or",
    "then",
    "also",
    "family",
    "group",
    "approximately",
    "an",
    "reported",
    "alleged",
    "over",
];

/// The role from what stands before: `killing 12 people`, `the deaths of five`, `death toll rose to 14`, `injured: 7`.
pub(super) fn before(words: &Words<'_>, phrase: &Phrase, bar: usize) -> Option<Given> {
    let t = words.t;
    let mut at = phrase.start;
    let mut bar = bar;
    if phrase.single && phrase.head.is_none() {
        at = person::age_start(words, at);
        bar = bar.min(at.saturating_sub(1));
    }
    let mut linked_of = false;
    let mut steps = 0;
    while at > bar && steps < REACH {
        at -= 1;
        steps += 1;
        match words.sense(at) {
            Sense::Fate(role, Form::Active) => {
                // `killing and wounding 40`
                let both = at >= 2
                    && t.is(at - 1, &["and", "or"])
                    && matches!(words.sense(at - 2), Sense::Fate(Role::Killed | Role::Injured, Form::Active));
                let (role, from) = if both { (Role::Casualties, at - 2) } else { (role, at) };
                return Some(Given { role, words: Some((from, at + 1)), rule: "before", part: false });
            }
            Sense::Fate(role, Form::Past) if steps <= 4 => {
                let passive =
                    at > 0 && words.says(at - 1, &["were", "was", "been", "being", "be", "are", "is"]);
                let by = t.is(at + 1, &["by", "in", "on", "when", "during", "near", "with"]);
                return (!passive && !by).then_some(Given {
                    role,
                    words: Some((at, at + 1)),
                    rule: "before",
                    part: false,
                });
            }
            Sense::Fate(Role::Killed | Role::Injured, Form::Noun)
                if linked_of
                    && at >= 2
                    && t.is(at - 1, &["and"])
                    && matches!(
                        words.sense(at - 2),
                        Sense::Fate(Role::Killed | Role::Injured, Form::Noun)
                    ) =>
            {
                // `the deaths and injuries of several people`
                let given = Given {
                    role: Role::Casualties,
                    words: Some((at - 2, at + 1)),
                    rule: "before.of",
                    part: false,
                };
                return Some(given);
            }
            // `claimed the lives of five`; lives are not always lost.
            Sense::Fate(role, Form::Noun) if words.says(at, &["lives"]) => {
                let lost = linked_of
                    && (1..=3).filter_map(|back| at.checked_sub(back)).any(|at| words.says(at, LOSING));
                let given = Given { role, words: Some((at, at + 1)), rule: "before.lives", part: false };
                return lost.then_some(given);
            }
            Sense::Fate(role, Form::Noun | Form::Event) if linked_of || words.says(at + 1, &["toll"]) => {
                return Some(Given { role, words: Some((at, at + 1)), rule: "before.of", part: false });
            }
            Sense::Fate(
                role @ (Role::Killed | Role::Injured | Role::Missing | Role::Survived),
                Form::State | Form::Noun,
            ) if t.is_mark(at + 1, ':') => {
                return Some(Given { role, words: Some((at, at + 1)), rule: "before.list", part: false });
            }
            _ if words.says(at, &["toll"]) => {
                let injured = at > 0 && words.says(at - 1, &["injury", "injured", "injuries"]);
                return Some(Given {
                    role: if injured { Role::Injured } else { Role::Killed },
                    words: Some((at, at + 1)),
                    rule: "before.toll",
                    part: false,
                });
            }
            _ if words.says(at, &["of"]) => linked_of = true,
            // `inflicting injuries on 12 of them`
            _ if words.says(at, &["on"])
                && matches!(words.sense(at.wrapping_sub(1)), Sense::Fate(_, Form::Noun)) =>
            {
                linked_of = true;
            }
            _ if words.says(at, &["including", "among"]) => return None,
            _ if words.says(at, BEFORE_NUMBER) => {
                // `killed and 12 …` does not reach over a finished passive.
                if words.says(at, &["and", "or"])
                    && !matches!(words.sense(at.wrapping_sub(1)), Sense::Fate(_, Form::Active))
                {
                    return None;
                }
            }
            Sense::Fate(..) => return None,
            _ if t.is_mark(at, ':') || t.is_mark(at, '“') || t.is_mark(at, '"') => {}
            _ => return None,
        }
    }
    None
}
