//! Nouns that name an act: `the killing of two men by police`, `a police raid on a farm`, `the mayor's murder`.

use super::{
    clause::members,
    lexis::Class,
    predicate::{Form, Predicate},
    sentence::Sentence,
};
use crate::tag::Tag;

/// Adds a predicate for each noun phrase whose head names an act.
pub(super) fn add(sentence: &mut Sentence) {
    let heads: Vec<usize> = (0..sentence.phrases.len())
        .filter(|phrase| sentence.word_class(sentence.phrases[*phrase].head, Class::ActNoun))
        .collect();
    for phrase in heads {
        let predicate = nominal(sentence, phrase);
        sentence.predicates.push(predicate);
    }
    for index in 0..sentence.predicates.len() {
        if sentence.predicates[index].form == Form::Nominal {
            from_verb(sentence, index);
        }
    }
}

impl Sentence {
    /// Whether the word before a noun that names an act says who did it: `police raid`, but not `drone strike`.
    pub fn acts(&self, modifier: usize) -> bool {
        [
            Class::Force,
            Class::ForceMember,
            Class::Group,
            Class::GroupName,
            Class::Demonym,
            Class::Country,
            Class::Combatant,
        ]
        .iter()
        .any(|class| self.word_class(modifier, *class))
    }
}

impl Sentence {
    /// Whether the day of a verb is also that of an act which stands with it.
    pub fn carries_day(&self, verb: usize) -> bool {
        let is = |class: Class| self.word_class(verb, class);
        // `carried out` is of the classes of `carried` too.
        let speaks = is(Class::Clausal) || is(Class::Aside) || is(Class::Blame);
        is(Class::CarriesDay) && (is(Class::Light) || !speaks) && !is(Class::Approve)
    }

    /// Whether a verb tells of what was said or done about an act, on a day that is not the act's.
    pub fn tells_after(&self, verb: usize) -> bool {
        let is = |class: Class| self.word_class(verb, class);
        is(Class::Clausal) || is(Class::Aside) || is(Class::Afterwards) && !self.carries_day(verb)
    }

    /// The word before a noun that names an act and says who did it, where nothing else does: `police raid`, `Red Sail bomb attack`.
    pub fn modifying_agent(&self, predicate: &Predicate) -> Option<usize> {
        if predicate.form != Form::Nominal || !predicate.agent().is_empty() {
            return None;
        }
        (predicate.group.start..predicate.head).rev().find(|at| self.acts(*at))
    }
}

fn nominal(sentence: &Sentence, phrase: usize) -> Predicate {
    let this = &sentence.phrases[phrase];
    let mut found = Predicate {
        group: this.run(),
        head: this.head,
        form: Form::Nominal,
        negated: (this.start..this.head).any(|at| sentence.word_class(at, Class::Negation)),
        ..Predicate::default()
    };
    // `police raid`, `drone strike`: the noun before the head.
    found.modifier = this
        .head
        .checked_sub(1)
        .filter(|at| *at >= this.start && (sentence.tag(*at).is_noun() || sentence.tag(*at) == Tag::JJ));
    prepositions(sentence, phrase, &mut found);
    if let Some(owner) = this.possessor {
        // `the mayor's murder`, but `the army's killing of nine villagers`.
        let suffers =
            sentence.word_class(this.head, Class::KillNoun) && found.object.is_empty() && found.by.is_empty();
        if suffers {
            found.object = members(sentence, owner);
        } else if found.by.is_empty() {
            found.by = members(sentence, owner);
        }
    }
    found
}

/// What follows a noun: prepositions with their phrases, and times.
fn prepositions(sentence: &Sentence, phrase: usize, found: &mut Predicate) {
    let mut at = sentence.phrases[phrase].end;
    for _ in 0..12 {
        if let Some((index, run)) = sentence.times.iter().find(|(_, run)| run.contains(&at)) {
            found.times.push(*index);
            at = run.end.max(at + 1);
            continue;
        }
        let tag = sentence.tag(at);
        if !matches!(tag, Tag::IN | Tag::TO) {
            break;
        }
        if let Some((index, run)) = sentence.times.iter().find(|(_, run)| run.contains(&(at + 1))) {
            found.times.push(*index);
            at = run.end.max(at + 1);
            continue;
        }
        let Some(next) = sentence.phrase_at(at + 1) else { break };
        let members = members(sentence, next);
        if sentence.word_class(at, Class::AgentPreposition) {
            found.by.extend(&members);
        } else if sentence.word_class(at, Class::PatientPreposition) && found.object.is_empty() {
            found.object.extend(&members);
        } else if !sentence.word_class(at, Class::PatientPreposition)
            || sentence.word_class(at, Class::PlacePreposition)
        {
            found.obliques.extend(members.iter().map(|member| (at, *member)));
        }
        let last = members.last().copied().unwrap_or(next);
        at = sentence.phrases[last].end;
        if sentence.tag(at) == Tag::POS {
            break;
        }
    }
}

/// `An inquiry into the killing opened`: the noun stands with the subject, and not with the verb.
fn beside_subject(sentence: &Sentence, verb: &Predicate, phrase: usize) -> bool {
    let start = sentence.phrases[phrase].start;
    let subject = verb.subject.iter().map(|at| sentence.phrases[*at].start).min();
    !verb.subject.contains(&phrase) && start < verb.head && subject.is_some_and(|subject| subject < start)
}

/// `carried out a strike`, `the raid killed`: what the verb has, the noun has too.
fn from_verb(sentence: &mut Sentence, index: usize) {
    let Some(phrase) = sentence.phrase_at(sentence.predicates[index].head) else { return };
    let verb = sentence.predicates.iter().enumerate().find(|(_, verb)| {
        verb.form != Form::Nominal
            && (verb.patient().contains(&phrase)
                || verb.subject.contains(&phrase)
                || verb.obliques.iter().any(|(_, p)| *p == phrase))
    });
    let Some((at, verb)) = verb else { return };
    let light = sentence.word_class(verb.head, Class::Light)
        && !sentence.word_class(verb.head, Class::Approve)
        && verb.patient().contains(&phrase);
    let happens = sentence.word_class(verb.head, Class::Happens);
    let verb = verb.clone();
    let this = &mut sentence.predicates[index];
    if light {
        if this.by.is_empty() {
            this.by = verb.agent().to_vec();
        }
        this.negated |= verb.negated;
        this.modal = this.modal.or(verb.modal);
        this.obliques.extend(verb.obliques.iter().filter(|(_, p)| *p != phrase));
    }
    // `the shooting occurred in Lowford`
    let happens = happens && verb.subject.contains(&phrase);
    if happens {
        let this = &mut sentence.predicates[index];
        this.obliques.extend(verb.obliques.iter().filter(|(_, p)| *p != phrase));
        this.negated |= verb.negated;
    }
    // `the raid was condemned on Monday`: that day is not the raid's. `On May 3 the mission reported a raid`: it may be.
    let opens = sentence.word_class(verb.head, Class::ReportVerb)
        && verb.object.contains(&phrase)
        && sentence.times.iter().any(|(index, run)| verb.times.contains(index) && run.start < 2);
    let dated = opens || sentence.carries_day(verb.head) && !beside_subject(sentence, &verb, phrase);
    let this = &mut sentence.predicates[index];
    if dated {
        this.times.extend(&verb.times);
        this.times.dedup();
    }
    this.governor = if light { verb.governor.or(Some(at)) } else { Some(at) };
}
