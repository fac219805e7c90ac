//! Who did what to whom in a sentence: phrases before and after a token, lists of them, subjects and passives.

use super::*;

impl Told<'_> {
    /// The phrase that ends right before a token, over adverbs.
    pub(super) fn phrase_before(&self, at: usize) -> Option<usize> {
        let at = self.back_over(at);
        let index = self.phrases.partition_point(|phrase| phrase.end <= at).checked_sub(1)?;
        (self.phrases[index].end == at).then_some(index)
    }

    /// Back over adverbs, days and what stands in brackets: `the front (XYZ) today also`.
    pub(super) fn back_over(&self, at: usize) -> usize {
        let mut at = at;
        while at > 0 {
            let before = at - 1;
            if self.view.is(before, &[")", "]"]) {
                let open = (before.saturating_sub(12)..before).rev().find(|i| self.view.is(*i, &["(", "["]));
                let Some(open) = open else { break };
                at = open;
            } else if self.view.tag(before).is_adverb()
                || self.view.is(before, &["\"", "”", "today", "yesterday", "tonight", "later", "also"])
            {
                at = before;
            } else {
                break;
            }
        }
        at
    }

    /// The phrase that starts at a token or up to `reach` after it, over adverbs, prepositions aside.
    pub(super) fn phrase_after(&self, at: usize, reach: usize) -> Option<usize> {
        let index = self.phrases.partition_point(|phrase| phrase.start < at);
        let phrase = self.phrases.get(index)?;
        let between = at..phrase.start;
        let clear = between.clone().all(|i| {
            self.view.tag(i).is_adverb()
                || matches!(self.view.tag(i), Tag::CC | Tag::VBN | Tag::VBD | Tag::VBG | Tag::OPEN | Tag::RP)
                || self.view.is(i, &["\""])
        });
        (between.len() <= reach && clear).then_some(index)
    }

    /// From the end of a subject back to its head: over phrases in `of`, `from`, `in`.
    pub(super) fn climb(&self, index: usize) -> usize {
        let mut index = index;
        for _ in 0..3 {
            let Some(before) = index.checked_sub(1) else { break };
            let (left, right) = (&self.phrases[before], &self.phrases[index]);
            // `the funeral of the clerks who were killed`: the clerks.
            if right.is_people(self.view)
                && !left.is_people(self.view)
                && !self.view.is(left.head, target::MEASURES)
            {
                break;
            }
            let gap = right.start - left.end;
            if gap == 1
                && self.view.tag(left.end) == Tag::IN
                && !self.view.is(left.end, &["that", "because", "when", "after", "while", "before", "by"])
            {
                index = before;
            } else {
                break;
            }
        }
        index
    }

    /// The phrases joined with this one before it by commas and `and`, itself included.
    pub(super) fn list_before(&self, index: usize) -> Vec<usize> {
        let mut list = vec![index];
        let mut right = index;
        while let Some(before) = right.checked_sub(1) {
            let left = self.phrases[before];
            let gap: Vec<usize> = (left.end..self.phrases[right].start).collect();
            let joins = !gap.is_empty()
                && gap.len() <= 3
                && gap.iter().all(|at| self.view.is(*at, &[",", "and", "as", "well", "or", "--", "—"]));
            if !joins || list.len() > 6 {
                break;
            }
            let climbed = self.climb(before);
            list.push(climbed);
            right = climbed;
        }
        list.reverse();
        list
    }

    /// The phrases joined with this one after it, itself included; not the subject of a clause that follows.
    pub(super) fn list_after(&self, index: usize) -> Vec<usize> {
        let mut list = vec![index];
        let mut left = target::measured(self.view, &self.phrases, index);
        while list.len() < 8 {
            let mut end = self.phrases[left].end;
            // Over a phrase in `of` or `from`.
            while let Some(next) = self.phrases.get(left + 1) {
                if next.start == end + 1 && self.view.is(end, &["of", "from", "in", "at"]) {
                    left += 1;
                    end = next.end;
                } else {
                    break;
                }
            }
            let Some(next) = self.phrases.get(left + 1) else { break };
            let gap: Vec<usize> = (end..next.start).collect();
            let joins = !gap.is_empty()
                && gap.len() <= 4
                && gap
                    .iter()
                    .all(|at| self.view.is(*at, &[",", "and", "as", "well", "or", "including", "--", "—"]));
            if !joins || self.opens_clause(left + 1) {
                break;
            }
            left += 1;
            list.push(left);
            left = target::measured(self.view, &self.phrases, left);
        }
        list
    }

    pub(super) fn opens_clause(&self, index: usize) -> bool {
        let end = self.phrases[index].end;
        let next = (end..end + 2).find(|at| !self.view.tag(*at).is_adverb()).unwrap_or(end);
        self.view.tag(next).is_finite()
    }

    /// The form of `be` that makes a participle passive.
    pub(super) fn auxiliary(&self, at: usize) -> Option<usize> {
        let be = ["was", "were", "been", "being", "is", "are", "be", "got"];
        let mut i = at;
        for _ in 0..8 {
            i = i.checked_sub(1)?;
            if self.view.is(i, &be) {
                // Back to the first word of the verb: `have been`, `had been`.
                while i > 0
                    && (self.view.is(i - 1, &["have", "has", "had", "been", "also", "were", "was"])
                        || self.view.tag(i - 1).is_adverb())
                {
                    i -= 1;
                }
                return Some(i);
            }
            let over = self.view.tag(i).is_adverb()
                || matches!(self.view.tag(i), Tag::VBN | Tag::VBD | Tag::CC)
                || self.view.is(i, &[",", "\"", "“"]);
            if !over {
                return None;
            }
        }
        None
    }

    /// The subject of the verb that begins at a token: over relative pronouns and what stands between commas.
    pub(super) fn subject(&self, at: usize) -> Option<usize> {
        let mut at = self.back_over(at);
        while at > 0 && self.view.is(at - 1, &["who", "which", "that", "have", "has", "had"]) {
            at = self.back_over(at - 1);
        }
        if at > 0 && self.view.is(at - 1, &[","]) {
            // `NAME, the mayor of X, was`: the phrase before the first comma, if its other end is near.
            let open = (at.saturating_sub(18)..at - 1).rev().find(|i| self.view.is(*i, &[","]));
            let inner = self.phrase_before(at - 1);
            if let Some(open) = open
                && let Some(index) = self.phrase_before(open)
                && self.phrases[index].is_people(self.view)
            {
                return Some(
                    inner
                        .filter(|inner| {
                            crate::incident::view::name(self.view, &self.phrases[*inner]).is_some()
                                || self.list_before(self.climb(*inner)).len() > 2
                        })
                        .map_or(index, |i| self.climb(i)),
                );
            }
            return inner.map(|index| self.climb(index));
        }
        self.phrase_before(at).map(|index| self.climb(index))
    }

    /// Whether a phrase is a time: `on 3 May`.
    pub(super) fn dated(&self, index: usize) -> bool {
        let phrase = &self.phrases[index];
        let span = self.view.span(phrase.start, phrase.end);
        self.times.iter().any(|time| time.span.overlaps(&span))
    }
}
