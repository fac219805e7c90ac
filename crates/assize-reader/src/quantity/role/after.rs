//! What became of those counted, told by the words after them.

use super::{Given, LOSING, REACH};
use crate::{
    lexeme::Lex,
    quantity::{
        Role,
        lexicon::{Form, Sense, Words},
        phrase::Phrase,
    },
};

/// Words that may stand between those counted and what became of them.
const BETWEEN: &[&str] = &[
    "were",
    "was",
    "are",
    "is",
    "have",
    "has",
    "had",
    "been",
    "be",
    "being",
    "also",
    "reportedly",
    "allegedly",
    "reported",
    "confirmed",
    "believed",
    "to",
    "then",
    "all",
    "initially",
    "later",
    "feared",
    "presumed",
    "either",
    "both",
    "who",
    "that",
    "which",
    "found",
    "left",
    "lay",
    "remained",
    "remain",
    "still",
    "already",
    "instantly",
    "immediately",
    "subsequently",
    "likely",
    "probably",
    "possibly",
    "apparently",
    "seriously",
    "critically",
    "severely",
    "lightly",
    "slightly",
    "badly",
    "others",
    "other",
    "more",
    "as",
    "listed",
    "declared",
    "pronounced",
    "said",
    "claimed",
    "up",
    "end",
    "ended",
    "got",
    "gets",
    "get",
    "went",
    "go",
    "shot",
    "shortly",
    "soon",
    "tragically",
    "must",
    "may",
    "might",
    "could",
    "at",
    "least",
    "mostly",
    "mainly",
    "people",
    "in",
    "total",
    "together",
    "thereafter",
    "arrived",
    "identified",
    "not",
    "never",
];

/// The role from what follows: `12 people were killed`, `14 dead`, `30 injured`.
pub(super) fn after(words: &Words<'_>, phrase: &Phrase) -> Option<Given> {
    if let Some(head) = phrase.head
        && let Sense::Fate(role, Form::Noun) = words.sense(head)
    {
        // `claimed 14 lives`; lives are not always lost.
        if words.says(head, &["lives"])
            && !(1..=8).any(|back| head.checked_sub(back).is_some_and(|at| words.says(at, LOSING)))
        {
            return None;
        }
        return Some(Given { role, words: Some((head, head + 1)), rule: "noun", part: false });
    }
    let t = words.t;
    let mut at = phrase.end;
    // `12 people, including five children, were killed`
    if (t.is_mark(at, ',') || t.is_mark(at, '('))
        && words.says(at + 1, &["including", "among", "most", "many", "some", "all", "mostly", "mainly"])
    {
        let close = if t.is_mark(at, '(') { ')' } else { ',' };
        let closing = (at + 2..(at + 30).min(words.len()))
            .find(|index| t.is_mark(*index, close) && fate_soon(words, *index + 1));
        at = closing? + 1;
    }
    // `five family members of the mayor were killed`: a short complement may stand between.
    let mut negated = false;
    let limit = (at + REACH).min(words.len());
    let mut complement = words.says(at, &["of", "from", "in", "on", "at", "aboard", "inside", "onboard"]);
    let mut steps = 0;
    while at < limit + steps {
        match words.sense(at) {
            Sense::Fate(role, Form::Past | Form::Own | Form::State) => {
                // `two friends of men killed there`: the fate is that of the men.
                let of_others = steps > 0
                    && at > phrase.end
                    && matches!(words.sense(at - 1), Sense::Person(..) | Sense::Kin(..) | Sense::Troop(_));
                if negated || of_others || reason_of_passive(words, at, phrase) {
                    return None;
                }
                // `killed or injured`, `killed and wounded`: the words do not say how many of each.
                let either =
                    (t.is(at + 1, &["or", "and"]) || t.is_mark(at + 1, '/')) && !object(words, at + 3);
                let role = match words.sense(at + 2) {
                    Sense::Fate(Role::Injured | Role::Killed, Form::Past) if either => Role::Casualties,
                    _ => role,
                };
                // `was injured in the yard and later died`
                let died = (role == Role::Injured).then(|| later_died(words, at + 1)).flatten();
                let (role, to) = died.map_or((role, at + 1), |died| (Role::Killed, died + 1));
                return Some(Given {
                    role,
                    words: Some((phrase.end.min(at), to)),
                    rule: if died.is_some() { "after.died" } else { "after" },
                    part: false,
                });
            }
            _ if words.says(at, &["lost"]) && words.says(at + 2, &["lives", "life"]) => {
                return Some(Given {
                    role: Role::Killed,
                    words: Some((at, at + 3)),
                    rule: "after.lost",
                    part: false,
                });
            }
            _ if words.says(at, &["under", "beneath"]) && words.about.rubble => {
                return Some(Given {
                    role: Role::Missing,
                    words: Some((at, at + 1)),
                    rule: "after.rubble",
                    part: false,
                });
            }
            _ if words.says(at, &["sustained", "suffered"])
                && (at + 1..at + 5).any(|i| words.says(i, &["injuries", "wounds", "burns", "injury"])) =>
            {
                return Some(Given {
                    role: Role::Injured,
                    words: Some((at, at + 1)),
                    rule: "after.suffered",
                    part: false,
                });
            }
            _ if words.says(at, BETWEEN) => {
                negated |= words.says(at, &["not", "never"]);
                complement = false;
            }
            _ if complement && steps < 6 && !matches!(t.lex(at), Lex::Mark(_)) => steps += 1,
            _ => return None,
        }
        at += 1;
    }
    None
}

