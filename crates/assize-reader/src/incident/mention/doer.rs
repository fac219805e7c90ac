//! Who is said to have done an act.

use super::*;

impl Told<'_> {
    /// Who did it: `by NAME` soon after, or the subject of the verb.
    pub(super) fn doers(&self, mention: &mut Mention, at: usize, subject: Option<usize>) {
        let by = (at + 1..(at + 14).min(self.view.len())).find(|i| self.view.is(*i, &["by"]));
        let index = subject.or_else(|| by.and_then(|by| self.phrase_after(by + 1, 1)));
        let Some(index) = index else { return };
        let mut found = Vec::new();
        for phrase in self.list_after(index).into_iter().chain([index + 1]) {
            let near = self
                .phrases
                .get(phrase)
                .filter(|p| phrase == index || p.start <= self.phrases[index].end + 3);
            let Some(phrase) = near else { continue };
            found.extend(perpetrator::doers(self.view, phrase));
        }
        for mut doer in found {
            doer.certainty = perpetrator::certainty(self.view);
            if !mention.perpetrators.iter().any(|known| known.span == doer.span) {
                mention.perpetrators.push(doer);
            }
        }
    }

    /// Who is said to have done what is told nearby: `claimed responsibility`, `blamed the army`, `was perpetrated by`.
    pub(super) fn blame(&self, at: usize) -> Option<Mention> {
        let view = self.view;
        let is = |words: &[&str]| view.is(at, words);
        let index = if is(&["blamed", "blames", "blame", "blaming", "accused", "accuses", "accusing"]) {
            match self.auxiliary(at) {
                Some(auxiliary) => self.subject(auxiliary),
                None => self.phrase_after(at + 1, 1),
            }
        } else if is(&["attributed"]) {
            let to = (at + 1..at + 8).find(|i| view.is(*i, &["to"]))?;
            self.phrase_after(to + 1, 1)
        } else if is(&[
            "perpetrated",
            "committed",
            "carried",
            "staged",
            "launched",
            "planned",
            "ordered",
            "executed",
        ]) {
            let by = (at + 1..at + 5).find(|i| view.is(*i, &["by"]))?;
            self.phrase_after(by + 1, 1)
        } else if is(&["responsibility", "credit"]) {
            let verb = (at.saturating_sub(4)..at).rev().find(|i| {
                view.is(
                    *i,
                    &[
                        "claimed", "claims", "claiming", "claim", "took", "taken", "admitted", "accepted",
                        "assumed",
                    ],
                )
            })?;
            let first = self.auxiliary(verb).unwrap_or(verb);
            let before = (0..first)
                .rev()
                .find(|i| !view.is(*i, &["has", "have", "had", "today", "yesterday", "also", ","]))?;
            self.subject(first).or_else(|| self.phrase_before(before + 1))
        } else if is(&["responsible"]) {
            let be = (at.saturating_sub(4)..at)
                .rev()
                .find(|i| view.is(*i, &["is", "are", "was", "were", "be", "been"]))?;
            self.subject(be)
        } else {
            None
        }?;
        let mut mention = self.mention(at, None, "incident.blame");
        mention.date = None;
        mention.place = None;
        self.doers(&mut mention, at, Some(index));
        if !mention.perpetrators.iter().any(|doer| doer.organisation) {
            self.nearby(&mut mention);
        }
        (!mention.perpetrators.is_empty()).then_some(mention)
    }

    /// Armed groups that the sentence names anywhere beside the act, where it says that somebody is suspected or admits it.
    pub(super) fn nearby(&self, mention: &mut Mention) {
        if !mention.perpetrators.iter().all(|doer| !doer.organisation) {
            return;
        }
        let mut i = 0;
        while i < self.view.len() {
            let Some((end, span)) = perpetrator::group_at(self.view, i) else {
                i += 1;
                continue;
            };
            i = end;
            let target = mention.targets.iter().any(|t| t.description.is_some_and(|d| d.overlaps(&span)));
            let certainty = perpetrator::certainty(self.view);
            if !target && (certainty != Certainty::Fact || mention.rule == "incident.blame") {
                mention.perpetrators.push(Perpetrator { span, organisation: true, state: false, certainty });
                return;
            }
        }
    }
}
