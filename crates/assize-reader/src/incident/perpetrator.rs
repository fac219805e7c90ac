//! Who is said to have done it, and with what certainty.

use super::{
    lexicon::{self, Noun},
    view::{Phrase, View},
};
use assize_record::Span;

/// How sure the text is that somebody did it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Certainty {
    /// Named near the act, not said to have done it.
    Possible,
    /// Suspected or accused.
    Suspected,
    /// Suspected or accused by authorities.
    Accused,
    /// Told as a fact.
    Fact,
    /// Those who did it say so.
    Claimed,
}

/// Somebody who is said to have done it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Perpetrator {
    /// The words.
    pub span: Span,
    /// Whether it is an organisation, else people.
    pub organisation: bool,
    /// Whether it belongs to a state: army, police, government.
    pub state: bool,
    /// How sure.
    pub certainty: Certainty,
}

/// Organisations and people that a phrase names, with whether they belong to a state.
pub(super) fn doers(view: &View<'_>, phrase: &Phrase) -> Vec<Perpetrator> {
    let mut doers = Vec::new();
    let mut at = phrase.start;
    while at < phrase.end {
        if let Some((end, span)) = group_at(view, at) {
            doers.push(Perpetrator { span, organisation: true, state: false, certainty: Certainty::Fact });
            at = end;
        } else {
            at += 1;
        }
    }
    let nouns = phrase.nouns(view);
    let from = start(view, phrase);
    let span = view.span(from, phrase.end);
    let state = (from..phrase.end).any(|at| view.is(at, STATE));
    if nouns.contains(&Noun::Fighter) || nouns.contains(&Noun::Anyone) {
        doers.push(Perpetrator { span, organisation: false, state: false, certainty: Certainty::Fact });
    } else if view.is(phrase.head, BODIES) && doers.is_empty() {
        doers.push(Perpetrator { span, organisation: true, state: true, certainty: Certainty::Fact });
    } else if nouns.contains(&Noun::Force) {
        doers.push(Perpetrator { span, organisation: false, state: true, certainty: Certainty::Fact });
        if let Some(body) = (from..phrase.head).find(|at| view.is(*at, BODIES)) {
            let span = view.span(from.min(body), body + 1);
            doers.push(Perpetrator { span, organisation: true, state: true, certainty: Certainty::Fact });
        }
    } else if nouns.contains(&Noun::Body) && doers.is_empty() && (view.capital(phrase.head) || state) {
        doers.push(Perpetrator { span, organisation: true, state, certainty: Certainty::Fact });
    }
    doers
}

/// Bodies of a state that act by themselves.
const BODIES: &[&str] =
    &["army", "police", "government", "military", "forces", "guard", "navy", "force", "troops"];

/// Words of a state's forces.
const STATE: &[&str] = &[
    "army",
    "police",
    "government",
    "military",
    "armed",
    "national",
    "air",
    "navy",
    "treasury",
    "security",
    "soldiers",
    "troops",
];

/// The first token of a phrase after articles and numbers.
fn start(view: &View<'_>, phrase: &Phrase) -> usize {
    use crate::tag::Tag;
    (phrase.start..phrase.head)
        .find(|at| !matches!(view.tag(*at), Tag::DT | Tag::CD | Tag::PDT | Tag::PRPS))
        .unwrap_or(phrase.head)
}

/// The name of an armed group that begins at a token: its end and span.
pub(super) fn group_at(view: &View<'_>, at: usize) -> Option<(usize, Span)> {
    let longest = lexicon::longest_group(view.word(at)).max(usize::from(hyphenated(view, at)) * 3);
    let mut name = String::new();
    let mut found = None;
    for end in at + 1..=(at + longest + 2).min(view.len()) {
        let (before, this) = (view.tokens.get(end.wrapping_sub(2)), view.tokens.get(end - 1)?);
        if end > at + 1 && before.is_some_and(|before| before.end < this.start) {
            name.push(' ');
        }
        name.push_str(view.word(end - 1));
        if lexicon::armed_group(&name).is_some() {
            found = Some((end, view.span(at, end)));
        }
    }
    found
}

