//! Whether an act that a sentence tells of is real, of its own and more than a general remark.

use super::*;

impl Told<'_> {
    /// Whether the words set an act apart from those told before.
    pub(super) fn another(&self, at: usize) -> bool {
        let opening = ["meanwhile", "elsewhere", "furthermore", "moreover", "separately"];
        let turned = self.view.is(0, &opening)
            || self.view.is(0, &["in"]) && self.view.is(1, &["addition", "another", "other"])
            || self.view.is(0, &["another"]);
        let counted = ["another", "second", "third", "separate"];
        turned || (at.saturating_sub(5)..at).any(|i| self.view.is(i, &counted))
    }

    /// Whether the sentence counts over a stretch of time: `in the past year`, `so far`.
    pub(super) fn sums_up(&self) -> bool {
        let stretch = ["years", "months", "weeks", "decade", "year"];
        (0..self.view.len()).any(|at| {
            let view = self.view;
            view.is(at, &["last", "past", "recent"])
                && (at + 1..at + 4).any(|i| view.is(i, &stretch))
                && !view.is(at.wrapping_sub(1), &["of"])
                || view.is(at, &["so"]) && view.is(at + 1, &["far"])
                || view.is(at, &["since"]) && view.tag(at + 1) == Tag::CD
        })
    }

    /// Whether the sentence tells of fighting between armed sides.
    pub(super) fn clash(&self) -> bool {
        let words = [
            "clash",
            "clashes",
            "clashed",
            "combat",
            "combats",
            "fighting",
            "battle",
            "battles",
            "skirmish",
            "skirmishes",
            "firefight",
            "confrontation",
            "confrontations",
            "offensive",
        ];
        (0..self.view.len()).any(|at| self.view.is(at, &words))
    }

    /// Takes from a mention the right to stand for an incident where it is general, sums up, or tells of fighting.
    pub(super) fn weigh(&self, mention: &mut Mention, running: bool, clash: bool) {
        let counted = |target: &Target| target.name.is_some() || !target.amount.plural;
        let definite = mention.targets.iter().any(counted) || mention.date.is_some();
        let civil =
            mention.targets.iter().any(|target| target.name.is_some() || target.noun == Noun::Civilian)
                || !mention.things.is_empty();
        if clash && !civil {
            mention.full = false;
            mention.targets.clear();
        }
        let at = self.view.tokens.partition_point(|token| token.start < mention.span.start);
        let tag = self.view.tag(at);
        let many = tag == Tag::NNS && mention.rule == "incident.noun" && !self.counted_noun(at);
        let general = matches!(tag, Tag::VBZ | Tag::VBP | Tag::VBG) && mention.rule == "incident.act" || many;
        if general && !definite {
            mention.full = false;
        }
        let named = mention.targets.iter().any(|target| target.name.is_some());
        if running && !named && mention.date.is_none() {
            mention.full = false;
        }
    }

    /// Whether a plural noun for acts is counted: `two attacks`.
    pub(super) fn counted_noun(&self, at: usize) -> bool {
        let index = self.phrases.partition_point(|phrase| phrase.end <= at);
        self.phrases.get(index).is_some_and(|phrase| (phrase.start..at).any(|i| self.view.tag(i) == Tag::CD))
    }

    /// Whether a token ends a phrase that begins with a number: `30 wounded`.
    pub(super) fn heads_number(&self, at: usize) -> bool {
        let index = self.phrases.partition_point(|phrase| phrase.end <= at);
        self.phrases.get(index).is_some_and(|phrase| {
            phrase.head == at && (phrase.start..phrase.head).any(|i| self.view.tag(i) == Tag::CD)
        })
    }

    pub(super) fn stage(&self, at: usize) -> Stage {
        let before = at.saturating_sub(5)..at;
        if before.clone().any(|i| {
            self.view
                .is(i, &["threatened", "threatens", "threatening", "threat", "threats", "vowed", "warned"])
        }) {
            return Stage::Threatened;
        }
        let tried = [
            "attempted",
            "attempt",
            "attempts",
            "tried",
            "trying",
            "failed",
            "foiled",
            "plot",
            "planned",
            "planning",
            "frustrated",
            "thwarted",
            "plan",
            "plans",
        ];
        if before.into_iter().any(|i| self.view.is(i, &tried))
            || self.view.is(at + 1, &["attempt", "attempts", "plot"])
        {
            return Stage::Attempted;
        }
        Stage::Accomplished
    }

    /// Whether the act is wished for, denied, general or yet to come.
    pub(super) fn unreal(&self, at: usize) -> bool {
        let before = at.saturating_sub(4)..at;
        let unreal = [
            "would", "could", "may", "might", "will", "should", "can", "if", "not", "never", "cannot", "n't",
            "must", "shall", "whether", "without", "avoid", "prevent",
        ];
        let clause = before
            .clone()
            .rev()
            .take_while(|i| !self.view.is(*i, &[",", ";", "that", "and", "but"]))
            .collect::<Vec<_>>();
        let to = self.view.tag(at) == Tag::VB && clause.first().is_some_and(|i| self.view.is(*i, &["to"]));
        to || clause.iter().any(|i| self.view.is(*i, &unreal))
    }
}
