//! Nouns that carry content, and speakers before a colon.

use super::{
    content::{self, Cut},
    find::{Pieces, Scan},
    lexicon::{self, Class},
    subject,
    view::{NONE, Run, View},
};
use crate::{
    nation::{self, Nation},
    tag::{Tag, gazetteer},
};

impl Scan<'_, '_> {
    /// `the minister's claim that …`, `allegations of …`.
    pub(super) fn noun_cues(&mut self) {
        let v = self.v;
        for at in 0..v.len() {
            // After `her` or `the` it is a noun, whatever the tagger took it for.
            let owned = at > 0 && matches!(v.word(at - 1), "her" | "his" | "their" | "its" | "the" | "a");
            let noun = lexicon::is_noun(v.word(at)) && (v.tag(at).is_noun() || owned);
            if !noun || v.quoted[at] != NONE || self.taken[at].is_some() {
                continue;
            }
            // `a report from the harbour authorities that …`
            let sender = v
                .is(at + 1, &["from"])
                .then(|| (at + 2, subject::skip_phrase(v, at + 2)))
                .filter(|(from, end)| end > from && v.is(*end, &["that"]));
            let clause = v.is(at + 1, &["that"]) || sender.is_some();
            let owner = possessor(v, at).or(sender);
            let (cue, from, cut) = match v.word(at + 1) {
                "that" => ((at, at + 1), at + 2, Cut::Clause),
                "from" if sender.is_some() => {
                    ((at, at + 1), sender.map_or(at, |(_, end)| end + 1), Cut::Clause)
                }
                "to" if owner.is_some() && v.tag(at + 2) == Tag::VB => ((at, at + 1), at + 1, Cut::Phrase),
                "of" | "for" | "about" | "on" | "against" | "toward" | "with" if owner.is_some() => {
                    ((at, at + 2), at + 2, Cut::Phrase)
                }
                _ => continue,
            };
            let fits = if clause {
                lexicon::noun_takes_clause(v.word(at))
            } else {
                lexicon::noun_takes(v.word(at), v.word(at + 1))
            };
            if !fits {
                continue;
            }
            let source = owner;
            let end = content::end(v, from, Class::Say, cut, &|i| self.taken_at(i));
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

    /// `Nine killed in raid: army`, the title of a text.
    fn behind_headline(&mut self) -> bool {
        let v = self.v;
        if v.sentence.start != 0 || v.body_end() != v.len() {
            return false;
        }
        let Some(colon) = (2..v.len()).rev().find(|at| v.is(*at, &[":"]) && v.quoted[*at] == NONE) else {
            return false;
        };
        let last = v.len() - 1;
        let letters = v.written(last);
        let initials = letters.len() > 1 && letters.bytes().all(|b| b.is_ascii_uppercase());
        let known = gazetteer::is_body_noun(v.word(last)) || gazetteer::is_people_word(v.word(last));
        let short = (colon + 1..v.len()).all(|at| v.tag(at).is_modifier() || v.tag(at).is_noun());
        if !(1..=4).contains(&(last - colon)) || !short || !(initials || known) {
            return false;
        }
        self.push(Pieces {
            source: Some((colon + 1, v.len())),
            cue: (colon, colon + 1),
            contents: vec![(0, colon)],
            class: Some(Class::Say),
            rule: "speech.colon",
            lemma: ":",
            ..Pieces::default()
        });
        true
    }

    /// `Minister: the strait is closed` at the start of a line.
    pub(super) fn headline(&mut self) {
        let v = self.v;
        if !self.found.is_empty() {
            return;
        }
        if self.behind_headline() {
            return;
        }
        let Some(colon) = (1..v.len().min(7)).find(|i| v.is(*i, &[":"]) && v.quoted[*i] == NONE) else {
            return;
        };
        let named = (0..colon)
            .all(|i| v.tag(i).is_proper() || v.tag(i) == Tag::STOP || v.tag(i) == Tag::NN && i == 0);
        let upper = v.written(0).bytes().all(|b| b.is_ascii_uppercase() || b == b'.');
        let quoted = v.quoted.get(colon + 1).is_some_and(|q| *q != NONE);
        // `Lowford: nine killed in a raid` says where, not who says so.
        let place = |at: usize| {
            nation::place(v.word(at)).is_some()
                || matches!(nation::nation(v.word(at)), Some((_, Nation::Country)))
        };
        let topic = !quoted && (0..colon).any(place);
        let notice = v.is(0, NOTICES) || topic;
        // The heading of an entry: `Harbour official: nine boats have sunk`, a line of its own without a stop.
        let line =
            v.text.get(..v.sentence.start).is_some_and(|before| before.trim_end_matches(' ').ends_with('\n'));
        let people =
            gazetteer::is_person_noun(v.word(colon - 1)) || gazetteer::is_body_noun(v.word(colon - 1));
        let entry = line
            && people
            && (0..colon).all(|i| v.tag(i).is_modifier())
            && v.body_end() == v.len()
            && (colon + 1..v.len()).any(|i| v.tag(i).is_finite());
        // The title of a text: a clause without a stop.
        let title = v.sentence.start == 0
            && v.body_end() == v.len()
            && (colon + 1..v.len()).any(|i| v.tag(i).is_finite());
        let speaks = named && (upper || quoted || title) || entry;
        if speaks && !notice && colon + 1 < v.body_end() {
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
