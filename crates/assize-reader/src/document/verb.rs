//! Verb groups: the auxiliaries, modal and negation before a verb, with its voice.

use super::{
    lexis::{Class, Word},
    predicate::{Form, Predicate},
    sentence::Sentence,
};
use crate::tag::Tag;

/// Finds the verb groups between the noun phrases, in order.
pub(super) fn find(sentence: &mut Sentence) {
    let mut found = Vec::new();
    let mut at = 0;
    while at < sentence.tokens.len() {
        if let Some(phrase) = sentence.phrase_at(at) {
            at = sentence.phrases[phrase].end;
            continue;
        }
        if sentence.times.iter().any(|(_, run)| run.contains(&at)) {
            at += 1;
            continue;
        }
        match group(sentence, at) {
            Some(predicate) => {
                at = predicate.group.end;
                found.push(predicate);
            }
            None => at += 1,
        }
    }
    sentence.predicates = found;
}

/// A group with more words than this is cut.
const LONGEST: usize = 12;

fn group(sentence: &Sentence, start: usize) -> Option<Predicate> {
    let word = |at: usize| sentence.words.get(at).copied().unwrap_or_default();
    let free = |at: usize| sentence.phrase_at(at).is_none() && at < sentence.tokens.len();
    let first = sentence.tag(start);
    let infinitive = first == Tag::TO && to_verb(sentence, start + 1);
    if !(first.is_verb() || first == Tag::MD || infinitive) {
        return None;
    }
    let mut state = State { at: start, head: None, modal: None, negated: negated_before(sentence, start) };
    if infinitive {
        state.at += 1;
    }
    let mut last_auxiliary: Option<Word> = None;
    let mut auxiliaries = 0;
    while state.at < start + LONGEST && free(state.at) {
        let (tag, this) = (sentence.tag(state.at), word(state.at));
        if tag == Tag::MD {
            if state.head.is_some() {
                break;
            }
            state.modal = Some(state.at);
        } else if this.is(Class::Negation) {
            state.negated |= state.head.is_none() || last_auxiliary.is_some();
            if state.head.is_some() && last_auxiliary.is_none() {
                break;
            }
        } else if tag.is_verb() {
            if let Some(before) = state.head {
                // A verb after a verb that is no auxiliary begins a group of its own.
                if last_auxiliary.is_none() || !follows(word(before), tag) {
                    break;
                }
                auxiliaries += 1;
            }
            state.head = Some(state.at);
            last_auxiliary = this.is(Class::Auxiliary).then_some(this);
        } else if matches!(tag, Tag::OPEN | Tag::CLOSE) && quoted_inside(sentence, state.at, last_auxiliary) {
            // `was “wrongly” targeted`
        } else if tag == Tag::CC && last_auxiliary.is_some() && adverbs_joined(sentence, state.at) {
            // `were deliberately and slowly shot`
        } else if tag.is_adverb() || tag == Tag::RP && state.head.is_none() {
            if state.head.is_some() && (last_auxiliary.is_none() || !verb_follows(sentence, state.at)) {
                break;
            }
        } else {
            break;
        }
        state.at += 1;
    }
    let head = state.head?;
    let tag = sentence.tag(head);
    let before = (start..head).rev().find(|at| sentence.tag(*at).is_verb()).map(word);
    let after_be = before.is_some_and(|before| before.is(Class::Be) || before.is(Class::Get));
    let form = match tag {
        _ if infinitive => Form::Infinitive,
        _ if auxiliaries > 0 || state.modal.is_some() => Form::Finite,
        Tag::VBG => Form::Gerund,
        Tag::VBN => Form::Participle,
        Tag::VB => Form::Infinitive,
        _ => Form::Finite,
    };
    // `having been shot`, `being beaten`
    let starts_in_ing = sentence.tag(start) == Tag::VBG && head > start;
    let form = if starts_in_ing { Form::Gerund } else { form };
    let past = matches!(tag, Tag::VBN | Tag::VBD);
    let passive = past && (after_be || form == Form::Participle);
    Some(Predicate {
        group: start..head + 1,
        head,
        form,
        passive,
        negated: state.negated,
        modal: state.modal,
        ..Predicate::default()
    })
}

struct State {
    at: usize,
    head: Option<usize>,
    modal: Option<usize>,
    negated: bool,
}

/// Whether a mark of quotation stands between an auxiliary and its verb, round an adverb or the verb itself.
fn quoted_inside(sentence: &Sentence, at: usize, auxiliary: Option<Word>) -> bool {
    let inner = |at: usize| sentence.tag(at).is_adverb() || matches!(sentence.tag(at), Tag::VBN | Tag::VBG);
    auxiliary.is_some() && inner(at + 1)
}

fn adverbs_joined(sentence: &Sentence, at: usize) -> bool {
    sentence.tag(at.wrapping_sub(1)).is_adverb() && sentence.tag(at + 1).is_adverb()
}

fn to_verb(sentence: &Sentence, at: usize) -> bool {
    let next = sentence.tag(at);
    next == Tag::VB
        || next.is_verb() && sentence.phrase_at(at).is_none()
        || next.is_adverb() && sentence.tag(at + 1) == Tag::VB
}

/// Whether a form can stand after an auxiliary: `have` + past participle, `be` + participle or `-ing`, `do` + base form.
fn follows(auxiliary: Word, tag: Tag) -> bool {
    if auxiliary.is(Class::Do) {
        return matches!(tag, Tag::VB | Tag::VBP);
    }
    if auxiliary.is(Class::Have) {
        return matches!(tag, Tag::VBN | Tag::VBD);
    }
    matches!(tag, Tag::VBN | Tag::VBG | Tag::VBD)
}

fn verb_follows(sentence: &Sentence, at: usize) -> bool {
    (at + 1..at + 5)
        .take_while(|next| {
            let tag = sentence.tag(*next);
            tag.is_adverb() || tag.is_verb() || matches!(tag, Tag::OPEN | Tag::CLOSE | Tag::CC)
        })
        .any(|next| sentence.tag(next).is_verb() && sentence.phrase_at(next).is_none())
}

/// `never shot`: the word that denies stands before the group.
fn negated_before(sentence: &Sentence, start: usize) -> bool {
    let before = |back: usize| start.checked_sub(back).and_then(|at| sentence.words.get(at));
    let denies = |back: usize| before(back).is_some_and(|word| word.is(Class::Negation));
    denies(1) || sentence.tag(start.wrapping_sub(1)).is_adverb() && denies(2)
}
