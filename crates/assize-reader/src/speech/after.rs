//! Cues that follow their content, and `according to`.

use super::{
    content::{self, Cut},
    find::{Pieces, Scan, keep},
    group::Group,
    lexicon::{self, Class},
    source_after, subject,
    view::{NONE, Run},
};
use crate::tag::Tag;

/// Measures that an act follows: `according to plan`.
const MEASURES: &[&str] =
    &["plan", "plans", "schedule", "rules", "need", "needs", "size", "custom", "protocol"];

/// A cue after its content: whose, where the content ends and where source and cue do.
struct Placed {
    source: Run,
    left: usize,
    right: usize,
    rule: &'static str,
}

/// What was done to words by whoever says them: `as reported by the mayor`.
const REPORTED: &[&str] = &[
    "confirmed",
    "reported",
    "stated",
    "announced",
    "described",
    "told",
    "recounted",
    "documented",
    "related",
];

impl Scan<'_, '_> {
    /// `…, according to five officials` and `According to five officials, …`.
    pub(super) fn according_to(&mut self) {
        let v = self.v;
        for at in 0..v.len().saturating_sub(2) {
            let cue = if v.is(at, &["according"]) && v.is(at + 1, &["to"]) {
                (at, at + 2)
            } else if v.is(at, &["per"]) && at > 0 && v.comma(at - 1) {
                (at, at + 1)
            } else if at > 0
                && v.comma(at - 1)
                && v.is(at, &["as"])
                && v.is(at + 1, REPORTED)
                && v.is(at + 2, &["by"])
            {
                (at, at + 3)
            } else {
                continue;
            };
            if v.quoted[at] != NONE || !self.free(cue) {
                continue;
            }
            let Some(mut source) = source_after::subject_after(v, cue.1) else { continue };
            let opens = at == 0 || self.clause_start(at) >= at || v.is(at - 1, &["(", "that"]);
            if !opens && !v.comma(at - 1) && v.is(source.1 - 1, MEASURES) {
                continue;
            }
            if opens {
                source.1 = source_after::opening_source_end(v, source);
            }
            let contents = if opens {
                let start = if v.comma(source.1) { source.1 + 1 } else { source.1 };
                let end = content::end(v, start, Class::Say, Cut::Sentence, &|_| false);
                vec![(start, end)]
            } else {
                let end = if v.comma(at - 1) { at - 1 } else { at };
                let mut start = self.clause_start(end);
                if let Some(which) = (start + 1..end).rev().find(|i| v.comma(*i) && v.quoted[*i] == NONE)
                    && v.is(which + 1, &["which"])
                {
                    start = which + 1;
                }
                let mut parts = vec![(start, end)];
                // `In May, according to the port, boats sank`.
                let fragment = !(start..end).any(|i| v.tag(i).is_finite() || v.quoted[i] != NONE);
                if v.comma(at - 1)
                    && v.comma(source.1)
                    && (fragment || v.tag(source.1 + 1).is_finite())
                    && self.goes_on(source.1 + 1)
                {
                    let stop = content::end(v, source.1 + 1, Class::Say, Cut::Sentence, &|_| false);
                    parts.push((source.1 + 1, stop));
                }
                parts
            };
            let contents = keep(contents);
            self.push(Pieces {
                source: Some(source),
                cue,
                contents,
                class: Some(Class::Say),
                rule: "speech.according-to",
                lemma: "according",
                ..Pieces::default()
            });
        }
    }

    /// `…, she said` and `…, said Ada Ode`.
    pub(super) fn after_its_content(&mut self, group: &Group) {
        let v = self.v;
        let able =
            matches!(group.entry.class, Class::Say | Class::Tell | Class::Think | Class::Quote | Class::Show);
        if !able || group.passive || !group.finite || !self.free(group.run) {
            return;
        }
        let Some(placed) =
            self.placed(group).filter(|p| !v.is(p.source.0, &["who", "which", "that", "whom"]))
        else {
            return;
        };
        let mut next = placed.right;
        if group.entry.class == Class::Tell || group.entry.lemma == "ask" {
            next = subject::skip_phrase(v, next);
        }
        next = subject::skip_adverbials(v, next);
        if !self.closes_after(&placed, next) {
            return;
        }
        let Some(mut contents) = self.words_before(&placed, next) else { return };
        self.words_after(&placed, next, &mut contents);
        let before = content::quote_before(v).filter(|_| placed.left == 0);
        self.push(Pieces {
            source: Some(placed.source),
            cue: group.run,
            contents: keep(contents),
            quote: before.map(|q| content::bare(v.text, q.inner)),
            class: Some(group.entry.class),
            rule: placed.rule,
            lemma: group.entry.lemma,
            negated: group.negated,
            ..Pieces::default()
        });
    }