/// The verb that tells of a later death of those injured: `was injured there and later died`.
fn later_died(words: &Words<'_>, from: usize) -> Option<usize> {
    let end = (from + 25).min(words.len());
    (from..end).find(|at| {
        matches!(words.sense(*at), Sense::Fate(Role::Killed, Form::Own))
            && words.says(at - 1, &["later", "subsequently", "and", "then", "eventually"])
    })
}

/// How far a subject's own verb may stand behind lists, names and asides.
const FAR: usize = 70;

/// The verb of a subject that is followed by names, lists and asides: `seven people, a man (40), his wife and …, were killed`.
pub(super) fn far_after(words: &Words<'_>, phrase: &Phrase) -> Option<Given> {
    let t = words.t;
    phrase.head?;
    // Only the words right before and after the phrase make it a subject with an aside.
    let aside = t.is_mark(phrase.end, ',')
        || t.is_mark(phrase.end, '(')
        || t.is_mark(phrase.end, ':')
        || t.is_dash(phrase.end)
        || t.is(phrase.end, &["of", "from", "in", "with", "including", "along", "and"])
        || words.says(phrase.end, &["belonging"]);
    if !aside {
        return None;
    }
    let mut depth = 0_i32;
    for at in phrase.end..(phrase.end + FAR).min(words.len()) {
        match t.lex(at) {
            Lex::Mark('(' | '[') => depth += 1,
            Lex::Mark(')' | ']') => depth -= 1,
            Lex::Mark(';') if depth <= 0 => return None,
            _ if depth > 0 => {}
            _ if words.says(
                at,
                &["said", "says", "reported", "posted", "wrote", "stated", "when", "after", "while", "who"],
            ) && !words.says(at.wrapping_sub(1), &["was", "were", "been"]) =>
            {
                return None;
            }
            // `two of whom were pregnant` is an aside.
            _ if words.says(at, &["was", "were"])
                && words.says(at.wrapping_sub(1), &["whom", "which", "them"]) => {}
            _ if words.says(at, &["was", "were"]) => {
                let fate = (at + 1..at + 6).find_map(|next| match words.sense(next) {
                    Sense::Fate(role, Form::Past | Form::State) => Some(Some((role, next))),
                    _ if words.says(next, BETWEEN) => None,
                    _ => Some(None),
                });
                let (role, next) = fate.flatten()?;
                return Some(Given { role, words: Some((at, next + 1)), rule: "after.far", part: false });
            }
            _ => {}
        }
    }
    None
}

fn fate_soon(words: &Words<'_>, index: usize) -> bool {
    (index..index + 6).find_map(|at| match words.sense(at) {
        Sense::Fate(_, Form::Past | Form::Own | Form::State) => Some(true),
        _ if words.says(at, BETWEEN) => None,
        _ => Some(false),
    }) == Some(true)
}

/// `The three men killed two guards`: an active verb with an object after those who did it.
fn reason_of_passive(words: &Words<'_>, at: usize, phrase: &Phrase) -> bool {
    let Sense::Fate(_, Form::Past) = words.sense(at) else { return false };
    let passive = at > 0
        && (phrase.end..at).any(|index| {
            words.says(
                index,
                &["were", "was", "are", "is", "been", "be", "being", "got", "get", "left", "who"],
            )
        });
    if passive {
        return false;
    }
    // Directly after the noun: a reduced passive (`12 people killed in`) unless an object follows.
    phrase.head.is_some() && object(words, at + 1)
}

/// Whether people that a verb acts on stand at an index: `killed two guards`.
pub(super) fn object(words: &Words<'_>, at: usize) -> bool {
    let t = words.t;
    let determiner =
        t.is(at, &["a", "an", "the", "his", "her", "their", "more", "about", "some", "several", "dozens"]);
    let least = t.word(at) == "at" && t.is(at + 1, &["least"]);
    let figure = matches!(t.lex(at), Lex::Figure(..) | Lex::Cardinal(_)) && !words.dated(at);
    determiner || least || figure
}
