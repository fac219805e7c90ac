//! Where content ends, and its bytes.

use super::{
    lexicon::{self, Class, Form},
    subject,
    view::{NONE, Run, View},
};
use crate::{segment::Quote, tag::Tag};
use assize_record::Span;

/// How far content may run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cut {
    /// To the end of the sentence, but for another attribution.
    Sentence,
    /// To the end of the clause.
    Clause,
    /// A noun phrase and what is tied to it.
    Phrase,
}

/// A quotation of no more tokens inside other words is no sentence, with its marks and comma.
const SOME_WORDS: usize = 7;

/// One past the last token of the content that begins at `start`. `taken` says which tokens belong elsewhere.
pub(super) fn end(
    v: &View<'_>,
    start: usize,
    class: Class,
    cut: Cut,
    taken: &dyn Fn(usize) -> bool,
) -> usize {
    let body = v.body_end();
    let mut at = start;
    while at < body {
        if taken(at) {
            break;
        }
        if v.quoted[at] != NONE {
            let after = v.after_quote(at);
            let stops = v.closes(after - 1)
                && matches!(v.word(after.saturating_sub(2)), "." | "," | "!" | "?")
                && after > at + 4;
            // `named the guards and “sailors of theirs,” taken for pirates, who …`: some words of what is said, with the comma inside.
            let words = at > start && v.word(after.saturating_sub(2)) == "," && after <= at + SOME_WORDS;
            at = after;
            if stops && !words {
                break;
            }
            continue;
        }
        if v.tag(at) == Tag::LRB {
            at = v.close_parenthesis(at).map_or(at + 1, |close| close + 1);
            continue;
        }
        if at > start && breaks(v, start, at, class, cut) {
            break;
        }
        at += 1;
    }
    while at > start
        && v.quoted[at - 1] == NONE
        && (v.comma(at - 1)
            || v.dash(at - 1)
            || v.tag(at - 1) == Tag::CC
            || matches!(v.word(at - 1), ";" | ":"))
    {
        at -= 1;
    }
    at
}

/// Whether content that began at `start` breaks off before the token at `at`.
fn breaks(v: &View<'_>, start: usize, at: usize, class: Class, cut: Cut) -> bool {
    let word = v.word(at);
    if word == ";" {
        return true;
    }
    let after_comma = v.comma(at);
    let next = if after_comma { at + 1 } else { at };
    if after_comma && v.is(next, &["according", "per"]) {
        return true;
    }
    if after_comma && participle_cue(v, next) {
        return true;
    }
    if after_comma && cut != Cut::Sentence && new_attribution(v, next) {
        return true;
    }
    if matches!(v.word(next), "and" | "but" | "or")
        && (verb_follows(v, next + 1) || cut != Cut::Sentence && second_verb(v, start, at, next + 1))
    {
        return true;
    }
    if cut == Cut::Sentence {
        return false;
    }
    if after_comma && v.is(next, &["but", "while", "though", "although", "whereas"]) {
        return true;
    }
    if after_comma && v.is(next, &["and"]) && new_attribution(v, next + 1) {
        return true;
    }
    if cut == Cut::Clause {
        return subject::circumstance(v, at)
            && v.is(at, &["after", "while", "before", "when"])
            && class == Class::Think;
    }
    phrase_breaks(v, start, at, after_comma, next)
}

/// Where the object of a view ends.
fn phrase_breaks(v: &View<'_>, start: usize, at: usize, after_comma: bool, next: usize) -> bool {
    if after_comma {
        let list = v.tag(at.wrapping_sub(1)).is_noun()
            && (at + 1..(at + 9).min(v.len())).any(|i| v.is(i, &["and", "or"]) && v.comma(i - 1));
        return !(list || v.quoted.get(next).is_some_and(|q| *q != NONE));
    }
    // `called for air support resulting in nine deaths`: what came of it is told by whoever writes.
    if v.is(at, &["resulting", "leading", "causing", "prompting"]) {
        return true;
    }
    if v.dash(at)
        || v.is(
            at,
            &[
                "after", "while", "before", "when", "because", "but", "although", "though", "since", "if",
                "unless", "during", "amid",
            ],
        )
    {
        return true;
    }
    at > start && subject::circumstance(v, at) && !v.is(at, &["as"])
}

