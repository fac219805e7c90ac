//! Cues in the passive voice, and speech inside speech.

use super::{
    content::{self, Cut},
    find::{Part, Pieces, Scan},
    group::Group,
    lexicon::{Class, Form},
    source_after, subject,
    view::NONE,
};
use crate::tag::Tag;

impl Scan<'_, '_> {
    /// `was accused by X of Y`, `is expected to Y`.
    pub(super) fn passive(&mut self, group: &Group) {
        let v = self.v;
        let (start, end) = group.run;
        let subject = subject::subject_before(v, start).filter(|s| self.free(*s));
        let mut pieces = Pieces {
            cue: group.run,
            class: Some(group.entry.class),
            lemma: group.entry.lemma,
            negated: group.negated,
            rule: "speech.passive",
            ..Pieces::default()
        };
        let by = (end..(end + 12).min(v.len()))
            .take_while(|i| v.quoted[*i] == NONE && !v.comma(*i))
            .find(|i| v.is(*i, &["by"]));
        if let Some(by) = by
            && let Some(source) = source_after::subject_after(v, by + 1)
            && let Some(subject) = subject
        {
            // `the raid, which was approved by the minister`: no words are given.
            let bare = subject.1 == subject.0 + 1 && v.is(subject.0, &["which", "that", "who"]);
            if bare && !v.is(source.1, &["as", "of", "for", "to"]) {
                return;
            }
            pieces.source = Some(source);
            pieces.contents = vec![subject];
            if v.is(source.1, &["as", "of", "for", "to"]) {
                let stop = content::end(v, source.1, group.entry.class, Cut::Phrase, &|i| self.taken_at(i));
                pieces.contents.push((source.1, stop));
            }
        } else if group.entry.lemma == "ask"
            && (v.is(end - 1, &["about"]) || v.is(end, &["if", "whether", "why", "how", "what"]))
        {
            pieces.rule = "speech.asked";
            let stop = content::end(v, end, Class::Think, Cut::Clause, &|i| self.taken_at(i));
            pieces.contents = vec![(end, stop)];
        } else if let Some(named) = subject.filter(|_| self.named(group)) {
            pieces.contents =
                vec![named, (end, content::end(v, end, Class::View, Cut::Phrase, &|i| self.taken_at(i)))];
        } else if v.is(end, &["to", "that", "as", "of", "for", "with"]) && group.run.1 <= end {
            if !matches!(group.entry.class, Class::Think | Class::Say | Class::Show)
                && !v.is(end - 1, &["of", "for", "with"])
            {
                return;
            }
            let stop = content::end(v, end, Class::Think, Cut::Clause, &|i| self.taken_at(i));
            // `The boat is believed to have sunk`: the subject is part of what is believed.
            pieces.contents = subject.into_iter().chain([(end, stop)]).collect();
        } else {
            return;
        }
        self.push(pieces);
    }

    /// Whether the passive verb only says what something is taken for: `is known as a port`, `was considered lost`.
    fn named(&self, group: &Group) -> bool {
        let v = self.v;
        let end = group.run.1;
        let naming = matches!(
            group.entry.lemma,
            "call"
                | "know"
                | "consider"
                | "see"
                | "view"
                | "describe"
                | "deem"
                | "name"
                | "label"
                | "dub"
                | "regard"
                | "list"
        );
        naming
            && (v.is(end, &["as", "for", "to"])
                || matches!(v.tag(end), Tag::DT | Tag::JJ | Tag::NNP) && group.passive)
    }

    /// A speech act inside what another speaker says.
    pub(super) fn nested(&mut self, group: &Group) {
        let v = self.v;
        let Some((outer, Part::Content)) = self.taken[group.verb] else { return };
        let speech = matches!(group.entry.class, Class::Say | Class::Tell);
        // `tried to calm them by saying that …`: the same speaker's words inside what he tries.
        let opens = v.is(group.run.1, &["that"])
            || v.is(group.run.0.wrapping_sub(1), &["by"]) && subject::phrase_starts(v, group.run.1);
        let gerund = speech && group.entry.form == Form::Gerund && opens;
        let strong = speech && group.finite && !group.passive || gerund;
        if !strong || self.found.get(outer).is_none_or(|a| a.outer.is_some()) {
            return;
        }
        let source = if gerund { None } else { subject::subject_before(v, group.run.0) };
        if !gerund && source.is_none_or(|s| v.tag(s.0) == Tag::WDT) {
            return;
        }
        let mut at = group.run.1;
        if group.entry.class == Class::Tell {
            at = subject::skip_phrase(v, at);
        }
        at = subject::skip_adverbials(v, at);
        if !v.is(at, &["that"])
            && v.quoted.get(at).is_none_or(|q| *q == NONE)
            && !subject::phrase_starts(v, at)
        {
            return;
        }
        if v.is(at, &["that"]) {
            at += 1;
        }
        let end = content::end(v, at, Class::Say, Cut::Clause, &|i| {
            self.taken.get(i).is_none_or(|t| *t != Some((outer, Part::Content)))
        });
        if end <= at {
            return;
        }
        self.push(Pieces {
            source,
            shared: gerund.then_some(outer),
            cue: group.run,
            contents: vec![(at, end)],
            class: Some(group.entry.class),
            rule: "speech.nested",
            lemma: group.entry.lemma,
            negated: group.negated,
            outer: Some(outer),
            ..Pieces::default()
        });
    }
}
