//! Whether an act is one of many told together.

use super::Teller;
use crate::{
    act::{Fate, When, party, place, when},
    document::{
        lexis::Class,
        predicate::{Form, Predicate},
        sentence::Sentence,
    },
    tag::Tag,
};

/// Whether a verb stands in a perfect tense of the present.
pub(in crate::act) fn perfect_of(sentence: &Sentence, predicate: &Predicate) -> bool {
    predicate
        .group
        .clone()
        .any(|at| matches!(sentence.tag(at), Tag::VBP | Tag::VBZ) && sentence.word_class(at, Class::Have))
}

/// So many people killed in a perfect tense without a day, or within a long time, are seldom those of one incident.
pub(in crate::act) const MANY: u64 = 20;

/// So many people killed, told by a verb without a day, are those of a war.
const WAR: u64 = 2000;

impl Teller<'_, '_> {
    /// Whether it is one of many told together: a noun in the plural, a perfect tense over a long time or of many people.
    pub(super) fn series(
        &self,
        predicate: &Predicate,
        time: Option<When>,
        targets: &[party::Party],
        fate: Option<Fate>,
    ) -> bool {
        // Those shot at may be a crowd, and the shooting one.
        let hurt = matches!(fate, Some(Fate::Killed | Fate::Injured | Fate::Casualties));
        if self.repeated(predicate) || self.within_period(predicate) || self.in_cases(predicate) {
            return true;
        }
        if predicate.form == Form::Nominal {
            let verb = predicate.governor.and_then(|at| self.sentence.predicates.get(at));
            let caused = verb.is_some_and(|verb| {
                self.sentence.word_class(verb.head, Class::Cause) && !perfect_of(self.sentence, verb)
            });
            // `carried out strikes`, `two strikes killed`: a verb without a perfect tells of one occasion.
            let occasion = verb.is_some_and(|verb| {
                let tells = self.sentence.word_class(verb.head, Class::Light)
                    || self.sentence.word_class(verb.head, Class::Harm)
                    || self.sentence.word_class(verb.head, Class::Happens);
                tells && self.sentence.tag(verb.head) == Tag::VBD && !perfect_of(self.sentence, verb)
            });
            let many = time.is_none() && hurt && !caused && self.counts(targets) >= MANY;
            let many = many || self.countries(predicate) > 1;
            // `attacks on Lowford, Quenby and Brill killed nine`
            if self.sentence.tag(predicate.head) == Tag::NNS && self.towns(predicate) > 1 {
                return true;
            }
            return self.sentence.tag(predicate.head) == Tag::NNS && !caused && (!occasion || many);
        }
        let perfect = perfect_of(self.sentence, predicate);
        let summed =
            perfect && (0..self.sentence.tokens.len()).any(|at| self.sentence.word_class(at, Class::Summing));
        if summed {
            return true;
        }
        let many = hurt && self.counts(targets) >= MANY;
        let before = predicate
            .group
            .clone()
            .any(|at| self.sentence.word_class(at, Class::Have) && self.sentence.tag(at) == Tag::VBD);
        let long = time.is_some_and(|at| when::long(&self.source.times[at.from]));
        perfect && long
            || hurt && time.is_none() && predicate.form == Form::Finite && self.counts(targets) >= WAR
            || time.is_none() && (perfect && many || before && self.counts(targets) >= 5 * MANY)
            || time.is_none() && self.of_many(predicate, targets)
            || long && many
            || self.another(predicate) == Some(true)
    }

    /// `lists cases in which guards shot farmers`: what is told of several occasions is of none of them.
    fn in_cases(&self, predicate: &Predicate) -> bool {
        let sentence = self.sentence;
        let Some(opens) = sentence.clause_start(predicate.head) else { return false };
        let preposition = opens.checked_sub(1).filter(|at| sentence.tag(*at) == Tag::IN);
        let before = preposition.unwrap_or(opens).checked_sub(1);
        let joins = matches!(sentence.tag(opens), Tag::WRB | Tag::WDT);
        joins
            && predicate.form == Form::Finite
            && before
                .is_some_and(|at| sentence.tag(at) == Tag::NNS && sentence.word_class(at, Class::Occurrence))
    }