/// Whether a participle cue begins here: `adding that`.
fn participle_cue(v: &View<'_>, at: usize) -> bool {
    let at = if v.is(at, &["and", "while"]) || v.tag(at).is_adverb() { at + 1 } else { at };
    let cue = lexicon::lookup(v.word(at));
    v.tag(at) == Tag::VBG
        && cue.is_some_and(|e| {
            e.form == Form::Gerund && matches!(e.class, Class::Say | Class::Tell | Class::View)
        })
}

/// Whether the verb after a conjunction goes with the cue: `denies it and points out that …`. Content that has a verb of its own may
/// have a second one.
fn second_verb(v: &View<'_>, start: usize, at: usize, next: usize) -> bool {
    let mut verb = next;
    while v.tag(verb).is_adverb() && verb < next + 2 {
        verb += 1;
    }
    let gerund =
        v.tag(verb) == Tag::VBG && lexicon::lookup(v.word(verb)).is_some_and(|e| e.form == Form::Gerund);
    let near = start.max(at.saturating_sub(40));
    (v.tag(verb).is_finite() || gerund && v.tag(start) != Tag::VBG)
        && v.quoted.get(verb) == Some(&NONE)
        && !(near..at).any(|i| {
            v.quoted[i] == NONE && (v.tag(i).is_finite() || v.tag(i) == Tag::TO && v.tag(i + 1) == Tag::VB)
        })
}

/// Whether, after a conjunction, the same speaker goes on: `and said`.
fn verb_follows(v: &View<'_>, at: usize) -> bool {
    let mut i = at;
    while v.tag(i).is_adverb() || v.is(i, &["has", "have", "had"]) {
        i += 1;
    }
    i < v.len()
        && matches!(v.tag(i), Tag::VBD | Tag::VBZ | Tag::VBN)
        && lexicon::lookup(v.word(i)).is_some_and(|e| matches!(e.class, Class::Say | Class::Tell))
}

/// Whether a new source and cue begin here.
fn new_attribution(v: &View<'_>, at: usize) -> bool {
    let end = subject::skip_phrase(v, at);
    end > at
        && lexicon::lookup(v.word(end)).is_some_and(|e| matches!(e.class, Class::Say | Class::Tell))
        && v.tag(end).is_finite()
}

/// The quotation that ends right before the sentence, with nothing but white space between.
pub(super) fn quote_before<'t>(v: &View<'t>) -> Option<&'t Quote> {
    let after = v.quotes.partition_point(|q| q.open.start < v.sentence.start);
    let quote = v.quotes.get(after.checked_sub(1)?)?;
    let close = quote.close?;
    let between = v.text.get(close.end..v.sentence.start)?;
    (between.len() < 4 && between.chars().all(|c| c == ' ' || c == '\u{a0}')).then_some(quote)
}

/// The bytes of a run of content, over the whole of a quotation that reaches out of the sentence, without the marks where it is
/// a quotation and nothing else.
pub(super) fn span(v: &View<'_>, run: Run) -> Option<Span> {
    let mut span = v.span(run);
    if let Some(quote) = v.quote(run.0) {
        span.start = span.start.min(quote.open.start);
    }
    if let Some(quote) = v.quote(run.1.checked_sub(1)?) {
        span.end = span.end.max(quote.outer().end);
    }
    let whole = v.quote(run.0).filter(|q| span.start == q.open.start && q.outer().end >= span.end);
    Some(match whole {
        Some(quote) => bare(v.text, quote.inner),
        None => trim(v.text, span),
    })
}

/// Without the comma or space at its end.
pub(super) fn bare(text: &str, span: Span) -> Span {
    let mut span = trim(text, span);
    if let Some(words) = span.slice(text) {
        span.end = span.start + words.trim_end_matches([',', ' ', '\u{a0}']).len();
    }
    span
}

/// Without white space at its ends.
pub(super) fn trim(text: &str, span: Span) -> Span {
    let Some(words) = span.slice(text) else { return Span::new(span.start, span.start) };
    let start = span.start + (words.len() - words.trim_start().len());
    Span::new(start, start + words.trim().len())
}
