//! A cue verb with what belongs to it.

use super::{
    lexicon::{self, Entry, Form},
    view::{NONE, Run, View},
};
use crate::tag::Tag;

/// A cue verb with its auxiliaries and particles.
#[derive(Debug, Clone, Copy)]
pub(super) struct Group {
    pub(super) entry: &'static Entry,
    pub(super) verb: usize,
    pub(super) run: Run,
    pub(super) passive: bool,
    pub(super) finite: bool,
    pub(super) negated: bool,
}

const HAVE: &[&str] = &["has", "have", "had", "having", "'ve", "’ve"];
const BE: &[&str] = &["is", "are", "was", "were", "be", "been", "being", "'re", "’re", "am", "'m", "’m"];
const DO: &[&str] = &["do", "does", "did"];

/// The verb group around the token at `at`, if that is a cue verb outside quotation.
pub(super) fn group(v: &View<'_>, at: usize) -> Option<Group> {
    if v.quoted[at] != NONE {
        return None;
    }
    let entry = lexicon::lookup(v.word(at))?;
    let tag = v.tag(at);
    let plain = matches!(v.word(at), "said" | "says" | "told" | "wrote" | "tweeted");
    let adjective = entry.form == Form::Adjective;
    if !(tag.is_verb() || plain || adjective && after_be(v, at)) {
        return None;
    }
    let mut start = at;
    let (mut passive, mut modal, mut to, mut negated, mut aux) = (false, false, false, false, false);
    while start > 0 && v.quoted[start - 1] == NONE {
        let word = v.word(start - 1);
        let be = BE.contains(&word) || (matches!(word, "'s" | "’s") && v.tag(start - 1).is_verb());
        if be {
            passive |= !have_after(v, start, at) && entry.form != Form::Gerund && start == at
                || be_before_adverbs(v, start, at);
            aux = true;
        } else if HAVE.contains(&word) || (matches!(word, "'d" | "’d")) {
            aux = true;
        } else if v.tag(start - 1) == Tag::MD {
            (modal, aux) = (true, true);
        } else if DO.contains(&word) {
            aux = true;
        } else if word == "to" && v.tag(at) == Tag::VB && start == at {
            to = true;
        } else if matches!(word, "not" | "n't" | "n’t" | "never") {
            negated = true;
        } else if word == "since" && start > 1 && HAVE.contains(&v.word(start - 2)) {
            // `have since reported`
        } else if !(v.tag(start - 1).is_adverb() && start > 1)
            || matches!(word, "when" | "where" | "why" | "how" | "so" | "here" | "there")
        {
            break;
        }
        start -= 1;
        if at - start > 7 {
            break;
        }
    }
    // An adverb that opens the sentence or follows a comma belongs to neither source nor cue.
    while start < at && v.tag(start).is_adverb() && !negated && (start == 0 || v.comma(start - 1)) {
        start += 1;
    }
    let participle = matches!(entry.form, Form::Participle) || (entry.form == Form::Past && tag == Tag::VBN);
    passive &= participle || (entry.form == Form::Past);
    let gerund = entry.form == Form::Gerund;
    let finite =
        if gerund { aux } else { aux || modal || matches!(tag, Tag::VBD | Tag::VBZ | Tag::VBP) || plain };
    let mut end = at + 1;
    // `said about 80 people died`: the word goes with the number.
    let counts = v.is(end, &["about", "over", "around"]) && v.tag(end + 1) == Tag::CD;
    if v.quoted.get(end) == Some(&NONE) && entry.particles.contains(&v.word(end)) && !counts {
        end += 1;
        if v.is(end, &["of", "against", "to", "for"]) && v.is(end - 1, &["out"]) {
            end += 1;
        }
    }
    let base = tag == Tag::VB && !aux && !modal;
    let mut group =
        Group { entry, verb: at, run: (start, end), passive, finite: finite && !base && !to, negated };
    if (to || gerund && !aux)
        && let Some((first, finite)) = governed(v, start)
    {
        (group.run.0, group.finite, group.passive) = (first, finite, false);
    }
    Some(group)
}

/// Verbs that carry a cue with them: `went on to say`, `tried to deny`, `keeps saying`.
const CARRIERS: &[&str] = &[
    "continue",
    "continues",
    "continued",
    "continuing",
    "try",
    "tries",
    "tried",
    "trying",
    "tend",
    "tends",
    "tended",
    "fail",
    "fails",
    "failed",
    "begin",
    "begins",
    "began",
    "start",
    "starts",
    "started",
    "manage",
    "manages",
    "managed",
    "attempt",
    "attempts",
    "attempted",
    "attempting",
    "hesitate",
    "hesitated",
    "rush",
    "rushed",
    "keep",
    "keeps",
    "kept",
    "stop",
    "stopped",
    "stops",
    "used",
    "vote",
    "votes",
    "voted",
    "move",
    "moved",
    "pause",
    "paused",
    "need",
    "needs",
    "has",
    "have",
    "had",
];

/// Adjectives that carry a cue with them: `was quick to deny`.
const INCLINED: &[&str] = &[
    "quick",
    "eager",
    "willing",
    "unwilling",
    "reluctant",
    "ready",
    "happy",
    "able",
    "unable",
    "hesitant",
    "keen",
    "careful",
    "likely",
    "slow",
];

/// Where a verb that carries the cue at `to` (its `to`, or the cue itself) begins with its auxiliaries, and whether it is finite.
fn governed(v: &View<'_>, to: usize) -> Option<(usize, bool)> {
    let mut at = to.checked_sub(1)?;
    while at > 0 && v.tag(at).is_adverb() {
        at -= 1;
    }
    let on = v.is(at, &["on"]) && at > 0 && v.is(at - 1, &["go", "goes", "went", "gone", "going"]);
    let inclined = v.is(at, INCLINED);
    if v.quoted[at] != NONE || !(on || inclined || v.is(at, CARRIERS) && v.tag(at).is_verb()) {
        return None;
    }
    let mut start = at - usize::from(on);
    let mut finite = !inclined && v.tag(start).is_finite();
    for _ in 0..5 {
        let Some(before) = start.checked_sub(1).filter(|i| v.quoted[*i] == NONE) else { break };
        let word = v.word(before);
        let auxiliary =
            BE.contains(&word) || HAVE.contains(&word) || DO.contains(&word) || v.tag(before) == Tag::MD;
        if !auxiliary && !v.tag(before).is_adverb() && !matches!(word, "not" | "n't" | "n’t") {
            break;
        }
        finite |= auxiliary && !matches!(word, "be" | "been" | "being" | "having");
        start = before;
    }
    while start < at && v.tag(start).is_adverb() {
        start += 1;
    }
    finite.then_some((start, true))
}

/// Whether a form of *be* stands before the token, with nothing but adverbs between.
fn after_be(v: &View<'_>, at: usize) -> bool {
    let be = (at.saturating_sub(4)..at)
        .rev()
        .find(|i| !v.tag(*i).is_adverb() && !v.is(*i, &["not", "n't", "n’t", "more"]));
    be.is_some_and(|i| {
        BE.contains(&v.word(i)) || v.is(i, &["'s", "’s", "remains", "remained", "feels", "felt", "seems"])
    })
}

fn have_after(v: &View<'_>, start: usize, at: usize) -> bool {
    (start..at).any(|i| HAVE.contains(&v.word(i)))
}

/// Whether only adverbs stand between the form of *be* before `start` and the verb.
fn be_before_adverbs(v: &View<'_>, start: usize, at: usize) -> bool {
    (start..at).all(|i| v.tag(i).is_adverb() || BE.contains(&v.word(i)))
}
