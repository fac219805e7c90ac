//! Who speaks, where the source follows its cue.

use super::{
    lexicon::{self, Class},
    subject::{DAYS, circumstance, phrase_starts},
    view::{NONE, Run, View},
};
use crate::tag::Tag;

/// The noun phrase that begins at `at`, with what describes it: the source in `…, said Ada Ode, a former minister`.
pub(super) fn subject_after(v: &View<'_>, at: usize) -> Option<Run> {
    if v.quoted.get(at).copied() != Some(NONE) || !phrase_starts(v, at) {
        return None;
    }
    if v.tag(at) == Tag::PRP {
        return v.is(at, &["he", "she", "they", "it", "we", "i"]).then_some((at, at + 1));
    }
    let body = v.body_end();
    let mut end = at;
    let mut i = at;
    while i < body {
        if v.comma(i) {
            let close = (i + 1..body).find(|j| v.comma(*j) || v.opens(*j)).unwrap_or(body);
            let adjacent = v.quoted[i + 1..close.max(i + 1)].iter().all(|q| *q == NONE);
            let describes = i + 1 < body && adjacent && describes(v, i + 1, close);
            if !describes {
                break;
            }
            end = close;
            i = close;
            continue;
        }
        if v.opens(i) || v.quoted[i] != NONE {
            let short = v.after_quote(i);
            if short - i > 8
                || v.closes(short.saturating_sub(1)) && short < body && v.comma(short) && short - i > 6
            {
                break;
            }
            (i, end) = (short, short);
            continue;
        }
        let tag = v.tag(i);
        if v.dash(i) || matches!(v.word(i), ":" | ";" | "...") || circumstance(v, i) && i > at {
            break;
        }
        if v.is(i, &["who", "whose", "which"]) || (v.is(i, &["that"]) && tag == Tag::WDT) {
            if speaks_next(v, i + 1) {
                break;
            }
            let close = (i..body).find(|j| v.comma(*j) || v.opens(*j)).unwrap_or(body);
            // `the official, who, like others, …`: the clause goes on after an aside.
            if close == i + 1 {
                end = end.min(if v.comma(i - 1) { i - 1 } else { i });
                break;
            }
            (i, end) = (close, close);
            continue;
        }
        if tag == Tag::LRB {
            let Some(close) = v.close_parenthesis(i) else { break };
            (i, end) = (close + 1, close + 1);
            continue;
        }
        let continues = tag.is_modifier()
            || matches!(
                tag,
                Tag::IN | Tag::TO | Tag::CC | Tag::RB | Tag::VBN | Tag::VBG | Tag::PRP | Tag::RP | Tag::VB
            )
            || tag.is_adverb()
            || v.is(i, &["/"]);
        if !continues
            || v.is(i, &["that", "because", "if", "but", "whether", "although", "though", "while", "when"])
        {
            break;
        }
        i += 1;
        if !matches!(tag, Tag::IN | Tag::TO | Tag::CC) && !tag.is_adverb() {
            end = i;
        }
    }
    (end > at).then_some((at, end))
}

/// Where the source after a sentence-opening `according to` ends: at the first comma, but for a description set off by two.
pub(super) fn opening_source_end(v: &View<'_>, source: Run) -> usize {
    let Some(comma) = (source.0..source.1).find(|i| v.comma(*i) && v.quoted[*i] == NONE) else {
        return source.1;
    };
    let close = (comma + 1..(comma + 20).min(v.len())).find(|i| v.comma(*i));
    let described = v.is(comma + 1, &["a", "an", "the", "who", "which", "whose", "former"]);
    match close {
        Some(close)
            if described
                && (v.tag(comma + 1) == Tag::WP || !(comma + 1..close).any(|i| v.tag(i).is_finite())) =>
        {
            close
        }
        _ => comma,
    }
}

/// Whether `from..to`, after a comma, still describes the noun before the comma.
fn describes(v: &View<'_>, from: usize, to: usize) -> bool {
    if v.is(from, &["who", "whose", "which", "where"]) {
        return !speaks_next(v, from + 1) && to > from + 1;
    }
    if v.tag(from) == Tag::VBG
        || v.is(
            from,
            &[
                "but",
                "so",
                "while",
                "after",
                "as",
                "when",
                "in",
                "on",
                "at",
                "during",
                "and",
                "according",
                "with",
            ],
        )
    {
        return v.is(from, &["and"])
            && v.tag(from + 1).is_noun()
            && !(from..to).any(|i| v.tag(i).is_finite());
    }
    let finite = (from..to).any(|i| v.tag(i).is_finite());
    let relative = (from..to).any(|i| v.is(i, &["who", "that", "which"]));
    (phrase_starts(v, from) || v.tag(from) == Tag::RB)
        && (!finite || relative)
        && v.tag(from) != Tag::PRP
        && !v.is(from, DAYS)
}

/// Whether a cue follows a relative pronoun, perhaps after auxiliaries and adverbs: `who said`.
pub(super) fn speaks_next(v: &View<'_>, at: usize) -> bool {
    (at..(at + 3).min(v.len()))
        .find(|i| !v.tag(*i).is_adverb() && !v.is(*i, &["has", "have", "had"]))
        .is_some_and(|i| {
            v.tag(i).is_verb()
                && lexicon::lookup(v.word(i)).is_some_and(|e| matches!(e.class, Class::Say | Class::Tell))
        })
}