    /// Source and order of a cue that follows its content.
    fn placed(&self, group: &Group) -> Option<Placed> {
        let v = self.v;
        let (start, end) = group.run;
        let before = subject::subject_before(v, start).filter(|s| self.free(*s));
        if let Some(source) = before.filter(|s| self.after_content(s.0)) {
            return Some(Placed { source, left: source.0, right: end, rule: "speech.postposed" });
        }
        // Who stands after `told` is told.
        let told = group.entry.class == Class::Tell;
        if told || !self.after_content(start) || before.is_some() && !v.comma(start.wrapping_sub(1)) {
            return None;
        }
        let source = source_after::subject_after(v, end).filter(|s| self.free(*s))?;
        // `The captain, a man of few words, said the boat sank`: a clause follows the cue, not its subject.
        if v.tag(source.1).is_finite() && !self.quoted_until(start) {
            return None;
        }
        Some(Placed { source, left: start, right: source.1, rule: "speech.inverted" })
    }

    /// Whether source and cue end their clause, so that the content must stand before them.
    fn closes_after(&self, placed: &Placed, next: usize) -> bool {
        let v = self.v;
        let postposed = placed.rule == "speech.postposed";
        if postposed && placed.left > 0 && self.fronted(placed.left, next) {
            return false;
        }
        let closed = self.quoted_until(placed.left)
            || next >= v.body_end()
            || v.comma(next)
            || v.dash(next)
            || matches!(v.word(next), ";" | ":")
            || !postposed
            || self.taken_at(next)
            || v.is(
                next,
                &["when", "after", "while", "before", "as", "and", "but", "in", "on", "at", "during", "of"],
            );
        closed && !(placed.left == 0 && postposed && !self.quote_before(placed.left))
    }

    /// The content before source and cue; `None` where what stands there is no content.
    fn words_before(&self, placed: &Placed, next: usize) -> Option<Vec<Run>> {
        let v = self.v;
        let left = placed.left;
        if left == 0 {
            return Some(Vec::new());
        }
        let stop = if v.comma(left - 1) || v.dash(left - 1) { left - 1 } else { left };
        let from = self.clause_start(stop);
        // A short phrase without a verb before the comma is an adverbial, not what was said.
        let clause = (from..stop).any(|i| v.tag(i).is_verb() || v.tag(i) == Tag::MD || v.quoted[i] != NONE);
        if clause {
            return Some(vec![(from, stop)]);
        }
        if placed.rule == "speech.inverted" {
            let after = self.past_appositions(next).filter(|_| from < stop && v.comma(left - 1))?;
            return Some(vec![(after + 1, self.sentence_end(after + 1)), (from, stop)]);
        }
        // `The boat, she said, had sunk`: the words go on after source and cue.
        let medial = placed.rule == "speech.postposed"
            && from < stop
            && v.comma(left - 1)
            && v.comma(next)
            && next + 2 < v.body_end()
            && v.quoted[from] == NONE
            && !v.opens(next + 1);
        let opening = subject::phrase_starts(v, from) || matches!(v.tag(from), Tag::IN | Tag::TO | Tag::RB);
        if !(medial && opening && self.goes_on(next + 1)) {
            return None;
        }
        Some(vec![(next + 1, self.sentence_end(next + 1)), (from, stop)])
    }

