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
    if !(tag.is_verb() || plain) {
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
    if v.quoted.get(end) == Some(&NONE) && entry.particles.contains(&v.word(end)) {
        end += 1;
        if v.is(end, &["of", "against", "to", "for"]) && v.is(end - 1, &["out"]) {
            end += 1;
        }
    }
    let base = tag == Tag::VB && !aux && !modal;
    Some(Group { entry, verb: at, run: (start, end), passive, finite: finite && !base && !to, negated })
}

fn have_after(v: &View<'_>, start: usize, at: usize) -> bool {
    (start..at).any(|i| HAVE.contains(&v.word(i)))
}

/// Whether only adverbs stand between the form of *be* before `start` and the verb.
fn be_before_adverbs(v: &View<'_>, start: usize, at: usize) -> bool {
    (start..at).all(|i| v.tag(i).is_adverb() || BE.contains(&v.word(i)))
}
