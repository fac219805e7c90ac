//! What became of those counted, told by the words before and after a number phrase.

use super::{
    Counted, Role, Scope, bare,
    lexicon::{Form, Number, Sense, Words},
    person,
    phrase::Phrase,
};
use crate::lexeme::Lex;
use assize_record::{Span, Status, Unit};

/// How far a predicate may stand from the phrase, in lexemes that say nothing of their own.
const REACH: usize = 9;

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
    let first = into.len();
    for (phrase, given) in phrases.iter().zip(&given) {
        let given = given.or_else(|| by_noun(words, phrase));
        let Some(given) = given else { continue };
        into.push(counted(words, phrase, given));
    }
    let before = into.len();
    bare_plurals(words, phrases, into);
    if into.len() > before {
        into[first..].sort_by_key(|one| one.span.start);
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
        t.span(phrase.start, phrase.number_end)
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
    // `Ada Quill (54)`, `Ada Quill, 54,`: a small figure set apart right after a name.
    let small = phrase.ends.max.is_some_and(|n| n < 110)
        && matches!(t.lex(phrase.start), Lex::Figure(..))
        && phrase.head.is_none();
    let named = phrase.start >= 2 && t.capital(phrase.start - 2) && t.lex(phrase.start - 2) == Lex::Word;
    let set_apart =
        t.is_mark(before, '(') && t.is_mark(end, ')') || t.is_mark(before, ',') && t.is_mark(end, ',');
    // `Ada Quill, 54 was killed`: the verb is that of the name.
    let verb = t.is_mark(before, ',')
        && t.is(end, &["was", "were", "and"])
        && (3..=4).filter_map(|back| phrase.start.checked_sub(back)).all(|at| t.capital(at) || t.is_dash(at))
        && !(3..=6)
            .filter_map(|back| phrase.start.checked_sub(back))
            .any(|at| t.is(at, &["in", "at", "near", "of", "on", "from"]));
    if small && named && (set_apart || verb) {
        return as_role(Role::Age, "age.apart");
    }
    let vote = |at: usize| words.says(at, &["vote", "votes"]);
    if vote(end) {
        return as_role(Role::Votes, "votes");
    }
    None
}

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
fn after(words: &Words<'_>, phrase: &Phrase) -> Option<Given> {
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
    let mut complement = t.word(at) == "of" || t.is(at, &["from", "in", "on", "at", "aboard"]);
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
fn far_after(words: &Words<'_>, phrase: &Phrase) -> Option<Given> {
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

/// `was killed along with his three children`.
fn with_the_dead(words: &Words<'_>, phrase: &Phrase) -> Option<Given> {
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

/// Verbs of losing.
const LOSING: &[&str] = &[
    "claimed", "claiming", "claims", "cost", "costing", "took", "taken", "takes", "taking", "lost", "losing",
];

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
fn object(words: &Words<'_>, at: usize) -> bool {
    let t = words.t;
    let determiner =
        t.is(at, &["a", "an", "the", "his", "her", "their", "more", "about", "some", "several", "dozens"]);
    let least = t.word(at) == "at" && t.is(at + 1, &["least"]);
    let figure = matches!(t.lex(at), Lex::Figure(..) | Lex::Cardinal(_)) && !words.dated(at);
    determiner || least || figure
}

/// The role from what stands before: `killing 12 people`, `the deaths of five`, `death toll rose to 14`, `injured: 7`.
fn before(words: &Words<'_>, phrase: &Phrase, bar: usize) -> Option<Given> {
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
                return Some(Given {
                    role: Role::Killed,
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

/// Phrases joined by commas and `and` share a fate: `a man, two women and a child were killed`.
fn share(words: &Words<'_>, phrases: &[Phrase], given: &mut [Option<Given>]) {
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
                given[index] = Some(Given { rule: "shared", part: part || before.part, ..before });
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

/// `a driver, Ada Quill, was killed`: one person, named right after.
fn names_the_same(words: &Words<'_>, person: &Phrase, name: &Phrase) -> bool {
    let named = person.single && name.single && person.head.is_some() && name.head.is_none();
    named && name.start <= person.end + 1 && !words.t.is(name.start - 1, &["and"])
}

/// `were killed, including five children`: a part of the number before, whose fate stands between.
fn parts_after_fate(words: &Words<'_>, phrases: &[Phrase], given: &mut [Option<Given>]) {
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
fn parts_before_fate(words: &Words<'_>, phrases: &[Phrase], given: &mut [Option<Given>]) {
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

/// `seven of the family along with 18 others were killed`: two numbers under one verb are added up.
fn together(words: &Words<'_>, phrases: &[Phrase], given: &mut [Option<Given>]) {
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