    /// `has launched strikes on 26 boats`, `launched strikes in three countries`, `is bombing the north`: a verb that tells of many acts.
    fn of_many(&self, predicate: &Predicate, targets: &[party::Party]) -> bool {
        let strikes = predicate.object.iter().any(|at| {
            let head = self.sentence.phrases[*at].head;
            self.sentence.tag(head) == Tag::NNS && self.sentence.word_class(head, Class::ActNoun)
        });
        let strikes = strikes
            && (perfect_of(self.sentence, predicate)
                || self.counts(targets) >= MANY
                || self.countries(predicate) > 1);
        let goes_on = self.sentence.tag(predicate.head) == Tag::VBG
            && predicate.group.clone().any(|at| matches!(self.sentence.tag(at), Tag::VBZ | Tag::VBP));
        strikes || goes_on && self.counts(targets) == 0
    }

    /// How many countries stand with a predicate.
    fn countries(&self, predicate: &Predicate) -> usize {
        let mut heads: Vec<usize> =
            predicate.obliques.iter().map(|(_, phrase)| self.sentence.phrases[*phrase].head).collect();
        heads.sort_unstable();
        heads.dedup();
        heads.into_iter().filter(|head| self.sentence.word_class(*head, Class::Country)).count()
    }

    /// How many places with a name stand behind a noun in one list: `attacks on Lowford, Quenby and Brill`.
    fn towns(&self, predicate: &Predicate) -> usize {
        let behind = predicate.obliques.iter().map(|(_, phrase)| phrase).chain(&predicate.object);
        let mut heads: Vec<usize> = behind
            .map(|phrase| &self.sentence.phrases[*phrase])
            .filter(|phrase| {
                self.sentence.tag(phrase.head) == Tag::NNP
                    && place::is_place(self.source, self.sentence, phrase)
            })
            .map(|phrase| phrase.head)
            .collect();
        heads.sort_unstable();
        heads.dedup();
        heads.len()
    }

    /// `during the reporting period soldiers killed nine`, `over the past week`, `so far this year`: told of a time in which much may happen.
    pub(super) fn within_period(&self, predicate: &Predicate) -> bool {
        let is = |at: usize, class: Class| self.sentence.word_class(at, class);
        let clause = self.sentence.clauses.get(predicate.head);
        predicate.form != Form::Nominal
            && (0..self.sentence.tokens.len())
                .any(|at| self.sentence.clauses.get(at) == clause && is(at, Class::Stretch))
    }

    /// `repeatedly fired on marchers`, `in five separate incidents`
    fn repeated(&self, predicate: &Predicate) -> bool {
        let is = |at: usize, class: Class| self.sentence.word_class(at, class);
        // `frequent air strikes`
        let often = predicate.form == Form::Nominal
            && self.sentence.tag(predicate.head) == Tag::NNS
            && predicate.group.clone().any(|at| is(at, Class::Repeated));
        if often {
            return true;
        }
        let governor = predicate.governor.and_then(|at| self.sentence.predicates.get(at));
        let verbs = [
            Some(predicate),
            governor.filter(|verb| predicate.form == Form::Gerund || is(verb.head, Class::Light)),
        ];
        verbs.into_iter().flatten().any(|verb| {
            let often =
                (verb.group.start.saturating_sub(1)..verb.group.end + 1).any(|at| is(at, Class::Repeated));
            let occasions = verb.obliques.iter().map(|(_, phrase)| &self.sentence.phrases[*phrase]);
            often
                || occasions.into_iter().any(|phrase| {
                    // `in one of the worst incidents`
                    let several = |at: usize| self.source.numbers[at].min.is_none_or(|min| min > 1);
                    let number = self.sentence.tag(phrase.start) == Tag::CD && phrase.counted.is_none()
                        || phrase.counted.is_some_and(several);
                    number && self.sentence.tag(phrase.head) == Tag::NNS && is(phrase.head, Class::Occurrence)
                })
        })
    }

    /// The largest number of people that targets name.
    pub(super) fn counts(&self, targets: &[party::Party]) -> u64 {
        targets.iter().filter_map(|party| self.source.numbers.get(party.counted?)?.min).max().unwrap_or(0)
    }
}
