//! Tags put right where a cue stands beside them.
//!
//! The tagger sees two words to each side. A cue says more: what stands right before `said` is a subject, however it is spelt.

use crate::tag::{Shape, Tag, Token};

/// Words that may open a sentence before `said` and are no name.
const NO_NAMES: &[&str] = &[
    "he",
    "she",
    "they",
    "it",
    "we",
    "i",
    "you",
    "who",
    "which",
    "what",
    "this",
    "that",
    "others",
    "some",
    "then",
    "later",
    "earlier",
    "also",
    "there",
    "here",
    "as",
    "and",
    "but",
    "or",
    "never",
    "not",
    "all",
    "one",
    "both",
    "many",
    "most",
    "few",
    "has",
    "have",
    "had",
    "still",
    "once",
    "first",
    "recently",
    "instead",
    "another",
    "reportedly",
    "long",
    "often",
    "again",
];

/// Whether the past form at `at` only describes the noun before it: `a poll released on Sunday shows`.
fn describes(lower: &str, tokens: &[Token], at: usize) -> bool {
    let word = |i: usize| tokens.get(i).and_then(|t| lower.get(t.start..t.end)).unwrap_or("");
    let tied = matches!(
        word(at + 1),
        "by" | "on" | "in" | "to" | "from" | "at" | "for" | "last" | "this" | "earlier"
    ) || super::subject::DAYS.contains(&word(at + 1));
    if at == 0 || !tied || tokens[at].tag != Tag::VBD || !tokens[at - 1].tag.is_noun() {
        return false;
    }
    for i in at + 2..(at + 14).min(tokens.len()) {
        let tag = tokens[i].tag;
        let barred = matches!(
            tag,
            Tag::COMMA | Tag::COLON | Tag::WP | Tag::WDT | Tag::WRB | Tag::OPEN | Tag::PRP | Tag::STOP
        );
        if barred
            || matches!(
                word(i),
                "that" | "as" | "because" | "after" | "before" | "while" | "if" | "and" | "but"
            )
        {
            return false;
        }
        if tag.is_finite() {
            return tokens[i - 1].tag.is_noun()
                || tokens[i - 1].tag == Tag::CD
                || tokens[i - 1].tag == Tag::RB;
        }
    }
    false
}

/// Corrects the tags of the words right before a verb that is surely a cue.
pub(super) fn retag(lower: &str, tokens: &mut [Token]) {
    let word = |token: &Token| lower.get(token.start..token.end).unwrap_or("");
    for at in 1..tokens.len() {
        if describes(lower, tokens, at) {
            tokens[at].tag = Tag::VBN;
        }
        if !matches!(
            word(&tokens[at]),
            "said" | "says" | "say" | "told" | "tells" | "tweeted" | "wrote" | "added"
        ) {
            continue;
        }
        // `a report published Monday said`
        if at > 2
            && tokens[at - 2].tag == Tag::VBD
            && tokens[at - 3].tag.is_noun()
            && super::subject::DAYS.contains(&word(&tokens[at - 1]))
        {
            tokens[at - 2].tag = Tag::VBN;
        }
        let before = tokens[at - 1];
        let name = matches!(before.shape, Shape::Capital | Shape::Mixed | Shape::Upper);
        if name && !before.tag.is_noun() && !NO_NAMES.contains(&word(&before)) {
            tokens[at - 1].tag = Tag::NNP;
        }
        // `advocates said`: two finite verbs do not stand side by side.
        let finite = matches!(before.tag, Tag::VBZ | Tag::VBP | Tag::VB);
        if !name && finite && word(&before).ends_with('s') && word(&before).len() > 4 {
            tokens[at - 1].tag = Tag::NNS;
        }
        if tokens[at - 1].tag.is_noun() && matches!(tokens[at].tag, Tag::VBN | Tag::NN | Tag::NNP | Tag::JJ) {
            tokens[at].tag = Tag::VBD;
        }
    }
}