fn hyphenated(view: &View<'_>, at: usize) -> bool {
    view.is(at + 1, &["-"])
}

/// Words that say somebody is suspected.
const SUSPECTS: &[&str] = &[
    "suspected",
    "allegedly",
    "alleged",
    "presumably",
    "presumed",
    "apparently",
    "accused",
    "accuses",
    "accusing",
    "blamed",
    "blames",
    "attributed",
    "believed",
    "believes",
    "suspects",
    "charged",
    "charges",
    "reportedly",
    "supposedly",
    "blame",
    "accusations",
    "suspicion",
    "suspicions",
    "probably",
    "responsible",
    "linked",
    "implicated",
    "involved",
    "apparent",
    "links",
];

/// Those whose word is that of the state.
const AUTHORITIES: &[&str] = &[
    "police",
    "government",
    "authorities",
    "army",
    "military",
    "minister",
    "president",
    "officials",
    "official",
    "judge",
    "court",
    "colonel",
    "general",
    "prosecutor",
    "commander",
    "ministry",
    "forces",
    "mayor",
    "governor",
];

/// How sure a sentence is about those it names.
pub(super) fn certainty(view: &View<'_>) -> Certainty {
    let has = |words: &[&str]| (0..view.len()).any(|at| view.is(at, words));
    let claims = ["claimed", "claims", "claiming", "took", "accepted", "assumed"];
    if has(&["responsibility", "credit"]) && has(&claims) || has(&["admitted", "acknowledged", "confessed"]) {
        return Certainty::Claimed;
    }
    if !has(SUSPECTS) {
        return Certainty::Fact;
    }
    // An authority right before a verb of saying or blaming.
    let speaks = |at: usize| {
        let word = view.word(at);
        view.tag(at).is_verb() && (crate::speech::lexicon::lookup(word).is_some() || SUSPECTS.contains(&word))
    };
    let authority = (0..view.len()).any(|at| view.is(at, AUTHORITIES) && (at + 1..at + 7).any(speaks));
    if authority { Certainty::Accused } else { Certainty::Suspected }
}

/// The armed groups that a text names: the first name of each group and where it stands, in order.
pub(super) fn groups(lower: &str) -> Vec<(&'static str, Span)> {
    let word_char = |c: char| c.is_alphanumeric() || matches!(c, '-' | '\'');
    let mut words: Vec<Span> = Vec::new();
    let mut from = None;
    for (at, c) in lower.char_indices() {
        match (from, word_char(c)) {
            (None, true) => from = Some(at),
            (Some(start), false) => {
                words.push(Span::new(start, at));
                from = None;
            }
            _ => {}
        }
    }
    let (mut found, mut at) = (Vec::new(), 0);
    while at < words.len() {
        let longest = lexicon::longest_group(words[at].slice(lower).unwrap_or(""));
        let named = (1..=longest).rev().find_map(|length| {
            let run = words.get(at..at + length)?;
            let name: Vec<&str> = run.iter().filter_map(|word| word.slice(lower)).collect();
            let group = lexicon::armed_group(&name.join(" "))?;
            Some((length, group, Span::new(run.first()?.start, run.last()?.end)))
        });
        match named {
            Some((length, group, span)) => {
                found.push((group, span));
                at += length;
            }
            None => at += 1,
        }
    }
    found
}

/// The group that `guerrillas` and the like mean in a text: the one it names most, twice as often as any other.
pub(super) fn main_group(groups: &[(&'static str, Span)]) -> Option<Span> {
    let mut counts: Vec<(&str, usize, Span)> = Vec::new();
    for (group, span) in groups {
        match counts.iter_mut().find(|(known, ..)| known == group) {
            Some((_, count, _)) => *count += 1,
            None => counts.push((group, 1, *span)),
        }
    }
    counts.sort_by_key(|(_, count, _)| std::cmp::Reverse(*count));
    match counts.as_slice() {
        [(_, _, span)] => Some(*span),
        [(_, most, span), (_, next, _), ..] if *most >= 2 * next => Some(*span),
        _ => None,
    }
}
