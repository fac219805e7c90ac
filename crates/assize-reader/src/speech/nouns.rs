//! Nouns that carry content, and speakers before a colon.

use super::{
    content::{self, Cut},
    find::{Pieces, Scan},
    lexicon::{self, Class},
    subject,
    view::{NONE, Run, View},
};
use crate::tag::Tag;
use std::sync::OnceLock;

impl Scan<'_, '_> {
    /// `the minister's claim that …`, `allegations of …`.
    pub(super) fn noun_cues(&mut self) {
        let v = self.v;
        for at in 0..v.len() {
            let noun = is_noun_cue(v.word(at)) && v.tag(at).is_noun();
            if !noun || v.quoted[at] != NONE || self.taken[at].is_some() {
                continue;
            }
            let clause = v.is(at + 1, &["that"]);
            if !clause {
                continue;
            }
            let source = possessor(v, at);
            let cue = (at, at + 1);
            let from = at + 2;
            let end = content::end(v, from, Class::Say, Cut::Clause, &|i| self.taken_at(i));
            if end <= from {
                continue;
            }
            self.push(Pieces {
                source: source.filter(|s| self.free(*s)),
                cue,
                contents: vec![(from, end)],
                class: Some(Class::Say),
                rule: "speech.noun",
                lemma: "claim",
                ..Pieces::default()
            });
        }
    }

    /// `Minister: the strait is closed` at the start of a line.
    pub(super) fn headline(&mut self) {
        let v = self.v;
        if !self.found.is_empty() {
            return;
        }
        let Some(colon) = (1..v.len().min(7)).find(|i| v.is(*i, &[":"]) && v.quoted[*i] == NONE) else {
            return;
        };
        let named = (0..colon)
            .all(|i| v.tag(i).is_proper() || v.tag(i) == Tag::STOP || v.tag(i) == Tag::NN && i == 0);
        let upper = v.written(0).bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        let quoted = v.quoted.get(colon + 1).is_some_and(|q| *q != NONE);
        let notice = v.is(0, NOTICES);
        // The title of a text: a clause without a stop.
        let title = v.sentence.start == 0
            && v.body_end() == v.len()
            && (colon + 1..v.len()).any(|i| v.tag(i).is_finite());
        if named && !notice && (upper || quoted || title) && colon + 1 < v.body_end() {
            self.push(Pieces {
                source: Some((0, colon)),
                cue: (colon, colon + 1),
                contents: vec![(colon + 1, v.body_end())],
                class: Some(Class::Say),
                rule: "speech.colon",
                lemma: ":",
                ..Pieces::default()
            });
        }
    }
}

/// Words before a colon that announce, and speak for nobody.
const NOTICES: &[&str] = &[
    "correction",
    "email",
    "e-mail",
    "update",
    "updated",
    "breaking",
    "watch",
    "video",
    "photos",
    "photo",
    "note",
    "exclusive",
    "opinion",
    "analysis",
    "editor",
    "busted",
    "related",
    "more",
    "read",
    "live",
    "here",
    "source",
    "boom",
    "look",
];

/// Nouns that carry a clause as their content.
const NOUNS: &[&str] = &[
    "claim",
    "claims",
    "allegation",
    "allegations",
    "assertion",
    "assertions",
    "statement",
    "accusation",
    "accusations",
    "suggestion",
    "suggestions",
    "belief",
    "fear",
    "fears",
    "concern",
    "concerns",
    "hope",
    "hopes",
    "argument",
    "arguments",
    "contention",
    "notion",
    "idea",
    "promise",
    "promises",
    "warning",
    "warnings",
    "report",
    "reports",
    "rumors",
    "speculation",
    "view",
    "opinion",
    "suspicion",
    "suspicions",
    "impression",
    "insistence",
    "acknowledgment",
    "announcement",
    "prediction",
    "assumption",
    "conclusion",
    "denial",
    "assurance",
    "assurances",
    "complaint",
    "complaints",
    "charge",
    "vow",
    "pledge",
    "observation",
    "perception",
    "sense",
    "conviction",
    "admission",
    "revelation",
];

/// Whether a word in lower case is a noun that carries content.
pub(super) fn is_noun_cue(word: &str) -> bool {
    static SIEVE: OnceLock<lexicon::Sieve> = OnceLock::new();
    SIEVE.get_or_init(|| lexicon::Sieve::of(NOUNS.iter().copied())).may_hold(word) && NOUNS.contains(&word)
}

/// The owner of the noun at `at`: `the minister's`, `his`.
fn possessor(v: &View<'_>, at: usize) -> Option<Run> {
    let mut i = at;
    while i > 0 && matches!(v.tag(i - 1), Tag::JJ | Tag::NN | Tag::VBN) && at - i < 4 {
        i -= 1;
    }
    let last = i.checked_sub(1)?;
    match v.tag(last) {
        Tag::PRPS => Some((last, i)),
        Tag::POS => subject::phrase_before(v, last).map(|(start, _)| (start, last)),
        _ => None,
    }
}
