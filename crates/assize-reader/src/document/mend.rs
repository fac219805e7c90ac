//! Tags that the words beside them show to be wrong, put right once for all layers.

use crate::tag::{Tag, Token};

/// A past form without an auxiliary between a noun and what it is done to is a verb with a tense: `the army killed nine rebels`.
pub(super) fn tags(tokens: &mut [Token]) {
    for at in 0..tokens.len() {
        let tag = |at: usize| tokens.get(at).map_or(Tag::STOP, |token| token.tag);
        if tag(at) == Tag::PRPS && !begins_phrase(tag(at + 1)) && !tag(at + 1).is_noun() && tag(at.wrapping_sub(1)).is_verb() {
            tokens[at].tag = Tag::PRP;
            continue;
        }
        if tag(at) != Tag::VBN || at == 0 {
            continue;
        }
        let mut before = at - 1;
        while before > 0 && tag(before).is_adverb() {
            before -= 1;
        }
        let subject = tag(before).is_noun() || matches!(tag(before), Tag::PRP | Tag::WP | Tag::WDT);
        let object = begins_phrase(tag(at + 1)) || tag(at + 1).is_noun();
        let second = tag(before) == Tag::CC && (0..before).rev().take(12).any(|i| matches!(tag(i), Tag::VBD));
        if object && (subject || second) {
            tokens[at].tag = Tag::VBD;
        }
    }
}

const fn begins_phrase(tag: Tag) -> bool {
    matches!(tag, Tag::DT | Tag::CD | Tag::PRP | Tag::PRPS | Tag::JJ | Tag::PDT)
}