    /// `The boat, said Ada Ode, a captain from Hull, had sunk`: the comma behind which a clause or quotation goes on, past what is set off.
    fn past_appositions(&self, next: usize) -> Option<usize> {
        let v = self.v;
        let mut comma = Some(next).filter(|at| v.comma(*at))?;
        for _ in 0..3 {
            let from = comma + 1;
            if v.opens(from) {
                return Some(comma);
            }
            let end = (from..(from + 30).min(v.body_end())).find(|i| v.comma(*i) || v.opens(*i));
            let finite = |to: usize| (from..to.min(from + 8)).any(|i| v.tag(i).is_finite());
            if finite(end.unwrap_or(v.body_end())) {
                return self.goes_on(from).then_some(comma);
            }
            comma = end.filter(|at| v.comma(*at))?;
        }
        None
    }

    /// Adds the content that goes on after source and cue.
    fn words_after(&self, placed: &Placed, next: usize, contents: &mut Vec<Run>) {
        let v = self.v;
        let left = placed.left;
        let pause = v.comma(next) || v.dash(next) || v.is(next, &[":"]);
        let indirect = left > 0 && v.comma(left - 1) && v.quoted[left - 1] == NONE && v.comma(next);
        let again = v.is(next, &[":"]) || pause && v.opens(next + 1) || indirect && self.goes_on(next + 1);
        if again && next + 1 < v.len() && contents.iter().all(|c| c.0 <= next) {
            contents.push((next + 1, self.sentence_end(next + 1)));
        }
    }

    /// Where content ends that begins at `from` and runs to the end of the sentence or another attribution.
    fn sentence_end(&self, from: usize) -> usize {
        content::end(self.v, from, Class::Say, Cut::Sentence, &|at| self.taken_at(at))
    }

    /// Whether the words after source and cue are what is said: `The boat, she said, had sunk`.
    pub(super) fn goes_on(&self, at: usize) -> bool {
        let v = self.v;
        let aside = matches!(v.tag(at), Tag::VBG | Tag::WP | Tag::WDT)
            || v.is(
                at,
                &[
                    "who",
                    "which",
                    "whose",
                    "according",
                    "as",
                    "when",
                    "while",
                    "though",
                    "after",
                    "before",
                    "where",
                ],
            )
            || v.is(at, subject::DAYS)
            || subject::circumstance(v, at);
        at + 1 < v.body_end() && self.taken[at].is_none() && !aside && !self.spoken_again(at)
    }

    /// Whether another cue with its own subject follows within a few words.
    pub(super) fn spoken_again(&self, at: usize) -> bool {
        let v = self.v;
        (at..(at + 8).min(v.len())).any(|i| {
            v.quoted[i] == NONE
                && v.tag(i).is_finite()
                && lexicon::lookup(v.word(i)).is_some_and(|e| matches!(e.class, Class::Say | Class::Tell))
        })
    }

    /// Whether what stands before the subject at `left` only says when or where it was said, and the words come after the cue:
    /// `On Monday, he said the boat sank`.
    pub(super) fn fronted(&self, left: usize, next: usize) -> bool {
        let v = self.v;
        let from = self.clause_start(left - 1);
        let adverbial = v.quoted.get(from).copied() == Some(NONE)
            && (matches!(v.tag(from), Tag::IN | Tag::TO | Tag::WRB | Tag::VBG | Tag::VBN | Tag::RB)
                || v.is(from, subject::DAYS));
        let follows = v.is(next, &["that", "if", "whether", ":"])
            || subject::phrase_starts(v, next)
            || v.opens(next)
            || v.comma(next) && v.opens(next + 1) && v.quoted[left - 1] == NONE;
        adverbial && follows
    }

    /// Whether a quotation closes right before the token at `left`.
    pub(super) fn quoted_until(&self, left: usize) -> bool {
        left.checked_sub(1).is_some_and(|last| self.v.quoted[last] != NONE && self.v.closes(last))
    }

    /// Whether content may end right before the token at `left`.
    pub(super) fn after_content(&self, left: usize) -> bool {
        let v = self.v;
        match left.checked_sub(1) {
            None => self.quote_before(left),
            Some(last) if v.quoted[last] != NONE => v.closes(last),
            Some(last) => v.comma(last) || v.dash(last) && left > 3,
        }
    }

    /// Whether the sentence begins right after a quotation.
    pub(super) fn quote_before(&self, left: usize) -> bool {
        left == 0 && content::quote_before(self.v).is_some()
    }
}
